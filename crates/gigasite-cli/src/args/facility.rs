//! `gigasite facility`: what can be typed.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `gigasite facility`
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite facility FR-FOUJU                        the designs of the embedded case at one of its sites
  gigasite facility FR-FOUJU --design dry_adiabatic --gpus 100000 --seconds --out fouju
  gigasite facility --weather brussels.epw --design wet_tower --accelerator h100_sxm --json
  gigasite facility --weather nsrdb.csv.gz --place Dublin --design dry --with liquid_supply_c=45
  gigasite facility FR-FOUJU --design wet_tower --lost coolers=2,pumps=1
  gigasite facility FR-FOUJU --design dry --heat-network 60
  gigasite facility --fit samples.csv               a power law from your own (utilisation, power) samples

Weather files: EPW, DWD TRY .dat, Open-Meteo CSV, NSRDB CSV, ERA5 tables of hydesign, or a CSV with the columns
temperature_c, humidity_frac and perhaps pressure_pa; each also as .gz. Sites, accelerators and designs: `gigasite init`
writes the tables (sites.csv, accelerators.csv, cooling_designs.csv).

Exit codes: 0 done · 1 findings refuse the input · 2 usage, input or internal error")]
pub(crate) struct FacilityArgs {
    /// Site of the dataset, such as FR-FOUJU
    #[arg(value_name = "SITE", required_unless_present_any = ["weather", "fit"], conflicts_with = "weather")]
    pub(crate) site: Option<String>,
    /// Weather file in place of a site
    #[arg(long, value_name = "FILE")]
    pub(crate) weather: Option<PathBuf>,
    /// Which place of a weather file that holds several
    #[arg(long, value_name = "NAME", requires = "weather")]
    pub(crate) place: Option<String>,
    /// Which year of a weather file that holds several
    #[arg(long, value_name = "YEAR", requires = "weather")]
    pub(crate) year: Option<i32>,
    /// Case file or name of a case that ships: its dataset, its halls
    #[arg(long, default_value = "europe", value_name = "CASE")]
    pub(crate) case: String,
    /// Change a key of the case file, as often as you like
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// Cooling designs to compare, joined by commas; one alone is shown in full [default: those of the case]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) design: Vec<String>,
    /// Accelerator generation [default: the first of the case]
    #[arg(long, value_name = "NAME")]
    pub(crate) accelerator: Option<String>,
    /// Accelerators on the campus, rounded up to whole halls [default: one hall]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) gpus: Option<f64>,
    /// Share of the hours in which accelerators compute, 0–1
    #[arg(long, value_name = "X")]
    pub(crate) utilisation: Option<f64>,
    /// Power cap: provisioned over nameplate node power
    #[arg(long, value_name = "X")]
    pub(crate) cap: Option<f64>,
    /// How the load is carried over an outage
    #[arg(long, value_enum, default_value_t = UpsKind::DoubleConversion)]
    pub(crate) ups: UpsKind,
    /// Switch units of the power chain with the load
    #[arg(long)]
    pub(crate) staged: bool,
    /// Units out of service: pumps, chillers, coolers (dry coolers, tower cells, intakes), ups
    #[arg(long, value_name = "WHAT=N,…", value_delimiter = ',')]
    pub(crate) lost: Vec<String>,
    /// Change a column of the cooling design or the accelerator, as often as you like
    #[arg(long = "with", value_name = "COLUMN=VALUE")]
    pub(crate) with: Vec<String>,
    /// Peak of a district network that takes heat, MW
    #[arg(long, value_name = "MW", allow_negative_numbers = true)]
    pub(crate) heat_network: Option<f64>,
    /// Water of a deep intake, the same all year, °C [default: surface water estimated from the air]
    #[arg(long, value_name = "C", allow_negative_numbers = true)]
    pub(crate) water_temp: Option<f64>,
    /// Let inference follow the hours of the day; else IT power is flat
    #[arg(long)]
    pub(crate) diurnal: bool,
    /// Draw a day second by second: a day of the year from 1, or the one with the highest hour
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "0")]
    pub(crate) seconds: Option<usize>,
    /// Training jobs the campus is parted into
    #[arg(long, value_name = "N", default_value_t = 4, requires = "seconds")]
    pub(crate) jobs: usize,
    /// Ramp limit of the grid, MW/s
    #[arg(long, value_name = "MW/S", default_value_t = 5.0, requires = "seconds")]
    pub(crate) ramp_limit: f64,
    /// Another seed, another day
    #[arg(long, value_name = "N", default_value_t = 1, requires = "seconds")]
    pub(crate) seed: u64,
    /// Fit a power law to a CSV of (utilisation, power in W) samples and print it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["site", "weather"])]
    pub(crate) fit: Option<PathBuf>,
    /// Folder for tables, hours, seconds and figures; a new one, or an older answer to replace
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print JSON in place of tables
    #[arg(long)]
    pub(crate) json: bool,
    /// Treat warnings about the input as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// No progress and no warnings on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UpsKind {
    /// All power through rectifier and inverter
    DoubleConversion,
    /// The mains in parallel, the inverter waiting
    Eco,
    /// Batteries in the racks
    InRack,
    /// None
    None,
}
