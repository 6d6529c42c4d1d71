//! The colours of each look, as indexed colours: from 16 on their values are a standard, so that their contrast is known;
//! of the first 16 only those are used that are readable as xterm has them and as the console has them.

use super::{Depth, Look};

/// A foreground on a background.
pub type Pair = (u8, u8);

/// The colours of a look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    /// Text and background; `None`: as the terminal has them.
    pub page: Option<Pair>,
    /// What stands back; `None`: the terminal's dim.
    pub back: Option<u8>,
    /// A hit of a search.
    pub hit: Option<Pair>,
    /// Something went wrong.
    pub wrong: Option<u8>,
    /// All is well.
    pub well: Option<u8>,
    /// Bars.
    pub bar: Option<u8>,
    /// Codes, by their place in the codebook. Told apart with any colour vision as far as that goes.
    pub lanes: &'static [u8],
    /// Cells of a heat map from nothing to most.
    pub heat: Option<[Pair; 5]>,
}

/// No colours at all.
const PLAIN: Palette =
    Palette { page: None, back: None, hit: None, wrong: None, well: None, bar: None, lanes: &[], heat: None };

/// The terminal's own text and background, whatever they are: only colours that are readable on black and on white.
const OWN: Palette = Palette { wrong: Some(163), well: Some(29), bar: Some(63), lanes: &[29, 63, 131, 163], ..PLAIN };

const DARK: Palette = Palette {
    page: Some((254, 234)),
    back: Some(247),
    hit: Some((234, 222)),
    wrong: Some(210),
    well: Some(114),
    bar: Some(111),
    lanes: &[36, 226, 171, 48, 219, 202],
    heat: Some([(247, 234), (254, 17), (254, 19), (254, 25), (234, 111)]),
};

const LIGHT: Palette = Palette {
    page: Some((234, 231)),
    back: Some(241),
    hit: Some((234, 222)),
    wrong: Some(124),
    well: Some(22),
    bar: Some(26),
    lanes: &[21, 130, 52, 62, 162, 17],
    heat: Some([(241, 231), (234, 195), (234, 153), (234, 75), (231, 18)]),
};

const CONTRAST_DARK: Palette = Palette {
    page: Some((231, 16)),
    back: Some(252),
    hit: Some((16, 226)),
    wrong: Some(217),
    well: Some(120),
    bar: Some(51),
    lanes: &[39, 226, 36, 172, 51, 120],
    heat: Some([(252, 16), (231, 17), (231, 18), (16, 75), (16, 195)]),
};

const CONTRAST_LIGHT: Palette = Palette {
    page: Some((16, 231)),
    back: Some(238),
    hit: Some((16, 226)),
    wrong: Some(88),
    well: Some(22),
    bar: Some(18),
    lanes: &[21, 124, 90, 52, 55, 125],
    heat: Some([(238, 231), (16, 195), (16, 117), (231, 19), (231, 16)]),
};

const DARK_16: Palette = Palette {
    page: Some((15, 0)),
    back: Some(7),
    hit: Some((0, 11)),
    wrong: Some(9),
    well: Some(10),
    bar: Some(14),
    lanes: &[14, 13, 11, 9],
    heat: None,
};

const LIGHT_16: Palette = Palette {
    page: Some((0, 15)),
    back: Some(4),
    hit: Some((0, 11)),
    wrong: Some(1),
    well: Some(4),
    bar: Some(4),
    lanes: &[4, 1, 5],
    heat: None,
};

impl Palette {
    /// The colours of a look on a terminal that has so many.
    pub fn of(look: Look, depth: Depth) -> Self {
        match (look, depth) {
            (Look::Plain, _) | (_, Depth::None) | (Look::Own, Depth::Sixteen) => PLAIN,
            (Look::Own, _) => OWN,
            (Look::Dark, Depth::Sixteen) => DARK_16,
            (Look::Light, Depth::Sixteen) => LIGHT_16,
            (Look::ContrastDark, Depth::Sixteen) => Self { back: Some(15), ..DARK_16 },
            (Look::ContrastLight, Depth::Sixteen) => Self { back: Some(0), ..LIGHT_16 },
            (Look::Dark, _) => DARK,
            (Look::Light, _) => LIGHT,
            (Look::ContrastDark, _) => CONTRAST_DARK,
            (Look::ContrastLight, _) => CONTRAST_LIGHT,
        }
    }

    /// Every foreground with the background that it can stand on; `None`: the terminal's own.
    #[cfg(test)]
    pub fn pairs(&self) -> Vec<(u8, Option<u8>)> {
        let paper = self.page.map(|(_, paper)| paper);
        let on_page =
            [self.back, self.wrong, self.well, self.bar].into_iter().flatten().chain(self.lanes.iter().copied());
        let mut pairs: Vec<(u8, Option<u8>)> = on_page.map(|ink| (ink, paper)).collect();
        let whole = self.page.into_iter().chain(self.hit).chain(self.heat.into_iter().flatten());
        pairs.extend(whole.map(|(ink, paper)| (ink, Some(paper))));
        pairs
    }
}
