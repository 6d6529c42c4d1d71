//! Correcting a transcript after it was coded: the file as it will be, the event, and what becomes of the codings.
//!
//! Law: a coding or memo of the editing coder in which nothing was edited keeps its place, also where its wording stands
//! several times: what was edited is known here, where [`resolve`] has to find it out.

use super::command::RespanWhy;
use super::placing::{memo_at, respan_at};
use super::plan::{FileEdit, Plan, outside};
use super::plan_files::file_event;
use super::review::{ReviewCounts, ReviewItem, Reviewed, Unplaced};
use super::{Problem, Session};
use crate::journal::{Do, Patch};
use crate::model::{CoderName, EventId, MemoOn, Place, TranscriptId, TranscriptIx, Unplaceable};
use crate::store::{self, BodyRefused};
use crate::text::{Body, Span, TextHash, Verdict, context, find_turns, resolve, similarity};

/// What an edit of a transcript would do to the codings and passage memos in it, before anything is written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Foreseen {
    /// How many of every coder's would stand where, against where they stand now. Those that are without a place now and
    /// would stay so are among the changed and lost.
    pub counts: ReviewCounts,
    /// Those that have a place now and would lose it, each with its best match in the new text. This coder's can be
    /// accepted with the edit ([`Command::Edit`](super::Command::Edit), `accept`).
    pub doubtful: Vec<ReviewItem>,
    /// Those without a place now that would have one again.
    pub back: u64,
    /// Labels that the text would have and has not now, as they would first stand, and of which nobody has said who they are.
    pub new_labels: Vec<String>,
}

/// What one edited stretch of a body was, and how long it is now.
struct Edited {
    span: Span,
    length: u32,
}

/// A coding or memo in the transcript that is edited.
struct Standing<'a> {
    id: EventId,
    by: EventId,
    coder: &'a CoderName,
    place: &'a Place,
    now: Result<Span, Unplaceable>,
}

/// Where one will stand.
#[derive(Clone, Copy)]
struct Landing {
    found: Result<Span, Unplaceable>,
    /// Whether only the knowledge of what was edited tells its place, so that it has to be written.
    carried: bool,
}

impl Session {
    /// What an edit would do: `text` is the transcript's whole body as it would be.
    ///
    /// # Errors
    /// A transcript that the study does not have.
    pub fn foresee(&self, transcript: &TranscriptId, text: &str) -> Result<Foreseen, Problem> {
        let at = self.transcript_place(transcript.as_str())?;
        let me = self.coder().ok();
        let new = Body::new(text.to_owned());
        let edits = edits(self.corpus.transcript(at).body(), &new);
        let mut seen = Foreseen { new_labels: self.new_labels(at, &new), ..Foreseen::default() };
        for standing in self.standing(at) {
            let own = me.as_ref() == Some(standing.coder);
            let landing = land(&standing, &new, &edits, own);
            seen.counts.add(landing.found.map(|span| standing.now.is_ok_and(|now| now != span)));
            seen.back += u64::from(standing.now.is_err() && landing.found.is_ok());
            if let (Ok(_), Err(why)) = (standing.now, landing.found) {
                let of = Unplaced {
                    id: standing.id,
                    by: standing.by,
                    coder: standing.coder,
                    place: standing.place,
                    why,
                    thing: self.thing_of(standing.id),
                };
                seen.doubtful.push(self.review_item(&of, Some(&new), me.as_ref()));
            }
        }
        seen.doubtful.sort_by_key(|item| (item.old.span, item.id));
        Ok(seen)
    }

    /// The body of a transcript with one passage exchanged, for [`Session::foresee`].
    ///
    /// # Errors
    /// A transcript that the study does not have, a passage that reaches past its end.
    pub fn amended(&self, transcript: &TranscriptId, span: Span, text: &str) -> Result<String, Problem> {
        let at = self.transcript_place(transcript.as_str())?;
        let body = self.corpus.transcript(at).body();
        body.slice(span).ok_or_else(|| outside(span, body, transcript))?;
        let bytes = body.bytes(span);
        let (head, tail) = (&body.text()[..bytes.start], &body.text()[bytes.end..]);
        Ok(format!("{head}{}{tail}", lines(text)))
    }

    pub(super) fn plan_amend(
        &self,
        transcript: &TranscriptId,
        span: Span,
        text: &str,
        accept: &[EventId],
        coder: &CoderName,
    ) -> Result<Plan, Problem> {
        let whole = self.amended(transcript, span, text)?;
        self.plan_edit(transcript, &whole, accept, coder)
    }

    pub(super) fn plan_edit(
        &self,
        transcript: &TranscriptId,
        text: &str,
        accept: &[EventId],
        coder: &CoderName,
    ) -> Result<Plan, Problem> {
        let at = self.transcript_place(transcript.as_str())?;
        let transcript = self.corpus.transcript(at);
        let text = lines(text);
        let body = transcript.body();
        let old = self.file_of(at)?;
        if body.text() == text {
            return Ok(Plan { message: format!("{} is as it was", transcript.id), ..Plan::default() });
        }
        let file = store::with_body(&old, &text).map_err(|refused| {
            let hint = match refused {
                BodyRefused::Unreadable => "`emic check` says what is wrong with the file",
                BodyRefused::NotItself => "begin the text with its first words; nothing was changed",
            };
            Problem::new(format!("{} cannot be corrected so: {refused}", transcript.id)).hint(hint)
        })?;
        let mut events = vec![file_event(&transcript.path, Some(&old), &file)];
        let new = Body::new(text);
        let mut counts = ReviewCounts::default();
        let edits = edits(body, &new);
        for standing in self.standing(at) {
            let own = standing.coder == coder;
            let mut landing = land(&standing, &new, &edits, own);
            if let (Err(Unplaceable::Changed(best)), true, true) = (landing.found, own, accept.contains(&standing.id)) {
                landing = Landing { found: Ok(best), carried: true };
            }
            counts.add(landing.found.map(|span| standing.now.is_ok_and(|now| now != span)));
            if let Landing { found: Ok(span), carried: true } = landing {
                events.extend(self.placed_in(&standing, &new, span, accept.contains(&standing.id)));
            }
        }
        let what = if counts.all() == 0 { "nothing is coded in it".into() } else { counts.sentence() };
        Ok(Plan {
            events,
            files: vec![FileEdit { path: transcript.path.clone(), old: Some(old), text: Some(file) }],
            skipped: Vec::new(),
            message: format!("corrected {}: {what}", transcript.id),
        })
    }

    /// The text of a transcript's file, which must hold the body that this session has shown.
    fn file_of(&self, at: TranscriptIx) -> Result<String, Problem> {
        let transcript = self.corpus.transcript(at);
        let full = self.root.join(&transcript.path);
        let text = std::fs::read_to_string(&full).map_err(|error| Problem::io("read", &full, &error))?;
        let read = store::decode_transcript(&transcript.path, text.clone().into_bytes());
        let same = read.is_ok_and(|read| TextHash::of(&read.body) == transcript.hash);
        if !same || transcript.body().hash() != transcript.hash {
            return Err(Problem::new(format!(
                "{} was changed by another program since it was shown; nothing was changed",
                transcript.path.display()
            ))
            .hint("look at it again, then correct it"));
        }
        Ok(text)
    }

    /// The codings and passage memos of every coder in a transcript.
    fn standing(&self, at: TranscriptIx) -> Vec<Standing<'_>> {
        let id = &self.corpus.transcript(at).id;
        let coding = |id: EventId, now| {
            let coding = self.state().codings.get(&id)?;
            Some(Standing { id, by: coding.placed_by, coder: &coding.coder, place: &coding.place, now })
        };
        let placed = self.placements.of(at).iter().filter_map(|placed| coding(placed.id, Ok(placed.span)));
        let unplaced = self.placements.unplaced.iter().filter_map(|(id, why)| coding(*id, Err(*why)));
        let memos = self.memo_places.iter().filter_map(|(id, found)| {
            let memo = self.state().memos.get(id)?;
            let MemoOn::Passage(place) = &memo.on else { return None };
            let now = found.map(|found| found.span);
            Some(Standing { id: *id, by: memo.written_by, coder: &memo.coder, place, now })
        });
        placed.chain(unplaced).chain(memos).filter(|standing| standing.place.transcript == *id).collect()
    }

    fn thing_of(&self, id: EventId) -> Reviewed {
        match (self.state().codings.get(&id), self.state().memos.get(&id)) {
            (None, Some(memo)) => super::review::memo_reviewed(memo),
            (coding, _) => self.coding_reviewed(&coding.map_or_else(|| "".into(), |coding| coding.code.clone())),
        }
    }

    /// The event that puts one at `span` of the new body.
    fn placed_in(&self, standing: &Standing<'_>, new: &Body, span: Span, accepted: bool) -> Option<Do> {
        let (quote, before, after) = context(new, span)?;
        let transcript = standing.place.transcript.clone();
        let (quote, before, after) = (quote.into(), before.into(), after.into());
        let place = Place { transcript, span, quote, before, after, text: new.hash() };
        let why = if accepted { RespanWhy::Edited } else { RespanWhy::Moved };
        Some(match self.state().memos.get(&standing.id) {
            Some(memo) => memo_at(memo, place),
            None => respan_at(standing.id, standing.place, place, why),
        })
    }

    /// Labels that `new` would have and the transcript has not, unless it is known who they are.
    fn new_labels(&self, at: TranscriptIx, new: &Body) -> Vec<String> {
        let transcript = self.corpus.transcript(at);
        let lower = |label: &String| label.to_lowercase();
        let known: Vec<String> = transcript.layout().labels.iter().map(lower).collect();
        let labels = find_turns(new, &transcript.rules).layout.labels;
        let new = |label: &&String| !known.contains(&lower(label)) && transcript.labels.get(label).is_none();
        labels.iter().filter(new).cloned().collect()
    }
}

/// Line ends as LF, and no byte order mark.
fn lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

/// Where `standing` is in the new body. What this coder has edited is known, so their own need not be sought.
fn land(standing: &Standing<'_>, new: &Body, edits: &[Edited], own: bool) -> Landing {
    let place = standing.place;
    let verdict = match place.span.is_empty() || place.quote.is_empty() {
        true => Verdict::Lost,
        false => resolve(place.span, &place.quote, &place.before, &place.after, place.text, new),
    };
    let found = match verdict {
        Verdict::Exact => Ok(place.span),
        Verdict::Moved(span) => Ok(span),
        Verdict::Changed(Some(span)) => Err(Unplaceable::Changed(span)),
        Verdict::Changed(None) | Verdict::Lost => Err(Unplaceable::Lost),
    };
    let sought = Landing { found, carried: false };
    let Some(now) = standing.now.ok().filter(|_| own) else { return sought };
    let Some((span, touched)) = follow(edits, now) else { return sought };
    match found {
        // Untouched: it stands where the edit has left it.
        _ if !touched && new.slice(span) == Some(&*place.quote) => {
            Landing { found: Ok(span), carried: found != Ok(span) }
        }
        // Edited inside: its ends are known.
        Err(Unplaceable::Changed(best)) => {
            let like = |span| new.slice(span).map_or(0.0, |text| similarity(&place.quote, text));
            let best = if like(span) >= like(best) { span } else { best };
            Landing { found: Err(Unplaceable::Changed(best)), carried: false }
        }
        _ => sought,
    }
}

/// Where `span` of the old body is in the new one, and whether something in it was edited; `None` if an edit reaches over
/// one of its ends, or nothing of it is left.
fn follow(edits: &[Edited], span: Span) -> Option<(Span, bool)> {
    let (mut start, mut end) = (i64::from(span.start), i64::from(span.end));
    let mut touched = false;
    for Edited { span: edit, length } in edits {
        let shift = i64::from(*length) - i64::from(edit.len());
        if edit.end <= span.start {
            start += shift;
            end += shift;
        } else if edit.start >= span.start && edit.end <= span.end && edit.start < span.end {
            end += shift;
            touched = true;
        } else if edit.start < span.end {
            return None;
        }
    }
    let span = Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    (!span.is_empty()).then_some((span, touched))
}

/// What was edited between two bodies, as little of it as there is.
fn edits(old: &Body, new: &Body) -> Vec<Edited> {
    let narrow = |edit: crate::journal::Edit| {
        let (a, b): (Vec<char>, Vec<char>) = (edit.old.chars().collect(), edit.new.chars().collect());
        let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let most = a.len().min(b.len()) - head;
        let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let span = Span::new(edit.span.start + head as u32, edit.span.end - tail as u32);
        Edited { span, length: (b.len() - head - tail) as u32 }
    };
    Patch::between(old.text(), new.text()).0.into_iter().map(narrow).collect()
}
