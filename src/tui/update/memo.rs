//! Memos: written on a passage, a coding or a transcript, and all of them in a list.

use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::{nav, read_marks, read_select};
use crate::analysis::counted;
use crate::model::{EventId, MemoKind, MemoOn, Place as Passage};
use crate::session::Command;
use crate::tui::data::MemoData;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Landing, Model, Over, Place, Tone, Writing, Written};

/// Opens a field for a memo.
pub fn write(model: &mut Model, memo: Option<(EventId, String)>, on: Vec<MemoOn>, about: String, title: String) {
    let before = memo.as_ref().map_or(String::new(), |(_, text)| text.clone());
    let memo = memo.map(|(id, _)| id);
    open(model, Written::Memo { memo, on, title }, about, before);
}

/// Opens a field for several lines.
pub fn open(model: &mut Model, what: Written, about: String, before: String) {
    let area = area(&before);
    model.over = Some(Over::Write(Box::new(Writing { what, about, before, area, doomed: None })));
}

fn area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(String::from).collect());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Writes on what is selected, else on the coding in focus, else on the sentence at the cursor.
pub fn on_page(model: &mut Model) -> Vec<Effect> {
    let Some(read) = &model.read else { return Vec::new() };
    let fresh = read.selection.is_some_and(|selection| !selection.spent);
    let focus = read_marks::focus(read).and_then(|at| read.marks.get(at)).filter(|_| !fresh).cloned();
    if let Some(mark) = focus {
        let Some(id) = mark.id else {
            model.notice = Some((Tone::Plain, "it is still being saved: again in a moment".into()));
            return Vec::new();
        };
        let about = format!("the coding {}", model.code_name(&mark.code));
        write(model, mark.memos.first().cloned(), vec![MemoOn::Coding(id)], about, String::new());
        return Vec::new();
    }
    let Some(span) = read_select::passage(model) else { return Vec::new() };
    let Some(read) = &model.read else { return Vec::new() };
    let Some(place) = Passage::of(read.reading.id.clone(), &read.reading.body, span) else { return Vec::new() };
    write(model, None, vec![MemoOn::Passage(place)], "this passage".into(), String::new());
    Vec::new()
}

/// Does an action while something is written.
pub fn written(model: &mut Model, action: Action) -> Vec<Effect> {
    match (action, &model.over) {
        (Action::Editor, Some(Over::Write(writing))) => vec![Effect::Edit(writing.area.lines().join("\n"))],
        (Action::Discard, _) => {
            discard(model);
            Vec::new()
        }
        (Action::Insert, _) => {
            super::cell::refer(model);
            Vec::new()
        }
        (Action::PassageNext | Action::PassagePrevious, _) => {
            super::cell::passage(model, action == Action::PassageNext);
            Vec::new()
        }
        _ => keep(model),
    }
}

/// The editor was left.
pub fn edited(model: &mut Model, text: Result<String, String>) -> Vec<Effect> {
    let Some(Over::Write(writing)) = &mut model.over else { return Vec::new() };
    match text {
        Ok(text) => {
            writing.area = area(text.trim_end_matches('\n'));
            model.notice = Some((Tone::Plain, "from your editor: Esc saves it".into()));
        }
        Err(why) => model.notice = Some((Tone::Wrong, why)),
    }
    Vec::new()
}

/// Closes the field without saving; what was typed goes only when it is asked for twice, with nothing typed in between.
fn discard(model: &mut Model) {
    let key = model.keys.main_while_typing(Action::Discard);
    let Some(Over::Write(writing)) = &mut model.over else { return };
    let text = writing.area.lines().join("\n");
    let said = if text.trim_end() == writing.before.trim_end() {
        "nothing was written".to_owned()
    } else if writing.doomed.as_ref() == Some(&text) {
        let before = if writing.before.is_empty() { "nothing was saved" } else { "it is as it was" };
        format!("thrown away: {before}")
    } else {
        let words = counted(text.split_whitespace().count() as u64, "word");
        writing.doomed = Some(text);
        model.notice = Some((Tone::Wrong, format!("{words} not saved: {key} again throws them away, Esc saves them")));
        return;
    };
    model.over = None;
    model.notice = Some((Tone::Plain, said));
}

/// Saves what was written and closes the field. It is the way that `Esc` goes, so that nothing is lost by a step back.
fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(Over::Write(writing)) = model.over.take() else { return Vec::new() };
    let text = writing.area.lines().join("\n").trim_end().to_owned();
    if text == writing.before.trim_end() {
        return Vec::new();
    }
    match writing.what {
        Written::Memo { memo, on, title } => {
            let one = |on| Command::Memo { memo, on, title: title.clone(), kind: MemoKind::Note, text: text.clone() };
            let mut commands: Vec<Command> = on.into_iter().map(one).collect();
            if commands.len() > 1 {
                model.quotes.ticked.clear();
                commands = vec![Command::Together(commands)];
            }
            super::apply_all(model, commands)
        }
        Written::Summary { memo, on } => super::cell::keep(model, memo, on, text),
        Written::Definition(id) => super::book::defined(model, id, &text),
        Written::Turn(transcript, span) => {
            super::apply(model, Command::Amend { transcript, span, text, accept: Vec::new() })
        }
    }
}

/// Asks for the list.
pub fn ask() -> Vec<Effect> {
    vec![Effect::Ask(Request::Memos)]
}

/// The memos have come.
pub fn listed(model: &mut Model, memos: Vec<MemoData>) {
    let focus = model.memos.rows.get(model.memos.list.at).map(|memo| memo.id);
    model.memos.rows = memos;
    arrange(model, focus);
}

/// Brings the memos into their order; the one in focus stays so.
fn arrange(model: &mut Model, focus: Option<EventId>) {
    let memos = &mut model.memos;
    memos.rows.sort_by(|a, b| b.modified.cmp(&a.modified).then(b.id.cmp(&a.id)));
    if memos.by_thing {
        memos.rows.sort_by(|a, b| a.about.cmp(&b.about));
    }
    if let Some(at) = focus.and_then(|id| memos.rows.iter().position(|memo| memo.id == id)) {
        memos.list.at = at;
    }
    nav::settle(model);
}

/// Opens the list of memos.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let mut effects = nav::go(model, Place::Memos);
    effects.extend(ask());
    effects
}

/// Does an action of the list of memos.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.memos.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let focus = model.memos.rows.get(model.memos.list.at).cloned();
    if action == Action::Order {
        model.memos.by_thing = !model.memos.by_thing;
        arrange(model, focus.map(|memo| memo.id));
        return Vec::new();
    }
    let Some(memo) = focus else { return Vec::new() };
    match (action, memo.place) {
        (Action::Open, Some((transcript, position))) => {
            let focus = if let MemoOn::Coding(id) = memo.on { Some(id) } else { None };
            super::read::open_at(model, transcript, Landing { position, focus, hits: Vec::new() })
        }
        (Action::Open, None) => {
            write(model, Some((memo.id, memo.text)), vec![memo.on], memo.about, memo.title);
            Vec::new()
        }
        (Action::Memo, _) => {
            write(model, Some((memo.id, memo.text)), vec![memo.on], memo.about, memo.title);
            Vec::new()
        }
        _ => Vec::new(),
    }
}
