//! Quantities as types, their true relations, and the suffixes that name them at every door.
//!
//! # What it answers
//! What a megawatt is, and which relations between quantities are true: power times time is energy, energy times
//! a price is money, two temperatures differ by kelvins.
//!
//! # What goes in
//! Plain `f64` at a door (a CSV column, a TOML key, a CLI flag), whose name carries the unit as a suffix.
//!
//! # What comes out
//! A newtype whose field is public: `Megawatts(240.0)`. [`suffix`] is the phrase book between the two.
//!
//! # What it assumes
//! Money is euro of one price year, stated in the case. Time inside is hours in UTC. Both are exact.
//!
//! # What it does not do
//! No unit conversion at run time, no parsing of unit strings beyond the suffix table.
//!
//! ```
//! use gigasite_units::{Eur, EurPerMwh, Hours, MegawattHours, Megawatts};
//! let energy: MegawattHours = Megawatts(200.0) * Hours(8760.0);
//! let bill: Eur = energy * EurPerMwh(60.0);
//! assert_eq!(bill, Eur(105_120_000.0));
//! ```

#[macro_use]
mod quantity;
mod climate;
mod energy;
mod fraction;
mod money;
pub mod suffix;

pub use climate::{Celsius, CubicMetres, Kelvins, TonnesCo2, TonnesPerMwh};
pub use energy::{Hours, Kilometres, MegawattHours, Megawatts};
pub use fraction::{Fraction, OutOfRange};
pub use money::{Eur, EurPerCubicMetre, EurPerMw, EurPerMwh, EurPerTonne, annuity_factor};
