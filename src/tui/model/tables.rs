//! The state of the analyses.

use super::List;
use crate::session::Problem;
use crate::tui::tables::{Analysed, Analysis, Question};

/// The list of analyses, and each of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TablesScreen {
    /// The analysis in focus in the list.
    pub list: List,
    /// By analysis.
    screens: [TableScreen; Analysis::ALL.len()],
}

impl TablesScreen {
    /// The screen of an analysis.
    pub fn of(&self, analysis: Analysis) -> &TableScreen {
        &self.screens[analysis as usize]
    }

    /// The screen of an analysis.
    pub fn of_mut(&mut self, analysis: Analysis) -> &mut TableScreen {
        &mut self.screens[analysis as usize]
    }
}

/// One analysis.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableScreen {
    /// What is asked; `None`: it was not opened yet.
    pub question: Option<Question>,
    /// The answer, perhaps still that to the question before.
    pub data: Option<Analysed>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// The row in focus, among those of the group.
    pub list: List,
    /// The column in focus.
    pub column: usize,
    /// The group in focus.
    pub group: usize,
}

impl TableScreen {
    /// The row of the table that is in focus.
    pub fn row(&self) -> Option<usize> {
        let range = self.data.as_ref()?.range(self.group);
        Some(range.start + self.list.at).filter(|row| range.contains(row))
    }

    /// How many rows are shown.
    pub fn count(&self) -> usize {
        self.data.as_ref().map_or(0, |data| data.range(self.group).len())
    }
}
