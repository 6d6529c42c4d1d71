//! A study as `project.qde` and its texts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::guids::{Giver, Guid};
use super::record::{self, Record};
use super::xml::Xml;
use super::{Offsets, Request, UTF16_ORIGIN, codes};
use crate::model::{CaseIx, CoderName, EventId, Losses, MemoOn, QuoteWording, Star, Target, TranscriptIx, Unplaceable};
use crate::text::{Span, Verdict, resolve};

/// What goes into the archive.
pub(super) struct Written {
    pub xml: Vec<u8>,
    /// Name below `sources/`, and text.
    pub texts: Vec<(String, String)>,
    pub losses: Losses,
}

/// A project under construction.
pub(super) struct Out<'a> {
    pub request: Request<'a>,
    pub giver: Giver<'a>,
    pub xml: Xml,
    pub texts: Vec<(String, String)>,
    pub losses: Losses,
    pub record: Record,
    pub source_names: HashSet<String>,
    /// The memos that go out.
    pub memos: Vec<EventId>,
    /// By coding: its memos.
    pub coding_memos: HashMap<EventId, Vec<EventId>>,
    /// By transcript: memos on passages, and where these stand.
    pub passage_memos: HashMap<TranscriptIx, Vec<(EventId, Span)>>,
    /// By coding: marks for the write-up.
    pub stars: HashMap<EventId, Vec<(CoderName, Star)>>,
    /// By coding: wordings for print.
    pub quotes: HashMap<EventId, Vec<(&'a CoderName, &'a QuoteWording)>>,
    /// By case: the GUIDs of the selections that are marked with it.
    pub marks: BTreeMap<CaseIx, Vec<String>>,
}

/// A time as the schema has it: UTC, no fractions; `None` if it is none.
pub(super) fn time(at: &str) -> Option<String> {
    let time: jiff::Timestamp = at.parse().ok()?;
    jiff::Timestamp::from_second(time.as_second()).ok().map(|time| time.to_string())
}

/// Writes the project.
pub(super) fn write(request: &Request<'_>) -> Written {
    let mut out = Out {
        request: *request,
        giver: Giver::new(request.foreign),
        xml: Xml::new(),
        texts: Vec::new(),
        losses: Losses::default(),
        record: Record::default(),
        source_names: HashSet::new(),
        memos: Vec::new(),
        coding_memos: HashMap::new(),
        passage_memos: HashMap::new(),
        stars: HashMap::new(),
        quotes: HashMap::new(),
        marks: BTreeMap::new(),
    };
    out.gather();
    out.project();
    Written { xml: out.xml.finish(), texts: out.texts, losses: out.losses }
}

impl Out<'_> {
    /// Whether what this coder wrote goes out.
    pub(super) fn goes(&self, coder: &CoderName) -> bool {
        self.request.only.is_none_or(|only| only.contains(coder))
    }

    /// The name under which a coder goes out.
    pub(super) fn alias<'c>(&'c self, coder: &'c CoderName) -> &'c CoderName {
        self.request.aliases.get(coder).unwrap_or(coder)
    }

    /// The GUID of a coder.
    pub(super) fn user(&mut self, coder: &CoderName) -> String {
        let own = Guid::User.of(self.alias(coder).key());
        self.giver.give(own)
    }

    /// Looks at codings, memos and marks, and says which go out.
    fn gather(&mut self) {
        let view = self.request.view;
        let mut out: HashSet<EventId> = HashSet::new();
        for at in view.corpus.places() {
            for placed in view.placements.of(at) {
                if !view.counts(placed.coder, at) {
                    continue;
                }
                if !view.in_scope(at, placed) {
                    self.losses.lost(
                        "codings",
                        format!("{}: of somebody who has left the study", view.corpus.transcript(at).id),
                    );
                    continue;
                }
                out.insert(placed.id);
                if let Target::Case(case) = placed.target {
                    let guid = self.giver.give(placed.id.0);
                    self.marks.entry(case).or_default().push(guid);
                }
            }
        }
        for (id, why) in &view.placements.unplaced {
            let Some(coding) = view.state.codings.get(id).filter(|coding| self.goes(&coding.coder)) else { continue };
            let why = match why {
                Unplaceable::Changed(_) => "its passage was edited and nobody has placed it yet",
                Unplaceable::Lost => "its passage is not in the text any more",
                Unplaceable::NoTranscript => "its transcript is not in the study",
            };
            self.losses.lost("codings", format!("{} by {}: {why}", coding.place.transcript, self.alias(&coding.coder)));
        }
        for ((id, coder), star) in &view.state.stars {
            if out.contains(id) && self.goes(coder) {
                self.stars.entry(*id).or_default().push((coder.clone(), *star));
            }
        }
        for ((id, coder), wording) in &view.state.quotes {
            if out.contains(id) && self.goes(coder) {
                self.quotes.entry(*id).or_default().push((coder, wording));
            }
        }
        for memo in view.state.memos.values() {
            if !self.goes(&memo.coder) {
                continue;
            }
            match self.memo_goes(&memo.on, &out) {
                Ok(Some((at, span))) => self.passage_memos.entry(at).or_default().push((memo.id, span)),
                Ok(None) => {
                    if let MemoOn::Coding(coding) = &memo.on {
                        self.coding_memos.entry(*coding).or_default().push(memo.id);
                    }
                }
                Err(why) => {
                    self.losses.lost("memos", format!("by {} of {}: {why}", self.alias(&memo.coder), memo.created));
                    continue;
                }
            }
            self.memos.push(memo.id);
        }
    }

    /// Whether a memo can go out; of one on a passage where that stands.
    fn memo_goes(&self, on: &MemoOn, codings: &HashSet<EventId>) -> Result<Option<(TranscriptIx, Span)>, &'static str> {
        let view = self.request.view;
        let left = |id: &str| view.state.excluded.contains(id);
        match on {
            MemoOn::Coding(coding) if !codings.contains(coding) => Err("its coding does not go out"),
            MemoOn::Participant(id) | MemoOn::ParticipantCode(id, _) if left(id.as_str()) => {
                Err("on somebody who has left the study")
            }
            MemoOn::Transcript(id) if view.corpus.find(id.as_str()).is_none() => {
                Err("its transcript is not in the study")
            }
            MemoOn::Passage(place) => {
                let at = view.corpus.find(place.transcript.as_str()).ok_or("its transcript is not in the study")?;
                let body = view.corpus.transcript(at).body();
                match resolve(place.span, &place.quote, &place.before, &place.after, place.text, body) {
                    Verdict::Exact => Ok(Some((at, place.span))),
                    Verdict::Moved(span) => Ok(Some((at, span))),
                    _ => Err("its passage was edited"),
                }
            }
            _ => Ok(None),
        }
    }

    fn project(&mut self) {
        let request = self.request;
        let corpus = request.view.corpus;
        self.xml.open("Project").attr("xmlns", "urn:QDA-XML:project:1.0");
        self.xml.attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance").attr(
            "xsi:schemaLocation",
            "urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd",
        );
        let mut origin = format!("emic {}", request.version);
        if request.offsets == Offsets::Utf16 {
            origin = format!("{origin} ({UTF16_ORIGIN})");
        }
        self.xml.attr("name", &corpus.study.title).attr("origin", &origin);
        self.users();
        self.code_book();
        self.variables();
        self.cases();
        if !corpus.transcripts.is_empty() {
            self.xml.open("Sources");
            for at in corpus.places() {
                self.source(at);
            }
            self.xml.close();
        }
        self.settings();
        let on_project = self.notes();
        self.sets();
        for note in on_project {
            self.xml.refer("NoteRef", &note);
        }
        self.left_behind();
    }

    fn users(&mut self) {
        let view = self.request.view;
        let mut coders: BTreeSet<CoderName> = BTreeSet::new();
        for at in view.corpus.places() {
            coders.extend(
                view.codings(at).filter_map(|(_, placed)| view.placements.coders.get(placed.coder as usize)).cloned(),
            );
        }
        coders.extend(self.memos.iter().filter_map(|id| view.state.memos.get(id)).map(|memo| memo.coder.clone()));
        coders.extend(self.stars.values().flatten().map(|(coder, _)| coder.clone()));
        coders.extend(view.state.done.iter().map(|(coder, _)| coder.clone()).filter(|coder| self.goes(coder)));
        if coders.is_empty() {
            return;
        }
        self.xml.open("Users");
        // By the names that go out: those in the study say nothing here.
        let shown: BTreeSet<CoderName> = coders.iter().map(|coder| self.alias(coder).clone()).collect();
        for coder in &shown {
            let own = Guid::User.of(coder.key());
            let guid = self.giver.give(own);
            let name = self.giver.name(own, coder.as_str());
            self.xml.open("User").attr("guid", &guid).attr("name", name).close();
        }
        self.xml.close();
        self.losses.kept_many("users", coders.len() as u64);
    }

    fn code_book(&mut self) {
        let view = self.request.view;
        let book = &view.corpus.codebook;
        let mut unlisted: BTreeSet<&str> = BTreeSet::new();
        for at in view.corpus.places() {
            let unknown = view.codings(at).filter(|(_, placed)| placed.target == Target::Unknown);
            unlisted.extend(unknown.filter_map(|(_, placed)| view.coding(placed)).map(|coding| coding.code.as_str()));
        }
        if book.codes().is_empty() && unlisted.is_empty() {
            return;
        }
        self.xml.open("CodeBook").open("Codes");
        let mut notes: HashMap<&str, Vec<String>> = HashMap::new();
        for id in &self.memos {
            if let Some(MemoOn::Code(code)) = view.state.memos.get(id).map(|memo| &memo.on) {
                let code = book.resolve(code.as_str()).map_or(code.as_str(), |at| book.code(at).id.as_str());
                notes.entry(code).or_default().push(self.giver.give(id.0));
            }
        }
        codes::tree(&mut self.xml, book, &mut self.giver, |code| {
            notes.get(code.id.as_str()).cloned().unwrap_or_default()
        });
        for id in unlisted {
            let guid = self.giver.give(Guid::Code.of(id));
            self.xml.open("Code").attr("guid", &guid).attr("name", id).attr("isCodable", "true").close();
            self.record
                .codes
                .insert(guid, record::Code { id: id.to_owned(), unlisted: true, ..record::Code::default() });
        }
        self.xml.close();
        self.xml.close();
        self.record.codebook.clone_from(&book.title);
        for code in book.codes() {
            let guid = self.giver.give(Guid::Code.of(code.id.as_str()));
            self.record.codes.insert(guid, codes::recorded(code));
        }
        self.losses.kept_many("codes", book.codes().len() as u64);
    }

    /// Says what of the study no project holds.
    fn left_behind(&mut self) {
        let state = self.request.view.state;
        if !state.rounds.is_empty() {
            self.losses.note(format!("blind rounds stay behind ({})", state.rounds.len()));
        }
        if !state.dismissed.is_empty() {
            self.losses.note("what was said to be no identifier stays behind");
        }
        if !state.excluded.is_empty() {
            self.losses.note(format!("participants who have left the study do not go out ({})", state.excluded.len()));
        }
        if !self.request.aliases.is_empty() {
            self.losses.note("coders go out under numbers; whether memos name them was not looked at");
        }
        self.losses.note("the history stays behind: what was taken back, taken away or changed");
        self.losses.note("comments in YAML files and the front matter of other programs stay behind");
    }
}
