//! Participants or cases × themes: of each cell how many passages it has, what it lacks, and how its summary begins.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::draw::{Draw, cut_middle, wrap};
use crate::analysis::{FrameworkCell, FrameworkMark, FrameworkRows, counted};
use crate::model::RollUp;
use crate::text::visible;
use crate::tui::figures::said as said_of;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::names::place;
use crate::tui::theme::Theme;

/// Draws the grid; the heads of rows and columns stay where they are.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let screen = &model.framework;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(problem) = &screen.problem {
        draw.wrapped(inner, 0, &super::super::update::said(problem), theme.wrong());
        return None;
    }
    let Some(data) = &screen.data else {
        draw.put(inner, 1, 0, "gathering…", theme.dim());
        return None;
    };
    draw.put(inner, 0, 0, &state(model), theme.dim());
    if screen.order.is_empty() || screen.themes.is_empty() {
        let said = if screen.themes.is_empty() { "the codebook has no codes yet" } else { "nobody is in scope" };
        draw.put(inner, 1, 2, said, theme.plain());
        return None;
    }
    let grid = layout::grid(model.size, screen.column);
    let columns: Vec<usize> = (grid.first..screen.themes.len()).take(grid.fit).collect();
    for (place, column) in columns.iter().enumerate() {
        let Some(line) = screen.themes.get(*column).and_then(|at| data.themes.get(*at)) else { continue };
        let style = if *column == screen.column { theme.strong() } else { theme.plain() };
        let head = Rect {
            x: inner.x + grid.names + place as u16 * grid.cell,
            y: inner.y + 1,
            width: grid.cell - 1,
            height: grid.head - 1,
        };
        let lines = wrap(&line.name, usize::from(head.width));
        for (y, text) in lines.iter().take(usize::from(head.height)).enumerate() {
            let last = y + 1 == usize::from(head.height) && lines.len() > y + 1;
            let text = if last { format!("{text} {}", lines[y + 1]) } else { text.clone() };
            draw.put(head, 0, y as u16, &text, style);
        }
    }
    let body = Rect { y: inner.y + grid.head, height: inner.height.saturating_sub(grid.head + grid.notes), ..inner };
    for line in 0..grid.rows {
        let row = screen.list.top + line;
        let Some(first) = screen.at(row, 0) else { break };
        let y = line as u16 * grid.height;
        let style = if row == screen.list.at { theme.strong() } else { theme.plain() };
        draw.put_within(
            body,
            0,
            y,
            grid.names - 1,
            &cut_middle(&visible(&first.row.id), usize::from(grid.names - 1)),
            style,
        );
        let group: Vec<&str> = match screen.by {
            Some(by) => first.row.attributes.get(by).map(String::as_str).into_iter().collect(),
            None => first.row.attributes.iter().map(String::as_str).filter(|value| !value.is_empty()).take(2).collect(),
        };
        draw.put_within(body, 0, y + 1, grid.names - 1, &group.join(", "), theme.dim());
        for (place, column) in columns.iter().enumerate() {
            let Some(shown) = screen.at(row, *column) else { continue };
            let place = Rect {
                x: body.x + grid.names + place as u16 * grid.cell,
                y: body.y + y,
                width: grid.cell - 1,
                height: grid.height.min(body.height.saturating_sub(y)),
            };
            let focus = row == screen.list.at && *column == screen.column;
            one(draw, place, shown.cell, theme, focus);
        }
    }
    let notes = Rect { y: inner.bottom().saturating_sub(grid.notes), height: grid.notes.min(inner.height), ..inner };
    draw.notes(notes, &said(model).join(" · "), &model.keys.main(Action::Notes), theme.dim());
    None
}

/// One cell: what it lacks, then how its summary begins.
fn one(draw: &mut Draw, area: Rect, cell: &FrameworkCell, theme: Theme, focus: bool) {
    let (text, style) = mark(cell, theme);
    draw.put(area, 0, 0, &text, style);
    // A row of a high cell stays free.
    let rows = if area.height > 3 { area.height - 2 } else { area.height.saturating_sub(1) };
    let wide = usize::from(area.width);
    let (lines, style): (Vec<String>, _) = match cell.summaries.is_empty() {
        true => {
            (cell.references().split("; ").map(|reference| place(&visible(reference), wide)).collect(), theme.dim())
        }
        false => (wrap(&cell.summary().replace('\n', " "), wide), theme.plain()),
    };
    for (y, text) in lines.iter().take(usize::from(rows)).enumerate() {
        let more = y + 1 == usize::from(rows) && lines.len() > y + 1;
        let text = match (more, cell.summaries.is_empty()) {
            (false, _) => text.clone(),
            (true, true) => format!("{} …", place(text, wide.saturating_sub(2))),
            (true, false) => format!("{text} {}", lines[y + 1]),
        };
        draw.put(area, 0, y as u16 + 1, &text, style);
    }
    if focus {
        draw.focus(Rect { height: rows + 1, ..area }, theme.selected());
    }
}

/// What a cell has and lacks, in a sign and words.
fn mark(cell: &FrameworkCell, theme: Theme) -> (String, Style) {
    let passages = cell.passages.len();
    match cell.mark() {
        FrameworkMark::Empty => ("·".into(), theme.dim()),
        FrameworkMark::Ready => (format!("✓ {}", counted(passages as u64, "passage")), theme.well()),
        FrameworkMark::NoSummary => (format!("! {passages} · no summary"), theme.wrong()),
        FrameworkMark::Older => (format!("~ {passages} · summary older"), theme.wrong()),
        FrameworkMark::NoPassage => ("? 0 · no passage".into(), theme.wrong()),
    }
}

/// What is shown, and what is still to be done.
fn state(model: &Model) -> String {
    let screen = &model.framework;
    let Some(data) = &screen.data else { return String::new() };
    let lacking = [
        (FrameworkMark::NoSummary, "without a summary"),
        (FrameworkMark::Older, "older than a passage"),
        (FrameworkMark::NoPassage, "without a passage"),
    ];
    let mut parts: Vec<String> = Vec::new();
    let who = match data.of {
        FrameworkRows::Participant => "participant",
        FrameworkRows::Case => "case",
    };
    parts.push(format!(
        "{} × {}",
        counted(screen.order.len() as u64, who),
        counted(screen.themes.len() as u64, "theme")
    ));
    for (mark, words) in lacking {
        match screen.marked(mark) {
            0 => {}
            count => parts.push(format!("{count} {words}")),
        }
    }
    parts.push(match screen.level {
        None => "all levels".into(),
        Some(0) => "top level".into(),
        Some(level) => format!("{} levels", level + 1),
    });
    parts.push(if data.roll_up == RollUp::Subtree { "with everything beneath" } else { "each code alone" }.into());
    parts.push(match screen.by.and_then(|by| data.attributes.get(by)) {
        None => "as in their file".into(),
        Some(name) => format!("by {name}"),
    });
    parts.join(" · ")
}

/// Where we are, and what is left out.
fn said(model: &Model) -> Vec<String> {
    let screen = &model.framework;
    let Some(data) = &screen.data else { return Vec::new() };
    let mut said = vec![format!(
        "row {} of {}, theme {} of {}",
        screen.list.at + 1,
        screen.order.len(),
        screen.column + 1,
        screen.themes.len()
    )];
    said.extend(data.flags.iter().cloned());
    said.extend(said_of(&data.notes));
    said
}
