//! Themes by groups.

use super::{nav, quotes};
use crate::analysis::{ALL, MISSING, WideUnit};
use crate::model::RollUp;
use crate::session::Problem;
use crate::tui::data::Heat;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Place};

/// Opens the heat map, by the first attribute at first.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let attributes = model.study.as_ref().map_or(0, |study| study.attributes.len());
    if model.heat.heat.is_none() && model.heat.problem.is_none() {
        model.heat.by = (attributes > 0).then_some(0);
    }
    let _ = nav::go(model, Place::Frequencies);
    ask(model)
}

/// Asks for the figures again.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let names = model.study.as_ref().map_or(&[][..], |study| &study.attributes);
    let by = model.heat.by.and_then(|at| names.get(at)).cloned().unwrap_or_default();
    vec![Effect::Ask(Request::Frequencies(by, model.heat.roll_up))]
}

/// The figures have come.
pub fn counted(model: &mut Model, heat: Result<Heat, Problem>) {
    match heat {
        Ok(heat) => {
            model.heat.group = model.heat.group.min(heat.figures.groups.len().saturating_sub(1));
            model.heat.heat = Some(heat);
            model.heat.problem = None;
        }
        Err(problem) => model.heat.problem = Some(problem),
    }
    nav::settle(model);
}

/// Does an action of the heat map.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.heat.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let groups = model.heat.heat.as_ref().map_or(0, |heat| heat.figures.groups.len());
    match action {
        Action::CellLeft => model.heat.group = model.heat.group.saturating_sub(1),
        Action::CellRight => model.heat.group = (model.heat.group + 1).min(groups.saturating_sub(1)),
        Action::Unit => {
            let now = WideUnit::ALL.iter().position(|unit| *unit == model.heat.unit).unwrap_or(0);
            model.heat.unit = WideUnit::ALL[(now + 1) % WideUnit::ALL.len()];
        }
        Action::RollUp => {
            model.heat.roll_up = if model.heat.roll_up == RollUp::Subtree { RollUp::Own } else { RollUp::Subtree };
            return ask(model);
        }
        Action::By => {
            let attributes = model.study.as_ref().map_or(0, |study| study.attributes.len());
            model.heat.by = match model.heat.by {
                None if attributes > 0 => Some(0),
                Some(at) if at + 1 < attributes => Some(at + 1),
                _ => None,
            };
            model.heat.group = 0;
            return ask(model);
        }
        Action::Open => {
            crate::tui::tour::cell(model);
            return open(model);
        }
        Action::Export => return super::ask::ask_export(model),
        _ => {}
    }
    Vec::new()
}

/// The quotes behind a cell.
fn open(model: &mut Model) -> Vec<Effect> {
    let Some(heat) = &model.heat.heat else { return Vec::new() };
    let figures = &heat.figures;
    let Some(line) = figures.themes.get(model.heat.list.at) else { return Vec::new() };
    let field = if model.heat.roll_up == RollUp::Own { "code" } else { "theme" };
    let mut query = format!("{field}:{}", line.id);
    if let Some(group) = figures.groups.get(model.heat.group).filter(|group| group.name != ALL) {
        if group.name == MISSING {
            query.push_str(&format!(" {}:(missing)", heat.by));
        } else {
            query.push_str(&format!(" {}:\"{}\"", heat.by, group.name));
        }
    }
    let theme = line.id.as_str().into();
    quotes::of_query(model, Some(theme), query)
}

/// A cell was pressed with the mouse, `line` rows below the head of the screen: `Some(true)` if it was in focus already.
pub fn pressed(model: &mut Model, column: u16, line: usize) -> Option<bool> {
    let figures = &model.heat.heat.as_ref()?.figures;
    let columns = crate::tui::layout::heat(model.size, model.heat.group);
    let at = model.heat.list.top + line.checked_sub(usize::from(crate::tui::layout::HEAT_HEAD))?;
    let cell = column.checked_sub(1 + columns.names)? / crate::tui::layout::HEAT_CELL;
    let group = columns.first + usize::from(cell);
    if at >= figures.themes.len() || group >= figures.groups.len() {
        return None;
    }
    let same = (at, group) == (model.heat.list.at, model.heat.group);
    (model.heat.list.at, model.heat.group) = (at, group);
    Some(same)
}
