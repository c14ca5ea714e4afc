//! One stage of the chain: equal units that share a load.

use super::{Category, ChainError, Curve, Sharing};
use gigasite_case::facility::PowerStage;

/// Where a loss goes as heat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeatTo {
    /// Into the air of the hall.
    HallAir,
    /// Into the coolant of the hall.
    HallLiquid,
    /// Away, without the cooling plant.
    Outdoors,
}

impl HeatTo {
    pub(super) fn of(row: &PowerStage) -> Self {
        match row.heats_hall.as_str() {
            "yes" => Self::HallAir,
            "liquid" => Self::HallLiquid,
            _ => Self::Outdoors,
        }
    }

    pub(super) fn in_hall(self) -> bool {
        self != Self::Outdoors
    }
}

/// A stage at work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageLoss<'a> {
    /// Row of `power_chain.csv`.
    pub stage: &'a str,
    /// Power it hands on, MW.
    pub output_mw: f64,
    /// Loss, MW.
    pub loss_mw: f64,
    /// Output over the rating of the units that are on; above 1 it is overloaded.
    pub load_ratio: f64,
    /// Units that are on.
    pub units_on: usize,
    /// Where the loss goes.
    pub heats: HeatTo,
    it_category: usize,
}

impl StageLoss<'_> {
    /// Whether a PUE of this category counts the loss as IT power.
    pub fn counts_as_it(&self, category: Category) -> bool {
        category.count() <= self.it_category
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stage {
    name: String,
    rated_mw: f64,
    units: usize,
    spare: usize,
    curve: Curve,
    heats: HeatTo,
    it_category: usize,
    sharing: Sharing,
}

impl Stage {
    pub(super) fn size(row: &PowerStage, design_mw: f64, sharing: Sharing) -> Self {
        Self {
            name: row.stage.clone(),
            rated_mw: design_mw * row.redundancy_ratio,
            units: row.units_count,
            spare: row.spare_count,
            curve: Curve::of(row),
            heats: HeatTo::of(row),
            it_category: row.it_category_count,
            sharing,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn loss_mw(&self, output_mw: f64) -> f64 {
        self.loss_of_mw(self.units_on(output_mw), output_mw)
    }

    pub(super) fn work(&self, output_mw: f64) -> StageLoss<'_> {
        let units_on = self.units_on(output_mw);
        StageLoss {
            stage: &self.name,
            output_mw,
            loss_mw: self.loss_of_mw(units_on, output_mw),
            load_ratio: output_mw / self.rating_mw(units_on),
            units_on,
            heats: self.heats,
            it_category: self.it_category,
        }
    }

    /// The stage with fewer units; those lost were the spare ones first.
    pub(super) fn without(&self, lost: usize) -> Result<Self, ChainError> {
        let (stage, units) = (self.name.clone(), self.units);
        match units.checked_sub(lost) {
            None | Some(0) => Err(ChainError::NoUnitLeft { stage, units, lost }),
            Some(left) => Ok(Self {
                rated_mw: self.rating_mw(left),
                units: left,
                spare: self.spare.saturating_sub(lost),
                ..self.clone()
            }),
        }
    }

    fn rating_mw(&self, units: usize) -> f64 {
        // exact for all of them
        if units == self.units { self.rated_mw } else { self.rated_mw * units as f64 / self.units as f64 }
    }

    fn loss_of_mw(&self, units: usize, output_mw: f64) -> f64 {
        let rating_mw = self.rating_mw(units);
        rating_mw * self.curve.loss_ratio(output_mw / rating_mw)
    }

    /// Units that are on; see [`Sharing`].
    fn units_on(&self, output_mw: f64) -> usize {
        if self.sharing == Sharing::All {
            return self.units;
        }
        let needed = (output_mw / self.rating_mw(1) - 1e-9).ceil().max(1.0) as usize;
        let least = (needed + self.spare).min(self.units);
        let loss = |units: &usize| self.loss_of_mw(*units, output_mw);
        // the first of equals: as few as will do
        (least..=self.units).min_by(|a, b| loss(a).total_cmp(&loss(b))).unwrap_or(self.units)
    }
}
