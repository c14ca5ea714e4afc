//! Rows of the embedded dataset, read without the data crate.

use gigasite_case::facility::{Accelerator, NodeParts, PowerStage};
use gigasite_case::zone::Provenance;
use gigasite_units::Fraction;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

const ACCELERATORS: &str = include_str!("../../../../../datasets/europe/accelerators.csv");
const NODES: &str = include_str!("../../../../../datasets/europe/nodes.csv");
const POWER_CHAIN: &str = include_str!("../../../../../datasets/europe/power_chain.csv");

/// Cells of a line: commas within quotes do not part.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(cells);
    let names = lines.next().unwrap();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

fn maybe(row: &Row, name: &str) -> Option<f64> {
    let cell = &row[name];
    if cell.is_empty() { None } else { Some(cell.parse().unwrap_or_else(|_| panic!("{name}: {cell}"))) }
}

fn number(row: &Row, name: &str) -> f64 {
    maybe(row, name).unwrap_or_else(|| panic!("{name} is empty"))
}

fn fraction(row: &Row, name: &str) -> Fraction {
    Fraction::new(number(row, name)).unwrap()
}

pub(super) fn accelerators() -> Vec<Accelerator> {
    let typed = |row: Row| Accelerator {
        id: row["accelerator"].clone(),
        vendor: row["vendor"].clone(),
        name: row["name"].clone(),
        tdp_w: number(&row, "tdp_w"),
        idle_w: number(&row, "idle_w"),
        fp8_dense_tflops: maybe(&row, "fp8_dense_tflops"),
        node_gpus: number(&row, "node_gpus"),
        node_max_kw: number(&row, "node_max_kw"),
        sustained_frac: fraction(&row, "sustained_frac"),
        idle_frac: fraction(&row, "idle_frac"),
        liquid_frac: fraction(&row, "liquid_frac"),
        coolant_max_c: number(&row, "coolant_max_c"),
        system_eur_per_gpu: number(&row, "system_eur_per_gpu"),
        lifetime_years: number(&row, "lifetime_years"),
        available_year: number(&row, "available_year") as i32,
        provenance: Provenance::default(),
    };
    rows(ACCELERATORS).into_iter().map(typed).collect()
}

pub(super) fn nodes() -> Vec<NodeParts> {
    let typed = |row: Row| NodeParts {
        accelerator: row["accelerator"].clone(),
        host_idle_w: number(&row, "host_idle_w"),
        host_max_w: number(&row, "host_max_w"),
        fan_max_w: number(&row, "fan_max_w"),
        supply: row["supply"].clone(),
        rack_gpus: number(&row, "rack_gpus"),
        rack_nodes_count: number(&row, "rack_nodes_count"),
        rack_other_w: number(&row, "rack_other_w"),
        network_ratio: number(&row, "network_ratio"),
        storage_ratio: number(&row, "storage_ratio"),
        fp16_dense_tflops: maybe(&row, "fp16_dense_tflops"),
        fp4_dense_tflops: maybe(&row, "fp4_dense_tflops"),
        mem_gb: number(&row, "mem_gb"),
        mem_bw_tb_per_s: number(&row, "mem_bw_tb_per_s"),
        rack_low_kw: maybe(&row, "rack_low_kw"),
        rack_high_kw: maybe(&row, "rack_high_kw"),
        provenance: Provenance::default(),
    };
    rows(NODES).into_iter().map(typed).collect()
}

pub(super) fn power_chain() -> Vec<PowerStage> {
    let count = |row: &Row, name: &str| number(row, name) as usize;
    let typed = |row: Row| PowerStage {
        stage: row["stage"].clone(),
        order_count: count(&row, "order_count"),
        heats_hall: row["heats_hall"].clone(),
        redundancy_ratio: number(&row, "redundancy_ratio"),
        units_count: count(&row, "units_count"),
        spare_count: count(&row, "spare_count"),
        it_category_count: count(&row, "it_category_count"),
        a0_ratio: number(&row, "a0_ratio"),
        a1_ratio: number(&row, "a1_ratio"),
        a2_ratio: number(&row, "a2_ratio"),
        provenance: Provenance::default(),
    };
    rows(POWER_CHAIN).into_iter().map(typed).collect()
}
