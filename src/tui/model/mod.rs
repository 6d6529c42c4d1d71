//! All that is on the screen and behind it, as plain data. Only updates change it.

mod compare;
mod framework;
mod history;
mod looks;
mod over;
mod read;
mod screens;
mod tables;
mod walk;

use std::collections::HashMap;

use crossterm::event::KeyEvent;
use ratatui::style::Style;

pub use compare::{CompareScreen, Spot, Text, letter as lane_letter};
pub use framework::FrameworkScreen;
pub use history::{Filter, HistoryScreen};
pub use looks::{Looks, MEASURES};
pub use over::{Ask, Asking, Over, Palette, PaletteRow, PickRow, Picker, Purpose, Writing, Written};
pub use read::{Beside, Landing, Read, Selection};
pub use screens::{
    CodebookScreen, Grouping, HeatScreen, ImportScreen, List, MemosScreen, NewScreen, QuotesScreen, ReviewScreen,
    SearchScreen, StartScreen,
};

pub use tables::{TableScreen, TablesScreen};
pub use walk::{Fate, Proposal, Proposals, Reach, Source, Step, WalkScreen};

use super::data::StudyData;
use super::keymap::{Context, Keymap};
use super::layout::{self, ReadShape};
use super::tables::Analysis;
use super::theme::{Depth, Theme};
use super::tour::Tour;
use crate::model::{CodeId, EventId, TranscriptId, colour_rgb};
use crate::session::{Bookmark, Command, Problem};
use crate::text::TextHash;

/// A whole screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// No study is open: which one shall be?
    Start,
    /// A study about to be made from transcripts.
    New,
    /// The transcripts.
    Library,
    /// One transcript.
    Read,
    /// Search.
    Search,
    /// Proposed passages, one by one.
    Walk,
    /// Quotes.
    Quotes,
    /// Frequencies.
    Frequencies,
    /// Memos.
    Memos,
    /// The codebook.
    Codebook,
    /// Who did what.
    History,
    /// What has lost its place.
    Review,
    /// Where coders differ.
    Compare,
    /// Transcripts about to come in.
    Import,
    /// Participants or cases × themes.
    Framework,
    /// A cell of the framework.
    Cell,
    /// What can be analysed.
    Analyses,
    /// An analysis.
    Table(Analysis),
}

impl Place {
    /// The keys that hold on it.
    pub const fn context(self) -> Context {
        match self {
            Self::Library => Context::Library,
            Self::Read => Context::Read,
            Self::Search => Context::Search,
            Self::Walk => Context::Walk,
            Self::Quotes => Context::Quotes,
            Self::Frequencies => Context::Frequencies,
            Self::Memos => Context::Memos,
            Self::Codebook => Context::Codebook,
            Self::History => Context::History,
            Self::Review => Context::Review,
            Self::Compare => Context::Compare,
            Self::Import => Context::Import,
            Self::Framework => Context::Framework,
            Self::Cell => Context::Cell,
            Self::Analyses => Context::Analyses,
            Self::Table(analysis) => analysis.context(),
            Self::Start => Context::Start,
            Self::New => Context::New,
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
    /// Columns and rows of the whole terminal; the tour takes some of the rows.
    pub terminal: (u16, u16),
    /// The keys.
    pub keys: Keymap,
    /// What is known and wished of the looks.
    pub looks: Looks,
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
    /// The quotes of a theme beside it.
    pub beside: Option<Beside>,
    /// Places that were given a letter.
    pub bookmarks: Vec<Bookmark>,
    /// Whether some have gone with their texts and are to be kept so.
    pub bookmarks_moved: bool,
    /// Where to go in a transcript when it is opened.
    pub landing: Option<Landing>,
    /// Where transcripts were left.
    pub left_at: HashMap<TranscriptId, u32>,
    /// Search.
    pub search: SearchScreen,
    /// Proposed passages, one by one.
    pub walk: WalkScreen,
    /// Quotes.
    pub quotes: QuotesScreen,
    /// Frequencies.
    pub heat: HeatScreen,
    /// Memos.
    pub memos: MemosScreen,
    /// The codebook.
    pub book: CodebookScreen,
    /// Who did what.
    pub history: HistoryScreen,
    /// What has lost its place.
    pub review: ReviewScreen,
    /// Where coders differ.
    pub compare: CompareScreen,
    /// What is being placed by hand: its id, and what it is.
    pub placing: Option<(EventId, String)>,
    /// Transcripts about to come in.
    pub import: ImportScreen,
    /// Participants or cases × themes.
    pub framework: FrameworkScreen,
    /// Analyses.
    pub tables: TablesScreen,
    /// Which study shall be opened.
    pub start: StartScreen,
    /// A study about to be made.
    pub new: NewScreen,
    /// The tour, while it goes.
    pub tour: Option<Tour>,
    /// What is being saved, and what could not be.
    pub saving: Saving,
    /// The codes used last, newest first.
    pub recent: Vec<CodeId>,
    /// Whether something is on its way that the next keys are meant for: a study, a transcript, the rows of a screen.
    pub opening: bool,
    /// Whether that is rows of the screen that one is on.
    pub listing: bool,
    /// Keys that were pressed meanwhile.
    pub typed_ahead: Vec<KeyEvent>,
    /// What the status line says; gone with the next key.
    pub notice: Option<(Tone, String)>,
    /// Whether the mouse is ours, so that the terminal does not select with it.
    pub mouse: bool,
    /// Set when the user wants to leave: with which status, once all is saved.
    pub leaving: Option<u8>,
    /// Said after the terminal is given back.
    pub farewell: Option<String>,
}

impl Model {
    /// Before anything is known.
    pub fn new(size: (u16, u16), depth: Depth) -> Self {
        let looks = Looks::of(depth);
        Self {
            size,
            terminal: size,
            keys: Keymap::new(),
            theme: looks.theme(),
            looks,
            study: None,
            place: Place::Library,
            trail: Vec::new(),
            over: None,
            library: List::default(),
            read: None,
            beside: None,
            bookmarks: Vec::new(),
            bookmarks_moved: false,
            landing: None,
            left_at: HashMap::new(),
            search: SearchScreen::default(),
            walk: WalkScreen::default(),
            quotes: QuotesScreen::default(),
            heat: HeatScreen::default(),
            memos: MemosScreen::default(),
            book: CodebookScreen::default(),
            history: HistoryScreen::default(),
            review: ReviewScreen::default(),
            compare: CompareScreen::default(),
            placing: None,
            import: ImportScreen::default(),
            framework: FrameworkScreen::default(),
            tables: TablesScreen::default(),
            start: StartScreen::default(),
            new: NewScreen::default(),
            tour: None,
            saving: Saving::default(),
            recent: Vec::new(),
            opening: false,
            listing: false,
            typed_ahead: Vec::new(),
            notice: None,
            mouse: true,
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
            Some(Over::Notes(_)) => Context::Help,
            Some(Over::Bookmarks { .. }) => Context::Bookmark,
            Some(Over::Write(writing)) => match writing.what {
                Written::Summary { .. } => Context::Summary,
                _ => Context::Writing,
            },
            Some(Over::Ask(_)) => Context::Asking,
        }
    }

    /// The attribute by which quotes are grouped, if they are.
    pub fn quotes_by(&self) -> Option<&str> {
        let Grouping::Group(at) = self.quotes.grouping else { return None };
        self.study.as_ref()?.attributes.get(at).map(String::as_str)
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

    /// What decides how the Read screen is split.
    pub fn read_shape(&self) -> ReadShape {
        let read = self.read.as_ref();
        ReadShape {
            turns: read.map_or(0, |read| read.reading.layout.turns.len()),
            lanes: read.map_or(0, |read| read.lane_room),
            measure: self.looks.measure,
            quotes: self.beside.is_some(),
        }
    }

    /// How the Read screen is split.
    pub fn read_parts(&self) -> layout::Read {
        layout::read(self.size, self.read_shape())
    }

    /// How the letter of a code looks: in the colour that the codebook gives it, if that can be shown.
    pub fn lane(&self, id: &CodeId) -> Style {
        let study = self.study.as_ref();
        let code = study.and_then(|study| study.codebook.resolve(id.as_str()).map(|at| study.codebook.code(at)));
        let own = code.and_then(|code| code.colour.as_deref()).and_then(colour_rgb);
        self.theme.lane(self.code_place(id), own.as_deref())
    }

    /// The place of a code in the codebook.
    pub fn code_place(&self, id: &CodeId) -> usize {
        let study = self.study.as_ref();
        study.and_then(|study| study.codebook.resolve(id.as_str())).map_or(0, |at| at.at())
    }
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
    /// The coder of whom it was said that their codings are counted nowhere.
    pub unheard: Option<crate::model::CoderName>,
    /// Of how many actions that could not be saved it was said that leaving loses them.
    pub told: usize,
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
    /// Its text as it stands on the screen: places in another text would be other places.
    pub seen: Option<TextHash>,
    /// Whether other transcripts may be concerned too.
    pub everywhere: bool,
}
