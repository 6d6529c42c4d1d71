//! Which code is meant, and what is then done with it.

use super::{Answer, CODED, Desk, Open};
use crate::cli::read::find::{self, Like};
use crate::model::CodeIx;
use crate::session::{Command, NewCode, NewCoding, Passage, Problem, id_from_name};
use crate::text::visible;

/// How many codes a question offers at most.
const OFFERED: usize = 9;

impl Desk<'_> {
    /// Finds the code that is meant, or asks which.
    pub(super) fn with_code(&mut self, name: &str, open: Open) -> Answer {
        match find::code(&self.session.corpus().codebook, name) {
            Like::One(code) => self.chosen(code, open),
            Like::Several(mut codes) => {
                let mut said = vec!["Which? Type its number.".to_owned()];
                let more = codes.len().saturating_sub(OFFERED);
                codes.truncate(OFFERED);
                for (at, code) in (1..).zip(&codes) {
                    said.push(format!("{at}. {}", find::called(&self.session.corpus().codebook, *code)));
                }
                if more > 0 {
                    said.push(format!("{more} more have it in their name: type more of the name."));
                }
                self.choice = Some((codes, open));
                Ok(said)
            }
            Like::None => {
                let make = match open {
                    Open::Code(_) => format!("new {name} makes it; codebook lists the codes"),
                    _ => "codebook lists the codes".to_owned(),
                };
                Err(Problem::new(format!("no code is called “{name}”")).hint(make))
            }
        }
    }

    pub(super) fn chosen(&mut self, code: CodeIx, open: Open) -> Answer {
        let id = self.session.corpus().codebook.code(code).id.clone();
        match open {
            Open::Code(span) => {
                let transcript = self.session.corpus().transcript(self.at).id.clone();
                let name = visible(&self.session.corpus().codebook.code(code).name).into_owned();
                let item = NewCoding { transcript, passage: Passage::Span(span), code: id, line: 0 };
                let mut said = self.apply(Command::Code { items: vec![item], query: None })?;
                // A part of the name was typed: which code it was is told.
                if let Some(first) = said.first_mut() {
                    *first = match first.strip_prefix(CODED) {
                        Some(rest) => format!("{CODED} with {name}{rest}"),
                        None => format!("{name}: {first}"),
                    };
                }
                Ok(said)
            }
            Open::Meaning => Ok(find::meaning(&self.session.corpus().codebook, code)),
            Open::Quotes => self.quotes(&format!("theme:{id}")),
            Open::Count(by) => find::frequencies(self.session, Some(id.as_str()), by),
            Open::Under(name) => self.new_code(name, Some(code)),
        }
    }

    /// Makes a code and codes the turn with it, as one action.
    pub(super) fn new_code(&mut self, name: String, under: Option<CodeIx>) -> Answer {
        let span = self.sentences_span(None)?;
        let transcript = self.session.corpus().transcript(self.at).id.clone();
        let under = under.map(|code| self.session.corpus().codebook.code(code).id.clone());
        let mut code = NewCode::new(id_from_name(&name), name);
        code.under = under;
        let item = NewCoding { transcript, passage: Passage::Span(span), code: code.id.clone(), line: 0 };
        self.apply(Command::AddCodes { codes: vec![code], items: vec![item], query: None })
    }
}
