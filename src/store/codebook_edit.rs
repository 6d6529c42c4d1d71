//! Changes to codebook.yaml that keep its comments and order.

use super::yaml::parse;
use super::yaml_items::{Item, put_item, remove_item, take_item};
use super::yaml_lines::{SpliceRefused, insert_item, set};
use super::yaml_node::{Node, Step};

/// Where the code with this id stands in the tree of a codebook.
pub fn code_path(root: &Node, id: &str) -> Option<Vec<Step>> {
    let codes = root.get("codes")?;
    for (at, code) in codes.items().iter().enumerate() {
        let here = vec![Step::from("codes"), Step::from(at)];
        if code.get("id").and_then(Node::as_text).is_some_and(|text| text.trim() == id) {
            return Some(here);
        }
        if let Some(below) = code_path(code, id) {
            return Some([here, below].concat());
        }
    }
    None
}

/// Where the code stands in `source`, with the key `key` of it.
fn place(source: &str, id: &str, key: Option<&str>) -> Result<Vec<Step>, SpliceRefused> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let path = parse(bare).ok().and_then(|root| code_path(&root, id));
    let mut path = path.ok_or_else(|| SpliceRefused {
        what: id.to_owned(),
        line: None,
        edit: format!("a code with `id: {id}`: it is not in the file as it stands"),
    })?;
    path.extend(key.map(Step::from));
    Ok(path)
}

/// Adds a code at the end of the top level or of the codes beneath `under`. `more` are further keys, such as `colour`.
///
/// # Errors
/// Where the file cannot be spliced; it says what to write by hand.
pub fn add_code(
    source: &str,
    under: Option<&str>,
    id: &str,
    name: &str,
    more: &[(&str, Node)],
) -> Result<String, SpliceRefused> {
    let list = match under {
        Some(parent) => place(source, parent, Some("codes"))?,
        None => vec![Step::from("codes")],
    };
    let first = [("id", Node::text(id)), ("name", Node::text(name))];
    insert_item(source, &list, &Node::map(first.into_iter().chain(more.iter().cloned())))
}

/// Gives a code another name; its id stays.
///
/// # Errors
/// Where the file cannot be spliced; it says what to write by hand.
pub fn rename_code(source: &str, id: &str, name: &str) -> Result<String, SpliceRefused> {
    set_code_key(source, id, "name", &Node::text(name))
}

/// Sets any key of a code, such as `definition` or `was`.
///
/// # Errors
/// Where the file cannot be spliced; it says what to write by hand.
pub fn set_code_key(source: &str, id: &str, key: &str, value: &Node) -> Result<String, SpliceRefused> {
    set(source, &place(source, id, Some(key))?, value)
}

/// Adds a text to a list of a code, such as `examples` or `was`.
///
/// # Errors
/// Where the file cannot be spliced; it says what to write by hand.
pub fn add_to_code(source: &str, id: &str, key: &str, text: &str) -> Result<String, SpliceRefused> {
    insert_item(source, &place(source, id, Some(key))?, &Node::text(text))
}

/// Takes a code out, with all that is beneath it.
///
/// # Errors
/// Where the file cannot be spliced.
pub fn remove_code(source: &str, id: &str) -> Result<String, SpliceRefused> {
    remove_item(source, &place(source, id, None)?)
}

/// Carries a code, with all that is beneath it and the comments above it, beneath `under` (`None`: to the top level):
/// before the code `before`, or to the end.
///
/// # Errors
/// Where the file cannot be spliced; a code cannot go beneath itself.
pub fn move_code(source: &str, id: &str, under: Option<&str>, before: Option<&str>) -> Result<String, SpliceRefused> {
    let (rest, item) = take_item(source, &place(source, id, None)?)?;
    put_code(&rest, under, before, &item)
}

/// Puts a code beneath `under` (`None`: at the top level), before the code `before`, or at the end.
fn put_code(source: &str, under: Option<&str>, before: Option<&str>, item: &Item) -> Result<String, SpliceRefused> {
    let list = match under {
        Some(parent) => place(source, parent, Some("codes"))?,
        None => vec![Step::from("codes")],
    };
    let at = match before {
        None => None,
        Some(before) => match place(source, before, None)?.split_last() {
            Some((Step::Item(at), known)) if *known == *list => Some(*at),
            _ => None,
        },
    };
    put_item(source, &list, at, item)
}

/// Takes a code out of every set that lists it.
///
/// # Errors
/// Where the file cannot be spliced.
pub fn remove_from_sets(source: &str, id: &str) -> Result<String, SpliceRefused> {
    let mut text = source.to_owned();
    while let Some(path) = listed(&text, id) {
        text = remove_item(&text, &path)?;
    }
    Ok(text)
}

/// Lets every set that lists the code `id` list `with` in its place, each code once.
///
/// # Errors
/// Where the file cannot be spliced.
pub fn replace_in_sets(source: &str, id: &str, with: &str) -> Result<String, SpliceRefused> {
    let mut text = source.to_owned();
    while let Some(path) = listed(&text, id) {
        let root = parse(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok();
        let members = root.as_ref().and_then(|root| root.at(path.get(..path.len() - 1)?)).map(Node::items);
        let there = members.is_some_and(|members| members.iter().any(|code| code.as_text() == Some(with)));
        text = if there { remove_item(&text, &path)? } else { set(&text, &path, &Node::text(with))? };
    }
    Ok(text)
}

/// Where a set lists the code.
fn listed(source: &str, id: &str) -> Option<Vec<Step>> {
    let root = parse(source.strip_prefix('\u{feff}').unwrap_or(source)).ok()?;
    for (at, set) in root.get("themes")?.items().iter().enumerate() {
        let members = set.get("codes").map(Node::items).unwrap_or_default();
        if let Some(member) = members.iter().position(|code| code.as_text().is_some_and(|text| text.trim() == id)) {
            return Some(vec!["themes".into(), at.into(), "codes".into(), member.into()]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "\
title: Our study   # working title
codes:
  # first branch
  - id: support
    name: 'Support in class'
    definition: >
      What staff do, day
      by day.
    codes:
      - id: ta-reliance   # from the pilot
        name: TA reliance

  - {id: delays, name: Delays}
# candidate themes
themes: []
";

    #[test]
    fn codes_are_added_at_the_end_of_their_siblings() {
        let added = add_code(BOOK, Some("support"), "yes", "Yes", &[]).unwrap();
        let expected = BOOK.replace(
            "        name: TA reliance\n",
            "        name: TA reliance\n      - id: 'yes'\n        name: 'Yes'\n",
        );
        assert_eq!(added, expected);
        let added = add_code(BOOK, None, "trust", "Trust: lost", &[("colour", Node::text("#0072B2"))]).unwrap();
        let expected = BOOK.replace(
            "name: Delays}\n",
            "name: Delays}\n  - id: trust\n    name: 'Trust: lost'\n    colour: '#0072B2'\n",
        );
        assert_eq!(added, expected);
        let added = add_code(BOOK, Some("ta-reliance"), "velcro", "Velcro", &[]).unwrap();
        let beneath = "name: TA reliance\n        codes:\n          - id: velcro\n            name: Velcro\n";
        assert_eq!(added, BOOK.replace("name: TA reliance\n", beneath));
        let added = add_code(BOOK, Some("delays"), "long", "Long", &[]).unwrap();
        assert_eq!(added, BOOK.replace("name: Delays}", "name: Delays, codes: [{id: long, name: Long}]}"));
    }

    #[test]
    fn first_codes_of_empty_books() {
        for (book, expected) in [
            ("", "codes:\n  - id: a\n    name: A\n"),
            ("# nothing yet\n", "# nothing yet\ncodes:\n  - id: a\n    name: A\n"),
            ("title: T\ncodes: []   # none\n", "title: T\ncodes:   # none\n  - id: a\n    name: A\n"),
            ("codes:\ntitle: T", "codes:\n  - id: a\n    name: A\ntitle: T"),
            ("title: T", "title: T\ncodes:\n  - id: a\n    name: A\n"),
            ("\u{feff}codes:\r\n- id: b\r\n", "\u{feff}codes:\r\n- id: b\r\n- id: a\r\n  name: A\r\n"),
        ] {
            assert_eq!(add_code(book, None, "a", "A", &[]).unwrap(), expected, "{book:?}");
        }
    }

    #[test]
    fn names_are_replaced_where_they_stand() {
        let renamed = rename_code(BOOK, "support", "Support: in class").unwrap();
        assert_eq!(renamed, BOOK.replace("'Support in class'", "'Support: in class'"));
        assert_eq!(rename_code(BOOK, "delays", "Off").unwrap(), BOOK.replace("name: Delays", "name: 'Off'"));
        let defined = set_code_key(BOOK, "support", "definition", &Node::text("One.\n\nTwo.\n")).unwrap();
        assert_eq!(
            defined,
            BOOK.replace(">\n      What staff do, day\n      by day.\n", "|\n      One.\n\n      Two.\n")
        );
        let excluded = set_code_key(BOOK, "support", "exclude", &Node::text("Home.")).unwrap();
        assert_eq!(excluded, BOOK.replace("      by day.\n", "      by day.\n    exclude: Home.\n"));
    }

    #[test]
    fn codes_are_taken_out() {
        let removed = remove_code(BOOK, "ta-reliance").unwrap();
        let gone = "    codes:\n      - id: ta-reliance   # from the pilot\n        name: TA reliance\n";
        assert_eq!(removed, BOOK.replace(gone, "    codes: []\n"));
        let removed = remove_code(BOOK, "delays").unwrap();
        assert_eq!(removed, BOOK.replace("  - {id: delays, name: Delays}\n", ""));
        assert!(remove_code(BOOK, "nobody").is_err());
    }

    #[test]
    fn codes_are_carried_about_with_what_is_beneath_them() {
        let moved = move_code(BOOK, "ta-reliance", None, Some("support")).unwrap();
        let (gone, came) = (
            "    codes:\n      - id: ta-reliance   # from the pilot\n        name: TA reliance\n",
            "  - id: ta-reliance   # from the pilot\n    name: TA reliance\n  # first branch\n",
        );
        assert_eq!(moved, BOOK.replace(gone, "    codes: []\n").replace("  # first branch\n", came));
        let beneath = move_code(BOOK, "delays", Some("ta-reliance"), None).unwrap();
        let came = "        name: TA reliance\n        codes:\n          - {id: delays, name: Delays}\n";
        let expected = BOOK.replace("  - {id: delays, name: Delays}\n", "");
        assert_eq!(beneath, expected.replace("        name: TA reliance\n", came));
        assert!(move_code(BOOK, "support", Some("ta-reliance"), None).is_err());
        let last = move_code(BOOK, "support", None, None).unwrap();
        assert_eq!(
            move_code(&last, "support", None, Some("delays")).unwrap().replace('\n', ""),
            BOOK.replace('\n', "")
        );
    }

    #[test]
    fn sets_lose_a_code_that_is_taken_out() {
        let book = "codes:\n  - id: a\n  - id: b\nthemes:\n  - id: s\n    codes: [a, b]   # both\n  - id: t\n    codes:\n      - a\n";
        let expected = book.replace("[a, b]", "[b]").replace("    codes:\n      - a\n", "    codes: []\n");
        assert_eq!(remove_from_sets(book, "a").unwrap(), expected);
        assert_eq!(remove_from_sets(book, "c").unwrap(), book);
    }
}
