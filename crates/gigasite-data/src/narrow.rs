//! A dataset narrowed to what a case may use.

use gigasite_case::Dataset;
use gigasite_case::schema::CaseFile;
use gigasite_case::site::{Site, SiteStage};
use gigasite_case::zone::Provenance;
use gigasite_units::Megawatts;

/// Keeps the sites that may be chosen with their stages, and the accelerators and cooling designs that may be built.
/// Zones, fleets and borders stay whole: the grid is Europe's, whatever the case asks.
pub(crate) fn to_case(mut dataset: Dataset, case: &CaseFile) -> Dataset {
    dataset.sites.retain(|site| may_be_chosen(site, case));
    let first_year = case.programme.stages.first().map(|stage| stage.year);
    let overridden = |site: &str| case.sites.firm_mw.contains_key(site);
    let kept: Vec<&str> = dataset.sites.iter().map(|site| site.id.as_str()).collect();
    dataset.site_stages.retain(|stage| kept.contains(&stage.site.as_str()) && !overridden(&stage.site));
    for (site, firm_mw) in &case.sites.firm_mw {
        if let (Some(year), true) = (first_year, kept.contains(&site.as_str())) {
            dataset.site_stages.push(SiteStage {
                site: site.clone(),
                year,
                firm: Megawatts(*firm_mw),
                provenance: Provenance {
                    source: "case".into(),
                    confidence: "as given: sites.firm_mw of the case file".into(),
                },
            });
        }
    }
    let rival = case.rival.as_ref().map(|rival| rival.accelerator.as_str());
    dataset.accelerators.retain(|row| case.halls.accelerators.contains(&row.id) || rival == Some(&row.id));
    let accelerators: Vec<&str> = dataset.accelerators.iter().map(|row| row.id.as_str()).collect();
    dataset.nodes.retain(|row| accelerators.contains(&row.accelerator.as_str()));
    dataset.cooling_designs.retain(|row| case.halls.cooling.contains(&row.id));
    dataset
}

fn may_be_chosen(site: &Site, case: &CaseFile) -> bool {
    let filter = &case.sites;
    let kind = if filter.kinds.is_empty() { site.kind != "rival" } else { filter.kinds.contains(&site.kind) };
    kind && (filter.only.is_empty() || filter.only.contains(&site.id))
        && !filter.exclude.contains(&site.id)
        && (!case.programme.eu_only || site.is_eu_eligible())
}
