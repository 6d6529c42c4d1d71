//! Words by group, and concordances.

use super::fixture::{Draft, Fixture, talk};
use crate::analysis::{By, Cell, Keyness, KwicSort, SearchRow, Selection, Table, WordPlan, Words, kwic_table};
use crate::model::TranscriptIx;
use crate::text::Span;

fn near(ours: Option<f64>, theirs: f64, tolerance: f64) {
    assert!((ours.unwrap() - theirs).abs() <= tolerance, "{ours:?} {theirs}");
}

#[test]
fn log_likelihood_has_its_published_answers() {
    // The example of Lancaster University's significance test page: 52 of 50,000 against 57 of 75,000 gives +2.65.
    let key = Keyness { here: 52, words_here: 50_000, elsewhere: 57, words_elsewhere: 75_000 };
    near(key.log_likelihood(), 2.65, 0.005);
    near(key.log_ratio(), (52.0_f64 / 50_000.0 / (57.0 / 75_000.0)).log2(), 1e-12);
    // Hardie (2014): twice as frequent is 1, half as frequent is -1. A frequency of 0 counts as 0.5, as in UCREL's calculator.
    let ratio = |here, elsewhere| Keyness { here, words_here: 1_000, elsewhere, words_elsewhere: 1_000 }.log_ratio();
    near(ratio(20, 10), 1.0, 1e-12);
    near(ratio(10, 20), -1.0, 1e-12);
    near(ratio(8, 0), 4.0, 1e-12);
    let same = Keyness { here: 3, words_here: 300, elsewhere: 5, words_elsewhere: 500 };
    near(same.log_likelihood(), 0.0, 1e-12);
    assert_eq!(Keyness { words_elsewhere: 0, ..same }.log_likelihood(), None, "there is nobody to compare with");
}

fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec![]), ("P2", vec!["parent"], vec![]), ("P3", vec!["nurse"], vec![])],
        codes: vec![("wait", None)],
        ..Draft::default()
    };
    draft.transcripts = vec![
        talk("t1", &[("INT", "Waiting waiting waiting?"), ("P1", "We waited. Waiting hurts, and\nwe waited on.")]),
        talk("t2", &[("P2", "We wait; I WAIT."), ("P3", "They wait, I say."), ("U1", "waiting waiting")]),
    ];
    draft.mark("t2", "I WAIT", "WAIT", "wait", "amy");
    draft.build()
}

fn words(by: &str, plan: WordPlan, selection: &Selection) -> Table {
    let fixture = study();
    Words::count(&fixture.view(), &By::parse(by, &fixture.corpus).unwrap(), plan, selection).table()
}

fn row(table: &Table, group: &str, word: &str) -> Vec<String> {
    let found = table.rows.iter().find(|row| row[1] == Cell::text(group) && row[2] == Cell::text(word));
    found.unwrap_or_else(|| panic!("{group} {word}"))[3..11].iter().map(|cell| cell.plain().into_owned()).collect()
}

#[test]
fn the_interviewers_words_never_count() {
    let table = words("role", WordPlan::default(), &Selection::default());
    // Parents say 8 + 4 words, the nurse 4.
    assert_eq!(row(&table, "parent", "waiting"), ["1", "12", "83.33", "1", "2", "0", "4", "0.00"]);
    assert_eq!(row(&table, "parent", "wait"), ["2", "12", "166.67", "1", "2", "1", "4", "250.00"]);
    assert_eq!(row(&table, "(all)", "wait"), ["3", "16", "187.50", "2", "3", "", "", ""]);
    assert_eq!(row(&table, "parent", "we"), ["3", "12", "250.00", "2", "2", "0", "4", "0.00"]);
    let stems = words("role", WordPlan { stems: true, ..WordPlan::default() }, &Selection::default());
    assert_eq!(
        row(&stems, "parent", "wait")[0],
        "5",
        "wait, waited and waiting are one stem, shown by its most frequent form"
    );
    let first: Vec<String> =
        stems.rows.iter().filter(|row| row[1] == Cell::text("nurse")).map(|row| row[2].plain().into_owned()).collect();
    assert!(first[0] == "say" || first[0] == "they", "what sets them apart stands first: {first:?}");
}

#[test]
fn words_can_be_narrowed_and_left_out() {
    let filter = |transcript: TranscriptIx, _: usize| transcript.at() == 1;
    let selection = Selection { numerators: Some(&filter), ..Selection::default() };
    let coded = words("", WordPlan::default(), &selection);
    let all: Vec<String> = coded.rows.iter().map(|row| format!("{} {}", row[2].plain(), row[3].plain())).collect();
    assert_eq!(all, ["i 1", "wait 1"], "the words inside the passages; their base stays");
    assert_eq!(coded.cell(0, "words_in_group"), Some(&Cell::Integer(16)));
    let plan = WordPlan { least: 3, left_out: vec!["We".into()], ..WordPlan::default() };
    let few = words("", plan, &Selection::default());
    assert_eq!(few.rows.len(), 1);
    assert_eq!(few.cell(0, "word"), Some(&Cell::text("wait")));
    assert!(few.sentences.iter().any(|said| said == "not listed either: 1 word as asked"));
}

#[test]
fn a_concordance_is_sorted_by_what_stands_beside() {
    let fixture = study();
    let view = fixture.view();
    let hits = |turn: usize, word: &str| {
        let text = view.corpus.transcript(0.into());
        let speech = text.layout().turns[turn].speech;
        let body = text.body().slice(speech).unwrap();
        let found = body.match_indices(word).map(|(at, _)| {
            let start = speech.start + body[..at].chars().count() as u32;
            Span::new(start, start + word.len() as u32)
        });
        SearchRow { transcript: 0.into(), turn, hits: found.collect() }
    };
    let rows = [hits(1, "waited"), hits(1, "hurts")];
    let shown = |sort| {
        let table = kwic_table(&view, &rows, 9, sort);
        let cell = |row: usize, id: &str| table.cell(row, id).unwrap().plain().into_owned();
        (0..table.rows.len())
            .map(|row| format!("{}|{}|{}", cell(row, "left"), cell(row, "hit"), cell(row, "right")))
            .collect::<Vec<_>>()
    };
    // Right of them: `. Waiting hurts`, ` on.`, `, and we`; left: `We`, `We waited. Waiting hurts, and we`, `Waiting`.
    assert_eq!(shown(KwicSort::Place), ["We |waited|. Waiting", ", and we |waited| on.", " Waiting |hurts|, and we "]);
    assert_eq!(shown(KwicSort::Right), [" Waiting |hurts|, and we ", ", and we |waited| on.", "We |waited|. Waiting"]);
    assert_eq!(shown(KwicSort::Left), [" Waiting |hurts|, and we ", "We |waited|. Waiting", ", and we |waited| on."]);
}
