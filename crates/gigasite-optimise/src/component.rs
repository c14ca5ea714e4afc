//! The parts of the programme cost, each with its own coefficients so that every euro can be reported.

use crate::plan::CostItem;

/// A part of the cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Component {
    It,
    Building,
    Cooling,
    PowerChain,
    Connection,
    Energy,
    NetworkCharges,
    ElectricityTax,
    Contracts,
    Battery,
    Backup,
    Carbon,
    Water,
    HeatSales,
    LostCompute,
    Waiting,
}

/// Number of components.
pub(crate) const COUNT: usize = 16;

/// Names in the order of the enum: what [`CostItem::component`] holds.
pub const NAMES: [&str; COUNT] = [
    "it",
    "building",
    "cooling",
    "power_chain",
    "connection",
    "energy",
    "network_charges",
    "electricity_tax",
    "contracts",
    "battery",
    "backup",
    "carbon",
    "water",
    "heat_sales",
    "lost_compute",
    "waiting",
];

/// Euro per year by component.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Costs([f64; COUNT]);

impl Costs {
    /// Adds to a component.
    pub(crate) fn add(&mut self, component: Component, eur: f64) {
        self.0[component as usize] += eur;
    }
    /// Adds `factor` times another cost.
    pub(crate) fn add_scaled(&mut self, other: &Self, factor: f64) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += factor * theirs;
        }
    }
    /// Multiplies every component by its factor.
    pub(crate) fn scale(&mut self, factors: &[f64; COUNT]) {
        for (mine, factor) in self.0.iter_mut().zip(factors) {
            *mine *= factor;
        }
    }
    /// Replaces a component.
    pub(crate) fn set(&mut self, component: Component, eur: f64) {
        self.0[component as usize] = eur;
    }
    /// One component.
    pub(crate) fn get(&self, component: Component) -> f64 {
        self.0[component as usize]
    }
    /// All of it.
    pub(crate) fn total(&self) -> f64 {
        self.0.iter().sum()
    }
    /// As the plan lists it, every component once.
    pub(crate) fn items(&self) -> Vec<CostItem> {
        NAMES
            .iter()
            .zip(self.0)
            .map(|(name, eur)| CostItem { component: (*name).to_owned(), eur_per_a: eur })
            .collect()
    }
    /// Back from a list; unknown names are ignored.
    pub(crate) fn from_items(items: &[CostItem]) -> Self {
        let mut costs = Self::default();
        for item in items {
            if let Some(index) = NAMES.iter().position(|name| *name == item.component) {
                costs.0[index] += item.eur_per_a;
            }
        }
        costs
    }
}
