//! Statistics of a year over several countries.

use gigasite_case::Horizon;
use std::collections::BTreeMap;

/// Hourly series of a country.
pub(crate) struct Place {
    pub(crate) at: (f64, f64),
    pub(crate) wind: Vec<f64>,
    pub(crate) sun: Vec<f64>,
    pub(crate) temperature_c: Vec<f64>,
    pub(crate) load: Option<Vec<f64>>,
}

/// A statistic; `within` is how far the mean of ours may lie from a real year.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) digits: usize,
    pub(crate) within: f64,
}

/// All of them, in the order of the page.
pub(crate) fn statistics(places: &BTreeMap<String, Place>, horizon: Horizon) -> Vec<Row> {
    let all: Vec<Prepared> = places.values().map(|place| Prepared::new(place, horizon)).collect();
    let mut rows = Vec::new();
    let mut add = |name: &str, digits: usize, within: f64, of: &dyn Fn(&Prepared) -> Option<f64>| {
        let values: Vec<f64> = all.iter().filter_map(of).collect();
        if !values.is_empty() {
            let value = mean(&values);
            rows.push(Row { name: name.to_owned(), value, digits, within });
        }
    };
    let winter = |day: usize| [0, 1, 11].contains(&horizon.month(day * 24));
    let summer = |day: usize| [5, 6, 7].contains(&horizon.month(day * 24));
    add("wind: standard deviation", 2, 0.12, &|p| Some(deviation(&p.wind)));
    add("wind: standard deviation of daily means", 2, 0.12, &|p| Some(deviation(&days(&p.wind))));
    add("wind: standard deviation of monthly means", 2, 0.15, &|p| {
        Some(deviation(&months(horizon, &p.wind)))
    });
    for (lag, within) in [(1, 0.03), (24, 0.1), (168, 0.12)] {
        add(&format!("wind: autocorrelation, {lag} h"), 2, within, &|p| Some(lagged(&p.wind, lag)));
    }
    add("wind: change in an hour, 99 % of hours", 2, 0.15, &|p| Some(ramp(&p.wind)));
    add("sun: standard deviation of daily means", 2, 0.15, &|p| Some(deviation(&days(&p.sun))));
    add("sun: autocorrelation, 24 h", 2, 0.06, &|p| Some(lagged(&p.sun, 24)));
    add("sun: change in an hour, 99 % of hours", 2, 0.25, &|p| Some(ramp(&p.sun)));
    add("temperature: standard deviation of the anomaly, winter, K", 2, 0.8, &|p| {
        Some(deviation(&pick(&days(&p.anomaly_k), winter)))
    });
    add("temperature: standard deviation of the anomaly, summer, K", 2, 0.6, &|p| {
        Some(deviation(&pick(&days(&p.anomaly_k), summer)))
    });
    add("temperature: half of the mean daily range, K", 2, 1.5, &|p| {
        Some(0.5 * mean(&ranges(&p.temperature_c)))
    });
    for (lag, within) in [(1, 0.02), (24, 0.08), (168, 0.15)] {
        add(&format!("temperature: autocorrelation of the anomaly, {lag} h"), 2, within, &|p| {
            Some(lagged(&p.anomaly_k, lag))
        });
    }
    add("temperature: change in an hour, 99 % of hours, K", 2, 1.0, &|p| Some(ramp(&p.temperature_c)));
    add("temperature: hot days", 1, 4.0, &|p| Some(runs(&days(&p.temperature_c), summer, 4.0)));
    add("temperature: cold days", 1, 6.0, &|p| {
        let turned: Vec<f64> = days(&p.temperature_c).iter().map(|c| -c).collect();
        Some(runs(&turned, winter, 5.0))
    });
    add("low spells of 24 h and more in a year", 1, 12.0, &|p| Some(spells(&p.mix, 24).0));
    add("low spells of 72 h and more in a year", 1, 5.0, &|p| Some(spells(&p.mix, 72).0));
    add("longest low spell, h", 0, 110.0, &|p| Some(spells(&p.mix, 1).1));
    for (name, season) in [("winter", &winter as &dyn Fn(usize) -> bool), ("summer", &summer)] {
        add(&format!("{name}: correlation of wind and temperature, days"), 2, 0.25, &|p| {
            Some(correlation(&pick(&days(&p.wind), season), &pick(&days(&p.anomaly_k), season)))
        });
        add(&format!("{name}: correlation of wind and sun, days"), 2, 0.25, &|p| {
            Some(correlation(&pick(&days(&p.wind), season), &pick(&days(&p.sun), season)))
        });
    }
    add("winter: cold and still days", 3, 0.05, &|p| {
        Some(both_low(&pick(&days(&p.wind), winter), &pick(&days(&p.anomaly_k), winter)))
    });
    add("load: standard deviation", 3, 0.04, &|p| p.load.as_ref().map(|x| deviation(x)));
    for (lag, within) in [(1, 0.03), (24, 0.08), (168, 0.08)] {
        add(&format!("load: autocorrelation, {lag} h"), 2, within, &|p| {
            p.load.as_ref().map(|x| lagged(x, lag))
        });
    }
    add("load: change in an hour, 99 % of hours", 3, 0.03, &|p| p.load.as_ref().map(|x| ramp(x)));
    add("load: peak", 2, 0.12, &|p| p.load.as_ref().map(|x| x.iter().copied().fold(0.0, f64::max)));
    add("load: half of the mean daily range", 3, 0.04, &|p| p.load.as_ref().map(|x| 0.5 * mean(&ranges(x))));
    add("load: correlation with temperature in winter, days", 2, 0.25, &|p| {
        p.load.as_ref().map(|x| correlation(&pick(&days(x), winter), &pick(&days(&p.anomaly_k), winter)))
    });
    for (name, of) in [
        ("wind", (|p: &Prepared| p.wind.clone()) as fn(&Prepared) -> Vec<f64>),
        ("temperature anomaly", |p| p.anomaly_k.clone()),
    ] {
        let series: Vec<Vec<f64>> = all.iter().map(of).collect();
        for (reach, least, most) in [("near", 0.0, 700.0), ("far", 1500.0, f64::INFINITY)] {
            let value = pairs(&all, &series, least, most);
            rows.push(Row {
                name: format!("{name}: correlation of pairs, {reach}"),
                value,
                digits: 2,
                within: 0.18,
            });
        }
    }
    let europe: Vec<f64> =
        (0..horizon.hours).map(|t| all.iter().map(|p| p.mix[t]).sum::<f64>() / all.len() as f64).collect();
    let value = deviation(&days(&europe));
    rows.push(Row {
        name: "all countries: standard deviation of the day's wind and sun".into(),
        value,
        digits: 2,
        within: 0.08,
    });
    let value = days(&europe).into_iter().fold(f64::INFINITY, f64::min);
    rows.push(Row {
        name: "all countries: lowest day of wind and sun".into(),
        value,
        digits: 2,
        within: 0.15,
    });
    rows
}

struct Prepared {
    at: (f64, f64),
    wind: Vec<f64>,
    sun: Vec<f64>,
    mix: Vec<f64>,
    temperature_c: Vec<f64>,
    anomaly_k: Vec<f64>,
    load: Option<Vec<f64>>,
}

impl Prepared {
    fn new(place: &Place, horizon: Horizon) -> Self {
        let relative = |series: &[f64]| {
            let mean = mean(series);
            series.iter().map(|x| x / mean).collect::<Vec<f64>>()
        };
        let (wind, sun) = (relative(&place.wind), relative(&place.sun));
        Self {
            at: place.at,
            mix: wind.iter().zip(&sun).map(|(wind, sun)| f64::midpoint(*wind, *sun)).collect(),
            wind,
            sun,
            anomaly_k: anomaly(&place.temperature_c, horizon),
            temperature_c: place.temperature_c.clone(),
            load: place.load.as_deref().map(relative),
        }
    }
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn deviation(x: &[f64]) -> f64 {
    let m = mean(x);
    (x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / x.len() as f64).sqrt()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (ma, mb) = (mean(a), mean(b));
    let shared: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    shared / (deviation(a) * deviation(b) * a.len() as f64)
}

fn lagged(x: &[f64], lag: usize) -> f64 {
    correlation(&x[lag..], &x[..x.len() - lag])
}

fn days(x: &[f64]) -> Vec<f64> {
    x.chunks(24).map(mean).collect()
}

fn ranges(x: &[f64]) -> Vec<f64> {
    x.chunks(24)
        .map(|day| {
            day.iter().copied().fold(f64::NEG_INFINITY, f64::max)
                - day.iter().copied().fold(f64::INFINITY, f64::min)
        })
        .collect()
}

fn months(horizon: Horizon, x: &[f64]) -> Vec<f64> {
    let mut start = 0;
    horizon
        .month_days()
        .iter()
        .map(|days| {
            let part = &x[start..start + 24 * days];
            start += 24 * days;
            mean(part)
        })
        .collect()
}

fn pick(x: &[f64], season: impl Fn(usize) -> bool) -> Vec<f64> {
    x.iter().enumerate().filter(|(day, _)| season(*day)).map(|(_, x)| *x).collect()
}

/// The change from hour to hour that one in a hundred exceeds.
fn ramp(x: &[f64]) -> f64 {
    let mut changes: Vec<f64> = x.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    changes.sort_by(f64::total_cmp);
    changes[(changes.len() * 99).div_euclid(100)]
}

/// What is left of a temperature after a yearly wave and the mean day of each month.
fn anomaly(x: &[f64], horizon: Horizon) -> Vec<f64> {
    let n = x.len() as f64;
    let angle = |t: usize| t as f64 / n * std::f64::consts::TAU;
    let level = mean(x);
    let (mut cosine, mut sine) = (0.0, 0.0);
    for (t, c) in x.iter().enumerate() {
        cosine += 2.0 / n * (c - level) * angle(t).cos();
        sine += 2.0 / n * (c - level) * angle(t).sin();
    }
    let mut left: Vec<f64> = x
        .iter()
        .enumerate()
        .map(|(t, c)| c - level - cosine * angle(t).cos() - sine * angle(t).sin())
        .collect();
    let mut day = [[0.0; 24]; 12];
    let mut count = [0.0; 12];
    for (t, k) in left.iter().enumerate() {
        day[horizon.month(t)][t % 24] += k;
        count[horizon.month(t)] += 1.0 / 24.0;
    }
    for (t, k) in left.iter_mut().enumerate() {
        let month = horizon.month(t);
        let of_month = day[month].iter().sum::<f64>() / 24.0;
        *k -= (day[month][t % 24] - of_month) / count[month];
    }
    left
}

/// Days in runs of three or more that exceed the mean of their season by `by`.
fn runs(x: &[f64], season: impl Fn(usize) -> bool + Copy, by: f64) -> f64 {
    let limit = mean(&pick(x, season)) + by;
    let (mut total, mut run) = (0, 0);
    for value in x.iter().chain([&f64::NEG_INFINITY]) {
        if *value > limit {
            run += 1;
        } else {
            if run >= 3 {
                total += run;
            }
            run = 0;
        }
    }
    f64::from(total)
}

/// Spells of at least `least` hours in which the running day stays below 40 % of the mean: how many, and the longest in hours.
fn spells(x: &[f64], least: usize) -> (f64, f64) {
    let mut sum: f64 = x[..24].iter().sum();
    let (mut count, mut run, mut longest) = (0.0, 0, 0);
    for t in 24..=x.len() {
        let low = sum / 24.0 < 0.4 && t < x.len();
        if low {
            run += 1;
        } else {
            // the first running day that is low began 23 hours before
            let length = if run > 0 { run + 23 } else { 0 };
            longest = longest.max(length);
            if length >= least && run > 0 {
                count += 1.0;
            }
            run = 0;
        }
        if t < x.len() {
            sum += x[t] - x[t - 24];
        }
    }
    (count, longest as f64)
}

/// Share of days in the lowest quarter of both.
fn both_low(a: &[f64], b: &[f64]) -> f64 {
    let quarter = |x: &[f64]| {
        let mut sorted = x.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[x.len().div_euclid(4)]
    };
    let (qa, qb) = (quarter(a), quarter(b));
    let both: f64 = a.iter().zip(b).map(|(x, y)| if *x < qa && *y < qb { 1.0 } else { 0.0 }).sum();
    both / a.len() as f64
}

/// Mean correlation of the pairs whose distance lies within a band of kilometres.
fn pairs(places: &[Prepared], series: &[Vec<f64>], least: f64, most: f64) -> f64 {
    let mut found = Vec::new();
    for (i, a) in places.iter().enumerate() {
        for (j, b) in places.iter().enumerate().take(i) {
            let (p, q) = (a.at.0.to_radians(), b.at.0.to_radians());
            let cosine = p.sin() * q.sin() + p.cos() * q.cos() * (a.at.1 - b.at.1).to_radians().cos();
            let km = 6371.0 * cosine.clamp(-1.0, 1.0).acos();
            if km >= least && km < most {
                found.push(correlation(&series[i], &series[j]));
            }
        }
    }
    mean(&found)
}
