//! A transcript with its codings.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::draw::Draw;
use super::{beside, hint, minimap};
use crate::model::{Star, Theme};
use crate::text::has_right_to_left;
use crate::tui::data::{Mark, Role};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Read};
use crate::tui::page::{RowKind, Unit};
use crate::tui::update::{self, marks};

/// Draws the transcript.
pub fn view(model: &Model, draw: &mut Draw, size: (u16, u16)) -> Option<Position> {
    let read = model.read.as_ref()?;
    let parts = layout::read(size, model.read_shape());
    for line in 0..parts.text.height {
        let row = read.top + usize::from(line);
        if row >= read.page.rows() {
            break;
        }
        gutter(model, read, draw, &parts, row, line);
        text(model, read, draw, parts.text, row, line);
        lanes(model, read, draw, parts.lanes, row, line);
    }
    for line in 0..parts.lanes.height {
        draw.put(parts.lanes, 0, line, "│", model.theme.dim());
    }
    minimap::view(model, read, draw, parts.map, parts.text.height);
    panel(model, read, draw, &parts);
    let row = read.page.row_of(read.cursor);
    let line = row.checked_sub(read.top).and_then(|line| u16::try_from(line).ok())?;
    let column = read.page.column_of(read.cursor).min(parts.text.width.saturating_sub(1));
    (line < parts.text.height).then(|| Position::new(parts.text.x + column, parts.text.y + line))
}

/// The number and the speaker of a turn where it begins, or at the top of the screen; the mark of what is selected.
fn gutter(model: &Model, read: &Read, draw: &mut Draw, parts: &layout::Read, row: usize, line: u16) {
    let shown = read.page.row(row);
    let theme = model.theme;
    if let Some(turn) = shown.turn {
        let speaking = read.reading.speakers.get(turn);
        let name = speaking.map_or("", |speaking| &*speaking.name);
        let role = read.reading.role(turn);
        let style = if role == Role::Participant { theme.strong() } else { theme.dim() };
        if shown.first_of_turn {
            let number = (turn + 1).to_string();
            let at = parts.number.saturating_sub(number.len() as u16);
            draw.put(parts.gutter, at, line, &number, theme.dim());
        } else {
            let before = row.checked_sub(1).map(|row| read.page.row(row));
            if line == 0 || before.is_some_and(|before| before.first_of_turn) {
                draw.put(parts.gutter, parts.number - 1, line, "⋮", theme.dim());
            }
        }
        if shown.first_of_turn || line == 0 {
            let room = parts.gutter.width.saturating_sub(parts.number + 3);
            draw.put_within(parts.gutter, parts.number + 1, line, room, name, style);
        }
    }
    let selected = read.selection.is_some_and(|selection| selection.span.overlaps(shown.span));
    if selected {
        draw.put(parts.gutter, parts.gutter.width - 1, line, "▐", theme.strong());
    }
}

fn text(model: &Model, read: &Read, draw: &mut Draw, area: Rect, row: usize, line: u16) {
    let theme = model.theme;
    let shown = read.page.row(row);
    let role = shown.turn.map_or(Role::Other, |turn| read.reading.role(turn));
    let plain = match role {
        Role::Participant | Role::Unmapped => theme.plain(),
        _ => theme.dim(),
    };
    let hits: Vec<_> = read.hits.iter().filter(|hit| hit.overlaps(shown.span)).collect();
    let mut column = 0;
    let mut ends = None;
    for piece in read.page.pieces(row) {
        let mut style: Style = plain;
        if hits.iter().any(|hit| hit.overlaps(piece.span)) {
            style = theme.hit();
        }
        if let Some(selection) = read.selection.filter(|selection| selection.span.overlaps(piece.span)) {
            style = if selection.spent { style.patch(theme.spent()) } else { style.patch(theme.selected()) };
            ends = (selection.span.end <= piece.span.end).then_some(column + piece.width);
        }
        // What people who left the study have said is not shown.
        let hidden = "·".repeat(usize::from(piece.width));
        let text = if role == Role::Excluded { &hidden } else { &piece.text };
        if column + piece.width <= area.width {
            let (x, y) = (area.x + column, area.y + line);
            if draw.buffer.area.contains((x, y).into()) {
                draw.buffer.set_stringn(x, y, text, usize::from(piece.width), style);
            }
        }
        column += piece.width;
    }
    if has_right_to_left(&read.page.row_shown(row)) {
        draw.end_right_to_left(area.x, area.y + line, column.min(area.width));
    }
    if shown.kind == RowKind::Header && column == 0 {
        return;
    }
    if let Some(end) = ends {
        let wide = Rect { width: area.width + 1, ..area };
        if end >= column {
            draw.put(wide, end.min(area.width), line, "▌", theme.strong());
        }
    }
}

fn lanes(model: &Model, read: &Read, draw: &mut Draw, area: Rect, row: usize, line: u16) {
    let wide = read.letters.iter().map(|letter| crate::text::width(letter)).max().unwrap_or(1).max(1) as u16;
    for (lane, item) in read.lanes.at(row).into_iter().enumerate() {
        let Some(mark) = item.and_then(|item| read.in_lanes.get(item)).and_then(|at| read.marks.get(*at)) else {
            continue;
        };
        draw.put(area, 1 + lane as u16 * wide, line, letter(read, mark), style(model, mark));
    }
    let hidden = read.lanes.hidden_at(row);
    if hidden > 0 {
        draw.put(area, area.width.saturating_sub(1), line, "+", model.theme.dim());
    }
}

/// The letter of a coding's code.
fn letter<'a>(read: &'a Read, mark: &Mark) -> &'a str {
    let at = read.lettered.iter().position(|code| *code == mark.code);
    at.and_then(|at| read.letters.get(at)).map_or("?", String::as_str)
}

fn style(model: &Model, mark: &Mark) -> Style {
    // Others' stand back: in the terminal's own colours, too, as nobody knows what a faint colour looks like there.
    if mark.mine { model.lane(&mark.code) } else { model.theme.dim() }
}

/// A coding in words: name, mark, memo, whose.
fn in_words(model: &Model, mark: &Mark) -> String {
    let mut words = model.code_name(&mark.code);
    match mark.star {
        Some(Star::Exemplar) => words.push_str(" ★"),
        Some(Star::Negative) => words.push_str(" ☆ negative"),
        None => {}
    }
    if !mark.memos.is_empty() {
        words.push_str(" ✎");
    }
    if !mark.mine {
        words.push_str(&format!(" ({})", mark.coder));
    }
    words
}

/// The codings at the cursor with the definition of the one in focus; the recent codes.
fn panel(model: &Model, read: &Read, draw: &mut Draw, parts: &layout::Read) {
    let theme = model.theme;
    let here: Vec<&Mark> = marks::here(read).into_iter().filter_map(|at| read.marks.get(at)).collect();
    let focus = marks::focus(read).and_then(|at| read.marks.get(at));
    if let Some(quotes) = &model.beside {
        let area = Rect { x: parts.panel.x + 1, width: parts.panel.width.saturating_sub(2), ..parts.panel };
        let names: Vec<String> =
            here.iter().map(|mark| format!("{} {}", letter(read, mark), in_words(model, mark))).collect();
        let names = if names.is_empty() { "no codes here".to_owned() } else { names.join(" · ") };
        draw.put(area, 0, 0, &names, theme.dim());
        let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        draw.put(area, 0, 0, &"─".repeat(usize::from(area.width)), theme.dim());
        let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        beside::view(model, quotes, draw, area);
        return;
    }
    let is_focus = |mark: &Mark| focus.is_some_and(|focus| std::ptr::eq(focus, mark));
    if !parts.beside {
        below(model, read, draw, parts, &here, focus);
        return;
    }
    let area = Rect { x: parts.panel.x + 1, width: parts.panel.width.saturating_sub(2), ..parts.panel };
    let hidden = hidden_here(read);
    let others = model.keys.main(Action::Others);
    let said = match (here.is_empty(), hidden) {
        (true, 0) => "no codes here".to_owned(),
        (false, 0) => "codes here".to_owned(),
        (true, hidden) => format!("no codes here by you · {hidden} by others ({others})"),
        (false, hidden) => format!("codes here · {hidden} by others ({others})"),
    };
    draw.put(area, 0, 0, &said, theme.dim());
    let mut line = 1;
    let room = area.height.saturating_sub(1);
    for mark in here.iter().take(usize::from(room / 2).max(3)) {
        let lead = if is_focus(mark) && here.len() > 1 { "▸" } else { " " };
        draw.put(area, 0, line, lead, theme.strong());
        draw.put(area, 1, line, letter(read, mark), style(model, mark));
        let text = in_words(model, mark);
        draw.put(area, 4, line, &text, if is_focus(mark) { theme.strong() } else { theme.plain() });
        line += 1;
    }
    if let Some(mark) = focus {
        line += 1;
        line += draw.wrapped(area, line, &model.code_name(&mark.code), theme.strong());
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        for (title, text) in meaning(model, mark) {
            if line + 1 >= area.height {
                break;
            }
            let text = if title.is_empty() { text } else { format!("{title}: {text}") };
            line += draw.wrapped(inner, line, &text, theme.plain());
        }
        for (_, memo) in &mark.memos {
            line += draw.wrapped(inner, line, &format!("✎ {memo}"), theme.dim());
        }
    }
    let recent = model.recent.len() as u16;
    if recent > 0 && line + recent + 2 < area.height {
        let top = area.height - recent - 1;
        draw.put(area, 0, top, "recent", theme.dim());
        for (at, code) in model.recent.iter().enumerate() {
            let text = format!("{} {}", at + 1, model.code_name(code));
            draw.put(area, 1, top + 1 + at as u16, &text, theme.dim());
        }
    }
}

/// How many codings of others stand at the cursor and are not shown.
fn hidden_here(read: &Read) -> usize {
    let others = read.marks.iter().filter(|mark| !mark.mine && !read.others);
    others.filter(|mark| mark.span.contains(read.cursor)).count()
}

/// What a code means: definition, include, exclude.
fn meaning(model: &Model, mark: &Mark) -> Vec<(&'static str, String)> {
    let Some(study) = &model.study else { return Vec::new() };
    let Some(at) = study.codebook.resolve(mark.code.as_str()) else { return Vec::new() };
    let code = study.codebook.code(at);
    let mut parts = Vec::new();
    let path = study.codebook.path(Theme::Code(at));
    if let Some((_, above)) = path.split_last().filter(|(_, above)| !above.is_empty()) {
        parts.push(("under", above.join(" › ")));
    }
    for (title, text) in [("", &code.definition), ("include", &code.include), ("exclude", &code.exclude)] {
        if !text.is_empty() {
            parts.push((title, text.clone()));
        }
    }
    parts
}

/// The panel where the screen is narrow: a line of codes, and the definition as far as there is room.
fn below(model: &Model, read: &Read, draw: &mut Draw, parts: &layout::Read, here: &[&Mark], focus: Option<&Mark>) {
    let theme = model.theme;
    let area = Rect { x: 1, width: parts.panel.width.saturating_sub(2), ..parts.panel };
    let rule = "─".repeat(usize::from(area.width));
    draw.put(area, 0, 0, &rule, theme.dim());
    if here.is_empty() {
        let recent: Vec<String> =
            model.recent.iter().enumerate().map(|(at, code)| format!("{} {}", at + 1, model.code_name(code))).collect();
        let mut text = match hidden_here(read) {
            0 => "no codes here".to_owned(),
            hidden => format!("no codes here by you · {hidden} by others ({})", model.keys.main(Action::Others)),
        };
        if !recent.is_empty() {
            text.push_str(&format!(" · recent: {}", recent.join(" · ")));
        }
        draw.put(area, 0, 1, &text, theme.dim());
        return;
    }
    let mut column = 0;
    for mark in here {
        let bold = focus.is_some_and(|focus| std::ptr::eq(focus, *mark));
        column += draw.put(area, column, 1, letter(read, mark), style(model, mark)) + 1;
        let text = in_words(model, mark);
        column += draw.put(area, column, 1, &text, if bold { theme.strong() } else { theme.plain() }) + 3;
    }
    let Some(mark) = focus else { return };
    let mut line = 2;
    let texts = meaning(model, mark).into_iter().filter(|(title, _)| *title != "under");
    let memos = mark.memos.iter().map(|(_, memo)| format!("✎ {memo}"));
    let texts =
        memos.chain(texts.map(|(title, text)| if title.is_empty() { text } else { format!("{title}: {text}") }));
    for text in texts {
        line += draw.wrapped(area, line, &text, theme.dim());
    }
}

/// Which letter is which code, with how often it is shown in this transcript; and what stands on the map.
pub fn legend(model: &Model) -> Vec<String> {
    let Some(read) = &model.read else { return Vec::new() };
    let mut lines: Vec<String> = Vec::new();
    for (code, letter) in read.lettered.iter().zip(&read.letters) {
        let shown = read.in_lanes.iter().filter_map(|at| read.marks.get(*at)).filter(|mark| mark.code == *code).count();
        if shown > 0 {
            let count = crate::analysis::counted(shown as u64, "coding");
            lines.push(format!("{letter:<3} {} ({count})", model.code_name(code)));
        }
    }
    if lines.is_empty() {
        lines.push("nothing is coded in this transcript yet".into());
    }
    lines.push(String::new());
    for (mark, said) in [
        ("+", "more codes in this row than there is room for: the list at the cursor has them all"),
        ("◆", "on the map: where the code in focus stands"),
        ("· ▪ ■", "on the map: one coding, two or three, more"),
        ("*", "on the map: a hit of the search"),
        ("┃", "on the map: what is in sight; a letter is a bookmark"),
    ] {
        lines.push(format!("{mark:<5} {said}"));
    }
    lines
}

/// The bookmarks of this transcript, while a letter is waited for.
pub fn bookmarks(model: &Model, sets: bool, draw: &mut Draw, size: (u16, u16)) {
    let theme = model.theme;
    let Some(read) = &model.read else { return };
    let known = update::bookmarks::here(model);
    let title = if sets { "bookmark: press a letter" } else { "go to: press the letter of a bookmark" };
    let height = (known.len() as u16 + 4).clamp(6, size.1.saturating_sub(2));
    let inner = draw.pane(layout::centred(size, 64, height), title, theme.plain());
    for (row, bookmark) in known.iter().enumerate() {
        let turn =
            read.reading.layout.turn_at(bookmark.position).map_or(String::new(), |turn| format!("turn {}", turn + 1));
        let hidden = read
            .page
            .row(read.page.row_of(bookmark.position))
            .turn
            .is_some_and(|turn| read.reading.role(turn) == Role::Excluded);
        let words = if hidden { "[…]".into() } else { read.page.row_shown(read.page.row_of(bookmark.position)) };
        draw.put(inner, 1, row as u16, &bookmark.letter.to_string(), theme.strong());
        draw.put(inner, 4, row as u16, &turn, theme.dim());
        draw.put(inner, 15, row as u16, &words, theme.plain());
    }
    if known.is_empty() {
        draw.put(inner, 1, 0, "no bookmark in this transcript yet", theme.plain());
    }
    let key = model.keys.main(Action::GoBookmark);
    let note = if sets {
        format!("it is set where the cursor stands; {key} and the letter come back")
    } else {
        format!("{key} again: back to where you were before the last jump")
    };
    draw.put(inner, 1, inner.height.saturating_sub(1), &note, theme.dim());
}

/// The main keys while reading.
pub fn hints(model: &Model) -> Vec<String> {
    let Some(read) = &model.read else { return Vec::new() };
    if let Some((_, what)) = &model.placing {
        return vec![format!("select where {what} belongs"), "Enter places it".into(), "Esc Esc leaves it".into()];
    }
    let repeat =
        model.recent.first().map(|code| hint(model, Action::Repeat, &format!("repeat {}", model.code_name(code))));
    match read.selection {
        Some(selection) => {
            let first = selection.span.start;
            let unit = match selection.unit {
                Unit::Word => "words",
                Unit::Sentence if selection.span.end > read.page.sentence_at(first).end => "sentences",
                Unit::Sentence => "sentence",
                Unit::Turn if selection.span.end > read.page.turn_at(first).end => "turns",
                Unit::Turn => "turn",
            };
            let said = if selection.spent { format!("{unit} coded") } else { format!("{unit} selected") };
            let mut hints = vec![said, hint(model, Action::Code, "code")];
            hints.extend(repeat);
            if selection.spent {
                hints.push(hint(model, Action::SelectSentence, "next sentence"));
                hints.push(hint(model, Action::Uncode, "uncode"));
            } else {
                hints.push(hint(model, Action::InVivo, "in vivo"));
            }
            hints.push(hint(model, Action::Memo, "memo"));
            hints
        }
        None => vec![
            hint(model, Action::SelectSentence, "sentence"),
            hint(model, Action::SelectTurn, "turn"),
            hint(model, Action::Code, "code"),
            hint(model, Action::Uncoded, "next uncoded"),
            hint(model, Action::StopNext, "next coding"),
            hint(model, Action::Menu, "screens"),
        ],
    }
}
