//! Summaries beside the passages that they rest on.

use super::fixture::{Fixture, coder, event};
use super::frequencies::study;
use crate::analysis::{Cell, Framework, FrameworkMark, FrameworkRows, Selection};
use crate::model::{Memo, MemoKind, MemoOn, RollUp};

fn summary(fixture: &mut Fixture, number: u128, on: MemoOn, kind: MemoKind, text: &str) {
    let memo = Memo {
        id: event(number),
        coder: coder("amy"),
        on,
        title: "".into(),
        kind,
        text: text.into(),
        created: "2024-06-01T10:00:00Z".into(),
        modified: "2024-06-02T10:00:00Z".into(),
        written_by: event(number),
    };
    fixture.state.memos.insert(memo.id, memo);
}

fn gather(fixture: &Fixture, of: FrameworkRows, branch: Option<&str>) -> Framework {
    let branch = branch.map(|id| fixture.corpus.theme(id).unwrap());
    Framework::gather(&fixture.view(), of, branch, RollUp::Subtree, &Selection::default())
}

#[test]
fn cells_say_what_they_lack() {
    let mut fixture = study().build();
    let on = |id: &str, code: &str| MemoOn::ParticipantCode(id.into(), code.into());
    // Codings are events 1 to 7; the last on P1's letters is 7.
    summary(&mut fixture, 5, on("P1", "letter"), MemoKind::Summary, "Letters came late.");
    summary(&mut fixture, 100, on("P1", "call"), MemoKind::Summary, "Rang twice.");
    summary(&mut fixture, 101, on("P3", "letter"), MemoKind::Summary, "Nothing on letters.");
    summary(&mut fixture, 102, on("P3", "trust"), MemoKind::Note, "a note is no summary");
    let framework = gather(&fixture, FrameworkRows::Participant, None);
    let ids: Vec<&str> = framework.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["P1", "P2", "P3"], "P4 says nothing");
    let mark = |row: usize, theme: &str| {
        let at = framework.themes.iter().position(|line| line.id == theme).unwrap();
        framework.rows[row].cells[at].mark()
    };
    assert_eq!(mark(0, "letter"), FrameworkMark::Older);
    assert_eq!(mark(0, "call"), FrameworkMark::Ready);
    assert_eq!(mark(0, "wait"), FrameworkMark::NoSummary);
    assert_eq!(mark(1, "letter"), FrameworkMark::Empty);
    assert_eq!(mark(2, "letter"), FrameworkMark::NoPassage);
    assert_eq!(mark(2, "trust"), FrameworkMark::NoSummary);
    let tidy = framework.tidy();
    assert_eq!(tidy.rows.len(), 15);
    let cell = |id: &str| tidy.cell(1, id).unwrap().plain().into_owned();
    assert_eq!(cell("code"), "letter");
    assert_eq!(cell("mark"), "older than its newest passage");
    assert_eq!((cell("summary"), cell("summary_coder")), ("Letters came late.".into(), "amy".into()));
    assert_eq!(cell("references"), "t1 l. 3; t1 l. 3; t3 l. 1");
    assert_eq!(cell("quotes"), "Then letters came (t1 l. 3)\n\ntwo letters. (t1 l. 3)\n\nnothing came. (t3 l. 1)");
    assert!(framework.sentences()[0].contains("1 cell whose summary is older"), "{:?}", framework.sentences());
    assert_eq!(framework.brief().rows.len(), 9);
    let wide = framework.wide();
    assert_eq!(wide.cell(0, "call"), Some(&Cell::text("Rang twice.\n[t1 l. 3–5]")));
    assert_eq!(wide.cell(1, "letter"), Some(&Cell::Empty));
}

#[test]
fn one_branch_and_cases() {
    let mut draft = study();
    draft.case_columns = vec!["year"];
    draft.cases = vec![("ash", vec!["4"]), ("elm", vec!["5"])];
    draft.people[0].2 = vec!["ash"];
    draft.people[1].2 = vec!["ash"];
    let mut fixture = draft.build();
    summary(&mut fixture, 50, MemoOn::CaseCode("ash".into(), "wait".into()), MemoKind::Summary, "Both waited.");
    let framework = gather(&fixture, FrameworkRows::Case, Some("wait"));
    let ids: Vec<&str> = framework.themes.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["wait", "letter", "call"]);
    assert_eq!(framework.rows.len(), 1, "nobody speaks of elm");
    let cell = &framework.rows[0].cells[0];
    assert_eq!(
        (cell.mark(), cell.passages.len()),
        (FrameworkMark::Ready, 2),
        "a passage of two people about one case is one"
    );
    assert_eq!(framework.attributes, ["year"]);
    assert_eq!(framework.rows[0].attributes, ["4"]);
    let set = gather(&fixture, FrameworkRows::Participant, Some("carry"));
    let ids: Vec<&str> = set.themes.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["letter", "trust", "carry"]);
}
