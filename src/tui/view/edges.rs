//! The lines at the top and at the bottom of every screen, and the tour beneath.

use ratatui::layout::Rect;

use super::draw::{Draw, wrap};
use super::hints::hints;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Place, Tone};
use crate::tui::tour::{self, Tour};

/// The line at the top: where we are, and who codes.
pub fn head(model: &Model, draw: &mut Draw, area: Rect) {
    let Some(study) = &model.study else {
        draw.put(area, 1, 0, "emic", model.theme.strong());
        return;
    };
    let mut left = vec![study.title.clone()];
    // Where it is narrow, what is read matters more than who reads.
    let mut right = match &study.coder {
        Some(coder) if area.width >= 60 => vec![format!("coding as {coder}")],
        _ => Vec::new(),
    };
    match model.place {
        Place::Read => {
            if let Some(read) = &model.read {
                left.push(read.reading.id.to_string());
                left.push(read.reading.people.clone());
                if let Some(row) = study.rows.get(read.reading.place) {
                    right.push(format!("{}% coded{}", row.percent(), if row.done { ", done" } else { "" }));
                }
            }
        }
        Place::Library => left.push(crate::analysis::counted(study.rows.len() as u64, "transcript")),
        Place::Search => left.push("search".into()),
        Place::Walk => left.push("passage by passage".into()),
        Place::Quotes => {
            left.push("quotes".into());
            if let Some(theme) = &model.quotes.theme {
                left.push(model.code_name(theme));
            }
        }
        Place::Frequencies => left.push("frequencies".into()),
        Place::Memos => left.push("memos".into()),
        Place::Codebook => left.push("codebook".into()),
        Place::History => left.push("history".into()),
        Place::Review => left.push("without a place".into()),
        Place::Compare => {
            left.push("compare".into());
            if model.compare.masked {
                right.clear();
                left.push("names masked".into());
            }
        }
        Place::Import => left.push("import".into()),
        Place::Framework => left.push("framework".into()),
        Place::Cell => {
            left.push("framework".into());
            if let Some(here) = model.framework.here() {
                left.push(format!("{} on {}", here.row.id, here.theme.name));
            }
        }
        Place::Analyses => left.push("analyses".into()),
        Place::Table(analysis) => left.push(analysis.title().into()),
        Place::Start | Place::New => {}
    }
    if let Some(tour) = model.tour.as_ref().filter(|tour| tour::rows(Some(tour), model.terminal) == 0) {
        right = vec![tour::place(tour)];
    }
    let right = right.join(" · ");
    let room = area.width.saturating_sub(crate::text::width(&right) as u16 + 4);
    // Where there is no room for all, the title goes first: which screen it is matters more. Of a transcript its name does.
    let wide = |parts: &[String]| parts.iter().map(|part| crate::text::width(part) + 3).sum::<usize>();
    if left.len() > 1 && wide(&left) > usize::from(room) + 3 {
        left.remove(0);
        if model.place == Place::Read && wide(&left) > usize::from(room) + 3 {
            left.truncate(1);
        }
    }
    let left = left.join(" · ");
    draw.put_within(area, 1, 0, room, &left, model.theme.strong());
    draw.put_right(area, 0, &right, model.theme.dim());
}

/// The line at the bottom: what was said last, else the main keys; and whether all is saved.
pub fn foot(model: &Model, draw: &mut Draw, area: Rect) {
    let saving = &model.saving;
    let (state, style) = if !saving.waiting.is_empty() {
        ("saving…".to_owned(), model.theme.dim())
    } else if !saving.failed.is_empty() {
        let key = model.keys.main(Action::Retry);
        (format!("{} not saved · {key} tries again", saving.failed.len()), model.theme.wrong())
    } else if saving.any {
        ("saved ✓".to_owned(), model.theme.well())
    } else {
        (String::new(), model.theme.dim())
    };
    draw.put_right(area, 0, &state, style);
    let mut room = area.width.saturating_sub(crate::text::width(&state) as u16 + 3);
    // An open blind round is said on every screen, and that what is shown is past.
    let study = model.study.as_ref();
    let past = study.and_then(|study| study.past.as_ref()).map(|past| match past.split_once(' ') {
        Some((_, moment)) if area.width >= 66 => format!("as of {moment}"),
        _ => "in the past".to_owned(),
    });
    for said in past.iter().chain(study.and_then(|study| study.blind.as_ref())) {
        let wide = (crate::text::width(said) as u16).min(area.width / 3);
        let column = room.saturating_sub(wide);
        draw.put_within(area, column, 0, wide, said, model.theme.strong());
        room = column.saturating_sub(2);
    }
    let (text, style) = match &model.notice {
        Some((Tone::Plain, said)) => (said, model.theme.plain()),
        Some((Tone::Wrong, said)) => (said, model.theme.wrong()),
        None => {
            draw.put_within(area, 1, 0, room, &fitting(&hints(model), room), model.theme.dim());
            return;
        }
    };
    if crate::text::width(&crate::text::visible(text)) <= usize::from(room) {
        draw.put_within(area, 1, 0, room, text, style);
        return;
    }
    // What is too long for a row takes some of those above, until the next key.
    let mut lines = wrap(text, usize::from(area.width.saturating_sub(2)));
    if lines.last().is_some_and(|last| crate::text::width(last) > usize::from(room)) {
        lines.push(String::new());
    }
    let rows = (lines.len() as u16).min(SAID).min(area.y.saturating_sub(2));
    let above = Rect { y: area.y - rows, height: rows, ..area };
    draw.clear(above);
    draw.put(above, 1, 0, &"─".repeat(usize::from(area.width.saturating_sub(2))), model.theme.dim());
    let text = Rect { x: area.x + 1, y: above.y + 1, width: area.width.saturating_sub(2), height: rows };
    for (at, line) in lines.iter().take(usize::from(rows)).enumerate() {
        let last = at + 1 == usize::from(rows);
        let more = lines.get(at + 1).filter(|_| last).map_or(String::new(), |next| format!(" {next}"));
        draw.put_within(text, 0, at as u16, if last { room } else { text.width }, &format!("{line}{more}"), style);
    }
}

/// Rows of something that is said at most.
const SAID: u16 = 8;

/// The tour, below everything: which step, and what to do.
pub fn guide(model: &Model, tour: &Tour, draw: &mut Draw, area: Rect) {
    let title = format!(" {} ", tour::place(tour));
    let leave = format!(" {} tour leaves it ", model.keys.main(Action::Palette));
    draw.put(area, 0, 0, &"─".repeat(usize::from(area.width)), model.theme.dim());
    draw.put(area, 2, 0, &title, model.theme.strong());
    draw.put_right(area, 0, &leave, model.theme.dim());
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    draw.wrapped(inner, 1, &tour::said(model, tour), model.theme.plain());
}

/// The parts of what is shown, as many as fit; of the next one what there is room for, if that is something.
pub fn as_fits(parts: &[String], room: u16) -> String {
    let mut said = String::new();
    for part in parts {
        let more = if said.is_empty() { part.clone() } else { format!("{said} · {part}") };
        if !said.is_empty() && crate::text::width(&more) > usize::from(room) {
            return if crate::text::width(&said) + 13 <= usize::from(room) { more } else { said };
        }
        said = more;
    }
    said
}

/// As many of the parts as fit; the last one, which leads to all others, always.
fn fitting(parts: &[String], room: u16) -> String {
    let wide = |parts: &[&String]| parts.iter().map(|part| crate::text::width(part) + 3).sum::<usize>();
    let mut kept: Vec<&String> = parts.iter().collect();
    while kept.len() > 1 && wide(&kept) > usize::from(room) + 3 {
        kept.remove(kept.len() - 2);
    }
    kept.into_iter().map(String::as_str).collect::<Vec<_>>().join(" · ")
}
