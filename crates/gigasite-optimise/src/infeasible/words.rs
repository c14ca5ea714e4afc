//! Rows as people speak of them.

use crate::rows::target_of;
use crate::sets::Sets;
use crate::{Inputs, law};
use gigasite_case::schema::Matching;
use gigasite_lp::Relaxation;

/// `1234567.8` as `1,234,568`.
pub(crate) fn number(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0.0 && grouped != "0" { format!("-{grouped}") } else { grouped }
}

/// Billions with as many places as they need.
fn billions(value: f64) -> String {
    if value.abs() >= 1.0 { format!("{value:.2}") } else { format!("{value:.4}") }
}

/// The same with two digits where there is less than ten.
fn quantity(value: f64) -> String {
    let value = value.abs();
    if value >= 9.95 || value <= 0.0 {
        return number(value);
    }
    let places = (1.0 - value.log10().floor()).clamp(0.0, 9.0) as usize;
    let text = format!("{value:.places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1 site`, `2 sites`, with the verb that goes with it.
fn sites(count: usize) -> String {
    if count == 1 { "1 site is".to_owned() } else { format!("{count} sites are") }
}

/// The year before which the law lets nothing be connected at any site, if that is after `year`, and the rule that says so
/// where sites come first.
pub(crate) fn first_year(sets: &Sets, year: i32) -> Option<(i32, &str)> {
    let barred = sets.sites.iter().map(|site| barred_until(sets, &site.id, year));
    let all: Option<Vec<(i32, &str)>> = barred.collect();
    all?.into_iter().min_by_key(|(first, _)| *first)
}

/// The same for one site.
fn barred_until<'a>(sets: &'a Sets, site: &str, year: i32) -> Option<(i32, &'a str)> {
    let law = &sets.sites.iter().find(|set| set.id == site)?.law;
    let (first, rule) = law.not_before.as_ref()?;
    (year < *first).then_some((*first, rule.as_str()))
}

/// The rule and year that a row of firm megawatts stands for, if it is the law that leaves none.
fn barred<'a>(sets: &'a Sets, key: &[&str]) -> Option<(i32, &'a str)> {
    barred_until(sets, key.first()?, key.get(1)?.parse().ok()?)
}

/// A row in parts: family and what stands in its brackets.
fn parts(row: &str) -> (&str, Vec<&str>) {
    match row.split_once('[') {
        Some((family, key)) => (family, key.trim_end_matches(']').split(',').collect()),
        None => (row, Vec::new()),
    }
}

/// The relaxation that gives most; the first of equals.
fn largest(given: &[Relaxation]) -> Option<&Relaxation> {
    given.iter().reduce(|best, one| if one.amount.abs() > best.amount.abs() { one } else { best })
}

/// Whose limit it is and how much is missing.
pub(crate) fn breach(inputs: &Inputs<'_>, sets: &Sets, given: &[Relaxation]) -> String {
    let Some(one) = largest(given) else { return String::from("no limit was found that could give") };
    let (family, key) = parts(&one.row);
    let at = key.first().copied().unwrap_or_default();
    let amount = quantity(total(given));
    let asked = &inputs.case.file.programme;
    match family {
        "target" => {
            let stage = sets.stages.iter().find(|stage| stage.year.to_string() == at);
            let target = stage.and_then(|stage| target_of(inputs.case, stage));
            target.map_or_else(String::new, |target| {
                let short = number(total(given) * target.scale);
                format!("the target of {} {} in {at} is {short} too high", number(target.amount), target.unit)
            })
        }
        "firm" => match barred(sets, &key) {
            Some((year, rule)) => format!("{rule} lets nothing be connected at {at} before {year}"),
            None => format!(
                "{at} lacks {} MW of firm connection in {}",
                quantity(one.amount),
                key.get(1).copied().unwrap_or_default()
            ),
        },
        "incident" => format!("{at} would exceed the largest loss its synchronous area bears by {amount} MW"),
        "site_min" => format!(
            "a site must host {} accelerators, and {at} is {} short",
            number(asked.site_min_gpus),
            number(one.amount.abs())
        ),
        "site_max" => format!(
            "a site may host {} accelerators at most, {} fewer than {at} would need",
            number(asked.site_max_gpus),
            number(one.amount.abs())
        ),
        "sites_min" => format!("{} asked for, {amount} more than fit", sites(asked.sites_min_count)),
        "sites_max" => format!("{} allowed, {amount} fewer than needed", sites(asked.sites_max_count)),
        "country" => {
            let (most, who) = law::sites_per_country(inputs.case);
            format!("{who} allows {most} in one country, {amount} fewer than needed (first in {at})")
        }
        "areas_min" => format!(
            "{} synchronous areas are asked for, {amount} more than the sites allow",
            asked.synchronous_areas_min_count
        ),
        "forced" => format!("{at} must be in the plan, but does not fit into it"),
        "zone_peak" => format!(
            "zone {at} may take {:.0} % of its peak load, {} MW less than needed",
            100.0 * inputs.case.file.supply.zone_peak_max_frac,
            quantity(one.amount)
        ),
        "zone_headroom" => format!("zone {at} has {} MW less headroom than needed", quantity(one.amount)),
        "supply_max" => format!(
            "{at} may contract {} MW less {} than it needs",
            quantity(one.amount),
            key.get(1).copied().unwrap_or_default().replace('_', " ")
        ),
        "carbon_free" => format!(
            "{:.0} % carbon-free energy{} is asked for, {} GWh a year more than {at} can contract",
            100.0 * inputs.case.file.supply.carbon_free_frac,
            within(inputs),
            quantity(one.amount)
        ),
        "carbon_max" => format!("the carbon limit is {amount} kt a year too low"),
        "water_max" => {
            format!("the water limit is {} m3 a year too low at {at}", quantity(1e3 * one.amount))
        }
        "reuse" | "renewable" | "dispatchable" => {
            let rule = key.get(1).copied().unwrap_or_default();
            let (what, unit) = match family {
                "reuse" => ("reused heat", "GWh a year"),
                "renewable" => ("contracted wind and sun", "GWh a year"),
                _ => ("dispatchable plant", "MW"),
            };
            format!("{rule} asks {at} for {} {unit} more {what} than it can have", quantity(one.amount))
        }
        "capex_max" => format!(
            "the investment limit of {} bn EUR is {} bn EUR too low",
            billions(inputs.case.file.money.capex_max_bn_eur.unwrap_or_default()),
            billions(total(given) / 1e3)
        ),
        _ => format!("{} would have to give by {amount}", one.row),
    }
}

/// What a user could change.
pub(crate) fn repair(inputs: &Inputs<'_>, sets: &Sets, given: &[Relaxation]) -> String {
    let Some(one) = largest(given) else { return String::new() };
    let (family, key) = parts(&one.row);
    let at = key.first().copied().unwrap_or_default();
    let sum = total(given);
    let more = if given.len() > 1 { format!(" (and {} more)", given.len() - 1) } else { String::new() };
    match family {
        "target" => {
            let texts: Vec<String> = given
                .iter()
                .filter_map(|one| {
                    let (_, key) = parts(&one.row);
                    let stage = sets
                        .stages
                        .iter()
                        .find(|stage| Some(stage.year.to_string().as_str()) == key.first().copied())?;
                    let target = target_of(inputs.case, stage)?;
                    let left = (target.amount - one.amount.abs() * target.scale).max(0.0);
                    Some(format!(
                        "lower the {} target to {} {}",
                        stage.year,
                        number(left.floor()),
                        target.unit
                    ))
                })
                .collect();
            texts.join(" and ")
        }
        "firm" if barred(sets, &key).is_some() => {
            let (year, rule) = barred(sets, &key).unwrap_or_default();
            format!("study without rule {rule}, or ask for nothing before {year}")
        }
        "firm" => {
            let texts: Vec<String> = given
                .iter()
                .take(2)
                .map(|one| {
                    let (_, key) = parts(&one.row);
                    format!(
                        "{} MW of firm connection to {}",
                        number(one.amount.abs().ceil()),
                        key.join(" by ")
                    )
                })
                .collect();
            let rest = if given.len() > 2 { format!(" and {} more", given.len() - 2) } else { String::new() };
            format!("add a site, or bring {}{rest}", texts.join(" and "))
        }
        "incident" => format!("split {at} over two connection points{more}"),
        "site_min" => format!("lower `programme.site_min_gpus` by {}", number(one.amount.abs().ceil())),
        "site_max" => format!("raise `programme.site_max_gpus` by {}", number(one.amount.abs().ceil())),
        "sites_min" => format!(
            "lower `programme.sites_min_count` to {}",
            number(inputs.case.file.programme.sites_min_count as f64 - sum)
        ),
        "sites_max" => format!(
            "raise `programme.sites_max_count` to {}",
            number(inputs.case.file.programme.sites_max_count as f64 + sum)
        ),
        "country" => {
            let (most, who) = law::sites_per_country(inputs.case);
            format!(
                "allow {} sites in {at}{more} ({who} says {most})",
                number(most as f64 + one.amount.abs())
            )
        }
        "areas_min" => format!(
            "lower `programme.synchronous_areas_min_count` to {}",
            number(inputs.case.file.programme.synchronous_areas_min_count as f64 - sum)
        ),
        "forced" => format!("take `{at}` out of the forced sites{more}"),
        "zone_peak" => {
            let zone = inputs.case.zone_index(at).map(|zone| &inputs.case.dataset.zones[zone]);
            let now = inputs.case.file.supply.zone_peak_max_frac;
            let then = zone.map_or(now, |zone| now + one.amount.abs() / zone.peak_load.0.max(1.0));
            format!(
                "raise `supply.zone_peak_max_frac` to {:.2} for {at}{more}",
                (100.0 * then).ceil() / 100.0
            )
        }
        "zone_headroom" => {
            format!("bring {} MW of plant or lines to zone {at}{more}", number(one.amount.abs().ceil()))
        }
        "supply_max" => format!(
            "let {at} contract {} MW more {}{more} (`max_ratio` of technologies.csv)",
            number(one.amount.abs().ceil()),
            key.get(1).copied().unwrap_or_default().replace('_', " ")
        ),
        "carbon_free" => {
            let ask = match inputs.case.file.supply.carbon_free_matching {
                Matching::Year => "",
                Matching::Month | Matching::Hour => "match over longer (`supply.carbon_free_matching`), ",
            };
            format!("{ask}lower `supply.carbon_free_frac`, or allow more contracts in `supply.technologies`")
        }
        "carbon_max" => String::from("raise `supply.carbon_max_t_per_mwh`, or allow sites on cleaner grids"),
        "water_max" => {
            String::from("raise `supply.water_max_l_per_kwh`, or allow a dry design in `halls.cooling`")
        }
        "reuse" | "renewable" | "dispatchable" => format!(
            "study without rule {}{more}, or allow sites outside its reach",
            key.get(1).copied().unwrap_or_default()
        ),
        "capex_max" => {
            let now = inputs.case.file.money.capex_max_bn_eur.unwrap_or_default();
            format!("raise `money.capex_max_bn_eur` to {}", billions(now + 1.001 * sum / 1e3))
        }
        _ => format!("relax {}", one.row),
    }
}

/// Periods that are shorter than a year, in words.
fn within(inputs: &Inputs<'_>) -> &'static str {
    match inputs.case.file.supply.carbon_free_matching {
        Matching::Year => "",
        Matching::Month => " in every month",
        Matching::Hour => " in every hour",
    }
}

fn total(given: &[Relaxation]) -> f64 {
    given.iter().map(|one| one.amount.abs()).sum()
}
