//! Which turns can match: what a query needs of words, as a question to tantivy.

use std::collections::HashMap;
use std::ops::Bound;

use tantivy::query::{BooleanQuery, EnableScoring, FuzzyTermQuery, InvertedIndexRangeQuery, Occur, PhraseQuery};
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, Term};

use super::live::Live;
use super::schema::{SLOT, TURN};
use super::words::askable;
use crate::model::{TranscriptId, in_parts};
use crate::query::{How, Need};

/// The turns that may match, of every transcript that the index covers; all others of these transcripts cannot.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proposal {
    turns: HashMap<TranscriptId, Vec<u32>>,
}

impl Proposal {
    /// Indices (from 0) of the turns of a transcript that may match, in order.
    pub fn of(&self, transcript: &str) -> &[u32] {
        self.turns.get(transcript).map_or(&[], Vec::as_slice)
    }

    /// The transcripts with at least one turn that may match, in no order.
    pub fn transcripts(&self) -> impl Iterator<Item = &TranscriptId> {
        self.turns.keys()
    }

    /// How many turns may match.
    pub fn turns(&self) -> usize {
        self.turns.values().map(Vec::len).sum()
    }
}

/// What becomes of a need.
enum Asked {
    /// Every turn may match.
    Anything,
    /// No turn can match.
    Nothing,
    /// Those that tantivy finds.
    Query(Box<dyn Query>),
}

/// Puts a need to the index; `None`: every turn may match.
pub(super) fn propose(live: &Live, need: &Need, language: &str) -> tantivy::Result<Option<Proposal>> {
    let asking = Asking { live, language };
    let query = match asking.ask(need)? {
        Asked::Anything => return Ok(None),
        Asked::Nothing => return Ok(Some(Proposal::default())),
        Asked::Query(query) => query,
    };
    let schema = live.tantivy.schema();
    let weight = query.weight(EnableScoring::disabled_from_schema(&schema))?;
    let ids = live.covered.by_slot();
    let mut slots: Vec<Vec<u32>> = vec![Vec::new(); ids.len()];
    let turns_of = |segment: &SegmentReader| {
        let slot = segment.fast_fields().column_first_or_default::<u64>(SLOT)?;
        let turn = segment.fast_fields().column_first_or_default::<u64>(TURN)?;
        let mut turns: Vec<(usize, u32)> = Vec::new();
        weight.for_each_no_score(segment, &mut |docs| {
            let living = docs.iter().copied().filter(|doc| alive(segment, *doc));
            turns.extend(living.map(|doc| (slot.get_val(doc) as usize, turn.get_val(doc) as u32)));
        })?;
        tantivy::Result::Ok(turns)
    };
    in_parts(
        (live.segments.len(), 1),
        || (),
        |(), part| live.segments[part].iter().map(turns_of).collect::<tantivy::Result<Vec<_>>>(),
        |found| {
            for (slot, turn) in found?.into_iter().flatten() {
                if let Some(turns) = slots.get_mut(slot) {
                    turns.push(turn);
                }
            }
            tantivy::Result::Ok(())
        },
    )?;
    let mut proposal = Proposal::default();
    for (id, mut turns) in ids.into_iter().zip(slots) {
        if let (Some(id), false) = (id, turns.is_empty()) {
            turns.sort_unstable();
            proposal.turns.insert(id.clone(), turns);
        }
    }
    Ok(Some(proposal))
}

fn alive(segment: &SegmentReader, doc: u32) -> bool {
    segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
}

struct Asking<'a> {
    live: &'a Live,
    language: &'a str,
}

impl Asking<'_> {
    fn ask(&self, need: &Need) -> tantivy::Result<Asked> {
        Ok(match need {
            Need::Anything => Asked::Anything,
            Need::Token(token, How::Prefix) if token.is_empty() => Asked::Anything,
            Need::Token(token, _) if !askable(token) => Asked::Anything,
            Need::Token(token, How::Exact) => Asked::Query(self.exact(token)),
            Need::Token(token, How::Prefix) => Asked::Query(self.prefix(token)),
            Need::Token(token, How::Fuzzy) => Asked::Query(Box::new(FuzzyTermQuery::new(self.term(token), 1, true))),
            Need::Token(token, How::Stem) => {
                let stems = self.live.stems(self.language)?;
                any(stems.words(token).map(|word| self.exact(word)).collect())
            }
            Need::Phrase(tokens) => match tokens.as_slice() {
                [] => Asked::Anything,
                [token] => self.ask(&Need::Token(token.clone(), How::Exact))?,
                tokens if tokens.iter().all(|token| askable(token)) => {
                    let terms = tokens.iter().map(|token| self.term(token)).collect();
                    Asked::Query(Box::new(PhraseQuery::new(terms)))
                }
                tokens => {
                    self.all(&tokens.iter().map(|token| Need::Token(token.clone(), How::Exact)).collect::<Vec<_>>())?
                }
            },
            Need::All(needs) => self.all(needs)?,
            Need::Any(needs) => {
                let mut queries = Vec::new();
                for need in needs {
                    match self.ask(need)? {
                        Asked::Anything => return Ok(Asked::Anything),
                        Asked::Nothing => {}
                        Asked::Query(query) => queries.push(query),
                    }
                }
                any(queries)
            }
        })
    }

    fn all(&self, needs: &[Need]) -> tantivy::Result<Asked> {
        let mut queries = Vec::new();
        for need in needs {
            match self.ask(need)? {
                Asked::Anything => {}
                Asked::Nothing => return Ok(Asked::Nothing),
                Asked::Query(query) => queries.push(query),
            }
        }
        Ok(join(queries, Occur::Must).map_or(Asked::Anything, Asked::Query))
    }

    fn term(&self, token: &str) -> Term {
        Term::from_field_text(self.live.fields.words, token)
    }

    fn exact(&self, token: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(self.term(token), IndexRecordOption::Basic))
    }

    /// Every token from `start` up to the first that does not start so. UTF-8 has no byte 255: the last byte has a
    /// successor.
    fn prefix(&self, start: &str) -> Box<dyn Query> {
        let mut end = start.as_bytes().to_vec();
        if let Some(last) = end.last_mut() {
            *last = last.saturating_add(1);
        }
        let end = Term::from_field_bytes(self.live.fields.words, &end);
        Box::new(InvertedIndexRangeQuery::new(Bound::Included(self.term(start)), Bound::Excluded(end)))
    }
}

/// One of `queries` at least.
fn any(queries: Vec<Box<dyn Query>>) -> Asked {
    join(queries, Occur::Should).map_or(Asked::Nothing, Asked::Query)
}

/// One query of several; `None` of none.
fn join(mut queries: Vec<Box<dyn Query>>, occur: Occur) -> Option<Box<dyn Query>> {
    if queries.len() < 2 {
        return queries.pop();
    }
    Some(Box::new(BooleanQuery::new(queries.into_iter().map(|query| (occur, query)).collect())))
}
