//! The plan beside a rival programme: the same figures for both, and where the rival builds.

use crate::table::{Table, column};
use crate::view::Study;

/// The results of a comparison: `rival.csv`, `rival_sites.csv`; nothing without a rival.
pub(crate) fn published(study: &Study<'_>) -> Vec<Table> {
    comparison(study).into_iter().chain(sites(study)).collect()
}

/// One row per figure.
pub(crate) fn comparison(study: &Study<'_>) -> Option<Table> {
    let rival = study.result.rival.as_ref()?;
    let mut table = Table::new(
        "rival",
        "Beside the rival",
        vec![
            column("what", "What", None),
            column("ours", "This plan", None),
            column("theirs", rival.name.clone(), None),
            column("unit", "Unit", None),
        ],
    );
    for row in &rival.rows {
        table.push(vec![
            row.what.as_str().into(),
            row.ours.into(),
            row.theirs.into(),
            row.unit.as_str().into(),
        ]);
    }
    Some(table)
}

/// One row per site that the dataset's landmarks give the rival.
pub(crate) fn sites(study: &Study<'_>) -> Option<Table> {
    study.result.rival.as_ref()?;
    let mut table = Table::new(
        "rival_sites",
        "Where the rival builds",
        vec![
            column("site", "Site", None),
            column("name", "Name", None),
            column("country", "Country", None),
            column("power_mw", "Power", Some(0)),
            column("cost_bn_eur", "Cost announced", Some(1)),
            column("note", "What is known", None),
            column("source", "Source", None),
            column("confidence", "Confidence", None),
        ],
    );
    for row in study.case.dataset.landmarks.iter().filter(|row| row.kind == "rival") {
        table.push(vec![
            row.id.as_str().into(),
            row.name.as_str().into(),
            row.country.as_str().into(),
            row.power_mw.into(),
            row.cost_bn_eur.into(),
            row.note.as_str().into(),
            row.provenance.source.as_str().into(),
            row.provenance.confidence.as_str().into(),
        ]);
    }
    Some(table)
}
