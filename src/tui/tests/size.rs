//! Every screen at every size.

use super::world::World;

#[test]
fn any_size_at_any_moment() {
    let walks = [
        "F2",
        "Enter J s",
        "c d e l",
        "Esc C",
        "m x Esc",
        "/",
        "w a i",
        "Esc F3 Enter",
        "v v",
        "F4",
        "t r a",
        "w",
        "Esc F5",
        "a",
        "F6",
        "a",
        "Esc F10",
        "l t a v r",
        "Enter",
        "m x Ctrl+t Ctrl+n",
        "Esc j l",
        "Enter",
        "Esc F10 i",
        "Esc F9",
        "j j Enter",
        "t",
        "v l l j",
        "a Esc Esc",
        "F9 j Enter",
        "a n",
        "F9 j Enter",
        "t j",
        "t j",
        "F9 j Enter",
        "n i",
        "Esc Enter",
        "t",
        "Enter",
        "F9 k k k k Enter",
        "j l v",
        "Esc F7",
        "a",
        "?",
        "j j",
        "Esc :",
        "1 2",
        "Esc Space",
        "Esc F2",
    ];
    let mut world = World::reading();
    world.press("J s c r e f Enter s c c o m Enter");
    // A fixed sequence of odd sizes between the steps: each screen meets small, large, narrow and flat ones.
    let (mut columns, mut rows) = (1u16, 1u16);
    for _ in 0..2 {
        for walk in walks {
            columns = (columns * 7 + 13) % 300 + 1;
            rows = (rows * 5 + 3) % 100 + 1;
            let screen = world.screen(columns, rows);
            assert_eq!(screen.split('\n').count(), usize::from(rows), "{columns}×{rows}");
            world.press(walk);
            for (columns, rows) in [(1, 1), (300, 100), (39, 11), (40, 12), (2, 100), (300, 1), (columns, rows)] {
                let screen = world.screen(columns, rows);
                let widest = screen.lines().map(crate::text::width).max().unwrap_or(0);
                assert!(widest <= usize::from(columns), "{columns}×{rows} after {walk}");
            }
        }
        world.press("Esc");
    }
}

#[test]
fn groups_share_the_room_that_themes_and_figures_leave() {
    use crate::tui::layout::{HeatShape, heat};
    let shape =
        |groups: usize, at: usize| HeatShape { groups: (groups, at), whole: 24, broken: 13, themes: 22, figure: 2 };
    // Room for all names whole.
    let wide = heat((120, 36), shape(3, 0));
    assert_eq!((wide.names, wide.cell, wide.fit, wide.head), (24, 26, 3, 3));
    // Broken, on a row more.
    let many = heat((120, 36), shape(8, 7));
    assert_eq!((many.cell, many.fit, many.first, many.head), (14, 6, 2, 4));
    // Where there are few rows there is none for it; figures are whole.
    let low = heat((80, 16), shape(8, 0));
    assert_eq!((low.cell, low.head), (12, 3));
    // The figures of words are long, names or not.
    let words = heat((80, 24), HeatShape { figure: 7, whole: 4, broken: 4, ..shape(5, 0) });
    assert_eq!(words.cell, 17);
    let tiny = heat((40, 12), shape(40, 39));
    assert!(tiny.fit >= 1 && tiny.names + tiny.cell <= 38, "{tiny:?}");
}
