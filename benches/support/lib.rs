//! What the benches measure on: the embedded case `europe`.

use gigasite_case::Case;
use gigasite_data::CaseSource;

/// The embedded case with its hours.
///
/// # Panics
/// If it does not load, which a test would have said before.
pub fn europe() -> Case {
    match gigasite_data::load_case(&CaseSource::parse("europe"), &[], None) {
        Ok((case, _)) => case,
        Err(error) => panic!("the embedded case does not load: {error}"),
    }
}
