use super::*;
use crate::clean::Cleaned;
use crate::compare::{measures, tiles};
use crate::text::Document;

fn counts(a: &str, b: &str) -> (u32, usize) {
    let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
    let documents = (read(a), read(b));
    let clean = Cleaned::default();
    let (pa, pb) =
        (Prepared::of(&clean, &documents.0, &[]), Prepared::of(&clean, &documents.1, &[]));
    let tiles = tiles::find(&tiles::Seeds::of(&documents.0.words), &documents.1.words);
    let aligned = measures::align(&pa, &pb, &tiles);
    let quotes = compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
    (quotes.shared, quotes.altered.len())
}

const SAID: &str = "“We will not sail before the talks are over and the pay is settled,” Doe said.";

#[test]
fn a_reworded_quotation_is_altered() {
    assert_eq!(
        counts(
            SAID,
            "“We will not sail before the discussions are over and the wages are settled,” Doe said."
        ),
        (0, 1)
    );
}

#[test]
fn a_fragment_twice_in_a_sentence_is_never_taken_for_the_other() {
    let told = "Doe expected “nothing new” and Roe hoped for “nothing new” from the harbour talks that begin in Halvik on Monday.";
    assert_eq!(counts(told, told).1, 0);
    let once = "The mayor said she expected “nothing new” from the harbour talks that begin in Halvik on Monday with both sides.";
    assert_eq!(counts(once, &once.replace("expected", "hoped for")).1, 1);
}

#[test]
fn what_another_speaker_said_is_not_an_alteration() {
    let reworded = |name: &str| {
        format!(
            "“We will not sail before the discussions are over and the wages are settled,” {name} said."
        )
    };
    assert_eq!(counts(SAID, &reworded("Jane Doe")), (0, 1));
    assert_eq!(counts(SAID, &reworded("she")), (0, 1));
    assert_eq!(counts(SAID, &reworded("Tom Roe")), (0, 0));
}

#[test]
fn a_trimmed_or_bracketed_quotation_is_not() {
    assert_eq!(counts(SAID, SAID), (1, 0));
    assert_eq!(counts(SAID, "Doe said: “We will not sail before the talks are over.”"), (1, 0));
    assert_eq!(
        counts(
            SAID,
            "“[The crews] will not sail before the talks are over … the pay is settled,” Doe said."
        ),
        (1, 0)
    );
}

#[test]
fn another_quotation_is_neither() {
    assert_eq!(
        counts(SAID, "“The weather has been kind to all of us this year,” Doe said."),
        (0, 0)
    );
}

#[test]
fn the_place_tells_a_quotation_of_which_no_word_is_left() {
    let told = "The ferry crews of Halvik left the harbour at noon on Monday. “We are weary of hollow words,” Doe of the union said. The mayor of Halvik asked the crews for patience until Friday. The boats of the Coastal Line stood in the harbour all day.";
    let spun = "The ferry teams of Halvik departed the harbour at noon on Monday. “Everybody feels tired about empty phrases,” Doe of the union stated. The mayor of Halvik begged the teams for patience until Friday. The vessels of the Coastal Line stood in the harbour all day.";
    assert_eq!(counts(told, spun), (0, 1));
}

#[test]
fn a_long_quotation_of_like_length_is_found_by_its_place_though_no_word_is_left() {
    let story = |said: &str| {
        format!(
            "The ferry crews of Halvik left the harbour at noon on Monday. The mayor of Halvik {} the crews for patience. “{said},” Doe of the union said. The boats of the Coastal Line {} in the harbour all day. Nobody {} when they would sail again to the islands.",
            if said.starts_with("Every") { "begged" } else { "asked" },
            if said.starts_with("Every") { "remained" } else { "stood" },
            if said.starts_with("Every") { "understood" } else { "knew" }
        )
    };
    let told = story(
        "We are weary of hollow words and wait for somebody who keeps what was promised in spring",
    );
    let spun = story(
        "Everybody feels tired about empty phrases yet hopes for people that honour their own old pledges again",
    );
    assert_eq!(counts(&told, &spun), (0, 1));
}

#[test]
fn a_term_in_marks_is_altered_only_where_the_other_stood() {
    let told =
        "The minister called the plan of the crews “absurd” in a talk with Halvik radio on Monday.";
    assert_eq!(
        counts(
            told,
            "The minister called the plan of the crews “ridiculous” in a talk with Halvik radio on Monday."
        ),
        (0, 1)
    );
    assert_eq!(
        counts(
            told,
            "The minister spoke of the plan of the crews in a talk with “Halvik” radio on Monday."
        ),
        (0, 0)
    );
}
