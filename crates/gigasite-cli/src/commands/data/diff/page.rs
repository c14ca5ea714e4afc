//! A difference for people: on the screen, and for a pull request.

use super::Canary;
use crate::args::DiffArgs;
use crate::commands::data::aligned;
use gigasite_cosim::attribution::{Attribution, Change, Moved, SiteDecision};
use gigasite_data::diff::{CellDifference, Difference, TableDifference};
use gigasite_report::format::thousands;
use std::fmt::Write as _;

/// Tables as they are read, then decisions.
pub(super) fn text(args: &DiffArgs, found: &Difference, canaries: &[Canary<'_>]) -> String {
    if found.is_empty() {
        return "the datasets say the same\n".to_owned();
    }
    let mut out = String::new();
    for table in &found.tables {
        let _ = writeln!(out, "{}", heading(table));
        let cells = told(table, args.rows);
        if !cells.is_empty() {
            let rows: Vec<Vec<String>> = cells.iter().map(|cell| row(cell)).collect();
            out.push_str(&aligned(&["  row", "column", "before", "after", "change"], &[2, 3, 4], &rows));
        }
        let more = table.cells.iter().filter(|cell| !cell.is_provenance).count().saturating_sub(cells.len());
        if more > 0 {
            let _ = writeln!(out, "  and {more} more cells; --rows shows them, --format json has all");
        }
        for (what, keys) in named(table) {
            let _ = writeln!(out, "  {what}: {keys}");
        }
        out.push('\n');
    }
    for file in &found.files {
        let _ = writeln!(out, "{file} differs\n");
    }
    if canaries.is_empty() && !args.no_decisions {
        out.push_str("no number changed, so no decision does\n");
    }
    let decided: Vec<String> = canaries.iter().map(|canary| decisions(args, canary)).collect();
    out.push_str(&decided.join("\n"));
    out
}

/// The same for a pull request.
pub(super) fn markdown(args: &DiffArgs, found: &Difference, canaries: &[Canary<'_>]) -> String {
    let mut out = format!("## `gigasite data diff {} {}`\n\n", args.old, args.new);
    if found.is_empty() {
        out.push_str("The datasets say the same.\n");
        return out;
    }
    for Canary { case, decided, unexplained } in canaries {
        let _ = writeln!(out, "**`{case}`: {}**\n", sentence(decided));
        for moved in &decided.moved {
            let _ = writeln!(out, "- {}", said(moved));
        }
        out.push_str("\n| changed | yearly cost, M EUR |\n|---|---:|\n");
        for (group, eur) in parts(decided) {
            let _ = writeln!(out, "| {} | {} |", cell(&group), signed(eur / 1e6, 2));
        }
        if let Some(sentence) = unexplained {
            let _ = writeln!(out, "\n:x: {sentence}");
        }
        out.push('\n');
    }
    if canaries.is_empty() && !args.no_decisions {
        out.push_str("No number changed, so no decision does.\n\n");
    }
    for table in &found.tables {
        let _ = writeln!(out, "<details><summary>{}</summary>\n", heading(table));
        let cells = told(table, args.rows);
        if !cells.is_empty() {
            out.push_str("| row | column | before | after | change |\n|---|---|---:|---:|---:|\n");
            for one in &cells {
                let cells: Vec<String> = row(one).iter().map(|text| cell(text.trim())).collect();
                let _ = writeln!(out, "| {} |", cells.join(" | "));
            }
        }
        for (what, keys) in named(table) {
            let _ = writeln!(out, "\n{what}: {keys}");
        }
        out.push_str("\n</details>\n\n");
    }
    for file in &found.files {
        let _ = writeln!(out, "`{file}` differs.");
    }
    out
}

fn decisions(args: &DiffArgs, Canary { case, decided, .. }: &Canary<'_>) -> String {
    let mut out = format!("decisions of `{case}`: {}\n", sentence(decided));
    if let Some(hours) = args.first_hours {
        let _ =
            writeln!(out, "  planned over the first {hours} hours alone: energy weighs less than in a year");
    }
    for moved in &decided.moved {
        let _ = writeln!(out, "  {}", said(moved));
    }
    let rows: Vec<Vec<String>> = parts(decided)
        .into_iter()
        .map(|(group, eur)| vec![format!("  {group}"), signed(eur / 1e6, 2)])
        .collect();
    out.push_str(&aligned(&["  changed", "yearly cost, M EUR"], &[1], &rows));
    out
}

fn sentence(decided: &Attribution) -> String {
    let sites = match decided.moved.len() {
        0 => "no site changes".to_owned(),
        1 => "1 site changes".to_owned(),
        count => format!("{count} sites change"),
    };
    let (change, whole) = (decided.change_eur_per_a(), decided.before.objective_eur_per_a);
    let (from, to) = (whole / 1e6, decided.after.objective_eur_per_a / 1e6);
    format!(
        "{sites}, the plan costs {} M EUR a year ({} → {}, {} %)",
        signed(change / 1e6, 2),
        thousands(from, 1),
        thousands(to, 1),
        signed(100.0 * change / whole.abs().max(1.0), 3)
    )
}

fn said(moved: &Moved) -> String {
    let of = |site: &SiteDecision| {
        let halls: Vec<String> =
            site.halls.iter().map(|(design, count)| format!("{count} {design}")).collect();
        format!("{} MW, {}", thousands(site.connection_mw, 0), halls.join(" and "))
    };
    let what = match (moved.change, &moved.before, &moved.after) {
        (Change::Comes, _, Some(after)) => format!("{} comes ({})", moved.site, of(after)),
        (Change::Goes, Some(before), _) => format!("{} goes ({})", moved.site, of(before)),
        (_, Some(before), Some(after)) => format!("{} differs ({} → {})", moved.site, of(before), of(after)),
        _ => moved.site.clone(),
    };
    if moved.because.is_empty() {
        format!("{what}: by several changes together")
    } else {
        format!("{what}: {} alone", moved.because.join(" or "))
    }
}

/// Groups with their parts, and what only several make.
fn parts(decided: &Attribution) -> Vec<(String, f64)> {
    let mut parts: Vec<(String, f64)> =
        decided.parts.iter().map(|part| (part.group.clone(), part.eur_per_a)).collect();
    if decided.together_eur_per_a.abs() > 1.0 {
        parts.push(("together".to_owned(), decided.together_eur_per_a));
    }
    parts
}

fn heading(table: &TableDifference) -> String {
    let mut changed: Vec<&str> = table.cells.iter().map(|cell| cell.row.as_str()).collect();
    changed.dedup();
    let sources = table.cells.iter().filter(|cell| cell.is_provenance).count();
    let counts = [
        (changed.len(), "changed"),
        (table.added.len(), "added"),
        (table.removed.len(), "removed"),
        (table.renamed.len(), "renamed"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let also = match sources {
        0 => String::new(),
        1 => "; 1 cell of source, confidence or licence".to_owned(),
        _ => format!("; {sources} cells of source, confidence or licence"),
    };
    format!("{}: {} of {} rows{also}", table.file, counts.join(", "), table.before_count)
}

/// Cells of numbers and names, the largest changes first.
fn told(table: &TableDifference, most: usize) -> Vec<&CellDifference> {
    let mut cells: Vec<&CellDifference> = table.cells.iter().filter(|cell| !cell.is_provenance).collect();
    let size = |cell: &CellDifference| cell.change_frac.map_or(f64::INFINITY, f64::abs);
    cells.sort_by(|a, b| size(b).total_cmp(&size(a)));
    cells.truncate(most);
    cells
}

fn row(cell: &CellDifference) -> Vec<String> {
    let change = cell.change_frac.map_or_else(String::new, |frac| format!("{} %", signed(100.0 * frac, 2)));
    let shown =
        |text: &str| if text.is_empty() { "(empty)".to_owned() } else { text.chars().take(40).collect() };
    vec![format!("  {}", cell.row), cell.column.clone(), shown(&cell.before), shown(&cell.after), change]
}

fn named(table: &TableDifference) -> Vec<(&'static str, String)> {
    let renamed: Vec<String> = table.renamed.iter().map(|(old, new)| format!("{old} → {new}")).collect();
    let lists = [("added", &table.added), ("removed", &table.removed), ("renamed", &renamed)];
    lists
        .into_iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(what, keys)| (what, keys.join(", ")))
        .collect()
}

fn signed(value: f64, decimals: usize) -> String {
    let text = thousands(value, decimals);
    if value > 0.0 { format!("+{text}") } else { text }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
