//! Files of publishers, real ones where the shared folder is there, and the traps in them.

use super::*;
use std::fmt::Write as _;
use std::fs;

/// The folder of real data, or a line that says it is missing.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if !path.exists() {
        eprintln!("skipped: `{}` is not there", path.display());
        return None;
    }
    Some(path)
}

fn read(path: &Path) -> Import {
    import(&[path.to_owned()], &Options::default()).expect("readable")
}

/// A file of that name and text, imported.
fn of(name: &str, text: &str) -> Import {
    of_options(name, text, &Options::default())
}

fn of_options(name: &str, text: &str, options: &Options) -> Import {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    import(&[path], options).expect("readable")
}

fn codes(import: &Import) -> Vec<&str> {
    import.findings.0.iter().map(|finding| finding.code.as_str()).collect()
}

fn series<'a>(import: &'a Import, zone: &str, quantity: &str) -> &'a Series {
    import.series().find(|series| series.zone == zone && series.quantity.name == quantity).unwrap_or_else(
        || {
            let all: Vec<String> =
                import.series().map(|one| format!("{} {}", one.zone, one.quantity.name)).collect();
            panic!("no {quantity} of {zone} among {all:?}; {:?}", import.findings)
        },
    )
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn the_2016_set_is_whole_in_utc_and_its_traps_are_told() {
    let Some(folder) = shared("timeseries/eu_2016_dispaset") else { return };
    let import = read(&folder);
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    for zone in ["DE", "GR", "GB", "PL"] {
        let load = series(&import, zone, "load_mw");
        assert_eq!(load.values.len(), 8784, "{zone}");
        assert_eq!(load.span().0, "2016-01-01T00:00Z");
    }
    // countries without a load stay without one
    assert!(
        !import
            .series()
            .any(|one| one.quantity.name == "load_mw" && ["AL", "BA"].contains(&one.zone.as_str()))
    );
    let of = |code: &str, column: &str| {
        import.findings.0.iter().any(|f| {
            f.code == code
                && f.place.field.as_deref() == Some(column)
                && f.place.file.contains("cf_hydro_ror")
        })
    };
    assert!(of("infinite", "NL") && of("empty-column", "NL"), "the infinite Dutch run-of-river is told");
    for column in ["FI", "SE", "NO", "RO", "CH"] {
        assert!(of("clipped", column), "{column} exceeds 1");
    }
    assert!(!import.series().any(|one| one.quantity.name == "cf_hydro_ror" && one.zone == "NL"));
    assert!(codes(&import).contains(&"country-code"), "EL and UK are renamed");
    assert!(!codes(&import).contains(&"clock-shift"), "its sun is in UTC");
    assert!(stops(&import.findings, true) && !stops(&import.findings, false), "strict refuses repairs");
}

#[test]
fn the_2019_set_on_central_european_time_is_turned() {
    let Some(folder) = shared("timeseries/eu_2019_etm") else { return };
    let import = read(&folder);
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    let warm = series(&import, "GR", "temperature_c");
    assert_eq!((warm.span().0.as_str(), warm.values.len()), ("2018-12-31T23:00Z", 8760));
    assert!(codes(&import).contains(&"not-utc"));
    assert!(!codes(&import).contains(&"clock-shift"), "once turned, the sun stands right");
}

#[test]
fn a_sun_that_peaks_an_hour_late_turns_the_table() {
    let Some(file) = shared("grid/eu_90node/fixsolar_cf.csv.gz") else { return };
    let import = read(&file);
    let shift: Vec<_> = import.findings.0.iter().filter(|finding| finding.code == "clock-shift").collect();
    assert_eq!(shift.len(), 1, "{:?}", codes(&import));
    assert!(shift[0].message.contains("by -1 h"), "{}", shift[0].message);
    assert_eq!(series(&import, "DE0 0", "cf_solar_pv").span().0, "2010-06-30T23:00Z");
}

#[test]
fn ember_gives_months_of_european_countries() {
    let Some(folder) = shared("timeseries/ember") else { return };
    let import = read(&folder.join("api_country_overview_monthly.csv.gz"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    let demand = series(&import, "DE", "demand_mwh");
    assert!(demand.values.iter().all(|mwh| (2e7..7e7).contains(mwh)));
    assert!(matches!(demand.stamps, Stamps::Listed(_)));
    assert!(series(&import, "GR", "carbon_t_per_mwh").values.iter().all(|t| (0.05..1.2).contains(t)));
}

#[test]
fn daily_inflow_stays_daily() {
    let Some(file) = shared("timeseries/hydro_inflow_daily_2003_2012_gwh.csv.gz") else { return };
    let import = read(&file);
    let inflow = series(&import, "NO", "hydro_inflow_gwh");
    assert_eq!(inflow.values.len(), 3653);
    let of_2012: f64 = (0..3653)
        .filter(|i| {
            inflow.span().0.starts_with("2003") && inflow.stamp(*i) >= stamp::days(2012, 1, 1) * 86_400
        })
        .map(|i| inflow.values[i])
        .sum();
    assert!((of_2012 / 1000.0 - 128.0).abs() < 1.0, "{of_2012} GWh, the README says 128 TWh");
}

fn opsd(minutes: i64, rows: i64, cell: impl Fn(i64) -> String) -> String {
    let mut text = String::from(
        "utc_timestamp,cet_cest_timestamp,DE_load_actual_entsoe_transparency,DE_LU_price_day_ahead,GB_GBN_price_day_ahead,note\n",
    );
    let start = stamp::days(2016, 2, 1) * 86_400;
    for row in 0..rows {
        let at = start + row * minutes * 60;
        let utc = stamp::text(at).replace('Z', ":00Z");
        let _ = writeln!(text, "{utc},x,{},{},-1.5,words", cell(row), 30 + row % 24);
    }
    text
}

#[test]
fn opsd_columns_become_zones_and_quantities() {
    let import = of("time_series_60min_singleindex.csv", &opsd(60, 48, |row| format!("{}", 1000 + row)));
    assert_eq!(codes(&import), ["unused-column"]);
    assert_eq!(import.files[0].format, Format::Opsd);
    assert_eq!(series(&import, "DE", "load_mw").values.len(), 48);
    assert!(near(series(&import, "DE", "price_eur_per_mwh").values[1], 31.0));
    assert!(near(series(&import, "GB", "price_gbp_per_mwh").values[1], -1.5));
}

#[test]
fn quarter_hours_become_the_mean_of_power() {
    let import = of("quarters.csv", &opsd(15, 192, |row| format!("{}", 1000 + row % 4 * 10)));
    let load = series(&import, "DE", "load_mw");
    assert_eq!(load.values.len(), 48);
    assert!(load.values.iter().all(|mw| near(*mw, 1015.0)));
    assert!(codes(&import).contains(&"part-hours"));
}

#[test]
fn a_spike_a_zero_a_hole_and_an_infinity_are_each_told() {
    let import = of(
        "damaged.csv",
        &opsd(60, 24 * 28, |row| match row {
            100 => "9000".into(),
            200 => "0".into(),
            300..=302 => String::new(),
            400 => "inf".into(),
            450..=460 => "NaN".into(),
            _ => format!("{}", 1000 + (row % 24) * 10),
        }),
    );
    let load = series(&import, "DE", "load_mw");
    let told: Vec<_> =
        import.files[0].repairs.iter().map(|repair| (repair.code, repair.line, repair.hours)).collect();
    assert_eq!(
        told,
        [
            ("infinite", 402, 1),
            ("zero-missing", 202, 1),
            ("spike", 102, 1),
            ("gap-interpolated", 102, 6),
            ("gap-weeks", 452, 11)
        ]
    );
    let right = |hour: usize| 1000.0 + (hour % 24) as f64 * 10.0;
    for hour in [100, 200, 301, 400, 450, 460] {
        assert!((load.values[hour] - right(hour)).abs() < 130.0, "hour {hour}: {}", load.values[hour]);
    }
    assert!(near(load.values[455], right(455)), "the weeks around have the same hour");
}

#[test]
fn a_gap_of_more_than_a_week_is_refused() {
    let import = of(
        "hole.csv",
        &opsd(60, 24 * 40, |row| if (200..369).contains(&row) { String::new() } else { "5".into() }),
    );
    assert!(codes(&import).contains(&"gap-too-long") && import.findings.has_errors());
    assert!(!import.series().any(|one| one.quantity.name == "load_mw"));
    let import = of(
        "hole.csv",
        &opsd(60, 24 * 40, |row| if (200..368).contains(&row) { String::new() } else { "5".into() }),
    );
    assert!(codes(&import).contains(&"gap-weeks") && !import.findings.has_errors());
}

#[test]
fn a_missing_leap_day_is_the_mean_of_its_neighbours() {
    let mut text = String::from("utc,DE\n");
    for hour in 0..24 * 40 {
        let at = stamp::days(2016, 2, 1) * 86_400 + hour * 3600;
        if stamp::date(at.div_euclid(86_400)) != (2016, 2, 29) {
            let _ = writeln!(text, "{},{}", &stamp::text(at)[..16].replace('T', " "), 100 + hour);
        }
    }
    let import = of("load_mw.csv", &text);
    assert_eq!(codes(&import), ["missing-hour", "leap-day"]);
    let load = series(&import, "DE", "load_mw");
    assert_eq!(load.values.len(), 24 * 40);
    let hour = 28 * 24 + 5;
    assert!(near(load.values[hour], f64::midpoint(load.values[hour - 24], load.values[hour + 24])));
}

#[test]
fn days_that_do_not_exist_are_named() {
    let import = of("load_mw.csv", "utc,DE\n2015-02-28 23:00,5\n2015-02-29 00:00,5\n2015-03-01 00:00,5\n");
    assert_eq!(codes(&import), ["bad-stamp"]);
    assert_eq!(import.findings.0[0].place.line, Some(3));
}

/// Hours of a week around a change of the clock as ENTSO-E exports them in local time.
fn export(from_utc: i64, hours: i64, row: impl Fn(&str, i64) -> String) -> String {
    let mut text = String::new();
    for hour in 0..hours {
        let at = from_utc + hour * 3600;
        let (begin, end) = stamp::summer(2020);
        let ahead = if (begin..end).contains(&at) { 7200 } else { 3600 };
        let local = |at: i64| {
            let text = stamp::text(at + ahead);
            format!("{}.{}.{} {}", &text[8..10], &text[5..7], &text[..4], &text[11..16])
        };
        let _ = writeln!(text, "{}", row(&format!("{} - {}", local(at), local(at + 3600)), hour));
    }
    text
}

#[test]
fn entsoe_load_in_local_time_has_no_double_and_no_missing_hour() {
    let mut text = String::from(
        "\"Time (CET/CEST)\",\"Day-ahead Total Load Forecast [MW] - Germany (DE)\",\"Actual Total Load [MW] - Germany (DE)\"\n",
    );
    let start = stamp::days(2020, 10, 24) * 86_400;
    text += &export(start, 72, |unit, hour| format!("\"{unit}\",\"{}\",\"{}\"", 2000 + hour, 1000 + hour));
    let import = of("load.csv", &text);
    assert_eq!(codes(&import), ["not-utc"]);
    let load = series(&import, "DE", "load_mw");
    assert_eq!(load.span().0, "2020-10-24T00:00Z");
    assert_eq!(load.values.len(), 72);
    assert!(load.values.iter().enumerate().all(|(hour, mw)| near(*mw, 1000.0 + hour as f64)));
    assert!(near(series(&import, "DE", "load_forecast_mw").values[3], 2003.0));
}

#[test]
fn an_hour_that_spring_skips_is_dropped_if_empty_and_told_if_filled() {
    let heading = "\"MTU (CET/CEST)\",\"Day-ahead Price [EUR/MWh]\",\"Currency\",\"BZN|DE-LU\"\n";
    let rows = |price: &str| {
        format!(
            "{heading}\"29.03.2020 00:00 - 29.03.2020 01:00\",\"5\",\"EUR\",\"\"\n\"29.03.2020 01:00 - 29.03.2020 02:00\",\"6\",\"EUR\",\"\"\n\"29.03.2020 02:00 - 29.03.2020 03:00\",\"{price}\",\"EUR\",\"\"\n\"29.03.2020 03:00 - 29.03.2020 04:00\",\"-7.5\",\"EUR\",\"\"\n"
        )
    };
    let import = of("prices.csv", &rows("n/e"));
    assert_eq!(codes(&import), ["not-utc"]);
    let prices = series(&import, "DE", "price_eur_per_mwh");
    assert_eq!(prices.values.len(), 3);
    assert!(near(prices.values[2], -7.5));
    assert!(codes(&of("prices.csv", &rows("9"))).contains(&"dst-hour"));
}

#[test]
fn entsoe_generation_is_read_wide_and_long() {
    let wide = "\"Area\",\"MTU\",\"Biomass  - Actual Aggregated [MW]\",\"Hydro Pumped Storage  - Actual Aggregated [MW]\",\"Hydro Pumped Storage  - Actual Consumption [MW]\",\"Wind Onshore  - Actual Aggregated [MW]\"\n\
        \"BZN|SE3\",\"01.01.2020 00:00 - 01.01.2020 01:00 (CET/CEST)\",\"10\",\"n/e\",\"7\",\"300\"\n\
        \"BZN|SE3\",\"01.01.2020 01:00 - 01.01.2020 02:00 (CET/CEST)\",\"11\",\"n/e\",\"8\",\"310\"\n";
    let import = of("generation.csv", wide);
    assert!(codes(&import).contains(&"clock-assumed"), "{:?}", codes(&import));
    assert!(near(series(&import, "SE3", "generation_wind_onshore_mw").values[1], 310.0));
    assert!(near(series(&import, "SE3", "consumption_hydro_pumped_mw").values[0], 7.0));
    let long = "\"MTU (UTC)\",\"Area\",\"Production Type\",\"Generation (MW)\"\n\
        \"01/01/2025 00:00:00 - 01/01/2025 00:15:00\",\"Netherlands (NL)\",\"Solar\",\"-0.5\"\n\
        \"01/01/2025 00:15:00 - 01/01/2025 00:30:00\",\"Netherlands (NL)\",\"Solar\",\"4\"\n\
        \"01/01/2025 00:00:00 - 01/01/2025 00:15:00\",\"Netherlands (NL)\",\"Nuclear\",\"480\"\n";
    let import = of("long.csv", long);
    assert!(near(series(&import, "NL", "generation_solar_mw").values[0], 1.75));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
}

#[test]
fn the_file_library_keeps_day_ahead_prices_of_the_first_sequence() {
    let text = "\u{feff}InstanceCode\tDateTime(UTC)\tResolutionCode\tAreaCode\tAreaDisplayName\tAreaTypeCode\tMapCode\tContractType\tSequence\tPrice[Currency/MWh]\tCurrency\tUpdateTime(UTC)\n\
        1\t2024-01-01 00:00:00\tPT60M\t10Y\tDK1\tBZN\tDK1\tDay-ahead\t1\t40.5\tEUR\t2024-01-01\n\
        1\t2024-01-01 00:00:00\tPT60M\t10Y\tDK1\tBZN\tDK1\tDay-ahead\t2\t99\tEUR\t2024-01-01\n\
        1\t2024-01-01 01:00:00\tPT60M\t10Y\tDK1\tBZN\tDK1\tIntraday\t1\t77\tEUR\t2024-01-01\n\
        1\t2024-01-01 01:00:00\tPT60M\t10Y\tDK1\tBZN\tDK1\tDay-ahead\t1\t41.5\tEUR\t2024-01-01\n";
    let import = of("2024_01_EnergyPrices_12.1.D_r3.csv", text);
    assert_eq!(codes(&import), ["unused-row"]);
    let prices = series(&import, "DK1", "price_eur_per_mwh");
    assert_eq!(prices.values.len(), 2);
    assert!(near(prices.values[0], 40.5) && near(prices.values[1], 41.5));
}

#[test]
fn what_nobody_knows_is_an_error_alone_and_a_note_in_a_folder() {
    let import = of("poem.txt", "roses are red\n");
    assert_eq!(codes(&import), ["unknown-format"]);
    assert!(import.findings.has_errors());
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("poem.txt"), "roses are red\n").expect("written");
    assert!(!read(folder.path()).findings.has_errors());
    let import = of("numbers.csv", "utc,DE\n2016-01-01 00:00,5\n");
    assert_eq!(codes(&import), ["unknown-quantity"]);
    let options = Options { quantity: quantity::find("load_mw"), ..Options::default() };
    assert!(
        !of_options("numbers.csv", "utc,DE\n2016-01-01 00:00,5\n2016-01-01 01:00,6\n", &options)
            .findings
            .has_errors()
    );
}

#[test]
fn tidy_tables_are_read_back_and_planned_with() {
    let mut text = String::from("utc,EL,DE\n");
    for hour in 0..8784 + 8760 {
        let at = stamp::days(2016, 1, 1) * 86_400 + hour * 3600;
        let _ = writeln!(text, "{},{},1000", &stamp::text(at)[..16].replace('T', " "), 100 + hour % 24);
    }
    let import = of("load_mw.csv", &text);
    let folder = tempfile::tempdir().expect("a folder");
    let written = write(folder.path(), &import).expect("written");
    assert_eq!(written, [folder.path().join("load_mw.parquet")]);
    let back = tidy::read(&written[0]).expect("read").expect("hourly");
    assert_eq!(back.iter().map(|(zone, ..)| zone.as_str()).collect::<Vec<_>>(), ["GR", "DE"]);
    assert_eq!(back[0].2.len(), 17544);
    let dataset = crate::read_dataset(&crate::Source::Embedded("europe".into())).expect("reads").dataset;
    let mut findings = Findings::default();
    let (horizon, planned) =
        crate::series::read_folder(folder.path(), &dataset, &mut findings).expect("readable");
    assert!(!findings.has_errors(), "{findings:?}");
    assert_eq!((horizon.calendar_year, horizon.hours), (2017, 8760), "the latest whole year");
    assert!(findings.0.iter().any(|finding| finding.code == "series-year"));
    let german = dataset.zones.iter().position(|zone| zone.id == "DE").expect("Germany");
    assert!(planned[german].load_mw.iter().all(|mw| near(*mw, 1000.0)));
}

#[test]
fn the_same_bytes_come_out_of_one_thread_and_of_many() {
    let text =
        opsd(
            15,
            4 * 24 * 30,
            |row| if row % 97 == 0 { String::new() } else { format!("{}", 1000 + row % 96) },
        );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    fs::write(&path, text).expect("written");
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let out = folder.path().join(format!("out-{threads}"));
        pool.install(|| {
            let import = read(&path);
            let bytes: Vec<Vec<u8>> = write(&out, &import)
                .expect("written")
                .iter()
                .map(|file| fs::read(file).expect("read"))
                .collect();
            (import.findings, bytes)
        })
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn weather_files_become_series_of_their_places() {
    let Some(folder) = shared("weather") else { return };
    let import = read(&folder.join("hydesign_era5_2012_9sites.csv.gz"));
    let places: std::collections::BTreeSet<&str> = import.series().map(|one| one.zone.as_str()).collect();
    // its year stops on 30 December, which is told
    assert!(places.len() == 9 || import.findings.has_errors(), "{places:?} {:?}", import.findings);
    let import = read(&folder.join("openmeteo_frankfurt_2020_2024.csv.gz"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    let warm = import.series().find(|one| one.quantity.name == "temperature_c").expect("temperature");
    assert_eq!(warm.values.len(), 43_848, "five years in one");
    for file in ["epw/BE_Uccle_TMYx2007-2021.epw.gz", "dwd_try/04_potsdam.dat.gz"] {
        let import = read(&folder.join(file));
        assert!(!import.findings.has_errors(), "{:?}", import.findings);
        assert_eq!(import.files[0].format, Format::Weather);
        assert!(import.series().all(|one| one.values.len() == 8760) && import.series().count() == 3);
    }
}

#[test]
fn tariffs_of_zero_are_missing() {
    let Some(folder) = shared("regions") else { return };
    let import = read(&folder.join("eurostat_Electricity_Prices_Non_Household_Consumers_Groups_Europe.csv"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    assert!(
        ["date-assumed", "zero-missing", "empty-column"].iter().all(|code| codes(&import).contains(code))
    );
    let tariff = series(&import, "FR", "price_non_household_ig_eur_per_mwh");
    assert!(near(tariff.values[0], 75.0) || (70.0..80.0).contains(&tariff.values[0]), "{}", tariff.values[0]);
    for missing in ["EE", "LV"] {
        let has = import
            .series()
            .any(|one| one.zone == missing && one.quantity.name == "price_non_household_ig_eur_per_mwh");
        assert!(!has, "{missing} is zero in the file, which is missing");
    }
    let import =
        read(&folder.join("eurostat_Electricity_Prices_Non_Household_Consumers_Time_All_Countries.csv"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    assert!(series(&import, "AT", "price_non_household_ic_eur_per_mwh").values.len() > 20);
}

#[test]
fn regions_and_water_have_years() {
    let Some(folder) = shared("regions") else { return };
    let import = read(&folder.join("ardeco_population_nuts2021.csv.gz"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    assert!(codes(&import).contains(&"country-code"));
    let people = series(&import, "GR", "population_count");
    assert!(people.values.iter().all(|count| (8e6..1.2e7).contains(count)));
    let import = read(&folder.join("aqueduct40_country_eu.csv"));
    let stress = series(&import, "CY", "water_stress_score");
    assert!(near(stress.values[0], 5.0) || stress.values[0] > 4.9);
}

#[test]
fn plants_networks_and_outlines_become_tables() {
    let Some(folder) = shared("") else { return };
    let import = read(&folder.join("plants/powerplants_ppm_v0.6.1.csv.gz"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings.0.first());
    let plants = &import.files[0].listings[0];
    assert_eq!(plants.rows(), 22_817);
    let total: f64 = plants.number("capacity_mw").expect("capacities").iter().flatten().sum();
    assert!((total / 1e6 - 1.319).abs() < 0.01, "{total} MW, the README says 1,319 GW");
    assert!(plants.text("zone").expect("zones").iter().flatten().any(|zone| zone == "DE"));
    let import = read(&folder.join("plants/jrc_ppdb_open_units.csv.gz"));
    let units = &import.files[0].listings[0];
    assert_eq!(units.rows(), 7117);
    assert_eq!(units.text("cooling").expect("cooling").iter().flatten().count(), 2343);
    let import = read(&folder.join("regions/ne_50m_countries_europe.geojson.gz"));
    let outlines = &import.files[0].listings[0];
    assert!(outlines.text("zone").expect("zones").iter().flatten().any(|zone| zone == "GR"));
    let options = Options { format: Some(Format::Network), ..Options::default() };
    let osm = super::import(&[folder.join("grid/osm_prebuilt")], &options).expect("readable");
    assert_eq!(osm.files[0].listings.iter().map(|one| one.name).collect::<Vec<_>>(), ["nodes", "lines"]);
    let out = tempfile::tempdir().expect("a folder");
    let written = write(out.path(), &osm).expect("written");
    assert_eq!(written.len(), 2);
}

#[test]
fn tables_of_pypsa_take_their_moments_from_the_snapshots() {
    let Some(folder) = shared("grid/scigrid_de") else { return };
    let import = read(&folder.join("loads-p_set.csv.gz"));
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    assert_eq!(import.files[0].format, Format::Pypsa);
    let load = series(&import, "1", "load_mw");
    assert_eq!((load.values.len(), load.span().0.as_str()), (24, "2011-01-01T00:00Z"));
}

/// The same network as a folder of tables and as one netCDF file gives the same series.
#[test]
fn series_inside_a_netcdf_network_are_those_of_its_tables() {
    use crate::network::pypsa::{read_folder, write_netcdf};
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("tables");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let hour = |t: i64| {
        stamp::text(t * stamp::HOUR_S + stamp::days(2025, 1, 1) * stamp::DAY_S).replace('T', " ")[..16]
            .to_owned()
    };
    let lines = |row: fn(i64) -> String| {
        (0..48).map(|t| format!("{},{}", hour(t), row(t))).collect::<Vec<_>>().join("\n")
    };
    write("network.csv", "name\nsmall\n".into());
    write("buses.csv", "name,v_nom\nA,380\nB,380\n".into());
    write("loads.csv", "name,bus\nA load,A\nB load,B\n".into());
    write("generators.csv", "name,bus,p_nom\nA wind,A,100\n".into());
    let snapshots: Vec<String> = (0..48).map(|t| format!("{t},{},1,1,1", hour(t))).collect();
    write("snapshots.csv", format!(",snapshot,objective,stores,generators\n{}\n", snapshots.join("\n")));
    write(
        "loads-p_set.csv",
        format!("snapshot,A load,B load\n{}", lines(|t| format!("{},{}", 100 + t % 24, 50 + t % 7))),
    );
    write("generators-p_max_pu.csv", format!("snapshot,A wind\n{}", lines(|t| format!("0.{}", 10 + t))));
    let mut findings = gigasite_case::Findings::default();
    let tables = read_folder(&folder, &mut findings).unwrap();
    let file = here.path().join("small.nc");
    write_netcdf(&tables, &file).unwrap();
    let (whole, parts) = (read(&file), read(&folder));
    for (zone, quantity) in [("A load", "load_mw"), ("B load", "load_mw"), ("A wind", "profile_frac")] {
        let (one, other) = (series(&whole, zone, quantity), series(&parts, zone, quantity));
        assert_eq!((&one.stamps, &one.values), (&other.stamps, &other.values), "{zone}");
        assert_eq!(one.values.len(), 48);
    }
    assert!(
        whole.files[0].listings.iter().any(|listing| listing.name == "nodes"),
        "and the network as before"
    );
}

#[test]
fn renewables_ninja_takes_its_zone_from_the_name() {
    let text = "# renewables.ninja Wind (Country) - https://www.renewables.ninja\n# Units: time in UTC\n\
        time,national,offshore,onshore\n2019-01-01 00:00:00,0.41,0.61,0.35\n2019-01-01 01:00:00,0.42,0.62,0.36\n";
    let import = of("ninja_wind_country_DE_current-merra-2_corrected.csv", text);
    assert!(!import.findings.has_errors(), "{:?}", import.findings);
    assert!(near(series(&import, "DE", "cf_wind_onshore").values[0], 0.35));
    assert!(near(series(&import, "DE", "cf_wind_offshore").values[1], 0.62));
    let point = "# renewables.ninja PV (Point API)\n# {\"params\": {\"capacity\": 2.0}}\ntime,local_time,electricity\n\
        2019-01-01 11:00,2019-01-01 12:00,0.5\n2019-01-01 12:00,2019-01-01 13:00,1.0\n";
    assert_eq!(codes(&of("ninja_pv.csv", point)), ["missing-zone"]);
    let options = Options { zone: Some("ES".into()), ..Options::default() };
    let import = of_options("ninja_pv.csv", point, &options);
    assert!(near(series(&import, "ES", "cf_solar_pv").values[1], 0.5), "{:?}", import.findings);
}
