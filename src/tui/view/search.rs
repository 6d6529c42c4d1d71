//! Search.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, Pieces, wrapped_pieces};
use crate::tui::data::{Around, Found, Role};
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the search.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let search = &model.search;
    let theme = model.theme;
    draw.put(area, 1, 0, "/", theme.strong());
    let style = if search.field.is_chosen() { theme.selected() } else { theme.strong() };
    draw.put(area, 3, 0, search.field.text(), style);
    let cursor = Position::new(area.x + 3 + crate::text::width(search.field.before()) as u16, area.y);
    let rest = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    match &search.problem {
        Some(problem) => {
            let place = problem.place.as_ref();
            let before =
                place.map_or(0, |place| crate::text::width(place.text.get(..place.range.start).unwrap_or_default()));
            let under = place.and_then(|place| place.text.get(place.range.clone())).map_or(1, crate::text::width);
            let carets = "^".repeat(under.max(1));
            // The query of the problem was trimmed.
            let led = search.field.text().len() - search.field.text().trim_start().len();
            draw.put(area, 3 + (before + led) as u16, 1, &carets, theme.wrong());
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
            draw.put(area, 3, 2, &format!("{}{hint}", problem.what), theme.wrong());
        }
        None => {
            let said = if search.asked.is_some() && search.answered.is_empty() {
                "searching…"
            } else if search.field.text().trim().is_empty() {
                "words, \"a phrase\", wait*, role:parent, theme:…, NOT, OR"
            } else {
                &search.found.sentence
            };
            draw.put(area, 3, 1, said, theme.dim());
        }
    }
    let mut rest = rest;
    let known = |hit: &&Found| {
        search.around.as_ref().is_some_and(|around| around.transcript == hit.transcript && around.turn == hit.turn)
    };
    let hit = search.found.rows.get(search.list.at).filter(known);
    if layout::beside((area.width, 0))
        && let (Some(hit), Some(around)) = (hit, &search.around)
    {
        let list = area.width * 9 / 20;
        let side = Rect { x: rest.x + list + 2, width: area.width.saturating_sub(list + 3), ..rest };
        for line in 0..rest.height {
            draw.put(rest, list, line, "│", theme.dim());
        }
        surroundings(model, draw, side, around, hit);
        rest.width = list;
    }
    let rows = usize::from(rest.height / 3).max(1);
    for (line, hit) in search.found.rows.iter().enumerate().skip(search.list.top).take(rows) {
        let top = ((line - search.list.top) * 3) as u16;
        let focus = line == search.list.at;
        draw.put(rest, 1, top, if focus { "▸" } else { " " }, theme.strong());
        let head = if focus { theme.strong() } else { theme.dim() };
        draw.put(rest, 3, top, &hit.head.join(" · "), head);
        context(model, draw, Rect { x: rest.x + 5, width: rest.width.saturating_sub(6), ..rest }, top + 1, hit);
    }
    Some(Position::new(cursor.x.min(area.right().saturating_sub(1)), cursor.y))
}

/// A hit in its surroundings, on one line: as much before it as leaves room for what comes after.
fn context(model: &Model, draw: &mut Draw, area: Rect, row: u16, hit: &Found) {
    let first = hit.parts.iter().position(|(_, hit)| *hit).unwrap_or(0);
    let before: String = hit.parts.iter().take(first).map(|(text, _)| text.as_str()).collect();
    let room = usize::from(area.width / 3);
    let before: Vec<char> = before.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let mut column = 0;
    if before.len() > room {
        let from = before.len() - room;
        let from = before.iter().skip(from).position(|c| *c == ' ').map_or(from, |space| from + space + 1);
        let tail: String = before.iter().skip(from).collect();
        column += draw.put(area, column, row, &format!("…{tail}"), model.theme.plain());
    } else {
        column += draw.put(area, column, row, &before.iter().collect::<String>(), model.theme.plain());
    }
    for (text, is_hit) in hit.parts.iter().skip(first) {
        let style = if *is_hit { model.theme.hit() } else { model.theme.plain() };
        column += draw.put(area, column, row, &text.replace('\n', " "), style);
    }
}

/// What is said around a hit: its turn in the middle, whole turns before and after as far as there is room.
fn surroundings(model: &Model, draw: &mut Draw, area: Rect, around: &Around, hit: &Found) {
    let theme = model.theme;
    let name = 9u16.min(area.width / 4);
    let text = Rect { x: area.x + name, width: area.width.saturating_sub(name), ..area };
    // Each line with its style: the found turn in pieces, so that hits stand out.
    let mut lines: Vec<(Option<&str>, Pieces, Role)> = Vec::new();
    let mut found_at = 0;
    for (turn, speaking, speech) in &around.turns {
        if *turn == around.turn {
            found_at = lines.len();
        }
        let parts = [(speech.clone(), false)];
        let parts = if *turn == around.turn { &hit.parts[..] } else { &parts[..] };
        for (at, line) in wrapped_pieces(parts, usize::from(text.width)).into_iter().enumerate() {
            lines.push(((at == 0).then_some(&*speaking.name), line, speaking.role));
        }
        lines.push((None, Vec::new(), speaking.role));
    }
    let height = usize::from(area.height);
    let top = found_at.saturating_sub(height / 3).min(lines.len().saturating_sub(height));
    for (row, (who, parts, role)) in lines.iter().skip(top).take(height).enumerate() {
        let plain = if matches!(role, Role::Participant | Role::Unmapped) { theme.plain() } else { theme.dim() };
        if let Some(who) = who {
            let style = if *role == Role::Participant { theme.strong() } else { theme.dim() };
            draw.put_within(area, 0, row as u16, name.saturating_sub(1), who, style);
        }
        let mut column = 0;
        for (piece, is_hit) in parts {
            column += draw.put(text, column, row as u16, piece, if *is_hit { theme.hit() } else { plain });
        }
    }
}
