//! The state of the framework: the grid and the cell that is open.

use std::sync::Arc;

use super::List;
use crate::analysis::{Framework, FrameworkCell, FrameworkMark, FrameworkRow, FrameworkRows, ThemeLine};
use crate::model::{CodeId, MemoOn, RollUp};
use crate::session::Problem;

/// The framework.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FrameworkScreen {
    /// What the rows shall be.
    pub rows: FrameworkRows,
    /// The roll-up.
    pub roll_up: RollUp,
    /// The deepest level of themes that is shown (0 at the top); `None`: all.
    pub level: Option<u32>,
    /// The attribute that the rows are in the order of, as a place in theirs; `None`: as in their file.
    pub by: Option<usize>,
    /// Passages and summaries.
    pub data: Option<Arc<Framework>>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// The rows in the order shown, as places in the data.
    pub order: Vec<usize>,
    /// The themes shown, as places in the data.
    pub themes: Vec<usize>,
    /// The row in focus, a place in `order`.
    pub list: List,
    /// The theme in focus, a place in `themes`.
    pub column: usize,
    /// The passage in focus in the cell that is open.
    pub passage: usize,
}

/// A cell with its head.
#[derive(Clone, Copy, Debug)]
pub struct CellShown<'a> {
    /// The row.
    pub row: &'a FrameworkRow,
    /// The theme.
    pub theme: &'a ThemeLine,
    /// What it holds.
    pub cell: &'a FrameworkCell,
}

impl FrameworkScreen {
    /// The cell in row `row` and column `column`, as they are shown.
    pub fn at(&self, row: usize, column: usize) -> Option<CellShown<'_>> {
        let data = self.data.as_ref()?;
        let row = data.rows.get(*self.order.get(row)?)?;
        let theme = *self.themes.get(column)?;
        Some(CellShown { row, theme: data.themes.get(theme)?, cell: row.cells.get(theme)? })
    }

    /// The cell in focus.
    pub fn here(&self) -> Option<CellShown<'_>> {
        self.at(self.list.at, self.column)
    }

    /// What a summary of the cell in focus hangs on.
    pub fn on(&self) -> Option<MemoOn> {
        let here = self.here()?;
        let code = CodeId::from(here.theme.id.as_str());
        Some(match self.data.as_ref()?.of {
            FrameworkRows::Participant => MemoOn::ParticipantCode(here.row.id.as_str().into(), code),
            FrameworkRows::Case => MemoOn::CaseCode(here.row.id.as_str().into(), code),
        })
    }

    /// How many of the cells shown have this mark.
    pub fn marked(&self, mark: FrameworkMark) -> u64 {
        let rows = 0..self.order.len();
        let cells = rows.flat_map(|row| (0..self.themes.len()).filter_map(move |column| self.at(row, column)));
        cells.filter(|shown| shown.cell.mark() == mark).count() as u64
    }
}
