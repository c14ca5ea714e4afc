//! `report.html`: one file, no network, no script; prints, and follows light and dark.

use crate::charts::{self, Chart, duration, europe, heat, price, stack, timeline};
use crate::format::{self, money, percent, thousands};
use crate::table::{Cell, Table};
use crate::view::Study;
use crate::{Error, near, rival, tables};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page/style.css");

/// The answer in one sentence.
pub(crate) fn headline(study: &Study<'_>) -> String {
    if study.sites.is_empty() {
        return "No site is needed: nothing is asked for.".to_owned();
    }
    let names: Vec<String> =
        study.sites.iter().map(|site| format!("{} ({})", site.name(), site.row.country)).collect();
    let places = match names.as_slice() {
        [] => String::new(),
        [one] => format!("at {one}"),
        [first @ .., last] if first.len() < 8 => format!("at {} and {last}", first.join(", ")),
        all => format!("at {} places in Europe", all.len()),
    };
    let halls = if names.len() == 1 {
        "one AI gigafactory".to_owned()
    } else {
        format!("{} AI gigafactories", names.len())
    };
    let (without, with) = study.unserved();
    let more_mwh = with.energy_mwh - without.energy_mwh;
    let grid = if with.zone_hours == 0 {
        "no demand goes unserved in any hour of the year".to_owned()
    } else if more_mwh <= 1.0 {
        "the grid carries them without leaving more demand unserved than today".to_owned()
    } else {
        let zone_hours = format::count(with.zone_hours);
        format!(
            "but {} MWh more demand a year stays unserved, in {zone_hours} zone-hours",
            thousands(more_mwh, 0)
        )
    };
    let broken = match study.promises().1 {
        0 => String::new(),
        1 => "; 1 promise of the plan is broken".to_owned(),
        n => format!("; {n} promises of the plan are broken"),
    };
    format!(
        "Build {halls} {places}: {} accelerators on {} MW of grid by {}, for {} of investment and {} EUR per GPU-hour; \
         {grid}{broken}.",
        thousands(study.gpus(), 0),
        thousands(study.connection_mw(), 0),
        study.last_year(),
        money(study.capex_eur()),
        thousands(study.eur_per_gpu_hour(), 2),
    )
}

/// The page.
pub(crate) fn page(study: &Study<'_>) -> Result<String, Error> {
    let mut body = Body { html: String::new(), banner: study.banner(), links: Vec::new() };
    sections(study, &mut body)?;
    let file = &study.case.file;
    let mut out = String::with_capacity(body.html.len() + 20_000);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\
         <link rel=\"icon\" href=\"data:,\"><title>{}</title><style>{STYLE}</style></head><body>\
         <a class=\"skip\" href=\"#main\">Skip to the plan</a>\n",
        format::html(&file.name)
    );
    let _ = write!(
        out,
        "<header><p class=\"eyebrow\">gigasite · {} · all money in euro of {}</p>{}<h1>{}</h1><p class=\"sure\">{}</p>{}</header>",
        format::html(&file.name),
        study.case.price_year,
        body.banner_html(),
        keep_together(&format::html(&headline(study))),
        keep_together(&format::html(&sure(study))),
        tiles(study)
    );
    out.push_str("<nav aria-label=\"Sections\"><ul>");
    for (id, title) in &body.links {
        let _ = write!(out, "<li><a href=\"#{id}\">{}</a></li>", format::html(title));
    }
    let _ = write!(out, "</ul></nav>\n<main id=\"main\">{}</main>", body.html);
    out.push_str(
        "<footer>Every figure on this page stands in the tables and in the files beside it: plan.json, the CSV tables, \
         hourly.parquet, zones.parquet, audit.json and plan.xlsx. Where the time of the run went, the hashes of all inputs \
         and the command stand in manifest.json, the only file that differs between two runs of the same study.</footer>\n\
         </body></html>\n",
    );
    Ok(out)
}

/// How sure, in words: proof, convergence, audit.
fn sure(study: &Study<'_>) -> String {
    let (kept, broken) = study.promises();
    let proof = sentence(&study.certainty());
    let audit = if broken == 0 {
        format!("all {} promises of the plan hold when recomputed without the optimiser", format::count(kept))
    } else {
        format!(
            "{} of {} promises do not hold when recomputed",
            format::count(broken),
            format::count(kept + broken)
        )
    };
    format!(
        "{proof} Audit: {audit}. Co-simulation: {}.",
        study.result.convergence.verdict.trim_end_matches('.')
    )
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// No line break between a number and its unit.
fn keep_together(text: &str) -> String {
    let mut text = text.to_owned();
    for unit in ["bn EUR", "M EUR", "EUR per", "MW", "MWh", "accelerators", "%"] {
        text = text.replace(&format!(" {unit}"), &format!("\u{a0}{}", unit.replace(' ', "\u{a0}")));
    }
    text
}

fn tiles(study: &Study<'_>) -> String {
    let tiles = [
        ("Grid connection", thousands(study.connection_mw(), 0), "MW"),
        ("Accelerators", thousands(study.gpus(), 0), ""),
        ("Investment", money(study.capex_eur()), ""),
        ("Cost", money(study.plan.objective_eur_per_a), "a year"),
        ("Compute", thousands(study.eur_per_gpu_hour(), 2), "EUR/GPU-hour"),
        ("Carbon", thousands(study.g_per_gpu_hour(), 0), "g CO₂/GPU-hour"),
        ("PUE", thousands(study.pue(), 3), ""),
        ("Carbon-free, hourly", percent(study.matched_hourly(), 0), ""),
    ];
    let mut out = String::from("<dl class=\"tiles\">");
    for (label, value, unit) in tiles {
        let (value, unit) = match value.strip_suffix(" EUR") {
            Some(number) => (number.to_owned(), format!("EUR {unit}")),
            None => (value, unit.to_owned()),
        };
        let _ = write!(out, "<div><dt>{label}</dt><dd>{value} <small>{unit}</small></dd></div>");
    }
    out + "</dl>"
}

fn sections(study: &Study<'_>, body: &mut Body) -> Result<(), Error> {
    body.section("map", "Where", "The chosen sites, and what was looked at.");
    body.chart(&europe::map(study), false);
    body.end();

    body.section("sites", "Sites", "What stands at each site once the last stage is in service.");
    body.raw("<div class=\"sum\">");
    body.raw(&tables::sites_short(study).html());
    body.raw("</div>");
    body.end();

    body.section("stages", "When", "What is in service from which year.");
    body.chart(&timeline::timeline(study), true);
    body.end();

    body.section("cost", "What it costs", &cost_lead(study));
    body.chart(&stack::cost(study).chart(), true);
    body.end();

    body.section("money", "Who pays", &money_lead(study));
    body.chart(&stack::money(study).chart(), true);
    body.end();

    body.section("supply", "Supply", "Contracts and plants of the last stage.");
    body.raw(&supply(study).html());
    body.end();

    body.section("grid", "What the grid says", &grid_lead(study));
    body.chart(&price::shift(study), true);
    body.chart(&duration::load(study).chart(), true);
    body.end();

    body.section(
        "cooling",
        "Cooling through the year",
        "How much power goes beside the computing, and when.",
    );
    body.chart(&duration::pue(study).chart(), true);
    body.raw("<div class=\"pair\">");
    body.chart(&heat::pue(study), true);
    body.chart(&heat::price(study), true);
    body.raw("</div>");
    body.end();

    body.section(
        "why-not",
        "Why not elsewhere",
        "What the programme would cost more, each year, if a rejected site were forced in.",
    );
    body.raw(&tables::why_not(study).html());
    body.end();

    let asked = near::published(study.plan);
    if !asked.is_empty() {
        body.section(
            "beside",
            "Beside the best",
            "Other plans that cost nearly as little, and what less of something would cost. Costs are claims of the optimiser.",
        );
        // the tables of charts stand under them
        for table in asked.iter().filter(|table| !table.name.starts_with("front") && table.name != "tornado")
        {
            body.raw(&table.html());
        }
        for front in study.plan.fronts.iter().filter(|front| front.points.len() > 1) {
            body.chart(&charts::front::front(front), true);
        }
        if !study.plan.swings.is_empty() {
            body.chart(&charts::tornado::tornado(study.plan), true);
        }
        body.end();
    }

    if let Some(comparison) = rival::comparison(study) {
        body.section(
            "rival",
            "Beside the rival",
            "The same figures for another programme, and where it builds.",
        );
        body.raw(&comparison.html());
        if let Some(sites) = rival::sites(study) {
            body.raw(&sites.html());
        }
        body.end();
    }

    body.section("proof", "How sure", &proof_lead(study));
    body.raw(&tables::rounds(study).html());
    body.end();

    body.section("audit", "Audit", &audit_lead(study));
    audit(study, body);
    body.end();

    body.section("kpi", "Key figures", "By the codes of Delegated Regulation (EU) 2024/1364.");
    body.raw(&kpi_matrix(study).html());
    body.end();

    let lead = format!(
        "Everything the case file says, defaults included. Hourly series: {}.",
        study.case.series_source
    );
    body.section("assumptions", "Assumptions", &lead);
    body.fold("All keys", &tables::assumptions(study)?.html());
    body.end();

    body.section(
        "sources",
        "Sources",
        "Which source stands behind which rows of the dataset, and how sure they are.",
    );
    body.fold("All sources", &tables::sources(study).html());
    body.fold("Inputs and their SHA-256", &inputs(study).html());
    body.end();
    Ok(())
}

fn cost_lead(study: &Study<'_>) -> String {
    format!(
        "{} a year; no plan can cost less than {} (gap {}).",
        money(study.plan.objective_eur_per_a),
        money(study.plan.bound_eur_per_a),
        percent(study.plan.gap_rel, 2)
    )
}

fn money_lead(study: &Study<'_>) -> String {
    let total = study.capex_eur();
    let parts: Vec<String> = study
        .money_by_layer()
        .iter()
        .map(|(layer, amount)| {
            format!("{} {} ({})", study.layer_name(layer), money(*amount), percent(amount / total, 0))
        })
        .collect();
    if parts.is_empty() {
        return format!("Investment of {}, not split into layers.", money(total));
    }
    format!("Of {} investment: {}.", money(total), parts.join(", "))
}

fn grid_lead(study: &Study<'_>) -> String {
    let (without, with) = study.unserved();
    let mut text = format!(
        "Demand not served: {} zone-hours ({} MWh) without the plan, {} ({} MWh) with it.",
        format::count(without.zone_hours),
        thousands(without.energy_mwh, 0),
        format::count(with.zone_hours),
        thousands(with.energy_mwh, 0)
    );
    if let Some((mw, zone, hour)) = study.tightest() {
        let stamp = study.horizon().stamp(hour).replace('T', " ").replace('Z', " UTC");
        let _ = write!(
            text,
            " Tightest hour of the host zones: {} MW left in {zone} at {stamp}.",
            thousands(mw, 0)
        );
    }
    text
}

fn proof_lead(study: &Study<'_>) -> String {
    let effort = study.plan.effort;
    let dispatch = study.result.with_plan.effort;
    format!(
        "{} The siting programme has {} columns and {} rows, solved in {} rounds; the dispatched year {} weeks with {} \
         columns and {} rows in all.",
        sentence(&study.result.convergence.verdict),
        format::count(effort.columns),
        format::count(effort.rows),
        format::count(effort.rounds),
        format::count(dispatch.weeks),
        format::count(dispatch.columns),
        format::count(dispatch.rows)
    )
}

fn audit_lead(study: &Study<'_>) -> String {
    let (kept, broken) = study.promises();
    format!(
        "Every promise, recomputed from the plan, the tables and the hours, without the optimiser: {} kept, {} broken.",
        format::count(kept),
        format::count(broken)
    )
}

/// Broken promises in sight, all others folded.
fn audit(study: &Study<'_>, body: &mut Body) {
    let all = tables::audit(study);
    let is_kept = |row: &Vec<Cell>| row.last() == Some(&Cell::from(true));
    let part = |kept: bool| Table {
        rows: all.rows.iter().filter(|row| is_kept(row) == kept).cloned().collect(),
        ..all.clone()
    };
    let (broken, kept) = (part(false), part(true));
    if !broken.rows.is_empty() {
        body.raw("<p class=\"bad\">Broken</p>");
        body.raw(&broken.html());
    }
    let mut families: Vec<(&str, usize)> = Vec::new();
    for promise in study.result.audit.promises.iter().filter(|promise| promise.kept) {
        match families.iter_mut().find(|(family, _)| *family == promise.family) {
            Some((_, count)) => *count += 1,
            None => families.push((&promise.family, 1)),
        }
    }
    let families: Vec<String> = families.iter().map(|(family, count)| format!("{family} {count}")).collect();
    body.fold(&format!("Kept: {}", families.join(", ")), &kept.html());
}

fn supply(study: &Study<'_>) -> Table {
    let mut table = tables::supply(study);
    for row in &mut table.rows {
        if let Cell::Text(id) = &row[0] {
            row[0] = study.site_name(id).into();
        }
        if let Cell::Text(technology) = &row[1] {
            row[1] = crate::view::words(technology).into();
        }
    }
    table
}

/// KPIs with codes down and sites across.
fn kpi_matrix(study: &Study<'_>) -> Table {
    use crate::table::column;
    let mut columns = vec![column("code", "Code", None), column("unit", "Unit", None)];
    columns.extend(study.result.kpis.iter().map(|site| column("value", study.site_name(&site.site), None)));
    let mut table = Table::new("kpi", "Key figures by site", columns);
    let mut codes: Vec<(&str, &str)> = Vec::new();
    for item in study.result.kpis.iter().flat_map(|site| &site.values) {
        if !codes.iter().any(|(code, _)| *code == item.code) {
            codes.push((&item.code, &item.unit));
        }
    }
    for (code, unit) in codes {
        let mut row: Vec<Cell> = vec![code.into(), unit.into()];
        row.extend(study.result.kpis.iter().map(|site| {
            let found = site.values.iter().find(|item| item.code == code);
            Cell::from(found.map(|item| item.value))
        }));
        table.push(row);
    }
    table
}

fn inputs(study: &Study<'_>) -> Table {
    use crate::table::column;
    let mut table = Table::new(
        "inputs",
        "Inputs",
        vec![column("name", "Input", None), column("sha256", "SHA-256", None)],
    );
    for (name, sha256) in &study.case.input_hashes {
        table.push(vec![name.as_str().into(), sha256.as_str().into()]);
    }
    table
}

/// The page while it grows; every section says so when the plan is not proven.
struct Body {
    html: String,
    banner: Option<String>,
    links: Vec<(&'static str, &'static str)>,
}

impl Body {
    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }
    fn banner_html(&self) -> String {
        self.banner.as_ref().map_or_else(String::new, |text| {
            format!("<p class=\"banner\" role=\"note\">{}</p>", format::html(text))
        })
    }
    fn section(&mut self, id: &'static str, title: &'static str, lead: &str) {
        self.links.push((id, title));
        let banner = self.banner_html();
        let _ = write!(
            self.html,
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\"><h2 id=\"{id}-h\">{}</h2><p class=\"lead\">{}</p>{banner}",
            format::html(title),
            keep_together(&format::html(lead))
        );
    }
    fn end(&mut self) {
        self.html.push_str("</section>\n");
    }
    /// A chart with its caption; its table folded beneath, unless the page shows that table anyway.
    fn chart(&mut self, chart: &Chart, with_table: bool) {
        let caption = format::html(&chart.caption);
        let _ = write!(
            self.html,
            "<div class=\"chart\"><figure>{}<figcaption>{caption}</figcaption></figure>",
            chart.svg
        );
        if with_table {
            self.fold("Table", &chart.table.html());
        }
        self.html.push_str("</div>");
    }
    fn fold(&mut self, label: &str, html: &str) {
        let _ = write!(self.html, "<details><summary>{}</summary>{html}</details>", format::html(label));
    }
}
