//! Who and what a table looks at: the (participant, transcript) pairs in scope, and the codings that may count.

use crate::model::{Corpus, ParticipantIx, Speaker, TranscriptIx, View};

/// Which (participant, transcript) pairs are in scope. Default: all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pairs {
    /// By transcript, then participant; `None`: all.
    allowed: Option<Vec<Vec<bool>>>,
}

impl Pairs {
    /// All pairs.
    pub fn all() -> Self {
        Self::default()
    }

    /// The pairs for which `allows` holds. It is asked for every participant of the study in every transcript, also
    /// where that participant does not speak: so a transcript in which only unmapped people speak can be in scope, and
    /// what it leaves out is said.
    pub fn of(corpus: &Corpus, mut allows: impl FnMut(TranscriptIx, ParticipantIx) -> bool) -> Self {
        let people = corpus.participants.rows.len();
        let row = |transcript| (0..people).map(|person| allows(transcript, person.into())).collect();
        Self { allowed: Some(corpus.places().map(row).collect()) }
    }

    /// Whether what `person` says in `transcript` is in scope.
    pub fn allows(&self, transcript: TranscriptIx, person: ParticipantIx) -> bool {
        self.allowed
            .as_ref()
            .is_none_or(|rows| rows.get(transcript.at()).and_then(|row| row.get(person.at())).copied().unwrap_or(false))
    }

    /// Whether anybody could speak in scope in `transcript`.
    pub fn transcript(&self, transcript: TranscriptIx) -> bool {
        self.allowed.as_ref().is_none_or(|rows| rows.get(transcript.at()).is_some_and(|row| row.contains(&true)))
    }

    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        self.allowed.is_none()
    }
}

/// Says of a coding, by its transcript and its place in [`Placements::of`](crate::model::Placements::of), whether it
/// may count.
pub type CodingFilter<'a> = dyn Fn(TranscriptIx, usize) -> bool + 'a;

/// The two parts of a query on a table (DESIGN §6), and `--done`.
#[derive(Clone, Default)]
pub struct Selection<'a> {
    /// The scope: narrows numerators and denominators alike.
    pub pairs: Pairs,
    /// The conditions on codings and words: narrow the numerators only, before extents are formed.
    pub numerators: Option<&'a CodingFilter<'a>>,
    /// The scope as the user wrote it; empty: none.
    pub scope_text: String,
    /// The conditions on codings as the user wrote them; empty: none.
    pub query_text: String,
    /// Values that are asked for and that nothing in the study has, as sentences.
    pub unknown_values: Vec<String>,
    /// Whether transcripts in progress are left out of numerators and denominators.
    pub done_only: bool,
}

impl Selection<'_> {
    /// Whether a coding may count.
    pub fn counts(&self, transcript: TranscriptIx, at: usize) -> bool {
        self.numerators.is_none_or(|counts| counts(transcript, at))
    }
}

/// A participant in a transcript in scope, with at least one word there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub person: ParticipantIx,
    /// How many words they say there (at least 1).
    pub words: u64,
}

/// Of transcripts or participants: how many are in progress, of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

/// What no coder in scope has finished yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Transcripts in scope in which somebody in scope speaks.
    pub transcripts: Share,
    /// Participants in scope; those who speak in a transcript in progress.
    pub participants: Share,
}

/// The pairs that make up the denominators: in scope, with at least one word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Members {
    by_transcript: Vec<Vec<Member>>,
    done: Vec<bool>,
    /// What is in progress. With `--done` these transcripts are not among the members.
    pub progress: Progress,
}

impl Members {
    /// Counts the words of everybody in scope.
    pub fn of(view: &View, selection: &Selection) -> Self {
        let corpus = view.corpus;
        let mut by_transcript = Vec::with_capacity(corpus.transcripts.len());
        let mut done = Vec::with_capacity(corpus.transcripts.len());
        let mut progress = Progress::default();
        // By participant: 0 not heard, 1 heard, 2 heard in a transcript in progress.
        let mut heard = vec![0_u8; corpus.participants.rows.len()];
        for transcript in corpus.places() {
            let mut members = words_by_member(view, transcript);
            members.retain(|member| selection.pairs.allows(transcript, member.person));
            let finished = view.done(transcript);
            if !members.is_empty() {
                progress.transcripts.whole += 1;
                progress.transcripts.part += u64::from(!finished);
            }
            for member in &members {
                if let Some(mark) = heard.get_mut(member.person.at()) {
                    *mark = (*mark).max(if finished { 1 } else { 2 });
                }
            }
            if selection.done_only && !finished {
                members.clear();
            }
            by_transcript.push(members);
            done.push(finished);
        }
        progress.participants.whole = heard.iter().filter(|mark| **mark > 0).count() as u64;
        progress.participants.part = heard.iter().filter(|mark| **mark > 1).count() as u64;
        Self { by_transcript, done, progress }
    }

    /// Who speaks in scope in a transcript, in order of first speech.
    pub fn of_transcript(&self, transcript: TranscriptIx) -> &[Member] {
        self.by_transcript.get(transcript.at()).map_or(&[], Vec::as_slice)
    }

    /// The transcripts in which anybody in scope speaks, in order.
    pub fn transcripts(&self) -> impl Iterator<Item = TranscriptIx> + '_ {
        self.by_transcript.iter().enumerate().filter(|(_, members)| !members.is_empty()).map(|(at, _)| at.into())
    }

    /// Whether a coder in scope has finished the transcript.
    pub fn done(&self, transcript: TranscriptIx) -> bool {
        self.done.get(transcript.at()).copied().unwrap_or(false)
    }
}

/// Everybody with a word in a transcript, in order of first speech.
fn words_by_member(view: &View, transcript: TranscriptIx) -> Vec<Member> {
    let layout = view.corpus.transcript(transcript).layout();
    let mut members: Vec<Member> = Vec::new();
    for turn in 0..layout.turns.len() {
        let Speaker::Participant(person) = view.speaker(transcript, turn) else { continue };
        let words = layout.turn_words(turn).len() as u64;
        if words == 0 {
            continue;
        }
        match members.iter_mut().find(|member| member.person == person) {
            Some(member) => member.words += words,
            None => members.push(Member { person, words }),
        }
    }
    members
}
