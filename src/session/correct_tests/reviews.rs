//! Edited outside of emic: counted, listed, accepted, adjusted, set aside, placed by hand, taken back.

use super::*;

/// Three codings and a memo; then the first passage is edited, the last one cut out, a line put in front.
fn edited() -> (Desk, [EventId; 3], EventId) {
    let desk = Desk::new();
    let mut session = desk.open("amy");
    let waited = code_words(&mut session, "We waited nine weeks.", "waiting");
    let drove = code_words(&mut session, "so we drove there", "waiting");
    let nurse = code_words(&mut session, "I trust the nurse now.", "trust");
    let memo = memo(&mut session, "We waited nine weeks.", "Weeks, not days.");
    drop(session);
    desk.replace("transcripts/one.txt", "nine weeks", "nine long weeks");
    desk.replace("transcripts/one.txt", "Not then. I trust the nurse now.", "Let us talk about the garden.");
    desk.replace("transcripts/one.txt", "INT: How", "INT: Hello to you. How");
    (desk, [waited, drove, nurse], memo)
}

#[test]
fn an_edit_is_counted_and_the_doubtful_are_shown_side_by_side() {
    let (desk, [waited, drove, nurse], memo) = edited();
    let session = desk.open("amy");
    assert_eq!(counts(&session), (0, 1, 2, 1));
    let review = session.review(None);
    assert_eq!(review.counts.sentence(), "0 unmoved, 1 moved, 2 changed, 1 lost");
    assert_eq!((review.counts.all(), review.counts.without_place()), (4, 3));
    let item = |id| review.items.iter().find(|item| item.id == id).unwrap();
    assert_eq!(stands(&session, drove).as_deref(), Some("so we drove there"));
    for id in [waited, memo] {
        assert_eq!((item(id).doubt, item(id).own), (Doubt::Edited, true));
        assert_eq!(&*item(id).old.quote, "We waited nine weeks.");
        let best = item(id).best.as_ref().unwrap();
        assert_eq!(best.wording, "We waited nine long weeks.");
        assert!(best.similarity > 0.8 && best.similarity < 1.0, "{}", best.similarity);
        assert!(best.before.ends_with("P01: ") && best.after.starts_with(" Nobody"));
        assert!(item(id).places.is_empty());
    }
    assert!(matches!(&item(waited).thing, Reviewed::Coding { name, .. } if name == "Waiting"));
    assert!(matches!(&item(memo).thing, Reviewed::Memo { text, .. } if text == "Weeks, not days."));
    assert_eq!((item(nurse).doubt, &item(nurse).best), (Doubt::Lost, &None));
    let notices = session.notices().join("\n");
    assert!(notices.contains("2 codings and 1 memo have lost their place in an edited text (3 of amy)"), "{notices}");
    // Another coder is shown them, and cannot touch them.
    let mut session = desk.open("ben");
    let review = session.review(session.transcript_place("one").ok());
    assert!(review.items.len() == 3 && review.items.iter().all(|item| !item.own));
    assert!(session.accepting(&[waited]).is_err() && session.set_aside(&[waited], true).is_err());
    for id in [waited, memo] {
        let passage = Passage::Quote("so we drove there".into());
        let command = Command::Place(vec![Placing { id, transcript: None, passage }]);
        assert!(session.apply(command).unwrap_err().what.contains("amy's"));
    }
    assert!(!desk.path("codings/ben.jsonl").exists());
}

#[test]
fn best_matches_are_accepted_in_one_action_and_taken_back_in_one() {
    let (desk, [waited, _, nurse], memo) = edited();
    let mut session = desk.open("amy");
    let journal = desk.read("codings/amy.jsonl");
    let command = session.accepting(&[waited, memo, waited]).unwrap();
    let outcome = session.apply(command).unwrap();
    assert_eq!((outcome.message.as_str(), outcome.written.len()), ("placed 1 coding and 1 memo", 2));
    assert_eq!(counts(&session), (2, 1, 0, 1));
    assert_eq!(stands(&session, waited).as_deref(), Some("We waited nine long weeks."));
    let place = session.memo_place(memo).unwrap();
    assert_eq!(
        session.corpus().transcript(place.transcript).body().slice(place.span),
        Some("We waited nine long weeks.")
    );
    let added = desk.read("codings/amy.jsonl").strip_prefix(&journal).unwrap().to_owned();
    assert!(added.contains("\"why\":\"edited\"") && added.contains("\"title\":\"T\""), "{added}");
    // The memo is the same, with its text; changing the text leaves it where it is.
    let (on, title) = (MemoOn::Study, "U".to_owned());
    let text = "Long weeks.".into();
    session.apply(Command::Memo { memo: Some(memo), on, title, kind: MemoKind::Note, text }).unwrap();
    assert_eq!(session.memo_place(memo), Some(place));
    assert_eq!(&*session.state().memos[&memo].text, "Long weeks.");
    // A lost one has no best match to accept.
    assert!(session.accepting(&[nurse]).unwrap_err().hint.unwrap().contains("by hand"));
    session.apply(Command::Undo).unwrap();
    session.apply(Command::Undo).unwrap();
    assert_eq!(counts(&session), (0, 1, 2, 1));
    session.apply(Command::Redo).unwrap();
    assert_eq!(counts(&session), (2, 1, 0, 1));
    // And all of it again from the files.
    assert_eq!(counts(&desk.open("ben")), (2, 1, 0, 1));
}

#[test]
fn adjusted_and_placed_by_hand() {
    let (desk, [waited, _, nurse], memo) = edited();
    let mut session = desk.open("amy");
    let place = |id, quote: &str| Placing { id, transcript: None, passage: Passage::Quote(quote.into()) };
    let placings = vec![place(waited, "nine long weeks"), place(nurse, "about the garden"), place(memo, "nine long")];
    session.apply(Command::Place(placings)).unwrap();
    assert_eq!(stands(&session, waited).as_deref(), Some("nine long weeks"));
    assert_eq!(stands(&session, nurse).as_deref(), Some("about the garden"));
    assert_eq!(counts(&session), (3, 1, 0, 0));
    assert_eq!(session.notices().len(), 1, "{:?}", session.notices());
    let session = desk.open("amy");
    assert_eq!(session.notices().len(), 0, "nobody is asked any more: {:?}", session.notices());
}

#[test]
fn what_is_coded_so_already_is_said_not_doubled() {
    let (desk, [waited, ..], _) = edited();
    let mut session = desk.open("amy");
    code_words(&mut session, "We waited nine long weeks.", "waiting");
    let command = session.accepting(&[waited]).unwrap();
    let outcome = session.apply(command).unwrap();
    assert_eq!((outcome.act, outcome.message.as_str()), (None, "nothing was placed"));
    assert!(outcome.skipped[0].contains("emic code remove"), "{:?}", outcome.skipped);
}

#[test]
fn set_aside_until_the_text_changes() {
    let (desk, [waited, _, nurse], memo) = edited();
    let mut session = desk.open("amy");
    let journal = desk.read("codings/amy.jsonl");
    assert_eq!(session.set_aside(&[waited, nurse, memo], true).unwrap(), 3);
    assert_eq!(session.review(None).counts.aside, 3);
    assert_eq!(session.review(None).items.len(), 3, "they stay in the list");
    assert_eq!(desk.read("codings/amy.jsonl"), journal);
    let mut session = desk.open("amy");
    assert!(!session.notices().iter().any(|notice| notice.contains("place")), "{:?}", session.notices());
    assert!(session.review(None).counts.sentence().ends_with("(3 of them set aside)"));
    session.set_aside(&[memo], false).unwrap();
    let session = desk.open("amy");
    assert!(session.notices().iter().any(|notice| notice.contains("1 memo has lost its place")));
    drop(session);
    // The text changes: all are asked for again.
    desk.replace("transcripts/one.txt", "garden", "gardens");
    let session = desk.open("amy");
    assert_eq!(session.review(None).counts.aside, 0);
    assert!(session.notices().iter().any(|notice| notice.contains("2 codings and 1 memo")), "{:?}", session.notices());
}

#[test]
fn named_by_the_end_of_an_id() {
    let (desk, [waited, drove, _], _) = edited();
    let session = desk.open("amy");
    let id = waited.to_string();
    assert_eq!(session.unplaced_named(&id).unwrap(), waited);
    assert_eq!(session.unplaced_named(&format!("…{}", &id[28..])).unwrap(), waited);
    assert!(session.unplaced_named(&id[33..]).is_err(), "three characters are too few");
    assert!(session.unplaced_named(&drove.to_string()).is_err(), "it has its place");
}

#[test]
fn a_blind_round_keeps_others_back() {
    use crate::journal::{Do, Event, to_line};
    let (desk, ..) = edited();
    let session = desk.open("cleo");
    assert_eq!(session.review(None).items.len(), 3);
    let round = Do::Round {
        name: "first".into(),
        transcripts: Some(vec![one()]),
        coders: Some(vec![CoderName::new("ben").unwrap()]),
        on: true,
    };
    let id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
    let event = Event::new(EventId(id), crate::model::ActId(id), CoderName::new("cleo").unwrap(), "", round);
    desk.write("codings/cleo.jsonl", &format!("{}\n", to_line(&event)));
    let session = desk.open("ben");
    let review = session.review(None);
    assert!(review.items.is_empty() && review.counts.all() == 0, "{review:?}");
    assert!(!session.notices().iter().any(|notice| notice.contains("lost")), "{:?}", session.notices());
    let seen = session.foresee(&one(), "Other.").unwrap();
    assert!(seen.counts.all() == 0 && seen.doubtful.is_empty());
    let review = desk.open("amy").review(None);
    assert_eq!(review.items.len(), 3);
}

#[test]
fn why_there_is_doubt() {
    let desk = Desk::new();
    let mut session = desk.open("amy");
    let at = ONE.find("Yes.").unwrap() as u32;
    let yes = code(&mut session, Passage::Span(Span::new(at, at + 4)), "trust");
    drop(session);
    desk.write("transcripts/one.txt", "Other talk. Yes. And other talk again.\n");
    assert_eq!(desk.open("amy").review(None).items[0].doubt, Doubt::Surroundings);
    desk.write("transcripts/one.txt", "Other talk. Yes. And Yes. other talk again.\n");
    let session = desk.open("amy");
    let item = &session.review(None).items[0];
    assert_eq!((item.id, item.doubt, item.places.len()), (yes, Doubt::Repeated, 2));
    assert_eq!(item.best.as_ref().unwrap().similarity, 1.0);
}
