//! What happens to the model: no input, no output, effects as data.

mod ahead;
mod answers;
pub mod ask;
pub mod beside;
pub mod book;
pub mod bookmarks;
pub mod bring;
mod carried;
pub mod cell;
pub mod compare;
pub mod framework;
mod heat;
pub mod history;
mod library;
pub mod looks;
mod memo;
mod nav;
mod palette;
mod picker;
mod quotes;
mod read;
pub mod read_marks;
mod read_select;
pub mod review;
mod save;
mod search;
pub mod start;
pub mod tables;
mod taken;
pub mod walk;

use super::effect::Effect;
use super::field::Field;
use super::keymap::{Action, Key};
use super::model::{Model, Over, Place, Tone};
use super::msg::Msg;
use super::tables::Analysis;
use super::tour;
use crossterm::event::{KeyCode, MouseButton, MouseEventKind};

pub use self::read_marks as marks;
pub use answers::said;
pub use read_marks::refresh;
pub use save::{apply, apply_all};

/// Takes in what happened and answers with what is to be done. Keys that are pressed while something is on its way that they
/// are meant for wait for it, so that nobody has to wait before typing on.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    if let Msg::Key(event) = msg
        && ahead::waits(model, event)
    {
        return Vec::new();
    }
    let answers = matches!(&msg, Msg::Answer(answer) if answer.ends_opening());
    let mut effects = happened(model, msg);
    if answers && !ahead::still(model) {
        model.opening = false;
        let mut waiting = std::mem::take(&mut model.typed_ahead).into_iter();
        while !ahead::opens(model, &effects)
            && let Some(event) = waiting.next()
        {
            if ahead::waits(model, event) {
                break;
            }
            effects.extend(key(model, Key::from(event), event));
        }
        model.typed_ahead.extend(waiting);
    }
    ahead::note(model, &effects);
    effects.extend(bookmarks::keep_moved(model));
    effects.extend(tour::advance(model));
    let rows = model.terminal.1 - tour::rows(model.tour.as_ref(), model.terminal);
    if model.size != (model.terminal.0, rows) {
        fit(model);
    }
    tour::tell(model);
    effects
}

/// Lays everything out for the terminal's size, less what the tour takes.
fn fit(model: &mut Model) {
    let (columns, rows) = model.terminal;
    model.size = (columns, rows - tour::rows(model.tour.as_ref(), model.terminal));
    read::resize(model);
    compare::lay_out(model);
    nav::settle(model);
}

fn happened(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(event) => key(model, Key::from(event), event),
        Msg::Paste(text) => paste(model, &text),
        Msg::Mouse(event) => match event.kind {
            MouseEventKind::ScrollDown => wheel(model, 3),
            MouseEventKind::ScrollUp => wheel(model, -3),
            MouseEventKind::Down(MouseButton::Left) => press(model, event.column, event.row),
            MouseEventKind::Drag(MouseButton::Left) => {
                read::point(model, event.column, event.row, true);
                Vec::new()
            }
            _ => Vec::new(),
        },
        Msg::Resize(columns, rows) => {
            model.terminal = (columns, rows);
            Vec::new()
        }
        Msg::Answer(answer) => answers::answer(model, *answer),
        Msg::Ground(ground) => {
            looks::ground(model, ground);
            Vec::new()
        }
        Msg::Edited(text) => memo::edited(model, text),
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
        let failed = model.saving.failed.len();
        // What could not be saved is lost by leaving: it is asked once. Whoever ends the program from outside is not asked.
        if status == 0 && failed > 0 && model.saving.told != failed {
            model.saving.told = failed;
            let (retry, quit) = (model.keys.main(Action::Retry), model.keys.main(Action::Quit));
            let said = format!(
                "{} not saved: {retry} tries again; {quit} again leaves without",
                crate::analysis::counted(failed as u64, "action")
            );
            model.notice = Some((Tone::Wrong, said));
            return Vec::new();
        }
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
        Some(Over::Write(writing)) => {
            writing.area.input(event);
            Vec::new()
        }
        Some(Over::Menu) => {
            model.over = None;
            Vec::new()
        }
        Some(Over::Bookmarks { sets }) => {
            let sets = *sets;
            bookmarks::letter(model, sets, key)
        }
        _ => {
            let takes = field(model).map(|field| typed(field, key));
            match takes {
                Some(true) => return retyped(model),
                None if model.over.is_none() => nothing(model, key),
                _ => {}
            }
            Vec::new()
        }
    }
}

/// Says of a key of a screen that it does nothing there, and which one shows those that do.
fn nothing(model: &mut Model, key: Key) {
    if !key.is_named() {
        return;
    }
    let pressed = key.to_string();
    let pressed = crate::text::visible(&pressed);
    let help = model.keys.main(Action::Help);
    let keys = if help.is_empty() { String::new() } else { format!("; {help} shows the keys") };
    model.notice = Some((Tone::Plain, format!("`{pressed}` does nothing here{keys}")));
}

/// The line that is being typed.
fn field(model: &mut Model) -> Option<&mut Field> {
    match &mut model.over {
        Some(Over::Picker(picker)) => Some(&mut picker.field),
        Some(Over::Palette(palette)) => Some(&mut palette.field),
        Some(Over::Ask(ask)) => Some(&mut ask.field),
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
        Some(Over::Ask(ask)) => ask::retyped(ask),
        Some(_) => {}
        None => return search::retyped(model),
    }
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(Over::Write(writing)) = &mut model.over {
        writing.area.insert_str(text);
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
        (None, Place::Search) => return search::step(model, rows.signum()),
        (None, _) | (Some(Over::Help(_) | Over::Notes(_)), _) => return act(model, action, Key::from(KeyCode::Null)),
        (Some(_), _) => {}
    }
    Vec::new()
}

/// The left button: a place in the text, or a row of a list; on the row in focus it opens it.
fn press(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    if model.over.is_some() {
        return Vec::new();
    }
    if model.place == Place::Read {
        read::point(model, column, row, false);
        return Vec::new();
    }
    match nav::pressed(model, column, row) {
        Some(true) => act(model, Action::Open, Key::from(KeyCode::Null)),
        _ => Vec::new(),
    }
}

impl From<KeyCode> for Key {
    fn from(code: KeyCode) -> Self {
        Self::from(crossterm::event::KeyEvent::from(code))
    }
}

/// Does an action.
pub fn act(model: &mut Model, action: Action, key: Key) -> Vec<Effect> {
    if action.begins_a_change() && model.over.is_none() && history::refuses(model) {
        return Vec::new();
    }
    if action != Action::Quit {
        model.saving.told = 0;
    }
    match action {
        Action::Quit => leave(model, 0),
        Action::Undo if model.study.is_some() => save::undo(model, false),
        Action::Redo if model.study.is_some() => save::undo(model, true),
        Action::Retry => save::retry(model),
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Look => looks::next(model),
        Action::Now => history::now(model),
        Action::Measure => looks::measure(model),
        Action::Tour if model.study.is_some() => tour::switch(model),
        Action::Mouse => {
            model.mouse = !model.mouse;
            let said = if model.mouse { "the mouse is emic's" } else { "the mouse is the terminal's: it selects text" };
            model.notice = Some((Tone::Plain, said.into()));
            vec![Effect::Mouse(model.mouse)]
        }
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
        // Without a study there is nothing to show on the other screens.
        _ if model.study.is_none() && model.over.is_none() => match model.place {
            Place::Start => start::act(model, action),
            Place::New => start::act_new(model, action),
            _ => Vec::new(),
        },
        Action::ScreenLibrary => nav::go(model, Place::Library),
        Action::ScreenSearch => {
            model.search.field.choose_all();
            nav::go(model, Place::Search)
        }
        Action::ScreenQuotes => quotes::go(model),
        Action::ScreenFrequencies => heat::go(model),
        Action::ScreenMemos => memo::go(model),
        Action::ScreenCodebook => book::go(model),
        Action::ScreenHistory => history::go(model),
        Action::ScreenReview => review::go(model),
        Action::ScreenFramework => framework::go(model),
        Action::ScreenAnalyses => tables::list(model),
        Action::ScreenTogether => tables::go(model, Analysis::Together),
        Action::ScreenNewCodes => tables::go(model, Analysis::NewCodes),
        Action::ScreenCoverage => tables::go(model, Analysis::Coverage),
        Action::ScreenWords => tables::go(model, Analysis::Words),
        Action::ScreenConcordance => tables::go(model, Analysis::Concordance),
        Action::ScreenBars => heat::bars(model),
        Action::ScreenCompare => compare::go(model),
        _ => match &model.over {
            Some(Over::Picker(_)) => picker::act(model, action),
            Some(Over::Palette(_)) => palette::act(model, action),
            Some(Over::Help(_) | Over::Notes(_)) => nav::help(model, action),
            Some(Over::Write(_)) => memo::written(model, action),
            Some(Over::Ask(_)) => ask::answer(model),
            Some(Over::Menu | Over::Bookmarks { .. }) => Vec::new(),
            None => match model.place {
                Place::Library => library::act(model, action),
                Place::Read => read::act(model, action, key),
                Place::Search => search::act(model, action),
                Place::Walk => walk::act(model, action),
                Place::Quotes => quotes::act(model, action),
                Place::Frequencies => heat::act(model, action),
                Place::Memos => memo::act(model, action),
                Place::Codebook => book::act(model, action),
                Place::History => history::act(model, action),
                Place::Review => review::act(model, action),
                Place::Compare => compare::act(model, action),
                Place::Import => bring::act(model, action),
                Place::Framework => framework::act(model, action),
                Place::Cell => cell::act(model, action),
                Place::Analyses => tables::choose(model, action),
                Place::Table(analysis) => tables::act(model, analysis, action),
                Place::Start | Place::New => Vec::new(),
            },
        },
    }
}
