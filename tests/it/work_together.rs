//! Several coders: blind rounds.

use crate::world::{CLINIC, World, words};

/// Amy and ben have a blind round on `one`; both have coded in both interviews, cara too. Ben's batch is one action over both.
fn in_a_round() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "two hours", "travel")]);
    world.as_coder("cara", &words("round open pilot --coders amy,ben --transcripts one")).ok();
    world.code("ben", &[("one", "I trust the nurse", "trust"), ("two", "She is kind", "trust")]);
    world.code("cara", &[("one", "Nobody rang us back", "waiting")]);
    world.as_coder("ben", &["memo", "add", "--transcript", "one", "ben thinks aloud"]).ok();
    world.as_coder("ben", &["done", "one"]).ok();
    world
}

/// Who has coded what, as a coder sees it.
fn seen(world: &World, coder: &str) -> Vec<String> {
    let rows = world.as_coder(coder, &["code", "list", "--json"]).objects();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.iter().map(|row| format!("{} {} {}", text(row, "transcript"), text(row, "coder"), text(row, "code"))).collect()
}

#[test]
fn an_open_round_shows_its_coders_their_own_work_alone() {
    let world = in_a_round();
    assert_eq!(seen(&world, "amy"), ["one amy waiting", "two amy travel", "two ben trust"]);
    assert_eq!(seen(&world, "ben"), ["one ben trust", "two amy travel", "two ben trust"]);
    // Who is in no round sees all: it is a help, no lock.
    assert_eq!(seen(&world, "cara").len(), 5);
    // Nobody's name, nobody's work.
    assert_eq!(seen(&world, ""), ["two amy travel", "two ben trust"]);
}

#[test]
fn nothing_leaks_and_every_output_says_so() {
    let world = in_a_round();
    let says = "blind round `pilot`: in 1 transcript only your own work is seen";
    for args in [
        "search trust* --format csv",
        "quotes theme:trust --format csv",
        "frequencies --format csv --coders amy,ben",
        "export codings",
        "memo list --format csv",
        "code list --json",
        "log --format csv",
        "log --by ben --format csv",
        "codebook list --format csv",
    ] {
        let ran = world.as_coder("amy", &words(args));
        assert!(ran.code < 2 && ran.err.matches(says).count() == 1, "{args}: {} {}", ran.code, ran.err);
        for leak in ["ben thinks aloud", ",I trust the nurse,", "marked done", ",Nobody rang us back,"] {
            assert!(!ran.out.contains(leak) && !ran.err.contains(leak), "{args}: {leak}: {}", ran.out);
        }
    }
    let trust = |coder: &str| {
        let ran = world.as_coder(coder, &words("frequencies --format csv --rollup own")).ok();
        let at = ran.column("code").iter().position(|code| code == "trust").unwrap();
        (ran.column("passages")[at].clone(), ran.err)
    };
    assert_eq!(trust("amy").0, "1");
    assert_eq!(trust("cara").0, "2");
    assert!(trust("amy").1.contains("in progress: 2 of 2 transcripts"), "that ben has finished is hidden too");
    assert!(trust("cara").1.contains("in progress: 1 of 2 transcripts"));
    let table = world.as_coder("amy", &words("frequencies")).ok();
    assert!(table.out.contains(says), "also under a table that is read: {}", table.out);
    world.as_coder("amy", &words("frequencies --to f.csv")).ok();
    assert!(world.read("f.csv.meta.yaml").contains("blind: "));
    world.as_coder("amy", &words("agreement --coders amy,ben --format csv")).with(1).says(says);
}

#[test]
fn closing_shows_everything_and_fixes_what_agreement_is_computed_on() {
    let world = in_a_round();
    let journal = world.read("codings/ben.jsonl");
    world.as_coder("amy", &["done", "one"]).ok();
    world.as_coder("ben", &words("round close pilot")).ok().says("closed the blind round pilot");
    assert!(world.read("codings/ben.jsonl").starts_with(&journal), "nothing that was hidden was touched");
    assert_eq!(seen(&world, "amy").len(), 5);
    let figures = || world.emic(&words("agreement --coders amy,ben --format csv")).ok();
    let closed = figures();
    assert!(closed.err.contains("blind round `pilot`: the codings as they stood when it was closed"), "{}", closed.err);
    assert!(!closed.err.contains("not shown to be independent"));
    assert_eq!(closed.column("units")[0], "4", "`one` alone is in the round");
    // Amy comes round to ben's view afterwards, and ben is not done any more: the figures stay.
    world.code("amy", &[("one", "I trust the nurse", "trust")]);
    world.as_coder("ben", &["done", "one", "--not"]).ok();
    let later = figures();
    assert_eq!(later.out, closed.out);
    let now = world.emic(&words("agreement --coders amy,ben --format csv --as-of now")).with(1);
    assert_ne!(now.out, closed.out);
    // Other coders' figures are not those of the round.
    world.as_coder("cara", &["done", "one"]).ok();
    world.emic(&words("agreement --coders amy,cara --format csv")).ok().says("not shown to be independent");
    world.emic(&words("agreement --coders amy,cara --round pilot")).with(2).says("cara was not in round `pilot`");
    let list = world.emic(&words("round list --format csv")).ok();
    assert_eq!(list.column("state"), ["closed"]);
    assert_eq!(list.column("finished"), ["amy 1, ben 0"]);
    world.emic(&words("round open pilot --coders amy,ben --transcripts one")).with(2).says("has been closed");
    world.emic(&words("round close pilot")).with(2).says("closed already");
}

#[test]
fn work_goes_on_in_an_open_round() {
    let world = in_a_round();
    // The same passage and code as another's: one's own coding all the same.
    world.code("amy", &[("one", "I trust the nurse", "trust")]);
    world.as_coder("amy", &["undo"]).ok();
    world.as_coder("amy", &["redo"]).ok();
    assert_eq!(seen(&world, "amy"), ["one amy waiting", "one amy trust", "two amy travel", "two ben trust"]);
    let ids = |coder: &str| -> Vec<String> {
        let lines = world.read(&format!("codings/{coder}.jsonl"));
        let id =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        lines.lines().map(id).collect()
    };
    let newest_of_ben = ids("ben").into_iter().max().unwrap();
    assert!(ids("amy").last() > Some(&newest_of_ben), "new ids come after hidden ones too");
    // Taking back the opening shows everything.
    world.as_coder("cara", &["undo"]).ok();
    world.as_coder("cara", &["undo"]).ok();
    assert_eq!(seen(&world, "amy").len(), 5);
}

#[test]
fn interviews_are_drawn_by_group_and_seed() {
    let world = World::with(CLINIC);
    let draw = |seed: &str| {
        let args = ["round", "sample", "--share", "0.5", "--by", "role", "--seed", seed, "--format", "csv"];
        world.emic(&args).ok()
    };
    let first = draw("7");
    assert_eq!(first.out, draw("7").out);
    assert_eq!(first.column("transcript").len(), 1, "both interviews begin with a parent");
    assert!((0..20).any(|seed| draw(&seed.to_string()).out != first.out));
    assert!(first.err.contains("drawn 1 of 2 transcripts: 50 % of each role (one at least), seed 7"), "{}", first.err);
    world.emic(&words("round sample --share 2")).with(2).says("no share");
    world.emic(&words("round sample --share 0.1 --by rol")).with(2).says("did you mean `role`?");
    world.emic(&words("round open a --coders amy --transcripts one")).with(2).says("two coders");
    world.emic(&words("round open a --coders amy,ben")).with(2).says("needs transcripts");
    world.emic(&words("round open a --coders amy,consensus --transcripts one")).with(2).says("codes no round");
    let opened = world.emic(&words("round open a --coders amy,ben --share 0.5 --by role --seed 7")).ok();
    assert!(opened.err.contains(&format!("its transcripts: {}", first.column("transcript")[0])), "{}", opened.err);
}
