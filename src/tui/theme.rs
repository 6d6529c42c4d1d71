//! Looks: the terminal's own colours, and none where `NO_COLOR` asks for none. Nothing hangs on colour alone.

use ratatui::style::{Color, Modifier, Style};

/// The styles of all screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    colour: bool,
}

/// Colours that can be told apart on dark and light backgrounds with 16 colours.
const LANES: [Color; 6] = [Color::Cyan, Color::Magenta, Color::Green, Color::Yellow, Color::Blue, Color::Red];

impl Theme {
    /// With or without colours.
    pub fn new(no_colour: bool) -> Self {
        Self { colour: !no_colour }
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Plain text.
    pub fn plain(self) -> Style {
        Style::new()
    }

    /// What stands back: the interviewer, numbers, hints.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What stands out.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What is selected.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A selection that was coded already.
    pub fn spent(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// A hit of a search.
    pub fn hit(self) -> Style {
        self.coloured(Color::Yellow).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Something went wrong.
    pub fn wrong(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// All is well.
    pub fn well(self) -> Style {
        self.coloured(Color::Green)
    }

    /// The code at `place` of the codebook.
    pub fn lane(self, place: usize) -> Style {
        LANES.get(place % LANES.len()).map_or(Style::new(), |colour| self.coloured(*colour))
    }

    /// A cell of a heat map, `step` of 0 to 4.
    pub fn heat(self, step: u8) -> Style {
        match step {
            0 => self.dim(),
            1 => self.plain(),
            2 => self.coloured(Color::Yellow),
            3 => self.coloured(Color::Yellow).add_modifier(Modifier::BOLD),
            _ => self.coloured(Color::Red).add_modifier(Modifier::BOLD),
        }
    }
}
