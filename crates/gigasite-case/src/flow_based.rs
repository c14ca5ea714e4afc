//! A region that trades under common limits of lines, in place of a transfer capacity a border.

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

impl FlowBased {
    /// Whether both ends of a border are in the region, so that elements limit it and no capacity of its own.
    pub fn holds(&self, from: &str, to: &str) -> bool {
        self.zones.iter().any(|zone| zone == from) && self.zones.iter().any(|zone| zone == to)
    }
}
