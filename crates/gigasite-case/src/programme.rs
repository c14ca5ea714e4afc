//! Rules of countries and of the programme, and what a study asks for.

use crate::zone::Provenance;
use serde::{Deserialize, Serialize};

/// A rule as data (`rules.csv`), one parameter a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Identifier such as `DE-ERF`.
    #[serde(rename = "rule")]
    pub id: String,
    /// ISO country, or `EU`.
    pub jurisdiction: String,
    /// What it is called in law.
    pub instrument: String,
    /// `in_force`, `draft`, `proposal`, `reported`, `voluntary`.
    pub status: String,
    /// First year it applies to a new data centre.
    pub from_year: i32,
    /// What it says, for people.
    pub text: String,
    /// The parameter it sets, for the model: `pue_max`, `erf_min_frac`, `renewable_share_frac`, `dispatchable_ratio`,
    /// `additional_renewable_frac`, `only_sites`, `no_connection_before_year`, `bids_per_country_count`, `eu_only`,
    /// `none` (information only).
    pub parameter: String,
    /// Value of the parameter as a number; empty for lists.
    pub value_ratio: Option<f64>,
    /// Value of the parameter as a `;`-list (site ids); empty for numbers.
    pub list: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A fact of the programme (`programme.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Key.
    pub key: String,
    /// What it says.
    pub fact: String,
    /// Value as published (text: some are ranges or dates).
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A row of `ai_factories.csv`, `antennas.csv`, `campuses.csv` or `rivals.csv`: what stands or is announced today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Landmark {
    /// Identifier.
    pub id: String,
    /// `ai_factory`, `antenna`, `campus`, `bid`, `rival`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// ISO country.
    pub country: String,
    /// Latitude.
    pub lat_deg: f64,
    /// Longitude.
    pub lon_deg: f64,
    /// Power announced or estimated, where a figure stands.
    pub power_mw: Option<f64>,
    /// Cost announced.
    pub cost_bn_eur: Option<f64>,
    /// What is known.
    pub note: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// An internet exchange (`exchanges.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Name.
    pub name: String,
    /// ISO country.
    pub country: String,
    /// Latitude.
    pub lat_deg: f64,
    /// Longitude.
    pub lon_deg: f64,
    /// `1` = large.
    pub tier: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What was said of a connection queue (`grid_queue.csv`): the figure as published, and once more as a number where it is
/// one that compares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueStatement {
    /// Number of the statement.
    #[serde(rename = "statement")]
    pub id: String,
    /// ISO country, `EU`, or `NORDIC`.
    pub country: String,
    /// What was said.
    pub text: String,
    /// Figure as published.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// A power; a bound where it was published as one.
    pub power_mw: Option<f64>,
    /// A wait; the middle of a range.
    pub wait_years: Option<f64>,
    /// A share.
    pub share_frac: Option<f64>,
    /// A year.
    pub until_year: Option<f64>,
    /// When it was said.
    pub as_of: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}
