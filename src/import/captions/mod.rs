//! Captions and other texts that consist of cues: WebVTT, SubRip, SBV, LRC, Whisper's lines and JSON.
//!
//! Cues become turns by one rule, [`MERGE_RULE`]. Times are kept at the head of each turn, cut off to the second.

mod cue;
mod formats;
mod json;
mod lrc;
mod speakers;
mod turns;

pub use cue::{Cue, cue_time, timing};
pub use formats::{is_lines_of_cues, read_cue_lines};
pub use json::read_json;
pub use lrc::{is_lrc, read_lrc};
pub use speakers::decode_entities;
pub use turns::{MERGE_RULE, draft};
