//! The palette: every action of this screen by its words; `120` a line, `t14` a turn.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::tui::effect::Effect;
use crate::tui::keymap::{ACTIONS, Action, Context, Key};
use crate::tui::layout;
use crate::tui::model::{Model, Over, Palette, PaletteRow, Place};
use crossterm::event::KeyCode;

/// Opens it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.over = Some(Over::Palette(Palette::default()));
    refilter(model);
    Vec::new()
}

/// Brings the rows up to date after something was typed.
pub fn refilter(model: &mut Model) {
    let place = model.place;
    let reads = model.read.is_some() && place == Place::Read;
    let Some(Over::Palette(palette)) = &mut model.over else { return };
    let query = palette.field.text().trim();
    palette.list.at = 0;
    palette.rows.clear();
    if reads {
        if let Ok(line) = query.parse::<u32>() {
            palette.rows.push(PaletteRow::Line(line));
        } else if let Some(turn) = query.strip_prefix('t').and_then(|turn| turn.trim().parse::<usize>().ok()) {
            palette.rows.push(PaletteRow::Turn(turn));
        } else if let Some(time) = seconds(query) {
            palette.rows.push(PaletteRow::Time(time));
        }
    }
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(bool, u32, Action)> = Vec::new();
    for entry in ACTIONS {
        let here = |context: &Context| *context == place.context() || *context == Context::Screens;
        // Which recent code is told by the key alone.
        if !entry.contexts.iter().any(here) || matches!(entry.action, Action::Palette | Action::Recent) {
            continue;
        }
        let text = format!("{} {}", entry.id, entry.doc);
        if let Some(score) = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher) {
            // One who types a name means what is called so.
            let named = !query.is_empty() && entry.id.starts_with(&query.to_lowercase().replace(' ', "-"));
            found.push((named, score, entry.action));
        }
    }
    found.sort_by_key(|(named, score, _)| std::cmp::Reverse((*named, *score)));
    palette.rows.extend(found.into_iter().map(|(.., action)| PaletteRow::Act(action)));
}

/// Does an action of the palette.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = layout::palette_rows(model.size);
    let Some(Over::Palette(palette)) = &mut model.over else { return Vec::new() };
    if super::nav::step(&mut palette.list, action, rows) {
        palette.list.settle(palette.rows.len(), rows);
        return Vec::new();
    }
    let row = palette.rows.get(palette.list.at).copied();
    let (Action::Run, Some(row)) = (action, row) else { return Vec::new() };
    model.over = None;
    match row {
        PaletteRow::Act(action) => return super::act(model, action, Key::from(KeyCode::Null)),
        PaletteRow::Line(line) => super::read::jump(model, super::read::To::Line(line)),
        PaletteRow::Turn(turn) => super::read::jump(model, super::read::To::Turn(turn.saturating_sub(1))),
        PaletteRow::Time(time) => super::read::jump(model, super::read::To::Time(time)),
    }
    Vec::new()
}

/// `12:31` or `1:12:31` in seconds.
fn seconds(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [minutes, seconds] if *seconds < 60 => minutes.checked_mul(60)?.checked_add(*seconds),
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
            hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)
        }
        _ => None,
    }
}
