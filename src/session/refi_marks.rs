//! Codings, case marks and memos of a project as lines of its coders' journals.

use std::collections::{HashMap, HashSet};

use super::refi_bring::{Bring, CaseIs, Line};
use super::refi_names::{event_id, utc};
use crate::export::refi::{STARS, Thing};
use crate::import::refi::{Coding, Note, Selection, key};
use crate::journal::Do;
use crate::journal::event::{Code, MemoWritten};
use crate::model::{CoderName, EventId, MemoKind, MemoOn, Place, QuoteWording, Star};
use crate::text::{Body, Span, context};

/// What a passage has been given: its coding as far as others can see it.
type Given = (String, Span, String, String);

/// The passage of a whole text: from its first to its last character that is not white.
fn whole(body: &Body) -> Span {
    let text = body.text();
    let start = text.len() - text.trim_start().len();
    body.span_of_bytes(start..text.trim_end().len().max(start))
}

impl Bring<'_> {
    /// A time of the project as a journal has it; empty where there is none.
    fn at(&mut self, time: Option<&str>) -> String {
        let Some((time, zoneless)) = time.and_then(utc) else { return String::new() };
        if zoneless {
            self.losses.note("times without a time zone were taken as UTC");
        }
        time
    }

    /// The id of a coding or memo with this GUID: the GUID itself where that can be one, else a new one.
    fn id_for(&mut self, guid: &str, taken: &mut HashSet<EventId>, selection: Option<&str>) -> EventId {
        let own =
            event_id(guid, self.now).filter(|id| self.session.journals.fold.find(*id).is_none() && taken.insert(*id));
        let id = own.unwrap_or_else(|| self.id());
        taken.insert(id);
        let selection = selection.filter(|guid| !guid.is_empty() && !self.ours).map(str::to_owned);
        self.thing(id.0, guid, Thing { selection, ..Thing::default() });
        id
    }

    fn place(&self, text: usize, span: Span) -> Option<Place> {
        let placed = &self.texts[text];
        let (quote, before, after) = context(&placed.body, span).filter(|_| !span.is_empty())?;
        Some(Place {
            transcript: placed.id.clone(),
            span,
            quote: quote.into(),
            before: before.into(),
            after: after.into(),
            text: placed.body.hash(),
        })
    }

    /// The code of a journal for the code or case of a project.
    fn code_of(&self, code: &str) -> Option<String> {
        match self.cases.get(code) {
            Some(CaseIs::Case(id)) => Some(format!("case:{id}")),
            _ => self.codes.get(code).cloned(),
        }
    }

    /// What coders have given already, here and in what comes in.
    fn given(&self) -> HashSet<Given> {
        let placements = self.session.placements();
        let mut given = HashSet::new();
        for (at, list) in placements.by_transcript.iter().enumerate() {
            let transcript = self.session.corpus().transcript(at.into()).id.to_string();
            for placed in list {
                if let Some(coding) = self.session.state().codings.get(&placed.id) {
                    given.insert((
                        transcript.clone(),
                        placed.span,
                        coding.code.to_string(),
                        coding.coder.key().to_owned(),
                    ));
                }
            }
        }
        given
    }

    /// Codings and marks of cases, with what hangs on codings.
    pub(super) fn marks(&mut self) {
        let mut given = self.given();
        let before = given.clone();
        let mut taken: HashSet<EventId> = HashSet::new();
        let mut ids: HashMap<String, EventId> = HashMap::new();
        // By selection: the cases that point to it.
        let mut marks: HashMap<String, Vec<String>> = HashMap::new();
        for case in &self.project.cases {
            if let Some(CaseIs::Case(id)) = self.cases.get(&key(&case.guid)) {
                for selection in &case.selections {
                    marks.entry(selection.clone()).or_default().push(id.clone());
                }
            }
        }
        let mut texts = std::mem::take(&mut self.project.texts);
        let mut nobody = 0u64;
        for (at, text) in texts.iter_mut().enumerate() {
            let all = whole(&self.texts[at].body);
            for coding in &text.codings {
                self.code(at, all, coding, None, &mut given, &before, &mut taken, &mut ids, &mut nobody);
            }
            if !text.codings.is_empty() {
                self.losses.note("codes on whole texts are now codings of all of the text");
            }
            for selection in &text.selections {
                for coding in &selection.codings {
                    self.code(
                        at,
                        selection.span,
                        coding,
                        Some(selection),
                        &mut given,
                        &before,
                        &mut taken,
                        &mut ids,
                        &mut nobody,
                    );
                }
                for case in marks.remove(&key(&selection.guid)).unwrap_or_default() {
                    let mark = Coding {
                        guid: selection.guid.clone(),
                        code: String::new(),
                        user: selection.user.clone(),
                        created: selection.created.clone(),
                        notes: Vec::new(),
                    };
                    let code = format!("case:{case}");
                    self.write(at, selection.span, &mark, None, code, &mut given, &before, &mut taken, &mut ids);
                }
            }
        }
        for _ in marks.values().flatten() {
            self.losses.lost("case marks", "on a passage that did not come over");
        }
        if nobody > 0 {
            self.losses.note(format!(
                "{} without a user: taken as {}'s",
                crate::analysis::counted(nobody, "coding"),
                self.fallback
            ));
        }
        self.project.texts = texts;
        self.recorded(&ids);
        self.coding_ids = ids;
    }

    #[allow(clippy::too_many_arguments)]
    fn code(
        &mut self,
        at: usize,
        span: Span,
        coding: &Coding,
        selection: Option<&Selection>,
        given: &mut HashSet<Given>,
        before: &HashSet<Given>,
        taken: &mut HashSet<EventId>,
        ids: &mut HashMap<String, EventId>,
        nobody: &mut u64,
    ) {
        let Some(code) = self.code_of(&coding.code) else {
            let name = crate::text::visible(self.texts[at].id.as_str()).into_owned();
            self.losses
                .lost("codings", format!("{name}, {}..{}: its code is not in the project", span.start, span.end));
            return;
        };
        if !coding.user.as_ref().is_some_and(|user| self.coders.contains_key(user)) {
            *nobody += 1;
        }
        self.write(
            at,
            span,
            coding,
            selection.map(|selection| selection.guid.as_str()),
            code,
            given,
            before,
            taken,
            ids,
        );
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &mut self,
        at: usize,
        span: Span,
        coding: &Coding,
        selection: Option<&str>,
        code: String,
        given: &mut HashSet<Given>,
        before: &HashSet<Given>,
        taken: &mut HashSet<EventId>,
        ids: &mut HashMap<String, EventId>,
    ) {
        let kind = if code.starts_with("case:") { "case marks" } else { "codings" };
        let guid = key(&coding.guid);
        if let Some(id) = self.known.event(&guid) {
            self.there += 1;
            ids.entry(guid).or_insert(id);
            self.losses.kept(kind);
            return;
        }
        let name = crate::text::visible(self.texts[at].id.as_str()).into_owned();
        let Some(place) = self.place(at, span) else {
            self.losses.lost(kind, format!("{name}, {}..{}: there is no text", span.start, span.end));
            return;
        };
        let coder = self.coder(coding.user.as_deref());
        let same: Given = (self.texts[at].id.to_string(), span, code.clone(), coder.key().to_owned());
        if before.contains(&same) {
            self.there += 1;
            self.losses.kept(kind);
            return;
        }
        if !given.insert(same) && !self.ours {
            self.losses
                .lost(kind, format!("{name}, {}..{}: {coder} has coded this passage so already", span.start, span.end));
            return;
        }
        if !guid.is_empty() && ids.contains_key(&guid) {
            self.losses.note("some codings share a GUID: all came over, each with an id of its own");
        }
        let id = self.id_for(&coding.guid, taken, selection);
        ids.entry(guid).or_insert(id);
        let created = self.at(coding.created.as_deref());
        let recorded = self.record.codings.get(&coding.guid);
        let what = Do::Code(Code {
            place,
            code: code.into(),
            query: recorded.and_then(|kept| kept.query.as_deref().map(Box::from)),
            def: recorded.and_then(|kept| kept.def.as_deref().map(Box::from)),
            settles: Vec::new(),
            by: recorded
                .map(|kept| kept.by.iter().filter_map(|name| CoderName::new(name).ok()).collect())
                .unwrap_or_default(),
        });
        self.lines.push(Line { id, coder, at: created, what });
        self.losses.kept(kind);
    }

    /// What emic kept of codings on the way out: what they settle, wordings for print, the time of the last change.
    fn recorded(&mut self, ids: &HashMap<String, EventId>) {
        let kept = std::mem::take(&mut self.record.codings);
        let by_id: HashMap<EventId, usize> = self.lines.iter().enumerate().map(|(at, line)| (line.id, at)).collect();
        for (guid, kept) in &kept {
            let Some(at) = ids.get(&key(guid)).and_then(|id| by_id.get(id)).copied() else { continue };
            let settles: Vec<EventId> = kept.settles.iter().filter_map(|guid| ids.get(&key(guid))).copied().collect();
            let (id, coder, created) = (self.lines[at].id, self.lines[at].coder.clone(), self.lines[at].at.clone());
            let Do::Code(code) = &mut self.lines[at].what else { continue };
            code.settles = settles;
            let (named, def) = (code.code.clone(), code.def.clone());
            for (name, keys) in &kept.quotes {
                let Ok(by) = CoderName::new(name) else { continue };
                let text = |key: &str| keys.get(key).and_then(|value| value.as_str()).map(Box::from);
                let wording = QuoteWording {
                    shown: text("shown"),
                    translation: text("translation"),
                    language: text("language"),
                    use_in_paper: keys.get("use").cloned(),
                };
                let line =
                    Line { id: self.id(), coder: by, at: created.clone(), what: Do::Quote { coding: id, wording } };
                self.lines.push(line);
            }
            if let Some(modified) = &kept.modified {
                self.touched.push((id, coder, modified.clone(), named, def));
            }
        }
        self.record.codings = kept;
    }

    /// Notes and descriptions as memos, each on what it hangs on.
    pub(super) fn memos(&mut self) {
        let notes: HashMap<String, Note> =
            std::mem::take(&mut self.project.notes).into_iter().map(|note| (key(&note.guid), note)).collect();
        let mut taken: HashSet<EventId> = self.lines.iter().map(|line| line.id).collect();
        let mut used: HashSet<String> = HashSet::new();
        let texts = std::mem::take(&mut self.project.texts);
        for (at, text) in texts.iter().enumerate() {
            let on = MemoOn::Transcript(self.texts[at].id.clone());
            self.hang(&notes, &text.notes, &on, None, &mut used, &mut taken);
            self.describe(&notes, &text.notes, &text.description, &on, None, None);
            for coding in &text.codings {
                self.on_coding(&notes, coding, &mut used, &mut taken);
            }
            for selection in &text.selections {
                let all: Vec<String> = selection
                    .codings
                    .iter()
                    .flat_map(|coding| &coding.notes)
                    .chain(&selection.notes)
                    .cloned()
                    .collect();
                for coding in &selection.codings {
                    self.on_coding(&notes, coding, &mut used, &mut taken);
                }
                if selection.notes.is_empty() && selection.description.is_empty() {
                    continue;
                }
                let mark = self.coding_ids.get(&key(&selection.guid)).copied();
                let only = match selection.codings.as_slice() {
                    [only] => self.coding_ids.get(&key(&only.guid)).copied(),
                    _ => mark,
                };
                let passage = |out: &Self| out.place(at, selection.span).map(MemoOn::Passage);
                let Some(on) = only.map(MemoOn::Coding).or_else(|| passage(self)) else { continue };
                // In a project of emic a note on a selection is one on the passage.
                let noted =
                    if self.ours && mark.is_none() { passage(self).unwrap_or_else(|| on.clone()) } else { on.clone() };
                self.hang(&notes, &selection.notes, &noted, selection.user.as_deref(), &mut used, &mut taken);
                self.describe(
                    &notes,
                    &all,
                    &selection.description,
                    &on,
                    selection.user.as_deref(),
                    selection.created.as_deref(),
                );
            }
        }
        self.project.texts = texts;
        for code in std::mem::take(&mut self.project.codes) {
            if let Some(id) = self.codes.get(&key(&code.guid)).cloned() {
                self.hang(&notes, &code.notes, &MemoOn::Code(id.into()), None, &mut used, &mut taken);
            }
        }
        for case in std::mem::take(&mut self.project.cases) {
            let on = match self.cases.get(&key(&case.guid)) {
                Some(CaseIs::Participant(id)) => MemoOn::Participant(id.as_str().into()),
                Some(CaseIs::Case(id)) => MemoOn::Case(id.clone()),
                _ => MemoOn::Study,
            };
            let guid = key(&case.guid);
            let recorded = self.record.memos.iter().filter(|(_, memo)| memo.on.len() == 1 && key(&memo.on[0]) == guid);
            let own: Vec<String> = recorded.map(|(note, _)| key(note)).collect();
            self.describe(&notes, &own, &case.description, &on, None, None);
        }
        let description = std::mem::take(&mut self.project.description);
        self.describe(&notes, &[], &description, &MemoOn::Study, None, None);
        let mut rest: Vec<String> = notes.keys().filter(|guid| !used.contains(*guid)).cloned().collect();
        rest.sort();
        for guid in rest {
            if notes.get(&guid).is_some_and(|note| STARS.contains(&note.name.as_str())) {
                continue;
            }
            let on = self.recorded_on(&guid).unwrap_or(MemoOn::Study);
            self.hang(&notes, &[guid], &on, None, &mut used, &mut taken);
        }
        self.touch();
    }

    /// What emic kept of what a memo hangs on.
    fn recorded_on(&self, guid: &str) -> Option<MemoOn> {
        let (_, memo) = self.record.memos.iter().find(|(note, _)| key(note) == guid)?;
        let case = self.cases.get(&key(memo.on.first()?))?;
        let code = memo.on.get(1).map(|code| self.codes.get(&key(code)).cloned());
        match (case, code) {
            (CaseIs::Participant(id), None) => Some(MemoOn::Participant(id.as_str().into())),
            (CaseIs::Case(id), None) => Some(MemoOn::Case(id.clone())),
            (CaseIs::Participant(id), Some(code)) => Some(MemoOn::ParticipantCode(id.as_str().into(), code?.into())),
            (CaseIs::Case(id), Some(code)) => Some(MemoOn::CaseCode(id.clone(), code?.into())),
            (CaseIs::Unnamed, _) => None,
        }
    }

    fn on_coding(
        &mut self,
        notes: &HashMap<String, Note>,
        coding: &Coding,
        used: &mut HashSet<String>,
        taken: &mut HashSet<EventId>,
    ) {
        let Some(id) = self.coding_ids.get(&key(&coding.guid)).copied() else { return };
        self.hang(notes, &coding.notes, &MemoOn::Coding(id), coding.user.as_deref(), used, taken);
    }

    /// Writes notes as memos on a thing; marks for the write-up are marks again.
    fn hang(
        &mut self,
        notes: &HashMap<String, Note>,
        on_it: &[String],
        on: &MemoOn,
        user: Option<&str>,
        used: &mut HashSet<String>,
        taken: &mut HashSet<EventId>,
    ) {
        for guid in on_it {
            let Some(note) = notes.get(guid) else { continue };
            let coder = self.coder(note.user.as_deref().or(user));
            if let (MemoOn::Coding(coding), Some(star)) = (on, STARS.iter().position(|name| *name == note.name)) {
                let star = if star == 0 { Star::Exemplar } else { Star::Negative };
                used.insert(guid.clone());
                self.star(*coding, coder, star);
                continue;
            }
            if let Some(known) = self.known.event(guid) {
                if used.insert(guid.clone()) {
                    self.there += 1;
                    self.losses.kept("memos");
                }
                taken.insert(known);
                continue;
            }
            let recorded =
                self.record.memos.iter().find(|(known, _)| key(known) == *guid).map(|(_, memo)| memo.clone());
            let title = match &recorded {
                Some(memo) if memo.untitled => String::new(),
                Some(memo) if !memo.title.is_empty() => memo.title.clone(),
                _ => note.name.clone(),
            };
            let kind = recorded.and_then(|memo| MemoKind::parse(&memo.kind)).unwrap_or_default();
            if note.text.is_empty() {
                used.insert(guid.clone());
                self.losses.lost("memos", format!("{}: it has no text", crate::text::visible(&note.name)));
                continue;
            }
            let again = !used.insert(guid.clone());
            if self.has_memo(on, &note.text, &coder) {
                self.there += 1;
                self.losses.kept("memos");
                continue;
            }
            let id = if again { self.id() } else { self.id_for(&note.guid, taken, None) };
            let created = self.at(note.created.as_deref());
            let modified = self.at(note.modified.as_deref());
            let written = MemoWritten {
                memo: None,
                on: Some(on.clone()),
                title: (!title.is_empty()).then(|| title.into()),
                kind: Some(kind),
                text: Some(note.text.as_str().into()),
            };
            self.lines.push(Line { id, coder: coder.clone(), at: created.clone(), what: Do::Memo(written) });
            if !modified.is_empty() && modified != created {
                let again =
                    MemoWritten { memo: Some(id), text: Some(note.text.as_str().into()), ..MemoWritten::default() };
                let line = Line { id: self.id(), coder, at: modified, what: Do::Memo(again) };
                self.lines.push(line);
            }
            self.losses.kept("memos");
        }
    }

    /// Whether somebody has written the same on the same thing already.
    fn has_memo(&self, on: &MemoOn, text: &str, coder: &CoderName) -> bool {
        let same = |memo_on: &MemoOn| match (memo_on, on) {
            (MemoOn::Passage(a), MemoOn::Passage(b)) => (&a.transcript, a.span) == (&b.transcript, b.span),
            (a, b) => a == b,
        };
        self.session.state().memos.values().any(|memo| &*memo.text == text && memo.coder == *coder && same(&memo.on))
    }

    /// A description as a memo, unless it only repeats the notes beside it.
    fn describe(
        &mut self,
        notes: &HashMap<String, Note>,
        beside: &[String],
        description: &str,
        on: &MemoOn,
        user: Option<&str>,
        created: Option<&str>,
    ) {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = plain(description);
        if said.is_empty() {
            return;
        }
        let texts: Vec<String> =
            beside.iter().filter_map(|guid| notes.get(guid)).map(|note| plain(&note.text)).collect();
        let stars = |guid: &&String| notes.get(*guid).is_none_or(|note| !STARS.contains(&note.name.as_str()));
        let without: Vec<String> =
            beside.iter().filter(stars).filter_map(|guid| notes.get(guid)).map(|note| plain(&note.text)).collect();
        let mut sorted = without.clone();
        sorted.sort();
        if texts.contains(&said) || plain(&without.join(" ")) == said || plain(&sorted.join(" ")) == said {
            return;
        }
        let coder = self.coder(user);
        self.losses.kept("memos");
        if self.has_memo(on, description, &coder) {
            self.there += 1;
            return;
        }
        let at = self.at(created);
        let written = MemoWritten {
            memo: None,
            on: Some(on.clone()),
            title: None,
            kind: Some(MemoKind::Note),
            text: Some(description.into()),
        };
        let line = Line { id: self.id(), coder, at, what: Do::Memo(written) };
        self.lines.push(line);
    }

    fn star(&mut self, coding: EventId, coder: CoderName, star: Star) {
        self.losses.kept("marks for the write-up");
        if self.session.state().stars.get(&(coding, coder.clone())) == Some(&star) {
            return;
        }
        let at = self.lines.iter().find(|line| line.id == coding).map(|line| line.at.clone()).unwrap_or_default();
        let line = Line { id: self.id(), coder, at, what: Do::Star { coding, star: Some(star) } };
        self.lines.push(line);
    }

    /// The time of the last change, where it is not that of the coding: said last, for the last word counts.
    fn touch(&mut self) {
        for (coding, coder, at, code, def) in std::mem::take(&mut self.touched) {
            let line = Line { id: self.id(), coder, at, what: Do::Recode { coding, code, def } };
            self.lines.push(line);
        }
    }

    /// What coders have finished.
    pub(super) fn finished(&mut self) {
        for (name, guid) in std::mem::take(&mut self.record.done) {
            let (Ok(coder), Some(at)) = (CoderName::new(&name), self.text_keys.get(&key(&guid)).copied()) else {
                continue;
            };
            let transcript = self.texts[at].id.clone();
            if !self.session.state().done.contains(&(coder.clone(), transcript.clone())) {
                let line = Line { id: self.id(), coder, at: String::new(), what: Do::Done { transcript, on: true } };
                self.lines.push(line);
            }
        }
    }
}
