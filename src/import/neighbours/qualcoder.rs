//! A project of QualCoder: the database `data.qda` in its folder. Positions are code points or UTF-16 units, as its version had
//! it: the quotation that is kept with each coding decides.

use std::collections::{HashMap, HashSet};

use super::sqlite::{Db, Row};
use super::{NeighbourError, guid};
use crate::import::refi::{
    Case, Code, Coding, EXEMPLAR, Note, Project, Range, Raw, Reading, Selection, Text, User, Variable, key,
};
use crate::model::colour_named;
use crate::text::{Span, visible};

struct Reader<'d> {
    db: &'d Db,
    project: Project,
    /// By id of a source: its place among the texts, and the text with its ranges' reading.
    texts: HashMap<String, (usize, Raw, Reading)>,
    users: HashSet<String>,
    /// When the project was made: ids alone are those of every project.
    born: String,
}

fn date(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.replacen(' ', "T", 1))
}

/// Reads the project.
///
/// # Errors
/// A damaged database.
pub fn read(db: &Db) -> Result<Project, NeighbourError> {
    let about = db.rows("project", &["memo", "date"])?;
    let said = |at: usize| about.first().map(|row| row.text(at).trim().to_owned()).unwrap_or_default();
    let project = Project { origin: "QualCoder".into(), description: said(0), ..Project::default() };
    let mut reader = Reader { db, project, texts: HashMap::new(), users: HashSet::new(), born: said(1) };
    reader.codes()?;
    reader.sources()?;
    reader.codings()?;
    reader.annotations()?;
    reader.cases()?;
    reader.attributes()?;
    reader.journal()?;
    for (table, kind) in [("code_image", "areas of pictures"), ("code_av", "parts of recordings")] {
        for _ in db.rows(table, &["memo"])? {
            reader.project.losses.lost(kind, "emic codes text only");
        }
    }
    Ok(reader.project)
}

impl Reader<'_> {
    fn own(&self, kind: &str, row: &Row, columns: &[usize]) -> String {
        let parts: Vec<&str> = columns.iter().map(|at| row.text(*at)).collect();
        self.guid(kind, &parts)
    }

    fn guid(&self, kind: &str, parts: &[&str]) -> String {
        guid(&[&["qualcoder", self.born.as_str(), kind], parts].concat())
    }

    fn user(&mut self, name: &str) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        let guid = self.guid("user", &[name]);
        if self.users.insert(name.to_owned()) {
            self.project.users.push(User { guid: guid.clone(), name: name.to_owned() });
            self.project.losses.kept("users");
        }
        Some(key(&guid))
    }

    fn note(&mut self, of: &str, name: &str, text: &str, owner: &str, at: &str) -> String {
        let guid = self.guid("memo", &[of, text]);
        let user = self.user(owner);
        self.project.notes.push(Note {
            guid: guid.clone(),
            name: name.to_owned(),
            text: text.replace("\r\n", "\n"),
            user,
            created: date(at),
            modified: None,
        });
        key(&guid)
    }

    /// Categories (folders) and codes, each before those beneath it.
    fn codes(&mut self) -> Result<(), NeighbourError> {
        let categories = self.db.rows("code_cat", &["catid", "name", "memo", "supercatid"])?;
        let codes = self.db.rows("code_name", &["cid", "name", "memo", "catid", "color", "supercid"])?;
        // Keys: `k` and a category's id, `c` and a code's.
        let mut all: Vec<(String, String, Code)> = Vec::new();
        for row in &categories {
            let parent = if row.is(3) { format!("k{}", row.text(3)) } else { String::new() };
            let code = Code {
                guid: self.own("category", row, &[0, 1]),
                name: row.text(1).to_owned(),
                folder: true,
                description: row.text(2).trim().to_owned(),
                ..Code::default()
            };
            all.push((format!("k{}", row.text(0)), parent, code));
        }
        for row in &codes {
            let parent = match (row.is(5), row.is(3)) {
                (true, _) => format!("c{}", row.text(5)),
                (false, true) => format!("k{}", row.text(3)),
                _ => String::new(),
            };
            let code = Code {
                guid: self.guid("code", &[row.text(0)]),
                name: row.text(1).to_owned(),
                colour: colour_named(row.text(4)),
                description: row.text(2).trim().to_owned(),
                ..Code::default()
            };
            all.push((format!("c{}", row.text(0)), parent, code));
        }
        let known: HashSet<&str> = all.iter().map(|(own, ..)| own.as_str()).collect();
        let mut below: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (own, parent, _)) in all.iter().enumerate() {
            let parent = if known.contains(parent.as_str()) && parent != own { parent.as_str() } else { "" };
            below.entry(parent).or_default().push(at);
        }
        let mut done = vec![false; all.len()];
        // What hangs in a circle hangs on nothing, and comes last.
        let tops = below.get("").cloned().unwrap_or_default();
        for top in tops.into_iter().chain(0..all.len()) {
            let mut open: Vec<(usize, Option<usize>)> = vec![(top, None)];
            while let Some((at, parent)) = open.pop() {
                if std::mem::replace(&mut done[at], true) {
                    continue;
                }
                self.project.codes.push(Code { parent, ..all[at].2.clone() });
                self.project.losses.kept("codes");
                let here = Some(self.project.codes.len() - 1);
                open.extend(below.get(all[at].0.as_str()).into_iter().flatten().rev().map(|child| (*child, here)));
            }
        }
        Ok(())
    }

    /// Texts, each with the reading of its positions.
    fn sources(&mut self) -> Result<(), NeighbourError> {
        let mut ranges: HashMap<String, Vec<Range>> = HashMap::new();
        for row in self.db.rows("code_text", &["fid", "pos0", "pos1", "seltext"])? {
            let range = Range {
                start: row.number(1).unwrap_or(-1),
                end: row.number(2).unwrap_or(-1),
                name: row.text(3).to_owned(),
            };
            ranges.entry(row.text(0).to_owned()).or_default().push(range);
        }
        for row in self.db.rows("source", &["id", "name", "fulltext", "memo", "mediapath", "date"])? {
            let name = visible(row.text(1)).into_owned();
            if row.text(2).is_empty() {
                let picture =
                    [".jpg", ".jpeg", ".png", ".bmp"].iter().any(|ending| name.to_lowercase().ends_with(ending));
                self.project
                    .losses
                    .lost(if picture { "pictures" } else { "recordings" }, format!("{name}: there is no text"));
                continue;
            }
            let raw = Raw::new(&row.text(2).replace('\0', "\u{fffd}"), false);
            let mine = ranges.remove(row.text(0)).unwrap_or_default();
            let (reading, tied) = raw.decide(&mine, Reading::default());
            if let Some(words) = reading.in_words().filter(|_| !mine.is_empty()) {
                self.project.losses.note(format!("{name}: positions were read {words}"));
            }
            if tied {
                self.project.losses.note(format!(
                    "{name}: its positions can be read in two ways that fit equally: look at a few codings"
                ));
            }
            let text = Text {
                guid: self.own("source", &row, &[0, 1, 5]),
                name: row.text(1).to_owned(),
                body: raw.body(),
                description: row.text(3).trim().to_owned(),
                ..Text::default()
            };
            self.texts.insert(row.text(0).to_owned(), (self.project.texts.len(), raw, reading));
            self.project.texts.push(text);
            self.project.losses.kept("texts");
        }
        Ok(())
    }

    /// Where a range of a source stands; the answer in words if it stands nowhere.
    fn place(&self, source: &str, start: &str, end: &str) -> Result<(usize, Span), String> {
        let Some((at, raw, reading)) = self.texts.get(source) else {
            return Err("its text is not in the project".into());
        };
        let name = visible(&self.project.texts[*at].name);
        let number = |text: &str| text.parse().unwrap_or(-1);
        let range = Range { start: number(start), end: number(end), name: String::new() };
        match raw.place(&[range], *reading).first() {
            Some(Ok(placed)) => Ok((*at, placed.span)),
            Some(Err(why)) => Err(format!("{name}, {}..{}: {why}", visible(start), visible(end))),
            None => Err(name.into_owned()),
        }
    }

    fn codings(&mut self) -> Result<(), NeighbourError> {
        let columns = ["ctid", "cid", "fid", "pos0", "pos1", "owner", "date", "memo", "important"];
        for row in self.db.rows("code_text", &columns)? {
            let (at, span) = match self.place(row.text(2), row.text(3), row.text(4)) {
                Ok(found) => found,
                Err(why) => {
                    self.project.losses.lost("codings", why);
                    continue;
                }
            };
            let own = self.own("coding", &row, &[0, 1, 2, 5, 6]);
            let user = self.user(row.text(5));
            let mut notes = Vec::new();
            if !row.text(7).trim().is_empty() {
                notes.push(self.note(&own, "", row.text(7).trim(), row.text(5), row.text(6)));
            }
            if row.text(8) == "1" {
                notes.push(self.note(&own, EXEMPLAR, "exemplar", row.text(5), row.text(6)));
            }
            let (selection, code) = (self.guid("selection", &[&own]), key(&self.guid("code", &[row.text(1)])));
            let created = date(row.text(6));
            let coding = Coding { guid: own, code, user: user.clone(), created: created.clone(), notes };
            self.project.texts[at].selections.push(Selection {
                guid: selection,
                span,
                user,
                created,
                codings: vec![coding],
                ..Selection::default()
            });
        }
        Ok(())
    }

    fn annotations(&mut self) -> Result<(), NeighbourError> {
        for row in self.db.rows("annotation", &["anid", "fid", "pos0", "pos1", "memo", "owner", "date"])? {
            let (at, span) = match self.place(row.text(1), row.text(2), row.text(3)) {
                Ok(found) => found,
                Err(why) => {
                    self.project.losses.lost("memos", why);
                    continue;
                }
            };
            let user = self.user(row.text(5));
            let own = self.own("annotation", &row, &[0, 1, 6]);
            self.project.texts[at].selections.push(Selection {
                guid: own,
                span,
                description: row.text(4).trim().to_owned(),
                user,
                created: date(row.text(6)),
                ..Selection::default()
            });
        }
        Ok(())
    }

    /// Cases own whole texts, or passages.
    fn cases(&mut self) -> Result<(), NeighbourError> {
        let mut texts: HashMap<String, Vec<String>> = HashMap::new();
        let mut passages: HashMap<String, Vec<String>> = HashMap::new();
        for row in self.db.rows("case_text", &["id", "caseid", "fid", "pos0", "pos1", "owner", "date"])? {
            let Some((at, raw, _)) = self.texts.get(row.text(2)) else { continue };
            let at = *at;
            let whole = row.number(3) == Some(0) && row.number(4).is_some_and(|end| end + 1 >= raw.chars() as i64);
            if whole {
                texts.entry(row.text(1).to_owned()).or_default().push(key(&self.project.texts[at].guid));
                continue;
            }
            match self.place(row.text(2), row.text(3), row.text(4)) {
                Ok((at, span)) => {
                    let own = self.own("case text", &row, &[0, 1, 2, 6]);
                    let user = self.user(row.text(5));
                    passages.entry(row.text(1).to_owned()).or_default().push(key(&own));
                    let created = date(row.text(6));
                    self.project.texts[at].selections.push(Selection {
                        guid: own,
                        span,
                        user,
                        created,
                        ..Selection::default()
                    });
                }
                Err(why) => self.project.losses.lost("case marks", why),
            }
        }
        for row in self.db.rows("cases", &["caseid", "name", "memo"])? {
            let own = self.guid("case", &[row.text(0)]);
            self.project.cases.push(Case {
                guid: own,
                name: Some(row.text(1).to_owned()).filter(|name| !name.trim().is_empty()),
                description: row.text(2).trim().to_owned(),
                values: Vec::new(),
                texts: texts.remove(row.text(0)).unwrap_or_default(),
                selections: passages.remove(row.text(0)).unwrap_or_default(),
            });
        }
        Ok(())
    }

    fn attributes(&mut self) -> Result<(), NeighbourError> {
        let mut known: HashSet<String> = HashSet::new();
        for row in self.db.rows("attribute_type", &["name", "caseOrFile", "valuetype"])? {
            if known.insert(row.text(0).to_owned()) {
                let kind = if row.text(2) == "numeric" { "Float" } else { "Text" };
                let own = self.guid("attribute", &[row.text(0)]);
                self.project.variables.push(Variable { guid: own, name: row.text(0).to_owned(), kind: kind.into() });
                self.project.losses.kept("variables");
            }
        }
        for row in self.db.rows("attribute", &["name", "attr_type", "value", "id"])? {
            let value = (key(&self.guid("attribute", &[row.text(0)])), row.text(2).trim().to_owned());
            if value.1.is_empty() {
                continue;
            }
            match row.text(1) {
                "case" => {
                    let own = self.guid("case", &[row.text(3)]);
                    if let Some(case) = self.project.cases.iter_mut().find(|case| case.guid == own) {
                        case.values.push(value);
                    }
                }
                "file" => {
                    if let Some((at, ..)) = self.texts.get(row.text(3)) {
                        self.project.texts[*at].values.push(value);
                    }
                }
                other => self.project.losses.lost("values", format!("of a {}", visible(other))),
            }
        }
        Ok(())
    }

    fn journal(&mut self) -> Result<(), NeighbourError> {
        for row in self.db.rows("journal", &["jid", "name", "jentry", "date", "owner"])? {
            let own = self.own("journal", &row, &[0, 1, 3]);
            self.note(&own, row.text(1), row.text(2).trim(), row.text(4), row.text(3));
        }
        Ok(())
    }
}
