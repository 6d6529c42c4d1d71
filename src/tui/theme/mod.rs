//! Looks: styles for a dark page, a light one, either with high contrast, the terminal's own colours, and none at all.
//! Nothing hangs on colour alone: a letter, a bar, bold or an underline says the same.

mod contrast;
mod palettes;
#[cfg(test)]
mod tests;

use ratatui::style::{Color, Modifier, Style};

pub use contrast::{MIDDLE, Rgb, luminance};
use contrast::{nearest_index, of_hex, of_index, readable};
use palettes::{Pair, Palette};

/// How the screen looks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Look {
    /// Light text on a dark page.
    Dark,
    /// Dark text on a light page.
    Light,
    /// White on black, at least 7 to 1.
    ContrastDark,
    /// Black on white, at least 7 to 1.
    ContrastLight,
    /// The terminal's own text and background.
    Own,
    /// No colours: bold, underline, reverse.
    Plain,
}

/// How many colours a terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// The first 16, whose values are the terminal's to choose.
    Sixteen,
    /// 256, those from 16 on with standard values.
    Indexed,
    /// Any.
    True,
}

/// What was asked for: one look, or whatever fits the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Wish {
    /// As the terminal is.
    #[default]
    Auto,
    /// This one.
    Look(Look),
}

/// The names of the looks in `looks.yaml`, and what they are, in the order in which a key goes over them.
pub const WISHES: [(Wish, &str, &str); 7] = [
    (Wish::Auto, "auto", "as the terminal is, dark or light"),
    (Wish::Look(Look::Dark), "dark", "dark"),
    (Wish::Look(Look::Light), "light", "light"),
    (Wish::Look(Look::ContrastDark), "contrast-dark", "high contrast on black"),
    (Wish::Look(Look::ContrastLight), "contrast-light", "high contrast on white"),
    (Wish::Look(Look::Own), "terminal", "the terminal's own colours"),
    (Wish::Look(Look::Plain), "plain", "without colours"),
];

impl Wish {
    /// The wish of this name.
    pub fn named(name: &str) -> Option<Self> {
        WISHES.iter().find(|(_, known, _)| *known == name).map(|(wish, ..)| *wish)
    }

    /// Its name, and what it is.
    pub fn words(self) -> (&'static str, &'static str) {
        WISHES.iter().find(|(wish, ..)| *wish == self).map_or(("auto", ""), |(_, name, said)| (name, said))
    }

    /// The next one, after the last the first.
    pub fn next(self) -> Self {
        let at = WISHES.iter().position(|(wish, ..)| *wish == self).unwrap_or(0);
        WISHES.get((at + 1) % WISHES.len()).map_or(Self::Auto, |(wish, ..)| *wish)
    }
}

/// Whether a terminal's background is dark or light.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ground {
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Ground {
    /// Of a background of this colour: whether black or white has more contrast on it.
    pub fn of(colour: Rgb) -> Self {
        if luminance(colour) > MIDDLE { Self::Light } else { Self::Dark }
    }
}

/// The styles of all screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    /// The look.
    pub look: Look,
    depth: Depth,
    palette: Palette,
}

fn indexed((ink, paper): Pair) -> Style {
    Style::new().fg(Color::Indexed(ink)).bg(Color::Indexed(paper))
}

impl Theme {
    /// A look on a terminal with so many colours.
    pub fn new(look: Look, depth: Depth) -> Self {
        let look = if depth == Depth::None { Look::Plain } else { look };
        Self { look, depth, palette: Palette::of(look, depth) }
    }

    /// What was wished for on a terminal of which this is known.
    pub fn wished(wish: Wish, ground: Option<Ground>, depth: Depth) -> Self {
        let look = match (wish, ground) {
            (Wish::Look(look), _) => look,
            (Wish::Auto, Some(Ground::Dark)) => Look::Dark,
            (Wish::Auto, Some(Ground::Light)) => Look::Light,
            // Nobody knows: what can be read on either.
            (Wish::Auto, None) => Look::Own,
        };
        Self::new(look, depth)
    }

    fn ink(self, index: Option<u8>) -> Style {
        index.map_or(self.plain(), |index| Style::new().fg(Color::Indexed(index)))
    }

    /// What lies under everything.
    pub fn page(self) -> Style {
        self.palette.page.map_or(Style::new(), indexed)
    }

    /// Plain text.
    pub fn plain(self) -> Style {
        self.palette.page.map_or(Style::new(), |(ink, _)| Style::new().fg(Color::Indexed(ink)))
    }

    /// What stands back: the interviewer, numbers, hints.
    pub fn dim(self) -> Style {
        match self.palette.back {
            Some(index) => Style::new().fg(Color::Indexed(index)),
            None => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// What stands out.
    pub fn strong(self) -> Style {
        self.plain().add_modifier(Modifier::BOLD)
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
        self.palette.hit.map_or(Style::new(), indexed).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Something went wrong.
    pub fn wrong(self) -> Style {
        self.ink(self.palette.wrong).add_modifier(Modifier::BOLD)
    }

    /// All is well.
    pub fn well(self) -> Style {
        self.ink(self.palette.well)
    }

    /// The code at `place` of the codebook, which may have a colour of its own there (`#rrggbb`): that is taken where the
    /// terminal can show it, lighter or darker as far as it must be to be read on this page.
    pub fn lane(self, place: usize, own: Option<&str>) -> Style {
        let by_place = self.palette.lanes.get(place % self.palette.lanes.len().max(1));
        let page = self.palette.page.map(|(ink, paper)| (of_index(ink), of_index(paper)));
        match (own.and_then(of_hex), page, self.depth) {
            (Some(rgb), Some((ink, paper)), Depth::True) => {
                let (red, green, blue) = readable(rgb, ink, paper);
                Style::new().fg(Color::Rgb(red, green, blue))
            }
            (Some(rgb), Some((ink, paper)), Depth::Indexed) => {
                self.ink(nearest_index(readable(rgb, ink, paper), paper))
            }
            _ => self.ink(by_place.copied()),
        }
    }

    /// A cell of a heat map, `step` of 0 to 4.
    pub fn heat(self, step: u8) -> Style {
        match (self.palette.heat, step) {
            (Some(cells), _) => cells.get(usize::from(step.min(4))).map_or(self.plain(), |pair| indexed(*pair)),
            (None, 0) => self.dim(),
            (None, 1) => self.plain(),
            (None, 2) => self.bar(),
            (None, _) => self.bar().add_modifier(Modifier::BOLD),
        }
    }

    /// A bar.
    pub fn bar(self) -> Style {
        self.ink(self.palette.bar)
    }
}
