//! The same jobs on real interviews, where a folder of them is named by `EMIC_REAL_DATA`; nothing of it is kept.

use std::fs;
use std::path::PathBuf;

use crate::world::{World, words};

/// A study made with `emic new --yes` from the text files of one collection; `None` where there is none.
fn study(collection: &str) -> Option<World> {
    let folder = PathBuf::from(std::env::var_os("EMIC_REAL_DATA")?).join("transcripts").join(collection);
    let world = World::empty();
    let mut copied = 0;
    for entry in fs::read_dir(folder).ok()? {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt" || ending == "md") {
            world.write(path.file_name().unwrap().to_str().unwrap(), fs::read(&path).unwrap());
            copied += 1;
        }
    }
    assert!(copied > 0, "{collection} holds text files");
    assert!(!world.dir().starts_with(env!("CARGO_MANIFEST_DIR")), "never inside the repository");
    world.emic(&["new", ".", "--yes"]).ok();
    Some(world)
}

/// Five neighbouring plain words from the middle of a transcript, with the words around them in their line.
fn some_words(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let middle = lines.len() / 2;
    let order = (0..lines.len()).map(|step| (middle + step) % lines.len());
    order.map(|at| lines[at]).find_map(|line| {
        let all: Vec<&str> = line.split(' ').collect();
        let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        all.windows(5).skip(4).find(|five| five.iter().all(plain)).map(|five| five.join(" "))
    })
}

fn look(collection: &str) {
    let Some(world) = study(collection) else { return };
    let check = world.emic(&["check"]);
    assert!(check.code < 2, "{collection}: {}", check.err);
    assert!(!check.out.starts_with("Faults"), "{collection}: {}", check.out);
    let speakers = world.emic(&words("speakers --format csv")).ok();
    let rows = speakers.rows();
    let names: Vec<(String, Vec<u8>)> = world.files();
    let transcripts: Vec<&(String, Vec<u8>)> =
        names.iter().filter(|(name, _)| name.ends_with(".txt") || name.ends_with(".md")).collect();
    let mut outside = Vec::new();
    for (name, bytes) in &transcripts {
        let id = name.rsplit_once('.').unwrap().0;
        let labels: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == id).collect();
        assert!((1..=12).contains(&labels.len()), "{id}: {labels:?}");
        for label in &labels {
            assert!(label[1].chars().count() <= 40, "{id}: {label:?}");
        }
        // Most of the words are said by somebody, or `check` says that they are not.
        let said: u64 = labels.iter().map(|row| row[4].parse::<u64>().unwrap()).sum();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let all = text.split_whitespace().count() as u64;
        let told = check.out.contains(&format!("{name}: ")) && check.out.contains("words stand before the first label");
        if told && said * 10 <= all * 7 {
            outside.push(id.to_owned());
        }
        assert!(said * 10 > all * 7 || told, "{id}: {said} of {all} words stand in turns");
    }
    let mut found = 0;
    for (name, bytes) in &transcripts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let id = name.rsplit_once('.').unwrap().0;
        let Some(phrase) = some_words(&text).filter(|_| !outside.iter().any(|known| known == id)) else { continue };
        let query = format!("\"{phrase}\" who:all");
        let hits = world.emic(&["search", &query, "--json"]).ok().objects();
        assert!(hits.iter().any(|hit| hit["transcript"] == id), "{id}: `{phrase}`");
        found += 1;
        // And coded, and found again as a quote.
        let hit = hits.iter().find(|hit| hit["transcript"] == id).unwrap();
        let span = format!("{}..{}", hit["hits"][0][0], hit["hits"][0][1]);
        if found == 1 {
            world.emic(&["codebook", "add", "--name", "Theme"]).ok();
        }
        world.emic(&["code", "add", "--transcript", id, "--span", &span, "--code", "theme"]).ok();
        assert!(world.coded().contains(&format!("theme {phrase}")), "{id}: `{phrase}`");
    }
    assert!(found > 0, "{collection}: a phrase was looked for");
    world.emic(&["frequencies"]).ok();
    assert!(world.emic(&["check"]).code < 2);
}

#[test]
fn hitsave() {
    look("hitsave");
}

#[test]
fn btctranscripts() {
    look("btctranscripts");
}

#[test]
fn changelog() {
    look("changelog");
}

#[test]
fn code_review() {
    look("code_review");
}
