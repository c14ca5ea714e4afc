//! Candidate sites, their grid stages and the climate that cools them.

use crate::zone::Provenance;
use gigasite_units::{Kilometres, Megawatts};
use serde::{Deserialize, Serialize};

/// A candidate site (`sites.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Identifier such as `FR-FOUJU`.
    #[serde(rename = "site")]
    pub id: String,
    /// Name for people.
    pub name: String,
    /// ISO country (also `US` for the rival's sites).
    pub country: String,
    /// Bidding zone whose price it pays.
    pub zone: String,
    /// NUTS-2 region (2024).
    pub nuts2: String,
    /// Latitude.
    pub lat_deg: f64,
    /// Longitude.
    pub lon_deg: f64,
    /// `announced`, `eu_bid`, `ai_factory`, `coal_closing`, `nuclear_retired`, `brownfield` …
    pub kind: String,
    /// Where the project or plant stands today.
    pub status: String,
    /// `sea`, `fresh` or `none`: cold water next to the site.
    pub water_class: String,
    /// Name of the water.
    pub cooling_water: String,
    /// Nearest extra-high-voltage substation, as text.
    pub substation: String,
    /// Distance to the nearest 380 kV bus (schematic coordinates: a weak prior).
    #[serde(rename = "ehv_km")]
    pub ehv_distance: Kilometres,
    /// Round trip to the nearest large internet exchange.
    pub latency_ms: f64,
    /// Row of `climate_stations.csv`.
    pub station: String,
    /// Height above the sea, for air pressure.
    pub elevation_m: f64,
    /// `less`, `transition`, `more` developed region, or `n/a` outside the EU.
    pub cohesion_category: String,
    /// Co-financing ceiling of cohesion money, 0–1; 0 outside the EU.
    pub cohesion_ceiling_frac: f64,
    /// Peak ground acceleration, 475-year return.
    pub seismic_g: f64,
    /// `L`, `M` or `H`.
    pub flood_class: String,
    /// Whether a gigafactory with Union money may stand here: `yes` or `no`.
    pub eu_eligible: String,
    /// Anything a planner should read.
    pub note: String,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl Site {
    /// Whether a gigafactory with Union money may stand here.
    pub fn is_eu_eligible(&self) -> bool {
        self.eu_eligible == "yes"
    }
}

/// Firm grid capacity of a site from a year on (`site_stages.csv`), cumulative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteStage {
    /// Site.
    pub site: String,
    /// From 1 January of this year.
    pub year: i32,
    /// Cumulative firm megawatts.
    #[serde(rename = "firm_mw")]
    pub firm: Megawatts,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Monthly climate of a station (`climate_stations.csv`), twelve rows a station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StationMonth {
    /// Station.
    pub station: String,
    /// Country.
    pub country: String,
    /// Latitude.
    pub lat_deg: f64,
    /// Longitude.
    pub lon_deg: f64,
    /// Height above the sea.
    pub elevation_m: f64,
    /// 1–12.
    pub month: usize,
    /// Mean dry-bulb temperature.
    pub temperature_c: f64,
    /// Mean relative humidity.
    pub humidity_frac: f64,
    /// Dry bulb exceeded 0.4 % of the year, same in all twelve rows.
    pub dry_bulb_99_6_c: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Hourly weather of a site, of the horizon's length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteWeather {
    /// Dry bulb, °C.
    pub temperature_c: crate::Hourly<f64>,
    /// Relative humidity, 0–1.
    pub humidity_frac: crate::Hourly<f64>,
    /// Station pressure, Pa (constant over the year).
    pub pressure_pa: f64,
}
