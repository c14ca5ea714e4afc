//! Every number of the siting programme that no table carries, with its source and what an error in it would move.

/// Hours of storage behind a megawatt of battery. Source: EST, the common duration of grid batteries ordered in Europe
/// since 2024; half of it halves battery value and cost alike.
pub const BATTERY_HOURS: f64 = 4.0;

/// Share of the year a firm clean contract delivers. Source: IAEA PRIS, energy availability factor of the world's
/// reactors, 0.8–0.9 (MEM); 0.05 less moves the contract cost per megawatt hour by 6 %.
pub const FIRM_CLEAN_AVAILABILITY_FRAC: f64 = 0.9;

/// Depreciation of buildings and cooling plant, years. Source: usual for data-centre shells, 15–25 (MEM); 5 years more
/// or less moves the building component by about 15 %.
pub const BUILDING_LIFETIME_YEARS: f64 = 20.0;

/// Share of a turnkey building cost that is cooling plant. [`gigasite_case::money::Country::building_eur_per_mw`] is
/// turnkey (building, power and cooling); cooling and power chain are priced by their own tables, so their part is taken
/// out of it. Source: cost guides put mechanical plant at 15–20 % (MEM).
pub const COOLING_IN_TURNKEY_FRAC: f64 = 0.17;

/// Least share of a turnkey building cost that is left as shell, land and fit-out. Source: EST.
pub const SHELL_MIN_FRAC: f64 = 0.25;

/// Daily mean outdoor temperature below which heat networks carry load beyond hot water. Source: VDI 3807, heating limit
/// temperature 15 °C (MEM).
pub const HEATING_LIMIT_C: f64 = 15.0;

/// Heat a network near a chosen site takes, per unit of the country's share of network heat: sites can be picked beside
/// networks. Source: EST; it scales heat sales, a few per mille of programme cost, in proportion.
pub const HEAT_MARKET_RATIO: f64 = 3.0;

/// Most of a hall's heat that any network takes: towns beside candidate sites need less than hundreds of megawatts, and no
/// table knows how much. Source: EST.
pub const HEAT_TAKEN_MAX_FRAC: f64 = 0.5;

/// Share of the hours of the year without the plan in which a zone may have less headroom than the plan draws; backup,
/// batteries and pausable training bridge them, and the dispatch prices them. Source: EST, 438 h/a.
pub const HEADROOM_QUANTILE_FRAC: f64 = 0.05;

/// Kilometres of line that `grid_line` of `technologies.csv` is priced for: "380 kV double circuit over about 300 km". A
/// site pays its own distance to the extra-high-voltage bus in proportion. Source: that row; ± 60 % as there.
pub const GRID_LINE_REFERENCE_KM: f64 = 300.0;

/// How far a price may be off, as the dataset words its confidence: the least certain of some rows counts, a row without a
/// known word is the least certain of all. Source: chosen (EST): 10 % for `high`, 25 % for `medium`, 50 % for `low`; a price
/// behind which no row stands is the user's own and moved by 25 %.
pub fn reach_frac<'a>(confidence: impl Iterator<Item = &'a str>) -> f64 {
    let reach = |words: &str| match words.split([':', ' ', ';']).next() {
        Some("high") => 0.10,
        Some("medium") => 0.25,
        _ => 0.50,
    };
    confidence.map(reach).reduce(f64::max).unwrap_or(0.25)
}

/// How much more energy a hall may draw in a year when its work moves, and how much more water it may drink: contracts, shares of
/// law, PUE and water limits are kept for that much, and no schedule takes more. Losses and fans bend upwards, so that uneven
/// work draws more. Source: chosen; half of the work of a hall used to 70 % moved through two weeks of January draws 0.28 % more.
pub const MOVED_ENERGY_FRAC: f64 = 0.005;
/// See [`MOVED_ENERGY_FRAC`].
pub const MOVED_WATER_FRAC: f64 = 0.05;

/// Largest megawatts that may vanish at once in a synchronous area, and where the figure stands.
///
/// `continental` 3,000 MW: Commission Regulation (EU) 2017/1485 Art 153(2)(b)(i). `nordic` 1,450 MW: largest unit,
/// Oskarshamn 3 (Nordic system operation agreement). `great_britain` 1,320 MW: normal infeed loss risk of the NETS SQSS,
/// its infrequent one being 1,800 MW. `ireland` 500 MW: one interconnector. `baltic` 700 MW: one interconnector too. `island` 100 MW:
/// one unit of Cyprus or Malta (EST). All but the first from memory.
pub fn reference_incident_mw(synchronous_area: &str) -> Option<f64> {
    Some(match synchronous_area {
        "continental" => 3000.0,
        "nordic" => 1450.0,
        "great_britain" => 1320.0,
        "ireland" => 500.0,
        "baltic" => 700.0,
        "island" => 100.0,
        _ => return None,
    })
}
