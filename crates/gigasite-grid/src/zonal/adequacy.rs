//! How often a zone cannot serve its demand: in the dispatch, and over the chance of forced outages.
//!
//! The dispatch derates every class by its mean availability, so it has no bad luck. Here units fail ([`outage_table`]):
//!
//! ```text
//! LOLE = Σ_t P(available thermal plant < need_t)  h/a,      EENS = Σ_t E[(need_t − available)⁺]  MWh/a
//! need_t = load − wind, sun and run-of-river − reservoirs − stores − demand response (− support)
//! ```
//!
//! * Thermal plant in service in a month is `capacity · availability / (1 − q)`: the mean availability of the dispatch has
//!   forced outages in it, planned ones and the season remain. It is cut into units of the size of its kind ([`KINDS`]).
//! * Reservoirs give their full turbine power: the hours of shortage are few and their water is not what is short. Stores give
//!   what they discharge in the dispatch, and do not charge.
//! * Support is what the zone imports in the dispatch and, beyond it, the free room of its borders as far as thermal plant of
//!   the direct neighbour idles behind them; exports are recalled. That is too hopeful in that neighbours fail nowhere and serve
//!   nobody else, too careful in that neither their water nor zones behind them count. Alone, the figure is an upper estimate.
//! * Outages of lines, common causes (heat, low water, ice) and the error of weather are not in it. Both figures hold for the
//!   weather year of the case: one year out of many.

pub mod outage_table;
#[cfg(test)]
mod rts79;

use crate::zonal::ZonalModel;
use crate::zonal::model::DEMAND_RESPONSE;
use crate::zonal::result::Dispatch;
use crate::zonal::supply::ZoneSupply;
use outage_table::{OutageTable, Units};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Grid of the outage tables, MW. A numerical choice: a fiftieth of a middling unit; rounding keeps every mean.
const STEP_MW: f64 = 10.0;
/// An hour is scarce when more than this is unserved, MW: above the solver's tolerance, below what a meter would notice.
pub const SCARCE_MW: f64 = 1e-3;

/// `(technology, size of a unit in MW, forced outage rate)`; the last one stands for all others.
///
/// Sizes: mean units of the clustered European fleet of 2016 in Dispa-SET (EUPL-1.2), by fuel and technology; combined heat and
/// power its steam turbines on gas. Rates: units of RTS-GMLC (`gen.csv`, column FOR, NREL, after the IEEE Reliability Test
/// Systems of 1979 and 1996): nuclear 400 MW 0.12, coal 350 MW 0.08, combined cycle 355 MW 0.033, combustion turbine 55 MW
/// 0.031, oil turbine 20 MW 0.10, coal 155 MW 0.04 for the smaller steam plants. American units of the seventies, on the high side
/// for nuclear: the LOLE of a zone is an order of magnitude, not a certificate.
pub const KINDS: [(&str, f64, f64); 10] = [
    ("nuclear", 980.0, 0.12),
    ("lignite", 730.0, 0.08),
    ("coal", 710.0, 0.08),
    ("gas_ccgt", 400.0, 0.033),
    ("gas_chp", 110.0, 0.033),
    ("gas_ocgt", 60.0, 0.031),
    ("oil", 350.0, 0.10),
    ("biomass", 150.0, 0.04),
    ("waste", 45.0, 0.04),
    ("other", 140.0, 0.04),
];

/// Adequacy of one zone in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adequacy {
    /// Zone.
    pub zone: String,
    /// Hours in which the dispatch leaves demand unserved.
    pub scarcity_h: usize,
    /// What it leaves unserved, MWh.
    pub unserved_mwh: f64,
    /// Loss of load expectation with the support of the neighbours, h/a.
    pub lole_h: f64,
    /// Expected energy not served with the support of the neighbours, MWh/a.
    pub eens_mwh: f64,
    /// Loss of load expectation of the zone alone, h/a.
    pub isolated_lole_h: f64,
    /// Expected energy not served of the zone alone, MWh/a.
    pub isolated_eens_mwh: f64,
}

impl ZonalModel {
    /// Scarcity, LOLE and EENS of every zone in a dispatch of this model. Zones run on rayon's threads; the answer does not
    /// depend on their number.
    pub fn adequacy(&self, dispatch: &Dispatch) -> Vec<Adequacy> {
        (0..self.europe.zones.len()).into_par_iter().map(|zone| self.adequacy_of(zone, dispatch)).collect()
    }

    fn adequacy_of(&self, zone: usize, dispatch: &Dispatch) -> Adequacy {
        let europe = &self.europe;
        let supply = &europe.supply[zone];
        let tables: Vec<OutageTable> =
            (0..12).map(|month| OutageTable::new(&units(supply, month), STEP_MW)).collect();
        let unserved = &dispatch.unserved_mw[zone];
        let mut sums = Adequacy {
            zone: europe.zones[zone].clone(),
            scarcity_h: unserved.iter().filter(|mw| **mw > SCARCE_MW).count(),
            unserved_mwh: unserved.iter().sum(),
            lole_h: 0.0,
            eens_mwh: 0.0,
            isolated_lole_h: 0.0,
            isolated_eens_mwh: 0.0,
        };
        for hour in 0..unserved.len() {
            let month = europe.month[hour];
            let table = &tables[month];
            let response: f64 = responses(supply).map(|class| class.available_mw[month]).sum();
            let isolated = dispatch.load_mw[zone][hour]
                - supply.renewable_mw[hour].max(0.0)
                - supply.reservoir_mw
                - dispatch.stores_mw[zone][hour].max(0.0)
                - response;
            let support = self.net_import_mw(zone, hour, dispatch) + dispatch.free_import_mw[zone][hour];
            let supported = isolated - support.max(0.0);
            sums.lole_h += table.loss_probability(supported);
            sums.eens_mwh += table.unserved_mw(supported);
            sums.isolated_lole_h += table.loss_probability(isolated);
            sums.isolated_eens_mwh += table.unserved_mw(isolated);
        }
        sums
    }

    fn net_import_mw(&self, zone: usize, hour: usize, dispatch: &Dispatch) -> f64 {
        let borders = self.europe.borders.iter().zip(&dispatch.flow_mw);
        let into = |(from, to, ..): &(usize, usize, f64, f64)| {
            f64::from(u8::from(*to == zone)) - f64::from(u8::from(*from == zone))
        };
        borders.map(|(border, flow)| into(border) * flow[hour]).sum()
    }
}

fn responses(supply: &ZoneSupply) -> impl Iterator<Item = &crate::zonal::supply::Class> {
    supply.classes.iter().filter(|class| class.technology == DEMAND_RESPONSE)
}

/// Thermal units of a zone in a month.
fn units(supply: &ZoneSupply, month: usize) -> Vec<Units> {
    let kind = |technology: &str| {
        KINDS.into_iter().find(|(known, ..)| *known == technology).unwrap_or(KINDS[KINDS.len() - 1])
    };
    let thermal = supply.classes.iter().filter(|class| class.technology != DEMAND_RESPONSE);
    thermal
        .map(|class| {
            let (_, size_mw, forced_outage_rate) = kind(&class.technology);
            let in_service_mw = class.available_mw[month] / (1.0 - forced_outage_rate);
            let count = (in_service_mw / size_mw).round().max(1.0);
            Units { capacity_mw: in_service_mw / count, forced_outage_rate, count: count as usize }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zonal::result::AddedLoad;
    use crate::zonal::testing::{border, plant, zones};
    use gigasite_case::{Case, Hourly};
    use gigasite_units::{MegawattHours, Megawatts};

    fn adequacy(case: &Case) -> Vec<Adequacy> {
        let mut model = ZonalModel::new(case, 1).expect("builds");
        let year = model.dispatch(&AddedLoad::default(), &|_, _| {}, &|| true).expect("dispatches");
        model.adequacy(&year)
    }

    #[test]
    fn one_unit_fails_as_often_as_its_rate() {
        // an "other" unit of 96 MW mean availability is one of 100 MW that is out in 4 % of the hours
        let mut case = zones(&[("A", 90.0), ("B", 10.0)]);
        plant(&mut case, "A", "coal", 96.0);
        plant(&mut case, "B", "coal", 48.0);
        border(&mut case, "A", "B", 0.0);
        let found = adequacy(&case);
        assert!(
            (found[0].lole_h - 0.04 * 336.0).abs() < 1e-9
                && (found[0].eens_mwh - 0.04 * 336.0 * 90.0).abs() < 1e-9
        );
        assert!(
            (found[1].lole_h - 0.04 * 336.0).abs() < 1e-9
                && (found[1].eens_mwh - 0.04 * 336.0 * 10.0).abs() < 1e-9
        );
        assert_eq!(found[0].scarcity_h, 0);
    }

    #[test]
    fn neighbours_support_as_far_as_their_plant_and_the_border_reach() {
        let mut case = zones(&[("A", 10.0), ("B", 50.0)]);
        plant(&mut case, "A", "free", 96.0);
        plant(&mut case, "B", "gas", 96.0);
        border(&mut case, "A", "B", 30.0);
        let b = &adequacy(&case)[1];
        assert!((b.lole_h - b.isolated_lole_h).abs() < 1e-9, "one unit: lost or not");
        assert!((b.eens_mwh - 0.04 * 336.0 * 20.0).abs() < 1e-9, "30 of 50 MW still come: {b:?}");
        assert!((b.isolated_eens_mwh - 0.04 * 336.0 * 50.0).abs() < 1e-9, "{b:?}");
        // dear plant behind the border brings nothing in the dispatch, but stands by: 5 of the 15 MW idle beside A's own load
        case.dataset.fleet.clear();
        plant(&mut case, "A", "gas", 15.0);
        plant(&mut case, "B", "coal", 96.0);
        let b = &adequacy(&case)[1];
        assert!((b.eens_mwh - 0.04 * 336.0 * 45.0).abs() < 1e-9, "{b:?}");
    }

    #[test]
    fn water_and_wind_carry_load_and_what_they_carry_is_not_lost() {
        let mut case = zones(&[("A", 90.0)]);
        plant(&mut case, "A", "coal", 96.0);
        let before = adequacy(&case)[0].clone();
        case.zone_series[0].inflow_mw = Hourly(vec![5.0; 336]);
        let row = &mut case.dataset.renewables[0];
        (row.reservoir, row.reservoir_energy) = (Megawatts(40.0), MegawattHours(1e4));
        row.wind_onshore = Megawatts(50.0);
        case.zone_series[0].wind_onshore_frac =
            Hourly((0..336).map(|t| f64::from(u8::from(t < 168))).collect());
        let after = adequacy(&case)[0].clone();
        // first week: 90 MW of wind and water; second: 50 of 90 MW missing in 4 % of the hours
        assert!(
            (after.lole_h - 0.04 * 168.0).abs() < 1e-9 && (after.eens_mwh - 0.04 * 168.0 * 50.0).abs() < 1e-9,
            "{after:?}"
        );
        assert!(after.lole_h < before.lole_h && after.eens_mwh < before.eens_mwh);
    }

    #[test]
    fn scarcity_is_counted_in_the_dispatch() {
        let mut case = zones(&[("A", 100.0)]);
        plant(&mut case, "A", "coal", 110.0);
        for t in 0..7 {
            case.zone_series[0].load_mw[40 * t] = 115.0;
        }
        let found = &adequacy(&case)[0];
        assert_eq!(found.scarcity_h, 7);
        assert!((found.unserved_mwh - 35.0).abs() < 1e-6);
    }
}
