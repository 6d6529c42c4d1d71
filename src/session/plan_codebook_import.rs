//! Taking in the codes of another codebook: a study's, another program's, a plain list.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::book_edit::{BookEdit, Step};
use super::command_codebook::{ListedSet, NewCode};
use super::plan::Plan;
use super::refi_names::Known;
use super::{Problem, Session, id_from_name};
use crate::analysis::{counted, meaning};
use crate::export::refi::{Guid, description_of};
use crate::import::codebook::ListedCode;
use crate::journal::Do;
use crate::journal::event::{CodebookOp, MemoWritten};
use crate::model::{Code, CodeId, MemoKind, MemoOn, colour_rgb};
use crate::store::{self, Item, Node};
use crate::text::{fold, pattern};

/// What an import comes to, for the message.
#[derive(Default)]
struct Said {
    added: Vec<String>,
    filled: Vec<String>,
    clashes: Vec<String>,
    notes: Vec<String>,
}

impl Session {
    pub(super) fn plan_import_codes(
        &self,
        codes: &[ListedCode],
        sets: &[ListedSet],
        from: &str,
        notes: &[String],
    ) -> Result<Plan, Problem> {
        Ok(self.place_codes(codes, sets, from, notes)?.0)
    }

    /// What taking codes in comes to, and the ids that codes and sets have here.
    pub(super) fn place_codes(
        &self,
        codes: &[ListedCode],
        sets: &[ListedSet],
        from: &str,
        notes: &[String],
    ) -> Result<(Plan, Vec<CodeId>, Vec<CodeId>), Problem> {
        let mut edit = self.book_edit(None)?;
        let mut said = Said { notes: notes.to_vec(), ..Said::default() };
        let mut memos = Vec::new();
        let mut ids: Vec<CodeId> = vec!["".into(); codes.len()];
        let known = codes
            .iter()
            .any(|listed| !listed.guid.is_empty())
            .then(|| Known::of(self, &super::refi::foreign(self.journals.fold.events())));
        // Codes with GUIDs are told apart by these: two of one name stay two.
        let mut met: HashSet<CodeId> = HashSet::new();
        for at in parents_first(codes) {
            let Some(listed) = codes.get(at) else { continue };
            let under = listed.parent.and_then(|parent| ids.get(parent).cloned());
            let by_guid = known.as_ref().and_then(|known| known.find(Guid::Code, &listed.guid));
            let by_guid = by_guid.and_then(|id| edit.book.resolve(id)).map(|at| edit.book.code(at).clone());
            let taken = |code: &Code| !listed.guid.is_empty() && met.contains(&code.id);
            let same = by_guid.or_else(|| edit.same_code(listed, under.as_ref()).filter(|code| !taken(code)));
            let id = match same {
                Some(known) => {
                    self.meet(&mut edit, &known, listed, from, (&mut said, &mut memos))?;
                    known.id
                }
                None => edit.take(listed, under, &mut said)?,
            };
            edit.take_was(&id, &listed.was, &mut said)?;
            met.insert(id.clone());
            if let Some(place) = ids.get_mut(at) {
                *place = id;
            }
        }
        let by_guid: HashMap<&str, &CodeId> =
            codes.iter().zip(&ids).map(|(listed, id)| (listed.guid.as_str(), id)).collect();
        let mut set_ids = Vec::new();
        for set in sets {
            let code = |id: &CodeId| by_guid.get(id.as_str()).map_or_else(|| id.clone(), |id| (*id).clone());
            let set = ListedSet { codes: set.codes.iter().map(code).collect(), ..set.clone() };
            let there = set.as_there.as_ref().map_or("", |(guid, _)| guid.as_str());
            let met = known.as_ref().and_then(|known| known.find(Guid::Set, there));
            set_ids.push(edit.take_set(&set, met, &mut said)?);
        }
        let mut plan = edit.plan(said.in_words());
        plan.events.extend(memos);
        Ok((plan, ids, set_ids))
    }

    /// A code that is here already: what it does not say yet is filled in; where both say something else, ours stays and
    /// theirs is kept as a memo on the code.
    fn meet(
        &self,
        edit: &mut BookEdit,
        known: &Code,
        listed: &ListedCode,
        from: &str,
        (said, memos): (&mut Said, &mut Vec<Do>),
    ) -> Result<(), Problem> {
        if !listed.id.is_empty() && known.id.as_str() == listed.id && known.name != listed.name {
            said.notes.push(format!("{} is called {} there and {} here", known.id, listed.name, known.name));
        }
        let theirs = meaning(&Code {
            definition: listed.definition.clone(),
            include: listed.include.clone(),
            exclude: listed.exclude.clone(),
            ..known.clone()
        });
        let ours = meaning(known);
        // Other tools have one text for all of it.
        if theirs.is_empty() || theirs == ours || listed.definition.trim() == description_of(known).trim() {
            return Ok(());
        }
        if !ours.is_empty() {
            said.clashes.push(format!(
                "{}\n  here:  {}\n  there: {}",
                known.id,
                ours.replace('\n', " · "),
                theirs.replace('\n', " · ")
            ));
            let on = MemoOn::Code(known.id.clone());
            if !self.state().memos.values().any(|memo| memo.on == on && *memo.text == *theirs) {
                memos.push(Do::Memo(MemoWritten {
                    memo: None,
                    on: Some(on),
                    title: Some(format!("another definition, in {from}").into()),
                    kind: Some(MemoKind::Note),
                    text: Some(theirs.into()),
                }));
            }
            return Ok(());
        }
        let id = known.id.clone();
        let new = json!({"definition": listed.definition, "include": listed.include, "exclude": listed.exclude});
        edit.step(Step { op: CodebookOp::Define, code: &id, old: None, new: Some(new) }, |text| {
            let mut text = text.to_owned();
            for (key, words) in
                [("definition", &listed.definition), ("include", &listed.include), ("exclude", &listed.exclude)]
            {
                if !words.is_empty() {
                    text = store::set_code_key(&text, id.as_str(), key, &Node::text(words.as_str()))?;
                }
            }
            Ok(text)
        })?;
        said.filled.push(id.to_string());
        Ok(())
    }
}

/// The places of a list, each code after the one above it.
fn parents_first(codes: &[ListedCode]) -> Vec<usize> {
    let depth = |at: usize| {
        let above = |at: &usize| codes.get(*at).and_then(|code| code.parent);
        std::iter::successors(Some(at), above).take(codes.len()).count()
    };
    let mut places: Vec<usize> = (0..codes.len()).collect();
    places.sort_by_key(|at| depth(*at));
    places
}

impl BookEdit {
    /// The code of the codebook that a listed one is: by its id, or where it has none by its name, under the same code if
    /// there are several.
    fn same_code(&self, listed: &ListedCode, under: Option<&CodeId>) -> Option<Code> {
        if let Some(at) = self.book.resolve(&listed.id) {
            return Some(self.book.code(at).clone());
        }
        if pattern::CODE_ID.is_match(&listed.id) {
            return None;
        }
        let name = fold(&listed.name, "");
        let alike: Vec<&Code> = self.book.codes().iter().filter(|code| fold(&code.name, "") == name).collect();
        let beside = alike.iter().find(|code| self.above(code).as_ref() == under);
        match alike.as_slice() {
            [only] if listed.parent.is_none() => Some((*only).clone()),
            _ => beside.map(|code| (*code).clone()),
        }
    }

    fn take(&mut self, listed: &ListedCode, under: Option<CodeId>, said: &mut Said) -> Result<CodeId, Problem> {
        let given = pattern::CODE_ID.is_match(&listed.id) && self.is_free(&listed.id);
        let id = if given { listed.id.clone() } else { self.free_id(&listed.name) };
        let colour = Some(listed.colour.to_lowercase()).filter(|colour| colour_rgb(colour).is_some());
        let code = NewCode {
            under,
            definition: listed.definition.clone(),
            include: listed.include.clone(),
            exclude: listed.exclude.clone(),
            colour: colour.unwrap_or_default(),
            examples: listed.examples.clone(),
            ..NewCode::new(id.as_str(), listed.name.as_str())
        };
        self.add(&code)?;
        said.added.push(id);
        Ok(code.id)
    }

    /// Earlier ids of a code there become earlier ids here, where nobody has them.
    fn take_was(&mut self, id: &CodeId, was: &[String], said: &mut Said) -> Result<(), Problem> {
        for was in was {
            if !self.is_free(was) {
                if self.book.resolve(was) != self.book.resolve(id.as_str()) {
                    said.notes.push(format!("{was} is merged into {id} there and a code of its own here"));
                }
                continue;
            }
            let gone: CodeId = was.as_str().into();
            let step = Step { op: CodebookOp::Merge, code: &gone, old: None, new: Some(json!({"into": id})) };
            self.step(step, |text| store::add_to_code(text, id.as_str(), "was", was))?;
        }
        Ok(())
    }

    /// The id that the set has here; `met`: that of the one which came from the same place before.
    fn take_set(&mut self, set: &ListedSet, met: Option<&str>, said: &mut Said) -> Result<CodeId, Problem> {
        let here = |id: &str| self.book.sets().iter().find(|own| own.id.as_str() == id);
        if let Some(own) = here(met.unwrap_or(set.id.as_str())) {
            let mut ours: Vec<&str> = own.codes.iter().map(|at| self.book.code(*at).id.as_str()).collect();
            let mut theirs: Vec<&str> = set
                .codes
                .iter()
                .filter_map(|id| self.book.resolve(id.as_str()))
                .map(|at| self.book.code(at).id.as_str())
                .collect();
            ours.sort_unstable();
            theirs.sort_unstable();
            if ours != theirs {
                said.notes.push(format!("the set {} has other codes here than there: it stays as it is here", own.id));
            }
            return Ok(own.id.clone());
        }
        // A code may have its name.
        let id: CodeId =
            if self.is_free(set.id.as_str()) { set.id.clone() } else { self.free_id(set.id.as_str()).as_str().into() };
        let codes: Vec<&str> =
            set.codes.iter().map(CodeId::as_str).filter(|id| self.book.resolve(id).is_some()).collect();
        let mut node = vec![("id", Node::text(id.as_str())), ("name", Node::text(set.name.as_str()))];
        if !set.idea.is_empty() {
            node.push(("idea", Node::text(set.idea.as_str())));
        }
        node.push(("codes", Node::texts(codes)));
        let item = Item::new(Node::map(node));
        let new = Some(json!({"id": id, "name": set.name, "set": true}));
        self.step(Step { op: CodebookOp::Add, code: &id, old: None, new }, |text| {
            store::put_item(text, &[store::Step::from("themes")], None, &item)
        })?;
        said.added.push(format!("{id} (a set)"));
        Ok(id)
    }

    fn is_free(&self, id: &str) -> bool {
        self.book.find(id).is_none() && self.book.resolve(id).is_none()
    }

    fn free_id(&self, name: &str) -> String {
        let made = id_from_name(name);
        let made = if made.is_empty() { "code".to_owned() } else { made };
        let numbered = (2u32..).map(|number| format!("{made}-{number}"));
        std::iter::once(made.clone()).chain(numbered).find(|id| self.is_free(id)).unwrap_or(made)
    }
}

impl Said {
    fn in_words(self) -> String {
        let mut lines = Vec::new();
        let mut list = |ids: &[String], done: &str| {
            if !ids.is_empty() {
                lines.push(format!("{done} {}: {}", counted(ids.len() as u64, "code"), ids.join(", ")));
            }
        };
        list(&self.added, "added");
        list(&self.filled, "filled in the meaning of");
        if !self.clashes.is_empty() {
            lines.push(format!(
                "{} defined otherwise there; what it says here stays, the other wording is kept as a memo on the code:",
                if self.clashes.len() == 1 { "1 code is".into() } else { format!("{} codes are", self.clashes.len()) }
            ));
            lines.extend(self.clashes);
        }
        lines.extend(self.notes);
        if lines.is_empty() { "all of its codes are here already".into() } else { lines.join("\n") }
    }
}
