//! Files that are written for the first time: a codebook, a study.yaml, a transcript with what must stand before its text.

use super::front_edit::set_front_matter;
use super::front_matter::opens;
use super::yaml_node::Node;
use super::yaml_text::entry;
use crate::model::{CodeIx, Codebook};

/// Keys and values as YAML in block style, one entry after the other.
pub fn yaml_text(entries: &[(&str, Node)]) -> String {
    entries.iter().flat_map(|(key, value)| entry(key, value, 0)).map(|line| line + "\n").collect()
}

/// A codebook as the text of codebook.yaml.
pub fn codebook_text(book: &Codebook) -> String {
    let mut entries: Vec<(&str, Node)> = Vec::new();
    if let Some(title) = &book.title {
        entries.push(("title", Node::text(title.as_str())));
    }
    let tops = (0..book.codes().len()).map(CodeIx::from).filter(|at| book.code(*at).parent.is_none());
    entries.push(("codes", Node::List(tops.map(|at| code_node(book, at)).collect())));
    let sets: Vec<Node> = book.sets().iter().map(|set| set_node(book, set)).collect();
    if !sets.is_empty() {
        entries.push(("themes", Node::List(sets)));
    }
    yaml_text(&entries)
}

/// A code with all that is beneath it, as an entry of `codes:`.
pub fn code_node(book: &Codebook, at: CodeIx) -> Node {
    let code = book.code(at);
    let mut entries = vec![("id", Node::text(code.id.as_str())), ("name", Node::text(code.name.as_str()))];
    if let Some(colour) = &code.colour {
        entries.push(("colour", Node::text(colour.as_str())));
    }
    for (key, text) in [("definition", &code.definition), ("include", &code.include), ("exclude", &code.exclude)] {
        if !text.is_empty() {
            entries.push((key, Node::text(text.as_str())));
        }
    }
    if !code.examples.is_empty() {
        entries.push(("examples", Node::texts(code.examples.iter().map(String::as_str))));
    }
    if !code.was.is_empty() {
        entries.push(("was", Node::texts(code.was.iter().map(|id| id.as_str()))));
    }
    let mut below = Vec::new();
    let mut next = at.at() + 1;
    while next < code.end.at() {
        below.push(code_node(book, next.into()));
        next = book.code(next.into()).end.at();
    }
    if !below.is_empty() {
        entries.push(("codes", Node::List(below)));
    }
    Node::map(entries)
}

/// A set of codes, as an entry of `themes:`.
pub fn set_node(book: &Codebook, set: &crate::model::CodeSet) -> Node {
    let mut entries = vec![("id", Node::text(set.id.as_str())), ("name", Node::text(set.name.as_str()))];
    if !set.idea.is_empty() {
        entries.push(("idea", Node::text(set.idea.as_str())));
    }
    entries.push(("codes", Node::texts(set.codes.iter().map(|at| book.code(*at).id.as_str()))));
    Node::map(entries)
}

/// The file of a transcript whose body is `body`, letter for letter, about these cases. `false`: the cases have no place,
/// for the body begins with empty lines.
pub fn transcript_text(body: &str, about: &[String]) -> (String, bool) {
    // A reader takes one byte order mark away, and `---` for the beginning of front matter.
    let mark = if body.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let bare = if opens(body) { format!("---\n---\n\n{body}") } else { format!("{mark}{body}") };
    if about.is_empty() {
        return (bare, true);
    }
    match set_front_matter(&bare, &["about".into()], &Node::texts(about.iter().map(String::as_str))) {
        Ok(text) => (text, true),
        Err(_) => (bare, false),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::super::codebook_file::parse_codebook;
    use super::super::transcripts::decode_transcript;
    use super::*;

    #[test]
    fn a_codebook_is_read_as_it_was_written() {
        let source = "title: 'A: b'\ncodes:\n  - id: a\n    name: 'yes'\n    colour: '#0072b3'\n    definition: \"one\\n\\ntwo: three\"\n    include: x\n    exclude: y\n    examples: ['- z', \"it's\"]\n    was: [old]\n    codes:\n      - id: b\n        name: B\n        codes:\n          - id: c\n            name: C\n  - id: d\n    name: D\nthemes:\n  - id: s\n    name: S\n    idea: both\n    codes: [b, d]\n";
        let (book, faults) = parse_codebook(Path::new("c"), source).unwrap();
        assert!(faults.is_empty());
        assert_eq!(book.codes().len(), 4);
        let text = codebook_text(&book);
        let (again, faults) = parse_codebook(Path::new("c"), &text).unwrap();
        assert!(faults.is_empty(), "{text}\n{faults:?}");
        assert_eq!(again, book);
        let (empty, _) = parse_codebook(Path::new("c"), &codebook_text(&Codebook::default())).unwrap();
        assert_eq!(empty, Codebook::default());
    }

    proptest! {
        #[test]
        fn a_body_is_read_letter_for_letter(body in "(---\n)?[\u{feff}\n]?[a-z:é😀 \n-]{0,20}", about: bool) {
            let cases: Vec<String> = if about { vec!["ada".into()] } else { vec![] };
            let (text, told) = transcript_text(&body, &cases);
            let read = decode_transcript(Path::new("t.txt"), text.into_bytes()).unwrap();
            prop_assert_eq!(&read.body, &body);
            prop_assert_eq!(read.front.about == cases, told);
        }
    }
}
