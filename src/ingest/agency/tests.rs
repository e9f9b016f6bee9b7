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
        (picture.repeat(2), "holds 2 pictures, no story"),
        ("<packageItem guid='q'/>".to_owned(), "is a package, not a story"),
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
