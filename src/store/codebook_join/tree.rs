//! Where the codes of a joined codebook stand: under whom, and in which order.

use std::collections::BTreeSet;

use super::super::codebook_edit::move_code;
use super::super::yaml_lines::SpliceRefused;
use super::{Book, Flat, read};

pub(super) fn parent(base: Option<&Flat>, ours: &Flat, theirs: &Flat) -> Option<String> {
    let base = base.map(|code| &code.parent);
    match (&ours.parent, &theirs.parent) {
        (o, t) if o == t => o.clone(),
        (o, t) if Some(o) == base => t.clone(),
        (o, t) if Some(t) == base => o.clone(),
        (o, t) => o.max(t).clone(),
    }
}

/// A code whose parent is gone hangs on the nearest one above that is there; codes that were put beneath each other hang where they hung.
pub(super) fn mend_parents(book: &mut Book, base: &Book, ours: &Book, theirs: &Book) {
    let ids: Vec<String> = book.codes.keys().cloned().collect();
    for id in &ids {
        let mut above = book.codes.get(id).and_then(|code| code.parent.clone());
        while let Some(parent) = above.clone().filter(|parent| !book.codes.contains_key(parent)) {
            above = [ours, theirs, base]
                .iter()
                .find_map(|side| side.codes.get(&parent))
                .and_then(|code| code.parent.clone());
        }
        if let Some(code) = book.codes.get_mut(id) {
            code.parent = above;
        }
    }
    for id in &ids {
        let mut seen = BTreeSet::from([id.clone()]);
        let mut above = book.codes.get(id).and_then(|code| code.parent.clone());
        while let Some(parent) = above {
            if !seen.insert(parent.clone()) {
                let back = base.codes.get(id).and_then(|code| code.parent.clone());
                let back = back.filter(|parent| book.codes.contains_key(parent));
                if let Some(code) = book.codes.get_mut(id) {
                    code.parent = back;
                }
                break;
            }
            above = book.codes.get(&parent).and_then(|code| code.parent.clone());
        }
    }
}

/// The codes in the order of the tree: siblings that base had in the order of the side that changed it, new ones after them by id.
pub(super) fn tree_order(book: &Book, base: &Book, ours: &Book, theirs: &Book) -> Vec<String> {
    fn walk(book: &Book, under: Option<&str>, order: &dyn Fn(Vec<String>) -> Vec<String>, out: &mut Vec<String>) {
        let beneath = book.codes.iter().filter(|(_, code)| code.parent.as_deref() == under);
        for id in order(beneath.map(|(id, _)| id.clone()).collect()) {
            out.push(id.clone());
            walk(book, Some(&id), order, out);
        }
    }
    let order = |siblings: Vec<String>| {
        let (mut known, mut new): (Vec<String>, Vec<String>) =
            siblings.into_iter().partition(|id| [base, ours, theirs].iter().all(|side| side.codes.contains_key(id)));
        let by = |side: &Book| -> Vec<String> { side.order.iter().filter(|id| known.contains(id)).cloned().collect() };
        let (b, o, t) = (by(base), by(ours), by(theirs));
        known = if o == b || o == t {
            t
        } else if t == b {
            o
        } else {
            o.max(t)
        };
        new.sort();
        known.extend(new);
        known
    };
    let mut out = Vec::new();
    walk(book, None, &order, &mut out);
    out
}

/// Hangs each code where it shall hang, parents first.
pub(super) fn moved(source: &str, wanted: &Book) -> Result<String, SpliceRefused> {
    let mut text = source.to_owned();
    // A code that changes places with one beneath it can only go once that one has gone.
    for _ in 0..=wanted.order.len() {
        let (_, now) = read(&text)?;
        let astray = |id: &&String| {
            now.codes.get(*id).map(|code| &code.parent) != wanted.codes.get(*id).map(|code| &code.parent)
        };
        let mut left = wanted.order.iter().filter(astray).peekable();
        if left.peek().is_none() {
            break;
        }
        for id in left {
            let under = wanted.codes.get(id).and_then(|code| code.parent.as_deref());
            let into_itself = under.is_some_and(|under| is_beneath(&now, under, id));
            if !into_itself {
                text = move_code(&text, id, under, None)?;
                break;
            }
        }
    }
    Ok(text)
}

pub(super) fn is_beneath(book: &Book, id: &str, above: &str) -> bool {
    let mut at = Some(id.to_owned());
    while let Some(code) = at {
        if code == above {
            return true;
        }
        at = book.codes.get(&code).and_then(|code| code.parent.clone());
    }
    false
}

/// Brings siblings into their order.
pub(super) fn ordered(source: &str, wanted: &Book) -> Result<String, SpliceRefused> {
    let mut text = source.to_owned();
    let mut parents: Vec<Option<String>> = vec![None];
    parents.extend(wanted.order.iter().cloned().map(Some));
    for parent in parents {
        let siblings = |order: &[String], book: &Book| -> Vec<String> {
            order.iter().filter(|id| book.codes.get(*id).is_some_and(|code| code.parent == parent)).cloned().collect()
        };
        let (_, now) = read(&text)?;
        let shall = siblings(&wanted.order, wanted);
        let is = siblings(&now.order, &now);
        // What stands right from the start on may stay.
        let right = shall.iter().zip(&is).take_while(|(a, b)| a == b).count();
        if shall != is {
            for id in shall.get(right..).unwrap_or_default() {
                text = move_code(&text, id, parent.as_deref(), None)?;
            }
        }
    }
    Ok(text)
}
