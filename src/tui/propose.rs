//! What is proposed for a code: sentences with the hits of a search, turns like a theme's passages, passages to be split off.

use super::gather;
use super::model::{Proposal, Proposals, Source};
use super::names::{all_beside, head};
use crate::analysis::counted;
use crate::model::{CodeId, Speaker, Target, TranscriptIx};
use crate::session::{Problem, SearchRequest, Session, SimilarRequest};
use crate::text::{Span, sentences};

/// How many turns like others are proposed at a time.
const LIKE: usize = 100;

/// What `source` proposes for `code`. What this coder has coded with it already is left out.
///
/// # Errors
/// A mistake in the query; a theme without passages; no such code.
pub fn proposals(session: &mut Session, source: &Source, code: &CodeId) -> Result<Proposals, Problem> {
    match source {
        Source::Query(query) => {
            let request = SearchRequest { query: query.clone(), coders: None, limit: None };
            let answer = session.search(&request)?;
            let heads: Vec<Vec<String>> =
                session.search_shown(&answer).into_iter().map(|shown| head(shown.head)).collect();
            let turns = answer.hits.iter().zip(heads);
            let list = turns.flat_map(|(hit, head)| in_turn(session, (hit.transcript, hit.turn), &hit.hits, &head));
            Ok(fresh(session, code, list.collect(), &answer.sentences.join("; ")))
        }
        Source::Like(theme) => {
            let request = SimilarRequest { theme: theme.to_string(), limit: Some(LIKE), ..SimilarRequest::default() };
            let answer = session.similar(&request)?;
            let heads = session.similar_shown(&answer);
            let turns = answer.found.turns.iter().zip(heads);
            let list = turns.filter_map(|(turn, shown)| {
                // The sentence with the most key words; of several the first.
                let all = in_turn(session, (turn.transcript, turn.turn), &turn.hits, &head(shown.head));
                let held = |one: &Proposal| turn.hits.iter().filter(|hit| hit.overlaps(one.sentence)).count();
                all.into_iter().rev().max_by_key(held)
            });
            Ok(fresh(session, code, list.collect(), &answer.sentences.join("; ")))
        }
        Source::Split(from) => {
            let quotes = gather::quotes(session, &format!("code:{from}"))?;
            let others = quotes.iter().filter(|quote| !quote.mine).count();
            let mut list = Vec::new();
            for quote in quotes.into_iter().filter(|quote| quote.mine) {
                let at = session.transcript_place(quote.transcript.as_str())?;
                let transcript = session.corpus().transcript(at);
                list.push(Proposal {
                    transcript: quote.transcript.clone(),
                    text: transcript.hash,
                    turn: transcript.layout().turn_at(quote.span.start).unwrap_or(0),
                    head: vec![
                        quote.transcript.to_string(),
                        all_beside(&quote.people, quote.transcript.as_str()),
                        quote.lines,
                    ],
                    words: quote.span,
                    sentence: quote.span,
                    speech: quote.span,
                    coding: Some(quote.id),
                });
            }
            let mut sentence =
                format!("{} of yours: those that do not go over stay", counted(list.len() as u64, "coding"));
            if others > 0 {
                let these = counted(others as u64, "coding");
                sentence.push_str(&format!("; {these} of other coders stay: only they can change them"));
            }
            Ok(Proposals { list, sentence })
        }
    }
}

/// The sentences of a turn that hold hits; without hits the whole turn. Hits in one sentence, and sentences that one hit joins,
/// are one proposal.
fn in_turn(session: &Session, (at, turn): (TranscriptIx, usize), hits: &[Span], head: &[String]) -> Vec<Proposal> {
    let transcript = session.corpus().transcript(at);
    let Some(shape) = transcript.layout().turns.get(turn) else { return Vec::new() };
    if transcript.speaker(turn) == Speaker::Excluded {
        return Vec::new();
    }
    let proposal = |words, sentence| Proposal {
        transcript: transcript.id.clone(),
        text: transcript.hash,
        turn,
        head: head.to_vec(),
        words,
        sentence,
        speech: shape.speech,
        coding: None,
    };
    let speech = transcript.body().slice(shape.speech).unwrap_or_default();
    let spans = sentence_spans(speech, shape.speech.start, &session.corpus().study.language);
    let mut found: Vec<Proposal> = Vec::new();
    for hit in hits {
        let held = spans.iter().filter(|span| span.overlaps(*hit));
        let joined = held.copied().reduce(|a, b| Span::new(a.start, b.end)).unwrap_or(*hit);
        match found.last_mut().filter(|last| last.sentence.overlaps(joined)) {
            Some(last) => {
                last.words.end = last.words.end.max(hit.end);
                last.sentence.end = last.sentence.end.max(joined.end);
            }
            None => found.push(proposal(*hit, joined)),
        }
    }
    if found.is_empty() {
        found.push(proposal(shape.speech, shape.speech));
    }
    found
}

/// Sentences as stretches of the body.
fn sentence_spans(speech: &str, start: u32, language: &str) -> Vec<Span> {
    let (mut bytes, mut position) = (0, start);
    let mut place = |to: usize| {
        position += speech.get(bytes..to).map_or(0, |text| text.chars().count()) as u32;
        bytes = to;
        position
    };
    sentences(speech, language).into_iter().map(|range| Span::new(place(range.start), place(range.end))).collect()
}

/// Without those that lie in a passage that this coder has coded with `code`; how many these are is said.
fn fresh(session: &Session, code: &CodeId, mut list: Vec<Proposal>, found: &str) -> Proposals {
    let corpus = session.corpus();
    let target = corpus.codebook.resolve(code.as_str()).map(Target::Code);
    let me = session.coder().ok().and_then(|name| session.placements().coder(&name));
    let all = list.len();
    list.retain(|one| {
        let mine = corpus.find(one.transcript.as_str()).map_or(&[][..], |at| session.placements().of(at));
        !mine.iter().any(|placed| {
            Some(placed.coder) == me
                && Some(placed.target) == target
                && placed.span.start <= one.words.start
                && one.words.end <= placed.span.end
        })
    });
    let there = all - list.len();
    let sentence = match there {
        0 => found.to_owned(),
        1 => format!("1 is left out, you have coded it so already; {found}"),
        _ => format!("{there} are left out, you have coded them so already; {found}"),
    };
    Proposals { list, sentence }
}
