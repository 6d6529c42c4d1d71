//! Memos: written on a passage, a coding or a transcript, and all of them in a list.

use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::{nav, read_marks, read_select};
use crate::model::{EventId, MemoKind, MemoOn, Place as Passage};
use crate::session::Command;
use crate::text::context;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Landing, MemoField, Model, Over, Place, Tone};

/// Opens a field for a memo.
pub fn write(model: &mut Model, memo: Option<(EventId, String)>, on: MemoOn, about: String, title: String) {
    let before = memo.as_ref().map_or(String::new(), |(_, text)| text.clone());
    let mut area = TextArea::new(before.split('\n').map(String::from).collect());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    let memo = memo.map(|(id, _)| id);
    model.over = Some(Over::Memo(Box::new(MemoField { memo, on, about, title, before, area })));
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
        write(model, mark.memos.first().cloned(), MemoOn::Coding(id), about, String::new());
        return Vec::new();
    }
    let Some(span) = read_select::passage(model) else { return Vec::new() };
    let Some(read) = &model.read else { return Vec::new() };
    let Some((quote, before, after)) = context(&read.reading.body, span) else { return Vec::new() };
    let place = Passage {
        transcript: read.reading.id.clone(),
        span,
        quote: quote.into(),
        before: before.into(),
        after: after.into(),
        text: read.reading.body.hash(),
    };
    write(model, None, MemoOn::Passage(place), "this passage".into(), String::new());
    Vec::new()
}

/// Saves what was written and closes the field. Nothing that was typed is ever discarded.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(Over::Memo(memo)) = model.over.take() else { return Vec::new() };
    let text = memo.area.lines().join("\n");
    let text = text.trim_end().to_owned();
    if text == memo.before.trim_end() {
        return Vec::new();
    }
    let command = Command::Memo { memo: memo.memo, on: memo.on, title: memo.title, kind: MemoKind::Note, text };
    super::apply(model, command)
}

/// Asks for the list.
pub fn ask() -> Vec<Effect> {
    vec![Effect::Ask(Request::Memos)]
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
    if nav::step(&mut model.memo_list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let Some(memo) = model.memos.get(model.memo_list.at).cloned() else { return Vec::new() };
    match (action, memo.place) {
        (Action::Open, Some((transcript, position))) => {
            let focus = if let MemoOn::Coding(id) = memo.on { Some(id) } else { None };
            super::read::open_at(model, transcript, Landing { position, focus, hits: Vec::new() })
        }
        (Action::Open, None) => {
            write(model, Some((memo.id, memo.text)), memo.on, memo.about, memo.title);
            Vec::new()
        }
        (Action::Memo, _) => {
            write(model, Some((memo.id, memo.text)), memo.on, memo.about, memo.title);
            Vec::new()
        }
        _ => Vec::new(),
    }
}
