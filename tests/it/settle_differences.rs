//! Settling where coders differ; how one coder changes; the log by date.

use crate::world::{CLINIC, World, words};

/// Amy and ben have finished `one`: they agree on travel, put different boundaries to waiting, and amy alone has trust.
fn two_coders() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "so we drove there", "travel"),
            ("one", "I trust the nurse now.", "trust"),
        ],
    );
    world.code("ben", &[("one", "waited nine weeks. Nobody", "waiting"), ("one", "we drove there.", "travel")]);
    // By sentence ben's `Nobody` makes another boundary of waiting; travel is the same sentence for both.
    world.as_coder("amy", &["done", "one"]).ok();
    world.as_coder("ben", &["done", "one"]).ok();
    world
}

/// The places of `settle list`: id, kind, state.
fn list(world: &World) -> Vec<(String, String, String)> {
    let ran = world.emic(&words("settle list --format csv"));
    let columns = ["place", "kind", "state"].map(|name| ran.column(name));
    (0..columns[0].len())
        .map(|row| (columns[0][row].clone(), columns[1][row].clone(), columns[2][row].clone()))
        .collect()
}

fn consensus(world: &World) -> Vec<String> {
    let rows = world.emic(&words("code list --json --coders consensus")).objects();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.iter().map(|row| format!("{} {}", text(row, "code"), text(row, "quote"))).collect()
}

#[test]
fn the_last_difference_takes_over_what_is_agreed_and_marks_it_done() {
    let world = two_coders();
    let originals = (world.read("codings/amy.jsonl"), world.read("codings/ben.jsonl"));
    let places = list(&world);
    let shown: Vec<(&str, &str)> = places.iter().map(|(_, kind, state)| (kind.as_str(), state.as_str())).collect();
    assert_eq!(shown, [("other_boundary", "open"), ("only_one", "open")]);
    let settle = |at: usize, how: &[&str]| {
        let mut args = vec!["settle", "place", &places[at].0];
        args.extend(how);
        world.emic(&args)
    };
    settle(0, &["--intersection", "--reason", "the wait alone"]).ok().says("settled 1 of 2 places in one");
    assert_eq!(consensus(&world), ["waiting waited nine weeks."]);
    world.emic(&words("settle rest one")).with(2).says("1 difference of one are open");
    let last = settle(1, &["--none"]).ok();
    assert!(last.err.contains("settled 2 of 2 places in one; 1 passage that all agree on taken over"), "{}", last.err);
    // Counts by the consensus alone; the originals stay.
    assert_eq!(consensus(&world), ["waiting waited nine weeks.", "travel so we drove there."]);
    let counted = world.emic(&words("frequencies --format csv --rollup own")).ok();
    assert!(counted.column("coders").iter().all(|coders| coders == "consensus"), "{}", counted.out);
    assert_eq!((world.read("codings/amy.jsonl"), world.read("codings/ben.jsonl")), originals);
    let events: Vec<serde_json::Value> =
        world.read("codings/consensus.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let first = events.iter().find(|event| event["do"] == "code").unwrap();
    assert_eq!((first["by"][0].as_str(), first["settles"].as_array().map(Vec::len)), (Some("amy"), Some(2)));
    let acts: std::collections::BTreeSet<String> = events.iter().map(|event| event["act"].to_string()).collect();
    assert_eq!(acts.len(), 2, "each decision is one action, the last one with all that follows");
    assert_eq!(list(&world).into_iter().map(|(_, _, state)| state).collect::<Vec<_>>(), ["intersection", "none"]);
    let table = world.emic(&words("settle table --format csv")).ok();
    let rows: Vec<Vec<String>> =
        table.rows().into_iter().map(|row| vec![row[0].clone(), row[3].clone(), row[4].clone()]).collect();
    assert_eq!(rows, [["waiting", "intersection", "the wait alone"], ["trust", "none", ""]]);
    assert!(table.err.contains("2 of 2 settled"), "{}", table.err);
    world.emic(&words("check")).ok();
    // One step takes all of it back, and brings it again.
    world.as_coder("consensus", &["undo"]).ok();
    assert_eq!(list(&world)[1].2, "open");
    assert_eq!(consensus(&world), ["waiting waited nine weeks."]);
    assert!(
        world.emic(&words("frequencies --format csv")).ok().column("coders").iter().all(|coders| coders == "amy+ben")
    );
    world.as_coder("consensus", &["redo"]).ok();
    assert_eq!(list(&world)[1].2, "none");
    assert_eq!(consensus(&world).len(), 2);
}

#[test]
fn every_way_of_settling() {
    let world = two_coders();
    let places = list(&world);
    let (waiting, trust) = (places[0].0.as_str(), places[1].0.as_str());
    let after = |place: &str, how: &[&str]| {
        let mut args = vec!["settle", "place", place];
        args.extend(how);
        world.emic(&args).ok();
        let state = list(&world).into_iter().find(|(id, ..)| id == place).unwrap().2;
        (state, consensus(&world))
    };
    let is = |(state, codings): (String, Vec<String>), wanted: &str, of: &[&str]| {
        assert_eq!(state, wanted);
        assert_eq!(codings, of);
    };
    is(after(waiting, &["--take", "amy"]), "as amy", &["waiting We waited nine weeks."]);
    // Settled anew: what was decided before goes.
    is(after(waiting, &["--take", "ben"]), "as ben", &["waiting waited nine weeks. Nobody"]);
    is(after(waiting, &["--union"]), "union", &["waiting We waited nine weeks. Nobody"]);
    is(after(waiting, &["--both"]), "both", &["waiting We waited nine weeks.", "waiting waited nine weeks. Nobody"]);
    is(after(waiting, &["--code", "access"]), "another code", &["access We waited nine weeks. Nobody"]);
    is(after(waiting, &["--none"]), "none", &[]);
    is(after(waiting, &["--intersection"]), "intersection", &["waiting waited nine weeks."]);
    // Ben has nothing there: as ben has it is no coding.
    world.emic(&["settle", "place", trust, "--intersection"]).with(2).says("share no character");
    let (state, codings) = after(trust, &["--take", "ben"]);
    assert_eq!((state.as_str(), codings.len()), ("none", 2), "the agreed passage came with it: {codings:?}");
    world.emic(&["settle", "place", trust, "--take", "cara"]).with(2).says("cara is not one of amy, ben");
    world.emic(&["settle", "place", trust]).with(2);
}

#[test]
fn what_changes_later_is_open_again() {
    let world = two_coders();
    let places = list(&world);
    world.emic(&["settle", "place", &places[0].0, "--union"]).ok();
    assert_eq!(list(&world)[0].2, "union");
    let ids: Vec<String> = world
        .emic(&words("code list --json --coders ben"))
        .objects()
        .iter()
        .map(|row| row["coding"].as_str().unwrap().to_owned())
        .collect();
    world.as_coder("ben", &["code", "remove", &ids[0]]).ok();
    assert_eq!(list(&world)[0].2, "open");
    world.as_coder("ben", &["undo"]).ok();
    assert_eq!(list(&world)[0].2, "union");
    // Another coding comes to the place.
    world.code("ben", &[("one", "Nobody rang us back", "waiting")]);
    assert_eq!(list(&world)[0].2, "open");
}

#[test]
fn nothing_is_settled_before_all_have_finished() {
    let world = two_coders();
    world.as_coder("ben", &["done", "one", "--not"]).ok();
    world.emic(&words("settle list --coders amy,ben")).with(1).prints("settled: 0 of 0 differences");
    world.emic(&words("settle rest one --coders amy,ben")).with(2).says("has not been marked done by ben");
    world.as_coder("ben", &["done", "one"]).ok();
    world.as_coder("", &words("settle rest one --coders amy,ben")).with(2).says("nobody has said who is coding");
}

#[test]
fn passages_of_a_code_stand_in_the_order_in_which_they_were_coded() {
    let world = two_coders();
    world.code("amy", &[("two", "We waited as well.", "waiting"), ("one", "Nobody rang us back", "waiting")]);
    let ran = world.emic(&words("drift --code waiting --of amy --format csv")).ok();
    assert_eq!(ran.column("quote"), ["We waited nine weeks.", "We waited as well.", "Nobody rang us back"]);
    world.emic(&words("drift")).with(2);
    world.emic(&words("drift --code waitin")).with(2).says("did you mean `waiting`?");
    // A coder against herself, under another name.
    world.code("amy-2", &[("one", "We waited nine weeks.", "waiting")]);
    world.as_coder("amy-2", &["done", "one"]).ok();
    let again = world.emic(&words("drift --of amy --again amy-2 --format csv")).ok();
    assert_eq!(again.column("coders")[0], "amy+amy-2");
    assert!(again.err.contains("not shown to be independent"), "{}", again.err);
}

#[test]
fn the_log_is_narrowed_by_date() {
    let world = two_coders();
    let all = world.emic(&words("log --format csv")).ok();
    assert_eq!(all.rows().len(), 4);
    let day = all.column("at")[0][..10].to_owned();
    assert_eq!(world.emic(&["log", "--since", &day, "--format", "csv"]).ok().rows().len(), 4);
    assert_eq!(world.emic(&["log", "--until", "2001-01-01", "--format", "csv"]).with(1).rows().len(), 0);
    let second = &all.column("act")[1];
    assert_eq!(world.emic(&["log", "--since", second, "--format", "csv"]).ok().rows().len(), 3);
    assert_eq!(world.emic(&["log", "--until", second, "--by", "amy", "--format", "csv"]).ok().rows().len(), 1);
    world.emic(&words("log --since soon")).with(2).says("`soon` is no time");
}
