//! What is said around something, turn by turn: names at the left, what stands out among the words.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, Pieces, wrapped_pieces};
use crate::tui::data::{Role, Speaking};
use crate::tui::theme::Theme;

/// Turns laid out at a width.
pub struct Talk<'a> {
    area: Rect,
    /// Columns of the names.
    name: u16,
    lines: Vec<(Option<&'a str>, Pieces, Role)>,
}

impl<'a> Talk<'a> {
    /// Columns of the names where there is much room.
    pub const NAME: u16 = 16;

    /// For this part of the screen.
    pub fn new(area: Rect) -> Self {
        Self { area, name: if area.width >= 112 { Self::NAME } else { 9u16.min(area.width / 4) }, lines: Vec::new() }
    }

    fn text(&self) -> Rect {
        let width = self.area.width.saturating_sub(self.name);
        Rect { x: self.area.x + self.name, width, ..self.area }
    }

    /// Adds a turn, and an empty line after it.
    pub fn turn(&mut self, speaking: &'a Speaking, parts: &[(String, bool)]) {
        for (at, line) in wrapped_pieces(parts, usize::from(self.text().width)).into_iter().enumerate() {
            self.lines.push(((at == 0).then_some(&*speaking.name), line, speaking.role));
        }
        self.lines.push((None, Vec::new(), speaking.role));
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The first line of which a piece stands out.
    pub fn first_marked(&self) -> Option<usize> {
        self.lines.iter().position(|(_, line, _)| line.iter().any(|(_, marked)| *marked))
    }

    /// Draws them with the line `focus` in the upper third. Answers where the first piece that stands out and is seen begins.
    pub fn draw(&self, theme: Theme, draw: &mut Draw, focus: usize) -> Option<Position> {
        let text = self.text();
        let height = usize::from(self.area.height);
        let top = focus.saturating_sub(height / 3).min(self.lines.len().saturating_sub(height));
        let mut first = None;
        for (row, (who, parts, role)) in self.lines.iter().skip(top).take(height).enumerate() {
            let plain = if matches!(role, Role::Participant | Role::Unmapped) { theme.plain() } else { theme.dim() };
            if let Some(who) = who {
                let style = if *role == Role::Participant { theme.strong() } else { theme.dim() };
                draw.put_within(self.area, 0, row as u16, self.name.saturating_sub(1), who, style);
            }
            let mut column = 0;
            for (piece, marked) in parts {
                if *marked && first.is_none() {
                    // On the first letter, behind the mark.
                    let at = column + u16::from(piece.starts_with('▐'));
                    first = Some(Position::new((text.x + at).min(text.right().saturating_sub(1)), text.y + row as u16));
                }
                column += draw.put(text, column, row as u16, piece, if *marked { theme.hit() } else { plain });
            }
        }
        first
    }
}
