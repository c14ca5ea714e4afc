//! The programme with the dispatched year written out: no cuts, one arrow.
//!
//! ```text
//! minimise   costs of the siting programme + Σ_weeks (dispatch cost − that of the year without a plan)
//! subject    rows of the siting programme, but for the cuts
//!            balance[z,t]:  supply of z at t − load = Σ_s∈z ( Σ_d facility_mw_d(t) · halls[s,d,Y]
//!                                                          − Σ_k output_k(t) · supply_mw[s,k] + charge − discharge )
//!            store[s,t]:    level_t = level_t−1 + η charge − discharge    (weekly cycle),  ≤ hours · battery_mw[s]
//! ```
//!
//! Weeks are blocks, everything the plan decides links them. Sites and halls are divisible here: the optimum is what the cuts of
//! [`crate::solve`] converge to before they ask for whole numbers, found by other mathematics. Batteries end every week as
//! they began it; the cuts let them carry over, so they value a battery a little higher.

use crate::assumptions::BATTERY_HOURS;
use crate::programme::{Built, MILLION, Shape, build};
use crate::sets::{Keep, Kind, Sets, output, technology};
use crate::{Error, Inputs};
use gigasite_grid::zonal::ZonalModel;
use gigasite_lp::{Column, Partition, Programme, Row, Sense};
use std::ops::Range;

/// The year as one linear programme in million EUR, and the weeks it falls into.
#[derive(Debug)]
pub struct WholeYear {
    /// The programme.
    pub programme: Programme,
    /// Weeks as blocks, then one of what the plan decides and no hour sees.
    pub partition: Partition,
}

/// What a megawatt or a hall of a site draws from its zone.
struct Draw {
    zone: usize,
    column: Column,
    mw: Vec<f64>,
}

/// Writes the year.
///
/// # Errors
/// As [`crate::solve`], and a programme that no column links.
pub fn whole_year(inputs: &Inputs<'_>, grid: &ZonalModel) -> Result<WholeYear, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let Built { mut programme, columns } =
        build(inputs, &sets, Shape { divisible: true, dispatched: true, ..Shape::default() });
    let own = programme.size().0;
    let mut draws = Vec::new();
    let mut batteries = Vec::new();
    for (site, columns) in sets.sites.iter().zip(&columns.sites) {
        for (hall, stages) in site.halls.iter().zip(&columns.halls) {
            if let Some(column) = stages.last() {
                let mw = inputs.halls[hall.hall].facility_mw.to_vec();
                draws.push(Draw { zone: site.zone, column: *column, mw });
            }
        }
        for (option, column) in site.supply.iter().zip(&columns.supply) {
            if let Some(output) = output(inputs.case, site.zone, &option.technology) {
                let mw = output.iter().map(|mw| -mw).collect();
                draws.push(Draw { zone: site.zone, column: *column, mw });
            } else if option.kind == Kind::Battery {
                batteries.push((site.zone, *column, site.id.as_str()));
            }
        }
    }
    let efficiency = technology(inputs.case, "battery").map_or(1.0, |row| row.efficiency_frac);
    let mut first_of_week = Vec::new();
    for (number, hours) in grid.weeks().iter().enumerate() {
        let mut week = grid.week_programme(number);
        let dispatched = week.size().1;
        let zones = inputs.case.dataset.zones.len();
        // zone and hour of every balance row
        let mut place_of = vec![None; dispatched];
        for zone in 0..zones {
            for t in 0..hours.len() {
                place_of[grid.balance_row(zone, t).index()] = Some((zone, t));
            }
        }
        let stores: Vec<Vec<[Column; 3]>> =
            batteries.iter().map(|(_, _, site)| store_columns(&mut week, site, hours)).collect();
        let begin = programme.size().0;
        first_of_week.push(begin);
        let moved = |column: Column| Column::nth(begin + column.index());
        programme.append(week, 1.0 / MILLION, |row: Row| {
            let Some((zone, t)) = place_of[row.index()] else { return Vec::new() };
            let drawn = draws
                .iter()
                .filter(|draw| draw.zone == zone)
                .map(|draw| (draw.column, -draw.mw[hours.start + t]));
            let stored = batteries
                .iter()
                .zip(&stores)
                .filter(|((home, ..), _)| *home == zone)
                .flat_map(|(_, store)| [(moved(store[t][0]), -1.0), (moved(store[t][1]), 1.0)]);
            drawn.chain(stored).collect()
        });
        for ((_, power, site), store) in batteries.iter().zip(&stores) {
            let store: Vec<[Column; 3]> = store.iter().map(|hour| hour.map(moved)).collect();
            store_rows(&mut programme, (*power, site), &store, hours, efficiency);
        }
    }
    programme.offset -= inputs.base.cost_eur / MILLION;
    let mut linking = vec![false; own];
    let linked = draws.iter().map(|draw| draw.column).chain(batteries.iter().map(|(_, column, _)| *column));
    linked.for_each(|column| linking[column.index()] = true);
    let partition = Partition::by_column(&programme, |column| match column.index() {
        index if index >= own => Some(first_of_week.partition_point(|begin| *begin <= index) - 1),
        index if linking[index] => None,
        _ => Some(first_of_week.len()),
    })?;
    Ok(WholeYear { programme, partition })
}

/// Charge, discharge and level of a battery in every hour of a week.
fn store_columns(week: &mut Programme, site: &str, hours: &Range<usize>) -> Vec<[Column; 3]> {
    let key = week.key(site);
    let endless = (0.0, f64::INFINITY);
    hours
        .clone()
        .map(|hour| {
            ["site_charge_mw", "site_discharge_mw", "site_level_mwh"]
                .map(|what| week.hourly_column((what, key, hour), endless, 0.0))
        })
        .collect()
}

/// ```text
/// charge ≤ battery_mw,   discharge ≤ battery_mw,   level ≤ hours · battery_mw
/// level_t − level_t−1 − η charge + discharge = 0
/// ```
fn store_rows(
    programme: &mut Programme,
    (power, site): (Column, &str),
    store: &[[Column; 3]],
    hours: &Range<usize>,
    efficiency: f64,
) {
    let key = programme.key(site);
    for (t, hour) in hours.clone().enumerate() {
        let [charge, discharge, level] = store[t];
        let before = store[(t + store.len() - 1) % store.len()][2];
        let limits = [
            ("site_charge", charge, 1.0),
            ("site_discharge", discharge, 1.0),
            ("site_level", level, BATTERY_HOURS),
        ];
        for (name, column, most) in limits {
            let terms = [(column, 1.0), (power, -most)];
            programme.hourly_row((name, key, hour), &terms, Sense::AtMost, 0.0);
        }
        let terms = [(level, 1.0), (before, -1.0), (charge, -efficiency), (discharge, 1.0)];
        programme.hourly_row(("site_store", key, hour), &terms, Sense::Equal, 0.0);
    }
}
