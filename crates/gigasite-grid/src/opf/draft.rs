//! A programme under construction, and where its columns and rows stand.

use super::options::{Capacity, Coupling, Options, UnitCommitment};
use super::{Error, live::Live};
use crate::dc::Series;
use gigasite_case::network::{Generator, Network};
use gigasite_lp::{Axis, Column, Family, Programme, Row, Sense, Solution};
use std::sync::Arc;

/// Columns of a family by snapshot and element.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    width: usize,
    columns: Vec<Option<Column>>,
}

impl Grid {
    pub(super) fn new(times: usize, width: usize) -> Self {
        Self { width, columns: vec![None; times * width] }
    }

    pub(super) fn get(&self, t: usize, element: usize) -> Option<Column> {
        self.columns.get(t * self.width + element).copied().flatten()
    }

    pub(super) fn set(&mut self, t: usize, element: usize, column: Column) {
        self.columns[t * self.width + element] = Some(column);
    }

    /// Whether there is any column.
    pub(super) fn has_any(&self) -> bool {
        self.columns.iter().any(Option::is_some)
    }

    /// Values in a snapshot, zero where there is no column.
    pub(super) fn values(&self, t: usize, solution: &Solution) -> Vec<f64> {
        (0..self.width).map(|element| self.value(t, element, solution)).collect()
    }

    /// A value, zero where there is no column.
    pub(super) fn value(&self, t: usize, element: usize, solution: &Solution) -> f64 {
        self.get(t, element).map_or(0.0, |column| solution.value(column))
    }
}

/// `y ≥ a x²`: a curved cost or a loss, met by tangents that are added where the answer lies.
#[derive(Debug, Clone)]
pub(super) struct Bowl {
    pub(super) x: Column,
    pub(super) y: Column,
    pub(super) a: f64,
    /// Money per unit of `y`; zero for a loss, which acts through the balance.
    pub(super) weight: f64,
    /// What it is of.
    pub(super) of: BowlOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BowlOf {
    Cost,
    Loss { t: usize, branch: usize },
}

/// A tangent of a bowl.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    /// Which bowl, by its place.
    pub(super) bowl: usize,
    /// Where it touches.
    pub(super) at: f64,
    pub(super) row: Row,
}

impl Bowl {
    /// The row `y − 2 a x̂ x ≥ −a x̂²`.
    pub(super) fn tangent(&self, at: f64) -> ([(Column, f64); 2], f64) {
        ([(self.y, 1.0), (self.x, -2.0 * self.a * at)], -self.a * at * at)
    }

    /// How far an answer lies below the curve.
    pub(super) fn depth(&self, solution: &Solution) -> f64 {
        let x = solution.value(self.x);
        self.a * x * x - solution.value(self.y)
    }
}

/// Chosen capacities, by element.
#[derive(Debug, Clone, Default)]
pub(super) struct Growth {
    pub(super) generators: Vec<Option<Column>>,
    pub(super) branches: Vec<Option<Column>>,
    pub(super) links: Vec<Option<Column>>,
    pub(super) storage: Vec<Option<Column>>,
    pub(super) stores: Vec<Option<Column>>,
}

/// Where everything stands once the programme is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    pub(super) dispatch: Grid,
    pub(super) on: Grid,
    pub(super) start: Grid,
    pub(super) stop: Grid,
    pub(super) flow: Grid,
    pub(super) angle: Grid,
    /// How far angles can be from their reference, by bus; empty without angles.
    pub(super) reach_rad: Vec<f64>,
    pub(super) loss: Grid,
    pub(super) link: Grid,
    pub(super) charge: Grid,
    pub(super) discharge: Grid,
    pub(super) level: Grid,
    pub(super) given: Grid,
    pub(super) held: Grid,
    /// Fixed columns of demand, where it will move.
    pub(super) demand: Grid,
    pub(super) growth: Growth,
    /// Yes-or-no columns of circuits, by candidate.
    pub(super) built: Vec<Vec<Column>>,
    /// Flows of circuits, by snapshot and candidate.
    pub(super) circuits: Vec<Vec<Vec<Column>>>,
    /// Balance rows, by snapshot and bus.
    pub(super) balance: Vec<Option<Row>>,
    /// Rows that hold a flow below and above its chosen capacity: snapshot, branch, sign of the flow, row.
    pub(super) branch_room: Vec<(usize, usize, f64, Row)>,
    /// As `branch_room`, for links.
    pub(super) link_room: Vec<(usize, usize, f64, Row)>,
    pub(super) caps: Vec<Row>,
    pub(super) bowls: Vec<Bowl>,
    pub(super) touches: Vec<Touch>,
}

/// What the files of rows write into.
pub(super) struct Draft<'a> {
    pub(super) network: &'a Network,
    pub(super) options: &'a Options,
    pub(super) live: &'a Live,
    pub(super) series: &'a [Series],
    /// Snapshots of the programme.
    pub(super) times: Vec<usize>,
    pub(super) lp: Programme,
    pub(super) at: Places,
    /// Terms of the balance rows, by snapshot and bus.
    injections: Vec<Vec<(Column, f64)>>,
    /// What the balance rows must meet, MW.
    pub(super) needed_mw: Vec<Vec<f64>>,
    labels: Arc<[String]>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        network: &'a Network,
        options: &'a Options,
        live: &'a Live,
        series: &'a [Series],
        times: &[usize],
    ) -> Self {
        let buses = network.buses.len();
        Self {
            network,
            options,
            live,
            series,
            times: times.to_vec(),
            lp: Programme::new(),
            at: Places::default(),
            injections: vec![Vec::new(); times.len() * buses],
            needed_mw: vec![vec![0.0; buses]; times.len()],
            labels: times.iter().map(|time| network.snapshots.labels[*time].clone()).collect(),
        }
    }

    /// Names of a family over elements and snapshots.
    pub(super) fn family(&mut self, name: &str, ids: impl Iterator<Item = &'a str>) -> Family {
        self.lp.family(name, [Axis::labels(ids), Axis::Labels(Arc::clone(&self.labels))])
    }

    /// An empty grid for elements of one kind.
    pub(super) fn grid(&self, elements: usize) -> Grid {
        Grid::new(self.times.len(), elements)
    }

    /// A column gives `share` megawatts at a bus for each of its own.
    pub(super) fn inject(&mut self, t: usize, bus: usize, column: Column, share: f64) {
        self.injections[t * self.network.buses.len() + bus].push((column, share));
    }

    /// Hands out the terms of a balance row.
    pub(super) fn take_injections(&mut self, t: usize, bus: usize) -> Vec<(Column, f64)> {
        std::mem::take(&mut self.injections[t * self.network.buses.len() + bus])
    }

    pub(super) fn is_joined(&self) -> bool {
        self.options.coupling == Coupling::Joined
    }

    /// Whether capacities that may grow are chosen here.
    pub(super) fn grows(&self) -> bool {
        self.is_joined() && self.options.capacity == Capacity::Chosen
    }

    /// Whether any capacity is chosen.
    pub(super) fn anything_grows(&self) -> bool {
        let network = self.network;
        self.grows()
            && (network.generators.iter().any(|plant| plant.expansion.is_some())
                || network.branches.iter().any(|branch| branch.expansion.is_some())
                || network.links.iter().any(|link| link.expansion.is_some())
                || network.storage.iter().any(|unit| unit.expansion.is_some())
                || network.stores.iter().any(|store| store.expansion.is_some()))
    }

    /// Hours a snapshot counts for in the cost; one where each stands alone.
    pub(super) fn cost_h(&self, t: usize) -> f64 {
        if self.is_joined() { self.network.snapshots.cost_h[self.times[t]] } else { 1.0 }
    }

    /// Whether a generator starts and stops here.
    pub(super) fn commits(&self, generator: &Generator) -> bool {
        self.is_joined()
            && generator.commitment.is_some()
            && self.options.commitment != UnitCommitment::Ignored
    }

    /// A curve with its first tangents.
    pub(super) fn bowl(&mut self, bowl: Bowl, label: &str, touches: impl IntoIterator<Item = f64>) {
        let number = self.at.bowls.len();
        for at in touches {
            let (terms, rhs) = bowl.tangent(at);
            let row = self.lp.row(format!("tangent[{label}]"), &terms, Sense::AtLeast, rhs);
            self.at.touches.push(Touch { bowl: number, at, row });
        }
        self.at.bowls.push(bowl);
    }

    /// A column of chosen capacity.
    pub(super) fn capacity(
        &mut self,
        kind: &str,
        id: &str,
        expansion: Option<&gigasite_case::network::Expansion>,
    ) -> Option<Column> {
        let expansion = expansion.filter(|_| self.grows())?;
        Some(self.lp.column(format!("{kind}[{id}]"), expansion.min, expansion.max, expansion.cost))
    }
}

/// Least and most output of a generator in a snapshot, MW.
pub(super) fn output_mw(
    network: &Network,
    generator: &Generator,
    snapshot: usize,
) -> Result<(f64, f64), Error> {
    let low = generator
        .floor
        .map_or(generator.power_min_mw, |floor| generator.rated_mw * network.at(Some(floor), snapshot, 0.0));
    let high = network.available_mw(generator, snapshot);
    if low > high {
        let what =
            format!("generator `{}` in snapshot `{}`", generator.id, network.snapshots.labels[snapshot]);
        return Err(Error::Inverted { what, low, high });
    }
    Ok((low, high))
}
