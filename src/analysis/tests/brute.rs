//! The counts against the naive ones, over random small studies.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, Talk};
use super::naive::{Question, count};
use crate::analysis::{ALL, By, Cell, Frequencies, Pairs, Selection};
use crate::model::RollUp;
use crate::text::Span;

const SPEAKERS: [&str; 7] = ["INT", "P1", "P2", "P3", "U1", "O1", "P1/Mum"];
const ROLES: [&str; 5] = ["", "x", "y", "x;y", "z"];
const PHASES: [&str; 3] = ["", "one", "two"];
const CODES: [&str; 11] = ["a", "a1", "a1", "a1", "a2", "a21", "b", "b1", "gone", "case:c1", "case:c2"];
const CODERS: [&str; 5] = ["amy", "amy", "amy", "ben", "consensus"];
const BY: [&str; 7] = ["", "role", "phase", "role,phase", "case.need", "wave", "role, wave"];

#[derive(Clone, Debug)]
pub(super) struct Raw {
    talks: Vec<Vec<(usize, usize)>>,
    codings: Vec<(usize, u32, u32, usize, usize)>,
    roles: [usize; 3],
    phases: [usize; 3],
    here: Vec<(usize, usize)>,
    about: (u8, u8),
    done: u8,
    excluded: usize,
    enough: u32,
}

pub(super) fn raw() -> impl Strategy<Value = Raw> {
    let talk = proptest::collection::vec((0..SPEAKERS.len(), 0..8_usize), 1..8);
    // Crowded into the first transcript, and on a grid, so that codings meet, touch and lie in one another.
    let place = prop_oneof![(0..24_u32).prop_map(|at| at * 4), 0..96_u32];
    let length = prop_oneof![Just(4_u32), Just(8_u32), 0..40_u32];
    let coding = (prop_oneof![3 => Just(0_usize), 1 => 1..3_usize], place, length, 0..CODES.len(), 0..CODERS.len());
    let talks = proptest::collection::vec(talk, 3);
    let here = proptest::collection::vec((0..PHASES.len(), 0..PHASES.len()), 3);
    let people = (proptest::array::uniform3(0..ROLES.len()), proptest::array::uniform3(0..PHASES.len()));
    let rest = (any::<(u8, u8)>(), any::<u8>(), 0..16_usize, 1..4_u32);
    (talks, proptest::collection::vec(coding, 0..30), people, here, rest).prop_map(
        |(talks, codings, (roles, phases), here, (about, done, excluded, enough))| Raw {
            talks,
            codings,
            roles,
            phases,
            here,
            about,
            done,
            excluded,
            enough,
        },
    )
}

pub(super) fn study(raw: &Raw) -> Fixture {
    let bit = |bits: u8, at: usize| bits >> at & 1 == 1;
    let cases = |bits: u8, at: usize| -> Vec<&'static str> {
        ["c1", "c2"].into_iter().enumerate().filter(|(case, _)| bit(bits, at * 2 + case)).map(|(_, id)| id).collect()
    };
    let mut draft = Draft {
        columns: vec!["role", "phase"],
        people: ["P1", "P2", "P3"]
            .iter()
            .enumerate()
            .map(|(at, id)| (*id, vec![ROLES[raw.roles[at]], PHASES[raw.phases[at]]], cases(raw.about.0, at)))
            .collect(),
        case_columns: vec!["need"],
        cases: vec![("c1", vec!["speech;sight"]), ("c2", vec!["speech"]), ("c3", vec![""])],
        transcript_columns: vec!["phase", "wave"],
        codes: vec![
            ("a", None),
            ("a1", Some("a")),
            ("a2", Some("a")),
            ("a21", Some("a2")),
            ("b", None),
            ("b1", Some("b")),
        ],
        sets: vec![("s1", vec!["a1", "b"]), ("s2", vec!["a2", "a21"]), ("whole", vec!["a", "b"])],
        attribution_words: raw.enough,
        ..Draft::default()
    };
    for (at, turns) in raw.talks.iter().enumerate() {
        draft.transcripts.push(Talk {
            id: format!("t{at}"),
            cells: vec![PHASES[raw.here[at].0], PHASES[raw.here[at].1]],
            about: cases(raw.about.1, at),
            turns: turns
                .iter()
                .map(|(who, words)| (SPEAKERS[*who].into(), "wé ".repeat(*words).trim().into()))
                .collect(),
        });
    }
    for (talk, start, length, code, coder) in &raw.codings {
        let coder = CODERS[*coder];
        draft.code(&format!("t{talk}"), Span::new(*start, start + length), CODES[*code], coder);
    }
    let mut fixture = draft.build();
    for at in 0..3 {
        for (coder, shift) in [("amy", 0), ("consensus", 3)] {
            if bit(raw.done, at + shift) {
                fixture.done(coder, &format!("t{at}"));
            }
        }
    }
    if let Some(id) = ["P1", "P2", "P3"].get(raw.excluded) {
        fixture.state.excluded.insert((*id).into());
    }
    fixture
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn counts_are_those_of_the_definitions(
        raw in raw(), by in 0..BY.len(), own in any::<bool>(), done_only in any::<bool>(),
        pairs in prop_oneof![2 => Just(u16::MAX), 1 => any::<u16>()], codings in prop_oneof![2 => Just(u16::MAX), 1 => any::<u16>()],
    ) {
        let fixture = study(&raw);
        let view = fixture.view();
        let pair = |transcript: usize, person: usize| pairs >> (transcript * 3 + person) & 1 == 1;
        let coding = |transcript: usize, at: usize| codings >> ((transcript * 5 + at) % 16) & 1 == 1;
        let roll_up = if own { RollUp::Own } else { RollUp::Subtree };
        let question = Question {
            attributes: BY[by].split(',').map(str::trim).filter(|name| !name.is_empty())
                .map(|name| name.strip_prefix("case.").unwrap_or(name)).collect(),
            cases: BY[by].starts_with("case."),
            roll_up, pair: &pair, coding: &coding, done_only,
        };
        let expected = count(&fixture, &question);
        let filter = |transcript: crate::model::TranscriptIx, at: usize| coding(transcript.at(), at);
        let selection = Selection {
            pairs: if pairs == u16::MAX { Pairs::all() } else { Pairs::of(&fixture.corpus, |t, p| pair(t.at(), p.at())) },
            numerators: Some(&filter),
            done_only,
            ..Selection::default()
        };
        let counted = Frequencies::count(&view, &By::parse(BY[by], &fixture.corpus).unwrap(), roll_up, &selection);
        prop_assert_eq!(counted.groups.len() * counted.themes.len(), expected.len());
        prop_assert!(expected.len() >= 8);
        prop_assert_eq!(counted.groups.last().map(|group| group.name.as_str()), Some(ALL));
        for (at, group) in counted.groups.iter().enumerate() {
            for (theme, line) in counted.themes.iter().enumerate() {
                let key = (group.name.clone(), line.id.clone());
                let naive = expected.get(&key);
                prop_assert!(naive.is_some(), "{:?}", key);
                let naive = naive.unwrap();
                let in_group = (group.participants, group.transcripts, group.words, group.passages);
                prop_assert_eq!(naive.in_group, in_group, "{:?}", key);
                let figure = counted.figure(theme, at);
                let figures = (figure.participants, figure.transcripts, figure.passages, figure.words);
                prop_assert_eq!(naive.figures, figures, "{:?}", key);
                // What holds of any table.
                prop_assert!(figure.participants <= group.participants && figure.words <= group.words);
                prop_assert!(figure.transcripts <= group.transcripts && figure.participants <= figure.passages);
                prop_assert!(figure.passages <= counted.all(theme).passages);
            }
        }
        let table = counted.tidy();
        prop_assert_eq!(table.rows.len(), expected.len());
        prop_assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        for row in 0..table.rows.len() {
            for id in ["percent_participants", "percent_of_group_passages", "percent_of_code_passages", "percent_of_group_words"] {
                match table.cell(row, id) {
                    Some(Cell::Decimal(percent)) => prop_assert!((0.0..=100.0).contains(percent) || (id == "percent_of_group_passages")),
                    other => prop_assert_eq!(other, Some(&Cell::Empty)),
                }
            }
        }
    }
}
