//! The query language and the one matcher. Pure.
//!
//! A query is read by [`parse`] into a tree of terms, in which codes and fields are resolved against the study and each part
//! knows its place in the text. A [`Matcher`] then says of a turn, a coding or a (participant, transcript) pair whether it
//! holds, and where its words stand. [`Need`] is the little that an index has to know. The grammar is in `parser.rs`.

mod ast;
mod compile;
mod error;
mod eval;
mod fields;
mod need;
mod parser;
mod search;
mod sifted;
mod split;
mod words;

pub use ast::{Expr, Flag, Kind, Node, Query, Term, Value, Who, fold_value};
pub use error::QueryError;
pub use eval::Matcher;
pub use need::{How, Need};
pub use parser::{Names, parse};
pub use search::{CodingHit, Extent, Found, TurnHit, find_turns};
pub use split::TableQuery;

#[cfg(test)]
mod tests;
