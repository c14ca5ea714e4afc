//! What a case asks for, held against itself and the dataset: values, names and the physics of the connections.

use crate::document::Node;
use gigasite_case::facility::Accelerator;
use gigasite_case::schema::{CaseFile, FlexibilityTable, Matching, StageTable};
use gigasite_case::{Dataset, Findings, suggest};
use std::collections::BTreeSet;

/// Where findings go, with the tree that knows the lines.
struct Desk<'a> {
    node: &'a Node,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn error(&mut self, code: &str, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.findings.error(code, self.node.place_of(path), message, hint);
    }
    fn fraction(&mut self, path: &str, value: f64) {
        if !(0.0..=1.0).contains(&value) {
            let hint =
                if value > 1.0 { format!("is it percent? write {}", value / 100.0) } else { String::new() };
            self.error(
                "fraction-out-of-range",
                path,
                format!("{value} is not a fraction between 0 and 1"),
                hint,
            );
        }
    }
    fn positive(&mut self, path: &str, value: f64) {
        if value <= 0.0 {
            self.error("not-positive", path, format!("{value} is not above 0"), "");
        }
    }
    fn within(&mut self, path: &str, value: f64, (least, most): (f64, f64), what: &str) {
        if !(least..=most).contains(&value) {
            self.error("out-of-range", path, format!("{value} is not within {least} to {most}"), what);
        }
    }
    fn not_negative(&mut self, path: &str, value: f64) {
        if value < 0.0 {
            self.error("negative-value", path, format!("{value} is negative"), "write the amount");
        }
    }
    fn year(&mut self, path: &str, value: i32, least: i32, most: i32) {
        if !(least..=most).contains(&value) {
            let message = format!("{value} is not a year between {least} and {most}");
            self.error("year-out-of-range", path, message, "write the year with four digits");
        }
    }
    fn names(&mut self, path: &str, written: &[String], what: &str, known: &[&str]) {
        for (i, name) in written.iter().enumerate() {
            if written[..i].contains(name) {
                let message = format!("`{name}` stands in the list already");
                self.error("duplicate-name", &format!("{path}.{i}"), message, "name it once");
            }
            if !known.contains(&name.as_str()) {
                let hint = suggest::hint(name, known.iter().copied());
                self.error("unknown-name", &format!("{path}.{i}"), format!("`{name}` is no {what}"), hint);
            }
        }
    }
    fn some(&mut self, path: &str, written: &[String]) {
        if written.is_empty() {
            self.error("empty-list", path, "the list is empty", "name at least one");
        }
    }
}

/// Shares of one computing, and no promise of work that may be lost.
fn flexibility(case: &CaseFile, desk: &mut Desk<'_>) {
    let FlexibilityTable { deferrable_frac, pausable_frac } = case.flexibility;
    desk.fraction("flexibility.deferrable_frac", deferrable_frac);
    desk.fraction("flexibility.pausable_frac", pausable_frac);
    if deferrable_frac <= 1.0 && pausable_frac <= 1.0 && deferrable_frac + pausable_frac > 1.0 + 1e-9 {
        let message =
            format!("{deferrable_frac} deferrable and {pausable_frac} pausable are more than all computing");
        desk.error(
            "out-of-range",
            "flexibility.pausable_frac",
            message,
            "both are shares of the same work: at most 1 in all",
        );
    }
    let matching = case.supply.carbon_free_matching;
    let lost = matching != Matching::Year && pausable_frac > 0.0;
    if lost || matching == Matching::Hour && deferrable_frac > 0.0 {
        let message =
            "carbon-free energy that must match work as it comes cannot match work that moves".to_owned();
        let hint = "match over the year (supply.carbon_free_matching = \"year\"), or leave flexibility at 0";
        desk.error("not-promised", "supply.carbon_free_matching", message, hint);
    }
    let promised = case.programme.stages.iter().any(|stage| stage.target_gpu_hours.is_some());
    if pausable_frac > 0.0 && promised {
        let message = "work that may be lost cannot fill a target in GPU-hours".to_owned();
        let hint =
            "ask for accelerators (target_gpus), or let the work wait in place of stopping (deferrable_frac)";
        desk.error("not-promised", "flexibility.pausable_frac", message, hint);
    }
}

/// Every value that needs no dataset.
pub(crate) fn check_values(case: &CaseFile, node: &Node, findings: &mut Findings) {
    let mut desk = Desk { node, findings };
    if case.name.trim().is_empty() {
        desk.error("missing-value", "name", "the study has no name", "it stands in every title");
    }
    desk.year("horizon.calendar_year", case.horizon.calendar_year, 1950, 2100);
    desk.year("horizon.price_year", case.horizon.price_year, 2000, 2100);
    programme(case, &mut desk);

    let halls = &case.halls;
    desk.within("halls.hall_it_mw", halls.hall_it_mw, (0.1, 1000.0), "IT megawatts of one hall");
    desk.fraction("halls.utilisation_frac", halls.utilisation_frac);
    desk.positive("halls.utilisation_frac", halls.utilisation_frac);
    desk.positive("halls.provisioned_ratio", halls.provisioned_ratio);
    if halls.provisioned_ratio > 1.5 {
        let message = format!("{} is more than nameplate can need", halls.provisioned_ratio);
        desk.error("out-of-range", "halls.provisioned_ratio", message, "1 is nameplate, 0.9 a power cap");
    }
    desk.not_negative("halls.overhead_ratio", halls.overhead_ratio);
    desk.some("halls.accelerators", &halls.accelerators);
    desk.some("halls.cooling", &halls.cooling);

    flexibility(case, &mut desk);
    let supply = &case.supply;
    desk.fraction("supply.carbon_free_frac", supply.carbon_free_frac);
    desk.within(
        "supply.contracts_max_ratio",
        supply.contracts_max_ratio,
        (0.0, 10.0),
        "contracted energy over consumption",
    );
    desk.fraction("supply.zone_peak_max_frac", supply.zone_peak_max_frac);
    desk.not_negative("supply.carbon_price_eur_per_t", supply.carbon_price_eur_per_t);
    if let Some(most) = supply.carbon_max_t_per_mwh {
        desk.not_negative("supply.carbon_max_t_per_mwh", most);
    }
    if let Some(most) = supply.water_max_l_per_kwh {
        desk.not_negative("supply.water_max_l_per_kwh", most);
    }
    if let Some(most) = case.money.union_envelope_bn_eur {
        desk.not_negative("money.union_envelope_bn_eur", most);
    }
    if let Some(most) = case.money.capex_max_bn_eur {
        desk.positive("money.capex_max_bn_eur", most);
    }
    if let Some(rival) = &case.rival {
        desk.positive("rival.it_mw", rival.it_mw);
        desk.not_negative("rival.carbon_t_per_mwh", rival.carbon_t_per_mwh);
        desk.not_negative("rival.building_eur_per_mw", rival.building_eur_per_mw);
        desk.fraction("rival.wacc_frac", rival.wacc_frac);
        if rival.pue_ratio < 1.0 {
            let message = format!("a PUE of {} is below 1", rival.pue_ratio);
            desk.error("out-of-range", "rival.pue_ratio", message, "facility energy over IT energy");
        }
        if rival.source.trim().is_empty() {
            desk.error("missing-source", "rival.source", "the rival's figures have no source", "name it");
        }
    }
    desk.fraction("solver.gap_frac", case.solver.gap_frac);
    desk.positive("solver.time_limit_s", case.solver.time_limit_s);
    desk.fraction("cosimulation.tolerance_frac", case.cosimulation.tolerance_frac);
    if case.cosimulation.rounds_max_count == 0 {
        desk.error("not-positive", "cosimulation.rounds_max_count", "0 rounds prove nothing", "write 6");
    }
}

fn programme(case: &CaseFile, desk: &mut Desk<'_>) {
    let programme = &case.programme;
    if programme.stages.is_empty() {
        let hint = "write [[programme.stages]] with year and target_gpus";
        desk.error("no-stages", "programme.stages", "the programme has no stage", hint);
    }
    for (i, stage) in programme.stages.iter().enumerate() {
        let path = format!("programme.stages.{i}");
        desk.year(&format!("{path}.year"), stage.year, 2020, 2060);
        let given = targets(stage);
        match given.as_slice() {
            [(name, value)] => desk.positive(&format!("{path}.{name}"), *value),
            [] => desk.error("no-target", &path, "the stage has no target", "give one of the four targets"),
            more => {
                let names: Vec<&str> = more.iter().map(|(name, _)| *name).collect();
                let message = format!("the stage has {} targets: {}", more.len(), names.join(", "));
                desk.error("several-targets", &path, message, "give exactly one of the four");
            }
        }
    }
    for (i, pair) in programme.stages.windows(2).enumerate() {
        let path = format!("programme.stages.{}", i + 1);
        if pair[1].year <= pair[0].year {
            let message = format!("{} does not come after {}", pair[1].year, pair[0].year);
            desk.error("stages-not-ascending", &format!("{path}.year"), message, "order the stages by year");
        }
        if let ([(before, a)], [(after, b)]) = (targets(&pair[0]).as_slice(), targets(&pair[1]).as_slice())
            && before == after
            && b < a
        {
            let message = format!("{b} is less than {a} of the stage before");
            desk.error(
                "targets-not-ascending",
                &format!("{path}.{after}"),
                message,
                "targets are cumulative",
            );
        }
    }
    if programme.sites_max_count == 0 {
        desk.error("not-positive", "programme.sites_max_count", "at most 0 sites is no programme", "");
    }
    if programme.sites_min_count > programme.sites_max_count {
        let message = format!(
            "at least {} sites cannot be met by at most {}",
            programme.sites_min_count, programme.sites_max_count
        );
        desk.error(
            "min-above-max",
            "programme.sites_min_count",
            message,
            "raise the most or lower the fewest",
        );
    }
    desk.not_negative("programme.site_min_gpus", programme.site_min_gpus);
    desk.positive("programme.site_max_gpus", programme.site_max_gpus);
    if programme.site_min_gpus > programme.site_max_gpus {
        let message = format!(
            "at least {} accelerators a site cannot be met by at most {}",
            programme.site_min_gpus, programme.site_max_gpus
        );
        desk.error("min-above-max", "programme.site_min_gpus", message, "raise the most or lower the least");
    }
    if programme.sites_per_country_count == 0 {
        desk.error(
            "not-positive",
            "programme.sites_per_country_count",
            "0 sites a country is none at all",
            "",
        );
    }
    if programme.synchronous_areas_min_count > programme.sites_max_count {
        let message = format!(
            "{} synchronous areas need as many sites, at most {} are allowed",
            programme.synchronous_areas_min_count, programme.sites_max_count
        );
        desk.error("min-above-max", "programme.synchronous_areas_min_count", message, "");
    }
    let value = programme.value_eur_per_gpu_hour;
    desk.within(
        "programme.value_eur_per_gpu_hour",
        value,
        (0.0, 1000.0),
        "euro for one hour of one accelerator",
    );
}

/// The targets a stage gives.
fn targets(stage: &StageTable) -> Vec<(&'static str, f64)> {
    [
        ("target_gpus", stage.target_gpus),
        ("target_pflops", stage.target_pflops),
        ("target_it_mw", stage.target_it_mw),
        ("target_gpu_hours", stage.target_gpu_hours),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name, value)))
    .collect()
}

/// Every name against the tables.
pub(crate) fn check_names(case: &CaseFile, dataset: &Dataset, node: &Node, findings: &mut Findings) {
    let mut desk = Desk { node, findings };
    let sites: Vec<&str> = dataset.sites.iter().map(|site| site.id.as_str()).collect();
    let kinds: Vec<&str> =
        dataset.sites.iter().map(|site| site.kind.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    desk.names("sites.only", &case.sites.only, "site", &sites);
    desk.names("sites.exclude", &case.sites.exclude, "site", &sites);
    desk.names("sites.force", &case.sites.force, "site", &sites);
    desk.names("sites.kinds", &case.sites.kinds, "kind of site", &kinds);
    for (site, firm_mw) in &case.sites.firm_mw {
        let path = format!("sites.firm_mw.{site}");
        if !sites.contains(&site.as_str()) {
            let hint = suggest::hint(site, sites.iter().copied());
            desk.error("unknown-name", &path, format!("`{site}` is no site"), hint);
        }
        desk.not_negative(&path, *firm_mw);
    }
    let accelerators: Vec<&str> = dataset.accelerators.iter().map(|row| row.id.as_str()).collect();
    desk.names("halls.accelerators", &case.halls.accelerators, "accelerator", &accelerators);
    if let Some(rival) = &case.rival
        && !accelerators.contains(&rival.accelerator.as_str())
    {
        let hint = suggest::hint(&rival.accelerator, accelerators.iter().copied());
        desk.error(
            "unknown-name",
            "rival.accelerator",
            format!("`{}` is no accelerator", rival.accelerator),
            hint,
        );
    }
    let cooling: Vec<&str> = dataset.cooling_designs.iter().map(|row| row.id.as_str()).collect();
    desk.names("halls.cooling", &case.halls.cooling, "cooling design", &cooling);
    let technologies: Vec<&str> = dataset.technologies.iter().map(|row| row.technology.as_str()).collect();
    desk.names("supply.technologies", &case.supply.technologies, "technology", &technologies);
    if case.programme.stages.iter().any(|stage| stage.target_pflops.is_some()) {
        for (i, name) in case.halls.accelerators.iter().enumerate() {
            let row = dataset.accelerators.iter().find(|row| row.id == *name);
            if row.is_some_and(|row| row.fp8_dense_tflops.is_none()) {
                let message = format!("`{name}` has no FP8 figure, and the target is in FP8 petaFLOP/s");
                desk.error("no-fp8-figure", &format!("halls.accelerators.{i}"), message, "leave it out");
            }
        }
    }
}

/// Whether the connections of the sites that may be chosen can carry the targets at all.
///
/// Counts IT power alone (a PUE of 1), so it refuses only what no plan could do. `dataset` is already narrowed.
pub(crate) fn check_reach(case: &CaseFile, dataset: &Dataset, node: &Node, findings: &mut Findings) {
    let mut desk = Desk { node, findings };
    let programme = &case.programme;
    for (i, id) in case.sites.force.iter().enumerate() {
        if !dataset.sites.iter().any(|site| site.id == *id) {
            let message =
                format!("`{id}` is forced in, but the filters of [sites] or `eu_only` leave it out");
            desk.error("forced-site-excluded", &format!("sites.force.{i}"), message, "loosen the filter");
        }
    }
    if case.sites.force.len() > programme.sites_max_count {
        let message = format!(
            "{} sites are forced, at most {} allowed",
            case.sites.force.len(),
            programme.sites_max_count
        );
        desk.error("min-above-max", "sites.force", message, "raise programme.sites_max_count");
    }
    if dataset.sites.is_empty() {
        let hint = "loosen only, kinds, exclude or programme.eu_only";
        desk.error("no-sites", "sites", "no site is left to choose from", hint);
        return;
    }
    let accelerators: Vec<&Accelerator> =
        dataset.accelerators.iter().filter(|row| case.halls.accelerators.contains(&row.id)).collect();
    let per_gpu = accelerators.iter().map(|row| mw_per_gpu(case, row)).fold(f64::INFINITY, f64::min);
    if !per_gpu.is_finite() || per_gpu <= 0.0 {
        return;
    }
    for (i, stage) in programme.stages.iter().enumerate() {
        let [(name, target)] = targets(stage)[..] else { continue };
        let needed_mw = match name {
            "target_gpus" => target * per_gpu,
            "target_it_mw" => target,
            "target_gpu_hours" => target / (8760.0 * case.halls.utilisation_frac) * per_gpu,
            _ => {
                accelerators
                    .iter()
                    .filter_map(|row| {
                        row.fp8_dense_tflops.map(|tflops| mw_per_gpu(case, row) * 1000.0 / tflops)
                    })
                    .fold(f64::INFINITY, f64::min)
                    .min(f64::MAX)
                    * target
            }
        };
        // the site's limit in megawatts is generous: the largest accelerator draws most
        let largest = accelerators.iter().map(|row| mw_per_gpu(case, row)).fold(0.0, f64::max);
        let best = best_firm_mw(case, dataset, stage.year, programme.site_max_gpus * largest);
        let available_mw: f64 = best.iter().map(|(_, mw)| mw).sum();
        if needed_mw > available_mw {
            let names: Vec<&str> = best.iter().take(8).map(|(site, _)| *site).collect();
            desk.error(
                "target-above-connections",
                &format!("programme.stages.{i}.{name}"),
                format!(
                    "the target of {} needs {needed_mw:.0} MW for IT alone, but the firm connections of the best {} \
                     site(s) allowed carry {available_mw:.0} MW in {}: {:.0} MW short",
                    stage.year,
                    best.len(),
                    stage.year,
                    needed_mw - available_mw
                ),
                format!(
                    "lower the target, move its year, raise programme.sites_max_count or give sites.firm_mw \
                     (best now: {})",
                    names.join(", ")
                ),
            );
        }
    }
    if let Some(last) = programme.stages.last() {
        let least_mw = programme.site_min_gpus * per_gpu;
        let able = best_firm_mw(case, dataset, last.year, f64::INFINITY)
            .iter()
            .filter(|(_, mw)| *mw >= least_mw)
            .count();
        if able < programme.sites_min_count {
            let message = format!(
                "{able} site(s) can host {} accelerators ({least_mw:.0} MW for IT alone) by {}, at least {} are asked for",
                programme.site_min_gpus, last.year, programme.sites_min_count
            );
            desk.error(
                "too-few-sites",
                "programme.sites_min_count",
                message,
                "lower it or programme.site_min_gpus",
            );
        }
    }
}

/// Provisioned IT power of one accelerator with its share of node, network and storage.
fn mw_per_gpu(case: &CaseFile, row: &Accelerator) -> f64 {
    row.node_max_kw / row.node_gpus * case.halls.provisioned_ratio * (1.0 + case.halls.overhead_ratio)
        / 1000.0
}

/// The best sites a year allows, at most so many a country and in all, with their firm megawatts up to `most_mw`.
fn best_firm_mw<'a>(case: &CaseFile, dataset: &'a Dataset, year: i32, most_mw: f64) -> Vec<(&'a str, f64)> {
    let mut sites: Vec<(&str, &str, f64)> = dataset
        .sites
        .iter()
        .map(|site| {
            let firm = dataset
                .site_stages
                .iter()
                .filter(|stage| stage.site == site.id && stage.year <= year)
                .map(|stage| stage.firm.0)
                .fold(0.0, f64::max);
            (site.id.as_str(), site.country.as_str(), firm.min(most_mw))
        })
        .collect();
    sites.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(b.0)));
    let mut chosen: Vec<(&str, &str, f64)> = Vec::new();
    for site in sites {
        let compatriots = chosen.iter().filter(|other| other.1 == site.1).count();
        if chosen.len() < case.programme.sites_max_count
            && compatriots < case.programme.sites_per_country_count
        {
            chosen.push(site);
        }
    }
    chosen.into_iter().map(|(site, _, mw)| (site, mw)).collect()
}
