//! Elements that share a defect: counted, the first few named, one finding for all.

use std::fmt;

/// How many are named.
const NAMED: usize = 3;

/// Names of elements, of which the first few are kept.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    count: usize,
    first: Vec<String>,
}

impl Tally {
    /// One more.
    pub(crate) fn add(&mut self, name: impl Into<String>) {
        if self.count < NAMED {
            self.first.push(name.into());
        }
        self.count += 1;
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// `4 branches have no rating: 1, 7, 9 and 1 more`; nothing if there is none.
    pub(crate) fn sentence(&self, what: impl fmt::Display) -> Option<String> {
        let more = match self.count {
            0 => return None,
            count if count > NAMED => format!(" and {} more", count - NAMED),
            _ => String::new(),
        };
        Some(format!("{} {what}: {}{more}", self.count, self.first.join(", ")))
    }
}

impl<Name: Into<String>> FromIterator<Name> for Tally {
    fn from_iter<Names: IntoIterator<Item = Name>>(names: Names) -> Self {
        let mut tally = Self::default();
        names.into_iter().for_each(|name| tally.add(name));
        tally
    }
}
