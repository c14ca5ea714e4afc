//! What a plan can be judged by beside its cost, each as a linear expression over the columns.
//!
//! ```text
//! cost          objective                                                              M EUR/a
//! carbon        Σ carbon_t_d · halls[s,d,Y]                    location-based          kt/a
//! water         Σ water_m3_d · halls[s,d,Y]                    as rows reckon with it  1000 m³/a
//! waiting       Σ_y span_y · gpus_d · (halls[s,d,Y] − halls[s,d,y])                    1000 accelerator-years
//! public_money  Σ (union + matching share) · compute_capex_d · halls[s,d,Y]            M EUR, before envelopes bind
//! ```

use crate::programme::{Columns, MILLION, SiteColumns};
use crate::sets::{Sets, SiteSet};
use gigasite_case::Case;
use gigasite_lp::{Column, Programme};
use serde::{Deserialize, Serialize};

/// A thousand.
const THOUSAND: f64 = 1e3;

/// What a plan is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Annualised cost.
    Cost,
    /// Carbon of the grid energy, location-based.
    Carbon,
    /// Water.
    Water,
    /// Accelerator-years that the last stage's accelerators are missing before: time to power.
    Waiting,
    /// Money of the Union and of Member States.
    PublicMoney,
}

impl Measure {
    /// All of them, cost first.
    pub const ALL: [Self; 5] = [Self::Cost, Self::Carbon, Self::Water, Self::Waiting, Self::PublicMoney];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Carbon => "carbon",
            Self::Water => "water",
            Self::Waiting => "waiting",
            Self::PublicMoney => "public_money",
        }
    }

    /// Unit of its values.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cost => "M EUR/a",
            Self::Carbon => "kt/a",
            Self::Water => "1000 m³/a",
            Self::Waiting => "1000 accelerator-years",
            Self::PublicMoney => "M EUR",
        }
    }

    /// Its coefficients.
    pub(crate) fn terms(
        self,
        case: &Case,
        sets: &Sets,
        columns: &Columns,
        programme: &Programme,
    ) -> Vec<(Column, f64)> {
        let sites = || sets.sites.iter().zip(&columns.sites);
        match self {
            Self::Cost => {
                let cost = |column: Column| (column, programme.cost(column));
                (0..programme.size().0)
                    .map(|index| cost(Column::nth(index)))
                    .filter(|term| term.1.abs() > 0.0)
                    .collect()
            }
            Self::Carbon => {
                sites().flat_map(|site| last(sets, site, |hall| hall.carbon_t / THOUSAND)).collect()
            }
            Self::Water => {
                sites().flat_map(|site| last(sets, site, |hall| hall.water_m3 / THOUSAND)).collect()
            }
            Self::Waiting => sites().flat_map(|site| waiting(sets, site)).collect(),
            Self::PublicMoney => sites()
                .flat_map(|site| {
                    let share = crate::layers::public_share(case, &site.0.id);
                    last(sets, site, move |hall| share * hall.compute_capex_eur / MILLION)
                })
                .collect(),
        }
    }
}

impl std::str::FromStr for Measure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|measure| measure.name() == text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|measure| measure.name()).collect();
            format!("expected one of {}", known.join(", "))
        })
    }
}

fn last<'a>(
    sets: &'a Sets,
    (site, columns): (&'a SiteSet, &'a SiteColumns),
    weight: impl Fn(&crate::sets::HallOption) -> f64 + 'a,
) -> Vec<(Column, f64)> {
    columns.halls_at(&site.halls, sets.stages.len().saturating_sub(1), weight).collect()
}

fn waiting(sets: &Sets, (site, columns): (&SiteSet, &SiteColumns)) -> Vec<(Column, f64)> {
    let all_years: f64 = sets.stages.iter().map(|stage| stage.span_years).sum();
    let mut terms = last(sets, (site, columns), |hall| all_years * hall.gpus / THOUSAND);
    for (place, stage) in sets.stages.iter().enumerate().filter(|(_, stage)| stage.span_years > 0.0) {
        terms.extend(columns.halls_at(&site.halls, place, |hall| -stage.span_years * hall.gpus / THOUSAND));
    }
    terms
}
