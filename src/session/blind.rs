//! Blind rounds: while one is open, its coders see only their own work in its transcripts.
//!
//! This is the one place for it. What others have done there stays among the events, so that actions are whole and new ids come after
//! it, but as events of an unknown kind, which have no effect: so no screen, search, count or export can show it. It is a
//! help against influence, no lock: the files lie open.

use std::collections::{HashMap, HashSet};

use super::Session;
use super::journals::Journals;
use crate::journal::{Do, Event, Fold};
use crate::model::{CoderName, EventId, MemoOn, TranscriptId};

/// An open round that hides something from who is coding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenRound {
    /// Its name.
    pub name: String,
    /// Its transcripts.
    pub transcripts: Vec<TranscriptId>,
    /// Its coders.
    pub coders: Vec<CoderName>,
    /// The event that opened it.
    by: EventId,
}

/// What is hidden from who is coding.
#[derive(Default)]
pub(super) struct Blind {
    me: Option<CoderName>,
    rounds: Vec<OpenRound>,
    /// The events as they are, by id.
    hidden: HashMap<EventId, Event>,
}

impl Journals {
    /// Says who is coding: what the open rounds of that coder hide is hidden. A person without a name sees nobody's work there.
    pub fn hide_from(&mut self, me: Option<CoderName>) {
        self.blind.me = me;
        self.hide();
    }

    /// Takes events in; whether everything has to be placed again.
    pub fn push(&mut self, events: Vec<Event>) -> bool {
        let own = |event: &Event| Some(&event.coder) == self.blind.me.as_ref();
        let plain = self.blind.rounds.is_empty() || events.iter().all(own);
        if plain {
            self.fold.push(events);
            if self.open_rounds() == self.blind.rounds {
                return false;
            }
        } else {
            let mut all = self.all_events();
            all.extend(events);
            self.blind.hidden.clear();
            self.fold = Fold::new(all);
        }
        self.hide();
        true
    }

    /// The events as they are, those of open blind rounds among them: for what must reach all of them, such as merging.
    pub fn all_events(&self) -> Vec<Event> {
        let events = self.fold.events().iter();
        events.map(|event| self.blind.hidden.get(&event.id).unwrap_or(event).clone()).collect()
    }

    /// Whether an event is hidden.
    pub fn hides(&self, event: EventId) -> bool {
        self.blind.hidden.contains_key(&event)
    }

    /// The hidden events.
    pub fn hidden(&self) -> impl Iterator<Item = &Event> {
        self.blind.hidden.values()
    }

    /// The open rounds that hide something from who is coding.
    fn open_rounds(&self) -> Vec<OpenRound> {
        let me = self.blind.me.as_ref();
        let rounds = self.fold.state().rounds.iter();
        rounds
            .filter(|(_, round)| round.open && me.is_none_or(|me| round.coders.contains(me)))
            .map(|(name, round)| OpenRound {
                name: name.clone(),
                transcripts: round.transcripts.clone(),
                coders: round.coders.clone(),
                by: round.by,
            })
            .collect()
    }

    fn hide(&mut self) {
        let rounds = self.open_rounds();
        if rounds.is_empty() && self.blind.hidden.is_empty() {
            self.blind.rounds = rounds;
            return;
        }
        let events = self.all_events();
        let hidden = hidden(&events, &rounds, self.blind.me.as_ref());
        let mut kept = HashMap::with_capacity(hidden.len());
        let cover = |event: Event| {
            if !hidden.contains(&event.id) {
                return event;
            }
            let cover = Event { what: Do::Unknown, raw: None, ..event.clone() };
            kept.insert(event.id, event);
            cover
        };
        self.fold = Fold::new(events.into_iter().map(cover).collect());
        self.blind.hidden = kept;
        self.blind.rounds = rounds;
    }
}

/// The events of others about the transcripts of `rounds`.
fn hidden(events: &[Event], rounds: &[OpenRound], me: Option<&CoderName>) -> HashSet<EventId> {
    let blind: HashSet<&TranscriptId> = rounds.iter().flat_map(|round| &round.transcripts).collect();
    let mut codings: HashSet<EventId> = HashSet::new();
    let mut memos: HashSet<EventId> = HashSet::new();
    let here = |id: Option<&TranscriptId>| id.is_some_and(|id| blind.contains(id));
    for event in events {
        match &event.what {
            Do::Code(_) if here(event.what.transcript()) => drop(codings.insert(event.id)),
            Do::Respan(respan) if here(respan.transcript.as_ref()) => drop(codings.insert(respan.coding)),
            _ => {}
        }
    }
    for event in events {
        if let Do::Memo(written) = &event.what
            && let Some(on) = &written.on
        {
            let about = match on {
                MemoOn::Coding(coding) => codings.contains(coding),
                _ => here(event.what.transcript()),
            };
            if about {
                memos.insert(written.memo.unwrap_or(event.id));
            }
        }
    }
    let about = |event: &Event| {
        codings.contains(&event.id)
            || here(event.what.transcript())
            || event.what.coding().is_some_and(|coding| codings.contains(&coding))
            || matches!(&event.what, Do::Memo(written) if memos.contains(&written.memo.unwrap_or(event.id)))
    };
    events.iter().filter(|event| Some(&event.coder) != me && about(event)).map(|event| event.id).collect()
}

impl Session {
    /// The open blind rounds that hide others' work from who is coding.
    pub fn blind_rounds(&self) -> &[OpenRound] {
        self.journals.blind_rounds()
    }

    /// What every output says while a blind round is open.
    pub fn blind_sentence(&self) -> Option<String> {
        let rounds = self.blind_rounds();
        let names: Vec<String> = rounds.iter().map(|round| format!("`{}`", round.name)).collect();
        let transcripts: HashSet<&TranscriptId> = rounds.iter().flat_map(|round| &round.transcripts).collect();
        let whose = if self.coder().is_ok() { "only your own work is" } else { "nobody's work is" };
        (!rounds.is_empty()).then(|| {
            format!(
                "blind round {}: in {} {whose} seen, searched, counted and exported until it is closed",
                names.join(", "),
                crate::analysis::counted(transcripts.len() as u64, "transcript")
            )
        })
    }

    /// The open rounds that hide others' work in one transcript, by their names.
    pub fn blind_in(&self, transcript: &TranscriptId) -> Option<String> {
        let names: Vec<&str> = self
            .blind_rounds()
            .iter()
            .filter(|round| round.transcripts.contains(transcript))
            .map(|round| round.name.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The same in few words, for the last line of every screen.
    pub fn blind_short(&self) -> Option<String> {
        let names: Vec<&str> = self.blind_rounds().iter().map(|round| round.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("blind: {}", names.join(", ")))
    }

    /// Hides or shows what open rounds demand of who is coding now.
    pub(super) fn look_as_coder(&mut self) {
        self.journals.hide_from(self.coder().ok());
    }
}

impl Journals {
    pub fn blind_rounds(&self) -> &[OpenRound] {
        &self.blind.rounds
    }
}
