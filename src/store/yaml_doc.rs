//! Typed reading of a YAML file that goes on after a fault: each one is kept with its line, a caret and a hint.

use std::path::{Path, PathBuf};

use super::yaml::{locate, parse};
use super::yaml_node::{Kind, Node, Step, shown};
use crate::model::Diagnostic;
use crate::text::suggest::nearest;

/// Faults of one file that are shown with their place; the rest are only counted, since finding a place reads the file
/// once more.
const MOST: usize = 60;

/// Bytes that are read in all to find places: a large file shows fewer of them.
const BUDGET: usize = 64 << 20;

/// The place of a value while going down a tree.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// The whole file.
    Root,
    /// Under a key.
    Key(&'a At<'a>, &'a str),
    /// At a place of a list.
    Item(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    /// The value under `key`.
    pub const fn key(&'a self, key: &'a str) -> At<'a> {
        At::Key(self, key)
    }

    /// The item at `place` (from 0).
    pub const fn item(&'a self, place: usize) -> At<'a> {
        At::Item(self, place)
    }

    /// The steps from the top.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut next = self;
        loop {
            match next {
                At::Root => break,
                At::Key(above, key) => {
                    steps.push(Step::Key((*key).to_owned()));
                    next = above;
                }
                At::Item(above, place) => {
                    steps.push(Step::Item(*place));
                    next = above;
                }
            }
        }
        steps.reverse();
        steps
    }
}

/// What a fault points at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// A YAML file under reading.
pub struct Doc<'a> {
    file: PathBuf,
    source: &'a str,
    /// Lines of the file before `source` begins.
    skipped: u32,
    found: Vec<Diagnostic>,
    more: usize,
    /// Bytes that finding places may still read.
    budget: usize,
}

impl<'a> Doc<'a> {
    /// Reads the tree of `source`, which begins after `skipped` lines of `file`.
    pub fn open(file: &Path, source: &'a str, skipped: u32) -> Result<(Self, Node), Diagnostic> {
        let mut doc = Self { file: file.to_owned(), source, skipped, found: Vec::new(), more: 0, budget: BUDGET };
        match parse(source) {
            Ok(root) => Ok((doc, root)),
            Err(error) => {
                let hint = syntax_hint(source, &error.message, error.place.map(|(line, _)| line));
                let mut found = Diagnostic::fault("yaml", &doc.file, error.message).hint(hint);
                if let Some((line, column)) = error.place {
                    found = doc.show(found, line, column, 1);
                }
                doc.found.clear();
                Err(found)
            }
        }
    }

    /// The file as it is shown.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// What was found.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let message = format!("{} more faults in this file are not shown", self.more);
            self.found.push(Diagnostic::fault("more", &self.file, message).hint("mend the ones above first"));
        }
        self.found
    }

    fn show(&self, found: Diagnostic, line: u32, column: u32, length: u32) -> Diagnostic {
        let mut found = found.at(self.source, line, column, length);
        if let Some(excerpt) = &mut found.excerpt {
            excerpt.line += self.skipped;
        }
        found
    }

    /// The line of the source at which the value at `at` begins.
    pub fn line_of(&self, at: &At<'_>) -> Option<&'a str> {
        let (line, _) = locate(self.source, &at.steps(), false)?;
        self.source.lines().nth(line as usize - 1)
    }

    /// Keeps a fault or note, with its place.
    pub fn keep(&mut self, found: Diagnostic, at: &At<'_>, point: Point) {
        if self.found.len() >= MOST {
            self.more += 1;
            return;
        }
        let steps = at.steps();
        // The place of a value that is nothing is the end of its key's line: its key says more.
        let affordable = self.budget.checked_sub(self.source.len());
        self.budget = affordable.unwrap_or(self.budget);
        let found = match affordable.and_then(|_| locate(self.source, &steps, point == Point::Key)) {
            Some((line, column)) => {
                let text = self.source.lines().nth(line as usize - 1).unwrap_or_default();
                self.show(found, line, column, token_length(text, column, point))
            }
            None => found,
        };
        self.found.push(found);
    }

    /// A fault at a value.
    pub fn fault(&mut self, kind: &'static str, at: &At<'_>, message: impl Into<String>, hint: impl Into<String>) {
        let found = Diagnostic::fault(kind, &self.file, message).hint(hint);
        self.keep(found, at, Point::Value);
    }

    /// A note at a value.
    pub fn note(&mut self, kind: &'static str, at: &At<'_>, message: impl Into<String>, hint: impl Into<String>) {
        let found = Diagnostic::note(kind, &self.file, message).hint(hint);
        self.keep(found, at, Point::Value);
    }

    /// A fault without a place.
    pub fn fault_in_file(&mut self, kind: &'static str, message: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Diagnostic::fault(kind, &self.file, message).hint(hint));
    }

    /// A key that is not known here: a fault, or a note in a file of a newer version.
    pub fn unknown_key(&mut self, above: &At<'_>, key: &str, known: &[&str], newer: bool) {
        let message = format!("unknown key `{key}`");
        let hint = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        let found = if newer {
            Diagnostic::note("unknown-key", &self.file, message)
        } else {
            Diagnostic::fault("unknown-key", &self.file, message)
        };
        self.keep(found.hint(hint), &above.key(key), Point::Key);
    }

    fn wrong(&mut self, at: &At<'_>, node: &Node, expected: &str) {
        let is = match node {
            Node::Scalar(_, Kind::Null) => "nothing",
            Node::Scalar(..) => "a single value",
            Node::List(_) => "a list",
            Node::Map(_) => "a mapping",
        };
        let message = format!("`{}` must be {expected}, but is {is}", shown(&at.steps()));
        self.fault("wrong-type", at, message, format!("write {expected}"));
    }

    /// A text; numbers and truth values are the text that stands in the file. Nothing is `None` without a fault.
    pub fn text(&mut self, at: &At<'_>, node: &Node) -> Option<String> {
        if node.is_null() { None } else { self.name(at, node) }
    }

    /// A text that names somebody or something: `null` is the text too, as a surname may be.
    pub fn name(&mut self, at: &At<'_>, node: &Node) -> Option<String> {
        match node {
            Node::Scalar(..) => node.as_text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
            _ => {
                self.wrong(at, node, "a text");
                None
            }
        }
    }

    /// What something is called, where nothing but a text is meant: `~` is the text too.
    pub fn words(&mut self, at: &At<'_>, node: &Node) -> Option<String> {
        match node {
            Node::Scalar(text, _) => Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned),
            _ => self.name(at, node),
        }
    }

    /// A list of texts; one text alone is a list of one, nothing is `None` without a fault.
    pub fn texts(&mut self, at: &At<'_>, node: &Node) -> Option<Vec<String>> {
        match node {
            Node::Scalar(..) => self.text(at, node).map(|text| vec![text]),
            Node::Map(_) => {
                self.wrong(at, node, "a list of texts");
                None
            }
            Node::List(items) => {
                let mut texts = Vec::new();
                for (place, item) in items.iter().enumerate() {
                    match (self.name(&at.item(place), item), item) {
                        (Some(text), _) => texts.push(text),
                        (None, Node::Scalar(..)) => self.wrong(&at.item(place), item, "a text"),
                        _ => {}
                    }
                }
                Some(texts)
            }
        }
    }

    /// A whole number of at least `least`.
    pub fn number(&mut self, at: &At<'_>, node: &Node, least: u32) -> Option<u32> {
        if node.is_null() {
            return None;
        }
        let number = match node {
            Node::Scalar(text, _) => text.parse().ok().filter(|number| *number >= least),
            _ => None,
        };
        if number.is_none() {
            let message = format!("`{}` must be a whole number of at least {least}", shown(&at.steps()));
            self.fault("bad-number", at, message, format!("write a number such as {}", least.max(3)));
        }
        number
    }

    /// The entries of a mapping; nothing is none without a fault.
    pub fn map<'n>(&mut self, at: &At<'_>, node: &'n Node) -> &'n [(String, Node)] {
        if !matches!(node, Node::Map(_)) && !node.is_null() {
            self.wrong(at, node, "a mapping");
        }
        node.entries()
    }

    /// The items of a list; nothing is none without a fault.
    pub fn list<'n>(&mut self, at: &At<'_>, node: &'n Node) -> &'n [Node] {
        if !matches!(node, Node::List(_)) && !node.is_null() {
            self.wrong(at, node, "a list");
        }
        node.items()
    }

    /// One word of a fixed list.
    pub fn word<'w>(&mut self, at: &At<'_>, node: &Node, words: &[&'w str]) -> Option<&'w str> {
        let text = self.text(at, node)?;
        let word = words.iter().find(|word| **word == text).copied();
        if word.is_none() {
            let hint = match nearest(&text, words.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("one of: {}", words.join(", ")),
            };
            self.fault("unknown-word", at, format!("`{text}` is not known as `{}`", shown(&at.steps())), hint);
        }
        word
    }
}

/// How many code points of a line a caret underlines from `column` on: the key, or the value to the end of the line.
fn token_length(line: &str, column: u32, point: Point) -> u32 {
    let rest: Vec<char> = line.chars().skip(column.saturating_sub(1) as usize).collect();
    let end = match (point, rest.first()) {
        (_, Some(quote @ ('"' | '\''))) => {
            rest.iter().skip(1).position(|char| char == quote).map_or(rest.len(), |at| at + 2)
        }
        (Point::Key, _) => rest.iter().position(|char| *char == ':').unwrap_or(rest.len()),
        (Point::Value, Some('[' | '{')) => 1,
        (Point::Value, _) => {
            let ends = |at: usize| match rest[at] {
                ',' | ']' | '}' => true,
                ':' => rest.get(at + 1).is_none_or(|next| next.is_whitespace()),
                '#' => at > 0 && rest[at - 1].is_whitespace(),
                _ => false,
            };
            (0..rest.len()).find(|at| ends(*at)).unwrap_or(rest.len())
        }
    };
    let token = &rest[..end];
    let blank = token.iter().rev().take_while(|char| char.is_whitespace()).count();
    ((end - blank) as u32).max(1)
}

/// What to do about a fault of syntax.
fn syntax_hint(source: &str, message: &str, line: Option<u32>) -> String {
    let line = line.and_then(|line| source.lines().nth(line as usize - 1)).unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        return "a tab is used for indentation: YAML takes spaces only".into();
    }
    for (part, hint) in [
        ("stands twice", "remove one of the two"),
        ("mapping values are not allowed", "a text with `: ` in it needs quotes: '…'"),
        ("cannot start any token", "a text that begins with this character needs quotes: '…'"),
        ("second document", "remove the line `---`"),
        ("did not find expected key", "see the indentation of this line and of the one before, and the quotes"),
        ("expected '-'", "see the indentation: items of one list begin in one column"),
        ("unknown anchor", "a text that begins with `*` needs quotes: '…'"),
        ("end of stream", "a quote or bracket is opened and never closed"),
    ] {
        if message.contains(part) {
            return hint.into();
        }
    }
    "see the indentation, the quotes and the brackets here and just before".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_faults_are_shown_with_a_hint() {
        for (source, line, hint) in [
            ("title: x\ncodes:\n\t- id: a\n", 3, "tab"),
            ("title: a: b\n", 1, "quotes"),
            ("a: 1\na: 2\n", 2, "remove one"),
            ("a: \"open\nb: 1\n", 1, "never closed"),
        ] {
            let found = Doc::open(Path::new("x.yaml"), source, 0).err().unwrap();
            assert_eq!(found.kind, "yaml");
            let excerpt = found.excerpt.clone().unwrap_or_else(|| panic!("{found:?}"));
            assert_eq!(excerpt.line, line, "{source:?} {found:?}");
            assert!(found.hint.clone().unwrap().contains(hint), "{source:?} {found:?}");
        }
    }

    #[test]
    fn carets_underline_the_token() {
        for (line, column, point, length) in [
            ("titel: x", 1, Point::Key, 5),
            ("a: [x, yes]", 8, Point::Value, 3),
            ("a: word two # why", 4, Point::Value, 8),
            ("a: 'q, r' # x", 4, Point::Value, 6),
            ("a:", 3, Point::Value, 1),
        ] {
            assert_eq!(token_length(line, column, point), length, "{line}");
        }
    }

    #[test]
    fn faults_beyond_reason_are_only_counted() {
        let source: String = (0..100).map(|n| format!("key{n}: 1\n")).collect();
        let (mut doc, root) = Doc::open(Path::new("x.yaml"), &source, 0).unwrap();
        for (key, _) in root.entries() {
            doc.unknown_key(&At::Root, key, &["title"], false);
        }
        let found = doc.finish();
        assert_eq!(found.len(), MOST + 1);
        assert!(found[MOST].message.starts_with("40 more"));
    }
}
