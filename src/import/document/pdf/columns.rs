//! Pages set in columns, as in a newsletter: each column is read from top to bottom before the next one.
//!
//! A page is in columns where a gutter runs through it: lines stand left and right of it and hardly one goes across. A table
//! with the names of speakers at the left, or with answers beside their questions, is read along its rows: names are narrow,
//! and questions leave the paper beside long answers blank, while both sides of a gutter are filled.

use super::lines::{Line, Piece, lines};

/// What came of the pages.
pub struct Read {
    /// The lines of each page, in the order of reading.
    pub pages: Vec<Vec<Line>>,
    /// How many pages are in columns.
    pub in_columns: usize,
}

/// Columns within columns are looked for so deep: four columns at most.
const DEEP: usize = 2;
/// A gutter lies in the midst, within these parts of the width.
const MIDST: (f32, f32) = (0.28, 0.72);
/// A page has a gutter of its own if so many lines stand at each side.
const OWN: usize = 8;
/// Gutters of two pages are the same if they lie so close, in points.
const SAME: f32 = 12.0;

/// The lines of the pages, column after column.
pub fn read(pages: Vec<Vec<Piece>>) -> Read {
    // The last page may be too short to show its columns; it has those of the others.
    let known: Vec<f32> =
        pages.iter().filter_map(|page| gutter(page, &lines(page.clone()), &[])).map(|gutter| gutter.middle()).collect();
    let mut in_columns = 0;
    let pages = pages
        .into_iter()
        .map(|page| {
            let mut columns = Vec::new();
            part(page, &known, DEEP, None, &mut columns);
            in_columns += usize::from(columns.iter().any(|column| column.edge.is_some()));
            let numbered = columns.into_iter().enumerate();
            numbered
                .flat_map(|(number, column)| {
                    let edge = column.edge;
                    lines(column.pieces).into_iter().map(move |line| Line { column: number, edge, ..line })
                })
                .collect()
        })
        .collect();
    Read { pages, in_columns }
}

struct Column {
    pieces: Vec<Piece>,
    edge: Option<f32>,
}

/// A strip of the page on which hardly anything stands, from top to bottom.
#[derive(Clone, Copy)]
struct Gutter {
    left: f32,
    right: f32,
    /// Where the text of the page ends.
    end: f32,
}

impl Gutter {
    fn middle(self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

/// Puts the columns of a part of a page into the order of reading.
fn part(pieces: Vec<Piece>, known: &[f32], deep: usize, edge: Option<f32>, columns: &mut Vec<Column>) {
    let whole = if deep == 0 { Vec::new() } else { lines(pieces.clone()) };
    let found = gutter(&pieces, &whole, known);
    let Some(gutter) = found else {
        if !pieces.is_empty() {
            columns.push(Column { pieces, edge });
        }
        return;
    };
    let middle = gutter.middle();
    // Heads and feet, which stand apart, and lines across the gutter divide the page.
    // The last line of a column may stand alone where the other column ends above it.
    let sided = |line: &Line| line.left() > middle || line.right() < middle;
    let (apart, far) = (apart(&whole, 2.5), apart(&whole, 3.5));
    let across: Vec<&Line> = whole
        .iter()
        .enumerate()
        .filter(|(at, line)| crosses(line, middle) || if sided(line) { &far } else { &apart }.contains(at))
        .map(|(_, line)| line)
        .collect();
    let is_across =
        |piece: &Piece| across.iter().any(|line| (line.y - piece.y).abs() <= 0.4 * line.size.max(piece.size));
    let (mut wide, narrow): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(is_across);
    let mut rest = narrow;
    for line in across.iter().map(|line| line.y).chain([f32::NEG_INFINITY]) {
        let (above, below): (Vec<Piece>, Vec<Piece>) = rest.into_iter().partition(|piece| piece.y > line);
        rest = below;
        let (left, right): (Vec<Piece>, Vec<Piece>) = above.into_iter().partition(|piece| piece.left < middle);
        part(left, &[], deep - 1, Some(gutter.left), columns);
        part(right, &[], deep - 1, Some(edge.unwrap_or(gutter.end)), columns);
        let (here, later): (Vec<Piece>, Vec<Piece>) =
            wide.into_iter().partition(|piece| piece.y > line - 0.4 * piece.size);
        wide = later;
        match columns.last_mut() {
            // Lines across that follow each other are one piece of text.
            Some(last) if last.edge == edge && edge.is_none() => last.pieces.extend(here),
            _ if here.is_empty() => {}
            _ => columns.push(Column { pieces: here, edge }),
        }
    }
}

fn crosses(line: &Line, x: f32) -> bool {
    line.segments.iter().any(|segment| segment.left < x && segment.right > x)
}

/// The places of the first and last lines that stand apart from the rest, by so many times their size at least: heads and feet.
fn apart(lines: &[Line], sizes: f32) -> Vec<usize> {
    let mut gaps: Vec<f32> = lines.windows(2).map(|pair| pair[0].y - pair[1].y).filter(|gap| *gap > 0.0).collect();
    gaps.sort_by(f32::total_cmp);
    let Some(usual) = gaps.get(gaps.len() * 3 / 4).copied() else { return Vec::new() };
    let far = |above: usize| {
        let pair = (lines.get(above), lines.get(above + 1));
        matches!(pair, (Some(a), Some(b)) if a.y - b.y > (1.6 * usual).max(sizes * a.size))
    };
    let count = lines.len();
    let head = (0..count.min(3)).rev().find(|at| far(*at)).map_or(0, |at| at + 1);
    let foot = (count.saturating_sub(4)..count.saturating_sub(1)).find(|at| far(*at)).map_or(count, |at| at + 1);
    (0..head).chain(foot..count).collect()
}

/// The gutter of a page or a part of one, of which `whole` are the lines: its own, or where those of other pages are.
fn gutter(pieces: &[Piece], whole: &[Line], known: &[f32]) -> Option<Gutter> {
    let apart = apart(whole, 2.5);
    let lines: Vec<&Line> =
        whole.iter().enumerate().filter(|(at, _)| !apart.contains(at)).map(|(_, line)| line).collect();
    let mut sizes: Vec<f32> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let begin = pieces.iter().map(|piece| piece.left).fold(f32::INFINITY, f32::min);
    let end = pieces.iter().map(|piece| piece.right).fold(f32::NEG_INFINITY, f32::max);
    let width = end - begin;
    if !width.is_finite() || width < 20.0 * size || size <= 0.0 {
        return None;
    }
    // How many lines cover each point of the width.
    let mut covered = vec![0_usize; (width as usize).min(20_000) + 1];
    for segment in lines.iter().flat_map(|line| &line.segments) {
        let (from, to) = ((segment.left - begin).max(0.0) as usize, (segment.right - begin).max(0.0) as usize);
        covered.iter_mut().take(to + 1).skip(from).for_each(|count| *count += 1);
    }
    let midst = ((MIDST.0 * width) as usize, (MIDST.1 * width) as usize);
    let least = covered.get(midst.0..midst.1)?.iter().min().copied()?;
    let few = least + lines.len() / 20;
    let mut widest = (0, 0);
    let mut from = None;
    for at in midst.0..=midst.1 {
        if at < midst.1 && covered.get(at).is_some_and(|count| *count <= few) {
            from.get_or_insert(at);
        } else if let Some(begun) = from.take()
            && at - begun > widest.1 - widest.0
        {
            widest = (begun, at);
        }
    }
    if ((widest.1 - widest.0) as f32) < 0.7 * size {
        return None;
    }
    let gutter = Gutter { left: begin + widest.0 as f32, right: begin + widest.1 as f32, end };
    let middle = gutter.middle();
    let side = |left: bool| -> Vec<(f32, f32)> {
        let mut side: Vec<(f32, f32)> = lines
            .iter()
            .filter(|line| !crosses(line, middle))
            .filter_map(|line| {
                let segments = line.segments.iter().filter(|segment| (segment.left < middle) == left);
                let wide: f32 = segments.map(|segment| segment.right - segment.left).sum();
                (wide > 0.0).then_some((line.y, wide))
            })
            .collect();
        side.sort_by(|a, b| b.0.total_cmp(&a.0));
        side
    };
    let (left, right) = (side(true), side(false));
    if known.iter().any(|known| (gutter.left - SAME..=gutter.right + SAME).contains(known)) {
        return (!left.is_empty() && !right.is_empty()).then_some(gutter);
    }
    let own = left.len() >= OWN && right.len() >= OWN && least * 5 <= left.len().min(right.len());
    let filled = filled(&left, gutter.left - begin) && filled(&right, end - gutter.right);
    (own && filled).then_some(gutter)
}

/// Whether lines (height, width) fill a column: they follow each other closely, and most are no single words.
fn filled(lines: &[(f32, f32)], width: f32) -> bool {
    let wide = lines.iter().filter(|(_, line)| *line >= 0.3 * width).count();
    let mut gaps: Vec<f32> = lines.windows(2).map(|pair| pair[0].0 - pair[1].0).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 4).copied().unwrap_or(0.0);
    let close = gaps.iter().filter(|gap| **gap <= 2.2 * usual).count();
    wide * 3 >= lines.len() * 2 && close * 5 >= gaps.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece of ten points whose letters are five wide.
    fn piece(text: &str, left: f32, y: f32) -> Piece {
        Piece { y, left, right: left + 5.0 * text.chars().count() as f32, size: 10.0, text: text.to_owned() }
    }

    /// Lines of a column, twelve points apart.
    fn column(name: &str, lines: usize, left: f32, top: f32) -> Vec<Piece> {
        let line = |nth: usize| {
            piece(&format!("{name}{nth:02} goes on to the end of its column"), left, top - 12.0 * nth as f32)
        };
        (0..lines).map(line).collect()
    }

    fn begins(page: &[Line]) -> String {
        page.iter().map(|line| line.text().chars().take(3).collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn columns_are_read_one_after_the_other_between_what_goes_across() {
        let mut first =
            vec![piece("Head of the page at the left and at the right of it, over both columns", 50.0, 800.0)];
        // The second column stands half a line lower.
        first.extend(column("a", 9, 50.0, 760.0));
        first.extend(column("b", 9, 320.0, 754.0));
        first.push(piece("A heading that runs over both of the columns and on to the right side", 50.0, 630.0));
        first.extend(column("c", 3, 50.0, 600.0));
        first.extend(column("d", 3, 320.0, 600.0));
        first.push(piece("7", 280.0, 30.0));
        let mut last = column("e", 4, 50.0, 760.0);
        last.extend(column("f", 2, 320.0, 760.0));
        let read = read(vec![first, last]);
        assert_eq!(read.in_columns, 2);
        assert_eq!(
            begins(&read.pages[0]),
            "Hea a00 a01 a02 a03 a04 a05 a06 a07 a08 b00 b01 b02 b03 b04 b05 b06 b07 b08 A h c00 c01 c02 d00 d01 d02 7"
        );
        assert_eq!(begins(&read.pages[1]), "e00 e01 e02 e03 f00 f01");
        let line = &read.pages[0][1];
        assert!(line.edge.is_some_and(|edge| edge >= line.right() && edge < 320.0));
        assert_ne!(read.pages[0][9].column, read.pages[0][10].column);
    }

    #[test]
    fn three_columns_are_columns_too() {
        let page: Vec<Piece> = [("a", 40.0), ("b", 250.0), ("c", 460.0)]
            .into_iter()
            .flat_map(|(name, left)| column(name, 8, left, 700.0))
            .collect();
        let expected: Vec<String> =
            ["a", "b", "c"].iter().flat_map(|name| (0..8).map(move |nth| format!("{name}{nth:02}"))).collect();
        assert_eq!(begins(&read(vec![page]).pages[0]), expected.join(" "));
    }

    #[test]
    fn tables_are_read_along_their_rows() {
        // Names at the left.
        let mut names = Vec::new();
        for nth in 0..12_u8 {
            let y = 700.0 - 12.0 * f32::from(nth);
            names.push(piece(if nth % 2 == 0 { "Interviewer" } else { "Ana" }, 50.0, y));
            names.push(piece("What was said, in many words, over the whole of the width of the page", 150.0, y));
        }
        // Answers beside questions, which are short.
        let mut answers = column("a", 32, 320.0, 700.0);
        answers.extend(
            (0..8_u8).map(|nth| piece("Question that is as wide as all that", 50.0, 700.0 - 48.0 * f32::from(nth))),
        );
        answers.extend((0..8_u8).map(|nth| piece("and its end.", 50.0, 688.0 - 48.0 * f32::from(nth))));
        answers.push(piece("one more", 50.0, 676.0));
        for page in [names, answers] {
            let read = read(vec![page]);
            assert_eq!(read.in_columns, 0);
            assert!(read.pages[0][0].text().contains('\t'), "{}", read.pages[0][0].text());
        }
    }
}
