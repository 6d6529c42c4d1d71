//! Where coders differ, and what is decided about it.

use super::{nav, picker};
use crate::analysis::agreement::AgreementUnit;
use crate::model::{CodeId, CoderName};
use crate::session::{Command, Problem, Settle, Settlement};
use crate::tui::compare::{Compared, PlaceRow};
use crate::tui::data::Opened;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Asking, Landing, Model, Place, Purpose, Spot, Text, Tone};
use crate::tui::page::{Page, letters};

/// Opens the screen.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let mut effects = nav::go(model, Place::Compare);
    effects.extend(ask(model));
    effects
}

/// Asks where the coders differ.
pub fn ask(model: &Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::Compare(model.compare.request.clone()))]
}

/// The differences have come.
pub fn listed(model: &mut Model, data: Result<Compared, Problem>) -> Vec<Effect> {
    let before = model.compare.row().map(PlaceRow::spot);
    let settled: Vec<Spot> = settled(model.compare.data.as_ref());
    let first = model.compare.data.is_none();
    match data {
        Ok(data) => {
            model.compare.data = Some(data);
            model.compare.problem = None;
        }
        Err(problem) => {
            model.compare.data = Some(Compared::default());
            model.compare.problem = Some(problem);
        }
    }
    arrange(model);
    // What was refused is open still and comes back into focus.
    let waiting: Vec<u64> = model.saving.waiting.iter().map(|ticket| ticket.number).collect();
    let (pending, ended): (Vec<_>, Vec<_>) =
        std::mem::take(&mut model.compare.pending).into_iter().partition(|(ticket, _)| waiting.contains(ticket));
    model.compare.pending = pending;
    let now = self::settled(model.compare.data.as_ref());
    let refused = ended.into_iter().map(|(_, spot)| spot).find(|spot| spot.1.is_some() && !now.contains(spot));
    let changed = || {
        let (one, other) = (settled.iter(), now.iter());
        one.filter(|spot| !now.contains(spot)).chain(other.filter(|spot| !settled.contains(spot))).next().cloned()
    };
    let followed = if std::mem::take(&mut model.compare.follow) { changed() } else { None };
    let at = |spot: Spot| find(model, &spot);
    let focus = refused.and_then(at).or_else(|| followed.and_then(at)).or_else(|| before.and_then(at));
    let fallback = if first { resumed(model) } else { model.compare.list.at };
    model.compare.list.at = focus.unwrap_or(fallback);
    nav::settle(model);
    show(model)
}

/// The places that are settled.
fn settled(data: Option<&Compared>) -> Vec<Spot> {
    let rows = data.into_iter().flat_map(|data| &data.rows);
    rows.filter(|row| row.outcome.is_some()).map(PlaceRow::spot).collect()
}

fn find(model: &Model, spot: &Spot) -> Option<usize> {
    (0..model.compare.order.len()).find(|at| model.compare.at(*at).is_some_and(|row| row.spot() == *spot))
}

/// Where one goes on: the first open place after the one that was settled last.
fn resumed(model: &Model) -> usize {
    let compare = &model.compare;
    let last = (0..compare.order.len()).max_by_key(|at| compare.at(*at).and_then(|row| row.event));
    let last = last.filter(|at| compare.at(*at).is_some_and(|row| row.event.is_some()));
    next_open(model, last).or(last).unwrap_or(0)
}

/// The next open place after `at`, from the start again after the last.
fn next_open(model: &Model, at: Option<usize>) -> Option<usize> {
    let count = model.compare.order.len();
    let from = at.map_or(0, |at| at + 1);
    let open = |at: &usize| model.compare.at(*at).is_some_and(|row| model.compare.is_open(row));
    (from..count).chain(0..from.min(count)).find(open)
}

/// Brings the rows into their order.
fn arrange(model: &mut Model) {
    let Some(data) = &model.compare.data else { return };
    let mut order: Vec<usize> = (0..data.rows.len()).collect();
    if model.compare.by_code {
        // What waits to be taken over has no code and stands at the end.
        order.sort_by_key(|at| data.rows.get(*at).map(|row| (row.code, row.order, row.span, row.id)));
    }
    model.compare.order = order;
}

/// The place in focus comes into sight, with its text.
fn show(model: &mut Model) -> Vec<Effect> {
    model.compare.down = 0;
    let Some(row) = model.compare.row() else { return Vec::new() };
    let id = row.transcript.clone();
    lay_out(model);
    vec![Effect::Ask(Request::CompareText(id))]
}

/// The text of a place has come.
pub fn opened(model: &mut Model, Opened { reading, marks }: Opened) {
    if model.compare.row().is_none_or(|row| row.transcript != reading.id) {
        return;
    }
    let mut lettered: Vec<CodeId> = marks.iter().map(|mark| mark.code.clone()).collect();
    lettered.sort_by_cached_key(|code| (model.code_place(code), code.clone()));
    lettered.dedup();
    let names: Vec<String> = lettered.iter().map(|code| model.code_name(code)).collect();
    let letters = letters(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let page = Page::new(&reading.body, &reading.layout, &reading.language, width(model));
    model.compare.text = Some(Text { reading, marks, page, lettered, letters });
    bring_into_sight(model);
}

/// Columns of the text.
fn width(model: &Model) -> u16 {
    let lanes = model.compare.row().map_or(2, |row| row.coders.len());
    layout::compare(model.size, lanes).text.width.max(1)
}

/// After a change of the size, or another place.
pub fn lay_out(model: &mut Model) {
    let width = width(model);
    if let Some(text) = &mut model.compare.text
        && text.page.text_width() != width
    {
        text.page = Page::new(&text.reading.body, &text.reading.layout, &text.reading.language, width);
    }
    bring_into_sight(model);
}

fn bring_into_sight(model: &mut Model) {
    let lanes = model.compare.row().map_or(2, |row| row.coders.len());
    let height = usize::from(layout::compare(model.size, lanes).text.height).max(1);
    let Some(span) = model.compare.row().map(|row| row.span) else { return };
    let Some(text) = model.compare.text() else { return };
    let (first, last) = (text.page.row_of(span.start), text.page.row_of(span.end.saturating_sub(1).max(span.start)));
    let passage = last.saturating_sub(first) + 1;
    // The passage in the middle; one that is longer than the screen begins at the top.
    let before = height.saturating_sub(passage) / 2;
    model.compare.top = first.saturating_sub(before).min(text.page.rows().saturating_sub(height));
}

/// Does an action of the screen.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::DifferenceNext => step(model, 1),
        Action::DifferencePrevious => step(model, -1),
        Action::DifferenceOpen => match next_open(model, Some(model.compare.list.at)) {
            Some(at) => focus(model, at),
            None => said(model, "nothing is open any more"),
        },
        Action::First => focus(model, 0),
        Action::Last => focus(model, model.compare.order.len().saturating_sub(1)),
        Action::Up => scroll(model, -1),
        Action::Down => scroll(model, 1),
        Action::PageUp => {
            model.compare.down = model.compare.down.saturating_sub(4);
            Vec::new()
        }
        Action::PageDown => {
            // The view knows how much there is; nobody scrolls further than a long memo.
            model.compare.down = (model.compare.down + 4).min(crate::tui::view::compare_rows(model).saturating_sub(1));
            Vec::new()
        }
        Action::TakeA => take(model, 0),
        Action::TakeB => take(model, 1),
        Action::TakeC => take(model, 2),
        Action::TakeD => take(model, 3),
        Action::TakeAll => decide(model, Settle::Both),
        Action::Widest => decide(model, Settle::Union),
        Action::InCommon => decide(model, Settle::Intersection),
        Action::TakeNone => decide(model, Settle::Nothing),
        Action::OtherCode => {
            if differing(model).is_some() {
                picker::open(model, Purpose::Settle, None);
            }
            Vec::new()
        }
        Action::Reason => match differing(model) {
            Some(row) => {
                let before = model.compare.reason.as_ref().filter(|(spot, _)| *spot == row.spot());
                let before = before.map_or_else(|| row.reason.clone(), |(_, reason)| reason.clone());
                super::ask::ask(model, Asking::Reason, &before)
            }
            None => Vec::new(),
        },
        Action::TakeOver => take_over(model),
        Action::Mask => {
            model.compare.masked = !model.compare.masked;
            let said = if model.compare.masked { "coders are letters now" } else { "coders have their names again" };
            self::said(model, said)
        }
        Action::PlaceOrder => {
            let before = model.compare.row().map(PlaceRow::spot);
            model.compare.by_code = !model.compare.by_code;
            arrange(model);
            if let Some(at) = before.and_then(|spot| find(model, &spot)) {
                model.compare.list.at = at;
            }
            nav::settle(model);
            Vec::new()
        }
        Action::CompareUnit => {
            model.compare.request.unit = match model.compare.request.unit {
                AgreementUnit::Sentence => AgreementUnit::Turn,
                AgreementUnit::Turn => AgreementUnit::Word,
                AgreementUnit::Word => AgreementUnit::Character,
                AgreementUnit::Character | AgreementUnit::Transcript => AgreementUnit::Sentence,
            };
            ask(model)
        }
        Action::CompareCoders => {
            let now = model.compare.request.coders.clone().unwrap_or_default().join(", ");
            super::ask::ask(model, Asking::Compared, &now)
        }
        Action::Open => match model.compare.row().map(|row| (row.transcript.clone(), row.span.start)) {
            Some((id, position)) => {
                super::read::open_at(model, id, Landing { position, focus: None, hits: Vec::new() })
            }
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn said(model: &mut Model, said: &str) -> Vec<Effect> {
    model.notice = Some((Tone::Plain, said.to_owned()));
    Vec::new()
}

fn focus(model: &mut Model, at: usize) -> Vec<Effect> {
    let before = model.compare.row().map(|row| row.transcript.clone());
    model.compare.list.at = at;
    nav::settle(model);
    model.compare.down = 0;
    if before == model.compare.row().map(|row| row.transcript.clone()) && model.compare.text().is_some() {
        lay_out(model);
        return Vec::new();
    }
    show(model)
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = model.compare.order.len();
    match model.compare.list.at.checked_add_signed(by).filter(|at| *at < count) {
        Some(at) => focus(model, at),
        None if count == 0 => Vec::new(),
        None => said(model, if by > 0 { "that was the last one" } else { "that was the first one" }),
    }
}

fn scroll(model: &mut Model, rows: isize) -> Vec<Effect> {
    let most = model.compare.text().map_or(0, |text| text.page.rows().saturating_sub(1));
    model.compare.top = model.compare.top.saturating_add_signed(rows).min(most);
    Vec::new()
}

/// The place in focus, if coders differ there; else says what there is to do.
fn differing(model: &mut Model) -> Option<PlaceRow> {
    let row = model.compare.row().cloned()?;
    if row.id.is_none() {
        let key = model.keys.main(Action::TakeOver);
        let _ = said(model, &format!("nothing differs here: {key} takes over what is agreed"));
        return None;
    }
    Some(row)
}

fn take(model: &mut Model, lane: usize) -> Vec<Effect> {
    let Some(row) = differing(model) else { return Vec::new() };
    match row.coders.get(lane) {
        Some(coder) => decide(model, Settle::Take(coder.clone())),
        None => said(model, &format!("{} coders are compared here", row.coders.len())),
    }
}

/// Settles the place in focus and goes on to the next open one.
pub fn decide(model: &mut Model, how: Settle) -> Vec<Effect> {
    let Some(row) = differing(model) else { return Vec::new() };
    let Some(place) = row.id else { return Vec::new() };
    if matches!(how, Settle::Union | Settle::Intersection) && row.codes.len() > 1 {
        return said(
            model,
            "they gave different codes, so their passages cannot be joined: take one, all, or another code",
        );
    }
    if how == Settle::Intersection && !row.meets {
        return said(model, "their passages share no character: take one of them, all, or the whole");
    }
    let reason = model.compare.reason.take_if(|(spot, _)| *spot == row.spot()).map(|(_, reason)| reason);
    let settlement = Settlement { coders: row.coders.clone(), unit: model.compare.request.unit, place, how, reason };
    send(model, &row, Command::Settle(settlement))
}

fn send(model: &mut Model, row: &PlaceRow, command: Command) -> Vec<Effect> {
    let before = model.saving.last;
    let mut effects = super::apply(model, command);
    // Else it is asked first who is coding.
    if model.saving.last > before {
        model.compare.pending.push((model.saving.last, row.spot()));
        if let Some(at) = next_open(model, Some(model.compare.list.at)) {
            effects.extend(focus(model, at));
        }
    }
    effects
}

/// Takes over what is agreed in the transcript in focus, and marks it done by the consensus.
fn take_over(model: &mut Model) -> Vec<Effect> {
    let Some(row) = model.compare.row().cloned() else { return Vec::new() };
    let (settled, all) = model.compare.progress(|one| one.transcript == row.transcript);
    if settled < all {
        let open = crate::analysis::counted((all - settled) as u64, "difference");
        return said(model, &format!("{open} of {} still open: the last decision takes over the rest", row.transcript));
    }
    let command = Command::SettleRest {
        coders: row.coders.clone(),
        unit: model.compare.request.unit,
        transcript: row.transcript.clone(),
    };
    send(model, &row, command)
}

/// The reason was written.
pub fn reasoned(model: &mut Model, reason: String) -> Vec<Effect> {
    model.over = None;
    let Some(row) = model.compare.row() else { return Vec::new() };
    let spot = row.spot();
    model.compare.reason = (!reason.is_empty()).then_some((spot, reason));
    if model.compare.reason.is_some() {
        return said(model, "the reason goes with the decision that you make now");
    }
    Vec::new()
}

/// It was said who is compared.
///
/// # Errors
/// What is no name of a coder, in words.
pub fn chosen(model: &mut Model, names: &str) -> Result<Vec<Effect>, String> {
    let parts = names.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty());
    let mut coders: Vec<String> = Vec::new();
    for name in parts {
        let name = CoderName::new(name).map_err(|error| error.to_string())?.to_string();
        if !coders.contains(&name) {
            coders.push(name);
        }
    }
    if coders.len() == 1 || coders.len() > crate::tui::compare::MOST {
        return Err("two to four names, or none".into());
    }
    model.over = None;
    model.compare.request.coders = (!coders.is_empty()).then_some(coders);
    Ok(ask(model))
}

/// Takes the last decision of the consensus back, or brings it again.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    model.compare.follow = true;
    super::apply(model, if again { Command::RedoSettled } else { Command::UndoSettled })
}

/// What may be said while names are masked, of what others have done.
pub fn unnamed(model: &Model, said: String) -> String {
    if model.compare.masked && model.place == Place::Compare { "taken in from the disk".into() } else { said }
}
