//! All of a study but its journals.

use std::collections::HashMap;

use super::{
    Attributes, CaseIx, Codebook, ParticipantIx, Speaker, Study, Theme, Transcript, TranscriptId, TranscriptIx,
};

/// A study's definition, people, codebook and transcripts.
#[derive(Debug)]
pub struct Corpus {
    /// study.yaml.
    pub study: Study,
    /// participants.csv, and after its rows the people whom only front matter or speakers.csv names.
    pub participants: Attributes,
    /// cases.csv, and after its rows the cases that are only named elsewhere.
    pub cases: Attributes,
    /// The attributes that transcripts have, in order of appearance.
    pub transcript_columns: Vec<String>,
    /// codebook.yaml.
    pub codebook: Codebook,
    /// The transcripts in the order of their ids.
    pub transcripts: Vec<Transcript>,
    by_id: HashMap<TranscriptId, TranscriptIx>,
}

impl Corpus {
    /// Puts a study together; the transcripts are brought into the order of their ids.
    pub fn new(study: Study, participants: Attributes, cases: Attributes, codebook: Codebook) -> Self {
        Self {
            study,
            participants,
            cases,
            transcript_columns: Vec::new(),
            codebook,
            transcripts: Vec::new(),
            by_id: HashMap::new(),
        }
    }

    /// Hands in the transcripts with the names of their attributes.
    #[must_use]
    pub fn with_transcripts(mut self, columns: Vec<String>, mut transcripts: Vec<Transcript>) -> Self {
        transcripts.sort_by(|a, b| a.id.cmp(&b.id));
        self.by_id = transcripts.iter().enumerate().map(|(at, t)| (t.id.clone(), at.into())).collect();
        self.transcript_columns = columns;
        self.transcripts = transcripts;
        self
    }

    /// The transcript with this id.
    pub fn find(&self, id: &str) -> Option<TranscriptIx> {
        self.by_id.get(id).copied()
    }

    /// The transcript at `at`.
    pub fn transcript(&self, at: TranscriptIx) -> &Transcript {
        &self.transcripts[at.at()]
    }

    /// All transcripts' places in order.
    pub fn places(&self) -> impl Iterator<Item = TranscriptIx> + use<> {
        (0..self.transcripts.len()).map(TranscriptIx::from)
    }

    /// The id of a participant.
    pub fn participant(&self, at: ParticipantIx) -> &str {
        self.participants.rows.get(at.at()).map_or("", |row| &row.id)
    }

    /// The id of a case.
    pub fn case(&self, at: CaseIx) -> &str {
        self.cases.rows.get(at.at()).map_or("", |row| &row.id)
    }

    /// Names of the attributes of people and transcripts in the order of exports: participants.csv, then transcripts.
    /// A name that both have stands once.
    pub fn attribute_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.participants.columns.iter().map(String::as_str).collect();
        for column in &self.transcript_columns {
            if self.participants.column(column).is_none() {
                names.push(column);
            }
        }
        names
    }

    /// The values of an attribute for what a participant says in a transcript: the transcript's where it has one,
    /// else the participant's. Empty: missing.
    pub fn values(&self, attribute: &str, participant: Option<ParticipantIx>, transcript: TranscriptIx) -> &[String] {
        let name = attribute.to_lowercase();
        let own = self.transcript_columns.iter().position(|column| column.to_lowercase() == name);
        let own = own.and_then(|column| self.transcripts[transcript.at()].attributes.get(column));
        match (own, participant) {
            (Some(values), _) if !values.is_empty() => values,
            (_, Some(participant)) => {
                self.participants.column(&name).map_or(&[], |column| self.participants.values(participant.at(), column))
            }
            _ => &[],
        }
    }

    /// The participants who speak in a transcript, each once, in order of first speech.
    pub fn speaking(&self, at: TranscriptIx) -> Vec<ParticipantIx> {
        let transcript = self.transcript(at);
        let mut people = Vec::new();
        for turn in 0..transcript.layout().turns.len() {
            if let Speaker::Participant(person) = transcript.speaker(turn)
                && !people.contains(&person)
            {
                people.push(person);
            }
        }
        people
    }

    /// The code or set with this id, or the code that was merged from it.
    pub fn theme(&self, id: &str) -> Option<Theme> {
        self.codebook.find(id).or_else(|| self.codebook.resolve(id).map(Theme::Code))
    }
}
