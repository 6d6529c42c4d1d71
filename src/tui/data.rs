//! What the screens know of a study: plain data that the session's thread hands over.

mod incoming;
mod lists;
mod reading;

use std::sync::Arc;

use crate::model::{CodeId, Codebook, CoderName, TranscriptId};
use crate::session::{Bookmark, TourKept};

pub use incoming::{ImportData, ImportLabel, ImportRow, ImportState, LabelData, Welcome};
pub use lists::{Act, BestRow, Found, FoundAll, Heat, MemoData, Quote, ReviewData, ReviewRow};
pub use reading::{Around, Mark, Opened, Reading, Role, Speaking};

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
