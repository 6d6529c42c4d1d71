//! The main job on a generated study, side by side with the machine's floor in the same run.
//!
//! `cargo bench --bench study` measures 200 interviews of 8,000 words with 24,000 codings;
//! `cargo bench --bench study -- 21 210` other numbers of interviews; `-- write DIR 200` only writes a study.

#![allow(clippy::expect_used)]

mod generator;
mod others;

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use emic::session::{self, Env, FrequencyRequest, NewCoding, Passage, SearchRequest, Session};
use emic::text::Span;
use generator::Size;

/// Runs of each figure; the median counts.
const RUNS: usize = 9;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.first().map(String::as_str) {
        Some("write") => {
            let size = Size::interviews(arguments[2].parse().expect("a number of interviews"));
            generator::write(Path::new(&arguments[1]), size).expect("a folder that can be written");
        }
        Some("open") => {
            let session = open(Path::new(&arguments[1]), Path::new(&arguments[2]));
            black_box(&session);
            println!("{}", peak_memory());
        }
        _ => {
            let sizes: Vec<u32> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
            for interviews in if sizes.is_empty() { vec![200] } else { sizes } {
                measure(interviews);
            }
        }
    }
}

fn open(study: &Path, cache: &Path) -> Session {
    let mut env = Env::system();
    env.cache_dir = Some(cache.to_owned());
    env.coder = Some("coder0".into());
    Session::open(study, env).expect("a study that opens")
}

/// Peak resident memory of this process in megabytes; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1000
}

pub(crate) fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| run()).collect();
    times.sort();
    times[RUNS / 2]
}

pub(crate) fn timed(mut run: impl FnMut()) -> Duration {
    median(|| {
        let start = Instant::now();
        run();
        start.elapsed()
    })
}

pub(crate) fn row(what: &str, time: Duration, floor: Option<(&str, Duration)>) {
    let milliseconds = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1000.0);
    let against = floor.map_or(String::new(), |(name, floor)| {
        format!("  {:>6.2} × {name} ({})", time.as_secs_f64() / floor.as_secs_f64(), milliseconds(floor))
    });
    println!("  {what:<58} {:>12}{against}", milliseconds(time));
}

pub(crate) fn process(study: &Path, cache: &Path, arguments: &[&str]) -> Duration {
    timed(|| {
        let done = Command::new(env!("CARGO_BIN_EXE_emic"))
            .args(arguments)
            .arg("-s")
            .arg(study)
            .env("EMIC_CACHE_DIR", cache)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(done.expect("the program runs").success(), "{arguments:?}");
    })
}

fn measure(interviews: u32) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (study, cache) = (folder.path().join("study"), folder.path().join("cache"));
    let size = Size::interviews(interviews);
    generator::write(&study, size).expect("a generated study");
    println!("{interviews} interviews of {} words, {} codings", size.words, interviews * size.codings);

    // The cache trusts only what has been still for two seconds.
    std::thread::sleep(Duration::from_millis(2_100));
    let start = Instant::now();
    open(&study, &cache);
    println!("  {:<58} {:>9.2} ms", "opening, cold cache folder", start.elapsed().as_secs_f64() * 1000.0);
    let mut warm = open(&study, &cache);
    let start = Instant::now();
    let request = SearchRequest { query: "\"waiting list\"".into(), coders: None, limit: Some(50) };
    let first = warm.search(&request).expect("an answer");
    println!(
        "  {:<58} {:>9.2} ms",
        "first search: layouts and index from nothing",
        start.elapsed().as_secs_f64() * 1000.0
    );
    assert!(first.turns > 0, "the phrase is there");

    let texts: Vec<PathBuf> = files(&study.join("transcripts"));
    let reading = timed(|| texts.iter().for_each(|path| drop(black_box(fs::read(path).expect("a text")))));
    let journals: Vec<PathBuf> = files(&study.join("codings"));
    let journal_reading =
        timed(|| journals.iter().for_each(|path| drop(black_box(fs::read(path).expect("a journal")))));
    row("floor: all texts from the page cache", reading, None);
    row("floor: all journals from the page cache", journal_reading, None);

    row("opening, warm", timed(|| drop(black_box(open(&study, &cache)))), Some(("journals", journal_reading)));
    let memory =
        Command::new(std::env::current_exe().expect("this program")).args(["open"]).arg(&study).arg(&cache).output();
    let memory = memory.expect("this program runs again");
    println!("  {:<58} {:>9} MB", "opening, warm: peak memory", String::from_utf8_lossy(&memory.stdout).trim());

    for (what, query) in [
        ("phrase, first 50 hits, in the running program", "\"waiting list\""),
        ("boolean", "waiting AND school NOT parents"),
        ("fuzzy", "referal~"),
        ("prefix", "assess*"),
        ("theme and role", "theme:top-1 AND role:parent"),
    ] {
        let request = SearchRequest { query: query.into(), coders: None, limit: Some(50) };
        row(what, timed(|| drop(black_box(warm.first_hits(&request).expect("an answer")))), None);
    }
    let request = SearchRequest { query: "\"waiting list\"".into(), coders: None, limit: None };
    row("phrase, all hits, in the running program", timed(|| drop(black_box(warm.search(&request)))), None);
    let request = FrequencyRequest { by: Some("role".into()), ..FrequencyRequest::default() };
    row(
        "theme frequencies by role, in the running program",
        timed(|| drop(black_box(warm.frequencies(&request)))),
        None,
    );
    drop(warm);
    indexing(&study, &cache);
    row("process: --version", process(&study, &cache, &["--version"]), None);
    others::compare(&study, &cache);
    row("process: quotes of one theme, to read", process(&study, &cache, &["quotes", "theme:top-1"]), None);
    saving(&study, &cache);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        folder.read_dir().expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

/// The index from nothing against tantivy alone on the same turns with as many threads; then one corrected transcript.
fn indexing(study: &Path, cache: &Path) {
    let request = SearchRequest { query: "\"waiting list\"".into(), coders: None, limit: Some(50) };
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let folders = cache.join("emic").read_dir().expect("a cache").flatten();
        let index = folders.map(|folder| folder.path().join("index")).find(|index| index.is_dir());
        fs::remove_dir_all(index.expect("an index")).expect("an index that can be removed");
        let mut session = open(study, cache);
        let texts = session.corpus().transcripts.iter();
        let turns: Vec<(&str, Vec<&str>)> = texts
            .map(|text| {
                let speech = text.layout().turns.iter().filter_map(|turn| text.body().slice(turn.speech));
                (text.id.as_str(), speech.collect())
            })
            .collect();
        let start = Instant::now();
        others::bare_index(&turns);
        bare.push(start.elapsed());
        let start = Instant::now();
        session.search(&request).expect("an answer");
        whole.push(start.elapsed());
    }
    bare.sort();
    whole.sort();
    row("index from nothing, turns known", whole[1], Some(("tantivy alone", bare[1])));
    let path = files(&study.join("transcripts")).swap_remove(0);
    let text = fs::read_to_string(&path).expect("a text");
    let mut corrected = Vec::new();
    for at in 0..RUNS {
        fs::write(&path, format!("{text}\n\nInterviewer: Correction {at}.\n")).expect("a text written");
        let mut session = open(study, cache);
        let start = Instant::now();
        session.search(&request).expect("an answer");
        corrected.push(start.elapsed());
    }
    fs::write(&path, text).expect("a text written");
    corrected.sort();
    row("one transcript corrected: indexed and searched", corrected[RUNS / 2], None);
}

/// One coding after another against a bare append of 300 bytes with fdatasync on the same disk, turn by turn.
fn saving(study: &Path, cache: &Path) {
    let mut session = open(study, cache);
    let path = study.join("bare.log");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).expect("a file");
    let line = [b'x'; 300];
    let (mut bare, mut saved) = (Vec::new(), Vec::new());
    for at in 0..200 {
        let start = Instant::now();
        file.write_all(&line).and_then(|()| file.sync_data()).expect("an append");
        bare.push(start.elapsed());
        let item = NewCoding {
            transcript: "interview-0000".into(),
            passage: Passage::Span(Span::new(100 + at, 160 + at)),
            code: "top-1".into(),
            line: 0,
        };
        let command = session::Command::Code { items: vec![item], query: None };
        let start = Instant::now();
        session.apply(command).expect("a coding saved");
        saved.push(start.elapsed());
    }
    bare.sort();
    saved.sort();
    row("one coding saved", saved[100], Some(("bare append + fdatasync", bare[100])));
}
