//! What is derived and may be deleted at any time: the manifest of sources, turns and word starts, parsed events,
//! verdicts on anchors, and the full-text index.
//!
//! All of it lies in `<cache folder>/emic/<hash of the study's real path>/`, in files that their owner alone can read
//! and whose names say nothing of the study. Nothing in it is trusted: each file carries version, identity, length and
//! checksum, and any fault means that it is made anew. To write is never worth an error for the user either.

mod blob;
mod journals;
mod layouts;
mod manifest;
mod pack;
mod place;
mod stamp;
mod verdicts;

pub use blob::Blob;
pub use journals::{Reading, ToKeep};
pub use layouts::{Layouts, layout_key};
pub use manifest::{Entry, Manifest};
pub use place::{Cache, Kept, Notice, same_volume};
pub use stamp::Stamp;
pub use verdicts::{Verdict, Verdicts};
