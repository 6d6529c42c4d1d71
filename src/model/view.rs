//! A study as one question sees it: which coders count, and to whom each coding belongs (DESIGN §6).

use std::ops::Range;
use std::sync::OnceLock;

use super::{
    CaseIx, CoderName, Coding, Corpus, ParticipantIx, Placed, Placements, Speaker, State, Target, TranscriptIx,
    in_parts,
};
use crate::text::Span;

/// To whom a coding belongs, worked out when somebody asks.
type Belonging = OnceLock<Box<[ParticipantIx]>>;

/// A study, its codings in their places, and the coders in scope. Made anew for each question; cheap.
pub struct View<'a> {
    /// The study but its journals.
    pub corpus: &'a Corpus,
    /// What the journals add up to.
    pub state: &'a State,
    /// The codings in their places.
    pub placements: &'a Placements,
    /// By coder of [`Placements::coders`]: whether they count where the consensus is not done.
    union: Vec<bool>,
    /// By transcript: whether it counts by the consensus alone.
    by_consensus: Vec<bool>,
    consensus: Option<u32>,
    /// By transcript: whether a coder in scope has finished it.
    done: Vec<bool>,
    excluded: Vec<bool>,
    anybody_left: bool,
    /// By transcript: the passages that are marked as being about a case, in the order of their starts.
    marks: Vec<OnceLock<Vec<(Span, CaseIx)>>>,
    /// By transcript and place in [`Placements::of`].
    people: Vec<OnceLock<Box<[Belonging]>>>,
}

impl<'a> View<'a> {
    /// Sees the study with the coders in scope: `only` these if given (`--coders`), else, per transcript, the consensus
    /// where it is done and the union of the study's `coders:` elsewhere.
    pub fn new(
        corpus: &'a Corpus,
        state: &'a State,
        placements: &'a Placements,
        only: Option<&'a [CoderName]>,
    ) -> Self {
        let consensus = &corpus.study.consensus;
        let counts = |coder: &CoderName| only.map_or_else(|| corpus.study.hears(coder), |only| only.contains(coder));
        let union = placements.coders.iter().map(counts).collect();
        let settled = |id| only.is_none() && state.done.contains(&(consensus.clone(), id));
        let by_consensus: Vec<bool> =
            corpus.transcripts.iter().map(|transcript| settled(transcript.id.clone())).collect();
        let mut done = by_consensus.clone();
        for (coder, id) in &state.done {
            // Also a coder who has coded nothing anywhere.
            if let Some(at) = corpus.find(id.as_str())
                && counts(coder)
            {
                done[at.at()] = true;
            }
        }
        let excluded: Vec<bool> =
            corpus.participants.rows.iter().map(|row| state.excluded.contains(row.id.as_str())).collect();
        Self {
            corpus,
            state,
            placements,
            union,
            by_consensus,
            done,
            consensus: placements.coder(consensus),
            anybody_left: excluded.contains(&true),
            excluded,
            marks: corpus.transcripts.iter().map(|_| OnceLock::new()).collect(),
            people: corpus.transcripts.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Looks at all transcripts by all cores: turns and words, and to whom each coding belongs, are there when they are asked
    /// for. For questions that need those of every transcript.
    pub fn prepare(&self) {
        let look = |places: Range<usize>| {
            for transcript in places.map(TranscriptIx::from) {
                self.corpus.transcript(transcript).layout();
                for at in 0..self.placements.of(transcript).len() {
                    self.people(transcript, at);
                }
            }
        };
        let _: Result<(), ()> = in_parts((self.people.len(), 16), || (), |(), places| look(places), |()| Ok(()));
    }

    /// Whether a transcript counts by the consensus alone.
    pub fn by_consensus(&self, transcript: TranscriptIx) -> bool {
        self.by_consensus[transcript.at()]
    }

    /// Whether the codings of `coder` count in `transcript`.
    pub fn counts(&self, coder: u32, transcript: TranscriptIx) -> bool {
        if self.by_consensus(transcript) {
            Some(coder) == self.consensus
        } else {
            self.union.get(coder as usize).copied().unwrap_or(false)
        }
    }

    /// The names of the coders who count anywhere where the consensus is not done, in order.
    pub fn coders(&self) -> impl Iterator<Item = &'a CoderName> + '_ {
        self.placements.coders.iter().zip(&self.union).filter(|(_, counts)| **counts).map(|(coder, _)| coder)
    }

    /// Whether a coding is in scope: its coder counts in `transcript`, and it is no passage of people alone who have left the
    /// study. Case marks and codes that the codebook does not know may be.
    pub fn in_scope(&self, transcript: TranscriptIx, placed: &Placed) -> bool {
        self.counts(placed.coder, transcript) && !self.left(transcript, placed.span)
    }

    /// Whether a passage holds speech of people who have left the study and no word of anybody else.
    fn left(&self, transcript: TranscriptIx, span: Span) -> bool {
        if !self.anybody_left {
            return false;
        }
        let layout = self.corpus.transcript(transcript).layout();
        let mut theirs = false;
        for (turn, words) in layout.words_by_turn(span) {
            if self.speaker(transcript, turn) == Speaker::Excluded {
                theirs = true;
            } else if words > 0 {
                return false;
            }
        }
        theirs
    }

    /// The codings in scope of a transcript, with their place in [`Placements::of`], in the order of start, end, id.
    /// Case marks and codes that the codebook does not know are among them.
    pub fn codings(&self, transcript: TranscriptIx) -> impl Iterator<Item = (usize, &'a Placed)> + '_ {
        let placed = self.placements.of(transcript).iter().enumerate();
        placed.filter(move |(_, placed)| self.in_scope(transcript, placed))
    }

    /// The coding behind a placed one.
    pub fn coding(&self, placed: &Placed) -> Option<&'a Coding> {
        self.state.codings.get(&placed.id)
    }

    /// The speaker of turn `index` (from 0), with those who left the study as [`Speaker::Excluded`].
    pub fn speaker(&self, transcript: TranscriptIx, index: usize) -> Speaker {
        match self.corpus.transcript(transcript).speaker(index) {
            Speaker::Participant(person) if self.excluded[person.at()] => Speaker::Excluded,
            speaker => speaker,
        }
    }

    /// The participants to whom the coding at `at` in [`Placements::of`] belongs; empty: nobody.
    pub fn people(&self, transcript: TranscriptIx, at: usize) -> &[ParticipantIx] {
        let placed = self.placements.of(transcript);
        let people = self.people[transcript.at()].get_or_init(|| placed.iter().map(|_| OnceLock::new()).collect());
        let (Some(placed), Some(people)) = (placed.get(at), people.get(at)) else { return &[] };
        people.get_or_init(|| self.belonging(transcript, placed.span).into())
    }

    /// How many words of each participant a span covers, in order of first speech in it.
    pub fn words_by_person(&self, transcript: TranscriptIx, span: Span) -> Vec<(ParticipantIx, usize)> {
        let layout = self.corpus.transcript(transcript).layout();
        let mut people: Vec<(ParticipantIx, usize)> = Vec::new();
        for (turn, words) in layout.words_by_turn(span).filter(|(_, words)| *words > 0) {
            let Speaker::Participant(person) = self.speaker(transcript, turn) else { continue };
            match people.iter_mut().find(|(known, _)| *known == person) {
                Some((_, count)) => *count += words,
                None => people.push((person, words)),
            }
        }
        people
    }

    /// The participants to whom a coding of `span` belongs (DESIGN §6): the one whose words it covers; of several,
    /// those with at least `attribution_words` words, or all if nobody reaches that.
    pub fn belonging(&self, transcript: TranscriptIx, span: Span) -> Vec<ParticipantIx> {
        let people = self.words_by_person(transcript, span);
        let enough = self.corpus.study.attribution_words as usize;
        let reach = |count: usize| people.len() == 1 || count >= enough;
        let anybody = people.iter().any(|(_, count)| reach(*count));
        people.iter().filter(|(_, count)| !anybody || reach(*count)).map(|(person, _)| *person).collect()
    }

    /// The cases that a passage is about (DESIGN §6): those marked on a passage that shares a character with it; if none,
    /// its transcript's; if none, those that `people`, to whom it belongs, speak about.
    pub fn cases(&self, transcript: TranscriptIx, span: Span, people: &[ParticipantIx]) -> Vec<CaseIx> {
        let marks = self.case_marks(transcript).iter().take_while(|(marked, _)| marked.start < span.end);
        let mut cases: Vec<CaseIx> = marks.filter(|(marked, _)| marked.overlaps(span)).map(|(_, case)| *case).collect();
        if cases.is_empty() {
            cases.clone_from(&self.corpus.transcript(transcript).about);
        }
        if cases.is_empty() {
            let about = people.iter().filter_map(|person| self.corpus.participants.rows.get(person.at()));
            let named = about.flat_map(|row| &row.about);
            cases = named.filter_map(|case| self.corpus.cases.find(case)).map(CaseIx::from).collect();
        }
        cases.sort_unstable();
        cases.dedup();
        cases
    }

    /// The cases that a participant speaks about in a transcript: its own, if none, theirs; and those that are marked on their words
    /// or on a passage that overlaps one of a theme that belongs to them.
    pub fn speaks_about(&self, transcript: TranscriptIx, person: ParticipantIx) -> Vec<CaseIx> {
        let mut cases = self.cases(transcript, Span::default(), &[person]);
        let marks = self.case_marks(transcript);
        let of_theirs = || {
            let theirs = |at: usize| self.people(transcript, at).contains(&person);
            let themes = self.codings(transcript).filter(|(_, placed)| matches!(placed.target, Target::Code(_)));
            themes.filter(move |(at, _)| theirs(*at)).map(|(_, placed)| placed.span)
        };
        for (marked, case) in marks {
            let words = self.words_by_person(transcript, *marked);
            if words.iter().any(|(speaker, _)| *speaker == person) || of_theirs().any(|span| span.overlaps(*marked)) {
                cases.push(*case);
            }
        }
        cases.sort_unstable();
        cases.dedup();
        cases
    }

    /// The passages of a transcript that are marked as being about a case, by coders in scope.
    fn case_marks(&self, transcript: TranscriptIx) -> &[(Span, CaseIx)] {
        self.marks[transcript.at()].get_or_init(|| {
            let marks = self.codings(transcript).filter_map(|(_, placed)| match placed.target {
                Target::Case(case) => Some((placed.span, case)),
                _ => None,
            });
            marks.collect()
        })
    }

    /// Whether a coder in scope has finished a transcript; otherwise it is in progress.
    pub fn done(&self, transcript: TranscriptIx) -> bool {
        self.done[transcript.at()]
    }
}
