//! From screen to screen, and lists in sight.

use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Ask, Asking, List, Model, Over, Place, Tone};

/// Goes to a screen; the present one lies behind it.
pub fn go(model: &mut Model, place: Place) -> Vec<Effect> {
    model.over = None;
    if model.place != place {
        let from = model.place;
        model.trail.retain(|behind| *behind != place && *behind != from);
        if place == Place::Library {
            model.trail.clear();
        } else {
            model.trail.push(from);
        }
        model.place = place;
    }
    settle(model);
    Vec::new()
}

/// One step back; nothing is lost by it.
pub fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(over) = model.over.take() {
        match over {
            // A new code's name is asked about in two steps.
            Over::Picker(mut picker) if picker.naming.is_some() => {
                let name = picker.naming.take().unwrap_or_default();
                picker.field = crate::tui::field::Field::of(&name);
                model.over = Some(Over::Picker(picker));
                super::picker::refilter(model);
            }
            Over::Write(writing) => {
                model.over = Some(Over::Write(writing));
                return super::memo::written(model, Action::Keep);
            }
            Over::Ask(Ask { about: Asking::Coder(then), .. }) if !then.is_empty() => {
                model.notice = Some((Tone::Plain, "nothing was coded: who is coding was not said".into()));
                super::refresh(model);
            }
            _ => {}
        }
        return Vec::new();
    }
    if model.place == Place::Read {
        if super::read_select::let_go(model) {
            return Vec::new();
        }
        model.placing = None;
    }
    if model.place == Place::Quotes && !model.quotes.ticked.is_empty() {
        model.quotes.ticked.clear();
        return Vec::new();
    }
    match model.trail.pop() {
        Some(place) => {
            model.place = place;
            settle(model);
            super::read::resize(model);
            match place {
                Place::Quotes => return super::quotes::ask(model),
                Place::Walk => return super::walk::around(model),
                Place::Memos => return super::memo::ask(),
                Place::History => return super::history::ask(),
                Place::Review => return super::review::ask(),
                Place::Compare => return super::compare::ask(model),
                Place::Frequencies => return super::heat::ask(model),
                Place::Framework | Place::Cell => return super::framework::ask(model),
                Place::Table(analysis) => return super::tables::ask(model, analysis),
                _ => {}
            }
        }
        None if !matches!(model.place, Place::Library | Place::Start) => {
            model.place = Place::Library;
            settle(model);
        }
        None => model.notice = Some((Tone::Plain, format!("{} leaves", model.keys.main(Action::Quit)))),
    }
    Vec::new()
}

/// Back to a screen behind the present one.
pub fn back_to(model: &mut Model, place: Place) -> Vec<Effect> {
    while model.place != place && !model.trail.is_empty() {
        model.place = model.trail.pop().unwrap_or(place);
    }
    settle(model);
    super::answers::ask_again(model)
}

/// How many rows a list has on the screen.
pub fn rows(model: &Model) -> usize {
    let frame = layout::frame(model.size).body;
    let body = usize::from(frame.height);
    match model.place {
        Place::Library | Place::Memos | Place::Codebook | Place::History => {
            body.saturating_sub(1 + usize::from(layout::below((frame.width, frame.height))))
        }
        Place::Review => layout::review_rows(model.size),
        Place::Import => usize::from(layout::import(model.size).files),
        Place::Start => body.saturating_sub(8),
        Place::New => body.saturating_sub(7),
        Place::Frequencies if model.heat.bars => layout::bars(model.size),
        Place::Frequencies => body.saturating_sub(usize::from(model.heat.layout(model.size).head + layout::HEAT_NOTES)),
        Place::Framework => layout::grid(model.size, model.framework.column).rows,
        Place::Analyses => body.saturating_sub(2) / 2,
        Place::Table(analysis) => usize::from(layout::table(model.size, analysis).list.height),
        Place::Search => body.saturating_sub(3) / 3,
        // A quote takes up to four rows with its group, the one in focus some more.
        Place::Quotes => body.saturating_sub(11) / 4 + 1,
        Place::Read | Place::Cell | Place::Compare | Place::Walk => body,
    }
    .max(1)
}

/// Brings the row in focus of every list into sight.
pub fn settle(model: &mut Model) {
    let rows = rows(model);
    match model.place {
        Place::Library => {
            let count = model.study.as_ref().map_or(0, |study| study.rows.len());
            model.library.settle(count, rows);
        }
        Place::Memos => model.memos.list.settle(model.memos.rows.len(), rows),
        Place::Codebook => {
            let count = model.study.as_ref().map_or(0, |study| study.codebook.codes().len());
            model.book.list.settle(count, rows);
        }
        Place::History => {
            let count = model.history.shown().count();
            model.history.list.settle(count, rows);
        }
        Place::Import => {
            let labels = usize::from(layout::import(model.size).labels);
            let import = &mut model.import;
            import.list.settle(import.data.rows.len(), rows);
            import.labels.settle(import.data.labels.len(), labels);
        }
        Place::Review => model.review.list.settle(model.review.data.rows.len(), rows),
        Place::Compare => model.compare.list.settle(model.compare.order.len(), rows),
        Place::Start => {
            let count = super::start::choices(&model.start.welcome).len();
            model.start.list.settle(count, rows);
        }
        Place::New => model.new.list.settle(model.new.labels.len() + 1, rows),
        Place::Search => model.search.list.settle(model.search.found.rows.len(), rows),
        Place::Quotes => model.quotes.list.settle(model.quotes.rows.len(), rows),
        Place::Frequencies => {
            let count = model.heat.heat.as_ref().map_or(0, |heat| heat.figures.themes.len());
            model.heat.list.settle(count, rows);
        }
        Place::Framework | Place::Cell => {
            let grid = layout::grid(model.size, model.framework.column).rows;
            model.framework.list.settle(model.framework.order.len(), grid);
        }
        Place::Analyses => model.tables.list.settle(crate::tui::tables::OFFERED.len(), rows),
        Place::Table(analysis) => {
            let screen = model.tables.of_mut(analysis);
            screen.list.settle(screen.count(), rows);
        }
        Place::Read | Place::Walk => {}
    }
    if let Some(Over::Picker(picker)) = &mut model.over {
        picker.list.settle(picker.rows.len(), layout::picker_rows(model.size));
    }
}

/// Moves in a list; whether the action was a move.
pub fn step(list: &mut List, action: Action, rows: usize) -> bool {
    list.at = match action {
        Action::Up | Action::Previous => list.at.saturating_sub(1),
        Action::Down | Action::Next => list.at + 1,
        Action::PageUp => list.at.saturating_sub(rows),
        Action::PageDown => list.at + rows,
        Action::First => 0,
        Action::Last => usize::MAX / 2,
        _ => return false,
    };
    true
}

/// Scrolls the help.
pub fn help(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = usize::from(layout::frame(model.size).body.height.saturating_sub(2)).max(1);
    let lines = match &model.over {
        Some(Over::Notes(_)) => crate::tui::view::notes_lines(model).len(),
        _ => crate::tui::view::help_lines(model).len(),
    };
    if let Some(Over::Help(top) | Over::Notes(top)) = &mut model.over {
        let mut list = List { at: *top, top: 0 };
        // A line of the page before stays in sight.
        step(&mut list, action, (page - 1).max(1));
        *top = list.at.min(lines.saturating_sub(page));
    }
    Vec::new()
}

/// A row of a list was pressed with the mouse: `Some(true)` if it was in focus already.
pub fn pressed(model: &mut Model, column: u16, row: u16) -> Option<bool> {
    let line = usize::from(row.checked_sub(layout::frame(model.size).body.y)?);
    let (list, count, lead) = match model.place {
        Place::Library => (&mut model.library, model.study.as_ref().map_or(0, |study| study.rows.len()), 1),
        Place::Memos => (&mut model.memos.list, model.memos.rows.len(), 1),
        Place::Codebook => (&mut model.book.list, model.study.as_ref().map_or(0, |s| s.codebook.codes().len()), 1),
        Place::History => {
            let count = model.history.shown().count();
            (&mut model.history.list, count, 1)
        }
        Place::Review => {
            let last = model.review.list.top + layout::review_rows(model.size);
            (&mut model.review.list, model.review.data.rows.len().min(last), 1)
        }
        Place::Start => {
            let count = super::start::choices(&model.start.welcome).len();
            (&mut model.start.list, count, layout::START)
        }
        Place::New => (&mut model.new.list, model.new.labels.len() + 1, layout::NEW),
        Place::Search => {
            let at = model.search.list.top + line.checked_sub(3)? / 3;
            let same = at == model.search.list.at;
            if at < model.search.found.rows.len() {
                model.search.list.at = at;
                return Some(same);
            }
            return None;
        }
        Place::Frequencies => return super::heat::pressed(model, column, line),
        Place::Framework => return super::framework::pressed(model, column, line),
        Place::Analyses => {
            let at = model.tables.list.top + line.checked_sub(1)? / 2;
            let same = at == model.tables.list.at;
            model.tables.list.at = at.min(crate::tui::tables::OFFERED.len() - 1);
            return Some(same);
        }
        Place::Table(analysis) => {
            let list = layout::table(model.size, analysis).list;
            let screen = model.tables.of_mut(analysis);
            let at = screen.list.top + usize::from(row.checked_sub(list.y)?);
            let same = at == screen.list.at;
            if row >= list.bottom() || at >= screen.count() {
                return None;
            }
            screen.list.at = at;
            return Some(same);
        }
        Place::Quotes | Place::Read | Place::Import | Place::Cell | Place::Compare | Place::Walk => return None,
    };
    let at = list.top + line.checked_sub(lead)?;
    if at >= count {
        return None;
    }
    let same = at == list.at;
    list.at = at;
    Some(same)
}
