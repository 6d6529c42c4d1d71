//! Documents for people: quotes, codebook, a coded interview, framework, memos, a participant's file.
//!
//! Each function answers an [`Output`]: bytes, what has to be said, what the sidecar says. [`Session::write_output`] writes it.

use std::path::{Path, PathBuf};

use super::{FrameworkRequest, Problem, Session};
use crate::analysis::{
    CodedTranscript, MemoBook, Meta, ParticipantFile, PersonRequest, QuoteBook, Table, TranscriptPart,
};
use crate::export::docx::{Document, docx, is_docx};
use crate::export::{
    StudyHead, codebook_document, document_markdown, framework_document, memos_document, participant_document,
    quotes_document, theme_sheets, transcript_document,
};
use crate::model::{EventId, Memo, MemoKind, MemoOn, TranscriptIx};
use crate::query::{Kind, Matcher};
use crate::text::Span;

pub use crate::analysis::MemoOrder;

/// A file for people to keep, before it is written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Output {
    /// The file.
    pub bytes: Vec<u8>,
    /// What has to be said of it.
    pub notes: Vec<String>,
    /// What its sidecar says.
    pub meta: Meta,
    /// Whether there is anything in it but its head.
    pub any: bool,
}

/// The form of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Paper {
    /// A file of Word.
    Docx,
    /// Markdown.
    #[default]
    Markdown,
}

impl Paper {
    /// The form that the ending of a file asks for; `None`: none.
    pub fn of(file: &Path) -> Option<Self> {
        let markdown = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        if is_docx(file) { Some(Self::Docx) } else { markdown.then_some(Self::Markdown) }
    }
}

/// A coded interview.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TranscriptRequest {
    /// Its id.
    pub transcript: String,
    /// Only the codings that this quotes query selects.
    pub query: Option<String>,
    /// Whose codings are shown, in place of the study's rule.
    pub coders: Option<Vec<String>>,
}

/// Memos.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemosRequest {
    /// In which order.
    pub by: MemoOrder,
    /// Only those of this kind.
    pub kind: Option<MemoKind>,
    /// Only those that these coders began; `None`: everybody's.
    pub coders: Option<Vec<String>>,
}

/// A participant's file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ParticipantRequest {
    /// The id.
    pub participant: String,
    /// Whose codings are shown, in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// Whether the memos about the participant are in it.
    pub memos: bool,
}

impl Session {
    pub(super) fn study_head(&self) -> StudyHead<'_> {
        let study = &self.corpus().study;
        StudyHead { title: &study.title, language: &study.language }
    }

    /// A document in its form.
    fn output(
        &self,
        paper: Paper,
        document: &Document,
        notes: Vec<String>,
        meta: Meta,
        any: bool,
    ) -> Result<Output, Problem> {
        let bytes = match paper {
            Paper::Markdown => document_markdown(document),
            Paper::Docx => {
                docx(document).map_err(|error| Problem::new(error.to_string()).hint("write it as Markdown: .md"))?
            }
        };
        Ok(Output { bytes, notes, meta, any })
    }

    /// Writes a file and its sidecar `<file>.meta.yaml`, whose path is answered.
    ///
    /// # Errors
    /// A file that cannot be written, or in which a name of the key of [`Session::guard`] stands.
    pub fn write_output(&self, path: &Path, output: &Output) -> Result<PathBuf, Problem> {
        self.write_with_sidecar(path, &output.bytes, &output.meta)
    }

    /// Quotes for the paper as a file of Word: by theme, then group; `codebook`: with the codebook as an appendix.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn quotes_docx(&self, book: &QuoteBook, codebook: bool) -> Result<Output, Problem> {
        // Small counts could be told from an appendix, too.
        let uses = if book.suppressed.is_some() { Vec::new() } else { self.uses() };
        let appendix = codebook.then_some((&self.corpus().codebook, uses.as_slice()));
        let mut document = quotes_document(self.study_head(), book, appendix);
        self.say_blind(&mut document);
        let meta = book.meta().with("appendix", if codebook { "codebook" } else { "none" });
        self.output(Paper::Docx, &document, book.sentences(), meta, !book.quotes.is_empty())
    }

    /// The codebook as a file of Word, with how often each theme is used.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn codebook_docx(&self) -> Result<Output, Problem> {
        let book = &self.corpus().codebook;
        let document = codebook_document(self.study_head(), book, &self.uses());
        let table = self.codebook_table();
        self.output(Paper::Docx, &document, table.sentences, table.meta, !book.codes().is_empty())
    }

    fn uses(&self) -> Vec<(u64, u64)> {
        self.theme_uses().iter().map(|uses| (uses.participants, uses.passages)).collect()
    }

    /// What every output says while a blind round is open.
    fn say_blind(&self, document: &mut Document) {
        use crate::export::docx::{Paragraph, Style};
        let blocks = document.sections.first_mut().map(|section| &mut section.blocks);
        if let (Some(said), Some(blocks)) = (self.blind_sentence(), blocks) {
            blocks.insert(2.min(blocks.len()), Paragraph::of(Style::Note, said).into());
        }
    }

    /// Where the memo on a passage stands now.
    fn place_of_memo(&self, memo: EventId) -> Option<(TranscriptIx, Span)> {
        self.memo_place(memo).map(|place| (place.transcript, place.span))
    }

    /// An interview with its turns, lines and codings.
    fn coded(&self, request: &TranscriptRequest) -> Result<(TranscriptIx, CodedTranscript), Problem> {
        let at = self.transcript_place(&request.transcript)?;
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let query = request.query.as_deref().map(|text| self.query(text, Kind::Quotes)).transpose()?;
        let matcher = query.as_ref().map(|query| Matcher::new(query, &view));
        let filter = |transcript, at| matcher.as_ref().is_none_or(|matcher| matcher.coding(transcript, at).is_some());
        let part = TranscriptPart { filter: Some(&filter), hidden: &|_| None, outside: true };
        let mut coded = CodedTranscript::of(&view, at, &part);
        if let Some(query) = &request.query {
            coded.sentences.push(format!("codings: {query}"));
            coded.meta.set("query", query.as_str());
        }
        coded.sentences.extend(self.blind_sentence());
        Ok((at, coded))
    }

    /// An interview as a table: one row a turn, as [`CodedTranscript::table`].
    ///
    /// # Errors
    /// A transcript that is not in the study, a mistake in the query or in the coders.
    pub fn transcript_table(&self, request: &TranscriptRequest) -> Result<Table, Problem> {
        Ok(self.coded(request)?.1.table())
    }

    /// A coded interview as a document: turn and line numbers, each coding a comment (in Markdown a footnote), the memos on the
    /// interview and its passages at the end.
    ///
    /// # Errors
    /// Those of [`Session::transcript_table`].
    pub fn transcript_output(&self, request: &TranscriptRequest, paper: Paper) -> Result<Output, Problem> {
        let (at, coded) = self.coded(request)?;
        let id = &self.corpus().transcript(at).id;
        let takes = |memo: &Memo| match &memo.on {
            MemoOn::Transcript(on) => on == id,
            MemoOn::Passage(_) => self.place_of_memo(memo.id).is_some_and(|(transcript, _)| transcript == at),
            _ => false,
        };
        let places = |memo| self.place_of_memo(memo);
        let memos = MemoBook::of(&self.view(None), &places, MemoOrder::Thing, &takes);
        let document = transcript_document(self.study_head(), &coded, &memos.entries);
        self.output(paper, &document, coded.sentences, coded.meta, !coded.lines.is_empty())
    }

    /// The memos with what they stand on.
    ///
    /// # Errors
    /// A coder whom nobody knows.
    pub fn memo_book(&self, request: &MemosRequest) -> Result<MemoBook, Problem> {
        let coders = self.coder_names(request.coders.as_deref())?;
        let takes = |memo: &Memo| {
            request.kind.is_none_or(|kind| kind == memo.kind)
                && coders.as_ref().is_none_or(|coders| coders.contains(&memo.coder))
        };
        Ok(MemoBook::of(&self.view(None), &|memo| self.place_of_memo(memo), request.by, &takes))
    }

    /// The memos as a document.
    ///
    /// # Errors
    /// Those of [`Session::memo_book`].
    pub fn memos_output(&self, request: &MemosRequest, paper: Paper) -> Result<Output, Problem> {
        let book = self.memo_book(request)?;
        let mut document = memos_document(self.study_head(), &book);
        self.say_blind(&mut document);
        let notes = book.sentences().into_iter().chain(self.blind_sentence()).collect();
        self.output(paper, &document, notes, book.meta(), !book.entries.is_empty())
    }

    /// What there is of a participant, to be looked through together or handed out: attributes, what they said with line numbers,
    /// codings, quotes that were chosen. What others say is left out.
    ///
    /// # Errors
    /// A participant who is not in the study or has left it, a coder whom nobody knows.
    pub fn participant_output(&self, request: &ParticipantRequest, paper: Paper) -> Result<Output, Problem> {
        let person = self.participant_place(&request.participant)?;
        let id = self.corpus().participant(person);
        if self.state().excluded.contains(id) {
            return Err(Problem::new(format!("{id} is left out of the study, and of every export")).hint(format!(
                "to answer a request of {id}, take the speech in again for that long: emic withdraw {id} --include"
            )));
        }
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let places = |memo| self.place_of_memo(memo);
        let own = |at| self.is_own(at, person);
        let asked = PersonRequest { person, own: &own, memos: request.memos.then_some(&places) };
        let mut file = ParticipantFile::of(&view, &asked);
        file.sentences.extend(self.blind_sentence());
        let document = participant_document(self.study_head(), &file);
        self.output(paper, &document, file.sentences, file.meta, !file.transcripts.is_empty())
    }

    /// The framework as a file of Word: pages across, participants or cases × themes.
    ///
    /// # Errors
    /// Those of [`Session::framework`].
    pub fn framework_docx(&self, request: &FrameworkRequest) -> Result<Output, Problem> {
        let framework = self.framework(request)?;
        let mut document = framework_document(self.study_head(), &framework);
        self.say_blind(&mut document);
        let notes = framework.sentences().into_iter().chain(self.blind_sentence()).collect();
        self.output(Paper::Docx, &document, notes, framework.meta(), !framework.rows.is_empty())
    }

    /// Writes the framework to a file as its ending says: a document, a workbook with a sheet for each theme, or a table.
    ///
    /// # Errors
    /// Those of [`Session::framework`]; an ending that no table has; a file that cannot be written.
    pub fn write_framework(&self, request: &FrameworkRequest, path: &Path) -> Result<PathBuf, Problem> {
        if Paper::of(path) == Some(Paper::Docx) {
            return self.write_output(path, &self.framework_docx(request)?);
        }
        if super::is_workbook(path) {
            let sheets = self.framework_sheets(request)?;
            let named: Vec<(&str, &Table)> = sheets.iter().map(|(name, table)| (name.as_str(), table)).collect();
            return self.write_workbook(path, &named);
        }
        self.write_table(&self.framework_table(request)?, path)
    }

    /// The framework as the sheets of a workbook: the whole, then a sheet for each theme in which there is anything.
    ///
    /// # Errors
    /// Those of [`Session::framework`].
    pub fn framework_sheets(&self, request: &FrameworkRequest) -> Result<Vec<(String, Table)>, Problem> {
        let framework = self.framework(request)?;
        let mut whole = framework.wide();
        whole.sentences.extend(self.blind_sentence());
        let mut sheets = vec![("Framework".to_owned(), whole)];
        sheets.extend(theme_sheets(&framework));
        Ok(sheets)
    }
}
