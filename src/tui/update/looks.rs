//! How the screen looks: what the terminal says, and what its user chooses.

use crate::tui::effect::{Effect, Request};
use crate::tui::model::{MEASURES, Model, Tone};
use crate::tui::theme::{Depth, Ground, Wish};

/// What is wrong with the person's own files: which, and what.
pub fn faults(model: &Model) -> Vec<(&'static str, String)> {
    let keys = model.keys.faults.iter().map(|fault| ("keys.yaml", fault.clone()));
    keys.chain(model.looks.faults.iter().map(|fault| ("looks.yaml", fault.clone()))).collect()
}

/// The terminal has said what its background is.
pub fn ground(model: &mut Model, ground: Ground) {
    model.looks.ground = Some(ground);
    model.theme = model.looks.theme();
}

/// The next look; it is kept.
pub fn next(model: &mut Model) -> Vec<Effect> {
    if model.looks.depth == Depth::None {
        let said = "no colours are shown: NO_COLOR is set, --color never was given, or the terminal has none";
        model.notice = Some((Tone::Plain, said.into()));
        return Vec::new();
    }
    model.looks.wish = model.looks.wish.next();
    model.theme = model.looks.theme();
    let (name, said) = model.looks.wish.words();
    let as_is = match (model.looks.wish, model.looks.ground) {
        (Wish::Auto, None) => ", which does not say what it is",
        _ => "",
    };
    model.notice = Some((Tone::Plain, format!("look: {said}{as_is}; again: the next one")));
    keep("look", name)
}

/// The next measure: how many columns of text stand in a row at most. It is kept.
pub fn measure(model: &mut Model) -> Vec<Effect> {
    let now = model.looks.measure;
    let next = MEASURES.iter().copied().find(|columns| *columns > now).unwrap_or(MEASURES[0]);
    model.looks.measure = next;
    super::read::resize(model);
    let width = model.read.as_ref().map_or(next, |read| read.page.text_width());
    let room = if width < next { format!("; here is room for {width}") } else { String::new() };
    model.notice = Some((Tone::Plain, format!("text at most {next} columns wide{room}; again: another")));
    keep("measure", &next.to_string())
}

fn keep(key: &'static str, value: &str) -> Vec<Effect> {
    vec![Effect::Ask(Request::KeepLook(key, value.to_owned()))]
}
