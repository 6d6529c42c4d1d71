//! XML as the exchange format wants it: one default namespace, no BOM, elements indented, what XML cannot hold left out.

/// A document under construction.
#[derive(Debug, Default)]
pub struct Xml {
    out: String,
    /// Open elements, and whether they hold elements.
    open: Vec<(&'static str, bool)>,
    in_tag: bool,
}

/// Whether XML 1.0 can hold the character.
const fn legal(char: char) -> bool {
    !matches!(char, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

impl Xml {
    /// A document with its declaration.
    pub fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"utf-8\"?>".into(), ..Self::default() }
    }

    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.open.len() {
            self.out.push(' ');
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str) -> &mut Self {
        self.end_tag();
        if let Some((_, elements)) = self.open.last_mut() {
            *elements = true;
        }
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push((name, false));
        self.in_tag = true;
        self
    }

    /// An attribute of the element that was just opened. Line breaks and tabs are written as references, for a reader
    /// takes bare ones for blanks.
    pub fn attr(&mut self, name: &str, value: &str) -> &mut Self {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for char in value.chars().filter(|char| legal(*char)) {
            match char {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\n' => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                '\t' => self.out.push_str("&#9;"),
                char => self.out.push(char),
            }
        }
        self.out.push('"');
        self
    }

    /// An attribute, where there is a value.
    pub fn attr_if(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.attr(name, value);
        }
        self
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        let Some((name, elements)) = self.open.pop() else { return };
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
            return;
        }
        if elements {
            self.line();
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element that holds text alone; nothing at all where the text is empty.
    pub fn text(&mut self, name: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open(name).words(text);
        self.close();
    }

    /// Text inside of the element that was just opened, verbatim.
    pub fn words(&mut self, text: &str) {
        self.end_tag();
        for char in text.chars().filter(|char| legal(*char)) {
            match char {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\r' => self.out.push_str("&#13;"),
                char => self.out.push(char),
            }
        }
    }

    /// An empty element that points to another one.
    pub fn refer(&mut self, name: &'static str, guid: &str) {
        self.open(name).attr("targetGUID", guid).close();
    }

    /// The document; elements that are open are closed.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_what_xml_cannot_hold_is_left_out() {
        let mut xml = Xml::new();
        xml.open("A").attr("name", "a<b>&\"\n\u{1}é😀");
        xml.text("B", "x ]]> & <\u{0}\r\n y");
        xml.text("C", "");
        xml.refer("D", "1");
        let text = String::from_utf8(xml.finish()).unwrap();
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<A name=\"a&lt;b&gt;&amp;&quot;&#10;é😀\">\n \
                        <B>x ]]&gt; &amp; &lt;&#13;\n y</B>\n <D targetGUID=\"1\"/>\n</A>\n";
        assert_eq!(text, expected);
    }
}
