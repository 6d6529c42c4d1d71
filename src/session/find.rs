//! Asking the index which turns a search has to look at.

use super::Session;
use crate::analysis::thousands;
use crate::index::{Index, Proposal};
use crate::model::{TranscriptId, TranscriptIx};
use crate::query::Need;

/// The turns that may match, where the index knows them.
pub(super) struct Candidates {
    /// By transcript: the turns; `None`: all are looked at.
    turns: Vec<Option<Vec<u32>>>,
    /// Transcripts that had to be scanned, although a word was asked for.
    scanned: usize,
    /// Why, if not for their number.
    why: Option<String>,
}

impl Candidates {
    /// The turns to be looked at; `None`: all.
    pub fn turns(&self, transcript: TranscriptIx) -> Option<&[u32]> {
        self.turns.get(transcript.at())?.as_deref()
    }

    /// `searched 41 of 42 transcripts, 1 scanned`
    pub fn sentence(&self) -> String {
        let all = self.turns.len();
        let mut sentence =
            format!("searched {} of {} transcripts", thousands((all - self.scanned) as u64), thousands(all as u64));
        if self.scanned > 0 {
            sentence.push_str(&format!(", {} scanned", thousands(self.scanned as u64)));
        }
        if let Some(why) = &self.why {
            sentence.push_str(&format!(" ({why})"));
        }
        sentence
    }
}

impl Session {
    /// Brings the index up to date and asks it. A study of few words, or one of which nothing is kept, is scanned until it
    /// is searched a second time: making an index would take longer.
    pub(super) fn propose(&mut self, need: &Need) -> Candidates {
        let transcripts = self.corpus().transcripts.len();
        let everything = |scanned, why| Candidates { turns: vec![None; transcripts], scanned, why };
        if *need == Need::Anything {
            return everything(0, None);
        }
        self.searches += 1;
        let dir = self.cache.index_dir();
        if dir.is_none() && self.searches == 1 {
            return everything(transcripts, Some("no index is kept in memory for one search".into()));
        }
        let mut index = self.index.take().unwrap_or_else(|| Index::open(dir.as_deref(), &self.corpus().study.language));
        let wanted: Vec<(TranscriptId, u64)> = self
            .corpus()
            .transcripts
            .iter()
            .map(|transcript| (transcript.id.clone(), self.layout_key(transcript)))
            .collect();
        let corpus = self.corpus();
        let mut read = |id: &TranscriptId, speech: &mut dyn FnMut(&str)| {
            let Some(at) = corpus.find(id.as_str()) else { return false };
            let transcript = corpus.transcript(at);
            let body = transcript.body();
            if body.hash() != transcript.hash {
                return false;
            }
            for turn in &transcript.layout().turns {
                speech(body.slice(turn.speech).unwrap_or_default());
            }
            true
        };
        let report = index.update(&wanted, &mut read, &mut |_, _| {});
        let proposal = index.propose(need);
        let fault = report.fault.map(|fault| fault.to_string());
        let candidates = match proposal {
            Ok(None) => everything(0, None),
            Ok(Some(proposal)) => covered(&index, &wanted, &proposal, fault),
            Err(error) => everything(transcripts, Some(error.to_string())),
        };
        self.index = Some(index);
        candidates
    }
}

fn covered(index: &Index, wanted: &[(TranscriptId, u64)], proposal: &Proposal, why: Option<String>) -> Candidates {
    let turns: Vec<Option<Vec<u32>>> = wanted
        .iter()
        .map(|(id, key)| index.covers(id.as_str(), *key).then(|| proposal.of(id.as_str()).to_vec()))
        .collect();
    let scanned = turns.iter().filter(|turns| turns.is_none()).count();
    Candidates { turns, scanned, why: why.filter(|_| scanned > 0) }
}
