//! The dispatched year: weekly programmes kept warm, and what is read from them.

use crate::Error;
use crate::zonal::carbon;
use crate::zonal::energy::ZoneEnergy;
use crate::zonal::flow_based;
use crate::zonal::result::{AddedLoad, Dispatch, Effort};
use crate::zonal::supply;
use crate::zonal::week::{Europe, Layout};
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Case, Horizon, Hourly};
use gigasite_lp::{BoundChange, Column, Programme, Row, Solution, Status, WarmBlocks};
use std::ops::Range;
use std::sync::Arc;

/// Demand that leaves at a high price: it clears the market, but is no headroom for another load.
pub(super) const DEMAND_RESPONSE: &str = "demand_response";

/// All zones of a case, ready to be dispatched again and again with other loads.
#[derive(Debug)]
pub struct ZonalModel {
    pub(super) europe: Arc<Europe>,
    pub(super) layout: Layout,
    blocks: WarmBlocks,
    parts: Vec<Vec<(&'static str, Vec<f64>)>>,
}

impl ZonalModel {
    /// Builds the supply side and starts `threads` solver threads. The answer does not depend on their number.
    /// Zones of a [flow-based](super::flow_based) region trade under its elements in place of the transfer capacities between
    /// them.
    ///
    /// # Errors
    /// A fuel, carbon price or row of renewables is missing; a region that does not fit the case.
    pub fn new(case: &Case, threads: usize) -> Result<Self, Error> {
        let weeks = whole_weeks(case.horizon);
        let supply = supply::build(case, &weeks)?;
        let parts = supply
            .iter()
            .zip(&case.zone_series)
            .map(|(supply, series)| {
                let output = |(name, mw): &(&'static str, f64)| {
                    let hours = 0..case.horizon.hours;
                    (*name, hours.map(|t| mw * supply::factor(series, name, t)).collect())
                };
                supply.renewable_parts.iter().map(output).collect()
            })
            .collect();
        let index = |id: &str| case.zone_index(id);
        let zones: Vec<String> = case.dataset.zones.iter().map(|zone| zone.id.clone()).collect();
        let mut borders: Vec<(usize, usize, f64, f64)> = case
            .dataset
            .borders
            .iter()
            .filter_map(|border| {
                Some((index(&border.from)?, index(&border.to)?, border.forward.0, border.backward.0))
            })
            .collect();
        // nobody trades more than all zones together draw and pump in their highest hours
        let highest = |series: &ZoneSeries| series.load_mw.iter().copied().fold(0.0, f64::max);
        let pumps = supply.iter().flat_map(|supply| &supply.stores).map(|store| store.power_mw);
        let open_mw = case.zone_series.iter().map(highest).chain(pumps).sum();
        let elements = match &case.flow_based {
            Some(region) => flow_based::rows(region, &zones, &mut borders, open_mw)?,
            None => Vec::new(),
        };
        let europe = Arc::new(Europe {
            zones,
            borders,
            elements,
            load_mw: case.zone_series.iter().map(|series| series.load_mw.to_vec()).collect(),
            month: (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect(),
            supply,
            weeks,
        });
        let shared = Arc::clone(&europe);
        let blocks = WarmBlocks::new(europe.weeks.len(), threads, move |week| shared.programme(week));
        Ok(Self { layout: europe.layout(), europe, blocks, parts })
    }

    /// Dispatches the year with a plan's load on top. `on_week(done, total)` is called as weeks finish, `go_on()` is
    /// asked between them.
    ///
    /// # Errors
    /// A week without an optimal dispatch, or an interruption.
    pub fn dispatch(
        &mut self,
        added: &AddedLoad,
        on_week: &dyn Fn(usize, usize),
        go_on: &dyn Fn() -> bool,
    ) -> Result<Dispatch, Error> {
        let (europe, layout) = (&self.europe, &self.layout);
        let changes = |week: usize| load_changes(europe, layout, week, added);
        let answers = self
            .blocks
            .solve_all(changes, on_week, go_on)
            .map_err(|source| Error::Programme { week: 0, source })?
            .ok_or(Error::Interrupted)?;
        for (week, (solution, _)) in answers.iter().enumerate() {
            if solution.status != Status::Optimal {
                return Err(Error::NotOptimal { week: week + 1, status: solution.status });
            }
        }
        Ok(self.read(&answers, added))
    }

    /// Hours of every week that is dispatched by itself.
    pub fn weeks(&self) -> &[Range<usize>] {
        &self.europe.weeks
    }

    /// The programme of a week at the case's own load, in EUR and MW.
    pub fn week_programme(&self, week: usize) -> Programme {
        self.europe.programme(week)
    }

    /// Row of a week's programme that balances a zone in hour `t` of the week: supply less load.
    pub fn balance_row(&self, zone: usize, t: usize) -> Row {
        Row::nth(self.layout.balance(zone, t))
    }

    /// What fixes the load of a week, with more on top.
    pub(super) fn load_changes(&self, week: usize, added: &AddedLoad) -> Vec<BoundChange> {
        load_changes(&self.europe, &self.layout, week, added)
    }

    fn read(&self, answers: &[(Solution, f64)], added: &AddedLoad) -> Dispatch {
        let (europe, layout) = (&self.europe, &self.layout);
        let hours: usize = europe.weeks.iter().map(Range::len).sum();
        let zones = europe.zones.len();
        let empty = |n: usize| vec![Hourly(vec![0.0; hours]); n];
        let mut dispatch = Dispatch {
            cost_eur: answers.iter().map(|(solution, _)| solution.objective).sum(),
            cost_bound_eur: answers.iter().map(|(_, bound)| bound).sum(),
            price_eur_per_mwh: empty(zones),
            load_mw: empty(zones),
            flow_mw: empty(europe.borders.len()),
            unserved_mw: empty(zones),
            spill_mw: empty(zones),
            stores_mw: empty(zones),
            element_price_eur_per_mwh: empty(europe.elements.len()),
            carbon_t_per_mwh: Vec::new(),
            marginal_carbon_t_per_mwh: empty(zones),
            headroom_mw: empty(zones),
            free_import_mw: empty(zones),
            generation: Vec::new(),
            effort: Effort::default(),
        };
        let mut generation: Vec<ZoneEnergy> = europe.supply.iter().map(ZoneEnergy::new).collect();
        // generation without stores and its direct carbon, per hour and zone: what flow tracing starts from
        let mut made = vec![carbon::Made::default(); hours * zones];
        for ((solution, _), week) in answers.iter().zip(&europe.weeks) {
            dispatch.effort.weeks += 1;
            dispatch.effort.columns += solution.effort.columns;
            dispatch.effort.rows += solution.effort.rows;
            dispatch.effort.iterations += solution.effort.iterations;
            for (t, hour) in week.clone().enumerate() {
                let value = |place: usize| solution.values[layout.at(place, t)];
                for (border, place) in layout.border.iter().enumerate() {
                    dispatch.flow_mw[border][hour] = value(*place) - value(place + 1);
                }
                let mut idle_mw = vec![0.0; zones];
                for (zone, (own, supply)) in layout.zones.iter().zip(&europe.supply).enumerate() {
                    let price = solution.row_duals[layout.balance(zone, t)] + 0.0; // no negative zero
                    dispatch.price_eur_per_mwh[zone][hour] = price;
                    dispatch.load_mw[zone][hour] = europe.load(added, zone, hour);
                    dispatch.unserved_mw[zone][hour] = value(own.unserved);
                    let renewable_mw = value(own.renewable);
                    dispatch.spill_mw[zone][hour] =
                        value(own.spill) + (supply.renewable_mw[hour].max(0.0) - renewable_mw).max(0.0);
                    let here = &mut made[hour * zones + zone];
                    let energy = &mut generation[zone];
                    here.power_mw = renewable_mw;
                    let share = if supply.renewable_mw[hour] > 0.0 {
                        renewable_mw / supply.renewable_mw[hour]
                    } else {
                        0.0
                    };
                    for (sum, (_, output)) in energy.renewable.iter_mut().zip(&self.parts[zone]) {
                        *sum += share * output[hour];
                    }
                    let mut marginal = 0.0;
                    for (class, number) in supply.classes.iter().zip(0..) {
                        let mw = value(own.classes + number);
                        let available = class.available_mw[europe.month[hour]];
                        here.power_mw += mw;
                        here.carbon_t += mw * class.carbon_t_per_mwh;
                        energy.class[number] += mw;
                        if class.technology != DEMAND_RESPONSE {
                            idle_mw[zone] += (available - mw).max(0.0);
                        }
                        if class.cost_eur_per_mwh <= price + 0.5 && available > 0.0 {
                            marginal = class.carbon_t_per_mwh;
                        }
                    }
                    dispatch.marginal_carbon_t_per_mwh[zone][hour] = marginal;
                    if let Some(place) = own.reservoir {
                        here.power_mw += value(place);
                        energy.reservoir += value(place);
                    }
                    for (sum, place) in energy.store.iter_mut().zip(&own.stores) {
                        let discharge = value(place + 1) - value(*place);
                        *sum += discharge;
                        dispatch.stores_mw[zone][hour] += discharge;
                    }
                    // spilled must-run is not consumed by anybody
                    let kept = if here.power_mw > 0.0 {
                        1.0 - (value(own.spill) / here.power_mw).min(1.0)
                    } else {
                        1.0
                    };
                    here.power_mw *= kept;
                    here.carbon_t *= kept;
                }
                let elements = europe.elements.len();
                let first = solution.row_duals.len() - elements * week.len(); // their rows stand last
                for (element, price) in dispatch.element_price_eur_per_mwh.iter_mut().enumerate() {
                    price[hour] = (-solution.row_duals[first + element * week.len() + t]).max(0.0);
                }
                let loading: Vec<f64> = europe
                    .elements
                    .iter()
                    .map(|element| element.loading_mw(|border| dispatch.flow_mw[border][hour]))
                    .collect();
                for (zone, idle) in idle_mw.iter().enumerate() {
                    let free_import: f64 = europe
                        .borders
                        .iter()
                        .zip(&dispatch.flow_mw)
                        .enumerate()
                        .map(|(border, ((from, to, forward, backward), flow))| {
                            let (room, other) = if *to == zone {
                                (forward - flow[hour], *from)
                            } else if *from == zone {
                                (backward + flow[hour], *to)
                            } else {
                                return 0.0;
                            };
                            let room = room.min(europe.element_room_mw(border, *to == zone, &loading));
                            room.max(0.0).min(idle_mw[other])
                        })
                        .sum();
                    dispatch.headroom_mw[zone][hour] = idle + free_import;
                    dispatch.free_import_mw[zone][hour] = free_import;
                }
            }
        }
        for (zone, (energy, supply)) in generation.into_iter().zip(&europe.supply).enumerate() {
            energy.file(&europe.zones[zone], supply, &mut dispatch.generation);
        }
        let borders: Vec<(usize, usize)> = europe.borders.iter().map(|(from, to, ..)| (*from, *to)).collect();
        dispatch.carbon_t_per_mwh = carbon::trace(&made, &borders, &dispatch.flow_mw, zones);
        dispatch
    }
}

fn load_changes(europe: &Europe, layout: &Layout, week: usize, added: &AddedLoad) -> Vec<BoundChange> {
    let hours = europe.weeks[week].clone();
    let mut changes = Vec::with_capacity(hours.len() * europe.zones.len());
    for (t, hour) in hours.enumerate() {
        for (zone, own) in layout.zones.iter().enumerate() {
            let load_mw = europe.load(added, zone, hour);
            let column = Column::nth(layout.at(own.load, t));
            changes.push(BoundChange { column, lower: load_mw, upper: load_mw });
        }
    }
    changes
}

/// The hours that are dispatched together: weeks, with a last stub joined to the week before, so that stores have a full
/// cycle.
pub fn whole_weeks(horizon: Horizon) -> Vec<Range<usize>> {
    let mut weeks = horizon.weeks();
    if weeks.len() > 1 && weeks.last().is_some_and(|week| week.len() < 168) {
        let stub = weeks.pop();
        if let (Some(stub), Some(last)) = (stub, weeks.last_mut()) {
            last.end = stub.end;
        }
    }
    weeks
}
