//! The code pages of RTF: what the bytes of a font, or of the whole document, mean.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// What bytes mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charset {
    /// A code page.
    Page(&'static Encoding),
    /// A code page of DOS: the characters from 128.
    Dos(&'static str),
    /// A font with pictures for letters.
    Symbol,
}

/// DOS, United States (code page 437).
pub const DOS_US: Charset = Charset::Dos(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
);

/// DOS, Western Europe (code page 850).
pub const DOS_WEST: Charset = Charset::Dos(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
);

/// The charset of a code page's number; `None`: one that is not known.
pub fn of_page(number: i32) -> Option<Charset> {
    Some(Charset::Page(match number {
        437 => return Some(DOS_US),
        850 | 858 => return Some(DOS_WEST),
        42 => return Some(Charset::Symbol),
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        10007 => X_MAC_CYRILLIC,
        65001 => UTF_8,
        _ => return None,
    }))
}

/// The charset of a font's `\fcharset`; `None`: the document's own.
pub fn of_font(number: i32) -> Option<Charset> {
    match number {
        0 => of_page(1252),
        2 => Some(Charset::Symbol),
        77 => of_page(10000),
        128 => of_page(932),
        129 => of_page(949),
        134 => of_page(936),
        136 => of_page(950),
        161 => of_page(1253),
        162 => of_page(1254),
        163 => of_page(1258),
        177 => of_page(1255),
        178 => of_page(1256),
        186 => of_page(1257),
        204 => of_page(1251),
        222 => of_page(874),
        238 => of_page(1250),
        254 => Some(DOS_US),
        255 => Some(DOS_WEST),
        _ => None,
    }
}

/// The text of `bytes`; those of a symbol font go through `symbol`.
pub fn decode(charset: Charset, bytes: &[u8], symbol: impl Fn(u8) -> char) -> String {
    match charset {
        Charset::Page(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        Charset::Symbol => bytes.iter().map(|byte| symbol(*byte)).collect(),
        Charset::Dos(upper) => bytes
            .iter()
            .map(|byte| match byte.checked_sub(128) {
                None => char::from(*byte),
                Some(at) => upper.chars().nth(usize::from(at)).unwrap_or(char::REPLACEMENT_CHARACTER),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dos_pages_have_all_their_characters() {
        for (charset, byte, c) in
            [(DOS_US, 0x82, 'é'), (DOS_US, 0xE1, 'ß'), (DOS_WEST, 0xE1, 'ß'), (DOS_WEST, 0x9B, 'ø')]
        {
            assert_eq!(decode(charset, &[byte], |_| '?'), c.to_string());
            let Charset::Dos(upper) = charset else { unreachable!() };
            assert_eq!(upper.chars().count(), 128);
        }
        assert_eq!(decode(of_font(128).unwrap(), b"\x82\xa0", |_| '?'), "あ");
        assert_eq!(decode(of_page(10000).unwrap(), b"\x8e", |_| '?'), "é");
    }
}
