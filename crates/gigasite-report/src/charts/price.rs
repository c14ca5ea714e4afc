//! What the plan does to prices: mean price of a zone without and with it.

use super::Chart;
use crate::format;
use crate::svg::{Anchor, Svg, tick_decimals, ticks};
use crate::table::{Table, column};
use crate::view::{PriceShift, Study};

/// Most zones drawn.
const ZONES: usize = 14;

/// Mean prices without and with the plan: host zones, then the zones that move most.
pub(crate) fn shift(study: &Study<'_>) -> Chart {
    let mut shifts = study.price_shifts();
    let mut table = Table::new(
        "price_shift",
        "Mean price by zone",
        vec![
            column("zone", "Zone", None),
            column("hosts", "Hosts a site", None),
            column("without_eur_per_mwh", "Without the plan", Some(2)),
            column("with_eur_per_mwh", "With the plan", Some(2)),
            column("change_eur_per_mwh", "Change", Some(2)),
        ],
    );
    for shift in &shifts {
        table.push(vec![
            shift.zone.as_str().into(),
            shift.hosts.into(),
            shift.without.into(),
            shift.with.into(),
            (shift.with - shift.without).into(),
        ]);
    }
    shifts.sort_by_key(|shift| !shift.hosts); // stable: largest move first in each half
    shifts.truncate(ZONES);
    let (without, with) = study.mean_prices();
    Chart {
        svg: draw(&shifts),
        caption: format!(
            "Mean price of the year in the zones that host a site (bold) and in those that move most: hollow without, \
             filled with the plan. All zones, weighted by load: {} → {} EUR/MWh.",
            format::thousands(without, 2),
            format::thousands(with, 2)
        ),
        table,
    }
}

fn draw(shifts: &[PriceShift]) -> String {
    let (width, left, right, row, top) = (860.0, 90.0, 110.0, 25.0, 14.0);
    let height = top + row * shifts.len() as f64 + 48.0;
    let mut svg = Svg::new(width, height, "Mean price by zone without and with the plan");
    let values =
        || shifts.iter().flat_map(|shift| [shift.without, shift.with]).filter(|value| value.is_finite());
    let axis = ticks(values().fold(f64::INFINITY, f64::min).min(0.0), values().fold(1.0, f64::max), 6.0);
    let (low, high) = (axis[0], axis[axis.len() - 1]);
    let x_of = |value: f64| left + (value - low) / (high - low) * (width - left - right);
    let decimals = tick_decimals(&axis);
    for tick in &axis {
        svg.line((x_of(*tick), top), (x_of(*tick), height - 44.0), "grid");
        svg.text((x_of(*tick), height - 28.0), Anchor::Middle, "m", &format::thousands(*tick, decimals));
    }
    svg.text(((left + width - right) / 2.0, height - 8.0), Anchor::Middle, "m", "EUR/MWh, mean of the year");
    for (place, shift) in
        shifts.iter().enumerate().filter(|(_, s)| s.with.is_finite() && s.without.is_finite())
    {
        let y = top + row * (place as f64 + 0.5);
        svg.text((left - 12.0, y + 4.0), Anchor::End, if shift.hosts { "b" } else { "t" }, &shift.zone);
        svg.line((x_of(shift.without), y), (x_of(shift.with), y), "bond");
        svg.circle((x_of(shift.without), y, 4.5), "hollow", "");
        let tip = format!("{}: {} → {} EUR/MWh", shift.zone, shift.without, shift.with);
        svg.circle((x_of(shift.with), y, 4.5), "filled", &tip);
        let change = shift.with - shift.without;
        let sign = if change >= 0.005 { "+" } else { "" };
        let text = format!("{sign}{}", format::thousands(change, 2));
        svg.text((x_of(shift.with.max(shift.without)) + 10.0, y + 4.0), Anchor::Start, "t", &text);
    }
    svg.finish()
}
