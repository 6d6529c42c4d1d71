//! Looks at transcripts outside the repository where `EMIC_REAL_DATA` names a folder of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::text::turns::find_turns;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry
            .extension()
            .is_some_and(|extension| ["txt", "md", "text"].iter().any(|known| extension == *known))
        {
            found.push(entry);
        }
    }
}

fn body(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let after = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map(|(_, body)| body.to_owned());
    after.unwrap_or(text)
}

#[test]
fn real_transcripts() {
    let Some(folder) = std::env::var_os("EMIC_REAL_DATA") else { return };
    let mut paths = Vec::new();
    files(Path::new(&folder), &mut paths);
    paths.sort();
    let rules = rules(&["Interviewer", "Researcher", "INT", "I"], &[]);
    let mut counts = BTreeMap::new();
    for path in paths {
        let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else { continue };
        let text = body(&text);
        let found = find_turns(&Body::new(text.clone()), &rules);
        laws(&text, &found).unwrap();
        let mut table: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (at, turn) in found.layout.turns.iter().enumerate() {
            let label = turn.label.map_or(String::new(), |label| found.layout.labels[label as usize].clone());
            let row = table.entry(label).or_default();
            *row = (row.0 + 1, row.1 + found.layout.turn_words(at).len());
        }
        let timed = found.layout.turns.iter().filter(|turn| turn.time.is_some()).count();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        println!("{name}: {}, header {}, timed {timed}, {table:?}", found.kind, found.header_lines);
        for doubt in &found.doubtful {
            println!("    {doubt:?}");
        }
        counts.extend(table.into_iter().map(|(label, (turns, _))| ((name.clone(), label), turns)));
    }
    for (file, label, turns) in [
        ("GigaSword_-_Interview_with_Jack_Breen.md", "Jack Breen", 41),
        ("2019-02-11-jack-dorsey-elizabeth-stark.md", "Jack Dorsey", 33),
        ("lightning-privacy-splice-panel.md", "Speaker 0", 113),
        ("breaking-down-taproot-activation-options.md", "Aaron van Wirdum", 125),
        ("go-time-253.md", "Mat Ryer", 122),
        ("P8R2.txt", "P8", 23),
    ] {
        if let Some(count) = counts.get(&(file.to_owned(), label.to_owned())) {
            assert_eq!(*count, turns, "{file}: {label}");
        }
    }
}
