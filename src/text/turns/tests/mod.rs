mod layouts;
mod properties;
mod real;
mod refusals;

use super::{Found, find_turns};
use crate::text::{Body, TurnRules, words};

/// A turn as the tests write it: label (empty: none), speech, milliseconds.
type Said<'a> = (&'a str, &'a str, Option<u32>);

fn rules(interviewers: &[&str], known: &[&str]) -> TurnRules {
    let own = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
    TurnRules { interviewers: own(interviewers), known: own(known), ..TurnRules::default() }
}

fn find(text: &str) -> Found {
    find_turns(&Body::new(text.to_owned()), &TurnRules::default())
}

fn said(text: &str, found: &Found) -> Vec<(String, String, Option<u32>)> {
    let body = Body::new(text.to_owned());
    let layout = &found.layout;
    layout
        .turns
        .iter()
        .map(|turn| {
            let label = turn.label.map_or(String::new(), |label| layout.labels[label as usize].clone());
            (label, body.slice(turn.speech).unwrap().to_owned(), turn.time)
        })
        .collect()
}

fn expect(text: &str, rules: &TurnRules, turns: &[Said<'_>]) -> Found {
    let found = find_turns(&Body::new(text.to_owned()), rules);
    let turns: Vec<_> =
        turns.iter().map(|(label, speech, time)| ((*label).to_owned(), (*speech).to_owned(), *time)).collect();
    assert_eq!(said(text, &found), turns, "{text}");
    laws(text, &found).unwrap();
    found
}

/// What holds of the turns of any body.
fn laws(text: &str, found: &Found) -> Result<(), String> {
    let body = Body::new(text.to_owned());
    let layout = &found.layout;
    let mut end = 0;
    let mut count = 0;
    for (at, turn) in layout.turns.iter().enumerate() {
        let holds = turn.span.start >= end && turn.span.start <= turn.span.end && turn.span.covers(turn.speech);
        if !holds || turn.speech.start > turn.speech.end || turn.span.end > body.chars() {
            return Err(format!("turn {at}: {turn:?} after {end}"));
        }
        if at > 0 && turn.span.start < layout.turns[at - 1].span.end {
            return Err(format!("turn {at} overlaps"));
        }
        end = turn.span.end;
        let speech = body.slice(turn.speech).ok_or("speech outside the body")?;
        if speech.trim() != speech {
            return Err(format!("turn {at}: white space around speech"));
        }
        let from = body.byte(turn.speech.start);
        let expected: Vec<u32> = words(speech).map(|word| body.position(from + word.start)).collect();
        if turn.first_word as usize != count || !layout.turn_starts(at).eq(expected.iter().copied()) {
            return Err(format!("turn {at}: words"));
        }
        count += expected.len();
        if turn.label.is_some_and(|label| label as usize >= layout.labels.len()) {
            return Err(format!("turn {at}: label"));
        }
    }
    if count != layout.words.len() { Err("words of no turn".to_owned()) } else { Ok(()) }
}
