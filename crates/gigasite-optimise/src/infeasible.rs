//! When nothing fits: whose limit, which year, how much short, and the two cheapest repairs.
//!
//! Every family of limits is relaxed alone, all others hard, at a price of one per [`crate::rows::Family::step`]; those
//! that make a plan possible are the repairs, fewest steps first.

mod words;

use crate::programme::{Shape, build};
use crate::rows::{FAMILIES, Family, family_of, target_of};
use crate::sets::{Dropped, Keep, Sets, SiteSet, Stage, least};
use crate::{Error, Inputs, Options, law};
use gigasite_lp::{Programme, Relaxation, SolveOptions, explain_infeasible};

/// Seconds one elastic search may take: it only has to find something small that gives.
const ELASTIC_LIMIT_S: f64 = 10.0;

/// A family that alone could give.
struct Repair {
    family: &'static Family,
    steps: f64,
    given: Vec<Relaxation>,
}

/// The error that says why.
pub(crate) fn explain(inputs: &Inputs<'_>, options: &Options) -> Result<Error, Error> {
    let sets = Sets::new(inputs, Keep::Lawful)?;
    let forced: Vec<&String> = inputs.case.file.sites.force.iter().chain(&options.force).collect();
    for site in &forced {
        if let Some(dropped) = sets.dropped.iter().find(|dropped| dropped.site == **site) {
            return Ok(Error::Infeasible {
                sentence: format!("site `{site}` must be in the plan, but it {}", dropped.why.reason),
                repairs: vec![format!("take `{site}` out of `sites.force`")],
                rows: vec![format!("forced[{site}]")],
            });
        }
    }
    if sets.sites.is_empty() {
        return Ok(nowhere(&sets));
    }
    if let Some(error) = whole_halls(inputs, &sets) {
        return Ok(error);
    }
    let shape = Shape { force: options.force.as_deref(), loose: true, ..Shape::default() };
    let built = build(inputs, &sets, shape);
    let mut repairs = Vec::new();
    for family in FAMILIES {
        let given = relax(inputs, &sets, &built.programme, |found| found == family)?;
        if !given.is_empty() {
            let steps = given.iter().map(|one| one.amount.abs() * price(inputs, &sets, &one.row)).sum();
            repairs.push(Repair { family, steps, given });
        }
    }
    repairs.sort_by(|a, b| a.steps.total_cmp(&b.steps));
    if repairs.iter().all(|repair| repair.family.name == "target") && !repairs.is_empty() {
        // no single limit stands against the target: the largest of those that do together
        let given = relax(inputs, &sets, &built.programme, |found| found.name != "target")?;
        if let Some((family, steps)) = largest(inputs, &sets, &given) {
            let given = given.into_iter().filter(|one| family_of(&one.row) == Some(family)).collect();
            repairs.push(Repair { family, steps, given });
            return Ok(one(inputs, &sets, &repairs, false));
        }
    }
    if repairs.is_empty() {
        let given = relax(inputs, &sets, &built.programme, |_| true)?;
        return Ok(several(inputs, &sets, &given));
    }
    Ok(one(inputs, &sets, &repairs, true))
}

/// Gives the chosen families priced slack.
fn relax(
    inputs: &Inputs<'_>,
    sets: &Sets,
    programme: &Programme,
    wanted: impl Fn(&'static Family) -> bool,
) -> Result<Vec<Relaxation>, Error> {
    let limits = SolveOptions { gap_rel: 0.01, time_limit_s: Some(ELASTIC_LIMIT_S) };
    let weight = |row: &str| family_of(row).filter(|family| wanted(family)).map(|_| price(inputs, sets, row));
    Ok(explain_infeasible(programme, weight, &limits)?)
}

/// Price of a unit of slack: one per step of the family; a target's step is a tenth of it.
fn price(inputs: &Inputs<'_>, sets: &Sets, row: &str) -> f64 {
    let target = sets
        .stages
        .iter()
        .find(|stage| row == format!("target[{}]", stage.year))
        .and_then(|stage| target_of(inputs.case, stage));
    match (target, family_of(row)) {
        (Some(target), _) => 10.0 * target.scale / target.amount.max(1.0),
        (None, Some(family)) => 1.0 / family.step,
        (None, None) => 1.0,
    }
}

/// No site is left at all.
fn nowhere(sets: &Sets) -> Error {
    let mut reasons: Vec<(&Dropped, usize)> = Vec::new();
    for dropped in &sets.dropped {
        match reasons.iter_mut().find(|(other, _)| other.why == dropped.why) {
            Some((_, count)) => *count += 1,
            None => reasons.push((dropped, 1)),
        }
    }
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.why.reason.cmp(&b.0.why.reason)));
    let listed: Vec<String> = reasons
        .iter()
        .take(3)
        .map(|(dropped, count)| match count {
            1 => format!("{} {}", dropped.site, dropped.why.reason),
            _ => format!("each of {count} sites {}", dropped.why.reason),
        })
        .collect();
    let why = if listed.is_empty() { String::from("the case has none") } else { listed.join("; ") };
    let mut repairs: Vec<String> = Vec::new();
    for (dropped, _) in reasons {
        if repairs.len() < 2 && !repairs.contains(&dropped.why.repair) {
            repairs.push(dropped.why.repair.clone());
        }
    }
    Error::Infeasible { sentence: format!("no site may be chosen: {why}"), repairs, rows: Vec::new() }
}

/// Halls are whole: between the least and the most a site may host there must be a multiple of a hall.
fn whole_halls(inputs: &Inputs<'_>, sets: &Sets) -> Option<Error> {
    let asked = &inputs.case.file.programme;
    let fits = |gpus: f64| (asked.site_min_gpus / gpus - 1e-9).ceil() * gpus <= asked.site_max_gpus + 1e-6;
    let mut sizes: Vec<f64> =
        sets.sites.iter().flat_map(|site| site.halls.iter().map(|hall| hall.gpus)).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    // two sizes can be mixed: only a single one proves anything
    if sizes.len() != 1 || fits(sizes[0]) {
        return None;
    }
    let halls = (asked.site_min_gpus / sizes[0] - 1e-9).ceil();
    Some(Error::Infeasible {
        sentence: format!(
            "a site must host {} to {} accelerators, but a hall holds {}: {} halls are too few and {} too many",
            words::number(asked.site_min_gpus),
            words::number(asked.site_max_gpus),
            words::number(sizes[0]),
            words::number(halls - 1.0),
            words::number(halls),
        ),
        repairs: vec![
            format!("raise `programme.site_max_gpus` to {}", words::number(halls * sizes[0])),
            format!("lower `programme.site_min_gpus` to {}", words::number((halls - 1.0) * sizes[0])),
        ],
        rows: vec!["site_min".into(), "site_max".into()],
    })
}

/// The family that gives most steps.
fn largest(inputs: &Inputs<'_>, sets: &Sets, given: &[Relaxation]) -> Option<(&'static Family, f64)> {
    let steps = |family: &Family| -> f64 {
        let of_family = given.iter().filter(|one| family_of(&one.row) == Some(family));
        of_family.map(|one| one.amount.abs() * price(inputs, sets, &one.row)).sum()
    };
    let all = FAMILIES.iter().map(|family| (family, steps(family))).filter(|(_, steps)| *steps > 0.0);
    all.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// One family alone could give: the sentence names the shortfall, the repairs the two cheapest ways out. Where only the
/// target can give `alone`, the last repair is the largest part of the cause and no way out by itself.
fn one(inputs: &Inputs<'_>, sets: &Sets, repairs: &[Repair], alone: bool) -> Error {
    let target = repairs.iter().find(|repair| repair.family.name == "target");
    let cause = repairs.iter().find(|repair| repair.family.name != "target");
    let sentence = target
        .and_then(|target| shortfall(inputs, sets, target, cause))
        .unwrap_or_else(|| words::breach(inputs, sets, &repairs[0].given));
    let mut texts: Vec<String> = repairs
        .iter()
        .take(if alone { 2 } else { 1 })
        .map(|repair| words::repair(inputs, sets, &repair.given))
        .collect();
    if texts.len() < 2
        && let Some(later) = target.and_then(|target| wait(inputs, sets, target))
    {
        texts.push(later);
    }
    let rows =
        repairs.iter().take(2).flat_map(|repair| repair.given.iter().map(|one| one.row.clone())).collect();
    Error::Infeasible { sentence, repairs: texts, rows }
}

/// No family alone helps.
fn several(inputs: &Inputs<'_>, sets: &Sets, given: &[Relaxation]) -> Error {
    let mut families: Vec<&'static Family> = Vec::new();
    for one in given {
        if let Some(family) = family_of(&one.row)
            && !families.contains(&family)
        {
            families.push(family);
        }
    }
    if families.is_empty() {
        return Error::Infeasible {
            sentence: "no accelerator of the case may be installed in any of its stages".into(),
            repairs: vec!["allow accelerators that exist by the last stage in `halls.accelerators`".into()],
            rows: Vec::new(),
        };
    }
    let of = |family: &Family| -> Vec<Relaxation> {
        given.iter().filter(|one| family_of(&one.row) == Some(family)).cloned().collect()
    };
    let breaches: Vec<String> =
        families.iter().take(3).map(|family| words::breach(inputs, sets, &of(family))).collect();
    let repairs: Vec<String> =
        families.iter().map(|family| words::repair(inputs, sets, &of(family))).collect();
    Error::Infeasible {
        sentence: format!("several limits together leave no plan: {}", breaches.join("; ")),
        repairs: vec![format!("do all of this: {}", repairs.join(", and "))],
        rows: given.iter().map(|one| one.row.clone()).collect(),
    }
}

/// The row of the target with the largest relative shortfall, and its stage.
fn worst_target<'a>(inputs: &Inputs<'_>, sets: &'a Sets, repair: &Repair) -> Option<(&'a Stage, f64)> {
    repair
        .given
        .iter()
        .max_by(|a, b| {
            let steps = |one: &Relaxation| one.amount.abs() * price(inputs, sets, &one.row);
            steps(a).total_cmp(&steps(b))
        })
        .and_then(|one| {
            let stage = sets.stages.iter().find(|stage| one.row == format!("target[{}]", stage.year))?;
            Some((stage, one.amount.abs()))
        })
}

/// «target of 500,000 accelerators in 2030 needs 1,150 MW; the 4 best permitted sites offer 900 MW firm: 250 MW short»
fn shortfall(inputs: &Inputs<'_>, sets: &Sets, repair: &Repair, cause: Option<&Repair>) -> Option<String> {
    let (stage, short) = worst_target(inputs, sets, repair)?;
    let target = target_of(inputs.case, stage)?;
    let short = short * target.scale;
    let need_mw = need_mw(sets, &target)?;
    let (offer_mw, count) = offer_mw(inputs, sets, stage.year);
    let asked = format!("target of {} {} in {}", words::number(target.amount), target.unit, stage.year);
    if count == 0
        && let Some((year, rule)) = words::first_year(sets, stage.year)
    {
        let need = words::number(need_mw);
        return Some(format!("{asked} needs {need} MW; {rule} lets no site be connected before {year}"));
    }
    if offer_mw < need_mw {
        let place = sets.stages.iter().position(|other| other.year == stage.year).unwrap_or(0);
        let at_once = sets.sites.iter().any(|site| site.incident_mw < site.firm_mw[place]);
        return Some(format!(
            "{asked} needs {} MW; the {count} best permitted {} {} MW {}: {} MW short",
            words::number(need_mw),
            if count == 1 { "site offers" } else { "sites offer" },
            words::number(offer_mw),
            if at_once { "that their areas may lose at once" } else { "firm" },
            words::number(need_mw - offer_mw),
        ));
    }
    let because =
        cause.map_or(String::new(), |cause| format!(": {}", words::breach(inputs, sets, &cause.given)));
    Some(format!(
        "{asked} cannot be met: {} are possible, {} short{because}",
        words::number(target.amount - short),
        words::number(short),
    ))
}

/// Least megawatts that carry a target.
fn need_mw(sets: &Sets, target: &crate::rows::Target) -> Option<f64> {
    let per_unit = least(sets.sites.iter().flat_map(|site| {
        site.halls
            .iter()
            .filter(|hall| (target.of_hall)(hall) > 0.0)
            .map(|hall| hall.peak_mw / (target.of_hall)(hall))
    }));
    per_unit.is_finite().then_some(per_unit * target.amount)
}

/// Firm megawatts of the best sites a plan may open, and how many those are.
fn offer_mw(inputs: &Inputs<'_>, sets: &Sets, year: i32) -> (f64, usize) {
    let place = sets.stages.iter().position(|stage| stage.year == year).unwrap_or(0);
    best_sites(inputs, sets, |site| site.firm_mw[place].min(site.incident_mw))
}

fn best_sites(inputs: &Inputs<'_>, sets: &Sets, firm_mw: impl Fn(&SiteSet) -> f64) -> (f64, usize) {
    let (per_country, _) = law::sites_per_country(inputs.case);
    let mut order: Vec<(f64, &SiteSet)> = sets.sites.iter().map(|site| (firm_mw(site), site)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let mut taken: Vec<(f64, &SiteSet)> = Vec::new();
    for (mw, site) in order {
        let same = taken.iter().filter(|(_, other)| other.country == site.country).count();
        if mw > 0.0 && same < per_country && taken.len() < inputs.case.file.programme.sites_max_count {
            taken.push((mw, site));
        }
    }
    (taken.iter().map(|(mw, _)| mw).sum(), taken.len())
}

/// The first year in which the best permitted sites have the firm megawatts of the target.
fn wait(inputs: &Inputs<'_>, sets: &Sets, repair: &Repair) -> Option<String> {
    let (stage, _) = worst_target(inputs, sets, repair)?;
    let need_mw = need_mw(sets, &target_of(inputs.case, stage)?)?;
    let mut years: Vec<i32> = inputs.case.dataset.site_stages.iter().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    years.into_iter().filter(|year| *year > stage.year).find_map(|year| {
        let (offer_mw, _) = best_sites(inputs, sets, |site| {
            crate::firm_mw(inputs.case, &site.id, year).min(site.incident_mw)
        });
        (offer_mw >= need_mw).then(|| format!("wait: the sites have these megawatts in {year}"))
    })
}
