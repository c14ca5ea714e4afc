//! Figures of a facility: PUE by month and hour, the power stack, water by month, the day at one second.

use super::{DesignStudy, Part};
use crate::charts::heat::{self, MONTHS};
use crate::format;
use crate::svg::{Anchor, Svg, polyline, tick_decimals, ticks};
use gigasite_facility::Hour;
use gigasite_facility::seconds::DayAtOneSecond;

/// The page's colours, for drawings that stand alone on white.
const STYLE: &str = "<style>text{font:12.5px system-ui,sans-serif;fill:#1b2430}.m{font-size:12px;fill:#55616f}\
    .b{font-weight:640}.grid{stroke:#e3e7ec}.f0{fill:#0072b2}.f1{fill:#e69f00}.f2{fill:#009e73}.f3{fill:#d55e00}\
    .f4{fill:#56b4e9}.f5{fill:#cc79a7}.f6{fill:#8a8f96}.l0{stroke:#0072b2}.l1{stroke:#e69f00}.l2{stroke:#009e73}\
    .l3{stroke:#d55e00}.l{fill:none;stroke-width:1.1}.h0{fill:#fdf6c9}.h1{fill:#fae29a}.h2{fill:#f6c96e}\
    .h3{fill:#eead4b}.h4{fill:#df8f34}.h5{fill:#c7722a}.h6{fill:#a35728}.h7{fill:#783f26}.h8{fill:#4c2a22}</style>\
    <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";
/// Points drawn along an axis: more than pixels of a line, far fewer than hours or seconds.
const POINTS: usize = 480;

/// Every figure by name.
pub(super) fn all(design: &DesignStudy<'_>) -> Vec<(&'static str, String)> {
    let mut figures = vec![("pue", pue(design)), ("power", stack(design)), ("water", water(design))];
    if let Some((_, seconds)) = design.day {
        figures.push(("day", day(seconds)));
    }
    figures
}

fn sheet(width: f64, height: f64, label: &str) -> Svg {
    let mut svg = Svg::new(width, height, label);
    svg.raw(STYLE);
    svg
}

fn pue(design: &DesignStudy<'_>) -> String {
    let mut sums = [[(0.0, 0.0); 24]; 12];
    for (t, (hour, month)) in design.year().hours.iter().zip(design.campus.place.months).enumerate() {
        let cell = &mut sums[*month][t % 24];
        cell.0 += hour.facility_mw();
        cell.1 += hour.it_mw;
    }
    let cells = sums.map(|row| row.map(|(above, below)| (below > 0.0).then_some(above / below)));
    let mut svg = sheet(420.0, 294.0, &format!("PUE of {} by month and hour (UTC)", design.design_name()));
    svg.raw(&heat::draw("PUE", &cells, 3).finish());
    svg.standalone()
}

/// A frame with ticks; where a value lies from bottom to top.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    low: f64,
    high: f64,
}

impl Frame {
    fn draw(svg: &mut Svg, (width, height): (f64, f64), axis: &[f64], unit: &str) -> Self {
        let frame = Self {
            left: 64.0,
            right: width - 24.0,
            top: 58.0,
            bottom: height - 40.0,
            low: axis[0],
            high: axis[axis.len() - 1],
        };
        let decimals = tick_decimals(axis);
        for tick in axis {
            let y = frame.y(*tick);
            svg.line((frame.left, y), (frame.right, y), "grid");
            svg.text((frame.left - 8.0, y + 4.0), Anchor::End, "m", &format::thousands(*tick, decimals));
        }
        let cut = if frame.low > 0.0 { "; the axis does not start at zero" } else { "" };
        svg.text((frame.left, frame.top - 12.0), Anchor::Start, "m", &format!("{unit}{cut}"));
        frame
    }
    fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)
    }
    fn x(&self, share: f64) -> f64 {
        self.left + share * (self.right - self.left)
    }
}

fn legend(svg: &mut Svg, names: &[&str], left: f64) {
    let mut x = left;
    for (i, name) in names.iter().enumerate() {
        svg.rect((x, 12.0, 12.0, 12.0), &format!("f{i}"), "");
        svg.text((x + 17.0, 22.5), Anchor::Start, "t", name);
        x += 32.0 + 7.2 * name.len() as f64;
    }
}

/// Duration curve of facility power beyond IT, stacked by where it goes: hours sorted by the sum.
fn stack(design: &DesignStudy<'_>) -> String {
    const PARTS: [Part; 5] = [
        ("losses", |hour| hour.indoor_loss_mw + hour.outdoor_loss_mw),
        ("pumps", |hour| hour.pump_mw + hour.intake_mw),
        ("air handlers", |hour| hour.crah_mw),
        ("outdoor fans", |hour| hour.fan_mw),
        ("compressors", |hour| hour.compressor_mw),
    ];
    let n = design.campus.halls_count;
    let mut hours: Vec<&Hour> = design.year().hours.iter().collect();
    let beyond = |hour: &Hour| n * (hour.facility_mw() - hour.it_mw);
    hours.sort_by(|a, b| beyond(b).total_cmp(&beyond(a)));
    let (width, height) = (860.0, 360.0);
    let mut svg = sheet(width, height, "Power beyond IT, hours sorted from the highest");
    legend(&mut svg, &PARTS.map(|(name, _)| name), 64.0);
    let most = hours.first().map_or(1.0, |hour| beyond(hour));
    let axis = ticks(0.0, most.max(1e-6), 5.0);
    let it_mw = n * design.year().it.mean_mw;
    let unit = format!("MW beyond the {} MW of IT", format::thousands(it_mw, 1));
    let frame = Frame::draw(&mut svg, (width, height), &axis, &unit);
    let mut below = vec![0.0; POINTS + 1];
    for (part, (name, of)) in PARTS.iter().enumerate() {
        let at = |p: usize| (p * (hours.len() - 1)).div_euclid(POINTS);
        let above: Vec<f64> = (0..=POINTS).map(|p| below[p] + n * of(hours[at(p)])).collect();
        let x = |p: usize| frame.x(p as f64 / POINTS as f64);
        let mut ring: Vec<(f64, f64)> = (0..=POINTS).map(|p| (x(p), frame.y(above[p]))).collect();
        ring.extend((0..=POINTS).rev().map(|p| (x(p), frame.y(below[p]))));
        svg.path(&(polyline(&ring) + "Z"), &format!("f{part}"), name);
        below = above;
    }
    for tick in ticks(0.0, hours.len() as f64, 5.0).into_iter().filter(|tick| *tick <= hours.len() as f64) {
        let x = frame.x(tick / hours.len() as f64);
        svg.text((x, frame.bottom + 18.0), Anchor::Middle, "m", &format::thousands(tick, 0));
    }
    svg.text(
        (f64::midpoint(frame.left, frame.right), height - 6.0),
        Anchor::Middle,
        "m",
        "hours of the year",
    );
    svg.standalone()
}

fn water(design: &DesignStudy<'_>) -> String {
    let months = design.campus.months();
    let parts = months.map(|month| [month.evaporation_m3, month.blow_down_m3, month.drift_m3]);
    let (width, height) = (620.0, 320.0);
    let mut svg = sheet(width, height, "Make-up water by month");
    legend(&mut svg, &["evaporation", "blow-down", "drift"], 64.0);
    let most = parts.iter().map(|part| part.iter().sum::<f64>()).fold(0.0, f64::max);
    let axis = ticks(0.0, if most > 0.0 { most } else { 1.0 }, 5.0);
    let frame = Frame::draw(&mut svg, (width, height), &axis, "m³ a month");
    for (m, part) in parts.iter().enumerate() {
        let (x, w) = (frame.x((m as f64 + 0.15) / 12.0), 0.7 * (frame.x(1.0 / 12.0) - frame.x(0.0)));
        let mut below = 0.0;
        for (i, value) in part.iter().enumerate() {
            let (y, base) = (frame.y(below + value), frame.y(below));
            svg.rect((x, y, w, base - y), &format!("f{i}"), &format!("{} {value:.0} m³", MONTHS[m]));
            below += value;
        }
        svg.text((x + w / 2.0, frame.bottom + 18.0), Anchor::Middle, "m", MONTHS[m]);
    }
    if most <= 0.0 {
        let middle = (f64::midpoint(frame.left, frame.right), f64::midpoint(frame.top, frame.bottom));
        svg.text(middle, Anchor::Middle, "m", "no water is spent");
    }
    svg.standalone()
}

/// The day: what the site draws between the lowest and highest second of every few minutes, and what the grid sees.
fn day(day: &DayAtOneSecond) -> String {
    let (width, height) = (980.0, 380.0);
    let mut svg = sheet(width, height, "The day at one second: power of the site");
    legend(&mut svg, &["site", "behind the buffer", "IT mean of 3 min"], 64.0);
    let values = || day.facility_mw.iter().chain(&day.it_mw);
    let (low, high) =
        (values().copied().fold(f64::MAX, f64::min), values().copied().fold(f64::MIN, f64::max));
    let axis = ticks(if low > 0.5 * high { low } else { 0.0 }, high, 6.0);
    let frame = Frame::draw(&mut svg, (width, height), &axis, "MW");
    let chunk = day.facility_mw.len().div_ceil(POINTS).max(1);
    let span = |series: &[f64]| -> Vec<(f64, f64)> {
        series
            .chunks(chunk)
            .map(|part| part.iter().fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v))))
            .collect()
    };
    let count = day.facility_mw.len().div_ceil(chunk).max(2) as f64 - 1.0;
    for (class, series) in [("f0", &day.facility_mw), ("f1", &day.buffer.grid_mw)] {
        let spans = span(series);
        let at = |i: usize, value: f64| (frame.x(i as f64 / count), frame.y(value));
        let mut ring: Vec<(f64, f64)> = spans.iter().enumerate().map(|(i, (_, top))| at(i, *top)).collect();
        ring.extend(spans.iter().enumerate().rev().map(|(i, (bottom, _))| at(i, *bottom)));
        let veil = if class == "f0" { "\" fill-opacity=\".45" } else { "\" fill-opacity=\".9" };
        svg.path(&(polyline(&ring) + "Z"), &format!("{class}{veil}"), "");
    }
    let means = day.it_mw.chunks(chunk).map(|part| part.iter().sum::<f64>() / part.len() as f64);
    let line: Vec<(f64, f64)> =
        means.enumerate().map(|(i, mw)| (frame.x(i as f64 / count), frame.y(mw))).collect();
    svg.path(&polyline(&line), "l l2", "IT, mean");
    for hour in (0..=24).step_by(3) {
        let x = frame.x(f64::from(hour) / 24.0);
        svg.text((x, frame.bottom + 18.0), Anchor::Middle, "m", &format!("{hour:02}:00"));
    }
    svg.text(
        (f64::midpoint(frame.left, frame.right), height - 6.0),
        Anchor::Middle,
        "m",
        "hour of the day, UTC",
    );
    svg.standalone()
}
