//! Downloads: resumed where they were cut, checked against the checksum, registered when they are whole.

use super::{Entry, file_of, is_there};
use crate::Error;
use crate::files::sha256;
use crate::import::{self, Import};
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::Agent;

/// How to download.
#[derive(Debug, Clone)]
pub struct Fetch {
    /// Cache folder.
    pub cache: PathBuf,
    /// Beginning of the addresses in place of the home of the sources.
    pub mirror: Option<String>,
    /// Longest time without a byte.
    pub stall: Duration,
    /// Times that a download is begun or resumed.
    pub attempts: usize,
}

/// What happened to an entry.
#[derive(Debug)]
pub enum Outcome {
    /// It was there, whole.
    AlreadyThere,
    /// It was downloaded.
    Fetched {
        /// Bytes that came over the network.
        bytes: u64,
        /// Times that the download was resumed.
        resumed: usize,
        /// What the importer made of it, where there is one.
        import: Option<Import>,
    },
}

/// Is told how a download goes.
pub trait Watch {
    /// `have` of `total` bytes are there.
    fn at(&self, entry: &Entry, have: u64, total: u64);
}

impl Fetch {
    /// With the usual patience: half a minute without a byte, five attempts.
    pub fn new(cache: PathBuf, mirror: Option<String>) -> Self {
        Self { cache, mirror, stall: Duration::from_secs(30), attempts: 5 }
    }
}

/// The folder that holds the tidy tables and the register of an entry.
pub fn set_folder(cache: &Path, entry: &Entry) -> PathBuf {
    cache.join("sets").join(&entry.name)
}

/// The checksum under which an entry is registered.
pub(super) fn registered(cache: &Path, entry: &Entry) -> Option<String> {
    let text = fs::read_to_string(set_folder(cache, entry).join("source.json")).ok()?;
    let register: serde_json::Value = serde_json::from_str(&text).ok()?;
    register.get("sha256")?.as_str().map(str::to_owned)
}

/// Downloads an entry, checks and converts it, and registers it. Does nothing if it is there already.
///
/// # Errors
/// No network; a server that answers with an error, stalls or sends other bytes; a cache that cannot be written.
pub fn get(entry: &Entry, fetch: &Fetch, watch: &dyn Watch) -> Result<Outcome, Error> {
    let path = file_of(&fetch.cache, entry);
    if is_there(&fetch.cache, entry) && sha256(&read(&path)?) == entry.sha256 {
        return Ok(Outcome::AlreadyThere);
    }
    let (bytes, resumed) = download(entry, fetch, &path, watch)?;
    let folder = set_folder(&fetch.cache, entry);
    let format = import::Format::parse(&entry.import);
    let import = match format {
        Some(format) => {
            let source =
                Some(format!("{}@{}", entry.repository, entry.revision.get(..10).unwrap_or_default()));
            let options = import::Options { format: Some(format), source, ..import::Options::default() };
            let import = import::import(std::slice::from_ref(&path), &options)?;
            import::write(&folder, &import)?;
            Some(import)
        }
        None => None,
    };
    register(entry, &folder, &path, import.as_ref())?;
    Ok(Outcome::Fetched { bytes, resumed, import })
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

fn register(entry: &Entry, folder: &Path, file: &Path, import: Option<&Import>) -> Result<(), Error> {
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let register = serde_json::json!({
        "name": entry.name,
        "licence": entry.licence,
        "address": entry.address(None),
        "revision": entry.revision,
        "sha256": entry.sha256,
        "bytes": entry.bytes,
        "file": file.display().to_string(),
        "series": import.map_or(0, |import| import.series().count()),
        "findings": import.map(|import| &import.findings),
    });
    let mut text = serde_json::to_string_pretty(&register).unwrap_or_default();
    text.push('\n');
    fs::write(folder.join("source.json"), text).map_err(failed)
}

/// Why an attempt ended early.
enum Stop {
    /// Worth another attempt, from where it stopped.
    Again(String),
    /// The part that was there is of no use.
    Afresh(String),
    Fatal(Error),
}

/// Downloads into `path`; bytes that came and how often it was resumed.
fn download(entry: &Entry, fetch: &Fetch, path: &Path, watch: &dyn Watch) -> Result<(u64, usize), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let part = path.with_extension("part");
    let agent: Agent = Agent::config_builder()
        .timeout_connect(Some(fetch.stall))
        .timeout_recv_response(Some(fetch.stall))
        .timeout_per_read(Some(fetch.stall))
        .http_status_as_error(false)
        .build()
        .into();
    let address = entry.address(fetch.mirror.as_deref());
    let (mut came, mut resumed, mut reason) = (0, 0, String::new());
    for _ in 0..fetch.attempts.max(1) {
        let have = fs::metadata(&part).map_or(0, |meta| meta.len());
        resumed += usize::from(have > 0);
        let stop = match attempt(&agent, &address, entry, &part, have, &mut came, watch) {
            Ok(()) => {
                let found = sha256(&read(&part)?);
                if found == entry.sha256 {
                    fs::rename(&part, path).map_err(failed)?;
                    return Ok((came, resumed));
                }
                let error =
                    Error::Checksum { address: address.clone(), expected: entry.sha256.clone(), found };
                // a part of an older attempt may be what is wrong: once more from the beginning
                if have == 0 { Stop::Fatal(error) } else { Stop::Afresh(error.to_string()) }
            }
            Err(stop) => stop,
        };
        match stop {
            Stop::Again(why) => reason = why,
            Stop::Afresh(why) => {
                reason = why;
                fs::remove_file(&part).map_err(failed)?;
            }
            Stop::Fatal(error) => {
                if matches!(error, Error::Checksum { .. }) {
                    fs::remove_file(&part).map_err(failed)?;
                }
                return Err(error);
            }
        }
    }
    Err(Error::Download { address, reason, attempts: fetch.attempts })
}

/// One request for what is missing.
fn attempt(
    agent: &Agent,
    address: &str,
    entry: &Entry,
    part: &Path,
    have: u64,
    came: &mut u64,
    watch: &dyn Watch,
) -> Result<(), Stop> {
    if have == entry.bytes {
        return Ok(());
    }
    if have > entry.bytes {
        return Err(Stop::Afresh("more bytes are there than the file has".into()));
    }
    let mut request = agent.get(address);
    if have > 0 {
        request = request.header("Range", format!("bytes={have}-"));
    }
    let response = request.call().map_err(|error| refused(address, &error))?;
    let status = response.status().as_u16();
    let is_rest = status == 206;
    match status {
        200 => {}
        206 if have > 0 => {}
        416 => return Err(Stop::Afresh("the server has no such part".into())),
        429 | 500..=599 => return Err(Stop::Again(format!("the server answers {status}"))),
        _ => {
            let reason = format!("the server answers {status}");
            return Err(Stop::Fatal(Error::Download { address: address.to_owned(), reason, attempts: 1 }));
        }
    }
    let failed = |source| Stop::Fatal(Error::Write { path: part.to_owned(), source });
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .append(is_rest)
        .truncate(!is_rest)
        .open(part)
        .map_err(failed)?;
    let mut have = if is_rest { have } else { 0 };
    let mut body = response.into_body().into_with_config().limit(u64::MAX).reader();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let n = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) => return Err(Stop::Again(format!("the connection broke off: {error}"))),
        };
        file.write_all(&buffer[..n]).map_err(failed)?;
        have += n as u64;
        *came += n as u64;
        watch.at(entry, have, entry.bytes);
        if have > entry.bytes {
            return Err(Stop::Afresh(format!("the server sends more than {} bytes", entry.bytes)));
        }
    }
    if have < entry.bytes {
        return Err(Stop::Again(format!("the connection ended after {have} of {} bytes", entry.bytes)));
    }
    Ok(())
}

/// What a request that got no answer means.
fn refused(address: &str, error: &ureq::Error) -> Stop {
    use std::io::ErrorKind;
    let no_network = match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Io(source) => matches!(
            source.kind(),
            ErrorKind::ConnectionRefused
                | ErrorKind::NetworkUnreachable
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkDown
                | ErrorKind::AddrNotAvailable
        ),
        _ => false,
    };
    if no_network {
        return Stop::Fatal(Error::NoNetwork { address: address.to_owned(), reason: error.to_string() });
    }
    match error {
        ureq::Error::BadUri(_) | ureq::Error::InvalidProxyUrl | ureq::Error::Tls(_) => {
            Stop::Fatal(Error::Download {
                address: address.to_owned(),
                reason: error.to_string(),
                attempts: 1,
            })
        }
        _ => Stop::Again(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
