//! Reads a saved page: main text, headline, authors, dates, captions, and the metadata that the
//! page declares.
//!
//! Existing crates were measured on labelled pages (F1 of the text on two sets; share of dates that
//! are right; processor time for 621 pages): rs-trafilatura 0.2 .959, .920, .64, 29 s; trafilatura
//! 0.6 with its fallbacks .956, .939, .83, 6.9 s; dom_smoothie 0.19 .942, .903, .52, 2.0 s. This
//! reader uses the html5ever parser, with limits that none of those crates has; the rest is written
//! here: .972, .964, .92, 3.7 s including unpacking, cleaning and output.

mod asides;
mod byline;
pub mod captions;
mod container;
mod data;
pub mod date;
mod datelines;
pub mod dom;
pub mod furniture;
mod headline;
mod jsonld;
mod lines;
pub mod meta;
mod names;
mod phrases;
mod shown;
mod stories;
pub mod text;
mod tree;

use super::dates::Stamp;
use super::{Article, urls};
use crate::sources::domain;
use dom::{Bounds, Dom, DomError};
use meta::Meta;

/// Characters of text below which a page that is not free to read counts as a stub. Chosen by
/// judgement.
const STUB: usize = 1_500;

/// Bytes of text below which the story is also looked for in the page's data. Chosen by judgement:
/// a teaser with a paywall notice is shorter.
const NO_STORY: usize = 1_000;

/// Reads a decoded page into an article without id; `url` is where it was found, if known.
///
/// The text is empty if the page shows none. O(nodes × depth).
///
/// # Errors
/// Returns [`DomError`] if the page exceeds the bounds.
pub fn read(html: &str, url: Option<&str>, bounds: Bounds) -> Result<Article, DomError> {
    let dom = Dom::parse(html, bounds)?;
    let meta = Meta::read(&dom);
    let host = url.or(meta.canonical.as_deref()).and_then(domain::host_of);
    let mut lines = text::Page::new(&dom, &meta, host.as_deref()).main_text(&meta);
    let title = headline::read(&dom, &meta, host.as_deref());
    let shown: usize = lines.iter().map(String::len).sum();
    if shown < NO_STORY
        && let Some(story) = data::story(
            &dom,
            &title
                .iter()
                .chain(&meta.title)
                .chain(&meta.headline)
                .map(String::as_str)
                .collect::<Vec<_>>(),
            bounds,
        )
        && story.lines.iter().map(String::len).sum::<usize>() > 2 * shown
    {
        lines = story.lines;
    }
    let published = date::published(&dom, &meta, url);
    let byline = byline::read(&dom, &meta, host.as_deref());
    let own = url.and_then(urls::normalise);
    let canonical = meta.canonical.as_deref().and_then(|c| absolute(c, own.as_deref()));
    // If a page was only saved, nobody saw which host served it: the address it gives for itself is
    // a claim.
    let (url, canonical) = urls::own_address(own, canonical);
    let text = lines.join("\n");
    Ok(Article {
        url,
        canonical,
        outlet: meta.site.clone(),
        authors: byline.authors,
        // The whole page was read: if it shows no credit, there is none.
        credit: Some(byline.credit.unwrap_or_default()),
        captions: captions::read(&dom, &meta, title.as_deref()),
        language: meta.language.clone().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()),
        published: published.map(|(stamp, _)| stamp),
        published_basis: published.map(|(_, basis)| basis).unwrap_or_default(),
        modified: meta.modified.as_deref().and_then(plain_date),
        stub: meta.paywalled && text.chars().count() < STUB,
        title,
        text,
        ..Article::default()
    })
}

/// Returns the text of an HTML fragment, as in feeds and exports: every visible line.
///
/// # Errors
/// Returns [`DomError`] if the fragment exceeds the bounds.
pub fn fragment(html: &str, bounds: Bounds) -> Result<String, DomError> {
    let dom = Dom::parse(html, bounds)?;
    let lines = text::Page::whole(&dom).lines(0);
    Ok(lines.into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n"))
}

fn plain_date(text: &str) -> Option<Stamp> {
    match super::dates::read(text) {
        Ok(super::dates::Reading::Plain(stamp)) => Some(stamp),
        _ => None,
    }
}

/// Resolves an address against that of the page and normalises it.
fn absolute(address: &str, page: Option<&str>) -> Option<String> {
    let joined = page
        .and_then(|p| url::Url::parse(p).ok())
        .and_then(|p| p.join(address.trim()).ok())
        .map(String::from);
    urls::normalise(joined.as_deref().unwrap_or(address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::DateBasis;

    const BOUNDS: Bounds = Bounds { depth: 512, nodes: 300_000 };
    const ONE: &str = "The ferries of Halvik stood still on Monday, and the quays were empty from the morning until late in the evening.";
    const TWO: &str = "“We have waited two years for this rise,” said Jane Doe of the seamen's union, which had called the strike on Friday.";

    fn page(html: &str, url: Option<&str>) -> Article {
        read(html, url, BOUNDS).expect("a page")
    }

    fn date(html: &str) -> (String, &'static str) {
        let article = page(&format!("{html}<p>{ONE}</p>"), None);
        (
            article.published.map(|p| p.to_string()).unwrap_or_default(),
            article.published_basis.name(),
        )
    }

    #[test]
    fn menus_teasers_and_comments_are_no_text() {
        let article = page(
            &format!(
                "<title>Still – Herald</title><div class=top-menu><a href=/>Home</a><a href=/s>Sport</a></div><div><h1>Still</h1><p>{ONE}</p>\
                 <div class=box><h3><a href=/x>Ten harbours you must see this summer</a></h3><p>They are lovely.</p></div><p>{TWO}</p></div>\
                 <div id=comments><p>{}</p></div>",
                "I have never in my life read such a thing about our harbour, and I have lived here for sixty years. ".repeat(20)
            ),
            None,
        );
        assert_eq!(article.text, format!("{ONE}\n{TWO}"));
        assert_eq!(article.title.as_deref(), Some("Still"));
    }

    #[test]
    fn teasers_within_a_story_are_cut_however_many_articles_precede_it() {
        let teaser = "<article><p>They are lovely, the ten harbours of the north, wrote one reader.</p></article>";
        let text = |before: usize| {
            page(
                &format!(
                    "<article>{}</article><article><h1>Still</h1>{}{teaser}{teaser}</article>",
                    teaser.repeat(before),
                    format!("<p>{ONE}</p><p>{TWO}</p>").repeat(30)
                ),
                None,
            )
            .text
        };
        assert!(!text(2).contains("lovely"));
        assert!(!text(250).contains("lovely"));
    }

    #[test]
    fn layouts_and_tables_named_like_furniture_are_text() {
        // The first part is too light to be taken for the story by its weight.
        let parts = format!(
            "<div class=sidebar-grid><h1>Still</h1><div class='sidebar-grid__content article__content'><p>{TWO}</p></div></div>\
             <div class=sidebar-grid><div class='sidebar-grid__content article__content'>{}</div></div>",
            format!("<p>{ONE}</p>").repeat(9)
        );
        assert!(page(&parts, None).text.starts_with(TWO));
        let table = "<table><tr class=player-1><td>1<td>Jane Doe<td>50<td>3<td>2</tr><tr class=player-2><td>2<td>Ola Berg<td>40<td>1<td>0</tr></table>";
        let text =
            page(&format!("<div class=articleBody><p>{ONE}</p><p>{TWO}</p>{table}</div>"), None)
                .text;
        assert!(text.contains("Jane Doe") && text.contains("Ola Berg"), "{text}");
        let card = "<span class=rollover-people><a href=/d>Jane Doe</a><span class=rollover-block>Ten things she said of harbours</span></span>";
        let text = page(
            &format!("<article><p>{ONE} So said {card} on Monday.</p><p>{TWO}</p></article>"),
            None,
        )
        .text;
        assert!(!text.contains("Ten things"), "{text}");
    }

    #[test]
    fn parts_of_a_story_are_text_whatever_they_are_called() {
        // Each part is small and named like boilerplate; all of them together are the story.
        let part = |text: &str| format!("<div class='story-widget'><p>{text}</p></div>");
        let parts =
            format!("<div class=story>{}{}{}{}</div>", part(ONE), part(TWO), part(ONE), part(TWO));
        assert_eq!(
            page(&format!("<h1>Still</h1>{parts}"), None).text.matches("seamen's union").count(),
            2
        );
        // Chunks that share one marker among other class names.
        let chunks = format!(
            "<div><div class='RichText a'><p>{ONE}</p></div><img><div class='RichText a b'><p>{TWO}</p><p>{TWO}</p><p>{TWO}</p></div></div>"
        );
        assert!(page(&chunks, None).text.starts_with(ONE));
        // A list of results contains no prose.
        let rounds: String =
            (1..=12).map(|n| format!("<p>Round {n}: {n} March – Halvik</p>")).collect();
        let listed = format!(
            "<h1>Regattas</h1><div itemprop=articleBody>{rounds}<p>{}</p></div>",
            &ONE[..70]
        );
        assert_eq!(page(&listed, None).text.lines().next(), Some("Round 1: 1 March – Halvik"));
        // Dates of other stories follow the story.
        let dated = format!(
            "<div><p>{ONE}</p><p>{TWO}</p><div>News of the coast</div><p>Jan 14, 2025</p><p>1月13日</p></div>"
        );
        assert_eq!(page(&dated, None).text, format!("{ONE}\n{TWO}"));
        // A front page contains only teasers.
        let teasers: String = (0..6)
            .map(|n| format!("<article><h2><a href=/{n}>A ferry of Halvik sails again, number {n}</a></h2><p>{ONE}</p></article>"))
            .collect();
        assert!(page(&format!("<main><h2>Today</h2>{teasers}</main>"), None).text.contains(ONE));
    }

    #[test]
    fn albums_and_hidden_parts_beside_a_story_are_no_text() {
        let slides =
            "<li><h2>1/50</h2><p>A picture of another town, and what was done there in the summer of that year.</p></li>".repeat(9);
        let story = format!("<p>{ONE}</p><p>{TWO}</p>");
        let album = page(&format!("<article><h1>Still</h1>{story}<div class=full-gallery><ul>{slides}</ul></div></article>"), None).text;
        assert_eq!(album, format!("{ONE}\n{TWO}"));
        let hidden =
            page(&format!("<article><h1>Still</h1><div style='visibility: hidden'><p>{TWO}</p></div><p>{ONE}</p></article>"), None).text;
        assert_eq!(hidden, ONE);
    }

    #[test]
    fn what_stands_in_a_line_does_not_part_it() {
        let html = format!(
            "<p>Where <x-sign>x</x-sign> stands, <x-sign>y</x-sign> does not.</p><p>{ONE}</p>"
        );
        assert!(page(&html, None).text.starts_with("Where x stands, y does not."));
        let target = format!("<body><a href='javascript:'><p>{ONE}</p><p>{TWO}</p></a>");
        assert_eq!(page(&target, None).text, format!("{ONE}\n{TWO}"));
    }

    #[test]
    fn the_text_on_one_line_for_machines_is_no_summary() {
        let html = format!(
            "<meta name=description content='{ONE}'><div><p>{ONE} {TWO} {}</p></div><article><p>{ONE}</p><p>{TWO}</p></article>",
            TWO.repeat(2)
        );
        assert_eq!(page(&html, None).text.matches("seamen's union").count(), 1);
    }

    #[test]
    fn what_the_page_repeats_for_machines_tells_text_from_notes() {
        let told = format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{ONE} {TWO}\"}}</script>"
        );
        let note = "This paragraph of the page is an invitation to a reading in the library, and no part of the story at all.";
        assert_eq!(
            page(&format!("{told}<article><p>{ONE}</p><p>{note}</p><p>{TWO}</p></article>"), None)
                .text,
            format!("{ONE}\n{TWO}")
        );
        // The text that is assembled only by scripts.
        assert_eq!(
            page(&format!("{}<div id=app></div>", told.replace(ONE, &ONE.repeat(3))), None).text,
            format!("{} {TWO}", ONE.repeat(3))
        );
    }

    #[test]
    fn dates_are_read_with_zone_and_place() {
        let jsonld = "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"Article\",\"NewsArticle\"],\"datePublished\":\"2021-06-07T09:12:00+02:00\"}]}</script>";
        assert_eq!(date(jsonld), ("2021-06-07T09:12:00+02:00".to_owned(), "jsonld"));
        assert_eq!(
            date("<meta property=article:published_time content=2021-06-07T07:12:00Z>"),
            ("2021-06-07T07:12:00Z".to_owned(), "meta")
        );
        assert_eq!(
            date("<h1>Still</h1><time datetime='2021-06-07T09:12:00+02:00'>Monday</time>"),
            ("2021-06-07T09:12:00+02:00".to_owned(), "time")
        );
        assert_eq!(
            date("<link rel=canonical href='https://ht.example/2021/06/07/still'>"),
            ("2021-06-07".to_owned(), "url")
        );
        assert_eq!(
            date("<html lang=de><h1>Still</h1><span class=date>Montag, 7. Juni 2021</span>"),
            ("2021-06-07".to_owned(), "text")
        );
        assert_eq!(
            date("<html lang=en-GB><h1>Still</h1><span class=date>7/6/2021</span>").0,
            "2021-06-07"
        );
        assert_eq!(
            date("<html lang=en-US><h1>Still</h1><span class=date>7/6/2021</span>").0,
            "2021-07-06"
        );
        assert_eq!(
            date("<html lang=en><h1>Still</h1><span class=date>7/6/2021</span>").0,
            "",
            "which is the month is not said"
        );
        assert_eq!(
            date("<html lang=de><h1>Still</h1><table><tr><td>26 | 01 | 2022</table>").0,
            "2022-01-26"
        );
        for opening in ["26.1.2022 –", "Halvik, (26.1.2022)."] {
            assert_eq!(
                date(&format!("<html lang=de><h1>Still</h1><p>{opening} {ONE}</p>")).0,
                "2022-01-26",
                "{opening}"
            );
        }
        assert_eq!(
            date(&format!(
                "<html lang=de><h1>Still</h1><p>Seit dem 26.1.1945 – lange her: {ONE}</p>"
            ))
            .0,
            ""
        );
        assert_eq!(page(&format!("<p>{ONE}</p>"), None).published_basis, DateBasis::default());
    }

    #[test]
    fn a_date_is_read_where_the_page_says_what_it_is() {
        // The page's own clock above the outlet's logo and the day in the story's breadcrumb.
        let clock = "<title>The ferries stand still</title><h1><a class=logo>Herald</a></h1><span class=date>9.6.2021</span>";
        let far = "<i></i>".repeat(60);
        assert_eq!(
            date(&format!("<html lang=de>{clock}{far}<h2>The ferries stand still</h2><small class=date>7.6.2021</small>")).0,
            "2021-06-07"
        );
        assert_eq!(
            date(&format!(
                "<html lang=de><meta name=date content=2021-06-07>{clock}{far}<h2>The ferries stand still</h2>"
            )),
            ("2021-06-07".to_owned(), "meta")
        );
        // A label outranks a bare day, the day of publication that of a change.
        let labels = "<p>Zuletzt geändert: 9.6.2021<br>Erschienen am: 7.6.2021</p>";
        assert_eq!(
            date(&format!("<html lang=de><h1>Still</h1>{far}{far}{labels}")).0,
            "2021-06-07"
        );
        // A list of several days says nothing of the story; what is left may.
        let list: String =
            (1..=4).map(|n| format!("<div class=widget-date>{n}.6.2021</div>")).collect();
        let listed = format!("<h1>Still</h1>{far}{far}<a class=post-time>7.6.2021</a>{list}");
        assert_eq!(date(&format!("<html lang=de>{listed}")).0, "2021-06-07");
        // A picture's box may hold the story's title and date; its caption is the picture's.
        let figure = "<figure><img><figcaption>A ferry, 1.2.2019</figcaption><h1>Still</h1><span class=date>7.6.2021</span></figure>";
        assert_eq!(date(&format!("<html lang=de>{figure}")).0, "2021-06-07");
        // Metadata in another country's order.
        let order = "<html lang=de><meta name=date content='06/07/2021 12:43:42'><h1>Still</h1>";
        assert_eq!(date(&format!("{order}<p>Erstellt am: 7.6.2021</p>")).0, "2021-06-07");
        assert_eq!(date(order).0, "2021-07-06");
    }

    #[test]
    fn a_moment_in_utc_is_of_the_day_that_the_page_shows() {
        let moment = |utc: &str, shown: &str| {
            date(&format!(
                "<html lang=en-GB><meta property=article:published_time content={utc}><h1>Still</h1><span class=date>{shown}</span>"
            ))
            .0
        };
        assert_eq!(moment("2021-06-06T23:10:00Z", "7 June 2021"), "2021-06-07T00:10:00+01:00");
        assert_eq!(moment("2021-06-06T15:10:00Z", "7 June 2021"), "2021-06-06T15:10:00Z");
        assert_eq!(moment("2021-06-06T09:10:00Z", "7 June 2021"), "2021-06-06T09:10:00Z");
        assert_eq!(moment("2021-06-06T23:10:00Z", "9 June 2021"), "2021-06-06T23:10:00Z");
    }

    #[test]
    fn a_moment_in_utc_is_told_in_the_zone_that_the_page_shows() {
        let html = "<meta property=article:published_time content=2021-06-08T02:10:00Z><h1>Still</h1><time datetime='2021-06-07T18:10:00-08:00'>x</time>";
        assert_eq!(date(html).0, "2021-06-07T18:10:00-08:00");
        let near = "<meta property=article:published_time content=2021-06-08T02:10:00Z><h1>Still</h1><time datetime='2021-06-08T01:55'>x</time>";
        assert_eq!(date(near).0, "2021-06-08T02:10:00Z", "no zone is a quarter of an hour off");
    }

    #[test]
    fn addresses_authors_captions_and_paywalls_are_told() {
        let html = format!(
            "<html lang=nb><link rel=canonical href=/a><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false,\
             \"author\":[{{\"name\":\"By Jane Doe and Ola Berg\"}}],\"publisher\":{{\"name\":\"Herald\"}}}}</script>\
             <article><figure><img><figcaption>A ferry at the quay. <small>Photo: Kari Moe</small></figcaption></figure><p>{ONE}</p></article>\
             <aside><figure><img><figcaption>Another story's picture of a whale</figcaption></figure></aside>"
        );
        let article = page(&html, Some("https://ht.example/a?utm_source=x"));
        assert_eq!(
            (article.url.as_deref(), article.canonical.as_deref()),
            (Some("https://ht.example/a"), None)
        );
        assert_eq!(
            (article.authors, article.outlet.as_deref()),
            (vec!["Jane Doe".to_owned(), "Ola Berg".to_owned()], Some("Herald"))
        );
        assert_eq!(article.captions, ["A ferry at the quay. Photo: Kari Moe"]);
        assert!(article.stub && article.language.as_deref() == Some("nb"));
        let copied = page(
            &html.replace("href=/a", "href=https://nwa.example/a"),
            Some("https://ht.example/a"),
        );
        assert_eq!(copied.canonical.as_deref(), Some("https://nwa.example/a"));
    }

    #[test]
    fn a_date_is_read_by_what_stands_about_it() {
        let told = |head: &str, body: &str| {
            date(&format!("<html lang=de><head>{head}</head><body><article><h1>Fähren stehen still</h1>{body}<p>{ONE}</p><p>{TWO}</p></article></body></html>")).0
        };
        let drawn = "<meta name=date content=2021-06-20T14:32:06+02:00>";
        for (head, body) in [
            // A column of the story's own, and a label in another element.
            (drawn, "<aside class=meta><time datetime=2021-06-07>7.6.2021</time></aside>"),
            (drawn, "<div><span>Erschienen am:</span><h2>07.06.2021</h2></div>"),
            ("", "<p class=postmetadata>7.<a href=/2021/06/>Juni 2021</a> um 09:43</p>"),
            // Readers and events have days of their own.
            (
                "",
                "<p>Das nächste Treffen der Crews ist am 9. August 2021 im <a href=/x>Haus am Kai</a>.</p><div class=footer>Diese Seite wurde zuletzt am 7. Juni 2021 geändert.</div>",
            ),
            (
                "",
                "<dl><dd class=profile-joined>Registriert: 18.09.2008</dd></dl><div>07.06.2021, 05:42</div>",
            ),
            (
                "",
                "<p>7. Juni 2021 -- Die Crews der <a href=/x>Fähren</a> haben am Montag die Arbeit niedergelegt.</p>",
            ),
            // A blog that was moved declares the day of the move.
            (
                "<link rel=canonical href=https://h.example/2021/6/7/still><meta property=article:published_time content=2022-03-01>",
                "",
            ),
        ] {
            assert_eq!(told(head, body), "2021-06-07", "{head}{body}");
        }
        assert_eq!(
            told("<meta property=fb:app_id content=2231777543>", ""),
            "",
            "a number is no date"
        );
    }
}
