//! The dispatched year of 48 zones: first from nothing, then again with a gigawatt more in France, on two threads.

use divan::Bencher;
use gigasite_case::Hourly;
use gigasite_grid::zonal::AddedLoad;
use gigasite_grid::zonal::ZonalModel;

fn main() {
    divan::main();
}

fn added(case: &gigasite_case::Case, mw: f64) -> AddedLoad {
    let mut added = AddedLoad { added_mw: vec![Hourly(Vec::new()); case.dataset.zones.len()] };
    if let Some(france) = case.zone_index("FR") {
        added.added_mw[france] = Hourly(vec![mw; case.horizon.hours]);
    }
    added
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn first_year(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe();
    bencher.bench_local(|| {
        let mut grid = ZonalModel::new(&case, 2)?;
        grid.dispatch(&AddedLoad::default(), &|_, _| (), &|| true)
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn same_year_with_a_gigawatt_more(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe();
    let Ok(mut grid) = ZonalModel::new(&case, 2) else { return };
    let _ = grid.dispatch(&AddedLoad::default(), &|_, _| (), &|| true);
    let mut mw = 1000.0;
    bencher.bench_local(|| {
        mw += 1.0; // never the load of the round before
        grid.dispatch(&added(&case, mw), &|_, _| (), &|| true)
    });
}
