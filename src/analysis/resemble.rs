//! Turns that resemble the passages of a theme by their words: a proposal for the eye, never a count.
//!
//! *Key words.* For each stem, how often participants say it in the passages of the theme is set against how often they say it
//! elsewhere. A stem is a key word if it is at least twice as frequent in the passages (so that `and` and `the`, which everybody says
//! everywhere, are none in any language), if the difference is more than chance would make
//! ([`Keyness::log_likelihood`]: Dunning 1993, Accurate methods for the statistics of surprise and coincidence, in the form of
//! Rayson and Garside 2000; at least 3.84, the 95th percentile of χ² with one degree of freedom), and if two participants
//! say it in the passages, so that one person's turn of phrase does not decide alone (where all passages are one person's:
//! that one).
//!
//! *Score of a turn.* The sum of the log ratios ([`Keyness::log_ratio`], Hardie 2014) of the key words in it, each taken
//! once: by how many doublings each is more frequent in the passages than elsewhere. It is divided by the square root of the number
//! of different stems in the turn, so that a long turn does not win by its length; a turn of less than 20 is taken as one of
//! 20, so that two words do not win by their brevity. Turns of one score stand in transcript order.

use std::collections::{BTreeSet, HashMap};

use super::keyness::Keyness;
use super::search_rows::{SearchRow, search_table};
use super::table::{Cell, Column, Table};
use super::walk::Ground;
use crate::model::{ParticipantIx, RollUp, Target, Theme, TranscriptIx, View};
use crate::text::{Span, stem, tokens};

/// G² from which a stem is a key word: χ², one degree of freedom, p = 0.05.
const LEAST: f64 = 3.84;
/// Log ratio from which a stem is a key word: twice as frequent.
const TWICE: f64 = 1.0;
/// Different stems that a turn is taken to have at least.
const SHORT: usize = 20;

/// A word that stands out in the passages of a theme.
#[derive(Clone, PartialEq, Debug)]
pub struct KeyWord {
    /// The form of it that is said most often.
    pub word: String,
    /// How often its stem stands in the passages and elsewhere.
    pub key: Keyness,
    /// Its log ratio.
    pub weight: f64,
}

/// A turn that resembles the passages.
#[derive(Clone, PartialEq, Debug)]
pub struct Likeness {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// The turn, from 0.
    pub turn: usize,
    /// How much (see the module); comparable within one list only.
    pub score: f64,
    /// Where key words stand (code points of the body).
    pub hits: Vec<Span>,
    /// The key words in it, the weightiest first.
    pub words: Vec<String>,
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Resembling {
    /// How many turns of participants hold words of the theme's passages.
    pub sources: usize,
    /// Participants' words in the passages.
    pub words: u64,
    /// The key words, the weightiest first.
    pub keys: Vec<KeyWord>,
    /// How many turns of participants were compared.
    pub compared: usize,
    /// How many of them hold a key word.
    pub alike: usize,
    /// The first of these, the most alike first.
    pub turns: Vec<Likeness>,
}

/// A stem while it is counted.
#[derive(Clone, Default)]
struct Counted {
    here: u64,
    elsewhere: u64,
    /// Who says it in a passage.
    people: BTreeSet<ParticipantIx>,
}

/// The forms that were seen: of which stem each is, and how often it was said.
type Forms = HashMap<String, (usize, u64)>;

/// A turn that may be proposed: the stems in it, each once.
struct Candidate {
    transcript: TranscriptIx,
    turn: usize,
    stems: Vec<usize>,
}

/// Ranks the turns of participants by their likeness to the passages of `theme` that count in `view`. A turn that is touched
/// by one of the spans that `coded` names for its transcript is not proposed. At most `limit` are listed.
pub fn resembling(
    view: &View,
    theme: Theme,
    coded: impl Fn(TranscriptIx) -> Vec<Span>,
    limit: Option<usize>,
) -> Resembling {
    let language = &view.corpus.study.language;
    let members = view.corpus.codebook.members(theme, RollUp::Subtree);
    let mut found = Resembling::default();
    let mut forms = Forms::new();
    let mut stems: HashMap<String, usize> = HashMap::new();
    let mut counts: Vec<Counted> = Vec::new();
    let mut candidates = Vec::new();
    let mut elsewhere = 0;
    let mut people = BTreeSet::new();
    for transcript in view.corpus.places() {
        let ground = Ground::of(view, transcript);
        let of_theme = view.codings(transcript).filter(|(_, placed)| match placed.target {
            Target::Code(code) => members.get(code.at()) == Some(&true),
            _ => false,
        });
        let passages: Vec<Span> = of_theme.map(|(_, placed)| placed.span).collect();
        let mine = coded(transcript);
        let body = view.corpus.transcript(transcript).body();
        for (turn, person) in ground.people.iter().enumerate() {
            let (Some(shape), Some(person)) = (ground.layout.turns.get(turn), *person) else { continue };
            let speech = body.slice(shape.speech).unwrap_or_default();
            let starts = ground.layout.turn_starts(turn);
            let mut all = Vec::with_capacity(starts.len());
            let mut inside = Vec::new();
            for (token, start) in tokens(speech, language).zip(starts) {
                let form = forms.entry(token.folded).or_insert_with_key(|folded| {
                    let fresh = stems.len();
                    (*stems.entry(stem(folded, language)).or_insert(fresh), 0)
                });
                form.1 += 1;
                let id = form.0;
                all.push(id);
                if id == counts.len() {
                    counts.push(Counted::default());
                }
                let counted = &mut counts[id];
                if passages.iter().any(|span| span.contains(start)) {
                    counted.here += 1;
                    inside.push(id);
                } else {
                    counted.elsewhere += 1;
                }
            }
            found.words += inside.len() as u64;
            elsewhere += (all.len() - inside.len()) as u64;
            found.sources += usize::from(!inside.is_empty());
            for id in &inside {
                people.insert(person);
                counts[*id].people.insert(person);
            }
            let free = !passages.iter().chain(&mine).any(|span| span.overlaps(shape.speech));
            if free && !all.is_empty() {
                all.sort_unstable();
                all.dedup();
                candidates.push(Candidate { transcript, turn, stems: all });
            }
        }
    }
    found.compared = candidates.len();
    let least = people.len().min(2);
    let weights: Vec<Option<f64>> = counts
        .iter()
        .map(|counted| {
            let key = keyness(counted, found.words, elsewhere);
            let more = key.log_likelihood().is_some_and(|g2| g2 >= LEAST) && counted.people.len() >= least;
            key.log_ratio().filter(|ratio| more && *ratio >= TWICE)
        })
        .collect();
    let weight = |id: usize| weights.get(id).copied().flatten();
    for candidate in candidates {
        let sum: f64 = candidate.stems.iter().filter_map(|id| weight(*id)).sum();
        if sum > 0.0 {
            found.turns.push(Likeness {
                transcript: candidate.transcript,
                turn: candidate.turn,
                score: sum / (candidate.stems.len().max(SHORT) as f64).sqrt(),
                hits: Vec::new(),
                words: Vec::new(),
            });
        }
    }
    // In transcript order before: the sort is stable.
    found.turns.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.alike = found.turns.len();
    found.turns.truncate(limit.unwrap_or(usize::MAX));
    let mut said: Vec<Option<(&str, u64)>> = vec![None; counts.len()];
    for (form, (id, count)) in &forms {
        // Of forms that are said equally often, the first of the alphabet.
        let before =
            said[*id].is_some_and(|(known, most)| (most, std::cmp::Reverse(known)) > (*count, std::cmp::Reverse(form)));
        if !before {
            said[*id] = Some((form, *count));
        }
    }
    let word = |id: usize| said.get(id).copied().flatten().map_or("", |(form, _)| form);
    for (id, counted) in counts.iter().enumerate() {
        if let Some(weight) = weight(id) {
            let key = keyness(counted, found.words, elsewhere);
            found.keys.push(KeyWord { word: word(id).to_owned(), key, weight });
        }
    }
    found.keys.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
    for likeness in &mut found.turns {
        let text = view.corpus.transcript(likeness.transcript);
        let layout = text.layout();
        let Some(turn) = layout.turns.get(likeness.turn) else { continue };
        let speech = text.body().slice(turn.speech).unwrap_or_default();
        let mut inside: Vec<usize> = Vec::new();
        for (token, start) in tokens(speech, language).zip(layout.turn_starts(likeness.turn)) {
            let Some((id, _)) = forms.get(&token.folded).filter(|(id, _)| weight(*id).is_some()) else { continue };
            let long = speech.get(token.bytes).map_or(0, |word| word.chars().count());
            likeness.hits.push(Span::new(start, start + long as u32));
            inside.push(*id);
        }
        inside.sort_by(|a, b| weight(*b).partial_cmp(&weight(*a)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b)));
        inside.dedup();
        likeness.words = inside.into_iter().map(|id| word(id).to_owned()).collect();
    }
    found
}

fn keyness(counted: &Counted, words_here: u64, words_elsewhere: u64) -> Keyness {
    Keyness { here: counted.here, words_here, elsewhere: counted.elsewhere, words_elsewhere }
}

/// The turns as a table: the columns of a search, then `score` and `words` (the key words in it, the weightiest first).
pub fn resembling_table(view: &View, found: &Resembling) -> Table {
    let rows: Vec<SearchRow> = found
        .turns
        .iter()
        .map(|turn| SearchRow { transcript: turn.transcript, turn: turn.turn, hits: turn.hits.clone() })
        .collect();
    let mut table = search_table(view, &rows);
    table.name = "similar".into();
    table.columns.extend([Column::right("score"), Column::left("words")]);
    // A participant's turn always has a row.
    for (cells, turn) in table.rows.iter_mut().zip(&found.turns) {
        cells.extend([Cell::Decimal(turn.score), Cell::Text(turn.words.join(" "))]);
    }
    table
}
