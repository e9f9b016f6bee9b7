//! Whole texts, labelled line by line.

use super::super::lines;
use super::*;
use crate::sources::Registry;

pub(super) fn labelled(text: &str, title: Option<&str>) -> Vec<Label> {
    let registry = Registry::parse(
            "t",
            "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA', 'Northern Wire Agency']\n",
        )
        .expect("sound");
    run(&mut lines::read(text, &lines::find(text)), title, None, &Agencies::of(&registry))
        .0
        .into_iter()
        .map(|(label, _)| label)
        .collect()
}

pub(super) const SECOND: &str = "Thousands of travellers waited at the quays while the talks went on behind the doors of the town hall.";

pub(super) const THIRD: &str = "A mediator had called both sides to the capital, where they were to meet again in the course of the week.";

pub(super) const PARAGRAPH: &str = "The ferry crews of the northern islands stopped work on Monday after talks about their pay failed again.";

/// A text of eight paragraphs.
pub(super) fn story() -> String {
    let more = (1..6).map(|n| {
            format!("In the {n}th week, said Jane Doe of the union, no fewer than {n} boats a day had to turn back with all their freight.")
        });
    [PARAGRAPH, SECOND, THIRD]
        .map(str::to_owned)
        .into_iter()
        .chain(more)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether each line of a text is labelled body.
pub(super) fn kept(text: &str) -> Vec<bool> {
    labelled(text, Some("Ferry crews stop work in the north"))
        .into_iter()
        .map(|label| label == Label::Body)
        .collect()
}

#[test]
fn a_plain_article_is_body_throughout() {
    assert_eq!(
        labelled(&format!("{PARAGRAPH}\n\n{SECOND}\nThe boats lay idle all day.\n{THIRD}"), None),
        [Label::Body; 4]
    );
}

#[test]
fn page_furniture_is_told_from_body() {
    let head = "News / Harbour\nFerry crews stop work in the north\nBy Jane Doe\nUpdated June 7, 2021\nA ferry in the harbour. (NWA photo)";
    let tail = "You may also like\nA dog that swims to school\nWhy would anyone row alone?\nTen boats that you can build yourself\n© 2021 Harbour";
    let text = format!(
        "{head}\n{}\nAdvertisement\n{SECOND} It was cold.\n{THIRD} It rained.\n{tail}",
        story()
    );
    let labels = labelled(&text, Some("Ferry crews stop work in the north"));
    use Label::{Byline, Caption, Headline};
    assert_eq!(labels[1..5], [Headline, Byline, Byline, Caption]);
    assert_ne!(labels[13], Label::Body);
    assert!(labels[5..13].iter().all(|label| *label == Label::Body));
    assert!(labels[labels.len() - 5..].iter().all(|label| *label != Label::Body), "{labels:?}");
}

#[test]
fn galleries_and_videos_are_told_from_body() {
    let gallery = "Photos: The strike Photos: The strike A crew waits at the pier. Hide Caption 1 of 2 Photos: The strike A mediator arrives by car. Hide Caption 2 of 2";
    let text = format!("{}\n{gallery}\n{SECOND} It was cold.\n{THIRD} It rained.", story());
    let labels = labelled(&text, None);
    assert_eq!(labels.iter().filter(|label| **label == Label::Body).count(), 10, "{labels:?}");
    assert_eq!(labels[8], Label::Caption);
}

#[test]
fn a_line_that_addresses_the_reader_is_furniture_unless_it_stands_amid_the_text() {
    let box_ = "With a digital subscription you never miss what happens in our town.";
    assert_eq!(
        kept(&format!("{}\n{box_}\n{SECOND} It was cold.\n{THIRD} It rained.", story())),
        [true; 11]
    );
    let offer = "Subscribe to our newsletter now and you never miss what happens in your town.";
    let kept = kept(&format!("{}\n{offer}\nMost read\nSign in", story()));
    assert_eq!(kept, [[true; 8].as_slice(), &[false; 3]].concat());
}

#[test]
fn an_article_keeps_its_body_though_most_of_its_lines_recur() {
    let registry =
        Registry::parse("t", "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\n")
            .expect("sound");
    let agencies = Agencies::of(&registry);
    let text = story();
    let mut lines = lines::read(&text, &lines::find(&text));
    for line in lines.iter_mut().skip(1) {
        line.standing = Standing { articles: 9, neighbours: 9, texts: 9, edges: 2, of: 12 };
    }
    let (labels, _) = run(&mut lines, None, None, &agencies);
    assert!(labels.iter().all(|(label, _)| *label == Label::Body), "{labels:?}");
    assert!(labels[1..].iter().all(|(_, how)| *how == Reason::Kept), "{labels:?}");
}

#[test]
fn lines_keep_their_standing_if_the_first_labels_are_kept() {
    let registry =
        Registry::parse("t", "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\n")
            .expect("sound");
    let agencies = Agencies::of(&registry);
    let text = format!("{PARAGRAPH}\n{}", ["Sign in"; 30].join("\n"));
    let mut lines = lines::read(&text, &lines::find(&text));
    let standing = Standing { articles: 9, neighbours: 9, texts: 9, edges: 2, of: 120 };
    lines.iter_mut().for_each(|line| line.standing = standing);
    let (labels, _) = run(&mut lines, None, None, &agencies);
    assert_eq!(labels[0].0, Label::Body);
    assert!(lines.iter().all(|line| line.standing == standing));
}

#[test]
fn an_author_note_is_furniture_and_a_person_of_the_story_is_not() {
    let note = "Ida Moe is a columnist and professor of harbour law.";
    assert_eq!(kept(&format!("{}\n{note}", story())), [[true; 8].as_slice(), &[false]].concat());
    let about = "About the author\nShe likes the sea and everything that swims in it.";
    assert_eq!(
        kept(&format!("{}\n{about}", story())),
        [[true; 8].as_slice(), &[false; 2]].concat()
    );
    let text = format!(
        "{}\nThe mediator Mia Poe came by train and left by boat.\nMia Poe is a professor of harbour law.",
        story()
    );
    assert_eq!(kept(&text), [true; 10]);
}

#[test]
fn teasers_addresses_and_corrections_are_furniture() {
    for line in [
        "READ: Why no boat came to Ostrey",
        "https://halviktimes.example/a/b",
        "Share: Facebook | Twitter | WhatsApp",
        "Advertisement",
        "(Photos: The long strike of Halvik)",
        "Correction: An earlier text gave the wrong day.",
        "Halvik Times Halvik Times",
    ] {
        let kept = kept(&format!("{}\n{line}\n{SECOND} It was cold.\n{THIRD} It rained.", story()));
        assert!(!kept[8] && kept[..8].iter().all(|kept| *kept), "{line}");
    }
    let credit = format!(
        "{}\n(Photo: Jane Roe, Getty Images)\n{SECOND} It was cold.\n{THIRD} It rained.",
        story()
    );
    assert_eq!(labelled(&credit, None)[8], Label::Caption);
    let post = format!(
        "{}\nWe sail again! — Jane Doe (@jdoe) July 16, 2018\n{SECOND} It was cold.",
        story()
    );
    assert!(kept(&post)[8]);
}
