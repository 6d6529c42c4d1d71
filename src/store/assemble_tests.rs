//! Tests of putting a study together.

use super::super::tables::{parse_speakers, parse_table};
use super::super::transcripts::decode_transcript;
use super::*;
use crate::model::{CaseIx, CoderName};
use crate::text::{Body, Layout};

struct NoText;
impl Source for NoText {
    fn body(&self, _: &Transcript) -> Option<Body> {
        None
    }
    fn layout(&self, _: &Transcript) -> Option<Layout> {
        None
    }
}

fn file(dir: &Path, path: &str, text: &str) -> Found {
    std::fs::create_dir_all(dir.join(path).parent().unwrap()).unwrap();
    std::fs::write(dir.join(path), text).unwrap();
    let read = decode_transcript(Path::new(path), text.as_bytes().to_vec()).unwrap();
    let id = super::super::default_id(Path::new(path)).unwrap();
    Found { id, path: path.into(), front: read.front, hash: TextHash::of(&read.body), source: Arc::new(NoText) }
}

fn study(dir: &Path) -> Study {
    Study::new(dir.to_owned(), "T", CoderName::new("consensus").unwrap())
}

fn table(text: &str, id: &str) -> Table {
    let (table, found) = parse_table(Path::new("x.csv"), text, id);
    assert_eq!(found, []);
    table
}

#[test]
fn labels_by_the_word_that_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let speakers = "transcript,label,participant\na,Parent,P02\na,I,P02\na,Mum,P01\n*,Parent,P03\n*,Head,P03\n*,Clerk,other\n*,SJ,interviewer\n";
    let tables = Tables {
        participants: table("participant,role\nP01,parent\nP02,parent\nP03,head\n", "participant"),
        speakers: parse_speakers(Path::new("speakers.csv"), speakers).0,
        ..Tables::default()
    };
    let files = vec![
        file(
            dir.path(),
            "a.txt",
            "---\nparticipant: p01\nparticipants: {Carer: P01}\ninterviewers: [Clerk]\nothers: [Mum, P03]\n---\nx",
        ),
        file(dir.path(), "b.txt", "x"),
    ];
    let (corpus, found) = assemble(study(dir.path()), &tables, Codebook::default(), files, &[]);
    assert_eq!(found, []);
    let person = |at: u32| Some(Speaker::Participant(ParticipantIx(at)));
    let (a, b) = (&corpus.transcripts[0], &corpus.transcripts[1]);
    for (label, in_a, in_b) in [
        ("carer", person(0), None),
        ("PARENT", person(1), person(2)),
        ("I", person(1), Some(Speaker::Interviewer)),
        ("Interviewer", Some(Speaker::Interviewer), Some(Speaker::Interviewer)),
        ("Clerk", Some(Speaker::Interviewer), Some(Speaker::Other)),
        ("Mum", Some(Speaker::Other), None),
        ("Head", person(2), person(2)),
        ("sj", Some(Speaker::Interviewer), Some(Speaker::Interviewer)),
        ("p03", Some(Speaker::Other), person(2)),
        ("P02", person(1), person(1)),
        ("Nobody", None, None),
    ] {
        assert_eq!(a.labels.get(label), in_a, "a {label}");
        assert_eq!(b.labels.get(label), in_b, "b {label}");
    }
    assert_eq!((a.labels.unlabelled, b.labels.unlabelled), (Some(ParticipantIx(0)), None));
    assert_eq!(a.rules.interviewers, ["Clerk", "SJ", "Interviewer", "Researcher", "INT"]);
    assert_eq!(a.rules.known, ["Carer", "Mum", "P03", "Parent", "I", "Head"]);
    assert!(b.rules.interviewers.contains(&"I".to_owned()));
}

#[test]
fn attributes_of_transcripts_and_cases() {
    let dir = tempfile::tempdir().unwrap();
    let tables = Tables {
        participants: table("participant,about\nP01,rowan;ash\n", "participant"),
        transcripts: table("transcript,wave,mode\na,1,phone\nwill/b,2,\n", "transcript"),
        ..Tables::default()
    };
    let files = vec![
        file(dir.path(), "b.txt", "---\ndate: 2019-11-12\nattributes: {Mode: video, site: [n, s]}\nabout: elm\n---\nx"),
        file(dir.path(), "a.txt", "x"),
    ];
    let (corpus, found) = assemble(study(dir.path()), &tables, Codebook::default(), files, &["will/b".into()]);
    assert_eq!(found, []);
    assert_eq!(corpus.transcript_columns, ["wave", "mode", "date", "site"]);
    let values =
        |at: usize| corpus.transcripts[at].attributes.iter().map(|values| values.join("+")).collect::<Vec<_>>();
    assert_eq!(values(0), ["1", "phone", "", ""]);
    assert_eq!(values(1), ["", "video", "2019-11-12", "n+s"]);
    let cases: Vec<_> = corpus.cases.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(cases, ["rowan", "ash", "elm"]);
    assert_eq!(corpus.transcripts[1].about, [CaseIx(2)]);
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let speakers = "transcript,label,participant\nwave/on,X,P01\n*,Y,P08\n";
    let tables = Tables {
        participants: table("participant,about,may_quote\nP01,ash,yes\nP02,rowan,maybe\n", "participant"),
        cases: Some(table("case\nrowan\n", "case")),
        speakers: parse_speakers(Path::new("speakers.csv"), speakers).0,
        transcripts: table("transcript,wave\nnone at all,1\n", "transcript"),
    };
    let files = vec![
        file(dir.path(), "wave/one.txt", "---\nparticipants: {A: P07, B: P07}\nabout: [rowan, elm]\n---\nx"),
        file(dir.path(), "c.txt", "---\ntranscript: d\n---\nx"),
        file(dir.path(), "d.md", "x"),
    ];
    let mut study = study(dir.path());
    study.consent.quote = Some("may_quote".into());
    study.consent.archive = Some("may_archive".into());
    let (corpus, found) = assemble(study, &tables, Codebook::default(), files, &[]);
    let mut seen: Vec<_> = found
        .iter()
        .map(|found| {
            (found.kind, found.file.to_str().unwrap(), found.excerpt.as_ref().map(|at| (at.line, at.column, at.length)))
        })
        .collect();
    seen.sort();
    assert_eq!(
        seen,
        [
            ("bad-consent", "participants.csv", Some((3, 1, 3))),
            ("doubled-transcript", "c.txt", Some((2, 13, 1))),
            ("doubled-transcript", "d.md", None),
            ("unknown-case", "participants.csv", Some((2, 1, 3))),
            ("unknown-case", "wave/one.txt", Some((3, 16, 3))),
            ("unknown-column", "participants.csv", None),
            ("unknown-participant", "speakers.csv", Some((3, 5, 3))),
            ("unknown-participant", "wave/one.txt", Some((2, 19, 3))),
            ("unknown-transcript", "speakers.csv", Some((2, 1, 7))),
            ("unknown-transcript", "transcripts.csv", Some((2, 1, 11))),
        ]
    );
    assert!(found.iter().all(|found| found.hint.is_some()));
    let hint = found.iter().find(|found| found.file == Path::new("speakers.csv")).unwrap().hint.clone().unwrap();
    assert_eq!(hint, "did you mean `wave/one`?");
    assert_eq!(corpus.transcripts.len(), 1);
    let people: Vec<_> = corpus.participants.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(people, ["P01", "P02", "P07", "P08"]);
    assert_eq!(corpus.transcripts[0].labels.get("b"), Some(Speaker::Participant(ParticipantIx(2))));
    assert_eq!(corpus.transcripts[0].labels.get("P08"), Some(Speaker::Participant(ParticipantIx(3))));
}
