//! Who and what a table looks at: one reading of `--query`, `--coders` and `--done` for every analysis.

use super::ask::query_problem;
use super::{Problem, Session};
use crate::analysis::{By, Pairs, Selection};
use crate::model::{Theme, View};
use crate::query::{Kind, Matcher};
use crate::text::suggest;

/// Who and what a table looks at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableScope {
    /// Scope and conditions.
    pub query: Option<String>,
    /// Whose codings count in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// Leave out what is in progress.
    pub done: bool,
}

impl Session {
    /// Makes a view and a selection of `scope` and hands them to `answer`.
    ///
    /// # Errors
    /// A mistake in the query or in the coders, and those of `answer`.
    pub(super) fn select<T>(
        &self,
        scope: &TableScope,
        answer: impl FnOnce(&View<'_>, &Selection<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let coders = self.coder_names(scope.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let mut unknown_values = Vec::new();
        let parts = match &scope.query {
            None => None,
            Some(text) => {
                let query = self.query(text, Kind::Table)?;
                unknown_values = self.unknown_values(&query);
                Some(query.split().map_err(|error| query_problem(text, error))?)
            }
        };
        let mut selection = Selection { done_only: scope.done, unknown_values, ..Selection::default() };
        let conditions;
        let filter;
        if let Some(parts) = &parts {
            if parts.scope.is_some() {
                let scope = Matcher::of_node(parts.scope.as_ref(), Kind::Table, None, &view);
                selection.pairs = Pairs::of(self.corpus(), |transcript, person| scope.pair(transcript, person));
            }
            if parts.conditions.is_some() {
                conditions = Matcher::of_node(parts.conditions.as_ref(), Kind::Quotes, None, &view);
                filter = |transcript, at| conditions.coding(transcript, at).is_some();
                selection.numerators = Some(&filter);
            }
            selection.scope_text.clone_from(&parts.scope_text);
            selection.query_text.clone_from(&parts.conditions_text);
        }
        answer(&view, &selection)
    }

    /// Reads `--by`.
    ///
    /// # Errors
    /// An attribute that the study does not have, one named twice, attributes of cases beside others.
    pub(super) fn by(&self, by: Option<&str>) -> Result<By, Problem> {
        By::parse(by.unwrap_or_default(), self.corpus())
            .map_err(|error| Problem::new(error.to_string()).hint(error.hint()))
    }

    /// Reads a `--by` that makes groups of participants only.
    ///
    /// # Errors
    /// Those of [`Session::by`], and attributes of cases.
    pub(super) fn by_people(&self, by: Option<&str>) -> Result<By, Problem> {
        let by = self.by(by)?;
        if by.unit == crate::analysis::Unit::Case {
            return Err(Problem::new(format!("`{}` groups cases, and this table groups participants", by.text)).hint(
                "name attributes of participants or transcripts; `emic frequencies` and `emic matrix` count cases",
            ));
        }
        Ok(by)
    }

    /// The code or set with this id or name (ignoring case), or the code that was merged from it.
    ///
    /// # Errors
    /// If there is none, or several have the name.
    pub(super) fn theme_named(&self, name: &str) -> Result<Theme, Problem> {
        let corpus = self.corpus();
        if let Some(theme) = corpus.theme(name) {
            return Ok(theme);
        }
        let lower = name.to_lowercase();
        let book = &corpus.codebook;
        let alike = |theme: &Theme| book.id(*theme).as_str() == lower || book.name(*theme).to_lowercase() == lower;
        let alike: Vec<Theme> = book.themes().filter(alike).collect();
        match alike.as_slice() {
            [only] => Ok(*only),
            [] => {
                let near = suggest::nearest(&lower, book.themes().map(|theme| book.id(theme).as_str()));
                let hint = near
                    .map_or("`emic codebook list` lists the codes".into(), |near| format!("did you mean `{near}`?"));
                Err(Problem::new(format!("no code `{name}`")).hint(hint))
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|theme| book.id(*theme).as_str()).collect();
                Err(Problem::new(format!("several codes are named `{name}`"))
                    .hint(format!("name one by its id: {}", ids.join(", "))))
            }
        }
    }
}
