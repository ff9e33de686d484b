//! `cargo xtask corpus`: published documents into crates, and those into a report of what is right.
//!
//! ```text
//! folder ─▶ documents ─▶ crates ─▶ cargo check ─▶ examples read and written back ─▶ report
//! ```

pub(crate) mod compare;
pub(crate) mod compile;
pub(crate) mod covering;
mod document;
mod example;
pub(crate) mod judge;
mod outcome;
pub(crate) mod progress;
mod reason;
mod record;
mod report;
mod round_trip;
pub(crate) mod rustc;
mod written;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use faircopy::Sides;

use document::Prepared;
use progress::Progress;
use record::Record;

/// Which documents to try, and what to leave behind.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the documents: files with a top-level key `openapi` or `swagger`, in it and
    /// below, which may refer to others there.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Writes a record for every document to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Leaves the crates in this folder, a workspace.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only documents whose path below the folder matches, with `*` for any text.
    #[arg(long, value_name = "GLOB")]
    filter: Option<String>,
    /// Generates only.
    #[arg(long)]
    no_compile: bool,
    /// Compiles only two dozen documents that between them show every feature.
    #[arg(long, conflicts_with = "no_compile")]
    covering: bool,
    /// Judges by `cargo clippy` in place of `cargo check`; there are no times then.
    #[arg(long, conflicts_with = "no_compile")]
    clippy: bool,
    /// With servers, and with every cargo feature of the crates.
    #[arg(long, conflicts_with = "no_compile")]
    all_features: bool,
    /// How many documents and compilers run at once; as many as there are processors by default.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Runs the command; exits with 1 where a document isn't right, or there is none.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    crate::verdict::ended(judge(&arguments))
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    let documents = document::find(&arguments.dir, arguments.filter.as_deref())?;
    let folder = match &arguments.keep {
        Some(folder) => folder.clone(),
        None => xtask::root().join("target/corpus/crates"),
    };
    let jobs = arguments.jobs.filter(|jobs| *jobs > 0);
    let jobs = jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    compile::write_workspace(&folder, documents.iter().map(|document| &*document.package))?;

    let sides = match arguments.all_features {
        true => Sides::Both,
        false => Sides::Client,
    };
    let progress = Progress::new("generate", documents.len());
    let prepared = in_parallel(&documents, jobs, |document| {
        progress.step(&document.name);
        document.prepare(&folder, sides)
    });
    progress.done();
    let (mut records, prepared): (Vec<Record>, Vec<Option<Prepared>>) = prepared
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .unzip();

    if !arguments.no_compile {
        compile(arguments, &folder, jobs, &mut records, &prepared)?;
    }
    let report = report::Report::new(&records);
    print!("{}", report.text());
    if let Some(path) = &arguments.json {
        xtask::write(path, &format!("{:#}\n", report.json()))?;
    }
    Ok(report.is_right())
}

fn compile(
    arguments: &Arguments,
    folder: &Path,
    jobs: usize,
    records: &mut [Record],
    prepared: &[Option<Prepared>],
) -> Result<(), String> {
    let packages = records.iter().filter(|record| {
        record.generated && (!arguments.covering || covering::contains(&record.name))
    });
    let packages: Vec<_> = packages.map(|record| record.package.clone()).collect();
    compile::write_workspace(folder, packages.iter().map(String::as_str))?;
    let cargo = compile::Cargo {
        folder: folder.to_owned(),
        jobs,
        all_features: arguments.all_features,
    };
    let groups = cargo.groups(&packages)?;

    let progress = Progress::new("check", packages.len());
    for group in &groups {
        let checked = cargo.check(group, arguments.clippy, &progress)?;
        for record in records.iter_mut() {
            if let Some(checked) = checked.get(&record.package) {
                record.checked = Some(checked.clone());
            }
        }
    }
    progress.done();
    if arguments.clippy {
        return Ok(());
    }

    let progress = Progress::new("examples", packages.len());
    let compiles = |package: &&String| {
        let record = records.iter().find(|record| record.package == **package);
        record.is_some_and(Record::compiles)
    };
    let mut programs = std::collections::BTreeMap::new();
    for group in &groups {
        let group: Vec<_> = group.iter().filter(compiles).cloned().collect();
        programs.extend(cargo.programs(&group, &progress)?);
    }
    progress.done();
    for (record, prepared) in records.iter_mut().zip(prepared) {
        let Some(prepared) = prepared else { continue };
        match programs.get(&record.package) {
            Some(Ok(program)) => record.examples = prepared.examples.run(program)?,
            Some(Err(error)) => record.unjudged = Some(error.clone()),
            None if record.compiles() && !prepared.examples.is_empty() => {
                record.unjudged = Some("the test of the examples was not built".to_owned());
            }
            None => {}
        }
    }
    Ok(())
}

/// What `work` makes of each item, in the items' order.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(take)).collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            // `work` catches what the generator may do wrong; anything else is a bug of ours.
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
