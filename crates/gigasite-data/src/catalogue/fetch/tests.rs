//! A server on loopback that behaves badly, and what comes of it.

use super::*;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

/// How the server answers one request.
#[derive(Debug, Clone, Copy)]
enum Manner {
    Well,
    /// Cuts the connection after so many bytes.
    Cuts(usize),
    /// Sends other bytes of the same length.
    Wrong,
    /// Sends a few bytes and then nothing.
    Stalls,
    /// Answers with a status.
    Says(u16),
    /// Does not know parts: sends everything.
    Whole,
}

/// Serves one request after the other in the manners given, then well. Says what was asked for: path and first byte.
fn serve(content: Vec<u8>, manners: &[Manner]) -> (String, mpsc::Receiver<(String, usize)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (tell, asked) = mpsc::channel();
    let manners = manners.to_vec();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let Ok(stream) = stream else { return };
            let manner = manners.get(number).copied().unwrap_or(Manner::Well);
            // each on its own, so that one that stalls keeps nobody waiting
            let (content, tell) = (content.clone(), tell.clone());
            thread::spawn(move || answer(stream, &content, manner, &tell));
        }
    });
    (address, asked)
}

fn answer(
    mut stream: TcpStream,
    content: &[u8],
    manner: Manner,
    tell: &mpsc::Sender<(String, usize)>,
) -> Option<()> {
    let mut path = String::new();
    let mut from = 0;
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    while let Some(Ok(line)) = lines.next() {
        if let Some(rest) = line.strip_prefix("GET ") {
            path = rest.split(' ').next().unwrap_or("").to_owned();
        }
        if let Some(range) = line.to_lowercase().strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    tell.send((path, from)).ok()?;
    let from = if matches!(manner, Manner::Whole) { 0 } else { from };
    let status = match manner {
        Manner::Says(status) => status,
        _ if from > 0 => 206,
        _ => 200,
    };
    let body: Vec<u8> = match manner {
        Manner::Wrong => content[from..].iter().map(|byte| byte ^ 1).collect(),
        Manner::Says(_) => Vec::new(),
        _ => content[from..].to_vec(),
    };
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    match manner {
        Manner::Cuts(bytes) => {
            let _ = stream.write_all(&body[..bytes.min(body.len())]);
        }
        Manner::Stalls => {
            let _ = stream.write_all(&body[..5.min(body.len())]);
            let _ = stream.flush();
            thread::sleep(Duration::from_secs(3));
        }
        _ => {
            let _ = stream.write_all(&body);
        }
    }
    let _ = stream.flush();
    Some(())
}

/// Counts what it is told.
#[derive(Default)]
struct Seen(RefCell<Vec<u64>>);
impl Watch for Seen {
    fn at(&self, _: &Entry, have: u64, _: u64) {
        self.0.borrow_mut().push(have);
    }
}

/// A real file of the shared folder, or made-up bytes of the same kind.
fn content() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/timeseries/ember/api_country_overview_monthly.csv.gz");
    if path.is_file() {
        return crate::files::read_bytes(&path).expect("readable");
    }
    eprintln!("`{}` is not there: made-up bytes are served", path.display());
    let mut text =
        String::from("country_or_region,country_code,date,demand_twh,emissions_intensity_gco2_per_kwh\n");
    for month in 0..12_000 {
        let year = 1000 + u32::div_euclid(month, 12);
        let _ = writeln!(text, "Germany,DEU,{year}-{:02}-01,40.5,380.25", month % 12 + 1);
    }
    text.into_bytes()
}

fn entry(content: &[u8], import: &str) -> Entry {
    Entry {
        name: "ember/monthly".into(),
        licence: "CC-BY-4.0".into(),
        years: "2018-2025".into(),
        bytes: content.len() as u64,
        repository: "owner/repo".into(),
        revision: "0123456789abcdef0123456789abcdef01234567".into(),
        path: "data/monthly.csv".into(),
        sha256: sha256(content),
        import: import.into(),
    }
}

fn of(cache: &Path, address: String) -> Fetch {
    Fetch { cache: cache.to_owned(), mirror: Some(address), stall: Duration::from_millis(500), attempts: 4 }
}

#[test]
fn a_set_is_downloaded_converted_and_registered_once() {
    let content = content();
    let entry = entry(&content, "ember");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, asked) = serve(content.clone(), &[]);
    let fetch = of(cache.path(), address);
    let seen = Seen::default();
    let outcome = get(&entry, &fetch, &seen).expect("downloaded");
    let Outcome::Fetched { bytes, resumed: 0, import: Some(import) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(bytes, entry.bytes);
    assert_eq!(seen.0.borrow().last(), Some(&entry.bytes));
    assert!(import.series().any(|series| series.zone == "DE"));
    assert!(set_folder(cache.path(), &entry).join("demand_mwh.parquet").is_file());
    assert_eq!(
        asked.recv().expect("asked").0,
        "/owner/repo/0123456789abcdef0123456789abcdef01234567/data/monthly.csv"
    );
    assert!(matches!(get(&entry, &fetch, &seen), Ok(Outcome::AlreadyThere)));
    assert!(asked.try_recv().is_err(), "the second run asks nobody");
    // a damaged file is no file
    fs::write(file_of(cache.path(), &entry), "other bytes").expect("written");
    assert!(matches!(get(&entry, &fetch, &seen), Ok(Outcome::Fetched { .. })));
}

#[test]
fn a_cut_connection_is_resumed_where_it_broke() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, asked) = serve(content.clone(), &[Manner::Cuts(1000), Manner::Cuts(500)]);
    let outcome = get(&entry, &of(cache.path(), address), &Seen::default()).expect("downloaded");
    let Outcome::Fetched { bytes, resumed: 2, import: None } = outcome else { panic!("{outcome:?}") };
    assert_eq!(bytes, entry.bytes, "no byte comes twice");
    let from: Vec<usize> = asked.try_iter().map(|(_, from)| from).collect();
    assert_eq!(from, [0, 1000, 1500]);
    assert_eq!(fs::read(file_of(cache.path(), &entry)).expect("there"), content);
}

#[test]
fn a_server_that_knows_no_parts_begins_again() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, _asked) = serve(content.clone(), &[Manner::Cuts(1000), Manner::Whole]);
    get(&entry, &of(cache.path(), address), &Seen::default()).expect("downloaded");
    assert_eq!(fs::read(file_of(cache.path(), &entry)).expect("there"), content);
}

#[test]
fn wrong_bytes_are_refused_and_not_kept() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, _asked) = serve(content.clone(), &[Manner::Wrong]);
    let fetch = of(cache.path(), address);
    let error = get(&entry, &fetch, &Seen::default()).expect_err("wrong bytes");
    assert!(matches!(error, Error::Checksum { .. }), "{error}");
    assert!(!file_of(cache.path(), &entry).exists() && !is_there(cache.path(), &entry));
    get(&entry, &fetch, &Seen::default()).expect("the next time from the beginning");
}

#[test]
fn slow_bytes_are_given_up_and_resumed() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, asked) = serve(content.clone(), &[Manner::Stalls, Manner::Says(503)]);
    get(&entry, &of(cache.path(), address), &Seen::default()).expect("downloaded in the end");
    let from: Vec<usize> = asked.try_iter().map(|(_, from)| from).collect();
    assert_eq!(from, [0, 5, 5]);
}

#[test]
fn a_file_that_is_gone_and_attempts_that_are_used_up_are_told() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    let (address, _asked) = serve(content.clone(), &[Manner::Says(404)]);
    let error = get(&entry, &of(cache.path(), address), &Seen::default()).expect_err("gone").to_string();
    assert!(error.contains("404") && error.contains("monthly.csv"), "{error}");
    let (address, _asked) = serve(content, &[Manner::Says(503); 4]);
    let error = get(&entry, &of(cache.path(), address), &Seen::default()).expect_err("busy").to_string();
    assert!(error.contains("503") && error.contains("4 attempt"), "{error}");
}

#[test]
fn without_a_network_one_sentence_says_so() {
    let content = content();
    let entry = entry(&content, "");
    let cache = tempfile::tempdir().expect("a folder");
    // a port that was free a moment ago, and that nobody listens on
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    let error = get(&entry, &of(cache.path(), format!("http://127.0.0.1:{port}")), &Seen::default())
        .expect_err("nobody");
    assert!(matches!(error, Error::NoNetwork { .. }), "{error:?}");
    assert!(error.hint().is_some_and(|hint| hint.contains("data list")));
}
