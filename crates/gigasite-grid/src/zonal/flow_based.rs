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
pub use gigasite_case::flow_based::{CriticalElement, FlowBased};

/// How much an element carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Loading {
    /// Name of the element.
    pub name: String,
    /// MW in its direction, by hour; at most its margin.
    pub flow_mw: Hourly<f64>,
    /// Shadow price of its margin, EUR per MW and hour; prices of two zones of the region differ by the sum of these times
    /// the difference of their factors (and the wheeling cost).
    pub price_eur_per_mwh: Hourly<f64>,
}

/// A row of the programme: an element over the trades of the region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ElementRow {
    pub(crate) name: String,
    /// `(border, factor at its start less factor at its end)`
    pub(crate) terms: Vec<(usize, f64)>,
    pub(crate) ram_mw: f64,
}

/// Opens the borders inside the region up to `open_mw` and writes the rows that limit them instead.
pub(crate) fn rows(
    region: &FlowBased,
    zones: &[String],
    borders: &mut [(usize, usize, f64, f64)],
    open_mw: f64,
) -> Result<Vec<ElementRow>, Error> {
    let wrong = |what: String| Error::FlowBased { what };
    let mut place = vec![None; zones.len()];
    for (number, name) in region.zones.iter().enumerate() {
        let zone = zones.iter().position(|zone| zone == name);
        let zone = zone.ok_or_else(|| wrong(format!("there is no zone `{name}`")))?;
        if place[zone].replace(number).is_some() {
            return Err(wrong(format!("zone `{name}` stands twice in the region")));
        }
    }
    for element in &region.elements {
        let CriticalElement { name, ptdf, ram_mw } = element;
        if ptdf.len() != region.zones.len() || ptdf.iter().any(|factor| !factor.is_finite()) {
            let (found, needed) = (ptdf.len(), region.zones.len());
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
    Ok(region.elements.iter().map(|element| row(element, &inside)).collect())
}

fn row(element: &CriticalElement, inside: &[(usize, usize, usize)]) -> ElementRow {
    let difference =
        |(border, from, to): &(usize, usize, usize)| (*border, element.ptdf[*from] - element.ptdf[*to]);
    ElementRow {
        name: element.name.clone(),
        terms: inside.iter().map(difference).filter(|(_, factor)| factor.abs() > 0.0).collect(),
        ram_mw: element.ram_mw,
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
        let load = |(element, price): (&ElementRow, &Hourly<f64>)| Loading {
            name: element.name.clone(),
            flow_mw: hours
                .clone()
                .map(|hour| element.loading_mw(|border| dispatch.flow_mw[border][hour]))
                .collect(),
            price_eur_per_mwh: price.clone(),
        };
        self.europe.elements.iter().zip(&dispatch.element_price_eur_per_mwh).map(load).collect()
    }
}

#[cfg(test)]
mod tests;
