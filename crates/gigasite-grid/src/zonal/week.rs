//! One week of dispatch as a programme.
//!
//! ```text
//! min Σ_t Σ_z [ Σ_c cost_zc · thermal_mw + VOLL · unserved_mw + wear · charge_mw ] + wheeling · Σ_b (forward + backward)
//!
//! balance[z,t]:  Σ_c thermal + renewable + reservoir + Σ_k (discharge − charge) + imports − exports + unserved − spill = load
//! storage[k,t]:  level_t = level_{t−1} + charge·√η − discharge/√η           (level before the first hour = level after the last)
//! budget[z]:     Σ_t reservoir ≤ release of the week
//! element[e,t]:  Σ_b (PTDF_e,from − PTDF_e,to) · (forward − backward) ≤ RAM_e       (flow-based regions only)
//! must-run · available ≤ thermal ≤ available;   0 ≤ renewable ≤ weather;   flows ≤ NTC;   load fixed by its bounds
//! ```
//!
//! The load is a column with equal bounds, so that another load is a change of bounds and the last basis stays dual
//! feasible. The price is the dual of `balance`.

use crate::zonal::flow_based::ElementRow;
use crate::zonal::result::AddedLoad;
use crate::zonal::supply::{
    STORAGE_WEAR_EUR_PER_MWH, UNSERVED_EUR_PER_MWH, WHEELING_EUR_PER_MWH, ZoneSupply,
};
use gigasite_lp::{Column, Programme, Row, Sense};
use std::ops::Range;

/// No zone ever lacks or spills more than this: three times the largest system of Europe with all its imports, MW. It bounds
/// what the solver's rounding of a dual can cost the proof.
pub(crate) const REACH_MW: f64 = 1e6;

/// The numbers behind every week.
#[derive(Debug)]
pub(crate) struct Europe {
    pub(crate) zones: Vec<String>,
    pub(crate) supply: Vec<ZoneSupply>,
    /// `(from, to, forward MW, backward MW)`
    pub(crate) borders: Vec<(usize, usize, f64, f64)>,
    /// What limits the trades of a flow-based region.
    pub(crate) elements: Vec<ElementRow>,
    pub(crate) load_mw: Vec<Vec<f64>>,
    pub(crate) weeks: Vec<Range<usize>>,
    /// Month 0–11 of each hour.
    pub(crate) month: Vec<usize>,
}

/// Where things stand in the programme of a week: the same in every hour, `stride` columns apart.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) zones: Vec<ZoneLayout>,
    /// Forward column of each border; backward is the next one.
    pub(crate) border: Vec<usize>,
    pub(crate) stride: usize,
    row_stride: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct ZoneLayout {
    pub(crate) load: usize,
    pub(crate) unserved: usize,
    pub(crate) spill: usize,
    pub(crate) renewable: usize,
    pub(crate) classes: usize,
    pub(crate) reservoir: Option<usize>,
    /// charge, discharge, level of each store
    pub(crate) stores: Vec<usize>,
    balance: usize,
}

impl Layout {
    /// Column `place` in hour `t` of the week.
    pub(crate) fn at(&self, place: usize, t: usize) -> usize {
        t * self.stride + place
    }
    /// Balance row of a zone in hour `t` of the week.
    pub(crate) fn balance(&self, zone: usize, t: usize) -> usize {
        t * self.row_stride + self.zones[zone].balance
    }
}

impl Europe {
    /// Load of a zone in an hour, with what a plan adds.
    pub(crate) fn load(&self, added: &AddedLoad, zone: usize, hour: usize) -> f64 {
        let more = added.added_mw.get(zone).and_then(|series| series.get(hour)).copied().unwrap_or(0.0);
        self.load_mw[zone][hour] + more
    }

    pub(crate) fn layout(&self) -> Layout {
        let (mut column, mut row) = (0, 0);
        let mut take = |n: usize| {
            column += n;
            column - n
        };
        let zones = self
            .supply
            .iter()
            .map(|supply| {
                let layout = ZoneLayout {
                    load: take(1),
                    unserved: take(1),
                    spill: take(1),
                    renewable: take(1),
                    classes: take(supply.classes.len()),
                    reservoir: (supply.reservoir_mw > 0.0).then(|| take(1)),
                    stores: supply.stores.iter().map(|_| take(3)).collect(),
                    balance: row,
                };
                row += 1 + supply.stores.len();
                layout
            })
            .collect();
        let border = self.borders.iter().map(|_| take(2)).collect();
        Layout { zones, border, stride: column, row_stride: row }
    }

    /// Writes week `index`.
    pub(crate) fn programme(&self, index: usize) -> Programme {
        let hours = self.weeks[index].clone();
        let mut lp = Programme::new();
        lp.reach = Some(REACH_MW);
        let keys: Vec<u32> = self.zones.iter().map(|zone| lp.key(zone)).collect();
        let border_keys: Vec<u32> = self
            .borders
            .iter()
            .map(|(from, to, ..)| lp.key(format!("{}>{}", self.zones[*from], self.zones[*to])))
            .collect();
        let columns: Vec<HourColumns> =
            hours.clone().map(|hour| self.hour_columns(&mut lp, &keys, &border_keys, hour)).collect();
        let mut balance_rows: Vec<Row> = Vec::new();
        for (t, hour) in hours.clone().enumerate() {
            for (zone, supply) in self.supply.iter().enumerate() {
                let own = &columns[t].zones[zone];
                let row = lp.hourly_row(("balance", keys[zone], hour), &own.balance, Sense::Equal, 0.0);
                balance_rows.push(row);
                let before = &columns[(t + hours.len() - 1) % hours.len()].zones[zone];
                for ((store, now), before) in supply.stores.iter().zip(&own.stores).zip(&before.stores) {
                    let one_way = store.round_trip.sqrt();
                    let terms =
                        [(now[2], 1.0), (before[2], -1.0), (now[0], -one_way), (now[1], 1.0 / one_way)];
                    lp.hourly_row(("storage", keys[zone], hour), &terms, Sense::Equal, 0.0);
                }
            }
        }
        for (zone, supply) in self.supply.iter().enumerate().filter(|(_, supply)| supply.reservoir_mw > 0.0) {
            let terms: Vec<(Column, f64)> = columns
                .iter()
                .filter_map(|hour| hour.zones[zone].reservoir)
                .map(|column| (column, 1.0))
                .collect();
            lp.row(
                format!("budget[{}]", self.zones[zone]),
                &terms,
                Sense::AtMost,
                supply.weekly_budget_mwh[index],
            );
        }
        self.element_rows(&mut lp, hours);
        lp
    }

    /// Last of all, so that the rows before stand where they stand without them.
    fn element_rows(&self, lp: &mut Programme, hours: Range<usize>) {
        let layout = self.layout();
        for element in &self.elements {
            let key = lp.key(&element.name);
            for (t, hour) in hours.clone().enumerate() {
                let both_ways = |(border, factor): &(usize, f64)| {
                    let forward = layout.at(layout.border[*border], t);
                    [(Column::nth(forward), *factor), (Column::nth(forward + 1), -factor)]
                };
                let terms: Vec<(Column, f64)> = element.terms.iter().flat_map(both_ways).collect();
                lp.hourly_row(("element", key, hour), &terms, Sense::AtMost, element.ram_mw);
            }
        }
    }

    fn hour_columns(
        &self,
        lp: &mut Programme,
        keys: &[u32],
        border_keys: &[u32],
        hour: usize,
    ) -> HourColumns {
        let mut zones: Vec<ZoneColumns> = Vec::with_capacity(keys.len());
        for (zone, supply) in self.supply.iter().enumerate() {
            let key = keys[zone];
            let load_mw = self.load_mw[zone][hour];
            let load = lp.hourly_column(("load_mw", key, hour), (load_mw, load_mw), 0.0);
            let unserved =
                lp.hourly_column(("unserved_mw", key, hour), (0.0, f64::INFINITY), UNSERVED_EUR_PER_MWH);
            let spill = lp.hourly_column(("spill_mw", key, hour), (0.0, f64::INFINITY), 0.0);
            let renewable =
                lp.hourly_column(("renewable_mw", key, hour), (0.0, supply.renewable_mw[hour].max(0.0)), 0.0);
            let mut balance = vec![(load, -1.0), (unserved, 1.0), (spill, -1.0), (renewable, 1.0)];
            for class in &supply.classes {
                let available = class.available_mw[self.month[hour]];
                let bounds = (class.must_run_frac * available, available);
                balance
                    .push((lp.hourly_column(("thermal_mw", key, hour), bounds, class.cost_eur_per_mwh), 1.0));
            }
            let reservoir = (supply.reservoir_mw > 0.0).then(|| {
                let column = lp.hourly_column(("reservoir_mw", key, hour), (0.0, supply.reservoir_mw), 0.0);
                balance.push((column, 1.0));
                column
            });
            let stores = supply
                .stores
                .iter()
                .map(|store| {
                    let power = (0.0, store.power_mw);
                    let charge = lp.hourly_column(("charge_mw", key, hour), power, STORAGE_WEAR_EUR_PER_MWH);
                    let discharge = lp.hourly_column(("discharge_mw", key, hour), power, 0.0);
                    let level = lp.hourly_column(("level_mwh", key, hour), (0.0, store.energy_mwh), 0.0);
                    balance.extend([(charge, -1.0), (discharge, 1.0)]);
                    [charge, discharge, level]
                })
                .collect();
            zones.push(ZoneColumns { balance, reservoir, stores });
        }
        for ((from, to, forward_mw, backward_mw), key) in self.borders.iter().zip(border_keys) {
            let forward =
                lp.hourly_column(("forward_mw", *key, hour), (0.0, *forward_mw), WHEELING_EUR_PER_MWH);
            let backward =
                lp.hourly_column(("backward_mw", *key, hour), (0.0, *backward_mw), WHEELING_EUR_PER_MWH);
            zones[*from].balance.extend([(forward, -1.0), (backward, 1.0)]);
            zones[*to].balance.extend([(forward, 1.0), (backward, -1.0)]);
        }
        HourColumns { zones }
    }
}

struct HourColumns {
    zones: Vec<ZoneColumns>,
}

struct ZoneColumns {
    balance: Vec<(Column, f64)>,
    reservoir: Option<Column>,
    stores: Vec<[Column; 3]>,
}
