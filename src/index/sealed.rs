//! Derived files that are never trusted blindly: a header that says what a file is, of which version and of what it
//! was made, with length and checksum; and the small integers that its content is packed with.
//!
//! Whatever does not fit exactly is refused: to read such a file is to get either what was written or nothing.

use std::io::{self, Write};
use std::path::Path;

use crate::text::checksum;

/// First bytes of every file; the line end shows a file that was copied as text.
const MAGIC: [u8; 8] = *b"emic\0\x01\r\n";

/// Bytes of the header: magic, kind (4), version (4), identity (8), length (8), checksum (8).
pub const HEADER: usize = 40;

/// What a file is: four letters.
pub type Kind = [u8; 4];

fn header(kind: Kind, version: u32, identity: u64, payload: &[u8]) -> [u8; HEADER] {
    let mut head = [0; HEADER];
    let sum = checksum(payload) ^ checksum(&[&kind[..], &version.to_le_bytes(), &identity.to_le_bytes()].concat());
    let parts: [&[u8]; 6] = [
        &MAGIC,
        &kind,
        &version.to_le_bytes(),
        &identity.to_le_bytes(),
        &(payload.len() as u64).to_le_bytes(),
        &sum.to_le_bytes(),
    ];
    head.iter_mut().zip(parts.concat()).for_each(|(to, from)| *to = from);
    head
}

/// The bytes of a file: `payload` behind its header. `identity` says what it was made of.
pub fn seal(kind: Kind, version: u32, identity: u64, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + payload.len());
    bytes.extend_from_slice(&header(kind, version, identity, payload));
    bytes.extend_from_slice(payload);
    bytes
}

/// The payload of a sealed file; `None` unless kind, version, identity, length and checksum all fit.
pub fn unseal(bytes: &[u8], kind: Kind, version: u32, identity: u64) -> Option<&[u8]> {
    let (head, payload) = bytes.split_first_chunk()?;
    fits(head, payload, kind, version, identity).then_some(payload)
}

/// Whether kind, version, identity, length and checksum of a header fit what stands behind it.
pub fn fits(head: &[u8; HEADER], payload: &[u8], kind: Kind, version: u32, identity: u64) -> bool {
    *head == header(kind, version, identity, payload)
}

/// Identity and length of the payload behind this header, if it is of this kind and version.
pub fn peek(head: &[u8; HEADER], kind: Kind, version: u32) -> Option<(u64, u64)> {
    let mut head = Unpacker::new(head);
    let fits = head.array()? == MAGIC && head.array()? == kind && head.array()? == version.to_le_bytes();
    let number = |head: &mut Unpacker<'_>| head.array().map(u64::from_le_bytes);
    Some((number(&mut head)?, number(&mut head)?)).filter(|_| fits)
}

/// Writes a file whole: beside its place first (readable by its owner alone), then renamed.
///
/// It is not synced: a file torn by a power cut does not unseal and is made anew.
///
/// # Errors
/// What the system says; the old file is then as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Packs integers (LEB128), texts and bytes.
#[derive(Default)]
pub struct Packer(Vec<u8>);

impl Packer {
    /// An integer, the smaller the shorter.
    pub fn number(&mut self, mut number: u64) -> &mut Self {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    /// Bytes as they are, without their length.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// A text with its length.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u64).raw(text.as_bytes())
    }

    /// What was packed.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what a [`Packer`] wrote. Every answer is `None` where the bytes do not hold it.
pub struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    /// Reads from the first byte on.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// An integer.
    pub fn number(&mut self) -> Option<u64> {
        // Nearly all are of one byte.
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u64::from(*byte));
        }
        let mut number = 0;
        for (at, byte) in self.0.iter().take(10).enumerate() {
            let bits = u64::from(byte & 0x7f);
            if at == 9 && bits > 1 {
                return None;
            }
            number |= bits << (7 * at);
            if byte & 0x80 == 0 {
                self.0 = &self.0[at + 1..];
                return Some(number);
            }
        }
        None
    }

    /// An integer of 32 bits.
    pub fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many items follow; refused where what is left cannot hold one byte for each.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    /// The next `length` bytes.
    pub fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.raw(N)?.try_into().ok()
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        std::str::from_utf8(self.raw(length)?).ok()
    }

    /// `Some` if nothing is left.
    pub fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KIND: Kind = *b"test";

    #[test]
    fn another_kind_version_or_identity_is_refused() {
        let bytes = seal(KIND, 3, 7, b"payload");
        assert_eq!(unseal(&bytes, KIND, 3, 7), Some(&b"payload"[..]));
        assert_eq!(unseal(&bytes, *b"tess", 3, 7), None);
        assert_eq!(unseal(&bytes, KIND, 4, 7), None);
        assert_eq!(unseal(&bytes, KIND, 3, 8), None);
        let head = bytes.first_chunk().unwrap();
        assert_eq!(peek(head, KIND, 3), Some((7, 7)));
        assert_eq!(peek(head, KIND, 4), None);
    }

    #[test]
    fn numbers_beyond_their_size_are_refused() {
        let too_long = [0xff; 11];
        assert_eq!(Unpacker::new(&too_long).number(), None);
        let mut packer = Packer::default();
        packer.number(u64::MAX).number(1 << 32);
        let bytes = packer.finish();
        let mut unpacker = Unpacker::new(&bytes);
        assert_eq!(unpacker.number(), Some(u64::MAX));
        assert_eq!(unpacker.small(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn one_changed_byte_is_refused(payload in prop::collection::vec(any::<u8>(), 0..60), at: prop::sample::Index, flip in 1u8..) {
            let mut bytes = seal(KIND, 1, 42, &payload);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            prop_assert_eq!(unseal(&bytes, KIND, 1, 42), None);
        }

        #[test]
        fn a_torn_file_is_refused(payload in prop::collection::vec(any::<u8>(), 0..60), at: prop::sample::Index) {
            let bytes = seal(KIND, 1, 42, &payload);
            prop_assert_eq!(unseal(&bytes[..at.index(bytes.len())], KIND, 1, 42), None);
        }

        #[test]
        fn what_is_packed_is_unpacked(numbers in prop::collection::vec(any::<u64>(), 0..9), text in ".{0,20}") {
            let mut packer = Packer::default();
            packer.number(numbers.len() as u64);
            numbers.iter().for_each(|number| { packer.number(*number); });
            packer.text(&text);
            let bytes = packer.finish();
            let mut unpacker = Unpacker::new(&bytes);
            prop_assert_eq!(unpacker.count(), Some(numbers.len()));
            for number in numbers {
                prop_assert_eq!(unpacker.number(), Some(number));
            }
            prop_assert_eq!(unpacker.text(), Some(&*text));
            prop_assert_eq!(unpacker.end(), Some(()));
        }

        #[test]
        fn garbage_does_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            prop_assert_eq!(unseal(&bytes, KIND, 1, 42), None);
            let mut unpacker = Unpacker::new(&bytes);
            while unpacker.text().is_some() && unpacker.end().is_none() {}
        }
    }
}
