//! Transcripts whose file was renamed.

use super::*;

fn renamed() -> (Desk, EventId) {
    let desk = Desk::new();
    desk.write("speakers.csv", "transcript,label,participant\none,P01,P01\n");
    let mut session = desk.open("amy");
    let waited = code_words(&mut session, "We waited nine weeks. Nobody rang us back", "waiting");
    memo(&mut session, "so we drove there", "By car.");
    session.apply(Command::Done(vec![one()], true)).unwrap();
    let mut ben = desk.open("ben");
    code_words(&mut ben, "I trust the nurse now.", "trust");
    drop(ben);
    fs::rename(desk.path("transcripts/one.txt"), desk.path("transcripts/first.txt")).unwrap();
    (desk, waited)
}

fn link(new_id: bool) -> Command {
    Command::Relink(vec![Relinking { gone: one(), to: "first".into(), new_id }])
}

#[test]
fn a_renamed_file_is_recognised_by_its_text_and_keeps_its_id() {
    let (desk, waited) = renamed();
    let mut session = desk.open("amy");
    let gone = session.gone();
    assert_eq!((gone.len(), gone[0].codings, gone[0].memos), (1, 2, 1));
    let coders: Vec<&str> = gone[0].coders.iter().map(|coder| coder.as_str()).collect();
    assert_eq!(coders, ["amy", "ben"]);
    let candidate = &gone[0].candidates[0];
    assert_eq!((candidate.id.as_str(), candidate.same_text, candidate.found, candidate.of), ("first", true, 3, 3));
    let notices = session.notices().join("\n");
    assert!(
        notices.contains("3 passages are in a transcript that the study does not have (one (its text is now first))"),
        "{notices}"
    );
    assert_eq!(session.review(None).counts.gone, 3);
    let file = desk.read("transcripts/first.txt");
    session.apply(link(false)).unwrap();
    assert!(desk.read("transcripts/first.txt").starts_with("---\ntranscript: one\n---\n"));
    assert_eq!((counts(&session), session.gone().len()), ((3, 0, 0, 0), 0));
    assert!(stands(&session, waited).is_some());
    assert!(session.apply(link(false)).unwrap_err().what.contains("has the transcript one already"));
    session.apply(Command::Undo).unwrap();
    assert_eq!((desk.read("transcripts/first.txt"), session.gone().len()), (file, 1));
}

#[test]
fn nearly_the_same_text_is_recognised_too() {
    let (desk, waited) = renamed();
    desk.replace("transcripts/first.txt", "How long did you wait?", "And how long was it that you had to wait?");
    desk.write("transcripts/other.txt", "INT: About the garden.\n\nP01: It is green, and so we drove there.\n");
    let mut session = desk.open("amy");
    let gone = session.gone();
    let ids: Vec<&str> = gone[0].candidates.iter().map(|candidate| candidate.id.as_str()).collect();
    assert_eq!((ids, gone[0].candidates[0].same_text), (vec!["first"], false));
    session.apply(link(false)).unwrap();
    assert_eq!(counts(&session), (0, 3, 0, 0));
    assert!(stands(&session, waited).is_some());
}

#[test]
fn ones_own_codings_can_take_the_new_id() {
    let (desk, waited) = renamed();
    let mut session = desk.open("amy");
    let outcome = session.apply(link(true)).unwrap();
    assert!(outcome.message.contains("1 coding and 1 memo of yours went from one to first"), "{}", outcome.message);
    assert!(outcome.message.contains("1 passage of other coders stay under one"), "{}", outcome.message);
    assert_eq!(desk.read("transcripts/first.txt"), ONE);
    assert_eq!(desk.read("speakers.csv"), "transcript,label,participant\nfirst,P01,P01\n");
    assert_eq!(session.state().codings[&waited].place.transcript.as_str(), "first");
    assert_eq!((counts(&session), session.review(None).counts.gone), ((2, 0, 0, 0), 1));
    let amy = CoderName::new("amy").unwrap();
    assert!(session.state().done.contains(&(amy, "first".into())));
    // The file has codings under its own id now: it cannot take the old one.
    let mut ben = desk.open("ben");
    assert!(ben.apply(link(false)).unwrap_err().hint.unwrap().contains("--new-id"));
    ben.apply(link(true)).unwrap();
    assert_eq!((counts(&ben), ben.gone().len()), ((3, 0, 0, 0), 0));
    let mut zoe = desk.open("zoe");
    assert!(zoe.apply(link(true)).is_err());
    drop(zoe);
    let mut session = desk.open("amy");
    session.apply(Command::Undo).unwrap();
    assert_eq!(session.state().codings[&waited].place.transcript.as_str(), "one");
    assert_eq!(desk.read("speakers.csv"), "transcript,label,participant\none,P01,P01\n");
}
