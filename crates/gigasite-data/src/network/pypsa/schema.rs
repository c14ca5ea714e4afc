//! What PyPSA calls its lists and attributes, of which type they are, and what they are when a file leaves them out.
//!
//! Source: `pypsa/data/component_attrs/*.csv` of PyPSA 1.4.0 (MIT).

use std::sync::LazyLock;

/// List names, in the order in which PyPSA writes about them.
pub(super) const LISTS: [&str; 16] = [
    "buses",
    "carriers",
    "generators",
    "loads",
    "links",
    "stores",
    "storage_units",
    "lines",
    "line_types",
    "processes",
    "transformers",
    "transformer_types",
    "shunt_impedances",
    "global_constraints",
    "shapes",
    "sub_networks",
];

/// Inputs that describe and change no calculation.
pub(super) const DESCRIPTIVE: [&str; 15] = [
    "carrier",
    "type",
    "unit",
    "location",
    "color",
    "nice_name",
    "weight",
    "terrain_factor",
    "max_growth",
    "max_relative_growth",
    "build_year",
    "lifetime",
    "discount_rate",
    "control",
    "v_ang_min",
];

/// Type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Float,
    Int,
    Bool,
    Text,
}

/// An attribute of a list.
#[derive(Debug)]
pub(super) struct Attribute {
    list: &'static str,
    name: &'static str,
    pub(super) kind: Kind,
    /// Default as text; empty = none.
    pub(super) default: &'static str,
    /// Whether PyPSA computes it.
    pub(super) is_output: bool,
}

impl Attribute {
    /// Default of a number; NaN = none.
    pub(super) fn number(&self) -> f64 {
        self.default.parse().unwrap_or(f64::NAN)
    }
}

/// All attributes, sorted by list and name.
static ATTRIBUTES: LazyLock<Vec<Attribute>> = LazyLock::new(|| {
    let mut all: Vec<Attribute> =
        include_str!("attributes.csv").lines().skip(1).filter_map(attribute).collect();
    all.sort_by_key(|attribute| (attribute.list, attribute.name));
    all
});

fn attribute(line: &'static str) -> Option<Attribute> {
    let mut cells = line.split(',');
    let (list, name, kind) = (cells.next()?, cells.next()?, cells.next()?);
    let (default, role) = (cells.next()?, cells.next()?);
    let kind = match kind {
        "float" => Kind::Float,
        "int" => Kind::Int,
        "bool" => Kind::Bool,
        _ => Kind::Text,
    };
    Some(Attribute { list, name, kind, default, is_output: role == "output" })
}

fn named(list: &str, name: &str) -> Option<&'static Attribute> {
    let at =
        ATTRIBUTES.binary_search_by(|attribute| (attribute.list, attribute.name).cmp(&(list, name))).ok()?;
    ATTRIBUTES.get(at)
}

/// The attribute of a list; further ports of links and processes (`bus2`, `efficiency2`) are like the first.
pub(super) fn find(list: &str, attribute: &str) -> Option<&'static Attribute> {
    named(list, attribute).or_else(|| {
        let base = attribute.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let port: usize = attribute[base.len()..].parse().ok()?;
        let first = match (list, base) {
            ("links" | "processes", "bus") if port > 1 => "bus1",
            ("links", "efficiency" | "delay" | "cyclic_delay") if port > 1 => base,
            ("processes", "rate") if port > 1 => "rate1",
            ("processes", "delay") if port > 1 => "delay1",
            ("processes", "cyclic_delay") if port > 1 => "cyclic_delay1",
            ("links" | "processes", "p") if port > 1 => "p1",
            _ => return None,
        };
        named(list, first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_their_types_and_defaults() {
        assert_eq!(ATTRIBUTES.len(), include_str!("attributes.csv").lines().count() - 1);
        let number = |list, name| find(list, name).map(Attribute::number);
        assert_eq!(number("buses", "v_nom"), Some(1.0));
        assert_eq!(number("links", "efficiency"), Some(1.0));
        assert_eq!(number("links", "efficiency3"), Some(1.0));
        assert_eq!(number("generators", "p_nom_max"), Some(f64::INFINITY));
        assert!(number("generators", "ramp_limit_up").is_some_and(f64::is_nan));
        assert!(find("links", "p2").is_some_and(|attribute| attribute.is_output));
        assert!(find("lines", "x_pu_eff").is_some_and(|attribute| attribute.is_output));
        assert_eq!(find("links", "bus2").map(|attribute| attribute.kind), Some(Kind::Text));
        assert!(find("lines", "bus2").is_none() && find("buses", "colour").is_none());
        for list in LISTS {
            assert!(ATTRIBUTES.iter().any(|attribute| attribute.list == list), "{list}");
        }
    }
}
