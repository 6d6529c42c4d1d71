//! Where keys are pressed.

/// Where keys are pressed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Context {
    /// Every screen.
    Screens,
    /// The list of transcripts.
    Library,
    /// A transcript.
    Read,
    /// Typing a search and going over what it finds.
    Search,
    /// Going through proposed passages.
    Walk,
    /// The list of quotes.
    Quotes,
    /// The heat map.
    Frequencies,
    /// The list of memos.
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
    /// Choosing an analysis.
    Analyses,
    /// Which codes stand together.
    Together,
    /// New codes per interview.
    NewCodes,
    /// How much is coded.
    Coverage,
    /// Words by group.
    Words,
    /// Hits of a word with what is said around them.
    Concordance,
    /// Choosing a study.
    Start,
    /// Making a study.
    New,
    /// Choosing a code.
    Picker,
    /// Choosing an action, or a place to go to.
    Palette,
    /// Choosing a screen.
    Menu,
    /// Writing a memo.
    Writing,
    /// Writing a summary beside its passages.
    Summary,
    /// The letter of a bookmark.
    Bookmark,
    /// Answering a question in one line.
    Asking,
    /// Reading help.
    Help,
}

impl Context {
    /// Whether characters are typed here, so that they are no keys of actions.
    pub const fn types(self) -> bool {
        matches!(self, Self::Search | Self::Picker | Self::Palette | Self::Writing | Self::Summary | Self::Asking)
    }

    /// Its name in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Screens => "On every screen",
            Self::Library => "Library",
            Self::Read => "Reading",
            Self::Search => "Search",
            Self::Walk => "Going through passages",
            Self::Quotes => "Quotes",
            Self::Frequencies => "Frequencies",
            Self::Memos => "Memos",
            Self::Codebook => "Codebook",
            Self::History => "History",
            Self::Review => "Without a place",
            Self::Compare => "Compare",
            Self::Import => "Import",
            Self::Framework => "Framework",
            Self::Cell => "A cell of the framework",
            Self::Analyses => "Analyses",
            Self::Together => "Codes together",
            Self::NewCodes => "New codes per interview",
            Self::Coverage => "Coverage",
            Self::Words => "Words by group",
            Self::Concordance => "Concordance",
            Self::Start => "Start",
            Self::New => "A new study",
            Self::Picker => "Choosing a code",
            Self::Palette => "Palette",
            Self::Menu => "Screens",
            Self::Writing => "Writing",
            Self::Summary => "Writing a summary",
            Self::Bookmark => "A bookmark",
            Self::Asking => "A question",
            Self::Help => "Help",
        }
    }
}

/// Whether a context is a whole screen.
pub const fn is_screen(context: Context) -> bool {
    matches!(
        context,
        Context::Library
            | Context::Read
            | Context::Search
            | Context::Walk
            | Context::Quotes
            | Context::Frequencies
            | Context::Memos
            | Context::Codebook
            | Context::History
            | Context::Review
            | Context::Compare
            | Context::Import
            | Context::Framework
            | Context::Cell
            | Context::Analyses
            | Context::Together
            | Context::NewCodes
            | Context::Coverage
            | Context::Words
            | Context::Concordance
            | Context::Start
            | Context::New
    )
}
