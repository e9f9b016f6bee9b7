//! The control words of RTF, and its code pages.

use encoding_rs::Encoding;

/// A piece of a document.
pub(super) enum Token<'b> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word or sign, and its number.
    Word(&'b [u8], Option<i32>),
    /// A byte of text.
    Byte(u8),
    /// `\*`: the group may be passed over by whoever does not know it.
    Ignorable,
}

/// Splits a document into its pieces; whatever the bytes, it ends.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn word(&mut self) -> Option<Token<'b>> {
        let rest = &self.bytes[self.at..];
        let first = *rest.first()?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(match first {
                b'\'' => {
                    let code = rest.get(1..3)?;
                    let code = std::str::from_utf8(code).ok();
                    self.at += 2;
                    // What is no code is nothing.
                    let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
                    byte.map_or(Token::Word(b"", None), Token::Byte)
                }
                b'*' => Token::Ignorable,
                b'\r' | b'\n' => Token::Word(b"par", None),
                b'\t' => Token::Word(b"tab", None),
                b'\\' | b'{' | b'}' => Token::Byte(first),
                _ => Token::Word(&rest[..1], None),
            });
        }
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let (word, rest) = rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = (digits > 0).then(|| {
            let text = std::str::from_utf8(&rest[..sign + digits]).unwrap_or_default();
            text.parse::<i64>().unwrap_or(if sign > 0 { i64::MIN } else { i64::MAX })
        });
        let length = if digits > 0 { sign + digits } else { 0 };
        let space = usize::from(rest.get(length) == Some(&b' '));
        self.at += letters + length + space;
        if word == b"bin" {
            let skipped = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(skipped).min(self.bytes.len());
            return Some(Token::Word(b"", None));
        }
        let most = i64::from(i32::MAX);
        let number = number.map(|n| i32::try_from(n.clamp(-most, most)).unwrap_or_default());
        Some(Token::Word(word, number))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => return self.word(),
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

/// Returns the character that a control word stands for.
pub(super) fn char_of(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"~" => "\u{a0}",
        b"_" => "-",
        b"tab" => "\t",
        b"emdash" => "—",
        b"endash" => "–",
        b"emspace" | b"enspace" | b"qmspace" => " ",
        b"bullet" => "•",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"ltrmark" | b"rtlmark" | b"zwj" | b"zwnj" | b"zwbo" | b"zwnbo" | b"-" | b"|" | b":" => "",
        _ => return None,
    })
}

/// Whether the group that begins with a control word holds no text of the document: lists of the
/// head, headers and footers, pictures, notes, instructions of fields.
pub(super) fn holds_no_text(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 46] = [
        b"colortbl",
        b"filetbl",
        b"listtable",
        b"listoverridetable",
        b"revtbl",
        b"rsidtbl",
        b"generator",
        b"header",
        b"headerl",
        b"headerr",
        b"headerf",
        b"footer",
        b"footerl",
        b"footerr",
        b"footerf",
        b"ftnsep",
        b"ftnsepc",
        b"ftncn",
        b"aftnsep",
        b"aftnsepc",
        b"aftncn",
        b"pict",
        b"nonshppict",
        b"objdata",
        b"objclass",
        b"objname",
        b"objalias",
        b"objsect",
        b"fldinst",
        b"datafield",
        b"annotation",
        b"atnid",
        b"atnauthor",
        b"atnref",
        b"atndate",
        b"bkmkstart",
        b"bkmkend",
        b"xe",
        b"tc",
        b"tcn",
        b"rxe",
        b"sp",
        b"themedata",
        b"xmlnstbl",
        b"pntext",
        b"listtext",
    ];
    WORDS.contains(&word)
}

/// Returns the character set of a code page of Windows.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    use encoding_rs as sets;
    Some(match number {
        874 => sets::WINDOWS_874,
        932 | 943 => sets::SHIFT_JIS,
        936 | 54936 => sets::GBK,
        949 | 1361 => sets::EUC_KR,
        950 => sets::BIG5,
        1250 => sets::WINDOWS_1250,
        1251 => sets::WINDOWS_1251,
        1252 | 0 => sets::WINDOWS_1252,
        1253 => sets::WINDOWS_1253,
        1254 => sets::WINDOWS_1254,
        1255 => sets::WINDOWS_1255,
        1256 => sets::WINDOWS_1256,
        1257 => sets::WINDOWS_1257,
        1258 => sets::WINDOWS_1258,
        866 => sets::IBM866,
        10000 => sets::MACINTOSH,
        10007 => sets::X_MAC_CYRILLIC,
        20866 => sets::KOI8_R,
        21866 => sets::KOI8_U,
        28592 => sets::ISO_8859_2,
        28595 => sets::ISO_8859_5,
        65001 => sets::UTF_8,
        // 437, 850 and their like: the code pages of DOS are the Encoding Standard's no more.
        _ => return None,
    })
}

/// Returns the character set of a font, by the number that says for which script it is.
pub(super) fn code_page_of_font(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
