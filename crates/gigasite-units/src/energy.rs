//! Power, energy, time and distance.

quantity!(
    /// Active power. Load positive = drawn from the grid; injection positive = into the grid.
    ///
    /// Power is not energy:
    ///
    /// ```compile_fail
    /// use gigasite_units::{MegawattHours, Megawatts};
    /// let _ = Megawatts(1.0) + MegawattHours(1.0);
    /// ```
    Megawatts, "MW");
quantity!(
    /// Energy.
    ///
    /// Energy times power is no time:
    ///
    /// ```compile_fail
    /// use gigasite_units::{Hours, MegawattHours, Megawatts};
    /// let _: Hours = MegawattHours(1.0) * Megawatts(1.0);
    /// ```
    MegawattHours, "MWh");
quantity!(
    /// Duration.
    Hours, "h");
quantity!(
    /// Distance.
    Kilometres, "km");

relate!(Megawatts * Hours = MegawattHours);

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// `uom` is the second opinion on the relation.
        #[test]
        fn energy_agrees_with_uom(power in -1e6_f64..1e6, time in 0.0_f64..8784.0) {
            use uom::si::{energy::megawatt_hour, f64::{Power, Time}, power::megawatt, time::hour};
            let theirs = (Power::new::<megawatt>(power) * Time::new::<hour>(time)).get::<megawatt_hour>();
            let MegawattHours(ours) = Megawatts(power) * Hours(time);
            proptest::prop_assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0));
        }

        #[test]
        fn the_triangle_closes(power in 1e-3_f64..1e6, time in 1e-3_f64..8784.0) {
            let energy = Megawatts(power) * Hours(time);
            proptest::prop_assert!(((energy / Megawatts(power)).0 - time).abs() <= 1e-9 * time);
            proptest::prop_assert!(((energy / Hours(time)).0 - power).abs() <= 1e-9 * power);
        }
    }
}
