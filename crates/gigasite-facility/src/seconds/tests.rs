//! Vectors TR-1 and TR-3, properties, a day.

mod day;
mod grid;
mod jobs;
mod thermal;

use super::*;

/// 100,000 GB300 accelerators with 8 % of overhead: 178 MW by nameplate, provisioned at 0.9, idle at 0.22. A day of warm
/// afternoon, the hours made up.
pub(super) fn input() -> DayInput {
    let plant = Plant {
        gpus: 100_000.0,
        it_idle_mw: 39.0,
        it_full_mw: 160.0,
        gpu_idle_w: 150.0,
        gpu_full_w: 1400.0,
        liquid_frac: 0.9,
        coolant_supply_c: 40.0,
        coolant_max_c: 45.0,
    };
    let hours = std::array::from_fn(|hour| {
        let warm = (hour as f64 - 15.0).abs();
        HourMeans { it_mw: 125.0 + 0.5 * warm, cooling_mw: 6.0 - 0.2 * warm, loss_mw: 5.0 }
    });
    DayInput {
        plant,
        hours,
        workload: Workload::default(),
        loops: Loops::default(),
        limits: Limits::default(),
        seed: 1,
    }
}

/// Only training, in `jobs` jobs that nothing disturbs.
pub(super) fn undisturbed(jobs: usize) -> Workload {
    let training =
        Training { jobs_count: jobs, interruption_gpu_hours: 1e15, checkpoint_s: 0.0, ..Training::default() };
    Workload { training_frac: 1.0, training, ..Workload::default() }
}

pub(super) fn day(input: &DayInput) -> DayAtOneSecond {
    day_at_one_second(input).expect("a day")
}
