//! The seeds of the fuzz targets for importers, and broken pieces of them, read one after the other: none may panic, and what
//! comes in holds text. All invented.

use std::fs;
use std::path::Path;

use emic::import::{Options, ReadAs, captions, look, read};
use emic::text::{Body, TurnRules};

use crate::import_people::workbook;

fn all_ways(bytes: &[u8]) -> usize {
    let mut read_well = 0;
    for name in ["a.txt", "a.csv", "a.json"] {
        for reading in
            [None, Some(ReadAs::Turns), Some(ReadAs::Interviews), Some(ReadAs::Participants), Some(ReadAs::Captions)]
        {
            let options = Options { force: true, reading, ..Options::default() };
            let Ok(contents) = read(name, bytes, &options) else { continue };
            for draft in &contents.drafts {
                assert!(!draft.text.trim().is_empty());
                let _ = look(&Body::new(draft.text.clone()), &TurnRules::default());
            }
            read_well += 1;
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let cues = captions::read_cue_lines(text);
        let _ = captions::draft(cues.cues, "captions", &cues.head);
        let _ = captions::draft(captions::read_lrc(text), "LRC", &[]);
    }
    read_well
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut seeds = Vec::new();
    for target in fs::read_dir(folder).unwrap() {
        let target = target.unwrap();
        if !target.file_name().to_string_lossy().starts_with("import_") {
            continue;
        }
        for seed in fs::read_dir(target.path()).unwrap() {
            seeds.push(fs::read(seed.unwrap().path()).unwrap());
        }
    }
    assert!(seeds.len() > 20, "{} seeds", seeds.len());
    seeds.push(workbook(&[("a", &[&["participant", "age"], &["P1", "4"]])]));
    seeds
}

#[test]
fn every_seed_is_read_or_refused() {
    let read_well = seeds().iter().filter(|seed| all_ways(seed) > 0).count();
    assert!(read_well > 15, "{read_well} seeds hold something");
}

#[test]
fn broken_seeds_are_read_or_refused() {
    for seed in seeds() {
        // Cut short at some places, and with some bytes changed; the same ones each time.
        for part in 1..8 {
            all_ways(&seed[..seed.len() * part / 8]);
        }
        let mut state = 0x2545_F491_u32;
        for _ in 0..12 {
            let mut broken = seed.clone();
            for _ in 0..4 {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                if broken.is_empty() {
                    continue;
                }
                let at = state as usize % broken.len();
                broken[at] = [0, 0xFF, b'\n', b':', b'<', b'"', b'-', b'['][(state >> 8) as usize % 8];
            }
            all_ways(&broken);
        }
    }
}
