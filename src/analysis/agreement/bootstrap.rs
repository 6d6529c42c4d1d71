//! How certain an alpha is: a percentile bootstrap over transcripts.
//!
//! Units of one interview are not independent, so whole transcripts are drawn, with replacement, as many as there are. Krippendorff's
//! own bootstrap draws deviations and gives other intervals.

use super::nominal::alpha;

/// Replicates of a bootstrap.
pub const REPLICATES: u32 = 2_000;
/// With fewer transcripts an interval would claim more than is known.
pub const FEWEST: usize = 10;

/// A 95 % interval, or what stands against one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Interval {
    /// From the 2.5th to the 97.5th percentile.
    Of {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Replicates in which alpha was undefined, left out.
        undefined: u32,
    },
    /// Fewer than ten transcripts.
    FewTranscripts,
    /// Alpha was undefined in more than a tenth of the replicates.
    TooOftenUndefined(u32),
}

/// Numbers that look like chance and are the same for the same seed (SplitMix64, Steele and others 2014).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`: the high half of a 128-bit product.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(z ^ (z >> 31)) * end as u128) >> 64) as usize
    }
}

/// The samples: for each replicate, how often each transcript is drawn. One set serves every code, so that their intervals go
/// together.
#[derive(Debug)]
pub struct Samples {
    transcripts: usize,
    draws: Vec<Vec<u32>>,
}

impl Samples {
    /// Draws by a sequence that `seed` decides.
    pub fn draw(transcripts: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let count = if transcripts < FEWEST { 0 } else { REPLICATES };
        let draws = (0..count).map(|_| {
            let mut times = vec![0; transcripts];
            (0..transcripts).for_each(|_| times[chance.below(transcripts)] += 1);
            times
        });
        Self { transcripts, draws: draws.collect() }
    }

    /// The interval of alpha for yes or no, from the coincidences of each transcript (as many as were drawn from).
    pub fn interval(&self, coincidences: &[[f64; 4]]) -> Interval {
        if self.transcripts < FEWEST {
            return Interval::FewTranscripts;
        }
        let mut values = Vec::with_capacity(self.draws.len());
        for times in &self.draws {
            let mut sum = [0.0; 4];
            for (of, times) in coincidences.iter().zip(times) {
                if *times > 0 {
                    let times = f64::from(*times);
                    sum.iter_mut().zip(of).for_each(|(sum, of)| *sum += times * of);
                }
            }
            values.extend(alpha(&sum, 2).value());
        }
        let undefined = (self.draws.len() - values.len()) as u32;
        if undefined * 10 > REPLICATES {
            return Interval::TooOftenUndefined(undefined);
        }
        values.sort_by(f64::total_cmp);
        Interval::Of { low: percentile(&values, 0.025), high: percentile(&values, 0.975), undefined }
    }
}

/// By linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R). `values` is in order.
fn percentile(values: &[f64], share: f64) -> f64 {
    let at = share * values.len().saturating_sub(1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    let value = |at: usize| values.get(at).copied().unwrap_or_default();
    value(low) + (at - at.floor()) * (value(high) - value(low))
}
