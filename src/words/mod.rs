//! The words of all pages, one file for each language: `en.json` and `de.json`.
//!
//! Templates, sentences and the page's script take every word from here. What stands under `page`
//! is needed only before a page is written; the script is given the rest. `{0}` stands for the
//! first value that is filled in. Members whose names end in `_html` are markup of our own.

use std::fmt::{self, Display};
use std::sync::LazyLock;

use serde_json::Value;
use serde_json::value::RawValue;

/// A language that pages are written in. The tables are English, whatever the pages are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// Every language with its ISO 639-1 code.
    pub const ALL: [(Self, &str); 2] = [(Self::En, "en"), (Self::De, "de")];

    /// Returns the ISO 639-1 code.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Returns the words of the language.
    pub fn words(self) -> &'static Words {
        static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| {
            [Words::of_file(include_str!("en.json")), Words::of_file(include_str!("de.json"))]
        });
        &ALL[self as usize]
    }
}

/// Returns the language of tables, logs and whatever else is for programs too.
pub(crate) fn english() -> &'static Words {
    Language::En.words()
}

/// The words of one language.
pub struct Words {
    /// What the script is given too.
    script: Value,
    /// The same, as it is in the file.
    script_json: Box<RawValue>,
    /// What is needed only before a page is written.
    page: Value,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.of("page.title")).finish()
    }
}

/// A file of words.
#[derive(serde::Deserialize)]
struct File {
    script: Box<RawValue>,
    page: Value,
}

impl Words {
    fn of_file(json: &str) -> Self {
        let file = serde_json::from_str(json).and_then(|File { script, page }| {
            let parsed = serde_json::from_str(script.get())?;
            Ok(Self { script: parsed, script_json: script, page })
        });
        file.expect("the files of words are JSON, as tested")
    }

    /// Returns the words that the script is given, as JSON.
    pub(crate) fn script(&self) -> &RawValue {
        &self.script_json
    }

    fn at(&self, path: &str) -> Option<&Value> {
        let (whole, path) = match path.strip_prefix("page.") {
            Some(path) => (&self.page, path),
            None => (&self.script, path),
        };
        path.split('.').try_fold(whole, |value, name| match name.parse::<usize>() {
            Ok(n) => value.get(n),
            Err(_) => value.get(name),
        })
    }

    /// Returns the words at a path such as `lead.flows`; empty if there are none.
    pub(crate) fn of(&self, path: &str) -> &str {
        self.at(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the words for one member of a list, such as `spun` of `relation`; empty if there are
    /// none.
    pub(crate) fn among(&self, list: &str, name: &str) -> &str {
        self.at(list).and_then(|list| list[name].as_str()).unwrap_or_default()
    }

    /// Returns the words of a list, in its order; empty if there is no such list.
    pub(crate) fn list(&self, path: &str) -> impl Iterator<Item = &str> {
        self.at(path).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// Returns the words at a path with values in their places.
    pub(crate) fn fill(&self, path: &str, values: &[&dyn Display]) -> String {
        filled(self.of(path), values)
    }

    /// Returns the words for one member of a list with values in their places.
    pub(crate) fn fill_among(&self, list: &str, name: &str, values: &[&dyn Display]) -> String {
        filled(self.among(list, name), values)
    }

    /// Returns the words at a path with one value in its place.
    pub(crate) fn with(&self, path: &str, value: impl Display) -> String {
        self.fill(path, &[&value])
    }

    /// Returns the words at a path with two values in their places, mostly "N of M".
    pub(crate) fn cut(&self, path: &str, n: impl Display, of: impl Display) -> String {
        self.fill(path, &[&n, &of])
    }

    /// Returns the words for a number of things, which is the first value.
    pub(crate) fn count(&self, path: &str, n: usize, values: &[&dyn Display]) -> String {
        let form = self.at(path).and_then(|forms| forms[usize::from(n != 1)].as_str());
        filled(form.unwrap_or_default(), values)
    }

    /// Spells out a number up to twelve, as newspapers do.
    pub(crate) fn number(&self, n: usize) -> String {
        let word = self.at("page.sentence.numbers").and_then(|words| words[n].as_str());
        word.map_or_else(|| n.to_string(), str::to_owned)
    }

    /// Returns a number with so many decimals.
    pub(crate) fn decimal(&self, x: f64, decimals: usize) -> String {
        format!("{x:.decimals$}").replace('.', self.of("point"))
    }

    /// Returns a day in words: `7 June 2021`.
    pub(crate) fn day(&self, day: chrono::NaiveDate) -> String {
        use chrono::Datelike;
        let month = self.at("months").and_then(|months| months[day.month0() as usize].as_str());
        self.fill("day", &[&day.day(), &month.unwrap_or_default(), &day.year()])
    }

    /// Returns a date as the tables show it in words: `7 June 2021, 09:12 UTC+02:00`. A text of
    /// another form is returned as it is.
    pub(crate) fn date(&self, shown: &str) -> String {
        let (day, time) =
            shown.split_once('T').map_or((shown, None), |(day, time)| (day, Some(time)));
        let Ok(day) = day.parse::<chrono::NaiveDate>() else { return shown.to_owned() };
        let time = time.and_then(|time| {
            let (clock, zone) = time.split_at_checked(8)?;
            let zone = if zone == "Z" { String::new() } else { zone.to_owned() };
            Some(format!(", {} UTC{zone}", &clock[..5]))
        });
        format!("{}{}", self.day(day), time.unwrap_or_default())
    }

    /// Returns a share in per cent; only a share of 1 is 100 %.
    pub(crate) fn percent(&self, share: Option<f64>) -> String {
        share.map_or(self.of("say.not_measured").to_owned(), |x| {
            format!("{:.0}\u{a0}%", if x < 1.0 { (x * 100.0).round().min(99.0) } else { 100.0 })
        })
    }
}

/// Returns a text with values in the places that `{0}`, `{1}` and so on keep. Values are not looked
/// into, so that a headline with braces stays what it is. O(bytes).
fn filled(text: &str, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, behind)) = after.split_once('}') else { break };
        let value = place.parse::<usize>().ok().and_then(|n| values.get(n));
        out.push_str(&value.map_or(String::new(), |value| value.to_string()));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests;
