//! What the scan finds and what it leaves alone. All texts, names and numbers are invented.

use super::*;

fn hits(text: &str) -> Vec<(HitKind, String)> {
    let pieces = [Piece { text, kind: PieceKind::Text }];
    let found = scan(&pieces, None, &HashSet::from(["INT".to_owned(), "P07".to_owned()]), "en");
    found.into_iter().map(|hit| (hit.kind, text[hit.bytes].to_owned())).collect()
}

#[track_caller]
fn finds(text: &str, expected: &[(HitKind, &str)]) {
    let expected: Vec<(HitKind, String)> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
    assert_eq!(hits(text), expected, "{text:?}");
}

#[test]
fn addresses_and_handles() {
    use HitKind::{Email, Handle, Url};
    finds("write to jo.hill+x@clinic.example.org, please", &[(Email, "jo.hill+x@clinic.example.org")]);
    finds("it is jo dot hill at clinic dot co dot uk", &[(Email, "jo dot hill at clinic dot co dot uk")]);
    finds(
        "see https://example.org/a?b=1. and www.clinic.org.uk",
        &[(Url, "https://example.org/a?b=1"), (Url, "www.clinic.org.uk")],
    );
    finds("they post as @jo_hill99 there", &[(Handle, "@jo_hill99")]);
    finds("we met at two and stopped. then we left", &[]);
}

#[test]
fn numbers_of_telephones_and_patients() {
    use HitKind::{NationalInsurance, NhsNumber, Phone};
    for number in
        ["07700 900123", "(020) 7946 0958", "+44 7700 900 123", "+49 30 901820", "0044 20 7946 0958", "01632 960 001"]
    {
        let text = format!("ring {number} after six");
        let found = hits(&text);
        assert_eq!(found.len(), 1, "{number}: {found:?}");
        assert_eq!(found[0].0, Phone, "{number}");
        assert!(number.ends_with(&found[0].1) || found[0].1 == number, "{number}: {found:?}");
    }
    // 943 476 5919 is the example of the NHS Data Dictionary.
    finds("the number is 943 476 5919 she said", &[(NhsNumber, "943 476 5919")]);
    finds("the number is 943 476 5918 she said", &[]);
    finds("it was AB 12 34 56 C on the letter", &[(NationalInsurance, "AB 12 34 56 C")]);
    finds("it was BG123456C on the letter", &[]);
    finds("[00:12:31] we had 1,200,000 and 12 000 000 of them", &[]);
}

#[test]
fn the_check_digit_of_an_nhs_number() {
    let digits = |text: &str| text.chars().filter_map(|char| char.to_digit(10)).collect::<Vec<u32>>();
    assert!(forms::is_nhs_number(&digits("9434765919")));
    assert!(forms::is_nhs_number(&digits("4010232137")));
    assert!(!forms::is_nhs_number(&digits("4010232138")));
    assert!(!forms::is_nhs_number(&digits("943476591")));
}

#[test]
fn postcodes_dates_and_places() {
    use HitKind::{Date, DateOfBirth, Institution, Postcode, Street};
    finds("we lived in sw1a 1aa then", &[(Postcode, "sw1a 1aa")]);
    finds("in M1 1AE and then B33 8TH", &[(Postcode, "M1 1AE"), (Postcode, "B33 8TH")]);
    finds("he was born on 12 March 2009, early", &[(DateOfBirth, "12 March 2009")]);
    finds("seen on 03/04/2019 and on the 5th of May 2020", &[(Date, "03/04/2019"), (Date, "5th of May 2020")]);
    finds("he is at St Anne’s Primary School now", &[(Institution, "St Anne’s Primary School")]);
    finds("he is at the Special School and the Primary School", &[]);
    finds("at the Royal Oakfield Hospital they", &[(Institution, "Royal Oakfield Hospital")]);
    finds("we live at 14 Pepper Mill Lane with", &[(Street, "14 Pepper Mill Lane")]);
}

#[test]
fn names_by_their_capitals() {
    use HitKind::{Name, PerhapsName};
    finds("and then Tom Brandt came with Zoë’s mum", &[(Name, "Tom Brandt"), (Name, "Zoë")]);
    finds("Tomlin came. I saw Tomlin again.", &[(Name, "Tomlin"), (Name, "Tomlin")]);
    finds("So we waited. Because of that, I’m tired. P07 said so.", &[]);
    finds("On Monday the English lesson is in March.", &[]);
    finds("Kestrel did it.", &[(PerhapsName, "Kestrel")]);
    finds("the referral came. Referral is slow.", &[]);
    finds("we asked Will, and he will come", &[(Name, "Will")]);
    finds("then Mrs Page rang; Dr. Marsh did not", &[(Name, "Page"), (Name, "Marsh")]);
    finds("the SENCo and the EHCP and a TA", &[]);
    finds("the Head came, and the head left", &[]);
}

#[test]
fn labels_values_and_the_key() {
    let label = |text| Piece { text, kind: PieceKind::Label };
    let pieces =
        [label("Tom Brandt"), label("Parent"), label("INT"), Piece { text: "tom_2.txt", kind: PieceKind::FileName }];
    let key = Key::parse(b"real,pseudonym\nTom,P1\n").unwrap();
    let known = HashSet::from(["INT".to_owned()]);
    let found = scan(&pieces, Some(&key), &known, "en");
    let seen: Vec<_> =
        found.iter().map(|hit| (hit.piece, hit.kind, &pieces[hit.piece].text[hit.bytes.clone()])).collect();
    assert_eq!(seen, [(0, HitKind::Key, "Tom"), (0, HitKind::Name, "Brandt"), (3, HitKind::Key, "tom")]);
    let german = scan(&[Piece { text: "und dann kam der Arzt", kind: PieceKind::Text }], None, &known, "de");
    assert!(german.is_empty());
}

#[test]
fn a_dismissed_hit_is_known_in_every_writing() {
    assert_eq!(hit_hash("Tom  Brandt"), hit_hash("TOM\nbrandt"));
    assert_ne!(hit_hash("Tom"), hit_hash("Tim"));
    assert_eq!(hit_hash("Zoë").len(), 16);
}
