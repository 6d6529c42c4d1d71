//! A keystroke to a drawn frame, without a terminal: on a transcript of 1 MB with 5,000 codings, and in a codebook of 2,000
//! codes. The bytes are those that would go to the terminal. The sync of a save is no part of a keystroke; what the answer
//! of the session then costs to take in and draw is measured beside it.
//!
//! `cargo bench --bench screen`

#![allow(clippy::expect_used)]

mod generator;

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use emic::session::Env;
use emic::tui::headless::Headless;
use generator::Size;

/// One transcript of about 1 MB.
const LARGE: Size = Size { words: 180_000, codings: 5_000, coders: 1, ..Size::interviews(2) };

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let root = folder.path().join("large");
    generator::write(&root, LARGE).expect("a folder that can be written");
    let text = std::fs::metadata(root.join("transcripts/interview-0000.txt")).expect("a transcript");
    println!("a transcript of {:.2} MB with {} codings, 120 × 36", text.len() as f64 / 1e6, LARGE.codings);
    println!("  {:<34} {:>9} {:>9} {:>9} {:>11}", "", "median ms", "99 % ms", "most ms", "most bytes");
    let mut screen = open(&root, folder.path());
    // The first opening finds turns and words; the next one has them from the cache.
    for (title, step) in [("opening a transcript, first time", "Enter"), ("opening it again", "Enter")] {
        let times = vec![timed(|| screen.press(step) + screen.settle())];
        report(title, times);
        screen.press("Tab");
        screen.settle();
        screen.press("F2");
        screen.press("g");
    }
    screen.press("Enter");
    screen.settle();
    for (title, keys) in [
        ("down a line", &["j"][..]),
        ("next word", &["w"]),
        ("next turn", &["J"]),
        ("a page down", &["PageDown"]),
        ("next coding", &["n"]),
        ("select a sentence", &["s", "Esc"]),
        ("extend downward", &["Shift+Down"]),
        ("to the end and back", &["G", "g"]),
    ] {
        screen.press("Esc");
        screen.press("g");
        let times = (0..400).map(|at| timed(|| screen.press(keys[at % keys.len()])));
        report(title, times.collect());
    }
    // Coding: the key alone, then the answer.
    let (mut keys, mut answers) = (Vec::new(), Vec::new());
    screen.press("g");
    for at in 0..200 {
        screen.press("J");
        screen.press("s");
        if at == 0 {
            screen.press("c");
            screen.press("Enter");
        } else {
            keys.push(timed(|| screen.press(".")));
        }
        answers.push(timed(|| screen.settle()));
    }
    report("tagging (.)", keys);
    report("… the save and its answer", answers);
    let wheel = (0..200).map(|_| timed(|| screen.press("PageUp"))).collect();
    report("a page up", wheel);

    let root = folder.path().join("codes");
    generator::write(&root, Size { codings: 0, coders: 1, ..Size::interviews(1) }).expect("a folder");
    std::fs::write(root.join("codebook.yaml"), codebook(2_000)).expect("a file");
    let mut screen = open(&root, folder.path());
    screen.press("Enter");
    screen.settle();
    screen.press("s");
    println!("a codebook of 2,000 codes");
    let mut times = vec![timed(|| screen.press("c"))];
    for word in ["ref", "wait", "trust in", "comm", "zzz", "delay"] {
        for c in word.chars() {
            times.push(timed(|| screen.write(c.encode_utf8(&mut [0; 4]))));
        }
        times.push(timed(|| screen.press("Down")));
        screen.press("Ctrl+u");
    }
    report("a key in the picker", times);
}

fn open(root: &Path, machine: &Path) -> Headless {
    let machine = machine.to_owned();
    let env = move || {
        let mut env = Env::system();
        env.cache_dir = Some(machine.join("cache"));
        env.user_config = Some(machine.clone());
        env.coder = Some("coder0".into());
        env
    };
    Headless::open(root, Box::new(env), (120, 36)).expect("a study that opens")
}

fn timed(run: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = Instant::now();
    let bytes = run();
    (start.elapsed(), bytes)
}

fn report(title: &str, mut figures: Vec<(Duration, usize)>) {
    let bytes = figures.iter().map(|(_, bytes)| *bytes).max().unwrap_or(0);
    figures.sort_unstable();
    let at = |share: usize| {
        let place = (figures.len() * share).div_ceil(100).saturating_sub(1);
        figures[place].0.as_secs_f64() * 1000.0
    };
    println!("  {title:<34} {:>9.2} {:>9.2} {:>9.2} {bytes:>11}", at(50), at(99), at(100));
}

fn codebook(codes: usize) -> String {
    let words = ["waiting", "referral", "trust", "community", "delay", "support", "school", "voice", "paper", "blame"];
    let mut book = String::from("codes:\n");
    for at in 0..codes {
        let (a, b, c) = (words[at % 10], words[at / 10 % 10], words[at / 100 % 10]);
        let _ = writeln!(
            book,
            "  - id: code-{at}\n    name: {a} in {b} {at}\n    definition: What is said of {c} and {b}, invented."
        );
    }
    book
}
