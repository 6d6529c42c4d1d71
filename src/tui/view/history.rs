//! Who did what and when.

use ratatui::layout::{Position, Rect};

use super::draw::Draw;
use crate::analysis::counted;
use crate::tui::data::Act;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the list.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let history = &model.history;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if history.all.is_empty() && model.opening {
        draw.put(inner, 0, 0, "looking at what was done…", theme.dim());
        return None;
    }
    let shown = history.shown().count();
    let count = counted(shown as u64, "action");
    draw.put(inner, 0, 0, &format!("{count} {}, newest first; times in UTC", history.said()), theme.dim());
    if history.all.is_empty() {
        draw.put(inner, 1, 2, "nothing was done yet", theme.plain());
    } else if shown == 0 {
        let keys =
            [Action::Whose, Action::OfTranscript, Action::OfCode, Action::OfDays].map(|key| model.keys.main(key));
        let all = counted(history.all.len() as u64, "action");
        draw.put(inner, 1, 2, &format!("none of {all} is so: {} choose others", keys.join(" ")), theme.plain());
    }
    let below = layout::below((area.width, area.height));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + below), ..inner };
    let names = history.all.iter().map(|act| crate::text::width(&act.coder)).max().unwrap_or(0).clamp(4, 14) as u16;
    // Where it is narrow, day and name stand below, and the list says what was done.
    let long = inner.width >= 70;
    for (line, act) in history.shown().enumerate().skip(history.list.top).take(usize::from(list.height)) {
        let y = (line - history.list.top) as u16;
        let live = act.state == "done";
        let style = if live { theme.plain() } else { theme.dim() };
        let time = act.at.replace('T', " ");
        let time = if long { time.get(..16) } else { time.get(5..10) }.unwrap_or(&time);
        let mut column = 1;
        column += draw.put(list, column, y, time, theme.dim()) + 1;
        let names = if long { names } else { names.min(6) };
        draw.put_within(list, column + 1, y, names, &act.coder, style);
        column += names + 2 + u16::from(long);
        draw.put(list, column, y, &said(act), style);
        if line == history.list.at {
            draw.put(list, 0, y, "▸", theme.strong());
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
            let time = act.at.replace('T', " ");
            let whole = format!("{} {}: {}", time.get(..16).unwrap_or(&time), act.coder, said(act));
            draw.wrapped_within(inner, inner.height.saturating_sub(below), below, &whole, theme.dim());
        }
    }
    None
}

/// What was done, to what, and whether it holds.
fn said(act: &Act) -> String {
    let mut text = act.what.clone();
    if !act.codes.is_empty() {
        text.push_str(&format!(" ({})", act.codes));
    }
    if !act.transcripts.is_empty() {
        text.push_str(&format!(" · {}", act.transcripts));
    }
    if act.state == "done" { text } else { format!("{} · {text}", act.state) }
}
