//! Lists of codes in files: codebooks of emic, tables, plain lists, codebooks and projects of other tools.

use std::path::Path;

use uuid::Uuid;

use super::command::Command;
use super::command_codebook::ListedSet;
use super::refi_names::one_line;
use super::{Outcome, Problem, Session, id_from_name, import_refi};
use crate::export::refi::{Guid, Thing, parts_of_description};
use crate::import::codebook::{ListedCode, codes_of_list, codes_of_table};
use crate::import::refi::{Project, key};
use crate::model::{Code, Codebook};
use crate::store;

/// Endings of what other tools write.
const FOREIGN: [&str; 5] = ["qdc", "qdpx", "qde", "qda", "sqlite3"];
/// Most codes of another tool that are taken in one by one: each splices the codebook and reads it again.
const MOST_CODES: usize = 2000;

/// Reads a list of codes from a file, by its ending: another study's codebook (`.yaml`), a table (`.csv`, `.tsv`), a plain
/// list (`.txt`, `.md`), a codebook of another tool (`.qdc`) or the codes of its project (`.qdpx`, `.qde`, `.qda`, `.sqlite3`).
///
/// # Errors
/// A file that cannot be read, or holds no codes.
pub fn codes_of_file(file: &Path) -> Result<Command, Problem> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let from = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let refused = |what: String, hint: &str| Problem::new(format!("{}: {what}", file.display())).hint(hint);
    if FOREIGN.contains(&ending.as_str()) || import_refi::is_project_folder(file) {
        return of_project(import_refi::read_project(file)?, from, &file.display().to_string());
    }
    if !["yaml", "yml", "csv", "tsv", "txt", "md"].contains(&ending.as_str()) {
        return Err(refused(
            format!("`.{ending}` is no ending of a list of codes"),
            "known are .yaml (a codebook of emic), .csv and .tsv (a table), .txt and .md (one code a line), .qdc (other tools); save a workbook as csv first",
        ));
    }
    let bytes = std::fs::read(file).map_err(|error| Problem::io("read", file, &error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| refused("it is not in UTF-8".into(), "save it again as UTF-8 (in Excel: CSV UTF-8)"))?;
    let listed = |codes: Result<Vec<ListedCode>, crate::import::codebook::ListError>| {
        codes.map_err(|error| {
            refused(error.to_string(), "a table needs a column `name`, and may have `parent` and `definition`")
        })
    };
    let (mut codes, mut sets) = match ending.as_str() {
        "yaml" | "yml" => {
            let (book, _) = store::parse_codebook(file, &text).map_err(|fault| Problem {
                what: format!("{} cannot be read as a codebook", file.display()),
                diagnostics: vec![fault],
                ..Problem::default()
            })?;
            if book.codes().is_empty() {
                return Err(refused("there is no code in it".into(), "codes stand beneath `codes:`"));
            }
            (book.codes().iter().map(of_code).collect(), sets_of(&book))
        }
        "csv" | "tsv" => (listed(codes_of_table(&text))?, Vec::new()),
        _ => (listed(codes_of_list(&text))?, Vec::new()),
    };
    // Sets stand at the end of a table, and nothing beneath them.
    while let Some(set) = codes.pop_if(|last| !last.members.is_empty()) {
        let codes = set.members.iter().map(|id| id.as_str().into()).collect();
        sets.push(ListedSet {
            id: set.id.as_str().into(),
            name: set.name,
            idea: set.definition,
            codes,
            as_there: None,
        });
    }
    Ok(Command::ImportCodes { codes, sets, from, notes: Vec::new() })
}

fn of_code(code: &Code) -> ListedCode {
    ListedCode {
        id: code.id.to_string(),
        name: code.name.clone(),
        parent: code.parent.map(|at| at.at()),
        definition: code.definition.clone(),
        include: code.include.clone(),
        exclude: code.exclude.clone(),
        colour: code.colour.clone().unwrap_or_default(),
        examples: code.examples.clone(),
        was: code.was.iter().map(ToString::to_string).collect(),
        members: Vec::new(),
        ..ListedCode::default()
    }
}

fn sets_of(book: &Codebook) -> Vec<ListedSet> {
    let ids = |codes: &[crate::model::CodeIx]| codes.iter().map(|at| book.code(*at).id.clone()).collect();
    let set = |set: &crate::model::CodeSet| ListedSet {
        id: set.id.clone(),
        name: set.name.clone(),
        idea: set.idea.clone(),
        codes: ids(&set.codes),
        as_there: None,
    };
    book.sets().iter().map(set).collect()
}

/// The codes of another tool's codebook or project.
fn of_project(project: Project, from: String, shown: &str) -> Result<Command, Problem> {
    if project.codes.is_empty() {
        return Err(
            Problem::new(format!("{shown}: there is no code in it")).hint("look into it with the tool that wrote it")
        );
    }
    if project.codes.len() > MOST_CODES {
        return Err(Problem::new(format!("{shown}: it holds {} codes", project.codes.len()))
            .hint(format!("so many come in at once: emic import {shown}")));
    }
    let alone = project.texts.is_empty();
    let ours = project.origin.starts_with("emic ");
    let listed = |code: &crate::import::refi::Code| {
        let text = code.description.replace("\r\n", "\n");
        let name = one_line(&code.name);
        let said = if ours { parts_of_description(&text) } else { Default::default() };
        let definition = if ours { said.definition } else { text };
        ListedCode {
            name: if name.is_empty() { "code".into() } else { name },
            parent: code.parent,
            definition,
            include: said.include,
            exclude: said.exclude,
            examples: said.examples,
            colour: code.colour.clone().unwrap_or_default(),
            guid: key(&code.guid),
            as_there: Some((code.guid.clone(), code.name.clone(), code.folder)),
            ..ListedCode::default()
        }
    };
    let set = |set: &crate::import::refi::Set| ListedSet {
        id: Some(id_from_name(&set.name)).filter(|id| !id.is_empty()).unwrap_or_else(|| "set".into()).into(),
        name: Some(one_line(&set.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "set".into()),
        idea: set.description.clone(),
        codes: set.codes.iter().map(|code| code.as_str().into()).collect(),
        as_there: Some((set.guid.clone(), set.name.clone())),
    };
    let mut notes = if alone { project.losses.notes.clone() } else { Vec::new() };
    if alone {
        let lost = project.losses.kinds.iter().flat_map(|kind| kind.lost.iter().map(move |why| (kind.kind, why)));
        notes.extend(lost.map(|(kind, why)| format!("not taken in ({kind}): {why}")));
    } else {
        notes.push(format!("only the codes of this project came in; all of it: emic import {shown}"));
    }
    Ok(Command::ImportCodes {
        codes: project.codes.iter().map(listed).collect(),
        sets: project.sets.iter().filter(|set| !set.codes.is_empty()).map(set).collect(),
        from,
        notes,
    })
}

impl Session {
    /// Takes in the codes of a file. GUIDs and names that its tool gave them are kept, so that they go out under these again.
    ///
    /// # Errors
    /// As [`codes_of_file`], and as [`Session::apply`].
    pub fn import_codes(&mut self, file: &Path) -> Result<Outcome, Problem> {
        let command = codes_of_file(file)?;
        let Command::ImportCodes { codes, sets, from, notes } = &command else { return self.apply(command) };
        let author = self.writing_coder()?;
        let (_, ids, set_ids) = self.place_codes(codes, sets, from, notes)?;
        let foreign = super::refi::foreign(self.journals.fold.events());
        let mut things = std::collections::BTreeMap::new();
        let mut keep = |own: Uuid, guid: &str, name: Option<&String>, folder| {
            let guid = (!guid.is_empty() && key(guid) != own.to_string()).then(|| guid.to_owned());
            let thing = Thing { guid, name: name.cloned(), folder, ..Thing::default() };
            if thing != Thing::default() && foreign.of(own).is_none() {
                things.insert(own, thing);
            }
        };
        for (listed, id) in codes.iter().zip(ids) {
            let Some((guid, name, folder)) = &listed.as_there else { continue };
            keep(Guid::Code.of(id.as_str()), guid, Some(name).filter(|name| **name != listed.name), *folder);
        }
        for (listed, id) in sets.iter().zip(set_ids) {
            let Some((guid, name)) = &listed.as_there else { continue };
            keep(Guid::Set.of(id.as_str()), guid, Some(name).filter(|name| **name != listed.name), false);
        }
        // Before the codes: what `undo` takes back is the last action.
        self.append_things(&author, &things, Vec::new())?;
        self.apply(command)
    }
}
