//! Co-occurrence: by hand, and the pairing against a search through all of them.

use proptest::prelude::*;

use super::brute::{raw, study as random_study};
use super::frequencies::study;
use crate::analysis::cooccurrence::together;
use crate::analysis::{By, Cell, Cooccurrence, CooccurrenceRule as Rule, Frequencies, Selection, Table, Together};
use crate::model::RollUp;
use crate::text::Span;

fn counts(rule: Rule, roll_up: RollUp, first: &str, second: &str) -> Together {
    let fixture = study().build();
    let counted = Cooccurrence::count(&fixture.view(), &By::default(), rule, roll_up, &Selection::default());
    let id = |at: usize| counted.themes[at].id.as_str();
    let pair = counted.pairs.iter().find(|pair| id(pair.first) == first && id(pair.second) == second);
    pair.unwrap_or_else(|| panic!("{first} {second}")).counts
}

fn all(n1: u64, n2: u64, n12: u64, first: u64, second: u64) -> Together {
    Together { n1, n2, n12, first_with_second: first, second_with_first: second }
}

#[test]
fn each_rule_by_hand() {
    // letter: two passages of P1 in turn 2 of t1 (`Then letters came`, `two letters.`), one in t3. call: one passage over
    // turns 2 and 3 of t1 (`came, two letters. … twice`), of P1 and of P2; it meets both letters.
    let own = |rule| counts(rule, RollUp::Own, "letter", "call");
    assert_eq!(own(Rule::Overlap), all(3, 2, 1, 2, 1));
    // Turns with a letter: t1 turn 2, t3 turn 1. With the call: t1 turns 2 and 3.
    assert_eq!(own(Rule::Turn), all(2, 2, 1, 1, 1));
    assert_eq!(own(Rule::Turns(1)), all(2, 2, 1, 1, 2));
    assert_eq!(own(Rule::Participant), all(1, 2, 1, 1, 1));
    assert_eq!(own(Rule::Transcript), all(2, 1, 1, 1, 1));
    let figure = own(Rule::Transcript);
    assert_eq!((figure.jaccard(), figure.of_first(), figure.of_second()), (Ok(0.5), Ok(0.5), Ok(1.0)));
}

#[test]
fn themes_that_hold_one_another_are_left_out() {
    let fixture = study().build();
    let count =
        |roll_up| Cooccurrence::count(&fixture.view(), &By::default(), Rule::Overlap, roll_up, &Selection::default());
    let names = |table: &Table| -> Vec<String> {
        table.rows.iter().map(|row| format!("{} {}", row[5].plain(), row[7].plain())).collect()
    };
    let subtree = count(RollUp::Subtree);
    // Of 5 themes there are 10 pairs: wait holds letter and call; the set carry holds letter and trust, and shares with wait.
    assert_eq!(names(&subtree.tidy()), ["wait trust", "letter call", "letter trust", "call trust", "call carry"]);
    assert!(subtree.sentences().iter().any(|said| said.starts_with("left out: 5 pairs of which one holds codes")));
    let own = count(RollUp::Own);
    assert_eq!(own.pairs.len(), 8, "alone, a code and the one beneath it are two");
    assert_eq!(own.related, 2);
    // wait (1 passage of P1), letter (2 in t1): both letters lie in the one passage.
    assert_eq!(counts(Rule::Overlap, RollUp::Own, "wait", "letter"), all(1, 3, 1, 1, 2));
}

#[test]
fn tables_say_the_rule_and_what_is_undefined() {
    let mut draft = study();
    draft.codes.push(("unused", None));
    draft.codes.push(("never", None));
    let fixture = draft.build();
    let by = By::parse("role", &fixture.corpus).unwrap();
    let counted = Cooccurrence::count(&fixture.view(), &by, Rule::Participant, RollUp::Own, &Selection::default());
    let tidy = counted.tidy();
    assert_eq!(counted.groups, ["parent", "teacher", "(all)"]);
    let row = |group: &str, first: &str, second: &str| {
        let found = (0..tidy.rows.len()).find(|row| {
            let is = |id: &str, text: &str| tidy.cell(*row, id) == Some(&Cell::text(text));
            is("group", group) && is("code_1", first) && is("code_2", second)
        });
        let cells = ["units_in_group", "n1", "n2", "n12", "jaccard", "n12_of_n1", "n12_of_n2", "neither", "undefined"];
        cells.map(|id| tidy.cell(found.unwrap(), id).unwrap().plain().into_owned())
    };
    assert_eq!(row("parent", "letter", "call"), ["2", "1", "1", "1", "1", "1", "1", "1", ""]);
    assert_eq!(row("(all)", "letter", "call"), ["3", "1", "2", "1", "0.5", "1", "0.5", "1", ""]);
    assert_eq!(row("(all)", "unused", "never"), ["3", "0", "0", "0", "-", "-", "-", "3", "neither code is used"]);
    assert_eq!(
        row("(all)", "letter", "unused"),
        ["3", "1", "0", "0", "0", "0", "-", "2", "the second code is not used"]
    );
    assert!(tidy.sentences[0].starts_with("rule: participant: the same participant"), "{:?}", tidy.sentences);
    let brief = counted.brief();
    assert!(!brief.rows.is_empty() && brief.rows.len() < tidy.rows.len());
    let wide = counted.wide();
    assert_eq!(wide.cell(1, "letter"), Some(&Cell::Integer(1)), "on the diagonal the code itself");
    assert_eq!(wide.cell(1, "call"), wide.cell(2, "letter"));
    assert_eq!(wide.cell(6, "letter"), Some(&Cell::Empty), "a set and a code of it");
}

/// Lists of stretches in order that share no character, and may touch.
fn stretches() -> impl Strategy<Value = Vec<Span>> {
    proptest::collection::vec((0..5_u32, 1..6_u32), 0..6).prop_map(|steps| {
        let mut at = 0;
        steps
            .into_iter()
            .map(|(gap, length)| {
                let span = Span::new(at + gap, at + gap + length);
                at = span.end;
                span
            })
            .collect()
    })
}

/// The most pairs that can be formed, by trying all.
fn most(first: &[Span], second: &[Span], taken: u32, meet: &dyn Fn(Span, Span) -> bool) -> u64 {
    let Some((one, rest)) = first.split_first() else { return 0 };
    let mut best = most(rest, second, taken, meet);
    for (at, other) in second.iter().enumerate() {
        if taken >> at & 1 == 0 && meet(*one, *other) {
            best = best.max(1 + most(rest, second, taken | 1 << at, meet));
        }
    }
    best
}

proptest! {
    #[test]
    fn pairing_gives_the_most_pairs(first in stretches(), second in stretches(), gap in 0..4_u32) {
        // One character apart is a gap of one: [0, 1) and [1, 2) are neighbouring turns.
        let distance = |a: Span, b: Span| i64::from(a.start.max(b.start)) - i64::from(a.end.min(b.end)) + 1;
        let meet = |a: Span, b: Span| distance(a, b) <= i64::from(gap);
        let counted = together(&first, &second, gap);
        prop_assert_eq!(counted.n12, most(&first, &second, 0, &meet));
        let any = |these: &[Span], those: &[Span]| {
            these.iter().filter(|one| those.iter().any(|other| meet(**one, *other))).count() as u64
        };
        prop_assert_eq!(counted.first_with_second, any(&first, &second));
        prop_assert_eq!(counted.second_with_first, any(&second, &first));
        prop_assert!(counted.n12 <= counted.first_with_second.min(counted.second_with_first));
        prop_assert!(counted.jaccard().is_err() || (0.0..=1.0).contains(&counted.jaccard().unwrap()));
        let turned = together(&second, &first, gap);
        prop_assert_eq!((turned.n1, turned.n2, turned.n12), (counted.n2, counted.n1, counted.n12));
    }

    #[test]
    fn single_counts_are_those_of_the_frequencies(raw in raw(), own in any::<bool>(), by in 0..3_usize) {
        let fixture = random_study(&raw);
        let view = fixture.view();
        let roll_up = if own { RollUp::Own } else { RollUp::Subtree };
        let by = By::parse(["", "role", "wave"][by], &fixture.corpus).unwrap();
        let frequencies = Frequencies::count(&view, &by, roll_up, &Selection::default());
        for rule in [Rule::Overlap, Rule::Participant, Rule::Transcript, Rule::Turn, Rule::Turns(2)] {
            let counted = Cooccurrence::count(&view, &by, rule, roll_up, &Selection::default());
            prop_assert!(counted.pairs.len() as u64 + counted.related * counted.groups.len() as u64 >= 36);
            for pair in &counted.pairs {
                let (first, second) = (frequencies.figure(pair.first, pair.group), frequencies.figure(pair.second, pair.group));
                let expected = match rule {
                    Rule::Overlap => Some((first.passages, second.passages)),
                    Rule::Participant => Some((first.participants, second.participants)),
                    Rule::Transcript => Some((first.transcripts, second.transcripts)),
                    Rule::Turn | Rule::Turns(_) => None,
                };
                if let Some(expected) = expected {
                    prop_assert_eq!((pair.counts.n1, pair.counts.n2), expected);
                }
                prop_assert!(pair.counts.n12 <= pair.counts.n1.min(pair.counts.n2));
                if rule.same_units() {
                    let Together { n12, first_with_second, second_with_first, .. } = pair.counts;
                    prop_assert_eq!((first_with_second, second_with_first), (n12, n12));
                }
            }
        }
    }
}
