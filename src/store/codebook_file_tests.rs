//! Tests of reading codebook.yaml.

use super::*;
use crate::model::RollUp;

fn read(source: &str) -> (Codebook, Vec<Diagnostic>) {
    parse_codebook(Path::new("codebook.yaml"), source).unwrap()
}

const BOOK: &str = "\
title: Supporting SEND
codes:
  - id: co-production
    name: Co-production
    colour: teal
    definition: Pupils, parents and staff decide together.
    include: Joint meetings
    exclude: Being told
    examples: [\"we sat down together\", 7]
    was: [tokenistic]
    codes:
      - {id: voice, name: Pupil voice, colour: '#0072B2'}
  - id: no
    name: No
themes:
  - id: system
    name: Individuals carry the system
    idea: Provision rests on persons.
    codes: [voice, tokenistic, voice]
";

#[test]
fn a_good_book() {
    let (book, found) = read(BOOK);
    assert_eq!(found, []);
    assert_eq!(book.title.as_deref(), Some("Supporting SEND"));
    let ids: Vec<_> = book.codes().iter().map(|code| (code.id.as_str(), code.depth)).collect();
    assert_eq!(ids, [("co-production", 0), ("voice", 1), ("no", 0)]);
    assert_eq!(book.codes()[0].examples, ["we sat down together", "7"]);
    assert_eq!(book.codes()[1].colour.as_deref(), Some("#0072B2"));
    assert_eq!(book.resolve("tokenistic"), Some(CodeIx(0)));
    let set = book.find("system").unwrap();
    assert_eq!(book.members(set, RollUp::Own), [true, true, false]);
    for empty in ["", "# later\n", "codes: []\n", "codes:\nthemes:\n"] {
        let (book, found) = read(empty);
        assert!(book.codes().is_empty() && found.is_empty(), "{empty}");
    }
}

#[test]
fn a_name_is_text_whatever_yaml_takes_it_for() {
    for name in ["no", "on", "1.0", "~", "null", "0x1F", "2019-11-12", "true", "'~'"] {
        let (book, found) =
            read(&format!("codes:\n  - id: a\n    name: {name}\nthemes:\n  - {{id: s, name: {name}, codes: [a]}}\n"));
        assert_eq!(found, [], "{name}");
        assert_eq!(book.codes()[0].name, name.trim_matches('\''), "{name}");
        assert_eq!(book.name(book.find("s").unwrap()), name.trim_matches('\''), "{name}");
    }
    for missing in ["", "''", "' '"] {
        let (book, found) = read(&format!("codes:\n  - id: a\n    name: {missing}\n"));
        assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), ["missing-name"], "{missing:?}");
        assert_eq!(book.codes()[0].name, "a");
    }
    // A text that may be left out is left out by `~` and `null`, as other programs write it.
    let (book, found) = read("codes:\n  - id: a\n    name: A\n    definition: ~\n    include: null\n    exclude: no\n");
    assert_eq!(found, []);
    let code = &book.codes()[0];
    assert_eq!((code.definition.as_str(), code.include.as_str(), code.exclude.as_str()), ("", "", "no"));
}

#[test]
fn one_fault_leaves_the_others_usable() {
    for (from, to, kind, line, hint, codes) in [
        ("id: voice", "id: Pupil Voice", "bad-id", 12, "id: pupil-voice", 2),
        ("id: voice", "id: 1.0", "bad-id", 12, "id: 1-0", 2),
        ("id: voice", "id: no", "doubled-id", 13, "choose another", 2),
        ("id: system", "id: voice", "doubled-id", 16, "choose another", 3),
        ("id: no\n    ", "", "missing-id", 13, "id: no", 2),
        ("    name: No\n", "", "missing-name", 13, "add `name", 3),
        ("colour: teal", "colour: tael", "bad-colour", 5, "`teal`", 3),
        ("colour: teal", "colour: #0072B2", "bad-colour", 5, "'#0072B2'", 3),
        ("colour: teal", "color: teal", "unknown-key", 5, "`colour`", 3),
        ("was: [tokenistic]", "was: [x, no]", "bad-was", 10, "remove one", 3),
        ("name: No\n", "name: No\n    was: [tokenistic]\n", "bad-was", 15, "one code", 3),
        ("examples: [\"we sat down together\", 7]", "examples: {a: b}", "wrong-type", 9, "list", 3),
        ("codes: [voice, tok", "codes: [vioce, tok", "unknown-code", 19, "`voice`", 3),
        ("codes: [voice, tok", "codes: [system, tok", "set-in-set", 19, "codes only", 3),
        ("title: ", "titel: ", "unknown-key", 1, "`title`", 3),
        ("  - id: no\n    name: No\n", "  - just a text\n", "wrong-type", 13, "- id:", 2),
    ] {
        let source = BOOK.replacen(from, to, 1);
        assert_ne!(source, BOOK, "{from}");
        let (book, found) = read(&source);
        let found: Vec<_> =
            found.iter().filter(|found| found.kind != "unknown-code" || kind == "unknown-code").collect();
        assert_eq!(found.len(), 1, "{to}: {found:?}");
        assert_eq!(found[0].kind, kind, "{to}");
        assert_eq!(found[0].excerpt.as_ref().unwrap().line, line, "{to}: {found:?}");
        assert!(found[0].hint.as_ref().unwrap().contains(hint), "{to}: {found:?}");
        assert_eq!(book.codes().len(), codes, "{to}");
    }
}

#[test]
fn codes_beneath_a_bad_one_hang_on_the_one_above() {
    let (book, found) =
        read("codes:\n- id: a\n  name: A\n  codes:\n  - id: B b\n    name: B\n    codes: [{id: c, name: C}]\n");
    assert_eq!(found.len(), 1);
    assert_eq!(book.codes()[1].parent, Some(CodeIx(0)));
}

#[test]
fn a_broken_book_is_one_fault() {
    let broken = parse_codebook(Path::new("b.yaml"), "codes:\n  - id: a\n   name: A\n").unwrap_err();
    assert_eq!(broken.kind, "yaml");
    assert!(broken.excerpt.is_some());
    assert_eq!(parse_codebook(Path::new("b.yaml"), "- a\n").unwrap_err().kind, "wrong-type");
    let dir = tempfile::tempdir().unwrap();
    let study = Study::new(dir.path().into(), "T", crate::model::CoderName::new("consensus").unwrap());
    assert_eq!(read_codebook(&study).unwrap_err().kind, "not-found");
}

#[test]
fn names_become_ids() {
    for (name, id) in [("Referral Delays!", "referral-delays"), ("Élan vital", "elan-vital"), ("支持", "code-1")] {
        assert_eq!(slug(name), id);
    }
}
