//! Documents from made-up quotes, interviews and memos.

use super::*;
use crate::analysis::{
    Attribution, BookQuote, CodedLine, CodedTranscript, CodingNote, LineItem, QuoteBook, Segment, Voice,
};
use crate::export::docx::tests::{paragraphs, parts_of, values};
use crate::export::docx::{Grid, docx};
use crate::model::{Codebook, EventId, Star};
use crate::text::Span;

const STUDY: StudyHead<'_> = StudyHead { title: "Study", language: "en" };

fn id(number: u128) -> EventId {
    EventId(uuid::Uuid::from_u128(number))
}

fn quote(code: &str, group: &str, printed: &[(&str, bool)]) -> BookQuote {
    BookQuote {
        coding: id(1),
        path: vec!["Top".into(), code.into()],
        code: code.into(),
        group: group.into(),
        participant: "P01".into(),
        transcript: "one".into(),
        lines: Some((3, 4)),
        turn: Some(2),
        time: String::new(),
        speaker: "P01".into(),
        coder: "amy".into(),
        rounds: String::new(),
        attributes: Vec::new(),
        memo: String::new(),
        quote: String::new(),
        translation: ("Übersetzt.".into(), "de".into()),
        used: "table 2".into(),
        star: Some(Star::Negative),
        printed: printed.iter().map(|(text, italic)| Segment { text: (*text).into(), italic: *italic }).collect(),
    }
}

#[test]
fn quotes_stand_by_theme_and_group_with_the_interviewer_in_italics() {
    let book = QuoteBook {
        quotes: vec![quote("a", "", &[("“", false), ("INT: Why?", true), ("\nP01: So.” (P01)", false)])],
        attribution: Attribution::Id,
        by: vec!["role".into()],
        ..QuoteBook::default()
    };
    let document = quotes_document(STUDY, &book, Some((&Codebook::default(), &[])));
    let xml = parts_of(&docx(&document).unwrap()).remove("word/document.xml").unwrap();
    let expected = [
        "Study",
        "Quotes",
        "1 quote",
        "Top > a",
        "(missing)",
        "“INT: Why?\nP01: So.” (P01)",
        "[de] Übersetzt.",
        "negative case · used: table 2",
        "Appendix: the codebook",
    ];
    assert_eq!(&paragraphs(&xml)[..9], &expected);
    assert_eq!(xml.matches("<w:i/>").count(), 1);
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 1);
    let styles = values(&xml, "w:pStyle", "w:val");
    assert_eq!(&styles[..8], &["Title", "Subtitle", "Note", "Heading1", "Heading2", "Quote", "Quote", "Quote"]);
}

fn note(number: u128, span: (u32, u32), memos: &[(&str, &str)]) -> CodingNote {
    CodingNote {
        coding: id(number),
        coder: "amy".into(),
        created: "2026-01-02T03:04:05Z".into(),
        code: "waiting".into(),
        path: vec!["Access".into(), "Waiting".into()],
        span: Span::from(span),
        lines: (1, 2),
        turn: Some(0),
        star: None,
        memos: memos.iter().map(|(coder, text)| ((*coder).to_owned(), (*text).to_owned())).collect(),
        quote: String::new(),
    }
}

fn say(text: &str, voice: Voice, label: bool) -> LineItem {
    LineItem::Words { text: text.into(), voice, label }
}

fn coded() -> CodedTranscript {
    let line = |number, turn: usize, first, items| CodedLine { number, turn: Some(turn), first, items };
    CodedTranscript {
        id: "one".into(),
        lines: vec![
            line(1, 0, true, vec![say("**INT:** ", Voice::Interviewer, true), say("Why?", Voice::Interviewer, false)]),
            line(
                3,
                1,
                true,
                vec![
                    say("P01: ", Voice::Speaker, true),
                    LineItem::Start(0),
                    say("We # waited ", Voice::Speaker, false),
                    LineItem::Start(1),
                    say("nine", Voice::Speaker, false),
                ],
            ),
            line(
                4,
                1,
                false,
                vec![
                    say("weeks", Voice::Speaker, false),
                    LineItem::End(0),
                    say(".", Voice::Speaker, false),
                    LineItem::End(1),
                ],
            ),
        ],
        codings: vec![note(1, (0, 5), &[("amy", "mine"), ("ben", "his")]), note(2, (3, 9), &[])],
        ..CodedTranscript::default()
    }
}

#[test]
fn each_coding_is_a_comment_on_its_own_words() {
    let document = transcript_document(STUDY, &coded(), &[]);
    let parts = parts_of(&docx(&document).unwrap());
    let xml = &parts["word/document.xml"];
    for element in ["w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"] {
        assert_eq!(values(xml, element, "w:id"), ["0", "1"], "{element}");
    }
    let lines = paragraphs(xml);
    assert_eq!(&lines[2..5], &["1\t1\tINT: Why?", "2\t3\tP01: We # waited nine", "\t4\tweeks."]);
    assert_eq!(
        paragraphs(&parts["word/comments.xml"])[..4],
        ["Waiting (in Access)", "Memo: mine", "Memo by ben: his", "l. 1–2 · coded by amy"]
    );
    // Label and words of the interviewer, and the numbers of lines.
    assert!(xml.matches("<w:color w:val=\"666666\"/>").count() >= 5);
    let styles = values(xml, "w:pStyle", "w:val");
    assert_eq!(&styles[2..5], &["TranscriptTurn", "TranscriptTurn", "TranscriptLine"]);
}

#[test]
fn in_markdown_codings_are_footnotes_and_lines_keep_their_ends() {
    let text = String::from_utf8(document_markdown(&transcript_document(STUDY, &coded(), &[]))).unwrap();
    let expected = "# Study\n\n## one\n\n**1** `1` **INT:** Why?\n\n**2** `3` **P01:** We # waited nine\\\n`4` weeks[^1].[^2]\n\n\
                    [^1]: **Waiting** (in Access)<br>*Memo:* mine<br>*Memo by ben:* his<br>l. 1–2 · coded by amy\n\
                    [^2]: **Waiting** (in Access)<br>l. 1–2 · coded by amy\n";
    assert_eq!(text, expected);
    let grid = Grid {
        widths: vec![1, 2],
        head: vec!["a|b".into(), "c".into()],
        rows: vec![vec![vec![Paragraph::of(Style::Cell, "x|y"), Paragraph::of(Style::Cell, "z")], vec![]]],
    };
    let mut document = STUDY.document("what", &[], false);
    extend(&mut document, [grid.into(), Paragraph::of(Style::Normal, "# no heading\n1. no list\n- none").into()]);
    let text = String::from_utf8(document_markdown(&document)).unwrap();
    assert!(
        text.ends_with(
            "\n| a\\|b | c |\n| --- | --- |\n| x\\|y<br>z |  |\n\n\\# no heading\\\n1\\. no list\\\n\\- none\n"
        ),
        "{text}"
    );
}
