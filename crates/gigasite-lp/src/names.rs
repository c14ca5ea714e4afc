//! Names that are spelt only when somebody asks: a year of dispatch has eight million columns.

use std::sync::Arc;

/// Most index positions a family may have.
const MOST_AXES: usize = 4;

/// A registered family of names, such as `dispatch_mw[zone,class,hour]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family(u32);

/// What an index position of a family is spelt as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Axis {
    /// Words: index `i` is spelt as the `i`-th of them. Families may share one list.
    Labels(Arc<[String]>),
    /// The index itself, such as an hour.
    Number,
}

impl Axis {
    /// An axis of words.
    pub fn labels<L: Into<String>>(labels: impl IntoIterator<Item = L>) -> Self {
        Self::Labels(labels.into_iter().map(Into::into).collect())
    }
}

/// A name in 24 bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Name {
    Text(Box<str>),
    At { family: Family, at: [u32; MOST_AXES] },
}

#[derive(Debug, Clone, PartialEq)]
struct FamilyData {
    name: Box<str>,
    axes: Vec<Axis>,
    /// The first index is one of [`Names::keys`].
    keyed: bool,
}

/// The spelling book of a programme.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Names {
    families: Vec<FamilyData>,
    keys: Vec<String>,
}

impl Names {
    pub(crate) fn family(&mut self, name: &str, axes: Vec<Axis>, keyed: bool) -> Family {
        assert!(axes.len() <= MOST_AXES, "family `{name}` has more than {MOST_AXES} index positions");
        self.families.push(FamilyData { name: name.into(), axes, keyed });
        Family((self.families.len() - 1) as u32)
    }

    pub(crate) fn key(&mut self, key: String) -> u32 {
        self.keys.push(key);
        (self.keys.len() - 1) as u32
    }

    /// Name `family[key,hour]`; the family registers itself on its first use.
    pub(crate) fn hourly(&mut self, family: &str, key: u32, hour: usize) -> Name {
        let known = self.families.iter().position(|known| known.keyed && *known.name == *family);
        let family = match known {
            Some(index) => Family(index as u32),
            None => self.family(family, vec![Axis::Number, Axis::Number], true),
        };
        Name::At { family, at: [key, hour as u32, 0, 0] }
    }

    pub(crate) fn at(&self, family: Family, at: &[usize]) -> Name {
        let data = &self.families[family.0 as usize];
        assert!(
            at.len() == data.axes.len(),
            "family `{}` has {} index positions, not {}",
            data.name,
            data.axes.len(),
            at.len()
        );
        let mut indices = [0; MOST_AXES];
        for (slot, index) in indices.iter_mut().zip(at) {
            *slot = *index as u32;
        }
        Name::At { family, at: indices }
    }

    /// Takes over another book; what it returns translates that book's names.
    pub(crate) fn append(&mut self, other: Self) -> impl Fn(Name) -> Name + use<> {
        let (families, keys) = (self.families.len() as u32, self.keys.len() as u32);
        let keyed: Vec<bool> = other.families.iter().map(|family| family.keyed).collect();
        self.families.extend(other.families);
        self.keys.extend(other.keys);
        move |name| match name {
            Name::At { family, mut at } => {
                if keyed[family.0 as usize] {
                    at[0] += keys;
                }
                Name::At { family: Family(family.0 + families), at }
            }
            Name::Text(text) => Name::Text(text),
        }
    }

    pub(crate) fn spell(&self, name: &Name) -> String {
        let (family, at) = match name {
            Name::Text(text) => return text.to_string(),
            Name::At { family, at } => (&self.families[family.0 as usize], at),
        };
        let mut words = Vec::with_capacity(family.axes.len());
        for (position, (axis, index)) in family.axes.iter().zip(at).enumerate() {
            let label = match axis {
                _ if family.keyed && position == 0 => self.keys.get(*index as usize),
                Axis::Labels(labels) => labels.get(*index as usize),
                Axis::Number => None,
            };
            words.push(label.cloned().unwrap_or_else(|| index.to_string()));
        }
        if words.is_empty() {
            family.name.to_string()
        } else {
            format!("{}[{}]", family.name, words.join(","))
        }
    }

    /// The part of a name before its index.
    pub(crate) fn family_of<'a>(&'a self, name: &'a Name) -> &'a str {
        match name {
            Name::Text(text) => text.split('[').next().unwrap_or(text),
            Name::At { family, .. } => &self.families[family.0 as usize].name,
        }
    }
}
