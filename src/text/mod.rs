//! Reads the words, sentences and quotations of a text, by position.
//!
//! All offsets are bytes of the article's own text, so that whatever a later stage finds can be
//! shown in place.

pub mod dates;
pub mod dialogue;
pub(crate) mod eight;
pub mod fold;
pub mod forms;
pub mod frequencies;
mod marks;
pub mod numerals;
pub mod quotes;
pub mod same;
pub mod sentences;
pub mod speakers;
mod syllables;
pub mod thesaurus;
pub mod units;
pub mod usage;
pub mod words;

use std::ops::Range;

use marks::Ending;

pub use frequencies::{Frequencies, Sample};
pub use quotes::Quote;
pub use words::{Class, Word};

/// A cleaned body as the comparing stages see it.
#[derive(Debug, Default, Clone, serde::Serialize, serde::Deserialize)]
pub struct Document {
    /// The body's words in reading order.
    pub words: Vec<Word>,
    /// Word ranges of the sentences; they partition `words`.
    pub sentences: Vec<Range<u32>>,
    /// Quotations in reading order.
    pub quotes: Vec<Quote>,
}

impl Document {
    /// Reads the words, sentences and quotations of the given pieces of `text`, piece by piece.
    ///
    /// `pieces` are byte ranges on character boundaries, in order, one per paragraph. Empty pieces
    /// give an empty document. O(bytes).
    pub fn read(text: &str, pieces: &[Range<usize>]) -> Self {
        let mut document = Self::default();
        document.read_again(text, pieces);
        document
    }

    /// Clears the document and reads as [`Document::read`] does, reusing its memory.
    pub fn read_again(&mut self, text: &str, pieces: &[Range<usize>]) {
        self.words.clear();
        self.sentences.clear();
        self.quotes.clear();
        let mut reading = Reading {
            document: self,
            text,
            pieces,
            announced: Announced::No,
            quoting: false,
            ending: Ending::Closed,
            until: None,
        };
        (0..pieces.len()).for_each(|number| reading.paragraph(number));
        quotes::mark_repeats(&mut self.words);
    }

    /// Returns the byte range from the first word of `range` to its last; empty for an empty range.
    pub fn span(&self, range: &Range<u32>) -> Range<usize> {
        match self.words.get(range.start as usize..range.end as usize) {
            Some([first, .., last]) => first.start as usize..last.end() as usize,
            Some([only]) => only.start as usize..only.end() as usize,
            _ => 0..0,
        }
    }
}

/// A document half read, with what the paragraphs so far say about the next.
struct Reading<'r> {
    document: &'r mut Document,
    text: &'r str,
    pieces: &'r [Range<usize>],
    announced: Announced,
    /// Whether a statement was announced before, or a line of it that announces the next.
    quoting: bool,
    /// How the last paragraph ended.
    ending: Ending,
    /// The mark that closes a quotation which began in an earlier paragraph.
    until: Option<Range<usize>>,
}

impl Reading<'_> {
    /// Reads the next paragraph.
    fn paragraph(&mut self, number: usize) {
        let (text, piece) = (self.text, self.pieces[number].clone());
        let first = self.document.words.len();
        words::read(text, piece.clone(), &mut self.document.words);
        if self.document.words.len() == first {
            return;
        }
        self.sentences(first);
        self.marked(number, first);
        let paragraph = &text[piece.clone()];
        let introduced = self.announced == Announced::Speech
            || self.announced == Announced::Open
                && quotes::is_first_person(text, &self.document.words[first..]);
        let ends_in_colon = paragraph.trim_end().ends_with(':');
        let stated = introduced && !quotes::has_marks(paragraph) && !ends_in_colon;
        self.whole(number, first, stated);
        self.announced = match self.announced {
            _ if quotes::announces(text, &self.document.words[first..], paragraph) => {
                Announced::Speech
            }
            // `And then:` between two posts announces the next one.
            _ if ends_in_colon && (self.quoting && self.document.words.len() - first <= 4) => {
                Announced::Speech
            }
            _ if ends_in_colon => Announced::Open,
            announced if stated && announced != Announced::No => Announced::Open,
            _ => Announced::No,
        };
        self.quoting = stated || self.quoting && ends_in_colon;
    }

    /// Cuts the paragraph that begins with word `first` into sentences.
    fn sentences(&mut self, first: usize) {
        let document = &mut *self.document;
        document.words[first].class.set(Class::PARAGRAPH);
        sentences::split(self.text, &document.words, first, &mut document.sentences);
        for sentence in document.sentences.iter().rev().take_while(|s| s.start as usize >= first) {
            document.words[sentence.start as usize].class.set(Class::SENTENCE);
        }
    }

    /// Finds the quotations that quotation marks show, also one that began in an earlier paragraph.
    fn marked(&mut self, number: usize, first: usize) {
        let (text, piece) = (self.text, &self.pieces[number]);
        let mut rest = piece.clone();
        let begins = self.document.words[first].start as usize;
        let mut marking = quotes::Marking {
            words: &mut self.document.words,
            quotes: &mut self.document.quotes,
            next: first,
        };
        if let Some(mark) = self.until.as_ref().filter(|mark| mark.end > piece.start) {
            marking.mark(begins..piece.end.min(mark.start));
            rest.start = piece.end.min(mark.end);
        }
        if rest.is_empty() {
            return;
        }
        let from = marking.next;
        self.ending = marking.find(text, rest, self.ending == Ending::Running);
        if let Ending::Left { mark, from: begins } = self.ending {
            self.until = marks::closed_later(text, mark, &self.pieces[number + 1..]);
            if self.until.is_some() {
                // Of nested quotations the outer one counts.
                let quotes = &mut *marking.quotes;
                let before = quotes.partition_point(|quote| (quote.bytes.start as usize) < mark);
                quotes.truncate(before);
                marking.next = from;
                marking.mark(begins..piece.end);
            }
        }
    }

    /// Quotes a paragraph as a whole, with or without marks, if it is an embedded post or a
    /// statement after a colon.
    fn whole(&mut self, number: usize, first: usize, stated: bool) {
        let (text, piece) = (self.text, &self.pieces[number]);
        let next = self.pieces.get(number + 1);
        let signed = next.is_some_and(|next| is_post_signature(&text[next.clone()]));
        let post = quotes::signed_post(&text[piece.clone()]).map(|end| piece.start + end);
        let document = &mut *self.document;
        if signed || stated || post.is_some() {
            document.words[first..].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
        }
        if (signed || post.is_some())
            && document.quotes.last().is_none_or(|q| (q.words.end as usize) <= first)
        {
            let end = post.unwrap_or(piece.end);
            let end = document.words.partition_point(|w| (w.start as usize) < end);
            if end > first {
                let bytes = document.words[first].start..document.words[end - 1].end();
                document.quotes.push(Quote { words: first as u32..end as u32, bytes });
            }
        }
    }
}

/// What the previous line says about a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Announced {
    No,
    /// It ends with a colon, or is a statement that may continue.
    Open,
    /// It says that somebody writes or says what follows.
    Speech,
}

/// Formats a count with its noun, of which the plural is regular: `1 article`, `2 articles`.
pub fn many(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

/// Returns whether a paragraph attributes the previous one as a post:
/// `— Jane Doe (@jdoe) July 16, 2018`.
pub fn is_post_signature(paragraph: &str) -> bool {
    let line = paragraph.trim_start();
    line.len() <= 120 && line.starts_with(['—', '–', '-']) && line.contains("(@")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines of a text, each as a paragraph.
    fn lines(text: &str) -> Vec<Range<usize>> {
        text.match_indices('\n')
            .map(|(i, _)| i)
            .chain([text.len()])
            .scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end))
            .collect()
    }

    #[test]
    fn behind_a_quotation_that_ends_in_a_later_paragraph_the_outlet_speaks_again() {
        for (open, close) in [("“", "”"), ("„", "“"), ("«", "»")] {
            let text = format!(
                "The crews wrote: {open}We stay ‘in the port’\nuntil we are paid,{close} it said. They left."
            );
            let line = text.find('\n').expect("two lines");
            let document = Document::read(&text, &[0..line, line + 1..text.len()]);
            let quoted: Vec<&str> = document
                .quotes
                .iter()
                .map(|quote| &text[quote.bytes.start as usize..quote.bytes.end as usize])
                .collect();
            assert_eq!(quoted, ["We stay ‘in the port’", "until we are paid,"], "{open}");
            let spoken = |word: &&Word| !word.class.has(Class::QUOTED);
            let own: Vec<&str> =
                document.words.iter().filter(spoken).map(|word| word.of(&text)).collect();
            assert_eq!(own, ["The", "crews", "wrote", "it", "said", "They", "left"], "{open}");
        }
    }

    #[test]
    fn statements_and_repeats_are_quoted_and_the_outlet_s_own_words_are_not() {
        let quoted = |text: &str| -> usize {
            Document::read(text, &lines(text))
                .words
                .iter()
                .filter(|w| w.class.has(Class::QUOTED))
                .count()
        };
        // An announced statement continues as long as it is in the first person.
        assert_eq!(
            quoted(
                "The mayor said in a statement:\nI thank the crews.\nWe sail on Monday.\nShe left the hall."
            ),
            8
        );
        assert_eq!(
            quoted("Here is the timetable:\nThe boat leaves at nine.\nShe left the hall."),
            0
        );
        // What was quoted once is also a quotation where it recurs without marks.
        let said = "the boats will stay in the harbour until June";
        assert_eq!(quoted(&format!("She wrote: “{said}”.\nMany agree that {said} or so.")), 18);
        assert_eq!(quoted("The boats sail again! — Jane Doe (@jdoe) July 16, 2018\nShe left."), 10);
    }

    #[test]
    fn a_contraction_of_a_first_person_is_one() {
        let quoted = |statement: &str| {
            let text = format!("The mayor of Halvik wrote this:\n{statement}");
            let end = text.find('\n').expect("two lines");
            Document::read(&text, &[0..end, end + 1..text.len()])
                .words
                .iter()
                .any(|w| w.class.has(Class::QUOTED))
        };
        assert!(quoted("I'm sailing on Monday.") && quoted("We’ve sailed on Monday."));
        assert!(quoted("We're sailing on Monday.") && quoted("Hoje nós vamos ao porto."));
        assert!(!quoted("Crews were late on Monday.") && !quoted("Die Crews liegen im Hafen."));
    }

    /// Whether a text reads the same with composed and with separate accents.
    fn reads_the_same_decomposed(text: &str) {
        use unicode_normalization::UnicodeNormalization;
        let read = |text: &str| {
            let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
            let words: Vec<_> = document.words.iter().map(|w| (w.key, w.class)).collect();
            let quotes: Vec<_> = document.quotes.iter().map(|q| q.words.clone()).collect();
            (words, document.sentences, quotes)
        };
        let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
        assert_eq!(read(&nfc), read(&nfd), "{text}");
        assert_eq!(fold::phrase(&nfc), fold::phrase(&nfd), "{text}");
        assert_eq!(fold::fold(&nfc), fold::fold(&nfd), "{text}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_the_same_decomposed(
            text in r#"(a|A|e|é|É|è|ö|Ö|ñ|ë|ё|Ё|і|ї|й|Й|ѓ|Ќ|с|о|x|ά|ΐ|ᾱ|か|が|ग|ग़|ड़|आ|한|[.,'’` :"“”«»19-]){0,24}"#,
        ) {
            reads_the_same_decomposed(&text);
        }
    }

    #[test]
    fn composed_and_decomposed_letters_read_the_same() {
        for text in [
            "Le café de l’été, jusqu’école, sera « fermé ». Zoë Müller-Sjöström y était.",
            "Elle vit à É. Dupont. Les É.U. sont loin de l’É.-U. d’Öland.Älgen sover.",
            "Elle dit : \"Le café \"ouvert reste ouvert.\"",
            "Ukraїна: їх паром „Ёж“ не йде, сказав Сергій. Новый причал.",
            "가나다 항구는 월요일에 문을 닫았다. がぎぐ港は閉鎖。",
            "यह फ़ेरी बंदरगाह में है। ड़ और ढ़।",
            "Tàu phà ở cảng Hải Phòng đã dừng chạy. Ông Nguyễn Văn Ất nói.",
            "Το πλοίο «Ἀθηνᾶ» δεν έφυγε. Ο δήμαρχος Ύδρας έμεινε.",
            "أعلن الميناء إغلاقه. قال الرئيس: لا.",
        ] {
            reads_the_same_decomposed(text);
        }
    }

    #[test]
    fn a_signed_post_is_quoted_whole() {
        let text = "The boats will sail again!\n— Jane Doe (@jdoe) July 16, 2018\nShe left.";
        let pieces = lines(text);
        let quoted = Document::read(text, &pieces)
            .words
            .iter()
            .filter(|w| w.class.has(Class::QUOTED))
            .count();
        assert_eq!(quoted, 5);
    }
}
