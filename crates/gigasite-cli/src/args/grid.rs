//! What can be typed after `gigasite grid`.

use clap::{Args, Subcommand, ValueEnum};
use gigasite_grid::dc::{Form, Rating};
use std::path::PathBuf;

/// `gigasite grid`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid info case118.m               what a file holds, and what is wrong with it
  gigasite grid flow case118.m --json        voltages and flows
  gigasite grid n1 case118.m --out outages   every outage, the worst first
  gigasite grid hosting case118.m --bus 42   how much load can stand at bus 42, and what breaks first

NETWORK is read by what it is:
  MATPOWER case (.m, .m.gz)")]
pub(crate) struct GridArgs {
    #[command(subcommand)]
    pub(crate) command: GridCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GridCommand {
    /// What the network holds, and every defect
    Info(NetworkArgs),
    /// What flows
    Flow(FlowArgs),
    /// Lose every branch and every generator in turn, the worst first
    N1(N1Args),
    /// Flow on branches for a megawatt put in at every bus
    Ptdf(PtdfArgs),
    /// How much load can stand at every bus, how firm, and what breaks first
    Hosting(HostingArgs),
}

/// What every question about a network takes.
#[derive(Debug, Args)]
pub(crate) struct NetworkArgs {
    /// Network file or folder
    #[arg(value_name = "NETWORK")]
    pub(crate) network: PathBuf,
    /// Which susceptance counts: 1/(x·tap) with shifts, or x/(r²+x²) without taps and shifts
    #[arg(long, value_enum, default_value_t = FormArg::Matpower)]
    pub(crate) form: FormArg,
    /// Which moment: its label or its number from 1; the first if not said
    #[arg(long, value_name = "WHEN")]
    pub(crate) snapshot: Option<String>,
    /// Rows of every table to print
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(crate) rows: usize,
    /// Print one JSON document in place of tables
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the answer as a folder of tables, JSON and, where buses have coordinates, a map
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Treat warnings about the file as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite grid flow`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid flow case118.m
  gigasite grid flow case118.m --form powermodels --rows 40
  gigasite grid flow case118.m --json --out flows")]
pub(crate) struct FlowArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

/// `gigasite grid n1`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid n1 case118.m
  gigasite grid n1 case_ACTIVSg2000.m --rating emergency --out outages")]
pub(crate) struct N1Args {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// Rating that holds after an outage
    #[arg(long, value_enum, default_value_t = RatingArg::LongTerm)]
    pub(crate) rating: RatingArg,
}

/// `gigasite grid ptdf`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid ptdf case118.m --branch 8 --branch 12
  gigasite grid ptdf case14.m --json          every branch")]
pub(crate) struct PtdfArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// Branch to ask about, as often as you like; all if not said
    #[arg(long, value_name = "ID")]
    pub(crate) branch: Vec<String>,
    /// Leave factors below this out
    #[arg(long, value_name = "X", default_value_t = 0.001)]
    pub(crate) least: f64,
}

/// `gigasite grid hosting`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid hosting case118.m
  gigasite grid hosting case118.m --bus 42 --up-to 1000
  gigasite grid hosting rts_gmlc --all-snapshots --give-up 0,100,500 --out hosting")]
pub(crate) struct HostingArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// Bus to ask about, as often as you like; all if not said
    #[arg(long, value_name = "ID")]
    pub(crate) bus: Vec<String>,
    /// Most that is looked for, MW
    #[arg(long, value_name = "MW", default_value_t = 3000.0)]
    pub(crate) up_to: f64,
    /// Rating that holds after an outage
    #[arg(long, value_enum, default_value_t = RatingArg::LongTerm)]
    pub(crate) rating: RatingArg,
    /// Look at every snapshot, each for its share of a year
    #[arg(long, conflicts_with = "snapshot")]
    pub(crate) all_snapshots: bool,
    /// Hours a year that could be given up: points of the curve
    #[arg(long, value_name = "H,…", value_delimiter = ',', default_values_t = [0.0, 10.0, 50.0, 100.0, 500.0, 1000.0])]
    pub(crate) give_up: Vec<f64>,
    /// Elements that take a smaller part of the load do not count
    #[arg(long, value_name = "X", default_value_t = 0.05)]
    pub(crate) least_share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormArg {
    /// 1 / (x · tap), phase shifts kept
    Matpower,
    /// x / (r² + x²), taps and shifts left out
    Powermodels,
}

impl From<FormArg> for Form {
    fn from(form: FormArg) -> Self {
        match form {
            FormArg::Matpower => Self::Matpower,
            FormArg::Powermodels => Self::Powermodels,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RatingArg {
    /// Rate A
    LongTerm,
    /// Rate B
    ShortTerm,
    /// Rate C
    Emergency,
}

impl From<RatingArg> for Rating {
    fn from(rating: RatingArg) -> Self {
        match rating {
            RatingArg::LongTerm => Self::LongTerm,
            RatingArg::ShortTerm => Self::ShortTerm,
            RatingArg::Emergency => Self::Emergency,
        }
    }
}
