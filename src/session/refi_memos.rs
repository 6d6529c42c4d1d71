//! Notes and descriptions of a project as memos; marks for the write-up are marks again.

use std::collections::{HashMap, HashSet};

use super::refi_bring::{Bring, CaseIs, Line};
use crate::export::refi::STARS;
use crate::import::refi::{Coding, Note, key};
use crate::journal::Do;
use crate::journal::event::MemoWritten;
use crate::model::{CoderName, EventId, MemoKind, MemoOn, Star};

impl Bring<'_> {
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
}
