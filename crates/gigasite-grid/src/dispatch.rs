//! Who generates what, where a question about flows does not say so itself.
//!
//! | [`Dispatch`] | outputs are |
//! |---|---|
//! | `File` | those of the file, the same in every snapshot; the reference of each island makes up for the rest |
//! | `Merit` | the cheapest that meet the demand of every island if no branch had a limit; links run as is cheapest |
//! | `Opf` | the cheapest that the branches can carry: [`crate::opf`], every snapshot on its own |
//!
//! `Merit` is the optimal power flow of a network in which every island is one bus; what plants cannot meet, or must give
//! beyond the demand, is left to the reference of the island and told ([`Moment::missing_mw`]). Where no generator has a cost,
//! outputs are in proportion to what is available. Every snapshot stands alone: storage gives what flows into it in that
//! moment, up to its power, and what needs a past (pumping, starting, ramping) stands still or is free.

use crate::dc::{DcModel, DcState, Form, injections_of};
use crate::opf::{self, Capacity, Coupling, Options, UnitCommitment};
use gigasite_case::network::{Cost, CostCurve, Generator, Load, Network, Profile};
use serde::{Deserialize, Serialize};

/// Snapshots that are solved one after another before the basis is dropped.
const BLOCK: usize = 24;
/// Hours that all moments of a study stand for.
const YEAR_H: f64 = 8_760.0;

/// Whose outputs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispatch {
    /// Those of the file.
    File,
    /// The cheapest without limits of branches.
    Merit,
    /// The cheapest within them.
    Opf,
}

/// Part of the demand by which the outputs of a file may miss it and still be a dispatch: losses of an AC solution, which
/// a flow by reactance does not see, reach 7 % in published cases.
const MISSED_FRAC: f64 = 0.1;

impl Dispatch {
    /// Whether the outputs of the file are a dispatch for `snapshots`: then those, else by merit.
    pub fn suited(network: &Network, snapshots: &[usize]) -> Self {
        let running = network.generators.iter().filter(|generator| generator.in_service);
        let given: f64 = running.map(|generator| generator.power_mw).sum();
        let meets = |snapshot: &usize| {
            let demand: f64 = network.demand_mw(*snapshot).iter().sum();
            (given - demand).abs() <= MISSED_FRAC * demand.abs()
        };
        if snapshots.iter().all(meets) { Self::File } else { Self::Merit }
    }
}

/// The network in one snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Which snapshot.
    pub snapshot: usize,
    /// Output of every generator, MW.
    pub output_mw: Vec<f64>,
    /// Power drawn at the from end of every link, MW.
    pub link_mw: Vec<f64>,
    /// Output of storage, MW; empty = none.
    pub storage_mw: Vec<f64>,
    /// What references give beside this, as plants cannot, MW; negative = what they take.
    pub missing_mw: f64,
    /// Hours of the year it stands for.
    pub hours: f64,
}

impl Moment {
    /// The moment that the file has.
    pub fn of_file(network: &Network, snapshot: usize) -> Self {
        Self {
            snapshot,
            output_mw: network.generators.iter().map(|generator| generator.power_mw).collect(),
            link_mw: network.links.iter().map(|link| link.power_mw).collect(),
            storage_mw: Vec::new(),
            missing_mw: 0.0,
            hours: YEAR_H,
        }
    }

    /// Writes outputs and links into `network`, as if its file had them; storage becomes a negative load.
    pub fn set(&self, network: &mut Network) {
        for (generator, output) in network.generators.iter_mut().zip(&self.output_mw) {
            generator.power_mw = *output;
        }
        for (link, power) in network.links.iter_mut().zip(&self.link_mw) {
            link.power_mw = *power;
        }
        for (unit, power) in network.storage.iter().zip(&self.storage_mw) {
            network.loads.push(Load { bus: unit.bus, power_mw: -power, ..Load::default() });
        }
    }

    /// Power put into `network` at every bus, MW.
    pub fn injections_mw(&self, network: &Network) -> Vec<f64> {
        let mut injection_mw = injections_of(network, self.snapshot, &self.output_mw, &self.link_mw);
        for (unit, power) in network.storage.iter().zip(&self.storage_mw) {
            injection_mw[unit.bus] += power;
        }
        injection_mw
    }

    /// What flows then.
    pub fn state(&self, model: &DcModel, network: &Network) -> DcState {
        let injection_mw = self.injections_mw(network);
        let flow = model.flow(&injection_mw);
        DcState { injection_mw, demand_mw: network.demand_mw(self.snapshot), flow }
    }
}

/// Why there is no dispatch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing keeps all limits.
    #[error("there is no dispatch for snapshot `{when}`: {why}")]
    NotServed {
        /// Label of the snapshot.
        when: String,
        /// What stands against it.
        why: String,
    },
    /// The optimal power flow.
    #[error(transparent)]
    Opf(#[from] opf::Error),
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotServed { .. } => Some(
                "take the outputs of the file, or raise the limit that is named; the optimal power flow of the \
                 network says more"
                    .into(),
            ),
            Self::Opf(error) => error.hint(),
        }
    }
}

/// The moments of `snapshots`, each for its part of a year. `seen` is told how many are done.
///
/// # Errors
/// [`Error::NotServed`] for the first snapshot that has no dispatch; those of [`opf::solve`].
pub fn moments(
    network: &Network,
    snapshots: &[usize],
    dispatch: Dispatch,
    form: Form,
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Moment>, Error> {
    let all: f64 = snapshots.iter().map(|snapshot| network.snapshots.energy_h[*snapshot]).sum();
    let hours = |snapshot: usize| YEAR_H * network.snapshots.energy_h[snapshot] / all;
    let (posed, rests) = match dispatch {
        Dispatch::File => {
            let of_file =
                |snapshot: &usize| Moment { hours: hours(*snapshot), ..Moment::of_file(network, *snapshot) };
            return Ok(snapshots.iter().map(of_file).collect());
        }
        Dispatch::Merit if !network.generators.iter().any(is_priced) => {
            let share = |snapshot: &usize| {
                let (output_mw, missing_mw) = in_proportion(network, *snapshot);
                let of_file = Moment::of_file(network, *snapshot);
                Moment { output_mw, missing_mw, hours: hours(*snapshot), ..of_file }
            };
            return Ok(snapshots.iter().map(share).collect());
        }
        Dispatch::Merit => merged(alone(network)),
        Dispatch::Opf => (alone(network), 0),
    };
    let solved = opf::solve_seen(&posed, &options(snapshots, form), seen)?;
    for moment in &solved.moments {
        if moment.status > opf::Status::NotSettled {
            let why = solved
                .why
                .as_ref()
                .map_or_else(|| "the solver gave up".to_owned(), |why| why.sentence.clone());
            return Err(Error::NotServed { when: moment.label.clone(), why });
        }
    }
    let (plants, units) = (network.generators.len(), network.storage.len());
    let rows = solved.dispatch_mw.into_iter().zip(solved.link_mw);
    let moment = |(snapshot, (mut output_mw, link_mw)): (&usize, (Vec<f64>, Vec<f64>))| {
        let rest = output_mw.split_off(plants + units);
        debug_assert_eq!(rest.len(), rests);
        let storage_mw = output_mw.split_off(plants);
        let missing_mw = rest.into_iter().filter(|mw| mw.abs() > REST_MW).sum();
        Moment { snapshot: *snapshot, output_mw, link_mw, storage_mw, missing_mw, hours: hours(*snapshot) }
    };
    Ok(snapshots.iter().zip(rows).map(moment).collect())
}

/// Below this, what is missing is rounding, MW.
const REST_MW: f64 = 1e-3;

fn options(snapshots: &[usize], form: Form) -> Options {
    Options {
        form,
        snapshots: snapshots.to_vec(),
        coupling: Coupling::Apart { block: BLOCK },
        commitment: UnitCommitment::Ignored,
        capacity: Capacity::Fixed,
        gap_rel: 1e-6,
        ..Options::default()
    }
}

fn is_priced(generator: &Generator) -> bool {
    generator.cost.is_some() || generator.marginal_cost.is_some()
}

/// Every generator of an island at the same part of what is available, and what that leaves; links as in the file.
fn in_proportion(network: &Network, snapshot: usize) -> (Vec<f64>, f64) {
    let islands = network.islands();
    let links: Vec<f64> = network.links.iter().map(|link| link.power_mw).collect();
    let nothing = vec![0.0; network.generators.len()];
    let (mut wanted, mut there) = (vec![0.0; network.buses.len()], vec![0.0; network.buses.len()]);
    for (bus, injection) in injections_of(network, snapshot, &nothing, &links).into_iter().enumerate() {
        wanted[islands[bus]] -= injection;
    }
    let available: Vec<f64> = network
        .generators
        .iter()
        .map(|plant| if plant.in_service { network.available_mw(plant, snapshot).max(0.0) } else { 0.0 })
        .collect();
    for (generator, mw) in network.generators.iter().zip(&available) {
        there[islands[generator.bus]] += mw;
    }
    let part = |island: usize| {
        if there[island] > 0.0 { (wanted[island] / there[island]).clamp(0.0, 1.0) } else { 0.0 }
    };
    let missing = |island: usize| wanted[island] - part(island) * there[island];
    let output = |(plant, mw): (&Generator, &f64)| mw * part(islands[plant.bus]);
    let outputs = network.generators.iter().zip(&available).map(output).collect();
    (outputs, (0..network.buses.len()).map(missing).sum())
}

/// The network without what joins snapshots: storage is a plant that gives its inflow, plants may stop.
fn alone(network: &Network) -> Network {
    let mut alone = network.clone();
    for plant in &mut alone.generators {
        if plant.commitment.take().is_some() {
            (plant.power_min_mw, plant.floor) = (plant.power_min_mw.min(0.0), None);
        }
    }
    for unit in std::mem::take(&mut alone.storage) {
        let given = |snapshot: usize| {
            let inflow_mw = alone.at(unit.inflow, snapshot, unit.inflow_mw);
            (inflow_mw * unit.efficiency_dispatch).clamp(0.0, unit.discharge_max_mw.max(0.0))
        };
        let profile = (0..alone.snapshots.len()).map(given).collect();
        let series = alone.profiles.len();
        alone.profiles.push(profile);
        alone.generators.push(Generator {
            id: unit.id,
            bus: unit.bus,
            in_service: unit.in_service,
            rated_mw: 1.0,
            power_max_mw: unit.discharge_max_mw.max(0.0),
            availability: Some(Profile { series, scale: 1.0 }),
            cost: Some(Cost::per_mwh(unit.marginal_cost_per_mwh)),
            ..Generator::default()
        });
    }
    alone.stores.clear();
    alone.caps.clear();
    alone
}

/// The network with an island a bus, and at each a rest that is dearer than everything; how many of those.
fn merged(network: Network) -> (Network, usize) {
    let islands = network.islands();
    let mut merged = network;
    let buses = std::mem::take(&mut merged.buses);
    merged.branches.clear();
    merged.contingencies.clear();
    for (bus, island) in buses.into_iter().zip(&islands) {
        match merged.buses.get_mut(*island) {
            Some(whole) => whole.shunt_mw += bus.shunt_mw,
            None => merged.buses.push(bus),
        }
    }
    merged.loads.iter_mut().for_each(|load| load.bus = islands[load.bus]);
    merged.generators.iter_mut().for_each(|generator| generator.bus = islands[generator.bus]);
    for link in &mut merged.links {
        (link.from, link.to) = (islands[link.from], islands[link.to]);
    }
    let rests = merged.buses.len();
    for bus in 0..rests {
        let cost = CostCurve::Piecewise(vec![
            (-REST_MOST_MW, REST_MOST_MW * REST_PRICE),
            (0.0, 0.0),
            (REST_MOST_MW, REST_MOST_MW * REST_PRICE),
        ]);
        merged.generators.push(Generator {
            id: format!("rest of {}", merged.buses[bus].id),
            bus,
            rated_mw: REST_MOST_MW,
            power_min_mw: -REST_MOST_MW,
            power_max_mw: REST_MOST_MW,
            cost: Some(Cost { startup: 0.0, shutdown: 0.0, curve: cost }),
            ..Generator::default()
        });
    }
    (merged, rests)
}

/// More than any island draws, MW, at a price above that of any plant of the files here.
const REST_MOST_MW: f64 = 1e7;
const REST_PRICE: f64 = 1e5;

#[cfg(test)]
mod tests {
    use super::*;
    use gigasite_case::network::{Branch, Bus, BusKind, Snapshots, Storage};

    /// Cheap and dear plants at the ends of a thin line, load at the dear end.
    fn two(costs: [Option<f64>; 2]) -> Network {
        let plant = |bus: usize| Generator {
            id: bus.to_string(),
            bus,
            rated_mw: 100.0,
            power_max_mw: 100.0,
            power_mw: 30.0,
            cost: costs[bus].map(Cost::per_mwh),
            ..Generator::default()
        };
        Network {
            base_mva: 100.0,
            buses: vec![
                Bus { id: "a".into(), kind: BusKind::Reference, ..Bus::default() },
                Bus { id: "b".into(), ..Bus::default() },
            ],
            branches: vec![Branch {
                id: "ab".into(),
                to: 1,
                reactance_pu: 0.1,
                rating_mva: Some(50.0),
                ..Branch::default()
            }],
            loads: vec![Load { bus: 1, profile: Some(Profile { series: 0, scale: 1.0 }), ..Load::default() }],
            generators: vec![plant(0), plant(1)],
            snapshots: Snapshots::hourly(vec!["night".into(), "day".into()]),
            profiles: vec![vec![60.0, 120.0]],
            ..Network::default()
        }
    }

    fn outputs(network: &Network, dispatch: Dispatch) -> Vec<Vec<f64>> {
        let moments = moments(network, &[0, 1], dispatch, Form::Matpower, &|_, _| ()).unwrap();
        assert!(moments.iter().all(|moment| (moment.hours - 4_380.0).abs() < 1e-9));
        moments.into_iter().map(|moment| moment.output_mw).collect()
    }

    fn near(found: &[Vec<f64>], expected: [[f64; 2]; 2]) {
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() < 1e-3, "{found} for {expected}");
        }
    }

    #[test]
    fn the_line_holds_the_optimal_flow_back_but_not_the_merit_order() {
        let network = two([Some(10.0), Some(90.0)]);
        near(&outputs(&network, Dispatch::File), [[30.0, 30.0], [30.0, 30.0]]);
        near(&outputs(&network, Dispatch::Merit), [[60.0, 0.0], [100.0, 20.0]]);
        near(&outputs(&network, Dispatch::Opf), [[50.0, 10.0], [50.0, 70.0]]);
    }

    #[test]
    fn without_costs_all_run_at_the_same_part_of_their_power() {
        let mut network = two([None, None]);
        network.generators[1].power_max_mw = 50.0;
        near(&outputs(&network, Dispatch::Merit), [[40.0, 20.0], [80.0, 40.0]]);
    }

    #[test]
    fn the_file_is_taken_where_it_meets_the_demand() {
        let network = two([None, None]);
        assert_eq!(Dispatch::suited(&network, &[0]), Dispatch::File);
        assert_eq!(Dispatch::suited(&network, &[0, 1]), Dispatch::Merit);
    }

    #[test]
    fn what_plants_cannot_meet_is_told() {
        for costs in [[None, None], [Some(10.0), Some(90.0)]] {
            let mut network = two(costs);
            network.profiles[0][1] = 300.0;
            let found = moments(&network, &[0, 1], Dispatch::Merit, Form::Matpower, &|_, _| ()).unwrap();
            assert!(found[0].missing_mw.abs() < 1e-9);
            assert!((found[1].missing_mw - 100.0).abs() < 1e-6 && found[1].output_mw == [100.0, 100.0]);
        }
        let mut network = two([Some(10.0), Some(90.0)]);
        network.profiles[0][1] = 300.0;
        let error = moments(&network, &[0, 1], Dispatch::Opf, Form::Matpower, &|_, _| ()).unwrap_err();
        assert!(error.to_string().contains("`day`") && error.hint().is_some(), "{error}");
    }

    #[test]
    fn storage_gives_what_flows_in_and_plants_may_stop() {
        let mut network = two([Some(10.0), Some(90.0)]);
        network.storage.push(Storage {
            id: "lake".into(),
            bus: 1,
            discharge_max_mw: 30.0,
            efficiency_dispatch: 0.5,
            inflow: Some(Profile { series: 1, scale: 1.0 }),
            ..Storage::default()
        });
        network.profiles.push(vec![20.0, 80.0]);
        network.generators[0].commitment = Some(gigasite_case::network::Commitment::default());
        network.generators[0].power_min_mw = 90.0;
        let found = moments(&network, &[0, 1], Dispatch::Merit, Form::Matpower, &|_, _| ()).unwrap();
        assert_eq!((found[0].storage_mw[0], found[1].storage_mw[0]), (10.0, 30.0));
        near(&[found[0].output_mw.clone(), found[1].output_mw.clone()], [[50.0, 0.0], [90.0, 0.0]]);
        let sum: f64 = found[1].injections_mw(&network).iter().sum();
        assert!(sum.abs() < 1e-6);
        let mut set = network.clone();
        found[1].set(&mut set);
        assert!((set.demand_mw(1)[1] - 90.0).abs() < 1e-9);
    }
}
