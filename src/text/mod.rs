//! Text without meaning: positions, words, sentences, turns, citation lines and anchors. Pure.

mod body;
pub mod pattern;
mod span;
mod turn;

pub use body::{Body, TextHash};
pub use span::Span;
pub use turn::{Layout, Turn, TurnRules};
