//! A sheet on which marks and text are set.

use std::fmt::Write;

use super::{INK, PALE};
use crate::text::{visible, width};

/// Fonts that the machine may have; the last stands for any.
const FONTS: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";

/// Size of ordinary text.
pub const TEXT: f64 = 13.0;
/// Size of small text.
pub const SMALL: f64 = 11.0;
/// Space at the edges.
pub const EDGE: f64 = 16.0;

/// Text for XML and HTML, in elements and in quoted values: what could be markup is escaped, control characters are made
/// visible.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(char),
            // Not allowed in XML, whichever way it is written.
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ if char.is_control() => out.push_str(&visible(char.encode_utf8(&mut [0; 4]))),
            _ => out.push(char),
        }
    }
    out
}

/// A length with one decimal at most.
pub fn length(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// About how wide a line of text is: no font is measured, so the estimate is that of a wide one (DejaVu Sans).
pub fn wide(text: &str, size: f64) -> f64 {
    let ems = text.chars().map(|char| match char {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | 'f' | 't' | 'r' | '(' | ')' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        'A'..='Z' => 0.74,
        '\0'..='\u{7f}' => 0.63,
        _ => 0.64 * width(char.encode_utf8(&mut [0; 4])) as f64,
    });
    ems.sum::<f64>() * size
}

/// Lines of at most `room`, broken at blanks, at most `most` of them; what does not fit ends in `…`.
pub fn lines(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in visible(text).split_whitespace() {
        let last = lines.last().cloned().unwrap_or_default();
        let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        if wide(&longer, size) <= room || last.is_empty() {
            lines.pop();
            lines.push(longer);
        } else {
            lines.push(word.to_owned());
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.into_iter().map(|line| cut(&line, size, room)).collect()
}

fn cut(line: &str, size: f64, room: f64) -> String {
    if wide(line, size) <= room {
        return line.to_owned();
    }
    let mut head = String::new();
    for char in line.chars() {
        head.push(char);
        if wide(&head, size) + size > room {
            break;
        }
    }
    head.push('…');
    head
}

/// A name of at most `room` on one line: what does not fit is left out in its middle, since ids often differ at their ends.
pub fn short(name: &str, size: f64, room: f64) -> String {
    let name = visible(name).into_owned();
    if wide(&name, size) <= room {
        return name;
    }
    let chars: Vec<char> = name.chars().collect();
    let cut = |kept: usize| {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let ends = [&chars[..head], &['…'], &chars[chars.len() - tail..]];
        ends.iter().flat_map(|part| part.iter()).collect::<String>()
    };
    let fits = (0..chars.len()).rev().map(cut).find(|cut| wide(cut, size) <= room);
    fits.unwrap_or_else(|| "…".into())
}

/// Where the text stands against its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    Start,
    Middle,
    End,
}

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub size: f64,
    pub bold: bool,
    pub colour: &'static str,
    pub at: At,
}

impl Look {
    /// Ordinary text.
    pub const PLAIN: Self = Self { size: TEXT, bold: false, colour: INK, at: At::Start };
    /// Small text of less weight.
    pub const NOTE: Self = Self { size: SMALL, bold: false, colour: PALE, at: At::Start };

    pub fn at(self, at: At) -> Self {
        Self { at, ..self }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// What has been drawn.
pub struct Sheet {
    title: String,
    described: String,
    out: String,
    width: f64,
    /// The lowest point so far.
    pub y: f64,
}

impl Sheet {
    /// An empty sheet; `described` is for those who do not see the picture.
    pub fn new(title: String, described: String) -> Self {
        Self { title, described, out: String::new(), width: 320.0, y: EDGE }
    }

    /// Makes room for something that reaches so far to the right and down.
    pub fn reach(&mut self, x: f64, y: f64) {
        self.width = self.width.max(x + EDGE);
        self.y = self.y.max(y);
    }

    /// A line of text whose foot stands at `y`.
    pub fn text(&mut self, x: f64, y: f64, text: &str, look: Look) {
        let anchor = match look.at {
            At::Start => "",
            At::Middle => " text-anchor=\"middle\"",
            At::End => " text-anchor=\"end\"",
        };
        let class = if look.colour == "#ffffff" {
            "on-dark"
        } else if look.colour == PALE {
            "pale"
        } else {
            "ink"
        };
        let bold = if look.bold { " font-weight=\"bold\"" } else { "" };
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{bold}>{}</text>",
            length(x),
            length(y),
            length(look.size),
            look.colour,
            escaped(&visible(text)),
        );
        let wide = wide(text, look.size);
        let right = match look.at {
            At::Start => x + wide,
            At::Middle => x + wide / 2.0,
            At::End => x,
        };
        self.reach(right, y);
    }

    /// Text on several lines from `y` down; where the next line would stand.
    pub fn paragraph(&mut self, x: f64, y: f64, lines: &[String], look: Look) -> f64 {
        let step = look.size * 1.35;
        for (at, line) in lines.iter().enumerate() {
            self.text(x, y + step * at as f64, line, look);
        }
        y + step * lines.len() as f64
    }

    /// A rectangle; `told` is what it says to whoever points at it.
    pub fn rect(&mut self, (x, y, wide, high): (f64, f64, f64, f64), class: &str, fill: &str, told: &str) {
        let _ = write!(
            self.out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"",
            length(x),
            length(y),
            length(wide),
            length(high)
        );
        if told.is_empty() {
            self.out.push_str("/>\n");
        } else {
            let _ = writeln!(self.out, "><title>{}</title></rect>", escaped(&visible(told)));
        }
        self.reach(x + wide, y + high);
    }

    /// Any other element, as written.
    pub fn element(&mut self, element: &str) {
        self.out.push_str(element);
        self.out.push('\n');
    }

    /// A faint line behind marks.
    pub fn faint(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.line(from, to, "rule faint", "#d4d4d4");
    }

    /// A straight line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str, colour: &str) {
        let ends = [x1, y1, x2, y2].map(length);
        let [x1, y1, x2, y2] = ends;
        self.element(&format!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\" stroke-width=\"1\"/>"
        ));
    }

    /// The title at the top.
    pub fn head(&mut self, room: f64) {
        let look = Look { size: 16.0, ..Look::PLAIN }.bold();
        let titled = lines(&self.title, look.size, room, 3);
        self.y = self.paragraph(EDGE, EDGE + 14.0, &titled, look);
    }

    /// What has to be said, under everything.
    pub fn foot(&mut self, sentences: &[String]) {
        let room = (self.width - 2.0 * EDGE).max(480.0);
        let mut y = self.y + 22.0;
        for sentence in sentences {
            let wrapped = lines(sentence, SMALL, room, 12);
            y = self.paragraph(EDGE, y, &wrapped, Look::NOTE) + 2.0;
        }
        self.y = y - SMALL;
    }

    /// The document (`whole`: with a white ground, for a file of its own).
    pub fn finish(self, whole: bool) -> String {
        let (wide, high) = (length(self.width.ceil()), length((self.y + EDGE).ceil()));
        let mut text = String::new();
        if whole {
            text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        // In a page the element needs no namespace.
        let namespace = if whole { " xmlns=\"http://www.w3.org/2000/svg\"" } else { "" };
        let _ = write!(
            text,
            "<svg{namespace} width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" \
             aria-labelledby=\"figure-title figure-words\" font-family=\"{FONTS}\">\n\
             <title id=\"figure-title\">{}</title>\n<desc id=\"figure-words\">{}</desc>\n",
            escaped(&visible(&self.title)),
            escaped(&visible(&self.described)),
        );
        text.push_str(
            "<defs><pattern id=\"kept-back\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M0 6L6 0\" stroke=\"#8c8c8c\" stroke-width=\"1\"/></pattern></defs>\n",
        );
        if whole {
            text.push_str(&format!("<rect width=\"{wide}\" height=\"{high}\" fill=\"#ffffff\"/>\n"));
        }
        text.push_str(&self.out);
        text.push_str("</svg>\n");
        text
    }
}
