//! Reading: opening, moving, scrolling.

use super::{beside, bookmarks, nav, read_marks, read_select};
use crate::model::TranscriptId;
use crate::session::Command;
use crate::text::Span;
use crate::tui::data::{Opened, Role};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::{Action, Key};
use crate::tui::layout::{self, ReadShape};
use crate::tui::model::{Landing, Model, Over, Place, Read, Tone};
use crate::tui::page::{Lanes, Page};

/// Rows that are kept in sight above and below the cursor.
const MARGIN: usize = 2;

/// Opens a transcript at a place.
pub fn open_at(model: &mut Model, id: TranscriptId, landing: Landing) -> Vec<Effect> {
    model.landing = Some(landing);
    vec![Effect::Ask(Request::Open(id))]
}

/// A transcript has come.
pub fn opened(model: &mut Model, opened: Opened) {
    let reading = opened.reading;
    if let Some(before) = &model.read {
        model.left_at.insert(before.reading.id.clone(), before.cursor);
    }
    let landing = model.landing.take().unwrap_or_else(|| Landing {
        position: model.left_at.get(&reading.id).copied().unwrap_or(0),
        ..Landing::default()
    });
    // Lanes grow as far as they must when the codings are laid out.
    let shape = ReadShape { turns: reading.layout.turns.len(), lanes: 0, ..model.read_shape() };
    let width = layout::read(model.size, shape).text.width;
    let page = Page::new(&reading.body, &reading.layout, &reading.language, width.max(1));
    model.library.at = reading.place;
    let others = model.read.as_ref().is_some_and(|read| read.others);
    model.read = Some(Read {
        cursor: page.stand(landing.position.max(page.first())),
        reading,
        page,
        saved: opened.marks,
        marks: Vec::new(),
        in_lanes: Vec::new(),
        rows: Vec::new(),
        lanes: Lanes::default(),
        lane_room: 0,
        single: false,
        lettered: Vec::new(),
        letters: Vec::new(),
        names: Vec::new(),
        column: None,
        anchor: None,
        selection: None,
        focus: landing.focus,
        others,
        top: 0,
        hits: landing.hits,
        before: None,
    });
    read_marks::refresh(model);
    if model
        .bookmarks
        .iter()
        .any(|bookmark| Some(&bookmark.transcript) == model.read.as_ref().map(|read| &read.reading.id))
    {
        bookmarks::follow(model, None);
    }
    let _ = nav::go(model, Place::Read);
    let height = usize::from(model.read_parts().text.height);
    if let Some(read) = &mut model.read {
        // What was asked for stands a third down the screen.
        read.top = read.page.row_of(read.cursor).saturating_sub(height / 3);
    }
    show(model);
}

/// The screen has another size, or is split otherwise.
pub fn resize(model: &mut Model) {
    let width = model.read_parts().text.width.max(1);
    let Some(read) = &mut model.read else { return };
    if lay_out(read, width) {
        read_marks::refresh(model);
    }
    show(model);
}

/// Lays the transcript out at a width; whether it was another one. The cursor stays in its row of the screen.
pub fn lay_out(read: &mut Read, width: u16) -> bool {
    if width == read.page.text_width() {
        return false;
    }
    let down = read.page.row_of(read.cursor).saturating_sub(read.top);
    read.page = Page::new(&read.reading.body, &read.reading.layout, &read.reading.language, width);
    read.cursor = read.page.stand(read.cursor);
    read.top = read.page.row_of(read.cursor).saturating_sub(down);
    true
}

/// Brings the cursor, and the selection as far as it fits, into sight.
pub fn show(model: &mut Model) {
    let height = usize::from(model.read_parts().text.height).max(1);
    let Some(read) = &mut model.read else { return };
    let margin = MARGIN.min(height.saturating_sub(1) / 2);
    let row = read.page.row_of(read.cursor);
    let last = read.selection.map_or(row, |selection| read.page.row_of(selection.span.end.saturating_sub(1)));
    if last.max(row) + margin >= read.top + height {
        read.top = (last.max(row) + margin + 1).saturating_sub(height);
    }
    if row < read.top + margin {
        read.top = row.saturating_sub(margin);
    }
    if row >= read.top + height {
        read.top = row + 1 - height;
    }
    read.top = read.top.min(read.page.rows().saturating_sub(height));
}

/// Scrolls without moving the cursor.
pub fn scroll(model: &mut Model, rows: isize) {
    let height = usize::from(model.read_parts().text.height).max(1);
    let Some(read) = &mut model.read else { return };
    read.top = read.top.saturating_add_signed(rows).min(read.page.rows().saturating_sub(height));
}

/// The mouse points at a place of the screen; dragging selects from where it was pressed.
pub fn point(model: &mut Model, column: u16, row: u16, drags: bool) {
    if model.place != Place::Read || model.over.is_some() {
        return;
    }
    let area = model.read_parts().text;
    let Some(read) = &mut model.read else { return };
    let Some(line) = row.checked_sub(area.y).filter(|line| *line < area.height) else { return };
    let at = read.page.position_at(read.top + usize::from(line), column.saturating_sub(area.x));
    read.column = None;
    if !drags {
        read.anchor = None;
    } else if read.anchor.is_none() {
        read.anchor = Some(read.cursor);
    }
    move_to(model, at);
}

/// Moves the cursor; an anchor extends the selection to it, else the selection ends.
pub fn move_to(model: &mut Model, position: u32) {
    let Some(read) = &mut model.read else { return };
    read.cursor = read.page.stand(position);
    read.focus = None;
    match read.anchor {
        Some(anchor) => read.selection = Some(read_select::between(&read.page, anchor, read.cursor)),
        None => read.selection = None,
    }
    show(model);
}

/// The place to which a motion leads; the column to be kept.
fn motion(read: &Read, action: Action, height: usize) -> Option<(u32, Option<u16>)> {
    let (page, cursor) = (&read.page, read.cursor);
    let column = read.column.unwrap_or_else(|| page.column_of(cursor));
    let leap = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    let across = |to: u32| Some((to, None));
    match action {
        Action::Left | Action::ExtendLeft => across(page.left(cursor)),
        Action::Right | Action::ExtendRight => across(page.right(cursor)),
        Action::Up | Action::ExtendUp => Some((page.up(cursor, column), Some(column))),
        Action::Down | Action::ExtendDown => Some((page.down(cursor, column), Some(column))),
        Action::PageUp => Some((page.by_rows(cursor, column, -leap), Some(column))),
        Action::PageDown => Some((page.by_rows(cursor, column, leap), Some(column))),
        Action::WordNext => across(page.word_next(cursor)),
        Action::WordPrevious => across(page.word_prev(cursor)),
        Action::SentenceNext => across(page.sentence_next(cursor)),
        Action::SentencePrevious => across(page.sentence_prev(cursor)),
        Action::TurnNext => across(page.turn_next(cursor)),
        Action::TurnPrevious => across(page.turn_prev(cursor)),
        Action::First => across(page.first()),
        Action::Last => across(page.last()),
        _ => None,
    }
}

/// Does an action of the Read screen.
pub fn act(model: &mut Model, action: Action, key: Key) -> Vec<Effect> {
    let height = usize::from(model.read_parts().text.height).max(1);
    let Some(read) = &mut model.read else { return Vec::new() };
    if let Some((to, column)) = motion(read, action, height) {
        let extends =
            matches!(action, Action::ExtendLeft | Action::ExtendRight | Action::ExtendUp | Action::ExtendDown);
        if extends && read.anchor.is_none() {
            read.anchor = Some(read.cursor);
        }
        read.column = column;
        let from = read.cursor;
        move_to(model, to);
        if let Some(read) = &mut model.read {
            read_select::whole_units(read, action, from);
        }
        return Vec::new();
    }
    read.column = None;
    match action {
        Action::TranscriptNext => neighbour(model, 1),
        Action::TranscriptPrevious => neighbour(model, -1),
        Action::StopNext => stop(model, true),
        Action::StopPrevious => stop(model, false),
        Action::Uncoded => uncoded(model),
        Action::Done => done(model),
        Action::SetBookmark => bookmarks::wait(model, true),
        Action::GoBookmark => bookmarks::wait(model, false),
        Action::Legend => {
            model.over = Some(Over::Notes(0));
            Vec::new()
        }
        Action::Beside => beside::switch(model),
        Action::BesideNext | Action::BesidePrevious => {
            beside::step(model, action == Action::BesideNext);
            Vec::new()
        }
        Action::BesideOpen => beside::open(model),
        Action::Others => {
            read.others = !read.others;
            let said = match (read.others, &read.reading.blind) {
                (false, _) => "only your codings are shown".to_owned(),
                (true, None) => "others' codings are shown, dimmed".to_owned(),
                (true, Some(round)) => {
                    format!("blind round {round}: others' codings here are seen when it is closed")
                }
            };
            model.notice = Some((Tone::Plain, said));
            read_marks::refresh(model);
            Vec::new()
        }
        Action::Copy => copy(model),
        Action::SelectSentence | Action::SelectTurn | Action::Extend | Action::Grow | Action::Shrink => {
            read_select::act(model, action);
            Vec::new()
        }
        _ => read_marks::act(model, action, key),
    }
}

/// The next transcript, or the one before.
fn neighbour(model: &mut Model, by: isize) -> Vec<Effect> {
    let (Some(read), Some(study)) = (&model.read, &model.study) else { return Vec::new() };
    let at = read.reading.place.checked_add_signed(by);
    match at.and_then(|at| study.rows.get(at)) {
        Some(row) => vec![Effect::Ask(Request::Open(row.id.clone()))],
        None => {
            let said = if by > 0 { "this is the last transcript" } else { "this is the first transcript" };
            model.notice = Some((Tone::Plain, said.into()));
            Vec::new()
        }
    }
}

/// The next hit of the search that led here, else the next coding; or the one before.
fn stop(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(read) = &mut model.read else { return Vec::new() };
    let hits = !read.hits.is_empty();
    let visible = read.marks.iter().filter(|mark| mark.mine || read.others);
    let stops: Vec<Span> = if hits { read.hits.clone() } else { visible.map(|mark| mark.span).collect() };
    let place = |span: &Span| read.page.stand(span.start);
    let to = if forward {
        stops.iter().map(place).filter(|at| *at > read.cursor).min()
    } else {
        stops.iter().map(place).filter(|at| *at < read.cursor).max()
    };
    match to {
        Some(to) => {
            read.anchor = None;
            move_to(model, to);
        }
        None => {
            let what = if hits { "hit" } else { "coding" };
            let where_to = if forward { "after" } else { "before" };
            model.notice = Some((Tone::Plain, format!("no {what} {where_to} this place")));
        }
    }
    Vec::new()
}

/// The next turn of a participant that this coder has not coded.
fn uncoded(model: &mut Model) -> Vec<Effect> {
    let Some(read) = &mut model.read else { return Vec::new() };
    let layout = &read.reading.layout;
    let here = layout.turn_at(read.cursor).map_or(0, |turn| turn + 1);
    let bare = |turn: &usize| {
        let speech = layout.turns.get(*turn).map_or(Span::default(), |turn| turn.speech);
        read.reading.role(*turn) == Role::Participant
            && !layout.turn_words(*turn).is_empty()
            && !read.marks.iter().any(|mark| mark.mine && mark.span.overlaps(speech))
    };
    let found = (here..layout.turns.len()).find(bare).and_then(|turn| layout.turns.get(turn));
    match found.map(|turn| turn.speech.start) {
        Some(to) => {
            read.anchor = None;
            move_to(model, to);
        }
        None => {
            model.notice = Some((Tone::Plain, "every turn after this one is coded: d marks the transcript done".into()))
        }
    }
    Vec::new()
}

fn done(model: &mut Model) -> Vec<Effect> {
    let (Some(read), Some(study)) = (&model.read, &model.study) else { return Vec::new() };
    let done = study.rows.get(read.reading.place).is_some_and(|row| row.done);
    let command = Command::Done(vec![read.reading.id.clone()], !done);
    super::apply(model, command)
}

fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(read) = &model.read else { return Vec::new() };
    let focus = read_marks::focus(read).and_then(|at| read.marks.get(at));
    let span = read.selection.map(|selection| selection.span).or(focus.map(|mark| mark.span));
    match span {
        Some(span) => vec![Effect::Ask(Request::Cite(read.reading.id.clone(), span))],
        None => {
            let said = "nothing is selected to copy: s selects a sentence; q leaves";
            model.notice = Some((Tone::Plain, said.into()));
            Vec::new()
        }
    }
}

/// Where to go in a transcript.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum To {
    /// A citation line, from 1.
    Line(u32),
    /// A turn, from 0.
    Turn(usize),
    /// The turn that is spoken at a time (seconds from the start).
    Time(u32),
}

/// Goes to a place of the transcript.
pub fn jump(model: &mut Model, to: To) {
    let Some(read) = &mut model.read else { return };
    let turns = &read.reading.layout.turns;
    let to = match to {
        To::Line(line) => read.reading.lines.span(line.clamp(1, read.reading.lines.len())).map(|span| span.start),
        To::Turn(turn) => turns.get(turn).or(turns.last()).map(|turn| turn.speech.start),
        To::Time(time) => {
            let timed = turns.iter().filter_map(|turn| Some((turn.time? / 1000, turn.speech.start)));
            let to = timed.clone().take_while(|(at, _)| *at <= time).last().or(timed.clone().next());
            if to.is_none() {
                model.notice = Some((Tone::Plain, "this transcript tells no times".into()));
            }
            to.map(|(_, start)| start)
        }
    };
    if let Some(to) = to {
        leap(model, to);
    }
}

/// Goes to a place from which there is a way back (see `bookmarks`).
pub fn leap(model: &mut Model, to: u32) {
    let Some(read) = &mut model.read else { return };
    read.anchor = None;
    read.before = Some(read.cursor);
    move_to(model, to);
}
