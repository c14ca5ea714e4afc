//! The catalogue of open sources: what can be downloaded, from which pinned address, under which licence, with which checksum.
//!
//! The table is `datasets/catalogue.csv`, written by `datasets/scripts/catalogue.py`. Every row is one file at one commit of a
//! public repository. **The checksum** is that of the file at the address as it was when the table was made: of the stored
//! copy, unpacked where it was packed for storing. Merged, cut and derived copies are not in the catalogue.

pub mod fetch;

use crate::Error;
use gigasite_case::suggest;
use serde::Serialize;
use std::path::{Path, PathBuf};

static TABLE: &str = include_str!("../../../datasets/catalogue.csv");

/// Where the addresses begin when no mirror is named.
pub const HOME: &str = "https://raw.githubusercontent.com";

/// A file that can be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// `set/file`, without an ending.
    pub name: String,
    /// Licence, in short.
    pub licence: String,
    /// First and last year, where they are known.
    pub years: String,
    /// Size, bytes.
    pub bytes: u64,
    /// Owner and name of the repository.
    pub repository: String,
    /// Commit.
    pub revision: String,
    /// Path in the repository.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Importer that turns it into tidy tables; empty where the file is kept as it is.
    pub import: String,
}

impl Entry {
    /// The pinned address, at home or at a mirror.
    pub fn address(&self, mirror: Option<&str>) -> String {
        let base = mirror.unwrap_or(HOME).trim_end_matches('/');
        format!("{base}/{}/{}/{}", self.repository, self.revision, self.path)
    }
    /// The name of its set.
    pub fn set(&self) -> &str {
        self.name.split('/').next().unwrap_or(&self.name)
    }
    /// The name of the file.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every entry, by name.
pub fn entries() -> Vec<Entry> {
    let parse = |line: &str| {
        let mut cells = Vec::new();
        crate::import::cells(line, ',', &mut cells);
        let [name, licence, years, bytes, repository, revision, path, sha256, import] = cells[..] else {
            return None;
        };
        Some(Entry {
            name: name.to_owned(),
            licence: licence.to_owned(),
            years: years.to_owned(),
            bytes: bytes.parse().ok()?,
            repository: repository.to_owned(),
            revision: revision.to_owned(),
            path: path.to_owned(),
            sha256: sha256.to_owned(),
            import: import.to_owned(),
        })
    };
    TABLE.lines().skip(1).filter_map(parse).collect()
}

/// The entries of names: of one file, or of a whole set.
///
/// # Errors
/// [`Error::UnknownSource`] with the names that are near.
pub fn choose(names: &[String]) -> Result<Vec<Entry>, Error> {
    let all = entries();
    let mut chosen: Vec<Entry> = Vec::new();
    for name in names {
        let before = chosen.len();
        for entry in all.iter().filter(|entry| entry.name == *name || entry.set() == name) {
            if !chosen.contains(entry) {
                chosen.push(entry.clone());
            }
        }
        let is_repeated = all.iter().any(|entry| entry.name == *name || entry.set() == name);
        if chosen.len() == before && !is_repeated {
            let hint = suggest::hint(name, all.iter().flat_map(|entry| [entry.name.as_str(), entry.set()]));
            return Err(Error::UnknownSource { name: name.clone(), hint });
        }
    }
    Ok(chosen)
}

/// The cache folder: `GIGASITE_CACHE`, else `gigasite` in `XDG_CACHE_HOME`, in `LOCALAPPDATA` or in `~/.cache`.
pub fn cache_folder() -> PathBuf {
    let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    of("GIGASITE_CACHE")
        .or_else(|| of("XDG_CACHE_HOME").or_else(|| of("LOCALAPPDATA")).map(|folder| folder.join("gigasite")))
        .or_else(|| of("HOME").map(|folder| folder.join(".cache").join("gigasite")))
        .unwrap_or_else(|| PathBuf::from("gigasite-cache"))
}

/// Where the file of an entry lies in a cache.
pub fn file_of(cache: &Path, entry: &Entry) -> PathBuf {
    cache.join("files").join(&entry.revision).join(&entry.name).join(entry.file_name())
}

/// Whether a cache holds the entry, told by its register.
pub fn is_there(cache: &Path, entry: &Entry) -> bool {
    fetch::registered(cache, entry).is_some_and(|sha256| sha256 == entry.sha256)
        && file_of(cache, entry).is_file()
}

#[cfg(test)]
mod tests {
    use super::{choose, entries};

    #[test]
    fn every_entry_is_pinned_and_has_a_checksum() {
        let all = entries();
        assert_eq!(all.len(), super::TABLE.lines().count() - 1, "every line is read");
        assert!(all.len() > 80);
        for entry in &all {
            let is_hex =
                |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_hex(&entry.revision, 40) && is_hex(&entry.sha256, 64), "{}", entry.name);
            assert!(
                entry.bytes > 0 && !entry.licence.is_empty() && !entry.path.contains(['*', ' ']),
                "{}",
                entry.name
            );
            let is_known = entry.import.is_empty() || crate::import::Format::parse(&entry.import).is_some();
            assert!(is_known, "{} is imported as `{}`", entry.name, entry.import);
            assert_eq!(all.iter().filter(|other| other.name == entry.name).count(), 1, "{}", entry.name);
        }
    }

    #[test]
    fn names_choose_files_and_sets() {
        let of = |names: &[&str]| choose(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["ember"]).expect("a set").len(), 2);
        assert_eq!(of(&["ember/api_country_overview_monthly", "ember"]).expect("both").len(), 2);
        let error = of(&["embr"]).expect_err("unknown");
        assert!(error.hint().is_some_and(|hint| hint.contains("ember")), "{error}");
    }
}
