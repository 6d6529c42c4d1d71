//! Who did what and when.

use super::nav;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Landing, List, Model, Place, Tone};

/// Opens the history.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let mut effects = nav::go(model, Place::History);
    effects.extend(ask());
    effects
}

/// Asks for the list.
pub fn ask() -> Vec<Effect> {
    vec![Effect::Ask(Request::History)]
}

/// Does an action of the history.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.history.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    match action {
        Action::Whose => {
            let coders = model.history.coders();
            let now = model.history.of.as_ref().and_then(|of| coders.iter().position(|coder| coder == of));
            model.history.of = match (&model.history.of, now) {
                (None, _) => coders.first().cloned(),
                (Some(_), Some(at)) => coders.get(at + 1).cloned(),
                (Some(_), None) => None,
            };
            model.history.list = List::default();
            nav::settle(model);
            Vec::new()
        }
        Action::Open => {
            let act = model.history.shown().nth(model.history.list.at).cloned();
            let first = act.and_then(|act| act.transcripts.split(", ").next().map(String::from));
            match first.filter(|id| !id.is_empty()) {
                Some(id) => super::read::open_at(model, id.as_str().into(), Landing::default()),
                None => {
                    model.notice = Some((Tone::Plain, "this action is about no transcript".into()));
                    Vec::new()
                }
            }
        }
        _ => Vec::new(),
    }
}
