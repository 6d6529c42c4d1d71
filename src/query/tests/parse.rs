//! Every construct of the language, and every mistake with its message and its place.

use super::sample::{Sample, small};
use crate::query::{Expr, Flag, Kind, Node, QueryError, Term, Value, Who};
use crate::text::{fold, stem};

/// A tree as text: `&` and `|` with their parts, `!`, and terms.
fn show(node: &Node) -> String {
    let all = |parts: &[Node]| parts.iter().map(show).collect::<Vec<_>>().join(" ");
    match &node.expr {
        Expr::And(parts) => format!("&({})", all(parts)),
        Expr::Or(parts) => format!("|({})", all(parts)),
        Expr::Not(part) => format!("!{}", show(part)),
        Expr::Term(term) => show_term(term),
    }
}

fn show_term(term: &Term) -> String {
    let values = |values: &[Value]| {
        let one = |value: &Value| match value {
            Value::Any => "ANY".into(),
            Value::Missing => "MISSING".into(),
            Value::Text { folded, open_start, open_end } => {
                format!("{}{folded}{}", if *open_start { "…" } else { "" }, if *open_end { "…" } else { "" })
            }
        };
        values.iter().map(one).collect::<Vec<String>>().join("/")
    };
    let codes = |codes: &[bool]| codes.iter().map(|code| if *code { '1' } else { '0' }).collect::<String>();
    match term {
        Term::Word(word) => format!("w:{word}"),
        Term::Phrase(words) => format!("p:{}", words.join("_")),
        Term::Near(words, stretch) => format!("n{stretch}:{}", words.join("_")),
        Term::Prefix(word) => format!("{word}…"),
        Term::Fuzzy(word) => format!("~{word}"),
        Term::Pattern(pattern) => format!("/{}/", pattern.as_str()),
        Term::Codes(members) => format!("c:{}", codes(members)),
        Term::With(members) => format!("with:{}", codes(members)),
        Term::Has(members) => format!("has:{}", codes(members)),
        Term::Attribute(name, of) => format!("{name}={}", values(of)),
        Term::Participant(of) => format!("participant={}", values(of)),
        Term::Speaker(of) => format!("speaker={}", values(of)),
        Term::Transcript(of) => format!("transcript={}", values(of)),
        Term::About(of) => format!("about={}", values(of)),
        Term::Coder(of) => format!("coder={}", values(of)),
        Term::Memo(wording) => {
            let star = |open| if open { "*" } else { "" };
            format!("memo={}{}{}", star(wording.open_start), wording.words.join("_"), star(wording.open_end))
        }
        Term::Is(Flag::Uncoded) => "uncoded".into(),
        Term::Is(Flag::Starred) => "starred".into(),
        Term::Is(Flag::Negative) => "negative".into(),
        Term::Is(Flag::Memoed) => "memoed".into(),
        Term::Is(Flag::OlderDefinition) => "older".into(),
    }
}

/// A study whose attributes have names with signs too.
pub(super) fn study() -> Sample {
    let mut b = small();
    b.participants.column_or_add("age_(years)");
    b.participants.column_or_add("Ångström/h");
    b.build()
}

pub(super) fn tree(sample: &Sample, text: &str) -> String {
    sample.understood(text, Kind::Quotes).root.as_ref().map(show).unwrap_or_default()
}

/// A word as the study's language keeps it.
pub(super) fn w(word: &str) -> String {
    format!("w:{}", stem(&fold(word, "en"), "en"))
}

#[test]
fn words_phrases_and_patterns() {
    let sample = study();
    for (query, expected) in [
        ("Waiting list", format!("&({} {})", w("waiting"), w("list"))),
        ("“Waiting — List”", "p:waiting_list".into()),
        ("„Waiting list“", "p:waiting_list".into()),
        ("\"waiting list\"~3", "n5:waiting_list".into()),
        ("\"waiting list\"~0", "n2:waiting_list".into()),
        ("\"a\"~99999999999999999999999", format!("n{}:a", usize::MAX)),
        ("wait*", "wait…".into()),
        ("Referal~", "~referal".into()),
        ("one-to-one", "p:one_to_one".into()),
        ("SENCo’s", w("senco's")),
        ("parent's*", format!("{}…", fold("parent's", "en"))),
        ("a\"b\"", format!("&({} p:b)", w("a"))),
        ("/\\bEHCPs?\\b/", "/\\bEHCPs?\\b/".into()),
        ("/a (b) \"c/", "/a (b) \"c/".into()),
        ("/1\\/2\\\\/", "/1/2\\\\/".into()),
        ("/(?-i)x/ y", format!("&(/(?-i)x/ {})", w("y"))),
        ("and or not", format!("&({} {} {})", w("and"), w("or"), w("not"))),
        ("NOTE ORDER ANDY", format!("&({} {} {})", w("note"), w("order"), w("andy"))),
        ("日本", "p:日_本".into()),
        (":x", w("x")),
    ] {
        assert_eq!(tree(&sample, query), expected, "{query}");
        assert!(!expected.is_empty());
    }
}

#[test]
fn operators_bind_as_written() {
    let sample = study();
    for (query, expected) in [
        ("A b OR c AND d", "|(&(a b) &(c d))"),
        ("a AND b AND c", "&(a b c)"),
        ("a OR b OR c", "|(a b c)"),
        ("a (b OR c)", "&(a |(b c))"),
        ("((a))", "a"),
        ("NOT a b", "&(!a b)"),
        ("-a OR -b", "|(!a !b)"),
        ("a AND NOT b", "&(a !b)"),
        ("NOT (a OR b) c", "&(!|(a b) c)"),
        ("-(a b)", "!&(a b)"),
        ("NOT NOT a", "!!a"),
        ("--a", "!!a"),
        ("-\"a b\"", "!p:a_b"),
        ("a-b", "p:a_b"),
        ("NOT(a)OR(b)", "|(!a b)"),
        ("(a)(b)", "&(a b)"),
        ("a\u{a0}b\t\nc", "&(a b c)"),
        ("who:all a b", "&(a b)"),
        ("a AND who:all AND b", "&(a b)"),
        ("who:all (a OR b)", "|(a b)"),
        ("(a OR b) who:all", "|(a b)"),
        ("who:all", ""),
    ] {
        let bare = tree(&sample, query).replace("w:", "");
        assert_eq!(bare, expected, "{query}");
    }
}

#[test]
fn fields_and_their_values() {
    let sample = study();
    // The codes are access, waiting (beneath it), masking, trust; the set burden holds access and trust.
    for (query, expected) in [
        ("code:access", "c:1000"),
        ("CODE:Access", "c:1000"),
        ("theme:access", "c:1100"),
        ("code:delay", "c:0100"),
        ("code:\"long WAITS\"", "c:0100"),
        ("theme:\"Access to help\"", "c:1100"),
        ("theme:burden", "c:1101"),
        ("theme:\"carrying it\"", "c:1101"),
        ("code:(masking OR trust)", "c:0011"),
        ("code:*a*", "c:1110"),
        ("theme:b*", "c:1101"),
        ("code:*", "c:1111"),
        ("with:access", "with:1100"),
        ("has:burden", "has:1101"),
        ("Role:Parent", "role=parent"),
        ("role:(parent OR \"head teacher\" OR (missing))", "role=parent/head teacher/MISSING"),
        ("school:\"School 3\"", "school=school 3"),
        ("school:“School 3”", "school=school 3"),
        ("school:*", "school=ANY"),
        ("school:(missing)", "school=MISSING"),
        ("school:(Missing) x", "&(school=MISSING w:x)"),
        ("school:\"sch*\"", "school=sch…"),
        ("school:*3", "school=…3"),
        ("school:*h*", "school=…h…"),
        ("role:E\u{301}", "role=é"),
        ("role:10:30", "role=10:30"),
        ("wave:1", "wave=1"),
        ("age_(Years):9", "age_(years)=9"),
        ("ÅNGSTRÖM/h:2", "Ångström/h=2"),
        ("participant:P07", "participant=p07"),
        ("speaker:SENCo", "speaker=senco"),
        ("transcript:s3-*", "transcript=s3-…"),
        ("about:rowan", "about=rowan"),
        ("coder:(amy OR ben)", "coder=amy/ben"),
        ("memo:\"Check, again\"", "memo=check_again"),
        ("memo:Che*", "memo=che*"),
        ("memo:\"*eck again*\"", "memo=*eck_again*"),
        ("memo:*", "memoed"),
        ("is:uncoded", "uncoded"),
        ("IS:Starred", "starred"),
        ("is:negative", "negative"),
        ("is:memoed", "memoed"),
        ("is:older-definition", "older"),
    ] {
        assert_eq!(tree(&sample, query), expected, "{query}");
    }
    for (query, who) in
        [("who:participants", Who::Participants), ("a who:Interviewer", Who::Interviewer), ("who:\"all\" a", Who::All)]
    {
        assert_eq!(sample.understood(query, Kind::Search).who, Some(who), "{query}");
    }
    assert_eq!(sample.understood("a", Kind::Search).who, None);
}

/// Parses `query`, in which `⟦…⟧` stand where the caret must be, and answers the mistake.
fn mistake(sample: &Sample, marked: &str, kind: Kind) -> QueryError {
    let query: String = marked.replace(['⟦', '⟧'], "");
    let start = marked.find('⟦').unwrap();
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let error = sample.parse(&query, kind).expect_err(&query);
    assert_eq!(error.range, start..end, "{marked}: {error}");
    assert!(query.is_char_boundary(start) && query.is_char_boundary(end));
    error
}

#[test]
fn every_mistake_has_its_place() {
    let sample = study();
    for (marked, message) in [
        ("⟦⟧", "the query is empty"),
        ("⟦  ⟧", "the query is empty"),
        ("a ⟦10⟧:30", "there is no field `10`"),
        ("⟦https⟧://x", "there is no field `https`"),
        ("é ⟦roel⟧:parent", "there is no field `roel`"),
        ("⟦école⟧:x", "there is no field `école`"),
        ("a code:⟦waitting⟧", "no code `waitting`"),
        ("theme:(access OR ⟦\"the long waits\"⟧)", "no code `the long waits`"),
        ("code:⟦x*⟧", "no code `x*`"),
        ("code:⟦(missing)⟧", "no code `(missing)`"),
        ("has:⟦ma*ing⟧", "`*` stands only at the ends"),
        ("code:⟦burden⟧", "is a set of codes"),
        ("code:⟦bur*⟧", "is a set of codes"),
        ("⟦/a(/⟧ b", "this is no pattern"),
        ("é ⟦/[z-a]/⟧", "this is no pattern"),
        ("⟦/(a{1000}){1000}/⟧", "this is no pattern"),
        ("⟦/⟧abc", "pattern is never closed"),
        ("⟦/⟧abc\\/", "pattern is never closed"),
        ("⟦//⟧", "pattern is empty"),
        ("a ⟦\"⟧b c", "quotation mark is never closed"),
        ("⟦“⟧b", "quotation mark is never closed"),
        ("role:⟦\"⟧b", "quotation mark is never closed"),
        ("a ⟦(⟧b", "bracket is never closed"),
        ("⟦(⟧(b)", "bracket is never closed"),
        ("(⟦(⟧", "bracket is never closed"),
        ("role:⟦(⟧a OR b", "bracket is never closed"),
        ("role:⟦(⟧", "bracket is never closed"),
        ("a⟦)⟧ b", "never opened"),
        ("⟦)⟧", "never opened"),
        ("a ⟦()⟧", "nothing stands between the brackets"),
        ("a ⟦(  )⟧", "nothing stands between the brackets"),
        ("role:⟦( )⟧", "nothing stands between the brackets"),
        ("a ⟦AND⟧", "nothing stands after AND"),
        ("a ⟦AND⟧ OR b", "nothing stands after AND"),
        ("a ⟦AND⟧ AND b", "nothing stands after AND"),
        ("(a ⟦AND⟧ ) b", "nothing stands after AND"),
        ("⟦AND⟧ a", "nothing stands before AND"),
        ("⟦OR⟧ a", "nothing stands before OR"),
        ("⟦OR⟧", "nothing stands before OR"),
        ("(⟦OR⟧ a)", "nothing stands before OR"),
        ("a ⟦OR⟧ ", "nothing stands after OR"),
        ("(a ⟦OR⟧ ) b", "nothing stands after OR"),
        ("a OR ⟦OR⟧ b", "nothing stands before OR"),
        ("a ⟦NOT⟧", "nothing stands after NOT"),
        ("(⟦NOT⟧) a", "nothing stands after NOT"),
        ("⟦NOT AND⟧ a", "AND cannot follow NOT"),
        ("role:(⟦OR⟧ a)", "nothing stands before OR"),
        ("role:(a ⟦OR⟧)", "nothing stands after OR"),
        ("role:(a ⟦OR⟧ OR b)", "nothing stands after OR"),
        ("role:(a ⟦b⟧)", "values are joined by OR"),
        ("role:(a ⟦“⟧b”)", "values are joined by OR"),
        ("role:(a ⟦(⟧b))", "values are joined by OR"),
        ("⟦role:⟧", "`role:` has no value"),
        ("⟦role:⟧ parent", "`role:` has no value"),
        ("⟦role:\"\"⟧ x", "`role:` has no value"),
        ("⟦code:⟧)", "`code:` has no value"),
        ("role:⟦a*b⟧", "`*` stands only at the ends"),
        ("role:⟦\"a*b\"⟧", "`*` stands only at the ends"),
        ("memo:⟦che*ck⟧", "`*` stands only at the ends"),
        ("memo:⟦…⟧", "no word to look for"),
        ("⟦memo:(a OR b)⟧", "`memo:` takes one wording"),
        ("wa⟦*⟧it", "`*` stands only at the end of a word"),
        ("⟦*⟧wait", "`*` stands only at the end of a word"),
        ("wait⟦*⟧*", "`*` stands only at the end of a word"),
        ("⟦*⟧", "holds no letter or digit"),
        ("é ⟦–⟧", "holds no letter or digit"),
        ("a ⟦-⟧ b", "holds no letter or digit"),
        ("(⟦-⟧)", "holds no letter or digit"),
        ("⟦one-to*⟧", "needs a single word"),
        ("⟦one-to~⟧", "needs a single word"),
        ("wait⟦~2⟧", "`~` with a number stands after a phrase"),
        ("\"a b\"⟦~⟧", "`~` after a phrase needs a number"),
        ("\"a b\"⟦~⟧é", "`~` after a phrase needs a number"),
        ("⟦\"…\"⟧", "no word between the quotation marks"),
        ("⟦\"\"⟧", "no word between the quotation marks"),
        ("is:⟦nonsense⟧", "`is:nonsense` means nothing"),
        ("⟦is:(starred OR negative)⟧", "`is:` takes one value"),
        ("who:⟦me⟧", "`who:me` means nothing"),
        ("who:(⟦all⟧ OR interviewer)", "`who:` takes one value"),
        ("who:all a ⟦who:all⟧", "`who:` stands once"),
        ("(⟦who:all⟧ a)", "holds for the whole query"),
        ("a NOT ⟦who:all⟧", "holds for the whole query"),
        ("-⟦who:all⟧", "holds for the whole query"),
        ("⟦who:all⟧ a OR b", "holds for the whole query"),
        ("a OR ⟦who:all⟧", "holds for the whole query"),
    ] {
        let error = mistake(&sample, marked, Kind::Quotes);
        assert!(error.message.contains(message), "{marked}: {error}");
    }
    let error = mistake(&sample, "a ⟦with:masking⟧", Kind::Search);
    assert!(error.message.contains("`with:` looks at codings"), "{error}");
    let error = mistake(&sample, "⟦who:all⟧ a", Kind::Table);
    assert!(error.message.contains("`who:` has no place"), "{error}");
}

#[test]
fn mistakes_say_what_to_write() {
    let sample = study();
    for (query, hint) in [
        ("10:30", "\"10:30\""),
        ("https://x.org/a", "\"https://x.org/a\""),
        ("roel:parent", "did you mean `role:`?"),
        ("codes:trust", "did you mean `code:`?"),
        ("code:waitting", "did you mean `waiting`?"),
        ("code:wai", "did you mean `waiting`?"),
        ("code:burden", "theme:burden"),
        ("code:\"burden\"", "theme:\"burden\""),
        ("is:stared", "did you mean `is:starred`?"),
        ("who:me", "who:interviewer"),
        ("a OR", "capitals"),
        ("/(/", "quotation marks"),
        ("wait~2", "\"waiting list\"~3"),
    ] {
        let hint_given = sample.parse(query, Kind::Search).unwrap_err().hint.unwrap();
        assert!(hint_given.contains(hint), "{query}: {hint_given}");
    }
}

#[test]
fn what_nobody_has_is_no_mistake() {
    let sample = study();
    for query in ["coder:nobody", "participant:P99", "role:astronaut", "about:x", "transcript:zz*", "speaker:Q"] {
        assert!(sample.parse(query, Kind::Search).is_ok(), "{query}");
    }
}
