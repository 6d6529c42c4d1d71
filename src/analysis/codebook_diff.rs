//! What is different between two codebooks, code by code. Codes are the same by their ids.

use crate::model::{Code, CodeId, Codebook, RollUp, Theme};

/// What was done to a code or set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// A code that was not there.
    Added,
    /// A code that is no more.
    Removed,
    /// A code that is part of another one now.
    Merged,
    /// Another name.
    Renamed,
    /// Another definition, include or exclude.
    Redefined,
    /// Another place in the tree: beneath another code.
    Moved,
    /// Other examples.
    Examples,
    /// Another colour.
    Colour,
    /// A set of codes that came, went or changed.
    Set,
}

impl Change {
    /// The word of the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Merged => "merged",
            Self::Renamed => "renamed",
            Self::Redefined => "redefined",
            Self::Moved => "moved",
            Self::Examples => "examples",
            Self::Colour => "colour",
            Self::Set => "set",
        }
    }
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What was done.
    pub change: Change,
    /// The code or set.
    pub code: CodeId,
    /// Its name: the new one, of what is gone the old one.
    pub name: String,
    /// What stood there, in words; empty: nothing.
    pub before: String,
    /// What stands there, in words; empty: nothing.
    pub after: String,
}

/// The differences from `old` to `new`: what is there in the order of `new`, then what is gone in the order of `old`, then the
/// sets.
pub fn differences(old: &Codebook, new: &Codebook) -> Vec<Difference> {
    let mut found = Vec::new();
    for code in new.codes() {
        match own(old, &code.id) {
            None => found.push(difference(Change::Added, code, "", &meaning(code))),
            Some(before) => compare((old, before), (new, code), &mut found),
        }
    }
    for code in old.codes().iter().filter(|code| own(new, &code.id).is_none()) {
        found.push(match new.resolve(code.id.as_str()) {
            Some(into) => difference(Change::Merged, code, &meaning(code), &format!("into {}", new.code(into).id)),
            None => difference(Change::Removed, code, &meaning(code), ""),
        });
    }
    sets(old, new, &mut found);
    found
}

fn own<'a>(book: &'a Codebook, id: &CodeId) -> Option<&'a Code> {
    match book.find(id.as_str()) {
        Some(Theme::Code(at)) => Some(book.code(at)),
        _ => None,
    }
}

fn difference(change: Change, code: &Code, before: &str, after: &str) -> Difference {
    Difference { change, code: code.id.clone(), name: code.name.clone(), before: before.into(), after: after.into() }
}

fn compare((old, before): (&Codebook, &Code), (new, code): (&Codebook, &Code), found: &mut Vec<Difference>) {
    let mut push = |change, a: &str, b: &str| {
        if a != b {
            found.push(difference(change, code, a, b));
        }
    };
    push(Change::Renamed, &before.name, &code.name);
    push(Change::Redefined, &meaning(before), &meaning(code));
    let above =
        |book: &Codebook, code: &Code| code.parent.map_or("(top)".to_owned(), |at| book.code(at).id.to_string());
    push(Change::Moved, &above(old, before), &above(new, code));
    push(Change::Examples, &before.examples.join("\n"), &code.examples.join("\n"));
    let colour = |code: &Code| code.colour.clone().unwrap_or_default();
    push(Change::Colour, &colour(before), &colour(code));
}

/// Definition, include and exclude of a code as one text.
pub fn meaning(code: &Code) -> String {
    let mut parts = Vec::new();
    for (key, text) in [("", &code.definition), ("include: ", &code.include), ("exclude: ", &code.exclude)] {
        if !text.is_empty() {
            parts.push(format!("{key}{text}"));
        }
    }
    parts.join("\n")
}

fn sets(old: &Codebook, new: &Codebook, found: &mut Vec<Difference>) {
    let said = |book: &Codebook, id: &CodeId| -> Option<(String, String)> {
        let Some(Theme::Set(at)) = book.find(id.as_str()) else { return None };
        let set = &book.sets()[at.at()];
        let members = book.members(Theme::Set(at), RollUp::Own);
        let codes = book.codes().iter().zip(members).filter(|(_, member)| *member).map(|(code, _)| code.id.as_str());
        let mut text = codes.collect::<Vec<_>>().join(", ");
        if !set.idea.is_empty() {
            text = format!("{}\n{text}", set.idea);
        }
        Some((set.name.clone(), text))
    };
    let mut ids: Vec<&CodeId> = new.sets().iter().map(|set| &set.id).collect();
    ids.extend(old.sets().iter().map(|set| &set.id).filter(|id| !new.sets().iter().any(|set| set.id == **id)));
    for id in ids {
        let (before, after) = (said(old, id), said(new, id));
        if before == after {
            continue;
        }
        let name = after.as_ref().or(before.as_ref()).map(|(name, _)| name.clone()).unwrap_or_default();
        let renamed = matches!((&before, &after), (Some((a, _)), Some((b, _))) if a != b);
        let text = |said: Option<(String, String)>| match said {
            Some((name, text)) if renamed => format!("{name}\n{text}"),
            Some((_, text)) => text,
            None => String::new(),
        };
        found.push(Difference {
            change: Change::Set,
            code: id.clone(),
            name,
            before: text(before),
            after: text(after),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeSet;

    fn code(id: &str, name: &str, definition: &str) -> Code {
        Code { definition: definition.into(), ..Code::named(id, name) }
    }

    #[test]
    fn every_kind_of_change_is_found_once() {
        let mut old = Codebook::default();
        let a = old.push(code("a", "Access", "Getting in."), None);
        old.push(code("b", "Bus", ""), a);
        old.push(code("c", "Cost", ""), None);
        old.push(code("d", "Delay", "Waiting."), None);
        old.push_set(CodeSet { id: "s".into(), name: "S".into(), idea: String::new(), codes: vec![0.into()] });
        let mut new = Codebook::default();
        new.push(Code { was: vec!["d".into()], ..code("a", "Access", "Getting seen.") }, None);
        new.push(Code { colour: Some("teal".into()), ..code("b", "By bus", "") }, None);
        new.push(Code { examples: vec!["x".into()], ..code("e", "E", "New.") }, None);
        let found = differences(&old, &new);
        let shown: Vec<_> = found
            .iter()
            .map(|one| format!("{} {}: {} -> {}", one.change.as_str(), one.code, one.before, one.after))
            .collect();
        assert_eq!(
            shown,
            [
                "redefined a: Getting in. -> Getting seen.",
                "renamed b: Bus -> By bus",
                "moved b: a -> (top)",
                "colour b:  -> teal",
                "added e:  -> New.",
                "removed c:  -> ",
                "merged d: Waiting. -> into a",
                "set s: a -> ",
            ]
        );
        assert_eq!(differences(&old, &old), []);
    }
}
