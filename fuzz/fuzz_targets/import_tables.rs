//! Any text as a table of each kind: nothing may panic.
#![no_main]

use emic::import::{Options, ReadAs, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for reading in [ReadAs::Turns, ReadAs::Interviews, ReadAs::Participants] {
        let _ = read("a.csv", bytes, &Options { reading: Some(reading), ..Options::default() });
    }
});
