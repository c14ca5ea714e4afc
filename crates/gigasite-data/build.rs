//! Tells Cargo that the embedded folders are sources: a new or changed table rebuilds the crate.

fn main() -> Result<(), std::io::Error> {
    use std::io::Write as _;
    let mut cargo = std::io::stdout().lock();
    writeln!(cargo, "cargo::rerun-if-changed=build.rs")?;
    writeln!(cargo, "cargo::rerun-if-changed=../../datasets/europe")?;
    writeln!(cargo, "cargo::rerun-if-changed=../../datasets/cases")
}
