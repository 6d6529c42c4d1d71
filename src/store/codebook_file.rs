//! codebook.yaml.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::source::read_text;
use super::yaml_doc::{At, Doc, Point};
use super::yaml_node::Node;
use crate::model::{Code, CodeId, CodeIx, CodeSet, Codebook, Diagnostic, Study};
use crate::text::pattern::CODE_ID;
use crate::text::suggest::nearest;

/// The names of the colours that people with any colour vision tell apart.
pub const PALETTE: [&str; 12] =
    ["teal", "orange", "blue", "vermilion", "purple", "green", "sky", "yellow", "pink", "brown", "grey", "olive"];

const BOOK_KEYS: &[&str] = &["title", "codes", "themes"];
const CODE_KEYS: &[&str] = &["id", "name", "colour", "definition", "include", "exclude", "examples", "was", "codes"];
const SET_KEYS: &[&str] = &["id", "name", "idea", "codes"];

/// Reads the codebook of a study. What is at fault is left out; the rest can be used.
///
/// # Errors
/// If the file is missing, cannot be read, or its syntax is broken.
pub fn read_codebook(study: &Study) -> Result<(Codebook, Vec<Diagnostic>), Diagnostic> {
    let file = &study.codebook;
    let missing = || {
        Diagnostic::fault("not-found", file, "there is no codebook at this path")
            .hint("write a file with `codes: []`, or correct `codebook:` in study.yaml")
    };
    parse_codebook(file, &read_text(&study.root, file)?.ok_or_else(missing)?)
}

/// Reads the text of a codebook; `file` is shown with its faults. An empty text is an empty codebook.
///
/// # Errors
/// If the syntax is broken or the text is no mapping.
pub fn parse_codebook(file: &Path, source: &str) -> Result<(Codebook, Vec<Diagnostic>), Diagnostic> {
    let (doc, root) = Doc::open(file, source, 0)?;
    if !matches!(root, Node::Map(_)) && !root.is_null() {
        let found = Diagnostic::fault("wrong-type", file, "the codebook holds no keys");
        return Err(found.hint("begin with `codes:` and list the codes beneath"));
    }
    let mut reader =
        Reader { doc, book: Codebook::default(), ids: HashSet::new(), sets: HashSet::new(), was: HashMap::new() };
    for (key, _) in root.entries() {
        if !BOOK_KEYS.contains(&key.as_str()) {
            reader.doc.unknown_key(&At::Root, key, BOOK_KEYS, false);
        }
    }
    if let Some(title) = root.get("title") {
        reader.book.title = reader.doc.text(&At::Root.key("title"), title);
    }
    collect_ids(&root, &mut reader.ids);
    for set in root.get("themes").map(Node::items).unwrap_or_default() {
        reader.sets.extend(set.get("id").and_then(Node::as_text).map(|id| id.trim().to_owned()));
    }
    reader.sets.retain(|id| !reader.ids.contains(id));
    reader.ids.extend(reader.sets.iter().cloned());
    reader.codes(&At::Root, &root, None);
    reader.sets(&root);
    Ok((reader.book, reader.doc.finish()))
}

/// All ids of the tree below `node`: an id given up by a merge must be none of them.
fn collect_ids(node: &Node, ids: &mut HashSet<String>) {
    for code in node.get("codes").map(Node::items).unwrap_or_default() {
        ids.extend(code.get("id").and_then(Node::as_text).map(|id| id.trim().to_owned()));
        collect_ids(code, ids);
    }
}

struct Reader<'a> {
    doc: Doc<'a>,
    book: Codebook,
    ids: HashSet<String>,
    sets: HashSet<String>,
    was: HashMap<String, String>,
}

impl Reader<'_> {
    fn codes(&mut self, above: &At<'_>, node: &Node, parent: Option<CodeIx>) {
        let Some(list) = node.get("codes") else { return };
        let at = &above.key("codes");
        for (place, code) in self.doc.list(at, list).iter().enumerate() {
            let at = &at.item(place);
            // The codes beneath one that is at fault can still be used: they hang on the code above it.
            let here = self.code(at, code).and_then(|code| self.book.push(code, parent)).or(parent);
            self.codes(at, code, here);
        }
    }

    /// The id of a code or set, if it is a good one; with a fault otherwise.
    fn id(&mut self, at: &At<'_>, node: &Node) -> Option<CodeId> {
        let name = node.get("name").and_then(Node::as_text).unwrap_or("new code");
        let key = &at.key("id");
        let Some(id) = node.get("id").and_then(|value| self.doc.name(key, value)) else {
            // A list or mapping in the place of the id has been reported as such.
            if !matches!(node.get("id"), Some(Node::List(_) | Node::Map(_))) {
                self.doc.fault("missing-id", at, "the id is missing", format!("add `id: {}`", slug(name)));
            }
            return None;
        };
        if !CODE_ID.is_match(&id) {
            let message = format!("`{id}` cannot be an id: use a to z, 0 to 9 and `-`");
            self.doc.fault("bad-id", key, message, format!("write `id: {}`", slug(&id)));
            return None;
        }
        if self.book.find(&id).is_some() {
            let message = format!("the id `{id}` is there already");
            self.doc.fault("doubled-id", key, message, "ids of codes and sets are unique: choose another one");
            return None;
        }
        Some(id.into())
    }

    fn name(&mut self, at: &At<'_>, node: &Node, id: &CodeId) -> String {
        let key = &at.key("name");
        match node.get("name").and_then(|value| self.doc.words(key, value)) {
            Some(name) => name,
            None => {
                if !matches!(node.get("name"), Some(Node::List(_) | Node::Map(_))) {
                    let message = format!("the name of `{id}` is missing");
                    self.doc.fault("missing-name", &at.key("id"), message, "add `name: …`; until then the id is shown");
                }
                id.as_str().to_owned()
            }
        }
    }

    fn is_map(&mut self, at: &At<'_>, node: &Node, known: &[&str]) -> bool {
        if !matches!(node, Node::Map(_)) {
            let hint = format!("write `- id: …` with the keys {} beneath it", known.join(", "));
            self.doc.fault("wrong-type", at, "an entry with keys is expected here", hint);
            return false;
        }
        for (key, _) in node.entries() {
            if !known.contains(&key.as_str()) {
                self.doc.unknown_key(at, key, known, false);
            }
        }
        true
    }

    fn code(&mut self, at: &At<'_>, node: &Node) -> Option<Code> {
        if !self.is_map(at, node, CODE_KEYS) {
            return None;
        }
        let id = self.id(at, node)?;
        let mut text = |key: &str| {
            let value = node.get(key);
            value.and_then(|value| self.doc.text(&at.key(key), value)).unwrap_or_default()
        };
        let (definition, include, exclude) = (text("definition"), text("include"), text("exclude"));
        let examples = node.get("examples").and_then(|value| self.doc.texts(&at.key("examples"), value));
        Some(Code {
            name: self.name(at, node, &id),
            colour: self.colour(at, node),
            definition,
            include,
            exclude,
            examples: examples.unwrap_or_default(),
            was: self.was(at, node, &id),
            id,
            parent: None,
            depth: 0,
            end: CodeIx(0),
        })
    }

    fn colour(&mut self, at: &At<'_>, node: &Node) -> Option<String> {
        let value = node.get("colour")?;
        let key = &at.key("colour");
        let Some(colour) = self.doc.text(key, value) else {
            // Without quotes YAML takes `#0072B2` for a comment.
            let rest = self.doc.line_of(key).and_then(|line| line.split_once('#')).map(|(_, rest)| rest.trim());
            if let Some(digits) = rest.filter(|rest| is_rgb(rest)) {
                let file =
                    Diagnostic::fault("bad-colour", self.doc.file(), "without quotes this is a comment, no colour");
                self.doc.keep(file.hint(format!("write `colour: '#{digits}'`")), key, Point::Key);
            }
            return None;
        };
        if PALETTE.contains(&colour.as_str()) || colour.strip_prefix('#').is_some_and(is_rgb) {
            return Some(colour);
        }
        let hint = match nearest(&colour, PALETTE) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("one of: {}; or '#rrggbb'", PALETTE.join(", ")),
        };
        self.doc.fault("bad-colour", key, format!("the colour `{colour}` is not known"), hint);
        None
    }

    fn was(&mut self, at: &At<'_>, node: &Node, id: &CodeId) -> Vec<CodeId> {
        let key = &at.key("was");
        let Some(value) = node.get("was") else { return Vec::new() };
        let earlier = self.doc.texts(key, value).unwrap_or_default();
        let mut kept = Vec::new();
        for (place, old) in earlier.into_iter().enumerate() {
            let item = key.item(place);
            let item = if matches!(value, Node::List(_)) { &item } else { key };
            if self.ids.contains(&old) {
                let message = format!("`was` names `{old}`, which is there as a code or set");
                self.doc.fault("bad-was", item, message, "`was` lists ids that are no more: remove one of the two");
            } else if let Some(other) = self.was.get(&old) {
                let message = format!("`{old}` was merged into `{other}` already");
                self.doc.fault("bad-was", item, message, "an earlier id can only belong to one code");
            } else {
                self.was.insert(old.clone(), id.to_string());
                kept.push(old.into());
            }
        }
        kept
    }

    fn sets(&mut self, root: &Node) {
        let Some(list) = root.get("themes") else { return };
        let at = &At::Root.key("themes");
        for (place, node) in self.doc.list(at, list).iter().enumerate() {
            let at = &at.item(place);
            if !self.is_map(at, node, SET_KEYS) {
                continue;
            }
            let Some(id) = self.id(at, node) else { continue };
            let idea = node.get("idea").and_then(|value| self.doc.text(&at.key("idea"), value)).unwrap_or_default();
            let set = CodeSet { name: self.name(at, node, &id), idea, codes: self.members(at, node), id };
            self.book.push_set(set);
        }
    }

    fn members(&mut self, at: &At<'_>, node: &Node) -> Vec<CodeIx> {
        let key = &at.key("codes");
        let Some(value) = node.get("codes") else { return Vec::new() };
        let mut members = Vec::new();
        for (place, id) in self.doc.texts(key, value).unwrap_or_default().into_iter().enumerate() {
            let item = key.item(place);
            let item = if matches!(value, Node::List(_)) { &item } else { key };
            match self.book.resolve(&id) {
                Some(code) if !members.contains(&code) => members.push(code),
                Some(_) => {}
                None if self.sets.contains(&id) => {
                    self.doc.fault("set-in-set", item, format!("`{id}` is a set"), "a set lists codes only");
                }
                None => {
                    let known: Vec<&str> = self.book.codes().iter().map(|code| code.id.as_str()).collect();
                    let hint = match nearest(&id, known) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "list ids of codes that are in the tree".into(),
                    };
                    self.doc.fault("unknown-code", item, format!("there is no code `{id}`"), hint);
                }
            }
        }
        members
    }
}

/// Whether these are the six digits of a colour.
fn is_rgb(digits: &str) -> bool {
    digits.len() == 6 && digits.chars().all(|digit| digit.is_ascii_hexdigit())
}

/// An id made from a name: lower case, accents dropped, everything else `-`.
fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = name.nfd().filter(|char| !unicode_normalization::char::is_combining_mark(*char));
    let plain: String = plain.flat_map(char::to_lowercase).collect();
    let words = plain.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-");
    if id.is_empty() { "code-1".into() } else { id }
}

#[cfg(test)]
#[path = "codebook_file_tests.rs"]
mod tests;
