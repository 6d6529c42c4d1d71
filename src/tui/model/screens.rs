//! The state of each screen but Read.

use crate::analysis::{Figure, ThemeLine, WideUnit, thousands};
use crate::model::{CodeId, EventId, RollUp};
use std::path::PathBuf;

use crate::session::Problem;
use crate::session::import::ImportRequest;
use crate::text::width;
use crate::tui::data::{Around, FoundAll, Heat, ImportData, LabelData, MemoData, Quote, ReviewData, Welcome};
use crate::tui::field::Field;
use crate::tui::layout;
use crate::tui::names::broken_width;

/// A list with a row in focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// The row.
    pub at: usize,
    /// The first row shown.
    pub top: usize,
}

impl List {
    /// Brings the row into `0..count` and into sight of `rows` rows.
    pub fn settle(&mut self, count: usize, rows: usize) {
        self.at = self.at.min(count.saturating_sub(1));
        let rows = rows.max(1);
        if self.at < self.top {
            self.top = self.at;
        } else if self.at >= self.top + rows {
            self.top = self.at + 1 - rows;
        }
        self.top = self.top.min(count.saturating_sub(rows));
    }
}

/// The Search screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SearchScreen {
    /// What was typed.
    pub field: Field,
    /// The query that is asked now.
    pub asked: Option<String>,
    /// The query of the answer.
    pub answered: String,
    /// What was found last.
    pub found: FoundAll,
    /// What is wrong with the query.
    pub problem: Option<Problem>,
    /// The hit in focus.
    pub list: List,
    /// What is said around it, for wide screens.
    pub around: Option<Around>,
}

impl SearchScreen {
    /// Whether the answer to what stands in the field has not come yet: what is shown is then of another query.
    pub fn awaits(&self) -> bool {
        let now = self.field.text().trim();
        !now.is_empty() && now != self.answered
    }
}

/// How quotes are grouped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Grouping {
    /// By participant.
    #[default]
    Participant,
    /// By an attribute, as a place in the study's.
    Group(usize),
    /// As they stand.
    Not,
}

/// The Quotes screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct QuotesScreen {
    /// The theme; `None`: none was chosen.
    pub theme: Option<CodeId>,
    /// The query.
    pub query: String,
    /// The codings, in the order in which they are shown.
    pub rows: Vec<Quote>,
    /// How they are grouped.
    pub grouping: Grouping,
    /// Of an attribute, the groups that are small, as a sentence.
    pub small: (String, Option<String>),
    /// The row in focus.
    pub list: List,
    /// Ticked codings.
    pub ticked: Vec<EventId>,
    /// What is wrong with the query.
    pub problem: Option<Problem>,
    /// Whether they are on their way.
    pub asked: bool,
}

/// The Frequencies screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HeatScreen {
    /// The attribute, as a place in the study's; `None`: everybody.
    pub by: Option<usize>,
    /// The figure in the cells.
    pub unit: WideUnit,
    /// The roll-up.
    pub roll_up: RollUp,
    /// The figures.
    pub heat: Option<Heat>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// The theme in focus.
    pub list: List,
    /// The group in focus.
    pub group: usize,
    /// Whether the theme in focus is shown alone, a bar a group.
    pub bars: bool,
}

impl HeatScreen {
    /// How its table stands on a screen of this size.
    pub fn layout(&self, size: (u16, u16)) -> layout::Heat {
        let Some(heat) = &self.heat else { return layout::heat(size, layout::HeatShape::default()) };
        let (groups, themes) = (&heat.figures.groups, &heat.figures.themes);
        let longest = |wide: fn(&str) -> usize| groups.iter().map(|group| wide(&group.name)).max().unwrap_or(0);
        let theme = |line: &ThemeLine| width(&line.name) + 2 * line.depth as usize;
        let largest = groups.iter().map(|group| self.unit.of(Figure::default(), group).1).max().unwrap_or(0);
        let shape = layout::HeatShape {
            groups: (groups.len(), self.group),
            whole: longest(width),
            broken: longest(broken_width),
            themes: themes.iter().map(theme).max().unwrap_or(0),
            figure: width(&thousands(largest)),
        };
        layout::heat(size, shape)
    }
}

/// The Memos screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MemosScreen {
    /// The memos in the order shown.
    pub rows: Vec<MemoData>,
    /// By what they hang on, in place of newest first.
    pub by_thing: bool,
    /// The row in focus.
    pub list: List,
}

/// The Codebook screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodebookScreen {
    /// The code in focus.
    pub list: List,
    /// A code to be in focus as soon as it is there.
    pub land_on: Option<CodeId>,
}

/// The screen on which no study is open yet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct StartScreen {
    /// What there is to choose from.
    pub welcome: Welcome,
    /// The row in focus.
    pub list: List,
    /// Whether something was chosen and is on its way.
    pub busy: bool,
}

/// A study about to be made.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewScreen {
    /// The labels of all transcripts.
    pub labels: Vec<LabelData>,
    /// The row in focus; the one after the labels makes the study.
    pub list: List,
    /// Whether it is being made.
    pub busy: bool,
}

/// Codings and memos that have lost their place.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReviewScreen {
    /// The list.
    pub data: ReviewData,
    /// The row in focus.
    pub list: List,
}

/// Transcripts about to come in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ImportScreen {
    /// The files and folders, as they were named.
    pub paths: Vec<PathBuf>,
    /// What was said of them.
    pub request: ImportRequest,
    /// What would come of them.
    pub data: ImportData,
    /// The file in focus.
    pub list: List,
    /// The label in focus.
    pub labels: List,
    /// Whether keys are for the labels.
    pub on_labels: bool,
    /// Whether they are being looked at or written.
    pub busy: bool,
}
