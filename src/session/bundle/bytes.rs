//! The bytes of a study's files in disguise: what cannot be read in them stays unreadable in the same places.

use std::collections::BTreeSet;

use crate::model::Place;
use crate::privacy::{Disguise, Format, masked, unlike};
use crate::text::{Body, Piece, Span, TextHash, Verdict, resolve};

/// A transcript's body before and after.
pub(super) struct Pair {
    pub old: Body,
    pub new: Body,
}

/// Bytes of which the readable stretches are changed; what is no UTF-8 stays none.
pub(super) fn text_bytes(bytes: &[u8], change: &dyn Fn(&str) -> String) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(change(chunk.valid()).as_bytes());
        out.extend(chunk.invalid().iter().map(|_| 0xff));
    }
    out
}

/// A transcript with its front matter; line ends and byte order mark stay.
pub(super) fn transcript_bytes(disguise: &Disguise, bytes: &[u8], pair: Option<&Pair>) -> Vec<u8> {
    let (Ok(text), Some(pair)) = (std::str::from_utf8(bytes), pair) else { return text_bytes(bytes, &masked) };
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let head = lines.chars().count().saturating_sub(pair.old.chars() as usize);
    let front: String = lines.chars().take(head).collect();
    let front = disguise.text(&front, Format::Yaml);
    let mut new = front.chars().chain(pair.new.text().chars());
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let put = new.next();
        if char == '\r' {
            out.push('\r');
            out.extend(chars.next_if_eq(&'\n'));
        } else {
            out.extend(put);
        }
    }
    out.into_bytes()
}

pub(super) fn journal_bytes<'p>(
    disguise: &Disguise,
    bytes: &[u8],
    bodies: &dyn Fn(&str) -> Option<&'p Pair>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Ok(text) = std::str::from_utf8(line) else {
            out.extend(text_bytes(line, &masked));
            continue;
        };
        let bare = text.trim_end_matches(['\n', '\r']);
        let (mark, bare) = bare.split_at(if bare.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 });
        out.extend_from_slice(mark.as_bytes());
        out.extend_from_slice(disguise.line(bare, &mut |place| Some(carried(disguise, bodies, place))).as_bytes());
        out.extend_from_slice(&text.as_bytes()[mark.len() + bare.len()..]);
    }
    out
}

/// A passage in disguise: the wording that stands there in the disguised body, where it stands in the body.
fn carried<'p>(disguise: &Disguise, bodies: &dyn Fn(&str) -> Option<&'p Pair>, place: &Place) -> Place {
    let mut new = Place {
        transcript: disguise.path(place.transcript.as_str()).as_str().into(),
        quote: masked(&place.quote).into(),
        before: masked(&place.before).into(),
        after: masked(&place.after).into(),
        text: TextHash(0),
        ..place.clone()
    };
    let Some(Pair { old, new: body }) = bodies(place.transcript.as_str()) else { return new };
    if place.text == old.hash() {
        new.text = body.hash();
    }
    let there = if old.slice(place.span) == Some(&*place.quote) {
        Some(place.span)
    } else {
        match resolve(place.span, &place.quote, &place.before, &place.after, place.text, old) {
            Verdict::Exact => Some(place.span),
            Verdict::Moved(span) => Some(span),
            Verdict::Changed(best) => {
                new.quote = changed(&place.quote, best.and_then(|best| old.slice(best)).unwrap_or_default()).into();
                None
            }
            Verdict::Lost => {
                new.quote = unlike(&place.quote).into();
                (new.before, new.after) = (unlike(&place.before).into(), unlike(&place.after).into());
                None
            }
        }
    };
    let Some(span) = there else { return new };
    let count = |text: &str| text.chars().count() as u32;
    let part = |from: u32, to: u32, known: &str| {
        let span = Span::new(from, to);
        (old.slice(span) == Some(known)).then(|| body.slice(span)).flatten().map(Piece::from)
    };
    new.quote = part(span.start, span.end, &place.quote).unwrap_or(new.quote);
    new.before = part(span.start.saturating_sub(count(&place.before)), span.start, &place.before).unwrap_or(new.before);
    new.after = part(span.end, span.end + count(&place.after), &place.after).unwrap_or(new.after);
    new
}

/// A wording that was edited: like what stands there now in the words that both have, and never the same.
fn changed(quote: &str, now: &str) -> String {
    let word = |char: char| char.is_alphanumeric();
    let known: BTreeSet<&str> = now.split(|char| !word(char)).filter(|word| !word.is_empty()).collect();
    let mut new = String::with_capacity(quote.len());
    let mut differs = false;
    for part in quote.split_inclusive(|char| !word(char)) {
        let bare = part.trim_end_matches(|char| !word(char));
        let stays = bare.is_empty() || known.contains(bare);
        differs |= !stays;
        new.push_str(&if stays { masked(part) } else { unlike(part) });
    }
    if differs {
        return new;
    }
    let first = quote.split_inclusive(|char| !word(char)).next().unwrap_or_default();
    format!("{}{}", unlike(first), masked(&quote[first.len()..]))
}
