//! What an erasure keeps out of a merge: the words of participants who withdrew do not come (back).

use std::collections::BTreeSet;

use super::Session;
use crate::journal::event::Erasure;
use crate::journal::{Do, Event, parse_line};
use crate::model::{ActId, EventId, ParticipantId, TranscriptId, TranscriptIx};
use crate::text::Span;

/// The participants who withdrew, in any of the events.
pub(super) fn withdrawn<'e>(events: impl Iterator<Item = &'e Event>) -> BTreeSet<ParticipantId> {
    let who = events.filter_map(|event| match &event.what {
        Do::Erase { participant, why: Erasure::Withdrawn, .. } => participant.clone(),
        _ => None,
    });
    who.collect()
}

/// The events of the other copy about words of participants who withdrew: their wording must not come (back).
pub(super) fn refused(other: &Session, there: &[Event], gone: &BTreeSet<ParticipantId>) -> BTreeSet<EventId> {
    if gone.is_empty() {
        return BTreeSet::new();
    }
    let theirs = |id: &TranscriptId, span: Span| {
        other.corpus.find(id.as_str()).is_some_and(|at| speaks_there(other, at, span, gone))
    };
    let mut refused: BTreeSet<EventId> = BTreeSet::new();
    for event in there {
        let about = match &event.what {
            Do::Code(code) => theirs(&code.place.transcript, code.place.span),
            Do::Respan(respan) => refused.contains(&respan.coding),
            Do::Memo(written) => match &written.on {
                Some(crate::model::MemoOn::Passage(place)) => theirs(&place.transcript, place.span),
                Some(crate::model::MemoOn::Participant(id) | crate::model::MemoOn::ParticipantCode(id, _)) => {
                    gone.contains(id)
                }
                Some(crate::model::MemoOn::Coding(coding)) => refused.contains(coding),
                _ => written.memo.is_some_and(|memo| refused.contains(&memo)),
            },
            Do::Quote { coding, .. } => refused.contains(coding),
            _ => false,
        };
        // A line that was rewritten for the erasure holds no words any more.
        if about && event.rev == 0 {
            refused.insert(event.id);
        }
    }
    refused
}

fn speaks_there(other: &Session, at: TranscriptIx, span: Span, gone: &BTreeSet<ParticipantId>) -> bool {
    let transcript = other.corpus.transcript(at);
    transcript.layout().turns_in(span).any(|turn| {
        transcript.speaker(turn).participant().is_some_and(|who| gone.contains(other.corpus.participant(who)))
    })
}

/// The events without those refused. Of an action that holds others too, a refused one leaves a line without words, so that the
/// action stays whole; its `rev` takes the words out of other copies as well.
pub(super) fn without(there: &[Event], refused: &BTreeSet<EventId>) -> Vec<Event> {
    let kept: BTreeSet<ActId> =
        there.iter().filter(|event| !refused.contains(&event.id)).map(|event| event.act).collect();
    let bare = |event: &Event| {
        let line = serde_json::json!({
            "v": 1, "id": event.id.to_string(), "act": event.act.to_string(), "of": event.of,
            "coder": event.coder.as_str(), "at": &*event.at, "rev": event.rev + 1, "do": "erased"
        });
        parse_line(&line.to_string(), Some(&event.coder)).ok()
    };
    there
        .iter()
        .filter_map(|event| match (refused.contains(&event.id), kept.contains(&event.act)) {
            (false, _) => Some(event.clone()),
            (true, true) => bare(event),
            (true, false) => None,
        })
        .collect()
}
