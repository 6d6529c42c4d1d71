//! Codings, case marks and memos of a project as lines of its coders' journals.

use std::collections::{HashMap, HashSet};

use super::refi_bring::{Bring, CaseIs, Line};
use super::refi_names::{event_id, utc};
use crate::export::refi::Thing;
use crate::import::refi::{Coding, Selection, key};
use crate::journal::Do;
use crate::journal::event::Code;
use crate::model::{CoderName, EventId, Place, QuoteWording};
use crate::text::{Body, Span};

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
    pub(super) fn at(&mut self, time: Option<&str>) -> String {
        let Some((time, zoneless)) = time.and_then(utc) else { return String::new() };
        if zoneless {
            self.losses.note("times without a time zone were taken as UTC");
        }
        time
    }

    /// The id of a coding or memo with this GUID: the GUID itself where that can be one, else a new one.
    pub(super) fn id_for(&mut self, guid: &str, taken: &mut HashSet<EventId>, selection: Option<&str>) -> EventId {
        let own =
            event_id(guid, self.now).filter(|id| self.session.journals.fold.find(*id).is_none() && taken.insert(*id));
        let id = own.unwrap_or_else(|| self.id());
        taken.insert(id);
        let selection = selection.filter(|guid| !guid.is_empty() && !self.ours).map(str::to_owned);
        self.thing(id.0, guid, Thing { selection, ..Thing::default() });
        id
    }

    pub(super) fn place(&self, text: usize, span: Span) -> Option<Place> {
        let placed = &self.texts[text];
        Place::of(placed.id.clone(), &placed.body, span).filter(|_| !span.is_empty())
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

    /// The time of the last change, where it is not that of the coding: said last, for the last word counts.
    pub(super) fn touch(&mut self) {
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
