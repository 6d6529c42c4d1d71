//! A codebook in the middle of an action: its text after each step, and the events that say what was done.

use super::plan::{FileEdit, Plan};
use super::{Problem, Session};
use crate::journal::event::{CodebookChange, CodebookOp};
use crate::journal::{Do, Patch};
use crate::model::{Code, CodeId, CodeIx, Codebook, Diagnostic, Severity, Theme};
use crate::store::{self, SpliceRefused};
use crate::text::suggest;

/// The codebook as the file says it now, and as the steps so far have made it.
pub(super) struct BookEdit {
    path: std::path::PathBuf,
    old: String,
    /// The text so far.
    pub text: String,
    /// What the text so far says.
    pub book: Codebook,
    faults: usize,
    /// What was done so far.
    pub events: Vec<Do>,
    why: Option<Box<str>>,
}

impl Session {
    /// The codebook as its file stands on the disk, to be changed.
    pub(super) fn book_edit(&self, why: Option<&str>) -> Result<BookEdit, Problem> {
        let path = self.corpus.study.codebook.clone();
        let full = self.root.join(&path);
        let text = store::file_text(&full).map_err(|error| Problem::io("read", &full, &error))?;
        let (book, faults) = store::parse_codebook(&path, &text).map_err(|fault| broken(&path, vec![fault]))?;
        let why = why.map(str::trim).filter(|why| !why.is_empty()).map(Box::from);
        Ok(BookEdit { path, old: text.clone(), text, book, faults: count(&faults), events: Vec::new(), why })
    }
}

fn broken(path: &std::path::Path, diagnostics: Vec<Diagnostic>) -> Problem {
    Problem {
        what: format!("{} cannot be changed before it is mended", path.display()),
        diagnostics,
        ..Problem::default()
    }
}

fn count(faults: &[Diagnostic]) -> usize {
    faults.iter().filter(|fault| fault.severity == Severity::Fault).count()
}

/// What is done to one code.
pub(super) struct Step<'a> {
    pub op: CodebookOp,
    pub code: &'a CodeId,
    pub old: Option<serde_json::Value>,
    pub new: Option<serde_json::Value>,
}

impl BookEdit {
    /// One step: the text is spliced, read again, and must be no worse than before.
    pub fn step(
        &mut self,
        step: Step<'_>,
        splice: impl FnOnce(&str) -> Result<String, SpliceRefused>,
    ) -> Result<(), Problem> {
        let text = splice(&self.text).map_err(|refused| {
            let near = refused.line.map_or_else(String::new, |line| format!(" near line {line}"));
            let hint = if refused.edit.is_empty() { "change it by hand".to_owned() } else { refused.edit };
            Problem::new(format!("emic cannot change the codebook here without rewriting it: {}{near}", refused.what))
                .hint(hint)
        })?;
        let (book, faults) =
            store::parse_codebook(&self.path, &text).map_err(|fault| broken(&self.path, vec![fault]))?;
        if count(&faults) > self.faults {
            let mut faults = faults;
            faults.retain(|fault| fault.severity == Severity::Fault);
            let newest = faults.pop().into_iter().collect();
            return Err(Problem {
                what: "with this change the codebook would have a fault; nothing was changed".into(),
                diagnostics: newest,
                ..Problem::default()
            });
        }
        let patch = Some(Patch::between(&self.text, &text)).filter(|patch| !patch.is_empty());
        self.events.push(Do::Codebook(Box::new(CodebookChange {
            op: step.op,
            code: Some(step.code.clone()),
            old: step.old,
            new: step.new,
            why: self.why.clone(),
            via: Some("emic".into()),
            patch,
        })));
        (self.text, self.book) = (text, book);
        Ok(())
    }

    /// The code with this id, or the one that was merged from it.
    ///
    /// # Errors
    /// If there is none.
    pub fn code(&self, id: &str) -> Result<&Code, Problem> {
        if let Some(at) = self.book.resolve(id) {
            return Ok(self.book.code(at));
        }
        if let Some(Theme::Set(_)) = self.book.find(id) {
            return Err(Problem::new(format!("`{id}` is a set of codes"))
                .hint("sets are changed in the file, beneath `themes:`"));
        }
        let near = suggest::nearest(id, self.book.codes().iter().map(|code| code.id.as_str()));
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        Err(Problem::new(format!("the codebook has no code `{id}`"))
            .hint(format!("{near}`emic codebook list` shows all with their ids")))
    }

    /// The codes directly beneath a code, or at the top, in order.
    pub fn beneath(&self, parent: Option<&CodeId>) -> Vec<CodeId> {
        let parent = parent.and_then(|id| self.book.resolve(id.as_str()));
        let children = self.book.codes().iter().filter(|code| code.parent == parent);
        children.map(|code| code.id.clone()).collect()
    }

    /// The id of the code above.
    pub fn above(&self, code: &Code) -> Option<CodeId> {
        code.parent.map(|at: CodeIx| self.book.code(at).id.clone())
    }

    /// The plan: the file as it will be, and the events. Without a step there is nothing to do.
    pub fn plan(self, message: impl Into<String>) -> Plan {
        let edit = FileEdit { path: self.path, old: Some(self.old), text: Some(self.text) };
        let files = if edit.old == edit.text { Vec::new() } else { vec![edit] };
        Plan { events: self.events, files, skipped: Vec::new(), message: message.into() }
    }
}
