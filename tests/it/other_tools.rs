//! What is handed to other tools has the same optimum there: the year to PyPSA, the siting programme to HiGHS by file.

use crate::pypsa::oracle;
use gigasite_case::{Case, Findings, Severity};
use gigasite_data::network::pypsa::{from_network, into_periods, write_folder, write_netcdf};
use gigasite_grid::zonal::{AddedLoad, ZonalModel, whole_weeks};
use gigasite_lp::{Programme, SolveOptions};
use gigasite_optimise::{DispatchCut, Inputs};
use gigasite_tests::{alone, load};
use std::path::Path;

/// Objectives that the oracle prints.
fn objectives(verb: &str, files: &[&Path]) -> Option<Vec<f64>> {
    let said = oracle(verb, files)?;
    let number = |line: &str| line.strip_prefix("objective ").map(|text| text.parse().unwrap());
    Some(said.lines().filter_map(number).collect())
}

/// A gigawatt in the first zone, two in the last.
fn two_campuses(case: &Case) -> AddedLoad {
    let mut added_mw = vec![gigasite_case::Hourly(vec![0.0; case.horizon.hours]); case.dataset.zones.len()];
    let last = added_mw.len() - 1;
    added_mw[0].fill(1000.0);
    added_mw[last].fill(2000.0);
    AddedLoad { added_mw }
}

#[test]
fn two_weeks_of_europe_cost_the_same_in_pypsa() {
    let case = load("europe", None, &[]).first_hours(336);
    let _guard = alone();
    let added = two_campuses(&case);
    let mut grid = ZonalModel::new(&case, 2).unwrap();
    let ours = grid.dispatch(&added, &|_, _| (), &|| true).unwrap();
    let mut findings = Findings::default();
    let mut tables = from_network(&grid.network(case.horizon, &added).unwrap(), &mut findings);
    assert_eq!(findings.count(Severity::Warning), 0, "a year has a place for everything: {:?}", findings.0);
    into_periods(&mut tables, &whole_weeks(case.horizon));
    let folder = tempfile::tempdir().unwrap();
    let (file, csv) = (folder.path().join("network.nc"), folder.path().join("csv"));
    write_netcdf(&tables, &file).unwrap();
    write_folder(&tables, &csv).unwrap();
    for way in [file, csv] {
        let Some(theirs) = objectives("periods", &[way.as_path()]) else { return };
        let gap = (theirs[0] - ours.cost_eur) / ours.cost_eur;
        assert!(gap.abs() < 1e-6, "{}: {} against our {}: {gap:e}", way.display(), theirs[0], ours.cost_eur);
    }
}

/// The siting programme of two days, with the cut of the year without a plan.
fn siting() -> Programme {
    let case = load("europe", None, &[]).first_hours(48);
    let _guard = alone();
    let halls = gigasite_facility::hall_years(&case).unwrap();
    let mut grid = ZonalModel::new(&case, 2).unwrap();
    let base = grid.dispatch(&AddedLoad::default(), &|_, _| (), &|| true).unwrap();
    let cuts = [DispatchCut::of(&base, AddedLoad::default())];
    let carbon_t_per_mwh = &base.carbon_t_per_mwh;
    gigasite_optimise::programme(&Inputs {
        case: &case,
        halls: &halls,
        base: &base,
        carbon_t_per_mwh,
        cuts: &cuts,
        shortfalls: &[],
    })
    .unwrap()
}

#[test]
fn highs_reads_our_programme_from_both_formats_to_the_same_optimum() {
    let programme = siting();
    let exact = SolveOptions { gap_rel: 1e-9, time_limit_s: None };
    let ours = programme.solve(&exact).unwrap().objective;
    let folder = tempfile::tempdir().unwrap();
    let (lp, mps) = (folder.path().join("programme.lp"), folder.path().join("programme.mps"));
    std::fs::write(&lp, programme.to_lp_format()).unwrap();
    std::fs::write(&mps, programme.to_mps()).unwrap();
    let Some(theirs) = objectives("highs", &[&lp, &mps]) else { return };
    assert_eq!(theirs.len(), 2);
    for (format, theirs) in ["lp", "mps"].iter().zip(theirs) {
        assert!((theirs - ours).abs() < 1e-6 * ours.abs(), "{format}: {theirs} against our {ours}");
    }
}
