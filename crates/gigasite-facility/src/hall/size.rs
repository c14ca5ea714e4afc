//! Sizing of a hall and its tables.

use super::air_side::{AirSide, HANDLER_K, Handlers};
use super::{CAPTURED, Hall, Liquid, OFF, Tables};
use crate::Error;
use crate::chain::{Chain, Options};
use crate::climate::Climate;
use crate::power::HallIt;
use crate::pump::{Pump, in_service_ratio};
use crate::sink::{Duty, Service, Sink, Tabled};
use gigasite_case::facility::{Accelerator, CoolingDesign, PowerStage};

/// Below this the loops to dry coolers carry glycol, °C (equations 1.7).
const GLYCOL_BELOW_C: f64 = -5.0;
/// Heat capacity of a 25–35 % mixture over that of water (same place: −6 … −10 %).
const GLYCOL_CAPACITY: f64 = 0.92;
/// Levels of heat between which tables are interpolated when hand-over, or load beyond a few values, vary.
const LEVELS: usize = 33;

/// Evenly spaced values from `low` to `high`.
fn evenly(low: f64, high: f64, count: usize) -> Vec<f64> {
    (0..count).map(|i| low + (high - low) * i as f64 / (count - 1) as f64).collect()
}

/// Levels of IT power that tables are made for: every value where there are few, else evenly spaced ones.
pub(crate) fn it_levels_mw(asked_mw: &[f64]) -> Vec<f64> {
    let mut levels = asked_mw.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    match (levels.first(), levels.last()) {
        (Some(low), Some(high)) if levels.len() > LEVELS => evenly(*low, *high, LEVELS),
        _ => levels,
    }
}

/// Refuses what the equations divide by.
fn check(cooling: &CoolingDesign) -> Result<(), Error> {
    let units = cooling.units_count as f64;
    for (column, value, holds, expected) in [
        ("liquid_rise_k", cooling.liquid_rise_k, cooling.liquid_rise_k > 0.0, "more than 0"),
        ("units_count", units, units >= 1.0, "at least 1"),
        (
            "concentration_ratio",
            cooling.concentration_ratio,
            cooling.concentration_ratio > 1.0,
            "more than 1",
        ),
        (
            "discharge_rise_max_k",
            cooling.discharge_rise_max_k,
            cooling.discharge_rise_max_k > 0.0,
            "more than 0",
        ),
        ("carnot_frac", cooling.carnot_frac.get(), cooling.carnot_frac.get() > 0.0, "more than 0"),
    ] {
        if !holds {
            return Err(Error::Column { cooling: cooling.id.clone(), column, value, expected });
        }
    }
    Ok(())
}

/// The highest load up to `most_mw` that is carried, by halving.
fn highest(most_mw: f64, carried: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, most_mw);
    if carried(high) {
        return f64::INFINITY;
    }
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if carried(middle) { low = middle } else { high = middle }
    }
    low
}

/// Units out of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lost {
    /// Pumps of every loop.
    pub pumps: usize,
    /// Chillers of every plant.
    pub chillers: usize,
    /// Dry coolers, tower cells, intakes.
    pub coolers: usize,
    /// Modules of the UPS.
    pub ups: usize,
}

/// What is chosen beside accelerator and cooling design.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// Kind of UPS and sharing of units.
    pub chain: Options,
    /// Units out of service.
    pub lost: Lost,
}

impl Hall {
    /// Sizes chain and plant for the provisioned IT power, then takes out what is lost.
    ///
    /// # Errors
    /// A sink that no model knows; a chain without the UPS asked for, or with too few units left.
    pub(crate) fn size(
        it: HallIt,
        accelerator: &Accelerator,
        cooling: &CoolingDesign,
        stages: &[PowerStage],
        overhead_ratio: f64,
        climate: &Climate<'_>,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let unknown = |sink: &str| Error::UnknownSink { cooling: cooling.id.clone(), sink: sink.to_owned() };
        check(cooling)?;
        let (duty, spare, lost) = (cooling.units_count, cooling.spare_count, settings.lost);
        let units = duty + spare;
        for (what, lost) in [("coolers", lost.coolers), ("chillers", lost.chillers), ("pumps", lost.pumps)] {
            if lost >= units {
                return Err(Error::NothingLeft { what, units, lost });
            }
        }
        let service = Service {
            coolers: in_service_ratio(duty, spare, lost.coolers),
            chillers: in_service_ratio(duty, spare, lost.chillers),
        };
        let pumps_ratio = in_service_ratio(duty, spare, lost.pumps);
        let pump = |design_mw: f64| Pump {
            design_mw,
            static_frac: cooling.loop_static_frac.get(),
            floor_ratio: cooling.pump_floor_ratio,
        };
        let it_mw = it.provisioned_mw;
        let share = match (accelerator.liquid_frac.get(), cooling.all_liquid.as_str()) {
            (share, _) if share <= 0.0 => 0.0,
            // rear doors and cold plates take network and storage as well
            (_, "yes") => 1.0,
            (share, _) => share / (1.0 + overhead_ratio),
        };
        let liquid = if share > 0.0 {
            let liquid_it_mw = share * it_mw;
            let glycol = cooling.liquid_sink.starts_with("dry") && climate.air_c.0 < GLYCOL_BELOW_C;
            let thicker = if glycol { GLYCOL_CAPACITY.powi(-3) } else { 1.0 };
            // the pumps at the racks run at constant flow (RAPS: constant power per unit)
            let cdu = Pump { floor_ratio: 1.0, ..pump(cooling.cdu_pump_w_per_w * liquid_it_mw) };
            let facility = pump(cooling.loop_pump_w_per_w * liquid_it_mw * thicker);
            let wanted = Duty {
                design_mw: liquid_it_mw + cdu.design_mw + facility.design_mw,
                set_c: cooling.liquid_supply_c.min(accelerator.coolant_max_c) - cooling.cdu_approach_k,
                limit_c: accelerator.coolant_max_c - cooling.cdu_approach_k,
                rise_k: cooling.liquid_rise_k,
            };
            let sink = Sink::size(&cooling.liquid_sink, wanted, cooling, climate, service)
                .ok_or_else(|| unknown(&cooling.liquid_sink))?;
            let most_flow_ratio = pumps_ratio.min(1.0);
            let cdu_approach_k = cooling.cdu_approach_k;
            Some(Liquid {
                sink,
                share,
                design_it_mw: liquid_it_mw,
                cdu,
                facility,
                most_flow_ratio,
                cdu_approach_k,
            })
        } else {
            None
        };
        let draft = Chain::with(stages, it_mw, it_mw, settings.chain)?;
        let room_mw = (1.0 - share) * it_mw + draft.indoor_loss_mw(it_mw);
        let handlers = Handlers {
            design_heat_mw: room_mw,
            fan_mw: cooling.crah_fan_w_per_w * room_mw,
            units_ratio: in_service_ratio(duty, spare, 0),
        };
        let air = if cooling.air_sink == "outside_air" {
            AirSide::Outside {
                set_c: cooling.air_supply_c + HANDLER_K,
                limit_c: cooling.air_limit_c,
                pads: cooling.pad_frac.get(),
            }
        } else {
            let chilled = pump(cooling.loop_pump_w_per_w * room_mw);
            let wanted = Duty {
                design_mw: room_mw + handlers.fan_mw + chilled.design_mw,
                set_c: cooling.air_supply_c,
                limit_c: cooling.air_limit_c - HANDLER_K,
                rise_k: cooling.liquid_rise_k,
            };
            let sink = Sink::size(&cooling.air_sink, wanted, cooling, climate, service)
                .ok_or_else(|| unknown(&cooling.air_sink))?;
            AirSide::Handlers { sink, pump: chilled }
        };
        let mut hall = Self {
            it,
            chain: draft,
            liquid,
            air,
            handlers,
            concentration_ratio: cooling.concentration_ratio,
            most_powered_mw: f64::INFINITY,
            design_hour: climate.design_hour(cooling.design_margin_k),
        };
        let peak = hall.at_peak();
        let behind_mw = peak.it_mw + peak.indoor_loss_mw + peak.cooling_mw();
        hall.chain = Chain::with(stages, it_mw, behind_mw, settings.chain)?;
        if lost.ups > 0 {
            hall.chain = hall.chain.lose(settings.chain.ups.row(), lost.ups)?;
            hall.most_powered_mw = highest(it_mw, |mw| hall.chain.check(mw, 0.0).is_ok());
        }
        Ok(hall)
    }

    /// Tabulates the sinks for rising levels of IT power, with or without hand-over of heat.
    pub(crate) fn tables(&self, climate: &Climate<'_>, it_levels_mw: &[f64], hands_over: bool) -> Tables {
        let low_mw = it_levels_mw.first().copied().unwrap_or(self.it.mean_mw);
        let high_mw = it_levels_mw.last().copied().unwrap_or(self.it.mean_mw);
        let liquid = self.liquid.as_ref().map(|liquid| {
            let levels: Vec<f64> = if hands_over {
                let low = ((1.0 - CAPTURED) * liquid.heat_mw(low_mw)).max(OFF * liquid.sink.design_mw);
                evenly(low, liquid.heat_mw(high_mw), LEVELS)
            } else {
                it_levels_mw.iter().map(|it_mw| liquid.heat_mw(*it_mw)).collect()
            };
            Tabled::of(&liquid.sink, &levels, climate)
        });
        let air = match &self.air {
            AirSide::Handlers { sink, pump } => {
                let heat = |it_mw: f64| {
                    let room_mw = self.room_mw(it_mw);
                    let flow = pump.flow_ratio(room_mw / self.handlers.design_heat_mw.max(f64::MIN_POSITIVE));
                    room_mw + self.handlers.power_mw(room_mw) + pump.power_mw(flow)
                };
                let levels: Vec<f64> = it_levels_mw.iter().map(|it_mw| heat(*it_mw)).collect();
                Some(Tabled::of(sink, &levels, climate))
            }
            AirSide::Outside { .. } => None,
        };
        Tables { liquid, air }
    }
}
