//! What a line typed to `emic read --plain` asks for.

/// One word that can be typed first, its short form, how it is used and what it does.
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// One letter for it; empty: none.
    pub short: &'static str,
    /// The word with what stands after it.
    pub form: &'static str,
    /// What it does.
    pub does: &'static str,
}

macro_rules! words {
    ($($word:literal $short:literal $form:literal $does:literal;)*) => {
        /// All words, in the order of the help.
        pub const WORDS: &[Word] = &[$(Word { word: $word, short: $short, form: $form, does: $does }),*];
    };
}

words! {
    "name" "" "name nora" "say who is coding; it is kept for this study on this machine";
    "next" "n" "next, or Enter alone" "the next turn";
    "back" "b" "back" "the turn before";
    "again" "a" "again" "this turn once more";
    "turn" "t" "turn 14" "go to turn 14";
    "uncoded" "N" "uncoded" "the next turn of a participant that you have not coded";
    "where" "w" "where" "which transcript and turn this is, how much is coded, who is coding";
    "code" "c" "code referral delays" "code this turn with a theme, by its name, its id or a part of them";
    "code " "" "code 2 referral delays, code 2-3 referral delays" "code sentence 2, or sentences 2 to 3, of this turn";
    "new" "" "new private reports under referral delays" "make a new code and code this turn with it";
    "codes" "" "codes" "the codings on this turn, numbered";
    "uncode" "x" "uncode 1" "take coding 1 of this turn away";
    "star" "" "star 1" "mark coding 1: exemplar, then negative case, then no mark";
    "memo" "m" "memo text, memo 1 text" "write a memo on this turn, or on coding 1 of it";
    "undo" "u" "undo" "take your last action back";
    "redo" "U" "redo" "do it again after all";
    "done" "d" "done, not done" "say that you have finished this transcript, or not";
    "transcripts" "l" "transcripts" "all transcripts, numbered";
    "open" "o" "open 3, open s3-parent-rowan" "read that transcript";
    "search" "s" "search waiting list role:parent" "find turns; the query language of emic search";
    "more" "" "more" "the next hits or quotes";
    "go" "g" "go 2" "go to hit or quote 2";
    "quotes" "q" "quotes referral delays" "the passages of a theme; or a quotes query, such as theme:co-production role:parent";
    "count" "f" "count referral delays by role" "how many participants of each group speak of a theme; without a theme: of all";
    "codebook" "" "codebook, codebook delay" "the codes, or those with this word";
    "meaning" "" "meaning referral delays" "what a code means";
    "help" "h" "help" "these words";
    "quit" "" "quit" "leave; everything is saved";
}

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Another turn, counted from this one.
    Step(isize),
    /// This turn once more.
    Again,
    /// A turn, from 1.
    Turn(usize),
    /// The next turn without a coding of this coder.
    Uncoded,
    /// Where one is.
    Where,
    /// Codes sentences (from 1, both ends in) or the whole turn.
    Code(Option<(usize, usize)>, String),
    /// A new code: its name, and the code above.
    New(String, Option<String>),
    /// The codings here.
    Codes,
    /// Takes one away (from 1).
    Uncode(usize),
    /// Marks one.
    Star(usize),
    /// A memo on this turn or one of its codings.
    Memo(Option<usize>, String),
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Finished, or not.
    Done(bool),
    /// The list of transcripts.
    Transcripts,
    /// A transcript by number or id.
    Open(String),
    /// A search.
    Search(String),
    /// More of the last list.
    More,
    /// A hit or quote.
    Go(usize),
    /// Quotes.
    Quotes(String),
    /// Frequencies: of a theme or all, by an attribute or for everybody.
    Count(Option<String>, Option<String>),
    /// The codes with a word, or all.
    Codebook(String),
    /// A definition.
    Meaning(String),
    /// Who is coding.
    Name(String),
    /// The words.
    Help,
    /// The end.
    Quit,
    /// A number alone: the answer to a question.
    Number(usize),
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(line: &str) -> Result<Wish, String> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if line.is_empty() {
        return Ok(Wish::Step(1));
    }
    if rest.is_empty()
        && let Ok(number) = first.parse()
    {
        return Ok(Wish::Number(number));
    }
    let known = |word: &&Word| word.word == first.to_lowercase() || (!word.short.is_empty() && word.short == first);
    let Some(word) = WORDS.iter().find(known) else {
        if first.eq_ignore_ascii_case("not") && rest.eq_ignore_ascii_case("done") {
            return Ok(Wish::Done(false));
        }
        if first.eq_ignore_ascii_case("exit") || first == ":q" {
            return Ok(Wish::Quit);
        }
        let like = crate::text::suggest::nearest(first, WORDS.iter().map(|word| word.word.trim_end()));
        let like = like.map_or(String::new(), |like| format!(" Did you mean {like}?"));
        return Err(format!("“{first}” is no word that is known here.{like} help says all."));
    };
    let number =
        |text: &str| text.parse::<usize>().map_err(|_| format!("{} needs a number, such as: {}", word.word, word.form));
    let needs = |what: &str| {
        if rest.is_empty() {
            Err(format!("{} needs {what}, such as: {}", word.word, word.form))
        } else {
            Ok(rest.to_owned())
        }
    };
    Ok(match word.word {
        "next" => Wish::Step(1),
        "back" => Wish::Step(-1),
        "again" => Wish::Again,
        "turn" => Wish::Turn(number(rest)?),
        "uncoded" => Wish::Uncoded,
        "where" => Wish::Where,
        "code" => {
            let (first, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            match (sentences(first), name.trim()) {
                (Some(sentences), name) if !name.is_empty() => Wish::Code(Some(sentences), name.to_owned()),
                _ => Wish::Code(None, needs("a theme")?),
            }
        }
        "new" => match needs("a name")?.split_once(" under ") {
            Some((name, under)) => Wish::New(name.trim().to_owned(), Some(under.trim().to_owned())),
            None => Wish::New(rest.to_owned(), None),
        },
        "codes" => Wish::Codes,
        "uncode" => Wish::Uncode(number(rest)?),
        "star" => Wish::Star(number(rest)?),
        "memo" => {
            let text = needs("a text")?;
            match text.split_once(char::is_whitespace).map(|(first, text)| (first.parse(), text.trim())) {
                Some((Ok(coding), text)) if !text.is_empty() => Wish::Memo(Some(coding), text.to_owned()),
                _ => Wish::Memo(None, text),
            }
        }
        "undo" => Wish::Undo,
        "redo" => Wish::Redo,
        "done" => Wish::Done(true),
        "transcripts" => Wish::Transcripts,
        "open" => Wish::Open(needs("a transcript")?),
        "search" => Wish::Search(needs("a query")?),
        "more" => Wish::More,
        "go" => Wish::Go(number(rest)?),
        // In other programs that letter leaves.
        "quotes" if line == "q" => {
            return Err(format!("q is short for quotes, which needs a theme, such as: {}. quit leaves.", word.form));
        }
        "quotes" => Wish::Quotes(needs("a theme")?),
        "count" => {
            let (theme, by) = match rest.strip_prefix("by ") {
                Some(by) => ("", Some(by)),
                None => rest.split_once(" by ").map_or((rest, None), |(theme, by)| (theme, Some(by))),
            };
            let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            Wish::Count(said(theme), by.and_then(said))
        }
        "codebook" => Wish::Codebook(rest.to_owned()),
        "meaning" => Wish::Meaning(needs("a code")?),
        "name" => Wish::Name(needs("a name")?),
        "quit" => Wish::Quit,
        _ => Wish::Help,
    })
}

/// `2` or `2-3`.
fn sentences(text: &str) -> Option<(usize, usize)> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (1 <= first && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_what_they_ask_for() {
        let asked = |line| read(line).unwrap();
        assert_eq!(asked(""), Wish::Step(1));
        assert_eq!(asked(" b "), Wish::Step(-1));
        assert_eq!(asked("turn 14"), Wish::Turn(14));
        assert_eq!(asked("code referral delays"), Wish::Code(None, "referral delays".into()));
        assert_eq!(asked("c 2-3 referral"), Wish::Code(Some((2, 3)), "referral".into()));
        assert_eq!(asked("code 2"), Wish::Code(None, "2".into()), "a code may be called by a number");
        assert_eq!(
            asked("new Private reports under referral delays"),
            Wish::New("Private reports".into(), Some("referral delays".into()))
        );
        assert_eq!(asked("memo 1 so sure"), Wish::Memo(Some(1), "so sure".into()));
        assert_eq!(asked("memo 1"), Wish::Memo(None, "1".into()));
        assert_eq!(asked("count delays by role"), Wish::Count(Some("delays".into()), Some("role".into())));
        assert_eq!(asked("count by role"), Wish::Count(None, Some("role".into())));
        assert_eq!(asked("count"), Wish::Count(None, None));
        assert_eq!(asked("NOT done"), Wish::Done(false));
        assert_eq!((asked("u"), asked("U")), (Wish::Undo, Wish::Redo));
        assert_eq!(asked("3"), Wish::Number(3));
        assert!(read("serch waiting").unwrap_err().contains("Did you mean search?"));
        assert!(read("turn x").unwrap_err().contains("needs a number"));
        let said = read("q").unwrap_err();
        assert!(said.starts_with("q is short for quotes") && said.ends_with("quit leaves."), "{said}");
        assert_eq!(asked("q delays"), Wish::Quotes("delays".into()));
        assert_eq!(WORDS[0].word, "name", "nothing is saved before that is said");
        assert!(read("code").unwrap_err().contains("needs a theme"));
    }

    #[test]
    fn every_word_of_the_help_is_understood() {
        for word in WORDS {
            for form in word.form.split(", ").filter(|form| !form.starts_with("or ")) {
                assert!(read(form).is_ok(), "{form}");
            }
        }
    }
}
