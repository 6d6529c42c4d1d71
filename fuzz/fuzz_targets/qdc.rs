//! Codebooks of other tools: a code stands after the one above it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(book) = emic::import::refi::codebook(bytes) {
        assert!(book.codes.iter().enumerate().all(|(at, code)| code.parent.is_none_or(|parent| parent < at)));
    }
});
