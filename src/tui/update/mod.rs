//! What happens to the model: no input, no output, effects as data.

mod answers;
mod heat;
mod library;
mod memo;
mod nav;
mod palette;
mod picker;
mod quotes;
mod read;
pub mod read_marks;
mod read_select;
mod save;
mod search;

use super::effect::Effect;
use super::field::Field;
use super::keymap::{Action, Key};
use super::model::{AskCoder, Model, Over, Place, Tone};
use super::msg::Msg;
use crossterm::event::{KeyCode, MouseButton, MouseEventKind};

pub use self::read_marks as marks;
pub use answers::said;
pub use read_marks::refresh;
pub use save::{apply, apply_all};

/// Takes in what happened and answers with what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(event) => key(model, Key::from(event), event),
        Msg::Paste(text) => paste(model, &text),
        Msg::Mouse(event) => match event.kind {
            MouseEventKind::ScrollDown => wheel(model, 3),
            MouseEventKind::ScrollUp => wheel(model, -3),
            MouseEventKind::Down(MouseButton::Left) => {
                read::point(model, event.column, event.row, false);
                Vec::new()
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                read::point(model, event.column, event.row, true);
                Vec::new()
            }
            _ => Vec::new(),
        },
        Msg::Resize(columns, rows) => {
            model.size = (columns, rows);
            read::resize(model);
            nav::settle(model);
            Vec::new()
        }
        Msg::Answer(answer) => answers::answer(model, *answer),
        Msg::Signal(signal) => {
            let status = u8::try_from(128 + signal).unwrap_or(255);
            leave(model, status)
        }
        Msg::Lost(why) => {
            model.farewell = Some(format!("error: {why}"));
            vec![Effect::Leave(2)]
        }
    }
}

/// Leaves as soon as nothing is being saved any more.
fn leave(model: &mut Model, status: u8) -> Vec<Effect> {
    if model.saving.waiting.is_empty() {
        return vec![Effect::Leave(status)];
    }
    model.leaving = Some(status);
    model.notice = Some((Tone::Plain, "saving, then leaving".into()));
    Vec::new()
}

fn key(model: &mut Model, key: Key, event: crossterm::event::KeyEvent) -> Vec<Effect> {
    model.notice = None;
    let context = model.context();
    if let Some(action) = model.keys.action(context, key) {
        return act(model, action, key);
    }
    match &mut model.over {
        Some(Over::Memo(memo)) => {
            memo.area.input(event);
            Vec::new()
        }
        Some(Over::Menu) => {
            model.over = None;
            Vec::new()
        }
        _ => {
            if let Some(field) = field(model)
                && typed(field, key)
            {
                return retyped(model);
            }
            Vec::new()
        }
    }
}

/// The line that is being typed.
fn field(model: &mut Model) -> Option<&mut Field> {
    match &mut model.over {
        Some(Over::Picker(picker)) => Some(&mut picker.field),
        Some(Over::Palette(palette)) => Some(&mut palette.field),
        Some(Over::Coder(ask)) => Some(&mut ask.field),
        Some(_) => None,
        None if model.place == Place::Search => Some(&mut model.search.field),
        None => None,
    }
}

/// Types a key into a field; whether it was one for it.
fn typed(field: &mut Field, key: Key) -> bool {
    match (key.code(), key.ctrl()) {
        (KeyCode::Char('u'), true) => field.clear(),
        (KeyCode::Char('w'), true) => field.delete_word(),
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => field.home(),
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => field.end(),
        (KeyCode::Char('h'), true) | (KeyCode::Backspace, _) => field.backspace(),
        (KeyCode::Delete, _) => field.delete(),
        (KeyCode::Left, _) => field.left(),
        (KeyCode::Right, _) => field.right(),
        (KeyCode::Char(c), false) => field.insert(c.encode_utf8(&mut [0; 4])),
        _ => return false,
    }
    true
}

/// After a field was typed into.
fn retyped(model: &mut Model) -> Vec<Effect> {
    match &mut model.over {
        Some(Over::Picker(_)) => picker::refilter(model),
        Some(Over::Palette(_)) => palette::refilter(model),
        Some(Over::Coder(ask)) => ask.wrong = None,
        Some(_) => {}
        None => return search::retyped(model),
    }
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(Over::Memo(memo)) = &mut model.over {
        memo.area.insert_str(text);
        return Vec::new();
    }
    match field(model) {
        Some(field) => {
            field.insert(text);
            retyped(model)
        }
        None => Vec::new(),
    }
}

fn wheel(model: &mut Model, rows: isize) -> Vec<Effect> {
    let action = if rows > 0 { Action::Down } else { Action::Up };
    match (&model.over, model.place) {
        (None, Place::Read) => read::scroll(model, rows),
        (None, Place::Search) => search::step(model, rows.signum()),
        (None, _) | (Some(Over::Help(_)), _) => return act(model, action, Key::from(KeyCode::Null)),
        (Some(_), _) => {}
    }
    Vec::new()
}

impl From<KeyCode> for Key {
    fn from(code: KeyCode) -> Self {
        Self::from(crossterm::event::KeyEvent::from(code))
    }
}

/// Does an action.
pub fn act(model: &mut Model, action: Action, key: Key) -> Vec<Effect> {
    match action {
        Action::Quit => leave(model, 0),
        Action::Undo => save::undo(model, false),
        Action::Redo => save::undo(model, true),
        Action::Retry => save::retry(model),
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Save => {
            let said =
                if model.saving.waiting.is_empty() { "already saved: everything is, as you go" } else { "saving…" };
            model.notice = Some((Tone::Plain, said.into()));
            Vec::new()
        }
        Action::Help => {
            model.over = Some(Over::Help(0));
            Vec::new()
        }
        Action::Menu => {
            model.over = Some(Over::Menu);
            Vec::new()
        }
        Action::Palette => palette::open(model),
        Action::Back => nav::back(model),
        Action::ScreenLibrary => nav::go(model, Place::Library),
        Action::ScreenSearch => nav::go(model, Place::Search),
        Action::ScreenQuotes => quotes::go(model),
        Action::ScreenFrequencies => heat::go(model),
        Action::ScreenMemos => memo::go(model),
        _ => match &model.over {
            Some(Over::Picker(_)) => picker::act(model, action),
            Some(Over::Palette(_)) => palette::act(model, action),
            Some(Over::Help(_)) => nav::help(model, action),
            Some(Over::Memo(_)) => memo::keep(model),
            Some(Over::Coder(_)) => coder(model),
            Some(Over::Menu) => Vec::new(),
            None => match model.place {
                Place::Library => library::act(model, action),
                Place::Read => read::act(model, action, key),
                Place::Search => search::act(model, action),
                Place::Quotes => quotes::act(model, action),
                Place::Frequencies => heat::act(model, action),
                Place::Memos => memo::act(model, action),
            },
        },
    }
}

/// The name of the coder was given.
fn coder(model: &mut Model) -> Vec<Effect> {
    let Some(Over::Coder(AskCoder { field, wrong, then })) = &mut model.over else { return Vec::new() };
    match crate::model::CoderName::new(field.text().trim()) {
        Err(error) => {
            *wrong = Some(error.to_string());
            Vec::new()
        }
        Ok(name) => {
            let then = std::mem::take(then);
            model.over = None;
            if let Some(study) = &mut model.study {
                study.coder = Some(name.clone());
            }
            let mut effects = vec![Effect::Ask(super::effect::Request::KeepCoder(name))];
            effects.extend(save::apply_all(model, then));
            effects
        }
    }
}
