//! What anonymising a study comes to, in words.

use super::super::Session;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::super::anon::around;
use super::super::anon_pieces::{files_below, line_of, shown_path, work_tree};
use super::super::tables::empty;
use super::{AnonPlan, Changes, is_left_behind};
use crate::analysis::{Cell, Column, counted, first_of};
use crate::privacy::Key;

impl Session {
    pub(super) fn plan_in_words(&self, key: &Key, changes: &Changes) -> AnonPlan {
        let mut table = empty(
            "pseudonyms",
            vec![
                Column::left("file"),
                Column::right("line"),
                Column::left("before"),
                Column::left("name"),
                Column::left("pseudonym"),
                Column::left("after"),
                Column::left("doubt"),
            ],
        );
        let mut times: BTreeMap<usize, u64> = BTreeMap::new();
        for piece in self.all_texts() {
            for found in key.find(&piece.text) {
                let (before, after) = around(&piece.text, &found.bytes);
                let line = line_of(&piece, found.bytes.start);
                let ordinary = key.names().get(found.name).is_some_and(|name| name.ordinary);
                let file =
                    if piece.what.is_empty() { piece.file.clone() } else { format!("{} ({})", piece.file, piece.what) };
                *times.entry(found.name).or_default() += 1;
                table.rows.push(vec![
                    Cell::text(file),
                    if line == 0 { Cell::Empty } else { Cell::Integer(line.into()) },
                    Cell::present(&before),
                    Cell::text(piece.text.get(found.bytes.clone()).unwrap_or_default()),
                    Cell::text(key.put(&piece.text, &found)),
                    Cell::present(&after),
                    Cell::present(if ordinary { "a word too: read it" } else { "" }),
                ]);
            }
        }
        let sum: u64 = times.values().sum();
        table.sentences.push(format!(
            "{} of {} in transcripts, tables, codebook, memos and names of files; {} and {} change, and no coding moves",
            counted(sum, "place"),
            counted(times.len() as u64, "name"),
            counted(changes.files.len() as u64, "file"),
            counted(changes.changed.len() as u64, "journal line")
        ));
        let unfound: Vec<&str> = (0..key.names().len())
            .filter(|at| !times.contains_key(at))
            .filter_map(|at| key.names().get(at).map(|name| name.real.as_str()))
            .collect();
        if !unfound.is_empty() {
            table.sentences.push(format!("of the key not found there: {}", unfound.join(", ")));
        }
        let there: Vec<&str> = key
            .names()
            .iter()
            .map(|name| name.pseudonym.as_str())
            .filter(|pseudonym| self.is_label(pseudonym))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        if !there.is_empty() {
            table
                .sentences
                .push(format!("already a speaker's label, so that two speakers may become one: {}", there.join(", ")));
        }
        table.sentences.extend(self.out_of_reach(key, changes));
        table.sentences.extend(changes.copies_sentence("get pseudonyms too"));
        AnonPlan { table, nothing: changes.is_empty() }
    }

    fn is_label(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let mut labels = self.corpus.transcripts.iter().flat_map(|transcript| &transcript.layout().labels);
        labels.any(|label| label.to_lowercase() == lower)
    }

    /// What is not changed although names may stand in it.
    pub(super) fn out_of_reach(&self, key: &Key, changes: &Changes) -> Vec<String> {
        let mut said = Vec::new();
        for unread in &changes.unread {
            said.push(format!("not changed, for it is no text: {unread}"));
        }
        if changes.codebook_outside {
            said.push(format!(
                "not changed, for it lies outside of the study: the codebook {}, in which names of the key stand",
                self.corpus.study.codebook.display()
            ));
        }
        let known: BTreeSet<PathBuf> = super::super::study_files::study_paths(&self.corpus.study).into_iter().collect();
        let (files, _) = files_below(&self.root);
        let copies = self.kept_copies();
        let others = files.iter().filter(|path| path.strip_prefix(&self.root).is_ok_and(|path| !known.contains(path)));
        let others = others.filter(|path| !copies.contains(path) && !is_left_behind(path));
        let names: Vec<String> = others.map(|path| shown_path(path, &self.root)).collect();
        if !names.is_empty() {
            said.push(format!(
                "not changed, for they are no files of the study (`emic anon check` looks into them): {}",
                first_of(&names, 5)
            ));
        }
        said.extend(super::super::copies::strays_with(|text| key.is_in(text)));
        if let Some(tree) = work_tree(&self.root) {
            said.push(format!(
                "{} is a git work tree: its history keeps the names. To start afresh: delete its .git folder (all history \
                 goes), `git init`, commit, and push to a new repository; the old one and all clones still hold the names",
                tree.display()
            ));
        }
        said
    }
}

impl Changes {
    /// Whether no name stands anywhere that could be changed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.copies.is_empty()
    }

    pub(super) fn copies_sentence(&self, verb: &str) -> Option<String> {
        let count = counted(self.copies.len() as u64, "text");
        (!self.copies.is_empty()).then(|| format!("{count} kept from edits that were not taken {verb}"))
    }
}
