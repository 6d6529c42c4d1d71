//! Tests of planning and writing a new study.

use super::super::study_file::read_study;
use super::super::tables::{SpeakerIs, read_tables};
use super::*;

fn transcript(id: &str, labels: &[&str]) -> NewTranscript {
    let label = |label: &&str| NewLabel { label: (*label).to_owned(), turns: 3, words: 40 };
    NewTranscript { id: id.into(), path: format!("{id}.txt").into(), labels: labels.iter().map(label).collect() }
}

#[test]
fn ids_and_roles() {
    for id in ["P07", "p7", "SEN-12", "FG1-P3", "T1", "S01", "PT_004"] {
        assert!(is_person_id(id), "{id}");
    }
    for role in ["Parent", "Speaker 2", "SPEAKER_00", "S1", "Speaker2", "Rowan", "2", "", "P", "Dr Smith", "Teacher-2"]
    {
        assert!(!is_person_id(role), "{role}");
    }
}

#[test]
fn a_new_study_is_read_without_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let transcripts = [
        transcript("s1", &["INT", "Parent"]),
        transcript("s2", &["INT", "Parent", "Speaker 2", "P07"]),
        transcript("s3", &["INT", "P07", "I"]),
        transcript("diary", &[]),
    ];
    let plan =
        plan_new(dir.path(), "Yes: a study", "en", &["*.txt".into(), "no".into()], &transcripts, &["int".into()]);
    assert_eq!(plan.participants, ["s1", "s2-Parent", "s2-Speaker-2", "P07", "s3", "diary"]);
    assert_eq!(plan.interviewers, ["int", "Interviewer", "Researcher"]);
    assert!(plan.files[1].1.contains("diary,,diary\n"));
    let written = write_plan(&plan).unwrap();
    assert_eq!(written.len(), 4);
    let (study, found) = read_study(dir.path()).unwrap();
    assert_eq!(found, []);
    assert_eq!((study.title.as_str(), study.transcripts), ("Yes: a study", vec!["*.txt".to_owned(), "no".to_owned()]));
    assert_eq!(study.interviewers, plan.interviewers);
    let (study, _) = read_study(dir.path()).unwrap();
    let (tables, found) = read_tables(&study);
    assert_eq!(found, []);
    assert_eq!(tables.participants.attributes.rows.len(), 6);
    let said: Vec<_> =
        tables.speakers.iter().map(|row| (row.transcript.as_deref().unwrap(), row.label.as_str())).collect();
    assert_eq!(said, [("s1", "Parent"), ("s2", "Parent"), ("s2", "Speaker 2"), ("s3", "I"), ("diary", "")]);
    assert_eq!(tables.speakers[1].who, SpeakerIs::Participant("s2-Parent".into()));
    let (book, found) = super::super::read_codebook(&study).unwrap();
    assert!(book.codes().is_empty() && found.is_empty());
    assert!(matches!(write_plan(&plan), Err(NewStudyError::IsStudy(_))));
}

#[test]
fn tables_that_are_there_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("participants.csv"), "participant\nP1\n").unwrap();
    let plan = plan_new(dir.path(), "T", "en", &["t".into()], &[transcript("a", &["P1"])], &[]);
    assert_eq!(write_plan(&plan).unwrap().len(), 3);
    assert_eq!(std::fs::read_to_string(dir.path().join("participants.csv")).unwrap(), "participant\nP1\n");
}

#[test]
fn texts_where_they_lie() {
    for (files, entries, ids) in [
        (&["a.txt", "b.md"][..], &["*.md", "*.txt"][..], &["a", "b"][..]),
        (&["a.txt", "README.md"], &["*.txt"], &["a"]),
        (&["a.md", "README.md"], &["a.md"], &["a"]),
        (&["t/a.txt", "t/w/b.txt", "README.md"], &["t"], &["a", "w/b"]),
        (&["t/a.txt", "c.txt"], &["*.txt", "t"], &["c", "a"]),
        (&["raw/a.txt", "clean/a.txt"], &["**/*.txt"], &["clean/a", "raw/a"]),
        (&["codings/x.md", "t.csv"], &[], &[]),
    ] {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let (found, named, _) = find_texts(dir.path());
        assert_eq!(named, entries, "{files:?}");
        let found: Vec<_> = found.iter().map(|file| file.id.as_str()).collect();
        assert_eq!(found, ids, "{files:?}");
    }
}
