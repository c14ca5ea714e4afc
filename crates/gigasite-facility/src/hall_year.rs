//! What one hall of a design does at a site, hour by hour: the facility's hand-over to optimiser and co-simulation.

use crate::reach::Reach;
use gigasite_case::Hourly;
use serde::{Deserialize, Serialize};

/// An accelerator generation with a cooling design.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Design {
    /// Row of `accelerators.csv`.
    pub accelerator: String,
    /// Row of `cooling_designs.csv`.
    pub cooling: String,
}

impl std::fmt::Display for Design {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{}", self.accelerator, self.cooling)
    }
}

/// One standard hall of `hall_it_mw` over the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct HallYear {
    /// Index into the case's sites.
    pub site: usize,
    /// What stands in it.
    pub design: Design,
    /// Accelerators in one hall.
    pub gpus: f64,
    /// Dense FP8 throughput of one hall, petaFLOP/s; 0 where the chip has no FP8 figure.
    pub pflops: f64,
    /// Facility power drawn from the grid, MW, per hour.
    pub facility_mw: Hourly<f64>,
    /// IT power, MW, per hour.
    pub it_mw: Hourly<f64>,
    /// Make-up water, cubic metres in the hour.
    pub water_m3: Hourly<f64>,
    /// Heat that could be handed over at the fence, MW, per hour.
    pub heat_mw: Hourly<f64>,
    /// Its temperature, °C (constant: the return of the liquid loop).
    pub heat_c: f64,
    /// The year in one line.
    pub kpi: HallKpi,
    /// How far the hours may move; `None` where all work is bound to its hour.
    pub reach: Option<Reach>,
    /// Work that its schedule gave up, GPU-hours: part of [`HallKpi::lost_gpu_hours`].
    pub given_up_gpu_hours: f64,
}

impl HallYear {
    /// IT power that was asked for, MW per hour, where it may move: in hours that the weather throttles the mean.
    pub fn asked_it_mw(&self) -> Option<Vec<f64>> {
        self.reach.as_ref().map(|reach| reach.asked(&self.it_mw))
    }
}

/// A hall's year in one line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HallKpi {
    /// Facility energy over IT energy, without heat-pump power (EN 50600-4-2).
    pub pue_ratio: f64,
    /// Facility power over IT power in the hour of highest facility power.
    pub pue_peak_hour_ratio: f64,
    /// Water per IT energy.
    pub wue_l_per_kwh: f64,
    /// Highest facility power at full IT load in the site's design hour: what the connection is sized for.
    pub peak_mw: f64,
    /// IT energy of the year.
    pub it_mwh: f64,
    /// Facility energy of the year.
    pub facility_mwh: f64,
    /// Water of the year.
    pub water_m3: f64,
    /// Reusable heat of the year.
    pub heat_mwh: f64,
    /// GPU-hours delivered in the year after throttling.
    pub gpu_hours: f64,
    /// GPU-hours lost to throttling.
    pub lost_gpu_hours: f64,
}
