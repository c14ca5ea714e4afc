//! The network in per unit, in the order of elimination.

use super::block::Pattern;
use super::branch::Admittance;
use crate::Error;
use crate::dc::{DcModel, Form, islands};
use crate::sparse::minimum_degree;
use gigasite_case::network::{BusKind, Network};
use nalgebra::Complex;
use std::sync::OnceLock;

/// What is held at a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Active and reactive power.
    Power,
    /// Active power and magnitude.
    Magnitude,
    /// Angle and magnitude.
    Reference,
    /// Nothing: no voltage.
    Dead,
}

/// A network ready for alternating-current flows: ordered and with its pattern of fill. One serves many snapshots.
#[derive(Debug, Clone)]
pub struct AcModel {
    pub(super) base_mva: f64,
    /// Number of the bus that stands at a place.
    pub(super) order: Vec<usize>,
    /// Place of every bus.
    pub(super) place: Vec<usize>,
    pub(super) starts: Vec<u32>,
    pub(super) columns: Vec<u32>,
    /// Admittances, row by row and the diagonal first.
    pub(super) values: Vec<Complex<f64>>,
    pub(super) pattern: Pattern,
    /// By branch; zero for those that carry nothing.
    pub(super) admittances: Vec<Option<Admittance>>,
    /// Island of every bus; `None` = isolated.
    pub(super) island: Vec<Option<usize>>,
    /// Reference bus of every island.
    pub(super) references: Vec<usize>,
    /// What is held at every bus.
    pub(super) held: Vec<Held>,
    /// Magnitude set at every bus, per unit; 1 where nothing sets it.
    pub(super) set_pu: Vec<f64>,
    /// Mismatch that double precision cannot tell from none, per unit: the largest sum of a row of |Y| times 2⁻⁵².
    pub(super) rounding_pu: f64,
    /// The flow by reactance that gives a start, once one is asked for.
    by_reactance: OnceLock<DcModel>,
}

impl AcModel {
    /// Orders `network` and computes its admittances.
    ///
    /// # Errors
    /// [`Error::NoImpedance`] with every branch in service that has none.
    pub fn new(network: &Network) -> Result<Self, Error> {
        let (island, references) = islands(network);
        let admittances: Vec<Option<Admittance>> = network
            .branches
            .iter()
            .map(|branch| {
                let carries = branch.in_service
                    && branch.from != branch.to
                    && island[branch.from].is_some()
                    && island[branch.to].is_some();
                carries.then(|| Admittance::of(branch))
            })
            .collect();
        let is_broken = |one: &Option<Admittance>| one.as_ref().is_some_and(|one| !one.is_finite());
        let broken: Vec<String> = network
            .branches
            .iter()
            .zip(&admittances)
            .filter(|(_, one)| is_broken(one))
            .map(|(branch, _)| format!("`{}`", branch.id))
            .collect();
        if !broken.is_empty() {
            return Err(Error::NoImpedance { branches: broken });
        }
        let (held, set_pu) = holds(network, &island, &references);
        let edges: Vec<(usize, usize)> = network
            .branches
            .iter()
            .zip(&admittances)
            .filter(|(_, one)| one.is_some())
            .map(|(branch, _)| (branch.from, branch.to))
            .collect();
        let order = minimum_degree(network.buses.len(), &edges);
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        let mut model = Self {
            base_mva: network.base_mva,
            order,
            place,
            starts: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
            pattern: Pattern::new(&[]),
            admittances,
            island,
            references,
            held,
            set_pu,
            rounding_pu: 0.0,
            by_reactance: OnceLock::new(),
        };
        model.assemble(network);
        Ok(model)
    }

    /// Rows of `Y` in the order of elimination, the diagonal first.
    fn assemble(&mut self, network: &Network) {
        let n = self.order.len();
        let mut rows: Vec<Vec<(u32, Complex<f64>)>> = (0..n)
            .map(|at| {
                let bus = &network.buses[self.order[at]];
                vec![(at as u32, Complex::new(bus.shunt_mw, bus.shunt_mvar) / self.base_mva)]
            })
            .collect();
        for (branch, one) in network.branches.iter().zip(&self.admittances) {
            let Some(one) = one else { continue };
            let (from, to) = (self.place[branch.from], self.place[branch.to]);
            rows[from][0].1 += one.ff;
            rows[to][0].1 += one.tt;
            for (row, column, value) in [(from, to, one.ft), (to, from, one.tf)] {
                match rows[row][1..].iter_mut().find(|(other, _)| *other as usize == column) {
                    Some((_, sum)) => *sum += value,
                    None => rows[row].push((column as u32, value)),
                }
            }
        }
        let neighbours: Vec<Vec<u32>> =
            rows.iter().map(|row| row[1..].iter().map(|(column, _)| *column).collect()).collect();
        self.pattern = Pattern::new(&neighbours);
        let sum = |row: &Vec<(u32, Complex<f64>)>| row.iter().map(|(_, y)| y.norm()).sum::<f64>();
        self.rounding_pu = f64::EPSILON * rows.iter().map(sum).fold(0.0, f64::max);
        self.starts = vec![0; n + 1];
        for (at, row) in rows.iter().enumerate() {
            self.starts[at + 1] = self.starts[at] + row.len() as u32;
        }
        (self.columns, self.values) = rows.concat().into_iter().unzip();
    }

    /// The model by reactance, factorised at the first call.
    pub(super) fn by_reactance(&self, network: &Network) -> Result<&DcModel, Error> {
        if let Some(model) = self.by_reactance.get() {
            return Ok(model);
        }
        let model = DcModel::new(network, Form::Matpower)?;
        Ok(self.by_reactance.get_or_init(|| model))
    }

    pub(super) fn row(&self, at: usize) -> std::ops::Range<usize> {
        self.starts[at] as usize..self.starts[at + 1] as usize
    }
}

/// What is held at every bus, and the magnitude set there.
fn holds(network: &Network, island: &[Option<usize>], references: &[usize]) -> (Vec<Held>, Vec<f64>) {
    let mut set: Vec<Option<f64>> = vec![None; network.buses.len()];
    let mut is_fed = vec![false; references.len()];
    for generator in network.generators.iter().filter(|generator| generator.in_service) {
        if let Some(island) = island[generator.bus] {
            is_fed[island] = true;
            set[generator.bus].get_or_insert(generator.voltage_pu);
        }
    }
    for link in network.links.iter().filter(|link| link.in_service) {
        for bus in [link.from, link.to] {
            if let Some(island) = island[bus] {
                is_fed[island] = true;
            }
        }
    }
    let held = (0..network.buses.len()).map(|bus| match island[bus] {
        None => Held::Dead,
        Some(island) if !is_fed[island] => Held::Dead,
        Some(island) if references[island] == bus => Held::Reference,
        Some(_) => match network.buses[bus].kind {
            BusKind::Generator | BusKind::Reference if set[bus].is_some() => Held::Magnitude,
            _ => Held::Power,
        },
    });
    let held: Vec<Held> = held.collect();
    let set_pu = (0..network.buses.len())
        .map(|bus| match held[bus] {
            Held::Magnitude | Held::Reference => set[bus].unwrap_or(network.buses[bus].voltage_pu),
            Held::Power | Held::Dead => 1.0,
        })
        .collect();
    (held, set_pu)
}
