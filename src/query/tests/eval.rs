//! What each term means, worked out by hand on one small study.

use super::sample::{Sample, coder, small};
use crate::model::{MemoOn, Star, View};
use crate::query::{Extent, Kind, Matcher};
use crate::text::Span;

/// The shared study with codings, numbered as they stand here.
///
/// A search's turns are a2 a3 a5 b1 b2 b5 b6 c1 c2 d1 d2: a1 and b4 are the interviewer's, a4 is somebody else's, and P4, who says
/// b3, has left the study.
fn coded() -> Sample {
    let mut b = small();
    let first = b.mark("amy", "a", "for years", "waiting");
    let second = b.mark("ben", "a", "We were on the Waiting — list", "masking");
    b.mark("amy", "a", "the Waiting — list, for years; one-to-one", "trust");
    b.mark("amy", "a", "Tell me about", "waiting");
    // 5: two words of P2, three of P3, whose it is.
    b.mark("amy", "b", "She copes.\nP3: And the list", "access");
    b.mark("ben", "b", "Yes yes.\nP4: Nobody asked me about masking.\nSJ: So", "masking");
    // 7: left out, since P4 alone speaks in it.
    b.mark("ben", "b", "Nobody asked me", "masking");
    let eighth = b.mark("amy", "b", "The referral came", "waiting");
    // 9 and 11 are out of scope: only d counts by the consensus, and it by nothing else.
    b.mark("consensus", "a", "late", "trust");
    b.mark("consensus", "d", "trust them", "trust");
    b.mark("amy", "d", "Nothing new", "waiting");
    b.mark("amy", "a", "Parnet: A list", "waiting");
    b.mark("ben", "a", "EHCP was naïve: the SENCo's EHCPs", "case:ash");
    b.mark("ben", "a", "EHCPs were not", "lost-code");
    b.mark("amy", "c", "we waited", "queue");
    // 16: a label alone, no word of anybody.
    b.mark("ben", "b", "Carer", "trust");
    // 17: a word each of P2 and P3, whose it is both.
    b.mark("ben", "b", "copes.\nP3: And", "trust");
    b.done("consensus", "d");
    b.done("ben", "b");
    b.state.codings.get_mut(&eighth).unwrap().def = Some("00000000".into());
    b.state.codings.get_mut(&first).unwrap().def = None;
    b.star(first, "amy", Star::Exemplar);
    b.star(second, "amy", Star::Exemplar);
    b.star(second, "ben", Star::Negative);
    b.star(eighth, "ben", Star::Negative);
    b.memo(MemoOn::Coding(first), "", "Check again: the SENCo’s view");
    b.memo(MemoOn::Coding(second), "Ask Amy", "later");
    let passage = b.place("c", "Still no");
    b.memo(MemoOn::Passage(passage.clone()), "", "check this");
    b.memo(
        MemoOn::Passage(crate::model::Place { quote: "never said".into(), span: Span::new(1, 5), ..passage }),
        "",
        "gone",
    );
    b.memo(MemoOn::Transcript("d".into()), "", "check");
    b.build()
}

fn turns(cases: &[(&str, &str)]) {
    let sample = coded();
    for (query, expected) in cases {
        assert_eq!(sample.turns(query), *expected, "{query}");
    }
}

fn codings(cases: &[(&str, &str)]) {
    let sample = coded();
    for (query, expected) in cases {
        assert_eq!(sample.codings(query), *expected, "{query}");
    }
}

#[test]
fn words_in_turns() {
    turns(&[
        ("list", "a2 a3 b2"),
        ("LIST", "a2 a3 b2"),
        ("waiting list", "a2 a3"),
        ("\"waiting list\"", "a2"),
        ("\"waiting list\"~0", "a2 a3"),
        ("\"list were\"~1", ""),
        ("\"list were\"~2", "a3"),
        ("\"list were\"~3", "a2 a3"),
        ("\"yes yes\"~0", "b2"),
        ("\"list list\"~99", ""),
        ("wait*", "a2 a3 b5 c1"),
        ("referal~", "b5 c2"),
        ("lsit~", "a2 a3 b2"),
        ("lis~", "a2 a3 b2"),
        ("lis", ""),
        ("one-to-one", "a2"),
        ("\"one to one\"", "a2"),
        ("café's", "a5"),
        ("CAFÉ", "a5"),
        ("senco", "a5"),
        ("SENCo’s", "a5"),
        ("trust OR diary", "c1 d2"),
        ("list NOT yes", "a2 a3"),
        ("list -yes -years", "a3"),
        ("-list", "a5 b1 b5 b6 c1 c2 d1 d2"),
        ("NOT (list OR referral)", "a5 b1 b6 c1 d1 d2"),
        ("parnet", ""),
    ]);
}

#[test]
fn patterns_in_turns() {
    turns(&[
        ("/\\bEHCPs?\\b/", "a5"),
        ("/^the/", "a5 b5"),
        ("/(?-i)^the/", ""),
        ("/yes\\.$/", "b2"),
        ("/list,/", "a2 b2"),
        ("/\\n/", ""),
        ("/(?s)day.*list/", ""),
        ("/x*/ diary", "c1"),
    ]);
}

#[test]
fn who_chooses_the_turns_and_not_is_the_complement_within_them() {
    turns(&[
        ("who:participants", "a2 a3 a5 b1 b2 b5 b6 c1 c2 d1 d2"),
        ("who:interviewer", "a1 b4"),
        ("who:all", "a1 a2 a3 a4 a5 b1 b2 b4 b5 b6 c1 c2 d1 d2"),
        ("who:all list", "a1 a2 a3 b2"),
        ("list who:interviewer", "a1"),
        ("who:interviewer -list", "b4"),
        ("who:all wait*", "a1 a2 a3 a4 b5 c1"),
        ("who:all masking", "b1"),
        ("who:all NOT (a* OR e*)", "a2 a4 b4 b6 c1 c2 d1 d2"),
    ]);
}

#[test]
fn codings_that_cover_a_word_of_a_turn() {
    turns(&[
        ("code:waiting", "a2 a3 b5 c1"),
        ("who:interviewer code:waiting", "a1"),
        ("code:access", "b1 b2"),
        ("theme:access", "a2 a3 b1 b2 b5 c1"),
        ("theme:burden", "a2 a3 b1 b2 b5 c1 d2"),
        ("code:trust", "a2 b1 b2 d2"),
        ("code:masking", "a2 b2"),
        ("who:all code:masking", "a2 b2 b4"),
        ("code:waiting code:trust", "a2"),
        ("-theme:burden", "a5 b6 c2 d1"),
        ("is:uncoded", "b6 c2 d1"),
        ("-is:uncoded", "a2 a3 a5 b1 b2 b5 c1 d2"),
        ("who:all is:uncoded", "a4 b6 c2 d1"),
        ("is:starred", "a2"),
        ("is:negative", "a2 b5"),
        ("is:older-definition", "b5"),
        ("memo:check", "a2 c2"),
        ("memo:\"check again\"", "a2"),
        ("memo:\"again, the Senco's\"", "a2"),
        ("memo:ask", "a2"),
        ("memo:CHE*", "a2 c2"),
        ("memo:*eck", "a2 c2"),
        ("memo:*hec*", "a2 c2"),
        ("memo:\"check aga*\"", "a2"),
        ("memo:hec*", ""),
        ("memo:*chec", ""),
        ("memo:gone", ""),
        ("memo:later memo:check", "a2"),
        ("is:memoed", "a2 c2"),
    ]);
}

#[test]
fn coder_narrows_the_codings_of_the_terms_beside_it() {
    turns(&[
        ("coder:amy", "a2 a3 b1 b2 b5 c1"),
        ("coder:BEN", "a2 a5 b1 b2"),
        ("coder:consensus", "d2"),
        ("coder:*", "a2 a3 a5 b1 b2 b5 c1 d2"),
        ("coder:(missing)", ""),
        ("coder:nobody", ""),
        ("NOT coder:amy", "a5 b6 c2 d1 d2"),
        ("coder:amy list", "a2 a3 b2"),
        ("coder:amy role:teacher", "b1"),
        ("coder:ben code:masking", "a2 b2"),
        ("code:masking coder:amy", ""),
        ("coder:amy code:trust", "a2"),
        ("coder:ben code:trust", "b1 b2"),
        ("coder:(amy OR ben) code:trust", "a2 b1 b2"),
        ("(coder:amy OR coder:ben) code:trust", "a2 b1 b2"),
        ("(coder:ben) code:trust", "b1 b2"),
        ("code:trust (coder:ben role:*)", "b1 b2"),
        ("(coder:ben role:*) code:trust", "b1 b2"),
        ("coder:amy NOT code:trust", "a3 a5 b1 b2 b5 b6 c1 c2 d1 d2"),
        ("coder:amy -(code:trust OR code:access)", "a3 a5 b5 b6 c1 c2 d1 d2"),
        ("coder:ben is:uncoded", "a3 b5 b6 c1 c2 d1 d2"),
        ("coder:ben (code:masking OR diary)", "a2 b2 c1"),
        ("coder:amy coder:ben", "a2 b1 b2"),
        ("coder:amy coder:ben code:trust", ""),
        ("coder:amy OR code:masking", "a2 a3 b1 b2 b5 c1"),
        ("code:masking NOT coder:amy", ""),
        ("coder:amy memo:ask", ""),
        ("coder:ben memo:ask", "a2"),
        ("coder:amy is:negative", "b5"),
        ("coder:ben is:older-definition", ""),
    ]);
}

#[test]
fn people_and_transcripts_of_turns() {
    turns(&[
        ("role:parent", "a2 a5 b2 b5 c1 c2 d1"),
        ("role:(teacher OR pupil)", "b1 b6 d2"),
        ("role:senco", "b1 b6 d2"),
        ("NOT role:parent", "a3 b1 b6 d2"),
        ("role:(missing)", ""),
        ("who:all role:(missing)", ""),
        ("school:*", "a2 a5 b1 b6 d1 d2"),
        ("school:(missing)", "b2 b5 c1 c2"),
        ("school:\"school 3\"", "a2 a5 b1 b6 d1 d2"),
        ("school:school", ""),
        ("wave:1", "a2 a3 a5"),
        ("who:all wave:2", "b1 b2 b4 b5 b6 d1 d2"),
        ("wave:(missing)", "c1 c2"),
        ("phase:primary", "a2 a5 c1 c2 d1"),
        ("phase:sixth*", "b1 b2 b5 b6"),
        ("participant:p1", "a2 a5 d1"),
        ("participant:*", "a2 a5 b1 b2 b5 b6 c1 c2 d1 d2"),
        ("participant:(missing)", "a3"),
        ("participant:P4", ""),
        ("participant:P99", ""),
        ("speaker:carer", "b5"),
        ("speaker:parn*", "a3"),
        ("speaker:(missing)", "c1 c2"),
        ("who:interviewer speaker:sj", "a1 b4"),
        ("transcript:(c OR d)", "c1 c2 d1 d2"),
        ("about:rowan", "a2 d1"),
        ("about:ash", "a5 b2 b5"),
        ("about:elm", "c1 c2"),
        ("about:*", "a2 a5 b2 b5 c1 c2 d1"),
        ("about:(missing)", "a3 b1 b6 d2"),
        ("has:access", "a2 a5 b2 b5 c1 c2 d1"),
        ("has:trust", "a2 a5 b1 b2 b5 b6 c1 c2 d1 d2"),
        ("NOT has:masking", "a3 b1 b6 d2"),
    ]);
}

#[test]
fn codings_in_scope_are_the_items_of_quotes() {
    codings(&[
        ("NOT is:uncoded", "1 2 3 4 5 6 8 10 12 14 15 16 17"),
        ("is:uncoded", ""),
        ("code:*", "1 2 3 4 5 6 8 10 12 15 16 17"),
        ("who:all", "1 2 3 4 5 6 8 10 12 14 15 17"),
        ("who:interviewer", "4 6"),
        ("who:participants", "1 2 3 5 6 8 10 12 14 15 17"),
        ("who:interviewer -code:waiting", "6"),
        ("code:waiting", "1 4 8 12 15"),
        ("-code:waiting", "2 3 5 6 10 14 16 17"),
        ("theme:access", "1 4 5 8 12 15"),
        ("theme:burden", "1 3 4 5 8 10 12 15 16 17"),
        ("with:masking", "3"),
        ("with:trust", "1 2 5"),
        ("with:access", "3 17"),
        ("code:masking with:masking", ""),
        ("code:waiting NOT with:trust", "4 8 12 15"),
        ("coder:amy", "1 3 4 5 8 12 15"),
        ("coder:ben", "2 6 14 16 17"),
        ("coder:consensus", "10"),
        ("coder:*", "1 2 3 4 5 6 8 10 12 14 15 16 17"),
        ("coder:amy code:trust", "3"),
        ("NOT coder:amy code:trust", "10 16 17"),
        ("coder:amy coder:ben", ""),
        ("memo:check", "1"),
        ("is:memoed", "1 2"),
        ("is:starred", "1"),
        ("is:negative", "2 8"),
        ("is:older-definition", "8"),
    ]);
}

#[test]
fn words_in_codings_stay_within_speech_and_turn() {
    codings(&[
        ("list", "2 3 5 12"),
        ("copes", "5 17"),
        ("\"copes and\"", ""),
        ("\"copes and\"~9", ""),
        ("copes and", "5 17"),
        ("so", "6"),
        ("masking", ""),
        ("nobody", ""),
        ("parnet OR carer OR p3", ""),
        ("/^we/", "2 15"),
        ("/list$/", "2 5 12"),
        ("/sj|:/", ""),
    ]);
}

#[test]
fn people_of_codings_are_those_to_whom_they_belong() {
    codings(&[
        ("role:parent", "1 2 3 5 6 8 14 15 17"),
        ("role:teacher", "10 17"),
        ("role:teacher role:parent", "17"),
        ("NOT role:parent", "4 10 12 16"),
        ("role:(missing)", ""),
        ("participant:P2", "10 17"),
        ("participant:P4", ""),
        ("participant:(missing)", "4 12 16"),
        ("participant:*", "1 2 3 5 6 8 10 14 15 17"),
        ("school:(missing)", "5 6 8 15 17"),
        ("speaker:carer", "8"),
        ("speaker:P2", "10 17"),
        ("speaker:sj", "4"),
        ("speaker:parnet", "12"),
        ("speaker:P4", ""),
        ("speaker:(missing)", "15"),
        ("transcript:B", "5 6 8 16 17"),
        ("wave:1", "1 2 3 4 12 14"),
        ("phase:sixth*", "5 6 8 16 17"),
        ("about:rowan", "1 2 3"),
        ("about:ash", "5 6 8 14 17"),
        ("about:elm", "15"),
        ("about:(missing)", "4 10 12 16"),
        ("has:masking", "1 2 3 5 6 8 14 15 17"),
        ("NOT has:masking", "4 10 12 16"),
    ]);
}

#[test]
fn hits_say_where_the_words_stand() {
    let sample = coded();
    let hits = |query: &str| -> Vec<&str> {
        let found = sample.search(query);
        found.iter().flat_map(|hit| hit.hits.iter().map(|span| sample.slice(hit.transcript, *span))).collect()
    };
    assert_eq!(hits("\"waiting list\" OR yes"), ["Waiting — list", "Yes", "yes"]);
    assert_eq!(hits("SENCo's -masking"), ["SENCo's"]);
    assert_eq!(hits("/ehcp(s?)/"), ["EHCP", "EHCPs"]);
    assert_eq!(hits("café"), ["café’s"]);
    assert_eq!(hits("code:trust yes"), ["Yes", "yes"]);
    assert_eq!((sample.turns("-list code:access").as_str(), hits("-list code:access").len()), ("b1", 0));
    assert_eq!(sample.search("/x*/ diary")[0].hits.len(), 1);
    let quotes = sample.quotes("list", Kind::Quotes);
    assert_eq!(quotes.iter().map(|hit| sample.slice(hit.transcript, hit.hits[0])).collect::<Vec<_>>(), ["list"; 4]);
}

#[test]
fn a_word_lies_where_its_first_character_lies() {
    let mut b = small();
    b.mark("amy", "b", "he referr", "trust");
    let sample = b.build();
    assert_eq!(sample.codings("referral"), "1");
    assert_eq!(sample.codings("\"he\" OR \"the\" OR \"referr\""), "");
    let hit = &sample.quotes("refer*", Kind::Quotes)[0];
    assert_eq!(sample.slice(hit.transcript, hit.hits[0]), "referr");
}

#[test]
fn a_search_counts_and_stops() {
    let sample = coded();
    let view = sample.view();
    let query = sample.understood("who:all list", Kind::Search);
    let matcher = Matcher::new(&query, &view);
    let found = matcher.search(|_| None::<Vec<u32>>, Extent::default());
    assert_eq!((found.total, found.by_interviewer, found.transcripts, found.turns.len()), (4, 1, 2, 4));
    let found = matcher.search(|_| None::<Vec<u32>>, Extent { keep: Some(2), stop: false });
    assert_eq!((found.total, found.turns.len()), (4, 2));
    let found = matcher.search(|_| None::<Vec<u32>>, Extent { keep: Some(2), stop: true });
    assert_eq!((found.total, found.transcripts, found.turns.len()), (2, 1, 2));
    // Candidates past the end of a transcript do no harm.
    let found = matcher.search(|_| Some(vec![1, 4_000]), Extent::default());
    assert_eq!((found.total, found.transcripts), (2, 2));
}

#[test]
fn coders_in_scope_and_done() {
    let sample = coded();
    let (amy, consensus) = ([coder("amy")], [coder("consensus")]);
    let query = sample.understood("NOT is:uncoded", Kind::Quotes);
    let count = |only: Option<&[crate::model::CoderName]>| {
        let view = View::new(&sample.corpus, &sample.state, &sample.placements, only);
        let done: Vec<bool> = sample.corpus.places().map(|transcript| view.done(transcript)).collect();
        (Matcher::new(&query, &view).codings().len(), done)
    };
    assert_eq!(count(None), (13, vec![false, true, false, true]));
    assert_eq!(count(Some(&amy)), (8, vec![false; 4]));
    assert_eq!(count(Some(&consensus)), (2, vec![false, false, false, true]));
}
