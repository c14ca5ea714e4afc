use super::*;
use proptest::prelude::*;

fn figures(start: Day) -> Figures {
    Figures {
        start,
        connection_mw: 200.0,
        pue_no_heat_pump_ratio: 1.17,
        reused_frac: 0.16,
        renewable_frac: 0.8,
    }
}

#[test]
fn a_new_centre_has_the_limits_of_its_start() {
    for (start, reuse, met) in [
        (Day::new(2026, 7, 1), 0.10, true),
        (Day::new(2027, 6, 30), 0.10, true),
        (Day::new(2027, 7, 1), 0.15, true),
        (Day::new(2028, 7, 1), 0.20, false),
        (Day::new(2031, 1, 1), 0.20, false),
    ] {
        let rules = rules(Text::InForce, &figures(start));
        assert!((rules[0].limit - 1.2).abs() < 1e-12 && rules[0].met);
        assert_eq!(rules[0].from, Day::new(start.year + 2, start.month, start.day));
        assert!((rules[1].limit - reuse).abs() < 1e-12, "{start}");
        assert_eq!(rules[1].met, met, "{start}");
    }
}

#[test]
fn an_old_centre_has_two_limits_and_no_reuse() {
    let rules =
        rules(Text::InForce, &Figures { pue_no_heat_pump_ratio: 1.4, ..figures(Day::new(2026, 6, 30)) });
    let places: Vec<_> = rules.iter().map(|rule| rule.place).collect();
    assert_eq!(places, ["EnEfG 11(1) 1", "EnEfG 11(1) 2", "EnEfG 11(5)", "EnEfG 11(5)"]);
    assert!(rules[0].met && !rules[1].met);
    let binding =
        |day| rules.iter().filter(|rule| rule.binds_on(day)).map(|rule| rule.limit).collect::<Vec<_>>();
    assert_eq!(binding(Day::new(2026, 12, 31)), [0.5]);
    assert_eq!(binding(Day::new(2027, 12, 31)), [1.5, 1.0]);
    assert_eq!(binding(Day::new(2030, 7, 1)), [1.3, 1.0]);
}

#[test]
fn the_sentence_says_it_all() {
    let rules = rules(Text::InForce, &figures(Day::new(2028, 7, 1)));
    assert_eq!(
        rules[1].sentence,
        "share of reused energy is 0.160, at least 0.20 from 2030-07-01 (EnEfG 11(2) 2): not met"
    );
}

#[test]
fn the_draft_is_milder_and_small_centres_are_free() {
    let start = Day::new(2027, 1, 1);
    let limit = |text| rules(text, &figures(start))[0].limit;
    assert!((limit(Text::Draft2026) - 1.3).abs() < 1e-12 && (limit(Text::InForce) - 1.2).abs() < 1e-12);
    assert!(rules(Text::InForce, &Figures { connection_mw: 0.29, ..figures(start) }).is_empty());
}

#[test]
fn a_figure_that_is_no_number_meets_nothing() {
    let nothing = Figures {
        pue_no_heat_pump_ratio: f64::NAN,
        reused_frac: f64::NAN,
        renewable_frac: f64::NAN,
        ..figures(Day::new(2027, 1, 1))
    };
    assert!(rules(Text::InForce, &nothing).iter().all(|rule| !rule.met));
}

proptest! {
    #[test]
    fn one_rule_of_a_kind_binds_at_a_time(year in 2020..2040_i32, month in 1..13_u8, later in 0..15_i32) {
        let rules = rules(Text::InForce, &figures(Day::new(year, month, 1)));
        let day = Day::new(year + later, month, 1);
        for kind in ["PUE", "share", "renewable"] {
            let binding = rules.iter().filter(|rule| rule.binds_on(day) && rule.sentence.starts_with(kind));
            prop_assert!(binding.count() <= 1);
        }
    }
}
