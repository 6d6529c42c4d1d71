//! Keys that are pressed before what they are meant for is there.

use crossterm::event::KeyEvent;

use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::{Action, Key};
use crate::tui::model::{Model, Place};

/// Whether a key waits for what is on its way. Leaving does not, nor does going back from a list that is long in coming: it
/// takes the keys with it that were meant for the list.
pub fn waits(model: &mut Model, event: KeyEvent) -> bool {
    if model.leaving.is_some() {
        return false;
    }
    let action = model.keys.action(model.context(), Key::from(event));
    if !model.opening {
        // A hit that is chosen before it is found is one of what will be found.
        model.opening = model.place == Place::Search
            && model.over.is_none()
            && still(model)
            && matches!(
                action,
                Some(Action::Open | Action::Next | Action::Previous | Action::PageDown | Action::PageUp)
            );
        model.listing = model.opening;
    } else if model.study.is_none() && model.typed_ahead.is_empty() && action == Some(Action::Quit) {
        return false;
    } else if model.listing && action == Some(Action::Back) {
        model.opening = false;
        model.typed_ahead.clear();
        return false;
    }
    if model.opening {
        model.typed_ahead.push(event);
    }
    model.opening
}

/// Whether the answer that came was not yet the one that is waited for.
pub fn still(model: &Model) -> bool {
    model.place == Place::Search && model.search.asked.is_some()
}

/// Whether one of these effects opens something that the next keys are meant for.
pub fn opens(model: &Model, effects: &[Effect]) -> bool {
    model.leaving.is_none() && effects.iter().any(|effect| whole(effect) || rows(model, effect))
}

/// Notes what is on its way now.
pub fn note(model: &mut Model, effects: &[Effect]) {
    if opens(model, effects) {
        model.opening = true;
        model.listing = !effects.iter().any(whole);
    }
}

/// Whether it brings another screen: a transcript, a study.
fn whole(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Ask(
            Request::Open(_)
                | Request::OpenStudy(_)
                | Request::Demo
                | Request::Labels
                | Request::NewStudy(_)
                | Request::NewFromFiles
        )
    )
}

/// Whether it brings the first rows of the screen.
fn rows(model: &Model, effect: &Effect) -> bool {
    let Effect::Ask(request) = effect else { return false };
    match (request, model.place) {
        (Request::Propose(..), _) => true,
        (Request::Quotes(_), Place::Quotes) => model.quotes.rows.is_empty(),
        (Request::Frequencies(..), Place::Frequencies) => model.heat.heat.is_none(),
        (Request::Framework(..), Place::Framework) => model.framework.data.is_none(),
        (Request::Analyse(_), Place::Table(analysis)) => model.tables.of(analysis).data.is_none(),
        (Request::Memos, Place::Memos) => model.memos.rows.is_empty(),
        (Request::History, Place::History) => model.history.all.is_empty(),
        (Request::Review, Place::Review) => model.review.data.rows.is_empty(),
        (Request::Compare(_), Place::Compare) => model.compare.data.is_none(),
        _ => false,
    }
}
