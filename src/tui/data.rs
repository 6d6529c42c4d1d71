//! What the screens know of a study: plain data that the session's thread hands over.

use std::sync::Arc;

use crate::analysis::Frequencies;
use crate::model::{CodeId, Codebook, CoderName, EventId, MemoOn, Star, TranscriptId};
use crate::session::{Bookmark, TourKept};
use crate::text::{Body, CitationLines, Layout, Span};

/// A study at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyData {
    /// Title.
    pub title: String,
    /// The codes.
    pub codebook: Arc<Codebook>,
    /// How many codings in scope each code has, in the order of the codebook.
    pub uses: Vec<u64>,
    /// The coder of what was settled together.
    pub consensus: CoderName,
    /// What is said on every screen while a blind round is open for this coder.
    pub blind: Option<String>,
    /// The past moment at which it is shown, in words; `None`: as it is now.
    pub past: Option<String>,
    /// Who is coding; `None`: nobody has said.
    pub coder: Option<CoderName>,
    /// The attributes of people and transcripts.
    pub attributes: Vec<String>,
    /// Those that transcripts have.
    pub transcript_attributes: Vec<String>,
    /// The transcripts in order.
    pub rows: Vec<LibraryRow>,
    /// The cases.
    pub cases: Vec<String>,
    /// The codes that the coder used last, newest first.
    pub recent: Vec<CodeId>,
    /// What has to be said at opening.
    pub notices: Vec<String>,
    /// Said if `coders:` of study.yaml leaves out who is coding.
    pub unheard: Option<String>,
    /// Bookmarks in its transcripts.
    pub bookmarks: Vec<Bookmark>,
    /// How far the tour has come, if it was ever begun.
    pub tour: Option<TourKept>,
}

/// One transcript in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryRow {
    /// Its id.
    pub id: TranscriptId,
    /// Who speaks in it.
    pub people: Vec<String>,
    /// Their values of the first attribute.
    pub group: String,
    /// Words of participants.
    pub words: u64,
    /// How many of them stand in a coded passage.
    pub coded: u64,
    /// Who has coded in it.
    pub by: Vec<String>,
    /// Whether this coder is done with it.
    pub done: bool,
    /// How many others are.
    pub done_by_others: usize,
    /// Labels that nobody has mapped.
    pub left_out: Vec<String>,
}

impl LibraryRow {
    /// Share of the participants' words that are coded, in percent.
    pub fn percent(&self) -> u64 {
        (self.coded * 100).checked_div(self.words).unwrap_or(0)
    }
}

/// What someone is in a transcript.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A participant.
    Participant,
    /// An interviewer.
    Interviewer,
    /// Present, not studied.
    Other,
    /// Nobody has said.
    Unmapped,
    /// Has left the study: nothing of it is shown.
    Excluded,
}

/// Who speaks a turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Speaking {
    /// What they are.
    pub role: Role,
    /// A participant's id, else the label.
    pub name: Arc<str>,
}

/// A transcript to be read. Made once when it is opened.
#[derive(Debug)]
pub struct Reading {
    /// Its id.
    pub id: TranscriptId,
    /// Its place in the study's order.
    pub place: usize,
    /// Who speaks, with their attributes.
    pub people: String,
    /// Its text.
    pub body: Body,
    /// Its turns and words.
    pub layout: Layout,
    /// By turn.
    pub speakers: Vec<Speaking>,
    /// Its citation lines.
    pub lines: CitationLines,
    /// The study's language.
    pub language: String,
    /// The open blind round that hides what others have done in it.
    pub blind: Option<String>,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.body.hash() == other.body.hash() && self.layout == other.layout
    }
}

impl Reading {
    /// Who speaks turn `index` (from 0).
    pub fn role(&self, index: usize) -> Role {
        self.speakers.get(index).map_or(Role::Unmapped, |speaking| speaking.role)
    }
}

/// A memo as the screens need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoData {
    /// Its id.
    pub id: EventId,
    /// What it hangs on.
    pub on: MemoOn,
    /// What it hangs on, in words.
    pub about: String,
    /// Transcript and position, if it hangs on a passage or coding that is placed, or on a transcript.
    pub place: Option<(TranscriptId, u32)>,
    /// Title, perhaps empty.
    pub title: String,
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub coder: String,
    /// When it was last changed (RFC 3339).
    pub modified: String,
}

/// A coding in its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The coding; `None`: it is still being saved.
    pub id: Option<EventId>,
    /// Where it stands.
    pub span: Span,
    /// The code as the codebook has it, else as the journal has it (`case:<id>` for a case).
    pub code: CodeId,
    /// Who coded.
    pub coder: Arc<str>,
    /// Whether that is this coder.
    pub mine: bool,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// Memos on it.
    pub memos: Vec<(EventId, String)>,
}

/// A transcript that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its text.
    pub reading: Arc<Reading>,
    /// The codings in it, in the order of start, end, id.
    pub marks: Vec<Mark>,
}

/// What a change has changed.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct News {
    /// The codings of a transcript as they are now.
    pub marks: Option<(TranscriptId, Vec<Mark>)>,
    /// Rows of the library as they are now, with their places.
    pub rows: Vec<(usize, LibraryRow)>,
    /// The codebook, if that was changed.
    pub codebook: Option<Arc<Codebook>>,
    /// How many codings each code has.
    pub uses: Vec<u64>,
    /// Whether `coders:` of study.yaml leaves out who is coding, so that their codings are counted nowhere.
    pub unheard: bool,
    /// The transcript that is read, if its text or its speakers are no longer those on the screen.
    pub opened: Option<Opened>,
}

/// One coding in the list of quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The coding.
    pub id: EventId,
    /// Its transcript.
    pub transcript: TranscriptId,
    /// Where it stands.
    pub span: Span,
    /// Its code.
    pub code: CodeId,
    /// To whom it belongs, joined by commas; `nobody`.
    pub people: String,
    /// Their values of each attribute of the study, in its order.
    pub groups: Vec<String>,
    /// `l. 12–14`.
    pub lines: String,
    /// Who coded.
    pub coder: String,
    /// Whether that is this coder.
    pub mine: bool,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// The wording, one line per speaker.
    pub wording: Vec<String>,
    /// Memos on it.
    pub memos: Vec<(EventId, String)>,
}

/// One turn that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The transcript.
    pub transcript: TranscriptId,
    /// Where the words stand.
    pub hits: Vec<Span>,
    /// The turn, from 0.
    pub turn: usize,
    /// Start of the turn's speech.
    pub start: u32,
    /// Transcript, speaker, place.
    pub head: Vec<String>,
    /// The speech in pieces; `true`: a hit.
    pub parts: Vec<(String, bool)>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FoundAll {
    /// How many turns in all.
    pub turns: usize,
    /// The first of them.
    pub rows: Vec<Found>,
    /// What has to be said.
    pub sentence: String,
}

/// Frequencies with the attribute and the theme rows that they were asked for.
#[derive(Clone, Debug)]
pub struct Heat {
    /// The attribute; empty: everybody.
    pub by: String,
    /// The figures.
    pub figures: Arc<Frequencies>,
    /// The groups that are small, as a sentence.
    pub small: Option<String>,
}

impl PartialEq for Heat {
    fn eq(&self, other: &Self) -> bool {
        self.by == other.by && Arc::ptr_eq(&self.figures, &other.figures)
    }
}

/// What is said around a turn that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// The transcript.
    pub transcript: TranscriptId,
    /// The turn, from 0.
    pub turn: usize,
    /// Turns before it, it, and turns after it: number (from 0), who speaks, what.
    pub turns: Vec<(usize, Speaking, String)>,
    /// Where the speech of each of them begins.
    pub starts: Vec<u32>,
}

/// Codings and memos that have lost their place.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReviewData {
    /// How many stand where.
    pub sentence: String,
    /// Those without a place.
    pub rows: Vec<ReviewRow>,
}

/// A coding or memo without a place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// Its id.
    pub id: EventId,
    /// The code's name, or the memo's beginning.
    pub what: String,
    /// Whose it is.
    pub coder: String,
    /// Whether this coder may place it.
    pub own: bool,
    /// Its transcript, as it was named.
    pub transcript: String,
    /// Its transcript, if that is in the study.
    pub here: Option<TranscriptId>,
    /// Where it began.
    pub start: u32,
    /// What happened, in words.
    pub doubt: String,
    /// The old wording in pieces; `true`: the best match lacks it.
    pub old: Vec<(String, bool)>,
    /// What it has most likely become.
    pub best: Option<BestRow>,
    /// Whether it was set aside.
    pub aside: bool,
}

/// The best match of a lost passage.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRow {
    /// Where it begins.
    pub start: u32,
    /// Its wording in pieces; `true`: the old one lacks it.
    pub pieces: Vec<(String, bool)>,
    /// How alike they are, from 0 to 1.
    pub similarity: f64,
}

/// One action of a coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When (UTC, RFC 3339).
    pub at: String,
    /// Who.
    pub coder: String,
    /// What, in words.
    pub what: String,
    /// Transcripts, joined by commas.
    pub transcripts: String,
    /// Codes, joined by commas.
    pub codes: String,
    /// `done`, `taken back` or `incomplete`.
    pub state: String,
    /// Its id.
    pub act: String,
}

/// What there is to be opened where no study is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Welcome {
    /// The folder in which emic was started.
    pub here: String,
    /// Transcripts in it that a study could be made from.
    pub transcripts: usize,
    /// Other files in it that can come in: Word, PDF, captions and the like.
    pub files: usize,
    /// Studies opened last: title and folder.
    pub recent: Vec<(String, std::path::PathBuf)>,
}

/// A label in the transcripts of a study about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelData {
    /// The label.
    pub label: String,
    /// In how many transcripts it stands.
    pub transcripts: usize,
    /// Turns under it.
    pub turns: usize,
    /// Words said under it.
    pub words: usize,
    /// Whether whoever has it interviews.
    pub interviews: bool,
}

/// What an import would bring.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImportData {
    /// An item for each file, or for each interview in it.
    pub rows: Vec<ImportRow>,
    /// The labels of all transcripts that would come in.
    pub labels: Vec<ImportLabel>,
    /// What does not fit between participants and transcripts.
    pub mismatches: Vec<String>,
    /// Rows that go to participants.csv.
    pub people: usize,
    /// Whether anything would be written.
    pub writes: bool,
    /// Files that do not come in.
    pub refused: usize,
}

/// What would come of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The file's name.
    pub source: String,
    /// What becomes of it.
    pub state: ImportState,
    /// The same in words.
    pub said: String,
    /// What there is to know of it, a line each.
    pub details: Vec<String>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// It comes in.
    ComesIn,
    /// The study has it already.
    Known,
    /// Somebody has to say its encoding.
    Doubtful,
    /// It does not come in.
    Refused,
}

/// A label in transcripts that would come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLabel {
    /// The label; empty: whoever speaks without one.
    pub label: String,
    /// In how many transcripts it stands.
    pub transcripts: usize,
    /// Turns under it.
    pub turns: usize,
    /// Words said under it.
    pub words: usize,
    /// Who it will be, in words.
    pub who: String,
    /// Whether it interviews.
    pub interviews: bool,
    /// Whether it is present, not studied.
    pub other: bool,
    /// A label that it resembles and that is somebody else so far; empty: none.
    pub like: String,
}

impl ImportLabel {
    /// `who` where nobody says who it is.
    pub const NOBODY: &str = "not said: left out";
    /// `who` where it is another one in each transcript.
    pub const SEVERAL: &str = "one in each";

    /// Who it is, if that is one and known.
    pub fn one_person(&self) -> Option<&str> {
        Some(self.who.as_str()).filter(|who| *who != Self::NOBODY && *who != Self::SEVERAL)
    }
}
