//! Stacked bars, one per site: yearly cost by component, investment by who pays.

use super::Chart;
use crate::format;
use crate::svg::{Anchor, Svg, text_width, tick_decimals, ticks};
use crate::table::{Cell, Table, column};
use crate::view::{Study, component_name};
use crate::workbook::components;

/// Most colours of what costs money; what earns it keeps its own.
const GROUPS: usize = 7;

/// What a chart of stacked bars shows.
pub(crate) struct Stack {
    pub(crate) title: &'static str,
    /// What the numbers are divided by, and its name.
    pub(crate) scale: (f64, &'static str),
    pub(crate) caption: String,
    pub(crate) bars: Vec<String>,
    /// Label and one value per bar, in the order of stacking.
    pub(crate) parts: Vec<(String, Vec<f64>)>,
    /// The unmerged numbers.
    pub(crate) table: Table,
}

/// Yearly cost per site.
pub(crate) fn cost(study: &Study<'_>) -> Stack {
    let names = components(study);
    let of = |site: &crate::view::SiteView<'_>, component: &str| -> f64 {
        site.plan.cost.iter().filter(|item| item.component == component).map(|item| item.eur_per_a).sum()
    };
    let rows: Vec<(String, Vec<f64>)> = names
        .iter()
        .map(|component| {
            (component_name(component), study.sites.iter().map(|site| of(site, component)).collect())
        })
        .collect();
    let mut columns = vec![column("component", "Component", None)];
    columns.extend(study.sites.iter().map(|site| column("m_eur", site.name(), Some(1))));
    let mut table = Table::new("cost", "Yearly cost, million EUR", columns);
    for (label, values) in &rows {
        let mut row: Vec<Cell> = vec![label.as_str().into()];
        row.extend(values.iter().map(|value| Cell::from(value / 1e6)));
        table.push(row);
    }
    let mut sum: Vec<Cell> = vec!["Sum".into()];
    sum.extend(study.sites.iter().map(|site| Cell::from(site.cost_eur_per_a() / 1e6)));
    table.push(sum);
    Stack {
        title: "Yearly cost of each site",
        scale: (1e6, "M EUR a year"),
        caption: format!(
            "Annualised, euro of {}, subsidy-free. Electricity is the extra cost of running Europe's power system with the \
             plan in it. Figures at the bars' ends are sums; what earns money stands left of zero.",
            study.case.price_year
        ),
        bars: study.sites.iter().map(crate::view::SiteView::name).collect(),
        parts: merge(rows),
        table,
    }
}

/// Investment per site by layer.
pub(crate) fn money(study: &Study<'_>) -> Stack {
    let of = |site: &crate::view::SiteView<'_>, layer: &str| -> f64 {
        let items = study.plan.money.iter().filter(|item| item.site == site.row.id && item.layer == layer);
        items.map(|item| item.amount_eur).sum()
    };
    let parts: Vec<(String, Vec<f64>)> = study
        .money_by_layer()
        .iter()
        .map(|(layer, _)| (study.layer_name(layer), study.sites.iter().map(|site| of(site, layer)).collect()))
        .collect();
    let mut columns = vec![column("site", "Site", None)];
    columns.extend(parts.iter().map(|(label, _)| column("m_eur", label.clone(), Some(1))));
    let mut table = Table::new("money_layers", "Who pays the investment, million EUR", columns);
    for (place, site) in study.sites.iter().enumerate() {
        let mut row: Vec<Cell> = vec![site.name().into()];
        row.extend(parts.iter().map(|(_, values)| Cell::from(values[place] / 1e6)));
        table.push(row);
    }
    let mut sum: Vec<Cell> = vec!["All sites".into()];
    sum.extend(parts.iter().map(|(_, values)| Cell::from(values.iter().sum::<f64>() / 1e6)));
    table.push(sum);
    Stack {
        title: "Who pays the investment",
        scale: (1e9, "bn EUR over the programme"),
        caption: "Investment over all stages, undiscounted, by who pays it. No euro is paid twice.".into(),
        bars: study.sites.iter().map(crate::view::SiteView::name).collect(),
        parts: merge(parts),
        table,
    }
}

/// Keeps the largest parts and whatever is negative, in their order, and sums the rest as «Other»; what is nowhere is
/// left out.
fn merge(parts: Vec<(String, Vec<f64>)>) -> Vec<(String, Vec<f64>)> {
    let size = |values: &[f64]| values.iter().map(|value| value.abs()).sum::<f64>();
    let parts: Vec<_> = parts.into_iter().filter(|(_, values)| size(values) > 0.0).collect();
    let earns = |values: &[f64]| values.iter().any(|value| *value < 0.0);
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| !earns(&parts[*i].1)).collect();
    if order.len() <= GROUPS {
        return parts;
    }
    order.sort_by(|&a, &b| size(&parts[b].1).total_cmp(&size(&parts[a].1)).then(a.cmp(&b)));
    let large = &order[..GROUPS - 1];
    let bars = parts[0].1.len();
    let mut other = vec![0.0; bars];
    let mut kept = Vec::new();
    for (place, (label, values)) in parts.into_iter().enumerate() {
        if large.contains(&place) || earns(&values) {
            kept.push((label, values));
        } else {
            other.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value);
        }
    }
    kept.push(("Other".to_owned(), other));
    kept
}

impl Stack {
    /// Left and right end of the axis and its ticks, in the unit of the scale: it starts where the longest bar starts.
    pub(crate) fn axis(&self) -> (f64, f64, Vec<f64>) {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for bar in 0..self.bars.len() {
            let values = self.parts.iter().map(|(_, values)| values[bar] / self.scale.0);
            low = low.min(values.clone().filter(|value| *value < 0.0).sum());
            high = high.max(values.filter(|value| *value > 0.0).sum());
        }
        let ticks = ticks(0.0, high.max(1e-6), 5.0);
        let step = ticks[1];
        let below = (1..=(-low / step).floor() as usize).rev().map(|i| -(i as f64) * step);
        let all: Vec<f64> = below.chain(ticks.iter().copied()).collect();
        (low, all[all.len() - 1], all)
    }
    /// Digits for a figure at a bar's end.
    pub(crate) fn decimals(&self) -> usize {
        let (_, high, _) = self.axis();
        if high >= 100.0 {
            0
        } else if high >= 10.0 {
            1
        } else {
            2
        }
    }

    /// The drawing with its table.
    pub(crate) fn chart(&self) -> Chart {
        let (width, left, right, row) = (860.0, 178.0, 74.0, 38.0);
        let legend = self.legend_rows(width);
        let top = 12.0 + 22.0 * legend as f64;
        let height = top + row * self.bars.len() as f64 + 46.0;
        let mut svg = Svg::new(width, height, format!("{}, one bar per site", self.title));
        self.legend(width, &mut svg);
        let (low, high, axis) = self.axis();
        let x_of = |value: f64| left + (value - low) / (high - low) * (width - left - right);
        let decimals = tick_decimals(&axis);
        for tick in &axis {
            let class = if tick.abs() < 1e-9 { "axis" } else { "grid" };
            svg.line((x_of(*tick), top), (x_of(*tick), height - 44.0), class);
            svg.text((x_of(*tick), height - 26.0), Anchor::Middle, "m", &format::thousands(*tick, decimals));
        }
        svg.text(((left + width - right) / 2.0, height - 7.0), Anchor::Middle, "m", self.scale.1);
        for (bar, label) in self.bars.iter().enumerate() {
            let y = top + row * bar as f64 + 6.0;
            svg.text((left - 10.0, y + 18.0), Anchor::End, "t", &format::cut(label, 24));
            let (mut up, mut down, mut sum) = (0.0, 0.0, 0.0);
            for (part, (name, values)) in self.parts.iter().enumerate() {
                let value = values[bar] / self.scale.0;
                sum += value;
                let start = if value < 0.0 { &mut down } else { &mut up };
                let (from, to) = (*start, *start + value);
                *start = to;
                let (x1, x2) = (x_of(from.min(to)), x_of(from.max(to)));
                let tip = format!("{label}: {name} {}", format::money(values[bar]));
                svg.rect((x1, y, (x2 - x1 - 0.8).max(0.0), row - 12.0), &format!("f{part}"), &tip);
                let text = format::thousands(value, self.decimals());
                if x2 - x1 > text_width(&text, 11.5) + 8.0 {
                    svg.text(
                        (f64::midpoint(x1, x2), y + 17.0),
                        Anchor::Middle,
                        &format!("in i{part}"),
                        &text,
                    );
                }
            }
            let text = format::thousands(sum, self.decimals());
            svg.text((x_of(up) + 6.0, y + 18.0), Anchor::Start, "b", &text);
        }
        Chart { svg: svg.finish(), caption: self.caption.clone(), table: self.table.clone() }
    }

    fn legend_rows(&self, width: f64) -> usize {
        let mut svg = Svg::new(width, 0.0, "");
        self.legend(width, &mut svg)
    }
    fn legend(&self, width: f64, svg: &mut Svg) -> usize {
        let (mut x, mut row) = (10.0, 0);
        for (part, (name, _)) in self.parts.iter().enumerate() {
            let size = text_width(name, 12.5) + 34.0;
            if x + size > width && x > 10.0 {
                (x, row) = (10.0, row + 1);
            }
            let y = 4.0 + 22.0 * f64::from(row);
            svg.rect((x, y, 13.0, 13.0), &format!("f{part}"), "");
            svg.text((x + 19.0, y + 11.0), Anchor::Start, "t", name);
            x += size;
        }
        usize::try_from(row).unwrap_or_default() + 1
    }
}
