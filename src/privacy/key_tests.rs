//! Names found, and what takes their place. All names are invented.

use super::*;
use proptest::prelude::*;

fn key(rows: &str) -> Key {
    Key::parse(format!("real,pseudonym\n{rows}").as_bytes()).unwrap()
}

#[test]
fn whole_words_in_any_case_with_possessives_and_accents() {
    let key = key("Ann,Jo\nTom,P07\nTom Brandt,Lee Marsh\nZoë,Mia\nO'Hara,Quill\nSchool 3,School X\n");
    for (text, expected) in [
        ("Ann went to the Annual meeting of Joann.", "Jo went to the Annual meeting of Joann."),
        ("Ann's and Ann’s, ANN'S and ann", "Jo's and Jo’s, JO'S and jo"),
        ("Tom, TOM and tom; Tomas and Atom", "P07, P07 and p07; Tomas and Atom"),
        ("Tom Brandt rang Tom; TOM BRANDT", "Lee Marsh rang P07; LEE MARSH"),
        ("so Tom\nBrandt came", "so Lee\nMarsh came"),
        ("so Tom\n      Brandt came", "so Lee\n      Marsh came"),
        ("so Tom\n\nBrandt: no", "so P07\n\nBrandt: no"),
        ("I saw Tom. Brandt too", "I saw Lee Marsh too"),
        ("tom.brandt@x.org tom_brandt tom-brandt", "lee.marsh@x.org lee_marsh lee-marsh"),
        ("Zoe, ZOË, Zoe\u{308}'s and zoë", "Mia, MIA, Mia's and mia"),
        ("O’Hara and O'HARA", "Quill and QUILL"),
        ("School 3 and School 31", "School X and School 31"),
        ("interview_tom_2 and Tom2", "interview_p07_2 and P072"),
        ("**Tom** Brandt", "**P07** Brandt"),
    ] {
        assert_eq!(key.replace(text).as_deref().unwrap_or(text), expected, "{text:?}");
    }
    assert_eq!(key.replace("Nobody here."), None);
}

#[test]
fn a_name_that_is_a_word_stays_a_word_in_lower_case() {
    let key = key("Will,Sam\nRose Field,Ana Dell\n");
    assert_eq!(key.replace("Will will; WILL").unwrap(), "Sam will; SAM");
    assert_eq!(key.replace("rose field").unwrap(), "ana dell");
    let exact = Key::parse(b"real;pseudonym;case\nHope;Ida;exact\n").unwrap();
    assert_eq!(exact.replace("HOPE hope Hope").unwrap(), "HOPE hope Ida");
}

#[test]
fn scripts_without_blanks() {
    let key = key("田中,山本\n");
    assert_eq!(key.replace("私は田中さんです").unwrap(), "私は山本さんです");
}

#[test]
fn keys_that_are_none() {
    let error = |text: &str| Key::parse(text.as_bytes()).unwrap_err();
    assert_eq!(Key::parse(b"\xff\xfe"), Err(KeyError::NotUtf8));
    assert_eq!(error("name,code\nTom,P1\n"), KeyError::NoColumns);
    assert_eq!(error("real,pseudonym\nTom,\n"), KeyError::Missing { line: 2, column: "pseudonym" });
    assert_eq!(error("real,pseudonym\n,P1\n"), KeyError::Missing { line: 2, column: "real" });
    assert_eq!(error("real,pseudonym\nA,P1\n"), KeyError::Short { line: 2 });
    assert_eq!(error("real,pseudonym\nTom,P1\ntom,P2\n"), KeyError::Twice { line: 3 });
    assert_eq!(error("real,pseudonym,case\nTom,P1,some\n"), KeyError::Case { line: 2 });
    assert_eq!(error("real,pseudonym\nTom,\"a\nb\"\n"), KeyError::Unfit { line: 2 });
    assert_eq!(error("real,pseudonym\n"), KeyError::Empty);
    assert_eq!(
        error("real,pseudonym\nTom,Jim\nJim,Tom\n"),
        KeyError::PseudonymIsName { line: 2, pseudonym: "Jim".into() }
    );
    assert_eq!(Key::parse("\u{feff}real,pseudonym\r\nTom,P1\r\nTom,P1\r\n".as_bytes()).unwrap().names().len(), 1);
}

#[test]
fn pieces_of_names_at_a_cut_end_are_taken_off() {
    let key = key("Tom Brandt,Lee Marsh\n");
    assert_eq!(key.without_cut_names("randt said so", true, false), " said so");
    assert_eq!(key.without_cut_names("he met Tom Bra", false, true), "he met ");
    assert_eq!(key.without_cut_names("he met Tom Bra", true, false), "he met Tom Bra");
    assert_eq!(key.without_cut_names("brandish", true, true), "brandish");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn what_was_replaced_holds_no_name_and_keeps_all_else(
        parts in proptest::collection::vec(("[ .,:;\n!]{1,3}", 0..5_usize, 0..3_usize), 1..12)
    ) {
        let names = ["Ann", "Tom", "Tom Brandt", "Zoë", "annual"];
        let key = key("Ann,Jo\nTom,P07\nTom Brandt,Lee Marsh\nZoë,Mia\n");
        let mut text = String::new();
        for (gap, name, case) in &parts {
            text.push_str(gap);
            text.push_str(&match case { 0 => names[*name].to_owned(), 1 => names[*name].to_uppercase(), _ => names[*name].to_lowercase() });
        }
        let new = key.replace(&text).unwrap_or_else(|| text.clone());
        prop_assert!(!key.is_in(&new), "{text:?} -> {new:?}");
        let edits = key.edits(&text);
        prop_assert_eq!(edits.apply(&crate::text::Body::new(text.clone())), new);
        prop_assert_eq!(text.to_lowercase().matches("annual").count(), key.replace(&text).unwrap_or(text).to_lowercase().matches("annual").count());
    }
}
