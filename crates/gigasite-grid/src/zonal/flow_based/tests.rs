//! Regions small enough to be done by hand.

use super::*;
use crate::zonal::result::AddedLoad;
use crate::zonal::testing::{border, plant, zones};
use gigasite_case::Case;
use gigasite_units::Megawatts;

fn dispatch(case: &Case, region: Option<&FlowBased>) -> (ZonalModel, Dispatch) {
    let case = Case { flow_based: region.cloned(), ..case.clone() };
    let mut model = ZonalModel::new(&case, 1).expect("builds");
    let year = model.dispatch(&AddedLoad::default(), &|_, _| {}, &|| true).expect("dispatches");
    (model, year)
}

fn element(name: &str, ptdf: &[f64], ram_mw: f64) -> CriticalElement {
    CriticalElement { name: name.into(), ptdf: ptdf.to_vec(), ram_mw }
}

/// Three zones, three equal lines: half of the lines' reactance lies on the direct way, so a trade from A to C loads
/// A–C with two thirds and A–B, B–C with one third. A has coal at 74, B gas at 80, C nothing but 90 MW of load.
fn triangle() -> (Case, FlowBased) {
    let mut case = zones(&[("A", 0.0), ("B", 0.0), ("C", 90.0)]);
    plant(&mut case, "A", "coal", 200.0);
    plant(&mut case, "B", "gas", 200.0);
    border(&mut case, "A", "B", 1.0);
    border(&mut case, "B", "C", 1.0);
    border(&mut case, "A", "C", 1.0);
    let t = 1.0 / 3.0;
    let elements = vec![
        // slack C
        element("A-C", &[2.0 * t, t, 0.0], 40.0),
        element("B-C", &[t, 2.0 * t, 0.0], 100.0),
        element("A-B", &[t, -t, 0.0], 100.0),
    ];
    (case, FlowBased { zones: ["A", "B", "C"].map(String::from).to_vec(), elements })
}

#[test]
fn a_triangle_is_shared_as_by_hand() {
    // 2/3 a + 1/3 b = 40 and a + b = 90: a = 30, b = 60
    let (case, region) = triangle();
    let (model, year) = dispatch(&case, Some(&region));
    let energy = |technology: &str| {
        year.generation.iter().find(|row| row.technology == technology).expect("runs").energy_mwh / 336.0
    };
    assert!((energy("coal_plant") - 30.0).abs() < 1e-6, "{}", energy("coal_plant"));
    assert!((energy("gas_plant") - 60.0).abs() < 1e-6, "{}", energy("gas_plant"));
    let loading: Vec<f64> = model.element_loading(&year).iter().map(|element| element.flow_mw[7]).collect();
    for (found, expected) in loading.iter().zip([40.0, 50.0, -10.0]) {
        assert!((found - expected).abs() < 1e-6, "{loading:?}");
    }
    // one more MW at C: δa + δb = 1 and 2δa + δb = 0, so a falls by 1 and b rises by 2: 2·80 − 74, and the wheeling
    let price = [0, 1, 2].map(|zone: usize| year.price_eur_per_mwh[zone][7]);
    assert!((price[0] - 74.0).abs() < 1e-6 && (price[1] - 80.0).abs() < 1e-6, "{price:?}");
    assert!(
        (price[2] - (2.0 * 80.0 - 74.0 + 0.3)).abs() < 1e-6,
        "C pays more than any plant costs: {price:?}"
    );
    assert!(year.unserved_mw[2][7].abs() < 1e-9);
    // one more MW on A-C: 2δa + δb = 3 and δa + δb = 0, so coal replaces 3 MW of gas
    let shadow: Vec<f64> =
        model.element_loading(&year).iter().map(|element| element.price_eur_per_mwh[7]).collect();
    assert!((shadow[0] - 18.0).abs() < 1e-6 && shadow[1] == 0.0 && shadow[2] == 0.0, "{shadow:?}");
    // the same margins as transfer capacities let all coal through
    let mut wide = case.clone();
    for (row, mw) in wide.dataset.borders.iter_mut().zip([100.0, 100.0, 40.0]) {
        (row.forward, row.backward) = (Megawatts(mw), Megawatts(mw));
    }
    let (_, capacities) = dispatch(&wide, None);
    let gas = capacities.generation.iter().find(|row| row.technology == "gas_plant");
    assert!(
        gas.is_none() && capacities.cost_eur < year.cost_eur,
        "capacities of borders do not see the loop"
    );
}

#[test]
fn wide_margins_are_one_copper_plate() {
    let (mut case, mut region) = triangle();
    plant(&mut case, "C", "gas", 20.0);
    for (zone, series) in case.zone_series.iter_mut().enumerate() {
        series.load_mw = (0..336).map(|t| 40.0 + 13.0 * ((t * (zone + 3)) % 11) as f64).collect();
    }
    region.elements.iter_mut().for_each(|element| element.ram_mw = 1e6);
    let (model, year) = dispatch(&case, Some(&region));
    let mut plate = zones(&[("A", 0.0)]);
    plant(&mut plate, "A", "coal", 200.0);
    plant(&mut plate, "A", "gas", 220.0);
    let total = |t: usize| case.zone_series.iter().map(|series| series.load_mw[t]).sum();
    plate.zone_series[0].load_mw = (0..336).map(total).collect();
    let (_, one) = dispatch(&plate, None);
    let wheeling: f64 = year.flow_mw.iter().flat_map(|flow| flow.iter()).map(|mw| 0.3 * mw.abs()).sum();
    assert!((year.cost_eur - wheeling - one.cost_eur).abs() <= 1e-9 * one.cost_eur);
    for (hour, price) in one.price_eur_per_mwh[0].iter().enumerate() {
        let apart = year.price_eur_per_mwh.iter().map(|zone| (zone[hour] - price).abs()).fold(0.0, f64::max);
        assert!(apart <= 0.6 + 1e-9, "hour {hour}: {apart} EUR/MWh apart, more than two borders cost");
    }
    let loading = model.element_loading(&year);
    assert!(loading.iter().all(|element| element.price_eur_per_mwh.iter().all(|eur| *eur == 0.0)));
}

#[test]
fn another_slack_is_the_same_region() {
    let (case, mut region) = triangle();
    let (_, before) = dispatch(&case, Some(&region));
    for element in &mut region.elements {
        element.ptdf.iter_mut().for_each(|factor| *factor += 0.25);
    }
    let (_, after) = dispatch(&case, Some(&region));
    assert!((before.cost_eur - after.cost_eur).abs() <= 1e-9 * before.cost_eur);
}

#[test]
fn a_radial_region_is_its_transfer_capacities() {
    let mut case = zones(&[("A", 100.0), ("B", 100.0), ("C", 50.0)]);
    plant(&mut case, "A", "free", 60.0);
    plant(&mut case, "A", "coal", 300.0);
    plant(&mut case, "B", "gas", 220.0);
    border(&mut case, "A", "B", 40.0);
    border(&mut case, "B", "C", 30.0);
    plant(&mut case, "C", "coal", 25.0);
    let (_, capacities) = dispatch(&case, None);
    // slack C: what A sends passes both lines, what B sends only the second
    let elements = vec![
        element("A>B", &[1.0, 0.0, 0.0], 40.0),
        element("B>A", &[-1.0, 0.0, 0.0], 40.0),
        element("B>C", &[1.0, 1.0, 0.0], 30.0),
        element("C>B", &[-1.0, -1.0, 0.0], 30.0),
    ];
    let region = FlowBased { zones: ["A", "B", "C"].map(String::from).to_vec(), elements };
    let (_, based) = dispatch(&case, Some(&region));
    assert!((capacities.cost_eur - based.cost_eur).abs() <= 1e-9 * based.cost_eur);
    for zone in 0..3 {
        for hour in 0..336 {
            let pair = [&capacities, &based].map(|year| year.price_eur_per_mwh[zone][hour]);
            assert!((pair[0] - pair[1]).abs() < 1e-6, "zone {zone}, hour {hour}: {pair:?}");
            let pair = [&capacities, &based].map(|year| year.headroom_mw[zone][hour]);
            assert!((pair[0] - pair[1]).abs() < 1e-6, "zone {zone}, hour {hour}: {pair:?}");
        }
    }
    assert!((capacities.price_eur_per_mwh[2][0] - 80.0).abs() < 0.5, "something binds");
}

#[test]
fn a_border_out_of_the_region_keeps_its_capacity() {
    let (mut case, region) = triangle();
    case.dataset.zones.push(zones(&[("D", 10.0)]).dataset.zones[0].clone());
    case.dataset.renewables.push(zones(&[("D", 10.0)]).dataset.renewables[0].clone());
    case.zone_series.push(zones(&[("D", 10.0)]).zone_series[0].clone());
    border(&mut case, "C", "D", 4.0);
    let (_, year) = dispatch(&case, Some(&region));
    assert!((year.flow_mw[3][0] - 4.0).abs() < 1e-6 && (year.unserved_mw[3][0] - 6.0).abs() < 1e-6);
}

#[test]
fn a_wrong_region_is_named() {
    let (case, region) = triangle();
    let says = |change: &dyn Fn(&mut FlowBased), words: &str| {
        let mut region = region.clone();
        change(&mut region);
        let case = Case { flow_based: Some(region), ..case.clone() };
        let error = ZonalModel::new(&case, 1).expect_err("is wrong");
        assert!(error.to_string().contains(words) && error.hint().is_some(), "{error}");
    };
    says(&|region| region.zones[0] = "Q".into(), "no zone `Q`");
    says(&|region| region.zones[1] = "A".into(), "`A` stands twice");
    says(&|region| region.elements[0].ptdf.truncate(2), "`A-C` has 2 factors");
    says(&|region| region.elements[2].ram_mw = -1.0, "`A-B` has a margin of -1 MW");
}
