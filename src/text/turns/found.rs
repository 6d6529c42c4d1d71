//! What was found, and what is doubtful about it.

use std::collections::HashMap;
use std::fmt;

use crate::text::{Body, Layout};

use super::choose::{Choice, Verdict};
use super::head::{Family, Stamped};
use super::label::{Class, fold_label};
use super::survey::Survey;

/// The layout of a body, for messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LayoutKind {
    /// `Name: speech` on one line.
    Inline,
    /// `Name:` on a line of its own.
    Alone,
    /// `**Name:** speech`.
    Bold,
    /// `[Name] speech`.
    Bracketed,
    /// `Speaker 1: 00:01:17`, speech below.
    Diarised,
    /// `Name  1:17`, speech below (Otter, Teams).
    Otter,
    /// The name on a line of its own, without colon or time.
    Names,
    /// `[Name] 11:02:09`, speech below.
    Zoom,
    /// `Name (01:17):`, speech below.
    Rev,
    /// `Name [01:17] speech`.
    Stamped,
    /// `Q.` and `A.`.
    QuestionAnswer,
    /// The name, a tab, speech.
    Tabbed,
    /// Found by the study's pattern.
    Pattern,
    /// No labels: each paragraph is a turn.
    Paragraphs,
    /// No labels and no empty lines: each line is a turn.
    Lines,
}

impl fmt::Display for LayoutKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inline => "labels inline",
            Self::Alone => "labels on their own line",
            Self::Bold => "bold labels",
            Self::Bracketed => "labels in brackets",
            Self::Diarised => "diarised",
            Self::Otter => "Otter",
            Self::Names => "names on their own line",
            Self::Zoom => "Zoom",
            Self::Rev => "Rev",
            Self::Stamped => "labels with times",
            Self::QuestionAnswer => "Q. and A.",
            Self::Tabbed => "labels before tabs",
            Self::Pattern => "the study's pattern",
            Self::Paragraphs => "no labels, by paragraph",
            Self::Lines => "no labels, by line",
        })
    }
}

/// Why a label is doubtful.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DoubtKind {
    /// Taken for a label though it occurs once.
    KeptOnce,
    /// Looks like a label and was not taken for one.
    Refused,
    /// Stands in a block of `key: value` lines at the top and was not taken for a label there.
    Header,
    /// Perhaps the same person as `full`, abbreviated. The two are kept apart.
    Abbreviates {
        /// The longer label.
        full: String,
    },
}

/// A label that somebody should look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// Why.
    pub kind: DoubtKind,
    /// The label as it first appears.
    pub label: String,
    /// Line of the body where it first stands, from 1.
    pub line: u32,
    /// Turn in which it stands, from 1; `None` before the first turn.
    pub turn: Option<u32>,
    /// How many lines begin with it.
    pub count: u32,
}

/// The turns of a body and how they were found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Turns, labels and words.
    pub layout: Layout,
    /// The layout's name.
    pub kind: LayoutKind,
    /// Whether every label is an interviewer's, so that the paragraphs without one are turns of their own.
    pub answers_unlabelled: bool,
    /// Lines, empty ones aside, before the first turn.
    pub header_lines: u32,
    /// Labels to look at, at most [`Found::MOST_DOUBTS`], in order of line.
    pub doubtful: Vec<Doubt>,
}

impl Found {
    /// The most doubts that are listed.
    pub const MOST_DOUBTS: usize = 100;

    pub(super) fn new(
        body: &Body,
        layout: Layout,
        kind: LayoutKind,
        answers_unlabelled: bool,
        doubts: Vec<(Doubt, usize)>,
    ) -> Self {
        let head = layout.turns.first().map_or("", |turn| body.before(turn.span.start, turn.span.start));
        let header_lines = head.lines().filter(|line| !line.trim().is_empty()).count() as u32;
        let doubtful = doubts
            .into_iter()
            .map(|(mut doubt, byte)| {
                doubt.turn = layout.turn_at(body.position(byte)).map(|turn| turn as u32 + 1);
                doubt
            })
            .collect();
        Self { layout, kind, answers_unlabelled, header_lines, doubtful }
    }
}

/// The name of the layout that most heads have.
pub(super) fn kind(survey: &Survey, choice: &Choice) -> LayoutKind {
    let mut counts: HashMap<LayoutKind, usize> = HashMap::new();
    let mut best = (0, LayoutKind::Inline);
    for candidate in choice.heads.iter().filter_map(|at| survey.candidates.get(*at)) {
        let head = &candidate.head;
        let kind = match head.family {
            Family::Colon if head.bold => LayoutKind::Bold,
            Family::Colon if head.alone && head.stamped == Stamped::Inside => LayoutKind::Rev,
            Family::Colon if head.alone && head.stamped == Stamped::After => LayoutKind::Diarised,
            Family::Colon if head.alone => LayoutKind::Alone,
            Family::Colon if head.bracket => LayoutKind::Bracketed,
            Family::Colon => LayoutKind::Inline,
            Family::Stamp if head.bracket => LayoutKind::Zoom,
            Family::Stamp if head.alone => LayoutKind::Otter,
            Family::Stamp => LayoutKind::Stamped,
            Family::Bracket => LayoutKind::Bracketed,
            Family::Tail | Family::Bare => LayoutKind::Names,
            Family::Letter => LayoutKind::QuestionAnswer,
            Family::Tab => LayoutKind::Tabbed,
            Family::Bold => LayoutKind::Bold,
        };
        let count = counts.entry(kind).or_default();
        *count += 1;
        if *count > best.0 {
            best = (*count, kind);
        }
    }
    best.1
}

/// The labels to look at, each with the byte of the body where it stands.
pub(super) fn doubts(survey: &Survey, choice: &Choice) -> Vec<(Doubt, usize)> {
    let mut doubts = Vec::new();
    let mut counts = vec![0u32; survey.keys.len()];
    for candidate in &survey.candidates {
        if let Some(count) = counts.get_mut(candidate.key as usize) {
            *count += 1;
        }
    }
    let full = abbreviations(survey, choice);
    let mut seen = vec![false; survey.keys.len()];
    for candidate in &survey.candidates {
        let at = candidate.key as usize;
        let (Some(verdict), Some(count)) = (choice.verdicts.get(at), counts.get(at)) else { continue };
        let key = survey.key(candidate);
        let mark = candidate.head.family.is_strong() || candidate.head.family == Family::Bracket;
        let mut note = |kind| {
            let doubt = Doubt { kind, label: key.label.clone(), line: candidate.line, turn: None, count: *count };
            doubts.push((doubt, candidate.head.start));
        };
        if candidate.header && *verdict != Verdict::No {
            note(DoubtKind::Header);
            continue;
        }
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        match verdict {
            Verdict::Once => note(DoubtKind::KeptOnce),
            Verdict::No if mark && (matches!(key.class, Class::Code | Class::Name) || *count > 1) => {
                note(DoubtKind::Refused)
            }
            _ => {}
        }
        if let Some(full) = full.get(&at) {
            note(DoubtKind::Abbreviates { full: full.clone() });
        }
        if doubts.len() >= Found::MOST_DOUBTS {
            break;
        }
    }
    doubts.truncate(Found::MOST_DOUBTS);
    doubts
}

/// Labels that another label of the body defines, `Interviewer (I)` … `I`, or whose letters it begins with,
/// `Ana Roe` … `AR`: key of the short one and text of the long one.
fn abbreviations(survey: &Survey, choice: &Choice) -> HashMap<usize, String> {
    let taken = |at: usize| choice.verdicts.get(at).is_some_and(|verdict| *verdict != Verdict::No);
    let mut shorts: HashMap<String, (String, usize)> = HashMap::new();
    for (at, key) in survey.keys.iter().enumerate().filter(|(at, _)| taken(*at)) {
        let label = key.label.as_str();
        let inner = label.strip_suffix(')').and_then(|head| head.rsplit_once('('));
        if let Some((_, short)) = inner {
            shorts.insert(fold_label(short), (label.to_owned(), at));
        }
        let initials: String = label.split_whitespace().filter_map(|word| word.chars().next()).collect();
        if initials.chars().count() > 1 {
            shorts.entry(fold_label(&initials)).or_insert_with(|| (label.to_owned(), at));
        }
    }
    let mut found = HashMap::new();
    for (at, key) in survey.keys.iter().enumerate().filter(|(at, _)| taken(*at)) {
        if let Some((full, _)) = shorts.get(&fold_label(&key.label)).filter(|(_, of)| *of != at) {
            found.insert(at, full.clone());
        }
    }
    found
}
