//! A table in which a row is a turn.

use super::Grid;
use super::roles::TurnColumns;
use crate::import::canonical;
use crate::import::captions::{self, Cue, cue_time, decode_entities};
use crate::import::draft::{Draft, Said};
use crate::text::parse_time;

/// The drafts of a table of turns: one, or one for each value of the column that names the interview.
pub fn drafts(grid: &Grid, columns: &TurnColumns, kind: &str) -> Vec<Draft> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut place: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for row in 0..grid.rows.len() {
        let name = columns.interview.map_or("", |at| grid.cell(row, at));
        // A row without the interview's name belongs to the one above.
        let name = if name.is_empty() { groups.last().map_or("", |(name, _)| name.as_str()) } else { name }.to_owned();
        match place.get(&name).and_then(|at| groups.get_mut(*at)) {
            Some((_, rows)) => rows.push(row),
            None => {
                place.insert(name.clone(), groups.len());
                groups.push((name, vec![row]));
            }
        }
    }
    let several = groups.len() > 1;
    groups
        .into_iter()
        .map(|(name, rows)| {
            let name = if several { name } else { grid.name.clone() };
            Draft { name, ..draft(grid, columns, kind, &rows) }
        })
        .collect()
}

fn draft(grid: &Grid, columns: &TurnColumns, kind: &str, rows: &[usize]) -> Draft {
    let cells = |column: Option<usize>| column.map(|at| rows.iter().map(|row| grid.cell(*row, at)).collect::<Vec<_>>());
    let starts = cells(columns.time).map(|cells| times(&cells, cells_of_end(grid, columns, rows).as_deref()));
    let ends = cells(columns.end).map(|ends| times(&ends, None));
    let mut warnings = left_out(grid, columns);
    let said = |row: usize| decode_entities(grid.cell(row, columns.text));
    if columns.speaker.is_none()
        && let Some(starts) = &starts
    {
        let cues = rows.iter().enumerate().map(|(at, row)| Cue {
            start: starts.get(at).copied().flatten().unwrap_or(0),
            end: ends.as_ref().and_then(|ends| ends.get(at).copied().flatten()),
            voice: None,
            lines: said(*row).lines().map(String::from).collect(),
        });
        let mut draft = captions::draft(cues.collect(), &format!("table of captions ({kind})"), &[]);
        draft.warnings.extend(warnings);
        return draft;
    }
    let mut turns: Vec<Said> = Vec::with_capacity(rows.len());
    let mut nobody = 0;
    for (at, row) in rows.iter().enumerate() {
        let label = columns
            .speaker
            .map(|at| grid.cell(*row, at).trim_end_matches([':', ' ']))
            .filter(|label| !label.is_empty());
        nobody += usize::from(label.is_none());
        let text = said(*row);
        let time = starts.as_ref().and_then(|starts| starts.get(at).copied().flatten());
        if !text.trim().is_empty() {
            turns.push(Said { label: label.map(String::from), time: time.filter(|_| label.is_some()), text });
        }
    }
    if nobody > 0 && columns.speaker.is_some() {
        warnings.push(format!("{nobody} rows name no speaker: they go on with the turn above them"));
    }
    let (text, renamed) = canonical::write(&turns, true);
    warnings.extend(renamed.into_iter().map(|(was, is)| format!("the label `{was}` is written `{is}`")));
    let labels = canonical::labels(&turns);
    Draft { format: format!("table of turns ({kind})"), text, warnings, labels, ..Draft::default() }
}

fn cells_of_end(grid: &Grid, columns: &TurnColumns, rows: &[usize]) -> Option<Vec<String>> {
    columns.end.map(|at| rows.iter().map(|row| grid.cell(*row, at).to_owned()).collect())
}

/// The columns that are not taken in.
fn left_out(grid: &Grid, columns: &TurnColumns) -> Vec<String> {
    let used = [columns.interview, columns.speaker, Some(columns.text), columns.time, columns.end];
    let counts = ["turn", "row", "no", "nr", "id", "index", "line", ""];
    let names: Vec<String> = grid
        .header
        .iter()
        .enumerate()
        .filter(|(at, name)| !used.contains(&Some(*at)) && !counts.contains(&name.to_lowercase().as_str()))
        .filter(|(at, _)| grid.column(*at).next().is_some())
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    if names.is_empty() { Vec::new() } else { vec![format!("columns that are not taken in: {}", names.join(", "))] }
}

/// Times of cells: clock times in any form; numbers are seconds, or milliseconds where the stretches to `ends` (or from
/// one to the next) would be longer than a minute on average.
fn times(cells: &[&str], ends: Option<&[String]>) -> Vec<Option<u32>> {
    let number = |cell: &str| cell.replace(',', ".").parse::<f64>().ok().filter(|number| *number >= 0.0);
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let plain = !filled.is_empty() && filled.iter().all(|cell| number(cell).is_some());
    if !plain {
        return cells.iter().map(|cell| time(cell)).collect();
    }
    let whole = filled.iter().all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
    let starts: Vec<f64> = filled.iter().filter_map(|cell| number(cell)).collect();
    let stretch = match ends {
        Some(ends) => {
            let lengths: Vec<f64> =
                ends.iter().filter_map(|end| number(end)).zip(&starts).map(|(end, start)| end - start).collect();
            lengths.iter().sum::<f64>() / lengths.len().max(1) as f64
        }
        None => (starts.last().copied().unwrap_or(0.0) - starts.first().copied().unwrap_or(0.0)) / starts.len() as f64,
    };
    let factor = if whole && stretch > 60.0 { 1.0 } else { 1000.0 };
    cells.iter().map(|cell| number(cell).map(|value| (value * factor).clamp(0.0, f64::from(u32::MAX)) as u32)).collect()
}

fn time(cell: &str) -> Option<u32> {
    parse_time(cell).or_else(|| cue_time(cell.trim()).filter(|(_, rest)| rest.trim().is_empty()).map(|(ms, _)| ms))
}
