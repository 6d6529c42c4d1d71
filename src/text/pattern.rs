//! Regular expressions that are built once, from literals, when they are first used.

use std::sync::LazyLock;

use regex::Regex;

/// Builds a pattern from a literal. The only `expect` of the program: a test builds every pattern.
#[allow(clippy::expect_used)]
fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a literal pattern")
}

/// Declares every pattern of the program and the list that the test walks.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:literal;)*) => {
        $($(#[$doc])* pub static $name: LazyLock<Regex> = LazyLock::new(|| literal($pattern));)*
        #[cfg(test)]
        static ALL: &[&LazyLock<Regex>] = &[$(&$name),*];
    };
}

patterns! {
    /// An id of a code, a set or a case.
    CODE_ID = r"\A[a-z0-9-]+\z";
    /// An e-mail address.
    EMAIL = r"(?i)[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+";
    /// An e-mail address as it is spoken: `jo dot hill at clinic dot co dot uk`.
    EMAIL_SPOKEN = r"(?i)\b[\w.]+(?: dot \w+)* at [\w-]+(?: dot [\w-]+)* dot (?:com|uk|org|net|edu|eu|ie|de|fr)\b";
    /// An address on the web, with or without its scheme.
    URL = r"(?i)\b(?:https?://[^\s<>()]+[^\s<>().,;:!?’']|(?:www\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|io|uk|eu|ie|gov|info)\b(?:/[^\s<>()]*[^\s<>().,;:!?’'])?)";
    /// A handle: `@name`, not inside of a word.
    HANDLE = r"(?:^|[^\w@.])(@[A-Za-z_][\w.]{1,30})";
    /// Digits in the groups in which numbers of telephones and of patients are written.
    NUMBER = r"(?:\+ ?|\b|\()\d(?:[ \u{a0}().–/-]{0,3}\d){8,15}\b";
    /// A National Insurance number.
    NATIONAL_INSURANCE = r"(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b";
    /// A UK postcode.
    POSTCODE = r"(?i)\b(?:GIR ?0AA|(?:[A-PR-UWYZ][0-9][0-9ABCDEFGHJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?) ?[0-9][ABD-HJLNP-UW-Z]{2})\b";
    /// A date in figures.
    DATE_FIGURES = r"\b(?:[0-3]?\d[/.-][01]?\d[/.-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-[01]\d-[0-3]\d)\b";
    /// A date with the month in words and the year.
    DATE_WORDS = r"(?i)\b(?:[0-3]?\d(?:st|nd|rd|th)?(?: of)? (?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? (?:19|20)\d\d|(?:january|february|march|april|may|june|july|august|september|october|november|december) [0-3]?\d(?:st|nd|rd|th)?,? (?:19|20)\d\d)\b";
    /// A word that says that a date is one of birth.
    BIRTH = r"(?i)\b(?:born|birth|birthday|d\.?o\.?b)\b";
    /// A school, hospital or surgery with a name.
    INSTITUTION = r"\b(?:[A-Z][\p{L}’'.-]* (?:(?:of|the|and|upon|on|for) )?){1,5}(?:School|Academy|College|Nursery|University|Preschool|Kindergarten|Hospital|Infirmary|Clinic|Surgery|Hospice|(?:Medical|Health) Centre)\b";
    /// A street with a name, and perhaps the number of a house.
    STREET = r"\b(?:\d{1,4}[a-z]?,? )?(?:[A-Z][\p{L}’'-]+ ){1,3}(?:Street|Road|Avenue|Lane|Close|Drive|Crescent|Terrace|Grove|Gardens|Square|Mews|Rd|Ave)\b";
    /// A date, perhaps with a time, as far as it is said.
    DATE_TIME = r"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}(:[0-9]{2}(:[0-9]{2}Z?)?)?)?)?)?\z";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_builds() {
        assert!(!ALL.is_empty());
        for pattern in ALL {
            assert!(!LazyLock::force(pattern).as_str().is_empty());
        }
    }
}
