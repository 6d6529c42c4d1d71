//! Identifiers that have a form: addresses, numbers, dates, institutions, streets.

use std::ops::Range;

use regex::Regex;

use super::{HitKind, Piece, PieceKind};
use crate::privacy::fold::folded;
use crate::privacy::words::{capitalised, common};
use crate::text::pattern;

/// How near (bytes) a word of birth makes a date one of birth.
const NEAR: usize = 60;

/// What stands before the kind of an institution and does not say which one it is.
const GENERIC: &str = "primary secondary high special infant junior nursery grammar middle state private mainstream local \
    boarding independent catholic church first upper lower main new old general community district children's child \
    teaching day health medical public sixth form comprehensive nhs gp a&e village city town outpatient eye dental mental";

/// Prefixes that no National Insurance number has.
const NO_PREFIX: &[&str] = &["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

fn all<'t>(pattern: &'t Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    pattern.find_iter(text).map(|found| found.range())
}

/// What has a form, in the order in which one counts before another.
pub(super) fn find(piece: &Piece<'_>) -> Vec<(HitKind, Range<usize>)> {
    let text = piece.text;
    let mut found: Vec<(HitKind, Range<usize>)> = Vec::new();
    let mut push = |kind, range| found.push((kind, range));
    all(&pattern::EMAIL, text).for_each(|range| push(HitKind::Email, range));
    all(&pattern::EMAIL_SPOKEN, text).for_each(|range| push(HitKind::Email, range));
    if piece.kind != PieceKind::FileName {
        all(&pattern::URL, text).for_each(|range| push(HitKind::Url, range));
    }
    for found in pattern::HANDLE.captures_iter(text) {
        if let Some(handle) = found.get(1) {
            push(HitKind::Handle, handle.range());
        }
    }
    for range in all(&pattern::NUMBER, text) {
        if let Some(kind) = text.get(range.clone()).and_then(number) {
            push(kind, range);
        }
    }
    for range in all(&pattern::NATIONAL_INSURANCE, text) {
        let prefix = text.get(range.start..range.start + 2).unwrap_or_default().to_uppercase();
        if !NO_PREFIX.contains(&prefix.as_str()) {
            push(HitKind::NationalInsurance, range);
        }
    }
    all(&pattern::POSTCODE, text).for_each(|range| push(HitKind::Postcode, range));
    for range in all(&pattern::DATE_WORDS, text).chain(all(&pattern::DATE_FIGURES, text)) {
        if is_birth(text, &range) {
            push(HitKind::DateOfBirth, range);
        } else if piece.kind == PieceKind::Text {
            push(HitKind::Date, range);
        }
    }
    for range in all(&pattern::INSTITUTION, text).filter_map(|range| named(text, range)) {
        push(HitKind::Institution, range);
    }
    for range in all(&pattern::STREET, text).filter_map(|range| named(text, range)) {
        push(HitKind::Street, range);
    }
    found
}

/// What a number is, by its digits.
fn number(text: &str) -> Option<HitKind> {
    let digits: Vec<u32> = text.chars().filter_map(|char| char.to_digit(10)).collect();
    let text = text.trim_start_matches('(');
    if digits.len() == 10 && is_nhs_number(&digits) && !text.starts_with(['+', '0']) {
        return Some(HitKind::NhsNumber);
    }
    let international = text.starts_with('+') || (text.starts_with("00") && digits.len() >= 11);
    let british = text.starts_with('0') && matches!(digits.len(), 10 | 11) && digits.get(1) != Some(&0);
    let fits = (international && (8..=15).contains(&digits.len())) || british;
    (fits && !text.contains('/')).then_some(HitKind::Phone)
}

/// Whether ten digits are an NHS number: the first nine weighted 10 to 2, their sum taken from the next multiple of 11,
/// gives the tenth (NHS Data Dictionary, "NHS Number": modulus 11).
pub(super) fn is_nhs_number(digits: &[u32]) -> bool {
    let Some((check, first)) = digits.split_last().filter(|_| digits.len() == 10) else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        digit => *check == digit,
    }
}

fn is_birth(text: &str, range: &Range<usize>) -> bool {
    let mut start = range.start.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (range.end + NEAR / 2).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(start..end).is_some_and(|near| pattern::BIRTH.is_match(near))
}

/// The stretch without the words before the name (`At St Anne's School` → `St Anne's School`); `None` where no word of it
/// says which one is meant.
fn named(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let whole = text.get(range.clone())?;
    let words: Vec<(usize, String)> =
        whole.split(' ').map(|word| (word.as_ptr() as usize - whole.as_ptr() as usize, folded(word))).collect();
    let (_, before) = words.split_last()?;
    let is_filler = |word: &str| {
        capitalised().chain(common()).any(|known| known == word) || matches!(word, "of" | "the" | "and" | "on" | "upon")
    };
    let first = before.iter().position(|(_, word)| !is_filler(word))?;
    let says = |word: &str| {
        word.chars().any(char::is_alphabetic)
            && !is_filler(word)
            && !GENERIC.split_ascii_whitespace().any(|generic| generic == word)
    };
    let named = before.get(first..)?.iter().any(|(_, word)| says(word));
    named.then(|| range.start + before.get(first).map_or(0, |(at, _)| *at)..range.end)
}
