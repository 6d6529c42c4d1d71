//! What control words stand for.

/// The character that a control word stands for.
pub fn character(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" | "nestcell" => "\t",
        "line" | "lbr" | "page" | "column" | "nestrow" => "\n",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        "zwj" => "\u{200D}",
        "zwnj" => "\u{200C}",
        "ltrmark" => "\u{200E}",
        "rtlmark" => "\u{200F}",
        _ => return None,
    })
}

/// Destinations that hold no text that a reader sees (those after `\*` are left out unless they are known).
pub fn is_left_out(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "pict"
            | "objdata"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "pntxta"
            | "pntxtb"
            | "sp"
            | "shprslt"
            | "xe"
            | "tc"
            | "tcn"
            | "rxe"
            | "filetbl"
            | "nonesttables"
            | "nesttableprops"
            | "fldtype"
            | "private"
            | "fontemb"
            | "fontfile"
            | "panose"
            | "falt"
            | "atntime"
            | "atnicn"
            | "keycode"
    )
}

/// The name of what the document says of itself in this destination; empty: it says nothing of the interview.
pub fn property(word: &str) -> Option<&'static str> {
    Some(match word {
        "title" => "title",
        "subject" => "subject",
        "author" => "author",
        "keywords" => "keywords",
        "doccomm" => "description",
        "category" => "category",
        "operator" | "company" | "manager" | "hlinkbase" | "creatim" | "revtim" | "printim" | "buptim" => "",
        _ => return None,
    })
}
