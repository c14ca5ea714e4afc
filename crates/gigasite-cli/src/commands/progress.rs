//! Progress on standard error: a bar with an estimate on a terminal, one line a stage elsewhere.

use crate::say;
use gigasite_cosim::Progress;
use gigasite_report::format::thousands;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C; looked at between two pieces of work.
pub(crate) static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The first Ctrl-C asks for the incumbent, the second ends the process.
pub(crate) fn listen() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            #[expect(clippy::exit, reason = "the user asked twice")]
            std::process::exit(130);
        }
        say::talk(
            "interrupted: stopping after this week, with the best answer so far; press Ctrl-C again to stop at once",
        );
    })?;
    Ok(())
}

/// Talks about the stages of a run.
pub(crate) struct Talk {
    quiet: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Talk {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, bar: Mutex::new(None) }
    }

    /// Takes the bar off the screen.
    pub(crate) fn done(&self) {
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Talk {
    fn stage(&self, what: &str) {
        self.done();
        if self.quiet {
            return;
        }
        if !std::io::stderr().is_terminal() {
            say::talk(what);
            return;
        }
        let style = ProgressStyle::with_template(
            "{spinner} {msg:44} {bar:28} {pos}/{len} {elapsed} (about {eta} left)",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(1).with_style(style).with_message(what.to_owned());
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    fn step(&self, done: usize, total: usize) {
        if let Ok(bar) = self.bar.lock()
            && let Some(bar) = bar.as_ref()
        {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    }

    fn standing(&self, incumbent: f64, bound: f64) {
        self.done();
        if !self.quiet {
            let gap_frac = (incumbent - bound).max(0.0) / incumbent.abs().max(1.0);
            say::talk(&format!(
                "best plan {} M EUR a year, none below {}: gap {:.3} %",
                thousands(incumbent / 1e6, 1),
                thousands(bound.min(incumbent) / 1e6, 1),
                100.0 * gap_frac
            ));
        }
    }

    fn interrupted(&self) -> bool {
        INTERRUPTED.load(Ordering::SeqCst)
    }
}
