//! How likely it is that a given part of the plants fails at once.
//!
//! Unit `i` of capacity `c_i` is out with its forced outage rate `q_i`, independent of all others. The capacity on outage `X`
//! is built unit by unit (capacity outage probability table, Billinton and Allan, *Reliability Evaluation of Power Systems*,
//! chapter 2):
//!
//! ```text
//! p_i(x) = (1 − q_i) · p_{i−1}(x) + q_i · p_{i−1}(x − c_i)
//! P(loss) = P(C − X < needed),      E[unserved] = Σ_x p(x) · (needed − (C − x))⁺
//! ```
//!
//! The table stands on a grid of `step_mw`. A unit between two places of the grid fails to both, with the shares that keep
//! its mean; units that are multiples of the step are exact.

/// Units of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Units {
    /// Capacity of each, MW.
    pub capacity_mw: f64,
    /// Share of the hours of need in which a unit is out without plan, 0–1.
    pub forced_outage_rate: f64,
    /// How many.
    pub count: usize,
}

/// The distribution of the capacity on outage.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageTable {
    step_mw: f64,
    installed_mw: f64,
    /// Probability of an outage of at least place `k`, that is `k · step_mw`.
    at_least: Vec<f64>,
    /// Outage times probability over the same places, MW.
    moment_mw: Vec<f64>,
}

impl OutageTable {
    /// Convolves all units on a grid of `step_mw` (above 0).
    pub fn new(units: &[Units], step_mw: f64) -> Self {
        let mut p = vec![1.0];
        let mut installed_mw = 0.0;
        for kind in units.iter().filter(|kind| kind.capacity_mw > 0.0) {
            for _ in 0..kind.count {
                p = with(&p, kind.capacity_mw / step_mw, kind.forced_outage_rate);
                installed_mw += kind.capacity_mw;
            }
        }
        let suffix = |term: &dyn Fn(usize) -> f64| {
            let mut sums = vec![0.0; p.len() + 1];
            for place in (0..p.len()).rev() {
                sums[place] = sums[place + 1] + term(place);
            }
            sums
        };
        let at_least = suffix(&|place| p[place]);
        let moment_mw = suffix(&|place| p[place] * place as f64 * step_mw);
        Self { step_mw, installed_mw, at_least, moment_mw }
    }

    /// Capacity of all units together, MW.
    pub fn installed_mw(&self) -> f64 {
        self.installed_mw
    }

    /// Probability that what is left is less than `needed_mw`.
    pub fn loss_probability(&self, needed_mw: f64) -> f64 {
        self.at_least[self.first_loss(needed_mw)]
    }

    /// Mean of what is missing at `needed_mw`, MW.
    pub fn unserved_mw(&self, needed_mw: f64) -> f64 {
        let place = self.first_loss(needed_mw);
        (self.moment_mw[place] - (self.installed_mw - needed_mw) * self.at_least[place]).max(0.0)
    }

    /// Smallest place of the grid that leaves less than `needed_mw`. Rounding by a billionth of a step is no loss.
    fn first_loss(&self, needed_mw: f64) -> usize {
        let margin = (self.installed_mw - needed_mw) / self.step_mw;
        let last = self.at_least.len() - 1;
        if margin < -1e-9 { 0 } else { ((margin + 1e-9).floor() as usize + 1).min(last) }
    }
}

/// One more unit, of `size` places.
fn with(p: &[f64], size: f64, rate: f64) -> Vec<f64> {
    let (below, above) = (size.floor() as usize, size.ceil() as usize);
    let part = size - size.floor();
    let mut next = vec![0.0; p.len() + above];
    for (place, probability) in p.iter().enumerate() {
        next[place] += (1.0 - rate) * probability;
        next[place + below] += rate * (1.0 - part) * probability;
        next[place + above] += rate * part * probability;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(capacity_mw: f64, forced_outage_rate: f64, count: usize) -> Units {
        Units { capacity_mw, forced_outage_rate, count }
    }

    #[test]
    fn two_units_are_as_by_hand() {
        let table = OutageTable::new(&[units(100.0, 0.1, 1), units(50.0, 0.2, 1)], 10.0);
        // out: 0 with 0.72, 50 with 0.18, 100 with 0.08, 150 with 0.02
        assert!((table.loss_probability(120.0) - 0.28).abs() < 1e-12);
        assert!((table.loss_probability(100.0) - 0.10).abs() < 1e-12, "100 MW left are enough for 100");
        assert!((table.loss_probability(101.0) - 0.28).abs() < 1e-12);
        assert!((table.unserved_mw(120.0) - (0.18 * 20.0 + 0.08 * 70.0 + 0.02 * 120.0)).abs() < 1e-12);
        assert!(
            (table.loss_probability(151.0) - 1.0).abs() < 1e-12 && table.loss_probability(0.0).abs() < 1e-12
        );
        assert!((table.unserved_mw(200.0) - (200.0 - 90.0 - 40.0)).abs() < 1e-12, "needed less the mean");
    }

    #[test]
    fn a_unit_between_two_places_keeps_its_mean() {
        let table = OutageTable::new(&[units(33.0, 0.1, 3)], 10.0);
        assert!((table.unserved_mw(1000.0) - (1000.0 - 0.9 * 99.0)).abs() < 1e-9);
    }

    #[test]
    fn risk_falls_with_capacity_and_grows_with_load() {
        let fleet = [units(80.0, 0.08, 12), units(35.0, 0.03, 9)];
        let table = OutageTable::new(&fleet, 5.0);
        let more = OutageTable::new(&[fleet[0], fleet[1], units(60.0, 0.5, 1)], 5.0);
        let mut before = (0.0, 0.0);
        for needed in 0..140 {
            let needed = f64::from(needed) * 10.0;
            let here = (table.loss_probability(needed), table.unserved_mw(needed));
            assert!(here.0 >= before.0 && here.1 >= before.1, "{needed} MW");
            assert!(
                more.loss_probability(needed) <= here.0 + 1e-12 && more.unserved_mw(needed) <= here.1 + 1e-9
            );
            before = here;
        }
    }
}
