//! How much is coded, codes by their use, and turns that were never coded.

use super::super::tables::{Analysed, Lead, Question, Row, term};
use super::{field, text};
use crate::analysis::{ALL, Cell, Coverage};
use crate::model::{CodeId, RollUp, View};
use crate::session::CoverageRows;

pub(super) fn words_coded(question: &Question, counted: &Coverage, rows: CoverageRows) -> Analysed {
    let table = counted.brief();
    let lead = |row: usize| {
        let name =
            table.rows.get(row).and_then(|row| row.first()).map_or_else(String::new, |cell| cell.plain().into_owned());
        let whose = match rows {
            _ if name == ALL => String::new(),
            CoverageRows::Transcript => term("transcript", &name),
            CoverageRows::Participant => term("participant", &name),
            CoverageRows::Group => term(question.by(), &name),
        };
        // Turns of nobody in particular count in no row.
        Lead::Search(format!("{whose} participant:* is:uncoded").trim().to_owned())
    };
    let rows: Vec<Row> = (0..table.rows.len())
        .map(|row| Row { leads: vec![lead(row)], detail: "Enter: the turns that were never coded".into() })
        .collect();
    Analysed::of(question, table, rows)
}

pub(super) fn codes_by_use(question: &Question, counted: &Coverage, roll_up: RollUp) -> Analysed {
    let mut table = counted.codes();
    // Those that need a look stand first.
    let rank = |word: &str| ["never", "once", "one participant"].iter().position(|known| *known == word).unwrap_or(3);
    let at = table.column("use").unwrap_or_default();
    table.rows.sort_by_key(|row| row.get(at).map_or(3, |cell| rank(&cell.plain())));
    let row = |row: usize| {
        let (id, uses) = (text(&table, row, "code"), text(&table, row, "use"));
        let theme = CodeId::from(id.as_str());
        let lead = if uses == "never" {
            Lead::Code(theme)
        } else {
            Lead::Quotes(Some(theme), format!("{}:{id}", field(roll_up)))
        };
        let detail = match uses.as_str() {
            "never" => "never used: Enter shows it in the codebook",
            "once" => "used once",
            "one participant" => "used of one participant only",
            _ => "",
        };
        Row { leads: vec![lead], detail: detail.into() }
    };
    let rows: Vec<Row> = (0..table.rows.len()).map(row).collect();
    let mut table = table.only(&["path", "use", "participants", "transcripts", "passages"]);
    // By how many stands beside it.
    let several = |cell: &&mut Cell| cell.plain() == "several participants";
    table
        .rows
        .iter_mut()
        .filter_map(|row| row.get_mut(1))
        .filter(several)
        .for_each(|cell| *cell = Cell::text("several"));
    Analysed::of(question, table, rows)
}

pub(super) fn turns_never_coded(question: &Question, counted: &Coverage, view: &View) -> Analysed {
    let whole = counted.turns(view);
    let row = |row: usize| {
        let start = match whole.cell(row, "start") {
            Some(Cell::Integer(start)) => u32::try_from(*start).unwrap_or(u32::MAX),
            _ => 0,
        };
        let transcript = text(&whole, row, "transcript");
        Row {
            leads: vec![Lead::Place(transcript.as_str().into(), start, Vec::new())],
            detail: text(&whole, row, "text"),
        }
    };
    let rows: Vec<Row> = (0..whole.rows.len()).map(row).collect();
    Analysed::of(question, whole.only(&["transcript", "turn", "participant", "text"]), rows)
}
