//! ENTSO-E Transparency Platform: CSV exports of its pages (load, prices, generation; `MTU`, mostly local time) and files of its
//! file library (tab-separated, UTC).
//!
//! | product | zone in | value in |
//! |---|---|---|
//! | load | heading `… - BZN\|DE-LU`, or column `Area` | `Actual Total Load`, `Day-ahead Total Load Forecast` |
//! | day-ahead prices | last heading, or column `Area` | `Day-ahead Price` |
//! | generation per type | column `Area` | `Biomass - Actual Aggregated [MW]` …, or column `Production Type` |
//! | library | `AreaMapCode`, `MapCode` | `TotalLoad[MW]`, `Price[Currency/MWh]`, `ActualGenerationOutput[MW]` |

use super::frame::Frame;
use super::quantity::{self, Quantity};
use super::records::{Points, cells};
use super::stamp::{Clock, Stamp, Turned, Turner};
use super::{Reading, tables, wide, zone};
use crate::Error;
use gigasite_case::Place;
use std::collections::BTreeMap;
use std::path::Path;

/// Names of production types and what they are here.
const TYPES: [(&str, &str); 20] = [
    ("Biomass", "generation_biomass_mw"),
    ("Energy storage", "generation_storage_mw"),
    ("Fossil Brown coal/Lignite", "generation_lignite_mw"),
    ("Fossil Coal-derived gas", "generation_coal_mw"),
    ("Fossil Gas", "generation_gas_mw"),
    ("Fossil Hard coal", "generation_hard_coal_mw"),
    ("Fossil Oil shale", "generation_oil_shale_mw"),
    ("Fossil Oil", "generation_oil_mw"),
    ("Fossil Peat", "generation_peat_mw"),
    ("Geothermal", "generation_geothermal_mw"),
    ("Hydro Pumped Storage", "generation_hydro_pumped_mw"),
    ("Hydro Run-of-river", "generation_hydro_ror_mw"),
    ("Hydro Water Reservoir", "generation_hydro_reservoir_mw"),
    ("Marine", "generation_marine_mw"),
    ("Nuclear", "generation_nuclear_mw"),
    ("Other renewable", "generation_other_renewable_mw"),
    ("Other", "generation_other_mw"),
    ("Solar", "generation_solar_mw"),
    ("Waste", "generation_waste_mw"),
    ("Wind Offshore", "generation_wind_offshore_mw"),
];

/// Whether a heading is of this format.
pub(super) fn is_heading(line: &str) -> bool {
    let is_export = (line.contains("MTU") || line.starts_with("\"Time (")) && line.contains('"');
    is_export
        || line.contains("DateTime(UTC)") && line.contains("ResolutionCode")
        || line.starts_with("MTU (")
}

fn of_type(name: &str) -> Option<&'static Quantity> {
    if name.starts_with("Wind Onshore") {
        return Some(quantity::known("generation_wind_onshore_mw"));
    }
    TYPES.iter().find(|(theirs, _)| name.starts_with(theirs)).map(|(_, ours)| quantity::known(ours))
}

/// What a column's heading says.
enum Column {
    /// A quantity, and perhaps the zone.
    Value(&'static Quantity, Option<String>),
    /// Generation or consumption of the type in another column.
    OfType,
}

fn column(heading: &str) -> Option<Column> {
    let (what, zone) = match heading.rsplit_once(" - ") {
        Some((what, zone)) if what.contains('[') || what.contains('(') => (what, Some(area(zone))),
        _ => (heading, None),
    };
    let named = |name: &str| Some(Column::Value(quantity::known(name), zone.clone()));
    if what.starts_with("Actual Total Load") || what.starts_with("TotalLoad") {
        return named(quantity::LOAD);
    }
    if what.contains("Total Load Forecast") {
        return named("load_forecast_mw");
    }
    if what.starts_with("Day-ahead Price") || what.starts_with("Price[") {
        return named(if what.contains("GBP") { "price_gbp_per_mwh" } else { quantity::PRICE });
    }
    if what.starts_with("Generation (MW)") || what.starts_with("ActualGenerationOutput") {
        return Some(Column::OfType);
    }
    let (kind, how) = heading.split_once(" - ")?;
    if how.starts_with("Actual Aggregated") {
        return of_type(kind.trim()).map(|quantity| Column::Value(quantity, None));
    }
    (how.starts_with("Actual Consumption") && kind.starts_with("Hydro Pumped"))
        .then(|| Column::Value(quantity::known("consumption_hydro_pumped_mw"), None))
}

/// Code of an area: `BZN|DE-LU`, `Germany (DE)`, `CTY|Germany`.
fn area(text: &str) -> String {
    let text = text.trim();
    if let Some((_, code)) = text.rsplit_once('(') {
        return zone::of_code(code.trim_end_matches(')'));
    }
    let bare = text.rsplit_once('|').map_or(text, |(_, name)| name);
    zone::of_name(bare).map_or_else(|| zone::of_code(text), str::to_owned)
}

/// Clock of the platform's exports, told by the heading of the stamp.
fn clock(heading: &str) -> Option<Clock> {
    let named = heading.rsplit_once('(')?.1.trim_end_matches(')');
    Some(match named.split('/').next()? {
        "UTC" | "GMT" => Clock::Fixed(0),
        "CET" => Clock::European(3600),
        "WET" => Clock::European(0),
        "EET" => Clock::European(7200),
        _ => return None,
    })
}

/// Columns that rows are told apart by.
struct Keys {
    stamp: usize,
    area: Option<usize>,
    area_type: Option<usize>,
    kind: Option<usize>,
    contract: Option<usize>,
    sequence: Option<usize>,
    currency: Option<usize>,
}

impl Keys {
    fn of(heads: &[&str]) -> Option<Self> {
        let at =
            |names: &[&str]| heads.iter().position(|head| names.iter().any(|name| head.starts_with(name)));
        let exact = |name: &str| heads.iter().position(|head| *head == name);
        Some(Self {
            stamp: at(&["MTU", "Time (", "DateTime(UTC)"])?,
            area: exact("Area").or_else(|| exact("AreaMapCode")).or_else(|| exact("MapCode")),
            area_type: exact("AreaTypeCode"),
            kind: at(&["Production Type", "ProductionType"]),
            contract: exact("ContractType"),
            sequence: exact("Sequence"),
            currency: exact("Currency"),
        })
    }
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let text = super::text(path)?;
    let heading = text.lines().next().unwrap_or("");
    let delimiter = char::from(tables::delimiter_of(heading));
    let mut heads = Vec::new();
    cells(heading, delimiter, &mut heads);
    let columns: Vec<Option<Column>> = heads.iter().map(|head| column(head)).collect();
    let lone =
        heads.iter().find(|head| head.starts_with("BZN|") || head.starts_with("CTY|")).map(|head| area(head));
    let lone = reading.options.zone.clone().or(lone);
    let (Some(keys), true) = (Keys::of(&heads), columns.iter().any(Option::is_some)) else {
        let message = "there is no load, price or generation among the headings";
        let hint = "export one of these as CSV from the platform, or take its file library";
        reading.findings.error("missing-column", Place::file(label), message, hint);
        return Ok(Vec::new());
    };
    let told = clock(heads[keys.stamp]);
    let place = Place::file(&label).line(1).field(heads[keys.stamp]);
    match told {
        Some(Clock::Fixed(_)) => {}
        Some(Clock::European(_)) => {
            let message = "the stamps are local time with summer time: they are turned to UTC";
            reading.findings.note("not-utc", place, message, "");
        }
        None => {
            let message =
                "the heading names no clock: CET with summer time is assumed, as the platform writes it";
            reading.findings.warning("clock-assumed", place, message, "export in UTC");
        }
    }
    let clock = told.unwrap_or(Clock::European(3600));
    let mut rows = Rows {
        label: &label,
        heads: &heads,
        columns: &columns,
        keys: &keys,
        lone,
        clock,
        turners: BTreeMap::new(),
    };
    let mut points = Points::default();
    let mut row = Vec::new();
    let mut skipped = 0;
    for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        cells(line, delimiter, &mut row);
        skipped += usize::from(!rows.row(number + 1, &row, &mut points, reading));
    }
    if skipped > 0 {
        let message =
            format!("{skipped} row(s) are of another contract, sequence or control area, and left out");
        reading.findings.note("unused-row", Place::file(&label), message, "");
    }
    Ok(points.frames(&label, "ENTSO-E Transparency Platform"))
}

struct Rows<'a> {
    label: &'a str,
    heads: &'a [&'a str],
    columns: &'a [Option<Column>],
    keys: &'a Keys,
    lone: Option<String>,
    clock: Clock,
    /// One clock a series, because the double hour is told by what came before.
    turners: BTreeMap<String, Turner>,
}

impl Rows<'_> {
    /// Takes the values of a row; `false` if the row is not of what is read.
    fn row(&mut self, line: usize, row: &[&str], points: &mut Points, reading: &mut Reading<'_>) -> bool {
        let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).copied().unwrap_or("");
        let keys = self.keys;
        if !matches!(cell(keys.contract), "" | "Day-ahead") || !is_first_sequence(cell(keys.sequence)) {
            return false;
        }
        if cell(keys.area_type) == "CTA" {
            return false;
        }
        let place = |column: usize| Place::file(self.label).line(line).field(self.heads[column]);
        let Some(stamp) = wide::start_of_unit(cell(Some(keys.stamp)).trim_end_matches(" (CET/CEST)")) else {
            let message = format!("`{}` is no time stamp", cell(Some(keys.stamp)));
            reading.findings.error(
                "bad-stamp",
                place(keys.stamp),
                message,
                "write 01.01.2020 00:00 - 01.01.2020 01:00",
            );
            return true;
        };
        let of_row = Some(cell(keys.area)).filter(|code| !code.is_empty()).map(area);
        let series = format!("{}{}", cell(keys.area), cell(keys.kind));
        let clock = self.clock;
        let turned = self.turners.entry(series).or_insert_with(|| Turner::new(clock)).turn(Stamp { ..stamp });
        for (index, column) in self.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let Some(value) = wide::word(cell(Some(index)).as_bytes()) else {
                let message = format!("`{}` is no number", cell(Some(index)));
                reading.findings.error("not-a-number", place(index), message, "leave the cell empty");
                continue;
            };
            let (quantity, zone) = match column {
                Column::Value(quantity, zone) => (*quantity, zone.clone()),
                Column::OfType => match of_type(cell(keys.kind)) {
                    Some(quantity) => (quantity, None),
                    None => continue,
                },
            };
            let quantity = match (quantity.name, cell(keys.currency)) {
                (quantity::PRICE, "GBP") => quantity::known("price_gbp_per_mwh"),
                (quantity::PRICE, currency) if !matches!(currency, "" | "EUR") => {
                    let message = format!("the price is in {currency}");
                    reading.findings.error("currency", place(index), message, "export prices in EUR");
                    continue;
                }
                _ => quantity,
            };
            let Some(zone) = zone.or_else(|| of_row.clone()).or_else(|| self.lone.clone()) else {
                let message = "nothing in the file names the zone";
                reading.findings.error("missing-zone", place(index), message, "name it with --zone");
                return true;
            };
            let at = match turned {
                Turned::Utc(at) => at,
                Turned::Nowhere if value.is_nan() => continue,
                Turned::Nowhere => {
                    let message = "a value stands in the hour that summer time skips: it is dropped";
                    reading.findings.warning(
                        "dst-hour",
                        place(index),
                        message,
                        "such hours exist on no clock",
                    );
                    continue;
                }
            };
            points.push(&zone, quantity, (line, self.heads[index]), (at, value));
        }
        true
    }
}

/// Whether a sequence is the first or none: `1`, `Sequence Sequence 1`, or an empty cell.
fn is_first_sequence(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    number.is_empty() || number == "1"
}
