//! Numbers for people: thousands separators, units, and a dash where there is no number.

/// What stands where a number is missing or not finite.
pub const NONE: &str = "–";

/// `12,345.6` with `decimals` digits after the point; a dash if it is no finite number.
///
/// ```
/// use gigasite_report::format::thousands;
/// assert_eq!(thousands(-1234567.891, 1), "−1,234,567.9");
/// assert_eq!(thousands(-0.04, 1), "0.0");
/// assert_eq!(thousands(f64::NAN, 0), "–");
/// ```
pub fn thousands(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + 8);
    if value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        out.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A whole number with thousands separators.
pub fn count(value: usize) -> String {
    thousands(value as f64, 0)
}

/// Money at the scale people speak of it: `12.3 bn EUR`, `456 M EUR`, `7,800 EUR`.
///
/// ```
/// use gigasite_report::format::money;
/// assert_eq!(money(12_345_678_901.0), "12.35 bn EUR");
/// assert_eq!(money(456_700_000.0), "457 M EUR");
/// assert_eq!(money(4_567_000.0), "4.6 M EUR");
/// ```
pub fn money(eur: f64) -> String {
    let size = eur.abs();
    match size {
        _ if !size.is_finite() => NONE.to_owned(),
        _ if size >= 99.95e9 => format!("{} bn EUR", thousands(eur / 1e9, 1)),
        _ if size >= 0.9995e9 => format!("{} bn EUR", thousands(eur / 1e9, 2)),
        _ if size >= 99.5e6 => format!("{} M EUR", thousands(eur / 1e6, 0)),
        _ if size >= 0.995e6 => format!("{} M EUR", thousands(eur / 1e6, 1)),
        _ => format!("{} EUR", thousands(eur, 0)),
    }
}

/// A fraction as per cent: `0.4 %`.
pub fn percent(frac: f64, decimals: usize) -> String {
    if frac.is_finite() { format!("{} %", thousands(frac * 100.0, decimals)) } else { NONE.to_owned() }
}

/// A number of unknown size with about five telling digits: for tables that mix units.
///
/// ```
/// use gigasite_report::format::telling;
/// assert_eq!(telling(1234567.8), "1,234,568");
/// assert_eq!(telling(1.23456789), "1.2346");
/// assert_eq!(telling(0.0), "0");
/// assert_eq!(telling(0.000_012_34), "0.00001234");
/// ```
pub fn telling(value: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() < 1e-12 {
        return "0".to_owned();
    }
    let decimals = (4.0 - value.abs().log10().floor()).clamp(0.0, 8.0) as usize;
    let text = thousands(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// `text` cut to `width` characters, the last one an ellipsis if anything was cut.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// `text` with the five characters escaped that HTML and XML give a meaning.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
