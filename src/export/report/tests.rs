//! The report of invented studies: its policy, and that no text in it is ever markup.

use proptest::prelude::*;

use super::*;
use crate::analysis::{Passage, Segment};
use crate::export::figure::{GridRow, Head, Value};

const HOSTILE: [&str; 10] = [
    "</script><script>alert(1)</script>",
    "<!-- <img src=x onerror=alert(1)>",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "' style='x",
    "]]></style></title></textarea>",
    "&lt;b&gt; &amp;amp; &#60;",
    "\u{2028}\u{2029}\u{202e}\u{feff}",
    "\u{0}\u{1b}[31m\u{7f}\u{85}",
    "<a href=javascript:alert(1)>",
    "`${alert(1)}`",
];

fn passages(words: &[String]) -> Passages {
    let passage = |text: &String| Passage {
        themes: vec![0],
        home: 0,
        joined: false,
        groups: vec![0],
        unit: Some(0),
        codes: vec![0],
        coders: vec![text.clone()],
        place: text.clone(),
        printed: vec![
            Segment { text: format!("{text}\n{text}"), italic: false },
            Segment { text: text.clone(), italic: true },
        ],
        translation: (text.clone(), text.clone()),
        withheld: false,
    };
    Passages { list: words.iter().map(passage).collect(), codings: words.len() as u64, ..Passages::default() }
}

fn page(text: &str, passages: &Passages) -> String {
    let book = Codebook::default();
    let value = Value { printed: text.to_owned(), share: Some(0.5) };
    let grid = Grid {
        study: text.to_owned(),
        by: text.to_owned(),
        unit: "participants",
        heads: [(text, text), ("(all)", "3")].map(|(name, base)| Head { name: name.into(), base: base.into() }).into(),
        rows: vec![GridRow {
            id: text.to_owned(),
            name: text.to_owned(),
            depth: 0,
            values: vec![value.clone(), value],
        }],
        caption: Vec::new(),
    };
    let made = Report {
        title: text,
        language: text,
        facts: vec![("Participants", text.to_owned())],
        grid: Some(grid),
        passages_in_cells: vec![vec!["1".into(), "1".into()]],
        said_of_grid: vec![text.to_owned()],
        passages,
        attribution: Attribution::Group,
        pairs: Err(text.to_owned()),
        curves: Err(text.to_owned()),
        codebook: &book,
        made: vec![text.to_owned()],
    };
    String::from_utf8(report(&made)).unwrap()
}

/// The tags of a page with their names and their values, as a browser reads them: script and style are passed over.
fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').unwrap() + 1;
        let tag = &rest[at..end];
        // What stands between quotes says nothing here.
        let bare: Vec<&str> = tag.split('"').step_by(2).collect();
        tags.push(bare.join("\"\""));
        rest = &rest[end..];
        for raw in ["script", "style"] {
            if tag == format!("<{raw}>") {
                rest = &rest[rest.find(&format!("</{raw}>")).unwrap()..];
            }
        }
    }
    tags
}

#[test]
fn the_policy_names_the_hash_of_the_only_script_and_style() {
    let page = page("Clinic (invented)", &passages(&["We waited.".into()]));
    let between = |from: &str, to: &str| page.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let (script, style) = (between("<script>", "</script>"), between("<style>", "</style>"));
    assert!(script.len() > 1000 && style.len() > 1000);
    let policy = between("Content-Security-Policy\" content=\"", "\"");
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(&script),
            hash(&style)
        )
    );
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    for outside in ["http:", "https:", "url(", "@import", "src=", " on", "style=\""] {
        let body = page.split("</style>").nth(1).unwrap().split("<script>").next().unwrap();
        let found = body.split('<').filter(|tag| tag.split('>').next().unwrap().contains(outside));
        assert_eq!(found.count(), 0, "{outside}");
    }
    for address in ["http:", "https:", "ws:", "ftp:"] {
        assert!(!page.contains(address), "no outside address");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let innocent = tags(&page("plain", &passages(&["plain".into()])));
    assert!(innocent.len() > 50);
    for text in HOSTILE {
        let hostile = page(text, &passages(&[text.into()]));
        assert_eq!(tags(&hostile), innocent, "{text:?}");
        assert!(!hostile.chars().any(|char| char.is_control() && char != '\n'), "{text:?}");
    }
}

#[test]
fn one_that_is_kept_back_leaves_no_word() {
    let mut passages = passages(&["We waited nine weeks.".into()]);
    passages.list[0].withheld = true;
    passages.withheld_people = 1;
    let page = page("plain", &passages);
    assert!(!page.contains("nine weeks"));
    assert!(page.contains("data-t=\"0\" data-g=\"0\" data-c=\"0\" hidden></div>"));
    assert!(page.contains("Kept back: 1 passage, in which 1 participant who has not (or not yet) agreed"));
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let passages = passages(&["a".into(), "b".into()]);
    assert_eq!(page("x", &passages), page("x", &passages));
}

proptest! {
    /// Whatever is said, the page has the same tags, and what is said can be read back.
    #[test]
    fn no_text_makes_markup(text in r#"([<>&"'/!a-z \-]|script|style|\u{2028}|[\u{0}-\u{1f}]|\PC){0,60}"#) {
        let innocent = tags(&page("plain", &passages(&["plain".into()])));
        let text = text.replace('\n', " ");
        let hostile = page(&text, &passages(std::slice::from_ref(&text)));
        // An empty place, coder or translation has no element of its own.
        if !text.is_empty() {
            prop_assert_eq!(tags(&hostile), innocent);
        }
        let said = escaped(&text);
        prop_assert!(!said.contains(['<', '>', '"', '\'']));
        let back = said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        let kept: String = text.chars().filter(|char| !char.is_control()).collect();
        let expected: String = back.chars().filter(|char| !char.is_control()).collect();
        if !text.chars().any(char::is_control) {
            prop_assert_eq!(expected, kept);
        }
    }
}
