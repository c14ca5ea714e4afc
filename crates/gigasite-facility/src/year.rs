//! A year of every hall: all sites and designs of a case, or one design in one weather.

use crate::chain::Ups;
use crate::climate::{Climate, Normals};
use crate::district::{HallHeat, Handover, Link};
use crate::hall::{Component, Hall, Hour, Settings, it_levels_mw};
use crate::hall_year::{Design, HallKpi, HallYear};
use crate::power::{HallIt, fill_hall};
use crate::{Error, Reach};
use gigasite_case::facility::{Accelerator, CoolingDesign, PowerStage};
use gigasite_case::schema::HallsTable;
use gigasite_case::site::SiteWeather;
use gigasite_case::{Case, Hourly};
use rayon::prelude::*;

/// What stands in a hall.
#[derive(Debug, Clone, Copy)]
pub struct Build<'a> {
    /// Accelerator generation.
    pub accelerator: &'a Accelerator,
    /// Cooling design.
    pub cooling: &'a CoolingDesign,
    /// Stages of the power chain.
    pub chain: &'a [PowerStage],
    /// Size and use of a hall.
    pub halls: &'a HallsTable,
    /// UPS, sharing, units out of service.
    pub settings: Settings,
}

/// Where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Hourly weather.
    pub weather: &'a SiteWeather,
    /// Month (0–11) of every hour.
    pub months: &'a [usize],
    /// What is known beside.
    pub normals: Normals,
}

/// What is asked of it, hour by hour.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// IT power of one hall in every hour, MW; `None`: the mean of the case's utilisation.
    pub it_mw: Option<&'a [f64]>,
    /// A heat network, scaled to one hall.
    pub network: Option<&'a Link>,
    /// Work every hour anew instead of interpolating between tabulated ones: the truth that the tables are held against
    /// (2e-4 of facility power), a hundred times slower.
    pub exactly: bool,
}

/// One hall through a year, every hour whole.
#[derive(Debug, Clone, PartialEq)]
pub struct FacilityYear {
    /// IT figures of the hall.
    pub it: HallIt,
    /// Every hour.
    pub hours: Vec<Hour>,
    /// The hour the connection is sized for.
    pub peak: Hour,
    /// IT energy as metered behind the UPS, MWh; `None` without a UPS outside the racks.
    pub behind_ups_mwh: Option<f64>,
    /// Components at design conditions.
    pub components: Vec<Component>,
    /// What a network took, hour by hour; empty without one.
    pub handover: Vec<Handover>,
    /// Temperature of the heat, °C.
    pub heat_c: f64,
    /// The year in one line.
    pub kpi: HallKpi,
}

/// Works one hall through a year.
///
/// # Errors
/// A hall too small for one accelerator, a sink that no model knows, a chain that cannot be built, an hour of IT power
/// outside what the hall holds.
pub fn facility_year(build: &Build<'_>, place: &Place<'_>, asked: &Asked<'_>) -> Result<FacilityYear, Error> {
    let it = filled(build.accelerator, build.halls)?;
    if let Some(it_mw) = asked.it_mw {
        let expected = place.months.len();
        if it_mw.len() != expected {
            return Err(Error::ItHours { hours: it_mw.len(), expected });
        }
        let outside = |mw: &f64| !(*mw > 0.0 && *mw <= it.provisioned_mw * (1.0 + 1e-9));
        if let Some(hour) = it_mw.iter().position(outside) {
            return Err(Error::ItPower { hour, it_mw: it_mw[hour], provisioned_mw: it.provisioned_mw });
        }
    }
    let (hall, climate) = sized(build, place)?;
    let (mut hours, mut handover) = (Vec::with_capacity(place.months.len()), Vec::new());
    let mut behind_ups = (f64::NAN, 0.0, 0.0);
    let kpi = walk(&hall, build, &climate, place.months, asked, |hour, handed| {
        // the same IT power hour after hour is looked up once
        if (hour.it_mw - behind_ups.0).abs() > 0.0 || behind_ups.0.is_nan() {
            behind_ups = (hour.it_mw, hall.behind_ups_mw(hour.it_mw), behind_ups.2);
        }
        behind_ups.2 += behind_ups.1;
        hours.push(*hour);
        handover.extend(handed);
    });
    let heat_c = heat_c(build.accelerator, build.cooling);
    let has_ups = matches!(build.settings.chain.ups, Ups::DoubleConversion | Ups::Eco);
    Ok(FacilityYear {
        it,
        hours,
        peak: hall.at_peak(),
        behind_ups_mwh: has_ups.then_some(behind_ups.2),
        components: hall.components(build.cooling, build.chain),
        handover,
        heat_c,
        kpi,
    })
}

/// A hall sized for a place, with the place's climate.
pub(crate) fn sized<'a>(build: &Build<'_>, place: &Place<'a>) -> Result<(Hall, Climate<'a>), Error> {
    let Build { accelerator, cooling, chain, halls, settings } = *build;
    let it = filled(accelerator, halls)?;
    let climate = Climate::of(place.weather, place.months, &place.normals, needs_wet_bulb(cooling));
    let hall = Hall::size(it, accelerator, cooling, chain, halls.overhead_ratio, &climate, &settings)?;
    Ok((hall, climate))
}

fn needs_wet_bulb(cooling: &CoolingDesign) -> bool {
    cooling.liquid_sink.starts_with("wet_tower") || cooling.air_sink.starts_with("wet_tower")
}

/// Temperature of the heat at the fence, °C: the return of the liquid loop, or of the chilled water.
fn heat_c(accelerator: &Accelerator, cooling: &CoolingDesign) -> f64 {
    if accelerator.liquid_frac.get() > 0.0 {
        cooling.liquid_supply_c.min(accelerator.coolant_max_c) + cooling.liquid_rise_k
            - cooling.cdu_approach_k
    } else {
        cooling.air_supply_c + cooling.liquid_rise_k
    }
}

/// Walks a hall through its hours.
fn walk(
    hall: &Hall,
    build: &Build<'_>,
    climate: &Climate<'_>,
    months: &[usize],
    asked: &Asked<'_>,
    mut each: impl FnMut(&Hour, Option<Handover>),
) -> HallKpi {
    let Build { accelerator, cooling, halls, .. } = *build;
    let it = hall.it;
    let levels = asked.it_mw.map_or_else(|| vec![it.mean_mw], it_levels_mw);
    let tables = (!asked.exactly).then(|| hall.tables(climate, &levels, asked.network.is_some()));
    let return_c = heat_c(accelerator, cooling);
    let supply_c = return_c - cooling.liquid_rise_k;
    let mut sums = Sums::default();
    for (t, month) in months.iter().enumerate() {
        let outdoors = climate.hour(t, *month);
        let it_mw = asked.it_mw.map_or(it.mean_mw, |it_mw| it_mw[t]);
        let handed = asked.network.map(|link| {
            let there = HallHeat { there_mw: hall.reusable_mw(it_mw), return_c, supply_c };
            link.hand_over(&there, outdoors.air_c)
        });
        let wanted_mw = handed.map_or(0.0, |handed| handed.taken_mw);
        let hour = hall.hour(tables.as_ref(), it_mw, wanted_mw, &outdoors);
        sums.add(&hour);
        each(&hour, handed);
    }
    let busy_gpus = it.gpus * halls.utilisation_frac;
    sums.kpi(hall.at_peak().facility_mw(), busy_gpus, months.len() as f64)
}

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
    let sites: Result<Vec<Vec<HallYear>>, Error> = (0..case.dataset.sites.len())
        .into_par_iter()
        .map(|site| site_years(case, site, &choices, &months))
        .collect();
    Ok(sites?.into_iter().flatten().collect())
}

/// Resolves the designs of a case.
pub(crate) fn choices(case: &Case) -> Result<Vec<Choice<'_>>, Error> {
    let (halls, dataset) = (&case.file.halls, &case.dataset);
    let mut choices = Vec::new();
    for name in &halls.accelerators {
        let accelerator = dataset.accelerators.iter().find(|row| row.id == *name).ok_or_else(|| {
            Error::Unknown { what: "accelerator", name: name.clone(), table: "accelerators.csv" }
        })?;
        let it = filled(accelerator, halls)?;
        for name in &halls.cooling {
            let cooling = dataset.cooling_designs.iter().find(|row| row.id == *name).ok_or_else(|| {
                Error::Unknown { what: "cooling design", name: name.clone(), table: "cooling_designs.csv" }
            })?;
            choices.push(Choice { accelerator, cooling, it });
        }
    }
    Ok(choices)
}

fn filled(accelerator: &Accelerator, halls: &HallsTable) -> Result<HallIt, Error> {
    let it = fill_hall(accelerator, halls);
    if it.gpus < 1.0 {
        let node_kw = accelerator.node_max_kw / accelerator.node_gpus;
        let gpu_kw = node_kw * halls.provisioned_ratio * (1.0 + halls.overhead_ratio);
        let accelerator = accelerator.id.clone();
        return Err(Error::HallTooSmall { hall_it_mw: halls.hall_it_mw, accelerator, gpu_kw });
    }
    if it.provisioned_mw <= it.idle_mw {
        return Err(Error::CapBelowIdle { provisioned_mw: it.provisioned_mw, idle_mw: it.idle_mw });
    }
    Ok(it)
}

/// What the dataset knows of a site's climate.
pub fn normals_of(case: &Case, site: usize) -> Normals {
    let station = &case.dataset.sites[site].station;
    let rows = || case.dataset.stations.iter().filter(|row| row.station == *station);
    let known = (1..=12).all(|month| rows().any(|row| row.month == month));
    let monthly = || {
        std::array::from_fn(|month| {
            rows().find(|row| row.month == month + 1).map_or(f64::NAN, |row| row.temperature_c)
        })
    };
    Normals {
        hot_c: rows().next().map(|row| row.dry_bulb_99_6_c),
        monthly_air_c: known.then(monthly),
        deep_water_c: None,
    }
}

fn site_years(
    case: &Case,
    site: usize,
    choices: &[Choice<'_>],
    months: &[usize],
) -> Result<Vec<HallYear>, Error> {
    let row = &case.dataset.sites[site];
    let dry = row.water_class == "none" || row.water_class.is_empty();
    let here = || choices.iter().filter(|choice| !(dry && choice.cooling.needs_water_body == "yes"));
    let wet = here().any(|choice| needs_wet_bulb(choice.cooling));
    let climate = Climate::of(&case.site_weather[site], months, &normals_of(case, site), wet);
    here().map(|choice| hall_year(case, site, choice, (&climate, months), &Asked::default())).collect()
}

fn hall_year(
    case: &Case,
    site: usize,
    choice: &Choice<'_>,
    (climate, months): (&Climate<'_>, &[usize]),
    asked: &Asked<'_>,
) -> Result<HallYear, Error> {
    let Choice { accelerator, cooling, it } = *choice;
    let build = Build {
        accelerator,
        cooling,
        chain: &case.dataset.power_chain,
        halls: &case.file.halls,
        settings: Settings::default(),
    };
    let series = || Hourly(Vec::with_capacity(months.len()));
    let (mut facility_mw, mut it_mw, mut water_m3, mut heat_mw) = (series(), series(), series(), series());
    let Build { chain, halls, settings, .. } = build;
    let hall = Hall::size(it, accelerator, cooling, chain, halls.overhead_ratio, climate, &settings)?;
    let kpi = walk(&hall, &build, climate, months, asked, |hour, _| {
        facility_mw.0.push(hour.facility_mw());
        it_mw.0.push(hour.it_mw);
        water_m3.0.push(hour.water_m3());
        heat_mw.0.push(hour.reusable_mw);
    });
    let reach =
        case.file.flexibility.is_any().then_some(()).filter(|()| asked.it_mw.is_none()).map(|()| {
            Reach::of(&hall, climate, months, (&case.file.flexibility, halls), &it_mw, &facility_mw)
        });
    Ok(HallYear {
        site,
        design: Design { accelerator: accelerator.id.clone(), cooling: cooling.id.clone() },
        gpus: it.gpus,
        pflops: it.gpus * accelerator.fp8_dense_tflops.unwrap_or(0.0) / 1000.0,
        facility_mw,
        it_mw,
        water_m3,
        heat_mw,
        heat_c: heat_c(accelerator, cooling),
        kpi,
        reach,
        given_up_gpu_hours: 0.0,
    })
}

/// A hall of the case with the IT power that a schedule asks of it, MW per hour, and the work that the schedule gives up.
///
/// # Errors
/// As [`hall_years`].
pub fn scheduled_year(
    case: &Case,
    hall: &HallYear,
    it_mw: &[f64],
    given_up_gpu_hours: f64,
) -> Result<HallYear, Error> {
    let Some(choice) = choices(case)?.into_iter().find(|choice| {
        choice.accelerator.id == hall.design.accelerator && choice.cooling.id == hall.design.cooling
    }) else {
        let name = hall.design.cooling.clone();
        return Err(Error::Unknown { what: "cooling design", name, table: "cooling_designs.csv" });
    };
    let months: Vec<usize> = (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect();
    let wet = needs_wet_bulb(choice.cooling);
    let normals = normals_of(case, hall.site);
    let climate = Climate::of(&case.site_weather[hall.site], &months, &normals, wet);
    let wanted = hall.reach.as_ref().map_or_else(|| it_mw.to_vec(), |reach| reach.asked(it_mw));
    let asked = Asked { it_mw: Some(&wanted), ..Asked::default() };
    let mut year = hall_year(case, hall.site, &choice, (&climate, &months), &asked)?;
    year.kpi.gpu_hours -= given_up_gpu_hours;
    year.kpi.lost_gpu_hours += given_up_gpu_hours;
    year.reach.clone_from(&hall.reach);
    year.given_up_gpu_hours = given_up_gpu_hours;
    Ok(year)
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
        self.water_m3 += hour.water_m3();
        self.heat_mwh += hour.reusable_mw;
        self.lost_hours += 1.0 - hour.throughput_frac;
        if facility_mw > self.highest.0 {
            self.highest = (facility_mw, hour.it_mw);
        }
    }

    fn kpi(&self, peak_mw: f64, busy_gpus: f64, hours: f64) -> HallKpi {
        HallKpi {
            pue_ratio: self.facility_mwh / self.it_mwh,
            pue_peak_hour_ratio: self.highest.0 / self.highest.1,
            wue_l_per_kwh: self.water_m3 / self.it_mwh,
            peak_mw,
            it_mwh: self.it_mwh,
            facility_mwh: self.facility_mwh,
            water_m3: self.water_m3,
            heat_mwh: self.heat_mwh,
            gpu_hours: busy_gpus * (hours - self.lost_hours),
            lost_gpu_hours: busy_gpus * self.lost_hours,
        }
    }
}
