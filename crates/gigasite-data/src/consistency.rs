//! What no single cell can promise: references, complete months, stages that grow.

use crate::csv::Text;
use crate::tables::TABLES;
use gigasite_case::{Dataset, Findings, Place, suggest};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// The parameters whose rules list sites.
const LISTS: [&str; 2] = ["only_sites", "no_connection_before_year"];

/// The texts of a dataset by file name.
pub(crate) type Texts = IndexMap<&'static str, Text>;

/// Source ids that need no row: from memory, and an estimate.
const PLAIN_SOURCES: [&str; 2] = ["MEM", "EST"];

/// Every reference between tables.
pub(crate) fn references(texts: &Texts, findings: &mut Findings) {
    for table in TABLES {
        let Some(text) = texts.get(table.file) else { continue };
        for column in table.all_columns() {
            let Some((file, to, also)) = column.refers else { continue };
            let (Some(cells), Some(known)) =
                (text.columns.get(column.name), texts.get(file).and_then(|other| other.columns.get(to)))
            else {
                continue;
            };
            let known: BTreeSet<&str> =
                known.iter().map(String::as_str).chain(also.iter().copied()).collect();
            for (row, cell) in cells.iter().enumerate() {
                if !cell.is_empty() && !known.contains(cell.as_str()) {
                    findings.error(
                        "dangling-reference",
                        text.place(row, column.name),
                        format!("`{cell}` is no `{to}` of {file}"),
                        suggest::hint(cell, known.iter().copied()),
                    );
                    findings.with(cell, format!("a `{to}` of {file}"));
                }
            }
        }
        if table.provenance {
            sources(text, texts, findings);
        }
    }
}

/// Every source id of a row stands in `sources.csv`.
fn sources(text: &Text, texts: &Texts, findings: &mut Findings) {
    let (Some(cells), Some(known)) = (
        text.columns.get("source"),
        texts.get("sources.csv").and_then(|table| table.columns.get("source_id")),
    ) else {
        return;
    };
    let known: BTreeSet<&str> = known.iter().map(String::as_str).chain(PLAIN_SOURCES).collect();
    for (row, cell) in cells.iter().enumerate() {
        for id in cell.split(';').map(str::trim) {
            if !cell.is_empty() && !known.contains(id) {
                findings.error(
                    "unknown-source",
                    text.place(row, "source"),
                    format!("`{id}` is no source of sources.csv"),
                    suggest::hint(id, known.iter().copied()),
                );
            }
        }
    }
}

/// What the typed tables owe each other.
pub(crate) fn promises(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    zones(dataset, texts, findings);
    if let Some(text) = texts.get("zone_months.csv") {
        complete_months("zone", text, findings);
    }
    if let Some(text) = texts.get("climate_stations.csv") {
        complete_months("station", text, findings);
    }
    if let Some(text) = texts.get("site_stages.csv") {
        stages(dataset, text, findings);
        staged(dataset, texts, findings);
    }
    if let Some(text) = texts.get("borders.csv") {
        borders(dataset, text, findings);
    }
    if let Some(text) = texts.get("fuels.csv") {
        defaults(text, "fuel", findings);
    }
    if let Some(text) = texts.get("carbon_prices.csv") {
        carbon_default(text, findings);
    }
    site_zones(dataset, texts, findings);
    if let Some(text) = texts.get("accelerators.csv") {
        idle_below_full(dataset, text, findings);
        with_node(dataset, text, findings);
    }
    if let Some(text) = texts.get("nodes.csv") {
        racks(dataset, text, findings);
    }
    if let Some(text) = texts.get("power_chain.csv") {
        units(dataset, text, findings);
    }
    rules(dataset, texts, findings);
}

/// Where the row stands whose `column` is `id`.
fn place_of(text: &Text, column: &str, id: &str) -> Place {
    let row = text.columns.get(column).and_then(|cells| cells.iter().position(|cell| cell == id));
    row.map_or_else(|| Place::file(&text.file), |row| text.place(row, column))
}

fn zones(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("zones.csv") else { return };
    let has = |file: &str, id: &str| match texts.get(file).and_then(|table| table.columns.get("zone")) {
        Some(zones) => zones.iter().any(|zone| zone == id),
        None => true,
    };
    for zone in &dataset.zones {
        let place = place_of(text, "zone", &zone.id);
        let mean_mw = zone.demand.0 / 8760.0;
        if zone.demand.0 <= 0.0 || zone.peak_load.0 <= 0.0 {
            let message = format!("zone `{}` has no load", zone.id);
            findings.error(
                "zone-without-load",
                place.clone(),
                message,
                "give its yearly demand and its peak",
            );
        } else if zone.peak_load.0 > 20.0 * mean_mw {
            let message = format!(
                "the peak of {} MW is {:.0} times the mean load",
                zone.peak_load.0,
                zone.peak_load.0 / mean_mw
            );
            findings.error(
                "peak-above-demand",
                place.clone(),
                message,
                "demand is in MWh a year, the peak in MW",
            );
        } else if zone.peak_load.0 < mean_mw {
            let message =
                format!("the peak of {} MW is below the mean load of {mean_mw:.0} MW", zone.peak_load.0);
            findings.error(
                "peak-below-mean",
                place.clone(),
                message,
                "demand is in MWh a year, the peak in MW",
            );
        }
        for (file, code, what) in [
            ("zone_months.csv", "zone-without-months", "months"),
            ("renewables.csv", "zone-without-renewables", "renewables row"),
        ] {
            if !has(file, &zone.id) {
                let message = format!("zone `{}` has no {what} in {file}", zone.id);
                findings.error(code, place.clone(), message, "add its rows; zero is a value, absence is not");
            }
        }
    }
}

/// Twelve months for whoever has any. As written: a month whose row has another defect is not missing.
fn complete_months(column: &str, text: &Text, findings: &mut Findings) {
    let (Some(ids), Some(months)) = (text.columns.get(column), text.columns.get("month")) else { return };
    let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (id, month) in ids.iter().zip(months) {
        let known = found.entry(id).or_default();
        known.extend(month.parse::<usize>());
    }
    for (id, months) in found {
        let missing: Vec<String> =
            (1..=12).filter(|month| !months.contains(month)).map(|month| month.to_string()).collect();
        if !missing.is_empty() {
            findings.error(
                "months-incomplete",
                place_of(text, column, id),
                format!("`{id}` has no month {}", missing.join(", ")),
                "give all twelve months",
            );
        }
    }
}

/// Firm capacity is cumulative: it never shrinks from one year to a later one.
fn stages(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    let mut rows: Vec<_> = dataset.site_stages.iter().collect();
    rows.sort_by(|a, b| a.site.cmp(&b.site).then(a.year.cmp(&b.year)));
    for pair in rows.windows(2) {
        if pair[0].site == pair[1].site && pair[1].firm.0 < pair[0].firm.0 {
            let year = pair[1].year.to_string();
            let row = |site: &str| {
                let (sites, years) = (text.columns.get("site")?, text.columns.get("year")?);
                sites.iter().zip(years).position(|cells| *cells.0 == site && *cells.1 == year)
            };
            let place = row(&pair[1].site)
                .map_or_else(|| place_of(text, "site", &pair[1].site), |row| text.place(row, "firm_mw"));
            findings.error(
                "stage-descends",
                place,
                format!(
                    "`{}` has {} in {} after {} in {}",
                    pair[1].site, pair[1].firm, pair[1].year, pair[0].firm, pair[0].year
                ),
                "firm megawatts are cumulative",
            );
        }
    }
}

/// Every site has a stage.
fn staged(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let (Some(stages), Some(sites)) = (texts.get("site_stages.csv"), texts.get("sites.csv")) else { return };
    let Some(staged) = stages.columns.get("site") else { return };
    let staged: BTreeSet<&str> = staged.iter().map(String::as_str).collect();
    for site in dataset.sites.iter().filter(|site| !staged.contains(site.id.as_str())) {
        findings.warning(
            "site-without-stages",
            place_of(sites, "site", &site.id),
            format!("`{}` has no firm capacity in any year", site.id),
            "it can never be chosen; add its rows to site_stages.csv",
        );
    }
}

/// A border joins two zones, once.
fn borders(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    let rows = |name: &str| text.columns.get(name).into_iter().flatten().map(String::as_str);
    let mut seen = BTreeSet::new();
    for (row, (from, to)) in rows("from").zip(rows("to")).enumerate() {
        if from == to {
            findings.error(
                "border-loop",
                text.place(row, "to"),
                "a zone has no border with itself",
                "name the zone on the other side",
            );
        } else if seen.contains(&(to, from)) {
            let message = format!("`{to}` – `{from}` stands above already, the other way round");
            findings.error(
                "duplicate-id",
                text.place(row, "from+to"),
                message,
                "one row holds both directions",
            );
        }
        seen.insert((from, to));
    }
    // an island that stands alone is no surprise
    for zone in dataset.zones.iter().filter(|zone| zone.synchronous_area != "island") {
        if !seen.iter().any(|(from, to)| *from == zone.id || *to == zone.id) {
            findings.note(
                "isolated-zone",
                Place::file(&text.file).field("from"),
                format!("zone `{}` has no border", zone.id),
                "",
            );
        }
    }
}

/// There is a carbon price for all countries without their own.
fn carbon_default(text: &Text, findings: &mut Findings) {
    let countries = text.columns.get("country");
    if countries
        .is_some_and(|countries| !countries.is_empty() && countries.iter().all(|country| country != "EU"))
    {
        findings.error(
            "no-default-row",
            Place::file(&text.file).field("country"),
            "there is no row for `EU`",
            "add the carbon price of all countries without their own",
        );
    }
}

/// A site stands in a zone of its country, where the country has any (Luxembourg is in the zone of Germany).
fn site_zones(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let (Some(text), Some(zones)) = (texts.get("sites.csv"), texts.get("zones.csv")) else { return };
    let (Some(ids), Some(countries)) = (zones.columns.get("zone"), zones.columns.get("country")) else {
        return;
    };
    let country_of: BTreeMap<&str, &str> =
        ids.iter().map(String::as_str).zip(countries.iter().map(String::as_str)).collect();
    for site in &dataset.sites {
        let own: Vec<&str> = country_of
            .iter()
            .filter(|(_, country)| **country == site.country)
            .map(|(zone, _)| *zone)
            .collect();
        if country_of.contains_key(site.zone.as_str())
            && !own.is_empty()
            && !own.contains(&site.zone.as_str())
        {
            findings.error(
                "zone-of-another-country",
                place_of(text, "site", &site.id),
                format!("`{}` in {} stands in zone `{}`", site.id, site.country, site.zone),
                format!("the zones of {} are {}", site.country, own.join(", ")),
            );
        }
    }
}

/// An idle accelerator draws less than a busy one.
fn idle_below_full(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    for row in &dataset.accelerators {
        if row.idle_w > row.tdp_w {
            findings.error(
                "idle-above-full",
                place_of(text, "accelerator", &row.id),
                format!("{} W idle is above {} W at full power", row.idle_w, row.tdp_w),
                "both are of one accelerator, in watts",
            );
        }
    }
}

/// Every accelerator has its node and rack.
fn with_node(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    for row in &dataset.accelerators {
        if !dataset.nodes.iter().any(|node| node.accelerator == row.id) {
            findings.error(
                "accelerator-without-node",
                place_of(text, "accelerator", &row.id),
                format!("`{}` has no row in nodes.csv", row.id),
                "say what stands around it in its node and rack",
            );
        }
    }
}

/// A rack holds its nodes, a busy host draws no less than an idle one.
fn racks(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    for node in &dataset.nodes {
        let place = || place_of(text, "accelerator", &node.accelerator);
        if node.host_idle_w > node.host_max_w {
            let message = format!("{} W idle is above {} W busy", node.host_idle_w, node.host_max_w);
            findings.error("idle-above-full", place(), message, "both are of one host, in watts");
        }
        let Some(row) = dataset.accelerators.iter().find(|row| row.id == node.accelerator) else { continue };
        let gpus = node.rack_nodes_count * row.node_gpus;
        if (gpus - node.rack_gpus).abs() > 1e-9 {
            let message = format!(
                "{} nodes of {} accelerators are {gpus}, not {}",
                node.rack_nodes_count, row.node_gpus, node.rack_gpus
            );
            findings.error(
                "rack-of-other-size",
                place(),
                message,
                "rack_gpus = rack_nodes_count · node_gpus",
            );
        }
    }
}

/// Units, spare units and redundancy of a stage say the same.
fn units(dataset: &Dataset, text: &Text, findings: &mut Findings) {
    for stage in &dataset.power_chain {
        let (units, spare) = (stage.units_count as f64, stage.spare_count as f64);
        let ratio = units / (units - spare);
        // the table may round: 1.33 for three of four
        if spare >= units || (ratio - stage.redundancy_ratio).abs() > 0.005 * ratio {
            findings.error(
                "redundancy-disagrees",
                place_of(text, "stage", &stage.stage),
                format!("{units} units with {spare} spare are not {} of design", stage.redundancy_ratio),
                "redundancy_ratio = units_count / (units_count − spare_count)",
            );
        }
    }
}

/// Every name has a row for `EU`, the value of all countries without their own.
fn defaults(text: &Text, column: &str, findings: &mut Findings) {
    let (Some(names), Some(countries)) = (text.columns.get(column), text.columns.get("country")) else {
        return;
    };
    let with: BTreeSet<&String> =
        names.iter().zip(countries).filter(|(_, country)| *country == "EU").map(|(name, _)| name).collect();
    let all: BTreeSet<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    for name in all.difference(&with) {
        findings.error(
            "no-default-row",
            place_of(text, column, name),
            format!("`{name}` has no row for `EU`"),
            "add the price of all countries without their own",
        );
    }
}

/// A rule that lists sites lists known ones.
fn rules(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let (Some(text), Some(sites)) = (texts.get("rules.csv"), texts.get("sites.csv")) else { return };
    let Some(known) = sites.columns.get("site") else { return };
    for rule in dataset.rules.iter().filter(|rule| LISTS.contains(&rule.parameter.as_str())) {
        for id in rule.list.split(';').map(str::trim).filter(|id| !id.is_empty()) {
            if !known.iter().any(|site| site == id) {
                let mut place = place_of(text, "rule", &rule.id);
                place.field = Some("list".into());
                let hint = suggest::hint(id, known.iter().map(String::as_str));
                findings.error(
                    "dangling-reference",
                    place,
                    format!("`{id}` is no `site` of sites.csv"),
                    hint,
                );
            }
        }
    }
}
