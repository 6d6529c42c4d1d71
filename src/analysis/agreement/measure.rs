//! A statistic: a number, or why there is none.

use std::fmt;

/// A statistic. What is undefined is neither 0 nor 1: it is said why.
#[derive(Clone, PartialEq, Debug)]
pub enum Measure {
    /// Its value.
    Defined(f64),
    /// It has none.
    Undefined(Reason),
}

/// Why a statistic has no value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// No unit was decided on by two coders.
    NothingToCompare,
    /// Every decision is the same, so nothing can be said about more than chance.
    NoVariation,
    /// Nobody used the code, so there is no coded text to agree on.
    NotUsed,
    /// Cohen's kappa compares two coders.
    NotTwo,
    /// No pair of coders has a defined kappa.
    NoPair,
    /// No code has a defined value.
    NoCode,
    /// A chance-corrected coefficient needs two values to choose from.
    OneCategory,
    /// The disagreement expected by chance is 0.
    NothingExpected,
    /// One coder's passages overlap, so they are no division of the text; the offending pair.
    Overlap(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingToCompare => "nothing to compare",
            Self::NoVariation => "no variation",
            Self::NotUsed => "nobody used the code",
            Self::NotTwo => "for two coders only: see the pairs",
            Self::NoPair => "undefined for every pair",
            Self::NoCode => "undefined for every code",
            Self::OneCategory => "fewer than two values to choose from",
            Self::NothingExpected => "no disagreement is expected by chance",
            Self::Overlap(pair) => return write!(f, "passages of one coder overlap: {pair}"),
        })
    }
}

impl Measure {
    /// `above / below`, or `reason` where `below` is 0.
    pub fn ratio(above: f64, below: f64, reason: Reason) -> Self {
        if below == 0.0 { Self::Undefined(reason) } else { Self::Defined(above / below) }
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Defined(value) => Some(*value),
            Self::Undefined(_) => None,
        }
    }

    /// The reason, if there is no value.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Defined(_) => None,
            Self::Undefined(reason) => Some(reason),
        }
    }

    /// The unweighted mean of the defined ones.
    pub fn mean<'m>(of: impl IntoIterator<Item = &'m Self>, reason: Reason) -> Self {
        let (mut sum, mut count) = (0.0, 0_u32);
        for value in of.into_iter().filter_map(Self::value) {
            sum += value;
            count += 1;
        }
        Self::ratio(sum, f64::from(count), reason)
    }

    /// The value times `factor`.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        match self {
            Self::Defined(value) => Self::Defined(value * factor),
            undefined => undefined,
        }
    }
}
