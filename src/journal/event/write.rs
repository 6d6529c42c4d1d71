//! Writing a line: the keys in the order of the format's description, absent ones omitted.

use std::fmt::{self, Write};

use serde_json::Value;
use uuid::Uuid;

use super::{Do, Event, MemoWritten};
use crate::model::{CoderName, EventId, MemoOn, Place};
use crate::text::{Span, TextHash};

/// The line of an event, without its end. Of a [`Do::Unknown`] it is the line that was read.
pub fn to_line(event: &Event) -> String {
    if let (Do::Unknown, Some(raw)) = (&event.what, &event.raw) {
        return raw.to_string();
    }
    let mut line = String::with_capacity(512);
    // Writing to a string cannot fail.
    let _ = write_event(event, &mut line);
    line
}

/// Whether `line` is what [`to_line`] writes for `event`.
pub(super) fn is_canonical(event: &Event, line: &str) -> bool {
    let mut rest = Rest(line);
    event.what != Do::Unknown && write_event(event, &mut rest).is_ok() && rest.0.is_empty()
}

/// What is left of a line to compare with; writing fails at the first difference.
struct Rest<'a>(&'a str);

impl Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Writes the members of one object.
struct Object<'w, W: Write> {
    out: &'w mut W,
    first: bool,
}

impl<'w, W: Write> Object<'w, W> {
    fn open(out: &'w mut W) -> Result<Self, fmt::Error> {
        out.write_char('{')?;
        Ok(Self { out, first: true })
    }

    fn close(self) -> fmt::Result {
        self.out.write_char('}')
    }

    fn key(&mut self, key: &str) -> fmt::Result {
        self.out.write_str(if self.first { "\"" } else { ",\"" })?;
        self.first = false;
        self.out.write_str(key)?;
        self.out.write_str("\":")
    }

    fn text(&mut self, key: &str, text: &str) -> fmt::Result {
        self.key(key)?;
        string(self.out, text)
    }

    fn text_if(&mut self, key: &str, text: Option<&str>) -> fmt::Result {
        text.map_or(Ok(()), |text| self.text(key, text))
    }

    fn id(&mut self, key: &str, id: Uuid) -> fmt::Result {
        self.key(key)?;
        self.out.write_char('"')?;
        self.out.write_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()))?;
        self.out.write_char('"')
    }

    fn flag(&mut self, key: &str, flag: bool) -> fmt::Result {
        self.key(key)?;
        self.out.write_str(if flag { "true" } else { "false" })
    }

    fn number(&mut self, key: &str, number: u32) -> fmt::Result {
        self.key(key)?;
        write!(self.out, "{number}")
    }

    fn json(&mut self, key: &str, value: &impl serde::Serialize) -> fmt::Result {
        self.key(key)?;
        self.out.write_str(&serde_json::to_string(value).map_err(|_| fmt::Error)?)
    }

    fn json_if(&mut self, key: &str, value: Option<&Value>) -> fmt::Result {
        value.filter(|value| !value.is_null()).map_or(Ok(()), |value| self.json(key, value))
    }

    fn texts<'t>(&mut self, key: &str, texts: impl Iterator<Item = &'t str>) -> fmt::Result {
        self.key(key)?;
        self.out.write_char('[')?;
        for (at, text) in texts.enumerate() {
            if at > 0 {
                self.out.write_char(',')?;
            }
            string(self.out, text)?;
        }
        self.out.write_char(']')
    }

    fn ids(&mut self, key: &str, ids: &[EventId]) -> fmt::Result {
        let texts: Vec<String> = ids.iter().map(EventId::to_string).collect();
        self.texts(key, texts.iter().map(String::as_str))
    }

    fn coders(&mut self, key: &str, coders: &[CoderName]) -> fmt::Result {
        self.texts(key, coders.iter().map(CoderName::as_str))
    }

    fn passage(&mut self, span: Span, quote: &str, before: &str, after: &str, text: TextHash) -> fmt::Result {
        self.key("span")?;
        write!(self.out, "[{},{}]", span.start, span.end)?;
        self.text("quote", quote)?;
        self.text("before", before)?;
        self.text("after", after)?;
        self.key("text")?;
        write!(self.out, "\"{text}\"")
    }

    fn place(&mut self, place: &Place) -> fmt::Result {
        self.text("transcript", place.transcript.as_str())?;
        self.passage(place.span, &place.quote, &place.before, &place.after, place.text)
    }
}

/// A JSON string: escapes for quote, backslash and control characters, everything else as it stands.
fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.write_str(text.get(start..at).unwrap_or_default())?;
        start = at + 1;
        match byte {
            b'"' => out.write_str("\\\""),
            b'\\' => out.write_str("\\\\"),
            b'\n' => out.write_str("\\n"),
            b'\r' => out.write_str("\\r"),
            b'\t' => out.write_str("\\t"),
            0x08 => out.write_str("\\b"),
            0x0c => out.write_str("\\f"),
            _ => write!(out, "\\u{byte:04x}"),
        }?;
    }
    out.write_str(text.get(start..).unwrap_or_default())?;
    out.write_char('"')
}

fn write_event<W: Write>(event: &Event, out: &mut W) -> fmt::Result {
    let mut line = Object::open(out)?;
    line.number("v", 1)?;
    line.id("id", event.id.0)?;
    // An undo's one `act` is the action taken back; its own is written only where that is not the event itself.
    if !matches!(event.what, Do::Undo { .. }) || event.act.0 != event.id.0 {
        line.id("act", event.act.0)?;
    }
    if event.of > 1 {
        line.number("of", event.of)?;
    }
    if event.named {
        line.text("coder", event.coder.as_str())?;
    }
    if !event.at.is_empty() {
        line.text("at", &event.at)?;
    }
    if event.rev > 0 {
        line.number("rev", event.rev)?;
    }
    line.text("do", event.what.kind().as_str())?;
    write_what(&event.what, &mut line)?;
    line.close()
}

fn write_what<W: Write>(what: &Do, line: &mut Object<'_, W>) -> fmt::Result {
    match what {
        Do::Code(code) => {
            line.place(&code.place)?;
            line.text("code", code.code.as_str())?;
            line.text_if("query", code.query.as_deref())?;
            line.text_if("def", code.def.as_deref())?;
            if !code.settles.is_empty() {
                line.ids("settles", &code.settles)?;
            }
            if code.by.is_empty() { Ok(()) } else { line.coders("by", &code.by) }
        }
        Do::Uncode { coding } => line.id("coding", coding.0),
        Do::Respan(to) => {
            line.id("coding", to.coding.0)?;
            line.passage(to.span, &to.quote, &to.before, &to.after, to.text)?;
            line.text_if("transcript", to.transcript.as_ref().map(|id| id.as_str()))?;
            line.text_if("why", to.why.as_deref())
        }
        Do::Recode { coding, code, def } => {
            line.id("coding", coding.0)?;
            line.text("code", code.as_str())?;
            line.text_if("def", def.as_deref())
        }
        Do::Memo(memo) => write_memo(memo, line),
        Do::Star { coding, star } => {
            line.id("coding", coding.0)?;
            line.text("as", star.map_or("none", |star| star.as_str()))
        }
        Do::Quote { coding, wording } => {
            line.id("coding", coding.0)?;
            line.text_if("shown", wording.shown.as_deref())?;
            line.text_if("translation", wording.translation.as_deref())?;
            line.text_if("language", wording.language.as_deref())?;
            line.json_if("use", wording.use_in_paper.as_ref())
        }
        Do::Done { transcript, on } => {
            line.text("transcript", transcript.as_str())?;
            line.flag("on", *on)
        }
        Do::Round { name, transcripts, coders, on } => {
            line.text("name", name)?;
            if let Some(transcripts) = transcripts {
                line.texts("transcripts", transcripts.iter().map(|id| id.as_str()))?;
            }
            if let Some(coders) = coders {
                line.coders("coders", coders)?;
            }
            line.flag("on", *on)
        }
        Do::Codebook(change) => {
            line.text("op", change.op.as_str())?;
            line.text_if("code", change.code.as_ref().map(|id| id.as_str()))?;
            line.json_if("old", change.old.as_ref())?;
            line.json_if("new", change.new.as_ref())?;
            line.text_if("why", change.why.as_deref())?;
            line.text_if("via", change.via.as_deref())?;
            change.patch.as_ref().map_or(Ok(()), |patch| line.json("patch", patch))
        }
        Do::File(change) => {
            line.text("path", &change.path)?;
            line.text_if("before", change.before.as_deref())?;
            line.text_if("after", change.after.as_deref())?;
            line.json("patch", &change.patch)
        }
        Do::Exclude { participant, on } => {
            line.text("participant", participant.as_str())?;
            line.flag("on", *on)
        }
        Do::Dismiss { hash, on } => {
            line.text("hash", hash)?;
            line.flag("on", *on)
        }
        Do::Erase { ids, participant, why } => {
            line.ids("ids", ids)?;
            line.text_if("participant", participant.as_ref().map(|id| id.as_str()))?;
            line.text("why", why.as_str())
        }
        Do::Undo { act } => line.id("act", act.0),
        Do::Unknown => Ok(()),
    }
}

fn write_memo<W: Write>(memo: &MemoWritten, line: &mut Object<'_, W>) -> fmt::Result {
    if let Some(first) = memo.memo {
        line.id("memo", first.0)?;
    }
    if let Some(on) = &memo.on {
        line.key("on")?;
        let mut thing = Object::open(&mut *line.out)?;
        match on {
            MemoOn::Coding(coding) => thing.id("coding", coding.0)?,
            MemoOn::Transcript(transcript) => thing.text("transcript", transcript.as_str())?,
            MemoOn::Passage(place) => thing.place(place)?,
            MemoOn::Participant(participant) => thing.text("participant", participant.as_str())?,
            MemoOn::Case(case) => thing.text("case", case)?,
            MemoOn::Code(code) => thing.text("code", code.as_str())?,
            MemoOn::ParticipantCode(participant, code) => {
                thing.text("participant", participant.as_str())?;
                thing.text("code", code.as_str())?;
            }
            MemoOn::CaseCode(case, code) => {
                thing.text("case", case)?;
                thing.text("code", code.as_str())?;
            }
            MemoOn::Study => thing.flag("study", true)?,
        }
        thing.close()?;
    }
    line.text_if("title", memo.title.as_deref())?;
    line.text_if("kind", memo.kind.map(|kind| kind.as_str()))?;
    line.text_if("text", memo.text.as_deref())
}
