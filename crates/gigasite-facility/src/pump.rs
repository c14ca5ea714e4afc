//! Pumps by their laws.
//!
//! ```text
//! P = P0 · v · (s + (1 − s) v²),   v = flow over design, s = static share of the design head
//! ```
//!
//! A loop without static head follows the cube law. A differential-pressure set point breaks it, and lifting sea or lake
//! water is mostly static head: nearly linear.

/// Pumps in parallel, sized for a design flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pump {
    /// Power at design flow, MW.
    pub design_mw: f64,
    /// Static share of the design head, 0–1.
    pub static_frac: f64,
    /// Smallest flow over design flow.
    pub floor_ratio: f64,
}

impl Pump {
    /// Flow over design at a load ratio: never below the floor.
    pub fn flow_ratio(&self, load_ratio: f64) -> f64 {
        load_ratio.max(self.floor_ratio)
    }

    /// Power at a flow ratio, MW.
    pub fn power_mw(&self, flow_ratio: f64) -> f64 {
        self.design_mw * flow_ratio * (self.static_frac + (1.0 - self.static_frac) * flow_ratio * flow_ratio)
    }
}

/// Share of the duty units in service when `lost` units of `duty + spare` are out; above 1 while spares run along.
pub fn in_service_ratio(duty: usize, spare: usize, lost: usize) -> f64 {
    (duty + spare).saturating_sub(lost) as f64 / duty.max(1) as f64
}
