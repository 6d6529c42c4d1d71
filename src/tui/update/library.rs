//! The list of transcripts.

use crate::session::Command;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::Model;

/// Does an action of the library.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = super::nav::rows(model);
    if super::nav::step(&mut model.library, action, rows) {
        super::nav::settle(model);
        return Vec::new();
    }
    if action == Action::Import {
        return super::bring::ask_path(model);
    }
    let row = model.study.as_ref().and_then(|study| study.rows.get(model.library.at));
    let Some((id, done)) = row.map(|row| (row.id.clone(), row.done)) else { return Vec::new() };
    match action {
        Action::Open => vec![Effect::Ask(Request::Open(id))],
        Action::Done => super::apply(model, Command::Done(vec![id], !done)),
        _ => Vec::new(),
    }
}
