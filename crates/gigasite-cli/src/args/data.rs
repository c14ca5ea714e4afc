//! What can be typed after `gigasite data`.

use clap::{Args, Subcommand, ValueEnum};
use gigasite_data::generate::Climate;
use std::path::PathBuf;

/// `gigasite data`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data import time_series_60min_singleindex.csv --out series
  gigasite data list                         every open source: licence, size, address, checksum
  gigasite data get ember                    download, check, convert and register a set
  gigasite plan --series series              plan with what was imported
  gigasite data synth --years 30 --seed 7 --out years      thirty years of weather and load
  gigasite data diff europe my-study/dataset               what changed, and which decisions
  gigasite data show DE                                    what is known of a zone, with sources
  gigasite data regions FR --level 3                       who draws the load of a zone")]
pub(crate) struct DataArgs {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Read publishers' files into tidy Parquet tables; every repair is a finding
    Import(ImportArgs),
    /// Every open source with licence, years, size, pinned address, revision and checksum
    List(ListArgs),
    /// Download sources of the catalogue, check, convert and register them; a second run does nothing
    Get(GetArgs),
    /// Draw years of weather and load with the statistics of real ones, tails included
    Synth(SynthArgs),
    /// Say what is known of a zone or a site, with sources and confidence
    Show(ShowArgs),
    /// Share the load of zones out among their regions, by product and people
    Regions(RegionsArgs),
    /// Say what changed between two datasets, and which decisions change with it
    Diff(DiffArgs),
}

/// `gigasite data diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data diff europe my-study/dataset
  gigasite data diff old new --no-decisions                the records alone, at once
  gigasite data diff old new --format markdown >> \"$GITHUB_STEP_SUMMARY\"
  gigasite data diff old new --case europe --case sovereign --format json
  gigasite data diff old new --by record                   which zone, site or country of a table does it

The case is planned with the old tables, with the new ones, and with parts of the change: with up to three changed tables every
part (Shapley values, which add up to the change), with more each table alone. A plan of a year takes about a minute. Tables
that only read together, such as a new zone and its plants, count as one.

Exit codes: 0 done · 1 a dataset is refused, no plan exists, or the plan moves and no record says why · 2 usage or input")]
pub(crate) struct DiffArgs {
    /// Dataset before: `europe`, or a folder of its tables
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// Dataset after
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Case whose decisions are looked at: a file, or a name that ships with the binary; as often as you like
    #[arg(long, value_name = "CASE", default_value = "europe")]
    pub(crate) case: Vec<String>,
    /// Change a key of the case, as often as you like
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// The records alone, no plan
    #[arg(long)]
    pub(crate) no_decisions: bool,
    /// What counts as one change
    #[arg(long, value_enum, value_name = "WHAT", default_value = "table", conflicts_with = "no_decisions")]
    pub(crate) by: DiffBy,
    /// Plan the first hours of the year alone, at least a day: for trials, since energy weighs less then
    #[arg(long, value_name = "N", value_parser = hours, conflicts_with = "no_decisions")]
    pub(crate) first_hours: Option<usize>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: DiffFormat,
    /// Cells of a table to show, the largest changes first
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub(crate) rows: usize,
    /// No progress on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// What a decision is put down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffBy {
    /// A table
    Table,
    /// The rows of one zone, site or country in a table: the first column of its key
    Record,
}

/// How a difference is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For the screen
    Text,
    /// For scripts
    Json,
    /// For a pull request
    Markdown,
}

fn hours(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|hours| *hours >= 24)
        .ok_or_else(|| "expected a number of hours, at least 24".to_owned())
}

/// `gigasite data synth`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data synth --years 30 --seed 7                  what sets the years apart, nothing written
  gigasite data synth --years 30 --seed 7 --out years      and the years as folders of Parquet
  gigasite data synth --climate 2045 --out warm --csv      the climate of 2045 if the trend of 1991-2021 goes on
  gigasite data synth --climate-shift-c 1.5 --json
  gigasite plan --series years/year-003                    the plan in one of them

The same dataset, seed, climate and calendar give the same bytes. How close the years come to real ones:
datasets/europe/YEARS.md. Reservoirs' inflow, load and sites are drawn with the weather, each year on its own.

Exit codes: 0 done · 1 findings refuse the dataset · 2 usage, input or internal error")]
pub(crate) struct SynthArgs {
    /// Dataset: `europe`, or a folder of its tables
    #[arg(default_value = "europe", value_name = "DATASET")]
    pub(crate) dataset: String,
    /// How many years
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) years: u16,
    /// Seed; year 3 of a seed is the same however many are drawn
    #[arg(long, value_name = "N", default_value_t = 2016)]
    pub(crate) seed: u64,
    /// Warmer than the dataset in the mean of year and zones, -5 to 10
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = shift, conflicts_with = "climate")]
    pub(crate) climate_shift_c: Option<Climate>,
    /// The climate of this calendar year, 1990 to 2100, in place of the dataset's
    #[arg(long, value_name = "YEAR", value_parser = climate)]
    pub(crate) climate: Option<Climate>,
    /// Calendar of every year: weekdays, leap day
    #[arg(long, value_name = "YEAR", default_value_t = 2030, value_parser = clap::value_parser!(i32).range(1990..=2100))]
    pub(crate) calendar_year: i32,
    /// Where the years go: a new or empty folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// CSV in place of Parquet
    #[arg(long, requires = "out")]
    pub(crate) csv: bool,
    /// Print the manifest in place of the table
    #[arg(long)]
    pub(crate) json: bool,
    /// Threads to use; the years do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite data show`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data show DE
  gigasite data show FR-FOUJU --out fouju                  tables, JSON and charts
  gigasite data show SE3 --json
  gigasite data show DE --dispatch --series years/year-003 --out de

Hours are those of the generated year, the one that `gigasite plan` uses; --dispatch adds its prices and carbon.

Exit codes: 0 done · 1 findings refuse the dataset · 2 usage, input or internal error")]
pub(crate) struct ShowArgs {
    /// Zone or site, by its identifier
    #[arg(value_name = "ZONE|SITE")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) study: ShownArgs,
    /// Dispatch the year first, about a minute: price and carbon by month and hour
    #[arg(long)]
    pub(crate) dispatch: bool,
    /// Rows of every table to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) rows: usize,
    /// Print one JSON document in place of tables
    #[arg(long)]
    pub(crate) json: bool,
    /// Write tables, JSON and charts into a new folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite data regions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data regions                                    every region of NUTS 2: its share, demand and peak
  gigasite data regions FR IT-NO --level 3
  gigasite data regions DE --gdp-weight 0 --json           by people alone
  gigasite data regions --hours hourly                     and the hours: hourly/load_mw.parquet

The weight of 0.6 is what the demands of 33 countries say, with 26 % left unexplained; where a single large consumer stands it
cannot know. Regions are those of NUTS 2021; every region of a zone gets the zone's hours.

Exit codes: 0 done · 1 findings refuse the dataset · 2 usage, input or internal error")]
pub(crate) struct RegionsArgs {
    /// Zones; all of them by default
    #[arg(value_name = "ZONE")]
    pub(crate) zones: Vec<String>,
    /// Level of the regions
    #[arg(long, value_name = "2|3", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=3))]
    pub(crate) level: u8,
    /// Weight of gross domestic product, 0 to 1; the rest is people's
    #[arg(long, value_name = "W", default_value_t = gigasite_data::regions::GDP_WEIGHT, value_parser = weight)]
    pub(crate) gdp_weight: f64,
    /// Write the hours as a tidy table into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) hours: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) study: ShownArgs,
    /// Rows to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) rows: usize,
    /// Print one JSON document in place of the table
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the table and JSON into a new folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

fn weight(text: &str) -> Result<f64, String> {
    let weight: Option<f64> = text.trim().parse().ok();
    weight
        .filter(|weight| (0.0..=1.0).contains(weight))
        .ok_or_else(|| "expected a weight from 0 to 1".to_owned())
}

/// What a place is shown of: a case, its changes, its hours.
#[derive(Debug, Args)]
pub(crate) struct ShownArgs {
    /// Case file, or the name of a case that ships with the binary
    #[arg(long, default_value = "europe", value_name = "CASE")]
    pub(crate) case: String,
    /// Folder of hourly series in place of the generated year
    #[arg(long, value_name = "DIR")]
    pub(crate) series: Option<PathBuf>,
    /// Change a key of the case file, as often as you like
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

fn shift(text: &str) -> Result<Climate, String> {
    let kelvin = text.trim().parse().ok();
    kelvin.and_then(Climate::warmer_by).ok_or_else(|| "expected kelvins from -5 to 10".to_owned())
}

fn climate(text: &str) -> Result<Climate, String> {
    let year = text.trim().parse().ok();
    year.and_then(Climate::of_year).ok_or_else(|| "expected a calendar year from 1990 to 2100".to_owned())
}

/// `gigasite data import`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data import time_series_60min_singleindex.csv      what is in it, and what would be repaired
  gigasite data import downloads/ --out series                 every file that is known, as Parquet
  gigasite data import prices.csv --as entsoe --zone DE --strict
  gigasite data import table.csv --quantity load_mw --out series

A folder gives every file whose format is known by its first lines. Tables hold zone, timestamp (UTC), quantity, unit, source,
value. Gaps of up to 3 hours are interpolated, up to a week taken from the weeks around, longer ones refused.

Exit codes: 0 done · 1 something is refused, or under --strict repaired · 2 usage or input")]
pub(crate) struct ImportArgs {
    /// Files or folders, plain or gzipped
    #[arg(required = true, value_name = "FILE|DIR")]
    pub(crate) paths: Vec<PathBuf>,
    /// Format, where it is not to be told by the content
    #[arg(long = "as", value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// Zone of a file that names none
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// Quantity of a file that names none, such as `load_mw`
    #[arg(long, value_name = "NAME")]
    pub(crate) quantity: Option<String>,
    /// Folder for the tables; without it nothing is written
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Refuse whatever needs a repair
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// Findings that matter only
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `gigasite data list`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data list
  gigasite data list --json")]
pub(crate) struct ListArgs {
    /// Cache folder, in place of `GIGASITE_CACHE` or the user's cache
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// `gigasite data get`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data get ember                            a whole set
  gigasite data get plants/powerplants_ppm_v0.6.1    one file
  gigasite data get ember --cache here --mirror http://localhost:8000

Downloads go on where they were cut. A file that is not the one the catalogue has the checksum of is refused.")]
pub(crate) struct GetArgs {
    /// Files or sets, as `gigasite data list` names them
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Cache folder, in place of `GIGASITE_CACHE` or the user's cache
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Beginning of the addresses in place of the sources' home
    #[arg(long, value_name = "URL")]
    pub(crate) mirror: Option<String>,
    /// No progress on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
