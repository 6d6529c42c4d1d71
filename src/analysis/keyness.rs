//! How far the frequency of a word in a group is from that elsewhere.

/// A word in a group beside the same word elsewhere in scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Keyness {
    /// How often it stands in the group.
    pub here: u64,
    /// Words of the group.
    pub words_here: u64,
    /// How often it stands elsewhere.
    pub elsewhere: u64,
    /// Words elsewhere.
    pub words_elsewhere: u64,
}

impl Keyness {
    /// The log-likelihood ratio G² of Rayson and Garside (2000, Comparing corpora using frequency profiling): 2 Σ O ln(O/E)
    /// over the two frequencies of the word. `None` where there is no other text.
    pub fn log_likelihood(self) -> Option<f64> {
        let (a, b) = (self.here as f64, self.elsewhere as f64);
        let (c, d) = (self.words_here as f64, self.words_elsewhere as f64);
        if c == 0.0 || d == 0.0 {
            return None;
        }
        let part = |seen: f64, size: f64| {
            let expected = size * (a + b) / (c + d);
            if seen == 0.0 { 0.0 } else { seen * (seen / expected).ln() }
        };
        Some((2.0 * (part(a, c) + part(b, d))).max(0.0))
    }

    /// Log Ratio (Hardie 2014): the binary logarithm of the ratio of the relative frequencies, with 0.5 for a frequency of 0 (as in
    /// UCREL's log-likelihood and effect size calculator).
    /// 1: twice as frequent as elsewhere; -1: half as frequent. `None` where there is no other text.
    pub fn log_ratio(self) -> Option<f64> {
        if self.words_here == 0 || self.words_elsewhere == 0 || self.here + self.elsewhere == 0 {
            return None;
        }
        let share = |seen: u64, size: u64| if seen == 0 { 0.5 } else { seen as f64 } / size as f64;
        Some((share(self.here, self.words_here) / share(self.elsewhere, self.words_elsewhere)).log2())
    }
}
