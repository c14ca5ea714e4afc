//! Buses, loads and shunts.

use super::{Out, Sheet, rows_by_bus};
use gigasite_case::network::{Bus, BusKind, Current};
use std::collections::BTreeSet;

/// Voltage of a bus; where it is unknown, impedances are written as on 1 kV.
pub(super) fn kv(bus: &Bus) -> f64 {
    if bus.base_kv > 0.0 { bus.base_kv } else { 1.0 }
}

impl Out<'_> {
    pub(super) fn buses(&mut self) {
        let buses = &self.network.buses;
        let set_points = self.set_points();
        let mut sheet = Sheet::of("buses", buses.iter().map(|bus| bus.id.clone()));
        sheet.numbers("v_nom", buses.iter().map(kv));
        let place = |of: fn((f64, f64)) -> f64| buses.iter().map(move |bus| bus.lon_lat_deg.map(of));
        sheet.optional("x", place(|(lon, _)| lon));
        sheet.optional("y", place(|(_, lat)| lat));
        sheet.texts("carrier", buses.iter().map(carrier));
        sheet.numbers("v_mag_pu_set", set_points.iter().copied());
        sheet.numbers("v_mag_pu_min", buses.iter().map(|bus| bus.voltage_min_pu));
        sheet.numbers("v_mag_pu_max", buses.iter().map(|bus| bus.voltage_max_pu));
        sheet.texts("country", buses.iter().map(|bus| bus.country.clone().unwrap_or_default()));
        self.put("buses", sheet);
        let differs = |(bus, set): (&Bus, &f64)| if bus.voltage_pu == *set { 0.0 } else { bus.voltage_pu };
        let volts: Vec<f64> = buses.iter().zip(&set_points).map(differs).collect();
        self.put_results("buses", "v_mag_pu", buses.iter().map(|bus| bus.id.as_str()).zip(volts));
        self.put_results(
            "buses",
            "v_ang",
            buses.iter().map(|bus| (bus.id.as_str(), bus.angle_deg.to_radians())),
        );
        self.shunts();
        self.about_buses(&set_points);
    }

    /// The voltage PyPSA holds at every bus: that of its first generator in service where one holds it.
    fn set_points(&self) -> Vec<f64> {
        let mut set: Vec<f64> = self.network.buses.iter().map(|bus| bus.voltage_pu).collect();
        let holds =
            |bus: usize| matches!(self.network.buses[bus].kind, BusKind::Generator | BusKind::Reference);
        let working =
            self.network.generators.iter().filter(|generator| generator.in_service && holds(generator.bus));
        let mut seen = BTreeSet::new();
        for generator in working {
            if seen.insert(generator.bus) {
                set[generator.bus] = generator.voltage_pu;
            }
        }
        set
    }

    fn about_buses(&mut self, set_points: &[f64]) {
        let network = self.network;
        let count = |of: fn(&Bus) -> bool| network.buses.iter().filter(|bus| of(bus)).count();
        self.lost("buses", count(|bus| bus.name.is_some()), "names beside the names of buses");
        self.lost("buses", count(|bus| bus.area != 1 || bus.zone != 1), "areas and zones");
        self.lost("buses", count(|bus| bus.base_kv <= 0.0), "unknown voltages, which are written as 1 kV");
        self.lost(
            "buses",
            count(|bus| bus.lon_lat_deg == Some((0.0, 0.0))),
            "a place at longitude and latitude zero",
        );
        let unclear = |bus: &Bus| bus.current == Current::Direct && bus.carrier.is_some();
        self.lost("buses", count(unclear), "carriers of direct-current buses");
        self.changed("buses", count(|bus| bus.kind == BusKind::Isolated), "buses out of service");
        let generators = network.generators.iter();
        let other = |set: f64, bus: usize| set != set_points[bus];
        let voltages = generators.filter(|generator| other(generator.voltage_pu, generator.bus)).count();
        self.lost("generators", voltages, "voltage set points of generators beside those of their buses");
        self.about_kinds();
    }

    /// PyPSA tells the kinds of buses from their generators, and wants one slack in an island.
    fn about_kinds(&mut self) {
        let network = self.network;
        let working = network.generators.iter().filter(|generator| generator.in_service);
        let with: BTreeSet<usize> = working.map(|generator| generator.bus).collect();
        let holds = |bus: &Bus| matches!(bus.kind, BusKind::Generator | BusKind::Reference);
        let alone =
            network.buses.iter().enumerate().filter(|(at, bus)| holds(bus) && !with.contains(at)).count();
        self.changed("buses", alone, "held voltages or angles at buses without a generator in service");
        let islands = network.islands();
        let slacks: Vec<usize> = network
            .buses
            .iter()
            .enumerate()
            .filter(|(at, bus)| bus.kind == BusKind::Reference && with.contains(at))
            .map(|(at, _)| islands[at])
            .collect();
        let distinct: BTreeSet<usize> = slacks.iter().copied().collect();
        let all: BTreeSet<usize> = islands.iter().copied().collect();
        self.changed("buses", slacks.len() - distinct.len(), "a second slack in an island");
        self.lost("buses", all.len() - distinct.len(), "islands without a slack: PyPSA chooses one in each");
    }

    fn shunts(&mut self) {
        let with = self.network.buses.iter().filter(|bus| bus.shunt_mw != 0.0 || bus.shunt_mvar != 0.0);
        let with: Vec<&Bus> = with.collect();
        let mut sheet = Sheet::of("shunt_impedances", with.iter().map(|bus| format!("{} shunt", bus.id)));
        sheet.texts("bus", with.iter().map(|bus| bus.id.clone()));
        sheet.numbers("g", with.iter().map(|bus| bus.shunt_mw / (kv(bus) * kv(bus))));
        sheet.numbers("b", with.iter().map(|bus| bus.shunt_mvar / (kv(bus) * kv(bus))));
        self.put("shunt_impedances", sheet);
    }

    pub(super) fn loads(&mut self) {
        let loads = &self.network.loads;
        let mut sheet = Sheet::of("loads", loads.iter().map(|load| load.id.clone()));
        sheet.texts("bus", self.bus_names(loads.iter().map(|load| load.bus)).into_iter());
        sheet.texts("carrier", loads.iter().map(|load| load.carrier.clone().unwrap_or_default()));
        sheet.numbers("p_set", loads.iter().map(|load| load.power_mw));
        sheet.numbers("q_set", loads.iter().map(|load| load.power_mvar));
        sheet.flags("active", loads.iter().map(|load| load.in_service));
        self.put("loads", sheet);
        self.put_series("loads", "p_set", loads.iter().map(|load| (load.id.as_str(), load.profile)));
    }

    /// PyPSA's `control` of every generator, from the kind of its bus: the first in service at a reference is the slack.
    pub(super) fn controls(&self) -> Vec<&'static str> {
        let generators = &self.network.generators;
        let mut controls = vec!["PQ"; generators.len()];
        for (bus, rows) in rows_by_bus(generators.iter().map(|generator| generator.bus)) {
            let working: Vec<usize> = rows.into_iter().filter(|row| generators[*row].in_service).collect();
            let first = match self.network.buses[bus].kind {
                BusKind::Reference => "Slack",
                BusKind::Generator => "PV",
                BusKind::Load | BusKind::Isolated => continue,
            };
            for row in &working {
                controls[*row] = "PV";
            }
            if let Some(row) = working.first() {
                controls[*row] = first;
            }
        }
        controls
    }
}

fn carrier(bus: &Bus) -> String {
    match bus.current {
        Current::Direct => "DC".to_owned(),
        Current::Alternating => bus.carrier.clone().unwrap_or_else(|| "AC".to_owned()),
    }
}
