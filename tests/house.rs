//! The order of the house: who may use whom, what stays pure, which crates are fenced in, how long a file may be.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("journal", &["text", "model"]),
    ("import", &["text", "model"]),
    ("query", &["text", "model"]),
    ("analysis", &["text", "model"]),
    ("privacy", &["text", "model", "journal", "analysis"]),
    ("export", &["text", "model", "analysis", "privacy"]),
    ("store", &["text", "model", "journal"]),
    ("index", &["text", "model", "query"]),
    ("cache", &["text", "model", "journal", "query", "index"]),
    (
        "session",
        &["text", "model", "journal", "import", "query", "analysis", "privacy", "export", "store", "index", "cache"],
    ),
    ("cli", &["text", "model", "query", "analysis", "session"]),
    ("tui", &["text", "model", "query", "analysis", "session"]),
];

/// Rooms without files, clock, randomness or environment, with the files in them that are not pure.
const PURE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &[]),
    ("journal", &["journal/log.rs", "journal/log/"]),
    ("import", &[]),
    ("query", &[]),
    ("analysis", &[]),
    ("privacy", &[]),
    ("export", &[]),
];

/// What a pure room does not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::io::std",
    "std::net",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "now_v7",
    "new_v4",
    "static mut",
    "thread::sleep",
    "File::",
    "OpenOptions",
];

/// Crates and the only places that name them.
const FENCES: &[(&str, &[&str])] = &[
    ("tantivy", &["index/"]),
    ("serde_yaml", &["store/yaml.rs"]),
    ("frostem", &["text/"]),
    ("zip", &["import/", "export/"]),
    ("quick_xml", &["import/", "export/"]),
    ("calamine", &["import/"]),
    ("encoding_rs", &["import/"]),
    ("chardetng", &["import/"]),
    ("lopdf", &["import/document/"]),
    ("rusqlite", &["import/"]),
    ("rust_xlsxwriter", &["export/"]),
    ("indicatif", &["cli/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("annotate_snippets", &["cli/"]),
    ("ratatui", &["tui/"]),
    ("crossterm", &["tui/"]),
    ("signal_hook", &["tui/", "session/heard.rs"]),
    ("nucleo_matcher", &["tui/"]),
    ("ratatui_textarea", &["tui/"]),
];

/// The most lines that a file may have, tests included.
const LONGEST: usize = 600;

struct SourceFile {
    /// Path below `src`, with `/`.
    path: String,
    text: String,
}

impl SourceFile {
    fn room(&self) -> &str {
        self.path.split_once('/').map_or("", |(room, _)| room)
    }

    /// The code without comments and without the tests at its end.
    fn code(&self) -> String {
        // Files of tests are no part of the program.
        if self.path.contains("tests") || self.path.ends_with("made_up.rs") {
            return String::new();
        }
        let head = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        head.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn sources() -> Vec<SourceFile> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    assert!(paths.len() > 20, "the walk over src found the program");
    paths
        .into_iter()
        .map(|path| SourceFile {
            path: path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect()
}

/// The rooms that `code` names as `crate::room`, in braces too.
fn rooms_named(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let list = list.split('}').next().unwrap_or_default();
                list.split(|c| {
                    depth += i32::from(c == '{');
                    c == ',' && depth == 0
                })
                .collect()
            }
            None => vec![rest],
        };
        for name in names {
            let room: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(room);
        }
    }
    rooms
}

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    let mut uses = 0;
    for file in sources() {
        let Some((room, allowed)) = LAYERS.iter().find(|(room, _)| *room == file.room()) else {
            assert!(["lib.rs", "main.rs"].contains(&file.path.as_str()), "{} stands in no room", file.path);
            continue;
        };
        for used in rooms_named(&file.code()) {
            uses += 1;
            assert!(
                used == *room || allowed.contains(&used.as_str()) || !LAYERS.iter().any(|(room, _)| *room == used),
                "{} uses {used}, which {room} may not",
                file.path
            );
        }
    }
    assert!(uses > 20, "the reader of `crate::` paths found some");
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    for file in sources() {
        let Some((_, but)) = PURE.iter().find(|(room, _)| *room == file.room()) else { continue };
        if but.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        let code = file.code();
        for word in IMPURE {
            assert!(!code.contains(word), "{} is pure and names {word}", file.path);
        }
    }
}

#[test]
fn no_room_knows_the_network() {
    for file in sources() {
        for word in ["std::net", "TcpStream", "UdpSocket"] {
            assert!(!file.text.contains(word), "{} names {word}", file.path);
        }
    }
}

#[test]
fn crates_stay_behind_their_fences() {
    for file in sources() {
        let code = file.code();
        for (name, places) in FENCES {
            let named = code.contains(&format!("{name}::")) || code.contains(&format!("use {name}"));
            assert!(!named || places.iter().any(|place| file.path.starts_with(place)), "{} names {name}", file.path);
        }
    }
}

#[test]
fn literal_patterns_stand_in_one_file() {
    for file in sources() {
        if file.path != "text/pattern.rs" {
            assert!(!file.code().contains("Regex::new(r"), "{} builds a pattern from a literal", file.path);
        }
    }
}

#[test]
fn no_file_is_too_long() {
    for file in sources() {
        let lines = file.text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines (at most {LONGEST}): split it", file.path);
    }
}

/// The quoted words on lines of deny.toml between `from` and `to` that hold `key`.
fn denied(from: &str, to: &str, key: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).unwrap();
    let part = text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap();
    let lines = part.lines().filter(|line| line.contains(key) && !line.trim_start().starts_with('#'));
    lines.filter_map(|line| line.split('"').nth(1)).map(String::from).collect()
}

#[test]
fn no_crate_of_the_tree_speaks_to_a_network_and_all_come_from_one_registry() {
    let banned = denied("[bans]", "[sources]", "crate = ");
    assert!(banned.len() > 15 && banned.iter().any(|name| name == "tokio"), "{banned:?}");
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let values = |key: &str| -> Vec<&str> {
        lock.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')).collect()
    };
    let names = values("name");
    assert!(names.len() > 100, "{} crates", names.len());
    for name in &names {
        assert!(!banned.iter().any(|banned| banned == name), "{name} speaks to a network");
    }
    let sources = values("source");
    assert_eq!(sources.len(), names.len() - 1, "every crate but emic itself has a source");
    for source in sources {
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index");
    }
}
