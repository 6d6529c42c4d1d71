//! The sample study that comes with the program, and the copy that `emic demo` makes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::world::{Ran, World, files_below, words};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A world whose study is the copy that `emic demo` makes.
fn demo() -> (World, Ran) {
    let world = World::empty();
    let ran = world.emic(&["demo", "."]).ok();
    (world, ran)
}

#[test]
fn the_copy_is_the_sample_with_its_codebook_inside() {
    let (world, ran) = demo();
    ran.says("made a copy of the sample study in .");
    let root = repository();
    let mut sample: BTreeMap<String, Vec<u8>> = files_below(&root.join("sample-transcripts")).into_iter().collect();
    assert!(sample.len() > 20);
    sample.insert("codebook.yaml".into(), fs::read(root.join("codebooks/supporting-send.yaml")).unwrap());
    let study = String::from_utf8(sample["study.yaml"].clone()).unwrap();
    let inside = study.replace("../codebooks/supporting-send.yaml", "codebook.yaml");
    assert_ne!(study, inside);
    sample.insert("study.yaml".into(), inside.into_bytes());
    let copy: BTreeMap<String, Vec<u8>> = world.files().into_iter().collect();
    assert_eq!(copy.keys().collect::<Vec<_>>(), sample.keys().collect::<Vec<_>>());
    for (path, bytes) in &sample {
        assert_eq!(copy[path], *bytes, "{path}");
    }
}

#[test]
fn demo_shows_summary_and_themes_by_role_and_never_overwrites() {
    let (world, ran) = demo();
    assert!(ran.out.starts_with("Supporting SEND (fictional sample)\n"), "{}", ran.out);
    for part in ["parent (N = ", "TA (N = ", "TA reliance", "Co-production", "Individuals carry the system"] {
        assert!(ran.out.contains(part), "`{part}` is not in {}", ran.out);
    }
    world.as_coder("zoe", &["code", "add", "--transcript", "s4-head", "--span", "0..9", "--code", "partners"]).ok();
    let before = world.files();
    let again = world.emic(&["demo", "."]).ok().says("the sample study in .");
    assert_eq!(again.out.lines().next(), ran.out.lines().next());
    assert_eq!(world.files(), before);
    let other = World::with(&[("thesis.txt", "mine")]);
    other.emic(&["demo", "."]).with(2).says("holds something else than the sample study");
    assert_eq!(other.files().len(), 1);
    let ran = other.emic(&["demo"]).ok();
    assert_eq!(ran.out, demo().1.out);
    assert!(other.path("emic-demo/study.yaml").exists());
}

#[test]
fn the_sample_has_no_fault_and_counts_everybody() {
    let (world, _) = demo();
    let check = world.emic(&["check"]).ok();
    assert!(check.out.contains("no fault"), "{}", check.out);
    let speakers = world.emic(&words("speakers --format csv")).ok();
    assert!(!speakers.column("who").contains(&"unmapped".to_owned()));
    let transcripts: BTreeSet<String> = speakers.column("transcript").into_iter().collect();
    assert!(transcripts.len() >= 14, "{transcripts:?}");
    let people: BTreeSet<String> = speakers.column("who").into_iter().filter(|who| who.starts_with('P')).collect();
    let listed: BTreeSet<String> =
        world.read("participants.csv").lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(people, listed, "everybody in participants.csv speaks");
    // One focus group of four.
    let group = speakers.rows().iter().filter(|row| row[0] == "focus-group-staff" && row[2].starts_with('P')).count();
    assert_eq!(group, 4);
}

#[test]
fn interviews_are_as_long_as_they_should_be() {
    let (world, _) = demo();
    let mut total: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
    for row in world.emic(&words("speakers --format csv")).ok().rows() {
        let entry = total.entry(row[0].clone()).or_default();
        entry.0 += row[4].parse::<u64>().unwrap();
        entry.1.insert(row[2].clone());
    }
    let pupils = ["P01", "P02", "P03"];
    let mut pupil_interviews = 0;
    for (transcript, (all, who)) in &total {
        if pupils.iter().any(|pupil| who.contains(*pupil)) {
            pupil_interviews += 1;
            assert!((350..=900).contains(all), "{transcript}: {all} words");
            assert!(who.contains("other"), "an adult sits in: {transcript}");
        } else {
            assert!((800..=4000).contains(all), "{transcript}: {all} words");
        }
    }
    assert!(pupil_interviews >= 3);
}

#[test]
fn two_coders_have_coded_all_of_it_and_do_not_always_agree() {
    let (world, _) = demo();
    let rows = world.codings();
    let ids = |coder: &str| {
        rows.iter().filter(|row| row["coder"] == coder).map(|row| row["coding"].to_string()).collect::<BTreeSet<_>>()
    };
    let (amy, ben) = (ids("amy"), ids("ben"));
    assert!(amy.len() + ben.len() >= 350, "{} and {}", amy.len(), ben.len());
    assert!(amy.len() > 100 && ben.len() > 100);
    let transcripts = |coder: &str| {
        rows.iter()
            .filter(|row| row["coder"] == coder)
            .map(|row| row["transcript"].to_string())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(transcripts("amy").len(), 18);
    assert_eq!(transcripts("ben").len(), 18);
    // The ten of the blind round count by what was settled.
    assert_eq!(transcripts("consensus").len(), 10);
    let rounds = world.emic(&words("round list --format csv")).ok();
    assert_eq!(
        (rounds.column("round"), rounds.column("state")),
        (vec!["second".to_owned()], vec!["closed".to_owned()])
    );
    let agreement = world.emic(&words("agreement --coders amy,ben --round second --format csv")).ok();
    let (codes, rollup, alpha) = (agreement.column("code"), agreement.column("rollup"), agreement.column("alpha"));
    let pooled = (0..codes.len()).find(|at| codes[*at] == "(pooled)" && rollup[*at] == "subtree").unwrap();
    let alpha: f64 = alpha[pooled].parse().unwrap();
    assert!((0.6..0.75).contains(&alpha), "{alpha}");
    assert!(rows.iter().filter(|row| row["coder"] == "consensus").count() > 150);
    // The codebook has a history: what was coded before `partners` was defined more closely is known.
    assert!(world.emic(&["quotes", "is:older-definition", "--count"]).ok().out.trim().parse::<u32>().unwrap() >= 5);
    let places = |coder: &str| {
        rows.iter()
            .filter(|row| row["coder"] == coder)
            .map(|row| format!("{} {} {} {}", row["transcript"], row["start"], row["end"], row["code"]))
            .collect::<BTreeSet<_>>()
    };
    let (of_amy, of_ben) = (places("amy"), places("ben"));
    assert!(of_amy.difference(&of_ben).count() > 20 && of_ben.difference(&of_amy).count() > 20);
    for star in ["exemplar", "negative"] {
        assert!(rows.iter().filter(|row| row["starred"] == star).count() >= 3, "{star}");
    }
    let memos = world.emic(&words("memo list --format csv")).ok();
    assert!(memos.rows().len() >= 8);
    assert!(memos.column("on").iter().any(|on| on == "study"), "a study memo reflects on how pupils were chosen");
    assert!(world.emic(&["quotes", "is:memoed", "--count"]).ok().out.trim().parse::<u32>().unwrap() >= 5);
}

#[test]
fn every_theme_is_defined_and_used() {
    let (world, _) = demo();
    let codes = world.emic(&words("codebook list --format csv")).ok();
    let (definitions, include, exclude) =
        (codes.column("definition"), codes.column("include"), codes.column("exclude"));
    // Sets, which stand last, have an idea in place of these.
    let of_codes = codes.column("code").into_iter().zip(codes.column("codes")).enumerate();
    let mut seen = 0;
    for (at, (code, _)) in of_codes.filter(|(_, (_, listed))| listed.is_empty()) {
        seen += 1;
        let defined = definitions[at].len() > 20 && include[at].len() > 10 && exclude[at].len() > 10;
        assert!(defined, "definition, include and exclude of {code}");
    }
    assert_eq!(seen, 67);
    let table = world.emic(&words("frequencies --format csv")).ok();
    let used: BTreeMap<String, u32> =
        table.column("code").into_iter().zip(table.column("passages").iter().map(|n| n.parse().unwrap())).collect();
    for theme in [
        "identification",
        "masking",
        "labels",
        "late-identification",
        "known-well",
        "not-known",
        "ta-reliance",
        "one-adult",
        "time-outside-class",
        "learning-loss",
        "co-production",
        "partners",
        "in-name-only",
        "information-shared",
        "heard",
        "senco-role",
        "senco-time",
        "go-between",
        "senco-standing",
        "outside-agencies",
        "agency-waiting",
        "thresholds",
        "hoop-jumping",
        "private-reports",
        "agencies-together",
        "referral-delays",
        "ehc-process",
        "ehc-bureaucracy",
        "ehc-returned",
        "ehc-out-of-date",
        "ehc-swift",
        "policy-over-law",
        "depends-on-person",
        "staff-expertise",
        "accountability",
        "curriculum",
        "high-expectations",
        "school-life",
        "carrying-the-system",
    ] {
        assert!(used.get(theme).is_some_and(|passages| *passages > 0), "{theme}");
    }
    let book = world.read("codebook.yaml");
    let codes = book.matches("- id: ").count() - 1;
    for key in ["definition:", "include:", "exclude:", "examples:"] {
        assert_eq!(book.matches(key).count(), codes, "each code has its {key}");
    }
}

#[test]
fn groups_and_cases_have_something_to_show() {
    let (world, _) = demo();
    let groups = |by: &str| {
        let column = world.emic(&["frequencies", "--by", by, "--format", "csv"]).ok().column("group");
        column.into_iter().collect::<BTreeSet<_>>()
    };
    assert_eq!(groups("role").len(), 8, "seven roles and all");
    assert_eq!(groups("school").iter().filter(|school| school.starts_with("School ")).count(), 7);
    for (by, values) in
        [("phase", &["primary", "secondary"][..]), ("case.support", &["EHC plan", "SEN support", "not identified"])]
    {
        let found = groups(by);
        assert!(values.iter().all(|value| found.contains(*value)), "{by}: {found:?}");
    }
    assert!(groups("local_authority").len() >= 3);
    for query in [
        "theme:co-production role:parent",
        "theme:ta-reliance role:TA",
        "\"educational psychologist\" OR psychologist OR assessment",
    ] {
        world.emic(&["quotes", query]).ok();
    }
}

#[test]
fn every_invented_file_says_that_it_is_invented() {
    let root = repository();
    let mut looked = 0;
    let check = |path: &Path, text: &str| {
        let head: String = text.lines().take(4).collect::<Vec<_>>().join("\n").to_lowercase();
        assert!(head.contains("invented") || head.contains("fictional"), "{}: {head}", path.display());
    };
    for folder in ["sample-transcripts", "codebooks"] {
        for (path, bytes) in files_below(&root.join(folder)) {
            let kind = Path::new(&path).extension().unwrap().to_str().unwrap();
            // Tables and journals have no place for a remark; the README of their folder speaks for them.
            if ["txt", "md", "yaml"].contains(&kind) {
                check(Path::new(&path), &String::from_utf8(bytes).unwrap());
                looked += 1;
            }
        }
    }
    assert!(looked >= 20, "{looked}");
}
