//! Themes by groups.

use super::{nav, quotes};
use crate::analysis::{ALL, WideUnit};
use crate::model::RollUp;
use crate::session::Problem;
use crate::tui::data::Heat;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{List, Model, Over, Place};
use crate::tui::tables::term;

/// Opens the heat map, by the first attribute at first.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let attributes = model.study.as_ref().map_or(0, |study| study.attributes.len());
    if model.heat.heat.is_none() && model.heat.problem.is_none() {
        model.heat.by = (attributes > 0).then_some(0);
    }
    model.heat.bars = false;
    let _ = nav::go(model, Place::Frequencies);
    ask(model)
}

/// Opens the bars of one theme, a bar a group.
pub fn bars(model: &mut Model) -> Vec<Effect> {
    let effects = go(model);
    model.heat.bars = true;
    effects
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
    let groups = model.heat.heat.as_ref().map_or(0, |heat| heat.figures.groups.len());
    if model.heat.bars {
        // The groups stand beneath one another, the themes beside.
        let mut list = List { at: model.heat.group, top: 0 };
        if nav::step(&mut list, action, rows) {
            model.heat.group = list.at.min(groups.saturating_sub(1));
            return Vec::new();
        }
        let at = &mut model.heat.list.at;
        match action {
            Action::CellLeft => *at = at.saturating_sub(1),
            Action::CellRight => *at += 1,
            _ => {}
        }
        if matches!(action, Action::CellLeft | Action::CellRight) {
            nav::settle(model);
            return Vec::new();
        }
    } else if nav::step(&mut model.heat.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    match action {
        Action::Bars => {
            model.heat.bars = !model.heat.bars;
            nav::settle(model);
        }
        Action::Notes => model.over = Some(Over::Notes(0)),
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
        query.push_str(&format!(" {}", term(&heat.by, &group.name)));
    }
    let theme = line.id.as_str().into();
    quotes::of_query(model, Some(theme), query)
}

/// A cell was pressed with the mouse, `line` rows below the head of the screen: `Some(true)` if it was in focus already.
pub fn pressed(model: &mut Model, column: u16, line: usize) -> Option<bool> {
    let figures = &model.heat.heat.as_ref()?.figures;
    if model.heat.bars {
        return None;
    }
    let columns = model.heat.layout(model.size);
    let at = model.heat.list.top + line.checked_sub(usize::from(columns.head))?;
    let cell = column.checked_sub(1 + columns.names)? / columns.cell;
    let group = columns.first + usize::from(cell);
    if at >= figures.themes.len() || group >= figures.groups.len() {
        return None;
    }
    let same = (at, group) == (model.heat.list.at, model.heat.group);
    (model.heat.list.at, model.heat.group) = (at, group);
    Some(same)
}
