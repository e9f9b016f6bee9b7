//! RTF (version 1.9.1 of Microsoft's specification): documents of word processors, and the exports
//! of press archives.
//!
//! rtf-parser was rejected: it decodes neither code pages nor `\bin`, and panics at surrogates that
//! do not pair. Text is read as it is after all changes were accepted; headers, footers and notes
//! are no text of the story.

mod words;

use encoding_rs::Encoding;

use super::Limits;
use super::document::{Document, Lines, Role};
use super::records::Reader;
use words::{Token, Tokens, char_of, code_page, code_page_of_font};

impl Reader<'_> {
    /// Reads a document.
    pub(super) fn rtf(&mut self, bytes: &[u8]) {
        match read(bytes, &self.settings.limits) {
            Ok(document) => self.written(document),
            Err(reason) => self.reject_whole(reason),
        }
    }
}

/// What the text of a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// Text of the document.
    Body,
    /// No text: a picture, a header, a list of fonts.
    Nowhere,
    /// A text that is given twice, of which the newer form is read.
    Twice,
    /// A drawn shape, of which only the text in it is read.
    Shape,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
    Created,
    Modified,
}

/// The state that a group inherits and restores.
#[derive(Clone, Copy, Debug)]
struct State {
    place: Place,
    /// The code page of the current font.
    encoding: &'static Encoding,
    /// Characters that stand for each `\u` in older programs.
    fallback: usize,
    hidden: bool,
    deleted: bool,
}

/// Fonts and styles that are known of one document. Chosen by judgement.
const KNOWN: usize = 10_000;

/// The document being read.
struct Reading {
    state: State,
    groups: Vec<State>,
    /// The code page of the document.
    default: &'static Encoding,
    /// Code pages of the fonts, by number.
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
    /// Roles of the styles, by number.
    styles: Vec<(i32, Role)>,
    style: i32,
    /// Whether the next control word decides what the group is, and may be unknown.
    ignorable: bool,
    /// Bytes that are not decoded yet.
    held: Vec<u8>,
    /// The first half of a character of `\u`.
    half: Option<u16>,
    /// Characters still to be passed over after `\u`.
    skip: usize,
    /// The paragraph, and the name in a list or the value in the information group.
    text: String,
    name: String,
    numbers: [i32; 5],
    /// The paragraphs that text boxes hang on.
    outer: Vec<String>,
    document: Document,
}

/// Reads a document.
///
/// # Errors
/// Returns why it cannot be read: its groups are nested too deep.
fn read(bytes: &[u8], limits: &Limits) -> Result<Document, String> {
    let mut reading = Reading::new();
    for token in Tokens::new(bytes) {
        if reading.document.lines.is_full() {
            break;
        }
        if reading.groups.len() > limits.depth as usize {
            return Err(format!("is nested more than {} levels deep", limits.depth));
        }
        match token {
            Token::Open => reading.open(),
            Token::Close => {
                if reading.close() {
                    break;
                }
            }
            Token::Word(word, number) => reading.word(word, number),
            Token::Byte(byte) => reading.byte(byte),
            Token::Ignorable => reading.ignorable = true,
        }
    }
    Ok(reading.end())
}

impl Reading {
    fn new() -> Self {
        let default = encoding_rs::WINDOWS_1252;
        Self {
            state: State {
                place: Place::Body,
                encoding: default,
                fallback: 1,
                hidden: false,
                deleted: false,
            },
            groups: Vec::new(),
            default,
            fonts: Vec::new(),
            font: 0,
            styles: Vec::new(),
            style: 0,
            ignorable: false,
            held: Vec::new(),
            half: None,
            skip: 0,
            text: String::new(),
            name: String::new(),
            numbers: [0; 5],
            outer: Vec::new(),
            document: Document { lines: Lines::default(), ..Document::default() },
        }
    }

    fn open(&mut self) {
        self.flush();
        self.groups.push(self.state);
        (self.ignorable, self.skip) = (false, 0);
    }

    /// Ends a group; returns whether it was the last.
    fn close(&mut self) -> bool {
        self.flush();
        self.skip = 0;
        let Some(before) = self.groups.pop() else { return true };
        let ended = self.state.place;
        self.state = before;
        if ended == Place::Body && before.place == Place::Shape {
            self.document.lines.push(&self.text, Role::Body);
            self.text = self.outer.pop().unwrap_or_default();
        } else if ended != before.place {
            self.leave(ended);
        }
        self.groups.is_empty()
    }

    /// Takes what a group of the head was about.
    fn leave(&mut self, ended: Place) {
        let name = std::mem::take(&mut self.name);
        let name = name.trim().trim_end_matches(';').trim().to_owned();
        let stated = || Some(name.clone()).filter(|name| !name.is_empty());
        match ended {
            Place::Title => self.document.title = stated(),
            Place::Author => self.document.authors = stated().into_iter().collect(),
            Place::Created => self.document.created = self.moment(),
            Place::Modified => self.document.modified = self.moment(),
            _ => {}
        }
    }

    fn moment(&mut self) -> Option<String> {
        let [year, month, day, hour, minute] = std::mem::take(&mut self.numbers);
        (year > 0).then(|| format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"))
    }

    fn is_shown(&self) -> bool {
        !self.state.hidden && !self.state.deleted
    }

    /// Appends text to whatever is being read.
    fn push(&mut self, text: &str) {
        match self.state.place {
            Place::Body if self.is_shown() => self.text.push_str(text),
            Place::Styles | Place::Title | Place::Author if self.name.len() < NAME => {
                self.name.push_str(text);
            }
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if byte == b';' && self.state.place == Place::Styles {
            self.flush();
            self.style_ends();
            return;
        }
        if matches!(self.state.place, Place::Body | Place::Styles | Place::Title | Place::Author) {
            self.held.push(byte);
        }
    }

    /// Decodes the bytes held so far.
    fn flush(&mut self) {
        if self.half.take().is_some() {
            self.push("\u{fffd}");
        }
        if !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            let text = self.state.encoding.decode_without_bom_handling(&held).0;
            self.push(&text);
            self.held = held;
            self.held.clear();
        }
    }

    fn style_ends(&mut self) {
        let role = Role::of_style(self.name.trim());
        if role != Role::Body && self.styles.len() < KNOWN {
            self.styles.push((self.style, role));
        }
        self.name.clear();
        self.style = 0;
    }

    /// Ends a line.
    fn line(&mut self) {
        self.flush();
        if self.state.place != Place::Body {
            return;
        }
        let role = self.styles.iter().find(|(n, _)| *n == self.style).map(|(_, role)| *role);
        self.document.lines.push(&self.text, role.unwrap_or_default());
        self.text.clear();
    }

    fn unicode(&mut self, number: i32) {
        // Negative numbers are those above 32,767.
        let unit = number.rem_euclid(1 << 16) as u16;
        let half = self.half.take();
        if half.is_none() {
            self.flush();
        }
        let units = [half, Some(unit)];
        match unit {
            0xd800..0xdc00 if half.is_none() => self.half = Some(unit),
            _ => {
                let units = units.into_iter().flatten();
                let text: String = char::decode_utf16(units)
                    .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .map(|c| if c == '\0' { '\u{fffd}' } else { c })
                    .collect();
                self.push(&text);
            }
        }
        self.skip = self.state.fallback;
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        if self.skip > 0 && word != b"u" {
            // A control word counts as one character of those passed over.
            self.skip -= 1;
            return;
        }
        let ignorable = std::mem::take(&mut self.ignorable);
        if let Some(c) = char_of(word) {
            self.flush();
            self.push(c);
            return;
        }
        if self.destination(word, ignorable) {
            return;
        }
        let on = number != Some(0);
        match word {
            b"u" => {
                self.skip = 0;
                self.unicode(number.unwrap_or_default());
                return;
            }
            b"uc" => self.state.fallback = number.unwrap_or(1).clamp(0, 8) as usize,
            b"par" | b"sect" | b"page" | b"column" | b"line" | b"softline" => self.line(),
            b"cell" | b"nestcell" if self.state.place == Place::Body => {
                self.flush();
                self.text.push('\t');
            }
            b"row" | b"nestrow" => self.line(),
            _ => {}
        }
        if self.held.is_empty() || !matches!(word, b"f" | b"plain" | b"v" | b"deleted") {
            self.format(word, number, on);
        } else {
            self.flush();
            self.format(word, number, on);
        }
    }

    /// Takes a control word that changes how text is read.
    fn format(&mut self, word: &[u8], number: Option<i32>, on: bool) {
        match word {
            b"ansicpg" => self.set_default(number.and_then(code_page)),
            b"mac" => self.set_default(Some(encoding_rs::MACINTOSH)),
            b"pc" | b"pca" => self.set_default(code_page(437)),
            b"f" => {
                self.font = number.unwrap_or_default();
                if self.state.place == Place::Body {
                    let known = self.fonts.iter().find(|(n, _)| *n == self.font);
                    self.state.encoding = known.map_or(self.default, |(_, encoding)| *encoding);
                }
            }
            b"fcharset" if self.state.place == Place::Fonts && self.fonts.len() < KNOWN => {
                if let Some(encoding) = number.and_then(code_page_of_font) {
                    self.fonts.push((self.font, encoding));
                }
            }
            b"s" | b"pard" => self.style = number.filter(|_| word == b"s").unwrap_or_default(),
            b"v" => self.state.hidden = on,
            b"deleted" => self.state.deleted = on,
            b"plain" => {
                (self.state.hidden, self.state.deleted) = (false, false);
                self.state.encoding = self.default;
            }
            b"yr" | b"mo" | b"dy" | b"hr" | b"min" => {
                let words: [&[u8]; 5] = [b"yr", b"mo", b"dy", b"hr", b"min"];
                if let Some(at) = words.iter().position(|w| *w == word) {
                    self.numbers[at] = number.unwrap_or_default();
                }
            }
            _ => {}
        }
    }

    fn set_default(&mut self, encoding: Option<&'static Encoding>) {
        if let Some(encoding) = encoding {
            (self.default, self.state.encoding) = (encoding, encoding);
        }
    }

    /// Whether a control word says what the group is.
    fn destination(&mut self, word: &[u8], ignorable: bool) -> bool {
        let is_body = self.state.place == Place::Body;
        let is_info = self.state.place == Place::Info;
        let is_shape = self.state.place == Place::Shape;
        let place = match word {
            b"fonttbl" => Place::Fonts,
            b"stylesheet" => Place::Styles,
            b"info" if is_body => Place::Info,
            b"title" if is_info => Place::Title,
            b"author" if is_info => Place::Author,
            b"creatim" if is_info => Place::Created,
            b"revtim" if is_info => Place::Modified,
            b"footnote" if is_body => {
                self.document.notes += usize::from(self.is_shown());
                Place::Nowhere
            }
            b"shp" | b"shpinst" if is_body || is_shape => Place::Shape,
            // A text box is no part of the paragraph that it hangs on.
            b"shptxt" if is_shape => {
                self.flush();
                self.outer.push(std::mem::take(&mut self.text));
                Place::Body
            }
            // A group for programs that know pictures in shapes.
            b"shppict" if is_body => Place::Body,
            b"upr" if is_body => Place::Twice,
            b"ud" if self.state.place == Place::Twice => Place::Body,
            _ if words::holds_no_text(word) => Place::Nowhere,
            // Groups of the information and of styles that a program may not know.
            _ if ignorable && !matches!(self.state.place, Place::Styles) => Place::Nowhere,
            _ => return false,
        };
        self.flush();
        if self.state.place != Place::Nowhere {
            self.state.place = place;
        }
        if matches!(place, Place::Title | Place::Author | Place::Created | Place::Modified) {
            self.name.clear();
            self.numbers = [0; 5];
        }
        true
    }

    fn end(mut self) -> Document {
        self.state.place = Place::Body;
        self.line();
        self.document
    }
}

/// Bytes of a name that are kept. Chosen by judgement.
const NAME: usize = 4 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn document(rtf: &[u8]) -> Document {
        read(rtf, &Limits::default()).expect("RTF")
    }

    fn text(rtf: &[u8]) -> String {
        let document = document(rtf);
        document.lines.iter().map(|(line, _)| line.to_owned()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn characters_are_read_in_the_code_page_of_their_font() {
        for (rtf, plain) in [
            (&br"{\rtf1\ansi\ansicpg1252 F\'e4hre \'93a\'94\par}"[..], "Fähre “a”"),
            (br"{\rtf1\ansi\ansicpg1251 \'cf\'e0\'f0\'ee\'ec\par}", "Паром"),
            (
                br"{\rtf1\ansi{\fonttbl{\f0\fnil Arial;}{\f1\fnil\fcharset204 Arial Cyr;}}\f1 \'cf\'e0\f0  F\'e4\par}",
                "Па Fä",
            ),
            (br"{\rtf1\ansi\ansicpg932 \'83t\'83F\'83\'8a\'81[\par}", "フェリー"),
            (br"{\rtf1\mac F\'8ahre\par}", "Fähre"),
            (br"{\rtf1 \u1055?\u1072\'3f\u-10179?\u-8704?x\par}", "Па\u{1f600}x"),
            (br"{\rtf1\uc2 \u228ae{\uc0\u228}\u228\'61\'65x}", "äääx"),
            (br"{\rtf1 a\emdash b\~c\_d\-e\{\}\\ \lquote f\rquote}", "a—b\u{a0}c-de{}\\ ‘f’"),
            (br"{\rtf1 \u-10179?x}", "\u{fffd}x"),
        ] {
            assert_eq!(text(rtf), plain, "{}", String::from_utf8_lossy(rtf));
        }
    }

    #[test]
    fn groups_without_text_are_passed_over() {
        let rtf = br"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator Word;}{\header Page 1\par}
{\info{\title A strike}{\author Jane Doe}{\creatim\yr2021\mo6\dy7\hr9\min12}{\*\company X}}
One {\pict\wmetafile8 0102}{\*\unknown two}\bin4 }}{{three{\v hidden}{\deleted gone}.{\footnote a note}\par
{\field{\*\fldinst HYPERLINK x}{\fldrslt four}}{\upr{five}{\*\ud{\u246?n}}}\par
{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt six\par}}}}";
        assert_eq!(text(rtf), "One three.\nfour\u{f6}n\nsix");
        let document = document(rtf);
        assert_eq!(document.title.as_deref(), Some("A strike"));
        assert_eq!(document.authors, ["Jane Doe"]);
        assert_eq!(document.created.as_deref(), Some("2021-06-07 09:12"));
        assert_eq!(document.notes, 1);
    }

    #[test]
    fn styles_say_what_a_line_is() {
        let rtf = br"{\rtf1{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 Title;}{\*\cs10 Default;}{\s5 caption;}}
\pard\s2 A strike\par\pard One.\par\pard\s5 A ferry.\par\pard\intbl a\cell b\cell\row}";
        let document = document(rtf);
        let lines: Vec<(&str, Role)> = document.lines.iter().collect();
        assert_eq!(
            lines,
            [
                ("A strike", Role::Title),
                ("One.", Role::Body),
                ("A ferry.", Role::Caption),
                ("a\tb", Role::Body)
            ]
        );
    }

    #[test]
    fn damaged_rtf_is_read_as_far_as_it_goes() {
        assert_eq!(text(br"{\rtf1 One\par two"), "One\ntwo");
        assert_eq!(text(br"{\rtf1 One}}}} two"), "One");
        assert_eq!(text(br"{\rtf1 One\'"), "One");
        assert_eq!(text(br"{\rtf1 One\bin99999999999 two"), "One");
        assert_eq!(text(br"{\rtf1\uc99999\u-99999999999999 One"), text(br"{\rtf1\uc8\u1One"));
        let many = format!("{{\\rtf1 {}", "a\\par ".repeat(2_100_000));
        assert_eq!(document(many.as_bytes()).lines.iter().count(), 2_000_001);
        let deep = "{".repeat(100_000);
        assert!(read(format!("{{\\rtf1 {deep}").as_bytes(), &Limits::default()).is_err());
    }
}
