//! The names in a study, which a disguise exchanges.

use std::collections::HashMap;
use std::path::Path;

use crate::journal::log::stem;
use crate::model::{CoderName, Study};
use crate::privacy::Disguise;
use crate::store;
use crate::text::separator;

/// Takes in every name that the study has.
pub(super) fn learn(
    disguise: &mut Disguise,
    study: &Study,
    files: &[(String, Vec<u8>)],
    transcripts: &HashMap<String, String>,
) {
    study.interviewers.iter().chain(&study.others).for_each(|label| disguise.learn(label));
    study.coders.iter().flatten().chain([&study.consensus]).for_each(|coder| disguise.learn(coder.as_str()));
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        if transcripts.contains_key(path) {
            let name = Path::new(path).with_extension("");
            let parts = name.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
            parts.filter(|part| part != "transcripts").for_each(|part| disguise.learn(&part));
            let Ok(read) = store::decode_transcript(Path::new(path), bytes.clone()) else { continue };
            let front = read.front;
            front.transcript.iter().flat_map(|id| id.split('/')).for_each(|part| disguise.learn(part));
            front
                .participant
                .iter()
                .chain(&front.interviewers)
                .chain(&front.others)
                .chain(&front.about)
                .for_each(|name| disguise.learn(name));
            for (label, who) in &front.participants {
                disguise.learn(label);
                disguise.learn(who);
            }
            for (name, values) in &front.attributes {
                if name != "date" {
                    disguise.learn(name);
                    values.iter().for_each(|value| disguise.learn(value));
                }
            }
        } else if path.ends_with(".csv") {
            let head = text.lines().next().unwrap_or_default();
            let separator = separator(head);
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(separator as u8);
            for (row, cells) in reader.from_reader(text.as_bytes()).records().flatten().enumerate() {
                let ours = |cell: &str| {
                    row == 0 && ["participant", "transcript", "label", "case", "about", "date"].contains(&cell)
                };
                for part in cells.iter().filter(|cell| !ours(cell)).flat_map(|cell| cell.split([';', '/'])) {
                    disguise.learn(part);
                }
            }
        } else if path.ends_with(".yaml") && path != store::STUDY_FILE {
            for line in text.lines() {
                let bare = line.trim().trim_start_matches("- ");
                if let Some((_, ids)) = bare.split_once(':').filter(|(key, _)| matches!(*key, "id" | "was" | "codes")) {
                    let ids = ids.split('#').next().unwrap_or_default().split([',', '[', ']']);
                    ids.for_each(|id| disguise.learn(id.trim().trim_matches(['"', '\''])));
                } else if line.trim_start().starts_with("- ") && !bare.contains([':', ' ']) {
                    disguise.learn(bare.trim_matches(['"', '\'']));
                }
            }
        } else {
            disguise.learn(stem(Path::new(path)).as_ref().map_or("", CoderName::as_str));
            text.lines().for_each(|line| disguise.learn_line(line));
        }
    }
}
