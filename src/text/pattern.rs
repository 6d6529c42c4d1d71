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
