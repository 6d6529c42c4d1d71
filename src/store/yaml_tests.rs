//! Tests of reading YAML and finding places in it.

use super::*;

fn scalar(text: &str, kind: Kind) -> Node {
    Node::Scalar(text.into(), kind)
}

#[test]
fn scalars_keep_the_text_of_the_file() {
    let node = parse("a: 1.0\nb: no\nc: ~\nd: 'yes'\ne: 2019-11-12\nf: 0x1F\ng: null\nh:\ni: true\n1: x\n").unwrap();
    for (key, text, kind) in [
        ("a", "1.0", Kind::Number),
        ("b", "no", Kind::Text),
        ("c", "~", Kind::Null),
        ("d", "yes", Kind::Text),
        ("e", "2019-11-12", Kind::Text),
        ("f", "0x1F", Kind::Number),
        ("g", "null", Kind::Null),
        ("h", "", Kind::Null),
        ("i", "true", Kind::Bool),
        ("1", "x", Kind::Text),
    ] {
        assert_eq!(node.get(key), Some(&scalar(text, kind)), "{key}");
    }
    assert_eq!(node.get("g").unwrap().as_text(), Some("null"));
    assert_eq!(node.get("c").unwrap().as_text(), None);
}

#[test]
fn empty_and_tagged_and_aliased() {
    for empty in ["", "# nothing\n", "---\n", "~"] {
        assert!(parse(empty).unwrap().is_null(), "{empty:?}");
    }
    let node = parse("a: &x [1, two]\nb: *x\nc: !thing {k: v}\nd: !!str 5\n").unwrap();
    assert_eq!(node.get("a"), node.get("b"));
    assert_eq!(node.get("b").unwrap().items().len(), 2);
    assert_eq!(node.get("c").unwrap().get("k"), Some(&Node::text("v")));
    assert_eq!(node.get("d"), Some(&Node::text("5")));
}

#[test]
fn faults_have_places() {
    for (source, what, place) in [
        ("a: 1\nb: 2\na: 3\n", "the key `a` stands twice", (3, 1)),
        ("x:\n  k: 1\n  k: 2\n", "the key `k` stands twice", (3, 3)),
        ("a: 1\n---\nb: 2\n", "a second document", (2, 1)),
        ("a: b: c\n", "mapping values are not allowed", (1, 5)),
        ("a: [1, 2\nb: 3\n", "", (2, 2)),
        ("a:\n\tb: 1\n", "cannot start any token", (2, 1)),
    ] {
        let error = parse(source).unwrap_err();
        assert!(error.message.contains(what), "{source:?}: {error:?}");
        assert_eq!(error.place, Some(place), "{source:?}: {error:?}");
    }
}

#[test]
fn hostile_files_are_refused_quickly() {
    let deep = 50_000;
    for source in [
        "[".repeat(deep),
        "[\n".repeat(deep),
        "- [".repeat(deep),
        "{a: ".repeat(deep),
        format!("{}x", "- ".repeat(deep)),
        format!("{}x", "? ".repeat(deep)),
        "[".repeat(1_900),
        "? ".repeat(1_900),
        "[".repeat(200) + &"]".repeat(200),
        (0..400).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    ] {
        let error = parse(&source).unwrap_err();
        let head: String = source.chars().take(12).collect();
        let refused = error.message.contains("nested too deeply") || error.message.contains("expected a key");
        assert!(refused, "{head}: {error:?}");
    }
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    let error = parse(&bomb).unwrap_err();
    assert!(error.message.contains("aliases") || error.message.contains("too many"), "{error:?}");
    assert!(parse("a: &a [*a]\n").is_err());
    assert!(parse("a: *nobody\n").is_err());
}

#[test]
fn places_of_keys_and_values() {
    let source =
        "title: é, Study # x\ncodes:\n  - id: a\n    name: 'A'\n  - {id: b, name: \"B\"}\nlast:\nlist:\n- 1\n- 2\n";
    let path = |steps: &[Step]| steps.to_vec();
    for (steps, key, place) in [
        (path(&["title".into()]), true, Some((1, 1))),
        (path(&["title".into()]), false, Some((1, 8))),
        (path(&["codes".into()]), false, Some((3, 3))),
        (path(&["codes".into(), 0.into()]), false, Some((3, 5))),
        (path(&["codes".into(), 0.into(), "name".into()]), false, Some((4, 11))),
        (path(&["codes".into(), 1.into(), "name".into()]), true, Some((5, 13))),
        (path(&["last".into()]), false, Some((6, 6))),
        (path(&["list".into()]), false, Some((8, 1))),
        (path(&["list".into(), 1.into()]), false, Some((9, 3))),
        (path(&["none".into()]), false, None),
        (path(&["list".into(), 7.into()]), false, None),
    ] {
        assert_eq!(locate(source, &steps, key), place, "{steps:?}");
    }
}
