//! The codebook for people to look at: the list with its counts, its weak places, what has changed in it.

use std::path::{Path, PathBuf};

use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{By, Cell, Column, Frequencies, Selection, Table, lint_table, weak_places};
use crate::model::{Codebook, RollUp, Target, Theme};

/// How often a theme is used, in scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ThemeUse {
    /// Participants, with everything beneath it.
    pub participants: u64,
    /// Passages, with everything beneath it.
    pub passages: u64,
    /// Codings under the code itself; of a set, those of all its codes.
    pub codings: u64,
}

const SENTENCES: [&str; 2] = [
    "participants, passages: of the code with everything beneath it, as in `emic frequencies`",
    "codings: those in scope under the code itself; of a set, those of all its codes",
];

impl Session {
    /// How often each theme is used, in the order of [`Codebook::themes`].
    pub fn theme_uses(&self) -> Vec<ThemeUse> {
        let corpus = self.corpus();
        let book = &corpus.codebook;
        let view = self.view(None);
        let mut codings = vec![0_u64; book.codes().len()];
        for at in corpus.places() {
            for (_, placed) in view.codings(at) {
                if let Target::Code(code) = placed.target {
                    codings[code.at()] += 1;
                }
            }
        }
        let figures =
            By::parse("", corpus).map(|by| Frequencies::count(&view, &by, RollUp::Subtree, &Selection::default()));
        let uses = book.themes().enumerate().map(|(at, theme)| {
            let figure = figures.as_ref().map(|figures| figures.all(at)).unwrap_or_default();
            let codings = match theme {
                Theme::Code(code) => codings[code.at()],
                Theme::Set(_) => {
                    let members = book.members(theme, RollUp::Subtree);
                    members.iter().zip(&codings).filter(|(member, _)| **member).map(|(_, codings)| codings).sum()
                }
            };
            ThemeUse { participants: figure.participants, passages: figure.passages, codings }
        });
        uses.collect()
    }

    /// The codes and sets with everything that is said of them and how often each is used: columns `code`, `name`, `parent`,
    /// `path`, `depth`, `colour`, `participants`, `passages`, `codings`, `definition`, `include`, `exclude`, `examples`, `was`,
    /// `codes` (those of a set).
    /// `emic codebook import` reads it.
    pub fn codebook_table(&self) -> Table {
        let book = &self.corpus().codebook;
        let mut table = empty("codebook", columns());
        for (theme, uses) in book.themes().zip(self.theme_uses()) {
            table.rows.push(row(book, theme, uses));
        }
        table.sentences.extend(SENTENCES.map(String::from));
        table
    }

    /// The tree of codes with how often each is used, for a screen of 80 columns: columns `theme` (indented by its depth),
    /// `code`, `participants`, `passages`, `codings`.
    pub fn codebook_tree(&self) -> Table {
        let book = &self.corpus().codebook;
        let mut columns = ["theme", "code"].map(Column::left).to_vec();
        columns.extend(["participants", "passages", "codings"].map(Column::right));
        let mut table = empty("codebook", columns);
        for (theme, uses) in book.themes().zip(self.theme_uses()) {
            let depth = if let Theme::Code(at) = theme { book.code(at).depth } else { 0 };
            table.rows.push(vec![
                Cell::Text(format!("{}{}", "  ".repeat(depth as usize), book.name(theme))),
                Cell::text(book.id(theme).as_str()),
                Cell::Integer(uses.participants),
                Cell::Integer(uses.passages),
                Cell::Integer(uses.codings),
            ]);
        }
        table.sentences.extend(SENTENCES.map(String::from));
        table
    }

    /// The codebook as a document in Markdown, with how often each theme is used.
    pub fn codebook_markdown(&self) -> Vec<u8> {
        let uses: Vec<(u64, u64)> = self.theme_uses().iter().map(|uses| (uses.participants, uses.passages)).collect();
        crate::export::codebook_markdown(&self.corpus().codebook, &self.corpus().study.title, &uses)
    }

    /// Writes the codebook to a file with its sidecar: `.docx` and `.md` as a document, the endings of tables as
    /// [`Session::codebook_table`].
    ///
    /// # Errors
    /// An ending that names no format; a file that cannot be written.
    pub fn write_codebook(&self, path: &Path) -> Result<PathBuf, Problem> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let table = self.codebook_table();
        if ending == "docx" {
            return self.write_output(path, &self.codebook_docx()?);
        }
        if ending == "md" {
            return self.write_with_sidecar(path, &self.codebook_markdown(), &table.meta);
        }
        self.write_table(&table, path)
    }

    /// The weak places of the codebook, and whether any of them is more than a note.
    pub fn codebook_lint(&self) -> (Table, bool) {
        let found = weak_places(&self.view(None));
        let mut table = lint_table(&found);
        let notes = found.iter().filter(|weak| weak.what.is_note()).count();
        let counted = |count: usize, noun| crate::analysis::counted(count as u64, noun);
        table.sentences.push(format!("{}, {}", counted(found.len() - notes, "finding"), counted(notes, "note")));
        (table, notes < found.len())
    }
}

/// The columns of a codebook that say nothing of how often its codes are used.
pub(super) const WORDS_OF_CODES: [&str; 12] = [
    "code",
    "name",
    "parent",
    "path",
    "depth",
    "colour",
    "definition",
    "include",
    "exclude",
    "examples",
    "was",
    "codes",
];

/// A codebook as a table, without how often its codes are used.
pub(super) fn plain_table(book: &Codebook) -> Table {
    let mut table = empty("codebook", columns());
    table.rows = book.themes().map(|theme| row(book, theme, ThemeUse::default())).collect();
    table.only(&WORDS_OF_CODES)
}

/// The columns of a codebook as a table.
fn columns() -> Vec<Column> {
    let mut columns = ["code", "name", "parent", "path"].map(Column::left).to_vec();
    columns.extend([Column::right("depth"), Column::left("colour")]);
    columns.extend(["participants", "passages", "codings"].map(Column::right));
    columns.extend(["definition", "include", "exclude", "examples", "was", "codes"].map(Column::left));
    columns
}

fn row(book: &Codebook, theme: Theme, uses: ThemeUse) -> Vec<Cell> {
    let mut row = vec![Cell::text(book.id(theme).as_str()), Cell::text(book.name(theme))];
    let counts = [uses.participants, uses.passages, uses.codings].map(Cell::Integer);
    let path = Cell::text(book.path(theme).join(" > "));
    match theme {
        Theme::Code(at) => {
            let code = book.code(at);
            row.push(Cell::present(code.parent.map_or("", |at| book.code(at).id.as_str())));
            row.extend([path, Cell::Integer(code.depth.into())]);
            row.push(Cell::present(code.colour.as_deref().unwrap_or_default()));
            row.extend(counts);
            row.extend([&code.definition, &code.include, &code.exclude].map(|text| Cell::present(text)));
            row.push(Cell::present(&code.examples.join("\n")));
            let was: Vec<&str> = code.was.iter().map(|id| id.as_str()).collect();
            row.extend([Cell::present(&was.join(" ")), Cell::Empty]);
        }
        Theme::Set(at) => {
            row.extend([Cell::Empty, path, Cell::Integer(0), Cell::Empty]);
            row.extend(counts);
            let set = &book.sets()[at.at()];
            row.push(Cell::present(&set.idea));
            row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
            let codes: Vec<&str> = set.codes.iter().map(|at| book.code(*at).id.as_str()).collect();
            row.push(Cell::present(&codes.join(" ")));
        }
    }
    row
}
