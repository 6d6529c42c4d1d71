//! A transcript whose file was renamed is recognised by its text and linked again after a question.

use crate::world::{CLINIC, World, words};

fn renamed() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "We waited nine weeks.", "waiting"), ("one", "so we drove there", "travel")]);
    world.code("ben", &[("one", "I trust the nurse now.", "trust")]);
    world.emic(&words("done one")).ok();
    std::fs::create_dir(world.path("transcripts/north")).unwrap();
    std::fs::rename(world.path("transcripts/one.txt"), world.path("transcripts/north/first.txt")).unwrap();
    world
}

#[test]
fn the_old_id_in_its_front_matter_brings_everything_back() {
    let world = renamed();
    world.emic(&["code", "list"]).with(1).says(
        "3 passages are in a transcript that the study does not have (one (its text is now north/first)): `emic relink`",
    );
    let files = world.files();
    world.emic(&["relink"]).with(2).says("holds the same text").says("no terminal to ask on").says("--yes");
    assert_eq!(world.files(), files);
    let seen = world.emic(&words("relink --json")).ok().objects();
    assert_eq!((seen[0]["transcript"].as_str(), seen[0]["codings"].as_u64()), (Some("one"), Some(3)));
    assert_eq!(seen[0]["candidates"][0]["path"], "transcripts/north/first.txt");
    world
        .emic(&words("relink --yes"))
        .ok()
        .says("north/first.txt is one")
        .says("3 unmoved, 0 moved, 0 changed, 0 lost");
    assert!(world.read("transcripts/north/first.txt").starts_with("---\ntranscript: one\n---\n\nINT: How long"));
    assert_eq!(world.coded().len(), 3);
    world.emic(&["check"]).ok().prints("no fault");
    world.emic(&["relink"]).with(1).says("no transcript is missing");
    world.emic(&["undo"]).ok();
    let texts = |files: Vec<(String, Vec<u8>)>| -> Vec<(String, Vec<u8>)> {
        files.into_iter().filter(|(path, _)| path.starts_with("transcripts/")).collect()
    };
    assert_eq!(texts(world.files()), texts(files));
}

#[test]
fn an_edited_one_is_recognised_and_one_that_is_not_has_to_be_named() {
    let world = renamed();
    world.replace("transcripts/north/first.txt", "How long did you wait?", "And for how long did you wait?");
    world.emic(&["relink"]).with(2).says("holds 3 of the 3 wordings that were marked");
    world.write("transcripts/north/first.txt", "INT: So?\n\nP01: We waited ten weeks.\n");
    world.emic(&words("relink --yes")).with(1).says("no other file holds its text").says("nothing was linked");
    world.emic(&words("relink one=nirth/first")).with(2).says("did you mean");
    world.emic(&words("relink onne=north/first")).with(2).says("missing are one");
    world.emic(&words("relink one=north/first")).ok().says("0 unmoved, 0 moved, 1 changed, 2 lost");
}

#[test]
fn to_the_new_id_each_coder_goes_alone() {
    let world = renamed();
    world
        .emic(&words("relink --new-id --yes"))
        .ok()
        .says("2 codings and 0 memos of yours")
        .says("of other coders stay");
    assert_eq!(world.coded().len(), 2);
    world.as_coder("ben", &words("relink --yes")).with(2).says("has 2 codings under its own id").says("--new-id");
    world.as_coder("ben", &words("relink --new-id --yes")).ok();
    assert_eq!(world.coded().len(), 3);
    let done = world.read("codings/amy.jsonl");
    assert!(done.contains("\"do\":\"done\",\"transcript\":\"north/first\",\"on\":true"), "{done}");
    world.emic(&["check"]).ok().prints("no fault");
}
