//! What the library shows of each transcript: who speaks, how many words, how many of them coded.
//!
//! All of it follows from the turns, from who the labels are, and from where the codings in scope stand. It is kept in the
//! cache by a sum of these, so that the first screen of a large study asks for no text, and for no turns either.

use std::collections::{HashMap, HashSet};

use super::Session;
use crate::index::{Packer, Unpacker, checksum};
use crate::model::{ParticipantIx, Speaker, Target, TranscriptIx, View};
use crate::text::Span;

/// Name and version of what is kept in the cache.
const KEPT: (&str, u32) = ("glances", 1);

/// One transcript at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Glance {
    /// The participants who speak in it, each once, in order of first speech.
    pub people: Vec<ParticipantIx>,
    /// Words of participants.
    pub words: u64,
    /// How many of them stand in a coded passage.
    pub coded: u64,
    /// Labels that nobody has mapped, each once.
    pub left_out: Vec<String>,
}

impl Glance {
    /// Looks at the turns of a transcript.
    fn of(view: &View, at: TranscriptIx) -> Self {
        let transcript = view.corpus.transcript(at);
        let layout = transcript.layout();
        let mut glance = Self { people: view.corpus.speaking(at), coded: coded(view, at), ..Self::default() };
        for turn in 0..layout.turns.len() {
            match view.speaker(at, turn) {
                Speaker::Participant(_) => glance.words += layout.turn_words(turn).len() as u64,
                Speaker::Unmapped => {
                    let label = transcript.label(turn);
                    let label = if label.is_empty() { "(no label)" } else { label };
                    if !glance.left_out.iter().any(|known| known == label) {
                        glance.left_out.push(label.to_owned());
                    }
                }
                _ => {}
            }
        }
        glance
    }

    fn pack(&self, key: u64, packer: &mut Packer) {
        packer.number(key).number(self.words).number(self.coded).number(self.people.len() as u64);
        for person in &self.people {
            packer.number(person.0.into());
        }
        packer.number(self.left_out.len() as u64);
        for label in &self.left_out {
            packer.text(label);
        }
    }

    fn unpack(bytes: &mut Unpacker) -> Option<(u64, Self)> {
        let (key, words, coded) = (bytes.number()?, bytes.number()?, bytes.number()?);
        let people = (0..bytes.count()?).map(|_| bytes.small().map(ParticipantIx)).collect::<Option<_>>()?;
        let left_out = (0..bytes.count()?).map(|_| bytes.text().map(str::to_owned)).collect::<Option<_>>()?;
        Some((key, Self { people, words, coded, left_out }))
    }
}

/// The spans of the codings in scope in the order of their starts; case marks are no codings.
fn spans<'v>(view: &'v View<'v>, at: TranscriptIx) -> impl Iterator<Item = Span> + 'v {
    let codings = view.codings(at).filter(|(_, placed)| !matches!(placed.target, Target::Case(_)));
    codings.map(|(_, placed)| placed.span)
}

/// How many words of participants stand in a coded passage.
fn coded(view: &View, at: TranscriptIx) -> u64 {
    let layout = view.corpus.transcript(at).layout();
    let mut words = 0;
    let mut count = |span: Span| {
        for (turn, here) in layout.words_by_turn(span) {
            if matches!(view.speaker(at, turn), Speaker::Participant(_)) {
                words += here as u64;
            }
        }
    };
    let mut open: Option<Span> = None;
    for span in spans(view, at) {
        match &mut open {
            Some(hull) if span.start <= hull.end => *hull = hull.hull(span),
            _ => {
                if let Some(hull) = open.replace(span) {
                    count(hull);
                }
            }
        }
    }
    if let Some(hull) = open {
        count(hull);
    }
    words
}

fn unpack(bytes: &[u8]) -> Option<HashMap<u64, Glance>> {
    let mut bytes = Unpacker::new(bytes);
    let all = (0..bytes.count()?).map(|_| Glance::unpack(&mut bytes)).collect::<Option<_>>()?;
    bytes.end().map(|()| all)
}

impl Session {
    /// One transcript at a glance.
    pub fn glance(&self, view: &View, at: TranscriptIx) -> Glance {
        Glance::of(view, at)
    }

    /// Every transcript at a glance, in their order. Turns are asked for only where something has changed since it was asked
    /// the last time.
    pub fn glances(&self, view: &View) -> Vec<Glance> {
        let places = self.corpus.places();
        // Whether a passage is in scope then hangs on its words.
        if !self.state().excluded.is_empty() {
            return places.map(|at| Glance::of(view, at)).collect();
        }
        let identity = self.people_sum();
        let (name, version) = KEPT;
        let kept = self.cache.get(name, version, identity).and_then(|bytes| unpack(&bytes)).unwrap_or_default();
        let keys: Vec<u64> = self.corpus.places().map(|at| self.glance_key(view, at)).collect();
        let made = |(at, key): (TranscriptIx, &u64)| kept.get(key).cloned().unwrap_or_else(|| Glance::of(view, at));
        let glances: Vec<Glance> = places.zip(&keys).map(made).collect();
        let different: HashSet<u64> = keys.iter().copied().collect();
        let known = different.len() == kept.len() && different.iter().all(|key| kept.contains_key(key));
        // A text that could not be read is seen otherwise the next time.
        if !known && self.texts.faults().is_empty() {
            let mut packer = Packer::default();
            packer.number(different.len() as u64);
            let mut rest = different;
            for (key, glance) in keys.iter().zip(&glances).filter(|(key, _)| rest.remove(*key)) {
                glance.pack(*key, &mut packer);
            }
            // A cache that cannot be written costs time, nothing else.
            let _ = self.cache.put(name, version, identity, &packer.finish());
        }
        glances
    }

    /// A sum of the participants in their order: what a glance says of people are places among them.
    fn people_sum(&self) -> u64 {
        let mut packer = Packer::default();
        for row in &self.corpus.participants.rows {
            packer.text(&row.id);
        }
        checksum(&packer.finish())
    }

    /// A sum of all that a glance of this transcript hangs on, beside the list of participants.
    fn glance_key(&self, view: &View, at: TranscriptIx) -> u64 {
        let transcript = self.corpus.transcript(at);
        let mut packer = Packer::default();
        packer.number(self.layout_key(transcript));
        let labels = transcript.labels.said();
        packer.number(labels.len() as u64);
        for (label, speaker) in labels {
            let speaker = match speaker {
                Speaker::Participant(person) => u64::from(person.0) + 4,
                Speaker::Interviewer => 0,
                Speaker::Other => 1,
                Speaker::Unmapped => 2,
                Speaker::Excluded => 3,
            };
            packer.text(label).number(speaker);
        }
        packer.number(transcript.labels.unlabelled.map_or(0, |person| u64::from(person.0) + 1));
        for span in spans(view, at) {
            packer.number(span.start.into()).number(span.end.into());
        }
        checksum(&packer.finish())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::session::{Command, Env, NewCoding, Passage};

    fn study(root: &Path) {
        fs::create_dir_all(root.join("transcripts")).unwrap();
        fs::write(root.join("study.yaml"), "emic: 1\ntitle: Invented\n").unwrap();
        fs::write(root.join("participants.csv"), "participant\nP01\nP02\n").unwrap();
        fs::write(root.join("codebook.yaml"), "codes:\n  - id: waiting\n    name: Waiting\n").unwrap();
        fs::write(root.join("transcripts/one.txt"), "INT: And?\n\nP01: We waited a year.\n\nMum: Nobody rang.\n")
            .unwrap();
        fs::write(root.join("transcripts/two.txt"), "P02: Later it was.\n\nP01: Yes.\n").unwrap();
        // The cache trusts only what has been still.
        for file in ["transcripts/one.txt", "transcripts/two.txt"] {
            age(&root.join(file));
        }
    }

    fn age(path: &Path) {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000)).unwrap();
    }

    fn open(root: &Path) -> Session {
        let mut env = Env::fixed(1_700_000_000_000, 1, root.join("..").join("machine"));
        env.coder = Some("amy".into());
        Session::open(root, env).unwrap()
    }

    fn glances(session: &Session) -> Vec<Glance> {
        session.glances(&session.view(None))
    }

    /// Whether the turns of any transcript were asked for.
    fn asked(session: &Session) -> bool {
        session.corpus.transcripts.iter().any(crate::model::Transcript::has_layout)
    }

    fn made(session: &Session) -> Vec<Glance> {
        let view = session.view(None);
        session.corpus.places().map(|at| Glance::of(&view, at)).collect()
    }

    #[test]
    fn what_is_kept_is_what_is_made_and_asks_for_no_turns() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        let first = glances(&open(&root));
        assert_eq!((first[0].words, first[0].coded, first[1].words), (4, 0, 4));
        assert_eq!(
            (&first[0].left_out[..], &first[1].people[..]),
            (&["Mum".to_owned()][..], &[ParticipantIx(1), ParticipantIx(0)][..])
        );
        let mut again = open(&root);
        assert_eq!(glances(&again), first);
        assert!(!asked(&again));
        let item = NewCoding {
            transcript: "one".into(),
            passage: Passage::Quote("waited a year".into()),
            code: "waiting".into(),
            line: 0,
        };
        again.apply(Command::Code { items: vec![item], query: None }).unwrap();
        assert_eq!(glances(&again)[0].coded, 3);
        let again = open(&root);
        assert_eq!((glances(&again)[0].coded, asked(&again)), (3, false));
        assert_eq!(glances(&again), made(&again));
    }

    #[test]
    fn whoever_a_label_is_and_whatever_a_text_says_is_seen_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        glances(&open(&root));
        fs::write(root.join("speakers.csv"), "transcript,label,participant\none,Mum,P02\n").unwrap();
        let mapped = glances(&open(&root));
        assert_eq!((mapped[0].words, mapped[0].left_out.len()), (6, 0));
        fs::write(root.join("participants.csv"), "participant\nP02\nP01\n").unwrap();
        let turned = open(&root);
        assert_eq!(glances(&turned)[1].people, [ParticipantIx(0), ParticipantIx(1)]);
        fs::write(root.join("transcripts/two.txt"), "P02: Later it was then.\n\nP01: Yes.\n").unwrap();
        age(&root.join("transcripts/two.txt"));
        let longer = open(&root);
        assert_eq!((glances(&longer)[1].words, glances(&longer)), (5, made(&longer)));
    }

    #[test]
    fn what_is_damaged_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        let session = open(&root);
        let first = glances(&session);
        let (name, version) = KEPT;
        let identity = session.people_sum();
        let bytes = session.cache.get(name, version, identity).unwrap().to_vec();
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(unpack(&bytes[..cut]), None);
            session.cache.put(name, version, identity, &bytes[..cut]).unwrap();
            assert_eq!(glances(&open(&root)), first);
        }
    }
}
