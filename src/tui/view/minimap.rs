//! The whole transcript in as many rows as the screen has: what is in sight, where it is coded, bookmarks and hits.

use ratatui::layout::Rect;

use super::draw::Draw;
use crate::tui::model::{Model, Read};
use crate::tui::update::{bookmarks, marks};

/// What one row of the map stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Slice {
    /// Codings that touch it.
    codings: usize,
    /// Whether the code in focus is among them.
    focus: bool,
    /// Whether a hit of the search stands in it.
    hit: bool,
    /// A bookmark in it.
    bookmark: Option<char>,
}

/// The row of the map, of `height`, that stands for `row` of `rows`.
fn place(row: usize, rows: usize, height: usize) -> usize {
    if rows <= height { row } else { row * height / rows }
}

/// Draws it.
pub fn view(model: &Model, read: &Read, draw: &mut Draw, area: Rect, sight: u16) {
    let height = usize::from(area.height);
    if area.width < 2 || height == 0 {
        return;
    }
    let theme = model.theme;
    let rows = read.page.rows();
    let focus = marks::focus(read).and_then(|at| read.marks.get(at)).map(|mark| &mark.code);
    let at = |row: usize| place(row, rows, height).min(height - 1);
    let mut slices = vec![Slice::default(); height];
    for (mark, shown) in read.in_lanes.iter().filter_map(|at| read.marks.get(*at)).zip(&read.rows) {
        if shown.is_empty() {
            continue;
        }
        let range = at(shown.start)..at(shown.end - 1) + 1;
        for slice in slices.get_mut(range).into_iter().flatten() {
            slice.codings += 1;
            slice.focus |= focus == Some(&mark.code);
        }
    }
    for hit in &read.hits {
        slices.get_mut(at(read.page.row_of(hit.start))).into_iter().for_each(|slice| slice.hit = true);
    }
    for bookmark in bookmarks::here(model) {
        let row = at(read.page.row_of(bookmark.position));
        slices.get_mut(row).into_iter().for_each(|slice| slice.bookmark = Some(bookmark.letter));
    }
    let seen = at(read.top)..at((read.top + usize::from(sight)).min(rows).saturating_sub(1)) + 1;
    for (line, slice) in slices.iter().enumerate() {
        let y = line as u16;
        if rows > height && seen.contains(&line) {
            draw.put(area, 0, y, "┃", theme.strong());
        }
        let lane = focus.map_or(theme.strong(), |code| model.lane(code));
        match *slice {
            Slice { bookmark: Some(letter), .. } => draw.put(area, 1, y, &letter.to_string(), theme.strong()),
            Slice { focus: true, .. } => draw.put(area, 1, y, "◆", lane),
            Slice { hit: true, .. } => draw.put(area, 1, y, "*", theme.hit()),
            Slice { codings: 0, .. } => 0,
            Slice { codings: 1, .. } => draw.put(area, 1, y, "·", theme.dim()),
            Slice { codings: 2..=3, .. } => draw.put(area, 1, y, "▪", theme.dim()),
            Slice { .. } => draw.put(area, 1, y, "■", theme.dim()),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_place_on_the_map() {
        assert_eq!((0..5).map(|row| place(row, 5, 10)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!([0, 9, 10, 99].map(|row| place(row, 100, 10)), [0, 0, 1, 9]);
        let places: Vec<usize> = (0..37).map(|row| place(row, 37, 10)).collect();
        assert!(places.is_sorted() && places[36] == 9);
        assert!((0..10).all(|line| places.contains(&line)));
    }
}
