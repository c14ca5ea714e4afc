//! What can be typed after `gigasite data`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `gigasite data`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite data import time_series_60min_singleindex.csv --out series
  gigasite data list                         every open source: licence, size, address, checksum
  gigasite data get ember                    download, check, convert and register a set
  gigasite plan --series series              plan with what was imported")]
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
