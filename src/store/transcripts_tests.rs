//! Tests of reading a transcript file.

use super::*;
use crate::model::Severity;

fn read(text: &str) -> ReadTranscript {
    decode_transcript(Path::new("t.txt"), text.as_bytes().to_vec()).unwrap()
}

#[test]
fn the_front_matter_of_the_format() {
    let read = read(
        "---\ntranscript: s3-parent-rowan\nparticipant: P07\nparticipants: {Parent: P07, No: P08, 1: P09}\n\
         interviewers: [SJ]\nothers: Mum\nabout: [rowan]\nattributes: {wave: 1, mode of talk: [phone, video]}\n\
         date: 2019-11-12\nsource: interview.docx\nsource_sha256: 00ff\ntags: {left: alone}\n---\n\n\nP07: Hello.\n\n",
    );
    assert_eq!(read.diagnostics, []);
    let front = read.front;
    assert_eq!(front.transcript.as_deref(), Some("s3-parent-rowan"));
    let people: Vec<_> = front.participants.iter().map(|(label, who)| (label.as_str(), who.as_str())).collect();
    assert_eq!(people, [("Parent", "P07"), ("No", "P08"), ("1", "P09")]);
    assert_eq!(
        (front.interviewers, front.others, front.about),
        (vec!["SJ".into()], vec!["Mum".into()], vec!["rowan".into()])
    );
    let attributes: Vec<_> = front.attributes.iter().map(|(name, values)| (name.as_str(), values.join("+"))).collect();
    assert_eq!(
        attributes,
        [("wave", "1".into()), ("mode_of_talk", "phone+video".into()), ("date", "2019-11-12".into())]
    );
    assert_eq!(front.source_sha256.as_deref(), Some("00ff"));
    assert_eq!(read.body, "P07: Hello.\n\n");
}

#[test]
fn where_the_body_begins() {
    for (file, body) in [
        ("A: hi\n", "A: hi\n"),
        ("\u{feff}A: hi\r\nB: ho\rC", "A: hi\nB: ho\nC"),
        ("\n\nA: hi", "\n\nA: hi"),
        ("---\n---\nA", "A"),
        ("--- \r\ndate: x\r\n---\r\n\r\n A\r\n", " A\n"),
        ("---\na: b\n---\n \nA", " \nA"),
        ("---\na: b\n---", ""),
        ("---\nnever closed\n", "---\nnever closed\n"),
        ("---\njust words\n---\nA", "---\njust words\n---\nA"),
        ("---\na: b: c\n---\nA", "A"),
        ("----\na: b\n---\nA", "----\na: b\n---\nA"),
        (" ---\na: b\n---\nA", " ---\na: b\n---\nA"),
        ("A\u{2028}\u{85}b\u{301}\u{1b}[0m", "A\u{2028}\u{85}b\u{301}\u{1b}[0m"),
    ] {
        assert_eq!(read(file).body, body, "{file:?}");
    }
}

#[test]
fn faults_and_notes() {
    for (file, kind, severity, line) in [
        ("---\na: b\n", "open-front-matter", Severity::Fault, Some(1)),
        ("---\nwords\n---\nA", "no-front-matter", Severity::Note, Some(1)),
        ("---\ndate: x\na: b: c\n---\nA", "yaml", Severity::Fault, Some(3)),
        ("---\n\nparticipants: [P1]\n---\nA", "wrong-type", Severity::Fault, Some(3)),
        ("---\nparticipants: {A: [P1]}\n---\nA", "wrong-type", Severity::Fault, Some(2)),
        ("---\nparticipants: {A: }\n---\nA", "no-id", Severity::Fault, Some(2)),
        ("---\nattributes:\n  code: x\n---\nA", "reserved-name", Severity::Fault, Some(3)),
        ("---\nattributes:\n  wave: (all)\n---\nA", "reserved-value", Severity::Fault, Some(3)),
        ("---\ninterviewer: SJ\n---\nA", "near-key", Severity::Note, Some(2)),
        ("", "empty", Severity::Note, None),
        ("---\ndate: x\n---\n\n", "empty", Severity::Note, None),
    ] {
        let found = read(file).diagnostics;
        assert_eq!(found.len(), 1, "{file:?}: {found:?}");
        assert_eq!((found[0].kind, found[0].severity), (kind, severity), "{file:?}");
        let excerpt = found[0].excerpt.as_ref();
        assert_eq!(excerpt.map(|excerpt| excerpt.line), line, "{file:?}");
        if let (Some(line), Some(excerpt)) = (line, excerpt) {
            assert_eq!(excerpt.text, file.lines().nth(line as usize - 1).unwrap());
        }
    }
}

#[test]
fn what_is_no_text_names_the_way_in() {
    for (bytes, kind) in [(&b"caf\xe9\n"[..], "not-utf8"), (b"\xff\xfeA\0", "not-utf8"), (b"PK\x03\x04\0\0", "binary")]
    {
        let found = decode_transcript(Path::new("t.txt"), bytes.to_vec()).unwrap_err();
        assert_eq!(found.kind, kind);
        assert!(found.hint.unwrap().contains("UTF-8"));
    }
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(read_transcript(dir.path(), Path::new("t.txt")).unwrap_err().kind, "not-found");
    std::fs::write(dir.path().join("t.txt"), "A: hi").unwrap();
    assert_eq!(read_transcript(dir.path(), Path::new("t.txt")).unwrap().body, "A: hi");
}

#[test]
fn ids_from_paths() {
    for (path, id) in [("a.txt", "a"), ("s 3/cafe\u{301}.v2.md", "s 3/café.v2")] {
        assert_eq!(default_id(Path::new(path)).unwrap().as_str(), id);
    }
}
