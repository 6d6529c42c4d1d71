//! Anchors: finding a passage again after its transcript was corrected.
//!
//! A passage keeps its place, its wording and up to 32 characters on either side. [`resolve`] is a pure function of these
//! and the body as it is now. Where it answers [`Verdict::Exact`] or [`Verdict::Moved`], the wording stands there letter
//! for letter; every doubt is [`Verdict::Changed`] or [`Verdict::Lost`], for a person to settle.

use super::{Body, Span, TextHash, fold, words};

/// Code points that are kept on either side of a passage.
pub const CONTEXT: u32 = 32;

/// Where a passage stands now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// Where it was: the body is the same, or wording and surroundings stand at the place.
    Exact,
    /// The wording stands here, unambiguous with its surroundings.
    Moved(Span),
    /// It was edited, or it could be in several places; the best match stands here.
    Changed(Option<Span>),
    /// It is not in the text any more.
    Lost,
}

/// The wording of `span` and up to 32 code points before and after it; `None` if it lies outside of the body.
pub fn context(body: &Body, span: Span) -> Option<(&str, &str, &str)> {
    Some((body.slice(span)?, body.before(span.start, CONTEXT), body.after(span.end, CONTEXT)))
}

/// Where `quote` stands in the body, overlapping places too; at most `limit`. An empty quote stands nowhere.
pub fn occurrences(body: &Body, quote: &str, limit: usize) -> Vec<Span> {
    let length = quote.chars().count() as u32;
    starts(body.text(), quote)
        .take(limit)
        .map(|byte| {
            let start = body.position(byte);
            Span::new(start, start + length)
        })
        .collect()
}

/// Bytes at which `quote` starts.
fn starts<'a>(text: &'a str, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
    let step = quote.chars().next().map_or(0, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        if step == 0 {
            return None;
        }
        let at = from + text.get(from..)?.find(quote)?;
        from = at + step;
        Some(at)
    })
}

/// A wording shorter than this (code points) that has lost its surroundings is not trusted to be the same.
const SHORT: u32 = 12;
/// How much better (code points of surroundings) the best of several places must be than the next.
const MARGIN: u32 = 3;

/// One place where the wording stands.
struct Candidate {
    byte: usize,
    left: u32,
    right: u32,
}

/// Finds the passage that stood at `span` of a body with hash `text`, with this wording and these surroundings.
pub fn resolve(span: Span, quote: &str, before: &str, after: &str, text: TextHash, body: &Body) -> Verdict {
    let at_place = !span.is_empty() && body.slice(span) == Some(quote);
    if at_place && body.hash() == text {
        return Verdict::Exact;
    }
    let (left, right) = (before.chars().count() as u32, after.chars().count() as u32);
    if at_place && body.before(span.start, left) == before && body.after(span.end, right) == after {
        return Verdict::Exact;
    }
    let length = quote.chars().count() as u32;
    let whole = body.text();
    let (mut best, mut next, mut full): (Option<Candidate>, u32, u32) = (None, 0, 0);
    let mut found = 0_usize;
    for byte in starts(whole, quote) {
        found += 1;
        let candidate = Candidate {
            byte,
            left: common(whole[..byte].chars().rev(), before.chars().rev()),
            right: common(whole[byte + quote.len()..].chars(), after.chars()),
        };
        let score = candidate.left + candidate.right;
        full += u32::from(candidate.left == left && candidate.right == right);
        match &best {
            Some(known) if known.left + known.right >= score => next = next.max(score),
            _ => {
                next = best.as_ref().map_or(next, |known| known.left + known.right);
                best = Some(candidate);
            }
        }
    }
    let Some(best) = best else { return edited(span, quote, before, after, body) };
    let start = body.position(best.byte);
    let place = Span::new(start, start + length);
    // A side is evidence if what stood next to the wording still does, or if the body began or ended there.
    let near = |matched: u32, kept: u32, edge: bool, least: u32| {
        if kept == 0 { edge } else { matched >= least.min(kept) }
    };
    let evidence = |least| {
        near(best.left, left, best.byte == 0, least)
            || near(best.right, right, best.byte + quote.len() == whole.len(), least)
    };
    let sure = match found {
        1 => length >= SHORT || evidence(3),
        _ if full == 1 && best.left == left && best.right == right => true,
        _ => full == 0 && best.left + best.right >= next + MARGIN && evidence(8),
    };
    if sure { Verdict::Moved(place) } else { Verdict::Changed(Some(place)) }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> u32 {
    a.zip(b).take_while(|(a, b)| a == b).count() as u32
}

/// How far (code points) around the old place an edited passage is looked for in a very long body.
const AROUND: u32 = 100_000;

/// The best match of a wording that stands nowhere any more.
fn edited(span: Span, quote: &str, before: &str, after: &str, body: &Body) -> Verdict {
    let best = between(span, quote, before, after, body).or_else(|| alike(span, quote, body));
    best.map_or(Verdict::Lost, |place| Verdict::Changed(Some(place)))
}

/// What stands between the old surroundings, if both are still there and no more than that was changed.
fn between(span: Span, quote: &str, before: &str, after: &str, body: &Body) -> Option<Span> {
    let tail = &before[before.char_indices().rev().nth(11).map_or(0, |(at, _)| at)..];
    let head = &after[..after.char_indices().nth(12).map_or(after.len(), |(at, _)| at)];
    let length = quote.chars().count() as u32;
    let whole = body.text();
    let mut best: Option<Span> = None;
    let lefts: Box<dyn Iterator<Item = usize>> = if tail.is_empty() {
        Box::new(std::iter::once(0))
    } else {
        Box::new(starts(whole, tail).take(1_000).map(|at| at + tail.len()))
    };
    for left in lefts {
        let window = body.bytes(Span::new(body.position(left), body.position(left) + length * 2 + 40));
        let right = if head.is_empty() {
            (window.end == whole.len()).then_some(whole.len())
        } else {
            let end = (window.end + head.len()).min(whole.len());
            let end = (end..=whole.len()).find(|end| whole.is_char_boundary(*end))?;
            whole[left..end].find(head).map(|at| left + at)
        };
        let Some(right) = right.filter(|right| *right > left) else { continue };
        let place = body.span_of_bytes(left..right);
        if similar(quote, &whole[left..right])
            && best.is_none_or(|best| place.start.abs_diff(span.start) < best.start.abs_diff(span.start))
        {
            best = Some(place);
        }
    }
    best
}

/// Whether at least half of the longer text's characters stand in the other, in order.
fn similar(a: &str, b: &str) -> bool {
    const MOST: usize = 4_000;
    if a.len() > MOST || b.len() > MOST {
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
        return similar::capture_diff_slices(similar::Algorithm::Myers, &a, &b)
            .iter()
            .map(|op| if matches!(op, similar::DiffOp::Equal { .. }) { op.old_range().len() } else { 0 })
            .sum::<usize>()
            * 2
            >= a.len().max(b.len());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same: usize = similar::capture_diff_slices(similar::Algorithm::Myers, &a, &b)
        .iter()
        .map(|op| if matches!(op, similar::DiffOp::Equal { .. }) { op.old_range().len() } else { 0 })
        .sum();
    same * 2 >= a.len().max(b.len())
}

/// The run of as many words as the wording has that shares the most of them, at least half; of equals the nearest.
fn alike(span: Span, quote: &str, body: &Body) -> Option<Span> {
    use std::collections::HashMap;
    let around = Span::new(span.start.saturating_sub(AROUND), span.end.saturating_add(AROUND).min(body.chars()));
    let range = if body.chars() <= 2 * AROUND { 0..body.text().len() } else { body.bytes(around) };
    let text = &body.text()[range.clone()];
    let mut wanted: HashMap<String, i32> = HashMap::new();
    let mut count = 0;
    for word in words(quote) {
        *wanted.entry(fold(&quote[word], "")).or_default() += 1;
        count += 1;
    }
    if count < 2 {
        return None;
    }
    let there: Vec<(std::ops::Range<usize>, String)> =
        words(text).map(|word| (word.clone(), fold(&text[word], ""))).collect();
    let (mut shared, mut best): (usize, Option<(usize, usize)>) = (0, None);
    let old = body.byte(span.start).saturating_sub(range.start);
    for at in 0..there.len() {
        if let Some(left) = wanted.get_mut(&there[at].1) {
            *left -= 1;
            shared += usize::from(*left >= 0);
        }
        if let Some(gone) = at.checked_sub(count)
            && let Some(left) = wanted.get_mut(&there[gone].1)
        {
            shared -= usize::from(*left >= 0);
            *left += 1;
        }
        let first = (at + 1).saturating_sub(count);
        let nearer = |known: usize| there[first].0.start.abs_diff(old) < there[known].0.start.abs_diff(old);
        if shared * 2 >= count && best.is_none_or(|(most, known)| shared > most || (shared == most && nearer(known))) {
            best = Some((shared, first));
        }
    }
    let (_, first) = best?;
    let last = (first + count - 1).min(there.len() - 1);
    // Words at the edges that are none of the wording's do not belong to the match.
    let ours = |at: &usize| wanted.contains_key(&there[*at].1);
    let first = (first..=last).find(ours)?;
    let last = (first..=last).rev().find(ours)?;
    Some(body.span_of_bytes(range.start + there[first].0.start..range.start + there[last].0.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks `quote` in `old` and finds it in `new`.
    fn again(old: &str, quote: &str, new: &str) -> (Verdict, Body) {
        let old = Body::new(old.into());
        let span = occurrences(&old, quote, 1)[0];
        let (quote, before, after) = context(&old, span).unwrap();
        let new = Body::new(new.into());
        (resolve(span, quote, before, after, old.hash(), &new), new)
    }

    fn found(old: &str, quote: &str, new: &str) -> String {
        match again(old, quote, new) {
            (Verdict::Exact, _) => "exact".into(),
            (Verdict::Moved(span), body) => format!("moved {}", body.slice(span).unwrap()),
            (Verdict::Changed(span), body) => format!("changed {}", span.and_then(|s| body.slice(s)).unwrap_or("-")),
            (Verdict::Lost, _) => "lost".into(),
        }
    }

    const TEXT: &str =
        "SJ: Who told you?\n\nP07: Nobody, that's the thing. I rang. We were told he'd be seen before half term.\n";

    #[test]
    fn the_four_verdicts() {
        assert_eq!(found(TEXT, "Nobody, that's the thing.", TEXT), "exact");
        assert_eq!(found(TEXT, "Nobody, that's the thing.", &TEXT.replace("half", "the half")), "exact");
        assert_eq!(
            found(TEXT, "We were told he'd be seen", &TEXT.replace("Who told", "So who told")),
            "moved We were told he'd be seen"
        );
        assert_eq!(
            found(TEXT, "Nobody, that's the thing.", &TEXT.replace("Nobody", "No body")),
            "changed No body, that's the thing."
        );
        assert_eq!(found(TEXT, "Nobody, that's the thing. ", "SJ: Something else altogether."), "lost");
    }

    #[test]
    fn a_short_wording_without_its_surroundings_is_not_trusted() {
        assert_eq!(found("a b c no d e f", "no", "entirely other words: xnoy"), "changed no");
        assert_eq!(found("a b c no d e f", "no", "well a b c no d e f"), "moved no");
    }

    #[test]
    fn of_several_places_the_surroundings_decide_or_a_person() {
        let old = "P1: Yes, of course.\n\nP2: Yes, of course.\n";
        let second = Span::new(25, 39);
        let body = Body::new(old.into());
        let (quote, before, after) = context(&body, second).unwrap();
        assert_eq!(quote, "Yes, of course");
        let new = Body::new(format!("Intro.\n\n{old}"));
        let verdict = resolve(second, quote, before, after, body.hash(), &new);
        assert_eq!(verdict, Verdict::Moved(Span::new(33, 47)));
        let twice = Body::new(format!("{old}\n{old}"));
        assert!(matches!(resolve(Span::new(0, 14), quote, "", "", body.hash(), &twice), Verdict::Changed(_)));
    }

    #[test]
    fn a_hash_that_is_right_does_not_excuse_a_wording_that_is_not_there() {
        let body = Body::new(TEXT.into());
        assert_eq!(resolve(Span::new(0, 5), "quite other words here", "", "", body.hash(), &body), Verdict::Lost);
        assert_ne!(resolve(Span::new(900, 905), "I rang", "", "", body.hash(), &body), Verdict::Exact);
    }

    #[test]
    fn emoji_marks_and_scripts_are_found_by_character() {
        for quote in ["👩‍👧 said", "cafe\u{301} was", "\u{1112}\u{1161}\u{11ab} x", "مرحبا بكم"] {
            let old = format!("start of it {quote} and the end of it");
            assert_eq!(found(&old, quote, &format!("😀 {old}")), format!("moved {quote}"));
        }
    }

    #[test]
    fn ten_thousand_edits() {
        // SplitMix64; texts of few words, so that wordings occur again and again.
        let mut seed = 42_u64;
        let mut below = |end: usize| {
            seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            ((z ^ (z >> 27)) % end.max(1) as u64) as usize
        };
        let vocabulary =
            ["yes", "no", "we", "were", "told", "it", "was", "fine", "É", "😀", "and", "then", "\n\nP1:", "\n\nSJ:"];
        let (mut exact, mut moved, mut aside) = (0, 0, 0);
        for _ in 0..2_000 {
            let list: Vec<&str> = (0..40).map(|_| vocabulary[below(vocabulary.len())]).collect();
            let text = list.join(" ");
            let chars: Vec<char> = text.chars().collect();
            let start = below(chars.len() - 10);
            let end = (start + 1 + below(40)).min(chars.len());
            let old = Body::new(text.clone());
            let span = Span::new(start as u32, end as u32);
            let (quote, before, after) = context(&old, span).unwrap();
            for _ in 0..5 {
                // One edit outside of the passage: the wording survives at a place that is known.
                let word: Vec<char> = format!(" {} ", vocabulary[below(vocabulary.len())]).chars().collect();
                let before_it = start > 0 && below(2) == 0;
                let at = if before_it { below(start) } else { end + below(chars.len() - end + 1) };
                let mut new = chars.clone();
                new.splice(at..at, word.iter().copied());
                let shift = if at <= start && before_it { word.len() as u32 } else { 0 };
                let true_place = Span::new(span.start + shift, span.end + shift);
                let new = Body::new(new.into_iter().collect());
                let all = occurrences(&new, quote, usize::MAX);
                match resolve(span, quote, before, after, old.hash(), &new) {
                    Verdict::Exact => {
                        assert_eq!(new.slice(span), Some(quote));
                        exact += 1;
                    }
                    Verdict::Moved(place) => {
                        assert_eq!(new.slice(place), Some(quote));
                        assert_eq!(place, true_place, "attached to another place");
                        moved += 1;
                    }
                    Verdict::Changed(_) | Verdict::Lost => {
                        assert!(
                            all.len() > 1 || quote.chars().count() < SHORT as usize,
                            "a unique wording was not found"
                        );
                        aside += 1;
                    }
                }
            }
        }
        assert!(exact > 500 && moved > 2_000 && aside < 500, "{exact} {moved} {aside}");
    }
}
