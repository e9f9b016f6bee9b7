//! Measures how fast articles are cleaned on one core: `cargo bench --bench clean`.
//!
//! The texts are generated, with boilerplate, captions and bylines between their paragraphs; no two
//! are alike.

use divan::counter::BytesCount;
use urtext::clean;
use urtext::ingest::Article;
use urtext::sources::Registry;

/// Sentences that paragraphs are built from; numbers make each one unique.
const SENTENCES: [&str; 6] = [
    "The ferry crews of the northern islands stopped work on Monday after talks about their pay failed again.",
    "\"We have waited for {n} weeks,\" said Jane Doe, who speaks for the union, in a hall near the harbour.",
    "The Coastal Line, which runs {n} boats, said that it would not hire other crews before the court has ruled.",
    "In the town of Halvik, {n} lorries with fish and milk stood in a queue that reached back to the bridge.",
    "A mediator is to arrive by train on Wednesday; both sides said that they would meet her.",
    "Last year {n} people crossed the sound on an average day, the office for statistics says.",
];

/// Lines between the paragraphs.
const FURNITURE: [&str; 6] = [
    "Advertisement",
    "Read more: What the strike means for the islands",
    "A ferry in the harbour of Halvik, June 7, 2021. (Photo: Ann Roe / Getty Images)",
    "Sign up for our newsletter and get the news of the islands in your inbox",
    "Share: Facebook | Twitter | WhatsApp",
    "By Jane Doe, Associated Press",
];

fn articles(number: usize) -> Vec<Article> {
    (0..number)
        .map(|n| {
            let mut text =
                format!("Ferry crews stop work in the north, day {n}\n\nJune 7, 2021\n\n");
            for paragraph in 0..20 {
                let sentences = (0..3).map(|s| {
                    SENTENCES[(n + paragraph * 5 + s) % 6]
                        .replace("{n}", &(n * 31 + paragraph * 7 + s).to_string())
                });
                text.push_str(&sentences.collect::<Vec<_>>().join(" "));
                text.push_str("\n\n");
                if paragraph % 4 == 3 {
                    text.push_str(FURNITURE[(n + paragraph) % 6]);
                    text.push_str("\n\n");
                }
            }
            Article {
                id: format!("a{n}"),
                url: Some(format!("https://outlet{}.example/{n}", n % 40)),
                text,
                ..Article::default()
            }
        })
        .collect()
}

#[divan::bench(sample_count = 10)]
fn clean_articles(bencher: divan::Bencher) {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let articles = articles(1000);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| pool.install(|| clean::run(divan::black_box(&articles), &registry)));
}

fn main() {
    divan::main();
}
