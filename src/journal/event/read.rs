//! Reading a line.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::Hash;

use serde::de::DeserializeSeed;
use uuid::Uuid;

use super::flat::{Envelope, Flat, Id, Keys, On, Text, Thing, expected};
use super::write::is_canonical;
use super::{Code, CodebookChange, CodebookOp, Do, Erasure, Event, FileChange, Kind, MemoWritten, Respan};
use crate::model::{
    ActId, CodeId, CoderName, EventId, MemoKind, MemoOn, ParticipantId, Place, QuoteWording, Star, TranscriptId,
};
use crate::text::TextHash;

/// Why a line is no event. The line is kept where it stands.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("column {column}: {fault}")]
pub struct LineError {
    /// Where in the line: code points, from 1.
    pub column: u32,
    /// What is wrong there.
    pub fault: LineFault,
}

/// What can be wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LineFault {
    /// No JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// JSON, but no object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A key that this kind of event needs is not there.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A key holds something else than it should.
    #[error("`{key}` should be {expected}")]
    Value {
        /// The key.
        key: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// The line names no coder, and the name of its file is none.
    #[error("`coder` is missing, and the name of the file is no coder's name")]
    NoCoder,
    /// The bytes are no UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
}

/// Reads one line (without its end). `stem` is the stem of the file where that is a coder's name.
///
/// # Errors
/// When the line is no event: see [`LineFault`].
pub fn parse_line(line: &str, stem: Option<&CoderName>) -> Result<Event, LineError> {
    Lines::new(stem).parse(line)
}

/// A reader of many lines, which shares names that repeat.
#[derive(Debug, Default)]
pub struct Lines {
    stem: Option<CoderName>,
    coders: Vec<CoderName>,
    transcripts: HashSet<TranscriptId>,
    codes: HashSet<CodeId>,
}

/// The one of `names` with this text, which is added if it is new.
fn shared<N: Hash + Eq + Clone + std::borrow::Borrow<str> + for<'a> From<&'a str>>(
    names: &mut HashSet<N>,
    name: &str,
) -> N {
    if let Some(name) = names.get(name) {
        return name.clone();
    }
    let name = N::from(name);
    names.insert(name.clone());
    name
}

fn need<T>(value: Option<T>, key: &'static str) -> Result<T, LineFault> {
    value.ok_or(LineFault::Missing(key))
}

fn wrong(key: &'static str) -> LineFault {
    LineFault::Value { key, expected: expected(key) }
}

fn flag(on: Option<On<'_>>) -> Result<bool, LineFault> {
    match need(on, "on")? {
        On::Flag(on) => Ok(on),
        On::Thing(_) => Err(wrong("on")),
    }
}

fn boxed<T: Default + for<'t> From<Text<'t>>>(text: Option<Text<'_>>) -> T {
    text.map(Into::into).unwrap_or_default()
}

fn event_ids(ids: Vec<Id>) -> Vec<EventId> {
    ids.into_iter().map(|id| EventId(id.0)).collect()
}

fn wrong_hash(text: &str) -> Result<TextHash, LineFault> {
    TextHash::parse(text).ok_or_else(|| wrong("text"))
}

impl Lines {
    /// A reader of the lines of one file. `stem` is the stem of its name where that is a coder's name.
    pub fn new(stem: Option<&CoderName>) -> Self {
        Self { stem: stem.cloned(), ..Self::default() }
    }

    /// Reads one line, without its end.
    ///
    /// # Errors
    /// When the line is no event: see [`LineFault`].
    pub fn parse(&mut self, line: &str) -> Result<Event, LineError> {
        let key = Cell::new("");
        let mut json = serde_json::Deserializer::from_str(line);
        let read = Keys(&key).deserialize(&mut json).and_then(|flat| json.end().map(|()| flat));
        let flat = match read {
            Ok(flat) => flat,
            // A later version may put other values under known keys.
            Err(error) => match serde_json::from_str::<Envelope<'_>>(line) {
                Ok(envelope) if is_unknown(envelope.v, envelope.do_.as_deref()) => envelope.into(),
                _ => return Err(json_error(line, &error, key.get())),
            },
        };
        let mut event = self.event(flat).map_err(|fault| LineError { column: fault_column(line, &fault), fault })?;
        if !is_canonical(&event, line) {
            event.raw = Some(line.into());
        }
        Ok(event)
    }

    fn event(&mut self, mut flat: Flat<'_>) -> Result<Event, LineFault> {
        let id = EventId(need(flat.id, "id")?.0);
        let act = ActId(need(flat.act, "act")?.0);
        let named = flat.coder.is_some();
        let coder = match flat.coder.take() {
            Some(name) => self.coder(&name).ok_or_else(|| wrong("coder"))?,
            None => self.stem.clone().ok_or(LineFault::NoCoder)?,
        };
        let at = boxed(flat.at.take());
        let (of, rev) = (flat.of.unwrap_or(1).max(1), flat.rev.unwrap_or(0));
        if is_unknown(flat.v, flat.do_.as_deref()) {
            return Ok(Event { id, act, of, coder, named, at, rev, what: Do::Unknown, raw: None });
        }
        let own_act = flat.own_act;
        let what = self.what(flat)?;
        // `act` of an undo names what is taken back; its own action is the event itself, unless a line has both.
        let act = match &what {
            Do::Undo { .. } => own_act.map_or(ActId(id.0), |act| ActId(act.0)),
            _ => act,
        };
        Ok(Event { id, act, of, coder, named, at, rev, what, raw: None })
    }

    fn coder(&mut self, name: &str) -> Option<CoderName> {
        if let Some(coder) = self.coders.iter().chain(&self.stem).find(|coder| coder.as_str() == name) {
            return Some(coder.clone());
        }
        let coder = CoderName::new(name).ok()?;
        self.coders.push(coder.clone());
        Some(coder)
    }

    fn all_coders(&mut self, names: &[Text<'_>], key: &'static str) -> Result<Vec<CoderName>, LineFault> {
        names.iter().map(|name| self.coder(name).ok_or_else(|| wrong(key))).collect()
    }

    fn transcript(&mut self, name: &str) -> TranscriptId {
        shared(&mut self.transcripts, name)
    }

    fn code(&mut self, name: &str) -> CodeId {
        shared(&mut self.codes, name)
    }

    fn what(&mut self, flat: Flat<'_>) -> Result<Do, LineFault> {
        let kind = flat.do_.as_deref().and_then(Kind::parse).unwrap_or(Kind::Unknown);
        let coding = || need(flat.coding, "coding").map(|id| EventId(id.0));
        Ok(match kind {
            Kind::Code => Do::Code(self.coded(flat)?),
            Kind::Uncode => Do::Uncode { coding: coding()? },
            Kind::Respan => Do::Respan(Respan {
                coding: coding()?,
                transcript: flat.transcript.map(|name| self.transcript(&name)),
                span: need(flat.span, "span")?,
                quote: need(flat.quote, "quote")?.into(),
                before: boxed(flat.before),
                after: boxed(flat.after),
                text: wrong_hash(&need(flat.text, "text")?)?,
                why: flat.why.map(Into::into),
            }),
            Kind::Recode => Do::Recode {
                coding: coding()?,
                code: self.code(&need(flat.code, "code")?),
                def: flat.def.map(Into::into),
            },
            Kind::Memo => Do::Memo(self.memo(flat)?),
            Kind::Star => Do::Star {
                coding: coding()?,
                star: match &*need(flat.as_, "as")? {
                    "exemplar" => Some(Star::Exemplar),
                    "negative" => Some(Star::Negative),
                    "none" => None,
                    _ => return Err(wrong("as")),
                },
            },
            Kind::Quote => Do::Quote {
                coding: coding()?,
                wording: QuoteWording {
                    shown: flat.shown.map(Into::into),
                    translation: flat.translation.map(Into::into),
                    language: flat.language.map(Into::into),
                    use_in_paper: flat.use_,
                },
            },
            Kind::Done => {
                Do::Done { transcript: self.transcript(&need(flat.transcript, "transcript")?), on: flag(flat.on)? }
            }
            Kind::Round => Do::Round {
                name: need(flat.name, "name")?.into(),
                transcripts: flat.transcripts.map(|all| all.iter().map(|name| self.transcript(name)).collect()),
                coders: flat.coders.map(|all| self.all_coders(&all, "coders")).transpose()?,
                on: flag(flat.on)?,
            },
            Kind::Codebook => Do::Codebook(Box::new(CodebookChange {
                op: CodebookOp::parse(&need(flat.op, "op")?).ok_or_else(|| wrong("op"))?,
                code: flat.code.map(|code| self.code(&code)),
                old: flat.old,
                new: flat.new,
                why: flat.why.map(Into::into),
                via: flat.via.map(Into::into),
                patch: flat.patch,
            })),
            Kind::File => Do::File(FileChange {
                path: need(flat.path, "path")?.into(),
                before: flat.before.map(Into::into),
                after: flat.after.map(Into::into),
                patch: need(flat.patch, "patch")?,
            }),
            Kind::Exclude => Do::Exclude {
                participant: ParticipantId::from(&*need(flat.participant, "participant")?),
                on: flag(flat.on)?,
            },
            Kind::Dismiss => Do::Dismiss { hash: need(flat.hash, "hash")?.into(), on: flag(flat.on)? },
            Kind::Erase => Do::Erase {
                ids: event_ids(need(flat.ids, "ids")?),
                participant: flat.participant.map(|id| ParticipantId::from(&*id)),
                why: Erasure::parse(&need(flat.why, "why")?).ok_or_else(|| wrong("why"))?,
            },
            Kind::Undo => Do::Undo { act: ActId(need(flat.act, "act")?.0) },
            Kind::Unknown => return Err(LineFault::Missing("do")),
        })
    }

    fn coded(&mut self, flat: Flat<'_>) -> Result<Code, LineFault> {
        Ok(Code {
            place: Place {
                transcript: self.transcript(&need(flat.transcript, "transcript")?),
                span: need(flat.span, "span")?,
                quote: need(flat.quote, "quote")?.into(),
                before: boxed(flat.before),
                after: boxed(flat.after),
                text: wrong_hash(&need(flat.text, "text")?)?,
            },
            code: self.code(&need(flat.code, "code")?),
            query: flat.query.map(Into::into),
            def: flat.def.map(Into::into),
            settles: event_ids(flat.settles.unwrap_or_default()),
            by: self.all_coders(&flat.by.unwrap_or_default(), "by")?,
        })
    }

    fn memo(&mut self, flat: Flat<'_>) -> Result<MemoWritten, LineFault> {
        let on = match flat.on {
            None => None,
            Some(On::Flag(_)) => return Err(wrong("on")),
            Some(On::Thing(thing)) => Some(self.thing(*thing)?),
        };
        if flat.memo.is_none() {
            need(on.as_ref(), "on")?;
            need(flat.text.as_ref(), "text")?;
        }
        let kind = flat.kind.map(|kind| MemoKind::parse(&kind).ok_or_else(|| wrong("kind"))).transpose()?;
        Ok(MemoWritten {
            memo: flat.memo.map(|id| EventId(id.0)),
            on,
            title: flat.title.map(Into::into),
            kind,
            text: flat.text.map(Into::into),
        })
    }

    fn thing(&mut self, thing: Thing<'_>) -> Result<MemoOn, LineFault> {
        if let Some(coding) = thing.coding {
            return Ok(MemoOn::Coding(EventId(coding.0)));
        }
        if let Some(transcript) = thing.transcript {
            let transcript = self.transcript(&transcript);
            let Some(span) = thing.span else { return Ok(MemoOn::Transcript(transcript)) };
            return Ok(MemoOn::Passage(Place {
                transcript,
                span,
                quote: need(thing.quote, "quote")?.into(),
                before: boxed(thing.before),
                after: boxed(thing.after),
                text: need(thing.text, "text")?,
            }));
        }
        let code = thing.code.map(|code| self.code(&code));
        Ok(match (thing.participant, thing.case, code) {
            (Some(participant), _, None) => MemoOn::Participant(ParticipantId::from(&*participant)),
            (Some(participant), _, Some(code)) => MemoOn::ParticipantCode(ParticipantId::from(&*participant), code),
            (None, Some(case), None) => MemoOn::Case(case.0.into_owned()),
            (None, Some(case), Some(code)) => MemoOn::CaseCode(case.0.into_owned(), code),
            (None, None, Some(code)) => MemoOn::Code(code),
            (None, None, None) if thing.study == Some(true) => MemoOn::Study,
            (None, None, None) => return Err(wrong("on")),
        })
    }
}

/// Whether a line is of a later version, or of a kind that is not known here.
fn is_unknown(v: Option<u64>, kind: Option<&str>) -> bool {
    v.unwrap_or(1) > 1 || kind.is_some_and(|kind| kind.is_empty() || Kind::parse(kind).is_none())
}

/// The instant that an id carries: milliseconds since 1970.
pub(crate) fn millis(id: Uuid) -> u64 {
    (id.as_u128() >> 80) as u64
}

fn json_error(line: &str, error: &serde_json::Error, key: &'static str) -> LineError {
    let byte = error.column().saturating_sub(1).min(line.len());
    let column = line.bytes().take(byte).filter(|byte| (*byte as i8) >= -0x40).count() as u32 + 1;
    let fault = match error.classify() {
        serde_json::error::Category::Data if key.is_empty() => LineFault::NotAnObject,
        serde_json::error::Category::Data => LineFault::Value { key, expected: expected(key) },
        _ => {
            let message = error.to_string();
            LineFault::NotJson(message.split(" at line ").next().unwrap_or_default().to_owned())
        }
    };
    LineError { column, fault }
}

/// The column of the key that a fault names, else the first.
fn fault_column(line: &str, fault: &LineFault) -> u32 {
    let LineFault::Value { key, .. } = fault else { return 1 };
    let head = line.find(&format!("\"{key}\"")).and_then(|at| line.get(..at)).unwrap_or_default();
    head.chars().count() as u32 + 1
}
