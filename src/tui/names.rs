//! Names where there is little room for them.

use super::view::{cut, cut_middle};
use crate::text::width;

/// A participant's name beside a transcript that is named already: an id that begins with the transcript's is shown without
/// it, so that those who speak there stay apart where there is little room.
pub fn beside<'a>(person: &'a str, transcript: &str) -> &'a str {
    let rest = person.strip_prefix(transcript).and_then(|rest| rest.strip_prefix('-'));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(person)
}

/// As [`beside`], of several that are joined by commas.
pub fn all_beside(people: &str, transcript: &str) -> String {
    people.split(", ").map(|person| beside(person, transcript)).collect::<Vec<_>>().join(", ")
}

/// The places of a hit, as a search says them (transcript, who, …), with the transcript named once and whoever is called by
/// their label too.
pub fn head(mut head: Vec<String>) -> Vec<String> {
    let [transcript, who, ..] = head.as_slice() else { return head };
    let shown = match who.strip_suffix(')').and_then(|who| who.split_once(" (")) {
        Some((label, person)) => {
            let person = beside(person, transcript);
            if person == label.replace(' ', "-") { label.to_owned() } else { format!("{label} ({person})") }
        }
        None => beside(who, transcript).to_owned(),
    };
    head[1] = shown;
    head
}

/// A place in a transcript, such as `s3-rowan l. 18–21`, in at most `room` columns: of the name is left out what must be, of the
/// lines nothing, for half of a number would be another one.
pub fn place(reference: &str, room: usize) -> String {
    let Some((name, lines)) = reference.rsplit_once(" l. ").filter(|_| width(reference) > room) else {
        return cut(reference, room);
    };
    match room.checked_sub(width(lines) + 4) {
        Some(left) if left >= 4 => format!("{} l. {lines}", cut_middle(name, left)),
        _ => cut(&format!("l. {lines}"), room),
    }
}

/// A head on two rows, broken after the blank or hyphen that makes the longer row shortest. One that has neither stands on the lower row.
pub fn two_rows(head: &str) -> [&str; 2] {
    let after = head.match_indices([' ', '-', '/']).map(|(at, sign)| head.split_at(at + sign.len()));
    let parts = after.map(|(upper, lower)| [upper.trim_end(), lower.trim_start()]);
    let parts = parts.filter(|[upper, lower]| !upper.is_empty() && !lower.is_empty());
    parts.min_by_key(|[upper, lower]| width(upper).max(width(lower))).unwrap_or(["", head])
}

/// The columns of a head on two rows.
pub fn broken_width(head: &str) -> usize {
    two_rows(head).into_iter().map(width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_is_not_named_twice() {
        assert_eq!(beside("talk-one-Ann", "talk-one"), "Ann");
        assert_eq!(beside("P07", "talk-one"), "P07");
        assert_eq!(beside("talk-one", "talk-one"), "talk-one");
        assert_eq!(beside("talk-one-", "talk-one"), "talk-one-");
        assert_eq!(beside("talk-onerous", "talk-one"), "talk-onerous");
        assert_eq!(all_beside("talk-one-Ann, P07", "talk-one"), "Ann, P07");
        let shown = |who: &str| head(vec!["talk-one".into(), who.into(), "turn 2".into()])[1].clone();
        assert_eq!(shown("Ann Lee (talk-one-Ann-Lee)"), "Ann Lee");
        assert_eq!(shown("Parent (talk-one-Parent-2)"), "Parent (Parent-2)");
        assert_eq!(shown("Parent (P07)"), "Parent (P07)");
        assert_eq!(shown("talk-one-Ann"), "Ann");
        assert_eq!(head(vec!["talk-one".into()]), ["talk-one"]);
    }

    #[test]
    fn heads_are_broken_where_both_rows_are_short() {
        assert_eq!(two_rows("participants in group"), ["participants", "in group"]);
        assert_eq!(two_rows("per 1000 elsewhere"), ["per 1000", "elsewhere"]);
        assert_eq!(two_rows("class teaching-assistant"), ["class teaching-", "assistant"]);
        assert_eq!(two_rows("parent"), ["", "parent"]);
        assert_eq!(two_rows("-"), ["", "-"]);
        assert_eq!(two_rows(""), ["", ""]);
        assert_eq!((broken_width("class teacher"), broken_width("학교 에서")), (7, 4));
    }

    #[test]
    fn lines_are_whole_where_a_name_is_not() {
        assert_eq!(place("s3-rowan l. 18–21", 20), "s3-rowan l. 18–21");
        assert_eq!(place("the-second-wave-rowan l. 118–121", 22), "the-sec…wan l. 118–121");
        assert_eq!(place("the-second-wave-rowan l. 118–121", 12), "l. 118–121");
        assert_eq!(place("no lines at all", 8), "no line…");
    }
}
