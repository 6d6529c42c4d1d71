//! Everything in a body that has the form of a head, with what is needed to decide which of them are heads.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::TurnRules;
use super::head::{self, Family, Head};
use super::label::{Class, classify, fold_label, is_event, is_header_key, is_part};
use crate::text::SharedLabels;

/// A label, however often it occurs.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// As it first appears.
    pub label: String,
    pub class: Class,
    /// Whether the study names it.
    pub known: bool,
    /// Whether it tells of a sound when it stands in brackets.
    pub event: bool,
    header: bool,
}

/// A head as read, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub head: Head,
    /// Index into [`Survey::keys`].
    pub key: u32,
    /// Line number, from 1.
    pub line: u32,
    /// Whether it opens a paragraph.
    pub opens: bool,
    /// Whether an empty line follows.
    pub apart: bool,
    /// Whether it belongs to a block of `key: value` lines at the top.
    pub header: bool,
    paragraph: u32,
}

/// What a body offers.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub candidates: Vec<Candidate>,
    pub keys: Vec<Key>,
    /// Paragraphs, headings not among them.
    pub paragraphs: u32,
    /// Lines that are not empty.
    pub lines: u32,
    /// Whether an empty line stands between others.
    pub spaced: bool,
}

/// What the study says about labels, folded.
pub(super) struct Known {
    interviewers: HashSet<String>,
    others: HashSet<String>,
    everywhere: Arc<SharedLabels>,
}

impl Known {
    pub fn of(rules: &TurnRules) -> Self {
        let fold = |labels: &[String]| labels.iter().map(|label| fold_label(label)).collect();
        Self {
            interviewers: fold(&rules.interviewers),
            others: fold(&rules.known),
            everywhere: rules.everywhere.clone(),
        }
    }

    fn holds(&self, key: &str) -> bool {
        self.interviewers.contains(key) || self.others.contains(key) || self.everywhere.contains(key)
    }

    pub fn interviewer(&self, key: &str) -> bool {
        self.interviewers.contains(key)
    }

    fn is_empty(&self) -> bool {
        self.interviewers.is_empty() && self.others.is_empty() && self.everywhere.is_empty()
    }
}

/// How many paragraphs at the top may be a block of `key: value` lines.
const HEADER_PARAGRAPHS: usize = 3;
/// The longest line that may be a label without any mark (bytes).
const BARE: usize = 160;

/// Reads every line of `text`.
pub(super) fn survey(text: &str, known: &Known) -> Survey {
    let mut survey = Survey::default();
    let mut index: HashMap<String, u32> = HashMap::new();
    let mut header_lines = [0u32; HEADER_PARAGRAPHS];
    let mut paragraphs = 0u32;
    let (mut start, mut number) = (0, 0);
    let mut after_blank = true;
    let mut after_heading = false;
    let mut pending: Option<usize> = None;
    let numbered = are_paragraphs_numbered(text);
    for line in text.split_inclusive('\n') {
        let base = start;
        start += line.len();
        number += 1;
        let line = line.strip_suffix('\n').unwrap_or(line);
        let blank = line.trim().is_empty();
        if let Some(candidate) = pending.take().and_then(|at| survey.candidates.get_mut(at)) {
            candidate.apart = blank;
        }
        if blank {
            after_blank = true;
            continue;
        }
        survey.spaced |= after_blank && survey.lines > 0;
        survey.lines += 1;
        let heading = is_heading(line);
        if after_blank && !heading {
            survey.paragraphs += 1;
        }
        paragraphs += u32::from(after_blank);
        if let Some(lines) = header_lines.get_mut(paragraphs as usize - 1) {
            *lines += 1;
        }
        let opens = after_blank || after_heading;
        (after_blank, after_heading) = (false, heading);
        if heading {
            continue;
        }
        let Some(found) = head::read(line, numbered) else { continue };
        let label = &line[found.label.clone()];
        let bare = found.family == Family::Bare;
        if bare && line.len() > BARE {
            continue;
        }
        let part = bare && is_part(label);
        if bare && known.is_empty() && !part {
            continue;
        }
        let folded = fold_label(label);
        let is_known = known.holds(&folded);
        if bare && !is_known && !part {
            continue;
        }
        let key = match index.get(&folded) {
            Some(key) => *key,
            None => {
                let class = classify(label, &folded);
                if class == Class::Unfit && !is_known {
                    continue;
                }
                let event = is_event(&folded);
                let header = is_header_key(&folded);
                survey.keys.push(Key { label: label.to_owned(), class, known: is_known, event, header });
                let key = survey.keys.len() as u32 - 1;
                index.insert(folded, key);
                key
            }
        };
        let header = number <= 10 && found.family == Family::Colon && has_second_pair(&line[found.end..]);
        pending = Some(survey.candidates.len());
        survey.candidates.push(Candidate {
            head: found.shifted(base),
            key,
            line: number,
            opens,
            apart: false,
            header,
            paragraph: paragraphs,
        });
    }
    if let Some(candidate) = pending.and_then(|at| survey.candidates.get_mut(at)) {
        candidate.apart = true;
    }
    survey.mark_header(&header_lines);
    survey
}

/// Whether turns are numbered in front of their labels (`12 Ana: Yes.`, `12. Ana: Yes.`): nearly all lines that begin with a number and go on
/// with `Label:` count upwards by one.
fn are_paragraphs_numbered(text: &str) -> bool {
    let numbers = text.lines().filter_map(|line| {
        let (number, rest) = line.split_once(' ').filter(|(number, _)| number.len() <= 5)?;
        let number = number.strip_suffix(['.', ')']).unwrap_or(number);
        let (label, _) = rest.split_once(':').filter(|_| rest.starts_with(char::is_alphabetic))?;
        if label.len() > 60 || number.len() > 4 { None } else { number.parse::<u32>().ok() }
    });
    let (mut all, mut next, mut last) = (0, 0, None);
    for number in numbers {
        all += 1;
        next += u32::from(last.is_some_and(|last: u32| number > last && number - last <= 3));
        last = Some(number);
    }
    all > 2 && (next + 1) * 10 >= all * 9
}

/// A Markdown heading or rule.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let hashes = line.len() - line.trim_start_matches('#').len();
    ((1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t']))
        || (line.len() >= 3 && ["-", "*", "_", "="].iter().any(|mark| line.trim_start_matches(mark).is_empty()))
}

/// Whether `Moderator: Ana   Participants: …` goes on with another pair.
fn has_second_pair(rest: &str) -> bool {
    let mut gap = 0;
    let mut word = false;
    for c in rest.trim().chars().take(200) {
        match c {
            ':' if word => return true,
            c if c.is_whitespace() => (gap, word) = (gap + 1, false),
            c => {
                word = (word && (c.is_alphanumeric() || c == '-')) || (gap > 2 && c.is_alphabetic());
                gap = 0;
            }
        }
    }
    false
}

impl Survey {
    /// The key of a candidate.
    pub fn key(&self, candidate: &Candidate) -> &Key {
        // Every candidate was made with an index into `keys`.
        &self.keys[candidate.key as usize]
    }

    /// Marks the block of `Date: …` lines at the top: a paragraph of `key: value` lines, each key once, with at least
    /// one that opens no turn. It only counts as one where labels follow after it.
    fn mark_header(&mut self, lines: &[u32; HEADER_PARAGRAPHS]) {
        let Some(last) = self.candidates.last().map(|candidate| candidate.paragraph) else { return };
        for (at, lines) in lines.iter().enumerate() {
            let paragraph = at as u32 + 1;
            if paragraph >= last {
                return;
            }
            let here = |candidate: &&mut Candidate| candidate.paragraph == paragraph;
            let (mut seen, mut count, mut header) = (HashSet::new(), 0, false);
            for candidate in self.candidates.iter().filter(|candidate| candidate.paragraph == paragraph) {
                count += 1;
                seen.insert(candidate.key);
                header |= self.keys[candidate.key as usize].header && candidate.head.family == Family::Colon;
            }
            if header && seen.len() == count && count * 2 >= *lines as usize {
                self.candidates.iter_mut().filter(here).for_each(|candidate| candidate.header = true);
            }
        }
    }
}
