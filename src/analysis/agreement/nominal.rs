//! Coefficients of agreement for nominal values: any number of coders, values and missing decisions.
//!
//! Everything that the coefficients need is a sum over units, so the decisions of transcripts, codes and bootstrap
//! replicates are added up and nothing is kept unit by unit. The formulas are those of the publications named at each
//! coefficient; where libraries differ on missing decisions, those of irrCAC (Gwet) are followed.

use super::measure::{Measure, Reason};

/// The decisions of `coders` coders over units, each a choice of one of `values` values or missing.
#[derive(Clone, PartialEq, Debug)]
pub struct Decisions {
    coders: usize,
    values: usize,
    /// Coincidences by two values (Krippendorff): ordered pairs in a unit, divided by its decisions less one.
    coincidences: Vec<f64>,
    /// By value: the sum over rated units of the share of its decisions.
    shares: Vec<f64>,
    /// Sum over pairable units of the share of agreeing pairs.
    agreeing: f64,
    /// Units with a decision.
    rated: u64,
    /// Units with two decisions or more.
    pairable: u64,
    /// By pair of coders (1 and 2, 1 and 3 … 2 and 3 …): units by the first's and the second's value.
    pairs: Vec<Vec<u64>>,
}

/// The four counts of two coders on one code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cells {
    /// Units that both coded.
    pub both: u64,
    /// Units that only the first coded.
    pub only_first: u64,
    /// Units that only the second coded.
    pub only_second: u64,
    /// Units that neither coded.
    pub neither: u64,
}

impl Decisions {
    /// No unit yet.
    pub fn new(coders: usize, values: usize) -> Self {
        Self {
            coders,
            values,
            coincidences: vec![0.0; values * values],
            shares: vec![0.0; values],
            agreeing: 0.0,
            rated: 0,
            pairable: 0,
            pairs: vec![vec![0; values * values]; coders * coders.saturating_sub(1) / 2],
        }
    }

    /// Adds `times` units on which the coders decided so; `None` is a missing decision. A value outside of the declared
    /// ones counts as missing.
    pub fn add(&mut self, unit: &[Option<usize>], times: u64) {
        let values = self.values;
        let decided = |at: &usize| unit.get(*at).copied().flatten().filter(|value| *value < values);
        let mut counts = vec![0_u64; values];
        (0..self.coders).filter_map(|coder| decided(&coder)).for_each(|value| counts[value] += 1);
        let decisions: u64 = counts.iter().sum();
        if decisions == 0 || times == 0 {
            return;
        }
        let weight = times as f64;
        self.rated += times;
        for (share, count) in self.shares.iter_mut().zip(&counts) {
            *share += weight * *count as f64 / decisions as f64;
        }
        if decisions > 1 {
            self.pairable += times;
            let others = (decisions - 1) as f64;
            let mut agreeing = 0.0;
            for (c, of_c) in counts.iter().enumerate() {
                for (k, of_k) in counts.iter().enumerate() {
                    let pairs = (of_c * (of_k - u64::from(c == k && *of_k > 0))) as f64;
                    self.coincidences[c * values + k] += weight * pairs / others;
                    if c == k {
                        agreeing += pairs;
                    }
                }
            }
            self.agreeing += weight * agreeing / (decisions as f64 * others);
        }
        let mut pair = 0;
        for first in 0..self.coders {
            for second in first + 1..self.coders {
                if let (Some(a), Some(b)) = (decided(&first), decided(&second)) {
                    self.pairs[pair][a * values + b] += times;
                }
                pair += 1;
            }
        }
    }

    /// Adds the units of `other`, of as many coders and values.
    pub fn merge(&mut self, other: &Self) {
        fn sum<T: std::ops::AddAssign + Copy>(to: &mut [T], from: &[T]) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += *from);
        }
        sum(&mut self.coincidences, &other.coincidences);
        sum(&mut self.shares, &other.shares);
        self.agreeing += other.agreeing;
        self.rated += other.rated;
        self.pairable += other.pairable;
        self.pairs.iter_mut().zip(&other.pairs).for_each(|(to, from)| sum(to, from));
    }

    /// Units on which two coders or more have decided.
    pub fn units(&self) -> u64 {
        self.pairable
    }

    /// The four counts of two coders who said yes (value 1) or no (value 0).
    pub fn cells(&self) -> Option<Cells> {
        match self.pairs.as_slice() {
            [pair] if self.values == 2 => {
                Some(Cells { both: pair[3], only_first: pair[2], only_second: pair[1], neither: pair[0] })
            }
            _ => None,
        }
    }

    /// The share of agreeing pairs of decisions, averaged over the units with two decisions or more (Fleiss 1971; with
    /// missing decisions Gwet 2014): from 0 to 1. It is not 1 - Do of the alpha framework, which weighs units by decisions.
    pub fn percent_agreement(&self) -> Measure {
        Measure::ratio(self.agreeing, self.pairable as f64, Reason::NothingToCompare)
    }

    /// The share of `value` among the decisions that can be paired: from 0 to 1.
    pub fn prevalence(&self, value: usize) -> Measure {
        let all: f64 = self.coincidences.iter().sum();
        Measure::ratio(self.margin(value), all, Reason::NothingToCompare)
    }

    fn margin(&self, value: usize) -> f64 {
        self.coincidences.chunks(self.values.max(1)).nth(value).map_or(0.0, |row| row.iter().sum())
    }

    /// Krippendorff's alpha for nominal data (Krippendorff 2004, 11.3): `1 - (n - 1) Σ o_ck / Σ n_c n_k` over `c ≠ k`, from the
    /// coincidences of the units with two decisions or more.
    pub fn alpha(&self) -> Measure {
        alpha(&self.coincidences, self.values)
    }

    /// The coincidences, for the bootstrap: [`alpha`] of their sums is the alpha of a sample.
    pub(super) fn coincidences(&self) -> &[f64] {
        &self.coincidences
    }

    /// Cohen's kappa (Cohen 1960) over the units that both of two coders decided on.
    pub fn cohen(&self) -> Measure {
        match self.pairs.as_slice() {
            [pair] => cohen(pair, self.values),
            _ => Measure::Undefined(Reason::NotTwo),
        }
    }

    /// The mean of Cohen's kappa over the pairs of coders for whom it is defined (Light 1971).
    pub fn mean_pairwise_kappa(&self) -> Measure {
        let pairs: Vec<Measure> = self.pairs.iter().map(|pair| cohen(pair, self.values)).collect();
        match pairs.as_slice() {
            [only] => only.clone(),
            pairs => {
                let compared = self.pairs.iter().any(|pair| pair.iter().any(|count| *count > 0));
                let reason = if compared { Reason::NoPair } else { Reason::NothingToCompare };
                Measure::mean(pairs, reason)
            }
        }
    }

    /// Fleiss' kappa (Fleiss 1971); of two coders it is Scott's pi (Scott 1955). With missing decisions the shares are those
    /// of irrCAC: over all rated units, each with the same weight.
    pub fn fleiss(&self) -> Measure {
        let rated = self.rated as f64;
        let expected = self.shares.iter().map(|share| (share / rated).powi(2)).sum();
        self.beyond(expected)
    }

    /// Gwet's AC1 (Gwet 2008) with the declared values. Where all decisions are the same it is 1 by its formula.
    pub fn ac1(&self) -> Measure {
        if self.values < 2 {
            return Measure::Undefined(Reason::OneCategory);
        }
        let rated = self.rated as f64;
        let spread: f64 = self.shares.iter().map(|share| share / rated * (1.0 - share / rated)).sum();
        self.beyond(spread / (self.values - 1) as f64)
    }

    /// Brennan and Prediger's coefficient (1981; Bennett's S) with the declared values. Where all decisions are the same it is
    /// 1 by its formula.
    pub fn brennan_prediger(&self) -> Measure {
        if self.values < 2 {
            return Measure::Undefined(Reason::OneCategory);
        }
        self.beyond(1.0 / self.values as f64)
    }

    /// Whether only one value was ever chosen where two decided.
    pub fn no_variation(&self) -> bool {
        (0..self.values).filter(|value| self.margin(*value) > 0.0).count() < 2
    }

    fn beyond(&self, expected: f64) -> Measure {
        match self.percent_agreement() {
            Measure::Defined(observed) if expected < 1.0 => Measure::Defined((observed - expected) / (1.0 - expected)),
            Measure::Defined(_) => Measure::Undefined(Reason::NoVariation),
            undefined => undefined,
        }
    }
}

/// Krippendorff's alpha of a matrix of coincidences.
pub(super) fn alpha(coincidences: &[f64], values: usize) -> Measure {
    let margins: Vec<f64> = coincidences.chunks(values.max(1)).map(|row| row.iter().sum()).collect();
    let all: f64 = margins.iter().sum();
    if all == 0.0 {
        return Measure::Undefined(Reason::NothingToCompare);
    }
    let diagonal: f64 = (0..values).map(|value| coincidences[value * values + value]).sum();
    let expected = all * all - margins.iter().map(|margin| margin * margin).sum::<f64>();
    // One margin is all there is.
    if margins.iter().filter(|margin| **margin > 0.0).count() < 2 {
        return Measure::Undefined(Reason::NoVariation);
    }
    Measure::Defined(1.0 - (all - 1.0) * (all - diagonal) / expected)
}

fn cohen(pair: &[u64], values: usize) -> Measure {
    let all: u64 = pair.iter().sum();
    if all == 0 {
        return Measure::Undefined(Reason::NothingToCompare);
    }
    let all = all as f64;
    let of_first = |value: usize| pair[value * values..(value + 1) * values].iter().sum::<u64>() as f64;
    let of_second = |value: usize| (0..values).map(|first| pair[first * values + value]).sum::<u64>() as f64;
    let observed: f64 = (0..values).map(|value| pair[value * values + value]).sum::<u64>() as f64;
    // In whole numbers, so that certainty is seen as such.
    let chance: f64 = (0..values).map(|value| of_first(value) * of_second(value)).sum();
    if chance == all * all {
        return Measure::Undefined(Reason::NoVariation);
    }
    Measure::Defined((observed * all - chance) / (all * all - chance))
}

impl Cells {
    /// Agreement on coded text (Jaccard): of the units that either coded, the share that both did.
    pub fn jaccard(self) -> Measure {
        let either = self.both + self.only_first + self.only_second;
        Measure::ratio(self.both as f64, either as f64, self.none())
    }

    /// F1 (Dice): twice the units that both coded, over the units that each coded.
    pub fn f1(self) -> Measure {
        let each = 2 * self.both + self.only_first + self.only_second;
        Measure::ratio(2.0 * self.both as f64, each as f64, self.none())
    }

    fn none(self) -> Reason {
        if self.neither == 0 { Reason::NothingToCompare } else { Reason::NotUsed }
    }
}
