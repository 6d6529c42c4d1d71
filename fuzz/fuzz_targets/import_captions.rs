//! Any text as captions: nothing may panic, and what is said is not lost.
#![no_main]

use emic::import::captions;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let cues = captions::read_cue_lines(text);
    let _ = captions::draft(cues.cues, "captions", &cues.head);
    let _ = captions::draft(captions::read_lrc(text), "LRC", &[]);
    if let Ok(cues) = captions::read_json(text) {
        let _ = captions::draft(cues, "JSON", &[]);
    }
});
