//! Other scripts than Latin: from right to left, wide, with marks, pictures. All of it is invented.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::world::World;
use crate::tui::view;

const LEFT_TO_RIGHT: char = '\u{200E}';

/// An interview in Hebrew (with points) and Arabic (with a mark), with digits, Latin words and a family of pictures.
const RIGHT_TO_LEFT: &str = "---\nparticipants:\n  P3: P01\ninterviewers: [מראיין]\n---\n\
מראיין: אֵיךְ זה התחיל?\n\n\
P3: חיכינו שנה שלמה, 12 חודשים. אף אחד לא התקשר. ואז הגיע מכתב מה-NHS ובו היה כתוב שאנחנו שוב בסוף התור הארוך.\n\n\
P3: انتظرنا سنةً كاملة. لم يتصل بنا أحد 👩\u{200D}👧 أبدا.\n";

const MIXED: &str = "---\nparticipants:\n  P3: P01\n---\n\
P3: We waited 每天 in the café\u{301}, the whole family 👩\u{200D}👩\u{200D}👧 of us. Nobody rang.\n";

fn with(text: &str) -> World {
    let mut world = World::new(Some("zoe"));
    std::fs::write(world.session().root().join("transcripts/zz.txt"), text).unwrap();
    world.look();
    world.press("G Enter");
    assert_eq!(world.model.read.as_ref().unwrap().reading.id.as_str(), "zz");
    world
}

pub fn right_to_left() -> World {
    with(RIGHT_TO_LEFT)
}

fn buffer(world: &mut World, columns: u16, rows: u16) -> Buffer {
    world.screen(columns, rows);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view::view(&world.model, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// Every row as it is sent, with the column of the line that parts text and lanes.
fn rows(buffer: &Buffer) -> Vec<(String, Option<usize>)> {
    let columns = usize::from(buffer.area.width);
    let row = |cells: &[ratatui::buffer::Cell]| {
        let line = cells.iter().position(|cell| cell.symbol().starts_with('│'));
        (cells.iter().map(|cell| cell.symbol()).collect(), line)
    };
    buffer.content.chunks(columns).map(row).collect()
}

#[test]
fn the_order_of_the_text_is_the_order_on_the_screen() {
    let mut world = right_to_left();
    for (columns, height) in [(120, 36), (80, 24), (40, 12)] {
        let buffer = buffer(&mut world, columns, height);
        let rows = rows(&buffer);
        let all: String = rows.iter().map(|(row, _)| row.replace(LEFT_TO_RIGHT, "") + "\n").collect();
        // Hebrew as it is written: the first letter first; the terminal turns it round.
        assert!(all.contains("חיכינו שנה"), "{columns}×{height}:\n{all}");
        let lines: Vec<usize> = rows[1..].iter().filter_map(|(_, line)| *line).collect();
        assert!(lines.len() > 5 && lines.iter().all(|line| *line == lines[0]), "the lanes stand straight: {lines:?}");
    }
}

#[test]
fn what_stands_beside_text_from_right_to_left_is_kept_out_of_it() {
    let mut world = right_to_left();
    world.press("J J s c r e f Enter");
    let buffer = buffer(&mut world, 120, 36);
    let mut marked = 0;
    for (row, _) in rows(&buffer) {
        let hebrew = crate::text::has_right_to_left(&row);
        assert_eq!(hebrew, row.contains(LEFT_TO_RIGHT), "{row}");
        marked += usize::from(hebrew);
        // Behind the last letter, and not within a word.
        let cells: Vec<&str> = row.split(LEFT_TO_RIGHT).collect();
        assert!(cells.last().is_none_or(|rest| !crate::text::has_right_to_left(rest)), "{row}");
    }
    assert!(marked >= 4, "{marked}");
    assert!(crate::text::has_right_to_left("a ש") && crate::text::has_right_to_left("سنة"));
    assert!(!["", "abc", "每天 café", "👩\u{200D}👧"].iter().any(|text| crate::text::has_right_to_left(text)));
}

#[test]
fn the_cursor_goes_on_by_what_is_seen_and_stands_where_it_is_drawn() {
    for text in [RIGHT_TO_LEFT, MIXED] {
        let mut world = with(text);
        world.press("g");
        let mut steps = 0;
        loop {
            let read = world.model.read.as_ref().unwrap();
            let (before, page) = (read.cursor, read.page.clone());
            world.press("l");
            let after = world.model.read.as_ref().unwrap().cursor;
            if after == before {
                break;
            }
            steps += 1;
            if page.row_of(before) == page.row_of(after) {
                let cell = page.grapheme_at(before);
                let text = world.model.read.as_ref().unwrap().reading.body.slice(cell).unwrap().to_owned();
                let wide = crate::text::width(&crate::text::visible(&text)) as u16;
                assert_eq!(page.column_of(after) - page.column_of(before), wide, "{text:?}");
            }
            // The cursor of the terminal stands on the cell of the character under it.
            if steps % 7 == 0 {
                world.screen(120, 36);
                let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
                terminal.draw(|frame| view::view(&world.model, frame)).unwrap();
                let at = terminal.get_cursor_position().unwrap();
                let shown = terminal.backend().buffer().cell(at).unwrap().symbol().replace(LEFT_TO_RIGHT, "");
                let read = world.model.read.as_ref().unwrap();
                let under = read.page.grapheme_at(read.cursor);
                let under = read.reading.body.slice(under).unwrap();
                let under: String = crate::text::visible(under).chars().filter(|c| *c != '\u{200D}').collect();
                let shown: String = shown.chars().filter(|c| *c != '\u{200D}').collect();
                assert_eq!(shown, under);
            }
        }
        assert!(steps > 40, "{steps}");
    }
}

#[test]
fn a_selection_is_one_stretch_and_its_coding_the_words() {
    let mut world = right_to_left();
    world.press("J J s");
    let buffer = buffer(&mut world, 120, 36);
    let reversed: Vec<usize> = buffer
        .content
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.modifier.contains(Modifier::REVERSED))
        .map(|(at, _)| at)
        .collect();
    let sentence = "انتظرنا سنةً كاملة.";
    assert_eq!(reversed.len(), crate::text::width(sentence));
    assert_eq!(reversed.last().unwrap() - reversed[0] + 1, reversed.len(), "one stretch");
    world.press("c r e f Enter");
    assert_eq!(world.coded(), [("delays".to_owned(), sentence.to_owned())]);
    // A letter goes with its points.
    world.press("g s");
    let read = world.model.read.as_ref().unwrap();
    let selected = read.reading.body.slice(read.selection.unwrap().span).unwrap();
    assert!(selected.starts_with("אֵיךְ"), "{selected:?}");
}
