//! A small file or folder, broken in one place at a time: what is said, where, and how to mend it.

use super::*;
use gigasite_case::{Finding, Place};
use tempfile::TempDir;

/// Files by name.
pub(in crate::network) type Files<'a> = &'a [(&'a str, &'a str)];

/// A break: file, text in it (empty = the file is written anew), what stands there instead, the code that is found, and the
/// place it names: `file:line` and the field, without the folder.
pub(in crate::network) type Break<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// A folder with these files; a text of `<none>` takes a file away.
pub(in crate::network) fn folder(files: Files<'_>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().filter(|(_, text)| *text != "<none>") {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Where a finding is, without the folder.
pub(in crate::network) fn place(root: &std::path::Path, finding: &Finding) -> String {
    let file = finding.place.file.strip_prefix(&root.display().to_string()).unwrap_or(&finding.place.file);
    let file = file.trim_start_matches('/').to_owned();
    Place { file, ..finding.place.clone() }.to_string()
}

/// Breaks the set in every way, each on its own, and looks for what is said. The whole set has no error.
pub(in crate::network) fn each(files: Files<'_>, breaks: &[Break<'_>]) {
    let root = folder(files);
    let (network, findings) = read(root.path()).unwrap();
    assert!(network.is_some() && !findings.has_errors(), "{findings:#?}");
    for (file, from, to, code, at) in breaks {
        let mut broken: Vec<(&str, String)> =
            files.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        if from.is_empty() {
            broken.retain(|(name, _)| name != file);
            broken.push((file, (*to).to_owned()));
        } else {
            let (_, text) = broken.iter_mut().find(|(name, _)| name == file).unwrap();
            assert_eq!(text.matches(from).count(), 1, "{file}: `{from}`");
            *text = text.replace(from, to);
        }
        let broken: Vec<(&str, &str)> = broken.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let root = folder(&broken);
        let (network, findings) = read(root.path()).unwrap();
        let found = findings.0.iter().find(|one| one.code == *code && place(root.path(), one) == *at);
        let Some(found) = found else {
            let all: Vec<String> =
                findings.0.iter().map(|one| format!("{} at {}", one.code, place(root.path(), one))).collect();
            panic!("no {code} at {at} for `{to}` in {file}: {all:#?}");
        };
        if found.severity == Severity::Error {
            assert!(network.is_none(), "{code}");
            assert!(found.hint.as_ref().is_some_and(|hint| hint.len() > 5), "{code} has no hint");
        }
        assert!(found.message.len() > 10 && !found.message.ends_with('.'), "{}", found.message);
    }
}
