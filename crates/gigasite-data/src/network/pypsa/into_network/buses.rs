//! Buses, loads and shunts.

use crate::network::pypsa::desk::Desk;
use gigasite_case::network::{Bus, Current, Load, Profile};

impl Desk<'_> {
    /// Buses in the order of the file. Without `v_nom` PyPSA takes 1 kV, and impedances in Ω turn out wrong by 10⁵.
    pub(super) fn all_buses(&mut self) -> Vec<Bus> {
        const LIST: &str = "buses";
        let v_nom = self.finite(LIST, "v_nom");
        let (x, y) = (self.given(LIST, "x"), self.given(LIST, "y"));
        let (carriers, countries) = (self.texts(LIST, "carrier"), self.optional_texts(LIST, "country"));
        let set_points = self.finite(LIST, "v_mag_pu_set");
        let (low, high) = (self.numbers(LIST, "v_mag_pu_min"), self.numbers(LIST, "v_mag_pu_max"));
        let (volts, angles) = (self.results(LIST, "v_mag_pu"), self.results(LIST, "v_ang"));
        let names = self.names(LIST).iter().enumerate();
        names
            .map(|(row, id)| Bus {
                id: id.clone(),
                current: if carriers[row] == "DC" { Current::Direct } else { Current::Alternating },
                voltage_pu: volts.get(id.as_str()).copied().unwrap_or(set_points[row]),
                angle_deg: angles.get(id.as_str()).map_or(0.0, |angle| angle.to_degrees()),
                base_kv: v_nom[row],
                voltage_max_pu: high[row],
                voltage_min_pu: low[row],
                // PyPSA fills unknown coordinates with zeros
                lon_lat_deg: x[row].zip(y[row]).filter(|(lon, lat)| *lon != 0.0 || *lat != 0.0),
                country: countries[row].clone(),
                carrier: Some(carriers[row].clone())
                    .filter(|carrier| !["AC", "DC"].contains(&carrier.as_str())),
                ..Bus::default()
            })
            .collect()
    }

    /// Loads; PyPSA's `sign` is −1 for what draws power.
    pub(super) fn loads(&mut self) -> Vec<Load> {
        const LIST: &str = "loads";
        let buses = self.buses(LIST, "bus");
        let (p, q, sign) =
            (self.finite(LIST, "p_set"), self.finite(LIST, "q_set"), self.finite(LIST, "sign"));
        let (active, carriers) = (self.flags(LIST, "active"), self.optional_texts(LIST, "carrier"));
        let series = self.series(LIST, "p_set");
        let mut loads = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some(bus) = buses[row] else { continue };
            let profile = series.get(id.as_str()).map(|profile| Profile { scale: -sign[row], ..*profile });
            loads.push(Load {
                id: id.clone(),
                bus,
                power_mw: -sign[row] * p[row],
                power_mvar: -sign[row] * q[row],
                in_service: active[row],
                profile,
                carrier: carriers[row].clone(),
            });
        }
        loads
    }

    /// Shunts of every bus together: `g v²` MW drawn and `b v²` Mvar injected at 1 p.u. PyPSA does not look at their `sign`.
    pub(super) fn shunts(&mut self, buses: &mut [Bus]) {
        const LIST: &str = "shunt_impedances";
        let at = self.buses(LIST, "bus");
        let (g, b) = (self.finite(LIST, "g"), self.finite(LIST, "b"));
        let active = self.flags(LIST, "active");
        for (row, bus) in at.into_iter().enumerate() {
            let Some(bus) = bus.filter(|_| active[row]) else { continue };
            let bus = &mut buses[bus];
            bus.shunt_mw += g[row] * bus.base_kv * bus.base_kv;
            bus.shunt_mvar += b[row] * bus.base_kv * bus.base_kv;
        }
    }
}
