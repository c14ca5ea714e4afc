//! What is chosen: place, weather, accelerator, designs, what is lost.

use crate::args::{FacilityArgs, UpsKind};
use crate::commands::grid::say_findings;
use crate::commands::plan::{key_values, refused, with_hint};
use crate::say::Hint;
use anyhow::{Context as _, anyhow};
use gigasite_case::facility::{Accelerator, CoolingDesign};
use gigasite_case::schema::HallsTable;
use gigasite_case::site::SiteWeather;
use gigasite_case::{Case, suggest};
use gigasite_data::weather::{self, Pick};
use gigasite_facility::chain::{Options, Sharing, Ups};
use gigasite_facility::power::Node;
use gigasite_facility::{Build, Lost, Normals, Settings, normals_of};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Keys of the case that options stand for.
pub(super) fn pairs(args: &FacilityArgs) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = key_values(&args.set)?;
    let list = |names: &[String]| format!("{names:?}");
    let mut put = |key: &str, value: Option<String>| {
        pairs.extend(value.map(|value| (key.to_owned(), value)));
    };
    put("halls.cooling", (!args.design.is_empty()).then(|| list(&args.design)));
    put("halls.accelerators", args.accelerator.as_ref().map(|name| list(std::slice::from_ref(name))));
    put("halls.utilisation_frac", args.utilisation.map(|x| format!("{x:?}")));
    put("halls.provisioned_ratio", args.cap.map(|x| format!("{x:?}")));
    Ok(pairs)
}

/// A place with its year.
pub(super) struct Where {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) weather: SiteWeather,
    pub(super) months: Vec<usize>,
    pub(super) normals: Normals,
    /// `None` for a weather file: any design may stand there.
    water_class: Option<String>,
}

impl Where {
    /// The site or the file; `None` if the file is refused.
    pub(super) fn of(args: &FacilityArgs, case: &Case) -> anyhow::Result<Option<Self>> {
        let mut found = match (&args.site, &args.weather) {
            (Some(site), _) => Some(Self::site(site, case)?),
            (None, Some(path)) => {
                let pick = Pick { place: args.place.clone(), year: args.year };
                let (file, findings) = match weather::read(path, &pick) {
                    Ok(read) => read,
                    Err(error) => return refused(error).map(|_| None),
                };
                if say_findings(&findings, args.strict, args.quiet) {
                    return Ok(None);
                }
                Some(Self {
                    name: file.place,
                    source: format!("{} file `{}`, {}", file.format, path.display(), file.year),
                    weather: file.weather,
                    months: file.months,
                    normals: Normals::default(),
                    water_class: None,
                })
            }
            (None, None) => None,
        };
        if let (Some(place), Some(_)) = (&mut found, args.water_temp) {
            place.normals.deep_water_c = args.water_temp;
        }
        Ok(found)
    }

    fn site(name: &str, case: &Case) -> anyhow::Result<Self> {
        let index = case.site_index(name).ok_or_else(|| {
            let ids = case.dataset.sites.iter().map(|site| site.id.as_str());
            anyhow!("no site `{name}`").context(Hint(suggest::hint(name, ids)))
        })?;
        let site = &case.dataset.sites[index];
        Ok(Self {
            name: format!("{} ({})", site.name, site.id),
            source: format!("generated year of the dataset at {}", site.station),
            weather: case.site_weather[index].clone(),
            months: (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect(),
            normals: normals_of(case, index),
            water_class: Some(site.water_class.clone()),
        })
    }
}

/// Accelerator, designs and settings.
pub(super) struct Chosen {
    accelerator: Accelerator,
    designs: Vec<CoolingDesign>,
    halls: HallsTable,
    settings: Settings,
}

impl Chosen {
    pub(super) fn of(args: &FacilityArgs, case: &Case, place: &Where) -> anyhow::Result<Self> {
        let accelerators = &case.file.halls.accelerators;
        let wanted = |row: &&Accelerator| Some(&row.id) == accelerators.first();
        let accelerator = case.dataset.accelerators.iter().find(wanted);
        let mut accelerator = accelerator.cloned().ok_or_else(|| anyhow!("the case names no accelerator"))?;
        let dry = place.water_class.as_deref().is_some_and(|class| class == "none" || class.is_empty());
        let mut designs = Vec::new();
        for name in &case.file.halls.cooling {
            let Some(row) = case.dataset.cooling_designs.iter().find(|row| row.id == *name) else { continue };
            if dry && row.needs_water_body == "yes" {
                if args.design.contains(name) {
                    let hint = "choose a design without an intake, or a site with water (`water_class` of sites.csv)";
                    return Err(anyhow!("`{name}` needs a body of water, and {} has none", place.name)
                        .context(Hint(hint.into())));
                }
                continue;
            }
            designs.push(row.clone());
        }
        for pair in &args.with {
            change(pair, &mut accelerator, &mut designs)?;
        }
        let ups = match args.ups {
            UpsKind::DoubleConversion => Ups::DoubleConversion,
            UpsKind::Eco => Ups::Eco,
            UpsKind::InRack => Ups::InRack,
            UpsKind::None => Ups::None,
        };
        let sharing = if args.staged { Sharing::Staged } else { Sharing::All };
        let settings = Settings { chain: Options { ups, sharing }, lost: lost(&args.lost)? };
        Ok(Self { accelerator, designs, halls: case.file.halls.clone(), settings })
    }

    /// The accelerator in its node and rack.
    pub(super) fn node(&self, case: &Case) -> anyhow::Result<Node> {
        Node::of(&self.accelerator, &case.dataset.nodes, &case.dataset.power_chain)
            .map_err(with_hint(gigasite_facility::power::PowerError::hint))
    }

    pub(super) fn builds<'a>(&'a self, case: &'a Case) -> Vec<Build<'a>> {
        let Self { accelerator, designs, halls, settings } = self;
        let build = |cooling| Build {
            accelerator,
            cooling,
            chain: &case.dataset.power_chain,
            halls,
            settings: *settings,
        };
        designs.iter().map(build).collect()
    }
}

/// Changes a column of the accelerator or of every design.
fn change(pair: &str, accelerator: &mut Accelerator, designs: &mut [CoolingDesign]) -> anyhow::Result<()> {
    let (column, value) = pair
        .split_once('=')
        .ok_or_else(|| anyhow!("`--with {pair}` has no `=`"))
        .context(Hint("write it as --with liquid_supply_c=45".into()))?;
    let mut missed = set(accelerator, column, value)?;
    let mut found = missed.is_empty();
    for design in designs {
        let columns = set(design, column, value)?;
        found |= columns.is_empty();
        missed.extend(columns);
    }
    if found {
        return Ok(());
    }
    let known = missed.iter().map(String::as_str);
    Err(anyhow!("neither accelerators nor cooling designs have a column `{column}`")
        .context(Hint(suggest::hint(column, known))))
}

/// Sets a column of a row; nothing if it was there, else the columns there are.
fn set<T: Serialize + DeserializeOwned>(
    row: &mut T,
    column: &str,
    value: &str,
) -> anyhow::Result<Vec<String>> {
    let mut json = serde_json::to_value(&*row)?;
    let Some(cells) = json.as_object_mut() else { return Ok(Vec::new()) };
    let Some(cell) = cells.get_mut(column) else {
        return Ok(cells.keys().cloned().collect());
    };
    *cell = value.parse::<serde_json::Number>().map_or_else(|_| value.into(), serde_json::Value::Number);
    *row = serde_json::from_value(json)
        .with_context(|| format!("`--with {column}={value}` does not fit the column"))
        .context(Hint(
            "numbers in the unit of the column's name; shares from 0 to 1; `yes` or `no`".into(),
        ))?;
    Ok(Vec::new())
}

fn lost(texts: &[String]) -> anyhow::Result<Lost> {
    let mut lost = Lost::default();
    for text in texts {
        let hint = || Hint("write it as --lost pumps=1,chillers=1,coolers=2,ups=1".into());
        let (what, count) =
            text.split_once('=').ok_or_else(|| anyhow!("`--lost {text}` has no `=`")).context(hint())?;
        let count: usize =
            count.parse().with_context(|| format!("`{count}` is no number of units")).context(hint())?;
        match what {
            "pumps" => lost.pumps = count,
            "chillers" => lost.chillers = count,
            "coolers" => lost.coolers = count,
            "ups" => lost.ups = count,
            other => return Err(anyhow!("nothing called `{other}` can be lost").context(hint())),
        }
    }
    Ok(lost)
}
