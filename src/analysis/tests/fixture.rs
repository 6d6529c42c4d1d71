//! Small studies, made of invented talk: `INT…` interviews, `O…` is present, `U…` is unmapped, other labels are people.

use std::sync::Arc;

use uuid::Uuid;

use crate::model::{
    Attributes, Code, CodeSet, Codebook, CoderName, Coding, Corpus, EventId, FrontMatter, LabelMap, Memo, MemoKind,
    MemoOn, Place, Placed, Placements, Row, Source, Speaker, State, Study, Target, Transcript, TranscriptIx,
    Unplaceable, View,
};
use crate::text::{Body, Layout, Span, Turn, words};

pub struct Fixture {
    pub corpus: Corpus,
    pub state: State,
    pub placements: Placements,
}

#[derive(Default)]
pub struct Draft {
    pub columns: Vec<&'static str>,
    /// Id, cells (`;` between values), cases spoken about.
    pub people: Vec<(&'static str, Vec<&'static str>, Vec<&'static str>)>,
    pub case_columns: Vec<&'static str>,
    pub cases: Vec<(&'static str, Vec<&'static str>)>,
    pub transcript_columns: Vec<&'static str>,
    pub transcripts: Vec<Talk>,
    /// Id and the id above.
    pub codes: Vec<(&'static str, Option<&'static str>)>,
    pub sets: Vec<(&'static str, Vec<&'static str>)>,
    pub attribution_words: u32,
    pub codings: Vec<(String, Span, String, String)>,
}

#[derive(Clone, Default)]
pub struct Talk {
    pub id: String,
    pub cells: Vec<&'static str>,
    pub about: Vec<&'static str>,
    pub turns: Vec<(String, String)>,
}

struct Fixed(Body, Layout);

impl Source for Fixed {
    fn body(&self, _: &Transcript) -> Option<Body> {
        Some(self.0.clone())
    }
    fn layout(&self, _: &Transcript) -> Option<Layout> {
        Some(self.1.clone())
    }
}

pub fn talk(id: &str, turns: &[(&str, &str)]) -> Talk {
    let turns = turns.iter().map(|(label, speech)| ((*label).to_owned(), (*speech).to_owned())).collect();
    Talk { id: id.into(), turns, ..Talk::default() }
}

pub fn coder(name: &str) -> CoderName {
    CoderName::new(name).unwrap()
}

pub fn event(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}

fn values(cell: &str) -> Vec<String> {
    cell.split(';').filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn layout(talk: &Talk) -> (Body, Layout) {
    let mut text = String::new();
    let mut layout = Layout::default();
    let mut starts = Vec::new();
    for (at, (label, speech)) in talk.turns.iter().enumerate() {
        let from = text.len();
        if !label.is_empty() {
            text.push_str(label);
            text.push_str(": ");
        }
        starts.push((from, text.len(), label, at));
        text.push_str(speech);
        text.push_str("\n\n");
    }
    let body = Body::new(text);
    for (from, speech, label, at) in starts {
        let end = speech + talk.turns[at].1.len();
        let label = (!label.is_empty()).then(|| {
            let known = layout.labels.iter().position(|known| known.to_lowercase() == label.to_lowercase());
            known.unwrap_or_else(|| {
                layout.labels.push(label.clone());
                layout.labels.len() - 1
            }) as u32
        });
        layout.turns.push(Turn {
            label,
            span: body.span_of_bytes(from..end),
            speech: body.span_of_bytes(speech..end),
            time: Some(at as u32 * 61_000),
            first_word: layout.words.len() as u32,
        });
        layout.words.extend(words(&body.text()[speech..end]).map(|word| body.position(speech + word.start)));
    }
    (body, layout)
}

impl Draft {
    /// A coding of a stretch of a transcript.
    pub fn code(&mut self, transcript: &str, span: Span, code: &str, coder: &str) -> &mut Self {
        self.codings.push((transcript.into(), span, code.into(), coder.into()));
        self
    }

    /// A coding of the stretch from the first `from` to the end of the first `to` after it.
    pub fn mark(&mut self, transcript: &str, from: &str, to: &str, code: &str, coder: &str) -> &mut Self {
        let talk = self.transcripts.iter().find(|talk| talk.id == transcript).unwrap();
        let (body, _) = layout(talk);
        let start = body.text().find(from).unwrap();
        let end = start + body.text()[start..].find(to).unwrap() + to.len();
        let span = body.span_of_bytes(start..end);
        self.code(transcript, span, code, coder)
    }

    pub fn build(self) -> Fixture {
        let mut people = Attributes::new(self.columns.iter().map(|name| (*name).to_owned()).collect());
        for (id, cells, about) in &self.people {
            let values = cells.iter().map(|cell| values(cell)).collect();
            let about = about.iter().map(|case| (*case).to_owned()).collect();
            assert!(people.push(Row { id: (*id).into(), values, about }));
        }
        let mut cases = Attributes::new(self.case_columns.iter().map(|name| (*name).to_owned()).collect());
        for (id, cells) in &self.cases {
            let values = cells.iter().map(|cell| values(cell)).collect();
            assert!(cases.push(Row { id: (*id).into(), values, about: Vec::new() }));
        }
        let mut codebook = Codebook::default();
        for (id, parent) in &self.codes {
            let parent = parent.map(|parent| codebook.resolve(parent).unwrap());
            codebook.push(new_code(id), parent).unwrap();
        }
        for (id, codes) in &self.sets {
            let codes = codes.iter().map(|code| codebook.resolve(code).unwrap()).collect();
            let set = CodeSet { id: (*id).into(), name: id.to_uppercase(), idea: String::new(), codes };
            codebook.push_set(set).unwrap();
        }
        let mut study = Study::new("study".into(), "Invented", coder("consensus"));
        study.attribution_words = if self.attribution_words == 0 { 3 } else { self.attribution_words };
        let transcripts = self.transcripts.iter().map(|talk| transcript(talk, &people, &cases)).collect();
        let columns = self.transcript_columns.iter().map(|name| (*name).to_owned()).collect();
        let corpus = Corpus::new(study, people, cases, codebook).with_transcripts(columns, transcripts);
        let (state, placements) = place(&corpus, &self.codings);
        Fixture { corpus, state, placements }
    }
}

pub fn new_code(id: &str) -> Code {
    Code::named(id, id.to_uppercase())
}

fn transcript(talk: &Talk, people: &Attributes, cases: &Attributes) -> Transcript {
    let (body, layout) = layout(talk);
    let mut labels = LabelMap::default();
    for label in &layout.labels {
        match label.as_str() {
            label if label.starts_with("INT") => labels.say(label, Speaker::Interviewer),
            label if label.starts_with('O') => labels.say(label, Speaker::Other),
            label if label.starts_with('U') => {}
            // `P1/Mum` is P1 under another label.
            label => {
                let id = label.split('/').next().unwrap();
                labels.say(label, Speaker::Participant(people.find(id).expect(label).into()));
            }
        }
    }
    let hash = body.hash();
    let path = format!("transcripts/{}.txt", talk.id);
    let source = Arc::new(Fixed(body, layout));
    let mut text = Transcript::new(talk.id.as_str().into(), path.into(), FrontMatter::default(), hash, source);
    text.attributes = talk.cells.iter().map(|cell| values(cell)).collect();
    text.about = talk.about.iter().map(|case| cases.find(case).unwrap().into()).collect();
    text.labels = labels;
    text
}

fn place(corpus: &Corpus, codings: &[(String, Span, String, String)]) -> (State, Placements) {
    let mut state = State::default();
    let coders = codings.iter().map(|(_, _, _, name)| coder(name)).collect();
    let mut placements = Placements { coders, ..Placements::default() };
    placements.coders.sort();
    placements.coders.dedup();
    placements.by_transcript = vec![Vec::new(); corpus.transcripts.len()];
    for (at, (transcript, span, code, name)) in codings.iter().enumerate() {
        let id = event(at as u128 + 1);
        let name = coder(name);
        let found = corpus.find(transcript);
        let quote = found.and_then(|at| corpus.transcript(at).body().slice(*span)).unwrap_or_default();
        let place = Place {
            transcript: transcript.as_str().into(),
            span: *span,
            quote: quote.into(),
            before: "".into(),
            after: "".into(),
            text: found.map_or(crate::text::TextHash(0), |at| corpus.transcript(at).hash),
        };
        let target = match code.strip_prefix("case:") {
            Some(case) => Target::Case(corpus.cases.find(case).unwrap().into()),
            None => corpus.codebook.resolve(code).map_or(Target::Unknown, Target::Code),
        };
        match found {
            Some(transcript) => {
                let coder = placements.coder(&name).unwrap();
                let placed = Placed { id, transcript, span: *span, target, coder, moved: false };
                placements.by_transcript[transcript.at()].push(placed);
            }
            None => placements.unplaced.push((id, Unplaceable::NoTranscript)),
        }
        let created = format!("2024-05-01T10:00:{:02}Z", at % 60).into();
        let modified = format!("2024-05-02T10:00:{:02}Z", at % 60).into();
        state.codings.insert(Coding { modified, ..Coding::new(id, name, place, code.as_str().into(), created) });
    }
    for codings in &mut placements.by_transcript {
        codings.sort_by_key(|placed| (placed.span.start, placed.span.end, placed.id));
    }
    (state, placements)
}

impl Fixture {
    pub fn view(&self) -> View<'_> {
        View::new(&self.corpus, &self.state, &self.placements, None)
    }

    pub fn done(&mut self, name: &str, transcript: &str) {
        self.state.done.insert((coder(name), transcript.into()));
    }

    pub fn memo(&mut self, number: u128, coding: u128, text: &str) {
        let memo = Memo {
            id: event(number),
            coder: coder("amy"),
            on: MemoOn::Coding(event(coding)),
            title: "".into(),
            kind: MemoKind::Note,
            text: text.into(),
            created: "".into(),
            modified: "".into(),
            written_by: event(number),
        };
        self.state.memos.insert(memo.id, memo);
    }

    pub fn transcript(&self, id: &str) -> TranscriptIx {
        self.corpus.find(id).unwrap()
    }
}
