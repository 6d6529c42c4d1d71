//! What a project of another tool comes to in a study: its names as ids, its codes, texts and people. Nothing is written
//! here.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use uuid::Uuid;

use super::plan::FileEdit;
use super::refi_names::{Known, Taken, coder_name, event_id, one_line};
use super::{Problem, Session};
use crate::export::refi::{Foreign, GROUP, Guid, RECORD_NAME, Record, Thing};
use crate::import::refi::{Project, key};
use crate::journal::{Do, Ids};
use crate::model::{CoderName, EventId, Losses, TranscriptId};
use crate::store;
use crate::text::Body;

/// A line of a journal to be.
pub(super) struct Line {
    pub id: EventId,
    pub coder: CoderName,
    pub at: String,
    pub what: Do,
}

/// A coding that was changed later: coder, time of the change, code and definition.
pub(super) type Touched = (EventId, CoderName, String, crate::model::CodeId, Option<Box<str>>);

/// What a case is in emic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum CaseIs {
    Participant(String),
    Case(String),
    /// It has no name and binds values to its texts.
    Unnamed,
}

/// A text of the project in the study.
pub(super) struct Placed {
    pub id: TranscriptId,
    /// The text as the project has it: its places count in this.
    pub body: Body,
}

/// A project on its way into a study.
pub(super) struct Bring<'a> {
    pub session: &'a mut Session,
    pub project: Project,
    /// The note that emic itself has put into the project.
    pub record: Record,
    /// Whether there is one.
    pub ours: bool,
    pub known: Known,
    pub foreign: Foreign,
    pub fallback: CoderName,
    pub losses: Losses,
    /// How many things were in the study already.
    pub there: u64,
    pub things: BTreeMap<Uuid, Thing>,
    pub coders: HashMap<String, CoderName>,
    pub codes: HashMap<String, String>,
    pub cases: HashMap<String, CaseIs>,
    pub variables: HashMap<String, String>,
    /// By place of the text in the project.
    pub texts: Vec<Placed>,
    pub text_keys: HashMap<String, usize>,
    /// Attributes of transcripts that come in.
    pub values: BTreeMap<String, Vec<(String, Vec<String>)>>,
    /// By transcript: labels and who they are.
    pub labels: Vec<(String, String, String)>,
    pub files: Vec<FileEdit>,
    pub lines: Vec<Line>,
    /// The codings of the study by their GUIDs in the project.
    pub coding_ids: HashMap<String, EventId>,
    /// Codings with another time of the last change: coder, time, code and definition.
    pub touched: Vec<Touched>,
    /// Codes that are new, for the history.
    pub new_codes: Vec<(String, String, Option<String>, String)>,
    ids: Ids,
    pub now: u64,
}

impl<'a> Bring<'a> {
    /// Begins. `fallback` is who coded where the project does not say.
    pub fn new(session: &'a mut Session, mut project: Project, fallback: CoderName) -> Self {
        let foreign = super::refi::foreign(session.journals.fold.events());
        let known = Known::of(session, &foreign);
        let is_record = |name: &str| name == RECORD_NAME;
        let record = project.notes.iter().find(|note| is_record(&note.name));
        let record = record.and_then(|note| serde_json::from_str::<Record>(&note.text).ok());
        let ours = record.is_some();
        project.notes.retain(|note| !is_record(&note.name));
        let now = session.env.now();
        let given = project
            .texts
            .iter()
            .flat_map(|text| &text.selections)
            .flat_map(|selection| selection.codings.iter().map(|coding| &coding.guid).chain([&selection.guid]));
        let given = given.chain(project.notes.iter().map(|note| &note.guid));
        let newest = given.filter_map(|guid| event_id(guid, now)).map(|id| id.0).max();
        let ids = Ids::new(now, newest.max(session.journals.fold.newest()));
        let losses = std::mem::take(&mut project.losses);
        Self {
            session,
            record: record.unwrap_or_default(),
            ours,
            known,
            foreign,
            fallback,
            losses,
            there: 0,
            things: BTreeMap::new(),
            coders: HashMap::new(),
            codes: HashMap::new(),
            cases: HashMap::new(),
            variables: HashMap::new(),
            texts: Vec::new(),
            text_keys: HashMap::new(),
            values: BTreeMap::new(),
            labels: Vec::new(),
            files: Vec::new(),
            lines: Vec::new(),
            coding_ids: HashMap::new(),
            touched: Vec::new(),
            new_codes: Vec::new(),
            ids,
            now,
            project,
        }
    }

    /// Everything, in the order in which one thing needs another.
    ///
    /// # Errors
    /// If a file of the study cannot be read or spliced.
    pub fn plan(&mut self) -> Result<(), Problem> {
        self.users();
        self.attributes();
        self.name_cases();
        self.code_book()?;
        self.name_texts();
        self.people()?;
        self.groups();
        self.write_texts()?;
        self.write_tables()?;
        self.marks();
        self.memos();
        self.finished();
        self.idle_users();
        Ok(())
    }

    /// Says which users do not become coders: who has written nothing has no journal.
    fn idle_users(&mut self) {
        let wrote: HashSet<&CoderName> = self.lines.iter().map(|line| &line.coder).collect();
        let mut idle: Vec<CoderName> = self.coders.values().filter(|coder| !wrote.contains(coder)).cloned().collect();
        idle.retain(|coder| !self.session.known_coder(coder));
        idle.sort();
        for coder in idle {
            self.losses.lost_after_all("users", format!("{coder}: nothing that came over is theirs"));
        }
    }

    /// A new id.
    pub fn id(&mut self) -> EventId {
        let random = self.session.env.random();
        self.ids.event(random)
    }

    /// Keeps what another tool said of a thing, unless that is what emic would say.
    pub fn thing(&mut self, own: Uuid, guid: &str, thing: Thing) {
        let theirs = (!guid.is_empty() && key(guid) != own.to_string()).then(|| guid.to_owned());
        let thing = Thing { guid: theirs, ..thing };
        if thing != Thing::default() && self.foreign.of(own).is_none() {
            self.things.entry(own).or_insert(thing);
        }
    }

    /// As [`Bring::thing`], with the name there where emic writes another.
    pub(super) fn named(&mut self, own: Uuid, guid: &str, theirs: &str, ours: &str) {
        let name = (theirs != ours).then(|| theirs.to_owned());
        self.thing(own, guid, Thing { name, ..Thing::default() });
    }

    /// Who a user is.
    pub fn coder(&self, user: Option<&str>) -> CoderName {
        user.and_then(|user| self.coders.get(user)).unwrap_or(&self.fallback).clone()
    }

    fn users(&mut self) {
        let mut taken = Taken::default();
        for user in std::mem::take(&mut self.project.users) {
            let known = self.known.find(Guid::User, &user.guid).and_then(coder_name);
            let wanted =
                known.or_else(|| coder_name(&user.name)).map_or_else(|| "coder".to_owned(), |name| name.to_string());
            let name = taken.free(&wanted, "-");
            let Some(coder) = coder_name(&name) else { continue };
            self.named(Guid::User.of(coder.key()), &user.guid, &user.name, coder.as_str());
            self.coders.insert(key(&user.guid), coder);
        }
    }

    /// The attribute that a variable is.
    fn attributes(&mut self) {
        let mut taken = Taken::default();
        for variable in std::mem::take(&mut self.project.variables) {
            let known = self.known.find(Guid::Variable, &variable.guid).map(str::to_owned);
            let name = known.unwrap_or_else(|| attribute(&variable.name));
            let name = taken.free(&name, "_");
            let own = Guid::Variable.of(&name.to_lowercase());
            let kind = (variable.kind != "Text").then(|| variable.kind.clone());
            let theirs = (variable.name != name).then(|| variable.name.clone());
            self.thing(own, &variable.guid, Thing { kind, name: theirs, ..Thing::default() });
            self.variables.insert(key(&variable.guid), name);
        }
    }

    /// Says which case is a participant, which a case and which only values.
    fn name_cases(&mut self) {
        let codes: HashSet<String> = self.project.codes.iter().map(|code| key(&code.guid)).collect();
        let corpus = self.session.corpus();
        let (mut people, mut cases) = (Taken::default(), Taken::default());
        people.extend(corpus.participants.rows.iter().map(|row| row.id.as_str()).chain(["interviewer", "other", "*"]));
        cases.extend(corpus.cases.rows.iter().map(|row| row.id.as_str()));
        for case in &self.project.cases {
            let guid = key(&case.guid);
            let wanted = |name: &str| one_line(name).replace(';', ",");
            let is = if let Some(id) = self.known.find(Guid::Participant, &guid) {
                self.there += 1;
                CaseIs::Participant(id.to_owned())
            } else if let Some(id) = self.known.find(Guid::Case, &guid) {
                self.there += 1;
                CaseIs::Case(id.to_owned())
            } else {
                let recorded = self.record.participants.get(&case.guid).map(|person| person.id.clone());
                let recorded_case = self.record.cases.get(&case.guid).cloned();
                match (&case.name, recorded, recorded_case) {
                    (None, None, None) => CaseIs::Unnamed,
                    (name, None, recorded @ Some(_)) => {
                        let id = recorded.or_else(|| name.clone()).unwrap_or_default();
                        CaseIs::Case(cases.free(&wanted(&id), "-"))
                    }
                    (Some(name), None, None) if codes.contains(&guid) || !case.selections.is_empty() => {
                        CaseIs::Case(cases.free(&wanted(name), "-"))
                    }
                    (name, recorded, _) => {
                        let id = recorded.or_else(|| name.clone()).unwrap_or_default();
                        // Somebody of that name is in the study: the same person.
                        let same = corpus
                            .participants
                            .find_ignoring_case(&id)
                            .map(|at| corpus.participant(at.into()).to_owned());
                        CaseIs::Participant(same.unwrap_or_else(|| people.free(&wanted(&id), "-")))
                    }
                }
            };
            self.cases.insert(guid, is);
        }
    }

    /// Adds values of an attribute to a transcript.
    pub fn value(&mut self, transcript: &str, attribute: &str, value: &str) {
        let value = plain_value(value);
        if value.is_empty() {
            return;
        }
        let values = self.values.entry(transcript.to_owned()).or_default();
        let at =
            values.iter().position(|(name, _)| name.to_lowercase() == attribute.to_lowercase()).unwrap_or_else(|| {
                values.push((attribute.to_owned(), Vec::new()));
                values.len() - 1
            });
        if !values[at].1.contains(&value) {
            values[at].1.push(value);
        }
    }

    /// Sets of texts as attributes: `name: value`, or `group`.
    fn groups(&mut self) {
        for set in std::mem::take(&mut self.project.sets) {
            if !set.codes.is_empty() || (self.ours && set.description.starts_with(GROUP)) {
                continue;
            }
            if set.texts.is_empty() {
                self.losses.lost("sets", format!("{}: it is empty", crate::text::visible(&set.name)));
                continue;
            }
            let pair =
                set.name.split_once(": ").filter(|(name, value)| !name.trim().is_empty() && !value.trim().is_empty());
            let (name, value) = pair.map_or(("group", set.name.as_str()), |(name, value)| (name.trim(), value.trim()));
            let (name, value) = (attribute(name), plain_value(value));
            for text in &set.texts {
                let Some(id) = self.text_keys.get(text).map(|at| self.texts[*at].id.to_string()) else { continue };
                self.value(&id, &name, &value);
            }
            let own = Guid::Group.of(&format!("{}\0{value}", name.to_lowercase()));
            self.named(own, &set.guid, &set.name, &format!("{name}: {value}"));
            self.losses.kept("groups");
        }
    }

    /// A file of the study; `None` if it is not there.
    pub fn old_text(&self, path: &Path) -> Result<Option<String>, Problem> {
        let full = self.session.root().join(path);
        match std::fs::read_to_string(&full) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Problem::io("read", &full, &error)),
        }
    }
}

/// A name as that of an attribute.
pub(super) fn attribute(name: &str) -> String {
    let name = store::attribute_name(&one_line(name).replace([';', ',', '"'], " "));
    let name = if name.is_empty() { "attribute".into() } else { name };
    let lower = name.to_lowercase();
    if store::bad_name(&name).is_some() || lower == "case" { format!("{name}_2") } else { name }
}

/// A value as a cell can hold it.
pub(super) fn plain_value(value: &str) -> String {
    let value = one_line(value).replace(';', ",");
    if store::is_bad_value(&value) { value.trim_matches(['(', ')']).to_owned() } else { value }
}
