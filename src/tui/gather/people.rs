//! Who speaks: by turn, around a turn, in a transcript.

use crate::model::{ParticipantIx, Speaker, TranscriptId, TranscriptIx, View};
use crate::session::{Problem, Session};
use crate::tui::data::{Around, Role, Speaking};
use crate::tui::names::beside;

/// Participants as they are named beside their transcript.
pub fn shown<'a>(session: &'a Session, at: TranscriptIx, people: &[ParticipantIx]) -> Vec<&'a str> {
    let corpus = session.corpus();
    let transcript = corpus.transcript(at).id.as_str();
    people.iter().map(|person| beside(corpus.participant(*person), transcript)).collect()
}

/// Who speaks in a transcript, by turn.
pub fn speakers(session: &Session, at: TranscriptIx) -> Vec<Speaking> {
    let view = session.view(None);
    let turns = session.corpus().transcript(at).layout().turns.len();
    (0..turns).map(|turn| speaking(&view, at, turn)).collect()
}

/// Who speaks a turn.
pub(super) fn speaking(view: &View, at: TranscriptIx, turn: usize) -> Speaking {
    let label = view.corpus.transcript(at).label(turn);
    match view.speaker(at, turn) {
        Speaker::Participant(person) => {
            let (id, transcript) = (view.corpus.participant(person), view.corpus.transcript(at).id.as_str());
            // Where one person speaks, and is named by the transcript, the label says more.
            let name = if id == transcript && !label.is_empty() { label } else { beside(id, transcript) };
            Speaking { role: Role::Participant, name: name.into() }
        }
        Speaker::Interviewer => Speaking { role: Role::Interviewer, name: label.into() },
        Speaker::Other => Speaking { role: Role::Other, name: label.into() },
        Speaker::Unmapped => Speaking { role: Role::Unmapped, name: if label.is_empty() { "?" } else { label }.into() },
        Speaker::Excluded => Speaking { role: Role::Excluded, name: "left".into() },
    }
}

/// Who speaks: one person with attributes, several by their ids.
pub fn people(session: &Session, at: TranscriptIx) -> String {
    let corpus = session.corpus();
    let people = corpus.speaking(at);
    let ids = shown(session, at, &people);
    let [only] = people.as_slice() else { return ids.join(", ") };
    let names = corpus.attribute_names();
    let values: Vec<String> = names
        .iter()
        .map(|name| corpus.values(name, Some(*only), at).join(", "))
        .filter(|value| !value.is_empty())
        .take(3)
        .collect();
    format!("{} {}", ids.join(", "), values.join(", ")).trim().to_owned()
}

/// What is said around a turn (from 0): up to `most` turns before it and after it.
///
/// # Errors
/// If the study has no such transcript.
pub fn around(session: &Session, id: &TranscriptId, turn: usize, most: usize) -> Result<Around, Problem> {
    let at = session.transcript_place(id.as_str())?;
    let view = session.view(None);
    let transcript = session.corpus().transcript(at);
    let layout = transcript.layout();
    let last = (turn + most + 1).min(layout.turns.len());
    let shown = turn.saturating_sub(most)..last;
    let starts = shown.clone().filter_map(|turn| layout.turns.get(turn)).map(|turn| turn.speech.start).collect();
    let turns = shown.map(|turn| {
        let speaking = speaking(&view, at, turn);
        let speech = layout.turns.get(turn).and_then(|turn| transcript.body().slice(turn.speech));
        // What people who left the study have said is not shown.
        let speech = speech.filter(|_| speaking.role != Role::Excluded).unwrap_or("[…]");
        (turn, speaking, speech.to_owned())
    });
    Ok(Around { transcript: id.clone(), turn, turns: turns.collect(), starts })
}
