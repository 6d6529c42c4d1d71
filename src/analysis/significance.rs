//! Tests of whether a theme is as frequent in one group as in another, on participants. Off unless somebody asks.
//!
//! They take each participant as one draw, and a purposive sample is none: a p-value says nothing beyond these people.

use super::draw::Draw;

/// The 97.5th percentile of the standard normal distribution, for intervals of 95 percent.
const Z: f64 = 1.959_963_984_540_054;

/// So much more probable a table may be than the one seen and still count as no more probable (as R's `fisher.test` has it).
const TOLERANCE: f64 = 1e-7;

/// The most tables that are gone through; beyond it groups are shuffled instead.
const TABLES: u64 = 2_000_000;

/// Participants of a group with a theme, of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Of {
    /// With the theme.
    pub with: u64,
    /// In the group.
    pub of: u64,
}

/// How a p-value was come by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TestKind {
    /// Fisher's exact test, two-sided: all tables with these margins that are no more probable.
    Fisher,
    /// The same for more than two groups (Freeman and Halton 1951).
    FreemanHalton,
    /// The groups' names shuffled over participants, so many times, from a seed.
    Permutation {
        /// How many times.
        times: u32,
        /// From which seed.
        seed: u64,
    },
}

impl std::fmt::Display for TestKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fisher => f.write_str("Fisher exact"),
            Self::FreemanHalton => f.write_str("Freeman-Halton exact"),
            Self::Permutation { times, seed } => write!(f, "permutation ({times}, seed {seed})"),
        }
    }
}

/// ln 0!, ln 1!, … ln n!
struct Factorials(Vec<f64>);

impl Factorials {
    fn up_to(n: u64) -> Self {
        let mut sum = 0.0;
        let logs = (0..=n).map(|number| {
            sum += if number > 1 { (number as f64).ln() } else { 0.0 };
            sum
        });
        Self(logs.collect())
    }

    /// ln of n over k; k is at most n.
    fn choose(&self, n: u64, k: u64) -> f64 {
        let at = |n: u64| self.0.get(n as usize).copied().unwrap_or(0.0);
        at(n) - at(k) - at(n - k)
    }
}

/// The exact two-sided p-value that the share with the theme is the same in all groups: the sum over all tables with these
/// margins that are no more probable than the one seen. `None`: there are too many tables.
pub fn exact(groups: &[Of]) -> Option<f64> {
    let with: u64 = groups.iter().map(|group| group.with).sum();
    let all: u64 = groups.iter().map(|group| group.of).sum();
    // The last group is what is left.
    let tables = groups.iter().skip(1).try_fold(1_u64, |product, group| product.checked_mul(group.of.min(with) + 1))?;
    if tables > TABLES {
        return None;
    }
    let logs = Factorials::up_to(all);
    let whole = logs.choose(all, with);
    let seen: f64 = groups.iter().map(|group| logs.choose(group.of, group.with)).sum::<f64>() - whole;
    let mut p = 0.0;
    // The first group last: what is left of the margin is its number, so that the largest need not be gone through.
    let sizes: Vec<u64> = groups.iter().rev().map(|group| group.of).collect();
    sum_tables(&logs, &sizes, with, -whole, seen + TOLERANCE, &mut p);
    Some(p.min(1.0))
}

fn sum_tables(logs: &Factorials, sizes: &[u64], left: u64, so_far: f64, limit: f64, p: &mut f64) {
    let Some((size, rest)) = sizes.split_first() else { return };
    if rest.is_empty() {
        if left <= *size {
            let table = so_far + logs.choose(*size, left);
            if table <= limit {
                *p += table.exp();
            }
        }
        return;
    }
    for here in 0..=left.min(*size) {
        sum_tables(logs, rest, left - here, so_far + logs.choose(*size, here), limit, p);
    }
}

/// The same p-value by shuffling: how often participants, dealt out to the groups anew, give a table that is no more probable,
/// the one seen counted among them: (b + 1) / (times + 1).
pub fn permutation(groups: &[Of], times: u32, seed: u64) -> f64 {
    let all: u64 = groups.iter().map(|group| group.of).sum();
    let logs = Factorials::up_to(all);
    let log =
        |counts: &mut dyn Iterator<Item = (u64, u64)>| -> f64 { counts.map(|(of, with)| logs.choose(of, with)).sum() };
    let seen = log(&mut groups.iter().map(|group| (group.of, group.with)));
    let mut has: Vec<bool> = Vec::with_capacity(all as usize);
    for group in groups {
        has.extend((0..group.of).map(|at| at < group.with));
    }
    let mut draw = Draw::new(seed);
    let mut no_more = 0_u32;
    for _ in 0..times {
        draw.shuffle(&mut has);
        let mut from = 0;
        let mut counts = groups.iter().map(|group| {
            let dealt = &has[from..from + group.of as usize];
            from += group.of as usize;
            (group.of, dealt.iter().filter(|with| **with).count() as u64)
        });
        no_more += u32::from(log(&mut counts) <= seen + TOLERANCE);
    }
    (f64::from(no_more) + 1.0) / (f64::from(times) + 1.0)
}

/// Wilson's score interval of a share, 95 percent. `None` where there is nobody.
pub fn wilson(group: Of) -> Option<(f64, f64)> {
    if group.of == 0 {
        return None;
    }
    let (n, p) = (group.of as f64, group.with as f64 / group.of as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    Some((((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0)))
}

/// The difference of two shares with its interval (95 percent, Newcombe 1998, method 10: from Wilson's intervals).
/// `None` where a group has nobody.
pub fn risk_difference(first: Of, second: Of) -> Option<(f64, f64, f64)> {
    let ((low1, high1), (low2, high2)) = (wilson(first)?, wilson(second)?);
    let (p1, p2) = (first.with as f64 / first.of as f64, second.with as f64 / second.of as f64);
    let difference = p1 - p2;
    let low = difference - ((p1 - low1).powi(2) + (high2 - p2).powi(2)).sqrt();
    let high = difference + ((high1 - p1).powi(2) + (p2 - low2).powi(2)).sqrt();
    Some((difference, low, high))
}

/// The p-values of a family of tests after Holm (1979), in the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut highest: f64 = 0.0;
    for (rank, at) in order.into_iter().enumerate() {
        highest = highest.max(p[at] * (p.len() - rank) as f64).min(1.0);
        adjusted[at] = highest;
    }
    adjusted
}
