//! Highlights of Taguette: what is found of them in a text stands inside of it.
#![no_main]

use emic::import::highlights::{Searched, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(rows) = read(bytes) {
        for row in rows.iter().take(20) {
            let text = format!("P1: {}\n\n{}", row.content, row.document);
            let chars = text.chars().count() as u32;
            let found = Searched::new(&text).find(&row.content, 100);
            assert!(found.iter().all(|span| !span.is_empty() && span.end <= chars));
        }
    }
});
