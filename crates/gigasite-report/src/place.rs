//! What is known of a zone or a site: tables with their sources, and heat maps of its hours.

use crate::Answer;
use crate::charts::heat;
use crate::svg::Svg;
use crate::table::{Cell, Table, column};
use gigasite_case::site::{Site, SiteWeather};
use gigasite_case::zone::{RegionLoad, ZoneSeries};
use gigasite_case::{Dataset, Horizon};
use gigasite_units::suffix::unit_of;
use serde::Serialize;
use serde_json::Value;

/// Hours of a zone that a dispatch has found.
#[derive(Debug, Clone, Copy)]
pub struct Dispatched<'a> {
    /// Price of the zone.
    pub price_eur_per_mwh: &'a [f64],
    /// Carbon of what it consumes.
    pub carbon_t_per_mwh: &'a [f64],
}

/// Heat maps stand alone: the light colours of the page.
const STYLE: &str = "<style>text{font:12px system-ui,sans-serif;fill:#1b2430}.m{fill:#55616f}.b{font-size:12.5px;font-weight:640}\
.h0{fill:#fdf6c9}.h1{fill:#fae29a}.h2{fill:#f6c96e}.h3{fill:#eead4b}.h4{fill:#df8f34}.h5{fill:#c7722a}.h6{fill:#a35728}.h7{fill:#783f26}.h8{fill:#4c2a22}</style>";

/// What is known of the zone at `index` of the dataset; `None` where there is no such zone.
pub fn zone(
    dataset: &Dataset,
    index: usize,
    horizon: Horizon,
    series: &ZoneSeries,
    (loads, dispatched): (&[RegionLoad], Option<Dispatched<'_>>),
) -> Option<Answer> {
    let zone = dataset.zones.get(index)?;
    let mut answer = Answer::about("zone", &zone.id);
    answer.say(format!("{}, {}", zone.id, zone.name));
    let renewables: Vec<_> = dataset.renewables.iter().filter(|row| row.zone == zone.id).collect();
    let mut facts = facts_table("facts", "What is known, with its source");
    add_facts(&mut facts, zone);
    for row in &renewables {
        add_facts(&mut facts, row);
    }
    country_facts(&mut facts, dataset, &zone.country);
    answer.tables.push(facts);
    let months: Vec<_> = dataset.zone_months.iter().filter(|row| row.zone == zone.id).collect();
    answer.tables.push(rows(
        ("months", "By month"),
        &[
            ("month", "month", 0),
            ("demand_ratio", "demand", 2),
            ("temperature_c", "temperature", 1),
            ("humidity_frac", "humidity", 2),
            ("wind_onshore_frac", "wind", 2),
            ("wind_offshore_frac", "at sea", 2),
            ("solar_frac", "sun", 2),
            ("run_of_river_frac", "river", 2),
            ("inflow_ratio", "inflow", 2),
        ],
        &months,
    ));
    let fleet: Vec<_> = dataset.fleet.iter().filter(|row| row.zone == zone.id).collect();
    answer.tables.push(rows(
        ("fleet", "Plants"),
        &[
            ("technology", "technology", 0),
            ("vintage", "vintage", 0),
            ("capacity_mw", "capacity", 0),
            ("efficiency_frac", "efficiency", 2),
            ("availability_frac", "availability", 2),
        ],
        &fleet,
    ));
    let borders: Vec<_> =
        dataset.borders.iter().filter(|row| row.from == zone.id || row.to == zone.id).collect();
    answer.tables.push(rows(
        ("borders", "Borders: net transfer capacity"),
        &[("from", "from", 0), ("to", "to", 0), ("forward_mw", "there", 0), ("backward_mw", "back", 0)],
        &borders,
    ));
    let sites: Vec<_> = dataset.sites.iter().filter(|row| row.zone == zone.id).collect();
    let ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
    answer.tables.push(rows(
        ("sites", "Candidate sites"),
        &[("site", "site", 0), ("name", "name", 0), ("status", "status", 0), ("water_class", "water", 0)],
        &sites,
    ));
    stages(&mut answer, dataset, &ids);
    statements(&mut answer, dataset, &zone.country);
    let of_zone: Vec<&RegionLoad> = loads.iter().filter(|region| region.zone == zone.id).collect();
    answer.tables.push(regions(&of_zone));
    rules(&mut answer, dataset, &zone.country);
    footnotes(&mut answer);
    hours(&mut answer, horizon, series, dispatched);
    Some(answer)
}

/// What regions draw, by zone: a table of its own.
pub fn region_loads(dataset: &Dataset, loads: &[RegionLoad]) -> Answer {
    let mut answer = Answer::about("regions", "load of zones by region");
    let whole = loads.iter().filter(|region| region.population_count.is_none());
    let whole: Vec<&str> = whole.map(|region| region.zone.as_str()).collect();
    if !whole.is_empty() {
        answer.say(format!("the dataset has no regions of {}: shown whole", whole.join(", ")));
    }
    let demand: f64 = loads.iter().map(|region| region.demand_mwh).sum();
    answer.say(format!("{} regions, {:.1} TWh", loads.len(), demand / 1e6));
    let mut sources: Vec<&str> =
        dataset.regions.iter().map(|region| region.provenance.source.as_str()).collect();
    sources.dedup();
    answer.fact("sources", sources);
    answer.tables.push(regions(&loads.iter().collect::<Vec<_>>()));
    answer
}

/// What is known of the site at `index` of the dataset; `None` where there is no such site.
pub fn site(
    dataset: &Dataset,
    index: usize,
    horizon: Horizon,
    (weather, loads): (&SiteWeather, &[RegionLoad]),
) -> Option<Answer> {
    let site = dataset.sites.get(index)?;
    let mut answer = Answer::about("site", &site.id);
    answer.say(format!("{}, {}; zone {}", site.id, site.name, site.zone));
    let mut facts = facts_table("facts", "What is known, with its source");
    add_facts(&mut facts, site);
    country_facts(&mut facts, dataset, &site.country);
    answer.tables.push(facts);
    stages(&mut answer, dataset, &[site.id.as_str()]);
    surroundings(&mut answer, dataset, site, (horizon, loads));
    statements(&mut answer, dataset, &site.country);
    let months: Vec<_> = dataset.stations.iter().filter(|row| row.station == site.station).collect();
    answer.tables.push(rows(
        ("months", "Climate of its station"),
        &[
            ("month", "month", 0),
            ("temperature_c", "temperature", 1),
            ("humidity_frac", "humidity", 2),
            ("dry_bulb_99_6_c", "99.6 % dry bulb", 1),
        ],
        &months,
    ));
    rules(&mut answer, dataset, &site.country);
    footnotes(&mut answer);
    map(
        &mut answer,
        horizon,
        &weather.temperature_c,
        ("temperature_c", "Temperature, °C, by month and hour"),
        1,
    );
    map(&mut answer, horizon, &weather.humidity_frac, ("humidity_frac", "Humidity, by month and hour"), 2);
    Some(answer)
}

/// Leaves the grade of every row's confidence in its place and tells the reasons once, in a table of their own.
fn footnotes(answer: &mut Answer) {
    let mut notes = Table::new(
        "notes",
        "How sure, and why",
        vec![column("source", "source", None), column("confidence", "confidence", None)],
    );
    for table in &mut answer.tables {
        if table.columns.last().is_none_or(|column| column.key != "confidence") {
            continue;
        }
        for row in &mut table.rows {
            let [.., source, confidence] = row.as_mut_slice() else { continue };
            let note = vec![source.clone(), confidence.clone()];
            if !notes.rows.contains(&note) {
                notes.push(note);
            }
            if let Cell::Text(text) = confidence {
                text.truncate(text.find(':').unwrap_or(text.len()));
            }
        }
    }
    answer.tables.push(notes);
}

fn facts_table(name: &'static str, title: &'static str) -> Table {
    Table::new(
        name,
        title,
        vec![
            column("what", "what", None),
            column("value", "value", None),
            column("unit", "unit", None),
            column("source", "source", None),
            column("confidence", "confidence", None),
        ],
    )
}

/// A row of the dataset, one line a column; its provenance on every line.
fn add_facts(table: &mut Table, row: &impl Serialize) {
    let Ok(Value::Object(all)) = serde_json::to_value(row) else { return };
    let text = |key: &str| all.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    for (key, value) in &all {
        let cell = cell(value);
        if ["source", "confidence"].contains(&key.as_str()) || cell == Cell::Empty {
            continue;
        }
        table.push(vec![
            key.as_str().into(),
            cell,
            unit_of(key).unwrap_or_default().into(),
            text("source").into(),
            text("confidence").into(),
        ]);
    }
}

/// Cost, tax, waiting time and water stress of a country.
fn country_facts(table: &mut Table, dataset: &Dataset, country: &str) {
    for row in dataset.countries.iter().filter(|row| row.id == country) {
        add_facts(table, row);
    }
}

/// The region around a site, and what its connection would add to it.
fn surroundings(
    answer: &mut Answer,
    dataset: &Dataset,
    site: &Site,
    (horizon, loads): (Horizon, &[RegionLoad]),
) {
    let around = (site.nuts2.as_str(), site.zone.as_str());
    let Some(region) = loads.iter().find(|region| (region.id.as_str(), region.zone.as_str()) == around)
    else {
        answer.say(format!("the dataset has no region `{}` of NUTS 2021 in {}", site.nuts2, site.zone));
        return;
    };
    answer.tables.push(regions(&[region]));
    let firm_mw = dataset.site_stages.iter().filter(|row| row.site == site.id).map(|row| row.firm.0);
    let firm_mw = firm_mw.fold(0.0, f64::max);
    let mean_mw = region.demand_mwh / Horizon::year(horizon.calendar_year).hours as f64;
    answer.say(format!(
        "{}, {} draws about {mean_mw:.0} MW on average; the {firm_mw:.0} MW of this connection are {:.0} % of that",
        region.id,
        region.name,
        100.0 * firm_mw / mean_mw
    ));
    answer.fact("region_mean_load_mw", mean_mw);
}

/// What regions draw.
fn regions(loads: &[&RegionLoad]) -> Table {
    let mut table = Table::new(
        "regions",
        "Regions: the zone's load shared out by product and people",
        vec![
            column("zone", "zone", None),
            column("region", "region", None),
            column("name", "name", None),
            column("population_count", "people", Some(0)),
            column("gdp_per_head_pps", "product per head", Some(0)),
            column("share_frac", "share", Some(4)),
            column("demand_mwh", "demand", Some(0)),
            column("peak_load_mw", "at peak", Some(0)),
        ],
    );
    for region in loads {
        table.push(vec![
            region.zone.as_str().into(),
            region.id.as_str().into(),
            region.name.as_str().into(),
            region.population_count.map_or(Cell::Empty, Cell::from),
            region.gdp_per_head_pps.map_or(Cell::Empty, Cell::from),
            region.share_frac.into(),
            region.demand_mwh.into(),
            region.peak_load_mw.into(),
        ]);
    }
    table
}

/// What was said of connection queues in the country, its neighbourhood and Europe.
fn statements(answer: &mut Answer, dataset: &Dataset, country: &str) {
    let is_nordic = ["DK", "FI", "NO", "SE"].contains(&country);
    let speaks = |of: &str| of == country || of == "EU" || (of == "NORDIC" && is_nordic);
    let mut said: Vec<_> = dataset.grid_queue.iter().filter(|row| speaks(&row.country)).collect();
    said.sort_by_key(|row| (row.country != country, row.country == "EU"));
    answer.tables.push(rows(
        ("queues", "Connection queues, as published"),
        &[
            ("country", "where", 0),
            ("text", "what", 0),
            ("value", "figure", 0),
            ("unit", "unit", 0),
            ("as_of", "as of", 0),
        ],
        &said,
    ));
}

/// What the grid promises to each site, year by year.
fn stages(answer: &mut Answer, dataset: &Dataset, sites: &[&str]) {
    let stages: Vec<_> =
        dataset.site_stages.iter().filter(|row| sites.contains(&row.site.as_str())).collect();
    answer.tables.push(rows(
        ("stages", "Firm connection by year"),
        &[("site", "site", 0), ("year", "year", 0), ("firm_mw", "firm", 0)],
        &stages,
    ));
}

/// Rules of the country and of the Union, and who pays.
fn rules(answer: &mut Answer, dataset: &Dataset, country: &str) {
    let known: Vec<_> =
        dataset.rules.iter().filter(|row| [country, "EU"].contains(&row.jurisdiction.as_str())).collect();
    answer.tables.push(rows(
        ("rules", "Rules"),
        &[
            ("rule", "rule", 0),
            ("jurisdiction", "where", 0),
            ("status", "status", 0),
            ("from_year", "from", 0),
            ("instrument", "instrument", 0),
        ],
        &known,
    ));
    answer.tables.push(rows(
        ("money", "Money"),
        &[
            ("layer", "layer", 0),
            ("name", "name", 0),
            ("applies_to", "for", 0),
            ("max_share_frac", "at most", 2),
            ("envelope_bn_eur", "envelope", 1),
        ],
        &dataset.money_layers,
    ));
}

/// Rows of the dataset with these columns, their source and confidence last.
fn rows(
    (name, title): (&'static str, &'static str),
    keys: &[(&'static str, &'static str, usize)],
    from: &[impl Serialize],
) -> Table {
    let mut columns: Vec<_> =
        keys.iter().map(|(key, heading, digits)| column(*key, *heading, Some(*digits))).collect();
    columns.extend([column("source", "source", None), column("confidence", "confidence", None)]);
    let mut table = Table::new(name, title, columns);
    for row in from {
        let Ok(Value::Object(all)) = serde_json::to_value(row) else { continue };
        let keys = keys.iter().map(|(key, ..)| *key).chain(["source", "confidence"]);
        table.push(
            keys.map(|key| match (key, all.get(key)) {
                ("year" | "from_year", Some(Value::Number(year))) => {
                    year.as_i64().and_then(|year| i32::try_from(year).ok()).map_or(Cell::Empty, Cell::Label)
                }
                (_, value) => value.map_or(Cell::Empty, cell),
            })
            .collect(),
        );
    }
    table
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::from),
        Value::String(text) => text.as_str().into(),
        Value::Bool(truth) => (*truth).into(),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(";")
            .into(),
        _ => Cell::Empty,
    }
}

/// The mean day, and a map by month and hour of each quantity.
fn hours(answer: &mut Answer, horizon: Horizon, series: &ZoneSeries, dispatched: Option<Dispatched<'_>>) {
    let mut quantities: Vec<(&'static str, &'static str, usize, &[f64])> = vec![
        ("load_mw", "Load, MW, by month and hour", 0, &series.load_mw),
        (
            "wind_onshore_frac",
            "Onshore wind, capacity factor, by month and hour",
            2,
            &series.wind_onshore_frac,
        ),
        ("solar_frac", "Sun, capacity factor, by month and hour", 2, &series.solar_frac),
        ("temperature_c", "Temperature, °C, by month and hour", 1, &series.temperature_c),
    ];
    if let Some(found) = dispatched {
        quantities.push((
            "price_eur_per_mwh",
            "Price, EUR/MWh, by month and hour",
            0,
            found.price_eur_per_mwh,
        ));
        quantities.push(("carbon_t_per_mwh", "Carbon, t/MWh, by month and hour", 3, found.carbon_t_per_mwh));
    }
    let mut columns = vec![column("hour_count", "hour UTC", Some(0))];
    columns.extend(quantities.iter().map(|(key, title, digits, _)| {
        column(*key, title.split(',').next().unwrap_or(title), Some(*digits))
    }));
    let mut day = Table::new("day", "Mean day of the year", columns);
    for hour in 0..24 {
        let mut row: Vec<Cell> = vec![f64::from(hour).into()];
        row.extend(quantities.iter().map(|(_, _, _, series)| {
            let of_hour: Vec<f64> = series.iter().skip(hour as usize).step_by(24).copied().collect();
            Cell::from(of_hour.iter().sum::<f64>() / of_hour.len() as f64)
        }));
        day.push(row);
    }
    answer.tables.push(day);
    for (name, title, digits, series) in quantities {
        map(answer, horizon, series, (name, title), digits);
    }
}

/// A heat map as a file, and what it shows as a fact.
fn map(answer: &mut Answer, horizon: Horizon, series: &[f64], (name, title): (&str, &str), decimals: usize) {
    let mut sums = [[(0.0, 0.0); 24]; 12];
    for (t, value) in series.iter().enumerate() {
        let cell = &mut sums[horizon.month(t)][t % 24];
        cell.0 += value;
        cell.1 += 1.0;
    }
    let cells = sums.map(|row| row.map(|(sum, n)| (n > 0.0).then_some(sum / n)));
    let mut svg: Svg = heat::draw(title, &cells, decimals);
    svg.raw(STYLE);
    answer.file(format!("{name}.svg"), svg.standalone().into_bytes());
    let values: Vec<Value> = cells.iter().map(|row| row.to_vec().into()).collect();
    answer.fact(&format!("{name}_by_month_and_hour"), values);
}
