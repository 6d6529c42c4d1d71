//! Labels on lines of their own, and texts without any.

use super::Case;
use crate::text::turns::LayoutKind;

pub const CASES: &[Case<'_>] = &[
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
        name: "S21",
        text: "Weekly-Recording\n\nMarch 12, 2025, 10:15AM\n\n41m 12s\n\nAna Roe started transcription\n\nAna Roe   0:03\nThanks.\n\nParticipant 04   0:07\nYes.\n",
        kind: LayoutKind::Otter,
        labels: &["Ana Roe", "Participant 04"],
        turns: &[("Ana Roe", "Thanks.", Some(3_000)), ("Participant 04", "Yes.", Some(7_000))],
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
];
