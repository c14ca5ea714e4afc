//! Buses, and what is drawn there.

use super::Profile;
use serde::{Deserialize, Serialize};

/// What is held fixed at a bus in an alternating-current flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusKind {
    /// Active and reactive power (PQ).
    #[default]
    Load,
    /// Active power and voltage (PV).
    Generator,
    /// Angle and voltage: the slack.
    Reference,
    /// Out of service.
    Isolated,
}

/// Which current flows at a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Current {
    /// Alternating: flows follow reactances.
    #[default]
    Alternating,
    /// Direct: flows follow resistances.
    Direct,
}

/// A bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bus {
    /// Number or name in the file, unique.
    pub id: String,
    /// Name for people, where the file has one.
    pub name: Option<String>,
    /// What is held fixed.
    pub kind: BusKind,
    /// Which current flows.
    pub current: Current,
    /// Shunt conductance: MW drawn at 1 p.u.
    pub shunt_mw: f64,
    /// Shunt susceptance: Mvar injected at 1 p.u.
    pub shunt_mvar: f64,
    /// Area.
    pub area: u32,
    /// Loss zone.
    pub zone: u32,
    /// Voltage magnitude of the file, per unit.
    pub voltage_pu: f64,
    /// Voltage angle of the file, degrees.
    pub angle_deg: f64,
    /// Base voltage, kV.
    pub base_kv: f64,
    /// Highest voltage, per unit.
    pub voltage_max_pu: f64,
    /// Lowest voltage, per unit.
    pub voltage_min_pu: f64,
    /// Longitude and latitude, degrees, where known.
    pub lon_lat_deg: Option<(f64, f64)>,
    /// ISO 3166 code, where known.
    pub country: Option<String>,
    /// What the bus carries, as the file says it, if it is not electricity.
    pub carrier: Option<String>,
}

impl Default for Bus {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: None,
            kind: BusKind::Load,
            current: Current::Alternating,
            shunt_mw: 0.0,
            shunt_mvar: 0.0,
            area: 1,
            zone: 1,
            voltage_pu: 1.0,
            angle_deg: 0.0,
            base_kv: 0.0,
            voltage_max_pu: f64::INFINITY,
            voltage_min_pu: 0.0,
            lon_lat_deg: None,
            country: None,
            carrier: None,
        }
    }
}

/// A load at a bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// Number or name in the file, unique among loads.
    pub id: String,
    /// Index of its bus.
    pub bus: usize,
    /// Active power drawn, MW.
    pub power_mw: f64,
    /// Reactive power drawn, Mvar.
    pub power_mvar: f64,
    /// Whether it is in service.
    pub in_service: bool,
    /// Active power over the snapshots, MW, instead of `power_mw`.
    pub profile: Option<Profile>,
    /// What it is, as the file says it.
    pub carrier: Option<String>,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            id: String::new(),
            bus: 0,
            power_mw: 0.0,
            power_mvar: 0.0,
            in_service: true,
            profile: None,
            carrier: None,
        }
    }
}
