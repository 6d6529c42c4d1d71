//! No study is open yet: the sample, a study from the transcripts here, one opened before.

use super::nav;
use crate::tui::data::{LabelData, Welcome};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, NewScreen, Place, Tone};

/// One thing to choose on the start screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The sample study.
    Demo,
    /// A study from the transcripts here.
    New(usize),
    /// A study from files here that can come in.
    Files(usize),
    /// A study opened before, by its place.
    Recent(usize),
}

/// What there is to choose from.
pub fn choices(welcome: &Welcome) -> Vec<Choice> {
    let mut choices: Vec<Choice> = (0..welcome.recent.len()).map(Choice::Recent).collect();
    if welcome.transcripts > 0 {
        choices.insert(0, Choice::New(welcome.transcripts));
    }
    if welcome.files > 0 {
        choices.insert(usize::from(welcome.transcripts > 0), Choice::Files(welcome.files));
    }
    choices.push(Choice::Demo);
    choices
}

/// No study is open.
pub fn welcome(model: &mut Model, welcome: Welcome) {
    model.start.welcome = welcome;
    model.start.busy = false;
    model.place = Place::Start;
    model.trail.clear();
    nav::settle(model);
}

/// Does an action of the start screen.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.start.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    if action != Action::Open || model.start.busy {
        return Vec::new();
    }
    let choices = choices(&model.start.welcome);
    let request = match choices.get(model.start.list.at) {
        Some(Choice::Demo) => Request::Demo,
        Some(Choice::New(_)) => Request::Labels,
        Some(Choice::Files(_)) => Request::NewFromFiles,
        Some(Choice::Recent(at)) => match model.start.welcome.recent.get(*at) {
            Some((_, path)) => Request::OpenStudy(path.clone()),
            None => return Vec::new(),
        },
        None => return Vec::new(),
    };
    model.start.busy = true;
    vec![Effect::Ask(request)]
}

/// The labels of the transcripts here have come.
pub fn labels(model: &mut Model, labels: Vec<LabelData>) {
    model.start.busy = false;
    model.new = NewScreen { labels, ..NewScreen::default() };
    // Most often what was recognised is right: the way on is in focus.
    model.new.list.at = model.new.labels.len();
    let _ = nav::go(model, Place::New);
}

/// Does an action of the screen of a new study.
pub fn act_new(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.new.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    if model.new.busy {
        return Vec::new();
    }
    let at = model.new.list.at;
    match (action, model.new.labels.get_mut(at)) {
        (Action::Toggle | Action::Open, Some(label)) => {
            label.interviews = !label.interviews;
            Vec::new()
        }
        (Action::Open, None) => {
            model.new.busy = true;
            model.notice = Some((Tone::Plain, "making the study…".into()));
            let who = model.new.labels.iter().filter(|label| label.interviews);
            vec![Effect::Ask(Request::NewStudy(who.map(|label| label.label.clone()).collect()))]
        }
        _ => Vec::new(),
    }
}

/// A study was opened where there was none.
pub fn opened(model: &mut Model) {
    if matches!(model.place, Place::Start | Place::New) {
        model.place = Place::Library;
        model.trail.clear();
        model.start.busy = false;
        model.new.busy = false;
    }
}
