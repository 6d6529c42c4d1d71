//! Disclosure control: small groups and people who stand alone are named, and small counts are masked so that they cannot be
//! computed from what is left.
//!
//! The idea is that of complementary (secondary) cell suppression: a cell that is too small to be published is left out
//! (primary suppression), and with it further cells, since a row that gives its sum and all parts but one gives that one too
//! (Cox, L. H. 1980. Suppression methodology and statistical disclosure control. *Journal of the American Statistical
//! Association* 75(370), 377-385; Hundepool, A. et al. 2012. *Statistical Disclosure Control*. Wiley, chapters 4 and 5).
//!
//! [`protect()`] holds every masked cell against a reader who has the published table and knows how its parts hang together:
//! groups sum up to `(all)` (or overlap within it), nobody stands in a theme who is not in the group, whoever says a sub-code
//! says the code above it, a set of codes holds its members and nothing else. For each masked cell it shows another table
//! that agrees with all that is published and differs in that cell by one ([`Counts::moved`]); where none is there, it
//! masks what stands in the way. That is a proof and no guess: a cell for which two values are possible is not determined.

mod counts;
mod flags;
mod pairs;
#[cfg(test)]
mod pairs_tests;
mod protect;
#[cfg(test)]
mod tests;

pub use counts::Counts;
pub use flags::{LEAST, SMALLEST, alone, small_groups};
pub use pairs::Both;
pub use protect::protect;
