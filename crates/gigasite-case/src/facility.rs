//! What a hall is made of: accelerators, cooling designs, the power chain.

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
    /// Heat sink of the liquid loop: `dry`, `dry_adiabatic`, `wet_tower`, `chiller`, `sea_water`.
    pub liquid_sink: String,
    /// Sink of the air-cooled share: `chiller` or `outside_air`.
    pub air_sink: String,
    /// Coolant supply temperature of the liquid loop (technology cooling system).
    pub liquid_supply_c: f64,
    /// Rise of the coolant over the racks.
    pub liquid_rise_k: f64,
    /// Approach of the coolant distribution unit.
    pub cdu_approach_k: f64,
    /// Chilled-water supply temperature of the air-cooled share.
    pub air_supply_c: f64,
    /// Pump power of the coolant distribution units per watt of liquid heat.
    pub cdu_pump_w_per_w: f64,
    /// Pump power of the facility water loop per watt of heat.
    pub loop_pump_w_per_w: f64,
    /// Fan power of the hall air handlers at design, per watt of air heat.
    pub crah_fan_w_per_w: f64,
    /// Fan power of the outdoor coolers at full speed, per watt of heat at design.
    pub cooler_fan_w_per_w: f64,
    /// Outdoor dry bulb (dry) or wet bulb (wet) the coolers are sized at, added to the station's 99.6 % value.
    pub design_margin_k: f64,
    /// Effectiveness of the adiabatic pads; 0 without.
    pub pad_frac: Fraction,
    /// Cycles of concentration of the make-up water.
    pub concentration_ratio: f64,
    /// Carnot fraction of the chillers.
    pub carnot_frac: Fraction,
    /// Investment of the cooling plant per megawatt of IT.
    pub capex_eur_per_mw: f64,
    /// Needs `sea` or `fresh` water at the site: `yes` or `no`.
    pub needs_water_body: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A stage of the power chain (`power_chain.csv`): `loss / rated = a0 + a1·x + a2·x²` at load ratio `x`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerStage {
    /// `hv_transformer`, `mv_transformer`, `ups_double_conversion`, `ups_eco`, `busway`, from the grid to the rack.
    pub stage: String,
    /// Place in the chain, 1 = grid side.
    pub order_count: usize,
    /// `yes` where the heat stays in the hall.
    pub heats_hall: String,
    /// Installed capacity over design load (N+1 = 1.2, 2N = 2).
    pub redundancy_ratio: f64,
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
