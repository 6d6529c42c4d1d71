//! What lies over a screen: palette, menu, help, a memo, a question.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::draw::Draw;
use crate::tui::keymap::{self, ACTIONS, Action, Context};
use crate::tui::layout::{self, centred};
use crate::tui::model::{Asking, Filter, Model, Over, PaletteRow, Place, Written};
use crate::tui::tour;

/// Draws it.
pub fn view(model: &Model, over: &Over, draw: &mut Draw, size: (u16, u16)) -> Option<Position> {
    let theme = model.theme;
    match over {
        Over::Picker(_) => None,
        Over::Menu => {
            let height = keymap::MENU.len() as u16 + 2;
            // As wide as what is said of the screens.
            let said =
                |(_, action): &(&str, Action)| keymap::entry(*action).map_or(0, |entry| entry.doc.chars().count());
            let wide = keymap::MENU.iter().map(said).max().unwrap_or(0) as u16 + 20;
            let inner = draw.pane(centred(size, wide, height), "screens", theme.plain());
            // On a low screen two columns of names.
            let low = usize::from(inner.height) < keymap::MENU.len();
            let deep = if low { keymap::MENU.len().div_ceil(2) } else { keymap::MENU.len() };
            for (at, (key, action)) in keymap::MENU.iter().enumerate() {
                let (x, y) = ((at / deep) as u16 * (inner.width / 2), (at % deep) as u16);
                let doc = keymap::entry(*action).map_or("", |entry| entry.doc);
                let id = keymap::entry(*action).map_or("", |entry| entry.id);
                draw.put(inner, x + 1, y, key, theme.strong());
                draw.put_within(inner, x + 4, y, if low { inner.width / 2 - 4 } else { 12 }, id, theme.plain());
                if !low {
                    draw.put(inner, 17, y, doc, theme.dim());
                }
            }
            Some(Position::new(inner.x + 1, inner.y))
        }
        Over::Palette(palette) => {
            let inner = draw.pane(layout::palette(size), "what to do", theme.plain());
            draw.put(inner, 0, 0, ":", theme.strong());
            let caret = draw.typed(inner, 2, 0, &palette.field, theme.strong());
            let rows = layout::palette_rows(size);
            if palette.rows.is_empty() {
                draw.put(inner, 2, 1, "no action is called so", theme.dim());
            }
            for (line, row) in palette.rows.iter().enumerate().skip(palette.list.top).take(rows) {
                let y = 1 + (line - palette.list.top) as u16;
                let (text, key) = palette_row(model, row);
                let room = inner.width.saturating_sub(crate::text::width(&key) as u16 + 4);
                draw.put_within(inner, 2, y, room, &text, theme.plain());
                draw.put_right(inner, y, &key, theme.dim());
                if line == palette.list.at {
                    draw.style(Rect { y: inner.y + y, height: 1, ..inner }, theme.selected());
                    // What does not fit in its row is said below.
                    if crate::text::width(&text) > usize::from(room) {
                        let below = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
                        draw.wrapped_within(below, 1 + rows as u16, 2, &text, theme.dim());
                    }
                }
            }
            Some(caret)
        }
        Over::Help(top) => {
            let title = format!("keys: {}", model.place.context().title());
            scrolled(model, draw, size, &title, *top, &help_lines(model))
        }
        Over::Notes(top) => {
            let title = if model.place == Place::Read { "letters beside the text" } else { "how it is counted" };
            let lines: Vec<Vec<Piece>> =
                notes_lines(model).into_iter().map(|line| vec![(0, line, theme.plain())]).collect();
            scrolled(model, draw, size, title, *top, &lines)
        }
        Over::Bookmarks { sets } => {
            super::read::bookmarks(model, *sets, draw, size);
            None
        }
        Over::Write(writing) if matches!(writing.what, Written::Summary { .. }) => {
            super::cell::writing(writing, draw, theme, size)
        }
        Over::Write(writing) => {
            let title = match &writing.what {
                Written::Memo { .. } => format!("memo on {}", writing.about),
                Written::Turn(..) => format!("correct {}: codings follow the text", writing.about),
                Written::Summary { .. } => format!("summary of {}", writing.about),
                Written::Definition(_) => format!("what {} means", writing.about),
            };
            let inner = draw.pane(centred(size, 72, (size.1 / 2).max(8)), &title, theme.plain());
            (&writing.area).render(inner, draw.buffer);
            Some(super::cell::caret(&writing.area, inner))
        }
        Over::Ask(ask) => {
            let (title, note) = asked(model, &ask.about);
            let room = usize::from(centred(size, 76, 7).width.saturating_sub(4));
            let note = super::draw::wrap(&note, room);
            let wrong = ask.wrong.as_ref().map_or(Vec::new(), |wrong| super::draw::wrap(wrong, room));
            let height = note.len() as u16 + 4 + (wrong.len() as u16).max(2);
            let inner = draw.pane(centred(size, 76, height), &title, theme.plain());
            let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
            for (y, line) in note.iter().enumerate() {
                draw.put(inner, 0, y as u16, line, theme.dim());
            }
            let y = note.len() as u16 + 1;
            draw.put(inner, 0, y, "›", theme.strong());
            let caret = draw.typed(inner, 2, y, &ask.field, theme.strong());
            for (line, text) in wrong.iter().enumerate() {
                draw.put(inner, 0, y + 1 + line as u16, text, theme.wrong());
            }
            Some(caret)
        }
    }
}

/// An action of the palette, or a place: what it does, and its key.
fn palette_row(model: &Model, row: &PaletteRow) -> (String, String) {
    match row {
        PaletteRow::Line(line) => (format!("go to line {line}"), String::new()),
        PaletteRow::Turn(turn) => (format!("go to turn {turn}"), String::new()),
        PaletteRow::Time(time) => (format!("go to {}", crate::text::clock(time.saturating_mul(1000))), String::new()),
        PaletteRow::Act(action) => {
            let doc = keymap::entry(*action).map_or(String::new(), |entry| entry.doc.to_owned());
            (doc, model.keys.main(*action))
        }
    }
}

/// A piece of a line: in which column, what, how.
type Piece = (u16, String, Style);

/// A text in a box that is as high as it, or as the screen, and then says that there is more.
fn scrolled(
    model: &Model,
    draw: &mut Draw,
    size: (u16, u16),
    title: &str,
    top: usize,
    lines: &[Vec<Piece>],
) -> Option<Position> {
    let height = (lines.len() as u16).saturating_add(2).min(size.1.saturating_sub(2));
    let inner = draw.pane(centred(size, 100, height), title, model.theme.plain());
    for (y, line) in lines.iter().skip(top).take(usize::from(inner.height)).enumerate() {
        for (column, text, style) in line {
            draw.put(inner, 1 + column, y as u16, text, *style);
        }
    }
    if lines.len() > top + usize::from(inner.height) {
        draw.more(inner, &model.keys.main(Action::PageDown), model.theme.strong());
    }
    Some(Position::new(inner.x + 1, inner.y))
}

/// Columns of text in such a box.
fn scrolled_room(model: &Model) -> usize {
    usize::from(centred(model.size, 100, model.size.1).width.saturating_sub(4))
}

/// A question: its title, and what to know before one answers.
fn asked(model: &Model, about: &Asking) -> (String, String) {
    match about {
        Asking::Coder(_) => ("who is coding?".into(), "a short name; it is kept for this study on this machine".into()),
        Asking::NewCode(None) => ("a new code".into(), "its name; it stands at the top of the codebook".into()),
        Asking::NewCode(Some(under)) => {
            ("a new code".into(), format!("its name; it stands under {}", model.code_name(under)))
        }
        Asking::Rename(id) => (format!("rename {}", model.code_name(id)), "its name; codings keep their code".into()),
        Asking::Why(_) => (
            "why does it mean something else now?".into(),
            "codings exist: the reason stays in the history; older ones: is:older-definition".into(),
        ),
        Asking::Remove(id) => {
            let at = model.code_place(id);
            let uses = model.study.as_ref().and_then(|study| study.uses.get(at)).copied().unwrap_or(0);
            let codings = crate::analysis::counted(uses, "coding");
            (
                format!("remove {}: it has {codings}", model.code_name(id)),
                "m merges it into another code, u takes your codings away, Esc keeps it".into(),
            )
        }
        Asking::Reason => (
            "why is it settled so?".into(),
            "kept as a memo of the consensus, for the methods section; then decide".into(),
        ),
        Asking::Compared => (
            "which coders are compared?".into(),
            "two to four names, by commas; nothing: all who have finished a transcript".into(),
        ),
        Asking::Import => ("bring in".into(), "a file, or a folder with all that is in it".into()),
        Asking::Who(label) => (
            if label.is_empty() { "who speaks without a label?".into() } else { format!("who is {label}?") },
            "a participant's id, interviewer or other; nothing: as it was recognised".into(),
        ),
        Asking::Label(label) => {
            (format!("{label} is written otherwise"), "the name of another label makes one of both".into())
        }
        Asking::Encoding => {
            ("which encoding?".into(), "utf-8, utf-16le, windows-1252, iso-8859-15, macintosh …".into())
        }
        Asking::Word => {
            ("which word?".into(), "a word, \"several in a row\", wait*, or a search: waiting role:parent".into())
        }
        Asking::Filter(filter) => match filter {
            Filter::Transcript => {
                ("actions on which transcript?".into(), "its id, or a part of it; nothing: all".into())
            }
            Filter::Code => ("actions with which code?".into(), "its id, or a part of it; nothing: all".into()),
            Filter::Days => (
                "actions of which days?".into(),
                "2026-11-25, or 2026-11-20..2026-11-25, or one end of it; nothing: all (UTC)".into(),
            ),
        },
        Asking::Moment => (
            "the study as it stood when?".into(),
            "2026-11-25 (to its end), or 2026-11-25T14:30 (UTC); nothing can be changed there".into(),
        ),
        Asking::Export(_) => {
            let what = if model.place == Place::Quotes { "the codings" } else { "the table" };
            let folder = &model.start.welcome.here;
            let place = if folder.is_empty() { String::new() } else { format!(" in {folder}") };
            let endings = match model.place {
                Place::Framework => "xlsx (a sheet a theme), docx, csv, tsv, json or md",
                _ => "csv, xlsx, tsv, json or md",
            };
            (format!("write {what} to a file"), format!("a name{place}; ending {endings}"))
        }
    }
}

/// How the table that is shown is counted and what it leaves out, in lines that fit the screen.
pub fn notes_lines(model: &Model) -> Vec<String> {
    let sentences: Vec<String> = match model.place {
        Place::Framework => model.framework.data.as_ref().map_or(Vec::new(), |data| data.sentences()),
        Place::Frequencies => match &model.heat.heat {
            Some(heat) => {
                let notes = &heat.figures.notes;
                let counted = notes.scope_sentences().into_iter().chain(notes.base_sentences());
                heat.small.iter().cloned().chain(counted).collect()
            }
            None => Vec::new(),
        },
        Place::Table(analysis) => {
            let said = |data: &crate::tui::tables::Analysed| {
                let more = data.notes.iter().filter(|note| !data.table.sentences.contains(note));
                data.table.sentences.iter().chain(more).cloned().collect()
            };
            model.tables.of(analysis).data.as_ref().map_or(Vec::new(), said)
        }
        Place::Read => return super::read::legend(model),
        _ => Vec::new(),
    };
    let room = scrolled_room(model);
    let mut lines = Vec::new();
    for sentence in sentences {
        lines.extend(super::draw::wrap(&sentence, room));
        lines.push(String::new());
    }
    lines.pop();
    lines
}

/// What is wrong with the person's own keys; the keys of this screen, then those of every screen: key and what it does, in
/// lines that fit the screen.
pub fn help_lines(model: &Model) -> Vec<Vec<Piece>> {
    let theme = model.theme;
    let mut parts: Vec<(String, String)> = Vec::new();
    for (file, fault) in crate::tui::update::looks::faults(model) {
        parts.push((file.to_owned(), fault));
    }
    // On a low screen it is here that the step can be read again.
    if let Some(tour) = model.tour.as_ref().filter(|tour| tour::rows(Some(tour), model.terminal) == 0) {
        parts.push((tour::place(tour), tour::on_screen(model, tour)));
    }
    for context in [model.place.context(), Context::Screens] {
        if !parts.is_empty() {
            parts.push((String::new(), String::new()));
        }
        parts.push((context.title().to_owned(), String::new()));
        for entry in ACTIONS.iter().filter(|entry| entry.contexts.contains(&context)) {
            let keys: Vec<String> = model.keys.of(entry.action).iter().map(ToString::to_string).collect();
            let keys = match keys.as_slice() {
                [] => continue,
                [first, .., last] if keys.len() > 4 => format!("{first} … {last}"),
                keys => keys.join(", "),
            };
            parts.push((keys, entry.doc.to_owned()));
        }
    }
    let room = scrolled_room(model);
    let keys = parts.iter().filter(|(_, doc)| !doc.is_empty()).map(|(key, _)| crate::text::width(key)).max();
    let keys = keys.unwrap_or(0).min(if room < 60 { 12 } else { 18 });
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for (key, doc) in parts {
        if doc.is_empty() {
            lines.push(vec![(0, key, theme.strong())]);
            continue;
        }
        // A key that is too long for its column stands in a line of its own.
        let mut key = Some((0, key, theme.plain()));
        if key.as_ref().is_some_and(|(_, key, _)| crate::text::width(key) > keys) {
            lines.push(key.take().into_iter().collect());
        }
        for line in super::draw::wrap(&doc, room.saturating_sub(keys + 2)) {
            let words = (keys as u16 + 2, line, theme.plain());
            lines.push(key.take().into_iter().chain([words]).collect());
        }
    }
    lines
}
