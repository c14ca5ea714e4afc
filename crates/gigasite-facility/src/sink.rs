//! Where the heat of the liquid loop goes.

use crate::chiller::Plant;
use crate::climate::{Climate, Outdoors};
use crate::dry_cooler::DryCooler;
use crate::psychro::{humidity_ratio, humidity_ratio_from_wet_bulb};
use crate::table::Table;
use crate::tower::{FLOW_RATIO, Tower, fan_ratio};
use gigasite_case::facility::{Accelerator, CoolingDesign};

/// Smallest approach a dry cooler is built for, K.
const DRY_APPROACH_K: f64 = 5.0;
/// Smallest approach a tower is built for, K: chillerless sites need it.
const WET_APPROACH_K: f64 = 3.0;
/// Approach of the heat exchanger to sea, lake or river at design heat, K.
const WATER_APPROACH_K: f64 = 2.0;

#[derive(Debug, Clone, Copy)]
enum Kind {
    Dry { cooler: DryCooler, fan_mw: f64, pads: f64 },
    Tower { tower: Tower, fan_mw: f64 },
    Water,
    Chilled(Plant),
}

/// The sink of a hall's liquid loop, sized.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sink {
    kind: Kind,
    design_mw: f64,
    /// Facility water leaves the sink at this temperature, if the weather allows.
    set_c: f64,
    /// Facility water may be this warm before the accelerators throttle.
    limit_c: f64,
}

/// What the sink does in an hour.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rejection {
    pub(crate) fan_mw: f64,
    pub(crate) compressor_mw: f64,
    pub(crate) evaporation_kg_per_s: f64,
    /// Heat the sink could take at its limit; below the heat there is only when the limit is passed.
    pub(crate) most_mw: f64,
}

/// What depends on one temperature alone: of the air (dry cooler, chilled water) or of the wet bulb (tower).
#[derive(Debug, Clone, Copy)]
struct State {
    fan_ratio: f64,
    leaving_c: f64,
    air_kg_per_s: f64,
    leaving_ratio: f64,
}

/// [`State`] tabulated at one heat.
#[derive(Debug)]
pub(crate) struct Tabled {
    heat_mw: f64,
    warmest_c: f64,
    fan_ratio: Table,
    leaving_c: Table,
    air_kg_per_s: Table,
    leaving_ratio: Table,
}

impl Sink {
    /// Sizes the sink for `design_mw` in the design hour, or at the coolant limit where the design hour is too hot for the
    /// set point. `None` if no model knows it.
    pub(crate) fn size(
        cooling: &CoolingDesign,
        accelerator: &Accelerator,
        climate: &Climate<'_>,
        design_mw: f64,
    ) -> Option<Self> {
        let set_c = cooling.liquid_supply_c.min(accelerator.coolant_max_c) - cooling.cdu_approach_k;
        let limit_c = accelerator.coolant_max_c - cooling.cdu_approach_k;
        let rise_k = cooling.liquid_rise_k;
        let hour = climate.design_hour(cooling.design_margin_k);
        let fan_mw = cooling.cooler_fan_w_per_w * design_mw;
        let kind = match cooling.liquid_sink.as_str() {
            "dry" | "dry_adiabatic" => {
                let pads = if cooling.liquid_sink == "dry" { 0.0 } else { cooling.pad_frac.get() };
                // pads stand in for the rest, so the set point is what the coolers are sized at
                let hot_c = climate.hot_c + cooling.design_margin_k;
                let most_c = if pads > 0.0 { set_c } else { limit_c };
                let out_c = (hot_c + DRY_APPROACH_K).clamp(set_c, most_c);
                let air_c = hot_c.min(out_c - DRY_APPROACH_K);
                let cooler = DryCooler::size(design_mw, air_c, out_c + rise_k, out_c);
                Kind::Dry { cooler, fan_mw, pads }
            }
            "wet_tower" => {
                let hot_c = climate.wet_c.2 + cooling.design_margin_k;
                let out_c = (hot_c + WET_APPROACH_K).clamp(set_c, limit_c);
                let wet_c = hot_c.min(out_c - WET_APPROACH_K);
                let tower =
                    Tower::size(design_mw, wet_c, out_c + rise_k, out_c, climate.pressure_pa(), FLOW_RATIO);
                Kind::Tower { tower, fan_mw }
            }
            "sea_water" => Kind::Water,
            "chiller" => Kind::Chilled(Plant::size(
                design_mw,
                set_c,
                rise_k,
                hour.air_c,
                cooling.carnot_frac.get(),
                cooling.cooler_fan_w_per_w,
            )),
            _ => return None,
        };
        Some(Self { kind, design_mw, set_c, limit_c })
    }

    fn state(&self, heat_mw: f64, source_c: f64) -> State {
        let mut state =
            State { fan_ratio: 1.0, leaving_c: self.set_c, air_kg_per_s: 0.0, leaving_ratio: 0.0 };
        match self.kind {
            Kind::Dry { cooler, .. } => {
                let work = cooler.work(heat_mw, source_c, self.set_c);
                state.fan_ratio = work.speed.powi(3);
                state.leaving_c = work.leaving_c;
            }
            Kind::Tower { tower, .. } => {
                let work = tower.work(heat_mw, source_c, self.set_c);
                state.fan_ratio = fan_ratio(work.speed);
                state.leaving_c = work.leaving_c;
                state.air_kg_per_s = work.air_kg_per_s;
                state.leaving_ratio = work.leaving_ratio;
            }
            Kind::Chilled(plant) => state.fan_ratio = plant.coil_fan_ratio(source_c),
            Kind::Water => {}
        }
        state
    }

    /// Warmest source at which the sink holds its set point without anything beyond fans.
    fn warmest_c(&self, heat_mw: f64) -> f64 {
        match self.kind {
            Kind::Dry { cooler, .. } => cooler.warmest_air_c(heat_mw, self.set_c),
            Kind::Tower { tower, .. } => {
                let miss = |wet_bulb: f64| tower.coldest_c(heat_mw, wet_bulb) - self.set_c;
                crate::root::bracketed(self.set_c - 40.0, self.set_c - 0.05, 1e-7, miss)
            }
            Kind::Chilled(plant) => plant.free_below_c(),
            Kind::Water => self.set_c,
        }
    }

    /// Tabulates the sink at one heat for the temperatures of a site.
    pub(crate) fn tabled(&self, heat_mw: f64, climate: &Climate<'_>) -> Tabled {
        let (low_c, high_c) = match self.kind {
            Kind::Tower { .. } => (climate.wet_c.0, climate.wet_c.1),
            _ => climate.air_c,
        };
        let warmest_c = self.warmest_c(heat_mw);
        // up to the kink only; what lies beyond is worked out exactly
        let to_c = warmest_c.min(high_c);
        let nodes = Table::of(low_c, to_c, |c| c);
        let states: Vec<State> = nodes.nodes().map(|c| self.state(heat_mw, c)).collect();
        let column = |pick: fn(&State) -> f64| nodes.with(states.iter().map(pick).collect());
        Tabled {
            heat_mw,
            warmest_c,
            fan_ratio: column(|state| state.fan_ratio),
            leaving_c: column(|state| state.leaving_c),
            air_kg_per_s: column(|state| state.air_kg_per_s),
            leaving_ratio: column(|state| state.leaving_ratio),
        }
    }

    /// Rejects `heat_mw`, worked out exactly.
    pub(crate) fn reject(&self, heat_mw: f64, outdoors: &Outdoors) -> Rejection {
        self.reject_by(heat_mw, outdoors, self.warmest_c(heat_mw), &|source| self.state(heat_mw, source))
    }

    /// Rejects the tabulated heat, from the table where one temperature decides.
    pub(crate) fn reject_tabled(&self, tabled: &Tabled, outdoors: &Outdoors) -> Rejection {
        self.reject_by(tabled.heat_mw, outdoors, tabled.warmest_c, &|source| {
            if source > tabled.warmest_c {
                return self.state(tabled.heat_mw, source);
            }
            State {
                fan_ratio: tabled.fan_ratio.at(source),
                leaving_c: tabled.leaving_c.at(source),
                air_kg_per_s: tabled.air_kg_per_s.at(source),
                leaving_ratio: tabled.leaving_ratio.at(source),
            }
        })
    }

    fn reject_by(
        &self,
        heat_mw: f64,
        outdoors: &Outdoors,
        warmest_c: f64,
        state: &dyn Fn(f64) -> State,
    ) -> Rejection {
        let nothing = Rejection { most_mw: heat_mw, ..Rejection::default() };
        match self.kind {
            Kind::Dry { fan_mw, .. } if outdoors.air_c <= warmest_c => {
                Rejection { fan_mw: fan_mw * state(outdoors.air_c).fan_ratio, ..nothing }
            }
            Kind::Dry { cooler, fan_mw, pads } => {
                let cooled_k = if pads > 0.0 {
                    (pads * (outdoors.air_c - outdoors.wet_bulb_c())).clamp(0.0, outdoors.air_c - warmest_c)
                } else {
                    0.0
                };
                let entering_c = outdoors.air_c - cooled_k;
                let evaporation_kg_per_s = if cooled_k > 0.0 {
                    let wet_bulb = outdoors.wet_bulb_c();
                    let line = |c: f64| humidity_ratio_from_wet_bulb(c, wet_bulb, outdoors.pressure_pa);
                    cooler.air_kg_per_s() * (line(entering_c) - line(outdoors.air_c))
                } else {
                    0.0
                };
                let over = cooler.leaving_c(heat_mw, entering_c, 1.0) > self.limit_c + 1e-6;
                let most_mw = if over { cooler.most_heat_mw(entering_c, self.limit_c) } else { heat_mw };
                Rejection { fan_mw, compressor_mw: 0.0, evaporation_kg_per_s, most_mw }
            }
            Kind::Tower { tower, fan_mw } => {
                let wet_bulb = outdoors.wet_bulb_c();
                let at = state(wet_bulb);
                let entering = humidity_ratio(outdoors.air_c, outdoors.humidity_frac, outdoors.pressure_pa);
                let over = at.leaving_c > self.limit_c + 1e-6;
                Rejection {
                    fan_mw: fan_mw * at.fan_ratio,
                    compressor_mw: 0.0,
                    evaporation_kg_per_s: at.air_kg_per_s * (at.leaving_ratio - entering).max(0.0),
                    most_mw: if over { tower.most_heat_mw(heat_mw, wet_bulb, self.limit_c) } else { heat_mw },
                }
            }
            Kind::Water => {
                let most_mw = self.design_mw * (self.limit_c - outdoors.water_c) / WATER_APPROACH_K;
                Rejection { most_mw: most_mw.clamp(0.0, heat_mw), ..nothing }
            }
            Kind::Chilled(plant) => {
                let free = outdoors.air_c <= warmest_c;
                let coil = if free { state(outdoors.air_c).fan_ratio } else { 1.0 };
                let work = plant.work(heat_mw, outdoors.air_c, coil);
                Rejection { fan_mw: work.fan_mw, compressor_mw: work.compressor_mw, ..nothing }
            }
        }
    }
}
