//! Styles of a Word document: what a paragraph's is called, and which ones hide text.

use std::collections::HashMap;

use crate::import::document::Refused;
use crate::import::document::limits::{STYLE_STEPS, name};
use crate::import::document::xml::{Attributes, Visit, walk};

#[derive(Default)]
struct Style {
    name: String,
    based_on: String,
    hidden: Option<bool>,
}

/// The styles by their ids.
#[derive(Default)]
pub struct Styles {
    all: HashMap<String, Style>,
    /// The id of the style being read.
    id: Option<String>,
    run: bool,
}

impl Styles {
    /// Reads the part that defines them.
    pub fn read(xml: &str) -> Result<Self, Refused> {
        let mut styles = Self::default();
        walk(xml, "word/styles.xml", &mut styles)?;
        Ok(styles)
    }

    /// What people see as the name of the style; the id where it has none.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.all.get(id).map(|style| style.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(id)
    }

    /// Whether the style or one that it is based on hides text or shows it.
    pub fn hidden(&self, id: &str) -> Option<bool> {
        let mut id = id;
        // Styles based on each other in a circle end here too.
        for _ in 0..STYLE_STEPS {
            let style = self.all.get(id)?;
            if style.hidden.is_some() {
                return style.hidden;
            }
            id = &style.based_on;
        }
        None
    }
}

impl Visit for Styles {
    fn open(&mut self, ns: &'static str, tag: &str, attributes: &Attributes<'_>) {
        if ns != "w" {
            return;
        }
        if tag == "style" {
            self.id = attributes.get("styleId");
            if let Some(id) = &self.id {
                self.all.insert(id.clone(), Style::default());
            }
        }
        let Some(style) = self.id.as_ref().and_then(|id| self.all.get_mut(id)) else { return };
        match tag {
            "name" => style.name = name(&attributes.get("val").unwrap_or_default()),
            "basedOn" => style.based_on = attributes.get("val").unwrap_or_default(),
            "rPr" => self.run = true,
            "vanish" if self.run => style.hidden = Some(attributes.is_on("val")),
            _ => {}
        }
    }

    fn close(&mut self, ns: &'static str, tag: &str) {
        match (ns, tag) {
            ("w", "style") => self.id = None,
            ("w", "rPr") => self.run = false,
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}
