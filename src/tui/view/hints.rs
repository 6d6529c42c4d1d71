//! The main keys of what is being done, as the line at the bottom says them.

use super::{compare, read, tables, walk};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Over, Place, Written};

/// `c code`: the main key of an action with a word.
pub fn hint(model: &Model, action: Action, word: &str) -> String {
    format!("{} {word}", model.keys.main(action))
}

/// As `hint`, where characters are typed.
fn hint_typing(model: &Model, action: Action, word: &str) -> String {
    format!("{} {word}", model.keys.main_while_typing(action))
}

/// The main keys of what is being done.
pub fn hints(model: &Model) -> Vec<String> {
    let mut hints = match (&model.over, model.place) {
        (Some(Over::Picker(picker)), _) if picker.naming.is_some() => {
            return vec![
                "type to find the theme to put it under".into(),
                "Enter makes the code".into(),
                "Esc back".into(),
            ];
        }
        (Some(Over::Picker(_)), _) => {
            return vec![
                "type to find".into(),
                "Enter use".into(),
                hint_typing(model, Action::Several, "tick several"),
                "Esc back".into(),
            ];
        }
        (Some(Over::Write(writing)), _) if matches!(writing.what, Written::Summary { .. }) => {
            return vec![
                hint_typing(model, Action::Insert, "reference"),
                hint_typing(model, Action::Discard, "discards"),
                hint_typing(model, Action::PassageNext, "next passage"),
                hint_typing(model, Action::Editor, "in your editor"),
                "Esc saves".into(),
            ];
        }
        (Some(Over::Write(_)), _) => {
            return vec![
                hint_typing(model, Action::Discard, "discards"),
                hint_typing(model, Action::Editor, "in your editor"),
                "Esc saves".into(),
            ];
        }
        (Some(Over::Ask(_)), _) => return vec!["Enter takes the answer".into(), "Esc back".into()],
        (Some(_), _) => return vec!["Esc back".into()],
        (None, Place::Library) => vec![
            hint(model, Action::Open, "read"),
            hint(model, Action::Done, "done"),
            hint(model, Action::Import, "import"),
            hint(model, Action::ScreenSearch, "search"),
            hint(model, Action::Menu, "screens"),
            hint(model, Action::Quit, "leave"),
        ],
        (None, Place::Read) => read::hints(model),
        (None, Place::Search) => {
            vec![
                "Enter opens".into(),
                "↑↓ over the hits".into(),
                hint_typing(model, Action::ReviewHits, "codes them"),
                "Esc back".into(),
                hint_typing(model, Action::Help, "keys"),
            ]
        }
        (None, Place::Walk) => walk::hints(model),
        (None, Place::Quotes) => vec![
            hint(model, Action::Open, "in place"),
            hint(model, Action::Tick, "tick"),
            hint(model, Action::Recode, "recode"),
            hint(model, Action::Uncode, "uncode"),
            hint(model, Action::Star, "star"),
            hint(model, Action::Memo, "memo"),
            hint(model, Action::Group, "grouping"),
            hint(model, Action::Theme, "theme"),
            hint(model, Action::MoreLike, "more like these"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Frequencies) => vec![
            hint(model, Action::Open, "quotes"),
            hint(model, Action::By, "groups by"),
            hint(model, Action::Unit, "unit"),
            hint(model, Action::RollUp, "roll-up"),
            hint(model, Action::Bars, "bars"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Memos) => {
            vec![
                hint(model, Action::Open, "where it stands"),
                hint(model, Action::Memo, "edit"),
                hint(model, Action::Order, "order"),
            ]
        }
        (None, Place::Codebook) => vec![
            hint(model, Action::Open, "quotes"),
            hint(model, Action::NewCode, "new under this"),
            hint(model, Action::NewTopCode, "new at the top"),
            hint(model, Action::Define, "define"),
            hint(model, Action::Rename, "rename"),
            hint(model, Action::Merge, "merge"),
            hint(model, Action::SplitCode, "split"),
            hint(model, Action::MoreLike, "more like it"),
            hint(model, Action::MoveCode, "move"),
            hint(model, Action::Remove, "remove"),
        ],
        (None, Place::History) => {
            vec![
                hint(model, Action::Open, "the transcript"),
                hint(model, Action::AsOf, "as it stood then"),
                hint(model, Action::Whose, "whose"),
                hint(model, Action::OfTranscript, "transcript"),
                hint(model, Action::OfCode, "code"),
                hint(model, Action::OfDays, "days"),
                hint(model, Action::AsOfTime, "as it stood at a time"),
            ]
        }
        (None, Place::Review) if model.review.data.rows.is_empty() => vec!["Esc back".into()],
        (None, Place::Review) => vec![
            hint(model, Action::Accept, "accept"),
            hint(model, Action::AcceptAll, "accept all"),
            hint(model, Action::PlaceByHand, "place by hand"),
            hint(model, Action::Aside, "set aside"),
        ],
        (None, Place::Compare) => compare::hints(model),
        (None, Place::Import) => vec![
            hint(model, Action::BringIn, "brings in"),
            hint(model, Action::OtherList, "labels"),
            hint(model, Action::Toggle, "interviews"),
            hint(model, Action::Who, "participant"),
            hint(model, Action::Rename, "rename"),
            "Esc back".into(),
        ],
        (None, Place::Framework) => vec![
            hint(model, Action::Open, "the cell"),
            hint(model, Action::Summarise, "summary"),
            hint(model, Action::GapNext, "next that lacks one"),
            hint(model, Action::Rows, "rows"),
            hint(model, Action::RowOrder, "order"),
            hint(model, Action::Level, "levels"),
            hint(model, Action::RollUp, "roll-up"),
            hint(model, Action::Export, "write to a file"),
        ],
        (None, Place::Cell) => vec![
            hint(model, Action::Summarise, "summary"),
            hint(model, Action::Reference, "reference"),
            hint(model, Action::Open, "in place"),
            hint(model, Action::GapNext, "next that lacks one"),
            "Esc back".into(),
        ],
        (None, Place::Analyses) => vec![hint(model, Action::Open, "open"), "Esc back".into()],
        (None, Place::Table(analysis)) => tables::hints(model, analysis),
        (None, Place::Start) => vec![hint(model, Action::Open, "open"), hint(model, Action::Quit, "leave")],
        (None, Place::New) => {
            vec![hint(model, Action::Open, "toggle, or make"), "Esc back".into(), hint(model, Action::Quit, "leave")]
        }
    };
    if model.place != Place::Search {
        hints.push(hint(model, Action::Help, "keys"));
    }
    hints
}
