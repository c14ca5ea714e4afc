//! `gigasite facility`: a hall, a campus, a year, a day at one second.

mod choose;
mod fit;

use crate::args::FacilityArgs;
use crate::commands::grid::{hand_over, say_findings};
use crate::commands::plan::{refused, with_hint};
use crate::commands::progress::Talk;
use crate::say::{Exit, Hint};
use anyhow::{Context as _, anyhow};
use choose::{Chosen, Where};
use gigasite_cosim::Progress as _;
use gigasite_data::CaseSource;
use gigasite_facility::district::{HeatingCurve, Link, Network};
use gigasite_facility::enefg::{self, Day, Figures, Text};
use gigasite_facility::envelope::hourly;
use gigasite_facility::kpi::Kpi;
use gigasite_facility::power::Mix;
use gigasite_facility::seconds::{DayAtOneSecond, Limits, Training, Workload, day_at_one_second};
use gigasite_facility::{Asked, Build, Campus, FacilityYear, HourlyEnvelope, Place, campus, facility_year};
use gigasite_report::facility::{DesignStudy, FacilityStudy};
use gigasite_units::Fraction;

pub(crate) fn run(args: &FacilityArgs) -> anyhow::Result<Exit> {
    if let Some(path) = &args.fit {
        return fit::run(path, args.json);
    }
    if let Some(gpus) = args.gpus.filter(|gpus| !(*gpus > 0.0 && gpus.is_finite())) {
        return Err(anyhow!("{gpus} accelerators make no campus").context(Hint("write --gpus 100000".into())));
    }
    if let Some(out) = &args.out {
        gigasite_report::check_out(out).map_err(with_hint(gigasite_report::Error::hint))?;
    }
    let talk = Talk::new(args.quiet);
    talk.stage("reading the dataset and the weather");
    let loaded = gigasite_data::load_case(&CaseSource::parse(&args.case), &choose::pairs(args)?, None);
    talk.done();
    let (case, findings) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return refused(error),
    };
    if say_findings(&findings, args.strict, args.quiet) {
        return Ok(Exit::Findings);
    }
    let Some(place) = Where::of(args, &case)? else { return Ok(Exit::Findings) };
    let chosen = Chosen::of(args, &case, &place)?;
    let workload = Workload {
        training: Training { jobs_count: args.jobs, ..Training::default() },
        ..Workload::default()
    };
    talk.stage("working the designs through the year");
    let place_of = Place { weather: &place.weather, months: &place.months, normals: place.normals };
    let builds = chosen.builds(&case);
    let mut worked = Vec::new();
    for (number, build) in builds.iter().enumerate() {
        worked.push(work(args, build, &place_of, &workload)?);
        talk.step(number + 1, builds.len());
    }
    talk.done();
    let mut designs = Vec::new();
    for (build, one) in builds.iter().zip(&worked) {
        let campus = Campus { build, place: &place_of, year: &one.year, halls_count: one.halls_count };
        let mut kpis = campus
            .account()
            .kpis()
            .map_err(with_hint(|refused: &_| gigasite_facility::validity::Refused::hint(refused)))?;
        // contracts and backup are no part of a hall: unknown is not zero
        kpis.retain(|kpi| !kpi.code.starts_with("E_RES") && kpi.code != "REF" && kpi.code != "E_DC-BG");
        let rules = rules(&kpis, one.year.kpi.peak_mw * one.halls_count);
        let day = one.day.as_ref().map(|(number, day)| (*number, day));
        designs.push(DesignStudy { campus, kpis, rules, hull: &one.hull, day });
    }
    let cap_ratio = case.file.halls.provisioned_ratio;
    let node = chosen.node(&case)?;
    let levels = (node.node_levels(cap_ratio, Mix::TRAINING), node.rack_levels(cap_ratio, Mix::TRAINING));
    let study = FacilityStudy {
        place: place.name.clone(),
        weather: place.source.clone(),
        levels: Some(levels),
        cap_ratio,
        designs,
    };
    let answer = gigasite_report::facility::facility(&study);
    hand_over(&answer, args.json, usize::MAX, args.out.as_deref(), args.quiet)?;
    Ok(Exit::Done)
}

/// A design, worked.
struct Worked {
    year: FacilityYear,
    halls_count: f64,
    hull: HourlyEnvelope,
    day: Option<(usize, DayAtOneSecond)>,
}

fn work(
    args: &FacilityArgs,
    build: &Build<'_>,
    place: &Place<'_>,
    workload: &Workload,
) -> anyhow::Result<Worked> {
    let facility = with_hint(gigasite_facility::Error::hint);
    let it = gigasite_facility::power::fill_hall(build.accelerator, build.halls);
    let halls_count = args.gpus.map_or(1.0, |gpus| (gpus / it.gpus.max(1.0) - 1e-9).ceil().max(1.0));
    let it_mw = args.diurnal.then(|| campus::diurnal_it_mw(&it, workload, place.months.len()));
    let link = args.heat_network.map(|peak_mw| network(peak_mw / halls_count, place)).transpose()?;
    let asked = Asked { it_mw: it_mw.as_deref(), network: link.as_ref(), exactly: false };
    let year = facility_year(build, place, &asked).map_err(facility)?;
    let hull = hourly(build, place).map_err(with_hint(gigasite_facility::Error::hint))?;
    let day = match args.seconds {
        None => None,
        Some(asked) => Some(day(args, build, place, &year, (halls_count, asked), workload)?),
    };
    Ok(Worked { year, halls_count, hull, day })
}

fn day(
    args: &FacilityArgs,
    build: &Build<'_>,
    place: &Place<'_>,
    year: &FacilityYear,
    (halls_count, asked): (f64, usize),
    workload: &Workload,
) -> anyhow::Result<(usize, DayAtOneSecond)> {
    let campus = Campus { build, place, year, halls_count };
    let number = if asked == 0 { campus.hardest_day() } else { asked - 1 };
    let limits = Limits { ramp_mw_per_s: args.ramp_limit, ..Limits::default() };
    let input = campus
        .day(number, *workload, limits, args.seed)
        .ok_or_else(|| anyhow!("the year has no day {asked}"))
        .with_context(|| Hint("days are counted from 1; leave the number out for the hardest".into()))?;
    let day = day_at_one_second(&input).map_err(with_hint(gigasite_facility::seconds::Error::hint))?;
    Ok((number, day))
}

/// A network of a town as at Odense: 75 °C in the cold, 65 °C in the mild, back at 40 °C (read: 70–75 and 35–40 °C); heating
/// below 15 °C, hot water 17.5 % of the peak (MEM).
fn network(peak_mw: f64, place: &Place<'_>) -> anyhow::Result<Link> {
    let coldest_c = place.weather.temperature_c.iter().copied().fold(f64::MAX, f64::min);
    let half = Fraction::new(gigasite_facility::district::LORENTZ_FRAC);
    let hot_water = Fraction::new(0.175);
    let (Ok(lorentz_frac), Ok(hot_water_frac)) = (half, hot_water) else {
        return Err(anyhow!("shares of the heat network are no fractions"));
    };
    let network = Network {
        peak_mw,
        base_c: 15.0,
        design_c: coldest_c.min(5.0),
        hot_water_frac,
        others_mw: 0.0,
        supply: HeatingCurve { cold_supply_c: 75.0, mild_supply_c: 65.0 },
        return_c: 40.0,
    };
    let network = network.checked().map_err(with_hint(gigasite_facility::validity::Refused::hint))?;
    Ok(Link { network, capacity_mw: peak_mw, lorentz_frac })
}

fn rules(kpis: &[Kpi], connection_mw: f64) -> Vec<enefg::Rule> {
    let value = |code: &str| kpis.iter().find(|kpi| kpi.code == code).map(|kpi| kpi.value);
    let pue = value("PUE_NO_HP").or_else(|| value("PUE")).unwrap_or(f64::NAN);
    let figures = Figures {
        start: Day::new(2028, 7, 1),
        connection_mw,
        pue_no_heat_pump_ratio: pue,
        reused_frac: value("ERF").unwrap_or(0.0),
        renewable_frac: 0.0,
    };
    let mut rules = enefg::rules(Text::InForce, &figures);
    // which contracts stand behind the electricity is not known here
    rules.retain(|rule| rule.place != enefg::RENEWABLE);
    rules
}
