//! `plan.xlsx`: the tables as sheets.

use crate::table::{Cell, Table, column};
use crate::view::{Study, component_name, words};
use crate::{Error, tables};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// The workbook; same study, same bytes: its creation date is the start of the modelled year.
pub(crate) fn workbook(study: &Study<'_>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let created =
        ExcelDateTime::from_ymd(u16::try_from(study.case.horizon.calendar_year).unwrap_or(2000), 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&study.case.file.name)
            .set_author("gigasite")
            .set_creation_datetime(&created),
    );
    let sheets = [
        ("Summary", summary(study)),
        ("Sites", tables::sites(study)),
        ("Stages", tables::stages(study)),
        ("Supply", tables::supply(study)),
        ("Money", tables::money(study)),
        ("KPI", tables::kpi(study)),
        ("Cost", cost(study)),
        ("Audit", tables::audit(study)),
        ("Alternatives", tables::alternatives(study)),
        ("Assumptions", tables::assumptions(study)?),
        ("Sources", tables::sources(study)),
    ];
    for (name, table) in sheets {
        sheet(book.add_worksheet().set_name(name)?, &table, study)?;
    }
    Ok(book.save_to_buffer()?)
}

fn sheet(sheet: &mut Worksheet, table: &Table, study: &Study<'_>) -> Result<(), Error> {
    let title = Format::new().set_bold().set_font_size(14);
    let status = Format::new().set_font_color(0x0059_5959);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(0x00E8_EEF4);
    sheet.write_with_format(0, 0, format!("{} – {}", table.title, study.case.file.name), &title)?;
    sheet.write_with_format(1, 0, study.certainty(), &status)?;
    let mut widths = vec![8_usize; table.columns.len()];
    let index = |c: usize| u16::try_from(c).unwrap_or(u16::MAX);
    for (c, column) in table.columns.iter().enumerate() {
        sheet.write_with_format(3, index(c), column.label(), &heading)?;
        widths[c] = widths[c].max(column.label().chars().count().min(24));
    }
    let formats: Vec<Format> = table
        .columns
        .iter()
        .map(|column| Format::new().set_num_format(number_format(column.decimals)))
        .collect();
    for (r, row) in (4_u32..).zip(&table.rows) {
        for (c, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(text) => sheet.write(r, index(c), text)?,
                Cell::Number(value) => sheet.write_with_format(r, index(c), *value, &formats[c])?,
                Cell::Label(value) => sheet.write(r, index(c), *value)?,
                Cell::Empty => continue,
            };
            widths[c] = widths[c].max(cell.shown(table.columns[c].decimals).chars().count().min(60) + 2);
        }
    }
    for (c, width) in widths.into_iter().enumerate() {
        sheet.set_column_width(index(c), width as f64)?;
    }
    sheet.set_freeze_panes(4, 1)?;
    sheet.set_landscape();
    Ok(())
}

fn number_format(decimals: Option<usize>) -> String {
    match decimals {
        None => "General".to_owned(),
        Some(0) => "#,##0".to_owned(),
        Some(digits) => format!("#,##0.{}", "0".repeat(digits)),
    }
}

/// Key figures, one a row.
fn summary(study: &Study<'_>) -> Table {
    let mut table = Table::new(
        "summary",
        "Summary",
        vec![column("what", "What", None), column("value", "Value", None), column("unit", "Unit", None)],
    );
    let (kept, broken) = study.promises();
    let (without, with) = study.unserved();
    let (price_without, price_with) = study.mean_prices();
    let mut add = |what: &str, value: Cell, unit: &str| table.push(vec![what.into(), value, unit.into()]);
    add("Answer", crate::page::headline(study).into(), "");
    add("Status", words(&study.certainty()).into(), "");
    add("Yearly programme cost", study.plan.objective_eur_per_a.into(), "EUR/a");
    add("Proven lower bound", study.plan.bound_eur_per_a.into(), "EUR/a");
    add("Gap", study.plan.gap_rel.into(), "of programme cost");
    add("Price year of all money", Cell::Label(study.case.price_year), "");
    add("Sites", (study.sites.len() as f64).into(), "");
    add("Accelerators", study.gpus().into(), "");
    add("Grid connection", study.connection_mw().into(), "MW");
    add("Investment", study.capex_eur().into(), "EUR");
    for (layer, amount) in study.money_by_layer() {
        add(&format!("paid by: {}", study.layer_name(&layer)), amount.into(), "EUR");
    }
    add("PUE", study.pue().into(), "facility over IT energy");
    add("WUE", study.wue().into(), "L/kWh of IT");
    add("Cost of compute", study.eur_per_gpu_hour().into(), "EUR/GPU-hour");
    add("Carbon of compute", study.g_per_gpu_hour().into(), "g CO2/GPU-hour");
    add("Carbon-free, hour by hour", study.matched_hourly().into(), "of consumption");
    add("Carbon-free, over the year", study.matched_annual().into(), "of consumption");
    add("Unserved energy without the plan", without.energy_mwh.into(), "MWh");
    add("Unserved energy with the plan", with.energy_mwh.into(), "MWh");
    add("Mean price without the plan", price_without.into(), "EUR/MWh");
    add("Mean price with the plan", price_with.into(), "EUR/MWh");
    add("Promises kept", (kept as f64).into(), "");
    add("Promises broken", (broken as f64).into(), "");
    add("Co-simulation", study.result.convergence.verdict.as_str().into(), "");
    add("Hourly series", study.case.series_source.as_str().into(), "");
    table
}

/// Cost as a matrix: components down, sites across.
fn cost(study: &Study<'_>) -> Table {
    let mut columns = vec![column("component", "Component", None)];
    columns.extend(
        study.sites.iter().map(|site| column(format!("{}_eur_per_a", site.row.id), site.name(), Some(0))),
    );
    columns.push(column("all_eur_per_a", "All sites", Some(0)));
    let mut table = Table::new("cost", "Yearly cost", columns);
    for component in components(study) {
        let of = |items: &[gigasite_optimise::plan::CostItem]| -> f64 {
            items.iter().filter(|item| item.component == component).map(|item| item.eur_per_a).sum()
        };
        let mut row: Vec<Cell> = vec![component_name(component).into()];
        row.extend(study.sites.iter().map(|site| Cell::from(of(&site.plan.cost))));
        row.push(of(&study.plan.cost).into());
        table.push(row);
    }
    let mut total: Vec<Cell> = vec![format!("Sum, euro of {}", study.case.price_year).into()];
    total.extend(study.sites.iter().map(|site| Cell::from(site.cost_eur_per_a())));
    total.push(study.plan.cost.iter().map(|item| item.eur_per_a).sum::<f64>().into());
    table.push(total);
    table
}

/// Cost components in the order of the plan.
pub(crate) fn components<'a>(study: &Study<'a>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    let all = study.plan.cost.iter().chain(study.plan.sites.iter().flat_map(|site| &site.cost));
    for item in all {
        if !found.contains(&item.component.as_str()) {
            found.push(&item.component);
        }
    }
    found
}
