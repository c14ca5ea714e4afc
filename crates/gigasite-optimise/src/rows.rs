//! The rows of the programme, one family a file; the maths stands above the function that adds them.
//!
//! Names are `family[site or zone,year]`: [`FAMILIES`] says what each means to a user and how it may give.

mod asked;
mod build_up;
mod carbon_water;
mod connection;
mod cuts;
mod heat;
mod law;
mod money;
mod site_count;
mod site_size;
mod supply;
mod targets;
mod zones;

pub(crate) use asked::asked;
pub(crate) use build_up::build_up;
pub(crate) use carbon_water::carbon_and_water;
pub(crate) use connection::connection;
pub(crate) use cuts::cuts;
pub(crate) use heat::heat;
pub(crate) use law::law;
pub(crate) use money::money;
pub(crate) use site_count::site_count;
pub(crate) use site_size::site_size;
pub(crate) use supply::{MWH_PER_GWH, supply};
pub(crate) use targets::{Target, target_of, targets};
pub(crate) use zones::zones;

/// A family of rows that stands for somebody's limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Family {
    /// Prefix of its row names.
    pub(crate) name: &'static str,
    /// Unit of its right-hand side.
    pub(crate) unit: &'static str,
    /// One step of giving, in the unit of the right-hand side, so that families compare: the price of slack is
    /// `1 / step`. A target's step is a tenth of it.
    pub(crate) step: f64,
}

/// Every family that is a limit of somebody rather than arithmetic.
pub(crate) const FAMILIES: &[Family] = &[
    Family { name: "target", unit: "", step: 1e5 },
    Family { name: "firm", unit: "MW", step: 100.0 },
    Family { name: "incident", unit: "MW", step: 100.0 },
    Family { name: "site_min", unit: "accelerators", step: 1e5 },
    Family { name: "site_max", unit: "accelerators", step: 1e5 },
    Family { name: "sites_min", unit: "sites", step: 1.0 },
    Family { name: "sites_max", unit: "sites", step: 1.0 },
    Family { name: "country", unit: "sites", step: 1.0 },
    Family { name: "areas_min", unit: "areas", step: 1.0 },
    Family { name: "forced", unit: "sites", step: 1.0 },
    Family { name: "zone_peak", unit: "MW", step: 100.0 },
    Family { name: "zone_headroom", unit: "MW", step: 100.0 },
    Family { name: "supply_max", unit: "MW", step: 500.0 },
    Family { name: "carbon_free", unit: "GWh/a", step: 1e3 },
    Family { name: "carbon_max", unit: "kt/a", step: 100.0 },
    Family { name: "water_max", unit: "1000 m3/a", step: 1e3 },
    Family { name: "reuse", unit: "GWh/a", step: 500.0 },
    Family { name: "renewable", unit: "GWh/a", step: 1e3 },
    Family { name: "dispatchable", unit: "MW", step: 200.0 },
    Family { name: "capex_max", unit: "M EUR", step: 5e3 },
];

/// The family of a row name, if it is a limit.
pub(crate) fn family_of(row: &str) -> Option<&'static Family> {
    let prefix = row.split('[').next().unwrap_or(row);
    FAMILIES.iter().find(|family| family.name == prefix)
}
