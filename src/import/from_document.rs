//! A document of a word processor as a draft.

use super::canonical;
use super::captions;
use super::dates::find_date;
use super::document::{Document, Paragraph};
use super::draft::{Draft, MemoOffer, Said, Value};
use crate::text::{Body, LayoutKind, TurnRules, find_turns, parse_time};

/// Makes a draft of a document; `format` names what it was read from.
///
/// Paragraphs that are turns already (`Name: speech`) stay as they are, an empty line between them. Layouts in which
/// label and speech stand apart (Teams, Otter, Zoom, tables with a column of speakers) become canonical turns.
pub fn from_document(document: Document, format: &str) -> Draft {
    let mut draft = Draft { format: format.to_owned(), warnings: document.warnings.clone(), ..Draft::default() };
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < document.paragraphs.len() {
        let rows = document.paragraphs[at..].iter().take_while(|paragraph| !paragraph.cells.is_empty()).count();
        if rows > 0 {
            let table = &document.paragraphs[at..at + rows];
            match turns_of(table) {
                Some(turns) => {
                    draft.labels.extend(canonical::labels(&turns));
                    parts.push(canonical::write(&turns, true).0.trim_end().to_owned());
                }
                None => parts.extend(
                    table.iter().map(|row| row.cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join("\t")),
                ),
            }
            at += rows;
            continue;
        }
        let text = document.paragraphs[at].text.trim_end();
        if !text.trim().is_empty() {
            parts.push(text.to_owned());
        }
        at += 1;
    }
    parts.retain(|part| !part.trim().is_empty());
    let lines = parts.join("\n");
    if captions::is_lines_of_cues(&lines) {
        let cues = captions::read_cue_lines(&lines);
        let read = captions::draft(cues.cues, format, &cues.head);
        draft = Draft { warnings: [draft.warnings, read.warnings].concat(), ..read };
    } else {
        draft.text = parts.join("\n\n");
        draft.text.push('\n');
        apart(&mut draft);
    }
    for (name, text) in &document.margin {
        draft.margin.push((name.clone(), text.clone()));
    }
    let head = document.paragraphs.iter().take(6).map(|paragraph| paragraph.text.as_str());
    let head: Vec<&str> = document.margin.iter().map(|(_, text)| text.as_str()).chain(head).collect();
    if let Some(date) = head.iter().filter(|line| line.chars().count() < 120).find_map(|line| find_date(line)) {
        draft.put("date", Value::Text(date));
    }
    draft.memos = memos(&document, &draft.text);
    draft
}

/// Turns whose label stands on a line of its own, in canonical form.
fn apart(draft: &mut Draft) {
    let body = Body::new(draft.text.clone());
    let found = find_turns(&body, &TurnRules::default());
    let written_apart = matches!(
        found.kind,
        LayoutKind::Otter
            | LayoutKind::Zoom
            | LayoutKind::Rev
            | LayoutKind::Diarised
            | LayoutKind::Alone
            | LayoutKind::Names
            | LayoutKind::Stamped
    );
    if !written_apart {
        return;
    }
    let turns: Vec<Said> = found
        .layout
        .turns
        .iter()
        .map(|turn| Said {
            label: turn.label.and_then(|label| found.layout.labels.get(label as usize)).cloned(),
            time: turn.time,
            text: body.slice(turn.speech).unwrap_or_default().to_owned(),
        })
        .collect();
    let head = found.layout.turns.first().map_or("", |turn| body.before(turn.span.start, turn.span.start)).trim();
    let (text, _) = canonical::write(&turns, true);
    draft.labels.extend(canonical::labels(&turns));
    draft.text = if head.is_empty() { text } else { format!("{head}\n\n{text}") };
}

/// The turns of a table with a column of speakers or of times; `None` where it is another table.
fn turns_of(rows: &[Paragraph]) -> Option<Vec<Said>> {
    const HEADS: [&str; 14] = [
        "speaker",
        "name",
        "time",
        "timestamp",
        "text",
        "transcript",
        "start",
        "start time",
        "end",
        "end time",
        "speech",
        "content",
        "#",
        "no",
    ];
    let is_head = |row: &Paragraph| row.cells.iter().all(|cell| HEADS.contains(&cell.trim().to_lowercase().as_str()));
    let rows: Vec<&Paragraph> = rows.iter().skip_while(|row| is_head(row)).collect();
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let cell = |row: &Paragraph, at: usize| row.cells.get(at).map_or("", |cell| cell.trim()).to_owned();
    let share = |at: usize, fits: &dyn Fn(&str) -> bool| {
        let count = rows.iter().filter(|row| fits(&cell(row, at))).count();
        count * 5 >= rows.len() * 4
    };
    let words = |at: usize| rows.iter().map(|row| cell(row, at).split_whitespace().count()).sum::<usize>();
    let text = (0..width).max_by_key(|at| words(*at))?;
    let time = (0..width).find(|at| *at != text && share(*at, &|cell| parse_time(cell).is_some()));
    let speaker = (0..width).find(|at| {
        let label = |cell: &str| {
            cell.chars().count() <= 40
                && cell.split_whitespace().count() <= 6
                && parse_time(cell).is_none()
                && cell.parse::<u32>().is_err()
        };
        *at != text && Some(*at) != time && share(*at, &label) && rows.iter().any(|row| !cell(row, *at).is_empty())
    });
    if !(2..=6).contains(&width) || (speaker.is_none() && time.is_none()) || words(text) < rows.len() * 2 {
        return None;
    }
    let turns = rows.iter().map(|row| {
        let label = speaker.map(|at| cell(row, at)).filter(|label| !label.is_empty());
        let label = label.map(|label| label.trim_end_matches(':').trim().to_owned());
        Said { label, time: time.and_then(|at| parse_time(&cell(row, at))), text: cell(row, text) }
    });
    Some(turns.filter(|turn| !turn.text.is_empty()).collect())
}

/// The comments with the places of their wordings in `text`.
fn memos(document: &Document, text: &str) -> Vec<MemoOffer> {
    let mut from = 0;
    let mut last = 0;
    document
        .comments
        .iter()
        .map(|comment| {
            if comment.paragraph < last {
                from = 0;
            }
            // Looks on from the comment before; a paragraph may have been written anew, so its beginning is enough.
            for paragraph in document.paragraphs.get(last..=comment.paragraph).unwrap_or_default() {
                let head: String = paragraph.text.trim().chars().take(40).collect();
                if let Some(at) = text[from..].find(head.as_str()).filter(|_| !head.is_empty()) {
                    from += at;
                }
            }
            last = comment.paragraph;
            MemoOffer {
                quote: comment.quote.trim().to_owned(),
                near: text[..from].chars().count() as u32,
                author: comment.author.clone(),
                at: comment.at.clone(),
                text: comment.text.clone(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Comment;

    fn document(paragraphs: &[&str]) -> Document {
        let paragraphs = paragraphs.iter().map(|text| Paragraph { text: (*text).into(), ..Paragraph::default() });
        Document { paragraphs: paragraphs.collect(), ..Document::default() }
    }

    fn rows(rows: &[&[&str]]) -> Document {
        let rows = rows
            .iter()
            .map(|row| Paragraph { cells: row.iter().map(|cell| (*cell).into()).collect(), ..Paragraph::default() });
        Document { paragraphs: rows.collect(), ..Document::default() }
    }

    #[test]
    fn paragraphs_that_are_turns_stay_and_comments_find_their_place() {
        let mut read = document(&["12-May-2023 – Ana", "INT: Hello?", "P1: Yes. One thing: no.", "INT: Yes."]);
        read.comments.push(Comment {
            paragraph: 3,
            quote: "Yes.".into(),
            author: "Bo".into(),
            text: "why".into(),
            at: String::new(),
        });
        read.margin.push(("footer".into(), "Page 1".into()));
        let draft = from_document(read, "Word document");
        assert_eq!(draft.text, "12-May-2023 – Ana\n\nINT: Hello?\n\nP1: Yes. One thing: no.\n\nINT: Yes.\n");
        assert_eq!(draft.front, [("date".to_owned(), Value::Text("2023-05-12".into()))]);
        assert_eq!(draft.margin, [("footer".to_owned(), "Page 1".to_owned())]);
        let place = draft.text.chars().skip(draft.memos[0].near as usize).collect::<String>();
        assert!(place.starts_with("INT: Yes."), "{place}");
    }

    #[test]
    fn teams_in_both_forms_and_tables_become_canonical() {
        let new = document(&[
            "Weekly-Meeting",
            "March 12, 2025, 10:15AM",
            "Dana Roe   0:03\nThanks. Can you\nhear me?",
            "P 04   0:07\nYes.",
            "Dana Roe   0:09\nGood.",
        ]);
        let draft = from_document(new, "Word document");
        assert_eq!(
            draft.text,
            "Weekly-Meeting\n\nMarch 12, 2025, 10:15AM\n\nDana Roe [00:00:03]: Thanks. Can you\nhear me?\n\nP 04 [00:00:07]: Yes.\n\nDana Roe [00:00:09]: Good.\n"
        );
        let old = document(&["0:0:3.210 --> 0:0:6.480\nDana Roe\nThanks.", "0:0:6.900 --> 0:0:11.20\nP 04\nYes."]);
        assert_eq!(from_document(old, "Word document").text, "Dana Roe [00:00:03]: Thanks.\n\nP 04 [00:00:06]: Yes.\n");
        let table = rows(&[
            &["Time", "Speaker", "Text"],
            &["00:01", "INT", "How did it all begin?"],
            &["00:09", "P1", "Slowly, and then at once."],
        ]);
        assert_eq!(
            from_document(table, "Word document").text,
            "INT [00:00:01]: How did it all begin?\n\nP1 [00:00:09]: Slowly, and then at once.\n"
        );
        let other = rows(&[&["Age", "34"], &["Site", "north"]]);
        assert_eq!(from_document(other, "Word document").text, "Age\t34\n\nSite\tnorth\n");
    }
}
