//! Heat to a district network: what it wants, how it gets there, what it unloads.
//!
//! ```text
//! demand(T) = peak · [ w + (1 − w) · clamp((T_base − T) / (T_base − T_design), 0, 1) ] − heat of others
//! direct    if  T_return of the hall − 3 K ≥ T_supply of the network:   taken = delivered
//! else      COP = η T_sink / (T_sink − T_source) at logarithmic means;  delivered = taken · COP / (COP − 1)
//! delivered = min(demand, capacity, what the heat there can make)
//! ```
//!
//! No part of the lift is made by a heat exchanger ahead of the pump, so pumps draw rather too much than too little.
//!
//! **Sources**: Lorentz with half of the ideal (MEM, 0.45–0.60); demand shape and hot-water share MEM; law: EN 50600-4-6
//! counts heat where it is handed over.

use crate::validity::{Refused, demand as expect};
use crate::water::heat_pump_cop;
use gigasite_units::Fraction;

/// Between the hall's water and the network's over a heat exchanger, K (MEM).
const EXCHANGER_K: f64 = 3.0;
/// Share of the ideal coefficient that large heat pumps reach (MEM; 0.45–0.60).
pub const LORENTZ_FRAC: f64 = 0.5;
/// No heat pump is credited with more (EST, as [`crate::chiller`]); reached where source and sink all but meet.
const COP_CAP: f64 = 20.0;

/// Supply temperature by outdoor temperature, straight between two points and level beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatingCurve {
    /// Supply at the design temperature and below, °C.
    pub cold_supply_c: f64,
    /// Supply at the base temperature and above, °C.
    pub mild_supply_c: f64,
}

/// A district network as the fence of a hall sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Network {
    /// Heat at the design temperature, hot water included, MW.
    pub peak_mw: f64,
    /// No heating at or above this outdoor temperature, °C.
    pub base_c: f64,
    /// Outdoor temperature of the peak, °C.
    pub design_c: f64,
    /// Hot water and losses over peak, all year: 0.15–0.20 (MEM).
    pub hot_water_frac: Fraction,
    /// Heat of others that goes first in every hour, such as waste incineration, MW.
    pub others_mw: f64,
    /// Supply temperature.
    pub supply: HeatingCurve,
    /// Return temperature, °C.
    pub return_c: f64,
}

impl Network {
    /// Checks what the equations divide by.
    ///
    /// # Errors
    /// A base temperature not above the design temperature, a return not below the supply, negative heat.
    pub fn checked(self) -> Result<Self, Refused> {
        expect(self.peak_mw >= 0.0, "peak_mw", self.peak_mw, "heat that is not below zero")?;
        expect(self.others_mw >= 0.0, "others_mw", self.others_mw, "heat that is not below zero")?;
        expect(self.base_c > self.design_c, "base_c", self.base_c, "more than the design temperature")?;
        let least_c = self.supply.mild_supply_c.min(self.supply.cold_supply_c);
        expect(self.return_c < least_c, "return_c", self.return_c, "less than the supply temperature")?;
        Ok(self)
    }

    /// How cold it is: 0 at the base temperature and above, 1 at the design temperature and below.
    fn cold_frac(&self, outdoor_c: f64) -> f64 {
        ((self.base_c - outdoor_c) / (self.base_c - self.design_c)).clamp(0.0, 1.0)
    }

    /// All heat the network takes, MW.
    pub fn load_mw(&self, outdoor_c: f64) -> f64 {
        let hot_water = self.hot_water_frac.get();
        self.peak_mw * (hot_water + (1.0 - hot_water) * self.cold_frac(outdoor_c))
    }

    /// Heat the network takes beyond that of others, MW.
    pub fn demand_mw(&self, outdoor_c: f64) -> f64 {
        (self.load_mw(outdoor_c) - self.others_mw).max(0.0)
    }

    /// Temperature the network needs, °C.
    pub fn supply_c(&self, outdoor_c: f64) -> f64 {
        let (mild, cold) = (self.supply.mild_supply_c, self.supply.cold_supply_c);
        mild + (cold - mild) * self.cold_frac(outdoor_c)
    }
}

/// Heat of a hall at its fence in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HallHeat {
    /// Heat that could be taken, MW.
    pub there_mw: f64,
    /// Water from the hall, °C.
    pub return_c: f64,
    /// Water back to the hall, °C.
    pub supply_c: f64,
}

/// How heat went to the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// Nothing went.
    None,
    /// Over a heat exchanger.
    Direct,
    /// Through a heat pump of this coefficient.
    HeatPump {
        /// Heat delivered over electricity.
        cop: f64,
    },
}

/// Where the data centre ends: what the law counts as reused depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PumpOwner {
    /// The heat pump is inside: its electricity is in `E_DC`, delivered heat is `E_REUSE`.
    DataCentre,
    /// The network owns it: `E_REUSE` is the heat taken from the hall.
    Network,
}

/// One hour of hand-over, MW.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handover {
    /// What the network wanted.
    pub demand_mw: f64,
    /// Heat that reached it.
    pub delivered_mw: f64,
    /// Heat taken from the hall: never above the heat there.
    pub taken_mw: f64,
    /// Electricity of the heat pump.
    pub pump_mw: f64,
    /// Heat of the hall that its cooling plant still rejects, of that which could be taken.
    pub left_mw: f64,
    /// How it went.
    pub way: Way,
}

impl Handover {
    /// Heat reused as the law counts it, MW.
    pub fn reused_mw(&self, owner: PumpOwner) -> f64 {
        match owner {
            PumpOwner::DataCentre => self.delivered_mw,
            PumpOwner::Network => self.taken_mw,
        }
    }
}

/// The pipe and the pump between a hall and a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The network.
    pub network: Network,
    /// Most heat that can be delivered, MW.
    pub capacity_mw: f64,
    /// Share of the ideal coefficient: [`LORENTZ_FRAC`].
    pub lorentz_frac: Fraction,
}

impl Link {
    /// How heat would go in an hour.
    pub fn way(&self, heat: &HallHeat, outdoor_c: f64) -> Way {
        let needed_c = self.network.supply_c(outdoor_c);
        if heat.return_c - EXCHANGER_K >= needed_c {
            return Way::Direct;
        }
        let sink_c = (self.network.return_c, needed_c);
        let cop = heat_pump_cop((heat.return_c, heat.supply_c), sink_c, self.lorentz_frac.get());
        if cop <= 0.0 {
            // a source warmer than the sink on the mean has no lift: the formula turns negative there
            Way::HeatPump { cop: COP_CAP }
        } else if cop <= 1.0 {
            // an electric boiler: it would take nothing from the hall
            Way::None
        } else {
            Way::HeatPump { cop: cop.min(COP_CAP) }
        }
    }

    /// Hands over what the network wants, the pipe carries and the hall has.
    pub fn hand_over(&self, heat: &HallHeat, outdoor_c: f64) -> Handover {
        let demand_mw = self.network.demand_mw(outdoor_c);
        let way = self.way(heat, outdoor_c);
        // heat taken per heat delivered
        let taken_per_delivered = match way {
            Way::HeatPump { cop } => 1.0 - 1.0 / cop,
            Way::Direct | Way::None => 1.0,
        };
        let delivered_mw = demand_mw.min(self.capacity_mw).min(heat.there_mw / taken_per_delivered);
        if way == Way::None || delivered_mw <= 0.0 {
            return Handover {
                demand_mw,
                delivered_mw: 0.0,
                taken_mw: 0.0,
                pump_mw: 0.0,
                left_mw: heat.there_mw,
                way: Way::None,
            };
        }
        let taken_mw = (delivered_mw * taken_per_delivered).min(heat.there_mw);
        let pump_mw = delivered_mw - taken_mw;
        Handover { demand_mw, delivered_mw, taken_mw, pump_mw, left_mw: heat.there_mw - taken_mw, way }
    }

    /// Sums a year of hourly steps; `heat` answers for an hour.
    pub fn year(&self, outdoor_c: &[f64], heat: impl Fn(usize) -> HallHeat) -> HeatYear {
        let mut year = HeatYear::default();
        for (hour, outdoor_c) in outdoor_c.iter().enumerate() {
            let handover = self.hand_over(&heat(hour), *outdoor_c);
            year.demand_mwh += handover.demand_mw;
            year.delivered_mwh += handover.delivered_mw;
            year.taken_mwh += handover.taken_mw;
            year.pump_mwh += handover.pump_mw;
            match handover.way {
                Way::None => (),
                Way::Direct => year.direct_h += 1,
                Way::HeatPump { .. } => year.heat_pump_h += 1,
            }
        }
        year
    }
}

/// A year of hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HeatYear {
    /// What the network wanted, MWh.
    pub demand_mwh: f64,
    /// Heat delivered, MWh.
    pub delivered_mwh: f64,
    /// Heat taken from the hall, MWh.
    pub taken_mwh: f64,
    /// Electricity of the heat pump, MWh.
    pub pump_mwh: f64,
    /// Hours over a heat exchanger.
    pub direct_h: usize,
    /// Hours through the heat pump.
    pub heat_pump_h: usize,
}

impl HeatYear {
    /// Delivered heat over the capacity of the link, h.
    pub fn full_load_h(&self, capacity_mw: f64) -> f64 {
        self.delivered_mwh / capacity_mw
    }

    /// Seasonal coefficient of performance of the pump hours and the direct ones together; none without electricity.
    pub fn seasonal_cop(&self) -> Option<f64> {
        (self.pump_mwh > 0.0).then(|| self.delivered_mwh / self.pump_mwh)
    }

    /// Energy reuse factor, `E_REUSE / E_DC`; `facility_mwh` is the energy of the data centre **without** the heat pump.
    pub fn reuse_factor(&self, facility_mwh: f64, owner: PumpOwner) -> f64 {
        match owner {
            PumpOwner::DataCentre => self.delivered_mwh / (facility_mwh + self.pump_mwh),
            PumpOwner::Network => self.taken_mwh / facility_mwh,
        }
    }
}

#[cfg(test)]
mod tests;
