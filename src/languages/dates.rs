//! Names of months and weekdays, and words of lines that state a date.

use serde::Deserialize;

use super::Words;

/// Names of months and weekdays in the forms used in dates. A slash separates forms.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Months, starting with January.
    pub months: Vec<String>,
    /// Weekdays, starting with Monday.
    pub weekdays: Vec<String>,
    /// Forms of months used only in date lines and fields: abbreviations, and names that mean
    /// another month elsewhere.
    pub short_months: Vec<String>,
    /// Forms of weekdays used only in date lines and fields.
    pub short_weekdays: Vec<String>,
    /// Months of the country's calendar beside the Gregorian one: Persian starting with Farvardin,
    /// Hebrew with Tishri.
    pub own_months: Vec<String>,
    /// Words between day, month and year.
    pub joining: Words,
    /// Marks of the hours before noon; `am` is known everywhere.
    pub forenoon: Words,
    /// Marks of the hours after noon.
    pub afternoon: Words,
    /// Words of a line that states the time of publication.
    pub published: Words,
    /// Words of a line that states the time of an update.
    pub updated: Words,
}

/// Words of times that count back from when they were read: `3 minutes ago`, *gestern*.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Back {
    /// Words or phrases that such a time contains, with `...` for what they stand around; none if
    /// the units contain them, as in Japanese.
    pub ago: Vec<String>,
    /// Minutes, in all forms.
    pub minutes: Words,
    /// Hours.
    pub hours: Words,
    /// Days.
    pub days: Words,
    /// The day before.
    pub yesterday: Vec<String>,
    /// The same day.
    pub today: Vec<String>,
}

impl Dates {
    /// Returns the forms in the first list, then those in the second, each with its index in its
    /// list.
    fn forms(lists: [&Vec<String>; 2]) -> impl Iterator<Item = (usize, &str)> {
        lists.into_iter().flat_map(|list| list.iter().enumerate()).flat_map(|(number, forms)| {
            forms.split('/').filter(|form| !form.is_empty()).map(move |form| (number, form))
        })
    }

    /// Returns every form of a month with the month's number from 0.
    pub fn all_months(&self) -> impl Iterator<Item = (usize, &str)> {
        Self::forms([&self.months, &self.short_months])
    }

    /// Returns every form of a weekday with its number from 0, Monday.
    pub fn all_weekdays(&self) -> impl Iterator<Item = (usize, &str)> {
        Self::forms([&self.weekdays, &self.short_weekdays])
    }
}
