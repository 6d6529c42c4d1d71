//! Text without meaning: positions, words, sentences, turns, citation lines and anchors. Pure.

mod anchor;
mod body;
pub mod pattern;
mod span;
pub mod suggest;
mod token;
mod turn;
mod words;

pub use anchor::{Verdict, resolve};
pub use body::{Body, TextHash};
pub use span::Span;
pub use token::{Token, fold, stem, tokens};
pub use turn::{Layout, Turn, TurnRules};
pub use words::words;
