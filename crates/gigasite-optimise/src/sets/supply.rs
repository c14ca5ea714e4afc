//! One megawatt of a contract or plant for a site: what it costs, delivers and saves the power system.

use super::{annuity, bill, technology};
use crate::assumptions::{BATTERY_HOURS, FIRM_CLEAN_AVAILABILITY_FRAC};
use crate::battery;
use crate::component::Component;
use crate::{Error, Inputs};
use gigasite_case::money::Country;
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Case, Hourly};

/// What a supply is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Wind or sun.
    Renewable,
    /// Carbon-free but not renewable.
    FirmClean,
    /// Shifts energy.
    Battery,
    /// Stands by.
    Backup,
}

/// One megawatt of supply at a site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SupplyOption {
    pub(crate) technology: String,
    pub(crate) kind: Kind,
    pub(crate) component: Component,
    /// Carbon-free energy of the year; 0 for batteries and backup.
    pub(crate) energy_mwh: f64,
    pub(crate) eur_per_mw_a: f64,
    /// Investment that the programme itself makes; 0 for contracts, whose plants belong to others.
    pub(crate) capex_eur_per_mw: f64,
    /// Most megawatts per megawatt of connection.
    pub(crate) max_ratio: f64,
    /// What it adds to the system cost in every cut (negative: it saves), EUR/a per megawatt.
    pub(crate) cut_eur: Vec<f64>,
}

/// Value of a megawatt of battery by cut and zone, EUR/a; empty where the case offers none.
pub(super) fn battery_value(inputs: &Inputs<'_>) -> Result<Vec<Vec<f64>>, Error> {
    if !inputs.case.file.supply.technologies.iter().any(|name| name == "battery") {
        return Ok(Vec::new());
    }
    let efficiency = technology(inputs.case, "battery")?.efficiency_frac;
    Ok(inputs
        .cuts
        .iter()
        .map(|cut| {
            cut.price_eur_per_mwh.iter().map(|price| battery::value_eur_per_mw(price, efficiency)).collect()
        })
        .collect())
}

/// Hourly output of one megawatt of a contracted plant in a zone, MW; `None` for what delivers no contracted energy.
pub(crate) fn output(case: &Case, zone: usize, technology: &str) -> Option<Hourly<f64>> {
    let series: &ZoneSeries = &case.zone_series[zone];
    match technology {
        "wind_onshore" => Some(series.wind_onshore_frac.clone()),
        "wind_offshore" => Some(series.wind_offshore_frac.clone()),
        "solar" => Some(series.solar_frac.clone()),
        "firm_clean" => Some(Hourly(vec![FIRM_CLEAN_AVAILABILITY_FRAC; case.horizon.hours])),
        _ => None,
    }
}

/// The supplies a site may have, in the order of the case file.
pub(super) fn options(
    inputs: &Inputs<'_>,
    country: &Country,
    zone: usize,
    battery: &[Vec<f64>],
) -> Result<Vec<SupplyOption>, Error> {
    let case = inputs.case;
    let mut options = Vec::new();
    for name in &case.file.supply.technologies {
        let row = technology(case, name)?;
        let plant_a = row.capex_eur_per_mw * annuity(country, row.lifetime_years) + row.fixed_om_eur_per_mw_a;
        let storage = BATTERY_HOURS * row.capex_eur_per_mwh;
        let option = if let Some(output) = output(case, zone, name) {
            let energy_mwh: f64 = output.iter().sum();
            if energy_mwh <= 0.0 {
                continue; // no such weather in this zone: nothing to contract
            }
            SupplyOption {
                technology: name.clone(),
                kind: if name == "firm_clean" { Kind::FirmClean } else { Kind::Renewable },
                component: Component::Contracts,
                energy_mwh,
                eur_per_mw_a: plant_a + energy_mwh * row.variable_eur_per_mwh,
                capex_eur_per_mw: 0.0,
                max_ratio: row.max_ratio,
                cut_eur: inputs.cuts.iter().map(|cut| -bill(&cut.price_eur_per_mwh[zone], &output)).collect(),
            }
        } else if name == "battery" {
            SupplyOption {
                technology: name.clone(),
                kind: Kind::Battery,
                component: Component::Battery,
                energy_mwh: 0.0,
                eur_per_mw_a: plant_a + storage * annuity(country, row.lifetime_years),
                capex_eur_per_mw: row.capex_eur_per_mw + storage,
                max_ratio: row.max_ratio,
                cut_eur: battery.iter().map(|zones| -zones[zone]).collect(),
            }
        } else {
            SupplyOption {
                technology: name.clone(),
                kind: Kind::Backup,
                component: Component::Backup,
                energy_mwh: 0.0,
                eur_per_mw_a: plant_a,
                capex_eur_per_mw: row.capex_eur_per_mw,
                max_ratio: row.max_ratio,
                cut_eur: vec![0.0; inputs.cuts.len()],
            }
        };
        options.push(option);
    }
    Ok(options)
}
