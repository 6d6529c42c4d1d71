//! Tables as bytes, and files for people to keep, each with its sidecar.

use std::path::{Path, PathBuf};

use super::{FigureWish, Problem, Session};
use crate::analysis::{Meta, Table};
use crate::export::{Stamp, csv_for_excel, jsonl, sidecar};

/// Whether the ending of a file asks for a workbook.
pub use crate::export::is_workbook;

/// A format of tables on standard output or in a file.
pub use crate::export::Format;

impl Session {
    /// The bytes of a table; `width` is the terminal's, in columns.
    pub fn render_table(&self, table: &Table, format: Format, width: Option<usize>) -> Vec<u8> {
        format.write(table, width)
    }

    /// The rows of a table as one JSON object a line.
    pub fn json_lines(&self, table: &Table) -> Vec<u8> {
        jsonl(table)
    }

    /// Writes a table to a file, in the format of its ending, and its sidecar `<file>.meta.yaml`.
    ///
    /// # Errors
    /// An ending that names no format; a file that cannot be written. Neither file is left half-written.
    pub fn write_table(&self, table: &Table, path: &Path) -> Result<PathBuf, Problem> {
        if is_workbook(path) {
            return self.write_workbook(path, &[(&table.name, table)]);
        }
        if super::is_figure(path) {
            return self.write_figure(table, &FigureWish::default(), path);
        }
        // What is no table of lines and columns, this table can be had as too.
        let also = match table.name.as_str() {
            "framework" => ", .docx",
            "frequencies" | "saturation" | "cooccurrence" => ", .svg",
            _ => "",
        };
        let format = Format::from_ending(path)
            .map_err(|error| Problem::new(error.to_string()).hint(format!("{}{also}", error.hint())))?;
        self.write_with_sidecar(path, &format.write(table, None), &table.meta)
    }

    /// The bytes of a table as csv that Excel opens rightly.
    pub fn render_for_excel(&self, table: &Table) -> Vec<u8> {
        csv_for_excel(table)
    }

    /// Writes a table as csv that Excel opens rightly, and its sidecar.
    ///
    /// # Errors
    /// A file that does not end in `.csv`, or that cannot be written.
    pub fn write_for_excel(&self, table: &Table, path: &Path) -> Result<PathBuf, Problem> {
        if Format::from_ending(path) != Ok(Format::Csv) {
            return Err(Problem::new("--excel is for csv")
                .hint("write to a file that ends in .csv; an .xlsx file needs no --excel"));
        }
        let meta = table.meta.clone().with(
            "excel",
            "with a byte order mark; texts that begin with = + - @, a tab or a carriage return have ' before them",
        );
        self.write_with_sidecar(path, &csv_for_excel(table), &meta)
    }

    /// What every sidecar says, and after it what the table says of itself.
    pub(super) fn whole_meta(&self, own: &Meta) -> Meta {
        let corpus = self.corpus();
        let mut meta = Meta::default().with("study", corpus.study.title.as_str());
        let texts: Meta = corpus.transcripts.iter().map(|one| (one.id.to_string(), one.hash.to_string())).collect();
        meta.set("transcripts", texts);
        meta.set("scope", "all");
        meta.set("query", "none");
        let view = self.view(None);
        meta.set("coders", view.coders().map(|coder| coder.to_string()).collect::<Vec<String>>());
        if let Some(blind) = self.blind_sentence() {
            meta.set("blind", blind);
        }
        let faults = self.faults_in_words();
        if !faults.is_empty() {
            meta.set("faults", faults);
        }
        for (key, value) in own.entries() {
            meta.set(key, value.clone());
        }
        meta
    }

    /// The sidecar of something that says this of itself.
    pub(super) fn sidecar_of(&self, own: &Meta) -> Vec<u8> {
        let time = self.now_text();
        let stamp = Stamp { version: env!("CARGO_PKG_VERSION"), time: &time, codebook: &self.codebook_hash() };
        sidecar(&self.whole_meta(own), &stamp)
    }

    /// Writes a file for people to keep, and beside it what it stands on.
    pub(super) fn write_with_sidecar(&self, path: &Path, bytes: &[u8], own: &Meta) -> Result<PathBuf, Problem> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".meta.yaml");
        let beside = PathBuf::from(beside);
        let write = |path: &Path, bytes: &[u8]| {
            crate::store::write_whole(path, bytes).map_err(|error| {
                Problem::new(error.to_string()).hint("look whether the folder is there and may be written")
            })
        };
        let meta = self.sidecar_of(own);
        self.refuse_names(path, bytes)?;
        self.refuse_names(&beside, &meta)?;
        write(path, bytes)?;
        write(&beside, &meta)?;
        Ok(beside)
    }
}
