//! Who the labels of new transcripts will be: what the user and the study say, then what can be recognised.

use std::collections::{HashMap, HashSet};

use super::import::{ImportDraft, ImportItem, ImportRequest, LabelAs, NewTranscript};
use super::import_pattern::{NamePattern, NameSays};
use super::new::{USUAL, is_usual};
use super::{Session, Who};
use crate::import::{LabelSeen, look};
use crate::model::FrontMatter;
use crate::store::{self, SpeakerIs, SpeakerRow, is_person_id};
use crate::text::{Body, TurnRules};

/// What is known before a transcript is looked at.
struct Word<'a> {
    rows: Vec<SpeakerRow>,
    /// Names that ask in several of the new transcripts, in lower case.
    askers: HashSet<String>,
    /// Ids of participants in lower case, those of this import too.
    taken: HashSet<String>,
    request: &'a ImportRequest,
}

/// Whether a label stands for several people, or for somebody whom the transcriber could not tell: nobody's participant.
fn is_nobody(label: &str) -> bool {
    const NOBODY: [&str; 16] = [
        "several",
        "all",
        "everyone",
        "everybody",
        "both",
        "group",
        "audience",
        "unknown",
        "unidentified",
        "unknown speaker",
        "unidentified speaker",
        "unknown voice",
        "multiple speakers",
        "speakers",
        "many",
        "others",
    ];
    let lower = label.to_lowercase();
    lower.contains('?') || NOBODY.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Whether a label, ignoring case, is one of them.
pub(super) fn is_in(list: &[String], label: &str) -> bool {
    list.iter().any(|known| same(known, label))
}

impl Session {
    /// Says who the labels of all new transcripts will be, and looks at each as the study then will.
    pub(super) fn say_who(&self, draft: &mut ImportDraft, request: &ImportRequest, pattern: Option<&NamePattern>) {
        let study = &self.corpus.study;
        let mut interviewers: Vec<String> = USUAL.iter().map(|label| (*label).to_owned()).collect();
        interviewers.extend(study.interviewers.iter().chain(&request.interviewers).cloned());
        let people: Vec<&str> = self.corpus.participants.rows.iter().map(|row| row.id.as_str()).collect();
        let everywhere = std::sync::Arc::new(crate::text::SharedLabels::new(people.iter().copied()));
        let mut fronts: Vec<(Body, FrontMatter)> = Vec::new();
        for item in &mut draft.items {
            let ImportItem::New(new) = item else { continue };
            let Some((body, front)) = read(new) else { continue };
            let mut known: Vec<String> = new.draft.labels.clone();
            known.extend(request.speakers.iter().map(|(label, _)| label.clone()));
            known.extend(request.others.iter().chain(&study.others).chain(&front.others).cloned());
            known.extend(front.participants.iter().map(|(label, _)| label.clone()));
            let interviewers = interviewers.iter().chain(&front.interviewers).cloned().collect();
            let rules = TurnRules { pattern: study.turns.clone(), interviewers, known, everywhere: everywhere.clone() };
            new.look = look(&body, &rules);
            fronts.push((body, front));
        }
        let mut word = Word {
            rows: store::read_tables(study).0.speakers,
            askers: askers(draft.transcripts()),
            taken: people.iter().map(|id| id.to_lowercase()).collect(),
            request,
        };
        let mut fronts = fronts.into_iter();
        for item in &mut draft.items {
            let ImportItem::New(new) = item else { continue };
            let Some((body, front)) = fronts.next() else { continue };
            let says = pattern.and_then(|pattern| pattern.read(new.id.as_str()));
            new.labels = self.labels_of(new, &front, says.as_ref(), &mut word);
            new.attributes = says.map(|says| says.attributes).unwrap_or_default();
            // As the study will see it once the rows are written.
            let of = |who: fn(&Who) -> bool| {
                let fits = new.labels.iter().filter(move |label| label.who.as_ref().is_some_and(who));
                fits.map(|label| label.seen.label.clone()).filter(|label| !label.is_empty()).collect::<Vec<String>>()
            };
            let asks = of(|who| *who == Who::Interviewer);
            let interviewers = study.interviewers.iter().chain(&front.interviewers).chain(&asks).cloned().collect();
            let known = of(|who| *who != Who::Interviewer);
            let rules = TurnRules { pattern: study.turns.clone(), interviewers, known, everywhere: everywhere.clone() };
            new.look = look(&body, &rules);
            for label in &mut new.labels {
                if let Some(seen) = new.look.labels.iter().find(|seen| same(&seen.label, &label.seen.label)) {
                    label.seen = seen.clone();
                }
            }
        }
    }

    fn labels_of(
        &self,
        new: &NewTranscript,
        front: &FrontMatter,
        says: Option<&NameSays>,
        word: &mut Word<'_>,
    ) -> Vec<LabelAs> {
        let mut labels: Vec<LabelAs> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let often = new.look.labels.iter().filter(|seen| seen.turns > 2).count() > 1;
        let usual = new.look.labels.iter().any(|seen| self.asks(&seen.label, front, word));
        for seen in &new.look.labels {
            let (who, row) = match self.said(seen, &new.id, front, word) {
                Some((who, row)) => (Some(who), row),
                None if !usual && word.askers.contains(&seen.label.to_lowercase()) => (Some(Who::Interviewer), true),
                None if seen.words == 0 && !seen.label.is_empty() => (Some(Who::Other), true),
                None => (None, false),
            };
            // Beside people who come again, a word that stands once before a colon may be a line of the head (`Place: …`).
            let once = seen.turns == 1 && often && !is_person_id(&seen.label) && !seen.label.is_empty();
            if who.is_none() && !is_nobody(&seen.label) && !once {
                open.push(labels.len());
            }
            labels.push(LabelAs { seen: seen.clone(), who, row, new: false });
        }
        // The front matter's participant is the only one who is left.
        if let ([only], Some(person)) = (open.as_slice(), &front.participant) {
            labels[*only].who = Some(Who::Participant(person.clone()));
            labels[*only].new = word.taken.insert(person.to_lowercase());
            return labels;
        }
        let named = says.and_then(|says| says.participant.clone()).or_else(|| self.named_in(new.id.as_str()));
        if let ([only], Some(person)) = (open.as_slice(), named) {
            labels[*only].row = !same(&labels[*only].seen.label, &person);
            labels[*only].new = word.taken.insert(person.to_lowercase());
            labels[*only].who = Some(Who::Participant(person));
            return labels;
        }
        let roles = open.iter().filter(|at| !is_person_id(&labels[**at].seen.label)).count();
        let name = new.id.as_str().replace('/', "-");
        for at in open {
            let label = labels[at].seen.label.clone();
            if is_person_id(&label) {
                labels[at].new = word.taken.insert(label.to_lowercase());
                labels[at].who = Some(Who::Participant(label));
                continue;
            }
            let words: Vec<&str> = label.split_whitespace().collect();
            let wanted =
                if roles > 1 && !words.is_empty() { format!("{name}-{}", words.join("-")) } else { name.clone() };
            let mut id = wanted.clone();
            let mut number = 2;
            while !word.taken.insert(id.to_lowercase()) {
                id = format!("{wanted}-{number}");
                number += 1;
            }
            labels[at] = LabelAs { who: Some(Who::Participant(id)), row: true, new: true, ..labels[at].clone() };
        }
        labels
    }

    /// Whether a label is an interviewer's by what is said or usual.
    fn asks(&self, label: &str, front: &FrontMatter, word: &Word<'_>) -> bool {
        is_usual(label)
            || [&self.corpus.study.interviewers, &front.interviewers, &word.request.interviewers]
                .into_iter()
                .any(|list| is_in(list, label))
    }

    /// Who a label is by the user's word, the file's or the study's; and whether that needs a row of speakers.csv.
    fn said(
        &self,
        seen: &LabelSeen,
        id: &crate::model::TranscriptId,
        front: &FrontMatter,
        word: &mut Word<'_>,
    ) -> Option<(Who, bool)> {
        let label = seen.label.as_str();
        let study = &self.corpus.study;
        let participant = |word: &mut Word<'_>, id: &str| {
            word.taken.insert(id.to_lowercase());
            Who::Participant(id.to_owned())
        };
        if let Some((_, person)) = front.participants.iter().find(|(known, _)| same(known, label)) {
            return Some((participant(word, person), false));
        }
        if is_in(&front.interviewers, label) {
            return Some((Who::Interviewer, false));
        }
        if is_in(&front.others, label) {
            return Some((Who::Other, false));
        }
        let request = word.request;
        if let Some((_, who)) = request.speakers.iter().find(|(known, _)| same(known, label)) {
            return Some((who.clone(), !same(who.as_str(), label)));
        }
        if is_in(&request.interviewers, label) {
            return Some((Who::Interviewer, !is_in(&study.interviewers, label)));
        }
        if is_in(&request.others, label) {
            return Some((Who::Other, !is_in(&study.others, label)));
        }
        let rows = word.rows.iter().filter(|row| row.transcript.as_deref().is_none_or(|known| known == id.as_str()));
        let mut rows: Vec<&SpeakerRow> = rows.filter(|row| same(&row.label, label)).collect();
        rows.sort_by_key(|row| row.transcript.is_none());
        if let Some(row) = rows.first().filter(|_| !label.is_empty()) {
            return Some((
                match &row.who {
                    SpeakerIs::Participant(id) => Who::Participant(id.clone()),
                    SpeakerIs::Interviewer => Who::Interviewer,
                    SpeakerIs::Other => Who::Other,
                },
                false,
            ));
        }
        if label.is_empty() {
            return None;
        }
        if is_in(&study.interviewers, label) {
            return Some((Who::Interviewer, false));
        }
        if is_in(&study.others, label) {
            return Some((Who::Other, false));
        }
        if let Some(row) = self.corpus.participants.find_ignoring_case(label) {
            return Some((Who::Participant(self.corpus.participant(row.into()).to_owned()), false));
        }
        is_usual(label).then_some((Who::Interviewer, true))
    }

    /// The one participant whose id stands in a transcript's name as a word of its own.
    fn named_in(&self, name: &str) -> Option<String> {
        let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
        let name = words(name);
        let mut found = self.corpus.participants.rows.iter().filter(|row| {
            let id = words(&row.id);
            !id.is_empty() && name.windows(id.len()).any(|window| *window == id)
        });
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }
}

/// Body and front matter of a new transcript as they will be read.
fn read(new: &NewTranscript) -> Option<(Body, FrontMatter)> {
    let read = store::decode_transcript(&new.path, new.draft.text.clone().into_bytes()).ok()?;
    Some((Body::new(read.body), read.front))
}

/// Names that stand in several of the new transcripts and ask there: a quarter of their turns are questions. A role or
/// number is somebody else in each.
fn askers<'a>(transcripts: impl Iterator<Item = &'a NewTranscript>) -> HashSet<String> {
    let mut seen: HashMap<String, (usize, usize, usize)> = HashMap::new();
    for new in transcripts {
        for label in &new.look.labels {
            if label.label.is_empty() || label.label.ends_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let entry = seen.entry(label.label.to_lowercase()).or_default();
            *entry = (entry.0 + 1, entry.1 + label.turns, entry.2 + label.questions);
        }
    }
    let asks =
        |(files, turns, questions): &(usize, usize, usize)| *files > 1 && *questions > 0 && questions * 4 >= *turns;
    seen.into_iter().filter(|(_, counts)| asks(counts)).map(|(label, _)| label).collect()
}
