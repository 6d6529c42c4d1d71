//! A project of Taguette. Highlights count the bytes of a document's text; who made them stands in its log of commands.

use std::collections::HashMap;

use super::sqlite::Db;
use super::{NeighbourError, guid, html};
use crate::import::refi::{Code, Coding, Project, Selection, Text, User, key};
use crate::text::{Span, visible};

/// Reads the project.
///
/// # Errors
/// A database with several projects, or a damaged one.
pub fn read(db: &Db) -> Result<Project, NeighbourError> {
    let projects = db.rows("projects", &["id", "name", "description", "created"])?;
    let [only] = projects.as_slice() else {
        return Err(if projects.is_empty() { NeighbourError::Empty } else { NeighbourError::Several(projects.len()) });
    };
    let born = only.text(3).to_owned();
    let own = |kind: &str, id: &str| guid(&["taguette", &born, kind, id]);
    let mut project = Project {
        origin: "Taguette".into(),
        name: only.text(1).to_owned(),
        description: only.text(2).trim().to_owned(),
        ..Project::default()
    };
    tags(db, &mut project, &own)?;
    let made = makers(db)?;
    let mut users: Vec<&str> = made.values().map(|(user, _)| user.as_str()).collect();
    users.sort_unstable();
    users.dedup();
    for user in users {
        project.users.push(User { guid: own("user", user), name: user.to_owned() });
        project.losses.kept("users");
    }
    let mut with: HashMap<String, Vec<String>> = HashMap::new();
    for row in db.rows("highlight_tags", &["highlight_id", "tag_id"])? {
        with.entry(row.text(0).to_owned()).or_default().push(row.text(1).to_owned());
    }
    let mut texts: HashMap<String, (usize, html::Text)> = HashMap::new();
    for row in db.rows("documents", &["id", "name", "description", "contents", "created"])? {
        let text = html::text(row.text(3));
        texts.insert(row.text(0).to_owned(), (project.texts.len(), text));
        project.texts.push(Text {
            guid: own("document", row.text(0)),
            name: row.text(1).to_owned(),
            body: texts.get(row.text(0)).map(|(_, text)| text.body.clone()).unwrap_or_default(),
            description: row.text(2).trim().to_owned(),
            ..Text::default()
        });
        project.losses.kept("texts");
    }
    let mut doubtful = 0u64;
    for row in db.rows("highlights", &["id", "document_id", "start_offset", "end_offset", "snippet"])? {
        let id = row.text(0);
        let tags = with.remove(id).unwrap_or_default();
        let found = texts.get(row.text(1));
        let name = found.map_or("", |(at, _)| project.texts[*at].name.as_str());
        let place = format!("{}, {}..{}", visible(name), visible(row.text(2)), visible(row.text(3)));
        let span = found.and_then(|(at, text)| Some((*at, text, text.span(row.number(2)?, row.number(3)?)?)));
        let Some((at, text, (start, end))) = span else {
            project.losses.lost("codings", format!("{place}: the highlight reaches outside of the text"));
            continue;
        };
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        let cut: String = text.body.chars().skip(start as usize).take((end - start) as usize).collect();
        if row.is(4) && plain(&cut) != plain(&html::text(row.text(4)).body) {
            doubtful += 1;
        }
        let maker = made.get(id);
        let user = maker.map(|(user, _)| key(&own("user", user)));
        let created = maker.map(|(_, date)| date.replacen(' ', "T", 1));
        if tags.is_empty() {
            project.losses.lost("highlights without a tag", place);
            continue;
        }
        let coding = |tag: &String| Coding {
            guid: own("highlight", &format!("{id} {tag}")),
            code: key(&own("tag", tag)),
            user: user.clone(),
            created: created.clone(),
            notes: Vec::new(),
        };
        project.texts[at].selections.push(Selection {
            guid: own("selection", id),
            span: Span::new(start, end),
            user: user.clone(),
            created: created.clone(),
            codings: tags.iter().map(coding).collect(),
            ..Selection::default()
        });
    }
    if doubtful > 0 {
        project.losses.note(format!(
            "the wording that Taguette kept of {doubtful} highlights is not that at their place: look at these"
        ));
    }
    project.losses.note("paragraphs of documents are separated by an empty line");
    Ok(project)
}

/// Tags as codes, each before those beneath it.
fn tags(db: &Db, project: &mut Project, own: &impl Fn(&str, &str) -> String) -> Result<(), NeighbourError> {
    let rows = db.rows("tags", &["id", "path", "description", "parent_id"])?;
    let mut below: HashMap<&str, Vec<usize>> = HashMap::new();
    let ids: Vec<&str> = rows.iter().map(|row| row.text(0)).collect();
    for (at, row) in rows.iter().enumerate() {
        let parent = if ids.contains(&row.text(3)) && row.text(3) != row.text(0) { row.text(3) } else { "" };
        below.entry(parent).or_default().push(at);
    }
    let mut done = vec![false; rows.len()];
    // What hangs in a circle hangs on nothing, and comes last.
    let tops = below.get("").cloned().unwrap_or_default();
    for top in tops.into_iter().chain(0..rows.len()) {
        let mut open: Vec<(usize, Option<usize>)> = vec![(top, None)];
        while let Some((at, parent)) = open.pop() {
            if std::mem::replace(&mut done[at], true) {
                continue;
            }
            let row = &rows[at];
            project.codes.push(Code {
                guid: own("tag", row.text(0)),
                name: row.text(1).to_owned(),
                description: row.text(2).trim().to_owned(),
                parent,
                ..Code::default()
            });
            project.losses.kept("codes");
            let here = Some(project.codes.len() - 1);
            open.extend(below.get(row.text(0)).into_iter().flatten().rev().map(|child| (*child, here)));
        }
    }
    Ok(())
}

/// By highlight: who made it, and when.
fn makers(db: &Db) -> Result<HashMap<String, (String, String)>, NeighbourError> {
    let mut made = HashMap::new();
    for row in db.rows("commands", &["date", "user_login", "payload"])? {
        let Ok(payload) = serde_json::from_str::<serde_json::Value>(row.text(2)) else { continue };
        if payload.get("type").and_then(|kind| kind.as_str()) == Some("highlight_add")
            && let Some(id) = payload.get("highlight_id").and_then(serde_json::Value::as_i64)
        {
            made.entry(id.to_string()).or_insert((row.text(1).to_owned(), row.text(0).to_owned()));
        }
    }
    Ok(made)
}
