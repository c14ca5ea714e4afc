//! Publishers' tables to tidy series: 28 countries, 8,784 hours, 7 gzipped tables. `benches/peers/imports.py` sets it beside
//! pandas and Polars.

use divan::Bencher;
use gigasite_data::import::{Options, import, stamp};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

fn main() {
    divan::main();
}

const TABLES: [&str; 7] = [
    "load_mw",
    "cf_wind_onshore",
    "cf_wind_offshore",
    "cf_solar_pv",
    "cf_hydro_ror",
    "hydro_inflow_scaled",
    "temperature_c",
];
const ZONES: &str = "AT,BE,BG,CH,CZ,DE,DK,EE,ES,FI,FR,GB,GR,HR,HU,IE,IT,LT,LU,LV,NL,NO,PL,PT,RO,SE,SI,SK";

fn folder(path: &Path) -> std::io::Result<()> {
    let start = stamp::days(2016, 1, 1) * stamp::DAY_S;
    for name in TABLES {
        let mut text = format!("utc,{ZONES}\n");
        for hour in 0..8784_i64 {
            text.push_str(&stamp::text(start + hour * stamp::HOUR_S)[..16]);
            for zone in 0..28_i64 {
                let of_day = (hour % 24) as f64 - 11.5 + zone as f64 * 1e-3;
                let sun = (1.0 - (of_day / 6.0).powi(2)).max(0.0);
                let value = if name == "load_mw" { 4000.0 + 1000.0 * sun } else { sun };
                let _ = write!(text, ",{value:.6}");
            }
            text.push('\n');
        }
        let file = std::fs::File::create(path.join(format!("{name}.csv.gz")))?;
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        packed.write_all(text.as_bytes())?;
        packed.finish()?;
    }
    Ok(())
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn import_and_check_28_countries(bencher: Bencher<'_, '_>) {
    let place = std::env::temp_dir().join(format!("gigasite-bench-import-{}", std::process::id()));
    let made = std::fs::create_dir_all(&place).and_then(|()| folder(&place));
    made.expect("the temporary folder can be written");
    bencher.bench_local(|| {
        let import = import(std::slice::from_ref(&place), &Options::default()).expect("readable");
        assert_eq!(import.series().count(), 28 * 7, "{:?}", import.findings.0.first());
        import
    });
    let _ = std::fs::remove_dir_all(&place);
}
