//! The list of transcripts.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, cut_middle};
use crate::analysis::thousands;
use crate::text::visible;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the list.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let study = model.study.as_ref()?;
    let theme = model.theme;
    let longest = |text: fn(&crate::tui::data::LibraryRow) -> String, least: usize, most: usize| {
        let widest = study.rows.iter().map(|row| crate::text::width(&text(row))).max().unwrap_or(0);
        widest.clamp(least, most) as u16
    };
    let wide = area.width;
    // Columns: where they begin, and whether there is room for them. The most telling go first.
    let whole = longest(|row| row.id.to_string(), 10, usize::from(wide));
    let words = if wide >= 50 || whole + 26 <= wide { 6 } else { 0 };
    let most = if wide >= 60 { wide / 3 } else { wide.saturating_sub(16 + if words > 0 { words + 2 } else { 0 }) };
    let name = longest(|row| row.id.to_string(), 10, usize::from(most));
    let people = if wide >= 60 { longest(|row| row.people.join(", "), 6, 18) } else { 0 };
    let group = if wide >= 90 { longest(|row| row.group.clone(), 5, 20) } else { 0 };
    let by = if wide >= 76 { longest(|row| row.by.join(", "), 3, 14) } else { 0 };
    // Whether it is done is seen in any case.
    let taken = |name: u16, people: u16| {
        let all = [name, people, group, words, 6, by, 4];
        2 + all.iter().map(|wide| if *wide > 0 { wide + 2 } else { 0 }).sum::<u16>() - 2
    };
    let over = taken(name, people).saturating_sub(wide);
    let shorter = over.min(people.saturating_sub(10));
    let people = people - shorter;
    let name = name - (over - shorter).min(name.saturating_sub(10));
    // What is left over goes to those that would be cut, coders first.
    let left_out = longest(|row| row.left_out.join(", "), 8, 30);
    let used: u16 =
        [name, people, group, words, 6, by, 4].iter().map(|wide| if *wide > 0 { wide + 2 } else { 0 }).sum();
    let mut spare = wide.saturating_sub(2 + used + left_out + 1);
    let mut grown = |now: u16, whole: u16| {
        let more = if now > 0 { whole.saturating_sub(now).min(spare) } else { 0 };
        spare -= more;
        now + more
    };
    let by = grown(by, longest(|row| row.by.join(", "), 3, 60));
    let group = grown(group, longest(|row| row.group.clone(), 5, 40));
    let people = grown(people, longest(|row| row.people.join(", "), 6, 60));
    let mut columns: Vec<(u16, u16, &str)> = Vec::new();
    let mut at = 2;
    for (width, title) in [
        (name, "transcript"),
        (people, "who"),
        (group, "group"),
        (words, "words"),
        (6, "coded"),
        (by, "by"),
        (4, "done"),
    ] {
        columns.push((at, width, title));
        at += if width > 0 { width + 2 } else { 0 };
    }
    let rest = at;
    for (at, width, title) in columns.iter().filter(|(_, width, _)| *width > 0) {
        let right = matches!(*title, "words" | "coded");
        let at = if right { at + width - title.len() as u16 } else { *at };
        draw.put(area, at, 0, title, theme.dim());
    }
    if rest + 8 < wide {
        draw.put(area, rest, 0, "left out", theme.dim());
    }
    let below = layout::below((area.width, area.height));
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + below), ..area };
    if study.rows.is_empty() {
        let key = model.keys.main(Action::Import);
        let (quotes, heat) = (model.keys.main(Action::ScreenQuotes), model.keys.main(Action::ScreenFrequencies));
        let said = format!(
            "no transcripts yet: {key} brings interviews in (Word, PDF, captions, text), or put text or Markdown files into the \
             study's transcripts folder. Once passages are coded, {quotes} shows them by theme and {heat} counts themes by group."
        );
        draw.wrapped(Rect { x: rows.x + 2, width: rows.width.saturating_sub(4), ..rows }, 1, &said, theme.plain());
    }
    for (line, row) in study.rows.iter().enumerate().skip(model.library.top).take(usize::from(rows.height)) {
        let y = (line - model.library.top) as u16;
        let cells = [
            row.id.to_string(),
            row.people.join(", "),
            row.group.clone(),
            thousands(row.words),
            format!("{}%", row.percent()),
            row.by.join(", "),
            match (row.done, row.done_by_others) {
                (true, _) => "✓".to_owned(),
                (false, 0) => String::new(),
                (false, others) => format!("({others})"),
            },
        ];
        for ((at, width, title), cell) in columns.iter().zip(cells) {
            if *width == 0 {
                continue;
            }
            let right = matches!(*title, "words" | "coded");
            let at = if right { at + width.saturating_sub(crate::text::width(&cell) as u16) } else { *at };
            let cell = if *title == "transcript" { cut_middle(&visible(&cell), usize::from(*width)) } else { cell };
            draw.put_within(rows, at, y, *width, &cell, theme.plain());
        }
        if !row.left_out.is_empty() {
            draw.put(rows, rest, y, &row.left_out.join(", "), theme.wrong());
        }
        if line == model.library.at {
            draw.put(rows, 0, y, "▸", theme.strong());
            draw.focus(Rect { x: rows.x, y: rows.y + y, width: rows.width, height: 1 }, theme.selected());
        }
    }
    if !study.rows.is_empty() && study.uses.iter().all(|uses| *uses == 0) {
        let key = |action| model.keys.main(action);
        let said = format!(
            "nothing is coded yet: {} opens a transcript; then {} shows passages by theme, {} themes by group",
            key(Action::Open),
            key(Action::ScreenQuotes),
            key(Action::ScreenFrequencies)
        );
        let shown = study.rows.len().saturating_sub(model.library.top) as u16 + 1;
        let place = Rect { x: rows.x + 2, width: rows.width.saturating_sub(4), ..rows };
        // Only where all of it is read.
        if usize::from(rows.height.saturating_sub(shown)) >= super::draw::wrap(&said, usize::from(place.width)).len() {
            draw.wrapped(place, shown, &said, theme.dim());
        }
    }
    summary(model, draw, area, below);
    None
}

/// All of them together, as much of it as there is room for: how much is coded, how many are done, who is left out.
fn summary(model: &Model, draw: &mut Draw, area: Rect, rows: u16) {
    let Some(study) = &model.study else { return };
    let words: u64 = study.rows.iter().map(|row| row.words).sum();
    let coded: u64 = study.rows.iter().map(|row| row.coded).sum();
    let done = study.rows.iter().filter(|row| row.done).count();
    let share = (coded * 100).checked_div(words).unwrap_or(0);
    if study.rows.is_empty() {
        return;
    }
    let mut sum = format!(
        "{} words by participants, {share}% coded, {done} of {} done by you",
        thousands(words),
        study.rows.len()
    );
    let mut left_out: Vec<&str> = study.rows.iter().flat_map(|row| &row.left_out).map(String::as_str).collect();
    left_out.sort_unstable();
    left_out.dedup();
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    if !left_out.is_empty() {
        // As many as fit whole; how many more there are.
        let said = |named: usize| {
            let more = left_out.len() - named;
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = left_out.iter().take(named).copied().collect::<Vec<_>>().join(", ");
            format!("{sum}; left out, for nobody has said who they are: {names}{more}")
        };
        let fits = |named: &usize| super::draw::wrap(&said(*named), usize::from(area.width)).len() <= usize::from(rows);
        sum = said((1..=left_out.len().min(20)).rev().find(fits).unwrap_or(1));
    }
    draw.wrapped_within(area, area.height.saturating_sub(rows), rows, &sum, model.theme.dim());
}
