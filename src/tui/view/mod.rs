//! The screen of a model. Nothing here changes the model.

mod beside;
mod book;
mod bring;
mod cell;
mod chart;
mod compare;
mod draw;
mod edges;
mod framework;
mod heat;
mod hints;
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

use super::layout;
use super::model::{Model, Over, Place};
use super::tour;
use draw::Draw;
use edges::{foot, guide, head};
use hints::hint;

pub use compare::rows as compare_rows;
pub use draw::{cut, cut_middle};
pub use over::{help_lines, notes_lines};

/// Draws the screen.
pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let strip = tour::rows(model.tour.as_ref(), (area.width, area.height));
    let size = (area.width, area.height - strip);
    let mut draw = Draw::new(frame.buffer_mut(), model.theme.page());
    if layout::too_small(size) {
        let (width, height) = layout::SMALLEST;
        let said = format!("emic needs {width}×{height}, this is {}×{}: make the window larger", size.0, size.1);
        draw.wrapped(area, 0, &said, model.theme.plain());
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
