//! The best match of a passage whose quote stands nowhere any more.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::super::{Body, Span, words};
use super::similarity::{ALIGNED, Vocabulary, similarity};
use super::{CONTEXT, Kept, NEAREST, each_occurrence};

/// Least likeness of a match. Passages of unrelated English have about 0.2.
const ALIKE: f64 = 0.5;

/// What a match between both kept contexts is preferred by.
const BRACKETED: f64 = 0.25;

/// Most places at which a piece of context is looked at.
const PLACES: usize = 1000;

/// The passage that `quote`, which does not stand in `body`, most likely became.
pub(super) fn find(span: Span, quote: &str, kept: &Kept<'_>, body: &Body) -> Option<Span> {
    let text = body.text();
    let was = body.byte(span.start);
    let likeness = |range: &Range<usize>| similarity(quote, text.get(range.clone()).unwrap_or_default());
    let bracketed = between(was, quote, kept, text).map(|found| (likeness(&found.range), found));
    let worded = by_words(was, quote, kept, text).map(|range| (likeness(&range), range));
    let bracketed = bracketed.filter(|(likeness, found)| found.replaced || *likeness >= ALIKE);
    let worded = worded.filter(|(likeness, _)| *likeness >= ALIKE);
    let range = match (bracketed, worded) {
        (Some((bracketed, _)), Some((worded, range))) if worded > bracketed + BRACKETED => range,
        (Some((_, found)), _) => found.range,
        (None, Some((_, range))) => range,
        (None, None) => return None,
    };
    Some(body.span_of_bytes(range))
}

/// What stands between pieces of the kept contexts.
struct Between {
    range: Range<usize>,
    /// Whether so much context stands that the passage was edited here however unlike it is, as where a name became a
    /// pseudonym: 16 code points (or all that was kept) on each side, and together half of what is compared.
    replaced: bool,
}

/// What stands between the kept contexts, of about the length of the quote and nearest to where it was.
fn between(was: usize, quote: &str, kept: &Kept<'_>, text: &str) -> Option<Between> {
    let (starts, before) = places(text, kept.before, true);
    let (ends, after) = places(text, kept.after, false);
    let longest = 2 * quote.len() + 256;
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for start in starts {
        let middle = ends.partition_point(|end| *end <= start + quote.len());
        let near = [middle.checked_sub(1), Some(middle)];
        for end in near.into_iter().flatten().filter_map(|at| ends.get(at).copied()) {
            if end <= start || end - start > longest {
                continue;
            }
            let rank = ((end - start).abs_diff(quote.len()), start.abs_diff(was));
            if best.as_ref().is_none_or(|(length, distance, _)| rank < (*length, *distance)) {
                best = Some((rank.0, rank.1, start..end));
            }
        }
    }
    let (_, _, mut range) = best?;
    let found = text.get(range.clone())?;
    if !quote.starts_with(char::is_whitespace) {
        range.start += found.len() - found.trim_start().len();
    }
    if !quote.ends_with(char::is_whitespace) {
        range.end = range.end.saturating_sub(found.len() - found.trim_end().len());
    }
    let count = |text: &str| text.chars().count();
    let speaks = |piece: &str, side: &str| !piece.is_empty() && (piece == side || count(piece) >= CONTEXT as usize / 2);
    let replaced = speaks(before, kept.before)
        && speaks(after, kept.after)
        && 2 * (count(before) + count(after)) >= count(quote) + count(found);
    (range.start < range.end).then_some(Between { range, replaced })
}

/// The bytes at which a passage may begin after (or end before) the kept context: next to as long a piece of it as stands
/// anywhere, and that piece. Where nothing was kept the passage stood at the edge of the body.
fn places<'a>(text: &str, context: &'a str, before: bool) -> (Vec<usize>, &'a str) {
    if context.is_empty() {
        return (vec![if before { 0 } else { text.len() }], context);
    }
    let mut places = Vec::new();
    for length in [CONTEXT, CONTEXT / 2, NEAREST] {
        let piece = if before {
            let first = context.char_indices().rev().nth(length as usize - 1).map_or(0, |(byte, _)| byte);
            context.get(first..)
        } else {
            let last = context.char_indices().nth(length as usize).map_or(context.len(), |(byte, _)| byte);
            context.get(..last)
        };
        let piece = piece.unwrap_or(context);
        each_occurrence(text, piece, |start| {
            places.push(if before { start + piece.len() } else { start });
            places.len() < PLACES
        });
        if !places.is_empty() {
            return (places, piece);
        }
    }
    (places, "")
}

/// The stretch of the body whose words are those of quote and context, as far as they stand near one another.
fn by_words(was: usize, quote: &str, kept: &Kept<'_>, text: &str) -> Option<Range<usize>> {
    let mut vocabulary = Vocabulary::default();
    let (mut pattern, _) = vocabulary.take_in(kept.before);
    let first = pattern.len();
    let (quoted, quoted_places) = vocabulary.take_in(quote);
    pattern.extend(&quoted);
    let end = pattern.len();
    pattern.extend(vocabulary.take_in(kept.after).0);
    let (opening, closing) = (quoted_places.first()?.start, quoted_places.last()?.end);

    // A word that neither quote nor context holds is none of theirs.
    let unknown = vocabulary.len() as u32;
    let places: Vec<Range<usize>> = words(text).collect();
    let numbers: Vec<u32> = places
        .iter()
        .map(|place| text.get(place.clone()).and_then(|word| vocabulary.number(word)).unwrap_or(unknown))
        .collect();
    let mut weights = vec![0; vocabulary.len() + 1];
    for (number, place) in numbers.iter().zip(&places).filter(|(number, _)| **number != unknown) {
        weights[*number as usize] = place.len();
    }
    let window = best_window(was, &pattern, &quoted, &numbers, &places, &weights)?;
    let found = if pattern.len() * 3 + 16 > ALIGNED {
        // Too much to align: as many words as the quote had.
        (window.start + first).min(window.end - 1)..window.end.saturating_sub(pattern.len() - end).max(window.start + 1)
    } else {
        let slack = quoted.len() / 4 + 3;
        let region = window.start.saturating_sub(slack)..(window.end + slack).min(numbers.len());
        let aligned = extent(&pattern, first..end, numbers.get(region.clone())?)?;
        region.start + aligned.start..region.start + aligned.end
    };
    let found = places.get(found)?;
    let mut range = found.first()?.start..found.last()?.end;
    // The punctuation that opens and closes the quote.
    let head = quote.get(..opening)?.chars().rev().zip(text.get(..range.start)?.chars().rev());
    range.start -= head.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let tail = quote.get(closing..)?.chars().zip(text.get(range.end..)?.chars());
    range.end += tail.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    Some(range)
}

/// The stretch of as many words as the pattern that shares the most with it, by length; of equals the one nearest to where
/// the passage was. `None` if too little is shared to be worth a look.
fn best_window(
    was: usize,
    pattern: &[u32],
    quoted: &[u32],
    numbers: &[u32],
    places: &[Range<usize>],
    weights: &[usize],
) -> Option<Range<usize>> {
    let weight = |words: &[u32]| words.iter().map(|number| weights[*number as usize]).sum::<usize>();
    let least = (weight(pattern) / 4).min(weight(quoted) / 2).max(1);
    let size = pattern.len().min(numbers.len());
    // How often each word is still wanted in the window; below zero where it holds more than the pattern.
    let mut wanted = vec![0i64; weights.len()];
    for number in pattern {
        wanted[*number as usize] += 1;
    }
    let mut shared = 0;
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, number) in numbers.iter().enumerate() {
        let entering = *number as usize;
        if wanted[entering] > 0 {
            shared += weights[entering];
        }
        wanted[entering] -= 1;
        if let Some(left) = at.checked_sub(size) {
            let leaving = numbers[left] as usize;
            wanted[leaving] += 1;
            if wanted[leaving] > 0 {
                shared -= weights[leaving];
            }
        }
        if let Some(start) = (at + 1).checked_sub(size) {
            let distance = places[start].start.abs_diff(was);
            if best.is_none_or(|(most, nearest, _)| shared > most || (shared == most && distance < nearest)) {
                best = Some((shared, distance, start));
            }
        }
    }
    best.filter(|(most, _, _)| *most >= least).map(|(_, _, start)| start..start + size)
}

/// Which words of `region` the words `quoted` of `pattern` became.
fn extent(pattern: &[u32], quoted: Range<usize>, region: &[u32]) -> Option<Range<usize>> {
    let mut aligned = vec![None; pattern.len()];
    for op in capture_diff_slices(Algorithm::Myers, pattern, region) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for (old, new) in (old_index..old_index + len).zip(new_index..) {
                aligned[old] = Some(new);
            }
        }
    }
    let place = |word: usize| aligned.get(word).copied().flatten();
    let before = quoted.start.checked_sub(1).and_then(place).map(|at| at + 1);
    let after = place(quoted.end);
    let first = quoted.clone().find_map(|word| place(word).map(|at| (word, at)));
    let last = quoted.clone().rev().find_map(|word| place(word).map(|at| (word, at + 1)));
    // Words at the ends that were changed: up to the context where it stands, else as many as there were.
    let start = match first {
        Some((word, at)) if word == quoted.start => at,
        Some((word, at)) => before.unwrap_or(at.saturating_sub(word - quoted.start)),
        None => before.or_else(|| after.map(|at| at.saturating_sub(quoted.len())))?,
    };
    let end = match last {
        Some((word, at)) if word + 1 == quoted.end => at,
        Some((word, at)) => after.unwrap_or(at + quoted.end - 1 - word),
        None => after.unwrap_or(start + quoted.len()),
    };
    let end = end.min(region.len());
    (start < end).then_some(start..end)
}
