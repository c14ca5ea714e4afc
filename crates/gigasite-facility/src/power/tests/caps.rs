//! Power caps; rows CAP-… of `facility_vectors.csv`, and where energy per work is least.

use crate::power::cap::{cap_for, throughput};
use crate::power::{CapLaw, capped_throughput};
use proptest::prelude::*;

#[test]
fn throughput_under_a_cap_is_the_published_fit() {
    let rows =
        [(1.0, 1.0), (0.9, 0.941_633), (0.8, 0.876_007), (0.7, 0.800_232), (0.6, 0.708_94), (0.5, 0.589_853)];
    for (p, expected) in rows {
        let band = throughput(p);
        assert!((band.mid - expected).abs() < 1e-4, "CAP-{p}: {}", band.mid);
        assert!((band.mid - capped_throughput(p, 0.35, 0.36)).abs() < 1e-15, "one law, two doors");
    }
}

#[test]
fn the_measured_v100_point_lies_in_the_band_and_by_its_fit() {
    // CAP-Z1: ResNet50, 250 → 150 W
    let band = throughput(0.655);
    assert!(band.low < 0.8230 && 0.8230 < band.high, "{band:?}");
    assert!((CapLaw::RESNET50.throughput(0.655) - 0.8230).abs() < 0.060, "rms of that fit");
    assert!((CapLaw::RESNET50.energy_per_work(0.655, 0.0) - 0.796).abs() < 0.060, "E/E0");
}

#[test]
fn jobs_bound_by_memory_do_not_feel_a_cap_down_to_its_knee() {
    for p in [1.0, 0.9, 0.85] {
        assert!((CapLaw::MEMORY_BOUND.throughput(p) - 1.0).abs() < 1e-12);
    }
    assert!(CapLaw::MEMORY_BOUND.throughput(0.84) < 1.0);
    assert!((CapLaw::MEMORY_BOUND.cap_for(1.0) - 0.85).abs() < 1e-12, "the least cap that costs nothing");
    assert!((CapLaw::MEMORY_BOUND.best_cap(2.0) - 0.85).abs() < 1e-12);
}

/// The figures of the module's page.
#[test]
fn the_least_energy_is_where_the_page_says() {
    let least = |rest: f64| {
        let p = CapLaw::BERT.best_cap(rest);
        (p, CapLaw::BERT.energy_per_work(p, rest))
    };
    let (p, energy) = least(0.0);
    assert!((p - 0.547).abs() < 1e-3 && (energy - 0.841).abs() < 1e-3, "{p} {energy}");
    let (p, energy) = least(2300.0 / 5600.0);
    assert!((p - 0.778).abs() < 1e-3 && (energy - 0.979).abs() < 1e-3, "{p} {energy}");
    for (rest, wanted) in [(0.18, 0.65), (0.27, 0.70)] {
        assert!((CapLaw::BERT.best_cap(rest) - wanted).abs() < 2e-3);
    }
    assert!((CapLaw::BERT.energy_per_work(0.675, 0.0) - 0.866).abs() < 1e-3);
    assert!(CapLaw::BERT.energy_per_work(0.40, 0.0) > 1.0, "towards the floor it rises steeply");
    assert!(CapLaw::BERT.energy_per_work(0.35, 0.0).is_infinite());
}

proptest! {
    #[test]
    fn the_band_is_ordered_and_rises(p in 0.0..1.0f64, more in 0.0..0.5f64) {
        let (band, higher) = (throughput(p), throughput((p + more).min(1.0)));
        prop_assert!(band.low <= band.mid && band.mid <= band.high);
        prop_assert!(band.low <= higher.low && band.mid <= higher.mid && band.high <= higher.high);
        for law in [CapLaw::RESNET50, CapLaw::V100] {
            let own = law.throughput(p);
            prop_assert!(band.low - 1e-12 <= own && own <= band.high + 1e-12, "the fits lie in the band");
        }
    }

    #[test]
    fn the_inverse_gives_the_cap_back(p in 0.46..1.0f64) {
        for law in [CapLaw::BERT, CapLaw::RESNET50, CapLaw::V100, CapLaw::LOW, CapLaw::HIGH] {
            prop_assert!((law.cap_for(law.throughput(p)) - p).abs() < 1e-9);
        }
        let band = cap_for(throughput(p).mid);
        prop_assert!(band.low <= band.mid && band.mid <= band.high && (band.mid - p).abs() < 1e-9);
    }

    #[test]
    fn no_cap_saves_more_than_the_best(p in 0.36..1.0f64, rest in 0.0..1.5f64) {
        let best = CapLaw::BERT.energy_per_work(CapLaw::BERT.best_cap(rest), rest);
        prop_assert!(CapLaw::BERT.energy_per_work(p, rest) >= best - 1e-12);
    }
}
