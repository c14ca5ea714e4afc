//! Single values: infinite, zero for missing, impossible, spikes.

use super::Teller;
use crate::import::quantity::{Quantity, TEMPERATURE};
use gigasite_case::Severity;

/// A share up to here is noise of the capacity it was divided by, and clipped; above, it is another unit.
const MOST_SHARE: f64 = 5.0;
/// A series with more than this share of impossible values is in another unit, and refused.
const MOST_IMPOSSIBLE: f64 = 0.05;
/// A load this share away from its neighbours and from other days is a spike.
const SPIKE_SHARE: f64 = 0.5;
/// A temperature this far away from its neighbours and other days is a spike, K.
const SPIKE_K: f64 = 12.0;

/// Makes missing what is no value; `false` if the series is refused.
pub(super) fn clean(values: &mut [f64], quantity: &Quantity, teller: &mut Teller<'_>) -> bool {
    let infinite = replace(values, f64::is_infinite);
    if let Some((first, count)) = infinite {
        let done = format!("{count} value(s) are infinite: they are missing");
        teller.tell(("infinite", Severity::Warning), (first, count), done, "");
    }
    if quantity.is_never_zero
        && let Some((first, count)) = replace(values, |value| value.abs() < f64::MIN_POSITIVE)
    {
        let done = format!("{count} value(s) are zero, which {} never is: they are missing", quantity.name);
        teller.tell(("zero-missing", Severity::Warning), (first, count), done, "");
    }
    if values.iter().all(|value| value.is_nan()) {
        let done = format!("none of {} rows has a usable number: the column is left out", values.len());
        teller.tell(
            ("empty-column", Severity::Warning),
            (0, values.len()),
            done,
            "leave the column out of the file",
        );
        return false;
    }
    impossible(values, quantity, teller) && {
        spikes(values, quantity, teller);
        true
    }
}

/// Makes missing what a test finds: the first and how many.
fn replace(values: &mut [f64], is_wrong: impl Fn(f64) -> bool) -> Option<(usize, usize)> {
    let mut found = None;
    for (index, value) in values.iter_mut().enumerate() {
        if is_wrong(*value) {
            *value = f64::NAN;
            found = found.map_or(Some((index, 1)), |(first, count)| Some((first, count + 1)));
        }
    }
    found
}

fn impossible(values: &mut [f64], quantity: &Quantity, teller: &mut Teller<'_>) -> bool {
    let (least, most) = quantity.range;
    let is_share = quantity.unit == "1" && most <= 1.0;
    // own consumption makes small negative generation; a share just off its bounds is rounding of its capacity
    let clips_below = is_share || quantity.name.starts_with("generation_");
    let floor = if is_share { -0.05 } else { f64::NEG_INFINITY };
    let (mut clipped, mut wrong) = (None, None);
    let mut worst = 0.0;
    for (index, value) in values.iter_mut().enumerate() {
        if value.is_nan() || (least..=most).contains(value) {
            continue;
        }
        let is_clipped = (clips_below && *value < least && *value >= floor)
            || (is_share && *value > most && *value <= MOST_SHARE);
        let counter = if is_clipped { &mut clipped } else { &mut wrong };
        let (_, count) = counter.get_or_insert((index, 0_usize));
        *count += 1;
        if is_clipped {
            *value = value.clamp(least, most);
        } else {
            worst = if f64::abs(*value) > f64::abs(worst) { *value } else { worst };
            *value = f64::NAN;
        }
    }
    if let Some((first, count)) = clipped {
        let done = format!("{count} value(s) are beyond {least} to {most} and clipped");
        teller.tell(("clipped", Severity::Warning), (first, count), done, "");
    }
    let Some((first, count)) = wrong else { return true };
    if count as f64 > MOST_IMPOSSIBLE * values.len() as f64 {
        let done = format!(
            "{count} of {} values are not within {least} to {most} {}, the worst is {worst}: the series is refused",
            values.len(),
            quantity.unit
        );
        let hint = if is_share { "is it percent? divide by 100" } else { "check the unit of the file" };
        teller.tell(("out-of-range", Severity::Error), (first, count), done, hint);
        return false;
    }
    let done =
        format!("{count} value(s) are not within {least} to {most}, the worst is {worst}: they are missing");
    teller.tell(("out-of-range", Severity::Warning), (first, count), done, "");
    true
}

fn spikes(values: &mut [f64], quantity: &Quantity, teller: &mut Teller<'_>) {
    if !quantity.is_smooth {
        return;
    }
    let is_temperature = quantity.name == TEMPERATURE;
    let mut found = Vec::new();
    for hour in 1..values.len().saturating_sub(1) {
        let (before, value, after) = (values[hour - 1], values[hour], values[hour + 1]);
        let middle = f64::midpoint(before, after);
        let far = if is_temperature { SPIKE_K } else { SPIKE_SHARE * middle.abs() };
        // a missing neighbour makes this comparison false, and so no spike
        if !((value - middle).abs() > far && (before - after).abs() < far) {
            continue;
        }
        let days = [hour.checked_sub(24), Some(hour + 24), hour.checked_sub(168), Some(hour + 168)];
        let mut others: Vec<f64> = days
            .iter()
            .flatten()
            .filter_map(|at| values.get(*at).copied())
            .filter(|value| !value.is_nan())
            .collect();
        others.sort_by(f64::total_cmp);
        let usual = others.get(others.len().div_euclid(2)).copied().unwrap_or(middle);
        if (value - usual).abs() > if is_temperature { SPIKE_K } else { SPIKE_SHARE * usual.abs() } {
            found.push(hour);
        }
    }
    let Some(&first) = found.first() else { return };
    let done = format!(
        "{} single hour(s) are far off their neighbours and other days, the first is {} between {} and {}: they are missing",
        found.len(),
        values[first],
        values[first - 1],
        values[first + 1]
    );
    teller.tell(("spike", Severity::Warning), (first, found.len()), done, "");
    for hour in found {
        values[hour] = f64::NAN;
    }
}
