//! One line of text that is being typed.

use unicode_segmentation::UnicodeSegmentation;

/// A line and the caret in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Field {
    text: String,
    /// Byte offset of the caret; a boundary of graphemes.
    caret: usize,
}

impl Field {
    /// A field that holds `text`, the caret at its end.
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len() }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the caret.
    pub fn before(&self) -> &str {
        self.text.get(..self.caret).unwrap_or(&self.text)
    }

    /// Types text; line breaks and tabs become spaces, other controls are dropped.
    pub fn insert(&mut self, text: &str) {
        let clean: String =
            text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
    }

    /// Deletes the character before the caret.
    pub fn backspace(&mut self) {
        let from = self.back();
        self.text.drain(from..self.caret);
        self.caret = from;
    }

    /// Deletes the word before the caret.
    pub fn delete_word(&mut self) {
        let kept = self.before().trim_end();
        let from =
            kept.rfind(char::is_whitespace).map_or(0, |at| at + kept[at..].chars().next().map_or(0, char::len_utf8));
        self.text.drain(from..self.caret);
        self.caret = from;
    }

    /// Deletes the character after the caret.
    pub fn delete(&mut self) {
        let to = self.forth();
        self.text.drain(self.caret..to);
    }

    /// Deletes all.
    pub fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    /// One character to the left.
    pub fn left(&mut self) {
        self.caret = self.back();
    }

    /// One character to the right.
    pub fn right(&mut self) {
        self.caret = self.forth();
    }

    /// To the start.
    pub fn home(&mut self) {
        self.caret = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.caret = self.text.len();
    }

    fn back(&self) -> usize {
        self.caret - self.before().graphemes(true).next_back().map_or(0, str::len)
    }

    fn forth(&self) -> usize {
        let after = self.text.get(self.caret..).unwrap_or_default();
        self.caret + after.graphemes(true).next().map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_and_taking_back() {
        let mut field = Field::default();
        field.insert("care\nless e\u{301}\u{1b}");
        assert_eq!(field.text(), "care less e\u{301}");
        field.backspace();
        assert_eq!(field.text(), "care less ");
        field.delete_word();
        assert_eq!(field.text(), "care ");
        field.left();
        field.insert("d");
        assert_eq!((field.text(), field.before()), ("cared ", "cared"));
        field.home();
        field.delete();
        field.backspace();
        assert_eq!(field.text(), "ared ");
        field.end();
        field.delete();
        field.right();
        assert_eq!(field.before(), "ared ");
    }
}
