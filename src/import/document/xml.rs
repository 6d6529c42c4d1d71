//! A walk over an XML part: names by their namespace, empty elements opened and closed, no entities but the five of XML.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::Refused;

/// What the walk calls. A name is the usual prefix of its namespace (`w`, `text`, … ; empty: another one) and its local name.
pub trait Visit {
    /// An element begins.
    fn open(&mut self, ns: &'static str, name: &str, attributes: &Attributes<'_>);
    /// An element ends.
    fn close(&mut self, ns: &'static str, name: &str);
    /// Text, in as many pieces as it comes.
    fn text(&mut self, text: &str);
}

/// The attributes of an element.
pub struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        // Searching for repeated names costs the square of their number.
        all.with_checks(false);
        let found = all.filter_map(Result::ok).find(|attribute| attribute.key.local_name().as_ref() == name)?;
        // An unknown entity in an attribute is no value.
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
    }

    /// A switch: on unless its value says off. `w:val` is absent where it is on.
    pub fn is_on(&self, name: &str) -> bool {
        !matches!(self.get(name).as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// The namespaces that matter, by the prefix that everybody gives them.
fn prefix(namespace: &str) -> &'static str {
    const ODF: &str = "urn:oasis:names:tc:opendocument:xmlns:";
    if let Some(rest) = namespace.strip_prefix(ODF) {
        return match rest.split(':').next() {
            Some("office") => "office",
            Some("text") => "text",
            Some("table") => "table",
            Some("style") => "style",
            Some("drawing") => "draw",
            Some("meta") => "meta",
            Some("svg-compatible") => "svg",
            Some("manifest") => "manifest",
            _ => "",
        };
    }
    match namespace {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => "w",
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => "mc",
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => "m",
        "http://purl.org/dc/elements/1.1/" => "dc",
        _ => "",
    }
}

/// Walks over `xml`, which is the part called `part`.
pub fn walk(xml: &str, part: &str, visitor: &mut impl Visit) -> Result<(), Refused> {
    let damaged = || Refused::Damaged(format!("its part `{part}` is no well-formed XML"));
    let mut reader = NsReader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|_| damaged())?;
        let ns = match space {
            ResolveResult::Bound(namespace) => prefix(namespace.as_ref()),
            _ => "",
        };
        match event {
            Event::Start(start) => {
                depth += 1;
                visitor.open(ns, start.local_name().as_ref(), &Attributes(&start));
            }
            Event::Empty(start) => {
                visitor.open(ns, start.local_name().as_ref(), &Attributes(&start));
                visitor.close(ns, start.local_name().as_ref());
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visitor.close(ns, end.local_name().as_ref());
            }
            Event::Text(text) => visitor.text(&text.xml10_content()),
            Event::CData(text) => visitor.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => match reference.resolve_char_ref() {
                        Ok(Some(c)) => c,
                        _ => return Err(damaged()),
                    },
                };
                visitor.text(c.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(Refused::Doctype),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if depth > 0 => return Err(damaged()),
            Event::Eof => return Ok(()),
        }
    }
}

/// The text of an XML part: UTF-8, UTF-16, or what its first line names.
pub fn decode(bytes: Vec<u8>, part: &str) -> Result<String, Refused> {
    let named = || {
        let head = bytes.get(..bytes.len().min(200))?;
        let head = String::from_utf8_lossy(head);
        let (_, label) = head.strip_prefix("<?xml")?.split_once("encoding=")?;
        let label = label.trim_start_matches(['"', '\'']).split(['"', '\'', '?']).next()?;
        Encoding::for_label(label.as_bytes())
    };
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.starts_with(b"<\0") => UTF_16LE,
        None if bytes.starts_with(b"\0<") => UTF_16BE,
        None => named().unwrap_or(encoding_rs::UTF_8),
    };
    if encoding == encoding_rs::UTF_8 && !bytes.starts_with(b"\xef\xbb\xbf") {
        return String::from_utf8(bytes).map_err(|_| Refused::Damaged(format!("its part `{part}` is not text")));
    }
    let (text, _, wrong) = encoding.decode(&bytes);
    if wrong {
        return Err(Refused::Damaged(format!("its part `{part}` is not text")));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen(String);

    impl Visit for Seen {
        fn open(&mut self, ns: &'static str, name: &str, attributes: &Attributes<'_>) {
            self.0 += &format!("<{ns}:{name}{}>", attributes.get("id").unwrap_or_default());
        }
        fn close(&mut self, _: &'static str, name: &str) {
            self.0 += &format!("</{name}>");
        }
        fn text(&mut self, text: &str) {
            self.0 += text;
        }
    }

    fn seen(xml: &str) -> Result<String, Refused> {
        let mut seen = Seen::default();
        walk(xml, "x", &mut seen).map(|()| seen.0)
    }

    #[test]
    fn names_go_by_namespace_whatever_the_prefix() {
        let xml = "<q:p xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main' q:id='a&amp;b'>x &lt; &#233;<q:r/><z/></q:p>";
        assert_eq!(seen(xml).unwrap(), "<w:pa&b>x < é<w:r></r><:z></z></p>");
    }

    #[test]
    fn doctypes_unknown_entities_and_open_ends_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(seen(bomb), Err(Refused::Doctype));
        for xml in ["<a>&c;</a>", "<a><b></a>", "<a>", "<a", "<a>&#xD800;</a>"] {
            assert!(matches!(seen(xml), Err(Refused::Damaged(_))), "{xml}");
        }
        // Far deeper than any stack.
        assert!(matches!(seen(&"<a>".repeat(300_000)), Err(Refused::Damaged(_))));
    }

    #[test]
    fn parts_in_other_encodings_are_text_too() {
        let xml = "<?xml version='1.0' encoding='UTF-16'?><a>é</a>";
        let wide: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(wide.clone(), "x").unwrap(), xml);
        let marked = [b"\xff\xfe".to_vec(), wide].concat();
        assert_eq!(decode(marked, "x").unwrap(), xml);
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>".to_vec();
        assert!(decode(latin, "x").unwrap().ends_with("<a>é</a>"));
        assert!(decode(b"<a>\xe9</a>".to_vec(), "x").is_err());
    }
}
