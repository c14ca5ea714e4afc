//! A power network as buses, branches and generators: what every network file is read into.
//!
//! Per-unit quantities are on [`Network::base_mva`] and the bus's base voltage. Signs: generation and export positive,
//! demand positive = drawn; flow positive = from → to.

use serde::{Deserialize, Serialize};

/// A network at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// Name of the case.
    pub name: String,
    /// Base power of all per-unit figures, MVA.
    pub base_mva: f64,
    /// Buses, in the order of the file.
    pub buses: Vec<Bus>,
    /// Lines and transformers.
    pub branches: Vec<Branch>,
    /// Generators, and dispatchable loads with negative limits.
    pub generators: Vec<Generator>,
    /// Direct-current lines between two buses.
    pub dc_lines: Vec<DcLine>,
}

/// What is held fixed at a bus in an alternating-current flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusKind {
    /// Active and reactive power (PQ).
    Load,
    /// Active power and voltage (PV).
    Generator,
    /// Angle and voltage: the slack.
    Reference,
    /// Out of service.
    Isolated,
}

/// A bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bus {
    /// Number or name in the file, unique.
    pub id: String,
    /// Name for people, where the file has one.
    pub name: Option<String>,
    /// What is held fixed.
    pub kind: BusKind,
    /// Active demand, MW.
    pub demand_mw: f64,
    /// Reactive demand, Mvar.
    pub demand_mvar: f64,
    /// Shunt conductance: MW drawn at 1 p.u.
    pub shunt_mw: f64,
    /// Shunt susceptance: Mvar injected at 1 p.u.
    pub shunt_mvar: f64,
    /// Area.
    pub area: u32,
    /// Loss zone.
    pub zone: u32,
    /// Voltage magnitude of the file, per unit.
    pub voltage_pu: f64,
    /// Voltage angle of the file, degrees.
    pub angle_deg: f64,
    /// Base voltage, kV.
    pub base_kv: f64,
    /// Highest voltage, per unit.
    pub voltage_max_pu: f64,
    /// Lowest voltage, per unit.
    pub voltage_min_pu: f64,
}

/// A line or transformer, as a π section behind an ideal transformer at its from end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// Index of the bus at the from end.
    pub from: usize,
    /// Index of the bus at the to end.
    pub to: usize,
    /// Series resistance, per unit.
    pub resistance_pu: f64,
    /// Series reactance, per unit.
    pub reactance_pu: f64,
    /// Total charging susceptance, per unit.
    pub charging_pu: f64,
    /// Long-term rating, MVA; `None` = no limit (0 in MATPOWER).
    pub rating_mva: Option<f64>,
    /// Short-term rating.
    pub rating_short_mva: Option<f64>,
    /// Emergency rating.
    pub rating_emergency_mva: Option<f64>,
    /// Off-nominal turns ratio; `None` for a line (0 in MATPOWER), which flows as 1.
    pub tap_ratio: Option<f64>,
    /// Phase shift, degrees, positive = delay.
    pub shift_deg: f64,
    /// Whether it is in service.
    pub in_service: bool,
    /// Least angle difference, degrees; `None` = unconstrained (0 and 0, or ±360).
    pub angle_min_deg: Option<f64>,
    /// Largest angle difference, degrees.
    pub angle_max_deg: Option<f64>,
}

impl Branch {
    /// Turns ratio to compute with.
    pub fn tap(&self) -> f64 {
        self.tap_ratio.unwrap_or(1.0)
    }
}

/// A generator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generator {
    /// Index of its bus.
    pub bus: usize,
    /// Output of the file, MW.
    pub power_mw: f64,
    /// Reactive output of the file, Mvar.
    pub power_mvar: f64,
    /// Most reactive output, Mvar; infinite where the file says so.
    pub power_max_mvar: f64,
    /// Least reactive output, Mvar.
    pub power_min_mvar: f64,
    /// Voltage set point, per unit.
    pub voltage_pu: f64,
    /// Whether it is in service.
    pub in_service: bool,
    /// Most output, MW.
    pub power_max_mw: f64,
    /// Least output, MW.
    pub power_min_mw: f64,
    /// Cost of active power.
    pub cost: Option<Cost>,
    /// Name in the file, where it has one.
    pub name: Option<String>,
    /// Fuel in the file, where it has one.
    pub fuel: Option<String>,
}

/// Cost of output in the file's money per hour, as a function of MW.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Cost of a start, money.
    pub startup: f64,
    /// Cost of a shutdown, money.
    pub shutdown: f64,
    /// Its shape.
    pub curve: CostCurve,
}

/// Shape of a cost curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostCurve {
    /// Coefficients, highest power first: `c_n P^n + … + c_0`.
    Polynomial(Vec<f64>),
    /// Points `(MW, money per hour)`, joined by straight lines.
    Piecewise(Vec<(f64, f64)>),
}

/// A direct-current line, as a drawn and an injected power.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DcLine {
    /// Index of the bus at the from end.
    pub from: usize,
    /// Index of the bus at the to end.
    pub to: usize,
    /// Whether it is in service.
    pub in_service: bool,
    /// Power drawn at the from end, MW.
    pub power_mw: f64,
    /// Reactive power injected at the from end, Mvar.
    pub from_mvar: f64,
    /// Reactive power injected at the to end, Mvar.
    pub to_mvar: f64,
    /// Voltage set points of both ends, per unit.
    pub voltage_pu: (f64, f64),
    /// Least and most power, MW.
    pub limits_mw: (f64, f64),
    /// Constant loss, MW.
    pub loss_mw: f64,
    /// Loss in proportion to the power.
    pub loss_frac: f64,
}

impl Network {
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
