//! The series: one row per site or zone and hour, in Parquet with stamps in UTC.

use crate::Error;
use crate::view::Study;
use polars::prelude::*;

/// Rows of a row group: fixed, so that the bytes do not depend on threads.
const ROW_GROUP_ROWS: usize = 262_144;

/// `hourly.parquet`: chosen site × hour.
pub(crate) fn hourly(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let hours = study.horizon().hours;
    let column = |name: &str, of: &dyn Fn(&crate::view::SiteView<'_>) -> Vec<f64>| {
        let values: Vec<f64> = study.sites.iter().flat_map(of).collect();
        Column::new(name.into(), values)
    };
    let base = &study.result.base.price_eur_per_mwh;
    let carbon = &study.result.with_plan.carbon_t_per_mwh;
    write(vec![
        labels("site", study.sites.iter().map(|site| site.row.id.as_str()), hours),
        labels("zone", study.sites.iter().map(|site| zone_id(study, site.year.zone)), hours),
        stamps(study, study.sites.len()),
        column("facility_mw", &|site| site.year.facility_mw.to_vec()),
        column("it_mw", &|site| site.year.it_mw.to_vec()),
        column("pue_ratio", &|site| {
            site.year.facility_mw.iter().zip(site.year.it_mw.iter()).map(|(all, it)| all / it).collect()
        }),
        column("battery_mw", &|site| site.year.battery_mw.to_vec()),
        column("contracted_mw", &|site| site.year.contracted_mw.to_vec()),
        column("water_m3", &|site| site.year.water_m3.to_vec()),
        column("heat_mw", &|site| site.year.heat_mw.to_vec()),
        column("heat_sold_mw", &|site| site.year.heat_sold_mw.to_vec()),
        column("price_eur_per_mwh", &|site| site.year.price_eur_per_mwh.to_vec()),
        column("price_without_plan_eur_per_mwh", &|site| base[site.year.zone].to_vec()),
        column("carbon_t_per_mwh", &|site| carbon[site.year.zone].to_vec()),
    ])
}

/// `zones.parquet`: zone × hour, without and with the plan.
pub(crate) fn zones(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let hours = study.horizon().hours;
    let zones = &study.case.dataset.zones;
    let column = |name: &str, series: &[gigasite_case::Hourly<f64>]| {
        let values: Vec<f64> = series.iter().flat_map(|zone| zone.iter().copied()).collect();
        Column::new(name.into(), values)
    };
    let (base, with) = (&study.result.base, &study.result.with_plan);
    write(vec![
        labels("zone", zones.iter().map(|zone| zone.id.as_str()), hours),
        stamps(study, zones.len()),
        column("load_without_plan_mw", &base.load_mw),
        column("load_net_of_contracts_mw", &with.load_mw),
        column("price_without_plan_eur_per_mwh", &base.price_eur_per_mwh),
        column("price_eur_per_mwh", &with.price_eur_per_mwh),
        column("unserved_without_plan_mw", &base.unserved_mw),
        column("unserved_mw", &with.unserved_mw),
        column("spill_without_plan_mw", &base.spill_mw),
        column("spill_mw", &with.spill_mw),
        column("carbon_without_plan_t_per_mwh", &base.carbon_t_per_mwh),
        column("carbon_t_per_mwh", &with.carbon_t_per_mwh),
        column("marginal_carbon_t_per_mwh", &with.marginal_carbon_t_per_mwh),
        column("headroom_without_plan_mw", &base.headroom_mw),
        column("headroom_mw", &with.headroom_mw),
    ])
}

/// `duals.parquet`: shadow prices by name.
pub(crate) fn duals(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let duals = &study.plan.duals;
    let texts = |name: &str, of: &dyn Fn(&gigasite_optimise::plan::Dual) -> String| {
        Column::new(name.into(), duals.iter().map(of).collect::<Vec<_>>())
    };
    write(vec![
        texts("row", &|dual| dual.row.clone()),
        texts("unit", &|dual| dual.unit.clone()),
        Column::new("value".into(), duals.iter().map(|dual| dual.value).collect::<Vec<_>>()),
    ])
}

fn zone_id<'a>(study: &Study<'a>, zone: usize) -> &'a str {
    &study.case.dataset.zones[zone].id
}

fn labels<'a>(name: &str, of: impl Iterator<Item = &'a str>, hours: usize) -> Column {
    Column::new(name.into(), of.flat_map(|label| std::iter::repeat_n(label, hours)).collect::<Vec<_>>())
}

/// `time_utc`, the hours of the horizon once per block.
fn stamps(study: &Study<'_>, blocks: usize) -> Column {
    let start_ms = days_since_1970(study.horizon().calendar_year) * 86_400_000;
    let hours = i64::try_from(study.horizon().hours).unwrap_or_default();
    let values: Vec<i64> =
        (0..blocks).flat_map(|_| (0..hours).map(|hour| start_ms + hour * 3_600_000)).collect();
    Int64Chunked::from_vec("time_utc".into(), values)
        .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
        .into_series()
        .into()
}

/// Days from 1 January 1970 to 1 January of `year`.
fn days_since_1970(year: i32) -> i64 {
    let y = i64::from(year) - 1;
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) - 719_162
}

fn write(columns: Vec<Column>) -> Result<Vec<u8>, Error> {
    let mut frame = DataFrame::new_infer_height(columns)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .finish(&mut frame)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::days_since_1970;

    #[test]
    fn years_start_where_the_calendar_says() {
        assert_eq!(days_since_1970(1970), 0);
        assert_eq!(days_since_1970(2000), 10_957);
        assert_eq!(days_since_1970(2030), 21_915);
    }
}
