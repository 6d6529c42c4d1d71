//! A fast sum of bytes, against damage (not against malice).

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A fast 64-bit sum of `bytes`, against damage (not against malice).
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Sum::of(bytes.len() as u64);
    sum.take(bytes);
    sum.end()
}

/// A [`checksum`] of bytes that come piece by piece.
#[derive(Clone, Debug)]
pub struct Sum {
    sum: u64,
    /// Bytes that do not fill a word yet, and how many they are.
    rest: [u8; 8],
    held: usize,
}

impl Sum {
    /// Begins the sum of so many bytes.
    pub const fn of(length: u64) -> Self {
        Self { sum: ODD ^ length, rest: [0; 8], held: 0 }
    }

    /// The next bytes.
    pub fn take(&mut self, mut bytes: &[u8]) {
        while self.held > 0 {
            let Some((byte, after)) = bytes.split_first() else { return };
            self.hold(*byte);
            bytes = after;
        }
        let (words, rest) = bytes.as_chunks::<8>();
        let mut sum = self.sum;
        for word in words {
            sum = step(sum, u64::from_le_bytes(*word));
        }
        self.sum = sum;
        for byte in rest {
            self.hold(*byte);
        }
    }

    fn hold(&mut self, byte: u8) {
        if let Some(place) = self.rest.get_mut(self.held) {
            *place = byte;
        }
        self.held += 1;
        if self.held == self.rest.len() {
            self.sum = step(self.sum, u64::from_le_bytes(self.rest));
            self.held = 0;
        }
    }

    /// The sum, once all bytes are taken.
    pub fn end(&self) -> u64 {
        let rest = self.rest.iter().take(self.held);
        let sum = step(self.sum, rest.fold(1, |word, byte| word << 8 | u64::from(*byte)));
        let sum = sum.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        sum ^ sum >> 32
    }
}

const fn step(sum: u64, word: u64) -> u64 {
    let sum = (sum ^ word).wrapping_mul(ODD);
    sum ^ sum >> 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn in_pieces_it_is_the_same(bytes in prop::collection::vec(any::<u8>(), 0..60), cuts in prop::collection::vec(0usize..60, 0..4)) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| (*cut).min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut sum = Sum::of(bytes.len() as u64);
            for pair in cuts.windows(2) {
                sum.take(&bytes[pair[0]..pair[1]]);
            }
            prop_assert_eq!(sum.end(), checksum(&bytes));
        }

        #[test]
        fn another_byte_is_another_sum(bytes in prop::collection::vec(any::<u8>(), 1..60), at: prop::sample::Index, flip in 1u8..) {
            let mut other = bytes.clone();
            other[at.index(bytes.len())] ^= flip;
            prop_assert_ne!(checksum(&bytes), checksum(&other));
            other.push(0);
            prop_assert_ne!(checksum(&bytes), checksum(&other));
        }
    }
}
