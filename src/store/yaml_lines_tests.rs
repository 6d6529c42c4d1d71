//! Tests of splicing: what changes, what stays, what is refused.

use proptest::prelude::*;

use super::super::yaml_items::remove_item;
use super::*;

fn path(steps: &str) -> Vec<Step> {
    steps.split('.').map(|step| step.parse().map_or_else(|_| Step::from(step), Step::Item)).collect()
}

#[test]
fn keys_are_set_and_the_rest_stays() {
    for (before, at, value, after) in [
        ("a: 1 # one\nb: 2\n", "a", Node::number(7), "a: 7 # one\nb: 2\n"),
        ("a: \"x\" # one\n", "a", Node::text("y\"z"), "a: \"y\\\"z\" # one\n"),
        ("a: 'x'\n", "a", Node::text("it's"), "a: 'it''s'\n"),
        ("a: x\n", "a", Node::text("1.0"), "a: '1.0'\n"),
        ("a:\nb: 1\n", "a", Node::texts(["p", "q"]), "a: [p, q]\nb: 1\n"),
        ("a: ~\n", "a", Node::text("x"), "a: x\n"),
        ("# only\n", "a", Node::text("x"), "# only\na: x\n"),
        ("", "p.L", Node::text("P07"), "p: {L: P07}\n"),
        ("p: {A: P1}\n", "p.B c", Node::text("P2"), "p: {A: P1, B c: P2}\n"),
        ("p: {A: P1}\n", "p.A", Node::text("P2"), "p: {A: P2}\n"),
        ("p: {}\nx: 1\n", "p.A", Node::text("P2"), "p: {A: P2}\nx: 1\n"),
        ("p: {A: P1,}\n", "p.B", Node::text("P2"), "p: {A: P1, B: P2}\n"),
        ("p:\n  A: P1 # x\n\nz: 1\n", "p.B", Node::text("P2"), "p:\n  A: P1 # x\n  B: P2\n\nz: 1\n"),
        ("l: [a,\n  b, # bee\n]\nz: 1\n", "k", Node::number(2), "l: [a,\n  b, # bee\n]\nz: 1\nk: 2\n"),
        ("l: [\n  b,\n]\n", "k", Node::number(2), "l: [\n  b,\n]\nk: 2\n"),
        ("l: [a, b]\n", "l.1", Node::text("no"), "l: [a, 'no']\n"),
        ("t: one\n  two # x\nu: 1\n", "t", Node::text("three"), "t: three # x\nu: 1\n"),
        ("a: 1\r\nb: 2\r\n", "c", Node::number(3), "a: 1\r\nb: 2\r\nc: 3\r\n"),
        ("{a: 1}\n", "b", Node::number(2), "{a: 1, b: 2}\n"),
        ("é: 1\n\"k é\": x # c\n", "k é", Node::text("z"), "é: 1\n\"k é\": z # c\n"),
    ] {
        assert_eq!(set(before, &path(at), &value).as_deref(), Ok(after), "{before:?} {at}");
    }
}

#[test]
fn items_are_added_to_lists_of_every_style() {
    for (before, at, value, after) in [
        ("l: [a]\n", "l", Node::text("yes"), "l: [a, 'yes']\n"),
        ("l: []\n", "l", Node::text("b"), "l: [b]\n"),
        ("l:\nm: 1\n", "l", Node::text("b"), "l: [b]\nm: 1\n"),
        ("m: 1\n", "l", Node::text("b"), "m: 1\nl: [b]\n"),
        ("l:\n  - a # x\n\n# end\nm: 1\n", "l", Node::text("b"), "l:\n  - a # x\n  - b\n\n# end\nm: 1\n"),
        ("l:\n- a\n# mid\n- b\nm: 1\n", "l", Node::text("c"), "l:\n- a\n# mid\n- b\n- c\nm: 1\n"),
        ("l:\n- |\n  - no item\n", "l", Node::text("c"), "l:\n- |\n  - no item\n- c\n"),
    ] {
        assert_eq!(insert_item(before, &path(at), &value).as_deref(), Ok(after), "{before:?}");
    }
}

#[test]
fn what_cannot_be_spliced_is_refused_with_what_to_write() {
    for (before, at) in [
        ("a:\n  - x # keep me\n  - y\n", "a"),
        ("a: &x 1\nb: *x\n", "a"),
        ("a: &x 1\nb: *x\n", "b"),
        ("a: [\n", "a"),
        ("a: 1\n", "a.b"),
        ("a: x\na: y\n", "a"),
    ] {
        let refused = set(before, &path(at), &Node::text("new")).unwrap_err();
        assert!(refused.edit.ends_with(": new"), "{refused:?}");
        assert_eq!(refused.what, at);
    }
    assert!(remove_item("l: [&x a, *x]\n", &path("l.0")).is_err());
    assert!(remove_item("l:\n- a\n", &path("l.4")).is_err());
    assert_eq!(set("a: 1\nb:\n  - x\n", &path("b"), &Node::text("new")).unwrap_err().line, Some(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Whatever a file holds, a splice gives the changed tree or an error, never another tree and never a panic.
    #[test]
    fn a_splice_is_the_change_or_nothing(source in "([ab]: ?|- ?|  |\n|\n  |x|'y'|\"z\"|\\[|\\]|\\{|\\}|, |# c|\\||>|&q |\\*q|é|1){0,24}",
                                        value in "[a-z0-9 :#]{0,6}") {
        let value = Node::text(value);
        let old = parse(&source);
        for at in ["a", "b", "a.b", "a.0"] {
            if let Ok(new) = set(&source, &path(at), &value) {
                let new = parse(&new).unwrap();
                prop_assert_eq!(new.at(&path(at)), Some(&value));
                for (key, kept) in old.as_ref().unwrap().entries() {
                    if !at.starts_with(key.as_str()) {
                        prop_assert!(same(new.get(key).unwrap(), kept));
                    }
                }
            }
            if let Ok(new) = insert_item(&source, &path(at), &value) {
                let new = parse(&new).unwrap();
                prop_assert_eq!(new.at(&path(at)).and_then(|list| list.items().last()), Some(&value));
            }
            if let Ok(new) = remove_item(&source, &path(at)) {
                prop_assert!(parse(&new).is_ok());
            }
        }
    }
}
