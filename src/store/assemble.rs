//! A study put together from its files: who each label is, the attributes of each transcript, and what does not fit.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::conflicts::copy_name;
use super::find::StudyPaths;
use super::front_matter::point_at;
use super::tables::{SpeakerIs, SpeakerRow, Table, Tables};
use super::yaml_node::Step;
use crate::model::{
    Attributes, Codebook, Corpus, Diagnostic, Excerpt, FrontMatter, LabelMap, ParticipantIx, Row, Source, Speaker,
    Study, Transcript, TranscriptId,
};
use crate::text::suggest::nearest;
use crate::text::{SharedLabels, TextHash, TurnRules};

/// Faults whose place in a front matter, or nearest id, is looked up; the rest go without, since that takes time.
const MOST: usize = 60;

/// A transcript's file that has been read.
pub struct Found {
    /// Id by its path.
    pub id: TranscriptId,
    /// Path, relative to the study's folder.
    pub path: PathBuf,
    /// Its front matter.
    pub front: FrontMatter,
    /// Hash of its body.
    pub hash: TextHash,
    /// Reads its text when it is needed.
    pub source: Arc<dyn Source>,
}

/// Columns called `may_quote` and `may_archive` are those of consent where study.yaml names no others.
fn default_consent(study: &mut Study, people: &Table) {
    for (column, usual) in [(&mut study.consent.quote, "may_quote"), (&mut study.consent.archive, "may_archive")] {
        if column.is_none() && people.attributes.column(usual).is_some() {
            *column = Some(usual.into());
        }
    }
}

/// Puts a study together. `unread` are the ids of files that could not be read: rows of tables may name them. What is
/// at fault is left out; the rest can be used.
pub fn assemble(
    mut study: Study,
    tables: &Tables,
    codebook: Codebook,
    files: Vec<Found>,
    unread: &[TranscriptId],
) -> (Corpus, Vec<Diagnostic>) {
    let paths = StudyPaths::of(&study);
    let mut maker = Maker { root: study.root.clone(), found: Vec::new(), looked_up: 0 };
    let (files, doubled) = maker.settle_ids(files);
    let known: HashSet<&str> = files
        .iter()
        .map(|file| file.id.as_str())
        .chain(unread.iter().chain(&doubled).map(TranscriptId::as_str))
        .collect();
    maker.unknown_transcripts(&paths, tables, &known);
    default_consent(&mut study, &tables.participants);
    maker.consent(&study, &paths, &tables.participants);

    let participants = maker.people(&paths, tables, &files);
    let cases = maker.cases(&paths, tables, &files);
    let person = |id: &str| participants.find(id).map(ParticipantIx::from);

    let mut columns = tables.transcripts.attributes.clone();
    columns.rows.clear();
    for (name, _) in files.iter().flat_map(|file| &file.front.attributes) {
        columns.column_or_add(name);
    }
    let names = columns.columns.clone();
    let ids: Vec<&str> = participants.table.rows.iter().map(|row| row.id.as_str()).collect();
    let everywhere = Everywhere::new(&ids, tables);
    let mut transcripts = Vec::with_capacity(files.len());
    for file in files {
        let (map, rules) = labels(&study, &everywhere, &file, &person);
        let about = file.front.about.iter().filter_map(|id| cases.find(id)).map(Into::into).collect();
        let row = tables.transcripts.attributes.find(file.id.as_str());
        let mut attributes = vec![Vec::new(); names.len()];
        let from_table = row.and_then(|row| tables.transcripts.attributes.rows.get(row));
        for (place, values) in from_table.map(|row| &row.values).into_iter().flatten().enumerate() {
            if let Some(cell) = attributes.get_mut(place) {
                cell.clone_from(values);
            }
        }
        for (name, values) in &file.front.attributes {
            if let Some(cell) = columns.column(name).and_then(|place| attributes.get_mut(place)) {
                cell.clone_from(values);
            }
        }
        let mut transcript = Transcript::new(file.id, file.path, file.front, file.hash, file.source);
        transcript.rules = rules;
        transcript.labels = map;
        transcript.attributes = attributes;
        transcript.about = about;
        transcripts.push(transcript);
    }
    let corpus = Corpus::new(study, participants.table, cases.table, codebook).with_transcripts(names, transcripts);
    (corpus, maker.found)
}

/// Who the labels of a file are, by the word that comes first (front matter, speakers.csv, study.yaml, participants' ids),
/// and what of it helps to find the turns.
fn labels(
    study: &Study,
    everywhere: &Everywhere<'_>,
    file: &Found,
    person: &impl Fn(&str) -> Option<ParticipantIx>,
) -> (LabelMap, TurnRules) {
    let front = &file.front;
    let mut map = LabelMap::within(everywhere.people.clone());
    let own = || everywhere.rows.get(&Some(file.id.as_str())).into_iter().flatten();
    let rows = || own().chain(everywhere.rows.get(&None).into_iter().flatten());
    let unlabelled = rows().find_map(|row| match &row.who {
        SpeakerIs::Participant(id) if row.label.is_empty() => Some(id.as_str()),
        _ => None,
    });
    map.unlabelled = front.participant.as_deref().or(unlabelled).and_then(person);
    let mut named: Vec<&str> = Vec::new();
    let mut say = |label, speaker: Option<Speaker>| {
        if let Some(speaker) = speaker {
            map.say(label, speaker);
            named.push(label);
        }
    };
    for (label, id) in &front.participants {
        say(label, person(id).map(Speaker::Participant));
    }
    front.interviewers.iter().for_each(|label| say(label, Some(Speaker::Interviewer)));
    front.others.iter().for_each(|label| say(label, Some(Speaker::Other)));
    for row in rows().filter(|row| !row.label.is_empty()) {
        let speaker = match &row.who {
            SpeakerIs::Participant(id) => person(id).map(Speaker::Participant),
            SpeakerIs::Interviewer => Some(Speaker::Interviewer),
            SpeakerIs::Other => Some(Speaker::Other),
        };
        say(&row.label, speaker);
    }
    study.interviewers.iter().for_each(|label| say(label, Some(Speaker::Interviewer)));
    study.others.iter().for_each(|label| say(label, Some(Speaker::Other)));
    let mut rules = rules(study, &map, &named);
    rules.everywhere = everywhere.labels.clone();
    (map, rules)
}

/// What is the same for all transcripts, made once: with thousands of each, making it for each transcript anew would take
/// most of the time of opening.
struct Everywhere<'a> {
    /// The participants' ids, in lower case: a label that equals one maps by itself.
    people: Arc<HashMap<String, Speaker>>,
    labels: Arc<SharedLabels>,
    /// The rows of speakers.csv by transcript; `None`: every transcript.
    rows: HashMap<Option<&'a str>, Vec<&'a SpeakerRow>>,
}

impl<'a> Everywhere<'a> {
    fn new(ids: &[&str], tables: &'a Tables) -> Self {
        let mut people = HashMap::new();
        for (place, id) in ids.iter().enumerate() {
            people.entry(id.to_lowercase()).or_insert(Speaker::Participant(place.into()));
        }
        let mut rows: HashMap<Option<&str>, Vec<&SpeakerRow>> = HashMap::new();
        for row in &tables.speakers {
            rows.entry(row.transcript.as_deref()).or_default().push(row);
        }
        Self { people: Arc::new(people), labels: Arc::new(SharedLabels::new(ids.iter().copied())), rows }
    }
}

/// What helps to find the turns: each label once, as the map has it.
fn rules(study: &Study, map: &LabelMap, named: &[&str]) -> TurnRules {
    let mut rules = TurnRules { pattern: study.turns.clone(), ..TurnRules::default() };
    let mut once = HashSet::new();
    for label in named.iter().filter(|label| once.insert(label.to_lowercase())) {
        match map.get(label) {
            Some(Speaker::Interviewer) => rules.interviewers.push((*label).to_owned()),
            _ => rules.known.push((*label).to_owned()),
        }
    }
    rules
}

/// A table that grows by those who are only named elsewhere; ids are found ignoring case where none is the same.
struct Register {
    table: Attributes,
    lower: HashMap<String, usize>,
}

impl Register {
    fn new(table: Attributes) -> Self {
        let mut lower = HashMap::new();
        for (place, row) in table.rows.iter().enumerate() {
            lower.entry(row.id.to_lowercase()).or_insert(place);
        }
        Self { table, lower }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.table.find(id).or_else(|| self.lower.get(&id.to_lowercase()).copied())
    }

    /// Adds an id; whether it was new.
    fn add(&mut self, id: &str) -> bool {
        if self.find(id).is_some() {
            return false;
        }
        self.lower.insert(id.to_lowercase(), self.table.rows.len());
        self.table.push(Row { id: id.to_owned(), ..Row::default() })
    }
}

struct Maker {
    root: PathBuf,
    found: Vec<Diagnostic>,
    looked_up: usize,
}

impl Maker {
    fn at_front(&mut self, found: Diagnostic, file: &Path, path: &[Step]) {
        self.looked_up += 1;
        let found = if self.looked_up > MOST { found } else { point_at(found, &self.root, file, path) };
        self.found.push(found);
    }

    fn at_cell(&mut self, found: Diagnostic, place: &Excerpt) {
        self.found.push(Diagnostic { excerpt: Some(place.clone()), ..found });
    }

    /// Gives every file its id, in the order of ids; files that share one are left out, and their ids told.
    fn settle_ids(&mut self, mut files: Vec<Found>) -> (Vec<Found>, Vec<TranscriptId>) {
        let mut with: HashMap<TranscriptId, Vec<PathBuf>> = HashMap::new();
        for file in &mut files {
            if let Some(id) = &file.front.transcript {
                file.id = id.nfc().collect::<String>().into();
            }
            with.entry(file.id.clone()).or_default().push(file.path.clone());
        }
        files.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        let mut kept = Vec::with_capacity(files.len());
        let mut doubled = Vec::new();
        for file in files {
            let others = with.get(&file.id).map(Vec::as_slice).unwrap_or_default();
            let Some(other) = others.iter().find(|other| **other != file.path) else {
                kept.push(file);
                continue;
            };
            let message = format!("the id `{}` is also that of {}: neither is used", file.id, other.display());
            let found = Diagnostic::fault("doubled-transcript", &file.path, message)
                .hint("rename one of the files, or write another `transcript: …` in its front matter");
            self.at_front(found, &file.path, &["transcript".into()]);
            doubled.push(file.id);
        }
        let copies = self.copies(&kept);
        let (copies, kept): (Vec<Found>, Vec<Found>) = kept.into_iter().partition(|file| copies.contains(&file.id));
        doubled.extend(copies.into_iter().map(|file| file.id));
        (kept, doubled)
    }

    /// The transcripts that are conflict copies of others by their names, and by their texts where the name may be a person's choice. An
    /// interview that is counted twice changes every figure.
    fn copies(&mut self, files: &[Found]) -> HashSet<TranscriptId> {
        let by_id: HashMap<&str, &Found> = files.iter().map(|file| (file.id.as_str(), file)).collect();
        let mut copies = HashSet::new();
        for file in files {
            let Some(name) = copy_name(file.id.as_str()) else { continue };
            let Some(of) = by_id.get(name.of.as_str()).filter(|of| name.certain || of.hash == file.hash) else {
                continue;
            };
            let message = format!("a copy of {} that a program has left: it is not used", of.path.display());
            let hint = if of.hash == file.hash {
                "it holds the same words: delete it, or move it out of the folder"
            } else {
                "it holds other words than that one: take over what is right, then delete it or move it out of the folder"
            };
            self.found.push(Diagnostic::fault("copy", &file.path, message).hint(hint));
            copies.insert(file.id.clone());
        }
        copies
    }

    fn unknown_transcripts(&mut self, paths: &StudyPaths, tables: &Tables, known: &HashSet<&str>) {
        let mut sorted: Vec<&str> = known.iter().copied().collect();
        sorted.sort_unstable();
        let mut told = 0;
        let mut unknown = |id: &str, file: &Path| {
            told += 1;
            let near = if told > MOST { None } else { nearest(id, sorted.iter().copied()) };
            let hint = match near {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write the id of a transcript: its path below the transcripts folder, without ending".into(),
            };
            Diagnostic::fault("unknown-transcript", file, format!("there is no transcript `{id}`")).hint(hint)
        };
        let rows = tables.transcripts.attributes.rows.iter().zip(&tables.transcripts.places);
        for (row, place) in rows.filter(|(row, _)| !known.contains(row.id.as_str())) {
            self.at_cell(unknown(&row.id, &paths.transcripts), place);
        }
        for row in &tables.speakers {
            if let Some(id) = row.transcript.as_deref().filter(|id| !known.contains(id)) {
                self.at_cell(unknown(id, &paths.speakers), &row.transcript_place);
            }
        }
    }

    /// The columns of consent: there, and holding yes, no or ask.
    fn consent(&mut self, study: &Study, paths: &StudyPaths, people: &Table) {
        for column in [&study.consent.quote, &study.consent.archive].into_iter().flatten() {
            let Some(at) = people.attributes.column(column) else {
                let message =
                    format!("`consent:` names the column `{column}`, which is not in the table of participants");
                let found = Diagnostic::fault("unknown-column", &paths.participants, message);
                self.found.push(found.hint("add the column, or correct `consent:` in study.yaml"));
                continue;
            };
            for (row, place) in people.attributes.rows.iter().zip(&people.places) {
                let values = row.values.get(at).map(Vec::as_slice).unwrap_or_default();
                let said = |value: &String| matches!(value.to_lowercase().as_str(), "yes" | "no" | "ask");
                if let Some(odd) = values.iter().find(|value| !said(value)) {
                    let message = format!("`{odd}` in the column of consent `{column}` of {}", row.id);
                    let found = Diagnostic::fault("bad-consent", &paths.participants, message);
                    self.at_cell(found.hint("write yes, no or ask"), place);
                }
            }
        }
    }

    fn people(&mut self, paths: &StudyPaths, tables: &Tables, files: &[Found]) -> Register {
        let mut people = Register::new(tables.participants.attributes.clone());
        let unknown = |id: &str, file: &Path| {
            let message = format!("the participant `{id}` is not in {}", paths.participants.display());
            Diagnostic::fault("unknown-participant", file, message)
                .hint(format!("add a row `{id}` to {}, or correct the id", paths.participants.display()))
        };
        for file in files {
            let front = &file.front;
            let one = front.participant.iter().map(|id| (id, vec!["participant".into()]));
            let several = front.participants.iter();
            let several = several.map(|(label, id)| (id, vec!["participants".into(), label.as_str().into()]));
            for (id, path) in one.chain(several) {
                if people.add(id) {
                    self.at_front(unknown(id, &file.path), &file.path, &path);
                }
            }
        }
        for row in &tables.speakers {
            if let SpeakerIs::Participant(id) = &row.who
                && people.add(id)
            {
                self.at_cell(unknown(id, &paths.speakers), &row.who_place);
            }
        }
        people
    }

    /// Without cases.csv a case is there by being named.
    fn cases(&mut self, paths: &StudyPaths, tables: &Tables, files: &[Found]) -> Register {
        let listed = tables.cases.is_some();
        let mut cases = Register::new(tables.cases.as_ref().map(|table| table.attributes.clone()).unwrap_or_default());
        let unknown = |id: &str, file: &Path| {
            let message = format!("the case `{id}` is not in {}", paths.cases.display());
            Diagnostic::fault("unknown-case", file, message)
                .hint(format!("add a row `{id}` to {}, or correct the id", paths.cases.display()))
        };
        let people = tables.participants.attributes.rows.iter().zip(&tables.participants.places);
        for (row, place) in people {
            for id in &row.about {
                if cases.add(id) && listed {
                    self.at_cell(unknown(id, &paths.participants), place);
                }
            }
        }
        for file in files {
            for (place, id) in file.front.about.iter().enumerate() {
                if cases.add(id) && listed {
                    self.at_front(unknown(id, &file.path), &file.path, &["about".into(), place.into()]);
                }
            }
        }
        cases
    }
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod tests;
