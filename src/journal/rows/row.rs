//! One row: a `code` event in bytes of one length.

use jiff::Timestamp;
use uuid::Uuid;

use super::super::event::{Code, Event};
use crate::model::{ActId, EventId};
use crate::text::{Span, TextHash};

/// Bytes of a row.
pub(super) const ROW: usize = 96;

/// One `code` event. Its wording is a stretch of the common text: quote, before, after and (where [`Row::time`] does not tell it) `at`,
/// one after another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) id: EventId,
    pub(super) act: ActId,
    pub(super) text: TextHash,
    /// [`crate::model::Place::wording`].
    pub(super) wording: u64,
    pub(super) span: Span,
    pub(super) start: u32,
    pub(super) quote: u32,
    pub(super) of: u32,
    pub(super) rev: u32,
    pub(super) coder: u32,
    pub(super) transcript: u32,
    pub(super) code: u32,
    pub(super) note: u32,
    /// `at` as seconds since 1970; 0: it stands in the common text.
    pub(super) time: u32,
    pub(super) before: u8,
    pub(super) after: u8,
    pub(super) at: u8,
    pub(super) named: bool,
}

/// A time as it is usually written, in UTC to the second; `None` for 0.
pub(super) fn written(seconds: u32) -> Option<String> {
    let time = Timestamp::from_second(seconds.into()).ok().filter(|_| seconds > 0)?;
    Some(time.to_string())
}

/// The seconds since 1970 of a time that is written just so; 0 for all others.
fn seconds(at: &str) -> u32 {
    let time = at.parse().ok().and_then(|time: Timestamp| u32::try_from(time.as_second()).ok()).unwrap_or(0);
    if written(time).is_some_and(|written| written == at) { time } else { 0 }
}

/// The row of an event whose wording begins at `start` of the common text; names are left out. `None` if it can be none.
pub(super) fn row_of(event: &Event, code: &Code, start: usize) -> Option<Row> {
    let place = &code.place;
    if !(code.settles.is_empty() && code.by.is_empty()) {
        return None;
    }
    let small = |text: &str| u8::try_from(text.len()).ok();
    let time = seconds(&event.at);
    let row = Row {
        id: event.id,
        act: event.act,
        text: place.text,
        wording: place.wording(),
        span: place.span,
        start: u32::try_from(start).ok()?,
        quote: u32::try_from(place.quote.len()).ok()?,
        of: event.of,
        rev: event.rev,
        coder: 0,
        transcript: 0,
        code: 0,
        note: 0,
        time,
        before: small(&place.before)?,
        after: small(&place.after)?,
        at: if time == 0 { small(&event.at)? } else { 0 },
        named: event.named,
    };
    // All places of the wording can be told.
    row.start.checked_add(row.quote)?.checked_add(3 * u32::from(u8::MAX)).map(|_| row)
}

impl Row {
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.id.0.as_bytes());
        bytes.extend_from_slice(self.act.0.as_bytes());
        bytes.extend_from_slice(&self.text.0.to_le_bytes());
        bytes.extend_from_slice(&self.wording.to_le_bytes());
        let numbers = [self.span.start, self.span.end, self.start, self.quote, self.of, self.rev];
        let places = [self.coder, self.transcript, self.code, self.note, self.time];
        for number in numbers.iter().chain(&places) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&[self.before, self.after, self.at, self.named.into()]);
    }

    pub(super) fn read(record: &[u8; ROW]) -> Option<Self> {
        let (id, rest) = record.split_first_chunk::<16>()?;
        let (act, rest) = rest.split_first_chunk::<16>()?;
        let (text, rest) = rest.split_first_chunk::<8>()?;
        let (wording, rest) = rest.split_first_chunk::<8>()?;
        let (numbers, rest) = rest.as_chunks::<4>();
        let [from, to, start, quote, of, rev, coder, transcript, code, note, time, small] = numbers else {
            return None;
        };
        let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let [before, after, at, named] = *small;
        (rest.is_empty() && named < 2).then(|| Self {
            id: EventId(Uuid::from_bytes(*id)),
            act: ActId(Uuid::from_bytes(*act)),
            text: TextHash(u64::from_le_bytes(*text)),
            wording: u64::from_le_bytes(*wording),
            span: Span { start: number(from), end: number(to) },
            start: number(start),
            quote: number(quote),
            of: number(of),
            rev: number(rev),
            coder: number(coder),
            transcript: number(transcript),
            code: number(code),
            note: number(note),
            time: number(time),
            before,
            after,
            at,
            named: named == 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_time_as_it_is_usually_written_is_a_number() {
        for at in ["1970-01-01T00:00:01Z", "2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2106-02-07T06:28:15Z"] {
            assert_eq!(written(seconds(at)).as_deref(), Some(at));
        }
        for at in [
            "",
            "t5",
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2026-01-01T00:00:00.5Z",
            "2026-01-01T00:00:00+00:00",
            "2026-01-01t00:00:00z",
            "2026-01-01 00:00:00Z",
            "2106-02-07T06:28:16Z",
            "2016-12-31T23:59:60Z",
        ] {
            assert_eq!(seconds(at), 0, "{at}");
        }
        assert_eq!(written(0), None);
    }
}
