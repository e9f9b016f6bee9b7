//! PressReader, which shows printed papers: its addresses name the paper and the day, and it is
//! nobody's outlet.
//!
//! What it exports has no form that is publicly described; its addresses, which stand in its pages
//! and in what readers copy or save from them, have one:
//! `https://www.pressreader.com/usa/chicago-sun-times/20160922/281582355105718`.

use chrono::NaiveDate;
use url::Url;

use super::dates::Stamp;
use super::{Article, DateBasis, urls};

/// Lines at the head and at the foot of a text in which an address tells where the text is from.
/// Chosen by judgement.
const MARGIN: usize = 5;
/// Words that may stand beside it there. Chosen by judgement: `Read the article at`.
const BESIDE: usize = 5;
/// Bytes of the longest name of a paper. Chosen by judgement.
const NAME: usize = 100;

/// The edition of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The paper's name, as far as an address shows it.
    pub paper: String,
    /// The day of the edition.
    pub day: Stamp,
}

/// Returns the edition that an address of PressReader names; `None` for any other address.
pub fn of_address(address: &str) -> Option<Edition> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?;
    if host != "pressreader.com" && !host.ends_with(".pressreader.com") {
        return None;
    }
    let steps: Vec<&str> = url.path_segments()?.filter(|step| !step.is_empty()).collect();
    let (at, day) = steps.iter().enumerate().find_map(|(at, step)| Some((at, day(step)?)))?;
    let name = steps.get(at.checked_sub(1)?).filter(|name| name.len() <= NAME)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !name.chars().all(is_name) || !name.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let words = name.split('-').filter(|word| !word.is_empty()).map(capitalised);
    let paper = words.collect::<Vec<_>>().join(" ");
    Some(Edition { paper, day: Stamp { day, time: None, offset_seconds: None } })
}

/// Returns the edition that a text names at its head or foot; `None` if it names none, or several
/// papers or days.
pub fn of_text(text: &str) -> Option<Edition> {
    memchr::memmem::find(text.as_bytes(), b"pressreader.com/")?;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (head, rest) = lines.split_at(lines.len().min(MARGIN));
    let foot = &rest[rest.len().saturating_sub(MARGIN)..];
    let mut found: Option<Edition> = None;
    for line in head.iter().chain(foot) {
        let words = line.split_whitespace();
        let (addresses, beside): (Vec<&str>, Vec<&str>) =
            words.partition(|word| word.contains("pressreader.com/"));
        if beside.len() > BESIDE {
            continue;
        }
        for address in addresses {
            let address = address.trim_matches(['<', '>', '(', ')', '[', ']', ',', '.']);
            match (of_address(address), &found) {
                (Some(edition), Some(known)) if edition != *known => return None,
                (edition, _) => found = found.or(edition),
            }
        }
    }
    found
}

/// Has an article say of itself what its edition tells, where nothing else does.
pub fn claim(article: &mut Article, edition: Edition) {
    let is_named = article.outlet.as_deref().is_some_and(|name| !urls::names_no_outlet(name));
    if !is_named {
        article.outlet = Some(edition.paper);
    }
    if article.published.is_none() {
        article.published = Some(edition.day);
        article.published_basis = DateBasis::Url;
    }
}

/// Reads a day from eight digits.
fn day(step: &str) -> Option<NaiveDate> {
    let is_day = step.len() == 8 && step.bytes().all(|b| b.is_ascii_digit());
    is_day.then(|| NaiveDate::parse_from_str(step, "%Y%m%d").ok())?
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Input, Settings, of_bytes};

    fn named(address: &str) -> Option<(String, String)> {
        of_address(address).map(|edition| (edition.paper, edition.day.to_string()))
    }

    #[test]
    fn an_address_names_paper_and_day() {
        let told = |paper: &str, day: &str| Some((paper.to_owned(), day.to_owned()));
        for address in [
            "https://www.pressreader.com/halvland/harbour-herald/20210607/281582355105718",
            "https://www.pressreader.com/halvland/harbour-herald/20210607/page/4/textview",
            "http://harbour.pressreader.com/harbour-herald/20210607?x=y",
        ] {
            assert_eq!(named(address), told("Harbour Herald", "2021-06-07"), "{address}");
        }
        for address in [
            "https://www.pressreader.com/article/281582355105718",
            "https://www.pressreader.com/20210607/281582355105718",
            "https://www.pressreader.com/halvland/harbour-herald/20211307/1",
            "https://notpressreader.com/halvland/harbour-herald/20210607/1",
            "https://pressreader.com.evil.example/halvland/harbour-herald/20210607/1",
        ] {
            assert_eq!(named(address), None, "{address}");
        }
    }

    const ADDRESS: &str = "https://www.pressreader.com/halvland/harbour-herald/20210607/281582";
    const TEXT: &str = "The ferries of Halvik stood still on Monday, as the crews want higher wages for the nights that they spend at sea.";

    /// Returns outlet, day and address of the one article in a file.
    fn read(name: &str, text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let input = Input { label: name.to_owned(), path: Some(name.into()) };
        let batch = of_bytes(text.as_bytes().to_vec(), &input, &Settings::default());
        assert_eq!(batch.articles.len(), 1, "{:?}", batch.rejects);
        let article = &batch.articles[0];
        let day = article.published.map(|stamp| stamp.day.to_string());
        (article.outlet.clone(), day, article.url.clone())
    }

    #[test]
    fn the_paper_is_the_source_and_never_pressreader() {
        let told = (Some("Harbour Herald".to_owned()), Some("2021-06-07".to_owned()), None);
        let text = format!("Ferry crews stop work\n\n{TEXT}\n\n{ADDRESS}\n");
        assert_eq!(read("a.txt", &text), told);
        let rtf = format!("{{\\rtf1\\ansi Ferry crews stop work\\par {TEXT}\\par {ADDRESS}\\par}}");
        assert_eq!(read("a.rtf", &rtf), told);
        let page = format!(
            "<html><head><title>Ferry crews stop work</title><meta property=\"og:site_name\" content=\"PressReader\"><link rel=\"canonical\" href=\"{ADDRESS}\"></head><body><article><h1>Ferry crews stop work</h1><p>{TEXT}</p></article></body></html>"
        );
        assert_eq!(read("a.html", &page), told);
        let record = serde_json::json!({"url": ADDRESS, "text": TEXT, "source": "PressReader"});
        assert_eq!(read("a.json", &record.to_string()), told);
        let saved = page.replacen(&format!("<link rel=\"canonical\" href=\"{ADDRESS}\">"), "", 1);
        let saved = saved.replacen(
            "<html>",
            &format!("<html><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Mon Jun 14 2021 10:00:00 GMT+0200 -->"),
            1,
        );
        assert_eq!(read("a.html", &saved), told);
        // What the record itself says of paper and day counts more.
        let record = serde_json::json!({"url": ADDRESS, "text": TEXT, "source": "Halvik Times", "published": "2021-06-06"});
        let (outlet, day, _) = read("a.json", &record.to_string());
        assert_eq!((outlet.as_deref(), day.as_deref()), (Some("Halvik Times"), Some("2021-06-06")));
    }

    #[test]
    fn an_address_that_a_text_quotes_says_nothing_of_the_text() {
        let filler = format!("{TEXT}\n\n").repeat(12);
        let amid = format!("{filler}{ADDRESS}\n\n{filler}");
        assert_eq!(read("a.txt", &amid).0, None);
        let cited = format!("{TEXT} The Harbour Herald has more of it here, at {ADDRESS}\n");
        assert_eq!(read("a.txt", &cited).0, None);
        let other = ADDRESS.replace("20210607", "20210608");
        assert_eq!(read("a.txt", &format!("{ADDRESS}\n{other}\n\n{TEXT}\n")).0, None);
    }
}
