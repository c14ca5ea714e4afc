//! The seeded defects: what is wrong, what is changed, which code, where.

use super::{At, Seed, Spoil};

const fn seed(what: &'static str, spoil: Spoil, code: &'static str, at: At) -> Seed {
    Seed { what, spoil, code, at, also: &[] }
}

/// A defect that others follow from.
const fn with(mut seed: Seed, also: &'static [&'static str]) -> Seed {
    seed.also = also;
    seed
}

/// A text with letters beyond ASCII as Windows used to write it.
fn latin1(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}

/// The third line ends after two fields.
fn cut(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<String> =
        text.lines()
            .enumerate()
            .map(|(at, line)| {
                if at == 2 { line.split(',').take(2).collect::<Vec<_>>().join(",") } else { line.to_owned() }
            })
            .collect();
    (lines.join("\n") + "\n").into_bytes()
}

/// The lines that begin so are left out.
fn without(bytes: &[u8], beginning: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(beginning)).collect();
    assert_eq!(kept.len() + 1, text.lines().count(), "`{beginning}` is not there once");
    (kept.join("\n") + "\n").into_bytes()
}

/// The months of a zone, half a year later.
fn southern(bytes: &[u8], zone: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.splitn(3, ',').map(str::to_owned).collect();
            if cells[0] == zone {
                let month: u32 = cells[1].parse().unwrap();
                cells[1] = ((month + 5) % 12 + 1).to_string();
            }
            cells.join(",")
        })
        .collect();
    (lines.join("\n") + "\n").into_bytes()
}

/// Every seeded defect.
#[rustfmt::skip]
pub(super) const SEEDS: &[Seed] = &[
    // files and their structure
    seed("a table is not there", Spoil::NoFile("exchanges.csv"), "missing-file", At::File),
    seed("a table is empty", Spoil::Bytes("exchanges.csv", |_| b"\n".to_vec()), "empty-file", At::File),
    seed("a table is saved in Latin-1", Spoil::Bytes("regions.csv", |bytes| latin1(&bytes)), "not-utf8", At::Line(2)),
    seed("a quote that never closes", Spoil::Cell("exchanges.csv", ("name", "DE-CIX Frankfurt"), "name", "\"DE-CIX"), "unclosed-quote", At::Here),
    seed("a row with a field too many", Spoil::Cell("exchanges.csv", ("name", "AMS-IX Amsterdam"), "tier", "1,1"), "ragged-row", At::Here),
    seed("a row cut off", Spoil::Bytes("exchanges.csv", |bytes| cut(&bytes)), "ragged-row", At::Line(3)),
    seed("a column in gigawatts", Spoil::Label("fleet.csv", "capacity_mw", "capacity_gw"), "wrong-unit", At::Line(1)),
    seed("a price per kilowatt hour", Spoil::Label("fuels.csv", "price_eur_per_mwh", "price_eur_per_kwh"), "wrong-unit", At::Line(1)),
    seed("a misspelt column", Spoil::Label("sites.csv", "cooling_water", "coling_water"), "unknown-column", At::Line(1)),
    seed("a column that nobody knows", Spoil::Column("exchanges.csv", "remark", "x"), "unknown-column", At::Line(1)),
    seed("a column without a label", Spoil::Column("exchanges.csv", "", ""), "blank-column", At::Line(1)),
    seed("a column named twice", Spoil::Column("exchanges.csv", "name", "x"), "duplicate-column", At::Line(1)),
    seed("a column is missing", Spoil::NoColumn("countries.csv", "heat_eur_per_mwh"), "missing-column", At::Line(1)),
    seed("no licence column at all", Spoil::NoColumn("borders.csv", "licence"), "missing-column", At::Line(1)),
    // values
    seed("no number in a capacity", Spoil::Cell("fleet.csv", ("zone", "AT"), "capacity_mw", "NaN"), "not-finite", At::Here),
    seed("an infinite capacity", Spoil::Cell("renewables.csv", ("zone", "AT"), "solar_mw", "inf"), "not-finite", At::Here),
    seed("a negative capacity", Spoil::Cell("fleet.csv", ("zone", "BE"), "capacity_mw", "-120"), "negative-value", At::Here),
    seed("negative people", Spoil::Cell("regions.csv", ("region", "AT130"), "population_count", "-5"), "out-of-range", At::Here),
    seed("a comma for thousands", Spoil::Cell("borders.csv", ("from", "AT"), "forward_mw", "\"1,200\""), "not-a-number", At::Here),
    seed("a comma for decimals", Spoil::Cell("zone_months.csv", ("zone", "AT"), "demand_ratio", "\"1,08\""), "not-a-number", At::Here),
    seed("a text in a number", Spoil::Cell("borders.csv", ("from", "BE"), "backward_mw", "n/a"), "not-a-number", At::Here),
    seed("a percentage in a fraction", Spoil::Cell("countries.csv", ("country", "BE"), "wacc_frac", "5"), "fraction-out-of-range", At::Here),
    seed("a capacity factor above one", Spoil::Cell("zone_months.csv", ("zone", "BE"), "wind_onshore_frac", "1.7"), "fraction-out-of-range", At::Here),
    seed("an availability above one", Spoil::Cell("fleet.csv", ("zone", "BE"), "availability_frac", "1.02"), "fraction-out-of-range", At::Here),
    seed("an empty cell that is not zero", Spoil::Cell("borders.csv", ("from", "BG"), "backward_mw", ""), "missing-value", At::Here),
    seed("an empty name", Spoil::Cell("exchanges.csv", ("name", "AMS-IX Amsterdam"), "country", ""), "missing-value", At::Here),
    seed("a value of no closed list", Spoil::Cell("sites.csv", ("site", "FR-BOSQUEL"), "eu_eligible", "maybe"), "unknown-value", At::Here),
    seed("an unknown technology of a fleet", Spoil::Cell("fleet.csv", ("zone", "AT"), "technology", "nucular"), "unknown-value", At::Here),
    seed("an unknown synchronous area", Spoil::Cell("zones.csv", ("zone", "AT"), "synchronous_area", "continent"), "unknown-value", At::Here),
    seed("an unknown cold sink", Spoil::Cell("cooling_designs.csv", ("cooling", "dry"), "liquid_sink", "fan"), "unknown-value", At::Here),
    seed("an unknown parameter of a rule", Spoil::Cell("rules.csv", ("rule", "EED-HEAT"), "parameter", "heat_max"), "unknown-value", At::Here),
    seed("half a place in an order", Spoil::Cell("power_chain.csv", ("stage", "hv_transformer"), "order_count", "1.5"), "not-a-whole-number", At::Here),
    with(seed("a month thirteen", Spoil::Cell("zone_months.csv", ("zone", "AT"), "month", "13"), "out-of-range", At::Here), &["months-incomplete"]),
    seed("a year of another age", Spoil::Cell("site_stages.csv", ("site", "FR-FOUJU"), "year", "203"), "out-of-range", At::Here),
    seed("a concentration below one", Spoil::Cell("cooling_designs.csv", ("cooling", "dry"), "concentration_ratio", "0.5"), "out-of-range", At::Here),
    seed("a temperature in kelvin", Spoil::Cell("zone_months.csv", ("zone", "AT"), "temperature_c", "283.1"), "out-of-range", At::Here),
    seed("a supply at the boiling point", Spoil::Cell("cooling_designs.csv", ("cooling", "dry"), "liquid_supply_c", "100"), "out-of-range", At::Here),
    seed("an efficiency of nothing", Spoil::Cell("fleet.csv", ("zone", "AT"), "efficiency_frac", "0"), "out-of-range", At::Here),
    seed("an efficiency in percent", Spoil::Cell("fleet.csv", ("zone", "AT"), "efficiency_frac", "56"), "fraction-out-of-range", At::Here),
    seed("kilograms where tonnes belong", Spoil::Cell("fuels.csv", ("fuel", "gas"), "carbon_t_per_mwh", "202"), "out-of-range", At::Here),
    seed("a queue of a thousand years", Spoil::Cell("grid_queue.csv", ("statement", "Q03"), "wait_years", "7000"), "out-of-range", At::Here),
    seed("a date that never was", Spoil::Cell("sources.csv", ("source_id", "S01"), "date", "2026-02-29"), "bad-date", At::Here),
    seed("a date the other way round", Spoil::Cell("sources.csv", ("source_id", "S01"), "date", "19.01.2026"), "bad-date", At::Here),
    // keys and references
    seed("a site that stands twice", Spoil::Double("sites.csv", ("site", "FR-BOSQUEL")), "duplicate-id", At::Here),
    seed("a month that stands twice", Spoil::Double("zone_months.csv", ("zone", "PL")), "duplicate-id", At::Here),
    seed("a region that stands twice", Spoil::Double("regions.csv", ("region", "FR101")), "duplicate-id", At::Here),
    seed("a border that stands there the other way round", Spoil::Like("borders.csv", ("from", "AT"), &[("from", "CH"), ("to", "AT")]), "duplicate-id", At::Here),
    seed("a border with itself", Spoil::Cell("borders.csv", ("from", "AT"), "to", "AT"), "border-loop", At::Here),
    seed("a border to a zone of another name", Spoil::Cell("borders.csv", ("from", "DE"), "from", "DE_LU"), "dangling-reference", At::Here),
    seed("a plant of a zone that is not there", Spoil::Cell("fleet.csv", ("zone", "AT"), "zone", "A1"), "dangling-reference", At::Here),
    seed("a fuel that nobody prices", Spoil::Cell("fleet.csv", ("zone", "AT"), "fuel", "unobtainium"), "dangling-reference", At::Here),
    seed("a site of a zone that is not there", Spoil::Cell("sites.csv", ("site", "FR-BOSQUEL"), "zone", "FRR"), "dangling-reference", At::Here),
    seed("a site of a country that is not there", Spoil::Cell("sites.csv", ("site", "FR-BOSQUEL"), "country", "FX"), "dangling-reference", At::Here),
    seed("a station that is not there", Spoil::Cell("sites.csv", ("site", "FR-BOSQUEL"), "station", "Lilly"), "dangling-reference", At::Here),
    seed("a stage of a site that is not there", Spoil::Cell("site_stages.csv", ("site", "FR-BOSQUEL"), "site", "FR-BOSKEL"), "dangling-reference", At::Here),
    seed("a supply that the power chain lacks", Spoil::Cell("nodes.csv", ("accelerator", "a100_sxm"), "supply", "psu_gold"), "dangling-reference", At::Here),
    seed("a region of a zone that is not there", Spoil::Cell("regions.csv", ("region", "FR101"), "zone", "FRA"), "dangling-reference", At::Here),
    seed("a queue of a country that is not there", Spoil::Cell("grid_queue.csv", ("statement", "Q11"), "country", "FRA"), "dangling-reference", At::Here),
    seed("a rule for a site that is not there", Spoil::Cell("rules.csv", ("rule", "NL-HYPER"), "list", "NL-EEMSHAVEN;NL-ATLANTIS"), "dangling-reference", At::Here),
    seed("a site in the zone of another country", Spoil::Cell("sites.csv", ("site", "FR-CORDEMAIS"), "zone", "PL"), "zone-of-another-country", At::Here),
    // completeness
    seed("a zone without months", Spoil::NoRows("zone_months.csv", ("zone", "MT")), "zone-without-months", At::There("zones.csv", ("zone", "MT"))),
    seed("a zone without wind, sun and water", Spoil::NoRows("renewables.csv", ("zone", "MT")), "zone-without-renewables", At::There("zones.csv", ("zone", "MT"))),
    seed("a zone whose demand is zero", Spoil::Cell("zones.csv", ("zone", "FI"), "demand_mwh", "0"), "zone-without-load", At::Here),
    seed("a zone whose demand is empty", Spoil::Cell("zones.csv", ("zone", "FI"), "demand_mwh", ""), "zone-without-load", At::Here),
    seed("an accelerator without a node", Spoil::NoRows("nodes.csv", ("accelerator", "gh200")), "accelerator-without-node", At::There("accelerators.csv", ("accelerator", "gh200"))),
    seed("a site without any stage", Spoil::NoRows("site_stages.csv", ("site", "FR-FOUJU")), "site-without-stages", At::There("sites.csv", ("site", "FR-FOUJU"))),
    seed("a fuel without a price for all others", Spoil::Cell("fuels.csv", ("fuel", "peat"), "country", "FI"), "no-default-row", At::Here),
    seed("a zone with a month too few", Spoil::Bytes("zone_months.csv", |bytes| without(&bytes, "FR,7,")), "months-incomplete", At::Row(("zone", "FR"))),
    seed("a station with a month too few", Spoil::Bytes("climate_stations.csv", |bytes| without(&bytes, "Paris-Melun,FR,48.61,2.68,92,11,")), "months-incomplete", At::Line(2)),
    // physics and plausibility
    seed("a peak below the mean", Spoil::Cell("zones.csv", ("zone", "FI"), "peak_load_mw", "3"), "peak-below-mean", At::Here),
    seed("demand in terawatt hours", Spoil::Cell("zones.csv", ("zone", "AT"), "demand_mwh", "72.06"), "peak-above-demand", At::Here),
    seed("a peak that nothing can serve", Spoil::Cell("zones.csv", ("zone", "HU"), "peak_load_mw", "60000"), "capacity-below-peak", At::Here),
    seed("a transfer capacity with a zero too many", Spoil::Cell("borders.csv", ("from", "AT"), "forward_mw", "120000"), "ntc-above-peak", At::Here),
    seed("a gas plant better than any", Spoil::Cell("fleet.csv", ("technology", "gas_ccgt"), "efficiency_frac", "0.71"), "efficiency-implausible", At::Here),
    seed("the same plant twice under two vintages", Spoil::Like("fleet.csv", ("technology", "nuclear"), &[("vintage", "new")]), "duplicate-plant", At::Here),
    seed("a battery without energy", Spoil::Cell("renewables.csv", ("zone", "AT"), "battery_mwh", "0"), "storage-without-power", At::Here),
    seed("more water than the turbines can take", Spoil::Cell("renewables.csv", ("zone", "AT"), "reservoir_inflow_mwh", "115000000"), "inflow-above-turbines", At::Here),
    with(seed("winter and summer changed places", Spoil::Bytes("zone_months.csv", |bytes| southern(&bytes, "AT")), "seasons-swapped", At::Row(("zone", "AT"))), &["unlike-neighbours", "seasons-swapped"]),
    seed("the same temperature all year", Spoil::Cells("zone_months.csv", ("zone", "AT"), "temperature_c", "9.5"), "flat-line", At::Row(("zone", "AT"))),
    seed("monthly demand twice the annual figure", Spoil::Cells("zone_months.csv", ("zone", "AT"), "inflow_ratio", "2"), "shares-off-one", At::Row(("zone", "AT"))),
    seed("latitude and longitude changed places", Spoil::Swap("sites.csv", ("site", "FR-FOUJU"), "lat_deg", "lon_deg"), "outside-europe", At::Here),
    seed("a site beyond its border", Spoil::Cell("sites.csv", ("site", "FR-FOUJU"), "lon_deg", "9.9"), "outside-country", At::Here),
    seed("a zone's centre in the sea", Spoil::Cell("zones.csv", ("zone", "PT"), "lon_deg", "-14"), "outside-country", At::Here),
    seed("two landmarks at one place", Spoil::Like("landmarks.csv", ("id", "AIF01"), &[("id", "AIF99")]), "duplicate-place", At::Here),
    seed("an accelerator idle above full power", Spoil::Cell("accelerators.csv", ("accelerator", "a100_sxm"), "idle_w", "9999"), "idle-above-full", At::Here),
    seed("a rack that does not hold its nodes", Spoil::Cell("nodes.csv", ("accelerator", "a100_sxm"), "rack_gpus", "31"), "rack-of-other-size", At::Here),
    seed("redundancy against the units", Spoil::Cell("power_chain.csv", ("stage", "hv_transformer"), "redundancy_ratio", "2.5"), "redundancy-disagrees", At::Here),
    seed("spares against the redundancy", Spoil::Cell("power_chain.csv", ("stage", "mv_transformer"), "spare_count", "3"), "redundancy-disagrees", At::Here),
    seed("a connection that shrinks", Spoil::Cell("site_stages.csv", ("year", "2029"), "firm_mw", "100"), "stage-descends", At::Here),
    // provenance
    seed("a row without a source", Spoil::Cell("fuels.csv", ("country", "IT"), "source", ""), "missing-source", At::Here),
    seed("a row without a licence", Spoil::Cell("fuels.csv", ("country", "IT"), "licence", ""), "missing-licence", At::Here),
    seed("a source that is not listed", Spoil::Cell("fuels.csv", ("country", "IT"), "source", "MEM;S999"), "unknown-source", At::Here),
    seed("a licence nobody knows", Spoil::Cell("fuels.csv", ("country", "IT"), "licence", "ask Joe"), "licence-unknown", At::Here),
    seed("a licence that forbids trade", Spoil::Cell("fuels.csv", ("country", "IT"), "licence", "CC-BY-NC-4.0"), "licence-refused", At::Here),
    // case files
    seed("no TOML", Spoil::Case("eu_only = true", "eu_only = = true"), "toml-syntax", At::Here),
    seed("an unknown key", Spoil::Case("drafts_bind = false", "draft_binds = false"), "unknown-key", At::Here),
    seed("a key of another table", Spoil::Case("[solver]", "[solver]\nzone_peak_max_frac = 0.2"), "unknown-key", At::Line(1)),
    seed("a text where a number belongs", Spoil::Case("utilisation_frac = 0.9", "utilisation_frac = \"0.9\""), "wrong-type", At::Here),
    seed("a fraction of a site", Spoil::Case("sites_max_count = 5", "sites_max_count = 5.5"), "wrong-type", At::Here),
    seed("no number in a case", Spoil::Case("utilisation_frac = 0.9", "utilisation_frac = nan"), "not-finite", At::Here),
    seed("a negative count", Spoil::Case("threads_count = 0 ", "threads_count = -1 "), "negative-value", At::Here),
    seed("a percentage in a case", Spoil::Case("carbon_free_frac = 0.8", "carbon_free_frac = 80.0"), "fraction-out-of-range", At::Here),
    seed("a calendar of another age", Spoil::Case("calendar_year = 2030", "calendar_year = 203"), "year-out-of-range", At::Here),
    seed("a stage with two targets", Spoil::Case("[[programme.stages]]\nyear = 2030", "[[programme.stages]]\ntarget_it_mw = 900.0\nyear = 2030"), "several-targets", At::Here),
    seed("a stage without a target", Spoil::Case("[[programme.stages]]\nyear = 2030\ntarget_gpus = 500_000", "[[programme.stages]]\nyear = 2030"), "no-target", At::Here),
    seed("stages out of order", Spoil::Case("year = 2030\n", "year = 2027\n"), "stages-not-ascending", At::Here),
    seed("a target that shrinks", Spoil::Case("target_gpus = 500_000", "target_gpus = 100_000"), "targets-not-ascending", At::Here),
    seed("a target above all connections", Spoil::Case("target_gpus = 500_000", "target_gpus = 5_000_000"), "target-above-connections", At::Here),
    seed("the fewest above the most", Spoil::Case("sites_min_count = 5", "sites_min_count = 6"), "min-above-max", At::Here),
    seed("an unknown accelerator", Spoil::Case("\"gb300_nvl72\"", "\"gb300_nvl27\""), "unknown-name", At::Here),
    seed("an unknown cooling design", Spoil::Case("\"wet_tower\"", "\"wet_towel\""), "unknown-name", At::Here),
    seed("an unknown way of supply", Spoil::Case("\"firm_clean\"", "\"fusion\""), "unknown-name", At::Here),
    seed("an unknown site to leave out", Spoil::Case("# exclude = [\"FR-FOUJU\"]", "exclude = [\"FR-FOUJOU\"]"), "unknown-name", At::Here),
    seed("an unknown kind of site", Spoil::Case("# kinds = [\"announced\", \"eu_bid\"] ", "kinds = [\"announced\", \"eu_bit\"] #"), "unknown-name", At::Here),
    seed("a forced site outside the Union", Spoil::Case("# force = [\"FI-KAJAANI\"]", "force = [\"NO-NARVIK\"]"), "forced-site-excluded", At::Here),
    seed("no accelerator at all", Spoil::Case("accelerators = [\"gb300_nvl72\"]", "accelerators = []"), "empty-list", At::Here),
    seed("a dataset folder that is not there", Spoil::Case("dataset = \"dataset\"", "dataset = \"datasets\""), "missing-folder", At::Here),
    with(seed("a filter that leaves too few sites", Spoil::Case("# exclude = [\"FR-FOUJU\"]", "only = [\"FR-FOUJU\"]"), "too-few-sites", At::Case("sites_min_count = 5")), &["target-above-connections"]),
    seed("more flexible work than there is", Spoil::Case("pausable_frac = 0.0", "pausable_frac = 1.2"), "fraction-out-of-range", At::Here),
    // hours
    seed("the sun in another clock", Spoil::Hours("cf_solar_pv", "GR", |mw| mw.rotate_right(2)), "clock-shift", At::Hour("GR")),
    seed("a thermometer that stands still", Spoil::Hours("temperature_c", "AT", |mw| mw[500..540].fill(7.25)), "flat-line", At::Hour("AT")),
    seed("a meter that stands still", Spoil::Hours("load_mw", "FR", |mw| mw[4000..4030].fill(45_000.0)), "flat-line", At::Hour("FR")),
    seed("an hour that leaps", Spoil::Hours("load_mw", "PT", |mw| mw[3000] *= 2.2), "spike", At::Hour("PT")),
    seed("a load in another unit", Spoil::Hours("load_mw", "CZ", |mw| mw.iter_mut().for_each(|one| *one *= 0.25)), "energy-off-annual", At::Hour("CZ")),
    seed("a load twelve hours late", Spoil::Hours("load_mw", "CZ", |mw| mw.rotate_right(12)), "unlike-series", At::Hour("CZ")),
    seed("a negative load", Spoil::Hours("load_mw", "PT", |mw| mw[77] = -1.0), "negative", At::Hour("PT")),
    seed("a capacity factor above one in the hours", Spoil::Hours("cf_wind_onshore", "DK1", |mw| mw[77] = 1.2), "clipped", At::Hour("DK1")),
    seed("a gap of a day", Spoil::Hours("load_mw", "PT", |mw| mw[77..101].fill(f64::NAN)), "nan", At::Hour("PT")),
    seed("a gap of two hours", Spoil::Hours("load_mw", "PT", |mw| mw[77..79].fill(f64::NAN)), "gap-filled", At::Hour("PT")),
    seed("a capacity factor in percent", Spoil::Hours("cf_wind_onshore", "DK1", |mw| mw.iter_mut().for_each(|one| *one *= 100.0)), "out-of-range", At::Hour("DK1")),
    with(seed("a year without its last day", Spoil::Lines("load_mw", |lines| lines.truncate(8737)), "series-length", At::Line(8737)), &["series-mismatch"]),
    seed("an hour that stands there twice", Spoil::Lines("load_mw", |lines| lines.insert(2000, lines[2000].clone())), "dst-double", At::Line(2002)),
    seed("an hour that is not there", Spoil::Lines("load_mw", |lines| drop(lines.remove(2000))), "dst-gap", At::Line(2001)),
    seed("local time in the stamps", Spoil::Lines("load_mw", |lines| lines[10] = lines[10].replacen('Z', "+01:00", 1)), "not-utc", At::Line(11)),
    seed("a stamp that is none", Spoil::Lines("load_mw", |lines| lines[10] = lines[10].replacen("2030-01", "2030-99", 1)), "bad-stamp", At::Line(11)),
    with(seed("two hours in the wrong order", Spoil::Lines("load_mw", |lines| lines.swap(2000, 2001)), "series-order", At::Line(2002)), &["dst-gap"]),
    // packages of others
    seed("a description that is no JSON", Spoil::Package("datapackage.json", "{\"name\": \"plants\",", "{\"name\": \"plants\""), "package-error", At::Line(1)),
    seed("a file that is not there", Spoil::Package("datapackage.json", "\"path\": \"sites.csv\"", "\"path\": \"cites.csv\""), "scheme-error", At::There("cites.csv", ("", ""))),
    seed("a path out of the folder", Spoil::Package("datapackage.json", "\"path\": \"sites.csv\"", "\"path\": \"../sites.csv\""), "resource-error", At::File),
    seed("a key to a table that is not there", Spoil::Package("datapackage.json", "\"resource\": \"sites\"", "\"resource\": \"cites\""), "resource-error", At::There("stages.csv", ("", ""))),
    seed("a type that is none", Spoil::Package("datapackage.json", "\"type\": \"date\"", "\"type\": \"day\""), "schema-error", At::File),
    seed("a text in a number of a package", Spoil::Package("sites.csv", "10.5", "ten"), "type-error", At::Here),
    seed("a day that never was", Spoil::Package("sites.csv", "2024-02-29", "2023-02-29"), "type-error", At::Here),
    seed("a number below its minimum", Spoil::Package("sites.csv", "B,20", "B,-20"), "constraint-error", At::Here),
    seed("a word of no list", Spoil::Package("sites.csv", "B,20,dry", "B,20,wet"), "constraint-error", At::Here),
    seed("an empty cell that is required", Spoil::Package("stages.csv", "B,2030", ",2030"), "constraint-error", At::Here),
    with(seed("a key that stands twice", Spoil::Package("sites.csv", "B,20", "A,20"), "primary-key", At::Here), &["foreign-key"]),
    seed("a key that points nowhere", Spoil::Package("stages.csv", "B,2030", "C,2030"), "foreign-key", At::Here),
    seed("a cell too many", Spoil::Package("sites.csv", "2025-01-01", "2025-01-01,x"), "extra-cell", At::Here),
    seed("a cell too few", Spoil::Package("stages.csv", "B,2030", "B"), "missing-cell", At::Here),
    seed("a blank row", Spoil::Package("stages.csv", "A,2028\n", "A,2028\n\n"), "blank-row", At::Line(3)),
    with(seed("a label of another name", Spoil::Package("sites.csv", "opened", "open"), "incorrect-label", At::Line(1)), &["missing-label", "extra-label"]),
    seed("a label too few", Spoil::Package("stages.csv", "site,year\nA,2028\nB,2030", "site\nA\nB"), "missing-label", At::Line(1)),
];
