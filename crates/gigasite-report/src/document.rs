//! The JSON documents: plan, audit, map data and manifest.

use crate::view::Study;
use crate::{Error, RunInfo};
use gigasite_cosim::result::{Convergence, Promise, RivalComparison, SiteKpis};
use gigasite_optimise::plan::{Plan, PlanStatus};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Digest as _;

/// Who writes: stands in every manifest, and tells a results folder from a stranger's.
pub(crate) const TOOL: &str = "gigasite";

/// JSON Schema of `plan.json`.
pub const PLAN_SCHEMA: &str = include_str!("plan.schema.json");

/// `plan.json`: everything that can be written down without hourly series.
#[derive(Serialize)]
struct PlanDocument<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'a str,
    description: &'a str,
    status: PlanStatus,
    objective_eur_per_a: f64,
    bound_eur_per_a: f64,
    gap_rel: f64,
    price_year: i32,
    series_source: &'a str,
    summary: Summary,
    sites: Vec<SiteSummary<'a>>,
    plan: &'a Plan,
    convergence: &'a Convergence,
    kpis: &'a [SiteKpis],
    audit: AuditSummary<'a>,
    grid: GridSummary,
    rival: Option<&'a RivalComparison>,
    case: &'a gigasite_case::schema::CaseFile,
}

#[derive(Serialize)]
struct Summary {
    headline: String,
    certainty: String,
    sites_count: usize,
    gpus: f64,
    connection_mw: f64,
    capex_eur: f64,
    pue_ratio: f64,
    wue_l_per_kwh: f64,
    eur_per_gpu_hour: f64,
    g_per_gpu_hour: f64,
    matched_hourly_frac: f64,
    matched_annual_frac: f64,
}

#[derive(Serialize)]
struct SiteSummary<'a> {
    site: &'a str,
    name: &'a str,
    country: &'a str,
    zone: &'a str,
    lat_deg: f64,
    lon_deg: f64,
    price_paid_eur_per_mwh: f64,
    carbon_t: f64,
    matched_hourly_frac: f64,
    matched_annual_frac: f64,
    eur_per_gpu_hour: f64,
    g_per_gpu_hour: f64,
    kpi: &'a gigasite_facility::hall_year::HallKpi,
}

#[derive(Serialize)]
struct AuditSummary<'a> {
    promises_count: usize,
    kept_count: usize,
    broken_count: usize,
    broken: Vec<&'a Promise>,
}

#[derive(Serialize)]
struct GridSummary {
    unserved_zone_hours_without_count: usize,
    unserved_zone_hours_with_count: usize,
    unserved_without_mwh: f64,
    unserved_with_mwh: f64,
    price_without_eur_per_mwh: f64,
    price_with_eur_per_mwh: f64,
    headroom_min_mw: Option<f64>,
    headroom_min_zone: Option<String>,
    headroom_min_at: Option<String>,
}

/// `plan.json`.
pub(crate) fn plan_json(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let (kept, broken) = study.promises();
    let (without, with) = study.unserved();
    let (price_without, price_with) = study.mean_prices();
    let tightest = study.tightest();
    pretty(&PlanDocument {
        schema: "plan.schema.json",
        name: &study.case.file.name,
        description: &study.case.file.description,
        status: study.plan.status,
        objective_eur_per_a: study.plan.objective_eur_per_a,
        bound_eur_per_a: study.plan.bound_eur_per_a,
        gap_rel: study.plan.gap_rel,
        price_year: study.case.price_year,
        series_source: &study.case.series_source,
        summary: Summary {
            headline: crate::page::headline(study),
            certainty: study.certainty(),
            sites_count: study.sites.len(),
            gpus: study.gpus(),
            connection_mw: study.connection_mw(),
            capex_eur: study.capex_eur(),
            pue_ratio: study.pue(),
            wue_l_per_kwh: study.wue(),
            eur_per_gpu_hour: study.eur_per_gpu_hour(),
            g_per_gpu_hour: study.g_per_gpu_hour(),
            matched_hourly_frac: study.matched_hourly(),
            matched_annual_frac: study.matched_annual(),
        },
        sites: study
            .sites
            .iter()
            .map(|site| SiteSummary {
                site: &site.row.id,
                name: &site.row.name,
                country: &site.row.country,
                zone: &site.row.zone,
                lat_deg: site.row.lat_deg,
                lon_deg: site.row.lon_deg,
                price_paid_eur_per_mwh: site.year.price_paid_eur_per_mwh,
                carbon_t: site.year.carbon_t,
                matched_hourly_frac: site.year.matched_hourly_frac,
                matched_annual_frac: site.year.matched_annual_frac,
                eur_per_gpu_hour: site.year.eur_per_gpu_hour,
                g_per_gpu_hour: site.year.g_per_gpu_hour,
                kpi: &site.year.kpi,
            })
            .collect(),
        plan: study.plan,
        convergence: &study.result.convergence,
        kpis: &study.result.kpis,
        audit: AuditSummary {
            promises_count: kept + broken,
            kept_count: kept,
            broken_count: broken,
            broken: study.result.audit.promises.iter().filter(|promise| !promise.kept).collect(),
        },
        grid: GridSummary {
            unserved_zone_hours_without_count: without.zone_hours,
            unserved_zone_hours_with_count: with.zone_hours,
            unserved_without_mwh: without.energy_mwh,
            unserved_with_mwh: with.energy_mwh,
            price_without_eur_per_mwh: price_without,
            price_with_eur_per_mwh: price_with,
            headroom_min_mw: tightest.map(|(mw, _, _)| mw),
            headroom_min_zone: tightest.map(|(_, zone, _)| zone.to_owned()),
            headroom_min_at: tightest.map(|(_, _, hour)| study.horizon().stamp(hour)),
        },
        rival: study.result.rival.as_ref(),
        case: &study.asked(),
    })
}

/// `audit.json`: every promise.
pub(crate) fn audit_json(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let (kept, broken) = study.promises();
    pretty(&json!({
        "name": study.case.file.name,
        "status": study.plan.status,
        "gap_rel": study.plan.gap_rel,
        "kept_count": kept,
        "broken_count": broken,
        "promises": study.result.audit.promises,
    }))
}

/// `sites.geojson` (RFC 7946): chosen sites, then every candidate that was not chosen.
pub(crate) fn geojson(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let point = |lon: f64, lat: f64| json!({ "type": "Point", "coordinates": [lon, lat] });
    let mut features: Vec<Value> = Vec::new();
    for site in &study.sites {
        features.push(json!({
            "type": "Feature",
            "id": site.row.id,
            "geometry": point(site.row.lon_deg, site.row.lat_deg),
            "properties": {
                "chosen": true,
                "name": site.row.name,
                "country": site.row.country,
                "zone": site.row.zone,
                "kind": site.row.kind,
                "connection_mw": site.last.connection_mw,
                "it_mw": site.last.it_mw,
                "gpus": site.last.gpus,
                "halls_count": site.halls(),
                "pue_ratio": site.year.kpi.pue_ratio,
                "wue_l_per_kwh": site.year.kpi.wue_l_per_kwh,
                "price_paid_eur_per_mwh": site.year.price_paid_eur_per_mwh,
                "eur_per_gpu_hour": site.year.eur_per_gpu_hour,
                "g_per_gpu_hour": site.year.g_per_gpu_hour,
                "capex_eur": site.plan.capex_eur,
            },
        }));
    }
    for (row, why) in study.rejected() {
        features.push(json!({
            "type": "Feature",
            "id": row.id,
            "geometry": point(row.lon_deg, row.lat_deg),
            "properties": {
                "chosen": false,
                "name": row.name,
                "country": row.country,
                "zone": row.zone,
                "kind": row.kind,
                "forced_in_eur_per_a": why.and_then(|other| other.forced_in_eur_per_a),
                "reason": why.map(|other| other.reason.as_str()),
            },
        }));
    }
    pretty(&json!({
        "type": "FeatureCollection",
        "name": study.case.file.name,
        "status": study.plan.status,
        "features": features,
    }))
}

/// `manifest.json`: what went in, how it was run, what came out; the only file that differs between two runs.
pub(crate) fn manifest(
    study: &Study<'_>,
    run: &RunInfo,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<u8>, Error> {
    let inputs: Vec<Value> = study
        .case
        .input_hashes
        .iter()
        .map(|(name, sha256)| json!({ "name": name, "sha256": sha256 }))
        .collect();
    let outputs: Vec<Value> = files
        .iter()
        .map(|(name, bytes)| json!({ "path": name, "bytes_count": bytes.len(), "sha256": sha256(bytes) }))
        .collect();
    let timing: Vec<Value> =
        run.timing_s.iter().map(|(stage, seconds)| json!({ "stage": stage, "wall_s": seconds })).collect();
    let (base, with) = (study.result.base.effort, study.result.with_plan.effort);
    pretty(&json!({
        "tool": TOOL,
        "version": run.version,
        "command": run.command,
        "written_at": now_utc(),
        "platform": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "name": study.case.file.name,
        "status": study.plan.status,
        "gap_rel": study.plan.gap_rel,
        "threads_count": run.threads,
        "weather_seed": study.case.file.horizon.weather_seed,
        "calendar_year": study.case.horizon.calendar_year,
        "hours_count": study.case.horizon.hours,
        "price_year": study.case.price_year,
        "series_source": study.case.series_source,
        "solver": {
            "name": "HiGHS through good_lp",
            "gap_frac": study.case.file.solver.gap_frac,
            "time_limit_s": study.case.file.solver.time_limit_s,
        },
        "effort": { "programme": study.plan.effort, "dispatch_without": base, "dispatch_with": with },
        "timing": timing,
        "inputs": inputs,
        "outputs": outputs,
    }))
}

/// Two-space JSON with a line feed at the end.
pub(crate) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `YYYY-MM-DDTHH:MM:SSZ`. Civil date from days: Hinnant, «chrono-compatible low-level date algorithms».
fn now_utc() -> String {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    utc(i64::try_from(elapsed.as_secs()).unwrap_or_default())
}

fn utc(seconds: i64) -> String {
    let (days, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe =
        (doe - doe.div_euclid(1_460) + doe.div_euclid(36_524) - doe.div_euclid(146_096)).div_euclid(365);
    let doy = doe - (365 * yoe + yoe.div_euclid(4) - yoe.div_euclid(100));
    let mp = (5 * doy + 2).div_euclid(153);
    let day = doy - (153 * mp + 2).div_euclid(5) + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (clock.div_euclid(3_600), clock.div_euclid(60) % 60, clock % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn the_clock_of_the_manifest_knows_leap_days() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(951_825_600), "2000-02-29T12:00:00Z");
        assert_eq!(utc(1_767_225_599), "2025-12-31T23:59:59Z");
    }
}
