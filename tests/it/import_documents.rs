//! Documents of word processors and PDF: one invented interview in four formats, and files that are broken on purpose.

use std::fs;
use std::path::{Path, PathBuf};

use emic::import::document::{self, Document, Refused};

type Reader = fn(&[u8]) -> Result<Document, Refused>;

const READERS: [(&str, Reader); 4] = [
    ("docx", document::docx::read),
    ("odt", document::odt::read),
    ("rtf", document::rtf::read),
    ("pdf", document::pdf::read),
];

/// What the invented interview says, a turn a line.
const TURNS: [&str; 11] = [
    "Interview with P07 (invented)",
    "INT: How did it begin, and who told you first?",
    "P07: Nobody told us. I rang the school three times, and each time somebody else said that the co-ordinator was away.",
    "INT: And then?",
    "P07: Then a letter came, after Christmas. It said that the reassessment had been put off, “for reasons of staffing” – no \
     date, no name.",
    "INT: What did you do?",
    "P07: I kept a diary. In Northam everybody keeps one [footnote: She laughs.], my neighbour says; it is the only thing they \
     read.\tSo I wrote it all down.",
    "INT: May I see it some time?",
    "P07: You may.\nBut not the pages about my son.",
    "INT: Of course. Is there anything else that you would like to say about those months, before we stop?",
    "P07: Only that we were two hundred and eleven days without an answer, and that in all that time one person was kind: the \
     woman at the desk, who could do nothing.",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(ending: &str) -> Vec<u8> {
    fs::read(root().join(format!("tests/fixtures/import/interview.{ending}"))).unwrap()
}

fn texts(document: &Document) -> Vec<&str> {
    document.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn one_interview_is_the_same_in_every_format() {
    for (ending, read) in &READERS[..3] {
        let document = read(&fixture(ending)).unwrap();
        assert_eq!(texts(&document), TURNS, "{ending}");
        let cells: Vec<_> = document.paragraphs[TURNS.len()..].iter().map(|row| row.cells.join("|")).collect();
        assert_eq!(cells, ["Place|A kitchen", "Length|Nine minutes"], "{ending}");
        let comment = &document.comments[0];
        assert_eq!(
            (comment.paragraph, comment.quote.as_str(), comment.author.as_str()),
            (6, "Northam", "Ada"),
            "{ending}"
        );
        assert_eq!(comment.text, "Change the name of the town?");
        for (place, text) in [("header", "Waiting study, wave 1"), ("title", "Interview 7"), ("author", "Ada")] {
            assert!(document.margin.contains(&(place.to_owned(), text.to_owned())), "{ending}: {:?}", document.margin);
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_pages_of_the_interview_become_its_turns() {
    let document = document::pdf::read(&fixture("pdf")).unwrap();
    // A page has no tabs, its notes stand below, and a line that was ended is a paragraph.
    let mut turns: Vec<String> =
        TURNS.iter().map(|turn| turn.replace(" [footnote: She laughs.]", "[1]").replace('\t', " ")).collect();
    turns.insert(7, "[footnote: 1 She laughs.]".to_owned());
    let (first, second) =
        turns[9].split_once('\n').map(|(first, second)| (first.to_owned(), second.to_owned())).unwrap();
    turns.splice(9..10, [first, second]);
    turns.extend(["Place\tA kitchen".to_owned(), "Length\tNine minutes".to_owned()]);
    assert_eq!(texts(&document), turns);
    assert!(
        document.margin.contains(&("header".to_owned(), "Waiting study, wave 1".to_owned())),
        "{:?}",
        document.margin
    );
}

/// The files in a folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The next of a fixed series of numbers that look like chance (xorshift).
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn seeds_and_what_is_broken_of_them_are_read_or_refused() {
    let mut runs = 0;
    for (ending, read) in READERS {
        let mut seeds: Vec<Vec<u8>> =
            files(&format!("fuzz/seeds/{ending}")).iter().map(|path| fs::read(path).unwrap()).collect();
        assert!(seeds.len() >= 3, "{ending}");
        seeds.push(fixture(ending));
        for seed in seeds {
            _ = read(&seed);
            let mut state = 88_172_645_463_325_252;
            for round in 0..24 {
                let mut bytes = seed.clone();
                let at = next(&mut state) % bytes.len();
                match round % 3 {
                    0 => bytes.truncate(at),
                    1 => bytes[at] = (next(&mut state) & 0xFF) as u8,
                    _ => drop(bytes.drain(at..(at + next(&mut state) % 64).min(seed.len()))),
                }
                if let Ok(document) = read(&bytes) {
                    assert!(
                        document.paragraphs.iter().all(|p| !p.text.trim().is_empty() || !p.cells.is_empty()),
                        "{ending}"
                    );
                    assert!(document.comments.iter().all(|c| c.paragraph < document.paragraphs.len()), "{ending}");
                }
                runs += 1;
            }
        }
    }
    assert!(runs > 400);
}

#[test]
fn one_kind_under_the_name_of_another_is_told_apart() {
    for (ending, read) in READERS {
        for (other, _) in READERS.iter().filter(|(other, _)| *other != ending) {
            let refused = read(&fixture(other)).unwrap_err();
            assert!(matches!(refused, Refused::OtherKind { .. }), "{other} as {ending}: {refused}");
        }
        for bytes in [&b"MZ\x90\0\x03\0\0\0"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0", b"\x89PNG\r\n\x1a\n"] {
            let refused = read(bytes).unwrap_err();
            assert!(matches!(refused, Refused::Foreign(_)), "{ending}: {refused}");
            assert!(!refused.hint().is_empty());
        }
    }
}
