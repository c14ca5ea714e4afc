//! How much a zone's reservoirs release in each week of the year.
//!
//! Seasonal storage is decided before the weekly programmes: releases follow the residual load (load less wind, sun and
//! run-of-river), because that is when water is worth most, and are pushed only as far as the volume of the lakes forces
//! them to:
//!
//! ```text
//! level_w+1 = level_w + inflow_w − release_w,      0 ≤ level ≤ volume,      release_w ≤ turbines · hours_w
//! ```
//!
//! The level at the start of the year is the one of 21 that lets releases stay closest to the wish and ends nearest to
//! where it began.

use std::ops::Range;

/// Releases in megawatt hours, one per week. `inflow_mw` and `residual_mw` are hourly.
pub fn weekly_release_mwh(
    weeks: &[Range<usize>],
    inflow_mw: &[f64],
    residual_mw: &[f64],
    turbines_mw: f64,
    volume_mwh: f64,
) -> Vec<f64> {
    let sum = |series: &[f64], week: &Range<usize>| series[week.clone()].iter().sum::<f64>();
    let inflow: Vec<f64> = weeks.iter().map(|week| sum(inflow_mw, week)).collect();
    let limit: Vec<f64> = weeks.iter().map(|week| turbines_mw * week.len() as f64).collect();
    let total: f64 = inflow.iter().sum();
    if turbines_mw <= 0.0 || total <= 0.0 {
        return vec![0.0; weeks.len()];
    }
    let need: Vec<f64> = weeks.iter().map(|week| sum(residual_mw, week).max(0.05 * limit[0])).collect();
    let need_total: f64 = need.iter().sum();
    let wish: Vec<f64> =
        need.iter().zip(&limit).map(|(need, limit)| (total * need / need_total).min(*limit)).collect();

    let walk = |start: f64| -> (Vec<f64>, f64) {
        let (mut level, mut miss) = (start, 0.0);
        let mut releases = Vec::with_capacity(weeks.len());
        for week in 0..weeks.len() {
            let there = level + inflow[week];
            let release = wish[week].max(there - volume_mwh).min(there).min(limit[week]).max(0.0);
            miss += (release - wish[week]).powi(2);
            level = (there - release).min(volume_mwh);
            releases.push(release);
        }
        (releases, miss.sqrt() + 2.0 * (level - start).abs())
    };
    let best =
        (0..=20).map(|step| walk(volume_mwh * f64::from(step) / 20.0)).min_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or_else(Vec::new, |(releases, _)| releases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_big_lake_carries_the_melt_into_winter() {
        // two "weeks": all inflow in the first, all need in the second
        let weeks = [0..168, 168..336];
        let inflow: Vec<f64> = (0..336).map(|t| if t < 168 { 100.0 } else { 0.0 }).collect();
        let residual: Vec<f64> = (0..336).map(|t| if t < 168 { 0.0 } else { 100.0 }).collect();
        let big = weekly_release_mwh(&weeks, &inflow, &residual, 200.0, 1e6);
        assert!(big[1] > 0.85 * 16_800.0, "{big:?}");
        let small = weekly_release_mwh(&weeks, &inflow, &residual, 200.0, 1000.0);
        assert!(small[1] <= 1000.0 + 1e-9, "a puddle cannot: {small:?}");
    }

    #[test]
    fn nothing_is_released_that_did_not_flow_in() {
        let weeks = [0..168, 168..336, 336..504];
        let inflow = vec![50.0; 504];
        let residual: Vec<f64> = (0..504).map(|t| f64::from(t as u32)).collect();
        let releases = weekly_release_mwh(&weeks, &inflow, &residual, 80.0, 4000.0);
        let released: f64 = releases.iter().sum();
        assert!(released <= 50.0 * 504.0 + 4000.0 && released > 0.9 * 50.0 * 504.0, "{releases:?}");
    }
}
