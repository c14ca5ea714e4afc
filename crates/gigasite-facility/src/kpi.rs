//! Key performance indicators of a year, with the codes of Delegated Regulation (EU) 2024/1364.
//!
//! ```text
//! PUE = E_DC / E_IT      WUE = W_IN / E_IT      ERF = E_REUSE / E_DC      REF = E_RES-TOT / E_DC      (Annex III)
//! E_RES-TOT = E_RES-GOO + E_RES-PPA + E_RES-OS                                                        (Annex II 1(o))
//! CER = heat removed / E_cooling      CUE = CO2 / E_IT      PUE category 1, 2, 3: IT energy after UPS, after PDU, at the IT
//! ```
//!
//! Annex II 1(e) takes `E_IT` by **category 1**, behind the UPS; without one by category 2. So the PUE of the Regulation is
//! lower than that of category 3 by the losses of busways and distribution units.
//!
//! `E_DC` holds the electricity of a heat pump inside the fence; `PUE_NO_HP` leaves it out, as German law does.
//!
//! **Sources**: the Regulation, Annexes II and III, read; categories and CER, CUE: EN 50600-4-2, -7, -8 (MEM). Values are in
//! MW and MWh as everywhere here; [`Kpi::as_reported`] gives the units of the Regulation.

use crate::validity::{Refused, demand};
use serde::Serialize;

/// What an indicator rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Basis {
    /// Annex II of the Regulation: reported.
    Reported,
    /// Annex III of the Regulation: computed from what is reported.
    Indicator,
    /// A European standard.
    Standard,
    /// Of this project.
    Own,
}

/// An indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kpi {
    /// Code such as `E_DC`.
    pub code: &'static str,
    /// Value in [`Kpi::unit`].
    pub value: f64,
    /// Unit; `1` for ratios.
    pub unit: &'static str,
    /// What it rests on.
    pub basis: Basis,
}

impl Kpi {
    /// Value and unit as the Regulation asks for them: kW and kWh.
    pub fn as_reported(&self) -> (f64, &'static str) {
        match self.unit {
            "MW" => (self.value * 1000.0, "kW"),
            "MWh" => (self.value * 1000.0, "kWh"),
            unit => (self.value, unit),
        }
    }
}

/// What Annexes I and II ask for and no model here can say, with the reason.
pub const NOT_MODELLED: [(&str, &str); 8] = [
    ("S_DC", "floor areas are an input: no hall here has a floor plan"),
    ("S_CR", "floor areas are an input: no hall here has a floor plan"),
    ("electrical grid functions", "yes or no, by contract"),
    ("types of refrigerants", "a choice of the machine, not of the design"),
    ("C_SERV", "SERT performance of servers is declared by their makers; accelerators have none"),
    ("C_STOR", "storage is counted as power, not in petabytes"),
    ("B_IN, B_OUT", "provisioned bandwidth is not modelled"),
    ("T_IN, T_OUT of traffic", "data traffic is not modelled; the draft of 2026 drops it"),
];

/// Energy of IT equipment by the point of measurement, MWh.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ItEnergy {
    /// Behind the UPS (category 1); none where racks carry the batteries.
    pub behind_ups_mwh: Option<f64>,
    /// Behind the distribution units (category 2).
    pub behind_pdu_mwh: Option<f64>,
    /// Into the IT equipment (category 3).
    pub into_it_mwh: f64,
}

impl ItEnergy {
    /// `E_IT` of the Regulation: category 1, else 2, else the point that is stated: into the equipment.
    pub fn regulated_mwh(&self) -> f64 {
        self.behind_ups_mwh.or(self.behind_pdu_mwh).unwrap_or(self.into_it_mwh)
    }
}

/// Renewable energy by origin, MWh; no megawatt hour stands in two of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Renewable {
    /// Guarantees of origin bought and retired.
    pub guarantees_mwh: f64,
    /// Power purchasing agreements whose guarantees are retired.
    pub contracts_mwh: f64,
    /// Made inside the fence.
    pub on_site_mwh: f64,
}

/// Everything counted over a year. What is not known is `None` and makes no indicator.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Account {
    /// Energy into the data centre, with heat pump and backup, MWh.
    pub facility_mwh: f64,
    /// Of that, from backup generators, MWh.
    pub backup_mwh: f64,
    /// Of that, heat pumps that only raise waste heat, MWh.
    pub heat_pump_mwh: f64,
    /// Of that, everything that moves heat out (chillers, fans, pumps), MWh.
    pub cooling_mwh: Option<f64>,
    /// Heat moved out, MWh.
    pub heat_removed_mwh: Option<f64>,
    /// Energy of the IT equipment.
    pub it: ItEnergy,
    /// Installed IT power, MW, mean of the year.
    pub it_installed_mw: Option<f64>,
    /// Floor area of the data centre, m².
    pub floor_m2: Option<f64>,
    /// Floor area of its computer rooms, m².
    pub computer_room_m2: Option<f64>,
    /// Battery power offered to the grid, MW, mean of the year.
    pub battery_mw: Option<f64>,
    /// Water that came in, m³.
    pub water_m3: f64,
    /// Of that, drinking water, m³.
    pub potable_m3: Option<f64>,
    /// Heat handed over outside the fence, MWh.
    pub reused_mwh: f64,
    /// Temperature of the fluid that cools the IT equipment where it enters the exchanger, °C, mean of the year.
    pub waste_heat_c: Option<f64>,
    /// Set point of air into the IT equipment, °C: of air, so none for a hall that is all liquid.
    pub intake_c: Option<f64>,
    /// Cooling degree days: [`cooling_degree_days`].
    pub cooling_degree_days: Option<f64>,
    /// Renewable energy.
    pub renewable: Renewable,
    /// Carbon dioxide of the electricity, t.
    pub carbon_t: Option<f64>,
    /// Facility and IT power in the hour of highest facility power, MW: [`peak_hour_mw`].
    pub peak_hour_mw: Option<(f64, f64)>,
    /// Dense FP8 throughput, petaFLOP/s.
    pub pflops: Option<f64>,
    /// GPU-hours delivered.
    pub gpu_hours: Option<f64>,
    /// All costs of the year, EUR.
    pub cost_eur: Option<f64>,
    /// Hours of the year.
    pub hours: f64,
}

impl Account {
    /// The account of halls of several designs on one site: energies, water and powers add up, temperatures are weighted by
    /// IT energy, degree days are those of the place. What only one of both knows is unknown of the whole, but for the peak
    /// hour, which is not a sum: set it from the sum of the hours.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        let share = other.it.into_it_mwh / (self.it.into_it_mwh + other.it.into_it_mwh);
        let mean = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + share * (b - a));
        Self {
            facility_mwh: self.facility_mwh + other.facility_mwh,
            backup_mwh: self.backup_mwh + other.backup_mwh,
            heat_pump_mwh: self.heat_pump_mwh + other.heat_pump_mwh,
            cooling_mwh: both(self.cooling_mwh, other.cooling_mwh),
            heat_removed_mwh: both(self.heat_removed_mwh, other.heat_removed_mwh),
            it: ItEnergy {
                behind_ups_mwh: both(self.it.behind_ups_mwh, other.it.behind_ups_mwh),
                behind_pdu_mwh: both(self.it.behind_pdu_mwh, other.it.behind_pdu_mwh),
                into_it_mwh: self.it.into_it_mwh + other.it.into_it_mwh,
            },
            it_installed_mw: both(self.it_installed_mw, other.it_installed_mw),
            floor_m2: both(self.floor_m2, other.floor_m2),
            computer_room_m2: both(self.computer_room_m2, other.computer_room_m2),
            battery_mw: both(self.battery_mw, other.battery_mw),
            water_m3: self.water_m3 + other.water_m3,
            potable_m3: both(self.potable_m3, other.potable_m3),
            reused_mwh: self.reused_mwh + other.reused_mwh,
            waste_heat_c: mean(self.waste_heat_c, other.waste_heat_c),
            intake_c: mean(self.intake_c, other.intake_c),
            cooling_degree_days: self.cooling_degree_days.or(other.cooling_degree_days),
            renewable: Renewable {
                guarantees_mwh: self.renewable.guarantees_mwh + other.renewable.guarantees_mwh,
                contracts_mwh: self.renewable.contracts_mwh + other.renewable.contracts_mwh,
                on_site_mwh: self.renewable.on_site_mwh + other.renewable.on_site_mwh,
            },
            carbon_t: both(self.carbon_t, other.carbon_t),
            peak_hour_mw: None,
            pflops: both(self.pflops, other.pflops),
            gpu_hours: both(self.gpu_hours, other.gpu_hours),
            cost_eur: both(self.cost_eur, other.cost_eur),
            hours: self.hours,
        }
    }

    /// Every indicator the account can make: first what is reported, then what follows from it.
    ///
    /// # Errors
    /// No IT energy, less facility than IT energy, parts above their whole, or no hours.
    pub fn kpis(&self) -> Result<Vec<Kpi>, Refused> {
        self.check()?;
        let mut kpis = self.reported();
        kpis.extend(self.indicators());
        Ok(kpis)
    }

    fn check(&self) -> Result<(), Refused> {
        let it_mwh = self.it.regulated_mwh();
        let most = |what, part: f64, whole: f64, expected| demand(part <= whole, what, part, expected);
        demand(self.hours > 0.0, "hours", self.hours, "more than 0")?;
        demand(self.it.into_it_mwh > 0.0, "into_it_mwh", self.it.into_it_mwh, "more than 0")?;
        most("into_it_mwh", self.it.into_it_mwh, it_mwh, "at most the energy behind UPS or PDU")?;
        most("it_mwh", it_mwh, self.facility_mwh, "at most the energy of the data centre")?;
        most("backup_mwh", self.backup_mwh, self.facility_mwh, "at most the energy of the data centre")?;
        let overhead_mwh = self.facility_mwh - it_mwh;
        most("heat_pump_mwh", self.heat_pump_mwh, overhead_mwh, "at most the energy beside IT")?;
        most("potable_m3", self.potable_m3.unwrap_or(0.0), self.water_m3, "at most the water that came in")?;
        Ok(())
    }

    /// Renewable energy of every origin, MWh.
    pub fn renewable_mwh(&self) -> f64 {
        self.renewable.guarantees_mwh + self.renewable.contracts_mwh + self.renewable.on_site_mwh
    }

    fn reported(&self) -> Vec<Kpi> {
        let Renewable { guarantees_mwh, contracts_mwh, on_site_mwh } = self.renewable;
        let rows = [
            ("P_DIT", self.it_installed_mw, "MW"),
            ("S_DC", self.floor_m2, "m2"),
            ("S_CR", self.computer_room_m2, "m2"),
            ("E_DC", Some(self.facility_mwh), "MWh"),
            ("E_DC-BG", Some(self.backup_mwh), "MWh"),
            ("E_IT", Some(self.it.regulated_mwh()), "MWh"),
            ("C_BtG", self.battery_mw, "MW"),
            ("W_IN", Some(self.water_m3), "m3"),
            ("W_IN-POT", self.potable_m3, "m3"),
            ("E_REUSE", Some(self.reused_mwh), "MWh"),
            ("T_WH", self.waste_heat_c, "°C"),
            ("T_IN", self.intake_c, "°C"),
            ("CDD", self.cooling_degree_days, "K d"),
            ("E_RES-TOT", Some(self.renewable_mwh()), "MWh"),
            ("E_RES-GOO", Some(guarantees_mwh), "MWh"),
            ("E_RES-PPA", Some(contracts_mwh), "MWh"),
            ("E_RES-OS", Some(on_site_mwh), "MWh"),
        ];
        known(rows, |_| Basis::Reported)
    }

    fn indicators(&self) -> Vec<Kpi> {
        let (facility, it) = (self.facility_mwh, self.it.regulated_mwh());
        let per_gpu_hour = |total: Option<f64>| total.zip(self.gpu_hours).map(|(total, hours)| total / hours);
        let rows = [
            ("PUE", Some(facility / it), "1"),
            ("WUE", Some(self.water_m3 / it), "L/kWh"),
            ("ERF", Some(self.reused_mwh / facility), "1"),
            ("REF", Some(self.renewable_mwh() / facility), "1"),
            ("PUE_CAT1", self.it.behind_ups_mwh.map(|mwh| facility / mwh), "1"),
            ("PUE_CAT2", self.it.behind_pdu_mwh.map(|mwh| facility / mwh), "1"),
            ("PUE_CAT3", Some(facility / self.it.into_it_mwh), "1"),
            ("CER", self.heat_removed_mwh.zip(self.cooling_mwh).map(|(heat, power)| heat / power), "1"),
            ("CUE", self.carbon_t.map(|carbon_t| carbon_t / it), "kg/kWh"),
            ("PUE_NO_HP", Some((facility - self.heat_pump_mwh) / it), "1"),
            ("PUE_PEAK", self.peak_hour_mw.map(|(facility_mw, it_mw)| facility_mw / it_mw), "1"),
            ("WUE_POT", self.potable_m3.map(|water_m3| water_m3 / it), "L/kWh"),
            (
                "EXAFLOPS_PER_MW",
                self.pflops.map(|pflops| pflops / 1000.0 / (facility / self.hours)),
                "exaFLOP/s/MW",
            ),
            ("GPU_HOURS", self.gpu_hours, "GPU-hours"),
            ("EUR_PER_GPU_HOUR", per_gpu_hour(self.cost_eur), "EUR"),
            ("G_PER_GPU_HOUR", per_gpu_hour(self.carbon_t.map(|carbon_t| carbon_t * 1e6)), "g CO2"),
        ];
        known(rows, |code| match code {
            "PUE" | "WUE" | "ERF" | "REF" => Basis::Indicator,
            "PUE_CAT1" | "PUE_CAT2" | "PUE_CAT3" | "CER" | "CUE" => Basis::Standard,
            _ => Basis::Own,
        })
    }
}

/// Keeps the rows that are known.
fn known<const N: usize>(
    rows: [(&'static str, Option<f64>, &'static str); N],
    basis: impl Fn(&str) -> Basis,
) -> Vec<Kpi> {
    let kpi = |(code, value, unit): (&'static str, Option<f64>, &'static str)| {
        value.map(|value| Kpi { code, value, unit, basis: basis(code) })
    };
    rows.into_iter().filter_map(kpi).collect()
}

/// Facility and IT power in the hour of highest facility power, MW; the first of equals, none without hours.
pub fn peak_hour_mw(facility_mw: &[f64], it_mw: &[f64]) -> Option<(f64, f64)> {
    let hours = facility_mw.iter().copied().zip(it_mw.iter().copied());
    hours.reduce(|peak, hour| if hour.0 > peak.0 { hour } else { peak })
}

/// Cooling degree days of whole days of hourly air temperature, K·d: `Σ (mean − 21 °C)` over days with a mean of 24 °C and
/// more (Eurostat and JRC, MEM; the base of 21 °C is Annex II 1(n)). Hours after the last whole day do not count.
pub fn cooling_degree_days(outdoor_c: &[f64]) -> f64 {
    let means = outdoor_c.chunks_exact(24).map(|day| day.iter().sum::<f64>() / 24.0);
    means.filter(|mean_c| *mean_c >= 24.0).map(|mean_c| mean_c - 21.0).sum()
}

#[cfg(test)]
mod tests;
