//! Labels against fields.

use super::Table;
use super::schema::Match;
use gigasite_case::{Findings, Place, suggest};

/// Every defect of the header.
pub(super) fn check(table: &Table, findings: &mut Findings) {
    let Table { labels, schema, .. } = table;
    let place = |position: usize, name: &str| {
        let place = Place::file(&table.label).line(1).column(position + 1);
        if name.is_empty() { place } else { place.field(name) }
    };
    let columns = schema.of_columns(labels);
    if !matches!(schema.by, Match::Subset | Match::Partial) {
        for (position, label) in
            labels.iter().enumerate().filter(|(position, _)| columns[*position].is_none())
        {
            let message = format!("`{label}` is no field of the schema");
            findings.error(
                "extra-label",
                place(position, label),
                message,
                "remove the column, or describe it",
            );
        }
    }
    let needed = |index: usize| {
        let field = &schema.fields[index];
        !matches!(schema.by, Match::Superset | Match::Partial)
            || field.constraint("required") == true
            || schema.primary_key.contains(&field.name)
    };
    let missing = (0..schema.fields.len()).filter(|index| !columns.contains(&Some(*index)) && needed(*index));
    for (offset, index) in missing.enumerate() {
        let name = &schema.fields[index].name;
        let message = format!("the column of the field `{name}` is missing");
        findings.error("missing-label", place(labels.len() + offset, name), message, "add it");
    }
    for (position, label) in labels.iter().enumerate() {
        let Some(field) = columns[position].map(|index| &schema.fields[index]) else { continue };
        if label.is_empty() {
            let message = format!("column {} has no label", position + 1);
            findings.error(
                "blank-label",
                place(position, &field.name),
                message,
                format!("name it `{}`", field.name),
            );
        } else if let Some(first) = labels[..position].iter().position(|other| other == label) {
            let message = format!("`{label}` stands in column {} already", first + 1);
            findings.error("duplicate-label", place(position, &field.name), message, "keep it once");
        } else if *label != field.name {
            let message = format!("`{label}` stands where the schema has `{}`", field.name);
            let names = schema.fields.iter().map(|field| field.name.as_str());
            findings.error(
                "incorrect-label",
                place(position, &field.name),
                message,
                suggest::hint(label, names),
            );
            findings.with(label, &field.name);
        }
    }
}
