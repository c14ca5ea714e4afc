//! What can be typed after `gigasite grid`.

use clap::{Args, Subcommand, ValueEnum};
use gigasite_grid::ac::Start;
use gigasite_grid::dc::{Form, Rating};
use gigasite_grid::dispatch::Dispatch;
use gigasite_grid::hosting::Existing;
use gigasite_grid::opf::{Kirchhoff, UnitCommitment};
use std::path::PathBuf;

/// `gigasite grid`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid info case118.m               what a file holds, and what is wrong with it
  gigasite grid flow case118.m --ac --json   voltages and flows
  gigasite grid opf case118.m                the cheapest dispatch, prices, and what holds it back
  gigasite grid n1 case118.m --out outages   every outage, the worst first
  gigasite grid hosting case118.m --bus 42   how much load can stand at bus 42, and what breaks first
  gigasite grid convert case118.m case118.nc the same network for PyPSA

NETWORK is read by what it is:
  MATPOWER case            .m, .m.gz
  PyPSA network            .nc (classic or netCDF-4), or a folder with its CSV tables
  RTS-GMLC                 folder with bus, branch, gen, and its hourly series
  PowerGAMA case           folder with ...nodes, ...branches, ...generators, ...consumers
  GridKit extract          folder with buses, lines, transformers, converters
  European sets            folder with nodes, lines, load_shares (90 nodes) or nodes, edges (3,532 nodes)
Tables may be gzipped. What is not in a file and is derived or left out is a finding on standard error.")]
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
    /// The cheapest dispatch that the network can carry, and its prices
    Opf(OpfArgs),
    /// Lose every branch and every generator in turn, the worst first
    N1(N1Args),
    /// Flow on branches for a megawatt put in at every bus
    Ptdf(PtdfArgs),
    /// How much load can stand at every bus, how firm, and what breaks first
    Hosting(HostingArgs),
    /// Write the network in another format
    Convert(ConvertArgs),
}

/// What every question about a network takes.
#[derive(Debug, Args)]
pub(crate) struct NetworkArgs {
    /// Network file or folder
    #[arg(value_name = "NETWORK")]
    pub(crate) network: PathBuf,
    /// MATPOWER change table beside it, as often as you like: named outages (contab) or hours of loads (scenarios)
    #[arg(long, value_name = "FILE")]
    pub(crate) add: Vec<PathBuf>,
    /// Which susceptance counts: 1/(x·tap) with shifts, or x/(r²+x²) without taps and shifts
    #[arg(long, value_enum, default_value_t = FormArg::Matpower)]
    pub(crate) form: FormArg,
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

/// Which moments are looked at, and who generates in them.
#[derive(Debug, Args)]
pub(crate) struct MomentArgs {
    /// Which moment: its label, its number from 1, or a range such as 1..24; the first if not said
    #[arg(long, value_name = "WHEN")]
    pub(crate) snapshot: Option<String>,
    /// Look at every snapshot
    #[arg(long, conflicts_with = "snapshot")]
    pub(crate) all_snapshots: bool,
    /// Who generates: as in the file, the cheapest without limits of branches, or the cheapest within them; if not said, as
    /// in the file where its outputs meet the demand to 10 %, else the cheapest without limits
    #[arg(long, value_enum)]
    pub(crate) dispatch: Option<DispatchArg>,
}

/// How an alternating-current flow is solved.
#[derive(Debug, Args)]
pub(crate) struct AcArgs {
    /// Alternating current: voltages, reactive power, losses
    #[arg(long)]
    pub(crate) ac: bool,
    /// Where the iteration starts: angles of the flow by reactance, all zero, or voltages of the file
    #[arg(long, value_enum, default_value_t = StartArg::Dc)]
    pub(crate) start: StartArg,
    /// Generators stay within their reactive limits, giving up their voltage
    #[arg(long)]
    pub(crate) q_limits: bool,
    /// All generators share what is missing, in place of the reference bus
    #[arg(long)]
    pub(crate) distributed_slack: bool,
}

/// `gigasite grid flow`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid flow case118.m
  gigasite grid flow case118.m --ac --q-limits
  gigasite grid flow rts_gmlc --all-snapshots --dispatch opf --out flows
  gigasite grid flow case118.m --form powermodels --json")]
pub(crate) struct FlowArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) moment: MomentArgs,
    #[command(flatten)]
    pub(crate) ac: AcArgs,
}

/// `gigasite grid opf`
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid opf case118.m
  gigasite grid opf pglib_opf_case118_ieee.m --form powermodels --json
  gigasite grid opf case118.m --secure --rating emergency    survive the loss of any branch
  gigasite grid opf case118.m --losses                       with losses, to one part in a million
  gigasite grid opf network.nc                               every snapshot of a PyPSA network, capacities chosen

--json has `status`, `objective`, `bound`, `gap_rel` and `lmp` (bus to price; a list over the snapshots where there are
several). Costs and prices are in the money of the file.")]
pub(crate) struct OpfArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// Only these moments: a label, a number from 1, or a range such as 1..168; all of them if not said
    #[arg(long, value_name = "WHEN")]
    pub(crate) snapshot: Option<String>,
    /// Every snapshot on its own: storage stands still, no ramps or starts, capacities as they are
    #[arg(long)]
    pub(crate) apart: bool,
    /// Flows survive the loss of any one branch without redispatch
    #[arg(long)]
    pub(crate) secure: bool,
    /// Flows survive the outages that the file names
    #[arg(long)]
    pub(crate) contingencies: bool,
    /// Rating that holds after an outage
    #[arg(long, value_enum, default_value_t = RatingArg::LongTerm)]
    pub(crate) rating: RatingArg,
    /// Losses of branches, to this part of them
    #[arg(long, value_name = "TOLERANCE", num_args = 0..=1, default_missing_value = "1e-6", value_parser = positive)]
    pub(crate) losses: Option<f64>,
    /// Plants that are either on or off: always on, in part (linear, with prices), or on or off (integer)
    #[arg(long, value_enum, default_value_t = CommitmentArg::Relaxed)]
    pub(crate) commitment: CommitmentArg,
    /// Capacities that may grow stay as they are
    #[arg(long)]
    pub(crate) fixed_capacity: bool,
    /// How the voltage law is written; both say the same
    #[arg(long, value_enum, default_value_t = LawArg::Angles)]
    pub(crate) law: LawArg,
    /// Curved costs and integers are good enough at this gap to the proven bound
    #[arg(long, value_name = "X", default_value_t = 1e-8, value_parser = positive)]
    pub(crate) gap: f64,
    /// Stop a solve after this many seconds
    #[arg(long, value_name = "S", value_parser = positive)]
    pub(crate) time_limit: Option<f64>,
}

/// `gigasite grid n1`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid n1 case118.m
  gigasite grid n1 case118.m --ac --worst 20       the 20 most severe again with alternating current
  gigasite grid n1 case_ACTIVSg2000.m --rating emergency --out outages
  gigasite grid n1 case_ACTIVSg2000.m --add contab_ACTIVSg2000.m --contingencies")]
pub(crate) struct N1Args {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) moment: MomentArgs,
    /// Rating that holds after an outage
    #[arg(long, value_enum, default_value_t = RatingArg::LongTerm)]
    pub(crate) rating: RatingArg,
    /// Lose the outages that the file names, of one or several elements, in place of every element
    #[arg(long)]
    pub(crate) contingencies: bool,
    /// Check the most severe with alternating current
    #[arg(long, conflicts_with = "all_snapshots")]
    pub(crate) ac: bool,
    /// How many --ac checks
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(crate) worst: usize,
}

/// `gigasite grid convert`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid convert case118.m case118.nc        PyPSA netCDF
  gigasite grid convert case118.m case118           folder of PyPSA tables
  gigasite grid convert network.nc network.m        MATPOWER case
  gigasite grid convert entsoe_gridkit network.geojson

What the other format cannot hold is a finding on standard error.")]
pub(crate) struct ConvertArgs {
    /// Network file or folder
    #[arg(value_name = "NETWORK")]
    pub(crate) network: PathBuf,
    /// What to write: .m, .nc, .geojson, or a new folder for tables of PyPSA
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Treat warnings about either format as errors, and then write nothing
    #[arg(long)]
    pub(crate) strict: bool,
    /// Nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
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
    #[arg(long, value_name = "X", default_value_t = 0.001, value_parser = part)]
    pub(crate) least: f64,
}

/// `gigasite grid hosting`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite grid hosting case118.m
  gigasite grid hosting case118.m --bus 42 --up-to 1000
  gigasite grid hosting case118.m --redispatch --bus 42     the most that redispatch could free there
  gigasite grid hosting case118.m --ac --rows 5             the best five again with alternating current
  gigasite grid hosting rts_gmlc --all-snapshots --give-up 0,100,500 --out hosting
  gigasite grid hosting entsoe_gridkit --projects tyndp.csv what is planned where a branch holds a load back

N-0 is what fits with everything in service, N-1 firm what fits whatever single branch, generator or the site itself is
lost. With --all-snapshots the table also says how much more could be drawn if some hours of a year were given up.")]
pub(crate) struct HostingArgs {
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) moment: MomentArgs,
    /// Bus to ask about, as often as you like; all if not said
    #[arg(long, value_name = "ID")]
    pub(crate) bus: Vec<String>,
    /// Most that is looked for, MW; 3,000 is the loss that Continental Europe is dimensioned for (SO GL, article 153)
    #[arg(long, value_name = "MW", default_value_t = 3000.0, value_parser = positive)]
    pub(crate) up_to: f64,
    /// Rating that holds after an outage
    #[arg(long, value_enum, default_value_t = RatingArg::LongTerm)]
    pub(crate) rating: RatingArg,
    /// Elements above their limit before the load: no load that makes them worse, or left out
    #[arg(long, value_enum, default_value_t = ExistingArg::Count)]
    pub(crate) existing: ExistingArg,
    /// Say for the buses that are printed how much could stand there if all plants were redispatched for it, in the first
    /// moment: a linear programme a bus
    #[arg(long)]
    pub(crate) redispatch: bool,
    /// Check the buses that are printed with alternating current, each with its firm load at power factor 1
    #[arg(long)]
    pub(crate) ac: bool,
    /// Tables of planned lines (columns as of PyPSA-Eur's transmission projects): a file, or a folder of them
    #[arg(long, value_name = "CSV|DIR")]
    pub(crate) projects: Option<PathBuf>,
    /// Hours a year that could be given up: points of the curve
    #[arg(long, value_name = "H,…", value_delimiter = ',', value_parser = hours, default_values_t = [0.0, 10.0, 50.0, 100.0, 500.0, 1000.0])]
    pub(crate) give_up: Vec<f64>,
    /// Elements that take a smaller part of the load do not count
    #[arg(long, value_name = "X", default_value_t = 0.05, value_parser = part)]
    pub(crate) least_share: f64,
}

fn positive(text: &str) -> Result<f64, String> {
    number(text, |value| value > 0.0, "a number above 0")
}

fn part(text: &str) -> Result<f64, String> {
    number(text, |value| (0.0..=1.0).contains(&value), "a number from 0 to 1")
}

fn hours(text: &str) -> Result<f64, String> {
    number(text, |value| (0.0..=8784.0).contains(&value), "hours of a year, 0 to 8784")
}

fn number(text: &str, fits: impl Fn(f64) -> bool, expected: &str) -> Result<f64, String> {
    let value: Option<f64> = text.trim().parse().ok();
    value.filter(|value| value.is_finite() && fits(*value)).ok_or_else(|| format!("expected {expected}"))
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DispatchArg {
    /// As in the file; references make up for the rest
    File,
    /// The cheapest if no branch had a limit
    Merit,
    /// The cheapest within limits of branches
    Opf,
}

impl From<DispatchArg> for Dispatch {
    fn from(one: DispatchArg) -> Self {
        match one {
            DispatchArg::File => Self::File,
            DispatchArg::Merit => Self::Merit,
            DispatchArg::Opf => Self::Opf,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StartArg {
    /// Angles of the flow by reactance
    Dc,
    /// Angle 0
    Flat,
    /// Voltages of the file
    File,
}

impl From<StartArg> for Start {
    fn from(one: StartArg) -> Self {
        match one {
            StartArg::Dc => Self::Dc,
            StartArg::Flat => Self::Flat,
            StartArg::File => Self::File,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CommitmentArg {
    /// Always on
    Ignored,
    /// On in part
    Relaxed,
    /// On or off
    Integer,
}

impl From<CommitmentArg> for UnitCommitment {
    fn from(one: CommitmentArg) -> Self {
        match one {
            CommitmentArg::Ignored => Self::Ignored,
            CommitmentArg::Relaxed => Self::Relaxed,
            CommitmentArg::Integer => Self::Integer,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LawArg {
    /// An angle a bus
    Angles,
    /// A row an independent cycle
    Cycles,
}

impl From<LawArg> for Kirchhoff {
    fn from(one: LawArg) -> Self {
        match one {
            LawArg::Angles => Self::Angles,
            LawArg::Cycles => Self::Cycles,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExistingArg {
    /// No load that makes it worse
    Count,
    /// Left out: it needs relief with or without the load
    Ignore,
}

impl From<ExistingArg> for Existing {
    fn from(one: ExistingArg) -> Self {
        match one {
            ExistingArg::Count => Self::Count,
            ExistingArg::Ignore => Self::Ignore,
        }
    }
}
