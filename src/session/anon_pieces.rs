//! Every text of a study that may hold an identifier, with where it stands.

use std::path::{Path, PathBuf};

use super::Session;
use crate::privacy::scan::PieceKind;
use crate::store::StudyPaths;
use crate::text::{Span, separator};

/// One text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct TextPiece {
    /// The file, below the study's folder.
    pub file: String,
    /// The line of the file on which the text begins, from 1; 0: the name of the file itself, or a memo.
    pub line: u32,
    /// What it is, beside a line: `memo`, `file name` …
    pub what: &'static str,
    /// The text.
    pub text: String,
    /// For the scan.
    pub kind: PieceKind,
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

impl Session {
    /// All texts: names of files, front matter, labels and speech, what stands before the first label, tables, codebook,
    /// study.yaml, memos and wordings for print.
    pub(super) fn all_texts(&self) -> Vec<TextPiece> {
        let mut pieces = Vec::new();
        self.transcript_texts(&mut pieces);
        self.file_texts(&mut pieces);
        self.journal_texts(&mut pieces);
        pieces
    }

    fn transcript_texts(&self, pieces: &mut Vec<TextPiece>) {
        for at in self.corpus.places() {
            let transcript = self.corpus.transcript(at);
            let file = shown(&transcript.path);
            let mut push = |line, what, text: &str, kind| {
                if !text.trim().is_empty() {
                    pieces.push(TextPiece { file: file.clone(), line, what, text: text.to_owned(), kind });
                }
            };
            push(0, "file name", &file, PieceKind::FileName);
            let whole = std::fs::read_to_string(self.root.join(&transcript.path)).unwrap_or_default();
            let body = transcript.body();
            let breaks = |text: &str| text.matches('\n').count() as u32;
            let head = breaks(&whole).saturating_sub(breaks(body.text()));
            for (at, line) in whole.lines().enumerate().take(head as usize) {
                push(at as u32 + 1, "front matter", value_of(line), PieceKind::Note);
            }
            let line = |position: u32| head + body.line_column(position).0;
            let layout = transcript.layout();
            let mut done = 0;
            for (index, turn) in layout.turns.iter().enumerate() {
                let gap = Span::new(done, turn.span.start.max(done));
                push(line(gap.start), "", body.slice(gap).unwrap_or_default(), PieceKind::Text);
                if turn.label.is_some() {
                    push(line(turn.span.start), "label", transcript.label(index), PieceKind::Label);
                }
                push(line(turn.speech.start), "", body.slice(turn.speech).unwrap_or_default(), PieceKind::Text);
                done = turn.span.end;
            }
            let rest = Span::new(done, body.chars());
            push(line(rest.start.min(body.chars())), "", body.slice(rest).unwrap_or_default(), PieceKind::Text);
        }
    }

    fn file_texts(&self, pieces: &mut Vec<TextPiece>) {
        let paths = StudyPaths::of(&self.corpus.study);
        for path in [&paths.study, &paths.codebook] {
            let text = std::fs::read_to_string(self.root.join(path)).unwrap_or_default();
            for (at, line) in text.lines().enumerate() {
                let value = value_of(line);
                if !value.is_empty() {
                    let (file, line) = (shown(path), at as u32 + 1);
                    pieces.push(TextPiece { file, line, what: "", text: value.to_owned(), kind: PieceKind::Note });
                }
            }
        }
        for path in [&paths.participants, &paths.cases, &paths.speakers, &paths.transcripts] {
            let text = std::fs::read_to_string(self.root.join(path)).unwrap_or_default();
            let head = text.lines().next().unwrap_or_default();
            let separator = separator(head);
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(separator as u8);
            for row in reader.from_reader(text.as_bytes()).records().flatten() {
                let line = row.position().map_or(0, |place| place.line() as u32);
                for cell in row.iter().filter(|cell| !cell.trim().is_empty()) {
                    let (file, text) = (shown(path), cell.to_owned());
                    pieces.push(TextPiece { file, line, what: "", text, kind: PieceKind::Value });
                }
            }
        }
    }

    fn journal_texts(&self, pieces: &mut Vec<TextPiece>) {
        let state = self.state();
        let journal = |coder: &crate::model::CoderName| {
            let path = self.journals.path_of(&self.corpus.study, coder);
            shown(&path.strip_prefix(&self.root).map(Path::to_owned).unwrap_or(path))
        };
        let mut push = |coder, what, text: &str| {
            if !text.trim().is_empty() {
                let (file, text) = (journal(coder), text.to_owned());
                pieces.push(TextPiece { file, line: 0, what, text, kind: PieceKind::Text });
            }
        };
        for memo in state.memos.values() {
            push(&memo.coder, "memo", &memo.title);
            push(&memo.coder, "memo", &memo.text);
        }
        for ((_, coder), wording) in &state.quotes {
            push(coder, "wording", wording.shown.as_deref().unwrap_or_default());
            push(coder, "translation", wording.translation.as_deref().unwrap_or_default());
        }
    }

    /// Words that name nobody: ids of people, cases and transcripts, labels of roles, names of attributes, coders.
    pub(super) fn known_words(&self) -> std::collections::HashSet<String> {
        let corpus = &self.corpus;
        let mut known: std::collections::HashSet<String> = std::collections::HashSet::new();
        let study = &corpus.study;
        known.extend(study.interviewers.iter().chain(&study.others).cloned());
        known.extend(corpus.participants.rows.iter().chain(&corpus.cases.rows).map(|row| row.id.clone()));
        known.extend(corpus.attribute_names().into_iter().map(str::to_owned));
        known
    }
}

/// The value of a line of YAML: without its key, dash, quotes and comment sign; the whole line where it has no key.
fn value_of(line: &str) -> &str {
    let bare = line.trim().trim_start_matches("- ").trim_start_matches('#').trim();
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || "_- ".contains(char));
    let value = match bare.split_once(": ") {
        Some((key, value)) if is_key(key) && !key.contains(' ') => value,
        _ if bare.ends_with(':') && !bare.contains(' ') => "",
        _ => bare,
    };
    value.trim().trim_matches(['"', '\''])
}

/// Every file below a folder but those of version control, in the order of their paths; links are not followed.
pub(super) fn files_below(folder: &Path) -> (Vec<PathBuf>, bool) {
    let (mut files, mut open, mut git) = (Vec::new(), vec![folder.to_owned()], false);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(kind) = entry.file_type() else { continue };
            if entry.file_name() == ".git" {
                git = true;
            } else if kind.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    (files, git)
}

/// The folder of the git work tree in which a path lies.
pub(super) fn work_tree(path: &Path) -> Option<PathBuf> {
    let real = path.canonicalize().or_else(|_| std::path::absolute(path)).ok()?;
    real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Whether the text that begins at `line` of a file has its hit on this line.
pub(super) fn line_of(piece: &TextPiece, byte: usize) -> u32 {
    let before = piece.text.get(..byte).unwrap_or_default();
    if piece.line == 0 { 0 } else { piece.line + before.matches('\n').count() as u32 }
}

/// Names of files are told with `/`.
pub(super) fn shown_path(path: &Path, root: &Path) -> String {
    shown(path.strip_prefix(root).unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_yaml_lines() {
        for (line, value) in [
            ("  name: \"Tom’s story\"", "Tom’s story"),
            ("  - id: tom-story", "tom-story"),
            ("codes:", ""),
            ("    and then Tom: he said", "and then Tom: he said"),
            ("# by Tom", "by Tom"),
            ("---", "---"),
        ] {
            assert_eq!(value_of(line), value);
        }
    }
}
