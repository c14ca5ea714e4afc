//! From accelerators to nodes and racks, with four levels of power kept apart.
//!
//! ```text
//! P_dc   = n·P_gpu + P_h0 + (P_h1 − P_h0)·busy + P_fan·y³,      y = max(½, P_dc / P_dc,full), both without fans
//! P_node = P_dc + loss of the supply at P_dc / rated,          rated = label · redundancy of the supply's row
//! P_rack = nodes + other,      shelf: (Σ P_dc + other) through one supply
//! IT     = racks · (1 + network + storage)
//! ```
//!
//! One rule for all rows, none tuned to its own rack. The host and the 2.3 kW around the accelerators are calibrated on the
//! DGX H100; fans at half speed when idle are an estimate. No node draws more than its label: its firmware sees to that. The
//! label is at the mains for a node with its own supply, at the busbar for a tray of a rack with a shelf.
//!
//! | level | accelerators | what it is for |
//! |---|---|---|
//! | label | – | what the maker prints; sums of labels over-provision |
//! | nameplate | all at TDP, host and fans full | the most that the parts draw together |
//! | provisioned | all at the cap | what connection and cooling are sized for |
//! | sustained | an activity [`Mix`] | what is drawn hour by hour, and paid |
//! | idle | all idle | what is drawn for nothing |
//!
//! Against what is published (kW; every row stands in a test, `crate::power::tests`):
//!
//! | what | published | ours | |
//! |---|---|---|---|
//! | DGX H100, full | 8.40–8.48, label 10.2 | 8.24 | −1.9 to −2.9 %; the host is calibrated on it |
//! | DGX H100, intense training | 7.75 | 7.75 | [`Mix::INTENSE`] was chosen for it |
//! | DGX H100, idle | about 2 | 2.04 | |
//! | MI300X node, serving | 6.5–7.6 | 6.80 | within |
//! | GB200 NVL72 | 120–132 | 120.7 | within |
//! | GB300 NVL72 | 120–142 | 128.3 | within, every tray at its label |
//! | Vera Rubin NVL72 | 190–230 | 181.9 | −4.3 %, at a TDP of 1.8 kW (up to 2.3 is reported) |
//! | Rubin Ultra | above 600 | 629 | +4.9 % |
//! | MI250X, Frontier | 378.6 | 363.0 | −4.1 % |
//! | A100, label | 26–28 | 26.4 | within |
//! | H100 and H200, label | 40–44 | 41.2 | within |
//! | B200, label | 57.2–60 | 57.6 | within |
//! | B300, label | 58–62 | 58.4 | within |
//! | MI300X, label | 30–42 | 42.4 | +1.0 % |
//! | MI325X, label | 45–50 | 50.4 | +0.8 % |
//!
//! Racks of air-cooled nodes are published as sums of labels and are compared with the label. MI250X stands 4 % low
//! because Frontier's rectifiers are older than the shelf here: [`crate::power::frontier`] has its own chain.

use super::{Mix, PowerError};
use crate::chain::Curve;
use gigasite_case::facility::{Accelerator, NodeParts, PowerStage};

/// The supply that feeds all nodes of a rack.
const SHELF: &str = "rack_shelf";
/// Slowest fans, share of full speed (EST: with 0.8 kW of fans the 1.3 kW of an idle DGX H100 host is 1.2 kW and these).
const SLOWEST_FAN: f64 = 0.5;

/// What the accelerators of a node do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Mean power of one accelerator, W.
    pub gpu_w: f64,
    /// Share of time in which the host works, 0–1.
    pub busy_frac: f64,
}

/// The levels of power of a node or a rack, W, at its inlet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// What the maker prints.
    pub label_w: f64,
    /// Everything at its thermal design power, not above the label.
    pub nameplate_w: f64,
    /// Accelerators at the cap, host and fans full.
    pub provisioned_w: f64,
    /// The activity mix, under the same cap.
    pub sustained_w: f64,
    /// Everything idle.
    pub idle_w: f64,
}

/// An accelerator in its node and rack.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    accelerator: Accelerator,
    parts: NodeParts,
    curve: Curve,
    supply_ratio: f64,
}

impl Node {
    /// Joins an accelerator, the row of `nodes.csv` of its name, and the row of `power_chain.csv` of its supply.
    ///
    /// # Errors
    /// No such row.
    pub fn of(
        accelerator: &Accelerator,
        nodes: &[NodeParts],
        stages: &[PowerStage],
    ) -> Result<Self, PowerError> {
        let id = || accelerator.id.clone();
        let parts = nodes.iter().find(|row| row.accelerator == accelerator.id);
        let parts = parts.ok_or_else(|| PowerError::NoNode { accelerator: id() })?;
        let supply = stages.iter().find(|row| row.stage == parts.supply);
        let supply =
            supply.ok_or_else(|| PowerError::NoSupply { accelerator: id(), supply: parts.supply.clone() })?;
        Ok(Self {
            accelerator: accelerator.clone(),
            parts: parts.clone(),
            curve: Curve::of(supply),
            supply_ratio: supply.redundancy_ratio,
        })
    }

    /// Power of a node at its inlet, W: at the mains, or at the busbar of the rack.
    pub fn node_w(&self, work: Work) -> f64 {
        let dc_w = self.dc_w(work);
        let inlet_w = if self.on_busbar() { dc_w } else { self.through(dc_w, self.label_w()) };
        inlet_w.min(self.label_w())
    }

    /// Power of a rack at the mains, W.
    pub fn rack_w(&self, work: Work) -> f64 {
        self.rack_of_w(self.node_w(work))
    }

    /// IT power of a site, MW: `gpus` accelerators in racks that draw `rack_w` each, with network, storage and management.
    pub fn it_mw(&self, gpus: f64, rack_w: f64) -> f64 {
        let overhead_ratio = self.parts.network_ratio + self.parts.storage_ratio;
        gpus / self.parts.rack_gpus * rack_w * (1.0 + overhead_ratio) / 1e6
    }

    /// The levels of a node: capped at `cap_ratio` of TDP (`f64::INFINITY`: not capped), busy with `mix`.
    pub fn node_levels(&self, cap_ratio: f64, mix: Mix) -> Levels {
        self.levels(cap_ratio, mix, self.label_w(), |work| self.node_w(work))
    }

    /// The levels of a rack, likewise.
    pub fn rack_levels(&self, cap_ratio: f64, mix: Mix) -> Levels {
        self.levels(cap_ratio, mix, self.rack_of_w(self.label_w()), |work| self.rack_w(work))
    }

    fn levels(&self, cap_ratio: f64, mix: Mix, label_w: f64, power: impl Fn(Work) -> f64) -> Levels {
        let Accelerator { tdp_w, idle_w, .. } = self.accelerator;
        let capped_w = (tdp_w * cap_ratio.min(1.0)).max(idle_w);
        let sustained_w = mix.power_w(tdp_w, idle_w, cap_ratio);
        Levels {
            label_w,
            nameplate_w: power(Work { gpu_w: tdp_w, busy_frac: 1.0 }),
            provisioned_w: power(Work { gpu_w: capped_w, busy_frac: 1.0 }),
            sustained_w: power(Work { gpu_w: sustained_w, busy_frac: mix.busy_frac() }),
            idle_w: power(Work { gpu_w: idle_w, busy_frac: 0.0 }),
        }
    }

    /// Power behind the supply of a node.
    fn dc_w(&self, work: Work) -> f64 {
        let full_w = self.accelerator.node_gpus * self.accelerator.tdp_w + self.parts.host_max_w;
        let host_w =
            self.parts.host_idle_w + (self.parts.host_max_w - self.parts.host_idle_w) * work.busy_frac;
        let calm_w = self.accelerator.node_gpus * work.gpu_w + host_w;
        let speed = (calm_w / full_w).clamp(SLOWEST_FAN, 1.0);
        calm_w + self.parts.fan_max_w * speed.powi(3)
    }

    fn rack_of_w(&self, node_w: f64) -> f64 {
        let (count, other_w) = (self.parts.rack_nodes_count, self.parts.rack_other_w);
        if self.on_busbar() {
            self.through(count * node_w + other_w, count * self.label_w() + other_w)
        } else {
            count * node_w + self.through(other_w, other_w)
        }
    }

    /// Through supplies sized for `design_w` with their redundancy.
    fn through(&self, output_w: f64, design_w: f64) -> f64 {
        let rated_w = design_w * self.supply_ratio;
        // nothing beside the nodes: no supply, no loss
        if rated_w > 0.0 { output_w + rated_w * self.curve.loss_ratio(output_w / rated_w) } else { 0.0 }
    }

    fn label_w(&self) -> f64 {
        1000.0 * self.accelerator.node_max_kw
    }

    fn on_busbar(&self) -> bool {
        self.parts.supply == SHELF
    }
}
