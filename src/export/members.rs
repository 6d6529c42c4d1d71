//! What is inside of an archive (zip, docx, xlsx, odt, qdpx), for looking whether a name stands in it. Pure and bounded.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Most bytes that are unpacked of one archive, and most members that are looked at.
const MOST: u64 = 256 << 20;
const MOST_MEMBERS: usize = 20_000;

/// What is inside of an archive.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Members {
    /// Names and bytes of the members that could be unpacked.
    pub members: Vec<(String, Vec<u8>)>,
    /// Names of those that could not, with the reason.
    pub closed: Vec<(String, String)>,
}

/// Whether bytes begin as a zip archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Unpacks an archive in memory, up to 256 MB in all.
///
/// # Errors
/// In words, if it is no archive that can be read at all.
pub fn members(bytes: &[u8]) -> Result<Members, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut found = Members::default();
    let mut left = MOST;
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).and_then(Result::ok);
        let name = name.map_or_else(|| format!("member {}", at + 1), |name| name.into_owned());
        if at >= MOST_MEMBERS {
            found.closed.push((name, "too many members".into()));
            break;
        }
        let mut member = match archive.by_index(at) {
            Ok(member) => member,
            Err(error) => {
                found.closed.push((name, error.to_string()));
                continue;
            }
        };
        if member.is_dir() {
            found.members.push((name, Vec::new()));
            continue;
        }
        let mut unpacked = Vec::new();
        match member.by_ref().take(left + 1).read_to_end(&mut unpacked) {
            Err(error) => found.closed.push((name, error.to_string())),
            Ok(_) if unpacked.len() as u64 > left => found.closed.push((name, "too large to unpack".into())),
            Ok(_) => {
                left -= unpacked.len() as u64;
                found.members.push((name, unpacked));
            }
        }
    }
    Ok(found)
}

/// The words of a text with marks in angle brackets, three times: marks gone, for a word may be cut by them; marks as
/// blanks, for they part paragraphs and cells; and as it stands, for words stand inside of marks too. Entities of XML are
/// resolved.
pub fn without_marks(text: &str) -> [String; 3] {
    let resolved = |mut out: String| {
        for (entity, char) in
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")]
        {
            if out.contains(entity) {
                out = out.replace(entity, char);
            }
        }
        out
    };
    let strip = |with: &str| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            out.push_str(with);
            rest = after.split_once('>').map_or("", |(_, rest)| rest);
        }
        out.push_str(rest);
        resolved(out)
    };
    [strip(""), strip(" "), resolved(text.to_owned())]
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn members_and_what_is_no_archive() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        writer.write_all(b"<w:t>To</w:t><w:t>m</w:t></w:p><w:p><w:t>Ann &amp; Jo</w:t>").unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert!(is_archive(&bytes));
        let found = members(&bytes).unwrap();
        assert_eq!(found.members.len(), 1);
        let text = String::from_utf8(found.members[0].1.clone()).unwrap();
        let [joined, parted, _] = without_marks(&text);
        assert_eq!(joined, "TomAnn & Jo");
        assert!(parted.contains(" Ann & Jo"));
        assert!(without_marks("<Code name=\"O&apos;Hara\"/>")[2].contains("\"O'Hara\""));
        assert!(members(b"PK\x03\x04nothing").is_err());
        assert!(members(&bytes[..bytes.len() - 10]).is_err());
    }
}
