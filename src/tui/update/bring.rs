//! Bringing transcripts in: what would come of the files is shown and answered for before anything is written.

use std::path::PathBuf;

use super::{ask, nav};
use crate::session::Who;
use crate::session::import::ImportRequest;
use crate::tui::data::{ImportData, ImportLabel, ImportRow, ImportState};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Asking, ImportScreen, Model, Place, Tone};

/// Asks for the file or folder.
pub fn ask_path(model: &mut Model) -> Vec<Effect> {
    ask::ask(model, Asking::Import, "")
}

/// Looks at a file or folder.
pub fn look(model: &mut Model, paths: Vec<PathBuf>) -> Vec<Effect> {
    model.import = ImportScreen { paths, busy: true, ..ImportScreen::default() };
    model.over = None;
    ask_again(model)
}

fn ask_again(model: &mut Model) -> Vec<Effect> {
    model.import.busy = true;
    let (paths, request) = (model.import.paths.clone(), Box::new(model.import.request.clone()));
    vec![Effect::Ask(Request::Import { paths, request, write: false })]
}

/// What would come of it is known.
pub fn drafted(model: &mut Model, data: ImportData) {
    model.import.busy = false;
    model.import.data = data;
    if model.place != Place::Import {
        // What comes in is what there is most to see of.
        let comes = |row: &ImportRow| row.state == ImportState::ComesIn;
        model.import.list.at = model.import.data.rows.iter().position(comes).unwrap_or(0);
        let _ = nav::go(model, Place::Import);
    }
    nav::settle(model);
}

/// It was written.
pub fn written(model: &mut Model, said: String) -> Vec<Effect> {
    model.import = ImportScreen::default();
    model.notice = Some((Tone::Plain, said));
    model.trail.clear();
    model.place = Place::Library;
    vec![Effect::Ask(Request::Study)]
}

/// Does an action of the screen.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    let import = &mut model.import;
    let list = if import.on_labels { &mut import.labels } else { &mut import.list };
    if nav::step(list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    if import.busy {
        return Vec::new();
    }
    let label = import.data.labels.get(import.labels.at).filter(|_| import.on_labels).cloned();
    match (action, label) {
        (Action::OtherList, _) => {
            import.on_labels = !import.on_labels && !import.data.labels.is_empty();
            Vec::new()
        }
        (Action::BringIn, _) if !import.data.writes => {
            model.notice = Some((Tone::Plain, "there is nothing here to bring in".into()));
            Vec::new()
        }
        (Action::BringIn, _) => {
            import.busy = true;
            let (paths, request) = (import.paths.clone(), Box::new(import.request.clone()));
            vec![Effect::Ask(Request::Import { paths, request, write: true })]
        }
        (Action::Toggle, Some(label)) => {
            forget(&mut import.request, &label.label);
            if !label.interviews {
                import.request.interviewers.push(label.label);
            }
            ask_again(model)
        }
        (Action::OtherLabel, Some(label)) => {
            forget(&mut import.request, &label.label);
            if !label.other {
                import.request.others.push(label.label);
            }
            ask_again(model)
        }
        (Action::SamePerson, Some(label)) => same_person(model, &label),
        (Action::Who, Some(label)) => ask::ask(model, Asking::Who(label.label), ""),
        (Action::Rename, Some(label)) => ask::ask(model, Asking::Label(label.label.clone()), &label.label),
        (Action::Toggle | Action::OtherLabel | Action::SamePerson | Action::Who | Action::Rename, None) => {
            model.notice = Some((Tone::Plain, "Tab goes to the labels".into()));
            Vec::new()
        }
        (Action::Encoding, _) => ask::ask(model, Asking::Encoding, "windows-1252"),
        _ => Vec::new(),
    }
}

/// Makes a label the person of the one that it resembles, or takes that back.
fn same_person(model: &mut Model, label: &ImportLabel) -> Vec<Effect> {
    let import = &mut model.import;
    let named = import.data.labels.iter().find(|other| other.label == label.like && !label.like.is_empty());
    if let Some(other) = named {
        let Some(who) = other.one_person() else {
            let said = format!("say first who `{}` is: p on its line", other.label);
            model.notice = Some((Tone::Plain, said));
            return Vec::new();
        };
        forget(&mut import.request, &label.label);
        import.request.speakers.push((label.label.clone(), Who::from(who)));
    } else if import.request.speakers.iter().any(|(known, _)| *known == label.label) {
        forget(&mut import.request, &label.label);
    } else {
        let said = format!("`{}` resembles no other label; p says who it is", label.label);
        model.notice = Some((Tone::Plain, said));
        return Vec::new();
    }
    ask_again(model)
}

/// Takes back what was said of a label.
fn forget(request: &mut ImportRequest, label: &str) {
    let lower = label.to_lowercase();
    request.interviewers.retain(|known| known.to_lowercase() != lower);
    request.others.retain(|known| known.to_lowercase() != lower);
    request.speakers.retain(|(known, _)| known.to_lowercase() != lower);
}

/// Who a label is was said.
pub fn who(model: &mut Model, label: String, who: &str) -> Vec<Effect> {
    let request = &mut model.import.request;
    forget(request, &label);
    if !who.is_empty() {
        request.speakers.push((label, Who::from(who)));
    }
    model.over = None;
    ask_again(model)
}

/// A label is written otherwise; the same as another one makes one of both.
pub fn rename(model: &mut Model, label: String, name: &str) -> Vec<Effect> {
    let request = &mut model.import.request;
    request.rename.retain(|(known, _)| *known != label);
    if !name.is_empty() && name != label {
        request.rename.push((label, name.to_owned()));
    }
    model.over = None;
    ask_again(model)
}

/// The encoding of the files was said.
pub fn encoding(model: &mut Model, name: &str) -> Vec<Effect> {
    model.import.request.options.encoding = Some(name.to_owned()).filter(|name| !name.is_empty());
    model.over = None;
    ask_again(model)
}
