//! Documents for Word: paragraphs with real styles, tables whose head repeats, pages across, comments.
//!
//! A [`Document`] says what is on the pages; [`docx`] makes the file. The same document gives the same bytes: a file holds no
//! time but those of its comments. Whatever stands in a text, no character of it is markup; what XML cannot hold is shown as
//! a symbol (escape: ␛).

mod body;
mod parts;
#[cfg(test)]
pub(in crate::export) mod tests;

use super::zipped;

/// Width of the text on an upright page (A4, margins of 2 cm), in twentieths of a point.
pub const UPRIGHT_WIDE: u32 = 9_638;
/// Width of the text on a page across.
pub const ACROSS_WIDE: u32 = 14_570;

/// A document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Its title, also in its properties and at the foot of each page.
    pub title: String,
    /// The language of its words (BCP 47), for the spelling check.
    pub language: String,
    /// What stands on its pages.
    pub sections: Vec<Section>,
    /// Its comments; [`Inline::CommentStart`] and [`Inline::CommentEnd`] name them by their places here.
    pub comments: Vec<Comment>,
}

/// A stretch of pages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Section {
    /// Whether its pages lie across.
    pub landscape: bool,
    /// What stands on them.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Grid(Grid),
}

/// The style of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Style {
    /// Running text.
    #[default]
    Normal,
    /// The title of the document.
    Title,
    /// What stands under the title.
    Subtitle,
    /// A heading of the first level.
    Heading1,
    /// A heading of the second level.
    Heading2,
    /// A heading of the third level.
    Heading3,
    /// What somebody said.
    Quote,
    /// What stands at a table or a quote.
    Caption,
    /// What has to be said of the document.
    Note,
    /// The first citation line of a turn.
    Turn,
    /// A further citation line.
    Line,
    /// Words in a table.
    Cell,
    /// Words of a comment.
    Comment,
}

impl Style {
    /// All styles.
    pub const ALL: [Self; 13] = [
        Self::Normal,
        Self::Title,
        Self::Subtitle,
        Self::Heading1,
        Self::Heading2,
        Self::Heading3,
        Self::Quote,
        Self::Caption,
        Self::Note,
        Self::Turn,
        Self::Line,
        Self::Cell,
        Self::Comment,
    ];

    /// Its id in the file. Word knows the built-in styles by these.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Title => "Title",
            Self::Subtitle => "Subtitle",
            Self::Heading1 => "Heading1",
            Self::Heading2 => "Heading2",
            Self::Heading3 => "Heading3",
            Self::Quote => "Quote",
            Self::Caption => "Caption",
            Self::Note => "Note",
            Self::Turn => "TranscriptTurn",
            Self::Line => "TranscriptLine",
            Self::Cell => "TableText",
            Self::Comment => "CommentText",
        }
    }
}

/// A paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Paragraph {
    /// Its style.
    pub style: Style,
    /// What stands in it.
    pub inlines: Vec<Inline>,
    /// Whether it begins on a new page.
    pub new_page: bool,
    /// Whether it stays on one page with what follows.
    pub keep_next: bool,
}

impl Paragraph {
    /// A paragraph of plain words.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::with(style, vec![Run::plain(text)])
    }

    /// A paragraph of these runs.
    pub fn with(style: Style, runs: Vec<Run>) -> Self {
        Self { style, inlines: runs.into_iter().map(Inline::Run).collect(), ..Self::default() }
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(paragraph)
    }
}

impl From<Grid> for Block {
    fn from(grid: Grid) -> Self {
        Self::Grid(grid)
    }
}

/// What stands in a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Words.
    Run(Run),
    /// To the next tab stop.
    Tab,
    /// Here begins what the comment at this place of [`Document::comments`] is on.
    CommentStart(usize),
    /// Here it ends.
    CommentEnd(usize),
}

/// Words in one face. Line ends and tabs in the text are kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Grey.
    pub grey: bool,
    /// Smaller than the words around.
    pub small: bool,
}

impl Run {
    /// Words as the paragraph's style has them.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in italics, or not.
    #[must_use]
    pub fn italic(self, italic: bool) -> Self {
        Self { italic, ..self }
    }

    /// The same in grey.
    #[must_use]
    pub fn grey(self) -> Self {
        Self { grey: true, ..self }
    }

    /// The same, smaller.
    #[must_use]
    pub fn small(self) -> Self {
        Self { small: true, ..self }
    }
}

/// One cell of a table: its paragraphs.
pub type GridCell = Vec<Paragraph>;

/// A table. Its head stands again on each page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grid {
    /// Widths of the columns in twentieths of a point.
    pub widths: Vec<u32>,
    /// The head.
    pub head: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<GridCell>>,
}

/// A comment at the margin.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comment {
    /// Who wrote it.
    pub author: String,
    /// When (RFC 3339); a text that is no time is left out.
    pub time: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Run>>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be made: {0}")]
pub struct DocxError(String);

/// Whether the ending of a file asks for a document of Word.
pub fn is_docx(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}

/// The document as a file of Word (Office Open XML, transitional).
///
/// # Errors
/// If the archive cannot be made, which is a matter of its size alone.
pub fn docx(document: &Document) -> Result<Vec<u8>, DocxError> {
    zipped(parts::parts(document)).map_err(DocxError)
}
