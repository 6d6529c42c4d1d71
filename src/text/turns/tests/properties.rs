use proptest::prelude::*;

use super::*;
use crate::text::turns::find_turns;

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        2 => Just(" \t".to_owned()),
        4 => "(Ana Roe|Bo|P1|INT|\\?|\\[Several\\]|受访者) ?[::] ?(yes\\.|né 😀 so|)",
        2 => "(\\*\\*|\\*|__)(Ana|Bo|I)(:| \\[0:01\\]:|)(\\*\\*|\\*|__|):? (hello|)",
        2 => "(Ana|Bo)  [0-9]{1,2}:[0-5][0-9] {0,3}",
        2 => "\\\\?\\[(Ana|id1|00:01|laughs)\\\\?\\]:? (11:02:09|text|[0:05] x|)",
        1 => "(Q|A)\\. {1,3}(why|so)",
        1 => "(Ana|Bo)(  |\t| \\(0:03\\):| #00:00:01-2#)(x|)",
        2 => "[\\[\\]():：*_#?.\\\\ \ta-c0-9é\u{a0}\u{200b}\u{2028}-]{0,24}",
        1 => "# (Part|Note: x)",
        2 => "\\PC{0,20}",
        2 => "(So|One thing|Note): [a-z ]{0,12}( #00:00:07-3#)?",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn turns_are_ascending_and_hold_their_words(lines in prop::collection::vec(line(), 0..30), rule in 0..5) {
        let text = lines.join("\n");
        let rules = match rule {
            0 => rules(&["INT", "Ana"], &[]),
            1 => rules(&["Bo", "Ana", "P1", "?"], &[]),
            2 => rules(&[], &["ana", "so", "laughs"]),
            3 => TurnRules { pattern: Some(r"\s*(?<speaker>\w*)[:.]\s*(?<time>[\d:]+)?".into()), ..rules(&["Ana"], &[]) },
            _ => TurnRules::default(),
        };
        let found = find_turns(&Body::new(text.clone()), &rules);
        prop_assert_eq!(laws(&text, &found), Ok(()));
        prop_assert_eq!(found.layout.turns.is_empty(), text.trim().is_empty());
    }

    #[test]
    fn a_written_interview_is_read_back(turns in prop::collection::vec(("(Interviewer|P07|Ana Roe)", "[a-z]{1,8}( [a-z]{1,8}){0,5}", prop::option::of(0u32..5000)), 2..20)) {
        let mut text = String::new();
        let mut expected = Vec::new();
        for (label, speech, seconds) in &turns {
            let time = seconds.map_or(String::new(), |s| format!(" [{:02}:{:02}:{:02}]", s / 3600, s / 60 % 60, s % 60));
            text += &format!("{label}{time}: {speech}\n\n");
            expected.push((label.clone(), speech.clone(), seconds.map(|s| s * 1000)));
        }
        let found = find_turns(&Body::new(text.clone()), &TurnRules::default());
        prop_assert_eq!(said(&text, &found), expected);
    }
}
