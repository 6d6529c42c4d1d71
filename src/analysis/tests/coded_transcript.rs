//! The coded interview and a participant's file: what stands in lines, and what does not.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, event, talk};
use crate::analysis::{
    CodedTranscript, LineItem, MemoBook, MemoOrder, ParticipantFile, PersonRequest, SOMEBODY_ELSE, TranscriptPart,
};
use crate::model::{Memo, MemoKind, MemoOn};
use crate::text::Span;

const WHOLE: TranscriptPart<'_> = TranscriptPart { filter: None, hidden: &|_| None, outside: true };

fn draft() -> Draft {
    Draft {
        columns: vec!["role", "may_quote"],
        people: vec![
            ("P1", vec!["parent", "yes"], vec![]),
            ("P2", vec!["teacher", "no"], vec![]),
            ("P3", vec!["", ""], vec![]),
        ],
        codes: vec![("wait", None), ("trust", None)],
        transcripts: vec![talk(
            "t1",
            &[
                ("INT", "Tell us."),
                (
                    "P1",
                    "We waited nine weeks, and then\nnobody rang, which is the thing that I would want to be known by whoever reads this.",
                ),
                ("INT", "And you?"),
                ("P2", "A secret thing."),
                ("O1", "Me too."),
                ("P1", "Twice."),
                ("P3", "Gone words."),
            ],
        )],
        ..Draft::default()
    }
}

fn words_of(coded: &CodedTranscript) -> String {
    let items = coded.lines.iter().flat_map(|line| &line.items);
    items.filter_map(|item| if let LineItem::Words { text, .. } = item { Some(text.as_str()) } else { None }).collect()
}

/// What stands between the beginning and the end of each coding.
fn ranges(coded: &CodedTranscript) -> Vec<String> {
    let mut ranges = vec![String::new(); coded.codings.len()];
    let (mut begun, mut ended) = (vec![0; ranges.len()], vec![0; ranges.len()]);
    for item in coded.lines.iter().flat_map(|line| &line.items) {
        match item {
            LineItem::Start(at) => begun[*at] += 1,
            LineItem::End(at) => {
                assert_eq!(begun[*at], 1, "it ends after it has begun");
                ended[*at] += 1;
            }
            LineItem::Words { text, .. } => {
                for at in (0..ranges.len()).filter(|at| begun[*at] == 1 && ended[*at] == 0) {
                    ranges[at].push_str(text);
                }
            }
        }
    }
    assert!(begun.iter().chain(&ended).all(|times| *times == 1), "{begun:?} {ended:?}");
    ranges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn lines_hold_the_whole_body_and_codings_their_own_words(
        spans in proptest::collection::vec((0u32..230, 1u32..230), 1..9),
    ) {
        let mut draft = draft();
        let length = draft.transcripts[0].turns.iter().map(|(label, speech)| label.chars().count() + speech.chars().count() + 4).sum::<usize>() as u32;
        for (start, long) in &spans {
            let start = start % (length - 1);
            draft.code("t1", Span::new(start, (start + long).min(length)), "wait", "amy");
        }
        let fixture = draft.build();
        let view = fixture.view();
        let at = fixture.transcript("t1");
        let coded = CodedTranscript::of(&view, at, &WHOLE);
        let body = view.corpus.transcript(at).body();
        prop_assert_eq!(words_of(&coded), body.text().replace('\n', ""));
        prop_assert_eq!(coded.codings.len(), spans.len());
        for (note, range) in coded.codings.iter().zip(ranges(&coded)) {
            prop_assert_eq!(range, body.slice(note.span).unwrap().replace('\n', ""));
        }
        let numbers: Vec<u32> = coded.lines.iter().map(|line| line.number).collect();
        prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(coded.lines.iter().filter(|line| line.first).count(), 7);
    }
}

#[test]
fn who_left_the_study_is_not_shown_and_turns_keep_their_numbers() {
    let mut draft = draft();
    draft.mark("t1", "Twice.", "Gone", "wait", "amy").mark("t1", "Gone", "words.", "trust", "amy");
    let mut fixture = draft.build();
    fixture.state.excluded.insert("P3".into());
    let coded = CodedTranscript::of(&fixture.view(), fixture.transcript("t1"), &WHOLE);
    let text = words_of(&coded);
    assert!(text.ends_with("P1: Twice.[…]") && !text.contains("Gone"), "{text}");
    assert_eq!(coded.codings.len(), 1, "nothing is told of words of people who left alone");
    assert_eq!(ranges(&coded), ["Twice.[…]"]);
    assert!(!coded.codings[0].quote.contains("Gone"));
    let turns: Vec<usize> = coded.lines.iter().filter(|line| line.first).filter_map(|line| line.turn).collect();
    assert_eq!(turns, [0, 1, 2, 3, 4, 5, 6]);
    let table = coded.table();
    assert_eq!(table.cell(6, "text").unwrap().plain(), "[…]");
    assert_eq!(table.cell(5, "codes").unwrap().plain(), "wait");
    assert!(coded.people.iter().all(|(person, _)| person != "P3"));
}

fn memo(fixture: &mut Fixture, number: u128, on: MemoOn, text: &str) {
    let memo = Memo {
        id: event(number),
        coder: super::fixture::coder("ben"),
        on,
        title: "".into(),
        kind: if number.is_multiple_of(2) { MemoKind::Analytic } else { MemoKind::Note },
        text: text.into(),
        created: format!("2026-01-{:02}T00:00:00Z", 30 - number % 20).into(),
        modified: "2026-02-01T00:00:00Z".into(),
        written_by: event(number),
    };
    fixture.state.memos.insert(memo.id, memo);
}

#[test]
fn a_file_of_one_participant_holds_nothing_that_others_say() {
    let mut draft = draft();
    draft.mark("t1", "We waited", "weeks", "wait", "amy");
    draft.mark("t1", "A secret", "thing.", "trust", "amy");
    draft.mark("t1", "nobody rang", "Twice.", "trust", "amy");
    let mut fixture = draft.build();
    fixture.state.stars.insert((event(3), super::fixture::coder("amy")), crate::model::Star::Exemplar);
    memo(&mut fixture, 101, MemoOn::Participant("P1".into()), "on the person");
    memo(&mut fixture, 102, MemoOn::Coding(event(1)), "on their coding");
    memo(&mut fixture, 103, MemoOn::Coding(event(3)), "on a passage of several");
    memo(&mut fixture, 104, MemoOn::Participant("P2".into()), "on somebody else");
    let view = fixture.view();
    let places = |_| None;
    let person = 0.into();
    let asked = PersonRequest { person, own: &|_| false, memos: Some(&places) };
    let file = ParticipantFile::of(&view, &asked);
    assert_eq!(file.transcripts.len(), 1);
    let coded = &file.transcripts[0];
    let text = words_of(coded);
    assert!(text.starts_with("INT: Tell us.P1: We waited nine weeks"), "{text}");
    assert!(!text.contains("secret") && !text.contains("Me too") && !text.contains("And you?"), "{text}");
    assert!(text.contains(&format!("reads this.{SOMEBODY_ELSE}P1: Twice.{SOMEBODY_ELSE}")), "{text}");
    let codes: Vec<&str> = coded.codings.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(codes, ["wait", "trust"], "codings of others are not in it");
    let whole = format!("{file:?}");
    for words in ["secret", "Me too", "somebody else\"", "of several", "P2"] {
        assert!(!whole.contains(words), "{words}");
    }
    assert_eq!(file.quotes.len(), 1);
    assert!(file.quotes[0].text.starts_with("nobody rang") && file.quotes[0].text.ends_with("Twice."));
    let memos: Vec<&str> = file.memos.iter().map(|memo| memo.text.as_str()).collect();
    assert_eq!(memos, ["on their coding", "on the person"]);
    assert_eq!(file.codes.iter().map(|code| code.codings).collect::<Vec<_>>(), [1, 1]);
    // Without being asked for, memos are not in it; and alone, the interviewer is heard whole.
    let alone = ParticipantFile::of(&view, &PersonRequest { person, own: &|_| true, memos: None });
    assert!(alone.memos.is_empty() && words_of(&alone.transcripts[0]).contains("And you?"));
}

#[test]
fn memos_stand_by_kind_thing_and_date_with_their_passage() {
    let mut draft = draft();
    draft.mark("t1", "We waited", "weeks", "wait", "amy").mark("t1", "A secret", "thing.", "trust", "amy");
    let mut fixture = draft.build();
    fixture.corpus.study.consent.quote = Some("may_quote".into());
    memo(&mut fixture, 101, MemoOn::Coding(event(1)), "one");
    memo(&mut fixture, 102, MemoOn::Coding(event(2)), "two");
    memo(&mut fixture, 103, MemoOn::Study, "three");
    memo(&mut fixture, 104, MemoOn::Code("trust".into()), "four");
    let view = fixture.view();
    let of = |order| MemoBook::of(&view, &|_| None, order, &|_| true);
    let texts = |book: &MemoBook| book.entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(texts(&of(MemoOrder::Kind)), "one three two four");
    assert_eq!(texts(&of(MemoOrder::Thing)), "three four one two");
    assert_eq!(texts(&of(MemoOrder::Date)), "four three two one");
    let book = of(MemoOrder::Thing);
    let headings: Vec<&str> = book.entries.iter().map(|entry| entry.heading.as_str()).collect();
    assert_eq!(headings, ["The study", "Code TRUST", "Transcript t1", "Transcript t1"]);
    let table = book.table();
    assert_eq!(table.cell(2, "quote").unwrap().plain(), "We waited nine weeks");
    assert_eq!(table.cell(2, "on").unwrap().plain(), "coding WAIT, by amy");
    assert_eq!(
        (book.entries[2].reference(), book.entries[3].reference()),
        ("t1, l. 3, P1".into(), "t1, l. 9, P2".into())
    );
    assert_eq!(table.cell(3, "quote").unwrap().plain(), "", "P2 has not agreed");
    assert!(book.sentences()[1].contains("the wording of 1 passage"), "{:?}", book.sentences());
}
