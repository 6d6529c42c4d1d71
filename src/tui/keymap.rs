//! The one table of actions: id, what it does, where, and its default keys. Dispatch, help and palette come from it.

mod context;
mod key;
mod map;
mod presets;
#[cfg(test)]
mod reference;

pub use context::{Context, is_screen};
pub use key::Key;
pub use map::Keymap;

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its stable name.
    pub id: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Where it can be done.
    pub contexts: &'static [Context],
    /// Its default keys, the main one first.
    pub keys: &'static [&'static str],
}

macro_rules! actions {
    ($($action:ident $id:literal $doc:literal [$($context:ident)*] [$($key:literal)*];)*) => {
        /// Something that a user can do.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {$(
            #[doc = $doc]
            $action,
        )*}

        /// All actions.
        pub const ACTIONS: &[Entry] = &[$(Entry {
            action: Action::$action,
            id: $id,
            doc: $doc,
            contexts: &[$(Context::$context),*],
            keys: &[$($key),*],
        }),*];
    };
}

actions! {
    SelectSentence "select-sentence" "select the sentence; again: and the next" [Read] ["s"];
    SelectTurn "select-turn" "select the turn; again: and the next" [Read] ["t"];
    Extend "extend" "select from here on as you move" [Read] ["v"];
    Grow "grow" "selection longer by a unit" [Read] ["e"];
    Shrink "shrink" "selection shorter by a unit" [Read] ["E"];
    Code "code" "choose a code for the selection" [Read] ["c" "Enter"];
    Repeat "repeat" "the last code again" [Read] ["."];
    Recent "recent" "one of the recent codes, 1 to 9" [Read] ["1" "2" "3" "4" "5" "6" "7" "8" "9"];
    CaseMark "case" "say which case the passage is about" [Read] ["C"];
    InVivo "in-vivo" "a new code named by the selected words" [Read] ["i"];
    Uncode "uncode" "take the coding in focus away" [Read Quotes] ["x" "Delete"];
    Memo "memo" "write a memo on the selection, or what is in focus" [Read Quotes Memos Codebook] ["m"];
    Star "star" "mark the coding in focus as exemplar, negative, not" [Read Quotes] ["*"];
    Recode "recode" "give another code" [Quotes] ["c"];
    EndLess "end-less" "end of the coding or selection back by a word" [Read] ["<"];
    EndMore "end-more" "end of the coding or selection on by a word" [Read] [">"];
    Focus "focus" "the next coding here" [Read] [";"];
    Left "left" "left" [Read] ["h" "Left"];
    Right "right" "right" [Read] ["l" "Right"];
    ExtendLeft "extend-left" "extend to the left" [Read] ["Shift+Left"];
    ExtendRight "extend-right" "extend to the right" [Read] ["Shift+Right"];
    ExtendUp "extend-up" "extend upward" [Read] ["Shift+Up"];
    ExtendDown "extend-down" "extend downward" [Read] ["Shift+Down"];
    Up "up" "up" [Read Library Walk Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help] ["k" "Up"];
    Down "down" "down" [Read Library Walk Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help] ["j" "Down"];
    CellLeft "cell-left" "the column to the left" [Frequencies Framework Cell Together NewCodes Coverage Words] ["h" "Left"];
    CellRight "cell-right" "the column to the right" [Frequencies Framework Cell Together NewCodes Coverage Words] ["l" "Right"];
    Previous "previous" "the one before" [Search Picker Palette] ["Up" "Ctrl+p"];
    Next "next" "the next one" [Search Picker Palette] ["Down" "Ctrl+n"];
    WordNext "word-next" "next word" [Read] ["w"];
    WordPrevious "word-previous" "word before" [Read] ["b"];
    SentenceNext "sentence-next" "next sentence" [Read] ["L"];
    SentencePrevious "sentence-previous" "sentence before" [Read] ["H"];
    TurnNext "turn-next" "next turn" [Read] ["J" "}"];
    TurnPrevious "turn-previous" "turn before" [Read] ["K" "{"];
    PageDown "page-down" "a page down" [Read Library Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help Search Picker] ["PageDown" "Ctrl+d"];
    PageUp "page-up" "a page up" [Read Library Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help Search Picker] ["PageUp" "Ctrl+b"];
    First "first" "to the start" [Read Library Walk Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help] ["Home" "g"];
    Last "last" "to the end" [Read Library Walk Quotes Frequencies Memos Codebook History Review Compare Import Framework Cell Analyses Together NewCodes Coverage Words Concordance Start New Help] ["End" "G"];
    TranscriptNext "transcript-next" "next transcript" [Read] ["Tab"];
    TranscriptPrevious "transcript-previous" "transcript before" [Read] ["BackTab"];
    StopNext "stop-next" "next hit of the search shown, else next coding" [Read] ["n"];
    StopPrevious "stop-previous" "hit or coding before" [Read] ["p"];
    Uncoded "uncoded" "next turn that you have not coded" [Read] ["N"];
    SetBookmark "bookmark" "set a bookmark here, under a letter" [Read] ["M"];
    GoBookmark "go-bookmark" "go to the bookmark of a letter; twice: back to where you were" [Read] ["'"];
    Beside "beside" "quotes of a theme beside the transcript; again: away" [Read] ["T"];
    BesideNext "beside-next" "next of the quotes beside the transcript" [Read] ["+"];
    BesidePrevious "beside-previous" "the quote before, of those beside the transcript" [Read] ["-"];
    BesideOpen "beside-open" "where the quote beside the transcript stands" [Read] ["O"];
    Legend "legend" "which letter beside the text is which code" [Read] ["="];
    Done "done" "mark the transcript done, or not" [Read Library] ["d"];
    Measure "measure" "columns of text at most: 60, 66, 72, 80, 100" [Read] ["W"];
    Others "others" "show or hide others' codings" [Read] ["o"];
    Copy "copy" "copy the passage with its citation" [Read Quotes Cell] ["y" "Ctrl+c"];
    Open "open" "open, or use" [Library Walk Quotes Frequencies Memos Codebook History Review Compare Framework Cell Analyses Together NewCodes Coverage Words Concordance Search Menu Start New] ["Enter"];
    Group "group" "group by participant, by each attribute, not at all" [Quotes] ["a"];
    Theme "theme" "another theme" [Quotes] ["t"];
    Export "export" "write the table to a file" [Frequencies Quotes Framework Together NewCodes Coverage Words Concordance] ["w"];
    Order "order" "newest first, or by what they hang on" [Memos] ["a"];
    NewCode "new-code" "a new code under this one" [Codebook] ["a"];
    NewTopCode "new-top-code" "a new code at the top" [Codebook] ["A"];
    Rename "rename" "another name" [Codebook Import] ["r"];
    Define "define" "say what it means, when to use it and when not" [Codebook] ["d"];
    MoveCode "move-code" "carry it under another theme" [Codebook] ["t"];
    Merge "merge" "merge it into another code" [Codebook] ["c"];
    Remove "remove" "take it out of the codebook" [Codebook] ["x" "Delete"];
    Import "import" "bring in files: Word, PDF, captions, text, tables" [Library] ["i"];
    BringIn "bring-in" "bring in what can come in" [Import] ["Enter"];
    OtherList "other-list" "from the files to the labels and back" [Import] ["Tab"];
    OtherLabel "other-label" "this label is present, not studied" [Import] ["o"];
    Who "who" "say which participant this label is" [Import] ["p"];
    SamePerson "same-person" "one person with the label that it resembles; again: apart" [Import] ["="];
    Encoding "encoding" "say in which encoding the files were saved" [Import] ["e"];
    Accept "accept" "accept the best match" [Review] ["a"];
    AcceptAll "accept-all" "accept all best matches of mine, as one action" [Review] ["A"];
    PlaceByHand "place-by-hand" "place it by hand: select in the transcript" [Review] ["p"];
    Aside "aside" "set aside, or take up again" [Review] ["x"];
    Amend "amend" "correct what this turn says; codings follow" [Read] ["a"];
    TakeA "take-a" "settle it as the first coder has it" [Compare] ["a" "1"];
    TakeB "take-b" "settle it as the second coder has it" [Compare] ["b" "2"];
    TakeC "take-c" "settle it as the third coder has it" [Compare] ["3"];
    TakeD "take-d" "settle it as the fourth coder has it" [Compare] ["4"];
    TakeAll "take-all" "settle it with all that any of them has" [Compare] ["t"];
    Widest "union" "settle it with one coding over all that any of them covers" [Compare] ["w"];
    InCommon "intersection" "settle it with one coding over what all of them cover" [Compare] ["i"];
    OtherCode "other-code" "settle it with another code" [Compare] ["c"];
    TakeNone "take-none" "settle it without a coding" [Compare] ["x" "Delete"];
    Reason "reason" "say why; it goes with the next decision" [Compare] ["r"];
    TakeOver "take-over" "take over what all agree on in this transcript; it is done by the consensus" [Compare] ["d"];
    DifferenceNext "difference-next" "next difference" [Compare] ["n" "Tab"];
    DifferencePrevious "difference-previous" "difference before" [Compare] ["p" "BackTab"];
    DifferenceOpen "difference-open" "next difference that is open" [Compare] ["N"];
    PlaceOrder "place-order" "by transcript, or by code" [Compare] ["o"];
    Mask "mask" "names become A, B …; again: names" [Compare] ["M"];
    CompareCoders "compare-coders" "say which coders are compared" [Compare] ["C"];
    CompareUnit "compare-unit" "by sentence, turn, word, character" [Compare] ["e"];
    Whose "whose" "of every coder, or of one" [History] ["a"];
    OfTranscript "of-transcript" "only actions on one transcript, or some" [History] ["t"];
    OfCode "of-code" "only actions with one code, or some" [History] ["c"];
    OfDays "of-days" "only actions of a day, or of some days" [History] ["d"];
    AsOf "as-of" "the study as it stood after this action, to be looked at" [History] ["v"];
    AsOfTime "as-of-time" "the study as it stood at a time, to be looked at" [History] ["V"];
    Toggle "toggle" "whether this label interviews" [New Import] ["Space" "x"];
    ReviewHits "review-hits" "go through what was found and code it" [Search] ["Tab"];
    MoreLike "more-like" "go through turns that resemble the passages of this theme" [Quotes Codebook] ["l"];
    SplitCode "split-code" "go through its passages: which go over to another code" [Codebook] ["s"];
    Yes "yes" "code the passage, or let it go over" [Walk] ["y"];
    No "no" "do not" [Walk] ["n"];
    Wider "wider" "take more: the sentence, the turn" [Walk] ["e"];
    Narrower "narrower" "take less: the sentence, the words" [Walk] ["E"];
    SkipTranscript "skip-transcript" "leave out the rest of this transcript" [Walk] ["x"];
    Tick "tick" "tick for an action on several" [Quotes] ["v"];
    By "by" "next attribute for the groups" [Frequencies Together NewCodes Coverage Words] ["a"];
    Unit "unit" "participants, passages, transcripts, words" [Frequencies] ["t"];
    RollUp "roll-up" "with everything beneath, or the code alone" [Frequencies Framework Together Coverage] ["r"];
    Bars "bars" "bars for the theme in focus, or all themes" [Frequencies] ["v"];
    Rows "rows" "participants or cases" [Framework] ["t"];
    RowOrder "row-order" "order of the rows: as in their file, or by an attribute" [Framework] ["a"];
    Level "level" "top themes, themes of two levels, all" [Framework] ["v"];
    Summarise "summarise" "write the summary of this cell" [Framework Cell] ["m" "Tab"];
    GapNext "gap-next" "next cell that lacks a summary or has an old one" [Framework Cell] ["n"];
    GapPrevious "gap-previous" "cell before that lacks a summary or has an old one" [Framework Cell] ["p"];
    Reference "reference" "put the reference of the passage in focus into the summary" [Cell] ["r"];
    Insert "insert-reference" "put the reference of the passage in focus where you write" [Summary] ["Ctrl+t"];
    PassageNext "passage-next" "next passage, while you write" [Summary] ["Ctrl+n"];
    PassagePrevious "passage-previous" "passage before, while you write" [Summary] ["Ctrl+p"];
    Rule "rule" "what standing together means: overlap, turn, 2 turns, participant, transcript" [Together] ["t"];
    Across "across" "pairs, or codes × codes" [Together] ["v"];
    InterviewOrder "interview-order" "order of the interviews: by id, as coded, by date or another attribute" [NewCodes] ["t"];
    Listed "listed" "words coded, codes by use, turns never coded" [Coverage] ["t"];
    Stems "stems" "each form of a word, or all forms of a stem together" [Words] ["t"];
    Sort "sort" "sorted by place, by what stands left, by what stands right" [Concordance] ["t"];
    LookUp "look" "look up another word" [Concordance] ["c"];
    GroupNext "group-next" "next group" [Together NewCodes Words] ["n" "Tab"];
    GroupPrevious "group-previous" "group before" [Together NewCodes Words] ["p" "BackTab"];
    Notes "notes" "how it is counted, and what is left out" [Framework Frequencies Together NewCodes Coverage Words Concordance] ["i"];
    Choose "choose" "use the code" [Picker] ["Enter"];
    Several "several" "tick the code and choose more" [Picker] ["Tab"];
    Run "run" "do it" [Palette] ["Enter"];
    Answer "answer" "that is it" [Asking] ["Enter"];
    Keep "keep" "save what is written" [Writing Summary] ["Ctrl+s" "Esc"];
    Discard "discard" "leave it without saving what was written (asks once)" [Writing Summary] ["Ctrl+g"];
    Editor "editor" "write in your own editor ($VISUAL or $EDITOR)" [Writing Summary] ["Ctrl+o"];
    Undo "undo" "take your last action back" [Screens] ["u" "Ctrl+z"];
    Redo "redo" "do it again after all" [Screens] ["U" "Ctrl+y"];
    ScreenSearch "search" "search all transcripts" [Screens Menu] ["/" "Ctrl+f"];
    ScreenLibrary "library" "the transcripts" [Screens Menu] ["F2"];
    ScreenQuotes "quotes" "passages of a theme, side by side" [Screens Menu] ["F3"];
    ScreenFrequencies "frequencies" "themes by groups" [Screens Menu] ["F4"];
    ScreenMemos "memos" "all memos" [Screens Menu] ["F5"];
    ScreenCodebook "codebook" "the codes with their counts and definitions" [Screens Menu] ["F6"];
    ScreenHistory "history" "who did what and when" [Screens Menu] ["F7"];
    ScreenReview "review" "codings that lost their place after an edit" [Screens Menu] ["F8"];
    ScreenAnalyses "analyses" "codes together, new codes, coverage, words, concordance" [Screens Menu] ["F9"];
    ScreenFramework "framework" "participants or cases × themes, with your summaries" [Screens Menu] ["F10"];
    ScreenTogether "together" "which codes stand together (co-occurrence)" [Screens] [];
    ScreenNewCodes "new-codes" "new codes per interview (saturation)" [Screens] [];
    ScreenCoverage "coverage" "how much is coded, codes hardly used, turns never coded" [Screens] [];
    ScreenWords "words" "words by group, and what sets a group apart" [Screens] [];
    ScreenConcordance "concordance" "a word with what is said left and right of it" [Screens] [];
    ScreenBars "bars-by-group" "one theme by group, as bars" [Screens] [];
    ScreenCompare "compare" "where coders differ, and settling it" [Screens Menu] ["F11"];
    Menu "menu" "the screens" [Screens] ["Space"];
    Palette "palette" "all actions; :120 a line, :t14 a turn" [Screens] [":"];
    Help "help" "the keys of this screen" [Screens] ["?" "F1"];
    Save "save" "everything is saved as you go" [Screens] ["Ctrl+s"];
    Retry "retry" "try again to save what could not be saved" [Screens] ["Ctrl+r"];
    Redraw "redraw" "draw the screen anew" [Screens] ["Ctrl+l"];
    Look "looks" "how it looks: as the terminal is, dark, light, high contrast, its own colours, none" [Screens] [];
    Now "now" "back to the study as it is now, from a past moment" [Screens] [];
    Mouse "mouse" "the mouse for emic, or for the terminal to select with" [Screens] [];
    Tour "tour" "the tour of the sample: begin it, go on, leave it" [Screens] [];
    Suspend "suspend" "back to the shell until `fg`" [Screens] [];
    Back "back" "one step back" [Screens Search Picker Palette Menu Bookmark Asking Help] ["Esc"];
    Quit "quit" "leave (waits for what is being saved)" [Screens] ["q"];
}

impl Action {
    /// Whether it changes something, or asks for what only a change can follow, so that it is refused where nothing can be
    /// changed before anybody has typed.
    pub const fn begins_a_change(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::Repeat
                | Self::Recent
                | Self::Uncode
                | Self::Star
                | Self::Done
                | Self::Undo
                | Self::Redo
                | Self::CaseMark
                | Self::InVivo
                | Self::Memo
                | Self::Amend
                | Self::Recode
                | Self::NewCode
                | Self::NewTopCode
                | Self::Rename
                | Self::Define
                | Self::MoveCode
                | Self::Merge
                | Self::Remove
                | Self::Import
                | Self::Summarise
                | Self::Reference
                | Self::PlaceByHand
                | Self::Accept
                | Self::AcceptAll
                | Self::Aside
                | Self::Reason
                | Self::OtherCode
        )
    }
}

/// The menu that `Space` opens.
pub const MENU: &[(&str, Action)] = &[
    ("l", Action::ScreenLibrary),
    ("s", Action::ScreenSearch),
    ("q", Action::ScreenQuotes),
    ("f", Action::ScreenFrequencies),
    ("m", Action::ScreenMemos),
    ("c", Action::ScreenCodebook),
    ("h", Action::ScreenHistory),
    ("w", Action::ScreenReview),
    ("a", Action::ScreenAnalyses),
    ("g", Action::ScreenFramework),
    ("o", Action::ScreenCompare),
];

/// The line of an action.
pub fn entry(action: Action) -> Option<&'static Entry> {
    ACTIONS.iter().find(|entry| entry.action == action)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_key_can_be_read_and_means_one_thing_in_its_place() {
        let mut seen = HashMap::new();
        for entry in ACTIONS {
            assert!(!entry.doc.is_empty() && !entry.contexts.is_empty(), "{}", entry.id);
            for key in entry.keys {
                let read = Key::parse(key);
                assert!(read.is_some(), "{}: {key}", entry.id);
                for context in entry.contexts {
                    let before = seen.insert((*context, read), entry.id);
                    assert_eq!(before, None, "{key} in {context:?}");
                }
            }
        }
        let mut ids: Vec<&str> = ACTIONS.iter().map(|entry| entry.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ACTIONS.len());
    }

    #[test]
    fn no_default_needs_alt() {
        assert!(ACTIONS.iter().flat_map(|entry| entry.keys).all(|key| !key.contains("Alt")));
    }
}
