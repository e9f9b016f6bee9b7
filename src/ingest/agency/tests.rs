use super::*;
use crate::ingest::{Input, Reject, Settings, records};

fn read(xml: &str) -> (Vec<Article>, Vec<Reject>) {
    let input = Input { label: "a.xml".to_owned(), path: None };
    let mut rejects = Vec::new();
    let bytes = xml.as_bytes().to_vec();
    let read = records::read_bytes(bytes, &input, None, &Settings::default(), &mut rejects);
    (read.articles, rejects)
}

fn nitf(body: &str) -> String {
    format!(
        "<nitf><head><docdata><doc-id id-string='a'/></docdata></head><body><body.content>{body}</body.content></body></nitf>"
    )
}

#[test]
fn paragraphs_are_lines_and_pictures_are_captions() {
    let body = "<p>One <em>word</em>\n wrapped.</p><hl2>Two</hl2><ul><li>three</li><li>four</li></ul><table><tr><td>five</td><td>six</td></tr></table>\
                <media media-type='image'><media-caption>A ferry.</media-caption><media-producer>Ola Berg</media-producer></media><block><p>seven</p></block>";
    let (articles, _) = read(&nitf(body));
    assert_eq!(articles[0].text, "One word wrapped.\nTwo\nthree\nfour\nfive six\nseven");
    assert_eq!(articles[0].captions, ["A ferry. Photo: Ola Berg"]);
}

#[test]
fn plain_text_keeps_its_lines() {
    let item = "<newsItem guid='g'><contentSet><inlineData contenttype='text/plain'>One.\nTwo.\n\nThree.</inlineData></contentSet></newsItem>";
    assert_eq!(read(item).0[0].text, "One.\nTwo.\nThree.");
}

#[test]
fn a_status_a_signal_and_an_instruction_are_notices() {
    let of = |meta: &str| {
        let item = format!(
            "<newsItem guid='g'><itemMeta>{meta}</itemMeta><contentSet><inlineData>x y</inlineData></contentSet></newsItem>"
        );
        read(&item).0[0].item.as_ref().map(|item| item.notice)
    };
    for (meta, notice) in [
        ("", Notice::None),
        ("<pubStatus qcode='stat:usable'/><signal qcode='sig:update'/>", Notice::None),
        ("<pubStatus qcode='stat:withheld'/>", Notice::Withheld),
        ("<signal qcode='sig:correction'/>", Notice::Correction),
        ("<pubStatus qcode='stat:canceled'/><signal qcode='sig:correction'/>", Notice::Withdrawn),
        ("<signal qcode='sig:kill'/>", Notice::Withdrawn),
    ] {
        assert_eq!(of(meta), Some(notice), "{meta}");
    }
    let told = |docdata: &str, status: &str| {
        let xml = format!(
            "<nitf><head><docdata management-status='{status}'>{docdata}</docdata></head><body><body.content><p>x</p></body.content></body></nitf>"
        );
        read(&xml).0[0].item.as_ref().map(|item| item.notice)
    };
    assert_eq!(told("<correction info='day'/>", "usable"), Some(Notice::Correction));
    assert_eq!(told("<ed-msg msg-type='kill'/>", "usable"), Some(Notice::Withdrawn));
    assert_eq!(told("", "embargoed"), Some(Notice::Withheld));
}

#[test]
fn a_message_of_pictures_or_packages_is_no_article() {
    let picture = "<newsItem guid='p'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta><description>A ferry.</description></contentMeta></newsItem>";
    for (items, says) in [
        (picture.to_owned(), "is a picture, not a story"),
        (picture.repeat(2), "holds 2 pictures, but no story"),
        (
            "<packageItem guid='q'/>".to_owned(),
            "is a package, not a story; give the items that it refers to",
        ),
        (
            "<conceptItem/><planningItem/>".to_owned(),
            "holds 2 items that are not news, but no story",
        ),
        ("<conceptItem/>".to_owned(), "is an item that is not news"),
        (String::new(), "is news XML without items"),
    ] {
        let (articles, rejects) =
            read(&format!("<newsMessage><itemSet>{items}</itemSet></newsMessage>"));
        assert!(articles.is_empty() && rejects.len() == 1);
        assert_eq!(rejects[0].reason, says);
    }
}

#[test]
fn hostile_documents_cost_little() {
    let long = "x".repeat(30 << 20);
    let bomb = "<!DOCTYPE nitf [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    for (xml, says) in [
        (nitf(&"<p>".repeat(100_000)), "512 levels"),
        (nitf(&"<i></i>".repeat(400_000)), "has more than 300000 elements"),
        (nitf(&format!("<p>{long}</p>")), "is longer than 20 MiB"),
        (format!("{bomb}{}", nitf("<p>&b;&b;</p>")), "is an item without text"),
        (nitf("<p>cut").replace("</body.content></body></nitf>", ""), "ends prematurely"),
    ] {
        let (articles, rejects) = read(&xml);
        assert!(articles.is_empty(), "{says}");
        assert!(rejects.iter().any(|r| r.reason.contains(says)), "{says}: {rejects:?}");
    }
    let many = format!("<newsMessage>{}</newsMessage>", "<newsItem/>".repeat(300_000));
    let (articles, rejects) = read(&many);
    assert!(articles.is_empty() && rejects.len() < 110_000);
}

#[test]
fn only_the_page_of_an_item_is_claimed_and_never_its_address() {
    let item = |link: &str| {
        let xml = format!(
            "<newsItem guid='g'><itemMeta><provider literal='NWA'/>{link}</itemMeta><contentSet><inlineData>x y</inlineData></contentSet></newsItem>"
        );
        let article = read(&xml).0.remove(0);
        (article.url, article.canonical)
    };
    let page = "https://hh.example/a";
    let link = |rel: &str| format!("<link {rel} contenttype='text/html' href='{page}'/>");
    assert_eq!(item(&link("rel='irel:hasWebPage'")), (None, Some(page.to_owned())));
    for other in ["rel='irel:seeAlso'", ""] {
        assert_eq!(item(&link(other)), (None, None), "{other}");
    }
}

#[test]
fn the_identifier_of_another_sender_withdraws_nothing() {
    let item = |version: u32, provider: &str, status: &str| {
        let xml = format!(
            "<newsItem guid='g' version='{version}'><itemMeta><provider literal='{provider}'/><versionCreated>2021-06-07T1{version}:00:00Z</versionCreated><firstCreated>2021-06-07T08:00:00Z</firstCreated><pubStatus qcode='stat:{status}'/></itemMeta><contentSet><inlineData>x y</inlineData></contentSet></newsItem>"
        );
        read(&xml).0.remove(0)
    };
    let notices = |articles: &[Article]| -> Vec<Notice> {
        articles.iter().filter_map(|a| Some(a.item.as_ref()?.notice)).collect()
    };
    let mut articles = [item(1, "NWA", "usable"), item(2, "Stranger", "canceled")];
    let before = articles[1].published;
    settle(&mut articles);
    assert_eq!(notices(&articles), [Notice::None, Notice::Withdrawn]);
    assert_eq!(articles[1].published, before);
    let mut articles = [item(1, "NWA", "usable"), item(2, "NWA", "canceled")];
    settle(&mut articles);
    assert_eq!(notices(&articles), [Notice::Withdrawn; 2]);
}

#[test]
fn a_long_credit_is_not_repeated_under_every_picture() {
    let captions = "<media-caption>a</media-caption>".repeat(8_000);
    let credit = "Ola Berg ".repeat(5_000);
    let media = format!("<media>{captions}<media-producer>{credit}</media-producer></media>");
    let (articles, _) = read(&nitf(&format!("<p>One.</p>{media}")));
    assert!(articles[0].captions.iter().all(|caption| caption.len() < 320));
}

#[test]
fn the_main_text_is_the_story_and_a_summary_only_without_it() {
    let part = |role: &str, text: &str| {
        format!(
            "<NewsComponent><Role FormalName='{role}'/><ContentItem><MediaType FormalName='Text'/><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
        )
    };
    let item = |parts: String| {
        read(&format!("<NewsML><NewsItem><Identification/><NewsComponent>{parts}</NewsComponent></NewsItem></NewsML>"))
            .0
            .remove(0)
            .text
    };
    let (main, summary) = (part("Main", "The whole story."), part("Summary", "In short."));
    assert_eq!(item(format!("{summary}{main}")), "The whole story.");
    assert_eq!(item(format!("{main}{summary}")), "The whole story.");
    assert_eq!(item(summary), "In short.");
    let of_set = "<newsItem guid='g'><contentSet><inlineData>One.</inlineData><inlineXML><html><body><p>One.</p><p>Two.</p></body></html></inlineXML></contentSet></newsItem>";
    assert_eq!(read(of_set).0[0].text, "One.\nTwo.");
}
