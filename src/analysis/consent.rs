//! Who has agreed to be quoted, or to have their interview archived: the columns that `consent:` in study.yaml names.

use crate::model::{ParticipantIx, TranscriptIx, View};
use crate::text::Span;

/// Who stays out of an export, by the place of the participant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Consent {
    withheld: Vec<bool>,
}

impl Consent {
    /// Who may not be quoted, or not yet: `no` or `ask`. Without a column everybody may.
    pub fn to_quote(view: &View) -> Self {
        Self::of(view, view.corpus.study.consent.quote.as_deref())
    }

    /// Who has not agreed that their interview is archived.
    pub fn to_archive(view: &View) -> Self {
        Self::of(view, view.corpus.study.consent.archive.as_deref())
    }

    fn of(view: &View, column: Option<&str>) -> Self {
        let people = &view.corpus.participants;
        let Some(column) = column.and_then(|column| people.column(&column.to_lowercase())) else {
            return Self::default();
        };
        let withheld = |at: usize| {
            let values = people.values(at, column).iter();
            values.map(|value| value.trim().to_lowercase()).any(|value| value == "no" || value == "ask")
        };
        Self { withheld: (0..people.rows.len()).map(withheld).collect() }
    }

    /// Whether nobody stays out.
    pub fn is_given_by_all(&self) -> bool {
        !self.withheld.contains(&true)
    }

    /// Whether a participant stays out.
    pub fn withholds(&self, person: ParticipantIx) -> bool {
        self.withheld.get(person.at()).copied().unwrap_or(false)
    }

    /// Those who stay out and say something in a passage, however little.
    pub fn withheld_in(&self, view: &View, transcript: TranscriptIx, span: Span) -> Vec<ParticipantIx> {
        if self.is_given_by_all() {
            return Vec::new();
        }
        let people = view.words_by_person(transcript, span).into_iter().map(|(person, _)| person);
        people.filter(|person| self.withholds(*person)).collect()
    }
}
