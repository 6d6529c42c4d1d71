//! Several files as one archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files, by their names, as a zip archive in which no time and no name of a machine stands.
///
/// # Errors
/// If a name or a file is too long for the format.
pub fn zipped<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Result<Vec<u8>, String> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_ref(), options).map_err(|error| error.to_string())?;
        zip.write_all(bytes.as_ref()).map_err(|error| error.to_string())?;
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let files = vec![("a/b.txt".to_owned(), b"one".to_vec()), ("c".to_owned(), Vec::new())];
        let zip = || zipped(files.iter().map(|(name, bytes)| (name, bytes))).unwrap();
        let bytes = zip();
        assert_eq!(crate::export::members(&bytes).unwrap().members, files);
        assert_eq!(zip(), bytes);
    }
}
