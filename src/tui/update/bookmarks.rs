//! Bookmarks: a letter for a place, and back to it.

use crossterm::event::KeyCode;

use super::taken;
use crate::session::Bookmark;
use crate::text::{Body, Span};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::{Action, Key};
use crate::tui::model::{Model, Over, Tone};

/// Waits for the letter.
pub fn wait(model: &mut Model, sets: bool) -> Vec<Effect> {
    model.over = Some(Over::Bookmarks { sets });
    Vec::new()
}

/// The bookmarks in the transcript that is read, by their letters.
pub fn here(model: &Model) -> Vec<&Bookmark> {
    let Some(read) = &model.read else { return Vec::new() };
    let mut here: Vec<&Bookmark> =
        model.bookmarks.iter().filter(|bookmark| bookmark.transcript == read.reading.id).collect();
    here.sort_by_key(|bookmark| bookmark.letter);
    here
}

/// The key after the one that waits for a letter.
pub fn letter(model: &mut Model, sets: bool, key: Key) -> Vec<Effect> {
    model.over = None;
    let goes = model.keys.of(Action::GoBookmark).contains(&key);
    match key.code() {
        _ if goes && !sets => back(model),
        KeyCode::Char(c) if c.is_alphanumeric() && !key.ctrl() => {
            if sets {
                set(model, c)
            } else {
                go(model, c);
                Vec::new()
            }
        }
        _ => {
            model.notice = Some((Tone::Plain, "a bookmark is a letter or a digit".into()));
            Vec::new()
        }
    }
}

fn set(model: &mut Model, letter: char) -> Vec<Effect> {
    let Some(read) = &model.read else { return Vec::new() };
    let transcript = read.reading.id.clone();
    let bookmark = Bookmark::new(transcript, letter, read.cursor, &read.reading.body);
    let same = |known: &Bookmark| known.transcript == bookmark.transcript && known.letter == letter;
    let moved = model.bookmarks.iter().any(same);
    model.bookmarks.retain(|known| !same(known));
    model.bookmarks.push(bookmark);
    let key = model.keys.main(Action::GoBookmark);
    let said = if moved { "moved here" } else { "set here" };
    model.notice = Some((Tone::Plain, format!("bookmark {letter} {said}: {key} {letter} comes back to it")));
    vec![Effect::Ask(Request::KeepBookmarks(model.bookmarks.clone()))]
}

fn go(model: &mut Model, letter: char) {
    let bookmark = here(model).into_iter().find(|bookmark| bookmark.letter == letter).cloned();
    let Some(bookmark) = bookmark else {
        let key = model.keys.main(Action::SetBookmark);
        let said = format!("there is no bookmark {letter} in this transcript: {key} {letter} sets it");
        model.notice = Some((Tone::Plain, said));
        return;
    };
    super::read::leap(model, bookmark.position);
    let changed = model.read.as_ref().is_some_and(|read| read.reading.body.hash() != bookmark.text);
    if changed {
        let said = format!("what stood at bookmark {letter} was changed since it was set: this is about where it was");
        model.notice = Some((Tone::Plain, said));
    }
}

/// Bookmarks of the transcript that is read go with its text: where it was `old`, by what stood there, else by what stands
/// around them.
pub fn follow(model: &mut Model, old: Option<&Body>) {
    let Some(read) = &model.read else { return };
    let (id, body) = (&read.reading.id, &read.reading.body);
    for bookmark in model.bookmarks.iter_mut().filter(|one| one.transcript == *id && one.text != body.hash()) {
        let seen = old.filter(|old| old.hash() == bookmark.text).and_then(|old| {
            let end = (bookmark.position + taken::FOLLOWED).min(old.chars());
            taken::follow(old, body, Span { start: bookmark.position, end })
        });
        if let Some(place) = bookmark.found_in(body).or(seen.map(|span| span.start)) {
            *bookmark = Bookmark::new(id.clone(), bookmark.letter, place, body);
            model.bookmarks_moved = true;
        }
    }
}

/// Keeps bookmarks that have gone with their texts.
pub fn keep_moved(model: &mut Model) -> Vec<Effect> {
    if !std::mem::take(&mut model.bookmarks_moved) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::KeepBookmarks(model.bookmarks.clone()))]
}

/// Back to where the cursor stood before it jumped.
fn back(model: &mut Model) -> Vec<Effect> {
    match model.read.as_ref().and_then(|read| read.before) {
        Some(before) => super::read::leap(model, before),
        None => model.notice = Some((Tone::Plain, "nothing has jumped in this transcript yet".into())),
    }
    Vec::new()
}
