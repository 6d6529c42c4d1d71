//! The XML of projects: positions stand inside their texts, whatever the file says.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(project) = emic::import::refi::bare(bytes) {
        for text in &project.texts {
            let chars = text.body.chars().count() as u32;
            assert!(text.selections.iter().all(|selection| !selection.span.is_empty() && selection.span.end <= chars));
        }
    }
});
