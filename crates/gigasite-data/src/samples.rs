//! A user's own power samples: a CSV of utilisation and power in watts.
//!
//! The first two columns count, whatever they are called; a first line that is no numbers is the heading. Empty lines and
//! lines that begin with `#` are passed over. Utilisation may be a share or percent: the fit says which it took.

use crate::Error;
use crate::files::read_bytes;
use gigasite_case::{Findings, Place};
use std::path::Path;

/// Reads `(utilisation, power in W)`.
///
/// # Errors
/// A file that cannot be read; every line that has no two numbers.
pub fn read(path: &Path) -> Result<Vec<(f64, f64)>, Error> {
    let bytes = read_bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let file = path.display().to_string();
    let (mut samples, mut findings, mut begun) = (Vec::new(), Findings::default(), false);
    for (number, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split([',', ';', '\t']).map(str::trim);
        let mut next = || cells.next().and_then(|cell| cell.parse::<f64>().ok()).filter(|v| v.is_finite());
        match (next(), next()) {
            (Some(utilisation), Some(power_w)) => samples.push((utilisation, power_w)),
            _ if !begun => {}
            _ => findings.error(
                "not-a-number",
                Place::file(&file).line(number + 1),
                format!("`{line}` does not begin with two numbers"),
                "write utilisation, then power in watts, with a point for decimals",
            ),
        }
        begun = true;
    }
    if samples.is_empty() && findings.is_empty() {
        let hint = "write one sample a line: utilisation, then power in watts";
        findings.error("missing-value", Place::file(&file), "there is no sample in the file", hint);
    }
    if findings.is_empty() { Ok(samples) } else { Err(Error::Findings(findings)) }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn of(text: &str) -> Result<Vec<(f64, f64)>, crate::Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("samples.csv");
        std::fs::write(&path, text).expect("written");
        read(&path)
    }

    #[test]
    fn headings_comments_and_empty_lines_are_no_samples() {
        let samples = of("utilisation,power_w\n# idle\n0,70\n\n50; 390.5\n100,700,late\n").expect("samples");
        assert_eq!(samples, [(0.0, 70.0), (50.0, 390.5), (100.0, 700.0)]);
    }

    #[test]
    fn every_bad_line_is_named() {
        let error = of("u,w\n0,70\nhalf,390\n1,\n").expect_err("two bad lines");
        let findings = error.findings().expect("findings");
        let lines: Vec<_> = findings.0.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [Some(3), Some(4)]);
        assert!(of("").expect_err("nothing").findings().is_some());
    }
}
