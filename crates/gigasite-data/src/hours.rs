//! The hours of a case: generated with its seed, or read from a folder.

use crate::files::sha256;
use crate::{Error, generate, series};
use gigasite_case::schema::CaseFile;
use gigasite_case::site::SiteWeather;
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Dataset, Findings, Horizon};
use std::path::Path;

/// A year of series, and where it comes from.
pub(crate) struct Hours {
    pub(crate) horizon: Horizon,
    pub(crate) zone_series: Vec<ZoneSeries>,
    pub(crate) site_weather: Vec<SiteWeather>,
    pub(crate) source: String,
    pub(crate) hashes: Vec<(String, String)>,
}

/// Makes or reads the series; defects of a folder are findings.
pub(crate) fn make(
    case: &CaseFile,
    dataset: &Dataset,
    folder: Option<&Path>,
    findings: &mut Findings,
) -> Result<Hours, Error> {
    let seed = case.horizon.weather_seed;
    let (horizon, zone_series, source, hashes) = if let Some(folder) = folder {
        let (horizon, zones) = series::read_folder(folder, dataset, findings)?;
        (horizon, zones, format!("read from {}", folder.display()), folder_hashes(folder)?)
    } else {
        let horizon = Horizon::year(case.horizon.calendar_year);
        let zones = generate::zone_series(dataset, horizon, seed);
        (horizon, zones, format!("generated, seed {seed}, calendar {}", horizon.calendar_year), Vec::new())
    };
    let mut site_weather = if findings.has_errors() {
        Vec::new()
    } else {
        generate::site_weather(dataset, horizon, seed, &zone_series)
    };
    if let Some(folder) = folder
        && !findings.has_errors()
    {
        series::read_sites(folder, dataset, horizon, &mut site_weather, findings)?;
    }
    Ok(Hours { horizon, zone_series, site_weather, source, hashes })
}

/// `(file, sha256)` of the files of a folder of series, by name.
fn folder_hashes(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut hashes = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            let bytes = std::fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
            hashes.push((path.display().to_string(), sha256(&bytes)));
        }
    }
    hashes.sort();
    Ok(hashes)
}
