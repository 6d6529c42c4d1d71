//! The curve of new codes, in block characters: what was known before an interview is hatched, what it adds is full.

use ratatui::layout::Rect;

use super::draw::Draw;
use crate::tui::theme::Theme;

/// One interview: codes found so far, and those of them that are new in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Codes found so far.
    pub all: u64,
    /// New ones.
    pub new: u64,
}

/// Parts of a column, in eighths.
const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Columns left of the curve.
const AXIS: u16 = 5;

/// Draws the curve; the interview in focus is marked and in sight.
pub fn curve(draw: &mut Draw, area: Rect, steps: &[Step], focus: usize, theme: Theme) {
    let most = steps.iter().map(|step| step.all).max().unwrap_or(0);
    if most == 0 || area.height == 0 || area.width <= AXIS {
        return;
    }
    if area.height < 3 {
        let shown = steps.iter().map(|step| EIGHTHS[(step.all * 8).div_ceil(most) as usize % 9]);
        draw.put(area, 0, 0, &format!("{most:>3} {}", shown.collect::<String>()), theme.plain());
        return;
    }
    // Under the columns a row for their numbers, above them one that says what is what.
    let rows = u64::from(area.height - 2);
    let room = area.width - AXIS;
    let wide = (room / steps.len().max(1) as u16).clamp(1, 6);
    let fit = usize::from(room / wide);
    let first = (focus + 1).saturating_sub(fit);
    draw.put(area, 0, 0, "codes found so far: ░ known before, █ new in this interview", theme.dim());
    draw.put(area, 0, 1, &format!("{most:>4}"), theme.dim());
    draw.put(area, 0, area.height - 2, "   0", theme.dim());
    for (place, (at, step)) in steps.iter().enumerate().skip(first).take(fit).enumerate() {
        let x = AXIS + place as u16 * wide;
        let bar = if wide > 2 { wide - 1 } else { wide };
        for row in 0..rows {
            let cell = cell(*step, most, rows, row);
            let style = if cell == "░" { theme.dim() } else { if step.new > 0 { theme.bar() } else { theme.dim() } };
            draw.put(area, x, area.height - 2 - row as u16, &cell.repeat(usize::from(bar)), style);
        }
        let number = (at + 1).to_string();
        let shown = if at == focus {
            if number.len() < usize::from(wide) { format!("{number}▲") } else { "▲".into() }
        } else if number.len() < usize::from(wide) || wide == 1 && (at + 1) % 10 == 0 {
            number
        } else {
            String::new()
        };
        draw.put_within(
            area,
            x,
            area.height - 1,
            wide.max(2),
            &shown,
            if at == focus { theme.strong() } else { theme.dim() },
        );
    }
}

/// The character of a column in row `row` from below, of `rows` rows for `most` codes.
fn cell(step: Step, most: u64, rows: u64, row: u64) -> &'static str {
    if step.all == 0 {
        return " ";
    }
    let top = (step.all * rows * 8 / most).max(1);
    // What is new is seen, be it little: the highest row of the column is never hatched then.
    let known = if step.new == 0 { rows } else { ((step.all - step.new) * rows / most).min((top - 1) / 8) };
    match top.saturating_sub(row * 8) {
        0 => " ",
        _ if row < known => "░",
        part => EIGHTHS[part.min(8) as usize],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(step: Step, most: u64, rows: u64) -> String {
        (0..rows).map(|row| cell(step, most, rows, row)).collect()
    }

    #[test]
    fn known_is_hatched_and_new_is_full() {
        assert_eq!(column(Step { all: 4, new: 4 }, 4, 4), "████");
        assert_eq!(column(Step { all: 4, new: 1 }, 4, 4), "░░░█");
        assert_eq!(column(Step { all: 2, new: 0 }, 4, 4), "░░  ");
        assert_eq!(column(Step { all: 3, new: 1 }, 4, 4), "░░█ ");
    }

    #[test]
    fn a_single_new_code_of_many_is_seen() {
        // One of 40 in four rows is less than a row.
        let shown = column(Step { all: 40, new: 1 }, 40, 4);
        assert_eq!(shown, "░░░█");
        assert!(column(Step { all: 21, new: 1 }, 40, 4).contains(['█', '▁']));
        assert_eq!(column(Step { all: 0, new: 0 }, 40, 4), "    ");
    }
}
