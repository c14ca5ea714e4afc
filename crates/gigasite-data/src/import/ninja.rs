//! renewables.ninja: comments, then `time` (UTC) and `electricity`, or `national`, `onshore`, `offshore` of a country. The file's
//! name tells the country and whether it is wind or sun; a capacity among the comments divides the output.

use super::frame::Frame;
use super::tables::{self, Named};
use super::{Reading, quantity};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Whether the first lines are of this format.
pub(super) fn is_head(head: &str, heading: &str) -> bool {
    let has = |name: &str| heading.split(',').any(|cell| cell.trim() == name);
    heading.starts_with("time")
        && (has("electricity") && head.contains("renewables.ninja")
            || has("national")
            || has("onshore") && has("offshore"))
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let stem = super::stem(path).to_lowercase();
    let country =
        stem.split_once("country_").and_then(|(_, rest)| rest.split('_').next()).map(str::to_uppercase);
    let Some(zone) = reading.options.zone.clone().or(country) else {
        let message = "nothing in the file or its name says the zone";
        reading.findings.error("missing-zone", Place::file(label), message, "name it with --zone");
        return Ok(Vec::new());
    };
    let comments: Vec<&str> = reading.head.lines().take_while(|line| line.starts_with('#')).collect();
    let about = comments.join(" ").to_lowercase();
    let is_sun =
        stem.contains("pv") || stem.contains("solar") || about.contains("pv") || about.contains("solar");
    let (plain, sea) =
        if is_sun { ("cf_solar_pv", None) } else { ("cf_wind_onshore", Some("cf_wind_offshore")) };
    let has_parts = reading.heading().1.contains("onshore");
    let frame = tables::read(path, reading, "renewables.ninja", |heading| {
        let name = match heading {
            "electricity" | "onshore" => plain,
            "national" if !has_parts => plain,
            "offshore" => sea?,
            _ => return None,
        };
        Some(Named { zone: zone.clone(), quantity: quantity::known(name) })
    })?;
    let Some(mut frame) = frame else { return Ok(Vec::new()) };
    if let Some(capacity) = capacity(&about).filter(|capacity| (capacity - 1.0).abs() > 1e-9) {
        let message = format!("the output is divided by the capacity of {capacity} kW");
        reading.findings.note("per-capacity", Place::file(label), message, "");
        for value in frame.columns.iter_mut().flat_map(|column| &mut column.values) {
            *value /= capacity;
        }
    }
    Ok(vec![frame])
}

/// The capacity that the comments name, kW.
fn capacity(about: &str) -> Option<f64> {
    let (_, rest) = about.split_once("\"capacity\":")?;
    let number: String = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().ok().filter(|capacity| *capacity > 0.0)
}
