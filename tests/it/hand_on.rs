//! What leaves the study: everything a paper needs, made anew with the same bytes; an archive; the section on methods.

use std::fs;

use crate::world::{World, files_below, words};

#[test]
fn a_list_of_outputs_is_made_anew_with_the_same_bytes() {
    let world = World::clinic_coded();
    world.emic(&words("run")).with(2).says("there is no analysis.yaml").says("emic run --example > analysis.yaml");
    world.write(
        "analysis.yaml",
        "# The paper.\n- frequencies --by role --to tables/by-role.csv\n- emic frequencies --by role --wide --to=tables/by-role.xlsx\n\n- export quotes --query \"role:parent\" --to quotes.md\n",
    );
    let before: Vec<_> = world.files().into_iter().filter(|(name, _)| !name.starts_with("outputs/")).collect();
    world.emic(&words("run")).ok().says("made: tables/by-role.csv").says("written: 3 files in");
    let first = files_below(&world.path("outputs"));
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "quotes.md",
            "quotes.md.meta.yaml",
            "tables/by-role.csv",
            "tables/by-role.csv.meta.yaml",
            "tables/by-role.xlsx",
            "tables/by-role.xlsx.meta.yaml"
        ]
    );
    let printed = world.emic(&words("frequencies --by role --format csv")).ok();
    assert_eq!(world.read("outputs/tables/by-role.csv"), printed.out);
    world.emic(&words("run")).ok();
    assert_eq!(files_below(&world.path("outputs")), first, "the same bytes, sidecars too");
    world.emic(&["run", "--to", "../elsewhere"]).ok();
    assert_eq!(files_below(&world.dir().join("../elsewhere")), first, "wherever they go");
    let after: Vec<_> = world.files().into_iter().filter(|(name, _)| !name.starts_with("outputs/")).collect();
    assert_eq!(after, before, "nothing of the study is changed");
    world.code("amy", &[("one", "I trust the nurse now.", "trust")]);
    world.emic(&words("run")).ok();
    assert_ne!(files_below(&world.path("outputs")), first, "another study, other bytes");
}

#[test]
fn a_mistake_in_the_list_is_shown_with_its_line_and_nothing_is_written() {
    let world = World::clinic_coded();
    let try_line = |line: &str| {
        world.write("analysis.yaml", format!("- frequencies --to good.csv\n- {line}\n"));
        let ran = world.emic(&words("run")).with(2);
        assert!(!world.path("outputs/good.csv").exists(), "{line}");
        assert!(!world.dir().join("../stolen.csv").exists() && !world.path("stolen.csv").exists(), "{line}");
        ran.says("analysis.yaml:2")
    };
    try_line("frequencis --to a.csv").says("did you mean `frequencies`?");
    try_line("frequencies --bye role --to a.csv").says("--bye").says("--by");
    try_line("frequencies --by rule --to a.csv").says("did you mean `role`?").says("no output was put into its place");
    try_line("frequencies --by role").says("the output has no file");
    try_line("frequencies --to ../stolen.csv").says("does not lie below the folder");
    try_line("frequencies --to /tmp/stolen.csv").says("does not lie below the folder");
    try_line("frequencies --to good.csv").says("two outputs go to `good.csv`");
    try_line("frequencies -s .. --to a.csv").says("leave --study out");
    for line in [
        "undo",
        "code add --transcript one --span 0..3 --code trust --to a.csv",
        "export archive --to a",
        "export all --to a",
        "backup",
        "run --to a",
    ] {
        try_line(line).says("makes no output of a list");
    }
    world.write("analysis.yaml", "frequencies: role\n");
    world.emic(&words("run")).with(2).says("no list of commands");
    let journal = world.read("codings/amy.jsonl");
    assert_eq!(journal.lines().count(), 3);
}

/// Runs the program where nobody reads what it says: `2>&1 | head` with a head that has gone. Answers its exit status.
fn unheard(world: &World, args: &[&str]) -> i32 {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = world.command("amy", args);
    command.stdin(std::process::Stdio::null()).stdout(writer.try_clone().expect("an end")).stderr(writer);
    command.status().expect("the program runs").code().expect("no signal")
}

#[test]
fn a_reader_that_goes_away_leaves_no_output_unmade() {
    let world = World::clinic_coded();
    world.write("analysis.yaml", "- frequencies --by role --to by-role.csv\n- export quotes --to quotes.md\n");
    assert_eq!(unheard(&world, &["run"]), 0);
    let names: Vec<String> = files_below(&world.path("outputs")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["by-role.csv", "by-role.csv.meta.yaml", "quotes.md", "quotes.md.meta.yaml"]);
    assert_eq!(unheard(&world, &["export", "all", "--to", "../everything"]), 0);
    assert!(files_below(&world.dir().join("../everything")).len() > 20);
    let new = world.outside("new/three.txt", "INT: And now?\n\nP03: Now we wait.\n");
    assert_eq!(unheard(&world, &["import", "--yes", &new]), 0);
    assert!(world.path("transcripts/three.txt").exists());
    let code = ["code", "add", "--transcript", "two", "--span", "0..9", "--code", "waiting", "--json"];
    assert_eq!(unheard(&world, &code), 0);
    assert_eq!(world.codings().len(), 4);
    // A table that is only read ends as it always did, also if there is nothing in it.
    assert_eq!(unheard(&world, &["quotes", "code:trust", "--format", "csv"]), 0);
}

#[test]
fn outputs_never_lie_over_what_emic_did_not_make() {
    let world = World::clinic_coded();
    world.write("analysis.yaml", "- frequencies --to notes.csv\n");
    world.write("outputs/notes.csv", "mine");
    world.emic(&words("run")).with(2).says("was not made by emic");
    assert_eq!(world.read("outputs/notes.csv"), "mine");
    world.emic(&words("run --to .")).with(2).says("holds the study itself");
    world.emic(&words("run --to transcripts/out")).with(2).says("in which transcripts are looked for");
    world.emic(&words("run --to codings/out")).with(2).says("holds the study itself");
}

#[test]
fn everything_goes_into_one_folder_with_how_each_was_made() {
    let world = World::clinic_coded();
    world.emic(&["export", "all", "--to", "../all"]).ok().says("each with how it was made beside it");
    let files = files_below(&world.dir().join("../all"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "tables/frequencies.csv",
        "tables/frequencies-by-role.csv",
        "tables/themes-by-site.xlsx",
        "tables/workbook.xlsx",
        "data/matrix.csv",
        "data/matrix.labels.csv",
        "data/codings.csv",
        "data/study.qdpx",
        "tables/cooccurrence.csv",
        "figures/saturation.svg",
        "quotes/quotes.md",
        "codebook/codebook.md",
        "codebook/codebook.qdc",
        "memos.csv",
        "transcripts/one.docx",
        "quotes/quotes.docx",
        "codebook/codebook.docx",
        "history.csv",
        "quotes/balance.csv",
        "methods.md",
        "methods.docx",
    ] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
        assert!(names.contains(&format!("{name}.meta.yaml").as_str()), "{name} has no sidecar");
    }
    let example = world.emic(&words("run --example")).ok();
    world.write("analysis.yaml", &example.out);
    world.emic(&words("run")).ok();
    assert_eq!(files_below(&world.path("outputs")), files, "the example is that list");
    world.replace("study.yaml", "interviewers", "suppress: 3\ninterviewers");
    world.emic(&["export", "all", "--to", "../masked"]).with(0).says("tables/frequencies-by-role.csv");
    let masked = files_below(&world.dir().join("../masked"));
    assert!(masked.iter().all(|(name, _)| name != "data/matrix.csv" && name != "tables/cooccurrence.csv"));
    let sidecar = masked.iter().find(|(name, _)| name == "tables/frequencies-by-role.csv.meta.yaml").unwrap();
    assert!(String::from_utf8_lossy(&sidecar.1).contains("rule: \"counts of 1 to k - 1 people are masked"));
}

fn readme_of(files: &[(String, Vec<u8>)]) -> String {
    let (_, bytes) = files.iter().find(|(name, _)| name == "README.md").unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

fn archive() -> World {
    let world = World::clinic_coded();
    world.replace("study.yaml", "interviewers", "consent: {archive: may_archive}\ninterviewers");
    world.write(
        "participants.csv",
        "participant,role,site,may_archive\nP01,parent,north,yes\nP02,parent,south,no\nP03,nurse,,yes\n",
    );
    world.write(
        "transcripts/three.txt",
        "---\ndate: 2024-05-02\n---\n\nINT: So?\n\nP02: We went home again. Ring 07700 900123.\n",
    );
    world.replace(
        "codebook.yaml",
        "definition: Getting seen.",
        "definition: Getting seen.\n    examples: [\"We went home again\", \"nine weeks\"]",
    );
    world
}

#[test]
fn an_archive_holds_those_who_have_agreed() {
    let world = archive();
    world
        .emic(&["export", "archive", "--to", "../archive"])
        .with(2)
        .says("may identify a person")
        .says("emic anon scan")
        .says("--looked-at");
    assert!(!world.dir().join("../archive").exists());
    world
        .emic(&["export", "archive", "--to", "../archive", "--looked-at"])
        .ok()
        .says("in the archive: 2 transcripts of 2 participants")
        .says("1 participant; 1 transcript without anybody who has agreed");
    let files = files_below(&world.dir().join("../archive"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "README.md",
            "archive.meta.yaml",
            "codebook.csv",
            "codebook.md",
            "codebook.qdc",
            "codings.csv",
            "data-list.csv",
            "transcripts/one.txt",
            "transcripts/two.txt"
        ]
    );
    let text = |wanted: &str| {
        let (_, bytes) = files.iter().find(|(name, _)| name == wanted).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let two = text("transcripts/two.txt");
    assert!(
        two.starts_with(
            "Study: Clinic (invented)\nTranscript: two\nParticipant: P03 (role: nurse)\nOmitted: 2 turns, marked"
        ),
        "{two}"
    );
    assert!(
        readme_of(&files).contains("2 of 2 participants stand alone with this combination of attributes (role, site)")
    );
    assert!(
        two.contains("P02: [omitted: this participant has not agreed to be archived]")
            && two.contains("I see families wait"),
        "{two}"
    );
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for words in ["bus takes", "She is kind", "went home", "may_archive,", "P02 ("] {
            assert!(!text.contains(words), "`{words}` of somebody who has not agreed is in {name}");
        }
    }
    assert!(text("codebook.md").contains("nine weeks") && !text("codebook.md").contains("participants:"));
    let codings = text("codings.csv");
    let mut reader = csv::Reader::from_reader(codings.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
    assert_eq!(rows.len(), 2, "{codings}");
    for row in &rows {
        let file: Vec<char> = text(&row[1]).chars().collect();
        let (start, end): (usize, usize) = (row[3].parse().unwrap(), row[4].parse().unwrap());
        assert_eq!(file[start..end].iter().collect::<String>(), row[8], "the passage stands where the table says");
    }
    let readme = text("README.md");
    assert!(
        readme.contains("left out for want of consent (`may_archive` is no or ask): 1 participant")
            && readme.contains("to be written by the researcher")
    );
    assert!(text("data-list.csv").starts_with("transcript,file,participant,role,site,"), "{}", text("data-list.csv"));
    world
        .emic(&["export", "archive", "--to", "../archive", "--looked-at"])
        .with(2)
        .says("is there already and not empty");
}

#[test]
fn no_name_of_a_key_gets_into_an_archive() {
    let world = archive();
    let key = world.outside("keys/key.csv", "real,pseudonym\nnurse,P03\n");
    world.emic(&["export", "archive", "--to", "../archive", "--looked-at", "--key", &key]).with(2).says("name");
    assert!(!world.dir().join("../archive").exists());
    world.write(
        "participants.csv",
        "participant,role,site,may_archive\nP01,parent,north,no\nP02,parent,south,no\nP03,nurse,,ask\n",
    );
    world
        .emic(&["export", "archive", "--to", "../archive", "--looked-at"])
        .with(2)
        .says("no interview may be archived");
}

#[test]
fn the_section_on_methods_says_what_the_study_knows() {
    let world = World::clinic_coded();
    let text = world.emic(&words("export methods")).ok().out;
    for part in [
        "## Sample size (12)",
        "2 transcripts with 3 participants",
        "Participants by role: parent (2), nurse (1).",
        "## Number of data coders (24)",
        "1 coder coded the material",
        "## Description of the coding tree (25)",
        "4 codes on 2 levels",
        concat!("emic, version ", env!("CARGO_PKG_VERSION")),
        "[… whether participants gave feedback on the findings, to be written by the researcher]",
        "codebook thematic analysis",
    ] {
        assert!(text.contains(part), "`{part}` is not in {text}");
    }
    assert!(!text.contains("alpha"), "{text}");
    world.replace("study.yaml", "interviewers", "approach: reflexive\ninterviewers");
    let text = world.emic(&words("export methods")).ok().out;
    assert!(
        text.contains("does not measure itself by saturation") && !text.contains("New codes per interview"),
        "{text}"
    );
    world.emic(&words("export methods --suppress 3 --to m.md")).ok();
    let text = world.read("m.md");
    assert!(text.contains("Participants by role: parent (\\*), nurse (\\*)."), "{text}");
    // Somebody with two values stands in two groups.
    world.replace("participants.csv", ",nurse", ",nurse;parent");
    world.emic(&words("export methods")).ok().prints("Some stand in several of these groups");
    world.emic(&words("export methods --to m.txt")).with(2).says("ends neither in .docx nor in .md");
    world.emic(&words("export methods --to m.docx")).ok();
    assert!(fs::read(world.path("m.docx")).unwrap().starts_with(b"PK"));
    assert!(fs::metadata(world.path("m.docx.meta.yaml")).is_ok());
    assert!(fs::metadata(world.path("m.md.meta.yaml")).is_ok());
}

#[test]
fn the_section_on_methods_says_how_far_coders_agreed_in_a_closed_round() {
    let world = World::with(crate::world::CLINIC);
    world.emic(&words("round open pilot --coders amy,ben --transcripts one")).ok();
    world.code("amy", &[("one", "We waited nine weeks.", "waiting")]);
    world.code("ben", &[("one", "nine weeks", "waiting"), ("one", "I trust the nurse", "trust")]);
    for coder in ["amy", "ben"] {
        world.as_coder(coder, &words("done one")).ok();
    }
    // Who finished something outside of the round changes nothing about it.
    world.as_coder("cara", &words("done two")).ok();
    let agreed = "Over all these decisions Krippendorff's alpha is";
    let text = world.emic(&words("export methods")).ok().out;
    assert!(!text.contains(agreed), "the round is open: {text}");
    world.emic(&words("round close pilot")).ok();
    let text = world.emic(&words("export methods")).ok().out;
    let figures = world.emic(&words("agreement --coders amy,ben --round pilot --unit sentence --format csv")).ok();
    let (codes, rollup) = (figures.column("code"), figures.column("rollup"));
    let row = |code: &str| (0..codes.len()).find(|at| codes[*at] == code && rollup[*at] == "own").unwrap();
    let alpha: f64 = figures.column("alpha")[row("(pooled)")].parse().unwrap();
    let percent: f64 = figures.column("percent_agreement")[row("(pooled)")].parse().unwrap();
    assert!(alpha > 0.0 && alpha < 1.0);
    let units = figures.column("units")[row("waiting")].clone();
    for part in [
        "1 transcript was coded blind by 2 coders, who did not see one another's work (round pilot).",
        &format!(
            "On {units} sentences of participants' speech in 1 transcript, each coder decided for each of 4 codes"
        ),
        &format!("{agreed} {alpha:.2}, percent agreement {percent:.1} %."),
        "For 2 codes alone alpha is undefined: all coders took the same decision on each everywhere.",
    ] {
        assert!(text.contains(part), "`{part}` is not in {text}");
    }
    world.replace("study.yaml", "interviewers", "approach: reflexive\ninterviewers");
    let text = world.emic(&words("export methods")).ok().out;
    assert!(text.contains("coded blind") && !text.contains("alpha"), "{text}");
    let text = world.emic(&words("export methods --agreement")).ok().out;
    assert!(text.contains(agreed), "{text}");
}

#[test]
fn nothing_of_everything_is_written_where_a_name_of_the_key_stands() {
    let world = World::clinic_coded();
    world.replace("codebook.yaml", "definition: Getting seen.", "definition: Getting seen by Anneliese.");
    let key = world.outside("key.csv", "real,pseudonym\nAnneliese,Jo\n");
    let none = world.outside("none.csv", "real,pseudonym\nWilhelmina,Jo\n");
    let all = world.dir().join("../all");
    let ran = world.emic(&["export", "all", "--to", "../all", "--key", &key]).with(2);
    let ran = ran.says("real names of the key stand in the output: Anneliese").says("codebook/codebook.csv");
    assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    assert!(!all.exists());
    world.write("analysis.yaml", "- frequencies --to a.csv\n- codebook export --to b.md\n");
    world.emic(&["run", "--key", &key]).with(2).says("Anneliese");
    assert!(!world.path("outputs").exists(), "the table without a name is not there either");
    world.emic(&["run", "--key", &none]).ok();
    assert_eq!(files_below(&world.path("outputs")).len(), 4);
    world.emic(&["export", "all", "--to", "../all", "--key", &none]).ok();
    assert!(all.join("codebook/codebook.csv").exists());
}

/// Ctrl+C in the middle puts away what was made so far, quotes among it; what a program left that was killed goes a day later.
#[cfg(unix)]
#[test]
fn interrupted_outputs_leave_nothing_behind() {
    use std::io::BufRead;
    let world = World::clinic_coded();
    let left = |name: &str| {
        let folder = world.dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("quotes.csv"), "an invented quote").unwrap();
        folder
    };
    let (old, young) = (left(".emic-outputs-old"), left(".emic-outputs-young"));
    let days = std::time::SystemTime::now() - std::time::Duration::from_secs(3 * 24 * 60 * 60);
    std::fs::File::open(&old).unwrap().set_modified(days).unwrap();

    let mut child = world.command("amy", &words("export all --to paper")).spawn().unwrap();
    let mut said = std::io::BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().starts_with("made: ")), "it begins");
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    assert!(said.any(|line| line.unwrap().contains("interrupted")), "it says so");
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert!(!world.path("paper").exists());
    let names = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let passing: Vec<String> =
        std::fs::read_dir(world.dir()).unwrap().map(names).filter(|name| name.starts_with(".emic-")).collect();
    assert_eq!(passing, [".emic-outputs-young"]);
    assert!(young.exists() && !old.exists());
    world.emic(&words("export all --to paper")).ok().says("written: ");
}
