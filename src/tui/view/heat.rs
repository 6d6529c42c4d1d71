//! Themes by groups as a heat map: figures with a bar, so that nothing hangs on colour.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, cut_middle};
use crate::analysis::{Figure, Group, thousands};
use crate::model::RollUp;
use crate::text::{visible, width};
use crate::tui::figures::said;
use crate::tui::keymap::Action;
use crate::tui::layout::{self, HEAT_NOTES as NOTES};
use crate::tui::model::Model;
use crate::tui::names::two_rows;

/// Columns of a bar at most.
const BAR: u16 = 60;

/// Draws the heat map.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(problem) = &model.heat.problem {
        draw.wrapped(inner, 0, &super::super::update::said(problem), theme.wrong());
        return None;
    }
    let Some(heat) = &model.heat.heat else {
        draw.put(inner, 1, 0, "counting…", theme.dim());
        return None;
    };
    let figures = &heat.figures;
    if model.heat.bars {
        bars(model, draw, inner);
        return None;
    }
    let by = if heat.by.is_empty() { "everybody".to_owned() } else { format!("by {}", heat.by) };
    let roll_up = if model.heat.roll_up == RollUp::Subtree { "with everything beneath" } else { "each code alone" };
    let unit = model.heat.unit.as_str();
    let asked = [format!("{unit} {by}"), roll_up.to_owned(), "cells: how many, and % of N".to_owned()];
    draw.put(inner, 0, 0, &super::edges::as_fits(&asked, inner.width), theme.dim());
    let layout::Heat { names, fit, first, cell, head } = model.heat.layout(model.size);
    let groups: Vec<(usize, &Group)> = figures.groups.iter().enumerate().skip(first).take(fit).collect();
    for (column, (at, group)) in groups.iter().enumerate() {
        let x = names + column as u16 * cell;
        let style = if *at == model.heat.group { theme.strong() } else { theme.dim() };
        let name = visible(&group.name);
        let rows = if head > 3 && width(&name) >= usize::from(cell) { two_rows(&name) } else { ["", &name] };
        // Names that are too long keep both ends, so that those that begin alike stay apart. The lower row is there in any case.
        for (y, row) in rows.into_iter().rev().zip((1..head - 1).rev()).map(|(row, y)| (y, row)) {
            draw.put_within(inner, x, y, cell - 1, &cut_middle(row, usize::from(cell - 1)), style);
        }
        draw.put_within(inner, x, head - 1, cell - 1, &format!("N = {}", thousands(of(model, group))), theme.dim());
    }
    let list = Rect { y: inner.y + head, height: inner.height.saturating_sub(head + NOTES), ..inner };
    for (line, row) in figures.themes.iter().enumerate().skip(model.heat.list.top).take(usize::from(list.height)) {
        let y = (line - model.heat.list.top) as u16;
        let focus = line == model.heat.list.at;
        let name = format!("{}{}", "  ".repeat(row.depth as usize), row.name);
        draw.put_within(list, 0, y, names - 1, &name, if focus { theme.strong() } else { theme.plain() });
        for (column, (at, group)) in groups.iter().enumerate() {
            let (part, base) = (share(model, figures.figure(line, *at)), of(model, group));
            let percent = (base > 0).then(|| part as f64 * 100.0 / base as f64);
            let step = percent.map_or(0, |percent| if part == 0 { 0 } else { (1 + (percent / 25.0) as u8).min(4) });
            let bar = ["·", "░", "▒", "▓", "█"][usize::from(step)];
            let percent = percent.map_or("-".to_owned(), |percent| format!("{percent:.0}%"));
            let text = if part == 0 { format!("{bar} 0") } else { format!("{bar} {} ({percent})", thousands(part)) };
            let here = focus && *at == model.heat.group;
            let style = if here { theme.selected() } else { theme.heat(step) };
            let x = names + column as u16 * cell;
            // The whole cell has its colour, so that themes and groups can be seen at a glance.
            draw.style(Rect { x: list.x + x, y: list.y + y, width: cell - 1, height: 1 }, style);
            draw.put_within(list, x, y, cell - 1, &text, style);
            if here {
                draw.focus(Rect { x: list.x + x, y: list.y + y, width: 1, height: 1 }, style);
            }
        }
    }
    if figures.themes.is_empty() {
        let (code, screen) = (model.keys.main(Action::Code), model.keys.main(Action::ScreenCodebook));
        let said = format!(
            "no codes yet: {code} while you read makes one, {screen} is the codebook; then they stand here by group"
        );
        draw.wrapped(list, 0, &said, theme.plain());
    }
    let mut said: Vec<String> = heat.small.iter().cloned().chain(said(&figures.notes)).collect();
    if figures.groups.len() > fit {
        said.insert(0, format!("group {} of {}", model.heat.group + 1, figures.groups.len()));
    }
    let foot = Rect { y: inner.bottom().saturating_sub(NOTES), height: NOTES.min(inner.height), ..inner };
    draw.notes(foot, &said.join(" · "), &model.keys.main(Action::Notes), theme.dim());
    None
}

/// One theme: a bar a group.
fn bars(model: &Model, draw: &mut Draw, inner: Rect) {
    let theme = model.theme;
    let Some(heat) = &model.heat.heat else { return };
    let figures = &heat.figures;
    let unit = model.heat.unit.as_str();
    let by = if heat.by.is_empty() { "everybody".to_owned() } else { format!("by {}", heat.by) };
    let roll_up = if model.heat.roll_up == RollUp::Subtree { "with everything beneath" } else { "alone" };
    let line = figures.themes.get(model.heat.list.at);
    let name = line.map_or("no theme", |line| line.path.as_str());
    draw.put(inner, 0, 0, name, theme.strong());
    let place = format!("theme {} of {}", model.heat.list.at + 1, figures.themes.len());
    let (left, right) = (model.keys.main(Action::CellLeft), model.keys.main(Action::CellRight));
    let asked = [format!("{unit} {by}"), format!("{place}: {left} and {right} go on"), roll_up.to_owned()];
    draw.put(inner, 0, 1, &super::edges::as_fits(&asked, inner.width), theme.dim());
    let widest = figures.groups.iter().map(|group| crate::text::width(&group.name)).max().unwrap_or(0) as u16;
    let names = (widest + 1).min(inner.width * 2 / 5).clamp(8, 32);
    let figures_of = |at: usize, group: &Group| {
        let (part, base) = (share(model, figures.figure(model.heat.list.at, at)), of(model, group));
        let percent = if base > 0 { format!(" ({:.0}%)", part as f64 * 100.0 / base as f64) } else { String::new() };
        format!("{} of {}{percent}", thousands(part), thousands(base))
    };
    let texts = figures.groups.iter().enumerate().map(|(at, group)| crate::text::width(&figures_of(at, group)) as u16);
    let figure = texts.max().unwrap_or(0).clamp(12, 24);
    // Figures stand where the eye still finds their bar.
    let room = inner.width.saturating_sub(names + figure + 1).min(BAR);
    let rows = layout::bars(model.size);
    let first = (model.heat.group + 1).saturating_sub(rows);
    for (y, (at, group)) in figures.groups.iter().enumerate().skip(first).take(rows).enumerate() {
        let y = y as u16 + 2;
        let focus = at == model.heat.group;
        let (part, base) = (share(model, figures.figure(model.heat.list.at, at)), of(model, group));
        let share = if base > 0 { part as f64 / base as f64 } else { 0.0 };
        draw.put_within(inner, 0, y, names - 1, &group.name, if focus { theme.strong() } else { theme.plain() });
        let bar = bar(share, room);
        draw.put_within(inner, names, y, room, &bar, if part == 0 { theme.dim() } else { theme.bar() });
        let text = figures_of(at, group);
        let style = if focus { theme.selected() } else { theme.plain() };
        draw.put_within(inner, names + room + 1, y, figure, &text, style);
        if focus {
            draw.focus(Rect { y: inner.y + y, width: 1, height: 1, ..inner }, theme.strong());
        }
    }
    let foot = Rect { y: inner.bottom().saturating_sub(NOTES), height: NOTES.min(inner.height), ..inner };
    let said: Vec<String> = heat.small.iter().cloned().chain(said(&figures.notes)).collect();
    draw.notes(foot, &said.join(" · "), &model.keys.main(Action::Notes), theme.dim());
}

/// A bar of this share of `room` columns, to an eighth of a column; a point where there is nothing.
fn bar(share: f64, room: u16) -> String {
    let eighths = (share.clamp(0.0, 1.0) * f64::from(room) * 8.0).round() as usize;
    if eighths == 0 {
        return "·".into();
    }
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{part}", "█".repeat(eighths / 8))
}

fn share(model: &Model, figure: Figure) -> u64 {
    model.heat.unit.of(figure, &Group::default()).0
}

fn of(model: &Model, group: &Group) -> u64 {
    model.heat.unit.of(Figure::default(), group).1
}
