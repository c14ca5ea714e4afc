//! The facility: a year of one hall on one core (promise: 3 ms), every candidate site with four and six designs (two seconds on
//! two cores for 160 × 6), a day at one second (50 ms).

use divan::Bencher;
use gigasite_facility::seconds::{Limits, Workload, day_at_one_second};
use gigasite_facility::{Asked, Build, Campus, Place, Settings, facility_year, normals_of};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn year_of_all_sites_and_four_designs(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe();
    assert_eq!(case.file.halls.cooling.len(), 4);
    bencher.bench_local(|| gigasite_facility::hall_years(&case));
}

const SIX: &str = "['dry', 'dry_adiabatic', 'wet_tower', 'sea_water', 'chiller', 'tower_chiller']";

#[divan::bench(sample_count = 5, sample_size = 1)]
fn year_of_all_sites_and_six_designs(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe_with(&[("halls.cooling", SIX)]);
    assert_eq!(case.file.halls.cooling.len(), 6);
    bencher.bench_local(|| gigasite_facility::hall_years(&case));
}

#[divan::bench(args = ["dry", "dry_adiabatic", "wet_tower", "chiller", "tower_chiller"], sample_count = 20, sample_size = 1)]
fn year_of_one_hall(bencher: Bencher<'_, '_>, cooling: &str) {
    let case = gigasite_benches::europe_with(&[("halls.cooling", SIX)]);
    let months: Vec<usize> = (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect();
    let build = Build {
        accelerator: &case.dataset.accelerators[0],
        cooling: case.dataset.cooling_designs.iter().find(|row| row.id == cooling).expect("a design"),
        chain: &case.dataset.power_chain,
        halls: &case.file.halls,
        settings: Settings::default(),
    };
    let place = Place { weather: &case.site_weather[0], months: &months, normals: normals_of(&case, 0) };
    bencher.bench_local(|| facility_year(&build, &place, &Asked::default()));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn day_at_one_second_of_a_campus(bencher: Bencher<'_, '_>) {
    let case = gigasite_benches::europe();
    let months: Vec<usize> = (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect();
    let build = Build {
        accelerator: &case.dataset.accelerators[0],
        cooling: &case.dataset.cooling_designs[0],
        chain: &case.dataset.power_chain,
        halls: &case.file.halls,
        settings: Settings::default(),
    };
    let place = Place { weather: &case.site_weather[0], months: &months, normals: normals_of(&case, 0) };
    let year = facility_year(&build, &place, &Asked::default()).expect("a year");
    let campus = Campus { build: &build, place: &place, year: &year, halls_count: 8.0 };
    let day = campus.hardest_day();
    bencher.bench_local(|| {
        let input = campus.day(day, Workload::default(), Limits::default(), 1).expect("a day");
        day_at_one_second(&input)
    });
}
