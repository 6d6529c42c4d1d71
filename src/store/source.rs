//! Files of a study as text: what cannot be read as UTF-8 is a fault with a line.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::model::{Diagnostic, Excerpt};

/// Largest table or YAML file that is read, in bytes.
pub const MAX_BYTES: u64 = 16 << 20;

/// Reads `root/file` up to `most` bytes. `Ok(None)`: there is no such file.
pub fn read_bytes(root: &Path, file: &Path, most: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
    Ok(read_seen(root, file, most)?.map(|(bytes, _)| bytes))
}

/// The bytes of a file, with what the system says of it: before it was read and after, the same.
pub type Seen = (Vec<u8>, Option<Metadata>);

/// [`read_bytes`], with what the system says of the file.
pub fn read_seen(root: &Path, file: &Path, most: u64) -> Result<Option<Seen>, Diagnostic> {
    let path = root.join(file);
    let unreadable = |error: std::io::Error| {
        Diagnostic::fault("unreadable", file, format!("the file cannot be read: {error}"))
            .hint("see who owns the file and whether you may read it")
    };
    // Looked at before it is opened: to open a pipe is to wait for whoever writes into it.
    match std::fs::metadata(&path) {
        Ok(meta) if meta.is_file() => {}
        Ok(meta) => return Err(Diagnostic::fault("unreadable", file, no_file(&meta))),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    }
    let open = File::open(&path).map_err(unreadable)?;
    let before = open.metadata().map_err(unreadable)?;
    let size = before.len();
    let too_large = |size: u64| {
        let message = format!("the file is too large: {} MB; at most {} MB are read", size >> 20, most >> 20);
        Diagnostic::fault("too-large", file, message)
    };
    if size > most {
        return Err(too_large(size));
    }
    // Room for all of it: without, it would be read in many small pieces and moved again and again.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    (&open).take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64));
    }
    let time = |data: &Metadata| data.modified().ok();
    let same = |after: &Metadata| {
        after.len() == size && bytes.len() as u64 == size && time(after).is_some() && time(after) == time(&before)
    };
    let seen = open.metadata().ok().filter(same);
    Ok(Some((bytes, seen)))
}

/// The bytes of a file; of a pipe or a device, which may have no end, an error.
///
/// # Errors
/// If there is no such file, it is none, or the disk refuses.
pub fn file_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let meta = std::fs::metadata(path)?;
    if !meta.is_file() {
        return Err(std::io::Error::other(no_file(&meta)));
    }
    std::fs::read(path)
}

/// [`file_bytes`] as UTF-8.
///
/// # Errors
/// As [`file_bytes`], or if it is no UTF-8.
pub fn file_text(path: &Path) -> std::io::Result<String> {
    String::from_utf8(file_bytes(path)?)
        .map_err(|error| std::io::Error::new(ErrorKind::InvalidData, error.utf8_error()))
}

/// What stands in the place of a file, in words.
fn no_file(meta: &Metadata) -> &'static str {
    if meta.is_dir() {
        return "this is a folder, but a file is expected here";
    }
    "this is a pipe or a device, but a file is expected here"
}

/// Reads `root/file` as text (see [`decode`]). `Ok(None)`: there is no such file.
pub fn read_text(root: &Path, file: &Path) -> Result<Option<String>, Diagnostic> {
    let Some(bytes) = read_bytes(root, file, MAX_BYTES)? else { return Ok(None) };
    decode(file, bytes, "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)").map(Some)
}

/// UTF-8 text with its BOM removed; line ends stay. `hint` says what to do with another encoding.
pub fn decode(file: &Path, bytes: Vec<u8>, hint: &str) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Diagnostic::fault("not-utf8", file, "the file is UTF-16, not UTF-8").hint(hint));
    }
    if holds(&bytes, 0)
        && let Some(at) = bytes.iter().position(|byte| *byte == 0)
    {
        let found = Diagnostic::fault("binary", file, "the file is not text: it holds a zero byte").hint(hint);
        return Err(show(found, &bytes, at));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let message = format!("the file is not UTF-8: byte 0x{byte:02X} is no character");
            Err(show(Diagnostic::fault("not-utf8", file, message).hint(hint), error.as_bytes(), at))
        }
    }
}

/// Points at the byte `at` of a file that is no text.
fn show(mut found: Diagnostic, bytes: &[u8], at: usize) -> Diagnostic {
    let head = &bytes[..at.min(bytes.len())];
    let start = head.iter().rposition(|byte| *byte == b'\n').map_or(0, |line| line + 1);
    let rest = &bytes[start..];
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()).min(400);
    found.excerpt = Some(Excerpt {
        line: head.iter().filter(|byte| **byte == b'\n').count() as u32 + 1,
        column: String::from_utf8_lossy(&head[start..]).chars().count() as u32 + 1,
        length: 1,
        text: String::from_utf8_lossy(&rest[..end]).trim_end_matches('\r').to_owned(),
    });
    found
}

/// Whether a byte stands in a text, in which it is not expected: pieces are looked through to their end, which takes many bytes at once.
fn holds(bytes: &[u8], byte: u8) -> bool {
    bytes.chunks(4096).any(|piece| piece.iter().fold(false, |found, one| found | (*one == byte)))
}

/// CRLF and CR read as LF.
pub fn unix_lines(text: String) -> String {
    if holds(text.as_bytes(), b'\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf8_is_shown_with_its_line() {
        let found = decode(Path::new("t.txt"), b"one\ntwo \x93hi\x94\nthree".to_vec(), "convert it").unwrap_err();
        assert_eq!(found.kind, "not-utf8");
        let excerpt = found.excerpt.unwrap();
        assert_eq!((excerpt.line, excerpt.column), (2, 5));
        assert_eq!(excerpt.text, "two \u{fffd}hi\u{fffd}");
        assert_eq!(found.hint.as_deref(), Some("convert it"));
        assert_eq!(decode(Path::new("t"), b"\xff\xfea\0".to_vec(), "").unwrap_err().kind, "not-utf8");
        assert_eq!(decode(Path::new("t"), b"a\n\0".to_vec(), "").unwrap_err().excerpt.unwrap().line, 2);
        assert_eq!(decode(Path::new("t"), b"\xef\xbb\xbfa\xc3\xa9".to_vec(), "").unwrap(), "aé");
    }

    #[test]
    fn a_missing_file_is_no_fault_here_and_a_folder_is() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read_text(dir.path(), Path::new("none.csv")).unwrap(), None);
        std::fs::create_dir(dir.path().join("d.csv")).unwrap();
        assert_eq!(read_text(dir.path(), Path::new("d.csv")).unwrap_err().kind, "unreadable");
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_no_file() {
        let found = read_text(Path::new("/dev"), Path::new("zero")).unwrap_err();
        assert!(found.message.contains("a pipe or a device"), "{}", found.message);
        assert!(file_text(Path::new("/dev/zero")).is_err());
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), "12345").unwrap();
        assert_eq!(read_bytes(dir.path(), Path::new("a"), 5).unwrap().unwrap(), b"12345");
        assert_eq!(read_bytes(dir.path(), Path::new("a"), 4).unwrap_err().kind, "too-large");
        assert_eq!(file_text(&dir.path().join("a")).unwrap(), "12345");
        assert_eq!(file_bytes(&dir.path().join("b")).unwrap_err().kind(), ErrorKind::NotFound);
    }
}
