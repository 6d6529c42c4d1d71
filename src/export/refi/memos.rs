//! Memos as notes: each a text of its own, referred to by what it hangs on, and repeated in the description of what it hangs
//! on, for some tools read only that.

use std::collections::HashSet;

use super::guids::Guid;
use super::project::{Out, time};
use super::record::{self, NAME, STARS};
use crate::model::{CoderName, EventId, MemoOn, Speaker, Star};

/// Between the texts of several memos in one description.
const BETWEEN: &str = "\n\n";

const fn star_name(star: Star) -> &'static str {
    match star {
        Star::Exemplar => STARS[0],
        Star::Negative => STARS[1],
    }
}

impl Out<'_> {
    /// The memos that go out and hang on this.
    pub(super) fn memos_where(&self, hangs: impl Fn(&MemoOn) -> bool) -> Vec<EventId> {
        let state = self.request.view.state;
        let on = |id: &&EventId| state.memos.get(id).is_some_and(|memo| hangs(&memo.on));
        self.memos.iter().filter(on).copied().collect()
    }

    /// The texts of memos as a description.
    pub(super) fn description(&mut self, memos: &[EventId]) {
        let state = self.request.view.state;
        let texts: Vec<&str> = memos.iter().filter_map(|id| state.memos.get(id)).map(|memo| &*memo.text).collect();
        self.xml.text("Description", &texts.join(BETWEEN));
    }

    fn star_note(&mut self, coder: &CoderName, star: Star) -> String {
        let own = Guid::Note.of(&format!("{}\0{}", star.as_str(), self.alias(coder).key()));
        self.giver.give(own)
    }

    /// The notes that say how a coding is marked for the write-up.
    pub(super) fn star_notes(&mut self, coding: EventId) -> Vec<String> {
        let stars = self.stars.get(&coding).cloned().unwrap_or_default();
        self.losses.kept_many("marks for the write-up", stars.len() as u64);
        stars.iter().map(|(coder, star)| self.star_note(coder, *star)).collect()
    }

    fn note(&mut self, guid: &str, name: &str, text: &str, user: Option<&CoderName>, times: [Option<String>; 2]) {
        let file = format!("{}.txt", guid.trim_matches(['{', '}']));
        let user = user.map(|coder| self.user(coder));
        self.xml.open("Note").attr("guid", guid).attr("name", name);
        self.xml.attr("plainTextPath", &format!("internal://{file}"));
        self.xml.attr_if("creatingUser", user.as_deref()).attr_if("creationDateTime", times[0].as_deref());
        self.xml.attr_if("modifyingUser", user.as_deref().filter(|_| times[1].is_some()));
        self.xml.attr_if("modifiedDateTime", times[1].as_deref());
        self.xml.close();
        self.texts.push((file, text.to_owned()));
    }

    /// Writes all notes; the answer is the GUIDs of those on the project.
    pub(super) fn notes(&mut self) -> Vec<String> {
        let view = self.request.view;
        let mut on_project = Vec::new();
        self.xml.open("Notes");
        // Some tools merge notes of one name.
        let mut names: HashSet<String> = [NAME, STARS[0], STARS[1]].map(str::to_owned).into();
        for id in self.memos.clone() {
            let Some(memo) = view.state.memos.get(&id) else { continue };
            let guid = self.giver.give(id.0);
            let title = if memo.title.is_empty() { self.untitled(&memo.on) } else { memo.title.to_string() };
            let mut name = title.clone();
            let mut number = 2;
            while !names.insert(name.to_lowercase()) {
                name = format!("{title} ({number})");
                number += 1;
            }
            let modified = time(&memo.modified).filter(|_| memo.modified != memo.created);
            self.note(&guid, &name, &memo.text, Some(&memo.coder), [time(&memo.created), modified]);
            if memo.on == MemoOn::Study {
                on_project.push(guid.clone());
            }
            let on = self.hangs_on(&memo.on);
            let title = if memo.title.as_ref() == name { String::new() } else { memo.title.to_string() };
            let untitled = memo.title.is_empty();
            let kept = record::Memo { title, untitled, kind: memo.kind.as_str().into(), on };
            self.record.memos.insert(guid, kept);
            self.losses.kept("memos");
        }
        let mut stars: Vec<(CoderName, Star)> = self.stars.values().flatten().cloned().collect();
        stars.sort_by(|a, b| (&a.0, a.1.as_str()).cmp(&(&b.0, b.1.as_str())));
        stars.dedup();
        for (coder, star) in stars {
            let guid = self.star_note(&coder, star);
            self.note(&guid, star_name(star), star.as_str(), Some(&coder), [None, None]);
        }
        let own = self.giver.give(Guid::Note.of("record"));
        // A map of texts and numbers can always be written.
        let text = serde_json::to_string_pretty(&self.record).unwrap_or_default();
        self.note(&own, NAME, &text, None, [None, None]);
        self.xml.close();
        on_project.push(own);
        on_project
    }

    /// GUIDs of what a memo hangs on, where no reference in the project says it.
    fn hangs_on(&mut self, on: &MemoOn) -> Vec<String> {
        let things = match on {
            MemoOn::Participant(id) => vec![Guid::Participant.of(id.as_str())],
            MemoOn::Case(id) => vec![Guid::Case.of(id)],
            MemoOn::ParticipantCode(id, code) => vec![Guid::Participant.of(id.as_str()), Guid::Code.of(code.as_str())],
            MemoOn::CaseCode(id, code) => vec![Guid::Case.of(id), Guid::Code.of(code.as_str())],
            _ => Vec::new(),
        };
        things.into_iter().map(|own| self.giver.give(own)).collect()
    }

    /// What a memo without a title is called in other tools.
    fn untitled(&self, on: &MemoOn) -> String {
        let corpus = self.request.view.corpus;
        let code = |id: &str| corpus.theme(id).map_or(id, |theme| corpus.codebook.name(theme)).to_owned();
        match on {
            MemoOn::Coding(id) => {
                let coding = self.request.view.state.codings.get(id);
                coding.map_or_else(
                    || "Memo".into(),
                    |coding| format!("Memo on {} in {}", code(coding.code.as_str()), coding.place.transcript),
                )
            }
            MemoOn::Transcript(id) => format!("Memo on {id}"),
            MemoOn::Passage(place) => format!("Memo in {}", place.transcript),
            MemoOn::Participant(id) => format!("Memo on {id}"),
            MemoOn::Case(id) => format!("Memo on {id}"),
            MemoOn::Code(id) => format!("Memo on {}", code(id.as_str())),
            MemoOn::ParticipantCode(id, theme) => format!("{id} × {}", code(theme.as_str())),
            MemoOn::CaseCode(id, theme) => format!("{id} × {}", code(theme.as_str())),
            MemoOn::Study => "Memo on the study".into(),
        }
    }

    /// Keeps what study.yaml, labels, sets and coders say that the format cannot.
    pub(super) fn settings(&mut self) {
        let view = self.request.view;
        let study = &view.corpus.study;
        self.record.about =
            "Written by emic, for emic alone: what the exchange format has no place for. It holds no interview text."
                .into();
        let mut say = |key: &str, value: serde_json::Value| {
            self.record.study.insert(key.to_owned(), value);
        };
        say("title", study.title.as_str().into());
        say("language", study.language.as_str().into());
        say("interviewers", study.interviewers.as_slice().into());
        say("others", study.others.as_slice().into());
        say("attribution_words", study.attribution_words.into());
        say("citation_width", study.citation_width.into());
        say("quote_template", study.quote_template.as_str().into());
        say("consensus", study.consensus.as_str().into());
        if let Some(turns) = &study.turns {
            say("turns", turns.as_str().into());
        }
        if let Some(coders) = &study.coders {
            let name = |coder| self.request.aliases.get(coder).unwrap_or(coder).as_str();
            let names: Vec<&str> = coders.iter().map(name).collect();
            say("coders", names.into());
        }
        say("approach", study.approach.as_str().into());
        let consent = [("quote", &study.consent.quote), ("archive", &study.consent.archive)];
        let consent: serde_json::Map<String, serde_json::Value> = consent
            .into_iter()
            .filter_map(|(key, column)| column.as_ref().map(|column| (key.to_owned(), column.as_str().into())))
            .collect();
        if !consent.is_empty() {
            say("consent", consent.into());
        }
        for set in view.corpus.codebook.sets() {
            let guid = self.giver.give(Guid::Set.of(set.id.as_str()));
            self.record.themes.insert(guid, set.id.to_string());
        }
        for (coder, transcript) in &view.state.done {
            if self.goes(coder) && view.corpus.find(transcript.as_str()).is_some() {
                let guid = self.giver.give(Guid::Transcript.of(transcript.as_str()));
                let name = self.alias(coder).to_string();
                self.record.done.push((name, guid));
            }
        }
        for at in view.corpus.places() {
            self.labels(at);
        }
    }

    /// Keeps who speaks in a transcript.
    fn labels(&mut self, at: crate::model::TranscriptIx) {
        let view = self.request.view;
        let transcript = view.corpus.transcript(at);
        let who = |out: &Self, speaker: Speaker| match speaker {
            Speaker::Interviewer => Some("interviewer".to_owned()),
            Speaker::Other => Some("other".to_owned()),
            speaker => out.present(speaker),
        };
        let labels = transcript.layout().labels.iter().zip(transcript.speakers());
        let mut labels: Vec<(String, String)> =
            labels.filter_map(|(label, speaker)| Some((label.clone(), who(self, *speaker)?))).collect();
        let unlabelled = transcript.labels.unlabelled.filter(|person| !self.has_left(person.at()));
        labels.extend(unlabelled.map(|person| (String::new(), view.corpus.participant(person).to_owned())));
        let about = transcript.about.iter().map(|case| view.corpus.case(*case).to_owned()).collect();
        let guid = self.giver.give(Guid::Transcript.of(transcript.id.as_str()));
        self.record.transcripts.insert(guid, record::Text { id: transcript.id.to_string(), labels, about });
    }
}
