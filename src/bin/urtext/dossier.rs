//! `urtext dossier`: all cases of one outlet or agency, as pages and a table.

use std::collections::BTreeSet;
use std::process::ExitCode;

use textdistance::nstr;
use urtext::dossier::{self, Dossier};
use urtext::pipeline::{Findings, Watch};
use urtext::report::{self, Beside, Contents, Folder};
use urtext::sources::Registry;

use super::arguments::{self, Dossier as Options};
use super::earlier::{self, Again, Run};
use super::failure::Failure;
use super::progress::Progress;
use super::{interrupt, terminal};

/// Names that are suggested for an unknown one. Chosen by judgement.
const SUGGESTED: usize = 5;

/// Runs the command. Everything that can fail early is opened before the work begins.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    let inputs = super::report::planned(&options.inputs)?;
    let remedy = "leave --from out and give the output of `urtext archive export` as INPUT";
    let made_from = options.from.as_deref().map(|run| Run::open(run, remedy)).transpose()?;
    let progress = Progress::new();
    let Again { batch, settings, findings } =
        earlier::again(made_from.as_ref(), &inputs, &reading, &registry, &progress)?;
    let beside = Beside::default();
    let source = report::Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &beside,
    };
    if let Some(run) = &made_from {
        run.check_outcome(&source)?;
    }
    let subject = subject(&options.source, &findings, &registry)?;
    let folder = interrupt::guard(
        || {
            let name = dossier::folder_name(&subject);
            Folder::open_for(Contents::Dossier, &options.out, &name, options.force)
        },
        Folder::beside,
    )?;
    progress.begin("dossier", None);
    let dossier = Dossier::of(&source, &subject, options.page_language.language());
    let format = match options.format {
        arguments::Format::Csv => report::Format::Csv,
        arguments::Format::Parquet => report::Format::Parquet,
    };
    let cases = terminal::many(dossier.len(), "case");
    let place = dossier.write(folder, format)?;
    interrupt::release();
    progress.end("dossier", &cases);
    let page = place.join(dossier::INDEX);
    terminal::note(&format!("{cases} in {}", terminal::plain(&page.display().to_string())));
    Ok(ExitCode::SUCCESS)
}

/// Returns the id of the source that somebody names by its id or name.
fn subject(named: &str, findings: &Findings, registry: &Registry) -> Result<String, Failure> {
    let credited = findings.cleaned.iter().flat_map(|c| c.credits.agencies.keys());
    let outlets = findings.cleaned.iter().filter_map(|c| c.source.as_ref());
    let ids: BTreeSet<&str> = credited.chain(outlets).map(String::as_str).collect();
    let name = |id: &str| registry.by_id(id).map_or(id.to_owned(), |known| known.name.clone());
    if ids.contains(named.trim()) {
        return Ok(named.trim().to_owned());
    }
    let wanted = named.trim().to_lowercase();
    let is_named = |id: &&str| id.to_lowercase() == wanted || name(id).to_lowercase() == wanted;
    let known: Vec<&str> = ids.iter().copied().filter(is_named).collect();
    match known.as_slice() {
        [] => {}
        [id] => return Ok((*id).to_owned()),
        several => {
            return Err(Failure::input(
                format!("{named}: several sources have this name"),
                format!("name one by its id: {}", several.join(", ")),
            ));
        }
    }
    let distance = |id: &str| {
        let of = |text: &str| nstr::damerau_levenshtein(&text.to_lowercase(), &wanted);
        of(id).min(of(&name(id)))
    };
    let mut near: Vec<&str> = ids.into_iter().collect();
    near.sort_by(|x, y| distance(x).total_cmp(&distance(y)).then(x.cmp(y)));
    near.truncate(SUGGESTED);
    Err(Failure::input(
        format!("{named}: none of the articles is by this source, or names it as an agency"),
        format!(
            "name a source by its id or name, as in the table `sources`; the nearest are {}",
            near.join(", ")
        ),
    ))
}
