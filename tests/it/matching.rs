//! Clean energy within the year, its months and its hours, over January and a part of February: the shorter the period, the dearer.

use gigasite_tests::{load, study};

#[test]
fn clean_energy_costs_more_the_sooner_it_must_be_used_and_the_audit_finds_it_there() {
    let share = 0.85;
    let costs = ["year", "month", "hour"].map(|matching| {
        let keys = [
            ("supply.carbon_free_frac", share.to_string()),
            ("supply.carbon_free_matching", matching.to_owned()),
            ("supply.contracts_max_ratio", "3.0".to_owned()),
            ("supply.technologies", "[\"wind_onshore\", \"solar\", \"battery\", \"gas_backup\"]".to_owned()),
        ];
        let keys: Vec<(&str, &str)> = keys.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let study = study(load("europe", None, &keys).first_hours(45 * 24));
        let result = &study.result;
        assert!(result.audit.promises.iter().all(|promise| promise.kept), "{:?}", result.audit.promises);
        let within = format!(
            "contracted carbon-free energy within {}",
            match matching {
                "year" => "the year",
                "month" => "every month",
                _ => "every hour",
            }
        );
        let kept = result.audit.promises.iter().filter(|promise| promise.what.ends_with(&within)).count();
        assert_eq!(kept, result.plan.sites.len(), "a promise a site");
        if matching == "hour" {
            assert!(result.site_years.iter().all(|year| year.matched_hourly_frac >= share - 1e-6));
        }
        (result.plan.bound_eur_per_a, result.plan.objective_eur_per_a)
    });
    // no plan of the longer period costs less than its bound, and every plan of the shorter is one of the longer
    let [year, month, hour] = costs;
    assert!(month.1 >= year.0 && hour.1 >= month.0, "{costs:?}");
    assert!(hour.0 > year.1 * 1.001, "matching by the hour costs nothing: {costs:?}");
}
