//! Whatever the files of a study hold, reading them ends with faults, never with a panic.

use std::path::Path;

use proptest::prelude::*;

use super::*;

/// Pieces of which YAML, CSV and transcripts are made, put together without sense.
fn mess() -> impl Strategy<Value = String> {
    let words = "(emic: 1\\n|title: |codes:\\n|  - id: |- |name: x\\n|themes: |was: |\\[|\\]|\\{|\\}|: |, |\\n|\\n  |\"|'|#|\\||&a |\\*a|!t |~|---\\n|participants: |P1|participant,|;|\\t|\\r\\n|é|\u{85}|\u{2028}|\u{feff}|turns: \\(|colour: #|coders: |transcripts: \\*|attributes:\\n  |date: |about: ){0,30}";
    words.prop_map(|text: String| text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn texts_without_sense(text in mess()) {
        let root = Path::new("/nonexistent");
        let file = Path::new("f");
        let mut found = Vec::new();
        match parse_study(root, &text) {
            Ok((study, more)) => {
                prop_assert!(study.citation_width >= 20 && study.attribution_words >= 1);
                found.extend(more);
            }
            Err(fault) => found.push(fault),
        }
        match parse_codebook(file, &text) {
            Ok((_, more)) => found.extend(more),
            Err(fault) => found.push(fault),
        }
        let (table, more) = parse_table(file, &text, "participant");
        prop_assert_eq!(table.attributes.rows.len(), table.places.len());
        found.extend(more);
        found.extend(parse_speakers(file, &text).1);
        if let Ok(read) = decode_transcript(file, format!("---\n{text}").into_bytes()) {
            prop_assert!(!read.body.contains('\r'));
            found.extend(read.diagnostics);
        }
        let _ = set_front_matter(&text, &["participants".into(), "A".into()], &Node::text("P07"));
        let _ = add_code(&text, None, "a", "A", &[]);
        for found in found {
            prop_assert!(!found.message.is_empty());
            let hint = found.hint.unwrap_or_default();
            prop_assert!(!hint.is_empty(), "{}", found.message);
            if let Some(excerpt) = found.excerpt {
                prop_assert!(excerpt.line >= 1 && excerpt.column >= 1 && excerpt.length >= 1);
            }
        }
    }

    #[test]
    fn bytes_without_sense(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        match decode_transcript(Path::new("f"), bytes.clone()) {
            Ok(_) => prop_assert!(std::str::from_utf8(&bytes).is_ok()),
            Err(fault) => prop_assert!(fault.hint.is_some()),
        }
    }
}
