//! Many programmes, kept warm on worker threads.

use crate::{BoundChange, Error, Programme, Solution, WarmProgramme};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// An answer with its certified bound.
type Certified = Result<(Solution, f64), Error>;

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
    answer: Sender<(usize, Certified)>,
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
        let mut results: Vec<Option<Certified>> = (0..self.count).map(|_| None).collect();
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
        results
            .into_iter()
            .map(|result| result.unwrap_or(Err(Error::WorkerLost)))
            .collect::<Result<_, _>>()
            .map(Some)
    }
}

/// A worker makes its blocks when they are first asked for and answers until the orders end.
fn work(count: usize, inbox: &Receiver<Order>, build: &dyn Fn(usize) -> Programme) {
    let mut blocks: Vec<Option<WarmProgramme>> = (0..count).map(|_| None).collect();
    while let Ok(order) = inbox.recv() {
        let slot = &mut blocks[order.block];
        // a panic must become an answer: whoever waits for this block would wait for ever
        let result = catch_unwind(AssertUnwindSafe(|| certified(slot, &order, build)))
            .unwrap_or(Err(Error::WorkerLost));
        if order.answer.send((order.block, result)).is_err() {
            return;
        }
    }
}

fn certified(
    slot: &mut Option<WarmProgramme>,
    order: &Order,
    build: &dyn Fn(usize) -> Programme,
) -> Certified {
    let mut block = match slot.take() {
        Some(block) => block,
        None => WarmProgramme::new(build(order.block))?,
    };
    let solution = block.solve(&order.changes);
    let block = slot.insert(block);
    let solution = solution?;
    let bound = match solution.row_duals.as_slice() {
        [] => f64::NEG_INFINITY,
        duals => block.programme().dual_bound(duals),
    };
    Ok((solution, bound))
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
