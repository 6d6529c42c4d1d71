//! Corrected in emic: foreseen, done in one action, taken back to the byte.

use super::*;

#[test]
fn an_edit_is_foreseen_done_and_taken_back() {
    let desk = Desk::new();
    let file = format!("\u{feff}---\r\ndate: 2024-05-06 # kept\r\n---\r\n\r\n{}", ONE.replace('\n', "\r\n"));
    desk.write("transcripts/one.txt", &file);
    let mut session = desk.open("amy");
    let waited = code_words(&mut session, "We waited nine weeks.", "waiting");
    let drove = code_words(&mut session, "so we drove there", "waiting");
    let mut ben = desk.open("ben");
    let theirs = code_words(&mut ben, "I trust the nurse now.", "trust");
    drop(ben);
    let mut session = desk.open("amy");
    let text = ONE.replace("nine weeks", "nine long weeks").replace("INT: Did", "Int: Did");
    let seen = session.foresee(&one(), &text).unwrap();
    assert_eq!((seen.counts.sentence(), seen.back), ("0 unmoved, 2 moved, 1 changed, 0 lost".to_owned(), 0));
    assert_eq!(seen.doubtful.len(), 1);
    assert_eq!((seen.doubtful[0].id, seen.doubtful[0].best.as_ref().unwrap().span.len()), (waited, 26));
    assert_eq!(desk.read("transcripts/one.txt"), file, "foreseeing writes nothing");
    let outcome = session.apply(Command::Edit { transcript: one(), text: text.clone(), accept: Vec::new() }).unwrap();
    assert_eq!(outcome.message, "corrected one: 0 unmoved, 2 moved, 1 changed, 0 lost");
    assert_eq!(counts(&session), (0, 2, 1, 0), "against where they were marked");
    let now = desk.read("transcripts/one.txt");
    assert_eq!(now, file.replace("nine weeks", "nine long weeks").replace("INT: Did", "Int: Did"));
    assert_eq!(stands(&session, drove).as_deref(), Some("so we drove there"));
    assert_eq!(stands(&session, theirs).as_deref(), Some("I trust the nurse now."));
    let line = desk.read("codings/amy.jsonl").lines().last().unwrap().to_owned();
    assert!(line.contains("\"do\":\"file\",\"path\":\"transcripts/one.txt\""), "{line}");
    session.apply(Command::Undo).unwrap();
    assert_eq!(desk.read("transcripts/one.txt"), file);
    assert_eq!(counts(&session), (3, 0, 0, 0));
    session.apply(Command::Redo).unwrap();
    assert_eq!(desk.read("transcripts/one.txt"), now);
    // What was changed in between by another program is not overwritten.
    desk.replace("transcripts/one.txt", "nine long weeks", "ten long weeks");
    let text = text.replace("drove", "rode");
    let refused = session.apply(Command::Edit { transcript: one(), text, accept: Vec::new() }).unwrap_err();
    assert!(refused.what.contains("changed by another program"), "{}", refused.what);
}

#[test]
fn one_turn_is_amended_and_its_best_matches_accepted_with_it() {
    let desk = Desk::new();
    let mut session = desk.open("amy");
    let waited = code_words(&mut session, "We waited nine weeks.", "waiting");
    let memo = memo(&mut session, "waited nine", "Long.");
    let drove = code_words(&mut session, "so we drove there", "waiting");
    let start = ONE.find("We waited").unwrap() as u32;
    let span = Span::new(start, start + "We waited nine weeks. Nobody rang us back, so we drove there.".len() as u32);
    let text = "We had waited for nineteen weeks. Nobody rang us back, so we drove there.";
    let whole = session.amended(&one(), span, text).unwrap();
    let seen = session.foresee(&one(), &whole).unwrap();
    let found: Vec<&str> = seen.doubtful.iter().map(|item| item.best.as_ref().unwrap().wording.as_str()).collect();
    assert_eq!(found, ["We had waited for nineteen weeks.", "waited for nineteen"]);
    let accept = vec![waited, memo];
    let command = Command::Amend { transcript: one(), span, text: text.into(), accept };
    let outcome = session.apply(command).unwrap();
    assert_eq!(
        (outcome.message.as_str(), outcome.written.len()),
        ("corrected one: 0 unmoved, 3 moved, 0 changed, 0 lost", 3)
    );
    assert_eq!(stands(&session, waited).as_deref(), Some("We had waited for nineteen weeks."));
    assert_eq!(stands(&session, drove).as_deref(), Some("so we drove there"));
    let place = session.memo_place(memo).unwrap();
    assert_eq!(session.corpus().transcript(place.transcript).body().slice(place.span), Some("waited for nineteen"));
    session.apply(Command::Undo).unwrap();
    assert_eq!(desk.read("transcripts/one.txt"), ONE);
    assert_eq!((counts(&session), stands(&session, waited).as_deref()), ((3, 0, 0, 0), Some("We waited nine weeks.")));
    let beyond = Command::Amend { transcript: one(), span: Span::new(5, 9999), text: "x".into(), accept: vec![] };
    assert!(session.apply(beyond).unwrap_err().what.contains("reaches outside"));
    let same = Command::Amend { transcript: one(), span: Span::new(0, 3), text: "INT".into(), accept: vec![] };
    assert_eq!(session.apply(same).unwrap().act, None);
}

#[test]
fn ones_own_that_the_edit_did_not_touch_stay_also_where_their_words_stand_twice() {
    let desk = Desk::new();
    let mut session = desk.open("amy");
    let second = ONE.rfind("P01: Yes.").unwrap() as u32 + 5;
    let mine = code(&mut session, Passage::Span(Span::new(second, second + 4)), "trust");
    let mut ben = desk.open("ben");
    let theirs = code(&mut ben, Passage::Span(Span::new(second, second + 4)), "trust");
    drop(ben);
    let mut session = desk.open("amy");
    // Both answers now look alike on the left, and the right side of the first one looks like that of the second.
    let outcome = edit(
        &mut session,
        "P01: Yes.\n\nINT: Yes?\n\nP01: Yes.\n",
        "P01: Yes.\n\nINT: Yes?\n\nP01: Yes.\n\nINT: Yes?\n\nP01: Yes.\n",
    );
    assert!(outcome.written.len() <= 2);
    edit(&mut session, "INT: How long", "INT: Hello. How long");
    assert_eq!(stands(&session, mine).as_deref(), Some("Yes."));
    assert_eq!(session.review(None).items.iter().filter(|item| item.id == mine).count(), 0);
    // Nobody can tell for somebody else: shown, not guessed.
    assert!(stands(&session, theirs).is_none() || stands(&session, theirs).as_deref() == Some("Yes."));
    while session.apply(Command::Undo).unwrap().act.is_some() {}
    assert_eq!(desk.read("transcripts/one.txt"), ONE);
}

#[test]
fn what_cannot_be_read_back_is_refused() {
    let desk = Desk::new();
    desk.write("transcripts/one.txt", &format!("---\ndate: 2024-05-06\n---\n{ONE}"));
    let mut session = desk.open("amy");
    for text in ["\nINT: Hello", "INT: \0"] {
        let refused =
            session.apply(Command::Edit { transcript: one(), text: text.into(), accept: vec![] }).unwrap_err();
        assert!(refused.what.contains("would not be read back"), "{}", refused.what);
    }
    assert!(!desk.path("codings").exists());
    let seen = session.foresee(&one(), "INT: Hello\n\nParnet: Hi\n\nINT: So\n\nParnet: Hm\n").unwrap();
    assert_eq!(seen.new_labels, ["Parnet"]);
}
