//! New codes per interview, and saturation after Guest, Namey and Chen (2020).
//!
//! Guest G, Namey E, Chen M (2020): A simple method to assess and report thematic saturation in qualitative research. PLoS
//! ONE 15(5): e0232076. The *base* are the codes found in the first `base` interviews; a *run* is a number of interviews
//! in a row after them. The new information in a run (codes found in it and not before) over the base is compared with a
//! threshold; runs overlap, each begins one interview later. Reached at the first run whose ratio is not above the
//! threshold, reported as `6+2`: the last interview before the run, and the length of the run.

use std::collections::BTreeSet;

/// The three settings of the method.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SaturationRule {
    /// Interviews in the base (4 in the article, also 5 and 6). At least 1.
    pub base: usize,
    /// Interviews in a run (2 or 3). At least 1.
    pub run: usize,
    /// The greatest share of new codes, in percent (5 or 0).
    pub threshold: f64,
}

impl Default for SaturationRule {
    fn default() -> Self {
        Self { base: 4, run: 2, threshold: 5.0 }
    }
}

/// One run of interviews.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Number of its first interview, from 1.
    pub first: usize,
    /// Number of its last.
    pub last: usize,
    /// Codes found in it and not before.
    pub new_codes: u64,
}

/// What came of the assessment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reached {
    /// At this run: so many interviews before it, so many in it.
    At {
        /// Number of the last interview before the run.
        before: usize,
        /// Length of the run.
        run: usize,
    },
    /// No run is at or below the threshold.
    Not,
    /// It cannot be assessed, and why.
    NotAssessable(&'static str),
}

impl std::fmt::Display for Reached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::At { before, run } => write!(f, "{before}+{run}"),
            Self::Not => f.write_str("not reached"),
            Self::NotAssessable(_) => f.write_str("not assessable"),
        }
    }
}

/// The curve of new codes and the runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Curve {
    /// By interview: codes found in it.
    pub codes: Vec<u64>,
    /// By interview: codes found in it and not before.
    pub new_codes: Vec<u64>,
    /// By interview: codes found so far.
    pub cumulative: Vec<u64>,
    /// Codes found in the base: stays the same for all runs. `None` where there are fewer interviews than the base has.
    pub base_codes: Option<u64>,
    /// The runs, each beginning one interview later.
    pub runs: Vec<Run>,
    /// What came of it.
    pub reached: Reached,
}

impl Curve {
    /// Follows the codes of interviews in order.
    pub fn of<T: Ord>(interviews: &[BTreeSet<T>], rule: SaturationRule) -> Self {
        let mut known: BTreeSet<&T> = BTreeSet::new();
        let (mut new_codes, mut cumulative) = (Vec::new(), Vec::new());
        for codes in interviews {
            let before = known.len();
            known.extend(codes);
            new_codes.push((known.len() - before) as u64);
            cumulative.push(known.len() as u64);
        }
        let base_codes = rule.base.checked_sub(1).and_then(|last| cumulative.get(last)).copied();
        let count = interviews.len();
        let mut runs = Vec::new();
        for first in rule.base..count {
            let last = first + rule.run;
            if rule.run > 0 && last <= count {
                let new_codes = new_codes[first..last].iter().sum();
                runs.push(Run { first: first + 1, last, new_codes });
            }
        }
        let reached = if runs.is_empty() {
            Reached::NotAssessable("fewer interviews than base and one run together")
        } else if let Some(base) = base_codes.filter(|base| *base > 0) {
            // Unrounded: 1 of 20 is at the threshold of 5 percent, 1 of 19 is not.
            let low = |run: &&Run| run.new_codes as f64 * 100.0 <= rule.threshold * base as f64;
            runs.iter().find(low).map_or(Reached::Not, |run| Reached::At { before: run.first - 1, run: rule.run })
        } else {
            Reached::NotAssessable("no code was found in the base")
        };
        let codes = interviews.iter().map(|codes| codes.len() as u64).collect();
        Self { codes, new_codes, cumulative, base_codes, runs, reached }
    }

    /// The run that begins with interview `number` (from 1).
    pub fn run_from(&self, number: usize) -> Option<&Run> {
        self.runs.iter().find(|run| run.first == number)
    }
}

/// Codes found after each number of interviews in random orders: the median, and the 5th and 95th percentile.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shuffled {
    /// By number of interviews.
    pub points: Vec<(u64, u64, u64)>,
}

impl Shuffled {
    /// Follows `times` orders drawn with `seed`: the same seed gives the same orders on every machine.
    pub fn of<T: Ord>(interviews: &[BTreeSet<T>], times: u32, seed: u64) -> Self {
        let mut draws = super::draw::Draw::new(seed);
        let mut order: Vec<usize> = (0..interviews.len()).collect();
        let mut found: Vec<Vec<u64>> = vec![Vec::with_capacity(times as usize); interviews.len()];
        for _ in 0..times {
            draws.shuffle(&mut order);
            let mut known: BTreeSet<&T> = BTreeSet::new();
            for (found, at) in found.iter_mut().zip(&order) {
                known.extend(&interviews[*at]);
                found.push(known.len() as u64);
            }
        }
        let point = |found: &mut Vec<u64>| {
            found.sort_unstable();
            // The nearest rank: always a number that was seen.
            let at = |percent: usize| {
                found.get((found.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0)
            };
            (at(50), at(5), at(95))
        };
        Self { points: found.iter_mut().map(point).collect() }
    }
}
