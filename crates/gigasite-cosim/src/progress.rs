//! How a long run tells the outside what it does, without printing.

/// Listens to a run. The command draws a bar; a notebook may ignore it.
pub trait Progress: Sync {
    /// A new stage begins.
    fn stage(&self, what: &str);
    /// `done` of `total` pieces of the stage are finished.
    fn step(&self, done: usize, total: usize);
    /// Where a search stands: the cheapest plan so far and the bound that no plan is below, EUR/a.
    fn standing(&self, _incumbent_eur_per_a: f64, _bound_eur_per_a: f64) {}
    /// Whether the user asked to stop; looked at between pieces.
    fn interrupted(&self) -> bool;
}

/// Listens to nothing and never interrupts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str) {}
    fn step(&self, _: usize, _: usize) {}
    fn interrupted(&self) -> bool {
        false
    }
}
