//! The people of an import: who gets a row or values in participants.csv, and what does not fit.

use std::collections::{HashMap, HashSet};

use super::import::{ImportDraft, ImportItem};
use super::import_draft::free_name;
use super::import_pattern::NamePattern;
use super::import_who::is_in;
use super::tables::label_uses;
use super::{Session, Who};
use crate::model::Speaker;
use crate::store::is_person_id;

impl Session {
    /// Reads the names of transcripts that are in the study already.
    pub(super) fn name_those_that_are_there(&self, draft: &mut ImportDraft, pattern: &NamePattern) {
        let mut unread = Vec::new();
        for at in self.corpus.places() {
            let id = self.corpus.transcript(at).id.to_string();
            let Some(says) = pattern.read(&id) else {
                unread.push(id);
                continue;
            };
            let uses = label_uses(&self.corpus, at);
            let mut people = uses.iter().filter_map(|label| match label.speaker {
                Speaker::Participant(at) => Some(self.corpus.participant(at).to_owned()),
                _ => None,
            });
            let only = people.next().filter(|_| people.next().is_none());
            let open: Vec<&str> = uses
                .iter()
                .filter(|label| label.speaker == Speaker::Unmapped)
                .map(|label| label.label.as_str())
                .collect();
            if let (Some(person), [label]) = (&says.participant, open.as_slice()) {
                draft.rows.push((id.clone(), (*label).to_owned(), person.clone()));
            }
            match says.participant.or(only) {
                Some(person) => draft.people.push((person, says.attributes)),
                None => draft
                    .mismatches
                    .push(format!("{id}: its name tells no participant, and not one alone speaks in it")),
            }
        }
        if !unread.is_empty() {
            draft.mismatches.push(format!("names that the pattern does not fit: {}", unread.join(", ")));
        }
    }

    /// Gathers who gets a row or values in participants.csv, and what does not fit.
    pub(super) fn gather_people(&self, draft: &mut ImportDraft) {
        let mut people = std::mem::take(&mut draft.people);
        let mut tabled: Vec<String> = Vec::new();
        for item in &draft.items {
            match item {
                ImportItem::New(new) => {
                    let ids: Vec<&String> = new
                        .labels
                        .iter()
                        .filter_map(|label| match &label.who {
                            Some(Who::Participant(id)) => Some(id),
                            _ => None,
                        })
                        .collect();
                    let said = ids.len() == 1 && !new.attributes.is_empty();
                    for id in &ids {
                        let known = self.corpus.participants.find_ignoring_case(id).is_some();
                        if !known || said {
                            people.push(((*id).clone(), if said { new.attributes.clone() } else { Vec::new() }));
                        }
                    }
                    if !new.attributes.is_empty() && ids.len() != 1 {
                        draft.mismatches.push(format!(
                            "{}: what its name says is of nobody, for not one person alone speaks in it",
                            new.id
                        ));
                    }
                }
                ImportItem::People { people: table, .. } => {
                    for (id, values) in &table.rows {
                        let values = table.columns.iter().cloned().zip(values.iter().cloned());
                        people.push((id.clone(), values.filter(|(_, value)| !value.is_empty()).collect()));
                        tabled.push(id.clone());
                    }
                }
                _ => {}
            }
        }
        for (_, values) in &mut people {
            for (name, _) in values.iter_mut() {
                let free = free_name(name);
                if free != *name {
                    let sentence =
                        format!("the attribute `{name}` is written `{free}`, for tables use that name themselves");
                    if !draft.mismatches.contains(&sentence) {
                        draft.mismatches.push(sentence);
                    }
                    *name = free;
                }
            }
        }
        // Each person once, values together.
        let mut place: HashMap<String, usize> = HashMap::new();
        for (id, values) in people {
            match place.get(&id.to_lowercase()).and_then(|at| draft.people.get_mut(*at)) {
                Some((_, known)) => known.extend(values),
                None => {
                    place.insert(id.to_lowercase(), draft.people.len());
                    draft.people.push((id, values));
                }
            }
        }
        if !tabled.is_empty() {
            self.mismatches(draft, &tabled);
        }
    }

    /// Who is in a table and nowhere speaks, and who speaks and is not in it.
    fn mismatches(&self, draft: &mut ImportDraft, tabled: &[String]) {
        let mut speaking: Vec<String> = Vec::new();
        for at in self.corpus.places() {
            for label in label_uses(&self.corpus, at) {
                match label.speaker {
                    Speaker::Participant(at) => speaking.push(self.corpus.participant(at).to_owned()),
                    Speaker::Unmapped if is_person_id(&label.label) => speaking.push(label.label),
                    // A name that equals an id of the table maps by itself once the table is in.
                    Speaker::Unmapped if is_in(tabled, &label.label) => speaking.push(label.label),
                    _ => {}
                }
            }
        }
        for new in draft.transcripts() {
            let ids = new.labels.iter().filter_map(|label| match &label.who {
                Some(Who::Participant(id)) => Some(id.clone()),
                _ => None,
            });
            speaking.extend(ids);
        }
        let lower = |ids: &[String]| ids.iter().map(|id| id.to_lowercase()).collect::<HashSet<String>>();
        let (in_table, heard) = (lower(tabled), lower(&speaking));
        let silent: Vec<&str> =
            tabled.iter().filter(|id| !heard.contains(&id.to_lowercase())).map(String::as_str).collect();
        let mut once = HashSet::new();
        let missing: Vec<&str> = speaking
            .iter()
            .filter(|id| !in_table.contains(&id.to_lowercase()) && once.insert(id.to_lowercase()))
            .map(String::as_str)
            .collect();
        if !silent.is_empty() {
            draft.mismatches.push(format!("in the table, but in no transcript: {}", silent.join(", ")));
        }
        if !missing.is_empty() {
            draft.mismatches.push(format!("in transcripts, but not in the table: {}", missing.join(", ")));
        }
    }
}
