//! Codebooks brought together, on invented ones.

use super::*;

const BASE: &str = "\
title: Book
codes:
  - id: a
    name: A
    definition: Short.
    codes:
      - id: b
        name: B
  - id: c
    name: C
    was: [old]
themes:
  - id: set
    name: Set
    codes: [a, c]
";

/// The merge both ways, which must be the same codebook.
fn join(ours: &str, theirs: &str) -> Joined {
    let one = join_codebooks(BASE, ours, theirs).unwrap();
    let other = join_codebooks(BASE, theirs, ours).unwrap();
    assert!(is_same_codebook(&one.text, &other.text), "{}\n{}", one.text, other.text);
    one
}

#[test]
fn what_one_side_has_changed_is_taken() {
    let ours = BASE.replace("name: A\n", "name: Apple\n").replace("title: Book", "title: Book of codes");
    let theirs = BASE.replace("name: C\n", "name: Cherry\n    include: Stones.\n").replace("[a, c]", "[a, b, c]");
    let joined = join(&ours, &theirs);
    for part in ["title: Book of codes", "name: Apple", "name: Cherry", "include: Stones."] {
        assert!(joined.text.contains(part), "{part}: {}", joined.text);
    }
    assert!(joined.differing.is_empty());
    let (_, book) = read(&joined.text).unwrap();
    assert_eq!(field(&book.sets["set"], "codes").map(|codes| codes.items().len()), Some(3));
    assert_eq!(join(BASE, BASE).text, BASE);
    assert_eq!(join(&ours, BASE).text, ours);
}

#[test]
fn of_two_wordings_the_longer_stands_and_it_is_told() {
    let ours = BASE.replace("Short.", "Longer than it was.");
    let theirs = BASE.replace("Short.", "Brief.");
    let joined = join(&ours, &theirs);
    assert!(joined.text.contains("Longer than it was.") && !joined.text.contains("Brief."));
    assert_eq!(joined.differing, ["a: definition"]);
}

#[test]
fn codes_come_move_and_go() {
    let ours = BASE.replace("  - id: c\n", "  - id: z\n    name: Z\n  - id: c\n");
    let ours = ours.replace("        name: B\n", "        name: B\n      - id: y\n        name: Y\n");
    // Theirs: b at the top, d beneath c, x new, and a comment.
    let theirs = "\
title: Book
codes:
  - id: a
    name: A
    definition: Short.
  - id: c
    name: C
    was: [old, older]
    codes:
      - id: d   # from the pilot
        name: D
  - id: b
    name: B
  # a remark
  - id: x
    name: X
themes:
  - id: set
    name: Set
    codes: [a, c]
";
    let joined = join(&ours, theirs);
    let (_, book) = read(&joined.text).unwrap();
    assert_eq!(book.order, ["a", "y", "c", "d", "b", "x", "z"], "{}", joined.text);
    assert_eq!(book.codes["b"].parent, None);
    assert_eq!(book.codes["d"].parent.as_deref(), Some("c"));
    assert!(joined.text.contains("# a remark"));
    // A code that one side has merged into another goes, though the other side has renamed it.
    let merged = "\
title: Book
codes:
  - id: a
    name: A
    definition: Short.
  - id: c
    name: C
    was: [b, old]
themes:
  - id: set
    name: Set
    codes: [a, c]
";
    let joined = join(merged, &BASE.replace("name: B\n", "name: Banana\n"));
    let (_, book) = read(&joined.text).unwrap();
    assert_eq!(book.order, ["a", "c"], "{}", joined.text);
}

#[test]
fn codes_put_beneath_each_other_make_no_circle() {
    let under_c = "title: Book\ncodes:\n  - id: c\n    name: C\n    was: [old]\n    codes:\n      - id: a\n        name: A\n        definition: Short.\n        codes:\n          - id: b\n            name: B\nthemes:\n  - id: set\n    name: Set\n    codes: [a, c]\n";
    let under_a = "title: Book\ncodes:\n  - id: a\n    name: A\n    definition: Short.\n    codes:\n      - id: b\n        name: B\n      - id: c\n        name: C\n        was: [old]\nthemes:\n  - id: set\n    name: Set\n    codes: [a, c]\n";
    let joined = join(under_c, under_a);
    let (_, book) = read(&joined.text).unwrap();
    assert_eq!(book.order.len(), 3, "{}", joined.text);
}

#[test]
fn a_copy_adds_what_is_missing_and_changes_nothing() {
    let theirs = BASE
        .replace("name: A\n", "name: Apple\n")
        .replace("        name: B\n", "        name: B\n        codes:\n          - id: d\n            name: D\n")
        + "  - id: second\n    name: Second\n    codes: [d]\n";
    let ours = BASE.replace("    codes:\n      - id: b\n        name: B\n", "").replace("was: [old]", "was: [old, b]");
    let joined = add_missing_codes(&ours, &theirs).unwrap();
    assert_eq!(joined.added, ["d", "second"], "b was merged into c here");
    assert_eq!(joined.differing, ["a: name"]);
    let (_, book) = read(&joined.text).unwrap();
    assert_eq!(book.codes["d"].parent.as_deref(), Some("a"));
    assert!(joined.text.contains("name: A\n"));
    assert_eq!(add_missing_codes(&joined.text, &theirs).unwrap().text, joined.text);
}
