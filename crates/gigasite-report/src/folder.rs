//! A results folder appears whole or not at all: written beside, then renamed.

use crate::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Files in it, relative, with their size in bytes.
    pub files: Vec<(String, usize)>,
}

/// Says early whether [`crate::write`] could put a results folder at `out`; leaves nothing behind.
///
/// # Errors
/// If `out` holds something else than an older results folder, or nothing can be written beside it.
pub fn check_out(out: &Path) -> Result<(), Error> {
    let place = Place::find(out)?;
    let made = make_parents(&place.parent)?;
    let probe = place.beside("probe");
    let written = fs::create_dir(&probe).and_then(|()| fs::remove_dir(&probe));
    unmake(&made);
    written.map_err(|source| Error::io(&place.parent, source))
}

/// Writes `files` with `write_one`, then moves the whole folder to `out`.
pub(crate) fn write(
    out: &Path,
    files: &[(String, Vec<u8>)],
    write_one: &mut dyn FnMut(&Path, &[u8]) -> io::Result<()>,
) -> Result<Written, Error> {
    let place = Place::find(out)?;
    let made = make_parents(&place.parent)?;
    let staging = place.beside("partial");
    let outcome = fill(&staging, files, write_one).and_then(|()| swap_in(&place, &staging));
    if let Err(error) = outcome {
        // Nothing better can be done about a folder that cannot be removed either: the first error is the news.
        let _ = fs::remove_dir_all(&staging);
        unmake(&made);
        return Err(error);
    }
    let files = files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect();
    Ok(Written { folder: place.target, files })
}

/// Writes one file and waits until the disk has it, so that a full disk is noticed here and not later.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Where the folder goes.
struct Place {
    target: PathBuf,
    parent: PathBuf,
    name: String,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    Empty,
    Results,
}

impl Place {
    fn find(out: &Path) -> Result<Self, Error> {
        let target = if out.exists() { out.canonicalize() } else { std::path::absolute(out) }
            .map_err(|source| Error::io(out, source))?;
        let unusable = || Error::NotAFolder { path: out.to_owned() };
        let parent = target.parent().ok_or_else(unusable)?.to_owned();
        let name = target.file_name().ok_or_else(unusable)?.to_string_lossy().into_owned();
        let state = if !target.exists() {
            State::Free
        } else if !target.is_dir() {
            return Err(unusable());
        } else if fs::read_dir(&target).map_err(|source| Error::io(out, source))?.next().is_none() {
            State::Empty
        } else if is_results(&target) && foreign(&target).is_none() {
            State::Results
        } else {
            return Err(Error::Foreign { path: out.to_owned() });
        };
        Ok(Self { target, parent, name, state })
    }

    fn beside(&self, word: &str) -> PathBuf {
        self.parent.join(format!("{}.{word}-{}", self.name, std::process::id()))
    }
}

/// Whether this programme wrote the folder: its manifest says so.
fn is_results(folder: &Path) -> bool {
    fs::read(folder.join("manifest.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|manifest| manifest["tool"] == crate::document::TOOL)
}

/// A file of an older results folder that its manifest does not list: somebody else's, and not ours to delete.
fn foreign(folder: &Path) -> Option<PathBuf> {
    let manifest = fs::read(folder.join("manifest.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
    let listed = |name: &str| {
        name == "manifest.json"
            || manifest["outputs"].as_array().is_some_and(|files| {
                files.iter().any(|file| {
                    file["path"]
                        .as_str()
                        .is_some_and(|known| known == name || known.starts_with(&format!("{name}/")))
                })
            })
    };
    let entries = fs::read_dir(folder).ok()?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|name| !listed(&name.to_string_lossy())))
}

fn fill(
    staging: &Path,
    files: &[(String, Vec<u8>)],
    write_one: &mut dyn FnMut(&Path, &[u8]) -> io::Result<()>,
) -> Result<(), Error> {
    if staging.exists() {
        fs::remove_dir_all(staging).map_err(|source| Error::io(staging, source))?;
    }
    fs::create_dir(staging).map_err(|source| Error::io(staging, source))?;
    for (name, bytes) in files {
        let path = staging.join(name);
        if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
            fs::create_dir(folder).map_err(|source| Error::io(folder, source))?;
        }
        write_one(&path, bytes).map_err(|source| Error::io(&path, source))?;
    }
    Ok(())
}

/// Moves the finished folder into place; an older one steps aside first and comes back if that fails.
fn swap_in(place: &Place, staging: &Path) -> Result<(), Error> {
    let target = &place.target;
    let fail = |source| Error::io(target, source);
    match place.state {
        State::Free => fs::rename(staging, target).map_err(fail),
        State::Empty => {
            fs::remove_dir(target).map_err(fail)?;
            fs::rename(staging, target).map_err(|source| {
                let _ = fs::create_dir(target);
                fail(source)
            })
        }
        State::Results => {
            let aside = place.beside("replaced");
            fs::rename(target, &aside).map_err(fail)?;
            fs::rename(staging, target).map_err(|source| {
                let _ = fs::rename(&aside, target);
                fail(source)
            })?;
            fs::remove_dir_all(&aside).map_err(|source| Error::io(&aside, source))
        }
    }
}

/// Makes missing folders; says which ones it made, innermost first.
fn make_parents(parent: &Path) -> Result<Vec<PathBuf>, Error> {
    let missing: Vec<PathBuf> =
        parent.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    for (done, folder) in missing.iter().rev().enumerate() {
        if let Err(source) = fs::create_dir(folder) {
            unmake(&missing[missing.len() - done..]);
            return Err(Error::io(folder, source));
        }
    }
    Ok(missing)
}

fn unmake(made: &[PathBuf]) {
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}
