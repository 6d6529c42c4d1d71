//! Figures: state and selection in, tables out. Pure.
//!
//! What a figure means is settled in DESIGN §6; each module says which part of it is its own. The tests hold the counts
//! against a second, naive implementation written from the definitions.

mod about;
pub mod agreement;
mod by;
mod codebook_diff;
mod codebook_lint;
mod coded_transcript;
mod coding_lines;
mod codings;
mod consent;
mod cooccurrence;
mod cooccurrence_masks;
mod cooccurrence_tables;
mod coverage;
mod draw;
mod excluded;
mod extents;
mod framework;
mod framework_tables;
mod frequencies;
mod frequency_tables;
mod frequency_tests;
mod groups;
mod keyness;
mod kwic;
mod masked;
mod matrix;
mod matrix_masks;
mod memo_book;
mod notes;
mod participant_file;
mod passages;
mod print_wording;
mod quote;
mod quote_balance;
mod quote_book;
mod quote_book_table;
mod resemble;
mod saturation;
mod saturation_order;
mod saturation_tables;
mod scope;
mod search_rows;
mod significance;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod variables;
mod walk;
mod words;

pub use crate::text::{counted, first_of, thousands};
pub use by::{By, ByError, Unit};
pub use codebook_diff::{Change, Difference, differences, meaning};
pub use codebook_lint::{Weak, Weakness, lint_table, weak_places};
pub use coded_transcript::{CodedLine, CodedTranscript, CodedTurn, CodingNote, LineItem, TranscriptPart, Voice};
pub use coding_lines::{CONTEXT, Cells, CodingLines, coding_columns, codings_table};
pub use codings::{CodingRow, annotate, annotate_rows, coding_rows, coding_rows_of};
pub use consent::Consent;
pub use cooccurrence::{Cooccurrence, CooccurrenceRule, Pair, Together};
pub use cooccurrence_tables::COOCCURRENCE_COLUMNS;
pub use coverage::{Coverage, CoverageRows};
pub use excluded::{OMITTED, characters, covers_excluded};
pub use framework::{
    Framework, FrameworkCell, FrameworkMark, FrameworkPassage, FrameworkRow, FrameworkRows, FrameworkSummary,
};
pub use frequencies::{Figure, Frequencies, Group, ThemeLine};
pub use frequency_tables::{FREQUENCY_COLUMNS, WideUnit};
pub use frequency_tests::{TEST_COLUMNS, TestError};
pub use groups::{ALL, MISSING, people_by_label};
pub use keyness::Keyness;
pub use kwic::{KwicSort, kwic_table};
pub use masked::{MASKED, Masks};
pub use matrix::{Matrix, MatrixColumns, MatrixRows, MatrixUnit};
pub use memo_book::{MemoBook, MemoEntry, MemoOrder, MemoPlaces};
pub use notes::{CoderUse, LeftOut, Notes};
pub use participant_file::{CodeOfPerson, ParticipantFile, PersonRequest, QuoteOfPerson, SOMEBODY_ELSE};
pub use passages::{Passage, Passages, PassagesRequest};
pub use print_wording::{Fit, WordingFault, check_wording};
pub use quote::{Segment, Shown, ShownLine, wording};
pub use quote_balance::quote_balance;
pub use quote_book::{Attribution, BookQuote, BookRequest, KEPT_BACK, QuoteBook, is_chosen, use_in_words};
pub use resemble::{KeyWord, Likeness, Resembling, resembling, resembling_table};
pub use saturation::{Curve, Reached, Run, SaturationRule, Shuffled};
pub use saturation_order::SaturationOrder;
pub use saturation_tables::{GroupCurve, SATURATION_COLUMNS, Saturation, SaturationPlan};
pub use scope::{CodingFilter, Member, Members, Pairs, Progress, Selection, Share};
pub use search_rows::{SearchRow, search_table};
pub use significance::{Of, TestKind, exact, holm, permutation, risk_difference, wilson};
pub use table::{Align, Cell, Column, Meta, MetaValue, Table};
pub use template::{Field, Template, TemplateError};
pub use words::{WORD_COLUMNS, WordPlan, Words};
