//! The codebook of a project: which codes and sets are new, and where they stand in the study's.

use std::collections::HashMap;

use super::Problem;
use super::plan::FileEdit;
use super::refi_bring::Bring;
use super::refi_names::{Taken, code_id, one_line};
use crate::export::refi::{Guid, Thing, parts_of_description};
use crate::import::refi::key;
use crate::model::{Code, CodeIx, CodeSet, Codebook};
use crate::store;

impl Bring<'_> {
    /// The codes that are new, with those beneath them, and where they go.
    pub(super) fn code_book(&mut self) -> Result<(), Problem> {
        let corpus = self.session.corpus();
        let old_book = corpus.codebook.clone();
        let mut taken = Taken::default();
        taken.extend(old_book.codes().iter().flat_map(|code| code.was.iter().chain([&code.id])).map(|id| id.as_str()));
        taken.extend(old_book.sets().iter().map(|set| set.id.as_str()));
        taken.extend(self.record.themes.values());
        let codes = std::mem::take(&mut self.project.codes);
        // The place of each code that is new, and the code above it in the study.
        let mut fresh: Vec<(usize, Code)> = Vec::new();
        for (at, code) in codes.iter().enumerate() {
            let guid = key(&code.guid);
            if self.cases.contains_key(&guid) && !guid.is_empty() {
                self.losses.lost_after_all(
                    "codes",
                    format!("{}: it is a case, and its codings mark that case", crate::text::visible(&code.name)),
                );
                continue;
            }
            if let Some(id) = self.known.find(Guid::Code, &guid) {
                let id = id.to_owned();
                let here = old_book.resolve(&id).map(|at| old_book.code(at).name.clone());
                if here.as_ref().is_some_and(|here| *here != one_line(&code.name)) {
                    self.losses.note(format!(
                        "{id} keeps its name here; the project calls it {}",
                        crate::text::visible(&code.name)
                    ));
                }
                self.there += 1;
                self.codes.insert(guid, id);
                continue;
            }
            let recorded = self.record.codes.get(&code.guid);
            if let Some(unlisted) = recorded.filter(|recorded| recorded.unlisted) {
                self.codes.insert(guid, unlisted.id.clone());
                self.losses.lost_after_all(
                    "codes",
                    format!("{}: it was in no codebook before", crate::text::visible(&unlisted.id)),
                );
                continue;
            }
            let id = code_id(recorded.map(|recorded| recorded.id.as_str()), &code.name, &mut taken);
            let name = one_line(&code.name);
            let mut new = Code {
                colour: code.colour.clone(),
                definition: code.description.replace("\r\n", "\n"),
                ..Code::named(id.as_str(), name.clone())
            };
            if let Some(recorded) = recorded.cloned() {
                // Only where no other tool has changed it.
                if recorded.description().trim() == code.description {
                    (new.definition, new.include, new.exclude) =
                        (recorded.definition, recorded.include, recorded.exclude);
                    new.examples = recorded.examples;
                }
                new.was = recorded.was.into_iter().filter(|was| taken.add(was)).map(Into::into).collect();
                let rgb = |colour: &Option<String>| colour.as_deref().and_then(crate::model::colour_rgb);
                if rgb(&recorded.colour) == rgb(&new.colour) {
                    new.colour = recorded.colour;
                }
            }
            if recorded.is_none() && self.project.origin.starts_with("emic ") {
                // A codebook of emic: its description holds all that is said of the code.
                let said = parts_of_description(&new.definition);
                (new.definition, new.include, new.exclude) = (said.definition, said.include, said.exclude);
                new.examples = said.examples;
            }
            let folder = code.folder;
            let theirs = (code.name != name).then(|| code.name.clone());
            self.thing(Guid::Code.of(&id), &code.guid, Thing { folder, name: theirs, ..Thing::default() });
            self.codes.insert(guid, id);
            fresh.push((at, new));
        }
        let (book, roots) = self.tree(&codes, &fresh);
        let sets = self.sets(&old_book, &book, &mut taken);
        self.new_codes = book
            .codes()
            .iter()
            .map(|code| {
                let above = code.parent.map(|at| book.code(at).id.to_string());
                let above = above.or_else(|| {
                    roots.iter().find(|(at, _)| book.code(*at).id == code.id).and_then(|(_, above)| above.clone())
                });
                (code.id.to_string(), code.name.clone(), above, code.definition.clone())
            })
            .collect();
        self.project.codes = codes;
        self.write_codes(old_book, book, &roots, sets)
    }

    /// The new codes as a tree, each before those beneath it, and the code of the study above each top.
    fn tree(
        &self,
        codes: &[crate::import::refi::Code],
        fresh: &[(usize, Code)],
    ) -> (Codebook, Vec<(CodeIx, Option<String>)>) {
        let new_at: HashMap<usize, usize> = fresh.iter().enumerate().map(|(new, (at, _))| (*at, new)).collect();
        let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut tops: Vec<(usize, Option<String>)> = Vec::new();
        for (new, (at, _)) in fresh.iter().enumerate() {
            // The nearest code above that is a code here.
            let mut above = codes[*at].parent;
            while above
                .is_some_and(|above| !new_at.contains_key(&above) && !self.codes.contains_key(&key(&codes[above].guid)))
            {
                above = above.and_then(|above| codes[above].parent);
            }
            match above.map(|above| (above, new_at.get(&above))) {
                Some((_, Some(parent))) => below.entry(*parent).or_default().push(new),
                Some((above, None)) => tops.push((new, self.codes.get(&key(&codes[above].guid)).cloned())),
                None => tops.push((new, None)),
            }
        }
        let mut book = Codebook::default();
        let mut roots = Vec::new();
        for (top, above) in tops {
            let mut open: Vec<(usize, Option<CodeIx>)> = vec![(top, None)];
            while let Some((new, parent)) = open.pop() {
                let Some(at) = book.push(fresh[new].1.clone(), parent) else { continue };
                if parent.is_none() {
                    roots.push((at, above.clone()));
                }
                let children = below.get(&new).map(Vec::as_slice).unwrap_or_default();
                open.extend(children.iter().rev().map(|child| (*child, Some(at))));
            }
        }
        (book, roots)
    }

    /// Sets of codes; the others are groups of texts.
    fn sets(&mut self, old: &Codebook, new: &Codebook, taken: &mut Taken) -> Vec<(CodeSet, Vec<String>)> {
        let mut made = Vec::new();
        let sets = std::mem::take(&mut self.project.sets);
        for set in &sets {
            if set.codes.is_empty() {
                continue;
            }
            if self.known.find(Guid::Set, &set.guid).is_some() {
                self.there += 1;
                self.losses.kept("sets of codes");
                continue;
            }
            let members: Vec<String> = set.codes.iter().filter_map(|code| self.codes.get(code)).cloned().collect();
            let members: Vec<String> =
                members.into_iter().filter(|id| old.resolve(id).or_else(|| new.resolve(id)).is_some()).collect();
            if members.len() < set.codes.len() {
                self.losses.note(format!("the set {} names codes that are not here", crate::text::visible(&set.name)));
            }
            let recorded = self.record.themes.get(&set.guid).cloned();
            if let Some(recorded) = &recorded {
                taken.remove(recorded);
            }
            let id = code_id(recorded.as_deref(), &set.name, taken);
            let name = one_line(&set.name);
            let name = if name.is_empty() { id.clone() } else { name };
            self.named(Guid::Set.of(&id), &set.guid, &set.name, &name);
            made.push((CodeSet { id: id.into(), name, idea: set.description.clone(), codes: Vec::new() }, members));
            self.losses.kept("sets of codes");
        }
        self.project.sets = sets;
        made
    }

    fn write_codes(
        &mut self,
        old_book: Codebook,
        new: Codebook,
        roots: &[(CodeIx, Option<String>)],
        sets: Vec<(CodeSet, Vec<String>)>,
    ) -> Result<(), Problem> {
        if new.codes().is_empty() && sets.is_empty() {
            return Ok(());
        }
        let old = self.session.codebook_on_disk().ok_or_else(|| {
            Problem::new("the codebook cannot be read; nothing was changed").hint("`emic check` shows what to mend")
        })?;
        let refused = |refused: store::SpliceRefused| {
            Problem::new(format!(
                "emic cannot add to the codebook without rewriting it: {}; nothing was changed",
                refused.what
            ))
            .hint(refused.edit)
        };
        let text = if old_book.codes().is_empty() && old_book.sets().is_empty() && !old.contains('#') {
            let title = self.record.codebook.clone().or(old_book.title);
            let mut book = new;
            book.title = title;
            for (mut set, members) in sets {
                set.codes = members.iter().filter_map(|id| book.resolve(id)).collect();
                book.push_set(set);
            }
            store::codebook_text(&book)
        } else {
            let mut text = old.clone();
            for (at, above) in roots {
                let node = store::code_node(&new, *at);
                let more: Vec<(&str, store::Node)> = node
                    .entries()
                    .iter()
                    .filter(|(key, _)| key != "id" && key != "name")
                    .map(|(key, value)| (key.as_str(), value.clone()))
                    .collect();
                let code = new.code(*at);
                text =
                    store::add_code(&text, above.as_deref(), code.id.as_str(), &code.name, &more).map_err(refused)?;
            }
            for (set, members) in sets {
                let mut entries =
                    vec![("id", store::Node::text(set.id.as_str())), ("name", store::Node::text(set.name.as_str()))];
                if !set.idea.is_empty() {
                    entries.push(("idea", store::Node::text(set.idea.as_str())));
                }
                entries.push(("codes", store::Node::texts(members.iter().map(String::as_str))));
                text = store::insert_item(&text, &["themes".into()], &store::Node::map(entries)).map_err(refused)?;
            }
            text
        };
        let path = self.session.corpus().study.codebook.clone();
        self.files.push(FileEdit { path, old: Some(old), text: Some(text) });
        Ok(())
    }
}
