//! One workbook with all tables that a co-author needs.

use std::path::{Path, PathBuf};

use super::codebook_tables::WORDS_OF_CODES;
use super::selecting::TableScope;
use super::{Problem, QuotesRequest, Session, masks};
use crate::analysis::{
    Attribution, BookRequest, By, Cell, Column, Cooccurrence, CooccurrenceRule, Frequencies, Matrix, MatrixColumns,
    MatrixRows, MatrixUnit, Members, Meta, QuoteBook, Selection, Table, Unit, annotate, coding_rows, codings_table,
    counted,
};
use crate::export::{Sheet, workbook};
use crate::model::{RollUp, View};

/// Which tables stand in a workbook.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkbookRequest {
    /// Attributes that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
}

impl Session {
    /// The sheets of a workbook by name: frequencies (themes × groups, and long), matrix and what its columns stand for,
    /// co-occurrence, codings, quotes, codebook, participants.
    ///
    /// # Errors
    /// A mistake in the query, in `by`, in the coders or in the study's template of quotes.
    pub fn workbook(&self, request: &WorkbookRequest) -> Result<Vec<(&'static str, Table)>, Problem> {
        let by = self.by(request.by.as_deref())?;
        // Groups of cases are none of the people who are quoted.
        let grouped = request.by.clone().filter(|_| by.unit == Unit::Participant);
        let (template, mut attribution, quoted_by) =
            self.template(&QuotesRequest { by: grouped, ..QuotesRequest::default() })?;
        if attribution == Attribution::Id && !quoted_by.attributes.is_empty() {
            attribution = Attribution::Group;
        }
        let codebook = self.codebook_table();
        self.select(&request.scope, |view, selection| {
            let mut frequencies = Frequencies::count(view, &by, request.roll_up, selection);
            if let Some(k) = request.suppress {
                masks::frequencies(&mut frequencies, &self.corpus().codebook, k)?;
                return Ok(masked_sheets(&frequencies, &codebook));
            }
            let columns = MatrixColumns::Themes(request.roll_up);
            let mut matrix = Matrix::count(view, MatrixRows::Participant, columns, MatrixUnit::Passages, selection);
            let pairs =
                Cooccurrence::count(view, &By::default(), CooccurrenceRule::Overlap, request.roll_up, selection);
            let members = Members::of(view, selection);
            let filter = |transcript, at| {
                selection.counts(transcript, at)
                    && selection.pairs.transcript(transcript)
                    && (!selection.done_only || members.done(transcript))
            };
            let mut rows = coding_rows(view, Some(&filter));
            rows.retain(|row| {
                row.participant
                    .map_or(selection.pairs.is_all(), |who| selection.pairs.allows(row.placed.transcript, who))
            });
            let mut codings = codings_table(view, &rows);
            annotate(&mut codings, view, selection, &counted(rows.len() as u64, "row"));
            let asked = BookRequest {
                filter: Some(&filter),
                pairs: Some(&selection.pairs),
                chosen: false,
                by: &quoted_by,
                attribution,
                template: &template,
                kept_back: &[],
            };
            let mut book = QuoteBook::of(view, &asked);
            self.flag_quotes(&mut book, view, &quoted_by);
            let mut quotes = book.table();
            let own = std::mem::replace(&mut quotes.meta, codings.meta.clone());
            own.entries().for_each(|(key, value)| quotes.meta.set(key, value.clone()));
            let (mut wide, mut tidy) = (frequencies.wide(None), frequencies.tidy());
            for table in [&mut wide, &mut tidy] {
                self.flag_groups(table, &by, frequencies.sizes());
            }
            let mut people = participants(view, selection, &members);
            for table in [&mut matrix.table, &mut codings, &mut people] {
                self.flag_people(view, table);
            }
            Ok(vec![
                ("Frequencies", wide),
                ("Frequencies (long)", tidy),
                ("Matrix", matrix.table),
                ("Matrix labels", Table { meta: Meta::default(), ..matrix.labels }),
                ("Co-occurrence", pairs.tidy()),
                ("Codings", codings),
                ("Quotes", quotes),
                ("Codebook", codebook),
                ("Participants", people),
            ])
        })
    }

    /// Writes tables as the sheets of one workbook, and its sidecar.
    ///
    /// # Errors
    /// A table that a sheet has no room for; a file that cannot be written.
    pub fn write_workbook(&self, path: &Path, tables: &[(&str, &Table)]) -> Result<PathBuf, Problem> {
        let sheets: Vec<Sheet> = tables.iter().map(|(name, table)| Sheet { name, table }).collect();
        let mut about = vec![
            ("emic", env!("CARGO_PKG_VERSION").to_owned()),
            ("study", self.corpus().study.title.clone()),
            ("codebook", self.codebook_hash()),
            (
                "when",
                "the file beside, which ends in .meta.yaml, says when: so the same study gives the same bytes"
                    .to_owned(),
            ),
        ];
        about.extend(self.blind_sentence().map(|said| ("blind round", said)));
        let bytes = workbook(&self.corpus().study.title, &about, &sheets)
            .map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
        let meta = match tables {
            [(_, only)] => only.meta.clone(),
            several => {
                let sheets = several.iter().fold(Meta::default(), |all, (name, table)| {
                    all.with(name, table.meta.clone().with("notes", table.sentences.clone()))
                });
                Meta::default().with("sheets", sheets)
            }
        };
        self.write_with_sidecar(path, &bytes, &meta)
    }
}

/// The sheets of a workbook that keeps small counts back: without those that have a row for each person, passage or quote, and
/// without co-occurrence, of which the pairs would tell what is masked.
fn masked_sheets(frequencies: &Frequencies, codebook: &Table) -> Vec<(&'static str, Table)> {
    let said = "left out of this workbook: sheets with a row for each person, passage or quote, co-occurrence, and how often each code is used";
    let mut wide = frequencies.wide(None);
    wide.sentences.push(said.into());
    wide.meta.set("sheets_left_out", said);
    let codebook = Table { sentences: Vec::new(), ..codebook.only(&WORDS_OF_CODES) };
    vec![("Frequencies", wide), ("Frequencies (long)", frequencies.tidy()), ("Codebook", codebook)]
}

/// Everybody in participants.csv (and whom only transcripts name) with the transcripts that they speak in and their words.
fn participants(view: &View, selection: &Selection, members: &Members) -> Table {
    let people = &view.corpus.participants;
    let mut columns = vec![Column::left("participant")];
    columns.extend(people.columns.iter().map(Column::left));
    columns.extend(["n_transcripts", "n_words"].map(Column::right));
    let mut spoken = vec![(0_u64, 0_u64); people.rows.len()];
    for transcript in members.transcripts() {
        for member in members.of_transcript(transcript) {
            if let Some((transcripts, words)) = spoken.get_mut(member.person.at()) {
                *transcripts += 1;
                *words += member.words;
            }
        }
    }
    let row = |(at, (transcripts, words)): (usize, &(u64, u64))| {
        let mut line = vec![Cell::text(view.corpus.participant(at.into()))];
        line.extend((0..people.columns.len()).map(|column| Cell::present(&people.values(at, column).join(";"))));
        line.extend([Cell::Integer(*transcripts), Cell::Integer(*words)]);
        line
    };
    let scope = if selection.scope_text.is_empty() { "all" } else { &selection.scope_text };
    Table {
        name: "participants".into(),
        columns,
        rows: spoken.iter().enumerate().map(row).collect(),
        sentences: vec![format!("n_transcripts and n_words: where they speak in scope ({scope})")],
        meta: Meta::default().with("units", "participants").with("scope", scope),
    }
}
