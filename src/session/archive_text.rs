//! A transcript as an archive holds it: what some have said is taken out, and passages keep their places.

use std::collections::BTreeSet;

use crate::analysis::Consent;
use crate::model::{Code, CodeSet, Codebook, ParticipantIx, Speaker, TranscriptIx, View};
use crate::text::Span;

/// What stands where a participant has not agreed.
const NO_CONSENT: &str = "[omitted: this participant has not agreed to be archived]";
/// What stands where nobody knows who speaks.
const UNKNOWN: &str = "[omitted: nobody has said who speaks here]";

/// The text of a transcript without what may not be archived.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Archived {
    /// The text.
    pub text: String,
    /// Who speaks in it, in order of the table.
    pub people: BTreeSet<ParticipantIx>,
    /// Words of participants that it holds.
    pub words: u64,
    /// Turns that were taken out.
    pub omitted_turns: u64,
    /// Their words.
    pub omitted_words: u64,
    /// Stretches of the body that it holds, with where each begins in it (code points).
    kept: Vec<(Span, u32)>,
}

impl Archived {
    /// Where a passage of the body stands in the text; `None` where something of it was taken out.
    pub fn place(&self, span: Span) -> Option<Span> {
        let (kept, start) = self.kept.iter().find(|(kept, _)| kept.start <= span.start && span.end <= kept.end)?;
        Some(Span::new(start + span.start - kept.start, start + span.end - kept.start))
    }

    /// The words that a participant says in a transcript.
    pub fn words_of(&self, view: &View<'_>, at: TranscriptIx, person: ParticipantIx) -> u64 {
        let layout = view.corpus.transcript(at).layout();
        let turns = (0..layout.turns.len()).filter(|turn| view.speaker(at, *turn) == Speaker::Participant(person));
        turns.map(|turn| layout.turn_words(turn).len() as u64).sum()
    }
}

/// What a turn is replaced by; `None`: it stays.
fn omission(speaker: Speaker, consent: &Consent) -> Option<&'static str> {
    match speaker {
        Speaker::Participant(person) if consent.withholds(person) => Some(NO_CONSENT),
        Speaker::Participant(_) | Speaker::Interviewer | Speaker::Other => None,
        Speaker::Unmapped => Some(UNKNOWN),
        Speaker::Excluded => Some(crate::privacy::PLACEHOLDER),
    }
}

/// The transcript at `at` as an archive holds it.
pub(super) fn archived(view: &View<'_>, at: TranscriptIx, consent: &Consent) -> Archived {
    let transcript = view.corpus.transcript(at);
    let (body, layout) = (transcript.body(), transcript.layout());
    let mut new = Archived::default();
    let mut done = 0;
    let keep = |new: &mut Archived, length: &mut u32, span: Span| {
        let text = body.slice(span).unwrap_or_default();
        if !text.is_empty() {
            new.kept.push((span, *length));
            new.text.push_str(text);
            *length += span.end - span.start;
        }
    };
    let mut length = 0_u32;
    let mut marks = Vec::new();
    for (turn, found) in layout.turns.iter().enumerate() {
        let words = layout.turn_words(turn).len() as u64;
        let speaker = view.speaker(at, turn);
        match omission(speaker, consent).filter(|_| words > 0) {
            Some(mark) => {
                new.omitted_turns += 1;
                new.omitted_words += words;
                marks.push((found.speech, mark));
            }
            None => {
                if let (Speaker::Participant(person), true) = (speaker, words > 0) {
                    new.people.insert(person);
                    new.words += words;
                }
            }
        }
    }
    for (speech, mark) in marks {
        keep(&mut new, &mut length, Span::new(done, speech.start));
        new.text.push_str(mark);
        length += mark.chars().count() as u32;
        done = speech.end;
    }
    keep(&mut new, &mut length, Span::new(done, body.chars()));
    new
}

/// The codebook without examples that somebody has said whose words stay out, and how many those were.
pub(super) fn codebook_without(view: &View<'_>, consent: &Consent) -> (Codebook, usize) {
    let corpus = view.corpus;
    let mut silent = String::new();
    for at in corpus.places() {
        let layout = corpus.transcript(at).layout();
        for (turn, found) in layout.turns.iter().enumerate() {
            if omission(view.speaker(at, turn), consent).is_some() {
                silent.push_str(&bare(corpus.transcript(at).body().slice(found.speech).unwrap_or_default()));
                silent.push('\n');
            }
        }
    }
    let said = |example: &String| {
        let example = bare(example);
        !example.is_empty() && silent.contains(&example)
    };
    let old = &corpus.codebook;
    let mut book = Codebook::default();
    book.title.clone_from(&old.title);
    let mut out = 0;
    for code in old.codes() {
        let mut examples = code.examples.clone();
        examples.retain(|example| !said(example));
        out += code.examples.len() - examples.len();
        book.push(Code { examples, ..code.clone() }, code.parent);
    }
    for set in old.sets() {
        book.push_set(CodeSet { ..set.clone() });
    }
    (book, out)
}

/// The words of a text, in lower case, without punctuation.
fn bare(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
