//! Text without meaning: positions, words, sentences, turns, citation lines and anchors. Pure.

mod body;
pub mod pattern;
mod span;
mod token;
mod turn;
mod words;

pub use body::{Body, TextHash};
pub use span::Span;
pub use token::{Token, fold, stem, tokens};
pub use turn::{Layout, Turn, TurnRules};
pub use words::words;
