//! How much constant load fits below a system's peak if it gives way in the tightest hours.
//!
//! ```text
//! room   h_t = limit − load_t                     curtailed  c_t = max(0, x − h_t)
//! rate   r(x) = Σ_t c_t / (x · T)                 wanted     the largest x with r(x) ≤ rate
//! ```
//!
//! With the hours in order of room, `r(x) = (k x − H_k) / (x T)` between the k-th and the next room (`H_k`: sum of the first
//! k), so `x = H_k / (k − rate · T)`: exact, no iteration. The limit is the present peak: no plant or line is asked whether it
//! can serve the load in all other hours.
//!
//! **Source**: curtailment-enabled headroom of Norris et al., *Rethinking Load Growth*, Duke University 2025: 76, about 98 and
//! 126 GW in the US at 0.25, 0.5 and 1 %, by seasonal peaks; here one peak a year.

use crate::validity::{Refused, demand};
use serde::Serialize;

/// A load that fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Headroom {
    /// New load outside curtailed hours, MW.
    pub new_mw: f64,
    /// Energy not served to it, MWh.
    pub curtailed_mwh: f64,
    /// The same in hours of full load, h.
    pub full_load_h: f64,
    /// Hours with any curtailment.
    pub curtailed_h: usize,
    /// Runs of such hours.
    pub events: usize,
    /// Deepest cut, MW.
    pub deepest_mw: f64,
}

impl Headroom {
    /// Mean length of a run, h; none without curtailment.
    pub fn mean_event_h(&self) -> Option<f64> {
        (self.events > 0).then(|| self.curtailed_h as f64 / self.events as f64)
    }
}

/// Full-load hours that a curtailment rate allows in a year of `hours`.
pub fn allowed_h(rate_frac: f64, hours: f64) -> f64 {
    rate_frac * hours
}

/// The largest constant load that stays below `limit_mw` on top of `load_mw` with at most `rate_frac` of its energy curtailed.
///
/// # Errors
/// No hours, a load above the limit or not a number, a rate below 0 or not below 1.
pub fn headroom(load_mw: &[f64], limit_mw: f64, rate_frac: f64) -> Result<Headroom, Refused> {
    demand(!load_mw.is_empty(), "hours", load_mw.len() as f64, "at least 1")?;
    demand((0.0..1.0).contains(&rate_frac), "rate_frac", rate_frac, "at least 0 and below 1")?;
    for load in load_mw {
        demand(*load <= limit_mw, "load_mw", *load, "at most the limit in every hour")?;
    }
    let mut room_mw: Vec<f64> = load_mw.iter().map(|load| limit_mw - load).collect();
    room_mw.sort_by(f64::total_cmp);
    Ok(curtailed(load_mw, limit_mw, largest_mw(&room_mw, rate_frac)))
}

/// Largest load by the formula of the module; rooms ascend.
fn largest_mw(room_mw: &[f64], rate_frac: f64) -> f64 {
    let allowed_h = allowed_h(rate_frac, room_mw.len() as f64);
    let mut sum_mw = 0.0;
    let mut largest = 0.0;
    for (index, room) in room_mw.iter().enumerate() {
        sum_mw += room;
        let short_h = (index + 1) as f64 - allowed_h;
        if short_h <= 0.0 {
            // so few hours cannot use up the allowance however large the load
            continue;
        }
        largest = sum_mw / short_h;
        if room_mw.get(index + 1).is_none_or(|next| largest <= *next) {
            break;
        }
    }
    largest
}

/// What a load of `new_mw` meets.
pub fn curtailed(load_mw: &[f64], limit_mw: f64, new_mw: f64) -> Headroom {
    let mut found =
        Headroom { new_mw, curtailed_mwh: 0.0, full_load_h: 0.0, curtailed_h: 0, events: 0, deepest_mw: 0.0 };
    // what rounding leaves of a cut is no cut
    let least_mw = 1e-9 * limit_mw.abs();
    let mut running = false;
    for load in load_mw {
        let cut_mw = new_mw - (limit_mw - load);
        let cut = cut_mw > least_mw;
        if cut {
            found.curtailed_mwh += cut_mw;
            found.curtailed_h += 1;
            found.deepest_mw = found.deepest_mw.max(cut_mw);
            found.events += usize::from(!running);
        }
        running = cut;
    }
    if new_mw > 0.0 {
        found.full_load_h = found.curtailed_mwh / new_mw;
    }
    found
}

#[cfg(test)]
mod tests;
