//! Any bytes under any name: nothing may panic, and what comes in is text.
#![no_main]

use emic::import::{Options, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.csv", "a.json"] {
        for force in [false, true] {
            if let Ok(contents) = read(name, bytes, &Options { force, ..Options::default() }) {
                assert!(contents.drafts.iter().all(|draft| !draft.text.trim().is_empty()));
            }
        }
    }
});
