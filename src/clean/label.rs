//! The rule that labels the lines of one article.
//!
//! First what a line says of itself (photo credit, byline, furniture phrase, recurrence), then where it stands: before
//! the first line of running text, between such lines, or after the last. A doubt is decided for body, as reporting
//! that is lost cannot be compared.

use rustc_hash::FxHashMap;

use super::Label;
use super::credit::{Agencies, byline, names_picture, opens_story};
use super::lexicon;
use super::lines::{self, Line};
use super::recurrence::Standing;
use crate::text::{fold, is_post_signature};

/// Words that make a line of running text sure enough to end a section of teasers.
const SURE_PROSE: usize = 18;
/// Words from which a line that ends as a sentence does counts as running text.
const PROSE: usize = 5;

/// Bytes up to which a line can be the credit of the text before it.
const LONGEST_CREDIT: usize = 60;
/// Evidence of a line that counts the pictures of a gallery.
const COUNTER: &str = "counts the pictures of a gallery";
/// Different sentences that stand twice in a text from which they are a gallery's.
const GALLERY: usize = 3;
/// Tenths of a text's words below which its body is hardly any.
const LEAST_BODY: usize = 4;

/// Evidence of a line that recurs.
const RECURS: &str = "recurs in the source's articles";
/// Evidence of a line of a table or a list of results.
const AMONG: &str = "stands among figures";
/// Evidence of a line that is body although it recurs.
pub const KEPT: &str = "recurs, but hardly any body is left without it";

/// Labels every line; the label and why.
///
/// If recurrence took more than it left, and hardly any body is left, the text is labelled again as if no line of it recurred.
pub fn run(lines: &mut [Line<'_>], title: Option<&str>, agencies: &Agencies) -> Vec<(Label, &'static str)> {
    let labels = by_evidence(lines, title, agencies);
    if !labels.iter().any(|(_, how)| *how == RECURS) {
        return labels;
    }
    let words = |lines: &[Line<'_>], labels: &[(Label, &str)], counts: fn(&(Label, &str)) -> bool| -> usize {
        lines.iter().zip(labels).filter(|(_, label)| counts(label)).map(|(line, _)| line.words).sum()
    };
    let is_body = |label: &(Label, &str)| label.0 == Label::Body;
    let (all, left) = (words(lines, &labels, |_| true), words(lines, &labels, is_body));
    if left * 10 >= all * LEAST_BODY || words(lines, &labels, |label| label.1 == RECURS) <= left {
        return labels;
    }
    lines.iter_mut().for_each(|line| line.standing = Standing::default());
    let mut again = by_evidence(lines, title, agencies);
    if words(lines, &again, is_body) * 10 < all * LEAST_BODY {
        return labels;
    }
    for (label, before) in again.iter_mut().zip(labels) {
        if label.0 == Label::Body && before.1 == RECURS {
            label.1 = KEPT;
        }
    }
    again
}

/// Labels every line by all that is known.
fn by_evidence(lines: &[Line<'_>], title: Option<&str>, agencies: &Agencies) -> Vec<(Label, &'static str)> {
    let title = title.map(fold::phrase).filter(|t| t.split(' ').count() >= 3);
    let mut labels: Vec<Option<(Label, &'static str)>> = lines.iter().map(|line| alone(line, title.as_deref(), agencies)).collect();
    posts(&mut labels);
    twice(lines, &mut labels);
    closing_credits(lines, agencies, &mut labels);
    captions_by_credit(lines, &mut labels);
    credits_and_bylines(lines, agencies, &mut labels);
    sections(lines, &mut labels);
    addressed(lines, &mut labels);
    author_notes(lines, &mut labels);
    figures(lines, &mut labels, agencies);
    places(lines, labels, agencies)
}

/// What a line says of itself.
fn alone(line: &Line<'_>, title: Option<&str>, agencies: &Agencies) -> Option<(Label, &'static str)> {
    if line.phrase.is_empty() && line.words == 0 {
        return Some((Label::Boilerplate, "no words"));
    }
    let text = line.text;
    if title.is_some_and(|t| is_headline(&line.phrase, t)) {
        return Some((Label::Headline, "the record's title"));
    }
    if is_post_signature(text) {
        return Some((Label::Body, "signs a post"));
    }
    if lines::is_signed_post(text) {
        return Some((Label::Body, "a signed post"));
    }
    if lines::is_address(text) {
        return Some((Label::Boilerplate, "an address"));
    }
    if lines::is_gallery(text) {
        return Some(if line.words <= 4 { (Label::Boilerplate, COUNTER) } else { (Label::Caption, "part of a gallery") });
    }
    if line.words <= 16 && signs_for_an_agency(text, agencies) {
        return Some((Label::Byline, "names who wrote it"));
    }
    let prose = line.is_prose(12);
    if prose {
        if lines::reads_as_caption(text) && !is_dateline_like(text) && !lines::holds_dateline(text) {
            return Some((Label::Caption, "made as captions are"));
        }
        if line.words <= 120 && lines::ends_in_photo_credit(text) {
            return Some((Label::Caption, "ends in a photo credit"));
        }
        if line.words <= 60 && lines::ends_in_set_off_bracket(text) {
            return Some((Label::Caption, "ends in a bracket set apart"));
        }
        if line.standing.is_prose_furniture() {
            return Some((Label::Boilerplate, RECURS));
        }
        if line.phrase.is_empty() {
            return None;
        }
        return lexicon::find(&line.phrase).filter(|(label, how)| match label {
            Label::Boilerplate | Label::Byline => *how == "holds a furniture phrase" || line.words <= 40,
            Label::Caption => true,
            _ => line.words <= 25 && !line.terminal,
        });
    }
    if line.words <= 25
        && lines::is_bracketed_teaser(text)
        && !is_byline(text, agencies)
        && !lines::is_photo_credit(text)
        && !lines::reads_as_caption(text)
    {
        return Some((Label::Related, "a teaser in brackets"));
    }
    if lines::is_share_bar(text) {
        return Some((Label::Boilerplate, "buttons for sharing"));
    }
    if lines::says_the_same_twice(text) {
        return Some((Label::Boilerplate, "says the same twice"));
    }
    if let Some(label) = text
        .split_once(':')
        .filter(|(before, _)| before.len() <= 40)
        .and_then(|(before, _)| lexicon::before_colon(before.trim_start_matches(['*', '•', ' '])))
    {
        return Some((label, "a heading before a colon"));
    }
    if text.starts_with(['©', 'Ⓒ']) || text.starts_with("(c)") || text.starts_with("Copyright") {
        return Some((Label::Boilerplate, "copyright line"));
    }
    if lines::is_photo_credit(text) {
        return Some((Label::Caption, "photo credit"));
    }
    if line.words <= 4 && !line.terminal && agencies.find(text).next().is_some() && names_picture(text) {
        return Some((Label::Caption, "photo credit"));
    }
    if line.words <= 30 && is_byline(text, agencies) {
        return Some((Label::Byline, "names who wrote it"));
    }
    let opens = opens_story(text, agencies);
    if line.words <= 6 && lines::holds_date(text) && !line.terminal && !opens {
        return Some((Label::Byline, "date line"));
    }
    if lines::reads_as_caption(text) {
        return Some((Label::Caption, "made as captions are"));
    }
    if line.words >= 3 && (lines::ends_in_photo_credit(text) || lines::ends_in_set_off_bracket(text)) {
        return Some((Label::Caption, "ends in a photo credit"));
    }
    if let Some(found) = lexicon::find(&line.phrase) {
        return Some(found);
    }
    if lines::ends_in_running_time(text) && line.words >= 3 {
        return Some((Label::Related, "ends in a running time"));
    }
    if !line.terminal && line.words <= 6 && lexicon::address(&line.phrase).1 >= 2 {
        return Some((Label::Boilerplate, "a button or a box"));
    }
    if line.words <= 14 && lines::holds_date(text) && !line.terminal && !opens {
        return Some((Label::Byline, "date line"));
    }
    if line.standing.is_furniture() && !opens && !(line.terminal && line.words >= PROSE && !line.standing.is_prose_furniture()) {
        return Some((Label::Boilerplate, RECURS));
    }
    if line.words <= 6 && is_breadcrumb(text) {
        return Some((Label::Boilerplate, "a path of sections"));
    }
    None
}

/// Whether a line is the title, or the title with the site's name, or most of it.
fn is_headline(phrase: &str, title: &str) -> bool {
    if phrase.is_empty() {
        return false;
    }
    if phrase == title {
        return true;
    }
    let (short, long) = if phrase.len() <= title.len() { (phrase, title) } else { (title, phrase) };
    if !(long.starts_with(short) || long.ends_with(short)) {
        return false;
    }
    let extra = long.split(' ').count() - short.split(' ').count();
    short.split(' ').count() >= 4 && extra <= 6
}

/// `News / Russia`, `Home > World > Asia`.
fn is_breadcrumb(text: &str) -> bool {
    [" / ", " > ", " › ", " » ", "  /  "].iter().any(|s| text.contains(s)) && !text.contains(['.', '!', '?', '"', '“'])
}

/// A line of running text that opens with a dateline is no caption, whatever dates it names.
fn is_dateline_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(80)];
    head.contains(") —")
        || head.contains(") -")
        || head.contains(") –")
        || head.split(['—', '–']).next().is_some_and(|h| {
            h.len() < head.len() && h.split_whitespace().all(|w| !w.starts_with(char::is_lowercase)) && !h.starts_with("FILE")
        })
}

/// Whether a line opens as bylines do: `By Jane Doe`.
fn starts_as_byline(text: &str) -> bool {
    let by = ["By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Af ", "Av "].iter().find_map(|b| text.strip_prefix(b));
    by.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_uppercase()))
        // `Authored by Jane Doe`, `Автор: …`: words that open nothing else.
        || text.len() <= 120 && byline::names_after_words(text)
}

/// Whether a line says in one of the ways of page templates that an agency's people wrote the article: `Northern Wire |
/// Monday, June 7, 2021`, `JANE DOE and JOHN ROE / NWA`, `Jane DoeNorthern Wire`.
fn signs_for_an_agency(text: &str, agencies: &Agencies) -> bool {
    let capitals = |text: &str| {
        let joining = |w: &str| matches!(w, "and" | "&" | "und" | "et");
        text.split_whitespace().all(|w| joining(w) || w.starts_with(char::is_uppercase))
    };
    if let Some((before, after)) = text.split_once('|')
        && agencies.exactly(before.trim().trim_start_matches("The ")).or_else(|| agencies.exactly(before)).is_some()
    {
        return lines::holds_date(after);
    }
    if let Some((before, after)) = text.rsplit_once('/')
        && agencies.exactly(after).is_some()
    {
        return before.contains(" and ") && capitals(before);
    }
    // A person has two names at least; `CreditNorthern Wire` is a picture's.
    agencies.glued(text).is_some_and(|(_, start)| capitals(&text[..start]) && text[..start].split_whitespace().count() >= 2)
}

/// Whether a line names who wrote the article.
fn is_byline(text: &str, agencies: &Agencies) -> bool {
    if starts_as_byline(text) && !text.ends_with(['.', '!', '?', '"', '”']) {
        return true;
    }
    if ["(Reporting", "(Additional", "(Writing", "(Editing", "(With"].iter().any(|opening| text.starts_with(opening)) {
        return true;
    }
    // `Jill Colvin, Associated Press` · `The Associated Press | Monday` · `AP`
    let names_agency = agencies.signing(text).next().is_some();
    names_agency
        && !(text.len() <= 100 && names_picture(text))
        && !text.ends_with(['.', '!', '?', ':'])
        && text.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count() <= 2
}

/// The line that a signature signs is a post, quoted whole, however often it is quoted.
fn posts(labels: &mut [Option<(Label, &'static str)>]) {
    for at in 1..labels.len() {
        if labels[at] == Some((Label::Body, "signs a post")) && labels[at - 1].is_some_and(|(label, _)| label == Label::Boilerplate) {
            labels[at - 1] = Some((Label::Body, "a signed post"));
        }
    }
}

/// The name of an agency alone on a line behind the text is the text's credit, and no picture's: no text follows that the picture could
/// belong to.
fn closing_credits(lines: &[Line<'_>], agencies: &Agencies, labels: &mut [Option<(Label, &'static str)>]) {
    // The last paragraph of running text, with the credit behind it: `… were divided. (AP)`.
    let ends = (0..lines.len()).rev().find(|&at| lines[at].is_prose(12));
    if let Some(at) = ends
        && labels[at] == Some((Label::Caption, "ends in a photo credit"))
        && at > 1
        && (at - 2..at).all(|before| labels[before].is_none() && lines[before].is_prose(12))
        && let Some(open) = lines[at].text.rfind(['(', '['])
        && !agencies.listed(lines[at].text[open + 1..].trim_end_matches([')', ']', '.'])).is_empty()
    {
        labels[at] = None;
    }
    let Some(last) = (0..lines.len()).rev().find(|&at| labels[at].is_none() && lines[at].is_prose(PROSE)) else { return };
    for at in last + 1..lines.len() {
        let text = lines[at].text;
        if text.len() > LONGEST_CREDIT || !matches!(labels[at], None | Some((Label::Caption, "photo credit" | "ends in a photo credit"))) {
            continue;
        }
        // Behind a line that has not been told yet: it may be a caption.
        let beside = lines[last + 1..at]
            .iter()
            .zip(&labels[last + 1..at])
            .any(|(line, label)| line.words >= 4 && !matches!(label, Some((Label::Byline | Label::Boilerplate | Label::Related, _))));
        if !beside && !agencies.listed(text.trim_matches(|c: char| !c.is_alphanumeric())).is_empty() {
            labels[at] = Some((Label::Byline, "credits an agency behind the text"));
        }
    }
}

/// Sentences that stand twice: many of them are a gallery's, of which pages show each caption twice; of few the first is
/// body.
fn twice(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>]) {
    let prose: Vec<usize> = (0..lines.len()).filter(|at| labels[*at].is_none() && lines[*at].is_prose(12)).collect();
    // Nearly no text has two lines of one key, and its lines need not be compared.
    let mut keys: Vec<u64> = prose.iter().map(|at| lines[*at].key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|two| two[0] != two[1]) {
        return;
    }
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for at in prose {
        places.entry(lines[at].text).or_default().push(at);
    }
    let different = places.len();
    places.retain(|_, at| at.len() > 1);
    // Where most stand twice the page was read twice.
    let amid = is_passage(lines, labels, &places);
    let gallery = places.len() >= GALLERY && places.len() * 2 <= different && !amid;
    for at in places.values() {
        for &again in &at[usize::from(!gallery)..] {
            labels[again] =
                Some(if gallery { (Label::Caption, "stands twice, as in a gallery") } else { (Label::Boilerplate, "stands twice") });
        }
    }
}

/// Whether the lines that stand twice are one passage amid running text, set twice.
fn is_passage(lines: &[Line<'_>], labels: &[Option<(Label, &'static str)>], places: &FxHashMap<&str, Vec<usize>>) -> bool {
    let (mut first, mut again): (Vec<usize>, Vec<usize>) = places.values().filter(|at| at.len() == 2).map(|at| (at[0], at[1])).unzip();
    let in_a_row = |at: &mut Vec<usize>| {
        at.sort_unstable();
        at.windows(2).all(|pair| pair[0] + 1 == pair[1])
    };
    let runs = |mut at: std::ops::Range<usize>| at.any(|i| labels[i].is_none() && lines[i].is_prose(12));
    first.len() == places.len()
        && in_a_row(&mut first)
        && in_a_row(&mut again)
        && matches!((first.first(), again.last()), (Some(&from), Some(&to)) if runs(0..from) && runs(to + 1..lines.len()))
}

/// A line beside a photo credit is the caption of that photo, unless it is plainly running text of some length.
fn captions_by_credit(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>]) {
    for at in 1..lines.len() {
        let counted = labels[at - 1] == Some((Label::Boilerplate, COUNTER));
        if counted && labels[at].is_none() && (3..=80).contains(&lines[at].words) && !is_dateline_like(lines[at].text) {
            labels[at] = Some((Label::Caption, "stands beside a gallery's counter"));
        }
    }
    for at in 0..lines.len() {
        if labels[at] != Some((Label::Caption, "photo credit")) {
            continue;
        }
        let open = |i: usize, labels: &[Option<(Label, &'static str)>]| {
            labels[i].is_none()
                && lines[i].words >= 4
                && lines[i].words <= 80
                && !is_dateline_like(lines[i].text)
                && !lines::is_shouted(lines[i].text)
        };
        // The credit stands below its caption, or above it at the top of a page.
        if at > 0 && open(at - 1, labels) && !body_before(lines, labels, at - 1) {
            labels[at - 1] = Some((Label::Caption, "stands beside a photo credit"));
        } else if at + 1 < lines.len() && open(at + 1, labels) && lines[at + 1].words <= 45 && !body_before(lines, labels, at) {
            // A sentence is the caption if furniture follows it, not if the text goes on.
            let then = labels.get(at + 2).copied().flatten().map(|(label, _)| label);
            if lines[at + 1].terminal && matches!(then, Some(Label::Byline | Label::Related | Label::Boilerplate | Label::Headline)) {
                labels[at + 1] = Some((Label::Caption, "stands beside a photo credit"));
            }
        }
    }
}

/// A name of an agency alone is the credit of the picture beside it if another line names who wrote the text, and a byline
/// if the date or the text follows.
fn credits_and_bylines(lines: &[Line<'_>], agencies: &Agencies, labels: &mut [Option<(Label, &'static str)>]) {
    const BYLINE: Option<(Label, &str)> = Some((Label::Byline, "names who wrote it"));
    let bylines = labels.iter().filter(|l| **l == BYLINE).count();
    let signs_picture = |text: &str| text.contains([',', '/']) && !starts_as_byline(text) && agencies.find(text).next().is_some();
    let pictures: Vec<usize> = (0..lines.len()).filter(|&at| labels[at] == BYLINE && signs_picture(lines[at].text)).collect();
    // A text has one byline; names with an agency again and again are those of its pictures.
    if pictures.len() >= GALLERY {
        pictures.into_iter().for_each(|at| labels[at] = Some((Label::Caption, "photo credit")));
    }
    for at in 0..lines.len() {
        let label = |i: Option<usize>| i.and_then(|i| labels.get(i).copied().flatten());
        let (before, after) = (label(at.checked_sub(1)), label(Some(at + 1)));
        let is_caption = |l: Option<(Label, &str)>| l.is_some_and(|(label, how)| label == Label::Caption && how != "photo credit");
        if labels[at] == BYLINE && bylines > 1 && is_caption(after) && !starts_as_byline(lines[at].text) {
            labels[at] = Some((Label::Caption, "photo credit"));
        } else if labels[at] == Some((Label::Caption, "photo credit"))
            && agencies.exactly(lines[at].text).is_some()
            && (after.is_some_and(|(label, how)| label == Label::Byline && how == "date line")
                || after.is_none() && lines.get(at + 1).is_some_and(|next| is_dateline_like(next.text)))
            && (at == 0 || !before.is_none_or(|(label, how)| label == Label::Caption && how == "stands beside a photo credit"))
        {
            labels[at] = BYLINE;
        }
    }
}

/// At the end of a text, what says who its writer is: a person whom the text itself does not name.
fn author_notes(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>]) {
    let mut heading = None;
    for at in 0..lines.len() {
        if labels[at].is_some() && lexicon::is_author_heading(&lines[at].phrase) {
            heading = Some(at);
        } else if labels[at].is_none() && heading.is_some_and(|h| at <= h + 3) && lines[at].words <= 80 {
            labels[at] = Some((Label::Boilerplate, "stands under a heading of the author's"));
        }
    }
    let prose: Vec<usize> = (0..lines.len()).filter(|&i| labels[i].is_none() && lines[i].is_prose(PROSE)).collect();
    // The last three, and never the greater part of a short text.
    for &at in prose.iter().rev().take(3.min(prose.len() / 3)) {
        let Some(name) = introduced(lines[at].text).filter(|_| lines[at].words <= 60) else { continue };
        let told = prose.iter().any(|&i| i != at && lines[i].text.contains(name));
        if !told && lexicon::holds_role(&lines[at].phrase) {
            labels[at] = Some((Label::Boilerplate, "says who wrote the text"));
        }
    }
}

/// The surname with which a line introduces somebody: `Jane Doe is …`, `Jane Doe, editor of …, is …`.
fn introduced(text: &str) -> Option<&str> {
    let mut name: Option<&str> = None;
    for (capitals, word) in text.split_whitespace().take(6).enumerate() {
        if !word.starts_with(char::is_uppercase) {
            let verb =
                matches!(word, "is" | "was" | "has" | "currently" | "serves" | "writes" | "covers" | "ist" | "est" | "es" | "é" | "è");
            let aside = name.is_some_and(|n| n.ends_with(','));
            return name.filter(|n| (verb || aside) && capitals >= 2 && n.chars().count() >= 3).map(|n| n.trim_end_matches([',', '.']));
        }
        name = Some(word);
    }
    None
}

/// Lines that speak to the reader of what a site wants of him are furniture, unless they stand in the midst of running text.
fn addressed(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>]) {
    for at in 0..lines.len() {
        let line = &lines[at];
        if labels[at].is_some() || line.words > 60 || line.phrase.is_empty() || line.text.contains(['"', '“', '”', '«', '„']) {
            continue;
        }
        let (reader, site) = lexicon::address(&line.phrase);
        if reader == 0 || site < 2 || site * 9 < line.words {
            continue;
        }
        let runs = |i: usize| labels.get(i).is_some_and(|l| l.is_none_or(|(label, _)| label == Label::Body)) && lines[i].is_prose(PROSE);
        let amid = at > 0 && runs(at - 1) && runs(at + 1);
        if !amid || reader >= 2 && site >= 3 {
            labels[at] = Some((Label::Boilerplate, "addresses the reader"));
        }
    }
}

/// Whether the line right before `at` is running text, as in the middle of a body.
fn body_before(lines: &[Line<'_>], labels: &[Option<(Label, &'static str)>], at: usize) -> bool {
    at > 0 && labels[at - 1].is_none() && lines[at - 1].is_prose(12) && lines[at].is_prose(PROSE) && lines[at].words > 40
}

/// After `You may also like` and its kin, lines are teasers until running text is back.
fn sections(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>]) {
    let mut inside = false;
    let mut teasers = 0;
    for at in 0..lines.len() {
        let line = &lines[at];
        let next_runs = lines.get(at + 1).is_some_and(|next| labels[at + 1].is_none() && next.terminal && next.words >= SURE_PROSE);
        let label = &mut labels[at];
        teasers = if inside { teasers + 1 } else { 0 };
        match label {
            Some((Label::Related, how)) if *how == "furniture phrase" || *how == "begins with a furniture phrase" => {
                inside = line.words <= 8
            }
            Some(_) => {}
            None if line.is_prose(SURE_PROSE) => inside = false,
            // A shorter sentence ends it if running text goes on behind it.
            None if inside && teasers > 0 && line.is_prose(10) && next_runs => inside = false,
            None if inside => *label = Some((Label::Related, "stands in a list of teasers")),
            None => {}
        }
    }
}

/// A short line that recurs behind a line of figures, or before the first, is one of their headings: `Six months`.
fn figures(lines: &[Line<'_>], labels: &mut [Option<(Label, &'static str)>], agencies: &Agencies) {
    let open = |label: Option<(Label, &str)>| label.is_none_or(|(label, _)| label == Label::Body);
    let stands = |at: usize, labels: &[Option<(Label, &str)>]| {
        labels[at] == Some((Label::Body, AMONG)) || open(labels[at]) && (lines[at].is_figures() || opens_story(lines[at].text, agencies))
    };
    for at in 0..lines.len() {
        if !matches!(labels[at], Some((Label::Boilerplate, RECURS) | (Label::Byline, "date line"))) {
            continue;
        }
        // Others like it may follow.
        let next = (at + 1..lines.len()).find(|&i| !matches!(labels[i], Some((Label::Boilerplate, RECURS) | (Label::Byline, "date line"))));
        let begins = || at == 0 && labels[at] == Some((Label::Boilerplate, RECURS)) && next.is_some_and(|i| lines[i].is_figures());
        if begins() || at > 0 && stands(at - 1, labels) && next.is_none_or(|i| i <= at + HEADINGS + 1 && stands(i, labels)) {
            labels[at] = Some((Label::Body, AMONG));
        }
    }
}

/// Labels what is left by where it stands among the lines of running text.
fn places(lines: &[Line<'_>], labels: Vec<Option<(Label, &'static str)>>, agencies: &Agencies) -> Vec<(Label, &'static str)> {
    let runs = |i: usize, least: usize| labels[i].is_none() && lines[i].is_prose(least);
    let told = (0..lines.len()).find(|&i| runs(i, 12)).or_else(|| (0..lines.len()).find(|&i| runs(i, PROSE)));
    // A dateline opens the text, though no sentence ends in its line; not if it only says what follows: `The latest on the strike:`.
    let end = told.unwrap_or(lines.len());
    let opens_text = |i: &usize| labels[*i].is_none() && !lines[*i].text.ends_with(':') && opens_story(lines[*i].text, agencies);
    let opens = (0..end).find(opens_text);
    let first = opens.or(told);
    let last = match (0..lines.len()).rev().find(|&i| runs(i, PROSE)) {
        Some(last) => Some(behind_figures(lines, &labels, last)),
        None => opens.map(|_| lines.len() - 1),
    };
    let (Some(first), Some(last)) = (first, last) else {
        // No running text at all: keep what is not known to be furniture.
        return lines
            .iter()
            .zip(labels)
            .map(|(line, label)| {
                label.unwrap_or(if line.words >= 3 { (Label::Body, "the only text") } else { (Label::Boilerplate, "a short line alone") })
            })
            .collect();
    };
    let mut headline = labels[..first].iter().any(|l| l.is_some_and(|(label, _)| label == Label::Headline));
    let mut out = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        out.push(match labels[at] {
            Some(known) => known,
            None if at < first => head(line, &mut headline),
            // The last words of an interview or a comment.
            None if at == last + 1 && line.terminal && line.words >= 2 => (Label::Body, "ends the text"),
            None if Some(at) == opens => (Label::Body, "opens with a dateline"),
            None if at > last => match line.words {
                0..=4 => (Label::Boilerplate, "after the text"),
                _ => (Label::Related, "after the text"),
            },
            None if line.is_prose(PROSE) => (Label::Body, "running text"),
            None => between(lines, &labels, at),
        });
    }
    out
}

/// Short lines among figures that are none, in a row.
const HEADINGS: usize = 2;
/// Words of such a line at most.
const MOST_HEADING: usize = 6;
/// Words from which a line counts as running text, where none does.
const NONE: usize = usize::MAX;

/// The last of the figures that go on behind the last sentence, or the sentence.
fn behind_figures(lines: &[Line<'_>], labels: &[Option<(Label, &'static str)>], sentence: usize) -> usize {
    let mut last = sentence;
    for at in sentence + 1..lines.len() {
        if labels[at].is_some_and(|(label, _)| label != Label::Body) || at > last + HEADINGS + 1 {
            break;
        }
        if lines[at].is_figures() || labels[at] == Some((Label::Body, AMONG)) {
            last = at;
        } else if lines[at].words > MOST_HEADING {
            break;
        }
    }
    last
}

/// A line before the text.
fn head(line: &Line<'_>, headline: &mut bool) -> (Label, &'static str) {
    if line.is_prose(PROSE) {
        return (Label::Body, "running text");
    }
    let capitals = line.text.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
    if !*headline && line.words >= 4 {
        *headline = true;
        return (Label::Headline, "first heading before the text");
    }
    if *headline && line.words >= 8 {
        return (Label::Headline, "heading before the text");
    }
    if *headline
        && (3..8).contains(&line.words)
        && capitals >= 2
        && line.text.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase))
        && line.text.split_whitespace().any(|w| w.starts_with(char::is_lowercase))
    {
        return (Label::Caption, "names somebody between headline and text");
    }
    (Label::Boilerplate, "before the text")
}

/// A line between running text that is none itself: a heading of a part, an item of a list, or furniture.
fn between(lines: &[Line<'_>], labels: &[Option<(Label, &'static str)>], at: usize) -> (Label, &'static str) {
    let line = &lines[at];
    let is_text = |i: usize| labels[i].is_none() && lines[i].is_prose(PROSE);
    let before = (0..at).rev().take(3).find(|&i| labels[i].is_none() || i + 1 == at).is_some_and(is_text);
    let after = (at + 1..lines.len()).take(2).any(is_text);
    let among = |around: std::ops::Range<usize>, least: usize| {
        let open = |i: &usize| *i != at && labels[*i].is_none_or(|(label, _)| label == Label::Body);
        around.filter(open).any(|i| lines[i].is_figures() || lines[i].is_prose(least))
    };
    let (from, to) = (at.saturating_sub(HEADINGS), (at + HEADINGS + 1).min(lines.len()));
    let heads = line.words <= MOST_HEADING && among(at.saturating_sub(1)..at, NONE) && among(at + 1..to.min(at + 2), NONE);
    if line.figures && (line.words > 2 && among(from..to, PROSE) || line.words == 2 && among(from..to, NONE)) || heads {
        return (Label::Body, AMONG);
    }
    let item = line.text.starts_with(['•', '-', '–', '—', '*', '·', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        || line.text.ends_with([':', ';', ',']);
    if line.words >= 8 || (item && line.words >= 2) || (line.terminal && line.words >= 3 && (before || after)) {
        return (Label::Body, "stands in the text");
    }
    if before && after && line.words <= 12 {
        return (Label::Body, "heading of a part");
    }
    if after && line.words >= 2 { (Label::Body, "heading of a part") } else { (Label::Boilerplate, "short line between others") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    fn labelled(text: &str, title: Option<&str>) -> Vec<Label> {
        let registry = Registry::parse(
            "t",
            "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA', 'Northern Wire Agency']\n",
        )
        .expect("sound");
        run(&mut lines::read(text, &lines::find(text)), title, &Agencies::of(&registry)).into_iter().map(|(label, _)| label).collect()
    }

    const SECOND: &str = "Thousands of travellers waited at the quays while the talks went on behind the doors of the town hall.";
    const THIRD: &str = "A mediator had called both sides to the capital, where they were to meet again in the course of the week.";
    const PARAGRAPH: &str = "The ferry crews of the northern islands stopped work on Monday after talks about their pay failed again.";

    #[test]
    fn a_plain_article_is_body_throughout() {
        assert_eq!(labelled(&format!("{PARAGRAPH}\n\n{SECOND}\nThe boats lay idle all day.\n{THIRD}"), None), [Label::Body; 4]);
    }

    #[test]
    fn page_furniture_is_told_from_body() {
        let text = format!(
            "News / Harbour\nFerry crews stop work in the north\nBy Jane Doe\nUpdated June 7, 2021\nA ferry in the harbour. (NWA photo)\n{PARAGRAPH}\nAdvertisement\n{SECOND}\nWhat comes next\n{THIRD}\nYou may also like\nA dog that swims to school\nWhy would anyone row alone?\n© 2021 Harbour"
        );
        use Label::{Body, Boilerplate, Byline, Caption, Headline, Related};
        assert_eq!(
            labelled(&text, None),
            [Boilerplate, Headline, Byline, Byline, Caption, Body, Boilerplate, Body, Body, Body, Related, Related, Related, Boilerplate]
        );
    }

    #[test]
    fn templates_sign_for_an_agency_in_several_ways() {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n";
        let agencies = Agencies::of(&crate::sources::Registry::parse("t", list).expect("sound"));
        let signed =
            ["Northern Wire Agency | Monday, June 7, 2021, 7:24 a.m.", "JANE DOE and JOHN ROE / NWA", "Jane DoeNorthern Wire Agency"];
        assert!(signed.iter().all(|line| signs_for_an_agency(line, &agencies)));
        let not = [
            "CreditNorthern Wire Agency",
            "Jane Doe / NWA",
            "Northern Wire Agency | Read more",
            "The ferry that she sold to Northern Wire Agency",
            "NWA",
        ];
        assert!(not.iter().all(|line| !signs_for_an_agency(line, &agencies)));
    }

    #[test]
    fn agency_lines_are_bylines_and_their_sentences_are_not() {
        assert_eq!(
            labelled(&format!("Northern Wire Agency\n{PARAGRAPH}\nThe NWA said it would not comment on the matter today.\n{SECOND}"), None),
            [Label::Byline, Label::Body, Label::Body, Label::Body]
        );
    }

    #[test]
    fn galleries_and_videos_are_told_from_body() {
        let text = format!(
            "{PARAGRAPH}\nPhotos: The strike Photos: The strike A crew waits at the pier. Hide Caption 1 of 2 Photos: The strike A mediator arrives by car. Hide Caption 2 of 2\n{SECOND}\nMinister: talks will go on 01:33\n{THIRD}"
        );
        assert_eq!(labelled(&text, None), [Label::Body, Label::Caption, Label::Body, Label::Related, Label::Body]);
    }

    #[test]
    fn a_line_that_addresses_the_reader_is_furniture_unless_it_stands_amid_the_text() {
        let box_ = "With a digital subscription you never miss what happens in our town.";
        assert_eq!(labelled(&format!("{PARAGRAPH}\n{SECOND}\n{box_}"), None), [Label::Body, Label::Body, Label::Boilerplate]);
        assert_eq!(labelled(&format!("{PARAGRAPH}\n{box_}\n{SECOND}"), None), [Label::Body; 3]);
    }

    #[test]
    fn a_page_read_twice_is_kept_once_and_captions_shown_twice_are_a_gallery() {
        let twice = format!("{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}");
        use Label::{Body, Boilerplate, Caption};
        assert_eq!(labelled(&twice, None), [Body, Body, Body, Boilerplate, Boilerplate, Boilerplate]);
        let own: Vec<String> = (0..4).map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did.")).collect();
        let gallery = format!("{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}", own.join("\n"));
        assert_eq!(labelled(&gallery, None), [[Body; 4].as_slice(), &[Caption; 6]].concat());
    }

    #[test]
    fn a_passage_that_stands_twice_amid_the_text_is_kept_once() {
        use Label::{Body, Boilerplate};
        let more: Vec<String> = (0..3).map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did.")).collect();
        let text = format!(
            "{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\nThe mayor of Halvik said that she would row to the islands herself if nobody else did so.",
            more.join("\n")
        );
        assert_eq!(labelled(&text, None), [[Body; 6].as_slice(), &[Boilerplate; 3], &[Body]].concat());
    }

    #[test]
    fn results_are_body_from_their_dateline_on() {
        let text =
            "HALVIK, June 7 - Year ended May 31\nShr 34 cts vs 1.16 dlrs\nNet 3,542,217 vs 3,071,456\nSix months\nShr 12 cts vs 8 cts";
        assert_eq!(labelled(text, None), [Label::Body; 5]);
        let text = format!("{PARAGRAPH}\n{SECOND}\nHalvik 2-1 Ostrey\nSund 0-0 Norrey\nYou may also like\nWhy would anyone row alone?");
        assert_eq!(labelled(&text, None), [[Label::Body; 4].as_slice(), &[Label::Related; 2]].concat());
    }

    #[test]
    fn an_article_keeps_its_body_though_most_of_its_lines_recur() {
        let registry = Registry::parse("t", "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\n").expect("sound");
        let agencies = Agencies::of(&registry);
        let label = |text: &str| {
            let mut lines = lines::read(text, &lines::find(text));
            for line in lines.iter_mut().skip(1) {
                line.standing = Standing { articles: 9, neighbours: 9, texts: 9, edges: 2, of: 12 };
            }
            run(&mut lines, None, &agencies)
        };
        let timetable = "The boats of this week leave on time.\nThe boat to Ostrey leaves the quay at seven in the morning.\nThe boat to Sund leaves the quay at noon on every day but Sunday.\nThe boat to Norrey leaves the quay when the tide allows it to.";
        assert_eq!(label(timetable).iter().map(|(_, how)| *how).collect::<Vec<_>>(), ["running text", KEPT, KEPT, KEPT]);
        let page = format!("{PARAGRAPH} {SECOND}\nMore from the harbour\nAll boats\nYour account");
        assert!(label(&page)[1..].iter().all(|(label, _)| *label != Label::Body));
    }

    #[test]
    fn a_signed_post_is_body() {
        let text = format!("{PARAGRAPH}\nWe sail again!\n— Jane Doe (@jdoe) July 16, 2018\n{SECOND}");
        assert_eq!(labelled(&text, None), [Label::Body; 4]);
    }

    #[test]
    fn an_author_note_is_furniture_and_a_person_of_the_story_is_not() {
        let note = "Jane Doe is a columnist and professor of harbour law.";
        let text = |last: &str| format!("{PARAGRAPH}\n{SECOND}\nThe mediator Mia Poe came by train and left by boat.\n{last}");
        assert_eq!(labelled(&text(note), None)[3], Label::Boilerplate);
        assert_eq!(labelled(&text("Mia Poe is a professor of harbour law."), None)[3], Label::Body);
        assert_eq!(
            labelled(&text("About the author\nShe likes the sea and everything that swims in it."), None)[3..],
            [Label::Boilerplate; 2]
        );
    }

    #[test]
    fn teasers_addresses_and_corrections_are_furniture() {
        use Label::{Body, Boilerplate, Caption, Related};
        for (line, label) in [
            ("(Photos: The long strike of Halvik)", Related),
            ("(Photo: Jane Roe, Getty Images)", Caption),
            ("READ: Why no boat came to Ostrey", Related),
            ("Correction: An earlier text gave the wrong day.", Boilerplate),
            ("https://halviktimes.example/a/b", Boilerplate),
            ("Halvik Times Halvik Times", Boilerplate),
            ("We sail again! — Jane Doe (@jdoe) July 16, 2018", Body),
        ] {
            assert_eq!(labelled(&format!("{PARAGRAPH}\n{line}\n{SECOND}\n{THIRD}"), None)[1], label, "{line}");
        }
    }
}
