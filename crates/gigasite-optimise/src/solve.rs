//! One round: build, search, polish, read.

use crate::component::Costs;
use crate::plan::{Plan, PlanStatus, ProgrammeEffort, SitePlan};
use crate::programme::{Built, MILLION, Shape, build};
use crate::read::{Reading, read};
use crate::sets::{Keep, Sets};
use crate::{Error, Inputs, Options, Shortfall, infeasible, layers, matching};
use gigasite_lp::{Programme, SolveOptions, Status};

/// The answer of one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Siting {
    /// The plan with its costs as the cuts claim them; `objective_eur_per_a` is the claim, `bound_eur_per_a` the proven
    /// lower bound of the programme with these cuts: no plan of the case costs less. Duals and alternatives are empty
    /// until [`crate::duals`] and [`crate::alternatives`] are asked.
    pub plan: Plan,
    /// Incremental system dispatch cost as the cuts claim it, EUR/a.
    pub system_eur_per_a: f64,
    /// Simplex iterations of the search: the same for the same inputs.
    pub iterations: usize,
    /// Periods in which contracts fell short in answers of this round; the next rounds want them as input.
    pub shortfalls: Vec<Shortfall>,
}

/// The siting programme with its cuts as [`solve`] would search it, in million EUR: to be looked at, or handed to another
/// solver.
///
/// # Errors
/// As [`solve`], but for infeasible programmes, which are programmes too.
pub fn programme(inputs: &Inputs<'_>) -> Result<Programme, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    Ok(build(inputs, &sets, Shape::default()).programme)
}

/// Chooses sites, halls and supply.
///
/// # Errors
/// [`Error::Infeasible`] with a sentence and repairs when no plan exists; see [`Error`] for the rest.
pub fn solve(inputs: &Inputs<'_>, options: &Options) -> Result<Siting, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    if let Some(site) = &options.force
        && inputs.case.site_index(site).is_none()
    {
        return Err(Error::UnknownSite { site: site.clone() });
    }
    let forced = inputs.case.file.sites.force.iter().chain(&options.force);
    let lost = forced.clone().any(|site| sets.sites.iter().all(|set| set.id != *site));
    if sets.sites.is_empty() || lost {
        return Err(infeasible::explain(inputs, options)?);
    }
    let shape = Shape { force: options.force.as_deref(), ..Shape::default() };
    match search(inputs, &sets, shape, options)? {
        Found::Plan(found) => Ok(found.siting(inputs)),
        Found::Nothing => Err(Error::NoPlanInTime { time_limit_s: options.time_limit_s }),
        Found::Infeasible(more) => {
            let shortfalls: Vec<Shortfall> = inputs.shortfalls.iter().cloned().chain(more).collect();
            Err(infeasible::explain(&Inputs { shortfalls: &shortfalls, ..*inputs }, options)?)
        }
    }
}

/// How a search ended.
pub(crate) enum Found {
    Plan(Box<FoundPlan>),
    Nothing,
    /// With the shortfalls that were rows.
    Infeasible(Vec<Shortfall>),
}

/// A plan out of a search.
pub(crate) struct FoundPlan {
    pub(crate) reading: Reading,
    pub(crate) bound_eur: f64,
    pub(crate) optimal: bool,
    /// Rows that the search added.
    pub(crate) shortfalls: Vec<Shortfall>,
    system_eur: f64,
    effort: gigasite_lp::Effort,
}

/// Searches until no contract falls short in its periods.
pub(crate) fn search(
    inputs: &Inputs<'_>,
    sets: &Sets,
    shape: Shape<'_>,
    options: &Options,
) -> Result<Found, Error> {
    let mut shortfalls = matching::of_relaxation(inputs, sets, shape)?;
    loop {
        match once(inputs, sets, Shape { shortfalls: &shortfalls, ..shape }, options)? {
            Found::Plan(mut found) => {
                let broken = std::mem::take(&mut found.shortfalls);
                if broken.is_empty() {
                    found.shortfalls = shortfalls;
                    return Ok(Found::Plan(found));
                }
                if !matching::extend(&mut shortfalls, broken) {
                    return Err(Error::Unsolved {
                        status: "a row of carbon-free energy that is there was broken".into(),
                    });
                }
            }
            Found::Infeasible(_) => return Ok(Found::Infeasible(shortfalls)),
            Found::Nothing => return Ok(Found::Nothing),
        }
    }
}

/// One search, then once more with the whole numbers fixed, so that the continuous part is clean. Its shortfalls are those it
/// breaks.
fn once(inputs: &Inputs<'_>, sets: &Sets, shape: Shape<'_>, options: &Options) -> Result<Found, Error> {
    let built = build(inputs, sets, shape);
    let limits = SolveOptions { gap_rel: options.gap_rel, time_limit_s: Some(options.time_limit_s) };
    let solution = built.programme.solve(&limits)?;
    match solution.status {
        Status::Optimal | Status::FeasibleAtLimit => {}
        Status::NothingAtLimit => return Ok(Found::Nothing),
        Status::Infeasible => return Ok(Found::Infeasible(Vec::new())),
        status => return Err(Error::Unsolved { status: format!("{status:?}") }),
    }
    let optimal = solution.status == Status::Optimal;
    let polished = built.programme.with_integers_fixed(&solution.values).solve(&SolveOptions::default())?;
    if !polished.is_feasible() {
        return Err(Error::Unsolved { status: "the rounded plan broke a row".into() });
    }
    let reading = read(inputs, sets, &built, &polished);
    let found = FoundPlan {
        bound_eur: (solution.bound * MILLION).min(reading.costs.total()),
        optimal,
        shortfalls: matching::broken(inputs, sets, &built, &polished.values),
        system_eur: polished.value(built.columns.system) * MILLION,
        effort: solution.effort,
        reading,
    };
    Ok(Found::Plan(Box::new(found)))
}

impl FoundPlan {
    fn siting(self, inputs: &Inputs<'_>) -> Siting {
        let objective = self.reading.costs.total();
        let gap_rel = ((objective - self.bound_eur) / objective.abs().max(1.0)).max(0.0);
        let plan = Plan {
            status: if self.optimal { PlanStatus::Optimal } else { PlanStatus::StoppedAtLimit },
            objective_eur_per_a: objective,
            bound_eur_per_a: self.bound_eur,
            gap_rel,
            money: layers::share(inputs.case, &self.reading.sites),
            cost: self.reading.costs.items(),
            sites: self.reading.sites,
            duals: Vec::new(),
            alternatives: Vec::new(),
            near_optimal: Vec::new(),
            intervals: Vec::new(),
            fronts: Vec::new(),
            swings: Vec::new(),
            effort: ProgrammeEffort {
                columns: self.effort.columns,
                rows: self.effort.rows,
                nonzeros: self.effort.nonzeros,
                rounds: 1,
            },
        };
        Siting {
            plan,
            system_eur_per_a: self.system_eur,
            iterations: self.effort.iterations,
            shortfalls: self.shortfalls,
        }
    }
}

/// The programme with the halls of a plan, solved for the rest: what the cuts claim of exactly this plan.
pub(crate) fn claim(inputs: &Inputs<'_>, sets: &Sets, plan: &Plan) -> Result<Option<Costs>, Error> {
    let built = build(inputs, sets, Shape::default());
    let values = whole_numbers(sets, &built, &plan.sites);
    claim_of(inputs, sets, &built, &values)
}

/// Values of the whole-number columns in a plan, 0 elsewhere.
pub(crate) fn whole_numbers(sets: &Sets, built: &Built, sites: &[SitePlan]) -> Vec<f64> {
    let mut values = vec![0.0; built.programme.size().0];
    for (site, columns) in sets.sites.iter().zip(&built.columns.sites) {
        let Some(chosen) = sites.iter().find(|chosen| chosen.site == site.id) else { continue };
        values[columns.open.index()] = 1.0;
        for (hall, stages) in site.halls.iter().zip(&columns.halls) {
            for (stage, column) in chosen.stages.iter().zip(stages) {
                values[column.index()] = stage
                    .halls
                    .iter()
                    .filter(|halls| halls.design == hall.design)
                    .map(|halls| f64::from(halls.count))
                    .sum();
            }
        }
    }
    values
}

fn claim_of(inputs: &Inputs<'_>, sets: &Sets, built: &Built, values: &[f64]) -> Result<Option<Costs>, Error> {
    let solution = built.programme.with_integers_fixed(values).solve(&SolveOptions::default())?;
    Ok(solution.is_feasible().then(|| read(inputs, sets, built, &solution).costs))
}
