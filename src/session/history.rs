//! Who did what and when, in words.

use super::request::LogRequest;
use super::tables::empty;
use super::{AsOf, Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::journal::event::CodebookOp;
use crate::journal::{Act, Do, Event, Kind};
use crate::model::{ActId, CoderName, EventId, MemoKind};

impl Session {
    /// The actions in the order in which they were done: columns `at`, `coder`, `what`, `transcript`, `codes`, `state`
    /// (`done`, `taken back`, `incomplete`), `act`.
    ///
    /// # Errors
    /// A transcript or coder that the study does not know.
    pub fn log_table(&self, request: &LogRequest) -> Result<Table, Problem> {
        let by = self.coder_names(request.by.as_ref().map(std::slice::from_ref))?;
        let transcript = request.transcript.as_deref().map(|name| self.transcript_named(name)).transpose()?;
        let code = request.code.as_deref().map(|code| self.code_named(code)).transpose()?;
        let since = request.since.as_deref().map(AsOf::start).transpose()?;
        let until = request.until.as_deref().map(AsOf::parse).transpose()?.and_then(|time| time.until);
        let columns = ["at", "coder", "what", "transcript", "codes", "state", "act"].map(Column::left);
        let mut table = empty("log", columns.to_vec());
        for act in self.journals.fold.acts() {
            // What a blind round hides is no one's to read, nor that it was taken back.
            let undone = act.undoes.and_then(|undone| self.journals.fold.act(undone, &act.coder));
            let mut here = act.events.iter().chain(undone.iter().flat_map(|act| &act.events));
            if here.any(|event| self.journals.hides(*event)) {
                continue;
            }
            let events = self.act_events(&act);
            let codes = codes(&events);
            let inside = since.is_none_or(|since| act.id.0 >= since.0) && until.is_none_or(|until| act.id.0 <= until.0);
            let fits = inside
                && by.as_ref().is_none_or(|by| by.contains(&act.coder))
                && transcript.as_ref().is_none_or(|transcript| act.transcripts.contains(transcript))
                && code.as_ref().is_none_or(|code| codes.iter().any(|known| known == code.as_str()));
            if !fits {
                continue;
            }
            let transcripts: Vec<&str> = act.transcripts.iter().map(|id| id.as_str()).collect();
            let state = match (act.whole, act.live) {
                (false, _) => "incomplete",
                (true, true) => "done",
                (true, false) => "taken back",
            };
            table.rows.push(vec![
                Cell::text(&*act.at),
                Cell::text(act.coder.as_str()),
                Cell::text(self.in_words(&act, &events)),
                Cell::present(&transcripts.join(", ")),
                Cell::present(&codes.join(", ")),
                Cell::text(state),
                Cell::text(act.id.to_string()),
            ]);
        }
        let all = table.rows.len();
        if let Some(limit) = request.limit {
            table.rows.drain(..all.saturating_sub(limit));
        }
        table.sentences.push(format!("{}, newest last", counted(all as u64, "action")));
        Ok(table)
    }

    /// The last event of an action, by the action's id.
    pub fn end_of_act(&self, act: &str) -> Option<EventId> {
        let id = ActId(act.parse().ok()?);
        self.journals.fold.acts().filter(|act| act.id == id).flat_map(|act| act.events).max()
    }

    fn act_events(&self, act: &Act) -> Vec<&Event> {
        act.events.iter().filter_map(|id| self.journals.fold.find(*id)).collect()
    }

    /// One act of a coder in words.
    pub(super) fn act_in_words(&self, act: ActId, coder: &CoderName) -> String {
        let found = self.journals.fold.act(act, coder);
        found.map_or_else(
            || act.to_string(),
            |act| {
                let events = self.act_events(&act);
                let words = self.in_words(&act, &events);
                let codes = codes(&events);
                let place: Vec<&str> = act.transcripts.iter().map(|id| id.as_str()).collect();
                let mut text = words;
                if !codes.is_empty() {
                    text.push_str(&format!(" ({})", codes.join(", ")));
                }
                if !place.is_empty() {
                    text.push_str(&format!(" in {}", place.join(", ")));
                }
                text
            },
        )
    }

    fn in_words(&self, act: &Act, events: &[&Event]) -> String {
        if let Some(undone) = act.undoes {
            let named = self.journals.fold.act(undone, &act.coder);
            return match named {
                Some(named) if named.undoes.is_none() => {
                    format!("took back: {}", self.in_words(&named, &self.act_events(&named)))
                }
                Some(_) => "did an action again".into(),
                None => format!("took back {undone}, which is not here"),
            };
        }
        let parts: Vec<String> = act
            .what
            .iter()
            .map(|(kind, count)| {
                let n = u64::from(*count);
                match kind {
                    Kind::Code if settles(events) => format!("settled: {}", counted(n, "coding")),
                    Kind::Code => format!("coded {}", counted(n, "passage")),
                    Kind::Uncode => format!("took away {}", counted(n, "coding")),
                    Kind::Respan => format!("changed the place of {}", counted(n, "coding")),
                    Kind::Recode => format!("recoded {}", counted(n, "coding")),
                    Kind::Memo => memos_in_words(events),
                    Kind::Star => format!("marked {}", counted(n, "coding")),
                    Kind::Quote => format!("worded {} for print", counted(n, "quote")),
                    Kind::Done => done_in_words(events),
                    Kind::Round => round_in_words(events),
                    Kind::Codebook => codebook_in_words(events),
                    Kind::File => file_in_words(events),
                    Kind::Exclude => "left a participant out or took one in".into(),
                    Kind::Dismiss => "dismissed a possible identifier".into(),
                    Kind::Erase => format!("erased {}", counted(n, "record")),
                    Kind::Undo => "took an action back".into(),
                    #[allow(unreachable_patterns)]
                    _ => format!("{} of a newer version", counted(n, "record")),
                }
            })
            .collect();
        if parts.is_empty() { "something of a newer version".into() } else { parts.join(", ") }
    }
}

fn codes(events: &[&Event]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for event in events {
        let code = match &event.what {
            Do::Code(code) => code.code.as_str(),
            Do::Recode { code, .. } => code.as_str(),
            Do::Codebook(change) => change.code.as_ref().map_or("", |code| code.as_str()),
            _ => continue,
        };
        if !code.is_empty() && !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

fn done_in_words(events: &[&Event]) -> String {
    let on = events.iter().all(|event| matches!(event.what, Do::Done { on: true, .. }));
    if on { "marked done".into() } else { "marked not done".into() }
}

/// Memos and summaries, each with what was done to them.
fn memos_in_words(events: &[&Event]) -> String {
    let mut parts: Vec<(&str, &str, u64)> = Vec::new();
    for event in events {
        let Do::Memo(memo) = &event.what else { continue };
        let noun = if memo.kind == Some(MemoKind::Summary) { "summary" } else { "memo" };
        let verb = match (memo.text.as_deref(), memo.memo) {
            (Some(""), Some(_)) => "took away",
            (_, Some(_)) => "changed",
            (_, None) => "wrote",
        };
        match parts.iter_mut().find(|(known, of, _)| (*known, *of) == (verb, noun)) {
            Some((.., count)) => *count += 1,
            None => parts.push((verb, noun, 1)),
        }
    }
    let said = parts.into_iter().map(|(verb, noun, count)| match (noun, count) {
        ("summary", 2..) => format!("{verb} {count} summaries"),
        _ => format!("{verb} {}", counted(count, noun)),
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Whether codings are those of the consensus that settle others'.
fn settles(events: &[&Event]) -> bool {
    events.iter().any(|event| matches!(&event.what, Do::Code(code) if !code.settles.is_empty()))
}

fn round_in_words(events: &[&Event]) -> String {
    let rounds = events.iter().filter_map(|event| match &event.what {
        Do::Round { name, on, .. } => Some(format!("{} the blind round {name}", if *on { "opened" } else { "closed" })),
        _ => None,
    });
    rounds.collect::<Vec<_>>().join(", ")
}

fn codebook_in_words(events: &[&Event]) -> String {
    let changes = || {
        events.iter().filter_map(|event| match &event.what {
            Do::Codebook(change) => Some(change),
            _ => None,
        })
    };
    let mut parts: Vec<String> = Vec::new();
    for (op, done, after) in [
        (CodebookOp::Add, "added", ""),
        (CodebookOp::Rename, "renamed", ""),
        (CodebookOp::Define, "defined", " anew"),
        (CodebookOp::Move, "moved", ""),
        (CodebookOp::Merge, "merged", ""),
        (CodebookOp::Split, "split", ""),
        (CodebookOp::Remove, "removed", ""),
    ] {
        let codes = changes().filter(|change| change.op == op && change.code.is_some()).count();
        if codes > 0 {
            parts.push(format!("{done} {}{after}", counted(codes as u64, "code")));
        }
    }
    if parts.is_empty() {
        parts.push("changed the codebook".into());
    }
    let by_hand = changes().any(|change| change.via.as_deref() == Some("file"));
    parts.join(", ") + if by_hand { " (found edited in the file)" } else { "" }
}

fn file_in_words(events: &[&Event]) -> String {
    let came = |event: &&&Event| match &event.what {
        Do::File(change) => change.before.is_none() && change.patch.is_empty(),
        _ => false,
    };
    let imported = events.iter().filter(came).count();
    if imported > 0 {
        return format!("brought in {}", counted(imported as u64, "transcript"));
    }
    let paths = events.iter().filter_map(|event| match &event.what {
        Do::File(change) => Some(format!("changed {}", change.path)),
        _ => None,
    });
    paths.collect::<Vec<_>>().join(", ")
}
