//! Recognizes units of measure in texts, and converts between them.

/// What is measured, and in which unit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Percent.
    Percent,
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Square metres.
    Area,
    /// Litres.
    Volume,
    /// Kilometres per hour.
    Speed,
    /// Degrees Celsius.
    Temperature,
    /// Days.
    Duration,
    /// Money; currencies are not converted into each other.
    Money(&'static str),
}

/// A unit of a dimension: a value in it, times `factor` plus `offset`, is the value in the
/// dimension's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    factor: f64,
    offset: f64,
}

impl Unit {
    const fn of(dimension: Dimension, factor: f64) -> Self {
        Self { dimension, factor, offset: 0.0 }
    }

    /// Converts a value in this unit into the dimension's own unit.
    pub fn own(self, value: f64) -> f64 {
        value * self.factor + self.offset
    }

    /// Returns whether two units measure the same thing.
    pub fn is_comparable(self, other: Self) -> bool {
        self.dimension == other.dimension
    }

    /// Returns the unit that folded words begin with, and the number of words that name it; `None`
    /// if they name none.
    pub fn named(first: &str, second: Option<&str>) -> Option<(Self, usize)> {
        if let Some(second) = second {
            let both = match (first, second) {
                ("per", "cent" | "cento" | "ciento")
                | ("por", "cento" | "ciento")
                | ("pour", "cent") => Some(PERCENT),
                ("square", _) => find(second).and_then(squared),
                ("degrees" | "degree" | "grad" | "degres" | "grados", "fahrenheit" | "f") => {
                    Some(FAHRENHEIT)
                }
                (
                    "degrees" | "degree" | "grad" | "degres" | "grados",
                    "celsius" | "c" | "centigrade",
                ) => Some(CELSIUS),
                ("us" | "american" | "u.s", "dollar" | "dollars") => Some(money("USD")),
                ("canadian", "dollar" | "dollars") => Some(money("CAD")),
                ("australian", "dollar" | "dollars") => Some(money("AUD")),
                _ => None,
            };
            if let Some(unit) = both {
                return Some((unit, 2));
            }
        }
        find(first).map(|unit| (unit, 1))
    }

    /// Returns the unit of letters attached to a number: `26C`, `10km`.
    pub fn glued(letters: &str) -> Option<Self> {
        match letters {
            "c" => Some(CELSIUS),
            "f" => Some(FAHRENHEIT),
            _ => find(letters),
        }
    }

    /// Returns the unit of a sign directly before or after a number.
    pub fn of_sign(sign: char) -> Option<Self> {
        Some(match sign {
            '%' | '٪' | '％' => PERCENT,
            '$' => money("USD"),
            '€' => money("EUR"),
            '£' => money("GBP"),
            '¥' => money("JPY"),
            '₹' => money("INR"),
            '₽' => money("RUB"),
            '₴' => money("UAH"),
            _ => return None,
        })
    }
}

const PERCENT: Unit = Unit::of(Dimension::Percent, 1.0);
const CELSIUS: Unit = Unit::of(Dimension::Temperature, 1.0);
const FAHRENHEIT: Unit =
    Unit { dimension: Dimension::Temperature, factor: 5.0 / 9.0, offset: -160.0 / 9.0 };

const fn money(code: &'static str) -> Unit {
    Unit::of(Dimension::Money(code), 1.0)
}

fn squared(unit: Unit) -> Option<Unit> {
    (unit.dimension == Dimension::Length)
        .then(|| Unit::of(Dimension::Area, unit.factor * unit.factor))
}

/// Returns the unit that a folded word names.
fn find(word: &str) -> Option<Unit> {
    use Dimension::{Area, Duration, Length, Mass, Speed, Volume};
    let at = UNITS.binary_search_by(|(name, ..)| (*name).cmp(word)).ok()?;
    let (_, what, factor) = UNITS[at];
    Some(match what {
        '%' => PERCENT,
        'l' => Unit::of(Length, factor),
        'm' => Unit::of(Mass, factor),
        'a' => Unit::of(Area, factor),
        'v' => Unit::of(Volume, factor),
        's' => Unit::of(Speed, factor),
        't' => Unit::of(Duration, factor),
        'c' => CELSIUS,
        'f' => FAHRENHEIT,
        _ => money(MONEY.iter().find(|(names, _)| names.contains(&word))?.1),
    })
}

/// Currencies by their folded names.
const MONEY: &[(&[&str], &str)] = &[
    (
        &[
            "dollar",
            "dollars",
            "dlr",
            "dlrs",
            "usd",
            "dolares",
            "доллар",
            "доллара",
            "долларов",
            "dolar",
            "dollari",
            "dollaro",
        ],
        "USD",
    ),
    (&["euro", "euros", "eur", "евро"], "EUR"),
    (&["pound", "pounds", "gbp", "stg", "sterling", "pfund"], "GBP"),
    (&["yen", "jpy"], "JPY"),
    (&["rupee", "rupees", "inr"], "INR"),
    (&["ruble", "rubles", "rouble", "roubles", "rub", "рублеи", "рубля", "рубль"], "RUB"),
    (&["yuan", "renminbi", "cny"], "CNY"),
    (&["franc", "francs", "chf", "franken"], "CHF"),
    (&["hryvnia", "hryvnias", "uah", "гривень", "гривен"], "UAH"),
    (&["zloty", "zlotych", "zl", "pln"], "PLN"),
    (&["reais", "brl"], "BRL"),
    (&["peso", "pesos"], "peso"),
    (&["crown", "crowns", "kronor", "kroner", "kronen", "korun"], "crown"),
    (&["lira", "liras", "tl"], "TRY"),
];

/// Returns whether a word is a code that marks an amount of money before, after or instead of a
/// sign: `AUD`, `US`.
pub fn is_currency_code(word: &str) -> bool {
    #[rustfmt::skip]
    const CODES: &[&str] = &[
        "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK",
        "NZD", "PHP", "PKR", "PLN", "RMB", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "US", "USD", "ZAR",
    ];
    CODES.binary_search(&word).is_ok()
}

/// Folded names of units, what they measure, and the factor. Sorted.
#[rustfmt::skip]
const UNITS: &[(&str, char, f64)] = &[
    ("acre", 'a', 4046.86), ("acres", 'a', 4046.86), ("ano", 't', 365.25), ("anos", 't', 365.25), ("ans", 't', 365.25),
    ("brl", '$', 1.0), ("celsius", 'c', 1.0), ("centimeter", 'l', 0.01), ("centimeters", 'l', 0.01), ("centimetre", 'l', 0.01), ("centimetres", 'l', 0.01),
    ("chf", '$', 1.0), ("chilometri", 'l', 1000.0), ("cm", 'l', 0.01), ("cny", '$', 1.0), ("crown", '$', 1.0), ("crowns", '$', 1.0),
    ("day", 't', 1.0), ("days", 't', 1.0), ("dia", 't', 1.0), ("dias", 't', 1.0), ("dlr", '$', 1.0), ("dlrs", '$', 1.0), ("dolar", '$', 1.0), ("dolares", '$', 1.0),
    ("dollar", '$', 1.0), ("dollari", '$', 1.0), ("dollaro", '$', 1.0), ("dollars", '$', 1.0), ("eur", '$', 1.0), ("euro", '$', 1.0), ("euros", '$', 1.0),
    ("fahrenheit", 'f', 1.0), ("feet", 'l', 0.3048), ("foot", 'l', 0.3048), ("franc", '$', 1.0), ("francs", '$', 1.0), ("franken", '$', 1.0), ("ft", 'l', 0.3048),
    ("gallon", 'v', 3.785), ("gallons", 'v', 3.785), ("gbp", '$', 1.0), ("gram", 'm', 0.001), ("gramme", 'm', 0.001), ("grammes", 'm', 0.001), ("grams", 'm', 0.001),
    ("ha", 'a', 10000.0), ("hectare", 'a', 10000.0), ("hectares", 'a', 10000.0), ("hektar", 'a', 10000.0), ("heures", 't', 1.0 / 24.0), ("horas", 't', 1.0 / 24.0),
    ("hour", 't', 1.0 / 24.0), ("hours", 't', 1.0 / 24.0), ("hryvnia", '$', 1.0), ("hryvnias", '$', 1.0), ("inch", 'l', 0.0254), ("inches", 'l', 0.0254),
    ("inr", '$', 1.0), ("jahr", 't', 365.25), ("jahre", 't', 365.25), ("jahren", 't', 365.25), ("jour", 't', 1.0), ("jours", 't', 1.0), ("jpy", '$', 1.0),
    ("kg", 'm', 1.0), ("kilo", 'm', 1.0), ("kilogram", 'm', 1.0), ("kilogramm", 'm', 1.0), ("kilogrammes", 'm', 1.0), ("kilograms", 'm', 1.0), ("kilometer", 'l', 1000.0),
    ("kilometern", 'l', 1000.0), ("kilometers", 'l', 1000.0), ("kilometre", 'l', 1000.0), ("kilometres", 'l', 1000.0), ("kilometros", 'l', 1000.0), ("kilometrow", 'l', 1000.0),
    ("kilos", 'm', 1.0), ("km", 'l', 1000.0), ("kmh", 's', 1.0), ("knots", 's', 1.852), ("korun", '$', 1.0), ("kph", 's', 1.0), ("kronen", '$', 1.0), ("kroner", '$', 1.0), ("kronor", '$', 1.0),
    ("lb", 'm', 0.4536), ("lbs", 'm', 0.4536), ("lira", '$', 1.0), ("liras", '$', 1.0), ("liter", 'v', 1.0), ("liters", 'v', 1.0), ("litre", 'v', 1.0), ("litres", 'v', 1.0), ("litros", 'v', 1.0),
    ("meter", 'l', 1.0), ("metern", 'l', 1.0), ("meters", 'l', 1.0), ("metre", 'l', 1.0), ("metres", 'l', 1.0), ("metri", 'l', 1.0), ("metros", 'l', 1.0), ("metrow", 'l', 1.0),
    ("mi", 'l', 1609.344), ("mile", 'l', 1609.344), ("miles", 'l', 1609.344), ("millas", 'l', 1609.344), ("minute", 't', 1.0 / 1440.0), ("minuten", 't', 1.0 / 1440.0),
    ("minutes", 't', 1.0 / 1440.0), ("minutos", 't', 1.0 / 1440.0), ("mois", 't', 30.44), ("monat", 't', 30.44), ("monate", 't', 30.44), ("monaten", 't', 30.44), ("month", 't', 30.44), ("months", 't', 30.44),
    ("mph", 's', 1.609344), ("ounce", 'm', 0.02835), ("ounces", 'm', 0.02835), ("pct", '%', 1.0), ("percent", '%', 1.0), ("perqind", '%', 1.0), ("peso", '$', 1.0), ("pesos", '$', 1.0),
    ("pfund", '$', 1.0), ("pln", '$', 1.0), ("pound", '$', 1.0), ("pounds", '$', 1.0), ("procent", '%', 1.0), ("prozent", '%', 1.0), ("reais", '$', 1.0), ("renminbi", '$', 1.0),
    ("rouble", '$', 1.0), ("roubles", '$', 1.0), ("rub", '$', 1.0), ("ruble", '$', 1.0), ("rubles", '$', 1.0), ("rupee", '$', 1.0), ("rupees", '$', 1.0),
    ("seconds", 't', 1.0 / 86400.0), ("sekunden", 't', 1.0 / 86400.0), ("semaines", 't', 7.0), ("semanas", 't', 7.0), ("sterling", '$', 1.0), ("stg", '$', 1.0), ("stunde", 't', 1.0 / 24.0), ("stunden", 't', 1.0 / 24.0),
    ("tag", 't', 1.0), ("tage", 't', 1.0), ("tagen", 't', 1.0), ("tl", '$', 1.0), ("ton", 'm', 1000.0), ("tonne", 'm', 1000.0), ("tonnen", 'm', 1000.0), ("tonnes", 'm', 1000.0), ("tons", 'm', 1000.0),
    ("uah", '$', 1.0), ("usd", '$', 1.0), ("week", 't', 7.0), ("weeks", 't', 7.0), ("woche", 't', 7.0), ("wochen", 't', 7.0), ("yard", 'l', 0.9144), ("yards", 'l', 0.9144), ("year", 't', 365.25), ("years", 't', 365.25),
    ("yen", '$', 1.0), ("yuan", '$', 1.0), ("zl", '$', 1.0), ("zloty", '$', 1.0), ("zlotych", '$', 1.0), ("гривен", '$', 1.0), ("гривень", '$', 1.0), ("днеи", 't', 1.0), ("днів", 't', 1.0), ("доллар", '$', 1.0), ("доллара", '$', 1.0), ("долларов", '$', 1.0), ("евро", '$', 1.0),
    ("км", 'l', 1000.0), ("лет", 't', 365.25), ("месяцев", 't', 30.44), ("метров", 'l', 1.0), ("процент", '%', 1.0), ("процента", '%', 1.0), ("процентов", '%', 1.0), ("рублеи", '$', 1.0), ("рубль", '$', 1.0), ("рубля", '$', 1.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_sorted_and_every_currency_is_one() {
        assert!(UNITS.is_sorted_by_key(|unit| unit.0));
        for word in MONEY.iter().flat_map(|(names, _)| *names) {
            assert!(
                find(word).is_some_and(|unit| matches!(unit.dimension, Dimension::Money(_))),
                "{word}"
            );
        }
    }

    #[test]
    fn units_of_one_dimension_are_changed_into_each_other() {
        let of = |word: &str| find(word).expect("a unit");
        assert!((of("feet").own(39.0) - of("metres").own(11.9)).abs() < 0.1);
        assert!((FAHRENHEIT.own(79.0) - 26.1).abs() < 0.1);
        assert!(!of("euros").is_comparable(of("dollars")));
        assert_eq!(Unit::named("per", Some("cent")).map(|u| u.1), Some(2));
    }
}
