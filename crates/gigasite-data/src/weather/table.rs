//! Weather as CSV: Open-Meteo, NSRDB, the ERA5 table of hydesign, and a plain table of one's own.

use super::{Pick, Raw, Row, number};
use gigasite_case::{Findings, Place, suggest};
use std::collections::BTreeSet;

/// What a kind of table calls its columns; a heading counts up to its unit in brackets.
struct Kind {
    format: &'static str,
    temperature: &'static str,
    humidity: &'static [&'static str],
    pressure: &'static [(&'static str, f64)],
    place: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind {
        format: "Open-Meteo",
        temperature: "temperature_2m",
        humidity: &["relative_humidity_2m", "relativehumidity_2m"],
        pressure: &[("surface_pressure", 100.0)],
        place: &[],
    },
    Kind {
        format: "NSRDB",
        temperature: "Temperature",
        humidity: &["Relative Humidity"],
        pressure: &[("Pressure", 100.0)],
        place: &["city"],
    },
    Kind { format: "hydesign ERA5", temperature: "temp_c", humidity: &[], pressure: &[], place: &["site"] },
    Kind {
        format: "plain CSV",
        temperature: "temperature_c",
        humidity: &["humidity_frac"],
        pressure: &[("pressure_pa", 1.0)],
        place: &["place"],
    },
];

/// A line of the file, cut into cells.
type Line<'a> = (usize, Vec<&'a str>);

pub(super) fn read(file: &str, text: &str, pick: &Pick, findings: &mut Findings) -> Option<Raw> {
    let lines: Vec<Line<'_>> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| (number + 1, line.split(',').map(str::trim).collect()))
        .collect();
    let bare = |heading: &&str| heading.split(" (").next().unwrap_or(heading).to_owned();
    let headings = lines.iter().take(6).enumerate().find_map(|(place, (_, cells))| {
        let names: Vec<String> = cells.iter().map(bare).collect();
        let kind = KINDS.iter().find(|kind| names.iter().any(|name| name == kind.temperature))?;
        Some((place, names, kind))
    });
    let Some((head, names, kind)) = headings else {
        let found = lines.first().map_or_else(|| "empty".to_owned(), |(_, cells)| cells.join(", "));
        findings.error(
            "unknown-format",
            Place::file(file).line(1),
            format!("this is no weather file: its first line is `{}`", found.chars().take(120).collect::<String>()),
            "EPW, DWD TRY .dat, Open-Meteo (temperature_2m), NSRDB (Temperature), hydesign (temp_c) and CSV with temperature_c are understood",
        );
        return None;
    };
    let column = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let rows = chosen(file, kind, &lines[head + 1..], &column, pick, findings)?;
    let first = rows.first().map_or(&[][..], |(_, cells)| cells.as_slice());
    let meta = |wanted: &[&str]| {
        let in_row = wanted.iter().find_map(|name| first.get(column(name)?)?.parse::<f64>().ok());
        in_row.or_else(|| heading_value(&lines[..head], wanted))
    };
    let offset_s = meta(&["utc_offset_s", "utc_offset_seconds"]);
    let place = kind.place.iter().find_map(|name| first.get(column(name)?)).map(|name| (*name).to_owned());
    let mut raw = Raw {
        format: kind.format,
        place: place.unwrap_or_else(|| stem(file)),
        lat_deg: meta(&["lat", "latitude"]),
        lon_deg: meta(&["lon", "longitude"]),
        elevation_m: meta(&["elev_m", "elevation", "elevation_m"]),
        utc_offset_h: offset_s
            .map_or_else(|| meta(&["tz_header", "Time Zone"]).unwrap_or(0.0), |s| s / 3600.0),
        typical: false,
        rows: Vec::with_capacity(rows.len()),
    };
    let temperature = column(kind.temperature);
    let humidity = kind.humidity.iter().find_map(|name| column(name));
    let pressure = kind.pressure.iter().find_map(|(name, to_pa)| Some((column(name)?, *to_pa)));
    let percent = if kind.format == "plain CSV" { 1.0 } else { 100.0 };
    for (count, (line, cells)) in rows.iter().enumerate() {
        let Some((year, month, day, hour, minute)) = stamp(file, *line, cells, &column, count, findings)
        else {
            continue;
        };
        let mut cell = |at: Option<usize>| {
            let at = at?;
            let text = cells.get(at).copied().unwrap_or("");
            // an empty cell is a gap, anything else must be a number
            if text.is_empty() { None } else { number((file, *line, &names[at]), Some(text), findings) }
        };
        raw.rows.push(Row {
            line: *line,
            year,
            month,
            day,
            hour,
            minute,
            temperature_c: cell(temperature),
            humidity_frac: cell(humidity).map(|value| value / percent),
            pressure_pa: cell(pressure.map(|(at, _)| at))
                .map(|value| value * pressure.map_or(1.0, |(_, pa)| pa)),
        });
    }
    Some(raw)
}

/// The rows of the place that is asked for; `None` after saying which there are.
fn chosen<'a>(
    file: &str,
    kind: &Kind,
    lines: &[Line<'a>],
    column: &dyn Fn(&str) -> Option<usize>,
    pick: &Pick,
    findings: &mut Findings,
) -> Option<Vec<Line<'a>>> {
    let Some(at) = kind.place.iter().find_map(|name| column(name)) else { return Some(lines.to_vec()) };
    let of = |cells: &[&'a str]| cells.get(at).copied().unwrap_or("");
    let places: BTreeSet<&str> = lines.iter().map(|(_, cells)| of(cells)).collect();
    let list = places.iter().copied().collect::<Vec<_>>().join(", ");
    let wanted = match (&pick.place, places.len()) {
        (Some(wanted), _) => places.iter().find(|place| place.eq_ignore_ascii_case(wanted)).copied(),
        (None, 1) => places.first().copied(),
        (None, _) => {
            let message = format!("the file holds {} places: {list}", places.len());
            findings.error(
                "which-place",
                Place::file(file),
                message,
                "name one, --place NAME on the command line",
            );
            return None;
        }
    };
    if wanted.is_none() {
        let asked = pick.place.as_deref().unwrap_or("");
        let message = format!("there is no place `{asked}` in the file, only {list}");
        findings.error(
            "unknown-name",
            Place::file(file),
            message,
            suggest::hint(asked, places.iter().copied()),
        );
    }
    let wanted = wanted?;
    Some(lines.iter().filter(|(_, cells)| of(cells) == wanted).cloned().collect())
}

/// A figure of the lines above the headings: names on one line, values on the next.
fn heading_value(lines: &[Line<'_>], wanted: &[&str]) -> Option<f64> {
    lines.windows(2).find_map(|pair| {
        let at = pair[0].1.iter().position(|name| wanted.iter().any(|own| name.eq_ignore_ascii_case(own)))?;
        pair[1].1.get(at)?.parse().ok()
    })
}

fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.trim_end_matches(".gz").trim_end_matches(".csv").to_owned()
}

/// Year, month, day, hour and minute of a row: from a column of time, from columns of their own, else by counting.
fn stamp(
    file: &str,
    line: usize,
    cells: &[&str],
    column: &dyn Fn(&str) -> Option<usize>,
    count: usize,
    findings: &mut Findings,
) -> Option<(i32, usize, usize, usize, usize)> {
    if let Some(at) = ["time", "time_utc"].iter().find_map(|name| column(name)) {
        let text = cells.get(at).copied().unwrap_or("");
        let parts: Vec<usize> =
            text.split(['-', 'T', ' ', ':', 'Z', '+']).filter_map(|part| part.parse().ok()).collect();
        if let [year, month, day, hour, rest @ ..] = &parts[..] {
            let minute = rest.first().copied().unwrap_or(0);
            return Some((i32::try_from(*year).ok()?, *month, *day, *hour, minute));
        }
        let message = format!("`{text}` is no time");
        findings.error(
            "not-a-time",
            Place::file(file).line(line).field("time"),
            message,
            "write 2019-07-01T13:00",
        );
        return None;
    }
    if let (Some(year), Some(month), Some(day), Some(hour)) =
        (column("Year"), column("Month"), column("Day"), column("Hour"))
    {
        let minute = column("Minute").and_then(|at| cells.get(at)).and_then(|cell| cell.parse().ok());
        let mut whole = |at: usize, name: &str| number((file, line, name), cells.get(at).copied(), findings);
        let (year, month, day, hour) =
            (whole(year, "Year")?, whole(month, "Month")?, whole(day, "Day")?, whole(hour, "Hour")?);
        return Some((year as i32, month as usize, day as usize, hour as usize, minute.unwrap_or(0)));
    }
    // no clock at all: hours of a year of 365 days from 1 January
    let (month, day) = super::finish::day_of(count.div_euclid(24), false);
    Some((0, month, day, count % 24, 0))
}
