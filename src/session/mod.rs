//! An open study: the one door through which both faces read and change it.
//!
//! A session is opened on a folder; everything that changes the study goes through [`Session::apply`], which answers only
//! when the change is on the disk. Questions ([`Session::frequencies`], [`Session::codings`], [`Session::search`]) never
//! change anything but the cache.

// Correction after coding.
mod aside;
mod edit;
mod placing;
mod relink;
mod review;

mod agreement;
mod analyses;
mod apply;
mod archive;
mod archive_text;
mod ask;
mod blind;
mod book_edit;
pub mod bookmarks;
mod cached;
mod check;
mod codebook_found;
mod codebook_history;
mod codebook_tables;
mod coder;
mod codes_of_file;
mod command;
mod command_codebook;
pub mod demo;
mod disclosure;
mod documents;
mod drift;
pub mod editor;
mod env;
mod figures;
mod find;
mod glance;
mod heard;
mod history;
pub mod import;
mod import_draft;
pub mod import_highlights;
mod import_pattern;
mod import_people;
#[cfg(feature = "sqlite")]
mod import_qc;
pub mod import_refi;
mod import_sources;
mod import_who;
mod import_who_people;
mod import_write;
mod journals;
mod look;
mod masks;
mod merge;
mod merge_conflicts;
mod merge_key;
mod merge_refused;
mod merge_tables;
mod merged;
mod methods;
mod methods_coders;
pub mod new;
mod open;
mod output;
mod own_files;
pub mod own_keys;
pub mod own_looks;
mod past;
mod pending;
mod place;
mod plan;
mod plan_codebook;
mod plan_codebook_import;
mod plan_codebook_merge;
mod plan_files;
mod plan_undo;
mod problem;
mod quiet;
mod quotes;
mod reading_analyses;
pub mod recent;
mod refi;
mod refi_bring;
mod refi_codes;
mod refi_marks;
mod refi_memos;
mod refi_names;
mod refi_people;
mod refi_sheet;
mod refi_texts;
mod report;
mod request;
mod round;
mod rows;
mod run;
mod selecting;
mod settle;
mod settle_places;
mod settle_tables;
mod similar;
mod speaker_rows;
mod study_files;
mod summary;
mod tables;
mod team;
mod texts;
mod tidy;
mod tour;
mod unheard;
mod unknown_values;
mod workbook;

// What must not get out, and what must not be lost.
mod anon;
mod anon_apply;
mod anon_check;
mod anon_lines;
mod anon_pieces;
mod anon_rewrite;
mod backup;
mod bundle;
mod copies;
pub mod doctor;
mod withdraw;
mod withdraw_erase;

#[cfg(test)]
mod correct_tests;
#[cfg(test)]
mod faults_tests;
#[cfg(test)]
mod test_files;

use std::path::{Path, PathBuf};

pub use edit::Foreseen;
pub use place::MemoPlace;
pub use relink::{Candidate, Gone};
pub use review::{BestMatch, Doubt, Review, ReviewCounts, ReviewItem, Reviewed};

pub use crate::analysis::Attribution;
pub use crate::import::codebook::ListedCode;
pub use crate::store::AnalysisLine;
pub use agreement::{AgreementAnswer, AgreementRequest};
pub use analyses::{
    CooccurrenceRequest, CooccurrenceRule, CoverageList, CoverageRequest, CoverageRows, Layout, MatrixRequest,
    MatrixRows, MatrixUnit, SaturationRequest, SaturationRule,
};
pub use archive::ArchiveRequest;
pub use blind::OpenRound;
pub use bookmarks::Bookmark;
pub use codebook_history::DiffRequest;
pub use codebook_tables::ThemeUse;
pub use codes_of_file::codes_of_file;
pub use command::{Command, NewCoding, Outcome, Passage, Placing, Relinking, RespanWhy, Who};
pub use command_codebook::{CodeUses, ListedSet, NewCode, Wording};
pub use documents::{MemoOrder, MemosRequest, Output, Paper, ParticipantRequest, TranscriptRequest};
pub use editor::shell_words;
pub use env::Env;
pub use figures::{FigureKind, FigureWish, is_figure};
pub use glance::Glance;
pub use look::Look;
pub use merge::Merge;
pub use methods::MethodsRequest;
pub use output::{Format, is_workbook};
pub use own_keys::OwnKeys;
pub use own_looks::OwnLooks;
pub use past::AsOf;
pub use plan_files::id_from_name;
pub use problem::{Problem, ProblemPlace};
pub use quotes::{QuoteEdit, QuotesRequest};
pub use reading_analyses::{FrameworkRequest, FrameworkRows, KwicRequest, KwicSort, WordsRequest};
pub use refi::Offsets;
pub use report::{ReportMade, ReportRequest};
pub use request::{
    CodingsAnswer, CodingsRequest, FrequencyRequest, Hit, LogRequest, MemoTarget, QuoteShown, SearchAnswer,
    SearchRequest, Shape, TurnShown, Unit,
};
pub use round::SampleRequest;
pub use rows::RowFormat;
pub use run::Outputs;
pub use selecting::TableScope;
pub use settle::{Settle, Settlement};
pub use settle_places::{ComparedTranscript, PlaceState};
pub use similar::{SimilarAnswer, SimilarRequest};
pub use tables::LabelUse;
pub use team::{Driver, merge_driver, merge_journals};
pub use tour::TourKept;

pub use anon::ScanRequest;
pub use anon_apply::AnonPlan;
pub use anon_check::Checked;
pub use backup::{Backup, Backups};
pub use bundle::{Bundle, bundle};
pub use withdraw::Withdrawal;
pub use workbook::WorkbookRequest;

/// What is wrong where a change needs a coder's name and there is none.
pub const NOBODY_CODES: &str = "nobody has said who is coding";

use crate::cache::Cache;
use crate::index::Index;
use crate::model::{
    CoderName, Corpus, Diagnostic, EventId, Placed, Placements, State, Transcript, TranscriptId, TranscriptIx, View,
};
use crate::text::suggest;
use journals::Journals;

/// An open study.
pub struct Session {
    root: PathBuf,
    env: Env,
    corpus: Corpus,
    /// What opening the files (journals aside) has found.
    found: Vec<Diagnostic>,
    notices: Vec<String>,
    /// What was finished at opening that had been interrupted.
    carried_on: Vec<String>,
    journals: Journals,
    book_seen: codebook_found::BookSeen,
    as_of: Option<AsOf>,
    placements: Placements,
    memo_places: place::MemoPlaces,
    aside: aside::Aside,
    /// The action that came in by a merge and that undo was refused for last: asked for once more, it is taken back.
    told_merged: Option<crate::model::ActId>,
    texts: std::sync::Arc<texts::Texts>,
    cache: Cache,
    /// The key whose names no file that is written may hold.
    guard: Option<crate::privacy::Key>,
    locks: PathBuf,
    verdicts: crate::cache::Verdicts,
    index: Option<Index>,
    searches: u32,
    /// What the files were like when they were read last, where that is watched.
    seen: Option<look::Seen>,
}

impl Session {
    /// The folder of the study.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Everything but the journals.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// What the journals add up to.
    pub fn state(&self) -> &State {
        self.journals.fold.state()
    }

    /// The codings in their places.
    pub fn placements(&self) -> &Placements {
        &self.placements
    }

    /// Where a coding stands; `None`: nowhere.
    pub fn placed(&self, id: EventId) -> Option<&Placed> {
        self.placements.find(id, self.state(), &self.corpus)
    }

    /// What the user has to be told at opening: where the cache lies, what could not be read.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// What opening has finished, for it had been interrupted: the rewriting of files.
    pub fn carried_on(&self) -> &[String] {
        &self.carried_on
    }

    /// The study as one question sees it; `coders` in place of the study's rule.
    pub fn view<'a>(&'a self, coders: Option<&'a [CoderName]>) -> View<'a> {
        View::new(&self.corpus, self.state(), &self.placements, coders)
    }

    /// The place of a transcript by its id; ignoring case if that names one alone.
    ///
    /// # Errors
    /// If there is none.
    pub fn transcript_place(&self, name: &str) -> Result<TranscriptIx, Problem> {
        if let Some(at) = self.corpus.find(name) {
            return Ok(at);
        }
        let lower = name.to_lowercase();
        let mut alike =
            self.corpus.places().filter(|at| self.corpus.transcript(*at).id.as_str().to_lowercase() == lower);
        if let (Some(only), None) = (alike.next(), alike.next()) {
            return Ok(only);
        }
        let ids = || self.corpus.transcripts.iter().map(|transcript| transcript.id.as_str());
        let hint = suggest::meant(name, ids).unwrap_or_else(|| "`emic speakers` lists the transcripts".into());
        Err(Problem::new(format!("there is no transcript `{name}`")).hint(hint))
    }

    /// The id of a transcript as the study has it.
    ///
    /// # Errors
    /// If there is none.
    pub fn transcript_named(&self, name: &str) -> Result<TranscriptId, Problem> {
        Ok(self.corpus.transcript(self.transcript_place(name)?).id.clone())
    }

    /// The coding with this id, written out.
    ///
    /// # Errors
    /// If there is none.
    pub fn coding_named(&self, id: &str) -> Result<EventId, Problem> {
        let found = id.parse().ok().map(EventId).filter(|id| self.state().codings.contains_key(id));
        found.ok_or_else(|| plan::no_coding(id))
    }

    fn layout_key(&self, transcript: &Transcript) -> u64 {
        let language = &self.corpus.study.language;
        transcript.layout_key(|| crate::cache::layout_key(transcript.hash, &transcript.rules, language))
    }

    /// Hash of the codebook's file, for sidecars: the first 16 hexadecimal digits of its SHA-256.
    fn codebook_hash(&self) -> String {
        let text = self.codebook_on_disk().unwrap_or_default();
        crate::text::TextHash::of(&text).to_string()
    }

    /// The time in UTC by RFC 3339, to the second.
    fn now_text(&self) -> String {
        journals::timestamp(self.env.now())
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("root", &self.root).finish_non_exhaustive()
    }
}
