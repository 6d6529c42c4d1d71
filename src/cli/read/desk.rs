//! Where one stands in the study, and the answers to what is asked, each a few plain lines.

mod choose;
mod tell;

use self::tell::help;
use super::find;
use super::wish::Wish;
use crate::analysis::counted;
use crate::model::{CodeIx, CoderName, EventId, MemoKind, MemoOn, Speaker, Star, TranscriptIx};
use crate::session::{Command, MemoTarget, Problem, Session};
use crate::text::{Span, visible};

/// How many hits or quotes are told at once.
const AT_ONCE: usize = 5;

/// What a saved coding is answered with.
const CODED: &str = "Saved: coded 1 passage";

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
