//! A campus of equal halls: what one hall's year says of all of them.

use crate::Hour;
use crate::kpi::{Account, ItEnergy, cooling_degree_days};
use crate::seconds::{DayInput, Diurnal, HourMeans, Limits, Loops, Plant, Workload};
use crate::year::{Build, FacilityYear, Place};

/// Equal halls, side by side.
#[derive(Debug, Clone, Copy)]
pub struct Campus<'a> {
    /// What a hall is.
    pub build: &'a Build<'a>,
    /// Where it stands.
    pub place: &'a Place<'a>,
    /// The year of one hall.
    pub year: &'a FacilityYear,
    /// How many.
    pub halls_count: f64,
}

/// Sums of a month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Month {
    /// IT energy, MWh.
    pub it_mwh: f64,
    /// Facility energy without a heat pump, MWh.
    pub facility_mwh: f64,
    /// Energy of everything that cools, MWh.
    pub cooling_mwh: f64,
    /// Evaporated, m³.
    pub evaporation_m3: f64,
    /// Drift, m³.
    pub drift_m3: f64,
    /// Blow-down, m³.
    pub blow_down_m3: f64,
    /// Heat that could be handed over, MWh.
    pub reusable_mwh: f64,
    /// Heat that a network took from the halls, MWh.
    pub taken_mwh: f64,
    /// Hours that needed no compressor.
    pub free_hours: f64,
    /// Hours of the month.
    pub hours: f64,
}

/// IT power of one hall in every hour: training is flat, inference follows the day, within what the hall holds, MW.
///
/// Hour 0 is midnight UTC. The shares and the shape of the day are those of the workload.
pub fn diurnal_it_mw(year_it: &crate::power::HallIt, workload: &Workload, hours: usize) -> Vec<f64> {
    let shape = Diurnal::of(&workload.inference);
    let day: Vec<f64> = (0..24).map(|hour| shape.demand_frac(f64::from(hour) + 0.5)).collect();
    let mean = day.iter().sum::<f64>() / 24.0;
    let share = 1.0 - workload.training_frac;
    let moving_mw = year_it.mean_mw - year_it.idle_mw;
    let at = |hour: usize| {
        let wanted = 1.0 - share + share * day[hour % 24] / mean;
        (year_it.idle_mw + moving_mw * wanted).clamp(year_it.idle_mw, year_it.provisioned_mw)
    };
    (0..hours).map(at).collect()
}

impl Campus<'_> {
    /// The year as an account from which indicators follow.
    ///
    /// A heat pump belongs to the data centre: its power is in the energy of the centre and delivered heat is reused.
    pub fn account(&self) -> Account {
        let Self { build, place, year, halls_count: n } = *self;
        let sum = |of: fn(&Hour) -> f64| n * year.hours.iter().map(of).sum::<f64>();
        let pump_mwh = n * year.handover.iter().map(|handed| handed.pump_mw).sum::<f64>();
        let water_m3 = sum(Hour::water_m3);
        let liquid = build.accelerator.liquid_frac.get() > 0.0;
        let all_liquid = liquid && build.cooling.all_liquid == "yes";
        let peak = year
            .hours
            .iter()
            .copied()
            .reduce(|peak, hour| if hour.facility_mw() > peak.facility_mw() { hour } else { peak });
        Account {
            facility_mwh: sum(Hour::facility_mw) + pump_mwh,
            heat_pump_mwh: pump_mwh,
            cooling_mwh: Some(sum(Hour::cooling_mw)),
            heat_removed_mwh: Some(sum(|hour| hour.liquid_heat_mw + hour.air_heat_mw)),
            it: ItEnergy {
                behind_ups_mwh: year.behind_ups_mwh.map(|mwh| n * mwh),
                behind_pdu_mwh: None,
                into_it_mwh: sum(|hour| hour.it_mw),
            },
            it_installed_mw: Some(n * year.it.provisioned_mw),
            water_m3,
            potable_m3: Some(water_m3 * build.cooling.potable_frac.get()),
            reused_mwh: n * year.handover.iter().map(|handed| handed.delivered_mw).sum::<f64>(),
            waste_heat_c: Some(year.heat_c),
            intake_c: (!all_liquid).then_some(build.cooling.air_supply_c + crate::hall::HANDLER_K),
            cooling_degree_days: Some(cooling_degree_days(&place.weather.temperature_c)),
            peak_hour_mw: peak.map(|hour| (n * hour.facility_mw(), n * hour.it_mw)),
            pflops: build.accelerator.fp8_dense_tflops.map(|tflops| n * year.it.gpus * tflops / 1000.0),
            gpu_hours: Some(n * year.kpi.gpu_hours),
            hours: year.hours.len() as f64,
            ..Account::default()
        }
    }

    /// The twelve months.
    pub fn months(&self) -> [Month; 12] {
        let mut months = [Month::default(); 12];
        let n = self.halls_count;
        for (month, hour) in self.place.months.iter().zip(&self.year.hours) {
            let sum = &mut months[*month];
            sum.it_mwh += n * hour.it_mw;
            sum.facility_mwh += n * hour.facility_mw();
            sum.cooling_mwh += n * hour.cooling_mw();
            sum.evaporation_m3 += n * hour.evaporation_m3;
            sum.drift_m3 += n * hour.drift_m3;
            sum.blow_down_m3 += n * hour.blow_down_m3;
            sum.reusable_mwh += n * hour.reusable_mw;
            sum.taken_mwh += n * hour.taken_mw;
            sum.free_hours += f64::from(u8::from(hour.compressor_mw <= 0.0));
            sum.hours += 1.0;
        }
        months
    }

    /// The day (from 0) with the hour of highest facility power.
    pub fn hardest_day(&self) -> usize {
        let power = |hour: usize| self.year.hours[hour].facility_mw();
        let hours = 0..self.year.hours.len();
        let hardest = hours.reduce(|best, hour| if power(hour) > power(best) { hour } else { best });
        hardest.unwrap_or(0).div_euclid(24)
    }

    /// What a day at one second is made from; `None` for a day the year does not have.
    pub fn day(&self, day: usize, workload: Workload, limits: Limits, seed: u64) -> Option<DayInput> {
        let Self { build, year, halls_count: n, .. } = *self;
        let day_hours = year.hours.get(24 * day..24 * day + 24)?;
        let mut hours = [HourMeans { it_mw: 0.0, cooling_mw: 0.0, loss_mw: 0.0 }; 24];
        for (mean, hour) in hours.iter_mut().zip(day_hours) {
            *mean = HourMeans {
                it_mw: n * hour.it_mw,
                cooling_mw: n * hour.cooling_mw(),
                loss_mw: n * (hour.indoor_loss_mw + hour.outdoor_loss_mw),
            };
        }
        let coolant_c = day_hours.iter().map(|hour| hour.coolant_c).fold(f64::MIN, f64::max);
        let plant = Plant {
            gpus: n * year.it.gpus,
            it_idle_mw: n * year.it.idle_mw,
            it_full_mw: n * year.it.provisioned_mw,
            gpu_idle_w: build.accelerator.idle_w,
            gpu_full_w: build.accelerator.tdp_w * build.halls.provisioned_ratio,
            liquid_frac: build.accelerator.liquid_frac.get(),
            coolant_supply_c: coolant_c,
            coolant_max_c: build.accelerator.coolant_max_c.max(coolant_c),
        };
        Some(DayInput { plant, hours, workload, loops: Loops::default(), limits, seed })
    }
}
