//! The year without a plan beside the year that was observed.

use gigasite_cosim::{Silent, base_year};
use gigasite_grid::zonal::calibration::{TOLERANCE_FRAC, calibration, share_within, table};
use gigasite_tests::{alone, load};
use std::path::Path;

/// Where the table is published: `GIGASITE_BLESS=1` writes it again.
const PUBLISHED: &str = "../datasets/europe/PRICES.md";

#[test]
fn two_thirds_of_the_zones_come_within_15_percent_of_their_price_in_2024() {
    let case = load("europe", None, &[]);
    let _guard = alone();
    let base = base_year(&case, &Silent).expect("a dispatched year");
    let rows = calibration(&case, &base);
    let table = table(&rows);
    assert_eq!(rows.len(), 48, "every zone has an observed price");
    let within = share_within(&rows, TOLERANCE_FRAC);
    assert!(within >= 2.0 / 3.0, "only {within:.2} of the zones:\n{table}");
    let unserved: f64 = rows.iter().map(|row| row.unserved_mwh).sum();
    assert!(unserved <= 1e-3, "{unserved} MWh unserved in a year that had none:\n{table}");
    // exports less imports over all borders are nothing
    let net: f64 = rows.iter().map(|row| row.net_export_mwh).sum();
    assert!(net.abs() < 1.0, "{net} MWh leave Europe");

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PUBLISHED);
    let text = format!(
        "# The simulated year beside 2024\n\n\
         Printed by `gigasite prices`. Fleet, fuel and carbon prices of 2024, weather of the generator (seed 2016), demand of the\n\
         dataset. Must-run shares, hydro split and mean transfer capacities were chosen with 2024 in view: this is a calibration,\n\
         not a test of prediction.\n\n```text\n{table}```\n"
    );
    if std::env::var_os("GIGASITE_BLESS").is_some() {
        std::fs::write(&path, &text).expect("a published table");
    }
    let published = std::fs::read_to_string(&path).expect("the published table");
    let count = |text: &str| text.lines().find(|line| line.starts_with("within")).map(str::to_owned);
    assert_eq!(count(&published), count(&text), "publish the table again with GIGASITE_BLESS=1");
}
