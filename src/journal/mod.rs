//! The log of what happened, and the state as a fold of it.
//!
//! Each coder has one append-only file of events, one JSON object a line. The laws of this room:
//!
//! - **State is a function of the set of events**: [`fold`](fold::fold) gives the same for any order, repetition and
//!   partition of the lines. Merging is union by id.
//! - **The order of events is the order of their ids** and nothing else; [`ids`] issues them so that a clock that
//!   jumps reorders nothing.
//! - **Actions are whole or without effect**: an action of which fewer than `of` events are present waits for the rest.
//! - **Nothing is taken away but by erasure**: undo and uncode are events too; unknown keys and kinds stay on the disk.
//! - **Acknowledged means synced**: [`log`] answers only when the lines stand in the file that the path names.
//!
//! All modules but [`log`] are pure.

pub mod event;
pub mod fold;
pub mod ids;
pub mod log;
pub mod merge;
pub mod patch;
pub mod rows;
pub mod undo;

#[cfg(test)]
pub(crate) mod made_up;

pub use event::{Do, Event, Kind, LineError, LineFault, Lines, parse_line, to_line};
pub use fold::{Act, Fold, Folded, Inert, InertWhy, Pushed, fold};
pub use ids::Ids;
pub use log::{AppendError, Appended, Log, LogError, Mark, Read, read_journal};
pub use patch::{Edit, Patch, PatchError};
pub use rows::Rows;
