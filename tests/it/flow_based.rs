//! A flow-based region inside the plan: on a radial border it is the transfer capacity, and where it is tight it costs.

use gigasite_tests::{Study, load, study};
use std::path::Path;

/// Three days of the plan with a region of Portugal and Spain.
fn planned(elements: Option<&Path>) -> Study {
    let name = elements.map(|path| format!("{:?}", path.display().to_string()));
    let keys: Vec<(&str, &str)> = match &name {
        Some(name) => vec![("grid.exchange", "ptdf"), ("grid.flow_based", name)],
        None => Vec::new(),
    };
    study(load("europe", None, &keys).first_hours(72))
}

#[test]
fn a_radial_region_plans_as_its_capacities_do_and_a_tight_one_costs_more() {
    let ntc = planned(None);
    let border = ntc.case.dataset.borders.iter().find(|border| border.from == "ES" && border.to == "PT");
    let border = border.or_else(|| ntc.case.dataset.borders.iter().find(|b| b.from == "PT" && b.to == "ES"));
    let border = border.expect("Portugal borders on Spain");
    let table = |scale: f64| {
        let (from, to) = (&border.from, &border.to);
        let (there, back) = (scale * border.forward.0, scale * border.backward.0);
        format!("element,ram_mw,ptdf_{from},ptdf_{to}\nthere,{there},0.5,-0.5\nback,{back},-0.5,0.5\n")
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("iberia.csv");

    // half a megawatt on the element for one of exports and half for one of imports: one for one of trade
    std::fs::write(&path, table(1.0)).unwrap();
    let same = planned(Some(&path));
    let cost = |study: &Study| study.result.plan.objective_eur_per_a;
    assert!((cost(&same) - cost(&ntc)).abs() <= 1e-7 * cost(&ntc), "{} {}", cost(&same), cost(&ntc));
    let sites = |study: &Study| study.result.plan.sites.iter().map(|s| s.site.clone()).collect::<Vec<_>>();
    assert_eq!(sites(&same), sites(&ntc));
    let dispatch = |study: &Study| study.result.base.cost_eur;
    assert!((dispatch(&same) - dispatch(&ntc)).abs() <= 1e-7 * dispatch(&ntc));

    std::fs::write(&path, table(0.05)).unwrap();
    let tight = planned(Some(&path));
    assert!(dispatch(&tight) > dispatch(&ntc) * (1.0 + 1e-5), "{} {}", dispatch(&tight), dispatch(&ntc));
    let promises = &tight.result.audit.promises;
    assert!(promises.iter().all(|promise| promise.kept), "{promises:?}");
    assert!(promises.iter().any(|promise| promise.what.starts_with("every critical element")));
    let binding = tight.result.with_plan.element_price_eur_per_mwh.iter().flat_map(|price| price.iter());
    assert!(binding.filter(|price| **price > 1.0).count() > 24, "a twentieth of the border hardly binds");
    let summary = gigasite_report::summary(&tight.case, &tight.result, &[]);
    assert!(summary.contains("by factors on 2 critical elements among"), "{summary}");
}
