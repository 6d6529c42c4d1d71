//! Styles of an OpenDocument text: what a paragraph's is called, and which ones hide text.

use std::collections::HashMap;

use crate::import::document::limits::{STYLE_STEPS, name};
use crate::import::document::xml::Attributes;

#[derive(Default)]
struct Style {
    /// What people see; empty for a style that the program made for one paragraph.
    name: String,
    parent: String,
    hidden: Option<bool>,
}

/// The styles by family and name.
#[derive(Default)]
pub struct Styles {
    all: HashMap<(String, String), Style>,
    open: Option<(String, String)>,
    /// Sections that are not shown have a style of no family; they say so themselves.
    automatic: bool,
}

impl Styles {
    /// Takes note of an element.
    pub fn open(&mut self, ns: &str, tag: &str, attributes: &Attributes<'_>) {
        let get = |key: &str| attributes.get(key).unwrap_or_default();
        match (ns, tag) {
            ("office", "automatic-styles") => self.automatic = true,
            ("style", "style") => {
                let key = (get("family"), get("name"));
                let shown = attributes.get("display-name").unwrap_or_else(|| get("name"));
                let name = if self.automatic { String::new() } else { name(&shown) };
                self.all.insert(key.clone(), Style { name, parent: get("parent-style-name"), hidden: None });
                self.open = Some(key);
            }
            ("style", "text-properties") => {
                if let Some(style) = self.open.as_ref().and_then(|key| self.all.get_mut(key)) {
                    style.hidden = attributes.get("display").map(|display| display == "none");
                }
            }
            _ => {}
        }
    }

    /// Takes note of the end of an element.
    pub fn close(&mut self, ns: &str, tag: &str) {
        match (ns, tag) {
            ("office", "automatic-styles") => self.automatic = false,
            ("style", "style") => self.open = None,
            _ => {}
        }
    }

    /// The name that people see of a paragraph's style.
    pub fn name(&self, id: &str) -> String {
        self.walk("paragraph", id)
            .find(|style| !style.name.is_empty())
            .map(|style| style.name.clone())
            .unwrap_or_default()
    }

    /// Whether a style of this family or one of its parents hides text or shows it.
    pub fn hidden(&self, family: &str, id: &str) -> Option<bool> {
        self.walk(family, id).find_map(|style| style.hidden)
    }

    /// The style and its parents; a circle of parents ends too.
    fn walk<'a>(&'a self, family: &str, id: &str) -> impl Iterator<Item = &'a Style> {
        let get = |id: &str| self.all.get(&(family.to_owned(), id.to_owned()));
        let mut chain = Vec::new();
        let mut next = get(id);
        while let Some(style) = next.filter(|_| chain.len() < STYLE_STEPS) {
            chain.push(style);
            next = get(&style.parent);
        }
        chain.into_iter()
    }
}
