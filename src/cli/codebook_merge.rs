//! `emic codebook merge|split|remove`

use clap::Args;

use super::codebook::WordingArgs;
use super::{Wrong, output};
use crate::session::{Command, NewCode, Session};

/// The codes that go and the one that stays.
#[derive(Args, Debug)]
pub struct Merge {
    /// Ids of the codes that go; without --into the last one stays.
    #[arg(required = true)]
    ids: Vec<String>,
    /// Id of the code that stays.
    #[arg(long, value_name = "ID")]
    into: Option<String>,
    /// Why; it stands in the history of the codebook.
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

/// The code, the other code, and the codings that go there.
#[derive(Args, Debug)]
pub struct Split {
    /// Id of the code.
    id: String,
    /// Id of the other code; it is made if it is not there.
    #[arg(long, value_name = "ID")]
    into: String,
    /// Name of a new code (default: made from its id).
    #[arg(long)]
    name: Option<String>,
    /// The code that a new one stands under (default: beside the code that is split).
    #[arg(long, value_name = "ID")]
    under: Option<String>,
    #[command(flatten)]
    wording: WordingArgs,
    /// The codings that go: those that a quotes query selects, of yours under the code.
    #[arg(long, value_name = "QUERY", required_unless_present = "codings")]
    query: Option<String>,
    /// The codings that go, by their ids.
    #[arg(long, value_name = "CODING", num_args = 1.., conflicts_with = "query")]
    codings: Vec<String>,
    /// Why; it stands in the history of the codebook.
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

/// The code, and what becomes of its codings.
#[derive(Args, Debug)]
pub struct Remove {
    /// Id of the code.
    id: String,
    /// Let its codings, of all coders, count under this code.
    #[arg(long, value_name = "ID", conflicts_with = "uncode")]
    merge_into: Option<String>,
    /// Take its codings away; all of them must be yours.
    #[arg(long)]
    uncode: bool,
    /// Why; it stands in the history of the codebook.
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

impl Merge {
    pub(super) fn command(mut self) -> Result<Command, Wrong> {
        let into = match self.into {
            Some(into) => into,
            None if self.ids.len() > 1 => self.ids.pop().unwrap_or_default(),
            None => return Err(Wrong::new("into which code?", "emic codebook merge ID --into OTHER")),
        };
        let ids = self.ids.into_iter().map(Into::into).collect();
        Ok(Command::MergeCodes { ids, into: into.into(), why: self.why })
    }
}

impl Split {
    pub(super) fn command(self, session: &Session) -> Result<Command, Wrong> {
        let book = &session.corpus().codebook;
        let mut codings = Vec::new();
        for id in &self.codings {
            codings.push(session.coding_named(id)?);
        }
        if let Some(query) = &self.query {
            codings.extend(session.own_codings(&self.id, query)?);
        }
        let new = book.resolve(&self.into).is_none().then(|| {
            let from = book.resolve(&self.id).and_then(|at| book.code(at).parent);
            let beside = from.map(|at| book.code(at).id.clone());
            let name = self.name.unwrap_or_else(|| name_from_id(&self.into));
            let under = self.under.map(Into::into).or(beside);
            let mut code = NewCode { under, ..NewCode::new(self.into.as_str(), name) };
            self.wording.fill(&mut code);
            code
        });
        Ok(Command::SplitCode { id: self.id.into(), new, into: self.into.into(), codings, why: self.why })
    }
}

/// `long-waits` as `Long waits`.
fn name_from_id(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Remove {
    /// The command; `None`: the user would rather not.
    pub(super) fn command(self, session: &Session) -> Result<Option<Command>, Wrong> {
        let merge =
            |into: String, why| Command::MergeCodes { ids: vec![self.id.as_str().into()], into: into.into(), why };
        let remove = |uncode, why| Command::RemoveCode { id: self.id.as_str().into(), uncode, why };
        if let Some(into) = self.merge_into {
            return Ok(Some(merge(into, self.why)));
        }
        let uses = session.code_uses(&self.id)?;
        if uses.codings() == 0 || self.uncode || !output::can_ask() {
            return Ok(Some(remove(self.uncode, self.why)));
        }
        let question = format!(
            "{} is in use by {}. The id of a code to merge it into, `uncode` to take these codings away, or Enter to leave it as it is:",
            self.id,
            uses.in_words()
        );
        Ok(match output::ask(&question)?.as_str() {
            "" => {
                output::say("nothing was changed");
                None
            }
            "uncode" => Some(remove(true, self.why)),
            into => Some(merge(into.to_owned(), self.why)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_new_codes() {
        assert_eq!(name_from_id("long-waits"), "Long waits");
        assert_eq!(name_from_id("élan"), "Élan");
    }
}
