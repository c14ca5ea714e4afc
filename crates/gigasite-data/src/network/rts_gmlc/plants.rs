//! Plants of RTS-GMLC: heat rates to costs, starts, ramps and storage.

use crate::Error;
use crate::network::eu_base::{bus_at, index};
use crate::network::sheet::{Folder, Row, Sheet};
use crate::network::tally::Tally;
use gigasite_case::network::{Carrier, Commitment, Cost, CostCurve, Generator, Network, Storage};
use gigasite_case::{Findings, Place};
use std::collections::BTreeMap;

/// Heat of a kilowatt hour, BTU (International Table).
const BTU_PER_KWH: f64 = 3_412.141_633;
/// A pound, kg.
const KG_PER_LB: f64 = 0.453_592_37;
/// Points of a heat-rate curve.
const POINTS: usize = 5;

/// Usable energy of every storage unit, MWh, and what is in it at the start: `storage` lists them by unit.
pub(super) fn energy_mwh(
    folder: &Folder,
    findings: &mut Findings,
) -> Result<BTreeMap<String, (f64, f64)>, Error> {
    let mut energy = BTreeMap::new();
    if !folder.has(&["storage"]) {
        return Ok(energy);
    }
    let (label, text) = folder.text("storage", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    let names = ["GEN UID", "Max Volume GWh", "Initial Volume GWh", "position"];
    if let Some([unit, most, initial, position]) = sheet.columns(names, findings) {
        for row in sheet.rows().filter(|row| row.text(position) == "head") {
            let mwh = |gwh: f64| gwh * 1000.0;
            let pair = (mwh(row.number(most, findings)), mwh(row.number(initial, findings)));
            energy.insert(row.text(unit).to_owned(), pair);
        }
    }
    Ok(energy)
}

/// Places of the columns that are read.
struct Columns {
    unit: usize,
    bus: usize,
    kind: usize,
    category: usize,
    output_mw: usize,
    output_mvar: usize,
    voltage: usize,
    most_mw: usize,
    least_mw: usize,
    most_mvar: usize,
    least_mvar: usize,
    min_down: usize,
    min_up: usize,
    ramp: usize,
    start_heat: usize,
    start_other: usize,
    stop_other: usize,
    fuel_price: usize,
    upkeep: usize,
    carbon: usize,
    pump: usize,
    round_trip: usize,
    shares: [usize; POINTS],
    heat_rates: [usize; POINTS],
}

fn columns(sheet: &Sheet<'_>, findings: &mut Findings) -> Option<Columns> {
    let names = ["GEN UID", "Bus ID", "Unit Type", "Category", "MW Inj", "MVAR Inj", "V Setpoint p.u."];
    let [unit, bus, kind, category, output_mw, output_mvar, voltage] = sheet.columns(names, findings)?;
    let names = ["PMax MW", "PMin MW", "QMax MVAR", "QMin MVAR"];
    let [most_mw, least_mw, most_mvar, least_mvar] = sheet.columns(names, findings)?;
    let names = ["Min Down Time Hr", "Min Up Time Hr", "Ramp Rate MW/Min", "Start Heat Cold MBTU"];
    let [min_down, min_up, ramp, start_heat] = sheet.columns(names, findings)?;
    let names = ["Non Fuel Start Cost $", "Non Fuel Shutdown Cost $", "Fuel Price $/MMBTU", "VOM"];
    let [start_other, stop_other, fuel_price, upkeep] = sheet.columns(names, findings)?;
    let names = ["Emissions CO2 Lbs/MMBTU", "Pump Load MW", "Storage Roundtrip Efficiency"];
    let [carbon, pump, round_trip] = sheet.columns(names, findings)?;
    let shares = std::array::from_fn(|at| format!("Output_pct_{at}"));
    let shares = sheet.columns(shares.each_ref().map(String::as_str), findings)?;
    let names = ["HR_avg_0", "HR_incr_1", "HR_incr_2", "HR_incr_3", "HR_incr_4"];
    let heat_rates = sheet.columns(names, findings)?;
    Some(Columns {
        unit,
        bus,
        kind,
        category,
        output_mw,
        output_mvar,
        voltage,
        most_mw,
        least_mw,
        most_mvar,
        least_mvar,
        min_down,
        min_up,
        ramp,
        start_heat,
        start_other,
        stop_other,
        fuel_price,
        upkeep,
        carbon,
        pump,
        round_trip,
        shares,
        heat_rates,
    })
}

/// Reads the plants; units of type `STORAGE` become storage.
pub(super) fn read(
    sheet: &Sheet<'_>,
    energy: &BTreeMap<String, (f64, f64)>,
    network: &mut Network,
    findings: &mut Findings,
) {
    let Some(columns) = columns(sheet, findings) else { return };
    let index = index(&network.buses);
    let mut carbon: BTreeMap<String, f64> = BTreeMap::new();
    let (mut heatless, mut reservoirs) = (Tally::default(), Tally::default());
    let (mut generators, mut storage) = (Vec::new(), Vec::new());
    for row in sheet.rows() {
        let Some(bus) = bus_at(row, columns.bus, &index, findings) else { continue };
        let unit = row.text(columns.unit);
        if row.text(columns.kind) == "STORAGE" {
            let (most, initial) = energy.get(unit).copied().unwrap_or_else(|| {
                let message = format!("`storage` gives no volume of `{unit}`");
                findings.error("missing-row", row.place(columns.unit), message, "add a row at the head");
                (0.0, 0.0)
            });
            storage.push(storage_unit(row, &columns, bus, most, initial, findings));
            continue;
        }
        let mut generator = generator(row, &columns, bus, findings);
        if row.text(columns.kind) == "CSP" {
            generator.in_service = false;
            heatless.add(unit);
        } else if energy.contains_key(unit) {
            reservoirs.add(unit);
        }
        let t_per_mwh = row.number(columns.carbon, findings) * KG_PER_LB / 1000.0 * BTU_PER_KWH / 1000.0;
        carbon.entry(row.text(columns.category).to_owned()).or_insert(t_per_mwh);
        generators.push(generator);
    }
    network.carriers = carbon.into_iter().map(|(id, co2_t_per_mwh)| Carrier { id, co2_t_per_mwh }).collect();
    (network.generators, network.storage) = (generators, storage);
    let mut say = |code: &str, tally: &Tally, what: &str| {
        if let Some(message) = tally.sentence(what) {
            findings.warning(code, Place::file(sheet.label()), message, "");
        }
    };
    say(
        "missing-series",
        &heatless,
        "solar-thermal plants have no series of heat in the set and are out of service",
    );
    say(
        "not-kept",
        &reservoirs,
        "hydro plants have a reservoir that is not kept, as their output is given hour by hour",
    );
    let message = "plants that run at the start are taken as on, the others as off, long enough to stop or start at once";
    findings.note("derived-state", Place::file(sheet.label()), message, "");
}

fn generator(row: Row<'_>, columns: &Columns, bus: usize, findings: &mut Findings) -> Generator {
    let category = row.text(columns.category).to_owned();
    let points = heat_points(row, columns, findings);
    let mut value = |column: usize| row.number(column, findings);
    let (most, least, output) = (value(columns.most_mw), value(columns.least_mw), value(columns.output_mw));
    let (price, upkeep) = (value(columns.fuel_price), value(columns.upkeep));
    let ramp = Some(value(columns.ramp) * 60.0).filter(|ramp| *ramp > 0.0);
    let (min_up_h, min_down_h) = (value(columns.min_up), value(columns.min_down));
    let commitment = (min_up_h > 0.0 || min_down_h > 0.0 || least > 0.0).then(|| Commitment {
        min_up_h,
        min_down_h,
        before_h: if output > 0.0 { min_up_h.max(1.0) } else { -min_down_h.max(1.0) },
        ..Commitment::default()
    });
    let cost = Cost {
        startup: value(columns.start_heat) * price + value(columns.start_other),
        shutdown: value(columns.stop_other),
        curve: curve(&points, price, upkeep),
    };
    let full = points.last().filter(|(_, heat)| *heat > 0.0 && price > 0.0);
    Generator {
        id: row.text(columns.unit).to_owned(),
        bus,
        power_mw: output,
        power_mvar: value(columns.output_mvar),
        power_max_mvar: value(columns.most_mvar),
        power_min_mvar: value(columns.least_mvar),
        voltage_pu: value(columns.voltage),
        rated_mw: most,
        power_max_mw: most,
        power_min_mw: least,
        cost: Some(cost),
        efficiency: full.map_or(1.0, |(mw, heat)| BTU_PER_KWH * mw / (heat * 1000.0)),
        ramp_up_mw_per_h: ramp,
        ramp_down_mw_per_h: ramp,
        commitment,
        carrier: Some(category),
        ..Generator::default()
    }
}

/// Points `(MW, MMBTU per hour)` of the heat-rate curve, rising in MW: `h_0 = HR_avg_0 p_0 / 1000`,
/// `h_i = h_{i−1} + HR_incr_i (p_i − p_{i−1}) / 1000`, as 1 BTU/kWh · 1 MW = 0.001 MMBTU/h.
fn heat_points(row: Row<'_>, columns: &Columns, findings: &mut Findings) -> Vec<(f64, f64)> {
    let most = row.number(columns.most_mw, findings);
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(POINTS);
    for (share, rate) in columns.shares.into_iter().zip(columns.heat_rates) {
        let (share, rate) = (row.maybe(share, findings), row.maybe(rate, findings));
        let (Some(share), Some(rate)) = (share, rate) else { break };
        let mw = share * most;
        let (last_mw, last_heat) = points.last().copied().unwrap_or((0.0, 0.0));
        if mw > last_mw {
            points.push((mw, last_heat + rate * (mw - last_mw) / 1000.0));
        }
    }
    points
}

/// Cost per hour over power. One point or none: proportional.
fn curve(points: &[(f64, f64)], fuel_price: f64, upkeep: f64) -> CostCurve {
    match points {
        [] => CostCurve::Polynomial(vec![upkeep, 0.0]),
        [(mw, heat)] => CostCurve::Polynomial(vec![heat / mw * fuel_price + upkeep, 0.0]),
        many => CostCurve::Piecewise(
            many.iter().map(|(mw, heat)| (*mw, heat * fuel_price + mw * upkeep)).collect(),
        ),
    }
}

fn storage_unit(
    row: Row<'_>,
    columns: &Columns,
    bus: usize,
    most_mwh: f64,
    initial_mwh: f64,
    findings: &mut Findings,
) -> Storage {
    let rated_mw = row.number(columns.most_mw, findings);
    let one_way = (row.number(columns.round_trip, findings) / 100.0).sqrt();
    Storage {
        id: row.text(columns.unit).to_owned(),
        bus,
        rated_mw,
        discharge_max_mw: rated_mw,
        charge_max_mw: row.number(columns.pump, findings),
        energy_h: most_mwh / rated_mw,
        efficiency_store: one_way,
        efficiency_dispatch: one_way,
        initial_mwh,
        marginal_cost_per_mwh: row.number(columns.upkeep, findings),
        carrier: Some(row.text(columns.category).to_owned()),
        ..Storage::default()
    }
}
