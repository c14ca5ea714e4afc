//! When flexible work is done: the cheapest schedule of a hall at given prices, and a bound that no schedule beats.
//!
//! A day of a hall at weights `w_t` (EUR per MWh that it draws; prices, charges, tax and carbon together):
//!
//! ```text
//! minimise   Σ_t w_t · F_t(p_t − q_t) + v · Σ_t q_t        v: what the work in a megawatt hour is worth
//! subject    Σ_t p_t = Σ_t mean_t                          the day's work is done, in UTC days
//!            least_t ≤ p_t ≤ most_t                        deferrable work waits for idle accelerators
//!            0 ≤ q_t ≤ pausable_t                          pausable work stops and is lost; nothing takes its place
//! ```
//!
//! **Schedule.** With the hull `h_t ≥ F_t` ([`gigasite_facility::envelope::hourly`]) in place of `F_t` this is a linear programme
//! with one row, and hours in order of marginal cost solve it: convex where prices are positive; where they are not, the hour
//! counts with its chord. Then the work of dear hours stops. What the schedule really draws is worked out by the facility.
//!
//! **Bound.** With the line of [`Reach`], less how far the truth falls below it, the same order gives a number that no schedule
//! can go below: the coefficient of a hall in a cut. Water and heat are those of the flat load there.

use crate::Error;
use crate::assumptions::{MOVED_ENERGY_FRAC, MOVED_WATER_FRAC};
use crate::heat::heat_taken_frac;
use crate::plan::Plan;
use crate::sets::{bill, country};
use gigasite_case::money::Country;
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::{Design, HallYear};
use gigasite_facility::{
    Build, HourlyEnvelope, Place, Reach, Settings, envelope, normals_of, scheduled_year,
};

/// Hours in which work may wait.
const DAY: usize = 24;
/// First surcharge on energy that is tried, EUR/MWh; then three times as much and more, until it is enough.
const FIRST_DEARER: f64 = 5.0;
/// Surcharges tried.
const DEARER_STEPS: usize = 10;

/// What a megawatt hour that a hall draws costs in every hour: price, charges, tax, and what the plan pays for carbon.
pub(crate) fn weight(
    case: &Case,
    country: &Country,
    price_eur_per_mwh: &[f64],
    carbon_t_per_mwh: &[f64],
) -> Vec<f64> {
    let flat = country.network_charge_eur_per_mwh + country.electricity_tax_eur_per_mwh;
    let carbon_eur_per_t = case.file.supply.carbon_price_eur_per_t;
    price_eur_per_mwh
        .iter()
        .zip(carbon_t_per_mwh)
        .map(|(price, t)| price + flat + carbon_eur_per_t * t)
        .collect()
}

/// The halls of a plan as they run at given prices and carbon, one series per zone: what [`crate::added_load`] and everything
/// behind it is to be given in place of the flat halls. Without flexible work these are the flat halls themselves.
///
/// # Errors
/// What the facility refuses, and a site without its country.
pub fn operated(
    case: &Case,
    halls: &[HallYear],
    plan: &Plan,
    (price_eur_per_mwh, carbon_t_per_mwh): (&[Hourly<f64>], &[Hourly<f64>]),
) -> Result<Vec<HallYear>, Error> {
    let months: Vec<usize> = (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect();
    let mut lived = Vec::new();
    for site in &plan.sites {
        let Some(index) = case.site_index(&site.site) else { continue };
        let row = &case.dataset.sites[index];
        let zone = case
            .zone_index(&row.zone)
            .ok_or_else(|| Error::MissingRow { table: "zones.csv", row: row.zone.clone() })?;
        let weight =
            weight(case, country(case, &row.country)?, &price_eur_per_mwh[zone], &carbon_t_per_mwh[zone]);
        for built in site.stages.last().map_or(&[][..], |stage| stage.halls.as_slice()) {
            let Some(hall) = halls.iter().find(|hall| hall.site == index && hall.design == built.design)
            else {
                continue;
            };
            let Some(reach) = &hall.reach else {
                lived.push(hall.clone());
                continue;
            };
            let place = Place {
                weather: &case.site_weather[index],
                months: &months,
                normals: normals_of(case, index),
            };
            let hull = envelope::hourly(&build(case, hall)?, &place)?;
            lived.push(within_promises(case, (hall, reach, &hull), &weight)?);
        }
    }
    Ok(lived)
}

/// The cheapest schedule that draws and drinks no more in the year than the rows of the programme reckon with
/// ([`MOVED_ENERGY_FRAC`]), and sells no less heat. Energy is made dearer, by the same in every hour, until that holds: work then
/// goes to cooler hours. The flat load if nothing else does.
fn within_promises(
    case: &Case,
    (hall, reach, hull): (&HallYear, &Reach, &HourlyEnvelope),
    weight: &[f64],
) -> Result<HallYear, Error> {
    let taken = heat_taken_frac(case, hall.site);
    let sold = |hall: &HallYear| bill(&taken, &hall.heat_mw);
    let keeps = |lived: &HallYear| {
        let work_done = lived.kpi.it_mwh / hall.kpi.it_mwh;
        lived.kpi.facility_mwh <= hall.kpi.facility_mwh * (1.0 + MOVED_ENERGY_FRAC)
            && lived.kpi.water_m3 <= hall.kpi.water_m3 * (1.0 + MOVED_WATER_FRAC)
            && sold(lived) >= sold(hall) * work_done * (1.0 - MOVED_ENERGY_FRAC)
    };
    let at = |dearer_eur_per_mwh: f64| -> Result<HallYear, Error> {
        let weight: Vec<f64> = weight.iter().map(|weight| weight + dearer_eur_per_mwh).collect();
        // what stops is decided at the prices that are paid
        let worth = case.file.programme.value_eur_per_gpu_hour + dearer_eur_per_mwh / reach.gpu_hours_per_mwh;
        let found = schedule((hall, reach, hull), &weight, worth);
        Ok(scheduled_year(case, hall, &found.it_mw, found.given_up_gpu_hours)?)
    };
    let mut best = at(0.0)?;
    if keeps(&best) {
        return Ok(best);
    }
    best = hall.clone();
    let (mut fails, mut holds) = (0.0, f64::INFINITY);
    for _ in 0..DEARER_STEPS {
        let next = if holds.is_finite() { f64::midpoint(fails, holds) } else { FIRST_DEARER + 3.0 * fails };
        let lived = at(next)?;
        if keeps(&lived) {
            (holds, best) = (next, lived);
        } else {
            fails = next;
        }
    }
    Ok(best)
}

/// What stands in a hall of the case.
pub(crate) fn build<'a>(case: &'a Case, hall: &HallYear) -> Result<Build<'a>, Error> {
    let Design { accelerator, cooling } = &hall.design;
    let missing = |table: &'static str, row: &str| Error::MissingRow { table, row: row.to_owned() };
    let dataset = &case.dataset;
    let chip = dataset.accelerators.iter().find(|row| row.id == *accelerator);
    let cooled = dataset.cooling_designs.iter().find(|row| row.id == *cooling);
    Ok(Build {
        accelerator: chip.ok_or_else(|| missing("accelerators.csv", accelerator))?,
        cooling: cooled.ok_or_else(|| missing("cooling_designs.csv", cooling))?,
        chain: &dataset.power_chain,
        halls: &case.file.halls,
        settings: Settings::default(),
    })
}

/// What one hall does, hour by hour.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schedule {
    /// IT power, MW per hour.
    pub it_mw: Hourly<f64>,
    /// Work that stops, GPU-hours.
    pub given_up_gpu_hours: f64,
}

/// A stretch of power that costs the same to the last megawatt.
struct Stretch {
    hour: usize,
    mw: f64,
    eur_per_mwh: f64,
}

/// Fills `wanted_mwh` with the cheapest stretches; of equals, the earlier hour. Stretches of an hour must rise in price.
fn fill(mut stretches: Vec<Stretch>, mut wanted_mwh: f64, mut each: impl FnMut(usize, f64, f64)) {
    stretches.sort_by(|a, b| a.eur_per_mwh.total_cmp(&b.eur_per_mwh).then(a.hour.cmp(&b.hour)));
    for stretch in stretches {
        let mw = stretch.mw.min(wanted_mwh);
        if mw <= 0.0 {
            break;
        }
        wanted_mwh -= mw;
        each(stretch.hour, mw, stretch.eur_per_mwh);
    }
}

/// Least of `Σ w_t F_t` and the worth of what stops, EUR, over every schedule of one hall.
pub(crate) fn least_bill_eur(hall: &HallYear, weight: &[f64], eur_per_gpu_hour: f64) -> f64 {
    let flat: f64 = weight.iter().zip(hall.facility_mw.iter()).map(|(w, mw)| w * mw).sum();
    let Some(reach) = &hall.reach else { return flat };
    let worth = eur_per_gpu_hour * reach.gpu_hours_per_mwh;
    let marginal = |t: usize| weight[t] * reach.slope_ratio[t];
    let mut bill = flat;
    for day in days(weight.len()) {
        let mut waiting_mwh = 0.0;
        let mut stretches = Vec::with_capacity(DAY);
        for t in day {
            let mean_mw = hall.it_mw[t];
            let slack = if weight[t] > 0.0 { -reach.low_mw[t] } else { reach.high_mw[t] };
            bill += weight[t] * slack + marginal(t) * (reach.least_it_mw[t] - mean_mw);
            bill += (worth - marginal(t)).min(0.0) * reach.pausable_mw[t];
            waiting_mwh += mean_mw - reach.least_it_mw[t];
            let mw = reach.most_it_mw[t] - reach.least_it_mw[t];
            stretches.push(Stretch { hour: t, mw, eur_per_mwh: marginal(t) });
        }
        fill(stretches, waiting_mwh, |_, mw, price| bill += mw * price);
    }
    bill
}

/// The cheapest schedule on the hull.
pub(crate) fn schedule(
    (hall, reach, hull): (&HallYear, &Reach, &HourlyEnvelope),
    weight: &[f64],
    eur_per_gpu_hour: f64,
) -> Schedule {
    let worth = eur_per_gpu_hour * reach.gpu_hours_per_mwh;
    let mut it_mw = reach.least_it_mw.clone();
    for day in days(weight.len()) {
        let mut waiting_mwh = 0.0;
        let mut stretches = Vec::new();
        for t in day {
            waiting_mwh += hall.it_mw[t] - reach.least_it_mw[t];
            stretches.extend(pieces(hull, t, (reach.least_it_mw[t], reach.most_it_mw[t]), weight[t]));
        }
        fill(stretches, waiting_mwh, |t, mw, _| it_mw[t] += mw);
    }
    let mut given_up_mwh = 0.0;
    for (t, mw) in it_mw.iter_mut().enumerate() {
        let less = *mw - reach.pausable_mw[t];
        let saved = weight[t] * (hull.at(t, *mw) - hull.at(t, less));
        if saved > worth * reach.pausable_mw[t] {
            given_up_mwh += reach.pausable_mw[t];
            *mw = less;
        }
    }
    Schedule { it_mw, given_up_gpu_hours: given_up_mwh * reach.gpu_hours_per_mwh }
}

/// The hull of an hour between two powers, cut at its knots; its chord where a megawatt hour earns money.
fn pieces(hull: &HourlyEnvelope, hour: usize, (from, to): (f64, f64), weight: f64) -> Vec<Stretch> {
    let mut at = vec![from];
    if weight > 0.0 {
        at.extend(hull.it_mw.iter().copied().filter(|knot| *knot > from + 1e-9 && *knot < to - 1e-9));
    }
    at.push(to);
    at.windows(2)
        .filter(|pair| pair[1] > pair[0])
        .map(|pair| {
            let mw = pair[1] - pair[0];
            let eur_per_mwh = weight * (hull.at(hour, pair[1]) - hull.at(hour, pair[0])) / mw;
            Stretch { hour, mw, eur_per_mwh }
        })
        .collect()
}

fn days(hours: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..hours).step_by(DAY).map(move |from| from..(from + DAY).min(hours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{HOURS, Study};
    use gigasite_lp::{Programme, Sense, SolveOptions};

    const WORTH: f64 = 0.4;

    /// A hall of 9 MW that may move between 7 and 10 MW and stop 1 MW more, with a facility curve that bends at 9 MW.
    fn moving() -> (HallYear, Reach, HourlyEnvelope) {
        let mut hall = Study::tiny().halls[0].clone();
        let same = |mw: f64| Hourly(vec![mw; HOURS]);
        let slope = |t: usize| 1.05 + 0.002 * (t % 5) as f64;
        let reach = Reach {
            mean_it_mw: 9.0,
            least_it_mw: same(7.0),
            most_it_mw: same(10.0),
            pausable_mw: same(1.0),
            slope_ratio: (0..HOURS).map(slope).collect(),
            low_mw: same(0.0),
            high_mw: same(0.5),
            gpu_hours_per_mwh: 100.0,
        };
        let knots = [6.0, 9.0, 10.0];
        let curve =
            |t: usize, mw: f64| hall.facility_mw[t] + slope(t) * (mw - 9.0) + 0.1 * (mw - 9.0).max(0.0);
        let facility_mw = (0..HOURS).flat_map(|t| knots.map(|mw| curve(t, mw))).collect();
        let hull = HourlyEnvelope {
            it_mw: knots.to_vec(),
            facility_mw,
            most_it_mw: vec![10.0; HOURS],
            worst_gap_mw: 0.0,
            worst_gap_frac: 0.0,
            worst_hour: 0,
        };
        hall.reach = Some(reach.clone());
        (hall, reach, hull)
    }

    fn weights() -> Vec<f64> {
        (0..HOURS as u64).map(|t| ((t * 17 + 5) % 23) as f64 * 2.5 + 1.0).collect()
    }

    fn drawn_eur(hull: &HourlyEnvelope, weight: &[f64], it_mw: &[f64]) -> f64 {
        it_mw.iter().enumerate().map(|(t, mw)| weight[t] * hull.at(t, *mw)).sum()
    }

    /// The programme of the module's head, with the hull (`curved`) or the line alone; stopping is decided apart from waiting.
    fn linear_programme(hall: &HallYear, reach: &Reach, weight: &[f64], curved: bool) -> f64 {
        let mut programme = Programme::new();
        let mut work = Vec::new();
        for (t, weight) in weight.iter().enumerate() {
            let key = |what: &str| format!("{what}[{t}]");
            let waits = programme.column(key("p"), 7.0, 10.0, 0.0);
            let stops = programme.column(key("q"), 0.0, 1.0, WORTH * reach.gpu_hours_per_mwh);
            let drawn = programme.column(key("draw"), 0.0, f64::INFINITY, *weight);
            work.push((waits, 1.0));
            for bend in if curved { vec![0.0, 0.1] } else { vec![0.0] } {
                let slope = reach.slope_ratio[t];
                let at_nine = hall.facility_mw[t] - (slope + bend) * 9.0;
                let terms = [(drawn, 1.0), (waits, -slope - bend), (stops, slope)];
                programme.row(key("hull"), &terms, Sense::AtLeast, at_nine);
            }
        }
        programme.row("work", &work, Sense::Equal, 9.0 * HOURS as f64);
        programme.solve(&SolveOptions::default()).expect("solves").objective
    }

    #[test]
    fn the_bound_is_that_of_a_linear_programme() {
        let (hall, reach, _) = moving();
        let weight = weights();
        let found = least_bill_eur(&hall, &weight, WORTH);
        let wanted = linear_programme(&hall, &reach, &weight, false);
        assert!((found - wanted).abs() < 1e-6 * wanted.abs(), "{found} {wanted}");
    }

    #[test]
    fn the_schedule_is_the_best_on_the_hull_and_does_the_day_s_work() {
        let (hall, reach, hull) = moving();
        let weight = weights();
        let patient = schedule((&hall, &reach, &hull), &weight, 1e9);
        assert!((patient.it_mw.iter().sum::<f64>() - 9.0 * HOURS as f64).abs() < 1e-9);
        assert!(
            patient.it_mw.iter().all(|mw| (7.0..=10.0).contains(mw))
                && patient.given_up_gpu_hours.abs() < 1e-12
        );
        let stopping = Reach { gpu_hours_per_mwh: 1e9, ..reach.clone() };
        let wanted = linear_programme(&hall, &stopping, &weight, true);
        assert!((drawn_eur(&hull, &weight, &patient.it_mw) - wanted).abs() < 1e-6 * wanted);
        let hasty = schedule((&hall, &reach, &hull), &weight, WORTH);
        let hours = hasty.given_up_gpu_hours / reach.gpu_hours_per_mwh;
        assert!(hours > 0.5, "dear hours stop");
        let cost = drawn_eur(&hull, &weight, &hasty.it_mw) + WORTH * hasty.given_up_gpu_hours;
        assert!(cost < wanted && cost >= least_bill_eur(&hall, &weight, WORTH) - 1e-9);
    }

    #[test]
    fn no_schedule_beats_the_bound_at_prices_of_either_sign() {
        let (hall, reach, hull) = moving();
        let weight: Vec<f64> = weights().iter().map(|weight| weight - 25.0).collect();
        let bound = least_bill_eur(&hall, &weight, WORTH);
        let found = schedule((&hall, &reach, &hull), &weight, WORTH);
        let cost = drawn_eur(&hull, &weight, &found.it_mw) + WORTH * found.given_up_gpu_hours;
        let flat = drawn_eur(&hull, &weight, &hall.it_mw);
        assert!(bound <= cost + 1e-9 && cost <= flat + 1e-9, "{bound} {cost} {flat}");
    }
}
