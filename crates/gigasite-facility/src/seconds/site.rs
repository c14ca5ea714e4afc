//! The IT power of a site, second by second and finer.
//!
//! Every accelerator at work draws a level x between 0 (idle) and 1 (full power); u is what accelerators ready to work could
//! draw at most (0 in a restart). One slow number g per second brings the mix to the hour's energy (see the `hours` module):
//!
//! ```text
//! −1 ≤ g ≤ 0:  y = x (1 + g)               fewer accelerators at work
//!  0 ≤ g ≤ 1:  y = x + g (u − x)           accelerators at work busier, those that wait stay idle
//!  1 ≤ g ≤ 2:  y = u + (g − 1)(1 − u)      other work fills those that wait: counted as backfill
//!
//! IT power = idle + y (full − idle)
//! ```
//!
//! Linear in x and u while g holds, so the mean of a second's waveform is the second. Every mean from idle to full can be met.

use super::hours::{between_centres, strength, windows};
use super::inference::busy_frac;
use super::job::{Job, Levels};
use super::random::SplitMix64;
use super::{DAY_S, DayInput, Error, Event, HOUR_S};

/// The jobs, the inference and how far they are bent: all that IT power of a day follows from.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    jobs: Vec<Job>,
    training_frac: f64,
    /// Level of the inference per second.
    inference: Vec<f64>,
    idle_mw: f64,
    full_mw: f64,
    /// g per second.
    bend: Vec<f64>,
}

/// What a drawn site does in its day.
pub(super) struct Drawn {
    pub(super) it_mw: Vec<f64>,
    /// Level that accelerators ready to work could draw, mean of the site.
    pub(super) able: Vec<f64>,
    /// In order of time, then of jobs.
    pub(super) events: Vec<Event>,
    /// Energy above what accelerators ready to work could draw.
    pub(super) backfill_mwh: f64,
    /// Mean IT power of the mix before it is bent to the hours.
    pub(super) mix_mw: f64,
}

/// `y` of the page above.
fn bent(drawn: f64, able: f64, bend: f64) -> f64 {
    if bend <= 0.0 {
        drawn * (1.0 + bend)
    } else if bend <= 1.0 {
        drawn + bend * (able - drawn)
    } else {
        able + (bend - 1.0) * (1.0 - able)
    }
}

/// The one g that gives a mean level to seconds of mean `drawn` and `able`.
fn even_bend(drawn: f64, able: f64, level: f64) -> f64 {
    if level <= drawn {
        if drawn > 0.0 { level / drawn - 1.0 } else { 0.0 }
    } else if level <= able {
        (level - drawn) / (able - drawn)
    } else if able < 1.0 {
        1.0 + (level - able) / (1.0 - able)
    } else {
        2.0
    }
}

/// g per second such that every hour has its level.
fn bends(drawn: &[f64], able: &[f64], levels: &[f64; 24]) -> Vec<f64> {
    let mean = |series: &[f64], hour: usize| {
        series[hour * HOUR_S..(hour + 1) * HOUR_S].iter().sum::<f64>() / HOUR_S as f64
    };
    let knots = std::array::from_fn(|hour| even_bend(mean(drawn, hour), mean(able, hour), levels[hour]));
    let mut bends: Vec<f64> = (0..DAY_S).map(|second| between_centres(&knots, second)).collect();
    let windows = windows();
    for (hour, bends) in bends.chunks_exact_mut(HOUR_S).enumerate() {
        let of_hour = hour * HOUR_S..(hour + 1) * HOUR_S;
        let (drawn, able) = (&drawn[of_hour.clone()], &able[of_hour]);
        let moved = |bend: f64, delta: f64, w: f64| (bend + delta * w).clamp(-1.0, 2.0);
        let delta = strength(|delta| {
            let seconds = drawn.iter().zip(able).zip(bends.iter().zip(&windows));
            let sum: f64 = seconds.map(|((x, u), (bend, w))| bent(*x, *u, moved(*bend, delta, *w))).sum();
            sum - levels[hour] * HOUR_S as f64
        });
        for (bend, w) in bends.iter_mut().zip(&windows) {
            *bend = moved(*bend, delta, *w);
        }
    }
    bends
}

impl Site {
    /// Draws jobs and inference, and bends them to the hours.
    pub(super) fn draw(input: &DayInput) -> (Self, Drawn) {
        let (workload, plant) = (&input.workload, &input.plant);
        let span_mw = plant.it_full_mw - plant.it_idle_mw;
        let level = |frac: f64| ((frac * plant.it_full_mw - plant.it_idle_mw) / span_mw).clamp(0.0, 1.0);
        let training = &workload.training;
        let levels = Levels {
            hi: level(training.hi_frac),
            lo: level(training.lo_frac),
            checkpoint: level(training.checkpoint_frac),
        };
        let gpus = plant.gpus * workload.training_frac / training.jobs_count as f64;
        let job = |number| {
            Job::draw(number, gpus, training, levels, SplitMix64::stream(input.seed, number as u64 + 1))
        };
        let jobs: Vec<Job> =
            if gpus > 0.0 { (0..training.jobs_count).map(job).collect() } else { Vec::new() };
        let serving = plant.gpus * (1.0 - workload.training_frac);
        let peak = level(workload.inference.peak_frac);
        let busy = busy_frac(&workload.inference, serving, &mut SplitMix64::stream(input.seed, 0));
        let mut site = Self {
            jobs,
            training_frac: workload.training_frac,
            inference: busy.iter().map(|busy| (busy * peak).min(1.0)).collect(),
            idle_mw: plant.it_idle_mw,
            full_mw: plant.it_full_mw,
            bend: Vec::new(),
        };
        let (drawn, able) = site.levels(0, DAY_S, 1);
        let targets = input.hours.map(|hour| (hour.it_mw - plant.it_idle_mw) / span_mw);
        site.bend = bends(&drawn, &able, &targets);
        let bent: Vec<f64> = site.bent(&drawn, &able, 0, 1).collect();
        let over: f64 = bent.iter().zip(&able).map(|(y, u)| (y - u).max(0.0)).sum();
        let mut events: Vec<Event> =
            site.jobs.iter_mut().flat_map(|job| std::mem::take(&mut job.events)).collect();
        events.sort_by_key(|event| (event.at_s, event.job));
        let it_mw = bent.iter().map(|y| site.power_mw(*y)).collect();
        let backfill_mwh = over * span_mw / HOUR_S as f64;
        let mix_mw = site.power_mw(drawn.iter().sum::<f64>() / DAY_S as f64);
        (site, Drawn { it_mw, able, events, backfill_mwh, mix_mw })
    }

    /// IT power of samples of `1/rate_hz` s, MW: each the exact mean over its interval, so 1 Hz gives the seconds of the day.
    ///
    /// # Errors
    /// Samples outside the day.
    pub fn waveform_mw(&self, from_s: usize, duration_s: usize, rate_hz: usize) -> Result<Vec<f64>, Error> {
        if from_s.checked_add(duration_s).is_none_or(|end_s| end_s > DAY_S) || rate_hz == 0 {
            return Err(Error::WaveformOutsideDay { from_s, duration_s, rate_hz });
        }
        let (drawn, able) = self.levels(from_s, duration_s, rate_hz);
        Ok(self.bent(&drawn, &able, from_s, rate_hz).map(|y| self.power_mw(y)).collect())
    }

    /// Level of an accelerator of the first job (without training: of the inference), per second.
    pub(super) fn gpu_level(&self) -> Vec<f64> {
        let (mut drawn, mut able) = (vec![0.0; DAY_S], vec![0.0; DAY_S]);
        if let Some(job) = self.jobs.first() {
            job.add_to(1.0, 0, 1, &mut drawn, &mut able);
        } else {
            (drawn, able) = (self.inference.clone(), vec![1.0; DAY_S]);
        }
        self.bent(&drawn, &able, 0, 1).collect()
    }

    fn power_mw(&self, level: f64) -> f64 {
        (self.idle_mw + level * (self.full_mw - self.idle_mw)).clamp(self.idle_mw, self.full_mw)
    }

    fn bent(&self, drawn: &[f64], able: &[f64], from_s: usize, rate_hz: usize) -> impl Iterator<Item = f64> {
        let seconds = self.bend[from_s..].iter().flat_map(move |bend| std::iter::repeat_n(*bend, rate_hz));
        drawn.iter().zip(able).zip(seconds).map(|((x, u), g)| bent(*x, *u, g))
    }

    /// What accelerators draw and could draw, before bending.
    fn levels(&self, from_s: usize, duration_s: usize, rate_hz: usize) -> (Vec<f64>, Vec<f64>) {
        let serving = 1.0 - self.training_frac;
        let share = self.training_frac / self.jobs.len() as f64;
        let mut able = vec![serving; duration_s * rate_hz];
        let served = self.inference[from_s..from_s + duration_s].iter();
        let mut drawn: Vec<f64> =
            served.flat_map(|level| std::iter::repeat_n(serving * level, rate_hz)).collect();
        for job in &self.jobs {
            job.add_to(share, from_s, rate_hz, &mut drawn, &mut able);
        }
        (drawn, able)
    }
}

/// First second of the `duration_s` with the most accelerators at work: where steps swing most.
pub(super) fn busiest_s(able: &[f64], duration_s: usize) -> usize {
    let mut sum: f64 = able[..duration_s].iter().sum();
    let (mut best, mut most) = (0, sum);
    for (first, (leaves, joins)) in able.iter().zip(&able[duration_s..]).enumerate() {
        sum += joins - leaves;
        // rounding must not decide
        if sum > most + 1e-6 {
            (best, most) = (first + 1, sum);
        }
    }
    best
}
