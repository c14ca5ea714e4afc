//! The study itself: everything resolved, nothing missing.

use crate::flow_based::FlowBased;
use crate::{Dataset, Horizon, schema::CaseFile, site::SiteWeather, zone::ZoneSeries};

/// A checked study. `gigasite-data` is the only crate that makes one, after every check has passed.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the user asked for.
    pub file: CaseFile,
    /// The tables, already narrowed to what the case uses: sites that may be chosen, their accelerators and designs.
    pub dataset: Dataset,
    /// The modelled year.
    pub horizon: Horizon,
    /// Price year of all money.
    pub price_year: i32,
    /// One per [`Dataset::zones`], same order.
    pub zone_series: Vec<ZoneSeries>,
    /// One per [`Dataset::sites`], same order.
    pub site_weather: Vec<SiteWeather>,
    /// Limits of lines that a region trades under; `None`: transfer capacities of borders alone.
    pub flow_based: Option<FlowBased>,
    /// Where the series come from: the generator with its seed, or a folder.
    pub series_source: String,
    /// `(input name, sha256)` of everything that went in.
    pub input_hashes: Vec<(String, String)>,
}

impl Case {
    /// The same study over its first hours alone: series are cut off, annual figures stay as they are. For trials; a plan
    /// of it is not one of the year.
    #[must_use]
    pub fn first_hours(mut self, hours: usize) -> Self {
        self.horizon.hours = hours.min(self.horizon.hours);
        let hours = self.horizon.hours;
        for series in &mut self.zone_series {
            for hourly in [
                &mut series.load_mw,
                &mut series.wind_onshore_frac,
                &mut series.wind_offshore_frac,
                &mut series.solar_frac,
                &mut series.run_of_river_frac,
                &mut series.inflow_mw,
                &mut series.temperature_c,
                &mut series.humidity_frac,
            ] {
                hourly.0.truncate(hours);
            }
        }
        for weather in &mut self.site_weather {
            weather.temperature_c.0.truncate(hours);
            weather.humidity_frac.0.truncate(hours);
        }
        self
    }

    /// Index of a zone.
    pub fn zone_index(&self, id: &str) -> Option<usize> {
        self.dataset.zones.iter().position(|zone| zone.id == id)
    }
    /// Index of a site.
    pub fn site_index(&self, id: &str) -> Option<usize> {
        self.dataset.sites.iter().position(|site| site.id == id)
    }
    /// Cumulative firm megawatts of a site in a year; 0 before its first stage.
    pub fn firm_mw(&self, site: &str, year: i32) -> f64 {
        self.dataset
            .site_stages
            .iter()
            .filter(|stage| stage.site == site && stage.year <= year)
            .map(|stage| stage.firm.0)
            .fold(0.0, f64::max)
    }
    /// The country of a site or zone, if the dataset knows it.
    pub fn country(&self, id: &str) -> Option<&crate::money::Country> {
        self.dataset.countries.iter().find(|country| country.id == id)
    }
}
