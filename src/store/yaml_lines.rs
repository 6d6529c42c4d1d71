//! Small changes to a YAML file that leave every other character of it alone.
//!
//! Never is a researcher's file written anew from its tree: the lines of the change are found and spliced. The new text
//! is then read, and must be the old tree with the change applied; else nothing is done and the user is shown what to
//! write by hand.

use super::places::{Lines, token_end};
use super::yaml::{locate, parse};
use super::yaml_node::{Kind, Node, Step, same, shown};
use super::yaml_text::{Quotes, entry, inline, item as item_lines, text as quoted};

/// Why a file was left as it is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{what}` cannot be changed here without touching the rest of the file")]
pub struct SpliceRefused {
    /// What was to be changed, as `codes[2].name`.
    pub what: String,
    /// The line (from 1) near which to edit, where known.
    pub line: Option<u32>,
    /// What to write there by hand.
    pub edit: String,
}

/// Sets the value at the end of `path`, whose last step is a key (made if it is not there) or an item.
///
/// # Errors
/// Where the value cannot be spliced; nothing is changed then.
pub fn set(source: &str, path: &[Step], value: &Node) -> Result<String, SpliceRefused> {
    let edit = match path.last() {
        Some(Step::Key(key)) => entry(key, value, 0).join("\n"),
        _ => inline(value),
    };
    let change = |root: &mut Node| {
        let place = root.at_or_add(path)?;
        *place = value.clone();
        Some(())
    };
    splice(source, path, edit, change, |splicer| splicer.set(path, value))
}

/// Adds an item at the end of the list at `list`, which is made if it is not there.
///
/// # Errors
/// Where the item cannot be spliced; nothing is changed then.
pub fn insert_item(source: &str, list: &[Step], item: &Node) -> Result<String, SpliceRefused> {
    let change = |root: &mut Node| {
        let place = root.at_or_add(list)?;
        match place {
            Node::List(items) => items.push(item.clone()),
            Node::Scalar(_, Kind::Null) => *place = Node::List(vec![item.clone()]),
            _ => return None,
        }
        Some(())
    };
    splice(source, list, item_lines(item, 0).join("\n"), change, |splicer| splicer.insert_item(list, item))
}

/// Makes a change twice, to the tree and to the text, and takes the text only if both come to the same.
pub(super) fn splice(
    source: &str,
    path: &[Step],
    edit: String,
    change: impl FnOnce(&mut Node) -> Option<()>,
    cut: impl FnOnce(&Splicer<'_>) -> Option<String>,
) -> Result<String, SpliceRefused> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let spliced = || {
        let root = parse(bare).ok()?;
        let mut wanted = root.clone();
        change(&mut wanted)?;
        let text = cut(&Splicer { lines: Lines::new(bare), root: &root })?;
        let read = parse(&text).ok()?;
        // An empty mapping and nothing are the same to everybody who reads these files, but not to `same`.
        same(&read, &wanted).then_some(text)
    };
    match spliced() {
        Some(text) => Ok(format!("{}{text}", &source[..source.len() - bare.len()])),
        None => {
            let line =
                (0..=path.len()).rev().find_map(|len| locate(bare, path.get(..len)?, false)).map(|(line, _)| line);
            Err(SpliceRefused { what: shown(path), line, edit })
        }
    }
}

/// A text and its tree, with the places of values.
pub(super) struct Splicer<'a> {
    pub(super) lines: Lines<'a>,
    pub(super) root: &'a Node,
}

impl<'a> Splicer<'a> {
    /// Byte offset of the value at the end of `path`.
    pub(super) fn value(&self, path: &[Step]) -> Option<usize> {
        locate(self.lines.source, path, false).map(|place| self.lines.offset(place))
    }

    /// Line (from 0) and column (from 0) of the key at the end of `path`.
    pub(super) fn key(&self, path: &[Step]) -> Option<(usize, usize)> {
        locate(self.lines.source, path, true).map(|(line, column)| (line as usize - 1, column as usize - 1))
    }

    fn char(&self, at: usize) -> Option<char> {
        self.lines.source.get(at..)?.chars().next()
    }

    /// Whether the value at the end of `path` is written in brackets.
    pub(super) fn is_flow(&self, path: &[Step]) -> bool {
        matches!(self.root.at(path), Some(Node::Map(_) | Node::List(_)))
            && self.value(path).and_then(|at| self.char(at)).is_some_and(|char| matches!(char, '[' | '{'))
    }

    /// Whether the value at the end of `path` stands inside brackets.
    pub(super) fn in_flow(&self, path: &[Step]) -> bool {
        (0..path.len()).any(|len| path.get(..len).is_some_and(|above| self.is_flow(above)))
    }

    pub(super) fn replace(&self, range: std::ops::Range<usize>, with: &str) -> Option<String> {
        let source = self.lines.source;
        Some(format!("{}{with}{}", source.get(..range.start)?, source.get(range.end..)?))
    }

    /// Puts whole lines after line `last` (from 0).
    fn insert_lines(&self, last: usize, new: &[String]) -> Option<String> {
        let newline = self.lines.newline();
        let at = self.lines.start(last + 1);
        let open = at > 0 && !self.lines.source.get(..at)?.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        let lead = if open { newline } else { "" };
        self.replace(at..at, &format!("{lead}{}{newline}", new.join(newline)))
    }

    fn set(&self, path: &[Step], value: &Node) -> Option<String> {
        let (last, above) = path.split_last()?;
        if let Some(old) = self.root.at(path) {
            return self.replace_value(path, old, value);
        }
        let Step::Key(key) = last else { return None };
        match self.root.at(above) {
            None => self.set(above, &Node::Map(vec![(key.clone(), value.clone())])),
            Some(Node::Map(_)) => self.insert_entry(above, key, value),
            Some(node) if node.is_null() && above.is_empty() => {
                self.insert_lines(self.lines.count() - 1, &entry(key, value, 0))
            }
            Some(node) if node.is_null() => {
                self.replace_value(above, node, &Node::Map(vec![(key.clone(), value.clone())]))
            }
            Some(_) => None,
        }
    }

    fn replace_value(&self, path: &[Step], old: &Node, value: &Node) -> Option<String> {
        let at = self.value(path)?;
        let pad = match path.last()? {
            Step::Key(_) => self.key(path)?.1,
            Step::Item(_) => locate(self.lines.source, path, false)?.1.saturating_sub(3) as usize,
        };
        if matches!(old, Node::Scalar(text, Kind::Null) if text.is_empty()) {
            return self.replace(at..at, &format!(" {}", inline(value)));
        }
        let first = self.char(at)?;
        if matches!(old, Node::List(_) | Node::Map(_)) && !matches!(first, '[' | '{') {
            return None;
        }
        if matches!(first, '|' | '>') {
            let first = self.lines.line_at(at);
            let last = self.lines.last_line(first, pad, false);
            let end = self.lines.start(last) + self.lines.text(last).len();
            return self.replace(at..end, &self.block_text(value, pad + 2));
        }
        let end = token_end(&self.lines, at, pad, self.in_flow(path))?;
        let new = match (first, value) {
            ('"', Node::Scalar(text, Kind::Text)) => quoted(text, Quotes::Double),
            ('\'', Node::Scalar(text, Kind::Text)) => quoted(text, Quotes::Single),
            _ => inline(value),
        };
        self.replace(at..end, &new)
    }

    /// A value in the place of a block of text: lines as they are, where such a block can hold them.
    fn block_text(&self, value: &Node, indent: usize) -> String {
        let Node::Scalar(text, Kind::Text) = value else { return inline(value) };
        let (body, header) = match text.strip_suffix('\n') {
            Some(body) => (body, "|"),
            None => (text.as_str(), "|-"),
        };
        let odd = |line: &str| line.starts_with(char::is_whitespace) || line.chars().any(char::is_control);
        if body.is_empty() || body.ends_with('\n') || body.lines().any(odd) {
            return inline(value);
        }
        let newline = self.lines.newline();
        let pad = " ".repeat(indent);
        let line = |line: &str| if line.is_empty() { String::new() } else { format!("{pad}{line}") };
        format!("{header}{newline}{}", body.split('\n').map(line).collect::<Vec<_>>().join(newline))
    }

    /// Adds `new` before the bracket that closes the value at the end of `path`.
    pub(super) fn insert_in_brackets(&self, path: &[Step], new: &str) -> Option<String> {
        let close = token_end(&self.lines, self.value(path)?, 0, true)? - 1;
        let head = self.lines.source.get(..close)?.trim_end();
        let (lead, at) = if head.ends_with(['[', '{']) {
            ("", head.len())
        } else if head.ends_with(',') {
            (" ", head.len())
        } else {
            (", ", head.len())
        };
        self.replace(at..at, &format!("{lead}{new}"))
    }

    fn insert_entry(&self, above: &[Step], key: &str, value: &Node) -> Option<String> {
        if self.is_flow(above) {
            let new = format!("{}: {}", quoted(key, Quotes::Plain), inline(value));
            return self.insert_in_brackets(above, &new);
        }
        // What is said of a code stands before the codes beneath it.
        let entries = self.root.at(above)?.entries();
        let (after, sibling) = entries.iter().rfind(|(name, _)| name != "codes").or(entries.last())?;
        let mut path = above.to_vec();
        path.push(Step::Key(after.clone()));
        let (line, pad) = self.key(&path)?;
        let last = self.entry_end(&path, sibling, line, pad);
        self.insert_lines(last, &entry(key, value, pad))
    }

    /// The last line of a key and its value.
    fn entry_end(&self, path: &[Step], value: &Node, line: usize, pad: usize) -> usize {
        let token = self.value(path).filter(|at| matches!(self.char(*at), Some('[' | '{' | '"' | '\'')));
        let end = token.and_then(|at| token_end(&self.lines, at, pad, false));
        let first = end.map_or(line, |end| self.lines.line_at(end.saturating_sub(1)).max(line));
        self.lines.last_line(first, pad, matches!(value, Node::List(_)))
    }

    pub(super) fn insert_item(&self, list: &[Step], item: &Node) -> Option<String> {
        let (last, above) = list.split_last()?;
        let Step::Key(key) = last else { return None };
        let whole = Node::List(vec![item.clone()]);
        let items = match self.root.at(list) {
            None if self.root.at(above)?.is_null() => return self.set(list, &whole),
            None => return self.insert_entry_last(above, key, &whole),
            Some(Node::List(items)) => items.as_slice(),
            Some(node) if node.is_null() => &[],
            Some(_) => return None,
        };
        let flow = self.is_flow(list);
        if items.is_empty() && matches!(item, Node::Map(_)) && !self.in_flow(list) {
            let (line, pad) = self.key(list)?;
            let at = self.value(list)?;
            let end = if flow || self.root.at(list).and_then(Node::as_text).is_some() {
                token_end(&self.lines, at, pad, false)?
            } else {
                at
            };
            // `codes: []   # comment` becomes `codes:   # comment` and the item beneath.
            let mut new = String::from(self.lines.source.get(..at)?.trim_end_matches(' '));
            new.push_str(self.lines.source.get(end..)?);
            let cut = Splicer { lines: Lines::new(&new), root: self.root };
            return cut.insert_lines(line, &item_lines(item, pad + 2));
        }
        if items.is_empty() && !flow {
            return self.replace_value(list, self.root.at(list)?, &whole);
        }
        if flow {
            return self.insert_in_brackets(list, &inline(item));
        }
        let (line, column) = locate(self.lines.source, list, false)?;
        let pad = column as usize - 1;
        let last = self.lines.last_line(line as usize - 1, pad, true);
        self.insert_lines(last, &item_lines(item, pad))
    }

    /// Adds a key as the last of its mapping: where lists of codes belong.
    fn insert_entry_last(&self, above: &[Step], key: &str, value: &Node) -> Option<String> {
        if self.is_flow(above) {
            return self.insert_entry(above, key, value);
        }
        let (after, sibling) = self.root.at(above)?.entries().last()?;
        let mut path = above.to_vec();
        path.push(Step::Key(after.clone()));
        let (line, pad) = self.key(&path)?;
        self.insert_lines(self.entry_end(&path, sibling, line, pad), &entry(key, value, pad))
    }
}

#[cfg(test)]
#[path = "yaml_lines_tests.rs"]
mod tests;
