//! What a user writes: the case file, as TOML. It may be wrong; [`crate::Case`] may not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A study, as written in a case file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Name of the study, used in titles.
    pub name: String,
    /// One sentence on what the study asks.
    #[serde(default)]
    pub description: String,
    /// `europe` for the embedded dataset, or a folder with the same tables, relative to the case file.
    #[serde(default = "defaults::dataset")]
    pub dataset: String,
    /// The modelled year.
    #[serde(default)]
    pub horizon: HorizonTable,
    /// What is asked for.
    pub programme: ProgrammeTable,
    /// Which sites may be chosen.
    #[serde(default)]
    pub sites: SitesTable,
    /// Which halls may be built.
    #[serde(default)]
    pub halls: HallsTable,
    /// Work that may wait or stop.
    #[serde(default)]
    pub flexibility: FlexibilityTable,
    /// What zones may trade.
    #[serde(default)]
    pub grid: GridTable,
    /// Energy contracts, carbon and water.
    #[serde(default)]
    pub supply: SupplyTable,
    /// Public money.
    #[serde(default)]
    pub money: MoneyTable,
    /// A rival programme to compare with.
    #[serde(default)]
    pub rival: Option<RivalTable>,
    /// When the optimiser may stop.
    #[serde(default)]
    pub solver: SolverTable,
    /// When the co-simulation may stop.
    #[serde(default)]
    pub cosimulation: CosimulationTable,
}

/// The modelled year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HorizonTable {
    /// Calendar of the generated year (weekdays, leap day).
    pub calendar_year: i32,
    /// Seed of the generated weather and load.
    pub weather_seed: u64,
    /// Price year of all money, stated on every page.
    pub price_year: i32,
}
impl Default for HorizonTable {
    fn default() -> Self {
        Self { calendar_year: 2030, weather_seed: 2016, price_year: 2024 }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeTable {
    /// Targets by year, cumulative.
    pub stages: Vec<StageTable>,
    /// Fewest sites.
    pub sites_min_count: usize,
    /// Most sites.
    pub sites_max_count: usize,
    /// Smallest programme share a chosen site must host in the last stage, in accelerators (a gigafactory: 100,000).
    pub site_min_gpus: f64,
    /// Most accelerators on one site.
    pub site_max_gpus: f64,
    /// Most sites in one country (the reported call: 1).
    #[serde(default = "defaults::one")]
    pub sites_per_country_count: usize,
    /// Fewest different synchronous areas.
    #[serde(default = "defaults::one")]
    pub synchronous_areas_min_count: usize,
    /// Only sites that may receive Union money.
    #[serde(default = "defaults::yes")]
    pub eu_only: bool,
    /// Rules of law that are drafts or proposals bind too.
    #[serde(default)]
    pub drafts_bind: bool,
    /// What a GPU-hour of compute is worth: earlier stages are worth more, lost compute costs this.
    #[serde(default = "defaults::gpu_hour")]
    pub value_eur_per_gpu_hour: f64,
}

/// A cumulative target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageTable {
    /// From 1 January of this year.
    pub year: i32,
    /// Accelerators in service; give exactly one of the four targets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_gpus: Option<f64>,
    /// Dense FP8 throughput in service, petaFLOP/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_pflops: Option<f64>,
    /// IT power in service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_it_mw: Option<f64>,
    /// GPU-hours delivered in the year, at the utilisation of [`HallsTable`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_gpu_hours: Option<f64>,
}

/// Which sites may be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct SitesTable {
    /// Only these; empty = all.
    pub only: Vec<String>,
    /// Only these kinds (`announced`, `ai_factory`, `rival` …); empty = all but `rival`.
    pub kinds: Vec<String>,
    /// Never these.
    pub exclude: Vec<String>,
    /// Certainly these.
    pub force: Vec<String>,
    /// Firm megawatts by site, in place of the dataset's stages (all years).
    pub firm_mw: BTreeMap<String, f64>,
}

/// Which halls may be built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HallsTable {
    /// IT power of one standard hall at its provisioned level.
    pub hall_it_mw: f64,
    /// Accelerator generations to choose from.
    pub accelerators: Vec<String>,
    /// Cooling designs to choose from.
    pub cooling: Vec<String>,
    /// Share of the hours in which accelerators compute.
    pub utilisation_frac: f64,
    /// Provisioned over nameplate node power (a power cap; 1 = nameplate).
    pub provisioned_ratio: f64,
    /// Scale-out network, storage and management per watt of compute.
    pub overhead_ratio: f64,
}
impl Default for HallsTable {
    fn default() -> Self {
        Self {
            hall_it_mw: 24.0,
            accelerators: vec!["gb300_nvl72".into()],
            cooling: ["dry", "dry_adiabatic", "wet_tower", "sea_water"].map(String::from).to_vec(),
            utilisation_frac: 0.9,
            provisioned_ratio: 1.0,
            overhead_ratio: 0.08,
        }
    }
}

/// Work that may wait or stop; what is neither is bound to its hour.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FlexibilityTable {
    /// Share of computing that may move to another hour of its UTC day, where accelerators stand idle. The day's work is done.
    pub deferrable_frac: f64,
    /// Share of computing that stops in hours dearer than it is worth (`value_eur_per_gpu_hour`). What stops is lost.
    pub pausable_frac: f64,
}
impl FlexibilityTable {
    /// Whether anything may move at all.
    pub fn is_any(&self) -> bool {
        self.deferrable_frac > 0.0 || self.pausable_frac > 0.0
    }
}

/// What limits trade between zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exchange {
    /// Net transfer capacities, a limit a border (`borders.csv`).
    #[default]
    Ntc,
    /// Factors of net positions on critical elements inside a region, capacities elsewhere (`flow_based`).
    Ptdf,
}

/// What zones may trade.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GridTable {
    /// What limits trade.
    pub exchange: Exchange,
    /// Table of critical elements (`element, ram_mw, ptdf_ZONE …`), relative to the case file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_based: Option<String>,
}

/// Within what time contracted carbon-free energy must match consumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// Over the year, as certificates of origin do.
    #[default]
    Year,
    /// Within every month, as for renewable hydrogen until 2029 (Delegated Regulation (EU) 2023/1184, article 6).
    Month,
    /// Within every hour: "24/7", as for renewable hydrogen from 2030 (same article).
    Hour,
}

/// Energy contracts, carbon and water.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SupplyTable {
    /// Contracts and plants to choose from (rows of `technologies.csv`).
    pub technologies: Vec<String>,
    /// Smallest share of the yearly consumption matched by contracted carbon-free energy.
    pub carbon_free_frac: f64,
    /// Within what time that energy must be there: over the year, or also within every month or every hour.
    pub carbon_free_matching: Matching,
    /// Most contracted energy of a site, share of its yearly consumption; matching by the hour may want more than 1.
    pub contracts_max_ratio: f64,
    /// Largest carbon of the grid energy over the plan, tonnes per megawatt hour of facility load; empty = no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carbon_max_t_per_mwh: Option<f64>,
    /// Price the plan pays per tonne of carbon beyond what the market price holds.
    pub carbon_price_eur_per_t: f64,
    /// Largest water use per kilowatt hour of IT; empty = no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub water_max_l_per_kwh: Option<f64>,
    /// Most load a zone may take from the plan, as a share of its peak load.
    pub zone_peak_max_frac: f64,
}
impl Default for SupplyTable {
    fn default() -> Self {
        Self {
            technologies: ["wind_onshore", "solar", "firm_clean", "battery", "gas_backup"]
                .map(String::from)
                .to_vec(),
            carbon_free_frac: 0.8,
            carbon_free_matching: Matching::Year,
            contracts_max_ratio: 1.0,
            carbon_max_t_per_mwh: None,
            carbon_price_eur_per_t: 0.0,
            water_max_l_per_kwh: Some(0.4),
            zone_peak_max_frac: 0.25,
        }
    }
}

/// Public money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MoneyTable {
    /// Whether public layers take part at all.
    pub public: bool,
    /// Union envelope; empty = the dataset's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub union_envelope_bn_eur: Option<f64>,
    /// Largest investment over the programme; empty = no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capex_max_bn_eur: Option<f64>,
}
impl Default for MoneyTable {
    fn default() -> Self {
        Self { public: true, union_envelope_bn_eur: None, capex_max_bn_eur: None }
    }
}

/// A rival programme on its own sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RivalTable {
    /// Name in the comparison.
    pub name: String,
    /// IT power of the whole rival programme.
    pub it_mw: f64,
    /// Its price of energy.
    pub price_eur_per_mwh: f64,
    /// Its grid carbon.
    pub carbon_t_per_mwh: f64,
    /// Its building cost per megawatt of IT.
    pub building_eur_per_mw: f64,
    /// Its cost of capital.
    pub wacc_frac: f64,
    /// Its yearly PUE.
    pub pue_ratio: f64,
    /// Accelerator generation.
    pub accelerator: String,
    /// Where these figures come from.
    pub source: String,
}

/// When the optimiser may stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SolverTable {
    /// Relative gap, of programme cost.
    pub gap_frac: f64,
    /// Wall clock for the whole plan.
    pub time_limit_s: f64,
    /// Threads; 0 = all cores. The answer does not depend on it.
    pub threads_count: usize,
}
impl Default for SolverTable {
    fn default() -> Self {
        Self { gap_frac: 0.005, time_limit_s: 900.0, threads_count: 0 }
    }
}

/// When the co-simulation may stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CosimulationTable {
    /// Sites must stay and programme cost may move by at most this share between two rounds.
    pub tolerance_frac: f64,
    /// Most rounds.
    pub rounds_max_count: usize,
}
impl Default for CosimulationTable {
    fn default() -> Self {
        Self { tolerance_frac: 0.002, rounds_max_count: 6 }
    }
}

mod defaults {
    pub(super) fn dataset() -> String {
        "europe".into()
    }
    pub(super) fn one() -> usize {
        1
    }
    pub(super) fn yes() -> bool {
        true
    }
    pub(super) fn gpu_hour() -> f64 {
        2.0
    }
}
