//! The one matcher: says of a turn, a coding or a (participant, transcript) pair whether a query holds, and where.

use std::cell::OnceCell;

use super::ast::{Kind, Node, Query, Who};
use super::compile::{About, Compiler, PersonTest, Test};
use super::words::TextTest;
use crate::model::{ParticipantIx, Placed, Speaker, Target, TranscriptIx, View};
use crate::text::{Layout, Span, Token, tokens};

/// A query ready to be asked of the items of a study.
pub struct Matcher<'a> {
    view: &'a View<'a>,
    test: Option<Test>,
    who: Option<Who>,
    language: &'a str,
}

/// What a search looks at: one turn, or one coding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Item {
    /// Index of the turn.
    Turn(usize),
    /// Place of the coding in `Placements::of`.
    Coding(usize),
}

/// One transcript while its items are looked at.
pub(super) struct Look<'a> {
    pub transcript: TranscriptIx,
    pub layout: &'a Layout,
    /// By turn: the codings in scope that cover one of its words.
    by_turn: OnceCell<Vec<Vec<u32>>>,
    /// By coding of `Placements::of`: how far it and those before it reach.
    reach: OnceCell<Vec<u32>>,
}

/// One item while it is looked at: the text is read only if a condition on words is reached.
struct Reading<'l, 'a> {
    look: &'l Look<'a>,
    item: Item,
    parts: OnceCell<Vec<Part>>,
}

/// A stretch of speech that an item's words stand in.
struct Part {
    /// All of the speech.
    speech: std::ops::Range<usize>,
    /// What of it is the item's.
    bytes: std::ops::Range<usize>,
    /// Its words, found when a condition on words is asked: a pattern needs none.
    tokens: OnceCell<Vec<Token>>,
}

impl Part {
    /// Where a condition holds in it; `None`: nowhere.
    fn find(&self, test: &TextTest, body: &str, language: &str) -> Option<Vec<std::ops::Range<usize>>> {
        let part = &body[self.bytes.clone()];
        if let TextTest::Pattern(_) = test {
            return test.find(part, &[], language);
        }
        let tokens = self.tokens.get_or_init(|| {
            // A word lies where its first character lies: one that an item's end cuts is the item's, whole.
            let inside = tokens(&body[self.speech.clone()], language).filter_map(|token| {
                let start = self.speech.start + token.bytes.start;
                let end = (self.speech.start + token.bytes.end).min(self.bytes.end);
                let bytes = start.checked_sub(self.bytes.start)?..end.saturating_sub(self.bytes.start);
                self.bytes.contains(&start).then_some(Token { bytes, ..token })
            });
            inside.collect()
        });
        test.find(part, tokens, language)
    }
}

impl<'a> Matcher<'a> {
    /// Makes `query` ready for `view`.
    pub fn new(query: &Query, view: &'a View<'a>) -> Self {
        Self::of_node(query.root.as_ref(), query.kind, query.who, view)
    }

    /// Makes one part of a query ready; no node: everything holds.
    pub fn of_node(node: Option<&Node>, kind: Kind, who: Option<Who>, view: &'a View<'a>) -> Self {
        let compiler = Compiler { view, turns: kind == Kind::Search };
        let test = node.map(|node| compiler.node(node, None));
        Self { view, test, who, language: &view.corpus.study.language }
    }

    /// Whether anything in a text can match, as far as patterns tell: where one is needed that the whole text does not hold,
    /// no turn of it does either.
    pub(super) fn may_hold_in(&self, text: &str) -> bool {
        self.test.as_ref().is_none_or(|test| may_hold(test, text))
    }

    /// Whether [`Matcher::may_hold_in`] ever answers no.
    pub(super) fn sifts(&self) -> bool {
        self.test.as_ref().is_some_and(sifts)
    }

    /// Opens a transcript whose items will be asked about.
    pub(super) fn look(&self, transcript: TranscriptIx) -> Look<'a> {
        let layout = self.view.corpus.transcript(transcript).layout();
        Look { transcript, layout, by_turn: OnceCell::new(), reach: OnceCell::new() }
    }

    /// Whether `who:` (or its default) allows what this speaker says.
    fn allows(&self, speaker: Speaker) -> bool {
        match self.who.unwrap_or(Who::Participants) {
            _ if speaker == Speaker::Excluded => false,
            Who::All => true,
            Who::Interviewer => speaker == Speaker::Interviewer,
            Who::Participants => matches!(speaker, Speaker::Participant(_) | Speaker::Unmapped),
        }
    }

    /// The hits of a turn; `None`: it does not match.
    pub(super) fn turn(&self, look: &Look<'a>, turn: usize) -> Option<Vec<Span>> {
        if !self.allows(self.view.speaker(look.transcript, turn)) {
            return None;
        }
        self.ask(look, Item::Turn(turn))
    }

    /// The hits of a coding, given by its place in `Placements::of`; `None`: it does not match, or is no coding of a theme.
    pub fn coding(&self, transcript: TranscriptIx, at: usize) -> Option<Vec<Span>> {
        self.coding_in(&self.look(transcript), at)
    }

    pub(super) fn coding_in(&self, look: &Look<'a>, at: usize) -> Option<Vec<Span>> {
        let placed = self.view.placements.of(look.transcript).get(at)?;
        if matches!(placed.target, Target::Case(_)) || !self.view.in_scope(look.transcript, placed) {
            return None;
        }
        if self.who.is_some() {
            let mut turns = look.layout.turns_in(placed.span);
            let words = |turn: &usize| look.layout.turn_words_in(*turn, placed.span) > 0;
            if !turns.any(|turn| words(&turn) && self.allows(self.view.speaker(look.transcript, turn))) {
                return None;
            }
        }
        self.ask(look, Item::Coding(at))
    }

    /// Whether what a participant says in a transcript is in the scope; only for a scope of a table.
    pub fn pair(&self, transcript: TranscriptIx, person: ParticipantIx) -> bool {
        self.test.as_ref().is_none_or(|test| self.pair_holds(test, transcript, person))
    }

    fn pair_holds(&self, test: &Test, transcript: TranscriptIx, person: ParticipantIx) -> bool {
        match test {
            Test::And(parts) => parts.iter().all(|part| self.pair_holds(part, transcript, person)),
            Test::Or(parts) => parts.iter().any(|part| self.pair_holds(part, transcript, person)),
            Test::Not(part) => !self.pair_holds(part, transcript, person),
            Test::Person(PersonTest::Speaker(labels)) => {
                let look = self.view.corpus.transcript(transcript);
                let mut turns = 0..look.layout().turns.len();
                turns.any(|turn| {
                    look.speaker(turn) == Speaker::Participant(person) && labels.matches(look.layout(), turn)
                })
            }
            Test::Person(person_test) => person_test.holds(transcript, Some(person)),
            Test::About(about) => about.holds(&self.view.speaks_about(transcript, person)),
            // Conditions on codings and words are no part of a scope.
            _ => true,
        }
    }

    fn ask(&self, look: &Look<'a>, item: Item) -> Option<Vec<Span>> {
        let Some(test) = &self.test else { return Some(Vec::new()) };
        let reading = Reading { look, item, parts: OnceCell::new() };
        if !self.holds(test, &reading) {
            return None;
        }
        let mut hits = Vec::new();
        self.collect(test, &reading, &mut hits);
        hits.sort_unstable();
        hits.dedup();
        Some(hits)
    }

    fn holds(&self, test: &Test, reading: &Reading<'_, 'a>) -> bool {
        match test {
            Test::And(parts) => parts.iter().all(|part| self.holds(part, reading)),
            Test::Or(parts) => parts.iter().any(|part| self.holds(part, reading)),
            Test::Not(part) => !self.holds(part, reading),
            Test::Always => true,
            Test::Text(text) => {
                let body = self.view.corpus.transcript(reading.look.transcript).body().text();
                self.parts(reading).iter().any(|part| part.find(text, body, self.language).is_some())
            }
            Test::Person(person) => self.person(person, reading),
            Test::About(about) => self.about(about, reading),
            Test::Coding(coding) => match reading.item {
                Item::Coding(at) => {
                    let placed = &self.view.placements.of(reading.look.transcript)[at];
                    coding.holds(self.view, placed)
                }
                Item::Turn(turn) => {
                    let any = self.on_turn(reading.look, turn).any(|placed| coding.holds(self.view, placed));
                    any || coding
                        .passage_memo(reading.look.transcript, |span| reading.look.layout.turn_words_in(turn, span) > 0)
                }
            },
            Test::Uncoded(coders) => match reading.item {
                Item::Coding(_) => false,
                Item::Turn(turn) => !self.on_turn(reading.look, turn).any(|placed| coders.allows(placed.coder)),
            },
            Test::With(members) => match reading.item {
                Item::Turn(_) => false,
                Item::Coding(at) => self.with(reading.look, at, members),
            },
        }
    }

    /// Whether another coding with one of these codes shares a character with the coding at `at`.
    fn with(&self, look: &Look<'a>, at: usize, members: &[bool]) -> bool {
        let placed = self.view.placements.of(look.transcript);
        let span = placed[at].span;
        let reach = look.reach.get_or_init(|| {
            let furthest = placed.iter().scan(0, |furthest, placed| {
                *furthest = placed.span.end.max(*furthest);
                Some(*furthest)
            });
            furthest.collect()
        });
        let before_end = placed.partition_point(|other| other.span.start < span.end);
        let near = (0..before_end).rev().take_while(|other| reach[*other] > span.start);
        near.filter(|other| *other != at).map(|other| &placed[other]).any(|other| {
            other.span.overlaps(span)
                && matches!(other.target, Target::Code(code) if members.get(code.at()) == Some(&true))
                && self.view.in_scope(look.transcript, other)
        })
    }

    /// The codings in scope that cover a word of a turn.
    fn on_turn<'l>(&self, look: &'l Look<'a>, turn: usize) -> impl Iterator<Item = &'a Placed> + use<'l, 'a> {
        let placed = self.view.placements.of(look.transcript);
        let by_turn = look.by_turn.get_or_init(|| {
            let mut by_turn = vec![Vec::new(); look.layout.turns.len()];
            for (at, placed) in self.view.codings(look.transcript) {
                if matches!(placed.target, Target::Case(_)) {
                    continue;
                }
                for turn in look.layout.turns_in(placed.span) {
                    if look.layout.turn_words_in(turn, placed.span) > 0 {
                        by_turn[turn].push(at as u32);
                    }
                }
            }
            by_turn
        });
        by_turn.get(turn).map_or(&[][..], Vec::as_slice).iter().map(move |at| &placed[*at as usize])
    }

    fn person(&self, test: &PersonTest, reading: &Reading<'_, 'a>) -> bool {
        let transcript = reading.look.transcript;
        if let PersonTest::Speaker(labels) = test {
            return match reading.item {
                Item::Turn(turn) => labels.matches(reading.look.layout, turn),
                Item::Coding(at) => {
                    // The labels of those to whom it belongs; if it is nobody's, of all who speak in it.
                    let layout = reading.look.layout;
                    let span = self.view.placements.of(transcript)[at].span;
                    let people = self.view.people(transcript, at);
                    layout.turns_in(span).any(|turn| {
                        let theirs = match self.view.speaker(transcript, turn) {
                            Speaker::Excluded => false,
                            speaker => {
                                people.is_empty()
                                    || speaker.participant().is_some_and(|person| people.contains(&person))
                            }
                        };
                        theirs && layout.turn_words_in(turn, span) > 0 && labels.matches(layout, turn)
                    })
                }
            };
        }
        match reading.item {
            Item::Turn(turn) => test.holds(transcript, self.view.speaker(transcript, turn).participant()),
            Item::Coding(at) => {
                let people = self.view.people(transcript, at);
                if people.is_empty() {
                    test.holds(transcript, None)
                } else {
                    people.iter().any(|person| test.holds(transcript, Some(*person)))
                }
            }
        }
    }

    fn about(&self, about: &About, reading: &Reading<'_, 'a>) -> bool {
        let transcript = reading.look.transcript;
        let cases = match reading.item {
            Item::Turn(turn) => {
                let person = self.view.speaker(transcript, turn).participant();
                self.view.cases(transcript, reading.look.layout.turns[turn].speech, person.as_slice())
            }
            Item::Coding(at) => {
                let span = self.view.placements.of(transcript)[at].span;
                self.view.cases(transcript, span, self.view.people(transcript, at))
            }
        };
        about.holds(&cases)
    }

    /// The stretches of speech that an item's words stand in, with their first byte and their tokens.
    fn parts<'r>(&self, reading: &'r Reading<'_, 'a>) -> &'r [Part] {
        reading.parts.get_or_init(|| {
            let look = reading.look;
            // Each speech, and how much of it belongs to the item.
            let spans: Vec<(Span, Span)> = match reading.item {
                Item::Turn(turn) => vec![(look.layout.turns[turn].speech, look.layout.turns[turn].speech)],
                Item::Coding(at) => {
                    let span = self.view.placements.of(look.transcript)[at].span;
                    let turns = look
                        .layout
                        .turns_in(span)
                        .filter(|turn| self.view.speaker(look.transcript, *turn) != Speaker::Excluded);
                    let speeches = turns.map(|turn| look.layout.turns[turn].speech);
                    speeches.filter_map(|speech| Some((speech, speech.intersection(span)?))).collect()
                }
            };
            let body = self.view.corpus.transcript(look.transcript).body();
            let part =
                |(speech, span)| Part { speech: body.bytes(speech), bytes: body.bytes(span), tokens: OnceCell::new() };
            spans.into_iter().map(part).collect()
        })
    }

    /// Collects where the conditions on words hold; what stands under a NOT is no hit.
    fn collect(&self, test: &Test, reading: &Reading<'_, 'a>, hits: &mut Vec<Span>) {
        match test {
            Test::And(parts) | Test::Or(parts) => parts.iter().for_each(|part| self.collect(part, reading, hits)),
            Test::Text(text) => {
                let body = self.view.corpus.transcript(reading.look.transcript).body();
                for part in self.parts(reading) {
                    let first = part.bytes.start;
                    for range in part.find(text, body.text(), self.language).unwrap_or_default() {
                        hits.push(body.span_of_bytes(first + range.start..first + range.end));
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn view(&self) -> &'a View<'a> {
        self.view
    }
}

fn may_hold(test: &Test, text: &str) -> bool {
    match test {
        Test::And(parts) => parts.iter().all(|part| may_hold(part, text)),
        Test::Or(parts) => parts.iter().any(|part| may_hold(part, text)),
        Test::Text(TextTest::Pattern(pattern)) => pattern.may_be_in(text),
        _ => true,
    }
}

/// Whether [`may_hold`] can answer no for some text.
fn sifts(test: &Test) -> bool {
    match test {
        Test::And(parts) => parts.iter().any(sifts),
        Test::Or(parts) => !parts.is_empty() && parts.iter().all(sifts),
        Test::Text(TextTest::Pattern(pattern)) => pattern.sifts(),
        _ => false,
    }
}
