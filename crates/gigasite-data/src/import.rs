//! Importers: publishers' files in, one tidy schema out, every repair a finding.
//!
//! # What goes in
//! Files as their publishers write them, plain or gzipped; the format is told by the first lines ([`Format`]).
//!
//! # What comes out
//! Series of one zone and one quantity on UTC hours (or days, months, years), without holes, and tables of plants, places and
//! networks: [`Import`]. [`write()`] puts each quantity into a Parquet table `zone, timestamp, quantity, unit, source, value` that
//! `gigasite plan --series` reads.
//!
//! # What it assumes
//! What is repaired and how is one page, `import/repair.rs`; nothing is repaired without a [`Repair`].
//!
//! # What it does not do
//! It scales nothing to another year and converts no currency.

mod countries;
mod ember;
mod entsoe;
mod frame;
mod grids;
mod ninja;
mod opsd;
mod pages;
pub mod places;
mod plants;
mod pypsa;
pub mod quantity;
mod records;
mod regions;
mod repair;
pub mod stamp;
mod tables;
pub(crate) mod tidy;
mod weather;
mod wide;
pub mod zone;

pub(crate) use records::cells;

pub use frame::{Repair, Series, Stamps};
pub use places::Listing;
pub use repair::{LONG_GAP_H, SHORT_GAP_H};
pub use tidy::is_hourly;

use crate::Error;
use frame::Frame;
use gigasite_case::{Findings, Place, Severity, suggest};
use quantity::Quantity;
use rayon::prelude::*;
use stamp::Clock;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Bytes that are looked at to tell a format.
const HEAD: u64 = 1 << 16;

/// What a file can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Open Power System Data, single index.
    Opsd,
    /// ENTSO-E exports and file library.
    Entsoe,
    /// Ember country overviews and prices.
    Ember,
    /// One column a country: Dispa-SET, Energy Transition Model, own tables.
    Countries,
    /// A table of PyPSA over time.
    Pypsa,
    /// renewables.ninja.
    Ninja,
    /// EPW, DWD TRY, Open-Meteo, NSRDB, ERA5 of hydesign.
    Weather,
    /// Eurostat prices of non-household consumers.
    Eurostat,
    /// JRC ARDECO.
    Ardeco,
    /// WRI Aqueduct.
    Aqueduct,
    /// powerplantmatching and JRC-PPDB.
    Plants,
    /// Networks: PyPSA folders and netCDF, OpenStreetMap, GridKit, MATPOWER and others.
    Network,
    /// GeoJSON outlines of NUTS regions or countries.
    Outlines,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 13] = [
        Self::Opsd,
        Self::Entsoe,
        Self::Ember,
        Self::Countries,
        Self::Pypsa,
        Self::Ninja,
        Self::Weather,
        Self::Eurostat,
        Self::Ardeco,
        Self::Aqueduct,
        Self::Plants,
        Self::Network,
        Self::Outlines,
    ];

    /// Its name, as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opsd => "opsd",
            Self::Entsoe => "entsoe",
            Self::Ember => "ember",
            Self::Countries => "countries",
            Self::Pypsa => "pypsa",
            Self::Ninja => "ninja",
            Self::Weather => "weather",
            Self::Eurostat => "eurostat",
            Self::Ardeco => "ardeco",
            Self::Aqueduct => "aqueduct",
            Self::Plants => "plants",
            Self::Network => "network",
            Self::Outlines => "outlines",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Told by the name and the first lines of a file.
    fn of(path: &Path, head: &str) -> Option<Self> {
        let heading = heading(head).1;
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let is_map = head.trim_start().starts_with('{') && head.contains("\"FeatureCollection\"");
        [
            (Self::Outlines, is_map),
            (Self::Network, ends(&[".m", ".nc", ".json"]) && !is_map),
            (Self::Opsd, opsd::is_heading(heading)),
            (Self::Entsoe, entsoe::is_heading(heading)),
            (Self::Ember, ember::is_heading(heading)),
            (Self::Plants, plants::is_heading(heading)),
            (Self::Ardeco, regions::is_ardeco(heading)),
            (Self::Eurostat, regions::is_eurostat(heading)),
            (Self::Aqueduct, regions::is_aqueduct(heading)),
            (Self::Ninja, ninja::is_head(head, heading)),
            (Self::Weather, weather::is_head(head, heading)),
            (Self::Pypsa, pypsa::of_stem(&stem(path)).is_some()),
            (Self::Countries, countries::is_heading(heading)),
        ]
        .into_iter()
        .find(|(_, is)| *is)
        .map(|(format, _)| format)
    }
}

/// What the user adds to what the files say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format, where it is not to be told by the content.
    pub format: Option<Format>,
    /// Zone of a file that names none.
    pub zone: Option<String>,
    /// Quantity of a file that names none.
    pub quantity: Option<&'static Quantity>,
    /// Publisher, where the file does not name it.
    pub source: Option<String>,
}

/// What was read from one file.
#[derive(Debug)]
pub struct FileImport {
    /// The file.
    pub file: PathBuf,
    /// Its format.
    pub format: Format,
    /// Its series.
    pub series: Vec<Series>,
    /// Its plants, nodes, lines or outlines.
    pub listings: Vec<Listing>,
    /// What was repaired or refused.
    pub repairs: Vec<Repair>,
}

/// What was read from everything.
#[derive(Debug, Default)]
pub struct Import {
    /// File by file.
    pub files: Vec<FileImport>,
    /// Everything to know, the repairs included.
    pub findings: Findings,
}

impl Import {
    /// Every series.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.files.iter().flat_map(|file| &file.series)
    }
}

/// A file being read: its first lines, what the user said, where findings go.
struct Reading<'a> {
    head: &'a str,
    options: &'a Options,
    findings: &'a mut Findings,
}

impl<'a> Reading<'a> {
    /// Line and text of the heading.
    fn heading(&self) -> (usize, &'a str) {
        heading(self.head)
    }
}

/// The clock that the heading of the stamps names.
fn clock_of(heading: &str) -> Clock {
    let heading = heading.to_lowercase();
    if heading.contains("cet_cest") || heading.contains("cet/cest") {
        Clock::European(3600)
    } else if heading.starts_with("cet") {
        Clock::Fixed(3600)
    } else {
        Clock::Fixed(0)
    }
}

/// The first line that is no comment, counted from 1.
fn heading(head: &str) -> (usize, &str) {
    head.lines()
        .enumerate()
        .find(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map_or((1, ""), |(index, line)| (index + 1, line))
}

/// A file's name without its endings.
fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// The whole text of a file; bytes that are no UTF-8 are read as Latin-1.
fn text(path: &Path) -> Result<String, Error> {
    let mut bytes = Vec::new();
    wide::open(path)?
        .read_to_end(&mut bytes)
        .map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(text_of(bytes))
}

fn text_of(bytes: Vec<u8>) -> String {
    let mut text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect());
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Reads files and folders: every file of a folder whose format is known, by name. The same comes out whatever the number of
/// threads.
///
/// # Errors
/// A path that cannot be read. What is wrong with the content is among the findings.
pub fn import(paths: &[PathBuf], options: &Options) -> Result<Import, Error> {
    let mut files = Vec::new();
    let mut import = Import::default();
    for path in paths {
        if path.is_dir() && options.format == Some(Format::Network) {
            files.push((path.clone(), false));
        } else if path.is_dir() {
            let mut inside = Vec::new();
            let failed = |source| Error::Read { path: path.clone(), source };
            for entry in std::fs::read_dir(path).map_err(failed)? {
                inside.push(entry.map_err(failed)?.path());
            }
            inside.sort();
            files.extend(inside.into_iter().filter(|path| path.is_file()).map(|path| (path, true)));
        } else {
            files.push((path.clone(), false));
        }
    }
    let read: Vec<_> =
        files.into_par_iter().map(|(path, is_inside)| one(&path, is_inside, options)).collect();
    for outcome in read {
        let (file, findings) = outcome?;
        import.findings.extend(findings);
        import.files.extend(file);
    }
    doubles(&mut import);
    Ok(import)
}

/// Reads one file.
fn one(path: &Path, is_inside: bool, options: &Options) -> Result<(Option<FileImport>, Findings), Error> {
    let mut findings = Findings::default();
    let mut head = Vec::new();
    if !path.is_dir() {
        wide::open(path)?
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|source| Error::Read { path: path.to_owned(), source })?;
    }
    let head = text_of(head);
    let Some(format) = options.format.or_else(|| Format::of(path, &head)) else {
        let place = Place::file(path.display().to_string());
        let message = "no format that is known by its first lines";
        if is_inside {
            findings.note("unknown-format", place, message, "");
        } else {
            let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
            findings.error(
                "unknown-format",
                place,
                message,
                format!("name it with --as: {}", names.join(", ")),
            );
        }
        return Ok((None, findings));
    };
    let mut reading = Reading { head: &head, options, findings: &mut findings };
    let mut frames: Vec<Frame> = Vec::new();
    let (mut series, mut listings) = (Vec::new(), Vec::new());
    match format {
        Format::Opsd => frames = opsd::read(path, &mut reading)?,
        Format::Entsoe => frames = entsoe::read(path, &mut reading)?,
        Format::Ember => frames = ember::read(path, &mut reading)?,
        Format::Countries => frames = countries::read(path, &mut reading)?,
        Format::Pypsa => frames = pypsa::read(path, &mut reading)?,
        Format::Ninja => frames = ninja::read(path, &mut reading)?,
        Format::Eurostat | Format::Ardeco | Format::Aqueduct => frames = regions::read(path, &mut reading)?,
        Format::Weather => series = weather::read(path, &mut reading)?,
        Format::Plants => listings = plants::read(path, &mut reading)?,
        Format::Network => {
            listings = grids::network(path, &mut reading)?;
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("nc")) {
                frames = pypsa::of_network(path, &mut reading)?;
            }
        }
        Format::Outlines => listings = grids::outlines(path, &mut reading)?,
    }
    let mut file = FileImport { file: path.to_owned(), format, series, listings, repairs: Vec::new() };
    for frame in frames {
        let (series, repairs) = repair::tidy(frame);
        file.series.extend(series);
        file.repairs.extend(repairs);
    }
    findings.0.extend(file.repairs.iter().map(Repair::finding));
    Ok((Some(file), findings))
}

/// Writes every table of an import into a folder; the files, by name.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write(folder: &Path, import: &Import) -> Result<Vec<PathBuf>, Error> {
    let series: Vec<&Series> = import.series().collect();
    let mut written = tidy::write(folder, &series)?;
    let listings: Vec<Listing> = import.files.iter().flat_map(|file| file.listings.iter().cloned()).collect();
    written.extend(places::write(folder, &listings)?);
    written.sort();
    Ok(written)
}

/// Leaves out series that stand there twice: the first counts, as a warning where hours overlap.
fn doubles(import: &mut Import) {
    let mut seen: std::collections::BTreeMap<(String, &'static str), String> =
        std::collections::BTreeMap::new();
    for file in &mut import.files {
        let label = file.file.display().to_string();
        file.series.retain(|series| {
            let key = (series.zone.clone(), series.quantity.name);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, label.clone());
                return true;
            };
            let message = format!(
                "{} of {} was already read from `{first}`: this one is left out",
                series.quantity.name, series.zone
            );
            import.findings.warning(
                "double-series",
                Place::file(&label),
                message,
                "import the files one by one",
            );
            false
        });
    }
}

/// Whether the findings stop what follows: errors do, and under `strict` warnings.
pub fn stops(findings: &Findings, strict: bool) -> bool {
    findings.has_errors() || strict && findings.count(Severity::Warning) > 0
}

/// The quantity of a name that a user typed, or what is near it.
///
/// # Errors
/// A sentence with the names that are near.
pub fn quantity_of(name: &str) -> Result<&'static Quantity, String> {
    quantity::find(name)
        .ok_or_else(|| suggest::hint(name, quantity::QUANTITIES.iter().map(|quantity| quantity.name)))
}

#[cfg(test)]
mod tests;
