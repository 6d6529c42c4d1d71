//! Laws under random edits through the session.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Wordings of an invented talk, some of them more than once.
const WORDS: &[&str] = &[
    "no ",
    "I ",
    "rang ",
    "them ",
    "é ",
    "👩‍👧 ",
    "waiting ",
    "list. ",
    "\n\nINT: ",
    "\n\nP01: ",
    "학교 ",
    "yes ",
    "so ",
];

fn talk() -> impl Strategy<Value = String> {
    prop::collection::vec(0..WORDS.len(), 12..60)
        .prop_map(|words| format!("INT: {}", words.into_iter().map(|at| WORDS[at]).collect::<String>()))
}

/// A stretch of the body by two fractions, and what takes its place.
type Change = (u32, u32, Vec<usize>);

fn change() -> impl Strategy<Value = Change> {
    (0..1000_u32, 0..40_u32, prop::collection::vec(0..WORDS.len(), 0..4))
}

fn changed(text: &str, (at, length, words): &Change) -> (String, std::ops::Range<usize>, usize) {
    let chars: Vec<char> = text.chars().collect();
    // Never the label that opens the text.
    let start = 5 + (chars.len().saturating_sub(5)) * *at as usize / 1000;
    let end = (start + *length as usize).min(chars.len());
    let new: String = words.iter().map(|at| WORDS[*at]).collect();
    let text = chars[..start].iter().collect::<String>() + &new + &chars[end..].iter().collect::<String>();
    (text, start..end, new.chars().count())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is edited in emic or outside of it: nothing stands on words that are not its own, nothing vanishes, and one's
    /// own that no edit in emic touched keep a place.
    #[test]
    fn nothing_is_attached_without_a_word_and_nothing_vanishes(
        text in talk(), spans in prop::collection::vec((0..1000_u32, 1..30_u32), 1..8),
        edits in prop::collection::vec((change(), any::<bool>(), any::<bool>()), 1..8)
    ) {
        let desk = Desk::new();
        desk.write("transcripts/one.txt", &text);
        let mut session = desk.open("amy");
        let length = text.chars().count() as u32;
        let mut placed: BTreeMap<EventId, Span> = BTreeMap::new();
        for (at, long) in spans {
            let start = (length - 1) * at / 1000;
            let span = Span::new(start, (start + long).min(length));
            let items = vec![NewCoding { transcript: one(), passage: Passage::Span(span), code: "trust".into(), line: 0 }];
            let outcome = session.apply(Command::Code { items, query: None }).unwrap();
            placed.extend(outcome.written.first().map(|id| (*id, span)));
        }
        let all = placed.len();
        for (edit, in_emic, accept) in edits {
            let body = session.corpus().transcript(session.transcript_place("one").unwrap()).body().text().to_owned();
            let (new, stretch, inserted) = changed(&body, &edit);
            if in_emic {
                let before = spans_of(&session);
                session.apply(Command::Edit { transcript: one(), text: new.clone(), accept: Vec::new() }).unwrap();
                let after = spans_of(&session);
                for (id, span) in before {
                    let (start, end) = (span.start as usize, span.end as usize);
                    // What is inserted next to a passage may be read as in it where it repeats its words.
                    if end + 8 <= stretch.start || start >= stretch.end + 8 {
                        let shift = if start >= stretch.end { inserted as i64 - stretch.len() as i64 } else { 0 };
                        let wording = |text: &str, from: i64| -> String {
                            text.chars().skip(from as usize).take(end - start).collect()
                        };
                        let now = after.get(&id).copied();
                        prop_assert!(now.is_some(), "own and untouched, but without a place: {:?}", span);
                        let now = now.unwrap();
                        prop_assert_eq!(wording(&new, i64::from(now.start)), wording(&body, start as i64));
                        prop_assert_eq!(wording(&new, start as i64 + shift), wording(&body, start as i64));
                    }
                }
            } else {
                desk.write("transcripts/one.txt", &new);
                session = desk.open("amy");
            }
            let review = session.review(None);
            prop_assert_eq!(review.counts.all(), all as u64, "all are counted");
            prop_assert_eq!(review.items.len() as u64, review.counts.without_place());
            let now = Body::new(new);
            for (id, span) in spans_of(&session) {
                prop_assert_eq!(now.slice(span), Some(&*session.state().codings[&id].place.quote));
            }
            if accept {
                let ids: Vec<EventId> = review.items.iter().filter(|item| item.best.is_some()).map(|item| item.id).collect();
                let command = session.accepting(&ids).unwrap();
                session.apply(command).unwrap();
                prop_assert_eq!(session.review(None).counts.all(), all as u64);
            }
        }
    }

    /// Codings, memos, edits and accepted matches, in any order: undo of all gives back every file to the byte and the state
    /// of the start; redo of all gives back the end.
    #[test]
    fn undo_of_all_gives_back_every_byte(
        text in talk(), crlf in any::<bool>(), steps in prop::collection::vec((0..4_u8, change()), 1..9)
    ) {
        let desk = Desk::new();
        let file = if crlf { format!("---\r\nx: 1\r\n---\r\n{}", text.replace('\n', "\r\n")) } else { text };
        desk.write("transcripts/one.txt", &file);
        let mut session = desk.open("amy");
        let mut done = 0;
        for (what, change) in steps {
            let at = session.transcript_place("one").unwrap();
            let body = session.corpus().transcript(at).body().clone();
            let start = (body.chars() - 1) * change.0 / 1000;
            let span = Span::new(start, (start + 1 + change.1).min(body.chars()));
            let command = match what {
                0 => Command::Code {
                    items: vec![NewCoding { transcript: one(), passage: Passage::Span(span), code: "trust".into(), line: 0 }],
                    query: None,
                },
                1 => {
                    let on = MemoOn::Passage(session.place_of(at, span).unwrap());
                    Command::Memo { memo: None, on, title: String::new(), kind: MemoKind::Note, text: "Why?".into() }
                }
                2 => Command::Edit { transcript: one(), text: changed(body.text(), &change).0, accept: Vec::new() },
                _ => {
                    let items = session.review(None).items;
                    let ids: Vec<EventId> = items.iter().filter(|item| item.best.is_some()).map(|item| item.id).collect();
                    session.accepting(&ids).unwrap()
                }
            };
            done += usize::from(session.apply(command).unwrap().act.is_some());
        }
        let end = (desk.read("transcripts/one.txt"), session.state().clone(), spans_of(&session));
        let mut undone = 0;
        while session.apply(Command::Undo).unwrap().act.is_some() {
            undone += 1;
        }
        prop_assert_eq!(undone, done);
        prop_assert_eq!(desk.read("transcripts/one.txt"), file);
        prop_assert!(session.state().codings.is_empty() && session.state().memos.is_empty());
        while session.apply(Command::Redo).unwrap().act.is_some() {}
        prop_assert_eq!((desk.read("transcripts/one.txt"), session.state().clone(), spans_of(&session)), end);
    }
}

fn spans_of(session: &Session) -> BTreeMap<EventId, Span> {
    session.placements().by_transcript.iter().flatten().map(|placed| (placed.id, placed.span)).collect()
}
