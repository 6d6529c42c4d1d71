//! The seeds of the fuzz targets, and broken pieces of them, through the checks of their targets: none may panic, and most hold something.
//! All invented.

use std::fs;
use std::path::Path;

use crate::import_people::workbook;

#[allow(dead_code)]
#[path = "../../fuzz/checks.rs"]
mod checks;

/// The seeds of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|seed| seed.unwrap().path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    if target == "import_read" {
        seeds.push(workbook(&[("a", &[&["participant", "age"], &["P1", "4"]])]));
    }
    seeds
}

#[test]
fn every_target_has_its_file_and_its_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(fuzz.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let mut names: Vec<String> =
            entries.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let targets = names("fuzz_targets");
    assert!(targets.len() > 20, "{targets:?}");
    assert_eq!(targets, names("seeds"));
    for name in &targets {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not built");
        let file = fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(file.contains(&format!("check(\"{name}\")")), "{name} checks something else");
    }
    #[cfg(all(feature = "sqlite", feature = "pdf"))]
    assert_eq!(targets, checks::CHECKS.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
}

#[test]
fn every_seed_is_read_or_refused() {
    for (target, check) in checks::CHECKS {
        let seeds = seeds(target);
        let well = seeds.iter().filter(|seed| check(seed)).count();
        assert!(well >= 1, "{target}: {well} of {} seeds hold something", seeds.len());
    }
}

#[test]
fn broken_seeds_are_read_or_refused() {
    for (target, check) in checks::CHECKS {
        for seed in seeds(target) {
            // Cut short at some places, and with some bytes changed; the same ones each time.
            for part in 1..8 {
                check(&seed[..seed.len() * part / 8]);
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
                check(&broken);
            }
        }
    }
}
