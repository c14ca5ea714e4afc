//! A power network as buses, branches, plants and loads: what every network file is read into.
//!
//! Per-unit quantities are on [`Network::base_mva`] and the bus's base voltage. Signs: generation positive, load positive =
//! drawn; flow positive = from → to. A file of one moment has one snapshot and no profiles; a file with series has as
//! many values in every profile as there are snapshots.

mod branch;
mod bus;
mod plant;
mod policy;
mod project;
mod time;

pub use branch::{Branch, BranchKind, Link};
pub use bus::{Bus, BusKind, Current, Load};
pub use plant::{Commitment, Cost, CostCurve, Expansion, Generator, Storage, Store};
pub use policy::{Cap, Carrier, Contingency};
pub use project::{Project, distance_km};
pub use time::{Profile, Snapshots};

use serde::{Deserialize, Serialize};

/// A network, at one moment or over many.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Network {
    /// Name of the case.
    pub name: String,
    /// Base power of all per-unit figures, MVA.
    pub base_mva: f64,
    /// Buses, in the order of the file.
    pub buses: Vec<Bus>,
    /// Lines and transformers.
    pub branches: Vec<Branch>,
    /// Loads: none, one or many a bus.
    pub loads: Vec<Load>,
    /// Generators, and dispatchable loads with negative limits.
    pub generators: Vec<Generator>,
    /// Controlled transfers between buses: direct-current lines, converters.
    pub links: Vec<Link>,
    /// Storage behind one power limit: pumped hydro, reservoirs, batteries.
    pub storage: Vec<Storage>,
    /// Stores of energy at a bus, without a power limit of their own.
    pub stores: Vec<Store>,
    /// What plants run on.
    pub carriers: Vec<Carrier>,
    /// Limits on the whole network over all snapshots.
    pub caps: Vec<Cap>,
    /// Outages that the file names.
    pub contingencies: Vec<Contingency>,
    /// The moments the network is seen at.
    pub snapshots: Snapshots,
    /// Series that components point at, each with a value per snapshot.
    pub profiles: Vec<Vec<f64>>,
}

impl Network {
    /// Value of `profile` in `snapshot`, scaled; `fixed` where there is no profile.
    pub fn at(&self, profile: Option<Profile>, snapshot: usize, fixed: f64) -> f64 {
        profile.map_or(fixed, |profile| profile.scale * self.profiles[profile.series][snapshot])
    }

    /// Active demand of every bus in `snapshot`, MW: loads, and the shunt conductance at 1 p.u.
    pub fn demand_mw(&self, snapshot: usize) -> Vec<f64> {
        let mut demand: Vec<f64> = self.buses.iter().map(|bus| bus.shunt_mw).collect();
        for load in self.loads.iter().filter(|load| load.in_service) {
            demand[load.bus] += self.at(load.profile, snapshot, load.power_mw);
        }
        demand
    }

    /// Most output of a generator in `snapshot`, MW.
    pub fn available_mw(&self, generator: &Generator, snapshot: usize) -> f64 {
        generator.availability.map_or(generator.power_max_mw, |profile| {
            generator.rated_mw * self.at(Some(profile), snapshot, 1.0)
        })
    }

    /// Number of the bus called `id`.
    pub fn bus(&self, id: &str) -> Option<usize> {
        self.buses.iter().position(|bus| bus.id == id)
    }

    /// Components joined by branches in service: the number of the component of every bus. Isolated buses stand alone.
    pub fn islands(&self) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..self.buses.len()).collect();
        for branch in self.branches.iter().filter(|branch| branch.in_service) {
            if [branch.from, branch.to].iter().any(|bus| self.buses[*bus].kind == BusKind::Isolated) {
                continue;
            }
            let (a, b) = (root(&mut parent, branch.from), root(&mut parent, branch.to));
            parent[a.max(b)] = a.min(b);
        }
        let mut number = vec![usize::MAX; self.buses.len()];
        let mut next = 0;
        (0..self.buses.len())
            .map(|bus| {
                let top = root(&mut parent, bus);
                if number[top] == usize::MAX {
                    number[top] = next;
                    next += 1;
                }
                number[top]
            })
            .collect()
    }
}

/// The bus that stands for the component of `bus`; shortens the way there.
fn root(parent: &mut [usize], mut bus: usize) -> usize {
    while parent[bus] != bus {
        parent[bus] = parent[parent[bus]];
        bus = parent[bus];
    }
    bus
}
