//! The command itself, as a user waits for it. `gigasite --help` is promised under 50 ms; a plan under five minutes.

use divan::Bencher;
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

fn gigasite(arguments: &[&str]) -> bool {
    let Ok(bench) = std::env::current_exe() else { return false };
    // target/release/deps/command-… stands beside target/release/gigasite
    let Some(folder) = bench.parent().and_then(std::path::Path::parent) else { return false };
    let status = Command::new(folder.join("gigasite"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn help(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| assert!(gigasite(&["--help"]), "build the command first: make bench"));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn plan_of_europe_with_its_report(bencher: Bencher<'_, '_>) {
    let out = std::env::temp_dir().join("gigasite-bench-plan");
    let out = out.display().to_string();
    bencher.bench_local(|| assert!(gigasite(&["plan", "--quiet", "--out", &out])));
}
