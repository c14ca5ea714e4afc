//! The dataset from its tables to the hours of a year.

use divan::Bencher;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_europe_and_make_its_hours(bencher: Bencher<'_, '_>) {
    bencher.bench_local(gigasite_benches::europe);
}
