//! Names of zones: other publishers' codes to ours, and how far east a zone lies.

/// ISO 3166 alpha-2, alpha-3, English name, and longitude of the middle of its solar plants in degrees, to a degree or so.
const COUNTRIES: [(&str, &str, &str, f64); 41] = [
    ("AL", "ALB", "Albania", 20.0),
    ("AT", "AUT", "Austria", 14.5),
    ("BA", "BIH", "Bosnia and Herzegovina", 17.8),
    ("BE", "BEL", "Belgium", 4.6),
    ("BG", "BGR", "Bulgaria", 25.2),
    ("CH", "CHE", "Switzerland", 8.2),
    ("CY", "CYP", "Cyprus", 33.2),
    ("CZ", "CZE", "Czechia", 15.6),
    ("DE", "DEU", "Germany", 10.5),
    ("DK", "DNK", "Denmark", 10.0),
    ("EE", "EST", "Estonia", 25.5),
    ("ES", "ESP", "Spain", -3.9),
    ("FI", "FIN", "Finland", 25.0),
    ("FR", "FRA", "France", 2.5),
    ("GB", "GBR", "United Kingdom", -1.5),
    ("GR", "GRC", "Greece", 22.8),
    ("HR", "HRV", "Croatia", 16.2),
    ("HU", "HUN", "Hungary", 19.3),
    ("IE", "IRL", "Ireland", -7.8),
    ("IS", "ISL", "Iceland", -19.0),
    ("IT", "ITA", "Italy", 12.2),
    ("LT", "LTU", "Lithuania", 23.9),
    ("LU", "LUX", "Luxembourg", 6.1),
    ("LV", "LVA", "Latvia", 24.8),
    ("MD", "MDA", "Moldova", 28.6),
    ("ME", "MNE", "Montenegro", 19.3),
    ("MK", "MKD", "North Macedonia", 21.7),
    ("MT", "MLT", "Malta", 14.4),
    ("NL", "NLD", "Netherlands", 5.3),
    ("NO", "NOR", "Norway", 9.5),
    ("PL", "POL", "Poland", 19.2),
    ("PT", "PRT", "Portugal", -8.1),
    ("RO", "ROU", "Romania", 25.0),
    ("RS", "SRB", "Serbia", 20.8),
    ("SE", "SWE", "Sweden", 15.5),
    ("SI", "SVN", "Slovenia", 14.8),
    ("SK", "SVK", "Slovakia", 19.3),
    ("TR", "TUR", "Türkiye", 33.0),
    ("UA", "UKR", "Ukraine", 31.3),
    ("XK", "XKX", "Kosovo", 20.9),
    ("BY", "BLR", "Belarus", 28.0),
];

/// Other names of countries that publishers use.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("Czech Republic", "CZ"),
    ("Turkey", "TR"),
    ("Great Britain", "GB"),
    ("Macedonia", "MK"),
    ("Bosnia Herzegovina", "BA"),
    ("Kosovo*", "XK"),
];

/// A code that another publisher writes for one of ours: `EL` and `UK` of the European institutions, `KV` of older sets.
pub fn renamed(code: &str) -> Option<&'static str> {
    match code {
        "EL" => Some("GR"),
        "UK" => Some("GB"),
        "KV" | "KS" => Some("XK"),
        _ => None,
    }
}

/// Zone of a code as publishers write it: `EL`, `DE_LU`, `DK_1`, `SE-SE3`, `BZN|DE-LU`, `10Y…` names left as they are.
pub fn of_code(code: &str) -> String {
    let code = code.trim();
    let code = ["BZN|", "CTY|", "CTA|", "SCA|", "MBA|"]
        .iter()
        .find_map(|kind| code.strip_prefix(kind))
        .unwrap_or(code);
    if let Some(ours) = renamed(code) {
        return ours.to_owned();
    }
    match code {
        // the bidding zones with Luxembourg and, until 2018, Austria carry Germany's price
        "DE_LU" | "DE-LU" | "DE_AT_LU" | "DE-AT-LU" => return "DE".to_owned(),
        "IE_SEM" | "IE(SEM)" | "SEM" => return "IE".to_owned(),
        "GB_GBN" | "GB_UKM" => return "GB".to_owned(),
        "IT_NORD" | "IT-North" => return "IT-NO".to_owned(),
        "IT_CNOR" | "IT-Centre-North" => return "IT-CNO".to_owned(),
        "IT_CSUD" | "IT-Centre-South" => return "IT-CSO".to_owned(),
        "IT_SUD" | "IT-South" => return "IT-SO".to_owned(),
        "IT_SICI" | "IT-Sicily" => return "IT-SIC".to_owned(),
        "IT_SARD" | "IT-Sardinia" => return "IT-SAR".to_owned(),
        _ => {}
    }
    let parts: Vec<&str> = code.split(['_', '-']).collect();
    match parts[..] {
        [country @ ("DK" | "NO" | "SE"), number]
            if number.len() == 1 && number.as_bytes()[0].is_ascii_digit() =>
        {
            format!("{country}{number}")
        }
        [country @ ("DK" | "NO" | "SE"), zone] if zone.starts_with(country) => zone.to_owned(),
        _ => code.to_owned(),
    }
}

/// Two letters of three.
pub fn of_alpha3(code: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|row| row.1 == code).map(|row| row.0)
}

/// Two letters of an English name.
pub fn of_name(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let bare = name.split(" (").next().unwrap_or(name);
    COUNTRIES
        .iter()
        .find(|row| row.2 == bare)
        .map(|row| row.0)
        .or_else(|| OTHER_NAMES.iter().find(|row| row.0 == bare).map(|row| row.1))
}

/// Longitude of a zone's country in degrees east, told by its first two letters.
pub fn longitude_deg(zone: &str) -> Option<f64> {
    let code = zone.get(..2)?;
    let code = renamed(code).unwrap_or(code);
    COUNTRIES.iter().find(|row| row.0 == code).map(|row| row.3)
}

/// Whether the first two letters name a country we know.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && (renamed(code).is_some() || COUNTRIES.iter().any(|row| row.0 == code))
}

#[cfg(test)]
mod tests {
    use super::{longitude_deg, of_alpha3, of_code, of_name};

    #[test]
    fn publishers_codes_become_ours() {
        let pairs = [
            ("EL", "GR"),
            ("UK", "GB"),
            ("DE_LU", "DE"),
            ("BZN|DE-LU", "DE"),
            ("DK_1", "DK1"),
            ("SE-SE3", "SE3"),
        ];
        for (theirs, ours) in pairs {
            assert_eq!(of_code(theirs), ours);
        }
        assert_eq!(of_code("DE_50hertz"), "DE_50hertz");
        assert_eq!((of_alpha3("GRC"), of_alpha3("ARG")), (Some("GR"), None));
        assert_eq!((of_name("Germany (DE)"), of_name("Czech Republic")), (Some("DE"), Some("CZ")));
        assert!(longitude_deg("GR0 0").is_some_and(|east| east > 20.0) && longitude_deg("?").is_none());
    }
}
