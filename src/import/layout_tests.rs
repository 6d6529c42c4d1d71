//! Every layout of transcripts that was seen, as a file that comes in: the labels and how often they speak. All invented.

use super::*;
use crate::text::{Body, TurnRules};

/// What a file of this name comes in as: its text, and `label=turns` of each label.
fn taken(name: &str, text: &str) -> (String, String) {
    let contents = read(name, text.as_bytes(), &Options::default()).unwrap();
    let draft = &contents.drafts[0];
    let interviewers = ["Interviewer", "MODERATOR", "I", "INT", "Assistant", "AI"].map(String::from).to_vec();
    let rules = TurnRules { interviewers, known: draft.labels.clone(), ..TurnRules::default() };
    let look = look(&Body::new(draft.text.clone()), &rules);
    let labels = look.labels.iter().map(|label| format!("{}={}", label.label, label.turns)).collect::<Vec<_>>();
    (draft.text.clone(), labels.join(" "))
}

#[test]
fn every_layout_comes_in() {
    for (layout, name, text, labels) in [
        (
            "S1",
            "a.txt",
            "Researcher 1: How did it start?\n\nAna: Slowly.\n\nResearcher 1: And?\n\nAna: Then fast.\n",
            "Researcher 1=2 Ana=2",
        ),
        (
            "S2",
            "a.txt",
            "interviewer: So?\n\ninterviewee: Yes.\n\ninterviewee: And then.\n\ninterviewer: Hm.\n",
            "interviewer=2 interviewee=2",
        ),
        (
            "S3",
            "a.txt",
            "Interviewer1\u{a0}: OK donc…\n\nEnquêtée\u{202f}: Oui.\n\nInterviewer1\u{a0}: Et\u{a0}?\n\nEnquêtée\u{202f}: Non.\n",
            "Interviewer1=2 Enquêtée=2",
        ),
        ("S4", "a.csv", "speaker,text\nDB:,How?\nRA,So.\nDB:,And?\nRA,Well.\n", "DB=2 RA=2"),
        ("S5", "a.csv", "speaker,text\nDevin Roe:,How?\nRA:,So.\nDR:,And?\nRA:,Well.\n", "Devin Roe=1 RA=2 DR=1"),
        (
            "S6",
            "a.md",
            "**Ana Roe:** How?\n\n**Bo Hill:** \\[06:10\\] So.\n\n**Ana Roe:** And?\n\n**Bo Hill:** No.\n",
            "Ana Roe=2 Bo Hill=2",
        ),
        (
            "S7",
            "a.md",
            "**Interviewer (I):** How?\n\n**R1:** So.\n\n**I:** And?\n\n**R1:** No.\n\n**I:** Hm?\n",
            "Interviewer (I)=1 R1=2 I=2",
        ),
        (
            "S8",
            "a.md",
            "Ana Roe:\n\nWell, hello.\n\nBo Hill:\n\nHi.\nAnd more.\n\nAna Roe:\n\nSo?\n\nBo Hill:\n\nNo.\n",
            "Ana Roe=2 Bo Hill=2",
        ),
        (
            "S9",
            "a.txt",
            "Ana Roe  12:04  \nWell.\n\nBo Hill  12:09  \nYes.\n\nAna Roe  1:02:44  \nSo.\n",
            "Ana Roe=2 Bo Hill=1",
        ),
        (
            "S10",
            "a.md",
            "Ana Roe  \nWell, I think so.\n\nBo Hill  \nYes, I do.\n\nAna Roe  \nGood.\n\nBo Hill  \nIt is.\n",
            "Ana Roe=2 Bo Hill=2",
        ),
        (
            "S11",
            "a.md",
            "Speaker 0: 00:01:17\n\nHello.\n\nSpeaker 1: 00:01:20\n\nHi.\n\nSpeaker 0: 00:01:25\n\nSo.\n",
            "Speaker 0=2 Speaker 1=1",
        ),
        (
            "S12",
            "a.txt",
            "[Ana Roe] 11:02:09\nHey.\n\n[Bo Hill] 11:02:11\nHi.\n\n[Ana Roe] 11:02:13\nSo.\n",
            "Ana Roe=2 Bo Hill=1",
        ),
        (
            "S13",
            "a.txt",
            "[id1] hello, I like it.\n\n[id2] I do not.\n\n[id1] Why?\n\n[id2] It is hard.\n",
            "id1=2 id2=2",
        ),
        (
            "S14",
            "a.txt",
            "\tMODERATOR: Could you start?\n\n\tOkay, so I did.\n\n\tMODERATOR: And?\n\n\tThat was it.\n",
            "MODERATOR=2 =2",
        ),
        ("S15", "a.txt", "GENERAL STRATEGY\n- top to bottom\n\nCONTEXT\n- none\n", "=2"),
        (
            "S16",
            "a.csv",
            "transcript_id,text\nc1,\"Assistant: Hi!\n\nUser: Hello.\n\nAI: And?\n\nUser: No.\"\nc2,\"User: x\"\n",
            "Assistant=1 User=2 AI=1",
        ),
        ("S18", "a.txt", "1 Dan: Okay.\n2 Ana: Yes, and\nthe rest.\n3 Dan: So?\n4 Ana: No.\n", "Dan=2 Ana=2"),
        (
            "S19",
            "a.txt",
            "Interviewer (00:03):\nThanks.\n\nParticipant (00:07):\nYes. [crosstalk 00:00:09] sorry.\n\nInterviewer (01:02:44):\nLast.\n",
            "Interviewer=2 Participant=1",
        ),
        (
            "S20",
            "a.txt",
            "Talk.m4a\n\nSpeaker 1: [00:00:03] Thanks.[00:00:05][2.1]\n\nSpeaker 2: [00:00:07] Yes.[00:00:08][1.3]\n\nSpeaker 1: [00:00:09] So.[00:00:10][0.4]\n",
            "Speaker 1=2 Speaker 2=1",
        ),
        (
            "S21 new",
            "a.txt",
            "Dana Roe   0:03\nThanks.\n\nP 04   0:07\nYes.\n\nDana Roe   0:09\nSo.\n",
            "Dana Roe=2 P 04=1",
        ),
        (
            "S21 old",
            "a.txt",
            "0:0:3.210 --> 0:0:6.480\nDana Roe\nThanks.\n0:0:6.900 --> 0:0:11.20\nP 04\nYes.\n",
            "Dana Roe=1 P 04=1",
        ),
        (
            "S22",
            "a.txt",
            "I: Wie geht es? #00:00:07-3#\n\nB1: Gut. (..) Also. #00:00:21-9#\n\nI: //Mhm.// #00:00:22-4#\n",
            "I=2 B1=1",
        ),
        (
            "S23",
            "a.txt",
            "MODERATOR:\tHello.\nF1:\tYes.\n[Several]:\tYeah.\n?:\tNo.\nM?:\tHm.\nF1:\tSo.\nMODERATOR:\tOK.\n",
            "MODERATOR=2 F1=2 Several=1 ?=1 M?=1",
        ),
        (
            "S24",
            "a.txt",
            " 1       Q.   And how?\n 2       A.   On Sunday.\n 3            Or Monday.\n 4       Q.   Who?\n 5       A.   We do.\n",
            "Q=2 A=2",
        ),
        (
            "S25",
            "a.srt",
            "1\n00:00:01,000 --> 00:00:03,000\n- Can you?\n- Yes.\n\n2\n00:00:03,000 --> 00:00:05,000\n>> Ana: Good.\n\n3\n00:00:05,000 --> 00:00:06,000\n>> Bo: So.\n",
            "Unknown Speaker=2 Ana=1 Bo=1",
        ),
        (
            "Zoom chat",
            "a.txt",
            "00:05:41\tAna Roe:\tsounds great\n00:07:06\tbo:\thttps://example.org/a\n00:08:15\tAna Roe:\n\tmore\n00:09:00\tbo:\tReacted to \"more\"\n",
            "Ana Roe=2 bo=2",
        ),
        (
            "full-width",
            "a.txt",
            "受访者：你好。\n\n研究者：请说。\n\n受访者：好。\n\n研究者：谢谢。\n",
            "受访者=2 研究者=2",
        ),
        (
            "Descript",
            "a.txt",
            "[00:00:00] Ana Roe: Hello.\n\n[00:00:05] Bo Hill: Hi.\n\n[00:14:00] Ana Roe: So.\n",
            "Ana Roe=2 Bo Hill=1",
        ),
    ] {
        assert_eq!(taken(name, text).1, labels, "{layout}");
    }
}

#[test]
fn every_time_stamp_is_read() {
    for (name, text, times) in [
        ("a.txt", "Ana Roe  0:21  \nx\n\nBo Hill  1:02:44  \ny\n\nAna Roe  1:02:50  \nz\n", (21_000, 3_770_000)),
        ("a.txt", "Ana: [00:03:43] x\n\nBo: [3:53] y\n\nAna: z\n\nBo: w\n", (223_000, 233_000)),
        ("a.md", "**Ana:** \\[06:10\\] x\n\n**Bo:** y\n\n**Ana:** \\[16:10\\] z\n", (370_000, 970_000)),
        ("a.txt", "Ana: x [00:14:00] no turn time\n\nBo: [00:28:00] y\n\nAna: z\n\nBo: w\n", (1_680_000, 1_680_000)),
        (
            "a.vtt",
            "WEBVTT\n\n00:05:31.760 --> 00:05:34.100\nAna: x\n\n00:43:50.000 --> 00:43:51.000\nAna: y\n",
            (331_000, 2_630_000),
        ),
        ("a.vtt", "WEBVTT\n\n00:43.810 --> 00:47.850\nx\n\n00:50.000 --> 00:51.000\ny\n", (43_000, 50_000)),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:01:01,000 --> 00:01:02,000\ny\n", (1_000, 61_000)),
        ("a.md", "00:00.000 --> 00:27.640\nx\n\n01:00.000 --> 01:27.640\ny\n", (0, 60_000)),
        ("a.tsv", "start\tend\ttext\n43810\t47850\tx\n60000\t61000\ty\n", (43_000, 60_000)),
        ("a.lrc", "[00:43.810]x\n[00:47.850]\n[01:43.810]y\n", (43_000, 103_000)),
        ("a.txt", "00:05:41\tAna:\tx\n00:06:41\tBo:\ty\n00:07:41\tAna:\tz\n", (341_000, 461_000)),
        (
            "a.txt",
            "I: x #00:01:23-4#\n\nB: y #00:02:23-4#\n\nI: z #00:03:00-0#\n\nB: w #00:03:10-0#\n",
            (83_400, 190_000),
        ),
        (
            "a.txt",
            "[Ana Roe] 11:02:09\nx\n\n[Bo Hill] 11:02:19\ny\n\n[Ana Roe] 11:02:29\nz\n",
            (39_729_000, 39_749_000),
        ),
        ("a.txt", "Ana [01:00:03:12]: x\n\nBo [01:00:07:00]: y\n\nAna [01:00:09:24]: z\n", (3_603_000, 3_609_000)),
    ] {
        let contents = read(name, text.as_bytes(), &Options::default()).unwrap();
        let look = look(&Body::new(contents.drafts[0].text.clone()), &TurnRules::default());
        assert_eq!(look.times, Some(times), "{text}");
    }
}

#[test]
fn text_and_markdown_are_verbatim_whatever_their_layout() {
    let text = "Ana Roe  0:03  \nWell,   I – you know…  \nso.\n\n\n\nBo Hill  0:07  \n\tYes.\n\nAna Roe  0:09  \nOK.";
    for name in ["a.txt", "a.md", "a"] {
        assert_eq!(taken(name, text).0, text);
    }
}
