//! The program itself, run on invented studies as a researcher would run it: one module per job.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod agree;
mod bad_input;
mod bad_journals;
mod bring_together;
mod browser;
mod change_the_codebook;
mod compare_groups;
mod correct_after_coding;
mod correct_after_coding_edit;
mod correct_after_coding_relink;
mod correct_after_coding_review;
mod disk;
mod documents;
mod export;
mod find_passages;
mod further_analyses;
mod hand_on;
mod hostile_fields;
mod import_bad;
mod import_documents;
mod import_files;
mod import_people;
mod import_real;
mod import_seeds;
mod keep_small_counts_back;
mod look_at_the_codebook;
#[cfg(feature = "sqlite")]
mod neighbours;
mod other_tools;
mod other_tools_in;
mod pictures;
mod quotes_for_the_paper;
mod read_and_code;
mod read_plain;
mod read_the_report;
mod real_data;
mod recipes;
mod refi_schema;
mod sample;
mod settle_differences;
mod start_a_study;
mod survive_a_crash;
mod survive_a_disk;
mod tables;
mod take_it_back;
mod work_together;
mod world;

mod anonymise;
mod backup;
mod get_help;
mod kept_edits;
mod merge_with_key;
mod withdraw;
