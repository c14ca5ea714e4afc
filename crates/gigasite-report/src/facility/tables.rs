//! Tables of a facility.

use super::{DesignStudy, FacilityStudy, Part};
use crate::charts::heat::MONTHS;
use crate::table::{Cell, Table, column};
use gigasite_facility::Hour;
use gigasite_facility::kpi::Basis;
use gigasite_facility::power::Levels;
use std::fmt::Write as _;

/// The designs side by side, for the whole campus.
pub(super) fn designs(study: &FacilityStudy<'_>) -> Table {
    let mut table = Table::new(
        "designs",
        "Designs",
        vec![
            column("cooling", "Cooling", None),
            column("pue_ratio", "PUE", Some(3)),
            column("pue_peak_hour_ratio", "Peak hour", Some(3)),
            column("connection_mw", "Connection", Some(1)),
            column("energy_gwh", "Energy", Some(1)),
            column("wue_l_per_kwh", "WUE", Some(3)),
            column("water_m3", "Water", Some(0)),
            column("free_frac", "Free hours", Some(3)),
            column("heat_gwh", "Heat there", Some(1)),
            column("erf_ratio", "ERF", Some(3)),
            column("lost_frac", "Compute lost", Some(4)),
            column("capex_eur_per_mw", "Cooling plant", Some(0)),
        ],
    );
    for design in &study.designs {
        let (n, kpi) = (design.campus.halls_count, design.year().kpi);
        let hours = &design.year().hours;
        let free = hours.iter().filter(|hour| hour.compressor_mw <= 0.0).count() as f64 / hours.len() as f64;
        let all_gpu_hours = kpi.gpu_hours + kpi.lost_gpu_hours;
        table.push(vec![
            design.design_name().into(),
            kpi.pue_ratio.into(),
            kpi.pue_peak_hour_ratio.into(),
            (n * kpi.peak_mw).into(),
            (n * kpi.facility_mwh / 1e3).into(),
            kpi.wue_l_per_kwh.into(),
            (n * kpi.water_m3).into(),
            free.into(),
            (n * kpi.heat_mwh / 1e3).into(),
            design.kpi("ERF").into(),
            (kpi.lost_gpu_hours / all_gpu_hours.max(f64::MIN_POSITIVE)).into(),
            design.campus.build.cooling.capex_eur_per_mw.into(),
        ]);
    }
    table
}

/// Power of a node and a rack: what is printed, what it can draw, what is provisioned, what it draws.
pub(super) fn levels(node: &Levels, rack: &Levels) -> Table {
    let mut table = Table::new(
        "levels",
        "Power of a node and a rack",
        vec![
            column("unit_name", "Unit", None),
            column("label_kw", "Label", Some(2)),
            column("nameplate_kw", "All at TDP", Some(2)),
            column("provisioned_kw", "Provisioned", Some(2)),
            column("sustained_kw", "Training", Some(2)),
            column("idle_kw", "Idle", Some(2)),
        ],
    );
    for (name, levels) in [("node", node), ("rack", rack)] {
        let Levels { label_w, nameplate_w, provisioned_w, sustained_w, idle_w } = *levels;
        let mut row: Vec<Cell> = vec![name.into()];
        row.extend([label_w, nameplate_w, provisioned_w, sustained_w, idle_w].map(|w| Cell::from(w / 1e3)));
        table.push(row);
    }
    table
}

/// The twelve months of a design.
pub(super) fn months(design: &DesignStudy<'_>) -> Table {
    let mut table = Table::new(
        "months",
        "Months",
        vec![
            column("name", "Month", None),
            column("it_mwh", "IT", Some(0)),
            column("facility_mwh", "Facility", Some(0)),
            column("pue_ratio", "PUE", Some(3)),
            column("cooling_mwh", "Cooling", Some(0)),
            column("evaporation_m3", "Evaporation", Some(0)),
            column("drift_m3", "Drift", Some(0)),
            column("blow_down_m3", "Blow-down", Some(0)),
            column("reusable_mwh", "Heat there", Some(0)),
            column("taken_mwh", "Heat taken", Some(0)),
            column("free_frac", "Free hours", Some(2)),
        ],
    );
    for (name, month) in MONTHS.iter().zip(design.campus.months()).filter(|(_, month)| month.hours > 0.0) {
        table.push(vec![
            (*name).into(),
            month.it_mwh.into(),
            month.facility_mwh.into(),
            (month.facility_mwh / month.it_mwh).into(),
            month.cooling_mwh.into(),
            month.evaporation_m3.into(),
            month.drift_m3.into(),
            month.blow_down_m3.into(),
            month.reusable_mwh.into(),
            month.taken_mwh.into(),
            (month.free_hours / month.hours).into(),
        ]);
    }
    table
}

/// Components of one hall at design conditions.
pub(super) fn components(design: &DesignStudy<'_>) -> Table {
    let mut table = Table::new(
        "components",
        "Components of a hall",
        vec![
            column("component", "Component", None),
            column("duty_count", "Duty", Some(0)),
            column("spare_count", "Spare", Some(0)),
            column("unit_mw", "A unit carries", Some(2)),
            column("power_mw", "Power or loss", Some(3)),
            column("sized_at", "Sized at", None),
        ],
    );
    for component in &design.year().components {
        table.push(vec![
            component.name.as_str().into(),
            (component.duty_count as f64).into(),
            (component.spare_count as f64).into(),
            component.unit_mw.into(),
            component.power_mw.into(),
            component.sized_at.as_str().into(),
        ]);
    }
    table
}

/// Indicators of the campus.
pub(super) fn indicators(design: &DesignStudy<'_>) -> Table {
    let columns = vec![
        column("code", "Code", None),
        column("value", "Value", None),
        column("unit", "Unit", None),
        column("basis", "Rests on", None),
    ];
    let mut table = Table::new("kpi", "Indicators of the campus", columns);
    for kpi in &design.kpis {
        let basis = match kpi.basis {
            Basis::Reported => "(EU) 2024/1364 Annex II",
            Basis::Indicator => "(EU) 2024/1364 Annex III",
            Basis::Standard => "European standard",
            Basis::Own => "own",
        };
        let unit = if kpi.unit == "1" { "" } else { kpi.unit };
        table.push(vec![kpi.code.into(), kpi.value.into(), unit.into(), basis.into()]);
    }
    table
}

/// Rules of the German energy-efficiency law.
pub(super) fn rules(design: &DesignStudy<'_>) -> Table {
    let columns = vec![
        column("rule", "Rule", None),
        column("from", "From", None),
        column("limit_ratio", "Limit", Some(2)),
        column("value_ratio", "Value", Some(3)),
        column("met", "Met", None),
    ];
    let mut table = Table::new("enefg", "EnEfG section 11, if it stood in Germany", columns);
    for rule in &design.rules {
        table.push(vec![
            rule.place.into(),
            Cell::Text(rule.from.to_string()),
            rule.limit.into(),
            rule.value.into(),
            rule.met.into(),
        ]);
    }
    table
}

/// Every hour of one hall.
pub(super) fn hours_csv(design: &DesignStudy<'_>) -> String {
    const COLUMNS: [Part; 17] = [
        ("it_mw", |hour| hour.it_mw),
        ("facility_mw", Hour::facility_mw),
        ("indoor_loss_mw", |hour| hour.indoor_loss_mw),
        ("outdoor_loss_mw", |hour| hour.outdoor_loss_mw),
        ("pump_mw", |hour| hour.pump_mw),
        ("crah_mw", |hour| hour.crah_mw),
        ("fan_mw", |hour| hour.fan_mw),
        ("intake_mw", |hour| hour.intake_mw),
        ("compressor_mw", |hour| hour.compressor_mw),
        ("evaporation_m3", |hour| hour.evaporation_m3),
        ("drift_m3", |hour| hour.drift_m3),
        ("blow_down_m3", |hour| hour.blow_down_m3),
        ("reusable_mw", |hour| hour.reusable_mw),
        ("taken_mw", |hour| hour.taken_mw),
        ("coolant_c", |hour| hour.coolant_c),
        ("free_frac", |hour| hour.free_frac),
        ("throughput_frac", |hour| hour.throughput_frac),
    ];
    let mut out = String::from("hour,temperature_c,humidity_frac");
    for (name, _) in COLUMNS {
        let _ = write!(out, ",{name}");
    }
    out.push('\n');
    let weather = design.campus.place.weather;
    let outdoors = weather.temperature_c.iter().zip(weather.humidity_frac.iter());
    for (number, (hour, (air_c, humidity))) in design.year().hours.iter().zip(outdoors).enumerate() {
        let _ = write!(out, "{number},{air_c:.2},{humidity:.4}");
        for (_, of) in COLUMNS {
            let _ = write!(out, ",{:.6}", of(hour) + 0.0);
        }
        out.push('\n');
    }
    out
}
