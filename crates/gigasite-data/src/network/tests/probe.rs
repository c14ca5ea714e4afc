use super::*;
#[test]
fn probe() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/grid");
    for name in [
        "eu_90node",
        "eu_base_3532",
        "eu_powergama_2014",
        "entsoe_gridkit_2022",
        "rts_gmlc",
        "rts_gmlc/RTS_GMLC.m",
        "matpower/case_ACTIVSg2000.m.gz",
        "matpower/case9241pegase.m.gz",
        "matpower/case118.m",
        "pglib/pglib_opf_case5_pjm.m",
    ] {
        let t = std::time::Instant::now();
        let (network, findings) = read(&root.join(name)).unwrap();
        println!("=== {name} {:?}", t.elapsed());
        for f in &findings.0 {
            println!("{f}");
        }
        if let Some(n) = network {
            println!(
                "{} buses {} branches {} links {} loads {} gens {} storage {} snaps {} profiles; load {:.0} gen {:.0}",
                n.buses.len(),
                n.branches.len(),
                n.links.len(),
                n.loads.len(),
                n.generators.len(),
                n.storage.len(),
                n.snapshots.len(),
                n.profiles.len(),
                n.demand_mw(0).iter().sum::<f64>(),
                n.generators.iter().map(|g| g.rated_mw).sum::<f64>()
            );
            let t = std::time::Instant::now();
            let (text, f) = matpower::write(&n);
            println!("-- write {} bytes {:?}", text.len(), t.elapsed());
            for f in &f.0 {
                println!("   {f}");
            }
            let (text, f) = geojson::write(&n);
            println!("-- geojson {} bytes", text.len());
            for f in &f.0 {
                println!("   {f}");
            }
        }
    }
}
