//! Invented RTF documents, as Word, Writer and TextEdit write them.

use super::read;
use crate::import::document::Refused;
use crate::import::document::made_up::lines;
use proptest::prelude::*;

#[track_caller]
fn reads(body: &str, expected: &[&str]) {
    let text = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fswiss\\fcharset0 Arial;}}{{\\f1\\fnil\\fcharset204 Cyr;}}{{\\f2\\fcharset2 Wingdings;}}{{\\f3\\fcharset128 Gothic;}}}}{{\\colortbl;\\red0\\green0\\blue0;}}{body}}}"
    );
    assert_eq!(lines(&read(text.as_bytes()).unwrap()), expected);
}

#[test]
fn labels_paragraphs_tabs_and_lines() {
    reads(
        "\\pard\\plain {\\b Interviewer:} How did it st\n{\\i art}?\\par\r\n\\pard P01:\\tab Slowly.\\line Then fast.\\par\\par\\pard I: a\\{b\\}\\\\c\\~d\\_e\\-f\\\nP: g",
        &["Interviewer: How did it start?", "P01:\tSlowly.\nThen fast.", "I: a{b}\\c\u{a0}d-ef", "P: g"],
    );
}

#[test]
fn bytes_mean_what_their_font_says() {
    reads(
        "\\f0 caf\\'e9 \\'93so\\'94\\par\\f1\\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\par\\f2 J\\'e0\\par\\f3\\'82\\'a0\\'82\\'a2\\par\\plain na\\'efve",
        &["café “so”", "Привет", "☺→", "あい", "naïve"],
    );
    let mac = b"{\\rtf1\\mac{\\fonttbl{\\f0\\fnil Geneva;}}caf\\'8e \x8e}";
    assert_eq!(lines(&read(mac).unwrap()), ["café é"]);
    let dos = b"{\\rtf1\\pca gr\\'81n}";
    assert_eq!(lines(&read(dos).unwrap()), ["grün"]);
    let cyrillic = b"{\\rtf1\\ansi\\ansicpg1251 \\'ef}";
    assert_eq!(lines(&read(cyrillic).unwrap()), ["п"]);
}

#[test]
fn unicode_replaces_its_older_form() {
    reads(
        "\\uc1\\u8220?so\\u8221\\'94 \\u-10179?\\u-8694? {\\uc2\\u233 ab}c {\\uc0\\u233}d {\\upr{old}{\\*\\ud{n\\u233?w}}} \\u945\\'3f!\\par\\lquote a\\rquote\\emdash\\ldblquote",
        &["“so” 😊 éc éd néw α!", "‘a’—“"],
    );
}

#[test]
fn what_is_not_seen_is_not_read() {
    let text = b"{\\rtf1\\ansi{\\stylesheet{\\s0 Normal;}{\\s3\\sbasedon0 Turn A;}{\\*\\cs4 Strong;}}{\\*\\generator X;}{\\info{\\title A talk}{\\author Ada}{\\operator Last}{\\creatim\\yr2024}}\
        {\\header\\pard Interview 12\\par}{\\footerr page {\\field{\\*\\fldinst{ PAGE }}{\\fldrslt 9}}\\chpgn}\\pard\\s3 Seen{\\v hidden} and{\\deleted gone} {\\revised new}{\\*\\unknown{\\b x}}{\\*\\bkmkstart a}.{\\pict\\bin4 }}}}00ff}\
        {\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt the link}}\\par\\pard{\\listtext 1.\\tab}One\\par}";
    let document = read(text).unwrap();
    assert_eq!(lines(&document), ["Seen and new.the link", "One"]);
    assert_eq!(document.paragraphs[0].style, "Turn A");
    let margin: Vec<(&str, &str)> = document.margin.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(margin, [("title", "A talk"), ("author", "Ada"), ("header", "Interview 12"), ("footer", "page")]);
    assert_eq!(document.warnings.len(), 3, "{:?}", document.warnings);
}

#[test]
fn tables_notes_boxes_and_comments() {
    let body = "\\trowd\\cellx100\\cellx200\\pard\\intbl Ana\\cell\\pard\\intbl Yes.\\par No.\\cell\\trowd\\row\\trowd\\cellx100\\pard\\intbl Ben\\cell\\cell\\row\
        \\pard After{\\footnote\\pard\\plain \\chftn  A note.}, so{\\footnote\\ftnalt The end.}.\\par{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn x}{\\sv 1}}{\\shptxt\\pard Boxed\\par}}{\\shprslt{\\*\\do Boxed}}}\
        \\pard In {\\*\\atrfstart 7}Northam{\\*\\atrfend 7}{\\*\\atnid AB}{\\*\\atnauthor Ada}\\chatn{\\*\\annotation{\\*\\atnref 7}{\\*\\atndate 1203987087}\\pard Where?\\par}.\\par\
        \\pard No{\\*\\atnid CD}\\chatn{\\*\\annotation Sure?} idea.\\par";
    let document = read(format!("{{\\rtf1{body}}}").as_bytes()).unwrap();
    assert_eq!(
        lines(&document),
        ["Ana | Yes.\nNo.", "Ben | ", "After [footnote: A note.], so [endnote: The end.].", "In Northam.", "No idea."]
    );
    assert_eq!(document.margin, [("text box".to_owned(), "Boxed".to_owned())]);
    let seen: Vec<_> = document
        .comments
        .iter()
        .map(|c| (c.paragraph, c.quote.as_str(), c.author.as_str(), c.at.as_str(), c.text.as_str()))
        .collect();
    assert_eq!(seen, [(3, "Northam", "Ada", "2024-03-12T10:15:00Z", "Where?"), (4, "", "CD", "", "Sure?")]);
}

#[test]
fn broken_ones_are_refused_and_depth_costs_no_stack() {
    assert_eq!(read(b"{\\rtf1 half a sen"), Err(Refused::Truncated));
    assert_eq!(read(b"{\\rtf1 {\\pict\\bin9999 abc}}"), Err(Refused::Truncated));
    assert_eq!(read(b"{\\rtf1{\\pict ff}}"), Err(Refused::Empty { pictures: true }));
    assert!(matches!(read(b"plain"), Err(Refused::OtherKind { .. })));
    assert!(matches!(read(b"MZ\0\0"), Err(Refused::Foreign(_))));
    let deep = |depth: usize| format!("{{\\rtf1 {}x{}}}", "{".repeat(depth), "}".repeat(depth));
    assert_eq!(lines(&read(deep(9_000).as_bytes()).unwrap()), ["x"]);
    assert_eq!(read(deep(100_000).as_bytes()), Err(Refused::TooDeep));
    assert_eq!(read("{\\rtf1 ".repeat(100_000).as_bytes()), Err(Refused::TooDeep));
    let notes = format!("{{\\rtf1 {}x{}}}", "{\\footnote ".repeat(9_000), "}".repeat(9_000));
    assert!(read(notes.as_bytes()).is_ok());
}

/// RTF that a writer would make of this text, every character beyond ASCII in Unicode.
fn written(paragraphs: &[String]) -> String {
    let mut out = String::from("{\\rtf1\\ansi\\uc1");
    for paragraph in paragraphs {
        out += "\\pard ";
        for c in paragraph.chars() {
            match c {
                '\\' | '{' | '}' => out += &format!("\\{c}"),
                ' '..='~' => out.push(c),
                _ => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out += &format!("\\u{}?", *unit as i16);
                    }
                }
            }
        }
        out += "\\par\n";
    }
    out + "}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_is_written_comes_back(paragraphs in proptest::collection::vec("[a-zA-Z\\\\{}][ -~é–😊ф]{0,30}", 1..6)) {
        let document = read(written(&paragraphs).as_bytes()).unwrap();
        prop_assert_eq!(lines(&document), paragraphs);
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(proptest::sample::select(&b"{}\\'*abuv019 \n;\xe9\t"[..]), 0..200)) {
        let mut text = b"{\\rtf1".to_vec();
        text.extend(bytes);
        _ = read(&text);
    }
}
