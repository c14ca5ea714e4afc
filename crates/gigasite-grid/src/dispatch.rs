//! Who generates what, where a question about flows does not say so itself.
//!
//! | [`Dispatch`] | outputs are |
//! |---|---|
//! | `File` | those of the file, the same in every snapshot; the reference of each island makes up for the rest |
//! | `Merit` | the cheapest that meet the demand of every island if no branch had a limit; links run as is cheapest |
//! | `Opf` | the cheapest that the branches can carry: [`crate::opf`], every snapshot on its own |
//!
//! `Merit` is the optimal power flow of a network in which every island is one bus. Where no generator has a cost, outputs
//! are in proportion to what is available. Storage stands still: it belongs to questions that join snapshots.

use crate::dc::{DcModel, DcState, Form, injections_of};
use crate::opf::{self, Capacity, Coupling, Options, UnitCommitment};
use gigasite_case::network::{Bus, Generator, Network};
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
            hours: YEAR_H,
        }
    }

    /// Writes outputs and links into `network`, as if its file had them.
    pub fn set(&self, network: &mut Network) {
        for (generator, output) in network.generators.iter_mut().zip(&self.output_mw) {
            generator.power_mw = *output;
        }
        for (link, power) in network.links.iter_mut().zip(&self.link_mw) {
            link.power_mw = *power;
        }
    }

    /// What flows then.
    pub fn state(&self, model: &DcModel, network: &Network) -> DcState {
        let injection_mw = injections_of(network, self.snapshot, &self.output_mw, &self.link_mw);
        let flow = model.flow(&injection_mw);
        DcState { injection_mw, demand_mw: network.demand_mw(self.snapshot), flow }
    }
}

/// Why there is no dispatch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing keeps all limits.
    #[error("no dispatch for snapshot `{when}`: {why}")]
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
    let solved = match dispatch {
        Dispatch::File => {
            let of_file =
                |snapshot: &usize| Moment { hours: hours(*snapshot), ..Moment::of_file(network, *snapshot) };
            return Ok(snapshots.iter().map(of_file).collect());
        }
        Dispatch::Merit if !network.generators.iter().any(is_priced) => {
            let share = |snapshot: &usize| {
                let output_mw = in_proportion(network, *snapshot)?;
                Ok(Moment { output_mw, hours: hours(*snapshot), ..Moment::of_file(network, *snapshot) })
            };
            return snapshots.iter().map(share).collect();
        }
        Dispatch::Merit => by_merit(network, snapshots, seen)?,
        Dispatch::Opf => opf::solve_seen(network, &options(snapshots, form), seen)?,
    };
    for moment in &solved.moments {
        if moment.status > opf::Status::NotSettled {
            let why = solved
                .why
                .as_ref()
                .map_or_else(|| "the solver gave up".to_owned(), |why| why.sentence.clone());
            return Err(Error::NotServed { when: moment.label.clone(), why });
        }
    }
    let rows = solved.dispatch_mw.into_iter().zip(solved.link_mw);
    let moment = |(snapshot, (output_mw, link_mw)): (&usize, (Vec<f64>, Vec<f64>))| Moment {
        snapshot: *snapshot,
        output_mw,
        link_mw,
        hours: hours(*snapshot),
    };
    Ok(snapshots.iter().zip(rows).map(moment).collect())
}

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

/// Every generator of an island at the same part of what is available; links as in the file.
fn in_proportion(network: &Network, snapshot: usize) -> Result<Vec<f64>, Error> {
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
    if let Some(bus) =
        (0..network.buses.len()).find(|bus| wanted[islands[*bus]] > there[islands[*bus]] + 1e-6)
    {
        let island = islands[bus];
        let why = format!(
            "the island of bus `{}` draws {:.0} MW and has {:.0} MW",
            network.buses[bus].id, wanted[island], there[island]
        );
        return Err(Error::NotServed { when: network.snapshots.labels[snapshot].clone(), why });
    }
    let part =
        |island: usize| if there[island] > 0.0 { wanted[island].max(0.0) / there[island] } else { 0.0 };
    let output = |(plant, mw): (&Generator, &f64)| mw * part(islands[plant.bus]);
    Ok(network.generators.iter().zip(&available).map(output).collect())
}

/// The optimal power flow with an island a bus.
fn by_merit(
    network: &Network,
    snapshots: &[usize],
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<opf::Outcome, opf::Error> {
    let islands = network.islands();
    let mut merged = network.clone();
    merged.branches.clear();
    merged.contingencies.clear();
    merged.storage.clear();
    merged.stores.clear();
    merged.caps.clear();
    merged.buses.clear();
    for (bus, island) in network.buses.iter().zip(&islands) {
        if *island == merged.buses.len() {
            merged.buses.push(Bus { shunt_mw: 0.0, ..bus.clone() });
        }
        merged.buses[*island].shunt_mw += bus.shunt_mw;
    }
    merged.loads.iter_mut().for_each(|load| load.bus = islands[load.bus]);
    merged.generators.iter_mut().for_each(|generator| generator.bus = islands[generator.bus]);
    for link in &mut merged.links {
        (link.from, link.to) = (islands[link.from], islands[link.to]);
    }
    opf::solve_seen(&merged, &options(snapshots, Form::Matpower), seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gigasite_case::network::{Branch, BusKind, Cost, Load, Profile, Snapshots};

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
    fn too_much_load_is_named_with_its_snapshot() {
        let mut network = two([None, None]);
        network.profiles[0][1] = 300.0;
        let error = moments(&network, &[0, 1], Dispatch::Merit, Form::Matpower, &|_, _| ()).unwrap_err();
        assert!(error.to_string().contains("`day`") && error.hint().is_some(), "{error}");
    }
}
