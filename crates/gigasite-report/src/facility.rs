//! Answers about a facility: designs side by side, and each with its year, its components and its hardest day.

mod day;
mod figures;
mod tables;

use crate::{Answer, format};
use gigasite_facility::Hour;
use gigasite_facility::campus::Campus;
use gigasite_facility::enefg::Rule;
use gigasite_facility::kpi::Kpi;
use gigasite_facility::power::{Levels, cap};
use gigasite_facility::seconds::DayAtOneSecond;
use gigasite_facility::{FacilityYear, HourlyEnvelope};
use serde_json::json;

/// A figure of an hour with its name.
type Part = (&'static str, fn(&Hour) -> f64);

/// A design, worked through a year.
#[derive(Debug)]
pub struct DesignStudy<'a> {
    /// The halls.
    pub campus: Campus<'a>,
    /// Indicators of the year.
    pub kpis: Vec<Kpi>,
    /// Rules of the German law, judged.
    pub rules: Vec<Rule>,
    /// Safe hull of facility power against IT power, of one hall.
    pub hull: &'a HourlyEnvelope,
    /// The day (from 0) at one second, if asked.
    pub day: Option<(usize, &'a DayAtOneSecond)>,
}

impl DesignStudy<'_> {
    fn design_name(&self) -> &str {
        &self.campus.build.cooling.id
    }

    fn year(&self) -> &FacilityYear {
        self.campus.year
    }

    fn kpi(&self, code: &str) -> Option<f64> {
        self.kpis.iter().find(|kpi| kpi.code == code).map(|kpi| kpi.value)
    }
}

/// Where the weather comes from and what is asked.
#[derive(Debug)]
pub struct FacilityStudy<'a> {
    /// Name of the place.
    pub place: String,
    /// Where the weather comes from.
    pub weather: String,
    /// Levels of a node and of a rack, with the power cap that is provisioned, W.
    pub levels: Option<(Levels, Levels)>,
    /// Power cap over thermal design power.
    pub cap_ratio: f64,
    /// The designs, in the order asked.
    pub designs: Vec<DesignStudy<'a>>,
}

/// The designs side by side; more of a design that stands alone.
pub fn facility(study: &FacilityStudy<'_>) -> Answer {
    let mut answer = Answer::about("place", &study.place);
    answer.fact("weather", study.weather.as_str());
    let Some(first) = study.designs.first() else { return answer };
    let (campus, it) = (&first.campus, first.year().it);
    let gpus = it.gpus * campus.halls_count;
    answer.fact("accelerator", campus.build.accelerator.id.as_str());
    answer.fact("halls_count", campus.halls_count);
    answer.fact("gpus", gpus);
    answer.fact("it_provisioned_mw", it.provisioned_mw * campus.halls_count);
    answer.fact("it_mean_mw", it.mean_mw * campus.halls_count);
    answer.fact("it_idle_mw", it.idle_mw * campus.halls_count);
    answer.say(format!(
        "{}: {} of {} MW with {} {}; IT {} MW provisioned, {} mean, {} idle",
        study.place,
        if campus.halls_count > 1.0 {
            format!("{} halls", format::thousands(campus.halls_count, 0))
        } else {
            "one hall".to_owned()
        },
        format::thousands(campus.build.halls.hall_it_mw, 1),
        format::thousands(gpus, 0),
        campus.build.accelerator.name,
        format::thousands(it.provisioned_mw * campus.halls_count, 1),
        format::thousands(it.mean_mw * campus.halls_count, 1),
        format::thousands(it.idle_mw * campus.halls_count, 1),
    ));
    answer.say(format!("weather: {}", study.weather));
    if study.cap_ratio < 1.0 {
        let kept = cap::throughput(study.cap_ratio);
        answer.fact("cap_throughput_frac", json!([kept.low, kept.mid, kept.high]));
        answer.say(format!(
            "a power cap of {} keeps {} of the throughput ({}–{}: fits to earlier accelerators, extrapolated)",
            format::percent(study.cap_ratio, 0),
            format::percent(kept.mid, 0),
            format::percent(kept.low, 0),
            format::percent(kept.high, 0),
        ));
    }
    answer.tables.push(tables::designs(study));
    answer.tables.extend(study.levels.map(|(node, rack)| tables::levels(&node, &rack)));
    for design in &study.designs {
        say_troubles(&mut answer, design);
        answer.file(format!("hours/{}.csv", design.design_name()), tables::hours_csv(design).into_bytes());
        for (figure, svg) in figures::all(design) {
            answer.file(format!("figures/{}_{figure}.svg", design.design_name()), svg.into_bytes());
        }
        if let Some((number, day)) = design.day {
            day::say(&mut answer, design, number, day);
        }
    }
    if let [design] = &study.designs[..] {
        answer.say(format!(
            "facility power against IT power, hour by hour, as a safe convex hull: at most {} above the truth ({} MW a hall)",
            format::percent(design.hull.worst_gap_frac, 2),
            format::thousands(design.hull.worst_gap_mw, 3),
        ));
        answer.tables.push(tables::months(design));
        answer.tables.push(tables::components(design));
        answer.tables.push(tables::indicators(design));
        answer.tables.push(tables::rules(design));
        answer.fact(
            "envelope",
            json!({
                "worst_gap_mw": design.hull.worst_gap_mw,
                "worst_gap_frac": design.hull.worst_gap_frac,
                "worst_hour": design.hull.worst_hour,
                "knots_it_mw": design.hull.it_mw,
            }),
        );
    }
    answer
}

fn say_troubles(answer: &mut Answer, design: &DesignStudy<'_>) {
    let year = design.year();
    let throttled = year.hours.iter().filter(|hour| hour.throughput_frac < 1.0).count();
    if throttled > 0 {
        answer.say(format!(
            "{}: throttles in {} hours because the coolant passes its limit or units are lost; {} GPU-hours are lost",
            design.design_name(),
            format::count(throttled),
            format::thousands(year.kpi.lost_gpu_hours * design.campus.halls_count, 0),
        ));
    }
}
