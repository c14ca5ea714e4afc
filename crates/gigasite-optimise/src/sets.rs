//! The sets and coefficients of the programme: which halls and supplies each site may have, and what one of each costs,
//! draws, drinks and weighs in every cut.

mod halls;
mod prices;
mod supply;

use crate::assumptions::{GRID_LINE_REFERENCE_KM, reference_incident_mw};
use crate::component::Component;
use crate::law::{self, Law};
use crate::{Error, Inputs};
use gigasite_case::Case;
use gigasite_case::money::{Country, Technology};
pub(crate) use halls::HallOption;
use indexmap::IndexMap;
pub(crate) use prices::Prices;
pub(crate) use supply::{Kind, SupplyOption, output};

/// A stage of the programme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stage {
    pub(crate) year: i32,
    /// Years until the next stage; 0 for the last.
    pub(crate) span_years: f64,
    /// Index into the case's stages.
    pub(crate) index: usize,
}

/// A site that may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteSet {
    /// Index into the case's sites.
    pub(crate) site: usize,
    pub(crate) id: String,
    pub(crate) country: String,
    pub(crate) zone: usize,
    /// Firm megawatts by stage, 0 before the law lets anything be connected.
    pub(crate) firm_mw: Vec<f64>,
    /// Largest loss its synchronous area bears at once.
    pub(crate) incident_mw: f64,
    pub(crate) halls: Vec<HallOption>,
    pub(crate) supply: Vec<SupplyOption>,
    /// Annual cost of one megawatt of connection.
    pub(crate) connection_eur_per_mw_a: f64,
    /// Investment of one megawatt of connection.
    pub(crate) connection_capex_eur_per_mw: f64,
    /// Price of a megawatt hour of heat at the fence.
    pub(crate) heat_eur_per_mwh: f64,
    pub(crate) law: Law,
}

impl SiteSet {
    /// Most accelerators that the firm megawatts of the last stage can carry; whole halls where one design stands alone.
    pub(crate) fn gpus_max(&self) -> f64 {
        let limit_mw = self.firm_mw.last().copied().unwrap_or(0.0).min(self.incident_mw);
        let whole = (limit_mw / least(self.halls.iter().map(|hall| hall.peak_mw)) + 1e-9).floor();
        let dense = self.halls.iter().map(|hall| hall.gpus).fold(0.0, f64::max);
        let divisible = self.halls.iter().map(|hall| limit_mw * hall.gpus / hall.peak_mw).fold(0.0, f64::max);
        if self.halls.is_empty() { 0.0 } else { (whole * dense).min(divisible + 1e-6) }
    }
}

/// A site that cannot be chosen, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dropped {
    pub(crate) site: String,
    pub(crate) why: Why,
}

/// Why a site is out: «it …».
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Why {
    pub(crate) reason: String,
    /// What a user could change.
    pub(crate) repair: String,
}

impl Why {
    fn new(reason: impl Into<String>, repair: impl Into<String>) -> Self {
        Self { reason: reason.into(), repair: repair.into() }
    }
}

/// Everything the rows are written from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sets {
    pub(crate) stages: Vec<Stage>,
    pub(crate) sites: Vec<SiteSet>,
    pub(crate) dropped: Vec<Dropped>,
    /// Right-hand side of every cut: `C_k − C_base − λ_k·L_k`.
    pub(crate) cut_constant: Vec<f64>,
    /// Headroom of every zone of the case that is there in all but [`crate::assumptions::HEADROOM_QUANTILE_FRAC`] of the
    /// hours.
    pub(crate) headroom_mw: Vec<f64>,
}

/// How much of the sets to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Sites that can be in some plan, designs that no other makes superfluous.
    Useful,
    /// Every site and design that the law allows: what an explanation needs.
    Lawful,
}

impl Sets {
    /// Precomputes every coefficient.
    pub(crate) fn new(inputs: &Inputs<'_>, keep: Keep) -> Result<Self, Error> {
        Self::priced(inputs, keep, &Prices::GIVEN)
    }

    /// The same at other prices.
    pub(crate) fn priced(inputs: &Inputs<'_>, keep: Keep, prices: &Prices) -> Result<Self, Error> {
        check(inputs)?;
        let case = inputs.case;
        let stages = stages(case);
        let battery = supply::battery_value(inputs)?;
        let mut halls_by_site: IndexMap<usize, Vec<usize>> = IndexMap::new();
        for (index, hall) in inputs.halls.iter().enumerate() {
            halls_by_site.entry(hall.site).or_default().push(index);
        }
        let mut sets = Self {
            stages,
            sites: Vec::new(),
            dropped: Vec::new(),
            cut_constant: cut_constants(inputs, prices.of(Component::Energy)),
            headroom_mw: headroom(inputs),
        };
        for index in 0..case.dataset.sites.len() {
            let halls = halls_by_site.get(&index).map_or(&[][..], Vec::as_slice);
            match sets.site(inputs, index, halls, &battery, (keep, prices))? {
                Ok(site) => sets.sites.push(site),
                Err(why) => sets.dropped.push(Dropped { site: case.dataset.sites[index].id.clone(), why }),
            }
        }
        Ok(sets)
    }

    /// The same with a few sites alone.
    pub(crate) fn only(&self, sites: &[usize]) -> Self {
        Self {
            stages: self.stages.clone(),
            sites: sites.iter().map(|index| self.sites[*index].clone()).collect(),
            dropped: Vec::new(),
            cut_constant: self.cut_constant.clone(),
            headroom_mw: self.headroom_mw.clone(),
        }
    }

    /// One site, or why it is out.
    fn site(
        &self,
        inputs: &Inputs<'_>,
        index: usize,
        halls: &[usize],
        battery: &[Vec<f64>],
        (keep, prices): (Keep, &Prices),
    ) -> Result<Result<SiteSet, Why>, Error> {
        let case = inputs.case;
        let site = &case.dataset.sites[index];
        if case.file.sites.exclude.contains(&site.id) {
            return Ok(Err(Why::new("is excluded by the case", "take sites out of `sites.exclude`")));
        }
        let law = law::of_site(case, site);
        if let Some(reason) = &law.barred {
            let repair =
                "allow more sites in `sites`, or set `programme.eu_only = false` with `money.public = false`";
            return Ok(Err(Why::new(reason, repair)));
        }
        let country = country(case, &site.country)?;
        let zone = case
            .zone_index(&site.zone)
            .ok_or_else(|| Error::MissingRow { table: "zones.csv", row: site.zone.clone() })?;
        let area = &case.dataset.zones[zone].synchronous_area;
        let incident_mw = reference_incident_mw(area)
            .ok_or_else(|| Error::MissingRow { table: "synchronous areas", row: area.clone() })?;
        let firm_mw: Vec<f64> = self
            .stages
            .iter()
            .map(|stage| {
                let barred = law.not_before.as_ref().is_some_and(|(year, _)| stage.year < *year);
                if barred { 0.0 } else { firm_mw(case, &site.id, stage.year) }
            })
            .collect();
        let (line, plug) = (technology(case, "grid_line")?, technology(case, "grid_connection")?);
        let lines = site.ehv_distance.0 / GRID_LINE_REFERENCE_KM;
        let mut set = SiteSet {
            site: index,
            id: site.id.clone(),
            country: site.country.clone(),
            zone,
            firm_mw,
            incident_mw,
            halls: Vec::new(),
            supply: supply::options(inputs, country, zone, battery)?,
            connection_eur_per_mw_a: annuity(country, plug.lifetime_years) * plug.capex_eur_per_mw
                + annuity(country, line.lifetime_years) * line.capex_eur_per_mw * lines
                + plug.fixed_om_eur_per_mw_a
                + line.fixed_om_eur_per_mw_a * lines,
            connection_capex_eur_per_mw: plug.capex_eur_per_mw + line.capex_eur_per_mw * lines,
            heat_eur_per_mwh: country.heat_eur_per_mwh,
            law,
        };
        set.halls = halls::options(inputs, &self.stages, country, &set, halls)?;
        if set.halls.is_empty() {
            return Ok(Err(halls::why_none(inputs, &self.stages, &set.law, halls)));
        }
        prices.apply(&mut set);
        // a design that draws more over the year may still draw less in the hours that are short of clean energy
        if keep == Keep::Useful && !crate::matching::is_asked(case) {
            let span_years = self.stages.iter().map(|stage| stage.span_years).sum();
            halls::prune_dominated(&mut set.halls, span_years, case.file.supply.carbon_max_t_per_mwh);
            let (able, asked) = (set.gpus_max(), case.file.programme.site_min_gpus);
            if able < asked {
                let mw = set.firm_mw.last().copied().unwrap_or(0.0).min(set.incident_mw);
                return Ok(Err(Why::new(
                    format!(
                        "has {mw:.0} MW of firm connection, which carry {able:.0} accelerators, fewer than the {asked:.0} a site must host"
                    ),
                    "lower `programme.site_min_gpus`",
                )));
            }
        }
        Ok(Ok(set))
    }
}

/// Firm megawatts of a site in a year: the case's own figure first, then the dataset's stages.
pub fn firm_mw(case: &Case, site: &str, year: i32) -> f64 {
    case.file.sites.firm_mw.get(site).copied().unwrap_or_else(|| case.firm_mw(site, year))
}

pub(crate) fn technology<'a>(case: &'a Case, name: &str) -> Result<&'a Technology, Error> {
    case.dataset
        .technologies
        .iter()
        .find(|technology| technology.technology == name)
        .ok_or_else(|| Error::MissingRow { table: "technologies.csv", row: name.to_owned() })
}

pub(crate) fn country<'a>(case: &'a Case, id: &str) -> Result<&'a Country, Error> {
    case.country(id).ok_or_else(|| Error::MissingRow { table: "countries.csv", row: id.to_owned() })
}

/// Share of an investment due every year in a country.
pub(crate) fn annuity(country: &Country, lifetime_years: f64) -> f64 {
    gigasite_units::annuity_factor(country.wacc_frac, lifetime_years)
}

/// `Σ_t price(t) · load(t)`, euro.
pub(crate) fn bill(price: &[f64], load: &[f64]) -> f64 {
    price.iter().zip(load).map(|(price, load)| price * load).sum()
}

pub(crate) fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}

fn stages(case: &Case) -> Vec<Stage> {
    let mut order: Vec<usize> = (0..case.file.programme.stages.len()).collect();
    order.sort_by_key(|index| case.file.programme.stages[*index].year);
    let years: Vec<i32> = order.iter().map(|index| case.file.programme.stages[*index].year).collect();
    order
        .iter()
        .enumerate()
        .map(|(place, index)| Stage {
            year: years[place],
            span_years: years.get(place + 1).map_or(0.0, |next| f64::from(next - years[place])),
            index: *index,
        })
        .collect()
}

fn check(inputs: &Inputs<'_>) -> Result<(), Error> {
    let expected = inputs.case.dataset.zones.len();
    if inputs.cuts.is_empty() {
        return Err(Error::NoCut);
    }
    let shapes = inputs
        .cuts
        .iter()
        .map(|cut| ("a dispatch cut", cut.price_eur_per_mwh.len()))
        .chain([("the carbon of consumption", inputs.carbon_t_per_mwh.len())])
        .chain([("the headroom", inputs.base.headroom_mw.len())]);
    for (what, found) in shapes {
        if found != expected {
            return Err(Error::Shape { what, found, expected });
        }
    }
    let known = |site: &String| inputs.case.site_index(site).is_some();
    match inputs.case.file.sites.force.iter().find(|site| !known(site)) {
        Some(site) => Err(Error::UnknownSite { site: site.clone() }),
        None => Ok(()),
    }
}

fn cut_constants(inputs: &Inputs<'_>, price: f64) -> Vec<f64> {
    inputs
        .cuts
        .iter()
        .map(|cut| {
            let added: f64 = cut
                .price_eur_per_mwh
                .iter()
                .zip(&cut.added.added_mw)
                .map(|(price, load)| bill(price, load))
                .sum();
            (cut.cost_eur - inputs.base.cost_eur - added) * price
        })
        .collect()
}

/// The hour that leaves [`crate::assumptions::HEADROOM_QUANTILE_FRAC`] of the hours below it.
fn headroom(inputs: &Inputs<'_>) -> Vec<f64> {
    inputs
        .base
        .headroom_mw
        .iter()
        .map(|series| {
            let mut sorted = series.0.clone();
            sorted.sort_by(f64::total_cmp);
            let place = (crate::assumptions::HEADROOM_QUANTILE_FRAC * sorted.len() as f64) as usize;
            sorted.get(place).copied().unwrap_or(0.0).max(0.0)
        })
        .collect()
}
