//! A cell of the framework: the passages, and beside them the summary that rests on them.

use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use ratatui_textarea::TextArea;

use super::draw::{Draw, wrap};
use crate::analysis::{FrameworkMark, FrameworkPassage, counted};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Over, Writing};
use crate::tui::names::place;
use crate::tui::theme::Theme;
use crate::tui::update;

/// Rows of a passage that is not in focus, with its reference.
const SHORT: usize = 3;

/// Draws the cell.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let here = model.framework.here()?;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let passages = counted(here.cell.passages.len() as u64, "passage");
    let lacks = match here.cell.mark() {
        FrameworkMark::NoSummary => "no summary yet",
        FrameworkMark::Older => "a passage is newer than the summary",
        FrameworkMark::NoPassage => "the summary rests on no passage",
        FrameworkMark::Empty => "nothing yet",
        FrameworkMark::Ready => "",
    };
    let mut head = vec![format!("{} · {}", here.row.id, here.theme.path), passages];
    head.extend(Some(lacks.to_owned()).filter(|lacks| !lacks.is_empty()));
    draw.put(inner, 0, 0, &head.join(" · "), if lacks.is_empty() { theme.dim() } else { theme.strong() });
    let (left, right) = layout::cell(model.size);
    list(draw, left, &here.cell.passages, model.framework.passage, theme);
    if !matches!(model.over, Some(Over::Write(_))) {
        summaries(model, draw, right);
    }
    None
}

/// The passages; the one in focus whole, and always in sight.
fn list(draw: &mut Draw, area: Rect, passages: &[FrameworkPassage], focus: usize, theme: Theme) {
    if passages.is_empty() {
        draw.put(area, 2, 1, "no passage of this theme", theme.dim());
        return;
    }
    let height = usize::from(area.height);
    let text = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    let lines: Vec<Vec<String>> = passages.iter().map(|passage| wrap(&passage.text, usize::from(text.width))).collect();
    let rows = |at: usize| {
        let whole = lines.get(at).map_or(0, |lines| lines.len() + 1);
        if at == focus { whole.min(height) } else { whole.min(SHORT) }
    };
    let mut first = focus;
    let mut used = rows(focus);
    while first > 0 && used + rows(first - 1) <= height {
        first -= 1;
        used += rows(first);
    }
    let mut y = 0;
    for (at, passage) in passages.iter().enumerate().skip(first) {
        if y >= height {
            break;
        }
        let style = if at == focus { theme.strong() } else { theme.dim() };
        draw.put(area, 0, y as u16, if at == focus { "▸" } else { " " }, theme.strong());
        if at == focus {
            draw.focus(Rect { y: area.y + y as u16, width: 1, height: 1, ..area }, theme.strong());
        }
        draw.put(
            text,
            0,
            y as u16,
            &format!("[{}]", place(&passage.reference, usize::from(text.width).saturating_sub(2))),
            style,
        );
        let most = rows(at) - 1;
        let wording = lines.get(at).map_or(&[][..], Vec::as_slice);
        for (line, words) in wording.iter().take(most).enumerate() {
            let more = line + 1 == most && wording.len() > most;
            let words = if more { format!("{words} …") } else { words.clone() };
            draw.put(text, 0, (y + 1 + line) as u16, &words, theme.plain());
        }
        y += rows(at);
    }
}

/// The summaries: one's own as it is being saved, then those of others.
fn summaries(model: &Model, draw: &mut Draw, area: Rect) {
    let theme = model.theme;
    let Some(here) = model.framework.here() else { return };
    let inner = draw.pane(area, "summary", theme.dim());
    let mut y = 0;
    let own = update::cell::own(model);
    match &own {
        Some((_, text)) if !text.is_empty() => y += draw.wrapped(inner, 0, text, theme.plain()),
        _ => {
            let (write, refer) = (model.keys.main(Action::Summarise), model.keys.main(Action::Reference));
            let said = if here.cell.passages.is_empty() {
                format!("{write} writes a summary")
            } else {
                format!("no summary of yours yet: {write} writes it, {refer} begins it with the passage's reference")
            };
            y += draw.wrapped(inner, 0, &said, theme.dim());
        }
    }
    let mine = own.and_then(|(memo, _)| memo);
    for summary in here.cell.summaries.iter().filter(|summary| Some(summary.memo) != mine) {
        let date = summary.modified.get(..10).unwrap_or(&summary.modified);
        draw.put(inner, 0, y + 1, &format!("{} · {date}", summary.coder), theme.strong());
        y += 2;
        y += draw.wrapped(inner, y, &summary.text, theme.plain());
    }
}

/// The field in which the summary is written, beside the passages.
pub fn writing(writing: &Writing, draw: &mut Draw, theme: Theme, size: (u16, u16)) -> Option<Position> {
    let inner = draw.pane(layout::cell(size).1, &format!("summary: {}", writing.about), theme.strong());
    (&writing.area).render(inner, draw.buffer);
    Some(caret(&writing.area, inner))
}

/// Where a text that is written has its cursor, once it was drawn.
pub fn caret(text: &TextArea, inner: Rect) -> Position {
    let (cursor, (top, left)) = (text.screen_cursor(), text.scroll_offset());
    let column = (cursor.col as u16).saturating_sub(left).min(inner.width.saturating_sub(1));
    let row = (cursor.row as u16).saturating_sub(top).min(inner.height.saturating_sub(1));
    Position::new(inner.x + column, inner.y + row)
}
