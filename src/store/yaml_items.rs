//! Items of lists taken out, put in at a place, and carried from one list to another with their comments.

use super::places::token_end;
use super::yaml::locate;
use super::yaml_lines::{SpliceRefused, Splicer, splice};
use super::yaml_node::{Kind, Node, Step};
use super::yaml_text::{inline, item as item_lines};

/// An item as it stands in a file: what it says, and its lines with the dash in the first column, the comments above it
/// among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What it says.
    pub node: Node,
    lines: Vec<String>,
}

impl Item {
    /// An item that stands nowhere yet.
    pub fn new(node: Node) -> Self {
        let lines = item_lines(&node, 0);
        Self { node, lines }
    }
}

/// Takes an item out of a list. Comments above it stay.
///
/// # Errors
/// Where the item cannot be taken out; nothing is changed then.
pub fn remove_item(source: &str, path: &[Step]) -> Result<String, SpliceRefused> {
    splice(source, path, String::new(), |root| drop_item(root, path), |splicer| splicer.remove_item(path, false))
}

/// Takes an item out of a list to be put in elsewhere: the text without it, and the item. The comments directly above it, as
/// far in as its dash, go along.
///
/// # Errors
/// Where the item cannot be taken out; nothing is changed then.
pub fn take_item(source: &str, path: &[Step]) -> Result<(String, Item), SpliceRefused> {
    let mut taken = None;
    let cut = |splicer: &Splicer<'_>| {
        taken = Some(splicer.item(path)?);
        splicer.remove_item(path, true)
    };
    let text = splice(source, path, String::new(), |root| drop_item(root, path), cut)?;
    match taken {
        Some(item) => Ok((text, item)),
        None => Err(SpliceRefused { what: super::yaml_node::shown(path), line: None, edit: String::new() }),
    }
}

/// Puts an item into the list at `list` (made if it is not there): before the item that is at `before` now, or at the end.
///
/// # Errors
/// Where the item cannot be put in; nothing is changed then.
pub fn put_item(source: &str, list: &[Step], before: Option<usize>, item: &Item) -> Result<String, SpliceRefused> {
    let change = |root: &mut Node| {
        let place = root.at_or_add(list)?;
        match place {
            Node::List(items) if before.is_none_or(|before| before < items.len()) => {
                items.insert(before.unwrap_or(items.len()), item.node.clone());
            }
            Node::Scalar(_, Kind::Null) if before.is_none() => *place = Node::List(vec![item.node.clone()]),
            _ => return None,
        }
        Some(())
    };
    splice(source, list, item.lines.join("\n"), change, |splicer| splicer.put_item(list, before, item))
}

fn drop_item(root: &mut Node, path: &[Step]) -> Option<()> {
    let (Step::Item(at), list) = path.split_last()? else { return None };
    match root.at_or_add(list)? {
        Node::List(items) if *at < items.len() => drop(items.remove(*at)),
        _ => return None,
    }
    Some(())
}

impl Splicer<'_> {
    /// The first line (from 0) of an item in block style, its last, and the column (from 0) of its dash.
    fn item_lines(&self, path: &[Step]) -> Option<(usize, usize, usize)> {
        let (_, list) = path.split_last()?;
        let pad = locate(self.lines.source, list, false)?.1 as usize - 1;
        let value = self.lines.line_at(self.value(path)?);
        let is_dash =
            |line: &usize| self.lines.indent(*line) == pad && self.lines.text(*line).trim_start().starts_with('-');
        let first = (0..=value).rev().find(is_dash)?;
        Some((first, self.lines.last_line(first, pad, false), pad))
    }

    /// The first of the comment lines that stand directly above `line`, as far in as `pad`, below line `floor`.
    fn comments_above(&self, line: usize, pad: usize, floor: usize) -> usize {
        let is_comment =
            |line: &usize| self.lines.indent(*line) == pad && self.lines.text(*line).trim_start().starts_with('#');
        let above = (floor + 1..line).rev().take_while(is_comment).count();
        line - above
    }

    /// The line (from 0) of the key of the list at `list`.
    fn key_line(&self, list: &[Step]) -> usize {
        self.key(list).map_or(0, |(line, _)| line)
    }

    fn item(&self, path: &[Step]) -> Option<Item> {
        let node = self.root.at(path)?.clone();
        let (_, list) = path.split_last()?;
        if self.is_flow(list) || self.in_flow(list) {
            return Some(Item::new(node));
        }
        let (first, last, pad) = self.item_lines(path)?;
        let first = self.comments_above(first, pad, self.key_line(list));
        let line = |line: usize| {
            let text = self.lines.text(line);
            if self.lines.indent(line) >= pad { text.get(pad..).unwrap_or(text) } else { text.trim_start() }.to_owned()
        };
        Some(Item { node, lines: (first..=last).map(line).collect() })
    }

    /// Takes an item out, with the comments above it if `comments`.
    fn remove_item(&self, path: &[Step], comments: bool) -> Option<String> {
        let (last, list) = path.split_last()?;
        let Step::Item(at) = last else { return None };
        let alone = self.root.at(list)?.items().len() == 1;
        if self.is_flow(list) || self.in_flow(list) {
            return self.remove_from_brackets(list, *at, alone);
        }
        let (first, end, pad) = self.item_lines(path)?;
        let first = if comments { self.comments_above(first, pad, self.key_line(list)) } else { first };
        if alone {
            let (line, column) = self.key(list)?;
            let Step::Key(key) = list.last()? else { return None };
            let after = self.lines.offset((line as u32 + 1, column as u32 + 1)) + key.len();
            let colon = after + self.lines.source.get(after..)?.find(':')? + 1;
            let kept = self.lines.source.get(colon..self.lines.start(first))?;
            let rest = self.lines.source.get(self.lines.start(end + 1)..)?;
            return Some(format!("{} []{kept}{rest}", self.lines.source.get(..colon)?));
        }
        self.replace(self.lines.start(first)..self.lines.start(end + 1), "")
    }

    /// Takes an item out of `[…]` together with one comma.
    fn remove_from_brackets(&self, list: &[Step], at: usize, alone: bool) -> Option<String> {
        let place = |at: usize| self.value(&[list, &[Step::Item(at)]].concat());
        let start = place(at)?;
        let end = token_end(&self.lines, start, 0, true)?;
        if alone {
            return self.replace(start..end, "");
        }
        if at + 1 < self.root.at(list)?.items().len() {
            return self.replace(start..place(at + 1)?, "");
        }
        let before = token_end(&self.lines, place(at.checked_sub(1)?)?, 0, true)?;
        self.replace(before..end, "")
    }

    fn put_item(&self, list: &[Step], before: Option<usize>, item: &Item) -> Option<String> {
        let known = self.root.at(list).map(Node::items).unwrap_or_default();
        let flow = self.is_flow(list) || self.in_flow(list);
        if let Some(before) = before {
            let path = [list, &[Step::Item(before)]].concat();
            if flow {
                let at = self.value(&path)?;
                return self.replace(at..at, &format!("{}, ", inline(&item.node)));
            }
            let (first, _, pad) = self.item_lines(&path)?;
            let at = self.lines.start(self.comments_above(first, pad, self.key_line(list)));
            let newline = self.lines.newline();
            return self.replace(at..at, &format!("{}{newline}", indented(&item.lines, pad).join(newline)));
        }
        if flow && !known.is_empty() || self.in_flow(list) {
            return self.insert_item(list, &item.node);
        }
        // Where a new item would stand, the lines of this one go.
        let mark = Node::map([("id", Node::text(MARK))]);
        let made = self.insert_item(list, &mark)?;
        let at = made.find(&format!("- id: {MARK}"))?;
        let start = made.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
        let end = at + format!("- id: {MARK}").len();
        let lines = indented(&item.lines, at - start).join(self.lines.newline());
        Some(format!("{}{lines}{}", made.get(..start)?, made.get(end..)?))
    }
}

/// An id that no codebook has.
const MARK: &str = "emic-puts-an-item-here-0c1f5a";

fn indented(lines: &[String], pad: usize) -> Vec<String> {
    let pad = " ".repeat(pad);
    lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(steps: &str) -> Vec<Step> {
        steps.split('.').map(|step| step.parse().map_or_else(|_| Step::from(step), Step::Item)).collect()
    }

    #[test]
    fn items_are_taken_out_of_every_style() {
        for (before, at, after) in [
            ("l: [a, b, c]\n", "l.0", "l: [b, c]\n"),
            ("l: [a, b, c]\n", "l.1", "l: [a, c]\n"),
            ("l: [a, 'b,', c] # x\n", "l.2", "l: [a, 'b,'] # x\n"),
            ("l: [a]\n", "l.0", "l: []\n"),
            ("l: [{id: a, k: [1]}, {id: b}]\n", "l.0", "l: [{id: b}]\n"),
            ("l:\n  # of a\n  - a\n  - b # bee\n", "l.0", "l:\n  # of a\n  - b # bee\n"),
            ("l:\n  - a\n  - b # bee\n\nm: 1\n", "l.1", "l:\n  - a\n\nm: 1\n"),
            ("l: # x\n  - a\nm: 1\n", "l.0", "l: [] # x\nm: 1\n"),
        ] {
            assert_eq!(remove_item(before, &path(at)).as_deref(), Ok(after), "{before:?}");
        }
    }

    #[test]
    fn items_are_carried_with_their_comments_and_blocks_of_text() {
        let before = "\
l:
  # of a
  - id: a   # first
    d: |
      one

        two
  - id: b
    l:
      - id: c
";
        let (rest, item) = take_item(before, &path("l.0")).unwrap();
        assert_eq!(rest, "l:\n  - id: b\n    l:\n      - id: c\n");
        let put = put_item(&rest, &path("l.0.l"), Some(0), &item).unwrap();
        let expected = "\
l:
  - id: b
    l:
      # of a
      - id: a   # first
        d: |
          one

            two
      - id: c
";
        assert_eq!(put, expected);
        let (rest, item) = take_item(&put, &path("l.0.l.0")).unwrap();
        assert_eq!(put_item(&rest, &path("l"), Some(0), &item).unwrap(), before);
        let last = put_item(&rest, &path("l.0.l.0.l"), None, &item).unwrap();
        assert!(last.ends_with("      - id: c\n        l:\n          # of a\n          - id: a   # first\n            d: |\n              one\n\n                two\n"), "{last}");
    }

    #[test]
    fn items_are_put_into_lists_of_every_style() {
        let item = Item::new(Node::map([("id", Node::text("new"))]));
        for (before, list, at, after) in [
            ("l: [{id: a}]\n", "l", None, "l: [{id: a}, {id: new}]\n"),
            ("l: [{id: a}]\n", "l", Some(0), "l: [{id: new}, {id: a}]\n"),
            ("l: [{id: a}]\n", "l.0.l", None, "l: [{id: a, l: [{id: new}]}]\n"),
            ("l: []   # none\n", "l", None, "l:   # none\n  - id: new\n"),
            ("", "l", None, "l:\n  - id: new\n"),
            ("l:\n- id: a\n# b\n- id: b\n", "l", Some(1), "l:\n- id: a\n- id: new\n# b\n- id: b\n"),
            ("l:\r\n- id: a\r\n", "l", None, "l:\r\n- id: a\r\n- id: new\r\n"),
        ] {
            assert_eq!(put_item(before, &path(list), at, &item).as_deref(), Ok(after), "{before:?}");
        }
        assert!(put_item("l: [a]\n", &path("l"), Some(4), &item).is_err());
    }
}
