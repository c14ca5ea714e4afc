//! A branch as four admittances.

use gigasite_case::network::Branch;
use nalgebra::Complex;

/// `I_from = ff V_from + ft V_to`, `I_to = tf V_from + tt V_to`, per unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Admittance {
    pub(super) ff: Complex<f64>,
    pub(super) ft: Complex<f64>,
    pub(super) tf: Complex<f64>,
    pub(super) tt: Complex<f64>,
}

impl Admittance {
    /// A π section behind an ideal transformer with ratio `tap · e^{j shift}` at the from end. Not finite without impedance.
    pub(super) fn of(branch: &Branch) -> Self {
        let series = Complex::new(branch.resistance_pu, branch.reactance_pu).inv();
        let own = series + Complex::new(branch.conductance_pu, branch.charging_pu) / 2.0;
        let turns = Complex::from_polar(branch.tap(), branch.shift_deg.to_radians());
        Self { ff: own / turns.norm_sqr(), ft: -series / turns.conj(), tf: -series / turns, tt: own }
    }

    pub(super) fn is_finite(&self) -> bool {
        [self.ff, self.ft, self.tf, self.tt].iter().all(|y| y.re.is_finite() && y.im.is_finite())
    }
}
