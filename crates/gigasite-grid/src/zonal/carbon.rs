//! Whose carbon is consumed where: proportional flow tracing.
//!
//! Every megawatt that leaves a zone, over a border or into consumption, carries the mix of what entered it. With `P_z`
//! the generation and `F_yz` the flow from `y` to `z`, the carbon intensity `x` of each zone solves
//!
//! ```text
//! (P_z + Σ_y F_yz) x_z − Σ_y F_yz x_y = E_z
//! ```
//!
//! (Bialek 1996, average participation.) What is consumed sums to what is emitted, `Σ_z x_z · consumption_z = Σ_z E_z`,
//! up to the energy that stores shift between hours: charging counts as consumption, discharging enters carbon-free.

use gigasite_case::Hourly;
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Generation of a zone in an hour, without stores, and its direct carbon.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Made {
    /// Megawatts.
    pub power_mw: f64,
    /// Tonnes in the hour.
    pub carbon_t: f64,
}

/// Carbon intensity of consumption, t/MWh: one series a zone.
///
/// `made`: hours × zones, row-major. `borders`: `(from, to)`. `flow_mw`: one series a border, positive from → to.
pub fn trace(
    made: &[Made],
    borders: &[(usize, usize)],
    flow_mw: &[Hourly<f64>],
    zones: usize,
) -> Vec<Hourly<f64>> {
    let hours = made.len().checked_div(zones).unwrap_or(0);
    let by_hour: Vec<Vec<f64>> = (0..hours)
        .into_par_iter()
        .map(|hour| trace_hour(&made[hour * zones..(hour + 1) * zones], borders, flow_mw, hour))
        .collect();
    (0..zones).map(|zone| by_hour.iter().map(|intensity| intensity[zone]).collect()).collect()
}

fn trace_hour(made: &[Made], borders: &[(usize, usize)], flow_mw: &[Hourly<f64>], hour: usize) -> Vec<f64> {
    let zones = made.len();
    let mut matrix = DMatrix::<f64>::zeros(zones, zones);
    for (zone, made) in made.iter().enumerate() {
        // a zone where nothing enters has no mix: 1 on the diagonal gives it zero
        matrix[(zone, zone)] = made.power_mw.max(1e-6);
    }
    for ((from, to), series) in borders.iter().zip(flow_mw) {
        let flow = series[hour];
        let (source, sink) = if flow >= 0.0 { (*from, *to) } else { (*to, *from) };
        matrix[(sink, sink)] += flow.abs();
        matrix[(sink, source)] -= flow.abs();
    }
    let emitted = DVector::from_iterator(zones, made.iter().map(|made| made.carbon_t));
    // diagonally dominant by construction, so the factorisation exists
    matrix
        .lu()
        .solve(&emitted)
        .map_or_else(|| vec![0.0; zones], |x| x.iter().map(|value| value.max(0.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_importer_consumes_the_mix_of_its_supplier() {
        // A makes 100 MW at 0.5 t/MWh and sends 40 to B, which makes 60 MW clean
        let made = [Made { power_mw: 100.0, carbon_t: 50.0 }, Made { power_mw: 60.0, carbon_t: 0.0 }];
        let intensity = trace(&made, &[(0, 1)], &[Hourly(vec![40.0])], 2);
        assert!((intensity[0][0] - 0.5).abs() < 1e-9);
        assert!((intensity[1][0] - 0.2).abs() < 1e-9, "20 t over 100 MWh");
        let consumed = 60.0 * intensity[0][0] + 100.0 * intensity[1][0];
        assert!((consumed - 50.0).abs() < 1e-9, "nothing is lost on the way");
    }

    #[test]
    fn a_loop_of_flows_is_no_source_of_carbon() {
        let made = [
            Made { power_mw: 90.0, carbon_t: 90.0 },
            Made { power_mw: 10.0, carbon_t: 0.0 },
            Made::default(),
        ];
        let flows = [Hourly(vec![30.0]), Hourly(vec![35.0]), Hourly(vec![5.0])];
        let intensity = trace(&made, &[(0, 1), (1, 2), (2, 0)], &flows, 3);
        let consumption = [90.0 + 5.0 - 30.0, 10.0 + 30.0 - 35.0, 35.0 - 5.0];
        let consumed: f64 = consumption.iter().zip(&intensity).map(|(mw, x)| mw * x[0]).sum();
        assert!((consumed - 90.0).abs() < 1e-6, "{consumed}");
    }
}
