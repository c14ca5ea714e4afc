//! States of a water-side economiser, for control that is finer than an hour.
//!
//! ```text
//! free cooling (FC)         the tower alone holds the set point
//! partly mechanical (PMC)   the tower pre-cools at full speed, chillers do the rest
//! fully mechanical (FMC)    the tower serves the condensers only
//!
//! economiser on   if T_return > T_wb + T_approach + db        off  if T_reached > T_return − db
//! chillers on     if T_reached > T_set + db                   off  if T_reached ≤ T_set
//! ```
//!
//! `T_reached` is what the economiser makes of the returning water. Every change waits until the state has stood for 20
//! minutes (Stein 2009, as in Modelica Buildings). The hourly year uses the closed form of its sinks, which is where this
//! machine comes to rest.

/// Dead band, K (Modelica Buildings: 1.1).
pub const DEAD_BAND_K: f64 = 1.1;
/// Shortest stay in a state, s.
pub const WAIT_S: f64 = 1200.0;

/// State of the plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Free cooling.
    Free,
    /// Tower and chillers.
    Partial,
    /// Chillers alone.
    #[default]
    Mechanical,
}

/// What control measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Water from the load, °C.
    pub return_c: f64,
    /// Water the load wants, °C.
    pub set_c: f64,
    /// What the economiser makes of the returning water, °C.
    pub reached_c: f64,
    /// Wet bulb and the approach of tower and exchanger above it, °C.
    pub predicted_c: f64,
}

/// A plant with its state.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Economiser {
    /// State.
    pub mode: Mode,
    /// How long it has stood, s.
    pub since_s: f64,
}

impl Economiser {
    /// The plant after `step_s` seconds with these measurements; at most one state further.
    #[must_use]
    pub fn step(self, measured: &Measured, step_s: f64) -> Self {
        let since_s = self.since_s + step_s;
        let stay = Self { since_s, ..self };
        if since_s < WAIT_S {
            return stay;
        }
        let useless = measured.reached_c > measured.return_c - DEAD_BAND_K;
        let short = measured.reached_c > measured.set_c + DEAD_BAND_K;
        let mode = match self.mode {
            Mode::Free if short => Mode::Partial,
            Mode::Partial if useless => Mode::Mechanical,
            Mode::Partial if measured.reached_c <= measured.set_c => Mode::Free,
            Mode::Mechanical if measured.return_c > measured.predicted_c + DEAD_BAND_K => Mode::Partial,
            Mode::Free | Mode::Partial | Mode::Mechanical => return stay,
        };
        Self { mode, since_s: 0.0 }
    }

    /// State in which an hour of these conditions comes to rest, without dead bands: that of the closed form.
    pub fn rest(return_c: f64, set_c: f64, reached_c: f64) -> Mode {
        if reached_c <= set_c {
            Mode::Free
        } else if reached_c < return_c {
            Mode::Partial
        } else {
            Mode::Mechanical
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEAD_BAND_K, Economiser, Measured, Mode, WAIT_S};

    fn at(wet_bulb_c: f64) -> Measured {
        let predicted_c = wet_bulb_c + 6.9;
        Measured { return_c: 28.0, set_c: 18.0, reached_c: predicted_c.min(28.0), predicted_c }
    }

    fn settled(mut plant: Economiser, wet_bulb_c: f64) -> Mode {
        (0..600).for_each(|_| plant = plant.step(&at(wet_bulb_c), 60.0));
        plant.mode
    }

    #[test]
    fn every_weather_comes_to_rest_in_its_state() {
        for (wet_bulb_c, mode) in [(5.0, Mode::Free), (15.0, Mode::Partial), (24.0, Mode::Mechanical)] {
            for from in [Mode::Free, Mode::Partial, Mode::Mechanical] {
                assert_eq!(
                    settled(Economiser { mode: from, since_s: 0.0 }, wet_bulb_c),
                    mode,
                    "{wet_bulb_c} from {from:?}"
                );
            }
            assert_eq!(Economiser::rest(28.0, 18.0, at(wet_bulb_c).reached_c), mode);
        }
    }

    #[test]
    fn no_state_is_left_before_its_time() {
        let start = Economiser { mode: Mode::Free, since_s: 0.0 };
        let early = start.step(&at(20.0), WAIT_S - 1.0);
        assert_eq!(early.mode, Mode::Free);
        let late = early.step(&at(20.0), 1.0);
        assert_eq!((late.mode, late.since_s), (Mode::Partial, 0.0));
    }

    #[test]
    fn weather_within_the_dead_band_changes_nothing() {
        // the economiser reaches the set point and half the dead band above it, in turns
        let mut plant = Economiser { mode: Mode::Free, since_s: WAIT_S };
        for minute in 0..600 {
            let above = if minute % 40 < 20 { 0.0 } else { 0.5 * DEAD_BAND_K };
            let measured =
                Measured { return_c: 28.0, set_c: 18.0, reached_c: 18.0 + above, predicted_c: 18.0 };
            plant = plant.step(&measured, 60.0);
            assert_eq!(plant.mode, Mode::Free);
        }
    }
}
