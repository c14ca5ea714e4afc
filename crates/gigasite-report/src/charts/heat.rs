//! Month × hour heat maps: when the year is hot, and when it is dear.

use super::Chart;
use crate::format;
use crate::svg::{Anchor, Svg};
use crate::table::{Cell, Table, column};
use crate::view::Study;

pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Steps of the colour scale in the style sheet: `h0` … `h8`.
const STEPS: f64 = 9.0;

/// PUE over all sites.
pub(crate) fn pue(study: &Study<'_>) -> Chart {
    let cells = fold(study, |site, hour| (site.year.facility_mw[hour], site.year.it_mw[hour]));
    let text = "All sites together, by month and hour of the day (UTC): facility energy over IT energy.";
    chart(("pue_month_hour", "PUE by month and hour"), &cells, 3, text)
}

/// Price paid over all sites.
pub(crate) fn price(study: &Study<'_>) -> Chart {
    let cells = fold(study, |site, hour| {
        let mw = site.year.facility_mw[hour];
        (mw * site.year.price_eur_per_mwh[hour], mw)
    });
    let text = "All sites together, by month and hour of the day (UTC): price with the plan in place, weighted by load.";
    chart(("price_month_hour", "Price, EUR/MWh, by month and hour"), &cells, 0, text)
}

/// Sums of numerator and denominator over the hours of a cell, then their ratio; `None` where the year has no such hour.
fn fold(
    study: &Study<'_>,
    of: impl Fn(&crate::view::SiteView<'_>, usize) -> (f64, f64),
) -> Vec<[Option<f64>; 24]> {
    let mut sums = vec![[(0.0, 0.0); 24]; 12];
    for hour in 0..study.horizon().hours {
        let cell = &mut sums[study.horizon().month(hour)][hour % 24];
        for site in &study.sites {
            let (above, below) = of(site, hour);
            cell.0 += above;
            cell.1 += below;
        }
    }
    sums.iter().map(|row| row.map(|(above, below)| (below > 0.0).then_some(above / below))).collect()
}

fn chart(
    (name, title): (&'static str, &'static str),
    cells: &[[Option<f64>; 24]],
    decimals: usize,
    text: &str,
) -> Chart {
    let svg = draw(title, cells, decimals);
    let mut columns = vec![column("month", "Month", None)];
    columns.extend((0..24).map(|hour| column(format!("{hour:02}"), format!("{hour:02}"), Some(decimals))));
    let mut table = Table::new(name, title, columns);
    for (m, row) in cells.iter().enumerate() {
        let mut line: Vec<Cell> = vec![MONTHS[m].into()];
        line.extend(row.iter().map(|value| Cell::from(*value)));
        table.push(line);
    }
    Chart { svg: svg.finish(), caption: text.to_owned(), table }
}

/// The drawing: shades `h0` … `h8` of the style sheet from the lowest to the highest cell.
pub(crate) fn draw(title: &str, cells: &[[Option<f64>; 24]], decimals: usize) -> Svg {
    let (width, left, top, w, h) = (420.0, 36.0, 40.0, 15.6, 19.0);
    let height = top + h * 12.0 + 26.0;
    let mut svg = Svg::new(width, height, title);
    let found = || cells.iter().flatten().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = (found().fold(f64::INFINITY, f64::min), found().fold(f64::NEG_INFINITY, f64::max));
    let shade = |value: f64| {
        (((value - low) / (high - low).max(1e-12) * STEPS).floor()).clamp(0.0, STEPS - 1.0) as usize
    };
    if low.is_finite() {
        let x = left + 24.0 * w - STEPS * 14.0 - 46.0;
        svg.text((x - 6.0, 19.0), Anchor::End, "m", &format::thousands(low, decimals));
        for step in 0..STEPS as usize {
            svg.rect((x + 14.0 * step as f64, 9.0, 14.0, 12.0), &format!("h{step}"), "");
        }
        svg.text((x + 14.0 * STEPS + 6.0, 19.0), Anchor::Start, "m", &format::thousands(high, decimals));
    }
    for (m, row) in cells.iter().enumerate() {
        let y = top + h * m as f64;
        svg.text((left - 6.0, y + h - 5.5), Anchor::End, "m", MONTHS[m]);
        for (hour, value) in row.iter().enumerate() {
            let Some(value) = value.filter(|value| value.is_finite()) else { continue };
            let tip = format!("{} {hour:02}:00 {}", MONTHS[m], format::thousands(value, decimals));
            svg.rect((left + w * hour as f64, y, w - 0.6, h - 0.6), &format!("h{}", shade(value)), &tip);
        }
    }
    for hour in (0..24).step_by(6) {
        let x = left + w * (f64::from(hour) + 0.5);
        svg.text((x, top + 12.0 * h + 16.0), Anchor::Middle, "m", &format!("{hour:02}:00"));
    }
    svg.text(
        (left, 19.0),
        Anchor::Start,
        "b",
        title.split(" by ").next().unwrap_or(title).trim_end_matches(','),
    );
    svg
}
