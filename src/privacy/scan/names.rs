//! Names by their capitals.

use std::collections::HashSet;
use std::ops::Range;

use super::{Hit, HitKind, Piece, PieceKind};
use crate::privacy::fold::folded;
use crate::privacy::words::{capitalised, common, is_ordinary};
use crate::text::words;

/// Titles after which a capital makes a name wherever it stands.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "auntie", "aunt", "uncle"];

/// A word with a capital.
struct Candidate {
    piece: usize,
    bytes: Range<usize>,
    word: String,
    /// At the start of a text or sentence, where every word has a capital.
    starts: bool,
    /// Behind a title.
    titled: bool,
}

/// A word as it is compared, without a possessive.
fn compared(word: &str) -> String {
    let folded = folded(word);
    folded.strip_suffix("'s").map_or_else(|| folded.clone(), str::to_owned)
}

/// The names in all texts. `known` (folded) are words that are none.
pub(super) fn find(pieces: &[Piece<'_>], known: &HashSet<String>) -> Vec<Hit> {
    let mut lower: HashSet<String> = HashSet::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.kind == PieceKind::FileName {
            continue;
        }
        let mut titled = false;
        for bytes in words(piece.text) {
            let Some(word) = piece.text.get(bytes.clone()) else { continue };
            let first = word.chars().next().unwrap_or_default();
            if first.is_lowercase() {
                if matches!(piece.kind, PieceKind::Text | PieceKind::Note) {
                    lower.insert(compared(word));
                }
                titled = false;
            } else if is_name_like(word) {
                let compared = compared(word);
                let title = TITLES.contains(&compared.as_str());
                let starts = starts(piece, bytes.start);
                candidates.push(Candidate { piece: at, bytes, word: compared, starts, titled });
                titled = title;
            } else {
                titled = false;
            }
        }
    }
    let capitalised: HashSet<&str> = capitalised().collect();
    let common: HashSet<&str> = common().collect();
    let no_name = |word: &str| capitalised.contains(word) || known.contains(word);
    let certain = |candidate: &Candidate| {
        let word = candidate.word.as_str();
        let unheard = !lower.contains(word) && !common.contains(word);
        candidate.titled || (!candidate.starts && (unheard || is_ordinary(word)))
    };
    // What is a name in one place is one at the start of a sentence too, unless it is an ordinary word.
    let names: HashSet<String> = candidates
        .iter()
        .filter(|candidate| !no_name(&candidate.word) && certain(candidate) && !lower.contains(&candidate.word))
        .map(|candidate| candidate.word.clone())
        .collect();
    let mut hits: Vec<Hit> = Vec::new();
    for candidate in &candidates {
        let word = candidate.word.as_str();
        if no_name(word) {
            continue;
        }
        let unheard = !lower.contains(word) && !common.contains(word);
        let note = pieces.get(candidate.piece).is_some_and(|piece| piece.kind == PieceKind::Note);
        let kind = if certain(candidate) || names.contains(word) {
            HitKind::Name
        } else if candidate.starts && unheard && word.chars().count() > 1 && !note {
            HitKind::PerhapsName
        } else {
            continue;
        };
        let text = pieces.get(candidate.piece).map_or("", |piece| piece.text);
        match hits.last_mut() {
            // First name and family name are one hit.
            Some(last)
                if last.piece == candidate.piece
                    && text.get(last.bytes.end..candidate.bytes.start).is_some_and(|gap| gap == " " || gap == "-") =>
            {
                last.bytes.end = candidate.bytes.end;
                last.kind = last.kind.min(kind);
            }
            _ => hits.push(Hit { piece: candidate.piece, bytes: candidate.bytes.clone(), kind }),
        }
    }
    for hit in &mut hits {
        let text = pieces.get(hit.piece).map_or("", |piece| piece.text);
        if let Some(whole) = text.get(hit.bytes.clone())
            && let Some(bare) = whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s"))
        {
            hit.bytes.end = hit.bytes.start + bare.len();
        }
    }
    hits
}

/// A capital and small letters: no acronym, no number.
fn is_name_like(word: &str) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let upper = word.chars().filter(|char| char.is_uppercase()).count();
    let lower = word.chars().filter(|char| char.is_lowercase()).count();
    capital && lower > 0 && lower >= upper && !word.chars().any(char::is_numeric)
}

/// Whether the word at byte `at` begins a sentence, a line or a value.
fn starts(piece: &Piece<'_>, at: usize) -> bool {
    if piece.kind == PieceKind::Label {
        return false;
    }
    let before = piece.text.get(..at).unwrap_or_default();
    let bare = before.trim_end_matches(|char: char| {
        (char.is_whitespace() && char != '\n')
            || matches!(char, '"' | '“' | '”' | '‘' | '’' | '\'' | '(' | '[' | '*' | '_' | '«' | '»')
    });
    let Some(last) = bare.chars().next_back() else { return true };
    if matches!(last, '!' | '?' | '…' | '\n' | ':' | '—' | '|' | '#' | '>' | ']')
        || (last == '-' && bare.trim_end_matches('-').trim().is_empty())
    {
        return true;
    }
    // A full stop after a title ends no sentence.
    let title = bare.strip_suffix('.').map(|bare| {
        let word = bare.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
        matches!(folded(word).as_str(), "mr" | "mrs" | "ms" | "dr" | "prof" | "st")
    });
    title.is_some_and(|title| !title)
}
