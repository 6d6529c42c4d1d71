//! What `emic import` shows before anything is written.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::analysis::first_of;
use crate::session::Who;
use crate::session::import::{ImportDraft, ImportItem, LabelAs, NewTranscript};
use crate::text::{clock, visible, width};

/// The word for who a label is.
fn who(label: &LabelAs) -> String {
    match &label.who {
        Some(Who::Participant(id)) => format!("participant {id}{}", if label.new { " (new)" } else { "" }),
        Some(Who::Interviewer) => "interviewer".into(),
        Some(Who::Other) => "other".into(),
        None => "unmapped".into(),
    }
}

fn padded(text: &str, columns: usize) -> String {
    let text = visible(text);
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// What would come of a file: some lines if `full`, else one or two. Empty for what is said elsewhere (refusals).
pub fn item(item: &ImportItem, full: bool) -> String {
    match item {
        ImportItem::New(new) if full => transcript(new),
        ImportItem::New(new) => {
            let labels: Vec<String> =
                new.labels.iter().map(|label| format!("{} = {}", name(&label.seen.label), who(label))).collect();
            format!(
                "{} → {}: {}, {} turns, {} words\n    {}",
                new.source.display(),
                new.path.display(),
                new.draft.format,
                new.look.turns,
                new.look.words,
                labels.join("; ")
            )
        }
        ImportItem::Known { source, transcript } => {
            format!("{}: is in the study already, as {transcript}", source.display())
        }
        ImportItem::People { source, people } => {
            let columns = if people.columns.is_empty() { "no attributes".into() } else { people.columns.join(", ") };
            let mut text = format!("{}: {}, {} people: {columns}", source.display(), people.format, people.rows.len());
            for warning in &people.warnings {
                let _ = write!(text, "\n  note: {warning}");
            }
            text
        }
        _ => String::new(),
    }
}

fn name(label: &str) -> &str {
    if label.is_empty() { "(no label)" } else { label }
}

fn transcript(new: &NewTranscript) -> String {
    let mut text = format!("{} → {}\n", new.source.display(), new.path.display());
    let look = &new.look;
    let mut facts = vec![new.draft.format.clone(), look.layout.clone()];
    if !new.draft.encoding.is_empty() {
        facts.push(new.draft.encoding.clone());
    }
    if let Some((first, last)) = look.times {
        facts.push(format!("times {} to {}", clock(first), clock(last)));
    }
    // Writing to a string can't fail.
    let _ = writeln!(text, "  {}", facts.join(" · "));
    let _ = writeln!(text, "  {} {:>6} {:>8}  who", padded("label", 28), "turns", "words");
    for label in &new.labels {
        let seen = &label.seen;
        let _ =
            writeln!(text, "  {} {:>6} {:>8}  {}", padded(name(&seen.label), 28), seen.turns, seen.words, who(label));
    }
    if let Some(unlabelled) = look.unlabelled_in_words() {
        let _ = writeln!(text, "  {unlabelled}");
    }
    for (rare, other) in &look.alike {
        let named =
            |name: &str| new.labels.iter().find(|label| label.seen.label == name).and_then(|label| label.who.as_ref());
        if let Some(other) = named(other).filter(|other| Some(*other) != named(rare)) {
            let person = format!("{rare}={}", other.as_str());
            let _ = writeln!(
                text,
                "  to make one person of `{}` and `{}`: --speaker '{}'",
                visible(rare),
                visible(other.as_str()),
                visible(&person)
            );
        }
    }
    for (key, value) in &new.attributes {
        let _ = writeln!(text, "  {key}: {value} (by its name)");
    }
    let front: Vec<&str> =
        new.draft.front.iter().map(|(key, _)| key.as_str()).filter(|key| !key.starts_with("source")).collect();
    if !front.is_empty() {
        let _ = writeln!(text, "  front matter: {}", front.join(", "));
    }
    if look.header_lines > 0 {
        let _ = writeln!(text, "  lines before the first turn: {}", look.header_lines);
        for line in &look.header {
            let _ = writeln!(text, "    | {}", visible(line));
        }
    }
    if !look.problems.is_empty() {
        let _ = writeln!(text, "  lines to look at:");
        for problem in &look.problems {
            let _ = writeln!(text, "    line {:>5}  {}", problem.line, visible(&problem.what));
        }
        if look.more_problems > 0 {
            let _ = writeln!(text, "    and {} more", look.more_problems);
        }
    }
    let _ = writeln!(text, "  first turns:");
    for turn in &look.first {
        let time = turn.time.map_or(String::new(), |time| format!("[{}] ", clock(time)));
        let _ = writeln!(text, "  {:>4}  {} {time}{}", turn.turn, padded(name(&turn.label), 18), visible(&turn.text));
    }
    let comments = new.draft.memos.len();
    if comments > 0 {
        let _ = writeln!(text, "  comments in the document: {comments}; --comments makes memos of them");
    }
    if !new.memos.is_empty() {
        let _ = writeln!(text, "  comments that become memos: {}", new.memos.len());
    }
    for warning in &new.draft.warnings {
        let _ = writeln!(text, "  note: {warning}");
    }
    text
}

/// Who gets a row or values in participants.csv.
pub fn people(draft: &ImportDraft) -> Option<String> {
    if draft.people.is_empty() {
        return None;
    }
    let ids: Vec<&str> = draft.people.iter().map(|(id, _)| id.as_str()).collect();
    Some(format!("to participants.csv: {}", first_of(&ids, 12)))
}

/// One object a line: an item each.
pub fn json(draft: &ImportDraft) -> String {
    let mut text = String::new();
    for item in &draft.items {
        let _ = writeln!(text, "{}", object(item));
    }
    if !draft.people.is_empty() || !draft.mismatches.is_empty() {
        let people: Vec<Value> = draft
            .people
            .iter()
            .map(|(id, values)| {
                let values: serde_json::Map<String, Value> =
                    values.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
                json!({"participant": id, "attributes": values})
            })
            .collect();
        let _ = writeln!(
            text,
            "{}",
            json!({"status": "participants.csv", "participants": people, "mismatches": draft.mismatches})
        );
    }
    text
}

fn object(item: &ImportItem) -> Value {
    match item {
        ImportItem::New(new) => new_object(new),
        ImportItem::Known { source, transcript } => {
            json!({"file": source.to_string_lossy(), "status": "known", "transcript": transcript.as_str()})
        }
        ImportItem::People { source, people } => json!({
            "file": source.to_string_lossy(), "status": "people", "format": people.format, "columns": people.columns,
            "participants": people.rows.len(), "warnings": people.warnings,
        }),
        ImportItem::Project { source, .. } => json!({"file": source.to_string_lossy(), "status": "project"}),
        ImportItem::Doubtful { source, readings } => {
            let readings: Vec<Value> = readings
                .iter()
                .map(|reading| json!({"encoding": reading.encoding, "sample": reading.sample}))
                .collect();
            json!({"file": source.to_string_lossy(), "status": "doubtful", "encodings": readings})
        }
        ImportItem::Refused { source, problem } => json!({
            "file": source.to_string_lossy(), "status": "refused", "reason": problem.what, "hint": problem.hint,
        }),
    }
}

fn new_object(new: &NewTranscript) -> Value {
    let look = &new.look;
    let labels: Vec<Value> = new
        .labels
        .iter()
        .map(|label| {
            let who = label.who.as_ref().map_or("unmapped", Who::as_str);
            json!({"label": label.seen.label, "turns": label.seen.turns, "words": label.seen.words, "who": who, "new": label.new})
        })
        .collect();
    let problems: Vec<Value> =
        look.problems.iter().map(|problem| json!({"line": problem.line, "what": problem.what})).collect();
    let first: Vec<Value> = look
        .first
        .iter()
        .map(|turn| json!({"turn": turn.turn, "label": turn.label, "time": turn.time.map(clock), "text": turn.text}))
        .collect();
    json!({
        "file": new.source.to_string_lossy(), "status": "new", "transcript": new.id.as_str(),
        "path": new.path.to_string_lossy(), "sha256": new.sha256, "format": new.draft.format, "layout": look.layout,
        "encoding": new.draft.encoding, "verbatim": new.draft.verbatim, "turns": look.turns, "words": look.words,
        "labels": labels, "header": look.header, "header_lines": look.header_lines, "problems": problems,
        "more_problems": look.more_problems, "unlabelled": look.unlabelled, "unlabelled_lines": look.unlabelled_lines,
        "alike": look.alike, "first": first, "comments": new.draft.memos.len() + new.memos.len(),
        "warnings": new.draft.warnings,
    })
}
