//! Planned lines, in the tables of PyPSA-Eur's transmission projects (TYNDP, German NEP).
//!
//! Columns: a nameless first one with the name, `project_status`, `build_year`, `length` (km, may be empty), `v_nom` (kV), `num_parallel`,
//! `x0`, `y0`, `x1`, `y1` (degrees); others are left alone. Tables with `p_nom` are direct-current links, which replace no
//! branch: they are left out, with a finding.

use super::sheet::{Row, Sheet};
use super::standard_lines::LineType;
use crate::Error;
use crate::files::read_bytes;
use gigasite_case::network::Project;
use gigasite_case::{Findings, Place};
use std::path::{Path, PathBuf};

/// Reads a table, or every `.csv` of a folder in the order of their names.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Vec<Project>, Error> {
    let mut files: Vec<PathBuf> = vec![path.to_owned()];
    if path.is_dir() {
        let failed = |source| Error::Read { path: path.to_owned(), source };
        let entries = std::fs::read_dir(path).map_err(failed)?;
        files =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(failed)?;
        files.retain(|file| {
            let name = file.display().to_string();
            [".csv", ".csv.gz"].iter().any(|ending| name.ends_with(ending))
        });
        files.sort();
    }
    let mut projects = Vec::new();
    for file in files {
        let label = file.display().to_string();
        let text = String::from_utf8_lossy(&read_bytes(&file)?).into_owned();
        table(&label, &text, &mut projects, findings);
    }
    if projects.is_empty() {
        findings.warning(
            "no-projects",
            Place::file(path.display().to_string()),
            "no planned line is there",
            "give tables with the columns x0, y0, x1, y1, v_nom, length",
        );
    }
    Ok(projects)
}

const NEEDED: [&str; 9] =
    ["project_status", "build_year", "length", "v_nom", "num_parallel", "x0", "y0", "x1", "y1"];

fn table(label: &str, text: &str, projects: &mut Vec<Project>, findings: &mut Findings) {
    let sheet = Sheet::read(label, text, b'"', findings);
    if sheet.column("v_nom").is_none() && sheet.column("p_nom").is_some() {
        let message =
            format!("{} direct-current links are left out: they replace no branch", sheet.rows().len());
        findings.note("links-left-out", Place::file(label), message, "");
        return;
    }
    let Some(columns) = sheet.columns(NEEDED, findings) else { return };
    projects.extend(sheet.rows().filter_map(|row| project(row, &columns, findings)));
}

/// A row; `None` where a number is missing, which is a finding.
fn project(row: Row<'_>, columns: &[usize; 9], findings: &mut Findings) -> Option<Project> {
    let [status, year, length, voltage, circuits, ..] = *columns;
    let number =
        |column: usize, findings: &mut Findings| Some(row.number(column, findings)).filter(|n| n.is_finite());
    let mut place = |x: usize, y: usize| Some((number(columns[x], findings)?, number(columns[y], findings)?));
    let ends_lon_lat_deg = [place(5, 6)?, place(7, 8)?];
    let (voltage_kv, circuits) = (number(voltage, findings)?, number(circuits, findings)?);
    Some(Project {
        id: row.text(0).to_owned(),
        status: row.text(status).to_owned(),
        year: row.maybe(year, findings).filter(|year| year.is_finite()).map(|year| year as i32),
        voltage_kv,
        circuits,
        length_km: row.maybe(length, findings).filter(|km| km.is_finite()),
        rating_mva: LineType::of(voltage_kv).map(|kind| kind.rating_mva() * circuits),
        ends_lon_lat_deg,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
,project_status,length,build_year,v_nom,x0,y0,x1,y1,num_parallel,type
T1,in_permitting,131.0,2022,380,-7.79,41.52,-8.39,40.96,2,Al/St
T2,confirmed,12,,110,8.0,50.0,8.1,50.1,1,
T3,confirmed,x,2030,380,8.0,50.0,8.1,50.1,1,
";

    #[test]
    fn lines_are_read_and_what_is_wrong_is_said() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.csv"), TABLE).unwrap();
        std::fs::write(folder.path().join("b.csv"), "name,p_nom,x0\nDC1,2000,8\n").unwrap();
        let mut findings = Findings::default();
        let projects = read(folder.path(), &mut findings).unwrap();
        assert_eq!((projects.len(), projects[2].year, projects[2].length_km), (3, Some(2030), None));
        let first = &projects[0];
        assert_eq!((first.id.as_str(), first.year, first.length_km), ("T1", Some(2022), Some(131.0)));
        assert_eq!(first.ends_lon_lat_deg, [(-7.79, 41.52), (-8.39, 40.96)]);
        assert!((first.rating_mva.unwrap() - 2.0 * 1698.103).abs() < 1e-2);
        assert_eq!((projects[1].year, projects[1].rating_mva), (None, None));
        let codes: Vec<(&str, Option<usize>)> =
            findings.0.iter().map(|one| (one.code.as_str(), one.place.line)).collect();
        assert_eq!(codes, [("not-a-number", Some(4)), ("links-left-out", None)]);
    }

    #[test]
    fn real_projects_read() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/grid/projects");
        if !path.exists() {
            eprintln!("skipped: there is no ../shared/data beside this clone");
            return;
        }
        let mut findings = Findings::default();
        let projects = read(&path, &mut findings).unwrap();
        assert!(projects.len() > 150, "{}", projects.len());
        assert!(!findings.has_errors(), "{:?}", findings.0);
        assert!(projects.iter().all(|one| one.length_km.is_none_or(|km| km > 0.0) && !one.id.is_empty()));
    }
}
