//! The factorised network.

use super::bridges::Bridges;
use super::{Form, Series};
use crate::Error;
use crate::sparse::Ldl;
use gigasite_case::network::{BusKind, Network};

/// A network ready for flows by reactance. Branches out of service and isolated buses are in every result, with zeros.
#[derive(Debug, Clone)]
pub struct DcModel {
    /// Which susceptances count.
    pub(super) form: Form,
    /// Base power, MVA.
    pub(super) base_mva: f64,
    /// Ends of every branch, as numbers of buses.
    pub(super) ends: Vec<(usize, usize)>,
    /// Ends of every branch, in the order of the factor.
    pub(super) places: Vec<(usize, usize)>,
    /// Susceptance (zero for a branch that carries nothing) and shift of every branch.
    pub(super) series: Vec<Series>,
    /// Island of every bus; `None` = isolated.
    pub(super) island: Vec<Option<usize>>,
    /// Reference bus of every island.
    pub(super) references: Vec<usize>,
    pub(super) factor: Ldl,
    pub(super) bridges: Bridges,
}

impl DcModel {
    /// Factorises `network`.
    ///
    /// # Errors
    /// [`Error::NoImpedance`] with every branch in service that has none; [`Error::Singular`] where reactances of opposite
    /// signs cancel.
    pub fn new(network: &Network, form: Form) -> Result<Self, Error> {
        let live = |bus: usize| network.buses[bus].kind != BusKind::Isolated;
        let mut series = form.all(network);
        for (branch, series) in network.branches.iter().zip(&mut series) {
            if !branch.in_service || !live(branch.from) || !live(branch.to) || branch.from == branch.to {
                *series = Series { susceptance: 0.0, shift: 0.0 };
            }
        }
        let broken: Vec<String> = network
            .branches
            .iter()
            .zip(&series)
            .filter(|(_, series)| !series.susceptance.is_finite())
            .map(|(branch, _)| format!("`{}`", branch.id))
            .collect();
        if !broken.is_empty() {
            return Err(Error::NoImpedance { branches: broken });
        }
        let (island, references) = islands(network);
        let ends: Vec<(usize, usize)> =
            network.branches.iter().map(|branch| (branch.from, branch.to)).collect();
        let carries: Vec<bool> = series.iter().map(|series| series.susceptance != 0.0).collect();
        let bridges = Bridges::find(network.buses.len(), &ends, &carries, &references);
        let factor = factorise(network, &ends, &series, &bridges.roots)?;
        let places = ends.iter().map(|(from, to)| (factor.place[*from], factor.place[*to])).collect();
        Ok(Self {
            form,
            base_mva: network.base_mva,
            ends,
            places,
            series,
            island,
            references,
            factor,
            bridges,
        })
    }

    /// Number of buses.
    pub fn buses(&self) -> usize {
        self.island.len()
    }

    /// Number of branches.
    pub fn branches(&self) -> usize {
        self.ends.len()
    }

    /// Reference bus of every island.
    pub fn references(&self) -> &[usize] {
        &self.references
    }

    /// Island of every bus; `None` = isolated.
    pub fn islands(&self) -> &[Option<usize>] {
        &self.island
    }

    /// Island of a branch; `None` = it ends at an isolated bus.
    pub fn island_of_branch(&self, branch: usize) -> Option<usize> {
        self.island[self.ends[branch].0]
    }

    /// The branch whose loss cuts `bus` off from the greater part of its island, if there is one.
    pub fn hangs_on(&self, bus: usize) -> Option<usize> {
        self.bridges.hangs_on(bus)
    }

    /// Whether the network falls apart when `branch` is lost.
    pub fn is_bridge(&self, branch: usize) -> bool {
        self.bridges.far_end(branch).is_some()
    }
}

/// Island of every bus, and the reference of every island: its first reference bus, else the bus with the most generation,
/// else its first bus.
pub(crate) fn islands(network: &Network) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut rated = vec![0.0; network.buses.len()];
    for generator in network.generators.iter().filter(|generator| generator.in_service) {
        rated[generator.bus] += generator.rated_mw.max(0.0);
    }
    let mut number: Vec<Option<usize>> = Vec::new();
    let mut references: Vec<usize> = Vec::new();
    let rank = |bus: usize| (network.buses[bus].kind == BusKind::Reference, rated[bus]);
    let island = network
        .islands()
        .into_iter()
        .enumerate()
        .map(|(bus, component)| {
            if network.buses[bus].kind == BusKind::Isolated {
                return None;
            }
            if number.len() <= component {
                number.resize(component + 1, None);
            }
            let island = *number[component].get_or_insert(references.len());
            if island == references.len() {
                references.push(bus);
            }
            let ((own, mw), (best, best_mw)) = (rank(bus), rank(references[island]));
            if (own && !best) || (own == best && !own && mw > best_mw) {
                references[island] = bus;
            }
            Some(island)
        })
        .collect();
    (island, references)
}

/// `B` with a one in place of every row that is not an equation: isolated buses, and the middle of every island, whose
/// equation follows from the others.
fn factorise(
    network: &Network,
    ends: &[(usize, usize)],
    series: &[Series],
    grounds: &[usize],
) -> Result<Ldl, Error> {
    let mut is_fixed: Vec<bool> = network.buses.iter().map(|bus| bus.kind == BusKind::Isolated).collect();
    for ground in grounds {
        is_fixed[*ground] = true;
    }
    let mut diagonal: Vec<f64> = is_fixed.iter().map(|fixed| f64::from(u8::from(*fixed))).collect();
    let mut pairs = Vec::with_capacity(ends.len());
    for ((from, to), Series { susceptance, .. }) in ends.iter().zip(series) {
        if *susceptance == 0.0 {
            continue;
        }
        for bus in [*from, *to] {
            if !is_fixed[bus] {
                diagonal[bus] += susceptance;
            }
        }
        if !is_fixed[*from] && !is_fixed[*to] {
            pairs.push((*from, *to, -susceptance));
        }
    }
    Ldl::new(&diagonal, &pairs).map_err(|pivot| Error::Singular {
        why: format!("reactances around bus `{}` cancel", network.buses[pivot.0].id),
    })
}
