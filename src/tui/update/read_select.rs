//! Selecting: sentences, turns, by moving, longer and shorter.

use crate::text::{Span, snap};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Read, Selection, Tone};
use crate::tui::page::{Page, Unit};

/// The selection from an anchor to the cursor, both included.
pub fn between(page: &Page, anchor: u32, cursor: u32) -> Selection {
    let span = page.grapheme_at(anchor).hull(page.grapheme_at(cursor));
    Selection { span, unit: Unit::Word, spent: false }
}

/// Extended by a word, sentence or turn at a time, a selection ends with the one before the cursor: the first letter of the next
/// would be a part of the passage that nobody meant. `from` is where the cursor stood; at the end of the text it stays.
pub fn whole_units(read: &mut Read, action: Action, from: u32) {
    let (page, cursor) = (&read.page, read.cursor);
    let Some(anchor) = read.anchor.filter(|anchor| cursor > *anchor || (cursor == from && cursor >= *anchor)) else {
        return;
    };
    let stays = cursor == from;
    let last = if stays { cursor } else { page.word_prev(cursor) };
    let end = match action {
        Action::WordNext if stays => page.word_at(last).end,
        // With what stands behind the word, but never with the label of the next turn.
        Action::WordNext => cursor.min(page.turn_at(last).end),
        Action::SentenceNext => page.sentence_at(last).end,
        Action::TurnNext => page.turn_at(last).end,
        _ => return,
    };
    let span = snap(&read.reading.body, Span::new(anchor, end.max(anchor)));
    if !span.is_empty() {
        read.selection = Some(Selection { span, unit: Unit::Word, spent: false });
    }
}

/// Ends extending or the selection; whether there was one.
pub fn let_go(model: &mut Model) -> bool {
    let Some(read) = &mut model.read else { return false };
    read.anchor = None;
    read.selection.take().is_some()
}

/// Does an action on the selection.
pub fn act(model: &mut Model, action: Action) {
    let Some(read) = &mut model.read else { return };
    match action {
        Action::SelectSentence => take(read, Unit::Sentence),
        Action::SelectTurn => take(read, Unit::Turn),
        // Again: the selection stays, and moving no longer extends it.
        Action::Extend if read.anchor.is_some() => read.anchor = None,
        Action::Extend => {
            read.anchor = Some(read.cursor);
            read.selection = Some(between(&read.page, read.cursor, read.cursor));
        }
        Action::Grow | Action::Shrink => {
            let selection = match read.selection {
                Some(selection) if action == Action::Grow => {
                    Selection { span: read.page.grow(selection.span, selection.unit), spent: false, ..selection }
                }
                Some(selection) => {
                    let shorter = read.page.shrink(selection.span, selection.unit);
                    // One sentence gets shorter by a word.
                    let by_word = shorter == selection.span;
                    let span = if by_word { read.page.shrink(selection.span, Unit::Word) } else { shorter };
                    Selection { span, spent: false, ..selection }
                }
                None => Selection { span: read.page.word_at(read.cursor), unit: Unit::Word, spent: false },
            };
            read.anchor = None;
            read.selection = Some(selection);
        }
        _ => {}
    }
    if read.selection.is_some_and(|selection| selection.span.is_empty()) {
        read.selection = None;
        model.notice = Some((Tone::Plain, "nothing is said here".into()));
    }
    super::read::show(model);
}

/// Selects a unit; takes in the next one; goes on after what was coded.
fn take(read: &mut Read, unit: Unit) {
    let page = &read.page;
    let at = |position: u32| if unit == Unit::Turn { page.turn_at(position) } else { page.sentence_at(position) };
    let after = |span: Span| {
        if unit == Unit::Turn { page.next_turn_after(span) } else { page.next_sentence_after(span) }
    };
    let span = match read.selection {
        // Selected by moving: rounded to whole units.
        Some(selection) if read.anchor.is_some() => {
            at(selection.span.start).hull(at(selection.span.end.saturating_sub(1)))
        }
        Some(selection) if selection.spent => after(selection.span).unwrap_or(selection.span),
        Some(selection) if selection.unit != unit => {
            selection.span.hull(at(selection.span.start)).hull(at(selection.span.end.saturating_sub(1)))
        }
        Some(selection) => after(selection.span).map_or(selection.span, |next| selection.span.hull(next)),
        None => at(read.cursor),
    };
    read.anchor = None;
    read.cursor = page.stand(span.start);
    read.focus = None;
    read.selection = Some(Selection { span, unit, spent: false });
}

/// The passage that an action is about: what is selected, else the sentence at the cursor, which is selected then.
pub fn passage(model: &mut Model) -> Option<Span> {
    let read = model.read.as_mut()?;
    let selection = read.selection.unwrap_or_else(|| Selection {
        span: read.page.sentence_at(read.cursor),
        unit: Unit::Sentence,
        spent: false,
    });
    let span = snap(&read.reading.body, selection.span);
    if span.is_empty() {
        model.notice = Some((Tone::Plain, "nothing is said here".into()));
        return None;
    }
    read.selection = Some(Selection { span, ..selection });
    read.anchor = None;
    Some(span)
}
