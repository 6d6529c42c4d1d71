//! Analyses as the screens know them: what can be asked, and the answer with where its figures lead.

use std::ops::Range;
use std::sync::Arc;

use super::keymap::{Action, Context};
use crate::analysis::{KwicSort, Table};
use crate::model::{CodeId, RollUp, TranscriptId};
use crate::session::{CooccurrenceRule, CoverageList, CoverageRows};
use crate::text::Span;

/// An analysis with a screen of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Analysis {
    /// Which codes stand together.
    Together,
    /// New codes per interview.
    NewCodes,
    /// How much is coded.
    Coverage,
    /// Words by group.
    Words,
    /// A word with what is said around it.
    Concordance,
}

impl Analysis {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 5] = [Self::Together, Self::NewCodes, Self::Coverage, Self::Words, Self::Concordance];

    /// Its keys.
    pub const fn context(self) -> Context {
        match self {
            Self::Together => Context::Together,
            Self::NewCodes => Context::NewCodes,
            Self::Coverage => Context::Coverage,
            Self::Words => Context::Words,
            Self::Concordance => Context::Concordance,
        }
    }

    /// Its name at the top of the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Together => "codes together",
            Self::NewCodes => "new codes",
            Self::Coverage => "coverage",
            Self::Words => "words",
            Self::Concordance => "concordance",
        }
    }

    /// The file that its table is offered to be written to.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Together => "cooccurrence.csv",
            Self::NewCodes => "new-codes.csv",
            Self::Coverage => "coverage.csv",
            Self::Words => "words.csv",
            Self::Concordance => "concordance.csv",
        }
    }
}

/// What the list of analyses offers: these, and figures that have a screen of their own.
pub const OFFERED: [Action; 8] = [
    Action::ScreenFrequencies,
    Action::ScreenBars,
    Action::ScreenTogether,
    Action::ScreenNewCodes,
    Action::ScreenCoverage,
    Action::ScreenWords,
    Action::ScreenConcordance,
    Action::ScreenFramework,
];

/// A question to the study. An empty `by` is everybody.
#[derive(Clone, PartialEq, Debug)]
pub enum Question {
    /// Which codes stand together.
    Together {
        /// What standing together means.
        rule: CooccurrenceRule,
        /// The attribute that makes groups.
        by: String,
        /// The roll-up.
        roll_up: RollUp,
        /// Codes × codes in place of pairs.
        across: bool,
    },
    /// New codes per interview.
    NewCodes {
        /// `id`, `coded`, or an attribute of transcripts.
        order: String,
        /// The attribute that makes groups.
        by: String,
    },
    /// How much is coded.
    Coverage {
        /// What is listed.
        list: CoverageList,
        /// What the rows are where there are no groups.
        rows: CoverageRows,
        /// The attribute that makes groups.
        by: String,
        /// The roll-up.
        roll_up: RollUp,
    },
    /// Words by group.
    Words {
        /// The attribute that makes groups.
        by: String,
        /// Whether forms of one stem are one word.
        stems: bool,
    },
    /// A word with what is said around it.
    Concordance {
        /// The search.
        query: String,
        /// By what it is sorted.
        sort: KwicSort,
    },
}

impl Question {
    /// What is asked first.
    pub fn first(analysis: Analysis, attributes: &[String]) -> Self {
        let by = String::new();
        match analysis {
            Analysis::Together => {
                Self::Together { rule: CooccurrenceRule::default(), by, roll_up: RollUp::default(), across: false }
            }
            Analysis::NewCodes => Self::NewCodes { order: "id".into(), by },
            Analysis::Coverage => Self::Coverage {
                list: CoverageList::default(),
                rows: CoverageRows::default(),
                by,
                roll_up: RollUp::default(),
            },
            Analysis::Words => Self::Words { by: attributes.first().cloned().unwrap_or_default(), stems: false },
            Analysis::Concordance => Self::Concordance { query: String::new(), sort: KwicSort::default() },
        }
    }

    /// The attribute that makes groups; empty: none.
    pub fn by(&self) -> &str {
        match self {
            Self::Together { by, .. }
            | Self::NewCodes { by, .. }
            | Self::Coverage { by, .. }
            | Self::Words { by, .. } => by,
            Self::Concordance { .. } => "",
        }
    }

    /// The same question by another attribute.
    pub fn set_by(&mut self, name: String) {
        match self {
            Self::Together { by, .. }
            | Self::NewCodes { by, .. }
            | Self::Coverage { by, .. }
            | Self::Words { by, .. } => {
                *by = name;
            }
            Self::Concordance { .. } => {}
        }
    }

    /// Whose question it is.
    pub const fn analysis(&self) -> Analysis {
        match self {
            Self::Together { .. } => Analysis::Together,
            Self::NewCodes { .. } => Analysis::NewCodes,
            Self::Coverage { .. } => Analysis::Coverage,
            Self::Words { .. } => Analysis::Words,
            Self::Concordance { .. } => Analysis::Concordance,
        }
    }
}

/// Where a figure leads.
#[derive(Clone, PartialEq, Debug)]
pub enum Lead {
    /// Nowhere; in words, why.
    Nowhere(&'static str),
    /// To the quotes that a query selects, those of a theme where it is one theme's.
    Quotes(Option<CodeId>, String),
    /// To a search for turns.
    Search(String),
    /// To a place in a transcript, and what is marked there.
    Place(TranscriptId, u32, Vec<Span>),
    /// To each place where a word stands.
    Word(String),
    /// To a code in the codebook.
    Code(CodeId),
}

/// One row of an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Where it leads; with several, each column leads elsewhere.
    pub leads: Vec<Lead>,
    /// What there is to say of it besides its cells; may be empty.
    pub detail: String,
}

/// An answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysed {
    /// The question.
    pub question: Question,
    /// The table, for reading.
    pub table: Arc<Table>,
    /// By column, how wide its cells are: measured once, for tables may be long.
    pub widths: Vec<usize>,
    /// By row of the table.
    pub rows: Vec<Row>,
    /// The groups, each with its rows; without groups one with all.
    pub groups: Vec<(String, Range<usize>)>,
    /// What came of each group, in words; may be empty.
    pub said: Vec<String>,
    /// What stands under the table: whose codings count, what is left out and in progress.
    pub notes: Vec<String>,
}

impl Analysed {
    /// The rows of a group.
    pub fn range(&self, group: usize) -> Range<usize> {
        self.groups.get(group).map_or(0..0, |(_, rows)| rows.clone())
    }
}

/// A condition of a query: an attribute (or field) has this value.
pub fn term(field: &str, value: &str) -> String {
    use crate::analysis::MISSING;
    if value == MISSING {
        return format!("{field}:(missing)");
    }
    format!("{field}:\"{value}\"")
}
