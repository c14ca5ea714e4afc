//! Every table of a dataset folder, once: its columns, what a cell may hold, its key and whom it refers to.

/// What a cell may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Any text; may be empty.
    Free,
    /// Text that must be there.
    Text,
    /// One of a closed list.
    OneOf(&'static [&'static str]),
    /// A finite number within bounds.
    Number(f64, f64),
    /// The same, or empty.
    Maybe(f64, f64),
    /// A whole number within bounds.
    Whole(i64, i64),
    /// Degrees of latitude, within Europe unless the row's country is the rival's.
    Latitude,
    /// Degrees of longitude, likewise.
    Longitude,
    /// A date or a part of one (`2026`, `2026-11`, `2026-11-22`); may be empty.
    Date,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// `(file, column, names that need no row)`
    pub(crate) refers: Option<(&'static str, &'static str, &'static [&'static str])>,
}

/// A table of the dataset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) file: &'static str,
    pub(crate) key: &'static [&'static str],
    pub(crate) columns: &'static [Column],
    /// Whether its rows carry [`PROVENANCE`].
    pub(crate) provenance: bool,
}

impl Table {
    /// Its own columns, then those that every sourced row carries.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().chain(if self.provenance { PROVENANCE } else { &[] })
    }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, refers: None }
}
const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}
const fn free(name: &'static str) -> Column {
    column(name, Kind::Free)
}
const fn one_of(name: &'static str, names: &'static [&'static str]) -> Column {
    column(name, Kind::OneOf(names))
}
const fn number(name: &'static str, least: f64, most: f64) -> Column {
    column(name, Kind::Number(least, most))
}
/// A quantity that cannot be negative.
const fn amount(name: &'static str) -> Column {
    column(name, Kind::Number(0.0, 1e15))
}
const fn fraction(name: &'static str) -> Column {
    column(name, Kind::Number(0.0, 1.0))
}
const fn maybe(name: &'static str) -> Column {
    column(name, Kind::Maybe(0.0, 1e15))
}
const fn whole(name: &'static str, least: i64, most: i64) -> Column {
    column(name, Kind::Whole(least, most))
}
/// Sinks of a liquid loop that the facility models.
const LIQUID_SINKS: &[&str] =
    &["dry", "dry_adiabatic", "wet_tower", "sea_water", "chiller", "wet_tower_chiller", "sea_water_chiller"];
/// Sinks of a hall's air.
const AIR_SINKS: &[&str] = &["chiller", "wet_tower_chiller", "sea_water_chiller", "outside_air"];

const fn temperature(name: &'static str) -> Column {
    column(name, Kind::Number(-60.0, 55.0))
}
const fn refers(
    name: &'static str,
    file: &'static str,
    to: &'static str,
    also: &'static [&'static str],
) -> Column {
    Column { name, kind: Kind::Text, refers: Some((file, to, also)) }
}

const YES_NO: &[&str] = &["yes", "no"];
const LATITUDE: Column = column("lat_deg", Kind::Latitude);
const LONGITUDE: Column = column("lon_deg", Kind::Longitude);
const ZONE: Column = refers("zone", "zones.csv", "zone", &[]);
const COUNTRY: Column = refers("country", "countries.csv", "country", &[]);
const MONTH: Column = whole("month", 1, 12);

/// The columns of every sourced row.
pub(crate) const PROVENANCE: &[Column] = &[text("source"), text("confidence"), text("licence")];

/// The parameters a rule can set; see [`gigasite_case::programme::Rule`].
const PARAMETERS: &[&str] = &[
    "pue_max",
    "erf_min_frac",
    "renewable_share_frac",
    "dispatchable_ratio",
    "additional_renewable_frac",
    "only_sites",
    "no_connection_before_year",
    "bids_per_country_count",
    "eu_only",
    "none",
];

/// Every table of a dataset folder.
pub(crate) const TABLES: &[Table] = &[
    Table {
        file: "sources.csv",
        key: &["source_id"],
        columns: &[
            text("source_id"),
            text("title"),
            free("url"),
            column("date", Kind::Date),
            free("how_seen"),
            text("licence"),
        ],
        provenance: false,
    },
    Table {
        file: "countries.csv",
        key: &["country"],
        columns: &[
            text("country"),
            text("name"),
            one_of("eu_member", YES_NO),
            amount("network_charge_eur_per_mwh"),
            amount("electricity_tax_eur_per_mwh"),
            fraction("wacc_frac"),
            amount("building_eur_per_mw"),
            number("wait_years", 0.0, 50.0),
            fraction("district_heat_frac"),
            number("water_stress_score", 0.0, 5.0),
            amount("water_eur_per_m3"),
            amount("heat_eur_per_mwh"),
        ],
        provenance: true,
    },
    Table {
        file: "zones.csv",
        key: &["zone"],
        columns: &[
            text("zone"),
            text("name"),
            COUNTRY,
            one_of(
                "synchronous_area",
                &["continental", "nordic", "great_britain", "ireland", "baltic", "island"],
            ),
            LATITUDE,
            LONGITUDE,
            amount("demand_mwh"),
            amount("peak_load_mw"),
            number("observed_2024_eur_per_mwh", -500.0, 5000.0),
        ],
        provenance: true,
    },
    Table {
        file: "zone_months.csv",
        key: &["zone", "month"],
        columns: &[
            ZONE,
            MONTH,
            number("demand_ratio", 0.0, 12.0),
            temperature("temperature_c"),
            fraction("humidity_frac"),
            fraction("wind_onshore_frac"),
            fraction("wind_offshore_frac"),
            fraction("solar_frac"),
            fraction("run_of_river_frac"),
            number("inflow_ratio", 0.0, 12.0),
        ],
        provenance: true,
    },
    Table {
        file: "fleet.csv",
        key: &["zone", "technology", "vintage", "fuel"],
        columns: &[
            ZONE,
            one_of(
                "technology",
                &[
                    "nuclear",
                    "lignite",
                    "coal",
                    "gas_ccgt",
                    "gas_chp",
                    "gas_ocgt",
                    "oil",
                    "biomass",
                    "waste",
                    "geothermal",
                    "other",
                    "demand_response",
                ],
            ),
            one_of("vintage", &["new", "mid", "old", "all"]),
            refers("fuel", "fuels.csv", "fuel", &[]),
            amount("capacity_mw"),
            number("efficiency_frac", 0.05, 1.0),
            fraction("availability_frac"),
            fraction("must_run_frac"),
            amount("variable_om_eur_per_mwh"),
        ],
        provenance: true,
    },
    Table {
        file: "renewables.csv",
        key: &["zone"],
        columns: &[
            ZONE,
            amount("wind_onshore_mw"),
            amount("wind_offshore_mw"),
            amount("solar_mw"),
            amount("run_of_river_mw"),
            amount("reservoir_mw"),
            amount("reservoir_mwh"),
            amount("reservoir_inflow_mwh"),
            amount("pumped_mw"),
            amount("pumped_mwh"),
            amount("battery_mw"),
            amount("battery_mwh"),
        ],
        provenance: true,
    },
    Table {
        file: "borders.csv",
        key: &["from", "to"],
        columns: &[
            refers("from", "zones.csv", "zone", &[]),
            refers("to", "zones.csv", "zone", &[]),
            amount("forward_mw"),
            amount("backward_mw"),
        ],
        provenance: true,
    },
    Table {
        file: "fuels.csv",
        key: &["fuel", "country"],
        columns: &[
            text("fuel"),
            refers("country", "countries.csv", "country", &["EU"]),
            number("price_eur_per_mwh", -100.0, 1000.0),
            number("carbon_t_per_mwh", 0.0, 2.0),
        ],
        provenance: true,
    },
    Table {
        file: "carbon_prices.csv",
        key: &["country"],
        columns: &[refers("country", "countries.csv", "country", &["EU"]), amount("price_eur_per_t")],
        provenance: true,
    },
    Table {
        file: "technologies.csv",
        key: &["technology"],
        columns: &[
            text("technology"),
            amount("capex_eur_per_mw"),
            amount("capex_eur_per_mwh"),
            amount("fixed_om_eur_per_mw_a"),
            amount("variable_eur_per_mwh"),
            number("lifetime_years", 1.0, 200.0),
            // a heat pump's is its coefficient of performance
            number("efficiency_frac", 0.0, 10.0),
            number("carbon_t_per_mwh", -5.0, 5.0),
            amount("max_ratio"),
        ],
        provenance: true,
    },
    Table {
        file: "money_layers.csv",
        key: &["layer"],
        columns: &[
            one_of("layer", &["union", "member_state", "cohesion", "private"]),
            text("name"),
            one_of("applies_to", &["compute_capex", "all_capex", "opex"]),
            fraction("max_share_frac"),
            maybe("envelope_bn_eur"),
        ],
        provenance: true,
    },
    Table {
        file: "climate_stations.csv",
        key: &["station", "month"],
        columns: &[
            text("station"),
            COUNTRY,
            LATITUDE,
            LONGITUDE,
            number("elevation_m", -20.0, 4000.0),
            MONTH,
            temperature("temperature_c"),
            fraction("humidity_frac"),
            temperature("dry_bulb_99_6_c"),
        ],
        provenance: true,
    },
    Table {
        file: "sites.csv",
        key: &["site"],
        columns: &[
            text("site"),
            text("name"),
            COUNTRY,
            ZONE,
            text("nuts2"),
            LATITUDE,
            LONGITUDE,
            one_of(
                "kind",
                &[
                    "ai_factory",
                    "announced",
                    "antenna",
                    "brownfield",
                    "coal_closing",
                    "coal_op",
                    "coal_retired",
                    "eu_bid",
                    "gas_repower",
                    "nuclear_op",
                    "nuclear_retired",
                ],
            ),
            free("status"),
            one_of("water_class", &["sea", "fresh", "none"]),
            free("cooling_water"),
            free("substation"),
            number("ehv_km", 0.0, 1000.0),
            number("latency_ms", 0.0, 500.0),
            refers("station", "climate_stations.csv", "station", &[]),
            number("elevation_m", -20.0, 4000.0),
            one_of("cohesion_category", &["less", "transition", "more", "n/a"]),
            fraction("cohesion_ceiling_frac"),
            number("seismic_g", 0.0, 2.0),
            one_of("flood_class", &["L", "M", "H"]),
            one_of("eu_eligible", YES_NO),
            free("note"),
        ],
        provenance: true,
    },
    Table {
        file: "site_stages.csv",
        key: &["site", "year"],
        columns: &[refers("site", "sites.csv", "site", &[]), whole("year", 2000, 2100), amount("firm_mw")],
        provenance: true,
    },
    Table {
        file: "accelerators.csv",
        key: &["accelerator"],
        columns: &[
            text("accelerator"),
            text("vendor"),
            text("name"),
            number("tdp_w", 1.0, 100_000.0),
            number("idle_w", 0.0, 100_000.0),
            maybe("fp8_dense_tflops"),
            number("node_gpus", 1.0, 10_000.0),
            number("node_max_kw", 0.001, 10_000.0),
            fraction("sustained_frac"),
            fraction("idle_frac"),
            fraction("liquid_frac"),
            temperature("coolant_max_c"),
            amount("system_eur_per_gpu"),
            number("lifetime_years", 1.0, 50.0),
            whole("available_year", 2000, 2100),
        ],
        provenance: true,
    },
    Table {
        file: "nodes.csv",
        key: &["accelerator"],
        columns: &[
            refers("accelerator", "accelerators.csv", "accelerator", &[]),
            amount("host_idle_w"),
            amount("host_max_w"),
            amount("fan_max_w"),
            refers("supply", "power_chain.csv", "stage", &[]),
            number("rack_gpus", 1.0, 10_000.0),
            number("rack_nodes_count", 1.0, 1000.0),
            amount("rack_other_w"),
            fraction("network_ratio"),
            fraction("storage_ratio"),
            maybe("fp16_dense_tflops"),
            maybe("fp4_dense_tflops"),
            amount("mem_gb"),
            amount("mem_bw_tb_per_s"),
            maybe("rack_low_kw"),
            maybe("rack_high_kw"),
        ],
        provenance: true,
    },
    Table {
        file: "cooling_designs.csv",
        key: &["cooling"],
        columns: &[
            text("cooling"),
            text("name"),
            one_of("liquid_sink", LIQUID_SINKS),
            one_of("air_sink", AIR_SINKS),
            temperature("liquid_supply_c"),
            number("liquid_rise_k", 0.1, 60.0),
            number("cdu_approach_k", 0.0, 30.0),
            temperature("air_supply_c"),
            temperature("air_limit_c"),
            one_of("all_liquid", YES_NO),
            fraction("cdu_pump_w_per_w"),
            fraction("loop_pump_w_per_w"),
            number("pump_floor_ratio", 0.0, 1.0),
            fraction("loop_static_frac"),
            fraction("intake_static_frac"),
            fraction("crah_fan_w_per_w"),
            fraction("cooler_fan_w_per_w"),
            number("design_margin_k", -30.0, 30.0),
            fraction("pad_frac"),
            number("concentration_ratio", 1.0, 100.0),
            fraction("drift_frac"),
            fraction("potable_frac"),
            number("tower_approach_k", 0.5, 30.0),
            number("economiser_approach_k", 0.0, 30.0),
            temperature("discharge_max_c"),
            number("discharge_rise_max_k", 0.1, 60.0),
            fraction("carnot_frac"),
            whole("units_count", 1, 1000),
            whole("spare_count", 0, 1000),
            amount("capex_eur_per_mw"),
            one_of("needs_water_body", YES_NO),
        ],
        provenance: true,
    },
    Table {
        file: "power_chain.csv",
        key: &["stage"],
        columns: &[
            text("stage"),
            whole("order_count", 1, 100),
            one_of("heats_hall", &["yes", "liquid", "no"]),
            number("redundancy_ratio", 1.0, 10.0),
            whole("units_count", 1, 1000),
            whole("spare_count", 0, 999),
            whole("it_category_count", 0, 3),
            number("a0_ratio", 0.0, 1.0),
            number("a1_ratio", -1.0, 1.0),
            number("a2_ratio", -1.0, 1.0),
        ],
        provenance: true,
    },
    Table {
        file: "rules.csv",
        key: &["rule", "parameter"],
        columns: &[
            text("rule"),
            refers("jurisdiction", "countries.csv", "country", &["EU"]),
            text("instrument"),
            one_of("status", &["in_force", "draft", "proposal", "reported", "voluntary"]),
            whole("from_year", 1990, 2100),
            text("text"),
            one_of("parameter", PARAMETERS),
            column("value_ratio", Kind::Maybe(-1e15, 1e15)),
            free("list"),
        ],
        provenance: true,
    },
    Table {
        file: "programme.csv",
        key: &["key"],
        columns: &[text("key"), text("fact"), text("value"), free("unit")],
        provenance: true,
    },
    Table {
        file: "landmarks.csv",
        key: &["id"],
        columns: &[
            text("id"),
            one_of("kind", &["ai_factory", "antenna", "campus", "bid", "rival"]),
            text("name"),
            text("country"),
            LATITUDE,
            LONGITUDE,
            maybe("power_mw"),
            maybe("cost_bn_eur"),
            free("note"),
        ],
        provenance: true,
    },
    Table {
        file: "exchanges.csv",
        key: &["name"],
        columns: &[text("name"), text("country"), LATITUDE, LONGITUDE, text("tier")],
        provenance: true,
    },
    Table {
        file: "regions.csv",
        key: &["region"],
        columns: &[
            text("region"),
            text("name"),
            text("part_of"),
            ZONE,
            number("population_count", 1.0, 1e8),
            number("gdp_per_head_pps", 1.0, 1e7),
        ],
        provenance: true,
    },
    Table {
        file: "grid_queue.csv",
        key: &["statement"],
        columns: &[
            text("statement"),
            refers("country", "countries.csv", "country", &["EU", "NORDIC"]),
            text("text"),
            text("value"),
            free("unit"),
            maybe("power_mw"),
            column("wait_years", Kind::Maybe(0.0, 100.0)),
            column("share_frac", Kind::Maybe(0.0, 1.0)),
            column("until_year", Kind::Maybe(1990.0, 2100.0)),
            text("as_of"),
        ],
        provenance: true,
    },
];

/// Tables that inform and decide nothing: a dataset may lack them.
pub(crate) const MAY_BE_MISSING: [&str; 2] = ["regions.csv", "grid_queue.csv"];

/// The table of a file.
pub(crate) fn table(file: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.file == file)
}
