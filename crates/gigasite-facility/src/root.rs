//! The one root finder of this crate.

/// Zero of a monotone function that changes sign between `low` and `high`, by the method of Anderson and Björck (a false
/// position that scales the end it keeps by how much the other one improved; order 1.7), to `tolerance` in the argument.
/// Without a change of sign: the end whose value is nearer to zero.
pub(crate) fn bracketed(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut at_a, mut at_b) = (f(a), f(b));
    if at_a * at_b > 0.0 {
        return if at_a.abs() < at_b.abs() { a } else { b };
    }
    let mut last = f64::NAN;
    for _ in 0..100 {
        if at_a.abs() < f64::MIN_POSITIVE {
            return a;
        }
        if at_b.abs() < f64::MIN_POSITIVE {
            return b;
        }
        let mid = (a * at_b - b * at_a) / (at_b - at_a);
        if (b - a).abs() < tolerance || (mid - last).abs() < tolerance {
            return mid;
        }
        last = mid;
        let value = f(mid);
        let shrink = |replaced: f64| if value / replaced < 1.0 { 1.0 - value / replaced } else { 0.5 };
        if value * at_b > 0.0 {
            at_a *= shrink(at_b);
            (b, at_b) = (mid, value);
        } else {
            at_b *= shrink(at_a);
            (a, at_a) = (mid, value);
        }
    }
    f64::midpoint(a, b)
}
