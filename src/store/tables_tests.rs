//! Tests of reading tables.

use super::*;

fn people(text: &str) -> (Table, Vec<Diagnostic>) {
    parse_table(Path::new("participants.csv"), text, "participant")
}

#[test]
fn a_good_table() {
    for text in [
        "participant,role,may quote,about\nP01,parent;carer,yes,rowan\nP02,,no,\n\n,,,\n",
        "role;may quote;participant;about\n\"parent; carer;parent\";yes; P01 ;rowan\n;no;P02;\n",
        "participant\trole\tmay quote\tabout\r\nP01\tparent;carer\tyes\trowan\r\nP02\t\tno\t\r\n",
        "Participant,role,may  quote,About\rP01,parent;carer,yes,rowan\rP02,,no,\r",
    ] {
        let (table, found) = people(text);
        assert_eq!(found, [], "{text}");
        let table = table.attributes;
        assert_eq!(table.columns, ["role", "may_quote"]);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.values(0, 0), ["parent", "carer"]);
        assert!(table.values(1, 0).is_empty());
        assert_eq!(table.values(1, 1), ["no"]);
        assert_eq!(table.rows[0].about, ["rowan"]);
        assert_eq!(table.find("P02"), Some(1));
    }
}

#[test]
fn faults_have_line_and_caret() {
    for (text, kind, place, rows, columns) in [
        ("participant,role\nP1,a\nP1,b\n", "doubled-id", (3, 1, 2), 1, 1),
        ("participant,role\nP1,a\n,b\n", "no-id", (3, 1, 1), 1, 1),
        ("participant,role\nP1,a,b,c\n", "ragged", (2, 6, 1), 1, 1),
        ("participant,role,school\nP1,a\n", "ragged", (2, 4, 1), 1, 2),
        ("id,role\nP1,a\n", "no-id-column", (1, 1, 2), 0, 0),
        ("participant,Code\nP1,a\n", "reserved-name", (1, 13, 4), 1, 0),
        ("participant,line start\nP1,a\n", "reserved-name", (1, 13, 10), 1, 0),
        ("participant,role,Role\nP1,a,b\n", "doubled-column", (1, 18, 4), 1, 1),
        ("participant,role,\nP1,a,b\n", "unnamed-column", (1, 18, 1), 1, 1),
        ("participant,role\nP1,(all)\n", "reserved-value", (2, 4, 5), 1, 1),
        ("participant,role\nP1,x;(Missing)\n", "reserved-value", (2, 4, 11), 1, 1),
        ("participant,role\nP1,\"a\n", "open-quote", (2, 4, 1), 1, 1),
    ] {
        let (table, found) = people(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let excerpt = found[0].excerpt.as_ref().unwrap();
        assert_eq!(found[0].kind, kind, "{text}");
        assert_eq!((excerpt.line, excerpt.column, excerpt.length), place, "{text}");
        assert_eq!(excerpt.text, text.lines().nth(place.0 as usize - 1).unwrap());
        assert!(found[0].hint.is_some());
        assert_eq!((table.attributes.rows.len(), table.attributes.columns.len()), (rows, columns), "{text}");
        assert_eq!(table.places.len(), rows);
    }
    assert_eq!(people("\n\n").1[0].kind, "no-header");
    // A column without a name and without cells is what a spreadsheet leaves behind.
    assert_eq!(people("participant,role,\nP1,a,\n").1, []);
}

#[test]
fn about_is_special_for_people_alone() {
    let (table, found) = parse_table(Path::new("cases.csv"), "case,about,need\nrowan,x,ASD\n", "case");
    assert_eq!(found[0].kind, "reserved-name");
    assert_eq!(table.attributes.columns, ["need"]);
    let (table, found) =
        parse_table(Path::new("transcripts.csv"), "date,transcript\n2019-11-12,e\u{301}\n", "transcript");
    assert_eq!(found, []);
    assert_eq!(table.attributes.find("é"), Some(0));
}

#[test]
fn speakers() {
    let text =
        "label,transcript,participant\nParent,t1,P07\nSJ,*,Interviewer\nMum,t1,other\nparent,t1,P08\n,t1,P9\nX,t1,\n";
    let (rows, found) = parse_speakers(Path::new("speakers.csv"), text);
    let kinds: Vec<_> = found.iter().map(|found| (found.kind, found.excerpt.as_ref().unwrap().line)).collect();
    assert_eq!(kinds, [("doubled-label", 5), ("no-id", 7)]);
    assert_eq!(rows.len(), 4);
    assert_eq!((rows[3].label.as_str(), &rows[3].who), ("", &SpeakerIs::Participant("P9".into())));
    assert_eq!((rows[0].transcript.as_deref(), &rows[0].who), (Some("t1"), &SpeakerIs::Participant("P07".into())));
    assert_eq!((rows[1].transcript.as_deref(), &rows[1].who), (None, &SpeakerIs::Interviewer));
    assert_eq!(rows[2].who, SpeakerIs::Other);
    assert_eq!(rows[0].who_place.column, 11);
    assert_eq!(parse_speakers(Path::new("s"), "transcript,label\nt,x\n").1[0].kind, "no-id-column");
}

#[test]
fn tables_of_a_study() {
    let dir = tempfile::tempdir().unwrap();
    let study = Study::new(dir.path().into(), "T", crate::model::CoderName::new("consensus").unwrap());
    let (tables, found) = read_tables(&study);
    assert_eq!((found.len(), found[0].kind), (1, "not-found"));
    assert!(tables.cases.is_none());
    std::fs::write(dir.path().join("participants.csv"), b"participant,role\nP1,caf\xe9\n").unwrap();
    std::fs::write(dir.path().join("cases.csv"), "\u{feff}case\nrowan\n").unwrap();
    let (tables, found) = read_tables(&study);
    assert_eq!((found.len(), found[0].kind), (1, "not-utf8"));
    assert_eq!(found[0].excerpt.as_ref().unwrap().line, 2);
    assert_eq!(tables.cases.unwrap().attributes.rows.len(), 1);
    let many: String = (0..100).map(|_| "P1\n").collect();
    assert_eq!(people(&format!("participant\n{many}")).1.len(), MOST + 1);
}
