//! `gigasite completions`

use crate::{args::Cli, say, say::Exit};
use clap::CommandFactory as _;

pub(crate) fn run(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gigasite", &mut script);
    say::data(&String::from_utf8(script)?)?;
    Ok(Exit::Done)
}
