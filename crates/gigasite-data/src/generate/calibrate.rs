//! Meeting monthly means exactly, within physical bounds.

use gigasite_case::Horizon;
use std::ops::Range;

/// Hours of each month.
pub(crate) fn month_hours(horizon: Horizon) -> Vec<Range<usize>> {
    let mut start = 0;
    horizon
        .month_days()
        .into_iter()
        .map(|days| {
            let range = start..start + 24 * days;
            start = range.end;
            range
        })
        .collect()
}

/// Scales each month of a non-negative series so that its mean is `wanted`, capped at `cap`.
pub(super) fn scale_to_mean(horizon: Horizon, series: &mut [f64], wanted: &[f64], cap: f64) {
    for (hours, wanted) in month_hours(horizon).into_iter().zip(wanted) {
        let month = &mut series[hours];
        let mean =
            |factor: f64| month.iter().map(|x| (x * factor).min(cap)).sum::<f64>() / month.len() as f64;
        let factor = if *wanted <= 0.0 {
            0.0
        } else {
            let (mut low, mut high) = (0.0, 1.0);
            while mean(high) < *wanted && high < 1e12 {
                high *= 2.0;
            }
            for _ in 0..100 {
                let mid = f64::midpoint(low, high);
                if mean(mid) < *wanted { low = mid } else { high = mid }
            }
            high
        };
        for x in month {
            *x = (*x * factor).min(cap);
        }
    }
}

/// Shifts each month of a series so that its mean is `wanted`, kept within bounds.
pub(super) fn shift_to_mean(horizon: Horizon, series: &mut [f64], wanted: &[f64], (floor, cap): (f64, f64)) {
    for (hours, wanted) in month_hours(horizon).into_iter().zip(wanted) {
        let month = &mut series[hours];
        let mean =
            |by: f64| month.iter().map(|x| (x + by).clamp(floor, cap)).sum::<f64>() / month.len() as f64;
        let (mut low, mut high) = (floor - cap, cap - floor);
        for _ in 0..100 {
            let mid = f64::midpoint(low, high);
            if mean(mid) < *wanted { low = mid } else { high = mid }
        }
        for x in month {
            *x = (*x + high).clamp(floor, cap);
        }
    }
}
