//! The loop between optimiser and grid, and what is made of its end.
//!
//! ```text
//! cut 0 from the year without a plan
//! repeat:  plan, bound ← siting programme with all cuts          (bound: no plan of the case costs less)
//!          dispatch with the plan → its true cost, a new cut
//! until    the cheapest evaluated plan is within the asked gap of the bound,
//!          or sites stay and cost moves less than the tolerance, or a limit is reached
//! ```

use crate::audit::{Evidence, audit};
use crate::result::{Convergence, Round, StudyResult};
use crate::{Error, Progress, facility, kpi, rival, site_year};
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::HallYear;
use gigasite_grid::zonal::ZonalModel;
use gigasite_grid::zonal::adequacy::Adequacy;
use gigasite_grid::zonal::{AddedLoad, Dispatch};
use gigasite_optimise::plan::{Front, Plan, PlanStatus};
use gigasite_optimise::{DispatchCut, Inputs, Measure, Options, Programme};
use std::num::NonZeroUsize;
use std::time::Instant;

/// Rejected sites that are searched for over all sites again; the rest keep the cost of a small search.
const ALTERNATIVES: usize = 3;
/// Gap of a search that compares plans, where the case asks for no smaller one.
const QUESTION_GAP_FRAC: f64 = 1e-4;
/// Its wall clock, seconds.
const QUESTION_S: f64 = 30.0;
/// Wall clock of one siting search, seconds.
const SEARCH_S: f64 = 90.0;

/// Sets the threads of every parallel step of this process; the first call counts. The answer does not depend on it.
pub fn set_threads(threads: usize) {
    // an earlier pool stays, which is what a second study in the same process wants
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
}

/// A plan with the year that it lived through.
struct Evaluated {
    plan: Plan,
    dispatch: Dispatch,
    battery_mw: Vec<Hourly<f64>>,
    /// Halls of the plan as they ran.
    lived: Vec<HallYear>,
}

/// What else is asked about a plan, once it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// Whether every rejected site is searched for over all sites, in place of the nearest few.
    pub explain: bool,
    /// Sets of sites beside the best; with them, how far megawatts may move.
    pub site_sets: usize,
    /// What they may cost more, share of the best plan's cost.
    pub within_frac: f64,
    /// What may be traded for cost.
    pub fronts: Vec<Measure>,
    /// Points of a front.
    pub points: usize,
    /// Whether prices are moved, and how far.
    pub prices: Option<Moved>,
    /// Whether the year with the plan is wanted as a network.
    pub network: bool,
}

/// How far prices are moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moved {
    /// As far as the confidence of the dataset allows.
    AsTrusted,
    /// By this share of each.
    ByFrac(f64),
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            explain: false,
            site_sets: 0,
            within_frac: 0.01,
            fronts: Vec::new(),
            points: 6,
            prices: None,
            network: false,
        }
    }
}

/// Runs a study from its case to its audit.
///
/// # Errors
/// A model that refuses its input, a proof that no plan exists, or an interruption before the first plan was evaluated.
pub fn run(case: &Case, progress: &dyn Progress) -> Result<StudyResult, Error> {
    run_with(case, &Questions::default(), progress)
}

/// As [`run`], with more questions about the plan.
///
/// # Errors
/// As [`run`].
pub fn run_with(case: &Case, questions: &Questions, progress: &dyn Progress) -> Result<StudyResult, Error> {
    let clock = Clock::new();
    progress.stage("modelling the halls of every site");
    let halls = gigasite_facility::hall_years(case)?;
    let facility_s = clock.lap();

    let mut grid = ZonalModel::new(case, threads(case))?;
    let mut dispatch = |what: &str, added: &AddedLoad| {
        progress.stage(what);
        grid.dispatch(added, &|done, total| progress.step(done, total), &|| !progress.interrupted())
    };
    let base = dispatch("dispatching the year without the plan", &AddedLoad::default())?;
    let mut grid_s = clock.lap();
    let mut optimise_s = 0.0;

    let settings = &case.file.solver;
    let mut cuts = vec![DispatchCut::of(&base, AddedLoad::default())];
    let mut shortfalls = Vec::new();
    let mut rounds: Vec<Round> = Vec::new();
    let mut best: Option<Evaluated> = None;
    let mut bound = f64::NEG_INFINITY;
    let mut end = End::Rounds;
    for number in 1..=case.file.cosimulation.rounds_max_count.max(1) {
        let left_s = settings.time_limit_s - clock.total();
        if number > 1 && (left_s <= 0.0 || progress.interrupted()) {
            end = if progress.interrupted() { End::Interrupted } else { End::Time };
            break;
        }
        progress.stage(&format!("choosing sites, round {number}"));
        let carbon = best.as_ref().map_or(&base.carbon_t_per_mwh, |known| &known.dispatch.carbon_t_per_mwh);
        let inputs = Inputs {
            case,
            halls: &halls,
            base: &base,
            carbon_t_per_mwh: carbon,
            cuts: &cuts,
            shortfalls: &shortfalls,
        };
        let options = Options {
            gap_rel: settings.gap_frac / 4.0,
            time_limit_s: left_s.clamp(10.0, SEARCH_S),
            force: None,
        };
        let mut siting = gigasite_optimise::solve(&inputs, &options)?;
        shortfalls.append(&mut siting.shortfalls);
        optimise_s += clock.lap();
        bound = bound.max(siting.plan.bound_eur_per_a);

        let prices = &best.as_ref().map_or(&base, |known| &known.dispatch).price_eur_per_mwh;
        let battery_mw = gigasite_optimise::battery_schedules(case, &siting.plan, prices);
        let lived = gigasite_optimise::operated(case, &halls, &siting.plan, (prices, carbon))?;
        let added = gigasite_optimise::added_load(case, &lived, &siting.plan, &battery_mw);
        let found = match dispatch(&format!("dispatching the year with plan {number}"), &added) {
            Ok(found) => found,
            Err(gigasite_grid::Error::Interrupted) if best.is_some() => {
                end = End::Interrupted;
                break;
            }
            Err(error) => return Err(error.into()),
        };
        let mut plan = siting.plan.clone();
        gigasite_optimise::settle(case, (&halls, &lived), &mut plan, (&base, &found), &battery_mw);
        grid_s += clock.lap();
        cuts.push(DispatchCut::of(&found, added));

        let sites: Vec<String> = plan.sites.iter().map(|site| site.site.clone()).collect();
        rounds.push(Round {
            round_count: number,
            sites: sites.clone(),
            claimed_eur_per_a: siting.plan.objective_eur_per_a,
            found_eur_per_a: plan.objective_eur_per_a,
            bound_eur_per_a: bound,
        });
        let evaluated = Evaluated { plan, dispatch: found, battery_mw, lived };
        best = match best {
            Some(known) if known.plan.objective_eur_per_a <= evaluated.plan.objective_eur_per_a => {
                Some(known)
            }
            _ => Some(evaluated),
        };
        let cheapest = best.as_ref().map_or(f64::INFINITY, |known| known.plan.objective_eur_per_a);
        progress.standing(cheapest, bound);
        let proven = (cheapest - bound) / cheapest.abs().max(1.0) <= settings.gap_frac;
        if settled(&rounds, case.file.cosimulation.tolerance_frac) {
            end = End::Settled;
            break;
        }
        if proven && number > 1 {
            end = End::Proven;
            break;
        }
    }
    let Some(Evaluated { mut plan, dispatch: with_plan, battery_mw, lived }) = best else {
        return Err(Error::Interrupted);
    };
    plan.bound_eur_per_a = bound.min(plan.objective_eur_per_a);
    plan.gap_rel =
        (plan.objective_eur_per_a - plan.bound_eur_per_a) / plan.objective_eur_per_a.abs().max(1.0);
    plan.effort.rounds = rounds.len();
    plan.status = match end {
        _ if plan.gap_rel <= settings.gap_frac => PlanStatus::Optimal,
        End::Interrupted => PlanStatus::Interrupted,
        _ => PlanStatus::StoppedAtLimit,
    };
    let inputs = Inputs {
        case,
        halls: &halls,
        base: &base,
        carbon_t_per_mwh: &with_plan.carbon_t_per_mwh,
        cuts: &cuts,
        shortfalls: &shortfalls,
    };
    if end != End::Interrupted {
        progress.stage("asking why not there");
        plan.duals = gigasite_optimise::duals(&inputs, &plan)?;
        let options = Options { gap_rel: settings.gap_frac / 2.0, time_limit_s: 10.0, force: None };
        let how_many = if questions.explain { usize::MAX } else { ALTERNATIVES };
        plan.alternatives =
            gigasite_optimise::alternatives(&inputs, &plan, how_many, &options, &|done, total| {
                progress.step(done, total);
                !progress.interrupted()
            })?;
        ask(&inputs, questions, &mut plan, progress)?;
        optimise_s += clock.lap();
    }
    let programme = gigasite_optimise::programme(&inputs)?;
    let network = questions
        .network
        .then(|| {
            let added = gigasite_optimise::added_load(case, &lived, &plan, &battery_mw);
            grid.network(case.horizon, &added)
        })
        .transpose()?;
    progress.stage("auditing every promise");
    let convergence = convergence(end, rounds, case, &plan);
    let mut result = finish(case, &lived, plan, (base, with_plan), &battery_mw, convergence)?;
    result.programme = programme;
    result.network = network;
    result.timing_s = vec![
        ("facility".into(), facility_s),
        ("optimise".into(), optimise_s),
        ("grid".into(), grid_s),
        ("audit".into(), clock.lap()),
    ];
    Ok(result)
}

/// Other plans than the best, as far as they are asked for. An interruption leaves what is not yet answered unasked.
fn ask(
    inputs: &Inputs<'_>,
    questions: &Questions,
    plan: &mut Plan,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let gap_rel = inputs.case.file.solver.gap_frac.min(QUESTION_GAP_FRAC);
    let options = Options { gap_rel, time_limit_s: QUESTION_S, force: None };
    if questions.site_sets > 0 && !progress.interrupted() {
        progress.stage("looking for other sites that cost as little");
        plan.near_optimal =
            gigasite_optimise::site_sets(inputs, questions.site_sets, questions.within_frac, &options)?;
        progress.stage("moving megawatts between sites");
        plan.intervals = gigasite_optimise::intervals(inputs, plan, questions.within_frac, &options)?;
    }
    for (done, measure) in questions.fronts.iter().enumerate() {
        if progress.interrupted() {
            break;
        }
        progress.stage(&format!("trading cost for {}", measure.name().replace('_', " ")));
        let points = gigasite_optimise::front(inputs, *measure, questions.points, &options)?;
        plan.fronts.push(Front { measure: *measure, points });
        progress.step(done + 1, questions.fronts.len());
    }
    if let Some(moved) = questions.prices.filter(|_| !progress.interrupted()) {
        let by_frac = match moved {
            Moved::AsTrusted => None,
            Moved::ByFrac(frac) => Some(frac),
        };
        progress.stage("moving prices");
        plan.swings = gigasite_optimise::swings(inputs, by_frac, &options, &|done, total| {
            progress.step(done, total);
            !progress.interrupted()
        })?;
    }
    Ok(())
}

/// Dispatches the year of a case without any plan.
///
/// # Errors
/// A grid that refuses its input, a week without an optimal dispatch, or an interruption.
pub fn base_year(case: &Case, progress: &dyn Progress) -> Result<Dispatch, Error> {
    Ok(dispatched(case, progress)?.1)
}

fn dispatched(case: &Case, progress: &dyn Progress) -> Result<(ZonalModel, Dispatch), Error> {
    progress.stage("dispatching the year without a plan");
    let mut grid = ZonalModel::new(case, threads(case))?;
    let step = |done, total| progress.step(done, total);
    let dispatch = grid.dispatch(&AddedLoad::default(), &step, &|| !progress.interrupted())?;
    Ok((grid, dispatch))
}

/// The dispatched year of a case without any plan, and what else was asked about it.
#[derive(Debug, Clone)]
pub struct BaseYear {
    /// The year.
    pub dispatch: Dispatch,
    /// Scarcity, LOLE and EENS of every zone; empty if not asked for.
    pub adequacy: Vec<Adequacy>,
    /// Carbon of one more megawatt hour, t/MWh, a series a zone; empty if not asked for.
    pub marginal_carbon_t_per_mwh: Vec<Hourly<f64>>,
}

/// As [`base_year`], with the adequacy of zones and the carbon of one more megawatt hour where asked for.
///
/// # Errors
/// As [`base_year`].
pub fn base_year_with(
    case: &Case,
    (adequacy, carbon): (bool, bool),
    progress: &dyn Progress,
) -> Result<BaseYear, Error> {
    let (grid, dispatch) = dispatched(case, progress)?;
    let adequacy = if adequacy {
        progress.stage("letting units fail");
        grid.adequacy(&dispatch)
    } else {
        Vec::new()
    };
    let marginal_carbon_t_per_mwh = if carbon {
        progress.stage("asking every zone for one more megawatt hour");
        grid.marginal_carbon(&AddedLoad::default(), &|| !progress.interrupted())?
    } else {
        Vec::new()
    };
    Ok(BaseYear { dispatch, adequacy, marginal_carbon_t_per_mwh })
}

fn finish(
    case: &Case,
    halls: &[HallYear],
    plan: Plan,
    (base, with_plan): (Dispatch, Dispatch),
    battery_mw: &[Hourly<f64>],
    convergence: Convergence,
) -> Result<StudyResult, Error> {
    let site_years = site_year::site_years(case, halls, &plan, &with_plan, battery_mw);
    let true_sites = facility::true_sites(case, halls, &plan)?;
    let audit = audit(&Evidence {
        case,
        halls,
        plan: &plan,
        site_years: &site_years,
        true_sites: &true_sites,
        base: &base,
        with_plan: &with_plan,
    });
    Ok(StudyResult {
        kpis: kpi::kpis(&plan, &site_years, &true_sites)?,
        rival: rival::compare(case, &plan, &site_years),
        plan,
        convergence,
        site_years,
        base,
        with_plan,
        audit,
        programme: Programme::new(),
        network: None,
        timing_s: Vec::new(),
    })
}

/// Why the rounds ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Settled,
    Proven,
    Rounds,
    Time,
    Interrupted,
}

/// Sites stayed and the found cost moved by no more than the tolerance between the last two rounds.
fn settled(rounds: &[Round], tolerance_frac: f64) -> bool {
    match rounds {
        [.., before, last] => {
            before.sites == last.sites
                && (last.found_eur_per_a - before.found_eur_per_a).abs()
                    <= tolerance_frac * last.found_eur_per_a.abs()
        }
        _ => false,
    }
}

fn convergence(end: End, rounds: Vec<Round>, case: &Case, plan: &Plan) -> Convergence {
    let tolerance_frac = case.file.cosimulation.tolerance_frac;
    let percent = tolerance_frac * 100.0;
    let n = rounds.len();
    let gap = plan.gap_rel * 100.0;
    let verdict = match end {
        End::Settled => {
            format!("sites stayed and cost moved by less than {percent} % between the last two of {n} rounds")
        }
        End::Proven => {
            format!("after {n} rounds the best plan is proven within {gap:.2} % of the best possible")
        }
        End::Rounds => {
            format!("stopped after {n} rounds, the most the case allows; the best plan is within {gap:.2} %")
        }
        End::Time => {
            format!("stopped by the time limit after {n} rounds; the best plan is within {gap:.2} %")
        }
        End::Interrupted => {
            format!("interrupted after {n} rounds; the best plan so far is within {gap:.2} %")
        }
    };
    Convergence { converged: matches!(end, End::Settled | End::Proven), verdict, tolerance_frac, rounds }
}

fn threads(case: &Case) -> usize {
    match case.file.solver.threads_count {
        0 => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        threads => threads,
    }
}

/// Wall clock, for the time split only.
struct Clock {
    start: Instant,
    last: std::cell::Cell<Instant>,
}

impl Clock {
    fn new() -> Self {
        let now = Instant::now();
        Self { start: now, last: std::cell::Cell::new(now) }
    }
    fn lap(&self) -> f64 {
        let now = Instant::now();
        now.duration_since(self.last.replace(now)).as_secs_f64()
    }
    fn total(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(sites: &[&str], found: f64) -> Round {
        Round {
            round_count: 1,
            sites: sites.iter().map(|site| (*site).to_owned()).collect(),
            claimed_eur_per_a: found,
            found_eur_per_a: found,
            bound_eur_per_a: found,
        }
    }

    #[test]
    fn only_the_same_sites_at_the_same_cost_have_settled() {
        assert!(!settled(&[round(&["A"], 100.0)], 0.01), "one round says nothing");
        assert!(settled(&[round(&["A"], 100.0), round(&["A"], 100.5)], 0.01));
        assert!(!settled(&[round(&["A"], 100.0), round(&["A"], 102.0)], 0.01));
        assert!(!settled(&[round(&["A"], 100.0), round(&["B"], 100.0)], 0.01));
    }
}
