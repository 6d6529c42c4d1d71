//! Lists of what a study holds: speakers, codes, memos. No figures to defend, so they stand here and not in `analysis`.

use super::{Problem, Session};
use crate::analysis::{Cell, Column, Table};
use crate::model::{Corpus, MemoOn, Speaker, TranscriptIx};

/// A table without rows.
pub(super) fn empty(name: &str, columns: Vec<Column>) -> Table {
    Table { name: name.into(), columns, ..Table::default() }
}

impl Session {
    /// The labels of every transcript (or of one) with turns and words and who they are: columns `transcript`, `label`
    /// (empty: nobody is labelled), `who` (a participant's id, `interviewer`, `other`, `unmapped`), `turns`, `words`.
    ///
    /// # Errors
    /// A transcript that is not in the study.
    pub fn speakers_table(&self, transcript: Option<&str>) -> Result<Table, Problem> {
        let corpus = self.corpus();
        let mut table = empty(
            "speakers",
            vec![
                Column::left("transcript"),
                Column::left("label"),
                Column::left("who"),
                Column::right("turns"),
                Column::right("words"),
            ],
        );
        let only = match transcript {
            Some("*") | None => None,
            Some(name) => Some(self.transcript_place(name)?),
        };
        let mut unmapped = 0;
        for at in corpus.places().filter(|at| only.is_none_or(|only| only == *at)) {
            for label in label_uses(corpus, at) {
                unmapped += u64::from(label.speaker == Speaker::Unmapped);
                table.rows.push(vec![
                    Cell::text(corpus.transcript(at).id.as_str()),
                    Cell::text(label.label),
                    Cell::text(who(corpus, label.speaker)),
                    Cell::Integer(label.turns),
                    Cell::Integer(label.words),
                ]);
            }
        }
        if unmapped > 0 {
            table.sentences.push(format!(
                "unmapped: {unmapped}; nothing that they say counts until someone says who they are, for example: \
                 emic speakers TRANSCRIPT LABEL=P07"
            ));
        }
        Ok(table)
    }

    /// The memos, oldest first: columns `memo`, `on`, `kind`, `title`, `text`, `coder`, `created`, `modified`.
    pub fn memo_table(&self) -> Table {
        let columns = ["memo", "on", "kind", "title", "text", "coder", "created", "modified"].map(Column::left);
        let mut table = empty("memos", columns.to_vec());
        for memo in self.state().memos.values() {
            table.rows.push(vec![
                Cell::text(memo.id.to_string()),
                Cell::text(self.memo_on(&memo.on)),
                Cell::text(memo.kind.as_str()),
                Cell::present(&memo.title),
                Cell::text(&*memo.text),
                Cell::text(memo.coder.as_str()),
                Cell::text(&*memo.created),
                Cell::text(&*memo.modified),
            ]);
        }
        table
    }

    /// What a memo hangs on, in words.
    fn memo_on(&self, on: &MemoOn) -> String {
        match on {
            MemoOn::Coding(id) => match self.state().codings.get(id) {
                Some(coding) => format!("coding {id} ({} in {})", coding.code, coding.place.transcript),
                None => format!("coding {id}"),
            },
            MemoOn::Transcript(id) => format!("transcript {id}"),
            MemoOn::Passage(place) => {
                format!("passage {}..{} of {}", place.span.start, place.span.end, place.transcript)
            }
            MemoOn::Participant(id) => format!("participant {id}"),
            MemoOn::Case(id) => format!("case {id}"),
            MemoOn::Code(id) => format!("code {id}"),
            MemoOn::ParticipantCode(id, code) => format!("participant {id}, code {code}"),
            MemoOn::CaseCode(id, code) => format!("case {id}, code {code}"),
            MemoOn::Study => "study".into(),
        }
    }
}

/// One label of a transcript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelUse {
    /// The label as it first stands; empty for turns without one.
    pub label: String,
    /// Who it stands for.
    pub speaker: Speaker,
    /// Its turns.
    pub turns: u64,
    /// Words of its speech.
    pub words: u64,
}

/// The labels of a transcript in order of first appearance.
pub fn label_uses(corpus: &Corpus, at: TranscriptIx) -> Vec<LabelUse> {
    let transcript = corpus.transcript(at);
    let layout = transcript.layout();
    let mut uses: Vec<LabelUse> = Vec::new();
    for turn in 0..layout.turns.len() {
        let label = transcript.label(turn);
        let words = layout.turn_words(turn).len() as u64;
        match uses.iter_mut().find(|known| known.label == label) {
            Some(known) => {
                known.turns += 1;
                known.words += words;
            }
            None => uses.push(LabelUse { label: label.to_owned(), speaker: transcript.speaker(turn), turns: 1, words }),
        }
    }
    uses
}

/// Who a speaker is, in the words of speakers.csv.
pub fn who(corpus: &Corpus, speaker: Speaker) -> &str {
    match speaker {
        Speaker::Participant(at) => corpus.participant(at),
        Speaker::Interviewer => "interviewer",
        Speaker::Other => "other",
        Speaker::Unmapped => "unmapped",
        Speaker::Excluded => "excluded",
    }
}
