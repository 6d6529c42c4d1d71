//! Agreement on where passages begin and end: u-alpha and |u-alpha (Krippendorff, Mathet, Bouvry and Widlöcher 2016, "On the
//! reliability of unitizing textual continua: Further developments", Quality & Quantity 50), which are another statistic than the alpha_U of 1995 and 2004.
//!
//! Of a continuum of length `L` each of `m` coders makes segments that do not overlap; what lies between them are gaps.
//! Observed coincidences are lengths of intersections, `l_ck = Σ |S_ig ∩ S_jh| / (m - 1)` over ordered pairs of coders;
//! expected ones are `e_ck = l (l_c l_k - [c = k] Σ w(g)) / (l² - Σ w(g))`, with `l = mL` and `w` the length of a gap, the squared
//! length of a segment.

use super::measure::{Measure, Reason};

/// A segment of one coder with the value given to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Segment {
    /// Its start.
    pub start: u64,
    /// One past its end.
    pub end: u64,
    /// Its value, from 0.
    pub value: usize,
}

/// u-alpha and |u-alpha of the same segments.
#[derive(Clone, PartialEq, Debug)]
pub struct Unitizing {
    /// Agreement on segments and their values, gaps included.
    pub u_alpha: Measure,
    /// Agreement on what is coded at all, whatever with.
    pub bar_u_alpha: Measure,
}

/// The first two segments of a coder that overlap; `None`: they divide the continuum. `coder` must be in order.
pub fn overlap(coder: &[Segment]) -> Option<(Segment, Segment)> {
    coder.windows(2).find_map(|pair| match pair {
        [a, b] if b.start < a.end => Some((*a, *b)),
        _ => None,
    })
}

/// Computes both for the segments of two coders or more, each in order and without overlap, of a continuum of `length` with
/// values below `values`.
pub fn unitizing(coders: &[Vec<Segment>], length: u64, values: usize) -> Unitizing {
    let undefined = |reason: Reason| Unitizing {
        u_alpha: Measure::Undefined(reason.clone()),
        bar_u_alpha: Measure::Undefined(reason),
    };
    if coders.len() < 2 || length == 0 {
        return undefined(Reason::NothingToCompare);
    }
    // The gaps' value is the last one.
    let phi = values;
    let all: Vec<Vec<Segment>> = coders.iter().map(|segments| with_gaps(segments, length, phi)).collect();
    let mut margins = vec![0.0; values + 1];
    let mut weights = vec![0.0; values + 1];
    let mut same = vec![0.0; values + 1];
    for segment in all.iter().flatten() {
        let length = (segment.end - segment.start) as f64;
        margins[segment.value] += length;
        weights[segment.value] += if segment.value == phi { length } else { length * length };
    }
    for (i, first) in all.iter().enumerate() {
        for second in &all[i + 1..] {
            coincide(first, second, |value, length| same[value] += 2.0 * length);
        }
    }
    same.iter_mut().for_each(|same| *same /= (all.len() - 1) as f64);
    let whole: f64 = margins.iter().sum();
    let weight: f64 = weights.iter().sum();
    let base = whole * whole - weight;
    if base == 0.0 {
        return undefined(Reason::NothingExpected);
    }
    let expected = |value: usize| whole * (margins[value] * margins[value] - weights[value]) / base;
    let all_same: f64 = same.iter().sum();
    let all_expected: f64 = (0..=values).map(expected).sum();
    // e_φ, the row sum of expected coincidences, is not l_φ: the weights are taken out of the diagonal alone.
    let of_phi = whole * (margins[phi] * whole - weights[phi]) / base;
    Unitizing {
        u_alpha: beyond(whole - all_same, whole - all_expected, whole),
        bar_u_alpha: beyond(margins[phi] - same[phi], of_phi - expected(phi), whole),
    }
}

/// `1 - observed / expected`; an expectation that is 0 but for rounding makes it undefined.
fn beyond(observed: f64, expected: f64, whole: f64) -> Measure {
    if expected.abs() <= whole * 1e-12 {
        return Measure::Undefined(Reason::NothingExpected);
    }
    Measure::Defined(1.0 - observed / expected)
}

fn with_gaps(segments: &[Segment], length: u64, phi: usize) -> Vec<Segment> {
    let mut all = Vec::with_capacity(segments.len() * 2 + 1);
    let mut at = 0;
    for segment in segments {
        if segment.start > at {
            all.push(Segment { start: at, end: segment.start, value: phi });
        }
        all.push(*segment);
        at = segment.end;
    }
    if at < length {
        all.push(Segment { start: at, end: length, value: phi });
    }
    all
}

/// The lengths over which two coders give one value.
fn coincide(first: &[Segment], second: &[Segment], mut take: impl FnMut(usize, f64)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (first.get(i), second.get(j)) {
        let length = a.end.min(b.end).saturating_sub(a.start.max(b.start));
        if a.value == b.value && length > 0 {
            take(a.value, length as f64);
        }
        if a.end <= b.end {
            i += 1;
        }
        if b.end <= a.end {
            j += 1;
        }
    }
}
