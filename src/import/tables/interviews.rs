//! A table in which a row is an interview, or the free answers of one person.

use super::Grid;
use super::people;
use super::roles::InterviewColumns;
use crate::import::captions::decode_entities;
use crate::import::draft::{Draft, People, Value};

/// The label under which questions of a questionnaire stand.
const QUESTION: &str = "Question";

/// The drafts of a table of interviews, and the people where each row is one person's.
pub fn drafts(grid: &Grid, columns: &InterviewColumns, kind: &str) -> (Vec<Draft>, Option<People>) {
    let people = columns.person.then(|| people::without(grid, columns.name, &columns.texts, kind));
    let attributes: Vec<(usize, String)> = (0..grid.header.len())
        .filter(|at| *at != columns.name && !columns.texts.contains(at) && !grid.header[*at].is_empty())
        .map(|at| (at, people::column_name(&grid.header[at])))
        .collect();
    let mut drafts = Vec::new();
    for row in 0..grid.rows.len() {
        let name = grid.cell(row, columns.name).to_owned();
        let answers: Vec<(usize, String)> = columns
            .texts
            .iter()
            .map(|at| (*at, decode_entities(grid.cell(row, *at)).replace("\r\n", "\n").replace('\r', "\n")))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        if answers.is_empty() {
            continue;
        }
        let mut draft =
            Draft { name: name.clone(), format: format!("table of interviews ({kind})"), ..Draft::default() };
        if columns.texts.len() > 1 {
            let parts = answers.iter().map(|(at, text)| format!("{QUESTION}: {}\n\n{}", grid.header[*at], text.trim()));
            draft.text = parts.collect::<Vec<_>>().join("\n\n");
            draft.put("interviewers", Value::List(vec![QUESTION.into()]));
            draft.labels.push(QUESTION.into());
        } else {
            draft.text = answers.into_iter().map(|(_, text)| text.trim().to_owned()).collect();
        }
        draft.text.push('\n');
        let values = attributes.iter().map(|(at, name)| (name.clone(), grid.cell(row, *at).to_owned()));
        let values: Vec<(String, String)> = values.filter(|(_, value)| !value.is_empty()).collect();
        if columns.person {
            draft.put("participant", Value::Text(name));
        } else if !values.is_empty() {
            draft.attributes = values;
        }
        drafts.push(draft);
    }
    (drafts, people)
}
