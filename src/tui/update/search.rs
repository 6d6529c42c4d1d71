//! Search as you type: one question is on its way at a time, the newest text next.

use super::nav;
use crate::session::Problem;
use crate::tui::data::{Around, FoundAll};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Landing, List, Model};

/// After the query was typed into.
pub fn retyped(model: &mut Model) -> Vec<Effect> {
    let query = model.search.field.text().trim().to_owned();
    if query.is_empty() {
        model.search.found = FoundAll::default();
        model.search.answered.clear();
        model.search.problem = None;
        model.search.list = List::default();
        return Vec::new();
    }
    if model.search.asked.is_some() || query == model.search.answered {
        return Vec::new();
    }
    model.search.asked = Some(query.clone());
    vec![Effect::Ask(Request::Search(query))]
}

/// A search has answered.
pub fn found(model: &mut Model, query: String, found: Result<FoundAll, Problem>) -> Vec<Effect> {
    model.search.asked = None;
    model.search.answered = query;
    let now = model.search.field.text().trim().to_owned();
    if now.is_empty() {
        return retyped(model);
    }
    match found {
        Ok(found) => {
            model.search.found = found;
            model.search.problem = None;
            model.search.list = List::default();
        }
        // What was found before stays while a query is being typed.
        Err(problem) => model.search.problem = Some(problem),
    }
    nav::settle(model);
    if now == model.search.answered { around(model) } else { retyped(model) }
}

/// Moves over the hits.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    model.search.list.at = model.search.list.at.saturating_add_signed(by);
    nav::settle(model);
    around(model)
}

/// Asks for what is said around the hit in focus, where there is room to show it.
fn around(model: &mut Model) -> Vec<Effect> {
    let Some(hit) = model.search.found.rows.get(model.search.list.at) else {
        model.search.around = None;
        return Vec::new();
    };
    let known = |around: &Around| around.transcript == hit.transcript && around.turn == hit.turn;
    if !layout::beside(model.size) || model.search.around.as_ref().is_some_and(known) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::Around(hit.transcript.clone(), hit.turn))]
}

/// Does an action of the Search screen.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.search.list, action, rows) {
        return step(model, 0);
    }
    if action == Action::ReviewHits {
        return super::walk::of_search(model);
    }
    if action != Action::Open {
        return Vec::new();
    }
    // While a mistake is shown, the hits are those of another query.
    let hits = model.search.problem.is_none().then_some(&model.search.found.rows);
    let Some(hit) = hits.and_then(|rows| rows.get(model.search.list.at)) else { return Vec::new() };
    let id = hit.transcript.clone();
    let position = hit.hits.first().map_or(hit.start, |hit| hit.start);
    let same = model.search.found.rows.iter().filter(|row| row.transcript == id);
    let hits = same.flat_map(|row| row.hits.iter().copied()).collect();
    super::read::open_at(model, id, Landing { position, focus: None, hits })
}
