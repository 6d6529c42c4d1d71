//! The pictures of the docs are what the program shows.

use std::path::Path;

use emic::session::{Env, Session, demo};
use emic::tui::headless::Headless;

use self::Step::{Keys, Open, Write};

/// What is done before a picture is taken.
enum Step {
    /// Keys, parted by blanks.
    Keys(&'static str),
    /// Text that is typed.
    Write(&'static str),
    /// The transcript of this id is opened from the Library, in whatever row it stands.
    Open(&'static str),
}

/// Name, title, size, steps.
type Picture = (&'static str, &'static str, (u16, u16), &'static [Step]);

const PICTURES: &[Picture] = &[
    ("library", "The transcripts of the sample study", (110, 24), &[Keys("j j")]),
    (
        "read",
        "A transcript with codes beside it and the definition of the code at the cursor",
        (110, 30),
        &[Open("s3-parent-rowan"), Keys("n n n n")],
    ),
    (
        "picker",
        "Choosing a code by a few letters",
        (110, 26),
        &[Open("s3-parent-rowan"), Keys(": t 6 Enter s c"), Write("ref")],
    ),
    ("search", "Turns found as one types", (110, 26), &[Keys("/"), Write("waiting")]),
    (
        "review",
        "What a search has found, passage by passage",
        (110, 28),
        &[Keys("/"), Write("\"waiting list\""), Keys("Tab"), Write("referral"), Keys("Enter")],
    ),
    ("quotes", "The passages of a theme side by side", (110, 28), &[Keys("F3"), Write("referral"), Keys("Enter j")]),
    ("frequencies", "Themes by groups as a heat map", (110, 28), &[Keys("F4")]),
    ("narrow", "A transcript on a narrow screen", (60, 20), &[Open("s3-parent-rowan"), Keys("n n n n")]),
];

/// Keys that open a transcript from the Library.
fn opening(root: &Path, env: Env, id: &str) -> String {
    let session = Session::open(root, env).unwrap();
    let row = session.corpus().transcripts.iter().position(|transcript| transcript.id.as_str() == id);
    assert!(row.is_some(), "the sample has no {id}: choose another transcript for the pictures");
    format!("g {}Enter", "j ".repeat(row.unwrap_or_default()))
}

/// `EMIC_WRITE_DOCS=1` writes them.
#[test]
fn the_pictures_of_the_docs_are_what_the_program_shows() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("sample");
    demo::make(&root).unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    let mut other = Vec::new();
    for (name, title, size, steps) in PICTURES {
        let machine = folder.path().join("machine");
        let env = move || {
            let mut env = Env::fixed(1_780_000_000_000, 1, machine.clone());
            env.coder = Some("amy".into());
            env
        };
        let mut screen = Headless::open(&root, Box::new(env.clone()), *size).unwrap();
        for step in *steps {
            let keys = match step {
                Keys(keys) => (*keys).to_owned(),
                Open(id) => opening(&root, env(), id),
                Write(text) => {
                    screen.write(text);
                    screen.settle();
                    continue;
                }
            };
            for key in keys.split(' ') {
                screen.press(key);
                screen.settle();
            }
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
        "these screens are no longer what docs/screens shows: {}. If that is meant: EMIC_WRITE_DOCS=1 cargo test --test it pictures",
        other.join(", ")
    );
}
