//! Dates: forms of fields and lines, in many languages and calendars, and which date of a page is
//! the story's.

mod support;

use support::run;

const TEXT: &str = "The council of Halvik voted late on Tuesday to close the old swing pier to lorries from the first of October, ending four years of argument over a crossing that carries nearly 9,000 carts a day.\nCouncillors backed the ban after engineers reported that two of the bearings had cracked since the spring inspection.\nHauliers said the detour through Lundby would add 38 kilometres to each journey.";

/// Returns the date that `extract` gives for the only article of an input, and where it was read.
fn extracted(name: &str, content: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("written");
    let outcome = run(&["extract", &path.display().to_string()], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let article: serde_json::Value =
        serde_json::from_str(outcome.stdout.lines().next().expect("an article")).expect("JSON");
    let of = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
    (of("published"), of("published_basis"))
}

/// Returns the date of a record with the given `published`.
fn field(published: &str, more: &str) -> String {
    let (published, text) = (
        serde_json::to_string(published).expect("JSON"),
        serde_json::to_string(TEXT).expect("JSON"),
    );
    extracted(
        "in.jsonl",
        &format!("{{\"id\":\"a\",\"published\":{published},\"text\":{text}{more}}}\n"),
    )
    .0
}

/// Returns the date and its basis for a page with the given head, line under the headline and text
/// at the end.
fn page(language: &str, head: &str, under: &str, behind: &str) -> (String, String) {
    let body: String = TEXT.lines().map(|line| format!("<p>{line}</p>")).collect();
    extracted(
        "in.html",
        &format!(
            "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=utf-8><title>Pier to close to lorries</title>{head}</head>\
             <body><article><h1>Pier to close to lorries</h1>{under}{body}</article>{behind}</body></html>"
        ),
    )
}

#[test]
fn a_tuesday_is_no_march_whatever_the_language() {
    for (text, date) in [
        ("Mar, 03 Nov 2020 10:00:00 +0100", "2020-11-03T10:00:00+01:00"),
        ("mar. 3 nov. 2020 10:00:00 +0100", "2020-11-03T10:00:00+01:00"),
        ("mar, 03 mar 2020 10:00:00 +0100", "2020-03-03T10:00:00+01:00"),
        ("mar, 07 giu 2022 08:56:47 +0200", "2022-06-07T08:56:47+02:00"),
        ("Mar 3, 2020", "2020-03-03"),
        ("Di, 03 Nov 2020 10:00:00 +0100", "2020-11-03T10:00:00+01:00"),
    ] {
        assert_eq!(field(text, ""), date, "{text}");
    }
}

#[test]
fn a_weekday_settles_the_order_of_day_and_month_and_refutes_a_day() {
    assert_eq!(field("Tuesday 03/11/2020", ""), "2020-11-03");
    assert_eq!(field("Tuesday 11/03/2020", ""), "2020-11-03");
    assert_eq!(field("martes 03/11/2020", ""), "2020-11-03");
    for text in [
        "Wed, 03 Nov 2020 10:00:00 +0100",
        "Mi, 03 Nov 2020",
        "Monday, 8 November 2020",
        "03/11/2020",
    ] {
        assert_eq!(field(text, ""), "", "{text}");
    }
}

#[test]
fn offsets_and_zones_are_kept_as_they_are_written() {
    for (text, date) in [
        (
            "Thu Nov 12 2020 17:00:00 GMT+0100 (Central European Standard Time)",
            "2020-11-12T17:00:00+01:00",
        ),
        ("Thu, 29 Oct 2020 07:36:03 GMT-07:00", "2020-10-29T07:36:03-07:00"),
        ("12 Nov 2020 17:00 UTC+5:30", "2020-11-12T17:00:00+05:30"),
        ("12 Nov 2020 17:00 (GMT+8)", "2020-11-12T17:00:00+08:00"),
        ("2020-11-12T17:00:00+01:00[Europe/Berlin]", "2020-11-12T17:00:00+01:00"),
        ("2020-11-12T17:00:00,5+0200", "2020-11-12T17:00:00+02:00"),
        ("Thu Oct 29 07:36:03 PDT 2020", "2020-10-29T07:36:03-07:00"),
        ("November 12, 2020 5:00 PM ET", "2020-11-12T17:00:00-05:00"),
        ("July 12, 2020 5:00 PM ET", "2020-07-12T17:00:00-04:00"),
        ("1605196800", "2020-11-12T16:00:00Z"),
        ("1605196800000", "2020-11-12T16:00:00Z"),
        ("/Date(1605196800000)/", "2020-11-12T16:00:00Z"),
    ] {
        assert_eq!(field(text, ""), date, "{text}");
    }
}

#[test]
fn a_zone_of_several_countries_is_that_of_the_outlet_s() {
    for (zone, more, date) in [
        ("IST", r#","url":"https://www.halvikpost.co.in/1""#, "2020-11-12T17:00:00+05:30"),
        ("IST", r#","url":"https://www.halvikpost.co.il/1""#, "2020-11-12T17:00:00+02:00"),
        ("IST", r#","language":"en-IN""#, "2020-11-12T17:00:00+05:30"),
        ("IST", "", "2020-11-12"),
        ("EST", r#","url":"https://www.halvikpost.com.au/1""#, "2020-11-12T17:00:00+10:00"),
        ("EST", "", "2020-11-12T17:00:00-05:00"),
        ("CST", r#","url":"https://halvikpost.cn/1""#, "2020-11-12T17:00:00+08:00"),
        ("CST", "", "2020-11-12T17:00:00-06:00"),
    ] {
        assert_eq!(field(&format!("12 Nov 2020 17:00 {zone}"), more), date, "{zone} {more}");
    }
}

#[test]
fn the_language_and_country_tell_the_order_of_day_and_month() {
    for (text, more, date) in [
        ("05/03/2021", r#","language":"de""#, "2021-03-05"),
        ("05/03/2021", r#","language":"en-GB""#, "2021-03-05"),
        ("05/03/2021", r#","language":"en-US""#, "2021-05-03"),
        ("05/03/2021", r#","language":"en","url":"https://halvikpost.co.nz/1""#, "2021-03-05"),
        ("05/03/2021", r#","language":"en""#, ""),
        ("03.05.21", r#","language":"de""#, "2021-05-03"),
        ("03.05.21", "", ""),
    ] {
        assert_eq!(field(text, more), date, "{text} {more}");
    }
}

#[test]
fn what_no_story_bears_is_unknown() {
    for text in [
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00",
        "1970-01-01",
        "9999-12-31",
        "0000-00-00 00:00:00",
        "30 February 2021",
        "44348",
        "0",
        "vor 2 Stunden",
        "yesterday",
        "YYYY-MM-DD",
        "{{date}}",
        "Nov 2020",
        "2077 कार्तिक 23",
        "22 ربيع الأول 1442",
    ] {
        assert_eq!(field(text, ""), "", "{text}");
    }
}

/// Days as readers see them under a headline, in three or more forms per language.
const SHOWN: &[(&str, &[&str])] = &[
    (
        "ar",
        &[
            "8 نوفمبر 2020",
            "٨ نوفمبر ٢٠٢٠",
            "الأحد 8 تشرين الثاني 2020",
            "الأحد، 08 نوفمبر 2020 - 12:09 م",
        ],
    ),
    ("bg", &["8 ноември 2020 г.", "08.11.2020"]),
    ("bn", &["৮ নভেম্বর ২০২০", "৮ নভেম্বর, ২০২০"]),
    ("cs", &["8. listopadu 2020", "8. 11. 2020", "neděle 8. listopadu 2020"]),
    (
        "de",
        &[
            "8. November 2020",
            "Sonntag, 8. November 2020, 17.05 Uhr",
            "So., 08.11.2020 17:05",
            "08.11.20",
        ],
    ),
    ("el", &["8 Νοεμβρίου 2020", "Κυριακή, 08 Νοεμβρίου 2020", "8 Νοε 2020"]),
    ("en-US", &["Nov. 8, 2020", "11/8/2020", "Sunday, November 8th, 2020"]),
    ("en-GB", &["8 November 2020", "8/11/2020", "Sun 8 Nov 2020 17:05"]),
    ("es", &["8 de noviembre de 2020", "Domingo, 8 noviembre 2020 - 17:05", "08/11/2020"]),
    ("eu", &["2020ko azaroaren 8a", "2020/11/08"]),
    ("fa", &["۱۸ آبان ۱۳۹۹", "یکشنبه ۱۸ آبان ۱۳۹۹", "۱۳۹۹/۰۸/۱۸", "۸ نوامبر ۲۰۲۰"]),
    ("fi", &["8. marraskuuta 2020", "su 8.11.2020 klo 17.05"]),
    ("fr", &["Publié le 8 novembre 2020 à 17h05", "dim. 8 nov. 2020", "Le 08/11/2020 à 17:05"]),
    ("he", &["8 בנובמבר 2020", "08.11.2020", "כ\"א בחשוון תשפ\"א"]),
    ("hi", &["8 नवंबर 2020", "८ नवंबर २०२०", "08 नवम्बर 2020"]),
    ("hr", &["8. studenoga 2020.", "08.11.2020."]),
    ("hu", &["2020. november 8.", "2020. 11. 08. 17:05"]),
    ("id", &["Minggu, 8 November 2020", "8 Nov 2020 17:05 WIB"]),
    ("it", &["8 novembre 2020", "domenica 8 novembre 2020", "8 nov 2020"]),
    ("ja", &["2020年11月8日", "令和2年11月8日", "2020年11月8日(日) 17時05分"]),
    ("ka", &["8 ნოემბერი, 2020"]),
    ("ko", &["2020년 11월 8일", "2020.11.08 17:05", "2020. 11. 8. 오후 5:05"]),
    ("lt", &["2020 m. lapkričio 8 d.", "2020-11-08 17:05"]),
    ("lv", &["2020. gada 8. novembris", "2020. gada 8. novembrī"]),
    ("mn", &["2020 оны 11-р сарын 8"]),
    ("pl", &["8 listopada 2020", "8 lis 2020", "8.11.2020, godz. 17:05"]),
    ("pt-BR", &["8 de novembro de 2020 às 17h05", "08/11/2020 17h05"]),
    ("ro", &["8 noiembrie 2020", "8 nov. 2020"]),
    ("ru", &["8 ноября 2020 г.", "8 ноября 2020, 17:05"]),
    ("sq", &["8 nëntor 2020"]),
    ("sv", &["den 8 november 2020", "2020-11-08"]),
    ("ta", &["நவம்பர் 8, 2020"]),
    ("th", &["8 พฤศจิกายน 2563", "8 พ.ย. 63", "๘ พฤศจิกายน ๒๕๖๓", "08/11/2563"]),
    ("tr", &["8 Kasım 2020", "8 Kasım 2020 Pazar"]),
    ("uk", &["8 листопада 2020 р."]),
    ("ur", &["8 نومبر 2020"]),
    ("vi", &["ngày 8 tháng 11 năm 2020", "Chủ nhật, 8/11/2020", "8 tháng 11, 2020"]),
    ("zh-TW", &["民國109年11月8日", "2020年11月8日 星期日"]),
];

#[test]
fn a_day_under_the_headline_is_read_in_its_language() {
    for (language, forms) in SHOWN {
        for form in *forms {
            let (date, basis) =
                page(language, "", &format!("<div class=article-date>{form}</div>"), "");
            assert_eq!(
                (date.get(..10), basis.as_str()),
                (Some("2020-11-08"), "text"),
                "{language} {form}"
            );
        }
    }
}

#[test]
fn what_may_be_either_or_no_date_is_unknown() {
    for (language, form) in [
        ("en", "8/11/2020"),
        ("ne", "२०७७ कार्तिक २३"),
        ("en", "Monday 8 November 2020"),
        ("en", "Copyright 2020-2021"),
        ("en", "12-14 June 2021"),
        ("en", "dd.mm.yyyy"),
    ] {
        assert_eq!(
            page(language, "", &format!("<div class=article-date>{form}</div>"), "").0,
            "",
            "{language} {form}"
        );
    }
    // Other dates on the page reveal the order of day and month.
    let others = "<aside><span>25/06/2020</span></aside>";
    assert_eq!(page("en", "", "<div class=article-date>8/11/2020</div>", others).0, "2020-11-08");
}

#[test]
fn a_date_of_comments_and_embedded_posts_is_never_the_story_s() {
    for (under, behind) in [
        (
            "<blockquote class=twitter-tweet><p>What a pier.</p>&mdash; Quay Watch (@qw) <a href=#>March 3, 2015</a></blockquote>",
            "",
        ),
        (
            "<blockquote class=instagram-media><p>A post on <time datetime=2015-03-03T10:00:00+00:00>Mar 3, 2015</time></p></blockquote>",
            "",
        ),
        (
            "",
            "<div id=comments><div class=comment><time datetime=2024-09-20T10:00:00Z>20 Sept 2024</time> Good read.</div></div>",
        ),
        (
            "",
            "<section class=comments><ul><li><span class=date>20 Sept 2024</span> Good read.</li></ul></section>",
        ),
        ("<div class='tweet-embed'><p>What a pier.</p><span>3 March 2015</span></div>", ""),
    ] {
        assert_eq!(
            page("en", "", under, behind),
            (String::new(), "none".to_owned()),
            "{under}{behind}"
        );
    }
}

#[test]
fn a_story_is_dated_when_it_first_came_out() {
    for form in [
        "Published: 17:05 GMT, 8 November 2020 | Updated: 18:10 GMT, 9 November 2020",
        "Updated November 9, 2020; first published November 8, 2020",
        "Aktualisiert am 9. November 2020, veröffentlicht am 8. November 2020",
    ] {
        assert_eq!(
            page("en", "", &format!("<div class=article-date>{form}</div>"), "").0.get(..10),
            Some("2020-11-08"),
            "{form}"
        );
    }
    // The page was regenerated on each change; readers see the first date.
    let head = "<meta property=article:published_time content=2020-01-20T09:49:32Z><meta property=article:modified_time content=2020-01-20T09:49:32Z>";
    assert_eq!(
        page(
            "en",
            head,
            "<div class=header_date>January 19, 2020 / 12:25 PM / Updated 8 hours ago</div>",
            ""
        )
        .0,
        "2020-01-19"
    );
}

#[test]
fn a_named_date_is_read_before_that_of_the_template() {
    let head = "<meta property=article:published_time content='الأربعاء، 07 أكتوبر 2020 - 12:09 م'><meta name=creation_date content=10-Nov-2000>";
    assert_eq!(page("ar", head, "", ""), ("2020-10-07".to_owned(), "meta".to_owned()));
}

#[test]
fn names_of_date_columns_are_known_in_wrapped_exports_too() {
    let text = serde_json::to_string(TEXT).expect("JSON");
    let wrapped = format!(
        "{{\"status\":\"ok\",\"articles\":[{{\"source\":{{\"id\":null,\"name\":\"Halvik Post\"}},\"title\":\"Pier\",\"url\":\"https://halvikpost.example/a\",\"publishedAt\":\"2024-09-18T08:00:00Z\",\"content\":{text}}}]}}"
    );
    assert_eq!(extracted("in.json", &wrapped).0, "2024-09-18T08:00:00Z");
    let german = format!(
        "Datum;Text\n\"Mittwoch, 5. Mai 2021, 10.30 Uhr\";\"{}\"\n",
        TEXT.lines().next().expect("a line")
    );
    assert_eq!(extracted("in.csv", &german).0, "2021-05-05");
}
