//! Which sites, which sizes, which supply: the siting programme, its proof and its explanations.
//!
//! # What it answers
//! [`solve`]: which sites to open, how many halls of which design in which year, with which contracts and plants, at the
//! least annual cost, with a proven lower bound. [`duals`]: what one more unit of a limit would save. [`alternatives`]:
//! what each rejected site would cost, and why. When nothing fits: a sentence with the limit, the year and the megawatts
//! short, and the two cheapest repairs ([`Error::Infeasible`]).
//!
//! # What goes in
//! [`Inputs`]: the case, one [`HallYear`](gigasite_facility::hall_year::HallYear) per site and design, the dispatch
//! without the plan, and one [`DispatchCut`] per evaluated dispatch. The programme is small and rebuilt every round.
//!
//! # What comes out
//! [`Siting`] with a [`plan::Plan`]: costs by component and site, money by layer. [`added_load`] hands a plan to the
//! dispatch, [`settle`] replaces the claimed system cost by the found one.
//!
//! # The programme
//!
//! Sets: sites `s`, hall designs `d`, stages `y` (last: `Y`), supply technologies `k`, zones `z`, evaluated dispatches `i`.
//!
//! ```text
//! columns   open[s] ∈ {0,1}                 halls[s,d,y] ∈ ℕ, cumulative        connection_mw[s,y] ≥ 0
//!           supply_mw[s,k] ≥ 0 (stage Y)    heat_mwh[s] ≥ 0                     area[a] ∈ [0,1]
//!           system ∈ ℝ                      incremental dispatch cost of the power system, EUR/a
//!
//! minimise  Σ_s,d  (it + building + cooling + power_chain + network_charges + electricity_tax + carbon + water
//!                   + lost_compute)_s,d · halls[s,d,Y]                          annuities by country
//!         + Σ_s    connection_s · connection_mw[s,Y] − heat_s · heat_mwh[s]
//!         + Σ_s,k  (contracts, battery, backup)_s,k · supply_mw[s,k]
//!         + Σ_s,d,y value · gpu_hours_d · annuity · (year_{y+1} − year_y) · (halls[s,d,Y] − halls[s,d,y])     waiting
//!         + system                                                              energy
//!
//! target     Σ a_d · halls[s,d,y] ≥ T_y                    accelerators, PFLOP/s, MW of IT or GPU-hours
//! stays      halls[s,d,y] ≥ halls[s,d,y−1]                 = where the chip does not exist or the PUE is unlawful in y
//! draw       Σ_d peak_mw_d · halls[s,d,y] = connection_mw[s,y]
//! firm       connection_mw[s,y] ≤ firm_mw(s,y) · open[s]
//! incident   connection_mw[s,Y] ≤ reference incident of the synchronous area · open[s]
//! site_min   Σ_d gpus_d · halls[s,d,Y] ≥ site_min_gpus · open[s]              site_max   … ≤ site_max_gpus · open[s]
//! sites_min  Σ open ≥ n     sites_max Σ open ≤ n     country Σ_{s in c} open ≤ n     areas_min Σ_a area[a] ≥ n
//! zone_peak  Σ_{s in z} connection_mw[s,Y] ≤ share · peak load of z           zone_headroom … ≤ quantile of headroom
//! supply_max supply_mw[s,k] ≤ max_ratio_k · connection_mw[s,Y]
//! contracts  Σ_k energy_k · supply_mw[s,k] ≤ ratio · Σ_d facility_mwh_d · halls[s,d,Y]
//! carbon_free, renewable   Σ_k energy_k · supply_mw[s,k] ≥ share · Σ_d facility_mwh_d · halls[s,d,Y]
//! carbon_free[S]           Σ_p∈S clean_p + Σ_p∉S used_p ≥ share · Σ_p used_p        periods p that fell short, `matching.rs`
//! dispatchable             Σ_k supply_mw[s,k] ≥ ratio · connection_mw[s,Y]
//! heat_there heat_mwh[s] ≤ Σ_d heat_d · halls[s,d,Y]       reuse  heat_mwh[s] ≥ share · Σ_d facility_mwh_d · halls[s,d,Y]
//! carbon_max Σ carbon_t · halls ≤ limit · Σ facility_mwh · halls               water_max the same at every site
//! capex_max  Σ investment ≤ limit
//! cut[i]     system ≥ C_i − C_base + Σ_z,t λ_i(z,t) · (L_z(t) − L_i,z(t))       L linear in halls, contracts, battery
//!            with the hours of batteries and of flexible work chosen at λ_i
//! ```
//!
//! Whole-number inequalities (`halls_min`, `halls_max`, `halls_of`, `halls_to`) tighten the relaxation and cut off no
//! plan. Designs that are no better in any coefficient are dropped before (exact), and so are sites that can never host
//! what a site must host. Money layers need no row: they are shared out afterwards, in closed form.
//!
//! # What it assumes
//! - Costs are those of the last stage; earlier stages enter by their targets and by waiting.
//! - `building_eur_per_mw` of a country is turnkey: the price of the power chain and [`assumptions::COOLING_IN_TURNKEY_FRAC`]
//!   for cooling are taken out, because both are priced by their own tables (± 10 % of the building component).
//! - `grid_line` is priced per megawatt for [`assumptions::GRID_LINE_REFERENCE_KM`]; a site pays its own distance to the
//!   extra-high-voltage bus in proportion.
//! - All energy passes the public grid and pays charges and tax, contracted or not. Contracts are additional plants in
//!   the site's zone and belong to others: they cost their annuity and are no investment of the programme.
//! - A lawful share of renewable energy is met by contracted plants, not by certificates of origin: stricter, and dearer by
//!   the difference, than the balance-sheet rule of the German energy efficiency act.
//! - Backup plant stands by: its fuel is not priced. Batteries trade at the prices of the cut, [`assumptions::BATTERY_HOURS`].
//! - Carbon of the grid is the flow-traced intensity of the last dispatch, location-based: contracts do not lower it. The
//!   lower bound is exact for the carbon series it was given.
//! - Rules of law bind if they apply by the last stage, halls added then being new; a PUE limit binds halls added from its
//!   year on. The strictest of several rules stands. Conditions of the call bind where public money takes part.
//! - A cut is as good as the dispatch that made it: its cost is the rigorous dual bound, so no error is added.
//!
//! # What it does not do
//! It draws no network inside a zone and moves no work from site to site.

mod added_load;
mod alternatives;
pub mod assumptions;
mod battery;
mod component;
mod duals;
mod error;
mod heat;
mod infeasible;
mod inputs;
mod law;
mod layers;
mod matching;
mod measure;
mod near_optimal;
mod operation;
pub mod plan;
mod programme;
mod read;
mod rows;
mod sets;
mod settle;
mod solve;
mod swing;
mod year;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use added_load::{added_load, battery_schedules, contracted_output, facility_load};
pub use alternatives::alternatives;
pub use battery::battery_schedule;
pub use component::NAMES as COMPONENTS;
pub use duals::duals;
pub use error::Error;
pub use gigasite_lp::Programme;
pub use heat::heat_taken_frac;
pub use inputs::{DispatchCut, Inputs, Options};
pub use matching::Shortfall;
pub use measure::Measure;
pub use near_optimal::{front, intervals, site_sets};
pub use operation::operated;
pub use sets::firm_mw;
pub use settle::settle;
pub use solve::{Siting, programme, solve};
pub use swing::swings;
pub use year::{WholeYear, whole_year};
