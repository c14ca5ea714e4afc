//! What the next reinforcement costs, and what is planned already.
//!
//! ```text
//! cost = length · MVA · EUR / (MVA km)
//! ```
//!
//! with the length of the branch, else that of a project between the same places, else the great circle between its buses
//! times [`DETOUR_RATIO`]. Transformers have no length and no cost here.

use gigasite_case::network::{Branch, BranchKind, Network, Project, distance_km};
use serde::Serialize;

/// Cost of a megavolt-ampere of line over a kilometre, EUR: overhead, 2025 prices. **Source**: Danish Energy Agency,
/// Technology Data for Energy Transport (July 2025), sheet 1.6, as in PyPSA technology-data `HVAC overhead`.
pub const LINE_EUR_PER_MVA_KM: f64 = 750.0;
/// Length of a line for that of the great circle. **Source**: PyPSA-Eur, `config.default.yaml`, `lines: length_factor`.
pub const DETOUR_RATIO: f64 = 1.25;
/// A project is between the same places if both its ends are this near to those of the branch, km: substations of one city.
pub const NEAR_KM: f64 = 25.0;

/// A reinforcement in money, and the project that would bring it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Works {
    /// Length, km.
    pub length_km: Option<f64>,
    /// Cost, EUR.
    pub cost_eur: Option<f64>,
    /// Place of the nearest project between the same places.
    pub project: Option<usize>,
}

/// What adding `added_mva` to `branch` takes.
pub fn works(network: &Network, branch: usize, added_mva: f64, projects: &[Project]) -> Works {
    let data = &network.branches[branch];
    if data.kind == BranchKind::Transformer {
        return Works { length_km: None, cost_eur: None, project: None };
    }
    let ends = ends(network, data);
    let project = ends.and_then(|ends| nearest(ends, projects));
    let length_km = data
        .length_km
        .filter(|km| *km > 0.0)
        .or_else(|| projects[project?].length_km)
        .or_else(|| ends.map(|(from, to)| DETOUR_RATIO * distance_km(from, to)));
    Works { length_km, cost_eur: length_km.map(|km| km * added_mva * LINE_EUR_PER_MVA_KM), project }
}

type Place = (f64, f64);

fn ends(network: &Network, branch: &Branch) -> Option<(Place, Place)> {
    Some((network.buses[branch.from].lon_lat_deg?, network.buses[branch.to].lon_lat_deg?))
}

/// The project whose ends are nearest, if both are near enough.
fn nearest((from, to): (Place, Place), projects: &[Project]) -> Option<usize> {
    let away = |project: &Project| {
        let [a, b] = project.ends_lon_lat_deg;
        let furthest = |one: Place, other: Place| distance_km(from, one).max(distance_km(to, other));
        furthest(a, b).min(furthest(b, a))
    };
    let found = projects.iter().map(away).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
    found.filter(|(_, km)| *km <= NEAR_KM).map(|(project, _)| project)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gigasite_case::network::Bus;

    #[test]
    fn length_comes_from_the_branch_then_a_project_then_the_map() {
        let bus = |lon: f64| Bus { lon_lat_deg: Some((lon, 50.0)), ..Bus::default() };
        let mut network = Network {
            buses: vec![bus(8.0), bus(9.0)],
            branches: vec![Branch { to: 1, ..Branch::default() }],
            ..Network::default()
        };
        let project = |from: f64, to: f64| Project {
            id: "P".into(),
            status: "confirmed".into(),
            year: Some(2031),
            voltage_kv: 380.0,
            circuits: 2.0,
            length_km: Some(90.0),
            rating_mva: None,
            ends_lon_lat_deg: [(from, 50.0), (to, 50.0)],
        };
        // a degree of longitude at 50° is 71.5 km
        let direct = works(&network, 0, 1000.0, &[project(8.0, 8.1)]);
        assert!((direct.length_km.unwrap() - 1.25 * 71.47).abs() < 0.1 && direct.project.is_none());
        let planned = works(&network, 0, 1000.0, &[project(8.0, 8.1), project(8.9, 8.1)]);
        assert_eq!((planned.project, planned.length_km), (Some(1), Some(90.0)));
        assert_eq!(planned.cost_eur, Some(90.0 * 1000.0 * 750.0));
        network.branches[0].length_km = Some(80.0);
        assert_eq!(works(&network, 0, 1.0, &[]).cost_eur, Some(60_000.0));
        network.branches[0].kind = BranchKind::Transformer;
        assert_eq!(works(&network, 0, 1.0, &[]).cost_eur, None);
    }
}
