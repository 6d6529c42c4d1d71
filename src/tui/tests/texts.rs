//! Correcting what a transcript says, what has lost its place, and bringing transcripts in.

use std::fs;

use super::world::World;
use crate::model::MemoOn;
use crate::tui::effect::Request;
use crate::tui::model::Place;
use crate::tui::msg::{Answer, Msg};

/// What the codings on the page stand on.
fn marked(world: &World) -> Vec<String> {
    let read = world.model.read.as_ref().unwrap();
    read.marks.iter().map(|mark| read.reading.body.slice(mark.span).unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_turn_is_corrected_in_place_and_codings_follow() {
    let mut world = World::reading();
    world.press("J s c r e f Enter s .");
    assert_eq!(marked(&world), ["We waited a year.", "Nobody rang us."]);
    world.press("a");
    assert!(world.screen(120, 36).contains("correct turn 2: codings follow the text"), "{}", world.screen(120, 36));
    world.press("Ctrl+o");
    let corrected = "We waited a year, I think. Nobody rang us. Then a letter came.";
    world.happens(Msg::Edited(Ok(corrected.into())));
    world.press("Esc");
    let file = world.session().root().join("transcripts/one.txt");
    assert!(fs::read_to_string(&file).unwrap().contains(corrected));
    // One coding stands as it was; the other one's wording was edited, and a person is asked.
    assert_eq!(marked(&world), ["Nobody rang us."]);
    assert!(world.screen(120, 36).contains("We waited a year, I think."), "{}", world.screen(120, 36));
    world.press("F8");
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("1 changed") && screen.contains("▸ one · Referral delays · the wording was edited"),
        "{screen}"
    );
    assert!(screen.contains("as it was marked") && screen.contains("the best match now"), "{screen}");
    for (columns, rows) in [(80, 24), (40, 12)] {
        assert!(world.screen(columns, rows).contains("Referral"));
    }
    // Set aside, taken up again, accepted.
    world.press("x");
    assert!(world.screen(120, 36).contains("set aside"));
    world.press("x a");
    assert!(
        world.screen(120, 36).contains("every coding and every memo on a passage has its place"),
        "{}",
        world.screen(120, 36)
    );
    world.press("u");
    assert!(world.screen(120, 36).contains("▸ one · Referral delays"));
    // Placed by hand.
    world.press("p");
    assert_eq!(world.model.place, Place::Read);
    assert!(world.said().starts_with("select where Referral delays belongs"), "{}", world.said());
    world.press("s Enter");
    assert_eq!(world.model.place, Place::Review);
    assert!(world.screen(120, 36).contains("has its place"), "{}", world.screen(120, 36));
    world.press("Esc");
    assert_eq!(marked(&world), ["We waited a year, I think.", "Nobody rang us."]);
    // All of it is taken back: the placing, and the correction itself.
    world.press("u u");
    assert!(!fs::read_to_string(&file).unwrap().contains("I think"));
    assert_eq!(marked(&world), ["We waited a year.", "Nobody rang us."]);
}

#[test]
fn nothing_is_coded_in_a_text_that_has_changed_meanwhile() {
    let mut world = World::reading();
    world.press("J s");
    let file = world.session().root().join("transcripts/one.txt");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("How did it begin?", "So how did it all begin?")).unwrap();
    // The disk is looked at, and the key comes before the answer does.
    let news = world.desk.look().unwrap();
    world.held = Some(Vec::new());
    world.press("c r e f Enter");
    world.let_go();
    assert!(world.coded().is_empty());
    assert!(world.said().starts_with("the text was changed meanwhile"), "{}", world.said());
    world.happens(Msg::Answer(Box::new(news)));
    world.press("c Enter");
    assert_eq!(world.coded(), [("delays".to_owned(), "We waited a year.".to_owned())]);
}

#[test]
fn files_are_brought_in_after_they_were_shown() {
    let mut world = World::new(Some("zoe"));
    let captions = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nDana: How was it?\n\n2\n00:00:04.000 --> 00:00:06.000\nPat: \
                    We waited for ever.\n\n3\n00:00:07.000 --> 00:00:08.000\nDana: And then?\n\n4\n00:00:09.000 --> \
                    00:00:11.000\nPat: Nothing.\n";
    fs::create_dir(world.folder().join("new")).unwrap();
    fs::write(world.folder().join("new/three.vtt"), captions).unwrap();
    fs::write(world.folder().join("new/four.exe"), b"MZ\x90\0\x03\0\0\0").unwrap();
    world.press("i");
    world.write("new");
    world.press("Enter");
    assert_eq!(world.model.place, Place::Import);
    let screen = world.screen(120, 36);
    assert!(screen.contains("1 of 2 files come in; nothing is written yet"), "{screen}");
    assert!(screen.contains("✓ three.vtt") && screen.contains("✗ four.exe"), "{screen}");
    assert!(screen.contains("We waited for ever."), "the first turns are shown: {screen}");
    assert!(!world.session().root().join("transcripts/three.txt").exists());
    // Dana interviews; Pat is another participant.
    world.press("Tab");
    let first = world.model.import.data.labels[world.model.import.labels.at].label.clone();
    if first != "Dana" {
        world.press("j");
    }
    if !world.model.import.data.labels.iter().any(|label| label.label == "Dana" && label.interviews) {
        world.press("x");
    }
    let at = world.model.import.data.labels.iter().position(|label| label.label == "Pat").unwrap();
    while world.model.import.labels.at != at {
        world.press(if world.model.import.labels.at < at { "j" } else { "k" });
    }
    world.press("p");
    world.write("P02");
    world.press("Enter");
    let labels = &world.model.import.data.labels;
    assert!(labels.iter().any(|label| label.label == "Pat" && label.who == "P02"), "{labels:?}");
    for (columns, rows) in [(80, 24), (40, 12), (200, 60)] {
        assert!(world.screen(columns, rows).contains("three.vtt"));
    }
    world.press("Enter");
    assert_eq!(world.model.place, Place::Library);
    let screen = world.screen(120, 36);
    assert!(screen.contains("3 transcripts") && screen.contains("three"), "{screen}");
    let at = world.session().transcript_place("three").unwrap();
    let people = world.session().corpus().speaking(at);
    assert_eq!(people.len(), 1);
    // One step of undo takes it out again.
    world.press("u");
    assert!(world.session().transcript_place("three").is_err());
    // A path that is not there is told, and nothing else happens.
    world.press("i");
    world.write("nowhere");
    world.press("Enter");
    assert!(world.said().contains("nowhere"), "{}", world.said());
}

#[test]
fn a_label_written_otherwise_becomes_one_person_with_a_key() {
    let mut world = World::new(Some("zoe"));
    let text = "INT: How was it?\n\nP7: We waited.\n\nAnd waited.\n\nINT: And then?\n\nP 7: Nothing.\n\nINT: So?\n\nP7: So nothing came.\n";
    fs::create_dir(world.folder().join("new")).unwrap();
    fs::write(world.folder().join("new/seven.txt"), text).unwrap();
    world.press("i");
    world.write("new");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("1 paragraph goes on with the turn above, without a label (line 5)"));
    let who = |world: &World, name: &str| {
        let found = world.model.import.data.labels.iter().find(|label| label.label == name).unwrap();
        (found.who.clone(), found.like.clone())
    };
    assert_eq!(who(&world, "P7").0, "P7");
    assert_eq!(who(&world, "P 7").1, "P7", "{:?}", world.model.import.data.labels);
    assert!(world.screen(120, 36).contains("= as `P7`?"));
    world.press("Tab");
    while world.model.import.data.labels[world.model.import.labels.at].label != "P 7" {
        world.press("j");
    }
    let before = who(&world, "P 7");
    world.press("=");
    assert_eq!(who(&world, "P 7"), ("P7".into(), String::new()));
    assert!(!world.screen(80, 24).contains("= as"));
    world.press("=");
    assert_eq!(who(&world, "P 7"), before, "again: apart");
    world.press("=");
    world.press("Enter");
    let at = world.session().transcript_place("seven").unwrap();
    assert_eq!(world.session().corpus().speaking(at).len(), 1, "one participant with two labels");
}

#[test]
fn a_study_is_made_from_files_that_have_to_be_brought_in() {
    let mut world = World::start_with(&[("one.srt", "1\n00:00:01,000 --> 00:00:02,000\nA first line.\n")]);
    assert!(world.screen(80, 24).contains("a new study from 1 file to bring in here"), "{}", world.screen(80, 24));
    world.press("Enter");
    assert_eq!(world.model.place, Place::Import);
    assert!(world.screen(80, 24).contains("✓ one.srt"));
    world.press("Enter");
    assert_eq!(world.session().corpus().transcripts.len(), 1);
    let answer = world.desk.answer(Request::Study);
    assert!(matches!(answer, Answer::Study(study) if study.rows.len() == 1));
}

#[test]
fn projects_of_other_tools_come_in_from_the_library() {
    let mut world = World::new(Some("zoe"));
    let book = "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes><Code guid=\"AAAAAAA1-0000-0000-0000-000000000001\" \
                name=\"Warm food (invented)\" isCodable=\"true\"/></Codes></CodeBook>";
    fs::create_dir(world.folder().join("new")).unwrap();
    fs::write(world.folder().join("new/book.qdc"), book).unwrap();
    fs::write(world.folder().join("new/bad.qdpx"), b"PK\x03\x04 and nothing more").unwrap();
    world.press("i");
    world.write("new");
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("✓ book.qdc") && screen.contains("✗ bad.qdpx"), "{screen}");
    world.press("j");
    assert!(world.screen(120, 36).contains("codes 1/1"), "{}", world.screen(120, 36));
    world.press("Enter");
    assert_eq!(world.model.place, Place::Library);
    assert!(world.session().corpus().codebook.resolve("warm-food-invented").is_some());
    assert!(
        world.said().contains("codes 1/1") && world.said().contains("bad.qdpx did not come in"),
        "{}",
        world.said()
    );
}

#[test]
fn what_is_being_written_stays_when_the_transcript_is_read_anew() {
    let mut world = World::reading();
    let file = world.session().root().join("transcripts/one.txt");
    let change = |from: &str, to: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&file, text.replace(from, to)).unwrap();
    };
    // A memo on a passage, while another turn is corrected elsewhere.
    world.press("J s m");
    world.write("a note on waiting");
    change("How did it begin?", "So how did it all begin?");
    world.look();
    assert!(world.screen(120, 36).contains("a note on waiting"), "{}", world.screen(120, 36));
    world.write(", d");
    world.press("Esc");
    let memos: Vec<_> = world.session().state().memos.values().cloned().collect();
    assert_eq!(memos.len(), 1);
    assert_eq!(&*memos[0].text, "a note on waiting, d");
    assert!(
        matches!(&memos[0].on, MemoOn::Passage(place) if &*place.quote == "We waited a year."),
        "{:?}",
        memos[0].on
    );
    assert!(!fs::read_to_string(&file).unwrap().contains(", d"));

    // A correction, while another turn is; the picker as well.
    world.press("a");
    world.happens(Msg::Edited(Ok("We waited a whole year. Nobody rang us.".into())));
    change("So how did it all begin?", "How did it begin?");
    world.look();
    world.press("Esc");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("How did it begin?") && text.contains("We waited a whole year. Nobody rang us."), "{text}");
    world.press("g g J s c");
    world.write("ref");
    change("How did it begin?", "And how did it begin?");
    world.look();
    world.press("Enter");
    assert_eq!(world.coded().last().unwrap(), &("delays".to_owned(), "We waited a whole year.".to_owned()));

    // The turn itself is changed: it is said, and what was written is kept.
    world.press("a");
    world.happens(Msg::Edited(Ok("We waited two years. Nobody rang us.".into())));
    change("We waited a whole year.", "We waited a whole long year.");
    world.look();
    assert!(world.said().starts_with("this turn was changed meanwhile"), "{}", world.said());
    world.press("Esc");
    assert!(fs::read_to_string(&file).unwrap().contains("We waited two years. Nobody rang us."));
    // It is gone: what was written becomes a memo.
    world.press("a");
    world.happens(Msg::Edited(Ok("Words of my own.".into())));
    let text = fs::read_to_string(&file).unwrap();
    let at = text.find("\n\n").unwrap();
    fs::write(&file, &text[..at + 1]).unwrap();
    world.look();
    assert!(world.said().starts_with("the turn is no longer there"), "{}", world.said());
    world.press("Esc");
    let kept = world.session().state().memos.values().any(|memo| &*memo.text == "Words of my own.");
    assert!(kept, "{}", world.said());
}
