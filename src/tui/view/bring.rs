//! What an import would bring: files, labels, and the beginning of each interview.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, cut_middle};
use crate::analysis::{counted, thousands};
use crate::tui::data::{ImportLabel, ImportState};
use crate::tui::layout;
use crate::tui::model::Model;

/// Draws the screen.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let import = &model.import;
    let data = &import.data;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if import.busy && data.rows.is_empty() {
        draw.put(inner, 0, 0, "looking at the files…", theme.dim());
        return None;
    }
    let come = data.rows.iter().filter(|row| row.state == ImportState::ComesIn).count();
    let mut said = format!("{} of {} come in; nothing is written yet", come, counted(data.rows.len() as u64, "file"));
    if data.people > 0 {
        said.push_str(&format!("; {} in participants.csv", counted(data.people as u64, "row")));
    }
    let said = if crate::text::width(&said) > usize::from(inner.width) {
        format!("{come} of {} come in; none is written yet", counted(data.rows.len() as u64, "file"))
    } else {
        said
    };
    draw.put(inner, 0, 0, &said, theme.dim());
    let parts = layout::import(model.size);
    let files = Rect { y: inner.y + 1, height: parts.files, width: inner.width, ..inner };
    let longest = data.rows.iter().map(|row| crate::text::width(&row.source)).max().unwrap_or(0) as u16;
    let names = longest.clamp(12.min(files.width / 2 - 4), files.width / 2 - 4);
    for (line, row) in data.rows.iter().enumerate().skip(import.list.top).take(usize::from(files.height)) {
        let y = (line - import.list.top) as u16;
        let (mark, style) = match row.state {
            ImportState::ComesIn => ("✓", theme.well()),
            ImportState::Known => ("=", theme.dim()),
            ImportState::Doubtful => ("?", theme.strong()),
            ImportState::Refused => ("✗", theme.wrong()),
        };
        let focus = line == import.list.at;
        draw.put(files, 0, y, if focus { "▸" } else { " " }, theme.strong());
        draw.put(files, 2, y, mark, style);
        let name = names;
        let source = cut_middle(&crate::text::visible(&row.source), usize::from(name));
        draw.put_within(files, 4, y, name, &source, theme.plain());
        draw.put(files, name + 6, y, &row.said, if row.state == ImportState::Refused { style } else { theme.dim() });
        if focus && !import.on_labels {
            draw.focus(Rect { y: files.y + y, height: 1, ..files }, theme.selected());
        }
    }
    let labels = Rect { y: files.bottom() + 1, height: parts.labels, ..inner };
    let widest = data.labels.iter().map(|label| crate::text::width(&label.label)).max().unwrap_or(0);
    let name = (widest as u16).clamp(10, 28);
    // Where the list goes on, the head says so.
    let all = data.labels.len();
    let head = if all > usize::from(labels.height) { format!("{all} labels") } else { "label".to_owned() };
    draw.put(Rect { y: files.bottom(), height: 1, ..inner }, 2, 0, &head, theme.dim());
    let heads = Rect { y: files.bottom(), height: 1, ..inner };
    // Who it is tells the most: figures stand there where they leave it room.
    let figures_of = |label: &ImportLabel| {
        let words = thousands(label.words as u64);
        match inner.width {
            ..60 => String::new(),
            60..100 => format!("{words:>7}   "),
            _ => format!("{:>11} {:>6} {words:>7}   ", label.transcripts, label.turns),
        }
    };
    let titles = match inner.width {
        ..60 => "who",
        60..100 => "  words   who",
        _ => "transcripts  turns   words   who",
    };
    draw.put(heads, name + 4, 0, titles, theme.dim());
    for (line, label) in data.labels.iter().enumerate().skip(import.labels.top).take(usize::from(labels.height)) {
        let y = (line - import.labels.top) as u16;
        let text = if label.label.is_empty() { "(no label)" } else { &label.label };
        draw.put_within(labels, 2, y, name, text, theme.plain());
        let like = if label.like.is_empty() { String::new() } else { format!("   = as `{}`?", label.like) };
        let used = name + 4 + draw.put(labels, name + 4, y, &figures_of(label), theme.plain());
        // Ids that were made of transcripts begin alike.
        let room = usize::from(labels.width.saturating_sub(used)).saturating_sub(crate::text::width(&like));
        let who = cut_middle(&crate::text::visible(&label.who), room.max(12));
        draw.put(labels, used, y, &format!("{who}{like}"), theme.plain());
        if import.on_labels && line == import.labels.at {
            draw.put(labels, 0, y, "▸", theme.strong());
            draw.focus(Rect { y: labels.y + y, height: 1, ..labels }, theme.selected());
        }
    }
    let below = Rect { y: labels.bottom(), height: inner.bottom().saturating_sub(labels.bottom()), ..inner };
    draw.put(below, 0, 0, &"─".repeat(usize::from(below.width)), theme.dim());
    let rest = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    let mut line = 0;
    let details = data.rows.get(import.list.at).map_or(&[][..], |row| &row.details);
    for text in details.iter().chain(&data.mismatches) {
        if line >= rest.height {
            break;
        }
        line += draw.wrapped_within(rest, line, 2, text, theme.plain()).max(1);
    }
    None
}
