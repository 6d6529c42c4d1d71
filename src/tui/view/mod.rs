//! The screen of a model. Nothing here changes the model.

mod beside;
mod book;
mod bring;
mod cell;
mod chart;
mod compare;
mod draw;
mod framework;
mod heat;
mod history;
mod library;
mod memos;
mod minimap;
mod over;
mod picker;
mod quotes;
mod read;
mod review;
mod search;
mod start;
mod tables;
mod talk;
mod walk;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::keymap::Action;
use super::layout;
use super::model::{Model, Over, Place, Tone, Written};
use super::tour::{self, STEPS, Tour};
use draw::Draw;

pub use compare::rows as compare_rows;
pub use over::{help_lines, notes_lines};

/// Draws the screen.
pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let strip = tour::rows(model.tour.as_ref(), area.height);
    let size = (area.width, area.height - strip);
    let mut draw = Draw::new(frame.buffer_mut(), model.theme.page());
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
        Place::Walk => walk::view(model, &mut draw, parts.body),
        Place::Memos => memos::view(model, &mut draw, parts.body),
        Place::Codebook => book::view(model, &mut draw, parts.body),
        Place::History => history::view(model, &mut draw, parts.body),
        Place::Review => review::view(model, &mut draw, parts.body),
        Place::Compare => compare::view(model, &mut draw, parts.body),
        Place::Import => bring::view(model, &mut draw, parts.body),
        Place::Framework => framework::view(model, &mut draw, parts.body),
        Place::Cell => cell::view(model, &mut draw, parts.body),
        Place::Analyses => tables::list(model, &mut draw, parts.body),
        Place::Table(analysis) => tables::view(model, analysis, &mut draw, parts.body),
    };
    cursor = cursor.or(draw.cursor.take());
    foot(model, &mut draw, parts.foot);
    if let Some(tour) = model.tour.as_ref().filter(|_| strip > 0) {
        guide(model, tour, &mut draw, Rect::new(0, size.1, size.0, strip));
    }
    match &model.over {
        None => {}
        Some(Over::Picker(picker)) => cursor = picker::view(model, picker, &mut draw, size),
        Some(over) => cursor = over::view(model, over, &mut draw, size).or(draw.cursor),
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
        Some((Tone::Plain, said)) => (said.clone(), model.theme.plain()),
        Some((Tone::Wrong, said)) => (said.clone(), model.theme.wrong()),
        None => (fitting(&hints(model), room), model.theme.dim()),
    };
    draw.put_within(area, 1, 0, room, &text, style);
}

/// The tour, below everything: which step, and what to do.
fn guide(model: &Model, tour: &Tour, draw: &mut Draw, area: Rect) {
    let title = if tour.step < STEPS { format!(" step {} of {STEPS} ", tour.step + 1) } else { " the end ".to_owned() };
    let leave = format!(" {} tour leaves it ", model.keys.main(Action::Palette));
    draw.put(area, 0, 0, &"─".repeat(usize::from(area.width)), model.theme.dim());
    draw.put(area, 2, 0, &title, model.theme.strong());
    draw.put_right(area, 0, &leave, model.theme.dim());
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    draw.wrapped(inner, 1, &tour::said(model, tour), model.theme.plain());
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
fn hint(model: &Model, action: Action, word: &str) -> String {
    format!("{} {word}", model.keys.main(action))
}

/// As `hint`, where characters are typed.
fn hint_typing(model: &Model, action: Action, word: &str) -> String {
    format!("{} {word}", model.keys.main_while_typing(action))
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
            return vec![
                "type to find".into(),
                "Enter use".into(),
                hint_typing(model, Action::Several, "tick several"),
                "Esc back".into(),
            ];
        }
        (Some(Over::Write(writing)), _) if matches!(writing.what, Written::Summary { .. }) => {
            return vec![
                hint_typing(model, Action::Insert, "the passage's reference"),
                hint_typing(model, Action::PassageNext, "next passage"),
                hint_typing(model, Action::Editor, "in your editor"),
                "Esc saves it".into(),
            ];
        }
        (Some(Over::Write(_)), _) => {
            return vec![
                hint_typing(model, Action::Editor, "in your editor"),
                format!("Esc or {} saves it", model.keys.main_while_typing(Action::Keep)),
            ];
        }
        (Some(_), _) => return vec!["Esc back".into()],
        (None, Place::Library) => vec![
            hint(model, Action::Open, "read"),
            hint(model, Action::Done, "done"),
            hint(model, Action::Import, "import"),
            hint(model, Action::ScreenSearch, "search"),
            hint(model, Action::Menu, "screens"),
            hint(model, Action::Quit, "leave"),
        ],
        (None, Place::Read) => read::hints(model),
        (None, Place::Search) => {
            vec![
                "Enter opens".into(),
                "↑↓ over the hits".into(),
                hint_typing(model, Action::ReviewHits, "codes them"),
                "Esc back".into(),
                hint_typing(model, Action::Help, "keys"),
            ]
        }
        (None, Place::Walk) => walk::hints(model),
        (None, Place::Quotes) => vec![
            hint(model, Action::Open, "in place"),
            hint(model, Action::Tick, "tick"),
            hint(model, Action::Recode, "recode"),
            hint(model, Action::Uncode, "uncode"),
            hint(model, Action::Star, "star"),
            hint(model, Action::Memo, "memo"),
            hint(model, Action::Group, "grouping"),
            hint(model, Action::Theme, "theme"),
            hint(model, Action::MoreLike, "more like these"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Frequencies) => vec![
            hint(model, Action::Open, "quotes"),
            hint(model, Action::By, "groups by"),
            hint(model, Action::Unit, "unit"),
            hint(model, Action::RollUp, "roll-up"),
            hint(model, Action::Bars, "bars"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Memos) => {
            vec![
                hint(model, Action::Open, "where it stands"),
                hint(model, Action::Memo, "edit"),
                hint(model, Action::Order, "order"),
            ]
        }
        (None, Place::Codebook) => vec![
            hint(model, Action::Open, "quotes"),
            hint(model, Action::NewCode, "new under this"),
            hint(model, Action::NewTopCode, "new at the top"),
            hint(model, Action::Define, "define"),
            hint(model, Action::Rename, "rename"),
            hint(model, Action::Merge, "merge"),
            hint(model, Action::SplitCode, "split"),
            hint(model, Action::MoreLike, "more like it"),
            hint(model, Action::MoveCode, "move"),
            hint(model, Action::Remove, "remove"),
        ],
        (None, Place::History) => {
            vec![
                hint(model, Action::Open, "the transcript"),
                hint(model, Action::AsOf, "as it stood then"),
                hint(model, Action::Whose, "whose"),
                hint(model, Action::OfTranscript, "transcript"),
                hint(model, Action::OfCode, "code"),
                hint(model, Action::OfDays, "days"),
                hint(model, Action::AsOfTime, "as it stood at a time"),
            ]
        }
        (None, Place::Review) => vec![
            hint(model, Action::Accept, "accept"),
            hint(model, Action::AcceptAll, "accept all"),
            hint(model, Action::PlaceByHand, "place by hand"),
            hint(model, Action::Aside, "set aside"),
        ],
        (None, Place::Compare) => compare::hints(model),
        (None, Place::Import) => vec![
            hint(model, Action::BringIn, "brings in"),
            hint(model, Action::OtherList, "labels"),
            hint(model, Action::Toggle, "interviews"),
            hint(model, Action::Who, "participant"),
            hint(model, Action::Rename, "rename"),
            "Esc back".into(),
        ],
        (None, Place::Framework) => vec![
            hint(model, Action::Open, "the cell"),
            hint(model, Action::Summarise, "summary"),
            hint(model, Action::GapNext, "next that lacks one"),
            hint(model, Action::Rows, "rows"),
            hint(model, Action::RowOrder, "order"),
            hint(model, Action::Level, "levels"),
            hint(model, Action::RollUp, "roll-up"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Cell) => vec![
            hint(model, Action::Summarise, "summary"),
            hint(model, Action::Reference, "reference"),
            hint(model, Action::Open, "in place"),
            hint(model, Action::GapNext, "next that lacks one"),
            "Esc back".into(),
        ],
        (None, Place::Analyses) => vec![hint(model, Action::Open, "open"), "Esc back".into()],
        (None, Place::Table(analysis)) => tables::hints(model, analysis),
        (None, Place::Start) => vec![hint(model, Action::Open, "open"), hint(model, Action::Quit, "leave")],
        (None, Place::New) => {
            vec![hint(model, Action::Open, "toggle, or make"), "Esc back".into(), hint(model, Action::Quit, "leave")]
        }
    };
    if model.place != Place::Search {
        hints.push(hint(model, Action::Help, "keys"));
    }
    hints
}
