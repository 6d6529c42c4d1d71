//! Draws from a seed: the same seed gives the same draws on every machine, so that a figure can be made again.

/// SplitMix64 (Steele, Lea and Flood 2014): good enough to shuffle by, and short enough to be read.
pub(super) struct Draw(u64);

impl Draw {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, each as likely as any other; 0 where `bound` is.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // What lies above the last whole multiple is drawn again, else small numbers would come more often.
        let limit = u64::MAX - (u64::MAX % bound + 1) % bound;
        loop {
            let drawn = self.next();
            if drawn <= limit {
                return drawn % bound;
            }
        }
    }

    /// Brings a list into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_those_of_the_published_generator() {
        // The first outputs of splitmix64.c (Vigna, public domain) for the seed 1234567.
        let mut draw = Draw::new(1_234_567);
        let drawn: Vec<u64> = (0..5).map(|_| draw.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn a_shuffle_keeps_all_and_reaches_every_order() {
        let mut draw = Draw::new(1);
        let mut seen = std::collections::HashMap::new();
        for _ in 0..6_000 {
            let mut list = [1, 2, 3];
            draw.shuffle(&mut list);
            *seen.entry(list).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|times| (800..1_200).contains(times)), "{seen:?}");
        assert_eq!(draw.below(0), 0);
    }
}
