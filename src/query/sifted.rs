//! A pattern with a sieve: what tells of a whole text, without its turns, that the pattern can be in none of them.
//!
//! The sieve is the pattern without its conditions on what stands around a place (`^`, `$`, `\b` …). Whatever the pattern matches
//! in a turn the sieve matches too, wherever the turn stands; so a text that the sieve does not match has no turn that the
//! pattern matches. It proposes only: the pattern itself is asked of every turn.

use regex::{Matches, Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Capture, Hir, HirKind, Repetition};

/// A pattern with its sieve.
#[derive(Debug)]
pub(super) struct Sifted {
    pattern: Regex,
    /// `None`: nothing is told of a whole text.
    sieve: Option<Regex>,
}

impl Sifted {
    /// Makes the sieve of a pattern that ignores case, as those of queries do.
    pub fn new(pattern: &Regex) -> Self {
        Self { pattern: pattern.clone(), sieve: sieve(pattern.as_str()) }
    }

    /// Where the pattern is in `text`.
    pub fn find_iter<'t>(&self, text: &'t str) -> Matches<'_, 't> {
        self.pattern.find_iter(text)
    }

    /// Whether the pattern may be in any stretch of `text`, taken by itself.
    pub fn may_be_in(&self, text: &str) -> bool {
        self.sieve.as_ref().is_none_or(|sieve| sieve.is_match(text))
    }

    /// Whether [`Sifted::may_be_in`] can answer no.
    pub const fn sifts(&self) -> bool {
        self.sieve.is_some()
    }
}

/// `None`: everything passes it.
fn sieve(pattern: &str) -> Option<Regex> {
    let read = ParserBuilder::new().case_insensitive(true).build().parse(pattern).ok()?;
    let bare = bare(read);
    if bare.properties().minimum_len().is_none_or(|least| least == 0) {
        return None;
    }
    // Case is in it already, as classes of letters.
    RegexBuilder::new(&bare.to_string()).size_limit(4 << 20).build().ok()
}

/// The pattern without conditions on what stands around a place.
fn bare(hir: Hir) -> Hir {
    match hir.into_kind() {
        HirKind::Empty | HirKind::Look(_) => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
            Hir::repetition(Repetition { min, max, greedy, sub: Box::new(bare(*sub)) })
        }
        HirKind::Capture(Capture { sub, .. }) => bare(*sub),
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(bare).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.into_iter().map(bare).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sifted(pattern: &str) -> Sifted {
        Sifted::new(&RegexBuilder::new(pattern).case_insensitive(true).build().unwrap())
    }

    #[test]
    fn what_cannot_be_in_a_text_is_told() {
        for (pattern, without, with) in [
            ("^wait(ed|ing) +list$", "a waiting room, a list", "then: WAITED  List, then"),
            (r"\bEHCPs?\b", "an EHC plan", "the EHCPS"),
            ("(?-i)NHS$", "nhs", "the NHS said"),
            ("straße", "strasse", "STRASSE or STRAßE or straẞe"),
            ("\u{212A}ey", "no cay", "a key"),
            (r"(?m)^yes\n+^no", "yes and no", "oh yes\n\nno"),
            ("a{2,3}b|c.d", "ab cd", "x aab"),
        ] {
            let pattern = sifted(pattern);
            assert!(pattern.sifts());
            assert!(!pattern.may_be_in(without), "{pattern:?} in {without:?}");
            assert!(pattern.may_be_in(with), "{pattern:?} in {with:?}");
        }
    }

    #[test]
    fn what_may_match_without_a_character_tells_nothing() {
        for pattern in ["^$", r"\b", "x*", "(a|)", "^|b"] {
            assert!(!sifted(pattern).sifts() && sifted(pattern).may_be_in(""), "{pattern}");
        }
    }

    /// Patterns with everything that looks around, of letters whose case is awkward.
    fn patterns() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[akſKéßσ]",
            Just("\\b".to_owned()),
            Just("\\B".to_owned()),
            Just("^".to_owned()),
            Just("$".to_owned()),
            Just("(?m:^)".to_owned()),
            Just("(?m:$)".to_owned()),
            Just("\\A".to_owned()),
            Just("\\z".to_owned()),
            Just(".".to_owned()),
            Just("(?s:.)".to_owned()),
            Just("\\n".to_owned()),
            Just("\\w".to_owned()),
            Just("[^a]".to_owned()),
            Just("(?-i:K)".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 1..3).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                (inner.clone(), prop_oneof![Just("*"), Just("+"), Just("?"), Just("{2}"), Just("+?")])
                    .prop_map(|(part, how)| format!("(?:{part}){how}")),
                inner.prop_map(|part| format!("({part})")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn whatever_matches_a_stretch_passes_the_whole(
            pattern in patterns(),
            before in "[akK é\n]{0,4}",
            turn in "[aAkKſéÉßσς \r\n]{0,8}",
            after in "[akK é\n]{0,4}",
        ) {
            let sifted = sifted(&pattern);
            if sifted.find_iter(&turn).next().is_some() {
                prop_assert!(sifted.may_be_in(&format!("{before}{turn}{after}")), "{}", pattern);
            }
        }
    }
}
