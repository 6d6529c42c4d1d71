//! What would change a figure or end work without a word is said. All material is invented.

use crate::world::{CLINIC, World, words};

#[test]
fn a_codebook_that_cannot_be_read_stops_what_needs_it() {
    let world = World::clinic_coded();
    let good = world.read("codebook.yaml");
    let tables = |world: &World| world.emic(&words("frequencies --format csv"));
    let before = tables(&world).ok().out;
    world.write("codebook.yaml", good.replacen("  - id", "\t- id", 1));
    for args in ["frequencies --format csv", "export codings", "export all --to out", "codebook export --to c.csv", ""]
    {
        let ran = world.emic(&words(args)).with(2);
        assert!(
            ran.err.contains("the codebook cannot be read") && ran.err.contains("codebook.yaml:"),
            "{args}: {}",
            ran.err
        );
        assert_eq!(ran.out, "", "{args}");
    }
    assert!(!world.path("out").exists() && !world.path("c.csv").exists());
    world.emic(&["check"]).with(1).prints("codebook.yaml");
    world.write("codebook.yaml", good);
    assert_eq!(tables(&world).ok().out, before);
    // A study may still be without one.
    std::fs::remove_file(world.path("codebook.yaml")).unwrap();
    world.emic(&words("search nurse")).ok();
}

#[test]
fn conflict_copies_of_interviews_count_for_nothing() {
    let world = World::clinic_coded();
    let before = world.emic(&words("frequencies --format csv")).ok().out;
    let text = world.read("transcripts/one.txt");
    for name in ["one (conflicted copy 2026-03-02)", "one-DESKTOP-AB12", "one (1)"] {
        world.write(&format!("transcripts/{name}.txt"), &text);
    }
    world.write("transcripts/one.sync-conflict-20260302-101112-ABCDEFG.txt", format!("{text}P01: And more.\n"));
    // Another interview, whatever its name.
    world.write("transcripts/two (2).txt", "P01: Quite another talk.\n");
    world.write("participants (1).csv", "participant\n");
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert!(
        ran.err.contains("4 faults in the study's files are left out") && ran.err.contains("a copy of"),
        "{}",
        ran.err
    );
    let rows =
        |csv: &str| csv.lines().map(|line| line.split(',').take(8).collect::<Vec<_>>().join(",")).collect::<Vec<_>>();
    assert_eq!(rows(&ran.out).len(), rows(&before).len());
    let hits = world.emic(&words("search nurse --count")).ok().out;
    assert_eq!(hits, world.emic(&["search", "nurse -transcript:two*", "--count"]).ok().out);
    let checked = world.emic(&["check"]).with(1);
    assert!(
        checked.out.contains("participants (1).csv") && checked.out.contains("holds other words"),
        "{}",
        checked.out
    );
    assert_eq!(checked.out.matches("a copy of transcripts/one.txt").count(), 4, "{}", checked.out);
}

#[test]
fn what_is_left_out_for_a_fault_stands_under_the_table_and_in_its_sidecar() {
    let world = World::clinic_coded();
    let journal = world.read("codings/amy.jsonl");
    world.write("codings/amy.jsonl", format!("{{broken\n{journal}"));
    let ran = world.emic(&words("frequencies --to f.csv")).ok();
    assert!(ran.err.contains("codings/amy.jsonl:1:"), "{}", ran.err);
    assert!(world.read("f.csv.meta.yaml").contains("codings/amy.jsonl:1:"), "{}", world.read("f.csv.meta.yaml"));
}

#[test]
fn coders_and_transcripts_that_do_not_count_are_named_under_every_table() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "We waited nine weeks.", "waiting")]);
    world.code("zoe", &[("one", "We waited nine weeks.", "trust"), ("two", "We waited as well.", "trust")]);
    world.replace("study.yaml", "interviewers:", "coders: [amy]\ninterviewers:");
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert!(ran.err.contains("left out: 2 codings by zoe, whom `coders:` in study.yaml does not name"), "{}", ran.err);
    world.emic(&words("frequencies --format csv --coders amy,zoe")).ok();
    std::fs::remove_file(world.path("transcripts/one.txt")).unwrap();
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert!(ran.err.contains("left out: 1 coding in 1 transcript that is not in the study: one"), "{}", ran.err);
}

#[test]
fn lines_of_a_newer_emic_are_noted() {
    let world = World::clinic_coded();
    let journal = world.read("codings/amy.jsonl");
    let line = journal.lines().next().unwrap();
    let id = line.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap();
    let newer = line.replace(id, &format!("{}9", &id[..id.len() - 1])).replace("\"do\":\"code\"", "\"do\":\"weave\"");
    assert_ne!(newer, line);
    world.write("codings/amy.jsonl", format!("{journal}{newer}\n"));
    world.emic(&["check"]).ok().prints("1 line of amy is of a kind that this emic does not know");
}

#[test]
fn people_who_may_not_be_quoted_stay_out_without_a_line_in_study_yaml() {
    let world = World::clinic_coded();
    world.write("participants.csv", "participant,role,may_quote\nP01,parent,no\nP02,parent,yes\nP03,nurse,ask\n");
    let ran = world.emic(&words("export quotes --format csv"));
    assert!(
        !ran.out.contains(",P01,") && !ran.out.contains(",P03,") && ran.err.contains("agreed"),
        "{} {}",
        ran.out,
        ran.err
    );
    let counted = world.emic(&words("frequencies --format csv")).ok();
    assert!(counted.column("participants").iter().any(|number| number == "3" || number == "2"), "{}", counted.out);
}
