//! Search.

use ratatui::layout::{Position, Rect};

use super::draw::Draw;
use super::talk::Talk;
use crate::tui::data::{Around, Found};
use crate::tui::layout;
use crate::tui::model::Model;

/// As many of the places of a hit as fit whole: half of a line's number would be another line's.
fn whole_parts(parts: &[String], room: u16) -> String {
    let mut said = String::new();
    for part in parts {
        let more = if said.is_empty() { part.clone() } else { format!("{said} · {part}") };
        if !said.is_empty() && crate::text::width(&more) > usize::from(room) {
            break;
        }
        said = more;
    }
    said
}

/// Draws the search.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let search = &model.search;
    let theme = model.theme;
    draw.put(area, 1, 0, "/", theme.strong());
    let style = if search.field.is_chosen() { theme.selected() } else { theme.strong() };
    let cursor = draw.typed(area, 3, 0, &search.field, style);
    // What is said of it has a row, and more where it needs them: a mistake is read to its end.
    let says = Rect { x: area.x + 3, width: area.width.saturating_sub(4), ..area };
    let most = (area.height / 2).max(2);
    let said = match &search.problem {
        // What was said of a query that is no longer there is not said of the one that is.
        _ if search.awaits() => draw.wrapped_within(says, 1, most, "searching…", theme.dim()),
        Some(problem) => {
            let place = problem.place.as_ref();
            let before =
                place.map_or(0, |place| crate::text::width(place.text.get(..place.range.start).unwrap_or_default()));
            let under = place.and_then(|place| place.text.get(place.range.clone())).map_or(1, crate::text::width);
            let carets = "^".repeat(under.max(1));
            // The query of the problem was trimmed.
            let led = search.field.text().len() - search.field.text().trim_start().len();
            // What went by at the left, so that the cursor is seen.
            let gone = crate::text::width(search.field.before()).saturating_sub(usize::from(cursor.x - area.x - 3));
            draw.put(area, 3 + (before + led).saturating_sub(gone) as u16, 1, &carets, theme.wrong());
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
            1 + draw.wrapped_within(says, 2, most, &format!("{}{hint}", problem.what), theme.wrong())
        }
        None => {
            let said = if search.field.text().trim().is_empty() {
                "words, \"a phrase\", wait*, role:parent, theme:…, NOT, OR".to_owned()
            } else if search.found.rows.is_empty() {
                let more = "fewer words, wait* for every ending, referal~ for one letter more or less, or who:all for what \
                            interviewers say too";
                format!("{}. Nothing fits: try {more}", search.found.sentence)
            } else {
                search.found.sentence.clone()
            };
            let most = if search.found.rows.is_empty() { most } else { 2 };
            draw.wrapped_within(says, 1, most, &said, theme.dim())
        }
    };
    // As far as there is room hits stay where they were.
    let top = (said + 1).max(3);
    let mut rest = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
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
        draw.put(rest, 3, top, &whole_parts(&hit.head, rest.width.saturating_sub(4)), head);
        context(model, draw, Rect { x: rest.x + 5, width: rest.width.saturating_sub(6), ..rest }, top + 1, hit);
    }
    Some(cursor)
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
    let mut talk = Talk::new(area);
    let mut found_at = 0;
    for (turn, speaking, speech) in &around.turns {
        if *turn == around.turn {
            found_at = talk.len();
            // In pieces, so that hits stand out.
            talk.turn(speaking, &hit.parts);
        } else {
            talk.turn(speaking, &[(speech.clone(), false)]);
        }
    }
    talk.draw(model.theme, draw, found_at);
}
