//! How far the answer hangs on prices nobody knows: the tornado.
//!
//! ```text
//! of a price p within ± r     kept(f) = Σ components of the plan, those of p times f,          f ∈ {1 − r, 1 + r}
//!                             best(f) = min cost with p times f over all plans   ≤ kept(f)     a search of its own
//! ```
//!
//! `best` is concave in `f` and `kept` its tangent at 1, so what is lost by having planned with the wrong price is
//! `kept − best`, and it is zero where the sites stay. The range `r` is how much the least certain row of the dataset that
//! stands behind the price is trusted ([`reach_frac`](crate::assumptions::reach_frac)), or one number for all. Costs are claims
//! on the cuts that are known; work that moves within the day is not rescheduled for the moved price.

use crate::assumptions::reach_frac;
use crate::component::Component;
use crate::plan::{Swing, SwingEnd};
use crate::programme::Shape;
use crate::sets::{Keep, Prices, Sets};
use crate::solve::{Found, FoundPlan, search};
use crate::{Error, Inputs, Options};
use gigasite_case::Dataset;
use gigasite_case::zone::Provenance;

/// A price and the components of the cost it moves.
struct Price {
    name: &'static str,
    components: &'static [Component],
    /// Rows of the dataset that it rests on.
    rows: fn(&Dataset) -> Vec<&Provenance>,
}

/// Prices of the programme in the order of the components.
const PRICES: &[Price] = &[
    Price {
        name: "accelerators",
        components: &[Component::It],
        rows: |data| data.accelerators.iter().map(|row| &row.provenance).collect(),
    },
    Price { name: "building", components: &[Component::Building], rows: countries },
    Price {
        name: "cooling plant",
        components: &[Component::Cooling],
        rows: |data| data.cooling_designs.iter().map(|row| &row.provenance).collect(),
    },
    Price {
        name: "power chain",
        components: &[Component::PowerChain],
        rows: |data| technologies(data, &["power_chain"]),
    },
    Price {
        name: "grid connection",
        components: &[Component::Connection],
        rows: |data| technologies(data, &["grid_line", "grid_connection"]),
    },
    Price {
        name: "power system",
        components: &[Component::Energy],
        rows: |data| data.fuels.iter().map(|row| &row.provenance).collect(),
    },
    Price { name: "network charges", components: &[Component::NetworkCharges], rows: countries },
    Price { name: "electricity tax", components: &[Component::ElectricityTax], rows: countries },
    Price {
        name: "contracted plants",
        components: &[Component::Contracts],
        rows: |data| technologies(data, &["wind_onshore", "wind_offshore", "solar", "firm_clean"]),
    },
    Price {
        name: "batteries",
        components: &[Component::Battery],
        rows: |data| technologies(data, &["battery"]),
    },
    Price {
        name: "backup plant",
        components: &[Component::Backup],
        rows: |data| technologies(data, &["gas_backup"]),
    },
    Price {
        name: "carbon",
        components: &[Component::Carbon],
        rows: |data| data.carbon_prices.iter().map(|row| &row.provenance).collect(),
    },
    Price { name: "water", components: &[Component::Water], rows: countries },
    Price { name: "heat", components: &[Component::HeatSales], rows: countries },
    Price {
        name: "value of a GPU-hour",
        components: &[Component::LostCompute, Component::Waiting],
        rows: |_| Vec::new(),
    },
];

fn countries(data: &Dataset) -> Vec<&Provenance> {
    data.countries.iter().map(|row| &row.provenance).collect()
}

fn technologies<'a>(data: &'a Dataset, names: &[&str]) -> Vec<&'a Provenance> {
    let named = data.technologies.iter().filter(|row| names.contains(&row.technology.as_str()));
    named.map(|row| &row.provenance).collect()
}

/// Moves every price down and up, by `by_frac` or as far as the dataset is trusted; the widest swing of cost first.
/// `on_price(done, total)` is called between prices and stops the rest by answering no.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn swings(
    inputs: &Inputs<'_>,
    by_frac: Option<f64>,
    options: &Options,
    on_price: &dyn Fn(usize, usize) -> bool,
) -> Result<Vec<Swing>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let Found::Plan(kept) = search(inputs, &sets, Shape::default(), options)? else { return Ok(Vec::new()) };
    let lawful = Sets::new(inputs, Keep::Lawful)?;
    let there = |price: &&Price| price.components.iter().any(|component| lawful.has(*component));
    let prices: Vec<&Price> = PRICES.iter().filter(there).collect();
    let mut swings = Vec::new();
    for (done, price) in prices.iter().enumerate() {
        if !on_price(done, prices.len()) {
            break;
        }
        let rows = (price.rows)(&inputs.case.dataset);
        let by_frac = by_frac.unwrap_or_else(|| reach_frac(rows.iter().map(|row| row.confidence.as_str())));
        let end = |factor: f64| end(inputs, (&kept, price.components), factor, options);
        let (Some(low), Some(high)) = (end(1.0 - by_frac)?, end(1.0 + by_frac)?) else { continue };
        swings.push(Swing { price: price.name.to_owned(), by_frac, low, high });
    }
    swings.sort_by(|a, b| b.width_eur_per_a().total_cmp(&a.width_eur_per_a()));
    Ok(swings)
}

/// The best plan at a moved price, and what the plan as it is would cost.
fn end(
    inputs: &Inputs<'_>,
    (kept, components): (&FoundPlan, &[Component]),
    factor: f64,
    options: &Options,
) -> Result<Option<SwingEnd>, Error> {
    let prices = Prices::moved(components, factor);
    let sets = Sets::priced(inputs, Keep::Useful, &prices)?;
    let Found::Plan(best) = search(inputs, &sets, Shape::default(), options)? else { return Ok(None) };
    let of = |found: &FoundPlan| -> Vec<String> {
        found.reading.sites.iter().map(|site| site.site.clone()).collect()
    };
    let (before, after) = (of(kept), of(&best));
    let moved: f64 = components.iter().map(|component| kept.reading.costs.get(*component)).sum();
    let kept_eur_per_a = kept.reading.costs.total() + (factor - 1.0) * moved;
    // a search may end within its gap above the plan that is there already
    Ok(Some(SwingEnd {
        kept_eur_per_a,
        best_eur_per_a: best.reading.costs.total().min(kept_eur_per_a),
        bound_eur_per_a: best.bound_eur,
        come: after.iter().filter(|site| !before.contains(site)).cloned().collect(),
        gone: before.iter().filter(|site| !after.contains(site)).cloned().collect(),
    }))
}
