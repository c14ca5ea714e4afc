//! Networks to `GeoJSON` (RFC 7946), for any map.

use super::tally::Tally;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Place};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A network as a feature collection: buses as points, branches and links as straight lines between them, each with its
/// properties (keys with units, as in the types; what is absent or infinite is left out). Findings say what is not drawn.
///
/// Points carry the demand of the first snapshot, and the rated power of generators and storage. Order: buses, branches,
/// links, each by name. The same network always gives the same bytes.
pub fn write(network: &Network) -> (String, Findings) {
    let mut findings = Findings::default();
    let mut features = buses(network);
    features.extend(lines(
        network,
        "branch",
        &network.branches,
        |one| (&one.id, one.from, one.to),
        &mut findings,
    ));
    features.extend(lines(network, "link", &network.links, |one| (&one.id, one.from, one.to), &mut findings));
    let mut say = |tally: Tally, what: &str| {
        if let Some(message) = tally.sentence(what) {
            findings.warning("not-drawn", Place::file("GeoJSON"), message, "");
        }
    };
    let unplaced = network.buses.iter().filter(|bus| bus.lon_lat_deg.is_none());
    say(unplaced.map(|bus| bus.id.clone()).collect(), "buses have no coordinates");
    let outside = network
        .buses
        .iter()
        .filter(|bus| bus.lon_lat_deg.is_some_and(|(lon, lat)| lon.abs() > 180.0 || lat.abs() > 90.0));
    say(
        outside.map(|bus| bus.id.clone()).collect(),
        "buses have coordinates that are no longitude and latitude",
    );
    say(network.stores.iter().map(|one| one.id.clone()).collect(), "stores are not drawn");
    if network.snapshots.len() > 1 {
        let message = format!("of {} snapshots the first is drawn", network.snapshots.len());
        findings.note("not-drawn", Place::file("GeoJSON"), message, "");
    }
    let map = json!({ "type": "FeatureCollection", "features": features });
    (map.to_string() + "\n", findings)
}

fn buses(network: &Network) -> Vec<Value> {
    let demand = network.demand_mw(0);
    let mut generation = vec![0.0; network.buses.len()];
    for generator in network.generators.iter().filter(|one| one.in_service) {
        generation[generator.bus] += generator.rated_mw;
    }
    let mut storage = vec![0.0; network.buses.len()];
    for unit in network.storage.iter().filter(|one| one.in_service) {
        storage[unit.bus] += unit.rated_mw;
    }
    let mut order: Vec<usize> = (0..network.buses.len()).collect();
    order.sort_by_key(|bus| &network.buses[*bus].id);
    let point = |bus: usize| {
        let (lon, lat) = network.buses[bus].lon_lat_deg?;
        let mut properties = properties("bus", &network.buses[bus]);
        properties.remove("lon_lat_deg");
        let sums = [
            ("demand_mw", demand[bus]),
            ("generation_rated_mw", generation[bus]),
            ("storage_rated_mw", storage[bus]),
        ];
        properties.extend(sums.map(|(key, mw)| (key.to_owned(), json!(mw))));
        Some(feature("Point", &json!([lon, lat]), &properties))
    };
    order.into_iter().filter_map(point).collect()
}

fn lines<Element: Serialize>(
    network: &Network,
    what: &str,
    elements: &[Element],
    ends: impl Fn(&Element) -> (&String, usize, usize),
    findings: &mut Findings,
) -> Vec<Value> {
    let mut order: Vec<&Element> = elements.iter().collect();
    order.sort_by_key(|element| ends(element).0);
    let mut drawn = Vec::with_capacity(order.len());
    let mut unplaced = Tally::default();
    for element in order {
        let (id, from, to) = ends(element);
        let (from, to) = (&network.buses[from], &network.buses[to]);
        let Some((a, b)) = from.lon_lat_deg.zip(to.lon_lat_deg) else {
            unplaced.add(id);
            continue;
        };
        let mut properties = properties(what, element);
        properties.insert("from".to_owned(), json!(from.id));
        properties.insert("to".to_owned(), json!(to.id));
        drawn.push(feature("LineString", &json!([[a.0, a.1], [b.0, b.1]]), &properties));
    }
    if let Some(message) =
        unplaced.sentence(format!("elements of kind {what} have an end without coordinates"))
    {
        findings.warning("not-drawn", Place::file("GeoJSON").field(what), message, "");
    }
    drawn
}

/// What an element says of itself; infinite numbers are `null` in JSON and go with what is absent.
fn properties(what: &str, element: &impl Serialize) -> Map<String, Value> {
    let mut properties = match serde_json::to_value(element) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    properties.retain(|_, value| !value.is_null());
    properties.insert("element".to_owned(), json!(what));
    properties
}

fn feature(shape: &str, coordinates: &Value, properties: &Map<String, Value>) -> Value {
    let geometry = json!({ "type": shape, "coordinates": coordinates });
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}
