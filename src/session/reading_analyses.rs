//! Analyses for reading: words, concordance, framework.

use std::path::PathBuf;

use super::analyses::Layout;
use super::selecting::TableScope;
use super::{Problem, SearchRequest, Session, masks};
use crate::analysis::{Framework, SearchRow, Table, WordPlan, Words, counted, kwic_table};
use crate::model::RollUp;

pub use crate::analysis::{FrameworkRows, KwicSort};

/// Words of participants.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WordsRequest {
    /// Attributes that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// Words that stand less often in scope are not listed.
    pub least: u64,
    /// Whether forms of one stem are one word.
    pub stems: bool,
    /// A file with words that are not listed, one a line.
    pub stop_words: Option<PathBuf>,
    /// At most this many of each group; `None`: all.
    pub limit: Option<usize>,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How it is laid out.
    pub layout: Layout,
}

/// A concordance.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KwicRequest {
    /// A search query; its words are the hits.
    pub query: String,
    /// Whose codings count in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// By what it is sorted.
    pub sort: KwicSort,
    /// Code points on either side.
    pub context: u32,
    /// At most this many hits, after sorting; `None`: all.
    pub limit: Option<usize>,
    /// How it is laid out.
    pub layout: Layout,
}

/// Participants or cases × themes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FrameworkRequest {
    /// What the rows are.
    pub rows: FrameworkRows,
    /// Only this code and what is beneath it.
    pub code: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How it is laid out.
    pub layout: Layout,
}

impl Session {
    /// How often participants say which words, by group, and what sets a group apart.
    ///
    /// # Errors
    /// A mistake in the query, in `by` or in the coders; a file of stop words that cannot be read.
    pub fn words(&self, request: &WordsRequest) -> Result<Table, Problem> {
        let by = self.by_people(request.by.as_deref())?;
        let left_out = match &request.stop_words {
            None => Vec::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| Problem::io("read", path, &error))?;
                text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
            }
        };
        let plan = WordPlan { least: request.least, stems: request.stems, left_out, limit: request.limit };
        self.select(&request.scope, |view, selection| {
            let mut counted = Words::count(view, &by, plan, selection);
            if let Some(k) = request.suppress {
                masks::words(&mut counted, k)?;
            }
            let mut table = if request.layout == Layout::Brief { counted.brief() } else { counted.table() };
            if request.suppress.is_none() {
                self.flag_groups(&mut table, &by, counted.sizes());
            }
            Ok(table)
        })
    }

    /// Each hit of a search in the middle of what is said around it.
    ///
    /// # Errors
    /// A mistake in the query or in the coders; a query without words.
    pub fn kwic(&mut self, request: &KwicRequest) -> Result<Table, Problem> {
        let search = SearchRequest { query: request.query.clone(), coders: request.coders.clone(), limit: None };
        let answer = self.search(&search)?;
        let hits: usize = answer.hits.iter().map(|hit| hit.hits.len()).sum();
        if answer.turns > 0 && hits == 0 {
            return Err(Problem::new("a concordance needs words, and this query has none")
                .hint("add a word, a phrase or a pattern, for example: emic kwic 'wait* role:parent'; turns without words: emic search"));
        }
        let rows: Vec<SearchRow> = answer
            .hits
            .iter()
            .map(|hit| SearchRow { transcript: hit.transcript, turn: hit.turn, hits: hit.hits.clone() })
            .collect();
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let mut table = kwic_table(&view, &rows, request.context, request.sort);
        let mut sentence = format!("{}, sorted by {}", counted(table.rows.len() as u64, "hit"), request.sort.as_str());
        if let Some(limit) = request.limit.filter(|limit| *limit < table.rows.len()) {
            table.rows.truncate(limit);
            sentence.push_str(&format!("; the first {limit} shown"));
        }
        table.sentences = vec![sentence, format!("query: {}", request.query)];
        table.sentences.extend(answer.sentences.iter().cloned());
        if request.layout == Layout::Brief {
            table = table.only(&["transcript", "participant", "line", "left", "hit", "right"]);
        }
        table.meta.set("query", request.query.as_str());
        table.meta.set("units", "hits");
        table.meta.set("sorted", request.sort.as_str());
        table.meta.set("context", u64::from(request.context));
        table.meta.set("found", table.sentences.clone());
        Ok(table)
    }

    /// Participants or cases × themes, with summaries and the passages that they rest on.
    ///
    /// # Errors
    /// A mistake in the query, in the code or in the coders.
    pub fn framework(&self, request: &FrameworkRequest) -> Result<Framework, Problem> {
        let branch = request.code.as_deref().map(|code| self.theme_named(code)).transpose()?;
        self.select(&request.scope, |view, selection| {
            let mut framework = Framework::gather(view, request.rows, branch, request.roll_up, selection);
            if request.rows == FrameworkRows::Participant {
                framework.flags.extend(self.people_alone(view));
            }
            Ok(framework)
        })
    }

    /// A framework as a table.
    ///
    /// # Errors
    /// Those of [`Session::framework`].
    pub fn framework_table(&self, request: &FrameworkRequest) -> Result<Table, Problem> {
        let framework = self.framework(request)?;
        Ok(match request.layout {
            Layout::Tidy => framework.tidy(),
            Layout::Brief => framework.brief(),
            Layout::Wide => framework.wide(),
        })
    }
}
