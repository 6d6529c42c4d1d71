//! Transcripts whose file was renamed or moved: recognised by their text, and linked again when the user has said so.
//!
//! A transcript's id is the path of its file unless front matter says otherwise. So a renamed file is, to the journals, another
//! transcript. Writing the old id into its front matter brings back what every coder has in it, with memos, marks and rows of
//! tables; giving it the new id can be done for one's own codings alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::command::{Relinking, RespanWhy};
use super::placing::{memo_whole, respan_at};
use super::plan::{FileEdit, Plan};
use super::plan_files::file_event;
use super::{Problem, Session, speaker_rows};
use crate::analysis::{counted, first_of};
use crate::journal::Do;
use crate::journal::event::MemoWritten;
use crate::model::{CoderName, MemoOn, Place, TranscriptId, TranscriptIx, Unplaceable};
use crate::store::{self, Node, Step};
use crate::text::occurrences;

/// Shortest wording (code points) that speaks for a text.
const TELLING: usize = 12;

/// Code points of wordings that have to stand in a text that is not the same.
const ENOUGH: usize = 40;

/// The tables whose column `transcript` names transcripts.
const TABLES: [&str; 2] = ["speakers.csv", "transcripts.csv"];

/// A transcript that the journals know and the study does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gone {
    /// Its id.
    pub id: TranscriptId,
    /// Codings in it, of every coder.
    pub codings: u64,
    /// Memos on it and on passages of it.
    pub memos: u64,
    /// The coders who have codings, memos or a mark `done` in it, in order.
    pub coders: Vec<CoderName>,
    /// Transcripts of the study that may be it, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A transcript that may be one that is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its id now.
    pub id: TranscriptId,
    /// Its file, below the study's folder.
    pub path: PathBuf,
    /// Whether its text is, letter for letter, one in which codings of the gone one were made.
    pub same_text: bool,
    /// Of the wordings that were marked in the gone one and are long enough to tell: how many stand in it,
    pub found: u64,
    /// and how many there are.
    pub of: u64,
    /// Codings that it has under its present id: it cannot take the old one then.
    pub codings: u64,
}

impl Session {
    /// The transcripts that codings, memos or marks name and the study does not have, with those that may be they.
    pub fn gone(&self) -> Vec<Gone> {
        let mut gone: BTreeMap<&TranscriptId, (Gone, Vec<&Place>)> = BTreeMap::new();
        let mut note = |id, coder: &CoderName, place: Option<_>, coding: bool, memo: bool| {
            let (entry, places) = gone.entry(id).or_insert_with(|| {
                let id = TranscriptId::clone(id);
                (Gone { id, codings: 0, memos: 0, coders: Vec::new(), candidates: Vec::new() }, Vec::new())
            });
            entry.codings += u64::from(coding);
            entry.memos += u64::from(memo);
            entry.coders.push(coder.clone());
            places.extend(place);
        };
        let missing = |id: &TranscriptId| self.corpus.find(id.as_str()).is_none();
        for unplaced in self.unplaced_places().filter(|unplaced| unplaced.why == Unplaceable::NoTranscript) {
            let coding = self.state().codings.contains_key(&unplaced.id);
            note(&unplaced.place.transcript, unplaced.coder, Some(unplaced.place), coding, !coding);
        }
        for memo in self.state().memos.values() {
            if let MemoOn::Transcript(id) = &memo.on
                && missing(id)
            {
                note(id, &memo.coder, None, false, true);
            }
        }
        for (coder, id) in self.state().done.iter().filter(|(_, id)| missing(id)) {
            note(id, coder, None, false, false);
        }
        let found = gone.into_values().map(|(mut gone, places)| {
            gone.coders.sort_unstable();
            gone.coders.dedup();
            gone.candidates = self.candidates(&places);
            gone
        });
        found.collect()
    }

    /// The transcripts in which what was marked at `places` stands.
    fn candidates(&self, places: &[&Place]) -> Vec<Candidate> {
        let same = |at: TranscriptIx| places.iter().any(|place| place.text == self.corpus.transcript(at).hash);
        let certain: Vec<TranscriptIx> = self.corpus.places().filter(|at| same(*at)).collect();
        let mut wordings: Vec<&str> = places.iter().map(|place| &*place.quote).collect();
        wordings.retain(|wording| wording.chars().count() >= TELLING);
        wordings.sort_unstable();
        wordings.dedup();
        // Only where the very text is nowhere, one that is like it is sought, among those that nobody has coded.
        let uncoded = || self.corpus.places().filter(|at| !wordings.is_empty() && self.codings_under(*at) == 0);
        let sought: Vec<TranscriptIx> = if certain.is_empty() { uncoded().collect() } else { certain };
        let mut candidates: Vec<Candidate> = Vec::new();
        for at in sought {
            let transcript = self.corpus.transcript(at);
            let body = transcript.body();
            let standing: Vec<_> =
                wordings.iter().filter(|wording| !occurrences(body, wording, 1).is_empty()).collect();
            let letters: usize = standing.iter().map(|wording| wording.chars().count()).sum();
            let same_text = same(at);
            if same_text || (standing.len() * 2 >= wordings.len() && letters >= ENOUGH) {
                candidates.push(Candidate {
                    id: transcript.id.clone(),
                    path: transcript.path.clone(),
                    same_text,
                    found: standing.len() as u64,
                    of: wordings.len() as u64,
                    codings: self.codings_under(at),
                });
            }
        }
        candidates.sort_by(|a, b| (b.same_text, b.found, &a.id).cmp(&(a.same_text, a.found, &b.id)));
        candidates
    }

    /// Codings and passage memos of every coder that name a transcript by its present id.
    fn codings_under(&self, at: TranscriptIx) -> u64 {
        let id = &self.corpus.transcript(at).id;
        let unplaced = self.unplaced_places().filter(|unplaced| unplaced.place.transcript == *id).count();
        let memos = self.memo_places.values().flatten().filter(|place| place.transcript == at).count();
        (self.placements.of(at).len() + unplaced + memos) as u64
    }

    /// What is said when the study is opened: which transcripts are gone, and which file holds the very text of one.
    pub(super) fn gone_notice(&self) -> Option<String> {
        let mut gone: Vec<(&TranscriptId, u64, Option<&TranscriptId>)> = Vec::new();
        for unplaced in self.unplaced_places().filter(|unplaced| unplaced.why == Unplaceable::NoTranscript) {
            let place = unplaced.place;
            let same = || self.corpus.transcripts.iter().find(|now| now.hash == place.text).map(|now| &now.id);
            match gone.iter_mut().find(|(id, ..)| **id == place.transcript) {
                Some((_, count, found)) => {
                    *count += 1;
                    *found = found.or_else(same);
                }
                None => gone.push((&place.transcript, 1, same())),
            }
        }
        let count: u64 = gone.iter().map(|(_, count, _)| count).sum();
        let names: Vec<String> = gone
            .iter()
            .map(|(id, _, same)| match same {
                Some(same) => format!("{id} (its text is now {same})"),
                None => id.to_string(),
            })
            .collect();
        (count > 0).then(|| {
            format!(
                "{} {} in a transcript that the study does not have ({}): `emic relink` brings back what was renamed",
                counted(count, "passage"),
                if count == 1 { "is" } else { "are" },
                first_of(&names, 3)
            )
        })
    }

    pub(super) fn plan_relink(&self, pairs: &[Relinking], coder: &CoderName) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        let mut said = Vec::new();
        for pair in pairs {
            if self.corpus.find(pair.gone.as_str()).is_some() {
                return Err(Problem::new(format!("the study has the transcript {} already", pair.gone))
                    .hint("only one that is gone can be linked again: `emic relink` lists them"));
            }
            let at = self.transcript_place(pair.to.as_str())?;
            said.push(if pair.new_id {
                self.take_new_id(&pair.gone, at, coder, &mut plan)?
            } else {
                self.keep_id(&pair.gone, at, &mut plan)?
            });
        }
        plan.message = said.join("\n");
        Ok(plan)
    }

    /// The old id goes into the file's front matter.
    fn keep_id(&self, gone: &TranscriptId, at: TranscriptIx, plan: &mut Plan) -> Result<String, Problem> {
        let transcript = self.corpus.transcript(at);
        let new_id = format!("emic relink '{gone}={}' --new-id", transcript.id);
        let codings = self.codings_under(at);
        if codings > 0 {
            return Err(Problem::new(format!(
                "{} has {} under its own id, so it cannot take the id {gone}",
                transcript.id,
                counted(codings, "coding")
            ))
            .hint(format!("bring your codings over to the new id instead: {new_id}")));
        }
        let full = self.root.join(&transcript.path);
        let old = std::fs::read_to_string(&full).map_err(|error| Problem::io("read", &full, &error))?;
        let new = store::set_front_matter(&old, &[Step::from("transcript")], &Node::text(gone.as_str())).map_err(
            |refused| {
                Problem::new(format!(
                    "the id cannot be written into {} without changing its text",
                    transcript.path.display()
                ))
                .hint(format!("open the file with the lines `{}`, or: {new_id}", refused.edit.replace('\n', "` `")))
            },
        )?;
        plan.events.push(file_event(&transcript.path, Some(&old), &new));
        plan.files.push(FileEdit { path: transcript.path.clone(), old: Some(old), text: Some(new) });
        Ok(format!(
            "{} is {gone}: its front matter says so now, and all that was coded in {gone} is back",
            transcript.path.display()
        ))
    }

    /// What this coder has under the old id goes over to the new one, with the rows of the tables.
    fn take_new_id(
        &self,
        gone: &TranscriptId,
        at: TranscriptIx,
        coder: &CoderName,
        plan: &mut Plan,
    ) -> Result<String, Problem> {
        let new = &self.corpus.transcript(at).id;
        let (mut codings, mut memos, mut others) = (0, 0, 0);
        for coding in self.state().codings.values().filter(|coding| coding.place.transcript == *gone) {
            if coding.coder == *coder {
                codings += 1;
                // The passage as it was marked, in the other transcript: there it is sought as after any edit.
                let place = Place { transcript: new.clone(), ..coding.place.clone() };
                plan.events.push(respan_at(coding.id, &coding.place, place, RespanWhy::Moved));
            } else {
                others += 1;
            }
        }
        for memo in self.state().memos.values() {
            let on = match &memo.on {
                MemoOn::Passage(place) if place.transcript == *gone => {
                    MemoOn::Passage(Place { transcript: new.clone(), ..place.clone() })
                }
                MemoOn::Transcript(id) if id == gone => MemoOn::Transcript(new.clone()),
                _ => continue,
            };
            if memo.coder == *coder {
                memos += 1;
                plan.events.push(Do::Memo(MemoWritten { on: Some(on), ..memo_whole(memo) }));
            } else {
                others += 1;
            }
        }
        if self.state().done.contains(&(coder.clone(), gone.clone())) {
            plan.events.push(Do::Done { transcript: new.clone(), on: true });
            plan.events.push(Do::Done { transcript: gone.clone(), on: false });
        }
        if plan.events.is_empty() {
            return Err(Problem::new(format!("you ({coder}) have nothing in {gone}"))
                .hint(format!("without --new-id everybody's codings come back: emic relink '{gone}={new}'")));
        }
        for table in TABLES {
            let path = PathBuf::from(table);
            // Two pairs may be in one table.
            let known = plan.files.iter().position(|file| file.path == path);
            let old = match known {
                Some(at) => plan.files[at].text.clone(),
                None => std::fs::read_to_string(self.root.join(&path)).ok(),
            };
            let Some(old) = old else { continue };
            let Some(text) = speaker_rows::renamed(&old, gone.as_str(), new.as_str()) else { continue };
            plan.events.push(file_event(&path, Some(&old), &text));
            match known {
                Some(at) => plan.files[at].text = Some(text),
                None => plan.files.push(FileEdit { path, old: Some(old), text: Some(text) }),
            }
        }
        let mut said =
            format!("{} and {} of yours went from {gone} to {new}", counted(codings, "coding"), counted(memos, "memo"));
        if others > 0 {
            said.push_str(&format!(
                "; {} of other coders stay under {gone} until they do the same",
                counted(others, "passage")
            ));
        }
        Ok(said)
    }
}
