//! A sink tabulated over the temperatures of a year, at one heat or between several.

use super::work::{AtHeat, State};
use super::{Rejection, Sink, Source};
use crate::climate::{Climate, Outdoors};
use crate::table::Table;

/// A sink at rising heats, each tabulated; in between, figures are interpolated.
#[derive(Debug)]
pub(crate) struct Tabled {
    levels: Vec<(AtHeat, Table<State>)>,
}

impl Tabled {
    /// Tabulates a sink at `heats_mw`, rising, for the temperatures of a year.
    pub(crate) fn of(sink: &Sink, heats_mw: &[f64], climate: &Climate<'_>) -> Self {
        let (low_c, high_c) = match sink.source {
            Source::Tower { .. } => (climate.wet_c.0, climate.wet_c.1),
            Source::Dry { .. } | Source::Coils { .. } | Source::Water { .. } => climate.air_c,
        };
        let level = |heat_mw: &f64| {
            let at = sink.at(*heat_mw);
            // what lies beyond the kink is never read from a table where pads help
            let wetted = matches!(sink.source, Source::Dry { pads, .. } if pads > 0.0);
            let to_c = if wetted { high_c.min(at.warmest_c) } else { high_c };
            (at, Table::of(low_c.min(to_c), to_c, &at.kinks(), |source_c| at.state(source_c)))
        };
        Self { levels: heats_mw.iter().map(level).collect() }
    }

    /// Rejects `heat_mw` in a weather.
    pub(crate) fn reject(&self, heat_mw: f64, outdoors: &Outdoors) -> Rejection {
        let at =
            |(at, table): &(AtHeat, Table<State>)| at.reject_by(outdoors, &|source_c| table.at(source_c));
        let above = self.levels.partition_point(|(at, _)| at.heat_mw < heat_mw - 1e-9);
        let (Some(low), high) = (self.levels.get(above.saturating_sub(1)), self.levels.get(above)) else {
            return Rejection::default();
        };
        match high {
            Some(high) if above > 0 => {
                let share = (heat_mw - low.0.heat_mw) / (high.0.heat_mw - low.0.heat_mw);
                blend(&at(low), &at(high), share)
            }
            _ => at(high.unwrap_or(low)),
        }
    }
}

fn blend(a: &Rejection, b: &Rejection, share: f64) -> Rejection {
    let mix = |a: f64, b: f64| a + share * (b - a);
    Rejection {
        fan_mw: mix(a.fan_mw, b.fan_mw),
        intake_mw: mix(a.intake_mw, b.intake_mw),
        compressor_mw: mix(a.compressor_mw, b.compressor_mw),
        evaporation_kg_per_s: mix(a.evaporation_kg_per_s, b.evaporation_kg_per_s),
        drift_kg_per_s: mix(a.drift_kg_per_s, b.drift_kg_per_s),
        leaving_c: mix(a.leaving_c, b.leaving_c),
        free_frac: mix(a.free_frac, b.free_frac),
        // a limit that is not passed is infinite; the lower heat's limit is the one that holds in between
        most_mw: a.most_mw.min(b.most_mw),
    }
}
