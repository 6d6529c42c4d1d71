//! Agreement between coders: what they decided, how far that is more than chance, and where they differ.
//!
//! One decision per code and unit, yes or no; "yes" where a coding covers any of the unit's words. Only participants' speech
//! forms units. A transcript that a coder has not finished is missing for that coder, never "no".

mod bootstrap;
mod differences;
mod lines;
mod measure;
mod nominal;
mod ratings;
mod sample;
mod table;
#[cfg(test)]
mod tests;
mod unitizing;
mod units;

pub use bootstrap::{FEWEST, Interval, REPLICATES, Samples};
pub use differences::{Difference, DifferenceKind, Place, differences, differences_by_code, differences_table, places};
pub use lines::Extras;
pub use measure::{Measure, Reason};
pub use nominal::{Cells, Decisions};
pub use ratings::{Compared, MOST_CODERS, Ratings, Sheet, Slot, compared, finished};
pub use sample::draw;
pub use table::{AGREEMENT_COLUMNS, agreement_brief, agreement_table};
pub use unitizing::{Segment, Unitizing, overlap, unitizing};
pub use units::{Unit as AgreementUnit, Units};
