//! One line of text that is being typed.

use unicode_segmentation::UnicodeSegmentation;

/// A line and the caret in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Field {
    text: String,
    /// Byte offset of the caret; a boundary of graphemes.
    caret: usize,
    /// What is typed next takes the place of all of it.
    chosen: bool,
}

impl Field {
    /// A field that holds `text`, the caret at its end.
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len(), chosen: false }
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
        if std::mem::take(&mut self.chosen) && !clean.is_empty() {
            self.clear();
        }
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
    }

    /// Deletes the character before the caret.
    pub fn backspace(&mut self) {
        self.chosen = false;
        let from = self.back();
        self.text.drain(from..self.caret);
        self.caret = from;
    }

    /// Deletes the word before the caret.
    pub fn delete_word(&mut self) {
        self.chosen = false;
        let kept = self.before().trim_end();
        let from =
            kept.rfind(char::is_whitespace).map_or(0, |at| at + kept[at..].chars().next().map_or(0, char::len_utf8));
        self.text.drain(from..self.caret);
        self.caret = from;
    }

    /// Deletes the character after the caret.
    pub fn delete(&mut self) {
        self.chosen = false;
        let to = self.forth();
        self.text.drain(self.caret..to);
    }

    /// Deletes all.
    pub fn clear(&mut self) {
        self.chosen = false;
        self.text.clear();
        self.caret = 0;
    }

    /// One character to the left.
    pub fn left(&mut self) {
        self.chosen = false;
        self.caret = self.back();
    }

    /// One character to the right.
    pub fn right(&mut self) {
        self.chosen = false;
        self.caret = self.forth();
    }

    /// To the start.
    pub fn home(&mut self) {
        self.chosen = false;
        self.caret = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.chosen = false;
        self.caret = self.text.len();
    }

    /// Chooses all of it, the caret at its end: what is typed next takes its place, and moving the caret keeps it.
    pub fn choose_all(&mut self) {
        self.end();
        self.chosen = !self.text.is_empty();
    }

    /// Whether all of it is chosen.
    pub fn is_chosen(&self) -> bool {
        self.chosen
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
    fn what_is_chosen_is_replaced_by_typing_and_kept_by_moving() {
        let mut field = Field::of("school");
        field.choose_all();
        field.insert("w");
        field.insert("ait");
        assert_eq!(field.text(), "wait");
        field.choose_all();
        field.left();
        field.insert("!");
        assert_eq!(field.text(), "wai!t");
    }

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
