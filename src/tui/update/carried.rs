//! What lies over a transcript while its text is read anew: words that were typed stay, and places follow the text.

use super::taken::follow;
use crate::model::{MemoOn, Place as Passage, TranscriptId};
use crate::session::Command;
use crate::text::{Layout, Span};
use crate::tui::data::Reading;
use crate::tui::model::{Asking, Over, Purpose, Writing, Written};

/// What lies over it as it is to be, and what a person has to be told.
pub type Carried = (Option<Over>, Option<&'static str>);

/// Carries what lies over the old text to the new one.
pub fn carried(over: Over, old: &Reading, new: &Reading) -> Carried {
    let moved = |transcript: &TranscriptId, span: Span| {
        if *transcript == old.id { follow(&old.body, &new.body, span) } else { Some(span) }
    };
    match over {
        Over::Picker(mut picker) => {
            let purpose = match &picker.purpose {
                Purpose::Code(id, span) => moved(id, *span).map(|span| Purpose::Code(id.clone(), span)),
                Purpose::Case(id, span) => moved(id, *span).map(|span| Purpose::Case(id.clone(), span)),
                other => Some(other.clone()),
            };
            let Some(purpose) = purpose else {
                return (None, Some("the passage is no longer there: select it again"));
            };
            picker.purpose = purpose;
            (Some(Over::Picker(picker)), None)
        }
        Over::Write(mut writing) => {
            let said = written(&mut writing, old, new, moved);
            (Some(Over::Write(writing)), said)
        }
        // It waits with places of the old text.
        Over::Ask(ask) if matches!(&ask.about, Asking::Coder(commands) if commands.iter().any(Command::names_places)) => {
            (None, Some("the text was changed meanwhile: select the passage again"))
        }
        other => (Some(other), None),
    }
}

fn written(
    writing: &mut Writing,
    old: &Reading,
    new: &Reading,
    moved: impl Fn(&TranscriptId, Span) -> Option<Span>,
) -> Option<&'static str> {
    match &mut writing.what {
        Written::Memo { on, .. } => {
            let mut lost = None;
            for on in on {
                let MemoOn::Passage(place) = on else { continue };
                if place.transcript != old.id {
                    continue;
                }
                let there =
                    moved(&place.transcript, place.span).and_then(|span| Passage::of(new.id.clone(), &new.body, span));
                *on = there.map_or_else(
                    || {
                        lost = Some("the passage is no longer there: the memo will hang on the transcript");
                        MemoOn::Transcript(new.id.clone())
                    },
                    MemoOn::Passage,
                );
            }
            lost
        }
        Written::Turn(id, span) if *id == old.id => {
            let turn = moved(id, *span).and_then(|span| speech_at(&new.layout, span.start));
            let Some(turn) = turn else {
                writing.about = "the turn is no longer there: this becomes a memo on the transcript".into();
                writing.before.clear();
                writing.what =
                    Written::Memo { memo: None, on: vec![MemoOn::Transcript(new.id.clone())], title: String::new() };
                return Some("the turn is no longer there: what you wrote becomes a memo on the transcript");
            };
            *span = turn;
            let text = new.body.slice(turn).unwrap_or_default();
            if text.trim_end() == writing.before.trim_end() {
                return None;
            }
            writing.before = text.to_owned();
            Some("this turn was changed meanwhile: saving puts yours in its place, and u takes that back")
        }
        _ => None,
    }
}

/// The speech of the turn in which a position stands.
fn speech_at(layout: &Layout, position: u32) -> Option<Span> {
    layout.turn_at(position).and_then(|turn| layout.turns.get(turn)).map(|turn| turn.speech)
}
