//! Pictures of every screen: its text, and under it a map of its styles, a letter a cell.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier, Style};

use super::world::World;
use crate::tui::msg::Msg;
use crate::tui::theme::{Depth, Look, Theme};
use crate::tui::view;

/// Sizes, with and without colours.
const LOOKS: [(u16, u16, bool); 4] = [(80, 24, true), (120, 40, true), (40, 12, true), (80, 24, false)];

/// How a cell looks: `.` plain, `b` bold, `d` standing back, `r` reversed, `u` underlined; in capitals with a colour.
fn letter(style: Style, theme: Theme) -> char {
    let has = |modifier| style.add_modifier.contains(modifier);
    let fg = style.fg.filter(|colour| *colour != Color::Reset);
    let bg = style.bg.filter(|colour| *colour != Color::Reset);
    let back = fg.is_some() && fg == theme.dim().fg;
    let letter = match () {
        () if has(Modifier::REVERSED) => 'r',
        () if has(Modifier::UNDERLINED) => 'u',
        () if has(Modifier::BOLD) => 'b',
        () if has(Modifier::DIM) || back => 'd',
        () => '.',
    };
    // Behind a wide character stands a cell without any style.
    let coloured = fg.is_some() && fg != theme.plain().fg && !back || bg.is_some() && bg != theme.page().bg;
    match (coloured, letter) {
        (false, letter) => letter,
        (true, '.') => 'C',
        (true, letter) => letter.to_ascii_uppercase(),
    }
}

/// The picture of a screen.
fn picture(world: &mut World, columns: u16, rows: u16, colour: bool) -> String {
    let theme = Theme::new(Look::Dark, if colour { Depth::Indexed } else { Depth::None });
    world.model.theme = theme;
    world.happens(Msg::Resize(columns, rows));
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view::view(&world.model, frame)).unwrap();
    let cells = &terminal.backend().buffer().content;
    // The mark has no width, and would not be seen here either.
    let text = world.screen(columns, rows).replace('\u{200E}', "⟨LRM⟩");
    let styles = cells.chunks(usize::from(columns)).map(|row| {
        let line: String = row.iter().map(|cell| letter(cell.style(), theme)).collect();
        line.trim_end_matches('.').to_owned()
    });
    let title = format!("{columns} × {rows}{}", if colour { "" } else { ", without colour" });
    format!("== {title}\n{text}\n-- styles\n{}\n", styles.collect::<Vec<_>>().join("\n"))
}

fn pictures(world: &mut World) -> String {
    LOOKS.iter().map(|(columns, rows, colour)| picture(world, *columns, *rows, *colour)).collect()
}

fn looks(name: &str, world: &mut World) {
    let pictures = pictures(world);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("looks");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, pictures));
}

/// In the first transcript, with codings by zoe and one by ben.
fn coded() -> World {
    let mut world = World::reading();
    world.press("J s c r e f Enter s c c o m Enter s . p *");
    world
}

#[test]
fn library() {
    let mut world = World::new(Some("zoe"));
    // The first key takes away what was said at opening.
    world.press("g");
    looks("library", &mut world);
}

#[test]
fn read() {
    let mut world = coded();
    world.press("J J s");
    looks("read", &mut world);
}

#[test]
fn picker() {
    let mut world = coded();
    world.press("J J s c d e l");
    looks("picker", &mut world);
}

#[test]
fn search() {
    let mut world = coded();
    world.screen(120, 40);
    world.press("/");
    world.write("waited");
    looks("search", &mut world);
    world.press("Ctrl+u");
    world.write("waited AND colour:red");
    looks("search_mistake", &mut world);
}

#[test]
fn quotes() {
    let mut world = coded();
    world.press("F3 v");
    looks("quotes", &mut world);
}

#[test]
fn frequencies() {
    let mut world = coded();
    world.press("F4 j");
    looks("frequencies", &mut world);
}

#[test]
fn memos() {
    let mut world = coded();
    world.press("J J s m");
    world.write("Says “they” throughout: who?");
    looks("writing", &mut world);
    world.press("Esc F5");
    looks("memos", &mut world);
}

#[test]
fn codebook_and_history() {
    let mut world = coded();
    world.press("F6");
    looks("codebook", &mut world);
    world.press("u F7");
    looks("history", &mut world);
}

#[test]
fn help_palette_and_menu() {
    let mut world = coded();
    world.press("?");
    looks("help", &mut world);
    world.press("Esc :");
    world.write("cod");
    looks("palette", &mut world);
    world.press("Esc Space");
    looks("menu", &mut world);
}

#[test]
fn framework() {
    let mut world = coded();
    world.press("F10");
    looks("framework", &mut world);
    world.press("Enter m");
    world.write("Waited for a year");
    world.press("Ctrl+t");
    looks("summary", &mut world);
    world.press("Esc g");
    looks("cell", &mut world);
}

#[test]
fn analyses() {
    let mut world = coded();
    world.press("F9");
    looks("analyses", &mut world);
    world.press("j j Enter");
    looks("together", &mut world);
    world.press("v l j");
    looks("codes_by_codes", &mut world);
    world.press("Esc j Enter");
    looks("new_codes", &mut world);
    world.press("Esc j Enter");
    looks("coverage", &mut world);
    world.press("Esc j Enter");
    looks("words", &mut world);
    world.press("Enter");
    looks("concordance", &mut world);
    world.press("F4 v");
    looks("bars", &mut world);
}

#[test]
fn compare() {
    let mut world = super::compare::differing();
    world.press("a p");
    looks("compare", &mut world);
    world.press("n M");
    looks("compare_masked", &mut world);
}

#[test]
fn asking_who_codes() {
    let mut world = World::new(None);
    world.press("Enter J s c r e f Enter");
    looks("who_codes", &mut world);
}

#[test]
fn right_to_left() {
    let mut world = super::scripts::right_to_left();
    world.press("J J s c r e f Enter s");
    looks("right_to_left", &mut world);
}
