//! A project's XML as a [`Project`]: users, codes, variables, cases, notes, links and sets, then the texts.

use std::collections::{HashMap, HashSet};

use super::model::{Case, Code, Note, Project, Set, User, Value, Variable, key};
use super::xml::{Document, Element};
use super::{ArchiveError, RefiError, sources};
use crate::model::{Losses, colour_named};

/// Levels of codes that are kept; deeper ones stand at the last. A codebook of more levels is a mistake or an attack.
const MOST_LEVELS: usize = 30;

/// Gives the bytes of a file among the sources.
pub(super) type Files<'f> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, ArchiveError> + 'f;

/// Reads a project.
///
/// # Errors
/// If the root is no project.
pub(super) fn read(document: &Document, files: &mut Files<'_>, losses: Losses) -> Result<Project, RefiError> {
    let root = document.root();
    if root.name != "Project" {
        return Err(RefiError::Root(crate::text::visible(&root.name).chars().take(60).collect()));
    }
    let mut project = Project {
        origin: root.attr("origin").to_owned(),
        name: root.attr("name").to_owned(),
        description: document.text(root, "Description").to_owned(),
        losses,
        ..Project::default()
    };
    namespace(root, "urn:QDA-XML:project:1.0", &mut project.losses);
    project.on_project = note_refs(document, root);
    for part in document.inside(root) {
        match part.name.as_str() {
            "Users" => users(document, part, &mut project),
            "CodeBook" => {
                for codes in document.all(part, "Codes") {
                    let (found, losses) = (&mut project.codes, &mut project.losses);
                    self::codes(document, codes, found, losses);
                }
            }
            "Variables" => variables(document, part, &mut project),
            "Cases" => cases(document, part, &mut project),
            "Sets" => sets(document, part, &mut project),
            "Sources" | "Notes" | "Links" | "Description" | "NoteRef" => {}
            "Graphs" => {
                for _ in document.inside(part) {
                    project.losses.lost("graphs", "networks and maps are not supported");
                }
            }
            other => project.losses.lost("unknown elements", crate::text::visible(other).into_owned()),
        }
    }
    for part in document.all(root, "Notes") {
        notes(document, part, files, &mut project);
    }
    for part in document.all(root, "Sources") {
        sources::read(document, part, files, &mut project);
    }
    for part in document.all(root, "Links") {
        links(document, part, &mut project);
    }
    Ok(project)
}

/// Says what a file that is of another version than expected is.
pub(super) fn namespace(root: &Element, expected: &str, losses: &mut Losses) {
    let found = root.attr("xmlns");
    if found != expected {
        let found = if found.is_empty() { "none".into() } else { crate::text::visible(found) };
        losses.note(format!("the namespace is {found}, not {expected}: read all the same"));
    }
}

/// Keys of the notes that an element refers to.
pub(super) fn note_refs(document: &Document, element: &Element) -> Vec<String> {
    document.all(element, "NoteRef").map(|child| key(child.attr("targetGUID"))).collect()
}

/// The values of attributes of an element.
pub(super) fn values(document: &Document, element: &Element) -> Vec<Value> {
    let mut values = Vec::new();
    for value in document.all(element, "VariableValue") {
        let Some(variable) = document.first(value, "VariableRef") else { continue };
        let found = document.inside(value).find(|child| child.name.ends_with("Value"));
        let text = found.map_or("", |child| child.text.trim());
        if !text.is_empty() {
            values.push((key(variable.attr("targetGUID")), text.to_owned()));
        }
    }
    values
}

fn users(document: &Document, part: &Element, project: &mut Project) {
    let mut once = HashSet::new();
    for user in document.all(part, "User") {
        let name = user.get("name").or_else(|| user.get("id")).unwrap_or_default().trim();
        if !once.insert(key(user.attr("guid"))) {
            project.losses.lost("users", format!("{}: its GUID is another user's", crate::text::visible(name)));
            continue;
        }
        project.users.push(User { guid: user.attr("guid").to_owned(), name: name.to_owned() });
        project.losses.kept("users");
    }
}

/// Reads nested codes without recursion, each before those beneath it.
pub(super) fn codes(document: &Document, top: &Element, found: &mut Vec<Code>, losses: &mut Losses) {
    let mut once: HashSet<String> = found.iter().map(|code| key(&code.guid)).collect();
    let mut flattened = 0u64;
    // Elements to read, the next one last: the element, the code above, its level.
    let mut open: Vec<(&Element, Option<usize>, usize)> =
        document.all(top, "Code").map(|code| (code, None, 0)).collect();
    open.reverse();
    while let Some((element, parent, level)) = open.pop() {
        let guid = element.attr("guid");
        let name = element.attr("name").trim();
        let doubled = !guid.is_empty() && !once.insert(key(guid));
        let here = if doubled {
            losses.lost("codes", format!("{}: its GUID is another code's", crate::text::visible(name)));
            parent
        } else {
            let colour = element.get("color");
            let known = colour.and_then(colour_named);
            if let (Some(colour), None) = (colour, &known) {
                losses.note(format!("the colour {} is none and was left out", crate::text::visible(colour)));
            }
            found.push(Code {
                guid: guid.to_owned(),
                name: if name.is_empty() { "Unnamed code".into() } else { name.to_owned() },
                folder: matches!(element.attr("isCodable").trim(), "false" | "0"),
                colour: known,
                description: document.text(element, "Description").to_owned(),
                notes: note_refs(document, element),
                parent,
            });
            losses.kept("codes");
            Some(found.len() - 1)
        };
        // Beyond the last level the code above stays the same.
        let deep = level + 1 >= MOST_LEVELS;
        let below: Vec<&Element> = document.all(element, "Code").collect();
        if deep {
            flattened += below.len() as u64;
        }
        let above = if deep { parent } else { here };
        open.extend(below.into_iter().rev().map(|code| (code, above, if deep { level } else { level + 1 })));
    }
    if flattened > 0 {
        losses.note(format!(
            "{flattened} codes were nested deeper than {MOST_LEVELS} levels and stand at the last of these"
        ));
    }
}

fn variables(document: &Document, part: &Element, project: &mut Project) {
    for variable in document.all(part, "Variable") {
        let name = variable.attr("name").trim();
        if name.is_empty() {
            project.losses.lost("variables", "one has no name");
            continue;
        }
        project.variables.push(Variable {
            guid: variable.attr("guid").to_owned(),
            name: name.to_owned(),
            kind: variable.get("typeOfVariable").unwrap_or("Text").to_owned(),
        });
        project.losses.kept("variables");
    }
}

fn cases(document: &Document, part: &Element, project: &mut Project) {
    let mut once = HashSet::new();
    for case in document.all(part, "Case") {
        if !once.insert(key(case.attr("guid"))) {
            project.losses.lost("cases", "one has the GUID of another case");
            continue;
        }
        let refs = |name| document.all(case, name).map(|child| key(child.attr("targetGUID"))).collect::<Vec<_>>();
        let codes = refs("CodeRef").len();
        if codes > 0 {
            project.losses.note(format!("cases that name codes: {codes} of these links were left out"));
        }
        project.cases.push(Case {
            guid: case.attr("guid").to_owned(),
            name: case.get("name").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
            description: document.text(case, "Description").to_owned(),
            values: values(document, case),
            texts: refs("SourceRef"),
            selections: refs("SelectionRef"),
        });
    }
}

fn sets(document: &Document, part: &Element, project: &mut Project) {
    for set in document.all(part, "Set") {
        let members = |name| document.all(set, name).map(member).collect::<Vec<_>>();
        if document.all(set, "MemberNote").next().is_some() {
            project.losses.lost("sets of memos", crate::text::visible(set.attr("name")).into_owned());
        }
        project.sets.push(Set {
            guid: set.attr("guid").to_owned(),
            name: set.attr("name").trim().to_owned(),
            description: document.text(set, "Description").to_owned(),
            codes: members("MemberCode"),
            texts: members("MemberSource"),
        });
    }
}

/// The member that an element names: `targetGUID` in projects, `guid` in codebooks.
pub(super) fn member(element: &Element) -> String {
    key(element.get("targetGUID").or_else(|| element.get("guid")).unwrap_or_default())
}

fn notes(document: &Document, part: &Element, files: &mut Files<'_>, project: &mut Project) {
    let mut once: HashSet<String> = project.notes.iter().map(|note| key(&note.guid)).collect();
    for note in document.all(part, "Note") {
        let name = note.attr("name").trim();
        let shown = if name.is_empty() { "a memo without a name".into() } else { crate::text::visible(name) };
        if !once.insert(key(note.attr("guid"))) {
            project.losses.lost("memos", format!("{shown}: its GUID is another memo's"));
            continue;
        }
        let text = match sources::text_of(document, note, files) {
            Ok(raw) => raw.text.replace("\r\n", "\n").replace('\r', "\n"),
            Err(why) => {
                let description = document.text(note, "Description");
                if description.is_empty() {
                    project.losses.lost("memos", format!("{shown}: {why}"));
                    continue;
                }
                description.to_owned()
            }
        };
        if document.all(note, "PlainTextSelection").next().is_some() {
            project.losses.lost("codings in memos", shown.into_owned());
        }
        let user = note.get("creatingUser").or_else(|| note.get("modifyingUser")).map(key);
        let at = |name| note.get(name).map(str::to_owned);
        project.notes.push(Note {
            guid: note.attr("guid").to_owned(),
            name: name.to_owned(),
            text,
            user,
            created: at("creationDateTime").or_else(|| at("modifiedDateTime")),
            modified: at("modifiedDateTime"),
        });
    }
}

/// Links between a memo and something else are references to the memo; there is no place for others.
fn links(document: &Document, part: &Element, project: &mut Project) {
    let notes: HashSet<String> = project.notes.iter().map(|note| key(&note.guid)).collect();
    let mut hung: HashMap<String, Vec<String>> = HashMap::new();
    let mut linked: Vec<(String, String)> = Vec::new();
    for link in document.all(part, "Link") {
        let (from, to) = (key(link.attr("originGUID")), key(link.attr("targetGUID")));
        match (notes.contains(&from), notes.contains(&to)) {
            (true, false) => linked.push((to, from)),
            (false, true) => linked.push((from, to)),
            _ => {
                let name = crate::text::visible(link.attr("name"));
                project.losses.lost("links", if name.is_empty() { "without a name".into() } else { name.into_owned() });
            }
        }
    }
    for (thing, note) in linked {
        hung.entry(thing).or_default().push(note);
    }
    let mut used = 0;
    let mut hang = |guid: &str, notes: &mut Vec<String>| {
        if let Some(more) = hung.remove(&key(guid)) {
            used += more.len() as u64;
            for note in more {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    };
    for code in &mut project.codes {
        hang(&code.guid, &mut code.notes);
    }
    for text in &mut project.texts {
        hang(&text.guid, &mut text.notes);
        for selection in &mut text.selections {
            hang(&selection.guid, &mut selection.notes);
            for coding in &mut selection.codings {
                hang(&coding.guid, &mut coding.notes);
            }
        }
    }
    project.losses.kept_many("links of memos", used);
    for _ in hung.values().flatten() {
        project.losses.lost("links of memos", "to something that did not come over");
    }
}
