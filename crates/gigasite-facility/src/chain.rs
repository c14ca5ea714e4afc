//! The power chain from the grid to the rack, with part-load losses, shared units and lost units.
//!
//! ```text
//! loss  = rated · (a0 + a1·x + a2·x²),   x = output / rated,   rated = units on · unit
//! unit  = design output · redundancy / units
//! ```
//!
//! Stages whose heat stays in the hall carry the IT load only; the transformers carry IT, its losses and the cooling plant.
//! Rows of one place are alternatives: the UPS that [`Options`] names, else the first of the table. Rows inside IT power for
//! every PUE category (power supplies, rack shelves) belong to [`crate::power::node`] and are left out; the battery in the
//! rack is the exception, because it stands in for the UPS.
//!
//! | stage | x at full load | loss of its output | heat | IT for PUE category |
//! |---|---|---|---|---|
//! | busway, A and B | 0.5 | 0.3 % | hall | 1 |
//! | UPS double conversion, N+1 of 5 | 0.8 | 3.2 % | hall | – |
//! | UPS eco | 0.8 | 1.1 % | hall | – |
//! | battery in the rack | 0.83 | 0.2 % (estimate) | hall | 1–3 |
//! | MV/LV transformer, N+1 of 4 | 0.75 | 0.6 % | outdoors | – |
//! | HV/MV transformer, N+1 of 3 | 0.67 | 0.3 % | outdoors | – |
//!
//! Coefficients are those of `power_chain.csv`: own fits to points from memory, met within half a point of efficiency.

pub mod curve;
mod error;
mod options;
mod stage;

#[cfg(test)]
mod tests;

pub use curve::Curve;
pub use error::ChainError;
pub use options::{Category, Options, Sharing, Ups};
pub use stage::{HeatTo, StageLoss};

use gigasite_case::facility::PowerStage;
use stage::Stage;

/// The chain of a hall, sized for its design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// From the rack towards the grid, carrying IT alone.
    in_hall: Vec<Stage>,
    /// From the hall towards the grid, carrying all.
    outdoors: Vec<Stage>,
}

impl Chain {
    /// Sizes every stage with the default [`Options`]: the indoor ones for `it_mw`, the outdoor ones for `facility_mw`. A
    /// table without the default UPS gives the chain of what it has.
    pub fn size(stages: &[PowerStage], it_mw: f64, facility_mw: f64) -> Self {
        Self::build(stages, it_mw, facility_mw, Options::default())
    }

    /// The same with a choice of UPS and of how units share the load.
    ///
    /// # Errors
    /// A UPS the table does not have.
    pub fn with(
        stages: &[PowerStage],
        it_mw: f64,
        facility_mw: f64,
        options: Options,
    ) -> Result<Self, ChainError> {
        let row = options.ups.row();
        if options.ups != Ups::None && !stages.iter().any(|stage| stage.stage == row) {
            return Err(ChainError::unknown(row, stages.iter().map(|stage| stage.stage.as_str())));
        }
        Ok(Self::build(stages, it_mw, facility_mw, options))
    }

    fn build(stages: &[PowerStage], it_mw: f64, facility_mw: f64, options: Options) -> Self {
        let (in_hall, outdoors): (Vec<_>, Vec<_>) =
            taken(stages, options.ups).into_iter().partition(|row| HeatTo::of(row).in_hall());
        let sized = |rows: Vec<&PowerStage>, design_mw: f64| {
            rows.into_iter().map(|row| Stage::size(row, design_mw, options.sharing)).collect()
        };
        Self { in_hall: sized(in_hall, it_mw), outdoors: sized(outdoors, facility_mw) }
    }

    /// Losses indoors while `it_mw` is drawn at the racks, MW.
    pub fn indoor_loss_mw(&self, it_mw: f64) -> f64 {
        lost(&self.in_hall, it_mw)
    }

    /// Losses outdoors while `load_mw` is drawn behind the transformers, MW.
    pub fn outdoor_loss_mw(&self, load_mw: f64) -> f64 {
        lost(&self.outdoors, load_mw)
    }

    /// Every stage with its loss, load and where the heat goes, from the rack to the grid, while `it_mw` is drawn at the
    /// racks and `load_mw` (IT, indoor losses, cooling) behind the transformers. The sums are [`Self::indoor_loss_mw`] and
    /// [`Self::outdoor_loss_mw`].
    pub fn losses(&self, it_mw: f64, load_mw: f64) -> Vec<StageLoss<'_>> {
        let mut all = Vec::with_capacity(self.in_hall.len() + self.outdoors.len());
        for (stages, mut output_mw) in [(&self.in_hall, it_mw), (&self.outdoors, load_mw)] {
            for stage in stages {
                let here = stage.work(output_mw);
                output_mw += here.loss_mw;
                all.push(here);
            }
        }
        all
    }

    /// IT power as a PUE of this category meters it, MW: `it_mw` and the losses between the meter and the equipment.
    ///
    /// Category 3 meters at the equipment, 2 at the output of the distribution, 1 at the output of the UPS. What power
    /// supplies lose is inside `it_mw` for all three, and so is what a battery in the rack loses.
    pub fn it_power_mw(&self, category: Category, it_mw: f64) -> f64 {
        let counted = self.losses(it_mw, 0.0).into_iter().filter(|loss| loss.counts_as_it(category));
        it_mw + counted.map(|loss| loss.loss_mw).sum::<f64>()
    }

    /// The chain with `units` of a stage lost: what is left carries all, so its load ratio rises.
    ///
    /// # Errors
    /// A stage the chain does not have, or no unit left.
    pub fn lose(&self, stage: &str, units: usize) -> Result<Self, ChainError> {
        let mut chain = self.clone();
        let hit = chain.in_hall.iter_mut().chain(&mut chain.outdoors).find(|own| own.name() == stage);
        let Some(hit) = hit else {
            return Err(ChainError::unknown(stage, self.all().map(Stage::name)));
        };
        *hit = hit.without(units)?;
        Ok(chain)
    }

    /// Whether every stage can carry its load.
    ///
    /// # Errors
    /// The first stage, from the rack, whose output is above the rating of the units left.
    pub fn check(&self, it_mw: f64, load_mw: f64) -> Result<(), ChainError> {
        // what binary fractions make of x = 1 is no overload
        match self.losses(it_mw, load_mw).into_iter().find(|loss| loss.load_ratio > 1.0 + 1e-9) {
            None => Ok(()),
            Some(loss) => Err(ChainError::Overloaded {
                stage: loss.stage.to_owned(),
                output_mw: loss.output_mw,
                rated_mw: loss.output_mw / loss.load_ratio,
            }),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Stage> {
        self.in_hall.iter().chain(&self.outdoors)
    }
}

fn lost(stages: &[Stage], output_mw: f64) -> f64 {
    stages.iter().fold(0.0, |lost, stage| lost + stage.loss_mw(output_mw + lost))
}

/// One row of every place, from the rack to the grid.
fn taken(stages: &[PowerStage], ups: Ups) -> Vec<&PowerStage> {
    let named = |row: &PowerStage| row.stage == ups.row();
    let other_ups = |row: &PowerStage| Ups::ROWS.iter().any(|kind| row.stage == kind.row()) && !named(row);
    let usable = |row: &&PowerStage| {
        let inside_it = row.it_category_count >= 3 && !named(row);
        !(inside_it || ups == Ups::None && other_ups(row))
    };
    let mut rows: Vec<&PowerStage> = Vec::new();
    for row in stages.iter().filter(usable) {
        match rows.iter_mut().find(|other| other.order_count == row.order_count) {
            Some(other) if named(row) => *other = row,
            Some(_) => {}
            None => rows.push(row),
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.order_count));
    rows
}
