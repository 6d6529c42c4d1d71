//! The tour of the sample study: ten steps that are done by doing. What is said depends on where one stands, so that a wrong turn
//! is answered with the key that leads back.

use super::data::Role;
use super::effect::{Effect, Request};
use super::keymap::Action;
use super::model::{Asking, Model, Over, Place, Tone};
use crate::session::{Command, TourKept};

/// How many steps there are; beyond the last one stands the farewell.
pub const STEPS: u8 = 10;

/// Rows that it takes at the bottom of the screen; of a narrow one some more.
const ROWS: u16 = 4;
const ROWS_NARROW: u16 = 7;
/// Rows that a screen must have to spare them.
const ROOM: u16 = 18;

/// The tour as it goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tour {
    /// The step, from 0.
    pub step: u8,
    /// What was done in this step and is on the disk.
    done: Done,
    /// The file that was written, in words.
    file: Option<String>,
    /// What was told last on a screen that has no rows to spare for it.
    told: String,
}

/// What the session has acknowledged since the step began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Done {
    coded: bool,
    undone: bool,
    redone: bool,
    memo: bool,
    cell: bool,
}

impl Tour {
    /// From this step on.
    pub fn at(step: u8) -> Self {
        Self { step: step.min(STEPS), done: Done::default(), file: None, told: String::new() }
    }
}

/// Rows at the bottom of a terminal of so many columns and rows that are the tour's.
pub fn rows(tour: Option<&Tour>, (columns, rows): (u16, u16)) -> u16 {
    match (tour.is_some() && rows >= ROOM, columns) {
        (false, _) => 0,
        (true, ..70) => ROWS_NARROW.min(rows - 12),
        (true, _) => ROWS,
    }
}

/// Where the tour has no rows of its own, what it says is told over the screen until the next key, each time that it is something
/// else.
pub fn tell(model: &mut Model) {
    let low = rows(model.tour.as_ref(), model.terminal) == 0 && model.study.is_some();
    let Some(tour) = model.tour.as_ref().filter(|_| low) else { return };
    // Windows lie over that, and say themselves what they are for.
    let said = said(model, tour);
    if model.over.is_some() || said == tour.told || matches!(model.notice, Some((Tone::Wrong, _))) {
        return;
    }
    // What was said at opening, or of what was done, is not lost by it.
    let rest = match &model.notice {
        Some((_, rest)) if tour.step < STEPS => format!(" · {rest}"),
        _ => String::new(),
    };
    model.notice = Some((Tone::Plain, format!("{said}{rest}")));
    if let Some(tour) = &mut model.tour {
        tour.told = said;
    }
}

/// Begins the tour, or leaves it.
pub fn switch(model: &mut Model) -> Vec<Effect> {
    let kept = match model.tour.take() {
        Some(tour) => {
            let again =
                format!("the tour is left; the palette ({}) takes it up again", model.keys.main(Action::Palette));
            model.notice = Some((Tone::Plain, again));
            TourKept { step: tour.step, on: false }
        }
        None => {
            let step = model.study.as_ref().and_then(|study| study.tour).map_or(0, |kept| kept.step % STEPS);
            model.tour = Some(Tour::at(step));
            TourKept { step, on: true }
        }
    };
    keep(model, kept)
}

fn keep(model: &mut Model, kept: TourKept) -> Vec<Effect> {
    if let Some(study) = &mut model.study {
        study.tour = Some(kept);
    }
    vec![Effect::Ask(Request::KeepTour(kept))]
}

/// The commands of an action are on the disk.
pub fn saved(model: &mut Model, commands: &[Command]) {
    let Some(tour) = &mut model.tour else { return };
    for command in commands {
        match command {
            Command::Code { .. } | Command::AddCodes { .. } => tour.done.coded = true,
            Command::Undo => tour.done.undone = true,
            Command::Redo => tour.done.redone = true,
            Command::Memo { .. } => tour.done.memo = true,
            Command::Together(commands) => {
                tour.done.coded |= commands.iter().any(|command| matches!(command, Command::Code { .. }));
            }
            _ => {}
        }
    }
}

/// A table was written.
pub fn written(model: &mut Model, said: &str) {
    if let Some(tour) = &mut model.tour {
        tour.file = Some(said.to_owned());
    }
}

/// The quotes of a cell were asked for.
pub fn cell(model: &mut Model) {
    if let Some(tour) = &mut model.tour {
        tour.done.cell = true;
    }
}

/// Goes on to the next step as soon as this one is done.
pub fn advance(model: &mut Model) -> Vec<Effect> {
    let Some(tour) = &model.tour else { return Vec::new() };
    if tour.step >= STEPS || !is_done(model, tour) {
        return Vec::new();
    }
    let step = tour.step + 1;
    let file = tour.file.clone();
    model.tour = Some(Tour { file, ..Tour::at(step) });
    keep(model, TourKept { step, on: true })
}

fn is_done(model: &Model, tour: &Tour) -> bool {
    let selected = || model.read.as_ref().and_then(|read| read.selection);
    match tour.step {
        0 => model.place == Place::Read,
        1 => model.read.as_ref().is_some_and(|read| {
            let turn = read.reading.layout.turn_at(read.cursor);
            turn.is_some_and(|turn| read.reading.role(turn) == Role::Participant)
        }),
        2 => selected().is_some_and(|selection| !selection.spent && selection.unit != super::page::Unit::Word),
        3 => tour.done.coded,
        4 => tour.done.undone && tour.done.redone,
        5 => tour.done.memo,
        6 => model.place == Place::Quotes && !model.quotes.rows.is_empty(),
        7 => model.place == Place::Frequencies && model.heat.heat.is_some(),
        8 => model.place == Place::Quotes && tour.done.cell,
        _ => tour.file.is_some(),
    }
}

/// How far it is.
pub fn place(tour: &Tour) -> String {
    if tour.step < STEPS { format!("step {} of {STEPS}", tour.step + 1) } else { "the end".to_owned() }
}

/// What is to be done now, and how.
pub fn said(model: &Model, tour: &Tour) -> String {
    if let Some(Over::Ask(ask)) = &model.over {
        match ask.about {
            Asking::Coder(_) => {
                return "Once, emic asks who is coding. Type a short name, such as nora, and press Enter.".into();
            }
            Asking::Export(_) => {
                return "Type a name for the file, such as table.csv, and press Enter. The ending says what it is: csv, xlsx, tsv, json or md.".into();
            }
            _ => {}
        }
    }
    match &model.over {
        Some(Over::Picker(_)) if tour.step == 3 => {
            return "Type ref: the list shortens to what it fits, and on the right stands what the code means. ↑ and ↓ choose; Enter codes."
                .into();
        }
        Some(Over::Picker(_)) if tour.step == 6 => {
            return "No theme was shown yet, and none is at the cursor: type ref for Referral delays, and press Enter."
                .into();
        }
        Some(Over::Write(_)) => return "Write what you think, in as many lines as you like. Esc saves it.".into(),
        Some(_) => return "This is a window over the screen. Esc closes it.".into(),
        None => {}
    }
    on_screen(model, tour)
}

/// The same, whatever lies over the screen.
pub fn on_screen(model: &Model, tour: &Tour) -> String {
    let key = |action| model.keys.main(action);
    let reads = || model.place == Place::Read;
    let back = format!(
        "This step is done in an interview: press {} for the list of transcripts, then Enter.",
        key(Action::ScreenLibrary)
    );
    let frequencies =
        format!("This step is done on the screen of frequencies: press {}.", key(Action::ScreenFrequencies));
    match tour.step {
        0 if model.place != Place::Library => format!("Press {} for the list of transcripts.", key(Action::ScreenLibrary)),
        0 => "These are invented interviews about support in schools. ↑ and ↓ go through the list. Choose s3-parent-rowan, a mother, \
              and press Enter."
            .into(),
        1..=5 if !reads() => back,
        1 => format!(
            "{} goes to the next turn, {} to the one before. What the interviewer says is dim and never counts. Go to a turn of P07, in bold.",
            key(Action::TurnNext),
            key(Action::TurnPrevious)
        ),
        2 => format!(
            "Select a sentence: press {}. Once more takes the next one in, {} the whole turn.",
            key(Action::SelectSentence),
            key(Action::SelectTurn)
        ),
        3 if model.read.as_ref().is_some_and(|read| read.selection.is_none()) => {
            format!("Select a sentence again with {}, then press {} to code it.", key(Action::SelectSentence), key(Action::Code))
        }
        3 => format!("Code it: press {}, type a few letters of a code, such as ref, and press Enter.", key(Action::Code)),
        4 if !tour.done.undone => format!(
            "“saved ✓” on the right: it is on the disk. Take it back with {}. There is no limit, and it works tomorrow too.",
            key(Action::Undo)
        ),
        4 => format!("Gone. Press {} to do it again after all.", key(Action::Redo)),
        5 => format!("Press {} to write a memo on this coding: a thought, a doubt. Esc saves it.", key(Action::Memo)),
        6 => format!(
            "Constant comparison: {} shows the passages of the theme at the cursor side by side. {} chooses another theme.",
            key(Action::ScreenQuotes),
            key(Action::Theme)
        ),
        7 => format!("Now compare groups: {} shows how many participants of each role speak of each theme.", key(Action::ScreenFrequencies)),
        9 if model.place == Place::Quotes => format!("{} leads back to the table.", key(Action::Back)),
        8 | 9 if model.place != Place::Frequencies => frequencies,
        8 => "Arrows go to a cell, such as parents on Referral delays. Enter shows the quotes behind its number.".into(),
        9 => format!("Take the table into a paper: press {}.", key(Action::Export)),
        _ => {
            let file = tour.file.as_deref().map_or(String::new(), |file| format!("{file}. "));
            format!(
                "That was the tour. {file}For your own interviews: put them into a folder and start emic there. {} shows the keys of any \
                 screen; {} and “tour” close this.",
                key(Action::Help),
                key(Action::Palette)
            )
        }
    }
}
