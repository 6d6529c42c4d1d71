//! The sample study, embedded in the program.

use std::path::Path;

use super::Problem;
use crate::store;

/// Declares the files of the sample: path in the copy, and where it lies in the repository.
macro_rules! sample {
    ($($path:literal,)*) => {
        /// The files of the sample study below `sample-transcripts/`, in the order of their paths.
        pub const FILES: &[(&str, &[u8])] = &[
            $(($path, include_bytes!(concat!("../../sample-transcripts/", $path))),)*
        ];
    };
}

sample! {
    "README.md",
    "cases.csv",
    "codings/amy.jsonl",
    "codings/ben.jsonl",
    "codings/consensus.jsonl",
    "participants.csv",
    "speakers.csv",
    "study.yaml",
    "transcripts.csv",
    "transcripts/focus-group-parents.txt",
    "transcripts/focus-group-staff.txt",
    "transcripts/la-officer-eastvale.md",
    "transcripts/la-officer-northmoor.txt",
    "transcripts/s1-parent-kofi.txt",
    "transcripts/s1-ta-imogen.txt",
    "transcripts/s1-teacher-kofi.md",
    "transcripts/s2-carer-danny.md",
    "transcripts/s2-parent-tess.md",
    "transcripts/s2-senco-danny.txt",
    "transcripts/s2-teacher-tess.txt",
    "transcripts/s3-parent-rowan-2.md",
    "transcripts/s3-parent-rowan.md",
    "transcripts/s3-pupil-rowan.md",
    "transcripts/s3-senco-rowan.txt",
    "transcripts/s4-head.md",
    "transcripts/s4-parent-jaden-2.txt",
    "transcripts/s4-parent-jaden.txt",
    "transcripts/s5-parent-marcus.md",
    "transcripts/s5-pupil-marcus.txt",
    "transcripts/s5-senco-marcus.md",
    "transcripts/s5-ta-marcus.txt",
    "transcripts/s6-parent-priya.txt",
    "transcripts/s6-pupil-priya.md",
    "transcripts/s6-ta-priya.md",
    "transcripts/s7-parents-callum.txt",
    "transcripts/s7-senco-callum.md",
    "transcripts/s7-teacher-leah.md",
}

/// The codebook of the sample, which in the copy lies inside the study.
pub const CODEBOOK: &[u8] = include_bytes!("../../codebooks/supporting-send.yaml");

/// Makes a copy of the sample study in `dir`; `false` if there is a study already, which is left as it is.
///
/// # Errors
/// If the folder holds something else, or the disk refuses.
pub fn make(dir: &Path) -> Result<bool, Problem> {
    if dir.join(store::STUDY_FILE).exists() {
        return Ok(false);
    }
    let filled = dir.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if filled {
        return Err(Problem::new(format!("{} holds something else than the sample study", dir.display()))
            .hint("name another folder: emic demo DIR"));
    }
    let (study, others): (Vec<_>, Vec<_>) = FILES.iter().partition(|(path, _)| *path == store::STUDY_FILE);
    write(dir, "codebook.yaml", CODEBOOK)?;
    for (path, bytes) in others {
        write(dir, path, bytes)?;
    }
    // study.yaml is the last: a copy that was interrupted is no study.
    for (path, bytes) in study {
        let text = String::from_utf8_lossy(bytes)
            .replace("codebook: ../codebooks/supporting-send.yaml", "codebook: codebook.yaml");
        write(dir, path, text.as_bytes())?;
    }
    Ok(true)
}

fn write(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), Problem> {
    let full = dir.join(path);
    let folder = full.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(|error| Problem::io("make", folder, &error))?;
    store::write_whole(&full, bytes).map_err(|error| Problem::new(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_embedded_whole() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-transcripts");
        let mut there = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    there.push(path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
                }
            }
        }
        there.sort();
        let embedded: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert!(embedded.len() > 20);
        assert_eq!(there, embedded);
    }
}
