//! What is written, taken apart again: archive, XML, relations, comments.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::*;
use crate::export::members;
use crate::text::visible;

/// The parts of a file by name. Each is XML that a reader takes to its end.
pub fn parts_of(bytes: &[u8]) -> BTreeMap<String, String> {
    let found = members(bytes).unwrap();
    assert!(found.closed.is_empty(), "{:?}", found.closed);
    let parts: BTreeMap<String, String> =
        found.members.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect();
    for (name, text) in &parts {
        assert!(each(text, |_, _| ()) > 2, "{name}");
    }
    parts
}

/// Hands each beginning of an element to `take`, with its name; how many there are.
fn each(xml: &str, mut take: impl FnMut(&str, &BytesStart<'_>)) -> usize {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                elements += 1;
                take(start.name().as_ref(), &start);
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

/// The values of an attribute of all elements of a name, in order.
pub fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut found = Vec::new();
    each(xml, |name, start| {
        if name == element {
            let value = start.attributes().flatten().find(|known| known.key.as_ref() == attribute);
            found.extend(value.map(|value| value.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned()));
        }
    });
    found
}

/// The words of all paragraphs, each on its own.
pub fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == "w:p" => found.push(String::new()),
            Event::Start(start) if start.name().as_ref() == "w:t" => inside = true,
            Event::End(end) if end.name().as_ref() == "w:t" => inside = false,
            Event::Empty(start) => match (start.name().as_ref(), found.last_mut()) {
                ("w:br", Some(last)) => last.push('\n'),
                ("w:tab", Some(last)) if start.attributes().count() == 0 => last.push('\t'),
                _ => {}
            },
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if inside => {
                let name = entity.to_string();
                let char = match entity.resolve_char_ref().unwrap() {
                    Some(char) => char.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name).unwrap().to_owned(),
                };
                found.last_mut().unwrap().push_str(&char);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn of(blocks: Vec<Block>, comments: Vec<Comment>) -> Document {
    Document {
        title: "A & B <study>".into(),
        language: "de".into(),
        sections: vec![Section { landscape: false, blocks }],
        comments,
    }
}

fn words(text: &str) -> Block {
    Paragraph::of(Style::Normal, text).into()
}

#[test]
fn the_parts_name_one_another_and_the_same_document_gives_the_same_bytes() {
    let comment = Comment { author: "anna-lee".into(), time: "2026-01-02T03:04:05Z".into(), ..Comment::default() };
    let mut paragraph = Paragraph::of(Style::Quote, "said");
    paragraph.inlines.insert(0, Inline::CommentStart(0));
    paragraph.inlines.push(Inline::CommentEnd(0));
    let document = of(vec![paragraph.into()], vec![comment]);
    let bytes = docx(&document).unwrap();
    assert_eq!(bytes, docx(&document).unwrap());
    let parts = parts_of(&bytes);
    let related = values(&parts["word/_rels/document.xml.rels"], "Relationship", "Target");
    assert_eq!(related.len(), 5);
    assert!(related.iter().all(|target| parts.contains_key(&format!("word/{target}"))), "{related:?}");
    let typed = values(&parts["[Content_Types].xml"], "Override", "PartName");
    assert!(typed.iter().all(|name| parts.contains_key(name.trim_start_matches('/'))), "{typed:?}");
    for name in parts.keys().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml") {
        assert!(typed.contains(&format!("/{name}")), "{name} has a type");
    }
    let comments = &parts["word/comments.xml"];
    assert_eq!(values(comments, "w:comment", "w:author"), ["anna-lee"]);
    assert_eq!(values(comments, "w:comment", "w:initials"), ["AL"]);
    assert_eq!(values(comments, "w:comment", "w:date"), ["2026-01-02T03:04:05Z"]);
    assert_eq!(values(&parts["word/styles.xml"], "w:lang", "w:val"), ["de"]);
    assert!(parts["docProps/core.xml"].contains("A &amp; B &lt;study&gt;"));
    let footer = values(&parts["word/footer1.xml"], "w:fldSimple", "w:instr");
    assert_eq!(footer, [" PAGE ", " NUMPAGES "]);
    // A document without comments has no part for them.
    let parts = parts_of(&docx(&of(vec![words("x")], vec![])).unwrap());
    assert!(!parts.contains_key("word/comments.xml") && !parts["[Content_Types].xml"].contains("comments"));
}

#[test]
fn every_style_that_is_used_is_defined_and_built_in_ones_have_their_names() {
    let blocks = Style::ALL.map(|style| Paragraph::of(style, "x").into()).to_vec();
    let parts = parts_of(&docx(&of(blocks, vec![])).unwrap());
    let used = values(&parts["word/document.xml"], "w:pStyle", "w:val");
    assert_eq!(used.len(), Style::ALL.len() - 1, "the plain style is not named");
    let known = values(&parts["word/styles.xml"], "w:style", "w:styleId");
    assert!(used.iter().all(|style| known.contains(style)), "{used:?} {known:?}");
    let names = values(&parts["word/styles.xml"], "w:name", "w:val");
    for name in ["Title", "heading 1", "heading 2", "heading 3", "Quote", "caption", "annotation text", "Table"] {
        assert!(names.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn the_head_of_a_table_repeats_and_pages_lie_as_their_section_says() {
    let grid = Grid {
        widths: vec![1_000, 2_000],
        head: vec!["who".into(), "what".into()],
        rows: vec![vec![vec![Paragraph::of(Style::Cell, "P1")], vec![]]],
    };
    let across = Section { landscape: true, blocks: vec![grid.clone().into(), grid.into()] };
    let upright = Section { landscape: false, blocks: vec![words("after")] };
    let document = Document { sections: vec![across, upright], ..of(vec![], vec![]) };
    let xml = parts_of(&docx(&document).unwrap()).remove("word/document.xml").unwrap();
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2);
    assert_eq!(values(&xml, "w:gridCol", "w:w"), ["1000", "2000", "1000", "2000"]);
    assert_eq!(values(&xml, "w:pgSz", "w:orient"), ["landscape"]);
    assert_eq!(values(&xml, "w:pgSz", "w:w"), ["16838", "11906"]);
    let cells = xml.matches("<w:tc>").count();
    assert_eq!(cells, 8);
    // Each cell has a paragraph, and so have the places between and after the tables.
    assert_eq!(paragraphs(&xml), ["who", "what", "P1", "", "", "who", "what", "P1", "", "", "after"]);
}

#[test]
fn right_to_left_words_are_said_to_be_so_and_a_bad_time_is_left_out() {
    let comment = Comment { author: "b\u{1b}en".into(), time: "yesterday\"".into(), ..Comment::default() };
    let parts = parts_of(&docx(&of(vec![words("انتظرنا طويلا"), words("P1: yes")], vec![comment])).unwrap());
    let xml = &parts["word/document.xml"];
    assert_eq!((xml.matches("<w:bidi/>").count(), xml.matches("<w:rtl/>").count()), (1, 1));
    assert!(values(&parts["word/comments.xml"], "w:comment", "w:date").is_empty());
    assert_eq!(values(&parts["word/comments.xml"], "w:comment", "w:author"), ["b␛en"]);
}

/// What stands in a document in place of a text.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let char = |char: char| match char {
        '\n' | '\t' => char.to_string(),
        '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}".into(),
        char if char.is_control() => visible(&char.to_string()).into_owned(),
        char => char.to_string(),
    };
    text.chars().map(char).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn nothing_in_a_text_is_markup(
        text in proptest::collection::vec(any::<char>(), 0..40),
        nasty in "[<>&\"'\\]\\[a\\t\\n\\r\u{0}\u{b}\u{1b}\u{7f}\u{85}\u{202e}]{0,30}",
    ) {
        let text: String = text.into_iter().collect::<String>() + &nasty + "]]>";
        let comment = Comment { author: text.clone(), time: text.clone(), paragraphs: vec![vec![Run::plain(&text)]] };
        let grid = Grid { widths: vec![900], head: vec![text.clone()], rows: vec![vec![vec![Paragraph::of(Style::Cell, &text)]]] };
        let mut document = of(vec![words(&text), grid.into()], vec![comment]);
        document.title.clone_from(&text);
        document.language.clone_from(&text);
        let parts = parts_of(&docx(&document).unwrap());
        let expected = shown(&text);
        let found = paragraphs(&parts["word/document.xml"]);
        prop_assert_eq!(&found[..3], &[expected.clone(), expected.clone(), expected.clone()]);
        prop_assert_eq!(&paragraphs(&parts["word/comments.xml"])[0], &expected);
    }
}
