//! The air of a hall: air handlers on chilled water, or outside air.

use super::Tables;
use crate::climate::Outdoors;
use crate::outside_air::blow;
use crate::pump::Pump;
use crate::sink::{Rejection, Sink};

/// Air handlers supply air this much above their water, K (equations 1.9: 5–8 K).
pub(crate) const HANDLER_K: f64 = 6.0;
/// Slowest air handler, as a share of design air flow (EST: pressure under the floor must hold).
const SLOWEST: f64 = 0.4;

/// Where the hall's air gives its heat.
#[derive(Debug)]
pub(crate) enum AirSide {
    /// Air handlers on chilled water.
    Handlers { sink: Sink, pump: Pump },
    /// Outside air; supply and highest inlet temperature, effectiveness of the pads.
    Outside { set_c: f64, limit_c: f64, pads: f64 },
}

/// Fans of the hall.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handlers {
    pub(crate) design_heat_mw: f64,
    pub(crate) fan_mw: f64,
    pub(crate) units_ratio: f64,
}

impl Handlers {
    /// Fan power at a heat, MW: all units share, cube law.
    pub(crate) fn power_mw(&self, heat_mw: f64) -> f64 {
        if self.design_heat_mw <= 0.0 {
            return 0.0;
        }
        let flow = (heat_mw / self.design_heat_mw).clamp(SLOWEST, self.units_ratio.max(1.0));
        self.fan_mw * self.units_ratio * (flow / self.units_ratio).powi(3)
    }
}

/// What the air side does in an hour.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Aired {
    pub(crate) rejection: Rejection,
    pub(crate) crah_mw: f64,
    pub(crate) pump_mw: f64,
    /// Heat of the air with fans and pumps.
    pub(crate) heat_mw: f64,
    /// Air enters the servers at this temperature.
    pub(crate) inlet_c: f64,
}

impl AirSide {
    /// Heat of the air with fans and pumps while `room_mw` is taken out of it, MW.
    pub(crate) fn heat_mw(&self, room_mw: f64, handlers: &Handlers, outdoors: &Outdoors) -> f64 {
        match self {
            Self::Handlers { pump, .. } => {
                let flow = pump.flow_ratio(room_mw / handlers.design_heat_mw.max(f64::MIN_POSITIVE));
                room_mw + handlers.power_mw(room_mw) + pump.power_mw(flow)
            }
            Self::Outside { set_c, limit_c, pads } => {
                let blown = blow(*set_c, *limit_c, *pads, outdoors);
                room_mw + handlers.power_mw(room_mw * blown.flow_ratio)
            }
        }
    }

    /// Takes `room_mw` out of the hall's air.
    pub(crate) fn work(
        &self,
        room_mw: f64,
        handlers: &Handlers,
        tables: Option<&Tables>,
        outdoors: &Outdoors,
    ) -> Aired {
        match self {
            Self::Handlers { sink, pump } => {
                let crah_mw = handlers.power_mw(room_mw);
                let flow = pump.flow_ratio(room_mw / handlers.design_heat_mw.max(f64::MIN_POSITIVE));
                let pump_mw = pump.power_mw(flow);
                let heat_mw = room_mw + crah_mw + pump_mw;
                let rejection = match tables {
                    Some(tables) => tables.air_reject(heat_mw, outdoors),
                    None => sink.at(heat_mw).reject(outdoors),
                };
                Aired { rejection, crah_mw, pump_mw, heat_mw, inlet_c: rejection.leaving_c + HANDLER_K }
            }
            Self::Outside { set_c, limit_c, pads } => {
                let blown = blow(*set_c, *limit_c, *pads, outdoors);
                let crah_mw = handlers.power_mw(room_mw * blown.flow_ratio);
                let heat_mw = room_mw + crah_mw;
                let rejection = Rejection {
                    evaporation_kg_per_s: blown.evaporation_kg_per_s(heat_mw),
                    leaving_c: blown.inlet_c,
                    free_frac: 1.0,
                    most_mw: blown.most_mw(handlers.design_heat_mw + handlers.fan_mw),
                    ..Rejection::default()
                };
                Aired { rejection, crah_mw, pump_mw: 0.0, heat_mw, inlet_c: blown.inlet_c }
            }
        }
    }
}
