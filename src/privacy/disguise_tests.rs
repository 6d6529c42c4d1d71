//! All names and words are invented.

use super::*;
use crate::model::{Place, TranscriptId};
use crate::text::{Span, TextHash, TurnRules, find_turns};

fn body(text: &str, disguise: &mut Disguise) -> String {
    let old = Body::new(text.to_owned());
    let layout = find_turns(&old, &TurnRules::default()).layout;
    disguise.body(&old, &layout)
}

#[test]
fn only_the_form_of_a_text_is_left() {
    assert_eq!(masked("Zoë’s mum, 47 (ÉCOLE)…\n\tNein!"), "Xxé’x xxx, 00 (ÉXXXX)…\n\tXxxx!");
    assert_eq!(masked("Γιατί Москва 日本 한국 שלום"), "Ξξξξξ Жжжжжж 字字 가가 שששש");
    let text = "a\u{301}🙂\r\n";
    assert_eq!(masked(text), "x\u{301}🙂\r\n");
}

#[test]
fn names_are_other_names_of_their_length_everywhere() {
    let mut disguise = Disguise::default();
    for name in ["P07", "P08", "Dana Rivera", "s3-parent", "ta"] {
        disguise.learn(name);
    }
    let new: Vec<String> = ["P07", "P08", "Dana Rivera", "s3-parent", "ta"].map(|name| disguise.value(name)).to_vec();
    assert_eq!(new.iter().collect::<HashSet<_>>().len(), 5);
    for (old, new) in ["P07", "P08", "Dana Rivera", "s3-parent", "ta"].iter().zip(&new) {
        assert_eq!(old.chars().count(), new.chars().count(), "{old} {new}");
        assert!(!new.contains("ana") && new != old);
    }
    assert_eq!(disguise.value("p07"), new[0]);
    assert_eq!(
        disguise.text("P07, P070 and Dana Rivera’s", Format::Text),
        format!("{}, X000 xxx {}’x", new[0], new[2])
    );
    assert_eq!(disguise.value("case:ta"), format!("case:{}", new[4]));
    assert_eq!(disguise.value("transcripts/s3-parent.txt"), format!("transcripts/{}.txt", new[3]));
    assert_eq!(disguise.value("unknown words"), "xxxxxxx xxxxx");
}

#[test]
fn turns_and_short_lines_stay_different() {
    let mut disguise = Disguise::default();
    let text = "INT: Who came: him?\n\nP07: Tom did. He said: no.\n\nTA: Yes.\n\nP07: So.\n\nTA: Note: none.\n";
    let new = body(text, &mut disguise);
    assert_eq!(new.chars().count(), text.chars().count());
    let layout = |text: &str| find_turns(&Body::new(text.to_owned()), &TurnRules::default()).layout;
    let (old, after) = (layout(text), layout(&new));
    assert_eq!(old.turns, after.turns);
    assert_eq!((old.labels.len(), old.words), (3, after.words));
    assert!(new.starts_with("INT: ") && !new.contains("Tom") && !new.contains("P07"), "{new}");
}

#[test]
fn yaml_keeps_its_keys_and_what_means_something() {
    let mut disguise = Disguise::default();
    ["trust", "amy", "role"].iter().for_each(|name| disguise.learn(name));
    let text = "# by Amy\nemic: 1\ntitle: \"Wards\" # old\ncoders: [amy]\nintervewers: [Dr Pell]\nconsent: {quote: role}\ncache: memory\nlanguage: en # as Amy says\n\
        quote_template: '“{quote}” ({participant}, {role})'\ndate: 2019-11-12\ncodes:\n  - id: trust\n    colour: teal\n    \
        definition: As title says.\n";
    let new = disguise.text(text, Format::Yaml);
    assert_eq!(new.chars().count(), text.chars().count());
    let (amy, role, trust) = (disguise.value("amy"), disguise.value("role"), disguise.value("trust"));
    for part in [
        "emic: 1\n",
        "title: \"Xxxxx\" # xxx\n",
        &format!("coders: [{amy}]\n"),
        "\nxxxxxxxxxxx: [Xx Xxxx]\n",
        &format!("consent: {{quote: {role}}}"),
        "cache: memory",
        &format!("language: en # xx {amy} xxxx\n"),
        &format!("({{participant}}, {{{role}}})"),
        "date: 2000-01-01\n",
        &format!("- id: {trust}\n    colour: teal\n"),
        "definition: Xx xxxxx xxxx.",
    ] {
        assert!(new.contains(part), "{part}: {new}");
    }
    let table = disguise.text("participant,role\nP01,interviewer\nP02,other folk\n", Format::Csv);
    assert_eq!(table, format!("participant,{role}\nX00,interviewer\nX00,xxxxx xxxx\n"));
}

#[test]
fn a_line_of_a_journal_says_what_was_done_and_no_word() {
    let mut disguise = Disguise::default();
    let id = "019cd40d-e440-74af-be81-ec27bb9b4b64";
    let line = format!(
        r#"{{"v":1,"id":"{id}","act":"{id}","coder":"amy","at":"2026-03-09T14:00:00Z","do":"code","transcript":"one","span":[5,12],"quote":"Tom did","before":"P07: ","after":".","text":"0123456789abcdef","code":"trust","query":"tom","mine":{{"a":"b"}}}}"#
    );
    disguise.learn_line(&line);
    let mut seen = Vec::new();
    let new = disguise.line(&line, &mut |place: &Place| {
        seen.push(place.clone());
        let (quote, transcript) = ("Xxx xxx".into(), TranscriptId::from("zzz"));
        Some(Place {
            transcript,
            span: Span::new(5, 12),
            quote,
            before: "Q00: ".into(),
            after: ".".into(),
            text: TextHash(7),
        })
    });
    assert_eq!(seen.len(), 1);
    assert!(new.contains(r#""do":"code","transcript":"zzz","span":[5,12],"quote":"Xxx xxx","before":"Q00: ","after":".","text":"0000000000000007""#), "{new}");
    assert!(
        new.contains(id) && new.contains("2026-03-09T14:00:00Z") && new.contains(r#""query":"xxx","xxxx":{"x":"x"}"#),
        "{new}"
    );
    for word in ["Tom", "amy", "one", "trust"] {
        assert!(!new.contains(&format!("\"{word}\"")), "{new}");
    }
    let torn = disguise.line(r#"{"v":1,"quote":"Tom sa"#, &mut |_| None);
    assert_eq!(torn, r#"{"x":0,"xxxxx":"Xxx xx"#);
}
