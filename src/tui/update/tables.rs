//! Analyses: what is asked, and where their figures lead.

use super::{ask, book, nav, quotes, search};
use crate::analysis::KwicSort;
use crate::model::RollUp;
use crate::session::{CooccurrenceRule, CoverageList, CoverageRows, Problem};
use crate::tui::effect::{Effect, Request};
use crate::tui::field::Field;
use crate::tui::keymap::{Action, Key};
use crate::tui::model::{Asking, Landing, List, Model, Over, Place, TableScreen, Tone};
use crate::tui::tables::{Analysed, Analysis, Lead, OFFERED, Question};
use crossterm::event::KeyCode;

/// Opens the list of analyses.
pub fn list(model: &mut Model) -> Vec<Effect> {
    nav::go(model, Place::Analyses)
}

/// Does an action of the list.
pub fn choose(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.tables.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    match (action, OFFERED.get(model.tables.list.at)) {
        (Action::Open, Some(chosen)) => super::act(model, *chosen, Key::from(KeyCode::Null)),
        _ => Vec::new(),
    }
}

/// Opens an analysis as it was left.
pub fn go(model: &mut Model, analysis: Analysis) -> Vec<Effect> {
    let attributes = model.study.as_ref().map_or(&[][..], |study| &study.attributes);
    let first = Question::first(analysis, attributes);
    model.tables.of_mut(analysis).question.get_or_insert(first);
    let _ = nav::go(model, Place::Table(analysis));
    let effects = ask(model, analysis);
    // A concordance needs a word before there is anything to see.
    if effects.is_empty() { ask::ask(model, Asking::Word, "") } else { effects }
}

/// Asks again.
pub fn ask(model: &Model, analysis: Analysis) -> Vec<Effect> {
    match &model.tables.of(analysis).question {
        Some(Question::Concordance { query, .. }) if query.is_empty() => Vec::new(),
        Some(question) => vec![Effect::Ask(Request::Analyse(question.clone()))],
        None => Vec::new(),
    }
}

/// An answer has come.
pub fn analysed(model: &mut Model, question: Question, data: Result<Analysed, Problem>) {
    let screen = model.tables.of_mut(question.analysis());
    // Something else is asked by now.
    if screen.question.as_ref() != Some(&question) {
        return;
    }
    match data {
        Ok(data) => {
            screen.problem = None;
            screen.group = screen.group.min(data.groups.len().saturating_sub(1));
            screen.column = screen.column.min(data.table.columns.len().saturating_sub(1));
            screen.data = Some(data);
        }
        Err(problem) => screen.problem = Some(problem),
    }
    nav::settle(model);
}

/// A word to look up was named.
pub fn look(model: &mut Model, typed: String) -> Vec<Effect> {
    if typed.is_empty() {
        if let Some(Over::Ask(ask)) = &mut model.over {
            ask.wrong = Some("a word, or a search with a word in it".into());
        }
        return Vec::new();
    }
    model.over = None;
    word(model, typed)
}

/// Shows each place where a word stands.
fn word(model: &mut Model, looked_up: String) -> Vec<Effect> {
    let screen = model.tables.of_mut(Analysis::Concordance);
    let sort = match &screen.question {
        Some(Question::Concordance { sort, .. }) => *sort,
        _ => KwicSort::default(),
    };
    *screen =
        TableScreen { question: Some(Question::Concordance { query: looked_up, sort }), ..TableScreen::default() };
    let _ = nav::go(model, Place::Table(Analysis::Concordance));
    ask(model, Analysis::Concordance)
}

/// Does an action of an analysis.
pub fn act(model: &mut Model, analysis: Analysis, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    let screen = model.tables.of_mut(analysis);
    if nav::step(&mut screen.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let columns = screen.data.as_ref().map_or(0, |data| data.table.columns.len());
    let groups = screen.data.as_ref().map_or(0, |data| data.groups.len()).max(1);
    match action {
        Action::CellLeft => screen.column = screen.column.saturating_sub(1),
        Action::CellRight => screen.column = (screen.column + 1).min(columns.saturating_sub(1)),
        Action::GroupNext | Action::GroupPrevious => {
            let by = if action == Action::GroupNext { 1 } else { groups - 1 };
            (screen.group, screen.list) = ((screen.group + by) % groups, List::default());
        }
        Action::Open => return open(model, analysis),
        Action::Export if screen.data.is_some() => return ask::ask_export(model),
        Action::Notes => model.over = Some(Over::Notes(0)),
        Action::LookUp => {
            let now = match &screen.question {
                Some(Question::Concordance { query, .. }) => query.clone(),
                _ => String::new(),
            };
            return ask::ask(model, Asking::Word, &now);
        }
        _ => return other(model, analysis, action),
    }
    Vec::new()
}

/// Asks the same in another way.
fn other(model: &mut Model, analysis: Analysis, action: Action) -> Vec<Effect> {
    let study = model.study.as_ref();
    let attributes = study.map_or(Vec::new(), |study| study.attributes.clone());
    let orders = study.map_or(Vec::new(), |study| study.transcript_attributes.clone());
    let screen = model.tables.of_mut(analysis);
    let Some(question) = &mut screen.question else { return Vec::new() };
    if let Some(why) = change(question, action, &attributes, &orders) {
        model.notice = Some((Tone::Plain, why.into()));
        return Vec::new();
    }
    (screen.list, screen.group, screen.column) = (List::default(), 0, 0);
    ask(model, analysis)
}

/// Changes a question; answers why that cannot be.
fn change(question: &mut Question, action: Action, attributes: &[String], orders: &[String]) -> Option<&'static str> {
    match (action, question) {
        (Action::By, Question::Together { across: true, .. }) => {
            return Some("codes × codes are everybody's: v shows pairs, which can be grouped");
        }
        (Action::By, Question::Coverage { list: CoverageList::Codes | CoverageList::Turns, .. }) => {
            return Some("groups are counted in words: t goes there");
        }
        (Action::By, Question::Coverage { rows: rows @ CoverageRows::Transcript, by, .. }) if by.is_empty() => {
            *rows = CoverageRows::Participant;
        }
        (Action::By, question) => {
            let next = after(attributes, question.by());
            if let Question::Coverage { rows, .. } = question {
                *rows = CoverageRows::Transcript;
            }
            question.set_by(next);
        }
        (Action::Rule, Question::Together { rule, .. }) => {
            *rule = match rule {
                CooccurrenceRule::Overlap => CooccurrenceRule::Turn,
                CooccurrenceRule::Turn => CooccurrenceRule::Turns(2),
                CooccurrenceRule::Turns(_) => CooccurrenceRule::Participant,
                CooccurrenceRule::Participant => CooccurrenceRule::Transcript,
                CooccurrenceRule::Transcript => CooccurrenceRule::Overlap,
            };
        }
        (Action::Across, Question::Together { across, by, .. }) => {
            *across = !*across;
            by.clear();
        }
        (Action::RollUp, Question::Together { roll_up, .. } | Question::Coverage { roll_up, .. }) => {
            *roll_up = if *roll_up == RollUp::Subtree { RollUp::Own } else { RollUp::Subtree };
        }
        (Action::InterviewOrder, Question::NewCodes { order, .. }) => {
            *order = match order.as_str() {
                "id" => "coded".into(),
                "coded" => orders.first().cloned().unwrap_or_else(|| "id".into()),
                name => Some(after(orders, name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "id".into()),
            };
        }
        (Action::Listed, Question::Coverage { list, by, .. }) => {
            *list = match list {
                CoverageList::Words => CoverageList::Codes,
                CoverageList::Codes => CoverageList::Turns,
                CoverageList::Turns => CoverageList::Words,
            };
            by.clear();
        }
        (Action::Stems, Question::Words { stems, .. }) => *stems = !*stems,
        (Action::Sort, Question::Concordance { sort, .. }) => {
            *sort = match sort {
                KwicSort::Place => KwicSort::Left,
                KwicSort::Left => KwicSort::Right,
                KwicSort::Right => KwicSort::Place,
            };
        }
        _ => return Some("this key does nothing here: ? shows those that do"),
    }
    None
}

/// The name after this one; after the last and for none none and the first.
fn after(names: &[String], name: &str) -> String {
    let next = if name.is_empty() { Some(0) } else { names.iter().position(|known| known == name).map(|at| at + 1) };
    next.and_then(|at| names.get(at)).cloned().unwrap_or_default()
}

/// To what stands behind the figure in focus.
fn open(model: &mut Model, analysis: Analysis) -> Vec<Effect> {
    let screen = model.tables.of(analysis);
    let row = screen.row().and_then(|row| screen.data.as_ref()?.rows.get(row));
    let lead = row.and_then(|row| row.leads.get(screen.column).or(row.leads.first()));
    match lead.cloned() {
        None => Vec::new(),
        Some(Lead::Nowhere(why)) => {
            model.notice = Some((Tone::Plain, why.into()));
            Vec::new()
        }
        Some(Lead::Quotes(theme, query)) => quotes::of_query(model, theme, query),
        Some(Lead::Search(query)) => {
            model.search.field = Field::of(&query);
            let _ = nav::go(model, Place::Search);
            search::retyped(model)
        }
        Some(Lead::Place(id, position, hits)) => {
            super::read::open_at(model, id, Landing { position, focus: None, hits })
        }
        Some(Lead::Word(query)) => word(model, query),
        Some(Lead::Code(id)) => {
            model.book.land_on = Some(id);
            book::land(model);
            nav::go(model, Place::Codebook)
        }
    }
}
