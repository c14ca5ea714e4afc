//! What can be typed.

mod check;
mod data;
mod facility;
mod grid;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gigasite_cosim::Moved;
use gigasite_optimise::Measure;
use std::path::PathBuf;

pub(crate) use check::{CheckArgs, FailOn, Output};
pub(crate) use data::{
    DataArgs, DataCommand, DiffArgs, DiffBy, DiffFormat, GetArgs, ImportArgs, ListArgs, RegionsArgs,
    ShowArgs, ShownArgs, SynthArgs,
};
pub(crate) use facility::{FacilityArgs, UpsKind};
pub(crate) use grid::{
    AcArgs, ConvertArgs, FlowArgs, GridArgs, GridCommand, HostingArgs, MomentArgs, N1Args, NetworkArgs,
    OpfArgs, PtdfArgs,
};

/// Where should Europe's AI gigafactories stand, how big, with which power and cooling, and does the grid carry them?
#[derive(Debug, Parser)]
#[command(name = "gigasite", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  gigasite plan                              plan the embedded European programme into ./plan
  gigasite plan investai-2028 --out two      a scenario that ships with the binary
  gigasite plan --set programme.sites_max_count=4 --gap 0.01
  gigasite plan --flow-based core.csv        lines and their outages limit trade in a region
  gigasite plan --series DIR                 the same plan on real hourly series
  gigasite init my-study && gigasite plan my-study/case.toml
  gigasite explain plan FR-FOUJU             why not there, and what would have to change
  gigasite compare plan two                  two results side by side
  gigasite check my-study/case.toml
  gigasite data synth --years 30 --out years thirty years of weather and load
  gigasite data import downloads/ --out series   publishers' files to series to plan with
  gigasite facility FR-FOUJU --gpus 100000   what a campus draws, drinks and gives back there
  gigasite grid hosting network.m            how much load can stand at every bus

Exit codes: 0 done · 1 findings or proven infeasible · 2 usage, input or internal error ·
            3 stopped at a limit, best result saved · 130 interrupted, incumbent saved";

/// What has a published JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// A case file
    Case,
    /// plan.json
    Plan,
    /// Findings of a check, as JSON
    Findings,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Choose sites and sizes, run the year through facility and grid, audit it, write the report
    Plan(PlanArgs),
    /// Say everything that is wrong with a case file or a dataset folder
    Check(CheckArgs),
    /// Dispatch the year without a plan and set its prices beside the observed ones
    Prices(PricesArgs),
    /// Ask a facility: what a hall draws, drinks, gives back and does to the grid, hour by hour and second by second
    Facility(Box<FacilityArgs>),
    /// Ask a power network: what flows, what an outage breaks, how much load can stand where
    Grid(GridArgs),
    /// Bring data in from outside, look up what is known of a place, draw years of weather and load
    Data(DataArgs),
    /// Say why a site is in a plan, or what keeps it out and what would have to change
    Explain(ExplainArgs),
    /// Set two results side by side: sites, money, indicators, and which inputs differ
    Compare(CompareArgs),
    /// Write the embedded case and its dataset as files to edit
    Init(InitArgs),
    /// Print the JSON Schema of a case file, of plan.json or of findings
    #[command(after_help = "\
Examples:
  gigasite schema > gigasite-case.schema.json      of the case file, for editors
  gigasite schema plan                             of plan.json
  gigasite schema findings                         of gigasite check --format json")]
    Schema {
        /// Of what
        #[arg(value_enum, default_value_t = Schema::Case)]
        of: Schema,
    },
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// What limits trade between zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GridLevel {
    /// Net transfer capacities, a limit a border
    Ntc,
    /// Factors of net positions on critical elements inside a region, capacities elsewhere
    Ptdf,
}

/// What is studied: the same for every verb that runs a year.
#[derive(Debug, Args)]
pub(crate) struct StudyArgs {
    /// Case file, or the name of a case that ships with the binary
    #[arg(default_value = "europe", value_name = "CASE")]
    pub(crate) case: String,
    /// Folder of real hourly series in place of the generated year
    #[arg(long, value_name = "DIR")]
    pub(crate) series: Option<PathBuf>,
    /// What limits trade between zones; `ptdf` wants --flow-based or `grid.flow_based` in the case
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) grid: Option<GridLevel>,
    /// Critical elements of a flow-based region (`element, ram_mw, ptdf_ZONE …`, each an N-1 state); implies --grid ptdf
    #[arg(long, value_name = "FILE")]
    pub(crate) flow_based: Option<PathBuf>,
    /// Change a key of the case file, as often as you like
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

/// `gigasite plan`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite plan
  gigasite plan sovereign --json
  gigasite plan case.toml --out results --time-limit 300 --threads 2
  gigasite plan --export mps --export pypsa  programme.mps and network.nc beside the results
  gigasite plan --alternatives 5 --within 0.005   other sites within half a percent of cost
  gigasite plan --pareto cost,carbon,water   what less carbon and less water would cost
  gigasite plan --explain                    what each rejected site would cost more, and why
  gigasite plan --tornado                    which prices the answer hangs on
  gigasite plan --set supply.carbon_free_matching=hour --set supply.carbon_free_frac=0.9   clean energy around the clock
  gigasite plan --set programme.value_eur_per_gpu_hour=3 --set supply.carbon_free_frac=1.0

Tables in the folder of --series, each .csv or .csv.gz with the hour in UTC first, then one column a zone or country:
  load_mw (needed), cf_wind_onshore, cf_wind_offshore, cf_solar_pv, cf_hydro_ror (0–1), hydro_inflow_scaled
  (per unit of turbines), temperature_c; what is missing is taken from the generator, with a finding.
  `gigasite data import FILE --out DIR` writes such a folder from publishers' files.")]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command are what they are")]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Where the results go; a new folder, or an older results folder to replace
    #[arg(long, value_name = "DIR", default_value = "plan")]
    pub(crate) out: PathBuf,
    /// Stop when the plan is proven within this share of programme cost
    #[arg(long, value_name = "X")]
    pub(crate) gap: Option<f64>,
    /// Begin no further round after this many seconds; the year is dispatched at least twice, about a minute
    #[arg(long, value_name = "S")]
    pub(crate) time_limit: Option<f64>,
    /// Threads to use; the answer does not depend on it
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Look for so many other sets of sites that cost nearly as little, and how far megawatts may move
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub(crate) alternatives: usize,
    /// What they may cost more, share of the plan's cost
    #[arg(long, value_name = "X", default_value_t = 0.01, requires = "alternatives")]
    pub(crate) within: f64,
    /// What it costs to have less of something: carbon, water, waiting, `public_money`; joined by commas
    #[arg(long, value_name = "MEASURE,…", value_delimiter = ',', value_parser = traded)]
    pub(crate) pareto: Vec<Measure>,
    /// Search for the best plan with each rejected site, in place of the nearest three, and print what drives the difference
    #[arg(long)]
    pub(crate) explain: bool,
    /// Move every price down and up: what the plan costs then, and which sites would change; by this share of the price, or
    /// without one as far as the dataset is trusted (10 % for high confidence, 25 % for medium, 50 % for low)
    #[arg(long, value_name = "SHARE", num_args = 0..=1, require_equals = true, value_parser = share,
        default_missing_value = "trust", hide_default_value = true)]
    pub(crate) tornado: Option<Moved>,
    /// Put the siting programme, or the year with the plan, into the results folder for other tools; as often as you like
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) export: Vec<Export>,
    /// Treat warnings about the input as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print plan.json on standard output in place of the summary
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// A measure that can be traded for cost; cost itself is always the other axis and may be named.
fn traded(text: &str) -> Result<Measure, String> {
    text.parse()
}

/// A share of a price that leaves something of it; `trust` stands for none.
fn share(text: &str) -> Result<Moved, String> {
    if text == "trust" {
        return Ok(Moved::AsTrusted);
    }
    let share = text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.map(Moved::ByFrac).ok_or_else(|| "expected a share between 0 and 1, such as 0.2".to_owned())
}

/// Formats of programmes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Export {
    /// Rows as people read them, `programme.lp`
    Lp,
    /// What every solver reads, `programme.mps`
    Mps,
    /// The year with the plan for PyPSA, `network.nc`
    Pypsa,
}

/// `gigasite explain`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite plan --out plan && gigasite explain plan FR-FOUJU
  gigasite explain plan PT-SINES --json")]
pub(crate) struct ExplainArgs {
    /// Folder that `gigasite plan` has written
    #[arg(value_name = "RESULTS")]
    pub(crate) results: PathBuf,
    /// Site, by its identifier
    #[arg(value_name = "SITE")]
    pub(crate) site: String,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// `gigasite compare`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite plan --out a && gigasite plan sovereign --out b && gigasite compare a b
  gigasite compare a b --out difference --json")]
pub(crate) struct CompareArgs {
    /// Folder of results
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// Another
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// Write the tables into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// No talk on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite prices`
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite prices                    every zone of the embedded dataset beside 2024
  gigasite prices case.toml --json
  gigasite prices --adequacy --carbon
  gigasite prices --series DIR       what the weather of another year would have done")]
pub(crate) struct PricesArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Also how often zones cannot serve their demand when units fail: scarce hours, LOLE, EENS
    #[arg(long)]
    pub(crate) adequacy: bool,
    /// Also the carbon of consumption, on average and of one more megawatt hour; twice the time
    #[arg(long)]
    pub(crate) carbon: bool,
    /// Print JSON in place of the table
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite init`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite init                      writes ./gigasite-study
  gigasite init my-study --case private")]
pub(crate) struct InitArgs {
    /// Folder to write; must not exist or be empty
    #[arg(default_value = "gigasite-study", value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Which of the shipped cases to start from
    #[arg(long, default_value = "europe", value_name = "NAME")]
    pub(crate) case: String,
}
