//! The rows of the table of agreement: one per code, roll-up and set of coders.

use std::collections::BTreeMap;

use super::bootstrap::{Interval, Samples};
use super::measure::{Measure, Reason};
use super::nominal::Decisions;
use super::ratings::{Ratings, Sheet, Slot};
use super::unitizing::{Unitizing, overlap, unitizing};
use crate::model::{Codebook, RollUp, Theme, TranscriptIx};
use crate::text::counted;

/// Prevalence (percent) and number of units below which a warning is given.
const RARE: f64 = 5.0;
const FEW_UNITS: u64 = 50;

/// What is shown only on request, and how intervals are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extras {
    /// AC1 and Brennan-Prediger, beside the others.
    pub paradox: bool,
    /// u-alpha and |u-alpha.
    pub unitizing: bool,
    /// A row for each transcript too.
    pub by_transcript: bool,
    /// The seed of the bootstrap.
    pub seed: u64,
}

/// One row, worked out.
pub(super) struct Line {
    pub(super) code: String,
    pub(super) path: String,
    pub(super) depth: u32,
    pub(super) roll_up: RollUp,
    pub(super) set: u32,
    pub(super) transcript: Option<TranscriptIx>,
    pub(super) transcripts: u64,
    pub(super) decisions: Option<Decisions>,
    pub(super) interval: Option<Interval>,
    unitizing: Option<Unitizing>,
    /// Of `(mean)`: the figures by column, in place of decisions.
    means: BTreeMap<&'static str, Measure>,
    pub(super) undefined: Vec<String>,
    pub(super) warnings: Vec<String>,
}

impl Line {
    /// A row of which nothing is worked out yet.
    fn new(code: impl Into<String>, roll_up: RollUp, set: u32) -> Self {
        Self {
            code: code.into(),
            path: String::new(),
            depth: 0,
            roll_up,
            set,
            transcript: None,
            transcripts: 0,
            decisions: None,
            interval: None,
            unitizing: None,
            means: BTreeMap::new(),
            undefined: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// With the decisions on all transcripts, and the interval that comes of the coincidences in each.
    fn with(self, all: Decisions, coincidences: &[[f64; 4]], samples: Option<&Samples>) -> Self {
        Self {
            transcripts: coincidences.len() as u64,
            interval: samples.map(|samples| samples.interval(coincidences)).filter(|_| !all.no_variation()),
            decisions: Some(all),
            ..self
        }
    }

    /// The figure of a column.
    pub(super) fn measure(&self, column: &'static str) -> Measure {
        let Some(decisions) = &self.decisions else {
            return self.means.get(column).cloned().unwrap_or(Measure::Undefined(Reason::NoCode));
        };
        let two =
            |of: fn(super::nominal::Cells) -> Measure| decisions.cells().map_or(Measure::Undefined(Reason::NotTwo), of);
        match column {
            "percent_agreement" => decisions.percent_agreement().times(100.0),
            "alpha" => decisions.alpha(),
            "kappa" => decisions.cohen(),
            "mean_pairwise_kappa" => decisions.mean_pairwise_kappa(),
            "fleiss" => decisions.fleiss(),
            "jaccard" => two(super::nominal::Cells::jaccard),
            "f1" => two(super::nominal::Cells::f1),
            "prevalence" => decisions.prevalence(1).times(100.0),
            "ac1" => decisions.ac1(),
            "brennan_prediger" => decisions.brennan_prediger(),
            "u_alpha" => self.of_unitizing(|both| &both.u_alpha),
            "bar_u_alpha" => self.of_unitizing(|both| &both.bar_u_alpha),
            _ => Measure::Undefined(Reason::NothingToCompare),
        }
    }

    fn of_unitizing(&self, pick: fn(&Unitizing) -> &Measure) -> Measure {
        self.unitizing.as_ref().map_or(Measure::Undefined(Reason::NothingToCompare), |both| pick(both).clone())
    }
}

/// The coefficients, in the order in which reasons are given.
pub(super) const MEASURES: [&str; 8] =
    ["percent_agreement", "alpha", "kappa", "fleiss", "jaccard", "f1", "prevalence", "mean_pairwise_kappa"];

pub(super) fn measures(extras: &Extras) -> Vec<&'static str> {
    let mut names = MEASURES.to_vec();
    if extras.paradox {
        names.extend(["ac1", "brennan_prediger"]);
    }
    if extras.unitizing {
        names.extend(["u_alpha", "bar_u_alpha"]);
    }
    names
}

/// The sets of coders that are compared, as bits: all, and of three or more each pair.
fn sets(coders: usize) -> Vec<u32> {
    let mut sets = vec![(1_u32 << coders) - 1];
    if coders > 2 {
        sets.extend((0..coders).flat_map(|first| (first + 1..coders).map(move |second| 1 << first | 1 << second)));
    }
    sets
}

/// Works out all rows: by code and roll-up, then `(pooled)` and `(mean)`.
pub(super) fn lines(ratings: &Ratings, book: &Codebook, extras: &Extras, roll_ups: &[RollUp]) -> Vec<Line> {
    let sets = sets(ratings.coders.len());
    let samples: BTreeMap<u32, Samples> =
        sets.iter().map(|set| (*set, Samples::draw(ratings.sheets_of(*set).count(), extras.seed))).collect();
    let mut lines = Vec::new();
    let mut sums: BTreeMap<(bool, u32), Vec<Line>> = BTreeMap::new();
    for (at, slot) in ratings.slots.iter().enumerate().filter(|(_, slot)| roll_ups.contains(&slot.roll_up)) {
        for set in &sets {
            let line = whole_line(ratings, book, extras, (at, slot), *set, samples.get(set));
            if extras.by_transcript {
                lines.extend(ratings.sheets_of(*set).map(|sheet| transcript_line(ratings, &line, sheet, at)));
            }
            lines.push(line);
        }
    }
    for roll_up in roll_ups {
        for set in &sets {
            let of = |line: &&Line| {
                line.roll_up == *roll_up && line.set == *set && line.transcript.is_none() && line.depth != SET
            };
            let parts: Vec<&Line> = lines.iter().filter(of).collect();
            let both = vec![
                pooled(ratings, *roll_up, *set, samples.get(set), &parts, extras),
                mean(*roll_up, *set, &parts, extras),
            ];
            sums.insert((*roll_up == RollUp::Subtree, *set), both);
        }
    }
    lines.extend(sums.into_values().flatten());
    lines
}

/// The depth of sets of codes, which cut across the tree and enter no sum.
pub(super) const SET: u32 = u32::MAX;

fn whole_line(
    ratings: &Ratings,
    book: &Codebook,
    extras: &Extras,
    (at, slot): (usize, &Slot),
    set: u32,
    samples: Option<&Samples>,
) -> Line {
    let mut all = Decisions::new(set.count_ones() as usize, 2);
    let mut coincidences = Vec::new();
    for sheet in ratings.sheets_of(set) {
        let decisions = ratings.decisions(sheet, at, set);
        coincidences.push(four(&decisions));
        all.merge(&decisions);
    }
    let unitizing = extras.unitizing.then(|| unitize(ratings, book, at, slot, set));
    let depth = match slot.theme {
        Theme::Code(code) => book.code(code).depth,
        Theme::Set(_) => SET,
    };
    let line = Line {
        path: book.path(slot.theme).join(" > "),
        depth,
        unitizing,
        ..Line::new(book.id(slot.theme).to_string(), slot.roll_up, set)
    };
    finish(line.with(all, &coincidences, samples), extras)
}

fn four(decisions: &Decisions) -> [f64; 4] {
    let mut four = [0.0; 4];
    four.iter_mut().zip(decisions.coincidences()).for_each(|(to, from)| *to = *from);
    four
}

fn transcript_line(ratings: &Ratings, whole: &Line, sheet: &Sheet, slot: usize) -> Line {
    let line = Line {
        path: whole.path.clone(),
        depth: whole.depth,
        transcript: Some(sheet.transcript),
        transcripts: 1,
        decisions: Some(ratings.decisions(sheet, slot, whole.set)),
        ..Line::new(whole.code.clone(), whole.roll_up, whole.set)
    };
    finish(line, &Extras { paradox: false, unitizing: false, by_transcript: true, seed: 0 })
}

fn pooled(
    ratings: &Ratings,
    roll_up: RollUp,
    set: u32,
    samples: Option<&Samples>,
    parts: &[&Line],
    extras: &Extras,
) -> Line {
    let mut all = Decisions::new(set.count_ones() as usize, 2);
    parts.iter().filter_map(|line| line.decisions.as_ref()).for_each(|decisions| all.merge(decisions));
    let slots = ratings.slots.iter().enumerate();
    let slots: Vec<usize> = slots
        .filter(|(_, slot)| slot.roll_up == roll_up && matches!(slot.theme, Theme::Code(_)))
        .map(|(at, _)| at)
        .collect();
    let coincidences: Vec<[f64; 4]> = ratings
        .sheets_of(set)
        .map(|sheet| {
            let mut sum = [0.0; 4];
            for slot in &slots {
                let of = four(&ratings.decisions(sheet, *slot, set));
                sum.iter_mut().zip(of).for_each(|(sum, of)| *sum += of);
            }
            sum
        })
        .collect();
    let line = Line::new("(pooled)", roll_up, set).with(all, &coincidences, samples);
    finish(line, &Extras { unitizing: false, ..*extras })
}

fn mean(roll_up: RollUp, set: u32, parts: &[&Line], extras: &Extras) -> Line {
    let means = measures(extras).into_iter().map(|name| {
        let of: Vec<Measure> = parts.iter().map(|line| line.measure(name)).collect();
        let reason = of.iter().find_map(Measure::reason).filter(|reason| **reason == Reason::NotTwo);
        (name, Measure::mean(&of, reason.cloned().unwrap_or(Reason::NoCode)))
    });
    let without: Vec<&str> =
        parts.iter().filter(|line| line.measure("alpha").value().is_none()).map(|line| line.code.as_str()).collect();
    let undefined = if without.is_empty() {
        Vec::new()
    } else {
        vec![format!("alpha without {}: {}", counted(without.len() as u64, "code"), without.join(", "))]
    };
    Line {
        transcripts: parts.first().map_or(0, |line| line.transcripts),
        means: means.collect(),
        undefined,
        ..Line::new("(mean)", roll_up, set)
    }
}

/// Says what is undefined and what to be careful with.
fn finish(mut line: Line, extras: &Extras) -> Line {
    let mut by_reason: Vec<(Reason, Vec<&str>)> = Vec::new();
    for name in measures(extras) {
        let Some(reason) = line.measure(name).reason().cloned() else { continue };
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => by_reason.push((reason, vec![name])),
        }
    }
    let said = by_reason.into_iter().map(|(reason, names)| format!("{}: {reason}", names.join(", ")));
    line.undefined = said.collect();
    if let Some(decisions) = &line.decisions {
        if let Some(prevalence) = decisions.prevalence(1).times(100.0).value()
            && prevalence < RARE
            && prevalence > 0.0
        {
            line.warnings.push("prevalence under 5 %".into());
        }
        if decisions.units() > 0 && decisions.units() < FEW_UNITS {
            line.warnings.push("fewer than 50 units".into());
        }
        if extras.paradox && decisions.units() > 0 && decisions.no_variation() {
            line.warnings.push("ac1, brennan_prediger: no variation".into());
        }
    }
    if let Some(Interval::TooOftenUndefined(replicates)) = line.interval {
        line.warnings.push(format!("no interval: alpha is undefined in {replicates} of 2,000 replicates"));
    }
    line
}

fn unitize(ratings: &Ratings, book: &Codebook, at: usize, slot: &Slot, set: u32) -> Unitizing {
    let (coders, length) = ratings.continuum(at, set);
    let codes: Vec<usize> =
        book.members(slot.theme, slot.roll_up).iter().enumerate().filter(|(_, yes)| **yes).map(|(at, _)| at).collect();
    if let Some((a, b)) = coders.iter().find_map(|segments| overlap(segments)) {
        let id = |value: usize| codes.get(value).map_or("", |code| book.codes()[*code].id.as_str());
        let reason = Reason::Overlap(format!("{} and {}", id(a.value), id(b.value)));
        return Unitizing { u_alpha: Measure::Undefined(reason.clone()), bar_u_alpha: Measure::Undefined(reason) };
    }
    unitizing(&coders, length, codes.len())
}
