//! Choosing codes: fuzzy over names, paths, old ids and definitions; a name that there is not makes a new code.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::model::{CodeId, Codebook, Theme};
use crate::session::{Command, id_from_name};
use crate::tui::effect::Effect;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::model::{List, Model, Over, PickRow, Picker, Purpose};

/// Opens the picker; with a name, a new code of that name is made.
pub fn open(model: &mut Model, purpose: Purpose, naming: Option<String>) {
    let picker = Picker {
        purpose,
        field: Field::default(),
        rows: Vec::new(),
        list: List::default(),
        ticked: Vec::new(),
        naming,
    };
    model.over = Some(Over::Picker(Box::new(picker)));
    refilter(model);
}

/// Brings the rows up to date after something was typed.
pub fn refilter(model: &mut Model) {
    let (Some(Over::Picker(picker)), Some(study)) = (&mut model.over, &model.study) else { return };
    let query = picker.field.text().trim();
    if matches!(picker.purpose, Purpose::Case(..)) {
        picker.rows = cases(&study.cases, query);
        picker.list.at = 0;
        super::nav::settle(model);
        return;
    }
    let mut rows = ranked(&study.codebook, &model.recent, query);
    if picker.naming.is_some() {
        rows.insert(0, PickRow::Top);
        // What was typed finds a theme; the top is for those who type nothing.
        picker.list.at = usize::from(!query.is_empty() && rows.len() > 1);
    } else {
        let known = study.codebook.codes().iter().any(|code| code.name.to_lowercase() == query.to_lowercase());
        if matches!(picker.purpose, Purpose::Move(_)) {
            rows.push(PickRow::Top);
        }
        if !query.is_empty() && !known && picker.purpose.may_make() {
            rows.push(PickRow::New(query.to_owned()));
        }
        picker.list.at = 0;
    }
    picker.rows = rows;
    super::nav::settle(model);
}

/// The cases that fit `query`, best first.
fn cases(cases: &[String], query: &str) -> Vec<PickRow> {
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let scored = |case: &String| Some((pattern.score(Utf32Str::new(case, &mut buffer), &mut matcher)?, case.clone()));
    let mut found: Vec<(u32, String)> = cases.iter().filter_map(scored).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, case)| PickRow::Case(case)).collect()
}

/// The codes that fit `query`, best first; without one, the recent ones first, then the codebook's order.
fn ranked(book: &Codebook, recent: &[CodeId], query: &str) -> Vec<PickRow> {
    let recency = |id: &CodeId| recent.iter().position(|known| known == id);
    let mut found: Vec<(i64, usize)> = Vec::new();
    if query.is_empty() {
        for (at, code) in book.codes().iter().enumerate() {
            found.push((recency(&code.id).map_or(0, |place| 100 - place as i64), at));
        }
    } else {
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher).map(i64::from);
        let folded = query.to_lowercase();
        for (at, code) in book.codes().iter().enumerate() {
            let named = score(&code.name).map(|score| {
                let name = code.name.to_lowercase();
                // What begins as it was typed comes first.
                score * 8 + if name.starts_with(&folded) { 800 } else { 0 }
            });
            let path = || score(&book.path(Theme::Code(at.into())).join(" ")).map(|score| score * 3);
            let best = named
                .or_else(path)
                .or_else(|| score(code.id.as_str()).map(|score| score * 3))
                .or_else(|| code.was.iter().filter_map(|was| score(was.as_str())).max().map(|score| score * 3));
            // In a definition only whole words count: letters strewn over a sentence fit everything.
            let meant = || code.definition.to_lowercase().contains(&folded).then_some(1);
            if let Some(score) = best.or_else(meant) {
                found.push((score + recency(&code.id).map_or(0, |place| 40 - place as i64), at));
            }
        }
    }
    found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    let ids = found.into_iter().filter_map(|(_, at)| book.codes().get(at));
    ids.map(|code| PickRow::Code(code.id.clone())).collect()
}

/// Does an action of the picker.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = crate::tui::layout::picker_rows(model.size);
    let Some(Over::Picker(picker)) = &mut model.over else { return Vec::new() };
    if super::nav::step(&mut picker.list, action, rows) {
        super::nav::settle(model);
        return Vec::new();
    }
    let row = picker.rows.get(picker.list.at).cloned();
    match (action, row) {
        (Action::Several, Some(PickRow::Code(id))) if picker.naming.is_none() => {
            if picker.ticked.contains(&id) {
                picker.ticked.retain(|known| *known != id);
            } else {
                picker.ticked.push(id);
            }
            picker.field.clear();
            refilter(model);
            Vec::new()
        }
        (Action::Several, Some(PickRow::Case(case))) => {
            let id = CodeId::from(format!("case:{case}"));
            if picker.ticked.contains(&id) {
                picker.ticked.retain(|known| *known != id);
            } else {
                picker.ticked.push(id);
            }
            Vec::new()
        }
        (Action::Choose, Some(PickRow::New(name))) => {
            picker.naming = Some(name);
            picker.field.clear();
            refilter(model);
            Vec::new()
        }
        (Action::Choose, Some(row)) => choose(model, row),
        (Action::Choose, None) if !picker.ticked.is_empty() => choose(model, PickRow::Top),
        _ => Vec::new(),
    }
}

/// The codes are chosen.
fn choose(model: &mut Model, row: PickRow) -> Vec<Effect> {
    let Some(Over::Picker(picker)) = model.over.take() else { return Vec::new() };
    let mut commands = Vec::new();
    let mut codes = picker.ticked;
    match (picker.naming, row) {
        (Some(name), row) => {
            let Some(study) = &model.study else { return Vec::new() };
            let id = free_id(&study.codebook, &name);
            let under = if let PickRow::Code(id) = row { Some(id) } else { None };
            commands.push(Command::AddCode { id: id.clone(), name, under, definition: String::new() });
            codes.push(id);
        }
        // With codes ticked, Enter on an untouched list means those alone.
        (None, PickRow::Code(id)) if codes.is_empty() || !picker.field.text().is_empty() => {
            if !codes.contains(&id) {
                codes.push(id);
            }
        }
        (None, PickRow::Case(case)) if codes.is_empty() || !picker.field.text().is_empty() => {
            let id = CodeId::from(format!("case:{case}"));
            if !codes.contains(&id) {
                codes.push(id);
            }
        }
        (None, _) => {}
    }
    match picker.purpose {
        Purpose::Case(transcript, span) => {
            // A case is no code that would be repeated.
            let recent = model.recent.clone();
            commands.extend(super::read_marks::code(model, transcript, span, codes));
            model.recent = recent;
        }
        Purpose::Code(transcript, span) => commands.extend(super::read_marks::code(model, transcript, span, codes)),
        Purpose::Recode(ids) => {
            if let Some(code) = codes.pop() {
                model.quotes.ticked.clear();
                commands.push(Command::Recode(ids, code));
            }
        }
        Purpose::Merge(id) => {
            let Some(into) = codes.pop() else { return Vec::new() };
            model.book.land_on = Some(into.clone());
            commands.push(Command::MergeCodes { ids: vec![id], into, why: None });
        }
        Purpose::Move(id) => {
            model.book.land_on = Some(id.clone());
            commands.push(Command::MoveCode { id, under: codes.pop(), before: None, why: None });
        }
        Purpose::Settle => {
            let Some(code) = codes.pop() else { return Vec::new() };
            return super::compare::decide(model, crate::session::Settle::Code(code));
        }
        Purpose::Walk(source) => {
            let Some(code) = codes.pop() else { return Vec::new() };
            // A new code is there before the first passage.
            let mut effects = super::apply_all(model, commands);
            if model.over.is_none() {
                effects.extend(super::walk::start(model, source, code));
            }
            return effects;
        }
        Purpose::Quotes => {
            let Some(code) = codes.pop() else { return Vec::new() };
            return super::quotes::of_theme(model, code);
        }
        Purpose::Beside => {
            let Some(code) = codes.pop() else { return Vec::new() };
            return super::beside::of_theme(model, code);
        }
    }
    // A new code and its codings are one step of undo.
    if commands.iter().any(Command::changes_codebook) {
        commands = vec![Command::Together(commands)];
    }
    // A new code and what is coded with it are one action.
    if commands.len() > 1 {
        commands = vec![Command::Together(commands)];
    }
    super::apply_all(model, commands)
}

/// An id made from a name that no code and no set has.
pub fn free_id(book: &Codebook, name: &str) -> CodeId {
    let id = id_from_name(name);
    let id = if id.is_empty() { "code".to_owned() } else { id };
    let taken = |id: &str| book.find(id).is_some() || book.resolve(id).is_some();
    if !taken(&id) {
        return id.into();
    }
    let numbered = (2u32..).map(|number| format!("{id}-{number}"));
    numbered.into_iter().find(|id| !taken(id)).unwrap_or(id).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;

    fn book() -> Codebook {
        let mut book = Codebook::default();
        for (id, name, definition, was) in [
            ("delays", "Referral delays", "Time between a request and an appointment", "waiting"),
            ("comms", "Communication", "How schools and families talk", ""),
            ("ta", "TA reliance", "", ""),
        ] {
            let code = Code {
                definition: definition.into(),
                was: if was.is_empty() { Vec::new() } else { vec![was.into()] },
                ..Code::named(id, name)
            };
            assert!(book.push(code, None).is_some());
        }
        book
    }

    fn found(query: &str, recent: &[&str]) -> Vec<String> {
        let recent: Vec<CodeId> = recent.iter().map(|id| (*id).into()).collect();
        let rows = ranked(&book(), &recent, query);
        rows.into_iter().map(|row| if let PickRow::Code(id) = row { id.to_string() } else { "?".into() }).collect()
    }

    #[test]
    fn recent_first_then_what_fits_best() {
        assert_eq!(found("", &[]), ["delays", "comms", "ta"]);
        assert_eq!(found("", &["ta", "comms"]), ["ta", "comms", "delays"]);
        assert_eq!(found("ref", &["ta"])[0], "delays");
        assert_eq!(found("com", &[])[0], "comms");
        assert_eq!(found("waiting", &[]), ["delays"]);
        assert_eq!(found("families", &[]), ["comms"]);
        assert_eq!(found("zzz", &["ta"]), Vec::<String>::new());
    }

    #[test]
    fn ids_that_are_free() {
        assert_eq!(free_id(&book(), "Ta").as_str(), "ta-2");
        assert_eq!(free_id(&book(), "Waiting").as_str(), "waiting-2");
        assert_eq!(free_id(&book(), "Trust in SENCos").as_str(), "trust-in-sencos");
        assert_eq!(free_id(&book(), "…").as_str(), "code");
    }
}
