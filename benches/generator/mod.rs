//! Studies of any size, made of invented words: the same numbers give the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use emic::journal::event::Code;
use emic::journal::{Do, Event, to_line};
use emic::model::{ActId, CoderName, EventId, Place};
use emic::text::{Body, Span, context};

/// How large a study is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Interviews.
    pub interviews: u32,
    /// Words of each.
    pub words: u32,
    /// Codings of each, by all coders together.
    pub codings: u32,
    /// Coders.
    pub coders: u32,
}

impl Size {
    /// Interviews of 8,000 words with 120 codings by three coders.
    pub const fn interviews(interviews: u32) -> Self {
        Self { interviews, words: 8_000, codings: 120, coders: 3 }
    }
}

const ROLES: [&str; 7] = ["parent", "pupil", "teacher", "TA", "SENCo", "headteacher", "officer"];

const COMMON: &[&str] = &[
    "the",
    "and",
    "we",
    "they",
    "it",
    "to",
    "a",
    "of",
    "I",
    "was",
    "that",
    "you",
    "in",
    "he",
    "she",
    "so",
    "but",
    "for",
    "with",
    "said",
    "know",
    "not",
    "had",
    "have",
    "there",
    "then",
    "just",
    "like",
    "get",
    "all",
    "because",
    "school",
    "think",
    "really",
    "would",
    "when",
    "what",
    "at",
    "on",
    "do",
    "been",
    "one",
    "them",
    "were",
    "this",
    "about",
    "out",
    "up",
    "went",
    "time",
    "people",
    "things",
    "day",
    "week",
    "help",
    "asked",
    "told",
    "wait",
    "waiting",
    "waited",
    "list",
    "support",
    "class",
    "teacher",
    "parents",
    "assessment",
    "plan",
    "report",
    "appointment",
    "referral",
    "meeting",
    "form",
    "letter",
    "phone",
    "again",
    "never",
    "always",
    "nobody",
    "somebody",
    "home",
    "trust",
    "heard",
];

/// Numbers that look like chance: SplitMix64.
pub struct Chance(u64);

impl Chance {
    /// A sequence that `seed` decides.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end.max(1))) as u32
    }

    fn word(&mut self) -> String {
        // Three words in four are common ones, the first of them far more often than the last.
        if self.below(4) > 0 {
            let at = self.below(COMMON.len() as u32).min(self.below(COMMON.len() as u32));
            return COMMON[at as usize].to_owned();
        }
        let rank = self.below(6_000).min(self.below(6_000));
        let mut word = String::new();
        let mut rest = rank + 20;
        while rest > 0 {
            word.push_str(
                ["ba", "den", "lo", "mi", "ster", "ran", "ty", "ock", "wel", "fi", "sha", "gro"][rest as usize % 12],
            );
            rest /= 12;
        }
        word
    }
}

fn interview(chance: &mut Chance, size: Size, person: u32) -> String {
    let mut text = String::new();
    let mut words = 0;
    let mut interviewer = true;
    while words < size.words {
        let length = if interviewer { 5 + chance.below(20) } else { 20 + chance.below(140) };
        let _ = write!(text, "{}: ", if interviewer { "Interviewer".to_owned() } else { format!("P{person:04}") });
        let mut sentence = 0;
        for at in 0..length {
            let mut word = chance.word();
            if sentence == 0 {
                word[..1].make_ascii_uppercase();
            }
            if at > 0 {
                text.push(' ');
            }
            text.push_str(&word);
            sentence += 1;
            if sentence > 6 && chance.below(8) == 0 || at + 1 == length {
                text.push(if interviewer && at + 1 == length { '?' } else { '.' });
                sentence = 0;
            }
        }
        text.push_str("\n\n");
        words += length;
        interviewer = !interviewer;
    }
    text
}

/// Writes a study of `size` into `folder`, which must not exist.
///
/// # Errors
/// As the file system has them.
pub fn write(folder: &Path, size: Size) -> io::Result<()> {
    fs::create_dir_all(folder.join("transcripts"))?;
    fs::create_dir_all(folder.join("codings"))?;
    fs::write(folder.join("study.yaml"), "emic: 1\ntitle: Generated\ninterviewers: [Interviewer]\n")?;
    let mut book = String::from("codes:\n");
    let mut codes = Vec::new();
    for top in 0..8 {
        let _ = writeln!(book, "  - id: top-{top}\n    name: Top {top}\n    definition: An invented code.\n    codes:");
        for sub in 0..4 {
            let _ = writeln!(
                book,
                "      - id: sub-{top}-{sub}\n        name: Sub {top} {sub}\n        definition: Also invented."
            );
            codes.push(format!("sub-{top}-{sub}"));
        }
        codes.push(format!("top-{top}"));
    }
    fs::write(folder.join("codebook.yaml"), book)?;
    let mut people = String::from("participant,role,school\n");
    for person in 0..size.interviews {
        let _ = writeln!(people, "P{person:04},{},School {}", ROLES[person as usize % ROLES.len()], person % 9);
    }
    fs::write(folder.join("participants.csv"), people)?;
    let mut chance = Chance::new(7);
    let mut journals: Vec<String> = (0..size.coders).map(|_| String::new()).collect();
    let mut tick = 0;
    for person in 0..size.interviews {
        let id = format!("interview-{person:04}");
        let body = Body::new(interview(&mut chance, size, person));
        fs::write(folder.join(format!("transcripts/{id}.txt")), body.text())?;
        for _ in 0..size.codings {
            let coder = chance.below(size.coders);
            let start = chance.below(body.chars() - 400);
            let span = Span::new(start, start + 40 + chance.below(300));
            let code = &codes[chance.below(codes.len() as u32) as usize];
            tick += 1;
            let event = event_id(tick, &mut chance);
            line(&mut journals[coder as usize], event, coder, coding(&body, &id, span, code));
        }
        for (coder, journal) in journals.iter_mut().enumerate() {
            tick += 1;
            let done = Do::Done { transcript: id.as_str().into(), on: true };
            line(journal, event_id(tick, &mut chance), coder as u32, done);
        }
    }
    for (coder, journal) in journals.iter().enumerate() {
        let mut file = fs::File::create(folder.join(format!("codings/coder{coder}.jsonl")))?;
        file.write_all(journal.as_bytes())?;
        file.sync_all()?;
    }
    Ok(())
}

fn event_id(tick: u64, chance: &mut Chance) -> uuid::Uuid {
    let bits = chance.next().to_be_bytes();
    let random = [bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], bits[7], bits[0], bits[1]];
    uuid::Builder::from_unix_timestamp_millis(1_767_225_600_000 + tick, &random).into_uuid()
}

/// Writes a line as emic does.
fn line(journal: &mut String, id: uuid::Uuid, coder: u32, what: Do) {
    let coder = CoderName::new(&format!("coder{coder}")).expect("a coder's name");
    let event = Event::new(EventId(id), ActId(id), coder, "2026-01-01T00:00:00Z", what);
    journal.push_str(&to_line(&event));
    journal.push('\n');
}

fn coding(body: &Body, transcript: &str, span: Span, code: &str) -> Do {
    let (quote, before, after) = context(body, span).expect("a span of the body");
    Do::Code(Code {
        place: Place {
            transcript: transcript.into(),
            span,
            quote: quote.into(),
            before: before.into(),
            after: after.into(),
            text: body.hash(),
        },
        code: code.into(),
        query: None,
        def: None,
        settles: Vec::new(),
        by: Vec::new(),
    })
}
