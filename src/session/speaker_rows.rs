//! speakers.csv as it is changed: by rows, so that what a researcher wrote stays as it was written.

use super::Problem;
use crate::text::separator;

/// speakers.csv, row by row, written anew only where a row is said again; other rows keep their text.
pub(super) struct SpeakerRows {
    lines: Vec<String>,
    newline: &'static str,
    separator: char,
    /// Places of `transcript`, `label`, `participant` in a row, and how many cells it has.
    columns: [usize; 3],
    width: usize,
}

impl SpeakerRows {
    /// Reads the table; an empty text is one without rows.
    ///
    /// # Errors
    /// If a column is missing.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut lines: Vec<String> = text.trim_start_matches('\u{feff}').lines().map(String::from).collect();
        if lines.is_empty() {
            lines.push("transcript,label,participant".into());
        }
        let separator = separator(&lines[0]);
        let names: Vec<String> =
            lines[0].split(separator).map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
        let find = |name: &str| names.iter().position(|known| known == name);
        let (Some(transcript), Some(label), Some(participant)) =
            (find("transcript"), find("label"), find("participant"))
        else {
            return Err(Problem::new("speakers.csv lacks one of its columns transcript, label, participant")
                .hint("mend its first line, then try again"));
        };
        Ok(Self { newline, separator, columns: [transcript, label, participant], width: names.len(), lines })
    }

    fn cells(&self, line: &str) -> Option<Vec<String>> {
        cells(line, self.separator)
    }

    /// The transcripts and labels that stand for a participant, ignoring case.
    pub fn of_participant(&self, id: &str) -> Vec<(String, String)> {
        let [at, of, is] = self.columns;
        let rows = self.lines.iter().skip(1).filter_map(|line| self.cells(line));
        let theirs = rows.filter(|cells| cells.get(is).is_some_and(|cell| cell.to_lowercase() == id.to_lowercase()));
        theirs.filter_map(|cells| Some((cells.get(at)?.clone(), cells.get(of)?.clone()))).collect()
    }

    /// Says who a label is, in the row that said it before or in a new one.
    pub fn say(&mut self, transcript: &str, label: &str, who: &str) {
        let [at, of, is] = self.columns;
        let same = |cells: &[String]| {
            let cell = |at: usize| cells.get(at).map_or("", String::as_str);
            cell(at) == transcript && cell(of).to_lowercase() == label.to_lowercase() && cells.len() > 1
        };
        let found = (1..self.lines.len()).find(|line| self.cells(&self.lines[*line]).is_some_and(|cells| same(&cells)));
        let mut cells = found.and_then(|line| self.cells(&self.lines[line])).unwrap_or_default();
        cells.resize(cells.len().max(self.width), String::new());
        cells[at] = transcript.to_owned();
        if found.is_none() {
            cells[of] = label.to_owned();
        }
        cells[is] = who.to_owned();
        let line = cells.iter().map(|cell| quoted(cell, self.separator)).collect::<Vec<_>>();
        let line = line.join(&self.separator.to_string());
        match found {
            Some(at) => self.lines[at] = line,
            None => self.lines.push(line),
        }
    }

    /// The table as it is now.
    pub fn text(&self) -> String {
        let mut text = self.lines.join(self.newline);
        text.push_str(self.newline);
        text
    }
}

/// A table in which the column `transcript` names `new` where it named `old`; other rows keep their text. `None`: it names
/// `old` nowhere, or `new` already.
pub(super) fn renamed(text: &str, old: &str, new: &str) -> Option<String> {
    let bare = text.trim_start_matches('\u{feff}');
    let head = bare.lines().next()?;
    let separator = separator(head);
    let cells = |line: &str| cells(line, separator);
    let column = cells(head)?.iter().position(|name| name.to_lowercase() == "transcript")?;
    let names =
        |line: &str, id: &str| cells(line).is_some_and(|cells| cells.get(column).is_some_and(|cell| cell == id));
    if bare.lines().skip(1).any(|line| names(line, new)) || !bare.lines().skip(1).any(|line| names(line, old)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let row = line.trim_end_matches(['\n', '\r']);
        if at == 0 || !names(row, old) {
            out.push_str(line);
            continue;
        }
        let mut cells = cells(row)?;
        cells[column] = new.to_owned();
        let row_text: Vec<String> = cells.iter().map(|cell| quoted(cell, separator)).collect();
        out.push_str(&row_text.join(&separator.to_string()));
        out.push_str(&line[row.len()..]);
    }
    Some(out)
}

/// The cells of one row.
fn cells(line: &str, separator: char) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator as u8);
    let record = reader.from_reader(line.as_bytes()).into_records().next()?.ok()?;
    Some(record.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r', ';']) || cell != cell.trim() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_transcript_is_renamed_in_its_rows_alone() {
        let table = "transcript,date\r\na, 2019 \r\n\"b\",2020\r\n";
        assert_eq!(renamed(table, "b", "c, d").as_deref(), Some("transcript,date\r\na, 2019 \r\n\"c, d\",2020\r\n"));
        assert_eq!(renamed(table, "b", "a"), None);
        assert_eq!(renamed(table, "x", "y"), None);
        assert_eq!(renamed("", "x", "y"), None);
        assert_eq!(renamed("label;transcript\nINT;b", "b", "c").as_deref(), Some("label;transcript\nINT;c"));
    }

    #[test]
    fn a_row_said_again_is_replaced_and_others_keep_their_text() {
        let mut rows = SpeakerRows::read("transcript,label,participant\na, Parent ,P01\n\"b\",Parent,P02\n").unwrap();
        rows.say("b", "parent", "P03");
        rows.say("c", "Hill, Ann", "interviewer");
        assert_eq!(
            rows.text(),
            "transcript,label,participant\na, Parent ,P01\nb,Parent,P03\nc,\"Hill, Ann\",interviewer\n"
        );
        let mut other = SpeakerRows::read("label;transcript;participant\r\n").unwrap();
        other.say("*", "INT", "interviewer");
        assert_eq!(other.text(), "label;transcript;participant\r\nINT;*;interviewer\r\n");
    }
}
