//! Hostile queries: deep, long, random.

use proptest::prelude::*;

use super::parse::{study, tree, w};
use crate::query::Kind;

#[test]
fn hostile_queries_are_refused_without_harm() {
    let sample = study();
    for deep in ["(", "NOT ", "-", "NOT (", "-(a OR "] {
        let query = deep.repeat(100_000);
        assert!(sample.parse(&query, Kind::Search).unwrap_err().message.contains("longer than"), "{deep}");
        // As many as the length allows, and right at the limit of depth with a long letter.
        let query = deep.repeat(60_000 / deep.len());
        assert!(sample.parse(&query, Kind::Search).unwrap_err().message.contains("in one another"), "{deep}");
        for levels in 90..210 {
            let query = format!("{}é", deep.repeat(levels));
            if let Err(error) = sample.parse(&query, Kind::Search) {
                assert!(query.get(error.range.clone()).is_some(), "{deep} {levels} {error}");
            }
        }
    }
    let nested = format!("{}a{}", "(".repeat(150), ")".repeat(150));
    assert_eq!(tree(&sample, &nested), w("a"));
    let wide = "(a) ".repeat(10_000);
    assert_eq!(tree(&sample, &wide).matches("w:").count(), 10_000);
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zé]{1,4}",
        prop::sample::select(vec![
            " ",
            " ",
            " ",
            "(",
            ")",
            "\"",
            "“",
            "”",
            "/",
            "*",
            "~",
            "~2",
            "-",
            ":",
            "\\",
            "[",
            "AND",
            "OR",
            "NOT",
            "code:",
            "theme:trust",
            "with:",
            "has:",
            "role:",
            "role:(",
            "who:",
            "who:all",
            "is:",
            "is:starred",
            "memo:",
            "coder:amy",
            "(missing)",
            "…",
            "日本",
            "\u{301}",
            "\u{2003}",
            "'s",
            "10:30",
            "ſ",
            "İ",
        ])
        .prop_map(String::from),
        "\\PC",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_query_panics_and_every_place_is_in_the_text(texts in prop::collection::vec(pieces(), 16)) {
        let sample = study();
        for text in texts {
            for kind in [Kind::Search, Kind::Quotes, Kind::Table] {
                match sample.parse(&text, kind) {
                    Ok(query) => {
                        query.nodes(&mut |node| {
                            let part = text.get(node.range.clone());
                            assert!(part.is_some_and(|part| !part.is_empty() && part.trim() == part), "{text}: {node:?}");
                        });
                        if let Err(error) = query.split() {
                            prop_assert!(text.get(error.range).is_some());
                        }
                    }
                    Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?} {:?}", text, error),
                }
            }
        }
    }
}
