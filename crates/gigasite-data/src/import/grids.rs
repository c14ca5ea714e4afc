//! Networks (PyPSA folders and netCDF, OpenStreetMap and GridKit tables, MATPOWER and the others of [`crate::network`]) and
//! outlines of regions (GeoJSON: NUTS, countries) as listings.

use super::places::{Cells, Listing};
use super::{Reading, zone};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Reads a network into nodes and lines.
pub(super) fn network(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Listing>, Error> {
    let (network, findings) = crate::network::read(path)?;
    reading.findings.extend(findings);
    let Some(network) = network else { return Ok(Vec::new()) };
    let buses = &network.buses;
    let demand = network.demand_mw(0);
    let bus = |index: usize| Some(buses[index].id.clone());
    let nodes = Listing {
        name: "nodes",
        source: network.name.clone(),
        columns: vec![
            ("node", Cells::Text(buses.iter().map(|bus| Some(bus.id.clone())).collect())),
            ("name", Cells::Text(buses.iter().map(|bus| bus.name.clone()).collect())),
            (
                "zone",
                Cells::Text(buses.iter().map(|bus| bus.country.as_deref().map(zone::of_code)).collect()),
            ),
            ("lon_deg", Cells::Number(buses.iter().map(|bus| bus.lon_lat_deg.map(|at| at.0)).collect())),
            ("lat_deg", Cells::Number(buses.iter().map(|bus| bus.lon_lat_deg.map(|at| at.1)).collect())),
            ("base_kv", Cells::Number(buses.iter().map(|bus| Some(bus.base_kv)).collect())),
            ("load_mw", Cells::Number(demand.iter().copied().map(Some).collect())),
        ],
    };
    let branches = &network.branches;
    let lines = Listing {
        name: "lines",
        source: network.name.clone(),
        columns: vec![
            ("line", Cells::Text(branches.iter().map(|branch| Some(branch.id.clone())).collect())),
            ("from_node", Cells::Text(branches.iter().map(|branch| bus(branch.from)).collect())),
            ("to_node", Cells::Text(branches.iter().map(|branch| bus(branch.to)).collect())),
            ("rating_mva", Cells::Number(branches.iter().map(|branch| branch.rating_mva).collect())),
            (
                "reactance_pu",
                Cells::Number(branches.iter().map(|branch| Some(branch.reactance_pu)).collect()),
            ),
            ("length_km", Cells::Number(branches.iter().map(|branch| branch.length_km).collect())),
        ],
    };
    Ok(vec![nodes, lines])
}

/// Properties that may name a region, the best first.
const CODES: [&str; 8] = ["NUTS_ID", "ISO_A2_EH", "ISO_A2", "iso_a2", "ADM0_A3", "country", "id", "name"];

/// Reads outlines of regions: a row a feature, with its box and its geometry as GeoJSON.
pub(super) fn outlines(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Listing>, Error> {
    let label = path.display().to_string();
    let text = super::text(path)?;
    let document: serde_json::Value = match serde_json::from_str(&text) {
        Ok(document) => document,
        Err(error) => {
            let place = Place::file(label).line(error.line());
            reading.findings.error("not-json", place, error.to_string(), "write GeoJSON as RFC 7946 has it");
            return Ok(Vec::new());
        }
    };
    let features = document.get("features").and_then(serde_json::Value::as_array);
    let mut columns: [Vec<Option<String>>; 3] = Default::default();
    let mut boxes: [Vec<Option<f64>>; 4] = Default::default();
    for (index, feature) in features.into_iter().flatten().enumerate() {
        let property = |name: &str| {
            let of = feature.get("properties").and_then(|all| all.get(name)).or_else(|| feature.get(name));
            of.and_then(serde_json::Value::as_str).filter(|text| !text.is_empty() && *text != "-99")
        };
        let code = CODES.iter().find_map(|name| property(name));
        let mut extent = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let geometry = feature.get("geometry").filter(|geometry| !geometry.is_null());
        if let Some(coordinates) = geometry.and_then(|geometry| geometry.get("coordinates")) {
            grow(coordinates, &mut extent);
        }
        if code.is_none() || extent[0] > extent[2] {
            let message = format!("feature {index} has no code or no outline: it is left out");
            reading.findings.warning(
                "no-outline",
                Place::file(&label),
                message,
                "give it an id and a geometry",
            );
            continue;
        }
        let code = code.unwrap_or_default();
        let ours = zone::renamed(code).or_else(|| zone::of_alpha3(code)).unwrap_or(code);
        columns[0].push(Some(ours.to_owned()));
        let name = ["NAME_LATN", "NAME", "NUTS_NAME", "name", "ADMIN"].iter().find_map(|name| property(name));
        columns[1].push(name.map(str::to_owned));
        columns[2].push(geometry.map(serde_json::Value::to_string));
        for (column, value) in boxes.iter_mut().zip(extent) {
            column.push(Some(value));
        }
    }
    let [zones, names, geometries] = columns;
    let [west, south, east, north] = boxes;
    let columns = vec![
        ("zone", Cells::Text(zones)),
        ("name", Cells::Text(names)),
        ("west_deg", Cells::Number(west)),
        ("south_deg", Cells::Number(south)),
        ("east_deg", Cells::Number(east)),
        ("north_deg", Cells::Number(north)),
        ("geometry", Cells::Text(geometries)),
    ];
    Ok(vec![Listing { name: "outlines", source: "GeoJSON".into(), columns }])
}

/// Grows a box of west, south, east, north over nested coordinates.
fn grow(coordinates: &serde_json::Value, extent: &mut [f64; 4]) {
    let Some(list) = coordinates.as_array() else { return };
    if let [east, north, ..] = list.as_slice()
        && let (Some(east), Some(north)) = (east.as_f64(), north.as_f64())
    {
        *extent = [extent[0].min(east), extent[1].min(north), extent[2].max(east), extent[3].max(north)];
        return;
    }
    for inner in list {
        grow(inner, extent);
    }
}
