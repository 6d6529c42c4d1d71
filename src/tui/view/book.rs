//! The codebook: the tree with counts, and what the code in focus means.

use ratatui::layout::{Position, Rect};

use super::draw::Draw;
use crate::analysis::counted;
use crate::model::{Code, Theme};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the codebook.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let study = model.study.as_ref()?;
    let book = &study.codebook;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let below = layout::below((area.width, area.height));
    let codings: u64 = study.uses.iter().sum();
    let codes = counted(book.codes().len() as u64, "code");
    let head = draw.put(inner, 0, 0, &format!("{codes}, {} in scope", counted(codings, "coding")), theme.dim());
    if book.codes().is_empty() {
        let key = model.keys.main(Action::NewCode);
        let said = format!("no codes yet: {key} makes one; or code a passage and name the code there");
        draw.wrapped(Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner }, 2, &said, theme.plain());
        return None;
    }
    let wide = inner.width >= 90;
    let names = if wide { inner.width * 9 / 20 } else { inner.width };
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + below), width: names, ..inner };
    if head + 9 <= names {
        draw.put_right(Rect { width: names, ..inner }, 0, "codings", theme.dim());
    }
    for (at, code) in book.codes().iter().enumerate().skip(model.book.list.top).take(usize::from(list.height)) {
        let y = (at - model.book.list.top) as u16;
        let focus = at == model.book.list.at;
        draw.put(list, 0, y, if focus { "▸" } else { " " }, theme.strong());
        draw.put(list, 2, y, "■", model.lane(&code.id));
        let name = format!("{}{}", "  ".repeat(code.depth as usize), code.name);
        let style = if code.depth == 0 { theme.strong() } else { theme.plain() };
        draw.put_within(list, 4, y, list.width.saturating_sub(12), &name, style);
        let uses = study.uses.get(at).copied().unwrap_or(0);
        draw.put_right(list, y, &uses.to_string(), if uses == 0 { theme.dim() } else { theme.plain() });
        if focus {
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    let code = book.codes().get(model.book.list.at)?;
    if wide {
        let side = Rect { x: list.right() + 3, width: inner.right().saturating_sub(list.right() + 3), ..inner };
        let mut line = draw.wrapped(side, 0, &code.name, theme.strong());
        for (title, text) in meaning(model, code) {
            if line < side.height {
                let text = if title.is_empty() { text } else { format!("{title}: {text}") };
                line += 1 + draw.wrapped(side, line, &text, theme.plain());
            }
        }
    } else {
        let text = if code.definition.is_empty() { "no definition yet" } else { &code.definition };
        draw.wrapped_within(inner, inner.height.saturating_sub(below), below, text, theme.dim());
    }
    None
}

/// All that the codebook says of a code.
fn meaning(model: &Model, code: &Code) -> Vec<(&'static str, String)> {
    let Some(study) = &model.study else { return Vec::new() };
    let book = &study.codebook;
    let at = book.resolve(code.id.as_str());
    let beneath = at.map_or(0, |at| (code.end.at().saturating_sub(at.at() + 1)) as u64);
    let all: u64 = at.map_or(0, |at| study.uses.get(at.at()..code.end.at()).map_or(0, |uses| uses.iter().sum()));
    let mut parts =
        vec![("", if code.definition.is_empty() { "no definition yet".into() } else { code.definition.clone() })];
    parts.push(("include", code.include.clone()));
    parts.push(("exclude", code.exclude.clone()));
    parts.extend(code.examples.iter().map(|example| ("example", example.clone())));
    if beneath > 0 {
        parts.push(("beneath it", format!("{}, with it {}", counted(beneath, "code"), counted(all, "coding"))));
    }
    if let Some((_, above)) = at.map(|at| book.path(Theme::Code(at))).as_deref().and_then(<[_]>::split_last) {
        parts.push(("under", above.join(" › ")));
    }
    let was: Vec<&str> = code.was.iter().map(|id| id.as_str()).collect();
    parts.push((
        "id",
        if was.is_empty() { code.id.to_string() } else { format!("{} (was {})", code.id, was.join(", ")) },
    ));
    parts.retain(|(_, text)| !text.is_empty());
    parts
}
