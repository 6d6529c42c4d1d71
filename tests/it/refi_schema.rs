//! What the schemas of REFI-QDA demand, said here once more in a table, so that every test run checks it, whether the official
//! schemas are at hand or not.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element: its attributes and the elements in it.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
}

/// What stands in an element, in this order: name, how often at least, how often at most (0: as often as you like).
type Inside = &'static [(&'static str, usize, usize)];

const TEXT: Inside = &[
    ("Description", 0, 1),
    ("PlainTextContent", 0, 1),
    ("PlainTextSelection", 0, 0),
    ("Coding", 0, 0),
    ("NoteRef", 0, 0),
    ("VariableValue", 0, 0),
];

/// What stands in an element, and which attributes it must have.
fn demanded(name: &str, codebook: bool) -> (Inside, &'static [&'static str]) {
    match (name, codebook) {
        ("Project", _) => (
            &[
                ("Users", 0, 1),
                ("CodeBook", 0, 1),
                ("Variables", 0, 1),
                ("Cases", 0, 1),
                ("Sources", 0, 1),
                ("Notes", 0, 1),
                ("Links", 0, 1),
                ("Sets", 0, 1),
                ("Graphs", 0, 1),
                ("Description", 0, 1),
                ("NoteRef", 0, 0),
            ],
            &["name"],
        ),
        ("Users", _) => (&[("User", 1, 0)], &[]),
        ("User", _) => (&[], &["guid"]),
        ("CodeBook", true) => (&[("Codes", 1, 1), ("Sets", 0, 1)], &[]),
        ("CodeBook", false) => (&[("Codes", 1, 1)], &[]),
        ("Codes", _) => (&[("Code", 1, 0)], &[]),
        ("Code", true) => (&[("Description", 0, 1), ("Code", 0, 0)], &["guid", "name", "isCodable"]),
        ("Code", false) => {
            (&[("Description", 0, 1), ("NoteRef", 0, 0), ("Code", 0, 0)], &["guid", "name", "isCodable"])
        }
        ("Variables", _) => (&[("Variable", 1, 0)], &[]),
        ("Variable", _) => (&[("Description", 0, 1)], &["guid", "name", "typeOfVariable"]),
        ("Cases", _) => (&[("Case", 1, 0)], &[]),
        ("Case", _) => (
            &[
                ("Description", 0, 1),
                ("CodeRef", 0, 0),
                ("VariableValue", 0, 0),
                ("SourceRef", 0, 0),
                ("SelectionRef", 0, 0),
            ],
            &["guid"],
        ),
        ("VariableValue", _) => (
            &[
                ("VariableRef", 1, 1),
                ("TextValue", 0, 1),
                ("BooleanValue", 0, 1),
                ("IntegerValue", 0, 1),
                ("FloatValue", 0, 1),
                ("DateValue", 0, 1),
                ("DateTimeValue", 0, 1),
            ],
            &[],
        ),
        ("Sources", _) => (&[("TextSource", 1, 0)], &[]),
        ("Notes", _) => (&[("Note", 1, 0)], &[]),
        ("TextSource" | "Note", _) => (TEXT, &["guid"]),
        ("PlainTextSelection", _) => {
            (&[("Description", 0, 1), ("Coding", 0, 0), ("NoteRef", 0, 0)], &["guid", "startPosition", "endPosition"])
        }
        ("Coding", _) => (&[("CodeRef", 1, 1), ("NoteRef", 0, 0)], &["guid", "creatingUser"]),
        ("Sets", _) => (&[("Set", 1, 0)], &[]),
        ("Set", _) => (
            &[("Description", 0, 1), ("MemberCode", 0, 0), ("MemberSource", 0, 0), ("MemberNote", 0, 0)],
            &["guid", "name"],
        ),
        ("MemberCode", true) => (&[], &["guid"]),
        (
            "CodeRef" | "NoteRef" | "SourceRef" | "SelectionRef" | "VariableRef" | "MemberCode" | "MemberSource"
            | "MemberNote",
            _,
        ) => (&[], &["targetGUID"]),
        _ => (&[], &[]),
    }
}

fn begun(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        (attribute.key.as_ref().to_owned(), attribute.value.to_string())
    });
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), children: Vec::new() }
}

fn root(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element { name: String::new(), attributes: BTreeMap::new(), children: Vec::new() }];
    loop {
        let mut done = None;
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => open.push(begun(&start)),
            Event::Empty(start) => done = Some(begun(&start)),
            Event::End(_) => done = open.pop(),
            Event::DocType(_) => assert!(open.is_empty(), "a document type"),
            Event::Eof => break,
            _ => {}
        }
        if let Some(done) = done {
            open.last_mut().expect("an element around it").children.push(done);
        }
    }
    let mut top = open.pop().expect("the document");
    assert!(open.is_empty() && top.children.len() == 1, "one root");
    top.children.remove(0)
}

#[track_caller]
fn look(element: &Element, codebook: bool, own: &mut BTreeSet<String>, named: &mut Vec<String>) {
    let (inside, attributes) = demanded(&element.name, codebook);
    for name in attributes {
        assert!(element.attributes.contains_key(*name), "{} lacks {name}", element.name);
    }
    let mut rest = element.children.iter().peekable();
    for (name, least, most) in inside {
        let mut count = 0;
        while rest.next_if(|child| child.name == *name).is_some() {
            count += 1;
        }
        assert!(count >= *least && (*most == 0 || count <= *most), "{count} of {name} in {}", element.name);
    }
    let left: Vec<&str> = rest.map(|child| child.name.as_str()).collect();
    assert!(left.is_empty(), "{left:?} stands wrongly in {}", element.name);
    for (name, value) in &element.attributes {
        let hex = |text: &str, groups: &[usize]| {
            let parts: Vec<&str> = text.split('-').collect();
            parts.len() == groups.len()
                && parts
                    .iter()
                    .zip(groups)
                    .all(|(part, length)| part.len() == *length && part.chars().all(|char| char.is_ascii_hexdigit()))
        };
        let good = match name.as_str() {
            "guid" | "targetGUID" | "creatingUser" | "modifyingUser" => {
                hex(value.trim_matches(['{', '}']), &[8, 4, 4, 4, 12])
            }
            "color" => value.strip_prefix('#').is_some_and(|digits| hex(digits, &[6]) || hex(digits, &[3])),
            "isCodable" => value == "true" || value == "false",
            "creationDateTime" | "modifiedDateTime" => value.ends_with('Z') && value.len() == 20,
            "startPosition" | "endPosition" => value.parse::<u32>().is_ok(),
            "plainTextPath" => value.starts_with("internal://"),
            "richTextPath" | "basePath" | "currentPath" => false,
            _ => true,
        };
        assert!(good, "{}: {name}=\"{value}\"", element.name);
        let member = codebook && element.name == "MemberCode";
        match name.as_str() {
            "guid" if !member => assert!(own.insert(value.to_lowercase()), "{value} stands twice"),
            "guid" | "targetGUID" | "creatingUser" => named.push(value.to_lowercase()),
            _ => {}
        }
    }
    element.children.iter().for_each(|child| look(child, codebook, own, named));
}

/// Checks a project or codebook: order, number and attributes of its elements, and that everything referred to is there.
#[track_caller]
pub fn check(xml: &str) {
    let root = root(xml);
    let codebook = root.name == "CodeBook";
    let space = if codebook { "urn:QDA-XML:codebook:1.0" } else { "urn:QDA-XML:project:1.0" };
    assert_eq!(root.attributes.get("xmlns").map(String::as_str), Some(space));
    let (mut own, mut named) = (BTreeSet::new(), Vec::new());
    look(&root, codebook, &mut own, &mut named);
    assert!(!own.is_empty() && named.iter().all(|guid| own.contains(guid)), "a GUID leads nowhere");
}

#[test]
fn faults_are_found() {
    let book =
        |inside: &str| format!("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>{inside}</Codes></CodeBook>");
    let code = "<Code guid=\"aaaaaaa1-0000-0000-0000-000000000001\" name=\"a\" isCodable=\"true\"><Description>x</Description></Code>";
    check(&book(code));
    for bad in [
        book(""),
        book(&code.repeat(2)),
        book(&code.replace("true", "1")),
        book(&code.replace(" name=\"a\"", "")),
        book(&code.replace("aaaaaaa1", "c")),
        book(&code.replace("</Code>", "<NoteRef targetGUID=\"aaaaaaa1-0000-0000-0000-000000000001\"/></Code>")),
        book(&code.replace("<Description>x</Description>", "<Description>x</Description><Description>y</Description>")),
        book(code).replace("1.0", "0:4"),
    ] {
        assert!(std::panic::catch_unwind(|| check(&bad)).is_err(), "{bad}");
    }
}
