//! What is not in a study yet: folders to make one of, files to bring in.

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
