//! What would go wrong later is said by `emic check`; and every command that writes answers `--json` alike.

use crate::world::{CLINIC, World, words};

fn clinic(line: &str) -> World {
    let world = World::with(CLINIC);
    world.replace("study.yaml", "interviewers:", &format!("{line}\ninterviewers:"));
    world
}

#[test]
fn a_template_that_no_quote_can_be_printed_by_is_a_fault() {
    clinic("quote_template: '{quote} ({role}, {participant})'").emic(&["check"]).ok();
    let world = clinic("quote_template: '{quote} ({rolle})'");
    world.emic(&["check"]).with(1).prints("there is no field `{rolle}`").prints("did you mean `{role}`?");
    let at = world.emic(&["check", "--json"]).with(1).objects();
    let fault = at.iter().find(|found| found["kind"] == "quote-template").unwrap();
    assert_eq!((&fault["line"], &fault["column"]), (&4.into(), &27.into()), "{fault}");
    // Whatever needs no template goes on.
    world.code("amy", &[("one", "nine weeks", "waiting")]);
}

#[test]
fn a_language_that_is_none_is_told_at_opening_and_by_check() {
    let world = clinic("language: englsh");
    world.emic(&["search", "weeks"]).ok().says("did you mean `en`?");
    world.emic(&["check"]).ok().prints("`englsh` is no code of a language").prints("did you mean `en`?");
    let world = clinic("language: cy");
    let ran = world.emic(&["search", "weeks"]).ok();
    assert!(!ran.err.contains("language"), "{}", ran.err);
    assert!(!world.emic(&["check"]).ok().out.contains("language"));
    assert!(!clinic("language: en-GB").emic(&["check"]).out.contains("language"));
}

#[test]
fn an_interview_of_questions_alone_is_told() {
    let world = World::with(CLINIC);
    world.write("transcripts/three.txt", "INT: How did it go for your\nfamily then?\n\nINT: And after\nthat?\n");
    world.emic(&["check"]).ok().prints("all 11 words are an interviewer's");
    let rows = world.emic(&words("speakers three --format csv")).ok();
    assert_eq!(rows.column("words"), ["11"], "{}", rows.out);
}

#[test]
fn whatever_writes_says_what_it_did_as_json() {
    let world = World::with(CLINIC);
    for line in [
        "memo add text --json",
        "speakers two P03=P02 --json",
        "done one --json",
        "codebook add --id hope --name Hope --json",
        "codebook rename hope Hopes --json",
        "round open pilot --coders amy,ben --transcripts one --json",
        "round close pilot --json",
        "undo --json",
        "redo --json",
    ] {
        let said = world.emic(&words(line)).ok().objects();
        assert_eq!(said.len(), 1, "{line}: {said:?}");
        assert!(said[0]["act"].as_str().is_some_and(|act| act.len() == 36), "{line}: {said:?}");
        assert!(said[0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{line}: {said:?}");
    }
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let coding = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    for args in [&["code", "quote", &coding, "--use", "table 2", "--json"][..], &["code", "remove", &coding, "--json"]]
    {
        assert_eq!(world.emic(args).ok().objects().len(), 1, "{args:?}");
    }
}
