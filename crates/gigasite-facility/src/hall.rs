//! One hall of a design at a site: sized once, then worked hour by hour.
//!
//! ```text
//! heat of the liquid = φ·P_IT + pumps,        heat of the air = (1 − φ)·P_IT + losses of the chain + air handlers + pumps
//! facility = P_IT + losses + pumps + air handlers + fans + compressors + transformers = heat that leaves
//! ```
//!
//! Where a sink cannot take its heat below its limit, or pumps are lost, IT power falls to what can be cooled and throughput
//! with it, by the power-cap law.

mod air_side;
mod components;
mod hour;
mod size;

pub(crate) use air_side::HANDLER_K;
pub use components::Component;
pub use hour::Hour;
pub(crate) use size::it_levels_mw;
pub use size::{Lost, Settings};

use crate::chain::{Category, Chain};
use crate::climate::Outdoors;
use crate::power::{HallIt, capped_throughput};
use crate::pump::Pump;
use crate::root::bracketed;
use crate::sink::{Rejection, Sink, Tabled};
use air_side::{AirSide, Aired, Handlers};

/// Share of the loop's heat that a heat exchanger at the fence hands over (estimate; rows of reuse: 0.85–0.95).
const CAPTURED: f64 = 0.95;
/// Power cap to throughput: floor and exponent of the BERT fit.
const CAP: (f64, f64) = (0.35, 0.36);
/// Halvings in the search for the IT power of a throttled hour: a thousandth of the way.
const ROUNDS: usize = 10;
/// Below this share of design heat a sink is off.
const OFF: f64 = 1e-3;

/// A hall, sized.
#[derive(Debug)]
pub(crate) struct Hall {
    pub(crate) it: HallIt,
    chain: Chain,
    /// None where no heat leaves by liquid.
    liquid: Option<Liquid>,
    air: AirSide,
    handlers: Handlers,
    concentration_ratio: f64,
    /// IT power that the units left of the chain can carry, MW; infinite while none is lost.
    most_powered_mw: f64,
    pub(crate) design_hour: Outdoors,
}

/// The liquid loop.
#[derive(Debug)]
struct Liquid {
    sink: Sink,
    /// Share of IT power that leaves by liquid.
    share: f64,
    design_it_mw: f64,
    cdu: Pump,
    facility: Pump,
    /// Flow that the pumps left can give over design flow; 1 while spares cover the loss.
    most_flow_ratio: f64,
    /// Coolant is this much warmer than facility water.
    cdu_approach_k: f64,
}

impl Liquid {
    fn pump_mw(&self, it_mw: f64) -> f64 {
        let load = self.share * it_mw / self.design_it_mw;
        let power_mw = |pump: &Pump| pump.power_mw(pump.flow_ratio(load));
        power_mw(&self.cdu) + power_mw(&self.facility)
    }

    fn heat_mw(&self, it_mw: f64) -> f64 {
        self.share * it_mw + self.pump_mw(it_mw)
    }
}

/// A hall's sinks tabulated over the temperatures of a year.
#[derive(Debug)]
pub(crate) struct Tables {
    liquid: Option<Tabled>,
    air: Option<Tabled>,
}

impl Tables {
    fn air_reject(&self, heat_mw: f64, outdoors: &Outdoors) -> Rejection {
        self.air.as_ref().map_or_else(Rejection::default, |tabled| tabled.reject(heat_mw, outdoors))
    }
}

impl Hall {
    /// The hour the connection is sized for: full IT power, nothing throttled, weather at its worst.
    pub(crate) fn at_peak(&self) -> Hour {
        let (liquid, air) = self.worked(self.it.provisioned_mw, 0.0, None, &self.design_hour);
        self.compose(self.it.provisioned_mw, liquid, air, 0.0)
    }

    /// An hour at `it_mw` as if nothing ever throttled: plant at full effort, the coolant as warm as it gets.
    pub(crate) fn unthrottled(&self, tables: &Tables, it_mw: f64, outdoors: &Outdoors) -> Hour {
        let (liquid, air) = self.worked(it_mw, 0.0, Some(tables), outdoors);
        self.compose(it_mw, liquid, air, 0.0)
    }

    /// An hour at `it_mw`; throttled if the coolant passes its limit or units of the chain are missing. A network takes up to `wanted_mw` of its heat.
    pub(crate) fn hour(
        &self,
        tables: Option<&Tables>,
        it_mw: f64,
        wanted_mw: f64,
        outdoors: &Outdoors,
    ) -> Hour {
        let (liquid, air) = self.worked(it_mw, wanted_mw, tables, outdoors);
        let coolable_mw =
            self.coolable_it_mw(it_mw, wanted_mw, (&liquid, &air), outdoors).min(self.most_powered_mw);
        if coolable_mw >= it_mw {
            return self.compose(it_mw, liquid, air, wanted_mw);
        }
        let throttled_mw = self.most_coolable_mw(it_mw, coolable_mw, wanted_mw, outdoors);
        let (liquid, air) = self.worked(throttled_mw, wanted_mw, None, outdoors);
        let mut hour = self.compose(throttled_mw, liquid, air, wanted_mw);
        let busy_mw = (it_mw - self.it.idle_mw).max(f64::MIN_POSITIVE);
        hour.throughput_frac = capped_throughput(1.0 - (it_mw - throttled_mw) / busy_mw, CAP.0, CAP.1);
        hour
    }

    /// IT power as metered behind the UPS, MW.
    pub(crate) fn behind_ups_mw(&self, it_mw: f64) -> f64 {
        self.chain.it_power_mw(Category::One, it_mw)
    }

    /// Heat that could be handed over at an IT power, MW: of the liquid loop; chilled water is not counted ahead.
    pub(crate) fn reusable_mw(&self, it_mw: f64) -> f64 {
        self.taken_mw(it_mw, f64::INFINITY)
    }

    /// An hour without tables and without a network.
    #[cfg(test)]
    pub(crate) fn exact_hour(&self, it_mw: f64, outdoors: &Outdoors) -> Hour {
        self.hour(None, it_mw, 0.0, outdoors)
    }

    /// The most IT power between idle and `it_mw` that can be cooled, MW: flows and compressors follow the load, so the limit read
    /// at `it_mw` is only where the search begins.
    fn most_coolable_mw(&self, it_mw: f64, first_mw: f64, wanted_mw: f64, outdoors: &Outdoors) -> f64 {
        let idle_mw = self.it.idle_mw.min(it_mw);
        let holds = |mw: f64| {
            if mw > self.most_powered_mw {
                return false;
            }
            let (liquid, air) = self.worked(mw, wanted_mw, None, outdoors);
            self.coolable_it_mw(mw, wanted_mw, (&liquid, &air), outdoors) >= mw - 1e-9
        };
        let (mut low, mut high) = (first_mw.clamp(idle_mw, it_mw), it_mw);
        if !holds(low) {
            (low, high) = (idle_mw, low);
        }
        for _ in 0..ROUNDS {
            let middle = f64::midpoint(low, high);
            if holds(middle) { low = middle } else { high = middle }
        }
        low
    }

    /// The most IT power up to `it_mw` that both sides could cool, MW; infinite while nothing limits.
    fn coolable_it_mw(
        &self,
        it_mw: f64,
        wanted_mw: f64,
        (liquid, air): (&Rejection, &Aired),
        outdoors: &Outdoors,
    ) -> f64 {
        let mut most_mw = f64::INFINITY;
        if let Some(own) = &self.liquid {
            let left = |it: f64| own.heat_mw(it) - self.taken_mw(it, wanted_mw) - liquid.most_mw;
            if left(it_mw) > 0.0 {
                most_mw = bracketed(0.0, it_mw, 1e-9, left);
            }
            if own.most_flow_ratio < 1.0 {
                most_mw = most_mw.min(own.most_flow_ratio * own.design_it_mw / own.share);
            }
        }
        if air.rejection.most_mw < air.heat_mw {
            let left = |it: f64| {
                self.air.heat_mw(self.room_mw(it), &self.handlers, outdoors) - air.rejection.most_mw
            };
            most_mw = most_mw.min(bracketed(0.0, it_mw, 1e-9, left));
        }
        most_mw
    }

    /// IT heat in the air and the losses of the chain indoors.
    fn room_mw(&self, it_mw: f64) -> f64 {
        let share = self.liquid.as_ref().map_or(0.0, |liquid| liquid.share);
        (1.0 - share) * it_mw + self.chain.indoor_loss_mw(it_mw)
    }

    /// Heat that a network takes of the liquid loop, or of the chilled water where there is none.
    fn taken_mw(&self, it_mw: f64, wanted_mw: f64) -> f64 {
        let there = self.liquid.as_ref().map_or(0.0, |liquid| liquid.share * it_mw);
        wanted_mw.min(CAPTURED * there)
    }

    fn worked(
        &self,
        it_mw: f64,
        wanted_mw: f64,
        tables: Option<&Tables>,
        outdoors: &Outdoors,
    ) -> (Rejection, Aired) {
        let liquid = self.liquid.as_ref().map_or_else(Rejection::default, |liquid| {
            let heat_mw = liquid.heat_mw(it_mw) - self.taken_mw(it_mw, wanted_mw);
            if heat_mw <= OFF * liquid.sink.design_mw {
                let leaving_c = liquid.sink.set_c;
                return Rejection {
                    leaving_c,
                    free_frac: 1.0,
                    most_mw: f64::INFINITY,
                    ..Rejection::default()
                };
            }
            match tables.and_then(|tables| tables.liquid.as_ref()) {
                Some(tabled) => tabled.reject(heat_mw, outdoors),
                None => liquid.sink.at(heat_mw).reject(outdoors),
            }
        });
        (liquid, self.air.work(self.room_mw(it_mw), &self.handlers, tables, outdoors))
    }

    fn compose(&self, it_mw: f64, liquid: Rejection, air: Aired, wanted_mw: f64) -> Hour {
        let pump_mw = self.liquid.as_ref().map_or(0.0, |liquid| liquid.pump_mw(it_mw));
        let liquid_heat_mw = self.liquid.as_ref().map_or(0.0, |liquid| liquid.heat_mw(it_mw));
        let indoor_loss_mw = self.chain.indoor_loss_mw(it_mw);
        let reusable_mw = match (&self.liquid, &self.air) {
            (Some(liquid), _) => CAPTURED * liquid.share * it_mw,
            (None, AirSide::Handlers { .. }) => CAPTURED * air.heat_mw,
            // warm air is not handed over
            (None, AirSide::Outside { .. }) => 0.0,
        };
        let all_heat_mw = liquid_heat_mw + air.heat_mw;
        let to_m3 = 3.6;
        let evaporation_m3 = to_m3 * (liquid.evaporation_kg_per_s + air.rejection.evaporation_kg_per_s);
        let drift_m3 = to_m3 * (liquid.drift_kg_per_s + air.rejection.drift_kg_per_s);
        let mut hour = Hour {
            it_mw,
            indoor_loss_mw,
            outdoor_loss_mw: 0.0,
            pump_mw: pump_mw + air.pump_mw,
            crah_mw: air.crah_mw,
            fan_mw: liquid.fan_mw + air.rejection.fan_mw,
            intake_mw: liquid.intake_mw + air.rejection.intake_mw,
            compressor_mw: liquid.compressor_mw + air.rejection.compressor_mw,
            liquid_heat_mw,
            air_heat_mw: air.heat_mw,
            reusable_mw,
            taken_mw: self.taken_mw(it_mw, wanted_mw),
            evaporation_m3,
            drift_m3,
            blow_down_m3: (evaporation_m3 / (self.concentration_ratio - 1.0).max(0.1) - drift_m3).max(0.0),
            coolant_c: match &self.liquid {
                Some(own) => liquid.leaving_c + own.cdu_approach_k,
                None => air.inlet_c,
            },
            free_frac: (liquid.free_frac * liquid_heat_mw + air.rejection.free_frac * air.heat_mw)
                / all_heat_mw,
            throughput_frac: 1.0,
        };
        hour.outdoor_loss_mw = self.chain.outdoor_loss_mw(it_mw + indoor_loss_mw + hour.cooling_mw());
        debug_assert!((hour.facility_mw() - hour.rejected_mw()).abs() < 1e-9, "power in is heat out");
        hour
    }
}
