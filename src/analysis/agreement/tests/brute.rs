//! The decisions against a second count, unit by unit, written from the definition.

use super::super::*;
use crate::analysis::tests::fixture::{Draft, Fixture, coder, talk};
use crate::model::{RollUp, Theme};
use crate::text::Span;

/// An invented study: two interviews, three coders, a branch of two codes and one beside it.
fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec![]), ("P2", vec!["nurse"], vec![])],
        codes: vec![("wait", None), ("ring", Some("wait")), ("hope", None)],
        transcripts: vec![
            talk(
                "one",
                &[
                    ("INT", "How was it? Tell me."),
                    ("P1", "We waited. Nobody rang (not once. ever.) at all. So we hoped."),
                    ("P2", "I rang twice. Dr. Shah was out."),
                    ("U", "Unmapped words. They count nowhere."),
                ],
            ),
            talk("two", &[("P1", "It went on. And on."), ("INT", "Yes."), ("P2", "Still, we hope.")]),
            talk("three", &[("P1", "Only one of us has read this.")]),
        ],
        ..Draft::default()
    };
    draft.mark("one", "We waited.", "We waited.", "wait", "amy");
    draft.mark("one", "waited. Nobody", "waited. Nobody", "wait", "ben");
    draft.mark("one", "rang twice", "rang twice", "ring", "amy");
    draft.mark("one", "twice. Dr", "twice. Dr", "ring", "ben");
    draft.mark("one", "we hoped", "we hoped", "hope", "amy");
    draft.mark("one", "So we hoped", "So we hoped", "wait", "cara");
    draft.mark("one", "Tell me", "Tell me", "hope", "ben");
    draft.mark("two", "on. And", "on. And", "ring", "amy");
    draft.mark("two", "And on", "And on", "ring", "ben");
    draft.mark("two", "we hope", "we hope", "hope", "ben");
    draft.mark("three", "read this", "read this", "hope", "amy");
    let mut fixture = draft.build();
    for (who, what) in
        [("amy", "one"), ("ben", "one"), ("cara", "one"), ("amy", "two"), ("ben", "two"), ("amy", "three")]
    {
        fixture.done(who, what);
    }
    fixture
}

fn coders() -> Vec<crate::model::CoderName> {
    ["amy", "ben", "cara"].map(coder).to_vec()
}

/// Every unit as the starts of its words, counted out turn by turn.
fn naive_units(fixture: &Fixture, id: &str, unit: AgreementUnit) -> Vec<Vec<u32>> {
    let view = fixture.view();
    let at = fixture.transcript(id);
    let text = view.corpus.transcript(at);
    let layout = text.layout();
    let mut units: Vec<Vec<u32>> = Vec::new();
    let mut everything = Vec::new();
    for (turn, spoken) in layout.turns.iter().enumerate() {
        if view.speaker(at, turn).participant().is_none() {
            continue;
        }
        let words: Vec<u32> = layout.words.iter().filter(|word| spoken.speech.contains(*word)).collect();
        everything.extend(words.iter().copied());
        match unit {
            AgreementUnit::Sentence => {
                let speech: String = text
                    .body()
                    .text()
                    .chars()
                    .skip(spoken.speech.start as usize)
                    .take(spoken.speech.len() as usize)
                    .collect();
                for sentence in crate::text::sentences(&speech, &view.corpus.study.language) {
                    let from = spoken.speech.start + speech[..sentence.start].chars().count() as u32;
                    let to = spoken.speech.start + speech[..sentence.end].chars().count() as u32;
                    units.push(words.iter().copied().filter(|word| (from..to).contains(word)).collect());
                }
            }
            AgreementUnit::Turn => units.push(words),
            AgreementUnit::Word => units.extend(words.into_iter().map(|word| vec![word])),
            AgreementUnit::Character => units.extend((spoken.speech.start..spoken.speech.end).map(|at| vec![at])),
            AgreementUnit::Transcript => {}
        }
    }
    if unit == AgreementUnit::Transcript {
        units.push(everything);
    }
    units.retain(|unit| !unit.is_empty());
    units
}

#[test]
fn decisions_are_those_of_a_naive_count() {
    let fixture = study();
    let view = fixture.view();
    let names = coders();
    let all: Vec<_> = view.corpus.places().collect();
    let mut yes_seen = 0;
    for unit in [
        AgreementUnit::Sentence,
        AgreementUnit::Turn,
        AgreementUnit::Word,
        AgreementUnit::Character,
        AgreementUnit::Transcript,
    ] {
        let ratings = Ratings::of(&view, &names, unit, &compared(&view, &names, unit, &all), true);
        assert_eq!(ratings.sheets.len(), 2, "only amy has finished the third");
        for (slot, row) in ratings.slots.iter().enumerate() {
            for set in [0b111_u32, 0b011, 0b101, 0b110] {
                let mut fast = Decisions::new(set.count_ones() as usize, 2);
                ratings.sheets_of(set).for_each(|sheet| fast.merge(&ratings.decisions(sheet, slot, set)));
                let mut slow = Decisions::new(set.count_ones() as usize, 2);
                for id in ["one", "two"] {
                    let done = |name: &&crate::model::CoderName| {
                        fixture.state.done.iter().any(|(coder, text)| coder == *name && text.as_str() == id)
                    };
                    let members: Vec<&crate::model::CoderName> =
                        names.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, name)| name).collect();
                    if members.iter().filter(|name| done(name)).count() < 2 {
                        continue;
                    }
                    for words in naive_units(&fixture, id, unit) {
                        let decided: Vec<Option<usize>> = members
                            .iter()
                            .map(|name| done(name).then(|| usize::from(codes_any(&fixture, id, &words, name, row))))
                            .collect();
                        yes_seen += decided.iter().flatten().sum::<usize>();
                        slow.add(&decided, 1);
                    }
                }
                assert_eq!(fast.units(), slow.units(), "{unit:?} {row:?} {set:b}");
                assert_eq!(fast.cells(), slow.cells(), "{unit:?} {row:?} {set:b}");
                assert_eq!(fast.alpha(), slow.alpha(), "{unit:?} {row:?} {set:b}");
            }
        }
    }
    assert!(yes_seen > 100, "{yes_seen}");
}

fn codes_any(fixture: &Fixture, id: &str, words: &[u32], name: &crate::model::CoderName, row: &Slot) -> bool {
    let members = fixture.corpus.codebook.members(row.theme, row.roll_up);
    let at = fixture.transcript(id);
    fixture.placements.of(at).iter().any(|placed| {
        let crate::model::Target::Code(code) = placed.target else { return false };
        fixture.placements.coders[placed.coder as usize] == *name
            && members[code.at()]
            && words.iter().any(|word| placed.span.contains(*word))
    })
}

#[test]
fn places_are_told_apart_by_kind() {
    let fixture = study();
    let view = fixture.view();
    let names: Vec<_> = ["amy", "ben"].map(coder).to_vec();
    let all: Vec<_> = view.corpus.places().collect();
    let (differences, agreed) = differences(&view, &names, &compared(&view, &names, AgreementUnit::Sentence, &all));
    let shown: Vec<(String, Option<&str>, Vec<&str>)> = differences
        .iter()
        .chain(&agreed)
        .map(|place| {
            let codes = place.codes().into_iter().map(|code| view.corpus.codebook.code(code).id.as_str()).collect();
            (view.corpus.transcript(place.transcript).id.to_string(), place.kind.map(DifferenceKind::as_str), codes)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("one".to_owned(), Some("other_boundary"), vec!["wait"]),
            ("one".to_owned(), Some("only_one"), vec!["hope"]),
            // `twice. Dr` covers the second sentence too; `Dr.` ends none.
            ("one".to_owned(), Some("other_boundary"), vec!["ring"]),
            ("two".to_owned(), Some("other_boundary"), vec!["ring"]),
            ("two".to_owned(), Some("only_one"), vec!["hope"]),
        ]
    );
    assert!(agreed.is_empty());
    // By turn, boundaries inside a turn are no difference.
    let (differences, agreed) =
        super::super::differences(&view, &names, &compared(&view, &names, AgreementUnit::Turn, &all));
    assert_eq!((differences.len(), agreed.len()), (2, 3));
    assert_eq!(differences[0].codings().len(), 1);
}

#[test]
fn two_one_sided_places_with_different_codes_are_one() {
    let mut draft = Draft {
        people: vec![("P1", vec![], vec![])],
        codes: vec![("wait", None), ("hope", None)],
        transcripts: vec![talk("one", &[("P1", "We waited. We hoped. We rang.")])],
        ..Draft::default()
    };
    draft.mark("one", "We hoped.", "We hoped.", "hope", "amy");
    draft.mark("one", "waited. We hoped", "waited. We hoped", "wait", "ben");
    let mut fixture = draft.build();
    fixture.done("amy", "one");
    fixture.done("ben", "one");
    let view = fixture.view();
    let names: Vec<_> = ["amy", "ben"].map(coder).to_vec();
    let found = places(&view, &names, fixture.transcript("one"), AgreementUnit::Sentence);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, Some(DifferenceKind::OtherCode));
    assert_eq!(found[0].codes().len(), 2);
    let text = view.corpus.transcript(fixture.transcript("one")).body().text().to_owned();
    let Span { start, end } = found[0].span;
    let shown: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(shown, "waited. We hoped.");
    let theme = Theme::Code(found[0].codes()[0]);
    assert_eq!(view.corpus.codebook.members(theme, RollUp::Own).iter().filter(|yes| **yes).count(), 1);
}
