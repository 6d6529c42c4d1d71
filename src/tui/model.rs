//! All that is on the screen and behind it, as plain data. Only updates change it.

use std::collections::HashMap;
use std::sync::Arc;

use ratatui_textarea::TextArea;

use super::data::FoundAll;
use super::data::{Heat, Mark, MemoData, Quote, Reading, StudyData};
use super::field::Field;
use super::keymap::{Action, Context, Keymap};
use super::page::{Lanes, Page, Unit};
use super::theme::Theme;
use crate::analysis::WideUnit;
use crate::model::{CodeId, EventId, MemoOn, RollUp, TranscriptId};
use crate::session::{Command, Problem};
use crate::text::Span;

/// A whole screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// The transcripts.
    Library,
    /// One transcript.
    Read,
    /// Search.
    Search,
    /// Quotes.
    Quotes,
    /// Frequencies.
    Frequencies,
    /// Memos.
    Memos,
}

impl Place {
    /// The keys that hold on it.
    pub const fn context(self) -> Context {
        match self {
            Self::Library => Context::Library,
            Self::Read => Context::Read,
            Self::Search => Context::Search,
            Self::Quotes => Context::Quotes,
            Self::Frequencies => Context::Frequencies,
            Self::Memos => Context::Memos,
        }
    }
}

/// How a notice is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// Something that did not happen.
    Wrong,
}

/// Everything.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The keys.
    pub keys: Keymap,
    /// The looks.
    pub theme: Theme,
    /// The study; `None` until the session's thread has told.
    pub study: Option<StudyData>,
    /// The screen.
    pub place: Place,
    /// The screens behind it, the last one on top.
    pub trail: Vec<Place>,
    /// What lies over the screen.
    pub over: Option<Over>,
    /// The list of transcripts.
    pub library: List,
    /// The transcript that is read.
    pub read: Option<Read>,
    /// Where to go in a transcript when it is opened.
    pub landing: Option<Landing>,
    /// Where transcripts were left.
    pub left_at: HashMap<TranscriptId, u32>,
    /// Search.
    pub search: SearchScreen,
    /// Quotes.
    pub quotes: QuotesScreen,
    /// Frequencies.
    pub heat: HeatScreen,
    /// Memos.
    pub memos: Vec<MemoData>,
    /// The row of the memo list.
    pub memo_list: List,
    /// What is being saved, and what could not be.
    pub saving: Saving,
    /// The codes used last, newest first.
    pub recent: Vec<CodeId>,
    /// What the status line says; gone with the next key.
    pub notice: Option<(Tone, String)>,
    /// Set when the user wants to leave: with which status, once all is saved.
    pub leaving: Option<u8>,
    /// Said after the terminal is given back.
    pub farewell: Option<String>,
}

impl Model {
    /// Before anything is known.
    pub fn new(size: (u16, u16), no_colour: bool) -> Self {
        Self {
            size,
            keys: Keymap::new(),
            theme: Theme::new(no_colour),
            study: None,
            place: Place::Library,
            trail: Vec::new(),
            over: None,
            library: List::default(),
            read: None,
            landing: None,
            left_at: HashMap::new(),
            search: SearchScreen::default(),
            quotes: QuotesScreen::default(),
            heat: HeatScreen::default(),
            memos: Vec::new(),
            memo_list: List::default(),
            saving: Saving::default(),
            recent: Vec::new(),
            notice: None,
            leaving: None,
            farewell: None,
        }
    }

    /// What is to be said when the terminal is given back.
    pub fn last_word(&self) -> Option<String> {
        let unsaved = self.saving.failed.len() + self.saving.waiting.len();
        match (&self.farewell, unsaved) {
            (None, 0) => None,
            (Some(word), 0) => Some(word.clone()),
            (word, unsaved) => {
                let word = word.as_ref().map_or(String::new(), |word| format!("{word}; "));
                let these = if unsaved == 1 { "1 action was".to_owned() } else { format!("{unsaved} actions were") };
                Some(format!("{word}{these} not saved"))
            }
        }
    }

    /// Where keys are pressed now.
    pub fn context(&self) -> Context {
        match &self.over {
            None => self.place.context(),
            Some(Over::Picker(_)) => Context::Picker,
            Some(Over::Palette(_)) => Context::Palette,
            Some(Over::Menu) => Context::Menu,
            Some(Over::Help(_)) => Context::Help,
            Some(Over::Memo(_)) => Context::Writing,
            Some(Over::Coder(_)) => Context::Asking,
        }
    }

    /// The name of a code, or of the case that a mark stands for.
    pub fn code_name(&self, id: &CodeId) -> String {
        if let Some(case) = id.case() {
            return format!("about {case}");
        }
        let found = self.study.as_ref().and_then(|study| {
            let book = &study.codebook;
            book.resolve(id.as_str()).map(|at| book.code(at).name.clone())
        });
        found.unwrap_or_else(|| id.to_string())
    }

    /// The place of a code in the codebook, for its colour.
    pub fn code_place(&self, id: &CodeId) -> usize {
        let study = self.study.as_ref();
        study.and_then(|study| study.codebook.resolve(id.as_str())).map_or(0, |at| at.at())
    }
}

/// A list with a row in focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// The row.
    pub at: usize,
    /// The first row shown.
    pub top: usize,
}

impl List {
    /// Brings the row into `0..count` and into sight of `rows` rows.
    pub fn settle(&mut self, count: usize, rows: usize) {
        self.at = self.at.min(count.saturating_sub(1));
        let rows = rows.max(1);
        if self.at < self.top {
            self.top = self.at;
        } else if self.at >= self.top + rows {
            self.top = self.at + 1 - rows;
        }
        self.top = self.top.min(count.saturating_sub(rows));
    }
}

/// What lies over a screen.
#[derive(Debug)]
pub enum Over {
    /// Choosing a code.
    Picker(Box<Picker>),
    /// Choosing an action.
    Palette(Palette),
    /// Choosing a screen.
    Menu,
    /// The keys; scrolled by.
    Help(usize),
    /// Writing a memo.
    Memo(Box<MemoField>),
    /// Who is coding? With what is to be done then.
    Coder(AskCoder),
}

/// Where to stand in a transcript that is being opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Landing {
    /// The place.
    pub position: u32,
    /// The coding in focus.
    pub focus: Option<EventId>,
    /// The hits of the search that led here.
    pub hits: Vec<Span>,
}

/// What is selected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Selection {
    /// The passage.
    pub span: Span,
    /// What it grows and shrinks by.
    pub unit: Unit,
    /// Whether it was coded: the next `s` or `t` goes on after it.
    pub spent: bool,
}

/// A transcript that is read.
#[derive(Debug)]
pub struct Read {
    /// Its text.
    pub reading: Arc<Reading>,
    /// Laid out at the width of the screen.
    pub page: Page,
    /// The codings on the disk.
    pub saved: Vec<Mark>,
    /// The codings that are shown: those on the disk, as what is being saved will leave them.
    pub marks: Vec<Mark>,
    /// Those of `marks` that the lanes show.
    pub in_lanes: Vec<usize>,
    /// The lanes beside the text.
    pub lanes: Lanes,
    /// The codes with a letter, first used first.
    pub lettered: Vec<CodeId>,
    /// Their letters.
    pub letters: Vec<String>,
    /// Where the cursor stands.
    pub cursor: u32,
    /// The column that up and down keep.
    pub column: Option<u16>,
    /// Where extending began.
    pub anchor: Option<u32>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// Which of the codings at the cursor is in focus.
    pub focus: Option<EventId>,
    /// Whether others' codings are shown.
    pub others: bool,
    /// The first row shown.
    pub top: usize,
    /// The hits of the search that led here.
    pub hits: Vec<Span>,
}

/// What is being saved.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saving {
    /// The number of the last ticket.
    pub last: u64,
    /// On their way to the disk.
    pub waiting: Vec<Ticket>,
    /// Not saved, kept to be tried again.
    pub failed: Vec<(Ticket, Problem)>,
    /// Whether anything was saved since the start.
    pub any: bool,
}

/// One user action on its way to the disk.
#[derive(Clone, PartialEq, Debug)]
pub struct Ticket {
    /// Its number.
    pub number: u64,
    /// The commands.
    pub commands: Vec<Command>,
    /// The transcript whose codings the answer shall bring.
    pub about: Option<TranscriptId>,
    /// Whether other transcripts may be concerned too.
    pub everywhere: bool,
}

/// What the picked codes are for.
#[derive(Clone, PartialEq, Debug)]
pub enum Purpose {
    /// A passage is coded.
    Code(TranscriptId, Span),
    /// Codings get another code.
    Recode(Vec<EventId>),
    /// A theme to list the quotes of.
    Quotes,
}

/// Choosing a code.
#[derive(Clone, PartialEq, Debug)]
pub struct Picker {
    /// What for.
    pub purpose: Purpose,
    /// What was typed.
    pub field: Field,
    /// The codes that fit, best first.
    pub rows: Vec<PickRow>,
    /// The row in focus.
    pub list: List,
    /// Ticked codes.
    pub ticked: Vec<CodeId>,
    /// Set when a new code is made: its name; the rows are then the themes to put it under.
    pub naming: Option<String>,
}

/// One row of the picker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PickRow {
    /// A code.
    Code(CodeId),
    /// A new code of the name that was typed.
    New(String),
    /// For a new code: at the top, under no theme.
    Top,
}

/// Choosing an action.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Palette {
    /// What was typed.
    pub field: Field,
    /// What fits.
    pub rows: Vec<PaletteRow>,
    /// The row in focus.
    pub list: List,
}

/// One row of the palette.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaletteRow {
    /// Do it.
    Act(Action),
    /// Go to a citation line.
    Line(u32),
    /// Go to a turn (from 1).
    Turn(usize),
}

/// Writing a memo.
#[derive(Debug)]
pub struct MemoField {
    /// The memo that is changed; `None`: a new one.
    pub memo: Option<EventId>,
    /// What it hangs on.
    pub on: MemoOn,
    /// What it hangs on, in words.
    pub about: String,
    /// Its title, kept as it is.
    pub title: String,
    /// The text as it was.
    pub before: String,
    /// The text.
    pub area: TextArea<'static>,
}

/// Who is coding?
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AskCoder {
    /// What was typed.
    pub field: Field,
    /// Why the name does not do.
    pub wrong: Option<String>,
    /// What waits for the name.
    pub then: Vec<Command>,
}

/// The Search screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SearchScreen {
    /// What was typed.
    pub field: Field,
    /// The query that is asked now.
    pub asked: Option<String>,
    /// The query of the answer.
    pub answered: String,
    /// What was found last.
    pub found: FoundAll,
    /// What is wrong with the query.
    pub problem: Option<Problem>,
    /// The hit in focus.
    pub list: List,
}

/// How quotes are grouped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Grouping {
    /// By participant.
    #[default]
    Participant,
    /// By the first attribute.
    Group,
    /// As they stand.
    Not,
}

/// The Quotes screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct QuotesScreen {
    /// The theme; `None`: none was chosen.
    pub theme: Option<CodeId>,
    /// The query.
    pub query: String,
    /// The codings, in the order in which they are shown.
    pub rows: Vec<Quote>,
    /// How they are grouped.
    pub grouping: Grouping,
    /// The row in focus.
    pub list: List,
    /// Ticked codings.
    pub ticked: Vec<EventId>,
    /// What is wrong with the query.
    pub problem: Option<Problem>,
    /// Whether they are on their way.
    pub asked: bool,
}

/// The Frequencies screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HeatScreen {
    /// The attribute, as a place in the study's; `None`: everybody.
    pub by: Option<usize>,
    /// The figure in the cells.
    pub unit: WideUnit,
    /// The roll-up.
    pub roll_up: RollUp,
    /// The figures.
    pub heat: Option<Heat>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// The theme in focus.
    pub list: List,
    /// The group in focus.
    pub group: usize,
}
