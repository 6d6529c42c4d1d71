//! Highlights of Taguette as codings: each is found again by its words in the transcripts of the study. What is not there, or
//! stands there more than once, is listed and never guessed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::command::{Command, NewCoding, Passage};
use super::command_codebook::NewCode;
use super::import_refi::Brought;
use super::refi_names::{Taken, code_id, file_name, one_line};
use super::{Problem, Session};
use crate::import::Unread;
use crate::import::highlights::{self, Highlight, Searched};
use crate::model::{CodeId, Losses, TranscriptIx};
use crate::text::{Span, fold, visible};

/// Characters (white space aside) that a quotation must have to say which transcript a document is.
const TELLING: usize = 20;
/// Most places of one quotation that are looked at.
const MOST_PLACES: usize = 1000;

/// Reads a table of highlights.
///
/// # Errors
/// A file that cannot be read, or is another table.
pub fn read_highlights(file: &Path) -> Result<Vec<Highlight>, Problem> {
    let bytes = std::fs::read(file).map_err(|error| Problem::io("read", file, &error))?;
    highlights::read(&bytes).map_err(|unread| match unread {
        Unread::Refused(refused) => Problem::new(format!("{}: {}", file.display(), refused.what)).hint(refused.hint),
        Unread::Doubtful(_) => {
            Problem::new(format!("{}: it is not certain in which encoding this was saved", file.display()))
                .hint("save it as UTF-8 (in Excel: CSV UTF-8), or export it from Taguette once more")
        }
    })
}

/// Whether a file holds highlights of Taguette.
pub fn is_highlights(file: &Path) -> bool {
    use std::io::Read as _;
    let mut head = Vec::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(400).read_to_end(&mut head));
    read.is_ok() && file.is_file() && highlights::is_highlights(&head)
}

/// The beginning of a quotation, for a report.
fn shown(quote: &str) -> String {
    let quote = one_line(quote);
    let cut: String = quote.chars().take(40).collect();
    if cut.len() < quote.len() { format!("“{cut}…”") } else { format!("“{cut}”") }
}

/// The transcripts as they are searched, each made ready once.
struct Texts<'a> {
    session: &'a Session,
    ready: HashMap<TranscriptIx, Searched>,
}

impl Texts<'_> {
    fn find(&mut self, at: TranscriptIx, quote: &str) -> Vec<Span> {
        let body = || Searched::new(self.session.corpus().transcript(at).body().text());
        self.ready.entry(at).or_insert_with(body).find(quote, MOST_PLACES)
    }
}

impl Session {
    /// What a table of highlights comes to here: codes and codings, and what was not found.
    pub fn plan_highlights(&self, rows: &[Highlight]) -> (Command, Losses) {
        let mut losses = Losses::default();
        let (codes, ids) = self.codes_of_tags(rows, &mut losses);
        let mut texts = Texts { session: self, ready: HashMap::new() };
        let mut by_document: BTreeMap<&str, Vec<&Highlight>> = BTreeMap::new();
        for row in rows {
            by_document.entry(&row.document).or_default().push(row);
        }
        let mut items = Vec::new();
        for (document, rows) in by_document {
            let at = self.transcript_of_document(document, &rows, &mut texts, &mut losses);
            // The same words with the same tag: as many highlights as there are places are all of them.
            let mut alike: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
            for row in &rows {
                if row.tag.is_empty() {
                    losses.lost("highlights without a tag", format!("{}, {}", visible(document), shown(&row.content)));
                } else {
                    alike.entry((&row.tag, &row.content)).or_default().insert(&row.id);
                }
            }
            for ((tag, content), numbers) in alike {
                let all = numbers.len();
                let mut lost = |count: usize, why: &str| {
                    for _ in 0..count {
                        losses.lost(
                            "codings",
                            format!("{}, {}, {}: {why}", visible(document), visible(tag), shown(content)),
                        );
                    }
                };
                let (at, code) = match (&at, ids.get(tag)) {
                    (Err(why), _) => {
                        lost(all, why);
                        continue;
                    }
                    (_, None) => {
                        lost(all, "several codes are called so");
                        continue;
                    }
                    (Ok(at), Some(code)) => (*at, code),
                };
                let places = texts.find(at, content);
                match places.len() {
                    0 => lost(all, "these words are not in the transcript"),
                    many if many > all => {
                        lost(all, &format!("these words stand there {many} times, and nothing says where"))
                    }
                    found => {
                        if found < all {
                            lost(all - found, "these words are highlighted more often than they stand there");
                        }
                        losses.kept_many("codings", found as u64);
                        let transcript = self.corpus().transcript(at).id.clone();
                        items.extend(places.into_iter().map(|span| NewCoding {
                            transcript: transcript.clone(),
                            passage: Passage::Span(span),
                            code: code.clone(),
                            line: 0,
                        }));
                    }
                }
            }
        }
        (Command::AddCodes { codes, items, query: None }, losses)
    }

    /// The code of each tag: the one of that name, or a new one, beneath that of the tag's beginning (`a.b` beneath `a`).
    fn codes_of_tags(&self, rows: &[Highlight], losses: &mut Losses) -> (Vec<NewCode>, HashMap<String, CodeId>) {
        let book = &self.corpus().codebook;
        let mut taken = Taken::default();
        taken.extend(book.codes().iter().flat_map(|code| code.was.iter().chain([&code.id])).map(|id| id.as_str()));
        taken.extend(book.sets().iter().map(|set| set.id.as_str()));
        let mut tags: Vec<&str> = Vec::new();
        for row in rows {
            if !row.tag.is_empty() && !tags.contains(&row.tag.as_str()) {
                tags.push(&row.tag);
            }
        }
        tags.sort_by_key(|tag| tag.matches('.').count());
        let (mut new, mut ids) = (Vec::new(), HashMap::new());
        for tag in tags {
            let name = one_line(tag);
            let folded = fold(&name, "");
            let alike: Vec<&CodeId> =
                book.codes().iter().filter(|code| fold(&code.name, "") == folded).map(|code| &code.id).collect();
            match alike.as_slice() {
                [] => {
                    let id: CodeId = code_id(None, &name, &mut taken).into();
                    let under = tag.rmatch_indices('.').find_map(|(at, _)| ids.get(&tag[..at]).cloned());
                    new.push(NewCode { under, ..NewCode::new(id.clone(), name) });
                    ids.insert(tag.to_owned(), id);
                    losses.kept("codes");
                }
                [only] => {
                    ids.insert(tag.to_owned(), (*only).clone());
                    losses.kept("codes");
                }
                _ => losses.lost("codes", format!("{}: {} codes here are called so", visible(tag), alike.len())),
            }
        }
        (new, ids)
    }

    /// The transcript that a document is: by its name; where none is called so, the only one in which all of its highlights stand.
    fn transcript_of_document(
        &self,
        document: &str,
        rows: &[&Highlight],
        texts: &mut Texts<'_>,
        losses: &mut Losses,
    ) -> Result<TranscriptIx, String> {
        let corpus = self.corpus();
        let wanted = fold(&file_name(document), "");
        let called = |at: &TranscriptIx| {
            let id = corpus.transcript(*at).id.as_str();
            let last = id.rsplit('/').next().unwrap_or(id);
            [id, last].iter().any(|name| fold(&file_name(name), "") == wanted)
        };
        let named: Vec<TranscriptIx> = corpus.places().filter(called).collect();
        if let [only] = named.as_slice() {
            return Ok(*only);
        }
        let letters = |text: &str| text.chars().filter(|char| !char.is_whitespace()).count();
        let mut quotes: Vec<&str> = rows.iter().map(|row| row.content.as_str()).collect();
        quotes.sort_by_key(|quote| std::cmp::Reverse(letters(quote)));
        let telling = quotes.first().is_some_and(|quote| letters(quote) >= TELLING);
        let mut holding: Vec<TranscriptIx> = if named.is_empty() { corpus.places().collect() } else { named.clone() };
        holding.retain(|at| quotes.iter().all(|quote| !texts.find(*at, quote).is_empty()));
        match holding.as_slice() {
            [only] if telling => {
                let id = visible(corpus.transcript(*only).id.as_str()).into_owned();
                losses.note(format!(
                    "{} was taken to be the transcript {id}: all its highlights stand there, and in no other",
                    visible(document)
                ));
                Ok(*only)
            }
            _ if named.is_empty() => Err("no transcript here is called as its document".into()),
            _ => Err(format!("{} transcripts here are called as its document", named.len())),
        }
    }

    /// Brings a table of highlights in.
    fn bring_highlights(&mut self, rows: &[Highlight]) -> Result<Brought, Problem> {
        let (command, mut losses) = self.plan_highlights(rows);
        let idle = matches!(&command, Command::AddCodes { codes, items, .. } if codes.is_empty() && items.is_empty());
        let mut kept = None;
        if !idle {
            let outcome = self.apply(command)?;
            losses.note(outcome.message);
            kept = outcome.kept;
        }
        let report = self.write_report(&losses.text("import of highlights of Taguette"))?;
        Ok(Brought { root: self.root().to_owned(), made: false, losses, report: Some(report), kept })
    }

    /// What a project of another tool, or a table of highlights, would bring; nothing is written.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn foresee_file(&self, file: &Path) -> Result<Losses, Problem> {
        if is_highlights(file) {
            return Ok(self.plan_highlights(&read_highlights(file)?).1);
        }
        Ok(super::import_refi::read_project(file)?.losses)
    }

    /// Brings a project of another tool, or a table of highlights, into this study.
    ///
    /// # Errors
    /// As [`super::import_refi::read_project`] and [`Session::bring`].
    pub fn bring_file(&mut self, file: &Path) -> Result<Brought, Problem> {
        if is_highlights(file) {
            return self.bring_highlights(&read_highlights(file)?);
        }
        self.bring(super::import_refi::read_project(file)?)
    }
}
