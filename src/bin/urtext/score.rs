//! `urtext score`

use std::process::ExitCode;

use serde_json::{Map, Value, json};
use urtext::compare::Comparison;
use urtext::ingest::{self, Article, Input};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::report::schema::{Cell, rounded};
use urtext::report::{self, tables};

use super::arguments::Score;
use super::failure::Failure;
use super::terminal::{many, plain};

/// Articles shown as nearest.
const NEAREST: usize = 5;

/// Runs the job.
pub fn run(options: &Score) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
    let reading = super::report::reading(&options.reading)?;
    let mine = ingest::plan::plan(std::slice::from_ref(&options.article))?;
    let others: Vec<Input> = if options.against.is_empty() { Vec::new() } else { ingest::plan::plan(&options.against)? };
    if mine.iter().any(|i| others.contains(i)) && mine.iter().any(|i| i.path.is_none()) {
        return Err(Failure::input(
            "`-` (standard input) is both the article and what it is compared with",
            "put one of the two into a file",
        ));
    }
    let article = one_article(&options.article, &reading)?;
    let mut batch = ingest::Batch::default();
    let mut against = ingest::run(&others, &reading, &|_| ());
    // The article itself may stand among the others; it is compared with all but itself.
    against.articles.retain(|a| a.id != article.id || a.text != article.text);
    let taken = against.articles.iter().any(|a| a.id == article.id);
    let id = if taken { format!("{} (scored)", article.id) } else { article.id.clone() };
    batch.articles = against.articles;
    batch.articles.push(Article { id: id.clone(), ..article });
    batch.articles.sort_by(|a, b| a.id.cmp(&b.id));
    let settings = Settings::default();
    let compared = batch.articles.len() - 1;
    let findings = pipeline::run(&mut batch, &registry, &settings, &Unwatched);
    let Some(at) = findings.articles.iter().position(|a| a.id == id) else {
        return Err(Failure::internal("the article was lost on the way"));
    };
    let view = View {
        f: &findings,
        at: at as u32,
        source: report::Source {
            findings: &findings,
            batch: &batch,
            registry: &registry,
            settings: &settings,
            beside: &report::Beside::default(),
        },
    };
    if options.json {
        println!("{}", view.json());
    } else {
        view.lines(compared).iter().for_each(|line| println!("{}", plain(line)));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the one article of an input.
pub fn one_article(path: &str, reading: &ingest::Settings) -> Result<Article, Failure> {
    let inputs = ingest::plan::plan(std::slice::from_ref(&path.to_owned()))?;
    let mut batch = ingest::run(&inputs, reading, &|_| ());
    if batch.articles.len() == 1 {
        return Ok(batch.articles.remove(0));
    }
    let reasons: Vec<String> = batch.rejects.iter().take(3).map(|r| format!("{}: {}", r.path, r.reason)).collect();
    let hint = if reasons.is_empty() { "give one article; `urtext report` takes many".to_owned() } else { reasons.join("; ") };
    Err(Failure::input(format!("{path} holds {} articles, not one", batch.articles.len()), hint))
}

/// All that is known of the scored article.
struct View<'v> {
    f: &'v Findings,
    at: u32,
    source: report::Source<'v>,
}

impl View<'_> {
    /// The pairs of the article, copies first, then by how much they share.
    fn nearest(&self) -> Vec<(u32, usize)> {
        let mut out: Vec<(u32, usize)> = self
            .f
            .comparisons
            .iter()
            .enumerate()
            .filter(|(_, c)| c.a == self.at || c.b == self.at)
            .map(|(n, c)| (if c.a == self.at { c.b } else { c.a }, n))
            .collect();
        let rank = |c: &Comparison| {
            (!c.relation.is_copying(), -((c.measures.short_matched() + c.measures.long_matched() + c.measures.nearness) * 1e6) as i64)
        };
        out.sort_by_key(|(other, n)| (rank(&self.f.comparisons[*n]), *other));
        out.truncate(NEAREST);
        out
    }

    fn evidence(&self, n: usize) -> Vec<String> {
        let m = &self.f.comparisons[n].measures;
        let mut out = vec![
            format!("{} words in verbatim runs", m.verbatim),
            format!("{:.0} % of the shorter body matched", m.short_matched() * 100.0),
            format!("{:.0} % of the words in linked sentences swapped", m.substituted() * 100.0),
        ];
        out.extend(self.f.lineage.verdicts[n].evidence.iter().cloned());
        out
    }

    /// The alterations against the best parent, else against the nearest copy: kind, its wording, ours, who is quoted.
    fn drift(&self) -> Vec<(&'static str, String, String, Option<String>)> {
        let parent = self.f.lineage.standings[self.at as usize].parent.as_ref().map(|p| p.comparison as usize);
        let nearest = self.nearest().first().map(|(_, n)| *n).filter(|n| self.f.comparisons[*n].relation.is_copying());
        let Some(c) = parent.or(nearest).map(|n| &self.f.comparisons[n]) else { return Vec::new() };
        let text = |at: u32, bytes: &std::ops::Range<usize>| self.f.articles[at as usize].text[bytes.clone()].to_owned();
        let other = if c.a == self.at { c.b } else { c.a };
        c.alterations(Some(other))
            .map(|d| {
                let speaker = d.speaker_in((&self.f.articles[c.a as usize].text, &self.f.articles[c.b as usize].text)).map(str::to_owned);
                if c.a == self.at {
                    (d.kind.name(), text(c.b, &d.b), text(c.a, &d.a), speaker)
                } else {
                    (d.kind.name(), text(c.a, &d.a), text(c.b, &d.b), speaker)
                }
            })
            .collect()
    }

    fn json(&self) -> String {
        let at = self.at as usize;
        let (article, clean, standing, record) =
            (&self.f.articles[at], &self.f.cleaned[at], &self.f.lineage.standings[at], &self.f.reliability.articles[at]);
        let relation =
            standing.relation.map(|r| r.name()).or_else(|| self.nearest().first().map(|(_, n)| self.f.comparisons[*n].relation.name()));
        let confidence = standing.parent.as_ref().and_then(|p| self.f.lineage.verdicts[p.comparison as usize].confidence()).map(rounded);
        let source = clean.source.as_deref().map_or(Value::Null, |id| {
            let cells = tables::sources::row(&self.source, id);
            Value::Object(tables::sources::names().zip(cells).map(|(name, cell)| (name.to_owned(), value(cell))).collect::<Map<_, _>>())
        });
        let nearest: Vec<Value> = self
            .nearest()
            .into_iter()
            .map(|(other, n)| {
                json!({"article_id": self.f.articles[other as usize].id, "source_id": self.f.cleaned[other as usize].source,
                    "relation": self.f.comparisons[n].relation.name(), "confidence": rounded(self.f.comparisons[n].standing.firmness), "evidence": self.evidence(n)})
            })
            .collect();
        let drift: Vec<Value> = self
            .drift()
            .into_iter()
            .map(|(kind, original, copy, speaker)| json!({"kind": kind, "original_text": original, "copy_text": copy, "speaker": speaker}))
            .collect();
        let captions: Vec<Value> = self
            .f
            .captions
            .iter()
            .filter(|c| c.article == self.at)
            .map(|c| json!({"caption": c.caption.text, "verdict": c.verdict.name(), "relatedness": rounded(c.relatedness), "evidence": c.evidence}))
            .collect();
        json!({
            "schema": 1,
            "article": {"id": article.id, "source_id": clean.source, "title": clean.title, "published": self.f.lineage.dates[at].0.map(|d| d.to_string()), "words": self.f.fingerprints[at].words,
                "language": clean.language, "authors": clean.credits.authors, "dateline": clean.credits.dateline.as_ref().map(|d| d.place.clone())},
            "verdict": {"relation": relation, "original": standing.original, "confidence": confidence},
            "nearest": nearest,
            "drift": drift,
            "captions": captions,
            "credit": standing.credit.map(|c| c.name()),
            "source": source,
            "score": record.score.map(rounded),
            "reasons": record.harms.iter().map(|h| h.what.clone()).collect::<Vec<_>>(),
        })
        .to_string()
    }

    fn lines(&self, compared: usize) -> Vec<String> {
        let at = self.at as usize;
        let (article, clean, standing, record) =
            (&self.f.articles[at], &self.f.cleaned[at], &self.f.lineage.standings[at], &self.f.reliability.articles[at]);
        let nearest = self.nearest();
        let mut out = vec![match (&standing.parent, nearest.first()) {
            (Some(parent), _) => format!(
                "{}: {} from {}",
                article.id,
                standing.relation.map_or("copied", |r| r.name()),
                self.f.articles[parent.article as usize].id
            ),
            (None, Some((other, n))) if self.f.comparisons[*n].relation.is_copying() => {
                let c = &self.f.comparisons[*n];
                let earlier = self.f.lineage.verdicts[*n].original == Some(self.at);
                let which = if earlier { "this one is nearer to the original" } else { "which of the two is the original is unknown" };
                format!("{}: {} with {}; {which}", article.id, c.relation.name(), self.f.articles[*other as usize].id)
            }
            _ if compared == 0 => {
                format!("{}: compared with nothing; what follows is known from the article alone, and is all (see --against)", article.id)
            }
            _ => format!("{}: no copy of the {compared} articles it was compared with", article.id),
        }];
        let source = clean.source.as_deref().unwrap_or("unknown");
        let date = self.f.lineage.dates[at].0.map_or_else(|| "undated".to_owned(), |d| d.to_string());
        out.push(format!(
            "source {source}, {date}, {} words, {:.0} % page furniture",
            self.f.fingerprints[at].words,
            clean.boilerplate_share * 100.0
        ));
        if !clean.credits.agencies.is_empty() {
            let credits: Vec<String> = clean.credits.agencies.iter().map(|(id, basis)| format!("{id} ({})", basis.name())).collect();
            out.push(format!("credits {}", credits.join(", ")));
        }
        if let Some(credit) = standing.credit {
            out.push(format!("credit {}", credit.name()));
        }
        for (other, n) in nearest {
            let c = &self.f.comparisons[n];
            out.push(format!("  {:<13} {}  ({})", c.relation.name(), self.f.articles[other as usize].id, self.evidence(n).join("; ")));
        }
        let drift = self.drift();
        if !drift.is_empty() {
            out.push("altered:".to_owned());
            for (kind, original, copy, speaker) in drift {
                let by = speaker.map_or(String::new(), |name| format!("  ({name})"));
                out.push(format!("  {kind:<9} “{original}”{by}"));
                out.push(format!("         →  “{copy}”"));
            }
        }
        for c in self.f.captions.iter().filter(|c| c.article == self.at) {
            out.push(format!("caption {}: “{}” ({})", c.verdict.name(), c.caption.text, c.evidence));
        }
        if let Some(r) = clean.source.as_deref().and_then(|id| self.f.reliability.sources.get(id)) {
            out.push(format!("source record: {}, {}", many(r.articles as usize, "article"), r.reasons));
        }
        match record.score {
            Some(score) if record.harms.is_empty() => out.push(format!("score {score:.0} of 100: nothing found against it")),
            Some(score) => out.push(format!(
                "score {score:.0} of 100: {}",
                record.harms.iter().map(|h| format!("{} (−{:.0})", h.what, h.points)).collect::<Vec<_>>().join(", ")
            )),
            None => out.push("no score: too little could be checked".to_owned()),
        }
        out
    }
}

/// A cell as JSON.
fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Int(i) => i.into(),
        Cell::Float(x) => rounded(x).into(),
    }
}
