//! Sites: targets are met, halls fit their connection in every hour, and the facility, worked anew, draws and drinks what the
//! optimiser and the grid were told.

use super::{Binds, Evidence, promise};
use crate::result::Promise;
use crate::site_year::hall_of;
use gigasite_optimise::plan::SitePlan;

pub(super) fn check(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    targets(evidence, promises);
    let years = evidence.site_years.iter().zip(evidence.true_sites);
    for (site, (year, real)) in evidence.plan.sites.iter().zip(years) {
        for stage in &site.stages {
            let peak_mw: f64 = stage
                .halls
                .iter()
                .filter_map(|halls| {
                    hall_of(evidence.case, evidence.halls, &site.site, &halls.design)
                        .map(|hall| f64::from(halls.count) * hall.kpi.peak_mw)
                })
                .sum();
            promises.push(promise(
                "limit",
                format!(
                    "{} {}: halls at full load in the design hour fit the firm connection",
                    site.site, stage.year
                ),
                (Binds::AtMost, firm_mw(evidence, &site.site, stage.year), peak_mw),
                "MW",
                1e-6,
            ));
        }
        for pair in site.stages.windows(2) {
            promises.push(promise(
                "limit",
                format!("{} {}: nothing built earlier is taken down", site.site, pair[1].year),
                (Binds::AtLeast, pair[0].gpus, pair[1].gpus),
                "accelerators",
                1e-9,
            ));
        }
        let last = site.stages.last();
        let highest = real.facility_mw.iter().copied().fold(0.0, f64::max);
        promises.push(promise(
            "limit",
            format!("{}: the highest hour of the year stays within the connection", site.site),
            (Binds::AtMost, last.map_or(0.0, |stage| stage.connection_mw), highest),
            "MW",
            1e-6,
        ));
        let (facility, it): (f64, f64) = (real.facility_mw.iter().sum(), real.it_mw.iter().sum());
        let told: f64 = year.facility_mw.iter().sum();
        let worst = year.facility_mw.iter().zip(&real.facility_mw).map(|(told, found)| (told - found).abs());
        let claims = [
            ("energy of the year, worked hour by hour", told, facility, "MWh/a", 1e-3),
            ("PUE, worked hour by hour", year.kpi.pue_ratio, facility / it, "1", 1e-3),
            ("WUE, worked hour by hour", year.kpi.wue_l_per_kwh, real.water_m3 / it, "L/kWh", 2e-3),
        ];
        promises.extend(claims.map(|(what, claimed, found, unit, tolerance)| {
            let what = format!("{}: {what}", site.site);
            promise("kpi", what, (Binds::Equal, claimed, found), unit, tolerance)
        }));
        promises.push(promise(
            "kpi",
            format!(
                "{}: the hour in which the facility draws farthest from what the grid was told",
                site.site
            ),
            (Binds::AtMost, 2e-3 * highest, worst.fold(0.0, f64::max)),
            "MW",
            1e-6,
        ));
        work(evidence, site, promises);
        let below = real.facility_mw.iter().zip(&real.it_mw).filter(|(all, it)| all < it).count();
        promises.push(promise(
            "balance",
            format!("{}: no hour draws less than its own IT", site.site),
            (Binds::AtMost, 0.0, below as f64),
            "hours",
            0.0,
        ));
        let oversold =
            year.heat_sold_mw.iter().zip(year.heat_mw.iter()).filter(|(sold, there)| **sold > **there + 1e-9);
        promises.push(promise(
            "balance",
            format!("{}: no hour sells more heat than there is", site.site),
            (Binds::AtMost, 0.0, oversold.count() as f64),
            "hours",
            0.0,
        ));
    }
}

/// Flexible work: every day does what it would have done, but for what stopped and was given up, on the accelerators there are.
fn work(evidence: &Evidence<'_>, site: &SitePlan, promises: &mut Vec<Promise>) {
    let (mut undone_mwh, mut beyond_mw) = (0.0_f64, 0.0_f64);
    let mut moves = false;
    for built in site.stages.last().map_or(&[][..], |stage| stage.halls.as_slice()) {
        let Some(hall) = hall_of(evidence.case, evidence.halls, &site.site, &built.design) else { continue };
        let Some(reach) = &hall.reach else { continue };
        moves = true;
        let count = f64::from(built.count);
        let mut given_up_mwh = hall.given_up_gpu_hours / reach.gpu_hours_per_mwh;
        for (number, day) in hall.it_mw.chunks(24).enumerate() {
            let moved: f64 = (0..day.len())
                .map(|hour| (24 * number + hour, day[hour]))
                .filter(|(t, _)| reach.moves(*t))
                .map(|(t, mw)| {
                    beyond_mw = beyond_mw.max(count * (mw - reach.most_it_mw[t]));
                    reach.mean_it_mw - mw
                })
                .sum();
            given_up_mwh -= moved;
            // a day that does more than its own work does another's
            undone_mwh += count * (-moved).max(0.0);
        }
        undone_mwh += count * given_up_mwh.abs();
    }
    if moves {
        let kept = |what: &str| format!("{}: {what}", site.site);
        promises.push(promise(
            "target",
            kept("every megawatt hour of work is done in its day or counted as given up"),
            (Binds::AtMost, 0.0, undone_mwh),
            "MWh/a",
            1e-6,
        ));
        promises.push(promise(
            "limit",
            kept("no hour computes on more accelerators than there are"),
            (Binds::AtMost, 0.0, beyond_mw),
            "MW",
            1e-6,
        ));
    }
}

/// Firm megawatts of a site, the case's own figure first.
pub(super) fn firm_mw(evidence: &Evidence<'_>, site: &str, year: i32) -> f64 {
    let own = evidence.case.file.sites.firm_mw.get(site).copied();
    own.unwrap_or_else(|| evidence.case.firm_mw(site, year))
}

fn targets(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    for wanted in &evidence.case.file.programme.stages {
        let halls = evidence.plan.sites.iter().flat_map(|site| {
            site.stages
                .iter()
                .filter(|stage| stage.year == wanted.year)
                .flat_map(|stage| &stage.halls)
                .filter_map(|halls| {
                    hall_of(evidence.case, evidence.halls, &site.site, &halls.design)
                        .map(|hall| (f64::from(halls.count), hall))
                })
        });
        let (mut gpus, mut pflops, mut it_mw, mut gpu_hours) = (0.0, 0.0, 0.0, 0.0);
        for (count, hall) in halls {
            gpus += count * hall.gpus;
            pflops += count * hall.pflops;
            it_mw += count * evidence.case.file.halls.hall_it_mw;
            gpu_hours += count * hall.kpi.gpu_hours;
        }
        for (target, found, unit) in [
            (wanted.target_gpus, gpus, "accelerators"),
            (wanted.target_pflops, pflops, "PFLOP/s"),
            (wanted.target_it_mw, it_mw, "MW IT"),
            (wanted.target_gpu_hours, gpu_hours, "GPU-hours"),
        ] {
            if let Some(target) = target {
                promises.push(promise(
                    "target",
                    format!("programme {}: compute in service", wanted.year),
                    (Binds::AtLeast, target, found),
                    unit,
                    1e-6,
                ));
            }
        }
    }
}
