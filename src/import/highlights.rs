//! Highlights that Taguette writes as a table (`id,document,tag,content`): they hold words without a place, so each is looked
//! for in the text, and taken only where there is no doubt.

use super::refused::{Refused, Unread};
use super::{encoding, tables};
use crate::text::{Body, Span, occurrences};

/// A highlight with one of its tags.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Highlight {
    /// Its number in Taguette.
    pub id: String,
    /// The name of the document.
    pub document: String,
    /// The tag; empty: it has none.
    pub tag: String,
    /// Its words.
    pub content: String,
}

/// Whether the columns of a table are those of highlights.
pub(super) fn is_header(names: &[String]) -> bool {
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.trim().to_lowercase().as_str()));
    has(&["document"]) && has(&["tag", "tags"]) && has(&["content"]) && names.len() <= 4
}

/// Whether a file begins as such a table does.
pub fn is_highlights(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head.get(..head.len().min(200)).unwrap_or(head));
    let line = head.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let names = |sign: char| line.split(sign).map(|name| name.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
    [',', ';', '\t'].into_iter().any(|sign| is_header(&names(sign)))
}

/// Reads the table.
///
/// # Errors
/// An encoding in doubt; a table that is broken or another one.
pub fn read(bytes: &[u8]) -> Result<Vec<Highlight>, Unread> {
    let text = encoding::decode(bytes, None, false)?.text.replace("\r\n", "\n").replace('\r', "\n");
    let (grid, _) = tables::separated(&text)?;
    let column = |names: &[&str]| grid.header.iter().position(|name| names.contains(&name.to_lowercase().as_str()));
    let (Some(document), Some(tag), Some(content)) =
        (column(&["document"]), column(&["tag", "tags"]), column(&["content"]))
    else {
        return Err(Refused::new(
            "these are no highlights of Taguette",
            "Taguette writes them with the columns id, document, tag and content",
        )
        .into());
    };
    let id = column(&["id"]);
    let highlight = |row: usize| Highlight {
        id: id.map_or_else(|| (row + 2).to_string(), |id| grid.cell(row, id).to_owned()),
        document: grid.cell(row, document).to_owned(),
        tag: grid.cell(row, tag).to_owned(),
        content: grid.cell(row, content).to_owned(),
    };
    Ok((0..grid.rows.len()).map(highlight).collect())
}

/// A text in which words are looked for whatever stands between them.
pub struct Searched {
    /// With runs of white space as one space, and without any; each with the places of its characters.
    forms: [(Body, Vec<u32>); 2],
}

/// A text with white space as one space, or without any, and by character its place.
fn squeezed(text: &str, keep: bool) -> (String, Vec<u32>) {
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::new());
    let mut white = true;
    for (place, char) in text.chars().enumerate() {
        if !char.is_whitespace() {
            out.push(char);
            places.push(place as u32);
        } else if keep && !white {
            out.push(' ');
            places.push(place as u32);
        }
        white = char.is_whitespace();
    }
    (out, places)
}

impl Searched {
    /// Makes a text ready.
    pub fn new(text: &str) -> Self {
        let form = |keep: bool| {
            let (text, places) = squeezed(text, keep);
            (Body::new(text), places)
        };
        Self { forms: [form(true), form(false)] }
    }

    /// Where these words stand (code points), at most `limit` places. Blocks that follow each other without a space in the quote
    /// are found too.
    pub fn find(&self, quote: &str, limit: usize) -> Vec<Span> {
        for ((body, places), keep) in self.forms.iter().zip([true, false]) {
            let (quote, _) = squeezed(quote, keep);
            let place = |at: u32| places.get(at as usize).copied().unwrap_or_default();
            let found: Vec<Span> = occurrences(body, quote.trim_end(), limit)
                .into_iter()
                .filter(|span| !span.is_empty())
                .map(|span| Span::new(place(span.start), place(span.end - 1) + 1))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_highlights_is_known_by_its_columns() {
        assert!(is_highlights(b"id,document,tag,content\r\n1,a,b,c\r\n"));
        assert!(is_highlights("\u{feff}\"id\";\"document\";\"tag\";\"content\"\n".as_bytes()));
        for other in
            ["tag,description,number of highlights\n", "document,content\n", "id,document,tag,content,speaker\n", ""]
        {
            assert!(!is_highlights(other.as_bytes()), "{other}");
        }
        let rows = read(b"id,document,tag,content\n7,Talk,time.waiting,\"We waited,\nlong\"\n8,Talk,,x\n").unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].content.as_str(), rows[1].tag.as_str()), ("We waited,\nlong", ""));
        assert!(read(b"a,b\n1,2\n").is_err());
    }

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        let text = "P1:  We w\u{e4}ited\n\tlong. 😀\n\nNobody came.\n\nWe so so.\n";
        let searched = Searched::new(text);
        let cut = |span: &Span| text.chars().skip(span.start as usize).take(span.len() as usize).collect::<String>();
        let found = |quote: &str| searched.find(quote, 9).iter().map(cut).collect::<Vec<_>>();
        assert_eq!(found("We wäited long."), ["We wäited\n\tlong."]);
        assert_eq!(found("long. 😀Nobody"), ["long. 😀\n\nNobody"], "blocks run together in the quote");
        assert_eq!(found("so"), ["so", "so"]);
        assert_eq!(found("We"), ["We", "We"]);
        assert!(found("waited").is_empty() && found("").is_empty() && found(" \n").is_empty());
    }
}
