//! Any bytes as a document: read or refused, within time and memory.

#![no_main]

use emic::import::document::odt;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    _ = odt::read(bytes);
});
