//! Flow-based exchange: what zones may trade together is limited by what it does to the lines between them.
//!
//! A net transfer capacity limits one border and knows of no other. On a mesh, a trade from `A` to `B` also loads the way
//! through `C`, so the limits of borders hang together. With `NP_z` the net position of a zone (exports less imports,
//! positive = export), every critical network element `e` carries at most its remaining available margin:
//!
//! ```text
//! Σ_z PTDF_ez · NP_z ≤ RAM_e        for every hour;      Σ_z NP_z = 0 over the region
//! ```
//!
//! The programme has trades over borders, not net positions: `NP_z = Σ_b out of z f_b − Σ_b into z f_b`. So the rows are
//! written on trades, with the difference of the factors at both ends, and borders inside the region have no limit of
//! their own:
//!
//! ```text
//! Σ_b (PTDF_e,from(b) − PTDF_e,to(b)) · (forward_b − backward_b) ≤ RAM_e
//! ```
//!
//! Only differences of factors count, so the choice of slack does not. On a radial border with an element of factor
//! difference 1 the rows are its transfer capacity again. Flows over borders of the region are trades by the shortest way
//! (the wheeling cost of the programme), not what a meter on the border would read; [`Loading`] is.

use crate::Error;
use crate::zonal::ZonalModel;
use crate::zonal::result::Dispatch;
use crate::zonal::week::Europe;
use gigasite_case::Hourly;

/// A direction of a line, transformer or pair of them under an outage, that limits what a region may trade.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalElement {
    /// Name, such as `Vigy–Ensdorf, outage of Vigy–Uchtelfangen`.
    pub name: String,
    /// MW on the element per MW of net position, one per zone of the region, for any common slack.
    pub ptdf: Vec<f64>,
    /// What is left for trade in this direction, MW; not negative, so that no trade is always allowed.
    pub ram_mw: f64,
}

/// The region that trades under a common set of elements, in place of the transfer capacities between its zones.
///
/// **Shape**: the factors are `n_elements × n_zones`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FlowBased {
    /// Zones of the region, by their identifier.
    pub zones: Vec<String>,
    /// What limits them. Both directions of a line are two elements.
    pub elements: Vec<CriticalElement>,
}

/// How much an element carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Loading {
    /// Name of the element.
    pub name: String,
    /// MW in its direction, by hour; at most its margin.
    pub flow_mw: Hourly<f64>,
}

/// A row of the programme: an element over the trades of the region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ElementRow {
    pub(crate) name: String,
    /// `(border, factor at its start less factor at its end)`
    pub(crate) terms: Vec<(usize, f64)>,
    pub(crate) ram_mw: f64,
}

impl FlowBased {
    /// Opens the borders inside the region up to `open_mw` and writes the rows that limit them instead.
    pub(crate) fn rows(
        &self,
        zones: &[String],
        borders: &mut [(usize, usize, f64, f64)],
        open_mw: f64,
    ) -> Result<Vec<ElementRow>, Error> {
        let wrong = |what: String| Error::FlowBased { what };
        let mut place = vec![None; zones.len()];
        for (number, name) in self.zones.iter().enumerate() {
            let zone = zones.iter().position(|zone| zone == name);
            let zone = zone.ok_or_else(|| wrong(format!("there is no zone `{name}`")))?;
            if place[zone].replace(number).is_some() {
                return Err(wrong(format!("zone `{name}` stands twice in the region")));
            }
        }
        for element in &self.elements {
            let CriticalElement { name, ptdf, ram_mw } = element;
            if ptdf.len() != self.zones.len() || ptdf.iter().any(|factor| !factor.is_finite()) {
                let (found, needed) = (ptdf.len(), self.zones.len());
                return Err(wrong(format!("element `{name}` has {found} factors, not {needed} finite ones")));
            }
            if !ram_mw.is_finite() || *ram_mw < 0.0 {
                return Err(wrong(format!("element `{name}` has a margin of {ram_mw} MW, not one from 0")));
            }
        }
        let inside: Vec<(usize, usize, usize)> = borders
            .iter()
            .enumerate()
            .filter_map(|(border, (from, to, ..))| Some((border, place[*from]?, place[*to]?)))
            .collect();
        for (border, ..) in &inside {
            (borders[*border].2, borders[*border].3) = (open_mw, open_mw);
        }
        Ok(self.elements.iter().map(|element| element.row(&inside)).collect())
    }
}

impl CriticalElement {
    fn row(&self, inside: &[(usize, usize, usize)]) -> ElementRow {
        let difference =
            |(border, from, to): &(usize, usize, usize)| (*border, self.ptdf[*from] - self.ptdf[*to]);
        ElementRow {
            name: self.name.clone(),
            terms: inside.iter().map(difference).filter(|(_, factor)| factor.abs() > 0.0).collect(),
            ram_mw: self.ram_mw,
        }
    }
}

impl ElementRow {
    /// Megawatts on the element at given trades over all borders.
    pub(crate) fn loading_mw(&self, flow_mw: impl Fn(usize) -> f64) -> f64 {
        self.terms.iter().map(|(border, factor)| factor * flow_mw(*border)).sum()
    }
}

impl Europe {
    /// What the elements leave for more trade over one border alone; endless where no element minds.
    pub(crate) fn element_room_mw(&self, border: usize, forward: bool, loading_mw: &[f64]) -> f64 {
        let sign = if forward { 1.0 } else { -1.0 };
        let room = |(element, loading): (&ElementRow, &f64)| {
            let factor =
                element.terms.iter().find(|(own, _)| *own == border).map_or(0.0, |(_, factor)| sign * factor);
            if factor > 0.0 { (element.ram_mw - loading).max(0.0) / factor } else { f64::INFINITY }
        };
        self.elements.iter().zip(loading_mw).map(room).fold(f64::INFINITY, f64::min)
    }
}

impl ZonalModel {
    /// What every critical element carries in a dispatch of this model; empty without a flow-based region.
    pub fn element_loading(&self, dispatch: &Dispatch) -> Vec<Loading> {
        let hours = 0..dispatch.flow_mw.first().map_or(0, |flow| flow.len());
        let load = |element: &ElementRow| Loading {
            name: element.name.clone(),
            flow_mw: hours
                .clone()
                .map(|hour| element.loading_mw(|border| dispatch.flow_mw[border][hour]))
                .collect(),
        };
        self.europe.elements.iter().map(load).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zonal::result::AddedLoad;
    use crate::zonal::testing::{border, plant, zones};
    use gigasite_case::Case;

    fn dispatch(case: &Case, region: Option<&FlowBased>) -> (ZonalModel, Dispatch) {
        let mut model = ZonalModel::with_exchange(case, region, 1).expect("builds");
        let year = model.dispatch(&AddedLoad::default(), &|_, _| {}, &|| true).expect("dispatches");
        (model, year)
    }

    fn element(name: &str, ptdf: &[f64], ram_mw: f64) -> CriticalElement {
        CriticalElement { name: name.into(), ptdf: ptdf.to_vec(), ram_mw }
    }

    /// Three zones, three equal lines: half of the lines' reactance lies on the direct way, so a trade from A to C loads
    /// A–C with two thirds and A–B, B–C with one third. A has coal at 74, B gas at 80, C nothing but 90 MW of load.
    fn triangle() -> (Case, FlowBased) {
        let mut case = zones(&[("A", 0.0), ("B", 0.0), ("C", 90.0)]);
        plant(&mut case, "A", "coal", 200.0);
        plant(&mut case, "B", "gas", 200.0);
        border(&mut case, "A", "B", 1.0);
        border(&mut case, "B", "C", 1.0);
        border(&mut case, "A", "C", 1.0);
        let t = 1.0 / 3.0;
        let elements = vec![
            // slack C
            element("A-C", &[2.0 * t, t, 0.0], 40.0),
            element("B-C", &[t, 2.0 * t, 0.0], 100.0),
            element("A-B", &[t, -t, 0.0], 100.0),
        ];
        (case, FlowBased { zones: ["A", "B", "C"].map(String::from).to_vec(), elements })
    }

    #[test]
    fn a_triangle_is_shared_as_by_hand() {
        // 2/3 a + 1/3 b = 40 and a + b = 90: a = 30, b = 60
        let (case, region) = triangle();
        let (model, year) = dispatch(&case, Some(&region));
        let energy = |technology: &str| {
            year.generation.iter().find(|row| row.technology == technology).expect("runs").energy_mwh / 336.0
        };
        assert!((energy("coal_plant") - 30.0).abs() < 1e-6, "{}", energy("coal_plant"));
        assert!((energy("gas_plant") - 60.0).abs() < 1e-6, "{}", energy("gas_plant"));
        let loading: Vec<f64> =
            model.element_loading(&year).iter().map(|element| element.flow_mw[7]).collect();
        for (found, expected) in loading.iter().zip([40.0, 50.0, -10.0]) {
            assert!((found - expected).abs() < 1e-6, "{loading:?}");
        }
        // one more MW at C: δa + δb = 1 and 2δa + δb = 0, so a falls by 1 and b rises by 2: 2·80 − 74, and the wheeling
        let price = [0, 1, 2].map(|zone: usize| year.price_eur_per_mwh[zone][7]);
        assert!((price[0] - 74.0).abs() < 1e-6 && (price[1] - 80.0).abs() < 1e-6, "{price:?}");
        assert!(
            (price[2] - (2.0 * 80.0 - 74.0 + 0.3)).abs() < 1e-6,
            "C pays more than any plant costs: {price:?}"
        );
        assert!(year.unserved_mw[2][7].abs() < 1e-9);
    }

    #[test]
    fn another_slack_is_the_same_region() {
        let (case, mut region) = triangle();
        let (_, before) = dispatch(&case, Some(&region));
        for element in &mut region.elements {
            element.ptdf.iter_mut().for_each(|factor| *factor += 0.25);
        }
        let (_, after) = dispatch(&case, Some(&region));
        assert!((before.cost_eur - after.cost_eur).abs() <= 1e-9 * before.cost_eur);
    }

    #[test]
    fn a_radial_region_is_its_transfer_capacities() {
        let mut case = zones(&[("A", 100.0), ("B", 100.0), ("C", 50.0)]);
        plant(&mut case, "A", "free", 60.0);
        plant(&mut case, "A", "coal", 300.0);
        plant(&mut case, "B", "gas", 220.0);
        border(&mut case, "A", "B", 40.0);
        border(&mut case, "B", "C", 30.0);
        plant(&mut case, "C", "coal", 25.0);
        let (_, capacities) = dispatch(&case, None);
        // slack C: what A sends passes both lines, what B sends only the second
        let elements = vec![
            element("A>B", &[1.0, 0.0, 0.0], 40.0),
            element("B>A", &[-1.0, 0.0, 0.0], 40.0),
            element("B>C", &[1.0, 1.0, 0.0], 30.0),
            element("C>B", &[-1.0, -1.0, 0.0], 30.0),
        ];
        let region = FlowBased { zones: ["A", "B", "C"].map(String::from).to_vec(), elements };
        let (_, based) = dispatch(&case, Some(&region));
        assert!((capacities.cost_eur - based.cost_eur).abs() <= 1e-9 * based.cost_eur);
        for zone in 0..3 {
            for hour in 0..336 {
                let pair = [&capacities, &based].map(|year| year.price_eur_per_mwh[zone][hour]);
                assert!((pair[0] - pair[1]).abs() < 1e-6, "zone {zone}, hour {hour}: {pair:?}");
                let pair = [&capacities, &based].map(|year| year.headroom_mw[zone][hour]);
                assert!((pair[0] - pair[1]).abs() < 1e-6, "zone {zone}, hour {hour}: {pair:?}");
            }
        }
        assert_eq!(capacities.price_eur_per_mwh[2][0].round(), 80.0, "something binds");
    }

    #[test]
    fn a_border_out_of_the_region_keeps_its_capacity() {
        let (mut case, region) = triangle();
        case.dataset.zones.push(zones(&[("D", 10.0)]).dataset.zones[0].clone());
        case.dataset.renewables.push(zones(&[("D", 10.0)]).dataset.renewables[0].clone());
        case.zone_series.push(zones(&[("D", 10.0)]).zone_series[0].clone());
        border(&mut case, "C", "D", 4.0);
        let (_, year) = dispatch(&case, Some(&region));
        assert!((year.flow_mw[3][0] - 4.0).abs() < 1e-6 && (year.unserved_mw[3][0] - 6.0).abs() < 1e-6);
    }

    #[test]
    fn a_wrong_region_is_named() {
        let (case, region) = triangle();
        let says = |change: &dyn Fn(&mut FlowBased), words: &str| {
            let mut region = region.clone();
            change(&mut region);
            let error = ZonalModel::with_exchange(&case, Some(&region), 1).expect_err("is wrong");
            assert!(error.to_string().contains(words) && error.hint().is_some(), "{error}");
        };
        says(&|region| region.zones[0] = "Q".into(), "no zone `Q`");
        says(&|region| region.zones[1] = "A".into(), "`A` stands twice");
        says(&|region| region.elements[0].ptdf.truncate(2), "`A-C` has 2 factors");
        says(&|region| region.elements[2].ram_mw = -1.0, "`A-B` has a margin of -1 MW");
    }
}
