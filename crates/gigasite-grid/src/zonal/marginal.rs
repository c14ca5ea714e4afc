//! What one more megawatt hour emits, by zone and hour.
//!
//! Let `x(d)` be the dispatch of a week at demand `d`, `e` the direct carbon of every column (t/MWh) and `λ = ∂cost/∂d` the
//! prices. The marginal emission of demand is
//!
//! ```text
//! μ = ∂(eᵀx)/∂d = e_Bᵀ B⁻¹ ,       while       λ = c_Bᵀ B⁻¹ ,
//! ```
//!
//! with `B` the optimal basis. So `μ = ∂λ/∂p` where every cost is `c + p·e`: the marginal emission is how the price answers
//! to the price of carbon. Each week is solved once, then again from its basis at costs dearer by [`NUDGE_EUR_PER_T`]` · e`:
//!
//! ```text
//! μ = (λ(p + ε) − λ(p)) / ε
//! ```
//!
//! That follows the marginal megawatt hour wherever the programme takes it: over borders that are not full, into other hours
//! through stores and reservoirs with their losses, through both plants that share a flow-based limit. The figure may thus
//! exceed that of any plant (a pump that loses a fifth of coal power), or be negative (clean power that is pushed into a
//! congested corner by less coal and more gas). Where demand is left unserved one more emits nothing, as does one
//! that takes up curtailed wind.
//!
//! **Well defined.** The cost of a week is convex and piecewise linear in demand. Where a class is exactly used up, demand
//! stands on a kink and the prices of both sides are optimal. So the derivative is taken a little above: [`NUDGE_MW`] in
//! every zone and hour, times a factor between a half and one and a half that differs everywhere, off every kink. There
//! prices are unique, so the answer does not depend on the solver. Of two classes at equal cost the dirtier counts: at any
//! carbon price above zero it is the one that runs last.
//!
//! `marginal_carbon_t_per_mwh` of [`Dispatch`](crate::zonal::Dispatch) is the quick look beside it: the carbon of the dearest
//! class of the own zone whose cost is within the price. It needs no second solve and is blind to borders and stores.
//!
//! * Within the week: releases of reservoirs over the year are given, so that water taken from one week is not replaced in
//!   another.
//!
//! Rudkevich and Ruiz, *Locational carbon footprint of the power industry*, 2012 (the sensitivity through the basis);
//! Valenzuela et al., *Dynamic locational marginal emissions via implicit differentiation*, IEEE Trans. Power Systems, 2023
//! (the same with storage between hours).

use crate::Error;
use crate::zonal::ZonalModel;
use crate::zonal::result::AddedLoad;
use gigasite_case::Hourly;
use gigasite_lp::{BoundChange, Column, Solution, Status, WarmProgramme};
use rayon::prelude::*;

/// Step of the carbon price, EUR/t: far below the differences between classes (their costs move by a tenth of a cent per
/// MWh), far above the rounding of prices (1e-9 EUR/MWh). A numerical choice.
pub const NUDGE_EUR_PER_T: f64 = 1e-3;
/// Mean step of demand off the kinks, MW: far above the solver's tolerance (1e-7 MW), far below any plant. A numerical choice.
pub const NUDGE_MW: f64 = 1e-2;

impl ZonalModel {
    /// Carbon of one more megawatt hour of demand, t/MWh: one series a zone, imports and stores followed to their plants.
    ///
    /// Solves every week twice, from scratch and on rayon's threads; the answer does not depend on their number. The year of
    /// 48 zones takes 33 s on two cores, about as long as its dispatch.
    ///
    /// # Errors
    /// A week without an optimal dispatch, or an interruption: `go_on()` is asked before each week.
    pub fn marginal_carbon(
        &self,
        added: &AddedLoad,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Hourly<f64>>, Error> {
        let weeks: Vec<Vec<f64>> =
            (0..self.europe.weeks.len())
                .into_par_iter()
                .map(|week| {
                    if go_on() { self.week_of_marginal_carbon(week, added) } else { Err(Error::Interrupted) }
                })
                .collect::<Result<_, _>>()?;
        let zones = self.europe.zones.len();
        let series = |zone: usize| weeks.iter().flatten().skip(zone).step_by(zones).copied().collect();
        Ok((0..zones).map(series).collect())
    }

    /// Hours × zones of one week, row-major.
    fn week_of_marginal_carbon(&self, week: usize, added: &AddedLoad) -> Result<Vec<f64>, Error> {
        let (europe, layout) = (&self.europe, &self.layout);
        let failed = |source| Error::Programme { week: week + 1, source };
        let mut programme = WarmProgramme::new(europe.programme(week)).map_err(failed)?;
        let optimal = |solution: Solution| match solution.status {
            Status::Optimal => Ok(solution),
            status => Err(Error::NotOptimal { week: week + 1, status }),
        };
        let before = optimal(programme.solve(&self.off_the_kinks(week, added)).map_err(failed)?)?;
        let hours = europe.weeks[week].len();
        for t in 0..hours {
            for (own, supply) in layout.zones.iter().zip(&europe.supply) {
                for (number, class) in supply.classes.iter().enumerate() {
                    let column = Column::nth(layout.at(own.classes + number, t));
                    let cost = class.cost_eur_per_mwh + NUDGE_EUR_PER_T * class.carbon_t_per_mwh;
                    programme.set_column_cost(column, cost).map_err(failed)?;
                }
            }
        }
        let after = optimal(programme.solve(&[]).map_err(failed)?)?;
        let marginal = |row: usize| (after.row_duals[row] - before.row_duals[row]) / NUDGE_EUR_PER_T;
        let rows = (0..hours).flat_map(|t| (0..layout.zones.len()).map(move |zone| layout.balance(zone, t)));
        Ok(rows.map(marginal).collect())
    }

    /// Loads of a week, a little higher, each by another amount: multiples of the golden ratio never repeat.
    fn off_the_kinks(&self, week: usize, added: &AddedLoad) -> Vec<BoundChange> {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let mut changes = self.load_changes(week, added);
        for (number, change) in changes.iter_mut().enumerate() {
            let more_mw = NUDGE_MW * (0.5 + (golden * number as f64).fract());
            (change.lower, change.upper) = (change.lower + more_mw, change.upper + more_mw);
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zonal::result::Dispatch;
    use crate::zonal::testing::{border, plant, zones};
    use gigasite_case::Case;
    use gigasite_units::{EurPerMwh, MegawattHours, Megawatts};

    fn marginal(case: &Case) -> Vec<Hourly<f64>> {
        let model = ZonalModel::new(case, 1).expect("builds");
        model.marginal_carbon(&AddedLoad::default(), &|| true).expect("answers")
    }

    fn emitted_t(case: &Case, added: &AddedLoad) -> f64 {
        let mut model = ZonalModel::new(case, 1).expect("builds");
        let year: Dispatch = model.dispatch(added, &|_, _| {}, &|| true).expect("dispatches");
        year.generation.iter().map(|row| row.carbon_t).sum()
    }

    /// A: 100 MW load, 150 MW coal (0.68 t/MWh). B: 100 MW load, 200 MW gas (0.4 t/MWh).
    fn neighbours(border_mw: f64) -> Case {
        let mut case = zones(&[("A", 100.0), ("B", 100.0)]);
        plant(&mut case, "A", "coal", 150.0);
        plant(&mut case, "B", "gas", 200.0);
        border(&mut case, "A", "B", border_mw);
        case
    }

    #[test]
    fn behind_a_full_border_it_is_the_own_plant() {
        let found = marginal(&neighbours(30.0));
        assert!((found[0][9] - 0.68).abs() < 1e-6 && (found[1][9] - 0.4).abs() < 1e-6);
    }

    #[test]
    fn over_a_free_border_it_is_the_plant_of_the_neighbour() {
        let case = neighbours(1000.0);
        let found = marginal(&case);
        assert!(
            (found[0][9] - 0.4).abs() < 1e-6,
            "coal is used up, so one more MWh in A is gas of B: {}",
            found[0][9]
        );
        assert!((found[1][9] - 0.4).abs() < 1e-6);
    }

    #[test]
    fn on_a_kink_it_is_the_plant_that_comes_next() {
        // coal serves exactly both loads in A, or exactly the border: one more MWh is gas, not either
        let mut case = neighbours(50.0);
        let found = marginal(&case);
        assert!(
            (found[0][3] - 0.4).abs() < 1e-6 && (found[1][3] - 0.4).abs() < 1e-6,
            "{} {}",
            found[0][3],
            found[1][3]
        );
        case.dataset.borders.clear();
        plant(&mut case, "B", "coal", 100.0);
        let found = marginal(&case);
        assert!((found[0][3] - 0.68).abs() < 1e-6 && (found[1][3] - 0.4).abs() < 1e-6);
    }

    #[test]
    fn wind_to_spare_and_demand_unserved_emit_nothing() {
        let mut case = zones(&[("A", 100.0), ("B", 100.0)]);
        plant(&mut case, "A", "coal", 90.0);
        plant(&mut case, "B", "gas", 90.0);
        case.dataset.renewables[1].wind_onshore = Megawatts(120.0);
        case.zone_series[1].wind_onshore_frac = Hourly(vec![1.0; 336]);
        let found = marginal(&case);
        assert!(found[0][0].abs() < 1e-9 && found[1][0].abs() < 1e-9);
    }

    #[test]
    fn it_is_what_a_dispatch_with_one_more_emits() {
        // a pump and a lake move the marginal MWh into other hours
        let mut case = neighbours(20.0);
        plant(&mut case, "B", "coal", 60.0);
        case.dataset.fuels[2].price = EurPerMwh(60.0); // gas at 140 EUR/MWh pays for a pump that runs on coal
        for t in 0..336 {
            let day = f64::from(u8::from(t % 24 >= 12));
            case.zone_series[0].load_mw[t] = 60.0 + 70.0 * day + (t % 7) as f64;
            case.zone_series[1].load_mw[t] = 50.0 + 80.0 * day + (t % 5) as f64;
            case.zone_series[0].inflow_mw[t] = 3.0;
        }
        let row = &mut case.dataset.renewables[0];
        (row.reservoir, row.reservoir_energy) = (Megawatts(20.0), MegawattHours(1e4));
        let row = &mut case.dataset.renewables[1];
        (row.pumped, row.pumped_energy) = (Megawatts(40.0), MegawattHours(1e3));
        let found = marginal(&case);
        let base = emitted_t(&case, &AddedLoad::default());
        let mut beyond = 0;
        for (zone, hour) in [(0, 3), (0, 16), (0, 100), (1, 5), (1, 23), (1, 170), (1, 300)] {
            let mut added = AddedLoad { added_mw: vec![Hourly(vec![0.0; 336]); 2] };
            added.added_mw[zone].0[hour] = 0.01;
            let truth = (emitted_t(&case, &added) - base) / 0.01;
            let here = found[zone][hour];
            assert!((here - truth).abs() < 1e-4, "zone {zone}, hour {hour}: {here} instead of {truth}");
            beyond += usize::from([0.0, 0.4, 0.68].iter().all(|plant| (plant - truth).abs() > 1e-3));
        }
        assert!(beyond > 0, "some hour is marginal through the pump");
    }

    #[test]
    fn an_interruption_is_no_answer() {
        let model = ZonalModel::new(&neighbours(1.0), 1).expect("builds");
        let stopped = model.marginal_carbon(&AddedLoad::default(), &|| false);
        assert!(matches!(stopped, Err(Error::Interrupted)));
    }
}
