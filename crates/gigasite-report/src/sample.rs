//! A small finished study for the tests: three sites, four zones, any number of hours, nothing solved.

use gigasite_case::money::{Country, MoneyLayer};
use gigasite_case::programme::Landmark;
use gigasite_case::schema::{
    CaseFile, CosimulationTable, FlexibilityTable, HallsTable, HorizonTable, MoneyTable, ProgrammeTable,
    SitesTable, SolverTable, StageTable, SupplyTable,
};
use gigasite_case::site::Site;
use gigasite_case::zone::{Provenance, Zone};
use gigasite_case::{Case, Dataset, Horizon, Hourly};
use gigasite_cosim::result::{
    Audit, Convergence, KpiValue, Promise, RivalComparison, RivalRow, Round, SiteKpis, SiteYear, StudyResult,
};
use gigasite_facility::hall_year::{Design, HallKpi};
use gigasite_grid::zonal::{Dispatch, Effort};
use gigasite_optimise::Measure;
use gigasite_optimise::plan::{
    Alternative, CostItem, Dual, Front, FrontPoint, HallCount, Interval, MoneyItem, NearPlan, Plan,
    PlanStatus, ProgrammeEffort, SitePlan, StagePlan, SupplyPlan, Swing, SwingEnd,
};
use gigasite_units::{EurPerMwh, Kilometres, MegawattHours, Megawatts};

fn source() -> Provenance {
    Provenance { source: "EST".into(), confidence: "low, a sample".into() }
}

const ZONES: [(&str, &str, f64, f64); 4] = [
    ("FR", "FR", 48.0, 2.0),
    ("ES", "ES", 40.4, -3.7),
    ("SE2", "SE", 63.0, 16.5),
    ("DE-LU", "DE", 51.0, 10.0),
];

const SITES: [(&str, &str, &str, &str, f64, f64); 6] = [
    ("FR-FOUJU", "Campus IA Fouju", "FR", "FR", 48.588, 2.783),
    ("ES-MORA", "Móra la Nova (Tarragona)", "ES", "ES", 41.107, 0.645),
    ("SE-LULEA", "Luleå, Svartön", "SE", "SE2", 65.58, 22.2),
    ("DE-LUSATIA", "Boxberg <Lusatia> & \"Oberlausitz\"", "DE", "DE-LU", 51.41, 14.57),
    ("FR-DUNKIRK", "Dunkirk, Loon-Plage", "FR", "FR", 50.995, 2.215),
    ("PT-SINES", "Sines", "PT", "ES", 37.95, -8.87),
];

fn hourly(hours: usize, of: impl Fn(f64) -> f64) -> Hourly<f64> {
    (0..hours).map(|t| of(t as f64)).collect()
}

/// Warmth of an hour, −1 … 1: summer afternoons are 1.
fn warmth(t: f64) -> f64 {
    let year = -(std::f64::consts::TAU * (t / 8760.0 + 0.04)).cos();
    let day = -(std::f64::consts::TAU * (t / 24.0 - 0.1)).cos();
    0.7 * year + 0.3 * day
}

fn dispatch(hours: usize, lift: f64) -> Dispatch {
    let series = |of: &dyn Fn(usize, f64) -> f64| -> Vec<Hourly<f64>> {
        (0..ZONES.len()).map(|z| hourly(hours, |t| of(z, t))).collect()
    };
    let level = [58.0, 62.0, 31.0, 74.0];
    Dispatch {
        cost_eur: 80e9,
        cost_bound_eur: 79.9e9,
        price_eur_per_mwh: series(&|z, t| {
            level[z] * (1.0 - 0.25 * warmth(t)) + lift * [1.4, 0.9, 2.3, 0.2][z]
        }),
        load_mw: series(&|z, t| 20_000.0 * (z as f64 + 1.0) * (1.0 - 0.2 * warmth(t)) + lift * 200.0),
        flow_mw: Vec::new(),
        unserved_mw: series(&|z, t| if z == 3 && t < 2.0 { 120.0 + lift } else { 0.0 }),
        spill_mw: series(&|_, _| 0.0),
        stores_mw: series(&|_, _| 0.0),
        element_price_eur_per_mwh: Vec::new(),
        free_import_mw: series(&|_, _| 0.0),
        carbon_t_per_mwh: series(&|z, _| [0.04, 0.12, 0.01, 0.33][z]),
        marginal_carbon_t_per_mwh: series(&|_, _| 0.37),
        headroom_mw: series(&|z, t| 4_000.0 - 400.0 * z as f64 - 900.0 * warmth(t) - 250.0 * lift),
        generation: Vec::new(),
        effort: Effort { weeks: 53, columns: 820_000, rows: 260_000, iterations: 1_200_000 },
    }
}

/// The case of the sample.
pub(crate) fn case(hours: usize) -> Case {
    let zones = ZONES.iter().map(|(id, country, lat_deg, lon_deg)| Zone {
        id: (*id).into(),
        name: (*id).into(),
        country: (*country).into(),
        synchronous_area: "continental".into(),
        lat_deg: *lat_deg,
        lon_deg: *lon_deg,
        demand: MegawattHours(4e8),
        peak_load: Megawatts(8e4),
        observed_2024: EurPerMwh(60.0),
        provenance: source(),
    });
    let sites = SITES.iter().map(|(id, name, country, zone, lat_deg, lon_deg)| Site {
        id: (*id).into(),
        name: (*name).into(),
        country: (*country).into(),
        zone: (*zone).into(),
        nuts2: String::new(),
        lat_deg: *lat_deg,
        lon_deg: *lon_deg,
        kind: "announced".into(),
        status: String::new(),
        water_class: "none".into(),
        cooling_water: String::new(),
        substation: String::new(),
        ehv_distance: Kilometres(5.0),
        latency_ms: 1.0,
        station: "Paris".into(),
        elevation_m: 80.0,
        cohesion_category: "more".into(),
        cohesion_ceiling_frac: 0.4,
        seismic_g: 0.02,
        flood_class: "L".into(),
        eu_eligible: "yes".into(),
        note: String::new(),
        provenance: source(),
    });
    let countries =
        [("FR", "France"), ("ES", "Spain"), ("SE", "Sweden"), ("DE", "Germany"), ("PT", "Portugal")];
    let countries = countries.iter().map(|(id, name)| Country {
        id: (*id).into(),
        name: (*name).into(),
        eu_member: "yes".into(),
        network_charge_eur_per_mwh: 9.0,
        electricity_tax_eur_per_mwh: 0.5,
        wacc_frac: 0.06,
        building_eur_per_mw: 9e6,
        wait_years: 3.0,
        district_heat_frac: 0.1,
        water_stress_score: 2.0,
        water_eur_per_m3: 2.0,
        heat_eur_per_mwh: 20.0,
        provenance: source(),
    });
    let layers = [
        ("union", "Union"),
        ("member_state", "Member States"),
        ("cohesion", "Cohesion funds"),
        ("private", "Private"),
    ];
    let layers = layers.iter().map(|(layer, name)| MoneyLayer {
        layer: (*layer).into(),
        name: (*name).into(),
        applies_to: "all_capex".into(),
        max_share_frac: 0.17,
        envelope_bn_eur: None,
        provenance: source(),
    });
    let factories =
        [("LUMI", 64.23, 27.7), ("BSC", 41.39, 2.12), ("HLRS", 48.74, 9.1), ("CINECA", 44.5, 11.36)];
    let landmarks = factories.iter().map(|(name, lat_deg, lon_deg)| Landmark {
        id: (*name).into(),
        kind: "ai_factory".into(),
        name: (*name).into(),
        country: "EU".into(),
        lat_deg: *lat_deg,
        lon_deg: *lon_deg,
        power_mw: None,
        cost_bn_eur: None,
        note: String::new(),
        provenance: source(),
    });
    let file = CaseFile {
        name: "Sample <of> three sites".into(),
        description: "A study that nobody solved.".into(),
        dataset: "europe".into(),
        horizon: HorizonTable::default(),
        programme: ProgrammeTable {
            stages: vec![StageTable {
                year: 2030,
                target_gpus: Some(300_000.0),
                target_pflops: None,
                target_it_mw: None,
                target_gpu_hours: None,
            }],
            sites_min_count: 3,
            sites_max_count: 3,
            site_min_gpus: 1e5,
            site_max_gpus: 2e5,
            sites_per_country_count: 1,
            synchronous_areas_min_count: 1,
            eu_only: true,
            drafts_bind: false,
            value_eur_per_gpu_hour: 2.0,
        },
        sites: SitesTable::default(),
        halls: HallsTable::default(),
        grid: gigasite_case::schema::GridTable::default(),
        flexibility: FlexibilityTable::default(),
        supply: SupplyTable::default(),
        money: MoneyTable::default(),
        rival: None,
        solver: SolverTable::default(),
        cosimulation: CosimulationTable::default(),
    };
    let dataset = Dataset {
        zones: zones.collect(),
        sites: sites.collect(),
        countries: countries.collect(),
        money_layers: layers.collect(),
        landmarks: landmarks.collect(),
        ..Dataset::default()
    };
    Case {
        file,
        dataset,
        horizon: Horizon { calendar_year: 2030, hours },
        price_year: 2025,
        zone_series: Vec::new(),
        site_weather: Vec::new(),
        flow_based: None,
        series_source: "generated, seed 2016".into(),
        input_hashes: vec![("europe/sites.csv".into(), "ab".repeat(32))],
    }
}

fn items(pairs: &[(&str, f64)]) -> Vec<CostItem> {
    pairs
        .iter()
        .map(|(component, m_eur)| CostItem { component: (*component).into(), eur_per_a: m_eur * 1e6 })
        .collect()
}

fn site_plan(index: usize) -> SitePlan {
    let share = [1.0, 0.8, 1.3][index];
    let design = Design {
        accelerator: "gb300_nvl72".into(),
        cooling: ["dry_adiabatic", "dry", "sea_water"][index].into(),
    };
    let stage = |year: i32, halls: u32| StagePlan {
        year,
        halls: vec![HallCount { design: design.clone(), count: halls }],
        connection_mw: f64::from(halls) * 27.3,
        firm_mw: f64::from(halls) * 30.0 + 20.0,
        it_mw: f64::from(halls) * 24.0,
        gpus: f64::from(halls) * 14_800.0,
        pflops: f64::from(halls) * 14_800.0 * 5.0,
    };
    let halls = [7, 6, 9][index];
    SitePlan {
        site: SITES[index].0.into(),
        stages: vec![stage(2028, 3), stage(2030, halls)],
        supply: vec![
            SupplyPlan { technology: "wind_onshore".into(), power_mw: 240.0, energy_mwh: 610_000.0 },
            SupplyPlan { technology: "battery".into(), power_mw: 50.0, energy_mwh: 60_000.0 },
        ],
        cost: items(&[
            ("it", 1180.0 * share),
            ("building", 140.0 * share),
            ("cooling", 31.0 * share),
            ("power_chain", 52.0 * share),
            ("connection", 9.0 * share),
            ("energy", 96.0 * share),
            ("network_charges", 14.0 * share),
            ("electricity_tax", 1.0 * share),
            ("contracts", 22.0 * share),
            ("battery", 6.0 * share),
            ("water", 0.3 * share),
            ("heat_sales", -11.0 * share),
        ]),
        capex_eur: 6.1e9 * share,
        compute_capex_eur: 4.7e9 * share,
    }
}

fn site_year(index: usize, hours: usize) -> SiteYear {
    let halls = [7.0, 6.0, 9.0][index];
    let it = halls * 22.4;
    let base = [0.085, 0.11, 0.07][index];
    let pue = move |t: f64| 1.0 + base + 0.035 * (1.0 + warmth(t)).powi(2) / 2.0;
    let facility = hourly(hours, |t| it * pue(t));
    let (it_mwh, facility_mwh) = (it * hours as f64, facility.iter().sum::<f64>());
    let water_m3 = 0.11 * it_mwh;
    let zone = [0, 1, 2][index];
    let gpu_hours = halls * 14_800.0 * 0.9 * hours as f64;
    SiteYear {
        site: SITES[index].0.into(),
        zone,
        it_mw: hourly(hours, |_| it),
        battery_mw: hourly(hours, |t| if t % 24.0 < 4.0 { 20.0 } else { 0.0 }),
        contracted_mw: hourly(hours, |t| 90.0 - 40.0 * warmth(t)),
        water_m3: hourly(hours, |_| water_m3 / hours as f64),
        heat_mw: hourly(hours, |_| it * 0.8),
        heat_sold_mw: hourly(hours, |t| if warmth(t) < 0.0 { it * 0.2 } else { 0.0 }),
        price_eur_per_mwh: dispatch(hours, 1.0).price_eur_per_mwh[zone].clone(),
        kpi: HallKpi {
            pue_ratio: facility_mwh / it_mwh,
            pue_peak_hour_ratio: pue(4500.0),
            wue_l_per_kwh: 0.11,
            peak_mw: halls * 27.0,
            it_mwh,
            facility_mwh,
            water_m3,
            heat_mwh: 0.8 * it_mwh,
            gpu_hours,
            lost_gpu_hours: 1.0,
        },
        facility_mw: facility,
        price_paid_eur_per_mwh: [59.8, 63.1, 33.4][index],
        carbon_t: 0.05 * facility_mwh,
        matched_hourly_frac: [0.61, 0.7, 0.58][index],
        matched_annual_frac: 0.84,
        eur_per_gpu_hour: [1.86, 1.79, 1.71][index],
        g_per_gpu_hour: [62.0, 181.0, 17.0][index],
    }
}

/// The result of the sample.
pub(crate) fn result(hours: usize, status: PlanStatus) -> StudyResult {
    let sites: Vec<SitePlan> = (0..3).map(site_plan).collect();
    let mut cost: Vec<CostItem> = Vec::new();
    for item in sites.iter().flat_map(|site| &site.cost) {
        match cost.iter_mut().find(|sum| sum.component == item.component) {
            Some(sum) => sum.eur_per_a += item.eur_per_a,
            None => cost.push(item.clone()),
        }
    }
    let objective = cost.iter().map(|item| item.eur_per_a).sum::<f64>();
    let gap_rel = if status == PlanStatus::Optimal { 0.0031 } else { 0.0412 };
    let layers = [
        ("union", "compute_capex", 0.12),
        ("member_state", "compute_capex", 0.15),
        ("private", "other_capex", 0.73),
    ];
    let money = sites.iter().flat_map(|site| {
        layers.iter().map(move |(layer, pays_for, share)| MoneyItem {
            site: site.site.clone(),
            layer: (*layer).into(),
            pays_for: (*pays_for).into(),
            amount_eur: share * site.capex_eur,
        })
    });
    let money: Vec<MoneyItem> = money.collect();
    let alternative = |place: usize, extra: Option<f64>, reason: &str| Alternative {
        site: SITES[place].0.into(),
        forced_in_eur_per_a: extra,
        drivers: items(&[("energy", 41.0), ("building", 3.0), ("heat_sales", -2.0)]),
        displaces: Some("ES-MORA".into()),
        reason: reason.into(),
    };
    let promise = |family: &str, what: &str, claimed: f64, found: f64, unit: &str, kept: bool| Promise {
        family: family.into(),
        what: what.into(),
        claimed,
        found,
        unit: unit.into(),
        tolerance: 1e-6,
        kept,
    };
    let rounds = (1_usize..=3).map(|round_count| Round {
        round_count,
        sites: sites.iter().map(|site| site.site.clone()).collect(),
        claimed_eur_per_a: objective * (1.0 - 0.01 / round_count as f64),
        found_eur_per_a: objective,
        bound_eur_per_a: objective * (1.0 - gap_rel * (4 - round_count) as f64),
    });
    let rounds: Vec<Round> = rounds.collect();
    StudyResult {
        convergence: Convergence {
            converged: true,
            verdict: "sites stayed and cost moved by 0.08 % in round 3, within the tolerance of 0.2 %".into(),
            tolerance_frac: 0.002,
            rounds,
        },
        site_years: (0..3).map(|index| site_year(index, hours)).collect(),
        base: dispatch(hours, 0.0),
        with_plan: dispatch(hours, 1.0),
        audit: Audit {
            promises: vec![
                promise(
                    "target",
                    "programme 2030: compute in service",
                    300_000.0,
                    325_600.0,
                    "accelerators",
                    true,
                ),
                promise("limit", "FR-FOUJU 2030: halls fit the firm connection", 230.0, 189.0, "MW", true),
                promise("kpi", "ES-MORA: PUE from the sum of the hours", 1.15, 1.15, "1", true),
            ],
        },
        kpis: sites
            .iter()
            .map(|site| SiteKpis {
                site: site.site.clone(),
                values: vec![
                    KpiValue { code: "E_DC".into(), value: 1_512_345.6, unit: "MWh".into() },
                    KpiValue { code: "PUE".into(), value: 1.1234, unit: "1".into() },
                ],
            })
            .collect(),
        rival: Some(RivalComparison {
            name: "Stargate".into(),
            rows: vec![RivalRow {
                what: "cost of compute".into(),
                ours: 1.79,
                theirs: 1.64,
                unit: "EUR/GPU-hour".into(),
            }],
        }),
        plan: Plan {
            status,
            objective_eur_per_a: objective,
            bound_eur_per_a: objective * (1.0 - gap_rel),
            gap_rel,
            sites,
            cost,
            money,
            duals: vec![Dual {
                row: "firm[FR-FOUJU,2030]".into(),
                unit: "EUR/a per MW".into(),
                value: -42_000.0,
            }],
            alternatives: vec![
                alternative(
                    3,
                    Some(12.4e6),
                    "power in DE-LU costs 12 EUR/MWh more than in the dearest chosen zone",
                ),
                alternative(
                    4,
                    Some(31.0e6),
                    "one site per country, and FR-FOUJU has the larger firm connection",
                ),
                alternative(5, None, "no firm grid before 2032"),
            ],
            near_optimal: vec![NearPlan {
                sites: vec!["FR-FOUJU".into(), "FI-KAJAANI".into()],
                cost_eur_per_a: 1.01e9,
                bound_eur_per_a: 1.0e9,
                extra_frac: 0.01,
                measures: [(Measure::Cost, 1010.0), (Measure::Carbon, 380.0)].into(),
            }],
            intervals: vec![Interval {
                site: "FR-FOUJU".into(),
                connection_mw: 300.0,
                least_mw: 210.0,
                most_mw: 340.0,
                within_frac: 0.01,
            }],
            fronts: vec![Front {
                measure: Measure::Carbon,
                points: [(1000.0, 400.0), (1020.0, 300.0), (1100.0, 260.0)]
                    .map(|(cost, carbon)| FrontPoint {
                        sites: vec!["FR-FOUJU".into()],
                        cost_eur_per_a: cost * 1e6,
                        bound_eur_per_a: cost * 1e6 - 1e5,
                        measures: [(Measure::Cost, cost), (Measure::Carbon, carbon)].into(),
                    })
                    .to_vec(),
            }],
            swings: vec![
                Swing {
                    price: "accelerators".into(),
                    by_frac: 0.25,
                    low: swing_end(0.9e9, 0.9e9, false),
                    high: swing_end(1.1e9, 1.1e9, false),
                },
                Swing {
                    price: "network charges".into(),
                    by_frac: 0.5,
                    low: swing_end(0.97e9, 0.96e9, true),
                    high: swing_end(1.03e9, 1.03e9, false),
                },
            ],
            effort: ProgrammeEffort { columns: 9_120, rows: 6_400, nonzeros: 41_000, rounds: 3 },
        },
        programme: gigasite_optimise::Programme::new(),
        network: None,
        timing_s: vec![
            ("facility".into(), 0.8),
            ("optimise".into(), 41.0),
            ("grid".into(), 77.3),
            ("audit".into(), 0.4),
        ],
    }
}

fn swing_end(kept_eur_per_a: f64, best_eur_per_a: f64, moves: bool) -> SwingEnd {
    let sites = |name: &str| if moves { vec![name.to_owned()] } else { Vec::new() };
    SwingEnd {
        kept_eur_per_a,
        best_eur_per_a,
        bound_eur_per_a: best_eur_per_a - 1e5,
        come: sites("FI-KAJAANI"),
        gone: sites("FR-FOUJU"),
    }
}
