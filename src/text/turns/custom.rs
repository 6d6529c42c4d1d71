//! The study's own pattern for turns.

use regex::{Regex, RegexBuilder};

use super::build::Piece;
use super::stamp::parse_time;

/// The most memory that a compiled pattern may take (bytes).
const LIMIT: usize = 10 << 20;

/// Why a study's `turns:` pattern cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TurnError {
    /// It is no regular expression.
    #[error("`turns:` is no regular expression: {message}")]
    Syntax {
        /// What the parser says, with the place.
        message: String,
    },
    /// It is too large once compiled.
    #[error("`turns:` is too large a pattern (limit: {limit} bytes compiled)")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It has no group named `speaker`.
    #[error("`turns:` has no group (?<speaker>…)")]
    NoSpeaker,
}

/// Compiles a study's `turns:` pattern; `^` and `$` are the ends of lines.
///
/// # Errors
/// Where it does not compile, is too large, or has no group `speaker`.
pub fn check_pattern(pattern: &str) -> Result<Regex, TurnError> {
    let built = RegexBuilder::new(pattern).multi_line(true).size_limit(LIMIT).dfa_size_limit(LIMIT).build();
    let regex = built.map_err(|error| match error {
        regex::Error::CompiledTooBig(limit) => TurnError::TooLarge { limit },
        error => TurnError::Syntax { message: error.to_string() },
    })?;
    if regex.capture_names().flatten().any(|name| name == "speaker") { Ok(regex) } else { Err(TurnError::NoSpeaker) }
}

/// The pieces that `pattern` finds: one per match that is not empty.
pub(super) fn pieces(text: &str, pattern: &Regex) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for found in pattern.captures_iter(text) {
        let Some(whole) = found.get(0).filter(|whole| !whole.as_str().trim().is_empty()) else { continue };
        if let Some(last) = pieces.last_mut() {
            last.until = whole.start();
        }
        let head = whole.as_str();
        let start = whole.start() + (head.len() - head.trim_start().len());
        let label = found.name("speaker").map(|label| label.as_str().trim()).filter(|label| !label.is_empty());
        pieces.push(Piece {
            start,
            label: label.map(str::to_owned),
            end: whole.start() + head.trim_end().len(),
            until: text.len(),
            time: found.name("time").and_then(|time| parse_time(time.as_str())),
        });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_checked() {
        assert!(check_pattern(r"^(?<speaker>\w+) >").is_ok());
        assert_eq!(check_pattern(r"^(\w+) >").err(), Some(TurnError::NoSpeaker));
        assert!(matches!(check_pattern("(?<speaker>"), Err(TurnError::Syntax { .. })));
        assert!(matches!(check_pattern(r"(?<speaker>(\w{1000}){1000})"), Err(TurnError::TooLarge { limit: LIMIT })));
    }
}
