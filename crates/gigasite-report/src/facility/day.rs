//! The day at one second in sentences, facts and a file.

use super::DesignStudy;
use crate::{Answer, format};
use gigasite_facility::seconds::{DayAtOneSecond, EventKind};
use serde_json::json;
use std::fmt::Write as _;

/// Says what the day asks of the grid and of a buffer.
pub(super) fn say(answer: &mut Answer, design: &DesignStudy<'_>, number: usize, day: &DayAtOneSecond) {
    let name = design.design_name();
    let interruptions = day.events.iter().filter(|event| event.kind == EventKind::Interruption).count();
    let range = |values: &[f64]| {
        values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)))
    };
    let (low, high) = range(&day.facility_mw);
    let ramp = &day.ramps.over_1_s;
    answer.say(format!(
        "{name}, day {} at one second: {} to {} MW; in one second up {} and down {} MW; {} interruptions",
        number + 1,
        format::thousands(low, 1),
        format::thousands(high, 1),
        format::thousands(ramp.up_mw_per_s, 1),
        format::thousands(ramp.down_mw_per_s, 1),
        format::count(interruptions),
    ));
    answer.say(format!(
        "{name}: a ramp limit of {} MW/s needs a buffer of {} MW and {} kWh ({} MW and {} kWh within steps); strongest swing {} MW at {} Hz",
        format::thousands(day.buffer.limit_mw_per_s, 1),
        format::thousands(day.buffer.power_mw, 1),
        format::thousands(day.buffer.energy_mwh * 1e3, 1),
        format::thousands(day.step_buffer.power_mw, 1),
        format::thousands(day.step_buffer.energy_mwh * 1e3, 1),
        format::thousands(day.spectrum.peak_mw, 1),
        format::thousands(day.spectrum.peak_hz, 2),
    ));
    if day.backfill_mwh > 0.0 {
        answer.say(format!(
            "{name}: the hours ask for more than the jobs draw (mean {} MW): {} MWh are drawn by accelerators in restart",
            format::thousands(day.mix_mw, 1),
            format::thousands(day.backfill_mwh, 1),
        ));
    }
    answer.fact(
        &format!("day_{name}"),
        json!({
            "day_of_year": number + 1,
            "low_mw": low,
            "high_mw": high,
            "ramp_1_s_mw_per_s": [ramp.up_mw_per_s, ramp.down_mw_per_s],
            "ramp_60_s_mw_per_s": [day.ramps.over_60_s.up_mw_per_s, day.ramps.over_60_s.down_mw_per_s],
            "band_frac": day.spectrum.band_frac,
            "peak_hz": day.spectrum.peak_hz,
            "peak_mw": day.spectrum.peak_mw,
            "buffer_mw": day.buffer.power_mw,
            "buffer_mwh": day.buffer.energy_mwh,
            "step_buffer_mw": day.step_buffer.power_mw,
            "step_buffer_mwh": day.step_buffer.energy_mwh,
            "interruptions_count": interruptions,
            "over_limit_s": day.over_limit_s,
            "no_flow_s": day.no_flow_s,
            "backfill_mwh": day.backfill_mwh,
            "events": day.events,
        }),
    );
    answer.file(format!("seconds/{name}.csv"), csv(day).into_bytes());
}

fn csv(day: &DayAtOneSecond) -> String {
    let mut out = String::from("second,it_mw,cooling_mw,facility_mw,buffered_mw,coolant_c,junction_c\n");
    for t in 0..day.it_mw.len() {
        let _ = write!(out, "{t},{:.4},{:.4},{:.4}", day.it_mw[t], day.cooling_mw[t], day.facility_mw[t]);
        for series in [&day.buffer.grid_mw, &day.coolant_c, &day.junction_c] {
            match series.get(t) {
                Some(value) => {
                    let _ = write!(out, ",{value:.4}");
                }
                None => out.push(','),
            }
        }
        out.push('\n');
    }
    out
}
