//! The codebook: the tree of codes with their counts.

use super::{ask, memo, nav, picker, quotes};
use crate::model::{Code, CodeId, MemoOn};
use crate::session::{Command, Wording};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Asking, Model, Place, Purpose, Source, Written};

/// Opens the codebook, on the code in focus while reading.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let read = model.read.as_ref().filter(|_| model.place == Place::Read);
    let focus = read.and_then(|read| super::marks::focus(read).and_then(|at| read.marks.get(at)));
    if let Some(code) = focus.map(|mark| mark.code.clone()) {
        model.book.land_on = Some(code);
    }
    land(model);
    nav::go(model, Place::Codebook)
}

/// Puts the code that is waited for in focus, if it is there.
pub fn land(model: &mut Model) {
    let (Some(study), Some(id)) = (&model.study, &model.book.land_on) else { return };
    if let Some(at) = study.codebook.resolve(id.as_str()) {
        model.book.list.at = at.at();
        model.book.land_on = None;
    }
}

/// Does an action of the codebook.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = nav::rows(model);
    if nav::step(&mut model.book.list, action, rows) {
        nav::settle(model);
        return Vec::new();
    }
    let Some(study) = &model.study else { return Vec::new() };
    let code = study.codebook.codes().get(model.book.list.at);
    match (action, code) {
        (Action::NewTopCode, _) | (Action::NewCode, None) => ask::ask(model, Asking::NewCode(None), ""),
        (Action::NewCode, Some(code)) => {
            let under = Some(code.id.clone());
            ask::ask(model, Asking::NewCode(under), "")
        }
        (Action::Rename, Some(code)) => {
            let (id, name) = (code.id.clone(), code.name.clone());
            ask::ask(model, Asking::Rename(id), &name)
        }
        (Action::Define, Some(code)) => {
            let (id, about) = (code.id.clone(), code.name.clone());
            let text = definition_text(code);
            memo::open(model, Written::Definition(id), about, text);
            Vec::new()
        }
        (Action::Memo, Some(code)) => {
            let (id, about) = (code.id.clone(), format!("the code {}", code.name));
            memo::write(model, None, vec![MemoOn::Code(id)], about, String::new());
            Vec::new()
        }
        (Action::MoveCode, Some(code)) => {
            let purpose = Purpose::Move(code.id.clone());
            picker::open(model, purpose, None);
            Vec::new()
        }
        (Action::Merge, Some(code)) => {
            let purpose = Purpose::Merge(code.id.clone());
            picker::open(model, purpose, None);
            Vec::new()
        }
        (Action::SplitCode, Some(code)) => {
            let purpose = Purpose::Walk(Source::Split(code.id.clone()));
            picker::open(model, purpose, None);
            Vec::new()
        }
        (Action::MoreLike, Some(code)) => {
            let id = code.id.clone();
            super::walk::like(model, id)
        }
        (Action::Remove, Some(code)) => {
            let id = code.id.clone();
            match study.uses.get(model.book.list.at) {
                Some(0) | None => super::apply(model, Command::RemoveCode { id, uncode: false, why: None }),
                Some(_) => ask::ask(model, Asking::Remove(id), ""),
            }
        }
        (Action::Open, Some(code)) => {
            let id = code.id.clone();
            quotes::of_theme(model, id)
        }
        _ => Vec::new(),
    }
}

/// What a code means, as it is written in one field: the definition, then `include:` and `exclude:`.
fn definition_text(code: &Code) -> String {
    format!("{}\n\ninclude: {}\n\nexclude: {}", code.definition, code.include, code.exclude)
}

/// The parts of such a text: definition, include, exclude.
fn parts(text: &str) -> [String; 3] {
    let mut parts = [String::new(), String::new(), String::new()];
    let mut at = 0;
    for line in text.lines() {
        let lower = line.to_lowercase();
        let mut rest = line;
        for (place, word) in [(1, "include:"), (2, "exclude:")] {
            if lower.starts_with(word) {
                (at, rest) = (place, line.get(word.len()..).unwrap_or_default());
            }
        }
        if !parts[at].is_empty() {
            parts[at].push('\n');
        }
        parts[at].push_str(rest.trim());
    }
    parts.map(|part| part.trim().to_owned())
}

/// What a code means was written. Of a code in use the reason is asked for.
pub fn defined(model: &mut Model, id: CodeId, text: &str) -> Vec<Effect> {
    let Some(study) = &model.study else { return Vec::new() };
    let Some(at) = study.codebook.resolve(id.as_str()) else { return Vec::new() };
    let code = study.codebook.code(at);
    let [definition, include, exclude] = parts(text);
    let changed = |new: String, old: &str| (new != old).then_some(new);
    let wording = Wording {
        definition: changed(definition, &code.definition),
        include: changed(include, &code.include),
        exclude: changed(exclude, &code.exclude),
        ..Wording::default()
    };
    if wording == Wording::default() {
        return Vec::new();
    }
    // What meant nothing so far is no other meaning.
    let meant = !(code.definition.is_empty() && code.include.is_empty() && code.exclude.is_empty());
    let used = meant && study.uses.get(at.at()).is_some_and(|uses| *uses > 0);
    let command = Command::DefineCode { id, wording, why: None };
    if used { ask::ask(model, Asking::Why(Box::new(command)), "") } else { super::apply(model, command) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_read_as_it_is_written() {
        assert_eq!(parts("Time lost.\n\ninclude: Lists.\n\nexclude: "), ["Time lost.", "Lists.", ""]);
        assert_eq!(parts("a\nb\nExclude: c\nd"), ["a\nb", "", "c\nd"]);
        assert_eq!(parts(""), ["", "", ""]);
    }
}
