//! A power cap against throughput, with its uncertainty.
//!
//! ```text
//! T(p)   = ((p − s)/(k − s))^g   for s < p < k,    1 for p ≥ k,    0 for p ≤ s          p = capped / uncapped power
//! p(T)   = s + (k − s)·T^(1/g)
//! E(p)   = (p + r)/((1 + r)·T(p))                      energy per unit of work over that without a cap
//! p_best = (s + g·r)/(1 − g), at most k                where E is least
//! ```
//!
//! `s` is the floor below which nothing is done, `g` bends the curve, the knee `k` is 1 for jobs bound by computing. `r` is
//! power that a cap does not lower (host, fans, network, cooling) over uncapped accelerator power.
//!
//! Fits to the measured Zeus profiles (A40 and V100): BERT s 0.35, g 0.36, rms 0.041; `ResNet50` 0.41, 0.30, rms 0.060; V100
//! pooled 0.39, 0.28, rms 0.032. **Later accelerators are an extrapolation**, so [`throughput`] gives a band with s and g
//! each from 0.25 to 0.45. The band holds the fits of BERT, `ResNet50` and V100.
//!
//! **Where energy is least.** The profiles have their minimum near p = 0.65–0.70 at E = 0.80. The central fit puts it at 0.547
//! (E = 0.841) for the accelerator alone; r = 0.18–0.27 would put it at the profiles' place. The curve is flat there (E = 0.866 at
//! 0.675, 3 % above the least), so the place is weakly determined and the depth understated by about 0.06: what a fit of rms
//! 0.04 in throughput can say. With the host of a DGX H100 (r = 0.41) it is at 0.778 and E = 0.979: for the whole node a cap
//! saves little energy per work. It saves connection. Towards the floor energy per work rises steeply.

/// A curve of throughput against power.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapLaw {
    /// Power over uncapped power at which throughput ends, 0–1.
    pub floor_ratio: f64,
    /// Exponent, 0–1.
    pub exponent: f64,
    /// Power over uncapped power from which a cap is not felt, at most 1.
    pub knee_ratio: f64,
}

impl CapLaw {
    /// BERT on A40 and V100: the central curve.
    pub const BERT: Self = Self::computing(0.35, 0.36);
    /// `ResNet50` on A40 and V100.
    pub const RESNET50: Self = Self::computing(0.41, 0.30);
    /// All jobs on V100.
    pub const V100: Self = Self::computing(0.39, 0.28);
    /// Bound by memory: flat down to 0.85 (`ShuffleNet` of the same profiles), then as BERT.
    pub const MEMORY_BOUND: Self = Self { floor_ratio: 0.35, exponent: 0.36, knee_ratio: 0.85 };
    /// The worst of the uncertainty: s and g at the upper end.
    pub const LOW: Self = Self::computing(0.45, 0.45);
    /// The best: both at the lower end.
    pub const HIGH: Self = Self::computing(0.25, 0.25);

    const fn computing(floor_ratio: f64, exponent: f64) -> Self {
        Self { floor_ratio, exponent, knee_ratio: 1.0 }
    }

    /// Throughput over that without a cap, 0–1, at power `p` over uncapped power.
    pub fn throughput(self, p: f64) -> f64 {
        let above = (p - self.floor_ratio) / (self.knee_ratio - self.floor_ratio);
        above.clamp(0.0, 1.0).powf(self.exponent)
    }

    /// The least power over uncapped power that gives a throughput (0–1; outside, the nearest of both).
    pub fn cap_for(self, throughput: f64) -> f64 {
        let above = throughput.clamp(0.0, 1.0).powf(1.0 / self.exponent);
        self.floor_ratio + (self.knee_ratio - self.floor_ratio) * above
    }

    /// Energy per work over that without a cap, with `rest_ratio` of power that a cap does not lower over uncapped
    /// accelerator power. Infinite where nothing is done.
    pub fn energy_per_work(self, p: f64, rest_ratio: f64) -> f64 {
        let p = p.min(1.0);
        (p + rest_ratio) / ((1.0 + rest_ratio) * self.throughput(p))
    }

    /// The power over uncapped power at which energy per work is least.
    pub fn best_cap(self, rest_ratio: f64) -> f64 {
        ((self.floor_ratio + self.exponent * rest_ratio) / (1.0 - self.exponent)).min(self.knee_ratio)
    }
}

/// A figure with its uncertainty: `low ≤ mid ≤ high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower end.
    pub low: f64,
    /// Central.
    pub mid: f64,
    /// Upper end.
    pub high: f64,
}

/// Throughput over that without a cap of a job bound by computing, with its uncertainty, at power `p` over uncapped power.
///
/// Throughput falls in s and in g for every p, so the corners of their ranges are the ends of the band.
pub fn throughput(p: f64) -> Band {
    let at = |law: CapLaw| law.throughput(p);
    Band { low: at(CapLaw::LOW), mid: at(CapLaw::BERT), high: at(CapLaw::HIGH) }
}

/// The power over uncapped power that gives a throughput, with its uncertainty: the lower the better the accelerator.
pub fn cap_for(throughput: f64) -> Band {
    let at = |law: CapLaw| law.cap_for(throughput);
    Band { low: at(CapLaw::HIGH), mid: at(CapLaw::BERT), high: at(CapLaw::LOW) }
}
