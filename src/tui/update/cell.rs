//! A cell of the framework: the passages, and the summary that rests on them.

use super::{framework, memo, nav};
use crate::model::{EventId, MemoKind, MemoOn};
use crate::session::Command;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Landing, List, Model, Over, Place, Tone, Written};

/// Does an action of the cell that is open.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let mut list = List { at: model.framework.passage, top: 0 };
    if nav::step(&mut list, action, 4) {
        choose(model, list.at);
        return Vec::new();
    }
    match action {
        Action::CellLeft | Action::CellRight => framework::across(model, action),
        Action::GapNext | Action::GapPrevious => framework::gap(model, action == Action::GapNext),
        Action::Summarise => write(model),
        Action::Reference => match reference(model) {
            Some(_) => {
                write(model);
                refer(model);
            }
            None => model.notice = Some((Tone::Plain, "there is no passage to refer to".into())),
        },
        Action::Open | Action::Copy => return open(model, action),
        _ => {}
    }
    Vec::new()
}

/// Puts a passage in focus.
fn choose(model: &mut Model, at: usize) {
    let count = model.framework.here().map_or(0, |here| here.cell.passages.len());
    model.framework.passage = at.min(count.saturating_sub(1));
}

/// Opens the passage in focus in its place, or copies it.
fn open(model: &mut Model, action: Action) -> Vec<Effect> {
    let screen = &model.framework;
    let passage = screen.here().and_then(|here| here.cell.passages.get(screen.passage));
    let row = |at: usize| model.study.as_ref().and_then(|study| study.rows.get(at));
    let Some((passage, row)) = passage.and_then(|passage| Some((passage, row(passage.transcript.at())?))) else {
        return Vec::new();
    };
    let (id, span) = (row.id.clone(), passage.span);
    if action == Action::Copy {
        return vec![Effect::Ask(Request::Cite(id, span))];
    }
    super::read::open_at(model, id, Landing { position: span.start, focus: None, hits: vec![span] })
}

/// The summary that this coder may change: the newest of theirs, with its text as it is being saved or stands on the disk.
pub fn own(model: &Model) -> Option<(Option<EventId>, String)> {
    let on = model.framework.on()?;
    let coder = model.study.as_ref().and_then(|study| study.coder.as_ref());
    let summaries = &model.framework.here()?.cell.summaries;
    let known = summaries.iter().rev().find(|one| coder.is_some_and(|coder| one.coder == coder.as_str()));
    // What is on its way, or could not be saved yet, is what was written last.
    let tickets = model.saving.failed.iter().map(|(ticket, _)| ticket).chain(&model.saving.waiting);
    let mut written = tickets.flat_map(|ticket| &ticket.commands).filter_map(summary_of);
    match (written.rfind(|(_, known, _)| **known == on), known) {
        (Some((memo, _, text)), known) => Some((memo.or(known.map(|one| one.memo)), text.to_owned())),
        (None, Some(one)) => Some((Some(one.memo), one.text.clone())),
        (None, None) => None,
    }
}

/// Opens the field for the summary.
pub fn write(model: &mut Model) {
    let (Some(on), Some(here)) = (model.framework.on(), model.framework.here()) else { return };
    let about = format!("{} on {}", here.row.id, here.theme.name);
    let (memo, text) = own(model).unwrap_or_default();
    if memo.is_none() && !text.is_empty() && !model.saving.waiting.is_empty() {
        model.notice = Some((Tone::Plain, "it is still being saved: again in a moment".into()));
        return;
    }
    memo::open(model, Written::Summary { memo, on }, about, text);
}

/// The reference of the passage in focus.
fn reference(model: &Model) -> Option<String> {
    let passages = &model.framework.here()?.cell.passages;
    Some(format!("[{}]", passages.get(model.framework.passage)?.reference))
}

/// Puts the reference of the passage in focus into the text that is being written.
pub fn refer(model: &mut Model) {
    let Some(reference) = reference(model) else { return };
    let Some(Over::Write(writing)) = &mut model.over else { return };
    let cursor = writing.area.cursor();
    let line = writing.area.lines().get(cursor.0).map_or("", String::as_str);
    let before = cursor.1.checked_sub(1).and_then(|at| line.chars().nth(at));
    let blank = if before.is_some_and(|c| !c.is_whitespace()) { " " } else { "" };
    writing.area.insert_str(format!("{blank}{reference}"));
}

/// To another passage while the summary is being written.
pub fn passage(model: &mut Model, forth: bool) {
    let at = model.framework.passage;
    choose(model, if forth { at + 1 } else { at.saturating_sub(1) });
}

/// Saves a summary. It begins with what could not be saved before, which is therefore not tried again.
pub fn keep(model: &mut Model, memo: Option<EventId>, on: MemoOn, text: String) -> Vec<Effect> {
    let same = |command: &Command| summary_of(command).is_some_and(|(_, known, _)| *known == on);
    model.saving.failed.retain(|(ticket, _)| !ticket.commands.iter().any(same));
    super::apply(model, Command::Memo { memo, on, title: String::new(), kind: MemoKind::Summary, text })
}

/// The memo, the cell and the text of a command that writes a summary.
fn summary_of(command: &Command) -> Option<(Option<EventId>, &MemoOn, &str)> {
    match command {
        Command::Memo { memo, on, kind: MemoKind::Summary, text, .. } => Some((*memo, on, text)),
        _ => None,
    }
}

/// Whether the cell is still there; else back to the grid.
pub fn settle(model: &mut Model) {
    if model.place == Place::Cell && model.framework.here().is_none() {
        model.place = Place::Framework;
        model.trail.retain(|behind| *behind != Place::Framework);
    }
}
