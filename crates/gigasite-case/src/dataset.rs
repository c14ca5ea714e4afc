//! The tables of a dataset folder, typed: what `gigasite-data` reads and a [`crate::Case`] is made of.

use crate::{facility, money, programme, site, zone};

/// Every table of a dataset, in file order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dataset {
    /// `zones.csv`
    pub zones: Vec<zone::Zone>,
    /// `zone_months.csv`
    pub zone_months: Vec<zone::ZoneMonth>,
    /// `fleet.csv`
    pub fleet: Vec<zone::FleetClass>,
    /// `renewables.csv`
    pub renewables: Vec<zone::Renewables>,
    /// `borders.csv`
    pub borders: Vec<zone::Border>,
    /// `fuels.csv`
    pub fuels: Vec<zone::Fuel>,
    /// `carbon_prices.csv`
    pub carbon_prices: Vec<zone::CarbonPrice>,
    /// `countries.csv`
    pub countries: Vec<money::Country>,
    /// `technologies.csv`
    pub technologies: Vec<money::Technology>,
    /// `money_layers.csv`
    pub money_layers: Vec<money::MoneyLayer>,
    /// `sites.csv`
    pub sites: Vec<site::Site>,
    /// `site_stages.csv`
    pub site_stages: Vec<site::SiteStage>,
    /// `climate_stations.csv`
    pub stations: Vec<site::StationMonth>,
    /// `accelerators.csv`
    pub accelerators: Vec<facility::Accelerator>,
    /// `nodes.csv`
    pub nodes: Vec<facility::NodeParts>,
    /// `cooling_designs.csv`
    pub cooling_designs: Vec<facility::CoolingDesign>,
    /// `power_chain.csv`
    pub power_chain: Vec<facility::PowerStage>,
    /// `rules.csv`
    pub rules: Vec<programme::Rule>,
    /// `programme.csv`
    pub programme: Vec<programme::Fact>,
    /// `landmarks.csv`: AI Factories, antennas, announced campuses and rivals
    pub landmarks: Vec<programme::Landmark>,
    /// `exchanges.csv`
    pub exchanges: Vec<programme::Exchange>,
    /// `regions.csv`; may be missing
    pub regions: Vec<zone::Region>,
    /// `grid_queue.csv`; may be missing
    pub grid_queue: Vec<programme::QueueStatement>,
}
