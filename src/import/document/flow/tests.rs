//! Paragraphs, rows and marks.

use super::*;

fn cells(flow: &mut Flow, texts: &[&str]) {
    flow.open_row();
    for text in texts {
        flow.open_cell();
        flow.text(text);
        flow.end_paragraph("");
        flow.close_cell(true);
    }
    flow.close_row(true);
}

#[test]
fn rows_are_cells_and_inner_tables_lines() {
    let mut flow = Flow::default();
    flow.open_table();
    cells(&mut flow, &["Ana", "Hello."]);
    flow.open_row();
    flow.open_cell();
    flow.text("Ben");
    flow.open_cell();
    flow.text("Before.");
    flow.open_table();
    cells(&mut flow, &["a", "b"]);
    flow.close_table();
    flow.text("After.");
    flow.close_table();
    let (paragraphs, _) = flow.into_paragraphs();
    assert_eq!(paragraphs.len(), 2);
    assert_eq!(paragraphs[0].cells, ["Ana", "Hello."]);
    assert_eq!(paragraphs[1].cells, ["Ben", "Before.\na\tb\nAfter."]);
}

#[test]
fn a_table_of_one_column_is_paragraphs() {
    let mut flow = Flow::default();
    flow.open_table();
    cells(&mut flow, &["I: Hello."]);
    cells(&mut flow, &["P: Yes."]);
    flow.close_table();
    let (paragraphs, _) = flow.into_paragraphs();
    assert_eq!(paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["I: Hello.", "P: Yes."]);
}

#[test]
fn tables_too_deep_lose_no_text() {
    let mut flow = Flow::default();
    for depth in 0..5_000 {
        flow.open_table();
        flow.open_row();
        flow.open_cell();
        flow.text(&format!("d{depth} "));
    }
    let plain = flow.into_plain();
    assert_eq!(plain.split_whitespace().count(), 5_000);
}

#[test]
fn comments_have_their_wording_and_their_paragraph() {
    let mut flow = Flow::default();
    flow.end_paragraph("");
    flow.text("We waited ");
    flow.mark(Mark::Start("1".into()));
    flow.text("a year");
    flow.mark(Mark::End("1".into()));
    flow.mark(Mark::Here("1".into()));
    flow.end_paragraph("");
    flow.text("And then ");
    flow.mark(Mark::Start("2".into()));
    flow.text("nobody.");
    flow.end_paragraph("");
    flow.mark(Mark::End("2".into()));
    flow.mark(Mark::Here("3".into()));
    let remark = |id: &str| (id.to_owned(), Remark { text: format!("on {id}"), ..Remark::default() });
    let document = document(flow, vec![remark("9"), remark("3"), remark("2"), remark("1")], false).unwrap();
    let seen: Vec<_> = document.comments.iter().map(|c| (c.paragraph, c.quote.as_str(), c.text.as_str())).collect();
    assert_eq!(seen, [(0, "a year", "on 1"), (1, "nobody.", "on 2"), (1, "", "on 3"), (1, "", "on 9")]);
}

#[test]
fn moments_have_a_zone() {
    assert_eq!(moment("2024-03-12T10:15:00"), "2024-03-12T10:15:00Z");
    assert_eq!(moment("2024-03-12T10:15:00.123"), "2024-03-12T10:15:00.123Z");
    assert_eq!(moment("2024-03-12T10:15:00+01:00"), "2024-03-12T10:15:00+01:00");
    assert_eq!(moment("yesterday"), "");
}
