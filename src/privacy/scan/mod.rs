//! What may identify a person: addresses, numbers, dates, places and names, found by their form and by how the study itself
//! uses its words.
//!
//! There is no dictionary behind this. A capital in the middle of a sentence makes a name unless the word is one that
//! English writes with a capital or that the study writes in lower case elsewhere; at the start of a sentence it makes a
//! name only where the word stands nowhere else in the study. So the scan finds what a careful reader would look at
//! twice; it proves nothing.

mod forms;
mod names;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use super::Key;
use super::fold::folded;
use crate::text::TextHash;

/// What a hit looks like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HitKind {
    /// A name of the key.
    Key,
    /// An e-mail address, written or spoken.
    Email,
    /// An address on the web.
    Url,
    /// `@name`.
    Handle,
    /// An NHS number whose check digit is right.
    NhsNumber,
    /// A telephone number, British or international.
    Phone,
    /// A National Insurance number.
    NationalInsurance,
    /// A British postcode.
    Postcode,
    /// A full date with a word of birth near it.
    DateOfBirth,
    /// Another full date.
    Date,
    /// A school, hospital or surgery.
    Institution,
    /// A street.
    Street,
    /// A name by its capital.
    Name,
    /// A word at the start of a sentence that stands nowhere else.
    PerhapsName,
}

impl fmt::Display for HitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "name of the key",
            Self::Email => "e-mail",
            Self::Url => "web address",
            Self::Handle => "handle",
            Self::NhsNumber => "NHS number",
            Self::Phone => "telephone",
            Self::NationalInsurance => "National Insurance number",
            Self::Postcode => "postcode",
            Self::DateOfBirth => "date of birth",
            Self::Date => "date",
            Self::Institution => "school or hospital",
            Self::Street => "street",
            Self::Name => "name",
            Self::PerhapsName => "perhaps a name",
        })
    }
}

/// What a text is to the study.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PieceKind {
    /// Running text: speech, a memo, a definition.
    Text,
    /// The label of a speaker.
    Label,
    /// A cell of a table.
    Value,
    /// What a researcher wrote about the study: a line of a YAML file. Its first word is no name for its capital alone.
    Note,
    /// The name of a file or folder.
    FileName,
}

/// One text to look through.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The text.
    pub text: &'a str,
    /// What it is.
    pub kind: PieceKind,
}

/// One thing found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Which text (its place in the list, from 0).
    pub piece: usize,
    /// Where in it (bytes).
    pub bytes: Range<usize>,
    /// What it looks like.
    pub kind: HitKind,
}

/// What may identify a person in `pieces`, in their order. `known` are words (in any case) that are none: ids, labels of
/// roles. In languages that write all nouns with a capital (German) no name is taken from its capital alone.
pub fn scan(pieces: &[Piece<'_>], key: Option<&Key>, known: &HashSet<String>, language: &str) -> Vec<Hit> {
    let known: HashSet<String> = known.iter().map(|word| folded(word)).collect();
    let mut found: Vec<Vec<Hit>> = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| {
            let mut hits: Vec<Hit> = Vec::new();
            let names = key.map(|key| key.find(piece.text)).unwrap_or_default();
            for name in names {
                add(&mut hits, Hit { piece: at, bytes: name.bytes, kind: HitKind::Key });
            }
            for (kind, bytes) in forms::find(piece) {
                add(&mut hits, Hit { piece: at, bytes, kind });
            }
            hits
        })
        .collect();
    if !language.starts_with("de") {
        for hit in names::find(pieces, &known) {
            if let (Some(hits), Some(piece)) = (found.get_mut(hit.piece), pieces.get(hit.piece)) {
                let bytes = rest(hits, piece.text, hit.bytes.clone());
                add(hits, Hit { bytes, ..hit });
            }
        }
    }
    let mut all: Vec<Hit> = found.into_iter().flatten().collect();
    all.sort_by_key(|hit| (hit.piece, hit.bytes.start));
    all
}

/// What is left of a stretch beside hits that take its head or its tail.
fn rest(hits: &[Hit], text: &str, mut bytes: Range<usize>) -> Range<usize> {
    for hit in hits {
        if hit.bytes.start <= bytes.start && bytes.start < hit.bytes.end {
            bytes.start = hit.bytes.end.min(bytes.end);
        } else if bytes.start < hit.bytes.start && hit.bytes.start < bytes.end {
            bytes.end = hit.bytes.start;
        }
    }
    let part = text.get(bytes.clone()).unwrap_or_default();
    let blank = part.len() - part.trim_start().len();
    bytes.start + blank..bytes.start + part.trim_end().len().max(blank)
}

/// Keeps a hit unless something that was found earlier stands there.
fn add(hits: &mut Vec<Hit>, hit: Hit) {
    let free = |known: &Hit| known.bytes.end <= hit.bytes.start || hit.bytes.end <= known.bytes.start;
    if !hit.bytes.is_empty() && hits.iter().all(free) {
        hits.push(hit);
    }
}

/// The hash under which a hit is dismissed: the first 16 hexadecimal digits of the SHA-256 of its text in lower case,
/// without accents, blanks joined. So `dismiss` holds for every place where the same words stand, and no journal repeats
/// them. It is not salted: what was dismissed is, by the researcher's word, no identifier.
pub fn hit_hash(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    TextHash::of(&folded(&words.join(" "))).to_string()
}

#[cfg(test)]
mod tests;
