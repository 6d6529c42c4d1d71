//! Codings written row by row while they are found: of a large study no table is made in memory.

use std::ops::ControlFlow;

use super::ask::count_codings;
use super::{CodingsAnswer, CodingsRequest, Problem, Session};
use crate::analysis::{CodingLines, Selection, Table, annotate_rows, coding_columns, coding_rows_of, counted};
use crate::export::RowWriter;
use crate::model::{TranscriptIx, in_parts};
use crate::query::{Kind, Matcher};

/// How rows are written.
pub use crate::export::RowFormat;

/// Transcripts whose rows are written in one go.
const PART: usize = 8;

impl Session {
    /// Hands the codings in scope that a quotes query selects to `write`, as they stand in the table of
    /// [`Session::codings_as_rows`]. The answer's table has no rows, but all that has to be said. `write` may end it. There is no
    /// limit: `request.limit` is passed over.
    ///
    /// # Errors
    /// A mistake in the query or in the coders; then nothing was written.
    pub fn write_codings(
        &self,
        request: &CodingsRequest,
        format: RowFormat,
        write: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<CodingsAnswer, Problem> {
        let _question = self.texts.question();
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let query = request.query.as_deref().map(|text| self.query(text, Kind::Quotes)).transpose()?;
        let columns = coding_columns(&view);
        let mut names = RowWriter::new(format, &columns);
        names.names(&columns);
        let (mut codings, mut rows) = (0, 0);
        let mut go_on = write(&names.take());
        if go_on.is_continue() {
            let written: Result<(), ()> = in_parts(
                (view.corpus.transcripts.len(), PART),
                || {
                    let matcher = query.as_ref().map(|query| Matcher::new(query, &view));
                    (matcher, CodingLines::new(&view, false), RowWriter::new(format, &columns))
                },
                |(matcher, lines, writer), part| {
                    let filter = |transcript: TranscriptIx, at: usize| {
                        matcher.as_ref().is_none_or(|matcher| matcher.coding(transcript, at).is_some())
                    };
                    let rows = coding_rows_of(&view, part.map(TranscriptIx::from), Some(&filter));
                    for row in &rows {
                        lines.write(row, writer);
                        writer.end();
                    }
                    (count_codings(&rows), rows.len(), writer.take())
                },
                |(codings_here, rows_here, bytes)| {
                    codings += codings_here;
                    rows += rows_here;
                    go_on = write(&bytes);
                    if go_on.is_break() { Err(()) } else { Ok(()) }
                },
            );
            // Whoever wrote knows why it ended.
            let _ = written;
        }
        let mut table = Table { name: "codings".into(), columns, ..Table::default() };
        let selection = Selection { query_text: request.query.clone().unwrap_or_default(), ..Selection::default() };
        annotate_rows(&mut table, rows, &view, &selection, &counted(codings as u64, "coding"));
        self.flag_people(&view, &mut table);
        Ok(CodingsAnswer { codings, table, shown: Vec::new() })
    }
}
