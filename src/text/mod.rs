//! Text without meaning: positions, words, sentences, turns, citation lines and anchors. Pure.

mod anchor;
mod body;
mod citation;
mod clock;
pub mod pattern;
mod screen;
mod sentences;
mod span;
pub mod suggest;
mod token;
mod turn;
mod turns;
mod words;

pub use anchor::{CONTEXT, Verdict, context, occurrences, resolve};
pub use body::{Body, TextHash};
pub use citation::CitationLines;
pub use clock::clock;
pub use screen::{visible, visible_lines, width};
pub use sentences::sentences;
pub use span::Span;
pub use token::{Token, fold, stem, tokens};
pub use turn::{Layout, Turn, TurnRules};
pub use turns::{Doubt, DoubtKind, Found, LayoutKind, TurnError, check_pattern, find_turns, parse_time};
pub use words::words;
