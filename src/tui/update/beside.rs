//! Quotes of one theme beside the transcript that is read.

use super::{picker, read, read_marks};
use crate::model::CodeId;
use crate::session::Problem;
use crate::tui::data::Quote;
use crate::tui::effect::{Effect, Request};
use crate::tui::model::{Beside, Landing, List, Model, Purpose, Tone};

/// Opens them, of the coding in focus or else of the theme whose quotes were shown last, or asks of which; if they are
/// there, they go away.
pub fn switch(model: &mut Model) -> Vec<Effect> {
    if model.beside.take().is_some() {
        read::resize(model);
        return Vec::new();
    }
    let focus = model.read.as_ref().and_then(|read| read_marks::focus(read).and_then(|at| read.marks.get(at)));
    let focus = focus.map(|mark| mark.code.clone()).filter(|code| code.case().is_none());
    match focus.or_else(|| model.quotes.theme.clone()) {
        Some(theme) => of_theme(model, theme),
        None => {
            picker::open(model, Purpose::Beside, None);
            Vec::new()
        }
    }
}

/// Opens those of a theme.
pub fn of_theme(model: &mut Model, theme: CodeId) -> Vec<Effect> {
    model.beside = Some(Beside { theme, rows: Vec::new(), list: List::default(), asked: true, problem: None });
    read::resize(model);
    ask(model)
}

/// Asks for them again.
pub fn ask(model: &Model) -> Vec<Effect> {
    model.beside.iter().map(|beside| Effect::Ask(Request::Beside(beside.query()))).collect()
}

/// They have come. The one in focus stays the same coding; at first it is the next one from the cursor on.
pub fn listed(model: &mut Model, query: &str, quotes: Result<Vec<Quote>, Problem>) {
    let here = model.read.as_ref().map(|read| (read.reading.place, read.cursor));
    let place = |quote: &Quote| {
        let rows = model.study.as_ref().map_or(&[][..], |study| &study.rows);
        rows.iter().position(|row| row.id == quote.transcript).map(|place| (place, quote.span.start))
    };
    let Some(beside) = model.beside.as_mut().filter(|beside| beside.query() == query) else { return };
    beside.asked = false;
    match quotes {
        Ok(rows) => {
            let before = beside.rows.get(beside.list.at).map(|quote| quote.id);
            let same = before.and_then(|id| rows.iter().position(|quote| quote.id == id));
            let next = || rows.iter().position(|quote| place(quote) >= here);
            beside.list.at = match before {
                Some(_) => same.unwrap_or(beside.list.at),
                None => next().unwrap_or(0),
            };
            beside.list.at = beside.list.at.min(rows.len().saturating_sub(1));
            beside.rows = rows;
            beside.problem = None;
        }
        Err(problem) => {
            beside.rows.clear();
            beside.problem = Some(problem);
        }
    }
}

/// The next of them, or the one before.
pub fn step(model: &mut Model, forward: bool) {
    let Some(beside) = &mut model.beside else {
        closed(model);
        return;
    };
    beside.list.at = if forward { beside.list.at + 1 } else { beside.list.at.saturating_sub(1) };
    beside.list.at = beside.list.at.min(beside.rows.len().saturating_sub(1));
}

/// Goes to where the one in focus stands.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(beside) = &model.beside else {
        closed(model);
        return Vec::new();
    };
    let Some(quote) = beside.rows.get(beside.list.at).cloned() else { return Vec::new() };
    if model.read.as_ref().is_some_and(|read| read.reading.id == quote.transcript) {
        read::leap(model, quote.span.start);
        if let Some(read) = &mut model.read {
            read.focus = Some(quote.id);
        }
        return Vec::new();
    }
    read::open_at(
        model,
        quote.transcript,
        Landing { position: quote.span.start, focus: Some(quote.id), hits: Vec::new() },
    )
}

fn closed(model: &mut Model) {
    let key = model.keys.main(crate::tui::keymap::Action::Beside);
    model.notice = Some((Tone::Plain, format!("no quotes stand beside the transcript: {key} opens those of a theme")));
}
