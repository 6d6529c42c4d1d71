//! Choosing a code.

use ratatui::layout::{Position, Rect};

use super::draw::Draw;
use crate::model::{CodeId, Theme};
use crate::text::Span;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Model, PickRow, Picker, Purpose, Source};

/// Draws the picker.
pub fn view(model: &Model, picker: &Picker, draw: &mut Draw, size: (u16, u16)) -> Option<Position> {
    let theme = model.theme;
    let title = match (&picker.naming, &picker.purpose) {
        (Some(name), _) => format!("new code “{name}”: under which theme?"),
        (None, Purpose::Code(_, span)) => format!("code “{}”", quoted(model, *span)),
        (None, Purpose::Case(_, span)) => format!("which case is “{}” about?", quoted(model, *span)),
        (None, Purpose::Recode(ids)) if ids.len() == 1 => "recode the passage as".to_owned(),
        (None, Purpose::Recode(ids)) => format!("recode {} passages as", ids.len()),
        (None, Purpose::Merge(id)) => format!("merge {} into which code?", model.code_name(id)),
        (None, Purpose::Move(id)) => format!("carry {} under which theme?", model.code_name(id)),
        (None, Purpose::Settle) => "settle it with which code?".to_owned(),
        (None, Purpose::Walk(Source::Split(from))) => {
            format!("some passages of {} go over to which code?", model.code_name(from))
        }
        (None, Purpose::Walk(_)) => "go through what was found for which code?".to_owned(),
        (None, Purpose::Beside) => "quotes of which theme beside the transcript?".to_owned(),
        (None, Purpose::Quotes) => "quotes of which theme?".to_owned(),
    };
    let inner = draw.pane(layout::picker(size), &title, theme.plain());
    draw.put(inner, 0, 0, "›", theme.strong());
    let cursor = draw.typed(inner, 2, 0, &picker.field, theme.strong());
    let count = match picker.ticked.len() {
        0 => String::new(),
        ticked => format!("{ticked} ticked"),
    };
    draw.put_right(inner, 0, &count, theme.strong());
    let rows = layout::picker_rows(size);
    let beside = inner.width >= 68;
    let list_width = if beside { inner.width * 11 / 20 } else { inner.width };
    let list = Rect { y: inner.y + 1, width: list_width, height: rows as u16, ..inner };
    for (line, row) in picker.rows.iter().enumerate().skip(picker.list.top).take(rows) {
        let y = (line - picker.list.top) as u16;
        one(model, picker, draw, list, y, row);
        if line == picker.list.at {
            let here = Rect { y: list.y + y, height: 1, ..list };
            draw.style(here, theme.selected());
        }
    }
    if picker.rows.is_empty() {
        let said = Rect { x: list.x + 2, width: list.width.saturating_sub(2), ..list };
        draw.wrapped(said, 0, &nothing(model, picker), theme.plain());
    }
    let details = if beside {
        Rect { x: list.right() + 2, width: inner.right().saturating_sub(list.right() + 3), ..list }
    } else {
        Rect { y: list.bottom(), height: inner.bottom().saturating_sub(list.bottom()), ..inner }
    };
    match picker.rows.get(picker.list.at) {
        Some(PickRow::Code(id)) => about(model, draw, details, id),
        Some(PickRow::New(name)) => {
            draw.wrapped(
                details,
                0,
                &format!("Enter makes the code “{name}”; then choose the theme to put it under."),
                theme.plain(),
            );
        }
        Some(PickRow::Top) => {
            draw.wrapped(details, 0, "Enter puts it at the top of the codebook, under no theme.", theme.plain());
        }
        Some(PickRow::Case(case)) => {
            draw.wrapped(details, 0, &format!("Enter marks the passage as being about {case}."), theme.plain());
        }
        None => {}
    }
    Some(cursor)
}

/// Why no row is offered, and what to do.
fn nothing(model: &Model, picker: &Picker) -> String {
    let typed = !picker.field.text().trim().is_empty();
    let book_is_empty = model.study.as_ref().is_none_or(|study| study.codebook.codes().is_empty());
    match &picker.purpose {
        Purpose::Case(..) if typed => "no case is called so".into(),
        Purpose::Case(..) => "the study has no cases yet: cases.csv lists them".into(),
        // Here a name that is typed makes the code.
        purpose if book_is_empty && purpose.may_make() => {
            "no codes yet: type a name for the first one, then Enter makes it".into()
        }
        _ if book_is_empty => {
            let (key, screen) = (model.keys.main(Action::NewTopCode), model.keys.main(Action::ScreenCodebook));
            format!("no codes yet: code a passage while you read, or make codes in the codebook ({screen}, then {key})")
        }
        _ => "no code fits: fewer letters find more".into(),
    }
}

fn quoted(model: &Model, span: Span) -> String {
    let quote = model.read.as_ref().and_then(|read| read.reading.body.slice(span)).unwrap_or_default();
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one(model: &Model, picker: &Picker, draw: &mut Draw, list: Rect, y: u16, row: &PickRow) {
    let theme = model.theme;
    let Some(study) = &model.study else { return };
    match row {
        PickRow::New(name) => {
            draw.put(list, 2, y, &format!("+ new code “{name}”"), theme.well());
        }
        PickRow::Case(case) => {
            let ticked = picker.ticked.iter().any(|id| id.case() == Some(case));
            draw.put(list, 0, y, if ticked { "✓" } else { " " }, theme.well());
            draw.put(list, 2, y, case, theme.plain());
        }
        PickRow::Top => {
            draw.put(list, 2, y, "(top of the codebook)", theme.plain());
        }
        PickRow::Code(id) => {
            let Some(at) = study.codebook.resolve(id.as_str()) else { return };
            let ticked = picker.ticked.contains(id);
            let recent = model.recent.iter().position(|known| known == id);
            let lead =
                if ticked { "✓".to_owned() } else { recent.map_or(String::new(), |place| (place + 1).to_string()) };
            draw.put(list, 0, y, &lead, if ticked { theme.well() } else { theme.dim() });
            let used =
                draw.put_within(list, 2, y, list.width.saturating_sub(8), &study.codebook.code(at).name, theme.plain());
            let path = study.codebook.path(Theme::Code(at));
            if let Some((_, above)) = path.split_last().filter(|(_, above)| !above.is_empty()) {
                let room = list.width.saturating_sub(used + 4 + 6);
                draw.put_within(list, used + 4, y, room, &above.join(" › "), theme.dim());
            }
            let uses = study.uses.get(at.at()).copied().unwrap_or(0);
            if uses > 0 {
                draw.put_right(list, y, &uses.to_string(), theme.dim());
            }
        }
    }
}

/// What a code means, and how it was used.
fn about(model: &Model, draw: &mut Draw, area: Rect, id: &CodeId) {
    let theme = model.theme;
    let Some(study) = &model.study else { return };
    let Some(at) = study.codebook.resolve(id.as_str()) else { return };
    let code = study.codebook.code(at);
    let mut line = draw.wrapped(area, 0, &code.name, theme.strong());
    let example = code.examples.first().cloned().unwrap_or_default();
    let parts =
        [("", &code.definition), ("include: ", &code.include), ("exclude: ", &code.exclude), ("example: ", &example)];
    let mut any = false;
    for (title, text) in parts {
        if text.is_empty() || line >= area.height {
            continue;
        }
        any = true;
        line += draw.wrapped(area, line, &format!("{title}{text}"), theme.plain());
        if area.height > 8 {
            line += 1;
        }
    }
    if !any {
        draw.put(area, 0, line, "no definition yet", theme.dim());
    }
}
