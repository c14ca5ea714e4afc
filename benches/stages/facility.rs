//! The facility year: every candidate site with four cooling designs. Promise of the first issue: under one second.

use divan::Bencher;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn year_of_all_sites_and_four_designs(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe();
    assert_eq!(case.file.halls.cooling.len(), 4);
    bencher.bench_local(|| gigasite_facility::hall_years(&case));
}
