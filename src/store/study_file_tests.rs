//! Tests of reading study.yaml.

use super::*;
use crate::model::Severity;

fn read(source: &str) -> (Study, Vec<Diagnostic>) {
    let dir = tempfile::tempdir().unwrap();
    parse_study(dir.path(), source).unwrap()
}

#[test]
fn the_example_of_the_format_is_read_without_a_word() {
    let (study, found) = read(
        "emic: 1   # format version\ntitle: Supporting SEND (fictional)\nlanguage: cy\ncodebook: ../shared/book.yaml\n\
         transcripts: [one, 'two/*.md']\nparticipants: people.csv\ncodings: work\ncoders: [amy, Ben]\n\
         consensus: together\ninterviewers: [I, No, 1]\nothers: []\nturns: '^(?<speaker>\\w+): '\n\
         attribution_words: 5\ncitation_width: 60\nquote_template: '{quote}'\napproach: framework\n\
         consent: {quote: may_quote, archive: may_archive}\ncache: memory\n",
    );
    assert_eq!(found, []);
    assert_eq!(study.title, "Supporting SEND (fictional)");
    assert_eq!(study.interviewers, ["I", "No", "1"]);
    assert_eq!(study.transcripts, ["one", "two/*.md"]);
    assert_eq!(study.coders.unwrap().len(), 2);
    assert_eq!(study.consensus.as_str(), "together");
    assert_eq!((study.attribution_words, study.citation_width), (5, 60));
    assert_eq!((study.approach, study.cache), (Approach::Framework, CacheMode::Memory));
    assert_eq!(study.consent.archive.as_deref(), Some("may_archive"));
    assert_eq!(study.codebook, Path::new("../shared/book.yaml"));
    assert!(study.turns.is_some());
}

#[test]
fn defaults() {
    let (study, found) = read("emic: 1\ntitle: 1984\ncoders:\nlanguage: ~\n");
    assert_eq!(found, []);
    assert_eq!(study, Study { root: study.root.clone(), ..Study::new("".into(), "1984", consensus().unwrap()) });
}

#[test]
fn faults_name_line_column_and_what_to_do() {
    for (line, kind, column, length, hint) in [
        ("interviewer: [I]", "unknown-key", 1, 11, "did you mean `interviewers`?"),
        ("xyzzy: 1", "unknown-key", 1, 5, "known here: emic"),
        ("consent: {qoute: x}", "unknown-key", 11, 5, "did you mean `quote`?"),
        ("participants: ../p.csv", "outside", 15, 8, "only `codebook`"),
        ("codings: /tmp", "outside", 10, 4, "only `codebook`"),
        ("transcripts: [a, ../b]", "outside", 18, 4, "only `codebook`"),
        ("codings: C:\\x", "outside", 10, 4, "only `codebook`"),
        ("coders: [amy, 'a b']", "bad-coder", 15, 5, "coder's file"),
        ("consensus: .x", "bad-coder", 12, 2, "coder's file"),
        ("citation_width: 19", "bad-number", 17, 2, "write a number"),
        ("attribution_words: no", "bad-number", 20, 2, "write a number"),
        ("turns: '^(a+):'", "bad-pattern", 8, 8, "auto"),
        ("turns: '(?<speaker>'", "bad-pattern", 8, 13, "auto"),
        ("approach: framwork", "unknown-word", 11, 8, "did you mean `framework`?"),
        ("cache: usb", "unknown-word", 8, 3, "one of: disk, memory"),
        ("others: {a: b}", "wrong-type", 9, 1, "list of texts"),
        ("language: [en]", "wrong-type", 11, 1, "a text"),
        ("interviewers: [I, ~]", "wrong-type", 19, 1, "a text"),
    ] {
        let (study, found) = read(&format!("emic: 1\ntitle: T\n{line}\n"));
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        let excerpt = found[0].excerpt.as_ref().unwrap();
        assert_eq!((found[0].kind, found[0].severity), (kind, Severity::Fault), "{line}");
        assert_eq!((excerpt.line, excerpt.column, excerpt.length), (3, column, length), "{line}");
        assert_eq!(excerpt.text, line);
        assert!(found[0].hint.as_ref().unwrap().contains(hint), "{line}: {found:?}");
        assert_eq!(found[0].file, Path::new("study.yaml"));
        assert_eq!(study.title, "T");
    }
}

#[test]
fn reserved_keys_and_newer_versions_are_notes() {
    let (study, found) = read("emic: 1\ntitle: T\nagreement: {unit: turn}\n");
    assert_eq!((found.len(), found[0].kind, found[0].severity), (1, "reserved-key", Severity::Note));
    assert!(!study.read_only);
    let (study, found) = read("emic: 1\ntitle: T\nsuppress: 5\nanalysis: paper/analysis.yaml\n");
    assert!(found.is_empty() && study.suppress == Some(5), "{found:?}");
    assert_eq!(study.analysis, Path::new("paper/analysis.yaml"));
    for (line, kind) in
        [("suppress: 2", "bad-number"), ("suppress: yes", "bad-number"), ("analysis: ../a.yaml", "outside")]
    {
        let (_, found) = read(&format!("emic: 1\ntitle: T\n{line}\n"));
        assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), [kind], "{line}");
    }
    let (study, found) = read("emic: 2\ntitle: T\nnew_key: 1\n");
    assert!(study.read_only && found.len() == 2, "{found:?}");
    assert!(found.iter().all(|found| found.severity == Severity::Note));
}

#[test]
fn without_version_or_title() {
    let (_, found) = read("language: en\n");
    let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, ["missing-key", "missing-key"]);
    let dir = tempfile::tempdir().unwrap();
    for source in ["", "- a\n", "just text"] {
        assert_eq!(parse_study(dir.path(), source).unwrap_err().kind, "wrong-type", "{source}");
    }
    assert_eq!(parse_study(dir.path(), "emic: 1\nemic: 1\n").unwrap_err().excerpt.unwrap().line, 2);
    assert_eq!(read_study(dir.path()).unwrap_err().kind, "not-found");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_study_are_faults() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("study");
    std::fs::create_dir(&root).unwrap();
    std::os::unix::fs::symlink(dir.path(), root.join("codings")).unwrap();
    let (_, found) = parse_study(&root, "emic: 1\ntitle: T\ncodings: codings\n").unwrap();
    assert_eq!(found[0].kind, "outside");
}
