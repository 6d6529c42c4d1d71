//! The query language and the one matcher. Pure.

mod need;

pub use need::{How, Need};
