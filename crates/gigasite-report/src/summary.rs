//! One console screen: at most a hundred columns and about forty-five lines.

use crate::format::{self, cut, money, percent, thousands};
use crate::view::Study;
use gigasite_case::{Case, Hourly};
use gigasite_cosim::result::StudyResult;
use std::fmt::Write as _;

/// Least shadow price of an element that binds: less is rounding of the solver.
const BINDING_EUR_PER_MWH: f64 = 1e-3;

/// Widest line.
const WIDTH: usize = 100;
/// Most sites and stages shown; the rest is counted.
const SITES_SHOWN: usize = 12;

/// The answer on one screen.
///
/// A result that does not fit the case is said in one line: [`crate::write`] gives the reason as an error.
pub fn summary(case: &Case, result: &StudyResult, timing_s: &[(String, f64)]) -> String {
    let study = match Study::new(case, result) {
        Ok(study) => study,
        Err(error) => return format!("{}: {error}\n", case.file.name),
    };
    let mut lines: Vec<String> = Vec::new();
    head(&study, &mut lines);
    lines.push(String::new());
    sites(&study, &mut lines);
    lines.push(String::new());
    facts(&study, &mut lines);
    why_not(&study, &mut lines);
    time(timing_s, &mut lines);
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{}", cut(line.trim_end(), WIDTH));
    }
    out
}

fn head(study: &Study<'_>, lines: &mut Vec<String>) {
    let file = &study.case.file;
    lines.push(format!("{} · {} · euro of {}", file.name, study.last_year(), study.case.price_year));
    lines.push(match study.banner() {
        None => study.certainty(),
        Some(banner) => banner.to_uppercase(),
    });
    let waiting: f64 =
        study.plan.cost.iter().filter(|item| item.component == "waiting").map(|item| item.eur_per_a).sum();
    lines.push(format!(
        "cost {} a year · bound {} · gap {} · investment {}",
        money(study.plan.objective_eur_per_a),
        money(study.plan.bound_eur_per_a),
        percent(study.plan.gap_rel, 2),
        money(study.capex_eur())
    ));
    if waiting > 0.0 {
        lines.push(format!(
            "of that cost, {} a year is no invoice but the value of compute that waits for the grid",
            money(waiting)
        ));
    }
}

fn sites(study: &Study<'_>, lines: &mut Vec<String>) {
    let years = study.stage_years();
    let stage_cells = |site: &crate::view::SiteView<'_>| -> Vec<String> {
        years
            .iter()
            .map(|year| {
                let gpus =
                    site.plan.stages.iter().filter(|stage| stage.year <= *year).map(|stage| stage.gpus);
                thousands(gpus.fold(0.0, f64::max) / 1e3, 0)
            })
            .collect()
    };
    let accelerators: Vec<&str> = {
        let mut found: Vec<&str> = Vec::new();
        for (design, _) in study.sites.iter().flat_map(|site| site.designs()) {
            if !found.contains(&design.accelerator.as_str()) {
                found.push(&design.accelerator);
            }
        }
        found
    };
    let mut rows: Vec<Vec<String>> = vec![Vec::new(), Vec::new()];
    let heads: [(&str, &str); 7] =
        [("site", ""), ("", ""), ("zone", ""), ("MW", ""), ("GPUs", ""), ("halls", ""), ("cooling", "")];
    for (top, below) in heads {
        rows[0].push(top.into());
        rows[1].push(below.into());
    }
    for (place, year) in years.iter().enumerate() {
        rows[0].push(year.to_string());
        rows[1].push(if place == 0 { "kGPU".into() } else { String::new() });
    }
    for (top, below) in
        [("PUE", ""), ("WUE", "L/kWh"), ("price", "€/MWh"), ("cost", "€/GPUh"), ("CO2", "g/GPUh")]
    {
        rows[0].push(top.into());
        rows[1].push(below.into());
    }
    for site in study.sites.iter().take(SITES_SHOWN) {
        let cooling: Vec<&str> = site.designs().iter().map(|(design, _)| design.cooling.as_str()).collect();
        let mut row = vec![
            cut(&site.row.id, 16),
            site.row.country.clone(),
            site.row.zone.clone(),
            thousands(site.last.connection_mw, 0),
            thousands(site.last.gpus, 0),
            site.halls().to_string(),
            cut(&cooling.join("+"), 13),
        ];
        row.extend(stage_cells(site));
        row.extend([
            thousands(site.year.kpi.pue_ratio, 3),
            thousands(site.year.kpi.wue_l_per_kwh, 2),
            thousands(site.year.price_paid_eur_per_mwh, 1),
            thousands(site.year.eur_per_gpu_hour, 2),
            thousands(site.year.g_per_gpu_hour, 0),
        ]);
        rows.push(row);
    }
    let mut total = vec![
        "all sites".to_owned(),
        String::new(),
        String::new(),
        thousands(study.connection_mw(), 0),
        thousands(study.gpus(), 0),
        study.sites.iter().map(crate::view::SiteView::halls).sum::<u32>().to_string(),
        String::new(),
    ];
    for year in &years {
        let sum: f64 = study
            .sites
            .iter()
            .map(|site| {
                let stages = site.plan.stages.iter().filter(|stage| stage.year <= *year);
                stages.map(|stage| stage.gpus).fold(0.0, f64::max)
            })
            .sum();
        total.push(thousands(sum / 1e3, 0));
    }
    total.extend([
        thousands(study.pue(), 3),
        thousands(study.wue(), 2),
        thousands(study.weighted(|s| s.year.price_paid_eur_per_mwh, |s| s.year.kpi.facility_mwh), 1),
        thousands(study.eur_per_gpu_hour(), 2),
        thousands(study.g_per_gpu_hour(), 0),
    ]);
    rows.push(total);
    // The stage columns go first when the screen is too narrow, the oldest ones before the last.
    let mut table = align(&rows, &[0, 1, 2, 6]);
    let mut stages = years.len();
    while stages > 0 && table.iter().any(|line| line.chars().count() > WIDTH) {
        for row in &mut rows {
            row.remove(7);
        }
        stages -= 1;
        table = align(&rows, &[0, 1, 2, 6]);
    }
    lines.extend(table);
    if study.sites.len() > SITES_SHOWN {
        lines.push(format!("… and {} more sites in sites.csv", study.sites.len() - SITES_SHOWN));
    }
    let names: Vec<String> = accelerators.iter().map(|id| study.accelerator_name(id)).collect();
    lines.push(format!("accelerators: {}", names.join(", ")));
}

/// Columns padded to the widest cell; those in `left` to the left, all others to the right.
fn align(rows: &[Vec<String>], left: &[usize]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|c| rows.iter().map(|row| row[c].chars().count()).max().unwrap_or_default())
        .collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (c, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[c] - cell.chars().count());
                if c > 0 {
                    line.push(' ');
                }
                if left.contains(&c) {
                    line.push_str(cell);
                } else {
                    line.push_str(&pad);
                }
                if left.contains(&c) { line.push_str(&pad) } else { line.push_str(cell) }
            }
            line
        })
        .collect()
}

/// Label, then wrapped text with a hanging indent.
fn fact(label: &str, text: &str, lines: &mut Vec<String>) {
    const INDENT: usize = 12;
    let from = lines.len();
    let mut line = format!("{label:<INDENT$}");
    let mut fresh = true;
    // a number and its per cent sign stay on one line
    let text = text.replace(" %", "\u{a0}%");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(line);
            line = " ".repeat(INDENT);
            fresh = true;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    lines.push(line);
    for line in &mut lines[from..] {
        *line = line.replace('\u{a0}', " ");
    }
}

fn facts(study: &Study<'_>, lines: &mut Vec<String>) {
    let layers: Vec<String> = study
        .money_by_layer()
        .iter()
        .map(|(layer, amount)| {
            let share = percent(amount / study.capex_eur(), 0);
            format!("{} {} ({share})", study.layer_name(layer), money(*amount))
        })
        .collect();
    fact("who pays", &if layers.is_empty() { "not split".to_owned() } else { layers.join(" · ") }, lines);

    let (without, with) = study.unserved();
    let (price_without, price_with) = study.mean_prices();
    let (relief_without, relief_with) = study.demand_response_mwh();
    let mut grid = format!(
        "unserved {} → {} zone-hours ({} → {} MWh) · demand response {} → {} MWh · mean price {} → {} EUR/MWh",
        format::count(without.zone_hours),
        format::count(with.zone_hours),
        thousands(without.energy_mwh, 0),
        thousands(with.energy_mwh, 0),
        thousands(relief_without, 0),
        thousands(relief_with, 0),
        thousands(price_without, 2),
        thousands(price_with, 2),
    );
    if let Some(shift) = study.price_shifts().iter().find(|shift| shift.hosts) {
        let _ = write!(
            grid,
            " · host {} {} → {}",
            shift.zone,
            thousands(shift.without, 2),
            thousands(shift.with, 2)
        );
    }
    if let Some((mw, zone, hour)) = study.tightest() {
        let _ = write!(
            grid,
            " · least headroom {} MW in {zone}, {}",
            thousands(mw, 0),
            study.horizon().stamp(hour)
        );
    }
    fact("the grid", &grid, lines);
    if let Some(trade) = trade(study) {
        fact("trade", &trade, lines);
    }

    let (kept, broken) = study.promises();
    let mut audit = format!("{kept} promises kept, {broken} broken");
    if let Some(first) = study.result.audit.promises.iter().find(|promise| !promise.kept) {
        let (claimed, found) = (format::telling(first.claimed), format::telling(first.found));
        let _ = write!(audit, "; first: {} (claimed {claimed}, found {found} {})", first.what, first.unit);
    }
    fact("audit", &audit, lines);
    fact("rounds", &study.result.convergence.verdict, lines);
    if let Some(rival) = &study.result.rival {
        let rows: Vec<String> = rival
            .rows
            .iter()
            .map(|row| {
                format!(
                    "{} {} / {} {}",
                    row.what,
                    format::telling(row.ours),
                    format::telling(row.theirs),
                    row.unit
                )
            })
            .take(4)
            .collect();
        fact("rival", &format!("us / {}: {}", rival.name, rows.join(" · ")), lines);
    }
}

fn why_not(study: &Study<'_>, lines: &mut Vec<String>) {
    for (place, other) in study.plan.alternatives.iter().take(3).enumerate() {
        let extra = other.forced_in_eur_per_a.map_or_else(
            || "no plan with it".to_owned(),
            |eur| format!("{}{} a year", if eur >= 0.0 { "+" } else { "" }, money(eur)),
        );
        let reason = if other.reason.is_empty() { extra } else { other.reason.clone() };
        let text = cut(&format!("{}: {reason}", other.site), (WIDTH - 12) * 3);
        fact(if place == 0 { "why not" } else { "" }, &text, lines);
    }
    for (what, text) in crate::near::said(study.plan) {
        fact(what, &text, lines);
    }
}

fn time(timing_s: &[(String, f64)], lines: &mut Vec<String>) {
    let total: f64 = timing_s.iter().map(|(_, seconds)| seconds).sum();
    let parts: Vec<String> = timing_s
        .iter()
        .map(|(stage, seconds)| {
            format!("{stage} {} s ({})", thousands(*seconds, 1), percent(seconds / total, 0))
        })
        .collect();
    fact("time", &format!("{} s: {}", thousands(total, 1), parts.join(" · ")), lines);
}

/// What the elements of a flow-based region do to the year.
fn trade(study: &Study<'_>) -> Option<String> {
    let region = study.case.flow_based.as_ref()?;
    let prices = &study.result.with_plan.element_price_eur_per_mwh;
    let binding = |price: &Hourly<f64>| price.iter().filter(|eur| **eur > BINDING_EUR_PER_MWH).count();
    let often = prices.iter().filter(|price| binding(price) > 0).count();
    let dearest = region
        .elements
        .iter()
        .zip(prices)
        .max_by(|a, b| a.1.iter().sum::<f64>().total_cmp(&b.1.iter().sum()))
        .filter(|(_, price)| binding(price) > 0);
    let mut text = format!(
        "by factors on {} critical elements among {} ({} of them bind at times), by transfer capacity elsewhere",
        region.elements.len(),
        region.zones.join(", "),
        often
    );
    if let Some((element, price)) = dearest {
        let mean = price.iter().sum::<f64>() / price.len() as f64;
        let _ = write!(
            text,
            " · dearest {}: binds {} h, {} EUR per MW and hour on average",
            element.name,
            format::count(binding(price)),
            thousands(mean, 2)
        );
    }
    Some(text)
}
