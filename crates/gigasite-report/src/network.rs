//! Answers about a network: on the screen, as JSON, and as a folder of tables.

mod alternating;
mod flow;
mod hosting;
mod info;
mod opf;
mod outage;
mod time;

pub use crate::answer::Answer;
pub use alternating::ac_flow;
pub use flow::{dc_flow, ptdf};
pub use hosting::{HostingStudy, hosting};
pub use info::info;
pub use opf::opf;
pub use outage::{screening, screening_over_time};
pub use time::{ac_series, dc_series};

use crate::format;
use gigasite_case::network::Network;
use std::fmt::Write as _;

impl Answer {
    fn new(network: &Network) -> Self {
        Self::about("network", &network.name)
    }
}

/// `name (id)`, or the id alone.
fn bus_label(network: &Network, bus: usize) -> String {
    let bus = &network.buses[bus];
    match bus.name.as_deref().map(str::trim).filter(|name| !name.is_empty() && *name != bus.id) {
        Some(name) => format!("{} ({name})", bus.id),
        None => bus.id.clone(),
    }
}

/// `id (from–to)`.
fn branch_label(network: &Network, branch: usize) -> String {
    let branch = &network.branches[branch];
    format!("{} ({}–{})", branch.id, network.buses[branch.from].id, network.buses[branch.to].id)
}

/// `id (at bus)`.
fn generator_label(network: &Network, generator: usize) -> String {
    let generator = &network.generators[generator];
    let name = generator.name.as_deref().unwrap_or(&generator.id);
    format!("{name} (at {})", network.buses[generator.bus].id)
}

/// `1,234 MW`.
fn mw(value: f64) -> String {
    format!("{} MW", format::thousands(value, usize::from(value.abs() < 100.0)))
}

/// A row a snapshot, a column an element; empty where there is no value.
fn wide<'a>(ids: &[&str], labels: impl Iterator<Item = &'a str>, grid: &[Vec<f64>]) -> String {
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = String::from("snapshot");
    for id in ids {
        out.push(',');
        out.push_str(&quoted(id));
    }
    out.push('\n');
    for (label, row) in labels.zip(grid) {
        out.push_str(&quoted(label));
        for element in 0..ids.len() {
            out.push(',');
            if let Some(value) = row.get(element).filter(|value| value.is_finite()) {
                let _ = write!(out, "{}", value + 0.0);
            }
        }
        out.push('\n');
    }
    out
}
