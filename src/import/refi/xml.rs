//! XML as a flat list of elements: bounded, without recursion, and deaf to everything that could reach outside of the file.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Most elements that are read.
const MOST_ELEMENTS: usize = 4_000_000;

/// One element. Names are without their prefixes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Attributes by local name, namespace declarations included.
    pub attributes: Vec<(String, String)>,
    /// The text directly inside it.
    pub text: String,
    /// Places of the elements inside it.
    pub children: Vec<usize>,
}

/// A document. The root is the first element.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// All elements, each before those inside it.
    pub elements: Vec<Element>,
}

/// Why a document is not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum XmlError {
    /// A document type: the way in for bombs and for other files.
    #[error("it holds a DOCTYPE, which no exchange file has and which can do harm")]
    DocType,
    /// Too many elements.
    #[error("it holds more than {MOST_ELEMENTS} elements")]
    TooMany,
    /// No XML.
    #[error("it is not XML that can be read: {0}")]
    Broken(String),
    /// Nothing in it.
    #[error("it holds no element")]
    Empty,
}

/// XML as text: UTF-8, or UTF-16 with a byte order mark.
pub fn decode(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::UTF_8.decode(bytes);
    text.trim_start_matches('\u{feff}').to_owned()
}

impl Document {
    /// Reads a document. What stands before an error in it is lost too: half a project is no project.
    ///
    /// # Errors
    /// A DOCTYPE, broken XML, too many elements.
    pub fn read(text: &str) -> Result<Self, XmlError> {
        let broken = |error: &dyn std::fmt::Display| XmlError::Broken(error.to_string());
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut document = Self::default();
        let mut open: Vec<usize> = Vec::new();
        loop {
            match reader.read_event().map_err(|error| broken(&error))? {
                Event::DocType(_) => return Err(XmlError::DocType),
                Event::Start(start) => {
                    let at = document.add(&start, open.last().copied())?;
                    open.push(at);
                }
                Event::Empty(start) => {
                    document.add(&start, open.last().copied())?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) => document.say(open.last().copied(), &text.xml10_content()),
                Event::CData(text) => document.say(open.last().copied(), &text.xml10_content()),
                Event::GeneralRef(name) => {
                    let char = name.resolve_char_ref().ok().flatten().or(match &*name {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    });
                    match char {
                        Some(char) => document.say(open.last().copied(), char.encode_utf8(&mut [0; 4])),
                        // An entity that nobody declares stands for itself.
                        None => document.say(open.last().copied(), &format!("&{};", &*name)),
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if !open.is_empty() {
            return Err(XmlError::Broken("it ends in the middle".into()));
        }
        if document.elements.is_empty() { Err(XmlError::Empty) } else { Ok(document) }
    }

    fn add(&mut self, start: &BytesStart<'_>, parent: Option<usize>) -> Result<usize, XmlError> {
        let at = self.elements.len();
        if at >= MOST_ELEMENTS {
            return Err(XmlError::TooMany);
        }
        let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
        for attribute in start.attributes().with_checks(false).flatten() {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            let key = if attribute.key.as_ref() == "xmlns" { "xmlns" } else { attribute.key.local_name().into_inner() };
            element.attributes.push((key.to_owned(), value));
        }
        self.elements.push(element);
        if let Some(parent) = parent.and_then(|parent| self.elements.get_mut(parent)) {
            parent.children.push(at);
        } else if at > 0 {
            return Err(XmlError::Broken("it has two roots".into()));
        }
        Ok(at)
    }

    fn say(&mut self, at: Option<usize>, text: &str) {
        if let Some(element) = at.and_then(|at| self.elements.get_mut(at)) {
            element.text.push_str(text);
        }
    }

    /// The root.
    pub fn root(&self) -> &Element {
        &self.elements[0]
    }

    /// The elements inside `element`.
    pub fn inside<'d>(&'d self, element: &'d Element) -> impl Iterator<Item = &'d Element> {
        element.children.iter().filter_map(|at| self.elements.get(*at))
    }

    /// The elements of this name inside `element`.
    pub fn all<'d>(&'d self, element: &'d Element, name: &'d str) -> impl Iterator<Item = &'d Element> {
        self.inside(element).filter(move |child| child.name == name)
    }

    /// The first element of this name inside `element`.
    pub fn first<'d>(&'d self, element: &'d Element, name: &'d str) -> Option<&'d Element> {
        self.all(element, name).next()
    }

    /// The text of the first element of this name inside `element`, without blanks at its ends; empty if there is none.
    pub fn text<'d>(&'d self, element: &'d Element, name: &'d str) -> &'d str {
        self.first(element, name).map_or("", |child| child.text.trim())
    }
}

impl Element {
    /// The value of an attribute, if it is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The value of an attribute; empty if it is not there.
    pub fn attr(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_references_and_sections_are_read() {
        let text = "<?xml version='1.0'?><!-- x --><q:A xmlns:q='u' name='a&#10;b &amp; c'><q:B>x &lt;&#x1F600;<![CDATA[<y>]]></q:B><C/></q:A>";
        let document = Document::read(text).unwrap();
        let root = document.root();
        assert_eq!((root.name.as_str(), root.attr("name")), ("A", "a\nb & c"));
        assert_eq!(document.text(root, "B"), "x <😀<y>");
        assert_eq!(document.inside(root).count(), 2);
        assert_eq!(root.get("none"), None);
    }

    #[test]
    fn what_can_do_harm_is_refused_and_depth_costs_nothing() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>";
        assert_eq!(Document::read(bomb), Err(XmlError::DocType));
        for broken in ["", "<a>", "<a></b>", "<a/><b/>", "text"] {
            assert!(Document::read(broken).is_err(), "{broken}");
        }
        let deep = "<a>".repeat(50_000) + &"</a>".repeat(50_000);
        assert_eq!(Document::read(&deep).unwrap().elements.len(), 50_000);
        assert_eq!(Document::read("<a>&nobody;</a>").unwrap().root().text, "&nobody;");
    }

    #[test]
    fn text_is_utf8_or_utf16_with_or_without_a_mark() {
        let utf16: Vec<u8> = "\u{feff}<é/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16), "<é/>");
        assert_eq!(decode("\u{feff}<é/>".as_bytes()), "<é/>");
    }
}
