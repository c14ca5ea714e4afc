//! The map: chosen sites as circles sized by megawatts, candidates as dots, AI Factories as diamonds.

use super::Chart;
use crate::map::{Area, Canvas, FRAME_KM, labels, outlines};
use crate::svg::{Anchor, Svg, short, text_width};
use crate::view::Study;
use crate::{format, tables};
use std::fmt::Write as _;

const NAME_PX: f64 = 13.5;
const NOTE_PX: f64 = 11.5;

/// The map of Europe.
pub(crate) fn map(study: &Study<'_>) -> Chart {
    let canvas = Canvas::new(1012.0);
    let mut svg =
        Svg::new(canvas.width, canvas.height, format!("Map of Europe. {}", crate::page::headline(study)));
    land(study, canvas, &mut svg);
    for (row, why) in study.rejected().filter(|(row, _)| canvas.shows(row.lon_deg, row.lat_deg)) {
        let (x, y) = canvas.place(row.lon_deg, row.lat_deg);
        let tip = match why {
            Some(other) => format!("{}: {}", row.name, other.reason),
            None => format!("{}, candidate", row.name),
        };
        svg.circle((x, y, 2.2), "dot", &tip);
    }
    let mut taken = Vec::new();
    for place in study.case.dataset.landmarks.iter().filter(|place| place.kind == "ai_factory") {
        if canvas.shows(place.lon_deg, place.lat_deg) {
            let (x, y) = canvas.place(place.lon_deg, place.lat_deg);
            taken.push(Area { left: x - 4.0, top: y - 4.0, right: x + 4.0, bottom: y + 4.0 });
            svg.path(&diamond(x, y, 4.6), "factory", &format!("AI Factory: {}", place.name));
        }
    }
    taken.push(legend(canvas, &mut svg));
    chosen(study, canvas, &taken, &mut svg);
    Chart { svg: svg.finish(), caption: caption(study, canvas), table: tables::sites_short(study) }
}

fn land(study: &Study<'_>, canvas: Canvas, svg: &mut Svg) {
    svg.raw(&format!(
        "<rect class=\"sea\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
        short(canvas.width),
        short(canvas.height)
    ));
    for shape in outlines(canvas) {
        let mut d = String::new();
        for ring in &shape.rings {
            let mut last = (f64::NAN, f64::NAN);
            for (place, (x, y)) in ring.iter().enumerate() {
                // whole steps of a tenth of a pixel keep the file small
                if place == 0 {
                    let _ = write!(d, "M{} {}", short(*x), short(*y));
                } else if (x - last.0).hypot(y - last.1) >= 0.4 {
                    let _ = write!(d, "L{} {}", short(*x), short(*y));
                } else {
                    continue;
                }
                last = (*x, *y);
            }
            d.push('Z');
        }
        let modelled = study.case.dataset.zones.iter().any(|zone| zone.country == shape.country);
        svg.path(&d, if modelled { "land" } else { "beyond" }, "");
    }
}

fn diamond(x: f64, y: f64, r: f64) -> String {
    format!(
        "M{} {}L{} {}L{} {}L{} {}Z",
        short(x),
        short(y - r),
        short(x + r),
        short(y),
        short(x),
        short(y + r),
        short(x - r),
        short(y)
    )
}

/// Pixels per square root of a megawatt, so that area speaks.
fn radius(mw: f64) -> f64 {
    (mw.max(0.0).sqrt() * 0.85).max(5.0)
}

fn chosen(study: &Study<'_>, canvas: Canvas, taken: &[Area], svg: &mut Svg) {
    let shown: Vec<_> =
        study.sites.iter().filter(|site| canvas.shows(site.row.lon_deg, site.row.lat_deg)).collect();
    let circles: Vec<(f64, f64, f64)> = shown
        .iter()
        .map(|site| {
            let (x, y) = canvas.place(site.row.lon_deg, site.row.lat_deg);
            (x, y, radius(site.last.connection_mw))
        })
        .collect();
    let texts: Vec<(String, String)> = shown
        .iter()
        .map(|site| {
            let note = format!(
                "{} MW · {} k GPUs",
                format::thousands(site.last.connection_mw, 0),
                format::thousands(site.last.gpus / 1e3, 0)
            );
            (format!("{} ({})", site.name(), site.row.country), note)
        })
        .collect();
    let sizes: Vec<(f64, f64)> = texts
        .iter()
        .map(|(name, note)| {
            (
                (text_width(name, NAME_PX) * 1.06).max(text_width(note, NOTE_PX)) + 10.0,
                NAME_PX + NOTE_PX + 10.0,
            )
        })
        .collect();
    let areas = labels(canvas, &circles, &sizes, taken);
    for ((x, y, r), area) in circles.iter().zip(&areas) {
        let near = (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom));
        if (near.0 - x).hypot(near.1 - y) > r + 7.0 {
            svg.line((*x, *y), near, "leader");
        }
    }
    for (((x, y, r), area), (site, (name, note))) in circles.iter().zip(&areas).zip(shown.iter().zip(&texts))
    {
        let tip = format!(
            "{}: {} MW, {} accelerators, PUE {}, {} EUR per GPU-hour",
            site.row.name,
            format::thousands(site.last.connection_mw, 0),
            format::thousands(site.last.gpus, 0),
            format::thousands(site.year.kpi.pue_ratio, 3),
            format::thousands(site.year.eur_per_gpu_hour, 2)
        );
        svg.circle((*x, *y, *r), "site", &tip);
        svg.circle((*x, *y, 1.8), "heart", "");
        let (left, top) = (area.left, area.top);
        svg.rect((left, top, area.right - left, area.bottom - top), "tag", "");
        svg.text((left + 5.0, top + NAME_PX + 1.5), Anchor::Start, "tagname", name);
        svg.text((left + 5.0, top + NAME_PX + NOTE_PX + 4.5), Anchor::Start, "tagnote", note);
    }
}

fn legend(canvas: Canvas, svg: &mut Svg) -> Area {
    let area = Area { left: 12.0, top: 12.0, right: 178.0, bottom: 148.0 };
    svg.rect((area.left, area.top, area.right - area.left, area.bottom - area.top), "key", "");
    let x = area.left + 24.0;
    for (place, mw) in [300.0, 100.0].into_iter().enumerate() {
        let y = area.top + 22.0 + 30.0 * place as f64;
        svg.circle((x, y, radius(mw)), "site", "");
        svg.text((x + 26.0, y + 4.0), Anchor::Start, "t", &format!("site, {mw} MW"));
    }
    svg.path(&diamond(x, area.top + 78.0, 4.6), "factory", "");
    svg.text((x + 26.0, area.top + 82.0), Anchor::Start, "t", "AI Factory today");
    svg.circle((x, area.top + 100.0, 2.2), "dot", "");
    svg.text((x + 26.0, area.top + 104.0), Anchor::Start, "t", "candidate");
    let bar = 500.0 * canvas.width / (FRAME_KM.2 - FRAME_KM.0);
    let (left, y) = (area.left + 12.0, area.top + 121.0);
    svg.line((left, y), (left + bar, y), "axis");
    svg.line((left, y - 3.0), (left, y + 3.0), "axis");
    svg.line((left + bar, y - 3.0), (left + bar, y + 3.0), "axis");
    svg.text((left + bar / 2.0, y + 13.0), Anchor::Middle, "m", "500 km");
    area
}

fn caption(study: &Study<'_>, canvas: Canvas) -> String {
    let away: Vec<String> = study
        .sites
        .iter()
        .filter(|site| !canvas.shows(site.row.lon_deg, site.row.lat_deg))
        .map(crate::view::SiteView::name)
        .collect();
    let mut text = format!(
        "Circle area follows the grid connection in {}. Dots are the {} candidates that were not chosen. \
         Equal-area projection; outlines: Natural Earth, public domain.",
        study.last_year(),
        study.rejected().count()
    );
    if !away.is_empty() {
        let _ = write!(text, " Not on this map: {}.", away.join(", "));
    }
    text
}
