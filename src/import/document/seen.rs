//! What has to be said of how a document was read.

/// How many things of each kind there were.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Tracked changes.
    pub changes: usize,
    /// Hidden passages.
    pub hidden: usize,
    /// Notes put in their places.
    pub notes: usize,
    /// Paragraphs of lists.
    pub lists: usize,
    /// Text boxes.
    pub boxes: usize,
    /// Symbols without a character.
    pub unknown_symbols: usize,
    /// Documents within this one.
    pub embedded: usize,
}

impl Seen {
    /// A sentence for each kind that there is.
    pub fn sentences(&self) -> Vec<String> {
        [
            (
                self.changes,
                "tracked change was",
                "tracked changes were",
                "taken as accepted: insertions are in the text, deletions are not",
            ),
            (self.hidden, "passage is", "passages are", "hidden and left out"),
            (self.notes, "note stands", "notes stand", "in brackets at the place where the text refers to it"),
            (
                self.lists,
                "paragraph is",
                "paragraphs are",
                "of a list; the numbers or bullets are drawn and not in the text",
            ),
            (self.boxes, "text box was", "text boxes were", "taken out of the text and put at its head"),
            (self.unknown_symbols, "symbol is", "symbols are", "of a font with pictures for letters and shown as □"),
            (
                self.embedded,
                "other document is",
                "other documents are",
                "embedded in this one and not read: import it by itself",
            ),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, several, rest)| format!("{number} {} {rest}", if number == 1 { one } else { several }))
        .collect()
    }
}
