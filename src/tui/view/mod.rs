//! The screen of a model. Nothing here changes the model.

mod book;
mod bring;
mod draw;
mod heat;
mod history;
mod library;
mod memos;
mod over;
mod picker;
mod quotes;
mod read;
mod review;
mod search;
mod start;

use ratatui::Frame;

use super::keymap::{self, Action};
use super::layout;
use super::model::{Model, Over, Place, Tone};
use draw::Draw;

pub use over::help_lines;

/// Draws the screen.
pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let size = (area.width, area.height);
    let mut draw = Draw::new(frame.buffer_mut());
    if layout::too_small(size) {
        let (width, height) = layout::SMALLEST;
        let said = format!("emic needs {width}×{height}, this is {}×{}", size.0, size.1);
        draw.put(area, 0, 0, &said, model.theme.plain());
        return;
    }
    let parts = layout::frame(size);
    head(model, &mut draw, parts.head);
    let mut cursor = match model.place {
        Place::Start => start::view(model, &mut draw, parts.body),
        Place::New => start::new(model, &mut draw, parts.body),
        _ if model.study.is_none() => {
            draw.put(parts.body, 2, 1, "opening the study…", model.theme.dim());
            None
        }
        Place::Library => library::view(model, &mut draw, parts.body),
        Place::Read => read::view(model, &mut draw, size),
        Place::Search => search::view(model, &mut draw, parts.body),
        Place::Quotes => quotes::view(model, &mut draw, parts.body),
        Place::Frequencies => heat::view(model, &mut draw, parts.body),
        Place::Memos => memos::view(model, &mut draw, parts.body),
        Place::Codebook => book::view(model, &mut draw, parts.body),
        Place::History => history::view(model, &mut draw, parts.body),
        Place::Review => review::view(model, &mut draw, parts.body),
        Place::Import => bring::view(model, &mut draw, parts.body),
    };
    foot(model, &mut draw, parts.foot);
    match &model.over {
        None => {}
        Some(Over::Picker(picker)) => cursor = picker::view(model, picker, &mut draw, size),
        Some(over) => cursor = over::view(model, over, &mut draw, size),
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The line at the top: where we are, and who codes.
fn head(model: &Model, draw: &mut Draw, area: ratatui::layout::Rect) {
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
        Place::Import => left.push("import".into()),
        Place::Start | Place::New => {}
    }
    let right = right.join(" · ");
    let room = area.width.saturating_sub(crate::text::width(&right) as u16 + 4);
    // Where there is no room for all, the title goes first.
    while left.len() > 2 && left.iter().map(|part| crate::text::width(part) + 3).sum::<usize>() > usize::from(room) {
        left.remove(0);
    }
    let left = left.join(" · ");
    draw.put_within(area, 1, 0, room, &left, model.theme.strong());
    draw.put_right(area, 0, &right, model.theme.dim());
}

/// The line at the bottom: what was said last, else the main keys; and whether all is saved.
fn foot(model: &Model, draw: &mut Draw, area: ratatui::layout::Rect) {
    let saving = &model.saving;
    let (state, style) = if !saving.waiting.is_empty() {
        ("saving…".to_owned(), model.theme.dim())
    } else if !saving.failed.is_empty() {
        (format!("{} not saved · Ctrl+r tries again", saving.failed.len()), model.theme.wrong())
    } else if saving.any {
        ("saved ✓".to_owned(), model.theme.well())
    } else {
        (String::new(), model.theme.dim())
    };
    draw.put_right(area, 0, &state, style);
    let room = area.width.saturating_sub(crate::text::width(&state) as u16 + 3);
    let (text, style) = match &model.notice {
        Some((Tone::Plain, said)) => (said.clone(), model.theme.plain()),
        Some((Tone::Wrong, said)) => (said.clone(), model.theme.wrong()),
        None => (fitting(&hints(model), room), model.theme.dim()),
    };
    draw.put_within(area, 1, 0, room, &text, style);
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

/// `c code`: the main key of an action with a word.
fn hint(action: Action, word: &str) -> String {
    let key = keymap::entry(action).and_then(|entry| entry.keys.first()).copied().unwrap_or("");
    format!("{key} {word}")
}

/// The main keys of what is being done.
fn hints(model: &Model) -> Vec<String> {
    let mut hints = match (&model.over, model.place) {
        (Some(Over::Picker(picker)), _) if picker.naming.is_some() => {
            return vec![
                "type to find the theme to put it under".into(),
                "Enter makes the code".into(),
                "Esc back".into(),
            ];
        }
        (Some(Over::Picker(_)), _) => {
            return vec!["type to find".into(), "Enter use".into(), "Tab tick several".into(), "Esc back".into()];
        }
        (Some(Over::Write(_)), _) => {
            return vec!["Ctrl+o in your editor".into(), "Esc or Ctrl+s saves it".into()];
        }
        (Some(_), _) => return vec!["Esc back".into()],
        (None, Place::Library) => vec![
            hint(Action::Open, "read"),
            hint(Action::Done, "done"),
            hint(Action::Import, "import"),
            hint(Action::ScreenSearch, "search"),
            hint(Action::Menu, "screens"),
            hint(Action::Quit, "leave"),
        ],
        (None, Place::Read) => read::hints(model),
        (None, Place::Search) => {
            vec!["Enter opens the passage".into(), "↑↓ over the hits".into(), "Esc back".into(), "F1 keys".into()]
        }
        (None, Place::Quotes) => vec![
            hint(Action::Open, "in place"),
            hint(Action::Tick, "tick"),
            hint(Action::Recode, "recode"),
            hint(Action::Uncode, "uncode"),
            hint(Action::Star, "star"),
            hint(Action::Memo, "memo"),
            hint(Action::Group, "grouping"),
            hint(Action::Theme, "theme"),
            hint(Action::Export, "write to a file"),
        ],
        (None, Place::Frequencies) => vec![
            hint(Action::Open, "quotes"),
            hint(Action::By, "groups by"),
            hint(Action::Unit, "unit"),
            hint(Action::RollUp, "roll-up"),
            hint(Action::Export, "write to a file"),
        ],
        (None, Place::Memos) => {
            vec![hint(Action::Open, "where it stands"), hint(Action::Memo, "edit"), hint(Action::Order, "order")]
        }
        (None, Place::Codebook) => vec![
            hint(Action::Open, "quotes"),
            hint(Action::NewCode, "new under this"),
            hint(Action::NewTopCode, "new at the top"),
            hint(Action::Define, "define"),
            hint(Action::Rename, "rename"),
            hint(Action::Merge, "merge"),
            hint(Action::MoveCode, "move"),
            hint(Action::Remove, "remove"),
        ],
        (None, Place::History) => vec![hint(Action::Open, "the transcript"), hint(Action::Whose, "whose")],
        (None, Place::Review) => vec![
            hint(Action::Accept, "accept"),
            hint(Action::AcceptAll, "accept all"),
            hint(Action::PlaceByHand, "place by hand"),
            hint(Action::Aside, "set aside"),
        ],
        (None, Place::Import) => vec![
            hint(Action::BringIn, "brings in"),
            hint(Action::OtherList, "labels"),
            hint(Action::Toggle, "interviews"),
            hint(Action::Who, "participant"),
            hint(Action::Rename, "rename"),
            "Esc back".into(),
        ],
        (None, Place::Start) => vec![hint(Action::Open, "open"), hint(Action::Quit, "leave")],
        (None, Place::New) => {
            vec![hint(Action::Open, "toggle, or make"), "Esc back".into(), hint(Action::Quit, "leave")]
        }
    };
    if model.place != Place::Search {
        hints.push(hint(Action::Help, "keys"));
    }
    hints
}
