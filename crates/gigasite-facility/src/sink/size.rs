//! Sizing of a sink at its design conditions.

use super::{Sink, Source};
use crate::chiller::Chillers;
use crate::climate::Climate;
use crate::dry_cooler::DryCooler;
use crate::open_water::{OpenWater, WaterLimits};
use crate::tower::{FLOW_RATIO, Tower};
use gigasite_case::facility::CoolingDesign;

/// Smallest approach a dry cooler is built for, K.
const DRY_APPROACH_K: f64 = 5.0;
/// Smallest approach a tower is built for, K: chillerless sites need it.
const WET_APPROACH_K: f64 = 3.0;
/// Range of condenser water, K: the nominal of `YorkCalc`.
const CONDENSER_RANGE_K: f64 = 5.56;
/// Approach of free-cooling coils at full fan speed, K.
const COIL_K: f64 = 5.0;

/// Temperatures and heat a sink is built for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Duty {
    pub(crate) design_mw: f64,
    pub(crate) set_c: f64,
    pub(crate) limit_c: f64,
    pub(crate) rise_k: f64,
}

/// Units in service over duty units, by kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service {
    pub(crate) coolers: f64,
    pub(crate) chillers: f64,
}

impl Sink {
    /// Sizes a sink for its duty in the design hour, or at the limit where the design hour is too hot for the set point.
    /// `None` if no model knows its name.
    pub(crate) fn size(
        name: &str,
        duty: Duty,
        cooling: &CoolingDesign,
        climate: &Climate<'_>,
        service: Service,
    ) -> Option<Self> {
        let Duty { design_mw, set_c, limit_c, rise_k } = duty;
        let units = service.coolers;
        let source = match name {
            "dry" | "dry_adiabatic" => {
                let pads = if name == "dry" { 0.0 } else { cooling.pad_frac.get() };
                // pads stand in for the rest, so the set point is what the coolers are sized at
                let hot_c = climate.hot_c + cooling.design_margin_k;
                let most_c = if pads > 0.0 { set_c } else { limit_c };
                let out_c = (hot_c + DRY_APPROACH_K).clamp(set_c, most_c);
                let air_c = hot_c.min(out_c - DRY_APPROACH_K);
                let cooler = DryCooler::size(design_mw, air_c, out_c + rise_k, out_c).with_units(units);
                Source::Dry { cooler, pads }
            }
            "chiller" => Source::Coils { coil: DryCooler::size(1.0, set_c - COIL_K, set_c + rise_k, set_c) },
            "wet_tower" | "wet_tower_chiller" => {
                let chilled = name == "wet_tower_chiller";
                let exchanger_k = if chilled { cooling.economiser_approach_k } else { 0.0 };
                let hot_c = climate.wet_c.2 + cooling.design_margin_k;
                // behind chillers a tower is built for its own approach, whatever the set point
                let out_c = if chilled {
                    hot_c + cooling.tower_approach_k
                } else {
                    (hot_c + WET_APPROACH_K).clamp(set_c, limit_c)
                };
                let wet_c = if chilled { hot_c } else { hot_c.min(out_c - WET_APPROACH_K) };
                let pressure_pa = climate.pressure_pa();
                let range_k = if chilled { CONDENSER_RANGE_K } else { rise_k };
                let tower = Tower::size(design_mw, wet_c, out_c + range_k, out_c, pressure_pa, FLOW_RATIO);
                Source::Tower { tower: tower.with_units(units), exchanger_k }
            }
            "sea_water" | "sea_water_chiller" => Source::Water {
                intake: OpenWater::size(
                    design_mw,
                    climate.warmest_water_c(),
                    WaterLimits {
                        discharge_max_c: cooling.discharge_max_c,
                        rise_max_k: cooling.discharge_rise_max_k,
                    },
                    cooling.cooler_fan_w_per_w * design_mw,
                    cooling.intake_static_frac.get(),
                    units,
                ),
            },
            _ => return None,
        };
        let chillers = name.ends_with("chiller").then(|| Chillers {
            design_mw,
            set_c,
            carnot_frac: cooling.carnot_frac.get(),
            units_ratio: service.chillers,
        });
        let fan_mw = match source {
            Source::Water { .. } => 0.0,
            _ => cooling.cooler_fan_w_per_w * design_mw,
        };
        Some(Self {
            source,
            chillers,
            fan_mw,
            units_ratio: units,
            design_mw,
            set_c,
            limit_c,
            rise_k,
            floor_ratio: cooling.pump_floor_ratio,
            drift_frac: cooling.drift_frac.get(),
        })
    }
}
