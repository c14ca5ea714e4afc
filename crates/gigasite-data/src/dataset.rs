//! A dataset folder into [`Dataset`], with everything that is wrong with it.

use crate::consistency::{Texts, promises, references};
use crate::files::{Files, Source};
use crate::tables::{MAY_BE_MISSING, TABLES, table};
use crate::{Error, cells, checks, csv};
use gigasite_case::{Dataset, Findings, Place, suggest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A dataset as read: complete only if the findings hold no error.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The typed tables, in file order; rows with an error are left out.
    pub dataset: Dataset,
    /// Every defect.
    pub findings: Findings,
    /// `(file, sha256)` of every file that was read, by name.
    pub hashes: Vec<(String, String)>,
}

type Rows = BTreeMap<&'static str, Vec<(usize, Map<String, Value>)>>;

/// Reads every table of a dataset and checks it; all defects at once.
///
/// ```
/// use gigasite_data::{Source, read_dataset};
/// let europe = read_dataset(&Source::Embedded("europe".into()))?;
/// assert!(!europe.findings.has_errors());
/// assert!(europe.dataset.zones.len() >= 30);
/// # Ok::<(), gigasite_data::Error>(())
/// ```
pub fn read_dataset(source: &Source) -> Result<Loaded, Error> {
    let mut findings = Findings::default();
    let files = Files::read(source, &mut findings)?;
    if files.is_nowhere() || findings.has_errors() {
        return Ok(Loaded { findings, ..Loaded::default() });
    }
    let mut texts = Texts::new();
    let mut rows = Rows::new();
    for table in TABLES {
        let label = files.label(table.file);
        let Some(bytes) = files.contents.get(table.file) else {
            if MAY_BE_MISSING.contains(&table.file) {
                continue;
            }
            findings.error(
                "missing-file",
                Place::file(label),
                "the table is missing",
                "the dataset needs it",
            );
            continue;
        };
        if let Some(text) = csv::read(table, &label, bytes, &mut findings)? {
            rows.insert(table.file, cells::check(table, &text, &mut findings));
            texts.insert(table.file, text);
        }
    }
    let is_text = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "md");
    let is_table = |name: &str| name != "datapackage.json" && !is_text(name);
    for name in files.contents.keys().filter(|name| is_table(name) && table(name).is_none()) {
        findings.warning(
            "unknown-file",
            Place::file(files.label(name)),
            "nothing reads this table",
            suggest::hint(name, TABLES.iter().map(|table| table.file)),
        );
    }
    references(&texts, &mut findings);
    let dataset = typed(&rows, &texts)?;
    promises(&dataset, &texts, &mut findings);
    checks::dataset::judge(&dataset, &texts, &mut findings);
    Ok(Loaded { dataset, findings, hashes: files.hashes() })
}

/// Rows into the structs of `gigasite-case`.
fn typed(rows: &Rows, texts: &Texts) -> Result<Dataset, Error> {
    fn table<T: DeserializeOwned>(rows: &Rows, texts: &Texts, file: &'static str) -> Result<Vec<T>, Error> {
        let Some(rows) = rows.get(file) else { return Ok(Vec::new()) };
        rows.iter()
            .map(|(row, object)| {
                serde_json::from_value(Value::Object(object.clone())).map_err(|source| Error::Internal {
                    place: texts.get(file).map_or_else(
                        || file.to_owned(),
                        |text| Place::file(&text.file).line(text.lines[*row]).to_string(),
                    ),
                    source,
                })
            })
            .collect()
    }
    Ok(Dataset {
        zones: table(rows, texts, "zones.csv")?,
        zone_months: table(rows, texts, "zone_months.csv")?,
        fleet: table(rows, texts, "fleet.csv")?,
        renewables: table(rows, texts, "renewables.csv")?,
        borders: table(rows, texts, "borders.csv")?,
        fuels: table(rows, texts, "fuels.csv")?,
        carbon_prices: table(rows, texts, "carbon_prices.csv")?,
        countries: table(rows, texts, "countries.csv")?,
        technologies: table(rows, texts, "technologies.csv")?,
        money_layers: table(rows, texts, "money_layers.csv")?,
        sites: table(rows, texts, "sites.csv")?,
        site_stages: table(rows, texts, "site_stages.csv")?,
        stations: table(rows, texts, "climate_stations.csv")?,
        accelerators: table(rows, texts, "accelerators.csv")?,
        nodes: table(rows, texts, "nodes.csv")?,
        cooling_designs: table(rows, texts, "cooling_designs.csv")?,
        power_chain: table(rows, texts, "power_chain.csv")?,
        rules: table(rows, texts, "rules.csv")?,
        programme: table(rows, texts, "programme.csv")?,
        landmarks: table(rows, texts, "landmarks.csv")?,
        exchanges: table(rows, texts, "exchanges.csv")?,
        regions: table(rows, texts, "regions.csv")?,
        grid_queue: table(rows, texts, "grid_queue.csv")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys<T: serde::Serialize>(rows: &[T]) -> BTreeSet<String> {
        let value = serde_json::to_value(&rows[0]).unwrap();
        value.as_object().unwrap().keys().cloned().chain(["licence".to_owned()]).collect()
    }

    #[test]
    fn the_columns_of_every_table_are_the_fields_of_its_struct() {
        let loaded = read_dataset(&Source::Embedded("europe".into())).unwrap();
        let data = &loaded.dataset;
        let fields = [
            ("zones.csv", keys(&data.zones)),
            ("zone_months.csv", keys(&data.zone_months)),
            ("fleet.csv", keys(&data.fleet)),
            ("renewables.csv", keys(&data.renewables)),
            ("borders.csv", keys(&data.borders)),
            ("fuels.csv", keys(&data.fuels)),
            ("carbon_prices.csv", keys(&data.carbon_prices)),
            ("countries.csv", keys(&data.countries)),
            ("technologies.csv", keys(&data.technologies)),
            ("money_layers.csv", keys(&data.money_layers)),
            ("sites.csv", keys(&data.sites)),
            ("site_stages.csv", keys(&data.site_stages)),
            ("climate_stations.csv", keys(&data.stations)),
            ("accelerators.csv", keys(&data.accelerators)),
            ("nodes.csv", keys(&data.nodes)),
            ("cooling_designs.csv", keys(&data.cooling_designs)),
            ("power_chain.csv", keys(&data.power_chain)),
            ("rules.csv", keys(&data.rules)),
            ("programme.csv", keys(&data.programme)),
            ("landmarks.csv", keys(&data.landmarks)),
            ("exchanges.csv", keys(&data.exchanges)),
            ("regions.csv", keys(&data.regions)),
            ("grid_queue.csv", keys(&data.grid_queue)),
        ];
        assert_eq!(fields.len() + 1, TABLES.len(), "every table but sources.csv has a struct");
        for (file, fields) in fields {
            let columns: BTreeSet<String> =
                table(file).unwrap().all_columns().map(|column| column.name.to_owned()).collect();
            assert_eq!(columns, fields, "{file}");
        }
    }
}
