//! How much a file may grow to while it is read.

/// The bytes that one part of an archive, or one stream of a PDF, may unpack to.
pub const PART: usize = 128 << 20;

/// The bytes that all parts read of one archive may unpack to.
pub const ALL_PARTS: usize = 256 << 20;

/// A part that unpacks to more than [`BOMB_FROM`] bytes and to more than so many times its packed size is a bomb: text of a word
/// processor packs to a twentieth, at best a hundredth.
pub const BOMB_RATIO: usize = 300;

/// Parts smaller than this are no danger, whatever their ratio.
pub const BOMB_FROM: usize = 8 << 20;

/// The paragraphs and cells that a document may have: twenty times the longest that anybody would code.
pub const PARAGRAPHS: usize = 2_000_000;

/// Groups within groups of an RTF document; word processors stay below a hundred.
pub const GROUPS: usize = 10_000;

/// Tables within tables beyond this depth are read as plain paragraphs.
pub const TABLES: usize = 32;

/// The cells that a row may have (Word's own limit is 63); what comes after them joins the last.
pub const CELLS: usize = 256;

/// The characters of a name (of a style, an author) that are kept.
pub const NAME: usize = 200;

/// The steps along `based on` from one style to the next, which may loop.
pub const STYLE_STEPS: usize = 32;

/// The spaces that one element or number may stand for.
pub const SPACES: usize = 200;

/// The entries of a font's tables.
pub const CODES: usize = 70_000;

/// The pages of a PDF.
pub const PAGES: usize = 20_000;

/// The streams of objects in a PDF, each of which holds some hundred.
pub const OBJECT_STREAMS: usize = 5_000;

/// The operations on all pages of a PDF: a page of text has a few hundred.
pub const OPERATIONS: usize = 30_000_000;

/// The drawings within pages of a PDF that are looked into.
pub const DRAWINGS: usize = 50_000;

/// The letters on one page of a PDF.
pub const LETTERS: usize = 1_000_000;

/// At most [`NAME`] characters of `name`.
pub fn name(name: &str) -> String {
    name.trim().chars().take(NAME).collect()
}
