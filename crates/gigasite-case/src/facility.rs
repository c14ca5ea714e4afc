//! What a hall is made of: accelerators, their nodes and racks, cooling designs, the power chain.

use crate::zone::Provenance;
use gigasite_units::Fraction;
use serde::{Deserialize, Serialize};

/// An accelerator generation in its node and rack (`accelerators.csv`). Empty cells are `None`: never a silent zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accelerator {
    /// Identifier such as `gb300_nvl72`.
    #[serde(rename = "accelerator")]
    pub id: String,
    /// Maker.
    pub vendor: String,
    /// Name for people.
    pub name: String,
    /// Thermal design power of one accelerator.
    pub tdp_w: f64,
    /// Idle power of one accelerator.
    pub idle_w: f64,
    /// Dense FP8 throughput, where the chip has it.
    pub fp8_dense_tflops: Option<f64>,
    /// Accelerators per node.
    pub node_gpus: f64,
    /// Power of a node at nameplate.
    pub node_max_kw: f64,
    /// Share of nameplate node power under sustained training.
    pub sustained_frac: Fraction,
    /// Share of nameplate node power when idle.
    pub idle_frac: Fraction,
    /// Share of the IT heat that leaves by liquid.
    pub liquid_frac: Fraction,
    /// Highest coolant supply temperature before it throttles.
    pub coolant_max_c: f64,
    /// All-in price of one accelerator with its share of node, network and storage.
    pub system_eur_per_gpu: f64,
    /// Years until replacement.
    pub lifetime_years: f64,
    /// Year of general availability.
    pub available_year: i32,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// How a hall gets rid of its heat (`cooling_designs.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoolingDesign {
    /// Identifier such as `dry_adiabatic`.
    #[serde(rename = "cooling")]
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Heat sink of the liquid loop: `dry`, `dry_adiabatic`, `wet_tower`, `sea_water` (sea, lake or river), `chiller`
    /// (air-cooled, with free-cooling coils), `wet_tower_chiller` or `sea_water_chiller` (economiser before chillers).
    pub liquid_sink: String,
    /// Sink of the air-cooled share: a sink as above that can cool chilled water, or `outside_air`.
    pub air_sink: String,
    /// Coolant supply temperature of the liquid loop (technology cooling system).
    pub liquid_supply_c: f64,
    /// Rise of the coolant over the racks.
    pub liquid_rise_k: f64,
    /// Approach of the coolant distribution unit.
    pub cdu_approach_k: f64,
    /// Chilled-water supply temperature of the air-cooled share; its air is 6 K warmer.
    pub air_supply_c: f64,
    /// Warmest air the servers may take in.
    pub air_limit_c: f64,
    /// Whether network and storage are cooled by liquid too (100 % liquid): `yes` or `no`.
    pub all_liquid: String,
    /// Pump power of the coolant distribution units per watt of liquid heat.
    pub cdu_pump_w_per_w: f64,
    /// Pump power of the facility water loop per watt of heat.
    pub loop_pump_w_per_w: f64,
    /// Smallest flow of the facility pumps over their design flow; pumps of the coolant run at constant flow.
    pub pump_floor_ratio: f64,
    /// Static share of the head of facility pumps: what their differential-pressure set point holds.
    pub loop_static_frac: Fraction,
    /// Static share of the head of intake pumps.
    pub intake_static_frac: Fraction,
    /// Fan power of the hall air handlers at design, per watt of air heat.
    pub crah_fan_w_per_w: f64,
    /// Fan power of the outdoor coolers at full speed (of an intake: its pumps), per watt of heat at design.
    pub cooler_fan_w_per_w: f64,
    /// Outdoor dry bulb (dry) or wet bulb (wet) the coolers are sized at, added to the station's 99.6 % value.
    pub design_margin_k: f64,
    /// Effectiveness of the adiabatic pads; 0 without.
    pub pad_frac: Fraction,
    /// Cycles of concentration of the make-up water.
    pub concentration_ratio: f64,
    /// Drift over circulating water of towers at full fan speed.
    pub drift_frac: Fraction,
    /// Share of the make-up water that is drinking water.
    pub potable_frac: Fraction,
    /// Approach of the tower behind chillers, leaving water above wet bulb.
    pub tower_approach_k: f64,
    /// Approach of the heat exchanger of the water-side economiser.
    pub economiser_approach_k: f64,
    /// Water may be returned to sea, lake or river at most this warm.
    pub discharge_max_c: f64,
    /// And at most this much warmer than it came.
    pub discharge_rise_max_k: f64,
    /// Carnot fraction of the chillers.
    pub carnot_frac: Fraction,
    /// Units of every component that carry the design load together.
    pub units_count: usize,
    /// Units beside (1 = N+1).
    pub spare_count: usize,
    /// Investment of the cooling plant per megawatt of IT.
    pub capex_eur_per_mw: f64,
    /// Needs `sea` or `fresh` water at the site: `yes` or `no`.
    pub needs_water_body: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A stage of the power chain (`power_chain.csv`): `loss / rated = a0 + a1·x + a2·x²` at load ratio `x = output / rated`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerStage {
    /// `hv_transformer`, `mv_transformer`, `ups_double_conversion`, `ups_eco`, `bbu` (battery in the rack), `busway`,
    /// `rack_shelf`, `psu_titanium`, from the grid to the node.
    pub stage: String,
    /// Place in the chain, 1 = grid side; rows of one place are alternatives.
    pub order_count: usize,
    /// Where the loss goes: `yes` the air of the hall, `liquid` the coolant of the hall, `no` outdoors.
    pub heats_hall: String,
    /// Installed capacity over design load: units over units that are not spare (N+1 of five = 1.25, 2N = 2).
    pub redundancy_ratio: f64,
    /// Equal units that share the load.
    pub units_count: usize,
    /// Units of these beyond what the design load needs.
    pub spare_count: usize,
    /// The PUE category up to which the loss counts as IT power: 0 = none (transformers, UPS), 1 = where IT is metered at the
    /// UPS (busway), 3 = always (in the rack).
    pub it_category_count: usize,
    /// No-load loss.
    pub a0_ratio: f64,
    /// Linear loss.
    pub a1_ratio: f64,
    /// Load loss.
    pub a2_ratio: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What stands around the accelerators of a node and a rack (`nodes.csv`), one row per row of `accelerators.csv`.
///
/// All powers are at the output of the power supply. Empty cells are `None`: never a silent zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeParts {
    /// Row of `accelerators.csv`.
    pub accelerator: String,
    /// Processors, memory, network cards, switches in the node, drives: all idle, without fans.
    pub host_idle_w: f64,
    /// The same, all busy.
    pub host_max_w: f64,
    /// Fans of the node at full speed.
    pub fan_max_w: f64,
    /// Row of `power_chain.csv`: a power supply in the node, or `rack_shelf`, which feeds the nodes of a rack over a busbar.
    pub supply: String,
    /// Accelerators in a rack.
    pub rack_gpus: f64,
    /// Nodes in a rack.
    pub rack_nodes_count: f64,
    /// Switch trays, management, pumps of a rack, whatever the load.
    pub rack_other_w: f64,
    /// Power of the scale-out network over that of the racks it joins.
    pub network_ratio: f64,
    /// Power of storage and management over that of the racks.
    pub storage_ratio: f64,
    /// Dense FP16 throughput, where known.
    pub fp16_dense_tflops: Option<f64>,
    /// Dense FP4 throughput, where the chip has it.
    pub fp4_dense_tflops: Option<f64>,
    /// Memory of one accelerator.
    pub mem_gb: f64,
    /// Memory bandwidth of one accelerator.
    pub mem_bw_tb_per_s: f64,
    /// Lower end of what is published for the rack, where anything is.
    pub rack_low_kw: Option<f64>,
    /// Upper end.
    pub rack_high_kw: Option<f64>,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}
