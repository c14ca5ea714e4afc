//! What a dataset promises nobody and physics demands: judged only where every cell reads.
//!
//! Thresholds stand beside the widest value of the embedded dataset, so that a good set raises nothing.

use super::{licence, outline};
use crate::consistency::Texts;
use gigasite_case::zone::ZoneMonth;
use gigasite_case::{Dataset, Findings};
use std::collections::BTreeMap;

/// Exchange capacity over the larger peak of its two zones; SE1–SE2 reaches 0.99.
const NTC_PER_PEAK_MAX: f64 = 1.5;
/// Least sum of firm plants and borders over the peak; France has 0.97 without wind and sun.
const FIRM_PER_PEAK_MIN: f64 = 0.8;
/// How far the mean of monthly ratios may lie from one; the embedded ones lie within 0.001.
const MEAN_RATIO_TOLERANCE: f64 = 0.03;
/// Least correlation of the monthly temperatures of two zones with a border; NO1–NO5 has 0.962.
const NEIGHBOUR_CORRELATION_MIN: f64 = 0.9;
/// How far outside the outline of its country a place may lie, km; Kalundborg lies 8.9 km outside the drawn coast.
const OUTSIDE_KM_MAX: f64 = 15.0;
/// What no plant of a technology exceeds, net electric efficiency on the lower heating value.
const EFFICIENCY_MAX: [(&str, f64); 10] = [
    ("nuclear", 0.40),
    ("lignite", 0.48),
    ("coal", 0.50),
    ("gas_ccgt", 0.65),
    ("gas_chp", 0.65),
    ("gas_ocgt", 0.46),
    ("oil", 0.52),
    ("biomass", 0.48),
    ("waste", 0.38),
    ("geothermal", 0.25),
];

/// Every check of the dataset that needs more than its own cell, once all cells read.
pub(crate) fn judge(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    if findings.has_errors() {
        return; // rows are missing: sums and neighbours would be judged wrongly
    }
    fleet(dataset, texts, findings);
    water(dataset, texts, findings);
    exchange(dataset, texts, findings);
    supply(dataset, texts, findings);
    months(dataset, texts, findings);
    neighbours(dataset, texts, findings);
    places(texts, findings);
    for text in texts.values() {
        licence::check(text, findings);
    }
}

fn fleet(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("fleet.csv") else { return };
    let mut seen = BTreeMap::new();
    for (row, class) in dataset.fleet.iter().enumerate() {
        let efficiency = class.efficiency.get();
        let most = EFFICIENCY_MAX.iter().find(|(name, _)| *name == class.technology);
        if let Some((name, most)) = most
            && efficiency > *most
        {
            findings.warning(
                "efficiency-implausible",
                text.place(row, "efficiency_frac"),
                format!("{efficiency} is more than any {name} plant reaches, {most}"),
                "net electric efficiency on the lower heating value",
            );
            findings.with(efficiency.to_string(), format!("at most {most}"));
        }
        if class.capacity.0 <= 0.0 {
            continue;
        }
        let key = (&class.zone, &class.technology, &class.fuel, class.capacity.0.to_bits());
        if let Some(first) = seen.insert(key, row) {
            findings.warning(
                "duplicate-plant",
                text.place(row, "capacity_mw"),
                format!(
                    "{} of {} in `{}` with the same {} as line {}",
                    class.technology, class.vintage, class.zone, class.capacity, text.lines[first]
                ),
                "remove one, or give each vintage its own capacity",
            );
        }
    }
}

fn water(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("renewables.csv") else { return };
    for (row, zone) in dataset.renewables.iter().enumerate() {
        for (power, energy, column) in [
            (zone.reservoir.0, zone.reservoir_energy.0, "reservoir_mwh"),
            (zone.pumped.0, zone.pumped_energy.0, "pumped_mwh"),
            (zone.battery.0, zone.battery_energy.0, "battery_mwh"),
        ] {
            if (power > 0.0) != (energy > 0.0) {
                findings.warning(
                    "storage-without-power",
                    text.place(row, column),
                    format!("{power} MW and {energy} MWh: one without the other"),
                    "give both, or neither",
                );
            }
        }
        let most_mwh = zone.reservoir.0 * 8784.0;
        if zone.reservoir_inflow.0 > most_mwh {
            findings.warning(
                "inflow-above-turbines",
                text.place(row, "reservoir_inflow_mwh"),
                format!("{} a year, but the turbines can take {most_mwh:.0} MWh", zone.reservoir_inflow),
                "inflow in MWh of electricity a year, turbines in MW",
            );
        }
    }
}

fn exchange(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("borders.csv") else { return };
    let peak = |id: &str| dataset.zones.iter().find(|zone| zone.id == id).map(|zone| zone.peak_load.0);
    for (row, border) in dataset.borders.iter().enumerate() {
        let (Some(from_mw), Some(to_mw)) = (peak(&border.from), peak(&border.to)) else { continue };
        let most_mw = from_mw.max(to_mw) * NTC_PER_PEAK_MAX;
        for (capacity, column) in [(border.forward.0, "forward_mw"), (border.backward.0, "backward_mw")] {
            if capacity > most_mw {
                findings.warning(
                    "ntc-above-peak",
                    text.place(row, column),
                    format!(
                        "{capacity} MW from `{}` to `{}`, whose larger peak is {:.0} MW",
                        border.from,
                        border.to,
                        from_mw.max(to_mw)
                    ),
                    "check the unit and the number of zeros",
                );
                findings.with(capacity.to_string(), format!("at most {most_mw:.0}"));
            }
        }
    }
}

fn supply(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("zones.csv") else { return };
    for (row, zone) in dataset.zones.iter().enumerate() {
        let plants: f64 = dataset
            .fleet
            .iter()
            .filter(|class| class.zone == zone.id)
            .map(|class| class.capacity.0 * class.availability.get())
            .sum();
        let water: f64 = dataset
            .renewables
            .iter()
            .filter(|own| own.zone == zone.id)
            .map(|own| own.run_of_river.0 + own.reservoir.0 + own.pumped.0 + own.battery.0)
            .sum();
        let borders: f64 = dataset
            .borders
            .iter()
            .map(|border| match (border.from == zone.id, border.to == zone.id) {
                (true, _) => border.backward.0,
                (_, true) => border.forward.0,
                _ => 0.0,
            })
            .sum();
        let firm_mw = plants + water + borders;
        if firm_mw < FIRM_PER_PEAK_MIN * zone.peak_load.0 {
            findings.warning(
                "capacity-below-peak",
                text.place(row, "peak_load_mw"),
                format!(
                    "`{}` has a peak of {}, but plants, water and borders give {firm_mw:.0} MW",
                    zone.id, zone.peak_load
                ),
                "check the units of fleet.csv, renewables.csv and borders.csv",
            );
        }
    }
}

/// The months of each zone in order, with the row of the first in the table.
fn by_zone(dataset: &Dataset) -> BTreeMap<&str, (usize, Vec<&ZoneMonth>)> {
    let mut zones: BTreeMap<&str, (usize, Vec<&ZoneMonth>)> = BTreeMap::new();
    for (row, month) in dataset.zone_months.iter().enumerate() {
        zones.entry(&month.zone).or_insert((row, Vec::new())).1.push(month);
    }
    for (_, months) in zones.values_mut() {
        months.sort_by_key(|month| month.month);
    }
    zones
}

fn months(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("zone_months.csv") else { return };
    let days = gigasite_case::Horizon::year(2023).month_days();
    for (zone, (row, months)) in by_zone(dataset) {
        let column = |of: fn(&ZoneMonth) -> f64| months.iter().map(|month| of(month)).collect::<Vec<f64>>();
        for (name, values) in
            [("demand_ratio", column(|m| m.demand_ratio)), ("inflow_ratio", column(|m| m.inflow_ratio))]
        {
            let mean = values.iter().zip(days).map(|(ratio, days)| ratio * days as f64).sum::<f64>() / 365.0;
            if (mean - 1.0).abs() > MEAN_RATIO_TOLERANCE {
                findings.warning(
                    "shares-off-one",
                    text.place(row, name),
                    format!("the months of `{zone}` average to {mean:.3}, not to the annual figure"),
                    "divide them by their mean over the days of the year",
                );
            }
        }
        for (name, values) in [
            ("demand_ratio", column(|m| m.demand_ratio)),
            ("temperature_c", column(|m| m.temperature_c)),
            ("wind_onshore_frac", column(|m| m.wind_onshore_frac)),
            ("solar_frac", column(|m| m.solar_frac)),
        ] {
            let first = values[0];
            if first.abs() > 0.0 && values.iter().all(|value| (value - first).abs() < 1e-12) {
                findings.warning(
                    "flat-line",
                    text.place(row, name),
                    format!("`{zone}` has {first} in every month"),
                    "look for a fill that was copied down",
                );
            }
        }
        let [january, .., july] = &months[..7] else { continue };
        for (name, winter, summer) in [
            ("temperature_c", january.temperature_c, july.temperature_c),
            ("solar_frac", january.solar_frac, july.solar_frac),
        ] {
            if summer < winter {
                findings.warning(
                    "seasons-swapped",
                    text.place(row, name),
                    format!("`{zone}` has {winter} in January and {summer} in July"),
                    "are the months shifted?",
                );
            }
        }
    }
}

fn neighbours(dataset: &Dataset, texts: &Texts, findings: &mut Findings) {
    let Some(text) = texts.get("zone_months.csv") else { return };
    let zones = by_zone(dataset);
    let warmth = |id: &str| {
        let (_, months) = zones.get(id)?;
        Some(months.iter().map(|month| month.temperature_c).collect::<Vec<f64>>())
    };
    for (zone, (row, _)) in &zones {
        let Some(own) = warmth(zone) else { continue };
        let others: Vec<(&str, f64)> = dataset
            .borders
            .iter()
            .filter_map(|border| match (border.from == **zone, border.to == **zone) {
                (true, _) => Some(border.to.as_str()),
                (_, true) => Some(border.from.as_str()),
                _ => None,
            })
            .filter_map(|other| Some((other, correlation(&own, &warmth(other)?)?)))
            .collect();
        // the odd one is the zone that is unlike all its neighbours, not each of them
        let Some(best) = others.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        if others.len() > 1 && best.1 < NEIGHBOUR_CORRELATION_MIN {
            findings.warning(
                "unlike-neighbours",
                text.place(*row, "temperature_c"),
                format!(
                    "the year of `{zone}` has a correlation of {:.2} with `{}`, its most like neighbour",
                    best.1, best.0
                ),
                "are the rows of two zones swapped, or the months out of order?",
            );
        }
    }
}

/// Pearson's correlation; `None` where a side stands still.
pub(super) fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len().min(b.len()) as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut left, mut right) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        both += (x - mean_a) * (y - mean_b);
        left += (x - mean_a).powi(2);
        right += (y - mean_b).powi(2);
    }
    (left > 0.0 && right > 0.0).then(|| both / (left * right).sqrt())
}

/// Coordinates inside the country, no two of a kind at one place.
fn places(texts: &Texts, findings: &mut Findings) {
    for (file, id) in [
        ("zones.csv", "zone"),
        ("sites.csv", "site"),
        ("landmarks.csv", "id"),
        ("exchanges.csv", "name"),
        ("climate_stations.csv", "station"),
    ] {
        let Some(text) = texts.get(file) else { continue };
        let cells = |name: &str| text.columns.get(name);
        let (Some(ids), Some(countries), Some(lats), Some(lons)) =
            (cells(id), cells("country"), cells("lat_deg"), cells("lon_deg"))
        else {
            continue;
        };
        let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        let mut told: Option<&str> = None;
        for row in 0..text.lines.len() {
            // a station has a row a month: the first speaks for it
            if told == Some(ids[row].as_str()) {
                continue;
            }
            told = Some(&ids[row]);
            let (Ok(lat), Ok(lon)) = (lats[row].parse::<f64>(), lons[row].parse::<f64>()) else { continue };
            if let Some(away_km) = outline::outside_km(&countries[row], lat, lon)
                && away_km > OUTSIDE_KM_MAX
            {
                findings.warning(
                    "outside-country",
                    text.place(row, "lat_deg"),
                    format!(
                        "`{}` at {lat}°, {lon}° lies {away_km:.0} km outside {}",
                        ids[row], countries[row]
                    ),
                    "check the country and both coordinates",
                );
                findings.with(format!("{lat} {lon}"), format!("inside {}", countries[row]));
            }
            let kind = cells("kind").map_or("", |kinds| kinds[row].as_str());
            if let Some(first) = seen.insert((kind, &lats[row], &lons[row]), row) {
                findings.warning(
                    "duplicate-place",
                    text.place(row, "lat_deg"),
                    format!("`{}` stands where `{}` does, line {}", ids[row], ids[first], text.lines[first]),
                    "remove one, or correct its coordinates",
                );
            }
        }
    }
}
