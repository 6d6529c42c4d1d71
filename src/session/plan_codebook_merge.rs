//! Plans that take a code out of the codebook or share it out: merge, split, remove. Codings and memos follow.

use serde_json::{Value, json};

use super::book_edit::{BookEdit, Step};
use super::command_codebook::NewCode;
use super::plan::{Plan, in_force};
use super::{Problem, Session};
use crate::analysis::counted;
use crate::journal::Do;
use crate::journal::event::CodebookOp;
use crate::model::{Code, CodeId, CoderName, EventId};
use crate::store;

impl Session {
    pub(super) fn plan_merge_codes(&self, ids: &[CodeId], into: &CodeId, why: Option<&str>) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(why)?;
        let mut said = Vec::new();
        for id in ids {
            said.push(self.merge(&mut edit, id, into)?);
        }
        Ok(edit.plan(said.join("\n")))
    }

    /// Merges one code into another; what was done, in words.
    fn merge(&self, edit: &mut BookEdit, id: &CodeId, into: &CodeId) -> Result<String, Problem> {
        let (gone, kept) = (edit.code(id.as_str())?.clone(), edit.code(into.as_str())?.clone());
        if gone.id == kept.id {
            return Err(Problem::new(format!("`{id}` and `{into}` are one code")));
        }
        let uses = self.code_uses(gone.id.as_str()).unwrap_or_default();
        let within = edit.is_beneath(&kept.id, &gone.id);
        let carried = if within { edit.lift(&gone)? } else { edit.carry_beneath(&gone, &kept.id)? };
        let mut was: Vec<&str> = gone.was.iter().map(CodeId::as_str).collect();
        was.push(gone.id.as_str());
        let (old, new) = (Some(said(&gone)), Some(json!({"into": kept.id})));
        edit.step(Step { op: CodebookOp::Merge, code: &gone.id, old, new }, |text| {
            let mut text = store::replace_in_sets(text, gone.id.as_str(), kept.id.as_str())?;
            text = store::remove_code(&text, gone.id.as_str())?;
            for was in &was {
                text = store::add_to_code(&text, kept.id.as_str(), "was", was)?;
            }
            Ok(text)
        })?;
        let mut message = format!("merged {} into {}", gone.id, kept.id);
        if uses.codings() > 0 {
            message.push_str(&format!(": {} count there now", uses.in_words()));
        }
        if !carried.is_empty() {
            let place = if within { "moved up" } else { "went along" };
            message.push_str(&format!("; {place}: {}", joined(&carried)));
        }
        Ok(message)
    }

    pub(super) fn plan_split_code(
        &self,
        id: &CodeId,
        new: Option<&NewCode>,
        into: &CodeId,
        codings: &[EventId],
        (why, coder): (Option<&str>, &CoderName),
    ) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(why)?;
        let from = edit.code(id.as_str())?.id.clone();
        if codings.is_empty() {
            return Err(Problem::new(format!("no coding of yours under {from} is selected; nothing was changed"))
                .hint("select them by --query, such as '\"waiting list\"', or by --codings ID…"));
        }
        let mut made = String::new();
        if let Some(new) = new {
            made = format!("{}; ", edit.add(new)?);
        }
        let to = edit.code(into.as_str())?.clone();
        if to.id == from {
            return Err(Problem::new(format!("`{id}` and `{into}` are one code")));
        }
        let def = in_force(&to);
        let mut recoded = Vec::new();
        for coding in codings {
            let own = self.own_coding(*coding, coder)?;
            if self.corpus.codebook.resolve(own.code.as_str()) != self.corpus.codebook.resolve(from.as_str()) {
                return Err(Problem::new(format!("coding {coding} is not under {from}, but under {}", own.code))
                    .hint("emic code list --json shows the ids (key `coding`) with their codes; nothing was changed"));
            }
            recoded.push(Do::Recode { coding: *coding, code: to.id.clone(), def: def.clone() });
        }
        let moved = counted(recoded.len() as u64, "coding");
        let said = json!({"into": to.id, "codings": recoded.len()});
        edit.step(Step { op: CodebookOp::Split, code: &from, old: None, new: Some(said) }, |text| Ok(text.to_owned()))?;
        let mut plan = edit.plan(format!("{made}moved {moved} from {from} to {}", to.id));
        plan.events.extend(recoded);
        Ok(plan)
    }

    pub(super) fn plan_remove_code(
        &self,
        id: &CodeId,
        uncode: bool,
        why: Option<&str>,
        coder: &CoderName,
    ) -> Result<Plan, Problem> {
        let mut edit = self.book_edit(why)?;
        let code = edit.code(id.as_str())?.clone();
        let uses = self.code_uses(code.id.as_str()).unwrap_or_default();
        let others: Vec<&str> =
            uses.coders.iter().map(|(name, _)| name).filter(|name| *name != coder).map(CoderName::as_str).collect();
        if uses.codings() > 0 && !uncode {
            return Err(Problem::new(format!("{} is in use by {}; nothing was changed", code.id, uses.in_words()))
                .hint("--merge-into CODE lets them count under another code, --uncode takes your codings away"));
        }
        if !others.is_empty() {
            return Err(Problem::new(format!(
                "{} is in use by {}: only {} can take away their own codings; nothing was changed",
                code.id,
                uses.in_words(),
                others.join(" and ")
            ))
            .hint("--merge-into CODE lets all of them count under another code"));
        }
        let lifted = edit.lift(&code)?;
        let step = Step { op: CodebookOp::Remove, code: &code.id, old: Some(said(&code)), new: None };
        edit.step(step, |text| {
            store::remove_code(&store::remove_from_sets(text, code.id.as_str())?, code.id.as_str())
        })?;
        let book = &self.corpus.codebook;
        let at = book.resolve(code.id.as_str());
        let own =
            self.state().codings.values().filter(|coding| at.is_some() && book.resolve(coding.code.as_str()) == at);
        let uncoded: Vec<Do> = own.map(|coding| Do::Uncode { coding: coding.id }).collect();
        let mut message = format!("removed the code {} ({})", code.id, code.name);
        if !uncoded.is_empty() {
            message.push_str(&format!(" and {} of yours", counted(uncoded.len() as u64, "coding")));
        }
        if !lifted.is_empty() {
            message.push_str(&format!("; moved up: {}", joined(&lifted)));
        }
        if uses.memos > 0 {
            message.push_str(&format!("; {} on it stay in `emic memo list`", counted(uses.memos as u64, "memo")));
        }
        let mut plan = edit.plan(message);
        plan.events.extend(uncoded);
        Ok(plan)
    }
}

impl BookEdit {
    /// Whether `id` stands somewhere beneath `above`.
    fn is_beneath(&self, id: &CodeId, above: &CodeId) -> bool {
        let (Some(id), Some(above)) = (self.book.resolve(id.as_str()), self.book.resolve(above.as_str())) else {
            return false;
        };
        above < id && id < self.book.code(above).end
    }

    /// Carries what is directly beneath `code` into its place; their ids.
    fn lift(&mut self, code: &Code) -> Result<Vec<CodeId>, Problem> {
        let (children, under) = (self.beneath(Some(&code.id)), self.above(code));
        for child in &children {
            self.carry(child, under.as_ref(), Some(&code.id))?;
        }
        Ok(children)
    }

    /// Carries what is directly beneath `code` beneath another code; their ids.
    fn carry_beneath(&mut self, code: &Code, under: &CodeId) -> Result<Vec<CodeId>, Problem> {
        let children = self.beneath(Some(&code.id));
        for child in &children {
            self.carry(child, Some(under), None)?;
        }
        Ok(children)
    }
}

/// What the history keeps of a code that goes.
fn said(code: &Code) -> Value {
    let mut said = serde_json::Map::new();
    said.insert("name".into(), code.name.as_str().into());
    for (key, text) in [("definition", &code.definition), ("include", &code.include), ("exclude", &code.exclude)] {
        if !text.is_empty() {
            said.insert(key.into(), text.as_str().into());
        }
    }
    said.into()
}

fn joined(ids: &[CodeId]) -> String {
    ids.iter().map(CodeId::as_str).collect::<Vec<_>>().join(", ")
}
