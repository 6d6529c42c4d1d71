//! One walk over all passages: every extent of every theme with those in scope to whom it belongs (DESIGN §6).

use super::about::{Abouts, Link};
use super::by::Unit;
use super::extents::{Slots, Sweep};
use super::scope::{Members, Selection};
use crate::model::{CaseIx, ParticipantIx, Speaker, Target, TranscriptIx, View};
use crate::text::{Layout, Span};

/// Who says the words of one transcript.
pub(super) struct Ground<'a> {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Its turns and words.
    pub layout: &'a Layout,
    /// By turn: the participant.
    pub people: Vec<Option<ParticipantIx>>,
}

impl<'a> Ground<'a> {
    /// Looks at a transcript.
    pub fn of(view: &View<'a>, transcript: TranscriptIx) -> Self {
        let layout = view.corpus.transcript(transcript).layout();
        let people = (0..layout.turns.len()).map(|turn| Speaker::participant(view.speaker(transcript, turn)));
        Self { transcript, layout, people: people.collect() }
    }

    /// How many words of `person` lie in `span`.
    pub fn words(&self, span: Span, person: ParticipantIx) -> u64 {
        let theirs = |(turn, _): &(usize, usize)| self.people.get(*turn) == Some(&Some(person));
        self.layout.words_by_turn(span).filter(theirs).map(|(_, words)| words as u64).sum()
    }

    /// The turns of `person` of which `span` covers a character.
    pub fn turns_of(&self, span: Span, person: ParticipantIx) -> impl Iterator<Item = usize> + '_ {
        self.layout.turns_in(span).filter(move |turn| self.people.get(*turn) == Some(&Some(person)))
    }
}

/// What is walked over.
pub(super) struct Walk<'w, 'a> {
    /// The study.
    pub view: &'w View<'a>,
    /// Which codings count.
    pub selection: &'w Selection<'w>,
    /// Who is in scope where.
    pub members: &'w Members,
    /// What is counted for itself.
    pub slots: &'w Slots,
    /// Whether passages belong to participants or are about cases.
    pub unit: Unit,
    /// By participant: the cases spoken about; needed where cases are counted.
    pub own: &'w [Vec<CaseIx>],
}

impl<'a> Walk<'_, 'a> {
    /// Hands each extent to `take`: where, of which slot, its span and those in scope to whom it belongs, sorted, each
    /// once, at least one. Extents come transcript by transcript.
    pub fn each(&self, mut take: impl FnMut(&Ground<'a>, usize, Span, &[Link])) {
        let mut sweep = Sweep::new(self.slots.count);
        let mut people: Vec<ParticipantIx> = Vec::new();
        let mut coding_links: Vec<Link> = Vec::new();
        for transcript in self.members.transcripts() {
            let ground = Ground::of(self.view, transcript);
            let abouts = (self.unit == Unit::Case).then(|| Abouts::of(self.view, transcript));
            let mut close = |slot: usize, span: Span, links: &mut Vec<Link>| {
                if !links.is_empty() {
                    links.sort_unstable();
                    links.dedup();
                    take(&ground, slot, span, links);
                }
            };
            for (at, placed) in self.view.codings(transcript) {
                let Target::Code(code) = placed.target else { continue };
                if !self.selection.counts(transcript, at) {
                    continue;
                }
                people.clear();
                let belonging = self.view.people(transcript, at).iter().copied();
                people.extend(belonging.filter(|person| self.selection.pairs.allows(transcript, *person)));
                coding_links.clear();
                match &abouts {
                    Some(abouts) => abouts.links(self.own, placed.span, &people, &mut coding_links),
                    None => coding_links.extend(people.iter().map(|who| Link { unit: who.0, person: *who })),
                }
                // A coding of nobody in scope still joins the extents that it overlaps.
                for slot in self.slots.of(code) {
                    sweep.take(*slot, placed.span, &coding_links, &mut close);
                }
            }
            sweep.finish(&mut close);
        }
    }
}
