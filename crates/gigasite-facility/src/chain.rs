//! The power chain from the grid to the rack, with part-load losses.
//!
//! ```text
//! loss = rated · (a0 + a1·x + a2·x²),   x = output / rated,   rated = design output · redundancy
//! ```
//!
//! Stages whose heat stays in the hall carry the IT load only; the transformers carry IT, its losses and the cooling plant.
//! The row `ups_eco` is the alternative to `ups_double_conversion` and is not taken beside it.

use gigasite_case::facility::PowerStage;

/// The chain of a hall, sized for its design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    in_hall: Vec<Stage>,
    outdoors: Vec<Stage>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Stage {
    rated_mw: f64,
    a: [f64; 3],
}

impl Stage {
    fn loss_mw(self, output_mw: f64) -> f64 {
        let x = output_mw / self.rated_mw;
        self.rated_mw * (self.a[0] + self.a[1] * x + self.a[2] * x * x)
    }
}

impl Chain {
    /// Sizes every stage: the indoor ones for `it_mw`, the outdoor ones for `facility_mw`.
    pub fn size(stages: &[PowerStage], it_mw: f64, facility_mw: f64) -> Self {
        let mut rows: Vec<&PowerStage> = stages.iter().filter(|stage| stage.stage != "ups_eco").collect();
        // from the rack to the grid
        rows.sort_by_key(|stage| std::cmp::Reverse(stage.order_count));
        let sized = |stage: &&PowerStage, design_mw: f64| Stage {
            rated_mw: design_mw * stage.redundancy_ratio,
            a: [stage.a0_ratio, stage.a1_ratio, stage.a2_ratio],
        };
        let (indoors, outdoors): (Vec<_>, Vec<_>) = rows.iter().partition(|stage| stage.heats_hall == "yes");
        Self {
            in_hall: indoors.iter().map(|stage| sized(stage, it_mw)).collect(),
            outdoors: outdoors.iter().map(|stage| sized(stage, facility_mw)).collect(),
        }
    }

    /// Losses indoors while `it_mw` is drawn at the racks.
    pub fn indoor_loss_mw(&self, it_mw: f64) -> f64 {
        self.in_hall.iter().fold(0.0, |lost, stage| lost + stage.loss_mw(it_mw + lost))
    }

    /// Losses outdoors while `load_mw` is drawn behind the transformers.
    pub fn outdoor_loss_mw(&self, load_mw: f64) -> f64 {
        self.outdoors.iter().fold(0.0, |lost, stage| lost + stage.loss_mw(load_mw + lost))
    }
}
