//! What the benches measure on: the embedded case `europe`.

use gigasite_case::Case;
use gigasite_data::CaseSource;

/// The embedded case with its hours.
///
/// # Panics
/// If it does not load, which a test would have said before.
pub fn europe() -> Case {
    europe_with(&[])
}

/// The same with keys of the case changed.
///
/// # Panics
/// If it does not load.
pub fn europe_with(keys: &[(&str, &str)]) -> Case {
    let pairs: Vec<(String, String)> =
        keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    match gigasite_data::load_case(&CaseSource::parse("europe"), &pairs, None) {
        Ok((case, _)) => case,
        Err(error) => panic!("the embedded case does not load: {error}"),
    }
}

/// The case with its first weeks alone.
pub fn first_weeks(case: Case, weeks: usize) -> Case {
    let hours = (168 * weeks).min(case.horizon.hours);
    case.first_hours(hours)
}
