//! Codings and memos that have lost their place after an edit: accepted, placed by hand, set aside.

use super::nav;
use crate::model::EventId;
use crate::session::{Command, Passage, Placing};
use crate::tui::data::{ReviewData, ReviewRow};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Landing, Model, Place, Tone};

/// Opens the list.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let mut effects = nav::go(model, Place::Review);
    effects.extend(ask());
    effects
}

/// Asks for the list.
pub fn ask() -> Vec<Effect> {
    vec![Effect::Ask(Request::Review)]
}

/// The list has come.
pub fn listed(model: &mut Model, data: ReviewData) {
    let focus = model.review.data.rows.get(model.review.list.at).map(|row| row.id);
    model.review.data = data;
    if let Some(at) = focus.and_then(|id| model.review.data.rows.iter().position(|row| row.id == id)) {
        model.review.list.at = at;
    }
    nav::settle(model);
}

fn say(model: &mut Model, text: &str) -> Vec<Effect> {
    model.notice = Some((Tone::Plain, text.into()));
    Vec::new()
}

/// Does an action of the list.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.review.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let rows = &model.review.data.rows;
    let Some(row) = rows.get(model.review.list.at).cloned() else { return Vec::new() };
    match action {
        Action::AcceptAll => {
            let fits = |row: &&ReviewRow| row.own && !row.aside && row.best.is_some();
            let ids: Vec<EventId> = rows.iter().filter(fits).map(|row| row.id).collect();
            if ids.is_empty() {
                return say(model, "there is no best match of yours to accept");
            }
            vec![Effect::Ask(Request::Accepting(ids))]
        }
        Action::Accept | Action::PlaceByHand if !row.own => {
            let text = format!("this one is {}'s: only they can place it", row.coder);
            say(model, &text)
        }
        Action::Accept if row.best.is_none() => say(model, "nothing is like it: p places it by hand, x sets it aside"),
        Action::Accept => vec![Effect::Ask(Request::Accepting(vec![row.id]))],
        Action::Aside => vec![Effect::Ask(Request::Aside(vec![row.id], !row.aside))],
        Action::PlaceByHand | Action::Open => {
            let Some(transcript) = row.here.clone() else {
                return say(model, "its transcript is not in the study: `emic relink` links a renamed file again");
            };
            if action == Action::PlaceByHand {
                model.placing = Some((row.id, row.what.clone()));
            }
            let position = row.best.as_ref().map_or(row.start, |best| best.start);
            super::read::open_at(model, transcript, Landing { position, ..Landing::default() })
        }
        _ => Vec::new(),
    }
}

/// Puts what waits for a place onto what is selected.
pub fn place(model: &mut Model) -> Vec<Effect> {
    let Some(span) = super::read_select::passage(model) else { return Vec::new() };
    let Some((id, _)) = model.placing.take() else { return Vec::new() };
    let transcript = model.read.as_ref().map(|read| read.reading.id.clone());
    let placing = Placing { id, transcript, passage: Passage::Span(span) };
    let effects = super::apply(model, Command::Place(vec![placing]));
    let mut back = nav::back_to(model, Place::Review);
    back.splice(0..0, effects);
    back
}
