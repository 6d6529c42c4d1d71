//! Making a study out of a folder of transcripts.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::Problem;
use crate::analysis::{counted, thousands};
use crate::model::Diagnostic;
use crate::store::{self, NewLabel, NewStudyError, NewTranscript};
use crate::text::{Body, TurnRules, find_turns, suggest};

/// Labels that interviewers have in most studies, in lower case; a number may follow.
pub(super) const USUAL: &[&str] = &[
    "interviewer",
    "researcher",
    "moderator",
    "facilitator",
    "int",
    "i",
    "q",
    "interviewerin",
    "enquêteur",
    "enquêtrice",
    "entrevistador",
    "entrevistadora",
    "assistant",
    "ai",
    "host",
];

/// A study that is about to be made.
#[derive(Debug)]
pub struct Draft {
    root: PathBuf,
    title: String,
    language: String,
    entries: Vec<String>,
    /// The transcripts with their labels.
    pub transcripts: Vec<NewTranscript>,
    /// Who interviews, as far as that was recognised or said.
    pub interviewers: Vec<String>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns of each transcript that end with a question mark, by label.
    questions: Vec<Vec<(String, usize)>>,
}

/// Names joined by commas; `nobody` if there are none.
pub fn joined(names: &[String]) -> String {
    if names.is_empty() { "nobody".into() } else { names.join(", ") }
}

/// The question who interviews, and what an empty answer means.
pub fn question(recognised: &[String]) -> String {
    let shown = crate::text::visible(&joined(recognised)).into_owned();
    let taken = match recognised {
        [] => "nobody does".to_owned(),
        _ => format!("as was recognised, {shown}"),
    };
    format!(
        "Who interviews? Their words never count.\nType labels from the list above, with commas between them.\nEnter alone: \
         {taken}.\n> "
    )
}

impl Draft {
    /// Reads the transcripts in `root` and recognises who interviews.
    ///
    /// # Errors
    /// If there is no such folder, or a study in it already.
    pub fn read(root: &Path, title: Option<&str>, language: &str) -> Result<Self, Problem> {
        if !root.is_dir() {
            return Err(Problem::new(format!("there is no folder {}", root.display()))
                .hint("make it, put the interviews there as text or Markdown files, and try again"));
        }
        if root.join(store::STUDY_FILE).exists() {
            return Err(Problem::new(format!("{} is a study already", root.display()))
                .hint(format!("open it: emic {}", root.display())));
        }
        let (files, entries, diagnostics) = store::find_texts(root);
        let named =
            root.canonicalize().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
        let mut draft = Self {
            root: root.to_owned(),
            title: title.map(String::from).or(named).unwrap_or_else(|| "Untitled".into()),
            language: language.to_owned(),
            entries,
            transcripts: Vec::new(),
            interviewers: Vec::new(),
            diagnostics,
            questions: Vec::new(),
        };
        for file in files {
            match store::read_transcript(root, &file.path) {
                Ok(read) => {
                    draft.diagnostics.extend(read.diagnostics);
                    let id = read.front.transcript.clone().unwrap_or_else(|| file.id.to_string());
                    draft.take(id, file.path, read.body);
                }
                Err(fault) => draft.diagnostics.push(fault),
            }
        }
        draft.interviewers = draft.recognised();
        Ok(draft)
    }

    fn take(&mut self, id: String, path: PathBuf, body: String) {
        // Usual labels of interviewers are known labels: with them alone, the other paragraphs are the participant's.
        let interviewers = USUAL.iter().map(|label| (*label).to_owned()).collect();
        let body = Body::new(body);
        let layout = find_turns(&body, &TurnRules { interviewers, ..TurnRules::default() }).layout;
        let mut labels: Vec<NewLabel> = Vec::new();
        let mut questions: Vec<(String, usize)> = Vec::new();
        for (at, turn) in layout.turns.iter().enumerate() {
            let Some(label) = turn.label.and_then(|label| layout.labels.get(label as usize)) else { continue };
            let words = layout.turn_words(at).len();
            match labels.iter_mut().find(|known| known.label == *label) {
                Some(known) => {
                    known.turns += 1;
                    known.words += words;
                }
                None => {
                    labels.push(NewLabel { label: label.clone(), turns: 1, words });
                    questions.push((label.clone(), 0));
                }
            }
            if body.slice(turn.speech).is_some_and(|speech| speech.trim_end().ends_with('?'))
                && let Some((_, count)) = questions.iter_mut().find(|(known, _)| known == label)
            {
                *count += 1;
            }
        }
        self.transcripts.push(NewTranscript { id, path, labels });
        self.questions.push(questions);
    }

    /// Labels of the usual names; and in transcripts that have none of these, every name that stands in several transcripts
    /// and of whose turns there at least a quarter are questions. A role or number is somebody else in each transcript.
    fn recognised(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut keep = |label: &str| {
            if !found.iter().any(|known| known.to_lowercase() == label.to_lowercase()) {
                found.push(label.to_owned());
            }
        };
        let mut others: Vec<(String, usize, usize, usize)> = Vec::new();
        for (transcript, questions) in self.transcripts.iter().zip(&self.questions) {
            let usual: Vec<&NewLabel> = transcript.labels.iter().filter(|label| is_usual(&label.label)).collect();
            // `I` or `Q` alone in a transcript of many initials is somebody's initial.
            usual.iter().for_each(|label| keep(&label.label));
            if !usual.is_empty() {
                continue;
            }
            for (label, asked) in transcript.labels.iter().zip(questions) {
                if label.label.ends_with(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let lower = label.label.to_lowercase();
                match others.iter_mut().find(|(known, ..)| known.to_lowercase() == lower) {
                    Some((_, transcripts, turns, questions)) => {
                        *transcripts += 1;
                        *turns += label.turns;
                        *questions += asked.1;
                    }
                    None => others.push((label.label.clone(), 1, label.turns, asked.1)),
                }
            }
        }
        let asks = |turns: usize, questions: usize| questions * 4 >= turns && questions > 0;
        for (label, transcripts, turns, questions) in &others {
            if *transcripts > 1 && asks(*turns, *questions) {
                keep(label);
            }
        }
        found
    }

    /// Says who interviews.
    ///
    /// # Errors
    /// A label that no transcript has.
    pub fn set_interviewers(&mut self, labels: &[String]) -> Result<(), Problem> {
        let mut chosen = Vec::new();
        for wanted in labels {
            let all =
                || self.transcripts.iter().flat_map(|transcript| &transcript.labels).map(|label| label.label.as_str());
            let Some(found) = all().find(|label| label.to_lowercase() == wanted.to_lowercase()) else {
                let near = suggest::nearest(wanted, all()).map(|near| format!("did you mean `{near}`? "));
                return Err(Problem::new(format!("no transcript has the label `{wanted}`"))
                    .hint(format!("{}nothing was written; the labels are listed above", near.unwrap_or_default())));
            };
            chosen.push(found.to_owned());
        }
        self.interviewers = chosen;
        Ok(())
    }

    /// The labels of all transcripts, for a person to look at.
    pub fn label_list(&self) -> String {
        let mut text = format!(
            "{} in {}\n",
            counted(self.transcripts.len() as u64, "transcript"),
            crate::text::visible(&self.root.to_string_lossy())
        );
        for transcript in &self.transcripts {
            let _ = writeln!(text, "  {}", crate::text::visible(&transcript.id));
            if transcript.labels.is_empty() {
                let _ = writeln!(text, "      nobody is labelled: one person speaks");
            }
            for label in &transcript.labels {
                let asks = self.interviewers.iter().any(|known| known.to_lowercase() == label.label.to_lowercase());
                let _ = writeln!(
                    text,
                    "      {:<28} {:>5} {:<6} {:>8} words{}",
                    crate::text::visible(&label.label),
                    label.turns,
                    if label.turns == 1 { "turn" } else { "turns" },
                    thousands(label.words as u64),
                    if asks { "   (interviews)" } else { "" }
                );
            }
        }
        text
    }

    /// Writes study.yaml, the tables and an empty codebook; tables and codebooks that are there are left as they are.
    /// The answer says what was written.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write(&self) -> Result<Vec<String>, Problem> {
        let plan = store::plan_new(
            &self.root,
            &self.title,
            &self.language,
            &self.entries,
            &self.transcripts,
            &self.interviewers,
        );
        let written = store::write_plan(&plan).map_err(|error| match &error {
            NewStudyError::IsStudy(_) => Problem::new(error.to_string()),
            _ => Problem::new(error.to_string()).hint("look whether the folder is read-only"),
        })?;
        let mut lines = Vec::new();
        for (path, _) in &plan.files {
            let there = if written.contains(path) { "written" } else { "left as it is" };
            lines.push(format!("{there}: {}", self.root.join(path).display()));
        }
        Ok(lines)
    }
}

/// Whether interviewers have this label in most studies.
pub(super) fn is_usual(label: &str) -> bool {
    let lower = label.to_lowercase();
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.');
    USUAL.contains(&bare)
}
