//! PDF documents: where the letters stand on the page, made into lines, and the lines into paragraphs.
//!
//! - Letters are read in the order in which they stand on the page, not in that of the file, and column after column where a
//!   page is set in columns (`columns`).
//! - Lines that the page's width broke are joined (`paragraphs`): a line goes on in the next one unless it had room for the
//!   next one's first word, a blank gap lies between, or a label begins there.
//! - Running heads, page numbers, line numbers and numbers of paragraphs are no text (`furniture`); heads go to the margin.
//!
//! `lopdf` reads objects, filters and encryption. The reader keeps within budgets of bytes and operations, whatever a file
//! refers to in circles, and a panic of that crate on a broken file ends the reading of this file only: everything that was in
//! the making is dropped with it, so nothing half-made is seen afterwards, and what such a panic says names a place in the
//! crate's code, no text.

mod cmap;
mod columns;
mod font;
mod furniture;
mod hyphens;
mod lines;
mod page;
mod paragraphs;

use lopdf::{Dictionary, Error, LoadOptions, Object};

use super::flow::add_margin;
use super::limits::{OBJECT_STREAMS, PAGES, PART};
use super::{Document, Refused};
use crate::model::guarded;

/// Reads a PDF document.
pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    if let Some(refused) = super::foreign(bytes) {
        return Err(refused);
    }
    if bytes.is_empty() {
        return Err(Refused::Empty { pictures: false });
    }
    // Programs that send files put lines before the head.
    if !bytes.get(..bytes.len().min(1024)).unwrap_or(bytes).windows(5).any(|window| window == b"%PDF-") {
        return Err(Refused::OtherKind { is: "another kind of file", expected: "a PDF document" });
    }
    guarded(|| read_pages(bytes)).unwrap_or_else(|| Err(damaged(bytes)))
}

/// A file that ends without its end mark was cut off.
fn damaged(bytes: &[u8]) -> Refused {
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    if tail.windows(5).any(|window| window == b"%%EOF") {
        Refused::Damaged("its pages cannot be found".to_owned())
    } else {
        Refused::Truncated
    }
}

fn read_pages(bytes: &[u8]) -> Result<Document, Refused> {
    // Objects are packed in streams that are all unpacked at once; together they must not fill the memory.
    let packed = bytes.windows(7).filter(|window| window == b"/ObjStm").count();
    if packed > OBJECT_STREAMS {
        return Err(Refused::TooLarge { megabytes: PART >> 20 });
    }
    let most = ((4 * PART) / packed.max(1)).clamp(256 << 10, 32 << 20);
    let options = LoadOptions { max_decompressed_size: Some(most), ..LoadOptions::default() };
    let document = match lopdf::Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_)) => {
            return Err(Refused::Protected);
        }
        Err(_) => return Err(damaged(bytes)),
    };
    // With an empty password, which only forbids printing or changing, it has been opened already.
    if document.is_encrypted() {
        return Err(Refused::Protected);
    }
    let mut reader = page::Reader::new(&document);
    let mut pages = Vec::new();
    for id in document.page_iter().take(PAGES + 1) {
        if pages.len() == PAGES {
            return Err(Refused::TooLarge { megabytes: PART >> 20 });
        }
        let glyphs = reader.page(pages.len() + 1, id)?;
        pages.push(lines::shown(&glyphs));
    }
    if pages.is_empty() {
        return Err(damaged(bytes));
    }
    if pages.iter().all(Vec::is_empty) {
        return Err(if reader.unknown > 0 { Refused::NoLetters } else { Refused::Scan { pages: pages.len() } });
    }
    if reader.unknown > reader.known {
        return Err(Refused::NoLetters);
    }
    let columns::Read { mut pages, in_columns } = columns::read(pages);
    let blank = pages.iter().filter(|lines| lines.is_empty()).count();
    let furniture = furniture::take_out(&mut pages);
    let joined = paragraphs::paragraphs(pages);

    let mut warnings = Vec::new();
    let mut say = |number: usize, one: &str, several: &str, rest: &str| {
        if number > 0 {
            warnings.push(format!("{number} {} {rest}", if number == 1 { one } else { several }));
        }
    };
    say(furniture.lines, "line was", "lines were", "left out as running heads, feet and page numbers");
    say(furniture.numbers, "number was", "numbers were", "left out that count lines or paragraphs at the margin");
    say(joined.hyphens, "word was", "words were", "put together that a line's end had broken with a hyphen");
    say(joined.notes, "footnote stands", "footnotes stand", "in brackets after the paragraph that runs over it");
    say(joined.names, "name was", "names were", "put before what is said; they stood on a line above it");
    say(in_columns, "page is", "pages are", "set in columns, which were read one after the other");
    say(blank, "page holds", "pages hold", "no text: look whether they are pictures of text");
    say(
        reader.unknown,
        "letter is",
        "letters are",
        "drawn shapes of which the file does not say what they are (shown as \u{fffd})",
    );
    warnings.push("the paragraphs were put together from the lines of the pages: look them through".to_owned());

    let mut margin = Vec::new();
    for (place, text) in furniture.margin {
        add_margin(&mut margin, place, &text);
    }
    for (key, place) in [("Title", "title"), ("Subject", "subject"), ("Author", "author"), ("Keywords", "keywords")] {
        if let Some(text) = information(&document, key) {
            add_margin(&mut margin, place, &text);
        }
    }
    if joined.paragraphs.is_empty() {
        return Err(Refused::Scan { pages: blank });
    }
    Ok(Document { paragraphs: joined.paragraphs, margin, comments: Vec::new(), warnings })
}

/// What the document says of itself.
fn information(document: &lopdf::Document, key: &str) -> Option<String> {
    let (_, about) = document.dereference(document.trailer.get(b"Info").ok()?).ok()?;
    let value = get(document, about.as_dict().ok()?, key.as_bytes())?;
    let text = lopdf::decode_text_string(value).ok()?;
    Some(text.chars().take(2_000).collect())
}

/// The value of a key, wherever it stands.
fn get<'a>(document: &'a lopdf::Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let (_, object) = document.dereference(dictionary.get(key).ok()?).ok()?;
    Some(object)
}

/// A number, whole or not.
fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests;
