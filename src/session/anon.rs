//! Identifiers: looking for them, dismissing what is none, and refusing to let names of a key out.

use std::collections::BTreeMap;
use std::path::Path;

use super::anon_pieces::{line_of, work_tree};
use super::plan::Plan;
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{Cell, Column, MetaValue, Table, counted, first_of};
use crate::journal::Do;
use crate::privacy::Key;
use crate::privacy::scan::{Hit, HitKind, Piece, hit_hash, scan};

/// Characters shown on either side of a hit.
const CONTEXT: usize = 32;

/// What to look for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ScanRequest {
    /// Every place where a hit stands, not one row for each.
    pub all: bool,
    /// Hits that were dismissed as well.
    pub dismissed: bool,
}

/// Reads a key, which must lie neither in the study nor in a git work tree.
///
/// # Errors
/// If it does, cannot be read, or is no key.
pub(super) fn read_key(path: &Path, root: &Path) -> Result<Key, Problem> {
    if crate::store::inside(root, path) {
        return Err(Problem::new(format!("the key {} lies inside the study", path.display()))
            .hint("who has the study would have the names: move the key out of it, to a place of its own"));
    }
    if let Some(tree) = work_tree(path) {
        return Err(Problem::new(format!("the key {} lies in a git work tree ({})", path.display(), tree.display()))
            .hint("one `git add` would put the names into its history for good: move the key to a place of its own"));
    }
    let bytes = std::fs::read(path).map_err(|error| Problem::io("read", path, &error))?;
    Key::parse(&bytes).map_err(|error| {
        Problem::new(error.to_string())
            .hint("a key is a table with the columns real,pseudonym (and, if wanted, case: any or exact), as UTF-8 CSV")
    })
}

impl Session {
    /// Reads a key for this study.
    ///
    /// # Errors
    /// If it lies in the study or in a git work tree, cannot be read, or is no key.
    pub fn key(&self, path: &Path) -> Result<Key, Problem> {
        read_key(path, &self.root)
    }

    /// What may identify a person: columns `kind`, `text`, `times`, `file`, `line`, `before`, `after`, `hash`, and
    /// `dismissed` (1 or 0) where dismissed hits are asked for. One row for each wording, or for each place.
    ///
    /// # Errors
    /// As [`Session::key`].
    pub fn scan(&self, request: &ScanRequest, key: Option<&Path>) -> Result<Table, Problem> {
        let key = key.map(|path| self.key(path)).transpose()?;
        let texts = self.all_texts();
        let pieces: Vec<Piece<'_>> = texts.iter().map(|one| Piece { text: &one.text, kind: one.kind }).collect();
        let hits = scan(&pieces, key.as_ref(), &self.known_words(), &self.corpus.study.language);
        let mut columns = vec![
            Column::left("kind"),
            Column::left("text"),
            Column::right("times"),
            Column::left("file"),
            Column::right("line"),
            Column::left("before"),
            Column::left("after"),
            Column::left("hash"),
        ];
        if request.dismissed {
            columns.push(Column::right("dismissed"));
        }
        let mut table = empty("identifiers", columns);
        let word = |hit: &Hit| texts.get(hit.piece).and_then(|one| one.text.get(hit.bytes.clone())).unwrap_or_default();
        let mut times: BTreeMap<(HitKind, String), u64> = BTreeMap::new();
        for hit in &hits {
            *times.entry((hit.kind, hit_hash(word(hit)))).or_default() += 1;
        }
        let mut seen = std::collections::HashSet::new();
        let (mut shown, mut dismissed) = (0_u64, 0_u64);
        for hit in &hits {
            let hash = hit_hash(word(hit));
            let gone = self.state().dismissed.contains(&hash);
            let first = seen.insert((hit.kind, hash.clone()));
            if gone {
                dismissed += u64::from(first);
                if !request.dismissed {
                    continue;
                }
            }
            shown += u64::from(first && !gone);
            let Some(piece) = texts.get(hit.piece).filter(|_| first || request.all) else { continue };
            let (before, after) = around(&piece.text, &hit.bytes);
            let line = line_of(piece, hit.bytes.start);
            let file =
                if piece.what.is_empty() { piece.file.clone() } else { format!("{} ({})", piece.file, piece.what) };
            let mut row = vec![
                Cell::text(hit.kind.to_string()),
                Cell::text(word(hit)),
                Cell::Integer(times.get(&(hit.kind, hash.clone())).copied().unwrap_or(1)),
                Cell::text(file),
                if line == 0 { Cell::Empty } else { Cell::Integer(line.into()) },
                Cell::present(&before),
                Cell::present(&after),
                Cell::text(hash),
            ];
            if request.dismissed {
                row.push(Cell::Flag(gone));
            }
            table.rows.push(row);
        }
        table.sentences.push(format!(
            "{} to look at in {}{}",
            counted(shown, "wording"),
            counted(texts.len() as u64, "text"),
            if dismissed > 0 { format!("; {dismissed} dismissed") } else { String::new() }
        ));
        if shown > 0 {
            table.sentences.push("what is no identifier: emic anon scan --dismiss HASH…".into());
        }
        table.sentences.push(
            "the scan finds what has the form of an identifier or a capital where none is due; it proves nothing: read too"
                .into(),
        );
        if self.corpus.study.language.starts_with("de") {
            table.sentences.push("German writes every noun with a capital: names are found by the key alone".into());
        }
        Ok(table)
    }

    /// What `Command::Dismiss` comes to.
    pub(super) fn plan_dismiss(&self, hashes: &[String], on: bool) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        for hash in hashes {
            let hash = hash.trim().to_lowercase();
            if hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Problem::new(format!("`{hash}` is no hash of a hit"))
                    .hint("copy it from the column `hash` of `emic anon scan`: 16 hexadecimal digits"));
            }
            if self.state().dismissed.contains(&hash) == on {
                plan.skipped.push(hash);
            } else {
                plan.events.push(Do::Dismiss { hash: hash.into(), on });
            }
        }
        let word = if on { "dismissed" } else { "no longer dismissed" };
        plan.message = format!("{word}: {}", counted(plan.events.len() as u64, "wording"));
        Ok(plan)
    }

    /// Refuses a table (its sidecar and the name of its file included) in which a name of the key stands. Every export
    /// that takes `--key` asks this before it writes.
    ///
    /// # Errors
    /// If a name stands there, or the key cannot be read. Nothing of the text around it is told.
    pub fn refuse_leaks(&self, key: &Path, table: &Table, to: Option<&Path>) -> Result<(), Problem> {
        let key = self.key(key)?;
        let cells = table.rows.iter().flatten().filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.clone()),
            _ => None,
        });
        let columns = table.columns.iter().map(|column| column.id.clone());
        let mut texts: Vec<String> = cells.chain(columns).chain(table.sentences.iter().cloned()).collect();
        for (name, value) in self.whole_meta(&table.meta).entries() {
            texts.push(name.to_owned());
            all_words(value, &mut texts);
        }
        texts.extend(to.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()));
        refuse(&key, texts.iter().map(String::as_str))
    }

    /// Refuses texts of any other export in which a name of the key stands.
    ///
    /// # Errors
    /// As [`Session::refuse_leaks`].
    pub fn refuse_leaks_in<'t>(&self, key: &Path, texts: impl IntoIterator<Item = &'t str>) -> Result<(), Problem> {
        refuse(&self.key(key)?, texts)
    }
}

/// All words of a value.
fn all_words(value: &MetaValue, out: &mut Vec<String>) {
    match value {
        MetaValue::Text(text) => out.push(text.clone()),
        MetaValue::Number(_) => {}
        MetaValue::List(items) => items.iter().for_each(|item| all_words(item, out)),
        MetaValue::Map(map) => map.entries().for_each(|(key, value)| {
            out.push(key.to_owned());
            all_words(value, out);
        }),
    }
}

fn refuse<'t>(key: &Key, texts: impl IntoIterator<Item = &'t str>) -> Result<(), Problem> {
    let mut found: BTreeMap<usize, u64> = BTreeMap::new();
    for text in texts {
        for name in key.find(text) {
            *found.entry(name.name).or_default() += 1;
        }
    }
    refuse_found(key, &found)
}

/// Refuses an output in which these rows of the key were found, so many times each.
pub(super) fn refuse_found(key: &Key, found: &BTreeMap<usize, u64>) -> Result<(), Problem> {
    if found.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = found
        .iter()
        .filter_map(|(name, times)| Some(format!("{} ({})", key.names().get(*name)?.real, counted(*times, "time"))))
        .collect();
    Err(Problem::new(format!(
        "real names of the key stand in the output: {}; nothing was written",
        first_of(&names, 5)
    ))
    .hint("`emic anon apply --key KEY.csv` puts the pseudonyms for them in the whole study"))
}

/// What stands before and after a hit, on one line.
pub(super) fn around(text: &str, bytes: &std::ops::Range<usize>) -> (String, String) {
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before: Vec<char> = text.get(..bytes.start).unwrap_or_default().chars().rev().take(CONTEXT).collect();
    let after: String = text.get(bytes.end..).unwrap_or_default().chars().take(CONTEXT).collect();
    (one_line(before.into_iter().rev().collect()), one_line(after))
}
