//! `emic check`: everything that is wrong with a study, and what is worth knowing. It trusts no cache.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Session;
use super::journals::Journals;
use super::open::read_corpus;
use super::review::Reviewed;
use super::tables::label_uses;
use crate::analysis::{Template, counted, thousands};
use crate::journal::fold::InertWhy;
use crate::model::{Diagnostic, MemoOn, Severity, Speaker, Target, TranscriptIx, Unplaceable};
use crate::text::{DoubtKind, find_turns};

/// At most this many findings of one kind in one file are listed; the rest is a number.
const MOST: usize = 20;

impl Session {
    /// All faults and notes: faults first, then by file. Every file is read and every coding compared letter by letter.
    pub fn check(&mut self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Ok((study, faults)) = crate::store::read_study(&self.root) {
            found.extend(faults);
            let last = std::mem::take(&mut self.corpus.codebook);
            self.corpus = read_corpus(study, (&self.cache, &self.texts), &mut found, false, last);
            self.verdicts = crate::cache::Verdicts::load(&crate::cache::Cache::in_memory());
            if self.as_of.is_none() {
                let mut anew = Journals::read(&self.corpus.study, None, &crate::cache::Cache::in_memory());
                // Only opening takes old copies of lines away, and says so.
                anew.found.extend(self.journals.found.drain(..).filter(|found| found.kind == "old-copy"));
                self.journals = anew;
                self.look_as_coder();
            }
            self.place_all();
        }
        found.extend(self.journals.found.iter().cloned());
        self.check_copies(&mut found);
        self.check_table_copies(&mut found);
        self.check_kept(&mut found);
        self.check_codings(&mut found);
        self.check_codes(&mut found);
        self.check_memos(&mut found);
        self.check_wordings(&mut found);
        self.check_inert(&mut found);
        self.check_withdrawn(&mut found);
        self.check_transcripts(&mut found);
        found.extend(self.template_fault());
        found.extend(self.texts.faults());
        let mut kept = limited(found);
        kept.sort_by(|a, b| (a.severity, &a.file).cmp(&(b.severity, &b.file)));
        kept
    }

    /// Texts that an edit or an interrupted save has left.
    fn check_kept(&self, found: &mut Vec<Diagnostic>) {
        for path in self.kept_copies() {
            let what = "a text is kept from an edit that has not ended, or not well";
            let hint = format!("to take it: emic edit TRANSCRIPT --from {}; else delete it", path.display());
            found.push(Diagnostic::note("kept-edit", path, what).hint(hint));
        }
        let files = super::anon_pieces::files_below(&self.root).0;
        for path in files.into_iter().filter(|path| super::anon_apply::is_left_behind(path)) {
            let path = path.strip_prefix(&self.root).map(Path::to_owned).unwrap_or(path);
            let what = "a save was interrupted here; the file that it was to replace is as it was before";
            found.push(Diagnostic::note("left-behind", path, what).hint("delete it"));
        }
    }

    pub(super) fn journal_file(&self, coder: &crate::model::CoderName) -> PathBuf {
        let path = self.journals.path_of(&self.corpus.study, coder);
        path.strip_prefix(&self.root).map(Path::to_owned).unwrap_or(path)
    }

    fn check_codings(&self, found: &mut Vec<Diagnostic>) {
        for unplaced in self.unplaced_places() {
            let (id, transcript) = (unplaced.id, &unplaced.place.transcript);
            let (of, named) = match &unplaced.thing {
                Reviewed::Coding { code, .. } => (format!("of coding {id} ({code})"), format!("coding {id} ({code})")),
                Reviewed::Memo { .. } => (format!("of memo {id}"), format!("memo {id}")),
            };
            let placed = "it is left out of everything until someone places it: `emic code review`";
            let (kind, what, hint) = match unplaced.why {
                Unplaceable::Changed(_) => {
                    ("changed", format!("the passage {of} in {transcript} was edited or is ambiguous now"), placed)
                }
                Unplaceable::Lost => ("lost", format!("the passage {of} is not in {transcript} any more"), placed),
                Unplaceable::NoTranscript => (
                    "no-transcript",
                    format!("{named} is in {transcript}, which the study does not have"),
                    "put the transcript back, or give it its old id: `transcript: …` in its front matter (`emic relink` does it)",
                ),
            };
            found.push(Diagnostic::fault(kind, self.journal_file(unplaced.coder), what).hint(hint));
        }
        let view = self.view(None);
        let mut of_nobody: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for at in self.corpus.places() {
            for (place, placed) in self.placements.of(at).iter().enumerate() {
                if !matches!(placed.target, Target::Case(_)) && view.people(at, place).is_empty() {
                    *of_nobody.entry(self.corpus.transcript(at).path.clone()).or_default() += 1;
                }
            }
        }
        for (path, count) in of_nobody {
            let what = format!(
                "{} belong{} to no participant: only words of interviewers, others or unmapped speakers are coded",
                counted(count as u64, "coding"),
                if count == 1 { "s" } else { "" }
            );
            found.push(Diagnostic::note("of-nobody", path, what));
        }
        self.check_unheard(found);
    }

    fn check_codes(&self, found: &mut Vec<Diagnostic>) {
        let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
        for list in &self.placements.by_transcript {
            for placed in list.iter().filter(|placed| placed.target == Target::Unknown) {
                if let Some(coding) = self.state().codings.get(&placed.id) {
                    *unknown.entry(coding.code.as_str()).or_default() += 1;
                }
            }
        }
        for (code, count) in unknown {
            let (what, hint) = match code.strip_prefix("case:") {
                Some(case) => (
                    format!("marked with the case `{case}`, which cases.csv does not have"),
                    "add the row to cases.csv",
                ),
                None => (
                    format!("coded `{code}`, which the codebook does not have"),
                    "add the code again, or list the id under `was:` of the code that it was merged into",
                ),
            };
            let count = counted(count as u64, "passage");
            found.push(
                Diagnostic::fault("unknown-code", &self.corpus.study.codebook, format!("{count} {what}")).hint(hint),
            );
        }
    }

    fn check_memos(&self, found: &mut Vec<Diagnostic>) {
        for memo in self.state().memos.values() {
            let missing = match &memo.on {
                MemoOn::Transcript(id) => self.corpus.find(id.as_str()).is_none().then(|| format!("transcript {id}")),
                MemoOn::Participant(id) => {
                    self.corpus.participants.find(id.as_str()).is_none().then(|| format!("participant {id}"))
                }
                MemoOn::Code(id) => self.corpus.theme(id.as_str()).is_none().then(|| format!("code {id}")),
                MemoOn::Case(id) => self.corpus.cases.find(id).is_none().then(|| format!("case {id}")),
                _ => None,
            };
            if let Some(missing) = missing {
                let what = format!("memo {} hangs on {missing}, which the study does not have", memo.id);
                found.push(Diagnostic::note("memo", self.journal_file(&memo.coder), what));
            }
        }
    }

    /// Wordings for print that say what the passage does not, written by hand or left by a passage that was made smaller.
    fn check_wordings(&self, found: &mut Vec<Diagnostic>) {
        for ((id, coder), wording) in &self.state().quotes {
            // A coding without a place has its own fault.
            let Some((shown, placed)) = wording.shown.as_deref().zip(self.placed(*id)) else { continue };
            if let Err(fault) = self.check_fit(placed, shown) {
                let what = format!("the wording for print of coding {id} is not what was said: {}", fault.what);
                let hint = "the passage itself is printed instead; `emic code quote` words it anew";
                found.push(Diagnostic::fault("wording", self.journal_file(coder), what).hint(hint));
            }
        }
    }

    fn check_inert(&self, found: &mut Vec<Diagnostic>) {
        for inert in self.journals.fold.inert() {
            let what = match &inert.why {
                InertWhy::NotOwn(owner) => {
                    format!("event {} of {} has no effect: coding {} is {owner}'s", inert.id, inert.coder, inert.coding)
                }
                // Undone and taken away codings leave such events behind; they are no one's concern.
                InertWhy::NoCoding => continue,
            };
            found.push(Diagnostic::note("no-effect", self.journal_file(&inert.coder), what));
        }
        self.check_newer(found);
        for act in self.journals.fold.acts().filter(|act| !act.whole) {
            let what =
                format!("action {} of {} is incomplete and has no effect until the rest arrives", act.id, act.coder);
            found.push(Diagnostic::note("incomplete", self.journal_file(&act.coder), what));
        }
    }

    /// An interview in which all speech is an interviewer's: the answers may stand in the paragraphs of the questions.
    fn nobody_answers(&self, at: TranscriptIx) -> Option<Diagnostic> {
        let transcript = self.corpus.transcript(at);
        let uses = label_uses(&self.corpus, at);
        let asked: u64 = uses.iter().map(|label| label.words).sum();
        let what = format!("all {} words are an interviewer's: nothing of it counts", thousands(asked));
        let note = Diagnostic::note("nobody-answers", &transcript.path, what).hint(
            "if answers stand under the questions, put an empty line before each, or a label; or give `turns:` in study.yaml a pattern",
        );
        (asked > 0 && uses.iter().all(|label| label.speaker == Speaker::Interviewer)).then_some(note)
    }

    /// What is wrong with the template of quotes, which only an export needs.
    fn template_fault(&self) -> Option<Diagnostic> {
        let template = &self.corpus.study.quote_template;
        let error = Template::parse(template, &self.corpus.attribute_names()).err()?;
        let text = self.text_of(Path::new("study.yaml")).ok().flatten().unwrap_or_default();
        let found = Diagnostic::fault("quote-template", "study.yaml", error.to_string()).hint(error.hint());
        let written = text.lines().enumerate().find(|(_, line)| line.starts_with("quote_template:"));
        Some(match written {
            Some((at, line)) => {
                // The place within the template is known where it stands there as it is read.
                let start = line.find(template.as_str()).map(|byte| line[..byte].chars().count() + error.at());
                found.at(&text, at as u32 + 1, start.unwrap_or_default() as u32 + 1, 1)
            }
            None => found,
        })
    }

    fn check_transcripts(&self, found: &mut Vec<Diagnostic>) {
        if self.corpus.transcripts.is_empty() {
            let what = "the study has no transcript that can be read";
            found.push(
                Diagnostic::note("no-transcripts", "study.yaml", what)
                    .hint("put text or Markdown files into the folders that `transcripts:` names"),
            );
        }
        for at in self.corpus.places() {
            let transcript = self.corpus.transcript(at);
            let body = transcript.body();
            if body.hash() != transcript.hash {
                continue;
            }
            if body.text().trim().is_empty() {
                continue;
            }
            found.extend(before_the_first_label(transcript));
            found.extend(self.nobody_answers(at));
            for label in label_uses(&self.corpus, at) {
                if label.speaker == Speaker::Unmapped {
                    let name = if label.label.is_empty() {
                        "nobody is labelled".into()
                    } else {
                        format!("label `{}`", label.label)
                    };
                    let what = format!(
                        "{name} ({}, {} words): nobody has said who that is, so nothing of it counts",
                        counted(label.turns, "turn"),
                        thousands(label.words)
                    );
                    let hint = format!("emic speakers {} \"{}=WHO\"", transcript.id, label.label);
                    found.push(Diagnostic::note("unmapped", &transcript.path, what).hint(hint));
                }
            }
            for doubt in find_turns(body, &transcript.rules).doubtful {
                let label = &doubt.label;
                let what = match &doubt.kind {
                    DoubtKind::KeptOnce => format!("`{label}` stands once and was taken for a label"),
                    DoubtKind::Refused if doubt.count > 1 => {
                        format!("`{label}` stands {} times and was not taken for a label", doubt.count)
                    }
                    DoubtKind::Abbreviates { full } => {
                        format!("`{label}` may be short for `{full}`: they are two labels")
                    }
                    DoubtKind::Refused | DoubtKind::Header => continue,
                };
                let text = body.text();
                let length = label.chars().count() as u32;
                found.push(Diagnostic::note("label", &transcript.path, what).at(text, doubt.line, 1, length));
            }
        }
    }
}

/// A long text before the first label: a heading is nothing to speak of, an unlabelled interview is.
fn before_the_first_label(transcript: &crate::model::Transcript) -> Option<Diagnostic> {
    let layout = transcript.layout();
    let first = layout.turns.first()?;
    let label = layout.labels.get(first.label? as usize)?;
    let head = transcript.body().slice(crate::text::Span::new(0, first.span.start))?;
    let words = crate::text::words(head).count();
    let what = format!(
        "{} words stand before the first label `{label}`: nobody speaks them, so they count nowhere and no search finds them",
        thousands(words as u64)
    );
    let note = Diagnostic::note("before-turns", &transcript.path, what)
        .hint("if somebody speaks there, put their label in front of it");
    (words >= 100 && words * 4 >= layout.words.len()).then_some(note)
}

/// At most [`MOST`] findings of one kind in one file.
fn limited(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<(Severity, &'static str, PathBuf), usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for diagnostic in found {
        let count = counts.entry((diagnostic.severity, diagnostic.kind, diagnostic.file.clone())).or_default();
        *count += 1;
        if *count <= MOST {
            kept.push(diagnostic);
        }
    }
    for ((severity, kind, file), count) in counts.into_iter().filter(|(_, count)| *count > MOST) {
        let what = format!("and {} more of this kind (`{kind}`)", thousands((count - MOST) as u64));
        kept.push(Diagnostic { severity, ..Diagnostic::note(kind, file, what) });
    }
    kept
}
