//! Taking in the codes of another codebook: a study's, another program's, a plain list.

use std::path::Path;

use serde_json::json;

use super::book_edit::{BookEdit, Step};
use super::command::Command;
use super::command_codebook::{ListedSet, NewCode};
use super::plan::Plan;
use super::{Problem, Session, id_from_name};
use crate::analysis::{counted, meaning};
use crate::import::codebook::{ListedCode, codes_of_list, codes_of_table};
use crate::journal::Do;
use crate::journal::event::{CodebookOp, MemoWritten};
use crate::model::{Code, CodeId, Codebook, MemoKind, MemoOn, colour_rgb};
use crate::store::{self, Item, Node};
use crate::text::{fold, pattern};

/// Reads a list of codes from a file, by its ending: another study's codebook (`.yaml`), a table (`.csv`, `.tsv`), a plain
/// list (`.txt`, `.md`).
///
/// # Errors
/// A file that cannot be read, or holds no codes.
pub fn codes_of_file(file: &Path) -> Result<Command, Problem> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let from = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let refused = |what: String, hint: &str| Problem::new(format!("{}: {what}", file.display())).hint(hint);
    if !["yaml", "yml", "csv", "tsv", "txt", "md"].contains(&ending.as_str()) {
        return Err(refused(
            format!("`.{ending}` is no ending of a list of codes"),
            "known are .yaml (a codebook of emic), .csv and .tsv (a table), .txt and .md (one code a line); save a workbook as csv first; `emic import` takes in .qdc",
        ));
    }
    let bytes = std::fs::read(file).map_err(|error| Problem::io("read", file, &error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| refused("it is not in UTF-8".into(), "save it again as UTF-8 (in Excel: CSV UTF-8)"))?;
    let listed = |codes: Result<Vec<ListedCode>, crate::import::codebook::ListError>| {
        codes.map_err(|error| {
            refused(error.to_string(), "a table needs a column `name`, and may have `parent` and `definition`")
        })
    };
    let (mut codes, mut sets) = match ending.as_str() {
        "yaml" | "yml" => {
            let (book, _) = store::parse_codebook(file, &text).map_err(|fault| Problem {
                what: format!("{} cannot be read as a codebook", file.display()),
                diagnostics: vec![fault],
                ..Problem::default()
            })?;
            if book.codes().is_empty() {
                return Err(refused("there is no code in it".into(), "codes stand beneath `codes:`"));
            }
            (book.codes().iter().map(of_code).collect(), sets_of(&book))
        }
        "csv" | "tsv" => (listed(codes_of_table(&text))?, Vec::new()),
        _ => (listed(codes_of_list(&text))?, Vec::new()),
    };
    // Sets stand at the end of a table, and nothing beneath them.
    while let Some(set) = codes.pop_if(|last| !last.members.is_empty()) {
        let codes = set.members.iter().map(|id| id.as_str().into()).collect();
        sets.push(ListedSet { id: set.id.as_str().into(), name: set.name, idea: set.definition, codes });
    }
    Ok(Command::ImportCodes { codes, sets, from })
}

fn of_code(code: &Code) -> ListedCode {
    ListedCode {
        id: code.id.to_string(),
        name: code.name.clone(),
        parent: code.parent.map(|at| at.at()),
        definition: code.definition.clone(),
        include: code.include.clone(),
        exclude: code.exclude.clone(),
        colour: code.colour.clone().unwrap_or_default(),
        examples: code.examples.clone(),
        was: code.was.iter().map(ToString::to_string).collect(),
        members: Vec::new(),
    }
}

fn sets_of(book: &Codebook) -> Vec<ListedSet> {
    let ids = |codes: &[crate::model::CodeIx]| codes.iter().map(|at| book.code(*at).id.clone()).collect();
    let set = |set: &crate::model::CodeSet| ListedSet {
        id: set.id.clone(),
        name: set.name.clone(),
        idea: set.idea.clone(),
        codes: ids(&set.codes),
    };
    book.sets().iter().map(set).collect()
}

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
    ) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(None)?;
        let mut said = Said::default();
        let mut memos = Vec::new();
        let mut ids: Vec<CodeId> = vec!["".into(); codes.len()];
        for at in parents_first(codes) {
            let Some(listed) = codes.get(at) else { continue };
            let under = listed.parent.and_then(|parent| ids.get(parent).cloned());
            let id = match edit.same_code(listed, under.as_ref()) {
                Some(known) => {
                    self.meet(&mut edit, &known, listed, from, (&mut said, &mut memos))?;
                    known.id
                }
                None => edit.take(listed, under, &mut said)?,
            };
            edit.take_was(&id, &listed.was, &mut said)?;
            if let Some(place) = ids.get_mut(at) {
                *place = id;
            }
        }
        for set in sets {
            edit.take_set(set, &mut said)?;
        }
        let mut plan = edit.plan(said.in_words());
        plan.events.extend(memos);
        Ok(plan)
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
        if theirs.is_empty() || theirs == ours {
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

    fn take_set(&mut self, set: &ListedSet, said: &mut Said) -> Result<(), Problem> {
        if !self.is_free(set.id.as_str()) {
            return Ok(());
        }
        let codes: Vec<&str> =
            set.codes.iter().map(CodeId::as_str).filter(|id| self.book.resolve(id).is_some()).collect();
        let mut node = vec![("id", Node::text(set.id.as_str())), ("name", Node::text(set.name.as_str()))];
        if !set.idea.is_empty() {
            node.push(("idea", Node::text(set.idea.as_str())));
        }
        node.push(("codes", Node::texts(codes)));
        let item = Item::new(Node::map(node));
        let new = Some(json!({"id": set.id, "name": set.name, "set": true}));
        self.step(Step { op: CodebookOp::Add, code: &set.id, old: None, new }, |text| {
            store::put_item(text, &[store::Step::from("themes")], None, &item)
        })?;
        said.added.push(format!("{} (a set)", set.id));
        Ok(())
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
