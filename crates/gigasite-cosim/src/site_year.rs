//! A chosen site through the year of its last stage.

use crate::result::SiteYear;
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::{Design, HallKpi, HallYear};
use gigasite_grid::zonal::Dispatch;
use gigasite_optimise::plan::{CostItem, Plan};

/// Components of cost that a site pays for electricity.
const POWER: [&str; 6] = ["energy", "contracts", "battery", "backup", "network_charges", "electricity_tax"];

/// The modelled hall of a design at a site.
pub(crate) fn hall_of<'a>(
    case: &Case,
    halls: &'a [HallYear],
    site: &str,
    design: &Design,
) -> Option<&'a HallYear> {
    let index = case.site_index(site)?;
    halls.iter().find(|hall| hall.site == index && hall.design == *design)
}

/// Sums the halls of every site of the plan and reads the grid where it stands.
pub(crate) fn site_years(
    case: &Case,
    halls: &[HallYear],
    plan: &Plan,
    with_plan: &Dispatch,
    battery_mw: &[Hourly<f64>],
) -> Vec<SiteYear> {
    plan.sites
        .iter()
        .enumerate()
        .filter_map(|(number, site)| {
            let index = case.site_index(&site.site)?;
            let zone = case.zone_index(&case.dataset.sites[index].zone)?;
            let hours = case.horizon.hours;
            let mut sum = Summed::new(hours);
            for halls_built in site.stages.last().map_or(&[][..], |stage| stage.halls.as_slice()) {
                if let Some(hall) = hall_of(case, halls, &site.site, &halls_built.design) {
                    sum.add(hall, f64::from(halls_built.count));
                }
            }
            let taken = gigasite_optimise::heat_taken_frac(case, index);
            let heat_sold_mw: Hourly<f64> =
                sum.heat_mw.iter().zip(taken.iter()).map(|(mw, share)| mw * share).collect();
            let contracted_mw = gigasite_optimise::contracted_output(case, site);
            let price = with_plan.price_eur_per_mwh[zone].clone();
            let power = |item: &&CostItem| POWER.contains(&item.component.as_str());
            let bill: f64 = site.cost.iter().filter(power).map(|item| item.eur_per_a).sum();
            let carbon_t: f64 = sum
                .facility_mw
                .iter()
                .zip(with_plan.carbon_t_per_mwh[zone].iter())
                .map(|(mw, t)| mw * t)
                .sum();
            let used: f64 = sum.facility_mw.iter().sum();
            let matched: f64 =
                sum.facility_mw.iter().zip(contracted_mw.iter()).map(|(mw, own)| mw.min(*own)).sum();
            let contracted: f64 = contracted_mw.iter().sum();
            let cost: f64 = site.cost.iter().map(|item| item.eur_per_a).sum();
            Some(SiteYear {
                site: site.site.clone(),
                zone,
                kpi: sum.kpi,
                battery_mw: battery_mw.get(number).cloned().unwrap_or_else(|| Hourly(vec![0.0; hours])),
                heat_sold_mw,
                price_paid_eur_per_mwh: bill / used,
                carbon_t,
                matched_hourly_frac: matched / used,
                matched_annual_frac: (contracted / used).min(1.0),
                eur_per_gpu_hour: cost / sum.kpi.gpu_hours,
                g_per_gpu_hour: carbon_t * 1e6 / sum.kpi.gpu_hours,
                price_eur_per_mwh: price,
                contracted_mw,
                facility_mw: sum.facility_mw,
                it_mw: sum.it_mw,
                water_m3: sum.water_m3,
                heat_mw: sum.heat_mw,
            })
        })
        .collect()
}

/// Halls of several designs, added up.
struct Summed {
    facility_mw: Hourly<f64>,
    it_mw: Hourly<f64>,
    water_m3: Hourly<f64>,
    heat_mw: Hourly<f64>,
    kpi: HallKpi,
}

impl Summed {
    fn new(hours: usize) -> Self {
        let zero = || Hourly(vec![0.0; hours]);
        let kpi = HallKpi {
            pue_ratio: 1.0,
            pue_peak_hour_ratio: 1.0,
            wue_l_per_kwh: 0.0,
            peak_mw: 0.0,
            it_mwh: 0.0,
            facility_mwh: 0.0,
            water_m3: 0.0,
            heat_mwh: 0.0,
            gpu_hours: 0.0,
            lost_gpu_hours: 0.0,
        };
        Self { facility_mw: zero(), it_mw: zero(), water_m3: zero(), heat_mw: zero(), kpi }
    }

    fn add(&mut self, hall: &HallYear, count: f64) {
        let add = |sum: &mut Hourly<f64>, one: &Hourly<f64>| {
            sum.iter_mut().zip(one.iter()).for_each(|(sum, one)| *sum += count * one);
        };
        add(&mut self.facility_mw, &hall.facility_mw);
        add(&mut self.it_mw, &hall.it_mw);
        add(&mut self.water_m3, &hall.water_m3);
        add(&mut self.heat_mw, &hall.heat_mw);
        let (all, one) = (&mut self.kpi, &hall.kpi);
        all.peak_mw += count * one.peak_mw;
        all.it_mwh += count * one.it_mwh;
        all.facility_mwh += count * one.facility_mwh;
        all.water_m3 += count * one.water_m3;
        all.heat_mwh += count * one.heat_mwh;
        all.gpu_hours += count * one.gpu_hours;
        all.lost_gpu_hours += count * one.lost_gpu_hours;
        all.pue_ratio = all.facility_mwh / all.it_mwh;
        all.wue_l_per_kwh = all.water_m3 / all.it_mwh;
        let peak = self.facility_mw.iter().zip(self.it_mw.iter()).max_by(|a, b| a.0.total_cmp(b.0));
        all.pue_peak_hour_ratio = peak.map_or(1.0, |(facility, it)| facility / it);
    }
}
