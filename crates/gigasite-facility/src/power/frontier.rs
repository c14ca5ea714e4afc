//! Frontier's power chain, from node to system, as `ExaDigiT`/RAPS describes it.
//!
//! ```text
//! node      = cpu + 4·gpu + memory + 4·nic + drives            cpu, gpu linear in their utilisation
//! sivoc     = (node + 13)/0.98
//! chassis   = 16·sivoc + 4·switch
//! rectifier = (chassis/n + 17)/0.96 each, n of four on         staged: n = ⌈chassis / 13.67 kW⌉
//! rack      = 8·chassis,   system = 74·rack + 25·cdu
//! ```
//!
//! Every node does the same. Constants: RAPS `config/frontier.yaml` and `power.py`, read.

use super::{Law, PowerError, node_w, through_w};
use crate::chain::Sharing;

/// The constants of a cabinet system in the manner of Frontier: powers in W.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cabinets {
    /// Processor idle and at full power.
    pub cpu_w: (f64, f64),
    /// One accelerator idle and at full power.
    pub gpu_w: (f64, f64),
    /// Accelerators in a node.
    pub gpus: f64,
    /// Memory, network cards and drives of a node.
    pub rest_w: f64,
    /// Standing loss and efficiency of the converter of a node.
    pub converter: (f64, f64),
    /// Nodes in a chassis.
    pub nodes: f64,
    /// Switches of a chassis together.
    pub switch_w: f64,
    /// Standing loss and efficiency of a rectifier.
    pub rectifier: (f64, f64),
    /// Rectifiers of a chassis.
    pub rectifiers: f64,
    /// Output at which a rectifier is best, where staging fills it.
    pub rectifier_best_w: f64,
    /// Chassis in a rack.
    pub chassis: f64,
    /// Racks.
    pub racks: f64,
    /// Pumps of all coolant distribution units.
    pub pump_w: f64,
}

/// Frontier.
pub const FRONTIER: Cabinets = Cabinets {
    cpu_w: (90.0, 280.0),
    gpu_w: (88.0, 560.0),
    gpus: 4.0,
    rest_w: 74.26 + 4.0 * 20.0 + 30.0,
    converter: (13.0, 0.98),
    nodes: 16.0,
    switch_w: 4.0 * 250.0,
    rectifier: (17.0, 0.96),
    rectifiers: 4.0,
    rectifier_best_w: 13_670.0,
    chassis: 8.0,
    racks: 74.0,
    pump_w: 25.0 * 8473.47,
};

/// A cabinet system at work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CabinetPower {
    /// A node before its converter, W.
    pub node_w: f64,
    /// A rack at the mains, W.
    pub rack_w: f64,
    /// The system with its coolant pumps, MW.
    pub system_mw: f64,
    /// What converters and rectifiers lose in the whole system, MW.
    pub loss_mw: f64,
}

impl Cabinets {
    /// Power while every processor and every accelerator is utilised so much (0–1).
    ///
    /// # Errors
    /// A utilisation outside 0–1.
    pub fn power(&self, cpu: f64, gpu: f64, sharing: Sharing) -> Result<CabinetPower, PowerError> {
        let cpu_w = Law::Linear.power_w(self.cpu_w.0, self.cpu_w.1, cpu)?;
        let gpu_w = Law::Linear.power_w(self.gpu_w.0, self.gpu_w.1, gpu)?;
        let node_w = node_w(self.gpus, gpu_w, cpu_w + self.rest_w, 1.0);
        let chassis_w = self.nodes * through_w(node_w, self.converter.0, self.converter.1) + self.switch_w;
        let on = match sharing {
            Sharing::All => self.rectifiers,
            Sharing::Staged => (chassis_w / self.rectifier_best_w).ceil().clamp(1.0, self.rectifiers),
        };
        let rack_w = self.chassis * on * through_w(chassis_w / on, self.rectifier.0, self.rectifier.1);
        let used_w = self.chassis * (self.nodes * node_w + self.switch_w);
        Ok(CabinetPower {
            node_w,
            rack_w,
            system_mw: (self.racks * rack_w + self.pump_w) / 1e6,
            loss_mw: self.racks * (rack_w - used_w) / 1e6,
        })
    }
}
