//! Plans that change single codes: add, rename, define, move.

use serde_json::json;

use super::book_edit::{BookEdit, Step};
use super::command::NewCoding;
use super::command_codebook::{CodeUses, NewCode, Wording};
use super::plan::Plan;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::journal::event::CodebookOp;
use crate::model::{Code, CodeId, CoderName, EventId, MemoOn};
use crate::query::{Kind, Matcher};
use crate::store::{self, Node};
use crate::text::pattern;

impl Session {
    /// Who uses a code.
    ///
    /// # Errors
    /// If the codebook has no such code.
    pub fn code_uses(&self, id: &str) -> Result<CodeUses, Problem> {
        let id = self.code_named(id)?;
        let book = &self.corpus.codebook;
        let Some(at) = book.resolve(id.as_str()) else { return Ok(CodeUses::default()) };
        let mut uses = CodeUses::default();
        for coding in self.state().codings.values().filter(|coding| book.resolve(coding.code.as_str()) == Some(at)) {
            match uses.coders.iter_mut().find(|(coder, _)| *coder == coding.coder) {
                Some((_, count)) => *count += 1,
                None => uses.coders.push((coding.coder.clone(), 1)),
            }
        }
        uses.coders.sort();
        let on = |on: &MemoOn| matches!(on, MemoOn::Code(code) if book.resolve(code.as_str()) == Some(at));
        uses.memos = self.state().memos.values().filter(|memo| on(&memo.on)).count();
        uses.beneath = book.codes().iter().filter(|code| code.parent == Some(at)).count();
        Ok(uses)
    }

    /// Whether saying `wording` of a code redefines one that is in use, which needs a reason: who uses it.
    ///
    /// # Errors
    /// If the codebook has no such code.
    pub fn redefines(&self, id: &str, wording: &Wording) -> Result<Option<CodeUses>, Problem> {
        let uses = self.code_uses(id)?;
        let code = self.corpus.codebook.resolve(id).map(|at| self.corpus.codebook.code(at));
        let redefined = code.is_some_and(|code| changes(code, wording).1);
        Ok(Some(uses).filter(|uses| redefined && uses.codings() > 0))
    }

    /// The coder's own codings under exactly this code that a quotes query selects.
    ///
    /// # Errors
    /// A mistake in the query; nobody has said who is coding.
    pub fn own_codings(&self, code: &str, query: &str) -> Result<Vec<EventId>, Problem> {
        // The query is read alone first, so that a mistake is shown in what was typed.
        self.query(query, Kind::Quotes)?;
        let coders = [self.coder()?];
        let view = self.view(Some(&coders));
        let query = self.query(&format!("code:{code} AND ({query})"), Kind::Quotes)?;
        let matcher = Matcher::new(&query, &view);
        let filter = |transcript, at| matcher.coding(transcript, at).is_some();
        let mut ids: Vec<EventId> =
            crate::analysis::coding_rows(&view, Some(&filter)).iter().map(|row| row.coding.id).collect();
        ids.dedup();
        Ok(ids)
    }

    pub(super) fn plan_add_codes(
        &self,
        codes: &[NewCode],
        items: &[NewCoding],
        query: Option<&str>,
        coder: &CoderName,
    ) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(None)?;
        let mut said = Vec::new();
        for code in codes {
            said.push(edit.add(code)?);
        }
        let mut plan = edit.plan(said.join("; "));
        if !items.is_empty() {
            let coded = self.plan_codes(items, query, coder, codes)?;
            plan.events.extend(coded.events);
            plan.skipped = coded.skipped;
            let and = if said.is_empty() { "" } else { "; " };
            plan.message = format!("{}{and}{}", plan.message, coded.message);
        }
        Ok(plan)
    }

    pub(super) fn plan_rename_code(&self, id: &CodeId, name: &str) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(None)?;
        let Code { id, name: before, .. } = edit.code(id.as_str())?.clone();
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::new("a code needs a name"));
        }
        if before == name {
            return Ok(Plan { message: format!("{id} is called {name} already"), ..Plan::default() });
        }
        let (old, new) = (Some(before.as_str().into()), Some(name.into()));
        edit.step(Step { op: CodebookOp::Rename, code: &id, old, new }, |text| {
            store::rename_code(text, id.as_str(), name)
        })?;
        Ok(edit.plan(format!("{id} is now called {name} (before: {before})")))
    }

    pub(super) fn plan_define_code(&self, id: &CodeId, wording: &Wording, why: Option<&str>) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(why)?;
        let code = edit.code(id.as_str())?.clone();
        let id = &code.id;
        let uses = self.code_uses(id.as_str()).unwrap_or_default();
        let (changes, redefined) = changes(&code, wording);
        if changes.is_empty() {
            return Ok(Plan { message: format!("{id} says all of this already"), ..Plan::default() });
        }
        if redefined && uses.codings() > 0 && why.is_none_or(|why| why.trim().is_empty()) {
            return Err(Problem::new(format!(
                "{id} is in use by {}: say why it is defined anew; nothing was changed",
                uses.in_words()
            ))
            .hint("add --why \"…\": it stands in the history of the codebook"));
        }
        let (mut old, mut new) = (serde_json::Map::new(), serde_json::Map::new());
        for change in &changes {
            old.insert(change.key.into(), change.old.into());
            new.insert(change.key.into(), change.new.into());
        }
        let step = Step { op: CodebookOp::Define, code: id, old: Some(old.into()), new: Some(new.into()) };
        edit.step(step, |text| {
            let mut text = text.to_owned();
            for change in &changes {
                text = match change.key {
                    "examples" => store::add_to_code(&text, id.as_str(), change.key, change.new)?,
                    key => store::set_code_key(&text, id.as_str(), key, &Node::text(change.new))?,
                };
            }
            Ok(text)
        })?;
        let mut message = format!("defined {id} anew");
        if redefined && uses.codings() > 0 {
            let find = format!("code:{id} is:older-definition");
            message.push_str(&format!(
                "; {} made before: emic quotes '{find}' lists them",
                counted(uses.codings() as u64, "coding")
            ));
        }
        Ok(edit.plan(message))
    }

    pub(super) fn plan_move_code(
        &self,
        id: &CodeId,
        under: Option<&CodeId>,
        before: Option<&CodeId>,
        why: Option<&str>,
    ) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(why)?;
        let code = edit.code(id.as_str())?.clone();
        let before =
            before.map(|id| edit.code(id.as_str()).map(|code| (code.id.clone(), edit.above(code)))).transpose()?;
        let under = match (under, &before) {
            (None, Some((_, above))) => above.clone(),
            (under, _) => under.map(|id| edit.code(id.as_str()).map(|code| code.id.clone())).transpose()?,
        };
        if let Some((sibling, above)) = &before
            && *above != under
        {
            let place = under.as_ref().map_or("at the top", CodeId::as_str);
            return Err(Problem::new(format!("{sibling} does not stand beneath {place}"))
                .hint("name by --before a code that stands where this one shall stand"));
        }
        let old = edit.above(&code);
        let siblings = edit.beneath(old.as_ref());
        let next = siblings.iter().skip_while(|known| **known != code.id).nth(1);
        let before = before.map(|(id, _)| id);
        if before.as_ref() == Some(&code.id) || (old == under && before.as_ref() == next) {
            return Ok(Plan { message: format!("{} stands there already", code.id), ..Plan::default() });
        }
        edit.carry(&code.id, under.as_ref(), before.as_ref())?;
        let place = match (&under, &before) {
            (_, Some(before)) => format!("before {before}"),
            (Some(under), None) => format!("beneath {under}"),
            (None, None) => "to the top".into(),
        };
        Ok(edit.plan(format!("moved {} {place}", code.id)))
    }
}

impl BookEdit {
    /// Adds a code; what was done, in words.
    pub fn add(&mut self, new: &NewCode) -> Result<String, Problem> {
        let id = new.id.as_str();
        let name = new.name.trim();
        if id.is_empty() {
            return Err(Problem::new(format!("no id can be made from the name `{name}`"))
                .hint("give one by --id: lower-case letters, digits and `-`"));
        }
        if !pattern::CODE_ID.is_match(id) {
            return Err(Problem::new(format!("`{id}` cannot be the id of a code")).hint(
                "ids are lower-case letters, digits and `-`, for example --id ta-reliance; the name may be anything",
            ));
        }
        if self.book.find(id).is_some() || self.book.resolve(id).is_some() {
            return Err(Problem::new(format!("the codebook has `{id}` already"))
                .hint("codes, sets and earlier ids share one namespace; choose another --id"));
        }
        if name.is_empty() {
            return Err(Problem::new("a code needs a name"));
        }
        let under = new.under.as_ref().map(|under| self.code(under.as_str())).transpose()?;
        let place = under.map_or_else(String::new, |under| format!(" under {}", under.name));
        let under = under.map(|under| under.id.clone());
        let mut more = Vec::new();
        for (key, value) in [
            ("colour", &new.colour),
            ("definition", &new.definition),
            ("include", &new.include),
            ("exclude", &new.exclude),
        ] {
            if !value.is_empty() {
                more.push((key, Node::text(value.as_str())));
            }
        }
        if !new.examples.is_empty() {
            more.push(("examples", Node::texts(new.examples.iter().map(String::as_str))));
        }
        let said = json!({"id": new.id, "name": name, "under": under, "definition": new.definition});
        let step = Step { op: CodebookOp::Add, code: &new.id, old: None, new: Some(said) };
        self.step(step, |text| store::add_code(text, under.as_ref().map(CodeId::as_str), id, name, &more))?;
        Ok(format!("added the code {id} ({name}){place}"))
    }

    /// Carries a code to another place.
    pub fn carry(&mut self, id: &CodeId, under: Option<&CodeId>, before: Option<&CodeId>) -> Result<(), Problem> {
        let code = self.code(id.as_str())?;
        let mut above = under.cloned();
        while let Some(next) = above {
            if next == *id {
                return Err(Problem::new(format!("{id} cannot stand beneath itself"))
                    .hint("name another code by --under, or --top"));
            }
            above = self.above(self.code(next.as_str())?);
        }
        let (old, new) = (json!({"under": self.above(code)}), json!({"under": under, "before": before}));
        let step = Step { op: CodebookOp::Move, code: id, old: Some(old), new: Some(new) };
        self.step(step, |text| {
            store::move_code(text, id.as_str(), under.map(CodeId::as_str), before.map(CodeId::as_str))
        })
    }
}

/// One key of a code that is said anew.
struct Change<'a> {
    key: &'static str,
    old: &'a str,
    new: &'a str,
}

/// What `wording` says anew of a code, and whether that changes what the code means: a meaning that there was is another
/// now.
fn changes<'a>(code: &'a Code, wording: &'a Wording) -> (Vec<Change<'a>>, bool) {
    let colour = code.colour.as_deref().unwrap_or_default();
    let meaning = [
        ("definition", &wording.definition, code.definition.as_str()),
        ("include", &wording.include, &code.include),
        ("exclude", &wording.exclude, &code.exclude),
    ];
    let mut changes = Vec::new();
    for (key, new, old) in meaning.into_iter().chain([("colour", &wording.colour, colour)]) {
        if let Some(new) = new
            && new != old
        {
            changes.push(Change { key, old, new });
        }
    }
    let defined = !(code.definition.is_empty() && code.include.is_empty() && code.exclude.is_empty());
    let redefined = defined && changes.iter().any(|change| change.key != "colour");
    for example in &wording.examples {
        if !code.examples.contains(example) {
            changes.push(Change { key: "examples", old: "", new: example });
        }
    }
    (changes, redefined)
}
