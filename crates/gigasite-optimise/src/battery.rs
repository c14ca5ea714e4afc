//! What a megawatt of battery can earn at given prices, exactly, and the schedule that earns it.
//!
//! The value function over stored energy is concave and piecewise linear, so a year is a merge of slopes from the last
//! hour to the first: no discretisation, no linear programme, a millisecond a zone.

use crate::assumptions::BATTERY_HOURS;
use gigasite_case::Hourly;

/// Segments of a concave function over `[0, BATTERY_HOURS]` megawatt hours: `(slope, length)`, slopes falling.
type Slopes = Vec<(f64, f64)>;

/// One hour back: `V_t(e) = max_Δ V_{t+1}(e + Δ) − price · (Δ/efficiency if Δ > 0 else Δ)`, `−1 ≤ Δ ≤ efficiency`.
/// Slopes of both functions are merged, then the ends outside the store are cut off. Adds to `base` the value at `e = 0`.
fn back(slopes: &Slopes, price: f64, efficiency: f64, base: &mut f64) -> Slopes {
    let (charge, discharge) = (price / efficiency, price);
    *base -= efficiency * charge; // the merged function starts at a full hour of charging
    let mut merged = slopes.clone();
    for segment in [(charge, efficiency), (discharge, 1.0)] {
        let place = merged.partition_point(|other| other.0 >= segment.0);
        merged.insert(place, segment);
    }
    let mut skip = efficiency;
    let mut room = BATTERY_HOURS;
    let mut kept: Slopes = Vec::with_capacity(merged.len());
    for (slope, length) in merged {
        let cut = skip.min(length);
        skip -= cut;
        *base += slope * cut;
        let length = (length - cut).min(room);
        room -= length;
        if length > 1e-12 {
            match kept.last_mut() {
                Some(last) if (last.0 - slope).abs() < 1e-12 => last.1 += length,
                _ => kept.push((slope, length)),
            }
        }
    }
    kept
}

/// Best profit of one megawatt over the horizon, EUR, starting empty. An upper bound where prices are negative (there it
/// may charge and discharge at once), exact elsewhere.
pub(crate) fn value_eur_per_mw(price: &[f64], efficiency: f64) -> f64 {
    let mut base = 0.0;
    let mut slopes: Slopes = vec![(0.0, BATTERY_HOURS)];
    for price in price.iter().rev() {
        slopes = back(&slopes, *price, efficiency, &mut base);
    }
    base
}

/// The schedule of one megawatt at given prices: MW drawn from the grid, charging positive.
pub fn battery_schedule(price: &[f64], efficiency: f64) -> Hourly<f64> {
    let mut ahead: Vec<Slopes> = vec![vec![(0.0, BATTERY_HOURS)]];
    for price in price.iter().rev() {
        let mut ignored = 0.0;
        let next = back(&ahead[ahead.len() - 1], *price, efficiency, &mut ignored);
        ahead.push(next);
    }
    ahead.reverse();
    let mut stored = 0.0;
    price
        .iter()
        .zip(&ahead[1..])
        .map(|(price, value)| {
            // charge while the next megawatt hour stored is worth more than it costs, discharge while it is worth less
            let worth_above = |worth: f64| -> f64 {
                value.iter().take_while(|segment| segment.0 > worth + 1e-9).map(|segment| segment.1).sum()
            };
            let full_at = worth_above(price / efficiency);
            let empty_at = worth_above(*price);
            let step = if full_at > stored {
                (full_at - stored).min(efficiency)
            } else if empty_at < stored {
                -(stored - empty_at).min(1.0)
            } else {
                0.0
            };
            stored = (stored + step).clamp(0.0, BATTERY_HOURS);
            if step > 0.0 { step / efficiency } else { step }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profit(price: &[f64], schedule: &[f64]) -> f64 {
        -price.iter().zip(schedule).map(|(price, mw)| price * mw).sum::<f64>()
    }

    #[test]
    fn a_flat_price_earns_nothing() {
        assert!(value_eur_per_mw(&[50.0; 48], 0.85).abs() < 1e-9);
        assert!(battery_schedule(&[50.0; 48], 0.85).iter().all(|mw| mw.abs() < 1e-12));
    }

    #[test]
    fn one_night_and_one_evening_by_hand() {
        // four cheap hours, four dear ones: 4 MWh bought at 20, of which 80 % are stored: 3.2 MWh sold at 100
        let price = [20.0, 20.0, 20.0, 20.0, 100.0, 100.0, 100.0, 100.0];
        assert!((value_eur_per_mw(&price, 0.8) - (320.0 - 80.0)).abs() < 1e-9);
    }

    #[test]
    fn the_schedule_earns_what_the_value_promises_and_stays_within_the_store() {
        let price: Vec<f64> = (0..240_u64).map(|t| 40.0 + ((t * 7919 + 13) % 101) as f64).collect();
        let schedule = battery_schedule(&price, 0.85);
        assert!((profit(&price, &schedule) - value_eur_per_mw(&price, 0.85)).abs() < 1e-6);
        let mut stored = 0.0;
        for mw in schedule.iter() {
            assert!(mw.abs() <= 1.0 + 1e-9);
            stored += if *mw > 0.0 { mw * 0.85 } else { *mw };
            assert!((-1e-9..=BATTERY_HOURS + 1e-9).contains(&stored));
        }
    }

    #[test]
    fn the_value_is_that_of_a_linear_programme() {
        use gigasite_lp::{Programme, Sense, SolveOptions};
        let price: Vec<f64> = (0..72_u64).map(|t| ((t * 31 + 5) % 47) as f64 * 3.0).collect();
        let mut programme = Programme::new();
        let mut stored_before = None;
        for (t, price) in price.iter().enumerate() {
            let charge = programme.column(format!("charge[{t}]"), 0.0, 1.0, *price);
            let discharge = programme.column(format!("discharge[{t}]"), 0.0, 1.0, -price);
            let stored = programme.column(format!("stored[{t}]"), 0.0, BATTERY_HOURS, 0.0);
            let mut terms = vec![(stored, 1.0), (charge, -0.9), (discharge, 1.0)];
            if let Some(before) = stored_before {
                terms.push((before, -1.0));
            }
            programme.row(format!("store[{t}]"), &terms, Sense::Equal, 0.0);
            stored_before = Some(stored);
        }
        let solution = programme.solve(&SolveOptions::default()).expect("solves");
        assert!((value_eur_per_mw(&price, 0.9) + solution.objective).abs() < 1e-6);
    }
}
