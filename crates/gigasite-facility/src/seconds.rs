//! A day of one site at one second: what training steps, checkpoints, aborts and the inertia of cooling do to grid and coolant.
//!
//! # What it answers
//! IT, cooling and facility power, coolant and junction temperature for each of 86,400 seconds; the fastest ramps; the
//! spectrum from 0.1 to 20 Hz; battery or capacitor needed to meet a ramp limit ([`day_at_one_second`]).
//!
//! # What goes in
//! A [`Plant`] (power idle and full, coolant), 24 [`HourMeans`] of the hourly year, a [`Workload`], [`Loops`], [`Limits`], a seed.
//! Every default has its source beside it; many are from memory or estimates and say so.
//!
//! # What comes out
//! [`DayAtOneSecond`]. Each hour's IT, cooling and loss energy is that of the year to 1e-9. The same seed gives the same bytes:
//! every job has its own random stream.
//!
//! # What it assumes, and what that costs
//! * A second is the exact mean of steps that are mostly shorter: the swing within it is in the waveform and the spectrum, not
//!   in the seconds. Look at both buffers: [`DayAtOneSecond::buffer`] sees aborts, [`DayAtOneSecond::step_buffer`] sees steps.
//! * The hours win over the mix: the seconds are bent slowly (the `site` module), inference's daily shape too, since the year's
//!   hours carry their own. Energy the mix cannot explain is [`DayAtOneSecond::backfill_mwh`]; if it is large, a drop is
//!   smaller than with this mix alone.
//! * An interrupted job falls to idle between two whole seconds. Jobs are alike in size and never drained or moved.
//! * Cooling power follows rejected heat, a first-order lag: never the second's IT power times PUE. Losses follow IT at once.
//! * The coolant floats down at part load, as with fans held still (the `thermal` module). Nothing throttles here: seconds
//!   above the limit are counted.
//! * The junction is that of an accelerator at the mean level of the first job; a second's mean hides under 0.5 K of ripple
//!   (700 W · 0.025 K/W · 0.8 · 0.2 · 1 s / 6 s).
//!
//! # What it does not do
//! Rack-level storage, power caps and software that smooths steps, faults of the grid, reactive power, losses of the store.

mod buffer;
mod error;
mod hours;
mod inference;
mod job;
mod limits;
mod ramp;
mod random;
mod site;
mod spectrum;
pub mod thermal;
mod wave;
mod workload;

#[cfg(test)]
mod tests;

pub use buffer::{AVERAGING_S, Buffer, RESTORE_S, step_energy_mwh};
pub use error::Error;
pub use inference::Diurnal;
pub use limits::{Kept, Limits};
pub use ramp::{Ramp, Ramps};
pub use site::Site;
pub use spectrum::{BAND_HZ, Spectrum};
pub use thermal::Loops;
pub use workload::{Inference, Span, Training, Workload};

use serde::Serialize;
use workload::{expect, expect_positive, expect_share};

/// Seconds of a day.
pub const DAY_S: usize = 86_400;
/// Seconds of an hour.
pub const HOUR_S: usize = 3600;
/// Samples per second of the waveform behind the spectrum: a power of two well above twice 20 Hz.
pub const WAVEFORM_HZ: usize = 64;
/// Length of that waveform, s: 25 periods of 0.1 Hz and a power of two.
pub const WAVEFORM_S: usize = 256;

/// What stands on the site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plant {
    /// Accelerators.
    pub gpus: f64,
    /// IT power with all of them idle, MW, above 0.
    pub it_idle_mw: f64,
    /// IT power with all of them at full (provisioned) power, MW: 1 of every `…_frac` of the workload.
    pub it_full_mw: f64,
    /// One accelerator idle, W.
    pub gpu_idle_w: f64,
    /// One accelerator at full power, W.
    pub gpu_full_w: f64,
    /// Share of IT heat that goes to the liquid loop. 0: an air-cooled site, without coolant and junction temperatures.
    pub liquid_frac: f64,
    /// Coolant to the cold plates at full heat (TCS supply), °C.
    pub coolant_supply_c: f64,
    /// Warmest coolant the accelerators allow, °C.
    pub coolant_max_c: f64,
}

/// An hour of the year model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourMeans {
    /// IT power, MW.
    pub it_mw: f64,
    /// Electric power of everything that cools (fans, pumps, chillers), MW.
    pub cooling_mw: f64,
    /// Electrical losses outside IT, MW.
    pub loss_mw: f64,
}

/// All a day at one second is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct DayInput {
    /// What stands there.
    pub plant: Plant,
    /// The day's hours, UTC.
    pub hours: [HourMeans; 24],
    /// What runs.
    pub workload: Workload,
    /// Loops and tank.
    pub loops: Loops,
    /// Limits of the grid.
    pub limits: Limits,
    /// Another seed, another day.
    pub seed: u64,
}

/// What happens to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A fault stops the job: idle from this second on. In a restart: the restart begins again.
    Interruption,
    /// The job comes back: its ramp to full begins.
    Restart,
    /// The job writes a checkpoint.
    Checkpoint,
}

/// Something that happens to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Second of the day, the first that it shows in.
    pub at_s: usize,
    /// Number of the job, from 0.
    pub job: usize,
    /// What.
    pub kind: EventKind,
}

/// A day, second by second. Series have 86,400 values, each the mean of its second (temperatures: at its end).
#[derive(Debug, Clone, PartialEq)]
pub struct DayAtOneSecond {
    /// IT power, MW.
    pub it_mw: Vec<f64>,
    /// Cooling power, MW.
    pub cooling_mw: Vec<f64>,
    /// Electrical losses, MW.
    pub loss_mw: Vec<f64>,
    /// Power drawn from the grid, MW: the sum of the three.
    pub facility_mw: Vec<f64>,
    /// Coolant to the cold plates (TCS), °C; empty without liquid cooling.
    pub coolant_c: Vec<f64>,
    /// Facility water (FWS) and tank, °C; empty without liquid cooling.
    pub facility_water_c: Vec<f64>,
    /// Junction of an accelerator of the first job, °C; empty without liquid cooling.
    pub junction_c: Vec<f64>,
    /// What happens to jobs, in order of time.
    pub events: Vec<Event>,
    /// Seconds with coolant above its limit.
    pub over_limit_s: usize,
    /// Shortest time from a loss of flow, at any second, to the coolant's limit, s; none without liquid cooling.
    pub no_flow_s: Option<f64>,
    /// Ramps of facility power.
    pub ramps: Ramps,
    /// Facility power at [`WAVEFORM_HZ`] in the [`WAVEFORM_S`] with the most accelerators at work, by frequency.
    pub spectrum: Spectrum,
    /// Store that meets the ramp limit over the seconds of the day (aborts, checkpoints).
    pub buffer: Buffer,
    /// Store that meets it within the waveform (steps).
    pub step_buffer: Buffer,
    /// Which limits hold without a store.
    pub kept: Kept,
    /// IT energy of accelerators that their job leaves waiting, MWh: what the hours ask for beyond the mix.
    pub backfill_mwh: f64,
    /// Mean IT power of the mix before it is bent to the hours, MW. Far from the mean of the hours, the swing is too: weaker
    /// where the hours ask for more than the mix draws.
    pub mix_mw: f64,
    /// The IT power finer than a second: [`Site::waveform_mw`].
    pub site: Site,
}

impl DayInput {
    fn check(&self) -> Result<(), Error> {
        let plant = &self.plant;
        expect_positive("gpus", plant.gpus)?;
        expect_positive("it_idle_mw", plant.it_idle_mw)?;
        let (idle, full) = (plant.it_idle_mw, plant.it_full_mw);
        expect(full > idle && full.is_finite(), "it_full_mw", full, "power above `it_idle_mw`")?;
        expect_positive("gpu_idle_w", plant.gpu_idle_w)?;
        let (idle_w, full_w) = (plant.gpu_idle_w, plant.gpu_full_w);
        expect(full_w >= idle_w && full_w.is_finite(), "gpu_full_w", full_w, "power not below `gpu_idle_w`")?;
        expect_share("liquid_frac", plant.liquid_frac)?;
        let (supply, max) = (plant.coolant_supply_c, plant.coolant_max_c);
        expect(supply.is_finite(), "coolant_supply_c", supply, "a temperature in °C")?;
        expect(max.is_finite(), "coolant_max_c", max, "a temperature in °C")?;
        for (hour, means) in self.hours.iter().enumerate() {
            // written so that NaN fails
            if !(idle..=full).contains(&means.it_mw) {
                return Err(Error::HourOutOfBounds {
                    hour,
                    it_mw: means.it_mw,
                    idle_mw: idle,
                    full_mw: full,
                });
            }
            for (what, value) in [("cooling_mw", means.cooling_mw), ("loss_mw", means.loss_mw)] {
                expect(value >= 0.0 && value.is_finite(), what, value, "0 MW or more in every hour")?;
            }
        }
        self.workload.check()?;
        self.loops.check()?;
        self.limits.check()
    }
}

/// Facility power finer than a second: losses follow IT, cooling keeps its second.
fn facility_waveform_mw(
    site: &Site,
    from_s: usize,
    it_mw: &[f64],
    cooling_mw: &[f64],
    loss_mw: &[f64],
) -> Result<Vec<f64>, Error> {
    let mut waveform_mw = site.waveform_mw(from_s, WAVEFORM_S, WAVEFORM_HZ)?;
    for (samples, second) in waveform_mw.chunks_exact_mut(WAVEFORM_HZ).zip(from_s..) {
        let with_loss = 1.0 + loss_mw[second] / it_mw[second];
        for power in samples {
            *power = *power * with_loss + cooling_mw[second];
        }
    }
    Ok(waveform_mw)
}

/// Draws the day.
///
/// # Errors
/// A figure out of its range, or an hour whose IT power no mix between idle and full can give.
pub fn day_at_one_second(input: &DayInput) -> Result<DayAtOneSecond, Error> {
    input.check()?;
    let (plant, hours) = (&input.plant, &input.hours);
    let (site, drawn) = Site::draw(input);
    let it_mw = drawn.it_mw;
    let heat = (plant.liquid_frac > 0.0)
        .then(|| thermal::day(plant, &input.loops, &it_mw, &site.gpu_level(), hours[0].it_mw));
    let mut cooling_mw = match &heat {
        Some(heat) => heat.rejected_mw.clone(),
        None => thermal::lagged(&it_mw, hours[0].it_mw, input.loops.rejection_s),
    };
    hours::scale_to_hours(&mut cooling_mw, &hours.map(|hour| hour.cooling_mw));
    let mut loss_mw = it_mw.clone();
    hours::scale_to_hours(&mut loss_mw, &hours.map(|hour| hour.loss_mw));
    let facility_mw: Vec<f64> = it_mw
        .iter()
        .zip(&cooling_mw)
        .zip(&loss_mw)
        .map(|((it, cooling), loss)| it + cooling + loss)
        .collect();

    let from_s = site::busiest_s(&drawn.able, WAVEFORM_S);
    let waveform_mw = facility_waveform_mw(&site, from_s, &it_mw, &cooling_mw, &loss_mw)?;
    let spectrum = Spectrum::of(&waveform_mw, from_s, WAVEFORM_HZ as f64);
    let limit = input.limits.ramp_mw_per_s;
    let mean_mw = waveform_mw.iter().sum::<f64>() / waveform_mw.len() as f64;
    let step_buffer = Buffer::size(&waveform_mw, 1.0 / WAVEFORM_HZ as f64, limit, mean_mw);
    let buffer = Buffer::size(&facility_mw, 1.0, limit, facility_mw[0]);
    let ramps = Ramps::of(&facility_mw);
    let kept = input.limits.kept(&ramps, &spectrum);
    let no_flow_s = heat.as_ref().map(|heat| heat.no_flow_s);
    let (coolant_c, facility_water_c, junction_c) =
        heat.map(|heat| (heat.coolant_c, heat.facility_water_c, heat.junction_c)).unwrap_or_default();
    Ok(DayAtOneSecond {
        over_limit_s: coolant_c.iter().filter(|c| **c > plant.coolant_max_c).count(),
        it_mw,
        cooling_mw,
        loss_mw,
        facility_mw,
        coolant_c,
        facility_water_c,
        junction_c,
        events: drawn.events,
        no_flow_s,
        ramps,
        spectrum,
        buffer,
        step_buffer,
        kept,
        backfill_mwh: drawn.backfill_mwh,
        mix_mw: drawn.mix_mw,
        site,
    })
}
