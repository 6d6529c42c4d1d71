//! The only code that knows the folder layout and file names: reads a study's files, says what is wrong with them, and
//! writes them whole or not at all.

// Faults are rare and shown to a person: their size costs nothing.
#![allow(clippy::result_large_err)]

mod body_edit;
pub use body_edit::{BodyRefused, with_body};

mod analysis_file;
mod assemble;
mod attribute;
pub mod backup;
mod codebook_edit;
mod codebook_file;
mod codebook_join;
mod conflicts;
mod csv_text;
mod faults_of;
mod find;
mod front_edit;
mod front_matter;
mod keys;
mod looks;
mod new;
mod new_folder;
mod own_file;
mod places;
mod scan;
mod source;
mod study_file;
mod tables;
mod transcripts;
mod words;
mod write;
mod write_out;
mod yaml;
mod yaml_doc;
mod yaml_items;
mod yaml_lines;
mod yaml_node;
mod yaml_text;

#[cfg(test)]
mod hostile_tests;

pub use analysis_file::{AnalysisLine, parse_analysis, read_analysis};
pub use assemble::{Found, assemble};
pub use attribute::{bad_name, is_bad_value, name as attribute_name};
pub use codebook_edit::{
    add_code, add_to_code, code_path, move_code, remove_code, remove_from_sets, rename_code, replace_in_sets,
    set_code_key,
};
pub use codebook_file::{PALETTE, parse_codebook, read_codebook};
pub use codebook_join::{Joined, add_missing_codes, is_same_codebook, join_codebooks};
pub use conflicts::{CopyName, copy_name};
pub use csv_text::{append_row, write_csv};
pub use faults_of::faults_of;
pub use find::{STUDY_FILE, StudyPaths, find_study, journal_for, journals};
pub use front_edit::set_front_matter;
pub use keys::{KEYS_FILE, OwnKeys, own_keys};
pub use looks::{LOOKS_FILE, OwnLooks, own_looks, with_look};
pub use new::{NewLabel, NewStudyError, NewTranscript, Plan, find_texts, is_person_id, plan_new, write_plan};
pub use new_folder::write_folder;
pub use scan::{FileSeen, fixed_folder, id_at, scan, scan_entries};
pub use source::{file_bytes, file_text};
pub use study_file::{parse_study, read_study};
pub use tables::{SpeakerIs, SpeakerRow, Table, Tables, parse_speakers, parse_table, read_tables};
pub use transcripts::{ReadTranscript, decode_transcript, default_id, read_transcript, read_transcript_seen};
pub use words::{drop_rows, exchange_csv, exchange_transcript, exchange_yaml};
pub use write::{WriteError, inside, left_behind, remove, write_new, write_over, write_whole};
pub use write_out::{code_node, codebook_text, set_node, transcript_text, yaml_text};
pub use yaml::parse as parse_yaml;
pub use yaml_items::{Item, put_item, remove_item, take_item};
pub use yaml_lines::{SpliceRefused, insert_item, set};
pub use yaml_node::{Kind, Node, Step};
