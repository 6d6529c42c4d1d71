//! Quotes of a theme, side by side, and what is done to several of them.

use super::{memo, nav, picker, read_marks};
use crate::model::{CodeId, EventId, MemoOn, Star};
use crate::session::{Command, Problem};
use crate::tui::data::Quote;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Grouping, Landing, List, Model, Place, Purpose, Tone};

/// Goes to the quotes of the theme that was shown last, else of the coding in focus, else asks which.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let read = model.read.as_ref().filter(|_| model.place == Place::Read);
    let focus = read.and_then(|read| read_marks::focus(read).and_then(|at| read.marks.get(at)));
    let focus = focus.map(|mark| mark.code.clone()).filter(|code| code.case().is_none());
    match focus.or_else(|| model.quotes.theme.clone()) {
        Some(theme) if model.place != Place::Quotes => of_theme(model, theme),
        _ => {
            let _ = nav::go(model, Place::Quotes);
            picker::open(model, Purpose::Quotes, None);
            Vec::new()
        }
    }
}

/// Lists the quotes of a theme.
pub fn of_theme(model: &mut Model, theme: CodeId) -> Vec<Effect> {
    of_query(model, Some(theme.clone()), format!("theme:{theme}"))
}

/// Lists the quotes that a query selects.
pub fn of_query(model: &mut Model, theme: Option<CodeId>, query: String) -> Vec<Effect> {
    if model.quotes.query != query {
        model.quotes.list = List::default();
        model.quotes.rows.clear();
        model.quotes.ticked.clear();
    }
    model.quotes.theme = theme;
    model.quotes.query = query;
    let _ = nav::go(model, Place::Quotes);
    ask(model)
}

/// Asks for the list again.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    if model.quotes.query.is_empty() {
        return Vec::new();
    }
    model.quotes.asked = true;
    let mut effects = vec![Effect::Ask(Request::Quotes(model.quotes.query.clone()))];
    effects.extend(small(model));
    effects
}

/// Asks which of the groups are small, where quotes stand by group.
fn small(model: &Model) -> Option<Effect> {
    model.quotes_by().map(|by| Effect::Ask(Request::SmallGroups(by.to_owned())))
}

/// The quotes have come.
pub fn listed(model: &mut Model, query: &str, quotes: Result<Vec<Quote>, Problem>) {
    if query != model.quotes.query {
        return;
    }
    model.quotes.asked = false;
    // The row in focus stays the same coding.
    let before = model.quotes.rows.get(model.quotes.list.at).map(|quote| quote.id);
    match quotes {
        Ok(rows) => {
            model.quotes.rows = rows;
            model.quotes.problem = None;
        }
        Err(problem) => {
            model.quotes.rows.clear();
            model.quotes.problem = Some(problem);
        }
    }
    let rows = &model.quotes.rows;
    model.quotes.ticked.retain(|id| rows.iter().any(|quote| quote.id == *id));
    arrange(model, before);
}

/// Brings the rows into the order of their groups.
fn arrange(model: &mut Model, focus: Option<EventId>) {
    let quotes = &mut model.quotes;
    quotes.rows.sort_by(|a, b| {
        let group = match quotes.grouping {
            Grouping::Participant => a.people.cmp(&b.people),
            Grouping::Group(at) => a.groups.get(at).cmp(&b.groups.get(at)).then_with(|| a.people.cmp(&b.people)),
            Grouping::Not => std::cmp::Ordering::Equal,
        };
        group.then_with(|| (&a.transcript, a.span, a.id).cmp(&(&b.transcript, b.span, b.id)))
    });
    if let Some(at) = focus.and_then(|id| quotes.rows.iter().position(|quote| quote.id == id)) {
        quotes.list.at = at;
    }
    nav::settle(model);
}

/// Does an action of the list of quotes: on those that are ticked, else on the one in focus.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.quotes.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    if action == Action::Theme {
        picker::open(model, Purpose::Quotes, None);
        return Vec::new();
    }
    if action == Action::MoreLike {
        return match model.quotes.theme.clone() {
            Some(theme) => super::walk::like(model, theme),
            None => Vec::new(),
        };
    }
    if action == Action::Export && !model.quotes.query.is_empty() {
        return super::ask::ask_export(model);
    }
    if action == Action::Group {
        let attributes = model.study.as_ref().map_or(0, |study| study.attributes.len());
        model.quotes.grouping = match model.quotes.grouping {
            Grouping::Participant if attributes > 0 => Grouping::Group(0),
            Grouping::Group(at) if at + 1 < attributes => Grouping::Group(at + 1),
            Grouping::Participant | Grouping::Group(_) => Grouping::Not,
            Grouping::Not => Grouping::Participant,
        };
        let focus = model.quotes.rows.get(model.quotes.list.at).map(|quote| quote.id);
        arrange(model, focus);
        return small(model).into_iter().collect();
    }
    let Some(quote) = model.quotes.rows.get(model.quotes.list.at).cloned() else { return Vec::new() };
    let meant: Vec<EventId> = if model.quotes.ticked.is_empty() { vec![quote.id] } else { model.quotes.ticked.clone() };
    let others: Vec<&Quote> = model.quotes.rows.iter().filter(|row| meant.contains(&row.id) && !row.mine).collect();
    let foreign = others.first().map(|quote| (others.len(), quote.coder.clone()));
    match action {
        Action::Open => {
            let landing = Landing { position: quote.span.start, focus: Some(quote.id), hits: Vec::new() };
            super::read::open_at(model, quote.transcript, landing)
        }
        Action::Tick => {
            if model.quotes.ticked.contains(&quote.id) {
                model.quotes.ticked.retain(|id| *id != quote.id);
            } else {
                model.quotes.ticked.push(quote.id);
            }
            model.quotes.list.at += 1;
            nav::settle(model);
            Vec::new()
        }
        Action::Uncode | Action::Recode if foreign.is_some() => {
            let (count, coder) = foreign.unwrap_or_default();
            let these = if count == 1 { "1 of these is".to_owned() } else { format!("{count} of these are") };
            let said = format!("{these} {coder}'s or another coder's; only they can change it");
            model.notice = Some((Tone::Plain, said));
            Vec::new()
        }
        Action::Uncode => {
            model.quotes.ticked.clear();
            super::apply(model, Command::Uncode(meant))
        }
        Action::Recode => {
            picker::open(model, Purpose::Recode(meant), None);
            Vec::new()
        }
        Action::Star => super::apply(model, Command::Star(meant, Star::after(quote.star))),
        Action::Memo => {
            if let [_, _, ..] = meant.as_slice() {
                let about = format!("each of {} codings", meant.len());
                memo::write(model, None, meant.into_iter().map(MemoOn::Coding).collect(), about, String::new());
            } else {
                let about = format!("the coding {}", model.code_name(&quote.code));
                memo::write(model, quote.memos.first().cloned(), vec![MemoOn::Coding(quote.id)], about, String::new());
            }
            Vec::new()
        }
        Action::Copy => vec![Effect::Ask(Request::Cite(quote.transcript, quote.span))],
        _ => Vec::new(),
    }
}
