//! Flows, outages and optimal flows of one network, in milliseconds; beside other tools by `benches/peers/grid.py`.
//!
//! `cargo bench --bench grid -- CASE [OPF_CASE]` prints a line a measurement: `name value`. Every value is the best of
//! several rounds, since others share the machine.

use gigasite_case::network::Network;
use gigasite_grid::ac::{AcModel, AcOptions, Start};
use gigasite_grid::dc::{DcModel, Form, ScreenOptions, injections_mw};
use gigasite_grid::opf::{self, Options};
use std::path::Path;
use std::time::Instant;

/// Right-hand sides of the series by reactance.
const SNAPSHOTS: usize = 256;

#[expect(clippy::print_stdout, reason = "a measurement is what this prints")]
fn say(name: &str, value: f64) {
    println!("{name} {value:.4}");
}

/// Best wall clock of some rounds, ms.
fn best_ms<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    let once = |_| {
        let begin = Instant::now();
        std::hint::black_box(work());
        1e3 * begin.elapsed().as_secs_f64()
    };
    (0..rounds).map(once).fold(f64::INFINITY, f64::min)
}

fn read(path: &str) -> Option<Network> {
    gigasite_data::network::read(Path::new(path)).ok()?.0
}

fn flows(path: &str, network: &Network) {
    say("read_ms", best_ms(3, || read(path)));
    let Ok(ac) = AcModel::new(network) else { return };
    say("ac_model_ms", best_ms(5, || AcModel::new(network)));
    for (name, start) in [("ac_dc_start_ms", Start::Dc), ("ac_flat_ms", Start::Flat)] {
        let options = AcOptions { start, ..AcOptions::default() };
        say(name, best_ms(20, || ac.solve(network, 0, &options)));
    }
    let Ok(dc) = DcModel::new(network, Form::Matpower) else { return };
    say("dc_model_ms", best_ms(5, || DcModel::new(network, Form::Matpower)));
    let injection = injections_mw(network, 0);
    say("dc_one_ms", best_ms(20, || dc.flow(&injection)));
    let many: Vec<Vec<f64>> = (0..SNAPSHOTS)
        .map(|number| injection.iter().map(|mw| mw * (0.7 + number as f64 / 1e3)).collect())
        .collect();
    say("dc_series_ms", best_ms(5, || dc.flows(&many)) / SNAPSHOTS as f64);
    let state = dc.state(network, 0);
    let options = ScreenOptions::default();
    if let Ok(screening) = dc.screen(network, &state, &options) {
        say("n1_outages", screening.cases.len() as f64);
    }
    say("n1_ms", best_ms(3, || dc.screen(network, &state, &options)));
}

fn optimal(network: &Network) {
    if let Ok(dc) = DcModel::new(network, Form::Matpower) {
        let injection = injections_mw(network, 0);
        say("opf_dc_one_ms", best_ms(20, || dc.flow(&injection)));
    }
    let options = Options { form: Form::Powermodels, ..Options::default() };
    say("opf_build_ms", best_ms(3, || opf::size(network, &options)));
    say("opf_ms", best_ms(2, || opf::solve(network, &options)));
    if let Ok(outcome) = opf::solve(network, &options) {
        say("opf_objective", outcome.objective.unwrap_or(f64::NAN));
    }
}

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let Some(network) = paths.first().and_then(|path| read(path)) {
        flows(&paths[0], &network);
    }
    if let Some(network) = paths.get(1).and_then(|path| read(path)) {
        optimal(&network);
    }
}
