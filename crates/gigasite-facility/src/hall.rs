//! One hall through the year.
//!
//! The IT load of an hour is a mean over its seconds and does not follow the weather, so the cooling plant is a function of
//! dry bulb (dry coolers, chillers), wet bulb (towers) or sea temperature only: each is tabulated once and read 8,760 times.
//!
//! ```text
//! Q_liquid = φ·IT,   Q_air = (1 − φ)·IT + losses indoors
//! facility = IT + losses + CDU pumps + loop pumps + cooler fans + air-handler fans + chillers
//! ```

use crate::chain::Chain;
use crate::chiller::air_cooled_mw;
use crate::dry_cooler::DryCooler;
use crate::hall_year::{Design, HallKpi, HallYear};
use crate::power::fill_hall;
use crate::table::Table;
use crate::tower::{Tower, fan_ratio};
use crate::water::{make_up, surface_water_c};
use crate::{Error, psychro};
use gigasite_case::facility::{Accelerator, CoolingDesign};
use gigasite_case::{Case, Hourly};
use rayon::prelude::*;

/// Latent heat of water at 30 °C, MJ/kg: 2501 − 2.361·30, over 1000.
const LATENT_MJ_PER_KG: f64 = 2.430_17;
/// Approach of the heat exchanger to sea water, K (titanium plates).
const SEA_APPROACH_K: f64 = 2.0;
/// Part of the sea-water and chiller pumps that never turns down.
const PUMP_FLOOR: f64 = 1.0;

/// Models one hall of every design at every site of the case, in site order, then in the order of the case's lists.
///
/// Designs that need a water body are left out where the site has none; hot-water designs of air-cooled accelerators keep
/// all heat on the air side.
///
/// # Errors
/// An unknown accelerator, design or sink, a hall too small for one accelerator, or a site without weather.
pub fn hall_years(case: &Case) -> Result<Vec<HallYear>, Error> {
    let halls = &case.file.halls;
    let mut designs: Vec<(&Accelerator, &CoolingDesign)> = Vec::new();
    for accelerator in &halls.accelerators {
        let found = case.dataset.accelerators.iter().find(|row| row.id == *accelerator);
        let accelerator = found.ok_or_else(|| Error::Unknown {
            what: "accelerator",
            name: accelerator.clone(),
            table: "accelerators.csv",
        })?;
        let it = fill_hall(accelerator, halls);
        if it.gpus < 1.0 {
            return Err(Error::HallTooSmall {
                hall_it_mw: halls.hall_it_mw,
                accelerator: accelerator.id.clone(),
                gpu_kw: accelerator.node_max_kw / accelerator.node_gpus,
            });
        }
        for cooling in &halls.cooling {
            let found = case.dataset.cooling_designs.iter().find(|row| row.id == *cooling);
            let cooling = found.ok_or_else(|| Error::Unknown {
                what: "cooling",
                name: cooling.clone(),
                table: "cooling_designs.csv",
            })?;
            designs.push((accelerator, cooling));
        }
    }
    let years: Vec<Result<Vec<HallYear>, Error>> =
        (0..case.dataset.sites.len()).into_par_iter().map(|site| site_years(case, site, &designs)).collect();
    Ok(years.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn site_years(case: &Case, site: usize, designs: &[(&Accelerator, &CoolingDesign)]) -> Result<Vec<HallYear>, Error> {
    let row = &case.dataset.sites[site];
    let weather = case.site_weather.get(site).ok_or_else(|| Error::NoWeather { site: row.id.clone() })?;
    if weather.temperature_c.len() != case.horizon.hours {
        return Err(Error::NoWeather { site: row.id.clone() });
    }
    let wet_bulb_c: Vec<f64> = weather
        .temperature_c
        .iter()
        .zip(weather.humidity_frac.iter())
        .map(|(t, rh)| psychro::wet_bulb_c(*t, *rh, weather.pressure_pa))
        .collect();
    let months = case.dataset.stations.iter().filter(|station| station.station == row.station);
    let mut monthly_air_c = [0.0; 12];
    let mut design_c = f64::NEG_INFINITY;
    for station in months {
        monthly_air_c[(station.month - 1) % 12] = station.temperature_c;
        design_c = design_c.max(station.dry_bulb_99_6_c);
    }
    if !design_c.is_finite() {
        return Err(Error::NoWeather { site: row.id.clone() });
    }
    let hottest = weather.temperature_c.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let wettest = wet_bulb_c.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let place = Place {
        site,
        pressure_pa: weather.pressure_pa,
        design_c,
        hottest_c: hottest.max(design_c),
        wettest_c: wettest,
        sea_c: (0..12).map(|month| surface_water_c(&monthly_air_c, month)).collect(),
        dry_bulb_c: &weather.temperature_c,
        wet_bulb_c: &wet_bulb_c,
    };
    designs
        .iter()
        .filter(|(_, cooling)| cooling.needs_water_body != "yes" || row.water_class == "sea" || row.water_class == "fresh")
        .map(|(accelerator, cooling)| hall_year(case, &place, accelerator, cooling))
        .collect()
}

/// What a site means for cooling.
struct Place<'a> {
    site: usize,
    pressure_pa: f64,
    design_c: f64,
    hottest_c: f64,
    wettest_c: f64,
    sea_c: Vec<f64>,
    dry_bulb_c: &'a [f64],
    wet_bulb_c: &'a [f64],
}

fn hall_year(
    case: &Case,
    place: &Place<'_>,
    accelerator: &Accelerator,
    cooling: &CoolingDesign,
) -> Result<HallYear, Error> {
    let it = fill_hall(accelerator, &case.file.halls);
    // the plant is sized for full IT; the year runs at the mean
    let chain = Chain::size(&case.dataset.power_chain, it.provisioned_mw, 1.25 * it.provisioned_mw);
    let sized = Heat::of(accelerator, cooling, &chain, it.provisioned_mw);
    let running = Heat::of(accelerator, cooling, &chain, it.mean_mw);
    let plant = Plant::new(cooling, place, &sized, &running)?;
    let full = Plant::new(cooling, place, &sized, &sized)?;

    let hours = case.horizon.hours;
    let mut facility_mw = Vec::with_capacity(hours);
    let mut it_mw = Vec::with_capacity(hours);
    let mut water_m3 = Vec::with_capacity(hours);
    let mut heat_mw = Vec::with_capacity(hours);
    let mut lost_gpu_hours = 0.0;
    let busy_hours = it.gpus * case.file.halls.utilisation_frac;
    let mut worst = (0.0, 1.0);
    for hour in 0..hours {
        let month = case.horizon.month(hour);
        let state = plant.state(place, hour, month);
        let throttled = throttle(accelerator, cooling, state.short_k);
        let load_mw = it.mean_mw * (1.0 - throttled.power_frac);
        lost_gpu_hours += busy_hours * throttled.compute_frac;
        let behind = load_mw + chain.indoor_loss_mw(load_mw) + state.power_mw;
        let drawn = behind + chain.outdoor_loss_mw(behind);
        facility_mw.push(drawn);
        it_mw.push(load_mw);
        water_m3.push(state.water_m3);
        heat_mw.push(running.liquid_mw * (1.0 - throttled.power_frac));
        if drawn > worst.0 {
            worst = (drawn, drawn / load_mw);
        }
    }
    let design_hour = full.design_state(place);
    let behind = it.provisioned_mw + sized.indoor_loss_mw + design_hour;
    let peak_mw = (behind + chain.outdoor_loss_mw(behind)).max(worst.0);
    let sum = |series: &[f64]| series.iter().sum::<f64>();
    let (it_mwh, facility_mwh, water) = (sum(&it_mw), sum(&facility_mw), sum(&water_m3));
    Ok(HallYear {
        site: place.site,
        design: Design { accelerator: accelerator.id.clone(), cooling: cooling.id.clone() },
        gpus: it.gpus,
        pflops: it.gpus * accelerator.fp8_dense_tflops.map_or(0.0, |tflops| tflops / 1000.0),
        heat_c: cooling.liquid_supply_c + cooling.liquid_rise_k,
        kpi: HallKpi {
            pue_ratio: facility_mwh / it_mwh,
            pue_peak_hour_ratio: worst.1,
            wue_l_per_kwh: water / it_mwh,
            peak_mw,
            it_mwh,
            facility_mwh,
            water_m3: water,
            heat_mwh: sum(&heat_mw),
            gpu_hours: busy_hours * hours as f64 - lost_gpu_hours,
            lost_gpu_hours,
        },
        facility_mw: Hourly(facility_mw),
        it_mw: Hourly(it_mw),
        water_m3: Hourly(water_m3),
        heat_mw: Hourly(heat_mw),
    })
}

/// Where the heat of an IT load goes.
#[derive(Debug, Clone, Copy)]
struct Heat {
    liquid_mw: f64,
    air_mw: f64,
    indoor_loss_mw: f64,
}

impl Heat {
    fn of(accelerator: &Accelerator, cooling: &CoolingDesign, chain: &Chain, it_mw: f64) -> Self {
        // an accelerator that cannot bear the loop's temperature is cooled by air
        let liquid_frac =
            if accelerator.coolant_max_c < cooling.liquid_supply_c - 0.5 && accelerator.liquid_frac.get() <= 0.0 {
                0.0
            } else {
                accelerator.liquid_frac.get()
            };
        let indoor_loss_mw = chain.indoor_loss_mw(it_mw);
        Self { liquid_mw: liquid_frac * it_mw, air_mw: (1.0 - liquid_frac) * it_mw + indoor_loss_mw, indoor_loss_mw }
    }
}

/// Cooling of an hour.
#[derive(Debug, Clone, Copy)]
struct State {
    power_mw: f64,
    water_m3: f64,
    /// Coolant above its set point, K.
    short_k: f64,
}

/// The cooling plant of a hall at one load, tabulated over the weather.
struct Plant {
    /// Pumps, air handlers and their fans: they do not follow the weather.
    steady_mw: f64,
    /// Chillers of the air side against dry bulb.
    air_chiller_mw: Table,
    liquid: Liquid,
    heat_mw: f64,
}

enum Liquid {
    Dry {
        fan_mw: Table,
        short_k: Table,
        /// Air colder than this needs no pads; air mass flow at full speed, kg/s; pad effectiveness.
        pads: Option<Pads>,
    },
    Tower { fan_mw: Table, short_k: Table, make_up_m3: Table },
    Sea { pump_mw: f64, short_k: Vec<f64>, trim_mw: Vec<f64> },
    Chiller { power_mw: Table },
}

struct Pads {
    enough_c: f64,
    air_kg_per_s: f64,
    effectiveness: f64,
    concentration_ratio: f64,
}

impl Plant {
    fn new(cooling: &CoolingDesign, place: &Place<'_>, sized: &Heat, running: &Heat) -> Result<Self, Error> {
        // facility water enters the coolers warmer than it leaves by the rise; its set point is below the coolant's
        let set_c = cooling.liquid_supply_c - cooling.cdu_approach_k;
        let return_c = set_c + cooling.liquid_rise_k;
        let air_fans_mw = {
            // fans are sized for the full load and follow the cube law, three quarters of them behind a minimum of one half
            let speed = (running.air_mw / sized.air_mw).clamp(0.5, 1.0);
            cooling.crah_fan_w_per_w * sized.air_mw * speed.powi(3)
        };
        let chilled_mw = running.air_mw + air_fans_mw;
        let air_chiller = move |dry_bulb_c: f64| {
            // a water-side economiser takes the share that the outside can: all of it 8 K below the supply
            let share = ((cooling.air_supply_c - 2.0 - dry_bulb_c) / 6.0).clamp(0.0, 1.0);
            let compressed = chilled_mw * (1.0 - share);
            let fans = 0.012 * chilled_mw;
            fans + air_cooled_mw(compressed, cooling.air_supply_c - 8.0, dry_bulb_c, cooling.carnot_frac.get())
        };
        let (cold, hot) = (-45.0, place.hottest_c.max(place.design_c) + 10.0);
        let pumps_mw = (cooling.cdu_pump_w_per_w + cooling.loop_pump_w_per_w) * running.liquid_mw
            + cooling.loop_pump_w_per_w * running.air_mw;
        let fan_full_mw = cooling.cooler_fan_w_per_w * sized.liquid_mw;
        let heat = running.liquid_mw;
        let liquid = match cooling.liquid_sink.as_str() {
            _ if sized.liquid_mw <= 0.0 => Liquid::Chiller { power_mw: Table::of(cold, hot, |_| 0.0) },
            "dry" | "dry_adiabatic" => {
                let padded = cooling.liquid_sink == "dry_adiabatic";
                // pads let the cooler be sized for cooler air; dry ones must bear the hottest hours
                let design_air =
                    if padded { (place.design_c - 4.0).min(set_c - 6.0) } else { place.design_c + cooling.design_margin_k };
                let design_air = design_air.min(set_c - 2.0);
                let cooler = DryCooler::size(sized.liquid_mw, design_air, return_c, set_c);
                let pads = padded.then(|| Pads {
                    enough_c: cooler.warmest_air_c(heat, set_c),
                    air_kg_per_s: cooler.capacity_mw_per_k / 1.006e-3,
                    effectiveness: cooling.pad_frac.get(),
                    concentration_ratio: cooling.concentration_ratio,
                });
                // the fan share of the table is the catalogue's at 35 °C air; a cooler with less driving difference moves
                // more air for the same heat
                let catalogue_k = 46.11 - 35.0;
                let scale = (catalogue_k / (return_c - design_air)).max(0.3);
                let full_mw = fan_full_mw * scale;
                Liquid::Dry {
                    fan_mw: Table::of(cold, hot, |air| full_mw * cooler.work(heat, air, set_c).speed.powi(3)),
                    short_k: Table::of(cold, hot, |air| (cooler.work(heat, air, set_c).leaving_c - set_c).max(0.0)),
                    pads,
                }
            }
            "wet_tower" => {
                let design_wet_bulb = (place.wettest_c + cooling.design_margin_k).min(set_c - 3.0);
                let tower = Tower::size(sized.liquid_mw, design_wet_bulb, return_c, set_c, place.pressure_pa);
                let work = |wet_bulb: f64| tower.work(heat, wet_bulb, set_c);
                let m3 = |kg_per_s: f64| make_up(kg_per_s, cooling.concentration_ratio) * 3.6;
                Liquid::Tower {
                    fan_mw: Table::of(cold, hot, |wet_bulb| fan_full_mw * fan_ratio(work(wet_bulb).speed)),
                    short_k: Table::of(cold, hot, |wet_bulb| (work(wet_bulb).leaving_c - set_c).max(0.0)),
                    make_up_m3: Table::of(cold, hot, |wet_bulb| m3(work(wet_bulb).evaporation_kg_per_s)),
                }
            }
            "sea_water" => {
                let short = |sea: &f64| (sea + SEA_APPROACH_K - set_c).max(0.0);
                Liquid::Sea {
                    pump_mw: cooling.loop_pump_w_per_w * sized.liquid_mw * PUMP_FLOOR,
                    short_k: place.sea_c.iter().map(|_| 0.0).collect(),
                    trim_mw: place
                        .sea_c
                        .iter()
                        .map(|sea| {
                            let share = (short(sea) / cooling.liquid_rise_k).min(1.0);
                            air_cooled_mw(share * heat, set_c, *sea, cooling.carnot_frac.get())
                        })
                        .collect(),
                }
            }
            "chiller" => Liquid::Chiller {
                power_mw: Table::of(cold, hot, |air| {
                    let share = ((set_c - 4.0 - air) / 6.0).clamp(0.0, 1.0);
                    0.012 * heat + air_cooled_mw(heat * (1.0 - share), set_c, air, cooling.carnot_frac.get())
                }),
            },
            other => {
                return Err(Error::UnknownSink { cooling: cooling.id.clone(), sink: other.to_owned() });
            }
        };
        Ok(Self {
            steady_mw: pumps_mw + air_fans_mw,
            air_chiller_mw: Table::of(cold, hot, air_chiller),
            liquid,
            heat_mw: heat,
        })
    }

    fn state(&self, place: &Place<'_>, hour: usize, month: usize) -> State {
        self.at(place.dry_bulb_c[hour], place.wet_bulb_c[hour], month)
    }

    fn at(&self, dry_bulb_c: f64, wet_bulb_c: f64, month: usize) -> State {
        let base_mw = self.steady_mw + self.air_chiller_mw.at(dry_bulb_c);
        match &self.liquid {
            Liquid::Dry { fan_mw, short_k, pads } => {
                let (air_c, water_m3) = match pads {
                    Some(pads) if dry_bulb_c > pads.enough_c => {
                        let depth = (dry_bulb_c - wet_bulb_c).max(0.0);
                        let wanted = dry_bulb_c - pads.enough_c;
                        let cooled_k = wanted.min(pads.effectiveness * depth);
                        // adiabatic: sensible heat given up by the air evaporates the water
                        let evaporated = pads.air_kg_per_s * 1.006e-3 * cooled_k / LATENT_MJ_PER_KG;
                        (dry_bulb_c - cooled_k, make_up(evaporated, pads.concentration_ratio) * 3.6)
                    }
                    _ => (dry_bulb_c, 0.0),
                };
                let at_c = pads.as_ref().map_or(air_c, |pads| if (air_c - pads.enough_c).abs() < 1e-9 { pads.enough_c } else { air_c });
                State { power_mw: base_mw + fan_mw.at(at_c), water_m3, short_k: short_k.at(at_c) }
            }
            Liquid::Tower { fan_mw, short_k, make_up_m3 } => State {
                power_mw: base_mw + fan_mw.at(wet_bulb_c),
                water_m3: make_up_m3.at(wet_bulb_c).max(0.0),
                short_k: short_k.at(wet_bulb_c),
            },
            Liquid::Sea { pump_mw, short_k, trim_mw } => {
                State { power_mw: base_mw + pump_mw + trim_mw[month], water_m3: 0.0, short_k: short_k[month] }
            }
            Liquid::Chiller { power_mw } => {
                State { power_mw: base_mw + power_mw.at(dry_bulb_c), water_m3: 0.0, short_k: 0.0 }
            }
        }
    }

    /// Cooling power in the hottest and wettest hour together: what the connection is sized for.
    fn design_state(&self, place: &Place<'_>) -> f64 {
        let warmest = (0..12).max_by(|a, b| place.sea_c[*a].total_cmp(&place.sea_c[*b])).unwrap_or(6);
        debug_assert!(self.heat_mw >= 0.0);
        self.at(place.hottest_c, place.wettest_c.min(place.hottest_c), warmest).power_mw
    }
}

/// What is given up when the coolant is too warm.
struct Throttle {
    power_frac: f64,
    compute_frac: f64,
}

/// Coolant above the accelerator's limit is met by lowering the power cap: the limit is reached at the set point plus what
/// the class allows, and every kelvin beyond takes `1/(rise)` of the liquid heat away. Throughput follows the cap with the
/// measured law of [`crate::power::capped_throughput`].
fn throttle(accelerator: &Accelerator, cooling: &CoolingDesign, short_k: f64) -> Throttle {
    let over_k = cooling.liquid_supply_c + short_k - accelerator.coolant_max_c.max(cooling.liquid_supply_c);
    if over_k <= 0.0 || accelerator.liquid_frac.get() <= 0.0 {
        return Throttle { power_frac: 0.0, compute_frac: 0.0 };
    }
    let power_frac = (over_k / cooling.liquid_rise_k).min(0.6);
    Throttle { power_frac, compute_frac: 1.0 - crate::power::capped_throughput(1.0 - power_frac, 0.35, 0.36) }
}
