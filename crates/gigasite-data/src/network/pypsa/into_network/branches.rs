//! Lines and transformers.
//!
//! A standard type gives a line `x = x′ l / n`, `r = r′ l / n`, `b = 2π f c′ l n` (length `l`, `n` circuits), and a
//! transformer `r = v_scr`, `x = √(v_sc² − r²)`, `g = p_fe / s_nom`, `b = −√(i_0² − g²)`, ratio `1 + (tap − neutral) · step`.
//!
//! The T circuit of a transformer with series `z` in two halves and shunt `y` between them is the π with series
//! `z (1 + z y / 4)` and `y / (1 + z y / 4)` in shunt. A tap `τ` at the to end is the tap `1 / τ` at the from end of a
//! transformer with `z τ²` and `y / τ²`.

use crate::network::pypsa::desk::Desk;
use gigasite_case::network::{Branch, BranchKind, Bus, Expansion};
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

/// Series and shunt of a branch on 1 MVA.
#[derive(Debug, Clone, Copy)]
struct Circuit {
    r: f64,
    x: f64,
    g: f64,
    b: f64,
}

impl Circuit {
    /// The π that equals this T.
    fn t_as_pi(self) -> Self {
        let (r, x, g, b) = (self.r, self.x, self.g, self.b);
        // f = 1 + z y / 4
        let (re, im) = (1.0 + (r * g - x * b) / 4.0, (r * b + x * g) / 4.0);
        let size = re * re + im * im;
        Self {
            r: r * re - x * im,
            x: r * im + x * re,
            g: (g * re + b * im) / size,
            b: (b * re - g * im) / size,
        }
    }
}

/// What lines and transformers have in common, by row.
struct Shared {
    ends: Vec<Option<(usize, usize)>>,
    rating: Vec<f64>,
    usable: Vec<f64>,
    active: Vec<bool>,
    angle: Vec<f64>,
    growth: Vec<Option<Expansion>>,
}

impl Desk<'_> {
    /// Lines, then transformers. A transformer that shares its name with a line is called `transformer NAME`.
    pub(super) fn all_branches(&mut self, buses: &[Bus]) -> Vec<Branch> {
        let mut branches = self.lines(buses);
        let mut taken: BTreeSet<String> = branches.iter().map(|line| line.id.clone()).collect();
        let mut renamed = 0;
        for mut transformer in self.transformers() {
            while !taken.insert(transformer.id.clone()) {
                transformer.id = format!("transformer {}", transformer.id);
                renamed += 1;
            }
            branches.push(transformer);
        }
        if renamed > 0 {
            let message =
                format!("{renamed} share their name with a line: they are called `transformer NAME`");
            let place = gigasite_case::Place::file(self.label).field("transformers");
            self.findings.note("renamed", place, message, "");
        }
        branches
    }

    fn shared(&mut self, list: &str) -> Shared {
        let (from, to) = (self.buses(list, "bus0"), self.buses(list, "bus1"));
        let usable = self.numbers(list, "s_max_pu");
        let least: Vec<f64> = usable.iter().map(|usable| -usable).collect();
        Shared {
            ends: from.into_iter().zip(to).map(|(from, to)| from.zip(to)).collect(),
            rating: self.numbers(list, "s_nom"),
            active: self.flags(list, "active"),
            angle: self.numbers(list, "v_ang_max"),
            growth: self.expansions(list, "s_nom", &least, &usable),
            usable,
        }
    }

    fn lines(&mut self, buses: &[Bus]) -> Vec<Branch> {
        const LIST: &str = "lines";
        let shared = self.shared(LIST);
        let (length, circuits) = (self.given(LIST, "length"), self.given(LIST, "num_parallel"));
        let ohms = self.line_impedances();
        let mut lines = Vec::new();
        let mut at_default = 0;
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some((from, to)) = shared.ends[row] else { continue };
            let kv = buses[from].base_kv;
            at_default += usize::from(kv == 1.0);
            if kv <= 0.0 || (kv - buses[to].base_kv).abs() > 1e-9 * kv {
                let message =
                    format!("joins {kv} kV and {} kV; PyPSA computes with the first", buses[to].base_kv);
                let place = self.place(LIST, id, "bus1");
                self.findings.warning("two-voltages", place, message, "put a transformer between them");
            }
            let square = kv * kv;
            let ohm = ohms[row];
            let pi = Circuit { r: ohm.r / square, x: ohm.x / square, g: ohm.g * square, b: ohm.b * square };
            let line = Branch {
                length_km: length[row].filter(|length| *length != 0.0),
                circuits: circuits[row],
                ..self.branch(LIST, id, (from, to), pi, &shared, row)
            };
            lines.push(line);
        }
        if at_default > 0 {
            let message = format!(
                "{at_default} lines stand on buses of 1 kV, PyPSA's default: their per-unit values are"
            );
            let place = gigasite_case::Place::file(self.label).field("buses.v_nom");
            let hint = "give the buses their voltage, unless all impedances are per unit already";
            self.findings.warning("default-voltage", place, message + " as many times too large", hint);
        }
        lines
    }

    /// Ω and S of every line, from its standard type where it has one.
    fn line_impedances(&mut self) -> Vec<Circuit> {
        const LIST: &str = "lines";
        const TYPES: &str = "line_types";
        let types = self.texts(LIST, "type");
        let (r, x) = (self.finite(LIST, "r"), self.finite(LIST, "x"));
        let (g, b) = (self.finite(LIST, "g"), self.finite(LIST, "b"));
        let (length, circuits) = (self.finite(LIST, "length"), self.finite(LIST, "num_parallel"));
        let [hertz, ohm_r, ohm_x, nano_farad] = ["f_nom", "r_per_length", "x_per_length", "c_per_length"]
            .map(|attribute| self.type_numbers(TYPES, attribute));
        let mut found = Vec::with_capacity(r.len());
        for (row, id) in self.names(LIST).iter().enumerate() {
            let own = Circuit { r: r[row], x: x[row], g: g[row], b: b[row] };
            let kind = types[row].as_str();
            if !self.is_type(LIST, id, kind, &ohm_x) {
                found.push(own);
                continue;
            }
            let (km, n) = (length[row], circuits[row]);
            found.push(Circuit {
                r: ohm_r[kind] * km / n,
                x: ohm_x[kind] * km / n,
                g: own.g,
                b: TAU * 1e-9 * hertz[kind] * nano_farad[kind] * km * n,
            });
        }
        found
    }

    /// Whether a row has a standard type; an unknown one is an error.
    fn is_type(&mut self, list: &str, id: &str, kind: &str, types: &BTreeMap<&str, f64>) -> bool {
        if kind.is_empty() {
            return false;
        }
        let known = types.contains_key(kind);
        if !known {
            let message = format!("there is no type `{kind}`");
            let place = self.place(list, id, "type");
            let hint = gigasite_case::suggest::hint(kind, types.keys().copied());
            self.findings.error("dangling-reference", place, message, hint);
        }
        known
    }

    fn transformers(&mut self) -> Vec<Branch> {
        const LIST: &str = "transformers";
        let mut shared = self.shared(LIST);
        let models = self.texts(LIST, "model");
        let (taps, sides) = (self.given(LIST, "tap_ratio"), self.numbers(LIST, "tap_side"));
        let (shift, circuits) = (self.finite(LIST, "phase_shift"), self.given(LIST, "num_parallel"));
        let mut ratings = Ratings { taps, sides, shift, mva: shared.rating.clone() };
        let per_unit = self.transformer_impedances(&mut ratings);
        shared.rating.clone_from(&ratings.mva);
        let mut found = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some((from, to)) = shared.ends[row] else { continue };
            let (own, mva) = (per_unit[row], ratings.mva[row]);
            if !(mva > 0.0 && mva.is_finite()) {
                let message = format!("s_nom is {mva} MVA, but its impedances are per unit of it");
                let place = self.place(LIST, id, "s_nom");
                self.findings.error("wrong-value", place, message, "write the rated power");
                continue;
            }
            let mut circuit = Circuit { r: own.r / mva, x: own.x / mva, g: own.g * mva, b: own.b * mva };
            match models[row].as_str() {
                "t" => circuit = circuit.t_as_pi(),
                "pi" => {}
                other => {
                    let place = self.place(LIST, id, "model");
                    self.findings.error(
                        "wrong-value",
                        place,
                        format!("model `{other}`, expected t or pi"),
                        "write t for the T circuit or pi",
                    );
                }
            }
            let mut tap = ratings.taps[row].filter(|tap| *tap != 0.0);
            if let Some(ratio) = tap.filter(|_| ratings.sides[row] == 1.0) {
                let square = ratio * ratio;
                circuit = Circuit {
                    r: circuit.r * square,
                    x: circuit.x * square,
                    g: circuit.g / square,
                    b: circuit.b / square,
                };
                tap = Some(1.0 / ratio);
            }
            found.push(Branch {
                kind: BranchKind::Transformer,
                tap_ratio: tap,
                shift_deg: ratings.shift[row],
                circuits: circuits[row],
                ..self.branch(LIST, id, (from, to), circuit, &shared, row)
            });
        }
        found
    }

    /// Impedances per unit of `s_nom`, from the standard type where there is one; the type also sets rating, tap and shift.
    fn transformer_impedances(&mut self, ratings: &mut Ratings) -> Vec<Circuit> {
        const LIST: &str = "transformers";
        const TYPES: &str = "transformer_types";
        let types = self.texts(LIST, "type");
        let (r, x) = (self.finite(LIST, "r"), self.finite(LIST, "x"));
        let (g, b) = (self.finite(LIST, "g"), self.finite(LIST, "b"));
        let (position, circuits) = (self.finite(LIST, "tap_position"), self.finite(LIST, "num_parallel"));
        let attributes =
            ["s_nom", "vsc", "vscr", "pfe", "i0", "phase_shift", "tap_side", "tap_neutral", "tap_step"];
        let [mva, vsc, vscr, pfe, i0, shift, side, neutral, step] =
            attributes.map(|attribute| self.type_numbers(TYPES, attribute));
        let mut found = Vec::with_capacity(r.len());
        for (row, id) in self.names(LIST).iter().enumerate() {
            let kind = types[row].as_str();
            if !self.is_type(LIST, id, kind, &mva) {
                found.push(Circuit { r: r[row], x: x[row], g: g[row], b: b[row] });
                continue;
            }
            let resistance = vscr[kind] / 100.0;
            let short = vsc[kind] / 100.0;
            let iron = pfe[kind] / (1000.0 * mva[kind]);
            let idle = i0[kind] / 100.0;
            let n = circuits[row];
            found.push(Circuit {
                r: resistance / n,
                x: (short * short - resistance * resistance).sqrt() / n,
                g: iron * n,
                // some standard types say less idle current than their iron losses take
                b: -(idle * idle - iron * iron).max(0.0).sqrt() * n,
            });
            ratings.mva[row] = mva[kind];
            ratings.shift[row] = shift[kind];
            ratings.sides[row] = side[kind];
            ratings.taps[row] = Some(1.0 + (position[row] - neutral[kind]) * step[kind] / 100.0);
        }
        found
    }

    /// A branch; PyPSA's angle limit is the same both ways.
    fn branch(
        &mut self,
        list: &str,
        id: &str,
        (from, to): (usize, usize),
        pi: Circuit,
        shared: &Shared,
        row: usize,
    ) -> Branch {
        let (rating, usable) = (shared.rating[row], shared.usable[row]);
        let is_limited = rating.is_finite() && usable.is_finite();
        if rating.is_nan() || usable.is_nan() || rating < 0.0 || usable < 0.0 {
            let place = self.place(list, id, "s_nom");
            let message = format!("a rating of {rating} MVA, usable to {usable}; expected zero or more");
            self.findings.error("wrong-value", place, message, "write inf for no limit");
        } else if rating * usable == 0.0 && shared.growth[row].is_none() && shared.active[row] {
            let place = self.place(list, id, "s_nom");
            let hint = "write the rating, or inf for none";
            self.findings.warning(
                "zero-rating",
                place,
                "no rating: an optimisation sends nothing through it",
                hint,
            );
        }
        let angle = Some(shared.angle[row]).filter(|angle| angle.is_finite());
        Branch {
            id: id.to_owned(),
            from,
            to,
            resistance_pu: pi.r,
            reactance_pu: pi.x,
            charging_pu: pi.b,
            conductance_pu: pi.g,
            rating_mva: is_limited.then_some(rating),
            usable_frac: if usable.is_finite() { usable } else { 1.0 },
            in_service: shared.active[row],
            angle_min_deg: angle.map(|angle| -angle),
            angle_max_deg: angle,
            expansion: shared.growth[row].clone(),
            ..Branch::default()
        }
    }
}

/// What a standard type of a transformer overrides.
struct Ratings {
    taps: Vec<Option<f64>>,
    sides: Vec<f64>,
    shift: Vec<f64>,
    mva: Vec<f64>,
}
