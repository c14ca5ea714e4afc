//! When it is built: accelerators in service by stage, one row per site.

use super::Chart;
use crate::format;
use crate::svg::{Anchor, Svg};
use crate::tables;
use crate::view::Study;

/// The stage timeline.
pub(crate) fn timeline(study: &Study<'_>) -> Chart {
    let years = study.stage_years();
    let (first, last) = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let (width, left, right, row, top) = (860.0, 178.0, 20.0, 52.0, 26.0);
    let height = top + row * study.sites.len() as f64 + 12.0;
    let mut svg = Svg::new(width, height, "Accelerators in service by stage, one row per site");
    // the last stage is drawn over one more year
    let x_of =
        |year: i32| left + f64::from(year - first) / f64::from(last + 1 - first) * (width - left - right);
    for year in first..=last {
        let staged = years.contains(&year);
        svg.line(
            (x_of(year), top - 6.0),
            (x_of(year), height - 8.0),
            if staged { "axis faint" } else { "grid" },
        );
        svg.text(
            (x_of(year) + 3.0, top - 12.0),
            Anchor::Start,
            if staged { "b" } else { "m" },
            &year.to_string(),
        );
    }
    let most = study.sites.iter().map(|site| site.last.gpus).fold(1.0, f64::max);
    for (place, site) in study.sites.iter().enumerate() {
        let base = top + row * (place as f64 + 1.0) - 6.0;
        svg.text((left - 10.0, base - 14.0), Anchor::End, "t", &format::cut(&site.name(), 24));
        let country = tables::country_name(study, &site.row.country);
        svg.text((left - 10.0, base), Anchor::End, "m", &country);
        svg.line((left, base), (width - right, base), "grid");
        for (index, stage) in site.plan.stages.iter().enumerate() {
            let until = site.plan.stages.get(index + 1).map_or(last + 1, |next| next.year);
            let tall = stage.gpus / most * (row - 14.0);
            let (x1, x2) = (x_of(stage.year), x_of(until));
            let tip = format!(
                "{} from {}: {} accelerators, {} MW of {} MW firm",
                site.name(),
                stage.year,
                format::thousands(stage.gpus, 0),
                format::thousands(stage.connection_mw, 0),
                format::thousands(stage.firm_mw, 0)
            );
            svg.rect((x1, base - tall, x2 - x1 - 1.0, tall), "f0", &tip);
            if stage.gpus > 0.0 {
                let text = format!(
                    "{} k · {} MW",
                    format::thousands(stage.gpus / 1e3, 0),
                    format::thousands(stage.connection_mw, 0)
                );
                let (class, y) =
                    if tall > 20.0 { ("in i0", base - tall + 15.0) } else { ("t", base - tall - 4.0) };
                svg.text((x1 + 6.0, y), Anchor::Start, class, &text);
            }
        }
    }
    Chart {
        svg: svg.finish(),
        caption: "Height: accelerators in service; label: thousand accelerators and megawatts of grid connection from \
                  1 January of the year."
            .into(),
        table: tables::stages(study),
    }
}
