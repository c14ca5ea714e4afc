//! What runs on a site: training in jobs, and a share of inference.
//!
//! Rows named below are those of `facts/facility_workload.csv`; "MEM" marks a figure its row has from memory, "EST" an
//! estimate of ours.

use super::Error;
use serde::{Deserialize, Serialize};

/// From lowest to highest. Draws within are uniform in the logarithm (EST).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Lowest.
    pub low: f64,
    /// Highest; the lowest again for a fixed figure.
    pub high: f64,
}

impl Span {
    /// One figure, always.
    pub fn just(value: f64) -> Self {
        Self { low: value, high: value }
    }
}

/// The mix of a site.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// Share of the accelerators that train; the others serve. 0.7 (EST, no source).
    pub training_frac: f64,
    /// The training jobs.
    pub training: Training,
    /// The inference.
    pub inference: Inference,
}

/// Training jobs, alike in size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// Jobs the training accelerators are parted into. 4 (EST: Llama 3 ran as one job of 16,384; the swing of a site goes from
    /// 1 with one job to `1/√jobs`).
    pub jobs_count: usize,
    /// Power in compute, share of full. 0.95 (row "Compute-phase power", MEM; 0.85–1.1 of TDP, here at most 1).
    pub hi_frac: f64,
    /// Power in communication, share of full. 0.45 (row "Communication-phase power", MEM; 0.2–0.7).
    pub lo_frac: f64,
    /// Length of a step, s. 0.3–5 (facility-equations 1.14; row "Training swing frequency band" has 0.2–3 Hz, 1 Hz).
    pub step_s: Span,
    /// Share of a step in compute. 0.8 (row "Compute duty", MEM; 0.6–0.95).
    pub duty_frac: f64,
    /// Standard deviation of racks within a step, share of the step. 0.02 (facility-equations 1.14: 1–3 %).
    pub jitter_frac: f64,
    /// Running time between checkpoints, s. 1800 (row "Checkpoint interval / duration", MEM; 10–120 min).
    pub checkpoint_every_s: f64,
    /// Length of a checkpoint, s. 20 (same row, MEM; 5–120 s).
    pub checkpoint_s: f64,
    /// Power while writing a checkpoint, share of full. 0.3 (row "Checkpoint dip power", MEM; 0.2–0.4).
    pub checkpoint_frac: f64,
    /// Accelerator-hours per interruption of a job. 50,677 (row "Failure rate": Llama 3, 419 interruptions in 54 days on
    /// 16,384 accelerators). Wall-clock hours: a job that restarts can be interrupted again.
    pub interruption_gpu_hours: f64,
    /// Idle time after an interruption, s. 180–1800 (row "Restart time", MEM: 3–30 min, 10).
    pub restart_s: Span,
    /// Time from idle to full after a restart, s. 10–60 (facility-equations 1.14).
    pub ramp_s: Span,
}

/// Inference: a day's shape and the noise of single requests.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Inference {
    /// Power at the peak of the day, share of full. 0.75 (facility-equations 1.2: decode 0.5–0.75 of TDP, weak source).
    pub peak_frac: f64,
    /// Demand at the peak over the valley. 3.3 (row "Inference peak/valley (Azure conversation)", MEM; 2–4).
    pub peak_to_valley_ratio: f64,
    /// Demand at the peak over the mean. 1.7 (row "Inference peak/average (Azure conversation)", MEM; 1.4–1.8).
    pub peak_to_mean_ratio: f64,
    /// Hour of the peak, UTC. 14 (EST: early afternoon in Europe).
    pub peak_hours: f64,
    /// Requests in service at once per accelerator at the peak. 1 (EST: the fewest, so the noisiest).
    pub requests_per_gpu: f64,
    /// Mean time in service, s. 10 (EST).
    pub request_s: f64,
}

impl Default for Workload {
    fn default() -> Self {
        Self { training_frac: 0.7, training: Training::default(), inference: Inference::default() }
    }
}

impl Default for Training {
    fn default() -> Self {
        Self {
            jobs_count: 4,
            hi_frac: 0.95,
            lo_frac: 0.45,
            step_s: Span { low: 0.3, high: 5.0 },
            duty_frac: 0.8,
            jitter_frac: 0.02,
            checkpoint_every_s: 1800.0,
            checkpoint_s: 20.0,
            checkpoint_frac: 0.3,
            interruption_gpu_hours: 50_677.0,
            restart_s: Span { low: 180.0, high: 1800.0 },
            ramp_s: Span { low: 10.0, high: 60.0 },
        }
    }
}

impl Default for Inference {
    fn default() -> Self {
        Self {
            peak_frac: 0.75,
            peak_to_valley_ratio: 3.3,
            peak_to_mean_ratio: 1.7,
            peak_hours: 14.0,
            requests_per_gpu: 1.0,
            request_s: 10.0,
        }
    }
}

pub(super) fn expect(
    holds: bool,
    what: &'static str,
    value: f64,
    expected: &'static str,
) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::OutOfRange { what, value, expected }) }
}

pub(super) fn expect_share(what: &'static str, value: f64) -> Result<(), Error> {
    expect((0.0..=1.0).contains(&value), what, value, "a share from 0 to 1")
}

pub(super) fn expect_positive(what: &'static str, value: f64) -> Result<(), Error> {
    expect(value > 0.0 && value.is_finite(), what, value, "a number above 0")
}

fn expect_span(what: &'static str, span: Span, least: f64, expected: &'static str) -> Result<(), Error> {
    expect(span.low >= least && span.low.is_finite(), what, span.low, expected)?;
    expect(
        span.high >= span.low && span.high.is_finite(),
        what,
        span.high,
        "an upper end not below the lower one",
    )
}

impl Workload {
    /// Refuses figures the model cannot mean.
    pub(super) fn check(&self) -> Result<(), Error> {
        expect_share("training_frac", self.training_frac)?;
        self.training.check()?;
        self.inference.check()
    }
}

impl Training {
    fn check(&self) -> Result<(), Error> {
        expect(self.jobs_count > 0, "jobs_count", 0.0, "at least one job")?;
        expect_share("hi_frac", self.hi_frac)?;
        expect_share("lo_frac", self.lo_frac)?;
        expect(self.lo_frac <= self.hi_frac, "lo_frac", self.lo_frac, "a share not above `hi_frac`")?;
        expect_share("duty_frac", self.duty_frac)?;
        expect_share("checkpoint_frac", self.checkpoint_frac)?;
        expect(
            (0.0..0.5).contains(&self.jitter_frac),
            "jitter_frac",
            self.jitter_frac,
            "a share from 0 to below 0.5",
        )?;
        expect_span("step_s", self.step_s, 0.01, "steps of at least 0.01 s")?;
        expect(
            self.checkpoint_every_s >= 1.0,
            "checkpoint_every_s",
            self.checkpoint_every_s,
            "at least 1 s",
        )?;
        expect(self.checkpoint_s >= 0.0, "checkpoint_s", self.checkpoint_s, "0 s or more")?;
        expect_positive("interruption_gpu_hours", self.interruption_gpu_hours)?;
        expect_span("restart_s", self.restart_s, 1.0, "at least 1 s")?;
        expect_span("ramp_s", self.ramp_s, 1.0, "at least 1 s")
    }
}

impl Inference {
    fn check(&self) -> Result<(), Error> {
        expect_share("peak_frac", self.peak_frac)?;
        let (valley, mean) = (self.peak_to_valley_ratio, self.peak_to_mean_ratio);
        expect(valley >= 1.0 && valley.is_finite(), "peak_to_valley_ratio", valley, "1 or more")?;
        expect(
            (1.0..=valley).contains(&mean),
            "peak_to_mean_ratio",
            mean,
            "from 1 to `peak_to_valley_ratio`",
        )?;
        expect(self.peak_hours.is_finite(), "peak_hours", self.peak_hours, "an hour of the day")?;
        expect_positive("requests_per_gpu", self.requests_per_gpu)?;
        expect_positive("request_s", self.request_s)
    }
}
