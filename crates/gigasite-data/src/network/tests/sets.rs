//! Every set against its raw files: counts, loads, capacities by carrier, and what is said of it.

use super::raw::{self, Row, number, sum, sums, table};
use super::*;
use gigasite_case::network::Branch;
use std::collections::BTreeMap;

/// Reads a set that has to read.
fn set(path: &str) -> Option<(PathBuf, Network, Findings)> {
    let path = shared(path)?;
    let (network, findings) = read(&path).unwrap();
    let network = network.unwrap_or_else(|| panic!("{}: {findings:#?}", path.display()));
    assert_eq!(findings.count(Severity::Error), 0, "{findings:#?}");
    Some((path, network, findings))
}

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {found}, not {expected}");
}

/// Buses, branches, links, loads, generators, storage.
fn counts(network: &Network) -> [usize; 6] {
    let n = network;
    [n.buses.len(), n.branches.len(), n.links.len(), n.loads.len(), n.generators.len(), n.storage.len()]
}

fn load_mw(network: &Network, snapshot: usize) -> f64 {
    network.demand_mw(snapshot).iter().sum()
}

/// Rated power by carrier, of generators and storage.
fn capacity_mw(network: &Network) -> BTreeMap<String, f64> {
    let mut total = BTreeMap::new();
    let plants = network.generators.iter().map(|one| (&one.carrier, one.rated_mw));
    for (carrier, mw) in plants.chain(network.storage.iter().map(|one| (&one.carrier, one.rated_mw))) {
        *total.entry(carrier.clone().unwrap_or_default()).or_insert(0.0) += mw;
    }
    total
}

fn near_all(found: &BTreeMap<String, f64>, expected: &BTreeMap<String, f64>) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (carrier, mw) in found {
        near(*mw, expected[carrier], carrier);
    }
}

fn ratings_mva<'a>(branches: impl Iterator<Item = &'a Branch>) -> f64 {
    branches.filter_map(|branch| branch.rating_mva).sum()
}

/// Sizes of islands, largest first.
fn islands(network: &Network) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    network.islands().into_iter().for_each(|island| *sizes.entry(island).or_insert(0) += 1);
    let mut sizes: Vec<usize> = sizes.into_values().collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

/// The message of the first finding of a code whose file's name holds a text.
fn said<'a>(findings: &'a Findings, code: &str, place: &str) -> &'a str {
    let found = findings.0.iter().find(|one| {
        one.code == code && one.place.file.rsplit('/').next().is_some_and(|name| name.contains(place))
    });
    found.map_or_else(|| panic!("no {code} at {place}: {findings:#?}"), |one| one.message.as_str())
}

#[test]
fn ninety_nodes_have_their_lines_plants_and_shares() {
    let Some((path, network, findings)) = set("grid/eu_90node") else { return };
    assert_eq!(counts(&network)[..4], [90, 178, 75, 90]);
    let (lines, links) = (table(&path, "lines.csv", '"'), table(&path, "links.csv", '"'));
    near(ratings_mva(network.branches.iter()), sum(&lines, "s_nom"), "ratings");
    near(network.links.iter().map(|link| link.rated_mw).sum(), sum(&links, "p_nom"), "links");
    let plants = table(&path, "existing_capacity.csv", '"');
    let mut expected: BTreeMap<String, f64> = ["OCGT", "CCGT", "biomass", "nuclear", "ror"]
        .map(|column| (column.to_owned(), sum(&plants, column)))
        .into();
    expected.extend([("hydro".to_owned(), sum(&plants, "hydrop")), ("solar".to_owned(), 0.0)]);
    near_all(&capacity_mw(&network), &expected);
    assert_eq!(
        (network.snapshots.len(), network.snapshots.labels[0].as_str()),
        (8760, "2010-07-01 00:00:00")
    );
    let zones =
        table(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../datasets/europe"), "zones.csv", '"');
    let demand = sums(&zones, "country", "demand_mwh");
    let shares = sums(&table(&path, "load_shares.csv", '"'), "country", "share_of_country_load");
    let expected: f64 =
        shares.iter().filter_map(|(country, share)| Some(demand.get(country)? / 8760.0 * share)).sum();
    near(load_mw(&network, 0), expected, "load");
    let line = &network.branches[0];
    let (km, mva) = (number(&lines[0], "length"), number(&lines[0], "s_nom"));
    near(line.reactance_pu, 0.246 * km / (mva / (3.0_f64.sqrt() * 380.0 * 2.58)) / 1444.0, "reactance");
    assert!(said(&findings, "derived-impedance", "lines").contains("derived from length and rating"));
    assert!(said(&findings, "missing-power", "existing").contains("pumped storage"));
    for code in ["derived-load", "clock-offset", "no-capacity", "derived-limit"] {
        assert!(codes(&findings).contains(&code), "{code}");
    }
}

#[test]
fn the_base_network_has_the_islands_its_readme_names() {
    let Some((path, network, findings)) = set("grid/eu_base_3532") else { return };
    assert_eq!(counts(&network), [3532, 5394 - 276, 0, 0, 0, 0]);
    let edges = table(&path, "edges.csv", '"');
    assert_eq!(edges.len(), 5394);
    near(ratings_mva(network.branches.iter()), sum(&edges, "s_nom"), "ratings");
    // the readme counts islands with the edges that have no reactance
    let index: BTreeMap<&str, usize> =
        network.buses.iter().enumerate().map(|(at, bus)| (bus.id.as_str(), at)).collect();
    let branches = edges.iter().map(|edge| Branch {
        from: index[edge["bus0"].as_str()],
        to: index[edge["bus1"].as_str()],
        ..Branch::default()
    });
    let whole = Network { buses: network.buses.clone(), branches: branches.collect(), ..Network::default() };
    assert_eq!(islands(&whole), [2823, 304, 286, 53, 53, 8, 5]);
    let finite: Vec<Row> = edges.into_iter().filter(|edge| edge["x_pu"] != "inf").collect();
    let reactance: f64 = network.branches.iter().map(|branch| branch.reactance_pu).sum();
    near(reactance, 100.0 * sum(&finite, "x_pu"), "reactances on 100 MVA");
    assert_eq!(islands(&network)[..7], [2734, 299, 286, 53, 52, 8, 5]);
    assert!(said(&findings, "dropped-branch", "edges").starts_with("276 edges"));
    for code in ["not-given", "islands", "no-generator"] {
        assert!(codes(&findings).contains(&code), "{code}");
    }
}

#[test]
fn powergama_has_its_plants_and_mean_loads() {
    let Some((path, network, findings)) = set("grid/eu_powergama_2014") else { return };
    let [buses, branches, _, loads, generators, storage] = counts(&network);
    assert_eq!((buses, branches, loads, generators + storage), (1539, 2389, 1123, 1158));
    let consumers = table(&path, "2014_consumers.csv", '"');
    near(load_mw(&network, 0), sum(&consumers, "demand_avg"), "load");
    assert!((load_mw(&network, 0) - 294e3).abs() < 1e3, "294 GW in the readme");
    let plants = table(&path, "2014_generators.csv", '"');
    near_all(&capacity_mw(&network), &sums(&plants, "type", "pmax"));
    assert!((sum(&plants, "pmax") - 835e3).abs() < 1e3, "835 GW in the readme");
    let unlimited = network.branches.iter().filter(|branch| branch.rating_mva.is_none()).count();
    assert!(unlimited > 2000, "{unlimited}");
    assert!(said(&findings, "no-rating", "2014").starts_with(&unlimited.to_string()));
    let links = table(&path, "2014_hvdc.csv", '"');
    near(network.links.iter().map(|link| link.rated_mw).sum(), sum(&links, "capacity"), "links");
    for code in ["missing-series", "not-given", "not-kept"] {
        assert!(codes(&findings).contains(&code), "{code}");
    }
}

#[test]
fn ratings_of_gridkit_come_from_voltage_and_circuits_and_it_says_so() {
    let Some((path, network, findings)) = set("grid/entsoe_gridkit_2022") else { return };
    let converters = table(&path, "converters.csv", '\'').len();
    assert_eq!(counts(&network), [8807, 11_151 + 1039, 62 + converters, 0, 2582, 0]);
    // √3 · U · I of the standard line of each voltage
    let amperes =
        [(132.0, 645.0), (220.0, 1290.0), (300.0, 1935.0), (380.0, 2580.0), (500.0, 2580.0), (750.0, 4160.0)];
    let mva = |row: &Row| {
        let kv = number(row, "voltage");
        let circuit = amperes.iter().find(|(voltage, _)| *voltage == kv);
        circuit.map_or(0.0, |(kv, a)| 3.0_f64.sqrt() * kv * a / 1e3 * number(row, "circuits"))
    };
    let lines = table(&path, "lines.csv", '\'');
    let found = ratings_mva(network.branches.iter().filter(|branch| !branch.id.starts_with("transformer")));
    near(found, lines.iter().map(mva).sum(), "ratings");
    let mut plants = table(&path, "generators.csv", '\'');
    plants.retain(|row| number(row, "capacity") >= 0.0);
    near(capacity_mw(&network).values().sum(), sum(&plants, "capacity"), "capacity");
    assert!((sum(&plants, "capacity") - 694e3).abs() < 1e3, "694 GW in the readme");
    let message = said(&findings, "derived-impedance", "lines");
    assert!(message.contains("derived from voltage, circuits and length"), "{message}");
    assert!(message.contains("220 kV: 492 MVA a circuit, 380 kV: 1698 MVA"), "{message}");
    assert!(said(&findings, "no-capacity", "gridkit").contains("links and converters"));
    for code in ["under-construction", "not-given", "islands", "derived-cable", "self-loop"] {
        assert!(codes(&findings).contains(&code), "{code}: {:?}", codes(&findings));
    }
}

#[test]
fn the_map_of_openstreetmap_has_everything_but_lines_and_says_so() {
    let Some((path, network, findings)) = set("grid/osm_prebuilt") else { return };
    assert_eq!(counts(&network), [6737, 875, 38 + 67, 0, 0, 0]);
    near(
        ratings_mva(network.branches.iter()),
        sum(&table(&path, "transformers.csv", '\''), "s_nom"),
        "ratings",
    );
    let converters = sum(&table(&path, "converters.csv", '\''), "p_nom");
    let links = sum(&table(&path, "links.csv", '\''), "p_nom");
    near(network.links.iter().map(|link| link.rated_mw).sum(), links + converters, "links");
    let of =
        |country: &str| network.buses.iter().filter(|bus| bus.country.as_deref() == Some(country)).count();
    let buses = table(&path, "buses.csv", '\'');
    assert_eq!(of("DE"), buses.iter().filter(|row| row["country"] == "DE").count());
    assert!(said(&findings, "missing-table", "osm").contains("no table of lines"));
    for code in ["derived-impedance", "derived-limit", "not-given", "no-generator"] {
        assert!(codes(&findings).contains(&code), "{code}");
    }
}

#[test]
fn rts_gmlc_has_a_year_of_hours() {
    let Some((path, network, findings)) = set("grid/rts_gmlc") else { return };
    assert_eq!(counts(&network), [73, 120, 1, 51, 157, 1]);
    assert_eq!(network.snapshots.len(), 8784);
    let loads = table(&path, "DAY_AHEAD_regional_Load.csv", '"');
    let year: f64 = ["1", "2", "3"].iter().map(|area| sum(&loads, area)).sum();
    near((0..8784).map(|hour| load_mw(&network, hour)).sum(), year, "load of the year");
    near(load_mw(&network, 0), 985.019_792_2 + 1_102.675_901 + 1_249.636_191, "load of the first hour");
    let plants = table(&path, "gen.csv", '"');
    near_all(&capacity_mw(&network), &sums(&plants, "Category", "PMax MW"));
    let wind = table(&path, "DAY_AHEAD_wind.csv", '"');
    let generator = network.generators.iter().find(|one| one.id == "317_WIND_1").unwrap();
    let found: f64 = (0..8784).map(|hour| network.available_mw(generator, hour)).sum();
    near(found, sum(&wind, "317_WIND_1"), "wind of the year");
    let hydro = table(&path, "DAY_AHEAD_hydro.csv", '"');
    let generator = network.generators.iter().find(|one| one.id == "122_HYDRO_1").unwrap();
    let floor: f64 =
        (0..8784).map(|hour| generator.rated_mw * network.at(generator.floor, hour, f64::NAN)).sum();
    near(floor, sum(&hydro, "122_HYDRO_1"), "least output of hydro");
    for code in ["unused-series", "derived-limit", "derived-state", "missing-series", "not-kept"] {
        assert!(codes(&findings).contains(&code), "{code}");
    }
}

#[test]
fn two_thousand_buses_have_their_outages_and_hours() {
    let Some((path, mut network, findings)) = set("grid/matpower/case_ACTIVSg2000.m.gz") else { return };
    let folder = path.parent().unwrap();
    let case = raw::text(folder, "case_ACTIVSg2000.m");
    let column = |name: &str, at: usize| raw::matrix(&case, name).iter().map(|row| row[at]).sum::<f64>();
    assert_eq!(counts(&network)[..5], [2000, 3206, 0, 1125, 544]);
    near(load_mw(&network, 0), column("bus", 2) + column("bus", 4), "load");
    near(network.generators.iter().map(|one| one.rated_mw).sum(), column("gen", 8), "capacity");
    assert!(codes(&findings).contains(&"not-kept"));
    // 3,734 rows of outages, each of one element
    let rows: Vec<String> = raw::text(folder, "contab_ACTIVSg2000.m")
        .lines()
        .filter(|line| line.contains("CT_T"))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    let found = add(&folder.join("contab_ACTIVSg2000.m.gz"), &mut network).unwrap();
    assert!(found.is_empty(), "{found:#?}");
    let elements = |network: &Network| -> usize {
        network.contingencies.iter().map(|one| one.branches.len() + one.generators.len()).sum()
    };
    assert_eq!((rows.len(), elements(&network)), (3734, 3734));
    let mut labels = rows;
    labels.dedup();
    assert_eq!(network.contingencies.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), labels);
    let total: f64 = raw::text(folder, "scenarios_ACTIVSg2000.m")
        .lines()
        .filter(|line| line.contains("CT_TAREALOAD"))
        .map(|line| line.trim_end_matches(';').split_whitespace().last().unwrap().parse::<f64>().unwrap())
        .sum();
    let found = add(&folder.join("scenarios_ACTIVSg2000.m.gz"), &mut network).unwrap();
    assert_eq!(found.count(Severity::Error), 0, "{found:#?}");
    assert_eq!((network.snapshots.len(), network.profiles.len()), (8784, 8));
    let shunts = 8784.0 * column("bus", 4);
    near((0..8784).map(|hour| load_mw(&network, hour)).sum(), total + shunts, "load of the year");
    let again = add(&folder.join("scenarios_ACTIVSg2000.m.gz"), &mut network).unwrap();
    assert_eq!(codes(&again), ["snapshots-exist"]);
}

#[test]
fn germany_and_poland_read_as_pypsa_wrote_them() {
    let Some((path, network, _)) = set("grid/scigrid_de") else { return };
    let rows = |table: &str| raw::table(&path, table, '"');
    assert_eq!(counts(&network), [585, 852 + 96, 0, 489, 1423, 38]);
    let loads = rows("loads-p_set.csv");
    let first: f64 = loads[0]
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .filter_map(|(_, mw)| mw.parse::<f64>().ok())
        .sum();
    assert_eq!(network.snapshots.len(), 24);
    let stamp = loads[0].get("").or_else(|| loads[0].get("snapshot")).cloned().unwrap_or_default();
    near(
        load_mw(&network, 0),
        first - if stamp.is_empty() { 0.0 } else { stamp.parse().unwrap_or(0.0) },
        "load",
    );
    let mut expected = sums(&rows("generators.csv"), "carrier", "p_nom");
    expected.extend(sums(&rows("storage_units.csv"), "carrier", "p_nom"));
    near_all(&capacity_mw(&network), &expected);
    let Some((path, network, findings)) = set("grid/pl_nuts2_16") else { return };
    assert_eq!((network.buses.len(), network.links.len(), network.snapshots.len()), (16, 35, 8760));
    let year: f64 = (0..8760).map(|hour| load_mw(&network, hour)).sum();
    assert!((year / 1e6 - 166.0).abs() < 1.0, "{year} MWh, 166 TWh in the readme");
    near(
        network.generators.iter().map(|one| one.rated_mw).sum(),
        sum(&table(&path, "generators.csv", '"'), "p_nom"),
        "capacity",
    );
    assert!(said(&findings, "missing-table", "snapshots").contains("8760 snapshots"));
}

#[test]
fn countries_of_pantagruel_read_from_json() {
    for (country, buses, branches, generators) in [
        ("switzerland", 160, 330, 36),
        ("france", 862, 1685, 116),
        ("germany", 559, 1368, 101),
        ("italy", 324, 612, 79),
        ("spain", 908, 1794, 61),
    ] {
        let Some((path, network, findings)) = set(&format!("grid/pantagruel_countries/{country}.json.gz"))
        else {
            return;
        };
        assert_eq!(counts(&network), [buses, branches, 0, buses, generators, 0], "{country}");
        let text = raw::text(path.parent().unwrap(), &format!("{country}.json"));
        let raw: serde_json::Value = serde_json::from_str(&text).unwrap();
        let total = |table: &str, key: &str| -> f64 {
            raw[table].as_object().unwrap().values().map(|one| 100.0 * one[key].as_f64().unwrap()).sum()
        };
        near(load_mw(&network, 0), total("load", "pd"), country);
        near(network.generators.iter().map(|one| one.rated_mw).sum(), total("gen", "pmax"), country);
        near(ratings_mva(network.branches.iter()), total("branch", "rate_a"), country);
        assert_eq!(network.branches[0].angle_max_deg.map(f64::round), Some(60.0));
        assert!(
            said(&findings, "not-kept", country).contains("`br_b`") || codes(&findings).contains(&"not-kept")
        );
    }
    let Some((_, network, _)) = set("grid/pantagruel_countries/switzerland.json.gz") else { return };
    let generator = network.generators.iter().find(|one| one.id == "928").unwrap();
    // 8,000 an hour for 100 MW
    assert_eq!(generator.cost.as_ref().unwrap().curve, CostCurve::Polynomial(vec![80.0, 0.0]));
    assert_eq!((generator.rated_mw, generator.carrier.as_deref()), (100.0, Some("hydro_pure_storage")));
}
