//! Conflict copies: what synchronising programs and file managers call a second copy of a file.

/// What a copy is called after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyName {
    /// The name of the file that it is a copy of.
    pub of: String,
    /// No person calls a file so: it is a copy whatever it holds. Otherwise it may be a file of its own.
    pub certain: bool,
}

/// Marks of which each program writes its own, after a blank, a dot, a hyphen or in brackets.
const MARKS: [&str; 4] = ["conflicted copy", "sync-conflict", "case conflict", "in conflict"];

/// The name after which a copy is called; both without ending. `P07 (anna's conflicted copy 2026-03-02)`, `P07.sync-conflict-2026…`
/// are certain; `P07 (1)`, `P07-DESKTOP-AB12`, `P07 - Copy`, `P07 copy` are not.
pub fn copy_name(name: &str) -> Option<CopyName> {
    let lower = name.to_lowercase();
    // Where small letters are as long as capitals, places in both are the same.
    if let Some(at) = MARKS.iter().find_map(|mark| lower.find(mark)).filter(|_| lower.len() == name.len()) {
        let head = &name[..at];
        let head = head.rfind(['(', '[']).map_or(head, |open| &head[..open]);
        return of(head, true);
    }
    if let Some((head, number)) = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return of(head, false);
    }
    for ending in [" - copy", " copy"] {
        if lower.ends_with(ending) && lower.len() == name.len() {
            return of(&name[..name.len() - ending.len()], false);
        }
    }
    // The name of a machine: `-DESKTOP-AB12`, `-LAPTOP7`.
    let machine = |tail: &str| {
        tail.len() >= 4
            && tail.starts_with(|c: char| c.is_ascii_uppercase())
            && tail.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let at = name.match_indices('-').map(|(at, _)| at).find(|at| machine(&name[at + 1..]))?;
    of(&name[..at], false)
}

fn of(head: &str, certain: bool) -> Option<CopyName> {
    let head = head.trim_end_matches([' ', '.', '-', '_', '(']);
    (!head.is_empty()).then(|| CopyName { of: head.to_owned(), certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_copies_lead_to_what_they_are_copies_of() {
        for (name, of, certain) in [
            ("s4-head (conflicted copy 2026-11-20)", "s4-head", true),
            ("s4-head (Anna's conflicted copy 2026-11-20)", "s4-head", true),
            ("s4-head.sync-conflict-20261120-101112-ABCDEFG", "s4-head", true),
            ("wave 1/P07 (Case Conflict 1)", "wave 1/P07", true),
            ("s4-head (1)", "s4-head", false),
            ("s4-head - Copy", "s4-head", false),
            ("s4-head-DESKTOP-AB12", "s4-head", false),
        ] {
            assert_eq!(copy_name(name), Some(CopyName { of: of.into(), certain }), "{name}");
        }
        for name in
            ["s4-head", "P07", "P-07", "focus-group-staff", "P07 (second)", "(1)", "conflicted copy", "s3-TA", "s1-SEN"]
        {
            assert_eq!(copy_name(name), None, "{name}");
        }
    }
}
