//! The same jobs by other programs on the same files, where they are installed: ripgrep, sqlite3 from a ready table, pandas; and
//! tantivy alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tantivy::schema::{FAST, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

use crate::{process, row, timed};

/// Whole processes of emic, each beside other programs.
pub fn compare(study: &Path, cache: &Path) {
    let texts = study.join("transcripts").to_string_lossy().into_owned();
    let rg = |pattern: &str| other("rg", &["-i", pattern, &texts]);
    let search = |query: &str| process(study, cache, &["search", query, "--json"]);
    row("process: search of a phrase, all hits", search("\"waiting list\""), named("rg", rg("waiting list")));
    let pattern = "wait(ed|ing) +(list|week)";
    row("process: search of a pattern, all hits", search(&format!("/{pattern}/")), named("rg", rg(pattern)));

    let csv = study.join("codings.csv");
    let done = Command::new(env!("CARGO_BIN_EXE_emic"))
        .args(["export", "codings", "-s"])
        .arg(study)
        .env("EMIC_CACHE_DIR", cache)
        .stderr(Stdio::null())
        .stdout(fs::File::create(&csv).expect("a file"))
        .status();
    assert!(done.expect("the program runs").success());
    let (csv, table) = (csv.to_string_lossy().into_owned(), study.join("codings.db").to_string_lossy().into_owned());
    let import = format!(".import '{csv}' codings");
    let by_code = "create index by_code on codings(level_1, code)";
    let ready = runs("sqlite3", &[&table, ".mode csv", &import, by_code]);
    let sql = |question: &str| ready.then(|| other("sqlite3", &["-csv", &table, question])).flatten();
    let quotes = "select coding, transcript, participant, start, \"end\", code, coder, quote from codings";
    let one = format!("{quotes} where level_1 = (select level_1 from codings where code = 'top-1' limit 1)");
    let counts = "select code, role, count(distinct participant), count(distinct transcript), count(*), sum(words) \
                  from codings group by code, role";
    let pandas = format!(
        "import pandas as p; print(p.read_csv('{csv}').groupby(['code', 'role']).agg({{'participant': 'nunique', 'words': 'sum'}}))"
    );
    let frequencies = process(study, cache, &["frequencies", "--by", "role"]);
    row("process: frequencies --by role", frequencies, named("sqlite3", sql(counts)));
    row("process: frequencies --by role", frequencies, named("pandas", other("python3", &["-c", &pandas])));
    let theme = process(study, cache, &["quotes", "theme:top-1", "--format", "csv"]);
    row("process: quotes of one theme, csv", theme, named("sqlite3", sql(&one)));
    row("process: export codings", process(study, cache, &["export", "codings"]), named("sqlite3", sql(quotes)));
    fs::remove_file(csv).expect("a file removed");
    // Where there is no sqlite3 there is no table.
    let _ = fs::remove_file(table);
}

fn named(name: &str, time: Option<Duration>) -> Option<(&str, Duration)> {
    time.map(|time| (name, time))
}

/// The time that a program takes; `None` where it is not installed or fails.
fn other(program: &str, arguments: &[&str]) -> Option<Duration> {
    runs(program, arguments).then(|| timed(|| assert!(runs(program, arguments), "{program} runs again")))
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    done.is_ok_and(|status| status.success())
}

/// Indexes turns with tantivy alone: its own words, positions, nothing stored, two threads.
pub fn bare_index(turns: &[(&str, Vec<&str>)]) {
    let mut schema = Schema::builder();
    let transcript = schema.add_text_field("transcript", STRING);
    let turn = schema.add_u64_field("turn", FAST);
    let words = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(words));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = Index::create_in_dir(folder.path(), schema.build()).expect("an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 128_000_000).expect("a writer");
    for (id, speeches) in turns {
        for (at, speech) in (0_u64..).zip(speeches) {
            let mut document = TantivyDocument::default();
            document.add_text(transcript, id);
            document.add_u64(turn, at);
            document.add_text(words, speech);
            writer.add_document(document).expect("a document added");
        }
    }
    writer.commit().expect("a commit");
}
