//! Defects that a network file can hold and still be read: findings, not surprises.

mod branches;
mod buses;
mod plants;
mod series;

use super::tally::Tally;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Place};

/// Looks for what stops or bends a calculation: one finding a kind, with the number of elements and the first few by name.
/// Nothing is repaired.
///
/// | code | what | severity |
/// |---|---|---|
/// | `islands` | parts that no branch joins | note |
/// | `no-reference` | islands without a reference bus | warning |
/// | `dangling-bus` | buses without branch or link in service | warning |
/// | `dangling-element` | plants, loads or branches in service at an isolated bus | warning |
/// | `inverted-limits` | least above most: outputs, voltages, angles, links | error |
/// | `self-loop` | both ends at one bus | error for branches, warning for links |
/// | `not-finite` | impedances, loads, storage that are no numbers or infinite | error |
/// | `zero-impedance` | branches without reactance (resistance, between buses of direct current) | warning |
/// | `negative-reactance` | as equivalents have it | note |
/// | `parallel-branches` | buses that another branch joins already | note |
/// | `doubled-branches` | the same ends, impedance and rating as another | note |
/// | `no-rating` | no limit on the flow | note |
/// | `zero-rating` | a limit of nothing, or less | warning |
/// | `voltage-mismatch` | lines between buses of different base voltage | warning |
/// | `infinite-limit` | plants and links with infinite limits | note |
/// | `no-generator` | nothing in service gives power | warning |
/// | `concave-cost` | costs that rise ever more slowly | note |
/// | `series-length`, `series-missing`, `series-not-finite` | series | error |
pub fn check(label: &str, network: &Network, findings: &mut Findings) {
    let mut desk = Desk { label, network, findings };
    desk.buses();
    desk.branches();
    desk.links();
    desk.plants();
    desk.series();
}

struct Desk<'a> {
    label: &'a str,
    network: &'a Network,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn place(&self, field: &str) -> Place {
        Place::file(self.label).field(field)
    }

    fn note(&mut self, code: &str, field: &str, names: &Tally, what: &str, hint: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.note(code, self.place(field), message, hint);
        }
    }

    fn warn(&mut self, code: &str, field: &str, names: &Tally, what: &str, hint: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.warning(code, self.place(field), message, hint);
        }
    }

    fn err(&mut self, code: &str, field: &str, names: &Tally, what: &str, hint: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.error(code, self.place(field), message, hint);
        }
    }
}
