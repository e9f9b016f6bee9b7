//! Properties that must hold for every pair of texts, tested on generated ones.

use proptest::prelude::*;
use urtext::clean::{self, Cleaned};
use urtext::compare::diff::{self, Diff};
use urtext::compare::{Prepared, Relation, Ties};
use urtext::ingest::Article;
use urtext::sources::Registry;

const WORDS: [&str; 40] = [
    "ferry",
    "harbour",
    "crew",
    "union",
    "pay",
    "strike",
    "mediator",
    "island",
    "boat",
    "court",
    "travellers",
    "quay",
    "company",
    "mayor",
    "week",
    "night",
    "train",
    "talks",
    "road",
    "bridge",
    "fish",
    "milk",
    "lorry",
    "school",
    "nurse",
    "storm",
    "north",
    "paper",
    "office",
    "minister",
    "law",
    "vote",
    "letter",
    "price",
    "fuel",
    "winter",
    "river",
    "tower",
    "market",
    "engine",
];

fn registry() -> Registry {
    Registry::parse(
        "t",
        "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA']\n",
    )
    .expect("a sound list")
}

/// Generates a sentence of seven to fifteen words after the first, some of them names or numbers.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => (0..WORDS.len()).prop_map(|at| WORDS[at].to_owned()),
        1 => (0..WORDS.len()).prop_map(|at| format!("{}{}", WORDS[at][..1].to_uppercase(), &WORDS[at][1..])),
        1 => (2u32..400).prop_map(|n| n.to_string()),
    ];
    prop::collection::vec(word, 7..16).prop_map(|words| format!("The {}.", words.join(" ")))
}

fn story() -> impl Strategy<Value = Vec<String>> {
    // A letter of its own keeps each sentence unique: a repeated one would be boilerplate.
    let own = |(n, s): (usize, String)| {
        s.replacen("The ", &format!("The {}", char::from(b'a' + n as u8)), 1)
    };
    prop::collection::vec(sentence(), 4..12)
        .prop_map(move |all| all.into_iter().enumerate().map(own).collect())
}

/// Returns the story with more common words, as in running text: if the lines have hardly any,
/// anything may be taken for boilerplate.
fn told(story: &[String]) -> Vec<String> {
    story
        .iter()
        .map(|sentence| sentence.replacen(' ', " of the people on the way to a ", 1))
        .collect()
}

/// Returns an article, one sentence per paragraph, cleaned as in the pipeline.
fn cleaned(text: &str) -> (Article, Cleaned) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let clean = clean::run(std::slice::from_ref(&article), &registry()).remove(0);
    (article, clean)
}

fn compare(a: &str, b: &str) -> Diff {
    let ((a, clean_a), (b, clean_b)) = (cleaned(a), cleaned(b));
    let (read_a, read_b) = (clean_a.document(&a), clean_b.document(&b));
    diff::run(
        &Prepared::of(&clean_a, &read_a, &[]),
        &Prepared::of(&clean_b, &read_b, &[]),
        (&a.text, &b.text),
        Ties::default(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn a_text_is_identical_to_itself(story in story()) {
        let text = story.join("\n");
        let found = compare(&text, &text);
        prop_assert_eq!(found.relation, Some(Relation::Identical));
        prop_assert!(found.drift.is_empty());
    }

    #[test]
    fn what_is_cut_from_a_text_is_no_longer_in_it(story in story(), at in any::<prop::sample::Index>()) {
        let whole = story.join("\n");
        let mut less = story.clone();
        less.remove(at.index(story.len()));
        let (before, after) = (compare(&whole, &whole), compare(&whole, &less.join("\n")));
        prop_assert!(after.measures.containment_a() < before.measures.containment_a());
        prop_assert!(after.measures.containment_b() > 0.99);
    }

    #[test]
    fn a_relation_is_the_same_from_both_sides(story in story(), other in story(), cut in 0usize..4) {
        // From a copy with some sentences of its own to no copy at all.
        let mixed: Vec<String> = story.iter().skip(cut).chain(other.iter().take(cut * 2)).cloned().collect();
        let (a, b) = (story.join("\n"), mixed.join("\n"));
        let (there, back) = (compare(&a, &b), compare(&b, &a));
        prop_assert_eq!(there.relation, back.relation);
        prop_assert_eq!(there.measures.verbatim, back.measures.verbatim);
        prop_assert_eq!(there.measures.containment_a(), back.measures.containment_b());
    }

    #[test]
    fn furniture_changes_no_verdict(story in story(), other in story(), at in any::<prop::sample::Index>()) {
        let (story, other) = (told(&story), told(&other));
        let mixed: Vec<String> = story.iter().take(3).chain(&other).cloned().collect();
        let plain = compare(&story.join("\n"), &mixed.join("\n"));
        let mut page = mixed.clone();
        for line in ["Advertisement", "Share on Facebook", "© 2021 Northern Wire Agency", "Read more: Why no boat came"] {
            page.insert(1 + at.index(page.len() - 1), line.to_owned());
        }
        let furnished = compare(&story.join("\n"), &page.join("\n"));
        prop_assert_eq!(plain.relation, furnished.relation);
        prop_assert_eq!(plain.measures.verbatim, furnished.measures.verbatim);
    }

    #[test]
    fn every_offset_points_at_what_it_claims(story in story(), factor in 2u32..9) {
        // Every number is changed, and nothing else.
        let changed: Vec<String> = story
            .iter()
            .map(|s| {
                let other = |w: &str| w.parse::<u32>().map_or(w.to_owned(), |n| (n * factor + 1000).to_string());
                format!("{}.", s.trim_end_matches('.').split(' ').map(other).collect::<Vec<_>>().join(" "))
            })
            .collect();
        let (a, b) = (story.join("\n"), changed.join("\n"));
        let found = compare(&a, &b);
        for drift in &found.drift {
            let (x, y) = (&a[drift.a.clone()], &b[drift.b.clone()]);
            let numbers = |text: &str| text.split_whitespace().filter_map(|w| w.trim_end_matches('.').parse::<u32>().ok()).collect::<Vec<_>>();
            prop_assert!(!numbers(x).is_empty() && !numbers(y).is_empty() && numbers(x) != numbers(y), "{} / {}", x, y);
        }
        // Each word of either text is in exactly one piece of one row.
        for (text, pieces) in [(&a, found.rows.iter().flat_map(|r| &r.a).collect::<Vec<_>>()), (&b, found.rows.iter().flat_map(|r| &r.b).collect())] {
            let mut bytes: Vec<_> = pieces.iter().map(|p| p.bytes.clone()).collect();
            bytes.sort_by_key(|r| r.start);
            prop_assert!(bytes.windows(2).all(|w| w[0].end <= w[1].start));
            let words: usize = bytes.into_iter().map(|r| text[r].split_whitespace().count()).sum();
            prop_assert_eq!(words, text.split_whitespace().count());
        }
    }
}

#[test]
fn copies_are_found_in_scripts_without_capitals_and_without_spaces() {
    let chinese = [
        "渡轮船员周一在港口停止工作，因为关于工资的谈判再次失败。",
        "工会领导人说，在公司支付工资之前，港口将保持关闭。",
        "成千上万的旅客在码头等待，卡车排队一直到桥边。",
        "调解人将于周三乘火车抵达，双方都表示愿意与她会面。",
        "去年平均每天有六千人渡过海峡，统计局表示。",
        "法院将在下周决定公司是否可以雇用其他船员。",
    ];
    let arabic = [
        "توقفت أطقم العبارات عن العمل يوم الاثنين في الميناء بعد فشل المحادثات حول الأجور مرة أخرى.",
        "وقال زعيم النقابة إن الميناء سيبقى مغلقا حتى تدفع الشركة الأجور للبحارة.",
        "وانتظر آلاف المسافرين على الأرصفة طوال اليوم ولم تصل أي سفينة إلى الجزر البعيدة.",
        "وسيصل الوسيط بالقطار يوم الأربعاء وقال الطرفان إنهما سيلتقيان به في مبنى البلدية.",
        "وفي العام الماضي عبر ستة آلاف شخص المضيق كل يوم في المتوسط حسب مكتب الإحصاء.",
        "وستقرر المحكمة الأسبوع المقبل ما إذا كان يمكن للشركة توظيف أطقم أخرى للعمل.",
    ];
    let own = [
        "市长周五谈到了学校和医院的新预算。",
        "وتحدث رئيس البلدية يوم الجمعة عن ميزانية المدارس والمستشفيات الجديدة في المدينة.",
    ];
    for (story, other) in [(chinese, own[0]), (arabic, own[1])] {
        let whole = story.join("\n");
        assert_eq!(compare(&whole, &whole).relation, Some(Relation::Identical));
        let edited = [&story[..2], &[other], &story[3..]].concat().join("\n");
        assert_eq!(
            compare(&whole, &edited).relation,
            Some(Relation::Edited),
            "{:?}",
            compare(&whole, &edited).measures
        );
        let part = story[1..3].join("\n");
        assert!(
            matches!(compare(&whole, &part).relation, Some(Relation::Excerpt)),
            "{:?}",
            compare(&whole, &part).measures
        );
        assert!(compare(&whole, other).relation.is_none_or(|r| !r.is_copying()));
    }
}

#[test]
fn the_worst_texts_are_compared_in_bounded_time() {
    // One word a million times; two texts of a megabyte that differ in every ninth word.
    let same = "word ".repeat(1_000_000);
    assert!(compare(&same, &same[..4_500_000]).rows.len() <= 2);
    let long: Vec<String> = (0u64..150_000)
        .map(|n| format!("w{}{}", n * n * 2_654_435_761 % 5003, if n % 17 == 0 { "." } else { "" }))
        .collect();
    let other: Vec<String> = long
        .iter()
        .enumerate()
        .map(|(n, w)| if n % 9 == 0 { format!("q{}", n % 300) } else { w.clone() })
        .collect();
    let found = compare(&long.join(" "), &other.join(" "));
    assert!(found.measures.containment_a() > 0.3, "{}", found.measures.containment_a());
    // A megabyte of quotations, in many sentences and in a single one.
    let quoted = |verb: &str, stop: &str| {
        (0..40_000)
            .map(|n| format!("\"w{} w{}\" {verb} he{stop} ", n * n % 5003, n % 4999))
            .collect::<String>()
    };
    let begun = std::time::Instant::now();
    for stop in [".", ""] {
        assert!(
            compare(&quoted("expected", stop), &quoted("hoped", stop)).measures.quotes.0 == 0,
            "they are short of three words"
        );
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
}
