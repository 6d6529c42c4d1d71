//! What a document says of itself: title, author, and the fields that an office gave it.

use super::Refused;
use super::limits::name;
use super::xml::{Attributes, Visit, walk};

#[derive(Default)]
struct Properties {
    /// OpenDocument keeps the last author where Word keeps the first.
    first_creator: bool,
    name: Option<String>,
    value: String,
    found: Vec<(String, String)>,
}

/// The names and values in the part `part`, of a Word document or an OpenDocument one.
pub fn read(xml: &str, part: &str) -> Result<Vec<(String, String)>, Refused> {
    let mut properties = Properties { first_creator: part != "meta.xml", ..Properties::default() };
    walk(xml, part, &mut properties)?;
    Ok(properties.found)
}

impl Visit for Properties {
    fn open(&mut self, ns: &'static str, tag: &str, attributes: &Attributes<'_>) {
        let known = match (ns, tag) {
            (_, "title") => "title",
            (_, "subject") => "subject",
            (_, "description") => "description",
            (_, "keywords") | ("meta", "keyword") => "keywords",
            (_, "category") => "category",
            ("meta", "initial-creator") => "author",
            ("dc", "creator") if self.first_creator => "author",
            ("meta", "user-defined") | (_, "property") => {
                // Labels that an office stamps on every file say nothing of the interview.
                self.name = attributes.get("name").filter(|name| !name.starts_with("MSIP_")).map(|found| name(&found));
                self.value.clear();
                return;
            }
            _ => return,
        };
        self.name = Some(known.to_owned());
        self.value.clear();
    }

    fn close(&mut self, ns: &'static str, tag: &str) {
        // The value of a field of one's own is an element within it.
        let inner = ns.is_empty() && !["property", "keywords", "category"].contains(&tag);
        if inner || self.found.len() >= 1_000 {
            return;
        }
        if let Some(name) = self.name.take() {
            self.found.push((name, self.value.trim().to_owned()));
        }
    }

    fn text(&mut self, text: &str) {
        if self.name.is_some() {
            self.value += text;
        }
    }
}
