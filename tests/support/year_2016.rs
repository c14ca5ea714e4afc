//! The European zonal year of 2016: the zones of the dataset with the fleet, demand, weather and prices of 2016.
//!
//! Everything that stood on the ground then comes from the tables beside the clone (`../shared/data`); what no table has
//! (efficiencies, must-run, availability by class, the split of a country into zones) stays as the dataset has it for 2024.
//! Nothing is fitted to the observed generation of 2016.

use gigasite_case::Case;
use gigasite_case::zone::FleetClass;
use gigasite_units::{EurPerMwh, EurPerTonne, Megawatts};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// Cables that came later: `BE–GB` 2019, `DK1–NL` 2019, `IT–ME` 2019, `DE–NO2` 2021, `GB–NO2` 2021, `DK1–GB` 2023.
const LATER: [(&str, &str); 6] =
    [("BE", "GB"), ("DK1", "NL"), ("IT-CSO", "ME"), ("DE", "NO2"), ("GB", "NO2"), ("DK1", "GB")];
/// `FR–GB` before the second and third cable (2021, 2022).
const FRANCE_ENGLAND_MW: f64 = 2000.0;

/// Fuel, and its price in 2016 over that of the dataset (2024). Rounded annual means, not read from a table, in EUR/MWh with delivery: gas 15 (TTF mean
/// 14.0) over 39, coal 8.4 (API2 mean 60 USD/t at 1.107 USD/EUR) over 15.5, heavy fuel oil 20 over 45.
/// Mining cost of lignite is that of the dataset in money of 2016 (harmonised consumer prices of the EU, 100 to 127).
const PRICE_RATIOS: [(&str, f64); 4] =
    [("gas", 15.0 / 39.0), ("coal", 8.4 / 15.5), ("oil", 20.0 / 45.0), ("lignite", 100.0 / 127.0)];
/// Gas of Spain and Portugal, fed by ship at oil's price then: MIBGAS mean of 17.4 in 2016, rounded, and delivery.
const IBERIAN_GAS_EUR_PER_MWH: f64 = 18.4;
/// Mean of EU allowances in 2016, EUR/t (EEX, rounded).
const ALLOWANCE_EUR_PER_T: f64 = 5.35;
/// Carbon price support of Great Britain, 18 GBP/t at 1.22 EUR/GBP.
const BRITISH_SUPPORT_EUR_PER_T: f64 = 22.0;

/// Fuels of Dispa-SET whose national capacity replaces that of the dataset.
const FUELS: [(&str, &str); 4] = [("NUC", "uranium"), ("HRD", "coal"), ("LIG", "lignite"), ("OIL", "oil")];

/// The case, from `../shared/data`.
///
/// # Panics
/// If a table cannot be read: the tables are part of the test.
pub fn case(data: &Path) -> Case {
    let mut case = super::load("europe", Some(&data.join("timeseries/eu_2016_dispaset")), &[]);
    let plants = clusters(&data.join("plants/dispaset_clustered_2016.csv"));
    thermal(&mut case, &plants, &gas_mw(&data.join("plants/powerplants_ppm_v0.6.1.csv.gz")));
    weather_driven(&mut case, &plants);
    demand(&mut case, &demand_twh(&data.join("timeseries/ember/api_country_overview_yearly.csv.gz")));
    prices(&mut case);
    case.dataset.borders.retain(|border| !LATER.contains(&(border.from.as_str(), border.to.as_str())));
    for border in case.dataset.borders.iter_mut().filter(|border| border.from == "FR" && border.to == "GB") {
        (border.forward, border.backward) = (Megawatts(FRANCE_ENGLAND_MW), Megawatts(FRANCE_ENGLAND_MW));
    }
    case
}

/// Megawatts by `(country, technology of Dispa-SET, fuel of Dispa-SET)`.
type Clusters = BTreeMap<(String, String, String), f64>;

fn clusters(path: &Path) -> Clusters {
    let mut sums = Clusters::new();
    for row in rows(path) {
        let country = match row["Zone"].as_str() {
            "EL" => "GR",
            "UK" => "GB",
            country => country,
        };
        let units: f64 = row["Nunits"].parse().unwrap_or(1.0);
        let mw = units * number(&row["PowerCapacity"]);
        *sums.entry((country.to_owned(), row["Technology"].clone(), row["Fuel"].clone())).or_default() += mw;
    }
    sums
}

/// Gas by country from powerplantmatching, since Dispa-SET misses a third of it: what had started and not ended in 2016.
fn gas_mw(path: &Path) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows(path).into_iter().filter(|row| row["Fueltype"] == "Natural Gas") {
        let year = |field: &str, none: f64| row[field].parse::<f64>().unwrap_or(none);
        if year("DateIn", 0.0) <= 2016.0 && year("DateOut", f64::INFINITY) > 2016.0 {
            *sums.entry(row["Country"].clone()).or_default() += number(&row["Capacity"]);
        }
    }
    sums
}

fn demand_twh(path: &Path) -> BTreeMap<String, f64> {
    let of_the_year = rows(path).into_iter().filter(|row| row["year"] == "2016");
    of_the_year.map(|row| (row["country_or_region"].clone(), number(&row["demand_twh"]))).collect()
}

fn thermal(case: &mut Case, plants: &Clusters, gas_mw: &BTreeMap<String, f64>) {
    let europe: Vec<FleetClass> = case.dataset.fleet.clone();
    for (country, name) in countries(case) {
        for (theirs, fuel) in FUELS {
            let sum: f64 =
                plants.iter().filter(|((c, _, f), _)| *c == country && f == theirs).map(|(_, mw)| mw).sum();
            rescale(case, &europe, &country, fuel, sum);
        }
        rescale(case, &europe, &country, "gas", gas_mw.get(&name).copied().unwrap_or(0.0));
    }
}

/// Gives a country its capacity of a fuel in the classes it has, else in those of Europe; without a figure it keeps its own.
fn rescale(case: &mut Case, europe: &[FleetClass], country: &str, fuel: &str, sum_mw: f64) {
    if sum_mw <= 0.0 {
        return;
    }
    let zones: Vec<(String, f64)> = case
        .dataset
        .zones
        .iter()
        .filter(|zone| zone.country == country)
        .map(|zone| (zone.id.clone(), zone.demand.0))
        .collect();
    let own = |class: &FleetClass| class.fuel == fuel && zones.iter().any(|(zone, _)| *zone == class.zone);
    let has_mw: f64 =
        case.dataset.fleet.iter().filter(|class| own(class)).map(|class| class.capacity.0).sum();
    if has_mw > 0.0 {
        for class in case.dataset.fleet.iter_mut().filter(|class| own(class)) {
            class.capacity.0 *= sum_mw / has_mw;
        }
        return;
    }
    let like: Vec<&FleetClass> = europe.iter().filter(|class| class.fuel == fuel).collect();
    let like_mw: f64 = like.iter().map(|class| class.capacity.0).sum();
    let demand: f64 = zones.iter().map(|(_, demand)| demand).sum();
    for (zone, share) in zones.iter().map(|(zone, demand_mwh)| (zone, demand_mwh / demand)) {
        case.dataset.fleet.extend(like.iter().map(|class| FleetClass {
            zone: zone.clone(),
            capacity: Megawatts(class.capacity.0 * share * sum_mw / like_mw),
            ..(*class).clone()
        }));
    }
}

/// Wind, sun and water: national capacities of 2016, in the zones as the dataset splits them.
fn weather_driven(case: &mut Case, plants: &Clusters) {
    for (country, _) in countries(case) {
        if !plants.keys().any(|(owner, ..)| *owner == country) {
            continue;
        }
        let mw = |technologies: &[&str]| -> f64 {
            let of =
                plants.iter().filter(|((c, t, _), _)| *c == country && technologies.contains(&t.as_str()));
            of.map(|(_, mw)| mw).sum()
        };
        let zones: Vec<usize> = (0..case.dataset.zones.len())
            .filter(|zone| case.dataset.zones[*zone].country == country)
            .collect();
        let demand: f64 = zones.iter().map(|zone| case.dataset.zones[*zone].demand.0).sum();
        let before = case.dataset.renewables.clone();
        // all water that a turbine of Dispa-SET can hold back is a reservoir here
        let sums = [mw(&["WTON"]), mw(&["WTOF"]), mw(&["PHOT"]), mw(&["HROR"]), mw(&["HDAM", "HPHS"])];
        let has = |zone: &str| {
            let row =
                before.iter().find(|row| row.zone == zone).unwrap_or_else(|| panic!("no row of {zone}"));
            [row.wind_onshore.0, row.wind_offshore.0, row.solar.0, row.run_of_river.0, row.reservoir.0]
        };
        for zone in &zones {
            let id = case.dataset.zones[*zone].id.clone();
            let share = |kind: usize| {
                let all: f64 = zones.iter().map(|zone| has(&case.dataset.zones[*zone].id)[kind]).sum();
                let by_demand = case.dataset.zones[*zone].demand.0 / demand;
                Megawatts(sums[kind] * if all > 0.0 { has(&id)[kind] / all } else { by_demand })
            };
            let (new, old) = ([0, 1, 2, 3, 4].map(share), has(&id)[4]);
            let series = &mut case.zone_series[*zone];
            // the reader multiplied the inflow per unit by the turbines of the dataset
            let factor = if old > 0.0 { new[4].0 / old } else { 0.0 };
            series.inflow_mw.0.iter_mut().for_each(|mw| *mw *= factor);
            if let Some(row) = case.dataset.renewables.iter_mut().find(|row| row.zone == id) {
                [row.wind_onshore, row.wind_offshore, row.solar, row.run_of_river, row.reservoir] = new;
                row.battery = Megawatts(0.0);
            }
        }
    }
}

/// Hours of Dispa-SET, level of Ember: the hourly loads of ENTSO-E leave out a fifth of Germany and an eighth of Italy.
fn demand(case: &mut Case, demand_twh: &BTreeMap<String, f64>) {
    for (country, name) in countries(case) {
        let of = |name: &str| *demand_twh.get(name).unwrap_or_else(|| panic!("no demand of {name}"));
        let asked = of(&name) + if country == "DE" { of("Luxembourg") } else { 0.0 };
        let zones: Vec<usize> = (0..case.dataset.zones.len())
            .filter(|zone| case.dataset.zones[*zone].country == country)
            .collect();
        let has: f64 = zones.iter().flat_map(|zone| case.zone_series[*zone].load_mw.iter()).sum();
        for zone in zones {
            case.zone_series[zone].load_mw.0.iter_mut().for_each(|mw| *mw *= 1e6 * asked / has);
        }
    }
}

fn prices(case: &mut Case) {
    for row in &mut case.dataset.fuels {
        if let Some((_, ratio)) = PRICE_RATIOS.iter().find(|(fuel, _)| *fuel == row.fuel) {
            row.price = EurPerMwh(row.price.0 * ratio);
        }
        if row.fuel == "gas" && matches!(row.country.as_str(), "ES" | "PT") {
            row.price = EurPerMwh(IBERIAN_GAS_EUR_PER_MWH);
        }
    }
    for row in &mut case.dataset.carbon_prices {
        row.price = EurPerTonne(match row.country.as_str() {
            "EU" => ALLOWANCE_EUR_PER_T,
            "GB" => ALLOWANCE_EUR_PER_T + BRITISH_SUPPORT_EUR_PER_T,
            _ => 0.0,
        });
    }
}

/// Countries of the dataset, with the name that Ember and powerplantmatching give them.
fn countries(case: &Case) -> BTreeMap<String, String> {
    let name = |zone: &gigasite_case::zone::Zone| match zone.country.as_str() {
        "BA" => "Bosnia Herzegovina".to_owned(),
        "DK" => "Denmark".to_owned(),
        "DE" => "Germany".to_owned(),
        "GB" => "United Kingdom".to_owned(),
        "IE" => "Ireland".to_owned(),
        "IT" => "Italy".to_owned(),
        "NO" => "Norway".to_owned(),
        "SE" => "Sweden".to_owned(),
        _ => zone.name.clone(),
    };
    case.dataset.zones.iter().map(|zone| (zone.country.clone(), name(zone))).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

/// Rows of a table, plain or gzipped, by the names of its head.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    let read = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)
    } else {
        (&bytes[..]).read_to_string(&mut text)
    };
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let head = fields(lines.next().unwrap_or_default());
    lines.map(|line| head.iter().cloned().zip(fields(line)).collect()).collect()
}

/// Cells of a line, quoted or not.
fn fields(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match (character, cells.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => cells.push(String::new()),
            (other, Some(cell)) => cell.push(other),
            (_, None) => {}
        }
    }
    cells
}
