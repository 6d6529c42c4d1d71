//! The colours of codes: names that people with any colour vision tell apart, and what they are on paper and in other tools.

/// Each name with its `#rrggbb`: Okabe and Ito's palette (Color Universal Design, 2008, without its black), and five shades between.
const COLOURS: [(&str, &str); 12] = [
    ("teal", "#009e73"),
    ("orange", "#e69f00"),
    ("blue", "#0072b2"),
    ("vermilion", "#d55e00"),
    ("purple", "#7b4ea3"),
    ("green", "#4c9a2a"),
    ("sky", "#56b4e9"),
    ("yellow", "#f0e442"),
    ("pink", "#cc79a7"),
    ("brown", "#8c564b"),
    ("grey", "#7f7f7f"),
    ("olive", "#8a8d2b"),
];

/// A colour of a code, name or `#rrggbb`, as `#rrggbb` in lower case.
pub fn colour_rgb(colour: &str) -> Option<String> {
    if let Some((_, rgb)) = COLOURS.iter().find(|(name, _)| *name == colour) {
        return Some((*rgb).to_owned());
    }
    let digits = colour.strip_prefix('#')?;
    if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        6 => Some(colour.to_lowercase()),
        3 => Some(digits.to_lowercase().chars().fold("#".to_owned(), |rgb, digit| format!("{rgb}{digit}{digit}"))),
        _ => None,
    }
}

/// The name of a colour of the palette, else the colour itself as `#rrggbb`; `None` if it is none.
pub fn colour_named(rgb: &str) -> Option<String> {
    let rgb = colour_rgb(rgb)?;
    Some(COLOURS.iter().find(|(_, known)| *known == rgb).map_or(rgb.clone(), |(name, _)| (*name).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        assert_eq!(COLOURS.len(), 12);
        for (name, rgb) in COLOURS {
            assert_eq!(colour_rgb(name).as_deref(), Some(rgb));
            assert_eq!(colour_named(&rgb.to_uppercase()).as_deref(), Some(name));
        }
        assert_eq!(colour_named("#3CF").as_deref(), Some("#33ccff"));
        for bad in ["", "#", "#12", "#12345g", "rgb(1,2,3)", "#11223344", "mauve"] {
            assert_eq!(colour_named(bad), None, "{bad}");
        }
    }
}
