//! Where one stands in the study, and the answers to what is asked, each a few plain lines.

use super::find::{self, Like};
use super::wish::{WORDS, Wish};
use crate::analysis::counted;
use crate::model::{CodeIx, CoderName, EventId, MemoKind, MemoOn, Speaker, Star, Target, TranscriptIx};
use crate::session::{Command, MemoTarget, NewCode, NewCoding, Passage, Problem, Session, id_from_name};
use crate::text::{Span, sentences, visible};

/// How many hits or quotes are told at once.
const AT_ONCE: usize = 5;

/// What a saved coding is answered with.
const CODED: &str = "Saved: coded 1 passage";

/// How many codes a question offers at most.
const OFFERED: usize = 9;

/// A place in the study, and what the last answer left open.
pub struct Desk<'a> {
    session: &'a mut Session,
    at: TranscriptIx,
    turn: usize,
    /// Places of the last search or quotes, and how many were told.
    found: find::Places,
    told: usize,
    /// Codes between which a number chooses.
    choice: Option<(Vec<CodeIx>, Open)>,
}

/// What waits for a code to be chosen.
enum Open {
    Code(Span),
    Meaning,
    Quotes,
    Count(Option<String>),
    Under(String),
}

/// An answer, or why there is none.
type Answer = Result<Vec<String>, Problem>;

impl<'a> Desk<'a> {
    /// At the first turn of a transcript.
    pub fn new(session: &'a mut Session, at: TranscriptIx) -> Self {
        Self { session, at, turn: 0, found: Vec::new(), told: 0, choice: None }
    }

    /// Takes in what others have changed meanwhile.
    pub fn look(&mut self) -> Vec<String> {
        let name = self.session.corpus().transcript(self.at).id.clone();
        let mut said = Vec::new();
        match self.session.look() {
            Ok(look) if look.is_empty() => return said,
            Ok(look) if !look.journals.is_empty() => said.push(format!("New from {}.", look.journals.join(" and "))),
            Ok(_) => said.push("Files of the study have changed.".into()),
            Err(problem) => said.push(format!("The study cannot be read again: {}", problem.what)),
        }
        // Places in the old texts are places in them alone.
        (self.found, self.told, self.choice) = (Vec::new(), 0, None);
        match self.session.corpus().find(name.as_str()) {
            Some(at) => {
                self.at = at;
                self.turn = self.turn.min(self.turns().saturating_sub(1));
            }
            None => {
                (self.at, self.turn) = (TranscriptIx(0), 0);
                said.push(format!("{name} is gone; this is the first transcript."));
            }
        }
        said
    }

    /// Answers.
    ///
    /// # Errors
    /// What the session refused; nothing was changed.
    pub fn answer(&mut self, wish: Wish) -> Answer {
        let choice = self.choice.take();
        match wish {
            Wish::Number(number) => match choice {
                Some((codes, open)) => match number.checked_sub(1).and_then(|at| codes.get(at)) {
                    Some(code) => self.chosen(*code, open),
                    None => {
                        let said = format!("There are {}.", codes.len());
                        self.choice = Some((codes, open));
                        Ok(vec![said])
                    }
                },
                None => self.go(number),
            },
            Wish::Step(by) => {
                let to = self.turn.saturating_add_signed(by);
                if to >= self.turns() {
                    return Ok(vec![
                        "That was the last turn. done says that you have finished; transcripts lists them.".into(),
                    ]);
                }
                if to == self.turn && by < 0 {
                    return Ok(vec!["This is the first turn.".into()]);
                }
                self.turn = to;
                Ok(self.tell())
            }
            Wish::Again => Ok(self.tell()),
            Wish::Turn(number) => {
                if number == 0 || number > self.turns() {
                    return Ok(vec![format!("There are {} turns.", self.turns())]);
                }
                self.turn = number - 1;
                Ok(self.tell())
            }
            Wish::Uncoded => self.uncoded(),
            Wish::Where => Ok(self.place()),
            Wish::Code(which, name) => {
                let span = self.sentences_span(which)?;
                self.with_code(&name, Open::Code(span))
            }
            Wish::New(name, None) => self.new_code(name, None),
            Wish::New(name, Some(under)) => self.with_code(&under, Open::Under(name)),
            Wish::Codes => Ok(self.tell_codes()),
            Wish::Uncode(number) => {
                let id = self.own(number)?;
                self.apply(Command::Uncode(vec![id]))
            }
            Wish::Star(number) => {
                let id = self.own(number)?;
                let star = self.session.state().codings.get(&id).and_then(|coding| self.session.state().star(coding));
                self.apply(Command::Star(vec![id], Star::after(star)))
            }
            Wish::Memo(which, text) => {
                let on = match which {
                    Some(number) => MemoOn::Coding(self.coding(number)?),
                    None => self.on_turn()?,
                };
                self.apply(Command::Memo { memo: None, on, title: String::new(), kind: MemoKind::Note, text })
            }
            Wish::Undo => self.apply(Command::Undo),
            Wish::Redo => self.apply(Command::Redo),
            Wish::Done(done) => {
                let id = self.session.corpus().transcript(self.at).id.clone();
                self.apply(Command::Done(vec![id], done))
            }
            Wish::Transcripts => Ok(self.transcripts()),
            Wish::Open(name) => {
                let count = self.session.corpus().places().count();
                self.at = match name.parse::<usize>() {
                    Ok(number) if (1..=count).contains(&number) => TranscriptIx(number as u32 - 1),
                    _ => self.session.transcript_place(&name)?,
                };
                self.turn = 0;
                let mut said = self.place();
                said.extend(self.tell());
                Ok(said)
            }
            Wish::Search(query) => {
                let found = find::turns(self.session, query)?;
                Ok(self.list(found))
            }
            Wish::More => Ok(self.more()),
            Wish::Go(number) => self.go(number),
            Wish::Quotes(theme) if theme.contains(':') => self.quotes(&theme),
            Wish::Quotes(theme) => self.with_code(&theme, Open::Quotes),
            Wish::Count(None, by) => find::frequencies(self.session, None, by),
            Wish::Count(Some(theme), by) => self.with_code(&theme, Open::Count(by)),
            Wish::Codebook(word) => Ok(find::codebook(self.session, &word)),
            Wish::Meaning(name) => self.with_code(&name, Open::Meaning),
            Wish::Name(name) => {
                let name = CoderName::new(&name).map_err(|error| Problem::new(error.to_string()))?;
                self.session.keep_coder(&name)?;
                Ok(vec![format!("Coding as {name}.")])
            }
            Wish::Help | Wish::Quit => Ok(help()),
        }
    }

    fn turns(&self) -> usize {
        self.session.corpus().transcript(self.at).layout().turns.len()
    }

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
    fn sentences(&self) -> Vec<Span> {
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
    fn tell(&self) -> Vec<String> {
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
    fn codings(&self) -> Vec<(EventId, String)> {
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

    fn tell_codes(&self) -> Vec<String> {
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

    fn coding(&self, number: usize) -> Result<EventId, Problem> {
        let here = self.codings();
        let found = number.checked_sub(1).and_then(|at| here.get(at)).map(|(id, _)| *id);
        found.ok_or_else(|| Problem::new(format!("there is no coding {number} on this turn")).hint("codes lists them"))
    }

    /// As `coding`, if it is this coder's.
    fn own(&self, number: usize) -> Result<EventId, Problem> {
        let id = self.coding(number)?;
        let me = self.session.coder()?;
        match self.session.state().codings.get(&id) {
            Some(coding) if coding.coder != me => {
                Err(Problem::new(format!("that coding is {}'s; only they can change it", coding.coder)))
            }
            _ => Ok(id),
        }
    }

    fn on_turn(&self) -> Result<MemoOn, Problem> {
        let transcript = Some(self.session.corpus().transcript(self.at).id.to_string());
        let span = Some(self.sentences_span(None)?);
        self.session.memo_target(&MemoTarget { transcript, span, ..MemoTarget::default() })
    }

    /// The passage of some sentences (from 1, both ends in), or of the whole turn.
    fn sentences_span(&self, which: Option<(usize, usize)>) -> Result<Span, Problem> {
        let sentences = self.sentences();
        let (first, last) = which.unwrap_or((1, sentences.len()));
        let at = |number: usize| number.checked_sub(1).and_then(|at| sentences.get(at)).copied();
        match (at(first), at(last)) {
            (Some(from), Some(to)) => Ok(from.hull(to)),
            _ => Err(Problem::new(format!("this turn has {}", counted(sentences.len() as u64, "sentence")))),
        }
    }

    /// Finds the code that is meant, or asks which.
    fn with_code(&mut self, name: &str, open: Open) -> Answer {
        match find::code(&self.session.corpus().codebook, name) {
            Like::One(code) => self.chosen(code, open),
            Like::Several(mut codes) => {
                let mut said = vec!["Which? Type its number.".to_owned()];
                let more = codes.len().saturating_sub(OFFERED);
                codes.truncate(OFFERED);
                for (at, code) in (1..).zip(&codes) {
                    said.push(format!("{at}. {}", find::called(&self.session.corpus().codebook, *code)));
                }
                if more > 0 {
                    said.push(format!("{more} more have it in their name: type more of the name."));
                }
                self.choice = Some((codes, open));
                Ok(said)
            }
            Like::None => {
                let make = match open {
                    Open::Code(_) => format!("new {name} makes it; codebook lists the codes"),
                    _ => "codebook lists the codes".to_owned(),
                };
                Err(Problem::new(format!("no code is called “{name}”")).hint(make))
            }
        }
    }

    fn chosen(&mut self, code: CodeIx, open: Open) -> Answer {
        let id = self.session.corpus().codebook.code(code).id.clone();
        match open {
            Open::Code(span) => {
                let transcript = self.session.corpus().transcript(self.at).id.clone();
                let name = visible(&self.session.corpus().codebook.code(code).name).into_owned();
                let item = NewCoding { transcript, passage: Passage::Span(span), code: id, line: 0 };
                let mut said = self.apply(Command::Code { items: vec![item], query: None })?;
                // A part of the name was typed: which code it was is told.
                if let Some(first) = said.first_mut() {
                    *first = match first.strip_prefix(CODED) {
                        Some(rest) => format!("{CODED} with {name}{rest}"),
                        None => format!("{name}: {first}"),
                    };
                }
                Ok(said)
            }
            Open::Meaning => Ok(find::meaning(&self.session.corpus().codebook, code)),
            Open::Quotes => self.quotes(&format!("theme:{id}")),
            Open::Count(by) => find::frequencies(self.session, Some(id.as_str()), by),
            Open::Under(name) => self.new_code(name, Some(code)),
        }
    }

    /// Makes a code and codes the turn with it, as one action.
    fn new_code(&mut self, name: String, under: Option<CodeIx>) -> Answer {
        let span = self.sentences_span(None)?;
        let transcript = self.session.corpus().transcript(self.at).id.clone();
        let under = under.map(|code| self.session.corpus().codebook.code(code).id.clone());
        let mut code = NewCode::new(id_from_name(&name), name);
        code.under = under;
        let item = NewCoding { transcript, passage: Passage::Span(span), code: code.id.clone(), line: 0 };
        self.apply(Command::AddCodes { codes: vec![code], items: vec![item], query: None })
    }

    fn apply(&mut self, command: Command) -> Answer {
        let name = self.session.corpus().transcript(self.at).id.clone();
        let outcome = self.session.apply(command)?;
        // Undoing a correction may have given the texts anew.
        self.at = self.session.corpus().find(name.as_str()).unwrap_or(TranscriptIx(0));
        self.turn = self.turn.min(self.turns().saturating_sub(1));
        let saved = if outcome.act.is_some() { "Saved: " } else { "" };
        let mut said = vec![format!("{saved}{}.", visible(outcome.message.trim_end_matches('.')))];
        said.extend(outcome.skipped.iter().map(|skipped| format!("{}.", visible(skipped))));
        Ok(said)
    }

    fn uncoded(&mut self) -> Answer {
        let me = self.session.coder().ok();
        let view = self.session.view(None);
        let layout = self.session.corpus().transcript(self.at).layout();
        let mine: Vec<Span> = (self.session.placements().of(self.at).iter())
            .filter(|placed| view.coding(placed).is_some_and(|coding| me.as_ref() == Some(&coding.coder)))
            .map(|placed| placed.span)
            .collect();
        let next = (self.turn + 1..layout.turns.len()).find(|turn| {
            let speaks = matches!(view.speaker(self.at, *turn), Speaker::Participant(_) | Speaker::Unmapped);
            let speech = layout.turns.get(*turn).map(|turn| turn.speech).unwrap_or_default();
            speaks && !mine.iter().any(|span| span.overlaps(speech))
        });
        match next {
            Some(turn) => {
                self.turn = turn;
                Ok(self.tell())
            }
            None => Ok(vec!["You have coded all turns of participants after this one.".into()]),
        }
    }

    fn place(&self) -> Vec<String> {
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

    fn transcripts(&self) -> Vec<String> {
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

    fn quotes(&mut self, query: &str) -> Answer {
        let found = find::quotes(self.session, query)?;
        Ok(self.list(found))
    }

    /// Takes in a list of places and tells the first of them.
    fn list(&mut self, (found, mut said): (find::Places, Vec<String>)) -> Vec<String> {
        self.found = found;
        self.told = 0;
        said.extend(self.more());
        said
    }

    /// The next few of what was found.
    fn more(&mut self) -> Vec<String> {
        let from = self.told;
        self.told = (from + AT_ONCE).min(self.found.len());
        let mut said: Vec<String> = (from + 1..)
            .zip(self.found.get(from..self.told).unwrap_or_default())
            .map(|(number, (.., said))| format!("{number}. {said}"))
            .collect();
        let left = self.found.len() - self.told;
        if left > 0 {
            said.push(format!("{left} more: more tells them, go and a number leads there."));
        } else if said.is_empty() {
            said.push("There is nothing more.".into());
        }
        said
    }

    fn go(&mut self, number: usize) -> Answer {
        let Some(&(at, turn, _)) = number.checked_sub(1).and_then(|at| self.found.get(at)) else {
            let hint = "search or quotes makes a list; turn and a number goes to a turn";
            return Err(Problem::new(format!("there is no {number} in a list")).hint(hint));
        };
        (self.at, self.turn) = (at, turn);
        let mut said = vec![format!("{}.", self.session.corpus().transcript(self.at).id)];
        said.extend(self.tell());
        Ok(said)
    }
}

fn help() -> Vec<String> {
    let mut said = vec!["Type a word and press Enter. Enter alone reads the next turn.".to_owned()];
    for word in WORDS {
        let short = if word.short.is_empty() { String::new() } else { format!(" Short: {}.", word.short) };
        said.push(format!("{}: {}.{short}", word.form, word.does));
    }
    said
}
