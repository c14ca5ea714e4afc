//! A table whose rows are those of one dataset, but for some that are those of another.

use crate::csv;
use crate::tables::table;
use gigasite_case::Findings;
use std::collections::BTreeSet;

/// Bytes of a table, before and after; `None` where it is not there.
type Sides<'a> = (Option<&'a Vec<u8>>, Option<&'a Vec<u8>>);

/// The table before with the rows after of these groups: a group is a value of the first column of the key. Rows stay in the order
/// of the table before, new ones come last. `None` where the two cannot be mixed row by row: no such table, other columns, or
/// bytes that do not read.
pub(crate) fn rows(file: &str, (before, after): Sides<'_>, groups: &BTreeSet<&str>) -> Option<Vec<u8>> {
    let key = table(file)?.key.first()?;
    let (before, after) = (Raw::of(file, before?, key)?, Raw::of(file, after?, key)?);
    if before.heading != after.heading {
        return None;
    }
    let mut lines = vec![before.heading.as_str()];
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (group, row) in &before.rows {
        if !groups.contains(group.as_str()) {
            lines.push(row);
        } else if taken.insert(group) {
            lines.extend(after.of_group(group));
        }
    }
    for group in groups.iter().filter(|group| !taken.contains(*group)) {
        lines.extend(after.of_group(group));
    }
    Some((lines.join("\n") + "\n").into_bytes())
}

/// Records as they stand in the file, each with its group.
struct Raw {
    heading: String,
    rows: Vec<(String, String)>,
}

impl Raw {
    fn of(file: &str, bytes: &[u8], key: &str) -> Option<Self> {
        let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(body).ok()?.replace("\r\n", "\n");
        let records = csv::raw(file, &text, &mut Findings::default())?;
        let (heading, rows) = records.split_first()?;
        let at = csv::fields(heading).iter().position(|label| label == key)?;
        let rows = rows.iter().map(|row| (csv::fields(row).swap_remove(at), row.clone())).collect();
        Some(Self { heading: heading.clone(), rows })
    }

    fn of_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a str> {
        self.rows.iter().filter(move |(one, _)| one == group).map(|(_, row)| row.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &[u8] = b"zone,month,demand_ratio\nA,1,\"1,0\"\nA,2,1\nB,1,1\nB,2,1\nC,1,1\n";
    const AFTER: &[u8] = b"zone,month,demand_ratio\nB,1,7\nB,2,8\nA,1,3\nD,1,4\n";

    fn mixed(groups: &[&str]) -> String {
        let groups = groups.iter().copied().collect();
        let sides = (&BEFORE.to_vec(), &AFTER.to_vec());
        String::from_utf8(rows("zone_months.csv", (Some(sides.0), Some(sides.1)), &groups).unwrap()).unwrap()
    }

    #[test]
    fn nothing_taken_is_the_table_before() {
        assert_eq!(mixed(&[]).as_bytes(), BEFORE);
    }

    #[test]
    fn a_group_is_replaced_whole_where_it_stood() {
        let expected = "zone,month,demand_ratio\nA,1,\"1,0\"\nA,2,1\nB,1,7\nB,2,8\nC,1,1\n";
        assert_eq!(mixed(&["B"]), expected);
        assert!(mixed(&["A"]).starts_with("zone,month,demand_ratio\nA,1,3\nB,1,1\n"), "a row fewer");
    }

    #[test]
    fn what_is_gone_goes_and_what_is_new_comes_last() {
        assert!(!mixed(&["C"]).contains("C,1"));
        assert!(mixed(&["D", "B"]).ends_with("C,1,1\nD,1,4\n"));
    }

    #[test]
    fn other_columns_are_not_mixed() {
        let other = b"zone,month\nA,1\n".to_vec();
        let groups = BTreeSet::from(["A"]);
        assert_eq!(rows("zone_months.csv", (Some(&BEFORE.to_vec()), Some(&other)), &groups), None);
        assert_eq!(rows("nothing.csv", (Some(&other), Some(&other)), &groups), None);
    }
}
