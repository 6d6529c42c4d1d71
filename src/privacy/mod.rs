//! Identifiers, pseudonyms and disclosure control: what must not get out of a study. Pure.
//!
//! A [`Key`] says which real name is which pseudonym and finds them in any text. [`NewBody`] is a body before and after
//! words were taken out of it, and carries passages over; [`rewrite_line`] does the same for a line of a journal.
//! [`disclosure`] masks small counts. [`scan`](scan::scan) looks for what may identify a person without knowing any name.

mod body;
pub mod disclosure;
mod disguise;
mod edits;
mod event;
mod fold;
mod json;
mod key;
pub mod scan;
mod withdrawn;
mod words;

pub use body::NewBody;
pub use disguise::{Disguise, Format, masked, unlike};
pub use edits::Edits;
pub use event::{Places, pseudonymise, raise_line, rewrite_line};
pub use json::strings;
pub use key::{Found, Key, KeyError, Name};
pub use withdrawn::{PLACEHOLDER, Speech};
