//! Transcripts as text sources: the text, the selections on it and the codings in them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::guids::Guid;
use super::project::{Out, time};
use super::{Offsets, record};
use crate::model::{CoderName, Coding, EventId, MemoOn, Speaker, Target, TranscriptIx, View};
use crate::text::{Body, Span};

/// Stands in the place of every character of people who have left the study.
const LEFT: char = '█';

/// Characters of a quotation that name a selection.
const NAME: usize = 100;

/// The body as it goes out: speech and labels of people who have left the study are blocked out, character by character, so
/// that positions stay.
pub(super) fn shown<'a>(view: &View<'a>, at: TranscriptIx) -> Cow<'a, str> {
    let transcript = view.corpus.transcript(at);
    let turns = &transcript.layout().turns;
    let gone: Vec<Span> = (0..turns.len())
        .filter(|turn| view.speaker(at, *turn) == Speaker::Excluded)
        .filter_map(|turn| turns.get(turn).map(|turn| turn.span.hull(turn.speech)))
        .collect();
    let text = transcript.body().text();
    if gone.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut next = 0;
    let block = |(at, char): (usize, char)| {
        let at = at as u32;
        while gone.get(next).is_some_and(|span| span.end <= at) {
            next += 1;
        }
        let hidden = gone.get(next).is_some_and(|span| span.contains(at)) && !char.is_whitespace();
        if hidden { LEFT } else { char }
    };
    Cow::Owned(text.chars().enumerate().map(block).collect())
}

/// Whether of a passage nothing is left to see.
pub(super) fn is_blocked(text: &str) -> bool {
    text.contains(LEFT) && text.chars().all(|char| char == LEFT || char.is_whitespace())
}

/// A quotation as the name of its selection: one line, cut with `…`.
pub(super) fn named(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= NAME {
        return line;
    }
    line.chars().take(NAME - 1).chain(['…']).collect()
}

/// Positions of a text in the unit that was asked for.
struct Positions {
    /// UTF-16 units before each code point, where they differ.
    utf16: Option<Vec<u32>>,
}

impl Positions {
    fn new(text: &str, offsets: Offsets) -> Self {
        let astral = text.chars().any(|char| char.len_utf16() == 2);
        let utf16 = (offsets == Offsets::Utf16 && astral).then(|| {
            let mut units = 0;
            let mut before: Vec<u32> = Vec::new();
            for char in text.chars() {
                before.push(units);
                units += char.len_utf16() as u32;
            }
            before.push(units);
            before
        });
        Self { utf16 }
    }

    fn of(&self, position: u32) -> u32 {
        self.utf16.as_ref().and_then(|before| before.get(position as usize)).copied().unwrap_or(position)
    }
}

/// What stands on one stretch of a text.
#[derive(Default)]
struct Selection {
    codings: Vec<EventId>,
    memos: Vec<EventId>,
}

impl Out<'_> {
    /// Writes one transcript.
    pub(super) fn source(&mut self, at: TranscriptIx) {
        let view = self.request.view;
        let transcript = view.corpus.transcript(at);
        let own = Guid::Transcript.of(transcript.id.as_str());
        let guid = self.giver.give(own);
        let text = shown(view, at);
        if matches!(text, Cow::Owned(_)) {
            self.losses.note(format!(
                "{}: what people said who have left the study is blocked out with {LEFT}",
                transcript.id
            ));
        }
        self.astral(transcript.id.as_str(), &text);
        let file = format!("{}.txt", guid.trim_matches(['{', '}']));
        self.xml.open("TextSource").attr("guid", &guid);
        let name = self.unique_source_name(self.giver.name(own, transcript.id.as_str()));
        self.xml.attr("name", &name).attr("plainTextPath", &format!("internal://{file}"));
        let memos = self.memos_where(|on| matches!(on, MemoOn::Transcript(id) if *id == transcript.id));
        self.description(&memos);
        let body = Body::new(text.into_owned());
        self.selections(at, &body);
        for memo in memos {
            let guid = self.giver.give(memo.0);
            self.xml.refer("NoteRef", &guid);
        }
        self.values(&view.corpus.transcript_columns, &transcript.attributes);
        self.xml.close();
        // A reader takes one byte order mark away: a text that begins with one of its own gets another before it.
        let mark = if body.text().starts_with('\u{feff}') { "\u{feff}" } else { "" };
        self.texts.push((file, format!("{mark}{}", body.text())));
        self.losses.kept("texts");
    }

    fn astral(&mut self, transcript: &str, text: &str) {
        let astral = text.chars().filter(|char| char.len_utf16() == 2).count();
        if astral == 0 {
            return;
        }
        let emoji = if astral == 1 {
            "1 character such as an emoji".into()
        } else {
            format!("{astral} characters such as emoji")
        };
        self.losses.note(match self.request.offsets {
            Offsets::CodePoints => format!(
                "{transcript} holds {emoji}; NVivo counts them double, so that its codings after them would stand too far left: \
                 for NVivo export with --offsets utf16"
            ),
            Offsets::Utf16 => format!(
                "{transcript} holds {emoji}, which are counted double, for NVivo; other tools count them once, as the standard says"
            ),
        });
    }

    /// The name of a source, unlike that of every other one: some tools merge sources of one name.
    fn unique_source_name(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        let mut number = 2;
        while !self.source_names.insert(unique.to_lowercase()) {
            unique = format!("{name} ({number})");
            number += 1;
        }
        unique
    }

    /// The selections of a text in the order of their places. One for each stretch and coder; where a selection came from
    /// another tool, it is that one again.
    fn selections(&mut self, at: TranscriptIx, body: &Body) {
        let view = self.request.view;
        let transcript = view.corpus.transcript(at);
        let positions = Positions::new(body.text(), self.request.offsets);
        let mut found: BTreeMap<(Span, CoderName, Option<String>), Selection> = BTreeMap::new();
        for (_, placed) in view.codings(at) {
            let Some(coding) = view.coding(placed) else { continue };
            if let Target::Case(_) = placed.target {
                self.case_mark(coding, placed.span, body, &positions);
                continue;
            }
            let theirs = self.giver.known(coding.id.0).and_then(|thing| thing.selection.clone());
            found.entry((placed.span, coding.coder.clone(), theirs)).or_default().codings.push(coding.id);
        }
        for (memo, span) in self.passage_memos.get(&at).cloned().unwrap_or_default() {
            let Some(memo_of) = view.state.memos.get(&memo) else { continue };
            if body.slice(span).is_none_or(is_blocked) {
                self.losses.lost("memos", format!("on a passage of {} by somebody who has left", transcript.id));
                continue;
            }
            let theirs = self.giver.known(memo.0).and_then(|thing| thing.selection.clone());
            found.entry((span, memo_of.coder.clone(), theirs)).or_default().memos.push(memo);
        }
        for ((span, coder, theirs), selection) in found {
            self.selection(span, &coder, theirs.as_deref(), &selection, body, &positions);
        }
    }

    fn selection(
        &mut self,
        span: Span,
        coder: &CoderName,
        theirs: Option<&str>,
        selection: &Selection,
        body: &Body,
        positions: &Positions,
    ) {
        let view = self.request.view;
        let Some(first) = selection.codings.iter().chain(&selection.memos).min() else { return };
        let guid = self.giver.give_as(Guid::Selection.of(&first.to_string()), theirs);
        let created =
            selection.codings.iter().filter_map(|id| view.state.codings.get(id)).map(|coding| &*coding.created);
        let created =
            created.chain(selection.memos.iter().filter_map(|id| view.state.memos.get(id)).map(|memo| &*memo.created));
        let created = created.filter_map(time).min();
        self.open_selection(&guid, span, body, positions, coder, created.as_deref());
        let mut on: Vec<EventId> = Vec::new();
        for coding in &selection.codings {
            on.extend(self.coding_memos.get(coding).into_iter().flatten());
        }
        on.extend(&selection.memos);
        self.description(&on);
        for id in &selection.codings {
            if let Some(coding) = view.state.codings.get(id) {
                self.coding(coding);
            }
        }
        for memo in &selection.memos {
            let guid = self.giver.give(memo.0);
            self.xml.refer("NoteRef", &guid);
        }
        self.xml.close();
    }

    fn open_selection(
        &mut self,
        guid: &str,
        span: Span,
        body: &Body,
        positions: &Positions,
        coder: &CoderName,
        created: Option<&str>,
    ) {
        let user = self.user(coder);
        self.xml.open("PlainTextSelection").attr("guid", guid);
        self.xml.attr("name", &named(body.slice(span).unwrap_or_default()));
        self.xml.attr("startPosition", &positions.of(span.start).to_string());
        self.xml.attr("endPosition", &positions.of(span.end).to_string());
        self.xml.attr("creatingUser", &user).attr_if("creationDateTime", created);
    }

    /// A mark of a case: a selection without coding, to which the case points.
    fn case_mark(&mut self, coding: &Coding, span: Span, body: &Body, positions: &Positions) {
        let guid = self.giver.give(coding.id.0);
        self.open_selection(&guid, span, body, positions, &coding.coder, time(&coding.created).as_deref());
        let memos = self.coding_memos.get(&coding.id).cloned().unwrap_or_default();
        self.description(&memos);
        for memo in memos {
            let guid = self.giver.give(memo.0);
            self.xml.refer("NoteRef", &guid);
        }
        self.xml.close();
        self.record_coding(coding);
        self.losses.kept("case marks");
    }

    fn coding(&mut self, coding: &Coding) {
        let view = self.request.view;
        let code = view.corpus.codebook.resolve(coding.code.as_str());
        let code = code.map_or_else(|| coding.code.clone(), |at| view.corpus.codebook.code(at).id.clone());
        let guid = self.giver.give(coding.id.0);
        let user = self.user(&coding.coder);
        self.xml.open("Coding").attr("guid", &guid).attr("creatingUser", &user);
        self.xml.attr_if("creationDateTime", time(&coding.created).as_deref());
        let code = self.giver.give(Guid::Code.of(code.as_str()));
        self.xml.refer("CodeRef", &code);
        for memo in self.coding_memos.get(&coding.id).cloned().unwrap_or_default() {
            let guid = self.giver.give(memo.0);
            self.xml.refer("NoteRef", &guid);
        }
        for star in self.star_notes(coding.id) {
            self.xml.refer("NoteRef", &star);
        }
        self.xml.close();
        self.record_coding(coding);
        self.losses.kept("codings");
    }

    /// Keeps what a coding has that the format cannot say.
    fn record_coding(&mut self, coding: &Coding) {
        let mut kept = record::Coding {
            modified: (coding.modified != coding.created).then(|| coding.modified.to_string()),
            query: coding.query.as_deref().map(str::to_owned),
            def: coding.def.as_deref().map(str::to_owned),
            settles: coding.settles().iter().map(|id| self.giver.give(id.0)).collect(),
            by: coding.by().iter().map(|coder| self.alias(coder).to_string()).collect(),
            quotes: BTreeMap::new(),
        };
        for (coder, wording) in self.quotes.get(&coding.id).into_iter().flatten() {
            let texts =
                [("shown", &wording.shown), ("translation", &wording.translation), ("language", &wording.language)];
            let mut keys: BTreeMap<String, serde_json::Value> = texts
                .into_iter()
                .filter_map(|(key, text)| text.as_deref().map(|text| (key.to_owned(), text.into())))
                .collect();
            if let Some(value) = &wording.use_in_paper {
                keys.insert("use".into(), value.clone());
            }
            kept.quotes.insert(self.alias(coder).to_string(), keys);
        }
        if kept != record::Coding::default() {
            let guid = self.giver.give(coding.id.0);
            self.record.codings.insert(guid, kept);
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn names_are_one_line_of_at_most_a_hundred_characters() {
        assert_eq!(named(" so\n\n we  waited "), "so we waited");
        let long = named(&"é😀".repeat(80));
        assert_eq!(long.chars().count(), NAME);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn positions_count_what_was_asked_for() {
        let utf16 = Positions::new("a😀b", Offsets::Utf16);
        assert_eq!([0, 1, 2, 3].map(|at| utf16.of(at)), [0, 1, 3, 4]);
        let points = Positions::new("a😀b", Offsets::CodePoints);
        assert_eq!([0, 1, 2, 3].map(|at| points.of(at)), [0, 1, 2, 3]);
        assert!(is_blocked("██ █\n") && !is_blocked("██ a") && !is_blocked("  "));
    }
}
