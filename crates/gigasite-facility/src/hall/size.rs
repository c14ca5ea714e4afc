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
/// Levels of heat between which tables are interpolated when load or hand-over vary.
const LEVELS: usize = 13;

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
        let (duty, spare, lost) = (cooling.units_count, cooling.spare_count, settings.lost);
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
            design_hour: climate.design_hour(cooling.design_margin_k),
        };
        let peak = hall.at_peak();
        let behind_mw = peak.it_mw + peak.indoor_loss_mw + peak.cooling_mw();
        hall.chain = Chain::with(stages, it_mw, behind_mw, settings.chain)?;
        if lost.ups > 0 {
            hall.chain = hall.chain.lose(settings.chain.ups.row(), lost.ups)?;
            hall.chain.check(it_mw, behind_mw)?;
        }
        Ok(hall)
    }

    /// Tabulates the sinks for IT power between `low_mw` and `high_mw`, with or without hand-over of heat.
    pub(crate) fn tables(
        &self,
        climate: &Climate<'_>,
        (low_mw, high_mw): (f64, f64),
        hands_over: bool,
    ) -> Tables {
        let levels = |low: f64, high: f64, design: f64| -> Vec<f64> {
            let low = low.max(OFF * design);
            if high - low < 1e-9 * design {
                return vec![high];
            }
            (0..LEVELS).map(|i| low + (high - low) * i as f64 / (LEVELS - 1) as f64).collect()
        };
        let liquid = self.liquid.as_ref().map(|liquid| {
            let kept = if hands_over { 1.0 - CAPTURED } else { 1.0 };
            let (low, high) = (kept * liquid.heat_mw(low_mw), liquid.heat_mw(high_mw));
            Tabled::of(&liquid.sink, &levels(low, high, liquid.sink.design_mw), climate)
        });
        let air = match &self.air {
            AirSide::Handlers { sink, pump } => {
                let heat = |it_mw: f64| {
                    let room_mw = self.room_mw(it_mw);
                    let flow = pump.flow_ratio(room_mw / self.handlers.design_heat_mw.max(f64::MIN_POSITIVE));
                    room_mw + self.handlers.power_mw(room_mw) + pump.power_mw(flow)
                };
                Some(Tabled::of(sink, &levels(heat(low_mw), heat(high_mw), sink.design_mw), climate))
            }
            AirSide::Outside { .. } => None,
        };
        Tables { liquid, air }
    }
}
