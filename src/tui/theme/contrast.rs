//! Contrast, and colours as they are: what the standard says of indexed colours, and how bright anything is.

use std::sync::OnceLock;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// What text must at least have against its background: WCAG 2.1, success criterion 1.4.3 (AA).
pub const LEAST: f64 = 4.5;

/// The luminance that has the same contrast to black as to white: √(1.05 · 0.05) − 0.05.
pub const MIDDLE: f64 = 0.179_128_784_747_792;

/// A channel of sRGB as linear light, 0 to 1, by WCAG 2.1's definition of relative luminance (with 0.04045 as the bound, as since
/// May 2021; no channel of eight bits tells it from the 0.03928 that stood there before).
fn linear(channel: u8) -> f64 {
    static LIGHT: OnceLock<[f64; 256]> = OnceLock::new();
    let light = LIGHT.get_or_init(|| {
        std::array::from_fn(|value| {
            let value = value as f64 / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    });
    light.get(usize::from(channel)).copied().unwrap_or_default()
}

/// The three channels as linear light.
pub fn light((red, green, blue): Rgb) -> [f64; 3] {
    [linear(red), linear(green), linear(blue)]
}

/// Relative luminance, 0 (black) to 1 (white): WCAG 2.1.
pub fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = light(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast ratio, 1 to 21: WCAG 2.1.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What xterm's standard says that an indexed colour from 16 on is: a cube of 6 × 6 × 6, then 24 greys. (The first 16 are
/// the terminal's to choose; they are taken as those of xterm.)
pub fn of_index(index: u8) -> Rgb {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |at: u8| LEVELS.get(usize::from(at)).copied().unwrap_or_default();
    match index {
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
        16.. => {
            let at = index - 16;
            (level(at / 36), level(at / 6 % 6), level(at % 6))
        }
        _ => XTERM.get(usize::from(index)).copied().unwrap_or_default(),
    }
}

/// The first 16 colours as xterm has them, unless its user says otherwise (XTerm-col.ad).
pub const XTERM: [Rgb; 16] = [
    (0x00, 0x00, 0x00),
    (0xcd, 0x00, 0x00),
    (0x00, 0xcd, 0x00),
    (0xcd, 0xcd, 0x00),
    (0x00, 0x00, 0xee),
    (0xcd, 0x00, 0xcd),
    (0x00, 0xcd, 0xcd),
    (0xe5, 0xe5, 0xe5),
    (0x7f, 0x7f, 0x7f),
    (0xff, 0x00, 0x00),
    (0x00, 0xff, 0x00),
    (0xff, 0xff, 0x00),
    (0x5c, 0x5c, 0xff),
    (0xff, 0x00, 0xff),
    (0x00, 0xff, 0xff),
    (0xff, 0xff, 0xff),
];

/// `#rrggbb` as it is written.
pub fn of_hex(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| digits.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok());
    Some((part(0)?, part(2)?, part(4)?))
}

/// `colour`, moved towards `ink` by sixteenths until it can be read on `paper`.
pub fn readable(colour: Rgb, ink: Rgb, paper: Rgb) -> Rgb {
    let mix = |from: u8, to: u8, part: u16| ((u16::from(from) * (16 - part) + u16::from(to) * part) / 16) as u8;
    let mixed = |part| (mix(colour.0, ink.0, part), mix(colour.1, ink.1, part), mix(colour.2, ink.2, part));
    (0..16).map(mixed).find(|mixed| contrast(*mixed, paper) >= LEAST).unwrap_or(ink)
}

/// The indexed colour from 16 on that is nearest to `colour` of those that can be read on `paper`; `None` if none can.
pub fn nearest_index(colour: Rgb, paper: Rgb) -> Option<u8> {
    let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let distance = |index: &u8| {
        let (red, green, blue) = of_index(*index);
        far(red, colour.0) + far(green, colour.1) + far(blue, colour.2)
    };
    (16..=255).filter(|index| contrast(of_index(*index), paper) >= LEAST).min_by_key(distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_contrasts() {
        // WCAG 2.1, definition of contrast ratio: from 1 to 21, so black on white is 21:1. By its arithmetic #767676 is the lightest grey that has 4.5:1 on white.
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!(contrast((0x76, 0x76, 0x76), (255, 255, 255)) >= LEAST);
        assert!(contrast((0x77, 0x77, 0x77), (255, 255, 255)) < LEAST);
        assert!((contrast((0, 0, 0), (0, 0, 0)) - 1.0).abs() < 1e-9);
        assert!((1.05 / (MIDDLE + 0.05) - (MIDDLE + 0.05) / 0.05).abs() < 1e-9);
    }

    #[test]
    fn indexed_colours_by_the_standard() {
        let known = [
            (16, (0, 0, 0)),
            (21, (0, 0, 255)),
            (110, (135, 175, 215)),
            (231, (255, 255, 255)),
            (232, (8, 8, 8)),
            (255, (238, 238, 238)),
            (9, (255, 0, 0)),
        ];
        for (index, rgb) in known {
            assert_eq!(of_index(index), rgb, "{index}");
        }
    }

    #[test]
    fn hex() {
        assert_eq!(of_hex("#0072b2"), Some((0, 0x72, 0xb2)));
        assert_eq!(["0072b2", "#07b", "#00é2b", "#gg0000", ""].map(of_hex), [None; 5]);
    }

    proptest! {
        #[test]
        fn any_colour_of_a_codebook_becomes_readable(red: u8, green: u8, blue: u8, dark: bool) {
            let (ink, paper) = if dark { ((228, 228, 228), (28, 28, 28)) } else { ((28, 28, 28), (255, 255, 255)) };
            let made = readable((red, green, blue), ink, paper);
            prop_assert!(contrast(made, paper) >= LEAST);
            let index = nearest_index((red, green, blue), paper).unwrap();
            prop_assert!(contrast(of_index(index), paper) >= LEAST);
            if contrast((red, green, blue), paper) >= LEAST {
                prop_assert_eq!(made, (red, green, blue));
            }
        }
    }
}
