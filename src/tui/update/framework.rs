//! Participants or cases × themes, with what is written of each cell.

use std::sync::Arc;

use super::nav;
use crate::analysis::{Framework, FrameworkMark, FrameworkRows};
use crate::model::RollUp;
use crate::session::Problem;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Over, Place, Tone};

/// Opens the grid.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let _ = nav::go(model, Place::Framework);
    ask(model)
}

/// Asks for passages and summaries.
pub fn ask(model: &Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::Framework(model.framework.rows, model.framework.roll_up))]
}

/// Passages and summaries have come; the cell in focus stays so.
pub fn gathered(model: &mut Model, data: Result<Arc<Framework>, Problem>) {
    let focus = focus(model);
    match data {
        Ok(data) => {
            model.framework.problem = None;
            model.framework.data = Some(data);
        }
        Err(problem) => model.framework.problem = Some(problem),
    }
    arrange(model, focus);
}

/// The ids of the row and the theme in focus.
fn focus(model: &Model) -> Option<(String, String)> {
    model.framework.here().map(|here| (here.row.id.clone(), here.theme.id.clone()))
}

/// Brings rows and themes into their order.
fn arrange(model: &mut Model, focus: Option<(String, String)>) {
    let screen = &mut model.framework;
    let Some(data) = screen.data.clone() else { return };
    screen.order = (0..data.rows.len()).collect();
    screen.by = screen.by.filter(|by| *by < data.attributes.len());
    if let Some(by) = screen.by {
        let value = |row: usize| data.rows.get(row).and_then(|row| row.attributes.get(by)).map_or("", String::as_str);
        // Those without a value come last.
        screen.order.sort_by_key(|row| (value(*row).is_empty(), value(*row)));
    }
    let shown =
        |at: &usize| data.themes.get(*at).is_some_and(|theme| screen.level.is_none_or(|level| theme.depth <= level));
    screen.themes = (0..data.themes.len()).filter(shown).collect();
    if let Some((row, theme)) = focus {
        let at_row = |at: &usize| data.rows.get(*at).is_some_and(|known| known.id == row);
        if let Some(at) = screen.order.iter().position(at_row) {
            screen.list.at = at;
        }
        // Where the theme is hidden now, the one above it is in focus.
        let at_theme = data.themes.iter().position(|known| known.id == theme);
        let before = at_theme.and_then(|at| screen.themes.iter().rposition(|known| *known <= at));
        screen.column = before.unwrap_or(screen.column);
    }
    screen.column = screen.column.min(screen.themes.len().saturating_sub(1));
    let passages = screen.here().map_or(0, |here| here.cell.passages.len());
    screen.passage = screen.passage.min(passages.saturating_sub(1));
    nav::settle(model);
    super::cell::settle(model);
}

/// Does an action of the grid.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.framework.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    match action {
        Action::CellLeft | Action::CellRight => across(model, action),
        Action::GapNext | Action::GapPrevious => gap(model, action == Action::GapNext),
        Action::Open if model.framework.here().is_some() => {
            model.framework.passage = 0;
            return nav::go(model, Place::Cell);
        }
        Action::Summarise if model.framework.here().is_some() => {
            model.framework.passage = 0;
            let _ = nav::go(model, Place::Cell);
            super::cell::write(model);
        }
        Action::Rows => {
            let cases = model.study.as_ref().is_some_and(|study| !study.cases.is_empty());
            model.framework.rows = match model.framework.rows {
                FrameworkRows::Participant if cases => FrameworkRows::Case,
                FrameworkRows::Participant => {
                    model.notice = Some((Tone::Plain, "this study has no cases: a cases.csv names them".into()));
                    return Vec::new();
                }
                FrameworkRows::Case => FrameworkRows::Participant,
            };
            model.framework.by = None;
            return ask(model);
        }
        Action::RollUp => {
            model.framework.roll_up =
                if model.framework.roll_up == RollUp::Subtree { RollUp::Own } else { RollUp::Subtree };
            return ask(model);
        }
        Action::RowOrder => {
            let attributes = model.framework.data.as_ref().map_or(0, |data| data.attributes.len());
            let next = model.framework.by.map_or(0, |by| by + 1);
            model.framework.by = (next < attributes).then_some(next);
            let focus = focus(model);
            arrange(model, focus);
        }
        Action::Level => {
            let themes = model.framework.data.iter().flat_map(|data| &data.themes);
            let deepest = themes.map(|theme| theme.depth).max().unwrap_or(0);
            model.framework.level = match model.framework.level {
                None if deepest > 0 => Some(0),
                Some(level) if level + 1 < deepest && level < 1 => Some(level + 1),
                _ => None,
            };
            let focus = focus(model);
            arrange(model, focus);
        }
        Action::Export => return super::ask::ask_export(model),
        Action::Notes => model.over = Some(Over::Notes(0)),
        _ => {}
    }
    Vec::new()
}

/// To the theme at the left or at the right.
pub fn across(model: &mut Model, action: Action) {
    let screen = &mut model.framework;
    screen.column = match action {
        Action::CellLeft => screen.column.saturating_sub(1),
        _ => (screen.column + 1).min(screen.themes.len().saturating_sub(1)),
    };
    screen.passage = 0;
}

/// To the next cell that lacks a summary or has an old one, row by row, and on from the start at the end.
pub fn gap(model: &mut Model, forth: bool) {
    let screen = &mut model.framework;
    let (rows, columns) = (screen.order.len(), screen.themes.len());
    let count = rows * columns;
    let here = screen.list.at * columns + screen.column;
    let lacks = |at: &usize| {
        let mark = screen.at(at / columns, at % columns).map(|shown| shown.cell.mark());
        matches!(mark, Some(FrameworkMark::NoSummary | FrameworkMark::Older | FrameworkMark::NoPassage))
    };
    let next = (1..=count).map(|by| if forth { (here + by) % count } else { (here + count - by) % count }).find(lacks);
    match next {
        Some(at) => {
            (screen.list.at, screen.column, screen.passage) = (at / columns, at % columns, 0);
            nav::settle(model);
        }
        None => model.notice = Some((Tone::Plain, "every passage is summed up, no summary is old".into())),
    }
}

/// A cell was pressed with the mouse, `line` rows below the head of the screen: `Some(true)` if it was in focus already.
pub fn pressed(model: &mut Model, column: u16, line: usize) -> Option<bool> {
    let grid = crate::tui::layout::grid(model.size, model.framework.column);
    let at = model.framework.list.top + line.checked_sub(usize::from(grid.head))? / usize::from(grid.height);
    let cell = usize::from(column.checked_sub(1 + grid.names)? / grid.cell);
    let theme = grid.first + cell;
    if cell >= grid.fit || at >= model.framework.order.len() || theme >= model.framework.themes.len() {
        return None;
    }
    let same = (at, theme) == (model.framework.list.at, model.framework.column);
    (model.framework.list.at, model.framework.column) = (at, theme);
    Some(same)
}
