//! Standard overhead lines, for sets that give a voltage and a length and nothing else.

use gigasite_case::network::Branch;
use std::f64::consts::PI;

/// A circuit of an overhead line at 50 Hz.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LineType {
    /// Voltage it is taken for, kV.
    pub(super) voltage_kv: f64,
    /// Name of the type in PyPSA.
    pub(super) name: &'static str,
    resistance_ohm_per_km: f64,
    pub(super) reactance_ohm_per_km: f64,
    capacitance_nf_per_km: f64,
    current_ka: f64,
}

/// Types by voltage. Source: the standard line types of PyPSA 1.4 (`line_types.csv`, after Oeding and Oswald, *Elektrische
/// Kraftwerke und Netze*, 2011, chapter 9, and for 110 kV after Heuck et al. 2010); which type stands for which voltage is as
/// in PyPSA-Eur (`config.default.yaml`, `lines: types`).
const TYPES: [LineType; 6] = [
    LineType {
        voltage_kv: 132.0,
        name: "243-AL1/39-ST1A 110.0",
        resistance_ohm_per_km: 0.1188,
        reactance_ohm_per_km: 0.39,
        capacitance_nf_per_km: 9.0,
        current_ka: 0.645,
    },
    LineType {
        voltage_kv: 220.0,
        name: "Al/St 240/40 2-bundle 220.0",
        resistance_ohm_per_km: 0.06,
        reactance_ohm_per_km: 0.301,
        capacitance_nf_per_km: 12.5,
        current_ka: 1.29,
    },
    LineType {
        voltage_kv: 300.0,
        name: "Al/St 240/40 3-bundle 300.0",
        resistance_ohm_per_km: 0.04,
        reactance_ohm_per_km: 0.265,
        capacitance_nf_per_km: 13.2,
        current_ka: 1.935,
    },
    LineType { voltage_kv: 380.0, ..BUNDLE_OF_FOUR },
    LineType { voltage_kv: 500.0, ..BUNDLE_OF_FOUR },
    LineType {
        voltage_kv: 750.0,
        name: "Al/St 560/50 4-bundle 750.0",
        resistance_ohm_per_km: 0.013,
        reactance_ohm_per_km: 0.276,
        capacitance_nf_per_km: 13.13,
        current_ka: 4.16,
    },
];
const BUNDLE_OF_FOUR: LineType = LineType {
    voltage_kv: 380.0,
    name: "Al/St 240/40 4-bundle 380.0",
    resistance_ohm_per_km: 0.03,
    reactance_ohm_per_km: 0.246,
    capacitance_nf_per_km: 13.8,
    current_ka: 2.58,
};
const FREQUENCY_HZ: f64 = 50.0;

impl LineType {
    /// The type for a voltage, if there is one for exactly that.
    pub(super) fn of(voltage_kv: f64) -> Option<Self> {
        TYPES.into_iter().find(|kind| kind.voltage_kv == voltage_kv)
    }

    /// Rating of a circuit, MVA: `√3 U I`.
    pub(super) fn rating_mva(&self) -> f64 {
        3.0_f64.sqrt() * self.voltage_kv * self.current_ka
    }

    /// A line of some circuits: `r = r′ l / n`, `x = x′ l / n`, `b = ω c′ l n`, on `base_mva` and the voltage.
    pub(super) fn line(&self, length_km: f64, circuits: f64, base_mva: f64) -> Branch {
        let base_ohm = self.voltage_kv * self.voltage_kv / base_mva;
        let per_unit = length_km / circuits / base_ohm;
        let siemens_per_km = 2.0 * PI * FREQUENCY_HZ * self.capacitance_nf_per_km * 1e-9;
        Branch {
            resistance_pu: self.resistance_ohm_per_km * per_unit,
            reactance_pu: self.reactance_ohm_per_km * per_unit,
            charging_pu: siemens_per_km * length_km * circuits * base_ohm,
            rating_mva: Some(self.rating_mva() * circuits),
            length_km: Some(length_km),
            circuits: Some(circuits),
            ..Branch::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_those_of_the_european_sets() {
        // nominal powers in eu_base_3532: 491.556, 1005.455 and 1698.103 MVA
        for (kv, mva) in [(220.0, 491.556), (300.0, 1005.455), (380.0, 1698.103)] {
            let rating = LineType::of(kv).unwrap().rating_mva();
            assert!((rating - mva).abs() < 1e-3, "{kv} kV: {rating}");
        }
        assert_eq!(LineType::of(400.0), None);
    }

    #[test]
    fn a_hundred_kilometres_of_two_circuits_are_worked_by_hand() {
        let line = LineType::of(380.0).unwrap().line(100.0, 2.0, 100.0);
        // 0.246 · 100 / 2 = 12.3 Ω on 1444 Ω; ω · 13.8 nF · 100 · 2 = 867.1 µS
        assert!((line.reactance_pu - 12.3 / 1444.0).abs() < 1e-15);
        assert!((line.resistance_pu - 1.5 / 1444.0).abs() < 1e-15);
        assert!((line.charging_pu - 867.079_572e-6 * 1444.0).abs() < 1e-6, "{}", line.charging_pu);
        assert!((line.rating_mva.unwrap() - 3396.205).abs() < 1e-3);
    }
}
