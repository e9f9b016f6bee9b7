//! Which reports count as being about the same event, by their words and times.

use urtext::compare::Relation;
use urtext::ingest::{Article, Batch, Stamp};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

fn run(texts: &[(&str, &str, Option<&str>)]) -> Findings {
    let article = |(id, text, day): &(&str, &str, Option<&str>)| Article {
        id: (*id).to_owned(),
        url: Some(format!("https://{id}.example/story")),
        text: (*text).to_owned(),
        published: day.map(|day| Stamp::of_day(day.parse().expect("a day"))),
        ..Article::default()
    };
    let mut batch = Batch { articles: texts.iter().map(article).collect(), ..Batch::default() };
    batch.articles.sort_by(|a, b| a.id.cmp(&b.id));
    pipeline::run(
        &mut batch,
        &Registry::shipped().expect("a registry"),
        &Settings::default(),
        &Unwatched,
    )
}

/// Returns the pairs called *same event*, by ids.
fn pairs(found: &Findings) -> Vec<(&str, &str)> {
    let id = |at: u32| found.articles[at as usize].id.as_str();
    found
        .comparisons
        .iter()
        .filter(|c| c.relation == Relation::SameEvent)
        .map(|c| (id(c.a), id(c.b)))
        .collect()
}

const SUMMER: &str = "The mayors of Halvik and Brennick will hold their first harbour summit this month, a spokesman said on Tuesday. \
    Mayor Doe does not expect a breakthrough from the talks of June 16 in Ostrey, which are to end the quarrel over ferry fares. \
    The two towns have accused each other of breaking the Tarnside treaty. Crews of the Coastal Line were arrested in spring, and \
    Brennick has put a levy on fish from Halvik. The harbour union called the summit overdue.";
const PREVIEW: &str = "Ferry fares and the Tarnside treaty are on the table when the mayors of Halvik and Brennick sit down in Ostrey next week. \
    Their summit follows a spring in which crews of the Coastal Line were arrested. A levy on fish from Halvik has soured relations, and \
    neither town hopes for a breakthrough. Mayor Doe wants the quarrel ended. The harbour union says that talks are overdue.";
const WINTER: &str = "The mayors of Halvik and Brennick spoke for two hours by telephone about the ice on the sound. They had met in Ostrey \
    in June this year, where the summit on ferry fares brought no breakthrough, and the quarrel over the Tarnside treaty goes on. \
    Mayor Doe asked the Coastal Line for an icebreaker. The harbour union wants crews to be paid for days on which the port is frozen.";

#[test]
fn reports_of_one_event_are_known_by_their_words_and_not_by_names_alone() {
    let fair = "The book fair of Halvik opened on Wednesday with poems and a choir. Mayor Doe cut a ribbon beside her guest from Brennick, \
        then eight hundred visitors bought novels, maps and cookery books until midnight. Forty publishers show what they printed over \
        the winter, among them a house that was founded by two sisters in a shed. Children could bind a notebook of their own.";
    let found = run(&[
        ("a", SUMMER, Some("2021-06-08")),
        ("b", PREVIEW, Some("2021-06-10")),
        ("c", fair, Some("2021-06-09")),
    ]);
    assert_eq!(pairs(&found), [("a", "b")]);
    let stories: Vec<u32> = found.lineage.standings.iter().map(|s| s.story).collect();
    assert!(stories[0] == stories[1] && stories[0] != stories[2], "{stories:?}");
}

#[test]
fn what_is_months_apart_is_of_two_events_however_alike() {
    let found = run(&[("a", SUMMER, Some("2021-06-08")), ("b", PREVIEW, Some("2021-09-10"))]);
    assert!(pairs(&found).is_empty());
}

#[test]
fn an_undated_report_is_of_the_event_that_it_is_most_alike_to_and_of_no_other() {
    // The preview has no date and names no month: it could belong to either, and must not tie the
    // two together.
    let found =
        run(&[("a", SUMMER, None), ("b", PREVIEW, None), ("c", WINTER, Some("2021-12-07"))]);
    assert_eq!(pairs(&found), [("a", "b")]);
    // With only the winter story beside it, nothing shows that it is older.
    let alone = run(&[("b", PREVIEW, None), ("c", WINTER, Some("2021-12-07"))]);
    assert_eq!(pairs(&alone), [("b", "c")]);
}
