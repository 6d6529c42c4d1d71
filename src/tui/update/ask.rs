//! Questions that are answered in one line.

use super::save;
use crate::model::{CodeId, CoderName};
use crate::session::{AsOf, Command};
use crate::tui::effect::{Effect, ExportOf, Request};
use crate::tui::model::{Ask, Asking, Model, Over, Place, Purpose, Tone};

/// Asks.
pub fn ask(model: &mut Model, about: Asking, answer: &str) -> Vec<Effect> {
    model.over = Some(Over::Ask(Ask::new(about, answer)));
    Vec::new()
}

/// The answer was given.
pub fn answer(model: &mut Model) -> Vec<Effect> {
    let Some(Over::Ask(ask)) = &mut model.over else { return Vec::new() };
    let typed = ask.field.text().trim().to_owned();
    match ask.about.clone() {
        Asking::Coder(then) => match CoderName::new(&typed) {
            Err(error) => wrong(model, error.to_string()),
            Ok(name) => coder(model, name, then),
        },
        Asking::NewCode(under) => new_code(model, &typed, under),
        Asking::Rename(id) => {
            if typed.is_empty() {
                return wrong(model, "a code needs a name".into());
            }
            model.over = None;
            super::apply(model, Command::RenameCode(id, typed))
        }
        Asking::Why(command) => match reason(*command, &typed) {
            None => wrong(model, "a reason is kept with the change, for the methods section".into()),
            Some(command) => {
                model.over = None;
                super::apply(model, command)
            }
        },
        Asking::Remove(id) => match typed.to_lowercase().as_str() {
            "m" => {
                super::picker::open(model, Purpose::Merge(id), None);
                Vec::new()
            }
            "u" => {
                model.over = None;
                super::apply(model, Command::RemoveCode { id, uncode: true, why: None })
            }
            _ => wrong(model, "m or u; Esc keeps the code".into()),
        },
        Asking::Import if typed.is_empty() => wrong(model, "a file or a folder".into()),
        Asking::Import => super::bring::look(model, vec![typed.into()]),
        Asking::Who(label) => super::bring::who(model, label, &typed),
        Asking::Label(label) => super::bring::rename(model, label, &typed),
        Asking::Encoding => super::bring::encoding(model, &typed),
        Asking::Reason => super::compare::reasoned(model, typed),
        Asking::Compared => match super::compare::chosen(model, &typed) {
            Ok(effects) => effects,
            Err(why) => wrong(model, why),
        },
        Asking::Export(replace) => export(model, typed, replace),
        Asking::Word => super::tables::look(model, typed),
        Asking::Filter(filter) => match super::history::filtered(model, filter, &typed) {
            Ok(()) => {
                model.over = None;
                Vec::new()
            }
            Err(why) => wrong(model, why),
        },
        Asking::Moment => match AsOf::parse(&typed) {
            Ok(AsOf { until: None, .. }) => {
                model.over = None;
                super::history::now(model)
            }
            Ok(_) => super::history::past(model, typed),
            Err(problem) => wrong(model, super::said(&problem)),
        },
    }
}

/// The command with its reason; `None` if none was given.
fn reason(command: Command, typed: &str) -> Option<Command> {
    let given = (!typed.is_empty()).then(|| typed.to_owned())?;
    Some(match command {
        Command::DefineCode { id, wording, .. } => Command::DefineCode { id, wording, why: Some(given) },
        other => other,
    })
}

/// After the answer was typed into.
pub fn retyped(ask: &mut Ask) {
    ask.wrong = None;
    if let Asking::Export(replace) = &mut ask.about {
        *replace = false;
    }
}

fn wrong(model: &mut Model, why: String) -> Vec<Effect> {
    if let Some(Over::Ask(ask)) = &mut model.over {
        ask.wrong = Some(why);
    }
    Vec::new()
}

fn coder(model: &mut Model, name: CoderName, then: Vec<Command>) -> Vec<Effect> {
    model.over = None;
    if let Some(study) = &mut model.study {
        study.coder = Some(name.clone());
    }
    let mut effects = vec![Effect::Ask(Request::KeepCoder(name))];
    if model.place == Place::Walk && !then.is_empty() {
        effects.extend(super::walk::act(model, crate::tui::keymap::Action::Yes));
    } else {
        effects.extend(save::apply_all(model, then));
    }
    effects
}

fn new_code(model: &mut Model, name: &str, under: Option<CodeId>) -> Vec<Effect> {
    let Some(study) = &model.study else { return Vec::new() };
    if name.is_empty() {
        return wrong(model, "a code needs a name".into());
    }
    let same = study.codebook.codes().iter().find(|code| code.name.to_lowercase() == name.to_lowercase());
    if let Some(same) = same {
        let said = format!("there is a code {} already", same.name);
        return wrong(model, said);
    }
    let id = super::picker::free_id(&study.codebook, name);
    model.book.land_on = Some(id.clone());
    model.over = None;
    super::apply(model, Command::AddCode { id, name: name.to_owned(), under, definition: String::new() })
}

/// Asks where the table that is shown shall go.
pub fn ask_export(model: &mut Model) -> Vec<Effect> {
    let name = match model.place {
        Place::Frequencies => {
            let by = heat_by(model);
            if by.is_empty() { "frequencies.csv".to_owned() } else { format!("frequencies-by-{by}.csv") }
        }
        Place::Framework => "framework.xlsx".to_owned(),
        Place::Table(analysis) => analysis.file().to_owned(),
        _ => match &model.quotes.theme {
            Some(theme) => format!("codings-{theme}.csv"),
            None => "codings.csv".to_owned(),
        },
    };
    ask(model, Asking::Export(false), &name)
}

fn heat_by(model: &Model) -> String {
    model.heat.heat.as_ref().map_or(String::new(), |heat| heat.by.clone())
}

fn export(model: &mut Model, path: String, replace: bool) -> Vec<Effect> {
    if path.is_empty() {
        return wrong(model, "the file needs a name".into());
    }
    let table = match model.place {
        Place::Frequencies => ExportOf::Frequencies(heat_by(model), model.heat.roll_up),
        Place::Framework => ExportOf::Framework(model.framework.rows, model.framework.roll_up),
        Place::Table(analysis) => match &model.tables.of(analysis).question {
            Some(question) => ExportOf::Analysis(question.clone()),
            None => return Vec::new(),
        },
        _ => ExportOf::Codings(model.quotes.query.clone()),
    };
    vec![Effect::Ask(Request::Export { table, path, replace })]
}

/// The file was written.
pub fn written(model: &mut Model, said: String) {
    model.over = None;
    model.notice = Some((Tone::Plain, said));
}

/// There is such a file.
pub fn exists(model: &mut Model) {
    if let Some(Over::Ask(Ask { about: Asking::Export(replace), wrong, .. })) = &mut model.over {
        *replace = true;
        *wrong = Some("there is such a file: Enter again replaces it, another name keeps it".into());
    }
}

/// The file could not be written.
pub fn not_written(model: &mut Model, why: String) {
    match &mut model.over {
        Some(Over::Ask(ask)) => ask.wrong = Some(why),
        _ => model.notice = Some((Tone::Wrong, why)),
    }
}
