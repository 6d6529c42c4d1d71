//! Coders side by side where they differ.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::draw::{Draw, wrap};
use super::edges::as_fits;
use super::hint;
use crate::analysis::counted;
use crate::tui::compare::{Done, PlaceRow};
use crate::tui::data::Role;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Text, lane_letter};

/// A line in pieces, each with its style.
type Line = Vec<(String, Style)>;

/// Draws the screen.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let compare = &model.compare;
    if let Some(problem) = &compare.problem {
        let used = draw.wrapped(inner, 0, &problem.what, theme.wrong());
        draw.wrapped(inner, used, problem.hint.as_deref().unwrap_or_default(), theme.plain());
        return None;
    }
    let Some(data) = &compare.data else {
        draw.put(inner, 0, 0, "comparing…", theme.dim());
        return None;
    };
    let Some(row) = compare.row() else {
        let (why, next) = data.nothing.clone().unwrap_or_else(|| ("Nothing is left to settle.".into(), String::new()));
        let mut used = 1 + draw.wrapped(inner, 1, &why, theme.strong());
        used += draw.wrapped(inner, used, &next, theme.plain()) + 1;
        for note in &data.notes {
            used += draw.wrapped(inner, used, note, theme.dim());
        }
        return None;
    };
    let parts = layout::compare(model.size, row.coders.len());
    head(model, draw, inner, &parts, row);
    match compare.text() {
        Some(text) => transcript(model, draw, &parts, row, text),
        None => _ = draw.put(parts.text, 0, 0, "opening…", theme.dim()),
    }
    panel(model, draw, &parts);
    None
}

/// How far one is, and what the place in focus is.
fn head(model: &Model, draw: &mut Draw, area: Rect, parts: &layout::Compare, row: &PlaceRow) {
    let (theme, compare) = (model.theme, &model.compare);
    let (settled, all) = compare.progress(|_| true);
    let mut said = format!("settled {settled} of {all}");
    if compare.by_code {
        if let Some(code) = row.codes.first() {
            let (settled, all) = compare.progress(|one| one.code == row.code);
            said.push_str(&format!(", {settled} of {all} in {}", model.code_name(code)));
        }
    } else {
        let (settled, all) = compare.progress(|one| one.transcript == row.transcript);
        said.push_str(&format!(", {settled} of {all} in {}", row.transcript));
    }
    let order = if compare.by_code { "by code" } else { "by transcript" };
    let said = [said, format!("{order}, by {}", compare.request.unit.as_str())];
    draw.put(area, 0, 0, &as_fits(&said, area.width), theme.plain());
    // Where by code, it has not been said which transcript it is; the state stands before a long name.
    let mut said: Vec<String> = Vec::new();
    match row.kind {
        Some(kind) => {
            said.extend(row.turn.map(|turn| format!("turn {}", turn + 1)));
            said.push(kind.in_words().to_owned());
            said.push(match (compare.is_pending(row), compare.outcome(row)) {
                (true, _) => "saving…".into(),
                (false, Some(outcome)) => format!("settled: {outcome}"),
                (false, None) => "open".into(),
            });
        }
        None => said.push("nothing differs".into()),
    }
    said.push(row.transcript.to_string());
    let room = parts.lanes.x.saturating_sub(area.x + 1);
    draw.put_within(area, 0, 1, room, &said.join(" · "), theme.strong());
    let titles = Rect { y: area.y + 1, height: 1, ..parts.lanes };
    for lane in 0..row.coders.len() {
        let text = if compare.masked { lane_letter(lane) } else { (lane + 1).to_string() };
        draw.put(titles, 1 + lane as u16 * parts.lane, 0, &text, theme.strong());
    }
    if parts.lanes.width > row.coders.len() as u16 * parts.lane {
        draw.put(titles, 1 + row.coders.len() as u16 * parts.lane, 0, "=", theme.strong());
    }
}

/// The text around the place, with a lane for each coder and one for the consensus.
fn transcript(model: &Model, draw: &mut Draw, parts: &layout::Compare, row: &PlaceRow, text: &Text) {
    for line in 0..parts.text.height {
        let at = model.compare.top + usize::from(line);
        if at >= text.page.rows() {
            break;
        }
        words(model, draw, parts, (row, text), at, line);
        lanes(model, draw, parts, (row, text), at, line);
    }
    for line in 0..parts.lanes.height {
        for lane in 0..row.coders.len() as u16 {
            draw.put(parts.lanes, lane * parts.lane, line, "│", model.theme.dim());
        }
    }
}

fn words(model: &Model, draw: &mut Draw, parts: &layout::Compare, place: (&PlaceRow, &Text), at: usize, line: u16) {
    let (row, text) = place;
    let theme = model.theme;
    let shown = text.page.row(at);
    let role = shown.turn.map_or(Role::Other, |turn| text.reading.role(turn));
    if let Some(turn) = shown.turn.filter(|_| shown.first_of_turn || line == 0) {
        let number = (turn + 1).to_string();
        draw.put(parts.gutter, parts.number.saturating_sub(number.len() as u16), line, &number, theme.dim());
        let name = text.reading.speakers.get(turn).map_or("", |speaking| &*speaking.name);
        let style = if role == Role::Participant { theme.strong() } else { theme.dim() };
        let room = parts.gutter.width.saturating_sub(parts.number + 2);
        draw.put_within(parts.gutter, parts.number + 1, line, room, name, style);
    }
    let plain = if matches!(role, Role::Participant | Role::Unmapped) { theme.plain() } else { theme.dim() };
    let mut column = 0;
    for piece in text.page.pieces(at) {
        let here = row.lanes.iter().filter(|lane| lane.iter().any(|done| done.span.overlaps(piece.span))).count();
        // Colour or not: what all of them cover is reversed, what some cover is underlined.
        let style = match here {
            0 => plain,
            here if here == row.lanes.len() => theme.selected(),
            _ => theme.spent().patch(theme.strong()),
        };
        // What people who left the study have said is not shown.
        let hidden = "·".repeat(usize::from(piece.width));
        let text = if role == Role::Excluded { &hidden } else { &piece.text };
        let (x, y) = (parts.text.x + column, parts.text.y + line);
        if column + piece.width <= parts.text.width && draw.buffer.area.contains((x, y).into()) {
            draw.buffer.set_stringn(x, y, text, usize::from(piece.width), style);
            // Where the difference begins.
            if here > 0 && draw.cursor.is_none() {
                draw.cursor = Some((x, y).into());
            }
        }
        column += piece.width;
    }
}

fn lanes(model: &Model, draw: &mut Draw, parts: &layout::Compare, place: (&PlaceRow, &Text), at: usize, line: u16) {
    let (row, text) = place;
    let span = text.page.row(at).span;
    let consensus = model.study.as_ref().map_or("", |study| study.consensus.as_str());
    let names = row.coders.iter().map(|coder| coder.as_str()).chain([consensus]);
    for (lane, name) in names.enumerate() {
        let area = Rect {
            x: parts.lanes.x + 1 + lane as u16 * parts.lane,
            width: parts.lane.saturating_sub(1),
            ..parts.lanes
        };
        if area.right() > parts.lanes.right() {
            break;
        }
        let mut here: Vec<_> = text
            .marks
            .iter()
            .filter(|mark| &*mark.coder == name && mark.span.overlaps(span) && mark.code.case().is_none())
            .collect();
        // What the place is about stands first.
        let about = |mark: &&crate::tui::data::Mark| !row.codes.contains(&mark.code) || !mark.span.overlaps(row.span);
        here.sort_by_key(|mark| (about(mark), model.code_place(&mark.code)));
        here.dedup_by(|a, b| a.code == b.code);
        let mut column = 0;
        for mark in here {
            let letter = text.lettered.iter().position(|code| *code == mark.code).and_then(|at| text.letters.get(at));
            let letter = letter.map_or("?", String::as_str);
            if column + crate::text::width(letter) as u16 > area.width {
                break;
            }
            let style =
                if about(&mark) { model.theme.dim() } else { model.lane(&mark.code).add_modifier(Modifier::BOLD) };
            column += draw.put(area, column, line, letter, style);
        }
    }
}

/// What each of them did, what was decided, and what the codes mean.
fn panel(model: &Model, draw: &mut Draw, parts: &layout::Compare) {
    let theme = model.theme;
    let mut area = parts.panel;
    if !parts.beside {
        draw.put(area, 0, 0, &"─".repeat(usize::from(area.width)), theme.dim());
        area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    }
    let lines = lines(model, area.width);
    for (y, line) in lines.iter().skip(model.compare.down).take(usize::from(area.height)).enumerate() {
        let mut column = 0;
        for (text, style) in line {
            column += draw.put(area, column, y as u16, text, *style);
        }
    }
    if lines.len() > model.compare.down + usize::from(area.height) {
        // To the end of the row, so that nothing of the text is left behind it.
        let more = format!(" {}: more ", model.keys.main(Action::PageDown));
        let wide = (crate::text::width(&more) as u16).min(area.width);
        draw.put(area, area.width - wide, area.height.saturating_sub(1), &more, theme.dim());
    }
}

/// How many rows there are to scroll through.
pub fn rows(model: &Model) -> usize {
    let lanes = model.compare.row().map_or(2, |row| row.coders.len());
    lines(model, layout::compare(model.size, lanes).panel.width).len()
}

fn lines(model: &Model, width: u16) -> Vec<Line> {
    let (theme, compare) = (model.theme, &model.compare);
    let Some(row) = compare.row() else { return Vec::new() };
    let mut lines: Vec<Line> = Vec::new();
    let mut say = |indent: usize, text: &str, style: Style| {
        for line in wrap(text, usize::from(width).saturating_sub(indent)) {
            lines.push(vec![(" ".repeat(indent), theme.plain()), (line, style)]);
        }
    };
    if row.id.is_none() {
        let passages = counted(row.waiting as u64, "passage");
        say(0, &format!("Nothing is left to settle in {}.", row.transcript), theme.strong());
        let key = model.keys.main(Action::TakeOver);
        say(
            0,
            &format!(
                "{key} takes over {passages} that all agree on and marks the transcript done by the consensus: from then on it counts by the consensus alone."
            ),
            theme.plain(),
        );
    }
    if let Some(outcome) = compare.outcome(row) {
        let by: Vec<&str> = row.by.iter().map(|coder| coder.as_str()).collect();
        let by =
            if by.is_empty() || compare.masked { String::new() } else { format!(", decided by {}", by.join(", ")) };
        let why = if row.reason.is_empty() { String::new() } else { format!(": {}", row.reason) };
        say(0, &format!("= {outcome}{by}{why}"), theme.well().patch(theme.strong()));
    }
    if let Some((_, reason)) = compare.reason.as_ref().filter(|(spot, _)| *spot == row.spot()) {
        say(0, &format!("reason for your decision: {reason}"), theme.strong());
    }
    for (at, (coder, lane)) in row.coders.iter().zip(&row.lanes).enumerate() {
        let name = if compare.masked { String::new() } else { format!(" {coder}") };
        let title = if compare.masked { lane_letter(at) } else { (at + 1).to_string() };
        match lane.as_slice() {
            [] => say(0, &format!("{title}{name} · not coded"), theme.dim()),
            [only] => {
                say(0, &format!("{title}{name} · {}", coded(model, only)), theme.strong());
                said(&mut say, only, width, theme);
            }
            several => {
                say(0, &format!("{title}{name}"), theme.strong());
                for done in several {
                    say(2, &coded(model, done), theme.strong());
                    said(&mut say, done, width, theme);
                }
            }
        }
    }
    let study = model.study.as_ref();
    for code in
        row.codes.iter().filter_map(|id| study.and_then(|study| Some((study, study.codebook.resolve(id.as_str())?))))
    {
        let code = code.0.codebook.code(code.1);
        let meaning = if code.definition.is_empty() { "no definition yet" } else { &code.definition };
        say(0, &format!("{}: {meaning}", code.name), theme.plain());
        for (title, text) in [("include", &code.include), ("exclude", &code.exclude)] {
            if !text.is_empty() {
                say(2, &format!("{title}: {text}"), theme.plain());
            }
        }
    }
    for note in compare.data.iter().flat_map(|data| &data.notes).filter(|_| !compare.masked) {
        say(0, note, theme.dim());
    }
    lines
}

/// The code of a coding, with its letter.
fn coded(model: &Model, done: &Done) -> String {
    let letter = model.compare.text().and_then(|text| {
        let at = text.lettered.iter().position(|code| *code == done.code)?;
        text.letters.get(at).cloned()
    });
    match letter {
        Some(letter) => format!("{letter} {}", model.code_name(&done.code)),
        None => model.code_name(&done.code),
    }
}

/// The wording of a coding and its memos.
fn said(say: &mut impl FnMut(usize, &str, Style), done: &Done, width: u16, theme: crate::tui::theme::Theme) {
    let most = if width >= 60 { 3 } else { 4 };
    let quote = done.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = wrap(&format!("“{quote}”"), usize::from(width).saturating_sub(2));
    if lines.len() > most {
        // Both ends: it is there that boundaries differ.
        for line in lines.iter().take(most - 2) {
            say(2, line, theme.plain());
        }
        say(2, "[…]", theme.dim());
        if let Some(last) = lines.last() {
            say(2, last, theme.plain());
        }
    } else {
        lines.iter().for_each(|line| say(2, line, theme.plain()));
    }
    for memo in &done.memos {
        say(2, &format!("✎ {memo}"), theme.plain());
    }
}

/// The main keys.
pub fn hints(model: &Model) -> Vec<String> {
    let Some(row) = model.compare.row() else { return vec!["Esc back".into()] };
    if row.id.is_none() {
        return vec![
            hint(model, Action::TakeOver, "takes over what is agreed"),
            hint(model, Action::DifferenceNext, "next"),
        ];
    }
    let take = [Action::TakeA, Action::TakeB, Action::TakeC, Action::TakeD];
    let mut hints: Vec<String> = row
        .coders
        .iter()
        .zip(take)
        .map(|(coder, action)| hint(model, action, &format!("as {}", model.compare.name(row, coder))))
        .collect();
    hints.extend([
        hint(model, Action::TakeAll, "both"),
        hint(model, Action::Widest, "union"),
        hint(model, Action::InCommon, "in common"),
        hint(model, Action::OtherCode, "code"),
        hint(model, Action::TakeNone, "none"),
        hint(model, Action::Reason, "reason"),
        hint(model, Action::DifferenceNext, "next"),
        hint(model, Action::Mask, "mask names"),
    ]);
    hints
}
