//! Bringing copies of codebook.yaml together by the ids of their codes.
//!
//! Laws of [`join_codebooks`] (the merge of three): what only one side has changed is taken; what both have changed alike stays; nothing
//! depends on which side is called ours. Where both have changed one value each in their own way, the longer one stands (of equal
//! length the greater), since a definition gets longer while it is worked on; the history of the codebook keeps the other.

mod tree;

use std::collections::{BTreeMap, BTreeSet};

use super::codebook_edit::{add_code, remove_code, set_code_key};
use super::yaml::parse;
use super::yaml_lines::{SpliceRefused, insert_item, set};
use super::yaml_node::{Node, Step};
use tree::{mend_parents, moved, ordered, parent, tree_order};

/// A codebook that was brought together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Joined {
    /// Its text.
    pub text: String,
    /// Ids of codes and sets that our side did not have.
    pub added: Vec<String>,
    /// What the two sides say in different words, as `id: key`.
    pub differing: Vec<String>,
}

/// One code without those beneath it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Flat {
    parent: Option<String>,
    fields: Vec<(String, Node)>,
}

/// A codebook taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Book {
    title: Option<Node>,
    codes: BTreeMap<String, Flat>,
    /// The codes in the order of the file, each before those beneath it.
    order: Vec<String>,
    sets: BTreeMap<String, Vec<(String, Node)>>,
    set_order: Vec<String>,
}

impl Flat {
    fn get(&self, key: &str) -> Option<&Node> {
        field(&self.fields, key)
    }
}

fn field<'n>(fields: &'n [(String, Node)], key: &str) -> Option<&'n Node> {
    fields.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

fn id_of(node: &Node) -> Option<String> {
    node.get("id").and_then(Node::as_text).map(|id| id.trim().to_owned())
}

fn read(source: &str) -> Result<(Node, Book), SpliceRefused> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let root = parse(bare).map_err(|error| SpliceRefused {
        what: "codebook.yaml".into(),
        line: None,
        edit: format!("the file so that it can be read: {}", error.message),
    })?;
    let mut book = Book { title: root.get("title").cloned(), ..Book::default() };
    take_codes(&mut book, &root, None);
    for set in root.get("themes").map(Node::items).unwrap_or_default() {
        if let (Some(id), Node::Map(fields)) = (id_of(set), set)
            && !book.sets.contains_key(&id)
        {
            book.set_order.push(id.clone());
            book.sets.insert(id, fields.clone());
        }
    }
    Ok((root, book))
}

fn take_codes(book: &mut Book, node: &Node, parent: Option<&str>) {
    for code in node.get("codes").map(Node::items).unwrap_or_default() {
        let id = id_of(code);
        if let (Some(id), Node::Map(fields)) = (&id, code)
            && !book.codes.contains_key(id)
        {
            let fields = fields.iter().filter(|(key, _)| key != "codes").cloned().collect();
            book.order.push(id.clone());
            book.codes.insert(id.clone(), Flat { parent: parent.map(String::from), fields });
        }
        take_codes(book, code, id.as_deref().or(parent));
    }
}

/// The ids that codes list under `was`.
fn merged_away(book: &Book) -> BTreeSet<String> {
    let was = book.codes.values().filter_map(|code| code.get("was"));
    was.flat_map(Node::items).filter_map(Node::as_text).map(|id| id.trim().to_owned()).collect()
}

/// Adds to `ours` the codes and sets that only `theirs` has; those that ours has merged into others are not brought back. What
/// both have stays as it is in ours.
///
/// # Errors
/// Where `ours` cannot be spliced, or one of them not be read.
pub fn add_missing_codes(ours: &str, theirs: &str) -> Result<Joined, SpliceRefused> {
    let ((_, our_book), (_, their_book)) = (read(ours)?, read(theirs)?);
    let gone = merged_away(&our_book);
    let mut joined = Joined { text: ours.to_owned(), ..Joined::default() };
    let missing =
        |id: &&String| !our_book.codes.contains_key(*id) && !our_book.sets.contains_key(*id) && !gone.contains(*id);
    for id in their_book.order.iter().filter(missing) {
        let Some(code) = their_book.codes.get(id) else { continue };
        // Beneath the nearest code above it that is here.
        let mut above = code.parent.as_ref();
        while let Some(parent) = above.filter(|id| !our_book.codes.contains_key(*id) && !joined.added.contains(*id)) {
            above = their_book.codes.get(parent).and_then(|code| code.parent.as_ref());
        }
        joined.text = add(&joined.text, id, code, above.map(String::as_str))?;
        joined.added.push(id.clone());
    }
    for id in their_book.set_order.iter().filter(missing) {
        let Some(fields) = their_book.sets.get(id) else { continue };
        joined.text = insert_item(&joined.text, &[Step::from("themes")], &Node::Map(fields.clone()))?;
        joined.added.push(id.clone());
    }
    for (id, code) in &their_book.codes {
        let Some(own) = our_book.codes.get(id) else { continue };
        for key in ["name", "definition", "include", "exclude"] {
            if own.get(key) != code.get(key) && code.get(key).is_some() {
                joined.differing.push(format!("{id}: {key}"));
            }
        }
        if own.parent != code.parent {
            joined.differing.push(format!("{id}: place in the tree"));
        }
    }
    Ok(joined)
}

fn add(source: &str, id: &str, code: &Flat, under: Option<&str>) -> Result<String, SpliceRefused> {
    let name = code.get("name").and_then(Node::as_text).unwrap_or(id);
    let more: Vec<(&str, Node)> = code
        .fields
        .iter()
        .filter(|(key, _)| key != "id" && key != "name")
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    add_code(source, under, id, name, &more)
}

/// Which of three values stands; the flag says that both sides have changed it, each in another way.
fn choose<'n>(base: Option<&'n Node>, ours: Option<&'n Node>, theirs: Option<&'n Node>) -> (Option<&'n Node>, bool) {
    match (ours, theirs) {
        (ours, theirs) if ours == theirs => (ours, false),
        // A value that one side has taken out stays: it does no harm.
        (Some(kept), None) | (None, Some(kept)) => (Some(kept), false),
        (ours, theirs) if ours == base => (theirs, false),
        (ours, theirs) if theirs == base => (ours, false),
        (ours, theirs) => (ours.max_by_key_of(theirs), true),
    }
}

/// The greater of two values: the longer, of equal length the greater as text.
trait Greater<'n> {
    fn max_by_key_of(self, other: Self) -> Option<&'n Node>;
}

impl<'n> Greater<'n> for Option<&'n Node> {
    fn max_by_key_of(self, other: Self) -> Option<&'n Node> {
        let key = |node: &&Node| {
            let text = format!("{node:?}");
            (text.chars().count(), text)
        };
        [self, other].into_iter().flatten().max_by_key(key)
    }
}

/// A list that both sides have added to: what base has and neither has taken out, then what is new, in order.
fn union(base: Option<&Node>, ours: Option<&Node>, theirs: Option<&Node>) -> Node {
    let items = |node: Option<&Node>| node.map(Node::items).unwrap_or_default().to_vec();
    let (base, ours, theirs) = (items(base), items(ours), items(theirs));
    let mut kept: Vec<Node> =
        base.iter().filter(|item| ours.contains(item) && theirs.contains(item)).cloned().collect();
    let mut new: Vec<Node> = ours.into_iter().chain(theirs).filter(|item| !base.contains(item)).collect();
    new.sort_by_key(|item| format!("{item:?}"));
    new.dedup();
    kept.extend(new);
    Node::List(kept)
}

const LISTS: [&str; 3] = ["examples", "was", "codes"];

/// The fields of a code or set, of three.
fn fields(
    id: &str,
    base: &[(String, Node)],
    ours: &[(String, Node)],
    theirs: &[(String, Node)],
    differing: &mut Vec<String>,
) -> Vec<(String, Node)> {
    let mut keys: Vec<&String> = ours.iter().chain(theirs).map(|(key, _)| key).collect();
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(*key));
    keys.into_iter()
        .filter_map(|key| {
            let (b, o, t) = (field(base, key), field(ours, key), field(theirs, key));
            let (value, both) = choose(b, o, t);
            if both && LISTS.contains(&key.as_str()) {
                return Some((key.clone(), union(b, o, t)));
            }
            if both {
                differing.push(format!("{id}: {key}"));
            }
            value.map(|value| (key.clone(), value.clone()))
        })
        .collect()
}

/// The merge of three copies of a codebook by the ids of codes; comments and order of `ours` stay.
///
/// # Errors
/// Where a copy cannot be read or `ours` not be spliced.
pub fn join_codebooks(base: &str, ours: &str, theirs: &str) -> Result<Joined, SpliceRefused> {
    let ((_, base_book), (_, our_book), (_, their_book)) = (read(base)?, read(ours)?, read(theirs)?);
    let mut joined = Joined { text: ours.to_owned(), ..Joined::default() };
    let wanted = wanted(&base_book, &our_book, &their_book, &mut joined.differing);
    let mut text = joined.text;
    if let Some(title) = wanted.title.as_ref().filter(|title| Some(*title) != our_book.title.as_ref()) {
        text = set(&text, &[Step::from("title")], title)?;
    }
    for id in &wanted.order {
        let Some(code) = wanted.codes.get(id) else { continue };
        let under = code.parent.as_deref();
        match our_book.codes.get(id) {
            None => {
                text = add(&text, id, code, under)?;
                joined.added.push(id.clone());
            }
            Some(own) => {
                for (key, value) in code.fields.iter().filter(|(key, value)| own.get(key) != Some(value)) {
                    text = set_code_key(&text, id, key, value)?;
                }
            }
        }
    }
    text = moved(&text, &wanted)?;
    // Those beneath have been moved away: what is left goes.
    for id in our_book.order.iter().rev().filter(|id| !wanted.codes.contains_key(*id)) {
        text = remove_code(&text, id)?;
    }
    text = ordered(&text, &wanted)?;
    for id in &wanted.set_order {
        let Some(set_fields) = wanted.sets.get(id) else { continue };
        match our_book.set_order.iter().position(|known| known == id) {
            None => {
                text = insert_item(&text, &[Step::from("themes")], &Node::Map(set_fields.clone()))?;
                joined.added.push(id.clone());
            }
            Some(at) => {
                let own = our_book.sets.get(id).map_or(&[][..], Vec::as_slice);
                for (key, value) in set_fields.iter().filter(|(key, value)| field(own, key) != Some(value)) {
                    text = set(&text, &[Step::from("themes"), Step::from(at), Step::from(key.as_str())], value)?;
                }
            }
        }
    }
    joined.text = with_remarks(&text, base, theirs);
    Ok(joined)
}

/// Whether two texts are the same codebook: the same codes, sets and words in the same order, whatever their comments and quotes.
pub fn is_same_codebook(one: &str, other: &str) -> bool {
    // The order of a code's keys means nothing.
    let book = |text: &str| {
        read(text).ok().map(|(_, mut book)| {
            book.codes.values_mut().for_each(|code| code.fields.sort_by(|a, b| a.0.cmp(&b.0)));
            book.sets.values_mut().for_each(|fields| fields.sort_by(|a, b| a.0.cmp(&b.0)));
            book
        })
    };
    book(one).is_some_and(|one| Some(one) == book(other))
}

/// Adds at the end the comments that only `theirs` has, so that no remark is lost; those at the ends of lines go with their lines.
fn with_remarks(text: &str, base: &str, theirs: &str) -> String {
    let has = |text: &str, remark: &str| text.lines().any(|line| line.trim() == remark);
    let remarks = theirs.lines().map(str::trim).filter(|line| line.starts_with('#'));
    let mut text = text.to_owned();
    for remark in remarks.filter(|remark| !has(base, remark)) {
        if !has(&text, remark) {
            let mut longer = text.clone();
            if !longer.is_empty() && !longer.ends_with('\n') {
                longer.push('\n');
            }
            longer.push_str(remark);
            longer.push('\n');
            // A line of a text in a block may look like a comment.
            if is_same_codebook(&longer, &text) {
                text = longer;
            }
        }
    }
    text
}

/// What the codebook shall be.
fn wanted(base: &Book, ours: &Book, theirs: &Book, differing: &mut Vec<String>) -> Book {
    let away: BTreeSet<String> = merged_away(ours).union(&merged_away(theirs)).cloned().collect();
    let mut book = Book::default();
    let (title, both) = choose(base.title.as_ref(), ours.title.as_ref(), theirs.title.as_ref());
    book.title = title.cloned();
    if both {
        differing.push("title".into());
    }
    let none = Vec::new();
    for id in ours.order.iter().chain(theirs.order.iter().filter(|id| !ours.codes.contains_key(*id))) {
        let (b, o, t) = (base.codes.get(id), ours.codes.get(id), theirs.codes.get(id));
        let code = match (b, o, t) {
            (_, Some(o), Some(t)) => {
                let empty = Flat { parent: None, fields: Vec::new() };
                let b_or = b.unwrap_or(&empty);
                Flat { parent: parent(b, o, t), fields: fields(id, &b_or.fields, &o.fields, &t.fields, differing) }
            }
            // Taken out by one side: it goes if the other has left it as it was, or if it was merged into another.
            (Some(b), Some(only), None) | (Some(b), None, Some(only)) if only == b || away.contains(id) => continue,
            (_, Some(only), None) | (_, None, Some(only)) => only.clone(),
            (_, None, None) => continue,
        };
        book.order.push(id.clone());
        book.codes.insert(id.clone(), code);
    }
    mend_parents(&mut book, base, ours, theirs);
    let new: BTreeSet<&String> =
        ours.sets.keys().chain(theirs.sets.keys()).filter(|id| !base.sets.contains_key(*id)).collect();
    let known = ours.set_order.iter().chain(&theirs.set_order).filter(|id| base.sets.contains_key(*id));
    let mut seen = BTreeSet::new();
    for id in known.chain(new).filter(|id| seen.insert((*id).clone())) {
        let (b, o, t) = (base.sets.get(id), ours.sets.get(id), theirs.sets.get(id));
        let set_fields = match (o, t) {
            (Some(o), Some(t)) => fields(id, b.unwrap_or(&none), o, t, differing),
            (Some(only), None) | (None, Some(only)) if b == Some(only) => {
                // Taken out by one side: our file keeps it where it cannot be told apart from a set that was never there.
                let _ = only;
                continue;
            }
            (Some(only), None) | (None, Some(only)) => only.clone(),
            (None, None) => continue,
        };
        book.set_order.push(id.clone());
        book.sets.insert(id.clone(), set_fields);
    }
    book.order = tree_order(&book, base, ours, theirs);
    book
}

#[cfg(test)]
#[path = "codebook_join_tests.rs"]
mod tests;
