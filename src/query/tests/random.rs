//! Random small studies and random queries as plain data, for the naive evaluator and the real one.

use proptest::prelude::*;
use proptest::sample::select;

use super::sample::{Builder, Sample, id};
use crate::model::{MemoOn, Star};
use crate::text::Span;

/// A study as plain data.
#[derive(Clone, Debug)]
pub struct Spec {
    pub people: Vec<Person>,
    pub texts: Vec<Text>,
    pub marks: Vec<Mark>,
    pub memos: Vec<(On, &'static str)>,
    pub done: Vec<(&'static str, usize)>,
    pub excluded: Option<usize>,
    pub attribution: u32,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub role: Vec<&'static str>,
    pub about: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub wave: Vec<&'static str>,
    pub role: Vec<&'static str>,
    pub about: Vec<&'static str>,
    pub turns: Vec<(Option<&'static str>, String)>,
    /// Who speaks where nobody is labelled.
    pub unlabelled: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Mark {
    pub coder: &'static str,
    pub text: usize,
    pub span: Span,
    pub code: &'static str,
    /// Under the definition in force, under an earlier one, or nobody knows.
    pub def: Option<bool>,
    pub stars: Vec<(&'static str, Star)>,
}

#[derive(Clone, Debug)]
pub enum On {
    Mark(usize),
    Passage(usize, Span),
}

pub const PEOPLE: [&str; 3] = ["P1", "P2", "P3"];
pub const CASES: [&str; 2] = ["rowan", "elm"];
pub const CODERS: [&str; 3] = ["amy", "ben", "consensus"];
/// Labels and who they are; `X` is nobody's.
pub const LABELS: [(&str, &str); 6] =
    [("P1", "P1"), ("P2", "P2"), ("Ma", "P1"), ("P3", "P3"), ("SJ", "interviewer"), ("Mum", "other")];
pub const CODES: [(&str, Option<&str>); 4] =
    [("access", None), ("waiting", Some("access")), ("long", Some("waiting")), ("masking", None)];
pub const SET: (&str, [&str; 2]) = ("burden", ["waiting", "masking"]);
/// An earlier id of `waiting`.
pub const WAS: &str = "queue";

impl Text {
    pub fn body(&self) -> String {
        let line = |(label, speech): &(Option<&str>, String)| match label {
            Some(label) => format!("{label}: {speech}\n"),
            None => format!("{speech}\n"),
        };
        self.turns.iter().map(line).collect()
    }
}

impl Spec {
    pub fn build(&self) -> Sample {
        let mut b = Builder::new(&["role"]);
        b.columns = vec!["wave".into(), "role".into()];
        b.study.attribution_words = self.attribution;
        for (person, id) in self.people.iter().zip(PEOPLE) {
            b.person(&[id, &person.role.join(";")], &person.about);
        }
        CASES.iter().for_each(|case| b.case(case));
        for (code, parent) in CODES {
            let was: &[&str] = if code == "waiting" { &[WAS] } else { &[] };
            b.code(code, code, parent, was);
        }
        b.set(SET.0, SET.0, &SET.1);
        for (at, text) in self.texts.iter().enumerate() {
            let about = text.about.iter().map(|case| b.case_ix(case)).collect();
            let unlabelled = text.unlabelled.map(|person| b.person_ix(PEOPLE[person]));
            let cells = [text.wave.join(";"), text.role.join(";")];
            let made = b.transcript(&format!("t{at}"), &text.body(), &[&cells[0], &cells[1]], &LABELS);
            made.about = about;
            made.labels.unlabelled = unlabelled;
        }
        for mark in &self.marks {
            let place = b.place_at(&format!("t{}", mark.text), mark.span);
            let coding = b.coding(mark.coder, place, mark.code);
            let def = &mut b.state.codings.get_mut(&coding).unwrap().def;
            match mark.def {
                Some(true) => {}
                Some(false) => *def = Some("0".into()),
                None => *def = None,
            }
            for (coder, star) in &mark.stars {
                b.star(coding, coder, *star);
            }
        }
        for (on, words) in &self.memos {
            let on = match on {
                On::Mark(at) => MemoOn::Coding(id(*at as u128 + 1)),
                On::Passage(text, span) => MemoOn::Passage(b.place_at(&format!("t{text}"), *span)),
            };
            b.memo(on, "", words);
        }
        for (coder, text) in &self.done {
            b.done(coder, &format!("t{text}"));
        }
        if let Some(person) = self.excluded {
            b.state.excluded.insert(PEOPLE[person].into());
        }
        b.build()
    }
}

const WORDS: [&str; 12] =
    ["waiting", "list", "waited", "Lists", "SENCo’s", "one-to-one", "café", "the", "lsit", "trust", "a", "tréma"];

fn speech() -> impl Strategy<Value = String> {
    let word = (select(WORDS.to_vec()), select(vec![" ", " ", ", ", " — ", ". "]));
    prop::collection::vec(word, 1..7)
        .prop_map(|words| words.iter().flat_map(|(word, gap)| [*word, *gap]).collect::<String>().trim_end().to_owned())
}

fn some(of: &[&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(of.to_vec(), 0..=of.len())
}

fn text() -> impl Strategy<Value = Text> {
    let labels: Vec<&str> = LABELS.iter().map(|(label, _)| *label).chain(["X"]).collect();
    let turn = prop_oneof![
        8 => (select(labels.clone()).prop_map(Some), speech()),
        1 => (Just(None), speech()),
        1 => (select(labels).prop_map(Some), Just(String::new())),
    ];
    let rare = prop::collection::vec(select(vec!["teacher", "parent"]), 0..=1);
    (some(&["1", "2"]), rare, some(&CASES), prop::collection::vec(turn, 1..6), prop::option::of(0..3_usize), 0..4_u8)
        .prop_map(|(wave, role, about, turns, unlabelled, dice)| {
            // Mostly the transcript says neither what role its people have nor what it is about.
            let (role, about) = (if dice == 0 { role } else { vec![] }, if dice == 1 { about } else { vec![] });
            Text { wave, role, about, turns, unlabelled }
        })
}

/// Which text and what part of it.
fn stretch() -> impl Strategy<Value = (usize, f64, f64)> {
    (0..3_usize, 0.0..1.0, 0.0..1.0_f64).prop_map(|(text, start, length)| (text, start, length * length))
}

fn span(text: &Text, start: f64, length: f64) -> Span {
    let chars = text.body().chars().count() as u32;
    let start = ((f64::from(chars) * start) as u32).min(chars - 1);
    Span::new(start, (start + 1 + (f64::from(chars) * length) as u32).min(chars))
}

pub fn spec() -> impl Strategy<Value = Spec> {
    let person =
        (some(&["parent", "teacher", "head teacher"]), some(&CASES)).prop_map(|(role, about)| Person { role, about });
    let codes =
        vec!["access", "waiting", "long", "masking", WAS, "masking", "waiting", "case:rowan", "case:elm", "lost"];
    let star = (select(CODERS.to_vec()), select(vec![Star::Exemplar, Star::Negative]));
    let mark = (
        select(vec!["amy", "amy", "ben", "consensus"]),
        stretch(),
        select(codes),
        prop::option::of(any::<bool>()),
        prop::collection::btree_map(star.0, star.1, 0..3),
    );
    let memo = (0..12_usize, any::<bool>(), stretch(), select(vec!["check the list", "café’s list", "check"]));
    (
        prop::collection::vec(person, 3),
        prop::collection::vec(text(), 3),
        prop::collection::vec(mark, 0..10),
        prop::collection::vec(memo, 0..4),
        prop::collection::vec((select(CODERS.to_vec()), 0..3_usize), 0..3),
        prop::option::weighted(0.3, 0..3_usize),
        1..4_u32,
    )
        .prop_map(|(people, texts, marks, memos, done, excluded, attribution)| {
            let marks: Vec<Mark> = marks
                .into_iter()
                .map(|(coder, (text, start, length), code, def, stars)| {
                    let span = span(&texts[text], start, length);
                    Mark { coder, text, span, code, def, stars: stars.into_iter().collect() }
                })
                .collect();
            let memos = memos.into_iter().map(|(mark, on_mark, (text, start, length), words)| {
                let passage = On::Passage(text, span(&texts[text], start, length));
                (if on_mark && mark < marks.len() { On::Mark(mark) } else { passage }, words)
            });
            let memos = memos.collect();
            Spec { people, texts, marks, memos, done, excluded, attribution }
        })
}

/// A query as plain data.
#[derive(Clone, Debug)]
pub enum Q {
    /// With or without the word AND.
    And(Vec<Q>, bool),
    Or(Vec<Q>),
    /// With the word NOT or a dash.
    Not(Box<Q>, bool),
    Word(&'static str),
    Phrase(Vec<&'static str>),
    Near(Vec<&'static str>, usize),
    Prefix(&'static str),
    Fuzzy(&'static str),
    Pattern(&'static str),
    /// A field and its values.
    Field(&'static str, Vec<&'static str>),
}

impl Q {
    pub fn render(&self) -> String {
        let bracket = |part: &Q| match part {
            Q::And(..) | Q::Or(_) => format!("({})", part.render()),
            _ => part.render(),
        };
        match self {
            Q::And(parts, word) => {
                parts.iter().map(bracket).collect::<Vec<_>>().join(if *word { " AND " } else { " " })
            }
            // AND binds tighter than OR, so that it needs no brackets beneath it.
            Q::Or(parts) => {
                let part = |part: &Q| if matches!(part, Q::And(..)) { part.render() } else { bracket(part) };
                parts.iter().map(part).collect::<Vec<_>>().join(" OR ")
            }
            Q::Not(part, word) => format!("{}{}", if *word { "NOT " } else { "-" }, bracket(part)),
            Q::Word(word) => (*word).into(),
            Q::Phrase(words) => format!("\"{}\"", words.join(" … ")),
            Q::Near(words, number) => format!("“{}”~{number}", words.join(" ")),
            Q::Prefix(word) => format!("{word}*"),
            Q::Fuzzy(word) => format!("{word}~"),
            Q::Pattern(pattern) => format!("/{pattern}/"),
            Q::Field(field, values) => {
                let quoted = |value: &&str| if value.contains(' ') { format!("\"{value}\"") } else { (*value).into() };
                match values.as_slice() {
                    [value] => format!("{field}:{}", quoted(value)),
                    _ => format!("{field}:({})", values.iter().map(quoted).collect::<Vec<_>>().join(" OR ")),
                }
            }
        }
    }
}

fn field(name: &'static str, values: &[&'static str]) -> impl Strategy<Value = Q> + use<> {
    prop::collection::vec(select(values.to_vec()), 1..3).prop_map(move |values| Q::Field(name, values))
}

/// Conditions on words.
pub fn text_term() -> BoxedStrategy<Q> {
    let words = select(vec!["waiting", "list", "the", "café", "lists", "trust", "SENCo"]);
    let several = prop::collection::vec(words.clone(), 1..4);
    prop_oneof![
        2 => words.clone().prop_map(Q::Word),
        1 => select(vec!["one-to-one", "senco's", "LIST", "zebra"]).prop_map(Q::Word),
        1 => several.clone().prop_map(Q::Phrase),
        1 => (several, 0..4_usize).prop_map(|(words, number)| Q::Near(words, number)),
        1 => select(vec!["wait", "l", "caf", "SENCo", "trust"]).prop_map(Q::Prefix),
        1 => select(vec!["list", "lists", "waitng", "cafe", "ist"]).prop_map(Q::Fuzzy),
        1 => select(vec!["^the", "list\\b", "list,", "é", "s$", "^$", "(?-i)SENCo", "t, *l"]).prop_map(Q::Pattern),
    ]
    .boxed()
}

/// Conditions on people and transcripts.
pub fn person_term() -> BoxedStrategy<Q> {
    prop_oneof![
        2 => field("role", &["parent", "*TEACHER", "head teacher", "(missing)", "*", "h*", "nobody", "*e*"]),
        1 => field("wave", &["1", "2", "*", "(missing)"]),
        1 => field("participant", &["p1", "P2", "P*", "*3", "P99", "(missing)"]),
        1 => field("speaker", &["ma", "p1", "X", "S*", "(missing)", "*"]),
        1 => field("transcript", &["t0", "t*", "*2", "(missing)"]),
        1 => field("about", &["rowan", "ELM", "*", "(missing)"]),
        1 => field("has", &["access", "waiting", "burden", "masking", WAS]),
    ]
    .boxed()
}

/// Conditions on codings; `with:` only where codings are the items.
pub fn coding_term(with: bool) -> BoxedStrategy<Q> {
    let themes = &["access", "waiting", "burden", "masking", "long", WAS];
    let memo =
        select(vec!["check", "list", "the list", "café", "list check"]).prop_map(|words| Q::Field("memo", vec![words]));
    let flags = vec!["uncoded", "starred", "negative", "memoed", "older-definition"];
    let coding = prop_oneof![
        3 => field("code", &["access", "waiting", "long", "masking", WAS, "*a*"]),
        2 => field("theme", themes),
        3 => field("coder", &["amy", "ben", "consensus", "*", "nobody"]),
        1 => memo,
        3 => select(flags).prop_map(|flag| Q::Field("is", vec![flag])),
    ];
    if with { prop_oneof![4 => coding, 1 => field("with", themes)].boxed() } else { coding.boxed() }
}

/// Queries over these terms.
pub fn query(term: BoxedStrategy<Q>) -> BoxedStrategy<Q> {
    term.prop_recursive(3, 16, 3, |part| {
        prop_oneof![
            3 => (prop::collection::vec(part.clone(), 2..4), any::<bool>()).prop_map(|(parts, word)| Q::And(parts, word)),
            2 => prop::collection::vec(part.clone(), 2..4).prop_map(Q::Or),
            1 => (part, any::<bool>()).prop_map(|(part, word)| Q::Not(Box::new(part), word)),
        ]
    })
    .boxed()
}
