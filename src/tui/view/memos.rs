//! All memos.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, wrap};
use crate::analysis::counted;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the list.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let order = if model.memos.by_thing { "by what they hang on" } else { "newest first" };
    let rows = &model.memos.rows;
    if rows.is_empty() && model.opening {
        draw.put(inner, 0, 0, "looking for the memos…", theme.dim());
        return None;
    }
    draw.put(inner, 0, 0, &format!("{}, {order}", counted(rows.len() as u64, "memo")), theme.dim());
    if rows.is_empty() {
        let key = model.keys.main(Action::Memo);
        draw.put(inner, 1, 2, &format!("no memos yet: {key} writes one while you read"), theme.plain());
    }
    let wide = inner.width >= 90;
    let names = layout::memo_names(inner.width);
    let below = layout::below((area.width, area.height));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + below), width: names, ..inner };
    for (line, memo) in rows.iter().enumerate().skip(model.memos.list.top).take(usize::from(list.height)) {
        let y = (line - model.memos.list.top) as u16;
        let date = memo.modified.get(..10).unwrap_or(&memo.modified);
        let title = if memo.title.is_empty() { memo.text.lines().next().unwrap_or_default() } else { &memo.title };
        let text = if model.memos.by_thing {
            format!("{} · {title} · {date} {}", memo.about, memo.coder)
        } else {
            format!("{date} {} · {} · {title}", memo.coder, memo.about)
        };
        draw.put(list, 2, y, &text, theme.plain());
        if line == model.memos.list.at {
            draw.put(list, 0, y, "▸", theme.strong());
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    if let Some(memo) = rows.get(model.memos.list.at).filter(|_| !wide) {
        let title = if memo.title.is_empty() { String::new() } else { format!("{}: ", memo.title) };
        let whole = format!("{} · {title}{}", memo.about, memo.text.split_whitespace().collect::<Vec<_>>().join(" "));
        draw.wrapped_within(inner, inner.height.saturating_sub(below), below, &whole, theme.dim());
    }
    if let Some(memo) = rows.get(model.memos.list.at).filter(|_| wide) {
        let room = inner.right().saturating_sub(list.right() + 2).min(layout::LONGEST);
        let side = Rect { x: list.right() + 2, width: room, ..list };
        draw.put(side, 0, 0, &memo.about, theme.strong());
        // What the list has no room for.
        let date = memo.modified.get(..10).unwrap_or(&memo.modified);
        let title = if memo.title.is_empty() { String::new() } else { format!("{} · ", memo.title) };
        draw.put(side, 0, 1, &format!("{title}{date} {}", memo.coder), theme.dim());
        for (line, text) in wrap(&memo.text, usize::from(side.width)).iter().enumerate() {
            draw.put(side, 0, line as u16 + 2, text, theme.plain());
        }
    }
    None
}
