//! Invented events for the tests of this room.

use proptest::prelude::*;
use serde_json::json;
use uuid::{Builder, Uuid};

use super::event::{Code, CodebookChange, CodebookOp, Do, Erasure, Event, FileChange, MemoWritten, Respan, parse_line};
use super::patch::Patch;
use crate::model::{ActId, CoderName, EventId, MemoKind, MemoOn, Place, QuoteWording, Star};
use crate::text::{Span, TextHash};

pub(crate) fn coder(who: usize) -> CoderName {
    CoderName::new(["amy", "Ben", "zoë"][who % 3]).unwrap()
}

/// An id at this millisecond.
pub(crate) fn uuid(at: u64, tail: u8) -> Uuid {
    Builder::from_unix_timestamp_millis(at, &[0, 0, 0, 0, 0, 0, 0, 0, 0, tail]).into_uuid()
}

/// An event that is an action of its own.
pub(crate) fn event(at: u64, who: usize, what: Do) -> Event {
    let id = uuid(at, 0);
    Event::new(EventId(id), ActId(id), coder(who), "2026-01-02T03:04:05Z", what)
}

/// A place with invented words.
pub(crate) fn place(start: u32, words: &str) -> Place {
    Place {
        transcript: ["one", "two/three", "vier"][start as usize % 3].into(),
        span: Span::new(start, start + words.chars().count() as u32),
        quote: words.into(),
        before: "so ".into(),
        after: " then\n\"yes\"\u{1}".into(),
        text: TextHash::of(words),
    }
}

/// The raw material of one event.
#[derive(Clone, Debug)]
pub(crate) struct Op {
    kind: u8,
    who: usize,
    a: u64,
    b: u32,
    words: String,
    flag: bool,
    joined: bool,
    lost: bool,
    odd: u8,
}

fn op() -> impl Strategy<Value = Op> {
    // Codings and changes to them are more frequent than the rest.
    let kind = prop_oneof![4 => Just(0u8), 5 => 1u8..8, 3 => 8u8..16, 2 => Just(14)];
    let parts = (kind, 0usize..3, 0u64..30, 0u32..6, "[a-c é\"\\\\\n😀]{0,6}");
    let flags = (any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.05), 0u8..24);
    (parts, flags).prop_map(|((kind, who, a, b, words), (flag, joined, lost, odd))| Op {
        kind,
        who,
        a,
        b,
        words,
        flag,
        joined,
        lost,
        odd,
    })
}

/// Up to `n` events of all kinds, in whole and in broken actions, with several lines of one id among them.
pub(crate) fn events(n: usize) -> impl Strategy<Value = Vec<Event>> {
    events_from(0, n)
}

/// As [`events`], with ids after the millisecond `base`. Half of what they are about is before it.
pub(crate) fn events_from(base: u64, n: usize) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(op(), 1..=n).prop_map(move |ops| build(base, &ops))
}

fn build(base: u64, ops: &[Op]) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    let mut at = 0;
    while at < ops.len() {
        let len = 1 + ops[at + 1..].iter().take_while(|op| op.joined).count();
        let act = uuid(base + at as u64 * 10 + 10, 0);
        for (offset, op) in ops[at..at + len].iter().enumerate() {
            let id = EventId(uuid(base + (at + offset) as u64 * 10 + 10, 0));
            // What it is about may be before, after or nowhere.
            let from = if op.b % 2 == 0 { 0 } else { base };
            let about = uuid(from + op.a % (ops.len() as u64 + 1) * 10 + 10, 0);
            let mut event = Event::new(id, ActId(act), coder(ops[at].who), "2026-01-02T03:04:05Z", what(op, about));
            event.of = len as u32;
            event.at = format!("2026-01-02T03:04:{:02}Z", (at + offset) % 60).into();
            if op.lost && len > 1 {
                continue;
            }
            match op.odd {
                0 => out.push(Event { named: false, ..event.clone() }),
                1 => out.push(Event { rev: 1, at: "2026-02-02T00:00:00Z".into(), ..event.clone() }),
                2 => out.push(Event { at: "2025-01-01T00:00:00Z".into(), ..event.clone() }),
                3 => {
                    let odd = super::to_line(&event).replacen('{', r#"{ "later":[1],"#, 1);
                    event = parse_line(&odd, None).unwrap();
                    assert!(event.raw.is_some());
                }
                _ => {}
            }
            out.push(event);
        }
        at += len;
    }
    out
}

#[allow(clippy::too_many_lines)]
fn what(op: &Op, about: Uuid) -> Do {
    let coding = EventId(about);
    let words = op.words.as_str();
    let text = || Box::<str>::from(words);
    let some = || op.flag.then(text);
    match op.kind {
        0 => Do::Code(Code {
            place: place(op.b, words),
            code: ["wait", "help", "case:rowan"][op.b as usize % 3].into(),
            query: some(),
            def: op.flag.then(|| "0123abcd".into()),
            settles: if op.flag { vec![coding] } else { vec![] },
            by: if op.flag { vec![coder(1), coder(2)] } else { vec![] },
        }),
        1 | 2 => Do::Uncode { coding },
        3 => {
            let Place { transcript, span, quote, before, after, text } = place(op.b, words);
            Do::Respan(Respan {
                coding,
                transcript: op.flag.then_some(transcript),
                span,
                quote,
                before,
                after,
                text,
                why: op.flag.then(|| "moved".into()),
            })
        }
        4 => Do::Recode { coding, code: ["help", "care"][op.b as usize % 2].into(), def: some() },
        5 => Do::Star { coding, star: [Some(Star::Exemplar), Some(Star::Negative), None][op.b as usize % 3] },
        6 => Do::Quote {
            coding,
            wording: QuoteWording {
                shown: some(),
                translation: some(),
                language: op.flag.then(|| "de".into()),
                use_in_paper: op.flag.then(|| json!({"section": 2})),
            },
        },
        7 | 8 => Do::Memo(MemoWritten {
            memo: op.flag.then_some(coding),
            on: (!op.flag || op.b > 2).then(|| match op.a % 9 {
                0 => MemoOn::Transcript("one".into()),
                1 => MemoOn::Passage(place(op.b, words)),
                2 => MemoOn::Participant("P01".into()),
                3 => MemoOn::Case("rowan".into()),
                4 => MemoOn::Code("wait".into()),
                5 => MemoOn::ParticipantCode("P01".into(), "wait".into()),
                6 => MemoOn::CaseCode("rowan".into(), "wait".into()),
                7 => MemoOn::Study,
                _ => MemoOn::Coding(coding),
            }),
            title: some(),
            kind: op.flag.then_some(MemoKind::Reflexive),
            text: (!op.flag || op.b != 4).then(text),
        }),
        9 => Do::Done { transcript: place(op.b, "").transcript, on: op.flag },
        10 => Do::Round {
            name: format!("round {}", op.b % 2).into(),
            transcripts: op.flag.then(|| vec!["one".into()]),
            coders: op.flag.then(|| vec![coder(0), coder(1)]),
            on: op.flag,
        },
        11 => Do::Codebook(Box::new(CodebookChange {
            op: [CodebookOp::Add, CodebookOp::Merge][op.b as usize % 2],
            code: op.flag.then(|| "wait".into()),
            old: op.flag.then(|| json!("Waiting")),
            new: Some(json!(["a", {"b": 1}])),
            why: some(),
            via: op.flag.then(|| "file".into()),
            patch: op.flag.then(|| Patch::between("a b", words)),
        })),
        12 if op.flag => Do::Exclude { participant: "P01".into(), on: op.b > 2 },
        12 => Do::Dismiss { hash: "00ff".into(), on: op.b > 2 },
        13 => Do::File(FileChange {
            path: "transcripts/one.txt".into(),
            before: some(),
            after: op.flag.then(|| "00ff".into()),
            patch: Patch::between("one two", words),
        }),
        14 => Do::Undo { act: ActId(about) },
        _ => Do::Erase {
            ids: vec![coding],
            participant: op.flag.then(|| "P01".into()),
            why: if op.b > 2 { Erasure::Withdrawn } else { Erasure::Anonymised },
        },
    }
}
