//! Transcripts that are corrected after they were coded: codings keep their places, or are counted as left out.

use crate::world::{CLINIC, ONE, World, words};

fn coded() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "so we drove there", "travel"),
            ("one", "I trust the nurse now.", "trust"),
        ],
    );
    world
}

fn places(world: &World) -> Vec<(String, u64)> {
    world
        .codings()
        .iter()
        .map(|row| (row["quote"].as_str().unwrap().to_owned(), row["start"].as_u64().unwrap()))
        .collect()
}

#[test]
fn an_edit_elsewhere_leaves_codings_in_place() {
    let world = coded();
    let before = places(&world);
    let journal = world.read("codings/amy.jsonl");
    world.replace("transcripts/one.txt", "Not then.", "No, not then.");
    let after = places(&world);
    assert_eq!(after[..2], before[..2]);
    assert_eq!(after[2], (before[2].0.clone(), before[2].1 + 4));
    assert_eq!(world.read("codings/amy.jsonl"), journal, "reading writes nothing");
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn text_put_in_front_moves_every_coding() {
    let world = coded();
    let before = places(&world);
    world.write("transcripts/one.txt", format!("INT: 👋🏽 Hello, and thank you.\n\nP01: Hello.\n\n{ONE}"));
    let moved = "INT: 👋🏽 Hello, and thank you.\n\nP01: Hello.\n\n".chars().count() as u64;
    let wanted: Vec<(String, u64)> = before.into_iter().map(|(quote, start)| (quote, start + moved)).collect();
    assert_eq!(places(&world), wanted);
    let table = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(table.column("passages"), ["2", "1", "1", "1", "2"]);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let world = coded();
    let before = places(&world);
    world.write("transcripts/one.txt", format!("\u{feff}{}", ONE.replace('\n', "\r\n")));
    assert_eq!(places(&world), before);
    world.write("transcripts/one.txt", format!("---\ndate: 2024-02-03\n---\n\n{ONE}"));
    assert_eq!(places(&world), before);
}

#[test]
fn an_edited_passage_is_left_out_counted_and_listed() {
    let world = coded();
    world.replace("transcripts/one.txt", "We waited nine weeks.", "We waited nine long weeks.");
    assert_eq!(world.coded(), ["travel so we drove there", "trust I trust the nurse now."]);
    let table = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(table.column("passages"), ["1", "0", "1", "1", "1"]);
    table.says("left out: 1 coding");
    world.emic(&[]).ok().prints("left out: 1 coding that cannot be placed");
    let check = world.emic(&["check"]).with(1);
    assert!(check.out.contains("was edited or is ambiguous now") && check.out.contains("1 fault"), "{}", check.out);
    world.emic(&["quotes", "theme:access"]).ok().says("1 coding");
    // The text is mended: the coding is back.
    world.replace("transcripts/one.txt", "nine long weeks", "nine weeks");
    assert_eq!(world.coded().len(), 3);
    world.emic(&["check"]).ok();
}

#[test]
fn a_passage_that_is_gone_is_lost_and_said_to_be() {
    let world = coded();
    world.replace("transcripts/one.txt", "P01: Not then. I trust the nurse now.", "P01: Let us talk about the garden.");
    assert_eq!(world.coded().len(), 2);
    let check = world.emic(&["check"]).with(1);
    assert!(check.out.contains("codings/amy.jsonl") && check.out.contains("(trust)"), "{}", check.out);
    world.emic(&words("frequencies --format csv")).ok().says("left out: 1 coding");
    assert!(world.read("codings/amy.jsonl").contains("I trust the nurse now."));
}

#[test]
fn a_doubled_passage_is_not_guessed() {
    let world = coded();
    // The same words twice with the same surroundings: nobody can say which was meant.
    world.write("transcripts/one.txt", format!("INT: Again from the start.\n\n{ONE}\n{ONE}"));
    let placed = world.coded().len();
    let check = world.emic(&["check"]);
    let lost = check.out.matches("was edited or is ambiguous now").count()
        + check.out.matches("is not in one any more").count();
    assert_eq!(placed + lost, 3, "{}", check.out);
    for row in world.codings() {
        let text: Vec<char> = world.read("transcripts/one.txt").chars().collect();
        let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), row["quote"].as_str().unwrap());
    }
}

#[test]
fn a_renamed_file_is_reported_and_its_codings_come_back_with_its_id() {
    let world = coded();
    std::fs::rename(world.path("transcripts/one.txt"), world.path("transcripts/first.txt")).unwrap();
    assert_eq!(world.codings().len(), 0);
    let check = world.emic(&["check"]).with(1);
    assert_eq!(check.out.matches("is in one, which the study does not have").count(), 3, "{}", check.out);
    assert!(check.out.contains("give it its old id: `transcript: …` in its front matter"), "{}", check.out);
    world.emic(&words("frequencies --format csv")).ok().says("left out: 3 codings");
    world.write("transcripts/first.txt", format!("---\ntranscript: one\n---\n{ONE}"));
    assert_eq!(world.coded().len(), 3);
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn a_coding_made_after_the_edit_stands_in_the_new_text() {
    let world = coded();
    world.replace("transcripts/one.txt", "Nobody rang us back", "Nobody ever rang us back");
    world.code("amy", &[("one", "ever rang", "access")]);
    assert_eq!(world.codings().len(), 4);
    // Coded passages move with the text, also for the question whether this is coded already.
    world.code("amy", &[("one", "so we drove there", "travel")]).says("there already");
    world.emic(&["undo"]).ok();
    assert_eq!(world.codings().len(), 3);
}
