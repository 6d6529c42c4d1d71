//! Tables: of turns, of interviews (one a row) and of people, from csv, tsv and Excel workbooks.

mod grid;
mod interviews;
mod people;
mod roles;
mod turns;
mod workbook;

use super::refused::{Refused, Unread};
use super::{Contents, Options, ReadAs, highlights};

pub use grid::{Grid, is_table, separated};
pub use workbook::read as read_workbook;

/// Makes drafts, or a list of people, of the sheets of a file. `kind` is `csv`, `tsv` or `xlsx`.
///
/// # Errors
/// If no sheet is a table of one of the three kinds; the message names the columns that there are.
pub fn contents(sheets: &[Grid], kind: &str, options: &Options) -> Result<Contents, Unread> {
    if kind == "xlsx" && sheets.iter().any(|sheet| highlights::is_header(&sheet.header)) {
        return Err(Refused::new(
            "these are highlights of Taguette in a workbook",
            "export them from Taguette as CSV, and import that",
        )
        .into());
    }
    let mut contents = Contents::default();
    let mut left = Vec::new();
    // A later sheet whose rows have an `id` holds statements or codes more often than people.
    let of_people = |at: usize, sheet: &Grid| {
        let name = sheet.name.to_lowercase();
        at == 0
            || ["participant", "people", "person", "case", "demograph", "attribut"]
                .iter()
                .any(|word| name.contains(word))
    };
    for (at, sheet) in sheets.iter().enumerate() {
        match roles::classify(sheet, options)? {
            Some(roles::Shape::Turns(columns)) => contents.drafts.extend(turns::drafts(sheet, &columns, kind)),
            Some(roles::Shape::Interviews(columns)) => {
                let (drafts, people) = interviews::drafts(sheet, &columns, kind);
                contents.drafts.extend(drafts);
                contents.people = contents.people.or(people);
            }
            Some(roles::Shape::People(id)) if contents.people.is_none() && of_people(at, sheet) => {
                contents.people = Some(people::people(sheet, id, kind));
            }
            _ => left.push(sheet),
        }
    }
    contents.drafts.retain(|draft| !draft.text.trim().is_empty());
    if contents.drafts.is_empty() && contents.people.is_none() {
        return Err(unknown(sheets, options).into());
    }
    let names: Vec<String> =
        left.iter().filter(|_| sheets.len() > 1).map(|sheet| format!("`{}`", sheet.name)).collect();
    if !names.is_empty() {
        let left = format!("sheets that hold neither transcripts nor people are left out: {}", names.join(", "));
        match (contents.drafts.first_mut(), &mut contents.people) {
            (Some(draft), _) => draft.warnings.push(left),
            (None, Some(people)) => people.warnings.push(left),
            (None, None) => {}
        }
    }
    // Several sheets of one workbook are several interviews.
    if sheets.len() > 1 && contents.drafts.len() == 1 {
        contents.drafts[0].name.clear();
    }
    Ok(contents)
}

fn unknown(sheets: &[Grid], options: &Options) -> Refused {
    let Some(sheet) = sheets.iter().find(|sheet| !sheet.rows.is_empty()) else {
        return Refused::new(
            "the table has no rows",
            "its first line names the columns, the others are turns, interviews or people",
        );
    };
    let names: Vec<String> = sheet.header.iter().take(12).map(|name| format!("`{}`", name.trim())).collect();
    let more = if sheet.header.len() > 12 { " …" } else { "" };
    let wanted = match options.reading {
        Some(ReadAs::Turns) => "a column of what is said was not found",
        Some(ReadAs::Interviews) => "a column that names each interview and one with its text were not found",
        Some(ReadAs::Participants) => "a column with the id of each person, once, was not found",
        _ => "this table is neither one of turns (speaker, text), nor of interviews (one a row), nor of participants",
    };
    Refused::new(
        format!("{wanted}; its columns are {}{more}", names.join(", ")),
        "say which columns are which: --columns speaker=NAME,text=NAME,time=NAME, or participant=NAME (and --as turns, interviews or \
         participants)",
    )
}

#[cfg(test)]
mod tests;
