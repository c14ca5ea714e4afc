//! What was not read, said.

use super::Desk;
use crate::network::pypsa::schema::{self, DESCRIPTIVE};
use gigasite_case::Place;

impl Desk<'_> {
    /// Says what was not read: whole lists, columns and series.
    pub(in crate::network::pypsa) fn say_the_rest(&mut self, read_lists: &[&str]) {
        let mut derived = 0;
        for (list, table) in self.tables.lists.iter().filter(|(_, table)| !table.names.is_empty()) {
            if !read_lists.contains(&list.as_str()) {
                self.unread_list(list, table.names.len());
                continue;
            }
            let unread = |attribute: &&String| !self.read.contains(&(list.clone(), (*attribute).clone()));
            let unread: Vec<&String> = table.columns.keys().filter(unread).collect();
            let (known, unknown): (Vec<&String>, Vec<&String>) =
                unread.into_iter().partition(|attribute| schema::find(list, attribute).is_some());
            derived += known.into_iter().map(|attribute| self.unread_column(list, attribute)).sum::<usize>();
            self.unknown_columns(list, &unknown);
        }
        let read_series = std::mem::take(&mut self.read_series);
        for ((list, attribute), series) in
            self.tables.series.iter().filter(|(key, _)| !read_series.contains(*key))
        {
            if read_lists.contains(&list.as_str()) {
                derived += self.unread_series(list, attribute, series.names.len());
            }
        }
        if derived > 0 {
            let message = format!("{derived} columns and series are results of PyPSA and are not read");
            self.findings.note("results", Place::file(self.label), message, "");
        }
    }

    fn unread_list(&mut self, list: &str, rows: usize) {
        let place = Place::file(self.label).field(list);
        if ["sub_networks", "shapes", "line_types", "transformer_types"].contains(&list) {
            self.findings.note("not-kept", place, format!("{rows} {list} are not kept"), "");
        } else {
            let message = format!("{rows} {list} are not kept, so results will differ from PyPSA's");
            self.findings.warning("not-kept", place, message, "model them as links");
        }
    }

    fn unknown_columns(&mut self, list: &str, unknown: &[&String]) {
        if !unknown.is_empty() {
            let names: Vec<String> = unknown.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("PyPSA does not know and we do not keep {}", names.join(", "));
            self.findings.note("unknown-column", Place::file(self.label).field(list), message, "");
        }
    }

    /// Says what of a column is not kept; 1 if it is a result.
    fn unread_column(&mut self, list: &str, attribute: &str) -> usize {
        let place = Place::file(self.label).field(format!("{list}.{attribute}"));
        let Some(known) = schema::find(list, attribute) else { return 0 };
        if known.is_output {
            return 1;
        }
        let changed = self.changed(list, attribute).into_iter().filter(|changed| *changed).count();
        if changed == 0 {
            return 0;
        }
        let default = if known.default.is_empty() { "none" } else { known.default };
        let message =
            format!("not kept: {changed} of {} differ from the default, {default}", self.names(list).len());
        if DESCRIPTIVE.contains(&attribute) {
            self.findings.note("not-kept", place, message, "");
        } else {
            self.findings.warning("not-kept", place, message, "results will differ from PyPSA's");
        }
        0
    }

    /// Says what of a series is not kept; 1 if it is a result.
    fn unread_series(&mut self, list: &str, attribute: &str, count: usize) -> usize {
        let place = Place::file(self.label).field(format!("{list}-{attribute}"));
        match schema::find(list, attribute) {
            Some(known) if known.is_output => return 1,
            Some(_) => {
                let message = format!("series of {count} are not kept: the static value is taken");
                self.findings.warning("not-kept", place, message, "results will differ from PyPSA's");
            }
            None => self.findings.note(
                "unknown-column",
                place,
                "not an attribute of PyPSA, so it is not kept",
                "",
            ),
        }
        0
    }
}
