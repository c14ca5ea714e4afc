//! A sink at one heat: what it does in a given weather.

use super::{Rejection, Sink, Source};
use crate::climate::Outdoors;
use crate::dry_cooler::DryCooler;
use crate::open_water::OpenWater;
use crate::psychro::{humidity_ratio, humidity_ratio_from_wet_bulb};
use crate::root::bracketed;
use crate::table::Blend;
use crate::tower::{Tower, fan_ratio};

/// Condensers of air-cooled machines leave this much above the outdoor air, K (equations 1.10).
const CONDENSER_K: f64 = 12.0;
/// Fixed-point rounds for the compressor heat that a tower must take as well; the loop contracts by 1/COP a round.
const ROUNDS: usize = 6;

/// What depends on one temperature alone: of the air (dry) or of the wet bulb (tower).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct State {
    fan_mw: f64,
    compressor_mw: f64,
    leaving_c: f64,
    chilled_mw: f64,
    speed: f64,
    air_kg_per_s: f64,
    leaving_ratio: f64,
}

impl Blend for State {
    fn blend(&self, other: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + share * (b - a);
        Self {
            fan_mw: mix(self.fan_mw, other.fan_mw),
            compressor_mw: mix(self.compressor_mw, other.compressor_mw),
            leaving_c: mix(self.leaving_c, other.leaving_c),
            chilled_mw: mix(self.chilled_mw, other.chilled_mw),
            speed: mix(self.speed, other.speed),
            air_kg_per_s: mix(self.air_kg_per_s, other.air_kg_per_s),
            leaving_ratio: mix(self.leaving_ratio, other.leaving_ratio),
        }
    }
}

/// A sink that takes `heat_mw`, its water flow set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtHeat {
    pub(super) sink: Sink,
    pub(super) heat_mw: f64,
    /// Water comes back from the load at this temperature.
    return_c: f64,
    /// Warmest source temperature at which the set point is held without chillers, pads or throttling.
    pub(super) warmest_c: f64,
    /// Highest fan speed: spares run along, but the plant never draws more than its duty fans at full speed.
    top_speed: f64,
}

impl Sink {
    /// The sink at a heat.
    pub(crate) fn at(&self, heat_mw: f64) -> AtHeat {
        let mut sink = *self;
        let flow = (heat_mw / self.design_mw).max(self.floor_ratio);
        let mut top_speed = self.units_ratio.max(1.0).powf(-1.0 / 3.0);
        match &mut sink.source {
            Source::Dry { cooler, .. } => *cooler = cooler.at_flow(flow),
            Source::Tower { tower, .. } => {
                *tower = tower.at_flow(flow);
                let over = |speed: f64| self.units_ratio * fan_ratio(speed) - 1.0;
                top_speed = if self.units_ratio > 1.0 { bracketed(0.1, 1.0, 1e-9, over) } else { 1.0 };
            }
            Source::Coils { .. } | Source::Water { .. } => {}
        }
        let return_c = self.set_c + self.rise_k * (heat_mw / self.design_mw) / flow;
        let mut at = AtHeat { sink, heat_mw, return_c, warmest_c: f64::NAN, top_speed };
        at.warmest_c = at.warmest();
        at
    }
}

impl AtHeat {
    fn warmest(&self) -> f64 {
        let set_c = self.sink.set_c;
        match self.sink.source {
            Source::Dry { cooler, .. } => {
                let miss = |air| cooler.leaving_c(self.heat_mw, air, self.top_speed) - set_c;
                bracketed(set_c - 150.0, set_c, 1e-7, miss)
            }
            Source::Coils { coil } => coil.warmest_air_c(1.0, set_c),
            Source::Tower { tower, exchanger_k } => {
                let wanted_c = set_c - exchanger_k;
                let miss = |wet| tower.at_speed_c(self.heat_mw, wet, self.top_speed) - wanted_c;
                bracketed(wanted_c - 60.0, wanted_c - 0.05, 1e-7, miss)
            }
            Source::Water { .. } => set_c,
        }
    }

    /// Source temperatures where the law changes: end of free cooling, and its last trace.
    pub(super) fn kinks(&self) -> Vec<f64> {
        let mut kinks = vec![self.warmest_c];
        if self.sink.chillers.is_some() {
            kinks.push(match self.sink.source {
                Source::Tower { tower, exchanger_k } => {
                    let miss = |wet: f64| {
                        let tower_c = self.mechanical(tower, exchanger_k, wet).leaving_c;
                        tower_c + exchanger_k - self.return_c
                    };
                    bracketed(self.warmest_c, self.return_c - 0.05, 1e-6, miss)
                }
                _ => self.return_c,
            });
        }
        kinks
    }

    /// Works the sink where one temperature decides; `source_c` of the air (dry) or the wet bulb (tower).
    pub(super) fn state(&self, source_c: f64) -> State {
        match self.sink.source {
            Source::Dry { cooler, .. } => self.dry(cooler, source_c),
            Source::Coils { coil } => self.coils(coil, source_c),
            Source::Tower { tower, exchanger_k } => self.tower(tower, exchanger_k, source_c),
            Source::Water { .. } => State { leaving_c: self.sink.set_c, ..State::default() },
        }
    }

    fn fans_mw(&self, ratio: f64) -> f64 {
        self.sink.fan_mw * self.sink.units_ratio * ratio
    }

    fn dry(&self, cooler: DryCooler, air_c: f64) -> State {
        if air_c >= self.warmest_c {
            let speed = self.top_speed;
            let leaving_c = cooler.leaving_c(self.heat_mw, air_c, speed);
            return State { fan_mw: self.fans_mw(speed.powi(3)), leaving_c, speed, ..State::default() };
        }
        let work = cooler.work(self.heat_mw, air_c, self.sink.set_c);
        let fan_mw = self.fans_mw(work.speed.powi(3));
        State { fan_mw, leaving_c: work.leaving_c, speed: work.speed, ..State::default() }
    }

    /// Coils and condensers are switched with load: every unit in service runs at its design heat.
    fn coils(&self, coil: DryCooler, air_c: f64) -> State {
        let in_service_mw = self.sink.fan_mw * self.heat_mw / self.sink.design_mw;
        let set_c = self.sink.set_c;
        if air_c <= self.warmest_c {
            let speed = coil.work(1.0, air_c, set_c).speed;
            return State {
                fan_mw: in_service_mw * speed.powi(3),
                leaving_c: set_c,
                speed,
                ..State::default()
            };
        }
        let return_c = set_c + self.sink.rise_k;
        let reached_c = return_c - coil.water_effectiveness(air_c, 1.0) * (return_c - air_c).max(0.0);
        let free = ((return_c - reached_c) / (return_c - set_c)).clamp(0.0, 1.0);
        let chilled_mw = self.heat_mw * (1.0 - free);
        State {
            fan_mw: in_service_mw,
            compressor_mw: self.compressor_mw(chilled_mw, air_c + CONDENSER_K),
            leaving_c: set_c,
            chilled_mw,
            speed: 1.0,
            ..State::default()
        }
    }

    fn compressor_mw(&self, chilled_mw: f64, condenser_c: f64) -> f64 {
        self.sink.chillers.map_or(0.0, |chillers| chillers.compressor_mw(chilled_mw, condenser_c))
    }

    fn free_frac(&self, reached_c: f64) -> f64 {
        ((self.return_c - reached_c) / (self.return_c - self.sink.set_c)).clamp(0.0, 1.0)
    }

    /// A tower at top speed with the compressors' heat on it; `leaving_c` is the tower's water.
    fn mechanical(&self, tower: Tower, exchanger_k: f64, wet_bulb_c: f64) -> State {
        let (mut compressor_mw, mut chilled_mw) = (0.0, 0.0);
        let mut worked = tower.at_fan_speed(self.heat_mw, wet_bulb_c, self.top_speed);
        for _ in 0..ROUNDS {
            let total_mw = self.heat_mw + compressor_mw;
            worked = tower.at_fan_speed(total_mw, wet_bulb_c, self.top_speed);
            chilled_mw = self.heat_mw * (1.0 - self.free_frac(worked.leaving_c + exchanger_k));
            let condenser_c = worked.leaving_c + tower.range_k(total_mw);
            let next_mw = self.compressor_mw(chilled_mw, condenser_c);
            let done = (next_mw - compressor_mw).abs() < 1e-9 * self.heat_mw;
            compressor_mw = next_mw;
            if done {
                break;
            }
        }
        State {
            fan_mw: self.fans_mw(fan_ratio(self.top_speed)),
            compressor_mw,
            leaving_c: worked.leaving_c,
            chilled_mw,
            speed: self.top_speed,
            air_kg_per_s: worked.air_kg_per_s,
            leaving_ratio: worked.leaving_ratio,
        }
    }

    fn tower(&self, tower: Tower, exchanger_k: f64, wet_bulb_c: f64) -> State {
        let set_c = self.sink.set_c;
        if wet_bulb_c >= self.warmest_c {
            let state = self.mechanical(tower, exchanger_k, wet_bulb_c);
            let leaving_c = if self.sink.chillers.is_some() { set_c } else { state.leaving_c };
            return State { leaving_c, ..state };
        }
        let worked = tower.work(self.heat_mw, wet_bulb_c, set_c - exchanger_k);
        State {
            fan_mw: self.fans_mw(fan_ratio(worked.speed)),
            leaving_c: set_c,
            speed: worked.speed,
            air_kg_per_s: worked.air_kg_per_s,
            leaving_ratio: worked.leaving_ratio,
            ..State::default()
        }
    }

    /// Works the sink in a weather, exactly.
    pub(crate) fn reject(&self, outdoors: &Outdoors) -> Rejection {
        self.reject_by(outdoors, &|source_c| self.state(source_c))
    }

    /// The same with the states of a table.
    pub(super) fn reject_by(&self, outdoors: &Outdoors, state: &dyn Fn(f64) -> State) -> Rejection {
        match self.sink.source {
            Source::Dry { cooler, pads } => {
                if pads > 0.0 && outdoors.air_c > self.warmest_c {
                    return self.wetted(cooler, pads, outdoors);
                }
                let at = state(outdoors.air_c);
                let most = || cooler.most_heat_mw(outdoors.air_c, self.sink.limit_c, self.top_speed);
                self.rejection(&at, &most)
            }
            Source::Coils { .. } => self.rejection(&state(outdoors.air_c), &|| self.heat_mw),
            Source::Tower { tower, .. } => {
                let wet_bulb = outdoors.wet_bulb_c();
                let at = state(wet_bulb);
                let entering = humidity_ratio(outdoors.air_c, outdoors.humidity_frac, outdoors.pressure_pa);
                let most = || tower.most_heat_mw(self.heat_mw, wet_bulb, self.sink.limit_c, self.top_speed);
                Rejection {
                    evaporation_kg_per_s: at.air_kg_per_s * (at.leaving_ratio - entering).max(0.0),
                    drift_kg_per_s: self.sink.drift_frac * tower.water_kg_per_s() * at.speed,
                    ..self.rejection(&at, &most)
                }
            }
            Source::Water { intake } => self.water(intake, outdoors.water_c),
        }
    }

    /// What a state means, limits held against it.
    fn rejection(&self, at: &State, most: &dyn Fn() -> f64) -> Rejection {
        let chilled_most = self.sink.chillers.map_or(f64::INFINITY, |chillers| chillers.most_mw());
        let most_mw = if at.leaving_c > self.sink.limit_c + 1e-6 {
            most()
        } else if at.chilled_mw > chilled_most {
            self.heat_mw * chilled_most / at.chilled_mw
        } else {
            f64::INFINITY
        };
        Rejection {
            fan_mw: at.fan_mw,
            compressor_mw: at.compressor_mw,
            leaving_c: at.leaving_c,
            free_frac: 1.0 - at.chilled_mw / self.heat_mw.max(f64::MIN_POSITIVE),
            most_mw,
            ..Rejection::default()
        }
    }

    /// Fans at top speed, pads just as wet as the set point needs.
    fn wetted(&self, cooler: DryCooler, pads: f64, outdoors: &Outdoors) -> Rejection {
        let wet_bulb = outdoors.wet_bulb_c();
        let cooled_k = (pads * (outdoors.air_c - wet_bulb)).clamp(0.0, outdoors.air_c - self.warmest_c);
        let entering_c = outdoors.air_c - cooled_k;
        let line = |c: f64| humidity_ratio_from_wet_bulb(c, wet_bulb, outdoors.pressure_pa);
        let speed = self.top_speed;
        let at = State {
            fan_mw: self.fans_mw(speed.powi(3)),
            leaving_c: cooler.leaving_c(self.heat_mw, entering_c, speed).max(self.sink.set_c),
            ..State::default()
        };
        let most = || cooler.most_heat_mw(entering_c, self.sink.limit_c, speed);
        Rejection {
            evaporation_kg_per_s: cooler.air_kg_per_s() * speed * (line(entering_c) - line(outdoors.air_c)),
            ..self.rejection(&at, &most)
        }
    }

    fn water(&self, intake: OpenWater, water_c: f64) -> Rejection {
        let set_c = self.sink.set_c;
        let mut at =
            State { leaving_c: intake.work(self.heat_mw, water_c).leaving_c.max(set_c), ..State::default() };
        if self.sink.chillers.is_some() {
            at.chilled_mw = self.heat_mw * (1.0 - self.free_frac(at.leaving_c));
            at.compressor_mw = self.compressor_mw(at.chilled_mw, at.leaving_c + self.sink.rise_k);
            at.leaving_c = set_c;
        }
        let worked = intake.work(self.heat_mw + at.compressor_mw, water_c);
        let rejection = self.rejection(&at, &|| intake.most_heat_mw(water_c, self.sink.limit_c));
        // compressors' heat shrinks with the heat they lift
        let all_mw = self.heat_mw + at.compressor_mw;
        let most_mw = self.heat_mw * worked.most_mw / all_mw;
        Rejection { intake_mw: worked.pump_mw, most_mw: rejection.most_mw.min(most_mw), ..rejection }
    }
}
