//! The load of zones, shared out among their regions by product and people.
//!
//! ```text
//! share[r] = w · GDP[r] / Σ GDP + (1 − w) · people[r] / Σ people        sums over the regions of the zone; w = GDP_WEIGHT
//! load[r, t] = share[r] · load[zone, t]
//! ```
//!
//! The weight is what the demand of 33 European countries says of itself: a least-squares fit of
//! `demand = a · GDP + b · people`, relative errors, puts 62 % of the sum of all on product in purchasing power standards and
//! leaves 26 % of a country's demand unexplained, mostly in the north, where heat is electric and metal is smelted.
//! The tests repeat that fit. The same 60 : 40 is the custom of the open European models.
//!
//! What it cannot know: where a single large consumer stands. A region with an aluminium smelter draws more than this says,
//! and every region of a zone gets the same hours.

use crate::Error;
use crate::import::stamp::{DAY_S, days};
use crate::import::{Series, Stamps, quantity, tidy};
use gigasite_case::zone::{RegionLoad, ZoneSeries};
use gigasite_case::{Dataset, Horizon};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Weight of gross domestic product in purchasing power standards; the rest is people's.
pub const GDP_WEIGHT: f64 = 0.6;

/// How fine regions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Provinces and counties: 300 in the embedded dataset.
    Nuts2,
    /// Districts: 1,423 in the embedded dataset.
    Nuts3,
}

/// Every zone shared out, in the order of the zones and within a zone by code; a zone without regions stays whole.
///
/// `gdp_weight` from 0 (people alone) to 1 (product alone), [`GDP_WEIGHT`] by custom. Shares of a zone sum to 1.
///
/// ```
/// use gigasite_data::regions::{GDP_WEIGHT, Level, shared_out};
/// let europe = gigasite_data::read_dataset(&gigasite_data::Source::Embedded("europe".into()))?.dataset;
/// let regions = shared_out(&europe, Level::Nuts2, GDP_WEIGHT);
/// let paris = regions.iter().find(|region| region.id == "FR10").expect("Île-de-France");
/// assert!(paris.share_frac > 0.2 && paris.share_frac < 0.3);
/// # Ok::<(), gigasite_data::Error>(())
/// ```
pub fn shared_out(dataset: &Dataset, level: Level, gdp_weight: f64) -> Vec<RegionLoad> {
    let mut found = Vec::new();
    for zone in &dataset.zones {
        let mut parts: BTreeMap<&str, (&str, f64, f64)> = BTreeMap::new();
        for region in dataset.regions.iter().filter(|region| region.zone == zone.id) {
            let (id, name) = match level {
                Level::Nuts2 => (region.id.get(..4).unwrap_or(&region.id), region.part_of.as_str()),
                Level::Nuts3 => (region.id.as_str(), region.name.as_str()),
            };
            let part = parts.entry(id).or_insert((name, 0.0, 0.0));
            part.1 += region.population_count;
            part.2 += region.population_count * region.gdp_per_head_pps;
        }
        let people: f64 = parts.values().map(|part| part.1).sum();
        let product: f64 = parts.values().map(|part| part.2).sum();
        if parts.is_empty() {
            found.push(RegionLoad {
                id: zone.id.clone(),
                name: zone.name.clone(),
                zone: zone.id.clone(),
                population_count: None,
                gdp_per_head_pps: None,
                share_frac: 1.0,
                demand_mwh: zone.demand.0,
                peak_load_mw: zone.peak_load.0,
            });
        }
        found.extend(parts.into_iter().map(|(id, (name, of_people, of_product))| {
            let share = gdp_weight * of_product / product + (1.0 - gdp_weight) * of_people / people;
            RegionLoad {
                id: id.to_owned(),
                name: name.to_owned(),
                zone: zone.id.clone(),
                population_count: Some(of_people),
                gdp_per_head_pps: Some(of_product / of_people),
                share_frac: share,
                demand_mwh: share * zone.demand.0,
                peak_load_mw: share * zone.peak_load.0,
            }
        }));
    }
    found
}

/// Writes the hours of regions into a folder: `load_mw.parquet`, tidy as imported tables are; a region that two zones share is
/// one series. Returns the files.
///
/// `zones` are the hours of the dataset's zones in its order, over `horizon`, a whole calendar year.
///
/// # Errors
/// A folder that cannot be written.
pub fn write_hours(
    folder: &Path,
    dataset: &Dataset,
    regions: &[RegionLoad],
    (horizon, zones): (Horizon, &[ZoneSeries]),
) -> Result<Vec<PathBuf>, Error> {
    let start = days(i64::from(horizon.calendar_year), 1, 1) * DAY_S;
    let mut whole: BTreeMap<&str, Vec<(usize, &RegionLoad)>> = BTreeMap::new();
    for region in regions {
        if let Some(zone) = dataset.zones.iter().position(|zone| zone.id == region.zone) {
            whole.entry(&region.id).or_default().push((zone, region));
        }
    }
    let series: Vec<Series> = whole
        .into_par_iter()
        .map(|(id, parts)| {
            let mut values = vec![0.0; horizon.hours];
            for (zone, region) in &parts {
                for (value, load_mw) in values.iter_mut().zip(zones[*zone].load_mw.iter()) {
                    *value += load_mw * region.share_frac;
                }
            }
            let of: Vec<&str> = parts.iter().map(|(_, region)| region.zone.as_str()).collect();
            Series {
                zone: id.to_owned(),
                quantity: quantity::known("load_mw"),
                source: format!("share of {}", of.join(" and ")),
                stamps: Stamps::Hourly(start),
                values,
                repaired: 0,
            }
        })
        .collect();
    tidy::write(folder, &series.iter().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, read_dataset};
    use gigasite_case::Dataset;

    fn europe() -> Dataset {
        read_dataset(&Source::Embedded("europe".into())).unwrap().dataset
    }

    #[test]
    fn no_load_is_lost_or_found() {
        let europe = europe();
        for level in [Level::Nuts2, Level::Nuts3] {
            let regions = shared_out(&europe, level, GDP_WEIGHT);
            for zone in &europe.zones {
                let of_zone = || regions.iter().filter(|region| region.zone == zone.id);
                let share: f64 = of_zone().map(|region| region.share_frac).sum();
                let demand: f64 = of_zone().map(|region| region.demand_mwh).sum();
                assert!((share - 1.0).abs() < 1e-12, "{}: {share}", zone.id);
                assert!((demand / zone.demand.0 - 1.0).abs() < 1e-12, "{}", zone.id);
            }
        }
    }

    #[test]
    fn the_fine_level_adds_up_to_the_coarse_one() {
        let europe = europe();
        let (coarse, fine) = (shared_out(&europe, Level::Nuts2, 0.3), shared_out(&europe, Level::Nuts3, 0.3));
        for region in coarse.iter().filter(|region| region.population_count.is_some()) {
            let parts =
                fine.iter().filter(|part| part.id.starts_with(&region.id) && part.zone == region.zone);
            let sum: f64 = parts.map(|part| part.share_frac).sum();
            assert!((sum - region.share_frac).abs() < 1e-12, "{}", region.id);
        }
    }

    #[test]
    fn the_ends_of_the_weight_are_people_alone_and_product_alone() {
        let europe = europe();
        let share = |weight: f64, id: &str| {
            let all = shared_out(&europe, Level::Nuts3, weight);
            all.into_iter().find(|region| region.id == id).unwrap().share_frac
        };
        // Paris: 2.13 of 65.7 million people, but product per head three times the mean
        let of = |id: &str| europe.regions.iter().find(|region| region.id == id).unwrap().population_count;
        let all: f64 = europe.regions.iter().filter(|r| r.zone == "FR").map(|r| r.population_count).sum();
        assert!((share(0.0, "FR101") - of("FR101") / all).abs() < 1e-12);
        assert!(share(1.0, "FR101") > 2.5 * share(0.0, "FR101"));
    }

    /// Least squares of `1 = a · GDP / demand + b · people / demand` over the countries.
    #[test]
    fn the_weight_is_what_national_demands_say() {
        let europe = europe();
        let mut rows: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
        for zone in &europe.zones {
            let row = rows.entry(zone.country.as_str()).or_default();
            row.0 += zone.demand.0;
            for region in europe.regions.iter().filter(|region| region.zone == zone.id) {
                row.1 += region.population_count * region.gdp_per_head_pps;
                row.2 += region.population_count;
            }
        }
        rows.retain(|_, row| row.2 > 0.0);
        assert!(rows.len() >= 30, "{}", rows.len());
        let (mut gg, mut gp, mut pp, mut g1, mut p1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (demand, product, people) in rows.values() {
            let (g, p) = (product / demand, people / demand);
            gg += g * g;
            gp += g * p;
            pp += p * p;
            g1 += g;
            p1 += p;
        }
        let det = gg * pp - gp.powi(2);
        let (a, b) = ((g1 * pp - p1 * gp) / det, (p1 * gg - g1 * gp) / det);
        let product: f64 = rows.values().map(|row| a * row.1).sum();
        let people: f64 = rows.values().map(|row| b * row.2).sum();
        let weight = product / (product + people);
        assert!((weight - GDP_WEIGHT).abs() < 0.05, "{weight}");
        let n = rows.len() as f64;
        let off: f64 = rows.values().map(|(d, g, p)| ((a * g + b * p) / d - 1.0).powi(2)).sum::<f64>() / n;
        assert!((off.sqrt() - 0.26).abs() < 0.02, "unexplained {}", off.sqrt());
    }

    #[test]
    fn a_zone_without_regions_stays_whole() {
        let europe = europe();
        let all = shared_out(&europe, Level::Nuts2, GDP_WEIGHT);
        let kosovo: Vec<_> = all.iter().filter(|region| region.zone == "XK").collect();
        assert_eq!(kosovo.len(), 1);
        assert_eq!((kosovo[0].id.as_str(), kosovo[0].population_count), ("XK", None));
    }
}
