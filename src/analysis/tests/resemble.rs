//! Turns that resemble a theme's passages: against a naive count.

use super::fixture::{Draft, Fixture, talk};
use crate::analysis::{Cell, Resembling, resembling, resembling_table};
use crate::model::TranscriptIx;
use crate::text::Span;

/// `wait` and `list` stand in the passages of `delays`; elsewhere people talk of other things, INT of waiting too.
fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec![]), ("P2", vec!["parent"], vec![]), ("P3", vec!["nurse"], vec![])],
        codes: vec![("delays", None), ("held-up", Some("delays")), ("other", None)],
        ..Draft::default()
    };
    let chat =
        "The garden was green and the bus was late and the dog ran over the field to the river and the hill again.";
    draft.transcripts = vec![
        talk(
            "t1",
            &[
                ("INT", "Waiting lists and waiting lists?"),
                ("P1", "Waiting on the list, waiting and waiting."),
                ("P1", chat),
            ],
        ),
        talk(
            "t2",
            &[
                ("P2", "A waiting list, they said, the list of waiting."),
                ("P2", chat),
                ("INT", "The list, the waiting list."),
            ],
        ),
        talk(
            "t3",
            &[
                ("P3", chat),
                ("P3", "We waited on a list for years."),
                ("P3", "Somebody waited for the bus."),
                ("P3", chat),
            ],
        ),
        talk("t4", &[("P1", "I waited and waited, the list was long."), ("U1", "Waiting list, waiting list.")]),
    ];
    draft.mark("t1", "Waiting on", "waiting.", "delays", "amy");
    draft.mark("t2", "A waiting", "of waiting.", "held-up", "ben");
    draft.mark("t4", "I waited", "long.", "other", "amy");
    draft.build()
}

fn found(coded: impl Fn(TranscriptIx) -> Vec<Span>) -> (Resembling, Fixture) {
    let fixture = study();
    let theme = fixture.corpus.theme("delays").unwrap();
    let found = resembling(&fixture.view(), theme, coded, None);
    (found, fixture)
}

#[test]
fn the_most_alike_first_by_words_that_stand_out() {
    let (found, fixture) = found(|_| Vec::new());
    assert_eq!((found.sources, found.words), (2, 16), "with the code beneath it; the interviewer's words never count");
    let words: Vec<&str> = found.keys.iter().map(|key| key.word.as_str()).collect();
    assert_eq!(words, ["list", "waiting"], "what is frequent everywhere does not stand out");
    // wait: 5 of 16 words in the passages, 4 of those elsewhere.
    let wait = &found.keys[1];
    assert_eq!((wait.key.here, wait.key.words_here, wait.key.elsewhere), (5, 16, 4));
    let elsewhere = wait.key.words_elsewhere as f64;
    assert!((wait.weight - (5.0 / 16.0 / (4.0 / elsewhere)).log2()).abs() < 1e-9);
    assert!(found.keys.iter().all(|key| key.key.log_likelihood().unwrap() >= 3.84));
    let table = resembling_table(&fixture.view(), &found);
    let column = |name: &str| {
        (0..table.rows.len())
            .map(|row| table.cell(row, name).map(|cell| cell.plain().into_owned()).unwrap())
            .collect::<Vec<_>>()
    };
    // Unmapped speech and passages of the theme are not proposed; a turn with both words is more alike than one with one.
    let first = ["We waited on a list for years.", "I waited and waited, the list was long."].map(String::from);
    assert_eq!(column("text")[..2], first, "equally alike, so in transcript order");
    assert_eq!(column("text").len(), 3);
    assert_eq!(column("words"), ["list waiting", "list waiting", "waiting"]);
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    let score = |row: usize| if let Some(Cell::Decimal(score)) = table.cell(row, "score") { *score } else { f64::NAN };
    assert!(score(0) == score(1) && score(1) > score(2));
    // A turn of few words is taken as one of twenty.
    assert!((score(2) - wait.weight / 20.0_f64.sqrt()).abs() < 1e-9, "{}", score(2));
    assert_eq!(found.turns[1].hits.len(), 3);
}

#[test]
fn a_word_that_everybody_says_is_no_key_word() {
    // `and` is certainly more frequent in the passages (60 of 160 words, elsewhere 203 of 1,003), but not twice as frequent.
    let inside = format!("{}{}.", "and ".repeat(30), "queue ".repeat(50).trim_end());
    let outside = format!("{}{}", "and ".repeat(100), "garden ".repeat(400));
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec![]), ("P2", vec!["parent"], vec![])],
        codes: vec![("delays", None)],
        ..Draft::default()
    };
    draft.transcripts = vec![
        talk("t1", &[("P1", &inside), ("P1", outside.trim())]),
        talk("t2", &[("P2", &inside), ("P2", outside.trim()), ("P2", "And and and.")]),
    ];
    draft.mark("t1", "and and", "queue.", "delays", "amy");
    draft.mark("t2", "and and", "queue.", "delays", "amy");
    let fixture = draft.build();
    let found = resembling(&fixture.view(), fixture.corpus.theme("delays").unwrap(), |_| Vec::new(), None);
    let words: Vec<&str> = found.keys.iter().map(|key| key.word.as_str()).collect();
    assert_eq!(words, ["queue"]);
    assert_eq!(found.alike, 0, "the third turn of t2 has nothing but it");
}

#[test]
fn turns_that_are_coded_are_left_out() {
    let t4 = Span::new(0, 50);
    let (found, _) = found(|transcript| if transcript.at() == 3 { vec![t4] } else { Vec::new() });
    assert_eq!(found.alike, 2);
    assert!(found.turns.iter().all(|turn| turn.transcript.at() == 2));
}

#[test]
fn at_most_so_many_are_listed_and_all_are_counted() {
    let fixture = study();
    let theme = fixture.corpus.theme("delays").unwrap();
    let first = resembling(&fixture.view(), theme, |_| Vec::new(), Some(1));
    assert_eq!((first.turns.len(), first.alike), (1, 3));
    let other = resembling(&fixture.view(), fixture.corpus.theme("held-up").unwrap(), |_| Vec::new(), None);
    assert_eq!(other.sources, 1, "of one turn only, its own words will do");
    assert!(!other.keys.is_empty());
}
