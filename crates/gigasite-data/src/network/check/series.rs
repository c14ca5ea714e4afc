//! Series and what points at them.

use super::Desk;
use crate::network::tally::Tally;
use gigasite_case::Place;
use gigasite_case::network::{Network, Profile};
use std::collections::{BTreeMap, BTreeSet};

impl Desk<'_> {
    pub(super) fn series(&mut self) {
        let network = self.network;
        let (count, snapshots) = (network.profiles.len(), network.snapshots.len());
        let place = || Place::file(self.label).field("series");
        let number = |at: usize| format!("number {at}");
        let used = uses(network);
        let wrong = (0..count).filter(|at| network.profiles[*at].len() != snapshots);
        let names: Tally = wrong.map(|at| format!("{at} with {}", network.profiles[at].len())).collect();
        if let Some(message) =
            names.sentence(format!("series have other than {snapshots} values, one a snapshot"))
        {
            self.findings.error("series-length", place(), message, "give every series a value a snapshot");
        }
        let missing: BTreeSet<usize> = used.keys().copied().filter(|at| *at >= count).collect();
        let names = missing.into_iter().map(number).collect::<Tally>();
        self.err(
            "series-missing",
            "series",
            &names,
            "series are pointed at and are not there",
            "add them, or let nothing point there",
        );
        // a prescribed level may be free in some snapshots, which it says by being no number
        let strict = (0..count).filter(|at| used.get(at).copied().unwrap_or(true));
        let bad = strict.filter(|at| network.profiles[*at].iter().any(|value| !value.is_finite()));
        let names = bad.map(number).collect::<Tally>();
        self.err(
            "series-not-finite",
            "series",
            &names,
            "series hold values that are no finite number",
            "fill the gaps",
        );
    }
}

/// Series that are pointed at, and whether each must be finite.
fn uses(network: &Network) -> BTreeMap<usize, bool> {
    let mut used = BTreeMap::new();
    let mut add = |profile: Option<Profile>, is_strict: bool| {
        if let Some(profile) = profile {
            *used.entry(profile.series).or_insert(false) |= is_strict;
        }
    };
    for load in &network.loads {
        add(load.profile, true);
    }
    for generator in &network.generators {
        for profile in [generator.availability, generator.floor, generator.marginal_cost] {
            add(profile, true);
        }
    }
    for storage in &network.storage {
        add(storage.inflow, true);
        add(storage.level, false);
    }
    used
}
