//! Memos for reading: by kind, by what they are on, or by date, each with what it stands on.

use std::collections::HashMap;

use super::codings::{Sheet, columns_of};
use super::consent::Consent;
use super::quote::{Segment, Shown};
use super::table::{Cell, Meta, Table};
use crate::model::{EventId, Memo, MemoKind, MemoOn, ParticipantIx, Placed, Target, Theme, TranscriptIx, View};
use crate::text::Span;
use crate::text::counted;

/// In which order memos stand, and under which headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MemoOrder {
    /// By what they are for.
    #[default]
    Kind,
    /// By what they are on: the study, codes, participants, cases, transcripts with their passages and codings.
    Thing,
    /// By the day on which they were begun.
    Date,
}

impl MemoOrder {
    /// The word of the option `--by`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Thing => "thing",
            Self::Date => "date",
        }
    }
}

/// Where the memo on a passage stands now, by the memo.
pub type MemoPlaces<'a> = dyn Fn(EventId) -> Option<(TranscriptIx, Span)> + 'a;

/// One memo with what it stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoEntry {
    /// The memo.
    pub memo: EventId,
    /// What it is for.
    pub kind: MemoKind,
    /// Title, perhaps empty.
    pub title: String,
    /// The text.
    pub text: String,
    /// Who wrote it first.
    pub coder: String,
    /// When it was begun and last written (RFC 3339).
    pub written: (String, String),
    /// What it is on, in words.
    pub on: String,
    /// The transcript; empty: none.
    pub transcript: String,
    /// The citation lines of its passage.
    pub lines: Option<(u32, u32)>,
    /// The participants whom it is on, or to whom its passage belongs, joined with `;`.
    pub participant: String,
    /// The case.
    pub case: String,
    /// Id of the code.
    pub code: String,
    /// The shown wording of its passage with its italics; empty where there is none, or none that may be shown.
    pub quote: Vec<Segment>,
    /// Why the wording of its passage is not there; empty: it is, or there is none.
    pub no_quote: &'static str,
    /// The heading under which it stands.
    pub heading: String,
    rank: (usize, usize, Span),
}

const NO_CONSENT: &str = "wording left out: somebody speaks who has not (or not yet) agreed to be quoted";
const NO_PLACE: &str = "the passage cannot be found in the text as it is now";

/// The memos of a study with what has to be said of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemoBook {
    /// In order.
    pub entries: Vec<MemoEntry>,
    /// The order.
    pub order: MemoOrder,
}

impl MemoBook {
    /// The memos that `takes` takes.
    pub fn of(view: &View, places: &MemoPlaces, order: MemoOrder, takes: &dyn Fn(&Memo) -> bool) -> Self {
        let consent = Consent::to_quote(view);
        let mut placed: HashMap<EventId, &Placed> = HashMap::new();
        for at in view.corpus.places() {
            placed.extend(view.placements.of(at).iter().map(|placed| (placed.id, placed)));
        }
        let mut sheet = Sheet::new(view);
        let wanted = view.state.memos.values().filter(|memo| takes(memo));
        let mut entries: Vec<MemoEntry> = wanted
            .map(|memo| {
                let mut entry = plain(view, memo);
                let passage = match &memo.on {
                    MemoOn::Coding(id) => Some(placed.get(id).map(|placed| (placed.transcript, placed.span))),
                    MemoOn::Passage(_) => Some(places(memo.id)),
                    _ => None,
                };
                if let MemoOn::Coding(id) = &memo.on {
                    entry.stands_on_coding(view, *id, placed.get(id).copied());
                }
                match passage {
                    Some(Some((transcript, span))) => {
                        entry.stands_at(view, transcript, span, &mut sheet, &consent);
                    }
                    Some(None) => entry.no_quote = NO_PLACE,
                    None => {}
                }
                entry.head(view, order, memo);
                entry
            })
            .collect();
        match order {
            MemoOrder::Kind => entries.sort_by_key(|entry| (entry.kind, entry.memo)),
            MemoOrder::Thing => entries.sort_by_key(|entry| (entry.rank, entry.memo)),
            MemoOrder::Date => entries.sort_by(|a, b| (&a.heading, a.memo).cmp(&(&b.heading, b.memo))),
        }
        Self { entries, order }
    }

    /// What has to be said.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!("{}, by {}", counted(self.entries.len() as u64, "memo"), self.order.as_str())];
        let without = |why| self.entries.iter().filter(|entry| entry.no_quote == why).count() as u64;
        if without(NO_CONSENT) > 0 {
            sentences.push(format!(
                "left out: the wording of {}, in which somebody speaks who has not (or not yet) agreed to be quoted",
                counted(without(NO_CONSENT), "passage")
            ));
        }
        if without(NO_PLACE) > 0 {
            sentences.push(format!(
                "left out: the wording of {} that cannot be found in the text as it is now",
                counted(without(NO_PLACE), "passage")
            ));
        }
        sentences
    }

    /// What the sidecar says.
    pub fn meta(&self) -> Meta {
        let mut coders: Vec<&str> = self.entries.iter().map(|entry| entry.coder.as_str()).collect();
        coders.sort_unstable();
        coders.dedup();
        Meta::default()
            .with("units", "memos")
            .with("by", self.order.as_str())
            .with("coders", coders)
            .with("left_out", self.sentences().split_off(1))
    }

    /// One row a memo: columns `memo`, `kind`, `title`, `text`, `coder`, `created`, `modified`, `on`, `transcript`, `line_start`,
    /// `line_end`, `participant`, `case`, `code`, `quote`.
    pub fn table(&self) -> Table {
        let columns = ["memo", "kind", "title", "text", "coder", "created", "modified", "on", "transcript"];
        let columns =
            columns_of(columns.into_iter().chain(["line_start", "line_end", "participant", "case", "code", "quote"]));
        let row = |entry: &MemoEntry| {
            vec![
                Cell::text(entry.memo.to_string()),
                Cell::text(entry.kind.as_str()),
                Cell::present(&entry.title),
                Cell::text(&entry.text),
                Cell::text(&entry.coder),
                Cell::text(&entry.written.0),
                Cell::text(&entry.written.1),
                Cell::text(&entry.on),
                Cell::present(&entry.transcript),
                Cell::count(entry.lines.map(|(first, _)| first)),
                Cell::count(entry.lines.map(|(_, last)| last)),
                Cell::present(&entry.participant),
                Cell::present(&entry.case),
                Cell::present(&entry.code),
                Cell::present(&entry.quote.iter().map(|segment| segment.text.as_str()).collect::<String>()),
            ]
        };
        Table {
            name: "memos".into(),
            columns,
            rows: self.entries.iter().map(row).collect(),
            sentences: self.sentences(),
            meta: self.meta(),
        }
    }
}

/// A memo before it is said where its passage stands.
fn plain(view: &View, memo: &Memo) -> MemoEntry {
    let code_name = |id: &str| match view.corpus.theme(id) {
        Some(theme) => view.corpus.codebook.path(theme).join(" > "),
        None => id.to_owned(),
    };
    let mut entry = MemoEntry {
        memo: memo.id,
        kind: memo.kind,
        title: memo.title.to_string(),
        text: memo.text.to_string(),
        coder: memo.coder.to_string(),
        written: (memo.created.to_string(), memo.modified.to_string()),
        on: String::new(),
        transcript: String::new(),
        lines: None,
        participant: String::new(),
        case: String::new(),
        code: String::new(),
        quote: Vec::new(),
        no_quote: "",
        heading: String::new(),
        rank: (0, 0, Span::default()),
    };
    match &memo.on {
        MemoOn::Coding(_) => entry.on = "a coding".into(),
        MemoOn::Transcript(id) => {
            entry.on = format!("transcript {id}");
            entry.transcript = id.to_string();
        }
        MemoOn::Passage(place) => {
            entry.on = format!("passage in {}", place.transcript);
            entry.transcript = place.transcript.to_string();
        }
        MemoOn::Participant(id) => {
            entry.on = format!("participant {id}");
            entry.participant = id.to_string();
        }
        MemoOn::Case(id) => {
            entry.on = format!("case {id}");
            entry.case.clone_from(id);
        }
        MemoOn::Code(id) => {
            entry.on = format!("code {}", code_name(id.as_str()));
            entry.code = id.to_string();
        }
        MemoOn::ParticipantCode(id, code) => {
            entry.on = format!("participant {id} in {}", code_name(code.as_str()));
            (entry.participant, entry.code) = (id.to_string(), code.to_string());
        }
        MemoOn::CaseCode(id, code) => {
            entry.on = format!("case {id} in {}", code_name(code.as_str()));
            (entry.case, entry.code) = (id.clone(), code.to_string());
        }
        MemoOn::Study => entry.on = "the study".into(),
    }
    entry
}

impl MemoEntry {
    fn stands_on_coding(&mut self, view: &View, id: EventId, placed: Option<&Placed>) {
        let Some(coding) = view.state.codings.get(&id) else { return };
        self.transcript = coding.place.transcript.to_string();
        self.code = coding.code.to_string();
        let mut name = self.code.clone();
        match placed.map(|placed| placed.target) {
            Some(Target::Code(code)) => {
                self.code = view.corpus.codebook.code(code).id.to_string();
                name = view.corpus.codebook.path(Theme::Code(code)).join(" > ");
            }
            Some(Target::Case(case)) => {
                self.case = view.corpus.case(case).to_owned();
                self.code.clear();
                name = format!("about case {}", self.case);
            }
            Some(Target::Unknown) | None => {}
        }
        self.on = format!("coding {name}, by {}", coding.coder);
    }

    fn stands_at<'a>(
        &mut self,
        view: &View<'a>,
        transcript: TranscriptIx,
        span: Span,
        sheet: &mut Sheet<'a, '_>,
        consent: &Consent,
    ) {
        sheet.turn_to(transcript);
        self.transcript = view.corpus.transcript(transcript).id.to_string();
        self.lines = sheet.lines(span);
        let people = view.belonging(transcript, span);
        let people: Vec<&str> = people.iter().map(|person: &ParticipantIx| view.corpus.participant(*person)).collect();
        self.participant = people.join(";");
        if consent.withheld_in(view, transcript, span).is_empty() {
            self.quote = Shown::of(view, transcript, span).segments();
        } else {
            self.no_quote = NO_CONSENT;
        }
        self.rank.2 = span;
    }

    /// The reference of its passage, as it stands under a quote: `s3-parent-rowan, l. 12–14, P07`.
    pub fn reference(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if !self.transcript.is_empty() {
            parts.push(self.transcript.clone());
        }
        match self.lines {
            Some((first, last)) if first == last => parts.push(format!("l. {first}")),
            Some((first, last)) => parts.push(format!("l. {first}–{last}")),
            None => {}
        }
        if self.lines.is_some() && !self.participant.is_empty() {
            parts.push(self.participant.replace(';', ", "));
        }
        parts.join(", ")
    }

    /// Says under which heading it stands, and after what.
    fn head(&mut self, view: &View, order: MemoOrder, memo: &Memo) {
        let corpus = view.corpus;
        let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
        let participant = |id: &str| (2, place(corpus.participants.find(id)), format!("Participant {id}"));
        let case = |id: &str| (3, place(corpus.cases.find(id)), format!("Case {id}"));
        let (kind, at, thing) = match &memo.on {
            MemoOn::Study => (0, 0, "The study".to_owned()),
            MemoOn::Code(id) => {
                let at = corpus.codebook.themes().position(|theme| Some(theme) == corpus.theme(id.as_str()));
                (1, place(at), capital(&self.on))
            }
            MemoOn::Participant(id) | MemoOn::ParticipantCode(id, _) => participant(id.as_str()),
            MemoOn::Case(id) | MemoOn::CaseCode(id, _) => case(id),
            MemoOn::Coding(_) | MemoOn::Transcript(_) | MemoOn::Passage(_) => {
                let at = corpus.find(&self.transcript).map(TranscriptIx::at);
                (4, place(at), format!("Transcript {}", self.transcript))
            }
        };
        self.rank = (kind, at, self.rank.2);
        self.heading = match order {
            MemoOrder::Thing => thing,
            MemoOrder::Kind => match memo.kind {
                MemoKind::Note => "Notes",
                MemoKind::Analytic => "Analytic memos",
                MemoKind::Reflexive => "Reflexive memos",
                MemoKind::Method => "Memos on method",
                MemoKind::Summary => "Summaries",
            }
            .to_owned(),
            MemoOrder::Date => memo.created.split('T').next().unwrap_or_default().to_owned(),
        };
    }
}

/// A text with its first letter as a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
