//! What others have changed on the disk is taken in; place and selection stay where they are in the text.

use super::answers;
use super::carried::carried;
use crate::text::{Body, Span, Verdict, context, resolve};
use crate::tui::data::{Opened, StudyData};
use crate::tui::effect::Effect;
use crate::tui::model::{Landing, Model, Place, Selection, Tone};

/// Code points from the cursor on by which its place is found again.
pub(super) const FOLLOWED: u32 = 24;

/// Something has changed on the disk.
pub fn changed(model: &mut Model, what: String, study: StudyData, opened: Option<Opened>) -> Vec<Effect> {
    let what = super::compare::unnamed(model, what);
    model.notice = Some((Tone::Plain, what));
    let focus = model.study.as_ref().and_then(|study| study.rows.get(model.library.at)).map(|row| row.id.clone());
    let coder = model.study.as_ref().and_then(|study| study.coder.clone());
    model.study = Some(StudyData { coder: study.coder.clone().or(coder), ..study });
    if let (Some(id), Some(study)) = (focus, &model.study)
        && let Some(at) = study.rows.iter().position(|row| row.id == id)
    {
        model.library.at = at;
    }
    match opened {
        Some(opened) => reading(model, opened),
        // The transcript that was read is no longer there.
        None if model.read.is_some() => {
            let gone = model.read.take().map(|read| read.reading.id.clone());
            model.trail.retain(|place| *place != Place::Read);
            if model.place == Place::Read {
                model.place = model.trail.pop().unwrap_or(Place::Library);
            }
            if let Some(id) = gone {
                model.notice = Some((Tone::Wrong, format!("{id} is no longer in the study")));
            }
        }
        None => {}
    }
    super::refresh(model);
    super::nav::settle(model);
    answers::ask_again(model)
}

/// The transcript that is read, as it is now.
pub fn reading(model: &mut Model, opened: Opened) {
    let Some(read) = &mut model.read else { return };
    if read.reading.id != opened.reading.id {
        return;
    }
    if read.reading == opened.reading
        && read.reading.speakers == opened.reading.speakers
        && read.reading.blind == opened.reading.blind
    {
        read.saved = opened.marks;
        return;
    }
    let (old, new) = (&read.reading.body, &opened.reading.body);
    let cursor = follow(old, new, Span { start: read.cursor, end: (read.cursor + FOLLOWED).min(old.chars()) });
    let selection = read.selection.and_then(|selection| {
        let span = follow(old, new, selection.span)?;
        Some(Selection { span, ..selection })
    });
    let down = read.page.row_of(read.cursor).saturating_sub(read.top);
    let (others, hits) = (read.others, read.hits.iter().filter_map(|hit| follow(old, new, *hit)).collect());
    let position = cursor.map_or(read.cursor.min(new.chars()), |span| span.start);
    let place = model.place;
    let trail = model.trail.clone();
    let (over, said) = model.over.take().map_or((None, None), |over| carried(over, &read.reading, &opened.reading));
    model.landing = Some(Landing { position, focus: read.focus, hits });
    let old = read.reading.body.clone();
    super::read::opened(model, opened);
    super::bookmarks::follow(model, Some(&old));
    (model.place, model.trail, model.over) = (place, trail, over);
    if let Some(said) = said {
        model.notice = Some((Tone::Wrong, said.into()));
    }
    if let Some(read) = &mut model.read {
        read.others = others;
        read.selection = selection;
        read.top = read.page.row_of(read.cursor).saturating_sub(down);
    }
    super::read::show(model);
}

/// Where a passage of the old text stands in the new one.
pub(super) fn follow(old: &Body, new: &Body, span: Span) -> Option<Span> {
    let (quote, before, after) = context(old, span)?;
    match resolve(span, quote, before, after, old.hash(), new) {
        Verdict::Exact => Some(span),
        Verdict::Moved(place) | Verdict::Changed(Some(place)) => Some(place),
        Verdict::Changed(None) | Verdict::Lost => None,
    }
}
