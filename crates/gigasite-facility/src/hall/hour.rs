//! Every megawatt of a hall in one hour.

/// Every megawatt of a hall in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hour {
    /// IT power, after throttling, MW.
    pub it_mw: f64,
    /// Losses of the power chain that heat the hall, MW.
    pub indoor_loss_mw: f64,
    /// Losses of the transformers, outdoors, MW.
    pub outdoor_loss_mw: f64,
    /// Pumps of coolant, facility water and chilled water, MW.
    pub pump_mw: f64,
    /// Air handlers in the hall, MW.
    pub crah_mw: f64,
    /// Fans of outdoor coolers, towers, condensers, MW.
    pub fan_mw: f64,
    /// Pumps of a water intake, MW.
    pub intake_mw: f64,
    /// Compressors, MW.
    pub compressor_mw: f64,
    /// Heat of the liquid loop, pumps included, MW: to its sink or to a network.
    pub liquid_heat_mw: f64,
    /// Heat of the hall's air, its fans and pumps included, MW.
    pub air_heat_mw: f64,
    /// Heat that could be handed over, MW.
    pub reusable_mw: f64,
    /// Heat that a network took, MW: the sink is spared it.
    pub taken_mw: f64,
    /// Evaporated, cubic metres in the hour.
    pub evaporation_m3: f64,
    /// Lost as drops, cubic metres in the hour.
    pub drift_m3: f64,
    /// Drained to keep the salts down, cubic metres in the hour.
    pub blow_down_m3: f64,
    /// Coolant reaches the accelerators at this temperature, °C; of an air-cooled hall the air.
    pub coolant_c: f64,
    /// Share of the heat that needed no compressor, 0–1.
    pub free_frac: f64,
    /// Compute delivered over compute without throttling.
    pub throughput_frac: f64,
}

impl Hour {
    /// Power drawn from the grid, MW, without a heat pump.
    pub fn facility_mw(&self) -> f64 {
        self.it_mw + self.indoor_loss_mw + self.outdoor_loss_mw + self.cooling_mw()
    }

    /// Power of everything that cools, MW.
    pub fn cooling_mw(&self) -> f64 {
        self.pump_mw + self.crah_mw + self.fan_mw + self.intake_mw + self.compressor_mw
    }

    /// Heat that leaves the site, MW: what sinks and networks take, compressors, fans, intake pumps, transformers.
    pub fn rejected_mw(&self) -> f64 {
        self.liquid_heat_mw
            + self.air_heat_mw
            + self.compressor_mw
            + self.fan_mw
            + self.intake_mw
            + self.outdoor_loss_mw
    }

    /// Make-up water, cubic metres in the hour.
    pub fn water_m3(&self) -> f64 {
        self.evaporation_m3 + self.drift_m3 + self.blow_down_m3
    }

    /// Facility over IT power.
    pub fn pue_ratio(&self) -> f64 {
        self.facility_mw() / self.it_mw
    }
}
