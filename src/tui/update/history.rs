//! Who did what and when.

use super::nav;
use crate::session::AsOf;
use crate::tui::data::StudyData;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Asking, Filter, Landing, List, Model, Place, Tone};

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
        Action::OfTranscript => filter(model, Filter::Transcript),
        Action::OfCode => filter(model, Filter::Code),
        Action::OfDays => filter(model, Filter::Days),
        Action::AsOf => {
            let Some(act) = model.history.act().cloned() else { return Vec::new() };
            if model.history.all.first().is_some_and(|newest| newest.act == act.act) {
                return now(model);
            }
            past(model, act.act)
        }
        Action::AsOfTime => {
            let day = model.history.act().and_then(|act| act.at.get(..10)).unwrap_or_default().to_owned();
            super::ask::ask(model, Asking::Moment, &day)
        }
        Action::Open => {
            let act = model.history.act().cloned();
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

/// Asks by what the actions are chosen: at first by what the one in focus has.
fn filter(model: &mut Model, filter: Filter) -> Vec<Effect> {
    let history = &model.history;
    let act = history.act();
    let first = |all: Option<&String>| all.and_then(|all| all.split(", ").next()).unwrap_or_default().to_owned();
    let days = match (history.since.as_str(), history.until.as_str()) {
        ("", "") => act.and_then(|act| act.at.get(..10)).unwrap_or_default().to_owned(),
        (since, until) if since == until => since.to_owned(),
        (since, until) => format!("{since}..{until}"),
    };
    let or = |now: &String, new: String| if now.is_empty() { new } else { now.clone() };
    let answer = match filter {
        Filter::Transcript => or(&history.transcript, first(act.map(|act| &act.transcripts))),
        Filter::Code => or(&history.code, first(act.map(|act| &act.codes))),
        Filter::Days => days,
    };
    super::ask::ask(model, Asking::Filter(filter), &answer)
}

/// What the actions shall have in common was said; nothing: they need not.
///
/// # Errors
/// What is no day.
pub fn filtered(model: &mut Model, filter: Filter, typed: &str) -> Result<(), String> {
    match filter {
        Filter::Transcript => model.history.transcript = typed.to_owned(),
        Filter::Code => model.history.code = typed.to_owned(),
        Filter::Days => {
            let (since, until) = typed.split_once("..").unwrap_or((typed, typed));
            let (since, until) = (since.trim(), until.trim());
            if let Some(wrong) = [since, until].into_iter().find(|day| !day.is_empty() && !is_day(day)) {
                return Err(format!("`{wrong}` is no day: 2026-11-25, or 2026-11-20..2026-11-25"));
            }
            (model.history.since, model.history.until) = (since.to_owned(), until.to_owned());
        }
    }
    model.history.list = List::default();
    nav::settle(model);
    Ok(())
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text != "now" && AsOf::parse(text).is_ok()
}

/// Shows the study as it stood at a moment (a time, or an action).
pub fn past(model: &mut Model, moment: String) -> Vec<Effect> {
    if !model.saving.waiting.is_empty() || !model.saving.failed.is_empty() {
        model.notice = Some((Tone::Plain, "something is not saved yet: first that (Ctrl+r tries again)".into()));
        return Vec::new();
    }
    model.over = None;
    vec![Effect::Ask(Request::Past(Some(moment)))]
}

/// Back to the study as it is.
pub fn now(model: &mut Model) -> Vec<Effect> {
    if model.study.as_ref().is_none_or(|study| study.past.is_none()) {
        model.notice = Some((Tone::Plain, "this is the study as it is now".into()));
        return Vec::new();
    }
    vec![Effect::Ask(Request::Past(None))]
}

/// The study of another moment has come: everything that is shown is asked for anew.
pub fn shown(model: &mut Model, study: StudyData) -> Vec<Effect> {
    let said = match &study.past {
        Some(past) => format!("the study as it stood {past}; texts and codebook are today's; `: now` goes back"),
        None => "the study as it is now".to_owned(),
    };
    model.recent.clone_from(&study.recent);
    model.study = Some(study);
    model.notice = Some((Tone::Plain, said));
    nav::settle(model);
    let mut effects = Vec::new();
    if let Some(read) = &model.read {
        effects.push(Effect::Ask(Request::Marks(read.reading.id.clone())));
    }
    effects.extend(super::answers::ask_again(model));
    effects
}

/// Whether an action is refused because the study is shown as it stood; says so.
pub fn refuses(model: &mut Model) -> bool {
    let Some(past) = model.study.as_ref().and_then(|study| study.past.clone()) else { return false };
    let said = format!("the study is shown as it stood {past}: nothing can be changed there; `: now` goes back");
    model.notice = Some((Tone::Wrong, said));
    true
}
