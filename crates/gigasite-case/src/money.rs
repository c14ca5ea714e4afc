//! What things cost, and who pays.

use crate::zone::Provenance;
use serde::{Deserialize, Serialize};

/// A technology a plan can buy (`technologies.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Technology {
    /// `wind_onshore`, `wind_offshore`, `solar`, `firm_clean`, `battery`, `gas_backup`, `heat_pump`, `grid_connection`,
    /// `grid_line`, `power_chain`.
    pub technology: String,
    /// Investment per megawatt.
    pub capex_eur_per_mw: f64,
    /// Investment per megawatt hour of storage; 0 without.
    pub capex_eur_per_mwh: f64,
    /// Fixed yearly cost per megawatt.
    pub fixed_om_eur_per_mw_a: f64,
    /// Variable cost per megawatt hour delivered, fuel included.
    pub variable_eur_per_mwh: f64,
    /// Lifetime.
    pub lifetime_years: f64,
    /// Round trip or conversion efficiency.
    pub efficiency_frac: f64,
    /// Life-cycle carbon of what it delivers.
    pub carbon_t_per_mwh: f64,
    /// Most of it one site may contract, megawatt per megawatt of connection.
    pub max_ratio: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Cost and rule figures of a country (`countries.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// ISO code.
    #[serde(rename = "country")]
    pub id: String,
    /// Name.
    pub name: String,
    /// Member of the EU: `yes` or `no`.
    pub eu_member: String,
    /// Network charges and levies of a large user at extra-high voltage.
    pub network_charge_eur_per_mwh: f64,
    /// Electricity tax of a data centre.
    pub electricity_tax_eur_per_mwh: f64,
    /// Real weighted average cost of capital.
    pub wacc_frac: f64,
    /// Building, power and cooling shell without IT, per megawatt of IT.
    pub building_eur_per_mw: f64,
    /// Central wait for a 1 GW connection.
    pub wait_years: f64,
    /// Share of dwellings' heat from networks: the market for waste heat.
    pub district_heat_frac: f64,
    /// Baseline water stress 0–5.
    pub water_stress_score: f64,
    /// Price of industrial water.
    pub water_eur_per_m3: f64,
    /// Price a heat network pays at the hall's fence.
    pub heat_eur_per_mwh: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl Country {
    /// Whether it is a Member State.
    pub fn is_eu(&self) -> bool {
        self.eu_member == "yes"
    }
}

/// A layer of public money (`money_layers.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoneyLayer {
    /// `union`, `member_state`, `cohesion`, `private`.
    pub layer: String,
    /// Name for people.
    pub name: String,
    /// What it may pay: `compute_capex`, `all_capex`, `opex`.
    pub applies_to: String,
    /// Highest share of that base.
    pub max_share_frac: f64,
    /// Envelope over the programme; empty = none stated.
    pub envelope_bn_eur: Option<f64>,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}
