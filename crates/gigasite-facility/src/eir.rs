//! Water-cooled chillers by the DOE-2 curves of their makers: a check on [`crate::chiller`], which plans.
//!
//! ```text
//! Q_av = Q_0 · capFT(T_e, T_c)                          f(T_e, T_c) = a1 + a2 T_e + a3 T_e² + a4 T_c + a5 T_c² + a6 T_e T_c
//! PLR  = min(Q / Q_av, PLR_max);   PLR_u = max(PLR, PLR_min,unl);   CR = min(PLR / PLR_min, 1)
//! P    = Q_av / COP_0 · EIRFT(T_e, T_c) · EIRFPLR(PLR_u) · CR;      Q_c = Q + P
//! ```
//!
//! `T_e` leaves the evaporator, `T_c` **enters** the condenser (the Carnot form of [`crate::chiller`] takes what leaves it).
//! The curves end at 4.4–12.8 °C of chilled water; halls of accelerators ask for 17–30 °C. There the polynomials are
//! extrapolated and every answer says so.
//!
//! Over the ranges of the curves the Carnot form is −17 … +2 % beside the York machine, and 9–47 % above the small `McQuay`,
//! most at low lift: it was fitted to machines above 1 MW.
//!
//! **Source**: equations, `EnergyPlus` Engineering Reference, `Chiller:Electric:EIR`; machines, makers' data as in the
//! `EnergyPlus` reference data set.

use crate::validity::{Outside, Refused, demand, outside};

/// A machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// Maker, type, nominal heat and coefficient of performance.
    pub name: &'static str,
    /// Heat taken at the nominal point, kW.
    pub nominal_kw: f64,
    /// Coefficient of performance at the nominal point.
    pub nominal_cop: f64,
    /// Nominal point: water leaving the evaporator and entering the condenser, °C.
    pub nominal_c: (f64, f64),
    /// Below this part-load ratio the machine cycles.
    pub least_ratio: f64,
    /// Below this part-load ratio it bypasses hot gas at constant power.
    pub least_unloaded_ratio: f64,
    /// Highest part-load ratio.
    pub most_ratio: f64,
    /// Water leaving the evaporator over which the curves were fitted, °C.
    pub evaporator_c: (f64, f64),
    /// Water entering the condenser over which the curves were fitted, °C.
    pub condenser_c: (f64, f64),
    /// Capacity over nominal, biquadratic.
    pub capacity: [f64; 6],
    /// Electricity per heat at full load over nominal, biquadratic.
    pub electricity: [f64; 6],
    /// Power over power at full load, quadratic in the part-load ratio.
    pub part_load: [f64; 3],
}

/// `McQuay` WSC, a small centrifugal machine.
pub const MCQUAY_WSC_471: Machine = Machine {
    name: "McQuay WSC 471 kW, COP 5.89",
    nominal_kw: 471.2,
    nominal_cop: 5.89,
    nominal_c: (8.89, 26.67),
    least_ratio: 0.10,
    least_unloaded_ratio: 0.10,
    most_ratio: 1.15,
    evaporator_c: (7.22, 12.78),
    condenser_c: (12.78, 26.67),
    capacity: [2.521_130e-1, 1.324_053e-2, -8.637_329e-3, 8.581_056e-2, -4.261_176e-3, 8.661_899e-3],
    electricity: [4.475_238e-1, -2.588_210e-2, -1.459_053e-3, 4.342_595e-2, -1.000_651e-3, 1.920_106e-3],
    part_load: [2.778_889e-1, 2.338_363e-1, 4.883_748e-1],
};

/// York YK, a large centrifugal machine.
pub const YORK_YK_4969: Machine = Machine {
    name: "York YK 4969 kW, COP 7.14",
    nominal_kw: 4969.0,
    nominal_cop: 7.14,
    nominal_c: (6.67, 26.11),
    least_ratio: 0.16,
    least_unloaded_ratio: 0.16,
    most_ratio: 1.07,
    evaporator_c: (4.44, 8.89),
    condenser_c: (12.78, 29.44),
    capacity: [7.817_577e-1, -1.012_013e-1, -1.584_389e-3, 7.928_475e-2, -3.674_093e-3, 7.999_392e-3],
    electricity: [7.382_162e-1, -5.847_442e-2, 1.117_191e-3, 2.168_089e-2, -2.189_722e-4, 1.036_877e-3],
    part_load: [2.259_512e-1, 2.320_151e-1, 5.423_771e-1],
};

/// What a machine does.
#[derive(Debug, Clone, PartialEq)]
pub struct Working {
    /// Heat taken from the water, kW.
    pub cooling_kw: f64,
    /// Heat asked for and not taken, kW.
    pub short_kw: f64,
    /// Electricity of the compressor, kW.
    pub power_kw: f64,
    /// Heat given to the condenser water, kW.
    pub condenser_kw: f64,
    /// Heat over the heat the machine could take.
    pub load_ratio: f64,
    /// Share of the time it runs: below 1 it cycles.
    pub running_frac: f64,
    /// Every quantity outside the fit; empty if the figures stand on data.
    pub outside: Vec<Outside>,
}

impl Working {
    /// Coefficient of performance, compressor only; 0 for a machine that stands still.
    pub fn cop(&self) -> f64 {
        if self.power_kw > 0.0 { self.cooling_kw / self.power_kw } else { 0.0 }
    }
}

impl Machine {
    /// Heat the machine can take at part-load ratio 1, kW.
    pub fn capacity_kw(&self, evaporator_c: f64, condenser_c: f64) -> f64 {
        self.nominal_kw * biquadratic(&self.capacity, evaporator_c, condenser_c)
    }

    /// The machine under a load.
    ///
    /// # Errors
    /// A load below zero or not a number, and temperatures so far outside the fit that capacity or power is not above zero.
    pub fn work(&self, heat_kw: f64, evaporator_c: f64, condenser_c: f64) -> Result<Working, Refused> {
        demand(heat_kw >= 0.0, "heat_kw", heat_kw, "heat that is not below zero")?;
        let available_kw = self.capacity_kw(evaporator_c, condenser_c);
        demand(available_kw > 0.0, "available_kw", available_kw, "temperatures nearer to those of the fit")?;
        let per_heat = biquadratic(&self.electricity, evaporator_c, condenser_c);
        demand(per_heat > 0.0, "electricity_ratio", per_heat, "temperatures nearer to those of the fit")?;

        let load_ratio = (heat_kw / available_kw).min(self.most_ratio);
        let unloaded_ratio = load_ratio.max(self.least_unloaded_ratio);
        let running_frac = (load_ratio / self.least_ratio).min(1.0);
        let [a, b, c] = self.part_load;
        let at_part_load = a + unloaded_ratio * (b + unloaded_ratio * c);
        let power_kw = available_kw / self.nominal_cop * per_heat * at_part_load * running_frac;
        let cooling_kw = (load_ratio * available_kw).min(heat_kw);
        let outside = [
            outside("evaporator_c", evaporator_c, self.evaporator_c),
            outside("condenser_c", condenser_c, self.condenser_c),
            outside("load_ratio", heat_kw / available_kw, (0.0, self.most_ratio)),
        ];
        Ok(Working {
            cooling_kw,
            short_kw: heat_kw - cooling_kw,
            power_kw,
            condenser_kw: cooling_kw + power_kw,
            load_ratio,
            running_frac,
            outside: outside.into_iter().flatten().collect(),
        })
    }
}

fn biquadratic(a: &[f64; 6], e: f64, c: f64) -> f64 {
    a[0] + a[1] * e + a[2] * e * e + a[3] * c + a[4] * c * c + a[5] * e * c
}

#[cfg(test)]
mod tests;
