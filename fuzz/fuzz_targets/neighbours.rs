//! Databases of Taguette, QualCoder and qc: passages stand inside their texts, whatever the file says.
#![no_main]

use emic::import::neighbours::{Beside, project};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = |_: &str| Some(b"P1: We waited\nlong.\n".to_vec());
    let beside = Beside { text: Some(&text), ..Beside::default() };
    if let Ok(project) = project(bytes.to_vec(), &beside) {
        for text in &project.texts {
            let chars = text.body.chars().count() as u32;
            assert!(text.selections.iter().all(|selection| !selection.span.is_empty() && selection.span.end <= chars));
        }
    }
});
