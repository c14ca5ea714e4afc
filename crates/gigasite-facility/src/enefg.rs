//! German Energy Efficiency Act (`EnEfG`), section 11: what it asks of a data centre, and whether it is met.
//!
//! | who | what | from |
//! |---|---|---|
//! | starts before 2026-07-01 | PUE ≤ 1.5, then ≤ 1.3 | 2027-07-01, 2030-07-01 |
//! | starts later | PUE ≤ 1.2 | two years after the start |
//! | starts from 2026-07, 2027-07, 2028-07 | ERF ≥ 10 %, 15 %, 20 % | two years after the start |
//! | all | renewable electricity 50 %, then 100 %, on balance | 2024-01-01, 2027-01-01 |
//!
//! Electricity of plant that only raises waste heat does not count in this PUE. The exemptions of section 11(3) from the ERF
//! (heat lost without fault, an agreement with a town or network, an offer not taken up) are not judged here.
//!
//! **Sources**: section 11(1)–(3) read (gesetze.legal); renewable share Dentons; draft of 9 April 2026 Taylor Wessing (excerpt;
//! whether it was adopted was not found, its dates are taken as those in force; it would free centres without a network within
//! 5 km from the ERF).

use serde::Serialize;

/// Non-redundant connection from which the section applies, MW.
pub const SCOPE_MW: f64 = 0.3;
/// Place of the rule on renewable electricity.
pub const RENEWABLE: &str = "EnEfG 11(5)";

/// A day of the calendar, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, 1–12.
    pub month: u8,
    /// Day, 1–31.
    pub day: u8,
}

impl Day {
    /// A day.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Which text is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Text {
    /// As in force since 2023.
    InForce,
    /// Draft of the amendment of 9 April 2026: PUE 1.3 for new centres, 1.6 and 1.4 for others.
    Draft2026,
}

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Start of operation.
    pub start: Day,
    /// Non-redundant rated connection, MW.
    pub connection_mw: f64,
    /// PUE of the year without the electricity of plant that only raises waste heat.
    pub pue_no_heat_pump_ratio: f64,
    /// Energy reuse factor, 0–1.
    pub reused_frac: f64,
    /// Renewable share of the electricity, 0–1.
    pub renewable_frac: f64,
}

/// On which side of the limit the value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Side {
    /// The limit or less.
    AtMost,
    /// The limit or more.
    AtLeast,
}

/// A rule and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Where it stands.
    pub place: &'static str,
    /// Binds from this day.
    pub from: Day,
    /// A stricter rule takes over on this day.
    pub until: Option<Day>,
    /// On which side of the limit the value has to be.
    pub side: Side,
    /// Limit.
    pub limit: f64,
    /// Value.
    pub value: f64,
    /// Whether the value is on that side.
    pub met: bool,
    /// The same in words.
    pub sentence: String,
}

impl Rule {
    /// Whether the rule binds on a day.
    pub fn binds_on(&self, day: Day) -> bool {
        day >= self.from && self.until.is_none_or(|until| day < until)
    }

    fn judge(
        place: &'static str,
        what: &str,
        (side, limit, value): (Side, f64, f64),
        from: Day,
        until: Option<Day>,
    ) -> Self {
        let (met, word) = match side {
            Side::AtMost => (value <= limit, "at most"),
            Side::AtLeast => (value >= limit, "at least"),
        };
        let end = until.map_or_else(String::new, |until| format!(" until {until}"));
        let verdict = if met { "met" } else { "not met" };
        let sentence =
            format!("{what} is {value:.3}, {word} {limit:.2} from {from}{end} ({place}): {verdict}");
        Self { place, from, until, side, limit, value, met, sentence }
    }
}

/// All rules a data centre will meet in its life, in order; none below [`SCOPE_MW`].
pub fn rules(text: Text, figures: &Figures) -> Vec<Rule> {
    if figures.connection_mw < SCOPE_MW {
        return Vec::new();
    }
    let mut rules = pue_rules(text, figures);
    rules.extend(reuse_rule(figures));
    rules.extend(renewable_rules(figures));
    rules
}

const NEW_FROM: Day = Day::new(2026, 7, 1);

fn two_years_after(start: Day) -> Day {
    Day { year: start.year + 2, ..start }
}

fn pue_rules(text: Text, figures: &Figures) -> Vec<Rule> {
    let (new, first, second) = match text {
        Text::InForce => (1.2, 1.5, 1.3),
        Text::Draft2026 => (1.3, 1.6, 1.4),
    };
    let rule = |place, limit, from, until| {
        let value = (Side::AtMost, limit, figures.pue_no_heat_pump_ratio);
        Rule::judge(place, "PUE without heat upgrading", value, from, until)
    };
    if figures.start >= NEW_FROM {
        return vec![rule("EnEfG 11(2) 1", new, two_years_after(figures.start), None)];
    }
    let later = Day::new(2030, 7, 1);
    vec![
        rule("EnEfG 11(1) 1", first, Day::new(2027, 7, 1), Some(later)),
        rule("EnEfG 11(1) 2", second, later, None),
    ]
}

fn reuse_rule(figures: &Figures) -> Option<Rule> {
    let limits = [(Day::new(2028, 7, 1), 0.20), (Day::new(2027, 7, 1), 0.15), (NEW_FROM, 0.10)];
    let (_, limit) = limits.into_iter().find(|(from, _)| figures.start >= *from)?;
    let value = (Side::AtLeast, limit, figures.reused_frac);
    let from = two_years_after(figures.start);
    Some(Rule::judge("EnEfG 11(2) 2", "share of reused energy", value, from, None))
}

fn renewable_rules(figures: &Figures) -> Vec<Rule> {
    let all_from = Day::new(2027, 1, 1);
    let rule = |limit, from: Day, until| {
        let value = (Side::AtLeast, limit, figures.renewable_frac);
        Rule::judge(RENEWABLE, "renewable share", value, from.max(figures.start), until)
    };
    let mut rules = vec![rule(1.0, all_from, None)];
    if figures.start < all_from {
        rules.insert(0, rule(0.5, Day::new(2024, 1, 1), Some(all_from)));
    }
    rules
}

#[cfg(test)]
mod tests;
