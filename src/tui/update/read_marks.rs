//! Codings on the page: made, taken away, marked, moved; what is being saved is shown at once.

use std::collections::HashMap;

use super::read_select;
use crate::model::{CodeId, Star};
use crate::session::{Command, NewCoding, Passage, RespanWhy};
use crate::text::Span;
use crate::tui::data::{Mark, Role};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key};
use crate::tui::layout::{self, ReadShape};
use crate::tui::model::{Model, Purpose, Read, Selection, Tone, Written};
use crate::tui::page::{Unit, letters, single_letters};

/// Brings the codings that are shown up to date: those on the disk, as what is on its way will leave them.
pub fn refresh(model: &mut Model) {
    let coder = model.study.as_ref().and_then(|study| study.coder.clone());
    let codebook = model.study.as_ref().map(|study| study.codebook.clone());
    let (size, shape) = (model.size, model.read_shape());
    let Some(read) = &mut model.read else { return };
    let mut marks = read.saved.clone();
    for command in model.saving.waiting.iter().flat_map(|ticket| &ticket.commands).flat_map(parts) {
        match command {
            Command::Code { items, .. } => {
                for item in items.iter().filter(|item| item.transcript == read.reading.id) {
                    let Passage::Span(span) = item.passage else { continue };
                    let known = marks.iter().any(|mark| mark.mine && mark.span == span && mark.code == item.code);
                    if !known {
                        let coder = coder.as_ref().map_or("", |coder| coder.as_str()).into();
                        let code = item.code.clone();
                        marks.push(Mark { id: None, span, code, coder, mine: true, star: None, memos: Vec::new() });
                    }
                }
            }
            Command::Uncode(ids) => marks.retain(|mark| mark.id.is_none_or(|id| !ids.contains(&id))),
            Command::Respan(id, span, _) => {
                marks.iter_mut().filter(|mark| mark.id == Some(*id)).for_each(|mark| mark.span = *span);
            }
            Command::Recode(ids, code) => {
                let named = marks.iter_mut().filter(|mark| mark.id.is_some_and(|id| ids.contains(&id)));
                named.for_each(|mark| mark.code = code.clone());
            }
            Command::Star(ids, star) => {
                let named = marks.iter_mut().filter(|mark| mark.id.is_some_and(|id| ids.contains(&id)));
                named.for_each(|mark| mark.star = *star);
            }
            _ => {}
        }
    }
    marks.sort_by_key(|mark| (mark.span, mark.id.is_none(), mark.id));
    let others = read.others;
    read.in_lanes = marks.iter().enumerate().filter(|(_, mark)| mark.mine || others).map(|(at, _)| at).collect();
    // Codes by their place among the lettered, so that thousands of codings are not compared by their codes' names.
    let mut places: HashMap<CodeId, usize> = read.lettered.iter().cloned().zip(0..).collect();
    let mut new: Vec<CodeId> = Vec::new();
    for mark in read.in_lanes.iter().filter_map(|at| marks.get(*at)) {
        if !places.contains_key(&mark.code) {
            places.insert(mark.code.clone(), places.len());
            new.push(mark.code.clone());
        }
    }
    if !new.is_empty() {
        let book = codebook.as_deref();
        new.sort_by_key(|code| book.and_then(|book| book.resolve(code.as_str())).map_or(u32::MAX, |at| at.0));
        read.lettered.extend(new);
        places = read.lettered.iter().cloned().zip(0..).collect();
        let name = |code: &CodeId| match (code.case(), book) {
            (Some(case), _) => case.to_owned(),
            (None, Some(book)) => {
                book.resolve(code.as_str()).map_or_else(|| code.to_string(), |at| book.code(at).name.clone())
            }
            (None, None) => code.to_string(),
        };
        let names: Vec<String> = read.lettered.iter().map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        read.letters = if read.single { single_letters(&names) } else { letters(&names) };
        read.names = names.into_iter().map(String::from).collect();
    }
    let items = |read: &Read| -> Vec<(Span, Option<&usize>)> {
        let shown = read.in_lanes.iter().filter_map(|at| marks.get(*at));
        shown.map(|mark| (mark.span, places.get(&mark.code))).collect()
    };
    let wide =
        |read: &Read| read.letters.iter().map(|letter| crate::text::width(letter)).max().unwrap_or(1).max(1) as u16;
    let mut room = layout::read(size, shape).lanes.width.saturating_sub(1);
    read.lanes = read.page.lanes(items(read), (room / wide(read)).max(1));
    if read.lanes.is_crowded() {
        // As many lanes as codes stand side by side anywhere, if the screen has room for them; letters of one column then.
        let most = layout::most_lanes(size, shape).saturating_sub(1);
        let wanted = read.page.lanes(items(read), u16::MAX).width();
        if wanted.saturating_mul(wide(read)) > most && !read.single {
            read.single = true;
            let names: Vec<&str> = read.names.iter().map(String::as_str).collect();
            read.letters = single_letters(&names);
        }
        room = wanted.saturating_mul(wide(read)).min(most).max(room);
        read.lane_room = room + 1;
        let width = layout::read(size, ReadShape { lanes: read.lane_room, ..shape }).text.width.max(1);
        super::read::lay_out(read, width);
        read.lanes = read.page.lanes(items(read), (room / wide(read)).max(1));
    }
    if read.lanes.is_crowded() {
        // The last column says that there is more.
        read.lanes = read.page.lanes(items(read), (room.saturating_sub(1) / wide(read)).max(1));
    }
    let rows = read.in_lanes.iter().filter_map(|at| marks.get(*at)).map(|mark| read.page.rows_of(mark.span));
    read.rows = rows.collect();
    read.marks = marks;
}

/// The commands that a command is made of.
fn parts(command: &Command) -> &[Command] {
    match command {
        Command::Together(commands) => commands,
        command => std::slice::from_ref(command),
    }
}

/// The codings at the cursor that are shown.
pub fn here(read: &Read) -> Vec<usize> {
    let shown = read.in_lanes.iter().copied();
    shown.filter(|at| read.marks.get(*at).is_some_and(|mark| mark.span.contains(read.cursor))).collect()
}

/// The coding that an action is about: the one in focus, else this coder's shortest at the cursor, the newest of those.
pub fn focus(read: &Read) -> Option<usize> {
    let here = here(read);
    let mark = |at: &usize| read.marks.get(*at);
    let chosen = here.iter().find(|at| read.focus.is_some() && mark(at).is_some_and(|mark| mark.id == read.focus));
    if let Some(chosen) = chosen {
        return Some(*chosen);
    }
    here.into_iter()
        .filter_map(|at| read.marks.get(at).map(|mark| (at, mark)))
        .min_by_key(|(_, mark)| (!mark.mine, mark.span.len(), mark.id.is_some(), std::cmp::Reverse(mark.id)))
        .map(|(at, _)| at)
}

/// Does an action on codings.
pub fn act(model: &mut Model, action: Action, key: Key) -> Vec<Effect> {
    match action {
        Action::Code if model.placing.is_some() => super::review::place(model),
        Action::Amend => {
            let Some(read) = &model.read else { return Vec::new() };
            let turn = read.reading.layout.turn_at(read.cursor);
            let Some(at) = turn.filter(|turn| read.reading.role(*turn) != Role::Excluded) else {
                model.notice = Some((Tone::Plain, "no turn stands here".into()));
                return Vec::new();
            };
            let speech = read.reading.layout.turns.get(at).map(|turn| turn.speech).unwrap_or_default();
            let text = read.reading.body.slice(speech).unwrap_or_default().to_owned();
            let what = Written::Turn(read.reading.id.clone(), speech);
            super::memo::open(model, what, format!("turn {}", at + 1), text);
            Vec::new()
        }
        Action::Code => {
            let Some(span) = read_select::passage(model) else { return Vec::new() };
            let Some(read) = &model.read else { return Vec::new() };
            let purpose = Purpose::Code(read.reading.id.clone(), span);
            super::picker::open(model, purpose, None);
            Vec::new()
        }
        Action::CaseMark => {
            if model.study.as_ref().is_none_or(|study| study.cases.is_empty()) {
                let said = "this study has no cases: they are the rows of cases.csv, beside study.yaml";
                model.notice = Some((Tone::Plain, said.into()));
                return Vec::new();
            }
            let Some(span) = read_select::passage(model) else { return Vec::new() };
            let Some(read) = &model.read else { return Vec::new() };
            let purpose = Purpose::Case(read.reading.id.clone(), span);
            super::picker::open(model, purpose, None);
            Vec::new()
        }
        Action::InVivo => in_vivo(model),
        Action::Repeat => recent(model, 0),
        Action::Recent => {
            let place = model.keys.of(Action::Recent).iter().position(|known| *known == key);
            recent(model, place.unwrap_or(0))
        }
        Action::Focus => {
            if let Some(read) = &mut model.read {
                let here = here(read);
                let now = focus(read).and_then(|focus| here.iter().position(|at| *at == focus));
                let next = now.map_or(0, |now| (now + 1) % here.len().max(1));
                read.focus = here.get(next).and_then(|at| read.marks.get(*at)).and_then(|mark| mark.id);
            }
            Vec::new()
        }
        Action::Memo => super::memo::on_page(model),
        Action::EndLess => nudge(model, false),
        Action::EndMore => nudge(model, true),
        Action::Uncode => match own(model) {
            Some(mark) => match mark.id {
                Some(id) => super::apply(model, Command::Uncode(vec![id])),
                None => wait(model),
            },
            None => Vec::new(),
        },
        Action::Star => match focused(model) {
            Some(mark) => match mark.id {
                Some(id) => super::apply(model, Command::Star(vec![id], Star::after(mark.star))),
                None => wait(model),
            },
            None => none_here(model),
        },
        _ => Vec::new(),
    }
}

fn focused(model: &Model) -> Option<Mark> {
    let read = model.read.as_ref()?;
    focus(read).and_then(|at| read.marks.get(at)).cloned()
}

fn none_here(model: &mut Model) -> Vec<Effect> {
    let next = model.keys.main(Action::StopNext);
    model.notice = Some((Tone::Plain, format!("no coding stands here: {next} goes to the next")));
    Vec::new()
}

fn wait(model: &mut Model) -> Vec<Effect> {
    model.notice = Some((Tone::Plain, "it is still being saved: again in a moment".into()));
    Vec::new()
}

/// The coding in focus, if it is this coder's.
fn own(model: &mut Model) -> Option<Mark> {
    match focused(model) {
        Some(mark) if mark.mine => Some(mark),
        Some(mark) => {
            model.notice = Some((Tone::Plain, format!("that coding is {}'s; only they can change it", mark.coder)));
            None
        }
        None => {
            none_here(model);
            None
        }
    }
}

/// Codes the passage with one of the recent codes.
fn recent(model: &mut Model, place: usize) -> Vec<Effect> {
    let Some(chosen) = model.recent.get(place).cloned() else {
        let said = if model.recent.is_empty() {
            format!("no code was used yet: {} chooses one", model.keys.main(Action::Code))
        } else {
            format!("there are only {} recent codes", model.recent.len())
        };
        model.notice = Some((Tone::Plain, said));
        return Vec::new();
    };
    let Some(span) = read_select::passage(model) else { return Vec::new() };
    let Some(id) = model.read.as_ref().map(|read| read.reading.id.clone()) else { return Vec::new() };
    let commands = code(model, id, span, vec![chosen]);
    super::apply_all(model, commands)
}

/// The commands that code a passage; the codes become the most recent ones, and the selection is spent.
pub fn code(model: &mut Model, transcript: crate::model::TranscriptId, span: Span, codes: Vec<CodeId>) -> Vec<Command> {
    for code in codes.iter().rev() {
        model.recent.retain(|known| known != code);
        model.recent.insert(0, code.clone());
    }
    model.recent.truncate(9);
    if let Some(read) = &mut model.read {
        let unit = read.selection.map_or(Unit::Sentence, |selection| selection.unit);
        read.selection = Some(Selection { span, unit, spent: true });
        read.cursor = read.page.stand(span.start);
        read.focus = None;
    }
    let item = |code| NewCoding { transcript: transcript.clone(), passage: Passage::Span(span), code, line: 0 };
    vec![Command::Code { items: codes.into_iter().map(item).collect(), query: None }]
}

/// A new code named by the selected words.
fn in_vivo(model: &mut Model) -> Vec<Effect> {
    let Some(span) = read_select::passage(model) else { return Vec::new() };
    let Some(read) = &model.read else { return Vec::new() };
    let words = read.reading.body.slice(span).unwrap_or_default();
    let mut name = String::new();
    for word in words.split_whitespace() {
        if name.chars().count() + word.chars().count() > 40 {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let name = name.trim_end_matches(|c: char| c.is_ascii_punctuation()).to_owned();
    if name.is_empty() {
        model.notice = Some((Tone::Plain, "select the words that shall name the code".into()));
        return Vec::new();
    }
    let purpose = Purpose::Code(read.reading.id.clone(), span);
    super::picker::open(model, purpose, Some(name));
    Vec::new()
}

/// Moves the end of the selection or of the coding in focus by a word.
fn nudge(model: &mut Model, more: bool) -> Vec<Effect> {
    let Some(read) = &mut model.read else { return Vec::new() };
    let by_word = |span: Span| if more { read.page.grow(span, Unit::Word) } else { read.page.shrink(span, Unit::Word) };
    if let Some(selection) = read.selection.filter(|selection| !selection.spent) {
        read.selection = Some(Selection { span: by_word(selection.span), ..selection });
        read.anchor = None;
        return Vec::new();
    }
    let Some(mark) = own(model) else { return Vec::new() };
    let Some(id) = mark.id else { return wait(model) };
    let Some(read) = &mut model.read else { return Vec::new() };
    let span = if more { read.page.grow(mark.span, Unit::Word) } else { read.page.shrink(mark.span, Unit::Word) };
    if span == mark.span {
        return Vec::new();
    }
    read.focus = Some(id);
    if let Some(selection) = &mut read.selection {
        selection.span = span;
    }
    super::apply(model, Command::Respan(id, span, RespanWhy::Resized))
}
