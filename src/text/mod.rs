//! Text without meaning: positions, words, sentences, turns, citation lines and anchors. Pure.

pub mod anchor;
mod base64;
mod body;
mod cells;
mod citation;
mod grapheme;
pub mod pattern;
mod piece;
mod screen;
mod sentences;
mod span;
pub mod suggest;
mod sum;
mod time;
mod token;
mod turn;
mod turns;
mod wording;
mod words;

pub use anchor::{Pieces, Verdict, compare, context, occurrences, percent_alike, resolve, similarity};
pub use base64::base64;
pub use body::{Body, TextHash};
pub use cells::separator;
pub use citation::CitationLines;
pub use grapheme::snap;
pub use piece::{Piece, Whole};
pub use screen::{has_right_to_left, visible, visible_lines, width};
pub use sentences::{sentences, unicode_of_sentences};
pub use span::Span;
pub use sum::{Sum, checksum};
pub use time::clock;
pub use token::{LanguageFit, Token, fold, language_fit, phrase_tokens, stem, tokens};
pub use turn::{Layout, SharedLabels, Turn, TurnRules};
pub use turns::{Doubt, DoubtKind, Found, LayoutKind, TurnError, check_pattern, find_turns, parse_time};
pub use wording::{counted, first_of, thousands};
pub use words::words;
