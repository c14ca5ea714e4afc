//! Every table of the results folder, the workbook and the page.

use crate::format;
use crate::table::{Cell, Column, Table, column};
use crate::view::{Study, component_name};
use gigasite_case::zone::Provenance;
use gigasite_optimise::plan::CostItem;
use std::collections::BTreeMap;

/// The tables that become CSV files.
pub(crate) fn published(study: &Study<'_>) -> Vec<Table> {
    vec![
        sites(study),
        stages(study),
        supply(study),
        cost(study),
        money(study),
        kpi(study),
        alternatives(study),
    ]
}

/// One row per chosen site.
pub(crate) fn sites(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "sites",
        "Sites",
        vec![
            column("site", "Site", None),
            column("name", "Name", None),
            column("country", "Country", None),
            column("zone", "Zone", None),
            column("lat_deg", "Latitude", Some(3)),
            column("lon_deg", "Longitude", Some(3)),
            column("connection_mw", "Connection", Some(0)),
            column("firm_mw", "Firm grid capacity", Some(0)),
            column("it_mw", "IT", Some(0)),
            column("gpus", "Accelerators", Some(0)),
            column("pflops", "Dense FP8", Some(0)),
            column("halls_count", "Halls", Some(0)),
            column("designs", "Design", None),
            column("pue_ratio", "PUE", Some(3)),
            column("pue_peak_hour_ratio", "PUE in the peak hour", Some(3)),
            column("wue_l_per_kwh", "WUE", Some(2)),
            column("facility_mwh", "Electricity", Some(0)),
            column("it_mwh", "IT electricity", Some(0)),
            column("water_m3", "Water", Some(0)),
            column("heat_mwh", "Reusable heat", Some(0)),
            column("price_paid_eur_per_mwh", "Price paid", Some(1)),
            column("carbon_t", "Grid carbon", Some(0)),
            column("matched_hourly_frac", "Carbon-free, hourly", Some(3)),
            column("matched_annual_frac", "Carbon-free, yearly", Some(3)),
            column("gpu_hours", "GPU-hours", Some(0)),
            column("lost_gpu_hours", "Lost GPU-hours", Some(0)),
            column("eur_per_gpu_hour", "Cost", Some(3)),
            column("g_per_gpu_hour", "Carbon", Some(1)),
            column("capex_eur", "Investment", Some(0)),
            column("compute_capex_eur", "of which compute", Some(0)),
            column("cost_eur_per_a", "Yearly cost", Some(0)),
        ],
    );
    for site in &study.sites {
        let (row, last, year, kpi) = (site.row, site.last, site.year, &site.year.kpi);
        let designs: Vec<String> =
            site.designs().iter().map(|(design, count)| format!("{count} × {design}")).collect();
        table.push(vec![
            row.id.as_str().into(),
            row.name.as_str().into(),
            row.country.as_str().into(),
            row.zone.as_str().into(),
            row.lat_deg.into(),
            row.lon_deg.into(),
            last.connection_mw.into(),
            last.firm_mw.into(),
            last.it_mw.into(),
            last.gpus.into(),
            last.pflops.into(),
            f64::from(site.halls()).into(),
            designs.join("; ").into(),
            kpi.pue_ratio.into(),
            kpi.pue_peak_hour_ratio.into(),
            kpi.wue_l_per_kwh.into(),
            kpi.facility_mwh.into(),
            kpi.it_mwh.into(),
            kpi.water_m3.into(),
            kpi.heat_mwh.into(),
            year.price_paid_eur_per_mwh.into(),
            year.carbon_t.into(),
            year.matched_hourly_frac.into(),
            year.matched_annual_frac.into(),
            kpi.gpu_hours.into(),
            kpi.lost_gpu_hours.into(),
            year.eur_per_gpu_hour.into(),
            year.g_per_gpu_hour.into(),
            site.plan.capex_eur.into(),
            site.plan.compute_capex_eur.into(),
            site.cost_eur_per_a().into(),
        ]);
    }
    table
}

/// The sites table of the page: what fits a screen.
pub(crate) fn sites_short(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "sites_short",
        "Sites of the plan",
        vec![
            column("name", "Site", None),
            column("zone", "Zone", None),
            column("connection_mw", "Connection", Some(0)),
            column("gpus", "Accelerators", Some(0)),
            column("halls_count", "Halls", Some(0)),
            column("cooling", "Cooling", None),
            column("pue_ratio", "PUE", Some(3)),
            column("wue_l_per_kwh", "WUE", Some(2)),
            column("price_eur_per_mwh", "Power", Some(1)),
            column("matched", "Carbon-free, hourly", None),
            column("eur_per_gpu_hour", "Compute", Some(2)),
            column("g_per_gpu_hour", "Carbon", Some(0)),
            column("capex_bn_eur", "Investment", Some(2)),
        ],
    );
    for site in &study.sites {
        let cooling: Vec<String> =
            site.designs().iter().map(|(d, _)| study.cooling_name(&d.cooling)).collect();
        table.push(vec![
            format!("{}, {}", site.name(), country_name(study, &site.row.country)).into(),
            site.row.zone.as_str().into(),
            site.last.connection_mw.into(),
            site.last.gpus.into(),
            f64::from(site.halls()).into(),
            cooling.join("; ").into(),
            site.year.kpi.pue_ratio.into(),
            site.year.kpi.wue_l_per_kwh.into(),
            site.year.price_paid_eur_per_mwh.into(),
            format::percent(site.year.matched_hourly_frac, 0).into(),
            site.year.eur_per_gpu_hour.into(),
            site.year.g_per_gpu_hour.into(),
            (site.plan.capex_eur / 1e9).into(),
        ]);
    }
    table.push(vec![
        "All sites".into(),
        Cell::Text(String::new()),
        study.connection_mw().into(),
        study.gpus().into(),
        study.total(|site| f64::from(site.halls())).into(),
        Cell::Text(String::new()),
        study.pue().into(),
        study.wue().into(),
        study.weighted(|s| s.year.price_paid_eur_per_mwh, |s| s.year.kpi.facility_mwh).into(),
        format::percent(study.matched_hourly(), 0).into(),
        study.eur_per_gpu_hour().into(),
        study.g_per_gpu_hour().into(),
        (study.capex_eur() / 1e9).into(),
    ]);
    table
}

/// A country's name, or its code where the dataset has none.
pub(crate) fn country_name(study: &Study<'_>, id: &str) -> String {
    study.case.country(id).map_or_else(|| id.to_owned(), |country| country.name.clone())
}

/// One row per site and stage.
pub(crate) fn stages(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "stages",
        "Stages",
        vec![
            column("site", "Site", None),
            column("year", "From 1 January", None),
            column("halls_count", "Halls", Some(0)),
            column("designs", "Design", None),
            column("connection_mw", "Connection", Some(1)),
            column("firm_mw", "Firm grid capacity", Some(1)),
            column("it_mw", "IT", Some(1)),
            column("gpus", "Accelerators", Some(0)),
            column("pflops", "Dense FP8", Some(0)),
        ],
    );
    for site in &study.sites {
        for stage in &site.plan.stages {
            let halls: u32 = stage.halls.iter().map(|halls| halls.count).sum();
            let designs: Vec<String> =
                stage.halls.iter().map(|halls| format!("{} × {}", halls.count, halls.design)).collect();
            table.push(vec![
                site.plan.site.as_str().into(),
                Cell::Label(stage.year),
                f64::from(halls).into(),
                designs.join("; ").into(),
                stage.connection_mw.into(),
                stage.firm_mw.into(),
                stage.it_mw.into(),
                stage.gpus.into(),
                stage.pflops.into(),
            ]);
        }
    }
    table
}

/// One row per site and contract.
pub(crate) fn supply(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "supply",
        "Supply contracts and plants",
        vec![
            column("site", "Site", None),
            column("technology", "Technology", None),
            column("power_mw", "Power", Some(1)),
            column("energy_mwh", "Energy a year", Some(0)),
        ],
    );
    for site in &study.sites {
        for item in &site.plan.supply {
            table.push(vec![
                site.plan.site.as_str().into(),
                item.technology.as_str().into(),
                item.power_mw.into(),
                item.energy_mwh.into(),
            ]);
        }
    }
    table
}

/// One row per site and cost component, then the programme's own components.
pub(crate) fn cost(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "cost",
        "Yearly cost",
        vec![
            column("site", "Site", None),
            column("component", "Component", None),
            column("cost_eur_per_a", "Cost", Some(0)),
        ],
    );
    let mut add = |site: &str, items: &[CostItem]| {
        for item in items {
            table.push(vec![site.into(), item.component.as_str().into(), item.eur_per_a.into()]);
        }
    };
    for site in &study.sites {
        add(&site.plan.site, &site.plan.cost);
    }
    add("all", &study.plan.cost);
    table
}

/// One row per site, layer and purpose.
pub(crate) fn money(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "money",
        "Who pays the investment",
        vec![
            column("site", "Site", None),
            column("layer", "Layer", None),
            column("pays_for", "Pays for", None),
            column("amount_eur", "Amount", Some(0)),
        ],
    );
    for item in &study.plan.money {
        table.push(vec![
            item.site.as_str().into(),
            item.layer.as_str().into(),
            item.pays_for.as_str().into(),
            item.amount_eur.into(),
        ]);
    }
    table
}

/// KPIs by the codes of Delegated Regulation (EU) 2024/1364.
pub(crate) fn kpi(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "kpi",
        "Key figures of Delegated Regulation (EU) 2024/1364",
        vec![
            column("site", "Site", None),
            column("code", "Code", None),
            column("value", "Value", None),
            column("unit", "Unit", None),
        ],
    );
    for site in &study.result.kpis {
        for item in &site.values {
            table.push(vec![
                site.site.as_str().into(),
                item.code.as_str().into(),
                item.value.into(),
                item.unit.as_str().into(),
            ]);
        }
    }
    table
}

/// Why not there: one row per rejected site that was tried, with its drivers as columns.
pub(crate) fn alternatives(study: &Study<'_>) -> Table {
    let mut components: Vec<&str> = Vec::new();
    for item in study.plan.alternatives.iter().flat_map(|other| &other.drivers) {
        if !components.contains(&item.component.as_str()) {
            components.push(&item.component);
        }
    }
    let mut columns = vec![
        column("site", "Site", None),
        column("name", "Name", None),
        column("country", "Country", None),
        column("zone", "Zone", None),
        column("forced_in_eur_per_a", "Extra cost if forced in", Some(0)),
        column("displaces", "Displaces", None),
        column("reason", "Reason", None),
    ];
    columns.extend(components.iter().map(|component| driver_column(component)));
    let mut table = Table::new("alternatives", "Why not there", columns);
    for other in &study.plan.alternatives {
        let row = study.site_row(&other.site);
        let mut cells: Vec<Cell> = vec![
            other.site.as_str().into(),
            row.map_or("", |row| row.name.as_str()).into(),
            row.map_or("", |row| row.country.as_str()).into(),
            row.map_or("", |row| row.zone.as_str()).into(),
            other.forced_in_eur_per_a.into(),
            other.displaces.as_deref().unwrap_or_default().into(),
            other.reason.as_str().into(),
        ];
        for component in &components {
            let found: Vec<f64> = other
                .drivers
                .iter()
                .filter(|item| item.component == *component)
                .map(|item| item.eur_per_a)
                .collect();
            cells.push(if found.is_empty() { Cell::Empty } else { found.iter().sum::<f64>().into() });
        }
        table.push(cells);
    }
    table
}

fn driver_column(component: &str) -> Column {
    column(format!("driver_{component}_eur_per_a"), component_name(component), Some(0))
}

/// Why not there, as the page shows it.
pub(crate) fn why_not(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "why_not",
        "Why not there",
        vec![
            column("name", "Site", None),
            column("country", "Country", None),
            column("extra", "Extra cost if forced in, a year", None),
            column("driver", "Main driver", None),
            column("displaces", "Instead of", None),
            column("reason", "Why", None),
        ],
    );
    for other in &study.plan.alternatives {
        let main = other.drivers.iter().max_by(|a, b| a.eur_per_a.total_cmp(&b.eur_per_a));
        let main = main.filter(|item| item.eur_per_a > 0.0);
        table.push(vec![
            study.site_name(&other.site).into(),
            study.site_row(&other.site).map_or("", |row| row.country.as_str()).into(),
            other
                .forced_in_eur_per_a
                .map_or_else(|| "no plan exists with it".to_owned(), format::money)
                .into(),
            main.map_or_else(String::new, |item| {
                format!("{} +{}", component_name(&item.component), format::money(item.eur_per_a))
            })
            .into(),
            other.displaces.as_deref().map_or_else(String::new, |id| study.site_name(id)).into(),
            other.reason.as_str().into(),
        ]);
    }
    table
}

/// Every promise.
pub(crate) fn audit(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "audit",
        "Audit",
        vec![
            column("family", "Family", None),
            column("what", "Promise", None),
            column("claimed", "Claimed", None),
            column("found", "Found", None),
            column("unit", "Unit", None),
            column("tolerance", "Tolerance", None),
            column("kept", "Kept", None),
        ],
    );
    for promise in &study.result.audit.promises {
        table.push(vec![
            promise.family.as_str().into(),
            promise.what.as_str().into(),
            promise.claimed.into(),
            promise.found.into(),
            promise.unit.as_str().into(),
            promise.tolerance.into(),
            promise.kept.into(),
        ]);
    }
    table
}

/// The rounds of optimiser and dispatch.
pub(crate) fn rounds(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "rounds",
        "Rounds of optimiser and co-simulation",
        vec![
            column("round_count", "Round", Some(0)),
            column("sites", "Sites", None),
            column("claimed", "Optimiser believed", None),
            column("found", "True dispatch says", None),
            column("bound", "Proven bound", None),
        ],
    );
    for round in &study.result.convergence.rounds {
        table.push(vec![
            (round.round_count as f64).into(),
            round.sites.iter().map(|id| study.site_name(id)).collect::<Vec<_>>().join(", ").into(),
            format::money(round.claimed_eur_per_a).into(),
            format::money(round.found_eur_per_a).into(),
            format::money(round.bound_eur_per_a).into(),
        ]);
    }
    table
}

/// The case file, key by key.
pub(crate) fn assumptions(study: &Study<'_>) -> Result<Table, serde_json::Error> {
    let mut table = Table::new(
        "assumptions",
        "Assumptions",
        vec![
            column("key", "Key of the case file", None),
            column("value", "Value", None),
            column("unit", "Unit", None),
        ],
    );
    let file = serde_json::to_value(study.asked())?;
    flatten(&mut table, "", &file);
    table.push(vec!["series".into(), study.case.series_source.as_str().into(), Cell::Empty]);
    Ok(table)
}

fn flatten(table: &mut Table, key: &str, value: &serde_json::Value) {
    use serde_json::Value;
    let join = |part: &str| if key.is_empty() { part.to_owned() } else { format!("{key}.{part}") };
    let mut leaf = |cell: Cell| {
        let unit = gigasite_units::suffix::unit_of(key).unwrap_or_default();
        table.push(vec![key.into(), cell, unit.into()]);
    };
    match value {
        Value::Object(map) if map.is_empty() => leaf("none".into()),
        Value::Object(map) => map.iter().for_each(|(part, value)| flatten(table, &join(part), value)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (place, item) in items.iter().enumerate() {
                flatten(table, &join(&(place + 1).to_string()), item);
            }
        }
        Value::Array(items) if items.is_empty() => leaf("none".into()),
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            leaf(texts.join(", ").into());
        }
        Value::Number(number) if key.ends_with("year") => {
            leaf(number.as_i64().and_then(|year| i32::try_from(year).ok()).map_or(Cell::Empty, Cell::Label));
        }
        Value::Number(number) => leaf(number.as_f64().into()),
        Value::String(text) => leaf(text.as_str().into()),
        Value::Bool(flag) => leaf((*flag).into()),
        Value::Null => leaf("not set".into()),
    }
}

/// Which sources stand behind which table, and how sure they are.
pub(crate) fn sources(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "sources",
        "Sources",
        vec![
            column("table", "Table", None),
            column("source", "Source, an id of sources.csv", None),
            column("rows_count", "Rows", Some(0)),
            column("confidence", "Confidence", None),
        ],
    );
    let data = &study.case.dataset;
    let mut add = |name: &str, rows: Vec<&Provenance>| {
        let mut found: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        for row in rows {
            let entry = found.entry(row.source.as_str()).or_default();
            entry.0 += 1;
            let word = row.confidence.split([' ', ',', ';', ':']).next().unwrap_or_default();
            *entry.1.entry(word).or_default() += 1;
        }
        for (source, (count, confidence)) in found {
            let words: Vec<String> = confidence.iter().map(|(word, n)| format!("{word} {n}")).collect();
            table.push(vec![name.into(), source.into(), (count as f64).into(), words.join(", ").into()]);
        }
    };
    macro_rules! tables {
        ($($file:literal = $field:ident),+ $(,)?) => {
            $(add($file, data.$field.iter().map(|row| &row.provenance).collect());)+
        };
    }
    tables!(
        "accelerators" = accelerators,
        "borders" = borders,
        "carbon_prices" = carbon_prices,
        "climate_stations" = stations,
        "cooling_designs" = cooling_designs,
        "countries" = countries,
        "exchanges" = exchanges,
        "fleet" = fleet,
        "fuels" = fuels,
        "grid_queue" = grid_queue,
        "landmarks" = landmarks,
        "money_layers" = money_layers,
        "power_chain" = power_chain,
        "programme" = programme,
        "regions" = regions,
        "renewables" = renewables,
        "rules" = rules,
        "site_stages" = site_stages,
        "sites" = sites,
        "technologies" = technologies,
        "zone_months" = zone_months,
        "zones" = zones,
    );
    table
}
