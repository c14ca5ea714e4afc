//! The command `gigasite`: the only crate that speaks.
//!
//! # What it answers
//! One verb a room: `plan`, `check`, `prices`, `facility`, `grid`, `data`, `explain`, `compare`, `init`, `schema`, `completions`.
//!
//! # What goes in
//! Flags, a case file, perhaps a folder of series; for `grid`, a network file.
//!
//! # What comes out
//! Results on standard output and in a folder, talk on standard error, and an exit code: 0 done (plan: proven within
//! the asked gap), 1 findings or proven infeasible, 2 usage, input or internal error, 3 stopped at a limit with the best
//! result saved, 130 interrupted.
//!
//! # What it assumes
//! Nothing of its own: every default is in the case file's schema or in a dataset row.
//!
//! # What it does not do
//! It computes nothing.

mod args;
mod commands;
mod say;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    let outcome = match cli.command {
        args::Command::Plan(plan) => commands::plan::run(&plan),
        args::Command::Check(check) => commands::check::run(&check),
        args::Command::Prices(prices) => commands::prices::run(&prices),
        args::Command::Facility(facility) => commands::facility::run(&facility),
        args::Command::Grid(grid) => commands::grid::run(&grid),
        args::Command::Data(data) => commands::data::run(&data),
        args::Command::Explain(explain) => commands::results::explain(&explain),
        args::Command::Compare(compare) => commands::results::compare(&compare),
        args::Command::Init(init) => commands::init::run(&init),
        args::Command::Schema { of } => commands::schema::run(of),
        args::Command::Completions { shell } => commands::completions::run(shell),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => {
            say::error(&error);
            say::Exit::Error.into()
        }
    }
}
