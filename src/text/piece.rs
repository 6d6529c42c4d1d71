//! Pieces of one large text: small to keep by the hundred thousand, and read only when somebody looks at one of them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Asks for a text; `None` where it cannot be had any more.
type Ask = Box<dyn Fn() -> Option<Box<str>> + Send + Sync>;

/// A text that is cut into [`Piece`]s.
pub struct Whole {
    text: OnceLock<Box<str>>,
    ask: Option<Ask>,
}

impl Whole {
    /// A text that is here.
    pub fn here(text: impl Into<Box<str>>) -> Self {
        Self { text: OnceLock::from(text.into()), ask: None }
    }

    /// A text that `ask` brings when a piece of it is looked at for the first time. What it cannot bring is empty.
    pub fn asked(ask: impl Fn() -> Option<Box<str>> + Send + Sync + 'static) -> Self {
        Self { text: OnceLock::new(), ask: Some(Box::new(ask)) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.ask.as_ref().and_then(|ask| ask()).unwrap_or_default())
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Whole").field("here", &self.text.get().is_some()).finish()
    }
}

/// A piece of a text; it is used like a `&str`. Its length is known without the text.
#[derive(Clone, Default)]
pub struct Piece {
    whole: Option<Arc<Whole>>,
    start: u32,
    len: u32,
}

impl Piece {
    /// The `len` bytes of `whole` from the byte `start` on. It is empty where they are not there, or no text.
    pub fn of(whole: &Arc<Whole>, start: u32, len: u32) -> Self {
        Self { whole: (len > 0).then(|| whole.clone()), start, len }
    }

    /// Its length (bytes).
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether it has no bytes.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl Deref for Piece {
    type Target = str;

    fn deref(&self) -> &str {
        let Some(whole) = &self.whole else { return "" };
        let start = self.start as usize;
        whole.text().get(start..start + self.len as usize).unwrap_or_default()
    }
}

impl AsRef<str> for Piece {
    fn as_ref(&self) -> &str {
        self
    }
}

impl From<Box<str>> for Piece {
    fn from(text: Box<str>) -> Self {
        // No passage is that long; a text that were would be none.
        let Ok(len) = u32::try_from(text.len()) else { return Self::default() };
        Self { whole: (len > 0).then(|| Arc::new(Whole::here(text))), start: 0, len }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Box::<str>::from(text).into()
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        text.into_boxed_str().into()
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Arc<Whole>, b: &Arc<Whole>| Arc::ptr_eq(a, b) && self.start == other.start;
        self.len == other.len
            && (self.whole.iter().zip(&other.whole).any(|(a, b)| same(a, b)) || self.as_ref() == other.as_ref())
    }
}
impl Eq for Piece {}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_text_is_asked_for_once_and_only_when_it_is_looked_at() {
        let asked = Arc::new(AtomicU32::new(0));
        let count = asked.clone();
        let whole = Arc::new(Whole::asked(move || {
            count.fetch_add(1, Ordering::Relaxed);
            Some("We waited. Nobody rang.".into())
        }));
        let (first, second) = (Piece::of(&whole, 0, 10), Piece::of(&whole, 11, 12));
        assert_eq!((first.len(), second.is_empty(), asked.load(Ordering::Relaxed)), (10, false, 0));
        assert_eq!((&*first, &*second), ("We waited.", "Nobody rang."));
        assert_eq!(first, Piece::from("We waited."));
        assert_ne!(first, second);
        assert_eq!(first, first.clone());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn what_cannot_be_had_is_empty() {
        let gone = Arc::new(Whole::asked(|| None));
        assert_eq!(&*Piece::of(&gone, 3, 4), "");
        let here = Arc::new(Whole::here("zoë"));
        assert_eq!(&*Piece::of(&here, 0, 3), "", "not at the edge of a letter");
        assert_eq!(&*Piece::of(&here, 2, 9), "");
        assert_eq!(&*Piece::of(&here, 2, 2), "ë");
        assert_eq!((Piece::default(), Piece::of(&here, 1, 0)), (Piece::from(""), Piece::default()));
    }
}
