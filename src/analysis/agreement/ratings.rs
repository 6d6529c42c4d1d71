//! The decisions of coders: for each transcript, theme and combination of coders how many units were coded by just these.

use std::collections::BTreeMap;

use super::nominal::Decisions;
use super::unitizing::Segment;
use super::units::{Unit, Units};
use crate::model::{CoderName, RollUp, Target, Theme, TranscriptIx, View};
use crate::text::Span;

/// Most coders that can be compared at once.
pub const MOST_CODERS: usize = 16;

/// A row of the table: a theme by a roll-up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    /// The code or set.
    pub theme: Theme,
    /// What of it counts.
    pub roll_up: RollUp,
}

/// One transcript that two coders or more have finished.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Which coders have finished it, as bits.
    pub done: u32,
    /// Its units.
    pub units: u64,
    /// Characters of participants' speech: its length as a continuum.
    pub characters: u64,
    /// By slot: how many units were coded by just these coders (bits; those of nobody aside).
    patterns: Vec<Vec<(u32, u64)>>,
    /// By slot and coder: the passages, as stretches of participants' speech, with the place of their code in the slot.
    segments: Vec<Vec<Vec<Segment>>>,
}

/// What is compared.
#[derive(Clone, PartialEq, Debug)]
pub struct Ratings {
    /// The coders, in the order in which they were named.
    pub coders: Vec<CoderName>,
    /// The unit.
    pub unit: Unit,
    /// The rows: codes in the order of the codebook, then sets; each by its own codings, then with all beneath it.
    pub slots: Vec<Slot>,
    /// The transcripts, in order.
    pub sheets: Vec<Sheet>,
}

impl Ratings {
    /// Gathers the decisions on `transcripts` (see [`compared`]). Passages for unitising are kept if `segments`.
    pub fn of(view: &View, coders: &[CoderName], unit: Unit, transcripts: &[Compared], segments: bool) -> Self {
        let book = &view.corpus.codebook;
        let roll_ups = [RollUp::Own, RollUp::Subtree];
        let slots: Vec<Slot> =
            book.themes().flat_map(|theme| roll_ups.map(|roll_up| Slot { theme, roll_up })).collect();
        let mut by_code: Vec<Vec<(usize, usize)>> = vec![Vec::new(); book.codes().len()];
        for (at, slot) in slots.iter().enumerate() {
            let members = book.members(slot.theme, slot.roll_up);
            let members = members.iter().enumerate().filter(|(_, member)| **member).map(|(code, _)| code);
            members.enumerate().for_each(|(value, code)| by_code[code].push((at, value)));
        }
        let gather = Gather { view, coders, slots: slots.len(), by_code: &by_code, segments };
        let sheets = transcripts.iter().map(|one| gather.sheet(one)).collect();
        Self { coders: coders.to_vec(), unit, slots, sheets }
    }

    /// The transcripts that two or more of `set` (bits) have finished.
    pub fn sheets_of(&self, set: u32) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(move |sheet| (sheet.done & set).count_ones() > 1)
    }

    /// The decisions of the coders in `set` on a slot of one transcript.
    pub fn decisions(&self, sheet: &Sheet, slot: usize, set: u32) -> Decisions {
        let members: Vec<usize> = (0..self.coders.len()).filter(|coder| set >> coder & 1 == 1).collect();
        let mut decisions = Decisions::new(members.len(), 2);
        let unit = |pattern: u32| -> Vec<Option<usize>> {
            let decided = |coder: &usize| (sheet.done >> coder & 1 == 1).then_some((pattern >> coder & 1) as usize);
            members.iter().map(decided).collect()
        };
        let patterns = sheet.patterns.get(slot).map_or(&[][..], Vec::as_slice);
        let mut coded = 0;
        for (pattern, units) in patterns {
            decisions.add(&unit(*pattern), *units);
            coded += units;
        }
        decisions.add(&unit(0), sheet.units.saturating_sub(coded));
        decisions
    }

    /// For unitising: the passages of each coder in `set` in a slot, over the transcripts that all of them have finished, laid end
    /// to end, with the length of the whole.
    pub fn continuum(&self, slot: usize, set: u32) -> (Vec<Vec<Segment>>, u64) {
        let members: Vec<usize> = (0..self.coders.len()).filter(|coder| set >> coder & 1 == 1).collect();
        let mut coders = vec![Vec::new(); members.len()];
        let mut length = 0;
        for sheet in self.sheets.iter().filter(|sheet| sheet.done & set == set) {
            for (to, coder) in coders.iter_mut().zip(&members) {
                let own = sheet.segments.get(slot).and_then(|slot| slot.get(*coder)).into_iter().flatten();
                to.extend(own.map(|one| Segment { start: one.start + length, end: one.end + length, ..*one }));
            }
            length += sheet.characters;
        }
        (coders, length)
    }
}

/// Which of `coders` have finished a transcript, as bits.
pub fn finished(view: &View, coders: &[CoderName], at: TranscriptIx) -> u32 {
    let id = &view.corpus.transcript(at).id;
    let done = |coder: &CoderName| view.state.done.contains(&(coder.clone(), id.clone()));
    coders.iter().enumerate().filter(|(_, coder)| done(coder)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// A transcript that two coders or more have finished, with its units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Which coders have finished it, as bits.
    pub done: u32,
    /// Its units.
    pub units: Units,
}

/// Those of `transcripts` that two or more of `coders` have finished, in order.
pub fn compared(view: &View, coders: &[CoderName], unit: Unit, transcripts: &[TranscriptIx]) -> Vec<Compared> {
    let finished: Vec<(TranscriptIx, u32)> = transcripts
        .iter()
        .map(|at| (*at, finished(view, coders, *at)))
        .filter(|(_, done)| done.count_ones() > 1)
        .collect();
    let one = |(transcript, done): &(TranscriptIx, u32)| Compared {
        transcript: *transcript,
        done: *done,
        units: Units::of(view, *transcript, unit),
    };
    // Finding sentences is most of the work.
    let (first, second) = finished.split_at(finished.len().div_ceil(2));
    std::thread::scope(|scope| {
        let rest = scope.spawn(|| second.iter().map(one).collect::<Vec<_>>());
        let mut all: Vec<Compared> = first.iter().map(one).collect();
        match rest.join() {
            Ok(rest) => all.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        all
    })
}

struct Gather<'g, 'a> {
    view: &'g View<'a>,
    coders: &'g [CoderName],
    slots: usize,
    /// By code: the slots it enters, and which of the slot's codes it is.
    by_code: &'g [Vec<(usize, usize)>],
    segments: bool,
}

impl Gather<'_, '_> {
    fn sheet(&self, Compared { transcript, done, units }: &Compared) -> Sheet {
        let (transcript, done) = (*transcript, *done);
        let placements = self.view.placements;
        let coder_of: Vec<Option<usize>> = placements
            .coders
            .iter()
            .map(|name| self.coders.iter().position(|coder| coder == name).filter(|at| done >> at & 1 == 1))
            .collect();
        // By slot: +1 or -1 for a coder at a unit.
        let mut steps: Vec<Vec<(u64, usize, i32)>> = vec![Vec::new(); self.slots];
        let mut spans: Vec<Vec<Vec<(Span, usize)>>> =
            if self.segments { vec![vec![Vec::new(); self.coders.len()]; self.slots] } else { Vec::new() };
        for placed in placements.of(transcript) {
            let Some(coder) = coder_of.get(placed.coder as usize).copied().flatten() else { continue };
            let Target::Code(code) = placed.target else { continue };
            let covered = units.covered(placed.span);
            for (slot, value) in &self.by_code[code.at()] {
                if covered.start < covered.end {
                    steps[*slot].push((covered.start, coder, 1));
                    steps[*slot].push((covered.end, coder, -1));
                }
                if self.segments {
                    spans[*slot][coder].push((placed.span, *value));
                }
            }
        }
        Sheet {
            transcript,
            done,
            units: units.count(),
            characters: units.characters(),
            patterns: steps.into_iter().map(|steps| sweep(steps, self.coders.len())).collect(),
            segments: spans
                .into_iter()
                .map(|coders| coders.into_iter().map(|spans| segments(units, spans)).collect())
                .collect(),
        }
    }
}

/// How many units lie under just these coders, from the places where a coder's codings begin and end.
fn sweep(mut steps: Vec<(u64, usize, i32)>, coders: usize) -> Vec<(u32, u64)> {
    steps.sort_unstable();
    let mut depth = vec![0_i32; coders];
    let mut patterns: BTreeMap<u32, u64> = BTreeMap::new();
    let (mut at, mut pattern) = (0, 0_u32);
    for (place, coder, step) in steps {
        if place > at && pattern != 0 {
            *patterns.entry(pattern).or_default() += place - at;
        }
        at = place;
        depth[coder] += step;
        if depth[coder] > 0 {
            pattern |= 1 << coder;
        } else {
            pattern &= !(1 << coder);
        }
    }
    patterns.into_iter().collect()
}

/// One coder's passages as stretches of participants' speech: codings of one code that share a character are one.
fn segments(units: &Units, mut spans: Vec<(Span, usize)>) -> Vec<Segment> {
    spans.sort_unstable_by_key(|(span, value)| (*value, *span));
    let mut found: Vec<Segment> = Vec::new();
    let mut last: Option<Span> = None;
    for (span, value) in spans {
        let (start, end) = (units.offset(span.start), units.offset(span.end));
        if start >= end {
            continue;
        }
        match found.last_mut().filter(|open| open.value == value) {
            Some(open) if last.is_some_and(|last| span.start < last.end) => {
                open.end = open.end.max(end);
                last = last.map(|last| last.hull(span));
            }
            _ => {
                found.push(Segment { start, end, value });
                last = Some(span);
            }
        }
    }
    found.sort_unstable();
    found
}
