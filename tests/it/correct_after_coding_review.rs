//! After a text was edited: what has lost its place is counted, shown side by side, accepted, placed by hand, set aside.

use crate::world::{CLINIC, World, words};

/// Two coders and a memo; one passage is edited, one goes.
fn edited() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "We waited nine weeks.", "waiting"), ("one", "so we drove there", "travel")]);
    world.code("ben", &[("one", "I trust the nurse now.", "trust"), ("two", "The bus takes two hours.", "travel")]);
    let start = crate::world::ONE.find("waited nine").unwrap();
    let span = format!("{start}..{}", start + "waited nine weeks".len());
    world.emic(&["memo", "add", "Weeks!", "--transcript", "one", "--span", &span]).ok();
    world.replace("transcripts/one.txt", "nine weeks", "nine long weeks");
    world.replace("transcripts/one.txt", "Not then. I trust the nurse now.", "Let us talk of gardens.");
    world
}

fn ids(world: &World) -> Vec<(String, String)> {
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let found = world.emic(&words("code review --json")).ok().objects();
    found.iter().map(|row| (text(row, "kind") + " " + &text(row, "state"), text(row, "id"))).collect()
}

#[test]
fn counted_and_shown_side_by_side() {
    let world = edited();
    let seen = world.emic(&words("code review")).ok();
    assert!(seen.out.starts_with("1 unmoved, 1 moved, 2 changed, 1 lost\n"), "{}", seen.out);
    assert!(seen.out.contains("changed · one · coded Waiting · amy"), "{}", seen.out);
    assert!(
        seen.out.contains("  We waited nine weeks.                 | We waited nine [+long+] weeks."),
        "{}",
        seen.out
    );
    assert!(seen.out.contains("changed · one · memo “Weeks!” · amy"), "{}", seen.out);
    assert!(seen.out.contains("lost · one · coded Trust · ben"), "{}", seen.out);
    assert!(seen.out.lines().all(|line| line.chars().count() <= 80), "{}", seen.out);
    assert!(seen.err.contains("2 codings and 1 memo have lost their place in an edited text (2 of amy, 1 of ben)"));
    let found: Vec<String> = ids(&world).into_iter().map(|(what, _)| what).collect();
    assert_eq!(found, ["coding changed", "memo changed", "coding lost"]);
    let row = &world.emic(&words("code review one --json")).ok().objects()[0];
    assert_eq!((row["own"].as_bool(), row["code"].as_str()), (Some(true), Some("waiting")));
    assert_eq!(row["best"]["quote"], "We waited nine long weeks.");
    assert!(row["best"]["similarity"].as_f64().unwrap() > 0.8);
    world.emic(&words("code review two")).with(1).prints("1 unmoved, 0 moved, 0 changed, 0 lost");
    let count = world.emic(&words("code review --count --json")).ok().objects();
    assert_eq!((count[0]["changed"].as_u64(), count[0]["lost"].as_u64()), (Some(2), Some(1)));
    // Nothing is hidden elsewhere.
    let check = world.emic(&["check"]).with(1);
    assert!(check.out.contains("the passage of memo") && check.out.contains("3 faults"), "{}", check.out);
    world.emic(&words("frequencies --format csv")).ok().says("left out: 2 codings");
}

#[test]
fn accepted_by_its_short_name_and_taken_back() {
    let world = edited();
    let ids = ids(&world);
    let short = &ids[0].1[28..];
    world.emic(&["code", "accept", short]).ok().says("We waited nine [+long+] weeks.").says("placed 1 coding");
    assert_eq!(world.coded()[..2], ["waiting We waited nine long weeks.", "travel so we drove there"]);
    world.emic(&["code", "accept", short]).with(2).says("is without a place");
    world.emic(&["undo"]).ok();
    assert_eq!(world.coded()[0], "travel so we drove there");
    // All at once: nobody to ask, so nothing without --yes; others' stay.
    let files = world.files();
    world.emic(&words("code accept --all-changed")).with(2).says("no terminal to ask on").says("--yes");
    assert_eq!(world.files(), files);
    world.emic(&words("code accept --all-changed --yes")).ok().says("placed 1 coding and 1 memo");
    world.emic(&words("code review --count")).ok().prints("3 unmoved, 1 moved, 0 changed, 1 lost");
    world.emic(&words("code accept --all-changed --yes")).with(1).says("none of yours");
    // Another memo's text does not lose the place that was accepted.
    world.emic(&["check"]).with(1).prints("1 fault");
    world.emic(&["undo"]).ok();
    world.emic(&words("code review --count")).ok().prints("2 changed, 1 lost");
}

#[test]
fn only_its_coder_places_a_lost_one() {
    let world = edited();
    let lost = ids(&world).pop().unwrap().1;
    world.emic(&["code", "accept", &lost]).with(2).says("is ben's").says("you are amy");
    world.emic(&["code", "place", &lost, "--quote", "talk of gardens"]).with(2).says("is ben's");
    world.as_coder("ben", &["code", "accept", &lost]).with(2).says("place it by hand");
    world.as_coder("ben", &["code", "place", &lost, "--quote", "no such words"]).with(2).says("does not occur");
    world.as_coder("ben", &["code", "place", &lost, "--transcript", "two", "--span", "0..3"]).ok();
    assert!(world.read("codings/ben.jsonl").contains("\"transcript\":\"two\",\"why\":\"edited\""));
    world.as_coder("ben", &["undo"]).ok();
    world.as_coder("ben", &["code", "place", &lost[28..], "--quote", "talk of gardens"]).ok().says("placed 1 coding");
    assert!(world.coded().contains(&"trust talk of gardens".into()));
}

#[test]
fn set_aside_is_not_asked_for_until_the_text_changes() {
    let world = edited();
    let found = ids(&world);
    let journal = world.read("codings/amy.jsonl");
    world.emic(&["code", "aside", &found[0].1, &found[1].1]).ok().says("2 passages set aside");
    assert_eq!(world.read("codings/amy.jsonl"), journal);
    let seen = world.emic(&words("code review")).ok().prints("(2 of them set aside)").prints("· set aside");
    assert!(seen.err.contains("1 coding has lost its place in an edited text (1 of ben)"), "{}", seen.err);
    assert_eq!(world.emic(&words("code review --open --json")).ok().objects().len(), 1);
    world.emic(&words("code accept --all-changed --yes")).with(1);
    world.emic(&["code", "aside", "--not", &found[0].1]).ok();
    world.emic(&["code", "list"]).ok().says("(1 of amy, 1 of ben)");
    world.replace("transcripts/one.txt", "gardens", "a garden");
    world.emic(&["code", "list"]).ok().says("(2 of amy, 1 of ben)");
}
