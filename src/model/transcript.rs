//! A transcript: what is known of it without reading it, and its text, read when first asked for.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::{CaseIx, ParticipantIx, TranscriptId};
use crate::text::{Body, Layout, TextHash, TurnRules};

/// The keys of ours in a transcript's front matter.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FrontMatter {
    /// `transcript`: the id.
    pub transcript: Option<String>,
    /// `participant`: who speaks where nobody, or only the interviewer, is labelled; also the only unmapped label.
    pub participant: Option<String>,
    /// `participants`: label to participant, in order.
    pub participants: Vec<(String, String)>,
    /// `interviewers`: added to the study's.
    pub interviewers: Vec<String>,
    /// `others`: added to the study's.
    pub others: Vec<String>,
    /// `about`: cases.
    pub about: Vec<String>,
    /// `attributes`, and `date` as an attribute of that name, in order.
    pub attributes: Vec<(String, Vec<String>)>,
    /// `source`: the file that it was imported from.
    pub source: Option<String>,
    /// `source_sha256`.
    pub source_sha256: Option<String>,
}

/// Who a label stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Speaker {
    /// A participant.
    Participant(ParticipantIx),
    /// An interviewer.
    Interviewer,
    /// Present, not studied.
    Other,
    /// Nobody has said yet.
    Unmapped,
    /// A participant who has left the study; the text stays, nothing of it is counted or shown.
    Excluded,
}

impl Speaker {
    /// The participant, if it is one.
    pub const fn participant(self) -> Option<ParticipantIx> {
        match self {
            Self::Participant(at) => Some(at),
            _ => None,
        }
    }
}

/// What a transcript's labels stand for; labels are compared ignoring case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabelMap {
    labels: HashMap<String, Speaker>,
    /// What holds in every transcript unless a word of its own says otherwise: participants' ids, in lower case.
    everywhere: Arc<HashMap<String, Speaker>>,
    /// The front matter's `participant`: speaks where nobody is labelled, and is the only unmapped label.
    pub unlabelled: Option<ParticipantIx>,
}

impl LabelMap {
    /// A map that says nothing of its own yet; `everywhere` has labels in lower case.
    pub fn within(everywhere: Arc<HashMap<String, Speaker>>) -> Self {
        Self { everywhere, ..Self::default() }
    }

    /// Says who `label` is, unless that was said before (the first word counts).
    pub fn say(&mut self, label: &str, speaker: Speaker) {
        self.labels.entry(label.to_lowercase()).or_insert(speaker);
    }

    /// Who `label` is; `None`: nobody has said.
    pub fn get(&self, label: &str) -> Option<Speaker> {
        let label = label.to_lowercase();
        self.labels.get(&label).or_else(|| self.everywhere.get(&label)).copied()
    }

    /// What it says of its own, in the order of labels; what holds in every transcript is not among it.
    pub fn said(&self) -> Vec<(&str, Speaker)> {
        let mut said: Vec<(&str, Speaker)> = self.labels.iter().map(|(label, who)| (label.as_str(), *who)).collect();
        said.sort_unstable_by_key(|(label, _)| *label);
        said
    }

    /// The speaker of each label of a layout; the only unmapped one is the front matter's `participant`.
    pub fn speakers(&self, labels: &[String]) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> =
            labels.iter().map(|label| self.get(label).unwrap_or(Speaker::Unmapped)).collect();
        let mut unmapped = speakers.iter_mut().filter(|speaker| **speaker == Speaker::Unmapped);
        if let (Some(only), None, Some(participant)) = (unmapped.next(), unmapped.next(), self.unlabelled) {
            *only = Speaker::Participant(participant);
        }
        speakers
    }
}

/// Reads what a transcript does not hold yet. The store and the cache stand behind it; tests hand in texts.
pub trait Source: Send + Sync {
    /// The body. Where it cannot be read any more, the reader keeps the fault for the user and answers `None`.
    fn body(&self, transcript: &Transcript) -> Option<Body>;
    /// The turns and words of the body.
    fn layout(&self, transcript: &Transcript) -> Option<Layout>;
}

/// One interview, focus group, diary or note.
pub struct Transcript {
    /// Id.
    pub id: TranscriptId,
    /// Path, relative to the study's folder.
    pub path: PathBuf,
    /// The keys of ours in its front matter.
    pub front: FrontMatter,
    /// Hash of the body.
    pub hash: TextHash,
    /// Values of [`Corpus::transcript_columns`](super::Corpus), from front matter and transcripts.csv.
    pub attributes: Vec<Vec<String>>,
    /// Cases that it is about.
    pub about: Vec<CaseIx>,
    /// Who its labels are.
    pub labels: LabelMap,
    /// How its turns are found.
    pub rules: TurnRules,
    source: Arc<dyn Source>,
    body: OnceLock<Body>,
    layout: OnceLock<Layout>,
    speakers: OnceLock<Vec<Speaker>>,
    layout_key: OnceLock<u64>,
}

impl Transcript {
    /// A transcript whose text `source` reads when it is first asked for.
    pub fn new(id: TranscriptId, path: PathBuf, front: FrontMatter, hash: TextHash, source: Arc<dyn Source>) -> Self {
        Self {
            id,
            path,
            front,
            hash,
            attributes: Vec::new(),
            about: Vec::new(),
            labels: LabelMap::default(),
            rules: TurnRules::default(),
            source,
            body: OnceLock::new(),
            layout: OnceLock::new(),
            speakers: OnceLock::new(),
            layout_key: OnceLock::new(),
        }
    }

    /// The body; an empty one if it cannot be read any more (the source keeps the fault).
    pub fn body(&self) -> &Body {
        self.body.get_or_init(|| self.source.body(self).unwrap_or_else(|| Body::new(String::new())))
    }

    /// The body in passing: where it is not kept already, it is read and not kept. For walks over all texts, which
    /// would else fill the memory.
    pub fn in_passing(&self) -> InPassing<'_> {
        let read = || InPassing::Read(Box::new(self.source.body(self).unwrap_or_else(|| Body::new(String::new()))));
        self.body.get().map_or_else(read, InPassing::Kept)
    }

    /// The body, if `wanted` holds for it; where it does not, what had to be read is not kept.
    pub fn body_if(&self, wanted: impl FnOnce(&Body) -> bool) -> Option<&Body> {
        match self.in_passing() {
            InPassing::Kept(body) => wanted(body).then_some(body),
            InPassing::Read(body) => wanted(&body).then(|| self.body.get_or_init(|| *body)),
        }
    }

    /// Turns, labels and words.
    pub fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| self.source.layout(self).unwrap_or_default())
    }

    /// What turns and words are kept by: of the body's hash, the rules and the language, worked out by `make` once, when all of
    /// these are known.
    pub fn layout_key(&self, make: impl FnOnce() -> u64) -> u64 {
        *self.layout_key.get_or_init(make)
    }

    /// Whether turns and words were asked for.
    #[cfg(test)]
    pub(crate) fn has_layout(&self) -> bool {
        self.layout.get().is_some()
    }

    /// The speaker of each label of the layout.
    pub fn speakers(&self) -> &[Speaker] {
        self.speakers.get_or_init(|| self.labels.speakers(&self.layout().labels))
    }

    /// The speaker of turn `index` (from 0).
    pub fn speaker(&self, index: usize) -> Speaker {
        let unlabelled = self.labels.unlabelled.map_or(Speaker::Unmapped, Speaker::Participant);
        self.layout()
            .turns
            .get(index)
            .map_or(Speaker::Unmapped, |turn| turn.label.map_or(unlabelled, |label| self.speakers()[label as usize]))
    }

    /// The label of turn `index` as it first stands in the transcript; empty where there is none.
    pub fn label(&self, index: usize) -> &str {
        let layout = self.layout();
        let label = layout.turns.get(index).and_then(|turn| turn.label);
        label.and_then(|label| layout.labels.get(label as usize)).map_or("", String::as_str)
    }
}

/// A body while it is looked at.
pub enum InPassing<'a> {
    /// The one that the transcript keeps.
    Kept(&'a Body),
    /// One that goes when it was looked at.
    Read(Box<Body>),
}

impl Deref for InPassing<'_> {
    type Target = Body;

    fn deref(&self) -> &Body {
        match self {
            Self::Kept(body) => body,
            Self::Read(body) => body,
        }
    }
}

impl std::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transcript").field("id", &self.id).field("path", &self.path).finish_non_exhaustive()
    }
}
