//! Links.

use crate::network::pypsa::desk::Desk;
use gigasite_case::Place;
use gigasite_case::network::Link;

impl Desk<'_> {
    /// Links between two buses; further ports are said.
    pub(super) fn links(&mut self) -> Vec<Link> {
        const LIST: &str = "links";
        let (from, to) = (self.buses(LIST, "bus0"), self.buses(LIST, "bus1"));
        let (p_nom, least, most) =
            (self.numbers(LIST, "p_nom"), self.finite(LIST, "p_min_pu"), self.numbers(LIST, "p_max_pu"));
        let (efficiency, cost) = (self.finite(LIST, "efficiency"), self.finite(LIST, "marginal_cost"));
        let (p_set, drawn) = (self.set_points(LIST), self.results(LIST, "p0"));
        let (active, carriers) = (self.flags(LIST, "active"), self.optional_texts(LIST, "carrier"));
        let length = self.given(LIST, "length");
        let growth = self.expansions(LIST, "p_nom", &least, &most);
        self.further_ports();
        let mut links = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let (Some(from), Some(to)) = (from[row], to[row]) else { continue };
            links.push(Link {
                id: id.clone(),
                from,
                to,
                in_service: active[row],
                power_mw: p_set[row].or(drawn.get(id.as_str()).copied()).unwrap_or(0.0),
                rated_mw: p_nom[row],
                power_min_mw: part(least[row], p_nom[row]),
                power_max_mw: part(most[row], p_nom[row]),
                efficiency: efficiency[row],
                marginal_cost_per_mwh: cost[row],
                carrier: carriers[row].clone(),
                length_km: length[row].filter(|length| *length != 0.0),
                expansion: growth[row].clone(),
                ..Link::default()
            });
        }
        links
    }

    fn further_ports(&mut self) {
        const LIST: &str = "links";
        for port in 2.. {
            let attribute = format!("bus{port}");
            if !self.tables.lists.get(LIST).is_some_and(|table| table.columns.contains_key(&attribute)) {
                break;
            }
            let count = self.texts(LIST, &attribute).iter().filter(|bus| !bus.is_empty()).count();
            if count > 0 {
                let message = format!("{count} links give power to a further bus, which is not kept");
                let place = Place::file(self.label).field(format!("{LIST}.{attribute}"));
                self.findings.warning("not-kept", place, message, "results will differ from PyPSA's");
            }
        }
    }

    /// `p_set`: an operating point to us, but a prescription to PyPSA's optimisation.
    pub(super) fn set_points(&mut self, list: &str) -> Vec<Option<f64>> {
        let given = self.given(list, "p_set");
        let count = given.iter().flatten().count();
        if count > 0 {
            let message = format!(
                "{count} set points are kept as the operating point; PyPSA's optimisation holds them fixed"
            );
            let place = Place::file(self.label).field(format!("{list}.p_set"));
            self.findings.warning("set-point", place, message, "take them out, or set p_min_pu and p_max_pu");
        }
        given
    }
}

/// `pu · nominal`, where nothing of infinity is nothing.
pub(super) fn part(pu: f64, nominal: f64) -> f64 {
    if pu == 0.0 || nominal == 0.0 { 0.0 } else { pu * nominal }
}
