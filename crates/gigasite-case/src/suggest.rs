//! The nearest known name to a wrong one.

/// The known name closest to `wrong`, if it is close enough to be a slip of the finger.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wrong.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// «did you mean `x`?», or a list of what is known when nothing is close.
pub fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(wrong, known.clone()) {
        return format!("did you mean `{name}`?");
    }
    let names: Vec<_> = known.into_iter().take(12).collect();
    if names.is_empty() {
        return "there is none of that kind at all".to_owned();
    }
    format!("known names are {}", names.join(", "))
}
