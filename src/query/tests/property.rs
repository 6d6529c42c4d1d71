//! The one matcher agrees with the naive evaluator, and what the index is asked for never misses a turn.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::naive::{Item, Naive};
use super::naive_words::one_edit;
use super::random::{PEOPLE, Q, Spec, coding_term, person_term, query, spec, text_term};
use crate::model::TranscriptIx;
use crate::query::{Extent, How, Kind, Matcher, Need, find_turns};
use crate::text::{Span, stem, tokens};

const WHO: [Option<&str>; 4] = [None, Some("participants"), Some("interviewer"), Some("all")];

fn written(query: &Q, who: Option<&str>) -> String {
    match (who, query) {
        (None, query) => query.render(),
        (Some(who), Q::Or(_)) => format!("who:{who} ({})", query.render()),
        (Some(who), query) => format!("{} who:{who}", query.render()),
    }
}

/// Runs a property and says how often it met something and how often nothing, so that neither can be never.
fn run<S: Strategy>(cases: u32, strategy: &S, check: impl Fn(S::Value) -> Result<(usize, usize), TestCaseError>) {
    let met = Cell::new((0, 0));
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let result = runner.run(strategy, |value| {
        let (found, asked) = check(value)?;
        met.set((met.get().0 + found, met.get().1 + asked));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let (found, asked) = met.get();
    assert!(found > asked / 20 && found < asked - asked / 20, "{found} of {asked} were found");
}

/// Whether a text's words give what an index would be asked for, tried word by word.
fn needed(need: &Need, words: &[String]) -> bool {
    match need {
        Need::Anything => true,
        Need::Token(token, how) => words.iter().any(|word| match how {
            How::Exact => word == token,
            How::Stem => stem(word, "en") == *token,
            How::Prefix => word.starts_with(token.as_str()),
            How::Fuzzy => one_edit(word, token),
        }),
        Need::Phrase(phrase) => words.windows(phrase.len()).any(|run| run == phrase),
        Need::All(parts) => parts.iter().all(|part| needed(part, words)),
        Need::Any(parts) => parts.iter().any(|part| needed(part, words)),
    }
}

/// Whether what needs nothing stands alone: an index need not know it beneath others.
fn plain(need: &Need) -> bool {
    match need {
        Need::All(parts) | Need::Any(parts) => {
            !parts.is_empty() && parts.iter().all(|part| *part != Need::Anything && plain(part))
        }
        _ => true,
    }
}

fn searches_agree(spec: &Spec, query: &Q, who: Option<&str>) -> Result<(usize, usize), TestCaseError> {
    let (sample, naive) = (spec.build(), Naive::new(spec));
    let text = written(query, who);
    let understood = sample.understood(&text, Kind::Search);
    let view = sample.view();
    let matcher = Matcher::new(&understood, &view);
    let found = matcher.search(|_| None::<Vec<u32>>, Extent::default());
    prop_assert_eq!(&find_turns(&understood, &view, &|_| None, Extent::default()), &found);
    let got: Vec<(usize, usize)> = found.turns.iter().map(|hit| (hit.transcript.at(), hit.turn)).collect();
    let all: Vec<(usize, usize)> =
        naive.said.iter().enumerate().flat_map(|(text, said)| (0..said.len()).map(move |turn| (text, turn))).collect();
    let asked = all.iter().filter(|(text, turn)| naive.is_item(Item::Turn(*text, *turn), who)).copied();
    let asked: Vec<_> = asked.collect();
    let expected: Vec<_> =
        asked.iter().filter(|(text, turn)| naive.holds(query, Item::Turn(*text, *turn))).copied().collect();
    prop_assert_eq!(&got, &expected, "{}", text);
    let interviewer = expected.iter().filter(|(text, turn)| naive.said[*text][*turn].who == "interviewer").count();
    prop_assert_eq!((found.total, found.by_interviewer), (expected.len(), interviewer));
    for hit in &found.turns {
        let speech = naive.said[hit.transcript.at()][hit.turn].speech;
        prop_assert!(hit.hits.iter().all(|span| !span.is_empty() && speech.covers(*span)), "{} {:?}", text, hit);
        prop_assert!(hit.hits.is_sorted());
    }
    // An index that answers just what it is asked for loses nothing.
    let need = Need::of(&understood);
    prop_assert!(plain(&need), "{} {:?}", text, need);
    let candidates = |transcript: TranscriptIx| {
        let said = &naive.said[transcript.at()];
        let proposed = said.iter().enumerate().filter(|(_, said)| {
            let words: Vec<String> =
                tokens(sample.slice(transcript, said.speech), "en").map(|token| token.folded).collect();
            needed(&need, &words)
        });
        Some(proposed.map(|(turn, _)| turn as u32).collect::<Vec<u32>>())
    };
    prop_assert_eq!(matcher.search(candidates, Extent::default()), found, "{} {:?}", text, need);
    Ok((expected.len(), asked.len()))
}

fn quotes_agree(spec: &Spec, query: &Q, who: Option<&str>) -> Result<(usize, usize), TestCaseError> {
    let (sample, naive) = (spec.build(), Naive::new(spec));
    let text = written(query, who);
    let found = sample.quotes(&text, Kind::Quotes);
    let number =
        |hit: &crate::query::CodingHit| sample.placements.of(hit.transcript)[hit.at].id.0.as_u128() as usize - 1;
    let mut got: Vec<usize> = found.iter().map(number).collect();
    got.sort_unstable();
    let asked: Vec<usize> = (0..spec.marks.len()).filter(|mark| naive.is_item(Item::Mark(*mark), who)).collect();
    let expected: Vec<usize> = asked.iter().filter(|mark| naive.holds(query, Item::Mark(**mark))).copied().collect();
    prop_assert_eq!(&got, &expected, "{}", text);
    for hit in &found {
        let placed = &sample.placements.of(hit.transcript)[hit.at];
        let speech = |span: Span| naive.said[hit.transcript.at()].iter().any(|said| said.speech.covers(span));
        prop_assert!(
            hit.hits.iter().all(|span| !span.is_empty() && placed.span.covers(*span) && speech(*span)),
            "{} {:?}",
            text,
            hit
        );
    }
    Ok((expected.len(), asked.len()))
}

fn tables_agree(spec: &Spec, scope: &Q, conditions: &Q, turned: bool) -> Result<(usize, usize), TestCaseError> {
    let (sample, naive) = (spec.build(), Naive::new(spec));
    let bracket = |part: &Q| format!("({})", part.render());
    let (first, second) = if turned { (conditions, scope) } else { (scope, conditions) };
    let text = format!("{} AND {}", bracket(first), bracket(second));
    let table = sample.understood(&text, Kind::Table).split();
    let table = table.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    let view = sample.view();
    let matcher = Matcher::of_node(table.scope.as_ref(), Kind::Table, None, &view);
    let (mut found, mut asked) = (0, 0);
    for transcript in sample.corpus.places() {
        for person in sample.corpus.speaking(transcript) {
            if spec.excluded == Some(person.at()) {
                continue;
            }
            let expected = naive.pair(scope, transcript.at(), PEOPLE[person.at()]);
            prop_assert_eq!(matcher.pair(transcript, person), expected, "{} {:?} {:?}", text, transcript, person);
            found += usize::from(expected);
            asked += 1;
        }
    }
    let matcher = Matcher::of_node(table.conditions.as_ref(), Kind::Table, None, &view);
    for transcript in sample.corpus.places() {
        for (at, placed) in sample.placements.of(transcript).iter().enumerate() {
            let mark = Item::Mark(placed.id.0.as_u128() as usize - 1);
            let expected = naive.is_item(mark, None) && naive.holds(conditions, mark);
            prop_assert_eq!(matcher.coding(transcript, at).is_some(), expected, "{} {:?}", text, placed);
            found += usize::from(expected);
            asked += 1;
        }
    }
    Ok((found, asked))
}

fn who() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(WHO.to_vec())
}

#[test]
fn searches_are_what_the_contract_says() {
    let term = prop_oneof![text_term(), person_term(), coding_term(false)].boxed();
    run(96, &(spec(), prop::collection::vec((query(term), who()), 12)), |(spec, queries)| {
        let mut met = (0, 0);
        for (query, who) in &queries {
            let (found, asked) = searches_agree(&spec, query, *who)?;
            met = (met.0 + found, met.1 + asked);
        }
        Ok(met)
    });
}

#[test]
fn searches_with_coders_are_what_the_contract_says() {
    run(48, &(spec(), prop::collection::vec(query(coding_term(false)), 12)), |(spec, queries)| {
        let mut met = (0, 0);
        for query in &queries {
            let (found, asked) = searches_agree(&spec, query, Some("all"))?;
            met = (met.0 + found, met.1 + asked);
        }
        Ok(met)
    });
}

#[test]
fn quotes_are_what_the_contract_says() {
    let term = prop_oneof![text_term(), person_term(), coding_term(true)].boxed();
    run(96, &(spec(), prop::collection::vec((query(term), who()), 12)), |(spec, queries)| {
        let mut met = (0, 0);
        for (query, who) in &queries {
            let (found, asked) = quotes_agree(&spec, query, *who)?;
            met = (met.0 + found, met.1 + asked);
        }
        Ok(met)
    });
}

#[test]
fn tables_are_what_the_contract_says() {
    let conditions = query(prop_oneof![text_term(), coding_term(true)].boxed());
    let queries = prop::collection::vec((query(person_term()), conditions, any::<bool>()), 8);
    run(64, &(spec(), queries), |(spec, queries)| {
        let mut met = (0, 0);
        for (scope, conditions, turned) in &queries {
            let (found, asked) = tables_agree(&spec, scope, conditions, *turned)?;
            met = (met.0 + found, met.1 + asked);
        }
        Ok(met)
    });
}
