//! The pictures of the docs are what the program shows.

use std::path::Path;

use emic::session::{Env, demo};
use emic::tui::headless::Headless;

/// Name, title, size, keys.
const PICTURES: &[(&str, &str, (u16, u16), &str)] = &[
    ("library", "The transcripts of the sample study", (110, 26), "j j"),
    (
        "read",
        "A transcript with codes beside it and the definition of the code at the cursor",
        (110, 32),
        "j j j j j j j Enter n n n",
    ),
    ("picker", "Choosing a code by a few letters", (110, 28), "j j j j j j j Enter J s c r e f"),
    ("search", "Turns found as one types", (110, 28), "/ w a i t i n g"),
    ("quotes", "The passages of a theme side by side", (110, 30), "F4 j j j j j j j l Enter j"),
    ("frequencies", "Themes by groups as a heat map", (110, 30), "F4"),
    ("codebook", "The codebook with counts and definitions", (110, 28), "F6 j j"),
    ("memos", "All memos, newest first", (110, 20), "F5"),
    ("help", "The keys of the screen", (110, 30), "j Enter ?"),
    ("narrow", "A transcript on a narrow screen", (60, 22), "j j j j j j j Enter n"),
];

/// `EMIC_WRITE_DOCS=1` writes them.
#[test]
fn the_pictures_of_the_docs_are_what_the_program_shows() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("sample");
    demo::make(&root).unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    let mut other = Vec::new();
    for (name, title, size, keys) in PICTURES {
        let machine = folder.path().join("machine");
        let env = move || {
            let mut env = Env::fixed(1_780_000_000_000, 1, machine.clone());
            env.coder = Some("amy".into());
            env
        };
        let mut screen = Headless::open(&root, Box::new(env), *size).unwrap();
        for key in keys.split(' ') {
            screen.press(key);
            screen.settle();
        }
        let picture = screen.picture(title);
        assert!(picture.matches("<text").count() > 20, "{name} is empty");
        assert!(!picture.contains(&*folder.path().to_string_lossy()), "{name} shows a folder of this machine");
        let path = docs.join(format!("{name}.svg"));
        if std::env::var_os("EMIC_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(&docs).unwrap();
            std::fs::write(&path, &picture).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != picture {
            other.push(*name);
        }
    }
    assert!(
        other.is_empty(),
        "docs/screens has other pictures of {other:?}: EMIC_WRITE_DOCS=1 cargo test --test it pictures"
    );
}
