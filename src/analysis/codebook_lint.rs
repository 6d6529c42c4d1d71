//! Weak places of a codebook: what makes codes hard to keep apart, and codes that carry little.
//!
//! Looked at are the codings in scope. Findings are about the codebook and can be mended there; notes are about how the codes
//! were used, which may be as it should be.

use std::collections::{BTreeMap, BTreeSet};

use super::by::By;
use super::extents::Sweep;
use super::frequencies::Frequencies;
use super::scope::Selection;
use super::table::{Cell, Column, Table};
use crate::model::{Code, CodeId, CodeIx, RollUp, Target, TranscriptIx, View};
use crate::text::counted;
use crate::text::suggest::distance;
use crate::text::{Span, fold, stem, tokens};

/// A kind of weak place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weakness {
    /// A code that says nothing of what it means.
    NoDefinition,
    /// Two codes whose names are nearly the same.
    AlikeNames,
    /// A passage that one coder has given a code and a code beneath it.
    ParentAndChild,
    /// Two codes whose passages are nearly the same.
    Overlap,
    /// A code that no coding has, nor any beneath it.
    NeverUsed,
    /// A code with a single passage.
    UsedOnce,
    /// A code that a single participant speaks of.
    OneParticipant,
}

impl Weakness {
    /// The word of the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoDefinition => "no-definition",
            Self::AlikeNames => "alike-names",
            Self::ParentAndChild => "parent-and-child",
            Self::Overlap => "overlap",
            Self::NeverUsed => "never-used",
            Self::UsedOnce => "used-once",
            Self::OneParticipant => "one-participant",
        }
    }

    /// Whether it is only a note.
    pub const fn is_note(self) -> bool {
        matches!(self, Self::NeverUsed | Self::UsedOnce | Self::OneParticipant)
    }
}

/// One weak place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weak {
    /// What it is.
    pub what: Weakness,
    /// The code.
    pub code: CodeId,
    /// The other code, where two are concerned.
    pub other: Option<CodeId>,
    /// Passages, where some are concerned.
    pub passages: Option<u64>,
    /// In words.
    pub message: String,
}

/// Above this share of their passages two codes are said to overlap.
const MUCH: f64 = 0.8;

/// The weak places of the codebook: findings first, each kind in the order of the codebook.
pub fn weak_places(view: &View) -> Vec<Weak> {
    let codes = view.corpus.codebook.codes();
    let used = Used::of(view);
    let mut found = Vec::new();
    for (at, code) in codes.iter().enumerate() {
        let heading = code.end.at() > at + 1 && used.codings[at] == 0;
        if !heading && code.definition.is_empty() && code.include.is_empty() && code.exclude.is_empty() {
            found.push(one(Weakness::NoDefinition, code, None, "does not say what it means".into()));
        }
    }
    alike(view, &mut found);
    used.parents_and_children(view, &mut found);
    used.overlaps(view, &mut found);
    frequency(view, &used, &mut found);
    found.sort_by_key(|weak| weak.what);
    found
}

fn one(what: Weakness, code: &Code, passages: Option<u64>, message: String) -> Weak {
    let message = format!("{} ({}) {message}", code.name, code.id);
    Weak { what, code: code.id.clone(), other: None, passages, message }
}

fn two(what: Weakness, (a, b): (&Code, &Code), passages: Option<u64>, message: String) -> Weak {
    Weak { what, code: a.id.clone(), other: Some(b.id.clone()), passages, message }
}

/// Pairs of names that are nearly the same.
fn alike(view: &View, found: &mut Vec<Weak>) {
    let language = &view.corpus.study.language;
    let codes = view.corpus.codebook.codes();
    let names: Vec<Name> = codes.iter().map(|code| Name::of(&code.name, language)).collect();
    for (a, one) in codes.iter().enumerate() {
        for (b, other) in codes.iter().enumerate().skip(a + 1) {
            if names[a].is_like(&names[b]) {
                let message =
                    format!("{} ({}) and {} ({}) have nearly the same name", one.name, one.id, other.name, other.id);
                found.push(two(Weakness::AlikeNames, (one, other), None, message));
            }
        }
    }
}

/// A name in the forms that are compared.
struct Name {
    /// Folded, without anything that is no letter or digit.
    letters: Vec<char>,
    digits: String,
    /// The stems of its words, in the order of the alphabet.
    stems: Vec<String>,
}

impl Name {
    fn of(name: &str, language: &str) -> Self {
        let folded = fold(name, language);
        let letters: Vec<char> = folded.chars().filter(|char| char.is_alphanumeric()).collect();
        let digits = letters.iter().filter(|char| char.is_numeric()).collect();
        let mut stems: Vec<String> = tokens(name, language).map(|token| stem(&token.folded, language)).collect();
        stems.sort();
        Self { letters, digits, stems }
    }

    /// Whether the words are the same in any order and form, or a slip apart: one letter from 5 letters on, two from 10 on. Names
    /// that differ in a number (`Year 7`, `Year 8`) do so on purpose.
    fn is_like(&self, other: &Self) -> bool {
        if self.digits != other.digits || self.letters.is_empty() {
            return false;
        }
        let reach = match self.letters.len().min(other.letters.len()) {
            0..=4 => 0,
            5..=9 => 1,
            _ => 2,
        };
        self.letters == other.letters
            || (!self.stems.is_empty() && self.stems == other.stems)
            || (self.letters.len().abs_diff(other.letters.len()) <= reach
                && distance(&self.letters, &other.letters) <= reach)
    }
}

/// A code's own passage: the union of its codings that overlap.
struct Passage {
    code: CodeIx,
    span: Span,
}

/// How the codes are used.
struct Used {
    /// By code: codings of its own.
    codings: Vec<u64>,
    /// By transcript: the passages, in the order of their starts.
    passages: Vec<Vec<Passage>>,
}

impl Used {
    fn of(view: &View) -> Self {
        let codes = view.corpus.codebook.codes().len();
        let mut codings = vec![0; codes];
        let mut passages = Vec::new();
        let mut sweep = Sweep::new(codes);
        for transcript in view.corpus.places() {
            let mut here = Vec::new();
            let mut close = |slot: usize, span: Span, _: &mut Vec<_>| here.push(Passage { code: slot.into(), span });
            for (_, placed) in view.codings(transcript) {
                if let Target::Code(code) = placed.target {
                    codings[code.at()] += 1;
                    sweep.take(code.at() as u32, placed.span, &[], &mut close);
                }
            }
            sweep.finish(&mut close);
            here.sort_by_key(|passage| (passage.span.start, passage.span.end, passage.code));
            passages.push(here);
        }
        Self { codings, passages }
    }

    /// Codings of one coder that share a character, where one code stands beneath the other.
    fn parents_and_children(&self, view: &View, found: &mut Vec<Weak>) {
        let book = &view.corpus.codebook;
        let mut pairs: BTreeMap<(CodeIx, CodeIx), BTreeSet<(TranscriptIx, usize)>> = BTreeMap::new();
        for transcript in view.corpus.places() {
            let codings: Vec<_> = view.codings(transcript).collect();
            for (place, (at, placed)) in codings.iter().enumerate() {
                let Target::Code(code) = placed.target else { continue };
                let after = codings.iter().skip(place + 1).take_while(|(_, next)| next.span.start < placed.span.end);
                for (other_at, other) in after.filter(|(_, next)| next.coder == placed.coder) {
                    let Target::Code(other_code) = other.target else { continue };
                    let beneath = |above: CodeIx, below: CodeIx| above < below && below < book.code(above).end;
                    if beneath(code, other_code) {
                        pairs.entry((code, other_code)).or_default().insert((transcript, *other_at));
                    } else if beneath(other_code, code) {
                        pairs.entry((other_code, code)).or_default().insert((transcript, *at));
                    }
                }
            }
        }
        for ((above, below), passages) in pairs {
            let (above, below) = (book.code(above), book.code(below));
            let count = passages.len() as u64;
            let message = format!(
                "{} passage{} of {} ({}) {} also coded with {} ({}) above it, by the same coder",
                count,
                if count == 1 { "" } else { "s" },
                below.name,
                below.id,
                if count == 1 { "is" } else { "are" },
                above.name,
                above.id
            );
            found.push(two(Weakness::ParentAndChild, (above, below), Some(count), message));
        }
    }

    /// Pairs of codes, none beneath the other, of whose passages taken together more than four in five share a character
    /// with a passage of the other. Two passages of each are the least.
    fn overlaps(&self, view: &View, found: &mut Vec<Weak>) {
        let book = &view.corpus.codebook;
        let mut own: BTreeMap<CodeIx, u64> = BTreeMap::new();
        // By pair of codes, the lesser first: the passages of either that share a character with one of the other.
        let mut shared: BTreeMap<(CodeIx, CodeIx), BTreeSet<(usize, usize)>> = BTreeMap::new();
        for (transcript, passages) in self.passages.iter().enumerate() {
            for (at, passage) in passages.iter().enumerate() {
                *own.entry(passage.code).or_default() += 1;
                let after = passages.iter().enumerate().skip(at + 1);
                for (other_at, other) in after.take_while(|(_, next)| next.span.start < passage.span.end) {
                    let pair = (passage.code.min(other.code), passage.code.max(other.code));
                    shared.entry(pair).or_default().extend([(transcript, at), (transcript, other_at)]);
                }
            }
        }
        for ((a, b), passages) in shared {
            let (in_a, in_b) = (own.get(&a).copied().unwrap_or(0), own.get(&b).copied().unwrap_or(0));
            let share = passages.len() as f64 / (in_a + in_b) as f64;
            if a == b || b < book.code(a).end || in_a.min(in_b) < 2 || share <= MUCH {
                continue;
            }
            let (a, b) = (book.code(a), book.code(b));
            let message = format!(
                "{} ({}) and {} ({}) overlap in {:.0}% of their passages ({} of {})",
                a.name,
                a.id,
                b.name,
                b.id,
                share * 100.0,
                passages.len(),
                in_a + in_b
            );
            found.push(two(Weakness::Overlap, (a, b), Some(passages.len() as u64), message));
        }
    }
}

/// Codes that carry little, with everything beneath them.
fn frequency(view: &View, used: &Used, found: &mut Vec<Weak>) {
    let Ok(by) = By::parse("", view.corpus) else { return };
    let figures = Frequencies::count(view, &by, RollUp::Subtree, &Selection::default());
    for (at, code) in view.corpus.codebook.codes().iter().enumerate() {
        let branch = at..code.end.at();
        let codings: u64 = used.codings.get(branch.clone()).unwrap_or_default().iter().sum();
        let passages = used.passages.iter().flatten().filter(|passage| branch.contains(&passage.code.at())).count();
        let participants = figures.all(at).participants;
        let leaf = branch.len() == 1;
        let weak = match (codings, passages) {
            (0, _) => one(Weakness::NeverUsed, code, Some(0), "is never used".into()),
            (_, 1) if leaf => one(Weakness::UsedOnce, code, Some(1), "is used once".into()),
            (_, many) if participants == 1 => {
                let message = format!("is spoken of by one participant only, in {}", counted(many as u64, "passage"));
                one(Weakness::OneParticipant, code, Some(many as u64), message)
            }
            _ => continue,
        };
        found.push(weak);
    }
}

/// The weak places as a table: `level` (`finding` or `note`), `kind`, `code`, `other`, `passages`, `message`.
pub fn lint_table(found: &[Weak]) -> Table {
    let mut columns = ["level", "kind", "code", "other"].map(Column::left).to_vec();
    columns.extend([Column::right("passages"), Column::left("message")]);
    let row = |weak: &Weak| {
        vec![
            Cell::text(if weak.what.is_note() { "note" } else { "finding" }),
            Cell::text(weak.what.as_str()),
            Cell::text(weak.code.as_str()),
            Cell::present(weak.other.as_ref().map_or("", CodeId::as_str)),
            weak.passages.map_or(Cell::Empty, Cell::Integer),
            Cell::text(&weak.message),
        ]
    };
    Table { name: "codebook-lint".into(), columns, rows: found.iter().map(row).collect(), ..Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_nearly_the_same() {
        let like = |a: &str, b: &str| Name::of(a, "en").is_like(&Name::of(b, "en"));
        for (a, b) in [
            ("Co-production", "coproduction"),
            ("Referral delays", "Delays (referral)"),
            ("Referral delay", "Referral delays"),
            ("Commmunication", "Communication"),
            ("Élan", "elan"),
            ("Trust", "trust "),
        ] {
            assert!(like(a, b), "{a} {b}");
        }
        for (a, b) in
            [("Heard", "Not heard"), ("Year 7", "Year 8"), ("Cost", "Lost"), ("Identified early", "Identified late")]
        {
            assert!(!like(a, b), "{a} {b}");
        }
    }
}
