//! What would come of files in this study: names, texts as they will be written, what is there already.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use super::import::{ImportDraft, ImportFile, ImportItem, ImportRequest, Looked, NewTranscript, tidy};
use super::import_pattern::NamePattern;
use super::{Problem, Session};
use crate::import::{Draft, Unread, Value, canonical, look};
use crate::model::TranscriptId;
use crate::store::{self, Node, Step};
use crate::text::{Body, TextHash, TurnRules, find_turns};

/// What the study holds, by which files that are there already are known.
struct Held {
    /// SHA-256 of the file that a transcript was imported from.
    sources: HashMap<String, TranscriptId>,
    bodies: HashMap<TextHash, TranscriptId>,
    /// Ids in lower case.
    ids: HashSet<String>,
}

impl Session {
    /// Says what would come of files that were looked at. Nothing is written.
    ///
    /// # Errors
    /// An option that does not fit the study: a folder that no entry of `transcripts:` takes in, a bad pattern.
    pub fn import_draft(&self, looked: Vec<Looked>, request: &ImportRequest) -> Result<ImportDraft, Problem> {
        let pattern = request.participants_from.as_deref().map(NamePattern::parse).transpose()?;
        let folder = self.import_folder(request.into.as_deref())?;
        let mut held = Held { sources: HashMap::new(), bodies: HashMap::new(), ids: HashSet::new() };
        for transcript in &self.corpus.transcripts {
            held.ids.insert(transcript.id.as_str().to_lowercase());
            held.bodies.insert(transcript.hash, transcript.id.clone());
            if let Some(hash) = &transcript.front.source_sha256 {
                held.sources.insert(hash.to_lowercase(), transcript.id.clone());
            }
        }
        let mut draft = ImportDraft::default();
        let none = looked.is_empty();
        for file in looked {
            self.take_file(file, &folder, request, &mut held, &mut draft);
        }
        self.say_who(&mut draft, request, pattern.as_ref());
        if let Some(pattern) = pattern.filter(|_| none) {
            self.name_those_that_are_there(&mut draft, &pattern);
        }
        self.gather_people(&mut draft);
        Ok(draft)
    }

    fn take_file(
        &self,
        looked: Looked,
        folder: &Path,
        request: &ImportRequest,
        held: &mut Held,
        draft: &mut ImportDraft,
    ) {
        let Looked { file, sha256, contents } = looked;
        let source = file.path.clone();
        let contents = match contents {
            Ok(contents) => contents,
            Err(Unread::Doubtful(readings)) => return draft.items.push(ImportItem::Doubtful { source, readings }),
            Err(Unread::Refused(refused)) => {
                let problem = Problem::new(refused.what).hint(refused.hint);
                return draft.items.push(ImportItem::Refused { source, problem });
            }
        };
        if let Some(kind) = contents.project {
            return draft.items.push(ImportItem::Project { source, kind });
        }
        let several = contents.drafts.len() > 1;
        if let Some(known) = held.sources.get(&sha256).filter(|_| !several && !contents.drafts.is_empty()) {
            return draft.items.push(ImportItem::Known { source, transcript: known.clone() });
        }
        for one in contents.drafts {
            let item = self.take_draft(one, &file, &sha256, several, folder, request, held);
            draft.items.push(item.unwrap_or_else(|problem| ImportItem::Refused { source: source.clone(), problem }));
        }
        if let Some(people) = contents.people {
            draft.items.push(ImportItem::People { source, people });
        }
    }

    /// One draft as a transcript of this study.
    #[allow(clippy::too_many_arguments)]
    fn take_draft(
        &self,
        mut draft: Draft,
        file: &ImportFile,
        sha256: &str,
        several: bool,
        folder: &Path,
        request: &ImportRequest,
        held: &mut Held,
    ) -> Result<ImportItem, Problem> {
        let name = if several && !draft.name.is_empty() { tidy(&draft.name) } else { file.name.clone() };
        rename_labels(&mut draft, &request.rename)?;
        write_front(&mut draft, file, sha256);
        let path = folder.join(format!("{name}.{}", if draft.markdown { "md" } else { "txt" }));
        let read = store::decode_transcript(&path, draft.text.clone().into_bytes())
            .map_err(|fault| Problem { diagnostics: vec![fault], ..Problem::default() })?;
        let by_path = store::id_at(&self.root, &self.corpus.study.transcripts, &path);
        let id: TranscriptId = match (&read.front.transcript, by_path) {
            (Some(own), _) => own.as_str().into(),
            (None, Some(id)) => id,
            (None, None) => return Err(not_covered(&path)),
        };
        let body = Body::new(read.body);
        if let Some(known) = held.bodies.get(&body.hash()) {
            return Ok(ImportItem::Known { source: file.path.clone(), transcript: known.clone() });
        }
        if !held.ids.insert(id.as_str().to_lowercase()) || self.root.join(&path).symlink_metadata().is_ok() {
            return Err(Problem::new(format!("there is a transcript `{id}` already, with another text; it is not overwritten"))
                .hint("rename the file, or bring it into a folder of its own with --into; to correct a transcript, edit its file"));
        }
        held.bodies.insert(body.hash(), id.clone());
        if !several {
            held.sources.insert(sha256.to_owned(), id.clone());
        }
        let memos = if request.comments { std::mem::take(&mut draft.memos) } else { Vec::new() };
        Ok(ImportItem::New(Box::new(NewTranscript {
            source: file.path.clone(),
            sha256: sha256.to_owned(),
            id,
            path,
            look: look(&body, &TurnRules::default()),
            draft,
            labels: Vec::new(),
            attributes: Vec::new(),
            memos,
        })))
    }

    /// The folder for new transcripts, relative to the study's.
    fn import_folder(&self, into: Option<&Path>) -> Result<PathBuf, Problem> {
        let entries = &self.corpus.study.transcripts;
        let takes = |folder: &Path| {
            ["x.txt", "x.md"].iter().any(|name| store::id_at(&self.root, entries, &folder.join(name)).is_some())
        };
        let homes = || entries.iter().map(|entry| store::fixed_folder(entry)).filter(|folder| takes(folder));
        let Some(into) = into else {
            return homes().next().ok_or_else(|| {
                Problem::new(format!(
                    "`transcripts:` in study.yaml names no folder that takes new files ({})",
                    entries.join(", ")
                ))
                .hint("add a folder to it, such as transcripts: [transcripts]")
            });
        };
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let below = absolute(into).strip_prefix(&root).ok().map(Path::to_owned);
        if below.as_deref().is_some_and(|below| below.as_os_str().is_empty()) && !takes(Path::new("")) {
            return self.import_folder(None);
        }
        let relative = into.is_relative() && into.components().all(|part| matches!(part, Component::Normal(_)));
        let named = relative.then(|| into.to_owned());
        let home = named.as_ref().and_then(|named| Some(homes().next()?.join(named)));
        [below, named, home].into_iter().flatten().find(|folder| takes(folder)).ok_or_else(|| not_covered(into))
    }
}

/// A path made absolute and free of `..`, links in its existing part followed.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    let mut above = whole.as_path();
    loop {
        if let Ok(real) = above.canonicalize() {
            return rest.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (above.parent(), above.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                above = parent;
            }
            _ => return whole,
        }
    }
}

fn not_covered(path: &Path) -> Problem {
    Problem::new(format!("no entry of `transcripts:` in study.yaml takes in {}", path.display()))
        .hint("name a folder within one of them with --into, or add the folder to `transcripts:`")
}

/// Writes labels otherwise, where they open turns.
fn rename_labels(draft: &mut Draft, rename: &[(String, String)]) -> Result<(), Problem> {
    if rename.is_empty() {
        return Ok(());
    }
    let body = Body::new(draft.text.clone());
    let rules = TurnRules { known: draft.labels.clone(), ..TurnRules::default() };
    let layout = find_turns(&body, &rules).layout;
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let target = |label: &str| rename.iter().find(|(from, _)| same(from, label)).map(|(_, to)| canonical::label(to));
    if !layout.labels.iter().any(|label| target(label).is_some()) {
        return Ok(());
    }
    if draft.verbatim {
        return Err(Problem::new(
            "labels of plain text are not written otherwise, since such text is taken in as it stands",
        )
        .hint("say that both labels are one person: --speaker LABEL=P07 --speaker OTHER=P07"));
    }
    for turn in layout.turns.iter().rev() {
        let Some(label) = turn.label.and_then(|label| layout.labels.get(label as usize)) else { continue };
        let Some(to) = target(label).filter(|to| !to.is_empty()) else { continue };
        let start = body.byte(turn.span.start);
        let head = &body.text()[start..body.byte(turn.speech.start)];
        let length = head.find([':', '[']).map_or(0, |end| head[..end].trim_end().len());
        if same(&head[..length], label) {
            draft.text.replace_range(start..start + length, &to);
        }
    }
    for label in &mut draft.labels {
        if let Some(to) = target(label) {
            *label = to;
        }
    }
    Ok(())
}

/// Writes the front matter of a draft. What is taken in as it is gets none.
fn write_front(draft: &mut Draft, file: &ImportFile, sha256: &str) {
    if draft.verbatim && draft.as_it_is {
        return;
    }
    let mut entries: Vec<(String, Value)> = std::mem::take(&mut draft.front);
    if !draft.attributes.is_empty() {
        let named = draft.attributes.iter().map(|(name, value)| (free_name(name), value.clone())).collect();
        entries.push(("attributes".into(), Value::Map(named)));
    }
    for (name, text) in &draft.margin {
        let name = canonical::label(name).to_lowercase().replace(' ', "_");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, Value::Text(first))) => {
                first.push_str(" | ");
                first.push_str(&text);
            }
            Some(_) => {}
            None if name.is_empty() => {}
            None => entries.push((name, Value::Text(text))),
        }
    }
    let source = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    entries.push(("source".into(), Value::Text(source)));
    entries.push(("source_sha256".into(), Value::Text(sha256.to_owned())));
    let mut text = draft.text.clone();
    for (key, value) in &entries {
        let node = match value {
            Value::Text(text) => Node::text(text.as_str()),
            Value::List(texts) => Node::texts(texts.iter().map(String::as_str)),
            Value::Map(pairs) => Node::map(pairs.iter().map(|(name, text)| (name.as_str(), Node::text(text.as_str())))),
        };
        // A text that would not stay what it is goes without: it is known again by its body.
        match store::set_front_matter(&text, &[Step::from(key.as_str())], &node) {
            Ok(with) => text = with,
            Err(_) => draft.warnings.push(format!("`{key}` could not be written to the front matter")),
        }
    }
    draft.text = text;
    draft.front = entries;
}

/// A name that an attribute can have.
pub(super) fn free_name(name: &str) -> String {
    if store::bad_name(name).is_some() { format!("{name}_2") } else { name.to_owned() }
}
