//! What is written, read back by other readers.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::analysis::{Cell, Column, Meta, Table};
use crate::text::Span;

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let columns = vec![Column::left("name"), Column::right("n"), Column::right("percent")];
    Table { name: "test".into(), columns, rows, sentences: vec!["a note | here".into()], meta: Meta::default() }
}

fn read(bytes: &[u8], separator: u8) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

const NASTY: &str = "=SUM(A1;B2), \"said\" he;\r\n\ttab\nü × ’";

#[test]
fn csv_keeps_every_character() {
    let table = table(vec![
        vec![Cell::text(NASTY), Cell::Integer(12_345), Cell::Decimal(42.857_142)],
        vec![Cell::Empty, Cell::Flag(true), Cell::Empty],
        vec![Cell::text(" x "), Cell::Flag(false), Cell::Undefined],
    ]);
    for (bytes, separator) in [(csv(&table), b','), (tsv(&table), b'\t')] {
        let rows = read(&bytes, separator);
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0], ["name", "n", "percent"]);
        assert_eq!(rows[1], [NASTY, "12345", "42.86"]);
        assert_eq!(rows[2], ["", "1", ""]);
        assert_eq!(rows[3], [" x ", "0", "-"]);
    }
    let text = String::from_utf8(csv(&table)).unwrap();
    assert!(text.starts_with("name,n,percent\n\"=SUM"));
}

#[test]
fn json_has_numbers_and_nulls() {
    let columns =
        vec![Column::left("text"), Column::left("n"), Column::left("p"), Column::left("hits"), Column::left("e")];
    let row = vec![
        Cell::text(NASTY),
        Cell::Integer(3),
        Cell::Decimal(50.0),
        Cell::Spans(vec![Span::new(1, 2), Span::new(5, 9)]),
        Cell::Empty,
    ];
    let table = Table { columns, rows: vec![row.clone(), row], ..Table::default() };
    let list: serde_json::Value = serde_json::from_slice(&json(&table)).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(list[1]["text"], NASTY);
    assert_eq!(list[1]["n"], 3);
    assert_eq!(list[1]["p"], 50.0);
    assert_eq!(list[1]["hits"], serde_json::json!([[1, 2], [5, 9]]));
    assert!(list[1]["e"].is_null() && list[1].as_object().unwrap().contains_key("e"));
    let lines = String::from_utf8(jsonl(&table)).unwrap();
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        assert_eq!(serde_json::from_str::<serde_json::Value>(line).unwrap(), list[0]);
    }
    assert!(lines.contains("\"p\":50.00,"));
    assert_eq!(json(&Table::default()), b"[]\n");
}

#[test]
fn markdown_cells_are_no_markup() {
    let table = table(vec![vec![Cell::text("  a|b *c* d_e _f_\n<i>"), Cell::Integer(1), Cell::Decimal(2.0)]]);
    let text = String::from_utf8(markdown(&table)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "| name | n | percent |");
    assert_eq!(lines[1], "| --- | --: | --: |");
    assert_eq!(lines[2], r"| &nbsp;&nbsp;a\|b \*c\* d_e \_f\_<br>\<i> | 1 | 2.00 |");
    assert_eq!(lines[4], r"- a note \| here");
}

#[test]
fn a_table_on_the_screen_is_aligned_cut_and_harmless() {
    let rows = vec![
        vec![Cell::text("日本"), Cell::Integer(7), Cell::Decimal(1.0)],
        vec![Cell::text("a\u{1b}[31m\nb\u{202e}"), Cell::Integer(123), Cell::Empty],
    ];
    let text = String::from_utf8(super::text(&table(rows.clone()), None)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "name                n  percent");
    assert_eq!(lines[1], "────────────────  ───  ───────");
    assert_eq!(lines[2], "日本                7     1.00");
    assert!(lines[3].starts_with("a␛[31m␊b⟦U+202E⟧"));
    assert_eq!(lines.last(), Some(&"a note | here"));
    let mut long = rows;
    long.push(vec![Cell::text("word ".repeat(40)), Cell::Integer(1), Cell::Empty]);
    let text = String::from_utf8(super::text(&table(long), Some(40))).unwrap();
    assert!(text.contains('…'));
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 40), "{text}");
}

#[test]
fn a_table_that_is_wider_than_the_screen_is_read_in_parts() {
    let heads = ["participants_in_group", "percent_of_group_passages", "words_in_group", "passages_per_1000_words"];
    let mut columns = vec![Column::left("code"), Column::left("name")];
    columns.extend(heads.map(Column::right));
    let row = |code: &str, name: &str, figure: u64| {
        let figures = heads.map(|_| Cell::Integer(figure));
        [Cell::text(code), Cell::text(name)].into_iter().chain(figures).collect::<Vec<Cell>>()
    };
    let rows = vec![row("referral-delays", "Referral delays", 1_234_567), row("trust", "Trust in those who help", 8)];
    let table = Table { columns, rows, ..Table::default() };
    let shown = |width| String::from_utf8(super::text(&table, width)).unwrap();
    let wide = |text: &str| text.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(
        shown(None).starts_with("code             name                     participants_in_group  percent_of_group")
    );
    assert_eq!(shown(Some(200)), shown(None));
    // Heads take rows before anything is cut.
    let medium = shown(Some(96));
    assert!(wide(&medium) <= Some(96) && medium.contains("Trust in those who help"), "{medium}");
    assert!(medium.lines().any(|line| line.contains("participants_")) && !medium.contains('…'), "{medium}");
    // Then what is text is cut; figures never, and each part says what its rows are about.
    for width in 28..96 {
        let text = shown(Some(width));
        assert!(wide(&text) <= Some(width), "{width}:\n{text}");
        assert_eq!(text.matches("1234567").count(), 4, "{width}:\n{text}");
        let parts = text.split("\n\n").count();
        assert_eq!(text.lines().filter(|line| line.starts_with("trust")).count(), parts, "{width}:\n{text}");
    }
    assert!(shown(Some(40)).split("\n\n").count() > 1);
}

#[test]
fn a_sidecar_is_yaml() {
    let meta = Meta::default()
        .with("study", "Yes: \"no\" # é\n\u{7}\\")
        .with("transcripts", Meta::default().with("s3/a b", "00ff").with("no", "1.0"))
        .with("left_out", Vec::<String>::new())
        .with("names", vec!["amy", "yes"])
        .with("count", 12);
    let stamp = Stamp { version: "0.1.0", time: "2024-05-01T10:00:00Z", codebook: "ab12" };
    let bytes = sidecar(&meta, &stamp);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("emic: \"0.1.0\"\ntime: \"2024-05-01T10:00:00Z\"\ncodebook: \"ab12\"\nstudy: "));
    assert!(text.contains("transcripts:\n  \"s3/a b\": \"00ff\"\n  \"no\": \"1.0\"\nleft_out: []\n"));
    assert!(text.ends_with("names:\n  - \"amy\"\n  - \"yes\"\ncount: 12\n"));
    assert!(text.contains(r#"study: "Yes: \"no\" # é\n\u0007\\""#));
}

#[test]
fn formats_go_by_name_or_ending() {
    assert_eq!(Format::from_name("CSV"), Ok(Format::Csv));
    assert_eq!(Format::from_ending(Path::new("out/Table.MD")), Ok(Format::Markdown));
    assert_eq!(Format::from_ending(Path::new("t.tsv")), Ok(Format::Tsv));
    let wrong = Format::from_ending(Path::new("t.pages")).unwrap_err();
    assert_eq!(wrong.to_string(), "`.pages` is no ending of a format for this table");
    assert_eq!(wrong.hint(), "the endings are: .csv, .tsv, .json, .md, .tex, .xlsx");
    assert_eq!(Format::from_name("x").unwrap_err().hint(), "the formats are: table, csv, tsv, json, markdown, latex");
    assert!(matches!(Format::from_ending(Path::new("t")), Err(FormatError::NoEnding { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_text_comes_back(cells in proptest::collection::vec("[\\PC\n\r\t\",;=]{0,12}", 1..5)) {
        let columns = (0..cells.len()).map(|at| Column::left(format!("c{at}"))).collect();
        let row: Vec<Cell> = cells.iter().map(Cell::text).collect();
        let table = Table { columns, rows: vec![row], ..Table::default() };
        for (bytes, separator) in [(csv(&table), b','), (tsv(&table), b'\t')] {
            let rows = read(&bytes, separator);
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(&rows[1], &cells);
        }
        let value: serde_json::Value = serde_json::from_slice(&json(&table)).unwrap();
        prop_assert_eq!(value[0]["c0"].as_str(), Some(cells[0].as_str()));
        let shown = String::from_utf8(super::text(&table, Some(30))).unwrap();
        // Heads, a rule and the row, once or in parts with an empty line between them.
        prop_assert_eq!(shown.lines().count() % 4, 3);
        prop_assert!(shown.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 30), "{}", shown);
    }
}
