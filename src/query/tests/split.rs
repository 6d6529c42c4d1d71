//! The two parts of a query on a table.

use super::sample::small;
use crate::query::Kind;

#[test]
fn a_query_is_taken_apart_at_its_topmost_ands() {
    let sample = small().build();
    for (query, scope, conditions) in [
        ("role:parent", "role:parent", ""),
        ("waiting", "", "waiting"),
        ("waiting list", "", "waiting AND list"),
        ("role:parent waiting", "role:parent", "waiting"),
        ("waiting AND role:parent AND NOT code:trust", "role:parent", "waiting AND NOT code:trust"),
        ("(role:parent waiting) has:trust", "role:parent AND has:trust", "waiting"),
        ("(( role:parent AND waiting ))", "role:parent", "waiting"),
        ("role:parent OR school:\"School 3\"", "role:parent OR school:\"School 3\"", ""),
        ("(role:parent OR about:elm) (code:trust OR list )", "(role:parent OR about:elm)", "(code:trust OR list )"),
        ("-participant:P1 -\"a list\"~2", "-participant:P1", "-\"a list\"~2"),
        (
            "speaker:Carer transcript:b wave:(1 OR 2) has:masking participant:P* about:(missing)",
            "speaker:Carer AND transcript:b AND wave:(1 OR 2) AND has:masking AND participant:P* AND about:(missing)",
            "",
        ),
        (
            "code:trust theme:access with:masking memo:x is:starred coder:amy /a b/ list* lits~",
            "",
            "code:trust AND theme:access AND with:masking AND memo:x AND is:starred AND coder:amy AND /a b/ AND list* AND \
             lits~",
        ),
    ] {
        let table = sample.understood(query, Kind::Table).split().unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!((table.scope_text.as_str(), table.conditions_text.as_str()), (scope, conditions), "{query}");
        assert_eq!(table.scope.is_some(), !scope.is_empty(), "{query}");
        assert_eq!(table.conditions.is_some(), !conditions.is_empty(), "{query}");
        // What is printed is a query that means the same again.
        for text in [scope, conditions].into_iter().filter(|text| !text.is_empty()) {
            let again = sample.understood(text, Kind::Table).split().unwrap();
            assert_eq!(format!("{}{}", again.scope_text, again.conditions_text), text);
        }
    }
}

#[test]
fn an_or_or_not_over_both_parts_is_an_error_with_its_place() {
    let sample = small().build();
    for (query, place) in [
        ("role:parent OR waiting", "role:parent OR waiting"),
        ("list (role:parent OR code:trust ) has:trust", "(role:parent OR code:trust )"),
        ("list NOT (role:parent waiting)  ", "NOT (role:parent waiting)"),
        ("(list OR -(about:elm OR list))", "(list OR -(about:elm OR list))"),
        ("role:parent list OR role:parent trust", "role:parent list OR role:parent trust"),
    ] {
        let error = sample.understood(query, Kind::Table).split().unwrap_err();
        assert!(error.message.contains("joined by AND only"), "{query}: {error}");
        assert_eq!(&query[error.range], place, "{query}");
        assert!(error.hint.is_some());
    }
}

#[test]
fn the_scope_selects_people_in_their_transcripts() {
    let sample = small().build();
    let all = "P1/a P2/b P3/b P4/b P3/c P1/d P2/d";
    for (query, pairs) in [
        ("list", all),
        ("role:parent", "P1/a P3/b P3/c P1/d"),
        ("role:PARENT wave:2", "P3/b P1/d"),
        ("role:(senco OR pupil)", "P2/b P4/b P2/d"),
        ("role:*enc*", "P2/b P2/d"),
        ("school:(missing)", "P3/b P3/c"),
        ("school:*", "P1/a P2/b P4/b P1/d P2/d"),
        ("wave:(missing)", "P3/c"),
        // The transcript's attribute wins over the participant's.
        ("phase:primary", "P1/a P3/c P1/d"),
        ("phase:\"sixth form\"", "P2/b P3/b P4/b"),
        ("phase:(missing)", ""),
        ("participant:(p1 OR p3)", "P1/a P3/b P3/c P1/d"),
        ("NOT participant:P1", "P2/b P3/b P4/b P3/c P2/d"),
        ("transcript:(a OR c)", "P1/a P3/c"),
        ("speaker:carer", "P3/b"),
        ("speaker:(missing)", "P3/c"),
        ("about:rowan", "P1/a P1/d"),
        ("about:elm", "P3/c"),
        ("about:ash", "P3/b"),
        ("about:(missing)", "P2/b P4/b P2/d"),
        ("role:parent OR role:pupil", "P1/a P3/b P4/b P3/c P1/d"),
        ("participant:(missing)", ""),
        ("participant:P9", ""),
    ] {
        assert_eq!(sample.pairs(query), pairs, "{query}");
    }
}

#[test]
fn having_a_theme_counts_anywhere_in_scope() {
    let mut b = small();
    b.mark("amy", "a", "for years", "waiting");
    b.mark("ben", "d", "I trust them", "trust");
    b.mark("consensus", "c", "Still no referral", "masking");
    b.mark("amy", "b", "Nobody asked me", "masking");
    b.mark("amy", "b", "So the referral", "trust");
    let sample = b.build();
    assert_eq!(sample.pairs("has:access"), "P1/a P1/d");
    assert_eq!(sample.pairs("has:burden"), "P1/a P2/b P1/d P2/d");
    assert_eq!(sample.pairs("has:masking"), "", "the consensus is not in scope, and P4 has left the study");
    assert_eq!(sample.pairs("NOT has:trust role:parent"), "P1/a P3/b P3/c P1/d");
}
