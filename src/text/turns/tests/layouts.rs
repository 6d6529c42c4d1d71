//! One case per layout of the transcripts that were looked at, S1 to S25.

use super::*;
use crate::text::turns::LayoutKind;

struct Case<'a> {
    name: &'a str,
    text: &'a str,
    kind: LayoutKind,
    labels: &'a [&'a str],
    turns: &'a [Said<'a>],
}

const CASES: &[Case<'_>] = &[
    Case {
        name: "canonical",
        text: "Interviewer [00:00:05]: How did it go?\n\nP07: Slowly.\n\nSo we waited.\n\nInterviewer: And then?\n\nP07 [1:02:03]: Well.\n",
        kind: LayoutKind::Inline,
        labels: &["Interviewer", "P07"],
        turns: &[
            ("Interviewer", "How did it go?", Some(5_000)),
            ("P07", "Slowly.\n\nSo we waited.", None),
            ("Interviewer", "And then?", None),
            ("P07", "Well.", Some(3_723_000)),
        ],
    },
    Case {
        name: "S1",
        text: "A talk of May\n\nResearcher 1: How did it start?\nAna Roe: By chance: a friend called.\nResearcher 1: Oh.\nresearcher 1: Why?\nAna Roe: Who knows.\n",
        kind: LayoutKind::Inline,
        labels: &["Researcher 1", "Ana Roe"],
        turns: &[
            ("Researcher 1", "How did it start?", None),
            ("Ana Roe", "By chance: a friend called.", None),
            ("Researcher 1", "Oh.", None),
            ("Researcher 1", "Why?", None),
            ("Ana Roe", "Who knows.", None),
        ],
    },
    Case {
        name: "S2",
        text: "interviewer: Did you?\n\ninterviewee: Yes.\n\ninterviewee: And then no.\n\ninterviewer: Ah.\n",
        kind: LayoutKind::Inline,
        labels: &["interviewer", "interviewee"],
        turns: &[
            ("interviewer", "Did you?", None),
            ("interviewee", "Yes.", None),
            ("interviewee", "And then no.", None),
            ("interviewer", "Ah.", None),
        ],
    },
    Case {
        name: "S3",
        text: "Interviewer1 : OK donc…\n\nÉlève 2\u{a0}: Ça va.\n\nInterviewer1\u{202f}: Bon.\n\nÉlève 2\u{202f}: Voilà\u{a0}: c’est tout.\n",
        kind: LayoutKind::Inline,
        labels: &["Interviewer1", "Élève 2"],
        turns: &[
            ("Interviewer1", "OK donc…", None),
            ("Élève 2", "Ça va.", None),
            ("Interviewer1", "Bon.", None),
            ("Élève 2", "Voilà\u{a0}: c’est tout.", None),
        ],
    },
    Case {
        name: "S4",
        text: "DB: Ready?\nRA: Ready.\nDB: Go.\nRA: Gone.\n",
        kind: LayoutKind::Inline,
        labels: &["DB", "RA"],
        turns: &[("DB", "Ready?", None), ("RA", "Ready.", None), ("DB", "Go.", None), ("RA", "Gone.", None)],
    },
    Case {
        name: "S5",
        text: "Dora Bell: Welcome.\n\nRui Alves: Thanks.\n\nDB: Start?\n\nRA: Yes.\n\nDB: Good.\n\nRA: Sure.\n",
        kind: LayoutKind::Inline,
        labels: &["Dora Bell", "Rui Alves", "DB", "RA"],
        turns: &[
            ("Dora Bell", "Welcome.", None),
            ("Rui Alves", "Thanks.", None),
            ("DB", "Start?", None),
            ("RA", "Yes.", None),
            ("DB", "Good.", None),
            ("RA", "Sure.", None),
        ],
    },
    Case {
        name: "S6",
        text: "**Ana Roe:** Hello.\n\n**Bo Lind**: Hi. **Really:** hi.\n\n**Ana Roe:** \\[06:10\\] So.\n\n**Bo Lind:** [00:14:00] Well.\n\n**Bo Lind** [15:01]: Again.\n",
        kind: LayoutKind::Bold,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[
            ("Ana Roe", "Hello.", None),
            ("Bo Lind", "Hi. **Really:** hi.", None),
            ("Ana Roe", "So.", Some(370_000)),
            ("Bo Lind", "Well.", Some(840_000)),
            ("Bo Lind", "Again.", Some(901_000)),
        ],
    },
    Case {
        name: "S6 with breaks",
        text: "**Ana Roe:** a\n\n**Bo Lind:** b\n\n**Break:** \\[26:51\\]\n\n**Ana Roe:** c\n\n**Bo Lind:** d\n\n**Break:** \\[41:59\\]\n\n**Ana Roe:** e\n",
        kind: LayoutKind::Bold,
        labels: &["Ana Roe", "Bo Lind", "Break"],
        turns: &[
            ("Ana Roe", "a", None),
            ("Bo Lind", "b", None),
            ("Break", "", Some(1_611_000)),
            ("Ana Roe", "c", None),
            ("Bo Lind", "d", None),
            ("Break", "", Some(2_519_000)),
            ("Ana Roe", "e", None),
        ],
    },
    Case {
        name: "chat",
        text: "00:01:00\tAna Roe:\tone\n00:01:04\tfelix (eest):\ttwo\n00:01:09\tAna Roe:\tReplying to\n\nthree\n00:02:00\tstokes:\tfour\n00:02:09\tfelix (eest):\tfive: six\n00:02:10\tstokes:\thttps://example.org\n",
        kind: LayoutKind::Inline,
        labels: &["Ana Roe", "felix (eest)", "stokes"],
        turns: &[
            ("Ana Roe", "one", Some(60_000)),
            ("felix (eest)", "two", Some(64_000)),
            ("Ana Roe", "Replying to\n\nthree", Some(69_000)),
            ("stokes", "four", Some(120_000)),
            ("felix (eest)", "five: six", Some(129_000)),
            ("stokes", "https://example.org", Some(130_000)),
        ],
    },
    Case {
        name: "S7",
        text: "**Interviewer (I):** Begin?\n\n**Respondent 1 (R1):** Yes.\n\n**I:** Good.\n\n**R1:** Fine.\n\n**I:** Next.\n\n**R1:** Done.\n",
        kind: LayoutKind::Bold,
        labels: &["Interviewer (I)", "Respondent 1 (R1)", "I", "R1"],
        turns: &[
            ("Interviewer (I)", "Begin?", None),
            ("Respondent 1 (R1)", "Yes.", None),
            ("I", "Good.", None),
            ("R1", "Fine.", None),
            ("I", "Next.", None),
            ("R1", "Done.", None),
        ],
    },
    Case {
        name: "S8",
        text: "# A title\n\nAna Roe:\n\nWell, it began.\nThen it rained.\n\nAs it does.\n\nBo Lind:\n\nYeah.\n\n## Rain\n\nAna Roe:\n\nOne thing: I slept.\n\nBo Lind:\n\nGood.\n",
        kind: LayoutKind::Alone,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[
            ("Ana Roe", "Well, it began.\nThen it rained.\n\nAs it does.", None),
            ("Bo Lind", "Yeah.\n\n## Rain", None),
            ("Ana Roe", "One thing: I slept.", None),
            ("Bo Lind", "Good.", None),
        ],
    },
    Case {
        name: "S9",
        text: "# Talk\n\n## Transcript\nAna Roe  0:21  \nHello.\n\nBo Lind  12:04  \nWell, it is.\n\nSo: yes.\n\nAna Roe  1:02:44  \nBye.\n\nUnknown Speaker  1:02:50  \nWhat?\n",
        kind: LayoutKind::Otter,
        labels: &["Ana Roe", "Bo Lind", "Unknown Speaker"],
        turns: &[
            ("Ana Roe", "Hello.", Some(21_000)),
            ("Bo Lind", "Well, it is.\n\nSo: yes.", Some(724_000)),
            ("Ana Roe", "Bye.", Some(3_764_000)),
            ("Unknown Speaker", "What?", Some(3_770_000)),
        ],
    },
    Case {
        name: "S10",
        text: "Ana Roe  \nHello there.\n\nBo Lind  \nHi, come in.\n\nAna Roe  \nThanks.\n\nBo Lind  \nRight.\n",
        kind: LayoutKind::Names,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[
            ("Ana Roe", "Hello there.", None),
            ("Bo Lind", "Hi, come in.", None),
            ("Ana Roe", "Thanks.", None),
            ("Bo Lind", "Right.", None),
        ],
    },
    Case {
        name: "S11",
        text: "## Opening\n\nSpeaker 0: 00:01:17\n\nHello all.\nAnd welcome.\n\n## Guests\n\nSpeaker 1: 00:01:30\n\nHey.\n\nSpeaker 0: 1:02\n\nOn we go.\n\nSpeaker 1: 00:02:00.500\n\nRight.\n",
        kind: LayoutKind::Diarised,
        labels: &["Speaker 0", "Speaker 1"],
        turns: &[
            ("Speaker 0", "Hello all.\nAnd welcome.\n\n## Guests", Some(77_000)),
            ("Speaker 1", "Hey.", Some(90_000)),
            ("Speaker 0", "On we go.", Some(62_000)),
            ("Speaker 1", "Right.", Some(120_500)),
        ],
    },
    Case {
        name: "S12",
        text: "[Ana Roe] 11:02:09\nHow are you?\n\n[Bo Lind] 11:02:11\nFine.\n\n[Ana Roe] 11:02:14\nGood.\n",
        kind: LayoutKind::Zoom,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[
            ("Ana Roe", "How are you?", Some(39_729_000)),
            ("Bo Lind", "Fine.", Some(39_731_000)),
            ("Ana Roe", "Good.", Some(39_734_000)),
        ],
    },
    Case {
        name: "S13",
        text: "[id1] hello, I like it.\n\n[id2] I do not.\n\n[laughs] Really.\n\n[id1] Why?\n\n[id2] [laughs] So.\n",
        kind: LayoutKind::Bracketed,
        labels: &["id1", "id2"],
        turns: &[
            ("id1", "hello, I like it.", None),
            ("id2", "I do not.\n\n[laughs] Really.", None),
            ("id1", "Why?", None),
            ("id2", "[laughs] So.", None),
        ],
    },
    Case {
        name: "S15 paragraphs",
        text: "STRATEGY\n- top to bottom\n- twice\n\nThen the tests.\n \n\t\nDone: all of it.\n",
        kind: LayoutKind::Paragraphs,
        labels: &[],
        turns: &[
            ("", "STRATEGY\n- top to bottom\n- twice", None),
            ("", "Then the tests.", None),
            ("", "Done: all of it.", None),
        ],
    },
    Case {
        name: "S15 lines",
        text: "\n[00:01.500 --> 00:04.000]  Hello everyone.\n[00:04.000 --> 00:06.000]  And welcome.\n\n",
        kind: LayoutKind::Lines,
        labels: &[],
        turns: &[("", "Hello everyone.", Some(1_500)), ("", "And welcome.", Some(4_000))],
    },
    Case {
        name: "S16",
        text: "# Dialog 1\n\n**Transcript ID:** w_1\n\n---\n\nAssistant: Hi there!\n\nReady?\n\nUser: Yes.\n\nAI: Good.\n\nUser: Go.\n\nAI: How?\n\nUser: So.\n",
        kind: LayoutKind::Inline,
        labels: &["Assistant", "User", "AI"],
        turns: &[
            ("Assistant", "Hi there!\n\nReady?", None),
            ("User", "Yes.", None),
            ("AI", "Good.", None),
            ("User", "Go.", None),
            ("AI", "How?", None),
            ("User", "So.", None),
        ],
    },
    Case {
        name: "S19",
        text: "Interviewer (00:03):\nThanks.\n\nParticipant (00:07):\nYes. [crosstalk 00:00:09] sorry.\n\nInterviewer (01:02:44):\nLast.\n",
        kind: LayoutKind::Rev,
        labels: &["Interviewer", "Participant"],
        turns: &[
            ("Interviewer", "Thanks.", Some(3_000)),
            ("Participant", "Yes. [crosstalk 00:00:09] sorry.", Some(7_000)),
            ("Interviewer", "Last.", Some(3_764_000)),
        ],
    },
    Case {
        name: "S20",
        text: "talk.m4a\n\nSpeaker 1: [00:00:03] Thanks.[00:00:05][2.1]\n\nSpeaker 2: [00:00:07] Yes.[00:00:08]\n\nSpeaker 1: [00:00:09] Great.\n",
        kind: LayoutKind::Inline,
        labels: &["Speaker 1", "Speaker 2"],
        turns: &[
            ("Speaker 1", "Thanks.[00:00:05][2.1]", Some(3_000)),
            ("Speaker 2", "Yes.[00:00:08]", Some(7_000)),
            ("Speaker 1", "Great.", Some(9_000)),
        ],
    },
    Case {
        name: "S21",
        text: "Weekly-Recording\n\nMarch 12, 2025, 10:15AM\n\n41m 12s\n\nAna Roe started transcription\n\nAna Roe   0:03\nThanks.\n\nParticipant 04   0:07\nYes.\n",
        kind: LayoutKind::Otter,
        labels: &["Ana Roe", "Participant 04"],
        turns: &[("Ana Roe", "Thanks.", Some(3_000)), ("Participant 04", "Yes.", Some(7_000))],
    },
    Case {
        name: "S22",
        text: "I: Wie war es? #00:00:07-3#\n\nB1: Na ja (lacht), so. #00:00:21-9#\n\nI: //Mhm.// #00:00:22-4#\n",
        kind: LayoutKind::Inline,
        labels: &["I", "B1"],
        turns: &[
            ("I", "Wie war es? #00:00:07-3#", Some(7_300)),
            ("B1", "Na ja (lacht), so. #00:00:21-9#", Some(21_900)),
            ("I", "//Mhm.// #00:00:22-4#", Some(22_400)),
        ],
    },
    Case {
        name: "S23",
        text: "GROUP 2 – Evening\nModerator: Ana   Note-taker: Bo   Participants: F1 (34), M1 (28)\n------\nMODERATOR:\tThank you.\nF1:\tI can.\nM1:\tWell, \n[Several]:\tYeah.\n?:\tNot me.\nM?:\t(inaudible 00:04:12) the bus.\nMODERATOR:\tM1?\n",
        kind: LayoutKind::Inline,
        labels: &["MODERATOR", "F1", "M1", "Several", "?", "M?"],
        turns: &[
            ("MODERATOR", "Thank you.", None),
            ("F1", "I can.", None),
            ("M1", "Well,", None),
            ("Several", "Yeah.", None),
            ("?", "Not me.", None),
            ("M?", "(inaudible 00:04:12) the bus.", None),
            ("MODERATOR", "M1?", None),
        ],
    },
    Case {
        name: "S24",
        text: "                 Page 12\n 1       Q.   And how?\n 2       A.   On Sunday.\n 3            Or Monday.\n 4       Q.   Who decides?\n 5       A.   We do.\n",
        kind: LayoutKind::QuestionAnswer,
        labels: &["Q", "A"],
        turns: &[
            ("Q", "And how?", None),
            ("A", "On Sunday.\n 3            Or Monday.", None),
            ("Q", "Who decides?", None),
            ("A", "We do.", None),
        ],
    },
    Case {
        name: "S18",
        text: "1 P01: Hello.\n2 P02: Okay.\n3 P01: More\nrest, 10 of them\n4 P02: yes\n",
        kind: LayoutKind::Inline,
        labels: &["P01", "P02"],
        turns: &[
            ("P01", "Hello.", None),
            ("P02", "Okay.", None),
            ("P01", "More\nrest, 10 of them", None),
            ("P02", "yes", None),
        ],
    },
    Case {
        name: "S18 with dots",
        text: "1. Ana Roe: Hello.\n2. Bo Lind: Okay.\n3. Ana Roe: 10. Then\n10. rest\n",
        kind: LayoutKind::Inline,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[("Ana Roe", "Hello.", None), ("Bo Lind", "Okay.", None), ("Ana Roe", "10. Then\n10. rest", None)],
    },
    Case {
        name: "S25",
        text: ">> P01: Hello\n\n>> P02: hi\n>> there\n\n>>P01: ok\n",
        kind: LayoutKind::Inline,
        labels: &["P01", "P02"],
        turns: &[("P01", "Hello", None), ("P02", "hi\n>> there", None), ("P01", "ok", None)],
    },
    Case {
        name: "S17",
        text: "Interviewee\nMm-hmm.\nAnd then the bus\ncame, and I took\nit.\n\nInterviewer\nOk then.\n\nInterviewee\nyes I\n",
        kind: LayoutKind::Names,
        labels: &["Interviewee", "Interviewer"],
        turns: &[
            ("Interviewee", "Mm-hmm.\nAnd then the bus\ncame, and I took\nit.", None),
            ("Interviewer", "Ok then.", None),
            ("Interviewee", "yes I", None),
        ],
    },
    Case {
        name: "times before and between",
        text: "[00:01] Ana Roe: One.\n\n00:05:41\tBo Lind:\tTwo.\n\nAna Roe (00:07): Three.\n\nBo Lind 00:09: Four.\n\n**[0:11] Ana Roe:** Five.\n\nBo Lind: [0:12] [0:13] Six.\n",
        kind: LayoutKind::Inline,
        labels: &["Ana Roe", "Bo Lind"],
        turns: &[
            ("Ana Roe", "One.", Some(1_000)),
            ("Bo Lind", "Two.", Some(341_000)),
            ("Ana Roe", "Three.", Some(7_000)),
            ("Bo Lind", "Four.", Some(9_000)),
            ("Ana Roe", "Five.", Some(11_000)),
            ("Bo Lind", "Six.", Some(12_000)),
        ],
    },
    Case {
        name: "names that are hard",
        text: "Enrico Roe (tbenr): a\n\nRivera, Dana: b\n\nDr. O’Neil-Ávila: c\n\n受访者：你好\n\nEnrico Roe (tbenr): d\n\nRivera, Dana: 10:30\n\nDr. O’Neil-Ávila: 10:30 suits me.\n\n受访者：再见\n",
        kind: LayoutKind::Inline,
        labels: &["Enrico Roe (tbenr)", "Rivera, Dana", "Dr. O’Neil-Ávila", "受访者"],
        turns: &[
            ("Enrico Roe (tbenr)", "a", None),
            ("Rivera, Dana", "b", None),
            ("Dr. O’Neil-Ávila", "c", None),
            ("受访者", "你好", None),
            ("Enrico Roe (tbenr)", "d", None),
            ("Rivera, Dana", "10:30", None),
            ("Dr. O’Neil-Ávila", "10:30 suits me.", None),
            ("受访者", "再见", None),
        ],
    },
    Case {
        name: "stamped, some with nothing said",
        text: "DR [0:03] Thanks.\nP4 [0:07] Yes.\n   I moved.\nDR [0:12] \nP4 [0:15] OK.\n",
        kind: LayoutKind::Stamped,
        labels: &["DR", "P4"],
        turns: &[
            ("DR", "Thanks.", Some(3_000)),
            ("P4", "Yes.\n   I moved.", Some(7_000)),
            ("DR", "", Some(12_000)),
            ("P4", "OK.", Some(15_000)),
        ],
    },
];

#[test]
fn every_layout_is_found() {
    for case in CASES {
        let found = expect(case.text, &TurnRules::default(), case.turns);
        assert_eq!(found.layout.labels, case.labels, "{}", case.name);
        assert_eq!(found.kind, case.kind, "{}", case.name);
    }
}

#[test]
fn s14_answers_without_a_label() {
    let rules = rules(&["moderator"], &[]);
    let text =
        "Talk 3\n\tMODERATOR: Could you start?\n\tOkay, so I went.\n\tThen home.\n\tMODERATOR: And?\n\tNothing.\n";
    let turns = [
        ("MODERATOR", "Could you start?", None),
        ("", "Okay, so I went.", None),
        ("", "Then home.", None),
        ("MODERATOR", "And?", None),
        ("", "Nothing.", None),
    ];
    let found = expect(text, &rules, &turns);
    assert!(found.answers_unlabelled);
    assert_eq!(found.header_lines, 1);

    let text = "MODERATOR: Could you\nstart?\n\nOkay, so\nI went.\n\nThen home.\n\nMODERATOR:\n\nAnd?\n\nNothing.\n\nMODERATOR: Bye.\n";
    let turns = [
        ("MODERATOR", "Could you\nstart?", None),
        ("", "Okay, so\nI went.", None),
        ("", "Then home.", None),
        ("MODERATOR", "And?", None),
        ("", "Nothing.", None),
        ("MODERATOR", "Bye.", None),
    ];
    expect(text, &rules, &turns);
}

#[test]
fn s14_questions_and_answers_in_pairs() {
    let text = "INT: Why?\nBecause.\n\nINT: How?\nSlowly.\n";
    let turns = [("INT", "Why?", None), ("", "Because.", None), ("INT", "How?", None), ("", "Slowly.", None)];
    expect(text, &rules(&["INT"], &[]), &turns);
}

#[test]
fn s14_wrapped_questions_are_the_interviewers() {
    let rules = rules(&["INT"], &[]);
    let text = "INT: How did the referral\ngo for your family then?\n\nINT: And after\nthat?\n";
    let asked = [("INT", "How did the referral\ngo for your family then?", None), ("INT", "And after\nthat?", None)];
    expect(text, &rules, &asked);
    // One paragraph without a label, or one line that ends with a sentence, changes nothing for the others.
    let more = format!("{text}\nINT: It was long.\nWas it?\n\nIt was.\n");
    let said: Vec<_> =
        asked.into_iter().chain([("INT", "It was long.\nWas it?", None), ("", "It was.", None)]).collect();
    expect(&more, &rules, &said);
    // Without empty lines between the turns every line is a paragraph, also where an empty line got in.
    let text = "INT: Go on then\nI went.\nHome.\n\nINT: And\nNothing.\nINT: So\nYes.\nINT: Bye\n";
    let turns = [
        ("INT", "Go on then", None),
        ("", "I went.", None),
        ("", "Home.", None),
        ("INT", "And", None),
        ("", "Nothing.", None),
        ("INT", "So", None),
        ("", "Yes.", None),
        ("INT", "Bye", None),
    ];
    expect(text, &rules, &turns);
}

#[test]
fn s17_a_part_alone_on_its_line() {
    let text = "Interviewer\nOk then.\n\nInterviewee\nyes I\n\nInterviewer\nbye\n\nInterviewee\nUh, sure.\n";
    let turns = [
        ("Interviewer", "Ok then.", None),
        ("Interviewee", "yes I", None),
        ("Interviewer", "bye", None),
        ("Interviewee", "Uh, sure.", None),
    ];
    expect(text, &rules(&["Interviewer"], &[]), &turns);
    expect(text, &TurnRules::default(), &turns);
    // Neither once nor in a sentence that was wrapped, nor beside labels with colons.
    let prose = "I spoke with the\nparticipant\nand with her\nmother\ntwice.\n\nInterviewee\nwas Ana.\n";
    assert!(find(prose).layout.labels.is_empty());
    let colons = "Ana: I was the\nParticipant\nthen.\nBo: Oh.\nAna: Yes, the\nParticipant\nagain.\nBo: Ah.\n";
    assert_eq!(find(colons).layout.labels, ["Ana", "Bo"]);
}

#[test]
fn s17_names_that_the_study_gives() {
    let text = "Interviewee\nMm-hmm. Sure.\nInterviewer\nWhy?\nInterviewee\nOh.\n";
    let turns = [("Interviewee", "Mm-hmm. Sure.", None), ("Interviewer", "Why?", None), ("Interviewee", "Oh.", None)];
    let found = expect(text, &rules(&["Interviewer"], &["interviewee"]), &turns);
    assert_eq!(found.kind, LayoutKind::Names);
}

#[test]
fn a_pattern_of_the_study() {
    let pattern = r"^<(?<speaker>[^>|]+)\|?(?<time>[\d:]*)>";
    let rules = TurnRules { pattern: Some(pattern.to_owned()), ..TurnRules::default() };
    let text = "Head: a\n<Ana|0:05> Hello: you.\nNote: x\n<Bo> Hi.\n<ana> [0:09] Bye.\n";
    let turns = [("Ana", "Hello: you.\nNote: x", Some(5_000)), ("Bo", "Hi.", None), ("Ana", "Bye.", Some(9_000))];
    let found = expect(text, &rules, &turns);
    assert_eq!(found.kind, LayoutKind::Pattern);

    let broken = TurnRules { pattern: Some("(".to_owned()), ..TurnRules::default() };
    expect("Ana: a\nBo: b\nAna: c\n", &broken, &[("Ana", "a", None), ("Bo", "b", None), ("Ana", "c", None)]);
}
