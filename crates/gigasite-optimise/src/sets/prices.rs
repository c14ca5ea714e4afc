//! Prices that are moved from what the dataset says, component by component.

use super::{Sets, SiteSet};
use crate::component::{COUNT, Component};

/// A factor on every component of the cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Prices([f64; COUNT]);

impl Prices {
    /// What the dataset says.
    pub(crate) const GIVEN: Self = Self([1.0; COUNT]);

    /// Some components at `factor` times what the dataset says.
    pub(crate) fn moved(components: &[Component], factor: f64) -> Self {
        let mut prices = Self::GIVEN;
        for component in components {
            prices.0[*component as usize] = factor;
        }
        prices
    }

    /// The factor of a component.
    pub(crate) fn of(&self, component: Component) -> f64 {
        self.0[component as usize]
    }

    /// Moves what a site costs.
    pub(super) fn apply(&self, site: &mut SiteSet) {
        let energy = self.of(Component::Energy);
        site.connection_eur_per_mw_a *= self.of(Component::Connection);
        site.heat_eur_per_mwh *= self.of(Component::HeatSales);
        for hall in &mut site.halls {
            hall.cost.scale(&self.0);
            hall.waiting_eur_per_gpu_hour *= self.of(Component::Waiting);
            hall.cut_eur.iter_mut().for_each(|eur| *eur *= energy);
        }
        for option in &mut site.supply {
            option.eur_per_mw_a *= self.of(option.component);
            option.cut_eur.iter_mut().for_each(|eur| *eur *= energy);
        }
    }
}

impl Sets {
    /// Whether a component costs anything anywhere.
    pub(crate) fn has(&self, component: Component) -> bool {
        let some = |eur: f64| eur.abs() > 0.0;
        self.sites.iter().any(|site| match component {
            Component::Energy => true,
            Component::Connection => some(site.connection_eur_per_mw_a),
            Component::HeatSales => some(site.heat_eur_per_mwh),
            Component::Waiting => site.halls.iter().any(|hall| some(hall.waiting_eur_per_gpu_hour)),
            Component::Contracts | Component::Battery | Component::Backup => {
                site.supply.iter().any(|option| option.component == component && some(option.eur_per_mw_a))
            }
            _ => site.halls.iter().any(|hall| some(hall.cost.get(component))),
        })
    }
}
