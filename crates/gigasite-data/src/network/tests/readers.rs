//! Every finding of the readers of sets, each from one break of a small folder.

use super::broken::{Files, each, folder, place};
use super::*;

const BASE: Files<'_> = &[
    ("nodes.csv", "Bus,x,y\nA,10,50\nB,11,51\n"),
    ("edges.csv", "Line,bus0,bus1,s_nom,x_pu\n1,A,B,500,0.0001\n2,A,B,500,0.0002\n"),
];

#[test]
fn tables_of_sets_say_what_is_wrong_with_them() {
    each(
        BASE,
        &[
            ("edges.csv", "1,A,B,500", "1,A,B,0", "dropped-branch", "edges.csv"),
            ("edges.csv", "1,A,B,500,0.0001", "1,A,B,500,inf", "dropped-branch", "edges.csv"),
            ("edges.csv", "1,A,B", "1,A,C", "dangling-reference", "edges.csv:2 `bus1`"),
            ("edges.csv", "500,0.0001", "500", "ragged-row", "edges.csv"),
            ("edges.csv", "500,0.0001", "500,", "not-a-number", "edges.csv:2 `x_pu`"),
            ("edges.csv", "500,0.0001", "500,a lot", "not-a-number", "edges.csv:2 `x_pu`"),
            ("edges.csv", "s_nom,x_pu", "s_nom,x", "missing-column", "edges.csv:1 `x_pu`"),
            (
                "edges.csv",
                "Line,bus0,bus1,s_nom,x_pu",
                "Line;bus0;bus1;s_nom;x_pu",
                "missing-column",
                "edges.csv:1 `Line`",
            ),
            ("edges.csv", "", "", "empty-file", "edges.csv"),
            ("nodes.csv", "B,11,51", "A,11,51", "duplicate-id", "nodes.csv:3 `Bus`"),
            ("nodes.csv", "", "\n\n", "empty-file", "nodes.csv"),
        ],
    );
    let root = folder(BASE);
    std::fs::write(root.path().join("nodes.csv"), b"Bus,x,y\nA,10,50\nB\xe9,11,51\n").unwrap();
    let (network, findings) = read(root.path()).unwrap();
    assert!(network.is_none());
    let found = findings.0.iter().find(|one| one.code == "not-utf8").unwrap();
    assert_eq!(
        (place(root.path(), found).as_str(), found.hint.as_deref()),
        ("nodes.csv", Some("save it as UTF-8"))
    );
}

const NINETY: Files<'_> = &[
    ("nodes.csv", "Bus,x,y\nAT0 0,10,47\nDE0 0,11,51\n"),
    ("load_shares.csv", "bus,country,share_of_country_load\nAT0 0,AT,1\nDE0 0,DE,1\n"),
    ("lines.csv", "Line,bus0,bus1,s_nom,length\n1,AT0 0,DE0 0,3000,100\n"),
    ("links.csv", "Link,bus0,bus1,p_nom,length\n7,AT0 0,DE0 0,500,100\n"),
    ("ror_cf.csv", ",AT0 0 ror\n2010-07-01 00:00:00,0.5\n"),
    ("fixsolar_cf.csv", ",AT0 0 solar\n2010-07-01 00:00:00,0\n"),
    ("inflow.csv", ",AT0 0 hydro\n2010-07-01 00:00:00,10\n"),
    ("costs.csv", ",marginal_cost\nnuclear,8\nbiomass,20\nror,0\nfixsolar,0\n"),
    ("gas_costs.csv", "bus,marginal_cost\nAT0 0,60\n"),
    (
        "existing_capacity.csv",
        "bus,OCGT,CCGT,biomass,nuclear,ror,hydroe,hydrop,phse,phsp\nAT0 0,100,0,0,0,50,1000,80,0,0\n",
    ),
];

#[test]
fn the_set_of_ninety_nodes_says_what_is_missing() {
    each(
        NINETY,
        &[
            ("inflow.csv", "2010-07-01", "2010-07-02", "series-mismatch", "inflow.csv"),
            ("inflow.csv", "", "<none>", "missing-file", "inflow.csv"),
            ("load_shares.csv", "AT0 0,AT,1", "AT0 0,XX,1", "missing-load", "load_shares.csv"),
            ("gas_costs.csv", "AT0 0,60", "DE0 0,60", "missing-cost", "existing_capacity.csv"),
            ("ror_cf.csv", "AT0 0 ror", "DE0 0 ror", "missing-series", "existing_capacity.csv"),
            ("existing_capacity.csv", "80,0,0", "80,0,900", "missing-power", "existing_capacity.csv"),
            ("lines.csv", "3000,100", "nan,100", "not-a-number", "lines.csv:2 `s_nom`"),
            ("links.csv", "DE0 0,500", "DE1 1,500", "dangling-reference", "links.csv:2 `bus1`"),
            ("costs.csv", "marginal_cost", "cost", "missing-column", "costs.csv:1 `marginal_cost`"),
        ],
    );
}

const GRIDKIT: Files<'_> = &[
    (
        "buses.csv",
        "bus_id,voltage,dc,under_construction,tags,x,y\n1,380,f,f,'\"country\"=>\"UK\"',0,51\n2,380,f,f,,1,52\n",
    ),
    (
        "lines.csv",
        "line_id,bus0,bus1,voltage,circuits,length,underground,under_construction\n5,1,2,380,2,80000,f,f\n",
    ),
    ("transformers.csv", "transformer_id,bus0,bus1\n6,1,2\n"),
    ("links.csv", "link_id,bus0,bus1,length,under_construction\n7,1,2,80000,f\n"),
    ("converters.csv", "converter_id,bus0,bus1\n8,1,2\n"),
    ("generators.csv", "generator_id,bus_id,technology,capacity,tags\n9,1,Gas,400,\n"),
];

#[test]
fn the_map_of_entsoe_says_what_is_derived_and_what_is_not_there() {
    each(
        GRIDKIT,
        &[
            ("buses.csv", "2,380,f,f", "2,,f,f", "no-voltage", "buses.csv"),
            ("buses.csv", "2,380,f,f", "2,380,f,t", "under-construction", "buses.csv"),
            ("buses.csv", "2,380,f,f", "2,380,perhaps,f", "wrong-value", "buses.csv:3 `dc`"),
            ("lines.csv", "380,2", "333,2", "no-line-type", "lines.csv"),
            ("lines.csv", "80000,f,f", "80000,t,f", "derived-cable", "lines.csv"),
            ("lines.csv", "80000,f,f", "80000,f,t", "under-construction", "lines.csv"),
            ("links.csv", "80000,f", "80000,t", "under-construction", "links.csv"),
            ("generators.csv", "Gas,400", "Gas,-1", "no-capacity", "generators.csv"),
            (
                "generators.csv",
                "400,",
                "400,'\"under_construction\"=>\"1\"'",
                "under-construction",
                "generators.csv",
            ),
            ("transformers.csv", "6,1,2", "6,1,3", "dangling-reference", "transformers.csv:2 `bus1`"),
            ("converters.csv", "8,1,2", "8,1", "ragged-row", "converters.csv"),
        ],
    );
}

const MAP: Files<'_> = &[
    ("buses.csv", "bus_id,voltage,dc,under_construction,x,y,country\n1,400,f,f,0,51,GB\n2,220,f,f,1,52,GB\n"),
    ("transformers.csv", "transformer_id,bus0,bus1,s_nom\n6,1,2,900\n"),
    ("links.csv", "link_id,bus0,bus1,p_nom,length,under_construction\n7,1,2,700,80000,f\n"),
    ("converters.csv", "converter_id,bus0,bus1,p_nom\n8,1,2,700\n"),
];

#[test]
fn the_map_of_openstreetmap_says_the_same_and_takes_lines_where_they_are() {
    each(
        MAP,
        &[
            ("transformers.csv", "2,900", "2,0", "wrong-value", "transformers.csv:2 `s_nom`"),
            ("buses.csv", "2,220,f,f", "2,220,f,t", "under-construction", "buses.csv"),
            ("links.csv", "80000,f", "80000,t", "under-construction", "links.csv"),
            ("links.csv", "p_nom", "power", "missing-column", "links.csv:1 `p_nom`"),
            ("converters.csv", "8,1,2", "8,1,9", "dangling-reference", "converters.csv:2 `bus1`"),
        ],
    );
    let mut files = MAP.to_vec();
    let lines =
        "line_id,bus0,bus1,voltage,circuits,length,underground,under_construction\n5,1,2,380,2,80000,f,f\n";
    files.push(("lines.csv", lines));
    let (network, findings) = read(folder(&files).path()).unwrap();
    assert_eq!(network.unwrap().branches.len(), 2);
    assert!(!codes(&findings).contains(&"missing-table"));
}

const POWERGAMA: Files<'_> = &[
    ("a_nodes.csv", "id,area,lat,lon\nN1,DE,50,10\nN2,FR,49,5\n"),
    ("a_branches.csv", "node_from,node_to,reactance,capacity\nN1,N2,0.1,500\n"),
    ("a_consumers.csv", "node,demand_avg,demand_ref\nN2,300,fr\n"),
    (
        "a_generators.csv",
        "desc,type,node,pmax,pmin,fuelcost,inflow_fac,inflow_ref,storage_cap,storage_ini,pump_cap,pump_efficiency\nx,gas,N1,400,0,50,1,const,0,0,0,0\n",
    ),
];

#[test]
fn powergama_says_what_its_profiles_would_give() {
    each(
        POWERGAMA,
        &[
            ("a_generators.csv", "1,const", "0.3,wind", "missing-series", "a_generators.csv"),
            ("a_generators.csv", "gas,N1,400", "gas,N1,400 MW", "not-a-number", "a_generators.csv:2 `pmax`"),
            ("a_branches.csv", "N1,N2", "N1,N3", "dangling-reference", "a_branches.csv:2 `node_to`"),
            ("a_consumers.csv", "demand_avg", "demand", "missing-column", "a_consumers.csv:1 `demand_avg`"),
            ("a_nodes.csv", "id,area", "id,zone", "missing-column", "a_nodes.csv:1 `area`"),
        ],
    );
}

#[test]
fn what_no_reader_knows_is_said_with_what_there_is() {
    let root = folder(&[("a.csv", "x\n"), ("b.xlsx", "")]);
    for path in [root.path().to_owned(), root.path().join("a.csv")] {
        let (network, findings) = read(&path).unwrap();
        assert!(network.is_none());
        assert_eq!(codes(&findings), ["unknown-format"]);
        let hint = findings.0[0].hint.as_deref().unwrap();
        for format in [
            ".m",
            ".json",
            ".nc",
            "PyPSA",
            "RTS-GMLC",
            "PowerGAMA",
            "GridKit",
            "OpenStreetMap",
            "eu_90node",
            "eu_base_3532",
        ] {
            assert!(hint.contains(format), "{format}: {hint}");
        }
    }
    let error = read(&root.path().join("gone.m")).unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains("exists")));
}

const RTS: Files<'_> = &[
    (
        "bus.csv",
        "Bus ID,Bus Name,BaseKV,Bus Type,MW Load,MVAR Load,V Mag,V Angle,MW Shunt G,MVAR Shunt B,Area,Sub Area,Zone,lat,lng\n101,Abel,138,Ref,100,20,1,0,0,0,1,1,11,33,-113\n102,Adams,138,PQ,50,10,1,0,0,0,1,1,12,33,-113\n",
    ),
    (
        "branch.csv",
        "UID,From Bus,To Bus,R,X,B,Cont Rating,LTE Rating,STE Rating,Tr Ratio,Length\nA1,101,102,0.003,0.014,0.461,175,193,200,0,3\n",
    ),
    (
        "gen.csv",
        "GEN UID,Bus ID,Unit Type,Category,MW Inj,MVAR Inj,V Setpoint p.u.,PMax MW,PMin MW,QMax MVAR,QMin MVAR,Min Down Time Hr,Min Up Time Hr,Ramp Rate MW/Min,Start Heat Cold MBTU,Non Fuel Start Cost $,Non Fuel Shutdown Cost $,Fuel Price $/MMBTU,Output_pct_0,Output_pct_1,Output_pct_2,Output_pct_3,Output_pct_4,HR_avg_0,HR_incr_1,HR_incr_2,HR_incr_3,HR_incr_4,VOM,Emissions CO2 Lbs/MMBTU,Pump Load MW,Storage Roundtrip Efficiency\n101_CT,101,CT,Oil,8,5,1,200,8,10,0,1,1,3,5,0,0,10,0.4,1,NA,NA,NA,13000,9000,NA,NA,NA,0,160,0,0\n102_S,102,STORAGE,Storage,0,0,1,50,0,10,0,0,0,50,0,0,0,0,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,0,0,50,85\n",
    ),
    ("storage.csv", "GEN UID,Storage,Max Volume GWh,Initial Volume GWh,position\n102_S,a,0.15,0.075,head\n"),
    (
        "timeseries_pointers.csv",
        "Simulation,Category,Object,Parameter,Data File\nDAY_AHEAD,Area,1,MW Load,../a/load.csv\nDAY_AHEAD,Generator,101_CT,PMax MW,../a/most.csv\n",
    ),
    ("load.csv", "Year,Month,Day,Period,1\n2020,1,1,1,90\n2020,1,1,2,120\n"),
    ("most.csv", "Year,Month,Day,Period,101_CT\n2020,1,1,1,150\n2020,1,1,2,100\n"),
];

#[test]
fn rts_gmlc_says_what_its_hours_and_plants_lack() {
    each(
        RTS,
        &[
            ("bus.csv", "138,PQ", "138,Load", "wrong-value", "bus.csv:3 `Bus Type`"),
            ("branch.csv", "A1,101,102", "A1,101,103", "dangling-reference", "branch.csv:2 `To Bus`"),
            ("gen.csv", "101_CT,101,CT", "101_CT,101,CSP", "missing-series", "gen.csv"),
            ("storage.csv", "102_S,a", "101_CT,a", "missing-row", "gen.csv:3 `GEN UID`"),
            (
                "storage.csv",
                "102_S,a,0.15,0.075,head",
                "102_S,a,0.15,0.075,head\n101_CT,b,1,0,head",
                "not-kept",
                "gen.csv",
            ),
            ("most.csv", "2020,1,1,2", "2020,1,1,3", "series-mismatch", "most.csv"),
            ("most.csv", "Year,Month", "Month,Year", "wrong-columns", "most.csv"),
            ("most.csv", "Period,101_CT", "Period,101_XX", "missing-column", "most.csv:1 `101_CT`"),
            ("most.csv", "", "<none>", "unused-series", "timeseries_pointers.csv"),
            (
                "timeseries_pointers.csv",
                "DAY_AHEAD,Generator",
                "REAL_TIME,Generator",
                "unused-series",
                "timeseries_pointers.csv",
            ),
            ("load.csv", "1,1,90", "1,1,much", "not-a-number", "load.csv:2 `1`"),
        ],
    );
}

#[test]
fn hours_of_countries_are_spread_by_the_present_loads() {
    let mut network = super::defects::sound();
    network.snapshots = gigasite_case::network::Snapshots::hourly(vec!["a".to_owned(), "b".to_owned()]);
    network.loads.push(gigasite_case::network::Load {
        id: "x".to_owned(),
        bus: 2,
        power_mw: 150.0,
        ..Default::default()
    });
    for bus in &mut network.buses {
        bus.country = Some("DE".to_owned());
    }
    network.loads.push(gigasite_case::network::Load {
        id: "y".to_owned(),
        bus: 0,
        power_mw: 7.0,
        ..Default::default()
    });
    network.buses[0].country = Some("FR".to_owned());
    let mut findings = Findings::default();
    let hours = [("DE".to_owned(), vec![100.0, 300.0])].into();
    country_loads::set_country_loads(&mut network, &hours, &mut findings);
    assert_eq!((network.demand_mw(0), network.demand_mw(1)), (vec![7.0, 25.0, 75.0], vec![7.0, 75.0, 225.0]));
    assert_eq!((network.loads[0].power_mw, codes(&findings)), (50.0, vec!["constant-load"]));
    let hours = [("DE".to_owned(), vec![1.0]), ("FR".to_owned(), vec![1.0, 1.0])].into();
    let before = network.loads[0].clone();
    country_loads::set_country_loads(&mut network, &hours, &mut findings);
    let found = findings.0.iter().find(|one| one.code == "series-length").unwrap();
    assert_eq!((found.place.to_string().as_str(), found.hint.is_some()), ("sound `DE`", true));
    assert_eq!(network.loads[0], before);
}
