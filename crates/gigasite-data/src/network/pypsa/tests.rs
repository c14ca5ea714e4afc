//! Every finding of reading PyPSA, each from one break of a small network.

use super::*;
use crate::network::tests::broken::{Files, each, folder};
use netcdf_writer::{NcAttrValue, NcFileBuilder, NcWriteFormat, NcWriteOptions};

const SMALL: Files<'_> = &[
    ("network.csv", "name\nsmall\n"),
    ("buses.csv", "name,v_nom,carrier\nA,380,AC\nB,380,AC\nC,110,AC\n"),
    ("lines.csv", "name,bus0,bus1,x,r,s_nom\n1,A,B,10,1,500\n"),
    ("transformers.csv", "name,bus0,bus1,x,s_nom,model\n2,B,C,0.1,300,pi\n"),
    (
        "generators.csv",
        "name,bus,p_nom,control,marginal_cost,committable,ramp_limit_up\ng,A,100,Slack,20,False,0.5\nh,B,50,PV,30,False,\n",
    ),
    ("loads.csv", "name,bus,p_set\nl,C,50\n"),
    (
        "snapshots.csv",
        ",snapshot,objective,stores,generators\n0,2025-01-01 00:00:00,1,1,1\n1,2025-01-01 01:00:00,1,1,1\n",
    ),
    ("loads-p_set.csv", ",l\n0,50\n1,60\n"),
];

#[test]
fn every_defect_of_a_folder_has_its_place() {
    each(
        SMALL,
        &[
            ("buses.csv", "", "<none>", "dangling-reference", " `lines[1].bus0`"),
            ("buses.csv", "", "name,v_nom\n", "missing-table", " `buses`"),
            ("buses.csv", "", "", "empty-file", "buses.csv"),
            ("buses.csv", "", "name;v_nom\nA;380\n", "dangling-reference", " `lines[1].bus0`"),
            ("buses.csv", "B,380,AC", "B,380,\"AC", "unclosed-quote", "buses.csv:3"),
            ("buses.csv", "B,380,AC", "B,380", "ragged-row", "buses.csv:3"),
            ("buses.csv", "B,380,AC", "A,380,AC", "duplicate-id", "buses.csv:3"),
            ("buses.csv", "B,380,AC", ",380,AC", "missing-id", "buses.csv:3"),
            ("buses.csv", "B,380,AC", "B,high,AC", "not-a-number", "buses.csv:3 `v_nom`"),
            (
                "buses.csv",
                "name,v_nom,carrier",
                "name,v_nom,v_nom",
                "duplicate-column",
                "buses.csv:1 `v_nom`",
            ),
            ("buses.csv", "name,v_nom,carrier", "name,v_nom,colour", "unknown-column", " `buses`"),
            ("buses.csv", "B,380,AC", "B,381,AC", "two-voltages", " `lines[1].bus1`"),
            ("buses.csv", "A,380,AC\nB,380,AC", "A,1,AC\nB,1,AC", "default-voltage", " `buses.v_nom`"),
            ("lines.csv", "A,B,10", "A,X,10", "dangling-reference", " `lines[1].bus1`"),
            ("lines.csv", "A,B,10", "A,B,inf", "not-finite", " `lines[1].x`"),
            (
                "lines.csv",
                "r,s_nom\n1,A,B,10,1,500",
                "type,s_nom\n1,A,B,10,Al,500",
                "dangling-reference",
                " `lines[1].type`",
            ),
            (
                "lines.csv",
                "r,s_nom\n1,A,B,10,1,500",
                "terrain_factor,s_nom\n1,A,B,10,2,500",
                "not-kept",
                " `lines.terrain_factor`",
            ),
            ("transformers.csv", "0.1,300,pi", "0.1,0,pi", "wrong-value", " `transformers[2].s_nom`"),
            ("transformers.csv", "0.1,300,pi", "0.1,300,gamma", "wrong-value", " `transformers[2].model`"),
            ("transformers.csv", "2,B,C", "1,B,C", "renamed", " `transformers`"),
            ("generators.csv", "20,False", "20,maybe", "not-a-truth-value", "generators.csv:2 `committable`"),
            ("generators.csv", "20,False", "20,", "empty-cell", "generators.csv:2 `committable`"),
            ("generators.csv", "Slack", "PV", "slack", " `generators.control`"),
            ("generators.csv", "p_nom,control", "p_set,control", "set-point", " `generators.p_set`"),
            ("generators.csv", "marginal_cost", "sign", "wrong-value", " `generators[g].sign`"),
            (
                "snapshots.csv",
                "01:00:00,1,1,1",
                "01:00:00,1,2,1",
                "uneven-snapshots",
                " `generators.ramp_limit_up`",
            ),
            (
                "global_constraints.csv",
                "",
                "name,type,sense,constant\nco2,primary_energy,~,5\n",
                "wrong-value",
                " `global_constraints[co2].sense`",
            ),
            (
                "global_constraints.csv",
                "",
                "name,type,sense,constant\nx,tech_capacity_expansion_limit,<=,5\n",
                "not-kept",
                " `global_constraints[x].type`",
            ),
            (
                "line_types.csv",
                "",
                "name,r_per_length\nAl/St 240/40 4-bundle 380.0,7\n",
                "standard-type",
                " `line_types[Al/St 240/40 4-bundle 380.0].r_per_length`",
            ),
            (
                "investment_periods.csv",
                "",
                "period,objective,years\n2030,1,10\n",
                "not-kept",
                " `investment_periods`",
            ),
            ("snapshots.csv", "1,2025-01-01 01:00:00,1,1,1\n", "", "series-length", " `loads-p_set`"),
            ("snapshots.csv", "", "<none>", "missing-table", "snapshots.csv"),
            ("snapshots.csv", "00:00:00,1", "00:00:00,-1", "wrong-value", " `snapshots[0].objective`"),
            ("loads-p_set.csv", "1,60", "1,inf", "not-finite", " `loads[l].p_set`"),
            ("loads-p_set.csv", ",l\n", ",m\n", "unknown-component", " `loads[m].p_set`"),
            ("loads-p.csv", "", ",l\n0,50\n1,60\n", "results", ""),
            ("loads-colour.csv", "", ",l\n0,50\n1,60\n", "unknown-column", " `loads-colour`"),
            (
                "generators-marginal_cost-pw.csv",
                "",
                "name,g,g\n",
                "wrong-curve",
                "generators-marginal_cost-pw.csv",
            ),
            ("notes.csv", "", "a\nb\n", "unknown-file", "notes.csv"),
            ("meta.json", "", "{", "not-json", "meta.json:1"),
            ("buses.csv.gz", "", "x", "two-files", "buses.csv.gz"),
        ],
    );
}

/// A netCDF file with the variables of `fill` beside one bus.
fn netcdf(fill: impl FnOnce(&mut NcFileBuilder)) -> Vec<u8> {
    let mut file = NcFileBuilder::new();
    let buses = file.add_dimension("buses_i", 1).unwrap();
    let names = file.add_string_variable("buses_i", &[buses]).unwrap();
    file.write_string_variable(names, &["A".to_owned()]).unwrap();
    fill(&mut file);
    file.to_vec(NcWriteOptions { format: NcWriteFormat::Nc4 }).unwrap().1
}

/// Adds numbers along a new dimension.
fn add(file: &mut NcFileBuilder, name: &str, dimension: &str, values: &[f64], units: &str) {
    let dimension = file.add_dimension(dimension, values.len() as u64).unwrap();
    let variable = file.add_variable::<f64>(name, &[dimension]).unwrap();
    file.write_variable(variable, values).unwrap();
    if !units.is_empty() {
        file.add_variable_attribute(variable, "units", NcAttrValue::Chars(units.to_owned())).unwrap();
    }
}

#[test]
fn every_defect_of_a_netcdf_file_has_its_place() {
    let cases: [(Vec<u8>, &str, &str); 6] = [
        (b"CDF nonsense".to_vec(), "not-netcdf", "n.nc"),
        (Vec::new(), "not-netcdf", "n.nc"),
        (
            netcdf(|file| add(file, "buses_v_nom", "two", &[1.0, 2.0], "")),
            "wrong-shape",
            "n.nc `buses_v_nom`",
        ),
        (netcdf(|file| add(file, "weather", "w", &[1.0], "")), "unknown-variable", "n.nc `weather`"),
        (netcdf(|file| add(file, "scenario", "scenario", &[1.0], "")), "scenarios", "n.nc `scenario`"),
        (
            netcdf(|file| {
                add(file, "snapshots", "snapshots", &[0.0], "");
                let same = file.add_dimension("again", 1).unwrap();
                let variable = file.add_variable::<f64>("snapshots_snapshot", &[same]).unwrap();
                file.write_variable(variable, &[3.0]).unwrap();
                let units = NcAttrValue::Chars("fortnights since 1066".to_owned());
                file.add_variable_attribute(variable, "units", units).unwrap();
            }),
            "wrong-time",
            "n.nc `snapshots_snapshot`",
        ),
    ];
    for (bytes, code, place) in cases {
        let mut findings = Findings::default();
        parse_netcdf("n.nc", bytes, &mut findings);
        let found = findings.0.iter().find(|one| one.code == code && one.place.to_string() == place);
        assert!(found.is_some(), "{code} at {place}: {findings:#?}");
    }
}

#[test]
fn whatever_stands_in_a_column_of_texts_reads_and_a_byte_order_mark_is_none() {
    let mut files = SMALL.to_vec();
    files[1].1 = "\u{feff}name,v_nom,carrier\r\n\"A\",380,\"AC\"\r\nB,380,AC\r\n\r\nC,110,AC\r\n";
    let root = folder(&files);
    let (network, findings) = crate::network::read(root.path()).unwrap();
    assert_eq!(network.unwrap_or_else(|| panic!("{findings:#?}")).buses.len(), 3);
    std::fs::write(root.path().join("buses.csv"), b"name,v_nom\nM\xfcnchen,380\n").unwrap();
    let (network, findings) = crate::network::read(root.path()).unwrap();
    assert!(network.is_none());
    assert!(findings.0.iter().any(|one| one.code == "not-utf8" && one.hint.is_some()));
}
