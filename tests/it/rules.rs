//! Every code that a finding can carry stands in the register, and nothing else does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Calls and fields that carry a code: the first text after them.
const BEFORE: [&str; 10] = [
    ".error(",
    ".warning(",
    ".note(",
    "code: \"",
    "Repair::new(",
    ".finding(",
    "const CODE",
    ".fault(",
    ".say(",
    ".tell((",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Text without the tests behind it.
fn text() -> String {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| panic!("no house"));
    let mut files = Vec::new();
    for name in ["gigasite-data", "gigasite-case", "gigasite-cli", "gigasite-facility", "gigasite-grid"] {
        sources(&house.join("crates").join(name).join("src"), &mut files);
    }
    let mut text = String::new();
    let tests =
        |file: &Path| file.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
    for file in files.iter().filter(|file| !tests(file.strip_prefix(house).unwrap_or(file))) {
        let all = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        text.push_str(all.split("#[cfg(test)]").next().unwrap_or_default());
    }
    text
}

/// The first text in quotes.
fn quoted(after: &str) -> Option<&str> {
    let begin = after.find('"')? + 1;
    after[begin..].split('"').next()
}

#[test]
fn every_code_that_is_raised_is_registered() {
    let text = text();
    let known: BTreeSet<&str> = gigasite_case::rule::all().iter().map(|rule| rule.code).collect();
    let is_code = |word: &str| {
        word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut raised = BTreeSet::new();
    for before in BEFORE {
        for (place, _) in text.match_indices(before) {
            let begin = place + before.trim_end_matches('"').len();
            let after: String = text[begin..].chars().take(160).collect();
            raised.extend(quoted(&after).filter(|word| is_code(word)).map(str::to_owned));
        }
    }
    let missing: Vec<&String> = raised.iter().filter(|code| !known.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "not in crates/gigasite-case/src/rules.md: {missing:?}");
    assert!(raised.len() > 60, "only {} codes were found in the source", raised.len());
    let unused: Vec<&str> = known.into_iter().filter(|code| !text.contains(&format!("\"{code}\""))).collect();
    assert!(unused.is_empty(), "registered, but raised by nothing: {unused:?}");
}
