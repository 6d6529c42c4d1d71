//! study.yaml.

use std::path::{Component, Path, PathBuf};

use super::find::STUDY_FILE;
use super::scan::fixed_folder;
use super::source::read_text;
use super::write::inside;
use super::yaml_doc::{At, Doc};
use super::yaml_node::Node;
use crate::model::{Approach, BadCoderName, CacheMode, CoderName, Diagnostic, Study};
use crate::text::{LanguageFit, check_pattern, language_fit};

/// The version of the format that this program writes.
const VERSION: u32 = 1;

/// Keys that are known.
const KEYS: &[&str] = &[
    "emic",
    "title",
    "language",
    "codebook",
    "transcripts",
    "participants",
    "codings",
    "coders",
    "consensus",
    "interviewers",
    "others",
    "turns",
    "attribution_words",
    "citation_width",
    "quote_template",
    "approach",
    "consent",
    "cache",
    "suppress",
    "analysis",
];

/// Keys that a later version may use.
const RESERVED: &[&str] = &["agreement", "key"];

/// Reads study.yaml in `root`. What is at fault keeps its default.
///
/// # Errors
/// If the file is missing, cannot be read, or is no mapping.
pub fn read_study(root: &Path) -> Result<(Study, Vec<Diagnostic>), Diagnostic> {
    let missing = || {
        Diagnostic::fault("not-found", STUDY_FILE, "there is no study.yaml here")
            .hint("`emic new DIR` makes a study from a folder of transcripts")
    };
    parse_study(root, &read_text(root, Path::new(STUDY_FILE))?.ok_or_else(missing)?)
}

/// Reads the text of a study.yaml that lies in `root`; looks at the disk only to see where links lead.
///
/// # Errors
/// If the text is no mapping.
pub fn parse_study(root: &Path, source: &str) -> Result<(Study, Vec<Diagnostic>), Diagnostic> {
    let file = Path::new(STUDY_FILE);
    let (mut doc, node) = Doc::open(file, source, 0)?;
    if !matches!(node, Node::Map(_)) {
        let found = Diagnostic::fault("wrong-type", file, "the file holds no keys");
        return Err(found.hint("begin with `emic: 1` and `title: …`"));
    }
    let study = Study::new(
        root.to_owned(),
        "",
        consensus().map_err(|bad| Diagnostic::fault("bad-coder", file, bad.to_string()))?,
    );
    let mut reader = Reader { doc, study };
    reader.version(&node);
    for (key, value) in node.entries() {
        reader.key(key, value);
    }
    if reader.study.title.is_empty() {
        reader.doc.fault_in_file("missing-key", "the key `title` is missing", "add `title: …`");
        reader.study.title = root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    }
    doc = reader.doc;
    Ok((reader.study, doc.finish()))
}

fn consensus() -> Result<CoderName, BadCoderName> {
    CoderName::new("consensus")
}

struct Reader<'a> {
    doc: Doc<'a>,
    study: Study,
}

impl Reader<'_> {
    fn version(&mut self, node: &Node) {
        let at = At::Root.key("emic");
        let Some(value) = node.get("emic") else {
            let hint = format!("add `emic: {VERSION}` as the first line");
            self.doc.fault_in_file("missing-key", "the key `emic`, the version of the format, is missing", hint);
            return;
        };
        let Some(version) = self.doc.number(&at, value, 1) else { return };
        self.study.version = version;
        if version > VERSION {
            self.study.read_only = true;
            let message = format!("this study has version {version} of the format; this emic knows {VERSION}");
            self.doc.note("newer-version", &at, message, "it is opened for reading only; get a newer emic to write");
        }
    }

    fn is_language(&mut self, at: &At<'_>, language: &str) {
        // A language without a stemmer is a language: its words are found as they stand.
        let LanguageFit::Unknown(meant) = language_fit(language) else { return };
        let message =
            format!("`{language}` is no code of a language: words are found as they stand, without their endings");
        let hint = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write a code of two letters, such as en or de".into(),
        };
        self.doc.note("language", at, message, hint);
    }

    fn key(&mut self, key: &str, value: &Node) {
        let newer = self.study.version > VERSION;
        let at = &At::Root.key(key);
        match key {
            "emic" => {}
            "title" => set(&mut self.study.title, self.doc.words(at, value)),
            "language" => {
                let language = self.doc.text(at, value);
                language.iter().for_each(|language| self.is_language(at, language));
                set(&mut self.study.language, language);
            }
            "codebook" => set(&mut self.study.codebook, self.doc.text(at, value).map(PathBuf::from)),
            "participants" => {
                let path = self.path(at, value);
                set(&mut self.study.participants, path);
            }
            "codings" => {
                let path = self.path(at, value);
                set(&mut self.study.codings, path);
            }
            "transcripts" => self.transcripts(at, value),
            "coders" => self.coders(at, value),
            "consensus" => {
                let name = self.doc.text(at, value).and_then(|name| self.coder(at, &name));
                set(&mut self.study.consensus, name);
            }
            "interviewers" => set(&mut self.study.interviewers, self.doc.texts(at, value)),
            "others" => set(&mut self.study.others, self.doc.texts(at, value)),
            "turns" => {
                let pattern = self.doc.text(at, value).filter(|text| text != "auto");
                self.study.turns = pattern.filter(|pattern| self.is_pattern(at, pattern));
            }
            "attribution_words" => set(&mut self.study.attribution_words, self.doc.number(at, value, 1)),
            "citation_width" => set(&mut self.study.citation_width, self.doc.number(at, value, 20)),
            "quote_template" => set(&mut self.study.quote_template, self.doc.text(at, value)),
            "approach" => {
                let words = ["reflexive", "codebook", "framework", "reliability", "content"];
                let approach = self.doc.word(at, value, &words).map(|word| match word {
                    "reflexive" => Approach::Reflexive,
                    "framework" => Approach::Framework,
                    "reliability" => Approach::Reliability,
                    "content" => Approach::Content,
                    _ => Approach::Codebook,
                });
                set(&mut self.study.approach, approach);
            }
            "cache" => {
                let mode = self.doc.word(at, value, &["disk", "memory"]);
                let mode = mode.map(|word| if word == "memory" { CacheMode::Memory } else { CacheMode::Disk });
                set(&mut self.study.cache, mode);
            }
            "consent" => self.consent(at, value, newer),
            // A mask on counts of 1 alone would say `1`.
            "suppress" => self.study.suppress = self.doc.number(at, value, 3),
            "analysis" => {
                let path = self.path(at, value);
                set(&mut self.study.analysis, path);
            }
            reserved if RESERVED.contains(&reserved) => {
                let message = format!("`{reserved}` is kept for a later version and does nothing yet");
                self.doc.note("reserved-key", at, message, "it can stay");
            }
            unknown => self.doc.unknown_key(&At::Root, unknown, KEYS, newer),
        }
    }

    fn consent(&mut self, at: &At<'_>, value: &Node, newer: bool) {
        for (key, value) in self.doc.map(at, value).to_vec() {
            let below = &at.key(&key);
            match key.as_str() {
                "quote" => self.study.consent.quote = self.doc.text(below, &value),
                "archive" => self.study.consent.archive = self.doc.text(below, &value),
                unknown => self.doc.unknown_key(at, unknown, &["quote", "archive"], newer),
            }
        }
    }

    fn coder(&mut self, at: &At<'_>, name: &str) -> Option<CoderName> {
        match CoderName::new(name) {
            Ok(name) => Some(name),
            Err(bad) => {
                self.doc.fault("bad-coder", at, bad.to_string(), "write the name as the coder's file has it");
                None
            }
        }
    }

    fn coders(&mut self, at: &At<'_>, value: &Node) {
        let Some(names) = self.doc.texts(at, value) else { return };
        if names.is_empty() {
            let hint = "name at least one coder, or remove the key: then all count but the consensus";
            self.doc.note("no-coders", at, "no coder is named, so all count but the consensus", hint);
            return;
        }
        let coders: Vec<_> = names
            .iter()
            .enumerate()
            .filter_map(|(place, name)| match value {
                Node::List(_) => self.coder(&at.item(place), name),
                _ => self.coder(at, name),
            })
            .collect();
        let mut once: Vec<CoderName> = Vec::new();
        for coder in coders {
            if !once.contains(&coder) {
                once.push(coder);
            }
        }
        self.study.coders = Some(once);
    }

    fn transcripts(&mut self, at: &At<'_>, value: &Node) {
        let Some(entries) = self.doc.texts(at, value) else { return };
        let entries: Vec<String> = entries
            .into_iter()
            .enumerate()
            .filter(|(place, entry)| match value {
                Node::List(_) => self.stays_inside(&at.item(*place), entry, &fixed_folder(entry)),
                _ => self.stays_inside(at, entry, &fixed_folder(entry)),
            })
            .map(|(_, entry)| entry)
            .collect();
        self.study.transcripts = entries;
    }

    fn path(&mut self, at: &At<'_>, value: &Node) -> Option<PathBuf> {
        let text = self.doc.text(at, value)?;
        self.stays_inside(at, &text, Path::new(&text)).then(|| PathBuf::from(text))
    }

    /// Whether a path that must lie in the study does; `fixed` is its part before any wildcard.
    fn stays_inside(&mut self, at: &At<'_>, text: &str, fixed: &Path) -> bool {
        let path = Path::new(text);
        let why =
            if path.is_absolute() || text.starts_with('~') || text.starts_with('\\') || text.get(1..2) == Some(":") {
                "is not relative to the study's folder"
            } else if path.components().any(|part| part == Component::ParentDir) {
                "leaves the study's folder with `..`"
            } else if !inside(&self.study.root, &self.study.root.join(fixed)) {
                "leaves the study's folder through a link"
            } else {
                return true;
            };
        let hint = "only `codebook` may lie outside: move the files into the study";
        self.doc.fault("outside", at, format!("the path `{text}` {why}"), hint);
        false
    }

    fn is_pattern(&mut self, at: &At<'_>, pattern: &str) -> bool {
        let Err(error) = check_pattern(pattern) else { return true };
        self.doc.fault(
            "bad-pattern",
            at,
            error.to_string(),
            "write `auto`, or a pattern such as '^(?<speaker>[^:]+): '",
        );
        false
    }
}

/// Takes a value that was given.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

#[cfg(test)]
#[path = "study_file_tests.rs"]
mod tests;
