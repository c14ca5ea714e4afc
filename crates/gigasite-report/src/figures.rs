//! `figures/*.svg` by plotters: the five figures of a paper, on white, with the reader's own sans-serif.

use crate::Error;
use crate::charts::duration::{self, Curves};
use crate::charts::front::Steps;
use crate::charts::stack::{self, Stack};
use crate::charts::tornado;
use crate::format;
use crate::map::{Area, Canvas, labels, outlines};
use crate::near;
use crate::svg::{PALETTE, spread, text_width, tick_decimals, ticks};
use crate::view::Study;
use gigasite_optimise::plan::{Front, Plan};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

type Page<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const INK: RGBColor = RGBColor(0x1b, 0x24, 0x30);
const SOFT: RGBColor = RGBColor(0x55, 0x61, 0x6f);
const HAIR: RGBColor = RGBColor(0xe3, 0xe7, 0xec);
const FONT: &str = "system-ui, sans-serif";

/// Every figure by name.
pub(crate) fn all(study: &Study<'_>) -> Result<Vec<(&'static str, String)>, Error> {
    let title = |text: &str| match study.banner() {
        Some(banner) => format!("{text} – {banner}"),
        None => text.to_owned(),
    };
    let (load, pue) = (duration::load(study), duration::pue(study));
    let (cost, money) = (stack::cost(study), stack::money(study));
    let mut figures = vec![
        ("map", draw("map", map_size(), |page| map(page, study, &title("Sites of the plan")))?),
        ("load_duration", draw("load_duration", (900, 460), |page| curves(page, &load, &title(load.title)))?),
        ("pue_duration", draw("pue_duration", (900, 460), |page| curves(page, &pue, &title(pue.title)))?),
        ("cost_stack", draw("cost_stack", stack_size(&cost), |page| bars(page, &cost, &title(cost.title)))?),
        (
            "money_layers",
            draw("money_layers", stack_size(&money), |page| bars(page, &money, &title(money.title)))?,
        ),
    ];
    for one in study.plan.fronts.iter().filter(|one| one.points.len() > 1) {
        let name = near::front_name(one.measure);
        let text = format!("What less {} costs", near::words(one.measure));
        figures.push((name, draw(name, (900, 420), |page| front(page, one, &title(&text)))?));
    }
    if !study.plan.swings.is_empty() {
        let text = title("What moved prices do to the yearly cost");
        let size = (900, 110 + 30 * study.plan.swings.len() as u32);
        figures.push(("tornado", draw("tornado", size, |page| swings(page, study.plan, &text))?));
    }
    Ok(figures)
}

fn draw(
    figure: &str,
    size: (u32, u32),
    paint: impl FnOnce(&Page<'_>) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<String, Error> {
    let mut text = String::new();
    {
        let page = SVGBackend::with_string(&mut text, size).into_drawing_area();
        let painted = page.fill(&WHITE).map_err(Into::into).and_then(|()| paint(&page));
        painted
            .and_then(|()| page.present().map_err(Into::into))
            .map_err(|error| Error::Figure { figure: figure.to_owned(), reason: error.to_string() })?;
    }
    Ok(text)
}

type Painted = Result<(), Box<dyn std::error::Error>>;

fn colour(i: usize) -> RGBColor {
    let (r, g, b) = PALETTE[i % PALETTE.len()];
    RGBColor(r, g, b)
}

fn style(size: f64, colour: RGBColor, h: HPos, v: VPos) -> TextStyle<'static> {
    TextStyle { font: (FONT, size).into_font(), color: colour.to_backend_color(), pos: Pos::new(h, v) }
}

/// A pixel from a coordinate.
fn px(value: f64) -> i32 {
    value.round() as i32
}

fn write(page: &Page<'_>, text: &str, (x, y): (f64, f64), style: &TextStyle<'_>) -> Painted {
    page.draw(&Text::new(text.to_owned(), (px(x), px(y)), style.clone()))?;
    Ok(())
}

fn stroke(page: &Page<'_>, points: Vec<(f64, f64)>, colour: RGBColor, width: u32) -> Painted {
    let points: Vec<(i32, i32)> = points.into_iter().map(|(x, y)| (px(x), px(y))).collect();
    page.draw(&PathElement::new(points, colour.stroke_width(width)))?;
    Ok(())
}

fn map_canvas() -> Canvas {
    Canvas::new(1000.0)
}
fn map_size() -> (u32, u32) {
    (1000, map_canvas().height as u32 + 44)
}

fn map(page: &Page<'_>, study: &Study<'_>, title: &str) -> Painted {
    let canvas = map_canvas();
    let top = 44.0;
    let sheet = page.margin(44, 0, 0, 0);
    sheet.fill(&RGBColor(0xea, 0xf1, 0xf6))?;
    for outline in outlines(canvas) {
        let modelled = study.case.dataset.zones.iter().any(|zone| zone.country == outline.country);
        let fill = if modelled { RGBColor(0xfb, 0xfa, 0xf7) } else { RGBColor(0xec, 0xee, 0xef) };
        for ring in outline.rings {
            let ring: Vec<(i32, i32)> =
                clip_to(&ring, canvas).into_iter().map(|(x, y)| (px(x), px(y))).collect();
            if ring.len() > 2 {
                sheet.draw(&Polygon::new(ring.clone(), fill.filled()))?;
                let closed: Vec<_> = ring.iter().copied().chain(ring.first().copied()).collect();
                sheet.draw(&PathElement::new(closed, RGBColor(0xb9, 0xc2, 0xcb).stroke_width(1)))?;
            }
        }
    }
    for (row, _) in study.rejected().filter(|(row, _)| canvas.shows(row.lon_deg, row.lat_deg)) {
        let (x, y) = canvas.place(row.lon_deg, row.lat_deg);
        sheet.draw(&Circle::new((px(x), px(y)), 2, SOFT.mix(0.6).filled()))?;
    }
    let factories = study.case.dataset.landmarks.iter().filter(|place| place.kind == "ai_factory");
    let mut taken = vec![Area { left: 8.0, top: 8.0, right: 190.0, bottom: 90.0 }];
    for place in factories.filter(|place| canvas.shows(place.lon_deg, place.lat_deg)) {
        let (x, y) = canvas.place(place.lon_deg, place.lat_deg);
        taken.push(Area { left: x - 4.0, top: y - 4.0, right: x + 4.0, bottom: y + 4.0 });
        let diamond = [(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)];
        let points: Vec<(i32, i32)> = diamond.into_iter().map(|(dx, dy)| (px(x + dx), px(y + dy))).collect();
        sheet.draw(&Polygon::new(points, colour(2).filled()))?;
    }
    let shown: Vec<_> =
        study.sites.iter().filter(|site| canvas.shows(site.row.lon_deg, site.row.lat_deg)).collect();
    let circles: Vec<(f64, f64, f64)> = shown
        .iter()
        .map(|site| {
            let (x, y) = canvas.place(site.row.lon_deg, site.row.lat_deg);
            (x, y, (site.last.connection_mw.max(0.0).sqrt() * 0.85).max(5.0))
        })
        .collect();
    let texts: Vec<String> = shown
        .iter()
        .map(|site| format!("{}, {} MW", site.name(), format::thousands(site.last.connection_mw, 0)))
        .collect();
    let sizes: Vec<(f64, f64)> = texts.iter().map(|text| (text_width(text, 12.8) + 8.0, 20.0)).collect();
    let areas = labels(canvas, &circles, &sizes, &taken);
    for ((x, y, r), (area, text)) in circles.iter().zip(areas.iter().zip(&texts)) {
        let near = (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom));
        if (near.0 - x).hypot(near.1 - y) > r + 7.0 {
            stroke(&sheet, vec![(*x, *y), near], SOFT, 1)?;
        }
        sheet.draw(&Circle::new((px(*x), px(*y)), px(*r), colour(3).mix(0.82).filled()))?;
        sheet.draw(&Circle::new((px(*x), px(*y)), px(*r), WHITE.stroke_width(1)))?;
        let corners = [(px(area.left), px(area.top)), (px(area.right), px(area.bottom))];
        sheet.draw(&Rectangle::new(corners, WHITE.mix(0.86).filled()))?;
        let middle = (area.left + 4.0, f64::midpoint(area.top, area.bottom));
        write(&sheet, text, middle, &style(14.0, INK, HPos::Left, VPos::Center))?;
    }
    sheet.draw(&Rectangle::new([(8, 8), (190, 90)], WHITE.mix(0.88).filled()))?;
    sheet.draw(&Circle::new((28, 26), 9, colour(3).mix(0.82).filled()))?;
    sheet.draw(&Polygon::new(vec![(28, 45), (33, 50), (28, 55), (23, 50)], colour(2).filled()))?;
    sheet.draw(&Circle::new((28, 74), 2, SOFT.mix(0.6).filled()))?;
    for (y, text) in [(26.0, "site, area by MW"), (50.0, "AI Factory today"), (74.0, "candidate")] {
        write(&sheet, text, (48.0, y), &style(13.0, INK, HPos::Left, VPos::Center))?;
    }
    write(page, title, (10.0, top / 2.0), &style(18.0, INK, HPos::Left, VPos::Center))
}

/// Keeps a ring within the canvas, so that no viewer draws over the title. Sutherland–Hodgman.
fn clip_to(ring: &[(f64, f64)], canvas: Canvas) -> Vec<(f64, f64)> {
    let mut points = ring.to_vec();
    for (vertical, bound, sign) in
        [(false, 0.0, 1.0), (false, canvas.width, -1.0), (true, 0.0, 1.0), (true, canvas.height, -1.0)]
    {
        let along = |p: (f64, f64)| if vertical { p.1 } else { p.0 };
        let inside = |p: (f64, f64)| sign * (along(p) - bound) >= 0.0;
        let mut kept = Vec::with_capacity(points.len() + 4);
        for i in 0..points.len() {
            let (there, here) = (points[(i + points.len() - 1) % points.len()], points[i]);
            if inside(there) != inside(here) {
                let t = (bound - along(there)) / (along(here) - along(there));
                kept.push((there.0 + t * (here.0 - there.0), there.1 + t * (here.1 - there.1)));
            }
            if inside(here) {
                kept.push(here);
            }
        }
        points = kept;
    }
    points
}

fn curves(page: &Page<'_>, curves: &Curves, title: &str) -> Painted {
    let (left, right, top, bottom) = (72.0, 700.0, 76.0, 404.0);
    let axis = curves.axis();
    let (low, high) = (axis[0], axis[axis.len() - 1]);
    let y_of = |value: f64| bottom - (value - low) / (high - low) * (bottom - top);
    write(page, title, (16.0, 24.0), &style(18.0, INK, HPos::Left, VPos::Center))?;
    let unit = if low.abs() > 1e-9 {
        format!("{} (axis does not start at zero)", curves.unit)
    } else {
        curves.unit.into()
    };
    write(page, &unit, (left, top - 20.0), &style(13.0, SOFT, HPos::Left, VPos::Center))?;
    for tick in &axis {
        stroke(page, vec![(left, y_of(*tick)), (right, y_of(*tick))], HAIR, 1)?;
        let text = format::thousands(*tick, tick_decimals(&axis));
        write(page, &text, (left - 8.0, y_of(*tick)), &style(13.0, SOFT, HPos::Right, VPos::Center))?;
    }
    let sorted = curves.sorted();
    let hours = sorted.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
    let x_of = |hour: f64| left + hour / hours as f64 * (right - left);
    for tick in crate::svg::ticks(0.0, hours as f64, 5.0).into_iter().filter(|tick| *tick <= hours as f64) {
        let text = format::thousands(tick, 0);
        write(page, &text, (x_of(tick), bottom + 16.0), &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    }
    let middle = (f64::midpoint(left, right), bottom + 40.0);
    write(page, "hours of the year", middle, &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    let ends: Vec<f64> = sorted.iter().map(|(_, values)| y_of(values[values.len() - 1])).collect();
    let places = spread(&ends, 18.0, top, bottom);
    for (i, ((label, values), (end, place))) in sorted.iter().zip(ends.iter().zip(&places)).enumerate() {
        let points = (0..=300).map(|p| {
            let hour = (p * (values.len() - 1)).div_euclid(300);
            (x_of(hour as f64 + if p == 300 { 1.0 } else { 0.0 }), y_of(values[hour]))
        });
        stroke(page, points.collect(), colour(i), 2)?;
        stroke(page, vec![(right + 2.0, *end), (right + 12.0, *place)], colour(i), 1)?;
        let at = (right + 16.0, *place);
        write(page, &format::cut(label, 24), at, &style(13.0, INK, HPos::Left, VPos::Center))?;
    }
    Ok(())
}

fn front(page: &Page<'_>, front: &Front, title: &str) -> Painted {
    let steps = Steps::of(front);
    write(page, title, (16.0, 24.0), &style(18.0, INK, HPos::Left, VPos::Center))?;
    let mut chart = ChartBuilder::on(page)
        .margin_top(44)
        .margin_right(32)
        .margin_bottom(12)
        .x_label_area_size(44)
        .y_label_area_size(84)
        .build_cartesian_2d(steps.x.0..steps.x.1, steps.y.0..steps.y.1)?;
    let number = |value: &f64| format::thousands(*value, 0);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .bold_line_style(HAIR)
        .axis_style(SOFT)
        .label_style((FONT, 13, &SOFT))
        .x_labels(7)
        .y_labels(6)
        .x_label_formatter(&number)
        .y_label_formatter(&number)
        .x_desc(format!("{}, {}", near::words(front.measure), front.measure.unit()))
        .y_desc("yearly cost, M EUR")
        .draw()?;
    chart.draw_series(LineSeries::new(steps.line.iter().copied(), colour(0).stroke_width(2)))?;
    chart.draw_series(steps.points.iter().map(|point| Circle::new(*point, 4, colour(0).filled())))?;
    Ok(())
}

fn swings(page: &Page<'_>, plan: &Plan, title: &str) -> Painted {
    let (bars, widest) = tornado::bars(plan);
    let (left, right, row, top) = (220.0, 640.0, 30.0, 48.0);
    let bottom = top + row * bars.len() as f64;
    let x_of = |value: f64| left + (value + widest) / (2.0 * widest) * (right - left);
    write(page, title, (16.0, 24.0), &style(18.0, INK, HPos::Left, VPos::Center))?;
    let one_side: Vec<f64> = ticks(0.0, widest, 2.0).into_iter().filter(|tick| *tick <= widest).collect();
    for tick in one_side.iter().skip(1).map(|tick| -tick).chain(one_side.iter().copied()) {
        stroke(
            page,
            vec![(x_of(tick), top), (x_of(tick), bottom)],
            if tick.abs() < 1e-9 { SOFT } else { HAIR },
            1,
        )?;
        let text = format::thousands(tick, tick_decimals(&one_side));
        write(page, &text, (x_of(tick), bottom + 16.0), &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    }
    let middle = (f64::midpoint(left, right), bottom + 38.0);
    write(page, "M EUR a year more than the plan", middle, &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    for (place, bar) in bars.iter().enumerate() {
        let y = top + row * (place as f64 + 0.5);
        write(page, &bar.label, (left - 10.0, y), &style(13.0, INK, HPos::Right, VPos::Center))?;
        for ((beside, _), part) in bar.ends.iter().zip([4, 3]) {
            let (from, to) = (x_of(0.0_f64.min(*beside)), x_of(0.0_f64.max(*beside)));
            let corners = [(px(from), px(y - 9.0)), (px(to), px(y + 9.0))];
            page.draw(&Rectangle::new(corners, colour(part).filled()))?;
        }
        let note = format::cut(&bar.note(), 34);
        write(page, &note, (right + 10.0, y), &style(12.0, SOFT, HPos::Left, VPos::Center))?;
    }
    Ok(())
}

const LEGEND_ROW: f64 = 22.0;

fn legend_places(stack: &Stack) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (16.0, 58.0);
    let mut places = Vec::new();
    for (name, _) in &stack.parts {
        let size = text_width(name, 13.0) + 36.0;
        if x + size > 884.0 && x > 16.0 {
            (x, y) = (16.0, y + LEGEND_ROW);
        }
        places.push((x, y));
        x += size;
    }
    places
}

fn stack_size(stack: &Stack) -> (u32, u32) {
    let legend = legend_places(stack).last().map_or(58.0, |place| place.1);
    (900, (legend + 40.0 + 38.0 * stack.bars.len() as f64 + 56.0) as u32)
}

fn bars(page: &Page<'_>, stack: &Stack, title: &str) -> Painted {
    let (left, right, row) = (190.0, 820.0, 38.0);
    write(page, title, (16.0, 24.0), &style(18.0, INK, HPos::Left, VPos::Center))?;
    let places = legend_places(stack);
    for (i, ((x, y), (name, _))) in places.iter().zip(&stack.parts).enumerate() {
        page.draw(&Rectangle::new([(px(*x), px(y - 7.0)), (px(x + 14.0), px(y + 7.0))], colour(i).filled()))?;
        write(page, name, (x + 20.0, *y), &style(13.0, INK, HPos::Left, VPos::Center))?;
    }
    let top = places.last().map_or(58.0, |place| place.1) + 24.0;
    let bottom = top + row * stack.bars.len() as f64;
    let (low, high, axis) = stack.axis();
    let x_of = |value: f64| left + (value - low) / (high - low) * (right - left);
    for tick in &axis {
        let line = if tick.abs() < 1e-9 { SOFT } else { HAIR };
        stroke(page, vec![(x_of(*tick), top), (x_of(*tick), bottom)], line, 1)?;
        let text = format::thousands(*tick, tick_decimals(&axis));
        write(page, &text, (x_of(*tick), bottom + 16.0), &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    }
    let middle = (f64::midpoint(left, right), bottom + 38.0);
    write(page, stack.scale.1, middle, &style(13.0, SOFT, HPos::Center, VPos::Center))?;
    for (bar, label) in stack.bars.iter().enumerate() {
        let y = top + row * (bar as f64 + 0.5);
        write(page, &format::cut(label, 24), (left - 10.0, y), &style(13.0, INK, HPos::Right, VPos::Center))?;
        let (mut up, mut down, mut sum) = (0.0, 0.0, 0.0);
        for (part, (_, values)) in stack.parts.iter().enumerate() {
            let value = values[bar] / stack.scale.0;
            sum += value;
            let start = if value < 0.0 { &mut down } else { &mut up };
            let (from, to) = (x_of(*start), x_of(*start + value));
            *start += value;
            let corners = [(px(from.min(to)), px(y - 13.0)), (px(from.max(to)), px(y + 13.0))];
            page.draw(&Rectangle::new(corners, colour(part).filled()))?;
            let text = format::thousands(value, stack.decimals());
            if (to - from).abs() > text_width(&text, 12.0) + 8.0 {
                let ink = if matches!(part % 8, 1 | 4 | 7) { INK } else { WHITE };
                let at = (f64::midpoint(from, to), y);
                write(page, &text, at, &style(12.0, ink, HPos::Center, VPos::Center))?;
            }
        }
        let text = format::thousands(sum, stack.decimals());
        write(page, &text, (x_of(up) + 6.0, y), &style(13.0, INK, HPos::Left, VPos::Center))?;
    }
    Ok(())
}
