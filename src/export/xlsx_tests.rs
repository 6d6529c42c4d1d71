//! Workbooks, read back by another reader.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::*;
use crate::analysis::{Cell, Column, Meta, Table};

const AWKWARD: [&str; 9] = [
    "=SUM(A1:A2)",
    "+44 20, he said",
    "-yes, I did",
    "@home",
    "two\nlines;\tand \"quotes\"",
    "_x0041_ is no A",
    " blanks before and after ",
    "naïve 日本 👩‍👧 ’",
    "a bell \u{7} and an escape \u{1b}[31m",
];

fn table() -> Table {
    let columns =
        vec![Column::left("text"), Column::right("n"), Column::right("p"), Column::right("full"), Column::right("yes")];
    let row = |text: &str| {
        vec![Cell::text(text), Cell::Integer(1_234), Cell::Decimal(42.857_142), Cell::Full(1.0 / 3.0), Cell::Flag(true)]
    };
    let mut rows: Vec<Vec<Cell>> = AWKWARD.iter().map(|text| row(text)).collect();
    rows.push(vec![Cell::Empty, Cell::Integer(0), Cell::Empty, Cell::Undefined, Cell::Flag(false)]);
    let meta =
        Meta::default().with("study", "=Invented").with("coders", Meta::default().with("names", vec!["amy", "ben"]));
    Table { name: "test".into(), columns, rows, sentences: vec!["a note".into()], meta }
}

fn made(tables: &[(&str, &Table)]) -> Vec<u8> {
    let sheets: Vec<Sheet> = tables.iter().map(|(name, table)| Sheet { name, table }).collect();
    workbook("Invented", &[("emic", "0.1.0".to_owned())], &sheets).unwrap()
}

fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn text_is_text_and_numbers_are_numbers() {
    let table = table();
    let bytes = made(&[("Test", &table)]);
    let rows = cells(&bytes, "Test");
    assert_eq!(rows.len(), 1 + AWKWARD.len() + 1);
    assert_eq!(rows[0][0], Data::String("text".into()));
    for (row, text) in rows[1..].iter().zip(AWKWARD) {
        assert_eq!(row[0], Data::String(text.into()));
        assert_eq!(row[1], Data::Float(1_234.0));
        assert_eq!(row[2], Data::Float(42.857_142), "shown with two decimals, kept whole");
        assert_eq!(row[3], Data::Float(1.0 / 3.0));
        assert_eq!(row[4], Data::Float(1.0));
    }
    let last = &rows[1 + AWKWARD.len()];
    assert_eq!((&last[0], &last[1], &last[3]), (&Data::Empty, &Data::Float(0.0), &Data::String("-".into())));
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("Test").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty), "no cell holds a formula");
}

#[test]
fn a_sheet_says_how_each_was_made() {
    let table = table();
    let bytes = made(&[("One", &table), ("Two", &table)]);
    let rows = cells(&bytes, "How it was made");
    let lines: Vec<String> =
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(
        lines[..5],
        ["sheet|what|value", "(all)|emic|0.1.0", "One|note|a note", "One|study|=Invented", "One|coders.names|amy; ben"]
    );
    assert_eq!(lines.iter().filter(|line| line.starts_with("Two|")).count(), 3);
}

/// A part of a workbook as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_printed_page_says_what_its_rows_are() {
    let ids = ["by", "group", "code", "path"].into_iter().map(Column::left);
    let numbers = (0..20).map(|at| Column::right(format!("a_long_name_of_number_{at:02}")));
    let columns: Vec<Column> = ids.chain(numbers).collect();
    let mut row = ["role", "parent", "waiting", "Access > Waiting"].map(Cell::text).to_vec();
    row.resize(columns.len(), Cell::Integer(1));
    let wide = Table { columns, rows: vec![row], ..Table::default() };
    let narrow = table();
    let sheets = [Sheet { name: "Wide", table: &wide }, Sheet { name: "Narrow", table: &narrow }];
    let bytes = workbook("Homes & gardens", &[], &sheets).unwrap();
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("Wide!$B:$D,Wide!$1:$1") && book.contains("Narrow!$A:$A,Narrow!$1:$1"), "{book}");
    // 20 columns of 27 characters beside names of 36: three pages of at most 235 characters.
    let page = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(page.contains("fitToWidth=\"3\"") && page.contains("fitToHeight=\"0\""), "{page}");
    assert!(page.contains("paperSize=\"9\"") && page.contains("pageOrder=\"overThenDown\""), "{page}");
    assert!(page.contains("&amp;LHomes &amp;&amp; gardens · &amp;A&amp;R&amp;P / &amp;N"), "{page}");
    assert!(!part(&bytes, "xl/worksheets/sheet2.xml").contains("fitToWidth=\"2\""), "one page holds a narrow table");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let table = table();
    let first = made(&[("Test", &table)]);
    assert!(first.len() > 1_000);
    assert_eq!(first, made(&[("Test", &table)]));
}

#[test]
fn what_a_cell_cannot_hold_is_cut_and_says_so() {
    let long = "👩 word ".repeat(6_000);
    let table = Table { columns: vec![Column::left("quote")], rows: vec![vec![Cell::text(&long)]], ..Table::default() };
    let rows = cells(&made(&[("Test", &table)]), "Test");
    let text = rows[1][0].to_string();
    assert!(text.encode_utf16().count() <= 32_767 && text.len() > 30_000);
    assert!(text.ends_with("the whole text is in the csv file]"));
    assert!(long.starts_with(text.split(" … [cut").next().unwrap()));
    let wide = Table { columns: vec![Column::left("c"); 16_385], ..Table::default() };
    let refused = workbook("", &[], &[Sheet { name: "Wide", table: &wide }]);
    assert!(matches!(refused, Err(WorkbookError::TooLarge { columns: 16_385, .. })));
    let empty = made(&[("Empty", &Table::default())]);
    assert!(cells(&empty, "Empty").is_empty());
}

#[test]
fn csv_for_excel_has_a_mark_and_no_formula() {
    let bytes = csv_for_excel(&table());
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    let rows: Vec<Vec<String>> = ::csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), AWKWARD.len() + 1);
    for (row, text) in rows.iter().zip(AWKWARD) {
        let guarded = text.starts_with(['=', '+', '-', '@']);
        assert_eq!(row[0].strip_prefix('\'').unwrap_or(&row[0]), text);
        assert_eq!(row[0].starts_with('\''), guarded, "{text}");
        assert_eq!(row[1..3], ["1234", "42.86"]);
    }
    assert_eq!(rows[AWKWARD.len()][3], "-", "an undefined figure is none");
    assert_eq!(
        String::from_utf8(csv(&table())).unwrap().lines().nth(1).unwrap().split(',').next(),
        Some("=SUM(A1:A2)")
    );
}
