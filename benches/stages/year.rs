//! The year as one programme: how long the interior point takes, and what it proves on the way.
//!
//! `cargo bench -p gigasite-benches --bench year -- 4` takes the first four weeks (default), `52` the year.

use gigasite_grid::zonal::{AddedLoad, ZonalModel};
use gigasite_lp::InteriorOptions;
use gigasite_optimise::{DispatchCut, Inputs, whole_year};
use std::io::Write as _;
use std::time::Instant;

/// The search ends here and says what it has proven.
const LIMIT_S: f64 = 1800.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let weeks = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(4);
    let mut out = std::io::stdout().lock();
    let case = gigasite_benches::first_weeks(gigasite_benches::europe(), weeks);
    let clock = Instant::now();
    let halls = gigasite_facility::hall_years(&case)?;
    let mut grid = ZonalModel::new(&case, 2)?;
    let base = grid.dispatch(&AddedLoad::default(), &|_, _| (), &|| true)?;
    let cuts = [DispatchCut::of(&base, AddedLoad::default())];
    writeln!(out, "base year after {:.1} s", clock.elapsed().as_secs_f64())?;
    let inputs = Inputs {
        case: &case,
        halls: &halls,
        base: &base,
        carbon_t_per_mwh: &base.carbon_t_per_mwh,
        cuts: &cuts,
        shortfalls: &[],
    };
    let year = whole_year(&inputs, &grid)?;
    drop(grid);
    writeln!(
        out,
        "written after {:.1} s: {:?} columns, rows, entries; {:?} blocks, linking columns and rows",
        clock.elapsed().as_secs_f64(),
        year.programme.size(),
        year.partition.size()
    )?;
    let clock = Instant::now();
    let options = InteriorOptions::default();
    let answer = year.programme.solve_interior(&year.partition, &options, &mut |at| {
        writeln!(
            out,
            "{:>3} {:>7.1} s  {:>14.6} {:>14.6} M EUR  rows {:.1e}  costs {:.1e}  gap {:.2e}",
            at.iteration,
            clock.elapsed().as_secs_f64(),
            at.objective,
            at.dual_objective,
            at.primal_miss,
            at.dual_miss,
            at.gap_rel
        )
        .is_ok()
            && clock.elapsed().as_secs_f64() < LIMIT_S
    })?;
    writeln!(
        out,
        "{:?} after {:.1} s: {:.6} M EUR, proven {:.6} M EUR",
        answer.status,
        clock.elapsed().as_secs_f64(),
        answer.objective,
        answer.bound
    )?;
    Ok(())
}
