//! What every table has to say besides its figures: scope, coders, what is left out and what is in progress.

use std::collections::BTreeSet;

use super::excluded::covers_excluded;
use super::scope::{Members, Progress, Selection};
use super::table::Meta;
use crate::model::{CoderName, Speaker, Target, TranscriptIx, View};
use crate::text::{counted, thousands};

/// What does not enter a table although it is in the study.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    /// Labels that nobody has mapped, as first written, with their words; only those with words.
    pub unmapped: Vec<(String, u64)>,
    /// Codings whose passage was changed or is lost.
    pub unplaced: u64,
    /// Transcripts that are coded and not in the study, with their codings.
    pub gone: Vec<(String, u64)>,
    /// Coders whom `coders:` of study.yaml does not name and nobody asked for, with their codings.
    pub unheard: Vec<(String, u64)>,
    /// Codes that the codebook does not know, with their codings.
    pub unknown_codes: Vec<(String, u64)>,
    /// Codings of speech of no participant (interviewers, others, unmapped).
    pub of_nobody: u64,
    /// People who left the study.
    pub excluded: u64,
}

impl LeftOut {
    /// Looks for it in the transcripts in scope and among the codings of the coders in scope that the query selects.
    pub fn of(view: &View, selection: &Selection, members: &Members) -> Self {
        let mut left = Self { excluded: view.state.excluded.len() as u64, ..Self::default() };
        for transcript in view.corpus.places() {
            if !in_scope(selection, members, transcript) {
                continue;
            }
            left.add_unmapped(view, transcript);
            left.add_unheard(view, transcript);
            for (at, placed) in view.codings(transcript) {
                let known = match placed.target {
                    Target::Case(_) => continue,
                    Target::Code(_) => true,
                    Target::Unknown => false,
                };
                if known && !view.people(transcript, at).is_empty() || !selection.counts(transcript, at) {
                    continue;
                }
                if known {
                    left.of_nobody += u64::from(!covers_excluded(view, transcript, placed.span));
                } else if let Some(coding) = view.coding(placed) {
                    add(&mut left.unknown_codes, coding.code.as_str(), 1);
                }
            }
        }
        left.add_unplaced(view, selection, members);
        left
    }

    /// Codings of coders in scope that have no place.
    fn add_unplaced(&mut self, view: &View, selection: &Selection, members: &Members) {
        for (id, _) in &view.placements.unplaced {
            let Some(coding) = view.state.codings.get(id).filter(|coding| coding.code.case().is_none()) else {
                continue;
            };
            let coder = view.placements.coder(&coding.coder);
            match view.corpus.find(coding.place.transcript.as_str()) {
                Some(transcript) => {
                    let counts = |coder| in_scope(selection, members, transcript) && view.counts(coder, transcript);
                    self.unplaced += u64::from(coder.is_some_and(counts));
                }
                // Its transcript is not in the study: in no scope but the whole.
                None if selection.pairs.is_all() && view.coders().any(|counted| *counted == coding.coder) => {
                    add(&mut self.gone, coding.place.transcript.as_str(), 1);
                }
                None => {}
            }
        }
    }

    fn add_unheard(&mut self, view: &View, transcript: TranscriptIx) {
        let study = &view.corpus.study;
        if view.by_consensus(transcript) {
            return;
        }
        for placed in view.placements.of(transcript) {
            let coder = view.placements.coders.get(placed.coder as usize);
            let unheard = |coder: &&CoderName| **coder != study.consensus && !study.hears(coder);
            if let Some(coder) = coder.filter(unheard).filter(|_| !view.counts(placed.coder, transcript)) {
                add(&mut self.unheard, coder.as_str(), 1);
            }
        }
    }

    fn add_unmapped(&mut self, view: &View, transcript: TranscriptIx) {
        let text = view.corpus.transcript(transcript);
        let layout = text.layout();
        for turn in 0..layout.turns.len() {
            let words = layout.turn_words(turn).len() as u64;
            if words == 0 || view.speaker(transcript, turn) != Speaker::Unmapped {
                continue;
            }
            let label = text.label(turn);
            add(&mut self.unmapped, if label.is_empty() { "(no label)" } else { label }, words);
        }
    }

    /// The sentences, one for each kind of thing that is left out.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if !self.unmapped.is_empty() {
            let words = self.unmapped.iter().map(|(_, words)| words).sum();
            sentences.push(format!(
                "left out: {}, {}: {}",
                counted(self.unmapped.len() as u64, "unmapped speaker"),
                counted(words, "word"),
                names(&self.unmapped)
            ));
        }
        if self.unplaced > 0 {
            sentences.push(format!(
                "left out: {} whose passage cannot be found in the text as it is now",
                counted(self.unplaced, "coding")
            ));
        }
        if !self.gone.is_empty() {
            let codings = self.gone.iter().map(|(_, codings)| codings).sum();
            sentences.push(format!(
                "left out: {} in {} that {} not in the study: {}",
                counted(codings, "coding"),
                counted(self.gone.len() as u64, "transcript"),
                if self.gone.len() == 1 { "is" } else { "are" },
                names(&self.gone)
            ));
        }
        if !self.unheard.is_empty() {
            let codings = self.unheard.iter().map(|(_, codings)| codings).sum();
            sentences.push(format!(
                "left out: {} by {}, whom `coders:` in study.yaml does not name",
                counted(codings, "coding"),
                names(&self.unheard)
            ));
        }
        if !self.unknown_codes.is_empty() {
            let codings = self.unknown_codes.iter().map(|(_, codings)| codings).sum();
            sentences.push(format!(
                "left out: {} of {} that the codebook does not know: {}",
                counted(codings, "coding"),
                counted(self.unknown_codes.len() as u64, "code"),
                names(&self.unknown_codes)
            ));
        }
        if self.of_nobody > 0 {
            sentences.push(format!(
                "left out: {} of speech of no participant (interviewer, others present, unmapped)",
                counted(self.of_nobody, "coding")
            ));
        }
        if self.excluded > 0 {
            sentences.push(format!("left out: {}", counted(self.excluded, "excluded participant")));
        }
        sentences
    }
}

/// Adds to a name's number, ignoring case; the name stands as it was first written.
fn add(list: &mut Vec<(String, u64)>, name: &str, number: u64) {
    let lower = name.to_lowercase();
    match list.iter_mut().find(|(known, _)| known.to_lowercase() == lower) {
        Some((_, sum)) => *sum += number,
        None => list.push((name.to_owned(), number)),
    }
}

fn names(list: &[(String, u64)]) -> String {
    list.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn in_scope(selection: &Selection, members: &Members, transcript: TranscriptIx) -> bool {
    selection.pairs.transcript(transcript) && (!selection.done_only || members.done(transcript))
}

/// By whom the transcripts in scope are counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CoderUse {
    /// The coders whose codings are used, in order of names.
    pub names: Vec<CoderName>,
    /// Transcripts that count by the consensus alone.
    pub by_consensus: u64,
    /// Transcripts with codings of one coder in scope.
    pub by_one: u64,
    /// Transcripts with codings of several.
    pub by_several: u64,
    /// Transcripts with none.
    pub by_nobody: u64,
}

impl CoderUse {
    /// Looks at the transcripts in which anybody in scope speaks.
    pub fn of(view: &View, members: &Members) -> Self {
        let mut used = Self::default();
        let mut names: BTreeSet<&CoderName> = BTreeSet::new();
        for transcript in members.transcripts() {
            let coders: BTreeSet<u32> = view.codings(transcript).map(|(_, placed)| placed.coder).collect();
            names.extend(coders.iter().filter_map(|coder| view.placements.coders.get(*coder as usize)));
            let count = if view.by_consensus(transcript) {
                names.insert(&view.corpus.study.consensus);
                &mut used.by_consensus
            } else {
                match coders.len() {
                    0 => &mut used.by_nobody,
                    1 => &mut used.by_one,
                    _ => &mut used.by_several,
                }
            };
            *count += 1;
        }
        used.names = names.into_iter().cloned().collect();
        used
    }

    /// The names joined with `+`.
    pub fn joined(&self) -> String {
        self.names.iter().map(CoderName::as_str).collect::<Vec<_>>().join("+")
    }

    /// "2 transcripts count by consensus, 5 by one coder, 3 by several".
    pub fn sentence(&self) -> String {
        let kinds = [
            (self.by_consensus, "by consensus"),
            (self.by_one, "by one coder"),
            (self.by_several, "by several"),
            (self.by_nobody, "not coded"),
        ];
        let mut text = String::new();
        for (number, kind) in kinds.into_iter().filter(|(number, _)| *number > 0) {
            if !text.is_empty() {
                text.push_str(&format!(", {} {kind}", thousands(number)));
            } else if kind == "not coded" {
                text = format!("{} not coded", counted(number, "transcript"));
            } else {
                let verb = if number == 1 { "counts" } else { "count" };
                text = format!("{} {verb} {kind}", counted(number, "transcript"));
            }
        }
        if text.is_empty() { "no transcript counts".into() } else { text }
    }
}

/// All that a table says of its base, whatever it counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notes {
    /// The scope as written; empty: all.
    pub scope: String,
    /// The conditions on codings as written; empty: none.
    pub query: String,
    /// What is left out.
    pub left_out: LeftOut,
    /// What is in progress.
    pub progress: Progress,
    /// What is asked for that nothing has, as sentences.
    pub unknown_values: Vec<String>,
    /// Whether transcripts in progress are left out.
    pub done_only: bool,
    /// By whom transcripts count.
    pub coders: CoderUse,
    /// Title of the study.
    pub title: String,
    /// The transcripts in scope with the hashes of their bodies.
    pub transcripts: Vec<(String, String)>,
}

impl Notes {
    /// Gathers what must be said of a selection.
    pub fn of(view: &View, selection: &Selection, members: &Members) -> Self {
        let transcripts = members.transcripts().map(|at| view.corpus.transcript(at));
        Self {
            scope: selection.scope_text.clone(),
            query: selection.query_text.clone(),
            unknown_values: selection.unknown_values.clone(),
            left_out: LeftOut::of(view, selection, members),
            progress: members.progress,
            done_only: selection.done_only,
            coders: CoderUse::of(view, members),
            title: view.corpus.study.title.clone(),
            transcripts: transcripts.map(|text| (text.id.as_str().to_owned(), text.hash.to_string())).collect(),
        }
    }

    /// What is in progress, as a sentence; `None`: nothing.
    pub fn progress_sentence(&self) -> Option<String> {
        let Progress { transcripts, participants } = self.progress;
        if transcripts.part == 0 {
            return None;
        }
        let of = |part: u64, whole: u64, noun: &str| format!("{} of {}", thousands(part), counted(whole, noun));
        let both = format!(
            "{}, {}",
            of(transcripts.part, transcripts.whole, "transcript"),
            of(participants.part, participants.whole, "participant")
        );
        Some(if self.done_only {
            format!("left out as in progress: {both}")
        } else {
            format!("in progress: {both}; not found there is not yet not mentioned")
        })
    }

    /// Scope and query as sentences: every table prints both.
    pub fn scope_sentences(&self) -> Vec<String> {
        let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        let mut sentences = vec![
            format!("scope (who and where): {}", or(&self.scope, "all participants, all transcripts")),
            format!("counted there: {}", or(&self.query, "all codings")),
        ];
        sentences.extend(self.unknown_values.iter().cloned());
        sentences
    }

    /// Coders, progress and what is left out, as sentences.
    pub fn base_sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!("coders: {}", self.coders.sentence())];
        sentences.extend(self.progress_sentence());
        sentences.extend(self.left_out.sentences());
        sentences
    }

    /// The part of the sidecar before what is counted: study, transcripts, scope, query.
    pub fn meta_head(&self) -> Meta {
        let list: Meta = self.transcripts.iter().cloned().collect();
        Meta::default()
            .with("study", self.title.as_str())
            .with("transcripts", list)
            .with("scope", if self.scope.is_empty() { "all" } else { self.scope.as_str() })
            .with("query", if self.query.is_empty() { "none" } else { self.query.as_str() })
    }

    /// The part of the sidecar after what is counted: coders, what is left out and in progress, suppression.
    pub fn meta_tail(&self, mut meta: Meta) -> Meta {
        let coders = Meta::default()
            .with("names", self.coders.names.iter().map(|name| name.as_str().to_owned()).collect::<Vec<_>>())
            .with("transcripts_by_consensus", self.coders.by_consensus)
            .with("transcripts_by_one_coder", self.coders.by_one)
            .with("transcripts_by_several", self.coders.by_several)
            .with("transcripts_not_coded", self.coders.by_nobody);
        let progress = Meta::default()
            .with("transcripts", self.progress.transcripts.part)
            .with("of_transcripts", self.progress.transcripts.whole)
            .with("participants", self.progress.participants.part)
            .with("of_participants", self.progress.participants.whole)
            .with("counted", if self.done_only { "no" } else { "yes" });
        meta.set("coders", coders);
        meta.set("left_out", self.left_out.sentences());
        meta.set("in_progress", progress);
        meta.set("suppression", "none");
        meta
    }
}
