//! Every file of real material comes in, or is refused with a reason; only where `EMIC_REAL_DATA` names a folder of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::import_files::study;
use crate::world::files_below;

fn real() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("EMIC_REAL_DATA")?).join("transcripts"))
}

/// What a dry run says of a file: the objects, and the exit status.
fn looked(file: &Path) -> (Vec<serde_json::Value>, i32) {
    let world = study();
    let ran = world.emic(&["import", &file.to_string_lossy(), "--dry-run", "--json"]);
    (ran.objects(), ran.code)
}

#[test]
fn every_file_comes_in_or_says_why_not() {
    let Some(root) = real() else { return };
    let mut seen = 0;
    for (name, _) in files_below(&root) {
        let (objects, code) = looked(&root.join(&name));
        let first = objects.first().unwrap_or_else(|| panic!("{name}: nothing was said"));
        match first["status"].as_str().unwrap() {
            "new" => {
                assert_eq!(code, 0, "{name}");
                for object in &objects {
                    let Some(turns) = object["turns"].as_u64() else { continue };
                    assert!(turns > 0 && object["words"].as_u64().unwrap() > 0, "{name}: {object}");
                    let labels = object["labels"].as_array().unwrap();
                    assert!((1..=40).contains(&labels.len()), "{name}: {labels:?}");
                }
            }
            "people" => assert_eq!(code, 0, "{name}"),
            "refused" => {
                assert_eq!(code, 2, "{name}");
                assert!(!first["reason"].as_str().unwrap().is_empty() && !first["hint"].as_str().unwrap().is_empty());
            }
            other => panic!("{name}: {other}"),
        }
        seen += 1;
    }
    assert!(seen > 50, "{seen} files");
}

/// The body of the only transcript of a study into which a file was brought.
fn body(file: &Path) -> String {
    let world = study();
    world.emic(&["import", &file.to_string_lossy(), "--yes"]).ok();
    let name = format!("transcripts/{}.txt", file.file_stem().unwrap().to_string_lossy());
    let text = world.read(&name).trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.starts_with("---\n") {
        text.split_once("\n---\n").unwrap().1.trim_start_matches('\n').to_owned()
    } else {
        text
    }
}

#[test]
fn one_text_in_many_encodings_has_one_body() {
    let Some(root) = real() else { return };
    let original = fs::read_to_string(root.join("code_review/P8R2.txt")).unwrap();
    assert!(original.len() > 10_000);
    for name in ["cp1252_crlf", "macroman_cr", "utf16be_bom", "utf16le_bom_crlf", "utf8_bom_crlf"] {
        assert!(body(&root.join(format!("derived/P8R2_{name}.txt"))) == original, "{name}");
    }
    // In another normal form, or with other line breaks, it is another text, and the same words.
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    assert!(words(&body(&root.join("derived/P8R2_one_long_paragraph.txt"))) == words(&original));
    let nfd = body(&root.join("derived/P8R2_nfd.txt"));
    assert!(nfd == fs::read_to_string(root.join("derived/P8R2_nfd.txt")).unwrap());
}

#[test]
fn one_recording_in_five_caption_formats_has_one_text() {
    let Some(root) = real() else { return };
    let name = |ending: &str| root.join(format!("hitsave/Goodboy_Galaxy_-_Rik_Nicol.{ending}"));
    let vtt = body(&name("vtt"));
    assert!(vtt.starts_with("[00:00:43] Hello everyone") && vtt.len() > 30_000);
    for ending in ["srt", "tsv", "lrc", "txt"] {
        assert!(body(&name(ending)) == vtt, "{ending}");
    }
    // Nothing is lost or doubled: the words are those of the plain text.
    let words = |text: &str| {
        text.split_whitespace().filter(|word| !word.starts_with('[')).map(String::from).collect::<Vec<_>>()
    };
    assert!(words(&vtt) == words(&fs::read_to_string(name("text")).unwrap()));
}
