//! Codings and memos without a place: the list, and under it the old wording beside the best match.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, wrapped_pieces};
use crate::tui::data::ReviewRow;
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the list.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let review = &model.review;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if review.data.rows.is_empty() && model.opening {
        draw.put(inner, 0, 0, "looking for what has lost its place…", theme.dim());
        return None;
    }
    if review.data.rows.is_empty() {
        let used = draw.wrapped(inner, 0, &review.data.sentence, theme.dim());
        draw.wrapped(inner, used + 1, "every coding and every memo on a passage has its place", theme.plain());
        return None;
    }
    // Where there is no room for all, those that have their place go first.
    let said = review.data.sentence.as_str();
    let fits = crate::text::width(said) <= usize::from(inner.width);
    let said = if fits { said } else { said.split_once(", ").map_or(said, |(_, rest)| rest) };
    draw.put(inner, 0, 0, said, theme.dim());
    let rows = layout::review_rows(model.size) as u16;
    let list = Rect { y: inner.y + 1, height: rows, ..inner };
    for (line, row) in review.data.rows.iter().enumerate().skip(review.list.top).take(usize::from(rows)) {
        let y = (line - review.list.top) as u16;
        let style = if row.aside { theme.dim() } else { theme.plain() };
        draw.put(list, 0, y, if line == review.list.at { "▸" } else { " " }, theme.strong());
        let aside = if row.aside { " · set aside" } else { "" };
        let whose = if row.own { String::new() } else { format!(" · {}", row.coder) };
        draw.put(list, 2, y, &format!("{} · {}{whose} · {}{aside}", row.transcript, row.what, row.doubt), style);
        if line == review.list.at {
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    let below = Rect { y: list.bottom(), height: inner.bottom().saturating_sub(list.bottom()), ..inner };
    if let Some(row) = review.data.rows.get(review.list.at) {
        side_by_side(model, draw, below, row);
    }
    None
}

fn side_by_side(model: &Model, draw: &mut Draw, area: Rect, row: &ReviewRow) {
    let theme = model.theme;
    draw.put(area, 0, 0, &"─".repeat(usize::from(area.width)), theme.dim());
    let half = area.width / 2;
    let left = Rect { y: area.y + 1, height: area.height.saturating_sub(1), width: half.saturating_sub(2), ..area };
    let right = Rect { x: area.x + half + 1, width: area.width.saturating_sub(half + 1), ..left };
    for line in 0..left.height {
        draw.put(Rect { width: area.width, ..left }, half.saturating_sub(1), line, "│", theme.dim());
    }
    draw.put(left, 0, 0, "as it was marked", theme.dim());
    let head = match &row.best {
        Some(best) => format!("the best match now, {}% alike", crate::text::percent_alike(best.similarity)),
        None => "nothing like it is in the text now".to_owned(),
    };
    draw.put(right, 0, 0, &head, theme.dim());
    let best = row.best.as_ref().map_or(&[][..], |best| &best.pieces);
    for (area, pieces) in [(left, row.old.as_slice()), (right, best)] {
        for (line, pieces) in wrapped_pieces(pieces, usize::from(area.width)).iter().enumerate() {
            let mut column = 0;
            for (text, differs) in pieces {
                let style = if *differs { theme.hit() } else { theme.plain() };
                column += draw.put(area, column, line as u16 + 1, text, style);
            }
        }
    }
}
