//! The codebook: the tree of codes with their counts.

use super::{ask, nav, quotes};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Asking, Model, Place};

/// Opens the codebook, on the code in focus while reading.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let read = model.read.as_ref().filter(|_| model.place == Place::Read);
    let focus = read.and_then(|read| super::marks::focus(read).and_then(|at| read.marks.get(at)));
    if let Some(code) = focus.map(|mark| mark.code.clone()) {
        model.book.land_on = Some(code);
    }
    land(model);
    nav::go(model, Place::Codebook)
}

/// Puts the code that is waited for in focus, if it is there.
pub fn land(model: &mut Model) {
    let (Some(study), Some(id)) = (&model.study, &model.book.land_on) else { return };
    if let Some(at) = study.codebook.resolve(id.as_str()) {
        model.book.list.at = at.at();
        model.book.land_on = None;
    }
}

/// Does an action of the codebook.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.book.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let Some(study) = &model.study else { return Vec::new() };
    let code = study.codebook.codes().get(model.book.list.at);
    match (action, code) {
        (Action::NewTopCode, _) | (Action::NewCode, None) => ask::ask(model, Asking::NewCode(None), ""),
        (Action::NewCode, Some(code)) => {
            let under = Some(code.id.clone());
            ask::ask(model, Asking::NewCode(under), "")
        }
        (Action::Rename, Some(code)) => {
            let (id, name) = (code.id.clone(), code.name.clone());
            ask::ask(model, Asking::Rename(id), &name)
        }
        (Action::Open, Some(code)) => {
            let id = code.id.clone();
            quotes::of_theme(model, id)
        }
        _ => Vec::new(),
    }
}
