//! How the screen looks: by what the terminal says, and by what its user chooses.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::world::World;
use crate::tui::msg::Msg;
use crate::tui::theme::{Depth, Ground, Look, Theme};
use crate::tui::view;

fn coloured(world: &mut World, depth: Depth) {
    world.model.looks.depth = depth;
    world.model.theme = world.model.looks.theme();
}

fn buffer(world: &mut World, columns: u16, rows: u16) -> Buffer {
    world.screen(columns, rows);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view::view(&world.model, frame)).unwrap();
    terminal.backend().buffer().clone()
}

fn kept(world: &World) -> String {
    std::fs::read_to_string(world.folder().join("machine/emic/looks.yaml")).unwrap_or_default()
}

#[test]
fn as_the_terminal_says() {
    let mut world = World::new(Some("zoe"));
    coloured(&mut world, Depth::Indexed);
    assert_eq!(world.model.theme.look, Look::Own);
    world.happens(Msg::Ground(Ground::Light));
    assert_eq!(world.model.theme.look, Look::Light);
    world.happens(Msg::Ground(Ground::Dark));
    assert_eq!(world.model.theme.look, Look::Dark);
}

#[test]
fn chosen_in_the_palette_and_kept() {
    let mut world = World::new(Some("zoe"));
    coloured(&mut world, Depth::Indexed);
    world.press(":");
    world.write("looks");
    world.press("Enter");
    assert_eq!(world.model.theme.look, Look::Dark);
    assert!(world.said().contains("look: dark"), "{}", world.said());
    assert_eq!(kept(&world), "look: dark\n");
    // What the terminal says comes after what was chosen.
    world.happens(Msg::Ground(Ground::Light));
    assert_eq!(world.model.theme.look, Look::Dark);
    for name in ["light", "contrast-dark", "contrast-light", "terminal", "plain", "auto"] {
        world.press(":");
        world.write("looks");
        world.press("Enter");
        assert_eq!(kept(&world), format!("look: {name}\n"));
    }
    assert_eq!(world.model.theme.look, Look::Light);
    coloured(&mut world, Depth::None);
    world.press(":");
    world.write("looks");
    world.press("Enter");
    assert!(world.said().contains("NO_COLOR"), "{}", world.said());
    assert_eq!(kept(&world), "look: auto\n", "nothing was changed");
}

#[test]
fn every_cell_has_the_page_under_it() {
    let mut world = World::reading();
    world.press("J s c r e f Enter");
    for look in [Look::Dark, Look::Light, Look::ContrastDark, Look::ContrastLight] {
        for depth in [Depth::Sixteen, Depth::Indexed] {
            world.model.theme = Theme::new(look, depth);
            for keys in
                ["F2", "Enter", "F3", "F4", "F5", "F6", "F7", "F9", "F10", "?", "Esc", ":", "Esc", "Space", "Esc"]
            {
                world.press(keys);
                let buffer = buffer(&mut world, 100, 30);
                let mut wide = 0;
                for (at, cell) in buffer.content.iter().enumerate() {
                    // Behind a wide character stands nothing of its own.
                    if wide > 0 {
                        wide -= 1;
                        continue;
                    }
                    wide = crate::text::width(cell.symbol()).saturating_sub(1);
                    assert!(
                        !matches!(cell.bg, Color::Reset) && !matches!(cell.fg, Color::Reset),
                        "{look:?} {depth:?} {keys}: cell {},{} is {:?} on {:?}",
                        at % 100,
                        at / 100,
                        cell.fg,
                        cell.bg
                    );
                    assert!(!cell.modifier.contains(Modifier::DIM));
                }
            }
        }
    }
}
