//! One training job over a day: steps, checkpoints, interruptions, restarts.
//!
//! Everything but the steps begins and ends on whole seconds. Levels run from 0 (idle) to 1 (full power). While a job comes back, its
//! racks join in steps of a second: of `n` seconds, second `i` has `(i + 1)/(n + 1)` of them.

use super::random::SplitMix64;
use super::wave::Wave;
use super::{DAY_S, Event, EventKind, Training};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Run,
    Checkpoint,
    Down,
    Ramp { over_s: usize },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Segment {
    from_s: usize,
    to_s: usize,
    phase: Phase,
}

/// Levels of a job's phases, 0 idle to 1 full.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Levels {
    pub(super) hi: f64,
    pub(super) lo: f64,
    pub(super) checkpoint: f64,
}

/// A job's day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Job {
    wave: Wave,
    levels: Levels,
    segments: Vec<Segment>,
    pub(super) events: Vec<Event>,
}

/// Seconds of a drawn length, at least one.
fn whole_s(length_s: f64) -> usize {
    (length_s.round() as usize).max(1)
}

impl Job {
    /// Draws the day of a job of `gpus` accelerators.
    pub(super) fn draw(
        number: usize,
        gpus: f64,
        training: &Training,
        levels: Levels,
        mut random: SplitMix64,
    ) -> Self {
        let wave = Wave {
            period_s: random.within(training.step_s),
            duty_frac: training.duty_frac,
            jitter_frac: training.jitter_frac,
            phase_frac: random.unit(),
        };
        let (segments, events) = timeline(number, gpus, training, &mut random);
        Self { wave, levels, segments, events }
    }

    /// Adds `share` of what the job draws, and of what its ready accelerators could draw at most, to samples of
    /// `1/rate_hz` seconds from `from_s` on: each the exact mean over its interval.
    pub(super) fn add_to(
        &self,
        share: f64,
        from_s: usize,
        rate_hz: usize,
        drawn: &mut [f64],
        able: &mut [f64],
    ) {
        let until_s = from_s + drawn.len().div_euclid(rate_hz);
        let first = self.segments.partition_point(|segment| segment.to_s <= from_s);
        let step_s = 1.0 / rate_hz as f64;
        for segment in self.segments[first..].iter().take_while(|segment| segment.from_s < until_s) {
            let (start_s, end_s) = (segment.from_s.max(from_s), segment.to_s.min(until_s));
            let cells = (start_s - from_s) * rate_hz..(end_s - from_s) * rate_hz;
            let drawn = drawn[cells.clone()].chunks_exact_mut(rate_hz);
            let seconds = drawn.zip(able[cells].chunks_exact_mut(rate_hz)).zip(start_s..end_s);
            match segment.phase {
                Phase::Down => {}
                Phase::Checkpoint => seconds.for_each(|((drawn, able), _)| {
                    let samples = drawn.iter_mut().chain(able);
                    samples.for_each(|sample| *sample += share * self.levels.checkpoint);
                }),
                Phase::Run | Phase::Ramp { .. } => {
                    let mut before = self.wave.done(start_s as f64);
                    for ((drawn, able), second) in seconds {
                        let ready = share * segment.ready_frac(second);
                        for (cell, (drawn, able)) in drawn.iter_mut().zip(able).enumerate() {
                            let after = self.wave.done(second as f64 + (cell + 1) as f64 * step_s);
                            let on_frac = self.wave.on_frac(before, after, step_s);
                            *drawn += ready * (self.levels.lo + (self.levels.hi - self.levels.lo) * on_frac);
                            *able += ready;
                            before = after;
                        }
                    }
                }
            }
        }
    }
}

impl Segment {
    /// Share of the racks that take part in a second of the day.
    fn ready_frac(&self, second: usize) -> f64 {
        match self.phase {
            Phase::Ramp { over_s } => (second - self.from_s + 1) as f64 / (over_s + 1) as f64,
            _ => 1.0,
        }
    }
}

fn timeline(
    number: usize,
    gpus: f64,
    training: &Training,
    random: &mut SplitMix64,
) -> (Vec<Segment>, Vec<Event>) {
    let mean_between_s = training.interruption_gpu_hours * 3600.0 / gpus;
    let checkpoint_s = training.checkpoint_s.round() as usize;
    let (mut segments, mut events) = (Vec::new(), Vec::new());
    let mut failure_s = random.exponential(mean_between_s);
    let mut now_s = 0;
    // the job runs at midnight, somewhere between two checkpoints
    let mut phase = Phase::Run;
    let mut end_s = whole_s(random.unit() * training.checkpoint_every_s);
    while now_s < DAY_S {
        // beyond the day this saturates
        let fails_s = failure_s as usize;
        let until_s = end_s.min(fails_s).min(DAY_S);
        if until_s > now_s {
            segments.push(Segment { from_s: now_s, to_s: until_s, phase });
        }
        now_s = until_s;
        if now_s >= DAY_S {
            break;
        }
        let event = |kind| Event { at_s: now_s, job: number, kind };
        if fails_s <= end_s {
            events.push(event(EventKind::Interruption));
            failure_s += random.exponential(mean_between_s);
            (phase, end_s) = (Phase::Down, now_s + whole_s(random.within(training.restart_s)));
            continue;
        }
        (phase, end_s) = match phase {
            Phase::Run if checkpoint_s > 0 => {
                events.push(event(EventKind::Checkpoint));
                (Phase::Checkpoint, now_s + checkpoint_s)
            }
            Phase::Down => {
                events.push(event(EventKind::Restart));
                let over_s = whole_s(random.within(training.ramp_s));
                (Phase::Ramp { over_s }, now_s + over_s)
            }
            Phase::Run | Phase::Checkpoint | Phase::Ramp { .. } => {
                (Phase::Run, now_s + whole_s(training.checkpoint_every_s))
            }
        };
    }
    (segments, events)
}
