//! Optimal power flow on published cases. Values: PGLib-OPF v23.07 `BASELINE.md` (DC column, five digits), recomputed to ten
//! digits in both forms with `HiGHS` 1.15; MATPOWER cases with `HiGHS` QP.

use gigasite_case::network::{Contingency, Network};
use gigasite_data::network::read;
use gigasite_grid::dc::Form;
use gigasite_grid::opf::{Kirchhoff, Options, Outcome, Security, Status, solve};
use gigasite_tests::{close, shared};

/// A case file of the shared data, below `data/grid` or `data/optimiser`.
fn case(path: &str) -> Option<Network> {
    let room = if path.starts_with("pypsa/") { "optimiser" } else { "grid" };
    let file = shared(&format!("data/{room}/{path}"))?;
    let (network, findings) = read(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    Some(network.unwrap_or_else(|| panic!("{path}: {findings:?}")))
}

/// Solves, and checks what every optimum must keep: a proof, a balance at every bus, limits.
fn optimum(network: &Network, options: &Options) -> Outcome {
    let outcome = solve(network, options).unwrap_or_else(|error| panic!("{}: {error}", network.name));
    assert_eq!(outcome.status, Status::Optimal, "{}: {:?} {:?}", network.name, outcome.why, outcome.gap_rel);
    let (objective, bound) = (outcome.objective.expect("a cost"), outcome.bound.expect("a bound"));
    assert!(bound <= objective + 1e-7 * objective.abs(), "{}: bound {bound} above {objective}", network.name);
    assert!(
        objective - bound <= 1e-7 * objective.abs(),
        "{}: {objective} is not proven: {bound}",
        network.name
    );
    outcome
}

/// File, published to five digits, `PowerModels` form, MATPOWER form.
const PGLIB: [(&str, f64, f64, f64); 10] = [
    ("pglib_opf_case3_lmbd.m", 5.6959e3, 5695.8959, 5693.8033),
    ("pglib_opf_case5_pjm.m", 1.7480e4, 17_479.896_9, 17_479.896_9),
    ("pglib_opf_case14_ieee.m", 2.0515e3, 2_051.526_309, 2_051.526_309),
    ("pglib_opf_case24_ieee_rts.m", 6.1001e4, 61_001.240_3, 61_001.240_3),
    ("pglib_opf_case30_ieee.m", 7.4728e3, 7472.8147, 7504.4405),
    ("pglib_opf_case39_epri.m", 1.3689e5, 136_889.692, 136_816.156),
    ("pglib_opf_case57_ieee.m", 3.4773e4, 34_772.947_9, 34_772.947_9),
    ("pglib_opf_case118_ieee.m", 9.3101e4, 93_100.729_9, 93_132.679_3),
    ("pglib_opf_case300_ieee.m", 5.1785e5, 517_851.075, 517_585.535),
    ("pglib_opf_case2869_pegase.m.gz", 2.3864e6, 2_386_379.369, 2_386_235.329),
];

#[test]
fn pglib_cases_cost_what_is_published_in_both_forms_and_both_laws() {
    for (file, published, powermodels, matpower) in PGLIB {
        let Some(network) = case(&format!("pglib/{file}")) else { return };
        for (form, expected) in [(Form::Powermodels, powermodels), (Form::Matpower, matpower)] {
            for kirchhoff in [Kirchhoff::Angles, Kirchhoff::Cycles] {
                let begin = std::time::Instant::now();
                let outcome = optimum(&network, &Options { form, kirchhoff, ..Options::default() });
                let objective = outcome.objective.expect("a cost");
                eprintln!(
                    "{file} {form:?} {kirchhoff:?} {objective} gap {:?} {:.3} s {:?}",
                    outcome.gap_rel,
                    begin.elapsed().as_secs_f64(),
                    outcome.effort
                );
                close(objective, expected, file);
                if form == Form::Powermodels {
                    assert!(
                        (objective / published - 1.0).abs() < 5e-5,
                        "{file}: {objective}, not {published}"
                    );
                }
            }
        }
    }
}

/// MATPOWER's own cases, most with quadratic costs, in its form.
const MATPOWER: [(&str, f64); 8] = [
    ("case9.m", 5_216.026_608),
    ("case14.m", 7_642.591_777),
    ("case24_ieee_rts.m", 61_001.240_312),
    ("case30.m", 565.205_966),
    ("case39.m", 41_263.940_786),
    ("case57.m", 41_006.736_942),
    ("case118.m", 125_947.881_418),
    ("case300.m", 706_292.324_244),
];

#[test]
fn matpower_cases_with_quadratic_costs_cost_what_a_quadratic_solver_says() {
    for (file, expected) in MATPOWER {
        let Some(network) = case(&format!("matpower/{file}")) else { return };
        let outcome = optimum(&network, &Options::default());
        eprintln!("{file} {:?} gap {:?} {:?}", outcome.objective, outcome.gap_rel, outcome.effort);
        close(outcome.objective.expect("a cost"), expected, file);
    }
}

#[test]
fn prices_of_pjm_are_those_of_the_literature() {
    let Some(network) = case("pglib/pglib_opf_case5_pjm.m") else { return };
    let outcome = optimum(&network, &Options::default());
    for (ours, published) in outcome.lmp.total[0].iter().zip([16.9774, 26.3845, 30.0, 39.9427, 10.0]) {
        assert!((ours - published).abs() < 1e-4, "{:?}", outcome.lmp);
    }
    for (ours, published) in outcome.dispatch_mw[0].iter().zip([40.0, 170.0, 323.4948, 0.0, 466.5052]) {
        assert!((ours - published).abs() < 1e-3, "{:?}", outcome.dispatch_mw);
    }
}

#[test]
fn small_angles_make_cases_infeasible_and_the_reason_names_the_limits() {
    for file in ["pglib_opf_case5_pjm__sad.m", "pglib_opf_case14_ieee__sad.m"] {
        let Some(network) = case(&format!("pglib/{file}")) else { return };
        let options = Options { form: Form::Powermodels, ..Options::default() };
        let outcome = solve(&network, &options).expect("a programme");
        assert_eq!(outcome.status, Status::Infeasible);
        assert!(outcome.objective.is_none() && outcome.dispatch_mw.is_empty());
        let why = outcome.why.expect("a reason");
        eprintln!("{file}: {}\n  hint: {}", why.sentence, why.hint);
        assert!(why.sentence.contains("angle limit"), "{why:?}");
    }
}

/// Place of an element by its name.
fn place<'a>(mut ids: impl Iterator<Item = &'a String>, id: &str) -> usize {
    ids.position(|known| known == id).unwrap_or_else(|| panic!("there is no `{id}`"))
}

#[test]
fn pypsas_meshed_grid_of_both_currents_grows_as_published() {
    let Some(network) = case("pypsa/ac-dc-meshed") else { return };
    for kirchhoff in [Kirchhoff::Angles, Kirchhoff::Cycles] {
        let outcome = optimum(&network, &Options { kirchhoff, ..Options::default() });
        eprintln!("{kirchhoff:?} {:?}", outcome.effort);
        close(outcome.objective.expect("a cost"), 18_441_021.477_729, "total");
        close(outcome.constant, 21_915_277.518_279, "constant");
        close(outcome.objective_of_change.expect("a cost"), -3_474_256.040_55, "difference");
        close(outcome.caps[0].price_per_t, 2178.2918, "price of carbon dioxide");
        close(outcome.caps[0].used_t, 1000.0, "carbon dioxide");
        for (id, mw) in [
            ("Manchester Wind", 4090.8098),
            ("Norway Wind", 1533.5999),
            ("Frankfurt Wind", 1667.7244),
            ("Frankfurt Gas", 982.0345),
        ] {
            let at = place(network.generators.iter().map(|plant| &plant.id), id);
            close(outcome.capacities.generator_mw[at].expect("chosen"), mw, id);
        }
        let lines = [725.0747, 1497.2755, 890.4066, 362.6268, 633.4427, 474.1543, 1030.8488];
        for (line, mva) in lines.into_iter().enumerate() {
            close(outcome.capacities.branch_mva[line].expect("chosen"), mva, "a line");
        }
        for (link, mw) in outcome.capacities.link_mw.iter().zip([1353.3311, 1079.9098, 1570.6602, 0.0]) {
            close(link.expect("chosen"), mw, "a link");
        }
    }
}

#[test]
fn pypsas_storage_and_direct_current_lines_cost_what_is_published() {
    let Some(network) = case("pypsa/storage-hvdc") else { return };
    let outcome = optimum(&network, &Options::default());
    close(outcome.objective.expect("a cost"), 15_881_838.605_836, "total");
    close(outcome.constant, 1_211_329.780_477, "constant");
    close(outcome.objective_of_change.expect("a cost"), 14_670_508.825_359, "difference");
    close(outcome.caps[0].price_per_t, 394.4659, "price of carbon dioxide");
    for (id, mw) in [("Wind 1", 1236.9788), ("Wind 5", 4284.3424), ("Gas 1", 226.4789)] {
        let at = place(network.generators.iter().map(|plant| &plant.id), id);
        close(outcome.capacities.generator_mw[at].expect("chosen"), mw, id);
    }
    let at = place(network.storage.iter().map(|unit| &unit.id), "Storage 4");
    close(outcome.capacities.storage_mw[at].expect("chosen"), 1986.1326, "Storage 4");
}

#[test]
fn germany_survives_two_outages_at_the_published_cost() {
    let Some(mut network) = case("scigrid_de") else { return };
    // as in PyPSA's test_sclopf_scigrid.py
    for id in ["316", "527", "602"] {
        let line = place(network.branches.iter().map(|branch| &branch.id), id);
        network.branches[line].rating_mva = Some(1200.0);
    }
    let free = Options { snapshots: vec![0], ..Options::default() };
    let outcome = optimum(&network, &free);
    close(outcome.objective.expect("a cost"), 332_383.513_992, "without outages");
    let outages = ["1", "2"].map(|id| Contingency {
        id: format!("line {id}"),
        branches: vec![place(network.branches.iter().map(|branch| &branch.id), id)],
        generators: Vec::new(),
    });
    let security = Security { outages: outages.to_vec(), ..Security::default() };
    let secured = Options { security: Some(security), ..free };
    let outcome = optimum(&network, &secured);
    eprintln!("{:?} {:?}", outcome.security, outcome.effort);
    close(outcome.objective.expect("a cost"), 339_758.457_8, "with outages");
}
