//! What is told: a turn with its sentences and codings, where one is, which transcripts there are, the words of this way of working.

use super::Desk;
use crate::cli::read::wish::WORDS;
use crate::model::{CoderName, EventId, Speaker, Star, Target};
use crate::text::{Span, counted, sentences, visible};

impl Desk<'_> {
    /// Who speaks a turn, in words.
    fn speaker(&self, turn: usize) -> String {
        let view = self.session.view(None);
        let label = self.session.corpus().transcript(self.at).label(turn);
        match view.speaker(self.at, turn) {
            Speaker::Participant(person) => format!("{}, participant", self.session.corpus().participant(person)),
            Speaker::Interviewer => format!("{label}, interviewer"),
            Speaker::Other => format!("{label}, not studied"),
            Speaker::Unmapped if label.is_empty() => "somebody without a label".into(),
            Speaker::Unmapped => format!("{label}, nobody has said who that is"),
            Speaker::Excluded => "somebody who has left the study".into(),
        }
    }

    /// The sentences of this turn: places in the body.
    pub(super) fn sentences(&self) -> Vec<Span> {
        let transcript = self.session.corpus().transcript(self.at);
        let Some(turn) = transcript.layout().turns.get(self.turn) else { return Vec::new() };
        let Some(speech) = transcript.body().slice(turn.speech) else { return Vec::new() };
        let chars = |bytes: usize| speech.get(..bytes).map_or(0, |text| text.chars().count()) as u32;
        sentences(speech, &self.session.corpus().study.language)
            .into_iter()
            .map(|bytes| Span::new(turn.speech.start + chars(bytes.start), turn.speech.start + chars(bytes.end)))
            .collect()
    }

    /// The turn: who speaks, each sentence on a line of its own with its number, the codings.
    pub(super) fn tell(&self) -> Vec<String> {
        let mut said = vec![format!("Turn {} of {}. {}.", self.turn + 1, self.turns(), self.speaker(self.turn))];
        let view = self.session.view(None);
        if view.speaker(self.at, self.turn) == Speaker::Excluded {
            said.push("What they have said is not shown.".into());
            return said;
        }
        let sentences = self.sentences();
        let body = self.session.corpus().transcript(self.at).body();
        for (at, span) in sentences.iter().enumerate() {
            let text = body.slice(*span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
            said.push(if sentences.len() == 1 { text } else { format!("{}. {text}", at + 1) });
        }
        let here = self.codings();
        if !here.is_empty() {
            let names: Vec<String> = here.iter().map(|(_, words)| words.clone()).collect();
            said.push(format!("Codes: {}.", names.join("; ")));
        }
        said
    }

    /// The codings in scope on this turn with how they are called.
    pub(super) fn codings(&self) -> Vec<(EventId, String)> {
        let view = self.session.view(None);
        let corpus = self.session.corpus();
        let Some(turn) = corpus.transcript(self.at).layout().turns.get(self.turn) else { return Vec::new() };
        let me = self.session.coder().ok();
        let mine = |coder: &CoderName| me.as_ref() == Some(coder);
        let sentences = self.sentences();
        // One's own are told also where the study counts those of others.
        let placed = self.session.placements().of(self.at).iter().filter(|placed| {
            let own = view.coding(placed).is_some_and(|coding| mine(&coding.coder));
            placed.span.overlaps(turn.speech) && (own || view.in_scope(self.at, placed))
        });
        placed
            .filter_map(|placed| {
                let coding = view.coding(placed)?;
                let name = match placed.target {
                    Target::Code(code) => corpus.codebook.code(code).name.clone(),
                    _ => coding.code.to_string(),
                };
                let touched: Vec<usize> =
                    (1..).zip(&sentences).filter(|(_, span)| span.overlaps(placed.span)).map(|(at, _)| at).collect();
                let part = match touched.as_slice() {
                    all if all.len() == sentences.len() => String::new(),
                    [one] => format!(", sentence {one}"),
                    [first, .., last] => format!(", sentences {first} to {last}"),
                    [] => String::new(),
                };
                let star = match self.session.state().star(coding) {
                    Some(Star::Exemplar) => ", exemplar",
                    Some(Star::Negative) => ", negative case",
                    None => "",
                };
                let whose = if mine(&coding.coder) { String::new() } else { format!(", by {}", coding.coder) };
                Some((placed.id, format!("{}{part}{star}{whose}", visible(&name))))
            })
            .collect()
    }

    pub(super) fn tell_codes(&self) -> Vec<String> {
        let here = self.codings();
        if here.is_empty() {
            return vec!["No codings on this turn.".into()];
        }
        let mut said = Vec::new();
        for (at, (id, words)) in (1..).zip(&here) {
            said.push(format!("{at}. {words}"));
            let memos = self.session.state().memos_on(*id);
            said.extend(memos.map(|memo| format!("Memo by {}: {}", memo.coder, visible(&memo.text))));
        }
        said
    }

    pub(super) fn place(&self) -> Vec<String> {
        let corpus = self.session.corpus();
        let transcript = corpus.transcript(self.at);
        let people: Vec<&str> = corpus.speaking(self.at).into_iter().map(|person| corpus.participant(person)).collect();
        let people = if people.is_empty() { "nobody of the study".to_owned() } else { people.join(", ") };
        let codings = self.session.view(None).codings(self.at).count();
        let who = match self.session.coder() {
            Ok(coder) => {
                let done = self.session.state().done.contains(&(coder.clone(), transcript.id.clone()));
                format!("Coding as {coder}{}.", if done { ", done" } else { "" })
            }
            Err(_) => "Nobody has said who is coding: name and your name says it, such as: name nora.".into(),
        };
        let mut said = vec![
            format!("{}, with {people}. Turn {} of {}.", transcript.id, self.turn + 1, self.turns()),
            format!("{} here. {who}", counted(codings as u64, "coding")),
        ];
        said.extend(self.session.blind_sentence());
        said
    }

    pub(super) fn transcripts(&self) -> Vec<String> {
        let corpus = self.session.corpus();
        let me = self.session.coder().ok();
        let mut said =
            vec![format!("{}. open and a number reads one.", counted(corpus.places().count() as u64, "transcript"))];
        for (number, at) in (1..).zip(corpus.places()) {
            let id = &corpus.transcript(at).id;
            let people: Vec<&str> = corpus.speaking(at).into_iter().map(|person| corpus.participant(person)).collect();
            let done = me.as_ref().is_some_and(|me| self.session.state().done.contains(&(me.clone(), id.clone())));
            let done = if done { ", done" } else { "" };
            said.push(format!("{number}. {id}, {}{done}", people.join(", ")));
        }
        said
    }
}

pub(super) fn help() -> Vec<String> {
    let mut said = vec!["Type a word and press Enter. Enter alone reads the next turn.".to_owned()];
    for word in WORDS {
        let short = if word.short.is_empty() { String::new() } else { format!(" Short: {}.", word.short) };
        said.push(format!("{}: {}.{short}", word.form, word.does));
    }
    said
}
