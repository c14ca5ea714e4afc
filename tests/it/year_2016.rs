//! The dispatched year of 2016 beside what was generated: shares by fuel and country.
//!
//! `GIGASITE_BLESS=1` writes the page in the documentation of `gigasite-grid` again.

use gigasite_grid::zonal::{AddedLoad, Dispatch, ZonalModel};
use gigasite_tests::{alone, shared, year_2016};
use std::fmt::Write as _;
use std::path::Path;

/// Where the page is published.
const PAGE: &str = "../crates/gigasite-grid/src/zonal/YEAR_2016.md";
const FUELS: [&str; 8] = ["nuclear", "lignite", "coal", "gas", "hydro", "wind", "sun", "other"];

/// Gross generation of 2016 in terawatt hours, in the order of [`FUELS`]. Ember, European Electricity Review 2022, CC-BY-4.0 (read in the
/// history of owid/energy-data, 0d9e5662); `other` is bioenergy, other fossil and other renewables. Norway from SSB and
/// Switzerland from the BFE's electricity statistics, both rounded.
const OBSERVED_TWH: [(&str, [f64; 8]); 13] = [
    ("BE", [43.52, 0.0, 0.39, 22.12, 0.37, 5.44, 3.10, 9.22]),
    ("CH", [20.2, 0.0, 0.0, 0.0, 36.3, 0.1, 1.3, 3.6]),
    ("CZ", [24.10, 36.25, 5.72, 3.73, 2.00, 0.50, 2.13, 7.58]),
    ("DE", [84.63, 149.54, 112.21, 82.62, 20.55, 79.92, 38.10, 75.40]),
    ("ES", [58.63, 0.0, 36.43, 52.83, 36.40, 48.90, 13.64, 24.36]),
    ("FR", [403.20, 0.0, 10.23, 34.97, 60.84, 21.38, 8.66, 19.37]),
    ("GB", [71.73, 0.0, 30.67, 143.36, 5.37, 37.16, 10.40, 37.59]),
    ("IE", [0.0, 0.0, 4.70, 15.33, 0.68, 6.15, 0.01, 3.36]),
    ("IT", [0.0, 0.0, 35.61, 126.17, 42.43, 17.69, 22.10, 43.20]),
    ("NL", [3.96, 0.0, 36.73, 52.61, 0.10, 8.17, 1.60, 10.61]),
    ("NO", [0.0, 0.0, 0.0, 2.9, 143.4, 2.1, 0.0, 0.6]),
    ("PL", [0.0, 50.92, 79.40, 7.83, 2.14, 12.59, 0.12, 13.09]),
    ("SE", [63.10, 0.0, 0.26, 0.68, 62.02, 15.48, 0.14, 14.21]),
];

/// Part of the generation of all countries together that stands at the wrong fuel may not exceed this, per cent.
const EUROPE_MISPLACED: f64 = 2.8;
/// The same within a country, mean over countries weighted by generation, per cent.
const COUNTRY_MISPLACED: f64 = 5.2;

/// Column of [`FUELS`] of a technology of the dispatch; stores and demand response are no generation.
fn column(technology: &str) -> Option<usize> {
    Some(match technology {
        "nuclear" => 0,
        "lignite" => 1,
        "coal" => 2,
        "reservoir" | "run_of_river" => 4,
        "wind_onshore" | "wind_offshore" => 5,
        "solar" => 6,
        "pumped" | "battery" | "demand_response" => return None,
        gas if gas.starts_with("gas_") => 3,
        _ => 7,
    })
}

fn simulated_twh(case: &gigasite_case::Case, year: &Dispatch, country: &str) -> [f64; 8] {
    let mut sums = [0.0; 8];
    for row in &year.generation {
        let zone = case.dataset.zones.iter().find(|zone| zone.id == row.zone).expect("a zone of the case");
        if let Some(column) = column(&row.technology).filter(|_| zone.country == country) {
            sums[column] += row.energy_mwh / 1e6;
        }
    }
    sums
}

fn percent(twh: &[f64; 8]) -> [f64; 8] {
    let all: f64 = twh.iter().sum();
    twh.map(|twh| 100.0 * twh / all)
}

/// Per cent of the generation that would have to change its fuel.
fn misplaced(found: &[f64; 8], observed: &[f64; 8]) -> f64 {
    let pairs = percent(found).into_iter().zip(percent(observed));
    pairs.map(|(found, observed)| (found - observed).abs()).sum::<f64>() / 2.0
}

fn line(page: &mut String, name: &str, what: &str, values: [f64; 8], end: &str) {
    let _ = write!(page, "{name:7}{what:10}");
    for value in values {
        let _ = write!(page, "{value:8.1}");
    }
    page.push_str(end);
    page.push('\n');
}

fn add(sum: [f64; 8], more: &[f64; 8]) -> [f64; 8] {
    std::array::from_fn(|fuel| sum[fuel] + more[fuel])
}

#[test]
fn shares_of_2016_by_fuel_and_country_are_as_close_as_the_page_says() {
    let Some(data) = shared("data") else { return };
    let case = year_2016::case(&data);
    let _guard = alone();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut model = ZonalModel::new(&case, threads).expect("a model");
    let year = model.dispatch(&AddedLoad::default(), &|_, _| {}, &|| true).expect("a dispatched year");
    let mut page = String::from(include_str!("year_2016.md"));
    page.push_str("\n```text\ncountry          ");
    let _ = writeln!(page, "{}   error", FUELS.map(|fuel| format!("{fuel:>8}")).concat());
    let (mut all_found, mut all_observed, mut weighted) = ([0.0; 8], [0.0; 8], 0.0);
    for (country, observed) in &OBSERVED_TWH {
        let found = simulated_twh(&case, &year, country);
        let error = misplaced(&found, observed);
        weighted += error * observed.iter().sum::<f64>();
        line(&mut page, country, "model", percent(&found), &format!("{error:6.1} %"));
        line(&mut page, "", "observed", percent(observed), "");
        (all_found, all_observed) = (add(all_found, &found), add(all_observed, observed));
    }
    let europe = misplaced(&all_found, &all_observed);
    let country = weighted / all_observed.iter().sum::<f64>();
    line(&mut page, "all", "model", percent(&all_found), &format!("{europe:6.1} %"));
    line(&mut page, "", "observed", percent(&all_observed), "");
    line(&mut page, "TWh", "model", all_found, "");
    line(&mut page, "", "observed", all_observed, "");
    let unserved: f64 = year.unserved_mw.iter().flat_map(|series| series.iter()).sum();
    let _ = writeln!(page, "\nmean error of the countries, weighted by generation: {country:.1} %");
    let _ = writeln!(
        page,
        "demand {:.0} TWh, of it not served {:.2} GWh\n```",
        demand_twh(&year),
        unserved / 1e3
    );
    adequacy(&mut page, &model, &year);

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("GIGASITE_BLESS").is_some() {
        std::fs::write(&path, &page).expect("a published page");
    }
    assert!(europe <= EUROPE_MISPLACED && country <= COUNTRY_MISPLACED, "the error grew:\n{page}");
    let published = std::fs::read_to_string(&path).expect("the published page");
    assert!(published == page, "publish the page again with GIGASITE_BLESS=1:\n{page}");
}

/// Zones that would lose load in more than an hour a year, with the support of their neighbours.
fn adequacy(page: &mut String, model: &ZonalModel, year: &Dispatch) {
    page.push_str(
        "\nLoss of load expectation with the support of neighbours, zones above 1 h/a (alone in brackets):",
    );
    for zone in model.adequacy(year).iter().filter(|zone| zone.lole_h > 1.0) {
        let _ = write!(page, " {} {:.1} ({:.0}) h,", zone.zone, zone.lole_h, zone.isolated_lole_h);
    }
    let _ = writeln!(page, " no other.");
}

fn demand_twh(year: &Dispatch) -> f64 {
    year.load_mw.iter().flat_map(|series| series.iter()).sum::<f64>() / 1e6
}
