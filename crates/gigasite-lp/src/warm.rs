//! Solving the same programme again: the last basis is the start, only bounds have moved.

use crate::solve::{configure, run};
use crate::{Column, Error, Programme, Solution, SolveOptions};
use highs::{Col, Model, SolvedModel};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// A new pair of bounds for a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundChange {
    /// Column.
    pub column: Column,
    /// New lower bound.
    pub lower: f64,
    /// New upper bound.
    pub upper: f64,
}

/// A linear programme with a solver that remembers its last basis. It stays on the thread that made it.
#[derive(Debug)]
pub struct WarmProgramme {
    programme: Programme,
    columns: Vec<Col>,
    model: Option<Model>,
}

impl WarmProgramme {
    /// Hands the programme to HiGHS.
    ///
    /// # Errors
    /// As [`Programme::solve`].
    pub fn new(programme: Programme) -> Result<Self, Error> {
        let mut model = programme.to_highs()?;
        configure(&mut model, &SolveOptions::default())?;
        // HiGHS numbers its columns in the order of the programme; an empty problem of the same width lends the handles
        let mut handles = highs::RowProblem::default();
        let columns = programme.columns.iter().map(|_| handles.add_column(0.0, 0.0..1.0)).collect();
        Ok(Self { programme, columns, model: Some(model) })
    }

    /// Moves bounds and solves from the last basis.
    ///
    /// # Errors
    /// As [`Programme::solve`]; after an error the programme is lost and every later call fails with it.
    pub fn solve(&mut self, changes: &[BoundChange]) -> Result<Solution, Error> {
        let lost = || Error::Solver { doing: "solve again", why: "an earlier solve failed".into() };
        let mut model = self.model.take().ok_or_else(lost)?;
        for change in changes {
            self.programme.set_bounds(change.column, change.lower, change.upper);
            model.change_column_bounds(self.columns[change.column.index()], change.lower..=change.upper);
        }
        if let Some(defect) = &self.programme.defect {
            return Err(defect.clone());
        }
        let solved: SolvedModel = run(model)?;
        let solution = self.programme.read(&solved);
        self.model = Some(Model::from(solved));
        Ok(solution)
    }

    /// The programme with its present bounds.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }
}

/// Many independent programmes, kept warm on worker threads: block `i` lives on thread `i mod threads` for ever, so its
/// history, and with it its answer, does not depend on the number of threads.
#[derive(Debug)]
pub struct WarmBlocks {
    workers: Vec<Worker>,
    count: usize,
}

#[derive(Debug)]
struct Worker {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

struct Order {
    block: usize,
    changes: Vec<BoundChange>,
    answer: Sender<(usize, Result<(Solution, f64), Error>)>,
}

impl WarmBlocks {
    /// Distributes the programmes over `threads` workers (at least one). `build` makes block `i` on its worker, so that
    /// building is parallel too and only one copy of each block exists.
    pub fn new<B>(count: usize, threads: usize, build: B) -> Self
    where
        B: Fn(usize) -> Programme + Send + Sync + 'static,
    {
        let threads = threads.clamp(1, count.max(1));
        let build = std::sync::Arc::new(build);
        let workers = (0..threads)
            .map(|_| {
                let (orders, inbox) = channel();
                let build = std::sync::Arc::clone(&build);
                let thread = std::thread::spawn(move || work(count, &inbox, &*build));
                Worker { orders: Some(orders), thread: Some(thread) }
            })
            .collect();
        Self { workers, count }
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no blocks.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Moves bounds in every block and solves all of them; answers come in block order, each with its certified bound.
    ///
    /// `on_done(finished, total)` is called as blocks finish; `go_on()` is asked before each block is handed out, and
    /// `false` ends with `Ok(None)`.
    ///
    /// # Errors
    /// The first error in block order.
    pub fn solve_all(
        &mut self,
        changes: impl Fn(usize) -> Vec<BoundChange>,
        on_done: &dyn Fn(usize, usize),
        go_on: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<(Solution, f64)>>, Error> {
        let (answer, answers) = channel();
        let mut results: Vec<Option<Result<(Solution, f64), Error>>> = (0..self.count).map(|_| None).collect();
        let threads = self.workers.len();
        let order = |block: usize| -> Result<(), Error> {
            let order = Order { block, changes: changes(block), answer: answer.clone() };
            let worker = self.workers[block % threads].orders.as_ref().ok_or(Error::WorkerLost)?;
            worker.send(order).map_err(|_| Error::WorkerLost)
        };
        for block in 0..threads.min(self.count) {
            order(block)?;
        }
        let (mut done, mut outstanding) = (0, threads.min(self.count));
        let mut stopped = false;
        while outstanding > 0 {
            let (block, result) = answers.recv().map_err(|_| Error::WorkerLost)?;
            results[block] = Some(result);
            outstanding -= 1;
            done += 1;
            on_done(done, self.count);
            stopped = stopped || !go_on();
            if !stopped && block + threads < self.count {
                order(block + threads)?;
                outstanding += 1;
            }
        }
        if stopped {
            return Ok(None);
        }
        results.into_iter().map(|result| result.unwrap_or(Err(Error::WorkerLost))).collect::<Result<_, _>>().map(Some)
    }
}

/// A worker makes its blocks when they are first asked for and answers until the orders end.
fn work(count: usize, inbox: &Receiver<Order>, build: &dyn Fn(usize) -> Programme) {
    let mut blocks: Vec<Option<WarmProgramme>> = (0..count).map(|_| None).collect();
    while let Ok(order) = inbox.recv() {
        let slot = &mut blocks[order.block];
        let result = match slot.take().map_or_else(|| WarmProgramme::new(build(order.block)), Ok) {
            Ok(mut block) => {
                let solution = block.solve(&order.changes);
                let certified = solution.map(|solution| {
                    let bound = if solution.row_duals.is_empty() {
                        f64::NEG_INFINITY
                    } else {
                        block.programme().dual_bound(&solution.row_duals)
                    };
                    (solution, bound)
                });
                *slot = Some(block);
                certified
            }
            Err(error) => Err(error),
        };
        if order.answer.send((order.block, result)).is_err() {
            return;
        }
    }
}

impl Drop for WarmBlocks {
    fn drop(&mut self) {
        for worker in &mut self.workers {
            worker.orders = None;
        }
        for worker in &mut self.workers {
            if let Some(thread) = worker.thread.take() {
                // a worker that panicked has already reported itself through a lost answer
                let _ = thread.join();
            }
        }
    }
}
