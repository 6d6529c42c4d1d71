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

/// Where libFuzzer cannot be had: seeds put together and changed, for as long as `EMIC_FUZZ_SECONDS` says, of the target that
/// `EMIC_FUZZ_TARGET` names (without it: of all, one after the other). What fails, or takes twenty seconds, is kept in
/// `fuzz/artifacts` and named.
#[test]
fn changed_seeds_are_read_or_refused_for_as_long_as_is_asked() {
    let Some(seconds) = std::env::var("EMIC_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse::<u64>().ok()) else {
        return;
    };
    let wanted = std::env::var("EMIC_FUZZ_TARGET").ok();
    for (target, check) in checks::CHECKS {
        if wanted.as_deref().is_none_or(|wanted| wanted == *target) {
            let (runs, kept) = change(target, *check, std::time::Duration::from_secs(seconds));
            println!("{target}: {runs} inputs");
            assert!(runs > 0 && kept.is_empty(), "{target}: {kept:?}");
        }
    }
}

/// Pieces that mean something in one format or another.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\t",
    ":",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "-",
    "--",
    "---\n",
    "%%",
    "\n%%\n",
    "*",
    "~",
    "/",
    "\\",
    "|",
    "&a",
    "*a",
    "#",
    ",",
    ";",
    "=",
    "<",
    ">",
    "&amp;",
    "]]>",
    "0",
    "-1",
    "4294967295",
    "1e999",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[",
    "\u{0}",
    "e\u{301}",
    "\u{1f469}\u{200d}\u{1f467}",
    "\u{5d0}",
    "學",
    "NOT ",
    " OR ",
    "code:",
    "{1,1000}",
    "(a+)+",
    "\\p{L}",
    "00:00:01",
    "-->",
    "P01: ",
    "INT: ",
    "id: ",
    "codes:",
    "\"of\":3,",
    "null",
    "PK\u{3}\u{4}",
];

fn change(target: &str, check: checks::Check, time: std::time::Duration) -> (usize, Vec<String>) {
    let seeds = seeds(target);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % most.max(1)
    };
    let (mut runs, mut kept) = (0, Vec::new());
    let begun = std::time::Instant::now();
    while begun.elapsed() < time && kept.len() < 5 {
        let mut bytes = seeds[below(seeds.len())].clone();
        for _ in 0..=below(6) {
            let (from, to) = (below(bytes.len() + 1), below(bytes.len() + 1));
            let (from, to) = (from.min(to), from.max(to));
            match below(6) {
                0 => _ = bytes.drain(from..to),
                1 => _ = bytes.splice(from..from, PIECES[below(PIECES.len())].bytes()),
                2 => _ = bytes.splice(from..from, PIECES[below(PIECES.len())].repeat(1 + below(300)).bytes()),
                3 => {
                    let part = bytes[from..to].repeat(1 + below(20));
                    bytes.splice(from..from, part.into_iter().take(20_000));
                }
                4 => {
                    let other = &seeds[below(seeds.len())];
                    let at = below(other.len() + 1);
                    bytes.splice(from..to, other[at..].iter().copied());
                }
                _ if from < bytes.len() => bytes[from] = below(256) as u8,
                _ => {}
            }
            bytes.truncate(60_000);
        }
        let (went, since) = (bytes.clone(), std::time::Instant::now());
        let well = std::panic::catch_unwind(move || check(&went)).is_ok();
        if !well || since.elapsed().as_secs() >= 20 {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/artifacts");
            fs::create_dir_all(&folder).unwrap();
            let name = format!("{target}-{}-{runs}", if well { "slow" } else { "failed" });
            fs::write(folder.join(&name), bytes).unwrap();
            kept.push(name);
        }
        runs += 1;
    }
    (runs, kept)
}
