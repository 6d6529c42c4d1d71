//! What a label looks like, judged by its text alone.

/// The most characters of a label that nobody has named.
const MOST_CHARS: usize = 40;
/// The most words of a label that nobody has named.
const MOST_WORDS: usize = 6;

/// How much a text before a colon looks like a speaker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// A code or a role (`P10`, `INT`, `M?`, `Interviewer 2`): believed beside one other label.
    Code,
    /// Capitalised words, at most four: a name, believed beside two other labels.
    Name,
    /// One word in lower case, a number, a long name: believed when repeated.
    Plain,
    /// The beginning of a sentence (`One thing`, `So he said`): believed when it rules the text.
    Sentence,
    /// A word that opens notes and headers (`Note`, `Date`).
    Never,
    /// Too long or without a letter: only a label that the study names.
    Unfit,
}

impl Class {
    /// Whether a repetition is enough to believe it.
    pub fn is_usual(self) -> bool {
        matches!(self, Self::Code | Self::Name | Self::Plain)
    }
}

/// Words that open remarks, notes and lists rather than turns.
const REMARKS: &str = "note notes nb n.b n.b. ps p.s p.s. todo example examples question answer questions answers e.g \
    e.g. i.e i.e. http https ftp mailto www warning remark comment observation reason reasons result results background \
    problem solution point fact conclusion advantages disadvantages pros cons tip tips update edit hint remember caveat \
    disclaimer first second third firstly secondly thirdly finally lastly plus bonus quote re fwd see monday tuesday \
    wednesday thursday friday saturday sunday exemple remarque beispiel anmerkung hinweis frage antwort ejemplo nota";

/// Keys of header blocks.
const HEADERS: &str = "date;time;title;location;place;venue;setting;duration;length;interview;interview date;\
    interview number;interview id;date of interview;transcript;transcript id;transcription;transcribed by;transcriber;\
    transcript by;recording;recorded;file;file name;filename;audio;project;study;present;participants;attendees;speakers;\
    keywords;summary keywords;summary;source;language;version;author;subject;topic;context;id;participant id;age;gender;\
    pseudonym;url;link;media;tags;email;mode;wave;datum;ort;dauer;lieu;durée;fecha;lugar;duración;date de l’entretien";

/// First words of sentences, which no name begins with.
const FUNCTION: &str = "a an the so and but or because he she it they we you this that these those there here one my your \
    his her our their its what why how when where who which if as like for in on at by with from to then also okay ok yes \
    yeah no well oh um uh is are was were do does did can could would should not just some many most another all-in i'm \
    i’m it's it’s that's that’s let let's let’s think say said says meaning namely again anyway actually basically \
    und aber also ich wir sie das die der es et mais je il elle nous le la les ce c'est c’est y pero yo el los las";

/// Words for people as transcripts call them.
const ROLES: &str = "interviewer interviewee interviewers moderator facilitator researcher participant respondent speaker \
    voice person man woman male female child boy girl parent parents mother father mum mom dad carer teacher student pupil \
    assistant host guest narrator informant member group audience everyone everybody several all both user ai client \
    patient nurse doctor translator interpreter observer note-taker notetaker chair panelist panellist staff coach \
    int mod unknown unidentified befragte befragter interviewerin sprecher sprecherin enquêteur enquêté intervieweur \
    entrevistador entrevistadora entrevistado entrevistada";

/// Small words inside names.
const PARTICLES: &str =
    "de del della der den di da do dos du la le van von und of the and y e bin ibn al ten ter zu zur";

fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry == word)
}

/// A label as it is compared: lower case, white space as one blank.
pub(in crate::text) fn fold_label(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Whether a folded label is a key of a header block.
pub(super) fn is_header_key(key: &str) -> bool {
    HEADERS.split(';').any(|entry| entry == key)
}

/// Judges a label; `key` is the label folded.
pub(super) fn classify(label: &str, key: &str) -> Class {
    if label.chars().count() > MOST_CHARS || key.is_empty() {
        return Class::Unfit;
    }
    if label.chars().all(|c| c == '?') {
        return Class::Code;
    }
    if !label.chars().any(char::is_alphanumeric) {
        return Class::Unfit;
    }
    let words = key.split(' ').count();
    if words > MOST_WORDS {
        return Class::Unfit;
    }
    if holds(REMARKS, key) || is_header_key(key) {
        return Class::Never;
    }
    if words == 1 { classify_word(label, key) } else { classify_words(label, key, words) }
}

fn classify_word(label: &str, key: &str) -> Class {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let digits = label.chars().filter(char::is_ascii_digit).count();
    let chars = label.chars().count();
    if letters == 0 {
        return if digits > 3 { Class::Sentence } else { Class::Plain };
    }
    let spelled = chars == letters + digits || label.ends_with('?');
    if spelled && ((digits > 0 && letters <= 5) || (letters <= 4 && !label.chars().any(char::is_lowercase))) {
        return if label.chars().any(|c| c.is_alphabetic() && c.is_ascii()) { Class::Code } else { Class::Name };
    }
    if holds(ROLES, key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '?')) {
        return Class::Code;
    }
    if holds(FUNCTION, key) {
        return Class::Sentence;
    }
    if label.starts_with(char::is_lowercase) { Class::Plain } else { Class::Name }
}

fn classify_words(label: &str, key: &str, words: usize) -> Class {
    let role = |word: &str| holds(ROLES, word.trim_matches(|c: char| !c.is_alphabetic()));
    let first = key.split(' ').next().unwrap_or_default();
    if first != "all" && first != "the" && holds(FUNCTION, first) {
        return Class::Sentence;
    }
    if key.split(' ').any(role) && words <= 4 {
        return Class::Code;
    }
    if first == "the" {
        return Class::Sentence;
    }
    let lower = |word: &str| word.starts_with(char::is_lowercase) && !holds(PARTICLES, word);
    if label.split_whitespace().any(lower) {
        return Class::Sentence;
    }
    if words > 4 { Class::Plain } else { Class::Name }
}

/// Whether a label names nothing but somebody's part in an interview (`Interviewee`, `SPEAKER 2`, `Participant B`): it is
/// believed alone on its line, where a name would need a mark.
pub(super) fn is_part(label: &str) -> bool {
    const PARTS: &str = "interviewer interviewee moderator facilitator researcher participant respondent speaker \
        befragte befragter interviewerin sprecher sprecherin enquêteur enquêté intervieweur entrevistador entrevistadora \
        entrevistado entrevistada";
    let mut words = label.split_whitespace();
    let Some(first) = words.next().filter(|word| word.starts_with(char::is_alphabetic)) else { return false };
    let name = first.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    let numbered = words.next().is_none_or(|word| {
        word.chars().all(|c| c.is_ascii_digit()) || (word.chars().count() == 1 && word.starts_with(char::is_uppercase))
    });
    holds(PARTS, &name) && numbered && words.next().is_none()
}

/// Words in brackets at the head of a line that tell of sounds, not of speakers.
pub(super) fn is_event(key: &str) -> bool {
    const EVENTS: &str = "laughs laughter laughing laugh chuckles inaudible unintelligible unclear crosstalk overlapping \
        overlap pause pauses silence music applause sighs sigh coughs cough noise background phone crying cries whispers \
        whispering recording interruption interrupts interrupted break redacted sic nods gestures smiles beat lacht lachen \
        unv rires rire risas end start continues x image slide";
    key.split(' ').any(|word| holds(EVENTS, word.trim_matches(|c: char| !c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(label: &str) -> Class {
        classify(label, &fold_label(label))
    }

    #[test]
    fn labels_by_their_text() {
        for label in [
            "P10",
            "I",
            "INT",
            "B1",
            "M?",
            "?",
            "Interviewer 2",
            "interviewee",
            "Unknown Speaker",
            "The interviewer",
            "id1",
        ] {
            assert_eq!(class(label), Class::Code, "{label}");
        }
        for label in ["Ana Roe", "Rivera, Dana", "Dr. O’Neil-Ávila", "Ludo van Dijk", "Enrico Roe (tbenr)", "受访者"]
        {
            assert_eq!(class(label), Class::Name, "{label}");
        }
        for label in ["One thing", "So he said", "What I mean", "Things to buy", "So", "2019"] {
            assert_eq!(class(label), Class::Sentence, "{label}");
        }
        for label in ["Note", "https", "Question", "Example", "Date", "Transcript ID"] {
            assert_eq!(class(label), Class::Never, "{label}");
        }
        for label in ["--", "one two three four five six seven", "a label that is far longer than forty characters"] {
            assert_eq!(class(label), Class::Unfit, "{label}");
        }
        assert_eq!(class("stokes"), Class::Plain);
    }

    #[test]
    fn parts_in_an_interview() {
        for label in ["Interviewee", "INTERVIEWER", "Speaker 2", "Participant B", "participant3", "Enquêté"] {
            assert!(is_part(label), "{label}");
        }
        for label in
            ["", "2", "Ana", "Mother", "The interviewee", "Interviewee said", "Participant 2 left", "Speaker b"]
        {
            assert!(!is_part(label), "{label}");
        }
    }

    #[test]
    fn folding_ignores_case_and_kinds_of_blank() {
        assert_eq!(fold_label("ANA\u{a0} Roe"), fold_label("Ana Roe"));
    }
}
