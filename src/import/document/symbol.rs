//! Characters of symbol fonts: their numbers mean something only in that font.

/// What stands for a symbol that has no character.
pub const UNKNOWN: char = '□';

/// The character for number `code` (with or without the offset F000) in the font `font`.
pub fn character(font: &str, code: u32) -> char {
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    if font.to_ascii_lowercase().starts_with("wingdings") {
        return match code {
            0x20 => ' ',
            0x4A => '☺',
            0x4B => '😐',
            0x4C => '☹',
            0x6C | 0x9F => '●',
            0x6E | 0xA7 => '▪',
            0x6F | 0xA8 => '☐',
            0xD8 => '➢',
            0xDF | 0xEF => '←',
            0xE0 | 0xF0 => '→',
            0xFB => '✗',
            0xFC => '✓',
            0xFD => '☒',
            0xFE => '☑',
            _ => UNKNOWN,
        };
    }
    // The font Symbol: Greek on the keys of a Latin keyboard.
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let nth = |letters: &str, from: u32| letters.chars().nth((code - from) as usize).unwrap_or(UNKNOWN);
    match code {
        0x41..=0x5A => nth(GREEK, 0x41),
        0x61..=0x7A => nth(SMALL, 0x61),
        0xA3 => '≤',
        0xAB => '↔',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB9 => '≠',
        0xBB => '≈',
        0xBC => '…',
        0x20..=0x7E => char::from_u32(code).unwrap_or(UNKNOWN),
        // A character of its own, in whatever font.
        _ if code > 0xFF => char::from_u32(code).filter(|c| !is_private(*c)).unwrap_or(UNKNOWN),
        _ => UNKNOWN,
    }
}

/// Whether `c` means something in one font only.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ones_are_what_is_seen() {
        assert_eq!(character("Wingdings", 0xF04A), '☺');
        assert_eq!(character("Wingdings", 0xF0E0), '→');
        assert_eq!(character("Symbol", 0xF061), 'α');
        assert_eq!(character("Symbol", 0xF057), 'Ω');
        assert_eq!(character("Segoe UI Symbol", 0x2639), '☹');
        assert_eq!(character("Wingdings", 0xF001), UNKNOWN);
        assert_eq!(character("Symbol", 0xE123), UNKNOWN);
    }
}
