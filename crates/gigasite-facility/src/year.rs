//! Every hall of a case over its year.

use crate::Error;
use crate::climate::Climate;
use crate::hall::{Hall, Hour};
use crate::hall_year::{Design, HallKpi, HallYear};
use crate::power::{HallIt, fill_hall};
use gigasite_case::facility::{Accelerator, CoolingDesign};
use gigasite_case::{Case, Hourly};
use rayon::prelude::*;

/// Sinks of the liquid loop that [`crate::sink`] models.
const SINKS: [&str; 5] = ["dry", "dry_adiabatic", "wet_tower", "sea_water", "chiller"];

/// A design of the case, resolved and filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'a> {
    pub(crate) accelerator: &'a Accelerator,
    pub(crate) cooling: &'a CoolingDesign,
    pub(crate) it: HallIt,
}

/// One standard hall of every design at every site, over the case's horizon: sites in the case's order, designs by
/// accelerator, then by cooling, in the order of the case file.
///
/// A design that needs a body of water is left out where `water_class` is `none`. The result does not depend on the number
/// of threads.
///
/// # Errors
/// A design that names no row, a sink that no model knows, a hall too small for one accelerator, a site without weather.
pub fn hall_years(case: &Case) -> Result<Vec<HallYear>, Error> {
    let choices = choices(case)?;
    let expected = case.horizon.hours;
    for (index, site) in case.dataset.sites.iter().enumerate() {
        let hours = case.site_weather.get(index).map_or(0, |weather| weather.temperature_c.len());
        if hours != expected {
            return Err(Error::NoWeather { site: site.id.clone(), hours, expected });
        }
    }
    let months: Vec<usize> = (0..expected).map(|t| case.horizon.month(t)).collect();
    let sites: Vec<Vec<HallYear>> = (0..case.dataset.sites.len())
        .into_par_iter()
        .map(|site| site_years(case, site, &choices, &months))
        .collect();
    Ok(sites.into_iter().flatten().collect())
}

/// Resolves the designs of a case.
pub(crate) fn choices(case: &Case) -> Result<Vec<Choice<'_>>, Error> {
    let (halls, dataset) = (&case.file.halls, &case.dataset);
    let mut choices = Vec::new();
    for name in &halls.accelerators {
        let accelerator = dataset.accelerators.iter().find(|row| row.id == *name).ok_or_else(|| {
            Error::Unknown { what: "accelerator", name: name.clone(), table: "accelerators.csv" }
        })?;
        let it = fill_hall(accelerator, halls);
        if it.gpus < 1.0 {
            let node_kw = accelerator.node_max_kw / accelerator.node_gpus;
            let gpu_kw = node_kw * halls.provisioned_ratio * (1.0 + halls.overhead_ratio);
            let accelerator = name.clone();
            return Err(Error::HallTooSmall { hall_it_mw: halls.hall_it_mw, accelerator, gpu_kw });
        }
        for name in &halls.cooling {
            let cooling = dataset.cooling_designs.iter().find(|row| row.id == *name).ok_or_else(|| {
                Error::Unknown { what: "cooling design", name: name.clone(), table: "cooling_designs.csv" }
            })?;
            let sink = if SINKS.contains(&cooling.liquid_sink.as_str()) {
                Some(&cooling.air_sink).filter(|sink| *sink != "chiller")
            } else {
                Some(&cooling.liquid_sink)
            };
            if let Some(sink) = sink {
                return Err(Error::UnknownSink { cooling: name.clone(), sink: sink.clone() });
            }
            choices.push(Choice { accelerator, cooling, it });
        }
    }
    Ok(choices)
}

fn site_years(case: &Case, site: usize, choices: &[Choice<'_>], months: &[usize]) -> Vec<HallYear> {
    let row = &case.dataset.sites[site];
    let dry = row.water_class == "none" || row.water_class.is_empty();
    let here = || choices.iter().filter(|choice| !(dry && choice.cooling.needs_water_body == "yes"));
    let climate = Climate::of(case, site, here().any(|choice| choice.cooling.liquid_sink == "wet_tower"));
    here().filter_map(|choice| hall_year(case, site, choice, &climate, months)).collect()
}

fn hall_year(
    case: &Case,
    site: usize,
    choice: &Choice<'_>,
    climate: &Climate<'_>,
    months: &[usize],
) -> Option<HallYear> {
    let Choice { accelerator, cooling, it } = *choice;
    let halls = &case.file.halls;
    // None cannot be: the sinks were checked before
    let hall =
        Hall::size(it, accelerator, cooling, &case.dataset.power_chain, halls.overhead_ratio, climate)?;
    let tables = hall.tables(climate);
    let hours = months.len();
    let series = || Hourly(Vec::with_capacity(hours));
    let (mut facility_mw, mut it_mw, mut water_m3, mut heat_mw) = (series(), series(), series(), series());
    let mut sums = Sums::default();
    for (t, month) in months.iter().enumerate() {
        let hour = hall.hour(&tables, &climate.hour(t, *month));
        sums.add(&hour);
        facility_mw.0.push(hour.facility_mw());
        it_mw.0.push(hour.it_mw);
        water_m3.0.push(hour.water_m3);
        heat_mw.0.push(hour.reusable_mw);
    }
    let busy_gpus = it.gpus * halls.utilisation_frac;
    let supply_c = cooling.liquid_supply_c.min(accelerator.coolant_max_c);
    let heat_c = if accelerator.liquid_frac.get() > 0.0 {
        supply_c + cooling.liquid_rise_k - cooling.cdu_approach_k
    } else {
        cooling.air_supply_c + cooling.liquid_rise_k
    };
    Some(HallYear {
        site,
        design: Design { accelerator: accelerator.id.clone(), cooling: cooling.id.clone() },
        gpus: it.gpus,
        pflops: it.gpus * accelerator.fp8_dense_tflops.unwrap_or(0.0) / 1000.0,
        facility_mw,
        it_mw,
        water_m3,
        heat_mw,
        heat_c,
        kpi: HallKpi {
            pue_ratio: sums.facility_mwh / sums.it_mwh,
            pue_peak_hour_ratio: sums.highest.0 / sums.highest.1,
            wue_l_per_kwh: sums.water_m3 / sums.it_mwh,
            peak_mw: hall.at_peak().facility_mw(),
            it_mwh: sums.it_mwh,
            facility_mwh: sums.facility_mwh,
            water_m3: sums.water_m3,
            heat_mwh: sums.heat_mwh,
            gpu_hours: busy_gpus * (hours as f64 - sums.lost_hours),
            lost_gpu_hours: busy_gpus * sums.lost_hours,
        },
    })
}

#[derive(Debug, Default)]
struct Sums {
    it_mwh: f64,
    facility_mwh: f64,
    water_m3: f64,
    heat_mwh: f64,
    lost_hours: f64,
    /// Facility and IT power of the hour of highest facility power.
    highest: (f64, f64),
}

impl Sums {
    fn add(&mut self, hour: &Hour) {
        let facility_mw = hour.facility_mw();
        self.it_mwh += hour.it_mw;
        self.facility_mwh += facility_mw;
        self.water_m3 += hour.water_m3;
        self.heat_mwh += hour.reusable_mw;
        self.lost_hours += 1.0 - hour.throughput_frac;
        if facility_mw > self.highest.0 {
            self.highest = (facility_mw, hour.it_mw);
        }
    }
}
